"""What the catalog finds out about the two samples, held against what their READMEs say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from copilot.catalog.build import NEAR_UNIQUE_PARENTS
from copilot.values import Catalog

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"

Links = Callable[[Catalog], set[str]]


@pytest.mark.parametrize(
    ("sample", "table", "key", "rows", "time"),
    [
        ("flights", "airlines", ("carrier",), 16, None),
        ("flights", "airports", ("faa",), 1_458, None),
        ("flights", "planes", ("tailnum",), 3_322, None),
        ("flights", "weather", (), 26_115, "time_hour"),
        ("retail", "customers", ("customer_id",), 6_000, "signup_date"),
        ("retail", "orders", ("order_id",), 80_000, "order_date"),
        ("retail", "order_items", ("order_id", "line_no"), 197_444, None),
        ("retail", "products", ("product_id",), 150, "launched_on"),
        ("retail", "returns", ("return_id",), 8_331, "return_date"),
        ("retail", "stores", ("store_id",), 24, "opened_on"),
    ],
)
def test_keys(
    sample: str, table: str, key: tuple[str, ...], rows: int, time: str | None, request: pytest.FixtureRequest
) -> None:
    found = request.getfixturevalue(sample).tables[table]
    assert (found.primary_key, found.row_count, found.time_column) == (key, rows, time)
    assert found.grain == (f"one row per {', '.join(key)}" if key else "")


def _rows(sql: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(sql).fetchall()


def test_the_key_of_flights_is_unique(flights: Catalog) -> None:
    key = flights.tables["flights"].primary_key
    path = SAMPLES / "flights" / "flights.parquet"
    tuples = _rows(f"select count(*) from (select distinct {', '.join(key)} from '{path}')")
    assert tuples == [(336_776,)]
    assert "time_hour" in key
    assert "flight" in key
    assert flights.tables["flights"].time_column == "time_hour"


def test_links_of_flights(flights: Catalog, links: Links) -> None:
    nearly_unique = {"flights(origin, time_hour) > weather(origin, time_hour)"} if NEAR_UNIQUE_PARENTS else set()
    assert links(flights) == nearly_unique | {
        "flights(carrier) > airlines(carrier)",
        "flights(tailnum) > planes(tailnum)",
        "flights(origin) > airports(faa)",
        "flights(dest) > airports(faa)",
        "weather(origin) > airports(faa)",
    }


def test_links_of_retail(retail: Catalog, links: Links) -> None:
    assert links(retail) == {
        "orders(customer_id) > customers(customer_id)",
        "orders(store_id) > stores(store_id)",
        "order_items(order_id) > orders(order_id)",
        "order_items(product_id) > products(product_id)",
        "returns(order_id, line_no) > order_items(order_id, line_no)",
    }


def test_orphans_are_counted(flights: Catalog) -> None:
    shares = {(r.from_columns, r.to_table): r.share for r in flights.relationships if r.from_table == "flights"}
    assert shares[("tailnum",), "planes"] == pytest.approx(1 - 50_094 / (336_776 - 2_512))
    assert shares[("dest",), "airports"] == pytest.approx(1 - 7_602 / 336_776)
    assert not any(r.declared for r in flights.relationships)


@pytest.mark.parametrize(
    ("column", "role", "additive"),
    [
        ("flights.year", "dimension", False),
        ("flights.month", "dimension", False),
        ("flights.minute", "dimension", False),
        ("flights.dep_time", "sequence", False),
        ("flights.sched_arr_time", "sequence", False),
        ("flights.air_time", "measure", True),
        ("flights.distance", "measure", True),
        ("flights.arr_delay", "measure", True),
        ("flights.flight", "dimension", False),
        ("flights.carrier", "dimension", False),
        ("flights.tailnum", "key", False),
        ("flights.time_hour", "time", False),
        ("airports.lat", "geography", False),
        ("airports.faa", "key", False),
        ("planes.year", "dimension", False),
        ("planes.seats", "measure", True),
        ("planes.manufacturer", "dimension", False),
        ("weather.temp", "measure", False),
        ("weather.precip", "measure", True),
        ("weather.wind_dir", "measure", False),
        ("retail.order_items.order_id", "key", False),
        ("retail.order_items.line_no", "sequence", False),
        ("retail.order_items.quantity", "measure", True),
        ("retail.order_items.amount", "measure", True),
        ("retail.order_items.unit_price", "measure", False),
        ("retail.order_items.discount", "measure", False),
        ("retail.products.unit_cost", "measure", False),
        ("retail.products.category", "dimension", False),
        ("retail.stores.city", "geography", False),
        ("retail.stores.floor_area_sqm", "measure", True),
        ("retail.customers.birth_year", "dimension", False),
        ("retail.customers.email", "text", False),
        ("retail.orders.order_date", "time", False),
        ("retail.orders.store_id", "key", False),
    ],
)
def test_roles(column: str, role: str, additive: bool, flights: Catalog, retail: Catalog) -> None:
    *sample, table, name = column.split(".")
    found = (retail if sample else flights).column(table, name)
    assert (found.role, found.additive) == (role, additive)


def test_facts_against_the_engine(flights: Catalog) -> None:
    path = SAMPLES / "flights" / "flights.parquet"
    nulls, low, high, mean, distinct, median = _rows(
        "select count(*) - count(arr_delay), min(arr_delay), max(arr_delay), avg(arr_delay), count(distinct arr_delay),"
        f" median(arr_delay) from '{path}'"
    )[0]
    facts = flights.column("flights", "arr_delay").facts
    assert facts is not None
    assert (facts.rows, facts.nulls, facts.minimum, facts.maximum) == (336_776, nulls, low, high)
    assert facts.mean == pytest.approx(mean)
    assert facts.distinct == pytest.approx(distinct, rel=0.1)
    assert facts.quantiles[2] == pytest.approx(median, abs=2)
    month = flights.column("flights", "month").facts
    assert month is not None
    assert list(month.quantiles) == [1, 4, 7, 10, 12]
    carrier = flights.column("flights", "carrier").facts
    assert carrier is not None
    assert carrier.distinct_exact
    assert (carrier.distinct, carrier.top[0]) == (16, ("UA", 58_665))
    when = flights.column("flights", "time_hour").facts
    assert when is not None
    assert (when.minimum, when.maximum) == ("2013-01-01T05:00:00", "2013-12-31T23:00:00")


def test_value_lists(flights: Catalog, retail: Catalog) -> None:
    lists = {(v.table, v.column): v for catalog in (flights, retail) for v in catalog.value_lists}
    assert lists["flights", "origin"].values == ("EWR", "JFK", "LGA")
    assert len(lists["airports", "faa"].values) == 1_458
    assert len(lists["customers", "customer_name"].values) > 2_000
    assert all(v.complete for v in lists.values())
    assert not {("customers", "email"), ("returns", "return_id")} & lists.keys()
    assert retail.column("stores", "floor_area_sqm").unit == "m²"
