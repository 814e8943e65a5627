"""Some rows of a table, evenly spread, with each column as the arrays that the other steps look at.

Owns how the rows are chosen and held. Every k-th row is taken, k a prime, so that two runs take the same rows and no
rhythm of the data meets the step; where the table is small it is all rows. Refuses to judge: what is seen in a sample
is a suspicion until the engine has counted it over all rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlglot import exp

from copilot.catalog.asking import COUNT, GROUPS, Asker, col, key, tab
from copilot.catalog.scan import NUMBERS
from copilot.values import Column, Table

ROWS: Final = 20_000
CELLS: Final = 2_000_000
"""Most cells that are taken; a wide table gives fewer rows, but never less than `FEWEST`."""
FEWEST: Final = 2_000
LETTERS: Final = 200
"""Texts are cut here: enough to tell what they are."""
AT_ONCE: Final = 400
"""Columns that one query takes out."""
_OPAQUE: Final = frozenset({"binary", "interval", "other", "json"})


@dataclass(frozen=True)
class Sample:
    """Rows of one table.

    Attributes:
        table: as the catalog knows it.
        rows: how many rows were taken.
        columns: Arrow arrays by column; what the engine cannot hand over is left out.
    """

    table: Table
    rows: int
    columns: Mapping[str, pa.Array[Any]]
    _numbers: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    _codes: dict[str, tuple[NDArray[np.int64], list[Any]]] = field(default_factory=dict)
    _counted: dict[str, dict[Any, int]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether these are all rows of the table."""
        return self.rows >= self.table.row_count

    def column(self, name: str) -> Column:
        """Return what the catalog knows of a column."""
        return self.table.columns[name]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a number column, shape (rows,), with NaN for null and for infinite values."""
        if name not in self._numbers:
            held: Any = self.columns[name]
            array = _values(held.cast(pa.float64(), safe=False), np.float64)
            self._numbers[name] = np.where(np.isfinite(array) & ~self.missing(name), array, np.nan)
        return self._numbers[name]

    def codes(self, name: str) -> tuple[NDArray[np.int64], list[Any]]:
        """Return each row's place in the list of distinct values, shape (rows,), -1 for null; and that list."""
        if name not in self._codes:
            encoded = self.columns[name].dictionary_encode()
            codes = _values(encoded.indices, np.int32).astype(np.int64)
            codes = np.where(self.missing(name), -1, codes) if self.columns[name].null_count else codes
            self._codes[name] = codes, encoded.dictionary.to_pylist()
        return self._codes[name]

    def counted(self, name: str) -> dict[Any, int]:
        """Return the distinct values with how often each occurs, most frequent first."""
        if name not in self._counted:
            codes, values = self.codes(name)
            counts = np.bincount(codes[codes >= 0], minlength=len(values)) if values else np.zeros(0, dtype=np.int64)
            order = np.argsort(-counts, kind="stable")
            self._counted[name] = {values[i]: n for i, n in zip(order.tolist(), counts[order].tolist(), strict=True)}
        return self._counted[name]

    def missing(self, name: str) -> NDArray[np.bool_]:
        """Return which rows hold null."""
        return _values(pc.is_null(self.columns[name]).cast(pa.uint8()), np.uint8).astype(np.bool_)

    def of_type(self, *types: str) -> list[str]:
        """Return the columns of some types that were taken out, in the table's order."""
        return [name for name in self.columns if self.column(name).type in types]


def _values(array: Any, kind: type[np.generic]) -> NDArray[Any]:
    """Return the values of an Arrow array, whatever stands where it holds null; `to_numpy` would import pandas."""
    whole = np.frombuffer(array.buffers()[1], dtype=kind) if len(array) else np.zeros(0, dtype=kind)
    values: NDArray[Any] = whole[array.offset : array.offset + len(array)]
    return values


def take_sample(asker: Asker, table: Table, *, where: exp.Condition | None = None) -> Sample:
    """Take evenly spread rows of a table, or of the rows for which a condition holds; `table` says how many there are.

    Raises:
        QueryFailed: the engine said no, the deadline passed or the person stopped it.
    """
    wanted = min(ROWS, max(FEWEST, CELLS // max(1, len(table.columns))))
    step = _prime(-(-table.row_count // wanted)) if table.row_count > wanted * 1.1 else 1
    names = [name for name, column in table.columns.items() if column.type not in _OPAQUE and not column.expression]
    taken: dict[str, pa.Array[Any]] = {}
    rows = 0
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        found = asker.arrow(_query(table, part, step, where), rows=2 * ROWS)
        rows = found.num_rows
        for position, name in enumerate(part):
            taken[name] = found.column(position).combine_chunks()
    return Sample(table, rows, taken)


def _query(table: Table, names: Sequence[str], step: int, where: exp.Condition | None) -> exp.Select:
    inner = [exp.alias_(_taken(table.columns[name]), key(i), quoted=True) for i, name in enumerate(names)]
    if step == 1:
        whole = exp.select(*inner).from_(tab(table.name))
        return whole if where is None else whole.where(where.copy())
    place = exp.alias_(exp.Window(this=exp.RowNumber()), COUNT, quoted=True)
    rows = exp.select(*inner, place).from_(tab(table.name))
    numbered = (rows if where is None else rows.where(where.copy())).subquery(GROUPS)
    chosen = exp.Mod(this=col(COUNT, GROUPS), expression=exp.Literal.number(step)).eq(step // 2)
    return exp.select(*(col(key(i), GROUPS) for i in range(len(names)))).from_(numbered).where(chosen)


def _taken(column: Column) -> exp.Expression:
    it = col(column.name)
    if column.type == "text":
        return exp.Substring(this=exp.cast(it, "text"), start=exp.Literal.number(1), length=exp.Literal.number(LETTERS))
    if column.type in NUMBERS or column.type == "boolean":
        return it
    return exp.cast(it, "text")


def _prime(at_least: int) -> int:
    """Return the smallest prime from a number on.

    >>> [_prime(n) for n in (2, 8, 50, 500)]
    [2, 11, 53, 503]
    """
    number = max(2, at_least)
    while any(number % divisor == 0 for divisor in range(2, int(number**0.5) + 1)):
        number += 1
    return number
