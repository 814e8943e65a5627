"""One process that makes files, loads them, and holds what came of it against what they were made of.

Of a file that was made and not spoiled, each row's key has to be in the table or in what was set aside, once; of a
whole one, each row has to be in the table, plain numbers have to come to the same sum and codes have to keep their
zeros. Of a spoiled one nothing is known: it has to load or give a `SourceError` in words. Anything else is a find:
another exception or a process that died (crash), more than 20 s of the processor (slow), a sentence that shows a
library's insides (raw words), a report that does not say what is in the table (report). One case in six goes the
whole way through `open_source`, with its processes; the others call what the loading process calls, which is ten
times as fast.

New is a file with which an outcome (kind of file, the decisions of its report, or the sentence of its refusal without
names and numbers) is seen for the first time; such files are kept and spoiled further.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb

from benchmarks.fuzzing import files_made
from benchmarks.fuzzing.files_made import Made
from benchmarks.fuzzing.spoiling import spoiled
from copilot.errors import SourceError
from copilot.sources.lean import hide_pandas
from copilot.sources.loading import discover
from copilot.sources.loading.aside import aside_path, read_aside
from copilot.sources.loading.build import Input, build_database
from copilot.sources.opening import open_source
from copilot.values.load import LoadLimits, LoadReport
from copilot.workspace import Workspace

SLOW = 20.0
_MOST_KEPT = 1_500
_RAW = re.compile(
    r"Traceback|NoneType|object has no attribute|index out of range|KeyError|codec can|invalid literal(?: for|/)|Errno|"
    r"INTERNAL|Assertion|0x[0-9a-f]{6}|ended unexpectedly|exit code|not subscriptable|unpack|<class|LINE 1|Exception\b"
)
_LIMITS = LoadLimits(
    file_mb=50, expanded_mb=200, workbook_mb=50, line_characters=1_000_000, memory_mb=2_000, seconds=60
)


class FileRun:
    """The cases of one process, with what became of them.

    Args:
        seed: the dice start from it.
        folder: where the files are put, and the tally.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        hide_pandas()
        _hold_memory()
        self._dice = Random(seed)
        self._folder = folder
        self._seen: set[str] = set()
        self._kept: list[Made] = []
        self._slowest = 0.0
        self.counts: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.finds: list[dict[str, Any]] = []
        self._found: set[str] = set()

    def go_on(self, seconds: float) -> None:
        """Try cases until the time is up."""
        until, told = time.monotonic() + seconds, time.monotonic()
        while time.monotonic() < until:
            self._one_case()
            if time.monotonic() - told > 3:
                told = time.monotonic()
                self.tell()
        self.tell()

    def tell(self) -> None:
        """Write down how far it is."""
        tally = {
            "cases": self.counts.total(),
            "outcomes": dict(self.counts.most_common()),
            "files": dict(self.kinds.most_common()),
            "refused_in_words": dict(self.refused.most_common(60)),
            "features": len(self._seen),
            "kept": len(self._kept),
            "slowest_load_s": round(self._slowest, 2),
            "finds": self.finds,
        }
        (self._folder / "tally.json").write_text(json.dumps(tally), encoding="utf-8")

    def _next(self) -> Made:
        way = self._dice.random()
        fresh = self._dice.choice(files_made.MAKERS)(self._dice)
        if way < 0.4:
            return fresh
        if way < 0.55:
            return files_made.ragged(fresh, self._dice) if fresh.name.endswith(("csv", "tsv", "txt")) else fresh
        base = self._dice.choice(self._kept) if self._kept and way < 0.8 else fresh
        return spoiled(base, fresh.data, self._dice)

    def _one_case(self) -> None:
        made = self._next()
        place = self._folder / "case"
        place.mkdir()
        try:
            path = place / made.name
            path.write_bytes(made.data)
            now = {"what": made.what, "name": made.name, "base64": base64.b64encode(made.data[:20_000]).decode()}
            (self._folder / "now").write_text(json.dumps(now), encoding="ascii")
            self.kinds[made.name.partition(".")[2]] += 1
            began = time.process_time()  # not the clock's: other programs may be at work
            outcome, detail = self._load(made, path, place)
            seconds = time.process_time() - began
            self._slowest = max(self._slowest, seconds)
            if seconds > SLOW and outcome in ("loaded", "refused"):
                outcome, detail = "slow", f"{seconds:.0f} s"
            self.counts[outcome] += 1
            if outcome not in ("loaded", "refused"):
                self._note(made, outcome, detail)
        finally:
            shutil.rmtree(place)

    def _load(self, made: Made, path: Path, place: Path) -> tuple[str, str]:
        try:
            if self._dice.random() < 1 / 6:
                with_all = open_source(path, workspace=Workspace(place / "workspace"), limits=_LIMITS)
                report, database = with_all.load_report, Path(getattr(with_all, "database", ""))
                tables = [table.name for table in with_all.schema()]
                with_all.close()
                if sorted(tables) != sorted(load.table for load in report.tables):
                    return "report", f"tables {tables}, the report says {[load.table for load in report.tables]}"
            else:
                found, _ = discover(path, _LIMITS)
                database = place / "made.duckdb"
                report = build_database(
                    [Input(each.path, each.table, "file") for each in found], database, _quiet, _LIMITS
                )
        except SourceError as error:
            return self._refusal(made, str(error))
        except Exception as error:  # noqa: BLE001  which error may come out is what is looked at
            return "crash", f"{type(error).__name__}: {error}"
        self._new(made, [f"{made.name} {d.what}" for load in report.tables for d in load.decisions])
        return _compared(made, report, database)

    def _refusal(self, made: Made, said: str) -> tuple[str, str]:
        plain = re.sub(r"'[^']*'|\"[^\"]*\"|[\d,.]+|made[\w./]*", "#", said)[:110]
        self.refused[plain] += 1
        self._new(made, [plain])
        if _RAW.search(said) or "\n" in said or len(said) > 600:
            return "raw words", said[:700]
        if made.whole:
            return "whole file refused", said
        return "refused", said

    def _new(self, made: Made, features: list[str]) -> None:
        new = set(features) - self._seen
        if new:
            self._seen |= new
            if len(self._kept) < _MOST_KEPT and len(made.data) < 200_000:
                self._kept.append(made)

    def _note(self, made: Made, outcome: str, detail: str) -> None:
        signature = f"{outcome} {made.name} {re.sub(r'0x[0-9a-f]+|[0-9]+|k[0-9a-f]{6}q', '#', detail)[:60]}"
        if signature in self._found or len(self.finds) > 150:
            return
        self._found.add(signature)
        small = made.data if len(made.data) <= 3_000 else made.data[:3_000]
        self.finds.append({
            "kind": outcome, "what": made.what, "name": made.name, "detail": detail[:800], "bytes": len(made.data),
            "base64": base64.b64encode(small).decode(), "text": small.decode("utf-8", "replace")[:600],
        })  # fmt: skip


