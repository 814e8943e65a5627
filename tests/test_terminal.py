"""The command line on a real terminal and in a pipe: progress is wiped, `| head` and Ctrl-C end quietly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="terminals and signals of POSIX")

# A program whose assistant answers as told; what is looked at is what stands in front of it.
PROGRAM = """
import sys, time
import pyarrow as pa
import app.assistant
from app.assistant import Answer
from app.cli import main
from copilot.values import Answer as Value, AnswerColumn, Step

class Fake:
    def __init__(self): pass
    @classmethod
    def open(cls, data, *, progress, **_):
        progress("loading orders.csv", 0.5)
        return cls()
    def ask(self, text, *, on_step, **_):
        on_step(Step("read", "reading the question", 0.0))
        if text == "slow":
            print("asked", file=sys.stderr, flush=True)
            time.sleep(60)
        rows = pa.table({"n": list(range(200_000))})
        return Answer(Value(text, "answered", "en", "grammar", table=rows,
                            columns=(AnswerColumn("n", "integer", "measure"),), text="There are many."))
    def __enter__(self): return self
    def __exit__(self, *_): pass

app.assistant.Assistant = Fake
sys.exit(main(sys.argv[1:]))
"""


def _start(*arguments: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=stderr
    )


def test_a_closed_pipe_ends_quietly() -> None:
    with _start("ask", "shop", "n", "--format", "csv") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == b"n\n"
        program.stdout.close()
        assert program.stderr.read() == b"There are many.\n"
        assert program.wait(20) == 0


def test_ctrl_c_ends_quietly() -> None:
    with _start("ask", "shop", "slow") as program:
        assert program.stderr is not None
        assert program.stderr.readline() == b"asked\n"
        time.sleep(0.1)
        program.send_signal(signal.SIGINT)
        assert program.stderr.read() == b""
        assert program.wait(20) == 130


def test_progress_on_a_terminal_only_and_wiped() -> None:
    import pty

    parent, child = pty.openpty()
    with _start("ask", "shop", "n", stderr=child) as program:
        os.close(child)
        assert program.stdout is not None
        out = program.stdout.read()
        said = b""
        while True:
            try:
                part = os.read(parent, 4096)
            except OSError:  # Linux says so when the other side is gone
                break
            if not part:
                break
            said += part
    os.close(parent)
    assert program.returncode == 0
    assert b"[############............] loading orders.csv" in said
    assert b"read: reading the question" in said
    assert said.rpartition(b"\r\x1b[K")[2].strip() == b"There are many."
    assert b"loading" not in out
    with _start("ask", "shop", "n") as program:
        assert program.stderr is not None
        assert program.stderr.read() == b"There are many.\n"
