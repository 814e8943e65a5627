"""What is put right in a model's SQL by structure alone, and what is left for the model to be told of."""

from __future__ import annotations

import pytest

from copilot.readers.model.mending import Mender
from tests.model.shop import CATALOG

MENDED = [
    # a column on the wrong alias goes to the only table of the SELECT that has it
    (
        "SELECT o.name FROM customers AS c JOIN orders AS o ON c.customer_id = o.customer_id",
        "SELECT c.name FROM customers AS c JOIN orders AS o ON c.customer_id = o.customer_id",
    ),
    # a table's own name where an alias stands for it
    ("SELECT orders.amount FROM orders AS o", "SELECT o.amount FROM orders AS o"),
    # names spelled with other case, blanks or underscores
    ("SELECT joined_on FROM customers", 'SELECT "Joined On" FROM customers'),
    ("SELECT order_id FROM Order_s", 'SELECT order_id FROM "orders"'),
    # a text in the quotes of a name
    (
        'SELECT name FROM customers WHERE city = "Paris"',
        "SELECT name FROM customers WHERE city = 'Paris'",
    ),
    # a table that alone has a column is joined where a link leads to it
    (
        "SELECT name, amount FROM orders",
        "SELECT customers.name, orders.amount FROM orders JOIN customers ON orders.customer_id = customers.customer_id",
    ),
    # over two links, with the alias that is there kept
    (
        "SELECT l.sku, l.city FROM lines AS l",
        "SELECT l.sku, customers.city FROM lines AS l JOIN orders ON l.order_id = orders.order_id "
        "JOIN customers ON orders.customer_id = customers.customer_id",
    ),
    # inside a nested SELECT
    (
        "SELECT name FROM customers WHERE customer_id IN (SELECT o.customer_id FROM lines AS l JOIN orders AS o "
        "ON l.order_id = o.order_id WHERE o.sku = 'A')",
        "SELECT name FROM customers WHERE customer_id IN (SELECT o.customer_id FROM lines AS l JOIN orders AS o "
        "ON l.order_id = o.order_id WHERE l.sku = 'A')",
    ),
    # a column that an inner join says is the same in both tables
    (
        "SELECT customer_id FROM customers JOIN orders ON customers.customer_id = orders.customer_id",
        "SELECT customers.customer_id FROM customers JOIN orders ON customers.customer_id = orders.customer_id",
    ),
    # a join that compares a column with itself follows the link that is known
    (
        "SELECT o.amount FROM orders AS o JOIN customers AS c ON o.customer_id = o.customer_id WHERE c.city = 'Paris'",
        "SELECT o.amount FROM orders AS o JOIN customers AS c ON o.customer_id = c.customer_id WHERE c.city = 'Paris'",
    ),
]
LEFT = [
    "SELECT name, amount FROM customers AS c JOIN orders AS o ON c.customer_id = o.customer_id WHERE c.city = 'Paris'",
    "SELECT nonsense FROM customers",
    "SELECT capacity FROM customers",  # no link leads there
    "SELECT o.name FROM orders AS o JOIN customers AS a ON TRUE JOIN customers AS b ON TRUE",  # two have it
    "SELECT x.total FROM (SELECT SUM(amount) AS total FROM orders) AS x",
    "WITH best AS (SELECT customer_id FROM orders) SELECT customer_id FROM best",
    "SELECT amount AS paid FROM orders ORDER BY paid",
    "SELECT name FROM customers AS c WHERE EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = c.customer_id)",
    "SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE amount > 5 AND city = 'Paris')",
    "this is no SQL (",
    "",
]


@pytest.mark.parametrize(("wrong", "right"), MENDED)
def test_names_are_put_right(wrong: str, right: str) -> None:
    assert Mender(CATALOG, "duckdb").mended(wrong) == right


@pytest.mark.parametrize("sql", LEFT)
def test_what_is_right_or_not_plain_stays_as_it_is(sql: str) -> None:
    mended = Mender(CATALOG, "duckdb").mended(sql)
    assert " ".join(mended.split()) in (sql, _qualified(sql))


def _qualified(sql: str) -> str:
    """The first of them: whose a column is may be said where two tables are read."""
    return sql.replace("name, amount", "c.name, o.amount") if "name, amount" in sql else sql
