"""Semantic model files: what is read, what is refused with its line, and what does not fit the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.errors import SemanticModelError
from copilot.semantics import check_semantics, load_semantics, parse_semantics, read_semantics
from copilot.values import Catalog, Column, Relation, SemanticModel, Table

RETAIL = Path(__file__).parents[1] / "sample_data" / "retail"

SHOP = """
version: '0.1.1'
semantic_model:
  - name: shop
    datasets:
      - name: sales
        source: main.orders
        primary_key: [id]
        description: One row per order
        ai_context: {synonyms: [purchases, 订单, purchases]}
        fields:
          - name: placed
            expression: {dialects: [{dialect: ANSI_SQL, expression: placed_at}]}
            dimension: {is_time: true}
          - name: status
            label: State
            ai_context: free text, no synonyms
            custom_extensions:
              - {vendor_name: OTHER, data: 'not ours'}
              - vendor_name: ASKBI
                data: '{"value_synonyms": {"done": ["finished", "完成"], "open": "pending"}}'
          - name: net
            expression:
              dialects:
                - {dialect: SNOWFLAKE, expression: amount - tax::number}
                - {dialect: DUCKDB, expression: amount - tax}
            custom_extensions: [{vendor_name: ASKBI, data: {unit: USD}}]
    relationships:
      - {name: r, from: sales, to: customers, from_columns: [customer_id], to_columns: [id]}
    metrics:
      - name: revenue
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
        ai_context: {synonyms: [turnover, 销售额]}
"""


def _catalog() -> Catalog:
    def table(name: str, *columns: str) -> Table:
        return Table(name=name, columns={c: Column(name=c, type="text", engine_type="VARCHAR") for c in columns})

    orders = table("orders", "id", "placed_at", "status", "amount", "tax", "customer_id")
    return Catalog(tables={"orders": orders, "customers": table("customers", "id", "name")})


def test_reads_what_the_file_says() -> None:
    model = parse_semantics(SHOP)
    (orders,) = model.tables
    assert (orders.name, orders.primary_key, orders.synonyms) == ("orders", ("id",), ("purchases", "订单", "sales"))
    placed, status, net = orders.fields
    assert (placed.expression, placed.is_time) == ("placed_at", True)
    assert (status.expression, status.synonyms) == ("status", ("State",))
    assert status.value_synonyms == {"done": ("finished", "完成"), "open": ("pending",)}
    assert (net.expression, net.unit) == ("amount - tax", "USD")
    assert model.relationships == (Relation("orders", ("customer_id",), "customers", ("id",)),)
    (revenue,) = model.metrics
    assert (revenue.expression, revenue.synonyms) == ("SUM(orders.amount)", ("turnover", "销售额"))
    assert len(model.digest) == 32
    assert model.digest != parse_semantics(SHOP + "# changed").digest


def test_fits_its_data() -> None:
    assert check_semantics(parse_semantics(SHOP), _catalog()) == ()


@pytest.mark.parametrize(
    ("line", "old", "new", "note"),
    [
        (
            6,
            "main.orders",
            "main.order",
            "dataset 'order' names table 'order', which the data has not; did you mean 'orders'?",
        ),
        (12, "placed_at", "placed_on", "'placed_on', which 'orders' has not; did you mean 'placed_at'?"),
        (22, "amount - tax}", "amount - taxes}", "names column 'taxes', which 'orders' has not; did you mean 'tax'?"),
        (22, "amount - tax}", "amount - (}", "cannot be read as SQL: amount - ("),
        (31, "SUM(sales.amount)", "SUM(amount)", "metric 'revenue' must name the table of column 'amount'"),
        (31, "SUM(sales.amount)", "SUM(sales.amont)", "metric 'revenue' names column 'amont'"),
        (31, "SUM(sales.amount)", "SUM(shops.size)", "metric 'revenue' names table 'shops'"),
        (29, "to_columns: [id]", "to_columns: [key]", "from 'orders' to 'customers' names column 'key'"),
        (6, "primary_key: [id]", "primary_key: [ident]", "the primary key of 'orders' names column 'ident'"),
    ],
)
def test_notes_what_the_data_has_not_with_its_line(line: int, old: str, new: str, note: str) -> None:
    notes = check_semantics(parse_semantics(SHOP.replace(old, new)), _catalog())
    told = [n for n in notes if note in n]
    assert told, notes
    assert all(n.startswith(f"semantics.yaml, line {line}: ") for n in told), told


METRIC = """
semantic_model:
  - name: shop
    datasets: [{name: orders}]
    metrics:
      - name: revenue
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}
      - name: other
        expression: {dialects: [{dialect: ANSI_SQL, expression: %s}]}
        custom_extensions: [{vendor_name: ASKBI, data: %s}]
