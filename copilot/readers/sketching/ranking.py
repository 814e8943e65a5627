"""What can be seen of a whole candidate beside its question, as named numbers, for the learned ranking.

Owns these features. Refuses to weigh them: the weights are in the model's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from copilot.linking.lexicon import lexicon
from copilot.readers.sketching.judged import Candidate, Judged, log
from copilot.readers.sketching.links import Hit, NumberMention
from copilot.readers.sketching.query import Field, Query, Term, Test
from copilot.readers.sketching.signs import Scene

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


def features(candidate: Candidate, scene: Scene, judged: Judged, steps: int, best: float) -> list[float]:
    """Return the numbers of one candidate.

    Args:
        candidate: the query with its parts.
        scene: the question.
        judged: what the learned parts said.
        steps: number of joins in its SQL.
        best: the highest sum of parts among the question's candidates.
    """
    query = candidate.query
    row = [candidate.parts.get(part, 0.0) for part in _PARTS]
    row += [candidate.score, candidate.score - best, float(steps)]
    row += _form(query, candidate)
    row += _cues(query, scene)
    row += _cover(query, candidate, scene)
    row += _columns(query, scene, judged)
    row += _conditions(query, candidate, scene, judged)
    row += _segments(query, candidate, scene)
    row += _agreement(query, scene)
    row += _clauses(query, candidate, scene)
    row += _tables(query, scene, judged, steps)
    return row


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


def _cues(query: Query, scene: Scene) -> list[float]:
    lemmas = set(scene.links.lemmas)
    return [float(any(word in lemmas for word in words)) for words in _CUED.values()]


@cache
def _plain_words() -> frozenset[str]:
    return lexicon().stopwords


def _spans(query: Query, candidate: Candidate, scene: Scene, weakest: float = 0.3) -> Iterator[tuple[int, int]]:
    links = scene.links
    for field in _all_fields(query):
        for hit in links.columns.get(field, ()):
            if hit.weight >= weakest:
                yield hit.start, hit.end
    for table in _all_tables(query):
        for hit in links.tables.get(table, ()):
            yield hit.start, hit.end
    for condition in candidate.used:
        yield condition.mention.start, condition.mention.end
    for number in candidate.numbers:
        yield number.start, number.end


def _all_queries(query: Query) -> Iterator[Query]:
    yield query
    if query.combined is not None:
        yield from _all_queries(query.combined[1])
    for group in (*query.where, query.having):
        for test in group:
            if isinstance(test.right, Query):
                yield from _all_queries(test.right)


def _all_fields(query: Query) -> set[Field]:
    return {field for one in _all_queries(query) for field in one.fields()}


def _all_tables(query: Query) -> set[str]:
    return {table for one in _all_queries(query) for table in (*one.tables, *(f.table for f in one.fields()))}


def _cover(query: Query, candidate: Candidate, scene: Scene) -> list[float]:
    """How many words that may name something nothing of the query stands for."""
    covered = [False] * scene.size
    for start, end in _spans(query, candidate, scene):
        for place in range(start, end):
            covered[place] = True
    cues = set(scene.cues)
    open_weight = strongest = strange = open_values = 0.0
    for place, lemma in enumerate(scene.links.lemmas):
        if covered[place]:
            continue
        weight = scene.weight_at[place]
        if weight >= 0.5:
            open_weight += weight
            strongest = max(strongest, weight)
        elif lemma.isalnum() and lemma not in cues and lemma not in _plain_words():
            strange += 1
        if scene.value_at[place] >= 0.8:
            open_values += 1
    open_numbers = sum(not covered[n.start] for n in scene.links.numbers if not n.in_words)
    return [open_weight, strongest, strange, open_values, float(open_numbers), sum(covered) / max(1, scene.size)]


def _segments(query: Query, candidate: Candidate, scene: Scene) -> list[float]:
    """How the stretches that name something are used: by the select, elsewhere, or not at all."""
    fields, tables = _all_fields(query), _all_tables(query)
    selected = {t.field for t in query.select if t.field}
    values = [(c.mention.start, c.mention.end) for c in candidate.used]
    open_columns = open_tables = open_parts = worth_open = 0.0
    in_select = placed = 0.0
    explained: set[Field] = set()
    last_select = -1.0
    for (start, end), worth, whole, columns, named in scene.segments:
        if any(start < e and end > s for s, e in values):
            continue
        explained |= columns
        if columns & fields:
            placed += 1
            in_select += bool(columns & selected)
            if columns & selected:
                last_select = start / scene.size
        elif named & tables:
            placed += 0.5
        elif columns and not named:
            open_columns += whole
            open_parts += not whole
            worth_open += worth
        else:
            open_tables += 1
            worth_open += 0.5 * worth
    loose = len(selected - explained)
    wild = len((fields - selected) - explained)
    return [
        open_columns,
        open_parts,
        open_tables,
        worth_open,
        in_select,
        placed,
        float(loose),
        float(wild),
        last_select,
    ]


def _agreement(query: Query, scene: Scene) -> list[float]:
    """How operators and order agree with the words for them."""
    lemmas = scene.links.lemmas
    said = " ".join(lemmas)
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


_JOINERS: Final = frozenset(
    {"and", ",", "the", "their", "its", "or", "his", "her", "as", "well", "also", "along", "with", "a"}
)


def _clauses(query: Query, candidate: Candidate, scene: Scene) -> list[float]:
    """How many clauses lack a word for them, and how many words a clause."""
    lemmas = set(scene.links.lemmas)

    def said(name: str) -> bool:
        return any(word in lemmas for word in _CUED[name])

    whole = list(_all_queries(query))
    used = {t.fn for one in whole for t in one.terms() if t.fn}
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
    gradable = any(hit.by == "adjective" for hits in scene.links.columns.values() for hit in hits)
    limit_unsaid = query.limit == 1 and not (said("most") or said("least") or gradable)
    each_open = ("each" in lemmas or "per" in lemmas or "every" in lemmas) and not query.group
    distinct_open = bool(lemmas & {"distinct", "different", "unique"}) and not (
        query.distinct or any(t.distinct for t in query.select) or query.group or query.combined
    )
    negative = any(t.op in ("!=", "not in", "not like", "not null") for one in whole for g in one.where for t in g)
    negative |= candidate.nest in ("not in", "except")
    negated = said("not") or "other" in lemmas or "outside" in lemmas
    ordered_open = (
        bool(lemmas & {"order", "ordered", "sorted", "sort", "alphabetical", "ascending", "descending"})
        and not query.order
    )
    broken, kept = _coordination(query, scene)
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


def _coordination(query: Query, scene: Scene) -> tuple[float, float]:
    """Count neighbours joined by "and" or a comma of which the select takes one, and those of which it takes both."""
    selected = {t.field for t in query.select if t.field}
    fields = _all_fields(query)
    broken = kept = 0.0
    for left, right in zip(scene.segments, scene.segments[1:], strict=False):
        between = scene.links.lemmas[left[0][1] : right[0][0]]
        if (
            not between
            or any(word not in _JOINERS for word in between)
            or not set(between) & {"and", ",", "or", "well", "with"}
        ):
            continue
        first, second = bool(left[3] & selected), bool(right[3] & selected)
        kept += first and second
        if first != second:
            other = right if first else left
            broken += bool(other[3]) and not other[3] & fields
    return broken, kept


def open_words(candidate: Candidate, scene: Scene) -> tuple[str, ...]:
    """Return the words that name something which no part of a candidate stands for, as they were written.

    A word that is at best akin to a column's name is open: a salary is not any amount.
    """
    spans = _spans(candidate.query, candidate, scene, weakest=0.5)
    covered = {place for start, end in spans for place in range(start, end)}
    return tuple(
        scene.links.words[place].text
        for place, lemma in enumerate(scene.links.lemmas)
        if place not in covered
        and lemma.isalnum()
        and (scene.weight_at[place] >= 0.5 or (lemma not in scene.cues and lemma not in _plain_words()))
    )


def _columns(query: Query, scene: Scene, judged: Judged) -> list[float]:
    links = scene.links
    selected = [t.field for t in query.select if t.field is not None]
    hits = [_best(links.columns.get(field, ())) for field in selected]
    starts = [h.start for h in hits if h is not None]
    same = len(starts) - len(set(starts))
    rivals = []
    for field, hit in zip(selected, hits, strict=True):
        if hit is not None:
            others = [
                other
                for other, theirs in links.columns.items()
                if other != field
                and any((h.start, h.end) == (hit.start, hit.end) and h.weight >= hit.weight for h in theirs)
            ]
            rivals.append(float(len(others)))
    roles = judged.roles
    plain = [roles["sel"].get(t.field, 0.004) for t in query.select if t.field and not t.fn]
    left = [p for f, p in roles["sel"].items() if f not in selected]
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
        max(left, default=0.0),
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


def _conditions(query: Query, candidate: Candidate, scene: Scene, judged: Judged) -> list[float]:
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


def _tables(query: Query, scene: Scene, judged: Judged, steps: int) -> list[float]:
    links, chances = scene.links, judged.tables
    tables = _all_tables(query)
    unnamed = [t for t in tables if not links.tables.get(t)]
    named_out = [
        max(h.weight for h in hits)
        for t, hits in links.tables.items()
        if t not in tables and any(h.whole for h in hits)
    ]
    selected = {t.field.table for t in query.select if t.field}
    first = min(((h.start, t) for t, hits in links.tables.items() for h in hits if h.whole), default=(0, ""))[1]
    fields = {f.table for f in _all_fields(query)}
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
