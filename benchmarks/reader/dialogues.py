"""Score follow-ups: dialogues with gold SQL for every turn, each turn understood after the ones before it.

usage: python benchmarks/reader/dialogues.py tests/questions/followups.yml [--label first] [--show] [--model NAME]

Right means: the rows equal those of the gold query, in any column order, a year being equal to its first day. First
questions are asked and counted apart. Where a turn is not understood, the next one follows the last that was, as it
would for a person. Prints figures and keeps them in benchmarks/results/ where a label is given.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.assistant import Assistant
from benchmarks.reader.exam import RESULTS, years_as_numbers
from copilot.compare import same_rows

TODAY = date(2026, 11, 2)
SAMPLES = Path(__file__).parents[2] / "sample_data"


def outcome(bi: Assistant, answer: Any, gold: str) -> str:
    """Return right, wrong, or the status of an answer without rows."""
    if answer.status != "answered":
        return str(answer.status)
    right = bi.sql(gold)
    if right.status != "answered":
        raise ValueError(f"the gold query cannot be run: {right.message}\n{gold}")
    rows, wanted = years_as_numbers(answer.rows), years_as_numbers(right.rows)
    same = same_rows(rows, wanted, ordered=False, any_column_order=True, relative_tolerance=1e-6)
    return "right" if same else "wrong"


def marked(dialogues: list[dict[str, Any]], **given: Any) -> list[dict[str, Any]]:
    """Hold every dialogue and return one entry a turn."""
    found: list[dict[str, Any]] = []
    open_data: dict[str, Assistant] = {}
    for number, dialogue in enumerate(dialogues):
        data = dialogue["data"]
        if data not in open_data:
            open_data[data] = Assistant.open(str(SAMPLES / data), today=TODAY, **given)
        bi = open_data[data]
        chat = bi.chat()
        for place, turn in enumerate(dialogue["turns"]):
            answer = chat.ask(turn["say"])
            found.append(
                {
                    "id": f"{data}_{dialogue['language']}_{number}_{place}", "say": turn["say"],
                    "outcome": outcome(bi, answer, turn["sql"]), "verified": answer.verified,
                    "whole": answer.whole, "sql": answer.sql, "gold": turn["sql"], "message": answer.message,
                }
            )  # fmt: skip
    for bi in open_data.values():
        bi.close()
    return found


def main() -> None:
    """Mark every dialogue of a file, print the figures and keep them where a label is given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("dialogues", type=Path)
    parser.add_argument("--label", default="")
    parser.add_argument("--model", default=None)
    parser.add_argument("--show", action="store_true", help="print every turn that is not right")
    options = parser.parse_args()
    found = marked(yaml.safe_load(options.dialogues.read_text(encoding="utf-8")), model=options.model)
    follow_ups = [one for one in found if not one["id"].endswith("_0")]
    first = [one for one in found if one["id"].endswith("_0")]
    for one in found if options.show else ():
        if one["outcome"] != "right":
            print(f"\n{one['id']} {one['outcome']}{' VERIFIED' * one['verified']}: {one['say']}\n  -> {one['whole']}")
            print(f"  {' '.join(one['sql'].split())}\n  gold {' '.join(one['gold'].split())}\n  {one['message'][:200]}")
    sure = [one for one in follow_ups if one["verified"]]
    summary = {
        "dialogues": options.dialogues.name,
        "model": options.model,
        "first_questions": dict(Counter(one["outcome"] for one in first)),
        "follow_ups": dict(Counter(one["outcome"] for one in follow_ups)),
        "verified": len(sure),
        "wrong_while_verified": sum(one["outcome"] == "wrong" for one in sure),
    }
    print(json.dumps(summary, ensure_ascii=False))
    if options.label:
        path = RESULTS / f"dialogues_{options.dialogues.stem}_{options.label}.json"
        detail = [{"id": one["id"], "outcome": one["outcome"]} for one in found]
        path.write_text(json.dumps({**summary, "each": detail}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
