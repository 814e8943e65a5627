"""Rows under the data that are not data: totals and footnotes.

Owns how they are known: a totals row has a label and numbers that equal the sums of the columns above. A row with such
a label whose numbers do not agree stays in the table, with a warning. Refuses to look at rows in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from copilot.sources.loading.names import quoted
from copilot.sources.loading.notes import Notes
from copilot.sources.loading.shapes import is_empty, looks_typed
from copilot.sources.loading.staging import TABLE
from copilot.sources.loading.typing_sql import Typed

if TYPE_CHECKING:
    import duckdb

_LABEL = re.compile(
    r"(?:grand[ -]?|overall |sub[ -]?)?totals?(?: (?:general|amount|sum))?|sum|overall|in total|all"
    r"|合\s*计|总\s*计|小\s*计|累\s*计"
    r"|总\s*和|总\s*额|共\s*计|gesamt|gesamtsumme|summe|total g[eé]n[eé]ral|somme|totale|suma",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:(?:sources?|notes?|generated|exported|created|printed|report|as of|end of)\b|[*†注]"
    r"|数据来源|资料来源|来源|备注|说明|制表).*",
    re.IGNORECASE | re.DOTALL,
)
LOOK = 5
"""How many rows at the end are looked at."""


@dataclass(frozen=True, slots=True)
class Held:
    """A row that was taken out of the staging table until the sums are known."""

    line: int
    cells: tuple[str | None, ...]


def is_label(cell: str) -> bool:
    """Say whether a cell names a total.

    >>> [is_label(cell) for cell in ("Total", "Grand Total:", "合计", "Totally Toys")]
    [True, True, True, False]
    """
    return bool(_LABEL.fullmatch(cell.strip().rstrip(":：").strip()))


def hold_back(con: duckdb.DuckDBPyConnection, width: int, notes: Notes, *, joiner: str) -> list[Held]:
    """Take labelled rows at the end out of the staging table, and set footnotes aside."""
    cells = ", ".join(f"c{i}" for i in range(width))
    last = con.execute(f"SELECT line, {cells} FROM {TABLE} ORDER BY line DESC LIMIT {LOOK + 1}").fetchall()
    if len(last) <= 1 or width < 2:
        return []
    held, footnotes = [], []
    for line, *row in last[: min(LOOK, len(last) - 1)]:
        filled = [cell for cell in row if cell and not is_empty(cell)]
        if any(is_label(cell) for cell in filled) and any(looks_typed(cell) for cell in filled):
            held.append(Held(line, tuple(row)))
        elif width >= 3 and len(filled) == 1 and row[0] == filled[0] and _NOTE.fullmatch(filled[0].strip()):
            footnotes.append(line)
            notes.put_aside(line, "a note under the table", joiner.join(cell or "" for cell in row))
        else:
            break
    gone = [*footnotes, *(item.line for item in held)]
    if gone:
        con.execute(f"DELETE FROM {TABLE} WHERE line IN ({', '.join(map(str, gone))})")
    if footnotes:
        notes.decide("footnotes", f"{len(footnotes)} lines under the table were set aside as notes")
    return held[::-1]


def decide(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: Sequence[Typed],
    held: Sequence[Held],
    notes: Notes,
    *,
    joiner: str,
) -> list[Held]:
    """Set the held rows aside that equal the sums of the finished table; return those that are data after all."""
    back: list[Held] = []
    for item in held:
        matched, differing = _compared(con, table, columns, item)
        text = joiner.join(cell or "" for cell in item.cells)
        if matched and not back:
            notes.put_aside(item.line, "totals row", text)
            also = f" ({', '.join(differing)} differ)" if differing else ""
            said = (
                f"line {item.line} is a totals row: it equals the sum of {', '.join(matched)}{also}; it was set aside"
            )
            notes.decide("totals_row", said)
            notes.know(totals=(*notes.facts.totals, item.line))
        else:
            back.append(item)
            notes.decide(
                "totals_row_kept",
                f"line {item.line} is labelled as a total, but its numbers are not the sums of the rows above; it was "
                "kept as data, and sums over the whole table include it",
            )
    return back


def put_back(con: duckdb.DuckDBPyConnection, rows: Sequence[Held]) -> None:
    """Return rows to the staging table."""
    for item in rows:
        marks = ", ".join("?" for _ in range(len(item.cells) + 1))
        con.execute(f"INSERT INTO {TABLE} VALUES ({marks})", [item.line, *item.cells])


def _compared(
    con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Typed], item: Held
) -> tuple[list[str], list[str]]:
    matched: list[str] = []
    differing: list[str] = []
    for typed in columns:
        cell = item.cells[typed.column.place]
        if not typed.is_number or cell is None or is_empty(cell):
            continue
        mine = con.execute(f"SELECT {typed.sql} FROM (SELECT ? AS v{typed.column.place})", [cell.strip()]).fetchall()[0]
        total = con.execute(f"SELECT sum({quoted(typed.column.name)}) FROM {quoted(table)}").fetchall()[0]
        if mine[0] is None or total[0] is None:
            continue
        (matched if _same(mine[0], total[0], cell) else differing).append(typed.column.name)
    return matched, differing


def _same(written: object, total: object, cell: str) -> bool:
    """Equal to the digits that the cell shows; a sum of nothing proves nothing."""
    left, right = Decimal(str(written)), Decimal(str(total))
    decimals = re.search(r"[.,](\d+)\D*$", cell.strip())
    shown = len(decimals.group(1)) if decimals and len(decimals.group(1)) != 3 else 0
    slack = Decimal("0.51") * Decimal(10) ** -shown if shown == 0 and right != right.to_integral_value() else Decimal(0)
    slack = max(slack, abs(right) * Decimal("1e-9"))
    return right != 0 and abs(left - right) <= slack
