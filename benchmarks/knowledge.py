"""Score finding passages: questions about documents, those that no document answers among them.

usage: python -m benchmarks.knowledge tests/questions/knowledge.yml sample_data/retail [--label first] [--show]

Of questions that one passage answers, how many find it first, and among the first three; through the whole product, how
many are answered from that passage, and how many that no document answers are not answered from one.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.assistant import Assistant
from benchmarks.reader.exam import RESULTS
from copilot.knowledge import FOLDER, Passage, Shelf, read_documents
from copilot.values.question import Language

TODAY = date(2026, 11, 2)


def is_right(passage: Passage, case: dict[str, Any]) -> bool:
    """Tell whether a passage is the one that answers a question."""
    said = " ".join(case["must_say"].split()) in " ".join(passage.text.split())
    return passage.file == case["file"] and said and case.get("heading") in (None, passage.heading)


def main() -> None:
    """Mark every question, print the figures and keep them where a label is given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("questions", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--label", default="")
    parser.add_argument("--show", action="store_true", help="print every question that is not right")
    options = parser.parse_args()
    cases = yaml.safe_load(options.questions.read_text(encoding="utf-8"))
    shelf = Shelf(read_documents(options.data / FOLDER)[0])
    first = three = cited = rightly_not = 0
    with Assistant.open(str(options.data), model=None, today=TODAY) as bi:
        for case in cases:
            language: Language = "zh" if any("\u3400" <= char <= "\u9fff" for char in case["ask"]) else "en"
            found = shelf.find(case["ask"], language)
            answer = bi.ask(case["ask"])
            quoted = answer.reader == "knowledge"
            if case["file"] is None:
                rightly_not += not quoted
                if quoted and options.show:
                    print("\nshould not be quoted:", case["ask"], "|", answer.text[:120], answer.assumptions)
                continue
            ranks = [is_right(one.passage, case) for one in found]
            first, three = first + ranks[:1].count(True), three + any(ranks)
            place = f"{case['file']}, {case['heading']}" if case.get("heading") else case["file"]
            here = quoted and place in " ".join(answer.assumptions) and (True in ranks[:1])
            cited += here
            if options.show and not here:
                shown = [(one.passage.place, round(one.covered, 2)) for one in found]
                print("\n", case["ask"], "|", case["file"], case["heading"], "|", shown, answer.status, answer.reader)
    told = sum(case["file"] is not None for case in cases)
    summary = {
        "questions": options.questions.name,
        "answered_by_one_passage": told,
        "found_first": first,
        "among_three": three,
        "answered_from_it": cited,
        "of_no_document": len(cases) - told,
        "not_answered_from_one": rightly_not,
    }
    print(json.dumps(summary))
    if options.label:
        path = RESULTS / f"knowledge_{options.label}.json"
        path.write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
