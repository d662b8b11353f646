"""The yearly duties of the department (``rules.yearly``): noting one down as done, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.rooms.county.actions import NotDone, note_change
from huiyin.rooms.county.models import YearlyDuty
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.roles import SYSTEM, Actor, Permission
from huiyin.rules.yearly import ARTICLE, FIRST_YEAR, Standing, Yearly, YearlyTerms, standing, yearly_duties
from huiyin.rules.yearly import YearlyDuty as Duty

MOST_NOTE = 200  # characters


def fulfil_yearly_duty(code: str, *, year: int, by: Actor, now: datetime, note: str = "") -> YearlyDuty:
    """The annual report was made, or the assessment held. Art. 41, 39.

    Refuses who neither supervises nor administers, a duty that there isn't, a year before the Regulation or still to come,
    one that is done already, and a note that is too long or has signs that can't be kept. The same note sent twice by the same
    person is noted once.
    """
    if by != SYSTEM and not (by.may(Permission.SUPERVISE) or by.may(Permission.ADMINISTER)):
        raise NotDone(Refused("not_yours"))
    if code not in {duty.value for duty in Yearly}:
        raise NotDone(Refused("no_such_duty", field="code"))
    article = ARTICLE[Yearly(code)]
    if not FIRST_YEAR <= year <= local_date(now).year:
        said = {"first": FIRST_YEAR, "last": local_date(now).year}
        raise NotDone(Refused("year_out_of_range", article, "year", said))
    note = note.strip()
    if (no := unfit("note", note, MOST_NOTE)) is not None:
        raise NotDone(no)
    with transaction.atomic():
        told = {"done_at": now, "by": by.key, "note": note}
        row, new = YearlyDuty.objects.get_or_create(code=code, year=year, defaults=told)
        if not new and (row.by, row.note) == (by.key, note):
            return row
        if not new:
            raise NotDone(
                Refused("yearly_done", article, "year", {"day": local_date(row.done_at).isoformat()})
            )
        note_change("yearly", f"yearly:{code}:{year}", {"note": note}, by=by, now=now)
    return row


@dataclass(frozen=True, slots=True)
class YearlyState:
    """One yearly duty as it stands; ``done_at``, ``by`` and ``note`` only once it is done."""

    duty: Duty
    standing: Standing
    done_at: datetime | None = None
    by: str = ""
    note: str = ""


def yearly_terms() -> YearlyTerms:
    """By which days the county wants them done."""
    return snapshot().yearly_terms


def yearly(today: date) -> list[YearlyState]:
    """The duties of the year before and of this one, by the day they are due."""
    years = (today.year - 1, today.year)
    done = {(row.code, row.year): row for row in YearlyDuty.objects.filter(year__in=years)}
    terms = yearly_terms()
    duties = [duty for year in years for duty in yearly_duties(year, terms)]
    found = []
    for duty in sorted(duties, key=lambda duty: (duty.due_on, duty.code)):
        row = done.get((duty.code.value, duty.year))
        state = standing(duty, today=today, done=row is not None)
        found.append(
            YearlyState(duty, state, row.done_at, row.by, row.note) if row else YearlyState(duty, state)
        )
    return found
