"""Which rows count: letters contained, yes and no, missing values, states, named values, and rows that must not exist.

Owns the conditions that words set; those that numbers set belong to `copilot.readers.grammar.roles.thresholds`, those
that dates set to `copilot.readers.grammar.periods`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

from copilot.linking.value_index import ValueHit
from copilot.linking.words import name_words
from copilot.readers.grammar.frame import Frame, way
from copilot.readers.grammar.naming import label_column
from copilot.readers.grammar.roles.lacking import subject_of
from copilot.readers.plan import AnyOf, ColumnRef, Compare, Contains, IsNull, Not, OneOf, Op, Predicate

_STATES: Final[dict[str, tuple[Op, int]]] = {
    "late": (">", 0), "delayed": (">", 0), "overdue": (">", 0), "behind schedule": (">", 0), "晚点": (">", 0),
    "延误": (">", 0), "误点": (">", 0), "early": ("<", 0), "提前": ("<", 0), "on time": ("<=", 0),
    "punctual": ("<=", 0), "准点": ("<=", 0), "准时": ("<=", 0), "lately": (">", 0),
    "早到": ("<", 0), "晚到": (">", 0), "提早": ("<", 0), "延迟": (">", 0), "迟到": (">", 0),
    "打折": (">", 0), "有折扣": (">", 0), "discounted": (">", 0),
}  # fmt: skip
"""What a word for a state says of the sign of a measure such as a delay."""
_BEFORE_NOUNS: Final = frozenset({"late", "delayed", "early", "overdue"})
"""Those that stand before the noun that a measure is named by: delayed departures."""
_Key = tuple[str, str, str | None, bool, tuple[bool, bool]]
"""Table, column and link of named values, whether they are negated, and of which clause of what happened they are."""
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
            if nearest is not None and (frame.marks[nearest].number is not None or frame.cue(nearest, "compare")):
                frame.used.add(i)  # orders that contain more than 3 products
                frame.idle.add(i)
                continue
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
        frame.idle |= {at} if frame.marks[at].kind == "value" else set()
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
            if frame.names_rows(j) or _absent_link(frame, i, j, ref):
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


def _absent_link(frame: Frame, i: int, j: int, ref: ColumnRef) -> bool:
    """Airports that are never a destination: of what a link points to, that no row points to it."""
    link = next(
        (x for x in frame.catalog.relationships if (x.from_table, x.from_columns) == (ref.table, (ref.column,))), None
    )
    named = {h.element.table for m in frame.marks[:i] for h in m.elements[:2] if h.element.kind == "table"}
    if link is None or link.to_table not in named or ref.table in named or i in frame.used:
        return False
    frame.used |= {i, j}
    frame.absent.append(ref.table)
    frame.absent_via[ref.table] = ref.column
    for k in range(j + 1, len(frame.marks)):
        element = frame.element(k)
        if element is not None and element.kind in ("table", "column") and element.table == ref.table:
            frame.used.add(k)  # a destination of any flight
            frame.idle.add(k)
            break
        if frame.marks[k].kind not in ("stop", "cue"):
            break
    return True


def _when_absent(frame: Frame, i: int) -> None:
    """Customers with no orders in 2025: the date says when there was none, unless another time is named beside it."""
    for k, mark in enumerate(frame.marks):
        beside = (frame.prev(k, skip=("of", "in")), frame.next(k))
        if (mark.date is not None or mark.recurring is not None) and not any(frame.is_time(b) for b in beside):
            frame.absent_marks.add(k)
    frame.absent_at = i


def _is_zero(value: object) -> bool:
    try:
        return float(str(value)) == 0.0
    except ValueError:
        return False


def states(frame: Frame) -> None:
    """Flights that left late: a state that a measure's sign tells."""
    for i, mark in enumerate(frame.marks):
        state = _state(mark.text.lower())
        if state is None or i in frame.used or not frame.is_number(i):
            continue
        if frame.superlative and frame.order_at in (frame.prev(i), frame.next(i)):
            continue  # the highest delay, 延误最高: how large it is, not whether there is one
        ref = frame.ref(i)
        assert ref is not None
        counted = frame.share or any(w.aggregate == "count" for w in frame.measures)
        other = frame.next(i, skip=("and",))
        joined = other is not None and frame.cue(frame.next(i), "and") and frame.is_number(other)
        same = joined and other is not None and _state(frame.marks[other].text.lower()) is not None
        before = _before_its_rows(frame, other if same and other is not None else i, ref.table)
        if not counted and not before and not _in_their_clause(frame, i, ref.table):
            continue
        frame.used.add(i)
        op, value = state
        frame.where.append((Compare(ref, op, value), i))
        frame.assumptions.append(("state", (mark.text, f"{ref.column} {op} {value}")))


