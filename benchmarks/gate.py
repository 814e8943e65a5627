"""What the gate costs: for a short, a typical and a 300-line statement, and for saying no.

usage: python benchmarks/gate.py [--rounds N]

Each statement passes through the gate without a policy, with a policy that has rows, masks and hidden columns on every
table, and through what the gate cannot do without (the parser, the resolution of names and the writer of sqlglot, each
once), in turn within one run: `gate_over_bare` and `policy_over_bare` are ratios of the medians. Each text differs from
the last one in a number, so that nothing can be remembered. Prints the figures and keeps them in
benchmarks/results/gate.json.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot.optimizer.qualify import qualify

from copilot.catalog import bare_catalog
from copilot.errors import Refused
from copilot.gate import Gate
from copilot.gate.permitted import permit
from copilot.policy import grant, parse_policy
from copilot.sources import open_source
from copilot.values import Catalog
from copilot.workspace import Workspace

ROOT = Path(__file__).parents[1]
_MOST_SECONDS = 10.0
PERSON = {"region": "North", "segments": ["consumer", "business"]}
POLICY = """
roles:
  analyst:
    tables: "*"
    hide_columns: {customers: [email, gender], products: [unit_cost], returns: [reason]}
    mask_columns:
      customers: {customer_name: partial, birth_year: "null"}
      orders: {payment_method: hash}
      stores: {store_name: partial}
    rows:
      customers: "segment in :user.segments"
      orders: "store_id in (select store_id from stores where region = :user.region)"
      order_items: "order_id in (select order_id from orders where status <> 'cancelled')"
      products: "launched_on < date '2026-01-01'"
      returns: "refund_amount < 1000"
      stores: "region = :user.region"
    lookup: [stores, orders]
"""
SHORT = "SELECT channel, count(*) AS orders FROM orders WHERE order_id > {n} GROUP BY channel ORDER BY orders DESC"
TYPICAL = """
WITH sales AS (
  SELECT o.order_id, o.order_date, o.store_id, c.segment, p.category,
         i.quantity * i.unit_price * (1 - i.discount) AS net
  FROM orders AS o
  JOIN order_items AS i ON i.order_id = o.order_id
  JOIN products AS p ON p.product_id = i.product_id
  LEFT JOIN customers AS c ON c.customer_id = o.customer_id
  WHERE o.order_date >= DATE '2025-01-01' AND o.status NOT IN ('cancelled', 'void') AND o.order_id > {n}
), monthly AS (
  SELECT date_trunc('month', order_date) AS month, category, segment,
         sum(net) AS revenue, count(DISTINCT order_id) AS orders
  FROM sales
  GROUP BY ALL
)
SELECT m.month, m.category, m.segment, m.revenue, m.orders,
       m.revenue / nullif(m.orders, 0) AS basket,
       m.revenue - lag(m.revenue) OVER (PARTITION BY m.category, m.segment ORDER BY m.month) AS change,
       rank() OVER (PARTITION BY m.month ORDER BY m.revenue DESC) AS place
FROM monthly AS m
WHERE EXISTS (SELECT 1 FROM stores AS s WHERE s.region LIKE 'N%' OR s.floor_area_sqm > 200)
QUALIFY place <= 5
ORDER BY m.month, place
"""
_PART = """
part_{at} AS (
  SELECT
    o.store_id,
    s.region,
    date_trunc('month', o.order_date) AS month,
    count(DISTINCT o.order_id) AS orders,
    sum(i.quantity) AS pieces,
    sum(i.amount) AS amount,
    avg(i.discount) FILTER (WHERE i.discount > 0) AS discount,
    sum(CASE
      WHEN p.category = 'category {at}' THEN i.amount * 1.1
      WHEN p.list_price BETWEEN {at} AND {at}0 THEN i.amount
      ELSE 0
    END) AS weighted,
    min(o.order_date) AS earliest,
    median(i.unit_price) AS price,
    max(o.order_date) AS latest
  FROM orders AS o
  JOIN order_items AS i ON i.order_id = o.order_id
  JOIN products AS p ON p.product_id = i.product_id
  JOIN stores AS s ON s.store_id = o.store_id
  LEFT JOIN returns AS r ON r.order_id = i.order_id AND r.line_no = i.line_no
  WHERE o.order_date >= DATE '2024-01-01'
    AND o.order_id > {n}
    AND r.return_id IS NULL
    AND p.brand NOT IN ('none', 'brand {at}')
    AND o.customer_id IN (
      SELECT c.customer_id
      FROM customers AS c
      WHERE c.signup_date < DATE '2026-01-01'
    )
  GROUP BY o.store_id, s.region, month
  HAVING sum(i.amount) > {at}
),"""
_LAST = """
together AS (
{unions}
)
SELECT
  region,
  month,
  sum(orders) AS orders,
  sum(amount) AS amount,
  sum(weighted) / nullif(sum(amount), 0) AS share,
  sum(sum(amount)) OVER (PARTITION BY region ORDER BY month) AS so_far
