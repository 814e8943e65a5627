"""The figures of an evaluation as one HTML file that opens anywhere.

Owns the page. It loads nothing from anywhere, and holds what the marks hold: questions, SQL and sentences, no rows.
"""

from __future__ import annotations

from dataclasses import asdict
from html import escape

from app.evaluation import LABELS, Evaluation, shown
from copilot.evaluate import Mark

_STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); --bad: #c2410c; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; } table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; }
td, th { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .82rem; margin: .3rem 0; } summary { cursor: pointer; }
.wrong { color: var(--bad); } .quiet { opacity: .7; }
"""


def page(found: Evaluation) -> str:
    """Return the page."""
    now, was = asdict(found.figures), found.before or {}
    rows = "".join(
        f'<tr><td>{escape(label)}</td><td class="n">{escape(shown(name, now[name]))}</td>'
        f'<td class="n quiet">{escape(shown(name, was[name])) if was.get(name) is not None else ""}</td></tr>'
        for name, label in LABELS
    )
    changed = "".join(f"<li>{escape(case)}: was {escape(a)}, is {escape(b)}</li>" for case, a, b in found.changed)
    cases = "".join(
        f"<tr><td>{escape(mark.id)}</td><td><details><summary>{escape(mark.question)}</summary>"
        f"<p>{escape(mark.said)}</p><pre>{escape(mark.sql)}</pre></details></td>"
        f'<td class="{"right" if mark.right else "wrong"}">{escape(mark.outcome)}</td>'
        f'<td class="n">{_sure(mark)}</td>'
        f'<td class="n">{mark.seconds:.2f} s</td></tr>'
        for mark in found.marks
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(found.name)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(found.name)}: {found.figures.cases} cases</h1>"
        f"<table><thead><tr><th></th><th>now</th><th>last run</th></tr></thead><tbody>{rows}</tbody></table>"
        + (f"<h2>Changed</h2><ul>{changed}</ul>" if changed else "")
        + "<table><thead><tr><th>case</th><th>question</th><th>outcome</th><th>sure (✓ verified)</th><th>time</th>"
        "</tr></thead>"
        f"<tbody>{cases}</tbody></table></body></html>\n"
    )


def _sure(mark: Mark) -> str:
    told = "" if mark.confidence is None else f"{mark.confidence:.2f}"
    return f"{told} ✓" if mark.verified else told
