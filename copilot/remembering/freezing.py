"""From a question and its SQL to SQL with named, typed parameters, and back.

Owns which literals of a statement stand for what its question names. Any other literal stays; a relative
period ("last month") that stands nowhere in the SQL cannot be kept, since next month it would be another. Refuses
statements that cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from copilot.errors import ConfigError
from copilot.remembering.slots import Slots
from copilot.values.query import Dialect

Parameters = Mapping[str, str | int | float | Decimal]


def frozen(sql: str, slots: Slots, dialect: Dialect, *, row_cap: int | None = None) -> str:
    """Return a statement with parameters in place of what its question names.

    Args:
        sql: that answered the question.
        slots: what the question names.
        dialect: of the statement.
        row_cap: a LIMIT of one more is not the question's, and is left out.

    Raises:
        ConfigError: the statement cannot be read, or a relative period of the question stands nowhere in it.
    """
    tree = _read(sql, dialect)
    limit = tree.args.get("limit")
    if row_cap is not None and limit is not None and str(limit.expression) == str(row_cap + 1):
        tree.set("limit", None)
    held = [(one.this, one.is_string) for one in tree.find_all(exp.Literal)]
    for name, literal, text in _literals(slots, held):
        for found in list(tree.find_all(exp.Literal)):
            if found.is_string == text and found.this == literal:
                found.replace(exp.Placeholder(this=name))
    used = {str(one.this) for one in tree.find_all(exp.Placeholder)}
    for number, span in enumerate(slots.spans, 1):
        if span.relative and not any(name.startswith(f"period_{number}_") for name in used):
            raise ConfigError(
                f"the SQL does not hold the days that {span.words!r} stands for, so it would be wrong on another day; "
                f"ask with fixed dates, or write SQL that compares with them"
            )
    return tree.sql(dialect=dialect, pretty=True)


def names_in(sql: str, dialect: Dialect) -> frozenset[str]:
    """Return the names of a statement's parameters.

    Raises:
        ConfigError: the statement cannot be read.
    """
    return frozenset(str(one.this) for one in _read(sql, dialect).find_all(exp.Placeholder))


def bound(sql: str, parameters: Parameters, dialect: Dialect) -> str | None:
    """Return a statement with its parameters filled in as typed literals, None where one is lacking.

    Raises:
        ConfigError: the statement cannot be read.
    """
    tree = _read(sql, dialect)
    for one in list(tree.find_all(exp.Placeholder)):
        if str(one.this) not in parameters:
            return None
        value = parameters[str(one.this)]
        literal = exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(str(value))
        one.replace(literal)
    return tree.sql(dialect=dialect)


def parameters_of(slots: Slots, columns: Mapping[str, tuple[str, str]]) -> dict[str, str | int | float | Decimal]:
    """Return every parameter that a question gives a value to.

    Args:
        slots: what the question names.
        columns: the table and column that each ``value_n`` is compared with; of another column it is none.
    """
    found: dict[str, str | int | float | Decimal] = {}
    for number, span in enumerate(slots.spans, 1):
        found |= {f"period_{number}_{end}": day.isoformat() for end, day in _ends(span.start, span.end)}
    for number, value in enumerate(slots.values, 1):
        name = f"value_{number}"
        wanted = columns.get(name)
        stored = next((text for table, column, text in value.stored if (table, column) == wanted), None)
        if stored is not None:
            found[name] = stored
    found |= {f"number_{number}": one for number, one in enumerate(slots.numbers, 1)}
    return found


def columns_of_values(sql: str, slots: Slots, dialect: Dialect) -> dict[str, tuple[str, str]]:
    """Return the table and column that each ``value_n`` of a statement is compared with, where that can be told."""
    found: dict[str, tuple[str, str]] = {}
    tree = _read(sql, dialect)
    for one in tree.find_all(exp.Placeholder):
        number = str(one.this).removeprefix("value_")
        if not number.isdigit() or int(number) > len(slots.values):
            continue
        compared = one.parent
        while compared is not None and not isinstance(compared, exp.Predicate):
            compared = compared.parent
        names = {column.name.casefold() for column in compared.find_all(exp.Column)} if compared is not None else set()
        held = [(t, c) for t, c, _ in slots.values[int(number) - 1].stored if c.casefold() in names]
        if held:
            found[str(one.this)] = held[0]
    return found


def _literals(slots: Slots, held: Sequence[tuple[str, bool]]) -> list[tuple[str, str, bool]]:
    """Return (parameter, literal, is a text) for everything that a question names and the statement holds.

    A period stands there with both its ends or not at all; a number stands there once, or nobody knows which is meant.
    """
    found: list[tuple[str, str, bool]] = []
    texts = {text for text, is_text in held if is_text}
    for number, span in enumerate(slots.spans, 1):
        ends = [(end, day.isoformat()) for end, day in _ends(span.start, span.end) if day.isoformat() in texts]
        if len(ends) >= (span.start is not None) + (span.end is not None):
            found += [(f"period_{number}_{end}", day, True) for end, day in ends]
    for number, value in enumerate(slots.values, 1):
        spellings = dict.fromkeys(text for _, _, text in value.stored)
        found += [(f"value_{number}", text, True) for text in spellings]
    for number, one in enumerate(slots.numbers, 1):
        found += [(f"number_{number}", str(one), False)] if held.count((str(one), False)) == 1 else []
    taken: set[tuple[str, bool]] = set()
    return [one for one in found if (one[1], one[2]) not in taken and not taken.add((one[1], one[2]))]  # type: ignore[func-returns-value]


def _ends(start: date | None, end: date | None) -> list[tuple[str, date]]:
    ends = [("start", start), ("end", end), ("last", None if end is None else end - timedelta(days=1))]
    return [(name, day) for name, day in ends if day is not None]


def _read(sql: str, dialect: Dialect) -> exp.Expression:
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except (SqlglotError, RecursionError) as error:
        raise ConfigError(f"the statement cannot be read as SQL: {sql[:80]!r}") from error
    assert isinstance(tree, exp.Expression)
    return tree
