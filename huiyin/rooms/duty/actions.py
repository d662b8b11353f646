"""Every write to the leaders' duty: planning it, changing what is still to come, noting down who was received.

Each function is atomic and leaves one line in the county's ``Change``; a refusal raises ``NotDone`` and leaves nothing behind.
Days that are over stay as they were: of a duty that has begun only the days to come can be changed, and it is cut for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.rooms.county.actions import NotDone, note_change
from huiyin.rooms.county.models import Change, Unit
from huiyin.rooms.county.queries import calendar, leader_codes
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rooms.duty.queries import may_record, rota
from huiyin.rooms.duty.sent_again import planned_so, stands_so
from huiyin.rules import rota as rules
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import parse_number
from huiyin.rules.public_names import first_unreadable
from huiyin.rules.roles import SYSTEM, Actor, Permission
from huiyin.rules.rota import ARTICLE, MOST_DAYS, MOST_WEEKS, ShiftKind, Span
from huiyin.rules.units import UnitKind

__all__ = [
    "NotDone", "cancel_shift", "finish_promise", "plan_shift", "plan_weeks", "record_reception", "substitute",
    "swap_shifts",
]  # fmt: skip

#: Most characters of the texts.
MOST_PLACE, MOST_PHONE, MOST_REASON, MOST_NOTE = 120, 40, 200, 2000


# -- planning -----------------------------------------------------------------------------------------------------


def plan_shift(
    unit: str, *, first: date, last: date, kind: ShiftKind | str, by: Actor, now: datetime, place: str = "",
    place_ko: str = "", phone: str = "",
) -> Shift:  # fmt: skip
    """A leader's post receives on these days. Art. 18.

    Refuses what isn't a leader's post in use, days turned around, begun already, more than a year long or ahead, and days
    that a duty of the same kind has already. The same duty planned twice is planned once.
    """
    _insist(by)
    problem = rules.span_problem(first, last, local_date(now))
    if problem is not None:
        raise NotDone(problem)
    new = rules.Shift(_leader(unit, "unit"), first, last, _kind(kind))
    where = _where(place, place_ko, phone)
    with transaction.atomic():
        _one_at_a_time()
        if there := planned_so([new], where):
            return there[0]
        row = _planned([new], where, now)[0]
        note_change("plan_shift", f"shift:{row.pk}", _told(row), by=by, now=now)
    return row


def plan_weeks(
    leaders: Sequence[str], *, first: date, weeks: int, by: Actor, now: datetime, place: str = "",
    place_ko: str = "", phone: str = "",
) -> list[Shift]:  # fmt: skip
    """A week of duty for each leader in turn, from the week that ``first`` lies in; see ``rules.rota.in_turn``.

    Refuses no leaders, what isn't a leader's post in use, fewer than one or more than 53 weeks, a week that is over, and
    weeks of which a day is taken: then none is planned. The same weeks planned twice are planned once.
    """
    _insist(by)
    if not leaders:
        raise NotDone(Refused("missing", field="leaders"))
    if not 1 <= weeks <= MOST_WEEKS:
        raise NotDone(Refused("out_of_range", field="weeks", params={"most": MOST_WEEKS}))
    today = local_date(now)
    start = max(first, today)  # of the week that is under way, what is left
    gone = first < rules.monday_of(today)
    problem = Refused("shift_past", ARTICLE, "first") if gone else rules.span_problem(start, start, today)
    if problem is not None:
        raise NotDone(problem)
    posts = [_leader(code, "leaders") for code in leaders]
    new = rules.in_turn(posts, first, weeks, calendar(), today=today)
    where = _where(place, place_ko, phone)
    with transaction.atomic():
        _one_at_a_time()
        if there := planned_so(new, where):
            return there
        rows = _planned(new, where, now)
        said = {"leaders": posts, "first": first.isoformat(), "weeks": weeks, "shifts": [r.pk for r in rows]}
        note_change("plan_weeks", "shifts", said, by=by, now=now)
    return rows


def _where(place: str, place_ko: str, phone: str) -> dict[str, str]:
    """Place, in Korean, too, and telephone of a duty, where they aren't the usual ones."""
    named = {
        "place": _line(place, "place", MOST_PLACE), "place_ko": _line(place_ko, "place_ko", MOST_PLACE),
    }  # fmt: skip
    if (field := first_unreadable(named, {})) is not None:
        raise NotDone(Refused("unreadable_name", ARTICLE, field))
    return named | {"phone": _line(phone, "phone", MOST_PHONE)}


