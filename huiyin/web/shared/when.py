"""Days and moments as each language writes them, in the county's own time; quick enough for every row of a list."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.rules.calendar import LOCAL
from huiyin.web.shared.words import language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local(moment: datetime) -> datetime:
    """The moment on the county's wall clock."""
    return moment.astimezone(LOCAL)


def moment_in(text: str) -> datetime | None:
    """The moment that an address or a machine's message holds; None for anything else, one that is none in UTC too."""
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo is not None and found.astimezone(UTC) else None
    except (TypeError, ValueError, OverflowError):
        return None


def day(value: date) -> str:
    """A day in full: 2026年3月5日, 2026년 3월 5일, 5 Mar 2026."""
    lang = language()
    if lang.startswith("zh"):
        return f"{value.year}年{value.month}月{value.day}日"
    if lang.startswith("ko"):
        return f"{value.year}년 {value.month}월 {value.day}일"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, today: date) -> str:
    """A day in little room: without its year if it lies in this one."""
    if value.year != today.year:
        return day(value)
    lang = language()
    if lang.startswith("zh"):
        return f"{value.month}月{value.day}日"
    if lang.startswith("ko"):
        return f"{value.month}월 {value.day}일"
    return f"{value.day} {_MONTHS[value.month - 1]}"


def moment(value: datetime) -> str:
    """A moment to the minute in the county's time."""
    here = local(value)
    return f"{day(here.date())} {here.hour:02}:{here.minute:02}"


def distance(due: date, today: date) -> str:
    """How far a last day is, in words: "3 days left", "due today", "2 days late"."""
    days = (due - today).days
    if days == 0:
        return _("due today")
    if days > 0:
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
