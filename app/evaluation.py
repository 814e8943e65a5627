"""`askbi eval`: cases asked, figures told, held against the last run.

Owns the run, where its figures are kept, and their table. The page is made by `app.evaluation_page`. Refuses to mark:
that is `copilot.evaluate`'s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.assistant import Assistant
from copilot.errors import ConfigError
from copilot.evaluate import Figures, Mark, evaluate, figures, read_suite
from copilot.values import Answer
from copilot.workspace import Workspace

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run.

    Attributes:
        name: of the suite.
        figures: of this run.
        marks: of each case.
        before: figures of the last run, None where there was none.
        changed: cases that were right and are not any more, or the other way round: id, before, now.
    """

    name: str
    figures: Figures
    marks: tuple[Mark, ...]
    before: Mapping[str, Any] | None = None
    changed: tuple[tuple[str, str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON knows."""
        return {
            "name": self.name,
            "figures": asdict(self.figures),
            "before": self.before,
            "changed": [list(one) for one in self.changed],
            "cases": [asdict(mark) for mark in self.marks],
        }


def run_evaluation(
    cases: Path, data: str | None, *, most: int | None = None, progress: Progress | None = None, **options: Any
) -> Evaluation:
    """Ask all cases, keep the figures beside the cases, and return them with those of the last run.

    Args:
        cases: a YAML file, or the folder of a public benchmark.
        data: what the cases of a YAML file ask about.
        most: how many cases are asked, from the first on.
        progress: told how far it is.
        **options: of `Assistant.open`.

    Raises:
        CasesError: the cases do not keep to their form.
        ConfigError: a file of cases without data.
        SourceError: the data cannot be opened.
    """
    suite = read_suite(cases, most)
    if data is None and None in suite.cases:
        raise ConfigError("a file of cases needs the data that they ask about: askbi eval CASES DATA")

    def opened(path: str | None) -> _Asked:
        return _Asked(Assistant.open(path or data, **options))

    marks: list[Mark] = []
    for mark in evaluate(suite, opened):
        marks.append(mark)
        if progress is not None:
            progress(f"{len(marks)} of {suite.size} cases", len(marks) / suite.size)
    place = Workspace.for_data(cases).ensure() / "evaluations" / f"{suite.name}.json"
    before = _last(place)
    found = Evaluation(suite.name, figures(marks), tuple(marks), *_against(before, marks))
    _keep(place, found)
    return found


class _Asked:
    """An assistant as the evaluation asks it: values, no charts."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, text: str) -> Answer:
        return self._assistant.ask(text).value

    def sql(self, text: str) -> Answer:
        return self._assistant.sql(text).value

    def close(self) -> None:
        self._assistant.close()


def _last(place: Path) -> Mapping[str, Any] | None:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and {"figures", "outcomes"} <= told.keys() else None


def _against(
    before: Mapping[str, Any] | None, marks: Sequence[Mark]
) -> tuple[Mapping[str, Any] | None, tuple[tuple[str, str, str], ...]]:
    if before is None:
        return None, ()
    was = before["outcomes"]
    changed = [
        (mark.id, str(was[mark.id]), mark.outcome)
        for mark in marks
        if mark.id in was and (was[mark.id] == "right") != mark.right
    ]
    return before["figures"], tuple(changed)


def _keep(place: Path, found: Evaluation) -> None:
    told = {"figures": asdict(found.figures), "outcomes": {mark.id: mark.outcome for mark in found.marks}}
    try:
        place.parent.mkdir(exist_ok=True)
        part = place.with_suffix(".part")
        part.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(place)
    except OSError:  # a folder that cannot be written: there is nothing to hold the next run against
        return


def table(found: Evaluation) -> str:
    """Return the figures as lines for a terminal, each with what it was before."""
    now, was = asdict(found.figures), found.before or {}
    lines = [f"{found.name}: {found.figures.cases} cases"]
    lines += [
        f"  {label:<34}{shown(name, now[name]):>10}{_moved(name, now[name], was.get(name))}" for name, label in LABELS
    ]
    lines += [
        f"  tag {tag:<30}{_percent(share):>10}  of {count}" for tag, (count, share) in found.figures.by_tag.items()
    ]
    lines += [f"  {case}: was {before}, is {after}" for case, before, after in found.changed]
    return "\n".join(lines) + "\n"


LABELS = (
    ("exact", "right"),
    ("lax", "right, further columns allowed"),
    ("answered", "answered"),
    ("right_of_answered", "right of what was answered"),
    ("verified", "verified"),
    ("right_of_verified", "right of what was verified"),
    ("declined", "declined"),
    ("asked_back", "asked back"),
    ("failed", "failed"),
    ("calibration_error", "calibration error"),
    ("median_seconds", "median seconds"),
    ("tokens", "tokens"),
    ("cost", "cost"),
    ("gold_fails", "cases whose own SQL fails"),
)


def shown(name: str, value: Any) -> str:
    """Return a figure as people read it."""
    if value is None:
        return "unknown" if name == "cost" else "-"
    if name in ("tokens", "gold_fails"):
        return f"{value:,}"
    if name in ("median_seconds", "calibration_error", "cost"):
        return f"{value:.3f}"
    return _percent(value)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _moved(name: str, now: Any, was: Any) -> str:
    if was is None or now is None or now == was:
        return ""
    return f"  (was {shown(name, was)})"
