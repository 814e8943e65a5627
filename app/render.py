"""Answers as text: a table for a terminal, CSV, Markdown and JSON, and the sentences around them.

Owns how a cell is written (`cell`), once for all three tables, and where a refusal points to. Refuses to round: what
stands in a table is what stands in the CSV, but for the apostrophe before a text that a spreadsheet program would run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

from app.assistant import Answer
from app.model_words import model_words
from copilot.errors import Spot
from copilot.formatting.spreadsheets import csv_line, neutral

Format = Literal["table", "json", "csv", "md"]
MOST_SHOWN = 50

_WORDS = {
    "en": {
        "more": "... {hidden} more of {total} rows; --format csv writes all",
        "more_cut": "... {hidden} more of the first {total} rows; --format csv writes all of these",
        "cut": "There are more rows than these {total}; --rows raises the cap.",
        "none": "(no rows)",
        "computed": "Computed: ",
        "assumed": "Assumed: ",
        "doubt": "Doubt: ",
        "ask": "You could ask:",
        "sql": "SQL:",
    },
    "zh": {
        "more": "……共 {total} 行，还有 {hidden} 行未显示；--format csv 输出全部",
        "more_cut": "……前 {total} 行中还有 {hidden} 行未显示；--format csv 输出这些行",
        "cut": "结果多于这 {total} 行；可用 --rows 提高上限。",
        "none": "（没有行）",
        "computed": "计算内容：",
        "assumed": "假设：",
        "doubt": "存疑：",
        "ask": "可以这样问：",
        "sql": "SQL：",
    },
}  # fmt: skip


def render(answer: Answer, form: Format) -> str:
    """Return the rows of an answer as text that ends with a line end, or the whole answer for ``json``."""
    if form == "json":
        return answer.to_json(indent=2) + "\n"
    if answer.status != "answered":
        return ""
    if form == "csv":
        return render_csv(answer.columns, answer.rows)
    if form == "md":
        return render_markdown(answer.columns, answer.rows)
    return render_table(answer.columns, answer.rows, language=answer.language, truncated=answer.truncated)


def cell(value: Any) -> str:
    """Write one value: nothing for null, numbers unrounded, dates and times as people sort them.

    >>> [cell(v) for v in (None, True, 3, 0.5, date(2026, 3, 31), datetime(2026, 3, 31, 9, 30), b"\\xff")]
    ['', 'true', '3', '0.5', '2026-03-31', '2026-03-31 09:30:00', 'ff']
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case list() | tuple():
            return "[" + ", ".join(cell(item) for item in value) + "]"
        case dict():
            return "{" + ", ".join(f"{key}: {cell(item)}" for key, item in value.items()) + "}"
        case _:
            return str(value)


def render_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return CSV with a header line, quoted where needed; no cell of it is run as a formula by a spreadsheet program.

    >>> print(render_csv(["name", "n"], [("=1+1", -2), ("Ann", Decimal("0.50"))]), end="")
    name,n
    '=1+1,-2
    Ann,0.50
    """
    lines = [[neutral(name) for name in columns], *([_csv_cell(value) for value in row] for row in rows)]
    return "".join(csv_line(line) for line in lines)


def _csv_cell(value: Any) -> str:
    """What is not text cannot begin a formula, but for a negative number, whose sign is its own."""
    return cell(value) if isinstance(value, int | float | Decimal | date | time) else neutral(cell(value))


def render_markdown(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return a Markdown table; a line break in a cell becomes a blank.

    >>> print(render_markdown(["region", "n"], [("A|B", 2)]), end="")
    | region | n |
    | --- | ---: |
    | A\\|B | 2 |
    """

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(text.splitlines()).replace("|", "\\|") for text in cells) + " |\n"

    rules = ["---:" if right else "---" for right in _right_aligned(len(columns), rows)]
    return line(columns) + line(rules) + "".join(line([cell(value) for value in row]) for row in rows)


