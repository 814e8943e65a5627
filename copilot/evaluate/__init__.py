"""How well the questions of a team, or of a public benchmark, are answered: by rows, never by the text of the SQL.

Owns cases, marks and figures. Refuses to draw: tables and pages are the doors' business.
"""

from __future__ import annotations

from copilot.evaluate.cases import Case, CasesError, Suite, read_suite
from copilot.evaluate.figures import Figures, Mark, figures
from copilot.evaluate.running import evaluate

__all__ = ["Case", "CasesError", "Figures", "Mark", "Suite", "evaluate", "figures", "read_suite"]
