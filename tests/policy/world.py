"""A small shop full of values that cannot be mistaken, the roles that look at it, and by hand what each may see.

Every text holds an ``x`` with six hexadecimal digits of its own, every number that counts has seven digits or more, so
that a value which a role may not see is known wherever it turns up. The filtered copies are written here in plain SQL;
nothing of askbi takes part in them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

TODAY = date(2024, 12, 31)
REGIONS = ("EU", "US", "APAC", "EU", "ZONE_xb81c77", None, "EU")
Row = tuple[Any, ...]


def token(*parts: object) -> str:
    """Return a text that stands nowhere else."""
    return "x" + hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:6]


# ------------------------------------------------------------------------------------------------ form

TABLES: dict[str, dict[str, str]] = {
    "customers": {
        "id": "INTEGER", "name": "VARCHAR", "email": "VARCHAR", "phone": "VARCHAR", "ssn": "VARCHAR",
        "region": "VARCHAR", "birthday": "DATE", "salary_band": "INTEGER", "credit limit": "DECIMAL(12,2)",
        "vip": "BOOLEAN", "code": "VARCHAR", "points": "BIGINT",
    },
    "orders": {
        "order_id": "INTEGER", "customer_id": "INTEGER", "placed_on": "DATE", "placed_at": "TIMESTAMP",
        "status": "VARCHAR", "region": "VARCHAR", "total": "DECIMAL(12,2)", "discount": "DOUBLE",
        "internal_cost": "INTEGER", "ref": "VARCHAR",
    },
    "order_items": {
        "order_id": "INTEGER", "line_no": "INTEGER", "product": "VARCHAR", "quantity": "INTEGER",
        "price": "DECIMAL(12,2)", "margin": "INTEGER", "tag": "VARCHAR",
    },
    "employees": {
        "emp_id": "INTEGER", "name": "VARCHAR", "manager_id": "INTEGER", "region": "VARCHAR", "salary": "INTEGER",
        "hired": "DATE",
    },
    "payroll": {"emp_id": "INTEGER", "month": "VARCHAR", "amount": "INTEGER", "account": "VARCHAR"},
    "grants": {"person": "VARCHAR", "region": "VARCHAR", "level": "INTEGER"},
    "regions": {"region": "VARCHAR", "country": "VARCHAR", "target": "INTEGER"},
    "Order Notes": {"note id": "INTEGER", "order_id": "INTEGER", "文本": "VARCHAR", "select": "INTEGER"},
}  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "customers": ("id",), "orders": ("order_id",), "order_items": ("order_id", "line_no"), "employees": ("emp_id",),
    "regions": ("region",), "Order Notes": ("note id",),
}  # fmt: skip
VIEWS = {
    "wallet_cards": "SELECT id, name, ssn, region FROM {w}customers",
    "totals": "SELECT customer_id, count(*) AS orders_placed, sum(total) AS total FROM {w}orders GROUP BY customer_id",
    "staff_pay": "SELECT e.name, p.amount, p.account FROM {w}employees e JOIN {w}payroll p ON p.emp_id = e.emp_id",
}
VIEW_COLUMNS: dict[str, dict[str, str]] = {
    "wallet_cards": {"id": "INTEGER", "name": "VARCHAR", "ssn": "VARCHAR", "region": "VARCHAR"},
    "totals": {"customer_id": "INTEGER", "orders_placed": "BIGINT", "total": "DECIMAL(38,2)"},
}


# ------------------------------------------------------------------------------------------------ content


def content() -> dict[str, list[Row]]:
    """Return the rows of every table, the same ones each time."""
    dice = random.Random(7)
    orders = list(_orders(dice))
    return {
        "customers": list(_customers()),
        "orders": orders,
        "order_items": [
            (order[0], line, f"{('lamp', 'desk', '椅子')[(order[0] + line) % 3]} {token('product', order[5], line)}",
             1 + (order[0] + line) % 5, Decimal(2_000_000 + order[0] * 131 + line) / 100, 30_000_000 + order[0] * 97 + line, _number_or_trap(order[5], order[0]))
            for order in orders for line in range(1, 1 + order[0] % 4)
        ],
        "employees": [
            (at, f"{'Wu' if at % 4 else '陈'} {token('employee', at)}", None if at == 1 else 1 + (at - 2) // 3,
             REGIONS[at % 7], 4_100_000 + at * 7919, date(2010, 1, 5) + timedelta(days=97 * at))
            for at in range(1, 22)
        ],
        "payroll": [
            (at, f"2024-{month:02}", 611_000_000 + at * 7919 + month, f"ACCT_{token('account', at)}")
            for at in range(1, 22) for month in (1, 2, 3)
        ],
        "grants": [
            ("ann", "EU", 1), ("ann", "APAC", 2), ("bob", "US", 1), ("o'neil; --", "ZONE_xb81c77", 3), ("陈", "EU", 1),
            (f"person {token('person')}", "US", 9),
        ],
        "regions": [
            (region, f"land {token('country', region)}", 8_200_000 + at * 7919)
            for at, region in enumerate(dict.fromkeys(r for r in REGIONS if r))
        ],
        "Order Notes": [
            (at, at * 2, f"说明 {token('note', at)}", 5_500_000 + at * 7919) for at in range(1, 40)
        ],
    }  # fmt: skip


def _number_or_trap(region: str | None, at: int) -> str:
    """Return a text that is a number in the EU; elsewhere whatever casts it fails."""
    return str(2000 + at) if region == "EU" else f"HIDDEN_{token('trap', at)}"


def _customers() -> Iterator[Row]:
    for at in range(1, 50):
        region = REGIONS[at % 7]
        home = region == "EU"
        yield (
            at,
            f"{('Ann', 'Bo', '陈', 'Dee')[at % 4]} {token('name', at)}" if at % 11 else ("Al" if at % 2 else None),
            f"{token('email', at)}@mail.example",
            f"+49 {7_000_000 + at % 19 * 7919}",
            str(987_654_321 - (at - 4) * 7919),
            region,
            date(1949, 6, 1) + timedelta(days=223 * at),
            1 + at % 5,
            Decimal(1_500_000_37 + at * 791_900) / 100,
            at % 3 == 0,
            str(1000 + at) if home else f"HIDDEN_{token('code', at)}",
            at if home else 9_100_000_000_000_000_000 + at * 7919,
        )


def _orders(dice: random.Random) -> Iterator[Row]:
    for at in range(1, 131):
        customer = None if at % 17 == 0 else dice.randint(1, 52)  # three of them are no customers
        region = REGIONS[customer % 7] if customer else "US"
        day = date(2023, 1, 3) + timedelta(days=at * 5 + dice.randint(0, 3))
        status = (
            ("paid", "open", "paid", "void")[at % 4]
            if region == "EU"
            else ("paid", f"ST_{token('st', region)}")[at % 2]
        )
        yield (
            at, customer, day, datetime(day.year, day.month, day.day, at % 24, at % 60, 7), status, region,
            Decimal(3_300_000_11 + at * 791_900) / 100, (at % 7) / 20, 440_000_000 + at * 7919, _number_or_trap(region, at),
        )  # fmt: skip


def extras() -> tuple[str, ...]:
    """Return what only DuckDB has: nested columns, an enumeration, a macro over a hidden table."""
    rows = ", ".join(
        f"({at}, {at}, {{'city': 'town {token('city', at)}', 'pin': 'PIN_{token('pin', at)}'}},"
        f" ['t{at % 3}', 'tag {token('tag', at)}'], '{{\"k\": \"js {token('js', at)}\", \"n\": {at}}}',"
        f" '{'gold' if at % 7 in (0, 3, 6) else 'tier ' + token('tier')}')"
        for at in range(1, 29)
    )
    return (
        f"CREATE TYPE tier AS ENUM ('gold', 'tier {token('tier')}')",
        "CREATE TABLE extras(id INTEGER, customer_id INTEGER, info STRUCT(city VARCHAR, pin VARCHAR), tags VARCHAR[],"
        " doc JSON, tier tier)",
        f"INSERT INTO extras VALUES {rows}",
        "CREATE MACRO top_pay() AS TABLE SELECT * FROM payroll",
        "CREATE MACRO one_pay() AS (SELECT max(amount) FROM payroll)",
        "CREATE SEQUENCE counter START 71000007",
    )


EXTRAS = {
    "id": "INTEGER", "customer_id": "INTEGER", "info": "STRUCT(city VARCHAR, pin VARCHAR)", "tags": "VARCHAR[]",
    "doc": "JSON", "tier": "VARCHAR",
}  # fmt: skip


# ------------------------------------------------------------------------------------------------ roles


@dataclass(frozen=True)
class Seen:
    """What a role may see of one table, in SQL written by hand over the table itself."""

    where: str = "TRUE"
    without: tuple[str, ...] = ()
    instead: dict[str, str] = field(default_factory=dict)
    """Column -> expression that stands in its place; ``HASH`` for what is learned from the product's own answer."""


