"""The demo county's duty rota: weeks gone by and weeks to come, a stand-in, receptions with promises kept and open.

Deterministic: the same for the same day. Each act has its own moment, none later than the demo's end. The rota reaches three
weeks ahead and no further, so that the alarm of the fourth has something to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huiyin.rooms.county.queries import calendar, units_by_name
from huiyin.rooms.county.yearly import fulfil_yearly_duty, yearly_terms
from huiyin.rooms.duty.actions import finish_promise, plan_shift, plan_weeks, record_reception, substitute
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import rota
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.roles import Actor
from huiyin.rules.rota import ShiftKind, monday_of, month_of
from huiyin.rules.yearly import Yearly, yearly_duties

BACK, AHEAD = 10, 3  # weeks before this one and after it
PHONE = "0433-8800009"  # the place is the usual one, in both languages
#: The standing committee takes the weeks in turn; secretary and magistrate have a day a month besides.
_TURN = (
    "政法委书记", "县委副书记", "常务副县长", "县纪委书记", "组织部部长", "宣传部部长", "统战部部长", "县委办主任",
)  # fmt: skip
_MONTHLY = (("县委书记", 15), ("县长", 25))  # from this day of the month on
_MORNING = time(9, 0)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody received so many working days before the end; a promise is due so many days later, kept or not."""

    back: int
    note: str
    due: int | None = None
    kept: int | None = None
    taken_on: bool = False
    matter: bool = True


VISITS = (
    Visit(34, "群众反映的情况属实，已当场请主管单位负责人到场说明，三天内给出修缮方案。", due=3, kept=2),
    Visit(29, "来访人咨询养老保险补缴办法，已请社保局窗口逐项解释，来访人表示明白。", matter=False),
    Visit(24, "多年的老问题，本人包案，每月听一次进展，直到办结。", due=30, taken_on=True),
    Visit(19, "答应一周内到现场看一次，看完当面答复。", due=7, kept=5),
    Visit(14, "已要求责任单位在十天内拿出书面意见。", due=10),
    Visit(9, "来访人要求公开补偿标准，答应请征收办把标准张贴到村。", due=14),
    Visit(4, "当场协调两个部门，明确由一个部门牵头办理。"),
    Visit(2, "答应下周一前回电话说明办理情况。", due=6, taken_on=True),
)


def play_rota(now: datetime, *, planner: Actor, came: Iterable[tuple[date, str]]) -> None:
    """Plan the weeks, let somebody stand in, note receptions. The county must be loaded.

    ``came`` are days and numbers of matters that visitors brought; each reception is about the last one that had come by then.
    """
    today = local_date(now)
    first, codes = monday_of(today) - timedelta(weeks=BACK), units_by_name()
    begun = _at(first)
    begin = -BACK % len(
        _TURN
    )  # so that this week is the first one's: whoever tries the leader's page receives today
    turn = [codes[name] for name in (*_TURN[begin:], *_TURN[:begin])]
    weeks = BACK + 1 + AHEAD
    plan_weeks(turn, first=first, weeks=weeks, phone=PHONE, by=planner, now=begun)
    last = monday_of(today) + timedelta(weeks=AHEAD, days=6)
    for day, name in _monthly_days(first, last):
        plan_shift(
            codes[name], first=day, last=day, kind=ShiftKind.MONTHLY, phone=PHONE, by=planner, now=begun,
        )  # fmt: skip
    next_week = next(s for s in rota(today, last) if s.first > today and s.kind == ShiftKind.WEEKLY)
    stands_in = next(code for code in turn if code != next_week.unit_id)
    substitute(next_week.pk, unit=stands_in, reason="赴州里开会", by=planner, now=_at(_worked(today, 1)))
    _receive(today, planner, sorted(came))


#: What was reported and assessed last year, to whom and by which paper.
_YEARLY = {
    Yearly.REPORT: "已报州信访局，汪群报〔%(year)s〕6号",
    Yearly.ASSESSMENT: "已列入全县年度考核，结果已通报",
}


def note_yearly(now: datetime, *, by: Actor) -> None:
    """Last year's duties were done some days before their last day; what lies ahead stays open."""
    today = local_date(now)
    for duty in yearly_duties(today.year - 1, yearly_terms()):
        done = duty.due_on - timedelta(days=9)
        if done < today:
            note = _YEARLY[duty.code] % {"year": done.year}
            fulfil_yearly_duty(duty.code.value, year=duty.year, note=note, by=by, now=_at(done))


def _monthly_days(first: date, last: date) -> list[tuple[date, str]]:
    """The working days on which secretary and magistrate receive, in every month that the rota touches."""
    found: dict[date, str] = {}
    month = month_of(first)
    while month.first <= last:
        for name, day in _MONTHLY:
            worked = calendar().working_day_from(month.first.replace(day=day))
            while worked in found:  # long holidays press two into one day
                worked = calendar().add_working_days(worked, 1)
            found[worked] = name
        month = month_of(month.last + timedelta(days=1))
    return [(day, name) for day, name in found.items() if first <= day <= last]


def _receive(today: date, by: Actor, came: list[tuple[date, str]]) -> None:
    first = _worked(today, max(visit.back for visit in VISITS))
    weeks = [shift for shift in rota(first, today) if shift.kind == ShiftKind.WEEKLY]
    for visit in VISITS:
        day = _worked(today, visit.back)
        known = [one for one in came if one[0] <= day] if visit.matter else []
        if known:
            came.remove(known[-1])
        row = record_reception(
            _on(weeks, day).pk, day=day, matter=known[-1][1] if known else "", taken_on=visit.taken_on and bool(known),
            note=visit.note, due_on=day + timedelta(days=visit.due) if visit.due else None, by=by, now=_at(day, 10),
        )  # fmt: skip
        if visit.kept:
            finish_promise(row.pk, by=by, now=_at(day + timedelta(days=visit.kept), 15))


def _on(weeks: list[Shift], day: date) -> Shift:
    return next(shift for shift in weeks if shift.first <= day <= shift.last)


def _worked(today: date, back: int) -> date:
    """The working day so many working days before today."""
    day = today
    while back:
        day -= timedelta(days=1)
        back -= calendar().is_working(day)
    return day


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, _MORNING.replace(hour=hour), LOCAL)
