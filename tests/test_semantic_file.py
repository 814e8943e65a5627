"""Writing a semantic model: the first draft, edits that leave the rest alone, proposals, a dbt project."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.cli import main
from copilot.errors import PolicyError, SemanticModelError
from copilot.semantics import parse_semantics
from copilot.semantics.dbt import import_dbt
from copilot.semantics.writing import SemanticFile, save_semantics
from copilot.values import Metric, Proposal
from tests.model.scripted import Says, serving

HAND = """\
# ours; keep this line
version: '0.1.1'
semantic_model:
  - name: shop
    datasets:
      - name: orders   # the big one
        ai_context: words that somebody wrote
        fields:
          - name: amount
            expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}
            custom_extensions:
              - vendor_name: ASKBI
                data: '{"unit": "USD"}'
    metrics:
      # agreed in May
      - name: revenue
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}
        custom_extensions: [{vendor_name: ASKBI, data: {filter: orders.amount > 0}}]
"""
WORDS = Proposal("field", "orders", "amount", ("sales", "金额"), "What was paid")
TOTAL = Proposal("metric", "", "total", ("sum",), "All of it", "SUM(orders.amount)")


def _orders(folder: Path) -> Path:
    (folder / "orders.csv").write_text("order_id,Order Date,amount,customer_id\n" + "".join(
        f"{n},2025-0{n % 9 + 1}-11,{n}.5,{n % 4 + 1}\n" for n in range(1, 40)), encoding="utf-8")  # fmt: skip
    (folder / "customers.csv").write_text("customer_id,town\n1,Rome\n2,Oslo\n3,Lima\n4,Bonn\n", encoding="utf-8")
    return folder


def test_an_edit_leaves_the_rest_of_the_file_as_it_stands() -> None:
    file = SemanticFile(HAND)
    file.set_words("orders", "amount", ["takings"], "")
    changed = [line for line in file.text.splitlines() if line not in HAND.splitlines()]
    assert [line.strip() for line in changed] == ["ai_context:", "synonyms: [takings]"]
    assert set(HAND.splitlines()) <= set(file.text.splitlines())


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("proposal", [WORDS, TOTAL, Proposal("table", "orders", "orders", ("sales",), "Each sale")])
def test_a_proposal_changes_nothing_before_it_is_accepted(proposal: Proposal, accept: bool) -> None:
    before = parse_semantics(HAND)
    file = SemanticFile(HAND)
    assert file.propose(proposal)
    assert not SemanticFile(file.text).propose(proposal), "it is there already"
    waiting = parse_semantics(file.text)
    assert waiting.proposals == (proposal,)
    assert (waiting.tables, waiting.metrics) == (before.tables, before.metrics)
    file = SemanticFile(file.text)
    file.decide(waiting.proposals[0], accept=accept)
    after = parse_semantics(file.text)
    assert after.proposals == ()
    if not accept:
        assert (after.tables, after.metrics) == (before.tables, before.metrics)
    elif proposal.kind == "metric":
        assert [m.name for m in after.metrics] == ["revenue", "total"]
    elif proposal.kind == "table":
        assert (after.tables[0].synonyms, after.tables[0].description) == (("sales",), "Each sale")
    else:
        field = after.tables[0].fields[0]
        assert (field.synonyms, field.description, field.unit) == (("sales", "金额"), "What was paid", "USD")


def test_a_metric_is_renamed_and_keeps_its_condition() -> None:
    file = SemanticFile(HAND)
    file.set_metric(Metric("turnover", "SUM(orders.amount) * 2", ("umsatz",), "Twice"), was="revenue")
    metric = parse_semantics(file.text).metrics[0]
    assert (metric.name, metric.synonyms) == ("turnover", ("umsatz",))
    assert metric.expression == "SUM(CASE WHEN orders.amount > 0 THEN orders.amount END) * 2"
    with pytest.raises(SemanticModelError, match="cannot be read as SQL"):
        SemanticFile(HAND).set_metric(Metric("broken", "SUM("))


def test_what_cannot_be_read_back_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "semantics.yaml").write_text(HAND, encoding="utf-8")
    with pytest.raises(SemanticModelError, match="there is no semantic_model"):
        save_semantics(tmp_path, "tables: []")
    assert (tmp_path / "semantics.yaml").read_text(encoding="utf-8") == HAND
    assert [p.name for p in tmp_path.iterdir()] == ["semantics.yaml"]


def test_the_first_draft_says_what_the_catalog_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASKBI_HOME", raising=False)
    folder = _orders(tmp_path)
    assert main(["init", str(folder), "--format", "json", "--model", "none"]) == 0
    told = json.loads(capsys.readouterr().out)
    path = folder / ".askbi" / "semantics.yaml"
    assert (told["path"], told["tables"], told["metrics"], told["notes"]) == (str(path), 2, 0, [])
    model = parse_semantics(path.read_text(encoding="utf-8"))
    keys = {table.name: table.primary_key for table in model.tables}
    assert keys == {"orders": ("order_id",), "customers": ("customer_id",)}
    assert [(r.from_table, r.from_columns, r.to_table) for r in model.relationships] == [
        ("orders", ("customer_id",), "customers")
    ]
    assert [(p.name, p.expression) for p in model.proposals] == [
        ("total_amount", "SUM(orders.amount)"),
        ("orders_count", "COUNT(orders.order_id)"),
    ]
    with Assistant.open(str(folder), model=None) as bi:
        assert bi.semantic_notes == ()
        assert not bi.semantics.informs
        before = path.read_bytes()
        assert bi.draft_semantics().text.encode() == before, "a second draft adds nothing"
        file = SemanticFile(before.decode())
        for proposal in bi.semantics.proposals:
            file.decide(proposal, accept=True)
        bi.save_semantics(file.text)
    with Assistant.open(str(folder), model=None) as bi:
        assert bi.ask("total amount by town").rows == bi.sql(
            "SELECT town, SUM(amount) FROM orders JOIN customers USING (customer_id) GROUP BY 1 ORDER BY 2 DESC"
        ).rows  # fmt: skip


def test_a_model_proposes_words_and_measures_that_fit_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _orders(tmp_path)
    reply = {
        "columns": "amount | takings, 金额, amount | what was paid\norder_id | number, date | \n"
        "Order Date | date, when | the day\nghost | spirit | nothing",
        "table_names": "orders, purchases, 订单",
        "table_about": "One row for each order.",
        "measures": "money | SUM(orders.amount) | income, 收入 | all of it\nghosts | SUM(orders.ghost) | x | y\n"
        "broken | SUM( | x | y",
    }
    with serving(Says(json.dumps(reply)), Says(json.dumps(reply))) as script:
        monkeypatch.setenv("OPENAI_BASE_URL", script.url)
        with Assistant.open(str(folder), model="scripted") as bi:
            made = bi.draft_semantics()
    proposed = {(p.kind, p.table, p.name): p for p in parse_semantics(made.text).proposals}
    assert proposed["field", "orders", "amount"] == Proposal(
        "field", "orders", "amount", ("takings", "金额"), "what was paid"
    )
    assert proposed["table", "orders", "orders"].synonyms == ("purchases", "订单")
    assert ("field", "orders", "ghost") not in proposed
    assert proposed["metric", "", "money"].expression == "SUM(orders.amount)"
    assert ("metric", "", "ghosts") not in proposed
    assert any("2 of the measures that the model proposed" in note for note in made.notes)
    # given to two columns, a word tells neither apart
    assert "date" not in proposed["field", "orders", "Order Date"].synonyms


def test_a_role_writes_nothing(tmp_path: Path) -> None:
    folder = _orders(tmp_path)
    policy = tmp_path / "policy.yaml"
    policy.write_text("roles: {clerk: {tables: [orders]}}", encoding="utf-8")
    with Assistant.open(str(folder), model=None, policy=policy, role="clerk") as bi:
        for act in (bi.draft_semantics, lambda: bi.save_semantics(HAND)):
            with pytest.raises(PolicyError, match="open it without a policy"):
                act()
        assert bi.semantics_path is None


DBT = """
semantic_models:
  - name: orders
    model: ref('fct_orders')
    description: One row per order
    entities:
      - {name: order, type: primary, expr: order_id}
      - {name: customer, type: foreign, expr: customer_id}
      - {name: ghost, type: foreign}
    dimensions:
      - {name: ordered_on, type: time, type_params: {time_granularity: day}}
      - {name: status, type: categorical, label: State of the order}
      - {name: is_large, type: categorical, expr: amount > 100}
    measures:
      - {name: amount, agg: sum}
      - {name: order_total, agg: count, expr: 1, create_metric: true}
      - {name: payers, agg: count_distinct, expr: customer_id}
  - name: customers
    model: ref('core', 'dim_customers')
    entities: [{name: customer, type: primary, expr: customer_id}]
    dimensions: [{name: town, type: categorical}]
  - name: stock
    model: ref('stock')
    entities: [{name: item, type: primary, expr: item_id}]
    dimensions: [{name: day, type: time}]
    measures:
      - {name: pieces, agg: sum, non_additive_dimension: {name: day, window_choice: max}}
