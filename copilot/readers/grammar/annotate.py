"""From words to marks: everything that each stretch of a question may stand for, and the best ways to cover it.

Owns which marks there are; their shape and the search over covers belong to `copilot.readers.grammar.marks`, words that
were mistyped to `copilot.readers.grammar.spelling`. Refuses to decide what marks mean together; that is
`copilot.readers.grammar.roles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from copilot.dates import find_dates, find_grains, find_recurring, time_grain
from copilot.dates.numbers import NumberSpan, find_numbers
from copilot.linking.lexicon import Lexicon, Phrase
from copilot.linking.lexicon import phrase as phrase_of
from copilot.linking.schema_index import Element, ElementHit, SchemaIndex
from copilot.linking.value_index import ValueHit, ValueIndex
from copilot.linking.words import Token, fold, lemma, name_words, tokens
from copilot.readers.grammar.cues import cues
from copilot.readers.grammar.marks import QUOTED, Cover, Mark, MarkKind, best_covers
from copilot.readers.grammar.rewording import reworded
from copilot.readers.grammar.spelling import Spelling

STATE_WORDS: Final = frozenset({"late", "early", "delayed", "overdue", "punctual", "on time", "delay"})
"""Words for a measure's sign rather than its size."""
_JUST_ONE: Final = re.compile(r"\b(?:only|exactly|just|least|most|than|over)\s+(one)\b(?!-)", re.IGNORECASE)
"""Where "one" is a number and no pronoun."""
WORTHS: Final = ("总金额", "总额", "金额", "总价", "额")
"""What may stand behind a table's name for what its rows add up to."""
_AMOUNTS: Final = "额量率价费"
"""Last signs of words for amounts."""
_KINDS: Final = "类牌市省州县款型"
"""What may stand behind a stored value to say what kind of thing it is: 服装类, 波士顿市."""
_PARTICLES: Final = frozenset({"off", "out", "up", "down", "over", "back", "away", "on", "in", "by", "go"})
"""Small words of verbs, which no value is called in small letters."""
_BESIDE_NAMES: Final = frozenset({"from", "to", "or", "and", "at", "via", "vs", "versus"})
"""Words beside which three small letters may be a code, though the question has capitals elsewhere."""
_SURELY: Final = ("whole", "synonym")
_TRANSLATED: Final = 0.93
"""Of what a Chinese word is in English, where the owners of the data call something else so."""
_LONGEST: Final = 6
_LONGEST_HAN: Final = 8


