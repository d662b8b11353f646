"""Every write to the county: loading it, its settings and its calendar. Units are changed in ``reorganising``.

Each function is atomic, leaves one line in ``Change`` and tells every process to read the county again. Who isn't the system
itself needs the permission to administer; a refusal raises ``NotDone`` and leaves nothing behind.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from huiyin.rooms.county.models import CalendarDay, Change, PublishedYear, Setting
from huiyin.rooms.county.notice import BRIDGE_FROM, NoticeDay, check, parse
from huiyin.rooms.county.queries import can_receive, leader_codes
from huiyin.rooms.county.snapshot import SETTINGS, VERSION, fields_of, forget
from huiyin.rooms.county.telephones import may_be_published
from huiyin.rules.calendar import Override, Reason, local_date
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.public_names import unreadable
from huiyin.rules.ranges import NotInRange, NotTogether
from huiyin.rules.roles import SYSTEM, Actor, Permission


class NotDone(Exception):
    """A change was refused; ``refused`` holds the reason and the field to mend. Nothing was written."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.reason)
        self.refused = refused


def insist(by: Actor) -> None:
    """Refuses who may not administer. The system itself may (commands on the machine)."""
    if by != SYSTEM and not by.may(Permission.ADMINISTER):
        raise NotDone(Refused("not_yours"))


def note_change(verb: str, subject: str, data: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """Leave the line that tells who changed what; every write of this room and of the accounts does."""
    Change.objects.create(at=now, by=by.key, verb=verb, subject=subject, data=dict(data))


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the trail that isn't written yet: what was done, to what."""

    verb: str
    subject: str
    data: Mapping[str, Any]


def note_changes(lines: Iterable[Told], *, by: Actor, now: datetime) -> None:
    """Leave many such lines at once, in their order."""
    Change.objects.bulk_create(
        Change(at=now, by=by.key, verb=one.verb, subject=one.subject, data=dict(one.data)) for one in lines
    )


def tell_everybody() -> None:
    """Give the county a new version, inside the transaction of the change; see ``snapshot``."""
    Setting.objects.update_or_create(key=VERSION, defaults={"value": secrets.token_hex(8)})
    forget()
    transaction.on_commit(forget)


def set_setting(key: str, value: Any, *, by: Actor, now: datetime, note: str = "") -> None:
    """Set one of the county's numbers or choices. Refuses unknown names and values that don't fit."""
    insist(by)
    with transaction.atomic():
        before = dict(Setting.objects.select_for_update().values_list("key", "value"))
        if (no := unfit_setting(key, value, before)) is not None:
            raise NotDone(no)
        Setting.objects.update_or_create(key=key, defaults={"value": value, "note": note})
        note_change("set", f"setting:{key}", {"from": before.get(key), "to": value}, by=by, now=now)
        tell_everybody()


def _is_unit(value: Any) -> bool:
    return isinstance(value, str) and can_receive(value)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and 1 <= len(value.strip()) <= LONGEST_NAME


def _or_nothing(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value == "" or fits(value)


def _are_languages(value: Any) -> bool:
    """Chinese stands first (the prefecture's rule of 2022); the others may follow in any order, or be left out."""
    known = [code for code, _name in settings.LANGUAGES]
    good = isinstance(value, list) and all(isinstance(code, str) for code in value)
    return good and len(set(value)) == len(value) and set(value) <= set(known) and value[:1] == known[:1]


#: The Regulation is in force since 1 May 2022; no term runs further ahead than this.
FIRST_YEAR, YEARS_AHEAD = 2022, 5
LONGEST_NAME = 80  # characters, of an organ outside the county
#: Settings that are no field of a class of the rules: whether a value fits. An empty ``review_unit``: the county has no
#: review office, reviews go to the organ above it.
_CHOICES: Mapping[str, Callable[[Any], bool]] = {
    "default_unit": _is_unit,
    "review_unit": _or_nothing(_is_unit),
    "upper_organ": _is_name,
    "upper_organ_ko": _or_nothing(_is_name),
    "upper_organ_en": _or_nothing(_is_name),
    "top_organ": _is_name,
    "top_organ_ko": _or_nothing(_is_name),
    "top_organ_en": _or_nothing(_is_name),
    "languages": _are_languages,
}
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-4])([:.][0-5]\d|[点點时時시])(?!\d)")


def _tells_a_time(text: str) -> bool:
    return _TIME.search(unicodedata.normalize("NFKC", text)) is not None


#: Published texts that must tell something, and what is said where they don't. Empty: nothing is published.
_SAYS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "rota_phone": (may_be_published, "phone_to_publish"),
    "rota_hours": (_tells_a_time, "hours_without_time"),
}
#: Settings that hold a name which everybody reads.
_PUBLIC_NAMES = frozenset({
    "upper_organ", "upper_organ_ko", "upper_organ_en", "top_organ", "top_organ_ko", "top_organ_en",
    "rota_place", "rota_place_ko", "rota_place_en",
})  # fmt: skip
#: A value that fits by itself and not beside another setting's.
TOGETHER = "red_not_below_amber"
#: Characters of a refused value that are shown again.
_SHOWN = 60


