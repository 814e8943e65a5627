"""From a validated query and its rows to an answer: columns, the sentence and what was computed, in words.

Owns the joining of these parts. Where the query came from, and how sure one may be of it, is for the session to add.
"""

from __future__ import annotations

from collections.abc import Mapping

from copilot.columns import answer_columns
from copilot.linking.labels import Labels
from copilot.saying.readback import readback
from copilot.saying.sentence import sentence, title_of
from copilot.values import Answer, Catalog, Result, SemanticModel, ValidatedQuery
from copilot.values.plain import plain_rows
from copilot.values.question import Language


class Teller:
    """Tells results over one catalog and its semantic model."""

    def __init__(self, catalog: Catalog, semantics: SemanticModel) -> None:
        self._catalog = catalog
        self._semantics = semantics
        self._labels = Labels(catalog, semantics)

    def answer(
        self,
        asked: str,
        language: Language,
        query: ValidatedQuery,
        result: Result,
        units: Mapping[str, str | None],
        *,
        note: str = "",
    ) -> Answer:
        """Return the answer that rows give.

        Args:
            asked: the question.
            language: the one that it is told in.
            query: what was run.
            result: the rows.
            units: of columns, by name.
            note: a sentence that is added to what was computed, empty for none.
        """
        columns = answer_columns(
            result.table, query.tree, self._catalog, units, lambda name: self._labels.label(name, language)
        )
        rows = plain_rows(result.table)
        title = title_of(columns, language)
        told = readback(query.tree, self._catalog, language=language, semantics=self._semantics, row_cap=query.row_cap)
        gap = "" if language == "zh" else " "
        return Answer(
            question=asked,
            status="answered",
            language=language,
            reader="grammar",
            sql=query.shown,
            dialect=query.dialect,
            columns=columns,
            table=result.table,
            truncated=result.truncated,
            text=sentence(columns, rows, language=language, truncated=result.truncated, title=title),
            readback=f"{told}{gap}{note}".strip(),
            engine_seconds=result.seconds,
        )
