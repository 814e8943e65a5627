"""The forms that the grammar puts together, read from `forms.tsv`."""

from __future__ import annotations

from pathlib import Path

Forms = dict[str, list[tuple[str, tuple[str, ...]]]]
"""By what a form gives: how it is written, and the kinds of value that stand in it."""


def _forms() -> dict[str, Forms]:
    found: dict[str, Forms] = {}
    section = ""
    for line in (Path(__file__).parent / "forms.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            gives, form, *kinds = line.split("\t")
            found.setdefault(section, {}).setdefault(gives, []).append((form, tuple(kinds[0].split()) if kinds else ()))
    return found


_READ = _forms()
CALLS, AGGREGATES, TURNED = _READ["calls"], _READ["aggregates"], _READ["turned"]
LITERALS = {kind: [form for form, _ in forms] for kind, forms in _READ["literals"].items()}
