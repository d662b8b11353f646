"""The same matter and hot matters on real messages: the aims as floors. docs/evaluation.md has the figures."""

from __future__ import annotations

import pytest

from huiyin.rooms.insight import evaluating_same
from huiyin.rooms.insight.evaluating_same import read_labels, read_stream
from tests.rooms.test_import_realdata import FOLDER

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="no real messages: HUIYIN_REAL_DATA names no folder with messages/"
    ),
]


def test_the_same_matter() -> None:
    stream = read_stream(FOLDER / "stream.csv")
    same = evaluating_same.evaluate(stream, read_labels(FOLDER / "same_event.csv", {r.key for r in stream}))
    for part in (*same["halves"].values(), *same["events"].values()):
        assert part["recall_at_20"] >= 0.95
        assert part["negative_pairs_above_link"] <= 0.05
    assert same["copies"]["found"] == same["copies"]["pairs"]
    assert same["planted"]["above_link"] >= 0.95
