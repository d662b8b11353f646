"""Which features are kept: those that tell labels apart, weighed by how far they do, and never by rows that weren't given."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_selection import chi2

from huiyin.rooms.insight import weighing
from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.weighing import Corpus, Weighing, _gathered, _telling

TEXTS = [Text("", f"{word}第{n}次反映") for n in range(6) for word in ("路灯坏了", "油烟太大", "工资拖欠")]
Y = np.array([n % 3 for n in range(len(TEXTS))])
ROWS = np.arange(len(TEXTS))


def test_telling_features_stay_and_common_ones_weigh_less(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus(TEXTS)
    whole = Weighing(corpus, ROWS)
    monkeypatch.setattr(weighing, "EACH", 4)
    kept = Weighing(corpus, ROWS, Y)
    assert {"c反映", "c次反"} <= set(whole.names), "in every text"
    assert not {"c反映", "c次反"} & set(kept.names)
    assert {name[0] for name in kept.names} == set("cwCW")
    assert all(len([n for n in kept.names if n[0] == view]) <= 12 for view in "cwCW")
    rows = kept.matrix(ROWS)
    for (columns, weight), view in zip(kept.views, "cwCW", strict=True):
        part = rows[:, columns]
        lengths = np.sqrt(np.asarray(part.multiply(part).sum(axis=1))).ravel()
        assert all(one == 0 or one == pytest.approx(weight, rel=1e-4) for one in lengths), view


def test_rows_that_were_not_given_choose_nothing() -> None:
    one, other = Corpus(TEXTS), Corpus([*TEXTS, *[Text("", "污水横流")] * 9])
    assert Weighing(one, ROWS, Y).names == Weighing(other, ROWS, Y).names


def test_the_statistics_are_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "_AT_ONCE", 7)  # several pieces
    matrix = Weighing(Corpus(TEXTS), ROWS).matrix(ROWS)
    assert _telling(matrix, Y) == pytest.approx(chi2(matrix, Y)[0], rel=1e-3, abs=1e-4)
    gathered = _gathered(matrix, Y)
    names = Weighing(Corpus(TEXTS), ROWS).names
    assert gathered[names.index("c路灯")] == pytest.approx(1.0)
    assert gathered[names.index("c反映")] == pytest.approx(1 / (1 + 2 + 3), rel=1e-3)


def test_each_process_parts_texts_into_the_same_words(tmp_path: Path) -> None:
    """A set has another order in each process, and the parter's guesses depend on the order in which words are added."""
    script = (
        "import hashlib, django\n"
        "django.setup()\n"
        "from huiyin.rooms.insight.features import _parter\n"
        "print(hashlib.sha256(repr(sorted(_parter().FREQ.items())).encode()).hexdigest())\n"
    )
    found = set()
    for seed in ("1", "2"):
        env = os.environ | {
            "PYTHONHASHSEED": seed,
            "HUIYIN_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        }
        command = [sys.executable, "-c", script]
        found.add(
            subprocess.run(
                command, env=env, check=True, capture_output=True, text=True, timeout=120
            ).stdout.strip()
        )
    assert len(found) == 1
    assert len(found.pop()) == 64
