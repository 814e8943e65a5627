"""Lines of a delimited text file as records of cells.

Owns the delimiter, the quoting and the way back into step after a broken quote: a line whose quote does not close is
set aside and reading goes on with the next line, so that no line is ever swallowed. Refuses to say what the cells mean.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from copilot.errors import SourceError
from copilot.sources.loading.shapes import looks_typed
from copilot.values.load import LoadLimits

RECORD_CAP = 1_000
"""Most lines that one quoted value may run over before its quote counts as never closed."""
DELIMITERS: tuple[str, ...] = (",", ";", "\t", "|")
NO_DELIMITER = "\x1f"
"""Stands for the delimiter of a file of one column; no text holds it."""
DELIMITER_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a vertical bar"}
Quoting = Literal["double", "spaced", "backslash", "single", "none"]
Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """How cells are told apart."""

    delimiter: str
    quoting: Quoting
    width: int
    """Fields that most records have."""
    consistency: float
    """Share of the records, from the first of that width on, that have it."""

    def split(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Return a strict reader: it raises `csv.Error` for a quote out of place."""
        return _reader(lines, self.delimiter, self.quoting)


def _reader(lines: Iterable[str], delimiter: str, quoting: Quoting) -> Iterator[list[str]]:
    match quoting:
        case "none":
            return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        case "single":
            return csv.reader(lines, delimiter=delimiter, quotechar="'", strict=True)
        case "spaced":
            return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        case "backslash":
            return csv.reader(lines, delimiter=delimiter, escapechar="\\", doublequote=False, strict=True)
        case _:
            return csv.reader(lines, delimiter=delimiter, strict=True)


class Records:
    """Records of a stream of lines, each with the 1-based number of its first line.

    Attributes:
        lines: how many lines were read.
        broken: how many lines were set aside for their quotes.
        continued: how many lines belong to a value that runs over several.
    """

    def __init__(self, lines: Iterable[str], form: Form, on_broken: Callable[[int, str, str], None]) -> None:
        self._source = iter(lines)
        self._form = form
        self._on_broken = on_broken
        self._ahead: list[str] = []
        self._held: list[str] = []
        self.lines = 0
        self.broken = 0
        self.continued = 0

    def _feed(self) -> Iterator[str]:
        held = self._held
        while True:
            if self._ahead:
                line = self._ahead.pop()
            else:
                following = next(self._source, None)
                if following is None:
                    return
                line = following
            held.append(line)
            if len(held) > RECORD_CAP:
                raise csv.Error("unexpected end of data")
            yield line

    def __iter__(self) -> Iterator[Record]:
        held = self._held
        reader = self._form.split(self._feed())
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self._resume(_reason(str(error)))
                reader = self._form.split(self._feed())
                continue
            if cells is None:
                return
            if self._swallows_rows():
                self._resume("a quote is opened and closed only in a later row")
                reader = self._form.split(self._feed())
                continue
            start = self.lines + 1
            self.lines += len(held)
            if len(held) > 1:
                self.continued += len(held) - 1
            held.clear()
            yield start, cells

    def _swallows_rows(self) -> bool:
        """Say whether each line of a value that runs over several would be a whole row but for one pair of quotes."""
        width = self._form.width
        if len(self._held) < 2 or width < 3 or self._form.quoting == "none":
            return False
        mark = self._form.delimiter
        return all(line.count(mark) == width - 1 and f"{mark} " not in line for line in self._held)

    def _resume(self, reason: str) -> None:
        """Set the first line of the broken record aside and put the others back."""
        first, *others = self._held
        self._held.clear()
        self._ahead.extend(reversed(others))
        self.lines += 1
        self.broken += 1
        self._on_broken(self.lines, reason, first)


def _reason(error: str) -> str:
    if "end of data" in error:
        return "a quote is opened and never closed"
    return "a quoted value is longer than a line may be" if "field limit" in error else "a quote is out of place"


def read_lines(readline: Callable[[int], str], name: str, limits: LoadLimits) -> Iterator[str]:
    """Yield lines with their ends kept.

    Raises:
        SourceError: a line is longer than a line may be; without a cap a file without line ends would be held in
            memory whole.
    """
    number, cap = 0, limits.line_characters
    csv.field_size_limit(cap + 2)
    while line := readline(cap + 2):
        number += 1
        if len(line) > cap and len(line.rstrip("\r\n")) > cap:
            raise SourceError(
                f"{name}: line {number} is longer than the {limits.words('line_characters')} characters that a line "
                "may have, so this is hardly a table of lines; check the file's kind and its line ends, or raise that "
                "setting."
            )
        yield line


