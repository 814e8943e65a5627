"""Writing a semantic model: the first draft from the catalog, and every later edit of the file that people keep.

Owns the form of what is written, and what becomes of a proposal that was accepted or turned down. An edit leaves
everything else in the file as it stands, comments too. Refuses to guess meaning, and to write what cannot be read back.
"""

from __future__ import annotations

import io
import os
import re
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copilot.errors import SemanticModelError
from copilot.semantics.reading import FILE_NAME, VENDOR, parse_semantics
from copilot.values import Catalog, Metric, Proposal, Table

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_HEAD: Final = """\
# What this data means, in the form of Open Semantic Interchange: other names of tables, columns and values, how tables
# are linked, and the measures that you agree on. askbi reads it at every start; edit it here or on the Data page.
# What stands under "proposed" is a suggestion: it changes no answer until somebody accepts it.
"""
_NAME: Final = re.compile(r"[^\w\u3400-\u9fff]+")


class SemanticFile:
    """The text of a semantic model that is edited; `text` is what it reads afterwards.

    Args:
        text: of the file; empty for a new one.
        name: of the data, for a new file.

    Raises:
        SemanticModelError: the text cannot be read.
    """

    def __init__(self, text: str, name: str = "data") -> None:
        parse_semantics(text)
        self._yaml = _round_trip()
        self._root: Any = self._yaml.load(text) if text.strip() else None
        if self._root is None:
            self._root = self._yaml.load(f"{_HEAD}version: '0.1.1'\nsemantic_model:\n  - name: {_plain_name(name)}\n")
        self._model = self._root["semantic_model"][0]

    @property
    def text(self) -> str:
        """The whole file."""
        stream = io.StringIO()
        self._yaml.dump(self._root, stream)
        return stream.getvalue()

    # -- from the catalog ------------------------------------------------------------------------------------------

    def add_catalog(self, catalog: Catalog) -> None:
        """Add the tables, columns and links that are not in the file yet; what is there stays."""
        for table in catalog.tables.values():
            self._add_table(table)
        known = {(link["from"], tuple(link.get("from_columns", ()))) for link in self._list("relationships")}
        own = {_source(dataset): dataset["name"] for dataset in self._list("datasets")}
        for found in catalog.relationships:
            start, end = own[found.from_table], own[found.to_table]
            if (start, found.from_columns) in known:
                continue
            self._make("relationships").append(
                {
                    "name": f"{_plain_name(start)}_{_plain_name('_'.join(found.from_columns))}",
                    "from": start,
                    "to": end,
                    "from_columns": _on_one_line(list(found.from_columns)),
                    "to_columns": _on_one_line(list(found.to_columns)),
                }
            )

    def _add_table(self, table: Table) -> None:
        dataset = self._dataset(table.name)
        if dataset is None:
            dataset = {"name": table.name, "source": table.name}
            if table.primary_key:
                dataset["primary_key"] = _on_one_line(list(table.primary_key))
            self._make("datasets").append(dataset)
        fields = dataset.setdefault("fields", [])
        there = {field["name"] for field in fields}
        for column in table.columns.values():
            if column.name not in there:
                field: dict[str, Any] = {"name": column.name, "expression": _expression(column.name)}
                if column.role == "time":
                    field["dimension"] = _on_one_line({"is_time": True})
                fields.append(field)

    # -- words and metrics -----------------------------------------------------------------------------------------

    def set_words(self, table: str, field: str | None, synonyms: Iterable[str], description: str) -> None:
        """Set the other names and the description of a table, or of one of its fields."""
        entry = self._words_of(table, field)
        _set_synonyms(entry, synonyms)
        _set_text(entry, "description", description)

    def set_metric(self, metric: Metric, was: str = "", *, expression: bool = True) -> None:
        """Set a metric; `was` is the name that it had, where that is another one.

        Its condition and its way over time are not among what is set, and stay as they are; its expression stays as it
        was written where `expression` is false.

        Raises:
            SemanticModelError: the file could not be read with it.
        """
        entry = self._metric(was or metric.name)
        if entry is None:
            entry = {"name": metric.name}
            self._make("metrics").append(entry)
        entry["name"] = metric.name
        if expression and _written_expression(entry) != metric.expression:
            entry["expression"] = _expression(metric.expression)
        _set_text(entry, "description", metric.description)
        _set_synonyms(entry, metric.synonyms)
        if metric.unit:
            _own(entry)["unit"] = metric.unit
        parse_semantics(self.text)

    def remove_metric(self, name: str) -> None:
        """Take a metric out; one that is not there is no error."""
        metrics = self._list("metrics")
        metrics[:] = [entry for entry in metrics if entry["name"] != name]

    # -- what another tool wrote -----------------------------------------------------------------------------------

    def describe_table(self, table: str, words: Iterable[str], description: str, key: str) -> None:
        """Add names, a description and a key to a table; what the file says already stays."""
        entry = self._words_of(table, None)
        _set_synonyms(entry, dict.fromkeys((*_synonyms(entry), *words)))
        _set_text(entry, "description", entry.get("description") or description)
        if key and not entry.get("primary_key"):
            entry["primary_key"] = _on_one_line([key])

    def describe_field(
        self, table: str, name: str, expression: str, words: Iterable[str], description: str, *, is_time: bool
    ) -> None:
        """Add names and a description to a field, which is made where it is not there."""
        entry = self._words_of(table, name, expression)
        _set_synonyms(entry, dict.fromkeys((*_synonyms(entry), *words)))
        _set_text(entry, "description", entry.get("description") or description)
        if is_time and "dimension" not in entry:
            entry["dimension"] = _on_one_line({"is_time": True})

    def add_link(self, from_table: str, from_column: str, to_table: str, to_column: str) -> None:
        """Add a many-to-one link; one from the same column stays as it is."""
        names = {table: self._words_of(table, None)["name"] for table in (from_table, to_table)}
        start, end = names[from_table], names[to_table]
        if any(
            (one["from"], list(one.get("from_columns", ()))) == (start, [from_column])
            for one in self._list("relationships")
        ):
            return
        entry = {"name": f"{_plain_name(start)}_{_plain_name(from_column)}", "from": start, "to": end}
        self._make("relationships").append(
            {**entry, "from_columns": _on_one_line([from_column]), "to_columns": _on_one_line([to_column])}
        )

    def put_metric(
        self, name: str, expression: str, words: Iterable[str], description: str, own: Mapping[str, Any]
    ) -> None:
        """Set a metric whole, its condition and its way over time too."""
        self.remove_metric(name)
        entry: dict[str, Any] = {"name": name, "expression": _expression(expression)}
        _set_text(entry, "description", description)
        _set_synonyms(entry, words)
        if own:
            _own(entry).update(own)
        self._make("metrics").append(entry)

    # -- proposals -------------------------------------------------------------------------------------------------

    def propose(self, proposal: Proposal) -> bool:
        """Add a proposal; False where the file says something of it already."""
        if proposal.kind == "metric":
            if self._metric(proposal.name) is not None:
                return False
            entry: dict[str, Any] = {"name": proposal.name, "expression": _expression(proposal.expression)}
            _set_text(entry, "description", proposal.description)
            _set_synonyms(entry, proposal.synonyms)
            _own(entry)["proposed"] = True
            self._make("metrics").append(entry)
            return True
        entry = self._words_of(proposal.table, proposal.name if proposal.kind == "field" else None)
        if entry.get("description") or _synonyms(entry) or "proposed" in _own(entry, make=False):
            return False
        words: dict[str, Any] = {}
        if proposal.synonyms:
            words["synonyms"] = _on_one_line(list(proposal.synonyms))
        if proposal.description:
            words["description"] = proposal.description
        if words:
            _own(entry)["proposed"] = words
        return bool(words)

    def decide(self, proposal: Proposal, *, accept: bool) -> None:
        """Accept a proposal as it stands, or take it out."""
        if proposal.kind == "metric":
            entry = self._metric(proposal.name)
            if entry is not None and accept:
                _drop_own(entry, "proposed")
            elif not accept:
                self.remove_metric(proposal.name)
            return
        entry = self._words_of(proposal.table, proposal.name if proposal.kind == "field" else None)
        if accept:
            _set_synonyms(entry, dict.fromkeys((*_synonyms(entry), *proposal.synonyms)))
            _set_text(entry, "description", entry.get("description") or proposal.description)
        _drop_own(entry, "proposed")

    # -- places ----------------------------------------------------------------------------------------------------

    def _list(self, key: str) -> Any:
        return self._model.get(key) or []

    def _make(self, key: str) -> Any:
        if not self._model.get(key):
            self._model[key] = []
        return self._model[key]

    def _dataset(self, table: str) -> Any:
        return next((entry for entry in self._list("datasets") if _source(entry) == table), None)

    def _metric(self, name: str) -> Any:
        return next((entry for entry in self._list("metrics") if entry["name"] == name), None)

    def _words_of(self, table: str, field: str | None, expression: str = "") -> Any:
        dataset = self._dataset(table)
        if dataset is None:
            dataset = {"name": table, "source": table}
            self._make("datasets").append(dataset)
        if field is None:
            return dataset
        fields = dataset.setdefault("fields", [])
        entry = next((one for one in fields if one["name"] == field), None)
        if entry is None:
            entry = {"name": field, "expression": _expression(expression or field)}
            fields.append(entry)
        return entry


