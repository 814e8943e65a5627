"""The gate's two doors and the order in which the rules are asked.

Owns the making of `ValidatedQuery`. Text is read in `copilot.gate.reading`, rules on the tree are in
`copilot.gate.rules`, on names in `copilot.gate.names`, on sizes in `copilot.gate.bounds`; allow-lists are in
`copilot.gate.vocabulary`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError

from copilot.errors import Refused
from copilot.gate import bounds, growth, pivots, places, quirks, reading, rules
from copilot.gate.dialects import GRAMMARS
from copilot.gate.names import Names
from copilot.gate.permitted import Permitted
from copilot.values import Catalog, ValidatedQuery
from copilot.values.query import Dialect, claim_mint

_mint: Final = claim_mint()
_MOST_ASKED: Final = 4
_NAMES: Final[dict[Dialect, str]] = {
    "duckdb": "DuckDB", "sqlite": "SQLite", "postgres": "PostgreSQL", "mysql": "MySQL", "snowflake": "Snowflake",
    "bigquery": "BigQuery", "tsql": "T-SQL", "clickhouse": "ClickHouse", "spark": "Spark",
}  # fmt: skip


class Gate:
    """Turns text or trees into validated queries over one catalog.

    Args:
        catalog: the tables and columns that exist for the reader; nothing else does.
        dialect: the SQL dialect that texts are written in and that comes out.
        permitted: what stands behind each of these tables where a role holds.

    >>> from copilot.values import Column, Table
    >>> orders = Table("orders", {"amount": Column("amount", "float", "DOUBLE")})
    >>> print(Gate(Catalog({"orders": orders}), "duckdb").validate("select AMOUNT from orders", rows=9).text)
    SELECT
      orders.amount AS "AMOUNT"
    FROM orders
    LIMIT 10
    """

    def __init__(self, catalog: Catalog, dialect: Dialect, permitted: Permitted | None = None) -> None:
        self._dialect: Dialect = dialect
        self._names = Names({name: table.columns for name, table in catalog.tables.items()}, dialect)
        self._permitted = permitted if permitted is not None and permitted.relations else None

    def know(self, catalog: Catalog, permitted: Permitted) -> None:
        """Take other tables for those that exist from now on: what people keep as views comes and goes."""
        self._names = Names({name: table.columns for name, table in catalog.tables.items()}, self._dialect)
        self._permitted = permitted if permitted.relations else None

    def validate(
        self, text: str, *, rows: int, values: Callable[[ValidatedQuery], Sequence[Any]] | None = None
    ) -> ValidatedQuery:
        """Return the validated form of SQL that a person, a model, a reader or a file supplied.

        Args:
            text: one statement.
            rows: the most rows that may come back.
            values: runs a query that the gate has made and validated, and returns its first column: a PIVOT that does
                not list its values needs them. Where left out, such a PIVOT is refused.

        Raises:
            Refused: a rule says no; the error carries the rule's name and the place in the text.
        """
        kept: dict[str, Sequence[Any]] = {}

        def distinct(query: exp.Select) -> Sequence[Any]:
            assert values is not None
            written = query.sql(dialect=GRAMMARS[self._dialect])
            if written not in kept:
                if len(kept) == _MOST_ASKED:
                    raise Refused(f"At most {_MOST_ASKED} PIVOTs may leave out their values.", rule="bounds")
                kept[written] = values(self.validate(written, rows=pivots.MAX_PIVOT + 1, values=values))
            return kept[written]

        shapes = pivots.Pivots(
            self._dialect, columns=self._names.columns_of, distinct=distinct if values is not None else None
        )

        def parsed() -> exp.Expression:
            tree = reading.one_statement(text, self._dialect)
            if _holds(tree, exp.Pivot):
                tree = shapes.as_selects(tree)
            if self._dialect == "duckdb" and _holds(tree, exp.Lambda, exp.Comprehension, exp.Join):
                quirks.arrows_as_json(tree)
                quirks.asof_with_on(tree)
                tree = quirks.comprehensions_as_functions(tree)
            return tree

        def checked() -> ValidatedQuery:
            reading.text_hygiene(text, self._dialect)
            tree = parsed()
            rules.read_only(tree, self._dialect)
            bounds.plain_limits(tree, self._dialect)
            rules.known_nodes(tree, self._dialect)
            rules.known_functions(tree, self._dialect)
            if _holds(tree, exp.GenerateSeries, exp.With, exp.Cube, exp.Rollup, exp.GroupingSets, exp.Lambda):
                bounds.short_series(tree, self._dialect)
                growth.small_enough_growth(tree, self._dialect)
            return self._seal(tree, rows, parsed)

        try:
            return _sound(checked)
        except Refused as error:
            error.spot = places.found(error, text)
            raise

    def takes(self, expression: str, tables: tuple[str, ...]) -> bool:
        """Return whether an expression over some tables may stand in a query."""
        names = ", ".join(exp.to_identifier(name, quoted=True).sql() for name in tables)
        try:
            self.validate(f"SELECT {expression} AS x{f' FROM {names}' if names else ''}", rows=1)
        except Refused:
            return False
        return True

    def admit(self, tree: exp.Expression, *, rows: int) -> ValidatedQuery:
        """Return the validated form of a tree that the catalog or insight built itself.

        Text hygiene and the lists of constructs and functions are left out; names and bounds are not.

        Raises:
            Refused: a rule says no; the error carries the rule's name.
        """

        def checked() -> ValidatedQuery:
            own: exp.Expression = tree.copy()
            rules.read_only(own, self._dialect)
            bounds.plain_limits(own, self._dialect)
            return self._seal(own, rows, tree.copy)

        return _sound(checked)

    def _seal(self, tree: exp.Expression, rows: int, again: Callable[[], exp.Expression]) -> ValidatedQuery:
        written = self._names.prepare(tree)
        rules.plain_tables(tree, self._dialect)
        tables = self._names.base_tables(tree)
        qualified = self._names.resolve(tree, tables, written, again)
        bounds.cap_rows(qualified, rows)
        stored = frozenset(self._names.tables[name] for name in tables)
        shown = self._written_out(qualified)
        fence: Callable[[], str] = _no_fence
        if self._permitted and self._permitted.drops_rows(stored):
            fence = partial(self._enforced, qualified, stored, fenced=True)
        return _mint(
            tree=qualified,
            shown=shown,
            text=self._enforced(qualified, stored) if self._permitted else shown,
            _fence=fence,
            dialect=self._dialect,
            parameters=self._permitted.parameters(stored) if self._permitted else {},
            tables=self._permitted.reads(stored) if self._permitted else stored,
            row_cap=rows,
        )

    def _enforced(self, tree: exp.Expression, tables: frozenset[str], *, fenced: bool = False) -> str:
        """Return what is run under the policy, proved from its text."""
        assert self._permitted is not None
        text = self._written_out(self._permitted.applied(tree, fenced=fenced))
        if self._permitted.restricted:
            self._permitted.prove(text, self._dialect, tables)
        return text

    def _written_out(self, tree: exp.Expression) -> str:
        """Write the tree; refuse what would be left out, or for SQLite get LIMIT in the wrong place."""
        if self._dialect == "sqlite":
            rewritten = [node for node in tree.find_all(exp.Qualify, exp.Distinct) if _lacking(node)]
            if rewritten:
                raise Refused(
                    "SQLite has no QUALIFY and no DISTINCT ON; number the rows in an inner SELECT and filter outside.",
                    rule="known_nodes",
                    place=rewritten[0].sql(),
                )
        if self._dialect == "duckdb":
            quirks.written_plainly(tree)
        try:
            return tree.sql(
                dialect=GRAMMARS[self._dialect], pretty=True, comments=False, unsupported_level=ErrorLevel.RAISE
            )
        except UnsupportedError as error:
            what = str(error).splitlines()[0].rstrip(". ")
            raise Refused(
                f"{_NAMES[self._dialect]} cannot do a part of this SQL ({what}); write it another way.",
                rule="known_nodes",
            ) from error


def _holds(tree: exp.Expression, *kinds: type[exp.Expr]) -> bool:
    """Return whether a construct is anywhere in a tree; one look spares most statements several walks."""
    return tree.find(*kinds) is not None


def _no_fence() -> str:
    return ""


def _lacking(node: exp.Expr) -> bool:
    return isinstance(node, exp.Qualify) or bool(node.args.get("on"))


def _sound(checked: Callable[[], ValidatedQuery]) -> ValidatedQuery:
    """Refuse what the parser's machinery gives out on: it recurses, and it meets trees that it did not expect."""
    try:
        return checked()
    except RecursionError:
        raise Refused("The SQL is nested too deeply to be checked; split it with WITH.", rule="text_hygiene") from None
    except (SqlglotError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise Refused(
            "The SQL cannot be checked as it stands; write it in a plainer way.", rule="known_nodes"
        ) from error
