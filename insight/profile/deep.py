"""The deep profile: ydata-profiling over a sample, in a process of its own.

Owns what it is given, how long it may take and where its page is kept. The process gets a file of sampled rows and
nothing else, sends nothing anywhere, and is ended when its time is up or the person stops it. The library is the extra
``profiling``; without it this says how to get it. Refuses to judge: what the page says is the library's.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.feather as feather

from copilot.catalog.asking import Asker
from copilot.errors import Cancelled, ConfigError, QueryFailed, TimedOut
from copilot.values import Table
from insight.profile.sample import take_sample

SECONDS: Final = 180.0
"""Time that it may take; 20,000 rows of 20 columns take some ten."""
MOST_COLUMNS: Final = 100
"""Columns that it is given; its time and its page grow with their square where it correlates them."""
_LOOK: Final = 0.2
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
"""All of this process's environment that the other one sees: no key and no address."""
_WORKER: Final = "insight.profile.deep_worker"


@dataclass(frozen=True, slots=True)
class DeepProfile:
    """A deep profile: one HTML page."""

    path: Path
    table: str
    rows: int
    """Rows that it was given, evenly spread over the table."""
    of: int
    seconds: float
    """What it took; 0 where it was kept from before."""


def deep_profile(
    asker: Asker,
    table: Table,
    *,
    title: str,
    fingerprint: str,
    folder: Path | None,
    seconds: float = SECONDS,
    progress: Callable[[str, float], None] | None = None,
) -> DeepProfile:
    """Return the deep profile of a table, the kept one where its content was profiled before.

    Args:
        asker: the source behind its gate; its ticket stops this too.
        table: what the catalog knows of it.
        title: what the page is called.
        fingerprint: of the content, as a part of what it is kept under.
        folder: where pages are kept; a temporary one where None.
        seconds: time that it may take.
        progress: told the share of the time that is gone.

    Raises:
        ConfigError: the library is not installed, or the table has no rows.
        TimedOut: it was not done in time.
        Cancelled: the person stopped it.
        QueryFailed: the engine could not hand over rows, or the library failed on them.
    """
    if importlib.util.find_spec("ydata_profiling") is None:
        raise ConfigError("the deep profile needs one more library: pip install 'askbi[profiling]'")
    if table.row_count == 0:
        raise ConfigError(f"{table.name!r} has no rows; there is nothing to look into")
    place = (folder or Path(tempfile.mkdtemp(prefix="askbi-deep-"))) / f"deep-{_digest(fingerprint, table.name)}.html"
    sample = take_sample(asker, table)
    if place.exists():
        return DeepProfile(place, table.name, sample.rows, table.row_count, 0.0)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="askbi-deep-") as scratch:
        given, made = Path(scratch) / "rows.arrow", Path(scratch) / "page.html"
        columns = dict(list(sample.columns.items())[:MOST_COLUMNS])
        feather.write_feather(pa.table(columns), str(given), compression="uncompressed")
        _run(given, made, title, seconds, asker, progress)
        part = place.with_suffix(".part")
        part.write_bytes(made.read_bytes())
        part.replace(place)
    return DeepProfile(place, table.name, sample.rows, table.row_count, time.monotonic() - began)


def _digest(fingerprint: str, table: str) -> str:
    return hashlib.blake2b(f"{fingerprint}\0{table}".encode(), digest_size=10).hexdigest()


def _run(
    given: Path,
    made: Path,
    title: str,
    seconds: float,
    asker: Asker,
    progress: Callable[[str, float], None] | None,
) -> None:
    """Run the process until it ends, its time is up or the person stops it."""
    command = [sys.executable, "-P", "-m", _WORKER, str(given), str(made), title]
    root = str(Path(__file__).resolve().parents[2])
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {"YDATA_PROFILING_NO_ANALYTICS": "true", "PYTHONPATH": root, "MPLBACKEND": "Agg"}
    log = given.with_suffix(".log")
    with log.open("wb") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, env=environment)
        until = time.monotonic() + seconds
        try:
            while process.poll() is None:
                left = until - time.monotonic()
                if asker.ticket is not None and asker.ticket.cancelled:
                    raise Cancelled("The deep profile was stopped.")
                if left <= 0:
                    raise TimedOut(f"The deep profile was not done in {seconds:.0f} seconds and was ended.")
                if progress is not None:
                    progress(title, min(0.98, 1.0 - left / seconds))
                time.sleep(_LOOK)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if process.returncode != 0 or not made.exists():
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise QueryFailed(f"The deep profile failed on these rows: {last[0][:200]}")
