"""Statements made from a grammar of DuckDB's SELECT.

Owns the making: deep, odd, mostly sound in types, so that a good part of what is made runs. Operators are written in
flat chains without brackets, since that is where two parsers differ. Rows with LIMIT are ordered by everything, so
that what comes back does not hang on chance.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.fuzzing.forms import AGGREGATES, CALLS, LITERALS, TURNED
from tests.gate_mutations.world import COLUMNS, HIDDEN_COLUMNS, HIDDEN_TABLES

Columns = list[tuple[str, str]]
"""Names as they are written, with the kind of value: num, text, date, time, list, struct, json, bool."""
_KINDS = {
    "INTEGER": "num", "DECIMAL(10,2)": "num", "DOUBLE": "num", "VARCHAR": "text", "DATE": "date", "TIMESTAMP": "time",
    "VARCHAR[]": "list", "JSON": "json", "BOOLEAN": "bool",
}  # fmt: skip
_PLAIN = ("num", "text", "date", "time", "bool")
_WORDS = {"user", "set"}
_OPERATORS = {
    "num": ("+", "-", "*", "/", "//", "%", "**", "^", "&", "|", "<<", ">>", "- -", "+ +", "* -"),
    "text": ("||", "|| '' ||"),
    "bool": ("AND", "OR", "AND NOT", "OR NOT", "= ", "IS DISTINCT FROM", "<>", "IS NOT DISTINCT FROM"),
}  # fmt: skip
_COMPARISONS = ("=", "<>", "!=", "<", ">", "<=", ">=", "==", "IS DISTINCT FROM", "IS NOT DISTINCT FROM")
_TEXT_TESTS = (
    "LIKE",
    "NOT LIKE",
    "ILIKE",
    "NOT ILIKE",
    "GLOB",
    "~~",
    "!~~",
    "SIMILAR TO",
    "~",
    "!~",
    "^@",
    "NOT SIMILAR TO",
)
_PATTERNS = ("'%a%'", "'p%'", "'_'", "'.*'", "'[a-c]'", "'%''%'", "'a%' ESCAPE 'a'")
_JOINS = (
    "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "INNER JOIN", "FULL OUTER JOIN", "SEMI JOIN", "ANTI JOIN",
    "LEFT OUTER JOIN",
)  # fmt: skip


def _quoted(name: str) -> str:
    return f'"{name}"' if name in _WORDS or " " in name or name != name.lower() else name


def seen_columns(table: str) -> Columns:
    """Return the columns of a table that may be seen."""
    hidden = HIDDEN_COLUMNS.get(table, ())
    return [(_quoted(n), _KINDS.get(k, "struct")) for n, k in COLUMNS[table].items() if n not in hidden]


TABLES = [table for table in COLUMNS if table not in HIDDEN_TABLES]


class Maker:
    """Makes one statement after the other from a dice.

    Args:
        dice: where every choice comes from.
        spice: the share of names that may not be seen.
    """

    def __init__(self, dice: Random, *, spice: float = 0.01) -> None:
        self._dice = dice
        self._spice = spice
        self._made = 0
        self._parts: list[tuple[str, Columns]] = []

    def statement(self) -> str:
        """Return a whole statement."""
        self._made, self._parts = 0, []
        depth = self._dice.choice((1, 2, 2, 3, 3, 4, 5))
        if self._dice.random() < 0.2:
            return self._with(depth)
        return self._query(depth)[0]

    def _alias(self) -> str:
        self._made += 1
        return self._dice.choice(("t{}", "t{}", "T{}", '"a {}"', "ü{}", "_q{}")).format(self._made)

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share

    # -- queries -------------------------------------------------------------------------------------------------

    def _with(self, depth: int) -> str:
        heads = []
        for _ in range(self._dice.randint(1, 3)):
            name = self._alias()
            sql, columns = self._query(depth - 1)
            kept = self._dice.choice(("", "", "MATERIALIZED ", "NOT MATERIALIZED "))
            if self._chance(0.25):
                columns = [(f"k{at}", kind) for at, (_, kind) in enumerate(columns)]
                heads.append(f"{name}({', '.join(c for c, _ in columns)}) AS {kept}({sql})")
            else:
                heads.append(f"{name} AS {kept}({sql})")
            self._parts.append((name, columns))
        if self._chance(0.15):
            name = self._alias()
            heads.append(f"{name}(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM {name} WHERE n < 4)")
            self._parts.append((name, [("n", "num")]))
            return f"WITH RECURSIVE {', '.join(heads)} {self._query(depth)[0]}"
        return f"WITH {', '.join(heads)} {self._query(depth)[0]}"

    def _query(self, depth: int) -> tuple[str, Columns]:
        way = self._dice.random()
        if depth > 1 and way < 0.12:
            return self._set_operation(depth)
        if way < 0.16:
            return self._values()
        if way < 0.21:
            return self._pivot()
        if way < 0.24:
            return self._unpivot()
        return self._select(depth)

    def _values(self) -> tuple[str, Columns]:
        kinds = [self._dice.choice(("num", "text", "date")) for _ in range(self._dice.randint(1, 3))]
        rows = [f"({', '.join(self._literal(kind) for kind in kinds)})" for _ in range(self._dice.randint(1, 4))]
        names = [(f"v{at}", kind) for at, kind in enumerate(kinds)]
        return f"SELECT * FROM (VALUES {', '.join(rows)}) AS w({', '.join(n for n, _ in names)})", names

    def _pivot(self) -> tuple[str, Columns]:
        way, _ = self._dice.choice(TURNED["pivot"])
        return f"SELECT * FROM ({way}) AS {self._alias()}" if not way.startswith("SELECT") else way, []

    def _unpivot(self) -> tuple[str, Columns]:
        way, _ = self._dice.choice(TURNED["unpivot"])
        return (way, []) if way.startswith("SELECT") else (f"SELECT * FROM ({way})", [])

    def _set_operation(self, depth: int) -> tuple[str, Columns]:
        kinds = [self._dice.choice(("num", "text", "date")) for _ in range(self._dice.randint(1, 2))]
        words = (
            "UNION",
            "UNION ALL",
            "INTERSECT",
            "EXCEPT",
            "EXCEPT ALL",
            "INTERSECT ALL",
            "UNION ALL BY NAME",
            "UNION BY NAME",
            "UNION DISTINCT",
        )
        arms, columns = [], [(f"s{at}", kind) for at, kind in enumerate(kinds)]
        for _ in range(self._dice.randint(2, 4)):
            source, scope = self._source(depth - 1)
            picked = ", ".join(f"{self._expression(kind, scope, 1)} AS {name}" for name, kind in columns)
            arms.append(f"SELECT {picked} FROM {source}")
        sql = arms[0]
        for arm in arms[1:]:
            sql = f"{sql} {self._dice.choice(words)} {f'({arm})' if self._chance(0.2) else arm}"
        if self._chance(0.4):
            sql += self._dice.choice(
                (" ORDER BY 1", " ORDER BY ALL", " ORDER BY s0 DESC NULLS FIRST, ALL", " ORDER BY ALL LIMIT 5")
            )
        return sql, columns

    def _select(self, depth: int) -> tuple[str, Columns]:
        source, scope = self._source(depth)
        condition = f" WHERE {self._expression('bool', scope, depth)}" if self._chance(0.5) else ""
        if self._chance(0.35):
            body, columns = self._grouped(source, scope, condition, depth)
        else:
            body, columns = self._listed(source, scope, condition, depth)
        if self._chance(0.35):
            order = self._dice.choice((" ORDER BY ALL", " ORDER BY ALL DESC NULLS LAST", " ORDER BY 1, ALL"))
            order = order.replace("1, ALL", ", ".join(str(at + 1) for at in range(len(columns) or 1)))
            limit = self._dice.choice(
                ("", " LIMIT 3", " LIMIT 4 OFFSET 2", " FETCH FIRST 2 ROWS ONLY", " LIMIT 1_0", " OFFSET 3")
            )
            body += order + (limit if "ALL" in order else "")
        return body, columns

    def _listed(self, source: str, scope: Columns, condition: str, depth: int) -> tuple[str, Columns]:
        if self._chance(0.12):
            star = self._dice.choice(("*", "*", "* EXCLUDE ({})", "* REPLACE ({} AS {})", "* RENAME ({} AS nn)"))
            name = self._dice.choice(scope)[0].rpartition(".")[2] if scope else "id"
            return f"{self._dice.choice(('SELECT {} FROM', 'FROM'))} {source}{condition}".replace(
                "{}", star.replace("{}", name)
            ), []
        picked, columns = [], []
        for at in range(self._dice.randint(1, 4)):
            kind = self._dice.choice((*_PLAIN, "num", "text", "list"))
            picked.append(self._named(self._computed(kind, scope, depth), f"c{at}"))
            columns.append((f"c{at}", kind))
        distinct = self._dice.choice(("", "", "", "DISTINCT "))
        qualify = ""
        if self._chance(0.08) and scope:
            part, order = self._dice.choice(scope)[0], self._dice.choice(scope)[0]
            qualify = f" QUALIFY rank() OVER (PARTITION BY {part} ORDER BY {order}) <= 2"
        if self._chance(0.1):
            return f"FROM {source} SELECT {distinct}{', '.join(picked)}{condition}{qualify}", columns
        return f"SELECT {distinct}{', '.join(picked)} FROM {source}{condition}{qualify}", columns

    def _named(self, sql: str, name: str) -> str:
        return self._dice.choice(("{0} AS {1}", "{0} AS {1}", "{0} {1}", "{1}: {0}", '{0} AS "{1}"')).format(sql, name)

    def _grouped(self, source: str, scope: Columns, condition: str, depth: int) -> tuple[str, Columns]:
        keys = [
            self._expression(self._dice.choice(("text", "num", "date")), scope, 1)
            for _ in range(self._dice.randint(0, 2))
        ]
        picked = [f"{key} AS k{at}" for at, key in enumerate(keys)]
        columns: Columns = [(f"k{at}", "x") for at in range(len(keys))]
        for at in range(self._dice.randint(1, 3)):
            kind = self._dice.choice(tuple(AGGREGATES))
            picked.append(f"{self._aggregate(kind, scope, depth)} AS g{at}")
            columns.append((f"g{at}", kind))
        places = ", ".join(str(at + 1) for at in range(len(keys)))
        ways = [
            "GROUP BY ALL",
            f"GROUP BY {', '.join(keys)}",
            f"GROUP BY {places}",
            f"GROUP BY ROLLUP ({', '.join(keys)})",
        ]
        ways += [
            f"GROUP BY CUBE ({places})",
            f"GROUP BY GROUPING SETS (({', '.join(keys)}), ())",
            f"GROUP BY {', '.join(f'k{a}' for a in range(len(keys)))}",
        ]
        group = f" {self._dice.choice(ways)}" if keys else self._dice.choice(("", "", " GROUP BY ALL", " GROUP BY ()"))
        having = f" HAVING {self._aggregate('num', scope, 1)} > 1" if self._chance(0.2) else ""
        return f"SELECT {', '.join(picked)} FROM {source}{condition}{group}{having}", columns

    # -- sources -------------------------------------------------------------------------------------------------

    def _source(self, depth: int) -> tuple[str, Columns]:
        sql, scope = self._single(depth)
        for _ in range(self._dice.choice((0, 0, 0, 1, 1, 2)) if depth > 1 else 0):
            other, columns = self._single(depth - 1)
            way = self._dice.random()
            if way < 0.12:
                sql, scope = f"{sql}, {other}", scope + columns
            elif way < 0.2:
                sql, scope = f"{sql} CROSS JOIN {other}", scope + columns
            elif way < 0.25:
                sql, scope = f"{sql} POSITIONAL JOIN {other}", scope + columns
            elif way < 0.35:
                pick = self._expression("num", scope, 0)
                name = self._alias()
                sql, scope = f"{sql}, LATERAL (SELECT {pick} + 1 AS la) AS {name}", [*scope, (f"{name}.la", "num")]
            else:
                join = self._dice.choice(_JOINS)
                condition = f"{self._expression('num', scope, 0)} = {self._expression('num', columns, 0)}"
                if self._chance(0.3):
                    condition += f" AND {self._expression('bool', scope + columns, 1)}"
                sql = f"{sql} {join} {other} ON {condition}"
                scope = scope if join in ("SEMI JOIN", "ANTI JOIN") else scope + columns
        return sql, scope

    def _single(self, depth: int) -> tuple[str, Columns]:
        name = self._alias()
        way = self._dice.random()
        if depth > 1 and way < 0.3:
            sql, columns = self._query(depth - 1)
            if not columns:
                return f"({sql}) AS {name}", []
            if self._chance(0.2):
                columns = [(f"r{at}", kind) for at, (_, kind) in enumerate(columns)]
                return f"({sql}) AS {name}({', '.join(c for c, _ in columns)})", self._prefixed(name, columns)
            return f"({sql}) AS {name}", self._prefixed(name, columns)
        if way < 0.35:
            return f"range({self._dice.randint(0, 6)}) AS {name}(i)", [(f"{name}.i", "num")]
        if way < 0.38:
            return f"unnest([1, 2, 3]) AS {name}(i)", [(f"{name}.i", "num")]
        if self._parts and way < 0.6:
            part, columns = self._dice.choice(self._parts)
            return f"{part} AS {name}", self._prefixed(name, columns)
        if self._chance(self._spice):
            return f"{self._dice.choice((*HIDDEN_TABLES, 'pay_view', 'hr.orders', 'duckdb_tables()'))} AS {name}", [
                (f"{name}.person", "text")
            ]
        table = self._dice.choice(TABLES)
        written = self._dice.choice((table, table, table, table.upper(), f"main.{table}", f'"{table}"'))
        columns = seen_columns(table)
        if self._chance(0.15):
            return written, columns
        return f"{written}{self._dice.choice((' AS ', ' '))}{name}", self._prefixed(name, columns)

    @staticmethod
    def _prefixed(name: str, columns: Columns) -> Columns:
        return [(f"{name}.{column}", kind) for column, kind in columns]

    # -- expressions ---------------------------------------------------------------------------------------------

    def _literal(self, kind: str) -> str:
        return self._dice.choice(LITERALS.get(kind, ["NULL"]))

    def _atom(self, kind: str, scope: Columns) -> str:
        if self._chance(self._spice):
            return self._dice.choice(
                ("ssn", "salary", "cost", "rowid", "customers.ssn", "COLUMNS(*)", "t1.salary", "pay")
            )
        found = [name for name, its in scope if its == kind]
        if found and self._chance(0.75):
            return self._dice.choice(found)
        if kind == "json":
            return """'{"k": 1}'::JSON"""
        return self._literal(kind)

    def _expression(self, kind: str, scope: Columns, depth: int) -> str:
        if depth <= 0 or self._chance(0.25):
            return self._atom(kind, scope)
        ways: list[Callable[[], str]] = [lambda: self._call(kind, scope, depth)] * 3
        if kind in _OPERATORS:
            ways += [lambda: self._chain(kind, scope, depth)] * 3
        if kind == "bool":
            ways += [lambda: self._comparison(scope, depth)] * 3
        ways += [lambda: self._choice(kind, scope, depth), lambda: self._subquery(kind, scope, depth)]
        made = self._dice.choice(ways)()
        return f"({made})" if self._chance(0.35) else made

    def _chain(self, kind: str, scope: Columns, depth: int) -> str:
        parts = [self._expression(kind, scope, depth - 1)]
        for _ in range(self._dice.randint(1, 3)):
            parts += [self._dice.choice(_OPERATORS[kind]), self._expression(kind, scope, depth - 2)]
        first = self._dice.choice(("-", "+", "~", "- -")) + " " if kind == "num" and self._chance(0.1) else ""
        return first + " ".join(parts)

    def _call(self, kind: str, scope: Columns, depth: int) -> str:
        calls = CALLS.get(kind)
        if calls is None:
            return self._atom(kind, scope)
        form, kinds = self._dice.choice(calls)
        return form.format(*(self._expression(each, scope, depth - 1) for each in kinds))

    def _comparison(self, scope: Columns, depth: int) -> str:
        if self._chance(0.3):
            test = f"{self._dice.choice(_TEXT_TESTS)} {self._dice.choice(_PATTERNS)}"
            return f"{self._expression('text', scope, depth - 1)} {test}"
        kind = self._dice.choice(("num", "text", "date", "time"))
        sides = [self._expression(kind, scope, depth - 1) for _ in range(2)]
        return f"{sides[0]} {self._dice.choice(_COMPARISONS)} {sides[1]}"

    def _choice(self, kind: str, scope: Columns, depth: int) -> str:
        tests = " ".join(
            f"WHEN {self._expression('bool', scope, depth - 1)} THEN {self._expression(kind, scope, depth - 1)}"
            for _ in range(self._dice.randint(1, 2))
        )
        return f"CASE {tests} ELSE {self._atom(kind, scope)} END"

    def _subquery(self, kind: str, scope: Columns, depth: int) -> str:
        source, inner = self._source(min(depth - 1, 2))
        both = inner + scope
        condition = self._expression("bool", both, 1)
        if kind == "bool" and self._chance(0.7):
            form = self._dice.choice(
                (
                    "EXISTS ({})",
                    "NOT EXISTS ({})",
                    "{{}} IN ({})",
                    "{{}} NOT IN ({})",
                    "{{}} > ALL ({})",
                    "{{}} = ANY ({})",
                )
            )
            sql = form.format(f"SELECT {self._atom('num', inner)} FROM {source} WHERE {condition}")
            return sql.replace("{}", self._atom("num", scope))
        made = self._aggregate(kind, inner, 1) if kind in AGGREGATES else f"max({self._atom(kind, inner)})"
        return f"(SELECT {made} FROM {source} WHERE {condition})"

    def _aggregate(self, kind: str, scope: Columns, depth: int) -> str:
        form, of = self._dice.choice(AGGREGATES[kind])
        made = form.format(*(self._expression(each, scope, min(depth - 1, 2)) for each in of))
        if self._chance(0.08) and "ORDER BY" not in made and "FILTER" not in made:
            made += f" FILTER (WHERE {self._expression('bool', scope, 1)})"
        return made

    def _computed(self, kind: str, scope: Columns, depth: int) -> str:
        """An expression of SELECT's list, where windows may stand."""
        if kind in ("num", "bool", "date") and self._chance(0.12) and scope:
            made = self._aggregate(kind, scope, 1)
            if "WITHIN" in made or "FILTER" in made or "DISTINCT" in made:
                return self._expression(kind, scope, depth)
            part = f"PARTITION BY {self._dice.choice(scope)[0]}"
            order = f"ORDER BY {self._dice.choice(scope)[0]}{self._dice.choice(('', ' DESC', ' NULLS FIRST'))}"
            frame = self._dice.choice(
                (
                    "",
                    " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
                    " GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                )
            )
            over = self._dice.choice(
                (
                    "",
                    part,
                    order,
                    f"{part} {order}",
                    f"{order}{frame}",
                    f"{part} {order}{frame} EXCLUDE GROUP" if frame else part,
                )
            )
            ranked = self._dice.choice(("rank()", "dense_rank()", "percent_rank()", "cume_dist()"))
            return f"{ranked if kind == 'num' and self._chance(0.4) else made} OVER ({over})"
        return self._expression(kind, scope, depth)
