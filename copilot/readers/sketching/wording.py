"""A composed query said as a question in plain English, in the words of its tables and columns.

Owns the sentences. Whoever offers one to a person has to try first whether it is read as it was meant: a sentence says
what a query computes, but it is no proof that the readers see it so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copilot.readers.network import Network, NoPath
from copilot.readers.sketching.conditions_in_words import Conditions
from copilot.readers.sketching.naming import Names, Unsaid, counted, field_of, listed, plural, tables_used, value
from copilot.readers.sketching.query import Field, Order, Query, Term
from copilot.values import Catalog

_MOST_SHOWN: Final = 4
"""Columns that a sentence names one by one."""
_LONGEST: Final = 240
"""A longer sentence is no help to a person who has to choose."""


class Wording:
    """Says queries over one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._network = Network(catalog)
        self._names = Names(catalog)
        self._conditions = Conditions(self._names)

    def question(self, query: Query) -> str | None:
        """Return the question that asks for what a query computes, None where it cannot be asked plainly."""
        try:
            said = self._whole(self._in_order(query))
        except (Unsaid, NoPath):
            return None
        return said if len(said) <= _LONGEST else None

    def _in_order(self, query: Query) -> Query:
        """Put what is shown into the catalog's order, so that one query has one sentence however it was composed."""
        tables = list(self._catalog.tables)
        fns = ("", "count", "sum", "avg", "min", "max")

        def place(term: Term) -> tuple[int, int, int]:
            if term.field is None:
                return -1, 0, 0
            columns = list(self._catalog.tables[term.field.table].columns)
            return tables.index(term.field.table), columns.index(term.field.column), fns.index(term.fn)

        combined = query.combined
        if combined is not None:
            combined = (combined[0], self._in_order(combined[1]))
        order = tuple(dict.fromkeys(query.order))
        return replace(query, select=tuple(sorted(query.select, key=place)), order=order, combined=combined)

    def _whole(self, query: Query) -> str:
        if query.combined is not None:
            wanted = self._combined(query)
        elif query.group:
            wanted = self._grouped(query)
        else:
            wanted = self._listed(query)
            if query.select == (Term("count", None),):
                return f"How many {wanted.removeprefix('the number of ')} are there?"
        return f"What {'is' if self._is_one(query) else 'are'} {wanted}?"

    def _is_one(self, query: Query) -> bool:
        """Tell whether the sentence asks for one thing; what is grouped by stands at its end."""
        plain = [field_of(term) for term in query.select if not term.fn]
        computed = len(query.select) - len(plain)
        named = 0 if query.group and computed and self._home(query, plain) is None else len(plain)
        return named + computed == 1 and (bool(computed) or query.limit == 1)

    # -- without groups ------------------------------------------------------------------------------------------

    def _listed(self, query: Query) -> str:
        head = self._head(query)
        if any(term.fn for term in query.select):
            if query.order or query.limit is not None or not all(term.fn for term in query.select):
                raise Unsaid
            rows = self._rows(query, head)
            return self._aggregates(query.select, head, rows)
        return self._shown(query, head, self._ranked(query, head)) + self._sorted(query, head)

    def _ranked(self, query: Query, head: str) -> str:
        """Return the rows that are shown, with what ranks them where only some are."""
        if query.limit is None:
            return f"the {self._rows(query, head)}"
        if len(query.order) != 1 or query.order[0].by.fn:
            raise Unsaid
        order = query.order[0]
        by = f"with the {self._end(order)} {self._names.column(field_of(order.by), head)}"
        if query.limit == 1:
            return f"the {self._rows(query, head, of_one=True, extra=by)}"
        return f"the {query.limit} {self._rows(query, head, extra=by)}"

    def _sorted(self, query: Query, head: str) -> str:
        """Return the words for an order of all rows."""
        if query.limit is not None or not query.order:
            return ""
        parts = []
        for order in query.order:
            way = "descending" if order.descending else "ascending"
            parts.append(f"{self._term(order.by, head)} in {way} order")
        return f", sorted by {' and then by '.join(parts)}"

    def _shown(self, query: Query, head: str, rows: str) -> str:
        """Return the columns that are shown, table by table, those of the rows that the sentence speaks of last."""
        by_table: dict[str, list[str]] = {}
        for term in query.select:
            field = field_of(term)
            word = self._names.column(field, field.table)
            if plural(word) == self._names.many(field.table):
                raise Unsaid  # "the flights of the flights" tells nobody that a column is meant
            by_table.setdefault(field.table, []).append(word if query.limit == 1 else plural(word))
        mine = by_table.pop(head, [])
        every = self._catalog.tables[head].columns
        if not by_table and len(mine) == len(every) > _MOST_SHOWN - 1:
            return f"all the information about {rows}"
        if len(query.select) > _MOST_SHOWN or not mine:
            raise Unsaid
        noun = self._names.one if query.limit == 1 else self._names.many
        parts = [f"the {listed(words)} of the {noun(table)}" for table, words in by_table.items()]
        different = "different " if query.distinct and query.limit != 1 else ""
        return listed([*parts, f"the {different}{listed(mine)} of {rows}"])

    def _aggregates(self, terms: Sequence[Term], head: str, rows: str) -> str:
        """Return aggregates of rows, those of one column together."""
        parts: list[str] = []
        by_field: dict[Field, list[str]] = {}
        for term in terms:
            if term.field is None:
                parts.append(f"the number of {rows}")
            elif term.fn == "count":
                column = self._names.column(term.field, head)
                different = "different " if term.distinct else ""
                parts.append(f"the number of {different}{plural(column)} of {rows}")
            else:
                by_field.setdefault(term.field, []).append(self._names.aggregate(term))
        for field, words in by_field.items():
            parts.append(f"the {listed(words)} {self._names.column(field, head)} of {rows}")
        return listed(parts)

    # -- groups --------------------------------------------------------------------------------------------------

    def _grouped(self, query: Query) -> str:
        key = query.group[0]
        plain = [field_of(term) for term in query.select if not term.fn]
        if len(plain) == len(query.select) and not query.having and not any(o.by.fn for o in query.order):
            if set(plain) != set(query.group) or query.limit is not None:
                raise Unsaid
            return self._listed(replace(query, group=(), distinct=True))
        aggregates = [term for term in query.select if term.fn]
        home = self._home(query, plain)
        rows_of = self._counted(query, home or key.table)
        if home == rows_of or (key.table == rows_of and self._is_unique(key)):
            raise Unsaid  # each group is one row: whatever is meant, it is not that
        rows = self._rows(query, rows_of, without=home)
        if home is not None:
            noun, many = self._names.one(home), self._names.many(home)
        else:
            if len(query.group) > 1 and query.having:
                raise Unsaid
            noun = listed([self._names.column(field, rows_of) for field in query.group])
            many = plural(noun) if " of the " not in noun else noun
        which = self._which(query, rows_of, rows)
        if query.limit is not None:
            what = f"the {noun}{which}" if query.limit == 1 else f"the {query.limit} {many}{which}"
        elif aggregates:
            what = f"each {noun}{which}"
        else:
            what = f"the {many}{which}"
        return self._of_groups(query, plain, aggregates, home, rows_of, rows, what) + self._sorted_groups(
            query, rows_of, rows
        )

    def _is_unique(self, field: Field) -> bool:
        facts = self._catalog.tables[field.table].columns[field.column].facts
        return facts is not None and facts.rows > 1 and facts.distinct == facts.rows

    def _of_groups(
        self,
        query: Query,
        plain: Sequence[Field],
        aggregates: Sequence[Term],
        home: str | None,
        rows_of: str,
        rows: str,
        what: str,
    ) -> str:
        """Return what is shown of the groups."""
        words = [self._names.column(field, home) for field in plain] if home is not None else []
        if not aggregates:
            some = words if query.limit == 1 else [plural(word) for word in words]
            return f"the {listed(some)} of {what}" if some else what
        computed = self._aggregates(aggregates, rows_of, rows)
        return f"the {listed(words)} and {computed} for {what}" if words else f"{computed} for {what}"

    def _which(self, query: Query, rows_of: str, rows: str) -> str:
        """Return which groups are kept: by conditions on them, or as the first of an order."""
        parts = []
        for test in query.having:
            if isinstance(test.right, Query) or len(test.right) != 1:
                raise Unsaid
            number = value(test.right[0])
            if test.left.fn == "count" and (test.left.field is None or not test.left.distinct):
                words = counted(test.op)
                if words is None:
                    raise Unsaid
                parts.append(f"that have {words} {number} {rows}")
            else:
                compared = self._names.comparison(None, test.op)
                parts.append(f"whose {self._term(test.left, rows_of).removeprefix('the ')} {compared} {number}")
        if query.limit is not None:
            if len(query.order) != 1:
                raise Unsaid
            order = query.order[0]
            if order.by.fn == "count":
                what = (
                    rows
                    if not order.by.distinct
                    else f"different {plural(self._names.column(field_of(order.by), rows_of))}"
                )
                parts.append(f"with the {'most' if order.descending else 'fewest'} {what}")
            else:
                parts.append(f"with the {self._end(order)} {self._term(order.by, rows_of).removeprefix('the ')}")
        return f" {' and '.join(parts)}" if parts else ""

    def _sorted_groups(self, query: Query, rows_of: str, rows: str) -> str:
        if query.limit is not None or not query.order:
            return ""
        parts = []
        for order in query.order:
            way = "descending" if order.descending else "ascending"
            by = f"the number of {rows}" if order.by.field is None else self._term(order.by, rows_of)
            parts.append(f"{by} in {way} order")
        return f", sorted by {' and then by '.join(parts)}"

    def _home(self, query: Query, plain: Sequence[Field]) -> str | None:
        """Return the table whose rows are the groups: that of the key that is grouped by, None where there is none."""
        key = query.group[0]
        keyed = self._catalog.tables[key.table].primary_key == (key.column,)
        shown = {field.table for field in plain}
        if len(query.group) == 1 and plain != [key]:
            if keyed and shown <= {key.table}:
                return key.table
            if len(shown) == 1:  # a child's key, with columns of the parent that it names
                table = next(iter(shown))
                for there, link in self._network.links(key.table):
                    if there == table and link.from_table == key.table and link.from_columns == (key.column,):
                        return table
        if any(field not in query.group for field in plain):
            raise Unsaid
        if not plain and query.limit is None and not keyed:
            raise Unsaid
        return None

    # -- two queries ---------------------------------------------------------------------------------------------

    def _combined(self, query: Query) -> str:
        assert query.combined is not None
        word, other = query.combined
        if query.group or other.group or query.order or query.limit is not None or other.combined or query.distinct:
            raise Unsaid
        if query.select != other.select or any(term.fn for term in query.select):
            raise Unsaid
        head = self._head(query)
        if word == "except":
            first = self._shown(query, head, f"the {self._rows(query, head)}")
            rest = tuple(group for group in other.where if group not in query.where)
            return f"{first}{self._conditions.lacking(head, other, rest)}"
        one = f"{self._names.many(head)}{self._with(query, head)}{self._conditions.said(query.where, head)}"
        two = f"{self._names.many(head)}{self._with(other, head)}{self._conditions.said(other.where, head)}"
        rows = f"both {one} and {two}" if word == "intersect" else f"either {one} or {two}"
        return self._shown(query, head, rows)

    # -- rows and conditions -------------------------------------------------------------------------------------

    def _rows(
        self, query: Query, head: str, *, of_one: bool = False, extra: str = "", without: str | None = None
    ) -> str:
        noun = self._names.one(head) if of_one else self._names.many(head)
        noun = f"{noun} {extra}".strip()
        return f"{noun}{self._with(query, head, without)}{self._conditions.said(query.where, head)}"

    def _with(self, query: Query, head: str, without: str | None = None) -> str:
        """Name the tables that only have to have a partner; that a parent is there goes without saying."""
        used = {head, without, *(field.table for field in query.fields())}
        parents = {link.to_table for table in query.tables for there, link in self._network.links(table)
                   if link.from_table == table and there in query.tables}  # fmt: skip
        loose = [table for table in query.tables if table not in used | parents]
        return f" that have {listed([self._names.many(table) for table in loose])}" if loose else ""

    # -- what a sentence speaks of -------------------------------------------------------------------------------

    def _head(self, query: Query) -> str:
        """Return the table whose rows the sentence speaks of."""
        for term in query.select:
            if term.field is not None:
                return term.field.table
        return self._counted(query, None)

    def _counted(self, query: Query, grouped: str | None) -> str:
        """Return the table whose rows are counted: the one below all others that are joined."""
        named = tables_used(query)
        if len(named) == 1:
            return named[0]
        aggregated = [t.field.table for t in query.terms() if t.fn and t.field]
        if aggregated:
            return aggregated[0]
        steps = self._network.tree(named)
        below = dict.fromkeys(named, 0)
        for known, new, link in steps:
            for table in (known, new):
                below.setdefault(table, 0)
            below[link.to_table] += 1
        bottom = [table for table, count in below.items() if not count]
        if len(bottom) == 1 and bottom[0] in named:
            return bottom[0]
        others = [table for table in named if table != grouped]
        if len(others) == 1:
            return others[0]
        raise Unsaid

    def _term(self, term: Term, head: str) -> str:
        if term.fn == "":
            return self._names.column(field_of(term), head)
        if term.field is None:
            return f"the number of {self._names.many(head)}"
        column = self._names.column(term.field, head)
        if term.fn == "count":
            return f"the number of {'different ' if term.distinct else ''}{plural(column)}"
        return f"the {self._names.aggregate(term)} {column}"

    def _end(self, order: Order) -> str:
        return self._names.end(order.by.field, high=order.descending)
