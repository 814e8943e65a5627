"""From single expressions to ranges and bounds.

Owns how neighbours combine: "Jan-Mar 2013", "between 2013 and 2015", "since March", 3月到5月, 2000年之前. Refuses to
recognise single expressions, which the rules of each language do, and parts of one, which are `copilot.dates.within`'s.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from copilot.dates.atoms import Atom, finer
from copilot.dates.period import Period, add_months, as_datetime, in_year, whole_months

_YEAR_LAST = re.compile(r"(?:19|20)\d\d$")
_YEAR_FIRST = re.compile(r"(?:(?:19|20)\d\d|大?前年|去年|今年|本年)年?")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    the = r"(?:the\s+)?"
    edge = r"(?:the\s+)?(?:(?P<edge>end|start|beginning|close)\s+of\s+)?(?:the\s+)?$"
    raw = {
        "range_gap": rf"\s*(?:to|through|thru|until|till|up\s+to|-|–|—|~|～|至|到)\s*{the}(?:end\s+of\s+{the})?$",
        "and_gap": rf"\s*(?:and|&|与|和|跟)\s*{the}$",
        "list_gap": r"(?:\s*(?:,|、|，|and|or|&|vs\.?|versus|with|compared\s+(?:to|with)"
        r"|和|与|跟|及|以及|或|比|对比|相比))+"
        r"\s*(?:the\s+)?$",
        "between": r"(?:\bbetween\s+(?:the\s+)?|(?:介于|在)\s*)$",
        "from": rf"(?:\bfrom\s+{the}(?:(?:start|beginning)\s+of\s+{the})?|自从?\s*|从\s*)$",
        "compare": r"(?:\bcompar\w*\b|对比|相比|比较)[^.;。；]{0,40}$",
        "zh_between_end": r"\s*(?:期间|之?间)",
        "since": rf"\b(?:since|starting(?:\s+(?:in|from|on))?|beginning(?:\s+(?:in|on))?|on\s+or\s+after|not\s+before"
        rf"|no\s+earlier\s+than|as\s+from)\s+{edge}",
        "until": rf"\b(?:until|till|up\s+(?:to|until)|through|thru|no\s+later\s+than|on\s+or\s+before"
        rf"|as\s+(?:of|at)|by\s+(?=(?:the\s+)?end))\s*{edge}",
        "before": rf"\b(?:before|prior\s+to|earlier\s+than|older\s+than|preceding)\s+{edge}",
        "after": rf"\b(?:after|later\s+than|newer\s+than)\s+{edge}",
        "distance": r"\b(?:days?|weeks?|months?|quarters?|years?|hours?)\s*$",
        "zh_since": r"(?:自从?|从)\s*$",
        "zh_until": r"(?:截至|截止到?|直到|直至)\s*$",
        "onwards": r"\s*(?:onwards?\b|(?:and|or)\s+(?:later|after|onwards?|beyond)\b|forwards?\b"
        r"|on(?=\s*(?:$|[?,.;!])))",
        "or_before": r"\s*(?:and|or)\s+(?:earlier|before)\b",
        "to_now": r"\s*(?:(?:to|till|until|up\s+to|through|-|–)\s*(?:now|date|the\s+present|present)\b"
        r"|至今|迄今|到现在|到目前)",
        "zh_from_end": r"\s*[初底末]?(?:以来|起|开始|以后|之后|后)",
        "zh_onwards": r"\s*初?(?:以来|开始|起(?![点飞源来]))",
        "zh_after": r"以后|之后|后(?![台续端期面年天])",
        "zh_before": r"(?P<edge>[初底末])?(?:以前|之前|前(?!\s*[\d一二三四五六七八九十百两几名台面往年天后]))",
        "zh_through": r"\s*[底末]?(?:为止|及以前|及之前|或更早)",
        "zh_end": r"\s*[底末]",
        "zh_and_after": r"\s*(?:及以后|及之后|或更晚)",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in raw.items()}


def _holding(atom: Atom, period: Period) -> Atom:
    """The atom with another period, which has a year if the atom had one."""
    return replace(atom, yearless=period) if atom.period is None else replace(atom, period=period)


def join_ranges(text: str, found: list[Atom]) -> list[Atom]:
    """Return the atoms with neighbours joined to ranges, and years handed along lists."""
    joined: list[Atom] = []
    for atom in found:
        left = joined[-1] if joined else None
        if left is None or left.closed or atom.closed or left.ends:
            joined.append(atom)
            continue
        made = _range(text, left, atom)
        if made is not None:
            joined[-1] = made
        else:
            joined[-1], atom = _share_year(text, left, atom)
            joined.append(atom)
    for at in range(len(joined) - 2, -1, -1):  # "June, July and August 2013": the year walks back along the list
        if not (joined[at].closed or joined[at].ends or joined[at + 1].closed):
            joined[at], joined[at + 1] = _share_year(text, joined[at], joined[at + 1])
    return joined


def _range(text: str, left: Atom, right: Atom) -> Atom | None:
    patterns, gap = _patterns(), text[left.end : right.start]
    between = patterns["between"].search(text, max(0, left.start - 12), left.start)
    source = patterns["from"].search(text, max(0, left.start - 32), left.start)
    closing = patterns["zh_between_end"].match(text, right.end)
    lead = between or source
    if patterns["range_gap"].match(gap):
        if lead is None and gap.strip().casefold() == "to" and patterns["compare"].search(text[: left.start]):
            return None
    elif not (patterns["and_gap"].match(gap) and (between is not None or closing is not None)):
        return None
    pair = _aligned(left, right)
    if pair is None:
        return None
    whole = _spanning(*pair)
    if whole is None:
        return None
    bare = left.bare_year and right.bare_year
    certainty = max(left.certainty, right.certainty)
    if bare:
        certainty = 0.2 if min(left.certainty, right.certainty) < 0.3 else 0.9 if source else 0.7
    return Atom(
        lead.start() if lead else left.start,
        closing.end() if closing else right.end,
        period=whole if left.yearless is None or right.yearless is None else None,
        yearless=whole if left.yearless is not None and right.yearless is not None else None,
        relative=left.relative or right.relative,
        certainty=certainty,
        note=left.note or right.note,
        ends=pair,
    )


def _aligned(left: Atom, right: Atom) -> tuple[Period, Period] | None:
    """Both periods, the one without a year put beside the other."""
    if left.period and right.period:
        return (left.period, right.period)
    if left.yearless and right.yearless:
        second = right.yearless if _in_order(left.yearless, right.yearless) else _moved(right.yearless, 1)
        return (left.yearless, second)
    try:
        if left.period and left.period.start and right.yearless:
            second = in_year(right.yearless, left.period.start.year)
            return (left.period, second if _in_order(left.period, second) else _moved(second, 1))
        if right.period and right.period.start and left.yearless:
            first = in_year(left.yearless, right.period.start.year)
            return (first if _in_order(first, right.period) else _moved(first, -1), right.period)
    except ValueError:
        return None
    return None


def _in_order(first: Period, second: Period) -> bool:
    return (
        first.start is not None and second.start is not None and as_datetime(first.start) <= as_datetime(second.start)
    )


def _moved(period: Period, years: int) -> Period:
    start = None if period.start is None else add_months(period.start, 12 * years)
    end = None if period.end is None else add_months(period.end, 12 * years)
    return Period(start, end, period.grain)


def _spanning(left: Period, right: Period) -> Period | None:
    """From the first of two periods to the end of the second, None where they overlap the wrong way round."""
    first, last = (left, right) if _in_order(left, right) else (right, left)
    start, end = first.start, last.end
    if start is None or end is None or as_datetime(start) >= as_datetime(end):
        return None
    if type(start) is not type(end):
        start, end = as_datetime(start), as_datetime(end)
    whole, grain = Period(start, end), finer(left.grain, right.grain)
    # "from 1 January to 31 March" means the months: the period before it is October to December, not 90 days.
    return Period(start, end, "month" if grain == "day" and whole_months(whole) else grain)


def _share_year(text: str, left: Atom, right: Atom) -> tuple[Atom, Atom]:
    """Give "Q1 and Q2 2013" its year on both sides; a year beside a sure year becomes sure."""
    if not _patterns()["list_gap"].match(text[left.end : right.start]):
        return left, right
    if left.bare_year and right.bare_year:
        sure = max(left.certainty, right.certainty)
        return replace(left, certainty=sure), replace(right, certainty=sure)
    if (both := _share_part(text, left, right)) is not None:
        return both
    try:
        if left.yearless and right.period and right.period.grain == left.yearless.grain and right.period.start:
            left = replace(left, period=in_year(left.yearless, right.period.start.year), yearless=None, certainty=1.0)
        elif right.yearless and left.period and left.period.grain == right.yearless.grain and left.period.start:
            right = replace(right, period=in_year(right.yearless, left.period.start.year), yearless=None, certainty=1.0)
    except ValueError:
        return left, right
    return left, right


def _share_part(text: str, left: Atom, right: Atom) -> tuple[Atom, Atom] | None:
    """Give "Q1 of 2024 and 2025" and 2024年和2025年一季度 their quarter on both sides, None where nothing is shared."""
    one, other = left.period, right.period
    if one is None or other is None or one.start is None or other.start is None:
        return None
    years = other.start.year - one.start.year
    into_right = right.bare_year and not left.bare_year and one.grain != "year" and one.end is not None
    if into_right and _YEAR_LAST.search(text[left.start : left.end]):
        return left, replace(right, period=_moved(one, years), bare_year=False, certainty=1.0)
    into_left = whole_months(one) == 12 and other.grain != "year" and other.end is not None
    if into_left and _YEAR_FIRST.match(text[right.start : right.end]):
        return replace(left, period=_moved(other, -years), bare_year=False, certainty=1.0), right
    return None


def bound(text: str, atom: Atom) -> Atom:
    """Return the atom opened to one side where words such as "since" or 之前 ask for that, else as it is."""
    whole = atom.period or atom.yearless
    if atom.closed or whole is None:
        return atom
    for opened in (_prefixed(text, atom, whole), _suffixed(text, atom, whole)):
        if opened is not None:
            return opened
    return atom


def _opened(atom: Atom, period: Period, start: int, end: int, exclusive: bool = False) -> Atom:
    certainty = max(atom.certainty, 0.9) if atom.certainty > 0.3 else atom.certainty
    note = "exclusive_after" if exclusive else atom.note
    return _holding(replace(atom, start=start, end=end, certainty=certainty, note=note, ends=None), period)


def _prefixed(text: str, atom: Atom, whole: Period) -> Atom | None:
    patterns = _patterns()
    for name in ("since", "until", "before", "after"):
        match = patterns[name].search(text, max(0, atom.start - 40), atom.start)
        if match is None:
            continue
        at_end = (match["edge"] or "").casefold() in ("end", "close")
        at_start = (match["edge"] or "").casefold() in ("start", "beginning")
        grain = whole.grain
        period = {
            "since": Period(whole.end if at_end else whole.start, None, grain),
            "until": Period(None, whole.start if at_start else whole.end, grain),
            "before": Period(None, whole.end if at_end else whole.start, grain),
            "after": Period(whole.start if at_start else whole.end, None, grain),
        }[name]
        if name in ("before", "after") and patterns["distance"].search(text, 0, match.start()):
            return replace(atom, certainty=min(atom.certainty, 0.3))
        end = atom.end
        if name == "since" and (tail := patterns["onwards"].match(text, end)):
            end = tail.end()
        return _opened(atom, period, match.start(), end, name == "after" and not at_start)
    if match := patterns["zh_until"].search(text, max(0, atom.start - 4), atom.start):
        tail = patterns["zh_through"].match(text, atom.end) or patterns["zh_end"].match(text, atom.end)
        return _opened(atom, Period(None, whole.end, whole.grain), match.start(), tail.end() if tail else atom.end)
    return None


def _suffixed(text: str, atom: Atom, whole: Period) -> Atom | None:
    patterns, grain = _patterns(), whole.grain
    lead = patterns["from"].search(text, max(0, atom.start - 12), atom.start)
    start = lead.start() if lead else atom.start
    since, through = Period(whole.start, None, grain), Period(None, whole.end, grain)
    if lead and not lead[0].strip().isascii():
        if tail := patterns["zh_from_end"].match(text, atom.end):
            late = tail[0].strip()[0] in "底末"
            return _opened(atom, Period(whole.end, None, grain) if late else since, start, tail.end())
        if lead[0].startswith("自") and atom.ends is None:
            tail = patterns["to_now"].match(text, atom.end)
            return _opened(atom, since, start, tail.end() if tail else atom.end)
    for name in ("onwards", "to_now", "zh_and_after", "zh_onwards"):
        if tail := patterns[name].match(text, atom.end):
            return _opened(atom, since, start, tail.end())
    for name in ("or_before", "zh_through"):
        if tail := patterns[name].match(text, atom.end):
            return _opened(atom, through, start, tail.end())
    if tail := patterns["zh_after"].match(text, atom.end):
        return _opened(atom, Period(whole.end, None, grain), start, tail.end(), exclusive=True)
    if tail := patterns["zh_before"].match(text, atom.end):
        late = tail["edge"] in ("底", "末")
        return _opened(atom, Period(None, whole.end if late else whole.start, grain), start, tail.end())
    return None


def intersect(text: str, found: list[Atom]) -> list[Atom]:
    """Return the atoms with "after 2000 and before 2010" made one period."""
    made: list[Atom] = []
    for atom in found:
        left = made[-1] if made else None
        if left is not None and re.fullmatch(r"\s*(?:and|but|,|，|且|并且|但)?\s*", text[left.end : atom.start]):
            both = _both(left, atom)
            if both is not None:
                made[-1] = both
                continue
        made.append(atom)
    return made


def _both(left: Atom, right: Atom) -> Atom | None:
    if left.period is None or right.period is None:
        return None
    lower = left.period if left.period.start is not None and left.period.end is None else right.period
    upper = right.period if lower is left.period else left.period
    if lower.start is None or lower.end is not None or upper.end is None or upper.start is not None:
        return None
    if as_datetime(lower.start) >= as_datetime(upper.end):
        return None
    period = Period(lower.start, upper.end, finer(lower.grain, upper.grain))
    note = left.note or right.note
    return replace(left, end=right.end, period=period, relative=left.relative or right.relative, note=note)