@dataclass(frozen=True)
class Role:
    """One role of the policy with the person who holds it."""

    name: str
    user: dict[str, Any]
    yaml: str
    sees: dict[str, Seen]


def partial(column: str) -> str:
    """Return the SQL of a partial mask: first and last character, or nothing of them where there are four or fewer."""
    return (
        f"CASE WHEN length(\"{column}\") <= 4 THEN '***'"
        f' ELSE substr("{column}", 1, 1) || \'***\' || substr("{column}", length("{column}"), 1) END'
    )


ALL = Seen()
NONE = "CAST(NULL AS {})"
_EU = "region = 'EU'"
_ITEMS_EU = f"order_id IN (SELECT order_id FROM whole.orders WHERE {_EU})"

ROLES = (
    Role(
        "rows_only",
        {"region": "EU"},
        """
    tables: "*"
    rows:
      customers: "region = :user.region"
      orders: "region = :user.region"
      order_items: "order_id in (select order_id from orders where region = :user.region)"
      employees: "region = :user.region or manager_id is null"
      payroll: "false"
      grants: "person = 'nobody' or region = :user.region"
      Order Notes: '"note id" % 2 = 1 and "文本" like ''说明%'''
      extras: "customer_id in (select id from customers where region = :user.region)"
    lookup: [orders, customers]
""",
        {
            "customers": Seen(_EU),
            "orders": Seen(_EU),
            "order_items": Seen(_ITEMS_EU),
            "employees": Seen("region = 'EU' OR manager_id IS NULL"),
            "payroll": Seen("1 = 0"),
            "grants": Seen(_EU),
            "regions": ALL,
            "Order Notes": Seen('"note id" % 2 = 1'),
            "extras": Seen("customer_id IN (SELECT id FROM whole.customers WHERE region = 'EU')"),
        },
    ),
    Role(
        "columns_only",
        {},
        """
    tables: [Order Notes, customers, employees, extras, order_items, orders]
    hide_columns:
      customers: [ssn, salary_band, email, credit limit]
      orders: [internal_cost, customer_id]
      employees: [salary]
      Order Notes: ["文本", select]
      extras: [info, tier]
""",
        {
            "customers": Seen(without=("ssn", "salary_band", "email", "credit limit")),
            "orders": Seen(without=("internal_cost", "customer_id")),
            "order_items": ALL,
            "employees": Seen(without=("salary",)),
            "Order Notes": Seen(without=("文本", "select")),
            "extras": Seen(without=("info", "tier")),
        },
    ),
    Role(
        "masked",
        {},
        """
    tables: "*"
    hide_columns: [customers.code]
    mask_columns:
      customers: {name: partial, phone: hash, birthday: "null", ssn: partial, salary_band: hash, points: "null"}
      employees.name: partial
      employees.salary: "null"
      orders: {status: hash, internal_cost: "null"}
      payroll: {account: hash, amount: "null"}
      extras: {info: "null", tags: "null", doc: "null", tier: partial}
""",
        {
            "customers": Seen(
                without=("code",),
                instead={
                    "name": partial("name"),
                    "phone": "HASH",
                    "birthday": NONE.format("DATE"),
                    "ssn": partial("ssn"),
                    "salary_band": "HASH",
                    "points": NONE.format("BIGINT"),
                },
            ),
            "orders": Seen(instead={"status": "HASH", "internal_cost": NONE.format("INTEGER")}),
            "order_items": ALL,
            "employees": Seen(instead={"name": partial("name"), "salary": NONE.format("INTEGER")}),
            "payroll": Seen(instead={"account": "HASH", "amount": NONE.format("INTEGER")}),
            "grants": ALL,
            "regions": ALL,
            "Order Notes": ALL,
            "extras": Seen(
                instead={
                    "info": NONE.format("STRUCT(city VARCHAR, pin VARCHAR)"),
                    "tags": NONE.format("VARCHAR[]"),
                    "doc": NONE.format("JSON"),
                    "tier": partial("tier"),
                }
            ),
        },
    ),
    Role(
        "granted",
        {"id": "ann"},
        """
    tables: [customers, employees, orders]
    lookup: [grants]
    rows:
      customers: "region in (select region from grants where person = :user.id)"
      orders: "exists (select 1 from grants g where g.person = :user.id and g.region = orders.region and g.level < 2)"
      employees: "manager_id is null or region not in (select region from grants where person <> :user.id)"
""",
        {
            "customers": Seen("region IN ('EU', 'APAC')"),
            "orders": Seen(_EU),
            "employees": Seen("manager_id IS NULL OR region NOT IN ('US', 'ZONE_xb81c77', 'EU')"),
        },
    ),
    Role(
        "attributes",
        {
            "bands": [1, 2, 4],
            "until": date(2024, 6, 30),
            "cap": Decimal("3900000.00"),
            "vip": True,
            "low": 3000.5,
            "at": datetime(2023, 3, 1, 12),
            "place": ("EU", "o'neil; --"),
            "nothing": None,
        },
        """
    tables: [customers, employees, grants, orders, regions]
    hide_columns: {customers: [salary_band]}
    rows:
      customers: "salary_band in :user.bands and (vip = :user.vip or id > 10)"
      orders: "placed_on <= :user.until and total < :user.cap and placed_at > :user.at and total > :user.low"
      regions: "region in :user.place"
      grants: "region = :user.nothing"
      employees: "region is not distinct from :user.nothing"
""",
        {
            "customers": Seen("salary_band IN (1, 2, 4) AND (vip OR id > 10)", without=("salary_band",)),
            "orders": Seen("placed_on <= '2024-06-30' AND total < 3900000.00 AND placed_at > '2023-03-01 12:00:00'"),
            "regions": Seen(_EU),
            "grants": Seen("1 = 0"),
            "employees": Seen("region IS NULL"),
        },
    ),
    Role(
        "overlap",
        {"region": "EU", "bands": (1, 2, 3)},
        """
    tables: [customers, employees, order_items, orders, regions, wallet_cards]
    hide_columns: {customers: [ssn, region], wallet_cards: [ssn], orders: [internal_cost], regions: [target]}
    mask_columns:
      customers: {name: partial, phone: hash, birthday: "null", code: partial}
      wallet_cards: {name: hash}
      orders: {status: hash, region: partial}
    rows:
      customers: "region = :user.region and salary_band in :user.bands and birthday > date '1954-01-01'"
      wallet_cards: "region = :user.region and ssn > '9'"
      orders: "status <> 'void' and customer_id in (select id from customers where region = :user.region)"
      regions: "target > 8200000 and region in (select region from grants)"
    lookup: [customers, grants]
""",
        {
            "customers": Seen(
                "region = 'EU' AND salary_band IN (1, 2, 3) AND birthday > '1954-01-01'",
                without=("ssn", "region"),
                instead={
                    "name": partial("name"),
                    "phone": "HASH",
                    "birthday": NONE.format("DATE"),
                    "code": partial("code"),
                },
            ),
            "orders": Seen(
                "status <> 'void' AND customer_id IN (SELECT id FROM whole.customers WHERE region = 'EU')",
                without=("internal_cost",),
                instead={"status": "HASH", "region": partial("region")},
            ),
            "order_items": ALL,
            "employees": ALL,
            "regions": Seen("region IN ('US', 'APAC', 'ZONE_xb81c77')", without=("target",)),
            "wallet_cards": Seen(_EU, without=("ssn",), instead={"name": "HASH"}),
        },
    ),
    Role(
        "viewer",
        {},
        """
    tables: [totals, wallet_cards]
    hide_columns: [wallet_cards.ssn]
    mask_columns: {wallet_cards.name: partial}
    rows: {totals: "total > 8000000 and customer_id is not null"}
""",
        {
            "wallet_cards": Seen(without=("ssn",), instead={"name": partial("name")}),
            "totals": Seen("total > 8000000 AND customer_id IS NOT NULL"),
        },
    ),
)
BY_NAME = {role.name: role for role in ROLES}
POLICY = "roles:\n" + "".join(f"  {role.name}:{role.yaml}" for role in ROLES) + '  admin:\n    tables: "*"\n'


def policy_text(*, extras: bool) -> str:
    """Return the policy, for data with the table of nested columns or without it."""
    if extras:
        return POLICY
    lines = (line for line in POLICY.splitlines() if not line.strip().startswith("extras:"))
    return "\n".join(lines).replace(" extras,", "") + "\n"