def render_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    language: Literal["en", "zh"] = "en",
    truncated: bool = False,
    most: int = MOST_SHOWN,
) -> str:
    """Return an aligned table of at most `most` rows with a line that says how many more there are.

    >>> print(render_table(["地区", "n"], [("North", 2), ("华东", 10)]), end="")
    地区    n
    -----  --
    North   2
    华东   10
    """
    words = _WORDS[language]
    shown = [[visible(cell(value)) for value in row] for row in rows[:most]]
    heads = [visible(name) for name in columns]
    widths = [max([width(head), *(width(row[i]) for row in shown)]) for i, head in enumerate(heads)]
    right = _right_aligned(len(heads), rows)

    def line(cells: Sequence[str]) -> str:
        padded = (_pad(text, w, right=r) for text, w, r in zip(cells, widths, right, strict=True))
        return "  ".join(padded).rstrip() + "\n"

    text = line(heads) + line(["-" * w for w in widths]) + "".join(line(row) for row in shown)
    if not rows:
        text += words["none"] + "\n"
    if len(rows) > most:
        kind = "more_cut" if truncated else "more"
        text += words[kind].format(hidden=f"{len(rows) - most:,}", total=f"{len(rows):,}") + "\n"
    return text


def narrate_first(answer: Answer) -> list[str]:
    """Return what is said before the rows: the sentence, or why there are none and what would work."""
    if answer.status == "answered":
        lines = [answer.text] if answer.text else []
    else:
        lines = answer.message.splitlines()
    if answer.spot is not None:
        lines += pointed(answer.sql, answer.spot)
    if answer.options:
        lines += [_WORDS[answer.language]["ask"], *(f"  - {option}" for option in answer.options)]
    return [visible(line) for line in lines]


def pointed(sql: str, spot: Spot, *, room: int = 100) -> list[str]:
    """Return the line of a person's SQL that a refusal points to, with a line of carets under the place.

    >>> print("\\n".join(pointed("select 1\\nfrom 销售 x", Spot.of("select 1\\nfrom 销售 x", 14, 16))))
      2 | from 销售 x
        |      ^^^^
    """
    begin = sql.rfind("\n", 0, spot.start) + 1
    end = sql.find("\n", spot.start)
    line = sql[begin:] if end < 0 else sql[begin:end]
    first, last = spot.start - begin, max(min(spot.end - begin, len(line)), spot.start - begin + 1)
    skipped = max(first - room // 2, 0)
    before, there, after = (
        visible(part) for part in (line[skipped:first], line[first:last], line[last : skipped + room])
    )
    before = f"{'…' if skipped else ''}{before}"
    there = there[:room]
    number = f"{spot.line:>3}"
    carets = "^" * max(width(there), 1)
    return [f"{number} | {before}{there}{after}", f"{' ' * len(number)} | {' ' * width(before)}{carets}"]


def narrate_after(answer: Answer, *, verbose: bool = False) -> list[str]:
    """Return what is said after the rows: what was computed and assumed, and with `verbose` the SQL and the steps."""
    words = _WORDS[answer.language]
    lines = []
    if answer.truncated:
        lines.append(words["cut"].format(total=f"{len(answer.rows):,}"))
    if answer.readback:
        lines.append(words["computed"] + answer.readback)
    lines += [words["assumed"] + assumption for assumption in answer.assumptions]
    lines += [words["doubt"] + check.text for check in answer.checks if not check.passed]
    if used := model_words(asdict(answer.model) if answer.model is not None else None, answer.language):
        lines.append(used)
    if verbose:
        if answer.sql:
            lines += [words["sql"], *("  " + line for line in answer.sql.splitlines())]
        lines += [f"  {step.seconds * 1000:8.1f} ms  {step.name}: {step.text}" for step in answer.steps]
    return [visible(line) for line in lines]


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> width("abc"), width("华东"), width("e\\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    unseen = sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in text)
    return len(text) + wide - unseen


def visible(text: str) -> str:
    """Spell out control characters: data must not steer a person's terminal.

    >>> visible("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    if text.isprintable():
        return text
    steering = ("Cc", "Zl", "Zp")
    spelled = (c.encode("unicode_escape").decode("ascii") if unicodedata.category(c) in steering else c for c in text)
    return "".join(spelled)


def _pad(text: str, to: int, *, right: bool) -> str:
    blank = " " * (to - width(text))
    return blank + text if right else text + blank


def _right_aligned(count: int, rows: Sequence[Sequence[Any]]) -> list[bool]:
    """Numbers go to the right: a column is one where every value that is there can be added."""

    def numeric(at: int) -> bool:
        values = [row[at] for row in rows if row[at] is not None]
        return bool(values) and all(isinstance(v, int | float | Decimal) and not isinstance(v, bool) for v in values)

    return [numeric(at) for at in range(count)]