def _planned(new: Sequence[rules.Shift], where: dict[str, str], now: datetime) -> list[Shift]:
    """The rows of new duties, none of which may fall on another."""
    if not new:
        return []
    known = [shift.fact() for shift in rota(min(s.first for s in new), max(s.last for s in new))]
    for shift in new:
        taken = rules.clash(shift, known)
        if taken is not None:
            said = {"leader": taken.unit, "day": max(shift.first, taken.first).isoformat()}
            raise NotDone(Refused("shift_taken", ARTICLE, "first", said))
    return [
        Shift.objects.create(
            unit_id=s.unit, first=s.first, last=s.last, kind=s.kind.value, planned_at=now, **where
        )
        for s in new
    ]  # fmt: skip


def _one_at_a_time() -> None:
    """Lock what all planning has in common: planners wait here for each other. SQLite has one writer at a time anyway."""
    roots = Unit.objects.filter(kind=UnitKind.LEADERS.value).order_by("code")
    list(roots.select_for_update(no_key=True).values_list("code", flat=True)[:1])


def substitute(
    shift: int, *, unit: str, reason: str, by: Actor, now: datetime, since: date | None = None,
    until: date | None = None, seen: str | None = None,
) -> Shift:  # fmt: skip
    """Another leader's post stands in, for the whole duty or from ``since`` to ``until``; the days around it stay.

    ``seen``: how the duty stood when the form was opened (``sent_again.mark``); sent twice it is done once.

    Refuses no reason, the leader whose duty it is, what isn't a leader's post in use, days that are over or aren't the
    duty's, days on which somebody was received already, and a duty that others have changed meanwhile.
    """
    _insist(by)
    stands_in = _leader(unit, "unit")
    why = _line(reason, "reason", MOST_REASON)
    if not why:
        raise NotDone(Refused("missing", field="reason"))
    with transaction.atomic():
        _one_at_a_time()
        there = stands_so(
            shift, seen=seen, since=since, until=until, reason=why, substitute=stands_in, cancelled_at=None
        )
        if there is not None:
            return there
        whole = _locked(shift)
        if whole.unit_id == stands_in:
            raise NotDone(Refused("same_leader", ARTICLE, "unit"))
        part = _cut(whole, since, until, now)
        part.substitute_id, part.reason = stands_in, why
        part.save(update_fields=["substitute", "reason"])
        note_change("substitute", f"shift:{part.pk}", _told(part), by=by, now=now)
    return part


def cancel_shift(
    shift: int, *, by: Actor, now: datetime, since: date | None = None, until: date | None = None, seen: str | None = None
) -> Shift:  # fmt: skip
    """A duty doesn't take place, wholly or from ``since`` to ``until``; the days around it stay.

    ``seen``: as at ``substitute``. Refuses one that is cancelled, days that are over or aren't the duty's, days on which
    somebody was received, and a duty that others have changed meanwhile.
    """
    _insist(by)
    with transaction.atomic():
        _one_at_a_time()
        there = stands_so(shift, seen=seen, since=since, until=until, cancelled_at__isnull=False)
        if there is not None:
            return there
        part = _cut(_locked(shift), since, until, now)
        part.cancelled_at = now
        part.save(update_fields=["cancelled_at"])
        note_change("cancel_shift", f"shift:{part.pk}", _told(part), by=by, now=now)
    return part


