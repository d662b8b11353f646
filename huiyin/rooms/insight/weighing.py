"""Texts as numbers of features, and which features count: how rare they are, and how much they tell labels apart."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huiyin.rooms.insight.features import VIEWS, Text, parted, read, whole_of
from huiyin.rooms.insight.word_places import PARTS, Places, Strings

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A feature is known if it is in so many texts at least, and only so many of them are looked at.
LEAST_TEXTS, MOST_FEATURES = 3, 300_000
#: So many texts decide which features there are; the others only use them.
VOCABULARY_FROM = 8_000
#: So many features of each view are kept for one label, those that tell labels apart most.
EACH = 600
#: Columns that are weighed at once: a table of labels by columns is dense.
_AT_ONCE = 20_000


class Corpus:
    """Texts as numbers of features, so that folds can be cut from them without reading the texts again.

    Of texts ``beside`` them, which have no labels, only the words are kept, in their order.
    """

    def __init__(self, texts: Iterable[Text], beside: Iterable[Text] = ()) -> None:
        self.features: dict[str, int] = {}
        self.ids, self.counts, self.starts = array("i"), array("H"), array("q", [0])
        self.strings = Strings()
        for n, text in enumerate(texts):
            found, words = read(text)
            self.strings.add(words)
            for name, many in found.items():
                known = self.features.get(name)
                if known is None:
                    if n >= VOCABULARY_FROM:
                        continue
                    known = self.features[name] = len(self.features)
                self.ids.append(known)
                self.counts.append(min(many, 65_535))
            self.starts.append(len(self.ids))
        for text in beside:
            self.strings.add(parted(whole_of(text)))

    @property
    def beside(self) -> int:
        """How many texts without labels there are."""
        return len(self.strings) - len(self)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def raw(self) -> Any:
        """How often each feature stands in each text, as a sparse matrix."""
        import numpy as np
        from scipy.sparse import csr_matrix

        data, ids = np.array(self.counts, dtype=np.float32), np.array(self.ids, dtype=np.int32)
        starts = np.array(self.starts, dtype=np.int64)
        return csr_matrix((data, ids, starts), shape=(len(self), len(self.features)))

    def parts(self, numbers: Mapping[str, int], places: Places, rows: NDArray[Any]) -> Any:
        """For these rows the mean places of their words, whole and title (rows by parts by directions)."""
        import numpy as np

        found = np.zeros((len(rows), len(PARTS), places.vectors.shape[1]), dtype=np.float32)
        for part, sign in enumerate(PARTS):
            known = np.full(len(self.features), -1, dtype=np.int64)
            for word, number in numbers.items():
                if (column := self.features.get(sign + word)) is not None:
                    known[column] = number
            for n, row in enumerate(rows):
                span = slice(self.raw.indptr[row], self.raw.indptr[row + 1])
                words = known[self.raw.indices[span]]
                found[n, part] = places.part(words[words >= 0], self.raw.data[span][words >= 0])
        return found


class Weighing:
    """Which features count and how much, learnt from some rows of a corpus: rarer ones more, and those that tell labels apart.

    ``y``: the labels of the rows as numbers. Without it all features are kept, weighed by how rare they are alone.
    """

    def __init__(self, corpus: Corpus, rows: NDArray[Any], y: NDArray[Any] | None = None) -> None:
        import numpy as np

        self.counts = corpus.raw
        many = np.bincount(self.counts[rows].indices, minlength=len(corpus.features))
        known = np.flatnonzero(many >= LEAST_TEXTS)
        self.kept = np.sort(known[np.argsort(-many[known], kind="stable")[:MOST_FEATURES]])
        self.weights = (np.log((1 + len(rows)) / (1 + many[self.kept])) + 1).astype(np.float32)
        names = list(corpus.features)
        self._named(names)
        if y is not None:
            matrix = self.matrix(rows)
            chosen = self._chosen(matrix, y)
            self.kept = self.kept[chosen]
            self.weights = self.weights[chosen] * (1 + _gathered(matrix[:, chosen], y))
            self._named(names)

    def _named(self, names: list[str]) -> None:
        import numpy as np

        self.names = [names[k] for k in self.kept]
        signs = np.array([name[0] for name in self.names])
        self.views = [(np.flatnonzero(signs == view), weight) for view, weight in VIEWS.items()]

    def _chosen(self, matrix: Any, y: NDArray[Any]) -> NDArray[Any]:
        """The columns that tell labels apart most, ``EACH`` a label and view; in order."""
        import numpy as np

        telling, most = _telling(matrix, y), EACH * (int(y.max()) + 1)
        best = [columns[np.argsort(-telling[columns], kind="stable")[:most]] for columns, _ in self.views]
        return np.sort(np.concatenate(best))

    def matrix(self, rows: NDArray[Any]) -> Any:
        """The rows as a sparse matrix: each view of length one times its weight."""
        import numpy as np
        from scipy.sparse import csr_matrix, diags_array, hstack
        from sklearn.preprocessing import normalize

        found = self.counts[rows][:, self.kept]
        found.data = 1 + np.log(found.data)
        found = csr_matrix(found @ diags_array(self.weights))
        parts = [normalize(found[:, columns]) * weight for columns, weight in self.views]
        order = np.concatenate([columns for columns, _weight in self.views])
        return csr_matrix(hstack(parts).tocsr()[:, np.argsort(order)])


def _tables(matrix: Any, y: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """The sums of the columns for each label (labels by columns), some columns at a time."""
    import numpy as np
    from scipy.sparse import csr_matrix

    labels = int(y.max()) + 1
    of_label = csr_matrix((np.ones(len(y), dtype=np.float32), (y, np.arange(len(y)))), shape=(labels, len(y)))
    summed = of_label @ matrix
    for start in range(0, matrix.shape[1], _AT_ONCE):
        yield summed[:, start : start + _AT_ONCE].toarray().astype(np.float64)


def _telling(matrix: Any, y: NDArray[Any]) -> NDArray[Any]:
    """How far each column is from being spread over the labels as the texts are (chi-square)."""
    import numpy as np

    share = np.bincount(y) / len(y)
    parts = []
    for table in _tables(matrix, y):
        wanted = np.outer(share, table.sum(axis=0))
        parts.append((np.square(table - wanted) / np.maximum(wanted, 1e-12)).sum(axis=0))
    return np.concatenate(parts) if parts else np.zeros(0)


def _gathered(matrix: Any, y: NDArray[Any]) -> NDArray[Any]:
    """How much each column is gathered in few labels (inverse gravity moment): 1 in one only, near 0 spread over many."""
    import numpy as np

    there = matrix.copy()
    there.data = np.ones_like(there.data)
    ranks, each = np.arange(1, int(y.max()) + 2)[:, None], np.bincount(y)[:, None]
    parts = []
    for table in _tables(there, y):
        shares = -np.sort(-table / each, axis=0)
        parts.append(shares[0] / np.maximum((shares * ranks).sum(axis=0), 1e-12))
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, dtype=np.float32)
