"""A small shop: the catalog that the tests of prompts and mending speak of."""

from __future__ import annotations

from copilot.values import Catalog, Column, ColumnFacts, Relationship, Table, ValueList
from copilot.values.catalog import ColumnType


def _column(name: str, kind: ColumnType, facts: ColumnFacts | None = None) -> Column:
    spelled = {"integer": "INTEGER", "text": "VARCHAR", "decimal": "DECIMAL(12,2)", "date": "DATE"}[kind]
    return Column(name, kind, spelled, facts=facts)


def _table(name: str, columns: dict[str, ColumnType], key: str) -> Table:
    return Table(name, {one: _column(one, kind) for one, kind in columns.items()}, (key,), 100)


CATALOG = Catalog(
    {
        "customers": _table(
            "customers",
            {"customer_id": "integer", "name": "text", "email": "text", "city": "text", "Joined On": "date"},
            "customer_id",
        ),
        "orders": _table(
            "orders",
            {"order_id": "integer", "customer_id": "integer", "amount": "decimal", "status": "text"},
            "order_id",
        ),
        "lines": _table("lines", {"line_id": "integer", "order_id": "integer", "sku": "text"}, "line_id"),
        "warehouses": _table("warehouses", {"code": "text", "capacity": "integer"}, "code"),
    },
    (
        Relationship("orders", ("customer_id",), "customers", ("customer_id",), declared=True),
        Relationship("lines", ("order_id",), "orders", ("order_id",), declared=True),
    ),
    (
        ValueList("customers", "city", ("Paris", "Springfield North", "Springfield South"), complete=True),
        ValueList("customers", "email", ("ann@example.org", "bob@example.org"), complete=True),
        ValueList("orders", "status", ("open", "paid", "returned"), complete=True),
    ),
    "fingerprint",
)