FROM together
GROUP BY region, month
ORDER BY region, month"""


def long_statement() -> str:
    """Return a statement of some 300 lines: eight parts of six tables, put together."""
    parts = "".join(_PART.replace("{at}", str(at)) for at in range(1, 9))
    unions = "\n  UNION ALL\n".join(f"  SELECT * FROM part_{at}" for at in range(1, 9))
    return f"WITH{parts}{_LAST.replace('{unions}', unions)}"


def spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "median_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))] * 1000, 2),
    }


def timed(work: Callable[[str], Any], text: str) -> float:
    """Return the seconds of the processor: the gate waits for nothing, and other programs may be at work."""
    gc.collect()
    began = time.process_time()
    work(text)
    return time.process_time() - began


def passing(ways: dict[str, Callable[[str], Any]], texts: dict[str, str], rounds: int) -> dict[str, Any]:
    """Time every way for every text, in turn."""
    figures: dict[str, Any] = {}
    for name, text in texts.items():
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(rounds + 3):
            for way, work in ways.items():
                seconds = timed(work, text.replace("{n}", str(turn)))
                if turn >= 3:
                    taken[way].append(seconds)
        medians = {way: statistics.median(seconds) for way, seconds in taken.items()}
        figures[name] = {
            "lines": len(text.strip().splitlines()),
            "characters": len(text),
            **{way: spread(seconds) for way, seconds in taken.items()},
            "gate_over_bare": round(medians["gate"] / medians["bare"], 2),
            "policy_over_bare": round(medians["gate_with_policy"] / medians["bare"], 2),
        }
    return figures


def refusing(gates: dict[str, Gate], rounds: int) -> dict[str, Any]:
    """Time what is refused late or early, and the largest texts that pass."""
    items = ", ".join(str(at) for at in range(5_000))
    long_sum = " + ".join(f"i.quantity * {at}" for at in range(100, 4_000))
    texts = {
        "over_64_kb": "SELECT 1 -- " + "x" * 64_000,
        "sum_of_63_kb": f"SELECT {long_sum[:63_000].rpartition(' + ')[0]} FROM order_items AS i WHERE nowhere",
        "5000_items_and_an_unknown_column": f"SELECT nowhere FROM orders WHERE order_id IN ({items})",
        "5000_items": f"SELECT channel FROM orders WHERE order_id IN ({items})",
        "brackets_190_deep": "SELECT " + "(" * 190 + "1" + ")" * 190,
        "brackets_20000_deep": "SELECT " + "(" * 20_000 + "1" + ")" * 20_000,
        "one_unknown_table": "SELECT * FROM nowhere",
        "a_command": "DROP TABLE orders",
    }
    figures: dict[str, Any] = {}
    for name, text in texts.items():
        figures[name] = {"characters": len(text)}
        for way, gate in gates.items():
            taken: list[float] = []
            while len(taken) < rounds and sum(taken) < _MOST_SECONDS:
                taken.append(timed(lambda sql, gate=gate: answered(gate, sql), text))  # type: ignore[misc]
            figures[name][way] = {"answer": answered(gate, text), **spread(taken)}
    return figures


def answered(gate: Gate, text: str) -> str:
    """Return the rule that refuses a text, or that it passes."""
    try:
        gate.validate(text, rows=1_000)
    except Refused as error:
        return f"refused: {error.rule}"
    return "passes"


def bare(catalog: Catalog) -> Callable[[str], str]:
    """Return sqlglot alone: parse, resolve names, write."""
    schema: dict[str, object] = {
        t.name: {c.name: c.engine_type for c in t.columns.values()} for t in catalog.tables.values()
    }

    def once(text: str) -> str:
        tree = sqlglot.parse_one(text, dialect="duckdb")
        return qualify(tree, schema=schema, dialect="duckdb", quote_identifiers=False).sql("duckdb", pretty=True)

    return once


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        source = open_source(ROOT / "sample_data" / "retail", workspace=Workspace(Path(folder)))
        schema = source.schema()
        permitted = permit(schema, "duckdb", grant(parse_policy(POLICY), "analyst", PERSON), secret="none")
        plain, seen = bare_catalog(source, schema), bare_catalog(source, permitted.schema)
        source.close()
    gates = {"gate": Gate(plain, "duckdb"), "gate_with_policy": Gate(seen, "duckdb", permitted)}
    ways: dict[str, Callable[[str], Any]] = {
        "bare": bare(plain),
        "gate": lambda text: gates["gate"].validate(text, rows=10_000),
        "gate_with_policy": lambda text: gates["gate_with_policy"].validate(text, rows=10_000),
    }
    texts = {"short": SHORT, "typical": TYPICAL, "long": long_statement()}
    figures = {
        "cpus": os.cpu_count(), "python": platform.python_version(), "sqlglot": version("sqlglot"),
        "load_average": [round(load, 2) for load in os.getloadavg()], "rounds": rounds,
        "aim_median_ms": {"short": 3, "typical": 8, "long": 100},
        "passing": passing(ways, texts, rounds), "refusing": refusing(gates, max(5, rounds // 6)),
    }  # fmt: skip
    text = json.dumps(figures, indent=1)
    print(text)
    target = ROOT / "benchmarks" / "results" / "gate.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
