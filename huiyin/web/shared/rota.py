"""The leaders' rota as desk and portal show it: weeks with their duties, and the days on which nobody receives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiyin.rooms.county.queries import rota_terms
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import gaps_in
from huiyin.rules.rota import IN_THE_ROOM, RotaTerms, ShiftKind, Span, weeks_of
from huiyin.web.shared import county, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.words import enumerated, language, word

_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def weekday(day: date) -> str:
    """The day's name in little room: 周一, 월, Mon."""
    lang = language()
    return _WEEKDAYS["zh" if lang.startswith("zh") else "ko" if lang.startswith("ko") else "en"][
        day.weekday()
    ]


def full_day(day: date) -> str:
    """A day in full with its name: 2026年3月4日（周三）, 2026년 3월 4일(수), 4 Mar 2026 (Wed)."""
    form = {"zh": "%s（%s）", "ko": "%s(%s)"}.get(language()[:2], "%s (%s)")
    return form % (when.day(day), weekday(day))


def day_named(day: date, today: date) -> str:
    """A day with its name: 3月4日（周三）, 3월 4일(수), Wed 4 Mar."""
    lang, short = language(), when.short_day(day, today)
    if lang.startswith("zh"):
        return f"{short}（{weekday(day)}）"
    return f"{short}({weekday(day)})" if lang.startswith("ko") else f"{weekday(day)} {short}"


def span(first: date, last: date, today: date) -> str:
    """From one day to another, or the one day with its name: 3月2日—3月8日, 3월 2일~3월 8일, 2 Mar – 8 Mar."""
    if first == last:
        return day_named(first, today)
    lang = language()
    dash = "—" if lang.startswith("zh") else "~" if lang.startswith("ko") else " – "
    return f"{when.short_day(first, today)}{dash}{when.short_day(last, today)}"


def month_named(day: date) -> str:
    """A month with its year: 2026年3月, 2026년 3월, Mar 2026."""
    lang = language()
    if lang.startswith("zh"):
        return f"{day.year}年{day.month}月"
    return f"{day.year}년 {day.month}월" if lang.startswith("ko") else when.day(day).split(" ", 1)[1]


def spans(days: Sequence[date], today: date) -> str:
    """Days one after the other as spans: 2 Mar – 6 Mar, Mon 9 Mar."""
    runs: list[Span] = []
    for day in days:
        if runs and day - runs[-1].last == timedelta(days=1):
            runs[-1] = Span(runs[-1].first, day)
        else:
            runs.append(Span(day, day))
    return enumerated(span(run.first, run.last, today) for run in runs)


@dataclass(frozen=True, slots=True)
class Line:
    """One duty in a week's list, in words. ``instead`` names whose duty it is where somebody stands in.

    ``anchor`` is its id on the page, empty in the further weeks of a duty that spans several.
    """

    id: int
    anchor: str
    days: str
    leader: str
    person: str
    instead: str
    reason: str
    kind: str
    place: str
    phone: str
    now: bool
    over: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Week:
    """One week, Monday to Sunday: its duties, and the working days on which nobody receives (``gone``: all are past)."""

    word: str
    this: bool
    lines: list[Line] = field(default_factory=list)
    gaps: str = ""
    gone: bool = False


def weeks(
    shifts: list[Shift], days: Span, people: Mapping[str, str], *, today: date, reasons: bool = False
) -> list[Week]:
    """The weeks that have a day in ``days``, with the duties that were read for them; one that spans weeks is in each.

    ``reasons``: with the sealed words why somebody stands in, which only staff may read.
    """
    found: list[Week] = []
    shown: set[int] = set()

    def told(shift: Shift, week: Span) -> Line:
        one = line(shift, people, today=today, reasons=reasons)
        whole = shift.first <= week.first and week.last <= shift.last
        return replace(
            one,
            days=_("all week") if whole else one.days,
            anchor="" if shift.pk in shown else one.anchor,
        )

    for week in weeks_of(*days):
        inside = [s for s in shifts if s.first <= week.last and week.first <= s.last]
        missing = gaps_in(inside, *week)
        found.append(
            Week(
                word=span(*week, today),
                this=week.first <= today <= week.last,
                lines=[told(s, week) for s in _in_order(inside)],
                gaps=spans(missing, today),
                gone=bool(missing) and missing[-1] < today,
            )
        )
        shown |= {shift.pk for shift in inside}
    return found


def _in_order(shifts: Iterable[Shift]) -> list[Shift]:
    """Who sits in the room first, then who is out."""
    return sorted(shifts, key=lambda s: (ShiftKind(s.kind) not in IN_THE_ROOM, s.first, s.kind))


def usual_hours(terms: RotaTerms) -> str:
    """The opening hours as they are set, with the comma of the reader's writing; no line ends inside 8:30–11:30."""
    hours = terms.rota_hours.replace("–", "\u2060–\u2060")
    return hours.replace(", ", "，") if language() == "zh-hans" else hours


def usual_place(terms: RotaTerms) -> str:
    """Where the leader on duty sits, as the county publishes it in the page's language."""
    own = {"ko": terms.rota_place_ko, "en": terms.rota_place_en}.get(language()[:2], "")
    return own or terms.rota_place


def _where(chinese: str, korean: str) -> str:
    return korean if korean and language().startswith("ko") else chinese


def line(shift: Shift, people: Mapping[str, str], *, today: date, reasons: bool = False) -> Line:
    """One duty in words; place and telephone as the county publishes them where it has none of its own."""
    terms = rota_terms()
    out = ShiftKind(shift.kind) not in IN_THE_ROOM
    return Line(
        id=shift.pk,
        anchor=f"shift-{shift.pk}",
        days=span(shift.first, shift.last, today),
        leader=county.unit_name(shift.receiver),
        person=people.get(shift.receiver, ""),
        instead=_("stands in for: %(leader)s") % {"leader": county.unit_name(shift.unit_id)}
        if shift.substitute_id
        else "",
        reason=shift.reason if reasons else "",
        kind=word(ShiftKind(shift.kind)),
        place=_where(shift.place, shift.place_ko) or ("" if out else usual_place(terms)),
        phone=shift.phone or terms.rota_phone,
        now=shift.first <= today <= shift.last,
        over=shift.last < today,
        unit=shift.receiver,
    )


def charges_listed(fields: str) -> str:
    """What a leader is in charge of: Chinese fields stand with a blank between in the data, others as they are read."""
    return "、".join(fields.split()) if lang_of(fields) == "zh-Hans-CN" else fields
