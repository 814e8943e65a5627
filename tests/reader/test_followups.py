"""Follow-ups without a model: a dialogue over the samples, in both languages, held against SQL written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.assistant import Assistant
from benchmarks.reader.exam import years_as_numbers
from copilot.compare import same_rows
from tests.model.scripted import Says, serving

TODAY = date(2026, 11, 2)
QUESTIONS = Path(__file__).parents[1] / "questions"
NOT_RIGHT = {
    "LGA only",  # departing or arriving: asked back
    "no wait, I wanted the cancellation rate",  # follows the one that was asked back
    "remove the channel filter and show revenue per order",
    "leave out everything below 1%",
}
"""Follow-ups of the files that are not understood yet."""


def _dialogues() -> Iterator[Any]:
    for name in ("followups", "fresh_followups"):
        for number, dialogue in enumerate(yaml.safe_load((QUESTIONS / f"{name}.yml").read_text(encoding="utf-8"))):
            yield pytest.param(dialogue, id=f"{name}-{number}-{dialogue['turns'][0]['say']}")


@pytest.fixture(scope="module")
def samples() -> Iterator[dict[str, Assistant]]:
    opened = {name: Assistant.open(f"sample_data/{name}", model=None, today=TODAY) for name in ("retail", "flights")}
    yield opened
    for bi in opened.values():
        bi.close()


@pytest.fixture
def retail(samples: dict[str, Assistant]) -> Assistant:
    return samples["retail"]


@pytest.mark.parametrize("dialogue", [*_dialogues()])
def test_each_follow_up_means_what_its_sql_says(samples: dict[str, Assistant], dialogue: dict[str, Any]) -> None:
    """The questions and their SQL were written from the data alone."""
    bi = samples[dialogue["data"]]
    chat = bi.chat()
    for turn in dialogue["turns"]:
        answer, right = chat.ask(turn["say"]), bi.sql(turn["sql"])
        assert right.status == "answered", right.message
        same = answer.status == "answered" and same_rows(
            years_as_numbers(answer.rows),
            years_as_numbers(right.rows),
            ordered=False,
            any_column_order=True,
            relative_tolerance=1e-6,
        )
        assert same == (turn["say"] not in NOT_RIGHT), (turn["say"], answer.whole, answer.message, answer.rows[:3])


SORTED = [
    ("revenue by region in 2025", "sort by margin", "gross_margin DESC"),
    ("revenue by region in 2025", "sort by margin, lowest first", "gross_margin ASC"),
    ("2025年各地区的销售额", "按毛利排序", "gross_margin DESC"),
    ("2025年各地区的销售额", "按订单数从低到高排序", "order_count ASC"),
]


@pytest.mark.parametrize(("before", "text", "order"), SORTED)
def test_what_is_sorted_by_is_shown_and_sorts(retail: Assistant, before: str, text: str, order: str) -> None:
    answer = retail.ask(text, after=before)
    column, way = order.split()
    assert answer.columns == ["region", "revenue", column]
    values = [row[2] for row in answer.rows]
    assert values == sorted(values, reverse=way == "DESC")
    assert len(values) == 5


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
