"""The rules of choice: each says which rows a form can show truly, and why it would be chosen.

Owns the order of preference. A rule answers for expressiveness (could this form show these rows without misleading?);
the order of the tuple answers for effectiveness (which of them is read best). Refuses to look at a person's wishes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from copilot.values.answer import AnswerColumn
from insight.charts.points import axis_of, missing_periods
from insight.charts.shape import Shape, to_number
from insight.charts.spec import ChartSpec, Kind, Sort
from insight.charts.theme import room
from insight.charts.words import axis_title, say, unit_words

FEW_PERIODS = 3
MOST_LINES = 8
MOST_BARS = 30
MOST_STEPS = 120
UPRIGHT_BARS = 8
MOST_PARTS = 6
MOST_GROUPS = 12
MOST_POINTS = 5_000
_LONG_LABEL = 12
_LABEL_ROOM = 48
_SAME_SCALE = 20
_MANY_PAIRS = 12
_ENOUGH_TO_COUNT = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to draw rows: the reason in English and Chinese, and the function that says whether and how."""

    en: str
    zh: str
    build: Callable[[Shape], ChartSpec | None]


def one_value(shape: Shape) -> ChartSpec | None:
    """One row with one measure is a number, not a picture."""
    if len(shape.rows) != 1 or len(shape.measures) != 1 or len(shape.columns) > 3:
        return None
    named = [column.name for column in shape.columns if column.role != "measure"]
    return _spec(shape, "number", x=named[0] if named else None, also=tuple(named[1:]), y=shape.measures)


def few_periods(shape: Shape) -> ChartSpec | None:
    """Up to three periods are compared as bars: a line through so few points suggests a course nobody measured."""
    time = _over_time(shape)
    if time is None or len(shape.rows) > FEW_PERIODS:
        return None
    alike = _alike(shape)
    kind: Kind = "grouped_bar" if len(alike) > 1 else "bar"
    return _spec(shape, kind, x=time.name, y=alike, sort="natural")


def scattered_periods(shape: Shape) -> ChartSpec | None:
    """Where most periods have no value, bars stand alone and a line would be mostly invented."""
    time = _over_time(shape)
    if time is None or time.time_grain is None:
        return None
    if len(missing_periods(shape.values(time), time.time_grain)) <= len(shape.rows):
        return None
    return _spec(shape, "bar", x=time.name, y=shape.measures[:1], sort="natural")


def measures_over_time(shape: Shape) -> ChartSpec | None:
    """Measures of one unit and scale share an axis of time, one line each."""
    time, alike = _over_time(shape), _alike(shape)
    if time is None or not 2 <= len(alike) <= MOST_LINES:
        return None
    return _spec(shape, "multi_line", x=time.name, y=alike, sort="natural")


def line_over_time(shape: Shape) -> ChartSpec | None:
    """A line shows the course of one measure over time; missing periods stay open."""
    time = _over_time(shape)
    if time is None or len(shape.rows) < 2:
        return None
    return _spec(shape, "line", x=time.name, y=shape.measures[:1], sort="natural")


def periods_side_by_side(shape: Shape) -> ChartSpec | None:
    """A few periods are compared category by category: bars side by side, or one line a period along an order."""
    pair = _time_and_group(shape)
    if pair is None:
        return None
    time, group = pair
    periods, categories = shape.distinct(time), shape.distinct(group)
    ordered = shape.order(group) is not None
    sort: Sort = "natural" if ordered else "given"
    if ordered and categories > MOST_LINES - 2 and periods <= MOST_LINES:
        return _spec(shape, "multi_line", x=group.name, y=shape.measures[:1], series=time.name, sort=sort)
    if periods <= FEW_PERIODS and categories <= MOST_GROUPS:
        return _spec(shape, "grouped_bar", x=group.name, y=shape.measures[:1], series=time.name, sort=sort)
    return None


def lines_over_time(shape: Shape) -> ChartSpec | None:
    """One line per category shows courses against each other; more than eight cannot be told apart."""
    pair = _time_and_group(shape)
    if pair is None:
        return None
    time, group = pair
    many = shape.distinct(group) > MOST_LINES
    fold = many and shape.measures[0].part_of_whole
    return _spec(
        shape, "multi_line", x=time.name, y=shape.measures[:1], series=group.name, sort="natural",
        keep=(MOST_LINES - 1 if fold else MOST_LINES) if many else None, fold=fold,
    )  # fmt: skip


