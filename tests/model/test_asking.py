"""Questions asked with a chat model beside the readers: every way that it can go, over a scripted server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.assistant import Assistant
from copilot.errors import ConfigError
from copilot.sources.ticket import Ticket
from tests.model.scripted import Says, Script, serving, sql

CUSTOMERS = "customer_id,name,city\n1,Ann,Paris\n2,Bob,Lyon\n3,Cid,Paris\n4,Dee,Nice\n"
ORDERS = (
    "order_id,customer_id,amount,day\n1,1,10.50,2025-01-03\n2,1,20.00,2025-02-03\n3,2,5.25,2025-02-09\n"
    "4,3,40.00,2025-03-01\n5,1,1.00,2025-03-02\n"
)
ODD = "frobnicate the zorbs"
"""Nothing of it is in the data: askbi's own readers decline."""
CITY = "SELECT city, count(*) AS customers FROM customers GROUP BY city ORDER BY 2 DESC, 1"


@pytest.fixture(autouse=True)
def _home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    return folder


@contextmanager
def asking(data: Path, *says: Says, seconds: str = "20", **options: Any) -> Iterator[tuple[Assistant, Script]]:
    with serving(*says) as script, pytest.MonkeyPatch.context() as patch:
        for name, value in (
            ("OPENAI_BASE_URL", script.url), ("OPENAI_API_KEY", "sk-secret-123456"), ("ASKBI_MODEL_SECONDS", seconds),
        ):  # fmt: skip
            patch.setenv(name, value)
        with Assistant.open(str(data), model="openai:scripted", **options) as bi:
            yield bi, script


# -- when it is asked -------------------------------------------------------------------------------------------------


def test_a_question_that_is_read_surely_is_not_sent(data: Path) -> None:
    with asking(data, sql("SELECT 1")) as (bi, script):
        answer = bi.ask("total amount")
        assert (answer.status, answer.verified, answer.reader) == ("answered", True, "grammar")
        assert script.requests == []
        assert answer.model is None


def test_always_asks_every_time_and_never_not_at_all(data: Path) -> None:
    with asking(data, sql("SELECT sum(amount) FROM orders"), model_use="always") as (bi, script):
        answer = bi.ask("total amount")
        assert script.requests != []
        assert answer.reader == "grammar+model"
    with asking(data, sql("SELECT 1"), model_use="never") as (bi, script):
        assert bi.ask(ODD).status == "declined"
        assert script.requests == []


def test_without_a_name_no_model_is_used_whatever_keys_are_set(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(sql("SELECT 1")) as script:
        monkeypatch.setenv("OPENAI_BASE_URL", script.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-123456")
        with Assistant.open(str(data)) as bi:
            assert bi.ask(ODD).status == "declined"
        monkeypatch.setenv("ASKBI_MODEL", "scripted")
        with Assistant.open(str(data), model=None) as bi:
            assert bi.ask(ODD).status == "declined"
        assert script.requests == []
        with Assistant.open(str(data)) as bi:
            assert bi.ask(ODD).status == "answered"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"model_use": "sometimes"}, "must be one of always, when_unsure, never"),
        ({"egress": "sample"}, "did you mean 'samples'"),
    ],
)
def test_options_that_mean_nothing(data: Path, options: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told), asking(data, sql("SELECT 1"), **options):
        pass


# -- what becomes of its reply ----------------------------------------------------------------------------------------


def test_the_model_answers_what_the_readers_decline(data: Path) -> None:
    with asking(data, sql(CITY, assumption="people live in cities")) as (bi, _):
        answer = bi.ask(ODD)
    assert answer.rows == [("Paris", 2), ("Lyon", 1), ("Nice", 1)]
    assert (answer.status, answer.reader) == ("answered", "model")
    assert answer.confidence is None, "how likely a model is right on words that nobody knows was never measured"
    assert not answer.verified
    assert any("'frobnicate'" in one for one in answer.assumptions), "words that no reader could place are told"
    assert any("people live in cities" in one for one in answer.assumptions)
    assert answer.model is not None
    assert answer.model.tokens_in >= 100
    assert "model" in [step.name for step in answer.steps]
    assert "city" in answer.readback


def test_a_wrong_alias_is_mended_without_asking_again(data: Path) -> None:
    wrong = "SELECT o.city, sum(o.amount) FROM orders o JOIN customers c ON o.customer_id = c.customer_id GROUP BY 1"
    with asking(data, sql(wrong)) as (bi, script):
        answer = bi.ask(ODD)
    assert sorted(answer.rows)[0][0] == "Lyon"
    assert all(len(request["messages"]) == 1 for request in script.requests)


def test_what_the_gate_refuses_goes_back_with_what_would_work(data: Path) -> None:
    with asking(data, sql("SELECT ctiy FROM customers"), sql(CITY)) as (bi, script):
        answer = bi.ask(ODD)
    assert answer.rows[0] == ("Paris", 2)
    again = script.requests[1]["messages"]
    assert [one["role"] for one in again] == ["user", "assistant", "user"]
    assert "did you mean 'city'" in again[-1]["content"]


