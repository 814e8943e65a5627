"""The tables of the state database.

Owns their columns. A column that is added later is added by a migration in `copilot.state.database` too.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, Text


def tables() -> MetaData:
    """Return all tables."""
    metadata = MetaData()
    Table("version", metadata, Column("number", Integer, primary_key=True))
    Table(
        "asked",
        metadata,
        *_common(),
        *(Column(name, Text, nullable=False) for name in ("status", "reader", "sql", "said")),
        Column("confidence", Float),
        Column("verified", Boolean, nullable=False),
        Column("seconds", Float, nullable=False),
    )
    Table(
        "sent",
        metadata,
        *_common(),
        *(
            Column(name, Text, nullable=False)
            for name in ("call", "digest", "egress", "model", "where", "method", "messages", "reply", "error")
        ),
        *(Column(name, Integer, nullable=False) for name in ("tokens_in", "tokens_out", "tokens_cached")),
        Column("seconds", Float, nullable=False),
    )
    Table(
        "feedback",
        metadata,
        *_common(),
        Column("sql", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("good", Boolean, nullable=False),
        Column("done", Boolean, nullable=False),
    )
    Table(
        "weights",
        metadata,
        Column("key", String(400), primary_key=True),
        Column("weight", Float, nullable=False),
    )
    Table("replies", metadata, Column("key", String(200), primary_key=True), Column("reply", Text, nullable=False))
    return metadata


def _common() -> tuple[Column[int], Column[str], Column[str], Column[str]]:
    return (
        Column("id", Integer, primary_key=True),
        Column("view", String(200), nullable=False, index=True),
        Column("at", String(40), nullable=False),
        Column("question", Text, nullable=False),
    )
