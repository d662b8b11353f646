"""Learning labels from texts: two linear learners over weighted features, one that asks what is near, and a judge over them.

Given at least as many texts without labels, where words lie is learnt from all, and what is near by that is asked too. The
judge makes probabilities of what they say, taught on rows that they hadn't seen. The linear ones become one scale again.

Here, and in ``evaluating`` alone, scikit-learn is loaded; no page needs it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.model_files import Model
from huiyin.rooms.insight.nearness import Groups, Nearness, grouped, space_of
from huiyin.rooms.insight.weighing import Corpus, Weighing
from huiyin.rooms.insight.word_places import GROUP, Places, Words
from huiyin.rooms.insight.word_places import learnt as places_learnt

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: So many texts at least for one label, and labels at least, or nothing is learnt.
LEAST_EACH, LEAST_LABELS = 8, 2
#: So many texts at most, the newest first, and of one label: more add minutes and hardly anything else.
MOST_TEXTS, MOST_EACH = 20_000, 2_000
#: So many texts without labels at most, the newest first.
MOST_BESIDE = 20_000
INNER_FOLDS = 4
#: From so many texts times labels on, learning goes for speed, and nobody asks what is near.
MUCH = 100_000
#: A suggestion is shown from the probability on at which so many of those at or above it were right.
WISHED = 0.9
LOWEST, HIGHEST = 0.3, 0.9


class TooLittle(ValueError):
    """There is too little to learn from; the message says what is missing.

    ``enough`` of ``labels`` have matters enough; ``left`` to the descriptions are labels, each with how many matters it has.
    """

    def __init__(
        self, said: str, *, enough: int = 0, labels: int = 0, left: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(said)
        self.enough, self.labels, self.left = enough, labels, left or {}


def _learners(rows: int, labels: int) -> tuple[Any, ...]:
    """A linear support vector machine, and a naive Bayes of the complement, which errs elsewhere.

    Where there is much, the machine goes through the rows a few times only.
    """
    from sklearn.linear_model import SGDClassifier
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=0.25, class_weight="balanced", random_state=0)
    if rows * labels > MUCH:
        machine = SGDClassifier(
            alpha=4 / rows, max_iter=6, tol=None, class_weight="balanced", random_state=0, n_jobs=2
        )
    return machine, ComplementNB(alpha=0.1)


class _Taught(NamedTuple):
    """What the learners have learnt: the scales of the linear ones beside each other, with their starts, and what is near."""

    scale: Any
    start: Any
    space: Any
    near: Groups | None
    words: Groups | None

    def said(self, matrix: Any, placed: Any) -> Any:
        """All that the learners say of the rows, beside each other; ``placed``: where the rows lie by their words."""
        import numpy as np

        parts = [matrix @ self.scale + self.start]
        if self.near is not None:
            parts.append(self.near.spoken(matrix @ self.space))
        if self.words is not None:
            parts.append(self.words.spoken(placed))
        return np.hstack(parts)


def _taught(matrix: Any, placed: Any, y: Any, labels: int, *, near: bool) -> _Taught:
    import numpy as np

    both = [_scales(learner.fit(matrix, y), labels) for learner in _learners(len(y), labels)]
    scale, start = np.hstack([scale for scale, _ in both]), np.concatenate([start for _, start in both])
    space = space_of(matrix) if near else None
    return _Taught(
        scale, start, space, grouped(matrix @ space, y, labels) if near else None,
        grouped(placed, y, labels, size=GROUP) if placed.size else None,
    )  # fmt: skip


def _scales(fitted: Any, labels: int) -> tuple[Any, Any]:
    """A learner's scale as (features x labels) and its start; of two labels both get one."""
    import numpy as np

    if not hasattr(fitted, "coef_"):
        return fitted.feature_log_prob_.T, np.zeros(labels)
    scale, start = fitted.coef_.T, fitted.intercept_
    if labels == 2:
        scale, start = np.hstack([-scale, scale]) / 2, np.concatenate([-start, start]) / 2
    return scale, start


