"""Finding the passage that answers a question, by its words; by their meaning too where an embedder is given.

Owns the index (BM25: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), what a
question is about without the words that only ask, and how sure a find is. Refuses to answer: a passage is returned, or
none where too much of the question stands nowhere in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from copilot.knowledge.documents import Passage
from copilot.linking.lexicon import lexicon
from copilot.linking.words import tokens
from copilot.values.question import Language

_K1: Final = 1.4
_B: Final = 0.6
_TITLE: Final = 3
"""How often a word of the heading counts."""
_SIMILAR: Final = 0.6
"""What a word counts that another one means."""
_NAMED: Final = 0.25
"""What it adds that the question says the heading, as a share of all its words."""
_ENDINGS: Final = ("ations", "ation", "tions", "tion", "sions", "sion", "ments", "ment", "ings", "ing", "ures", "ure",
                   "able", "ness", "ers", "ies", "ed", "er", "ly", "al", "es", "s", "e", "y")  # fmt: skip
_ASKING: Final = frozenset(
    "what who whom whose when where why how which is are was were be been do does did done can could may might must "
    "shall "
    "should will would have has had the a an of for to in on at by from with about as and or not no it its this that "
    "these those there we our us you your i my me they their them he she one ones thing anything something someone "
    "somebody anybody anyone people person count counts counted mean means meant meaning define defined definition "
    "call "
    "called say said tell know exactly really actually long much many often soon late if then than so any some "
    "every all "
    "get got go goes give given take taken make made use used need needs want happen happens still ever before after "
    "exact term word stand stands refer refers rule rules considered regarded treated".split()
)
_ASKING_ZH: Final = re.compile(
    r"什么样的|什么样|什么时候|为什么|什么|怎么样|怎么|怎样|如何|哪一些|哪些|哪个|哪里|哪儿|哪天|谁|多久|多少|多大|"
    r"几天|是否|是不是|"
    r"算不算|能不能|可不可以|有没有|请问|我们|你们|公司|定义|含义|意思|口径|指的是|指|算是|算作|算|是|的|了|吗|呢|"
    r"吧|和|与|或|在|有|"
    r"会|要|能|可以|应该|应当|才|就|都|也|个|种|这|那|到底|究竟|一下|说明|解释"
)
_SURELY: Final = {
    "en": re.compile(
        r"\b(?:what (?:counts|qualifies|do we (?:mean|call)|does .+ mean|is meant|makes)|what'?s? (?:is )?(?:an?|"
        r"meant)\b|"
        r"define|definition of|meaning of|explain|at what time|after how long|"
        r"how (?:is|are|do we|does|do you) .*(?:defined|calculated|computed|counted|measured|worked out|define|"
        r"calculate|"
        r"compute|count|measure)|"
        r"who (?:is|are|do|does|should|owns|decides|approves|can|may|gets|has|looks|keeps|takes)|"
        r"when (?:is|are|does|do|can|must|should)|what is (?!the |our |my |total|average)|what are (?!the |our |my )|"
        r"why (?:is|are|do|does|did|was|were)|where (?:do|does|can|is))"
        r"|^\s*(?:can (?!you|i\b|we\b)|may (?!i\b)|must|do we|are we|is it|is an?|if)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"什么是|是什么(?:意思)?|叫什么|指什么|(?:怎么|如何|怎样)(?:才?算|计算|统计|定义|界定|认定|处理)|才算|"
        r"算不算|什么样的|"
        r"定义|口径|含义|谁(?:负责|来|在|审批|管|能|可以)|找谁|由谁|为什么|什么时候|从哪天|多久|(?:能|可以|需要|要).*吗"
    ),
}  # fmt: skip


_FIGURE: Final = re.compile(
    r"\b(?:how (?:much|many|often|long)|number of|count of|total|average|sum of|top \d+)\b|多少|几个|总|平均|占比|排名",
    re.IGNORECASE,
)


class Embedder(Protocol):
    """Turns texts into vectors; texts that mean the same lie near each other."""

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return one vector for each text, all of one length."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A passage for a question.

    Attributes:
        passage: it.
        covered: which share of what the question is about stands in it, 0 to 1, rare words counting more.
        named: whether the question says its heading.
    """

    passage: Passage
    covered: float
    named: bool


def asks_meaning(text: str, language: Language) -> bool:
    """Tell whether a question asks what something means, who decides it or when it holds, rather than for a figure.

    >>> asks_meaning("what counts as an active customer?", "en"), asks_meaning("revenue by region", "en")
    (True, False)
    """
    return bool(_SURELY[language].search(text))


def asks_figure(text: str) -> bool:
    """Tell whether a question asks for a figure, which a document does not compute."""
    return bool(_FIGURE.search(text))