def detect_form(sample: list[str], *, cut: bool) -> Form:
    """Return the form under which most lines have the same number of cells.

    Args:
        sample: the file's first lines.
        cut: True where the file goes on after the sample, so that its last record may be torn.

    >>> form = detect_form(["a;b", "x;1,5", "y;2,25"], cut=False)
    >>> form.delimiter, form.width
    (';', 2)
    """
    forms = [form for delimiter in DELIMITERS if (form := _best_quoting(sample, delimiter, cut=cut))]
    if not forms:
        return Form(NO_DELIMITER, _best_single(sample), 1, 1.0)
    return max(forms, key=lambda form: _rank(form, sample))


def _rank(form: Form, sample: list[str]) -> tuple[float, bool, float, int, float]:
    """Rough consistency, a first line of that width, cells that are numbers or dates, columns, exact consistency."""
    rows = [row for _, row in Records(sample, form, lambda *_: None)]
    cells = [cell for row in rows if len(row) == form.width for cell in row if cell.strip()]
    typed = sum(looks_typed(cell) for cell in cells) / max(1, len(cells))
    return round(form.consistency, 1), len(rows[0]) == form.width, round(typed, 1), form.width, form.consistency


def _best_quoting(sample: list[str], delimiter: str, *, cut: bool) -> Form | None:
    """Plain double quotes unless they break lines and another way of quoting breaks fewer."""
    best: tuple[int, Form] | None = None
    ways: list[Quoting] = ["double"]
    whole = "".join(sample)
    if '\\"' in whole:
        ways.append("backslash")
    if _single_quoted(whole, delimiter):
        ways.append("single")
    elif len(re.findall(rf'{re.escape(delimiter)} +"', whole)) >= 0.2 * len(sample):
        ways[0] = "spaced"
    ways.append("none")
    for way in ways:
        form, broken = _measure(sample, delimiter, way, cut=cut)
        if form is None:
            continue
        if way == "none" and best is not None and best[0] <= 0.02 * len(sample) + 1:
            continue
        better = best is None or way == "single" or (broken < best[0] and form.consistency >= best[1].consistency)
        if better:
            best = (broken, form)
    return best[1] if best else None


def _single_quoted(whole: str, delimiter: str) -> bool:
    pair = len(re.findall(rf"'{re.escape(delimiter)}'", whole))
    return pair > 2 and pair > whole.count('"')


def _best_single(sample: list[str]) -> Quoting:
    """Quoting of a one-column file."""
    records = Records(sample, Form(NO_DELIMITER, "double", 1, 1.0), lambda *_: None)
    for _ in records:
        pass
    return "none" if records.broken > 0.02 * len(sample) + 1 else "double"


def _is_prose(rows: list[list[str]]) -> bool:
    """Under a name without a comma, commas that a blank follows are part of sentences and of names."""
    later = [cell for row in rows for cell in row[1:]]
    return sum(cell.startswith(" ") for cell in later) >= 0.9 * len(later)


def _measure(sample: list[str], delimiter: str, quoting: Quoting, *, cut: bool) -> tuple[Form | None, int]:
    records = Records(sample, Form(delimiter, quoting, 0, 0.0), lambda *_: None)
    rows = [row for _, row in records if any(cell.strip() for cell in row)]
    if cut and len(rows) > 1:
        rows.pop()
    widths = [len(row) for row in rows]
    if not widths:
        return None, records.broken
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return None, records.broken
    first = widths[0]
    if first == 1 and delimiter == "," and _is_prose(rows):
        return None, records.broken
    width = max(counts, key=lambda w: (counts[w], w == first, w))
    start = widths.index(width)
    consistency = counts[width] / (len(widths) - start)
    coverage = counts[width] / len(widths)
    if consistency >= 0.6 and coverage >= 0.25 and (counts[width] > 1 or len(widths) == 1 or width == first):
        return Form(delimiter, quoting, width, consistency), records.broken
    if first > 1 and sum(w > 1 for w in widths) >= 0.5 * len(widths):
        return Form(delimiter, quoting, first, counts[first] / len(widths)), records.broken
    return None, records.broken
