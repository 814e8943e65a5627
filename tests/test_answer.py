"""The Answer that people hold: names, plain values, frames, JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from app.assistant import Answer, Assistant
from copilot.errors import ConfigError
from copilot.values import Answer as Value
from copilot.values import AnswerColumn, Check, Step


def _answer(table: pa.Table | None = None, **fields: Any) -> Answer:
    columns = tuple(AnswerColumn(n, "other", "dimension") for n in (table.column_names if table is not None else ()))
    return Answer(Value(**{"question": "q", "status": "answered", "language": "en", "reader": "person",
                           "table": table, "columns": columns, **fields}))  # fmt: skip


def _one(values: list[Any], kind: pa.DataType) -> Answer:
    return _answer(pa.table({"v": pa.array(values, kind)}))


@pytest.mark.parametrize(
    ("kind", "stored", "plain", "in_json"),
    [
        (pa.int64(), 2**53 + 1, 2**53 + 1, 2**53 + 1),
        (pa.decimal128(38, 0), Decimal(10**20), 10**20, 10**20),
        (pa.decimal128(12, 2), Decimal("1.50"), Decimal("1.50"), "1.50"),
        (pa.float64(), 0.1, 0.1, 0.1),
        (pa.float64(), float("inf"), float("inf"), None),
        (pa.string(), "华东 \u2028", "华东 \u2028", "华东 \u2028"),
        (pa.bool_(), True, True, True),
        (pa.date32(), date(2026, 3, 31), date(2026, 3, 31), "2026-03-31"),
        (pa.timestamp("us"), datetime(2026, 3, 31, 9, 30), datetime(2026, 3, 31, 9, 30), "2026-03-31T09:30:00"),
        (pa.timestamp("us", "UTC"), datetime(2026, 3, 31, 9, tzinfo=UTC),
         datetime(2026, 3, 31, 9, tzinfo=UTC), "2026-03-31T09:00:00+00:00"),
        (pa.time64("us"), time(9, 30), time(9, 30), "09:30:00"),
        (pa.duration("us"), timedelta(minutes=90), timedelta(minutes=90), "PT5400S"),
        (pa.binary(), b"\xff", b"\xff", "/w=="),
        (pa.list_(pa.float64()), [1.0, float("nan")], None, [1.0, None]),
        (pa.struct([("d", pa.date32())]), {"d": date(2026, 1, 2)}, {"d": date(2026, 1, 2)}, {"d": "2026-01-02"}),
        (pa.int32(), None, None, None),
    ],
)  # fmt: skip
def test_values(kind: pa.DataType, stored: Any, plain: Any, in_json: Any) -> None:
    answer = _one([stored], kind)
    if plain is not None:
        assert answer.rows == [(plain,)]
        assert type(answer.rows[0][0]) is type(plain)
    assert json.loads(answer.to_json())["rows"] == [[in_json]]


def test_json_says_what_it_could_not_say() -> None:
    read = json.loads(_one([float("nan"), float("-inf"), 1.0], pa.float64()).to_json())
    assert read["rows"] == [[None], [None], [1.0]]
    assert read["notes"] == ["null stands for NaN or infinity, which JSON does not know"]


def test_json_has_everything() -> None:
    read = _answer(
        pa.table({"region": ["North"], "n": [2]}),
        columns=(AnswerColumn("region", "text", "dimension", label="Region"), AnswerColumn("n", "integer", "measure")),
        text="North has 2.", sql="select 1", assumptions=("a",), readback="r", steps=(Step("gate", "passed", 0.1),),
        checks=(Check("grain", True, "ok"),),
    ).to_dict()  # fmt: skip
    assert json.loads(json.dumps(read)) == read
    assert [meta["type"] for meta in read["columns_meta"]] == ["text", "integer"]
    assert read["columns_meta"][0]["label"] == "Region"
    assert (read["row_count"], read["truncated"], read["confidence"]) == (1, False, None)
    assert read["steps"] == [{"name": "gate", "text": "passed", "seconds": 0.1}]


def test_names_that_come_twice() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], ["n", "n", "n_2"])
    answer = _answer(table)
    assert answer.columns == ["n", "n_3", "n_2"] == answer.arrow().column_names == list(answer.df().columns)
    assert answer.to_dict()["columns"] == [meta["name"] for meta in answer.to_dict()["columns_meta"]]


def test_frames_keep_whole_numbers_whole() -> None:
    big = 2**53 + 1
    table = pa.table({"id": pa.array([big, None]), "sum": pa.array([Decimal(7), Decimal(8)], pa.decimal128(38, 0))})
    frame = _answer(table).df()
    assert frame["id"][0] == big
    assert frame["id"].isna().tolist() == [False, True]
    assert frame["sum"].tolist() == [7, 8]
    assert str(frame["sum"].dtype).lower() == "int64"
    polars = _answer(table).pl()
    assert polars["id"].to_list() == [big, None]
    assert polars["sum"].to_list() == [7, 8]


def test_sum_beyond_64_bits_stays_exact() -> None:
    assert _one([Decimal(10**30)], pa.decimal128(38, 0)).df()["v"].tolist() == [Decimal(10**30)]


@pytest.mark.parametrize("status", ["clarify", "declined", "refused", "failed"])
def test_without_rows(status: str) -> None:
    answer = _answer(None, status=status, message="No column 'x'; did you mean 'y'?", options=("one", "two"))
    assert (answer.columns, answer.rows, answer.chart, answer.chart_spec) == ([], [], None, None)
    assert answer.arrow().num_columns == 0
    assert answer.df().empty
    read = json.loads(answer.to_json())
    assert (read["status"], read["rows"], read["options"], read["chart"]) == (status, [], ["one", "two"], None)
    assert repr(answer) == f"<Answer {status}: {answer.message!r}>"


def test_repr_is_short() -> None:
    answer = _answer(pa.table({"n": [1, 2]}), text="x" * 500, truncated=True)
    assert repr(answer).startswith("<Answer: 2+ rows; 'xxx")
    assert len(repr(answer)) < 140


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"model": "openai:gpt"}, "needs OPENAI_API_KEY"),
        ({"today": "2026-03-31"}, "today='2026-03-31' is not a date"),
        (
            {"limits": {"second": 3}},
            "limits has no 'second'; it may have seconds, rows, megabytes; did you mean 'seconds'?",
        ),
        ({"limits": {"rows": 0}}, "rows must be a number above 0, not 0"),
        ({"limits": {"rows": 2.5}}, "rows must be a whole number, not 2.5"),
        ({"limits": {"seconds": "3"}}, "seconds must be a number above 0, not '3'"),
        ({"limits": {"seconds": float("nan")}}, "seconds must be a number above 0, not nan"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Assistant.open({}, **options)
    assert sentence in str(caught.value)
