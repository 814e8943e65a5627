"""The accuracy report: comparison with gold, kinds, reliability, questions that cannot be answered, the options' guard.

All data is made up here; expected values are counted by hand.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reader import report
from benchmarks.reader.public import Asked, Match, gold_of, kind_of, match, number_in
from benchmarks.reader.report_asking import How, Load, Outcome, loads, worked_off
from benchmarks.reader.report_figures import (
    accuracy,
    calibration,
    figures,
    spread,
    unanswerable,
    verified,
    wilson,
    within_reach,
)
from benchmarks.reader.report_printing import printed
from benchmarks.reader.report_strays import Vocabulary, choose, content_words, shares_a_word, vocabulary
from copilot.errors import ConfigError

SHOP = """
CREATE TABLE fruit (fruit_name TEXT, price REAL, stock TEXT);
INSERT INTO fruit VALUES ('apple', 1.0, '10'), ('pear', 2.0, '30'), ('plum', 2.0, '20'), ('quince', 3.0, '20');
CREATE TABLE cartSale (fruit_name TEXT, buyer TEXT);
INSERT INTO cartSale VALUES ('apple', 'Ana'), ('plum', 'Ana'), ('plum', 'Ben');
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "shop.sqlite")
    connection.executescript(SHOP)
    connection.commit()
    yield connection
    connection.close()


def asked(index: int, database: str = "shop", text: str = "", sql: str = "SELECT 1", fold: int = 1) -> Asked:
    return Asked(index, database, fold, text, sql)


def outcome(how: How, found: Match = "no", *, confidence: float | None = None, sure: bool = False) -> Outcome:
    return Outcome(asked(0), "shop", how, sure, confidence, 10.0, 5.0, False, kind="simple", match=found)


@pytest.mark.parametrize(
    ("gold", "rows", "wanted"),
    [
        # columns in any order, rows as a multiset
        ("SELECT fruit_name, price FROM fruit WHERE price < 3", [(2, "plum"), (1, "apple"), (2, "pear")], "exact"),
        ("SELECT price FROM fruit", [(1,), (2,), (3,)], "no"),
        ("SELECT buyer FROM cartSale", [("Ana",), ("Ben",), ("Ana",)], "exact"),
        ("SELECT buyer FROM cartSale", [("Ana",), ("Ben",), ("Ben",)], "no"),
        # columns that go together in rows only
        ("SELECT fruit_name, buyer FROM cartSale", [("apple", "Ben"), ("plum", "Ana"), ("plum", "Ana")], "no"),
        # further columns are lax, missing ones are wrong
        ("SELECT fruit_name FROM fruit WHERE price > 2.5", [("quince", 3.0)], "lax"),
        ("SELECT fruit_name, price FROM fruit WHERE price > 2.5", [("quince",)], "no"),
        # numbers: six digits, and text that spells one
        ("SELECT avg(price) / 3 FROM fruit", [(0.66666667,)], "exact"),
        ("SELECT avg(price) / 3 FROM fruit", [(0.667,)], "no"),
        ("SELECT stock FROM fruit WHERE price = 1", [(10,)], "exact"),
        ("SELECT count(*) FROM fruit", [(4,)], "exact"),
        ("SELECT count(*) FROM fruit", [], "no"),
        # order counts where gold orders its outermost rows; ties may change places
        ("SELECT fruit_name FROM fruit ORDER BY price", [("apple",), ("plum",), ("pear",), ("quince",)], "exact"),
        ("SELECT fruit_name FROM fruit ORDER BY price", [("apple",), ("pear",), ("plum",), ("quince",)], "exact"),
        ("SELECT fruit_name FROM fruit ORDER BY price", [("plum",), ("apple",), ("pear",), ("quince",)], "no"),
        ("SELECT fruit_name FROM fruit ORDER BY 1 DESC", [("quince",), ("plum",), ("pear",), ("apple",)], "exact"),
        ("SELECT fruit_name FROM fruit ORDER BY 1 DESC", [("apple",), ("pear",), ("plum",), ("quince",)], "no"),
        ("SELECT fruit_name AS f FROM fruit ORDER BY f LIMIT 2", [("pear",), ("apple",)], "no"),
        ("SELECT buyer FROM cartSale GROUP BY buyer ORDER BY count(*)", [("Ana",), ("Ben",)], "no"),
        ("SELECT DISTINCT buyer FROM cartSale ORDER BY buyer DESC", [("Ana",), ("Ben",)], "no"),
        (
            "SELECT fruit_name FROM fruit WHERE price IN (SELECT price FROM fruit ORDER BY price DESC LIMIT 1)",
            [("quince",)],
            "exact",
        ),
        # a LIMIT that cuts through ties: any of them, or all of them
        ("SELECT fruit_name FROM fruit ORDER BY price LIMIT 2", [("apple",), ("plum",)], "exact"),
        ("SELECT fruit_name FROM fruit ORDER BY price LIMIT 2", [("apple",), ("pear",)], "exact"),
        ("SELECT fruit_name FROM fruit ORDER BY price LIMIT 2", [("plum",), ("apple",)], "no"),
        ("SELECT fruit_name FROM fruit ORDER BY price LIMIT 2", [("apple",), ("quince",)], "no"),
        ("SELECT fruit_name FROM fruit ORDER BY price LIMIT 2", [("apple",), ("pear",), ("plum",)], "exact"),
        ("SELECT fruit_name FROM fruit ORDER BY price LIMIT 2", [("pear",), ("plum",)], "no"),
        ("SELECT fruit_name FROM fruit ORDER BY price DESC LIMIT 1", [("quince",), ("pear",)], "no"),
        ("SELECT fruit_name FROM fruit ORDER BY stock LIMIT 3", [("apple", 1), ("plum", 2), ("quince", 2)], "lax"),
    ],
)
def test_rows_are_compared_as_gold_means_them(
    shop: sqlite3.Connection, gold: str, rows: list[tuple[Any, ...]], wanted: Match
) -> None:
    found = gold_of(shop, gold)
    assert found is not None
    assert match(rows, found) == wanted


