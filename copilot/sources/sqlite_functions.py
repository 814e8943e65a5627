"""Functions that SQLite lacks, under the names and with the meaning that DuckDB gives them.

Owns `FUNCTIONS`, the one list of what is registered; the gate's allow-list for SQLite is made of it. Dates are ISO 8601
text, as SQLite keeps them; text that is no date gives NULL, as in SQLite's own date functions. Whatever could blow up
(padding, edit distance) is bounded. Uses the standard library only, since the gate imports it.
"""

from __future__ import annotations

import calendar
import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import sqlite3

Value = str | int | float | bytes | None
_LONGEST: Final = 10_000
_EPOCH: Final = datetime.fromisoformat("1970-01-01")


@dataclass(frozen=True, slots=True)
class SqliteFunction:
    """One function or aggregate; `arguments` is -1 where their number varies."""

    name: str
    arguments: int
    kind: Literal["scalar", "aggregate"]
    make: Callable[..., Any]


def register(connection: sqlite3.Connection) -> None:
    """Give a connection every function of `FUNCTIONS`."""
    for function in FUNCTIONS:
        if function.kind == "scalar":
            connection.create_function(function.name, function.arguments, function.make, deterministic=True)
        else:
            connection.create_aggregate(function.name, function.arguments, function.make)


def _moment(value: Value) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _text(moment: datetime, part: str) -> str:
    return moment.isoformat(" ", "seconds") if part in ("hour", "minute", "second") else moment.date().isoformat()


def _date_trunc(part: Value, value: Value) -> str | None:
    moment, part = _moment(value), _part(part)
    if moment is None:
        return None
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    starts: dict[str, Callable[[], datetime]] = {
        "year": lambda: day.replace(month=1, day=1),
        "quarter": lambda: day.replace(month=moment.month - (moment.month - 1) % 3, day=1),
        "month": lambda: day.replace(day=1),
        "week": lambda: day - timedelta(days=day.weekday()),
        "day": lambda: day,
        "hour": lambda: moment.replace(minute=0, second=0, microsecond=0),
        "minute": lambda: moment.replace(second=0, microsecond=0),
        "second": lambda: moment.replace(microsecond=0),
    }
    return _text(starts[part](), part)


_PARTS: Final[dict[str, Callable[[datetime], int | float]]] = {
    "year": lambda m: m.year,
    "quarter": lambda m: (m.month + 2) // 3,
    "month": lambda m: m.month,
    "week": lambda m: m.isocalendar().week,
    "isoyear": lambda m: m.isocalendar().year,
    "day": lambda m: m.day,
    "dayofmonth": lambda m: m.day,
    "dayofweek": lambda m: m.isoweekday() % 7,
    "dow": lambda m: m.isoweekday() % 7,
    "isodow": lambda m: m.isoweekday(),
    "dayofyear": lambda m: m.timetuple().tm_yday,
    "doy": lambda m: m.timetuple().tm_yday,
    "hour": lambda m: m.hour,
    "minute": lambda m: m.minute,
    "second": lambda m: m.second,
    "epoch": lambda m: (m - _EPOCH).total_seconds(),
}


def _part(part: Value) -> str:
    name = str(part).strip().lower()
    return name.removesuffix("s") if name not in _PARTS else name


def _date_part(part: Value, value: Value) -> int | float | None:
    moment = _moment(value)
    return None if moment is None else _PARTS[_part(part)](moment)


