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
    """When an answer was revoked first, and by which review or recheck."""

    at: datetime
    review: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Became:
    """What has become of the answer that a review was asked for, for whoever asked.

    ``revoked``: by what, None while nothing has revoked it. ``again_at``: since when their matter is handled anew, because it
    was opened again (also on other grounds) or because their petition parted from the others; None while it isn't.
    ``where``: the matter in which that is; ``review``: the review that was asked for.
    """

    review: str = ""
    revoked: Revoked | None = None
    again_at: datetime | None = None
    where: str = ""

    @property
    def holds(self) -> bool:
        """Whether the answer is still the one that counts, as far as reviews and the desk have left it."""
        return self.revoked is None and self.again_at is None

    @property
    def by_other(self) -> Revoked | None:
        """What has revoked it, if that isn't the very review that was asked for."""
        return self.revoked if self.revoked is not None and self.revoked.review != self.review else None


def revoked_by(entries: Iterable[Entry]) -> Revoked | None:
    """What has revoked the present answer, of those that did so first; None while it stands, or once it was taken up again."""
    return _standing(_since_reopened(entries)[-1])


def became_of(entries: Sequence[Entry], review: str) -> Became:
    """What has become of the answer that this review was asked for. ``entries``: of the answer's matter."""
    first = entries[0].number if entries else ""
    parts = _since_reopened(entries)
    for n, part in enumerate(parts):
        asked = requests(part, first)
        if review not in asked:
            continue
        left = next(
            (e.at for e in entries if _parts(e, asked[review]) and e.at >= _asked_at(part, review)), None
        )
        opened = parts[n + 1][0].at if n + 1 < len(parts) else None
        again_at = min((at for at in (left, opened) if at), default=None)
        told = part if left is None else [e for e in part if e.at <= left or _through(e) in (None, review)]
        return Became(review, _standing(told), again_at, asked[review] if left else first)
    return Became(review, where=first)


def became_of_first(state: MatterState) -> Became:
    """What has become of the first answer that a review or recheck goes back to. A query, two for a recheck."""
    first, review = state.about, state.number
    if state.stage is Stage.RECHECK:
        review = state.about
        first = Matter.objects.filter(number=review).values_list("about", flat=True).first() or ""
    return became_of(entries_of([first]).get(first, ()), review)


def handled_anew(recheck: MatterState, at: datetime) -> bool:
    """Whether what a recheck goes back to had been revoked or taken up again by then: another answer comes. Two queries."""
    became = became_of_first(recheck)
    moments = (became.again_at, became.revoked.at if became.revoked else None)
    return any(moment is not None and moment <= at for moment in moments)


def _parts(entry: Entry, petition: str) -> bool:
    """Whether by this entry the petition leaves the matter."""
    return entry.verb == Verb.PART and json.loads(entry.data)["petition"]["number"] == petition


def _through(entry: Entry) -> str | None:
    """Through which review a result came; None of an entry that is none."""
    data = json.loads(entry.data) if entry.verb == Verb.REVIEWED else {}
    return data.get("through", data["review"]) if data else None


def _asked_at(entries: Iterable[Entry], review: str) -> datetime:
    asked = (one for one in entries if one.verb == Verb.ASK_REVIEW)
    return next(one.at for one in asked if json.loads(one.data)["review"] == review)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a review or recheck has decided of an answer that doesn't hold any more, and when that was brought.

    ``through``: which review it was, or rechecked.
    """

    at: datetime
    review: str
    stage: Stage
    outcome: Outcome
    through: str


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
    if len(parts) == 1:
        return []
    own = requests(parts[-1], "")
    return [one for one in _results(parts[-1]) if one.through not in own]


def decided_after(entries: Iterable[Entry], review: str, at: datetime) -> list[Decided]:
    """What came of this review, or of its recheck, from that moment on, the last one first."""
    return [one for one in _results(e for e in entries if e.at >= at) if one.through == review]


def _results(entries: Iterable[Entry]) -> list[Decided]:
    """What was decided by these entries, the last one first; a request that was taken back decided nothing."""
    told = ((entry.at, json.loads(entry.data)) for entry in entries if entry.verb == Verb.REVIEWED)
    return [
        Decided(
            at,
            data["review"],
            Stage(data["stage"]),
            Outcome(data["outcome"]),
            data.get("through", data["review"]),
        )
        for at, data in told
        if data["outcome"] != Outcome.WITHDRAWN
    ][::-1]


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
