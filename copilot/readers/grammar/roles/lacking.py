"""What never happened: stores without a cancelled order, 没有下过单的客户, 1月份没有航班的目的地.

Owns which words say what is absent and which say of whom. A missing value, such as 没有起飞时间的航班, belongs to
`copilot.readers.grammar.roles.conditions`; how absence becomes a condition to `copilot.readers.grammar.lacking`.
"""

from __future__ import annotations

from typing import Final

from copilot.linking.schema_index import Element
from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.naming import label_column
from copilot.readers.grammar.roles.grouping import is_groupable, tables_above
from copilot.readers.plan import ColumnRef

_NEVER: Final = frozenset(
    {"没有", "没", "从未", "从来没有", "从来没", "从来未", "一直没有", "一直没", "从没", "从没有", "未", "未曾", "不曾",
     "没有过", "无"}
)  # fmt: skip
_HINTED: Final = 0.36
"""A verb such as 下单 only hints at the rows that are absent."""


def lacking(frame: Frame) -> None:
    """Give the words behind 没有 to what is absent, where a noun that they are said of stands beside them."""
    for i, mark in enumerate(frame.marks):
        does_not = mark.text == "不" and _leads(frame, i + 1)
        if not frame.cue(i, "not") or i in frame.used or not (mark.text in _NEVER or does_not):
            continue
        end, noun = _clause(frame, i)
        subject = frame.element(noun)
        if noun is None or subject is None:
            continue
        if subject.kind == "metric":
            frame.absent_at = i  # a metric's rows are not those of whom it is said
            continue
        inside = [j for j in range(i + 1, end) if j not in frame.used]
        named = _absent(frame, inside, subject)
        if named is None:
            continue
        frame.absent.append(named)
        frame.absent_whom = subject.table
        frame.absent_of = None if subject.kind == "table" else frame.ref(noun)
        frame.absent_at = i
        timed = set() if _measured_apart(frame, inside) else _dates_before(frame, i)
        for j in (*inside, *timed):
            told = frame.marks[j]
            if told.kind == "value" or told.date is not None or told.recurring is not None:
                frame.absent_marks.add(j)
            elif told.kind == "element" or frame.cue(j, "exist", "to", "from", "in", "with"):
                frame.used.add(j)
        frame.used.add(i)
        _present(frame, i)


def _leads(frame: Frame, k: int) -> bool:
    """Tell whether a verb of the rows follows: 不从LGA起飞, 不飞波士顿; 不超过 is none."""
    return k < len(frame.marks) and (frame.cue(k, "from", "to", "in") or frame.marks[k].text in _VERBS)


_VERBS: Final = frozenset("飞去到卖买做用")


def never_such(frame: Frame) -> None:
    """Stores without a cancelled order, customers who never paid cash: of the rows below them, none is such a one."""
    if any((e := frame.element(k)) is not None and e.kind == "metric" for k in range(len(frame.marks))):
        return
    for i, mark in enumerate(frame.marks):
        if not frame.cue(i, "not") or i in frame.used or mark.text.lower() not in _NONE:
            continue
        whom = subject_of(frame, i)
        end = next((k for k in range(i, len(frame.marks)) if frame.marks[k].text in ",;?"), len(frame.marks))
        values = [k for k in range(i + 1, end) if frame.marks[k].kind == "value"]
        if whom is None or not values:
            continue
        nouns = [k for k in range(i + 1, end) if (e := frame.element(k)) is not None and e.kind == "table"]
        named = frame.element(nouns[0]) if nouns else None
        absent = named.table if named is not None else frame.value(values[0]).table
        own = absent == whom.table and whom.kind == "table"
        if own or absent in tables_above(frame.catalog, whom.table):
            continue  # said of the things themselves: customers not in Austin
        for k in range(i + 1, end):
            said = frame.marks[k]
            if said.kind == "value" or said.date is not None or said.recurring is not None:
                frame.absent_marks.add(k)
            elif k in nouns or frame.cue(k, "exist", "in", "with") or _is_weak(frame, k):
                frame.used.add(k)
                frame.idle.add(k)
        frame.used.add(i)
        frame.absent.append(absent)
        frame.absent_whom, frame.absent_at = whom.table, i
        if whom.kind == "column":
            frame.absent_of = ColumnRef(whom.table, whom.name)
            frame.asked.append(whom)
            frame.used |= {k for k in range(i) if frame.element(k) == whom}
        return


_NONE: Final = frozenset({"without", "no", "never", "neither", "haven't", "didn't"})


def subject_of(frame: Frame, i: int) -> Element | None:
    """Return of what "without" or "who never" is said: the table or column before it, unless it splits a measure."""
    j = frame.prev(i, skip=("of", "who", "which", "with", "exist"))
    named = frame.rows_named(j)
    ref = frame.ref(j)
    if named is None and j is not None and ref is not None and frame.is_text(j) and frame.marks[j].elements[0].whole:
        named = frame.element(j) if ref != label_column(frame.catalog, ref.table) else None
    before = frame.prev(j, skip=("of",)) if j is not None else None
    return named if named is not None and j not in frame.used and not frame.cue(before, "group") else None


