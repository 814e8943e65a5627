"""How long reading takes over a wide schema: 300 tables, 5,000 columns, questions of up to 60 words.

usage: python -m benchmarks.reader.scale [--tables 300] [--label NAME]

The database is made up in a temporary folder, the same one every time: tables of an enterprise with keys, links,
amounts, dates and a few rows each; four of five links stay within a table's area, as in the systems of a company.
Prints the figures and keeps them in benchmarks/results/reader_scale.json (with --label NAME in
reader_scale_NAME.json). Refuses to say whether answers are right: `benchmarks/reader/report.py` does.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.reader.report import commit
from benchmarks.reader.report_figures import spread
from copilot.session import Session

RESULTS: Final = Path(__file__).parents[1] / "results"
TABLES: Final = 300
COLUMNS: Final = 5_000
"""Over 300 tables; fewer tables have columns in proportion."""
ROWS: Final = 12
MOST_WORDS: Final = 60
_NEAR_LINKS: Final = 0.8
TODAY: Final = date(2026, 11, 2)
_AREAS = "sales purchasing warehouse payroll marketing support fleet clinic campus energy".split()
_THINGS = """
account agreement appointment asset batch booking branch campaign contract customer delivery department device employee
inspection invoice meeting order payment permit product project region shipment supplier ticket vehicle vendor visit
worker
""".split()
_TEXTS = """
status category channel city colour comment country currency description email grade industry language level manager
method model origin owner phase phone priority reason role season segment shift source stage street team terms title
topic type zone
""".split()
_NUMBERS = """
amount area balance budget capacity cost discount distance duration fee height hours length credit_limit margin mileage
price quantity rate rating revenue salary score size stock surcharge target tax temperature tonnage turnover units
volume wage weight width yield
""".split()
_DATES = """
approval_date arrival_date birth_date closing_date creation_date due_date end_date hire_date opening_date payment_date
renewal_date review_date start_date
""".split()
_WORDS = """
amber north basic open closed standard express premium silver river summit garden harbour maple orient pacific retail
urgent weekly zenith
""".split()
_FORMS: Final = (
    "how many {t} are there",
    "total {n} by {x}",
    "average {n} of {t} per {x} in 2025",
    "which {t} has the highest {n}",
    "top 5 {t} by {n} where {x} is {v}",
    "list the {x} and {n} of all {t} whose {n2} is above 100 and whose {x2} is not {v}",
    "show {t} with no {t2}",
    "number of {t} per month since {d} 2024",
)
_LONG: Final = (
    "please show me for every {x} the number of {t}, the total {n} and the average {n2}, but only for {t} whose {x2} "
    "is {v} or {v2} and whose {d} lies between 1 January 2024 and 31 December 2025, sorted by the total {n} from the "
    "largest to the smallest, and give me no more than the ten best of them",
    "I would like to know which of our {t} had the highest {n} in the last three full months, together with its {x}, "
    "its {x2} and its {n2}, leaving out those with a {n3} below 50 or without any {d}, and please compare only the {t} "
    "whose {x3} is {v} and not {v2}, because the rest does not matter",
    "give me the {x}, the {x2} and the {n} of all those {t} of ours whose {n2} is higher than the average {n2} of the "
    "{t} whose {x3} is {v}, but leave out the ones with a {n3} of less than 50 and the ones whose {x2} is {v2}, and "
    "show the ones with the largest {n} at the top of what you list for us here",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up table: its columns by kind."""

    name: str
    texts: tuple[str, ...]
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    parents: tuple[str, ...]
    """Tables that its rows point to."""