@lru_cache(maxsize=4096)
def _state(text: str) -> tuple[Op, int] | None:
    return next((_STATES[word] for word in _STATES if _ends_with(text, word)), None)


def _before_its_rows(frame: Frame, i: int, table: str) -> bool:
    """晚点起飞的航班数: the rows that hold the measure, or an agreed number of them, stand behind the 的."""
    noun = frame.next(i)
    element = frame.element(noun)
    if element is None or noun is None or not any(frame.marks[k].text == "的" for k in range(i + 1, noun)):
        return False
    rows = {hit.element.table for hit in frame.marks[noun].elements if hit.element.kind == "table"}
    return table in rows or (element.kind == "metric" and bool(set(name_words(table)) & set(name_words(element.name))))


def _in_their_clause(frame: Frame, i: int, table: str) -> bool:
    """Flights that departed late: the clause tells which rows, and asks for no delay."""
    clauses = (k for k in range(1, i) if frame.marks[k].text.lower() in ("that", "which"))
    named = (frame.rows_named(frame.prev(k, skip=())) for k in clauses)
    return any(rows is not None and rows.table == table for rows in named)


def _ends_with(text: str, word: str) -> bool:
    if not word.isascii():
        return text.startswith(word) or text.endswith(word)  # 提前到达, 到达延误
    return text == word or text.endswith(f" {word}") or (word in _BEFORE_NOUNS and text.startswith(f"{word} "))


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
    groups: dict[_Key, list[int]] = {}
    _same_way(frame)
    for i, mark in enumerate(frame.marks):
        if mark.kind != "value" or i in frame.used:
            continue
        hit = frame.value(i)
        negative = i not in frame.absent_marks and _negated(frame, i)
        clause = i in frame.absent_marks, i in frame.present_marks
        groups.setdefault((hit.table, hit.column, frame.vias.get(i), negative, clause), []).append(i)
        frame.used.add(i)
        beside = frame.prev(i, skip=("of", "in")), frame.next(i)
        for j in beside:
            ref = frame.ref(j)
            if ref is not None and j is not None and _is_its_column(frame, ref, hit):
                frame.used.add(j)
    if frame.versus or frame.combine or any(frame.cue(i, "versus", "or") for i in range(len(frame.marks))):
        _alternatives(frame, groups)
    for (table, column, via, negative, _), positions in groups.items():
        ref = ColumnRef(table, column, via)
        values = tuple(dict.fromkeys(value for i in positions for value in frame.value(i).values))
        letters = [v for i in positions if frame.value(i).how == "contains" for v in frame.value(i).values]
        predicate: Predicate = Contains(ref, letters[0]) if letters else OneOf(ref, values)
        frame.where.append((Not(predicate) if negative else predicate, positions[0]))
        for i in positions:
            if frame.value(i).how == "contains":
                frame.assumptions.append(("contains", (frame.marks[i].text, column)))
            if frame.value(i).how in ("whole", "synonym", "joined") and _begins_others(frame, i):
                frame.assumptions.append(("value", (frame.marks[i].text, column, *frame.value(i).values[:4])))
            if frame.value(i).how in ("part", "typo"):
                frame.assumptions.append(("value", (frame.marks[i].text, column, *frame.value(i).values[:4])))


