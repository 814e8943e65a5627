"""The Data page over real files: what it says of them, and what can be done with a source."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.web.added import Added, Source
from app.web.library import Library
from app.web.places import Access, Place
from app.web.report import aside_csv
from app.web.services import Shelf
from app.web.state import KEY, State
from app.web.uploads import Uploads
from tests.web.test_sources import a_place

RAGGED = "id,name,amount\n1,Ann,10.50\n2,Bob\n3,Cid,30,extra\n4,Dora,40.00\n5,Eve,5.25\n"
MISFITS = "k,v\n" + "".join(f"{n},{n * 3}\n" for n in range(60)) + "60,oops\n"
TITLED = "Report\n\nid;price\n1;1.234,50\n2;10,00\n3;n/a\nTotal;1.244,50\n"


class Bench:
    """A shelf with places that a test puts on it."""

    def __init__(self, folder: Path, access: Access | None = None) -> None:
        self.added = Added(folder / "home")
        self.library = Library(folder / "home", access)
        self.uploads = Uploads()
        self.access = access
        self.page = object()
        self.given: list[Place] = []

    def shelf(self, state: State) -> Shelf:
        places = [*self.given, *(Place(s.key, s.label, s.where, "added") for s in self.added.sources())]
        for token in tuple(state.uploads):
            upload = self.uploads.find(token, browser="b", page=self.page)
            if upload is not None:
                places.append(Place(token, upload.name, str(upload.folder), "upload"))
        return Shelf(tuple(places), self.library, self.added, self.uploads, self.access, "b", self.page)

    def close(self) -> None:
        self.library.close()
        self.uploads.close()


def _script(bench, language, data):  # type: ignore[no-untyped-def]  # its text is run as a script
    import streamlit as st

    from app.web import adding, data_page
    from app.web.state import KEY, State

    state = st.session_state.setdefault(KEY, State(language, data))
    shelf = bench.shelf(state)
    adding.draw_adder(shelf, state)
    place = next((each for each in shelf.places if each.key == state.data), None)
    data_page.render(shelf, place, state)


def page(bench: Bench, data: str | None, language: str = "en") -> AppTest:
    at = AppTest.from_function(_script, args=(bench, language, data), default_timeout=60).run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    return "\n".join(each.body for each in at.html)


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click().run()
    assert not at.exception
    return at


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    made = Bench(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("text", "language", "shown", "not_shown"),
    [
        ("id,n\n1,2\n3,4\n", "en", ["Every row fits.", "UTF-8", "comma", "line 1", "one row per id"], ["What to do"]),
        (RAGGED, "en", ["2 rows did not fit and are in no answer.", "too few cells: 2 of 3", "2,Bob", "What to do"], []),
        (RAGGED, "zh", ["有 2 行不合格式", "单元格太少：3 个中只有 2 个", "怎么办"], ["did not fit", "too few"]),
        (MISFITS, "en", ["1 value in v did not fit and was read as empty", "not an integer", "oops"], []),
        (TITLED, "en", ["titles, totals or notes) were left out", "semicolon", "price: 1.234,56", "line 7, left out",
                        "&#x27;n/a&#x27; ×1"], ["did not fit"]),
    ],
)  # fmt: skip
def test_how_a_file_was_read(
    bench: Bench, tmp_path: Path, text: str, language: str, shown: list[str], not_shown: list[str]
) -> None:
    bench.given = [a_place(tmp_path / "sales.csv", text)]
    told = words(page(bench, "sales", language))
    assert [word for word in shown if word not in told] == []
    assert [word for word in not_shown if word in told] == []


def test_all_that_was_set_aside_can_be_downloaded(bench: Bench, tmp_path: Path) -> None:
    bad = "".join(f"{n},=cmd{n}\n" for n in range(150))
    bench.given = [a_place(tmp_path / "sales.csv", "a,b,c\n" + "1,2,3\n" * 600 + bad)]
    at = page(bench, "sales")
    assert "Set aside: the first 100 of 150" in words(at)
    assert [button.proto.label for button in at.get("download_button")] == ["All 150 as CSV"]
    assistant = bench.library.get(bench.given[0]).assistant
    assert assistant is not None
    rows = list(csv.reader(io.StringIO(aside_csv(assistant, "sales").decode("utf-8-sig"))))
    assert len(rows) == 151
    assert [row[2] for row in rows[1:]] == [str(602 + n) for n in range(150)]


def test_several_tables_have_an_overview(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "good.csv").write_text("id,n\n1,2\n3,4\n")
    (folder / "ragged.csv").write_text(RAGGED)
    (folder / "empty.csv").write_text("")
    bench.given = [Place("shop", "shop", str(folder))]
    at = page(bench, "shop")
    told = words(at)
    assert "2 rows in 1 table did not fit and were set aside" in told
    assert "empty.csv is empty and was passed over" in told
    assert "<td>✓ all fits</td>" in told
    assert "<td>! 2 rows set aside</td>" in told
    assert [each.label.partition("**  ")[0] for each in at.expander] == ["**good", "**ragged"]


def test_a_path_is_added_once_it_could_be_opened(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("n\n1\n")
    at = page(bench, None)
    assert "There is no data yet" in words(at)
    at.segmented_control[0].set_value("place").run()
    at.text_input[0].set_value(str(tmp_path / "nine.csv"))
    press(at, "Open")
    assert "Not added" in words(at)
    assert "did you mean &#x27;mine.csv&#x27;" in words(at)
    assert bench.added.sources() == ()
    at.text_input[0].set_value(str(file))
    press(at, "Open")
    assert [each.where for each in bench.added.sources()] == [str(file)]
    assert f"Added: {file}" in words(at)
    assert at.session_state[KEY].data == Source(str(file), "").key


@pytest.mark.parametrize(
    ("typed", "words_shown"),
    [("sales.csv", "no whole path"), ("postgresql://ann:pw@host/db", "not supported yet"),
     ("http://127.0.0.1:9/a.csv", "127.0.0.1")],
)  # fmt: skip
def test_what_cannot_be_added_is_said(bench: Bench, typed: str, words_shown: str) -> None:
    at = page(bench, None)
    at.segmented_control[0].set_value("place").run()
    at.text_input[0].set_value(typed)
    press(at, "Open")
    assert "Not added" in words(at)
    assert words_shown in words(at)
    assert ":pw" not in words(at)
    assert bench.added.sources() == ()


def test_rename_read_again_and_remove(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("n\n1\n")
    source = Source(str(file), "mine.csv")
    bench.added.add(source)
    at = page(bench, source.key)
    at.text_input(key=f"askbi-label-{source.key}").set_value(" New *name* ")
    press(at, "Rename")
    assert bench.added.sources()[0].label == "New *name*"
    assert "called New *name* from now on" in words(at)
    press(at, "Read again")
    assert "has not changed" in words(at)
    file.write_text("n\n1\n2\n")
    bench.library._looked.clear()
    at.run()
    assert "has changed since it was read" in words(at)
    press(at, "Read again")
    assert "had changed and was read again" in words(at)
    assert "1 table, 2 rows" in words(at)
    file.write_bytes(b"\x00\x01\x02")
    press(at, "Read again")
    assert "Not read again" in words(at)
    assert "The earlier state is still open" in words(at)
    assert "1 table, 2 rows" in words(at)
    press(at, "Take it off the list")
    assert "is off the list; its files stay where they are." in words(at)
    assert bench.added.sources() == ()
    assert file.exists()


def test_an_upload_is_deleted(bench: Bench) -> None:
    sent = bench.uploads.add([("a.csv", b"n\n1\n"), ("b.csv", b"m\n2\n")], browser="b", page=bench.page)
    at = AppTest.from_function(_script, args=(bench, "en", sent.token), default_timeout=60)
    at.session_state[KEY] = State("en", sent.token, uploads={sent.token: sent.name})
    at.run()
    assert "a.csv · b.csv" in words(at)
    assert "Read again" not in [button.label for button in at.button]
    press(at, "Delete it")
    assert "a.csv + 1 is deleted." in words(at)
    assert not sent.folder.exists()


def test_a_source_that_cannot_be_opened_says_why_and_can_be_removed(bench: Bench, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"\x00\x01garbage")
    source = Source(str(broken), "broken.xlsx")
    bench.added.add(source)
    at = page(bench, source.key)
    assert "broken.xlsx could not be opened" in words(at)
    assert {"Read again", "Take it off the list"} <= {button.label for button in at.button}


def test_under_a_policy_nothing_of_the_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    policy = tmp_path / "policy.yaml"
    policy.write_text("roles: {eu: {tables: [sales], hide_columns: {sales: [name]}, rows: {sales: amount > 20}}}")
    bench = Bench(tmp_path, Access(str(policy), "eu"))
    bench.given = [Place("sales", "sales.csv", str(a_file(tmp_path)))]
    at = page(bench, "sales")
    told = words(at)
    assert "1 table, 1 row" in told
    assert "You see this data as eu" in told
    assert [word for word in ("Bob", "name", "fit", "Set aside", "Encoding", str(tmp_path)) if word in told] == []
    assert not at.get("download_button")
    assert not at.segmented_control, "uploads only"
    assert "Rename" not in [button.label for button in at.button]
    bench.close()


def a_file(folder: Path) -> Path:
    file = folder / "sales.csv"
    file.write_text(RAGGED)
    return file


def test_markup_in_names_and_values_is_text(bench: Bench, tmp_path: Path) -> None:
    text = "id,<b>x</b>\n1,2\n3,4\n5,<script>alert(1)</script>,6\n"
    bench.given = [a_place(tmp_path / "a_*b*_$1.csv", text)]
    at = page(bench, bench.given[0].key)
    told = words(at)
    assert "&lt;script&gt;" in told
    assert "<script" not in told
    assert "<b>x" not in told
    assert r"a\_\*b\*\_\$1" in next(b.label for b in at.button if "\\$1" in b.label)