class Annotator:
    """Marks questions over one catalog."""

    def __init__(
        self, schema: SchemaIndex, values: ValueIndex, lexicon: Lexicon, *, fiscal_start: int | None = None
    ) -> None:
        self._schema = schema
        self._values = values
        self._lexicon = lexicon
        self._fiscal_start = fiscal_start
        self._spelling = Spelling(schema, values, lexicon)

    def covers(self, text: str, *, today: date, most: int = 5) -> tuple[Cover, ...]:
        """Return the best covers of a question, best first."""
        text = self.reworded(text)
        words = self._spelling.mended(text, tokens(text), today)
        marks = [*self._span_marks(text, words, today), *self._phrase_marks(text, words)]
        starts: list[list[Mark]] = [[] for _ in words]
        for mark in marks:
            starts[mark.start].append(mark)
        for position, token in enumerate(words):
            if not any(mark.end == position + 1 for mark in starts[position]) or token.kind == "mark":
                starts[position].append(self._loose(position, token))
        return best_covers(starts, len(words), most)

    def reworded(self, text: str) -> str:
        """Return the question with its turns of phrase said in plainer words; such a text stays as it is."""
        return reworded(text, self._is_name)

    def _is_name(self, text: str) -> bool:
        """Tell whether the data or the semantic model calls something just that."""
        words = phrase_of(text)
        return any(hit.whole for hit in self._schema.lookup(words)) or any(
            hit.how in ("whole", "synonym") for hit in self._values.lookup(words, text)
        )

    def corrected(self, text: str, *, today: date) -> str:
        """Return the question with its mistyped words replaced by those that they were meant to be."""
        return self._spelling.corrected(text, today=today)

    def _loose(self, position: int, token: Token) -> Mark:
        if token.kind == "mark" or token.text.isspace():
            return Mark(position, position + 1, "stop", 0.0, token.text)
        if token.kind == "word":
            near = self._spelling.near(position, token)
            if near is not None:
                return near
        return Mark(position, position + 1, "unknown", -0.9 * _size((token,)), token.text)

    def _span_marks(self, text: str, words: tuple[Token, ...], today: date) -> Iterator[Mark]:
        for span in find_dates(text, today=today, fiscal_start=self._fiscal_start):
            yield from _spanned(words, span.start_char, span.end_char, "date", 1.6 * span.certainty, date=span)
        for recurring in find_recurring(text):
            yield from _spanned(words, recurring.start_char, recurring.end_char, "recurring", 1.5, recurring=recurring)
        for grain in find_grains(text):
            gain = 1.45 if grain.marker else 0.9
            yield from _spanned(words, grain.start_char, grain.end_char, "grain", gain, grain=grain)
        for number in find_numbers(text):
            sure = 1.1 if number.unit in (None, "piece") else 1.3
            yield from _spanned(words, number.start, number.end, "number", sure, number=number)
        for match in _JUST_ONE.finditer(text):
            one = NumberSpan(*match.span(1), 1, text=match[1])
            yield from _spanned(words, one.start, one.end, "number", 1.1, number=one)
        for match in QUOTED.finditer(text):
            yield from _spanned(words, match.start(), match.end(), "quoted", 1.6)

    def _phrase_marks(self, text: str, words: tuple[Token, ...]) -> Iterator[Mark]:
        for start, first in enumerate(words):
            if first.kind == "mark":
                yield from self._cue_marks(words, start, start + 1)
                continue
            longest = _LONGEST_HAN if first.kind == "han" else _LONGEST
            for end in range(start + 1, min(len(words), start + longest) + 1):
                if words[end - 1].kind == "mark" and words[end - 1].text not in "-–&/.":
                    break
                yield from self._cue_marks(words, start, end)
                if end - start > 1 and first.lemma == "no":
                    continue  # no flights: a flight no stands the other way round
                if words[end - 1].kind != "mark" or words[end - 1].text == ".":
                    yield from self._content_marks(text, words, start, end)

    def _cue_marks(self, words: tuple[Token, ...], start: int, end: int) -> Iterator[Mark]:
        piece = words[start:end]
        key = tuple(token.lemma for token in piece)
        folded = tuple(token.text.casefold() for token in piece)
        size = _size(piece)
        found = cues().get(key) or cues().get(folded) or ()
        if folded not in cues():
            found = tuple(cue for cue in found if cue.kind != "list")  # "returns" is what came back, "return" an order
        for cue in found:
            yield Mark(
                start,
                end,
                "cue",
                (1.05 if cue.kind not in ("unsupported", "analysis") else 0.8) * size
                + (0.2 if size >= 1 else 0.05)
                + 0.5 * max(0.0, size - 1),
                _text(piece),
                cue=cue,
            )
        phrase = _phrase(piece)
        joined = "".join(folded) if piece[0].kind == "han" else " ".join(folded)
        gradable = self._lexicon.gradables.get(phrase) or self._lexicon.gradables.get(folded)
        if gradable is not None and joined not in STATE_WORDS:
            yield Mark(
                start,
                end,
                "gradable",
                1.1 * size + (0.3 if gradable.superlative else 0),
                _text(piece),
                gradable=gradable,
            )
        if phrase in self._lexicon.composites:
            parts = self._lexicon.composites[phrase]
            yield Mark(start, end, "composite", 0.9 * size, _text(piece), composite=parts)
        asks = "哪" in joined  # 是哪个, 有哪些: the question word in it is a cue
        if joined in self._lexicon.stopwords and not asks and not any(c.kind in ("of", "unsupported") for c in found):
            han = piece[0].kind == "han" and len(piece) > 1
            yield Mark(start, end, "stop", (0.95 if han else 0.25) * size, _text(piece))

    def _content_marks(self, text: str, words: tuple[Token, ...], start: int, end: int) -> Iterator[Mark]:
        piece = words[start:end]
        written = text[piece[0].start : piece[-1].end]
        size = _size(piece)
        phrases = self._phrases(piece)
        elements = _best_elements(self._hits(phrases))
        unsupported = any(cue.outweighs_names for cue in cues().get(_key(piece), ()))
        if unsupported and elements and elements[0].weight < 0.9:
            elements = ()
        if (
            elements
            and size >= 2
            and piece[0].kind == "han"
            and not self._is_name(written)
            and self._is_group_and_metric(written)
        ):
            elements = ()
        if elements and piece[0].kind == "han" and self._is_worth(written, elements[0].element):
            elements = ()
        if elements:
            is_table = elements[0].whole and elements[0].element.kind != "column"
            letters = len(piece) if piece[0].kind == "han" else size + 1  # a name of three signs is not to be broken
            gain = (
                elements[0].weight * (1.32 if is_table else 1.2) * size + 0.25 * max(0, letters - 2) * elements[0].whole
            )
            yield Mark(start, end, "element", gain, written, elements=elements[:6])
        values = self._stored_values(text, words, start, end, elements)
        if values:
            firm: dict[tuple[str, str], ValueHit] = {}
            for hit in sorted(values, key=lambda hit: -hit.weight):
                firm.setdefault((hit.table, hit.column), hit)
            best = list(firm.values())[:6]
            yield Mark(
                start, end, "value", best[0].weight * 1.25 * size + 0.45 * (size - 1), written, values=tuple(best)
            )

    def _stored_values(
        self, text: str, words: tuple[Token, ...], start: int, end: int, elements: tuple[ElementHit, ...]
    ) -> list[ValueHit]:
        """Return the stored values that a stretch may stand for, less those that its other meanings outweigh."""
        piece = words[start:end]
        written = text[piece[0].start : piece[-1].end]
        values = self._looked_up(piece, written)
        if elements and elements[0].element.kind == "table" and elements[0].weight >= 0.9:
            stored = {(hit.table, hit.column) for hit in values if hit.how != "synonym"}
            values = [hit for hit in values if (hit.table, hit.column) in stored]
        if elements and elements[0].whole and elements[0].weight >= 0.7:
            values = [hit for hit in values if hit.how not in ("part", "typo", "contains")]
        alone = (piece[0].lemma,) if len(piece) == 1 else ()
        if written.casefold() in self._lexicon.stopwords or alone in cues() or alone in self._lexicon.gradables:
            values = [hit for hit in values if written in hit.values]
        if written in _PARTICLES:
            return []  # flights that take off, not those of the airport OFF
        if len(piece) == 1 and time_grain(written) is not None:
            values = [hit for hit in values if written in hit.values and not written.islower()]
        if len(piece) == 1 and len(written) <= 3 and not text.islower():
            beside = (*words[max(0, start - 1) : start], *words[end : end + 1])
            code = written.islower() and any(near.lemma in _BESIDE_NAMES for near in beside)
            values = [hit for hit in values if written in hit.values or hit.how == "synonym" or code]
        if not values and not elements and piece[0].kind == "han" and written[-1] in _KINDS and len(written) > 2:
            values = [hit for hit in self._values.lookup((written[:-1],), written[:-1]) if hit.how in _SURELY]
        return values

    def _looked_up(self, piece: tuple[Token, ...], written: str) -> list[ValueHit]:
        """Return the stored values that the words of a stretch, or their English names, are like."""
        values: list[ValueHit] = []
        phrases = self._phrases(piece)
        for phrase in phrases:
            said = written if phrase == phrases[0] else " ".join(phrase)
            hits = self._values.lookup(phrase, said)
            if said != written and written not in self._lexicon.chinese_names:
                hits = tuple(hit for hit in hits if hit.how not in ("part", "contains", "typo"))  # 库存 is no stock pot
            values += hits
        return values

    def _is_group_and_metric(self, text: str) -> bool:
        """Tell whether a Chinese compound is a column and a metric side by side: 地区销售额 is no sales region."""
        halves = ((text[:cut], text[cut:]) for cut in range(2, len(text) - 1))
        return any(
            any(h.whole for p in self._halves(right) for h in p)
            and any(h.whole for phrase in self._schema.chinese(left) for h in self._schema.lookup(phrase))
            for left, right in halves
        )

    def _halves(self, right: str) -> Iterator[tuple[ElementHit, ...]]:
        """Yield what the second half of a compound may be: an agreed metric or an amount by its name, or a table."""
        yield tuple(hit for hit in self._schema.lookup((right,)) if hit.element.kind == "metric")
        if right[-1] in _AMOUNTS:
            for phrase in self._schema.chinese(right):
                yield tuple(hit for hit in self._schema.lookup(phrase) if hit.whole)
        for phrase in self._schema.chinese(right):
            yield tuple(h for h in self._schema.lookup(phrase) if h.element.kind == "table" and h.weight >= 0.9)

    def _is_worth(self, text: str, element: Element) -> bool:
        """Tell whether a Chinese compound is what rows add up to in another table: 订单金额 is no line's amount."""
        what = next((ending for ending in WORTHS if text.endswith(ending)), None)
        if what is None or element.kind != "column" or self._is_name(text):
            return False
        hits = [h for phrase in self._schema.chinese(text.removesuffix(what)) for h in self._schema.lookup(phrase)]
        tables = {h.element.table for h in hits if h.element.kind == "table" and h.whole and h.weight >= 0.9}
        return bool(tables) and element.table not in tables

    def _phrases(self, piece: tuple[Token, ...]) -> tuple[Phrase, ...]:
        if any(token.kind == "han" for token in piece):
            return self._schema.chinese("".join(token.text for token in piece))
        if any("_" in token.text for token in piece):
            return (tuple(word for token in piece for word in name_words(token.text)),)
        plain = tuple(token.lemma for token in piece if token.kind != "mark")
        if len(piece) == 3 and piece[1].text == "-":  # sign-ups, e-mail: the name may be written in one
            return (plain, (lemma(fold(piece[0].text + piece[2].text)),))
        return (plain,)

    def _hits(self, phrases: Sequence[Phrase]) -> Iterator[ElementHit]:
        """Yield what any of the phrases may stand for; what the owners call so goes before what it is in English."""
        own = self._schema.lookup(phrases[0])
        yield from own
        told = any(hit.whole and hit.element.kind != "metric" for hit in own)
        for phrase in phrases[1:]:
            for hit in self._schema.lookup(phrase):
                less = told and hit.element.kind == "column"
                yield replace(hit, weight=hit.weight * _TRANSLATED) if less else hit


