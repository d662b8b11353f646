"""What the report of a month tells besides its figures, for somebody: suggestions, and what units were pressed and advised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from huiyin.rooms.cases.around import Recommendation, SupervisionNotice
from huiyin.rooms.cases.asked import UNIT, Asked, narrowed_rows, received
from huiyin.rooms.cases.models import FROM_INDEX, Petition
from huiyin.rooms.cases.seeing import petitions_for
from huiyin.rooms.county.queries import version
from huiyin.rooms.kept import ASKED_PAST, ASKED_SINCE, KeptValues
from huiyin.rules.duties import Advice
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import MatterClass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion: its petition's number, and of its matter what is shown; ``title`` is None where erased by law."""

    number: str
    matter: str
    place: str
    category: str
    unit: str
    outcome: str
    status: str
    title: str | None


def suggestions(who: Actor, asked: Asked, *, most: int) -> list[Suggestion]:
    """The suggestions (建议意见, Art. 29) among these petitions, the newest first; one more than ``most`` if there are more."""
    since, past = asked.span
    rows = _suggestions(who, asked.whenever, version(), most, since=since, past=past)
    return [Suggestion(*row) for row in rows]


#: By kind: how many there were, and how many of them were answered.
Answered = Mapping[str, tuple[int, int]]


def pressed(who: Actor, asked: Asked) -> tuple[Answered, Answered]:
    """Notices of supervision and recommendations of these days, of what the guard leaves to the person. Two statements."""
    since, past = asked.span
    notices, advice = (one(who, version(), since=since, past=past) for one in (_notices, _advice))
    return {kind: (n, done) for kind, n, done in notices}, {kind: (n, done) for kind, n, done in advice}


def policies(who: Actor, asked: Asked, *, most: int) -> list[Recommendation]:
    """The recommendations to improve a policy (完善政策, Art. 40) of these days, the first ones first; at most ``most``."""
    since, past = asked.span
    keys = [pk for (pk,) in _policies(who, version(), most, since=since, past=past)]
    rows = Recommendation.objects.in_bulk(keys)  # asks nothing where there are none
    return [rows[pk] for pk in keys]


def _done(who: Actor) -> Q:
    """What was done between the moments asked for, of matters that the guard leaves to the person."""
    theirs = petitions_for(who).filter(matter=OuterRef("matter"))
    return Q(Exists(theirs), at__gte=ASKED_SINCE, at__lt=ASKED_PAST)


def _listed(who: Actor, asked: Asked, most: int) -> QuerySet[Petition, Any]:
    rows = received(narrowed_rows(who, asked), ASKED_SINCE, ASKED_PAST)
    rows = rows.filter(matter__klass=MatterClass.SUGGESTION.value).order_by("-received_at", "-number")
    return rows.values_list(
        "number", "matter_id", "matter__place", "matter__category", UNIT, "matter__outcome", "matter__status",
        "matter__title__text",
    )[: most + 1]  # fmt: skip


_suggestions = KeptValues(lambda who, asked, _county, most: _listed(who, asked, most), joined_by=FROM_INDEX)
_notices = KeptValues(
    lambda who, _county: SupervisionNotice.objects.filter(_done(who))
    .order_by().values("kind").annotate(n=Count("*"), done=Count(Coalesce("answered_at", "before_at")))
    .values_list("kind", "n", "done")
)  # fmt: skip
_policies = KeptValues(
    lambda who, _county, most: Recommendation.objects.filter(
        _done(who), kind=Advice.IMPROVE_POLICY.value
    ).order_by("at", "matter", "n").values_list("pk")[:most]
)  # fmt: skip
_advice = KeptValues(
    lambda who, _county: Recommendation.objects.filter(_done(who))
    .order_by().values("kind").annotate(n=Count("*"), done=Count("pk", filter=~Q(adoption="")))
    .values_list("kind", "n", "done")
)  # fmt: skip
