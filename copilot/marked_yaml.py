"""YAML with its lines: a file that people write, read so that every complaint can say where.

Owns the walk over the nodes, their line numbers and the look at keys. Refuses aliases, tags with a meaning and files
nested beyond reason, and knows nothing of what the keys mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from copilot.errors import AskbiError, near_names

if TYPE_CHECKING:
    import yaml

_NOTHING = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a file with what it is called; a file's own kind of place names its error and its keys."""

    error: ClassVar[type[AskbiError]] = AskbiError
    keys: ClassVar[Mapping[str, set[str]]] = {}
    """The keys that each kind of mapping may have."""

    node: yaml.Node
    origin: str
    what: str

    @classmethod
    def of(cls, text: str, origin: str) -> Self | None:
        """Return the root of a text, or None where nothing is in it.

        Raises:
            AskbiError: the class's own error; the text is not YAML.
        """
        node = _compose(text, origin, cls.error)
        return None if node is None else cls(node, origin, "the file")

    @property
    def line(self) -> int:
        """The line that it starts in, from 1; 0 where that is not known."""
        mark = self.node.start_mark
        return 0 if mark is None else int(mark.line) + 1

    def where(self) -> str:
        """Return file and line."""
        return f"{self.origin}, line {self.line}" if self.line else self.origin

    def fail(self, problem: str) -> NoReturn:
        """Raise the class's own error with file and line."""
        raise self.error(f"{self.where()}: {problem}")

    @property
    def is_mapping(self) -> bool:
        """True for keys with values."""
        import yaml

        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_scalar(self) -> bool:
        """True for a single text, number or the like."""
        import yaml

        return isinstance(self.node, yaml.ScalarNode)

    def mapping(self, kind: str) -> Self:
        """Return itself after a look at its keys: a key that is nearly a known one is a slip of the pen."""
        known = self.keys[kind]
        if not self.is_mapping:
            self.fail(f"{self.what} must be a mapping with keys such as {', '.join(sorted(known)[:3])}")
        for key, _ in self.node.value:
            name = str(key.value)
            if name not in known and (near := near_names(name, known, most=1)):
                self._at(key, "key").fail(f"a {kind} has no key {name!r}; did you mean {near[0]!r}?")
        return self

    def pairs(self) -> list[tuple[str, Self]]:
        """Return the keys with their places; each key once.

        Raises:
            AskbiError: it is no mapping, or a key comes twice.
        """
        if not self.is_mapping:
            self.fail(f"{self.what} must be a mapping of names")
        seen: dict[str, Self] = {}
        for key, value in self.node.value:
            place = self._at(key, "a name")
            name = place.scalar()
            if name in seen:
                place.fail(f"{name!r} comes twice in {self.what}")
            seen[name] = self._at(value, name)
        return list(seen.items())

    def child(self, key: str, kind: str | None = None) -> Self | None:
        """Return what stands under a key, or None where nothing does."""
        for key_node, value in self.node.value:
            if key_node.value == key and value.tag != _NOTHING:
                place = self._at(value, key)
                return place.mapping(kind) if kind else place
        return None

    def items(self) -> list[Self]:
        """Return the entries of a list."""
        import yaml

        if not isinstance(self.node, yaml.SequenceNode):
            self.fail(f"{self.what} must be a list")
        return [self._at(item, f"an entry of {self.what}") for item in self.node.value]

    def each(self, key: str, kind: str) -> Iterator[Self]:
        """Yield the mappings of the list under a key."""
        listed = self.child(key)
        for item in listed.items() if listed is not None else ():
            yield item.mapping(kind)

    def scalar(self) -> str:
        """Return a single value as the text that was written."""
        if not self.is_scalar:
            self.fail(f"{self.what} must be a text")
        return str(self.node.value).strip()

    def text(self, key: str) -> str:
        """Return the text under a key, empty where nothing stands there."""
        child = self.child(key)
        return child.scalar() if child is not None else ""

    def need(self, key: str) -> str:
        """Return the text under a key that must be there."""
        return self.text(key) or self.fail(f"{self.what} has no {key}")

    def texts(self, key: str) -> list[str]:
        """Return the list of texts under a key."""
        child = self.child(key)
        return [item.scalar() for item in child.items()] if child is not None else []

    def flag(self, key: str) -> bool:
        """Return the yes or no under a key; no where nothing stands there."""
        value = self.text(key).casefold()
        if value not in ("", "true", "false", "yes", "no"):
            self.fail(f"{key} must be true or false, not {value!r}")
        return value in ("true", "yes")

    def _at(self, node: yaml.Node, what: str) -> Self:
        return type(self)(node, self.origin, what)


def read_text(path: Path, error: type[AskbiError], *, most_bytes: int) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        AskbiError: the given error; it cannot be read, is no UTF-8, or is longer than it may be.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as problem:
        raise error(f"{path} cannot be read ({problem.strerror}); check the path and its permissions") from problem
    except UnicodeDecodeError as problem:
        raise error(f"{path} is not UTF-8 text (byte {problem.start}); save it as UTF-8") from problem
    if len(content) > most_bytes:
        raise error(f"{path} has {len(content):,} bytes; such a file may have {most_bytes:,}")
    return text


def _compose(text: str, origin: str, error: type[AskbiError]) -> yaml.Node | None:
    import yaml

    # Only the C parser has a bound on nesting and is quick enough for a file of a thousand lines (10 ms against 200).
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                mark = event.start_mark
                where = f"{origin}, line {mark.line + 1}" if mark is not None else origin
                raise error(f"{where}: YAML aliases (*name) are not read; write it out")
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
        return node
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise error(f"{origin}{where} is not YAML: {problem.problem or problem.context}") from problem
    except yaml.YAMLError as problem:
        raise error(f"{origin} is not YAML: {str(problem).splitlines()[0]}") from problem
    except RecursionError as problem:
        raise error(f"{origin} is nested too deeply to be read") from problem
