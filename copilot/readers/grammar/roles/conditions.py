"""Which rows count: letters contained, yes and no, missing values, states, named values, and rows that must not exist.

Owns the conditions that words set; those that numbers set belong to `copilot.readers.grammar.roles.comparing`, those
that dates set to `copilot.readers.grammar.periods`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.naming import label_column
from copilot.readers.plan import AnyOf, ColumnRef, Compare, Contains, IsNull, Not, OneOf, Op, Predicate

_STATES: Final[dict[str, tuple[Op, int]]] = {
    "late": (">", 0), "delayed": (">", 0), "overdue": (">", 0), "behind schedule": (">", 0), "晚点": (">", 0),
    "延误": (">", 0), "误点": (">", 0), "early": ("<", 0), "提前": ("<", 0), "on time": ("<=", 0),
    "punctual": ("<=", 0), "准点": ("<=", 0), "准时": ("<=", 0), "lately": (">", 0),
}  # fmt: skip
"""What a word for a state says of the sign of a measure such as a delay."""
_TRUE: Final = frozenset({"yes", "true", "是", "对", "有"})
_FALSE: Final = frozenset({"no", "false", "not", "否", "不是", "没有", "不"})


def contains(frame: Frame) -> None:
    """Names that contain "inter", tail numbers starting with N9."""
    for i, mark in enumerate(frame.marks):
        if i in frame.used or not (mark.kind == "quoted" or frame.cue(i, "contains")):
            continue
        cues = [j for j in range(max(0, i - 4), min(len(frame.marks), i + 5)) if frame.cue(j, "contains")]
        if mark.kind == "quoted":
            at, text = i, mark.text.strip("\"“”「」『』'").strip()
        else:
            nearest = frame.next(i, skip=("of", "in", "with"))
            if (
                nearest is None
                or any(m.kind == "quoted" for m in frame.marks)
                or (frame.is_text(nearest) and i > 0 and frame.cue(i, "list"))
            ):
                continue
            at, text = nearest, frame.marks[nearest].text
        names = sorted(
            (abs(j - i), j) for j in range(len(frame.marks)) if abs(j - i) <= 5 and j != at and frame.is_text(j)
        )
        ref = frame.ref(names[0][1]) if names else _label_of_mentioned(frame)
        cue = frame.marks[cues[0]].cue if cues else None
        if ref is None or (not names and cue is None):
            continue
        frame.used |= {at, *cues}
        if names and not frame.cue(frame.prev(names[0][1], skip=("of", "distinct")), "count", "which", "list"):
            frame.used.add(names[0][1])
        frame.where.append((Contains(ref, text, (cue.value if cue else "") or "anywhere"), at))  # type: ignore[arg-type]


def _label_of_mentioned(frame: Frame) -> ColumnRef | None:
    for j in range(len(frame.marks)):
        element = frame.element(j)
        if element is not None and element.kind == "table":
            return label_column(frame.catalog, element.table)
    return None


def booleans(frame: Frame) -> None:
    """Clutch completion is no: a yes or no beside a column that holds just that."""
    for i in range(len(frame.marks)):
        column, ref = frame.column(i), frame.ref(i)
        if column is None or ref is None or column.type != "boolean" or i in frame.used:
            continue
        j = frame.next(i, skip=("of", "compare", "with"))
        word = frame.marks[j].text.lower() if j is not None else ""
        if j is not None and word in _TRUE | _FALSE:
            frame.used |= {i, j}
            frame.where.append((Compare(ref, "=", word in _TRUE), i))


def missing(frame: Frame) -> None:
    """Without a departure time; missing e-mail; 没有起飞时间."""
    for i in range(len(frame.marks)):
        if i in frame.used or not frame.cue(i, "missing", "not"):
            continue
        is_missing = frame.cue(i, "missing")
        for j in (
            frame.next(i, skip=("of", "with", "exist")),
            frame.prev(i, skip=("of", "with")) if is_missing else None,
        ):
            ref = frame.ref(j)
            if ref is None or j is None or j in frame.used:
                continue
            if not is_missing and frame.marks[j].text.lower() in _STATES:
                continue
            facts = frame.catalog.tables[ref.table].columns[ref.column].facts
            frame.used |= {i, j}
            if facts is not None and facts.nulls == 0 and frame.is_number(j) and _is_zero(facts.minimum):
                frame.where.append((Compare(ref, "=", 0), i))
                frame.assumptions.append(("state", (frame.marks[i].text, f"{ref.column} = 0")))
                break
            if facts is not None and facts.nulls == 0:
                frame.score -= 0.5
            frame.where.append((IsNull(ref), i))
            break


def _is_zero(value: object) -> bool:
    try:
        return float(str(value)) == 0.0
    except ValueError:
        return False


def states(frame: Frame) -> None:
    """Flights that left late: a state that a measure's sign tells."""
    for i, mark in enumerate(frame.marks):
        state = next((_STATES[word] for word in _STATES if _ends_with(mark.text.lower(), word)), None)
        if state is None or i in frame.used or not frame.is_number(i):
            continue
        if not (frame.share or any(w.aggregate == "count" for w in frame.measures)):
            continue
        ref = frame.ref(i)
        assert ref is not None
        frame.used.add(i)
        op, value = state
        frame.where.append((Compare(ref, op, value), i))
        frame.assumptions.append(("state", (mark.text, f"{ref.column} {op} {value}")))


def _ends_with(text: str, word: str) -> bool:
    return text == word or text.endswith(word if not word.isascii() else f" {word}")