def made_tables(dice: random.Random, *, count: int = TABLES) -> list[Made]:
    """Return tables with 16 or 17 columns each: an id, a name, up to two links, texts, numbers and dates."""
    names = [f"{area}_{thing}" for area in _AREAS for thing in _THINGS][:count]
    found: list[Made] = []
    for at, name in enumerate(names):
        width = COLUMNS * (at + 1) // TABLES - COLUMNS * at // TABLES
        near = names[at - at % len(_THINGS) : at]
        parents = tuple(dict.fromkeys(dice.choice(_pool(near, names[:at], dice)) for _ in range(2))) if at else ()
        left = width - 2 - len(parents)
        dates = dice.sample(_DATES, 2)
        texts = dice.sample(_TEXTS, (left - 2) // 2)
        numbers = dice.sample(_NUMBERS, left - 2 - len(texts))
        found.append(Made(name, tuple(texts), tuple(numbers), tuple(dates), parents))
    return found


def _pool(near: list[str], earlier: list[str], dice: random.Random) -> list[str]:
    return near if near and dice.random() < _NEAR_LINKS else earlier


def write(tables: list[Made], path: Path, dice: random.Random) -> None:
    """Write the tables with a few rows each as a DuckDB database."""
    import duckdb

    with duckdb.connect(str(path)) as connection:
        for one in tables:
            columns = [f"{one.name}_id INTEGER PRIMARY KEY", f"{one.name}_name VARCHAR"]
            columns += [f"{parent}_id INTEGER" for parent in one.parents]
            columns += [f"{c} VARCHAR" for c in one.texts] + [f"{c} DOUBLE" for c in one.numbers]
            columns += [f"{c} DATE" for c in one.dates]
            connection.execute(f"CREATE TABLE {one.name} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            rows = [_row(one, at, dice) for at in range(1, ROWS + 1)]
            connection.executemany(f"INSERT INTO {one.name} VALUES ({marks})", rows)


def _row(one: Made, at: int, dice: random.Random) -> list[Any]:
    name = f"{dice.choice(_WORDS)} {dice.choice(_WORDS)} {at}"
    links = [dice.randint(1, ROWS) for _ in one.parents]
    texts = [dice.choice(_WORDS) for _ in one.texts]
    numbers = [round(dice.uniform(1, 1_000), 2) for _ in one.numbers]
    days = [date(2023, 1, 1) + timedelta(days=dice.randrange(1_300)) for _ in one.dates]
    return [at, name, *links, *texts, *numbers, *days]


def made_questions(tables: list[Made], dice: random.Random) -> list[str]:
    """Return 20 questions over the tables, each form in turn; nine of them are long ones of up to 60 words."""
    forms = [*_FORMS, *_LONG, *_LONG, *_FORMS[:3], *_LONG]
    return [_filled(form, dice.choice(tables), dice) for form in forms]


def _filled(form: str, one: Made, dice: random.Random) -> str:
    texts, numbers = dice.sample(one.texts, 3), dice.sample(one.numbers, 3)
    value, other = dice.sample(_WORDS, 2)
    spoken = {
        "t": one.name + "s", "t2": (one.parents or (one.name,))[0] + "s",
        "x": texts[0], "x2": texts[1], "x3": texts[2], "n": numbers[0], "n2": numbers[1], "n3": numbers[2],
        "v": value, "v2": other, "d": dice.choice(one.dates),
    }  # fmt: skip
    said = form.format(**{key: text.replace("_", " ") for key, text in spoken.items()})
    return " ".join(said.split()[:MOST_WORDS])


def measured(path: Path, questions: list[str]) -> dict[str, Any]:
    """Open the database, ask everything and return the figures; the first question, which builds the indexes, apart."""
    before = memory_mb()
    began = time.perf_counter()
    session = Session.open(path, clock=lambda: TODAY)
    opened, after_opening = time.perf_counter() - began, memory_mb()
    first = session.ask(questions[0])
    after_first = memory_mb()
    answers, asking = [], []
    for text in questions:
        began = time.perf_counter()
        answers.append(session.ask(text))
        asking.append((time.perf_counter() - began) * 1000)
    after_all = memory_mb()
    session.close()
    reading = [step.seconds * 1000 for one in answers for step in one.steps if step.name == "read"]
    return {
        "open_seconds": round(opened, 2),
        "first_reading_ms": round(next((s.seconds * 1000 for s in first.steps if s.name == "read"), 0.0), 1),
        "reading_ms": spread(reading),
        "asking_ms": spread(asking),
        "statuses": dict(sorted(Counter(one.status for one in answers).items())),
        "memory_mb": {
            "before": round(before),
            "added_by_opening": round(after_opening - before),
            "added_by_the_first_question": round(after_first - after_opening),
            "added_by_the_others": round(after_all - after_first),
            "peak": round(_peak_mb()),
        },
    }


def memory_mb() -> float:
    """Return what this process holds in memory now; its peak where the system does not tell."""
    held = Path("/proc/self/statm")
    if not held.exists():
        return _peak_mb()
    return int(held.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


def _peak_mb() -> float:
    bytes_each = 1024 if os.uname().sysname == "Linux" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * bytes_each / 1e6


def main() -> None:
    """Make the database, ask, print the figures and keep them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--label", default="", help="keep the figures under this name")
    parser.add_argument("--tables", type=int, default=TABLES, choices=range(1, TABLES + 1), metavar="1-300")
    options = parser.parse_args()
    dice = random.Random(4)
    tables = made_tables(dice, count=options.tables)
    questions = made_questions(tables, dice)
    with tempfile.TemporaryDirectory(prefix="askbi-scale-") as folder:
        os.environ["ASKBI_HOME"] = folder
        path = Path(folder) / "wide.duckdb"
        write(tables, path, dice)
        figures = measured(path, questions)
    widths = [2 + len(one.parents) + len(one.texts) + len(one.numbers) + len(one.dates) for one in tables]
    about = {
        "date": date.today().isoformat(),  # noqa: DTZ011  (the day of the run, for people)
        "commit": commit(), "cpus": os.cpu_count(), "python": platform.python_version(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "tables": len(tables), "columns": sum(widths), "questions": len(questions),
        "words": spread(len(text.split()) for text in questions),
    }  # fmt: skip
    text = json.dumps({**about, **figures}, indent=1)
    print(text)
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"reader_scale{options.label and '_' + options.label}.json"
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
