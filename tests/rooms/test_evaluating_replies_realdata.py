"""The check of answers on real ones, against labels made by reading them."""

from __future__ import annotations

import pytest

from huiyin.rooms.insight.evaluating_replies import drawn, evaluate, read_answers, read_labels
from tests.rooms.test_evaluating_replies import LABELS
from tests.rooms.test_import_realdata import FOLDER

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="no real messages: HUIYIN_REAL_DATA names no folder with messages/"
    ),
]


def test_empty_answers_are_found_as_docs_evaluation_says() -> None:
    answers, labels = read_answers(FOLDER / "replied.csv"), read_labels(LABELS)
    assert drawn(answers, 75) == [label.number for label in labels], "drawn by the documented rule"
    half = evaluate(answers, labels)["halves"]["reporting"]
    assert half["precision"] >= 0.95
    assert half["recall"] >= 0.8
