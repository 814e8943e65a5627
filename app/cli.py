"""The command line: `askbi ask`, `sql`, `eval`, `app`, `doctor`.

Owns arguments, exit codes and what goes where: stdout is data, stderr is narration. Refuses to read, run or draw:
everything goes through `app.assistant`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

if TYPE_CHECKING:
    from app.assistant import Answer, Assistant
    from copilot.errors import AskbiError
    from copilot.values import Step

_EXIT = {"answered": 0, "failed": 1, "clarify": 3, "declined": 4, "refused": 4}
_USAGE = 2
_INTERRUPTED = 130  # what a shell expects after Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 answered, 1 failed, 3 a question back, 4 declined or refused.

    Raises:
        SystemExit: with 2 for arguments that make no sense.
    """
    _take_working_folder_off_path()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Chinese still gets an answer
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001  the outer edge: a defect is logged, a person gets a sentence
        return _report_defect(error, verbose=getattr(arguments, "verbose", False))
    return code


# ------------------------------------------------------------------------------------------------ ask and sql


def _ask(arguments: argparse.Namespace) -> int:
    text = " ".join(arguments.question)
    return _answer(arguments, lambda bi, on_step: bi.ask(text, language=arguments.lang, on_step=on_step))


def _sql(arguments: argparse.Namespace) -> int:
    text = sys.stdin.read() if arguments.sql == "-" else arguments.sql
    return _answer(arguments, lambda bi, on_step: bi.sql(text, language=arguments.lang, on_step=on_step))


def _answer(
    arguments: argparse.Namespace,
    put: Callable[[Assistant, Callable[[Step], None]], Answer],
) -> int:
    from app.assistant import Assistant
    from app.render import narrate_after, narrate_first, render
    from copilot.errors import AskbiError

    narrator = _Narrator(sys.stderr)
    limits = {name: value for name in ("seconds", "rows") if (value := getattr(arguments, name)) is not None}
    try:
        bi = Assistant.open(
            arguments.data,
            policy=arguments.policy,
            role=arguments.role,
            user=_attributes(arguments.user),
            today=arguments.today,
            limits=limits,
            progress=narrator.progress,
            **_model_given(arguments),
        )
    except AskbiError as error:
        narrator.clear()
        return _cannot_open(error, arguments.format)
    with bi:
        answer = put(bi, narrator.step)
        narrator.clear()
        for line in narrate_first(answer):
            print(line, file=sys.stderr)
        sys.stderr.flush()
        sys.stdout.write(render(answer, arguments.format))
        sys.stdout.flush()
        for line in narrate_after(answer, verbose=arguments.verbose):
            print(line, file=sys.stderr)
    return _EXIT[answer.status]


def _model_given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what was said about a chat model; what was left out is the environment's to say."""
    given = {"model": arguments.model, "model_use": arguments.model_use, "egress": arguments.egress}
    return {name: value for name, value in given.items() if value is not None}


def _cannot_open(error: AskbiError, form: str) -> int:
    print(f"askbi: {error}", file=sys.stderr)
    if form == "json":
        print(json.dumps({"status": "failed", "message": str(error), "stage": error.stage}, ensure_ascii=False))
    return _USAGE if error.stage in ("config", "policy") else _EXIT["failed"]


