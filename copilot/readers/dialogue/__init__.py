"""Follow-ups: a text that only makes sense after the question before it becomes a whole question.

"only 2025", "by month instead", "without the South", "the same for orders" and "换成订单数" change one thing of the
question before and keep the rest. Owns finding what is changed, and the whole question in words that every reader reads
and a person can check. What a whole question says is held against the question before: where anything else differs than
what was to change, it is not what was meant. Refuses to answer, and to take for a follow-up what no change makes
sense of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from copilot.readers.dialogue.aspects import aspects_of, differing
from copilot.readers.dialogue.manner import Manner, clauses, manner_of
from copilot.readers.dialogue.said import Named, Said, said_in
from copilot.readers.dialogue.wording import forms
from copilot.readers.grammar.reader import GrammarReader
from copilot.readers.plan import ColumnRef, OneOf, Plan
from copilot.values import Question
from copilot.values.question import Language

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_RELATIVE: Final = re.compile(
    r"\b(?:last|this|next|past|previous|current|today|yesterday|ago|recent)\b|去年|今年|上|本|最近|昨|前年|明年|近",
    re.I,
)
_MOST_FORMS: Final = 12
"""Wordings that are tried; each is read once."""


class Dialogue:
    """Makes whole questions of follow-ups over one catalog."""

    def __init__(self, grammar: GrammarReader) -> None:
        self._grammar = grammar

    def whole(self, before: str, text: str, language: Language, today: date) -> str | None:
        """Return the whole question that a follow-up stands for, None where it is none, or no change makes sense.

        Args:
            before: the question before, whole itself.
            text: what was typed next.
            language: of what was typed.
            today: the day that relative dates count from.
        """
        manner = manner_of(text, language)
        if not text.strip() or (not manner.led and self._stands_alone(text, language, today)):
            return None
        old = self._plan(before, language, today)
        if old is None:
            return None
        was = self._said(before, language, today)
        for parts in dict.fromkeys((tuple(clauses(text, language)), (text,))):
            changed = self._after(was, parts, language, today)
            found = self._worded(before, old, was, changed, language, today) if changed is not None else None
            if found is not None:
                return found
        return None

    def _after(self, was: Said, parts: tuple[str, ...], language: Language, today: date) -> Said | None:
        """Return what is said after the clauses of a follow-up, None where one of them makes no sense."""
        changed = was
        for part in parts:
            manner = manner_of(part, language)
            now = self._said(_whole_years(manner.rest, was.periods), language, today)
            if now.unknown or (manner.back and set(now.measures) - {words for words, _, _ in now.things}):
                return None
            changed = _changed(changed, now, manner) if manner.says_something else changed
        return changed if changed != was else None

    def _worded(self, before: str, old: Plan, was: Said, changed: Said, language: Language, today: date) -> str | None:
        """Return a whole question whose plan differs from the one before in what was to change, and in nothing else."""
        aspects, allowed = aspects_of(old), _allowed(was, changed)
        anew = list(forms(changed, language))[:_MOST_FORMS]
        stored = _as_stored(changed, old)
        anew += list(forms(stored, language))[:_MOST_FORMS] if stored != changed else []
        for candidate in (*anew, *_spliced(before, was, changed, language)):
            plan = self._plan(candidate, language, today) if candidate != before else None
            if plan is None:
                continue
            differs = differing(aspects, aspects_of(plan))
            if differs <= allowed and (_says(changed, plan) if candidate in anew else differs):
                return candidate
        return None

    def follows(self, text: str, language: Language, today: date) -> bool:
        """Tell whether a text looks like a follow-up: it says so, or it is not read by itself."""
        led = manner_of(text, language).led
        return led or not self._grammar.read(Question(text, language, today)).drafts

    def _plan(self, text: str, language: Language, today: date) -> Plan | None:
        reading = self._grammar.read(Question(text, language, today))
        return reading.drafts[0].plan if reading.drafts else None

    def _said(self, text: str, language: Language, today: date) -> Said:
        return said_in(*self._grammar.marked(Question(text, language, today))) if text else Said()

    def _stands_alone(self, text: str, language: Language, today: date) -> bool:
        """Tell whether a text is a question by itself: it says what is measured, and is read without help."""
        said = self._said(text, language, today)
        return bool(said.measures) and self._plan(text, language, today) is not None


def _changed(was: Said, now: Said, manner: Manner) -> Said:
    """Return what is said after a follow-up: what it names takes the place of what was said of the same."""
    if manner.back:
        return _taken_back(was, now, manner)
    now = _as_measured(was, now)
    periods = tuple(_in_the_year(period, was.periods) for period in now.periods)
    found = replace(
        was,
        periods=periods or was.periods,
        values=_values(was.values, now.values, manner),
        thresholds=now.thresholds or was.thresholds,
        top=now.top or was.top,
        order=now.order or was.order,
        order_by=now.order_by or was.order_by,
        share=was.share if manner.share is None else manner.share,
    )
    measures, groups = now.measures, now.groups
    if groups or (manner.adds and not measures):
        found = replace(found, groups=_once((*was.groups, *groups)) if manner.adds else groups or was.groups)
    if measures and not now.values and not manner.out:
        adds = manner.adds or bool(now.order_by)
        found = replace(found, measures=_once((*was.measures, *measures)) if adds else measures)
    return found


def _as_stored(said: Said, plan: Plan) -> Said:
    """Return the same with values as they are stored, where the question before settled which one is meant."""
    held = {
        (one.left.table, one.left.column): str(one.values[0])
        for one in plan.where
        if isinstance(one, OneOf) and isinstance(one.left, ColumnRef) and len(one.values) == 1
    }

    def spelled(named: Named) -> Named:
        text = next((held[column] for column in sorted(named.columns) if column in held), "")
        return named if named.way or not text else replace(named, text=text)

    return replace(said, values=tuple(map(spelled, said.values)))


def _as_measured(was: Said, now: Said) -> Said:
    """Leave out what only says of what something is said: destinations with more than 5 of them, the profit above 5."""
    grouped = {text.casefold() for text in was.groups}
    named = {words for words, table, column in now.things if {table.casefold(), column.casefold()} & grouped}
    named |= {words for words, _, _ in now.things if _one(words) in {_one(text) for text in grouped}}
    measures = tuple(text for text in now.measures if text not in named)
    if not now.thresholds or not measures:
        return replace(now, measures=measures)
    of = "" if _one(measures[0]) in {_one(text) for text in was.measures[:1]} else measures[0]
    return replace(now, measures=(), thresholds=tuple(replace(one, of=of) for one in now.thresholds))


def _one(text: str) -> str:
    """Return words in the singular, roughly: destinations, destination."""
    return re.sub(r"(?:es|s)\Z", "", text.casefold())


def _taken_back(was: Said, now: Said, manner: Manner) -> Said:
    """Return what is said once something is taken back: a value, the time, what was said of a column, or everything."""
    if manner.time:
        return replace(was, periods=())
    if manner.limit:
        return replace(was, thresholds=())
    columns = {(table, column) for _, table, column in now.things if column}
    of_column = [named for named in was.values if named.columns & columns]
    if of_column:
        return replace(was, values=tuple(named for named in was.values if named not in of_column))
    texts = {named.text.casefold() for named in now.values}
    if texts:
        return replace(was, values=tuple(named for named in was.values if named.text.casefold() not in texts))
    if now.top or not (was.values or was.thresholds):
        return replace(was, top="")
    return replace(was, values=(), thresholds=was.thresholds if was.values else ())


def _values(was: tuple[Named, ...], now: tuple[Named, ...], manner: Manner) -> tuple[Named, ...]:
    found = list(was)
    for named in now:
        out = named.out or manner.out
        same = [old for old in found if old.text.casefold() == named.text.casefold()]
        if out and any(not old.out for old in same):
            found = [old for old in found if old not in same]
            if len([old for old in was if not old.out]) == 1:
                continue  # only that was looked at: without it, all of them are
        if not out and not manner.adds:
            found = [old for old in found if not (old.columns & named.columns) or (old.out and old.text != named.text)]
        found = [old for old in found if old.text.casefold() != named.text.casefold()]
        found.append(replace(named, out=out))
    return tuple(found)


def _whole_years(text: str, before: tuple[str, ...]) -> str:
    """Return a text with the year that was spoken of in place of "the whole year"."""
    years = {found[1] for period in before for found in _YEAR.finditer(period)}
    if len(years) != 1:
        return text
    year = years.pop()
    text = re.sub(r"\A(?:the )?(?:whole |full |entire )?year\Z", year, text, flags=re.IGNORECASE)
    return re.sub(r"全年|整年", f"{year}年", text)


def _in_the_year(period: str, before: tuple[str, ...]) -> str:
    """Return a period with the year that was spoken of, where it names none: April, the second half of the year.

    >>> _in_the_year("the second half of the year", ("2013",)), _in_the_year("4月", ("2025年3月",))
    ('the second half of 2013', '2025年4月')
    """
    years = {found[1] for text in before for found in _YEAR.finditer(text)}
    if len(years) != 1 or _YEAR.search(period) or _RELATIVE.search(period):
        return period
    year = years.pop()
    if not period.isascii():
        return f"{year}年{period}"
    of_year = re.sub(r"\b(?:of )?(?:the|that|this) year\b", f"of {year}", period, flags=re.IGNORECASE)
    return of_year if of_year != period else f"{period} {year}"


def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({text.casefold(): text for text in reversed(texts)}.values())[::-1]


def _allowed(was: Said, changed: Said) -> set[str]:
    """Return the aspects of a plan that a change may touch."""
    touched: set[str] = set()
    if was.measures != changed.measures or was.share != changed.share:
        touched |= {"measures", "time column", "order"}
    if was.groups != changed.groups:
        touched |= {"groups", "order"}
    if was.periods != changed.periods:
        touched |= {"times", "time column"}
    if was.values != changed.values:
        touched |= {"conditions"}
    if was.thresholds != changed.thresholds:
        touched |= {"thresholds"}
    if was.top != changed.top or (was.order, was.order_by) != (changed.order, changed.order_by):
        touched |= {"limit", "order"}
    return touched


def _says(said: Said, plan: Plan) -> bool:
    """Tell whether a plan holds as many of each thing as a question says."""
    shown = [measure for measure in plan.measures if measure.shown]
    if plan.over is not None or len(shown) != max(len(said.measures), 1):
        return False
    if len(plan.dimensions) != len(said.groups):
        return False
    if bool(said.top) != (plan.limit is not None) or (said.top and plan.limit != int(said.top.rsplit(" ", 1)[1])):
        return False
    if said.share != any(measure.share_of_total for measure in shown):
        return False
    found = aspects_of(plan)
    if bool(said.periods) != bool(found.times) or bool(said.values) > bool(found.conditions):
        return False
    if len([named for named in said.values if named.out]) > found.left_out:
        return False
    return not said.thresholds or bool(plan.having)


def _spliced(before: str, was: Said, changed: Said, language: Language) -> Iterator[str]:
    """Yield the words before with the one thing that changed in place of what stood there, or behind them."""
    plain = before.rstrip(" ?.!？。！")
    if was.periods != changed.periods and changed.periods:
        new = changed.periods[0]
        if len(was.periods) == 1 and was.periods[0] in plain:
            yield plain.replace(was.periods[0], new, 1)
        elif not was.periods:
            yield f"{new}{plain}" if language == "zh" else f"{plain} in {new}"
    added = [named for named in changed.values if named not in was.values]
    for named in added if len(added) == 1 else ():
        if named.out:
            yield f"{plain}，不含{named.text}" if language == "zh" else f"{plain} excluding {named.text}"
            continue
        for old in was.values:
            if old.columns & named.columns and old.text in plain:
                yield plain.replace(old.text, named.text, 1)
        yield f"{named.text}{plain}" if language == "zh" else f"{plain} for {named.text}"
    if was.measures != changed.measures and len(was.measures) == len(changed.measures) == 1:
        yield plain.replace(was.measures[0], changed.measures[0], 1)
