"""What learns and suggests, without a database: features, nearest words, learning, the model's file."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from huiyin.rooms.insight import learning
from huiyin.rooms.insight.features import LOOKED_AT, Text, cleaned, counted, readable
from huiyin.rooms.insight.learning import LEAST_EACH, TooLittle, learn, threshold_of
from huiyin.rooms.insight.model_files import VERSION, BadModel, Model, load, save
from huiyin.rooms.insight.nearest import nearest
from huiyin.rooms.insight.wording import worded
from tests.rooms.insight_cast import messages

WATER = Text("停水", "小区自来水停了，水管爆裂没人修")


@pytest.fixture(scope="module")
def model() -> Model:
    texts, labels = messages()
    return learn(texts, labels, source={"what": "category"})


def test_a_text_has_one_form() -> None:
    assert cleaned("ＡＢ  12号\n楼") == "ab0号楼"
    assert len(cleaned("水" * 10_000_000)) == LOOKED_AT


def test_the_title_counts_for_itself_and_once_in_the_whole() -> None:
    found = counted(Text("停水", "停水三天"))
    assert found["c停水"] == 1
    assert found["C停水"] == 1
    assert found["C三天"] == 0
    assert counted(Text("", "停水三天"))["C三天"] == 1


def test_an_empty_text_and_one_of_ten_megabytes_are_read_at_once() -> None:
    assert counted(Text("", "")) == {}
    assert counted(Text("", "！？…")).total() > 0
    list(counted(WATER))
    start = time.perf_counter()
    assert counted(Text("", "自来水停了" * 2_000_000))["c自来水"] > 0
    assert time.perf_counter() - start < 2


def test_only_words_are_readable() -> None:
    assert [readable(name) for name in ("c停水", "w水", "c水，", "c0天", "W自来水")] == [
        "停水",
        "",
        "",
        "",
        "自来水",
    ]


def test_the_right_label_comes_first_with_its_words(model: Model) -> None:
    [best, *others] = model.guesses(WATER)
    assert best.label == "040100"
    assert best.probability > 0.5
    assert sum(guess.probability for guess in (best, *others)) == pytest.approx(1, abs=1e-4)
    words = [word for word, _amount in best.reasons]
    assert words
    assert set(words) <= {*worded(WATER.title).words, *worded(WATER.body).words}, "whole ones"
    assert not any(one != other and one in other for one in words for other in words)
    assert model.guesses(Text("", "包工头不发工资"))[0].label == "060100"


def test_nothing_known_gives_no_guess(model: Model) -> None:
    assert model.guesses(Text("", "")) == []
    assert model.guesses(Text("", "ЖЖЖ")) == []


def test_the_report_says_what_was_learnt_from(model: Model) -> None:
    report = model.report
    assert report["learnt_from"] == 144
    assert report["scores"]["macro_f1"] > 0.9
    assert report["scores"]["labels"]["040100"]["n"] == 48
    assert 0.3 <= report["threshold"] <= 0.9


def test_labels_with_few_texts_are_left_out_and_said() -> None:
    texts, labels = messages()
    few = [Text("", f"野猪拱了玉米地{n}") for n in range(LEAST_EACH - 1)]
    found = learn([*texts, *few], [*labels, *["010400"] * len(few)], source={})
    assert "010400" not in found.labels
    assert found.report["left_out"] == {"010400": LEAST_EACH - 1}


@pytest.mark.parametrize("many", [0, 1, LEAST_EACH, 40])
def test_too_little_is_refused(many: int) -> None:
    with pytest.raises(TooLittle, match="Too little"):
        learn([Text("", f"停水{n}") for n in range(many)], ["040100"] * many, source={})


def test_two_labels_are_enough() -> None:
    texts, labels = messages()
    kept = [(text, label) for text, label in zip(texts, labels, strict=True) if label != "050300"]
    found = learn([text for text, _ in kept], [label for _, label in kept], source={})
    assert found.guesses(WATER)[0].label == "040100"
    assert found.guesses(Text("", "砖厂拖欠工资"))[0].label == "060100"


def test_the_threshold_is_where_enough_is_right() -> None:
    sure = np.array([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.55, 0.45]])
    assert threshold_of(sure, np.array([0, 0, 0, 1])) == 0.6
    assert threshold_of(sure, np.array([1, 1, 1, 1])) == 0.9
    assert threshold_of(sure, np.array([0, 0, 0, 0])) == 0.55


# -- the file ------------------------------------------------------------------------------------------------------


def test_what_was_saved_suggests_the_same(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "models" / "category.npz"
    save(model, file)
    again = load(file)
    assert again.labels == model.labels
    assert again.threshold == model.threshold
    assert [(g.label, round(g.probability, 5)) for g in again.guesses(WATER)] == [
        (g.label, round(g.probability, 5)) for g in model.guesses(WATER)
    ]
    assert json.loads(file.with_suffix(".json").read_text("utf-8"))["learnt_from"] == 144
    assert [path.name for path in sorted(file.parent.iterdir())] == ["category.json", "category.npz"]


def planted(model: Model, file: Path, **change: object) -> Path:
    """A saved model with some of its parts replaced."""
    save(model, file)
    with np.load(file) as found:
        parts = dict(found)
    told = json.loads(parts["told"].tobytes())
    for name, value in change.items():
        if name in parts:
            parts[name] = value  # type: ignore[assignment]
        elif value is None:
            del told[name]
        else:
            told[name] = value
    parts["told"] = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
    np.savez(file, **parts)
    return file


@pytest.mark.parametrize(
    "change",
    [
        {"version": VERSION + 1}, {"version": None}, {"labels": None}, {"labels": []}, {"labels": ["a"]}, {"features": ["c水"]},
        {"threshold": "high"}, {"start": np.zeros(9)}, {"scales": np.zeros((2, 2))},
        {"weights": np.array(["a"])}, {"points": np.zeros((2, 2))}, {"crowd": np.zeros(3)}, {"pull": np.zeros((3, 2))},
        {"space": np.zeros((3, 3), dtype=int)}, {"middle": np.zeros((2, 2))},
    ],
)  # fmt: skip
def test_a_file_whose_parts_dont_fit_is_refused(
    model: Model, tmp_path: Path, change: dict[str, object]
) -> None:
    with pytest.raises(BadModel, match=r"m\.npz"):
        load(planted(model, tmp_path / "m.npz", **change))


def test_a_file_that_lacks_a_part_is_refused(model: Model, tmp_path: Path) -> None:
    file = planted(model, tmp_path / "m.npz")
    with np.load(file) as found:
        parts = {name: part for name, part in found.items() if name != "crowd"}
    np.savez(file, **parts)
    with pytest.raises(BadModel, match=r"m\.npz"):
        load(file)


def test_a_file_of_the_format_before_is_read_without_what_is_near(model: Model, tmp_path: Path) -> None:
    file = planted(replace(model, near=None), tmp_path / "m.npz", version=1)
    again = load(file)
    assert again.near is None
    assert again.guesses(WATER)[0].label == "040100"


def test_where_there_is_much_nobody_asks_what_is_near(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    texts, labels = messages()
    monkeypatch.setattr(learning, "MUCH", len(texts) * 3 - 1)
    found = learn(texts, labels, source={})
    assert found.near is None
    save(found, tmp_path / "m.npz")
    assert load(tmp_path / "m.npz").near is None
    assert found.guesses(WATER)[0].label == "040100"


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken", b"\x93NUMPY\x01\x00"])
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "m.npz"
    file.write_bytes(content)
    with pytest.raises(BadModel, match=r"m\.npz"):
        load(file)
    with pytest.raises(BadModel):
        load(tmp_path / "missing.npz")


def test_a_cut_off_file_is_refused(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "m.npz"
    save(model, file)
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(BadModel):
        load(file)


class Attack:
    """What would run if a model were unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (Path.touch, (Path("ran"),))  # type: ignore[return-value]


