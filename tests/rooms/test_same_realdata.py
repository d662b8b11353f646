"""The same matter and hot matters on real messages: the aims as floors. docs/evaluation.md has the figures."""

from __future__ import annotations

import pytest

from huiyin.rooms.insight import evaluating_hot, evaluating_same
from huiyin.rooms.insight.evaluating_same import read_labels, read_stream
from tests.rooms.test_import_realdata import FOLDER

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="no real messages: HUIYIN_REAL_DATA names no folder with messages/"
    ),
]


def test_the_same_matter_and_hot_ones() -> None:
    """Hot ones among every fourth of the unlabelled messages: with all of them it takes two minutes (docs/evaluation.md)."""
    stream = read_stream(FOLDER / "stream.csv")
    events = read_labels(FOLDER / "same_event.csv", {row.key for row in stream})
    same = evaluating_same.evaluate(stream, events)
    for part in (*same["halves"].values(), *same["events"].values()):
        assert part["recall_at_20"] >= 0.95
        assert part["negative_pairs_above_link"] <= 0.05
    assert same["copies"]["found"] == same["copies"]["pairs"]
    assert same["planted"]["above_link"] >= 0.95
    labelled = {key for event in events for keys in event.keys.values() for key in keys}
    fewer = [row for n, row in enumerate(stream) if row.key in labelled or n % 4 == 0]
    hot = evaluating_hot.evaluate(fewer, events)
    assert hot["b_cubed"]["f1"] >= 0.9
    assert hot["by_place_alone"] == 0
