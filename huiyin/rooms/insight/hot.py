"""Hot matters for somebody: figures reckoned of the petitions that they may see; and treating one as a whole (每月一题)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from huiyin.rooms.cases.figures import midnight
from huiyin.rooms.cases.people import mark_of
from huiyin.rooms.cases.seeing import petitions_for, petitions_unbarred
from huiyin.rooms.county.actions import NotDone, note_change
from huiyin.rooms.county.queries import can_receive, version
from huiyin.rooms.insight.hot_leading import may_see, may_treat, units_headed, units_led
from huiyin.rooms.insight.hot_naming import TITLES, named
from huiyin.rooms.insight.hot_past import stood_at
from huiyin.rooms.insight.hot_plans import as_planned, keep_replaced, planned_before
from huiyin.rooms.insight.models import Hot, HotPetition
from huiyin.rooms.insight.pair_weights import weights
from huiyin.rooms.kept import ASKED, Kept, KeptValues, listed
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.hot import FRESH_DAYS, LEAST, Heat, Member, Stood, heat
from huiyin.rules.roles import Actor

#: Groups are hot matters while something came in the last so many days; so many are reckoned, so many plans shown, and the
#: hottest so many stand on the list and on the week's sheet.
LAST_DAYS, COMPARED, SHOWN, HOTTEST = 60, 100, 50, 30
#: Which are reckoned: those with most petitions of that time, a fresh one counting as so many; more can't be much hotter.
_FRESH_COUNTS = 10
#: The newest so many petitions of all these groups are looked at, of one group so many are listed.
MOST_MEMBERS, LISTED = 5_000, 50
MOST_PLAN = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One petition of a group as it is shown: its matter's number and title, place, day. ``confided``: told in confidence.

    ``mine``: the person may read it; what else a lead unit's whole holds is counted alone.
    """

    number: str
    matter: str
    title: str
    place: str
    category: str
    day: date
    confided: bool = False
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """One hot matter as this person may see it. ``places``: the units of its petitions' places, the most frequent first.

    ``others``: so many of its petitions are counted but aren't theirs to read.
    """

    row: Hot
    title: str
    heat: Heat
    pieces: tuple[Piece, ...]
    places: tuple[str, ...]
    weeks: tuple[int, ...]
    others: int = 0


@dataclass(frozen=True, slots=True)
class _Heated:
    """One of them before it has a title: of many only the hottest are shown."""

    row: Hot
    heat: Heat
    pieces: Sequence[Piece]
    members: Sequence[Member]


def groups(by: Actor, *, today: date, most: int = HOTTEST, week: bool = False) -> list[Group]:
    """What is hot, the hottest first. Two queries, however many there are; nothing of what the guard keeps away is counted.

    ``today``: as it was at the end of this day; of one that is over, the dossiers say what was open and urgent then, in up to
    four queries more. ``week``: with those that ended in the week up to it or later: its sheet stays.
    """
    found = _heated(by, _current(today, _ends(today, week=week)), today)
    hottest = sorted(found, key=lambda one: (-one.heat.index, -one.heat.persons, -one.row.pk))
    return [_group(one, today) for one in hottest[:most]]


def group(by: Actor, pk: int, *, today: date) -> Group | None:
    """One group; None where the person may see fewer of its petitions than make one, or it isn't theirs. Two queries.

    Whoever hasn't the county before them has what their unit leads: all that the guard doesn't keep from them is counted, what
    they may read anyway is listed (decision 0028).
    """
    rows, led = Hot.objects.filter(pk=pk), not may_see(by)
    found = _heated(by, list(rows.filter(lead__in=units_led(by)) if led else rows), today, led=led)
    return _group(found[0], today) if found else None


def led(by: Actor, *, today: date) -> list[Group]:
    """What is treated as a whole and led by the person's units, without those that have ended, the oldest plan first.

    Two queries, none for whoever leads nothing by their posts.
    """
    return [_group(one, today) for one in _led(by, today)]


def how_many_led(by: Actor, *, today: date) -> tuple[int, int]:
    """How many rows ``led`` and ``led_finished`` give together, as going on and with a result. Two queries at most."""
    rows = Hot.objects.filter(lead__in=units_led(by)).order_by(F("ended_at").desc(nulls_first=True), "-pk")
    found = _heated(by, list(rows[: 2 * SHOWN]), today, led=True)
    ended = sum(one.row.ended_at is not None for one in found)
    return len(found) - ended, ended


def led_finished(by: Actor, *, today: date) -> list[Group]:
    """What the person's units led and has a result, the last one first, so many at most. Two queries."""
    rows = Hot.objects.filter(lead__in=units_led(by), ended_at__isnull=False).order_by("-ended_at", "-pk")
    return [_group(one, today) for one in _heated(by, list(rows[:SHOWN]), today, led=True)]


def _led(by: Actor, today: date) -> list[_Heated]:
    rows = Hot.objects.filter(lead__in=units_led(by), ended_at=None).order_by("planned_at", "pk")
    return _heated(by, list(rows[:SHOWN]), today, led=True)