class Fitted(NamedTuple):
    """What was learnt from some rows: a linear scale for each label and what is near, so that the softmax is a probability."""

    corpus: Corpus
    weighing: Weighing
    scales: Any
    start: Any
    near: Nearness | None
    words: Words | None
    unseen: Any  # for each row the probabilities that rows which weren't learnt from would have got

    def asked(self, rows: NDArray[Any]) -> Any:
        """The probabilities of these rows of the corpus."""
        matrix = self.weighing.matrix(rows)
        scores = matrix @ self.scales + self.start
        if self.near is not None:
            scores = scores + self.near.scores(matrix @ self.near.space)
        if self.words is not None:
            placed = self.words.places.put(self.corpus.parts(self.words.numbers, self.words.places, rows))
            scores = scores + self.words.groups.spoken(placed) @ self.words.pull
        return likely(scores)


class _Placed(NamedTuple):
    """Words by number, where they lie, and where the rows lie by that (rows by directions; nothing: not asked for)."""

    numbers: dict[str, int]
    places: Places | None
    rows: Any


def _placed(corpus: Corpus, rows: NDArray[Any]) -> _Placed:
    """Learnt from these rows and all texts without labels. With fewer of those than rows it brings too little."""
    import numpy as np

    nothing = _Placed({}, None, np.zeros((len(rows), 0), dtype=np.float32))
    if not corpus.beside or corpus.beside < len(rows):
        return nothing
    found = places_learnt(corpus.strings, np.append(rows, np.arange(len(corpus), len(corpus.strings))))
    if found is None:
        return nothing
    numbers, places = found
    parts = corpus.parts(numbers, places, rows)
    places = places._replace(means=parts.mean(axis=0))
    return _Placed(numbers, places, places.put(parts))


def fit(corpus: Corpus, rows: NDArray[Any], y: NDArray[Any], labels: int) -> Fitted:
    """Learn from these rows (``y`` their labels as numbers). The judge is taught on inner folds only."""
    import numpy as np

    near = len(y) * labels <= MUCH
    by_words = _placed(corpus, rows) if near else _Placed({}, None, np.zeros((len(rows), 0)))
    said = _said(corpus, rows, y, labels, by_words.rows, near=near)
    weight, shift = _judged(said, y, labels)
    weighing = Weighing(corpus, rows, y)
    taught = _taught(weighing.matrix(rows), by_words.rows, y, labels, near=near)
    linear = taught.scale.shape[1]
    scales, start = taught.scale @ weight[:linear], taught.start @ weight[:linear] + shift
    pulls = weight[linear:].astype(np.float32)
    around = Nearness(taught.space, taught.near, pulls[:labels]) if taught.near is not None else None
    words = None
    if taught.words is not None and by_words.places is not None:
        words = Words(by_words.numbers, by_words.places, taught.words, pulls[labels:])
    return Fitted(
        corpus, weighing, scales.astype(np.float32), start.astype(np.float32), around, words, _unseen(said, y, labels),
    )  # fmt: skip


def _said(
    corpus: Corpus, rows: NDArray[Any], y: NDArray[Any], labels: int, placed: Any, *, near: bool
) -> Any:
    """What learners say of each row that hadn't learnt from it; where words lie has no labels, so it stays the same."""
    import numpy as np

    said: Any = None
    for learnt, left in _folds(y):
        inner = Weighing(corpus, rows[learnt], y[learnt])
        taught = _taught(inner.matrix(rows[learnt]), placed[learnt], y[learnt], labels, near=near)
        found = taught.said(inner.matrix(rows[left]), placed[left])
        if said is None:
            said = np.zeros((len(rows), found.shape[1]), dtype=np.float32)
        said[left] = found
    return said