def _key(piece: tuple[Token, ...]) -> tuple[str, ...]:
    return tuple(token.lemma for token in piece)


def _phrase(piece: tuple[Token, ...]) -> Phrase:
    if piece[0].kind == "han":
        return ("".join(token.text for token in piece),)
    return tuple(token.lemma for token in piece)


def _size(piece: tuple[Token, ...]) -> float:
    """Length of a phrase in words; two Chinese characters make one."""
    return sum(0.5 if token.kind == "han" else 0.0 if token.kind == "mark" else 1.0 for token in piece)


def _text(piece: tuple[Token, ...]) -> str:
    return ("" if piece[0].kind == "han" else " ").join(token.text for token in piece)


def _best_elements(hits: Iterator[ElementHit]) -> tuple[ElementHit, ...]:
    best: dict[object, ElementHit] = {}
    for hit in hits:
        if hit.element not in best or best[hit.element].weight < hit.weight:
            best[hit.element] = hit
    return tuple(sorted(best.values(), key=lambda hit: -hit.weight))


def _spanned(
    words: tuple[Token, ...], start_char: int, end_char: int, kind: MarkKind, weight: float, **content: object
) -> Iterator[Mark]:
    inside = [i for i, token in enumerate(words) if token.start < end_char and token.end > start_char]
    if inside:
        piece = words[inside[0] : inside[-1] + 1]
        gain = weight * max(_size(piece), 0.5) + 0.2
        yield Mark(inside[0], inside[-1] + 1, kind, gain, _text(piece), **content)  # type: ignore[arg-type]
