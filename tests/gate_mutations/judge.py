"""What became of a statement at a door, found out by running it: no rule of the gate is trusted here."""

from __future__ import annotations

import json
import math
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import duckdb
from sqlglot.errors import SqlglotError

from copilot.errors import Refused
from copilot.gate import Gate
from copilot.gate.permitted import Permitted, permit
from copilot.policy import grant, parse_policy
from copilot.sources.duckdb_engine import column_type
from copilot.sources.source import SourceColumn, SourceTable
from copilot.values import Catalog, Column, Table, ValidatedQuery
from tests.gate_mutations import world

Kind = Literal[
    "refused", "passed", "failed alike", "no time",
    "leak", "plan", "crash", "slow", "not the same twice", "other rows", "broken", "engine",
]  # fmt: skip
VIOLATIONS: frozenset[Kind] = frozenset({"leak", "plan", "crash", "slow", "not the same twice", "other rows", "broken"})
ROWS = 100_000
SLOW = 5.0
_QUERY_SECONDS = 3.0
_TRIES = 12  # a sample of 10 % may come out the same a few times
# Leaves of an engine's plan that read nothing that is stored.
_HARMLESS_LEAVES = frozenset(
    """
    DUMMY_SCAN EMPTY_RESULT EXPRESSION_GET DELIM_GET CTE_SCAN CTE_REF REC_CTE_SCAN RECURSIVE_CTE_SCAN RANGE
    GENERATE_SERIES UNNEST JSON_EACH JSON_TREE
    """.split()
)


@dataclass(frozen=True)
class Verdict:
    """What became of one statement."""

    kind: Kind
    detail: str = ""
    rule: str = ""
    seconds: float = 0.0
    query: ValidatedQuery | None = None
    taken_as_written: bool | None = None
    """Whether the engine takes the statement as it was written, over what may be seen; None where not asked."""


@dataclass(frozen=True)
class Outcome:
    """Rows, or the kind of error."""

    rows: list[tuple[Any, ...]] | None
    error: str = ""
    said: str = ""

    @property
    def in_time(self) -> bool:
        return self.error not in ("InterruptException", "OutOfMemoryException")


