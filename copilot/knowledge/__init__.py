"""What a team has written about its data in documents: definitions, rules, who is asked.

Owns reading the documents of a workspace, cutting them into passages, and finding the passage that answers a question.
Refuses to make sentences of its own: what is said is quoted, with the place that it stands at.
"""

from __future__ import annotations

from copilot.knowledge.documents import FOLDER, Passage, read_documents
from copilot.knowledge.finding import Embedder, Found, Shelf, asks_figure, asks_meaning, terms_of

__all__ = [
    "FOLDER", "Embedder", "Found", "Passage", "Shelf", "asks_figure", "asks_meaning", "read_documents", "terms_of",
]  # fmt: skip
