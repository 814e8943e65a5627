"""Follow-ups: a text that only makes sense after the question before it becomes a whole question.

"only 2025", "by month instead", "the same for orders" and "换成订单数" are edits of the question before: a period, a
value, a grouping, a measure, a share, an order. Owns finding what is edited and writing the whole question, in words
that every reader reads and a person can check. Refuses to answer, and to take a text for a follow-up that no edit makes
sense of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from copilot.linking.words import Token
from copilot.readers.grammar.marks import Mark
from copilot.readers.grammar.reader import GrammarReader
from copilot.values import Question
from copilot.values.question import Language

_STOPS: Final = " ,.?!:，。？！："
_LEADS: Final = {
    "en": re.compile(
        r"(?:[\s,.!—-])*\b(?:and|but|now|then|ok|okay|so|please|no|nope|sorry|actually|i meant|i mean|make (?:it|that)|"
        r"what about|how about|only|just|rather|instead|the same|same thing|same|again|again but|give me|let's see|"
        r"show(?: me)?(?: it| that)?|i want(?:ed)?|it should be|break it down|split it|group it|change it to|switch to|"
        r"use|restrict(?: it)? to|limit(?: it)? to|keep|as|for)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"[\s,.!，。！]*(?:不对|不是|不|那么|那|只看一下|只看|只要|仅看|仅|只|换成|换为|改成|改为|改|换|我要的是|我是说|"
        r"我的意思是|我指的是|应该是|再看|看看|看一下|看|同样|一样|也|还有|以及|显示|给我|请|再|就|如果是|要是)"
    ),
}  # fmt: skip
"""Words that only say that something follows."""
_TAILS: Final = {
    "en": re.compile(
        r"(?:[\s,]*\b(?:instead|please|only|too|as well|though|then|now|rather)\b|[\s?.!]+)\Z", re.IGNORECASE
    ),
    "zh": re.compile(r"(?:呢|吧|的话|就行|就好|即可|来看|看看|来|[\s?!。？！])\Z"),
}
_SHARE: Final = re.compile(
    r"\b(?:as )?(?:a |an |the |in )?(?:shares?|percentages?|percent|proportion|%)"
    r"(?: of (?:the )?(?:total|whole|all))?\Z"
    r"|占比|百分比|比例|份额",
    re.IGNORECASE,
)
_NEVER_FIRST: Final = re.compile(
    r"\s*(?:what (?:is|are|was|were)|how many|how much|which|who|when|where|list|count|find|什么|哪|谁|多少|有多少|"
    r"列出)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of a question, in characters, with the marks in it."""

    start: int
    end: int
    marks: tuple[Mark, ...]

    def text(self, whole: str) -> str:
        return whole[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What can be edited in a question."""

    text: str
    measure: _Span | None = None
    groups: tuple[_Span, ...] = ()
    periods: tuple[_Span, ...] = ()
    values: tuple[_Span, ...] = ()
    top: _Span | None = None
    sort: _Span | None = None


class Dialogue:
    """Makes whole questions of follow-ups over one catalog."""

    def __init__(self, grammar: GrammarReader) -> None:
        self._grammar = grammar

    def whole(self, before: str, text: str, language: Language, today: date) -> str | None:
        """Return the whole question that a follow-up stands for, None where it is none, or no edit makes sense.

        Args:
            before: the question before, whole itself.
            text: what was typed next.
            language: of what was typed.
            today: the day that relative dates count from.
        """
        fragment, led = _bare(text, language)
        if not fragment:
            return None
        if not led and (_NEVER_FIRST.match(text) or self._stands_alone(text, language, today)):
            return None
        parts = self._parts(before, language, today)
        for candidate in self._candidates(parts, fragment, language, today):
            if candidate != before and self._reads(candidate, language, today):
                return candidate
        return None

    def follows(self, text: str, language: Language, today: date) -> bool:
        """Tell whether a text looks like a follow-up: it says so, or it is not read by itself."""
        _, led = _bare(text, language)
        if _NEVER_FIRST.match(text):
            return False
        return led or not self._grammar.read(Question(text, language, today)).drafts

    def _reads(self, text: str, language: Language, today: date) -> bool:
        reading = self._grammar.read(Question(text, language, today))
        return bool(reading.drafts)

    def _holds(self, text: str, value: str, language: Language, today: date) -> bool:
        """Tell whether a question names a value, rather than that its letters run into another word."""
        parts = self._parts(text, language, today)
        return any(span.text(parts.text) == value for span in parts.values)

    def _stands_alone(self, text: str, language: Language, today: date) -> bool:
        """Tell whether a text is a question by itself: it says what is measured, and is read without help."""
        reading = self._grammar.read(Question(text, language, today))
        return bool(reading.drafts) and self._parts(text, language, today).measure is not None

    # -- edits -----------------------------------------------------------------------------------------------------

    def _candidates(self, parts: _Parts, fragment: str, language: Language, today: date) -> Iterator[str]:
        """Yield whole questions, the likeliest edit first."""
        if _SHARE.fullmatch(fragment) or (_SHARE.search(fragment) and len(fragment) <= len("as a share of the total")):
            yield from _as_share(parts, language)
            return
        said = self._parts(fragment, language, today)
        if said.top is not None or said.sort is not None:
            yield from _ordered(parts, said, fragment, language)
        edited = parts.text
        changed = False
        for span in said.periods:
            edited, changed = _with_period(self._parts(edited, language, today), span.text(said.text), language), True
        for span in said.values:
            options = list(_with_value(self._parts(edited, language, today), span, said.text, language))
            new = span.text(said.text)
            held = (one for one in options if self._holds(one, new, language, today))
            edited = next((one for one in held if self._reads(one, language, today)), options[-1])
            changed = True
        if said.groups:
            options = list(_with_group(self._parts(edited, language, today), said, language))
            edited = next((one for one in options if self._reads(one, language, today)), options[0])
            changed = True
        elif said.measure is not None and not (said.periods or said.values):
            yield from _with_measure(self._parts(edited, language, today), said.measure.text(said.text), language)
        if changed:
            yield edited

    def _parts(self, text: str, language: Language, today: date) -> _Parts:
        asked, words, marks = self._grammar.marked(Question(text, language, today))
        return _parts_of(asked, words, marks)


def _bare(text: str, language: Language) -> tuple[str, bool]:
    """Return a follow-up without the words that only say that it is one, and whether there were any."""
    rest, led = " ".join(text.split()), False
    for pattern in (_TAILS[language], _LEADS[language]):
        while True:
            found = pattern.search(rest) if pattern is _TAILS[language] else pattern.match(rest)
            if found is None or found.end() == found.start():
                break
            marks_only = not any(char.isalnum() for char in found.group())
            led = led or not marks_only
            rest = rest[: found.start()] if pattern is _TAILS[language] else rest[found.end() :]
    return rest.strip(_STOPS), led


def _parts_of(text: str, words: Sequence[Token], marks: Sequence[Mark]) -> _Parts:
    def span(first: Mark, last: Mark, *inside: Mark) -> _Span:
        return _Span(words[first.start].start, words[last.end - 1].end, inside or (first,))

    found = _Parts(text)
    at = 0
    while at < len(marks):
        mark, after = marks[at], marks[at + 1] if at + 1 < len(marks) else None
        kind = mark.cue.kind if mark.cue is not None else ""
        if mark.date is not None:
            found = replace(found, periods=(*found.periods, span(mark, mark)))
        elif mark.grain is not None and mark.grain.marker:
            found = replace(found, groups=(*found.groups, span(mark, mark)))
        elif kind == "group" and after is not None and (after.elements or after.grain is not None):
            found = replace(found, groups=(*found.groups, span(mark, after, mark, after)))
            at += 1
        elif kind in ("top", "bottom") and after is not None and after.number is not None:
            found = replace(found, top=span(mark, after, mark, after))
            at += 1
        elif kind == "sort":
            found = replace(found, sort=found.sort or span(mark, mark))
        elif mark.values and not _names_more(mark):
            found = replace(found, values=(*found.values, span(mark, mark)))
        elif found.measure is None and kind in ("aggregate", "count") and after is not None and after.elements:
            found = replace(found, measure=span(mark, after, mark, after))
            at += 1
        elif found.measure is None and mark.elements:
            found = replace(found, measure=span(mark, mark))
        at += 1
    return found


def _names_more(mark: Mark) -> bool:
    """Tell whether a stretch is rather the name of a column or measure than a stored value."""
    best = max((hit.weight for hit in mark.elements), default=0.0)
    return best > max(hit.weight for hit in mark.values)


def _put(text: str, span: _Span, new: str) -> str:
    return f"{text[: span.start]}{new}{text[span.end :]}"


def _with_period(parts: _Parts, period: str, language: Language) -> str:
    if parts.periods:
        return _put(parts.text, parts.periods[0], period)
    if language == "zh":
        return f"{period}{parts.text}"
    joint = " in " if period[:1].isdigit() or period[:1].isupper() else " "
    return f"{_plain(parts.text)}{joint}{period}"


def _with_value(parts: _Parts, span: _Span, fragment: str, language: Language) -> Iterator[str]:
    columns = {(hit.table, hit.column) for mark in span.marks for hit in mark.values}
    new = span.text(fragment)
    for old in parts.values:
        if columns & {(hit.table, hit.column) for mark in old.marks for hit in mark.values}:
            yield _put(parts.text, old, new)
            return
    if language == "zh":
        yield f"{new}{parts.text}"
        yield f"{new}的{parts.text}"
        yield f"{parts.text}，{new}"
        return
    for joint in ("for", "in", "with"):
        yield f"{_plain(parts.text)} {joint} {new}"


def _with_group(parts: _Parts, said: _Parts, language: Language) -> Iterator[str]:
    new = " ".join(span.text(said.text) for span in said.groups) if language == "en" else said.groups[0].text(said.text)
    text = parts.text
    for old in reversed(parts.groups[1:]):
        text = _put(text, old, "")
    if parts.groups:
        yield " ".join(_put(text, parts.groups[0], new).split())
    if language == "zh":
        bare = _put(text, parts.groups[0], "").replace("的的", "的").lstrip("的") if parts.groups else text
        yield f"{new}统计{bare}"
        yield f"{bare}，{new}"
    else:
        yield f"{_plain(parts.text)} {new}"


def _with_measure(parts: _Parts, measure: str, language: Language) -> Iterator[str]:
    if parts.measure is not None:
        yield _put(parts.text, parts.measure, measure)
    if language == "en":
        yield f"{measure} {' '.join(span.text(parts.text) for span in (*parts.groups, *parts.values, *parts.periods))}"


def _as_share(parts: _Parts, language: Language) -> Iterator[str]:
    if language == "zh":
        yield f"{parts.text}占比"
        return
    if parts.measure is not None:
        yield _put(parts.text, parts.measure, f"share of {parts.measure.text(parts.text)}")
    yield f"share of {_plain(parts.text)}"


def _ordered(parts: _Parts, said: _Parts, fragment: str, language: Language) -> Iterator[str]:
    text = _plain(parts.text)
    if said.top is None:
        yield f"{text}，{fragment}" if language == "zh" else f"{text} {fragment}"
        yield f"{text} sorted by {fragment}"
        return
    top = said.top.text(said.text)
    if parts.top is not None:
        yield _put(parts.text, parts.top, top)
    if parts.measure is None or not parts.groups:
        return
    group = " ".join(mark.text for mark in parts.groups[0].marks if mark.elements) or parts.groups[0].text(parts.text)
    measure = parts.measure.text(parts.text)
    rest = parts.text
    for span in sorted((*parts.groups[:1], parts.measure), key=lambda one: -one.start):
        rest = _put(rest, span, "")
    rest = " ".join(rest.split())
    if language == "zh":
        yield f"{rest.strip('的')}{measure}最高的{top}个{group}"
        yield f"{rest.strip('的')}{measure}最高的{top}{group}"
    else:
        yield f"{top} {group} by {measure} {rest}".strip()


def _plain(text: str) -> str:
    return text.rstrip(_STOPS)
