"""A small model of what a team likes to ask, which learns with every question.

Owns its form: a logistic regression over what questions are about, one step of gradient descent for each choice
(Bottou, "Large-scale machine learning with stochastic gradient descent", 2010). Refuses to know where weights are kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

_STEP: Final = 0.3
_PLACE: Final = 0.25
"""What a place further down in the list that the data suggests by itself costs: with no history, that order stands."""
_AGAIN: Final = 1.5
"""What it costs that the same was asked a short while ago."""
_MOST: Final = 4.0


class Taste:
    """What a team likes to ask.

    Args:
        weights: that were learned so far, by feature.

    >>> taste = Taste({})
    >>> ranked = [["revenue", "by region"], ["orders", "by month"]]
    >>> taste.order(ranked, asked=[])
    [0, 1]
    >>> for _ in range(5): changed = taste.learn(["orders", "by month"], 1.0)
    >>> taste.order(ranked, asked=[])
    [1, 0]
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)

    def order(self, questions: list[list[str]], asked: Iterable[int]) -> list[int]:
        """Return the places of questions, the likeliest to be asked first.

        Args:
            questions: the features of each, in the order that the data suggests by itself.
            asked: places of those that were asked a short while ago.
        """
        again = frozenset(asked)
        scores = {
            place: self._score(features) - _PLACE * place - _AGAIN * (place in again)
            for place, features in enumerate(questions)
        }
        return sorted(scores, key=lambda place: -scores[place])

    def learn(self, features: list[str], liked: float) -> dict[str, float]:
        """Take one step towards 1 for a question that was asked or praised, 0 for one that was passed over.

        Returns the weights that changed.
        """
        error = liked - 1 / (1 + math.exp(-self._score(features)))
        step = _STEP * error / max(len(features), 1) ** 0.5
        for feature in features:
            self._weights[feature] = max(-_MOST, min(_MOST, self._weights.get(feature, 0.0) + step))
        return {feature: self._weights[feature] for feature in features}

    def _score(self, features: list[str]) -> float:
        return sum(self._weights.get(feature, 0.0) for feature in features)
