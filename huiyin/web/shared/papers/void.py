"""Whether an answer that went out still holds, as it is said at its head: whoever finds the paper has nothing else before them.

Revoked or changed by a review or recheck, or of no more effect because the matter was taken up again. Art. 35, 36.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.state import Opinion
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, Outcome, Stage, Verb
from huiyin.web.shared import when
from huiyin.web.shared.papers.letter import Letter
from huiyin.web.shared.revoking import became_of_first, requests
from huiyin.web.shared.words import word


class Why(StrEnum):
    """Why an answer doesn't hold any more, or not as it stands."""

    REVOKED = "revoked"
    CHANGED = "changed"
    AGAIN = "again"  # the matter was taken up again
    APART = "apart"  # the petition is handled on its own since
    BACK = "back"  # taken back by the office, with the matter going elsewhere
    BELOW = "below"  # what this decided about doesn't hold any more


@dataclass(frozen=True, slots=True)
class Void:
    """Why and since when; ``stage`` and ``number``: of the review or recheck that did it, the number for whoever asked for it.

    ``others``: it was asked for by somebody else than who reads this. ``review``: its number, said to nobody by itself: for
    pages that know who may see it.
    """

    why: Why
    at: datetime
    stage: Stage | None = None
    number: str = ""
    others: bool = False
    review: str = ""

    def brief(self) -> str:
        """In a few words, as a mark beside the answer's name."""
        told = {"stage": word(self.stage) if self.stage else ""}
        return _MARKS[self.why]() % told

    def said(self) -> str:
        """As a sentence, in the language that is spoken now."""
        told = {"day": when.day(local_date(self.at)), "number": self.number}
        if self.stage is not None:
            told["stage"] = word(self.stage)
        if self.why is Why.REVOKED:
            return self._revoked() % told
        return self._changed() % told if self.why is Why.CHANGED else _OTHERWISE[self.why]() % told

    def _revoked(self) -> str:
        if self.number:
            return _("This answer was revoked on %(day)s by %(stage)s %(number)s. It doesn't hold any more.")
        return _("This answer was revoked on %(day)s (%(stage)s). It doesn't hold any more.")

    def _changed(self) -> str:
        if self.number:
            return _(
                "This answer was changed on %(day)s by %(stage)s %(number)s. What counts is that decision."
            )
        if self.others:
            return _(
                "This answer was changed on %(day)s, upon somebody else's request for review. What counts is that decision."
            )
        return _("This answer was changed on %(day)s (%(stage)s). What counts is that decision.")


_OTHERWISE = {
    Why.AGAIN: lambda: _(
        "On %(day)s the matter was taken up again; this answer doesn't hold any more, and a new one is given."
    ),
    Why.APART: lambda: _(
        "Since %(day)s your petition is handled on its own; this answer doesn't hold for it any more."
    ),
    Why.BACK: lambda: _("This answer was taken back on %(day)s. It doesn't hold any more."),
    Why.BELOW: lambda: _(
        "This decision is about an earlier answer that doesn't hold any more since %(day)s; the matter is handled anew."
    ),
}


_MARKS = {
    Why.REVOKED: lambda: pgettext("answer", "revoked"),
    Why.CHANGED: lambda: pgettext("answer", "changed by the %(stage)s"),
    Why.AGAIN: lambda: pgettext("answer", "no longer holds"),
    Why.APART: lambda: pgettext("answer", "no longer holds"),
    Why.BACK: lambda: pgettext("answer", "taken back"),
    Why.BELOW: lambda: pgettext("answer", "no longer holds"),
}


def void(letter: Letter, file: File, petition: Petition | None = None, *, below: bool = True) -> Void | None:
    """What is to be said at the head of an answer; None while it holds, and of what isn't an answer.

    ``petition``: for whoever brought this one, who knows their own reviews by number; nobody else is told a number.
    ``below``: also of a review's or recheck's decision that what it is about has fallen since, by two queries; else none.
    """
    opinion = next((one for one in file.state.opinions if one.text_seq == letter.text_seq), None)
    if opinion is None or not letter.text_seq:
        return None
    ended, left = _ends(opinion, letter.seq, file, petition)
    last = min((one.seq for one in (ended, left) if one), default=0)
    if found := _by_review(said_of(opinion, letter.seq, file, petition), petition):
        return _since(found, file)
    if left is not None and left.seq == last:
        return Void(Why.APART, left.at)
    if ended is not None:
        return Void(Why.AGAIN if _opens_again(ended) else Why.BACK, ended.at)
    return _below(opinion.outcome, file) if below and file.state.stage is not Stage.FIRST else None