def test_after_two_repairs_it_is_given_up_and_said(data: Path) -> None:
    with asking(data, sql("SELECT nonsense FROM customers")) as (bi, script):
        answer = bi.ask(ODD)
    assert answer.status == "declined"
    assert "nonsense" in answer.message
    turns = [len(request["messages"]) for request in script.requests]
    assert max(turns) == 5  # the question, and two replies with what was wrong with each


HARM = [
    "DROP TABLE customers",
    "SELECT 1; DELETE FROM orders",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM duckdb_settings()",
    "COPY customers TO '/tmp/stolen.csv'",
    "INSERT INTO orders VALUES (9, 9, 9, '2025-01-01')",
    "SELECT * FROM information_schema.tables",
]


@pytest.mark.parametrize("statement", HARM)
def test_whatever_a_model_is_talked_into_passes_the_gate(data: Path, statement: str) -> None:
    with asking(data, sql(statement), model_use="always") as (bi, _):
        answer = bi.ask("total amount")
        assert answer.rows == [(pytest.approx(76.75),)] or answer.status != "answered"
        assert bi.sql("SELECT count(*) FROM orders").rows == [(5,)]


def test_a_question_back_and_a_cannot_are_handed_on(data: Path) -> None:
    with asking(data, sql("", question_back="Which zorbs?")) as (bi, _):
        answer = bi.ask(ODD)
        assert answer.status == "clarify"
        assert "Which zorbs?" in answer.message
    with asking(data, sql("", cannot="There are no zorbs.")) as (bi, _):
        answer = bi.ask(ODD + " please")
        assert answer.status == "declined"
        assert "There are no zorbs." in answer.message


FAILS = [
    (Says("bad key", 401), "OPENAI_API_KEY"),
    (Says("The model `scripted` does not exist", 404), "ASKBI_MODEL"),
    (Says('{"sql": "SELECT', finish="length"), "cut off"),
    (Says("I like trains."), "no form"),
    (Says("busy", 503), "busy"),
]


@pytest.mark.parametrize(("reply", "told"), FAILS)
def test_whatever_happens_to_the_model_the_readers_answer_is_there(data: Path, reply: Says, told: str) -> None:
    with asking(data, reply, model_use="always") as (bi, _):
        answer = bi.ask("total amount by city")
        assert (answer.status, answer.reader) == ("answered", "grammar")
        assert answer.model is not None
        assert told in answer.model.error
        assert "sk-secret" not in answer.model.error
        declined = bi.ask(ODD)
        assert declined.status == "declined"
        assert told in declined.message


def test_readers_that_differ_ask_the_model_again_and_count_voices(data: Path) -> None:
    question = "How many customers have placed an order?"
    right = "SELECT count(DISTINCT c.customer_id) FROM customers c JOIN orders o ON c.customer_id = o.customer_id"
    with asking(data, sql("SELECT count(*) FROM orders"), sql(right), model_use="always") as (bi, script):
        answer = bi.ask(question)
    assert answer.rows == [(3,)]
    assert not any("other rows" in one for one in answer.assumptions)
    assert [request["temperature"] for request in script.requests] == [0.0, 0.7, 0.8, 0.9]
    assert answer.model is not None
    assert answer.model.calls == 4


def test_what_the_readers_are_sure_of_is_not_verified_where_the_model_differs(data: Path) -> None:
    with asking(data, sql("SELECT max(amount) FROM orders"), model_use="always") as (bi, _):
        answer = bi.ask("total amount")
    assert not answer.verified
    assert any("another reading gives other rows" in one for one in answer.assumptions)


def test_two_weak_readings_become_a_question_whose_options_can_be_asked(data: Path) -> None:
    lost = [sql("SELECT nonsense FROM orders")] * 3  # its best, and both repairs
    odd = [sql(f"SELECT {number}") for number in (1, 2, 3)]
    with asking(data, *lost, *odd) as (bi, _):
        answer = bi.ask(ODD)
        assert answer.status == "clarify"
        assert len(answer.options) == 2
        again = bi.ask(answer.options[1])
        assert again.status == "answered"
        assert again.rows == [(2,)]


@pytest.mark.parametrize("sample", ["retail", "flights"])
@pytest.mark.parametrize(
    "question",
    ["how does revenue zorb by category?", "delays that frobnicate", "销售额和弗罗布尼卡", "zorb", "the latest zorb"],
)
def test_data_with_agreed_measures(sample: str, question: str) -> None:
    table = "orders" if sample == "retail" else "flights"
    with asking(Path("sample_data") / sample, sql(f"SELECT count(*) AS n FROM {table}"), model_use="always") as (
        bi,
        script,
    ):
        answer = bi.ask(question)
    assert answer.status in ("answered", "clarify"), answer.message
    told = script.requests[0]["messages"][0]["content"]
    assert "CREATE TABLE" in told
    assert len(told) < 2000 * 3.5 * 1.4


