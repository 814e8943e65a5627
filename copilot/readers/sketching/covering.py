"""Which words of a question a composed query stands for, and which it leaves open.

Owns the matching of a candidate's parts with stretches of the question. Refuses to weigh what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from copilot.linking.lexicon import lexicon
from copilot.readers.sketching.judged import Candidate, log
from copilot.readers.sketching.query import Field, Query, all_fields, all_tables
from copilot.readers.sketching.signs import Scene

_JOINERS: Final = frozenset(", and the their its or his her as well also along with a".split())


def open_words(candidate: Candidate, scene: Scene) -> tuple[str, ...]:
    """Return the words that name something which no part of a candidate stands for, as they were written.

    A word that is at best akin to a column's name is open: a salary is not any amount.
    """
    spans = _spans(candidate.query, candidate, scene, weakest=0.5)
    covered = {place for start, end in spans for place in range(start, end)}
    return tuple(
        scene.links.words[place].text
        for place, lemma in enumerate(scene.links.lemmas)
        if place not in covered and lemma.isalnum() and lemma not in scene.cues and lemma not in _plain_words()
    )


def cover(query: Query, candidate: Candidate, scene: Scene) -> list[float]:
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


def segments(query: Query, candidate: Candidate, scene: Scene) -> list[float]:
    """How the stretches that name something are used: by the select, elsewhere, or not at all."""
    fields, tables = all_fields(query), all_tables(query)
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


def unused(query: Query, candidate: Candidate, scene: Scene, most: Mapping[Field, float]) -> list[float]:
    """How likely it is that the stretches which the query leaves open had to be used, and those that it uses had not.

    Args:
        query: the candidate's.
        candidate: with the conditions that it uses.
        scene: the question.
        most: how likely each column is used at all.
    """
    fields, tables = all_fields(query), all_tables(query)
    values = [(c.mention.start, c.mention.end) for c in candidate.used]
    missed, surest, weakest, held = 0.0, 0.0, 1.0, 0.0
    for (start, end), _, _, columns, named in scene.segments:
        if any(start < e and end > s for s, e in values):
            continue
        chance = max((most.get(field, 0.0) for field in columns), default=0.0)
        if columns & fields:
            weakest = min(weakest, max(most.get(field, 0.0) for field in columns & fields))
            held += log(chance)
        elif columns and not named & tables:
            missed += log(1 - chance)
            surest = max(surest, chance)
    return [missed, surest, weakest, held]


def coordination(query: Query, scene: Scene) -> tuple[float, float]:
    """Count neighbours joined by "and" or a comma of which the select takes one, and those of which it takes both."""
    selected = {t.field for t in query.select if t.field}
    fields = all_fields(query)
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


def _spans(query: Query, candidate: Candidate, scene: Scene, weakest: float = 0.3) -> Iterator[tuple[int, int]]:
    links = scene.links
    for field in all_fields(query):
        for hit in links.columns.get(field, ()):
            if hit.weight >= weakest:
                yield hit.start, hit.end
    for table in all_tables(query):
        for hit in links.tables.get(table, ()):
            yield hit.start, hit.end
    for condition in candidate.used:
        yield condition.mention.start, condition.mention.end
    for number in candidate.numbers:
        yield number.start, number.end


@cache
def _plain_words() -> frozenset[str]:
    return lexicon().stopwords
