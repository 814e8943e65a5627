"""Every way that a call to a chat model can go, over the real client library."""

from __future__ import annotations

import json
import threading
import time

import pytest

from copilot.config import ModelSettings
from copilot.errors import ConfigError
from copilot.llm import Exchange, ModelFailed, Reply, open_model
from copilot.sources.ticket import Ticket
from prompts import Wanted
from tests.model.scripted import Says, Script, opened, serving, sql

WANTED = (Wanted("sql", 500, "the query"), Wanted("cannot", 200, "what is lacking"))
ASKED = [("user", "How many orders?")]
GOOD = sql("SELECT 1")


def call(script: Script, *, seconds: float = 20.0, ticket: Ticket | None = None) -> tuple[Reply, list[Exchange]]:
    kept: list[Exchange] = []
    return opened(script, seconds).call(ASKED, WANTED, keep=kept.append, ticket=ticket), kept


METHODS = [
    # what the server lacks, what it replies, by which method it worked, requests
    ((), GOOD, "json_schema", 1),
    (("json_schema",), Says(GOOD.text, as_call=True, lacks=("json_schema",)), "function_calling", 2),
    (("json_schema", "tools"), Says(GOOD.text, lacks=("json_schema", "tools")), "json_mode", 3),
    (("json", "tools"), Says("```sql\nSELECT 1\n```", lacks=("json_schema", "tools", "json_object")), "text", 4),
    ((), Says("Here you are: " + GOOD.text), "json_schema", 1),
    ((), Says("SELECT 1"), "json_schema", 1),
]


@pytest.mark.parametrize(("lacks", "reply", "method", "requests"), METHODS)
def test_each_method_of_structured_output(lacks: tuple[str, ...], reply: Says, method: str, requests: int) -> None:
    with serving(reply) as script:
        got, kept = call(script)
        assert got.fields == {"sql": "SELECT 1", "cannot": ""}
        assert kept[-1].method == method
        assert len(script.requests) == requests == len(kept)
        assert got.usage.tokens_in == 100
        assert got.usage.tokens_cached == 60


def test_a_method_that_was_refused_is_not_tried_again() -> None:
    with serving(Says(GOOD.text, as_call=True, lacks=("json_schema",))) as script:
        model = opened(script)
        for _ in range(2):
            model.call(ASKED, WANTED, keep=lambda _: None)
        assert len(script.requests) == 3


FAILURES = [
    # what the server says, the kind, a part of the sentence, requests
    (Says("Incorrect API key provided: sk-secret-123456", 401), "key", "OPENAI_API_KEY", 1),
    (Says("The model `scripted` does not exist", 404), "unknown_model", "ASKBI_MODEL", 1),
    (Says("Not Found", 404), "wrong_address", "OPENAI_BASE_URL", 1),
    (Says("This model's maximum context length is 4096 tokens", 400), "too_long", "ASKBI_PROMPT_TOKENS", 1),
    (Says("You exceeded your current quota", 429), "no_quota", "quota", 1),
    (Says("slow down", 429, headers=(("retry-after", "0"),)), "too_many", "pause", 3),
    (Says("overloaded", 503), "broken", "overloaded", 3),
    (Says('{"sql": "SELECT 1', finish="length"), "cut_off", "cut off", 1),
    (Says("I would rather talk about the weather."), "malformed", "no form", 4),
    (Says('{"sql": '), "malformed", "no form", 4),
    (Says(""), "malformed", "no form", 4),
    (Says("[1, 2, 3]"), "malformed", "no form", 4),
]


@pytest.mark.parametrize(("reply", "kind", "told", "requests"), FAILURES)
def test_each_failure_is_a_sentence(reply: Says, kind: str, told: str, requests: int) -> None:
    with serving(reply) as script:
        with pytest.raises(ModelFailed, match=told) as failed:
            call(script)
        assert failed.value.kind == kind
        assert "sk-secret" not in str(failed.value)
        assert len(script.requests) == requests


def test_a_pause_that_the_provider_asks_for_is_kept_and_then_it_works() -> None:
    with serving(Says("slow down", 429, headers=(("retry-after", "0.3"),)), GOOD) as script:
        began = time.monotonic()
        got, kept = call(script)
        assert got.fields["sql"] == "SELECT 1"
        assert time.monotonic() - began >= 0.3
        assert [one.error != "" for one in kept] == [True, False]


def test_a_server_that_is_not_there() -> None:
    with serving(GOOD) as script:
        pass
    with pytest.raises(ModelFailed, match="cannot be reached") as failed:
        call(script)
    assert failed.value.kind == "unreachable"


def test_a_silent_server_is_left_at_the_deadline() -> None:
    with serving(Says(GOOD.text, wait=3.0)) as script:
        began = time.monotonic()
        with pytest.raises(ModelFailed, match="did not reply in time"):
            call(script, seconds=0.3)
        assert time.monotonic() - began < 2


def test_a_call_can_be_stopped_while_the_server_is_silent() -> None:
    ticket = Ticket()
    with serving(Says(GOOD.text, wait=3.0)) as script:
        threading.Timer(0.2, ticket.cancel).start()
        began = time.monotonic()
        with pytest.raises(ModelFailed, match="stopped"):
            call(script, ticket=ticket)
        assert time.monotonic() - began < 2


def test_a_model_that_takes_no_temperature_is_asked_without() -> None:
    with serving(Says("Unsupported value: 'temperature' does not support 0", 400), GOOD) as script:
        got, _ = call(script)
        assert got.fields["sql"] == "SELECT 1"
        assert ["temperature" in request for request in script.requests] == [True, False]


def test_the_reply_is_told_as_it_comes() -> None:
    heard: list[str] = []
    with serving(GOOD) as script:
        opened(script).call(ASKED, WANTED, keep=lambda _: None, on_text=heard.append)
    assert "".join(heard) == GOOD.text


def test_what_the_texts_are_for_goes_out_with_the_schema() -> None:
    with serving(GOOD) as script:
        call(script)
        asked = script.requests[0]["response_format"]["json_schema"]["schema"]
        assert asked["properties"]["cannot"] == {"type": "string", "maxLength": 200, "description": "what is lacking"}
        assert asked["required"] == ["sql"]


def test_no_key_and_no_server_of_ones_own() -> None:
    with pytest.raises(ConfigError, match="needs OPENAI_API_KEY"):
        open_model("openai:gpt-5-mini", ModelSettings())


def test_a_provider_whose_package_is_not_there() -> None:
    with pytest.raises(ConfigError, match="not installed"):
        open_model("anthropic:claude", ModelSettings())


def test_replies_survive_as_json() -> None:
    told = json.dumps({"name": "reply", "arguments": {"sql": "SELECT 1"}})
    with serving(Says(told)) as script:
        assert call(script)[0].fields["sql"] == "SELECT 1"
