"""How well empty and evasive answers are recognised: a file of answers against labels by number, by halves and weighed.

The labels are drawn more often from short answers, where most of the empty ones are. So precision and recall are told twice:
among the drawn ones, and with each drawn one standing for as many of the file as its length class has (``weighed``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.rooms.insight.tables import BadFile, read_table
from huiyin.rules.replies.emptiness import judged

NUMBERS, ANSWERS = ("number", "留言编号"), ("answer", "reply", "答复意见")
LABELS = {"number": NUMBERS, "empty": ("empty",), "half": ("half",)}
#: Length classes begin at so many characters, blanks not counted; of each the same number is drawn.
CLASSES = (0, 60, 120, 300)
#: What draws: an answer's place in its class is the hash of this and its number.
SEED = "replies-1"
_EMPTY = {"1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Label:
    """What somebody who read the answer says of it. ``half``: which half it is counted with."""

    number: str
    half: str
    empty: bool


def class_of(answer: str) -> int:
    """Which length class an answer is in."""
    size = len("".join(answer.split()))
    return max(n for n, least in enumerate(CLASSES) if size >= least)


def drawn(answers: dict[str, str], each: int) -> list[str]:
    """The numbers of ``each`` answers of every class, the shortest class first, in the order of their hashes."""
    order = sorted(answers, key=lambda number: sha256(f"{SEED}:{number}".encode()).hexdigest())
    by_class: list[list[str]] = [[] for _ in CLASSES]
    for number in order:
        by_class[class_of(answers[number])].append(number)
    return [number for listed in by_class for number in listed[:each]]


def read_answers(file: Path) -> dict[str, str]:
    """Answers by number. Refuses (BadFile) a file without the columns, or one that can't be read."""
    rows = read_table(file, {"number": NUMBERS, "answer": ANSWERS}, needed=("number", "answer"))
    return {number: row["answer"] for row in rows if (number := row["number"].strip())}


def read_labels(file: Path) -> list[Label]:
    """Labels. Refuses (BadFile) one that is neither 1 nor 0, and a number that stands twice."""
    found: dict[str, Label] = {}
    for row in read_table(file, LABELS, needed=("number", "empty")):
        number, said = row["number"].strip(), _EMPTY.get(row["empty"].strip())
        if said is None or number in found:
            said_so = _("%(file)s: the label of “%(number)s” isn't 1 or 0, or the number stands twice.")
            raise BadFile(said_so % {"file": file.name, "number": number[:40]})
        found[number] = Label(number, row["half"] or "all", said)
    return list(found.values())


def evaluate(answers: dict[str, str], labels: list[Label]) -> dict[str, Any]:
    """Precision, recall, their counts and the numbers judged otherwise, by half. Refuses (BadFile) labels of other answers."""
    known = [label for label in labels if label.number in answers]
    if not known:
        raise BadFile(_("None of the labels' numbers stand in the file of answers."))
    there = Counter(class_of(answer) for answer in answers.values())
    halves = {}
    for half in dict.fromkeys(label.half for label in known):
        mine = [label for label in known if label.half == half]
        taken = Counter(class_of(answers[label.number]) for label in mine)
        judged_so = {label.number: judged(answers[label.number]).empty for label in mine}
        weight = {
            label.number: there[c] / taken[c] for label in mine for c in (class_of(answers[label.number]),)
        }
        halves[half] = {
            **_counts(mine, judged_so),
            "weighed": _scores(mine, judged_so, weight),
            "wrong": sorted(label.number for label in mine if judged_so[label.number] != label.empty),
        }
    empty = sum(judged(answer).empty for answer in answers.values())
    return {
        "answers": len(answers),
        "called_empty": empty,
        "labels": len(labels),
        "not_in_file": len(labels) - len(known),
        "halves": halves,
    }


def _counts(labels: list[Label], said: dict[str, bool]) -> dict[str, Any]:
    pairs = Counter((label.empty, said[label.number]) for label in labels)
    return {
        "labels": len(labels), "empty": pairs[True, True] + pairs[True, False], "right": pairs[True, True],
        "false_alarms": pairs[False, True], "missed": pairs[True, False],
        **_scores(labels, said, dict.fromkeys(said, 1.0)),
    }  # fmt: skip


def _scores(labels: list[Label], said: dict[str, bool], weight: dict[str, float]) -> dict[str, float | None]:
    """None where there is nothing to be right about."""
    found = sum(weight[one.number] for one in labels if said[one.number])
    there = sum(weight[one.number] for one in labels if one.empty)
    right = sum(weight[one.number] for one in labels if one.empty and said[one.number])
    return {
        "precision": round(right / found, 4) if found else None,
        "recall": round(right / there, 4) if there else None,
    }