def _judged(scores: Any, y: Any, labels: int) -> tuple[Any, Any]:
    """What makes probabilities of all scales together, so that labels that are often mixed up make up for it."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = scores.mean(axis=0), scores.std(axis=0) + 1e-9
    exact = {"max_iter": 100, "tol": 1e-3} if len(y) * labels > MUCH else {"max_iter": 500}
    judge = LogisticRegression(C=0.1, **exact).fit((scores - mean) / spread, y)
    weight, start = _scales(judge, labels)
    weight = weight / spread[:, None]
    return weight, start - mean @ weight


def _unseen(scores: Any, y: Any, labels: int) -> Any:
    """Probabilities for rows that neither learners nor judge had learnt from."""
    import numpy as np

    found = np.zeros((len(y), labels), dtype=np.float32)
    for learnt, left in _folds(y):
        weight, start = _judged(scores[learnt], y[learnt], labels)
        found[left] = likely(scores[left] @ weight + start)
    return found


def _folds(y: Any) -> Iterable[tuple[Any, Any]]:
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    yield from StratifiedKFold(INNER_FOLDS, shuffle=True, random_state=0).split(np.zeros(len(y)), y)


def likely(scores: Any) -> Any:
    """Softmax of each row."""
    import numpy as np

    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def learn(
    texts: Sequence[Text], labels: Sequence[str], *, source: dict[str, Any], beside: Sequence[Text] = ()
) -> Model:
    """A model from texts and their labels, the newest first. Refuses (TooLittle) where there is too little.

    Of texts ``beside`` them, and of those whose label isn't learnt, only the words are looked at.
    Labels with too few texts are left out and counted in the report; ``source`` says in the report what was learnt from.
    """
    import numpy as np

    began = time.monotonic()
    chosen, left_out = _chosen(labels)
    known = sorted({labels[n] for n in chosen})
    if len(known) < LEAST_LABELS:
        raise TooLittle(
            f"Too little to learn from: at least {LEAST_LABELS} labels with {LEAST_EACH} matters each are needed, "
            f"{len(known)} of {len(set(labels))} have that.",
            enough=len(known),
            labels=len(set(labels)),
        )
    corpus = Corpus((texts[n] for n in chosen), _beside(texts, chosen, beside, labels=len(known)))
    y = np.array([known.index(labels[n]) for n in chosen])
    found = fit(corpus, np.arange(len(y)), y, len(known))
    threshold = threshold_of(found.unseen, y)
    names = {name: row for row, name in enumerate(found.weighing.names)}
    report = {
        **source,
        "learnt_from": len(y),
        "left_out": dict(left_out),
        "unlabelled": corpus.beside if found.words else 0,
        "features": len(names),
        "threshold": threshold,
        "scores": scores_of(found.unseen.argmax(axis=1), y, known),
        "seconds": round(time.monotonic() - began, 1),
    }
    return Model(
        tuple(known), names, found.weighing.weights, found.scales, found.start, threshold, report,
        found.near.small() if found.near else None, found.words.small() if found.words else None,
    )  # fmt: skip


def _beside(
    texts: Sequence[Text], chosen: Sequence[int], beside: Sequence[Text], *, labels: int
) -> Iterator[Text]:
    """The texts that are read without their labels; none where nobody asks what is near, or were too few."""
    if len(chosen) * labels > MUCH or len(texts) - len(chosen) + len(beside) < len(chosen):
        return
    learnt = set(chosen)
    left = (text for n, text in enumerate(texts) if n not in learnt)
    yield from islice(chain(beside, left), MOST_BESIDE)


def _chosen(labels: Sequence[str]) -> tuple[list[int], Counter[str]]:
    """Which texts are learnt from, and how many of each label aren't."""
    many = Counter(labels)
    enough = {label for label, n in many.items() if label and n >= LEAST_EACH}
    taken = Counter[str]()
    chosen: list[int] = []
    for n, label in enumerate(labels):
        if label in enough and taken[label] < MOST_EACH and len(chosen) < MOST_TEXTS:
            taken[label] += 1
            chosen.append(n)
    few = {label for label in enough if taken[label] < INNER_FOLDS}  # older than all that are learnt from
    return [n for n in chosen if labels[n] not in few], +(many - Counter(taken))


def threshold_of(probabilities: Any, y: Any) -> float:
    """The smallest probability such that of all suggestions at or above it at least ``WISHED`` are right, within bounds."""
    import numpy as np

    best = probabilities.max(axis=1)
    order = np.argsort(-best, kind="stable")
    right = np.cumsum((probabilities.argmax(axis=1) == y)[order]) / np.arange(1, len(y) + 1)
    good = np.flatnonzero(right >= WISHED)
    at = float(best[order[good[-1]]]) if len(good) else HIGHEST
    return round(min(HIGHEST, max(LOWEST, at)), 3)


def scores_of(found: Any, y: Any, labels: Sequence[str]) -> dict[str, Any]:
    """Accuracy, macro-F1 and the scores of each label."""
    from sklearn.metrics import precision_recall_fscore_support

    each = precision_recall_fscore_support(y, found, labels=range(len(labels)), zero_division=0.0)
    rows = {
        label: {
            "precision": round(float(p), 4),
            "recall": round(float(r), 4),
            "f1": round(float(f), 4),
            "n": int(n),
        }
        for label, p, r, f, n in zip(labels, *each, strict=True)
    }
    return {
        "macro_f1": round(float(each[2].mean()), 4),
        "accuracy": round(float((found == y).mean()), 4),
        "labels": rows,
    }