def _is_its_column(frame: Frame, ref: ColumnRef, hit: ValueHit) -> bool:
    """Tell whether a column holds a value, or points to the rows that it names: EWR出发, departing from Newark."""
    links = ((x.from_table, x.from_columns, x.to_table) for x in frame.catalog.relationships)
    own = (ref.table, ref.column) == (hit.table, hit.column)
    return own or ((ref.table, (ref.column,), hit.table) in links and hit.column == _key(frame, hit.table))


def _key(frame: Frame, table: str) -> str:
    return next(iter(frame.catalog.tables[table].primary_key), "")


def _begins_others(frame: Frame, i: int) -> bool:
    """Tell whether other values of the column begin with the whole of this one: AIRBUS, AIRBUS INDUSTRIE."""
    hit = frame.value(i)
    starts = tuple(f"{value.lower()} " for value in hit.values)
    listed = frame.catalog.listed.get((hit.table, hit.column))
    return listed is not None and any(value.strip().lower().startswith(starts) for value in listed.values)


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


def _alternatives(frame: Frame, groups: dict[_Key, list[int]]) -> None:
    """JFK or La Guardia, a code and a name of one table: either may hold, and the name tells them apart."""
    by_table: dict[tuple[str, str | None], list[_Key]] = {}
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


def but_not_then(frame: Frame) -> None:
    """Customers who ordered in 2024 but not in 2025: there is a row in the one period and none in the other."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "not") or i in frame.used or not frame.marks[i].text.isascii():
            continue
        then = frame.next(i, skip=("of", "in", "with"))
        first = next((k for k in range(i - 1, -1, -1) if frame.marks[k].date is not None), None)
        if then is None or frame.marks[then].date is None or first is None or {then, first} & frame.used:
            continue
        table = _verb_table(frame, first)
        if table is None:
            continue
        frame.used.add(i)
        frame.absent.append(table)
        frame.absent_at = i
        frame.absent_marks.add(then)
        frame.present.append(table)
        frame.present_marks.add(first)
        return


def _verb_table(frame: Frame, i: int) -> str | None:
    """Return the table of what happened, told by the verb before a date: ordered in 2024, bought in May."""
    for k in range(i - 1, max(-1, i - 4), -1):
        tables = [h.element.table for h in frame.marks[k].elements if h.element.kind == "table"]
        verb = frame.marks[k].text.lower().endswith(("ed", "ought", "made", "flew", "had"))
        if tables and verb:
            frame.used.add(k)
            frame.idle.add(k)
            return tables[0]
        if frame.marks[k].kind not in ("stop", "cue"):
            return None
    return None


def absence(frame: Frame) -> None:
    """Customers without any order; products never sold."""
    for i in range(len(frame.marks)):
        if not frame.cue(i, "not") or i in frame.used or i == frame.absent_at:
            continue
        j = frame.next(i, skip=("of", "exist", "with", "distinct"))
        element = frame.element(j)
        hits = frame.marks[j].elements if j is not None and element is not None else ()
        tables = [hit.element for hit in hits if hit.element.kind in ("table", "metric") or hit.weight >= 0.4]
        if j is not None and tables and j not in frame.used:
            frame.used |= {i, j}
            frame.absent.append(tables[0].table or f"metric:{tables[0].name}")
            _stranded(frame, j, tables[0].table)
            whom = subject_of(frame, i)
            if whom is not None and whom.kind == "column" and whom.table != tables[0].table:
                frame.absent_of = ColumnRef(whom.table, whom.name)  # brands with no returns: none of all their products
            _when_absent(frame, i)


def _stranded(frame: Frame, j: int, table: str) -> None:
    """Airports that no flight goes to: the last word tells by which link the absent rows would point there."""
    last = next((k for k in range(len(frame.marks) - 1, j, -1) if frame.marks[k].kind != "stop"), j)
    said = "to" if frame.cue(last, "to") else "from" if frame.cue(last, "from") else None
    links = [x.from_columns[0] for x in frame.catalog.relationships if x.from_table == table]
    fitting = [column for column in links if said is not None and way(column) == said]
    if len(fitting) == 1:
        frame.absent_via[table] = fitting[0]
        frame.used.add(last)
        frame.idle.add(last)
