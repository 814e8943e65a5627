"""The shop on each engine, opened as every role, and beside each role a copy that holds no more than it may see."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
import pytest

import askbi
from app.assistant import Answer, Assistant
from copilot.compare import explain_difference
from tests.policy.world import (
    BY_NAME,
    EXTRAS,
    KEYS,
    TABLES,
    TODAY,
    VIEW_COLUMNS,
    VIEWS,
    Role,
    Row,
    Seen,
    content,
    extras,
    policy_text,
    token,
)

Engine = Literal["duckdb", "sqlite"]
HERE = Path(__file__).parent
_UNMISTAKABLE = re.compile(r"x[0-9a-f]{6}|\d{6,}|19[45678]\d-\d\d-\d\d")


# ------------------------------------------------------------------------------------------------ the shop


def build_shop(path: Path, engine: Engine) -> None:
    """Write the whole shop into a new database file."""
    rows = content()
    with closing(duckdb.connect(str(path)) if engine == "duckdb" else sqlite3.connect(path)) as made:
        for table, columns in TABLES.items():
            made.execute(_create(table, columns, KEYS.get(table, ())))
            marks = ", ".join("?" for _ in columns)
            made.executemany(f'INSERT INTO "{table}" VALUES ({marks})', [_stored(row, engine) for row in rows[table]])
        for view, select in VIEWS.items():
            made.execute(f"CREATE VIEW {view} AS {select.format(w='')}")
        for statement in extras() if engine == "duckdb" else ():
            made.execute(statement)
        made.commit()


def write_csvs(folder: Path) -> None:
    """Write the shop's tables as CSV files."""
    folder.mkdir(parents=True)
    rows = content()
    for table, columns in TABLES.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([list(columns), *rows[table]])


def _stored(row: Row, engine: Engine) -> Row:
    return row if engine == "duckdb" else tuple(v if v is None or isinstance(v, int) else str(v) for v in row)


def _create(table: str, columns: dict[str, str], key: tuple[str, ...]) -> str:
    parts = [f'"{name}" {kind}' for name, kind in columns.items()]
    if key and set(key) <= set(columns):
        parts.append(f"PRIMARY KEY ({', '.join(_quoted(key))})")
    return f'CREATE TABLE "{table}" ({", ".join(parts)})'


def _quoted(names: tuple[str, ...]) -> list[str]:
    return [f'"{name}"' for name in names]


# ------------------------------------------------------------------------------------------------ the copy


def build_copy(
    path: Path, engine: Engine, whole: Path, role: Role, tokens: dict[tuple[str, str], dict[str, str]]
) -> None:
    """Write what the role may see of the shop into a new database file, in plain SQL; `tokens` are its keyed hashes."""
    path.parent.mkdir(parents=True)
    with closing(duckdb.connect(str(path)) if engine == "duckdb" else sqlite3.connect(path)) as made:
        made.execute(f"ATTACH '{whole}' AS whole" + (" (READ_ONLY)" if engine == "duckdb" else ""))
        made.execute("CREATE TEMP TABLE tokens(place VARCHAR, k VARCHAR, token VARCHAR)")
        listed = [(f"{t}.{c}", key, text) for (t, c), found in tokens.items() for key, text in found.items()]
        if listed:
            made.executemany("INSERT INTO tokens VALUES (?, ?, ?)", listed)
        for table, seen in role.sees.items():
            if table == "extras" and engine == "sqlite":
                continue
            _fill(made, table, seen, engine)
        made.commit()


def _fill(made: Any, table: str, seen: Seen, engine: Engine) -> None:
    declared = {**TABLES, **VIEW_COLUMNS, "extras": EXTRAS}[table]
    columns = {name: kind for name, kind in declared.items() if name not in seen.without}
    picked = []
    for name in columns:
        how = seen.instead.get(name)
        if how is not None and "NULL" not in how:
            columns[name] = "VARCHAR"
        if how == "HASH":
            how = f"(SELECT token FROM tokens WHERE place = '{table}.{name}' AND k = {key_of(table)})"
        elif how is not None and "NULL" in how and engine == "sqlite":
            how = "NULL"
        picked.append(how or f'"{name}"')
    made.execute(_create(table, columns, KEYS.get(table, ())))
    source = f"({VIEWS[table].format(w='whole.')})" if table in VIEWS else f'whole."{table}"'
    made.execute(f'INSERT INTO "{table}" SELECT {", ".join(picked)} FROM {source} AS "{table}" WHERE {seen.where}')


def key_of(table: str) -> str:
    """Return the SQL text that tells the rows of a table apart."""
    return (
        "emp_id || '/' || month"
        if table == "payroll"
        else f'CAST("{next(iter({**TABLES, **VIEW_COLUMNS}[table]))}" AS VARCHAR)'
    )


# ------------------------------------------------------------------------------------------------ pairs


@dataclass
class Pair:
    """The shop opened as a role, and the copy of what that role may see, opened without a policy."""

    role: Role
    engine: Engine
    policed: Assistant
    copy: Assistant
    hidden: frozenset[str]
    """Unmistakable values of the shop that the copy does not hold."""
    tokens: dict[tuple[str, str], dict[str, str]]

    def sql(self, text: str) -> tuple[Answer, Answer]:
        """Return the answer under the policy and that of the copy."""
        return self.policed.sql(text), self.copy.sql(text)

    def ask(self, text: str) -> tuple[Answer, Answer]:
        return self.policed.ask(text), self.copy.ask(text)

    def leaks(self, said: object, asked: str = "") -> set[str]:
        """Return the hidden values that stand in something that was shown, but for those in the question itself."""
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, default=str)
        return (unmistakable(text) & self.hidden) - unmistakable(asked)