class Door:
    """One gate, with the databases that its verdicts are held against."""

    def __init__(self, name: world.DoorName) -> None:
        self.name: world.DoorName = name
        self._build()
        schema = _schema(self.one)
        if name == "policed":
            policy = parse_policy(world.POLICY)
            permitted = permit(schema, "duckdb", grant(policy, "eu_analyst", world.PERSON), secret=world.SECRET)
        else:
            permitted = Permitted(tuple(_without_hidden(table) for table in schema if _is_open(table)))
        self.gate = Gate(_catalog(permitted.schema), "duckdb", permitted)

    def _build(self) -> None:
        self.one, hidden = world.whole("one", self.name)
        self.other, also_hidden = world.whole("other", self.name)
        self.hidden = hidden | also_hidden
        self.visible = world.visible(self.name)

    # -- the gate ------------------------------------------------------------------------------------------------

    def _values(self, query: ValidatedQuery) -> list[Any]:
        outcome = self.outcome(self.one, query)
        if outcome.rows is None:
            raise Refused("The values cannot be found out.", rule="bounds")
        return [row[0] for row in outcome.rows]

    def validate(self, text: str) -> ValidatedQuery:
        return self.gate.validate(text, rows=ROWS, values=self._values)

    def judge(self, text: str) -> Verdict:
        """Return what becomes of a statement."""
        began = time.perf_counter()
        try:
            query = self.validate(text)
        except Refused as error:
            seconds = time.perf_counter() - began
            said = str(error)
            if told := self._told(said, text):
                return Verdict("leak", f"the refusal says {told}: {said}", error.rule, seconds)
            return Verdict("slow" if seconds > SLOW else "refused", said, error.rule, seconds)
        except Exception as error:  # noqa: BLE001  which error may come out is what is looked at
            return Verdict("crash", f"{type(error).__name__}: {error}", seconds=time.perf_counter() - began)
        seconds = time.perf_counter() - began
        try:
            verdict = self._compare(text, query)
        except (SqlglotError, TypeError, UnicodeError) as error:  # a fence that cannot be written; a text that is none
            verdict = Verdict("crash", f"what is run: {type(error).__name__}: {error}")
        kind: Kind = "slow" if seconds > SLOW and verdict.kind not in VIOLATIONS else verdict.kind
        return Verdict(kind, verdict.detail, verdict.rule, seconds, query, verdict.taken_as_written)

    def _told(self, said: str, text: str) -> set[str]:
        return {value for value in self.hidden if value in said and value not in text}

    # -- the engine ----------------------------------------------------------------------------------------------

    def _compare(self, text: str, query: ValidatedQuery) -> Verdict:
        try:
            if foreign := foreign_tables(self.one, query):
                return Verdict("plan", f"reads {sorted(foreign)} beside {sorted(query.tables)}: {query.text}")
            one, other = self.outcome(self.one, query), self.outcome(self.other, query)
            if not (one.in_time and other.in_time):
                return Verdict("no time", one.error or other.error)
            if told := self._told(repr(one.rows) + repr(other.rows), text):
                return Verdict("leak", f"shows {sorted(told)[:3]}: {query.text}")
            if (difference := differ(one, other)) and not self._by_chance(query, one, other):
                return Verdict("leak", f"tells the two apart ({difference}): {query.text}")
            verdict = self._as_written(text, query, one)
            return verdict if verdict.kind in VIOLATIONS else self._again(query, verdict)
        except (duckdb.InternalException, duckdb.FatalException) as error:
            self._build()
            return Verdict("engine", str(error).partition("\n")[0][:300])

    def _again(self, query: ValidatedQuery, verdict: Verdict) -> Verdict:
        """What the gate writes has to pass again and to be written the same."""
        said, taken = "", verdict.taken_as_written
        try:
            twice = self.validate(query.shown)
        except Refused as error:
            said = f"{error.rule}: {error}: {query.shown}"
        except Exception as error:  # noqa: BLE001  as in `judge`
            return Verdict("crash", f"what was written: {type(error).__name__}: {error}", taken_as_written=taken)
        else:
            first, second = _letters(query.shown), _letters(twice.shown)
            if first != second:
                at = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
                said = f"{first[max(0, at - 15) : at + 60]} | then | {second[max(0, at - 15) : at + 60]}"
        return Verdict("not the same twice", said, taken_as_written=taken) if said else verdict

    def _as_written(self, text: str, query: ValidatedQuery, ours: Outcome) -> Verdict:
        """What the gate writes has to mean what the engine reads in the statement itself."""
        if not _is_one_select(self.visible, text):
            return Verdict("passed", taken_as_written=False)
        theirs = run(self.visible, text, {})
        if not theirs.in_time:
            return Verdict("no time", theirs.error)
        if theirs.rows is None:
            kind: Kind = "failed alike" if ours.rows is None else "passed"
            return Verdict(kind, theirs.error, taken_as_written=False)
        if ours.rows is None:
            return Verdict("broken", f"{ours.said}: {query.text}", taken_as_written=True)
        difference = differ(ours, theirs)
        if difference and not self._by_chance(query, ours, theirs, text):
            return Verdict("other rows", f"{difference}: {query.text}", taken_as_written=True)
        return Verdict("passed", taken_as_written=True)

    def _by_chance(self, query: ValidatedQuery, ours: Outcome, theirs: Outcome, text: str = "") -> bool:
        """True where the rows differ from run to run, or by the order in which an optimizer happens to read them."""
        if any(differ(ours, self.outcome(self.one, query)) for _ in range(_TRIES)):
            return True
        if ours.rows is None or theirs.rows is None:
            return False
        plain = self.outcome(self.one, query, optimized=False)
        if text:
            return not differ(plain, run(self.visible, text, {}, optimized=False))
        return len(ours.rows) == len(theirs.rows) and not differ(
            plain, self.outcome(self.other, query, optimized=False)
        )

    def outcome(self, data: duckdb.DuckDBPyConnection, query: ValidatedQuery, *, optimized: bool = True) -> Outcome:
        """Run what the gate made, as a source does: where it fails on data, the fenced text counts."""
        found = run(data, query.text, query.parameters, optimized=optimized)
        if found.error and found.in_time and found.error not in ("BinderException", "ParserException") and query.fenced:
            return run(data, query.fenced, query.parameters, optimized=optimized)
        return found


# ------------------------------------------------------------------------------------------------ running


def run(
    data: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any], *, optimized: bool = True
) -> Outcome:
    """Run a text in a transaction that is undone.

    Raises:
        duckdb.InternalException: the engine itself broke; the database is of no use any more.
        duckdb.FatalException: the same.
    """
    cursor = data.cursor()
    timer = threading.Timer(_QUERY_SECONDS, cursor.interrupt)
    timer.start()
    try:
        cursor.execute(f"PRAGMA {'enable' if optimized else 'disable'}_optimizer")
        cursor.execute("BEGIN")
        rows = cursor.execute(text, dict(parameters) or None).fetchmany(ROWS)
        return Outcome(rows)
    except (duckdb.InternalException, duckdb.FatalException):
        raise
    except (duckdb.Error, OverflowError, ValueError) as error:  # the last two: dates that Python has not
        return Outcome(None, type(error).__name__, str(error).partition("\n")[0][:200])
    finally:
        timer.cancel()
        timer.join()
        cursor.close()