def unfit_setting(key: str, value: Any, others: Mapping[str, Any]) -> Refused | None:
    """Why the county can't set this so, the ``others`` being as they are; None if it can."""
    no = Refused("setting_refused", field="value", params={"value": as_written(value)[:_SHOWN]})
    new_name = key in _PUBLIC_NAMES and isinstance(value, str) and value.strip() and value != others.get(key)
    if new_name and unreadable(value):
        return Refused("unreadable_name", field="value")
    if key in _CHOICES:
        if _CHOICES[key](value):
            return None
        return replace(no, reason="languages_refused") if key == "languages" else no
    owner = SETTINGS.get(key)
    if owner is None:
        return Refused("unknown_setting", field="key", params={"key": key[:_SHOWN]})
    try:
        owner.from_mapping(fields_of(owner, others) | {key: value})
    except NotTogether as error:
        return Refused(TOGETHER, field="value") if key in error.names else None
    except NotInRange as error:
        return Refused("setting_range", field="value", params={"least": error.least, "most": error.most})
    except ValueError:
        return no
    if value and key in _SAYS and not _SAYS[key][0](value):
        return Refused(_SAYS[key][1], field="value")
    return no if key == "rota_monthly_posts" and set(value) - leader_codes() else None


def as_written(value: Any) -> str:
    """A setting's value as it stands in a file: words as they are, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def load_calendar_notice(
    year: int, *, by: Actor, now: datetime, source: str, days: Iterable[NoticeDay] = (), text: str = ""
) -> int:
    """Take in the holiday notice of a year, as rows or as the text of a CSV file; says how many days it sets.

    Once it is in, the year's days are certain. Loaded again it replaces what it set before; days that the county set itself
    for another reason stay. Refuses what isn't the whole notice of that year.
    """
    insist(by)
    rows = parse(text) if text else list(days)
    no = rows if isinstance(rows, Refused) else check(year, rows)
    if no is not None:
        raise NotDone(no)
    assert not isinstance(rows, Refused)
    with transaction.atomic():
        noticed = CalendarDay.objects.filter(reason__in=[Reason.HOLIDAY.value, Reason.MAKEUP.value])
        noticed.filter(day__range=days_of_notice(year)).delete()
        kept = set(
            CalendarDay.objects.filter(day__in=[row.day for row in rows]).values_list("day", flat=True)
        )
        CalendarDay.objects.bulk_create(
            CalendarDay(day=r.day, working=r.working, reason=r.reason.value, name=r.name, source=source)
            for r in rows if r.day not in kept
        )  # fmt: skip
        PublishedYear.objects.update_or_create(year=year, defaults={"source": source, "loaded_at": now})
        note_change("notice", f"year:{year}", {"days": len(rows), "source": source}, by=by, now=now)
        tell_everybody()
    return len(rows)


def days_of_notice(year: int) -> tuple[date, date]:
    """The first and the last day that a year's notice sets: the end of December belongs to the notice after it, once loaded."""
    later = PublishedYear.objects.filter(year=year + 1).exists()
    last = date(year, *BRIDGE_FROM) - timedelta(days=1) if later else date(year, 12, 31)
    return date(year - 1, *BRIDGE_FROM), last


def settable_years(today: date) -> range:
    """The years whose days a county may set: from the Regulation's on, five ahead."""
    return range(FIRST_YEAR, today.year + YEARS_AHEAD + 1)


LONGEST_OF_DAY = {"name": 40, "source": 200}  # characters


def set_day(
    day: date, *, working: bool, reason: str, name: str, by: Actor, now: datetime, source: str = ""
) -> None:
    """Make one day free or worked: a holiday of the prefecture, a day lost to a flood.

    Refuses a reason that doesn't fit, and a year that no term can fall into: a slip of the pen.
    """
    row = planned_day(day, working=working, reason=reason, name=name, source=source, by=by, now=now)
    with transaction.atomic():
        row.save()
        note_change("set_day", f"day:{day.isoformat()}", day_told(row), by=by, now=now)
        tell_everybody()


def planned_day(
    day: date, *, working: bool, reason: str, name: str, source: str, by: Actor, now: datetime
) -> CalendarDay:
    """The day as ``set_day`` would set it, unsaved: refuses what that refuses and writes nothing."""
    insist(by)
    if day.year not in (years := settable_years(local_date(now))):
        span = {"first": years[0], "last": years[-1]}
        raise NotDone(Refused("year_out_of_range", field="day", params=span))
    try:
        override = Override(working, Reason(reason), name)
    except ValueError:
        raise NotDone(Refused("day_refused", field="reason", params={"day": day.isoformat()})) from None
    for field, text in {"name": name, "source": source}.items():
        if (no := unfit(field, text, LONGEST_OF_DAY[field])) is not None:
            raise NotDone(no)
    return CalendarDay(day=day, working=working, reason=override.reason.value, name=name, source=source)


def day_told(row: CalendarDay) -> dict[str, Any]:
    """What the trail tells of a day that was set."""
    return {"working": row.working, "reason": row.reason, "name": row.name}


def clear_day(day: date, *, by: Actor, now: datetime) -> None:
    """Leave a day to the published notices and the plain week again. Refuses a day that isn't set."""
    insist(by)
    with transaction.atomic():
        if not CalendarDay.objects.filter(day=day).delete()[0]:
            raise NotDone(Refused("day_not_set", params={"day": day.isoformat()}))
        note_change("clear_day", f"day:{day.isoformat()}", {}, by=by, now=now)
        tell_everybody()
