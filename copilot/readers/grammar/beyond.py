"""Plans over groups: how many months were above an amount, the share of customers with more than one order.

Owns turning a count with a condition on what is counted into groups that are gone over, and the worth of a row that
only the rows below it tell. Refuses conditions of which nobody says what they are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlglot import exp

from copilot.linking.lexicon import phrase
from copilot.linking.schema_index import SchemaIndex
from copilot.readers.formulas import parse, tables_of
from copilot.readers.grammar.frame import Frame, GroupBy, OverWanted, Wanted
from copilot.readers.grammar.naming import calendar_unit, label_column
from copilot.readers.joins import JoinGraph
from copilot.readers.plan import (
    ColumnRef,
    Compare,
    Dimension,
    Having,
    IsNull,
    Measure,
    Not,
    OverGroups,
    Plan,
    columns_of,
)
from copilot.readers.windows import adds_up
from copilot.values import Catalog, Metric

_WORDS: Final = ("amount", "total", "revenue", "sale", "value", "price")
"""What tells the worth of a thing, the surest first."""


class Beyond:
    """Goes over the groups of frames over one catalog."""

    def __init__(self, catalog: Catalog, metrics: Mapping[str, Metric], graph: JoinGraph, schema: SchemaIndex) -> None:
        self._catalog = catalog
        self._metrics = metrics
        self._graph = graph
        self._schema = schema

    def settle(self, frame: Frame, *, timed: bool) -> bool:
        """Give the frame its groups that are gone over; False where it names something that the data cannot tell."""
        if any(wanted.worth_of is not None for wanted in frame.measures):
            return self._worth(frame)
        if frame.over is None:
            self._attribute_of_each(frame)
        if frame.over is None:
            self._groups_with_condition(frame, timed=timed)
        return True

    # -- worth ---------------------------------------------------------------------------------------------------

    def _worth(self, frame: Frame) -> bool:
        wanted = next(w for w in frame.measures if w.worth_of is not None)
        over = frame.over
        found = self._value_of(wanted.worth_of or "")
        if found is None or over is None:
            return False
        own = found.column is not None and found.column.table == wanted.worth_of
        if own and frame.having and found.column is not None:
            ref, (op, value, _), at = found.column, frame.having.pop(), frame.having_marks.pop()
            frame.where.append((Compare(ref, op, value), at))
            frame.groups = [group for group in frame.groups if not group.over]
            frame.measures = [Wanted("count", table=wanted.worth_of, at=wanted.at)]
            frame.over = None
            return True
        if own and over.width is not None:
            cut = GroupBy(ref=found.column, width=over.width, at=wanted.at)
            frame.groups = [cut if group.over else group for group in frame.groups]
            frame.measures = [Wanted("count", table=wanted.worth_of)]
            frame.over = None
        elif own:
            frame.groups = [g for g in frame.groups if not g.over]
            frame.measures = [replace(found, aggregate=over.name, fraction=over.fraction, at=wanted.at)]
            frame.over = None
        else:
            frame.measures = [replace(found, at=wanted.at)]
        return True

    def worth_of_ranked(self, frame: Frame) -> None:
        """The ten largest orders: things without a name of their own are large by what they are worth."""
        things = [g.element for g in frame.groups if g.ranked and g.element is not None and _is_named(frame, g.at)]
        ranked = [thing.table for thing in things if thing.kind == "table"]
        if not frame.superlative or frame.measures or frame.order_by[:1] != ("*",) or len(ranked) != 1:
            return
        found = self._value_of(ranked[0]) if label_column(self._catalog, ranked[0]) is None else None
        if found is None:
            return
        name = found.metric or (found.column.column if found.column is not None else "")
        frame.measures.append(found)
        frame.assumptions.append(("superlative", (frame.marks[frame.order_at].text, name)))

    def share_of_first(self, frame: Frame) -> bool:
        """What part of revenue came from the top 10 customers: the groups are gone over; False where that fails."""
        if not frame.together:
            return True
        ranked = [position for position, group in enumerate(frame.groups) if group.ranked]
        if len(ranked) != 1 or len(frame.measures) != 1 or frame.over is not None or frame.limit is None:
            return False
        frame.groups[ranked[0]] = replace(frame.groups[ranked[0]], over=True)
        frame.over = OverWanted("sum", first=frame.limit, descending=frame.order != "asc")
        frame.share = frame.superlative = False
        frame.order, frame.limit = None, None
        return True

    def _value_of(self, table: str) -> Wanted | None:
        """Return what a row of a table is worth: an amount of its own, else the sum of one of the rows below it."""
        best: tuple[float, Wanted] | None = None
        for position, word in enumerate(_WORDS):
            for hit in self._schema.lookup(phrase(word)):
                wanted = self._as_total(hit.element.kind, hit.element.table, hit.element.name, table)
                if wanted is None or hit.weight < 0.55:
                    continue
                own = wanted.column is not None and wanted.column.table == table
                score = hit.weight - 0.05 * position + 0.3 * own + 0.1 * (wanted.metric is not None)
                if best is None or score > best[0]:
                    best = (score, wanted)
        return best[1] if best is not None else None

    def _as_total(self, kind: str, home: str, name: str, table: str) -> Wanted | None:
        if kind == "metric":
            tree = parse(self._metrics[name].expression)
            base = self._graph.lowest(tables_of(tree))
            plain = isinstance(tree, exp.Sum) and isinstance(tree.this, exp.Column)
            below = base is not None and base != table and self._graph.path(base, table)
            return Wanted(None, metric=name) if plain and below else None
        if kind != "column" or not self._catalog.column(home, name).additive:
            return None
        reached = home == table or self._graph.path(home, table)
        return Wanted("sum", column=ColumnRef(home, name)) if reached else None

    def _attribute_of_each(self, frame: Frame) -> None:
        """Average seats per plane for each airline: each plane counts once, however often it flies."""
        wanted = frame.measures[0] if len(frame.measures) == 1 else None
        if wanted is None or wanted.column is None or wanted.aggregate not in ("avg", "median", "min", "max"):
            return
        for position, group in enumerate(frame.groups):
            table = group.element.table if group.element is not None and group.element.kind == "table" else None
            said = frame.marks[group.at - 1].text.lower() if group.at > 0 else ""
            if table != wanted.column.table or said != "per":
                continue
            others = {t for g in frame.groups if g is not group and (t := _table_of(g)) is not None}
            if all(t == table or self._graph.path(table, t) is not None for t in others):
                frame.groups.remove(group)
            else:
                frame.groups[position] = replace(group, over=True)
                frame.over = OverWanted(wanted.aggregate)
                frame.measures = [replace(wanted, aggregate="max")]
            return

    # -- conditions on groups --------------------------------------------------------------------------------------

    def _groups_with_condition(self, frame: Frame, *, timed: bool) -> None:
        """How many months had revenue above 300,000; the share of days with more than 1,000 flights."""
        plain = [one for one in frame.having if not one[2]]
        if not (plain or (frame.having_average and frame.counted)) or len(plain) != len(frame.having):
            return
        if frame.superlative or frame.changes or frame.follow or frame.combine or frame.asked:
            return
        thing = self._counted_thing(frame) if not frame.share else self._shared_thing(frame)
        if thing is None:
            return
        group, gone = thing
        compared = [w for w in frame.measures if w is not gone]
        if frame.having_of is not None and not any(w.table == frame.having_of for w in compared):
            compared.insert(0, Wanted("count", table=frame.having_of, at=frame.having_of_at))
        table = group.element.table if group.element is not None else None
        if len(compared) != 1 or (frame.having_of is not None and table == frame.having_of):
            return
        if table is not None and not timed and not frame.share and compared[0].aggregate == "count":
            return  # counted one by one: those without any count too
        frame.measures, frame.having_of = compared, None
        frame.groups.append(replace(group, over=True))
        frame.over = OverWanted("count", share=frame.share)
        frame.share = False

    def _counted_thing(self, frame: Frame) -> tuple[GroupBy, Wanted] | None:
        """Return what is counted as a group."""
        if not frame.counted:
            return None
        for wanted in frame.measures:
            group = self._as_group(frame, wanted)
            if group is not None:
                return group, wanted
        return None

    def _as_group(self, frame: Frame, wanted: Wanted) -> GroupBy | None:
        if wanted.aggregate == "count" and wanted.grain is not None:
            return GroupBy(grain=wanted.grain, at=wanted.at)
        if wanted.aggregate == "count" and wanted.column is not None and wanted.distinct:
            grain = calendar_unit(self._catalog, wanted.column)
            return GroupBy(grain=grain, at=wanted.at) if grain else GroupBy(ref=wanted.column, at=wanted.at)
        if wanted.aggregate == "count" and wanted.table is not None and wanted.table != frame.having_of:
            return GroupBy(element=frame.element(wanted.at), at=wanted.at) if frame.element(wanted.at) else None
        if wanted.metric is not None:
            tree = parse(self._metrics[wanted.metric].expression)
            column = tree.find(exp.Column)
            if isinstance(tree, exp.Count) and tree.find(exp.Distinct) and column is not None:
                first = frame.having_marks[0] if frame.having_marks else -1
                return GroupBy(ref=ColumnRef(column.table, column.name), at=wanted.at) if wanted.at < first else None
        return None

    def _shared_thing(self, frame: Frame) -> tuple[GroupBy, Wanted | None] | None:
        """Return that of which a share is asked for: the things behind "share of" and before the condition."""
        last = frame.having_marks[0] if frame.having_marks else len(frame.marks)
        for i in range(frame.share_at + 1, last):
            mark, element = frame.marks[i], frame.element(i)
            if mark.grain is not None and not mark.grain.marker:
                frame.used.add(i)
                return GroupBy(grain=mark.grain.grain, at=i), None
            if element is None or mark.elements[0].weight < 0.65:
                continue
            gone = next((w for w in frame.measures if w.at == i), None)
            if element.kind == "metric":  # our buyers: an agreed number of different things
                counted = self._as_group(frame, Wanted(None, metric=element.name, at=i))
                if counted is None:
                    continue
                frame.used.add(i)
                return counted, gone
            if element.kind == "column" and frame.is_amount(i):
                continue
            frame.used.add(i)
            frame.groups = [g for g in frame.groups if g.at != i]
            return GroupBy(element=element, ref=frame.ref(i), at=i), gone
        return None


def _table_of(group: GroupBy) -> str | None:
    if group.ref is not None:
        return group.ref.table
    return group.element.table if group.element is not None else None


def _is_named(frame: Frame, at: int) -> bool:
    """Tell whether a noun names the things; a verb such as selling only hints at them."""
    return at >= 0 and bool(frame.marks[at].elements) and frame.marks[at].elements[0].weight >= 0.9


def over_groups(frame: Frame, plan: Plan) -> Plan | None:
    """Return the plan that goes over the groups of a plan."""
    wanted = frame.over
    if wanted is None:
        return plan
    gone = [i for i, group in enumerate(frame.groups[: len(plan.dimensions)]) if group.over]
    if len(gone) != 1 or len(plan.dimensions) != len(frame.groups) or len(plan.measures) != 1:
        return None
    kept = tuple(i for i in range(len(plan.dimensions)) if i not in gone)
    measure, dimension = plan.measures[0], plan.dimensions[gone[0]]
    if wanted.first is not None and not adds_up(measure.value):
        return None
    if wanted.first is None:  # a part of everything is also one of what belongs to no group
        known = [Not(IsNull(ref)) for ref in columns_of(dimension.by) if _may_lack(frame.catalog, plan.base, ref)]
        plan = replace(plan, where=(*plan.where, *(p for p in known if p not in plan.where)))
    what = _called(frame.groups[gone[0]], dimension)
    share: tuple[Having, ...] = ()
    if wanted.share:
        if any(isinstance(h.value, str) for h in plan.having):
            return None
        share, plan = plan.having, replace(plan, having=())
    label, unit = _label(wanted, measure, what, share=bool(share))
    over = OverGroups(
        wanted.name,
        label,
        0,
        kept,
        wanted.fraction,
        wanted.width,
        share_of=share,
        unit=unit,
        first=wanted.first,
        descending=wanted.descending,
    )
    return replace(plan, over=over)


def _may_lack(catalog: Catalog, base: str, ref: ColumnRef) -> bool:
    """Tell whether some rows of the base belong to no group: nothing is no month and no customer."""
    facts = catalog.column(ref.table, ref.column).facts
    return ref.table != base or facts is None or facts.nulls > 0


def _called(group: GroupBy, dimension: Dimension) -> str:
    """Return what several of the groups are called."""
    if group.element is not None and group.element.kind == "table":
        return group.element.table
    return f"{dimension.label}s" if group.grain is not None else dimension.label


def _label(wanted: OverWanted, measure: Measure, what: str, *, share: bool) -> tuple[str, str | None]:
    if share:
        return f"share_of_{what}", "share"
    if wanted.first is not None:
        return f"share_of_{measure.label}", "share"
    if wanted.name == "count":
        return f"number_of_{what}", None
    name = wanted.name
    if wanted.fraction is not None:
        name_text = f"p{format(wanted.fraction * 100, 'f').rstrip('0').rstrip('.')}"
        return f"{name_text}_{measure.label}", measure.unit
    return f"{name}_{measure.label}", measure.unit if name != "variance" else None
