"""Pieces of a question's wording by which the form of its query is judged.

Owns the pieces: runs of one to three words with tables, columns, values and numbers as marks, pairs with one word left
out, single words, how many marks of each kind there are, and what the question begins with.
"""

from __future__ import annotations

from typing import Final

from copilot.readers.sketching.signs import Scene

_LONGEST: Final = 3
_MARKS: Final = ("V", "N", "C", "T")
_MANY: Final = 4


def grams(scene: Scene) -> frozenset[str]:
    """Return the pieces of a question's wording."""
    marks = ("^", *scene.shape, "$")
    found = {
        " ".join(marks[start : start + length])
        for length in range(1, _LONGEST + 1)
        for start in range(len(marks) - length + 1)
    }
    found |= {f"{first} _ {last}" for first, last in zip(marks, marks[2:], strict=False)}
    first = f"0:{marks[1]}"
    for mark in _MARKS:
        many = f"#{mark}{min(_MANY, marks.count(mark))}"
        found |= {many, f"{first} {many}"}
    for word in scene.links.lemmas:
        found |= {f"w:{word}", f"{first}&{word}"}
    return frozenset(found)
