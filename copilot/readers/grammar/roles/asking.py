"""What is asked for, and what becomes of the marks that no other pass took.

Owns the slots of what is listed and shown. Refuses to leave out a word with content: what it cannot place lowers the
reading's score.
"""

from __future__ import annotations

from typing import Final

from copilot.linking.schema_index import Element
from copilot.readers.grammar.frame import Frame, GroupBy, Wanted, element_words
from copilot.readers.grammar.naming import label_column
from copilot.readers.grammar.roles.grouping import add_group, add_ranked, is_groupable
from copilot.readers.plan import ColumnRef


def explained_in_brackets(frame: Frame) -> None:
    """A word that is explained in the brackets behind it needs no meaning of its own."""
    for i, mark in enumerate(frame.marks):
        if mark.text not in "(（" or mark.kind != "stop":
            continue
        for j in range(i - 1, max(-1, i - 4), -1):
            element = frame.element(j)
            if frame.marks[j].kind == "unknown" or _weak(frame, j):
                frame.used.add(j)
                frame.idle.add(j)
                frame.score += 0.9
            elif frame.marks[j].kind != "stop" and not (element is not None and element.kind == "table"):
                break
        for k in range(i + 1, len(frame.marks)):
            before = [j for j in range(i) if frame.marks[j].recurring is not None]
            if frame.marks[k].recurring is not None and before:
                frame.used.add(k)
                frame.retold[before[-1]] = k
            if frame.marks[k].text in ")）":
                break


def _weak(frame: Frame, i: int) -> bool:
    mark = frame.marks[i]
    return (mark.kind == "element" and mark.elements[0].weight < 0.5) or (
        mark.kind == "value" and mark.values[0].how in ("part", "typo")
    )


def asked_for(frame: Frame) -> None:
    """Which airlines, list the products, 哪家门店."""
    for i in range(len(frame.marks)):
        if i in frame.used or not frame.cue(i, "which", "list", "who"):
            continue
        frame.used.add(i)
        if frame.cue(i, "who") and frame.prev(i) is not None:
            continue  # customers who bought: "who" asks for nothing
        j = frame.next(i, skip=("of", "list", "which", "distinct", "in", "group"))
        element = frame.element(j)
        frame.asks_who = frame.asks_who or (frame.cue(i, "who") and (element is None or element.kind != "table"))
        if j is None or j in frame.used or frame.asks_who:
            continue
        if frame.marks[j].kind == "composite" or frame.marks[j].grain is not None:
            add_ranked(frame, j)
        elif (
            element is not None
            and element.kind == "column"
            and not frame.marks[j].elements[0].whole
            and _grain_next(frame, j)
        ):
            add_group(frame, j)
        elif element is not None and element.kind != "metric" and not (frame.is_number(j) and frame.is_amount(j)):
            frame.used.add(j)
            frame.asked.append(element)
            chosen = frame.superlative or frame.having or frame.having_average or frame.changes
            if chosen and all(g.element != element for g in frame.groups):
                frame.groups.append(GroupBy(element=element, ref=frame.ref(j), at=j, ranked=True))


def _grain_next(frame: Frame, j: int) -> bool:
    following = frame.next(j)
    return following is not None and frame.marks[following].grain is not None


def having_subject(frame: Frame) -> None:
    """Stores with more than 3,000 orders: the stores are the groups."""
    plain = any(
        not percent or at in frame.having_by
        for (_, _, percent), at in zip(frame.having, frame.having_marks, strict=False)
    )
    measured = frame.measures or any(
        (e := frame.element(i)) is not None and e.kind == "metric" and i not in frame.used
        for i in range(len(frame.marks))
    )
    if not (plain or (frame.having_average and measured)) or frame.groups or frame.counted:
        return
    for i in range(len(frame.marks)):
        element = frame.element(i)
        grain = frame.marks[i].grain
        if grain is not None and not grain.marker and i not in frame.used and not plain:
            add_group(frame, i)
            return
        if element is None or element.kind == "metric" or element.table == frame.having_of or i in frame.used:
            continue
        if frame.share or frame.marks[i].elements[0].weight < 0.65:
            continue
        if element.kind == "table" or (is_groupable(frame, i) and frame.marks[i].elements[0].whole):
            frame.used.add(i)
            frame.groups.append(GroupBy(element=element, ref=frame.ref(i), at=i))
            return


def leftovers(frame: Frame) -> None:
    """Columns that nobody took: numbers become measures, others are shown or grouped by; tables say what is counted."""
    _leading(frame)
    for i, mark in enumerate(frame.marks):
        if i in frame.used:
            continue
        element = frame.element(i)
        if element is not None and element.kind == "metric":
            if i > 0 and frame.marks[i - 1].text.lower() in _WHEN and frame.measures:
                continue  # the wind when flights were cancelled: a condition, and no number of its own
            weak = frame.marks[i].elements[0].weight < 0.75
            if weak and (frame.measures or frame.absent):
                continue
            frame.used.add(i)
            if not any(w.metric == element.name for w in frame.measures):
                frame.measures.append(Wanted(None, metric=element.name, at=i))
        elif element is not None and element.kind == "column":
            _left_column(frame, i)
        elif mark.kind == "composite":
            add_group(frame, i)


_WHEN: Final = frozenset({"when", "while", "where", "whenever"})