def test_gold_without_rows_is_told_apart(shop: sqlite3.Connection) -> None:
    assert gold_of(shop, "SELECT price FROM fruit WHERE price > 9") is None
    with pytest.raises(sqlite3.Error):
        gold_of(shop, "SELECT colour_ FROM no_table")


@pytest.mark.parametrize(
    ("gold", "single"),
    [
        ("SELECT count(*) FROM fruit", True),
        ("SELECT fruit_name FROM fruit ORDER BY price LIMIT 1", True),
        ("SELECT fruit_name FROM fruit ORDER BY stock DESC LIMIT 1", True),
        ("SELECT fruit_name FROM fruit ORDER BY price DESC LIMIT 2", False),
        ("SELECT fruit_name, price FROM fruit ORDER BY price LIMIT 1", False),
        ("SELECT price FROM fruit", False),
    ],
)
def test_single_cells(shop: sqlite3.Connection, gold: str, single: bool) -> None:
    found = gold_of(shop, gold)
    assert found is not None
    assert found.single_cell == single


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("-0.50", -0.5), ("05", "05"), ("1,000", "1,000"), ("", ""), ("٣", "٣"), ("nan", "nan")],
)
def test_only_plain_numbers_are_read_from_text(text: str, value: Any) -> None:
    assert number_in(text) == value


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT name FROM a WHERE x = 1 ORDER BY y LIMIT 1", "simple"),
        ("SELECT avg(x), max(x) FROM a", "simple"),
        ("SELECT a.x FROM a JOIN b ON a.id = b.id", "join"),
        ("SELECT a.x FROM a, b WHERE a.id = b.id", "join"),
        ("SELECT x, count(*) FROM a JOIN b ON a.id = b.id GROUP BY x HAVING count(*) > 2", "group"),
        ("SELECT x FROM a WHERE id NOT IN (SELECT id FROM b)", "nested"),
        ("SELECT x FROM (SELECT x, count(*) FROM a GROUP BY x)", "nested"),
        ("SELECT x FROM a UNION SELECT x FROM b", "set"),
        ("SELECT count(*) FROM (SELECT x FROM a EXCEPT SELECT x FROM b GROUP BY x)", "set"),
    ],
)
def test_kinds_of_gold(sql: str, kind: str) -> None:
    assert kind_of(sql) == kind


def test_accuracy_counts_what_is_not_answered_as_not_right() -> None:
    seen = [
        replace(outcome("answered", "exact"), best="exact"),
        replace(outcome("answered", "lax"), best="lax"),
        replace(outcome("clarify", "exact"), best="no"),
        replace(outcome("declined"), best="exact"),
    ]
    assert accuracy(seen) == {
        "questions": 4, "exact": 0.25, "lax": 0.5, "best_exact": 0.5, "answered": 0.5, "exact_if_answered": 0.5,
    }  # fmt: skip