def save_semantics(root: Path, text: str) -> Path:
    """Write a semantic model into a workspace, whole or not at all, and return the file.

    Raises:
        SemanticModelError: it cannot be read back, or the place cannot be written.
    """
    parse_semantics(text)
    path = root / FILE_NAME
    part = path.with_name(f"{FILE_NAME}.{uuid.uuid4().hex[:8]}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise SemanticModelError(f"{path} cannot be written ({reason}); check the folder's permissions") from error
    return path


def _round_trip() -> YAML:
    from ruamel.yaml import YAML

    made = YAML()
    made.width = 4096  # what a person wrote on one line stays on it
    made.preserve_quotes = True
    made.indent(mapping=2, sequence=4, offset=2)
    return made


def _expression(text: str) -> Any:
    return _on_one_line({"dialects": [_on_one_line({"dialect": "ANSI_SQL", "expression": text})]})


def _on_one_line(value: dict[str, Any] | list[Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made: Any = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    made.fa.set_flow_style()
    return made


def _written_expression(entry: Mapping[str, Any]) -> str:
    dialects = (entry.get("expression") or {}).get("dialects") or []
    return str(dialects[0].get("expression", "")) if dialects else ""


def _source(dataset: Mapping[str, Any]) -> str:
    return str(dataset.get("source") or dataset["name"]).rsplit(".", 1)[-1].strip('"')


def _plain_name(text: str) -> str:
    return _NAME.sub("_", text).strip("_") or "data"


def _synonyms(entry: Mapping[str, Any]) -> list[str]:
    context = entry.get("ai_context")
    return [str(word) for word in context.get("synonyms") or []] if isinstance(context, Mapping) else []


def _set_synonyms(entry: Any, words: Iterable[str]) -> None:
    wanted = [word.strip() for word in words if word.strip()]
    if wanted == _synonyms(entry):
        return
    context = entry.get("ai_context")
    if isinstance(context, str):  # OSI lets it be free text; that becomes what it is
        context = {"instructions": context}
    context = context if context is not None else {}
    if wanted:
        context["synonyms"] = _on_one_line(wanted)
    else:
        context.pop("synonyms", None)
    if context:
        entry["ai_context"] = context
    else:
        entry.pop("ai_context", None)


def _set_text(entry: Any, key: str, text: str) -> None:
    if text.strip():
        if entry.get(key) != text.strip():
            entry[key] = text.strip()
    else:
        entry.pop(key, None)


def _own(entry: Any, *, make: bool = True) -> Any:
    """Return askbi's own mapping of an entry; JSON text becomes a mapping where it has to be changed."""
    import json

    for extension in entry.get("custom_extensions") or []:
        if str(extension.get("vendor_name", "")).upper() == VENDOR:
            if isinstance(extension.get("data"), str):
                data = json.loads(extension["data"])
                if make:
                    extension["data"] = data
                return data
            return extension["data"]
    made: dict[str, Any] = {}
    if make:
        entry.setdefault("custom_extensions", []).append({"vendor_name": VENDOR, "data": made})
    return made


def _drop_own(entry: Any, key: str) -> None:
    own = _own(entry)
    own.pop(key, None)
    if not own:
        kept = [one for one in entry["custom_extensions"] if str(one.get("vendor_name", "")).upper() != VENDOR]
        if kept:
            entry["custom_extensions"] = kept
        else:
            del entry["custom_extensions"]
