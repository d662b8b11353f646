"""The lists of what is owed, each live from the tables: a matter is on a list while it is so, never marked.

Every list is asked for somebody: rows of matters that ``visible_to`` keeps from them are not there. Whoever doesn't see the
whole county gets the rows of their own units. Each is one bounded page by keyset, with a row more than ``size`` if another
follows. A key is what the rows are ordered by, so a page costs the same however many matters are stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.around import (
    AskedBack,
    ExtensionAsk,
    Helper,
    Instruction,
    Look,
    Ownership,
    Pledge,
    Rating,
    Recommendation,
    SupervisionNotice,
)
from huiyin.rooms.cases.backlogs import in_drawer, moved_about, open_again, overdue_promises, too_old
from huiyin.rooms.cases.listing import MOST_PARTIES, Key, page_of, seen_rows, with_title
from huiyin.rooms.cases.models import LINGERING, ClockRun, Projected
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.county.queries import version
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import KeptCount, KeptCounts, KeptValues
from huiyin.rules.clocks import RULES, Clock, Kind
from huiyin.rules.duties import NoticeLevel
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Verb

#: Rights that lapse; no duty of anybody's.
_WINDOWS = [code.value for code, rule in RULES.items() if rule.kind is Kind.WINDOW and code not in LINGERING]


# -- duties -------------------------------------------------------------------------------------------------------------

DUE = ("due_on", "matter", "n")


def due(
    actor: Actor, on: date, *, unit: str | None = None, only: bool = False, after: Key | None = None, size: int = PAGE
) -> list[ClockRun]:  # fmt: skip
    """Every running duty whose last day is ``on`` or before, the nearest first; ``unit``: of this unit only.

    ``only``: those of that very day.

    Windows are nobody's duty, and a term that a hearing has stopped is due on no day yet.
    """
    rows = running_until(on)
    if only:
        rows = rows.filter(due_on=on)
    if unit is not None:
        rows = rows.filter(party=unit)
    return page_of(with_title(seen_rows(rows, actor, unit="party")), DUE, after, size)


#: Written out, for their index is only used where it stands in the text: few are among very many that run.
_AGAIN = RawSQL(f"'{Clock.L13.value}'", ())  # noqa: S611  our own word


def to_take_up(
    actor: Actor, *, units: Sequence[str] = (), after: Key | None = None, size: int = PAGE
) -> list[ClockRun]:  # fmt: skip
    """Matters that are to be taken up again, by the day by which that is owed.

    A review has revoked the answer, or a look into a low rating found that it is to be handled again.

    ``units``: of these only, all if none.
    """
    rows = ClockRun.objects.filter(stopped_at__isnull=True, code=_AGAIN)
    if units:
        rows = rows.filter(party__in=units)
    return page_of(with_title(seen_rows(rows, actor, unit="party")), DUE, after, size)


def how_many_due(actor: Actor, on: date, *, unit: str, most: int) -> int:
    """How many rows ``due`` has for this unit, as far as ``most`` + 1. One statement."""
    return _due_counted(actor, on, unit, version(), most=most)


_due_counted = KeptCount(
    lambda actor, on, unit, _county: seen_rows(running_until(on).filter(party=unit), actor, unit="party")
)


def running_until(on: date) -> QuerySet[ClockRun]:
    """Every running duty whose last day is ``on`` or before; of whom is still to be said."""
    rows = ClockRun.objects.filter(stopped_at__isnull=True, due_on__lte=on, paused_at__isnull=True)
    for code in LINGERING:
        rows = rows.exclude(code=code.value)
    return rows.exclude(code__in=_WINDOWS)


def running_for(rows: Iterable[Projected], clock: Clock) -> dict[tuple[str, int], ClockRun]:
    """The running terms that belong to these parts of matters, by matter and part; one query."""
    numbers = sorted({row.matter_id for row in rows})
    found = ClockRun.objects.filter(matter__in=numbers, code=clock.value, stopped_at__isnull=True)
    return {(run.matter_id, run.ref): run for run in found}


def raised(rows: Iterable[SupervisionNotice]) -> dict[tuple[str, int], int]:
    """By matter and notice the entry by which it was last taken higher, of those that were; one query, none for none."""
    higher = sorted({row.matter_id for row in rows if row.level != NoticeLevel.DEPARTMENT})
    if not higher:
        return {}
    found = Entry.objects.filter(number__in=higher, verb=Verb.ESCALATE.value).order_by("seq")
    return {(one.number, int(json.loads(one.data)["item"])): one.seq for one in found}


# -- pressed, advised, owned, helped ------------------------------------------------------------------------------------

SUPERVISED = INSTRUCTIONS = EXTENSIONS = QUESTIONS = ("at", "matter", "n")
OWNED = ("leader", "matter", "n")
CO_HANDLED = ("unit", "matter", "n")
LOOKS = ("opened_at", "matter", "n")
CARRIED_OUT = ("-done_at", "-matter", "n")
COMMITMENTS = ("due_on", "matter", "n")


def supervised(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[SupervisionNotice]:
    """Numbered notices that aren't lifted, the oldest first."""
    return page_of(with_title(_supervised(actor)), SUPERVISED, after, size)


