"""What reviews and rechecks made of an answer, as its matter's entries tell it: revoked when, by which, taken up again when.

One reading for the citizens' pages and the desk's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import entries_of
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Outcome, Stage, Verb


@dataclass(frozen=True, slots=True)
class Revoked:
    """When an answer was revoked first, and by which review or recheck; ``again_at``: since when it is handled anew."""

    at: datetime
    review: str
    stage: Stage
    again_at: datetime | None = None


def revoked_by(entries: Iterable[Entry]) -> Revoked | None:
    """What has revoked the present answer, of those that did so first; None while it stands, or once it was taken up again."""
    return _standing(_since_reopened(entries)[-1])


def became_of(entries: Iterable[Entry], review: str) -> Revoked | None:
    """What has revoked the answer that this review was asked for; None while it stands. ``entries``: of the answer's matter."""
    parts = _since_reopened(entries)
    for n, part in enumerate(parts):
        if review in requests(part, ""):
            found = _standing(part)
            again_at = parts[n + 1][0].at if n + 1 < len(parts) else None
            return Revoked(found.at, found.review, found.stage, again_at) if found else None
    return None


def became_of_first(state: MatterState) -> tuple[Revoked | None, str]:
    """What has revoked the first answer that a review or recheck goes back to, and which review it was asked by.

    A query, two for a recheck.
    """
    first, review = state.about, state.number
    if state.stage is Stage.RECHECK:
        review = state.about
        first = Matter.objects.filter(number=review).values_list("about", flat=True).first() or ""
    return became_of(entries_of([first]).get(first, ()), review), review


@dataclass(frozen=True, slots=True)
class Decided:
    """What a review or recheck has decided of an answer that doesn't hold any more, and when that was brought."""

    at: datetime
    review: str
    stage: Stage
    outcome: Outcome


def requests(entries: Iterable[Entry], number: str) -> dict[str, str]:
    """By each review that was asked for in these entries whose petition asked for it, whatever has been decided since.

    ``number``: the matter's own petition, which older entries mean that name none.
    """
    asked = (json.loads(entry.data) for entry in entries if entry.verb == Verb.ASK_REVIEW)
    return {data["review"]: data.get("petition", number) for data in asked}


def decided_since(entries: Iterable[Entry]) -> list[Decided]:
    """What was decided of the earlier answer after the matter was taken up again, the last one first.

    Whoever gives the new answer reads it.
    """
    parts = _since_reopened(entries)
    found, since = [], requests(parts[-1], "")
    for entry in parts[-1] if len(parts) > 1 else ():
        data = json.loads(entry.data) if entry.verb == Verb.REVIEWED else {}
        asked_before = data and data.get("through", data["review"]) not in since
        if asked_before and data["outcome"] != Outcome.WITHDRAWN:
            found.append(Decided(entry.at, data["review"], Stage(data["stage"]), Outcome(data["outcome"])))
    return found[::-1]


def _since_reopened(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries in parts, of which each but the first begins with the matter's being opened again."""
    parts: list[list[Entry]] = [[]]
    for entry in entries:
        if entry.verb == Verb.REOPEN:
            parts.append([])
        parts[-1].append(entry)
    return parts


def _standing(entries: Sequence[Entry]) -> Revoked | None:
    """The first of the revocations that stand; another decision through the same review takes its place."""
    asked: set[str] = set()
    standing: dict[str, Revoked] = {}
    for entry in entries:
        data = json.loads(entry.data) if entry.verb in (Verb.ASK_REVIEW, Verb.REVIEWED) else {}
        if entry.verb == Verb.ASK_REVIEW:
            asked.add(data["review"])
        elif data and ("through" not in data or data["through"] in asked):
            through, outcome = data.get("through", data["review"]), data["outcome"]
            if outcome == Outcome.REVOKED:
                standing.setdefault(through, Revoked(entry.at, data["review"], Stage(data["stage"])))
            elif outcome == Outcome.CHANGED:
                standing.pop(through, None)
    return min(standing.values(), key=lambda one: one.at, default=None)
