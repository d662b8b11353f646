"""How well labels are learnt: by folds of one file, or on another file; with what it costs in time and memory."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from huiyin.rooms.insight.features import Text, whole_of
from huiyin.rooms.insight.learning import LEAST_EACH, TooLittle, fit, scores_of
from huiyin.rooms.insight.tables import BadFile, read_table
from huiyin.rooms.insight.weighing import Corpus, Weighing

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The columns of a file of messages, each by the names that it may have; only the first two are needed.
COLUMNS = {
    "text": ("text", "留言详情"), "label": ("label", "一级标签"), "title": ("title", "留言主题"),
}  # fmt: skip
SHARES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
#: Two texts that have so much of their characters in common (cosine) are copies of each other.
COPY = 0.9


@dataclass(frozen=True, slots=True)
class Rows:
    """The texts of a file with their labels."""

    texts: tuple[Text, ...]
    labels: tuple[str, ...]


def read(file: Path) -> Rows:
    """The rows of a CSV file that have a label. Refuses (BadFile) as ``read_table`` does, and a file without such rows."""
    rows = [row for row in read_table(file, COLUMNS, needed=("text", "label")) if row["label"].strip()]
    if not rows:
        raise BadFile(_("%(file)s holds no rows.") % {"file": file})
    texts = tuple(Text(row["title"], row["text"]) for row in rows)
    return Rows(texts, tuple(row["label"].strip() for row in rows))


def read_unlabelled(files: Iterable[Path]) -> list[Text]:
    """All texts of these files, whose labels aren't looked at. Refuses (BadFile) as ``read_table`` does."""
    rows = (row for file in files for row in read_table(file, COLUMNS, needed=("text",)))
    return [Text(row["title"], row["text"]) for row in rows if row["text"].strip()]


def evaluate(
    train: Rows, test: Rows | None, *, folds: int = 5, seed: int = 1, unlabelled: Sequence[Text] = ()
) -> dict[str, Any]:
    """Stratified folds of ``train``, or learnt from all of it and asked about ``test``. Refuses (TooLittle) too few rows.

    No row is ever asked about by a model that learnt from it; whatever is chosen is chosen on inner folds of what is learnt.
    ``seed``: which way the folds are cut.
    Of ``unlabelled`` texts the words are learnt from, without copies of any row.
    """
    import numpy as np

    began = time.monotonic()
    labels = sorted(set(train.labels) | set(test.labels if test else ()))
    few = [label for label, n in Counter(train.labels).items() if n < max(folds, LEAST_EACH)]
    if few or len(set(train.labels)) < 2:
        said = _("Too few rows to learn from: %(labels)s.")
        raise TooLittle(said % {"labels": ", ".join(few) or _("only one label")})
    texts = (*train.texts, *(test.texts if test else ()))
    y = np.array([labels.index(label) for label in (*train.labels, *(test.labels if test else ()))])
    own = {whole_of(text) for text in texts}
    corpus = Corpus(texts, (text for text in unlabelled if whole_of(text) not in own))
    asked = np.zeros((len(y), len(labels)), dtype=np.float32)
    copies = np.zeros(len(y), dtype=bool)
    for learnt, left in _splits(y, len(train.texts), folds if test is None else 0, seed):
        known = np.unique(y[learnt])
        found = fit(corpus, learnt, np.searchsorted(known, y[learnt]), len(known))
        asked[np.ix_(left, known)] = found.asked(left)
        copies[left] = _copies(corpus, learnt, left)
    judged = np.arange(len(y)) if test is None else np.arange(len(train.texts), len(y))
    told = _told(asked[judged], y[judged], labels, copies[judged])
    how = {
        "rows": len(train.texts),
        "test_rows": len(test.texts) if test else 0,
        "folds": 0 if test else folds,
        "seed": seed,
        "unlabelled": corpus.beside,
        "unlabelled_copies": len(unlabelled) - corpus.beside,
    }
    return {**how, **told, "seconds": round(time.monotonic() - began, 1), "peak_megabytes": peak_megabytes()}


def _splits(
    y: NDArray[Any], trained: int, folds: int, seed: int
) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    if not folds:
        yield np.arange(trained), np.arange(trained, len(y))
        return
    yield from StratifiedKFold(folds, shuffle=True, random_state=seed).split(np.zeros(len(y)), y)


def _copies(corpus: Corpus, learnt: NDArray[Any], left: NDArray[Any]) -> Any:
    """Which of the rows asked about have a near copy among those that were learnt from."""
    import numpy as np
    from sklearn.preprocessing import normalize

    whole = Weighing(corpus, learnt)
    known, asked = normalize(whole.matrix(learnt)), normalize(whole.matrix(left))
    step = 256
    parts = [
        (asked[at : at + step] @ known.T).max(axis=1).toarray().ravel() for at in range(0, len(left), step)
    ]
    return np.concatenate(parts) >= COPY


def _told(
    asked: NDArray[Any], y: NDArray[Any], labels: Sequence[str], copies: NDArray[Any]
) -> dict[str, Any]:
    import numpy as np
    from sklearn.metrics import confusion_matrix

    best, sure = asked.argmax(axis=1), asked.max(axis=1)
    curve = _curve(best == y, sure)
    own = ~copies
    return {
        **scores_of(best, y, labels),
        "accuracy_at_80": next(point["accuracy"] for point in curve if point["coverage"] == 0.8),
        "curve": curve,
        "calibration_error": _calibration_error(best == y, sure),
        "near_copies": int(copies.sum()),
        "macro_f1_without_copies": scores_of(best[own], y[own], labels)["macro_f1"] if own.any() else 0.0,
        "confusion": confusion_matrix(y, best, labels=np.arange(len(labels))).tolist(),
    }


def _curve(right: NDArray[Any], sure: NDArray[Any]) -> list[dict[str, float]]:
    """Accuracy of the surest share of the answers, and the probability that each share begins at."""
    import numpy as np

    order = np.argsort(-sure, kind="stable")
    points = []
    for share in SHARES:
        chosen = order[: max(1, round(share * len(order)))]
        points.append({
            "coverage": share, "accuracy": round(float(right[chosen].mean()), 4), "from": round(float(sure[chosen[-1]]), 4),
        })  # fmt: skip
    return points


def _calibration_error(right: NDArray[Any], sure: NDArray[Any]) -> float:
    """How far probabilities and truth lie apart on average, over ten bins of probability."""
    import numpy as np

    bins = np.minimum((sure * 10).astype(int), 9)
    parts = [abs(float(right[bins == b].mean()) - float(sure[bins == b].mean())) * float((bins == b).mean())
             for b in range(10) if (bins == b).any()]  # fmt: skip
    return round(sum(parts), 4)


def peak_megabytes() -> int:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))
