"""Figures: every shape draws, bars begin at zero, nothing is hidden or read as markup."""

from __future__ import annotations

import itertools
import json
import math
import random
import subprocess
import sys
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from copilot.values.answer import AnswerColumn
from insight.charts import ChartSpec, choose, figure
from insight.charts.shape import to_number
from insight.charts.theme import DARK, LIGHT, colours, room, short, wrapped
from tests.charts.shapes import CASES, ORDERS, PRODUCT, REGION, REVENUE, WHEN, Case

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def drawn(case: Case, *, dark: bool = False, wanted: str | None = None) -> tuple[ChartSpec, Any]:
    asked = wanted or case.wanted
    spec = choose(case.columns, case.rows, title="A title", language=case.language, wanted=asked)
    return spec, figure(spec, case.columns, case.rows, language=case.language, dark=dark)


@every_case
@pytest.mark.parametrize("dark", [False, True])
def test_every_shape_draws_in_every_form_it_allows(case: Case, dark: bool) -> None:
    spec, fig = drawn(case, dark=dark)
    assert (fig is None) == (spec.kind in ("number", "table"))
    for kind, _ in spec.alternatives:
        _, other = drawn(case, dark=dark, wanted=kind)
        assert (other is None) == (kind in ("number", "table"))
    if fig is not None:
        json.loads(fig.to_json())
        assert fig.layout.paper_bgcolor == "rgba(0,0,0,0)"


@every_case
def test_bars_begin_at_zero_and_fit(case: Case) -> None:
    spec, fig = drawn(case)
    if spec.kind not in ("bar", "barh", "grouped_bar", "histogram"):
        return
    axis = fig.layout.xaxis if spec.kind == "barh" else fig.layout.yaxis
    low, high = axis.range
    values = [v for trace in fig.data for v in (trace.x if spec.kind == "barh" else trace.y) if v is not None]
    assert low <= 0 <= high
    assert low <= min(values)
    assert max(values) <= high


@every_case
def test_every_value_is_drawn_unless_the_note_says_otherwise(case: Case) -> None:
    spec, fig = drawn(case)
    if spec.kind not in ("bar", "barh", "line", "multi_line", "grouped_bar") or spec.keep is not None:
        return
    places = [i for i, column in enumerate(case.columns) if column.name in spec.y]
    expected = sorted(n for row in case.rows for i in places if (n := to_number(row[i])) is not None)
    got = sorted(v for t in fig.data for v in (t.x if spec.kind == "barh" else t.y) if v is not None)
    assert got == pytest.approx(expected)


def test_missing_months_break_the_line() -> None:
    case = next(case for case in CASES if case.name == "months with gaps")
    _, fig = drawn(case)
    assert list(fig.data[0].y).count(None) == 4
    assert fig.data[0].connectgaps is False
    assert len(fig.data[0].y) == 24


def test_labels_are_never_markup_and_stay_whole_on_hover() -> None:
    rows = [("<b>A</b> & <a href='x'>C</a>", 3), ("x" * 90, 2), ("<script>", 1)]
    spec = choose((PRODUCT, ORDERS), rows, title="<i>t</i>", language="en")
    fig = figure(spec, (PRODUCT, ORDERS), rows, language="en")
    shown = [*fig.layout.yaxis.ticktext, fig.layout.title.text, *fig.data[0].hovertext]
    assert not any(tag in text for text in shown for tag in ("<a", "<i>", "<script>", "<b>A"))
    assert fig.data[0].hovertext[1].replace("<br>", "").count("x") >= 90 or "…" not in fig.data[0].hovertext[1]


def test_equal_labels_keep_a_bar_each() -> None:
    rows = [(None, 3), ("", 2), ("A", 1)]
    spec = choose((PRODUCT, ORDERS), rows, title="", language="en")
    fig = figure(spec, (PRODUCT, ORDERS), rows, language="en")
    assert len({*fig.data[0].x}) == 3


def test_colours_stay_when_the_sizes_change() -> None:
    before = colours(["North", "South", "East"], LIGHT.palette)
    assert colours(["East", "North", "South"], LIGHT.palette) == before
    assert len(set(LIGHT.palette)) == len(set(DARK.palette)) == 8


def test_times_keep_the_clock_of_the_data() -> None:
    zone = timezone(timedelta(hours=8))
    rows = [(datetime(2024, 1, 1, h, tzinfo=zone), h) for h in range(8)]
    spec = choose((WHEN, ORDERS), rows, title="", language="en")
    fig = figure(spec, (WHEN, ORDERS), rows, language="en")
    assert fig.data[0].x[5] == "2024-01-01T05:00:00"


