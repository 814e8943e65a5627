"""The first draft of a semantic model: what the catalog knows, and what is proposed beyond it.

Owns the order of the sources and what is told of them. Refuses to write the file, and to put a proposal in the place of
what somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from copilot.semantics.checking import check_semantics
from copilot.semantics.dbt import import_dbt
from copilot.semantics.proposing import proposed_metrics
from copilot.semantics.reading import parse_semantics
from copilot.semantics.writing import SemanticFile
from copilot.values import Catalog, Proposal


@dataclass(frozen=True, slots=True)
class Drafted:
    """A semantic model that is not written yet.

    Attributes:
        text: of the file.
        tables: that it describes.
        metrics: that are agreed on.
        proposed: how many proposals are new in it.
        notes: what was left out, and what the data has not, one sentence each.
    """

    text: str
    tables: int
    metrics: int
    proposed: int
    notes: tuple[str, ...]


def drafted(
    text: str, name: str, catalog: Catalog, *, proposals: Iterable[Proposal] = (), dbt: Path | None = None
) -> Drafted:
    """Return a semantic model with everything that the catalog knows, beside what `text` already says.

    Args:
        text: of the file that is added to, empty for a new one.
        name: of the data.
        catalog: of the data.
        proposals: beyond those that the catalog makes by itself.
        dbt: a project whose semantic models and metrics are taken over.

    Raises:
        SemanticModelError: the text or the project cannot be read.
    """
    notes: list[str] = []
    if dbt is not None:
        imported = import_dbt(dbt, text, name)
        text, notes = imported.text, imported.notes
    file = SemanticFile(text, name)
    file.add_catalog(catalog)
    own = () if dbt is not None else proposed_metrics(catalog)
    proposed = sum(file.propose(proposal) for proposal in (*proposals, *own))
    model = parse_semantics(file.text)
    notes += check_semantics(model, catalog)
    return Drafted(file.text, len(model.tables), len(model.metrics), proposed, tuple(notes))