def planned(by: Actor, *, today: date, week: bool = False) -> list[Group]:
    """What is treated as a whole and hadn't ended by then, the oldest plan first; ``week`` as of ``groups``. Two queries."""
    by_then = planned_before(midnight(today + timedelta(days=1)))
    rows = Hot.objects.filter(_going_on(_ends(today, week=week)), by_then)
    return [_group(one, today) for one in _heated(by, list(rows.order_by("planned_at", "pk")[:SHOWN]), today)]


def finished(by: Actor, *, today: date) -> list[Group]:
    """What was treated as a whole and has a result, the last one first, so many at most. Two queries."""
    rows = Hot.objects.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")
    return [_group(one, today) for one in _heated(by, list(rows[:SHOWN]), today)]


def _ends(today: date, *, week: bool) -> datetime:
    """What ended before this moment isn't told any more."""
    return midnight(today - timedelta(days=FRESH_DAYS - 1) if week else today + timedelta(days=1))


def _going_on(since: datetime) -> Q:
    return Q(ended_at=None) | Q(ended_at__gte=since)


def _heated(by: Actor, rows: Sequence[Hot], today: date, *, led: bool = False) -> list[_Heated]:
    """The groups of which the person may see enough, in the order of the rows; ``led``: the person's units lead them."""
    if not rows:
        return []
    pieces: dict[int, list[Piece]] = defaultdict(list)
    members: dict[int, list[Member]] = defaultdict(list)
    past = midnight(today + timedelta(days=1))
    asked = json.dumps([row.pk for row in rows])
    found = [_Came._make(row) for row in _members(by, version(), today, led, value=asked)]
    then = stood_at([one.petition_id for one in found if one.since], past)
    for one in found:
        day = one.day if isinstance(one.day, date) else date.fromisoformat(one.day)  # SQLite's is text
        # in confidence a person of their own: the count would tell who speaks (Art. 30)
        mark = "" if one.confidential else mark_of(one.card, one.phone, one.account)
        confided = bool(one.confidential or one.asked)
        piece = Piece(
            one.petition_id, one.matter, one.title or "", one.place, one.category, day, confided, bool(one.mine)
        )  # fmt: skip
        pieces[one.hot_id].append(piece)
        now = then.get(one.petition_id) or Stood(bool(one.is_open), bool(one.urgent))
        members[one.hot_id].append(Member(day, mark, is_open=now.is_open, urgent=now.urgent))
    return [
        _Heated(row, heat(members[row.pk], today), pieces[row.pk], members[row.pk])
        for row in as_planned(rows, past)
        if len(members[row.pk]) >= LEAST
    ]


def _lately(today: date, ends: datetime) -> QuerySet[Hot]:
    since, week = today - timedelta(days=LAST_DAYS), today - timedelta(days=FRESH_DAYS)
    by_then = HotPetition.objects.filter(hot=OuterRef("pk"), day__lte=today)
    enough = by_then.values("petition")[LEAST - 1 : LEAST]
    weighed = Case(When(day__gt=week, then=_FRESH_COUNTS), default=1)
    lately = by_then.filter(day__gte=since).order_by().values("hot").annotate(n=Sum(weighed)).values("n")
    rows = Hot.objects.filter(_going_on(ends), began_on__lte=today, last_on__gte=since)
    rows = rows.alias(enough=Subquery(enough), lately=Subquery(lately))
    rows = rows.filter(enough__isnull=False, lately__isnull=False)
    return rows.order_by("-lately", "-last_on", "-pk")[:COMPARED]


#: The groups that were large enough to be one by that day, those with most of late.
_current = Kept(_lately)


class _Came(NamedTuple):
    """One petition of a group with what is reckoned from it, as the database has it."""

    hot_id: int
    petition_id: str
    day: date | str
    matter: str
    title: str | None
    place: str
    category: str
    card: bytes | None
    phone: bytes | None
    account: bytes | None
    is_open: bool | int
    urgent: bool | int
    confidential: bool | int
    asked: bool | int
    mine: bool | int
    since: bool | int


def _where(by: Actor, _county: str | None, today: date, led: bool) -> QuerySet[HotPetition, Any]:
    read = Exists(petitions_for(by).filter(pk=OuterRef("petition")))
    seen = Exists(petitions_unbarred(by).filter(pk=OuterRef("petition"))) if led else read
    past = midnight(today + timedelta(days=1))
    rows = HotPetition.objects.filter(
        seen, hot__in=listed(ASKED, keys=True), day__lte=today, petition__registered_at__lt=past
    )
    rows = rows.order_by("-day", "-petition").annotate(
        matter=F("petition__matter_id"), title=F("petition__matter__title__text"), place=F("petition__matter__place"),
        category=F("petition__matter__category"), card=F("petition__petitioner__id_number_index"),
        phone=F("petition__petitioner__phone_index"), account=F("petition__petitioner__account_index"),
        is_open=F("petition__matter__is_open"), urgent=F("petition__matter__urgent"),
        confidential=F("petition__matter__confidential"), asked=F("petition__confidential"),
        mine=read if led else Value(True),
        since=Case(When(petition__matter__touched_at__gte=past, then=Value(True)), default=Value(False)),
    )  # fmt: skip
    return rows.values_list("hot", "petition", *_Came._fields[2:])[:MOST_MEMBERS]


