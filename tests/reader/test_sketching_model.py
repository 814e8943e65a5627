"""The learned model: its file fits the code that reads it, its trees say what a tree says, and bad files are named."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.reader.probe import probe
from copilot.readers.network import Network
from copilot.readers.sketching.filling import Filler
from copilot.readers.sketching.learned import FORESTS, ROLES, ModelFileError, Wording, load
from copilot.readers.sketching.links import Linker
from copilot.readers.sketching.model import PATH, Model, model
from copilot.readers.sketching.signs import Terrain
from copilot.readers.sketching.trees import Floats, Forest, Walk
from copilot.session import Session

# x0 <= 0.5 ? (x1 <= -2 ? 1 : 10) : (x1 <= 3 ? 100 : 1000), leaves numbered in another order than they lie
FOUR: Walk = ((0, 1, 1), (0.5, -2.0, 3.0), (1, -1, -3), (2, -4, -2), (1.0, 1000.0, 100.0, 10.0))
CHAIN: Walk = ((0, 0, 0), (1.0, 2.0, 3.0), (-1, -2, -3), (1, 2, -4), (0.5, 0.25, 0.125, 0.0))
LEAF: Walk = ((), (), (), (), (7.0,))


def rows(*found: tuple[float, ...]) -> Floats:
    return np.array(found, dtype=np.float32)


# -- trees ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trees", "row", "sum_of_leaves"),
    [
        ([FOUR], (0.5, -2.0), 1.0),
        ([FOUR], (0.5, -1.9), 10.0),
        ([FOUR], (0.6, 3.0), 100.0),
        ([FOUR], (0.6, 3.5), 1000.0),
        ([FOUR], (-99.0, -99.0), 1.0),
        ([CHAIN], (1.0, 0.0), 0.5),
        ([CHAIN], (3.0, 0.0), 0.125),
        ([CHAIN], (3.1, 0.0), 0.0),
        ([LEAF], (0.0, 0.0), 7.0),
        ([FOUR, LEAF, CHAIN], (2.5, 9.0), 1000.0 + 7.0 + 0.125),
    ],
)
def test_a_forest_is_the_sum_of_the_leaves_that_a_row_ends_in(
    trees: list[Walk], row: tuple[float, ...], sum_of_leaves: float
) -> None:
    assert Forest.of(trees).predict(rows(row)).tolist() == [sum_of_leaves]


def test_a_row_is_judged_alike_alone_and_among_many() -> None:
    many = np.random.default_rng(3).normal(scale=3, size=(2000, 2)).astype(np.float32)
    forest = Forest.of([FOUR, CHAIN] * 400)
    together = forest.predict(many)
    assert [forest.predict(many[i : i + 1])[0] for i in range(0, 2000, 250)] == together[::250].tolist()


def test_a_threshold_between_two_floats_keeps_its_side() -> None:
    at = np.float32(0.1)  # 0.100000001490116
    assert Forest.of([((0,), (0.1,), (-1,), (-2,), (0.0, 1.0))]).predict(rows((float(at),))).tolist() == [1.0]


def test_several_outputs_are_made_likelihoods() -> None:
    stump: Walk = ((0,), (0.0,), (-1,), (-2,), (0.0, np.log(3.0)))
    forest = Forest.of([stump, LEAF, LEAF], outputs=[0, 1, 1], link="softmax")
    assert forest.predict(rows((-1.0,), (1.0,))) == pytest.approx(
        np.array([[1 / (1 + np.exp(14)), 1 / (1 + np.exp(-14))], [3 / (3 + np.exp(14)), np.exp(14) / (3 + np.exp(14))]])
    )


def test_joined_forests_keep_their_outputs_apart() -> None:
    two = Forest.joined([Forest.of([FOUR, LEAF]), Forest.of([CHAIN])])
    assert two.predict(rows((0.5, 0.0))).tolist() == [[17.0, 0.5]]


def test_a_tree_of_more_than_32_leaves_is_refused() -> None:
    deep: Walk = (
        [0] * 32,
        [float(i) for i in range(32)],
        [-1 - i for i in range(32)],
        [*range(1, 32), -33],
        [0.0] * 33,
    )
    with pytest.raises(ValueError, match="33 leaves; at most 32"):
        Forest.of([deep])


def test_rounded_weights_say_nearly_what_the_weights_say() -> None:
    weights = np.random.default_rng(5).normal(size=(50, 4))
    bias = np.array([0.1, -0.2, 0.3, 0.0])
    sums = weights[[3, 7, 11]].sum(axis=0) + bias
    wanted = np.exp(sums) / np.exp(sums).sum()
    assert Wording.rounded("abcd", weights, bias).chances([3, 7, 11]) == pytest.approx(wanted, abs=0.02)


# -- the file that ships -------------------------------------------------------------------------------------------


def test_the_file_fits_the_code_that_reads_it() -> None:
    learned = load(PATH)
    assert (learned.widths, learned.probe) == probe(learned.cues), (
        "the rows that the code makes are no longer those of the model's training; run benchmarks/reader/train.py"
    )


def test_the_file_is_small_and_whole() -> None:
    learned = load(PATH)
    assert PATH.stat().st_size < 5_000_000
    assert set(learned.forests) == set(FORESTS)
    assert learned.forests["ops"].width == len(learned.ops)
    assert "" in learned.nests.classes
    said, shares = zip(*learned.calibration, strict=True)
    assert list(said) == sorted(said)
    assert list(shares) == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def test_the_model_judges_and_ranks_a_question(retail: Session) -> None:
    network = Network(retail.catalog)
    learned = model()
    links = Linker(retail.catalog, retail.semantics).links("How many customers are there?")
    scene = learned.scene(links, Terrain(retail.catalog, network))
    judged = learned.judge(scene)
    chances = [
        *judged.tables.values(),
        *(c.chance for c in judged.conditions),
        *judged.nests.values(),
        *(p for role in ROLES for p in judged.roles[role].values()),
        *(p for _, p in judged.shapes),
    ]
    assert all(0 <= p <= 1 for p in chances)
    assert max(judged.tables, key=lambda table: judged.tables[table]) == "customers"
    candidates = Filler(scene, judged).candidates()[:20]
    ranking = learned.ranking(candidates, scene, judged, [0] * len(candidates))
    scores = [score for _, score in ranking.best_first]
    assert scores == sorted(scores, reverse=True)
    assert sorted(id(c) for c, _ in ranking.best_first) == sorted(map(id, candidates))
    assert 0 <= ranking.chance <= 1
    assert learned.rank(candidates, scene, judged, [0] * len(candidates)) == list(ranking.best_first)
    assert learned.ranking([], scene, judged, []).best_first == ()


def test_the_model_is_loaded_once() -> None:
    assert model() is model()


# -- files that cannot be used -------------------------------------------------------------------------------------


def with_head(change: Callable[[dict[str, Any]], None]) -> bytes:
    """The shipped file with another head."""
    written = BytesIO()
    with zipfile.ZipFile(PATH) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            if name == "head.npy":
                head = json.loads(np.load(BytesIO(held)).tobytes())
                change(head)
                array = BytesIO()
                np.save(array, np.frombuffer(json.dumps(head).encode(), dtype=np.uint8))
                held = array.getvalue()
            new.writestr(name, held)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: None, "no learned model at"),
        (lambda: b"", "is damaged"),
        (lambda: b"not an archive", "is damaged"),
        (lambda: PATH.read_bytes()[:20_000], "is damaged"),
        (lambda: PATH.read_bytes()[:5000] + b"\0" * 500 + PATH.read_bytes()[5500:], "is damaged"),
        (lambda: with_head(lambda head: head.update(format=0)), "has format 0, and this askbi reads format 3"),
        (lambda: with_head(lambda head: head.update(format=99)), "has format 99"),
        (lambda: with_head(lambda head: head.pop("cues")), "is damaged"),
        (lambda: with_head(lambda head: head["shapes"].pop()), "is damaged"),
        (lambda: with_head(lambda head: head["links"].update(tab="tanh")), "is damaged"),
    ],
    ids=["none", "empty", "text", "cut", "overwritten", "older", "newer", "no cues", "a class less", "unknown link"],
)
def test_a_file_that_cannot_be_used_is_named_with_the_way_out(
    tmp_path: Path, content: Callable[[], bytes | None], said: str
) -> None:
    path = tmp_path / "model.npz"
    written = content()
    if written is not None:
        path.write_bytes(written)
    with pytest.raises(ModelFileError, match=said) as problem:
        load(path)
    assert str(path) in str(problem.value)
    assert "reinstall askbi" in str(problem.value)


def test_what_is_saved_is_what_is_loaded_and_the_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    learned = load(PATH)
    learned.save(tmp_path / "one.npz")
    load(tmp_path / "one.npz").save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes() == PATH.read_bytes()


def test_rows_of_another_length_than_in_training_are_refused(retail: Session) -> None:
    learned = load(PATH)
    assert learned.widths is not None
    older = Model(dataclasses.replace(learned, widths={**learned.widths, "table": learned.widths["table"] - 1}))
    links = Linker(retail.catalog, retail.semantics).links("customers")
    with pytest.raises(ModelFileError, match="numbers for each table"):
        older.judge(older.scene(links, Terrain(retail.catalog, Network(retail.catalog))))
