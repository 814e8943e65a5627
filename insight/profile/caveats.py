"""Which alerts a query touches, as doubts beside its answer; and the alerts that are kept for that.

Owns the judgement whether what is wrong with a column can move this answer, and the small file that the alerts of the
last profile stand in. Refuses to look at data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, get_args

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from copilot.values import Check
from insight.profile.alert_words import alert_effect, alert_words
from insight.profile.values import SEVERITIES, Alert, AlertKind, Profile
from insight.profile.words import Language

MOST: Final = 3
"""Doubts beside one answer; more are not read."""
_FILE: Final = "alerts.json"
_FORM: Final = 1
_WHOLE_ROWS: Final = frozenset({"duplicate_rows", "near_key"})
_NONE_OF_ANSWERS: Final = frozenset({"personal", "constant", "missing_together", "unbalanced", "stored_as_text"})
Touched = dict[str, set[str]]


def caveats(alerts: Iterable[Alert], sql: str, dialect: str, language: Language) -> tuple[Check, ...]:
    """Return the doubts that the data gives about what a query computes, the worst first.

    >>> alert = Alert("spellings", "high", "orders", ("city",), 5, 0.1, {"pairs": ("NYC|New York",)})
    >>> [c.name for c in caveats([alert], "SELECT city, COUNT(*) FROM orders GROUP BY city", "duckdb", "en")]
    ['spellings']
    >>> caveats([alert], "SELECT COUNT(*) FROM orders", "duckdb", "en")
    ()
    """
    telling = [a for a in alerts if a.kind not in _NONE_OF_ANSWERS and a.severity != "low"]
    if not telling or not sql:
        return ()
    with suppress(SqlglotError, RecursionError):
        tree = sqlglot.parse_one(sql, dialect=dialect)
        touched, computed = _touched(tree), frozenset(type(each) for each in tree.find_all(exp.AggFunc))
        found = [alert for alert in telling if _matters(alert, touched, computed)]
        found.sort(key=lambda alert: (SEVERITIES.index(alert.severity), -alert.share))
        return tuple(_check(alert, language) for alert in found[:MOST])
    return ()


def _check(alert: Alert, language: Language) -> Check:
    between = "" if language == "zh" else " "
    said = f"{alert.table}: " if not alert.columns else ""
    text = f"{said}{alert_words(alert, language)}{between}{alert_effect(alert, language)}"
    return Check(alert.kind, passed=False, text=text)


def _matters(alert: Alert, touched: Touched, computed: frozenset[type[exp.AggFunc]]) -> bool:
    aggregated = bool(computed)
    columns = touched.get(alert.table.casefold())
    if columns is None:
        return False
    mine = {name.casefold() for name in alert.columns}
    if alert.kind in _WHOLE_ROWS:
        return aggregated
    if alert.kind == "twins":
        counted = len(touched) == 1 or str(alert.details.get("but", "")).casefold() in columns
        return exp.Count in computed and counted
    if alert.kind == "broken_reference":
        return str(alert.details.get("to", "")).casefold() in touched and bool(mine & columns)
    if alert.kind == "broken_dependency":
        return mine <= columns
    if alert.kind == "broken_formula":
        return alert.columns[0].casefold() in columns and aggregated
    return bool(mine & columns)


def _touched(tree: exp.Expr) -> Touched:
    """Return the columns that a query names, by table, all folded; a column without a table counts for each of them."""
    found: Touched = {}
    for select in tree.find_all(exp.Select):
        named: dict[str, str] = {}
        for table in select.find_all(exp.Table):
            if table.parent_select is select:
                named[table.alias_or_name.casefold()] = table.name.casefold()
                found.setdefault(table.name.casefold(), set())
        for column in select.find_all(exp.Column):
            if column.parent_select is not select:
                continue
            own = named.get(column.table.casefold())
            for name in (own,) if own is not None else named.values() if not column.table else ():
                found[name].add(column.name.casefold())
    return found


# ------------------------------------------------------------------------------------------------ kept


def keep_alerts(folder: Path, fingerprint: str, profile: Profile) -> bool:
    """Keep the alerts of a profile for the answers to come; False where the folder cannot be written."""
    kept = {"form": _FORM, "fingerprint": fingerprint, "alerts": [_told(alert) for alert in profile.alerts]}
    place = folder / _FILE
    part = place.with_suffix(".part")
    try:
        part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        part.replace(place)
    except OSError:
        return False
    return True


def kept_alerts(folder: Path, fingerprint: str) -> tuple[Alert, ...]:
    """Return the alerts that were kept of this very content, none where there are none or they cannot be read."""
    try:
        kept: Any = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if kept["form"] != _FORM or kept["fingerprint"] != fingerprint:
            return ()
        return tuple(_alert(each) for each in kept["alerts"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _told(alert: Alert) -> dict[str, Any]:
    told = asdict(alert)
    del told["repair"], told["rows_sql"]
    return told


def _alert(told: dict[str, Any]) -> Alert:
    if told["kind"] not in get_args(AlertKind) or told["severity"] not in SEVERITIES:
        raise ValueError(told["kind"])
    details = {str(name): tuple(value) if isinstance(value, list) else value for name, value in told["details"].items()}
    columns: Sequence[str] = told["columns"]
    return Alert(
        told["kind"], told["severity"], str(told["table"]), tuple(map(str, columns)), int(told["rows"]),
        float(told["share"]), details,
    )  # fmt: skip