metrics:
  - {name: revenue, label: Umsatz, type: simple, type_params: {measure: amount}}
  - name: paid_revenue
    type: simple
    type_params: {measure: {name: amount, filter: "{{ Dimension('order__status') }} = 'paid'"}}
  - name: roman_revenue
    type: simple
    type_params: {measure: amount}
    filter: "{{ Dimension('order__customer__town') }} = 'Rome'"
  - {name: buyers, type: simple, type_params: {measure: payers}}
  - name: paid_share
    type: ratio
    type_params: {numerator: paid_revenue, denominator: {name: revenue}}
  - name: revenue_per_buyer
    type: derived
    type_params: {expr: revenue / buyers, metrics: [revenue, {name: buyers}]}
  - name: monthly_growth
    type: derived
    type_params:
      expr: (now - before) / before
      metrics: [{name: revenue, alias: now}, {name: revenue, offset_window: 1 month, alias: before}]
  - {name: revenue_so_far, type: cumulative, type_params: {measure: amount}}
  - {name: weekly_flow, type: cumulative, type_params: {measure: amount, window: 7 days}}
  - {name: stock_level, type: simple, type_params: {measure: pieces}}
  - {name: to_date, type: cumulative, type_params: {measure: amount, grain_to_date: month}}
  - {name: conversion, type: conversion, type_params: {}}
  - {name: lost, type: simple, type_params: {measure: nowhere}}
