"""Lists of rows in an order: the ten longest delays with carrier and destination, stores with the oldest first.

Owns which column such a list is ordered by. Refuses an order that no column of the list or of its superlative tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from copilot.linking.lexicon import phrase
from copilot.linking.schema_index import Element
from copilot.readers.grammar.frame import Frame, element_words
from copilot.readers.grammar.naming import label_column
from copilot.readers.plan import ColumnRef, Plan, Predicate, Sort
from copilot.values import Catalog


def ranked_rows(frame: Frame, base: str, where: Sequence[Predicate]) -> Plan | None:
    """Return the list of the first rows by the amount that a superlative names, where their columns are listed."""
    if not frame.superlative or not frame.limit:
        return None
    if (recent := _latest_rows(frame, base, where)) is not None:
        return recent
    if frame.groups or not frame.shown or len(frame.measures) != 1:
        return None
    wanted = frame.measures[0]
    beside = frame.rows_listed or wanted.at == frame.next(frame.order_at)
    named = wanted.column is not None and wanted.aggregate is None and beside
    if not named or wanted.column is None or wanted.column.table != base:
        return None
    shown = [ref for ref in dict.fromkeys(frame.shown) if ref != wanted.column]
    columns = (*shown, wanted.column)
    sort = Sort("column", len(shown), frame.order == "desc")
    frame.assumptions[:] = [a for a in frame.assumptions if a[0] != "aggregate"]
    return Plan(base, columns=columns, where=tuple(where), sort=(sort,), limit=frame.limit)


def _latest_rows(frame: Frame, base: str, where: Sequence[Predicate]) -> Plan | None:
    """The three newest stores with their opening date: the latest rows of a table, whatever is shown of them."""
    ranked = [group.element for group in frame.groups]
    if not is_about_time(frame) or len(ranked) != 1 or not frame.shown:
        return None
    element = ranked[0]
    time = own_time(frame.catalog, element.table) if element is not None and element.kind == "table" else None
    plain = [w.column for w in frame.measures if w.aggregate is None and w.column is not None]
    if element is None or time is None or len(plain) != len(frame.measures):
        return None
    name, key = label_column(frame.catalog, element.table), frame.catalog.tables[element.table].primary_key
    shown = [*frame.shown, *(ref for ref in plain if ref.column != time.column or ref.table != element.table)]
    if {ref.table for ref in shown} != {element.table} or not (name or len(key) == 1):
        return None
    columns = tuple(dict.fromkeys((name or ColumnRef(element.table, key[0]), *shown, time)))
    sort = Sort("column", columns.index(time), newest_first(frame))
    frame.assumptions[:] = [a for a in frame.assumptions if a[0] not in ("aggregate", "superlative")]
    return Plan(element.table, columns=columns, where=tuple(where), sort=(sort,), limit=frame.limit)


def is_about_time(frame: Frame) -> bool:
    """Tell whether a superlative such as newest or most recent is about time and nothing else."""
    words = {word.lstrip("-") for word in frame.order_by}
    return frame.superlative and bool(words) and words <= _OF_TIME


def newest_first(frame: Frame) -> bool:
    """Tell whether a superlative about time asks for the latest: the oldest has the most age and the least date."""
    turned = any(word in frame.order_by for word in ("-date", "-year", "-time"))
    return (frame.order == "desc") != turned


def own_time(catalog: Catalog, table: str) -> ColumnRef | None:
    """Return the column that tells how new a row of a table is: what dates it, else its only full date."""
    entry = catalog.tables[table]
    if entry.time_column is not None:
        return ColumnRef(table, entry.time_column)
    full = [c.name for c in entry.columns.values() if c.role == "time" and c.facts is not None and c.facts.nulls == 0]
    return ColumnRef(table, full[0]) if len(full) == 1 else None


_OF_TIME: Final = frozenset({"date", "time", "year", "day", "timestamp", "age", "birth date", "birth year"})


def list_order(frame: Frame, catalog: Catalog, columns: Sequence[ColumnRef]) -> tuple[Sort, ...] | None:
    """Return the order of a list, empty where none is asked for; None where nothing tells what it goes by."""
    if frame.order is None or frame.superlative:
        return ()
    falling = frame.order == "desc"
    for word in frame.order_by:
        turned, words = word.startswith("-"), set(phrase(word.lstrip("-#")))
        for position, ref in enumerate(columns):
            column = catalog.column(ref.table, ref.column)
            timed = column.type in ("date", "timestamp")
            own = element_words(Element("column", ref.table, ref.column))
            if (words and words <= own) or (timed and words in ({"date"}, {"time"})):
                return (Sort("column", position, falling != turned),)
    amounts = [i for i, ref in enumerate(columns) if catalog.column(ref.table, ref.column).role == "measure"]
    times = [i for i, ref in enumerate(columns) if catalog.column(ref.table, ref.column).role == "time"]
    found = amounts or times
    return (Sort("column", found[0], falling),) if len(found) == 1 and "*" in frame.order_by else None
