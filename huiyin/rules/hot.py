"""Hot matters (热点): when a petition belongs to a group, how hot a group is and by what, when one grows faster than its usual.

Reckoned of petitions, days and how many persons speak; whoever speaks is a mark that is counted once and says nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log2, sqrt
from typing import Any

from huiyin.rules.vocabulary import Verb

#: A petition joins a group to which it is bound (``rules.bonds``) so firmly: the mean of its nearest members, as many as there
#: are up to ``NEAREST``.
JOIN, NEAREST = 0.3, 5
#: A group to which nothing was added for so many days has ended; the like afterwards is a new one.
GAP_DAYS = 90
#: What came in the last days is fresh; the usual is reckoned of so many weeks before them, at most.
FRESH_DAYS, USUAL_WEEKS = 7, 8
#: A group is on the page from so many petitions on.
LEAST = 3
#: An alarm takes so many fresh petitions, and more than usual by so many times what chance makes of the usual.
ALARM_LEAST, ALARM_SPREAD = 4, 2.0
#: The most that each part adds to the heat; together 100.
POINTS: Mapping[str, int] = {"persons": 40, "fresh": 25, "growth": 20, "open": 10, "urgent": 5}
_MOST_PERSONS, _MOST_FRESH, _MOST_GROWTH = 64, 10, 5.0


#: What of a dossier says how a matter stood on a day: where it ended and went on, whether it was urgent.
TELLING: frozenset[Verb] = frozenset(
    {Verb.TRIAGE, Verb.LINK, Verb.UNLINK, Verb.CLOSE, Verb.REOPEN, Verb.ACCUSE}
)


@dataclass(frozen=True, slots=True)
class Stood:
    """How a matter stood: open or not, urgent or not, and in which other matter it went on; empty if it stood by itself."""

    is_open: bool = True
    urgent: bool = False
    inside: str = ""


def stood(told: Iterable[tuple[Verb, Mapping[str, Any]]]) -> Stood:
    """How a matter stood after these entries of its dossier, in their order; one that has none of ``TELLING`` is open."""
    found = Stood()
    for verb, data in told:
        if verb is Verb.TRIAGE:
            found = Stood(is_open=True, urgent=bool(data.get("urgent")))
        elif verb is Verb.LINK:
            found = replace(found, is_open=False, inside=data["other"])
        elif verb is Verb.CLOSE:
            found = replace(found, is_open=False)
        elif verb in (Verb.UNLINK, Verb.REOPEN) or (verb is Verb.ACCUSE and data.get("recall")):
            found = replace(found, is_open=True, inside="")
    return found


def home_of(near: Mapping[int, Sequence[float]], sizes: Mapping[int, int]) -> int | None:
    """The group that a petition joins, by how firmly it is bound to members of each; None: none of them.

    Whoever is in no group is one of one. A single member that it is bound to doesn't draw it into a group of many others.
    """
    best, chosen = JOIN, None
    for group, scores in sorted(near.items()):
        many = min(NEAREST, sizes[group])
        nearest = [*sorted(scores, reverse=True)[:many], *[0.0] * many][:many]
        likeness = sum(nearest) / many
        if likeness > best or (chosen is None and likeness >= JOIN):
            best, chosen = likeness, group
    return chosen


@dataclass(frozen=True, slots=True)
class Member:
    """One petition of a group. ``person``: a mark that is equal for the same person, empty where nobody is known or may be."""

    day: date
    person: str
    is_open: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class Heat:
    """How hot a group is on a day: the index of 0 to 100, its parts, and what they are reckoned from.

    ``usual``: petitions in an ordinary week of this group. ``persons``: distinct ones; whoever nobody knows counts as one each.
    """

    index: int
    parts: Mapping[str, int]
    petitions: int
    persons: int
    open: int
    fresh: int
    usual: float
    first: date
    last: date
    alarm: bool


def heat(members: Sequence[Member], today: date) -> Heat:
    """The group's heat at the end of ``today``; later petitions don't count. Refuses (ValueError) no members."""
    known = [one for one in members if one.day <= today]
    if not known:
        raise ValueError("no petitions")
    days = Counter(one.day for one in known)
    fresh, usual = _fresh(days, today), _usual(days, today)
    persons = len({one.person for one in known if one.person}) + sum(not one.person for one in known)
    still = sum(one.is_open for one in known)
    growth = max(0.0, fresh / max(usual, 1.0) - 1) / _MOST_GROWTH
    shares = {
        "persons": log2(1 + persons) / log2(1 + _MOST_PERSONS),
        "fresh": fresh / _MOST_FRESH,
        "growth": growth,
        "open": still / len(known),
        "urgent": float(any(one.urgent and one.is_open for one in known)),
    }
    parts = {name: round(most * min(1.0, shares[name])) for name, most in POINTS.items()}
    alarm = fresh >= ALARM_LEAST and fresh > usual + ALARM_SPREAD * sqrt(max(usual, 1.0))
    return Heat(
        sum(parts.values()), parts, len(known), persons, still, fresh, round(usual, 1), min(days), max(days), alarm
    )  # fmt: skip


def _fresh(days: Counter[date], today: date) -> int:
    since = today - timedelta(days=FRESH_DAYS - 1)
    return sum(n for day, n in days.items() if since <= day <= today)


def _usual(days: Counter[date], today: date) -> float:
    """Petitions a week, in the weeks before the fresh days since the group began; 0 for a group that has just begun."""
    end = today - timedelta(days=FRESH_DAYS)
    weeks = min(USUAL_WEEKS, ((end - min(days)).days + 7) // 7)
    if weeks < 1:
        return 0.0
    since = end - timedelta(weeks=weeks)
    return sum(n for day, n in days.items() if since < day <= end) / weeks


def season(months: Mapping[int, int]) -> tuple[int, ...]:
    """The months (1 to 12) in which one field has at least half as much again as in an average month, of all the years counted.

    Empty for fewer than two dozen petitions: chance makes seasons of a few.
    """
    total = sum(months.values())
    if total < 24:
        return ()
    return tuple(month for month in range(1, 13) if months.get(month, 0) >= 1.5 * total / 12)
