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
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from app.arguments import parser

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
    commands = {
        "ask": _ask,
        "sql": _sql,
        "eval": _eval,
        "init": _init,
        "profile": _profile,
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


# ------------------------------------------------------------------------------------------------ init


def _init(arguments: argparse.Namespace) -> int:
    from app.assistant import Assistant
    from copilot.errors import AskbiError

    narrator = _Narrator(sys.stderr)
    try:
        with Assistant.open(
            arguments.data,
            policy=arguments.policy,
            role=arguments.role,
            user=_attributes(arguments.user),
            progress=narrator.progress,
            **_model_given(arguments),
        ) as bi:
            before = bi.semantics_path
            made = bi.draft_semantics(dbt=arguments.dbt, progress=narrator.progress)
            path = bi.save_semantics(made.text)
    except AskbiError as error:
        narrator.clear()
        return _cannot_open(error, arguments.format)
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


# ------------------------------------------------------------------------------------------------ profile


def _profile(arguments: argparse.Namespace) -> int:
    from app.assistant import Assistant
    from copilot.errors import AskbiError

    narrator = _Narrator(sys.stderr)
    try:
        with Assistant.open(
            arguments.data,
            policy=arguments.policy,
            role=arguments.role,
            user=_attributes(arguments.user),
            today=arguments.today,
            progress=narrator.progress,
            **_model_given(arguments),
        ) as bi:
            made = bi.profile(*(arguments.table or ()), progress=narrator.progress)
    except AskbiError as error:
        narrator.clear()
        return _cannot_open(error, arguments.format)
    narrator.clear()
    from insight.profile.page import to_markdown, to_page, to_text

    if arguments.format == "json":
        print(json.dumps(made.to_dict(), ensure_ascii=False, indent=2))
    else:
        written = {"html": to_page, "md": to_markdown, "table": to_text}[arguments.format]
        print(written(made, arguments.lang))
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
    return _EXIT["failed"]


def run() -> NoReturn:
    """Run as a program."""
    sys.exit(main())


if __name__ == "__main__":
    run()