def _date_diff(part: Value, start: Value, end: Value) -> int | None:
    """Count the boundaries of `part` between two times, as DuckDB does."""
    first, last, part = _moment(start), _moment(end), _part(part)
    if first is None or last is None:
        return None
    months = {"year": 12, "quarter": 3, "month": 1}
    if part in months:
        size = months[part]
        return (last.year * 12 + last.month - 1) // size - (first.year * 12 + first.month - 1) // size
    if part in ("week", "day"):
        size = 7 if part == "week" else 1
        return (last.date().toordinal() - 1) // size - (first.date().toordinal() - 1) // size
    seconds = {"hour": 3600, "minute": 60, "second": 1}[part]
    return int((last - _EPOCH).total_seconds() // seconds - (first - _EPOCH).total_seconds() // seconds)


def _date_add(part: Value, count: Value, value: Value) -> str | None:
    moment, part = _moment(value), _part(part)
    if moment is None or not isinstance(count, int):
        return None
    months = {"year": 12, "quarter": 3, "month": 1}.get(part)
    if months is None:
        moved = moment + timedelta(**{f"{part}s": count})
    else:
        year, month = divmod(moment.year * 12 + moment.month - 1 + months * count, 12)
        last = calendar.monthrange(year, month + 1)[1]
        moved = moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    whole = moved == moved.replace(hour=0, minute=0, second=0, microsecond=0) and len(str(value).strip()) == 10
    return moved.date().isoformat() if whole else moved.isoformat(" ", "seconds")


def _last_day(value: Value) -> str | None:
    moment = _moment(value)
    if moment is None:
        return None
    return date(moment.year, moment.month, calendar.monthrange(moment.year, moment.month)[1]).isoformat()


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _regexp_matches(text: Value, pattern: Value) -> bool | None:
    if text is None or pattern is None:
        return None
    return _pattern(str(pattern)[:_LONGEST]).search(str(text)) is not None


def _extreme(pick: Callable[..., Any], *values: Value) -> Value:
    """Ignore NULLs, unlike SQLite's own max(a, b)."""
    there = [value for value in values if value is not None]
    best: Value = pick(there) if there else None
    return best


def _strpos(text: Value, part: Value) -> int | None:
    return None if text is None or part is None else str(text).find(str(part)) + 1


def _left(text: Value, count: Value) -> str | None:
    return None if text is None or count is None else str(text)[: int(count)]


def _right(text: Value, count: Value) -> str | None:
    if text is None or count is None:
        return None
    size, whole = int(count), str(text)
    return whole[max(len(whole) - size, 0) :] if size >= 0 else whole[-size:]


def _pad(left: bool, text: Value, size: Value, fill: Value) -> str | None:
    if text is None or size is None or fill is None:
        return None
    whole, wanted, filler = str(text), int(size), str(fill)
    if wanted > _LONGEST or not filler:
        raise ValueError("lpad and rpad go up to 10000 characters and need something to pad with")
    room = max(wanted - len(whole), 0)
    padding = (filler * (room // len(filler) + 1))[:room]
    return (padding + whole if left else whole + padding)[: max(wanted, 0)]


def _repeat(text: Value, count: Value) -> str | None:
    if text is None or count is None:
        return None
    if len(str(text)) * int(count) > _LONGEST:
        raise ValueError("repeat gives at most 10000 characters")
    return str(text) * int(count)


def _levenshtein(one: Value, other: Value) -> int | None:
    if one is None or other is None:
        return None
    short, long = sorted((str(one), str(other)), key=len)
    if len(long) > 1_000:
        raise ValueError("levenshtein compares texts of up to 1000 characters")
    row = list(range(len(short) + 1))
    for i, letter in enumerate(long, 1):
        previous, row[0] = row[0], i
        for j, against in enumerate(short, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (letter != against))
    return row[-1]


def _number(apply: Callable[[float], float], value: Value) -> float | None:
    return None if value is None else float(apply(float(value)))


def _power(base: Value, exponent: Value) -> float | None:
    return None if base is None or exponent is None else math.pow(float(base), float(exponent))


class _Collected:
    """An aggregate over all non-null numbers of one column; text that is no number is an error, not a zero."""

    def __init__(self) -> None:
        self.values: list[float] = []

    def step(self, value: Value) -> None:
        if value is not None:
            self.values.append(float(value))


class _Quantile(_Collected):
    """Interpolates between neighbours, as ``quantile_cont`` does."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.5

    def step(self, value: Value, share: Value = 0.5) -> None:
        self.share = float(share) if share is not None else 0.5
        super().step(value)

    def finalize(self) -> float | None:
        if not self.values:
            return None
        if not 0 <= self.share <= 1:
            raise ValueError("a quantile lies between 0 and 1")
        ordered = sorted(self.values)
        place = self.share * (len(ordered) - 1)
        low, high = math.floor(place), math.ceil(place)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


class _Spread(_Collected):
    """Variance or standard deviation over n - `less` values."""

    def __init__(self, *, less: int, root: bool) -> None:
        super().__init__()
        self._less, self._root = less, root

    def finalize(self) -> float | None:
        count = len(self.values)
        if count <= self._less:
            return None
        mean = math.fsum(self.values) / count
        variance = math.fsum((value - mean) ** 2 for value in self.values) / (count - self._less)
        return math.sqrt(variance) if self._root else variance


class _Pairs:
    """Correlation or covariance of the pairs in which both are there."""

    def __init__(self, *, correlation: bool) -> None:
        self._correlation = correlation
        self._ys: list[float] = []
        self._xs: list[float] = []

    def step(self, y: Value, x: Value) -> None:
        if y is not None and x is not None:
            self._ys.append(float(y))
            self._xs.append(float(x))

    def finalize(self) -> float | None:
        count = len(self._xs)
        if count < 2:
            return None
        mean_y, mean_x = math.fsum(self._ys) / count, math.fsum(self._xs) / count
        shared = math.fsum((y - mean_y) * (x - mean_x) for y, x in zip(self._ys, self._xs, strict=True))
        if not self._correlation:
            return shared / (count - 1)
        spread_y = math.fsum((y - mean_y) ** 2 for y in self._ys)
        spread_x = math.fsum((x - mean_x) ** 2 for x in self._xs)
        return shared / math.sqrt(spread_y * spread_x) if spread_x and spread_y else None


class _Mode:
    """The most frequent value; the first seen among equals."""

    def __init__(self) -> None:
        self._counts: Counter[Value] = Counter()

    def step(self, value: Value) -> None:
        if value is not None:
            self._counts[value] += 1

    def finalize(self) -> Value:
        return self._counts.most_common(1)[0][0] if self._counts else None


class _ArgBest:
    """The value in the row where another column is greatest or least; the first seen among equals."""

    def __init__(self, *, greatest: bool) -> None:
        self._greatest = greatest
        self._best: Any = None
        self._value: Value = None

    def step(self, value: Value, by: Any) -> None:
        if by is None or value is None:
            return
        if self._best is None or (by > self._best if self._greatest else by < self._best):
            self._best, self._value = by, value

    def finalize(self) -> Value:
        return self._value


def _sha256(value: Value) -> str | None:
    if value is None:
        return None
    return hashlib.sha256(value if isinstance(value, bytes) else str(value).encode()).hexdigest()


def _scalars() -> list[SqliteFunction]:
    plain: list[tuple[str, int, Callable[..., Any]]] = [
        ("date_trunc", 2, _date_trunc),
        ("date_part", 2, _date_part),
        ("date_diff", 3, _date_diff),
        ("date_add", 3, _date_add),
        ("last_day", 1, _last_day),
        ("regexp_matches", 2, _regexp_matches),
        ("regexp", 2, lambda pattern, text: _regexp_matches(text, pattern)),
        ("greatest", -1, partial(_extreme, max)),
        ("least", -1, partial(_extreme, min)),
        ("strpos", 2, _strpos),
        ("left", 2, _left),
        ("right", 2, _right),
        ("lpad", 3, partial(_pad, True)),
        ("rpad", 3, partial(_pad, False)),
        ("repeat", 2, _repeat),
        ("sha256", 1, _sha256),
        ("levenshtein", 2, _levenshtein),
        ("power", 2, _power),
        ("pow", 2, _power),
        ("editdist3", 2, _levenshtein),  # so sqlglot writes levenshtein, dayofweek and isodow for SQLite
        ("day_of_week", 1, partial(_date_part, "dow")),
        ("dayofweek_iso", 1, partial(_date_part, "isodow")),
    ]
    plain += [(part, 1, partial(_date_part, part)) for part in _PARTS if part not in ("dow", "doy", "dayofmonth")]
    numbers: dict[str, Callable[[float], float]] = {
        "ceil": math.ceil,
        "ceiling": math.ceil,
        "floor": math.floor,
        "sqrt": math.sqrt,
        "exp": math.exp,
        "ln": math.log,
        "log10": math.log10,
    }
    plain += [(name, 1, partial(_number, apply)) for name, apply in numbers.items()]
    return [SqliteFunction(name, arguments, "scalar", make) for name, arguments, make in plain]


def _aggregates() -> list[SqliteFunction]:
    spreads = {
        "stddev": (1, True),
        "stddev_samp": (1, True),
        "stddev_pop": (0, True),
        "variance": (1, False),
        "var_samp": (1, False),
        "var_pop": (0, False),
    }
    made: list[tuple[str, int, Callable[..., Any]]] = [
        (name, 1, partial(_Spread, less=less, root=root)) for name, (less, root) in spreads.items()
    ]
    made += [
        ("median", 1, _Quantile),
        ("quantile_cont", 2, _Quantile),
        ("percentile_cont", 2, _Quantile),
        ("corr", 2, partial(_Pairs, correlation=True)),
        ("covar_samp", 2, partial(_Pairs, correlation=False)),
        ("mode", 1, _Mode),
        *((name, 2, partial(_ArgBest, greatest=True)) for name in ("arg_max", "max_by")),
        *((name, 2, partial(_ArgBest, greatest=False)) for name in ("arg_min", "min_by")),
    ]
    return [SqliteFunction(name, arguments, "aggregate", make) for name, arguments, make in made]


FUNCTIONS: Final[tuple[SqliteFunction, ...]] = (*_scalars(), *_aggregates())
