"""What a team wrote down about its data, `semantics.yaml` in the form of Open Semantic Interchange.

Owns reading that file, holding it against the data, putting what it says into the catalog, and writing it. Refuses to
guess meaning that nobody agreed to: what is only proposed is kept apart and changes no answer.
"""

from __future__ import annotations

from copilot.semantics.checking import check_semantics, seen_by
from copilot.semantics.informing import computed_fields, fitting, informed, with_computed
from copilot.semantics.reading import FILE_NAME, load_semantics, parse_semantics, read_semantics, semantics_path

__all__ = [
    "FILE_NAME", "check_semantics", "computed_fields", "fitting", "informed", "load_semantics", "parse_semantics",
    "read_semantics", "seen_by", "semantics_path", "with_computed",
]  # fmt: skip
