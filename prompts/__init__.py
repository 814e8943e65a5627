"""What a language model is told: one Markdown file a call.

Owns the files and their strict rendering. A file names its variables in its first line and is cut into messages by the
headings ``# system`` and ``# user``; under ``# reply`` stand the texts that are wanted back, each with the most
characters it may have and what it is for. Refuses to guess: a variable too many or too few is an error, and what is
filled in is never looked through for further variables.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

Speaker = Literal["system", "user"]
_HERE: Final = Path(__file__).parent
_VARIABLE: Final = re.compile(r"\{\{(\w+)\}\}")
_HEADING: Final = re.compile(r"^# (system|user|reply)\n", re.MULTILINE)
_WANTED: Final = re.compile(r"(\w+) \((\d+)\): (.+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One text of a reply.

    Attributes:
        name: what it is called.
        most: characters that it may have.
        about: what it is for, told to the model where its server takes a schema.
    """

    name: str
    most: int
    about: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file.

    Attributes:
        name: the file's name without its ending.
        variables: what has to be filled in.
        parts: who speaks and what, in order.
        wanted: the texts of the reply, the most important first; empty where the file names none.
        digest: 12 hexadecimal digits of the file's SHA-256, kept with every answer that it led to.
    """

    name: str
    variables: frozenset[str]
    parts: tuple[tuple[Speaker, str], ...]
    wanted: tuple[Wanted, ...]
    digest: str

    def render(self, values: Mapping[str, str]) -> tuple[tuple[Speaker, str], ...]:
        """Return the messages with every variable filled in.

        Raises:
            ValueError: a variable is missing, or one is given that the file does not name.

        >>> one = parse("greet", "variables: name\\n\\n# user\\nHello {{name}}.\\n")
        >>> one.render({"name": "{{name}}"})
        (('user', 'Hello {{name}}.'),)
        """
        if values.keys() != self.variables:
            wrong = sorted(values.keys() ^ self.variables)
            raise ValueError(f"prompt {self.name}: {', '.join(wrong)} is missing, or is no variable of it")
        return tuple((speaker, _VARIABLE.sub(lambda m: values[m[1]], text)) for speaker, text in self.parts)


def parse(name: str, text: str) -> Prompt:
    """Return the prompt that a file's text holds.

    Raises:
        ValueError: the first line does not name the variables, no message follows, or a variable is not used, or is
            used but not named.
    """
    head, _, body = text.partition("\n")
    if not head.startswith("variables:"):
        raise ValueError(f"prompt {name}: the first line must be 'variables: ...'")
    variables = frozenset(head.removeprefix("variables:").replace(",", " ").split())
    pieces = _HEADING.split(body)[1:]
    sections = [(pieces[at], pieces[at + 1].strip()) for at in range(0, len(pieces), 2)]
    parts: list[tuple[Speaker, str]] = [
        ("system" if who == "system" else "user", what) for who, what in sections if who != "reply"
    ]
    lines = [line for who, what in sections if who == "reply" for line in what.splitlines()]
    wanted = [_WANTED.fullmatch(line) for line in lines]
    if None in wanted:
        raise ValueError(f"prompt {name}: a line under # reply is not 'name (characters): what it is for'")
    used = {found for _, part in parts for found in _VARIABLE.findall(part)}
    if not parts or used != variables:
        wrong = sorted(used ^ variables)
        raise ValueError(f"prompt {name}: {', '.join(wrong) or 'no message'} is not both named and used")
    texts = tuple(Wanted(one[1], int(one[2]), one[3]) for one in wanted if one is not None)
    return Prompt(name, variables, tuple(parts), texts, hashlib.sha256(text.encode()).hexdigest()[:12])


@lru_cache
def load(name: str) -> Prompt:
    """Return the prompt of a file beside this one.

    Raises:
        ValueError: the file does not keep to the form.
        FileNotFoundError: there is no such file.

    >>> sorted(load("write_sql").variables)
    ['dialect', 'hints', 'question', 'schema']
    """
    return parse(name, (_HERE / f"{name}.md").read_text(encoding="utf-8"))