def test_reliability_table_and_error() -> None:
    seen = [
        outcome("answered", "exact", confidence=1.0),
        outcome("answered", "exact", confidence=0.9),
        outcome("answered", "lax", confidence=0.95),
        outcome("answered", "no", confidence=0.91),
        outcome("answered", "exact", confidence=0.25),
        outcome("answered", "no"),
        outcome("clarify", "exact", confidence=0.5),
    ]
    found = calibration(seen)
    assert [(one["from"], one["answers"], one["exact"], one["lax"]) for one in found["table"]] == [
        (0.2, 1, 1.0, 1.0),
        (0.9, 4, 0.5, 0.75),
    ]
    assert found["table"][1]["confidence"] == 0.94
    # (|0.25 - 1| * 1 + |0.94 - 0.5| * 4) / 5 and (0.75 * 1 + |0.94 - 0.75| * 4) / 5
    assert (found["error_exact"], found["error_lax"]) == (0.502, 0.302)
    assert calibration([outcome("answered")])["error_exact"] is None


def test_verified_and_what_confidence_could_reach() -> None:
    sure = [outcome("answered", "exact", confidence=0.9, sure=True)] * 19
    missed = [outcome("answered", "no", confidence=0.9, sure=True), outcome("answered", "no", confidence=0.5)]
    found = verified([*sure, *missed, *[outcome("declined")] * 19])
    assert (found["answers"], found["coverage"], found["precision_exact"]) == (20, 0.5, 0.95)
    assert found["coverage_within_reach"] == 0.5
    # equal confidences fall together: 18 of 20 at 0.9 are too few, whatever order they come in
    assert within_reach([*sure[:18], *missed[:1] * 2]) == 0.0
    assert within_reach([outcome("declined")]) is None


@pytest.mark.parametrize(
    ("right", "of", "interval"),  # the textbook's values
    [(0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (5, 10, (0.2366, 0.7634)), (0, 0, None)],
)
def test_interval_of_a_share(right: int, of: int, interval: tuple[float, float] | None) -> None:
    assert wilson(right, of) == interval


def test_percentiles_are_nearest_ranks() -> None:
    assert spread([4.0, 1.0, 3.0, 2.0]) == {"median": 2.0, "p95": 4.0, "max": 4.0}
    assert spread([]) == {"median": None, "p95": None, "max": None}


def test_what_became_of_unanswerable_questions() -> None:
    seen = [outcome("declined"), outcome("clarify"), outcome("answered", sure=True), outcome("answered")]
    found = unanswerable([*seen, outcome("raised")])
    assert list(found.values()) == [5, 0.4, 0.2, 0.2, 0.2]


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("How many fruits are there?", True),
        ("Which carts are blue?", True),
        ("Which sales were cancelled?", True),
        ("What did ANA do?", True),
        ("Show all quinces", True),
        ("How many pilots are there in 2010?", False),
        ("List the airports of each country", False),
    ],
)
def test_words_shared_with_names_and_stored_values(
    shop: sqlite3.Connection, tmp_path: Path, text: str, shared: bool
) -> None:
    assert shares_a_word(content_words(text), vocabulary(tmp_path / "shop.sqlite")) == shared


def test_the_choice_of_unanswerable_questions_is_fair_and_always_the_same() -> None:
    known = {
        "shop": Vocabulary(frozenset({"fruit", "price"}), frozenset({"apple"})),
        "air": Vocabulary(frozenset({"pilot", "airport"}), frozenset({"oslo"})),
        "zoo": Vocabulary(frozenset({"animal", "keeper"}), frozenset({"tiger"})),
    }
    groups = {"shop": 1, "air": 2, "zoo": 2}
    some = [
        asked(0, "shop", "price of each fruit"),
        asked(1, "air", "how many pilots are there"),
        asked(2, "air", "which pilots own apples"),  # shares a word with the only group that is left
        asked(3, "zoo", "how many are there in all"),  # no content word
        asked(4, "shop", "fruits that a keeper likes"),
    ]
    chosen = choose(some, known, groups, count=9)
    placed = {one.index: name for name, ones in chosen.items() for one in ones}
    assert {1: "shop", 4: "air"}.items() <= placed.items()
    assert set(placed) == {0, 1, 4}
    assert choose(some[::-1], known, groups, count=9) == chosen
    assert sum(map(len, choose(some, known, groups, count=2).values())) == 2


