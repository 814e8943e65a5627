"""Follow-ups without a model: a dialogue over the samples, in both languages, held against SQL written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.assistant import Assistant
from copilot.compare import same_rows
from tests.model.scripted import Says, serving

TODAY = date(2026, 11, 2)
REVENUE = "FROM order_items i JOIN orders o USING (order_id) JOIN stores s USING (store_id)"
IN_2025 = "o.order_date >= DATE '2025-01-01' AND o.order_date < DATE '2026-01-01'"
DIALOGUES = [
    # a chain: each is said after the one before
    [
        ("revenue by region in 2025", f"SELECT s.region, sum(i.amount) {REVENUE} WHERE {IN_2025} GROUP BY 1"),
        (
            "only the South",
            f"SELECT s.region, sum(i.amount) {REVENUE} WHERE {IN_2025} AND s.region = 'South' GROUP BY 1",
        ),
        (
            "and for the West?",
            f"SELECT s.region, sum(i.amount) {REVENUE} WHERE {IN_2025} AND s.region = 'West' GROUP BY 1",
        ),
        (
            "by month instead",
            f"SELECT date_trunc('month', o.order_date)::DATE, sum(i.amount) {REVENUE} "
            f"WHERE {IN_2025} AND s.region = 'West' GROUP BY 1",
        ),
    ],
    [
        ("revenue by region", f"SELECT s.region, sum(i.amount) {REVENUE} GROUP BY 1"),
        ("as a share", f"SELECT s.region, sum(i.amount) / sum(sum(i.amount)) OVER () {REVENUE} GROUP BY 1"),
    ],
    [
        ("2025年各地区的销售额", f"SELECT s.region, sum(i.amount) {REVENUE} WHERE {IN_2025} GROUP BY 1"),
        (
            "只看2024年",
            f"SELECT s.region, sum(i.amount) {REVENUE} WHERE year(o.order_date) = 2024 GROUP BY 1",
        ),
        (
            "换成订单数",
            "SELECT s.region, count(DISTINCT o.order_id) FROM orders o JOIN stores s USING (store_id) "
            "WHERE year(o.order_date) = 2024 GROUP BY 1",
        ),
        (
            "只看South",
            "SELECT s.region, count(DISTINCT o.order_id) FROM orders o JOIN stores s USING (store_id) "
            "WHERE year(o.order_date) = 2024 AND s.region = 'South' GROUP BY 1",
        ),
    ],
    [
        ("revenue by region in 2025", f"SELECT s.region, sum(i.amount) {REVENUE} WHERE {IN_2025} GROUP BY 1"),
        (
            "only the top 3",
            f"SELECT s.region, sum(i.amount) {REVENUE} WHERE {IN_2025} GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
        ),
        ("how many stores are there?", "SELECT count(*) FROM stores"),
    ],
]


@pytest.fixture(scope="module")
def retail() -> Iterator[Assistant]:
    with Assistant.open("sample_data/retail", model=None, today=TODAY) as bi:
        yield bi


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[one[0][0] for one in DIALOGUES])
def test_each_follow_up_means_what_its_sql_says(retail: Assistant, dialogue: list[tuple[str, str]]) -> None:
    chat = retail.chat()
    for said, gold in dialogue:
        answer = chat.ask(said)
        right = retail.sql(gold)
        assert right.status == "answered", right.message
        assert answer.status == "answered", (said, answer.message)
        assert same_rows(answer.rows, right.rows, ordered=False, any_column_order=True, relative_tolerance=1e-6), (
            said,
            answer.whole,
            answer.rows[:3],
            right.rows[:3],
        )


def test_how_it_was_understood_is_told(retail: Assistant) -> None:
    first = retail.ask("revenue by region in 2025")
    answer = first.ask("and in 2024?")
    assert answer.question == "and in 2024?"
    assert answer.whole == "revenue by region in 2024"
    assert answer.assumptions[0] == "understood as: revenue by region in 2024"
    assert answer.to_dict()["whole"] == answer.whole
    assert first.whole == ""


ALONE = [
    "how many customers are there?",
    "number of orders by category",
    "有多少客户?",
    "who wrote Hamlet?",
    "",
    "?!",
    "only",
    "只看",
]


@pytest.mark.parametrize("text", ALONE)
def test_what_is_no_follow_up_is_asked_as_it_stands(retail: Assistant, text: str) -> None:
    assert retail.ask(text, after="revenue by region in 2025").whole == ""


def test_what_no_edit_makes_sense_of_is_declined_with_its_words(retail: Assistant) -> None:
    answer = retail.ask("only the frobnicated ones", after="revenue by region in 2025")
    assert answer.status == "declined"
    assert "frobnicated" in answer.message


def test_a_model_makes_the_whole_question_where_no_edit_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "orders.csv").write_text("order_id,region,amount\n1,North,10\n2,South,20\n", encoding="utf-8")
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    with serving(Says('{"question": "total amount by region"}')) as script:
        monkeypatch.setenv("OPENAI_BASE_URL", script.url)
        with Assistant.open(str(tmp_path / "orders.csv"), model="scripted") as bi:
            chat = bi.chat()
            chat.ask("total amount")
            answer = chat.ask("but fanned out over the places, if you would")
            assert answer.whole == "total amount by region"
            assert sorted(answer.rows) == [("North", 10), ("South", 20)]
            assert "fanned out" in script.sent
