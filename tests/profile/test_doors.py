"""The doors to a profile: the command line, the one file, the notebook's view, JSON, doubts beside answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.cli import main
from insight.profile.page import to_page
from tests.profile.conftest import SAMPLES, Profiled

Opened = Callable[[str], Assistant]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_json_of_one_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "profile", str(SAMPLES / "retail"), "--table", "stores", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert [table["name"] for table in told["tables"]] == ["stores"]
    assert told["tables"][0]["key"] == ["store_id"]
    assert {c["name"]: c["kind"] for c in told["tables"][0]["columns"]}["opened_on"] == "date"


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("--format", "table"), ["One row per messy sale, identified by Invoice No.", "Amount = Units × Unit Price"]),
        (("--format", "md", "--lang", "zh"), ["每行是一条 messy_sales 记录", "| Units |"]),
        (("--format", "html"), ["<!doctype html>", "prefers-color-scheme: dark"]),
    ],
)
def test_forms(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], parts: list[str]) -> None:
    code, out, _ = said(capsys, "profile", str(SAMPLES / "messy_sales.csv"), *arguments)
    assert code == 0
    assert [part for part in parts if part not in out] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--table", "order"), "there is no table 'order'"),
        (("--deep",), "--deep looks at one table"),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str) -> None:
    code, out, err = said(capsys, "profile", str(SAMPLES / "retail"), *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_suggestions_with_their_sql(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "suggest", str(SAMPLES / "messy_sales.csv"), "--format", "json", "--most", "2")
    told = json.loads(out)
    assert code == 0
    assert 1 <= len(told) <= 2
    assert all(each["question"] and each["reason"] and each["sql"].startswith("SELECT") for each in told)
    assert [each["weight"] for each in told] == sorted((each["weight"] for each in told), reverse=True)


# ------------------------------------------------------------------------------------------------ the file


class Page(HTMLParser):
    """Counts what has to be there for somebody who does not see, and what would be loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.unsaid = 0
        self.pictures = 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self.loaded += [str(about[name]) for name in ("src", "srcset") if name in about]
        if tag in ("link", "iframe", "object"):
            self.loaded.append(tag)
        if tag in ("svg", "img"):
            self.pictures += 1
            self.unsaid += not (about.get("aria-label") or about.get("alt"))
        if tag not in ("meta", "input", "br", "img", "path", "rect", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "rect", "circle"):
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("data", ["retail", "flights", "messy_sales.csv"])
def test_the_file_loads_nothing_and_says_its_pictures(profiled: Profiled, data: str, language: str) -> None:
    text = to_page(profiled(data), "zh" if language == "zh" else "en")
    page = Page()
    page.feed(text)
    assert (page.loaded, page.unsaid, page.open) == ([], 0, [])
    assert page.pictures > 0
    assert not re.search(r"url\(|@import|https?://", text)
    assert len(text.encode()) < 1_000_000


def test_the_file_shows_names_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    rows = "\n".join(f"{i},<script>alert({i % 3})</script>,{i % 7}" for i in range(60))
    (tmp_path / "odd.csv").write_text(f'id,"<b>x</b>",n\n{rows}\n', encoding="utf-8")
    with Assistant.open(tmp_path / "odd.csv", model=None) as bi:
        made = bi.profile()
        for text in (to_page(made), made._repr_html_()):
            assert "&lt;script&gt;alert(0)" in text
            assert "<script>alert" not in text
            assert "<b>x</b>" not in text


def test_fifty_columns_stay_under_a_megabyte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    heads = ",".join(f"{'amount' if i % 2 else 'group'}_{i}" for i in range(50))
    rows = "\n".join(
        ",".join(str((r * 7919 + i * 31) % 997 / 10) if i % 2 else f"label {(r * 13 + i) % 40}" for i in range(50))
        for r in range(400)
    )
    (tmp_path / "wide.csv").write_text(f"{heads}\n{rows}\n", encoding="utf-8")
    with Assistant.open(tmp_path / "wide.csv", model=None) as bi:
        place = bi.profile().to_html(tmp_path / "wide.html")
    assert place.stat().st_size < 1_000_000
    assert place.read_text(encoding="utf-8").count('<article class="pf-card"') == 50


# ------------------------------------------------------------------------------------------------ beside answers


@pytest.mark.parametrize(
    ("question", "doubts"),
    [
        ("revenue by payment method in 2025", ["spellings"]),
        ("revenue by segment", ["spellings"]),
        ("revenue by region", []),
        ("how many stores are there", []),
    ],
)
def test_alerts_stand_beside_the_answers_that_they_touch(opened: Opened, question: str, doubts: list[str]) -> None:
    bi = opened("retail")
    bi.profile()
    answer = bi.ask(question)
    assert answer.status == "answered"
    assert [check.name for check in answer.checks if not check.passed] == doubts
    assert not (doubts and answer.verified)


@pytest.mark.parametrize(
    ("sql", "doubts"),
    [
        ("select count(*) from customers", ["twins"]),
        ("select count(distinct c.customer_id) from orders o join customers c using (customer_id)", ["twins"]),
        ("select max(birth_year) from customers", []),
        ("select count(*) from returns r join order_items i on r.order_id = i.order_id and r.line_no = i.line_no",
         ["broken_reference"]),
        ("select count(*) from returns", []),
        ("select payment_method from orders limit 3", ["spellings"]),
        ("with x as (select payment_method p from orders) select count(*) from x", ["spellings"]),
    ],
)  # fmt: skip
def test_doubts_about_sql(opened: Opened, sql: str, doubts: list[str]) -> None:
    bi = opened("retail")
    bi.profile()
    answer = bi.sql(sql)
    assert answer.status == "answered", answer.message
    assert [check.name for check in answer.checks if not check.passed] == doubts


def test_alerts_are_kept_for_the_next_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path))
    question = "revenue by payment method in 2025"
    with Assistant.open(SAMPLES / "retail", model=None) as bi:
        assert not bi.ask(question).checks
        bi.profile()
    with Assistant.open(SAMPLES / "retail", model=None) as bi:
        told = [check.text for check in bi.ask(question).checks]
    assert len(told) == 1
    assert "720 rows" in told[0]
