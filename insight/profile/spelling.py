"""One thing written in several ways: case, blanks, full width, punctuation, initials, country codes, slips.

Owns which stored texts of one column mean the same. Refuses to touch names of people and texts of which each is rare:
there two spellings are two things as often as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from sqlglot import exp

from copilot.catalog.asking import col
from insight.profile.kinds import countries
from insight.profile.suspects import Suspect, among

MOST_VALUES: Final = 2_000
_REPEATED: Final = 3.0
"""Rows for each value, on average, from which on a column is made of labels."""
_MARK: Final = 3
"""In so few letters every sign counts: A, A+ and A- are three grades."""
_RARE: Final = 0.1
"""A slip is at most so often as the right spelling."""
_PUNCTUATION = re.compile(r"(?![+#*%$€<>=~])[\s\W_]+")
"""Marks that say nothing; a plus, as in A+, and its like do."""


def spellings(name: str, counted: Mapping[str, int], *, people: bool) -> Iterator[Suspect]:
    """Yield the spellings of a column that another one of its spellings stands for.

    Args:
        name: the column.
        counted: all its values with their counts.
        people: whether it holds names of people, of whom only the same letters are one.
    """
    if not 2 <= len(counted) <= MOST_VALUES:
        return
    labels = sum(counted.values()) >= _REPEATED * len(counted)
    groups = same_thing(counted, loosely=labels and not people)
    if not groups:
        return
    better = {value: group[0] for group in groups for value in group[1:]}
    pairs = tuple(f"{value}|{right}" for value, right in better.items())
    mend = exp.Case(this=col(name))
    for right in dict.fromkeys(better.values()):
        for value in (v for v, r in better.items() if r == right):
            mend = mend.when(exp.Literal.string(value), exp.Literal.string(right))
    mend = mend.else_(col(name))
    yield Suspect("spellings", (name,), among(name, list(better)), {"pairs": pairs}, mend=mend, most=0.6)


def same_thing(counted: Mapping[str, int], *, loosely: bool) -> list[tuple[str, ...]]:
    """Return groups of texts that mean the same, each with the best spelling first.

    Args:
        counted: texts with their counts.
        loosely: also take slips of the finger, initials and codes of countries for the same.

    >>> same_thing({"Germany": 90, "germany ": 5, "Germnay": 2, "France": 50}, loosely=True)
    [('Germany', 'germany ', 'Germnay')]
    >>> same_thing({"Store 12": 40, "Store 13": 2, "Smith": 9, "Smyth": 9}, loosely=True)
    []
    """
    head: dict[str, str] = {value: value for value in counted}

    def root(value: str) -> str:
        while head[value] != value:
            value = head[value]
        return value

    pairs = list(_written_alike(counted))
    if loosely:
        pairs += [*_initials(counted), *_country_codes(counted), *_cut_short(counted), *_slips(counted)]
    for one, other in pairs:
        head[root(other)] = root(one)
    groups: dict[str, list[str]] = defaultdict(list)
    for value in counted:
        groups[root(value)].append(value)
    return [
        tuple(sorted(group, key=lambda v: (-_fitness(v, counted), v))) for group in groups.values() if len(group) > 1
    ]


def _fitness(value: str, counted: Mapping[str, int]) -> float:
    """Return how good a spelling is: frequent, and without blanks at its ends."""
    return counted[value] * (0.5 if value != value.strip() or not value.isprintable() else 1.0)


def _plain(value: str) -> str:
    if len(value.strip()) <= _MARK:
        return unicodedata.normalize("NFKC", value.strip()).casefold()
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", value).casefold())


def _written_alike(counted: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield texts that differ by case, width, blanks and punctuation alone; what holds a number keeps its marks."""
    seen: dict[str, str] = {}
    for value in counted:
        plain = _plain(value)
        if any(letter.isdigit() for letter in plain):
            plain = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
        if not plain:
            continue
        if plain in seen:
            yield seen[plain], value
        seen.setdefault(plain, value)


def _initials(counted: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield a name of several words with its initials: United States, US."""
    short = {_plain(v).upper(): v for v in counted if 2 <= len(_plain(v)) <= 4 and v.upper() == v}
    for value in counted:
        words = [w for w in re.split(r"[\s-]+", value) if w[:1].isalpha()]
        capitals = "".join(w[0] for w in words if w[0].isupper())
        if len(words) >= 2 and capitals in short and len(capitals) >= 2 and short[capitals] != value:
            yield value, short[capitals]


def _country_codes(counted: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    known = {value: code for value in counted if (code := countries().get(value.strip().casefold()))}
    if len(known) < 2 or len(known) < 0.5 * len(counted):
        return
    seen: dict[str, str] = {}
    for value, code in known.items():
        if code in seen:
            yield seen[code], value
        seen.setdefault(code, value)


def _cut_short(counted: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield a word with its beginning and a full stop: Calif., California."""
    for value in counted:
        if not value.strip().endswith(".") or len(value.strip()) < 4:
            continue
        start = value.strip()[:-1].casefold()
        whole = [v for v in counted if v != value and v.casefold().startswith(start) and not v.strip().endswith(".")]
        if len(whole) == 1:
            yield whole[0], value


def _slips(counted: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield rare texts one slip away from a frequent one; two slips in long words."""
    long_enough = [value for value in counted if len(value) >= 5 and not any(c.isdigit() for c in value)]
    near: dict[str, list[str]] = defaultdict(list)
    for value in long_enough:
        for cut in _cuts(value.casefold()):
            near[cut].append(value)
    judged: set[tuple[str, str]] = set()
    for group in near.values():
        for one, other in combinations(group[:50], 2):
            often, rare = (one, other) if counted[one] >= counted[other] else (other, one)
            if (often, rare) in judged:
                continue
            judged.add((often, rare))
            if counted[rare] <= _RARE * counted[often] and _is_slip(often, rare):
                yield often, rare


def _cuts(value: str) -> set[str]:
    """Return a word with up to one letter left out, two for long ones (Garbe's symmetric delete, SymSpell)."""
    once = {value[:i] + value[i + 1 :] for i in range(len(value))}
    found = {value} | once
    if 9 <= len(value) <= 30:
        found |= {word[:i] + word[i + 1 :] for word in once for i in range(len(word))}
    return found


def _is_slip(often: str, rare: str) -> bool:
    known = countries()
    if often.casefold() in known and rare.casefold() in known:
        return False
    one, other = often.casefold(), rare.casefold()
    if one.endswith("s") != other.endswith("s") and one.rstrip("s") == other.rstrip("s"):
        return False
    apart = _distance(one, other)
    if one[:1] != other[:1] and apart == 1 and len(one) == len(other) and len(one) < 7:
        return False  # another first letter is another word more often than a slip
    return apart == 1 or (apart == 2 and min(len(one), len(other)) >= 9)


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the number of letters left out, added, replaced or swapped (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
