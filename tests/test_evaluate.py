"""`askbi eval`: cases, marks, figures, the last run, and replaying a model from recorded replies."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from copilot.evaluate import CasesError, read_suite
from tests.model.scripted import serving, sql

ORDERS = "order_id,region,amount\n1,North,10\n2,South,20\n3,North,30\n"
CASES = """
- question: total amount
  sql: SELECT sum(amount) FROM orders
  tags: [money]
- question: total amount by region
  rows: [[North, 40], [South, 20]]
  tags: money
- id: lacking
  question: frobnicate the zorbs
  unanswerable: true
- question: How many orders are there?
  sql: [SELECT 99, SELECT count(*) FROM orders]
- id: never
  question: total amount
  sql: SELECT 1
- id: broken
  question: total amount
  sql: SELECT nothing FROM orders
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "cases.yml").write_text(CASES, encoding="utf-8")
    return tmp_path


def evaluated(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = main(["eval", *map(str, arguments), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_file_of_cases(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = evaluated(capsys, place / "cases.yml", place / "orders.csv", "--model", "none")
    assert code == 0
    assert {one["id"]: one["outcome"] for one in told["cases"]} == {
        "1": "right", "2": "right", "lacking": "right", "4": "right", "never": "wrong", "broken": "gold fails",
    }  # fmt: skip
    figures = told["figures"]
    assert figures["cases"] == 5
    assert figures["exact"] == 0.8
    assert figures["answered"] == 0.8
    assert figures["gold_fails"] == 1
    assert figures["by_tag"] == {"money": [2, 1.0]}


def test_the_last_run_is_what_it_is_held_against(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluated(capsys, place / "cases.yml", place / "orders.csv")
    (place / "cases.yml").write_text(CASES.replace("sql: SELECT 1\n", "sql: SELECT 60\n"), encoding="utf-8")
    _, told = evaluated(capsys, place / "cases.yml", place / "orders.csv")
    assert told["before"]["exact"] == 0.8
    assert told["figures"]["exact"] == 1.0
    assert told["changed"] == [["never", "wrong", "right"]]
    main(["eval", str(place / "cases.yml"), str(place / "orders.csv")])
    assert "right of what was verified" in capsys.readouterr().out


def test_too_few_right_is_an_exit_code(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluated(capsys, place / "cases.yml", place / "orders.csv", "--at-least", "80")[0] == 0
    assert evaluated(capsys, place / "cases.yml", place / "orders.csv", "--at-least", "81")[0] == 1


def test_a_page_that_loads_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "cases.yml").write_text(CASES.replace("zorbs", "<script>zorbs</script>"), encoding="utf-8")
    evaluated(capsys, place / "cases.yml", place / "orders.csv", "--html", place / "out.html")
    page = (place / "out.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;zorbs" in page
    assert "<script>zorbs" not in page
    assert "http" not in page


def test_the_folder_of_a_public_benchmark(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place / "bench"
    (folder / "database" / "shop").mkdir(parents=True)
    with sqlite3.connect(folder / "database" / "shop" / "shop.sqlite") as connection:
        connection.execute("CREATE TABLE singer (singer_id INTEGER PRIMARY KEY, name TEXT, age INTEGER)")
        connection.executemany("INSERT INTO singer VALUES (?, ?, ?)", [(1, "Ann", 30), (2, "Bob", 40), (3, "Cid", 50)])
    connection.close()
    questions = [
        {"db_id": "shop", "question": "How many singers do we have?", "query": "SELECT count(*) FROM singer"},
        {
            "db_id": "shop",
            "question": "What is the average age of all singers?",
            "query": "SELECT avg(age) FROM singer",
        },
    ]
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    _, told = evaluated(capsys, folder)
    assert told["figures"]["exact"] == 1.0
    assert told["figures"]["by_tag"] == {"shop": [2, 1.0]}


def test_a_model_is_recorded_and_replayed_without_a_server(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "cases.yml").write_text(
        "- question: frobnicate the zorbs\n  sql: SELECT max(amount) FROM orders\n", encoding="utf-8"
    )
    given = (place / "cases.yml", place / "orders.csv", "--model", "scripted", "--replies", place / "replies.jsonl")
    with serving(sql("SELECT max(amount) FROM orders")) as script:
        monkeypatch.setenv("OPENAI_BASE_URL", script.url)
        _, told = evaluated(capsys, *given)
        assert told["figures"]["exact"] == 1.0
        assert told["figures"]["tokens"] > 0
        monkeypatch.delenv("OPENAI_BASE_URL")
        monkeypatch.setenv("ASKBI_HOME", str(place / "another"))
        count = len(script.requests)
        _, again = evaluated(capsys, *given, "--replay")
        assert again["figures"]["exact"] == 1.0
        assert len(script.requests) == count
    (place / "replies.jsonl").write_text("", encoding="utf-8")
    _, empty = evaluated(capsys, *given, "--replay")
    assert empty["cases"][0]["outcome"] == "declined"
    assert "recorded" in empty["cases"][0]["said"]


BAD = [
    ("{}", "must be a list of cases"),
    ("- sql: SELECT 1", "case 1: a case needs a question"),
    ("- question: x", "it needs sql or rows"),
    ("- question: x\n  sqll: SELECT 1", "did you mean 'sql'"),
    ("- question: x\n  rows: [1, 2]", "rows must be a list of lists"),
    ("- [", "is no YAML"),
]


@pytest.mark.parametrize(("text", "told"), BAD)
def test_cases_that_keep_to_no_form(place: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "cases.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CasesError, match=told):
        read_suite(place / "cases.yml")
    assert main(["eval", str(place / "cases.yml"), str(place / "orders.csv")]) == 1
    assert told in capsys.readouterr().err


def test_what_is_not_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", str(place / "none.yml"), str(place / "orders.csv")]) == 1
    assert main(["eval", str(place / "cases.yml")]) == 2
    assert main(["eval", str(place)]) == 1
    assert "questions.json" in capsys.readouterr().err
