"""Bands whose bounds are said one by one: 100以下、100到199、200及以上; under 100, 100-199, 200 or more.

Owns such lists. Bands of one width belong to `copilot.readers.grammar.roles.distributing`, a single bound is a
condition of `copilot.readers.grammar.roles.thresholds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from copilot.readers.grammar.contradicting import contradicts
from copilot.readers.grammar.frame import Frame, GroupBy
from copilot.readers.grammar.roles.measured_in import by_unit, in_unit, unit_said
from copilot.readers.plan import AllOf, AnyOf, ColumnRef, Compare, Op, Value

_JOINTS: Final = ",，、;；"
_DASHES: Final = "-–~～"
_BANDS: Final = frozenset({"档", "段", "组", "类", "band", "bands", "group", "groups", "bucket", "buckets", "区间"})


@dataclass(frozen=True, slots=True)
class _Item:
    """One band: its first and last mark, and its bounds as the marks of their numbers."""

    start: int
    end: int
    bounds: tuple[tuple[Op, int], ...]


def named_bands(frame: Frame) -> None:
    """Group a number column by two or more bands that are told one after another."""
    for i in range(len(frame.marks)):
        items = _run(frame, i)
        if len(items) < 2 or not _is_split(frame, items[0].start):
            continue
        numbers = [at for item in items for _, at in item.bounds]
        target = next((k for k in range(items[0].start - 1, -1, -1) if _is_measure(frame, k)), None)
        unit = unit_said(frame, numbers[0], numbers[-1])
        ref = frame.ref(target) if target is not None else by_unit(frame, unit) if unit is not None else None
        if ref is None:
            return
        whole = set(range(items[0].start, items[-1].end + 1)) | ({target} if target is not None else set())
        frame.used |= whole
        frame.idle |= whole
        _pass_over(frame, items)
        column = frame.catalog.column(ref.table, ref.column)
        ranges = tuple(
            (_text(frame, item), tuple((op, in_unit(frame, at, column, unit)) for op, at in item.bounds))
            for item in items
        )
        frame.groups.append(GroupBy(ref=ref, at=items[0].start, ranges=_disjoint(ranges)))
        open_ends = {op[0] for _, bounds in ranges if len(bounds) == 1 for op, _ in bounds}
        if open_ends != {"<", ">"} and not any(frame.cue(k, "share") for k in range(len(frame.marks))):
            parts = (AllOf(tuple(Compare(ref, op, value) for op, value in bounds)) for _, bounds in ranges)
            frame.where.append((AnyOf(tuple(parts)), items[0].start))
        return


def _is_split(frame: Frame, start: int) -> bool:
    """Tell whether bands are asked for: over 1,000 miles and under 2,000 is one condition."""
    return any(
        frame.cue(k, "group") or frame.marks[k].text in ":：" or frame.marks[k].text.lower() in _BANDS
        for k in range(start)
    )


def _is_measure(frame: Frame, k: int) -> bool:
    column = frame.column(k)
    return k not in frame.used and frame.is_number(k) and column is not None and column.role == "measure"


def _run(frame: Frame, start: int) -> list[_Item]:
    items: list[_Item] = []
    i = start
    while (item := _item(frame, i)) is not None:
        items.append(item)
        i = item.end + 1
        joints = i
        while i < len(frame.marks) and (frame.marks[i].text in _JOINTS or frame.cue(i, "and")):
            i += 1
        if i == joints:
            break
    return items


def _item(frame: Frame, i: int) -> _Item | None:
    """Read one band from a mark on: under 100, 100以下, 100 to 199."""
    if i >= len(frame.marks) or i in frame.used:
        return None
    first, behind = frame.marks[i], i + 1
    if frame.cue(i, "compare") and first.cue is not None and not first.cue.value.startswith("after"):
        return _Item(i, behind, ((cast("Op", first.cue.value), behind),)) if _plain(frame, behind) else None
    if not _plain(frame, i) or behind >= len(frame.marks):
        return None
    cue = frame.marks[behind].cue
    if cue is not None and cue.kind == "compare" and cue.value.startswith("after"):
        return _Item(i, behind, ((cast("Op", cue.value.removeprefix("after")), i),))
    if frame.marks[behind].text == "+":
        return _Item(i, behind, ((">=", i),))
    if (frame.cue(behind, "to") or frame.marks[behind].text in _DASHES) and _plain(frame, behind + 1):
        return _Item(i, behind + 1, ((">=", i), ("<=", behind + 1)))
    return None


def _plain(frame: Frame, i: int) -> bool:
    number = frame.marks[i].number if i < len(frame.marks) else None
    return number is not None and not number.ordinal and not number.percent


def _text(frame: Frame, item: _Item) -> str:
    texts = (frame.marks[k].text for k in range(item.start, item.end + 1))
    words = [text if text.isascii() else text.replace(" ", "") for text in texts]
    spaced = all(word.isascii() for word in words) and not any(word in "-+–~" for word in words)
    return (" " if spaced else "").join(words)


def _disjoint(
    ranges: tuple[tuple[str, tuple[tuple[Op, Value], ...]], ...],
) -> tuple[tuple[str, tuple[tuple[Op, Value], ...]], ...]:
    """Give a bound that two bands share to the upper one: 0-100, 100-500."""
    starts = {value for _, bounds in ranges for op, value in bounds if op == ">="}
    return tuple(
        (name, tuple(("<" if op == "<=" and value in starts else op, value) for op, value in bounds))
        for name, bounds in ranges
    )


def _pass_over(frame: Frame, items: list[_Item]) -> None:
    """In three groups, 分三档: the number only repeats how many bands there are."""
    for i, mark in enumerate(frame.marks):
        said = mark.number
        if i in frame.used or said is None or said.value != len(items) or i + 1 >= len(frame.marks):
            continue
        if frame.marks[i + 1].text.lower() in _BANDS:
            again = {k for k in (i - 1, i, i + 1) if k >= 0 and (k >= i or frame.cue(k, "group", "in"))}
            frame.used |= again
            frame.idle |= again
    target = items[0].start
    words = {k for k in range(target) if frame.marks[k].text.lower() in _BANDS}
    frame.used |= words
    frame.idle |= words
    frame.used |= {k for k in range(target) if frame.cue(k, "group") and frame.next(k) in frame.used}


def exclude_each_other(frame: Frame) -> None:
    """Delay when it rains and when it does not: two conditions that no row meets together are two groups."""
    said: dict[ColumnRef, list[tuple[Compare, int]]] = {}
    for predicate, at in frame.where:
        if isinstance(predicate, Compare) and isinstance(predicate.left, ColumnRef):
            found = said.setdefault(predicate.left, [])
            if all(known != predicate for known, _ in found):
                found.append((predicate, at))
    for ref, pair in said.items():
        if len(pair) != 2 or not contradicts([p for p, _ in pair]) or not frame.measures or frame.combine is not None:
            continue
        if any(isinstance(p.right, ColumnRef) for p, _ in pair):
            continue
        frame.where = [(p, at) for p, at in frame.where if all(p != known for known, _ in pair)]
        frame.where.append((AnyOf(tuple(p for p, _ in pair)), pair[0][1]))
        named = tuple((f"{ref.column} {p.op} {p.right}", ((p.op, p.right),)) for p, at in pair)
        frame.groups.append(GroupBy(ref=ref, ranges=named, at=pair[0][1]))  # type: ignore[arg-type]
