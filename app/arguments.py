"""The arguments of the command line.

Owns the names of commands and options, and what a value must look like. Refuses to do anything with them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

Command = Callable[[argparse.Namespace], int]


def parser(commands_of: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Return the parser; `commands_of` says what each command does."""

    made = argparse.ArgumentParser(
        prog="askbi",
        description="Ask your data in plain words, English or Chinese.",
        epilog="Exit codes: 0 answered, 1 failed, 2 wrong usage, 3 a question back, 4 declined or refused.",
    )
    made.add_argument("--version", action="version", version=f"askbi {_version()}")
    commands = made.add_subparsers(title="commands", required=True, metavar="COMMAND")
    files = "a file (csv, tsv, json, ndjson, parquet, xlsx; .gz), a folder or .zip of them"
    data = f"{files}, its web address, a .duckdb or .sqlite file"

    ask = commands.add_parser("ask", help="answer a question", description="Answer a question about data.")
    ask.add_argument("data", metavar="DATA", help=data)
    ask.add_argument("question", metavar="QUESTION", nargs="+", help="in plain words, with or without quotes")
    ask.set_defaults(command=commands_of["ask"])
    sql = commands.add_parser("sql", help="run one SELECT", description="Run one SELECT through the gate.")
    sql.add_argument("data", metavar="DATA", help=data)
    sql.add_argument("sql", metavar="SQL", help="the statement, or - to read it from stdin")
    sql.set_defaults(command=commands_of["sql"])
    for command in (ask, sql):
        _answer_options(command)

    evaluation = commands.add_parser(
        "eval", help="how many questions are answered right", description="Ask questions and mark the answers by rows."
    )
    evaluation.add_argument(
        "cases", metavar="CASES", type=Path, help="a YAML file of cases, or a folder with questions.json and database/"
    )
    evaluation.add_argument("data", metavar="DATA", nargs="?", help="what the cases of a file ask about: " + data)
    _eval_options(evaluation)
    evaluation.set_defaults(command=commands_of["eval"])

    init = commands.add_parser(
        "init",
        help="write down what the data means",
        description="Write a first semantic model, or add to it what is new: tables, columns, links, and proposals.",
    )
    init.add_argument("data", metavar="DATA", help=data)
    init.add_argument(
        "--dbt", type=Path, metavar="PROJECT", help="take over a dbt project's semantic models and metrics"
    )
    init.add_argument("--format", choices=("table", "json"), default="table", help="of stdout (table)")
    init.set_defaults(command=commands_of["init"])

    profile = commands.add_parser(
        "profile",
        help="say what the data is and what is wrong with it",
        description="Profile data: what a row is, what its columns hold, how they hang together, what is wrong.",
    )
    profile.add_argument("data", metavar="DATA", help=data)
    profile.add_argument("--table", metavar="NAME", action="append", help="only this table; again for another")
    profile.add_argument(
        "--format",
        choices=("table", "json", "html", "md"),
        default="table",
        help="of stdout (table); html is one page that opens anywhere",
    )
    profile.add_argument(
        "--deep",
        action="store_true",
        help="ydata-profiling over a sample of one --table instead; stdout is the path of its page",
    )
    profile.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day that freshness counts from")
    profile.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the words (en)")
    profile.set_defaults(command=commands_of["profile"])

    suggest = commands.add_parser(
        "suggest",
        help="questions worth asking",
        description="Questions that are worth asking of data, the most telling first, each with its reason.",
    )
    suggest.add_argument("data", metavar="DATA", help=data)
    suggest.add_argument("--table", metavar="NAME", action="append", help="only rows of this table; again for another")
    suggest.add_argument("--format", choices=("table", "json"), default="table", help="of stdout (table)")
    suggest.add_argument("--most", type=_positive(int), default=8, help="how many (8)")
    suggest.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day that 'last month' counts from")
    suggest.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the questions (en)")
    suggest.set_defaults(command=commands_of["suggest"])

    app = commands.add_parser("app", help="open the web app", description="Serve the web app on this computer.")
    app.add_argument("data", metavar="DATA", nargs="?", help=data + "; the samples where left out")
    app.add_argument("--port", type=_port, default=8501, help="the first port to try (8501)")
    app.set_defaults(command=commands_of["app"])
    doctor = commands.add_parser("doctor", help="look whether all is well", description="Look at this installation.")
    doctor.add_argument("data", metavar="DATA", nargs="?", help="also open this data and show how it was read")
    doctor.add_argument("--format", choices=("table", "json"), default="table")
    doctor.set_defaults(command=commands_of["doctor"])
    for command in (ask, sql, evaluation, init, profile, suggest, app, doctor):
        _policy_options(command)
        _model_options(command)
    for command in (evaluation, init, profile, suggest, app, doctor):
        command.add_argument("--verbose", action="store_true", help="show details of a failure")
    return made


def _eval_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("table", "json"), default="table", help="of stdout (table)")
    command.add_argument("--html", type=Path, metavar="FILE", help="also write a page that opens anywhere")
    command.add_argument("--most", type=_positive(int), help="ask only so many cases, from the first on")
    command.add_argument("--at-least", type=_positive(float), metavar="PERCENT", help="exit 1 where fewer are right")
    command.add_argument("--replies", type=Path, metavar="FILE", help="replies of the model: used, and added to")
    command.add_argument("--replay", action="store_true", help="ask no model: it says what --replies holds, or nothing")
    command.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day that 'last month' counts from")


def _answer_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        choices=("table", "json", "csv", "md"),
        default="table",
        help="of stdout (table); in csv a text that begins like a formula gets an apostrophe",
    )
    command.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day that 'last month' counts from")
    command.add_argument("--seconds", type=_positive(float), help="deadline of the query (30)")
    command.add_argument("--rows", type=_positive(int), help="most rows (10000)")
    command.add_argument("--lang", choices=("en", "zh"), help="language of the answer (the question's own)")
    command.add_argument("--verbose", action="store_true", help="also the SQL and the steps with their times")


def _policy_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--policy", metavar="FILE", help="YAML file of roles: what each of them may see")
    command.add_argument("--role", metavar="NAME", help="the role to look at the data with")
    command.add_argument(
        "--user",
        metavar="KEY=VALUE",
        type=_attribute,
        action="append",
        help="an attribute that the role's conditions ask for; again for another, or for a list of values",
    )


def _model_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        metavar="NAME",
        help="provider:model, or a model of the server that OPENAI_BASE_URL names; none for no model (ASKBI_MODEL)",
    )
    command.add_argument(
        "--model-use",
        choices=("when_unsure", "always", "never"),
        help="when the model is asked (when_unsure)",
    )
    command.add_argument(
        "--egress",
        choices=("schema", "samples", "full"),
        help="what the model may be told: names and types; also values that do not look personal; all values (schema)",
    )


def _attribute(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE, such as region=EU")
    return key.strip(), value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-03-31") from None


def _positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = kind(0)
        if not 0 < value < float("inf"):
            whole = "whole " if kind is int else ""
            raise argparse.ArgumentTypeError(f"{text!r} is not a {whole}number above 0")
        return value

    return read


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 (any) to 65535")
    return int(text)


def _version() -> str:
    import askbi

    return askbi.__version__
