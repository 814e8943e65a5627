"""Training of the parts of the sketching reader's model, and their way into the form that ships.

Owns LightGBM and scikit-learn, which nothing that ships needs, and every parameter of the training.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from copilot.readers.sketching.learned import Wording
from copilot.readers.sketching.trees import Floats, Forest, Link, Walk

SEED: Final = 7
_SPREAD: Final = 4
"""A piece of wording gets a weight where questions of this many databases hold it."""
_COMMON: Final[dict[str, Any]] = {
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2,
    "verbose": -1,
    "num_threads": 2,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
}
_YES_NO: Final = {
    **_COMMON,
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 24,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.5,
}
_ONE_OF: Final = {**_YES_NO, "objective": "multiclass", "num_leaves": 8, "min_data_in_leaf": 5, "learning_rate": 0.1}
_ORDER: Final = {
    **_COMMON,
    "objective": "lambdarank",
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
    "lambdarank_truncation_level": 3,
}
_WEIGH: Final = {**_ORDER, "learning_rate": 0.05, "num_leaves": 15, "feature_fraction": 0.5}
_TRUST: Final = {**_YES_NO, "num_leaves": 8, "min_data_in_leaf": 20, "feature_fraction": 0.3, "learning_rate": 0.04}
_ROUNDS: Final = {"yes_no": 150, "one_of": 100, "order": 220, "weigh": 150, "trust": 150}
_BINS: Final = 25
Truths = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


def yes_no(rows: Floats, labels: Mapping[str, Truths]) -> dict[str, Forest]:
    """Return a forest for each set of labels over the same rows."""
    import lightgbm

    data = lightgbm.Dataset(rows, free_raw_data=False)
    found = {}
    for name, truths in labels.items():
        data.set_label(truths.astype(np.float32))
        found[name] = _forest(lightgbm.train(_YES_NO, data, _ROUNDS["yes_no"]), rows, "sigmoid")
    return found


def one_of(rows: Floats, labels: Sequence[str]) -> tuple[tuple[str, ...], Forest]:
    """Return the labels in order and a forest with an output for each."""
    import lightgbm

    names = tuple(sorted(set(labels)))
    data = lightgbm.Dataset(rows, np.array([names.index(label) for label in labels]))
    trained = lightgbm.train({**_ONE_OF, "num_class": len(names)}, data, _ROUNDS["one_of"])
    return names, _forest(trained, rows, "softmax")


def order(rows: Sequence[Floats], labels: Sequence[Truths]) -> Forest:
    """Return a forest that scores a question's candidates, from questions of which one candidate is right."""
    return _ordered(rows, labels, _ORDER, _ROUNDS["order"])


def weigh(rows: Sequence[Floats], labels: Sequence[Truths]) -> Forest:
    """Return a forest that scores the first few candidates by what their rows say of them."""
    return _ordered(rows, labels, _WEIGH, _ROUNDS["weigh"])


def _ordered(rows: Sequence[Floats], labels: Sequence[Truths], how: Mapping[str, Any], rounds: int) -> Forest:
    import lightgbm

    useful = [place for place, right in enumerate(labels) if right.any()]
    stacked = np.vstack([rows[place] for place in useful])
    truths = np.concatenate([labels[place] for place in useful]).astype(np.int32)
    data = lightgbm.Dataset(stacked, truths, group=[len(labels[place]) for place in useful])
    return _forest(lightgbm.train(dict(how), data, rounds), stacked[:2000], "identity")


def trust(rows: Floats, right: Truths) -> Forest:
    """Return a forest that tells how likely the first candidate of a question is right."""
    import lightgbm

    trained = lightgbm.train(_TRUST, lightgbm.Dataset(rows, right.astype(np.float32)), _ROUNDS["trust"])
    return _forest(trained, rows, "sigmoid")


def calibration(said: Numbers, right: Truths) -> tuple[tuple[float, float], ...]:
    """Return rising points from what was said to the share that was right, out of bins of equal size."""
    from sklearn.isotonic import IsotonicRegression

    bins = np.array_split(np.argsort(said, kind="stable"), min(_BINS, len(said)))
    middles = np.array([said[held].mean() for held in bins])
    shares = np.array([right[held].mean() for held in bins])
    rising = IsotonicRegression(out_of_bounds="clip").fit(middles, shares, [len(held) for held in bins])
    points = {round(float(x), 6): round(float(y), 4) for x, y in zip(middles, rising.predict(middles), strict=True)}
    return tuple(sorted(points.items()))


def vocabulary(pieces: Sequence[frozenset[str]], databases: Sequence[str]) -> tuple[str, ...]:
    """Return the pieces of wording that stand in questions of several databases."""
    spread: dict[str, set[str]] = defaultdict(set)
    for held, database in zip(pieces, databases, strict=True):
        for piece in held:
            if "\n" not in piece:
                spread[piece].add(database)
    return tuple(sorted(piece for piece, where in spread.items() if len(where) >= _SPREAD))


def wording(pieces: Sequence[frozenset[str]], words: Sequence[str], labels: Sequence[str]) -> Wording:
    """Return a linear classifier over pieces of wording."""
    from scipy.sparse import csr_matrix  # comes with scikit-learn
    from sklearn.linear_model import LogisticRegression

    place_of = {piece: place for place, piece in enumerate(words)}
    places = [sorted(place_of[piece] for piece in held if piece in place_of) for held in pieces]
    starts = np.cumsum([0] + [len(held) for held in places])
    flat = np.concatenate([np.array(held, dtype=np.int32) for held in places])
    rows = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, starts), shape=(len(places), len(words)))
    trained = LogisticRegression(C=0.7, max_iter=60, tol=1e-3).fit(rows, np.array(labels))
    weights, bias = trained.coef_, trained.intercept_
    if len(trained.classes_) == 2:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return Wording.rounded(map(str, trained.classes_), weights.T, bias)


def _forest(booster: Any, rows: Floats, link: Link) -> Forest:
    """Return a trained booster's trees, after a look that they give what the booster gives.

    Raises:
        ValueError: they do not.
    """
    forest = forest_of(booster.model_to_string(), booster.num_model_per_iteration(), link)
    some = rows[:2000]
    apart = float(np.abs(forest.predict(some) - booster.predict(some)).max())
    if not apart < 1e-6:
        raise ValueError(f"the trees differ from LightGBM's by {apart}; their evaluation does not fit this LightGBM")
    return forest


def forest_of(text: str, outputs: int, link: Link) -> Forest:
    """Return the trees of LightGBM's own text format."""
    walks: list[Walk] = []
    for block in text.split("\nTree=")[1:]:
        lines = dict(line.split("=", 1) for line in block.split("\n") if "=" in line)
        walks.append(
            (
                [int(x) for x in lines.get("split_feature", "").split()],
                [float(x) for x in lines.get("threshold", "").split()],
                [int(x) for x in lines.get("left_child", "").split()],
                [int(x) for x in lines.get("right_child", "").split()],
                [float(x) for x in lines["leaf_value"].split()],
            )
        )
    return Forest.of(walks, outputs=[place % outputs for place in range(len(walks))], link=link)
