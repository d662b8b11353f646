"""Which reviews and rechecks of a matter's answers are under way, also while the matter is handled anew. Art. 35, 36."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Outcome, Stage, Status, Verb

#: Its result stands below it by then, or there is none.
_OVER = frozenset({Status.DELIVERED, Status.CLOSED, Status.LINKED})


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A review or recheck that hasn't been decided and brought; ``number``: empty for whoever may not see it.

    ``review``: which review it is, or rechecks, whoever asks; told to nobody.
    """

    stage: Stage
    number: str
    review: str


def under_way(numbers: Collection[str], by: Actor) -> dict[str, list[UnderWay]]:
    """Those of these first matters, reviews before rechecks, by the matter's number. Two queries, another if there are any.

    None that was taken back, though the letter that confirms it isn't out yet: nobody waits for what it decides.
    """
    asked = asked_about(numbers, taken_back=False)
    reviews = {number: about for number, about, _status in asked}
    rows = [(about, Stage.REVIEW, number, number, status) for number, about, status in asked]
    for number, review, status in asked_about(reviews, taken_back=False) if reviews else ():
        rows.append((reviews[review], Stage.RECHECK, number, review, status))
    waiting = [row[:4] for row in rows if row[4] not in _OVER]
    seen = seen_of((number for _first, _stage, number, _review in waiting), by)
    found: dict[str, list[UnderWay]] = {}
    for first, stage, number, review in waiting:
        found.setdefault(first, []).append(UnderWay(stage, number if number in seen else "", review))
    return found


def seen_of(numbers: Iterable[str], by: Actor) -> frozenset[str]:
    """Which of these matters the person may see; no query for none."""
    asked = sorted(set(numbers))
    return (
        frozenset(visible_to(by).filter(number__in=asked).values_list("number", flat=True))
        if asked
        else frozenset()
    )


def asked_about(numbers: Collection[str], *, taken_back: bool = True) -> list[tuple[str, str, str]]:
    """The reviews or rechecks of these matters: number, of which, status; none of which it is confirmed that it was taken back.

    ``taken_back``: with those that were and of which that isn't confirmed. The empty text stands in the statement, so that
    their index fits.
    """
    rows = Matter.objects.filter(~Q(about=RawSQL("''", ())), about__in=sorted(numbers)).order_by("number")
    rows = rows.exclude(outcome=Outcome.WITHDRAWN.value)
    if not taken_back:
        rows = rows.exclude(taken_back__gte=F("petitions_count"))  # it has one at least
    return list(rows.values_list("number", "about", "status"))


def asked_elsewhere(file: File) -> dict[str, str]:
    """The reviews that these petitioners asked for while their petitions lay in another matter, each with that matter.

    A query where they have parted from one, else none.
    """
    if not any(entry.verb == Verb.UNLINK for entry in file.entries):
        return {}
    who = [petition.petitioner_id for petition in file.petitions]
    rows = Petition.objects.filter(petitioner_id__in=who, matter__stage=Stage.REVIEW.value).order_by("number")
    rows = rows.exclude(matter__about=file.state.number)
    return dict(rows.values_list("number", "matter__about"))