"""
ROWS = [
    ("umsatz", "SELECT SUM(amount) FROM fct_orders"),
    ("paid revenue", "SELECT SUM(amount) FROM fct_orders WHERE status = 'paid'"),
    ("roman revenue", "SELECT SUM(amount) FROM fct_orders JOIN dim_customers USING (customer_id) WHERE town = 'Rome'"),
    ("paid share by town",
     "SELECT town, SUM(amount) FILTER (WHERE status = 'paid') / SUM(amount) FROM fct_orders JOIN dim_customers "
     "USING (customer_id) GROUP BY 1"),
    ("revenue per buyer by status", "SELECT status, SUM(amount) / COUNT(DISTINCT customer_id) FROM fct_orders GROUP BY 1"),
    ("order total by status", "SELECT status, COUNT(*) FROM fct_orders GROUP BY 1"),
    ("monthly growth by month",
     "SELECT m, v / LAG(v) OVER (ORDER BY m) - 1 FROM (SELECT date_trunc('month', ordered_on)::DATE AS m, "
     "SUM(amount) AS v FROM fct_orders GROUP BY 1)"),
    ("revenue so far by month",
     "SELECT m, SUM(v) OVER (ORDER BY m) FROM (SELECT date_trunc('month', ordered_on)::DATE AS m, SUM(amount) AS v "
     "FROM fct_orders GROUP BY 1)"),
    ("stock level", "SELECT SUM(pieces) FROM stock WHERE day = (SELECT MAX(day) FROM stock)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def dbt_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    lines = [
        f"{n},{n % 4 + 1},2025-{n % 8 + 1:02}-{n % 27 + 1:02},{'paid' if n % 3 else 'open'},{n * 7 % 150}"
        for n in range(1, 200)
    ]
    orders = "\n".join(["order_id,customer_id,ordered_on,status,amount", *lines])
    (folder / "fct_orders.csv").write_text(orders + "\n", encoding="utf-8")
    (folder / "dim_customers.csv").write_text("customer_id,town\n1,Rome\n2,Oslo\n3,Lima\n4,Bonn\n", encoding="utf-8")
    stock = [f"{n},2025-01-{n // 3 + 1:02},{n * 5}" for n in range(60)]
    (folder / "stock.csv").write_text("\n".join(["item_id,day,pieces", *stock]) + "\n", encoding="utf-8")
    project = tmp_path_factory.mktemp("project")
    (project / "models").mkdir()
    (project / "models" / "shop.yml").write_text(DBT, encoding="utf-8")
    (project / "models" / "schema.yml").write_text("version: 2\nmodels: [{name: fct_orders}]\n", encoding="utf-8")
    (project / "target").mkdir()
    (project / "target" / "old.yml").write_text(DBT, encoding="utf-8")
    assert main(["init", str(folder), "--dbt", str(project), "--model", "none"]) == 0
    return folder


@pytest.mark.parametrize(("question", "gold"), ROWS, ids=[question for question, _ in ROWS])
def test_a_dbt_metric_gives_what_dbt_means(dbt_shop: Path, question: str, gold: str) -> None:
    from copilot.compare import same_rows

    with Assistant.open(str(dbt_shop), model=None, today=date(2025, 12, 1)) as bi:
        answer, right = bi.ask(question), bi.sql(gold)
        assert answer.status == "answered", answer.message
        same = same_rows(answer.rows, right.rows, ordered=False, any_column_order=True, relative_tolerance=1e-9)
        assert same, (answer.sql, answer.rows[:4], right.rows[:4])


def test_what_dbt_says_and_we_cannot_is_told(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text(DBT, encoding="utf-8")
    made = import_dbt(tmp_path / "shop.yml")
    assert made.notes == [
        "shop.yml: entity 'ghost' of 'orders' was left out: no model has it as its primary entity",
        "shop.yml: metric 'to_date' was left out: a total that starts again with each period (grain_to_date) is not read",
        "shop.yml: metric 'conversion' was left out: metrics of the type 'conversion' are not read",
        "shop.yml: metric 'lost' was left out: there is no measure 'nowhere'",
    ]
    again = import_dbt(tmp_path / "shop.yml", made.text)
    assert again.text == made.text
    model = parse_semantics(made.text)
    status = next(f for table in model.tables for f in table.fields if f.name == "status")
    assert status.synonyms == ("State of the order",)
    assert [m.over_time.how for m in model.metrics if m.over_time] == ["growth", "running", "moving_sum"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a: [", "is not YAML"), ("metrics: []", "has no semantic_models"), ("[1]", "has no semantic_models")],
)
def test_a_project_that_cannot_be_read_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "m.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SemanticModelError, match=sentence):
        import_dbt(tmp_path)
