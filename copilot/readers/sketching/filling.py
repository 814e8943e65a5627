"""From judged parts to whole queries: shapes filled with columns, conditions and tables, the likeliest first.

Owns the search. Refuses to choose the answer: that is `ranking`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Final

from copilot.readers.sketching.judged import Candidate, Judged, Role, log
from copilot.readers.sketching.links import NumberMention
from copilot.readers.sketching.nesting import Nester
from copilot.readers.sketching.query import Field, Order, Query, Term, Test
from copilot.readers.sketching.restricting import Restrictions, Where
from copilot.readers.sketching.shapes import Shape, Slot
from copilot.readers.sketching.signs import Scene

_FEW: Final = 7
"""Columns that are tried for one slot."""
_COMBOS: Final = 8
_KEPT: Final = 60
_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")
_ALL_WORTH: Final = 0.3
"""How likely all columns are meant where the words for it are there."""
_TIMES: Final = {"once": 1, "twice": 2, "thrice": 3, "multiple": 1, "several": 1}
"""Words that stand for a number in a condition on a count."""


class Filler:
    """Fills shapes for one question."""

    def __init__(self, scene: Scene, judged: Judged) -> None:
        self._scene = scene
        self._judged = judged
        self._terrain = scene.terrain
        self._network = scene.terrain.network
        self._via = self._pointed()
        self._restrictions = Restrictions(scene, judged)

    def candidates(self) -> list[Candidate]:
        """Return the likeliest queries."""
        found: list[Candidate] = []
        wheres = self._restrictions.sets(())
        for shape, chance in self._judged.shapes:
            if any(op not in _COMPARISONS for _, op in shape.having):
                continue  # a group is compared with one number
            plain = self._judged.nests.get("", 0.01)
            for numbers, taken in self._numbers(shape):
                ways = self._restrictions.sets(taken) if taken else wheres
                for select, select_score in self.selects(shape):
                    for where in ways:
                        found += self._plain(
                            shape, log(chance), log(plain), select, select_score, where, numbers, taken
                        )
        found = sorted(found, key=lambda c: -c.score)[: 2 * _KEPT]
        nested = Nester(self._scene, self._judged, self._restrictions, self).candidates()
        return [*found, *sorted(nested, key=lambda c: -c.score)[:_KEPT]]

    def _pointed(self) -> tuple[Field, ...]:
        """Return the child columns of links, those that the words of the question hit best first."""
        hit = {
            field: max(h.weight for h in hits)
            for field, hits in self._scene.links.columns.items()
            if field in self._terrain.foreign
        }
        return tuple(sorted((f for f, w in hit.items() if w >= 0.35), key=lambda f: -hit[f]))

    # -- numbers of limits and groups ----------------------------------------------------------------------------

    def _numbers(self, shape: Shape) -> Iterator[tuple[tuple[int | float, ...], tuple[NumberMention, ...]]]:
        """Return the numbers for a shape's HAVING and LIMIT, with the mentions that they take."""
        wanted = len(shape.having) + (shape.limit == "n")
        if not wanted:
            yield (), ()
            return
        words = [
            NumberMention(place, place + 1, _TIMES[lemma], True)
            for place, lemma in enumerate(self._scene.links.lemmas)
            if lemma in _TIMES
        ]
        chance = {(c.mention.start): 0.0 for c in self._judged.conditions}
        for c in self._judged.conditions:
            if isinstance(c.mention, NumberMention):
                chance[c.mention.start] = max(chance[c.mention.start], c.chance)
        free = sorted([*self._scene.links.numbers, *words], key=lambda n: chance.get(n.start, 0.0))
        for chosen in list(combinations(free[:3], wanted))[:3]:
            yield tuple(n.value for n in chosen), tuple(chosen)

    # -- select --------------------------------------------------------------------------------------------------

    def top(self, role: Role, most: int = _FEW) -> list[tuple[Field, float]]:
        """Return the likeliest columns for a role."""
        chances = self._judged.roles[role]
        return sorted(((f, p) for f, p in chances.items() if p > 0.004), key=lambda x: -x[1])[:most]

    def selects(self, shape: Shape) -> list[tuple[tuple[Term, ...], float]]:
        """Return the likeliest terms for the select slots."""
        plain = any(not slot.fn for slot in shape.select)
        chosen_plain = self._sets("sel") if plain else [((), self._none("sel"))]
        aggregates = [slot for slot in shape.select if slot.fn and not slot.star]
        stars = tuple(Term(slot.fn, None) for slot in shape.select if slot.star)
        counted = [s for s in aggregates if s.fn == "count"]
        numeric = [s for s in aggregates if s.fn != "count"]
        ways: list[tuple[tuple[Term, ...], float]] = []
        for fields, score in chosen_plain:
            terms = tuple(Term("", f) for f in fields)
            for more, extra in self._aggregates(numeric, "agg"):
                for count, count_score in self._aggregates(counted, "cntd"):
                    ways.append(((*terms, *more, *count, *stars), score + extra + count_score))
        return sorted(ways, key=lambda w: -w[1])[:_COMBOS]

    def _none(self, role: Role) -> float:
        return sum(log(1 - p) for _, p in self.top(role, 3))

    def _sets(self, role: Role) -> list[tuple[tuple[Field, ...], float]]:
        """Return the likeliest sets of columns, of whatever size."""
        top = self.top(role, 12)
        base = sum(log(1 - p) for _, p in top)
        gains = [(f, log(p) - log(1 - p)) for f, p in top]
        sets: dict[tuple[Field, ...], float] = {}
        for size in (1, 2, 3):
            for chosen in combinations(gains[:_FEW], size):
                sets[tuple(f for f, _ in chosen)] = base + sum(g for _, g in chosen)
        for size in range(4, len(gains) + 1):
            prefix = gains[:size]
            sets[tuple(f for f, _ in prefix)] = base + sum(g for _, g in prefix)
            for place in range(size):
                for other in gains[size : size + 2]:
                    swapped = [*prefix[:place], other, *prefix[place + 1 :]]
                    sets[tuple(f for f, _ in swapped)] = base + sum(g for _, g in swapped)
        if role == "sel" and self._scene.everything:
            for table, chance in sorted(self._judged.tables.items(), key=lambda t: -t[1])[:2]:
                columns = self._terrain.catalog.tables[table].columns
                sets[tuple(Field(table, column) for column in columns)] = log(_ALL_WORTH * chance)
        return sorted(sets.items(), key=lambda s: -s[1])[:_COMBOS]

    def _aggregates(self, slots: list[Slot], role: Role) -> list[tuple[tuple[Term, ...], float]]:
        if not slots:
            return [((), 0.5 * self._none(role))]
        top = self.top(role, 4)
        ways: list[tuple[tuple[Term, ...], float]] = []
        if len(slots) > 1:
            same = list(slots)
            ways += [(tuple(Term(s.fn, f, s.distinct) for s in same), log(p)) for f, p in top[:3]]
            if len(slots) <= 3:
                for chosen in list(product(top[:3], repeat=len(slots)))[:27]:
                    if len({f for f, _ in chosen}) > 1:
                        terms = tuple(Term(s.fn, f, s.distinct) for s, (f, _) in zip(slots, chosen, strict=True))
                        ways.append((terms, sum(log(p) for _, p in chosen)))
        else:
            ways = [((Term(slots[0].fn, f, slots[0].distinct),), log(p)) for f, p in top]
        return sorted(ways, key=lambda w: -w[1])[:5]

    # -- whole queries -------------------------------------------------------------------------------------------

    def _plain(
        self,
        shape: Shape,
        shape_score: float,
        nest_score: float,
        select: tuple[Term, ...],
        select_score: float,
        where: Where,
        numbers: tuple[int | float, ...],
        taken: tuple[NumberMention, ...],
    ) -> Iterator[Candidate]:
        for group, group_score in self._groups(shape, select):
            for order, having, order_score in self._orders(shape, numbers):
                fields = [t.field for t in (*select, *(o.by for o in order), *(h.left for h in having)) if t.field]
                needed = {f.table for f in (*fields, *group, *where.fields)}
                counted = any(t.fn == "count" for t in (*select, *(o.by for o in order), *(h.left for h in having)))
                for tables, table_score in self.tables(needed, counted):
                    limit = None
                    if shape.limit:
                        limit = 1 if shape.limit == "1" else int(numbers[-1])
                    query = Query(
                        select=select,
                        tables=tables,
                        distinct=shape.distinct,
                        where=where.groups,
                        group=group,
                        having=having,
                        order=order,
                        limit=limit,
                        via=self._via,
                    )
                    parts = {
                        "shape": shape_score,
                        "nest": nest_score,
                        "select": select_score,
                        "where": where.score,
                        "group": group_score,
                        "order": order_score,
                        "tables": table_score,
                    }
                    yield Candidate(query, parts, shape, "", where.used, taken)

    def _groups(self, shape: Shape, select: tuple[Term, ...]) -> list[tuple[tuple[Field, ...], float]]:
        if not shape.groups:
            return [((), 0.3 * self._none("grp"))]
        plain = [t.field for t in select if not t.fn and t.field]
        roles = self._judged.roles["grp"]
        options: dict[tuple[Field, ...], float] = {}
        if shape.groups == 1:
            for f in plain:
                options[f,] = log(roles.get(f, 0.02))
                for key in sorted(self._terrain.keys[f.table]):
                    options[Field(f.table, key),] = log(max(0.03, roles.get(Field(f.table, key), 0.02)))
            for f, p in self.top("grp", 2):
                options.setdefault((f,), log(p))
        else:
            if len(plain) >= shape.groups:
                for chosen in combinations(plain, shape.groups):
                    options[chosen] = sum(log(roles.get(f, 0.02)) for f in chosen)
            top = [f for f, _ in self.top("grp", 3)]
            for chosen in combinations(top, shape.groups):
                options.setdefault(chosen, sum(log(roles.get(f, 0.02)) for f in chosen))
        return sorted(options.items(), key=lambda o: -o[1])[:3]

    def _orders(
        self, shape: Shape, numbers: tuple[int | float, ...]
    ) -> list[tuple[tuple[Order, ...], tuple[Test, ...], float]]:
        slots = [(slot, "oagg" if slot.fn else "ord") for slot, _ in shape.order]
        slots += [(slot, "oagg") for slot, _ in shape.having]
        choices: list[list[tuple[Field | None, float]]] = []
        for slot, role in slots:
            if slot.star:
                choices.append([(None, 0.9)])
                continue
            top = self.top(role, 3)
            if role == "oagg":
                top = sorted([*top, *self.top("agg", 2)], key=lambda x: -x[1])[:3]
            choices.append(list(top))
        found = []
        for chosen in list(product(*choices))[:6]:
            terms = [Term(s.fn, f, s.distinct) for (s, _), (f, _) in zip(slots, chosen, strict=True)]
            score = sum(log(p) for _, p in chosen)
            count = len(shape.order)
            order = tuple(Order(t, down) for t, (_, down) in zip(terms[:count], shape.order, strict=True))
            having = tuple(
                Test(t, op, (number,)) for t, (_, op), number in zip(terms[count:], shape.having, numbers, strict=False)
            )
            found.append((order, having, score if slots else 0.3 * self._none("ord")))
        return found

    def tables(self, needed: set[str], counted: bool) -> list[tuple[tuple[str, ...], float]]:
        """Return the likeliest sets of tables that hold all that are needed."""
        chances = self._judged.tables
        top = sorted(((t, p) for t, p in chances.items() if t not in needed and p > 0.04), key=lambda x: -x[1])[:3]
        if not needed:
            top = sorted(chances.items(), key=lambda x: -x[1])[:3]
        base = sum(log(chances.get(t, 0.01)) for t in needed)
        found = []
        for size in range(len(top) + 1):
            for extra in combinations(top, size):
                if not needed and size == 0:
                    continue
                names = {t for t, _ in extra}
                score = base + sum(log(p) if t in names else log(1 - p) for t, p in top)
                found.append((tuple(sorted(needed | names)), score))
        return sorted(found, key=lambda f: -f[1])[: 4 if counted else 3]
