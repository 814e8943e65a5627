"""Under a policy every statement gives what it gives on a copy that holds no more than the role may see."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.policy.conftest import Engine, Shops, differences, key_of, statements
from tests.policy.world import BY_NAME, ROLES

_SQLITE = ("rows_only", "masked", "overlap")
PAIRS: list[tuple[Engine, str]] = [
    *(("duckdb", role.name) for role in ROLES),
    *(("sqlite", name) for name in _SQLITE),
]
every_pair = pytest.mark.parametrize(("engine", "role"), PAIRS, ids=[f"{e}-{r}" for e, r in PAIRS])


_FULL = (("duckdb", "rows_only"), ("duckdb", "overlap"), ("sqlite", "overlap"))
"""What meets every statement; the others meet a third of them, each another third."""


def cases(name: str) -> list[Any]:
    """Each statement for the roles that meet it."""
    return [
        pytest.param(engine, role, sql, id=f"{engine}-{role}-{at}-{sql[:40]}")
        for engine, role in PAIRS
        for at, sql in enumerate(statements(name, engine))
        if (engine, role) in _FULL or at % 3 == list(BY_NAME).index(role) % 3
    ]


@pytest.mark.parametrize(("engine", "role", "sql"), cases("analysts.sql"))
def test_what_analysts_write(shops: Shops, engine: Engine, role: str, sql: str) -> None:
    pair = shops.pair(engine, role)
    assert not differences(pair, *pair.sql(sql))


@pytest.mark.parametrize(("engine", "role", "sql"), cases("hostile.sql"))
def test_what_somebody_writes_who_wants_more(shops: Shops, engine: Engine, role: str, sql: str) -> None:
    pair = shops.pair(engine, role)
    assert not differences(pair, *pair.sql(sql))


@every_pair
def test_the_exam_looks_at_something(shops: Shops, engine: Engine, role: str) -> None:
    """The copy holds rows, something is hidden from the role, and the statements are answered often enough to tell."""
    pair = shops.pair(engine, role)
    assert len(pair.hidden) >= 40
    assert any(table.row_count for table in pair.copy.catalog.tables.values())
    for table in set(BY_NAME[role].sees) - {"extras"}:
        assert pair.copy.sql(f'select * from "{table}"').status == "answered"


@every_pair
def test_keyed_hashes_keep_only_equality(shops: Shops, engine: Engine, role: str) -> None:
    """Sixteen hexadecimal digits, one for each value and the other way round, nothing for nothing."""
    pair = shops.pair(engine, role)
    for (table, column), tokens in pair.tokens.items():
        assert all(len(text) == 16 and set(text) <= set("0123456789abcdef") for text in tokens.values())
        if engine == "sqlite":
            continue
        source = f'"{table}"'
        with duckdb.connect(str(shops.whole("duckdb")), read_only=True) as data:
            raw = dict(data.execute(f'SELECT {key_of(table)}, "{column}" FROM {source}').fetchall())
        by_value: dict[Any, set[str]] = {}
        for key, text in tokens.items():
            by_value.setdefault(raw[key], set()).add(text)
        assert None not in by_value
        assert all(len(texts) == 1 for texts in by_value.values())
        assert len({text for texts in by_value.values() for text in texts}) == len(by_value)