def test_nothing_in_a_file_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.npz").write_bytes(pickle.dumps(Attack()))
    with pytest.raises(BadModel):
        load(tmp_path / "m.npz")
    objects = np.array([Attack()], dtype=object)
    np.savez(tmp_path / "n.npz", told=objects, weights=objects, scales=objects, start=objects)
    with pytest.raises(BadModel):
        load(tmp_path / "n.npz")
    assert not (tmp_path / "ran").exists()


# -- before anything is learnt ---------------------------------------------------------------------------------------

DESCRIBED = {
    "040100": "供水 停水 水管 自来水 水压", "050300": "噪声污染 噪声 施工 广场舞", "060100": "工资福利 欠薪 拖欠工资 农民工",
}  # fmt: skip


def test_the_nearest_words_speak() -> None:
    found = nearest(DESCRIBED)
    [best, *_] = found.guesses(WATER)
    assert best.label == "040100"
    assert best.probability >= found.threshold
    assert "自来水" in [word for word, _n in best.reasons]


@pytest.mark.parametrize("body", ["", "   ", "你好，请问几点上班", "谢谢"])
def test_what_points_nowhere_stays_below_the_threshold(body: str) -> None:
    found = nearest(DESCRIBED)
    assert all(guess.probability < found.threshold for guess in found.guesses(Text("", body)))


def test_no_descriptions_no_guess() -> None:
    assert nearest({}).guesses(WATER) == []
    assert nearest({"040100": ""}).guesses(WATER) == []


def test_neither_the_pages_nor_the_help_load_what_learns() -> None:
    script = (
        "import sys, os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; django.setup();"
        "import huiyin.config.urls, huiyin.config.cli;"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy', 'sklearn', 'jieba')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