def foreign_tables(data: duckdb.DuckDBPyConnection, query: ValidatedQuery) -> set[str]:
    """Return what the engine's plan reads beside the tables that the gate names."""
    try:
        if len(data.extract_statements(query.text)) != 1 or not _is_one_select(data, query.text):
            return {"what is not one SELECT"}
    except duckdb.Error:
        return set()  # the engine cannot even read it
    allowed = {f"memory.main.{name}".casefold() for name in query.tables}
    try:
        return {leaf for leaf in plan_leaves(data, query.text, query.parameters) if leaf.casefold() not in allowed}
    except (duckdb.InternalException, duckdb.FatalException):
        raise
    except duckdb.Error:
        return set()  # it will not run either


def plan_leaves(data: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Yield the stored tables of a plan before the optimizer, and each other leaf that is not known to be harmless."""
    cursor = data.cursor()
    try:
        cursor.execute("SET explain_output='all'")
        found = cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", dict(parameters) or None).fetchall()
    finally:
        cursor.close()
    waiting = [node for name, plan in found if name == "logical_plan" for node in json.loads(plan)]
    while waiting:
        node = waiting.pop()
        waiting.extend(node["children"])
        table = node.get("extra_info", {}).get("Table")
        if table:
            yield re.sub(r'"', "", str(table))
        elif not node["children"] and node["name"].strip() not in _HARMLESS_LEAVES:
            yield f"{node['name']}()"


def _is_one_select(data: duckdb.DuckDBPyConnection, text: str) -> bool:
    try:
        statements = data.extract_statements(text)
    except duckdb.Error:
        return False
    return len(statements) == 1 and statements[0].type in (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI)


# ------------------------------------------------------------------------------------------------ comparing


def differ(ours: Outcome, theirs: Outcome) -> str:
    """Return in words how two outcomes differ, whatever the order of their rows; empty where they do not."""
    if ours.rows is None or theirs.rows is None:
        return "" if ours.error == theirs.error else f"{ours.error or 'rows'} and {theirs.error or 'rows'}"
    if len(ours.rows) != len(theirs.rows):
        return f"{len(ours.rows)} and {len(theirs.rows)} rows"
    mine, yours = sorted(map(_key, ours.rows)), sorted(map(_key, theirs.rows))
    found = next(((a, b) for a, b in zip(mine, yours, strict=True) if a != b), None)
    return f"{found[0][:120]} and {found[1][:120]}" if found else ""


def _key(row: Sequence[Any]) -> str:
    return repr(tuple(_plain(cell) for cell in row))


def _plain(cell: Any) -> Any:
    """Return a cell so that equal ones are written the same, floats to eight digits."""
    if isinstance(cell, float):
        return "nan" if math.isnan(cell) else "0" if cell == 0 else f"{cell:.8g}"
    if isinstance(cell, Decimal):
        return f"{float(cell):.8g}" if cell else "0"
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, int):
        return f"{float(cell):.8g}" if cell else "0"
    if isinstance(cell, dict):
        return sorted((str(_plain(k)), repr(_plain(v))) for k, v in cell.items())
    if isinstance(cell, (list, tuple)):
        return [_plain(each) for each in cell]
    return cell


def _letters(text: str) -> str:
    """Return a text without white space: where its lines break is another matter."""
    return re.sub(r"\s+", "", text)


# ------------------------------------------------------------------------------------------------ what the gate is told


def _schema(data: duckdb.DuckDBPyConnection) -> tuple[SourceTable, ...]:
    columns: dict[str, list[SourceColumn]] = {}
    for table, column, kind in data.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main'"
        " ORDER BY table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(SourceColumn(column, kind, column_type(kind)))
    return tuple(SourceTable(name, tuple(kept), is_view=name == "pay_view") for name, kept in columns.items())


def _is_open(table: SourceTable) -> bool:
    return table.name not in world.HIDDEN_TABLES and not table.is_view


def _without_hidden(table: SourceTable) -> SourceTable:
    hidden = world.HIDDEN_COLUMNS.get(table.name, ())
    return SourceTable(table.name, tuple(column for column in table.columns if column.name not in hidden))


def _catalog(schema: Sequence[SourceTable]) -> Catalog:
    return Catalog(
        {
            table.name: Table(table.name, {c.name: Column(c.name, c.type, c.engine_type) for c in table.columns})
            for table in schema
        }
    )