def _since(found: Void, file: File) -> Void:
    """What a recheck changed of a review's decision counts no more where the matter is handled anew since. Two queries then."""
    if found.why is not Why.CHANGED or file.state.stage is Stage.FIRST:
        return found
    again = became_of_first(file.state).again_at
    return found if again is None else Void(Why.BELOW, again)


def _opens_again(entry: Entry) -> bool:
    return entry.verb == Verb.REOPEN


@dataclass(frozen=True, slots=True)
class Said:
    """What a review or recheck has decided of an answer. ``own``: upon the reader's request. ``late``: it held no more."""

    entry: Entry
    review: str
    through: str
    stage: Stage
    outcome: Outcome
    own: bool
    late: bool


def said_of(opinion: Opinion, since: int, file: File, petition: Petition | None) -> list[Said]:
    """What the reviews that were asked for of just this answer, and their rechecks, have decided of it, in their order.

    ``since``: the entry with which it went out. Once it holds no more (taken up again, or the reader has parted) only what came
    of the reader's own request for its review is told. What was asked of another answer says nothing of it (decision 0015).
    """
    until = min((one.seq for one in _ends(opinion, since, file, petition) if one), default=file.state.seq + 1)
    asked = requests((one for one in file.entries if since < one.seq < until), file.state.number)
    found = []
    for entry in file.entries:
        if entry.verb != Verb.REVIEWED or entry.seq <= since:
            continue
        data = json.loads(entry.data)
        through, late = data.get("through", data["review"]), entry.seq >= until
        own = petition is not None and asked.get(through) == petition.number
        if ("through" in data and through not in asked) or (late and not own):
            continue
        stage, outcome = Stage(data["stage"]), Outcome(data["outcome"])
        found.append(Said(entry, data["review"], through, stage, outcome, own, late))
    return found


def _ends(
    opinion: Opinion, since: int, file: File, petition: Petition | None
) -> tuple[Entry | None, Entry | None]:
    """By what the answer lost its force, and by what the reader left the matter; None of what hasn't been."""
    withdrawn = (e for e in file.entries if e.seq > since and e.at == opinion.withdrawn_at)
    return max(withdrawn, key=_opens_again, default=None), _left(file, petition)


def _by_review(told: Iterable[Said], petition: Petition | None) -> Void | None:
    """By what reviews and rechecks decided of it: the first revocation that stands, else the last change.

    What was changed once it held no more doesn't count: it says nothing of the new answer (decision 0015).
    """
    revoked: dict[str, Void] = {}
    changed: dict[str, Void] = {}
    for said in told:
        if said.outcome is Outcome.CHANGED and said.late:
            continue
        number, others = said.review if said.own else "", petition is not None and not said.own
        one = Void(Why.REVOKED, said.entry.at, said.stage, number, others, said.review)
        if said.outcome is Outcome.REVOKED:
            revoked.setdefault(said.through, one)
            changed.pop(said.through, None)
        elif said.outcome is Outcome.CHANGED:
            revoked.pop(said.through, None)
            changed[said.through] = replace(one, why=Why.CHANGED)
    first = min(revoked.values(), key=lambda one: one.at, default=None)
    return first or max(changed.values(), key=lambda one: (not one.others, one.at), default=None)


def _left(file: File, petition: Petition | None) -> Entry | None:
    """By which entry this petition left the matter; None of one that is in it."""
    if petition is None or any(one.number == petition.number for one in file.state.petitions):
        return None
    return next(
        (
            one
            for one in reversed(file.entries)
            if one.verb == Verb.PART and json.loads(one.data)["petition"]["number"] == petition.number
        ),
        None,
    )


def _below(outcome: Outcome, file: File) -> Void | None:
    """That what a review or recheck decided about has fallen otherwise since. Its own revocation is no such thing."""
    if outcome not in OUTCOMES_ABOVE - {Outcome.REVOKED}:
        return None
    became = became_of_first(file.state)
    if became.by_other is not None:
        return Void(Why.BELOW, became.by_other.at)
    if became.revoked is None and became.again_at is not None:
        return Void(Why.BELOW, became.again_at)
    return None