class Shelf:
    """Passages that can be searched.

    Args:
        passages: in the order of their documents.
        embedder: makes vectors of texts; None for words alone.
    """

    def __init__(self, passages: Sequence[Passage], embedder: Embedder | None = None) -> None:
        self.passages = tuple(passages)
        self._embedder = embedder

    def find(self, text: str, language: Language, most: int = 3) -> tuple[Found, ...]:
        """Return the passages that say most of what a question is about, best first."""
        asked = terms_of(text, language)
        if not asked or not self.passages:
            return ()
        scores = self._scores(asked)
        order = sorted(
            (place for place in scores if scores[place] > 0),
            key=lambda place: (set(_terms(self.passages[place].heading)) != set(asked), -scores[place]),
        )
        if self._embedder is not None:
            order = _fused(order, self._near(text))
        return tuple(self._judged(place, asked, text) for place in order[:most])

    # -- by words --------------------------------------------------------------------------------------------------

    @cached_property
    def _counts(self) -> list[Counter[str]]:
        counted = []
        for passage in self.passages:
            counts = Counter(_terms(passage.text))
            for term in _terms(passage.heading):
                counts[term] += _TITLE
            counted.append(counts)
        return counted

    @cached_property
    def _rarity(self) -> dict[str, float]:
        held = Counter(term for counts in self._counts for term in counts)
        return {term: math.log(1 + (len(self.passages) - n + 0.5) / (n + 0.5)) for term, n in held.items()}

    @cached_property
    def _mean_length(self) -> float:
        return sum(counts.total() for counts in self._counts) / max(len(self._counts), 1)

    def _weight(self, term: str) -> float:
        """Return how much a word tells; one that stands nowhere tells most, and is missing."""
        return self._rarity.get(term, math.log(1 + 2 * len(self.passages)))

    def _scores(self, asked: Sequence[str]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for place, counts in enumerate(self._counts):
            length = 1 - _B + _B * counts.total() / self._mean_length
            score = 0.0
            for term in dict.fromkeys(asked):
                share, best = _held(term, counts)
                often = counts[best] if best else 0
                score += share * self._weight(term) * often * (_K1 + 1) / (often + _K1 * length)
            scores[place] = score
        return scores

    def _judged(self, place: int, asked: Sequence[str], text: str) -> Found:
        counts, passage = self._counts[place], self.passages[place]
        whole = sum(self._weight(term) for term in set(asked))
        held = sum(self._weight(term) * _held(term, counts)[0] for term in set(asked))
        heading = set(_terms(passage.heading))
        named = bool(heading) and heading <= set(_terms(text))
        return Found(passage, min(1.0, held / whole + (_NAMED if named else 0.0)), named)

    # -- by meaning ------------------------------------------------------------------------------------------------

    @cached_property
    def _vectors(self) -> list[Sequence[float]]:
        assert self._embedder is not None
        return list(self._embedder.embed([f"{p.heading}\n{p.text}" for p in self.passages]))

    def _near(self, text: str) -> list[int]:
        assert self._embedder is not None
        (asked,) = self._embedder.embed([text])
        likeness = [_cosine(asked, vector) for vector in self._vectors]
        return sorted(range(len(likeness)), key=lambda place: -likeness[place])


def terms_of(text: str, language: Language) -> list[str]:
    """Return what a question is about, without the words that only ask.

    >>> terms_of("what counts as an active customer?", "en")
    ['activ', 'custom']
    """
    if language == "zh":
        return _terms(_ASKING_ZH.sub(" ", text))
    return _terms(" ".join(t.text for t in tokens(text) if t.lemma not in _ASKING and t.text.casefold() not in _ASKING))


def _terms(text: str) -> list[str]:
    """Return the stems of words and the pairs of Chinese characters of a text."""
    found: list[str] = []
    run = ""
    for token in (*tokens(text), None):
        if token is not None and token.kind == "han":
            run += token.text
            continue
        if run:
            found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
            run = ""
        if token is not None and token.kind in ("word", "number"):
            found += [_stem(part) for part in re.split(r"[_\W]+", token.lemma) if part]
    return found


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _held(term: str, counts: Counter[str]) -> tuple[float, str]:
    """Return how far a text holds a word, and as which of its words: by itself, or by one that means the same."""
    if term in counts:
        return 1.0, term
    for other in _similar(term):
        if other in counts:
            return _SIMILAR, other
    return 0.0, ""


_SIMILAR_TO: Final[dict[str, tuple[str, ...]]] = {}


def _similar(term: str) -> tuple[str, ...]:
    if not _SIMILAR_TO:
        made: dict[str, set[str]] = {}
        for phrase, others in lexicon().same.items():
            if len(phrase) == 1 and phrase[0].isascii():
                near = {_stem(other[0]) for other, weight in others if len(other) == 1 and weight >= 0.7}
                made.setdefault(_stem(phrase[0]), set()).update(near)
        _SIMILAR_TO.update({term: tuple(sorted(others - {term})) for term, others in made.items()})
    return _SIMILAR_TO.get(term, ())


def _fused(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Merge two orders by their places (reciprocal rank fusion: Cormack, Clarke and Buettcher, 2009)."""
    scores: Counter[int] = Counter()
    for order in (one, other):
        for place, item in enumerate(order):
            scores[item] += 1 / (60 + place)  # type: ignore[assignment]
    return [item for item, _ in scores.most_common()]


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / max(math.hypot(*one) * math.hypot(*other), 1e-12)
