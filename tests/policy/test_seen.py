"""What a role learns beside rows: catalog, suggestions, semantic model, load report, answers to questions in words."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path
from typing import Any

from copilot.values import Catalog
from tests.policy.conftest import (
    Engine,
    Pair,
    Shops,
    build_copy,
    build_shop,
    differences,
    keyed_hashes,
    unmistakable,
    with_values,
)
from tests.policy.test_same_as_copy import every_pair
from tests.policy.world import BY_NAME, EXTRAS, TABLES, VIEW_COLUMNS, VIEWS, policy_text

ALL_NAMES = {*TABLES, *VIEWS, "extras"} | {
    column for columns in [*TABLES.values(), *VIEW_COLUMNS.values(), EXTRAS] for column in columns
}


def names_of(catalog: Catalog) -> set[str]:
    return set(catalog.tables) | {column for table in catalog.tables.values() for column in table.columns}


def hidden_names(pair: Pair, text: str) -> set[str]:
    """Return the names of hidden tables and columns that stand in a text as words."""
    gone = ALL_NAMES - names_of(pair.copy.catalog) - {"select", "code", "level", "month", "account", "name", "total"}
    return {name for name in gone if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}


def bare(table: Any) -> Any:
    """Return a table without what a copy may spell differently: the engine's own names of types."""
    columns = {name: dataclasses.replace(column, engine_type="") for name, column in table.columns.items()}
    return dataclasses.replace(table, columns=columns)


# ------------------------------------------------------------------------------------------------ catalog


@every_pair
def test_tables_columns_and_facts_are_those_of_the_copy(shops: Shops, engine: Engine, role: str) -> None:
    pair = shops.pair(engine, role)
    ours, theirs = pair.policed.catalog, pair.copy.catalog
    assert list(ours.tables) == list(theirs.tables)
    assert {n: list(t.columns) for n, t in ours.tables.items()} == {
        n: list(t.columns) for n, t in theirs.tables.items()
    }
    for name in ours.tables:
        assert bare(ours.tables[name]) == bare(theirs.tables[name])


@every_pair
def test_value_lists_are_those_of_the_copy(shops: Shops, engine: Engine, role: str) -> None:
    pair = shops.pair(engine, role)
    assert set(pair.policed.catalog.value_lists) == set(pair.copy.catalog.value_lists)


@every_pair
def test_links_are_those_of_the_copy(shops: Shops, engine: Engine, role: str) -> None:
    pair = shops.pair(engine, role)
    assert set(pair.policed.catalog.relationships) == set(pair.copy.catalog.relationships)


@every_pair
def test_nothing_hidden_is_told(shops: Shops, engine: Engine, role: str) -> None:
    pair = shops.pair(engine, role)
    bi = pair.policed
    told = {
        "catalog": repr(bi.catalog), "semantics": repr(bi.semantics), "notes": repr(bi.semantic_notes),
        "load report": repr(bi.load_report), "repr": repr(bi), "view key": bi.view_key,
        "suggestions": repr((bi.suggestions("en", 20), bi.suggestions("zh", 20))),
    }  # fmt: skip
    copied = unmistakable(repr(pair.copy.catalog))
    assert not [(what, leak) for what, text in told.items() for leak in pair.leaks(text) - copied]
    assert not [(what, name) for what, text in told.items() for name in hidden_names(pair, text)]
    assert bi.suggestions("en", 20) == pair.copy.suggestions("en", 20)


# ------------------------------------------------------------------------------------------------ questions

QUESTIONS = [
    "how many customers",
    "how many customers by region",
    "total of orders by status",
    "average salary by region",
    "average salary of {employees.name.3}",
    "salary of {employees.name.2}",
    "how many ssn",
    "ssn of {customers.name.4}",
    "customers with ssn 987654321",
    "customers in ZONE_xb81c77",
    "how many customers in APAC",
    "orders in US",
    "orders with status {orders.status.4}",
    "internal cost by region",
    "highest internal cost",
    "payroll amount by month",
    "how many payroll accounts",
    "who earns more than 4200000",
    "credit limit by region",
    "phone of {customers.name.3}",
    "customers with phone {customers.phone.3}",
    "customers born before 1960",
    "birthday of {customers.name.3}",
    "code {customers.code.4}",
    "points of customer 4",
    "number of void orders",
    "orders per month in 2024",
    "total of orders by customer",
    "customers without orders",
    "grants of person bob",
    "target of regions",
    "有多少客户",
    "各地区的客户数",
    "平均工资",
    "{employees.name.3} 的工资",
    "ssn 有多少",
    "ZONE_xb81c77 的客户",
    "{customers.name.4} 的 ssn",
    "内部成本总额",
    "每月订单总额",
]


@every_pair
def test_questions_are_answered_as_over_the_copy(shops: Shops, engine: Engine, role: str) -> None:
    pair = shops.pair(engine, role)
    differ = {question: differences(pair, *pair.ask(question)) for question in map(with_values, QUESTIONS)}
    differ = {question: found for question, found in differ.items() if found}
    assert not differ


