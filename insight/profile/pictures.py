"""Small pictures of a profile as inline SVG and HTML: histograms, timelines, frequent values, how tables are linked.

Owns their drawing and the words for who cannot see them. Colours come from the page's style sheet. Refuses any library:
a picture is some hundred bytes, so that a page of a thousand columns stays light.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Final

from copilot.formatting import number
from copilot.values import Relationship
from insight.profile.values import Bin, ColumnProfile, Profile, TableProfile, Timeline
from insight.profile.words import Language, share_words

WIDTH: Final = 240
HEIGHT: Final = 56
_WORTH: Final = 0.01
"""Share of the rows below which even the most frequent value says nothing."""
FREQUENT: Final = 5
"""Values that a card lists."""
MOST_TABLES: Final = 60
"""Tables that the diagram draws."""


def picture(column: ColumnProfile, language: Language) -> str:
    """Return the picture of a column that says most about it; empty where there is nothing to draw."""
    if column.timeline is not None and len(column.timeline.counts) > 1:
        return timeline(column.timeline, column.name, language)
    few = column.column.facts is not None and column.column.facts.distinct <= 12
    if column.bins and not (few and column.top and column.column.role not in ("measure", "time")):
        return histogram(column.bins, column, language)
    return frequent(column, language) if column.top else ""


# ------------------------------------------------------------------------------------------------ of a column


def histogram(bins: Sequence[Bin], column: ColumnProfile, language: Language) -> str:
    """Return a histogram."""
    most = max((each.rows for each in bins), default=0)
    if most == 0:
        return ""
    wide = WIDTH / len(bins)
    path = "".join(
        f"M{i * wide:.1f} {HEIGHT}v{-_height(each.rows, most):.1f}h{max(wide - 1, 0.6):.1f}V{HEIGHT}z"
        for i, each in enumerate(bins)
        if each.rows
    )
    peak = max(bins, key=lambda each: each.rows)
    low, high = _at(bins[0].low, column, language), _at(bins[-1].high, column, language)
    top = f"{_at(peak.low, column, language)} – {_at(peak.high, column, language)}"
    said = (
        f"{column.name} 的分布：从 {low} 到 {high}，最多的在 {top}"
        if language == "zh"
        else f"Distribution of {column.name}: from {low} to {high}, most often {top}"
    )
    return _svg(f'<path class="pf-bars" d="{path}"/>', said) + _ends(low, high)


def _at(value: float, column: ColumnProfile, language: Language) -> str:
    return f"{value:.0f}" if column.kind == "year" else number(value, language=language)


def timeline(line: Timeline, name: str, language: Language) -> str:
    """Return how many rows there are over time, with the stretches that are missing marked."""
    starts = [_number(start) for start, _ in line.counts]
    first, last = starts[0], starts[-1]
    span = max(last - first, 1.0)
    most = max(rows for _, rows in line.counts)
    step = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}[line.grain]
    wide = max(0.6, WIDTH * step / (span + step))
    scale = WIDTH / (span + step)
    path = "".join(
        f"M{(at - first) * scale:.1f} {HEIGHT}v{-_height(rows, most):.1f}h{max(wide - 0.4, 0.5):.1f}V{HEIGHT}z"
        for at, (_, rows) in zip(starts, line.counts, strict=True)
    )
    gaps = "".join(
        f'<rect class="pf-gap" x="{max(0.0, (_number(a) - first) * scale):.1f}" y="0" height="{HEIGHT}" '
        f'width="{max(1.5, (_number(b) - _number(a) + 1) * scale):.1f}"/>'
        for a, b in line.gaps
        if _number(b) >= first and _number(a) <= last
    )
    low, high = line.first[:10], line.last[:10]
    grains = {"hour": ("hour", "小时"), "day": ("day", "天"), "week": ("week", "周"), "month": ("month", "月"),
              "year": ("year", "年")}  # fmt: skip
    if language == "zh":
        said = f"{name} 各{grains[line.grain][1]}的行数，从 {low} 到 {high}"
        said += f"，其中 {len(line.gaps)} 段没有数据" if line.gaps else ""
    else:
        said = f"Rows by {grains[line.grain][0]} of {name}, from {low} to {high}"
        said += f", with {len(line.gaps)} stretches missing" if line.gaps else ""
    return _svg(f'{gaps}<path class="pf-bars" d="{path}"/>', said) + _ends(low, high)


def frequent(column: ColumnProfile, language: Language) -> str:
    """Return the most frequent values, each with its share as a bar."""
    facts, held = column.column.facts, column.top_of
    if held <= 0 or column.top[0][1] < _WORTH * held:
        return ""
    shown = column.top[:FREQUENT]
    rows = "".join(_bar(_text(value), n / held) for value, n in shown)
    rest = held - sum(n for _, n in shown)
    if rest > 0 and facts is not None and facts.distinct > len(shown):
        others = facts.distinct - len(shown)
        label = f"其余 {others:,} 个值" if language == "zh" else f"{others:,} other{'' if others == 1 else 's'}"
        rows += _bar(label, rest / held, kind=" pf-rest")
    return f'<ul class="pf-top">{rows}</ul>'


def _bar(label: str, share: float, kind: str = "") -> str:
    return (
        f'<li class="pf-bar{kind}" style="--w:{100 * share:.1f}%"><span>{escape(label)}</span>'
        f"<b>{share_words(share)}</b></li>"
    )


def _text(value: object) -> str:
    text = str(value)
    return text if text.strip() else f"“{text}”"


def _height(rows: int, most: int) -> float:
    """Return the height of a bar; what is there at all can be seen."""
    return max(1.0, (HEIGHT - 2) * rows / most) if rows else 0.0


def _number(text: str) -> float:
    moment = datetime.fromisoformat(text) if len(text) > 10 else datetime.fromisoformat(f"{text}T00:00:00")
    return moment.toordinal() + (moment.hour + moment.minute / 60) / 24


def _svg(inside: str, said: str) -> str:
    return (
        f'<svg class="pf-picture" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(said)}">{inside}</svg>'
    )


def _ends(low: str, high: str) -> str:
    return f'<p class="pf-ends" aria-hidden="true"><span>{escape(low)}</span><span>{escape(high)}</span></p>'


def missing_bar(share: float) -> str:
    """Return how much of a column is there, as a thin line."""
    return f'<div class="pf-held" style="--w:{100 * (1 - share):.1f}%" aria-hidden="true"></div>'


# ------------------------------------------------------------------------------------------------ of the tables

_BOX_WIDE: Final = 168
_BOX_HIGH: Final = 44
_GAP_WIDE: Final = 84
_GAP_HIGH: Final = 18


def diagram(profile: Profile, language: Language) -> str:
    """Return how the tables are linked, one box each, from what is looked up on the left to what happens on the right.

    Empty for a single table, and where nothing is linked.
    """
    tables = profile.tables[:MOST_TABLES]
    names = {table.name for table in tables}
    links = [
        r for r in profile.relationships if r.from_table in names and r.to_table in names and r.from_table != r.to_table
    ]
    if len(tables) < 2 or not links:
        return ""
    layers = layered([table.name for table in tables], [(r.from_table, r.to_table) for r in links])
    spots = _spots(layers)
    wide = max(x for x, _ in spots.values()) + _BOX_WIDE + 2
    high = max(y for _, y in spots.values()) + _BOX_HIGH + 2
    lines = "".join(_line(link, spots, language) for link in links)
    boxes = "".join(_box(table, *spots[table.name], language) for table in tables)
    said = "; ".join(_link_words(link, language) for link in links)
    return (
        f'<div class="pf-diagram" tabindex="0"><svg viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" '
        f'height="{high:.0f}" role="img" aria-label="{escape(said)}">{lines}{boxes}</svg></div>'
    )


Node = str | tuple[str, str, int]
"""A table, or the place at which a line from a child to a parent passes a layer between them."""


def layered(names: Sequence[str], links: Sequence[tuple[str, str]]) -> list[list[Node]]:
    """Return tables in layers, parents before children, ordered so that lines cross little (Sugiyama, barycentres).

    >>> layered(["orders", "items", "products"], [("items", "orders"), ("items", "products")])
    [['orders', 'products'], ['items']]
    """
    parents: dict[str, set[str]] = {name: {p for c, p in links if c == name and p != name} for name in names}
    level: dict[str, int] = {}

    def depth(name: str, above: frozenset[str]) -> int:
        if name not in level:
            ups = [depth(p, above | {p}) for p in parents[name] if p not in above]
            level[name] = 1 + max(ups) if ups else 0
        return level[name]

    for name in names:
        depth(name, frozenset({name}))
    linked = {name for link in links for name in link}
    layers: list[list[Node]] = [[] for _ in range(max(level.values()) + 1)]
    for name in sorted(names, key=lambda n: (n not in linked, n)):
        layers[level[name]].append(name)
    before: dict[Node, list[Node]] = {}
    for child, parent in sorted(set(links)):
        last: Node = parent
        for at in range(level[parent] + 1, level[child]):
            passing: Node = (child, parent, at)
            layers[at].append(passing)
            before.setdefault(passing, []).append(last)
            last = passing
        before.setdefault(child, []).append(last)
    order: dict[Node, float] = {}
    for layer in layers:
        layer.sort(key=lambda node: _mean([order[p] for p in before.get(node, ()) if p in order], len(names)))
        order |= {node: place - (len(layer) - 1) / 2 for place, node in enumerate(layer)}
    return layers


def _spots(layers: Sequence[Sequence[Node]]) -> dict[Node, tuple[float, float]]:
    """Return the upper left corner of each box, each layer in the middle of the tallest."""
    tallest = max(len(layer) for layer in layers)
    step = _BOX_HIGH + _GAP_HIGH
    return {
        node: (1.0 + at * (_BOX_WIDE + _GAP_WIDE), 1.0 + (place + (tallest - len(layer)) / 2) * step)
        for at, layer in enumerate(layers)
        for place, node in enumerate(layer)
    }


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _box(table: TableProfile, x: float, y: float, language: Language) -> str:
    bad = any(alert.severity == "high" for alert in table.alerts)
    rows = number(table.rows, language=language, compact=True) + (" 行" if language == "zh" else " rows")
    columns = f"{len(table.columns)}" + (" 列" if language == "zh" else " columns")
    return (
        f'<g class="pf-box{" pf-bad" if bad else ""}"><title>{escape(table.name)}</title>'
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_BOX_WIDE}" height="{_BOX_HIGH}" rx="5"/>'
        f'<text x="{x + 10:.0f}" y="{y + 18:.0f}" class="pf-name">{escape(_short(table.name))}</text>'
        f'<text x="{x + 10:.0f}" y="{y + 34:.0f}" class="pf-size">{rows} · {columns}</text></g>'
    )


def _short(name: str, most: int = 21) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _line(link: Relationship, spots: dict[Node, tuple[float, float]], language: Language) -> str:
    child, parent = link.from_table, link.to_table
    between = sorted((n for n in spots if isinstance(n, tuple) and n[:2] == (child, parent)), key=lambda n: -n[2])
    middle = _BOX_HIGH / 2
    (cx, cy), (px, py) = spots[child], spots[parent]
    start = (cx if cx > px else cx + _BOX_WIDE, cy + middle)
    end = (px + _BOX_WIDE if cx >= px else px, py + middle)
    path, (x, y) = f"M{start[0]:.0f} {start[1]:.0f}", start
    for node in between:
        nx, ny = spots[node][0], spots[node][1] + middle
        path += f"{_curve(x, y, nx + _BOX_WIDE, ny)}L{nx:.0f} {ny:.0f}"
        x, y = nx, ny
    path += _curve(x, y, *end, out=cx == px)
    broken = " pf-broken" if link.share < 1 else ""
    dot = f'<circle class="pf-one" cx="{end[0]:.0f}" cy="{end[1]:.0f}" r="3.5"/>'
    return f'<g class="pf-link{broken}"><title>{escape(_link_words(link, language))}</title><path d="{path}"/>{dot}</g>'


def _curve(x: float, y: float, to_x: float, to_y: float, *, out: bool = False) -> str:
    bend = x + _GAP_WIDE / 2 if out else (x + to_x) / 2
    return f"C{bend:.0f} {y:.0f} {bend:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}"


def _link_words(link: Relationship, language: Language) -> str:
    mine, theirs = ", ".join(link.from_columns), ", ".join(link.to_columns)
    found = share_words(link.share)
    if language == "zh":
        return f"多条 {link.from_table} 对应一条 {link.to_table}（{mine} = {theirs}，{found} 能找到对应）"
    return f"many {link.from_table} to one {link.to_table} by {mine} = {theirs}, {found} of them found"


# -------------------------------------------------------------------------------------------- where no SVG may stand

_SVG: Final = re.compile(r"<svg(?P<about>[^>]*)>(?P<inside>.*?)</svg>", re.DOTALL)
_SAID: Final = re.compile(r'aria-label="([^"]*)"')
_CLASS: Final = re.compile(r'class="([^"]*)"')
_LOOK: Final = (
    "<style>:root{color:#1f2933;--bar:#5b9bc4;--bad:#b3261e;--box:#f6f8fa}"
    "@media(prefers-color-scheme:dark){:root{color:#e6e9ee;--bar:#4f8fb8;--bad:#f28b82;--box:#1a2029}}"
    "text{fill:currentColor;font-family:system-ui,sans-serif}.pf-name{font-size:13px;font-weight:620}"
    ".pf-size{font-size:11.5px;opacity:.7}.pf-bars{fill:var(--bar)}.pf-gap{fill:var(--bad);fill-opacity:.3}"
    ".pf-box rect{fill:var(--box);stroke:currentColor;stroke-opacity:.28}.pf-box.pf-bad rect{stroke:var(--bad);"
    "stroke-opacity:.9}.pf-link path{fill:none;stroke:currentColor;stroke-opacity:.42;stroke-width:1.4}"
    ".pf-link.pf-broken path{stroke:var(--bad);stroke-opacity:.8;stroke-dasharray:4 3}"
    ".pf-one{fill:currentColor;fill-opacity:.55}</style>"
)


def as_images(html: str) -> str:
    """Return pieces with each inline picture as an image that carries its own colours, for pages that drop SVG.

    >>> as_images('<svg class="pf-picture" viewBox="0 0 1 1" role="img" aria-label="one bar"></svg>')[:40]
    '<img class="pf-picture" alt="one bar" sr'
    """

    def image(found: re.Match[str]) -> str:
        about = found["about"]
        said, kind = _SAID.search(about), _CLASS.search(about)
        whole = f'<svg xmlns="http://www.w3.org/2000/svg"{about}>{_LOOK}{found["inside"]}</svg>'
        data = base64.b64encode(whole.encode("utf-8")).decode("ascii")
        named = f' class="{kind[1]}"' if kind else ""
        return f'<img{named} alt="{said[1] if said else ""}" src="data:image/svg+xml;base64,{data}">'

    return _SVG.sub(image, html)
