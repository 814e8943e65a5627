"""The command line: what goes where, exit codes, wrong usage. A fake assistant stands behind the door."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.assistant
from app.assistant import Answer
from app.cli import main
from app.render import render_csv, render_markdown, render_table, width
from copilot.errors import SourceError
from copilot.formatting.spreadsheets import neutral
from copilot.values import Answer as Value
from copilot.values import AnswerColumn, Step

TABLE = pa.table({
    "region": ["North", "华东", None, "a|b"],
    "revenue": pa.array([Decimal("1200.50"), Decimal("7.00"), None, Decimal("-3.25")], pa.decimal128(12, 2)),
    "month": [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), None],
})  # fmt: skip
COLUMNS = (
    AnswerColumn("region", "text", "dimension"),
    AnswerColumn("revenue", "decimal", "measure"),
    AnswerColumn("month", "date", "time"),
)

GOLDEN_TABLE = """\
region  revenue  month
------  -------  ----------
North   1200.50  2026-01-01
华东       7.00  2026-02-01
                 2026-03-01
a|b       -3.25
"""
GOLDEN_CSV = """\
region,revenue,month
North,1200.50,2026-01-01
华东,7.00,2026-02-01
,,2026-03-01
a|b,-3.25,
"""
GOLDEN_MARKDOWN = """\
| region | revenue | month |
| --- | ---: | --- |
| North | 1200.50 | 2026-01-01 |
| 华东 | 7.00 | 2026-02-01 |
|  |  | 2026-03-01 |
| a\\|b | -3.25 |  |
"""


class FakeAssistant:
    """Answers as told and remembers what it was asked."""

    def __init__(self, **fields: Any) -> None:
        answered = {"question": "q", "status": "answered", "language": "en", "reader": "grammar", "table": TABLE,
                    "columns": COLUMNS, "text": "North leads.", "readback": "sum of revenue by region",
                    "assumptions": ("all years",), "sql": "SELECT 1",
                    "steps": (Step("gate", "passed", 0.25),)}  # fmt: skip
        self.value = Value(**{**answered, **fields})
        self.asked: list[Any] = []

    def open(self, data: Any, **options: Any) -> FakeAssistant:
        self.asked.append((data, options["today"], options["limits"]))
        return self

    def ask(self, text: str, *, language: str | None, on_step: Callable[[Step], None]) -> Answer:
        self.asked.append((text, language))
        on_step(Step("read", "reading", 0.0))
        return Answer(self.value)

    sql = ask

    def __enter__(self) -> FakeAssistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.asked.append("closed")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., FakeAssistant]:
    def make(**fields: Any) -> FakeAssistant:
        fake = FakeAssistant(**fields)
        monkeypatch.setattr(app.assistant, "Assistant", fake)
        return fake

    return make


@pytest.mark.parametrize(("form", "golden"), [("table", GOLDEN_TABLE), ("csv", GOLDEN_CSV), ("md", GOLDEN_MARKDOWN)])
def test_rows_on_stdout_the_rest_on_stderr(
    form: str, golden: str, stand_in: Callable[..., FakeAssistant], capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in()
    assert main(["ask", "shop", "revenue", "by", "region", "--format", form]) == 0
    out, err = capsys.readouterr()
    assert out == golden
    assert err == "North leads.\nComputed: sum of revenue by region\nAssumed: all years\n"


def test_what_reaches_the_assistant(stand_in: Callable[..., FakeAssistant]) -> None:
    fake = stand_in()
    assert main("ask shop 各地区 收入 --today 2026-03-31 --seconds 2.5 --rows 7 --lang zh".split()) == 0
    assert fake.asked == [("shop", date(2026, 3, 31), {"seconds": 2.5, "rows": 7}), ("各地区 收入", "zh"), "closed"]


def test_verbose_adds_sql_and_steps(stand_in: Callable[..., FakeAssistant], capsys: pytest.CaptureFixture[str]) -> None:
    stand_in()
    assert main(["sql", "shop", "select 1", "--verbose"]) == 0
    assert capsys.readouterr().err.splitlines()[-3:] == ["SQL:", "  SELECT 1", "     250.0 ms  gate: passed"]


@pytest.mark.parametrize(
    ("status", "code"), [("answered", 0), ("failed", 1), ("clarify", 3), ("declined", 4), ("refused", 4)]
)
@pytest.mark.parametrize("form", ["table", "csv", "md", "json"])
def test_exit_codes(
    status: str, code: int, form: str, stand_in: Callable[..., FakeAssistant], capsys: pytest.CaptureFixture[str]
) -> None:
    if status == "answered":
        stand_in()
    else:
        stand_in(status=status, table=None, columns=(), text="", readback="", assumptions=(), message="Not so.",
                 options=("gross revenue", "net revenue"))  # fmt: skip
    assert main(["ask", "shop", "x", "--format", form]) == code
    out, err = capsys.readouterr()
    if status != "answered":
        assert err == "Not so.\nYou could ask:\n  - gross revenue\n  - net revenue\n"
    if form == "json":
        assert json.loads(out)["status"] == status
    elif status != "answered":
        assert out == ""


def test_data_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def no(*_: Any, **__: Any) -> None:
        raise SourceError("there is no file 'x.csv'; did you mean 'y.csv'?")

    monkeypatch.setattr(app.assistant.Assistant, "open", no)
    assert main(["ask", "x.csv", "q", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert err == "askbi: there is no file 'x.csv'; did you mean 'y.csv'?\n"
    assert json.loads(out) == {"status": "failed", "message": err[len("askbi: ") : -1], "stage": "source"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "required: COMMAND"),
        ("aks shop q", "invalid choice: 'aks'"),
        ("ask shop", "required: QUESTION"),
        ("ask shop q --today 31.3.2026", "'31.3.2026' is not a day; write it as 2026-03-31"),
        ("ask shop q --rows 0", "'0' is not a whole number above 0"),
        ("ask shop q --rows 2.5", "'2.5' is not a whole number above 0"),
        ("ask shop q --seconds nan", "'nan' is not a number above 0"),
        ("ask shop q --format xml", "invalid choice: 'xml'"),
        ("app shop --port 99999", "'99999' is not a port"),
    ],
)
def test_wrong_usage(line: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(line.split())
    assert caught.value.code == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert "Traceback" not in err


def test_app_with_data_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app", "no/such/folder"]) == 1
    assert "there is no file or folder 'no/such/folder'" in capsys.readouterr().err


def test_a_defect_is_logged_and_said_in_a_sentence(
    stand_in: Callable[..., FakeAssistant],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Any,
) -> None:
    import platformdirs

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(platformdirs, "user_log_dir", lambda *_, **__: str(tmp_path / "log"))
    monkeypatch.setattr(stand_in(), "ask", broken)
    assert main(["ask", "shop", "q"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("askbi: something went wrong inside askbi (ZeroDivisionError)")
    assert "Traceback" not in err
    assert "ZeroDivisionError: inside" in (tmp_path / "log" / "askbi.log").read_text()
    assert main(["ask", "shop", "q", "--verbose"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rows", "truncated", "last"),
    [
        (0, False, "(no rows)"),
        (50, False, "49"),
        (51, False, "... 1 more of 51 rows; --format csv writes all"),
        (2000, True, "... 1,950 more of the first 2,000 rows; --format csv writes all of these"),
    ],
)
def test_long_tables_say_how_many_more(rows: int, truncated: bool, last: str) -> None:
    text = render_table(["n"], [(n,) for n in range(rows)], truncated=truncated)
    assert text.splitlines()[-1].strip() == last
    assert len(text.splitlines()) == 2 + min(rows, 50) + (rows == 0 or rows > 50)


def test_data_does_not_steer_the_terminal() -> None:
    assert render_table(["a\x1b[2J"], [("x\r\x07\ny",)]).splitlines()[::2] == ["a\\x1b[2J", "x\\r\\x07\\ny"]


_CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.decimals(allow_nan=False),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cf")), min_size=1),
)  # fmt: skip


@given(st.lists(st.tuples(_CELLS, _CELLS), max_size=8))
def test_a_table_shows_the_cells_of_the_csv(rows: list[tuple[Any, Any]]) -> None:
    heads = ["first", "second"]
    read = list(csv.reader(io.StringIO(render_csv(heads, rows))))
    lines = render_table(heads, rows).splitlines()
    split = width(lines[1].split("  ")[0])
    for cells, line in zip(read[1:], lines[2:], strict=False):
        cut = next(at for at in range(len(line) + 1) if width(line[:at]) >= min(split, width(line)))
        while cut < len(line) and width(line[: cut + 1]) == width(line[:cut]):
            cut += 1
        shown = [line[:cut].strip(), line[cut:].strip()]
        assert all(told in (text, neutral(text)) for text, told in zip(shown, cells, strict=True))
    assert len(render_markdown(heads, rows).splitlines()) == len(rows) + 2
