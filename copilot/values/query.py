"""The validated query, the limits it runs under and the rows that come back.

Owns the seal: a `ValidatedQuery` is made by the function that `claim_mint` hands out, and it hands it out once, to
`copilot.gate`. Refuses to decide what is permitted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NoReturn

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlglot import exp

Engine = Literal["duckdb", "sqlite"]
"""The engines that askbi runs itself."""
Dialect = Literal["duckdb", "sqlite", "postgres", "mysql", "snowflake", "bigquery", "tsql", "clickhouse", "spark"]
"""The dialects that the gate reads and writes; those beyond `Engine` are not yet run by any source."""
_SEAL = object()
_claimed = False


class ValidatedQuery:
    """A query that the gate has let through; what `Source.run` takes, and nothing else.

    Attributes:
        tree: the validated statement, over the tables as the reader's role sees them.
        shown: the tree written in `dialect`: the SQL that people see.
        text: what is run: `shown`, with each table replaced by what the role may see of it.
        fenced: empty, or `text` with a fence around each such replacement. The engine may try an expression on rows
            that the role may not see before it drops them; where `text` fails, the outcome of this one counts.
        dialect: the source's SQL dialect.
        parameters: typed values by name.
        tables: names of the stored tables that `text` reads; the engine's second opinion must agree.
        row_cap: most rows that are handed back; the text asks for one more.
    """

    __slots__ = ("_fence", "dialect", "parameters", "row_cap", "shown", "tables", "text", "tree")

    tree: exp.Expression
    shown: str
    text: str
    _fence: Callable[[], str]
    dialect: Dialect
    parameters: Mapping[str, Any]
    tables: frozenset[str]
    row_cap: int

    def __init__(self, seal: object, **fields: Any) -> None:
        if seal is not _SEAL:
            raise TypeError("a ValidatedQuery is made by copilot.gate only; use validate(text) or admit(tree)")
        for name in self.__slots__:
            object.__setattr__(self, name, fields[name])

    @property
    def fenced(self) -> str:
        """The text with fences, written and proved when it is asked for: it is seldom needed and costs milliseconds."""
        fence: Callable[[], str] = self._fence
        return fence()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(
            f"a ValidatedQuery cannot be changed (tried to set {name!r}); validate the new SQL instead"
        )

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a ValidatedQuery cannot be changed (tried to delete {name!r})")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a ValidatedQuery is not copied or stored; keep its text and validate that again")

    def __repr__(self) -> str:
        return f"ValidatedQuery({self.text!r})"


def claim_mint() -> Callable[..., ValidatedQuery]:
    """Return the one function that makes a `ValidatedQuery`; the second call raises `RuntimeError`."""
    global _claimed
    if _claimed:
        raise RuntimeError("the mint of ValidatedQuery is already held by copilot.gate")
    _claimed = True

    def mint(**fields: Any) -> ValidatedQuery:
        return ValidatedQuery(_SEAL, **fields)

    return mint


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use."""

    seconds: float = 30.0
    """Deadline from the call to the rows."""
    rows: int = 10_000
    """Most rows handed back; one more is asked for, so that truncation is known."""
    megabytes: float = 64.0
    """Most millions of bytes handed back, as Arrow counts them; what is beyond is left out, as with rows."""


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of one query."""

    table: pa.Table
    """At most `Limits.rows` rows."""
    truncated: bool
    seconds: float
    """Time in the engine."""
