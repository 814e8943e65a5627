"""Who may see what: the policy file and the role that a person holds.

Owns the form of the file and its sentences when something in it is wrong. Refuses to know data or SQL: whether the
tables and columns are there, how attributes are bound and how the rules are enforced belongs to `copilot.gate`.

The file is YAML. A policy without a role shows nothing; a table that a role does not name does not exist for it::

    roles:
      eu_analyst:
        tables: [orders, customers]        # or "*", every stored table; a view only by its name
        hide_columns: {customers: [ssn]}   # or a list of table.column
        mask_columns: {customers: {name: partial, phone: hash, birthday: null}}
        rows: {orders: "region = :user.region"}
        lookup: [grants]                   # what conditions may read though the role does not see it
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, Literal, cast, get_args

from copilot.errors import PolicyError, did_you_mean
from copilot.marked_yaml import Place, read_text

Mask = Literal["null", "hash", "partial"]
"""``null``: nothing is left. ``hash``: equal values stay equal. ``partial``: first and last character of a text."""

Attribute = str | int | float | Decimal | bool | date | datetime | None
"""What an attribute of a person may be, alone or in a list."""

_MASKS = get_args(Mask)
_PLAIN: dict[type, Callable[[Any], Attribute]] = {
    str: lambda text: str.__str__(text),
    int: lambda number: int.__add__(number, 0),
    float: lambda number: float.__add__(number, 0.0),
    Decimal: lambda number: Decimal(Decimal.__str__(number)),
    datetime: lambda moment: datetime.fromisoformat(datetime.isoformat(moment)),
    date: lambda day: date.fromisoformat(date.isoformat(day)),
}
_MOST_BYTES = 1_000_000
EVERY = "*"
_KEYS = {
    "file": {"roles"},
    "role": {"tables", "hide_columns", "mask_columns", "rows", "lookup", "description"},
}


@dataclass(frozen=True, slots=True)
class Role:
    """What one role may see, as the file says it; names are not compared with data yet."""

    name: str
    tables: tuple[str, ...]
    """Names; ``*`` among them stands for every stored table, but for no view."""
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns by table."""
    masked: Mapping[str, Mapping[str, Mask]] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    """By table: one boolean expression in DuckDB's SQL."""
    lookups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """The roles of one policy file."""

    roles: Mapping[str, Role]
    digest: str
    """Hash of the file's text, 32 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The role that a person holds, with the attributes that its conditions may ask for."""

    role: Role
    user: Mapping[str, Attribute | tuple[Attribute, ...]]
    digest: str
    """Hash of policy, role and attributes: two grants with the same digest see the same, 32 hexadecimal digits."""


def read_policy(path: str | os.PathLike[str]) -> Policy:
    """Return the policy of a file.

    Raises:
        PolicyError: the file cannot be read or does not fit the form.
    """
    file = Path(path).expanduser()
    return parse_policy(read_text(file, PolicyError, most_bytes=_MOST_BYTES), origin=file.name)


def parse_policy(text: str, *, origin: str = "the policy") -> Policy:
    """Return the policy that a YAML text holds.

    Raises:
        PolicyError: the text is not YAML or does not fit the form.

    >>> policy = parse_policy("roles: {eu: {tables: [orders], rows: {orders: 'region = :user.region'}}}")
    >>> policy.roles["eu"].rows["orders"]
    'region = :user.region'
    """
    root = _Place.of(text, origin)
    listed = root.mapping("file").child("roles") if root is not None else None
    if root is None or listed is None:
        raise PolicyError(f"{origin} has no roles; write roles: with a name and what it may see for each")
    root.only("file")
    roles = {name: _role(name, place) for name, place in listed.pairs()}
    return Policy(roles, hashlib.sha256(text.encode()).hexdigest()[:32])


def grant(policy: Policy, role: str | None, user: Mapping[str, Any] | None = None) -> Grant:
    """Return what a person holds who comes with a role and attributes.

    Args:
        policy: the policy in force.
        role: one of its roles; without one nothing may be seen.
        user: the person's attributes by name, each a text, number, date, True, False or None, or a list of such.

    Raises:
        PolicyError: there is no such role, or an attribute is of no kind that can be bound.
    """
    if not role:
        raise PolicyError(f"a policy is in force, and it shows nothing without a role; give {_choices(policy)}")
    if role not in policy.roles:
        hint = did_you_mean(role, policy.roles) or f"; give {_choices(policy)}"
        raise PolicyError(f"the policy has no role {role!r}{hint}")
    bound = {str(name): _attribute(str(name), value) for name, value in (user or {}).items()}
    written = repr((policy.digest, role, sorted((name, repr(value)) for name, value in bound.items())))
    return Grant(policy.roles[role], bound, hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:32])


def _choices(policy: Policy) -> str:
    return f"one of its roles ({', '.join(sorted(policy.roles)) or 'it has none'})"


