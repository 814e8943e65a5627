"""Queries in two parts: what is absent, what meets two conditions, what is compared with an aggregate.

Owns NOT IN, EXCEPT, INTERSECT, UNION and comparisons with an aggregate of a column. Refuses groups and order: a query
in two parts has neither here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from copilot.readers.network import NoPath
from copilot.readers.sketching.judged import Candidate, Judged, log
from copilot.readers.sketching.query import Field, Fn, Op, Query, SetWord, Term, Test
from copilot.readers.sketching.restricting import Restrictions, Where
from copilot.readers.sketching.shapes import Shape
from copilot.readers.sketching.signs import Scene

if TYPE_CHECKING:
    from copilot.readers.sketching.filling import Filler

_LEAST: Final = 0.02
"""Ways of nesting that are less likely are not tried."""
_NOT: Final = frozenset("not no never without except n't don't doesn't didn't haven't nor any".split())
_SETS: Final[tuple[SetWord, ...]] = ("intersect", "union")
_AGAINST: Final[tuple[tuple[str, Op], ...]] = ((">agg", ">"), ("<agg", "<"), ("=agg", "="))
_ENDS: Final[tuple[tuple[Fn, frozenset[str]], ...]] = (
    ("min", frozenset({"minimum", "lowest", "smallest", "min"})),
    ("max", frozenset({"maximum", "highest", "largest", "max"})),
)
_TURNED: Final[dict[Op, Op]] = {"!=": "=", "not in": "in", "not like": "like"}
Groups = tuple[tuple[Test, ...], ...]


class Nester:
    """Composes queries in two parts for one question."""

    def __init__(self, scene: Scene, judged: Judged, restrictions: Restrictions, filler: Filler) -> None:
        self._scene = scene
        self._judged = judged
        self._restrictions = restrictions
        self._filler = filler
        self._network = scene.terrain.network

    def candidates(self) -> list[Candidate]:
        """Return the queries in two parts, in no order."""
        return [*self._absent(), *self._combined(), *self._compared()]

    def _simple(self, most: int = 4) -> Iterator[tuple[Shape, float, tuple[Term, ...], float]]:
        """Yield the likeliest shapes without groups and order, with their selects."""
        shapes = [(s, p) for s, p in self._judged.shapes if not s.groups and not s.order and not s.having]
        for shape, chance in shapes[:3]:
            for select, score in self._filler.selects(shape)[:most]:
                yield shape, log(chance), select, score

    # -- absence -------------------------------------------------------------------------------------------------

    def _absent(self) -> Iterator[Candidate]:
        """Yield rows of a table without partners in another, or without a property."""
        chances = {"not in": self._judged.nests.get("not inq", 0.0), "except": self._judged.nests.get("except", 0.0)}
        if sum(chances.values()) < _LEAST:
            return
        others = sorted(self._judged.tables.items(), key=lambda t: -t[1])[:4]
        for shape, shape_score, select, select_score in self._simple():
            homes = {t.field.table for t in select if t.field}
            if len(homes) > 1:
                continue
            for home in sorted(homes or {t for t, _ in others[:2]}):
                for where in self._restrictions.sets(())[:4]:
                    for other, chance in [(home, 0.5), *others]:
                        if other == home and not where.groups:
                            continue
                        parts = {
                            "shape": shape_score,
                            "select": select_score,
                            "where": where.score,
                            "tables": log(chance) + log(self._judged.tables.get(home, 0.01)),
                        }
                        for nest, query in self._without(select, shape, home, other, where):
                            made = {**parts, "nest": log(chances[nest])}
                            yield Candidate(query, made, shape, nest, where.used)

    def _without(
        self, select: tuple[Term, ...], shape: Shape, home: str, other: str, where: Where
    ) -> Iterator[tuple[str, Query]]:
        outer, inner = self._parted(where, home)
        tables = tuple(dict.fromkeys([other, *(t.left.field.table for g in inner for t in g if t.left.field)]))
        if any(t.field is None for t in select) or other != home:
            inside = self._reached(home, tables, inner)
            if inside is None:
                return
            mine, query = inside
            test = Test(Term("", mine), "not in", query)
            yield "not in", Query(select, (home,), shape.distinct, where=(*outer, (test,)))
        takes_away = bool(inner) or set(tables) != {home}  # else nothing would be left
        if takes_away and all(t.field is not None for t in select) and not any(t.fn for t in select):
            minus = Query(select, tuple(dict.fromkeys([home, *tables])), where=(*outer, *inner))
            yield "except", Query(select, (home,), where=outer, combined=("except", minus))

    def _parted(self, where: Where, home: str) -> tuple[Groups, Groups]:
        """Part the conditions into those of the rows shown and those of what they must not have, without negation."""
        lemmas = self._scene.links.lemmas
        negation = next((place for place, lemma in enumerate(lemmas) if lemma in _NOT), len(lemmas))
        outer: list[tuple[Test, ...]] = []
        inner: list[tuple[Test, ...]] = []
        for group in where.groups:
            fields = {t.left.field for t in group}
            place = min((c.mention.start for c in where.used if c.field in fields), default=0)
            stays = all(f is not None and f.table == home for f in fields) and place < negation
            if stays:
                outer.append(group)
            else:
                inner.append(tuple(Test(t.left, _TURNED.get(t.op, t.op), t.right) for t in group))
        return tuple(outer), tuple(inner)

    def _reached(self, home: str, tables: tuple[str, ...], inner: Groups) -> tuple[Field, Query] | None:
        """Return the key of the rows shown, and the query for its values that lead to the other tables."""
        try:
            steps = self._network.tree({home, *tables})
        except NoPath:
            return None
        for known, new, link in steps:
            if home not in (known, new):
                continue
            beyond = new if known == home else known
            mine, theirs = link.from_columns[0], link.to_columns[0]
            if link.from_table != home:
                mine, theirs = theirs, mine
            reached = tuple(table for table in tables if table != home)
            if not reached:
                return None
            inside = tuple(dict.fromkeys([beyond, *reached]))
            return Field(home, mine), Query((Term("", Field(beyond, theirs)),), inside, where=inner)
        return None

    # -- two conditions ------------------------------------------------------------------------------------------

    def _combined(self) -> Iterator[Candidate]:
        """Yield what meets each of two conditions, though not in one row."""
        for word in _SETS:
            chance = self._judged.nests.get(word, 0.0)
            if chance < _LEAST:
                continue
            for shape, shape_score, select, select_score in self._simple():
                if any(t.fn for t in select):
                    continue
                for where in self._restrictions.sets(()):
                    tests = [t for g in where.groups for t in g]
                    if len(tests) != 2:
                        continue
                    needed = {t.field.table for t in select if t.field} | {f.table for f in where.fields}
                    for tables, table_score in self._filler.tables(needed, False)[:2]:
                        second = Query(select, tables, where=((tests[1],),))
                        query = Query(select, tables, where=((tests[0],),), combined=(word, second))
                        parts = {
                            "shape": shape_score,
                            "select": select_score,
                            "where": where.score,
                            "tables": table_score,
                            "nest": log(chance),
                        }
                        yield Candidate(query, parts, shape, word, where.used)

    # -- against an aggregate ------------------------------------------------------------------------------------

    def _compared(self) -> Iterator[Candidate]:
        """Yield rows above or below an aggregate of their column, or with its highest or lowest value."""
        lemmas = frozenset(self._scene.links.lemmas)
        fn: Fn = "avg"
        for name, words in _ENDS:
            if lemmas & words and not lemmas & {"average", "mean"}:
                fn = name
        for nest, op in _AGAINST:
            chance = self._judged.nests.get(nest, 0.0)
            if chance < _LEAST or (op == "=" and fn == "avg"):
                continue
            for shape, shape_score, select, select_score in self._simple(3):
                for field, likely in self._filler.top("cmp", 3):
                    test = Test(Term("", field), op, Query((Term(fn, field),), (field.table,)))
                    for where in self._restrictions.sets(())[:3]:
                        needed = {t.field.table for t in select if t.field} | {f.table for f in where.fields}
                        for tables, table_score in self._filler.tables(needed | {field.table}, False)[:1]:
                            query = Query(select, tables, shape.distinct, where=(*where.groups, (test,)))
                            parts = {
                                "shape": shape_score,
                                "select": select_score,
                                "where": where.score,
                                "order": log(likely),
                                "tables": table_score,
                                "nest": log(chance),
                            }
                            yield Candidate(query, parts, shape, nest, where.used)