"""


@pytest.mark.parametrize(
    ("expression", "data", "whole"),
    [
        ("revenue", "{}", "SUM(orders.amount)"),
        ("revenue / COUNT(orders.id)", "{}", "SUM(orders.amount) / COUNT(orders.id)"),
        ("2 * revenue", "{filter: orders.tax > 1}", "2 * SUM(CASE WHEN orders.tax > 1 THEN orders.amount END)"),
        ("COUNT(DISTINCT orders.id) FILTER (WHERE orders.tax > 1)", "{}",
         "COUNT(DISTINCT CASE WHEN orders.tax > 1 THEN orders.id END)"),
        ("COUNT(*) FILTER (WHERE orders.tax > 1)", "{filter: orders.id < 9}",
         "COUNT(CASE WHEN orders.tax > 1 AND orders.id < 9 THEN 1 END)"),
    ],
)  # fmt: skip
def test_metrics_are_written_out(expression: str, data: str, whole: str) -> None:
    assert parse_semantics(METRIC % (f'"{expression}"', data)).metrics[1].expression == whole


@pytest.mark.parametrize(
    ("expression", "data", "sentence"),
    [
        ("other + 1", "{}", "line 8: metric 'other' stands on itself: other -> other"),
        ("SUM(", "{}", "metric 'other': the expression 'SUM(' cannot be read as SQL"),
        ("revenue", "{filter: 'a ='}", "metric 'other': the expression 'a =' cannot be read as SQL"),
        ("revenue", "{filter: [1]}", "filter must be a condition such as"),
        ("revenue", "{over_time: runing}", "over_time has no 'runing'; it may be"),
        ("revenue", "{over_time: runing}", "did you mean 'running'?"),
        ("revenue", "{over_time: {how: moving_avg}}", "needs periods above 1 and a unit"),
        ("revenue", "{over_time: {how: growth, unit: moon}}", "over_time has no unit 'moon'"),
        ("revenue", "{over_time: {how: growth, periods: 0}}", "needs periods from 1 to 400, not 0"),
        ("revenue", "{over_time: [1]}", "or a mapping of how, periods and unit"),
        ("revenue", "{last_over: day}", "last_over must name table and column"),
        ("revenue", "{aggregates: false}", "has no key 'aggregates'"),
    ],
)
def test_metrics_are_refused_with_their_place(expression: str, data: str, sentence: str) -> None:
    with pytest.raises(SemanticModelError) as caught:
        parse_semantics(METRIC % (f'"{expression}"', data))
    assert str(caught.value).startswith("semantics.yaml, line ")
    assert sentence in str(caught.value)


PROPOSED = """
semantic_model:
  - name: shop
    datasets:
      - name: orders
        custom_extensions: [{vendor_name: ASKBI, data: {proposed: {synonyms: [sales], description: What was sold}}}]
        fields:
          - name: amount
            custom_extensions: [{vendor_name: ASKBI, data: {unit: USD, proposed: {synonyms: [金额]}}}]
    metrics:
      - name: total
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}
        custom_extensions: [{vendor_name: ASKBI, data: {proposed: true}}]