def test_away_from_home_the_grammar_reader_stands_and_the_model_is_a_doubt() -> None:
    question = "average departure delay by carrier"
    with asking(Path("sample_data/flights"), sql("SELECT max(dep_delay) FROM flights"), model_use="always") as (
        bi,
        script,
    ):
        answer = bi.ask(question)
        assert (answer.reader, answer.verified, answer.confidence) == ("grammar", False, None)
        assert len(answer.rows) == 16
        assert any("another reading gives other rows" in one for one in answer.assumptions)
        assert len(script.requests) == 1
    same = "SELECT carrier, avg(dep_delay) FROM flights GROUP BY 1"
    with asking(Path("sample_data/flights"), sql(same), model_use="always") as (bi, _):
        answer = bi.ask(question)
        assert (answer.reader, answer.verified) == ("grammar+model", True)


# -- cost, cache, stopping, history -----------------------------------------------------------------------------------


def test_the_same_request_is_not_sent_twice(data: Path) -> None:
    with asking(data, sql(CITY)) as (bi, script):
        first, count = bi.ask(ODD), len(script.requests)
        second = bi.ask(ODD)
        assert len(script.requests) == count
        assert second.rows == first.rows
        assert second.model is not None
        assert second.model.calls == 0
        bi.ask(ODD + " now")
        assert len(script.requests) > count


def test_cost_where_a_price_is_known(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_PRICE", "2/10")
    with asking(data, sql(CITY)) as (bi, _):
        use = bi.ask(ODD).model
    assert use is not None
    assert use.cost == pytest.approx(use.calls * (100 * 2 + 20 * 10) / 1_000_000)
    monkeypatch.delenv("ASKBI_PRICE")
    with asking(data, sql(CITY)) as (bi, _):
        use = bi.ask(ODD + " today").model
    assert use is not None
    assert use.cost is None


def test_a_question_can_be_stopped_while_the_model_is_silent(data: Path) -> None:
    ticket = Ticket()
    with asking(data, Says(sql(CITY).text, wait=5.0)) as (bi, _):
        threading.Timer(0.5, ticket.cancel).start()
        began = time.monotonic()
        answer = bi.ask(ODD, ticket=ticket)
    assert time.monotonic() - began < 4
    assert answer.status != "answered"


def test_steps_are_told_while_the_model_writes(data: Path) -> None:
    told: list[str] = []
    with asking(data, sql(CITY)) as (bi, _):
        bi.ask(ODD, on_step=lambda step: told.append(step.text))
    assert any(text.startswith("asking scripted") for text in told)
    assert any("characters so far" in text for text in told)


def test_a_chinese_question_is_told_in_chinese(data: Path) -> None:
    with asking(data, sql("", cannot="没有这样的数据")) as (bi, _):
        answer = bi.ask("弗罗布尼卡佐布")
    assert "没有这样的数据" in answer.message
    assert "数据无法回答" in answer.message


def test_what_was_asked_and_sent_is_kept_and_found(data: Path) -> None:
    with asking(data, sql(CITY)) as (bi, script):
        bi.ask(ODD)
        bi.ask("total amount")
        asked = bi.history()
        assert [one.question for one in asked] == ["total amount", ODD]
        assert [one.question for one in bi.history("zorbs")] == [ODD]
        sent = bi.sent("zorbs")
        assert len(sent) == len(script.requests)
        assert sent[-1].messages[0][1] == script.requests[0]["messages"][0]["content"]
        assert bi.sent("100%") == ()


def test_what_a_team_taught_goes_to_the_model_as_far_as_the_level_lets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{n},{('Rome', 'Oslo')[n % 2]},{n}\n" for n in range(30))
    (tmp_path / "orders.csv").write_text(f"order_id,town,amount\n{rows}", encoding="utf-8")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "terms.md").write_text(
        "## Bulk orders\nBulk orders have an amount of 20 or more.", "utf-8"
    )
    for level, told, untold in (
        ("samples", ("town per amount", "Bulk orders have an amount", "amount in Rome"), ()),
        ("schema", ("town per amount",), ("Bulk orders have an amount", "amount in Rome")),
    ):
        monkeypatch.setenv("ASKBI_HOME", str(tmp_path / level))
        with serving(sql("SELECT COUNT(*) FROM orders")) as script:
            monkeypatch.setenv("OPENAI_BASE_URL", script.url)
            with Assistant.open(str(tmp_path / "orders.csv"), model="scripted", model_use="always", egress=level) as bi:
                bi.remember("total amount by town per amount", sql="SELECT town, SUM(amount) FROM orders GROUP BY 1")
                bi.remember("total amount in Rome", sql="SELECT SUM(amount) FROM orders WHERE town = 'Rome'")
                bi.ask("average amount by town of bulk orders in total")
            for text in told:
                assert text in script.sent, (level, text)
            for text in untold:
                assert text not in script.sent, (level, text)
