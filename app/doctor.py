"""What an installation can do and what it lacks, each with what would help; and how the files of data were read.

Owns the list of things that are looked at. Refuses to change or install anything.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from app.doctor_model import examine_model
from app.findings import Finding
from app.render import visible, width
from copilot.errors import AskbiError
from copilot.values.load import TableLoad

if TYPE_CHECKING:
    from app.assistant import Assistant

_PACKAGES = ("duckdb", "sqlglot", "pyarrow", "plotly", "streamlit", "openpyxl", "langchain", "openai", "polars")
_OPTIONAL = {"polars": "a.pl() needs it: pip install 'askbi[polars]'"}
_ASIDE_SHOWN = 10
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def examine(
    data: str | None = None,
    *,
    policy: str | None = None,
    role: str | None = None,
    user: Mapping[str, Any] | None = None,
    model: str | None = None,
) -> list[Finding]:
    """Return what was found: of the installation, of the chat model, and of the data as a role sees it."""
    return [
        Finding("well", "python", f"{platform.python_version()} at {sys.executable}"),
        *_packages(),
        _memory_limit(),
        _workers(),
        _browser(),
        *examine_model(model),
        *(_data(data, policy=policy, role=role, user=user) if data is not None else ()),
    ]


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding("well", name, version(name))
        except PackageNotFoundError:
            if name in _OPTIONAL:
                yield Finding("note", name, f"not installed; {_OPTIONAL[name]}")
            else:
                yield Finding("wrong", name, "not installed; install askbi again")


def _memory_limit() -> Finding:
    try:
        import resource

        resource.getrlimit(resource.RLIMIT_AS)
    except (ImportError, AttributeError, OSError):
        return Finding(
            "note", "memory limit", "this system has none for processes; big queries rest on the engine's own"
        )
    if sys.platform == "darwin":
        return Finding("note", "memory limit", "macOS does not enforce one; big queries rest on the engine's own limit")
    return Finding("well", "memory limit", "workers can be held to one")


def _workers() -> Finding:
    import pyarrow as pa

    from app.assistant import Assistant

    try:
        with Assistant.open({"numbers": pa.table({"n": [1, 2, 3]})}, model=None) as bi:
            answer = bi.sql("select sum(n) as total from numbers")
    except AskbiError as error:
        return Finding("wrong", "workers", str(error))
    if answer.rows == [(6,)]:
        return Finding("well", "workers", "a worker process started, and answered through the gate")
    return Finding("wrong", "workers", answer.message or f"a worker added 1, 2 and 3 to {answer.rows}")


def _browser() -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return Finding("well", "browser", found)
    return Finding("note", "browser", "no Chromium found; only browser tests need one: apt install chromium")


def _data(data: str, **access: Any) -> Iterator[Finding]:
    from app.assistant import Assistant

    try:
        bi = Assistant.open(data, model=None, **access)
    except AskbiError as error:
        yield Finding("wrong", "data", str(error))
        return
    with bi:
        root = bi.workspace.root
        place = next(folder for folder in (root, *root.parents) if folder.exists())
        if os.access(place, os.W_OK):
            yield Finding("well", "workspace", str(root))
        else:
            yield Finding("note", "workspace", f"{root} cannot be written, so nothing is kept; set ASKBI_HOME")
        yield from _tables(bi)
        for decision in bi.load_report.notes:
            yield Finding("note", "load", visible(decision.text))
        if not bi.view_key:  # of the files a role is told nothing
            for loaded in bi.load_report.tables:
                yield _file(loaded)
        for note in bi.semantic_notes:
            yield Finding("note", "semantics", note)
        for link in bi.catalog.relationships:
            known = "declared" if link.declared else "found"
            ends = f"{link.from_table}({', '.join(link.from_columns)}) -> {link.to_table}({', '.join(link.to_columns)})"
            yield Finding("well", "join", f"{ends}, {known}")


def _tables(bi: Assistant) -> Iterator[Finding]:
    for name, table in bi.catalog.tables.items():
        grain = f", {table.grain}" if table.grain else ""
        yield Finding("well", "table", f"{name}: {table.row_count:,} rows, {len(table.columns)} columns{grain}")


def _file(load: TableLoad) -> Finding:
    """Tell how one file was read: the verdict first, then what was decided, then what was set aside."""
    from app.load_words import facts, how_read, in_words, remarks, type_name, verdict

    level, told = verdict(load, "en")
    rows = f"{load.rows:,} row{'' if load.rows == 1 else 's'}"
    lines = _aligned(facts(load, "en"))
    lines += [f"Note: {text}" for text in remarks(load, "en")]
    columns = [
        (c.name, " · ".join(part for part in (type_name(c.type, "en"), how_read(c, "en")) if part))
        for c in load.columns
    ]
    if columns:
        lines += ["Columns:", *(f"  {line}" for line in _aligned(columns))]
    if load.set_aside:
        lines.append("Set aside:")
        for row in load.set_aside[:_ASIDE_SHOWN]:
            place = "" if row.line is None else f"line {row.line:,}, "
            lines.append(f"  {place}{in_words(row.reason, 'en')}: {_cut(row.text)}")
        more = load.set_aside_count - min(len(load.set_aside), _ASIDE_SHOWN)
        if more:
            lines.append(f"  and {more:,} more; the Data page of `askbi app` has all of them as CSV")
    what = "file" if load.facts.kind != "frame" else "frame"
    return Finding(
        level, what, visible(f"{load.origin} -> table {load.table}, {rows}. {told}"), tuple(map(visible, lines))
    )


def _aligned(pairs: list[tuple[str, str]]) -> list[str]:
    wide = min(max((width(name) for name, _ in pairs), default=0), 28)
    return [f"{name}{' ' * max(wide - width(name), 0)}  {text}" for name, text in pairs]


def _cut(text: str, most: int = 100) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