"""


def test_what_is_only_proposed_changes_nothing() -> None:
    model = parse_semantics(PROPOSED)
    assert model.metrics == ()
    assert not model.informs
    assert (model.tables[0].synonyms, model.tables[0].description) == ((), "")
    assert [(p.kind, p.table, p.name, p.synonyms) for p in model.proposals] == [
        ("table", "orders", "orders", ("sales",)),
        ("field", "orders", "amount", ("金额",)),
        ("metric", "", "total", ()),
    ]
    assert parse_semantics(PROPOSED.replace("{proposed: true}", "{}")).informs


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("semantic_model: [1, 2", "is not YAML: did not find"),
        ("\x00", "is not YAML"),
        ("[" * 50_000, "is not YAML"),
        ("a: &x 1\nb: *x", "line 2: YAML aliases"),
        ("- 1", "line 1: the file must be a mapping"),
        ("tables: []", "there is no semantic_model"),
        ("? [a, b]\n: 1", "there is no semantic_model"),
        ("semantic_model: shop", "semantic_model must be a list"),
        (SHOP.replace("synonyms: [turnover", "synonims: [turnover"), "has no key 'synonims'; did you mean 'synonyms'?"),
        (SHOP.replace("DUCKDB", "MDX"), "line 24: no expression in the dialect ANSI_SQL or DUCKDB (there is"),
        (SHOP.replace("name: net", "name: status"), "field 'status' is described twice"),
        (SHOP.replace("is_time: true", "is_time: maybe"), "is_time must be true or false, not 'maybe'"),
        (SHOP.replace("to_columns: [id]", "to_columns: []"), "needs from_columns and to_columns, as many of each"),
        (SHOP.replace('"open": "pending"}', '"open": 7}'), "the other spellings of 'open' must be a list of texts"),
        (SHOP.replace('{"value_synonyms"', '{value_synonyms'), "the ASKBI data is not JSON"),
        (SHOP.replace("{unit: USD}", "{unti: USD}"), "the ASKBI data has no key 'unti'"),
        (SHOP.replace("{unit: USD}", "{unit: 3}"), "unit must be a text"),
        (SHOP.replace("      - name: revenue\n", "      - label: x\n"), "has no name"),
    ],
)  # fmt: skip
def test_refuses_with_place(text: str, sentence: str) -> None:
    with pytest.raises(SemanticModelError) as caught:
        parse_semantics(text)
    assert str(caught.value).startswith("semantics.yaml")
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300


def test_workspace_goes_before_data(tmp_path: Path) -> None:
    workspace, data = tmp_path / "workspace", tmp_path / "data"
    workspace.mkdir()
    data.mkdir()
    (data / "orders.csv").write_text("a\n1\n")
    assert load_semantics(workspace, data) == SemanticModel() == load_semantics(None, None)
    (data / "semantics.yaml").write_text(SHOP)
    assert load_semantics(workspace, data).tables[0].name == "orders"
    assert load_semantics(workspace, data / "orders.csv").tables[0].name == "orders"
    (workspace / "semantics.yaml").write_text(SHOP.replace("main.orders", "main.other"))
    assert load_semantics(workspace, data).tables[0].name == "other"


def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "semantics.yaml"
    path.write_bytes(b"version: \xff")
    with pytest.raises(SemanticModelError, match="not UTF-8"):
        read_semantics(path)
    path.write_bytes(b"#" * 2_000_001)
    with pytest.raises(SemanticModelError, match=r"2,000,001 bytes"):
        read_semantics(path)


def test_retail_sample() -> None:
    model = load_semantics(None, RETAIL)
    by_name = {table.name: table for table in model.tables}
    assert set(by_name) == {"customers", "products", "stores", "orders", "order_items", "returns"}
    assert by_name["order_items"].primary_key == ("order_id", "line_no")
    region = next(f for f in by_name["stores"].fields if f.name == "region")
    assert "北区" in region.value_synonyms["North"]
    assert "revenue" in {metric.name for metric in model.metrics}
