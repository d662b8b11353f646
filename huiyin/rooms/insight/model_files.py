"""A learnt model as a file: arrays in an .npz without pickles, names in JSON inside it. Loading one can't run anything.

``Model`` is one linear scale for each label over weighted features, beside it what near texts speak for (``nearness``), made
into probabilities by a softmax: what each feature added to the linear part can be said exactly. Files of a newer format, and
broken ones, are refused.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huiyin.rooms.insight.features import VIEWS, Text, counted, readable
from huiyin.rooms.insight.nearness import Groups, Nearness
from huiyin.rooms.insight.reasons import MOST_LOOKED_AT, Reasons
from huiyin.rooms.insight.word_places import PARTS, Places, Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.floating[Any]]

#: The format of the file; what another number says can't be read by this version. The first had nothing of what is near, the
#: second nothing of where words lie.
VERSION, OLDER = 3, (1, 2)
#: A file larger than this isn't one of ours.
LARGEST = 512 * 1024 * 1024
_ARRAYS = ("weights", "scales", "start")
#: All of these are in the file or none.
_NEAR = ("space", *Groups._fields, "pull")
_WORDS = tuple(f"word_{name}" for name in (*Places._fields, *Groups._fields, "pull"))


class BadModel(ValueError):
    """The file holds no model that this version can read; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One label with its probability and the features that spoke most for it, each with what it added.

    ``described``: from names and descriptions, beside a model that hasn't learnt this label.
    """

    label: str
    probability: float
    reasons: tuple[tuple[str, float], ...] = ()
    described: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """``scales`` holds a column for each label, a row for each feature; ``threshold``: below it nothing is suggested."""

    labels: tuple[str, ...]
    features: dict[str, int]
    weights: Numbers
    scales: Numbers
    start: Numbers
    threshold: float
    report: dict[str, Any] = field(default_factory=dict)
    near: Nearness | None = None
    words: Words | None = None  # the same by where words lie

    def guesses(self, text: Text, *, most: int = 3) -> list[Guess]:
        """The likeliest labels, the best first; empty for a text that has none of the features known here."""
        import numpy as np

        found = counted(text)
        names, amounts = self._weighted(found)
        if not names:
            return []
        rows = np.array([self.features[name] for name in names])
        added = self.scales[rows] * np.array(amounts, dtype=np.float32)[:, None]
        score = added.sum(axis=0) + self.start
        if self.near is not None:
            placed = np.array(amounts, dtype=np.float32) @ self.near.space[rows].astype(np.float32)
            score = score + self.near.scores(placed[None, :])[0]
        if self.words is not None:
            score = score + self.words.scores(found)
        likely = np.exp(score - score.max())
        likely /= likely.sum()
        best = [int(k) for k in np.argsort(-likely, kind="stable")[:most]]
        common, reasons = added.mean(axis=1), Reasons(text)
        return [
            Guess(self.labels[k], float(likely[k]), reasons.chosen(_spoke(names, added[:, k] - common)))
            for k in best
        ]

    def _weighted(self, found: Mapping[str, int]) -> tuple[list[str], list[float]]:
        """The known features with their weights; those of one view together have the length one."""
        names: list[str] = []
        amounts: list[float] = []
        for view, weight in VIEWS.items():
            mine = [name for name in found if name[0] == view and name in self.features]
            parts = [(1 + log(found[name])) * float(self.weights[self.features[name]]) for name in mine]
            length = sqrt(sum(part * part for part in parts))
            if length:
                names += mine
                amounts += [part * weight / length for part in parts]
        return names, amounts


def _spoke(names: Sequence[str], added: Numbers) -> Iterator[tuple[str, float]]:
    """The readable features that spoke most for the label, the strongest first."""
    pairs = sorted(zip(names, added.tolist(), strict=True), key=lambda pair: -pair[1])[:MOST_LOOKED_AT]
    return ((run, amount) for name, amount in pairs if amount > 0 and (run := readable(name)))


def save(model: Model, file: Path) -> None:
    """Write the model whole under another name, then put it into place, with its report beside it."""
    import numpy as np

    told = {
        "version": VERSION, "labels": model.labels, "features": list(model.features), "threshold": model.threshold,
        "report": model.report, "words": list(model.words.numbers) if model.words else [],
    }  # fmt: skip
    more: dict[str, Any] = {}
    if (near := model.near) is not None:
        more |= dict(zip(_NEAR, (near.space, *near.groups, near.pull), strict=True))
    if (words := model.words) is not None:
        more |= dict(zip(_WORDS, (*words.places, *words.groups, words.pull), strict=True))
    head = np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), dtype=np.uint8)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".npz", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            np.savez_compressed(
                out, told=head, weights=model.weights, scales=model.scales, start=model.start, **more
            )
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)
    report = json.dumps(model.report, ensure_ascii=False, indent=2) + "\n"
    file.with_suffix(".json").write_text(report, encoding="utf-8")


def load(file: Path) -> Model:
    """Read a model. Refuses (BadModel) what isn't one, is damaged, or is of another version; runs nothing in it."""
    import numpy as np

    try:
        if file.stat().st_size > LARGEST:
            raise BadModel(f"{file.name} is too large for a model.")
        content = BytesIO(file.read_bytes())  # a file object of our own, closed whatever is wrong with it
        with np.load(content, allow_pickle=False) as found:
            told = json.loads(found["told"].tobytes())
            if told.get("version") not in (VERSION, *OLDER):
                raise BadModel(
                    f"{file.name} is of format {told.get('version')!r}; this version reads {VERSION}."
                )
            near, words = _NEAR if "pull" in found else (), _WORDS if "word_pull" in found else ()
            arrays = {name: found[name] for name in (*_ARRAYS, *near, *words)}
    except (OSError, ValueError, KeyError, AttributeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        if isinstance(error, BadModel):
            raise
        raise BadModel(f"{file.name} can't be read as a model: {error}") from error
    return _fitting(file, told, arrays)


def _fitting(file: Path, told: dict[str, Any], arrays: dict[str, Any]) -> Model:
    """The model if its parts fit each other."""
    import numpy as np

    try:
        labels, names = tuple(map(str, told["labels"])), list(map(str, told["features"]))
        threshold, report = float(told["threshold"]), dict(told["report"])
        numbers = {str(word): n for n, word in enumerate(told.get("words", ()))}
    except (KeyError, TypeError, ValueError) as error:
        raise BadModel(f"{file.name} lacks a part: {error}") from error
    features = {name: row for row, name in enumerate(names)}
    shapes = {"weights": (len(names),), "scales": (len(names), len(labels)), "start": (len(labels),)}
    if "pull" in arrays:
        directions, groups = arrays["middle"].size, len(np.atleast_1d(arrays["crowd"]))
        shapes |= {
            "space": (len(names), directions), "middle": (directions,), "points": (groups, directions),
            "crowd": (groups, len(labels)), "pull": (len(labels), len(labels)),
        }  # fmt: skip
    if "word_pull" in arrays:
        each, groups = arrays["word_means"].size // len(PARTS), len(np.atleast_1d(arrays["word_crowd"]))
        whole = each * len(PARTS)
        shapes |= {
            "word_vectors": (len(numbers), each), "word_rarity": (len(numbers),), "word_means": (len(PARTS), each),
            "word_middle": (whole,), "word_points": (groups, whole), "word_crowd": (groups, len(labels)),
            "word_pull": (len(labels), len(labels)),
        }  # fmt: skip
    fits = len(features) == len(names) and len(labels) > 0 and all(features)
    if not fits or any(a.shape != shapes[n] or a.dtype.kind != "f" for n, a in arrays.items()):
        raise BadModel(f"{file.name}: its parts don't fit each other.")
    return Model(
        labels, features, arrays["weights"], arrays["scales"], arrays["start"], threshold, report,
        _near(arrays) if "pull" in arrays else None, _words(numbers, arrays) if "word_pull" in arrays else None,
    )  # fmt: skip


def _near(arrays: dict[str, Any]) -> Nearness:
    """Which labels lie around a place, from the arrays of the file."""
    space, *groups, pull = (arrays[name] for name in _NEAR)
    return Nearness(space, Groups(*groups), pull)


def _words(numbers: dict[str, int], arrays: dict[str, Any]) -> Words:
    """Where words lie, from the arrays of the file."""
    *parts, pull = (arrays[name] for name in _WORDS)
    many = len(Places._fields)
    return Words(numbers, Places(*parts[:many]), Groups(*parts[many:]), pull)