def _attributes(given: Sequence[tuple[str, str]] | None) -> dict[str, Any] | None:
    """Return the person's attributes; a key that is given more than once is a list."""
    if given is None:
        return None
    found: dict[str, Any] = {}
    for key, value in given:
        found[key] = [*_listed(found[key]), value] if key in found else value
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Narrator:
    """Says on a terminal what is going on, on one line that is wiped again; elsewhere nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._drawn = False

    def progress(self, text: str, share: float) -> None:
        done = round(24 * min(max(share, 0.0), 1.0))
        self._draw(f"[{'#' * done}{'.' * (24 - done)}] {text}")

    def step(self, step: Step) -> None:
        self._draw(f"{step.name}: {step.text}")

    def clear(self) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False

    def _draw(self, text: str) -> None:
        if not self._live:
            return
        import shutil

        room = shutil.get_terminal_size().columns - 1
        line = "".join(c if c.isprintable() else " " for c in text)
        self._stream.write("\r\x1b[K" + line[: room // 2 if not line.isascii() else room])
        self._stream.flush()
        self._drawn = True


# ------------------------------------------------------------------------------------------------ app and doctor


def _app(arguments: argparse.Namespace) -> int:
    from app.launch import launch
    from copilot.errors import AskbiError

    try:
        return launch(
            arguments.data,
            port=arguments.port,
            policy=arguments.policy,
            role=arguments.role,
            user=_attributes(arguments.user),
            model=arguments.model,
            model_use=arguments.model_use,
            egress=arguments.egress,
        )
    except AskbiError as error:
        return _cannot_open(error, "table")


def _doctor(arguments: argparse.Namespace) -> int:
    from app.doctor import examine

    findings = examine(
        arguments.data,
        policy=arguments.policy,
        role=arguments.role,
        user=_attributes(arguments.user),
        model=arguments.model,
    )
    if arguments.format == "json":
        print(json.dumps([finding.to_dict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(finding)
    return 1 if any(finding.level == "wrong" for finding in findings) else 0


# ------------------------------------------------------------------------------------------------ eval


def _eval(arguments: argparse.Namespace) -> int:
    from app.evaluation import run_evaluation, table
    from copilot.errors import AskbiError

    narrator = _Narrator(sys.stderr)
    try:
        found = run_evaluation(
            arguments.cases,
            arguments.data,
            most=arguments.most,
            progress=narrator.progress,
            policy=arguments.policy,
            role=arguments.role,
            user=_attributes(arguments.user),
            today=arguments.today,
            recording=arguments.replies,
            replay=arguments.replay,
            **_model_given(arguments),
        )
        if arguments.html is not None:
            from app.evaluation_page import page

            arguments.html.write_text(page(found), encoding="utf-8")
    except (AskbiError, OSError) as error:
        narrator.clear()
        if isinstance(error, OSError):
            print(f"askbi: {arguments.html} cannot be written: {error}", file=sys.stderr)
            return _EXIT["failed"]
        return _cannot_open(error, arguments.format)
    narrator.clear()
    told = (
        table(found)
        if arguments.format == "table"
        else json.dumps(found.to_dict(), ensure_ascii=False, default=str) + "\n"
    )
    sys.stdout.write(told)
    short = arguments.at_least is not None and 100 * found.figures.exact < arguments.at_least
    if short:
        print(f"askbi: {100 * found.figures.exact:.1f} % is less than {arguments.at_least:g} %", file=sys.stderr)
    return _EXIT["failed"] if short else 0


# ------------------------------------------------------------------------------------------------ arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="askbi",
        description="Ask your data in plain words, English or Chinese.",
        epilog="Exit codes: 0 answered, 1 failed, 2 wrong usage, 3 a question back, 4 declined or refused.",
    )
    parser.add_argument("--version", action="version", version=f"askbi {_version()}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    files = "a file (csv, tsv, json, ndjson, parquet, xlsx; .gz), a folder or .zip of them"
    data = f"{files}, its web address, a .duckdb or .sqlite file"

    ask = commands.add_parser("ask", help="answer a question", description="Answer a question about data.")
    ask.add_argument("data", metavar="DATA", help=data)
    ask.add_argument("question", metavar="QUESTION", nargs="+", help="in plain words, with or without quotes")
    ask.set_defaults(command=_ask)
    sql = commands.add_parser("sql", help="run one SELECT", description="Run one SELECT through the gate.")
    sql.add_argument("data", metavar="DATA", help=data)
    sql.add_argument("sql", metavar="SQL", help="the statement, or - to read it from stdin")
    sql.set_defaults(command=_sql)
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
    evaluation.set_defaults(command=_eval)

    app = commands.add_parser("app", help="open the web app", description="Serve the web app on this computer.")
    app.add_argument("data", metavar="DATA", nargs="?", help=data + "; the samples where left out")
    app.add_argument("--port", type=_port, default=8501, help="the first port to try (8501)")
    app.set_defaults(command=_app)
    doctor = commands.add_parser("doctor", help="look whether all is well", description="Look at this installation.")
    doctor.add_argument("data", metavar="DATA", nargs="?", help="also open this data and show how it was read")
    doctor.add_argument("--format", choices=("table", "json"), default="table")
    doctor.set_defaults(command=_doctor)
    for command in (ask, sql, evaluation, app, doctor):
        _policy_options(command)
        _model_options(command)
    for command in (evaluation, app, doctor):
        command.add_argument("--verbose", action="store_true", help="show details of a failure")
    return parser


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


# ------------------------------------------------------------------------------------------------ the outer edge


def _take_working_folder_off_path() -> None:
    """A file of the working folder named like a package of ours, or of Python's own, must not be imported."""
    home = Path(__file__).resolve().parent.parent
    here = Path.cwd().resolve()
    sys.path[:] = [
        entry for entry in sys.path if entry and (Path(entry).resolve() != here or Path(entry).resolve() == home)
    ]


def _report_defect(error: Exception, *, verbose: bool) -> int:
    import traceback

    import platformdirs

    details = "".join(traceback.format_exception(error))
    if verbose:
        sys.stderr.write(details)
    log = Path(platformdirs.user_log_dir("askbi", appauthor=False)) / "askbi.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details + "\n")
        where = f"details are in {log}"
    except OSError:
        where = "--verbose shows details"
    print(f"askbi: something went wrong inside askbi ({type(error).__name__}); {where}", file=sys.stderr)
    return _EXIT["failed"]


def run() -> NoReturn:
    """Run as a program."""
    sys.exit(main())


if __name__ == "__main__":
    run()