def unmistakable(text: str) -> set[str]:
    """Return the values of a text that nothing else can be."""
    return set(_UNMISTAKABLE.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text)))


class Shops:
    """Opens each pair once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pairs: dict[tuple[Engine, str], Pair] = {}
        self._opened: list[Assistant] = []

    def whole(self, engine: Engine) -> Path:
        """The shop itself, built when first asked for."""
        path = self.folder / "whole" / engine / f"shop.{engine}"
        if not path.exists():
            path.parent.mkdir(parents=True)
            build_shop(path, engine)
        return path

    def policy(self, engine: Engine) -> Path:
        path = self.folder / f"policy_{engine}.yaml"
        path.write_text(policy_text(extras=engine == "duckdb"), encoding="utf-8")
        return path

    def open(self, path: Path, **access: Any) -> Assistant:
        opened = askbi.connect(path, today=TODAY, **access)
        self._opened.append(opened)
        return opened

    def pair(self, engine: Engine, name: str) -> Pair:
        """Return one role on one engine with its copy."""
        if (engine, name) not in self._pairs:
            self._pairs[engine, name] = self._open_pair(engine, BY_NAME[name])
        return self._pairs[engine, name]

    def _open_pair(self, engine: Engine, role: Role) -> Pair:
        whole = self.whole(engine)
        policed = self.open(whole, policy=self.policy(engine), role=role.name, user=role.user)
        tokens = keyed_hashes(policed, role)
        copy = self.folder / "copies" / engine / role.name / f"shop.{engine}"
        build_copy(copy, engine, whole, role, tokens)
        hidden = stored(whole, engine) - stored(copy, engine)
        return Pair(role, engine, policed, self.open(copy), frozenset(hidden), tokens)

    def close(self) -> None:
        for opened in self._opened:
            opened.close()


def keyed_hashes(policed: Assistant, role: Role) -> dict[tuple[str, str], dict[str, str]]:
    """Return the keyed hashes that the product shows to a role, by table and column, by the key of their row."""
    return {
        (table, column): _learn(policed, table, column)
        for table, seen in role.sees.items()
        for column, how in seen.instead.items()
        if how == "HASH"
    }


def _learn(policed: Assistant, table: str, column: str) -> dict[str, str]:
    """Return the keyed hashes that the product shows, by the key of their row."""
    answer = policed.sql(f'SELECT {key_of(table)}, "{column}" FROM "{table}"')
    assert answer.status == "answered", answer.message
    return {key: text for key, text in answer.rows if text is not None}


def stored(path: Path, engine: Engine) -> set[str]:
    """Return the unmistakable values that the tables of a file hold."""
    tables = (
        "SELECT table_name FROM duckdb_tables()"
        if engine == "duckdb"
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    opened = duckdb.connect(str(path), read_only=True) if engine == "duckdb" else sqlite3.connect(path)
    with closing(opened) as data:
        cells = [
            str(cell)
            for (t,) in data.execute(tables).fetchall()
            for row in data.execute(f'SELECT * FROM "{t}"').fetchall()
            for cell in row
        ]
    return set().union(*map(unmistakable, cells))


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shops]:
    """Every pair, opened once."""
    made = Shops(tmp_path_factory.mktemp("policy"))
    yield made
    made.close()


@pytest.fixture
def write_policy(tmp_path: Path) -> Callable[[str], Path]:
    """Write a policy file."""

    def write(text: str) -> Path:
        path = tmp_path / "policy.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


# ------------------------------------------------------------------------------------------------ statements and outcomes


def statements(name: str, engine: Engine) -> list[str]:
    """Return the statements of a file that are meant for an engine, with the stored values that they guess."""
    found: list[str] = []
    wanted = False
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if group := re.match(r"-- \[(both|duckdb|sqlite):", line):
            wanted = group[1] in ("both", engine)
        elif line and wanted and not line.startswith("--"):
            found.append(with_values(line))
    return found


_ROWS = content()


def with_values(line: str) -> str:
    def value(place: re.Match[str]) -> str:
        table, column, key = place.groups()
        at = list(TABLES[table]).index(column)
        cell = next(row[at] for row in _ROWS[table] if str(row[0]) == key)
        return str(cell).replace("'", "''")

    line = line.replace("{extras.tier}", token("tier"))
    return re.sub(r"\{(\w+)\.(\w+)\.(\d+)\}", value, line)


def shown(answer: Answer) -> dict[str, Any]:
    """Return all that a person sees of an answer, but for times."""
    said = answer.to_dict()
    said["steps"] = [(step["name"], step["text"]) for step in said["steps"]]
    return said


def differences(pair: Pair, policed: Answer, copy: Answer) -> list[str]:
    """Return in words how the two answers differ, and which hidden values the one under the policy shows."""
    ours, theirs = shown(policed), shown(copy)
    leaks = pair.leaks(ours, policed.question) - unmistakable(copy.to_json())
    found = [f"shows {leak}" for leak in sorted(leaks)]
    if policed.status != copy.status:
        return [*found, f"{policed.status} {policed.message!r}, the copy: {copy.status} {copy.message!r}"]
    if not ours.pop("readback").startswith(theirs.pop("readback")):
        found.append(f"readback {policed.readback!r}, the copy: {copy.readback!r}")
    if policed.rows != copy.rows:
        if difference := explain_difference(policed.rows, copy.rows, ordered=False, any_column_order=False):
            return [*found, difference]
        for of_rows in ("rows", "text", "chart"):  # the statement leaves their order open
            ours.pop(of_rows)
            theirs.pop(of_rows)
    return found + [f"{key}: {ours[key]!r}, the copy: {theirs[key]!r}" for key in ours if ours[key] != theirs[key]]
