"""The terms that run over a matter: whose, how long, by which article, until which day, how that was reached.

T1 to T6 are those of 信访工作条例 (2022). L1 to L5 are the county's own: no article, lengths are settings.
The Regulation keeps 日 and 工作日 apart, so 日 are calendar days. It has no counting rule of its own: that the
start day isn't counted and that a last day on a day off moves on is Civil Code Art. 201 and 203. That is an
analogy and not text, so the second is a setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from huiyin.rules.calendar import LOCAL, Calendar, DayFact, Reason, local_date

_ONE_DAY = timedelta(days=1)
#: The longest term that an assigner may set (T5), in days.
MOST_DAYS = 365


class Clock(StrEnum):
    """Which term."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6 = "T6"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


class Kind(StrEnum):
    """A duty is late when it is not done in time; a window is a right that lapses."""

    DUTY = "duty"
    WINDOW = "window"


class Party(StrEnum):
    """Whose term it is."""

    DEPARTMENT = "department"  # the petition department
    RECEIVING_ORGAN = "receiving_organ"  # another organ that a petitioner came to directly
    ADDRESSEE = "addressee"  # the organ a matter was forwarded or assigned to
    HANDLING_ORGAN = "handling_organ"  # the organ that owes the answer
    SENDER = "sender"  # who forwarded or assigned it
    DESK = "desk"  # who took the matter in: the department or the receiving organ


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One term.

    Its length is fixed by law (``length``), is a setting (``setting`` names the field of Terms), or neither: then
    it is given with the event. ``article`` is empty for the county's own terms, ``paragraph`` 0 where the article
    has but one. ``starts_on`` and ``stops_on`` are names of verbs; every verb in ``ENDS`` stops it besides.
    """

    code: Clock
    unit: Unit
    kind: Kind
    party: Party
    starts_on: frozenset[str]
    stops_on: frozenset[str]
    article: str = ""
    paragraph: int = 0
    length: int | None = None
    setting: str = ""


#: A matter joined to another, answered to everybody or closed owes nothing more under the terms that ran.
ENDS: frozenset[str] = frozenset({"link", "deliver", "close"})


def _verbs(names: str) -> frozenset[str]:
    return frozenset(names.split())


_RULES: tuple[ClockRule, ...] = (
    # register and pass on (or take, or decline) what the department received
    ClockRule(
        Clock.T1, Unit.DAYS, Kind.DUTY, Party.DEPARTMENT,
        _verbs("register"), _verbs("forward assign accept decline"),
        article="22", paragraph=1, length=15,
    ),
    # tell the petitioner in writing; not owed where name or address is unclear (the notice then says so)
    ClockRule(
        Clock.T2, Unit.DAYS, Kind.DUTY, Party.RECEIVING_ORGAN,
        _verbs("register"), _verbs("forward assign accept decline"),
        article="23", paragraph=2, length=15,
    ),
    # tell the petitioner in writing of receipt, route and procedure
    ClockRule(
        Clock.T3, Unit.DAYS, Kind.DUTY, Party.ADDRESSEE,
        _verbs("forward assign"), _verbs("notify agree_return"),
        article="23", paragraph=3, length=15,
    ),
    # may object that the matter isn't in its competence
    ClockRule(
        Clock.T4, Unit.WORKING_DAYS, Kind.WINDOW, Party.ADDRESSEE,
        _verbs("forward assign"), _verbs("object notify agree_return decline"),
        article="23", paragraph=3, length=5,
    ),
    # result and report within the term that the assigner set
    ClockRule(
        Clock.T5, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("assign"), _verbs("agree_return"),
        article="22(3)", paragraph=1,
    ),
    # finish a matter of Art. 31(6), from acceptance
    ClockRule(
        Clock.T6, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("accept notify"), frozenset(),
        article="34", length=60,
    ),
    # answer a suggestion, a tip-off or a mailbox letter: no term in the Regulation
    ClockRule(
        Clock.L1, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("accept notify"), frozenset(),
        setting="answer_days",
    ),
    # bring the issued answer to the petitioner
    ClockRule(
        Clock.L2, Unit.WORKING_DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("issue decline"), frozenset(),
        setting="deliver_working_days",
    ),
    # close once everybody is reached
    ClockRule(
        Clock.L3, Unit.WORKING_DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("deliver"), frozenset(),
        setting="close_working_days",
    ),
    # agree to a return or refuse it
    ClockRule(
        Clock.L4, Unit.WORKING_DAYS, Kind.DUTY, Party.SENDER,
        _verbs("object"), _verbs("agree_return refuse_return"),
        setting="objection_working_days",
    ),
    # send a reopened matter out again
    ClockRule(
        Clock.L5, Unit.DAYS, Kind.DUTY, Party.DESK,
        _verbs("reopen"), _verbs("forward assign accept decline"),
        setting="resend_days",
    ),
)  # fmt: skip

RULES: Mapping[Clock, ClockRule] = {rule.code: rule for rule in _RULES}


def _whole(default: int, most: int) -> int:
    """A whole number from 1 to ``most``."""
    value: int = field(default=default, metadata={"most": most})
    return value


@dataclass(frozen=True, slots=True)
class Terms:
    """What the county sets for itself.

    Days are calendar days unless the name says working days; shares are percent of the whole term. The defaults
    are our proposal, not law: the department has to confirm them.
    """

    answer_days: int = _whole(60, 365)  # L1
    deliver_working_days: int = _whole(10, 60)  # L2
    close_working_days: int = _whole(10, 60)  # L3
    objection_working_days: int = _whole(5, 30)  # L4
    resend_days: int = _whole(15, 60)  # L5
    roll_last_day: bool = True  # a last day on a day off moves to the next working day
    amber_percent: int = _whole(33, 99)  # amber from this share of the term left
    red_percent: int = _whole(10, 98)  # red from this one

    def __post_init__(self) -> None:
        for spec in fields(self):
            value = getattr(self, spec.name)
            if "most" not in spec.metadata:
                if type(value) is not bool:
                    raise ValueError(f"{spec.name} must be true or false: {value!r}")
            elif type(value) is not int or not 1 <= value <= spec.metadata["most"]:
                most = spec.metadata["most"]
                raise ValueError(f"{spec.name} must be a whole number from 1 to {most}: {value!r}")
        if self.red_percent >= self.amber_percent:
            shares = f"{self.red_percent}, {self.amber_percent}"
            raise ValueError(f"red_percent must be below amber_percent: {shares}")

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Terms:
        """Terms from settings by field name; what isn't named keeps its default.

        Refuses unknown names and bad values: whole numbers must be int, the switch bool, no text in their place.
        """
        unknown = sorted(values.keys() - {spec.name for spec in fields(cls)})
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        return cls(**values)


class Due(NamedTuple):
    """The last local day of a term, and whether a notice still to come may move it. A tuple: made in bulk."""

    due_on: date
    provisional: bool


def due_on(
    clock: Clock, start: datetime, *, calendar: Calendar, terms: Terms, days: int | None = None
) -> Due:
    """The last day of the term that began at ``start``; in time until that local day ends.

    ``days`` is the term of T5, set by the assigner (Art. 22(3)), and refused for any other clock. Refuses a
    ``start`` without time zone.
    """
    rule = RULES[clock]
    length = _length(rule, terms, days)
    first = local_date(start)
    if rule.unit is Unit.WORKING_DAYS:
        last = calendar.add_working_days(first, length)
        return Due(last, calendar.any_provisional(first + _ONE_DAY, last))
    last = _plus(first, length)
    if not terms.roll_last_day:
        return Due(last, False)
    rolled = calendar.working_day_from(last)
    return Due(rolled, calendar.any_provisional(last, rolled))


class StepCode(StrEnum):
    """One sentence of the explanation; its parameters are listed behind."""

    RULE = "rule"  # clock, kind, article, paragraph, length, unit, source: law, setting or given
    START = "start"  # day, at: the moment in local time
    START_NOT_COUNTED = "start_not_counted"  # day
    COUNTED = "counted"  # length, unit, day: the day that the count ends on
    WEEKENDS = "weekends"  # days: ordinary Saturdays and Sundays not counted
    DAYS_OFF = "days_off"  # first, last, days, reason, name: a run of days not counted
    WORKED = (
        "worked"  # first, last, days, reason, name: a run of days worked by a notice or the county's table
    )
    ROLLED = "rolled"  # from, to: the last day moved to the next working day
    NOT_ROLLED = "not_rolled"  # day, reason, name: the county leaves it there, though a day off
    PROVISIONAL = "provisional"  # day: the first day that a notice still to come may change
    DUE = "due"  # day, kind: the last day in time


@dataclass(frozen=True, slots=True)
class Step:
    """Data, no language: the desk and the portal have the sentences."""

    code: StepCode
    params: Mapping[str, str | int | date]


def explain(
    clock: Clock, start: datetime, *, calendar: Calendar, terms: Terms, days: int | None = None
) -> tuple[Step, ...]:
    """How ``due_on`` reaches its date, step by step; the last step is that date. Refuses what it refuses."""
    rule = RULES[clock]
    length = _length(rule, terms, days)
    first = local_date(start)
    due = due_on(clock, start, calendar=calendar, terms=terms, days=days)
    by_working_days = rule.unit is Unit.WORKING_DAYS
    counted_to = due.due_on if by_working_days else _plus(first, length)
    consulted = first + _ONE_DAY if by_working_days else counted_to
    steps = [
        _rule_step(rule, length),
        Step(StepCode.START, {"day": first, "at": start.astimezone(LOCAL)}),
        Step(StepCode.START_NOT_COUNTED, {"day": first}),
    ]
    counted = Step(StepCode.COUNTED, {"length": length, "unit": rule.unit.value, "day": counted_to})
    if by_working_days:
        steps += [*_unlike_plain_days(calendar, consulted, counted_to), counted]
    else:
        steps += [counted, *_last_day(calendar, terms, counted_to, due.due_on)]
    if due.provisional:
        unsure = next(day for day in _days(consulted, due.due_on) if calendar.is_provisional(day))
        steps.append(Step(StepCode.PROVISIONAL, {"day": unsure}))
    steps.append(Step(StepCode.DUE, {"day": due.due_on, "kind": rule.kind.value}))
    return tuple(steps)


def is_late(due_on: date, at: datetime) -> bool:
    """Whether the local day after the last one has begun."""
    return local_date(at) > due_on


def days_left(due_on: date, at: datetime) -> int:
    """Calendar days left: 0 on the last day, negative once late."""
    return (due_on - local_date(at)).days


class Light(StrEnum):
    """How near the end of a term is, for the eye."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def light(start: date, due_on: date, at: datetime, *, terms: Terms) -> Light:
    """Green, amber or red by the share of the term's calendar days left; red on the last day and when late."""
    whole, left = (due_on - start).days, days_left(due_on, at)
    if left * 100 <= whole * terms.red_percent:
        return Light.RED
    return Light.AMBER if left * 100 <= whole * terms.amber_percent else Light.GREEN


