"""From a composed query to SQL text.

Owns the join tree and the spelling of clauses. Refuses tables that no chain of links connects, by `NoPath`.
"""

from __future__ import annotations

from typing import Final

from copilot.readers import dialects
from copilot.readers.network import Network, NoPath, Step
from copilot.readers.sketching.query import Field, Query, Term, Test
from copilot.values import Catalog
from copilot.values.query import Dialect


class Writer:
    """Writes composed queries over one catalog in one dialect."""

    def __init__(self, catalog: Catalog, network: Network, dialect: Dialect) -> None:
        self._catalog = catalog
        self._network = network
        self._dialect: Dialect = dialect

    def sql(self, query: Query) -> str:
        """Return the SQL of a query.

        Raises:
            NoPath: its tables are not connected.
        """
        text = self._select(query)
        if query.combined is not None:
            word, other = query.combined
            text += f"\n{word.upper()}\n{self._select(other)}"
        return text

    def _select(self, query: Query) -> str:
        tables = tuple(dict.fromkeys([*query.tables, *(f.table for f in query.fields())]))
        steps = [self._meant(step, query.via) for step in self._network.tree(tables)]
        several = bool(steps)
        head = "SELECT DISTINCT " if query.distinct else "SELECT "
        if query.distinct and any(order.by not in query.select for order in query.order):
            raise NoPath("distinct rows cannot be ordered by what is not shown")
        labels = _labels(query)
        text = head + ", ".join(
            f"{self._term(term, several)}{f' AS {dialects.name(label)}' if label else ''}"
            for term, label in zip(query.select, labels, strict=True)
        )
        text += f"\nFROM {dialects.name(steps[0][0] if steps else tables[0])}"
        for known, new, link in steps:
            near, far = (link.from_columns, link.to_columns)
            if link.from_table != known:
                near, far = far, near
            on = [
                f"{dialects.name(known)}.{dialects.name(a)} = {dialects.name(new)}.{dialects.name(b)}"
                for a, b in zip(near, far, strict=True)
            ]
            text += f"\nJOIN {dialects.name(new)} ON {' AND '.join(on)}"
        where = [self._group(group, several) for group in query.where]
        if where:
            text += "\nWHERE " + " AND ".join(where)
        if query.group:
            # What is shown beside an aggregate is grouped by too: an engine would refuse it, or pick any of its values.
            shown = [term.field for term in query.select if not term.fn and term.field]
            shown += [order.by.field for order in query.order if not order.by.fn and order.by.field]
            fields = dict.fromkeys((*query.group, *shown))
            text += "\nGROUP BY " + ", ".join(self._field(field, several) for field in fields)
        if query.having:
            text += "\nHAVING " + " AND ".join(self._test(test, several) for test in query.having)
        if query.order:
            text += "\nORDER BY " + ", ".join(
                self._term(o.by, several) + (" DESC" if o.descending else " ASC") for o in query.order
            )
        if query.limit is not None:
            text += f"\nLIMIT {query.limit}"
        return text

    def _meant(self, step: Step, via: tuple[Field, ...]) -> Step:
        """Take the link that the question's words point to, where several lead from one table to the other."""
        known, new, link = step
        for one, other in self._network.links(known):
            if one == new and len(other.from_columns) == 1 and Field(other.from_table, other.from_columns[0]) in via:
                return known, new, other
        return known, new, link

    def _field(self, field: Field, several: bool) -> str:
        column = dialects.name(field.column)
        return f"{dialects.name(field.table)}.{column}" if several else column

    def _term(self, term: Term, several: bool) -> str:
        if not term.fn:
            assert term.field is not None
            return self._field(term.field, several)
        inside = "*" if term.field is None else self._field(term.field, several)
        return f"{term.fn.upper()}({'DISTINCT ' if term.distinct else ''}{inside})"

    def _group(self, group: tuple[Test, ...], several: bool) -> str:
        parts = [self._test(test, several) for test in group]
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def _test(self, test: Test, several: bool) -> str:
        left = self._term(test.left, several)
        if test.op in ("null", "not null"):
            return f"{left} IS {'NULL' if test.op == 'null' else 'NOT NULL'}"
        if isinstance(test.right, Query):
            inner = self.sql(test.right).replace("\n", " ")
            return f"{left} {test.op.upper().replace('!=', '<>')} ({inner})"
        values = [dialects.literal(value, self._dialect) for value in test.right]
        if test.op == "between":
            return f"{left} BETWEEN {values[0]} AND {values[1]}"
        if test.op in ("in", "not in"):
            return f"{left} {test.op.upper()} ({', '.join(values)})"
        if test.op in ("like", "not like"):
            word = "LIKE" if self._dialect == "sqlite" else "ILIKE"
            return f"{left} {'NOT ' if test.op == 'not like' else ''}{word} {values[0]}"
        return f"{left} {'<>' if test.op == '!=' else test.op} {values[0]}"


_SAID: Final = {"count": "number", "sum": "total", "avg": "average", "min": "lowest", "max": "highest"}


def _labels(query: Query) -> list[str]:
    """Return a name for each shown column that has none, or not one of its own."""
    found: list[str] = []
    columns = [term.field.column for term in query.select if not term.fn and term.field]
    taken = {name.casefold() for name in columns if columns.count(name) == 1}
    for term in query.select:
        if term.fn:
            name = _SAID[term.fn] + (f"_of_{term.field.column}" if term.fn == "count" and term.field else "")
            name += f"_{term.field.column}" if term.fn != "count" and term.field else ""
        elif term.field and columns.count(term.field.column) > 1:
            name = f"{term.field.table}_{term.field.column}"
        else:
            found.append("")
            continue
        label, number = name, 2
        while label.casefold() in taken:
            label, number = f"{name}_{number}", number + 1
        taken.add(label.casefold())
        found.append(label)
    return found