def _attribute(name: str, value: Any) -> Attribute | tuple[Attribute, ...]:
    if isinstance(value, (list, tuple, set, frozenset)):
        listed = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
        return tuple(_single(name, each) for each in listed)
    return _single(name, value)


def _single(name: str, value: Any) -> Attribute:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal | float) and not isfinite(value):
        raise PolicyError(f"the attribute {name!r} is no finite number, which no condition can compare; give a number")
    for kind, plain in _PLAIN.items():  # what a subclass makes of itself as text is nothing to be bound
        if isinstance(value, kind):
            return plain(value)
    raise PolicyError(
        f"the attribute {name!r} is a {type(value).__name__}; give a text, number, date, True, False, None or a list"
    )


# ------------------------------------------------------------------------------------------------ parts of the file


class _Place(Place):
    """A node of the file. In a policy a key that is not known is an error: what was meant to hide must not show."""

    __slots__ = ()
    error = PolicyError
    keys = _KEYS

    def only(self, kind: str) -> _Place:
        """Refuse unknown and doubled keys."""
        known = self.mapping(kind).keys[kind]
        for name, place in self.pairs():
            if name not in known:
                place.fail(f"a {kind} has no key {name!r}; it may have {', '.join(sorted(known))}")
        return self

    def names(self) -> list[str]:
        """Return a list of names, or the one name that stands there alone."""
        found = [self.scalar()] if self.is_scalar else [item.scalar() for item in self.items()]
        return [name for name in found if name]


def _role(name: str, place: _Place) -> Role:
    place.only("role")
    listed = place.child("tables")
    if listed is None:
        place.fail(f'the role {name!r} names no tables; list them, or write tables: "*" for all')
    role = Role(
        name=name,
        tables=tuple(listed.names()),
        hidden=_hidden(place.child("hide_columns")),
        masked=_masked(place.child("mask_columns")),
        rows=_rows(place.child("rows")),
        lookups=tuple(lookup.names()) if (lookup := place.child("lookup")) is not None else (),
    )
    _fits_together(role, place)
    return role


def _fits_together(role: Role, place: _Place) -> None:
    """Refuse rules for tables that the role does not see, and columns that are hidden and masked at once."""
    for what, rules in (("hide_columns", role.hidden), ("mask_columns", role.masked), ("rows", role.rows)):
        for table in rules:
            if EVERY not in role.tables and _folded(table) not in map(_folded, role.tables):
                near = did_you_mean(table, role.tables)
                place.fail(f"{what} of the role {role.name!r} names {table!r}, which is not among its tables{near}")
    for table, masks in role.masked.items():
        hidden = {
            _folded(c) for name, columns in role.hidden.items() if _folded(name) == _folded(table) for c in columns
        }
        for column in masks:
            if _folded(column) in hidden:
                place.fail(f"{table}.{column} is both hidden and masked for the role {role.name!r}; choose one")


def _folded(name: str) -> str:
    return name.casefold()


def _hidden(place: _Place | None) -> dict[str, tuple[str, ...]]:
    if place is None:
        return {}
    if place.is_mapping:
        listed: dict[str, tuple[str, ...]] = {}
        for table, columns in place.pairs():
            _once(table, listed, columns)
            listed[table] = tuple(columns.names())
        return listed
    found: dict[str, list[str]] = {}
    for name in place.names():
        table, column = _dotted(name, place)
        found.setdefault(table, []).append(column)
    return {table: tuple(columns) for table, columns in found.items()}


def _masked(place: _Place | None) -> dict[str, dict[str, Mask]]:
    found: dict[str, dict[str, Mask]] = {}
    for name, value in place.pairs() if place is not None else ():
        if value.is_mapping:
            _once(name, found, value)
            masks = [(name, column, kind) for column, kind in value.pairs()]
        else:
            masks = [(*_dotted(name, value), value)]
        for table, column, kind in masks:
            if table not in found:
                _once(table, found, kind)
            _once(column, found.setdefault(table, {}), kind)
            found[table][column] = _mask(kind)
    return found


def _once(name: str, known: Mapping[str, object], place: _Place) -> None:
    """Refuse a name that is there already, spelled the same or otherwise: the later rule would undo the earlier."""
    if any(_folded(name) == _folded(other) for other in known):
        place.fail(f"{name!r} has a rule already; write all of its rules in one place")


def _mask(place: _Place) -> Mask:
    kind = place.scalar().casefold()
    if kind in ("", "~"):  # YAML's other spellings of null
        kind = "null"
    if kind not in _MASKS:
        place.fail(f"there is no mask {kind!r}; the masks are {', '.join(_MASKS)}")
    return cast(Mask, kind)


def _rows(place: _Place | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for table, condition in place.pairs() if place is not None else ():
        _once(table, found, condition)
        found[table] = condition.scalar() or condition.fail(f"the condition for {table!r} is empty")
    return found


def _dotted(name: str, place: _Place) -> tuple[str, str]:
    table, dot, column = name.rpartition(".")
    if not dot or not table or not column:
        place.fail(f"{name!r} is not written as table.column")
    return table, column
