"""Results as people get them, each with the form that a careful analyst would draw. Data only, no checks."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from copilot.values.answer import AnswerColumn

Column = AnswerColumn
Language = Literal["en", "zh"]

_RANDOM = random.Random(7)
REGIONS = ("North", "South", "East", "West")
WEEKDAYS = ("Friday", "Monday", "Saturday", "Sunday", "Thursday", "Tuesday", "Wednesday")
HUGE = "An exceedingly long product name that nobody ever shortened, " * 6

MONTH = Column("month", "date", "time", label="Month", time_grain="month")
DAY = Column("day", "date", "time", label="Day", time_grain="day")
WHEN = Column("sold_at", "timestamp", "time", label="Sold at")
REGION = Column("region", "text", "dimension", label="Region")
PRODUCT = Column("product", "text", "dimension", label="Product")
CUSTOMER = Column("customer_id", "integer", "key", label="Customer")
NAME = Column("name", "text", "text", label="Name")
HOUR = Column("hour", "integer", "dimension", label="Hour")
YEAR = Column("year", "integer", "dimension", label="Year")
PAID = Column("paid", "boolean", "dimension", label="Paid")
REVENUE = Column("revenue", "decimal", "measure", unit="USD", label="Revenue", part_of_whole=True)
COST = Column("cost", "decimal", "measure", unit="USD", label="Cost", part_of_whole=True)
ORDERS = Column("orders", "integer", "measure", label="Orders", part_of_whole=True)
DELAY = Column("delay", "float", "measure", unit="minutes", label="Average delay")
DISTANCE = Column("distance", "float", "measure", unit="miles", label="Distance")
SHARE = Column("share", "float", "measure", unit="share", label="Share", part_of_whole=True)
PERCENT = Column("percent", "float", "measure", unit="%", label="Percent", part_of_whole=True)


@dataclass(frozen=True)
class Case:
    """Columns and rows, the words that asked for a form, and the kind to expect."""

    name: str
    kind: str
    columns: tuple[AnswerColumn, ...]
    rows: Sequence[tuple[Any, ...]]
    wanted: str | None = None
    language: Language = "en"


def months(count: int, year: int = 2024) -> list[date]:
    """Return so many first days of months."""
    return [date(year + i // 12, i % 12 + 1, 1) for i in range(count)]


def money(low: int = 100, high: int = 9_000) -> Decimal:
    """Return some amount with cents."""
    return Decimal(_RANDOM.randint(low * 100, high * 100)).scaleb(-2)


def some(low: int = 1, high: int = 500) -> int:
    """Return some whole number."""
    return _RANDOM.randint(low, high)


def number(low: float = -20.0, high: float = 60.0) -> float:
    """Return some number."""
    return _RANDOM.uniform(low, high)


def _labels(count: int, stem: str = "Item") -> list[str]:
    return [f"{stem} {i}" for i in range(count)]


CASES: tuple[Case, ...] = (
    # one row
    Case("one value", "number", (REVENUE,), [(Decimal("1234.50"),)]),
    Case("the best one", "number", (NAME, REVENUE), [("Anna", money())]),
    Case("several values", "table", (REVENUE, ORDERS), [(money(), 12)]),
    Case("one row and a chart asked for", "number", (REGION, REVENUE), [("North", money())], "pie"),
    # nothing to draw
    Case("no rows", "table", (REGION, REVENUE), []),
    Case("only nulls", "table", (REGION, REVENUE), [("North", None), ("South", None)]),
    Case("only texts", "table", (REGION, PRODUCT), [("North", "Bike"), ("South", "Lock")]),
    Case("a list of times", "table", (MONTH,), [(d,) for d in months(5)]),
    Case("a measure that is a time", "table", (REGION, Column("last", "timestamp", "measure")),
         [("North", datetime(2025, 1, 1)), ("South", datetime(2025, 2, 1))]),
    # over time
    Case("months", "line", (MONTH, REVENUE), [(d, money()) for d in months(24)]),
    Case("months with gaps", "line", (MONTH, REVENUE), [(d, money()) for d in months(24) if d.month not in (5, 9)]),
    Case("months with nulls", "line", (MONTH, REVENUE), [(d, money() if d.month % 3 else None) for d in months(12)]),
    Case("three months", "bar", (MONTH, REVENUE), [(d, money()) for d in months(3)]),
    Case("three months as a line", "line", (MONTH, REVENUE), [(d, money()) for d in months(3)], "line"),
    Case("two months, two measures", "grouped_bar", (MONTH, REVENUE, COST),
         [(d, money(4_000), money(3_000)) for d in months(2)]),
    Case("days with little", "bar", (DAY, ORDERS), [(date(2024, 1, 1) + timedelta(days=i * i), some())
                                                    for i in range(14)]),
    Case("moments", "line", (WHEN, DELAY), [(datetime(2024, 1, 1) + timedelta(minutes=7 * i), number())
                                            for i in range(300)]),
    Case("years as numbers", "line", (YEAR, REVENUE), [(y, money()) for y in range(2010, 2025)]),
    Case("months as text", "line", (Column("m", "text", "dimension", label="Month"), ORDERS),
         [(f"2024-{m:02}", some()) for m in range(1, 13)]),
    Case("months by region", "multi_line", (MONTH, REGION, REVENUE),
         [(d, r, money()) for d in months(12) for r in REGIONS]),
    Case("months by many products", "multi_line", (MONTH, PRODUCT, ORDERS),
         [(d, p, some()) for d in months(8) for p in _labels(20)]),
    Case("months by many, averages", "multi_line", (MONTH, PRODUCT, DELAY),
         [(d, p, number()) for d in months(8) for p in _labels(20)]),
    Case("two years by region", "grouped_bar", (YEAR, REGION, REVENUE),
         [(y, r, money()) for y in (2023, 2024) for r in REGIONS]),
    Case("hours of two years", "multi_line", (YEAR, HOUR, DELAY),
         [(y, h, number()) for y in (2023, 2024) for h in range(24)]),
    Case("one region over time", "line", (MONTH, REGION, REVENUE), [(d, "North", money()) for d in months(12)]),
    Case("revenue and cost", "multi_line", (MONTH, REVENUE, COST),
         [(d, money(4_000), money(3_000)) for d in months(12)]),
    Case("revenue and delay", "line", (MONTH, REVENUE, DELAY), [(d, money(), number()) for d in months(12)]),
    Case("best product of each month", "line", (MONTH, PRODUCT, REVENUE),
         [(d, f"Item {i % 5}", money()) for i, d in enumerate(months(12))]),
    Case("a listing of orders", "table", (Column("order_id", "integer", "key"), WHEN, REVENUE),
         [(i, datetime(2024, 1, 1) + timedelta(hours=5 * i), money()) for i in range(40)]),
    Case("many values at a time", "scatter", (MONTH, DELAY), [(d, number()) for d in months(6) for _ in range(9)]),
    # categories
    Case("regions", "bar", (REGION, REVENUE), [(r, money()) for r in REGIONS]),
    Case("a region without a name", "bar", (REGION, REVENUE), [("North", money()), (None, money()), ("East", None)]),
    Case("many products", "barh", (PRODUCT, ORDERS), [(p, some()) for p in _labels(20)]),
    Case("too many products", "barh", (PRODUCT, ORDERS), [(p, some()) for p in _labels(120)]),
    Case("huge labels", "barh", (PRODUCT, ORDERS), [(f"{HUGE}{i}", some()) for i in range(4)]),
    Case("below and above zero", "barh", (PRODUCT, DELAY), [(p, number()) for p in _labels(12)]),
    Case("all below zero", "bar", (REGION, DELAY), [(r, -1 - abs(number())) for r in REGIONS]),
    Case("all zero", "bar", (REGION, ORDERS), [(r, 0) for r in REGIONS]),
    Case("yes and no", "bar", (PAID, ORDERS), [(True, 30), (False, 12)]),
    Case("weekdays", "bar", (Column("weekday", "text", "dimension"), ORDERS), [(d, some()) for d in WEEKDAYS]),
    Case("hours", "bar", (HOUR, DELAY), [(h, number()) for h in range(5, 24)]),
    Case("ages", "bar", (Column("age", "integer", "dimension"), ORDERS), [(a, some()) for a in range(18, 90)]),
    Case("bands", "bar", (Column("band", "text", "dimension"), ORDERS),
         [("65+", 4), ("18-24", 9), ("<18", 2), ("25-64", 30)]),
    Case("stores, numbered", "bar", (Column("store_id", "integer", "key", label="Store"), REVENUE),
         [(i, money()) for i in (4, 17, 2, 90)]),
    Case("customers with equal names", "barh", (CUSTOMER, NAME, REVENUE),
         [(1, "Anna", money()), (2, "Ben", money()), (3, "Anna", money()), (4, "Cleo", money()),
          (5, "Dan", money()), (6, "Eve", money()), (7, "Finn", money()), (8, "Gus", money()), (9, "Hal", money())]),
    Case("first and last names", "barh", (Column("first", "text", "dimension"), Column("last", "text", "dimension"),
                                          ORDERS), [(f"F{i}", f"Lastname {i}", some()) for i in range(9)]),
    Case("regions, two amounts", "grouped_bar", (REGION, REVENUE, COST),
         [(r, money(4_000), money(3_000)) for r in REGIONS]),
    Case("regions, two scales", "bar", (REGION, REVENUE, DELAY), [(r, money(), number()) for r in REGIONS]),
    Case("regions by product", "grouped_bar", (REGION, PRODUCT, REVENUE),
         [(r, p, money()) for r in REGIONS for p in _labels(3)]),
    Case("many by many", "table", (REGION, PRODUCT, REVENUE),
         [(r, p, money()) for r in _labels(15, "Region") for p in _labels(15)]),
    Case("three groupings", "table", (REGION, PRODUCT, PAID, ORDERS),
         [(r, p, b, some()) for r in REGIONS for p in _labels(3) for b in (True, False)]),
    Case("hours by region", "multi_line", (HOUR, REGION, DELAY),
         [(h, r, number()) for h in range(24) for r in REGIONS]),
    # parts of a whole
    Case("shares", "share", (REGION, SHARE), [("North", 0.5), ("South", 0.3), ("East", 0.2)]),
    Case("percents", "share", (REGION, PERCENT), [("North", 50.0), ("South", 30.0), ("East", 20.0)]),
    Case("shares that are not all", "bar", (REGION, SHARE), [("North", 0.3), ("South", 0.2)]),
    Case("many shares", "barh", (PRODUCT, SHARE), [(p, 0.1) for p in _labels(10)]),
    Case("a pie", "share", (REGION, REVENUE), [(r, money()) for r in REGIONS], "as a pie"),
    Case("a pie of many", "share", (PRODUCT, REVENUE), [(p, money()) for p in _labels(20)], "pie"),
    Case("no pie of averages", "bar", (REGION, DELAY), [(r, number(1, 9)) for r in REGIONS], "pie"),
    Case("no line through regions", "bar", (REGION, REVENUE), [(r, money()) for r in REGIONS], "line"),
    Case("a table", "table", (REGION, REVENUE), [(r, money()) for r in REGIONS], "table"),
    # many rows
    Case("values", "histogram", (DELAY,), [(number(),) for _ in range(5_000)]),
    Case("small whole values", "histogram", (ORDERS,), [(some(1, 6),) for _ in range(200)]),
    Case("three values", "table", (DELAY,), [(1.0,), (2.0,), (4.0,)]),
    Case("pairs", "scatter", (DISTANCE, DELAY), [(number(50, 4_000), number()) for _ in range(5_000)]),
    Case("customers, two measures", "scatter", (CUSTOMER, ORDERS, REVENUE),
         [(i, some(), money()) for i in range(150)]),
    Case("not a number", "bar", (REGION, DELAY), [("North", math.nan), ("South", 2.0), ("East", math.inf)]),
    Case("very large", "bar", (REGION, ORDERS), [("North", 10**30), ("South", 10**12), ("East", 7)]),
    # Chinese
    Case("地区", "bar", (Column("region", "text", "dimension", label="地区"), REVENUE),
         [("华东", Decimal(4_200_000)), ("华南", Decimal(9_100_000)), ("华北", Decimal(120_000_000))], None, "zh"),
    Case("星期", "bar", (Column("weekday", "text", "dimension", label="星期"), ORDERS),
         [(d, some()) for d in ("星期三", "星期一", "星期日", "星期五")], None, "zh"),
    Case("饼图", "share", (Column("region", "text", "dimension", label="地区"), REVENUE),
         [("华东", money()), ("华南", money())], "用饼图显示", "zh"),
    Case("每月", "line", (Column("month", "date", "time", label="月份", time_grain="month"), REVENUE),
         [(d, Decimal(some() * 10_000)) for d in months(12)], None, "zh"),
)  # fmt: skip