def shares(shape: Shape) -> ChartSpec | None:
    """A few shares that make up a whole are parts of one bar: the whole is seen, and lengths compare well."""
    label = shape.label()
    measure = shape.measures[0]
    if not label or shape.times or not 2 <= len(shape.rows) <= MOST_PARTS or not measure.part_of_whole:
        return None
    whole = {"share": 1.0, "%": 100.0}.get(measure.unit or "")
    numbers = _numbers(shape, measure)
    if whole is None or min(numbers) < 0 or abs(sum(numbers) / whole - 1) > 0.01:
        return None
    return _spec(shape, "share", x=label[0].name, also=_rest(label), y=(measure,), sort=_value_sort(shape, label[0]))


def pairs(shape: Shape) -> ChartSpec | None:
    """Two measures of many things are a cloud of points: whether they go together is seen at once."""
    label = shape.label()
    if len(shape.measures) != 2 or len(shape.rows) <= _MANY_PAIRS or shape.times:
        return None
    if (shape.groups and not label) or (label and shape.order(label[0]) is not None):
        return None
    return any_pairs(shape)


def measures_side_by_side(shape: Shape) -> ChartSpec | None:
    """Measures of one unit and scale stand side by side for each category."""
    label, alike = shape.label(), _alike(shape)
    if not label or shape.times or not 2 <= len(alike) <= 4 or len(shape.rows) > MOST_GROUPS:
        return None
    sort: Sort = "natural" if shape.order(label[0]) else "given"
    return _spec(shape, "grouped_bar", x=label[0].name, also=_rest(label), y=alike, sort=sort)


def steps(shape: Shape) -> ChartSpec | None:
    """Categories with an order of their own (weekdays, hours, bands) keep it, so that the pattern is seen."""
    label = shape.label()
    if len(label) != 1 or shape.times or shape.order(label[0]) is None:
        return None
    count = len(shape.rows)
    axis = axis_of(label[0], shape.values(label[0]))
    kind: Kind = "bar"
    if count > MOST_STEPS or (axis == "category" and count > MOST_BARS + 1):
        kind = "line"
    elif axis == "category" and _widest(shape, label) > 2 * _LONG_LABEL:
        kind = "barh"
    return _spec(shape, kind, x=label[0].name, y=shape.measures[:1], sort="natural")


def ranking(shape: Shape) -> ChartSpec | None:
    """Bars in order of length rank categories: lengths from zero are what the eye compares best."""
    label = shape.label()
    if not label or shape.times:
        return None
    count, widest = len(shape.rows), _widest(shape, label)
    flat = count > UPRIGHT_BARS or widest > _LONG_LABEL or widest * count > _LABEL_ROOM
    return _spec(
        shape, "barh" if flat else "bar", x=label[0].name, also=_rest(label), y=shape.measures[:1],
        sort=_value_sort(shape, label[0]), keep=MOST_BARS if count > MOST_BARS else None,
    )  # fmt: skip


def two_groupings(shape: Shape) -> ChartSpec | None:
    """Two groupings that cross are bars side by side while they are few; an order of many steps is drawn as lines."""
    if shape.times or len(shape.names) != 2 or not shape.unique(*shape.names) or shape.sparse(*shape.names):
        return None
    wide, narrow = sorted(shape.names, key=lambda column: -shape.distinct(column))
    ordered = shape.order(wide) is not None
    if ordered and shape.distinct(wide) > MOST_LINES - 2 and shape.distinct(narrow) <= MOST_LINES:
        kind: Kind = "multi_line"
    elif shape.distinct(wide) <= MOST_GROUPS and shape.distinct(narrow) <= MOST_PARTS:
        kind = "grouped_bar"
    else:
        return None
    sort: Sort = "natural" if ordered else "given"
    return _spec(shape, kind, x=wide.name, y=shape.measures[:1], series=narrow.name, sort=sort)


def distribution(shape: Shape) -> ChartSpec | None:
    """Many values of one measure and nothing that names them: how they are spread is what there is to see."""
    if shape.times or shape.names or len(shape.measures) != 1 or len(shape.rows) < _ENOUGH_TO_COUNT:
        return None
    return any_distribution(shape)


def moments(shape: Shape) -> ChartSpec | None:
    """Several values at one moment are points: a line would jump up and down between them."""
    if len(shape.times) != 1 or shape.names or len(shape.rows) <= _MANY_PAIRS or shape.unique(shape.times[0]):
        return None
    return any_moments(shape)