def _leading(frame: Frame) -> None:
    """Products whose name contains chair: what stands first, with nothing to compute, is what is listed."""
    if (
        frame.measures
        or frame.groups
        or frame.share
        or frame.counted
        or frame.asked
        or frame.having
        or frame.superlative
    ):
        return
    first = next((i for i, mark in enumerate(frame.marks) if mark.kind not in ("stop", "date", "recurring")), None)
    if first is not None and frame.marks[first].text[:1] > "\u3400":
        first = _last_noun(frame) or first
        if (named := _last_value(frame)) is not None:
            frame.asked.append(Element("table", named, named))
            return
    element = frame.element(first)
    if first is None or first in frame.used:
        return
    timed = any(mark.date is not None or mark.recurring is not None for mark in frame.marks)
    if element is not None and element.kind == "table" and (frame.where or frame.absent or timed):
        frame.used.add(first)
        keyed = len(frame.catalog.tables[element.table].primary_key) == 1
        if label_column(frame.catalog, element.table) or (keyed and any("哪" in m.text for m in frame.marks)):
            frame.asked.append(element)
        else:  # rows that have no name of their own, such as flights in March, are counted
            frame.measures.append(Wanted("count", table=element.table, at=first))
            frame.assumptions.append(("rows_of", (element.table,)))
    times = [ColumnRef(t.name, t.time_column) for t in frame.catalog.tables.values() if t.time_column]
    grain = frame.marks[first].grain
    if grain is not None and not grain.marker and grain.grain == "day" and len(times) == 1 and frame.where:
        frame.used.add(first)
        frame.shown.append(times[0])


def _last_value(frame: Frame) -> str | None:
    """单价高于平均的电子产品: a value behind the last 的 stands for the rows that bear it."""
    ends = [i for i in range(len(frame.marks)) if frame.cue(i, "of") and frame.marks[i].text == "的"]
    noun = frame.next(ends[-1]) if ends else None
    if noun is None or frame.marks[noun].kind != "value" or frame.next(noun) is not None:
        return None
    table = frame.value(noun).table
    return table if label_column(frame.catalog, table) is not None else None


def _last_noun(frame: Frame) -> int | None:
    """Return the table behind the last 的, as in 座位数超过300的飞机有哪些: what stands before it narrows it."""
    ends = [i for i in range(len(frame.marks)) if frame.cue(i, "of") and frame.marks[i].text == "的"]
    noun = frame.next(ends[-1]) if ends else None
    element = frame.element(noun)
    return noun if element is not None and element.kind == "table" and noun not in frame.used else None


def _only_names_rows(frame: Frame, i: int) -> bool:
    """Refunds for defective items, at their airport: the noun says of what rows, and asks for no column of names."""
    hits = frame.marks[i].elements
    if not frame.measures or not any(hit.element.kind == "table" and hit.weight >= 0.9 for hit in hits):
        return False
    return not (_listed(frame, i) or frame.cue(frame.prev(i), "with"))


def _listed(frame: Frame, i: int) -> bool:
    """Tell whether a column stands in an enumeration of what is to be shown."""
    before = frame.prev(i)
    if i > 0 and frame.marks[i - 1].text in ":：":
        return True
    return before is not None and (frame.cue(before, "and", "list") or frame.marks[before].text in ",，、")


def _in_a_list(frame: Frame, i: int) -> bool:
    """Show name and price: a number beside a column that is shown is shown as well, where nothing is computed."""
    before = frame.prev(i)
    if before is None or not (frame.cue(before, "and") or frame.marks[before].text in ",，、"):
        return False
    if frame.measures or frame.having or frame.superlative or frame.groups or frame.share:
        return False
    beside = frame.prev(before)
    ref, element = frame.ref(beside), frame.element(beside)
    return (ref is not None and ref in frame.shown) or (element is not None and element in frame.asked)


def _left_column(frame: Frame, i: int) -> None:
    ref = frame.ref(i)
    weight = frame.marks[i].elements[0].weight
    assert ref is not None
    if weight < 0.45:
        return
    if not frame.is_number(i):
        named = frame.marks[i].elements[0].whole and weight >= 0.9 and " " in frame.marks[i].text
        if (
            not named
            and frame.is_time(i)
            and not set(frame.marks[i].text.lower().split()) & element_words(Element("column", ref.table, ref.column))
        ):
            return
        if _only_names_rows(frame, i):
            frame.used.add(i)
            frame.idle.add(i)
        elif weight >= 0.6 or frame.asked:
            frame.used.add(i)
            frame.shown.append(ref)
            if frame.cue(frame.prev(i), "with", "and"):
                frame.joined.add(ref)
        return
    if _in_a_list(frame, i):
        frame.used.add(i)
        frame.shown.append(ref)
        return
    tables_asked = any(e.kind == "table" for e in frame.asked)
    if tables_asked and not frame.superlative and not frame.having and not frame.measures:
        frame.used.add(i)
        frame.shown.append(ref)
        return
    column = frame.column(i)
    if column is not None and column.role != "measure" and weight >= 0.6 and _listed(frame, i):
        frame.used.add(i)
        frame.shown.append(ref)
        return
    key = frame.catalog.tables[ref.table].primary_key
    if ref.column in key[1:] and any(ref.table in (w.table, w.column and w.column.table) for w in frame.measures):
        frame.used.add(i)  # the lines that had a discount: the rows, by what numbers them
        frame.idle.add(i)
        return
    if column is not None and column.role != "measure":
        return
    if any(w.column == ref for w in frame.measures):
        frame.used.add(i)
        return
    before = frame.prev(i)
    joined = before is not None and (frame.cue(before, "and") or frame.marks[before].text in ",，、")
    if all(wanted in frame.having_by.values() for wanted in frame.measures) or joined:
        frame.used.add(i)
        frame.measures.append(Wanted(None, column=ref, at=i))
