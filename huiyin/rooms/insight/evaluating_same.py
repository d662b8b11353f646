"""How well the same matter is recognised: on messages with labels that whoever asks brings along, on rewordings of our own.

What was chosen by looking at labels is told apart: rows are parted into a tuning and a reporting half by a hash of their
number.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import mean
from typing import Any

from django.utils.translation import gettext as _

from huiyin.rooms.insight.alike import SHOWN, Shelf
from huiyin.rooms.insight.planting import planted
from huiyin.rooms.insight.tables import BadFile, read_table
from huiyin.rules.likewords import Names, Sketch, Weights, learnt, sketch
from huiyin.rules.sameness import LINK, compare

#: The columns of both files, each by the names that it may have.
STREAM = {
    "key": ("留言编号", "id"), "text": ("留言详情", "text"), "title": ("留言主题", "title"),
    "at": ("留言时间", "time"), "who": ("留言用户", "user"),
}  # fmt: skip
LABELS = {"key": ("留言编号", "id"), "event": ("event",), "label": ("label",)}
POSITIVE, NEGATIVE, RELATED = "positive", "negative", "related"
HALVES = ("tuning", "reporting")
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a stream. ``at`` as it stands in the file, ``who`` as the file names people."""

    key: str
    title: str
    text: str
    at: str
    who: str


@dataclass(frozen=True, slots=True)
class Event:
    """The labelled messages of one event, by label."""

    name: str
    keys: Mapping[str, tuple[str, ...]]


def read_stream(file: Path) -> list[Message]:
    """The messages in the order of time. Refuses (BadFile) a file that can't be read, without the columns or rows."""
    rows = [Message(**row) for row in _read(file, STREAM, needed=("key", "text"))]
    return sorted(rows, key=_order)


def _order(row: Message) -> tuple[list[int], str]:
    """By the figures of its time, however many each has (2026/3/1 before 2026/10/1)."""
    return [int(part) for part in _FIGURES.findall(row.at)], row.key


def read_labels(file: Path, known: set[str]) -> list[Event]:
    """The events. Refuses (BadFile) labels of messages that the stream doesn't hold, and labels that nobody knows."""
    events: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _read(file, LABELS, needed=("key", "event", "label")):
        if row["label"] not in (POSITIVE, NEGATIVE, RELATED):
            said = _("%(file)s: nobody knows the label %(label)s.")
            raise BadFile(said % {"file": file.name, "label": row["label"]})
        if row["key"] not in known:
            said = _("%(file)s: the stream holds no message %(key)s.")
            raise BadFile(said % {"file": file.name, "key": row["key"]})
        events[row["event"]][row["label"]].append(row["key"])
    return [Event(name, {k: tuple(v) for k, v in keys.items()}) for name, keys in events.items()]


def _read(
    file: Path, columns: Mapping[str, tuple[str, ...]], *, needed: Sequence[str]
) -> list[dict[str, str]]:
    return [
        {what: cell.strip() for what, cell in row.items()} for row in read_table(file, columns, needed=needed)
    ]


def half_of(key: str) -> str:
    """Which half a row belongs to, whatever else is in the file."""
    return HALVES[sha256(key.encode()).digest()[0] % 2]


def evaluate(stream: Sequence[Message], events: Sequence[Event]) -> dict[str, Any]:
    """All figures. Pairs are weighed by the stream itself, as a county's are by its own texts; never by labels."""
    began = time.monotonic()
    sketches = {row.key: sketch(row.title, row.text) for row in stream}
    weights = learnt(sketches.values())
    shelf = Shelf(weights)
    for key, one in sketches.items():
        shelf.put(key, one)
    told = {
        "messages": len(stream), "link": LINK, "shown": SHOWN,
        "halves": {half: _half(shelf, events, half) for half in HALVES},
        "events": {event.name: _event(shelf, event) for event in events},
        "copies": _copies(shelf),
        "planted": _planted(shelf, weights),
    }  # fmt: skip
    return {**told, "seconds": round(time.monotonic() - began, 1)}


def _half(shelf: Shelf, events: Sequence[Event], half: str) -> dict[str, Any]:
    """Every positive of this half as the query; and the negatives of this half against every positive."""
    recalls: list[float] = []
    negatives: list[float] = []
    for event in events:
        asked = [key for key in event.keys.get(POSITIVE, ()) if half_of(key) == half]
        recalls += [recall for recall, _ in _recalls(shelf, event, asked)]
        negatives += [
            _score(shelf, key, other)
            for key in event.keys.get(NEGATIVE, ()) if half_of(key) == half
            for other in event.keys.get(POSITIVE, ())
        ]  # fmt: skip
    return {"queries": len(recalls), "recall_at_20": _mean(recalls), **_above(negatives)}