def _supervised(actor: Actor) -> QuerySet[SupervisionNotice]:
    return seen_rows(SupervisionNotice.objects.filter(ended_at__isnull=True), actor, unit="addressee")


def recommendations(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Recommendation]:
    """Recommendations that wait for their written answer (Art. 40 para. 4), the oldest first."""
    rows = Recommendation.objects.filter(adoption="")
    return page_of(with_title(seen_rows(rows, actor, unit="addressee")), SUPERVISED, after, size)


def instructions(
    actor: Actor, *, leaders: Sequence[str] | None = None, after: Key | None = None, size: int = PAGE
) -> list[Instruction]:
    """What leaders wrote and nobody has answered yet, the oldest first; ``leaders``: written by these posts only."""
    rows = _instructions(actor)
    if leaders is not None:
        rows = rows.filter(leader__in=list(leaders))
    return page_of(with_title(rows), INSTRUCTIONS, after, size)


def _instructions(actor: Actor) -> QuerySet[Instruction]:
    return seen_rows(Instruction.objects.filter(answered_at__isnull=True), actor, unit="unit")


def questions(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[AskedBack]:
    """What petitioners asked about their matter and nobody has answered yet, the oldest first."""
    return page_of(with_title(_questions(actor)), QUESTIONS, after, size)


def _questions(actor: Actor) -> QuerySet[AskedBack]:
    return seen_rows(AskedBack.objects.filter(answered_at__isnull=True), actor, unit="unit")


def extensions(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[ExtensionAsk]:
    """Officers' questions for more days that no head has decided yet, the oldest first."""
    return page_of(with_title(_extensions(actor)), EXTENSIONS, after, size)


def _extensions(actor: Actor) -> QuerySet[ExtensionAsk]:
    return seen_rows(ExtensionAsk.objects.filter(ended_at__isnull=True), actor, unit="unit")


def own_posts(actor: Actor) -> list[str]:
    """The leaders' posts that the person holds: what the post owned before they came they own now."""
    return sorted({post.unit for post in actor.posts_with(Permission.OWN)})


def owned(
    actor: Actor, *, leaders: Sequence[str] | None = None, after: Key | None = None, size: int = PAGE
) -> list[Ownership]:
    """Matters that leaders' posts answer for, post by post; ``leaders`` names some posts only.

    Ownership is the post's: whoever holds it now has inherited it. Only for whoever sees the whole county.
    """
    if not actor.may(Permission.SEE_COUNTY):
        return []
    rows = Ownership.objects.filter(until__isnull=True)
    if leaders is not None:
        rows = rows.filter(leader__in=list(leaders))
    return page_of(with_title(seen_rows(rows, actor, unit="leader")), OWNED, after, size)


def owned_by(numbers: Iterable[str]) -> set[tuple[str, str]]:
    """Which of these matters a leader's post answers for now, with the post; one query, none where there are no numbers."""
    wanted = sorted(numbers)
    if not wanted:
        return set()
    rows = Ownership.objects.filter(matter__in=wanted, until__isnull=True)
    return set(rows.values_list("matter_id", "leader_id"))


def last_reports(rows: Iterable[Ownership]) -> dict[tuple[str, int], datetime]:
    """When the leader of each of these ownerships last reported, by matter and the ownership's place; one query.

    The reports stand in the dossiers alone; a page of matters has few of them.
    """
    numbers = sorted({row.matter_id for row in rows})
    found = Entry.objects.filter(number__in=numbers, verb=Verb.OWN_REPORT.value).order_by("number", "seq")
    return {
        (number, json.loads(data)["item"]): at
        for number, data, at in found.values_list("number", "data", "at")
    }


def due_parties(actor: Actor, on: date) -> list[str]:
    """The units that a duty of ``due`` is of, by their codes, at most forty: what the list can be narrowed to."""
    return [code for (code,) in _due_parties(actor, on, version())]


def _parties_until(actor: Actor, on: date, _county: str | None) -> QuerySet[ClockRun, Any]:
    rows = seen_rows(running_until(on), actor, unit="party")
    return rows.order_by("party").values_list("party").distinct()[:MOST_PARTIES]


_due_parties = KeptValues(_parties_until)


def co_handled(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Helper]:
    """What units are asked to contribute (协办), unit by unit."""
    return page_of(with_title(_co_handled(actor)), CO_HANDLED, after, size)


def _co_handled(actor: Actor) -> QuerySet[Helper]:
    return seen_rows(Helper.objects.filter(ended_at__isnull=True, matter__is_open=True), actor, unit="unit")


def looks(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Look]:
    """Low ratings that somebody still has to look into; only for whoever sees the whole county."""
    if not actor.may(Permission.SEE_COUNTY):
        return []
    rows = Look.objects.filter(ended_at__isnull=True)
    return page_of(with_title(seen_rows(rows, actor, unit="matter__desk")), LOOKS, after, size)


def rated_in(rows: Iterable[Look]) -> dict[tuple[str, int], Rating]:
    """The ratings that these looks are about, by matter and the rating's place; one query."""
    rated = Rating.objects.filter(matter__in=sorted({look.matter_id for look in rows}))
    return {(rating.matter_id, rating.n): rating for rating in rated}


def commitments(
    actor: Actor, *, before: date | None = None, on: date | None = None, unit: str | None = None,
    after: Key | None = None, size: int = PAGE,
) -> list[Pledge]:  # fmt: skip
    """Commitments neither carried out nor waived, by their day.

    ``before``: only those due before it; ``on``: on that very day; ``unit``: its own.
    """
    rows = _pledges(actor, before)
    if on is not None:
        rows = rows.filter(due_on=on)
    return page_of(with_title(rows if unit is None else rows.filter(unit=unit)), COMMITMENTS, after, size)


def carried_out(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Pledge]:
    """Commitments that were carried out, the latest first."""
    rows = seen_rows(Pledge.objects.filter(done_at__isnull=False), actor, unit="unit")
    return page_of(with_title(rows), CARRIED_OUT, after, size)


def committed(actor: Actor, before: date | None = None) -> list[str]:
    """The units that have a commitment open, by their codes, at most forty: what the list can be narrowed to."""
    rows = _pledges(actor, before)
    return list(rows.order_by("unit").values_list("unit", flat=True).distinct()[:MOST_PARTIES])


def open_pledges() -> QuerySet[Pledge]:
    """Commitments neither carried out nor waived; of whom is still to be said."""
    return Pledge.objects.filter(done_at__isnull=True, waived_at__isnull=True)


def _pledges(actor: Actor, before: date | None) -> QuerySet[Pledge]:
    rows = open_pledges()
    if before is not None:
        rows = rows.filter(due_on__lt=before)
    return seen_rows(rows, actor, unit="unit")


_counts = KeptCounts({
    "supervised": lambda actor, _today, _county: _supervised(actor),
    "instructions": lambda actor, _today, _county: _instructions(actor),
    "questions": lambda actor, _today, _county: _questions(actor),
    "extensions": lambda actor, _today, _county: _extensions(actor),
    "cohandled": lambda actor, _today, _county: _co_handled(actor),
    "late commitments": lambda actor, today, _county: _pledges(actor, today),
    "drawer": lambda actor, today, _county: in_drawer(actor, today),
    "tail promised": lambda actor, today, _county: overdue_promises(actor, today),
    "tail again": lambda actor, _today, _county: open_again(actor),
    "bone old": lambda actor, today, _county: too_old(actor, today),
    "bone moved": lambda actor, today, _county: moved_about(actor, today),
})  # fmt: skip


def how_many(actor: Actor, named: Sequence[str], today: date, *, most: int) -> dict[str, int]:
    """How many rows each of these lists has for this person, as far as ``most`` + 1; see ``_counts``. One statement."""
    return _counts(named, actor, today, version(), most=most)