def _is_weak(frame: Frame, k: int) -> bool:
    """Tell whether a word such as paid or bought only leads to what is said of the rows."""
    return frame.marks[k].kind == "element" and frame.marks[k].elements[0].weight < 0.65


def _present(frame: Frame, i: int) -> None:
    """卖出过但没有退货的商品, 2025年买过家具但2026年没有下单的客户: what did happen stands in the clause before."""
    joint = next((k for k in range(i - 1, max(-1, i - 4), -1) if frame.cue(k, "and")), None)
    if joint is None:
        return
    table, marks = "", set[int]()
    for j in range(joint - 1, -1, -1):
        mark = frame.marks[j]
        if mark.kind == "stop" and mark.text in ",，;；。":
            break
        hits = [h.element.table for h in mark.elements if h.element.kind == "table" and h.weight >= _HINTED]
        happened = "过" in mark.text or frame.cue(frame.next(j, skip=()), "exist")
        if mark.kind == "value" or mark.date is not None:
            marks.add(j)
        elif hits and happened and not table:
            table = hits[0]
            frame.used |= {j, *(k for k in range(j, joint) if frame.cue(k, "exist"))}
    if table:
        frame.present.append(table)
        frame.present_marks |= marks
        frame.absent_marks -= marks
        frame.used.add(joint)


def _clause(frame: Frame, i: int) -> tuple[int, int | None]:
    """Return where the clause behind 没有 ends, and the noun that it is said of: behind its 的, else before it."""
    before = _noun_before(frame, i)
    asked = before is not None and frame.cue(frame.prev(before), "which") and frame.prev(i) == before
    for j in range(i + 1, len(frame.marks)):
        mark = frame.marks[j]
        if frame.cue(j, "of") and mark.text == "的":
            noun = frame.next(j)
            element = frame.element(noun)
            if asked and element is not None and frame.next(noun or j) is None:
                return len(frame.marks), before  # 哪些门店没有取消的订单: said of the stores
            if noun is not None and element is not None and (element.kind == "metric" or is_groupable(frame, noun)):
                return j, noun
            if noun is not None and frame.element(noun) is None:
                return j, _noun_before(frame, i)
        if (mark.kind == "stop" and mark.text in ",，;；。?？") or frame.cue(j, "count", "share", "which", "sort"):
            return j, _noun_before(frame, i)
    return len(frame.marks), _noun_before(frame, i)


def _noun_before(frame: Frame, i: int) -> int | None:
    for j in range(i - 1, -1, -1):
        if frame.element(j) is not None and is_groupable(frame, j):
            return j
        if frame.marks[j].kind not in ("stop", "date", "recurring") and not frame.cue(j, "in", "of", "with", "and"):
            return None
    return None


def _absent(frame: Frame, inside: list[int], subject: Element) -> str | None:
    """Return the table in which there is no row, told by a table, a verb that hints at one, or a value of one."""
    found: list[str] = []
    for j in inside:
        hits = frame.marks[j].elements
        chosen = frame.element(j)
        tables = [hit.element for hit in hits if hit.element.kind != "column" and hit.weight >= _HINTED]
        if chosen is not None and chosen.kind == "column" and not (tables and hits[0].element.kind != "column"):
            if not any(frame.marks[k].kind == "value" for k in inside):
                return None  # a column that is empty
            continue
        if chosen is not None and chosen.kind == "metric" and not any(t.kind == "table" for t in tables):
            found.append(f"metric:{chosen.name}")
        elif tables:
            table = next((t.table for t in tables if t.kind == "table"), "")
            found.append(table or f"metric:{tables[0].name}")
    found = [name for name in found if name != subject.table or subject.kind == "column"]
    values = [frame.value(j).table for j in inside if frame.marks[j].kind == "value"]
    return next(iter(found or values), None)


def _dates_before(frame: Frame, i: int) -> set[int]:
    """Return the dates before 没有 in its clause that say when nothing happened, not those of another verb."""
    found: set[int] = set()
    for j in range(i - 1, -1, -1):
        mark = frame.marks[j]
        if mark.kind == "stop" and mark.text in ",，;；。":
            break
        if mark.date is None and mark.recurring is None:
            continue
        behind = frame.next(j)
        column = frame.column(behind)
        if column is None or (column.type not in ("date", "timestamp") and column.type != "integer"):
            found.add(j)
    return found


def _measured_apart(frame: Frame, inside: list[int]) -> bool:
    """Tell whether something else is measured, which the date may be about as well."""
    outside = [j for j in range(len(frame.marks)) if j not in inside]
    return any((e := frame.element(j)) is not None and e.kind == "metric" for j in outside) or any(
        frame.is_amount(j) for j in outside
    )
