"""Boosted trees, evaluated for all rows and all trees at once.

Owns the evaluation. Refuses to train: `benchmarks/reader/` does, with libraries that are not needed here.

A tree is not walked. Each inner node knows, as the bits of one number, the leaves that are lost when a row goes to
its right; the leaf that a row ends in is the lowest one that no node took away (Lucchese et al., QuickScorer, 2015).
So a forest costs a few operations over one array whatever the depth of its trees, about 1 ms for 100 rows and 150
trees, at the price of at most 32 leaves a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

Link = Literal["identity", "sigmoid", "softmax"]
LINKS: Final[tuple[Link, ...]] = get_args(Link)
MOST_LEAVES: Final = 32
_AT_ONCE: Final = 500_000
"""Trees times rows that are held in memory at a time."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Forest:
    """Trees that are summed, for one output or in turn for several.

    Inner nodes of all trees follow one another, and so do leaves, those of one tree from left to right.
    """

    features: npt.NDArray[np.int16]
    """The column that each inner node looks at."""
    thresholds: Floats
    """A row goes left where its number is not above this."""
    lost: npt.NDArray[np.uint32]
    """Bits of the leaves to the left of each inner node."""
    leaves: Floats
    """What each leaf adds."""
    sizes: npt.NDArray[np.uint8]
    """Number of leaves of each tree; it has one inner node fewer."""
    outputs: npt.NDArray[np.uint8]
    """The output that each tree adds to."""
    link: Link = "identity"

    @property
    def width(self) -> int:
        """Number of outputs."""
        return int(self.outputs.max()) + 1 if len(self.outputs) else 1

    def predict(self, rows: Floats) -> npt.NDArray[np.float64]:
        """Return the output for each row; one row of outputs for each where there are several.

        Missing values must be plain numbers: there is no way for NaN.

        >>> stump = Forest.of([((0,), (0.5,), (-1,), (-2,), (-1.0, 1.0))])
        >>> stump.predict(np.array([[0.5], [0.75]], dtype=np.float32)).tolist()
        [-1.0, 1.0]
        """
        found: npt.NDArray[np.float64] = np.zeros((len(rows), self.width))
        step = max(1, _AT_ONCE // max(1, len(self.sizes)))
        for start in range(0, len(rows), step):
            self._add(rows[start : start + step], found[start : start + step])
        if self.link == "softmax":
            found = np.exp(found - found.max(axis=1, keepdims=True))
            found /= found.sum(axis=1, keepdims=True)
            return found
        if self.link == "sigmoid":
            found = 1.0 / (1.0 + np.exp(-found))
        return found[:, 0] if found.shape[1] == 1 else found

    def _add(self, rows: Floats, found: npt.NDArray[np.float64]) -> None:
        columns = np.ascontiguousarray(rows.T, dtype=np.float32)
        lost = np.zeros((len(self.sizes), len(rows)), dtype=np.uint32)
        for features, thresholds, bits in zip(*self._nodes, strict=True):
            # A product takes a fifth of the time of `np.where`.
            lost |= (columns[features] > thresholds) * bits
        left_over = ~lost
        # The lowest bit is a power of two, which a float holds exactly: its exponent is the number of the leaf.
        lowest = (left_over & (lost + np.uint32(1))).astype(np.float32)
        leaf = (lowest.view(np.uint32) >> np.uint32(23)).astype(np.intp) - 127
        values = self.leaves[leaf + self._first[:, None]]
        for output, start, end in self._runs:
            found[:, output] += values[start:end].sum(axis=0, dtype=np.float64)

    @cached_property
    def _order(self) -> npt.NDArray[np.intp]:
        return np.argsort(self.outputs, kind="stable")

    @cached_property
    def _runs(self) -> tuple[tuple[int, int, int], ...]:
        """Where the trees of each output start and end, once they are in order."""
        counts = np.bincount(self.outputs, minlength=self.width)
        ends = np.cumsum(counts)
        return tuple((k, int(end - count), int(end)) for k, (count, end) in enumerate(zip(counts, ends, strict=True)))

    @cached_property
    def _first(self) -> npt.NDArray[np.intp]:
        sizes = self.sizes.astype(np.intp)
        return (np.cumsum(sizes) - sizes)[self._order]

    @cached_property
    def _nodes(self) -> tuple[npt.NDArray[np.intp], Floats, npt.NDArray[np.uint32]]:
        """Features, thresholds and bits of the first inner node of all trees, of the second, and so on.

        A tree that has fewer than the others takes nothing away in the places that it lacks.
        """
        inner = self.sizes.astype(np.intp) - 1
        first = np.cumsum(inner) - inner
        steps = np.arange(inner.max(initial=0))
        places = np.where(steps < inner[:, None], first[:, None] + steps, len(self.features))[self._order].T
        return (
            np.append(self.features.astype(np.intp), 0)[places],
            np.append(self.thresholds, np.float32(0))[places][:, :, None],
            np.append(self.lost, np.uint32(0))[places][:, :, None],
        )

    @classmethod
    def of(cls, trees: Sequence[Walk], *, outputs: Sequence[int] = (), link: Link = "identity") -> Forest:
        """Return the forest of trees that are given node by node.

        Args:
            trees: features, thresholds, left and right children of the inner nodes, values of the leaves. A child
                of -1 is leaf 0, of -2 leaf 1 and so on. A tree without inner nodes has one leaf.
            outputs: the output that each tree adds to; all to the first where empty.
            link: what is made of the sums.

        Raises:
            ValueError: a tree has more than 32 leaves.
        """
        features: list[int] = []
        thresholds: list[np.float32] = []
        lost: list[int] = []
        leaves: list[float] = []
        for tree in trees:
            if len(tree[4]) > MOST_LEAVES:
                raise ValueError(f"a tree has {len(tree[4])} leaves; at most {MOST_LEAVES} can be evaluated")
            order, taken = _laid(tree)
            features += tree[0]
            thresholds += [_below(value) for value in tree[1]]
            lost += taken
            leaves += [tree[4][leaf] for leaf in order]
        return cls(
            np.array(features, dtype=np.int16),
            np.array(thresholds, dtype=np.float32),
            np.array(lost, dtype=np.uint32),
            np.array(leaves, dtype=np.float32),
            np.array([len(tree[4]) for tree in trees], dtype=np.uint8),
            np.array(outputs or [0] * len(trees), dtype=np.uint8),
            link,
        )

    @classmethod
    def joined(cls, forests: Sequence[Forest]) -> Forest:
        """Return forests that read the same rows as one, with the outputs of all side by side.

        Raises:
            ValueError: their links differ or are not computed for each output alone.
        """
        links = {forest.link for forest in forests}
        if len(links) != 1 or "softmax" in links:
            raise ValueError(
                f"forests with the links {sorted(links)} cannot be joined; all must be the same, not softmax"
            )
        starts = np.cumsum([0] + [forest.width for forest in forests])
        return cls(
            np.concatenate([f.features for f in forests]),
            np.concatenate([f.thresholds for f in forests]),
            np.concatenate([f.lost for f in forests]),
            np.concatenate([f.leaves for f in forests]),
            np.concatenate([f.sizes for f in forests]),
            np.concatenate([f.outputs + np.uint8(start) for f, start in zip(forests, starts, strict=False)]),
            forests[0].link,
        )


Walk = tuple[Sequence[int], Sequence[float], Sequence[int], Sequence[int], Sequence[float]]


def _below(threshold: float) -> np.float32:
    """Return the greatest float32 that is not above a threshold: any float32 compares with both alike."""
    near = np.float32(threshold)
    return near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf))


def _laid(tree: Walk) -> tuple[list[int], list[int]]:
    """Return a tree's leaves from left to right, and for each inner node the bits of the leaves on its left."""
    _, _, left, right, values = tree
    lost = [0] * len(left)
    order: list[int] = []
    if not left:
        return list(range(len(values))), lost

    def lay(node: int) -> int:
        if node < 0:
            order.append(~node)
            return 1 << (len(order) - 1)
        lost[node] = lay(left[node])
        return lost[node] | lay(right[node])

    lay(0)
    return order, lost
