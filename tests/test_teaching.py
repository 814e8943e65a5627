"""What a team teaches: remembered queries asked again with other values, feedback, and the taste in suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.assistant import Assistant
from copilot.errors import ConfigError, PolicyError
from copilot.remembering import FILE_NAME

TODAY = date(2026, 11, 2)
ORDERS = "id,placed_on,region,channel,amount\n" + "".join(
    f"{n},{2024 + n % 3}-{n % 12 + 1:02}-{n % 27 + 1:02},{('North', 'South', 'West')[n % 3 - n % 2]},"
    f"{('Shop', 'Online')[n % 2]},{n * 13 % 101}\n"
    for n in range(1, 300)
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    monkeypatch.delenv("ASKBI_HOME", raising=False)
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    with Assistant.open(str(tmp_path / "orders.csv"), model=None, today=TODAY) as bi:
        yield bi


def again(bi: Assistant, today: date = TODAY) -> Assistant:
    """Open the same data anew, as the next morning does."""
    return Assistant.open(str(bi.workspace.root.parent / "orders.csv"), model=None, today=today)


SOUTH = "SELECT channel, SUM(amount * 2) AS doubled FROM orders WHERE region = 'South' AND placed_on >= DATE '2025-01-01' AND placed_on < DATE '2026-01-01' GROUP BY 1"
ASKED_AGAIN = [
    ("total amount by channel in the South in 2025", "South", "2025", ""),
    ("show me the total amount by channel in the West in 2024", "West", "2024", "with West in place of South"),
    ("total amount by channel in the North in 2026", "North", "2026", "2026 in place of 2025"),
]


@pytest.mark.parametrize(("question", "region", "year", "told"), ASKED_AGAIN)
def test_a_reviewed_question_is_answered_by_its_sql_with_other_values(
    shop: Assistant, question: str, region: str, year: str, told: str
) -> None:
    made = shop.remember("total amount by channel in the South in 2025", sql=SOUTH, by="Ana")
    assert "'South'" not in made.sql
    assert "2025" not in made.sql
    answer = shop.ask(question)
    bounds = {"'2025-01-01'": f"'{year}-01-01'", "'2026-01-01'": f"'{int(year) + 1}-01-01'", "South": region}
    right = shop.sql(re.sub("|".join(bounds), lambda found: bounds[found[0]], SOUTH))
    assert (answer.reader, answer.verified) == ("remembered", True)
    assert sorted(answer.rows) == sorted(right.rows)
    assert answer.assumptions[0].startswith("answered by a remembered query, reviewed by Ana on 2026-11-02")
    assert told in answer.assumptions[0]


NOT_IT = [
    "total amount by channel in 2025",
    "average amount by channel in the South in 2025",
    "total amount by channel outside the South in 2025",
    "total amount by region in the South in 2025",
    "total amount by channel in the South",
    "top 3 channels by total amount in the South in 2025",
]


@pytest.mark.parametrize("question", NOT_IT)
def test_another_question_is_not_answered_by_it(shop: Assistant, question: str) -> None:
    shop.remember("total amount by channel in the South in 2025", sql=SOUTH)
    assert shop.ask(question).reader != "remembered"


def test_an_answer_is_remembered_across_sessions_and_forgotten(shop: Assistant) -> None:
    answer = shop.ask("total amount by region in 2025")
    made = shop.remember(answer, note="agreed with finance")
    assert "10001" not in made.sql, "the row cap is no part of the question"
    text = (shop.workspace.root / FILE_NAME).read_text(encoding="utf-8")
    assert "total amount by region in 2025" in text
    assert "period_1_start" in text
    with again(shop) as bi:
        assert bi.remembered[0].note == "agreed with finance"
        other = bi.ask("total amount by region in 2024")
        assert other.reader == "remembered"
        assert sorted(other.rows) == sorted(
            bi.sql("SELECT region, SUM(amount) FROM orders WHERE year(placed_on) = 2024 GROUP BY 1").rows
        )
        assert bi.forget("total amount by region in 2025")
        assert not bi.forget("total amount by region in 2025")
        assert bi.ask("total amount by region in 2024").reader == "grammar"


def test_last_month_is_another_month_a_month_later(shop: Assistant) -> None:
    shop.remember(shop.ask("total amount by region last month"))
    for today, month in ((TODAY, "2026-10"), (date(2026, 12, 9), "2026-11")):
        with again(shop, today) as bi:
            answer = bi.ask("total amount by region last month")
            assert answer.reader == "remembered"
            gold = f"SELECT region, SUM(amount) FROM orders WHERE strftime(placed_on, '%Y-%m') = '{month}' GROUP BY 1"
            assert sorted(answer.rows) == sorted(bi.sql(gold).rows)


@pytest.mark.parametrize(
    ("question", "sql", "sentence"),
    [
        (
            "total amount last month",
            "SELECT SUM(amount) FROM orders WHERE month(placed_on) = 10",
            "wrong on another day",
        ),
        ("total", "SELECT SUM(amont) FROM orders", "did you mean"),
        ("total", "DROP TABLE orders", "cannot be remembered"),
        ("total", "", "only a question with SQL is remembered"),
        (" ", "SELECT 1", "only a question with SQL is remembered"),
    ],
)
def test_what_cannot_be_remembered_is_told(shop: Assistant, question: str, sql: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        shop.remember(question, sql=sql)
    assert shop.remembered == ()


def test_a_query_whose_column_is_gone_is_withdrawn_with_the_reason(shop: Assistant) -> None:
    shop.remember(shop.ask("total amount by channel in 2025"))
    data = shop.workspace.root.parent / "orders.csv"
    data.write_text(ORDERS.replace("channel", "way"), encoding="utf-8")
    with again(shop) as bi:
        assert bi.remembered == ()
        ((query, wrong),) = bi.withdrawn
        assert query.question == "total amount by channel in 2025"
        assert "channel" in wrong
        assert bi.ask("total amount by channel in 2025").reader != "remembered"


def test_a_broken_file_costs_no_answer(shop: Assistant) -> None:
    shop.workspace.ensure()
    (shop.workspace.root / FILE_NAME).write_text("remembered: [{question: a}]", encoding="utf-8")
    with again(shop) as bi:
        assert bi.ask("total amount by region").status == "answered"
        assert bi.remembered == ()
        with pytest.raises(ConfigError, match="line 1: an entry of remembered has no sql"):
            bi.remember("q", sql="SELECT 1")


def test_a_role_remembers_nothing_and_is_answered_by_what_it_may_see(shop: Assistant, tmp_path: Path) -> None:
    shop.remember("total amount by channel in the South in 2025", sql=SOUTH, by="Ana")
    shop.remember("total orders by channel in the North in 2025", sql=SOUTH.replace("South", "North"), by="Ana")
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "roles: {clerk: {tables: [orders], rows: {orders: \"region <> 'South'\"}}, blind: {tables: []}}",
        encoding="utf-8",
    )
    with Assistant.open(str(tmp_path / "orders.csv"), model=None, today=TODAY, policy=policy, role="clerk") as bi:
        answer = bi.ask("total orders by channel in the West in 2025")
        assert answer.reader == "remembered"
        assert "North" not in " ".join(answer.assumptions)
        assert "Ana" not in " ".join(answer.assumptions)
        assert bi.remembered == ()
        for act in (lambda: bi.remember("q", sql="SELECT 1"), lambda: bi.forget("q")):
            with pytest.raises(PolicyError, match="open it without a policy"):
                act()


# ------------------------------------------------------------------------------------------------ feedback


def test_what_was_marked_wrong_is_not_verified_until_somebody_has_looked(shop: Assistant) -> None:
    question = "how many orders are there?"
    first = shop.ask(question)
    assert first.verified
    shop.rate(first, good=False, reason="returns are  missing")
    for bi in (shop, again(shop)):
        answer = bi.ask(question)
        assert not answer.verified
        assert "somebody marked this answer as wrong: returns are missing" in answer.assumptions
        assert bi.ask("average amount by channel").verified
    (open_one,) = shop.feedback(open_only=True)
    assert (open_one.question, open_one.good, open_one.reason) == (question, False, "returns are missing")
    shop.close_feedback(open_one.id)
    assert shop.ask(question).verified
    assert shop.feedback()[0].done


def test_a_second_word_takes_the_place_of_the_first(shop: Assistant) -> None:
    answer = shop.ask("how many orders are there?")
    shop.rate(answer, good=False)
    shop.rate(answer, good=True)
    assert [one.good for one in shop.feedback()] == [True]
    assert shop.ask("how many orders are there?").verified


def test_suggestions_follow_what_the_team_asks(shop: Assistant) -> None:
    before = shop.suggestions("en", 8)
    assert before == again(shop).suggestions("en", 8), "with no history the data's own order stands"
    last = before[-1]
    for _ in range(6):
        shop.ask(f"{last} in 2025")
    with again(shop) as bi:
        after = bi.suggestions("en", 8)
    assert after.index(last) < before.index(last)
