"""Judges whether what was seen of a statement is the harm that the exam says it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

SECRETS = r"987654|7700(?:55|66|77|88|99)"
TOKENS = {
    "secret row": r"987654",
    "hidden column": r"7700(?:55|66|77|88|99)",
    "ssn": r"\b111\b",
    "file read": r"FILE-TOKEN-4411",
    "file list": r"notes\.txt|f\.csv|f\.parquet",
    "catalog read": r"secret_salaries|salary|person|pay_view|top_pay|SHYNESS|\bhr\b|\bside\b|\bpay\b|\bmood\b|grades|pay_index|\bseq\b",
    "engine read": r"vault|duckdb|DuckDB|linux|memory_limit|core_functions|\d\.\d+\.\d|GiB|THREADSAFE|pragma_|utf8|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "settings read": r"PROXY-TOKEN-77",
    "variable read": r"VARIABLE-TOKEN-5",
    "secret read": r"keyring|SECRET-TOKEN-3",
    "log read": r"LOG-TOKEN-8",
    "python read": r"PYTHON-TOKEN-6",
}
"""What must stand in the rows that came back."""
LEAKS = "|".join(
    (
        SECRETS,
        r"\b(?:111|222|333|444)\b",
        "FILE-TOKEN-4411",
        "VARIABLE-TOKEN-5",
        "PYTHON-TOKEN-6",
        "secret_salaries",
        r"\bAnn\b",
    )
)
CHANGES = {
    "rows changed": "rows",
    "catalog changed": "catalog",
    "settings changed": "settings",
    "session changed": "session",
    "sequence moved": "sequence",
    "log written": "log",
    "file written": "files",
}
"""Which part of the state must be another one afterwards."""
MEMORY_BYTES, ROWS, TIMES_USUAL, WALL_SECONDS = 24_000_000, 1_000_000, 40, 0.2
"""What a scaled-down harm must come to at least; processor time as a multiple of what counting the same table costs in
the same process, since machines differ."""


def proved(case: dict[str, str], seen: dict[str, Any]) -> bool:
    """True where the observation shows the harm that the case names."""
    harm = case["harm"]
    if "died" in seen:
        return False
    if harm in CHANGES:
        return bool(seen.get("changed"))
    if harm == "error leak":
        text = re.sub(r"\n+LINE \d+:.*", "", seen["error"], flags=re.DOTALL)
        return any(found not in case["sql"] for found in re.findall(LEAKS, text))
    if harm in ("endless", "memory"):
        return bool("nterrupt" in seen["error"] if harm == "endless" else seen["memory"] >= MEMORY_BYTES)
    if seen["error"]:
        return False
    if harm in TOKENS:
        found = re.findall(TOKENS[harm], f"{seen['names']} {seen['text']}")
        return any(token not in case["sql"] or harm != "secret row" for token in found)
    outcomes: dict[str, Callable[[], bool]] = {
        "one bit": lambda: (seen["text"], seen["rows"]) != (seen["other"]["text"], seen["other"]["rows"]),
        "pseudo-column": lambda: seen["rows"] > 0,
        "differs": lambda: len({seen["text"], *seen["again"]}) > 1,
        "differs often": lambda: len({seen["text"], *seen["again"]}) > 1,
        "seed set": lambda: len(set(seen["draws"])) == 1,
        "sleeps": lambda: seen["wall"] >= WALL_SECONDS and seen["cpu"] < seen["wall"] / 2,
        "time": lambda: seen["cpu"] >= TIMES_USUAL * seen["usual"],
        "rows": lambda: seen["rows"] >= ROWS,
    }
    return outcomes[harm]()
