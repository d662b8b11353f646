"""Where words lie, learnt from texts without labels: what it brings, that it changes no labels, and what never enters."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from huiyin.rooms.insight import evaluating, learning, word_places
from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.learning import Fitted, _beside, fit, learn
from huiyin.rooms.insight.model_files import BadModel, Model, load, save
from huiyin.rooms.insight.weighing import Corpus
from huiyin.rooms.insight.word_places import DIRECTIONS, Places, Strings, Words
from tests.rooms.insight_cast import PHRASES, messages
from tests.rooms.test_insight import WATER, planted

#: A word that no labelled text has, beside those of water.
TAP = "水龙头"


def others() -> list[Text]:
    """More than the labelled ones: each of them in other words, without a label."""
    texts, _labels = messages()
    found = [Text("", f"{one.body}麻烦领导管一管") for one in texts]
    what, how, why = PHRASES["040100"]
    return found + [Text("", f"{TAP}{how_}，{what_}，{TAP}，{why[0]}") for what_, how_ in product(what, how)]


@pytest.fixture(scope="module")
def fitted() -> tuple[Model, Fitted]:
    """The model, and what it was made of."""
    texts, labels = messages()
    kept: list[Fitted] = []

    def keeping(*given: Any) -> Fitted:
        kept.append(fit(*given))
        return kept[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "fit", keeping)
        found = learn(texts, labels, source={}, beside=others())
    return found, kept[0]


@pytest.fixture
def model(fitted: tuple[Model, Fitted]) -> Model:
    return fitted[0]


def strings(texts: list[str]) -> Strings:
    found = Strings()
    for text in texts:
        found.add(text.split())
    return found


def test_words_with_the_same_around_them_lie_near_and_the_same_texts_give_the_same() -> None:
    around = ["路灯 坏了 一周", "灯杆 坏了 一周", "工资 拖欠 半年", "工钱 拖欠 半年"]
    many = strings([f"{text} 第{n}次" for n in range(8) for text in around])
    found, again = word_places.learnt(many, range(32)), word_places.learnt(many, range(32))
    assert found is not None
    assert again is not None
    numbers, places = found
    assert "第0次" not in numbers, "in four texts only"
    cosine = places.vectors @ places.vectors.T
    at = [numbers[word] for word in ("路灯", "灯杆", "工资", "工钱")]
    assert cosine[at[0], at[1]] > 0.9 > 0.3 > cosine[at[0], at[2]]
    assert all(np.array_equal(one, other) for one, other in zip(places, again[1], strict=True))


def test_copies_count_once_and_too_few_words_give_nothing() -> None:
    assert word_places.learnt(strings(["路灯 坏了"] * 50), range(50)) is None
    assert word_places.learnt(strings([]), []) is None


def test_a_text_without_known_words_lies_nowhere() -> None:
    places = Places(np.eye(2, dtype=np.float32), np.ones(2), np.full((2, 2), 0.2))
    body = places.part(np.array([0]), np.array([3.0]))
    title = places.part(np.zeros(0, dtype=int), np.zeros(0))
    placed = places.put(np.stack([body, title])[None])
    assert placed[0, 2:] == pytest.approx(0)
    assert np.linalg.norm(placed[0, :2]) == pytest.approx(1)


def test_texts_without_labels_teach_words_and_no_labels(model: Model) -> None:
    texts, labels = messages()
    plain = learn(texts, labels, source={})
    assert plain.words is None
    assert model.words is not None
    assert (plain.labels, plain.report["learnt_from"]) == (model.labels, model.report["learnt_from"])
    assert (plain.report["unlabelled"], model.report["unlabelled"]) == (0, len(others()))
    assert np.array_equal(plain.weights, model.weights)
    assert set(plain.features) == set(model.features)
    assert TAP in model.words.numbers
    added = model.words.scores({f"w{TAP}": 3, f"W{TAP}": 1})
    assert model.labels[int(added.argmax())] == "040100", "a word that no labelled text has"
    assert model.guesses(WATER)[0].label == plain.guesses(WATER)[0].label == "040100"


def test_what_is_read_without_labels_has_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [Text("", word) for word in "甲乙丙丁"]
    more = [Text("", word) for word in "戊己"]
    monkeypatch.setattr(learning, "MOST_BESIDE", 3)
    assert [t.body for t in _beside(texts, [0, 2], more, labels=2)] == ["戊", "己", "乙"]
    assert list(_beside(texts, [0, 1, 2, 3], more, labels=2)) == [], "fewer than with labels"
    monkeypatch.setattr(learning, "MUCH", 3)
    assert list(_beside(texts, [0, 2], more, labels=2)) == [], "nobody asks what is near"
    few = Corpus(texts, more)
    assert learning._placed(few, np.arange(4)).places is None


def test_the_suggestion_is_what_was_measured(fitted: tuple[Model, Fitted], tmp_path: Path) -> None:
    """The model in the file places a text as the corpus did that it was learnt from; a file before is read without."""
    texts, (model, learnt) = messages()[0], fitted
    save(model, tmp_path / "m.npz")
    again = load(tmp_path / "m.npz")
    assert isinstance(again.words, Words)
    assert again.words.places.vectors.dtype == np.float16
    assert again.words.places.vectors.shape[1] <= DIRECTIONS
    for n, asked in enumerate(learnt.asked(np.arange(5))):
        best = again.guesses(texts[n])[0]
        assert best.probability == pytest.approx(asked.max(), abs=0.01)
        assert best.label == model.labels[asked.argmax()]
    before = load(planted(replace(model, words=None), tmp_path / "m.npz", version=2, words=None))
    assert before.words is None
    assert before.near is not None
    assert before.guesses(WATER)[0].label == "040100"


@pytest.mark.parametrize(
    "change",
    [
        {"words": ["水"]}, {"words": None}, {"words": 3}, {"word_vectors": np.zeros((2, 2))}, {"word_means": np.zeros(3)},
        {"word_points": np.zeros(2)}, {"word_crowd": np.zeros((2, 9))}, {"word_pull": np.zeros((3, 3), dtype=int)},
    ],
)  # fmt: skip
def test_a_file_whose_words_dont_fit_is_refused(
    model: Model, tmp_path: Path, change: dict[str, object]
) -> None:
    with pytest.raises(BadModel, match=r"m\.npz"):
        load(planted(model, tmp_path / "m.npz", **change))


# -- measuring -------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    rows = [f"{t.title},{t.body},{label}" for t, label in zip(*messages(), strict=True)]
    file.write_text("\n".join(["title,text,label", *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.usefixtures("in_english")
def test_files_without_labels_are_read_without_copies_of_rows_and_bad_ones_refused(
    table: Path, tmp_path: Path
) -> None:
    more = tmp_path / "b.csv"
    copy = messages()[0][0].body
    more.write_text(f"留言主题,留言详情\n停水,别处也停水了\n,\n,{copy} \n", encoding="utf-8")
    given = ("evaluate", "categories", "--train", str(table), "--folds", "2", "--unlabelled")
    out = StringIO()
    call_command(*given, str(more), str(table), "--unlabelled", str(more), stdout=out)
    assert "Texts without labels: 2, " in out.getvalue()
    assert f"copies of rows left out: {2 + 144}\n" in out.getvalue()
    with pytest.raises(CommandError, match="can't be read"):
        call_command(*given, str(tmp_path / "none.csv"), stdout=StringIO())
    more.write_text("title\nx\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no column text"):
        call_command(*given, str(more), stdout=StringIO())


@pytest.mark.usefixtures("in_english")
def test_the_seed_says_which_way_the_folds_are_cut(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[int] = []

    def kept(*_given: object, seed: int, **_more: object) -> dict[str, Any]:
        cut.append(seed)
        return {}

    monkeypatch.setattr(evaluating, "evaluate", kept)
    given = ("evaluate", "categories", "--train", str(table), "--json")
    for more in ((), ("--seed", "7")):
        call_command(*given, *more, stdout=StringIO())
    assert cut == [1, 7]
    one, again, other = (
        [left.tolist() for _learnt, left in evaluating._splits(np.arange(60) % 3, 60, 5, seed)]
        for seed in (1, 1, 7)
    )
    assert one == again != other
    with pytest.raises(CommandError, match="--seed must be from 0"):
        call_command(*given, "--seed", "-1", stdout=StringIO())
