"""Which words the learned parts look at: frequent over many databases, and some that matter though they are rarer.

Owns the choice. What is looked at is how far such a word stands from a mention.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.reader.lessons import Lesson

_RARER = (
    "fewest smallest oldest youngest older younger every per between neither unique never contains containing start "
    "starts starting begin begins substring string after before when below under over average mean sum only also but "
    "same top bottom nor other once twice single multiple several letter letters include includes including outside "
    "exactly most least max min greater lower fewer earliest latest longest shortest biggest best worst cheapest "
    "expensive popular together respectively group grouped sort asc desc decreasing increasing without except played "
    "used alphabetically lexicographical lexicographically null missing exceed appear value equal both or who whom "
    "where long old percentage proportion"
).split()
_PAIRS = (
    ", | at least | at most | more than | less than | no more | no less | or more | or less | or fewer | greater "
    "than | other than | do not | does not | did not | how many | number of | order by | each of | as well | for "
    "each | and their | along with | not have | fewer than | have no | has no | of each | for all | all the | "
    "list all | show all | different type | how long | how much | average of | in the | that have | that has | "
    "who have | who has | the most | the least | of all | up to | but not | both a"
).split(" | ")
_NOT = frozenset({"the", "a", ".", ",", "?", "'", '"'})
_ARTICLES = ("the", "a")
_WORDS, _MOST_PAIRS = 140, 40
_WORD_SPREAD, _PAIR_SPREAD = 0.2, 0.27
"""Share of the databases in whose questions a word or a pair must stand."""


def cue_words(lessons: Sequence[Lesson]) -> tuple[str, ...]:
    """Return the words and pairs of words to look at."""
    databases = len({lesson.asked.database for lesson in lessons})
    counts, pairs = Counter[str](), Counter[str]()
    spread: dict[str, set[str]] = defaultdict(set)
    for lesson in lessons:
        lemmas = lesson.links.lemmas
        beside = [f"{a} {b}" for a, b in pairwise(lemmas) if a.isalpha() and b.isalpha()]
        counts.update(dict.fromkeys(lemmas, 1))
        pairs.update(beside)
        for cue in (*lemmas, *beside):
            spread[cue].add(lesson.asked.database)
    frequent = [w for w in _by_count(counts) if len(spread[w]) >= _WORD_SPREAD * databases and w not in _NOT][:_WORDS]
    words = [*frequent, *_RARER, *_PAIRS]
    known = {*words, *_ARTICLES}
    common = [
        pair
        for pair in _by_count(pairs)[:200]
        if len(spread[pair]) >= _PAIR_SPREAD * databases and all(word in known for word in pair.split())
    ][:_MOST_PAIRS]
    return tuple(dict.fromkeys([*words, *common]))


def _by_count(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda word: (-counts[word], word))
