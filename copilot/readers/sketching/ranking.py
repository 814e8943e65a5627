"""What can be seen of a whole candidate beside its question, as named numbers, for the learned ranking.

Owns these features. Refuses to weigh them: the weights are in the model's file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from copilot.readers.sketching.agreeing import Agreement
from copilot.readers.sketching.covering import coordination, cover, segments, unused
from copilot.readers.sketching.judged import Candidate, Judged, log
from copilot.readers.sketching.links import Hit, NumberMention
from copilot.readers.sketching.query import Field, Query, Term, Test, all_fields, all_tables, whole
from copilot.readers.sketching.signs import Scene
from copilot.readers.sketching.witness import Witness, agreement

_COUNTING: Final = frozenset({"many", "number", "count", "often"})
_NEGATIVE: Final = frozenset({"!=", "not in", "not like", "not null"})
_PARTS: Final = ("shape", "nest", "select", "where", "group", "order", "tables")
_FNS: Final = ("count", "sum", "avg", "min", "max")
_CUED: Final[dict[str, tuple[str, ...]]] = {
    "most": ("most", "highest", "largest", "greatest", "maximum", "biggest", "top", "max", "best", "longest",
             "oldest", "latest", "common", "popular", "frequent", "expensive"),
    "least": ("least", "lowest", "smallest", "fewest", "minimum", "min", "shortest", "youngest",
              "earliest", "worst", "cheapest"),
    "average": ("average", "mean", "avg"),
    "total": ("total", "sum", "overall", "combined"),
    "count": ("many", "number", "count"),
    "each": ("each", "every", "per", "by", "different"),
    "order": ("order", "ordered", "sorted", "sort", "alphabetical", "ascending", "descending",
              "alphabetically", "rank"),
    "distinct": ("distinct", "different", "unique"),
    "not": ("not", "no", "never", "without", "except", "nor", "neither", "n't", "don't", "doesn't",
            "didn't", "haven't"),
    "than": ("than", "least", "above", "below", "over", "under", "exceed", "between", "before", "after"),
    "or": ("or", "either"),
    "both": ("both", "also"),
    "descending": ("descending", "decreasing", "desc"),
    "ascending": ("ascending", "increasing", "asc", "alphabetical", "alphabetically"),
    "how many": ("many",),
    "who": ("who", "whose", "whom"),
}  # fmt: skip


class Appraiser:
    """Tells what can be seen of the candidates of one question.

    Args:
        scene: the question.
        judged: what the learned parts said.
        best: the highest sum of parts among the candidates.
        witness: what another reader made of the question.
    """

    def __init__(self, scene: Scene, judged: Judged, best: float, witness: Witness | None) -> None:
        self._scene = scene
        self._judged = judged
        self._best = best
        self._witness = witness
        lemmas = scene.links.lemmas
        self._lemmas = frozenset(lemmas)
        self._said = {name: any(word in self._lemmas for word in words) for name, words in _CUED.items()}
        self._cues = [float(said) for said in self._said.values()]
        self._text = " ".join(lemmas)
        self._gradable = any(hit.by == "adjective" for hits in scene.links.columns.values() for hit in hits)
        self._counts = sum(lemma in _COUNTING for lemma in lemmas)
        self._most = _most_likely(judged)
        self._totals = {role: sum(chances.values()) for role, chances in judged.roles.items()}
        self._tables_expected = sum(judged.tables.values())
        self._selected_first = sorted(judged.roles["sel"].items(), key=lambda each: -each[1])
        self._agreeing = Agreement(scene)
        self._known_rivals: dict[Field, float] = {}

    def row(self, candidate: Candidate, steps: int) -> list[float]:
        """Return the numbers of one candidate; `steps` is the number of joins in its SQL."""
        query, scene = candidate.query, self._scene
        row = [candidate.parts.get(part, 0.0) for part in _PARTS]
        row += [candidate.score, candidate.score - self._best, float(steps)]
        row += _form(query, candidate)
        row += self._cues
        row += cover(query, candidate, scene)
        row += self._columns(query)
        row += _conditions(query, candidate, self._judged)
        row += segments(query, candidate, scene)
        row += self._agreement(query)
        row += self._clauses(query, candidate)
        row += self._tables(query, steps)
        row += self._expected(query)
        row += unused(query, candidate, scene, self._most)
        row += agreement(self._witness, query)
        row += self._agreeing.row(query, candidate)
        return row

    def _columns(self, query: Query) -> list[float]:
        scene, links, judged = self._scene, self._scene.links, self._judged
        selected = [t.field for t in query.select if t.field is not None]
        hits = [_best(links.columns.get(field, ())) for field in selected]
        starts = [h.start for h in hits if h is not None]
        same = len(starts) - len(set(starts))
        rivals = [self._rivals(field, hit) for field, hit in zip(selected, hits, strict=True) if hit is not None]
        roles = judged.roles
        plain = [roles["sel"].get(t.field, 0.004) for t in query.select if t.field and not t.fn]
        left = next((p for f, p in self._selected_first if f not in selected), 0.0)
        tables = {f.table for f in selected}
        ordered = [o.by.field for o in query.order if o.by.field]
        wheres = [t.left.field for g in query.where for t in g if t.left.field]
        where_starts = [h.start for f in wheres if (h := _best(links.columns.get(f, ())))]
        return [
            float(sum(h is None for h in hits)),
            min((h.weight for h in hits if h), default=1.0),
            float(sum(bool(h and h.whole) for h in hits)),
            float(same),
            max(rivals, default=0.0),
            min(plain, default=1.0),
            left,
            float(len(tables)),
            float(len([f for f in selected if f in ordered])),
            float(len([f for f in selected if f in wheres])),
            float(bool(query.group) and any(f in query.group for f in selected)),
            float(bool(query.group) and query.group[0] in _keys(scene, query.group[0].table)),
            (max(starts) if starts else -1) / scene.size,
            (min(starts) if starts else -1) / scene.size,
            (min(where_starts) / scene.size) if where_starts else -1.0,
            float(scene.whole_count),
            float(sum(scene.terrain.named[f.table] == f for f in selected)),
            float(sum(f.column in scene.terrain.keys[f.table] for f in selected)),
            float(sum(f in scene.terrain.foreign for f in selected)),
            _facts(query, scene),
        ]

    def _rivals(self, field: Field, hit: Hit) -> float:
        """Return how many other columns are hit at least as well by the words that hit a column best."""
        known = self._known_rivals.get(field)
        if known is None:
            span = hit.start, hit.end
            known = self._known_rivals[field] = float(
                sum(
                    other != field and any((h.start, h.end) == span and h.weight >= hit.weight for h in theirs)
                    for other, theirs in self._scene.links.columns.items()
                )
            )
        return known

    def _agreement(self, query: Query) -> list[float]:
        """How operators and order agree with the words for them."""
        scene, lemmas, said = self._scene, self._lemmas, self._text
        wrong = right = 0.0
        for group in query.where:
            for test in group:
                if isinstance(test.right, Query) or not test.right:
                    continue
                for number in scene.links.numbers:
                    if number.value in test.right:
                        bound = scene.bound((number.start, number.end))
                        expected = {3.0: ("between",), 2.0: (">=",), 1.0: (">",), -1.0: ("<",), -2.0: ("<=",)}.get(
                            bound, ("=", "!=")
                        )
                        right += test.op in expected
                        wrong += test.op not in expected
        for test in query.having:
            for number in scene.links.numbers:
                if not isinstance(test.right, Query) and number.value in test.right:
                    bound = scene.bound((number.start, number.end))
                    expected = {3.0: ("between",), 2.0: (">=",), 1.0: (">",), -1.0: ("<",), -2.0: ("<=",)}.get(
                        bound, ("=",)
                    )
                    right += test.op in expected
                    wrong += test.op not in expected
        down = up = 0.0
        if query.order:
            falls = (
                any(w in lemmas for w in _CUED["descending"])
                or "reverse" in lemmas
                or "from high" in said
                or "big to small" in said
            )
            rises = any(w in lemmas for w in _CUED["ascending"]) and "reverse" not in lemmas
            most = any(w in lemmas for w in _CUED["most"])
            least = any(w in lemmas for w in _CUED["least"]) and "at least" not in said
            down = float(falls or most) - float(least)
            up = float(rises and not falls) + float(least) - float(most)
            if not query.order[0].descending:
                down, up = up, down
        return [
            right,
            wrong,
            down,
            up,
            float("at least" in said),
            float(said.startswith(("how many", "count", "what is the number"))),
        ]

    def _clauses(self, query: Query, candidate: Candidate) -> list[float]:
        """How many clauses lack a word for them, and how many words a clause."""
        lemmas, said = self._lemmas, self._said.__getitem__
        queries = list(whole(query))
        used = {t.fn for one in queries for t in one.terms() if t.fn}
        cued = {
            "avg": said("average"),
            "min": said("least"),
            "max": said("most"),
            "sum": said("total"),
            "count": said("count"),
        }
        unsaid = sum(not cued[fn] for fn in used)
        top = query.limit is not None or bool(used & {"max", "min"}) or bool(query.order)
        average_open = cued["avg"] and "avg" not in used
        superlative_open = (said("most") or said("least")) and not top and not query.having
        limit_unsaid = query.limit == 1 and not (said("most") or said("least") or self._gradable)
        each_open = ("each" in lemmas or "per" in lemmas or "every" in lemmas) and not query.group
        distinct_open = bool(lemmas & {"distinct", "different", "unique"}) and not (
            query.distinct or any(t.distinct for t in query.select) or query.group or query.combined
        )
        ops = {t.op for one in queries for group in one.where for t in group}
        negative = bool(ops & _NEGATIVE) or candidate.nest in ("not in", "except")
        negated = said("not") or "other" in lemmas or "outside" in lemmas
        ordered_open = (
            bool(lemmas & {"order", "ordered", "sorted", "sort", "alphabetical", "ascending", "descending"})
            and not query.order
        )
        broken, kept = coordination(query, self._scene)
        return [
            float(unsaid),
            float(average_open),
            float(superlative_open),
            float(limit_unsaid),
            float(each_open),
            float(distinct_open),
            float(query.distinct and not lemmas & {"distinct", "different", "unique"}),
            float(negated and not negative),
            float(negative and not negated),
            float(ordered_open),
            float("or" in lemmas and all(len(g) == 1 for g in query.where) and query.combined is None),
            float("both" in lemmas and query.combined is None),
            float(said("how many") and "count" not in used and "how" in lemmas),
            broken,
            kept,
        ]

    def _tables(self, query: Query, steps: int) -> list[float]:
        links, chances = self._scene.links, self._judged.tables
        tables = all_tables(query)
        unnamed = [t for t in tables if not links.tables.get(t)]
        named_out = [
            max(h.weight for h in hits)
            for t, hits in links.tables.items()
            if t not in tables and any(h.whole for h in hits)
        ]
        selected = {t.field.table for t in query.select if t.field}
        first = min(((h.start, t) for t, hits in links.tables.items() for h in hits if h.whole), default=(0, ""))[1]
        fields = {f.table for f in all_fields(query)}
        counted: Term | None = next((t for t in query.select if t.field is None), None)
        return [
            float(len(unnamed)),
            max(named_out, default=0.0),
            min((chances.get(t, 0.01) for t in tables), default=1.0),
            max((p for t, p in chances.items() if t not in tables), default=0.0),
            float(steps + 1 - len(query.tables)),
            float(first in selected),
            float(first in tables),
            float(len(tables - fields)),
            float(counted is not None and len(query.tables) > 1),
        ]

    def _expected(self, query: Query) -> list[float]:
        """How many columns of each kind a query has beside how many are expected, and its surest and least sure."""
        scene, roles, totals = self._scene, self._judged.roles, self._totals
        plain = [t.field for t in query.select if t.field and not t.fn]
        computed = [t.field for t in query.select if t.field and t.fn and t.fn != "count"]
        counts = sum(t.fn == "count" for t in query.select)
        ordered = sum(o.by.fn == "count" for o in query.order) + sum(t.left.fn == "count" for t in query.having)
        left = [p for f, p in self._selected_first if f not in plain]
        return [
            len(plain) - totals["sel"],
            len(computed) - totals["agg"],
            len(query.group) - totals["grp"],
            len(all_tables(query)) - self._tables_expected,
            sum(log(p) - log(1 - p) for p in (roles["sel"].get(f, 0.004) for f in plain)),
            sum(log(1 - p) for p in left if p > 0.1),
            left[1] if len(left) > 1 else 0.0,
            min((roles["agg"].get(f, 0.004) for f in computed), default=1.0),
            min((roles["grp"].get(f, 0.004) for f in query.group), default=1.0),
            min((roles["ord"].get(o.by.field, 0.004) for o in query.order if o.by.field and not o.by.fn), default=1.0),
            max((p for f, p in roles["ord"].items() if all(f != o.by.field for o in query.order)), default=0.0),
            float(self._counts),
            float(self._counts - counts - ordered),
            float(self._counts - counts),
            float(scene.everything),
            float(len(plain) > 3 and len(plain) == len(scene.terrain.catalog.tables[plain[0].table].columns)),
        ]


def _form(query: Query, candidate: Candidate) -> list[float]:
    plain = [t for t in query.select if not t.fn]
    order = query.order[0] if query.order else None
    return [
        float(len(query.select)),
        float(len(plain)),
        float(sum(t.field is None for t in query.select)),
        *(float(sum(t.fn == fn for t in query.select)) for fn in _FNS),
        float(any(t.fn == "count" and t.distinct for t in query.select)),
        float(query.distinct),
        float(len(query.group)),
        float(len(query.having)),
        float(order is not None),
        float(order.descending if order else 0),
        float(bool(order and order.by.fn)),
        float(-1 if query.limit is None else min(query.limit, 20)),
        float(len(query.where)),
        float(sum(len(g) for g in query.where)),
        float(any(len(g) > 1 for g in query.where)),
        float(["", "not in", "except", "intersect", "union", ">agg", "<agg", "=agg", "in"].index(candidate.nest)),
        float(len(query.tables)),
    ]


def _facts(query: Query, scene: Scene) -> float:
    """Tell whether what is grouped by names each row alone, which makes groups of one."""
    if len(query.group) != 1 or query.having:
        return -1.0
    field = query.group[0]
    facts = scene.terrain.catalog.tables[field.table].columns[field.column].facts
    return facts.distinct / max(1, facts.rows) if facts else -1.0


def _keys(scene: Scene, table: str) -> set[Field]:
    return {Field(table, column) for column in scene.terrain.keys[table]}


def _best(hits: Sequence[Hit]) -> Hit | None:
    return max(hits, key=lambda h: h.weight * (h.end - h.start) ** 0.3, default=None)


def _conditions(query: Query, candidate: Candidate, judged: Judged) -> list[float]:
    used = {(c.mention.start, c.mention.end) for c in candidate.used} | {(n.start, n.end) for n in candidate.numbers}
    left: dict[tuple[int, int], float] = {}
    for condition in judged.conditions:
        span = (condition.mention.start, condition.mention.end)
        if span not in used:
            left[span] = max(left.get(span, 0.0), condition.chance)
    chances = [c.chance for c in candidate.used]
    tests: list[Test] = [t for g in query.where for t in g]
    numbers = [c for c in candidate.used if isinstance(c.mention, NumberMention)]
    return [
        min(chances, default=1.0),
        max(left.values(), default=0.0),
        sum(log(1 - p) for p in left.values()),
        float(len(numbers)),
        float(sum(t.op == "!=" for t in tests)),
        float(sum(t.op in ("like", "not like") for t in tests)),
        float(len({t.left.field for t in tests if t.left.field})),
        float(any(t.left in query.select for t in tests)),
        float(
            max((len(c.mention.hits) for c in candidate.used if not isinstance(c.mention, NumberMention)), default=0)
        ),
    ]


def _most_likely(judged: Judged) -> Mapping[Field, float]:
    """Return how likely each column is used at all: the greatest chance of its roles."""
    found: dict[Field, float] = {}
    for chances in judged.roles.values():
        for field, chance in chances.items():
            found[field] = max(found.get(field, 0.0), chance)
    return found
