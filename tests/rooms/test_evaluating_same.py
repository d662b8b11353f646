"""`huiyin evaluate same-matter` and `hot` on invented messages: what is counted and what refused; planted rewordings."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from huiyin.rooms.insight.evaluating_hot import b_cubed
from huiyin.rooms.insight.evaluating_same import HALVES, half_of
from huiyin.rooms.insight.planting import KINDS, planted
from tests.rules.test_bonds import IN_A_MANNER, PLANT

pytestmark = pytest.mark.usefixtures("in_english")

STREAM = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情")
LABELS = ("event", "留言编号", "label")


def write(file: Path, heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([heading, *rows])
    return file


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Three matters of ours, each reworded some times, as a stream with labels."""
    own = planted()
    rows, labels = [], []
    for number, (kind, n, (title, text)) in enumerate(own.rewordings):
        if n > 2 or kind == "told by somebody else":
            continue
        key = f"m{number}"
        rows.append((key, f"u{number}", title, f"2026/3/{1 + number % 28} 10:00:00", text))
        labels.append((f"event {n}", key, "positive"))
    rows.append(("other", "u", "换热站噪音", "2026/3/9 10:00:00", "换热站的水泵整夜嗡嗡响。"))
    labels.append(("event 0", "other", "negative"))
    return write(tmp_path / "stream.csv", STREAM, rows), write(tmp_path / "labels.csv", LABELS, labels)


def told(what: str, stream: Path, labels: Path, *more: str) -> str:
    out = StringIO()
    call_command("evaluate", what, "--stream", str(stream), "--labels", str(labels), *more, stdout=out)
    return out.getvalue()


def test_the_same_matter_in_figures_and_in_lines(files: tuple[Path, Path]) -> None:
    found = json.loads(told("same-matter", *files, "--json"))
    assert found["halves"].keys() == set(HALVES)
    assert sum(half["queries"] for half in found["halves"].values()) == 33
    assert all(event["recall_at_20"] >= 0.95 for event in found["events"].values())
    assert found["events"]["event 0"]["negative_pairs_above_link"] == 0.0
    assert found["copies"]["found"] == found["copies"]["pairs"] > 0
    assert "Planted: 264 rewordings" in told("same-matter", *files)


def test_hot_matters_in_figures_and_in_lines(files: tuple[Path, Path]) -> None:
    found = json.loads(told("hot", *files, "--json"))
    assert found["b_cubed"]["f1"] >= 0.9
    assert found["by_place_alone"] == 0
    assert {event["groups"] for event in found["events"].values()} == {1}
    assert "B-cubed, labelled rows" in told("hot", *files)


def test_one_persons_manner_makes_no_hot_matter(tmp_path: Path) -> None:
    said = [*IN_A_MANNER, *PLANT]
    rows = [(f"m{n}", "u", title, f"2026/3/{n + 1} 10:00:00", text) for n, (title, text) in enumerate(said)]
    labels = [("plant", f"m{n + len(IN_A_MANNER)}", "positive") for n in range(len(PLANT))]
    labels += [("plant", f"m{n}", "negative") for n in range(len(IN_A_MANNER))]
    files = write(tmp_path / "s.csv", STREAM, rows), write(tmp_path / "l.csv", LABELS, labels)
    found = json.loads(told("hot", *files, "--json"))
    assert (found["groups"], found["grouped"], found["b_cubed"]["f1"]) == (1, len(PLANT), 1.0)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        ([("e", "m0", "perhaps")], "nobody knows the label perhaps"),
        ([("e", "nowhere", "positive")], "the stream holds no message nowhere"),
        ([], "holds no rows"),
    ],
)
def test_labels_that_cant_be_right_are_refused(
    files: tuple[Path, Path], tmp_path: Path, labels: list[tuple[str, ...]], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        told("same-matter", files[0], write(tmp_path / "bad.csv", LABELS, labels))


def test_files_without_the_columns_are_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no column 留言编号 or id"):
        told("hot", write(tmp_path / "s.csv", ("x",), [("1",)]), files[1])
    with pytest.raises(CommandError, match="can't be read"):
        told("hot", tmp_path / "none.csv", files[1])
    wrong = write(tmp_path / "t.csv", STREAM, [("m0", "u", "路灯", "yesterday", "路灯坏了")])
    with pytest.raises(CommandError, match="is no time"):
        told("hot", wrong, write(tmp_path / "l.csv", LABELS, [("e", "m0", "positive")]))


def test_b_cubed() -> None:
    truth = {"a": "x", "b": "x", "c": "y"}
    assert b_cubed({"a": "1", "b": "1", "c": "2"}, truth) == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    one = b_cubed({"a": "1", "b": "1", "c": "1"}, truth)
    assert one["recall"] == 1.0
    assert one["precision"] == round((2 / 3 + 2 / 3 + 1 / 3) / 3, 4)
    assert b_cubed({"a": "1", "b": "2", "c": "3"}, truth)["recall"] == round((0.5 + 0.5 + 1) / 3, 4)


def test_planted_rewordings_are_many_of_several_kinds_and_differ() -> None:
    own = planted()
    assert len(own.rewordings) >= 200
    assert len(KINDS) >= 8
    changed = [words for _, n, words in own.rewordings if words != own.matters[n]]
    assert len(changed) == len(own.rewordings)
    assert all(words != own.matters[n] for _, n, words in own.apart)


def test_halves_dont_depend_on_what_else_is_in_the_file() -> None:
    assert {half_of(str(n)) for n in range(20)} == set(HALVES)
    assert half_of("12") == half_of("12")
