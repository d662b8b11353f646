"""Where words lie, learnt without labels: what stands beside the same words lies near, so texts may be near that share no word.

Of words at most five apart, how much more often they stand together than by chance, in some directions (singular vectors). A
text's place is the mean of its words', the rarer ones counting more; of the whole, and once more of its title or beginning.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from huiyin.rooms.insight.nearness import Groups, straight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.floating[Any]]
    Whole = NDArray[np.integer[Any]]

#: So many directions at most; words are in so many texts at least, and the most frequent ones only.
DIRECTIONS, LEAST_TEXTS, MOST_WORDS = 100, 5, 20_000
#: Words so far apart at most stand beside each other; they count the less the farther.
APART = 5
#: What stands beside a word counts as often as this power of it says, or rare words would decide everything.
SMOOTH = 0.75
#: So many texts to a group about (measured: 8 bring less here).
GROUP = 4
#: The two parts of a text, by the first sign of their features, with their weights.
PARTS: Mapping[str, float] = {"w": 1.0, "W": 0.8}


class Strings:
    """The words of many texts in their order, as numbers."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.ids, self.starts = array("i"), array("q", [0])

    def add(self, words: Iterable[str]) -> None:
        """One more text."""
        self.ids.extend(self.numbers.setdefault(word, len(self.numbers)) for word in words)
        self.starts.append(len(self.ids))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, rows: Sequence[int] | Whole) -> list[Whole]:
        """These texts, without those that are there twice."""
        import numpy as np

        ids = np.array(self.ids, dtype=np.int32)
        found: dict[bytes, Whole] = {}
        for row in rows:
            words = ids[self.starts[row] : self.starts[row + 1]]
            found.setdefault(words.tobytes(), words)
        return list(found.values())


class Places(NamedTuple):
    """``vectors``: words by directions; ``rarity``: of each word; ``means``: where texts lie on average, by part."""

    vectors: Numbers
    rarity: Numbers
    means: Numbers

    def part(self, words: Whole, counts: Numbers) -> Numbers:
        """The mean place of these words; zeros without any."""
        import numpy as np

        if not len(words):
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        weights = (1 + np.log(counts)) * self.rarity[words].astype(np.float32)
        found: Numbers = weights @ self.vectors[words].astype(np.float32) / max(weights.sum(), 1e-9)
        return found

    def put(self, parts: Numbers) -> Numbers:
        """Texts by parts by directions as rows: each part of its weight's length from where texts lie on average."""
        import numpy as np

        there = np.abs(parts).sum(axis=2, keepdims=True) > 0
        found = [
            straight(np.where(there[:, n], parts[:, n] - self.means[n], 0)) * weight
            for n, weight in enumerate(PARTS.values())
        ]
        return np.hstack(found)

    def small(self) -> Places:
        """The same in half the room."""
        import numpy as np

        return self._replace(vectors=self.vectors.astype(np.float16))


@dataclass(frozen=True, slots=True)
class Words:
    """Words by number, where they lie, which labels lie around a place, and how much that counts for each label."""

    numbers: Mapping[str, int]
    places: Places
    groups: Groups
    pull: Numbers

    def small(self) -> Words:
        """The same in half the room."""
        return Words(self.numbers, self.places.small(), self.groups.small(), self.pull)

    def scores(self, found: Mapping[str, int]) -> Numbers:
        """What a text's words (its counted features) add for each label."""
        import numpy as np

        parts = []
        for sign in PARTS:
            mine = [name for name in found if name[0] == sign and name[1:] in self.numbers]
            rows = np.array([self.numbers[name[1:]] for name in mine], dtype=np.int64)
            counts = np.array([found[name] for name in mine], dtype=np.float32)
            parts.append(self.places.part(rows, counts))
        scores: Numbers = (self.groups.spoken(self.places.put(np.stack(parts)[None])) @ self.pull)[0]
        return scores


def learnt(strings: Strings, rows: Sequence[int] | Whole) -> tuple[dict[str, int], Places] | None:
    """The words of these texts and where they lie, no means yet; the same texts give the same. None: too few words.

    A minute at most for 30,000 texts; only counts of words enter, of words that several texts have.
    """
    import numpy as np

    texts = strings.of(rows)
    numbers, many = _known(texts, len(strings.numbers))
    if len(numbers) < 2:
        return None
    beside = _beside(texts, numbers, len(strings.numbers))
    names = list(strings.numbers)
    rarity = np.log(max(len(texts), 2) / many[numbers]).astype(np.float32)
    vectors = _vectors(beside, min(DIRECTIONS, len(numbers) - 1))
    known = {names[number]: n for n, number in enumerate(numbers)}
    return known, Places(vectors, rarity, np.zeros((len(PARTS), vectors.shape[1]), dtype=np.float32))


def _known(texts: Sequence[Whole], words: int) -> tuple[Whole, Whole]:
    """Which words enough texts have, the most frequent first; and in how many texts each word is."""
    import numpy as np

    many = np.zeros(words, dtype=np.int64)
    for text in texts:
        many[np.unique(text)] += 1
    order = np.argsort(-many, kind="stable")[:MOST_WORDS]
    return order[many[order] >= LEAST_TEXTS], many


def _beside(texts: Sequence[Whole], numbers: Whole, words: int) -> Any:
    """How often known words stand beside each other, both ways; what isn't known doesn't count as distance."""
    import numpy as np
    from scipy.sparse import coo_matrix, csr_matrix

    place = np.full(words, -1, dtype=np.int32)
    place[numbers] = np.arange(len(numbers), dtype=np.int32)
    ids = place[np.concatenate(texts)]
    text = np.repeat(np.arange(len(texts), dtype=np.int32), [len(t) for t in texts])[ids >= 0]
    ids, size = ids[ids >= 0], len(numbers)
    found = csr_matrix((size, size), dtype=np.float32)
    for far in range(1, APART + 1):
        same = text[:-far] == text[far:]
        one, other = ids[:-far][same], ids[far:][same]
        weights = np.full(len(one), 1 / far, dtype=np.float32)
        found = found + coo_matrix((weights, (one, other)), shape=(size, size)).tocsr()
    return found + found.T


def _vectors(beside: Any, directions: int) -> Numbers:
    """How much more than by chance (positive pointwise mutual information), in so many directions; of length one."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.utils.extmath import randomized_svd

    table = beside.tocoo()
    many = np.bincount(table.row, table.data, minlength=table.shape[0]) + 1e-9
    chance = many**SMOOTH
    chance /= chance.sum()
    more = np.log(table.data / (many[table.row] * chance[table.col]))
    kept = more > 0
    gain = csr_matrix((more[kept].astype(np.float32), (table.row[kept], table.col[kept])), shape=table.shape)
    found, lengths, _ = randomized_svd(gain, directions, n_iter=3, random_state=0)
    return straight(found * np.sqrt(lengths)).astype(np.float32)
