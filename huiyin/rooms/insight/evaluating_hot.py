"""How well hot matters come out of a stream: the labelled events as one group each, none held together by place alone."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.rooms.insight.alike import Shelf
from huiyin.rooms.insight.evaluating_same import (
    NEGATIVE,
    POSITIVE,
    RELATED,
    Event,
    Message,
    half_of,
    sketches_of,
)
from huiyin.rooms.insight.hot_naming import TITLES, named
from huiyin.rooms.insight.tables import BadFile
from huiyin.rules.bonds import Bonds
from huiyin.rules.hot import GAP_DAYS, JOIN, Heat, Member, heat, home_of
from huiyin.rules.likewords import Sketch, Weights, learnt
from huiyin.rules.sameness import LEAST_THING, compare

_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
#: The nearest that each message is compared with, as the night's pass does.
NEAR = 30
#: Of the largest groups so many are told.
TOLD = 10


def evaluate(stream: Sequence[Message], events: Sequence[Event]) -> dict[str, Any]:
    """Group the stream in the order of time, as it would have come in; judge the labelled rows, and every group."""
    began = time.monotonic()
    days = {row.key: _day(row) for row in stream}
    sketches = sketches_of(stream)
    weights = learnt(sketches.values())
    groups = grouped(stream, sketches, weights, days)
    members: dict[str, list[str]] = defaultdict(list)
    for key, group in groups.items():
        members[group].append(key)
    many = [keys for keys in members.values() if len(keys) > 1]
    truth = _truth(events)
    people, titles = {row.key: row.who for row in stream}, {row.key: row.title for row in stream}
    return {
        "messages": len(stream), "join": JOIN, "groups": len(many), "grouped": sum(map(len, many)),
        "b_cubed": b_cubed(groups, truth),
        "b_cubed_reporting_half": b_cubed(groups, {k: v for k, v in truth.items() if half_of(k) == "reporting"}),
        "b_cubed_related_in": b_cubed(groups, _truth(events, related=True)),
        "events": {event.name: _event(event, groups, members) for event in events},
        "by_place_alone": sum(_by_place_alone(keys, sketches, weights) for keys in many),
        "largest": [_told(keys, titles, weights, days, people) for keys in sorted(many, key=len, reverse=True)[:TOLD]],
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def _day(row: Message) -> date:
    """The day of a time as files write it: 2026-03-01 10:00:00, 2026/3/1 10:00. Refuses (BadFile) what is none."""
    found = _DAY.match(row.at)
    try:
        return date(*map(int, found.groups())) if found else date(0, 0, 0)
    except ValueError:
        said = _("“%(said)s” is no time; message %(key)s.")
        raise BadFile(said % {"said": row.at, "key": row.key}) from None


def grouped(
    stream: Sequence[Message], sketches: Mapping[str, Sketch], weights: Weights, days: Mapping[str, date]
) -> dict[str, str]:
    """By message its group, named after the first in it. Each sees only what came before it."""
    shelf = Shelf(weights)
    group: dict[str, str] = {}
    numbers: dict[str, int] = {}
    names: list[str] = []
    sizes: Counter[int] = Counter()
    last: dict[int, date] = {}
    for row in stream:
        near: dict[int, list[float]] = defaultdict(list)
        bonds = Bonds(sketches[row.key], weights)
        for key, likeness in shelf.candidates(sketches[row.key])[:NEAR]:
            number = numbers[group[key]]
            if (days[row.key] - last[number]).days > GAP_DAYS:
                continue
            if (bond := bonds.to(sketches[key], likeness)) > 0:
                near[number].append(bond)
        home = home_of(near, sizes)
        if home is None:
            home = numbers[row.key] = len(names)
            names.append(row.key)
        group[row.key] = names[home]
        sizes[home] += 1
        last[home] = days[row.key]
        shelf.put(row.key, sketches[row.key])
    return group


def _truth(events: Sequence[Event], *, related: bool = False) -> dict[str, str]:
    """An event's positives are together; every other labelled message is by itself."""
    together = (POSITIVE, RELATED) if related else (POSITIVE,)
    truth: dict[str, str] = {}
    for event in events:
        truth |= {key: event.name for label in together for key in event.keys.get(label, ())}
        truth |= {key: key for key in event.keys.get(NEGATIVE, ())}
    return truth


def b_cubed(groups: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, float]:
    """The means of which share of each labelled message's group is of its event, and of its event is in its group."""
    if not truth:
        return {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    both = Counter((groups[key], event) for key, event in truth.items())
    of_group, of_event = Counter(groups[key] for key in truth), Counter(truth.values())
    precision = sum(both[groups[k], e] / of_group[groups[k]] for k, e in truth.items()) / len(truth)
    recall = sum(both[groups[k], e] / of_event[e] for k, e in truth.items()) / len(truth)
    f1 = 2 * precision * recall / (precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _event(event: Event, groups: Mapping[str, str], members: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """In how many groups its positives lie, how many in the largest, and how large that is with what nobody has labelled."""
    positive = event.keys.get(POSITIVE, ())
    found = Counter(groups[key] for key in positive)
    name, most = found.most_common(1)[0] if found else ("", 0)
    return {
        "positive": len(positive),
        "groups": len(found),
        "in_largest": most,
        "largest": len(members.get(name, ())),
    }


def _by_place_alone(keys: Sequence[str], sketches: Mapping[str, Sketch], weights: Weights) -> bool:
    """Whether some message of the group has nothing in common with any other of it but the place."""
    return any(
        all(
            compare(sketches[key], sketches[other], weights).thing < LEAST_THING
            and sketches[key].whole != sketches[other].whole
            for other in keys if other != key
        )
        for key in keys
    )  # fmt: skip


def _told(
    keys: Sequence[str], titles: Mapping[str, str], weights: Weights, days: Mapping[str, date], people: Mapping[str, str]
) -> dict[str, Any]:  # fmt: skip
    """One group in figures on the day of its last message; its words stay where they are."""
    members = [Member(days[key], people[key], is_open=True, urgent=False) for key in keys]
    found: Heat = heat(members, max(one.day for one in members))
    newest = list(dict.fromkeys(titles[key] for key in keys[::-1] if titles[key]))[:TITLES]
    return {
        "petitions": found.petitions, "persons": found.persons, "first": found.first.isoformat(),
        "last": found.last.isoformat(), "index": found.index, "alarm": found.alarm, "title": named(newest, weights),
    }  # fmt: skip
