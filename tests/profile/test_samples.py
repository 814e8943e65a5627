"""What the profile says of the samples, held against what their READMEs say was planted."""

from __future__ import annotations

import pytest

from insight.profile.values import Alert
from tests.profile.conftest import Profiled


def _alerts(profiled: Profiled, data: str, table: str, kind: str) -> list[Alert]:
    return [alert for alert in profiled(data).table(table).alerts if alert.kind == kind]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("customers", ("customer_id",)),
        ("products", ("product_id",)),
        ("stores", ("store_id",)),
        ("orders", ("order_id",)),
        ("order_items", ("order_id", "line_no")),
        ("returns", ("return_id",)),
    ],
)
def test_keys_of_retail(profiled: Profiled, table: str, key: tuple[str, ...]) -> None:
    assert profiled("retail").table(table).key == key


@pytest.mark.parametrize(
    ("table", "column", "rows", "wrong"),
    [
        # the README's "Consumer " and "Credit Card " are trimmed when a CSV is loaded, and stay in Parquet
        ("customers", "segment", 17 + 15 + 13 + 11 + 8 + 5,
         {"corporate", "consumer", "Corprate", "CONSUMER", "HomeOffice", "Home office"}),
        ("orders", "payment_method", 720,
         {"debit card", "CreditCard", "CASH", "Credit Card ", "credit card", "bank transfer", "paypal", "gift card",
          "Paypal"}),
    ],
)  # fmt: skip
def test_misspelt_categories(profiled: Profiled, table: str, column: str, rows: int, wrong: set[str]) -> None:
    (alert,) = [a for a in _alerts(profiled, "retail", table, "spellings") if a.columns == (column,)]
    assert alert.rows == rows
    assert {str(pair).rpartition("|")[0] for pair in alert.details["pairs"]} == wrong  # type: ignore[union-attr]


def test_amount_is_computed(profiled: Profiled) -> None:
    (formula,) = profiled("retail").table("order_items").formulas
    assert (formula.column, set(formula.sources), formula.share) == (
        "amount",
        {"quantity", "unit_price", "discount"},
        1.0,
    )


@pytest.mark.parametrize(
    ("data", "table", "columns", "rows"),
    [
        ("retail", "returns", ("order_id", "line_no"), 7),
        ("flights", "flights", ("tailnum",), 50_094),
        ("flights", "flights", ("dest",), 7_602),
        ("flights", "flights", ("origin", "time_hour"), 1_556),
    ],
)
def test_broken_references(profiled: Profiled, data: str, table: str, columns: tuple[str, ...], rows: int) -> None:
    assert [a.rows for a in _alerts(profiled, data, table, "broken_reference") if a.columns == columns] == [rows]


def test_three_hours_of_weather_twice(profiled: Profiled) -> None:
    weather = profiled("flights").table("weather")
    assert (weather.key, weather.near_key) == ((), ("origin", "time_hour"))
    assert [alert.rows for alert in weather.alerts if alert.kind == "near_key"] == [3]


def test_mail_addresses_are_personal(profiled: Profiled) -> None:
    rows = {alert.columns[0]: alert.rows for alert in _alerts(profiled, "retail", "customers", "personal")}
    assert rows["email"] == 6_000 - 367


def test_missing_in_the_same_rows(profiled: Profiled) -> None:
    together = {a.columns: a.rows for a in _alerts(profiled, "flights", "flights", "missing_together")}
    assert together == {("arr_delay", "air_time"): 9_430, ("dep_time", "dep_delay"): 8_255}


def test_a_table_that_is_well_has_no_alert_that_makes_answers_wrong(profiled: Profiled) -> None:
    clean = ["order_items", "stores"]
    assert not [a for name in clean for a in profiled("retail").table(name).alerts if a.severity == "high"]


@pytest.mark.parametrize(
    ("table", "column", "value", "share"),
    [
        ("orders", "status", "completed", 77_138 / 80_000),  # 80,000 less 2,728 cancelled and 134 in processing
        ("orders", "customer_id", None, 0.01),
        ("returns", "reason", None, 1.0),
    ],
)
def test_shares_of_frequent_values(
    profiled: Profiled, table: str, column: str, value: str | None, share: float
) -> None:
    found = profiled("retail").table(table).column(column)
    if value is None:
        assert all(n <= share * found.top_of for _, n in found.top)
    else:
        assert dict(found.top)[value] / found.top_of == share


def test_customers_that_were_entered_twice(profiled: Profiled) -> None:
    (alert,) = _alerts(profiled, "retail", "customers", "twins")
    assert (alert.rows, alert.details["but"]) == (12, "customer_id")
    assert not [a for name in ("orders", "products", "stores") for a in _alerts(profiled, "retail", name, "twins")]