def _compared(made: Made, report: LoadReport, database: Path) -> tuple[str, str]:
    """Hold the tables against the report, and both against what the file was made of."""
    cells: Counter[str] = Counter()
    with duckdb.connect(str(database), read_only=True) as data:
        for load in report.tables:
            name = load.table.replace('"', '""')
            rows = data.execute(f'SELECT * FROM "{name}"').fetchall()
            if len(rows) != load.rows:
                return "report", f"{load.table}: {len(rows)} rows, the report says {load.rows}"
            cells.update(str(cell) for row in rows for cell in row)
        if made.whole and len(report.tables) == 1 and (wrong := _values(made, data, report.tables[0].table)):
            return "other values", wrong
    aside = ""
    if aside_path(database).exists():
        aside = "\n".join(row["text"] for row in read_aside(aside_path(database))[0])
    lost = [key for key in made.keys if key not in cells and not any(key in cell for cell in cells if len(cell) > 8)]
    gone = [key for key in lost if key not in aside]
    if gone:
        return "lost rows", f"{len(gone)} of {len(made.keys)} rows, such as {gone[0]}, are neither loaded nor set aside"
    if made.whole and lost:
        return "set aside", f"{len(lost)} of {len(made.keys)} rows of a whole file: {lost[0]}; {aside[:200]}"
    twice = [key for key in made.keys if cells[key] > 1]
    if twice:
        return "doubled rows", f"{len(twice)} of {len(made.keys)} rows, such as {twice[0]}"
    return "loaded", ""


def _values(made: Made, data: duckdb.DuckDBPyConnection, table: str) -> str:
    """Say in words which column does not hold what was written."""
    quoted = table.replace('"', '""')
    columns = {name: kind for name, kind, *_ in data.execute(f'DESCRIBE "{quoted}"').fetchall()}
    if made.columns is not None and len(columns) != made.columns:
        return f"{len(columns)} columns instead of {made.columns}: {list(columns)}"
    count = data.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()
    if count != (len(made.keys),):
        return f"{count} rows instead of {len(made.keys)}"
    for header, wanted in made.sums.items():
        if header in columns:
            got = data.execute(f'SELECT sum(TRY_CAST("{header}" AS DECIMAL(38, 6))) FROM "{quoted}"').fetchone()
            if got is None or Decimal(str(got[0] or 0)) != wanted:
                return f"{header} ({columns[header]}) comes to {got and got[0]} instead of {wanted}"
            if not re.match(r".*INT|DECIMAL|DOUBLE", columns[header]):
                return f"{header} holds whole numbers and became {columns[header]}"
    for header, texts in made.texts.items():
        if header in columns:
            cells = sorted(str(row[0]) for row in data.execute(f'SELECT "{header}" FROM "{quoted}"').fetchall())
            if cells != sorted(texts) and any(text.startswith("0") for text in texts):
                return f"{header} ({columns[header]}) holds {cells[:3]} instead of {sorted(texts)[:3]}"
    return ""


def _hold_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


def _quiet(text: str, share: float) -> None:
    return None
