"""Which data a page may show: given at start, samples, added by a person, uploaded.

Owns that choice, and what a policy takes away from it. Knows no Streamlit, and opens nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from app.launch import DATA_VARIABLE, POLICY_VARIABLE, ROLE_VARIABLE, USER_VARIABLE
from app.web.added import Added, Source
from copilot.errors import ConfigError, SourceError
from copilot.sources.addresses import is_url, mask_url

Kind = Literal["given", "sample", "added", "upload"]
KINDS: tuple[Kind, ...] = ("given", "added", "upload", "sample")
"""In the order in which they are listed."""
SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
_SAMPLE_NAMES = ("retail", "flights", "messy_sales.csv")


@dataclass(frozen=True, slots=True)
class Place:
    """Data that a page can be switched to."""

    key: str
    """What stands in the address; never a path."""
    label: str
    path: str
    """A path, or a web address."""
    kind: Kind = "given"

    @property
    def shown(self) -> str:
        """Where it is, for people: an address without what may be secret in it; nothing for an upload."""
        if self.kind == "upload":
            return ""
        return mask_url(self.path) if "://" in self.path else self.path


@dataclass(frozen=True, slots=True)
class Access:
    """The policy that is in force, and who looks at the data."""

    policy: str
    role: str
    user: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Access | None:
        """Return what the app was started with; None without a policy.

        Raises:
            ConfigError: the attributes are no JSON object.
        """
        policy = environment.get(POLICY_VARIABLE)
        if not policy:
            return None
        told = environment.get(USER_VARIABLE) or "{}"
        try:
            user = json.loads(told)
        except ValueError:
            user = None
        if not isinstance(user, dict):
            raise ConfigError(f'{USER_VARIABLE} is no JSON object; one such as {{"region": "EU"}} works')
        return cls(policy, environment.get(ROLE_VARIABLE, ""), user)


def places(
    added: Added, access: Access | None, environment: Mapping[str, str] = os.environ, samples: Path = SAMPLES
) -> list[Place]:
    """Return the data given at start, what was added, then the samples that are there.

    Under a policy there is the given data alone: beside it the path of that very data could be added without one.
    """
    given = environment.get(DATA_VARIABLE)
    if access is not None:
        return [Place("data", _name(given), given)] if given else []
    found = [
        Place(name.partition(".")[0], name.partition(".")[0], str(samples / name), "sample")
        for name in _SAMPLE_NAMES
        if (samples / name).exists()
    ]
    mine = [Place(each.key, each.label, each.where, "added") for each in added.sources()]
    if not given:
        return [*mine, *found]
    for place in found:
        if _same(place.path, given):
            return [place, *mine, *(other for other in found if other is not place)]
    again = [each for each in mine if _same(each.path, given)]
    label = again[0].label if again else added.label_of(given) or _name(given)
    return [Place("data", label, given), *(each for each in mine if each not in again), *found]


def source_of(text: str) -> Source:
    """Return what a person typed, a path or a web address, as a source.

    Raises:
        SourceError: it is neither, or there is nothing at the path.

    >>> source_of('"https://host/files/sales%202026.csv?token=x"').label
    'sales 2026.csv'
    """
    told = text.strip().strip("\"'").strip()
    if is_url(told):
        from urllib.parse import unquote, urlsplit

        last = unquote(urlsplit(told).path.rstrip("/").rpartition("/")[2])
        return Source(told, last or mask_url(told))
    if "://" in told and not told.startswith("file://"):
        raise SourceError(
            f"{mask_url(told)}: addresses of databases are not supported yet; a path or a web address works."
        )
    path = Path(told.removeprefix("file://")).expanduser()
    if not told or not path.is_absolute():
        raise SourceError(f"{told!r} is no whole path; one that begins with {Path.home().anchor} or ~ works.")
    return Source(os.path.abspath(path), path.name or str(path))


def _name(given: str) -> str:
    if is_url(given):
        return source_of(given).label
    if "://" in given:
        return given.partition("://")[0]
    return Path(given).name or given


def _same(one: str, other: str) -> bool:
    if "://" in other or "://" in one:
        return one == other
    return Path(one).resolve() == Path(other).expanduser().resolve()