def _event(shelf: Shelf, event: Event) -> dict[str, Any]:
    positive = event.keys.get(POSITIVE, ())
    found = _recalls(shelf, event, positive)
    pairs = [_score(shelf, a, b) for n, a in enumerate(positive) for b in positive[:n]]
    negatives = [_score(shelf, a, b) for a in event.keys.get(NEGATIVE, ()) for b in positive]
    return {
        "positive": len(positive),
        "recall_at_20": _mean([recall for recall, _ in found]),
        "recall_at_20_related_aside": _mean([recall for _, recall in found]),
        "positive_pairs_above_link": _mean([float(score >= LINK) for score in pairs]),
        **_above(negatives),
    }


def _recalls(shelf: Shelf, event: Event, asked: Sequence[str]) -> list[tuple[float, float]]:
    """Of as many others as have room within the first 20: the share that is there; and the same with the related left out."""
    same, related = set(event.keys.get(POSITIVE, ())), set(event.keys.get(RELATED, ()))
    room = min(SHOWN, len(same) - 1)
    found = []
    for key in asked:
        names = [number for number, _ in shelf.candidates(shelf.sketches[key], but=key)]
        aside = [name for name in names if name not in related]
        found.append((len(same & set(names[:SHOWN])) / room, len(same & set(aside[:SHOWN])) / room))
    return found if room > 0 else []


def _score(shelf: Shelf, one: str, other: str) -> float:
    return compare(shelf.sketches[one], shelf.sketches[other], shelf.weights).score


def _above(scores: Sequence[float]) -> dict[str, Any]:
    return {
        "negative_pairs": len(scores),
        "negative_pairs_above_link": _mean([float(score >= LINK) for score in scores]),
        "highest_negative": round(max(scores, default=0.0), 3),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(mean(values), 4) if values else None


def _copies(shelf: Shelf) -> dict[str, int]:
    """Every text that others repeat, but for blanks and signs: are all of those among its candidates, as copies?"""
    same: dict[str, list[str]] = defaultdict(list)
    for key, one in shelf.sketches.items():
        if not one.is_empty:
            same[one.whole].append(key)
    groups = [keys for keys in same.values() if len(keys) > 1]
    asked = found = 0
    for keys in groups:
        for key in keys:
            asked += len(keys) - 1
            there = shelf.candidates(shelf.sketches[key], but=key)[: max(SHOWN, len(keys) - 1)]
            found += sum(likeness.copy for number, likeness in there if number in keys)
    return {"groups": len(groups), "pairs": asked, "found": found}


def _planted(shelf: Shelf, weights: Weights) -> dict[str, Any]:
    """Our own matters laid among the messages; each rewording must lead to the one that it is made of."""
    known = Shelf(weights)
    for key, one in shelf.sketches.items():
        known.put(key, one)
    own = planted()
    names = Names(own.villages)
    for n, matter in enumerate(own.matters):
        known.put(f"planted {n}", sketch(*matter, names))
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for kind, n, words in own.rewordings:
        listed = known.candidates(sketch(*words, names))
        place = next((at for at, (number, _) in enumerate(listed) if number == f"planted {n}"), len(listed))
        score = listed[place][1].score if place < len(listed) else 0.0
        kinds[kind].append((float(place < SHOWN), float(score >= LINK)))
    apart: dict[str, list[float]] = defaultdict(list)
    for kind, n, words in own.apart:
        apart[kind].append(compare(sketch(*words, names), sketch(*own.matters[n], names), weights).score)
    every = [pair for pairs in kinds.values() for pair in pairs]
    return {
        "rewordings": len(every),
        "found_within_20": _mean([found for found, _ in every]),
        "above_link": _mean([above for _, above in every]),
        "kinds": {
            kind: [_mean([f for f, _ in pairs]), _mean([a for _, a in pairs])]
            for kind, pairs in kinds.items()
        },
        "apart": {kind: _above(scores) for kind, scores in apart.items()},
    }


def sketches_of(stream: Sequence[Message]) -> dict[str, Sketch]:
    """The messages as they are compared."""
    return {row.key: sketch(row.title, row.text) for row in stream}
