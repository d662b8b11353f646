"""Which labels the texts around one have: what a line through all features can't say.

A text's features, turned into some hundred directions (singular vectors), are its place. Of what was learnt from, the middles
of groups of about eight neighbouring texts of one label are kept; a group counts the more the nearer it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.floating[Any]]

#: So many directions at most, and so many texts to a group about.
DIRECTIONS, GROUP = 300, 8
#: The cosine to this power is what a text of a group counts: only what is really near is heard.
SHARP = 8
#: What each label has from the start, as a share of all that is near: nobody's is zero.
START = 0.007


class Groups(NamedTuple):
    """``middle``: the mean place; ``points``: where groups lie, each of length one.

    ``crowd``: groups by labels; each has the number of its texts in its label's column.
    """

    middle: Numbers
    points: Numbers
    crowd: Numbers

    def spoken(self, placed: Numbers) -> Numbers:
        """For each row of places the logarithm of every label's share of what is near."""
        import numpy as np

        cosines = np.maximum(straight(placed - self.middle) @ self.points.T, 0)
        near = cosines**SHARP @ self.crowd
        whole = near.sum(axis=1, keepdims=True)
        least = START * whole + 1e-6
        found: Numbers = np.log((near + least) / (whole + near.shape[1] * least))
        return found

    def small(self) -> Groups:
        """The same in half the room."""
        import numpy as np

        return self._replace(points=self.points.astype(np.float16))


@dataclass(frozen=True, slots=True)
class Nearness:
    """``space``: features by directions; which labels lie around a place, and how much that counts for each label."""

    space: Numbers
    groups: Groups
    pull: Numbers

    def scores(self, placed: Numbers) -> Numbers:
        """What is near adds for each label to each row of places (features times ``space``)."""
        found: Numbers = self.groups.spoken(placed) @ self.pull
        return found

    def small(self) -> Nearness:
        """The same in half the room."""
        import numpy as np

        return Nearness(self.space.astype(np.float16), self.groups.small(), self.pull)


def space_of(matrix: Any) -> Numbers:
    """The directions of these rows; the same rows give the same."""
    import numpy as np
    from sklearn.utils.extmath import randomized_svd

    most = min(DIRECTIONS, *matrix.shape)
    found: Numbers = randomized_svd(matrix, most, n_iter=3, random_state=0)[2].T.astype(np.float32)
    return found


def grouped(placed: Numbers, y: NDArray[Any], labels: int, *, size: int = GROUP) -> Groups:
    """The groups, of about this size, of rows at these places (``y``: their labels as numbers); the same rows give the same.

    A row that is near no other of its label is left out: nobody's own place is kept.
    """
    import numpy as np
    from sklearn.cluster import KMeans

    middle = placed.mean(axis=0)
    placed = straight(placed - middle)
    points, crowd = [], []
    for label in range(labels):
        mine = placed[y == label]
        groups = max(1, len(mine) // size)
        found = KMeans(groups, n_init=1, max_iter=20, random_state=0).fit(mine)
        many = np.bincount(found.labels_, minlength=groups)
        shared = many > 1
        points.append(straight(found.cluster_centers_[shared]))
        crowd.append(np.outer(many[shared], np.arange(labels) == label).astype(np.float32))
    return Groups(middle, np.vstack(points), np.vstack(crowd))


def straight(rows: Numbers) -> Numbers:
    """Each row of length one; one of zeros stays."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Numbers = rows / np.maximum(lengths, 1e-9)
    return found