def test_loads_hold_one_fold_each_and_share_the_questions_out() -> None:
    fold_of = {"a": 1, "b": 1, "c": 1, "d": 2}
    some = {name: [asked(0, name)] * count for name, count in {"a": 5, "b": 3, "c": 2, "d": 1}.items()}
    found = loads(some, {}, fold_of, workers=2, folder=Path("x"), home=Path("y"), models=Path("m"))
    assert [(load.fold, load.size, load.model and load.model.name) for load in found] == [
        (1, 5, "model_1.npz"),
        (1, 5, "model_1.npz"),
        (2, 1, "model_2.npz"),
    ]


def test_a_load_is_asked_through_sessions(
    shop: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    folder = tmp_path / "database" / "shop"
    folder.mkdir(parents=True)
    (tmp_path / "shop.sqlite").rename(folder / "shop.sqlite")
    some = [
        asked(0, text="how many fruit are there", sql="SELECT count(*) FROM fruit"),
        asked(1, text="fruit that cost more than 9", sql="SELECT * FROM fruit WHERE price > 9"),
        asked(2, text="what is broken", sql="SELECT * FROM no_table"),
    ]
    strays = [asked(3, "air", "which pilots flew to Oslo")]
    found = worked_off(Load(1, tmp_path, tmp_path / "home", None, {"shop": some}, {"shop": strays}))
    assert (found.no_rows, found.gold_fails, len(found.open_seconds)) == (1, 1, 1)
    (only,) = found.outcomes
    assert (only.asked.index, only.how, only.match, only.single_cell, only.first) == (
        0,
        "answered",
        "exact",
        True,
        True,
    )
    assert found.strays[0].how == "declined"
    assert not list(folder.glob(".askbi")), "nothing may be written beside the data"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"folds": "5"}, "needs --closing"),
        ({"folds": "1-5"}, "needs --closing"),
        ({"folds": "one"}, "write a number"),
        ({"label": "../x"}, "letters, digits"),
        ({"label": "closing"}, "kept for --closing"),
        ({"closing": True, "label": "closing", "sample": 10}, "asks everything"),
        ({"workers": 0}, "count from 1"),
        ({"details": report.ROOT / "details.jsonl"}, "outside the repository"),
    ],
)
def test_options_that_make_no_sense_are_told(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        _checked(options(**given))


def test_the_closing_run_is_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    monkeypatch.delenv("ASKBI_READER_MODEL", raising=False)
    target = report.target_of(options(closing=True, label="closing"))
    target.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="--again"):
        report.target_of(options(closing=True, label="closing"))
    assert report.target_of(options(closing=True, label="closing", again=True)) == target


def test_missing_data_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASKBI_SPIDER", raising=False)
    with pytest.raises(ConfigError, match="ASKBI_SPIDER is not set"):
        report.run(options())
    monkeypatch.setenv("ASKBI_SPIDER", str(tmp_path))
    with pytest.raises(ConfigError, match=r"no questions\.json"):
        report.run(options())


def test_a_sample_is_always_the_same_whatever_the_order() -> None:
    some = [asked(at, text=f"question {at}") for at in range(50)]
    kept = report.sampled(some, 10)
    assert len(kept) == 10
    assert {one.index for one in report.sampled(some[::-1], 10)} == {one.index for one in kept}
    assert {one.index for one in report.sampled(some, 5)} < {one.index for one in kept}


def test_printing_shows_a_dash_where_nothing_is_known() -> None:
    found = figures([outcome("answered", "exact")], [])
    about = {
        "data": "made up", "date": "2026-11-02", "commit": "", "folds": [1], "sample": None, "model": "shipped",
        "left_out": {"gold_gives_no_rows": 0, "gold_fails": 0}, "seconds": 1, "open_seconds": spread([0.5]),
        "peak_mb": {"reading_process": 1, "engine_process_at_most": 1}, "model_file_bytes": None,
    }  # fmt: skip
    text = printed({**about, **found})
    assert "100.0 %" in text
    assert "no answer tells a confidence" in text
    assert "precision" not in text
    assert "right - (- to -)" in text


def _checked(given: argparse.Namespace) -> None:
    report.target_of(given)
    report.folds_named(given.folds)


def options(**given: Any) -> argparse.Namespace:
    usual: dict[str, Any] = {
        "folds": "1-4", "sample": None, "workers": 1, "label": "try", "model_for_fold": None, "unanswerable": 0,
        "details": None, "closing": False, "again": False,
    }  # fmt: skip
    return argparse.Namespace(**{**usual, **given})
