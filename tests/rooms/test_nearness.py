"""What near texts speak for: groups of one label, heard the more the nearer they are, and nothing of single texts kept."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from huiyin.rooms.insight.nearness import GROUP, Groups, Nearness, grouped, space_of

#: Two labels; the second lies in two far places with the first between them, which no line can part.
PLACES = {0: [(1.0, 1.0, 0.0)], 1: [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]}
EACH = 24


@pytest.fixture(scope="module")
def rows() -> tuple[csr_matrix, np.ndarray]:
    chance = np.random.default_rng(0)
    found = [
        (np.array(place) + chance.normal(0, 0.05, 3), label)
        for label, places in PLACES.items()
        for place in places
        for _ in range(EACH)
    ]
    return csr_matrix(np.array([row for row, _ in found])), np.array([label for _, label in found])


def test_what_lies_around_decides_where_no_line_can(rows: tuple[csr_matrix, np.ndarray]) -> None:
    matrix, y = rows
    placed = matrix @ space_of(matrix)
    said = grouped(placed, y, 2).spoken(placed)
    assert (said.argmax(axis=1) == y).mean() > 0.95
    assert np.exp(said).sum(axis=1) == pytest.approx(1)


def test_groups_are_kept_and_not_texts(rows: tuple[csr_matrix, np.ndarray]) -> None:
    matrix, y = rows
    apart = csr_matrix(np.vstack([matrix.toarray(), [[0, 0, -9]]]))  # near no other
    near = grouped(apart @ space_of(apart), np.append(y, 1), 2)
    assert len(near.points) == len(near.crowd) <= len(y) // GROUP
    assert near.crowd.sum(axis=0) == pytest.approx(np.bincount(y)), (
        "all but that one in one group of their label"
    )
    assert near.crowd.max(axis=1).min() > 1
    assert np.linalg.norm(near.points, axis=1) == pytest.approx(1)
    assert np.array_equal(space_of(apart), space_of(apart))
    again = grouped(apart @ space_of(apart), np.append(y, 1), 2)
    assert all(np.array_equal(one, other) for one, other in zip(near, again, strict=True))


def test_a_place_in_the_middle_and_one_that_nothing_is_near_speak_for_nobody() -> None:
    near = Groups(np.zeros(2), np.array([[1.0, 0.0]]), np.array([[8.0, 0.0, 0.0]]))
    for place in ((0.0, 0.0), (-1.0, 0.0), (0.0, 1.0)):
        assert np.exp(near.spoken(np.array([place]))) == pytest.approx(1 / 3), place
    assert np.exp(near.spoken(np.array([[1.0, 0.1]])))[0, 0] > 0.9


def test_half_the_room_says_nearly_the_same(rows: tuple[csr_matrix, np.ndarray]) -> None:
    matrix, y = rows
    space = space_of(matrix)
    near = Nearness(space, grouped(matrix @ space, y, 2), np.eye(2))
    small = near.small()
    assert small.space.nbytes * 2 == near.space.nbytes
    assert small.scores(matrix @ small.space.astype(np.float32)) == pytest.approx(
        near.scores(matrix @ near.space), abs=0.05
    )
