"""Plans become SQL at the right grain: nothing that is summed is multiplied by a join."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.readers.compiling import Compiler, PlanError
from copilot.readers.plan import (
    Aggregate,
    ColumnRef,
    Compare,
    Contains,
    Dimension,
    Formula,
    HasRows,
    Having,
    Measure,
    Not,
    OneOf,
    Plan,
    RelatedCount,
    ShareOf,
    Sort,
)
from copilot.session import Session

CATEGORY = ColumnRef("products", "category")
REGION = ColumnRef("stores", "region")
AMOUNT = ColumnRef("order_items", "amount")
REVENUE = Measure(Aggregate("sum", AMOUNT), "revenue")

# Each plan with SQL that computes the same by another way: no joins to the side, subqueries instead.
PLANS = {
    "sum by a column two tables up": (
        Plan("order_items", (REVENUE,), (Dimension(REGION, "region"),)),
        "SELECT s.region, sum(t.total) FROM (SELECT order_id, sum(amount) total FROM order_items GROUP BY 1) t "
        "JOIN orders USING (order_id) JOIN stores s USING (store_id) GROUP BY 1",
    ),
    "a condition on rows below counts each row once": (
        Plan("orders", (Measure(Aggregate("count"), "n"),), where=(OneOf(CATEGORY, ("Beauty",)),)),
        "SELECT count(*) FROM orders WHERE order_id IN (SELECT order_id FROM order_items WHERE product_id IN "
        "(SELECT product_id FROM products WHERE category = 'Beauty'))",
    ),
    "absence": (
        Plan("customers", (Measure(Aggregate("count"), "n"),), where=(Not(HasRows("orders")),)),
        "SELECT count(*) FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders)",
    ),
    "number of partners": (
        Plan("customers", (Measure(Aggregate("count"), "n"),), where=(RelatedCount("orders", ">", 40),)),
        "SELECT count(*) FROM (SELECT customer_id FROM orders GROUP BY 1 HAVING count(*) > 40)",
    ),
    "metrics over two base tables side by side": (
        Plan(
            "order_items",
            (Measure(Formula("SUM(returns.quantity) / SUM(order_items.quantity)"), "rate"),),
            (Dimension(ColumnRef("products", "brand"), "brand"),),
        ),
        "SELECT p.brand, sum(r.q) / sum(i.q) FROM products p JOIN (SELECT product_id, sum(quantity) q FROM order_items "
        "GROUP BY 1) i USING (product_id) LEFT JOIN (SELECT o.product_id, sum(r.quantity) q FROM returns r JOIN "
        "order_items o USING (order_id, line_no) GROUP BY 1) r USING (product_id) GROUP BY 1 HAVING sum(r.q) IS NOT NULL",
    ),
    "share": (
        Plan("orders", (Measure(ShareOf(Compare(ColumnRef("orders", "status"), "=", "cancelled")), "share"),)),
        "SELECT count(*) FILTER (status = 'cancelled') / count(*) FROM orders",
    ),
    "top two of each group": (
        Plan(
            "order_items",
            (REVENUE,),
            (Dimension(REGION, "region"), Dimension(ColumnRef("stores", "store_name"), "store")),
            sort=(Sort("measure", 0, True),),
            limit=2,
            limit_per=0,
        ),
        "SELECT region, store_name, total FROM (SELECT s.region, s.store_name, sum(amount) total FROM order_items "
        "JOIN orders USING (order_id) JOIN stores s USING (store_id) GROUP BY 1, 2) "
        "QUALIFY rank() OVER (PARTITION BY region ORDER BY total DESC) <= 2",
    ),
    "groups above the average group": (
        Plan("order_items", (REVENUE,), (Dimension(REGION, "region"),), having=(Having(0, ">", "average"),)),
        "WITH g AS (SELECT s.region, sum(amount) total FROM order_items JOIN orders USING (order_id) JOIN stores s "
        "USING (store_id) GROUP BY 1) SELECT * FROM g WHERE total > (SELECT avg(total) FROM g)",
    ),
    "letters with wildcards match themselves": (
        Plan("products", (Measure(Aggregate("count"), "n"),), where=(Contains(ColumnRef("products", "brand"), "%"),)),
        "SELECT 0",
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_computes_what_other_sql_computes(retail: Session, name: str) -> None:
    import duckdb

    from copilot.compare import same_rows

    plan, other = PLANS[name]
    answer = retail.sql(Compiler(retail.catalog, "duckdb").sql(plan))
    assert answer.status == "answered", answer.message
    cached: Path = retail.workspace.cache_dir / f"{retail.source.fingerprint}.duckdb"
    with duckdb.connect(str(cached), read_only=True) as gold:
        expected = gold.execute(other).fetchall()
    assert same_rows(answer.rows, expected, ordered=False, any_column_order=True)


def test_a_sum_that_a_join_would_multiply_is_not_written(retail: Session) -> None:
    area = Measure(Formula("SUM(stores.floor_area_sqm)"), "area")
    plan = Plan("stores", (area,), (Dimension(CATEGORY, "category"),))
    with pytest.raises(PlanError):
        Compiler(retail.catalog, "duckdb").sql(plan)