#: What came in to these groups, the newest first.
_members = KeptValues(_where)


def _group(one: _Heated, today: date) -> Group:
    row, pieces, members = one.row, one.pieces, one.members
    newest = list(dict.fromkeys(piece.title for piece in pieces if piece.title))[:TITLES]
    title = named(newest, weights(), confided={piece.title for piece in pieces if piece.confided})
    mine = [piece for piece in pieces if piece.mine]
    shown, others = tuple(mine[:LISTED]), len(pieces) - len(mine)
    return Group(row, title, one.heat, shown, _places(pieces), _weeks(members, today), others)


def _places(pieces: Iterable[Piece]) -> tuple[str, ...]:
    many: dict[str, int] = defaultdict(int)
    for piece in pieces:
        if piece.place:
            many[piece.place] += 1
    return tuple(sorted(many, key=lambda code: (-many[code], code)))


def _weeks(members: Iterable[Member], today: date, most: int = 8) -> tuple[int, ...]:
    """Petitions in each of the last weeks, the newest last."""
    counts = [0] * most
    for one in members:
        back = (today - one.day).days // 7
        if 0 <= back < most:
            counts[most - 1 - back] += 1
    return tuple(counts)


def plan_mark(row: Hot) -> str:
    """Which plan the group has, so that a form can say over which one it was written; empty while there is none."""
    return row.planned_at.isoformat() if row.planned_at else ""


def treat_whole(pk: int, *, lead: str, plan: str, seen: str, by: Actor, now: datetime) -> Hot:
    """Have the group treated as a whole: the unit that leads, and how.

    Planning again replaces the plan that was ``seen``, which is kept (``hot_plans``).

    Refused: by whoever may not, no such group, one that has ended, no unit that matters can be sent to, no plan, another
    plan than the one that was seen (``plan_mark``): nobody replaces what they haven't read. The same plan sent twice by the
    same person is the one that stands.
    """
    if not may_treat(by):
        raise NotDone(Refused("not_allowed"))
    if not can_receive(lead):
        raise NotDone(Refused("no_such_unit", "22", "lead"))
    said = _said(plan, "plan")
    with transaction.atomic():
        row = _locked(pk)
        if (row.lead_id, row.plan, row.planned_by) == (lead, said, by.key):
            return row
        if seen != plan_mark(row):
            raise NotDone(Refused("plan_changed"))
        keep_replaced(row)
        row.lead_id, row.plan, row.planned_at, row.planned_by = lead, said, now, by.key
        row.save(update_fields=["lead", "plan", "planned_at", "planned_by"])
        note_change("treat_whole", f"hot:{pk}", {"lead": lead}, by=by, now=now)
    return row


def may_end(row: Hot, by: Actor) -> bool:
    """Whether the person may note what came of it: who may have it treated, and the head of the unit that leads."""
    return may_treat(by) or row.lead_id in units_headed(by)


def end_whole(pk: int, *, result: str, by: Actor, now: datetime) -> Hot:
    """Note what came of it; the group has ended, what comes later is a new one. Refused: as above, and without a plan.

    The head of the lead unit may, too. The same result sent twice by the same person is noted once.
    """
    with transaction.atomic():
        row = Hot.objects.select_for_update().filter(pk=pk).first()
        if not (may_treat(by) if row is None else may_end(row, by)):
            raise NotDone(Refused("not_allowed"))
        said = _said(result, "result")
        if row is not None and row.ended_at is not None and (row.result, row.ended_by) == (said, by.key):
            return row
        row = _open(row)
        if row.planned_at is None:
            raise NotDone(Refused("missing", field="plan"))
        row.result, row.ended_at, row.ended_by = said, now, by.key
        row.save(update_fields=["result", "ended_at", "ended_by"])
        note_change("end_whole", f"hot:{pk}", {}, by=by, now=now)
    return row


def _locked(pk: int) -> Hot:
    return _open(Hot.objects.select_for_update().filter(pk=pk).first())


def _open(row: Hot | None) -> Hot:
    if row is None:
        raise NotDone(Refused("not_found"))
    if row.ended_at is not None:
        raise NotDone(hot_ended(row.ended_at))
    return row


def hot_ended(at: datetime) -> Refused:
    """Why nothing is planned or noted any more: it ended with its result at this moment."""
    return Refused("hot_ended", params={"day": local_date(at).isoformat()})


def _said(text: str, field: str) -> str:
    said = text.strip()
    if not said:
        raise NotDone(Refused("missing", field=field))
    if len(said) > MOST_PLAN:
        raise NotDone(Refused("too_long", field=field, params={"length": len(said), "limit": MOST_PLAN}))
    return said