def table(shape: Shape) -> ChartSpec | None:
    """Rows that no picture shows truly are read as they are."""
    return _spec(shape, "table", y=())


def any_pairs(shape: Shape) -> ChartSpec | None:
    """Two measures as points, to see whether they go together."""
    if len(shape.measures) < 2 or len(shape.rows) < 2:
        return None
    label = shape.label() or shape.times[:1]
    along, up = shape.measures[:2]
    also = tuple(column.name for column in label)
    return _spec(shape, "scatter", x=along.name, also=also, y=(up,), keep=MOST_POINTS)


def any_moments(shape: Shape) -> ChartSpec | None:
    """Every row as a point in time."""
    if len(shape.times) != 1 or len(shape.rows) < 2 or _over_time(shape) is not None:
        return None
    if axis_of(shape.times[0], shape.values(shape.times[0])) == "category":
        return None
    also = tuple(column.name for column in shape.label())
    return _spec(shape, "scatter", x=shape.times[0].name, also=also, y=shape.measures[:1], keep=MOST_POINTS)


def any_distribution(shape: Shape) -> ChartSpec | None:
    """How the values of the measure are spread, whatever they belong to."""
    measure = shape.measures[0]
    if len(shape.rows) < 5 or len(set(_numbers(shape, measure))) < 2:
        return None
    return _spec(shape, "histogram", x=measure.name, y=(measure,), x_title=axis_title(measure, shape.language))


def any_bars_over_time(shape: Shape) -> ChartSpec | None:
    """Bars over time, to compare single periods rather than to follow the course."""
    time = _over_time(shape)
    if time is None or len(shape.rows) < 2:
        return None
    return _spec(shape, "bar", x=time.name, y=shape.measures[:1], sort="natural")


def any_line(shape: Shape) -> ChartSpec | None:
    """A line along categories that have an order of their own."""
    label = shape.label()
    if len(label) != 1 or shape.times or shape.order(label[0]) is None:
        return None
    return _spec(shape, "line", x=label[0].name, y=shape.measures[:1], sort="natural")


def any_ranking(shape: Shape) -> ChartSpec | None:
    """Bars for each category."""
    return None if shape.times else steps(shape) or ranking(shape)


def any_parts(shape: Shape) -> ChartSpec | None:
    """Parts of one whole, where the total means something."""
    label = shape.label() or shape.times[:1]
    measure = shape.measures[0]
    if not label or len(shape.rows) < 2 or not measure.part_of_whole or not shape.unique(*label):
        return None
    numbers = _numbers(shape, measure)
    if min(numbers) < 0 or sum(numbers) <= 0:
        return None
    many = len(shape.rows) > MOST_PARTS
    if many and shape.times:
        return None
    return _spec(
        shape, "share", x=label[0].name, also=_rest(label), y=(measure,),
        sort="value_desc" if many else _value_sort(shape, label[0]), keep=MOST_PARTS - 1 if many else None, fold=many,
    )  # fmt: skip


PREFERRED: tuple[Rule, ...] = (
    Rule("One value is best read as a number.", "只有一个值，直接显示数字最清楚。", one_value),
    Rule("Two or three periods compare best as bars.", "只有两三个时期，用柱子比较最清楚。", few_periods),
    Rule("Most periods have no value, so each one that has stands alone.",
         "多数时期没有数值，因此逐个用柱子表示。", scattered_periods),
    Rule("Measures of one unit over time: a line each.", "同一单位的多个指标随时间变化，每个一条线。",
         measures_over_time),
    Rule("One measure over time: a line shows its course.", "一个指标随时间变化，折线最能看出走势。", line_over_time),
    Rule("A few periods are compared for each category.", "按类别比较少数几个时期。", periods_side_by_side),
    Rule("A line for each category shows the courses against each other.", "每个类别一条线，便于比较走势。",
         lines_over_time),
    Rule("A few parts make up the whole.", "少数几个部分构成整体。", shares),
    Rule("Two measures of many things: points show whether they go together.",
         "大量对象的两个指标，散点图能看出是否相关。", pairs),
    Rule("Measures of one unit are compared for each category.", "按类别比较同一单位的多个指标。",
         measures_side_by_side),
    Rule("The categories have an order of their own, which is kept.", "类别本身有先后顺序，予以保留。", steps),
    Rule("Bars in order of length rank the categories.", "按长短排列的柱子便于比较名次。", ranking),
    Rule("Two groupings that cross: bars side by side.", "两个维度交叉，分组比较。", two_groupings),
    Rule("Many values of one measure: the bars count how they are spread.", "一个指标的大量数值，用直方图看分布。",
         distribution),
    Rule("Several values at one moment are drawn as points.", "同一时刻有多个数值，用点表示。", moments),
    Rule("These rows are read best as a table.", "这些数据以表格阅读最清楚。", table),
)  # fmt: skip
"""In order of preference; `table` always answers."""

