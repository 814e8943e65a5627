"""What was learned, as one file: cue words, wording weights, trees and calibration points.

Owns the file's format, and says what is wrong with a file that cannot be used. Nothing in it is code: it is read
without pickles. Refuses to train and to judge.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from copilot.errors import AskbiError
from copilot.readers.sketching.evidence import KINDS, Kind
from copilot.readers.sketching.trees import LINKS, Floats, Forest

FORMAT: Final = 3
ROLES: Final = ("sel", "agg", "cntd", "grp", "ord", "oagg", "whr", "cmp")
"""What a column may be in a query: selected, aggregated, counted, grouped by, ordered by, ordered by an aggregate of,
restricted, compared with an aggregate."""
PARTS: Final = (*ROLES, "tab", "cond")
"""What is judged twice: alone, and beside what was said of all others."""
FORESTS: Final = (*PARTS, *(f"again.{part}" for part in PARTS), "ops", "rank", "trust", "weigh", "sure")
_ARRAYS: Final = ("features", "thresholds", "lost", "leaves", "sizes", "outputs")
_DAY: Final = (1980, 1, 1, 0, 0, 0)
Array = npt.NDArray[Any]


class ModelFileError(AskbiError):
    """The file with what was learned cannot be used."""

    stage = "reader"


@dataclass(frozen=True, eq=False)
class Wording:
    """A linear classifier over pieces of wording, its weights rounded to 255 steps for each class."""

    classes: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    """One row for each piece, one column for each class."""
    scales: Floats
    """What one step is worth in each class."""
    bias: Floats

    def chances(self, places: Sequence[int]) -> npt.NDArray[np.float64]:
        """Return how likely each class is, for a question that holds the pieces at these places."""
        sums = self.weights[list(places)].sum(axis=0, dtype=np.int64) * self.scales.astype(np.float64) + self.bias
        grown = np.exp(sums - sums.max())
        return cast(npt.NDArray[np.float64], grown / grown.sum())

    @classmethod
    def rounded(cls, classes: Iterable[str], weights: Array, bias: Array) -> Wording:
        """Return the classifier with its weights rounded."""
        scales = np.maximum(np.abs(weights).max(axis=0, initial=0.0), 1e-6) / 127
        steps = np.round(weights / scales).astype(np.int8)
        return cls(tuple(classes), steps, scales.astype(np.float32), np.asarray(bias, dtype=np.float32))


@dataclass(frozen=True, eq=False)
class Learned:
    """All that was learned."""

    cues: tuple[str, ...]
    """Words whose distance from a mention is looked at."""
    grams: tuple[str, ...]
    """Pieces of wording that have a weight."""
    shapes: Wording
    nests: Wording
    ops: tuple[str, ...]
    """Operators, in the order of the outputs of the forest that judges them."""
    forests: Mapping[str, Forest]
    calibration: tuple[tuple[float, float], ...] = ()
    """Points from what "trust" says of the first candidate to the share that was right."""
    weighed: tuple[tuple[float, float], ...] = ()
    """The same for "sure", which has seen the candidates' rows."""
    widths: Mapping[Kind, int] | None = None
    """How many numbers the rows had in training."""
    probe: str = ""
    """What the rows of a fixed question were in training, as a digest: another one tells that the code has changed."""

    def save(self, path: Path) -> None:
        """Write the file; the same content gives the same bytes."""
        head = {
            "format": FORMAT,
            "cues": self.cues,
            "shapes": self.shapes.classes,
            "nests": self.nests.classes,
            "ops": self.ops,
            "links": {name: self.forests[name].link for name in FORESTS},
            "calibration": self.calibration,
            "weighed": self.weighed,
            "widths": self.widths,
            "probe": self.probe,
        }
        arrays: dict[str, Array] = {"head": _bytes(json.dumps(head)), "grams": _bytes("\n".join(self.grams))}
        for name, wording in (("shapes", self.shapes), ("nests", self.nests)):
            arrays |= {f"{name}.{part}": getattr(wording, part) for part in ("weights", "scales", "bias")}
        for name in FORESTS:
            arrays |= {f"{name}.{part}": getattr(self.forests[name], part) for part in _ARRAYS}
        # `np.savez_compressed` would write the time into the file, which would then never be the same twice.
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, array in arrays.items():
                held = io.BytesIO()
                np.save(held, array, allow_pickle=False)
                entry = zipfile.ZipInfo(f"{name}.npy", _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, held.getvalue())


def load(path: Path) -> Learned:
    """Return what was learned from its file.

    Raises:
        ModelFileError: there is no such file, it is damaged, or this version of askbi cannot read it.
    """
    if not path.is_file():
        raise ModelFileError(
            f"no learned model at {path}; reinstall askbi, or write one with benchmarks/reader/train.py"
        )
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        head = json.loads(arrays["head"].tobytes())
        written = head["format"]
    except (
        OSError,
        EOFError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as damage:
        raise _damaged(path, damage) from damage
    if written != FORMAT:
        raise ModelFileError(
            f"the learned model at {path} has format {written}, and this askbi reads format {FORMAT}; "
            "reinstall askbi, or write the file anew with benchmarks/reader/train.py"
        )
    try:
        return _learned(head, arrays)
    except (KeyError, TypeError, ValueError, AttributeError) as damage:
        raise _damaged(path, damage) from damage


def _learned(head: Mapping[str, Any], arrays: Mapping[str, Array]) -> Learned:
    def wording(name: str) -> Wording:
        made = Wording(tuple(head[name]), *(arrays[f"{name}.{part}"] for part in ("weights", "scales", "bias")))
        if made.weights.shape != (len(grams), len(made.classes)) or made.bias.shape != made.scales.shape:
            raise ValueError(f"{name} has weights {made.weights.shape}")
        return made

    def forest(name: str) -> Forest:
        link = head["links"][name]
        if link not in LINKS:
            raise ValueError(f"{name} has the link {link}")
        made = Forest(**{part: arrays[f"{name}.{part}"] for part in _ARRAYS}, link=link)
        nodes = len(made.leaves) - len(made.sizes)
        if int(made.sizes.sum()) != len(made.leaves) or {len(made.features), len(made.thresholds), len(made.lost)} != {
            nodes
        }:
            raise ValueError(f"the trees of {name} do not fit together")
        return made

    grams = tuple(arrays["grams"].tobytes().decode().split("\n"))
    return Learned(
        cues=tuple(head["cues"]),
        grams=grams,
        shapes=wording("shapes"),
        nests=wording("nests"),
        ops=tuple(head["ops"]),
        forests={name: forest(name) for name in FORESTS},
        calibration=tuple((float(x), float(y)) for x, y in head["calibration"]),
        weighed=tuple((float(x), float(y)) for x, y in head["weighed"]),
        widths={kind: int(head["widths"][kind]) for kind in KINDS},
        probe=str(head["probe"]),
    )


def _bytes(text: str) -> Array:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _damaged(path: Path, damage: Exception) -> ModelFileError:
    return ModelFileError(
        f"the learned model at {path} is damaged ({type(damage).__name__}: {damage}); "
        "reinstall askbi, or write the file anew with benchmarks/reader/train.py"
    )