def versus(frame: Frame) -> None:
    """JFK vs LGA; which is busier, JFK or LGA: two sides stand beside each other."""
    for i in range(len(frame.marks)):
        if frame.cue(i, "versus") and i not in frame.used:
            frame.versus = True
            frame.used.add(i)
    values = [i for i, mark in enumerate(frame.marks) if mark.kind == "value" and i not in frame.used]
    asks_which = any(frame.cue(i, "which", "who") for i in range(len(frame.marks)))
    paired = len(values) == 2 and any(frame.cue(k, "and", "or") for k in range(values[0], values[1]))
    if paired and asks_which and any(m.gradable is not None for m in frame.marks):
        frame.versus = True


def named_values(frame: Frame) -> None:
    """Group the named values by column: several of one column are alternatives, several columns are all meant."""
    groups: dict[tuple[str, str, str | None, bool], list[int]] = {}
    _same_way(frame)
    for i, mark in enumerate(frame.marks):
        if mark.kind != "value" or i in frame.used:
            continue
        hit = frame.value(i)
        negative = _negated(frame, i)
        groups.setdefault((hit.table, hit.column, frame.vias.get(i), negative), []).append(i)
        frame.used.add(i)
        beside = frame.prev(i, skip=("of", "in")), frame.next(i)
        for j in beside:
            ref = frame.ref(j)
            if ref is not None and j is not None and (ref.table, ref.column) == (hit.table, hit.column):
                frame.used.add(j)
    if frame.versus or frame.combine or any(frame.cue(i, "versus", "or") for i in range(len(frame.marks))):
        _alternatives(frame, groups)
    for (table, column, via, negative), positions in groups.items():
        ref = ColumnRef(table, column, via)
        values = tuple(dict.fromkeys(value for i in positions for value in frame.value(i).values))
        letters = [v for i in positions if frame.value(i).how == "contains" for v in frame.value(i).values]
        predicate: Predicate = Contains(ref, letters[0]) if letters else OneOf(ref, values)
        frame.where.append((Not(predicate) if negative else predicate, positions[0]))
        for i in positions:
            if frame.value(i).how == "contains":
                frame.assumptions.append(("contains", (frame.marks[i].text, column)))
            if frame.value(i).how in ("part", "typo"):
                frame.assumptions.append(("value", (frame.marks[i].text, column, *frame.value(i).values[:4])))


def _same_way(frame: Frame) -> None:
    """JFK and LGA departures: what says of one of two joined values by which link it is reached says it of both."""
    values = [i for i, mark in enumerate(frame.marks) if mark.kind == "value" and i not in frame.used]
    for one, other in pairwise(values):
        between = range(one + 1, other)
        joined = between and all(frame.cue(k, "and", "or", "versus") or frame.marks[k].kind == "stop" for k in between)
        if not joined or (frame.value(one).table, frame.value(one).column) != (
            frame.value(other).table,
            frame.value(other).column,
        ):
            continue
        ways = {frame.vias[i] for i in (one, other) if i in frame.vias}
        if len(ways) == 1:
            frame.vias |= dict.fromkeys((one, other), next(iter(ways)))


def _alternatives(frame: Frame, groups: dict[tuple[str, str, str | None, bool], list[int]]) -> None:
    """JFK or La Guardia, a code and a name of one table: either may hold, and the name tells them apart."""
    by_table: dict[tuple[str, str | None], list[tuple[str, str, str | None, bool]]] = {}
    for key in groups:
        if not key[3]:
            by_table.setdefault((key[0], key[2]), []).append(key)
    for (table, via), keys in by_table.items():
        if len(keys) != 2 or any(len(groups[key]) > 1 for key in groups) or not (frame.versus or frame.combine):
            continue
        parts = []
        for key in keys:
            values = tuple(dict.fromkeys(v for i in groups[key] for v in frame.value(i).values))
            parts.append(OneOf(ColumnRef(table, key[1], via), values))
        frame.where.append((AnyOf(tuple(parts)), groups[keys[0]][0]))
        label = label_column(frame.catalog, table)
        if label is not None:
            frame.compared = ColumnRef(table, label.column, via)
        for key in keys:
            del groups[key]


_AT_NO_TIME = frozenset({"never", "从未", "从来没有"})


def _negated(frame: Frame, i: int) -> bool:
    for j in range(i - 1, max(-1, i - 4), -1):
        if frame.cue(j, "not") and frame.marks[j].text.lower() in _AT_NO_TIME:
            return False  # never from here is said of the whole, not of one row; it stays unplaced
        if frame.cue(j, "not"):
            frame.used.add(j)
            return True
        if frame.cue(j, "or", "and") and j > 0 and frame.marks[j - 1].kind == "value":
            return _negated(frame, j - 1)
        if frame.marks[j].kind in ("element", "number", "date") or frame.cue(j, "and", "or", "with"):
            return False
    return False


def absence(frame: Frame) -> None:
    """Customers without any order; products never sold."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "not") or i in frame.used:
            continue
        j = frame.next(i, skip=("of", "exist", "with", "distinct"))
        element = frame.element(j)
        hits = frame.marks[j].elements if j is not None and element is not None else ()
        tables = [hit.element for hit in hits if hit.element.kind in ("table", "metric") or hit.weight >= 0.4]
        if j is not None and tables and j not in frame.used:
            frame.used |= {i, j}
            frame.absent.append(tables[0].table or f"metric:{tables[0].name}")