POSSIBLE: tuple[Rule, ...] = (
    Rule("Bars compare single periods.", "柱子便于比较单个时期。", any_bars_over_time),
    Rule("A line follows the order of the categories.", "折线按类别的先后顺序连接。", any_line),
    Rule("Bars compare the categories.", "柱子便于比较各类别。", any_ranking),
    Rule("The parts add up to one whole.", "各部分相加为一个整体。", any_parts),
    Rule("Points show whether two measures go together.", "散点图能看出两个指标是否相关。", any_pairs),
    Rule("Each row is a point in time.", "每一行是时间上的一个点。", any_moments),
    Rule("The bars count how the values are spread.", "直方图显示数值的分布。", any_distribution),
)
"""Forms that are never chosen for a person, but can be asked for."""


def _spec(
    shape: Shape,
    kind: Kind,
    *,
    y: tuple[AnswerColumn, ...],
    x: str | None = None,
    x_title: str | None = None,
    also: tuple[str, ...] = (),
    series: str | None = None,
    sort: Sort = "given",
    keep: int | None = None,
    fold: bool = False,
) -> ChartSpec:
    along = next((column for column in shape.columns if column.name == x), None)
    if x_title is None:
        x_title = (
            ""
            if along is None
            else axis_title(along, shape.language)
            if kind == "scatter"
            else along.label or along.name
        )
    y_title = axis_title(y[0], shape.language) if len(y) == 1 else unit_words(y[0].unit, shape.language) if y else ""
    return ChartSpec(
        kind, x, tuple(column.name for column in y), series, also, sort, keep, fold, title=shape.title,
        x_title=x_title, y_title=say("count", shape.language) if kind == "histogram" else y_title,
        unit=y[0].unit if y else None,
    )  # fmt: skip


def _over_time(shape: Shape) -> AnswerColumn | None:
    """Return the time column where each row is another time, and the rows are not a listing of single things."""
    if len(shape.times) != 1 or len(shape.rows) < 1 or not shape.unique(shape.times[0]):
        return None
    time = shape.times[0]
    return None if shape.keys and time.time_grain is None else time


def _time_and_group(shape: Shape) -> tuple[AnswerColumn, AnswerColumn] | None:
    if len(shape.times) != 1 or shape.unique(shape.times[0]):
        return None
    time = shape.times[0]
    if shape.keys and len(shape.names) and time.time_grain is None and shape.unique(shape.keys[0]):
        return None
    group = next((c for c in (*shape.names, *shape.keys) if shape.unique(time, c)), None)
    return None if group is None or (group.role == "text" and group.type not in ("text", "boolean")) else (time, group)


def _alike(shape: Shape) -> tuple[AnswerColumn, ...]:
    """Return the measures that can share an axis with the first: one unit, and no one dwarfed by another."""
    first = shape.measures[0]
    size = max(map(abs, _numbers(shape, first)))
    alike = []
    for measure in shape.measures:
        other = max(map(abs, _numbers(shape, measure)))
        if measure.unit == first.unit and max(size, other) <= _SAME_SCALE * min(size, other):
            alike.append(measure)
    return tuple(alike) or (first,)


def _value_sort(shape: Shape, label: AnswerColumn) -> Sort:
    """Keep the answer's own ranking, least first too; otherwise the largest comes first."""
    if shape.order(label) is not None:
        return "natural"
    numbers = _numbers(shape, shape.measures[0])
    if len(numbers) > FEW_PERIODS and numbers == sorted(numbers) and numbers[0] < numbers[-1]:
        return "value_asc"
    return "value_desc"


def _numbers(shape: Shape, measure: AnswerColumn) -> list[float | int]:
    return [n for n in map(to_number, shape.values(measure)) if n is not None]


def _rest(label: tuple[AnswerColumn, ...]) -> tuple[str, ...]:
    return tuple(column.name for column in label[1:])


def _widest(shape: Shape, label: tuple[AnswerColumn, ...]) -> int:
    return sum(max((room(str(value)) for value in shape.values(column)), default=0) + 3 for column in label) - 3
