"""Who sees which matter: what a person's posts reach, without what the routing guard keeps from them (Art. 28, 30).

Every reading of matters for somebody begins here. The guard is a condition of the query, so that a barred matter is in no list,
page, count or export; it is asked of the posts held now and of those held before, by the tree as it stands.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Func, Q, QuerySet

from huiyin.rooms.cases.around import Bar, Helper, Recommendation, SupervisionNotice
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.county.queries import desk_of, subtree_codes, tree, version
from huiyin.rooms.kept import ASKED, KeptThere
from huiyin.rules.duties import BarKind
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.routing import acts_for
from huiyin.rules.units import codes_on
from huiyin.rules.vocabulary import Status


def units_seen(actor: Actor) -> frozenset[str]:
    """The units whose matters the person may see: those of their posts with everything below, and what these took over."""
    own = frozenset(
        code
        for post in actor.posts_with(Permission.SEE_UNIT)
        for code in (post.unit, *subtree_codes(post.unit))
    )
    return tree().heirs_of(own) | frozenset(_department_desk(actor))


def _department_desk(actor: Actor) -> set[str]:
    """An office inside a house sees what its house's desk took in: the desk is the house's, not the office's."""
    return {desk_of(post.unit) for post in actor.posts_with(Permission.SEE_UNIT)}


def visible_to(actor: Actor, *, only_open: bool = False) -> QuerySet[Matter]:
    """The matters that this person may see.

    The whole county; or those that their units took in, hold, answer for, contribute to, are supervised about, are or were
    advised about: recommendation and answer are papers of the addressee's, too (Art. 40). Never what the guard keeps from them;
    a joined matter is kept from whoever is kept from the one that it goes on in. ``only_open``: the open ones, of which none is
    joined to another, so that less is asked.
    """
    rows = Matter.objects.filter(is_open=True) if only_open else Matter.objects.all()
    if actor.may(Permission.SEE_COUNTY):
        return unbarred(rows, actor, only_open=only_open)
    units = units_seen(actor)
    if not units:
        return Matter.objects.none()
    return unbarred(rows.filter(_reached(units, answered=True)), actor, only_open=only_open)


def of_seen(actor: Actor) -> Func:
    """For ``filter`` on rows that point to a ``matter``: those of matters that the person may see."""
    return _seen("matter_id", actor, version())


_seen = KeptThere(lambda actor, _county: visible_to(actor).filter(number=ASKED))


def _reached(units: frozenset[str], matter: str = "", *, answered: bool = False) -> Q:
    """What units have to do with; ``matter`` leads there from the rows that are asked.

    ``answered``: with what they were recommended something about and have answered; in figures it is only while it waits.
    """
    asked = Helper.objects.filter(unit__in=units, ended_at=None).values("matter")
    pressed = SupervisionNotice.objects.filter(addressee__in=units, ended_at=None).values("matter")
    waiting = {} if answered else {"adoption": ""}
    advised = Recommendation.objects.filter(addressee__in=units, **waiting).values("matter")
    found = Q()
    for way in ("owner", "holder", "desk"):
        found |= Q(**{f"{matter}{way}__in": units})
    for rows in (asked, pressed, advised):
        found |= Q(**{f"{matter}pk__in": rows})
    return found


def unbarred(rows: QuerySet[Matter], actor: Actor, *, only_open: bool = False) -> QuerySet[Matter]:
    """These matters without those that the guard keeps from the person. ``only_open``: there are no joined ones among them.

    A joined one is as secret as the one that it goes on in: where who speaks there isn't the person's to know, its number leads
    there, and its own letter, title and files aren't there for them (Art. 30).
    """
    asked = actor, version()
    rows = rows.exclude(_barred("pk", *asked))
    if only_open:
        return rows
    # the status first: of the many that aren't joined nothing else is asked
    return rows.exclude(
        Q(status=Status.LINKED.value) & (Q(_barred_there("pk", *asked)) | Q(_told_there("pk", *asked)))
    )


_barred = KeptThere(lambda actor, _county: Bar.objects.filter(barring(actor), matter=ASKED))
_barred_there = KeptThere(lambda actor, _county: Bar.objects.filter(barring(actor), matter__petitions=ASKED))
_told_there = KeptThere(lambda actor, _county: told_elsewhere(actor).filter(petitions=ASKED))


def told_elsewhere(actor: Actor) -> QuerySet[Matter]:
    """The matters in which who speaks isn't this person's to know, as ``in_confidence`` says it of one."""
    return Matter.objects.filter(confidential=True).exclude(desk__in=_houses(actor))


def _houses(actor: Actor) -> list[str]:
    """The desks that this person acts for: what was told in confidence there is theirs to know."""
    known, found = tree(), set[str]()
    for post in actor.posts:
        found |= known.house_of(post.unit, post.path)
        found |= {code for code in codes_on(post.path) if acts_for(post, code, known)}
    return sorted(found)


def petitions_for(actor: Actor, *, but: QuerySet[Matter, Any] | None = None) -> QuerySet[Petition]:
    """The petitions that may be counted, listed or exported for this person; ``but``: numbers of matters that aren't asked for.

    Whoever has the figures but no unit's matters before them counts the county; everybody else what they see. Never a petition
    that belongs to a matter which the guard keeps from them.
    """
    whole = actor.may(Permission.FIGURES) and not actor.may(Permission.SEE_UNIT)
    rows = petitions_unbarred(actor, but=but)
    if whole or actor.may(Permission.SEE_COUNTY):
        return rows
    units = units_seen(actor)
    return rows.filter(_reached(units, "matter__")) if units else rows.none()


def petitions_unbarred(actor: Actor, *, but: QuerySet[Matter, Any] | None = None) -> QuerySet[Petition]:
    """The petitions that the guard doesn't keep from this person, theirs to read or not; ``but`` as of ``petitions_for``.

    For what is counted of a whole that their unit leads (decision 0028); what is listed goes through ``petitions_for``.
    """
    # one list that is made once, and no question asked of each petition for itself, which costs more than all the counting;
    # a petition goes along when its matter is joined to another, so no joined one has any
    away: Any = Bar.objects.filter(barring(actor)).values("matter")
    return Petition.objects.filter(~Q(matter__in=away if but is None else away.union(but, all=True)))


def barring(actor: Actor) -> Q:
    """Which rows of ``Bar`` keep this person away: as ``rules.routing.actor_barred`` says, as a condition of a query."""
    known, stands_for, houses = tree(), set[str](), set[str]()
    for post in (*actor.posts, *actor.former):
        stands_for |= known.stands_for(post.unit, post.path)
        houses |= known.house_of(post.unit, post.path)
    found = Q(kind=BarKind.PERSON.value, subject=actor.key)
    if stands_for:
        found |= Q(kind=BarKind.UNIT.value, subject__in=sorted(stands_for))
        found |= Q(kind=BarKind.LINE.value, subject__in=sorted(houses))
    return found


def barred_from(actor: Actor, number: str) -> bool:
    """Whether the guard keeps the person from this matter as the tables have it; one query."""
    rows: QuerySet[Any] = Bar.objects.filter(barring(actor))
    return bool(rows.filter(Q(matter=number) | Q(matter__petitions=number)).exists())


def in_confidence(confidential: bool, desk: str, actor: Actor) -> bool:
    """Whether who speaks in a ``confidential`` matter isn't this person's to know: they aren't of the house that took it in.

    Not even masked: in a village three characters of an address are a name. Art. 30 para. 3.
    """
    return confidential and not any(acts_for(post, desk, tree()) for post in actor.posts)
