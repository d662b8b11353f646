"""A unit's own calendar: on each day every term that it owes and every commitment, each by its word, with how near it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import pgettext

from huiyin.rooms.cases.coming import Coming, coming, coming_by_day
from huiyin.rules.roles import Actor
from huiyin.web.desk.month_days import Ending
from huiyin.web.desk.work_rows import said_title
from huiyin.web.shared import badges, county
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.words import word

#: So many are named on a calendar, and so many of one day in its box; the day's number opens them all.
MOST_NAMED, MOST_A_DAY = 120, 4


@dataclass(frozen=True, slots=True)
class Days:
    """Counts by day, what is named on each, all of it in order for a narrow screen, where what is late stands."""

    counts: Mapping[date, int]
    named: Mapping[date, list[Ending]]
    agenda: tuple[Ending, ...]
    late: str
    unit: str

    def url(self, day: date) -> str:
        """Where all of a day stand."""
        return f"/desk/due/?on={day}&only=1" + (f"&unit={self.unit}" if self.unit else "")


def days_of(who: Actor, first: date, last: date, *, unit: str, today: date) -> Days:
    """What ends from ``first`` to ``last`` for the person's units, or for one; two queries, two more to count too many."""
    found = coming(who, first, last, unit=unit or None, size=MOST_NAMED)
    lines = [_line(one, today) for one in found] if len(found) <= MOST_NAMED else []
    named: dict[date, list[Ending]] = {}
    for line in lines:
        named.setdefault(line.day, []).append(line)
    late = f"/desk/due/?on={today - timedelta(days=1)}" + (f"&unit={unit}" if unit else "")
    whole = len(found) <= MOST_NAMED
    counts = (
        Counter(one.day for one in found) if whole else coming_by_day(who, first, last, unit=unit or None)
    )
    return Days(counts, {day: these[:MOST_A_DAY] for day, these in named.items()}, tuple(lines), late, unit)


def _line(one: Coming, today: date) -> Ending:
    title = said_title(one.title)
    tone = badges.tone_for(one.day, today, since=one.since)
    said = word(one.clock) if one.clock is not None else pgettext("clock", "Carry out what was promised")
    shown = f"{tone} provisional" if one.provisional else tone
    return Ending(one.day, one.number, title, lang_of(title), said, shown, county.holder_name(one.unit))
