"""The command line: `askbi ask`, `sql`, `eval`, `init`, `profile`, `app`, `doctor`.

Owns arguments, exit codes and what goes where: stdout is data, stderr is narration. Refuses to read, run or draw:
everything goes through `app.assistant`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app.arguments import parser
from app.exploring_commands import profile, suggest
from app.terminal import EXIT, Narrator, attributes, cannot_open, model_given

if TYPE_CHECKING:
    from app.assistant import Answer, Assistant
    from copilot.values import Step

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
    commands = {
        "ask": _ask,
        "sql": _sql,
        "eval": _eval,
        "init": _init,
        "profile": profile,
        "suggest": suggest,
        "app": _app,
        "doctor": _doctor,
    }
    arguments = parser(commands).parse_args(argv)
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

    narrator = Narrator(sys.stderr)
    limits = {name: value for name in ("seconds", "rows") if (value := getattr(arguments, name)) is not None}
    try:
        bi = Assistant.open(
            arguments.data,
            policy=arguments.policy,
            role=arguments.role,
            user=attributes(arguments.user),
            today=arguments.today,
            limits=limits,
            progress=narrator.progress,
            **model_given(arguments),
        )
    except AskbiError as error:
        narrator.clear()
        return cannot_open(error, arguments.format)
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
    return EXIT[answer.status]


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
            user=attributes(arguments.user),
            model=arguments.model,
            model_use=arguments.model_use,
            egress=arguments.egress,
        )
    except AskbiError as error:
        return cannot_open(error, "table")


def _doctor(arguments: argparse.Namespace) -> int:
    from app.doctor import examine

    findings = examine(
        arguments.data,
        policy=arguments.policy,
        role=arguments.role,
        user=attributes(arguments.user),
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

    narrator = Narrator(sys.stderr)
    try:
        found = run_evaluation(
            arguments.cases,
            arguments.data,
            most=arguments.most,
            progress=narrator.progress,
            policy=arguments.policy,
            role=arguments.role,
            user=attributes(arguments.user),
            today=arguments.today,
            recording=arguments.replies,
            replay=arguments.replay,
            **model_given(arguments),
        )
        if arguments.html is not None:
            from app.evaluation_page import page

            arguments.html.write_text(page(found), encoding="utf-8")
    except (AskbiError, OSError) as error:
        narrator.clear()
        if isinstance(error, OSError):
            print(f"askbi: {arguments.html} cannot be written: {error}", file=sys.stderr)
            return EXIT["failed"]
        return cannot_open(error, arguments.format)
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
    return EXIT["failed"] if short else 0


# ------------------------------------------------------------------------------------------------ init


def _init(arguments: argparse.Namespace) -> int:
    from app.assistant import Assistant
    from copilot.errors import AskbiError

    narrator = Narrator(sys.stderr)
    try:
        with Assistant.open(
            arguments.data,
            policy=arguments.policy,
            role=arguments.role,
            user=attributes(arguments.user),
            progress=narrator.progress,
            **model_given(arguments),
        ) as bi:
            before = bi.semantics_path
            made = bi.draft_semantics(dbt=arguments.dbt, progress=narrator.progress)
            path = bi.save_semantics(made.text)
    except AskbiError as error:
        narrator.clear()
        return cannot_open(error, arguments.format)
    narrator.clear()
    told = {"path": str(path), "tables": made.tables, "metrics": made.metrics, "proposed": made.proposed}
    if arguments.format == "json":
        print(json.dumps({**told, "notes": made.notes}, ensure_ascii=False))
        return 0
    print(f"{path}: {made.tables} tables, {made.metrics} agreed metrics, {made.proposed} new proposals")
    if before is not None and before != path:
        print(f"This file is read from now on in place of {before}.", file=sys.stderr)
    for note in made.notes:
        print(note, file=sys.stderr)
    if made.proposed:
        print("Proposals change no answer: accept them on the Data page of askbi app, or in the file.", file=sys.stderr)
    return 0


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
    return EXIT["failed"]


def run() -> NoReturn:
    """Run as a program."""
    sys.exit(main())


if __name__ == "__main__":
    run()
