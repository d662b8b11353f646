"""Seven categories of real messages by folds: a loose floor that a broken learner falls through.

See test_import_realdata.py for where the files are looked for; docs/evaluation.md has the figures.
"""

from __future__ import annotations

import pytest

from huiyin.rooms.insight.evaluating import evaluate, read
from tests.rooms.test_import_realdata import FOLDER

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="no real messages: HUIYIN_REAL_DATA names no folder with messages/"
    ),
]


def test_seven_categories() -> None:
    told = evaluate(read(FOLDER / "labelled.csv"), None, folds=3)
    assert told["macro_f1"] > 0.89
    assert told["accuracy_at_80"] > 0.95
    assert told["calibration_error"] < 0.04
    assert told["peak_megabytes"] < 2_000