def test_lines_are_named_at_their_ends_without_overlap() -> None:
    case = next(case for case in CASES if case.name == "months by many products")
    _, fig = drawn(case)
    spots = sorted(note.y for note in fig.layout.annotations)
    inner = 300
    assert len(spots) == 8
    assert all(b - a >= 14 / inner for a, b in itertools.pairwise(spots))
    assert fig.layout.showlegend is False


def test_the_unit_stands_in_the_axis_title() -> None:
    case = next(case for case in CASES if case.name == "months")
    _, fig = drawn(case)
    assert fig.layout.yaxis.title.text == "Revenue (USD)"


def test_large_chinese_numbers_are_counted_in_ten_thousands() -> None:
    case = next(case for case in CASES if case.name == "每月")
    _, fig = drawn(case)
    assert all(text == "0" or text.endswith(("万", "亿")) for text in fig.layout.yaxis.ticktext)


def test_a_pie_is_round_only_when_asked_for() -> None:
    rows = [("North", 0.6), ("South", 0.4)]
    share = AnswerColumn("share", "float", "measure", unit="share", part_of_whole=True)
    forms = [
        figure(choose((REGION, share), rows, title="", language="en", wanted=w), (REGION, share), rows, language="en")
        for w in (None, "pie")
    ]
    assert [fig.data[0].type for fig in forms] == ["bar", "pie"]


@pytest.mark.parametrize("count", [2, 30])
def test_height_grows_with_flat_bars(count: int) -> None:
    rows = [(f"A product with a name {i}", i + 1) for i in range(count)]
    spec = choose((PRODUCT, REVENUE), rows, title="", language="en")
    fig = figure(spec, (PRODUCT, REVENUE), rows, language="en")
    assert fig.layout.height >= 180
    assert fig.layout.height >= 30 * count


@pytest.mark.parametrize("text", ["short", "a b " * 40, "一种名字特别长的非常专业的折叠自行车" * 4, "x" * 200, ""])
def test_labels_fit_their_room(text: str) -> None:
    assert room(short(text, 20)) <= 20
    lines = wrapped(text, 20)
    assert len(lines) <= 2
    assert all(room(line) <= 20 for line in lines)


def test_plotly_is_loaded_with_the_first_figure_only() -> None:
    code = "import sys, insight.charts; print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


_ROLES = ("time", "dimension", "measure", "key", "text")
_VALUES: dict[str, tuple[Any, ...]] = {
    "integer": (0, 1, -3, 7, 2024, 10**25, None),
    "decimal": (Decimal("1.50"), Decimal("-2"), Decimal(0), Decimal("1e30"), None),
    "float": (0.0, 1.5, -2.25, math.nan, math.inf, 1e-12, None),
    "boolean": (True, False, None),
    "text": ("", "A", "B", "华东", "2024-01", "$x$", "<b>", None),
    "date": (date(2024, 1, 31), date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 1), None),
    "timestamp": (datetime(2024, 1, 1, 5), datetime(2024, 1, 1, 6, 30), None),
    "time": (time(5), time(6, 30), None),
    "interval": (timedelta(hours=3), None),
    "json": ({"a": 1}, [1, 2], None),
}


@pytest.mark.parametrize("seed", range(200))
def test_nothing_that_a_query_can_return_fails(seed: int) -> None:
    source = random.Random(seed)
    grains = (None, "year", "quarter", "month", "week", "day", "hour")
    columns = []
    for i in range(source.randint(1, 4)):
        kind: Any = source.choice(list(_VALUES))
        role: Any = source.choice(_ROLES)
        grain = source.choice(grains) if role == "time" else None
        unit = source.choice((None, "USD", "share", "%", "widgets"))
        columns.append(AnswerColumn(f"c{i}", kind, role, unit, "", grain, source.random() < 0.5))
    count = source.choice((0, 1, 2, 3, 7, 20, 60))
    rows = [tuple(source.choice(_VALUES[column.type]) for column in columns) for _ in range(count)]
    wanted = source.choice((None, "pie", "bar", "line", "scatter", "histogram", "table"))
    spec = choose(tuple(columns), rows, title="t", language="zh" if seed % 2 else "en", wanted=wanted)
    for kind in [spec.kind, *(kind for kind, _ in spec.alternatives)]:
        other = choose(tuple(columns), rows, title="t", language="en", wanted=kind)
        fig = figure(other, tuple(columns), rows, language="en")
        assert fig is None or json.loads(fig.to_json())