# ------------------------------------------------------------------------------------------------ semantic model

_FIELD = """      - name: {name}
        description: "{words} field"
        expression: {{dialects: [{{dialect: DUCKDB, expression: "{sql}"}}]}}
        ai_context: {{synonyms: ["{words}"]}}
"""


def semantics(*, seen_only: bool) -> str:
    """Return a semantic model of the shop, whole or only what `overlap` may know of it."""

    def field(name: str, sql: str, words: str, seen: bool = True) -> str:
        return _FIELD.format(name=name, sql=sql, words=words) if seen or not seen_only else ""

    hidden_tables = (
        ""
        if seen_only
        else """  - name: payroll
    description: "secret wages xabc001"
    ai_context: {synonyms: [wages, 工资单]}
"""
    )
    hidden_metrics = (
        ""
        if seen_only
        else """  - {name: wage bill, expression: {dialects: [{dialect: DUCKDB, expression: sum(payroll.amount)}]}}
  - {name: cost, expression: {dialects: [{dialect: DUCKDB, expression: sum(orders.internal_cost)}]}}
  - {name: payers, expression: {dialects: [{dialect: DUCKDB, expression: (select count(*) from payroll)}]}}
  - {name: mixed, expression: {dialects: [{dialect: DUCKDB, expression: sum(orders.total) + (select 1 from staff_pay)}]}}
  - {name: insured, expression: {dialects: [{dialect: DUCKDB, expression: count(customers.ssn)}]}}
"""
    )
    hidden_links = (
        ""
        if seen_only
        else "  - {name: pay, from: payroll, to: employees, from_columns: [emp_id], to_columns: [emp_id]}\n"
    )
    values = (
        ""
        if seen_only
        else ("        custom_extensions: [{vendor_name: ASKBI, data: {value_synonyms: {US: [stateside xabc003]}}}]\n")
    )
    return (
        "semantic_model:\n- name: shop\n  datasets:\n"
        "  - name: customers\n    ai_context: {synonyms: [clients]}\n    fields:\n"
        + field("ssn", "ssn", "national id xabc002", seen=False)
        + field("tax", "upper(ssn)", "tax number xabc004", seen=False)
        + field("paid", "(select count(*) from payroll)", "paid", seen=False)
        + field("any_ssn", "columns('ssn')", "anything", seen=False)
        + field("asked", "query('select max(amount) from payroll')", "asked", seen=False)
        + field("abroad", "region <> 'EU'", "foreigner", seen=False)
        + field("email", "email", "mail address")
        + "  - name: employees\n    fields:\n"
        + field("region", "region", "area")
        + values
        + hidden_tables
        + "  metrics:\n  - {name: revenue, expression: {dialects: [{dialect: DUCKDB, expression: sum(orders.total)}]}}\n"
        + hidden_metrics
        + "  relationships:\n  - {name: buys, from: orders, to: customers, from_columns: [customer_id], to_columns: [id]}\n"
        + hidden_links
    )


def test_the_semantic_model_tells_nothing_of_what_is_hidden(shops: Shops, tmp_path: Path) -> None:
    role = BY_NAME["overlap"]
    whole, copy = tmp_path / "whole" / "shop.duckdb", tmp_path / "copy" / "shop.duckdb"
    whole.parent.mkdir()
    build_shop(whole, "duckdb")
    (tmp_path / "p.yaml").write_text(policy_text(extras=True), encoding="utf-8")
    (whole.parent / "semantics.yaml").write_text(semantics(seen_only=False), encoding="utf-8")
    policed = shops.open(whole, policy=tmp_path / "p.yaml", role=role.name, user=role.user)
    build_copy(copy, "duckdb", whole, role, keyed_hashes(policed, role))
    (copy.parent / "semantics.yaml").write_text(semantics(seen_only=True), encoding="utf-8")
    pair = Pair(role, "duckdb", policed, shops.open(copy), frozenset(), {})
    told = repr(
        (policed.semantics, policed.semantic_notes, policed.suggestions("en", 20), policed.suggestions("zh", 20))
    )
    assert not re.search(r"xabc00[124]|wage|工资单|cost|insured|payroll|ssn|foreigner", told)
    assert pair.policed.semantics.metrics == pair.copy.semantics.metrics
    assert pair.policed.semantics.relationships == pair.copy.semantics.relationships
    for question in (
        "revenue", "wage bill", "insured", "national id of clients", "clients by national id xabc002", "工资单", "wages by month",
        "how many tax numbers", "how many clients", "cost by status", "revenue by area", "foreigners",
    ):  # fmt: skip
        ours, theirs = (answer.to_dict() for answer in pair.ask(question))
        for key in ("status", "message", "options", "assumptions"):
            assert (key, ours[key]) == (key, theirs[key]), question
    shutil.rmtree(tmp_path / "copy", ignore_errors=True)
