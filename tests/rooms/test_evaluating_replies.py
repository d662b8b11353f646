"""How the check of answers is measured: labels by number, halves, weights, a command that says what is wrong."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from huiyin.rooms.insight.evaluating_replies import (
    Label,
    class_of,
    drawn,
    evaluate,
    read_labels,
)
from huiyin.rooms.insight.tables import BadFile

pytestmark = pytest.mark.usefixtures("in_english")

EMPTY, FULL = "您的来信已收悉，已转有关部门处理。", "经查，主管道接头漏水，已于三月五日换好。"
LABELS = Path(__file__).parents[1] / "data/reply_labels.csv"


def table(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def test_precision_and_recall_by_half_and_weighed() -> None:
    answers = {"1": EMPTY, "2": FULL, "3": EMPTY, "4": FULL, "5": FULL, "6": EMPTY}
    labels = [
        Label("1", "a", True),
        Label("2", "a", True),
        Label("3", "a", False),
        Label("4", "b", False),
        Label("9", "b", True),
    ]
    told = evaluate(answers, labels)
    assert (told["answers"], told["called_empty"], told["not_in_file"]) == (6, 3, 1)
    a, b = told["halves"]["a"], told["halves"]["b"]
    assert (a["empty"], a["right"], a["false_alarms"], a["missed"]) == (2, 1, 1, 1)
    assert (a["precision"], a["recall"]) == (0.5, 0.5)
    assert a["wrong"] == ["2", "3"]
    assert (b["precision"], b["recall"]) == (None, None), "nothing to be right about isn't perfect"


def test_a_rare_class_counts_for_as_many_as_it_has() -> None:
    long = FULL + "水" * 300
    answers = {"1": EMPTY, "2": long, **{f"x{n}": long for n in range(9)}}
    told = evaluate(answers, [Label("1", "a", True), Label("2", "a", True)])["halves"]["a"]
    assert (told["recall"], told["weighed"]["recall"]) == (0.5, round(1 / 11, 4))


def test_drawing_is_the_same_each_time_and_even_over_the_classes() -> None:
    answers = {str(n): "水" * (n % 400) for n in range(2_000)}
    found = drawn(answers, 10)
    assert found == drawn(dict(reversed(answers.items())), 10)
    assert [class_of(answers[number]) for number in found] == [c for c in range(4) for _ in range(10)]


@pytest.mark.parametrize(("rows", "said"), [
    ((("number", "label"), ("1", "1")), "has no column empty"),
    ((("number", "empty"), ("1", "yes")), "isn't 1 or 0"),
    ((("number", "empty"), ("1", "1"), ("1", "0")), "twice"),
])  # fmt: skip
def test_bad_labels_are_refused(tmp_path: Path, rows: tuple[tuple[str, ...], ...], said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read_labels(table(tmp_path / "l.csv", *rows))


def test_the_command_prints_lines_and_json_and_refuses_other_files(tmp_path: Path) -> None:
    answers = table(tmp_path / "a.csv", ("留言编号", "答复意见"), ("1", EMPTY), ("2", FULL))
    labels = table(
        tmp_path / "l.csv", ("number", "half", "empty"), ("1", "tuning", "1"), ("2", "tuning", "0")
    )
    out = StringIO()
    call_command("evaluate", "replies", f"--file={answers}", f"--labels={labels}", stdout=out)
    assert "tuning" in out.getvalue()
    out = StringIO()
    call_command("evaluate", "replies", "--json", f"--file={answers}", f"--labels={labels}", stdout=out)
    assert json.loads(out.getvalue())["halves"]["tuning"]["recall"] == 1.0
    others = table(tmp_path / "o.csv", ("number", "empty"), ("7", "1"))
    for bad in (others, tmp_path / "none.csv"):
        with pytest.raises(CommandError):
            call_command("evaluate", "replies", f"--file={answers}", f"--labels={bad}", stdout=StringIO())


def test_the_labels_are_numbers_and_labels_only() -> None:
    rows = list(csv.reader(LABELS.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["number", "half", "empty"]
    assert all(
        number.isdecimal() and half in ("tuning", "reporting") and empty in ("0", "1")
        for number, half, empty in rows[1:]
    )
    assert [sum(row[1] == half for row in rows) for half in ("tuning", "reporting")] == [150, 150]