def _length(rule: ClockRule, terms: Terms, given: int | None) -> int:
    if rule.length is None and not rule.setting:
        if type(given) is not int or not 1 <= given <= MOST_DAYS:
            raise ValueError(f"{rule.code} needs a term of 1 to {MOST_DAYS} days: {given!r}")
        return given
    if given is not None:
        raise ValueError(f"{rule.code} has its own term, none is given with the event: {given!r}")
    return rule.length if rule.length is not None else getattr(terms, rule.setting)


def _plus(first: date, days: int) -> date:
    try:
        return first + timedelta(days=days)
    except OverflowError:
        raise ValueError(f"no calendar that far: {first} and {days} days") from None


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _rule_step(rule: ClockRule, length: int) -> Step:
    source = "setting" if rule.setting else "given" if rule.length is None else "law"
    return Step(
        StepCode.RULE,
        {
            "clock": rule.code.value,
            "kind": rule.kind.value,
            "article": rule.article,
            "paragraph": rule.paragraph,
            "length": length,
            "unit": rule.unit.value,
            "source": source,
        },
    )


def _last_day(calendar: Calendar, terms: Terms, last: date, due: date) -> list[Step]:
    """What became of the day that the calendar days end on."""
    if not terms.roll_last_day:
        fact = calendar.fact(last)
        stands = {"day": last, "reason": fact.reason.value, "name": fact.name}
        return [] if fact.working else [Step(StepCode.NOT_ROLLED, stands)]
    steps = _unlike_plain_days(calendar, last, due)
    if due != last:
        steps.append(Step(StepCode.ROLLED, {"from": last, "to": due}))
    return steps


def _unlike_plain_days(calendar: Calendar, first: date, last: date) -> list[Step]:
    """The days that aren't plain weekdays: ordinary weekend days as one sum, the others by name, run by run."""
    facts = [calendar.fact(day) for day in _days(first, last)]
    weekends = sum(fact.reason is Reason.WEEKEND for fact in facts)
    steps = [Step(StepCode.WEEKENDS, {"days": weekends})] if weekends else []
    for (working, reason, name), run in groupby(facts, key=_kind_of_day):
        if reason in (Reason.WEEKDAY, Reason.WEEKEND):
            continue
        days = [fact.day for fact in run]
        code = StepCode.WORKED if working else StepCode.DAYS_OFF
        params: dict[str, str | int | date] = {
            "first": days[0],
            "last": days[-1],
            "days": len(days),
            "reason": reason.value,
            "name": name,
        }
        steps.append(Step(code, params))
    return steps


def _kind_of_day(fact: DayFact) -> tuple[bool, Reason, str]:
    return fact.working, fact.reason, fact.name