def swap_shifts(
    one: int, other: int, *, expected: tuple[str, str], by: Actor, now: datetime
) -> tuple[Shift, Shift]:
    """Two leaders change their duties, days, place and telephone staying as they are. Art. 18.

    ``expected``: whose they were when it was decided. Sent twice it is done once: where they are the other way round already,
    nothing happens. Refuses the same leader, two kinds, what has begun or was received at, what somebody stands in for, and
    duties that others have changed meanwhile.
    """
    _insist(by)
    if one == other:
        raise NotDone(Refused("same_leader_twice", ARTICLE))
    with transaction.atomic():
        first, second = _locked(one), _locked(other)
        there = (first.unit_id, second.unit_id)
        if there == expected[::-1] and there != expected:
            return first, second
        if there != expected:
            raise NotDone(Refused("changed_meanwhile", ARTICLE))
        problem = rules.swap_problem(first.fact(), second.fact(), local_date(now))
        if problem is None and (first.receptions.exists() or second.receptions.exists()):
            problem = Refused("received_already", ARTICLE)
        if problem is not None:
            raise NotDone(problem)
        first.unit_id, second.unit_id = second.unit_id, first.unit_id
        for row in (first, second):
            row.save(update_fields=["unit"])
        said = {"shifts": [_told(first), _told(second)]}
        note_change("swap_shifts", f"shifts:{first.pk},{second.pk}", said, by=by, now=now)
    return first, second


def _cut(whole: Shift, since: date | None, until: date | None, now: datetime) -> Shift:
    """The row of just these days of a duty; what lies before and after becomes rows of its own.

    The row itself keeps the earliest days, because what was received then belongs to it.
    """
    today = local_date(now)
    if whole.last < today:
        raise NotDone(Refused("shift_past", ARTICLE))
    part = Span(since or max(whole.first, today), until or whole.last)
    problem = rules.part_problem(whole.fact(), part, today)
    if problem is None and whole.receptions.filter(day__range=part).exists():
        problem = Refused("received_already", ARTICLE, "since")
    if problem is not None:
        raise NotDone(problem)
    before, after = rules.around(whole.fact(), part)
    if after is not None:
        whole.last = part.last
        whole.save(update_fields=["last"])
        _copy(whole, after)
    if before is None:
        return whole
    whole.last = before.last
    whole.save(update_fields=["last"])
    return _copy(whole, part)


def _copy(shift: Shift, days: Span) -> Shift:
    return Shift.objects.create(
        unit_id=shift.unit_id, first=days.first, last=days.last, kind=shift.kind, place=shift.place, place_ko=shift.place_ko,
        phone=shift.phone, substitute_id=shift.substitute_id, reason=shift.reason, planned_at=shift.planned_at,
    )  # fmt: skip


# -- receiving ----------------------------------------------------------------------------------------------------


def record_reception(
    shift: int, *, day: date, by: Actor, now: datetime, matter: str = "", taken_on: bool = False, note: str = "",
    due_on: date | None = None, last: int | None = None,
) -> Reception:  # fmt: skip
    """Note down who came to a leader on duty, by the matter's number, a note or both; a promise gets its due day. Art. 18.

    ``last``: the last reception when the form was opened; what was noted since with just these words is this form sent twice.
    Refuses a day to come, one that isn't the duty's, a number that can't be one, a promise without words, due before
    the day or a year later, and what says nothing. Whether there is such a matter, which lies above this room, the caller asks.
    """
    number = _number(matter)
    words = _text(note, "note", MOST_NOTE)
    if taken_on and not number:
        raise NotDone(Refused("taken_on_what", ARTICLE, "matter"))
    if not words and due_on is not None:
        raise NotDone(Refused("missing", field="note"))
    if not words and not number:
        raise NotDone(Refused("reception_of_what", field="note"))
    if due_on is not None and due_on < day:
        raise NotDone(Refused("due_before_reception", ARTICLE, "due_on"))
    if due_on is not None and (due_on - day).days > MOST_DAYS:
        raise NotDone(Refused("shift_too_far", ARTICLE, "due_on"))
    if day > local_date(now):
        raise NotDone(Refused("in_the_future", field="day"))
    with transaction.atomic():
        duty = _locked(shift)
        _insist_receiving(by, duty)
        if not duty.fact().covers(day):
            raise NotDone(Refused("day_outside_shift", ARTICLE, "day"))
        new = Reception(
            day=day, shift=duty, matter=number, taken_on=taken_on, note=words, due_on=due_on, recorded_at=now
        )
        row = _noted_since(new, last) or new
        if row is new:
            row.save()
            said = {"shift": duty.pk, "day": day.isoformat(), "matter": number, "taken_on": taken_on}
            note_change("record_reception", f"reception:{row.pk}", said, by=by, now=now)
    return row


