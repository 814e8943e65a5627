"""The conditions of a composed query in English: whose age is above 20, that do not have any pets.

Owns the words of tests, of absence and of comparisons with an aggregate. Which rows they belong to, the sentence says.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.readers.sketching.naming import Names, Unsaid, field_of, listed, tables_used, value
from copilot.readers.sketching.query import Field, Query, Test


class Conditions:
    """Says conditions with the names of one catalog."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def lacking(self, head: str, inner: Query, groups: Sequence[tuple[Test, ...]]) -> str:
        """Return the words for rows that have no partner, or not one that meets conditions."""
        others = [table for table in tables_used(inner) if table != head]
        if not others:
            if not groups:
                raise Unsaid
            return f" except those{self.said(tuple(groups), head)}"
        fields = [test.left.field for group in groups for test in group if test.left.field]
        # The condition's own table is what a person names; a table in between only leads there.
        noun = fields[0].table if fields and fields[0].table != head else others[0]
        return f" that do not have any {self._names.many(noun)}{self.said(tuple(groups), noun)}"

    def said(self, groups: tuple[tuple[Test, ...], ...], head: str) -> str:
        """Return the words that follow what the rows are called; groups of alternatives come last, where "or" ends."""
        parts = [listed([self._condition(test, head) for test in group], "or") for group in sorted(groups, key=len)]
        return f" {' and '.join(parts)}" if parts else ""

    def _condition(self, test: Test, head: str) -> str:
        field = field_of(test.left)
        if isinstance(test.right, Query):
            return self._against(test, field, test.right, head)
        subject = f"whose {self._names.column(field, head)}"
        if field.table != head:
            subject = f"where the {self._names.column(field, head)}"
        values = [value(one) for one in test.right]
        match test.op:
            case "null":
                return f"{subject} is missing"
            case "not null":
                return f"{subject} is not missing"
            case "between":
                return f"{subject} is between {values[0]} and {values[1]}"
            case "in":
                return f"{subject} is {listed(values, 'or')}"
            case "not in":
                return f"{subject} is neither {listed(values, 'nor')}"
            case "like" | "not like":
                return f"{subject} {_letters(str(test.right[0]), negated=test.op == 'not like')}"
            case _:
                return f"{subject} {self._names.comparison(field, test.op)} {values[0]}"

    def _against(self, test: Test, field: Field, inner: Query, head: str) -> str:
        """Return a comparison with what another query gives."""
        if test.op in ("in", "not in") and not (inner.group or inner.order or inner.combined or inner.limit):
            lacking = self.lacking(head, inner, inner.where).strip()
            if test.op == "not in":
                return lacking
            return lacking.replace("that do not have any", "that have", 1)
        plain = not (inner.where or inner.group or inner.combined or inner.limit)
        if not plain or len(inner.select) != 1 or inner.select[0].field != field:
            raise Unsaid
        column, fn = self._names.column(field, head), inner.select[0].fn
        if test.op == "=" and fn in ("min", "max"):
            return f"with the {self._names.end(field, high=fn == 'max')} {column}"
        if test.op not in ("<", ">") or fn == "" or fn == "count":
            raise Unsaid
        subject = f"whose {column}" if field.table == head else f"where the {column}"
        compared = "above" if test.op == ">" else "below"
        return f"{subject} is {compared} the {self._names.aggregate(inner.select[0])} {column}"


def _letters(pattern: str, *, negated: bool) -> str:
    """Return a pattern in words."""
    text = pattern.strip("%")
    if not text or "%" in text or "_" in text:
        raise Unsaid
    starts, ends = not pattern.startswith("%"), not pattern.endswith("%")
    verbs = ("start with", "starts with") if starts else ("end with", "ends with") if ends else ("contain", "contains")
    return f"does not {verbs[0]} {value(text)}" if negated else f"{verbs[1]} {value(text)}"