def _noted_since(new: Reception, last: int | None) -> Reception | None:
    """The one that was noted with just these words after ``last``."""
    if last is None:
        return None
    same = {name: getattr(new, name) for name in ("shift", "day", "matter", "taken_on", "due_on")}
    return next((one for one in Reception.objects.filter(pk__gt=last, **same) if one.note == new.note), None)


def finish_promise(reception: int, *, by: Actor, now: datetime) -> Reception:
    """What was promised at a reception is done, once for whoever sends it twice.

    Refuses where nothing was promised, and what somebody else ticked off.
    """
    with transaction.atomic():
        found = Reception.objects.select_for_update(of=("self",)).select_related("shift")
        row = found.filter(pk=reception).first()
        if row is None or row.due_on is None:
            raise NotDone(Refused("nothing_promised", ARTICLE))
        _insist_receiving(by, row.shift)
        if row.done_at is not None and _ticked_off(row, by):
            return row
        if row.done_at is not None:
            raise NotDone(Refused("done_already", ARTICLE))
        row.done_at = now
        row.save(update_fields=["done_at"])
        said = {"due_on": row.due_on.isoformat()}
        note_change("finish_promise", f"reception:{row.pk}", said, by=by, now=now)
    return row


def _ticked_off(row: Reception, by: Actor) -> bool:
    """Whether it was this person who ticked it off."""
    return Change.objects.filter(subject=f"reception:{row.pk}", verb="finish_promise", by=by.key).exists()


# -- what all have in common --------------------------------------------------------------------------------------


def _insist(by: Actor) -> None:
    if by != SYSTEM and not by.may(Permission.ROTA):
        raise NotDone(Refused("not_yours"))


def _insist_receiving(by: Actor, shift: Shift) -> None:
    if not may_record(by, shift):
        raise NotDone(Refused("not_yours"))


def _locked(shift: int) -> Shift:
    _one_at_a_time()
    row = Shift.objects.select_for_update().filter(pk=shift, cancelled_at__isnull=True).first()
    if row is None:
        raise NotDone(Refused("no_such_shift", ARTICLE, "shift"))
    return row


def _leader(code: str, field: str) -> str:
    if code not in leader_codes():
        raise NotDone(Refused("not_a_leader", ARTICLE, field))
    return code


def _kind(kind: ShiftKind | str) -> ShiftKind:
    try:
        return ShiftKind(kind)
    except ValueError:
        raise NotDone(Refused("not_on_list", field="kind")) from None


def _number(typed: str) -> str:
    parsed = parse_number(typed) if typed.strip() else None
    if typed.strip() and parsed is None:
        raise NotDone(Refused("no_such_matter", field="matter"))
    return parsed.text if parsed else ""


def _text(typed: str, field: str, most: int) -> str:
    text = typed.strip()
    if any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in text):
        raise NotDone(Refused("not_text", field=field))
    if len(text) > most:
        raise NotDone(Refused("too_long", field=field, params={"limit": most, "length": len(text)}))
    return text


def _line(typed: str, field: str, most: int) -> str:
    return _text(" ".join(typed.split()), field, most)


def _told(shift: Shift) -> dict[str, Any]:
    """What ``Change`` says of a duty: posts and days; why somebody stands in is nobody else's affair."""
    return {
        "unit": shift.unit_id, "first": shift.first.isoformat(), "last": shift.last.isoformat(), "kind": shift.kind,
        "substitute": shift.substitute_id or "",
    }  # fmt: skip
