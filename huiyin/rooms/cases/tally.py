"""Figures for somebody: one period's petitions, cut by channel, category, town, unit and outcome, and which terms were kept.

Numbers and the rows behind them come from the same conditions, and both begin with ``petitions_for``: what the guard keeps from
a person is in no number of theirs, and a number that is opened shows exactly its rows. A request for review or recheck is no
new petition. Which terms were kept is told by the worst of a matter's clocks: late stays late whatever came after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, Count, F, Func, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from huiyin.rooms.cases.figures import midnight, went_too_high
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.repeats import repeats_touching
from huiyin.rooms.cases.seeing import petitions_for
from huiyin.rooms.county.queries import counting_terms, subtree_codes
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rules.counting import Share, acceptance_share, answer_share
from huiyin.rules.roles import Actor
from huiyin.rules.units import PLACES, UnitKind
from huiyin.rules.vocabulary import Channel, Status

#: What stands for "none" where a petition has no category, or no place in a town.
NONE = "-"
_HEADS = PLACES - {UnitKind.VILLAGE, UnitKind.COMMUNITY}


class Measure(StrEnum):
    """What of a period's petitions is counted."""

    PIECES = "pieces"
    BATCHES = "batches"
    COLLECTIVE = "collective"
    OVERSTEPPED = "overstepped"
    DONE = "done"
    OPEN = "open"
    FIRST = "first"
    REPEATS = "repeats"
    ACCEPTED = "accepted"
    ACCEPTED_LATE = "accepted_late"
    ACCEPT_OVERDUE = "accept_overdue"
    ACCEPT_WAITING = "accept_waiting"
    ACCEPT_MISSED = "accept_missed"  # late or overdue
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    ANSWER_OVERDUE = "answer_overdue"
    ANSWER_WAITING = "answer_waiting"
    ANSWER_MISSED = "answer_missed"


def _stands(prefix: str, today: date) -> tuple[Q, Q, Q, Q]:
    """Done in time, done late, over and not done, running: by the term that tells (``rules.kept``)."""
    due, done = f"matter__{prefix}_due", f"matter__{prefix}_done"
    ended = Q(**{f"{done}__isnull": False})
    return (
        ended & Q(**{f"{done}__lte": F(due)}),
        ended & Q(**{f"{done}__gt": F(due)}),
        Q(**{f"{done}__isnull": True, f"{due}__lt": today}),
        Q(**{f"{done}__isnull": True, f"{due}__gte": today}),
    )


def _conditions(today: date) -> Mapping[Measure, Q]:
    """What makes a petition one of this number; all numbers but the repeats, which are asked of whole matters."""
    visit = Q(channel=Channel.VISIT.value)
    accept, answer = _stands("accept", today), _stands("answer", today)
    return {
        Measure.PIECES: Q(),
        Measure.BATCHES: visit,
        Measure.COLLECTIVE: visit & Q(persons__gte=counting_terms().collective_from),
        Measure.OVERSTEPPED: went_too_high(),
        Measure.DONE: Q(matter__status=Status.CLOSED.value),
        Measure.OPEN: ~Q(matter__status=Status.CLOSED.value),
        Measure.ACCEPTED: accept[0], Measure.ACCEPTED_LATE: accept[1], Measure.ACCEPT_OVERDUE: accept[2],
        Measure.ACCEPT_WAITING: accept[3], Measure.ACCEPT_MISSED: accept[1] | accept[2],
        Measure.ANSWERED: answer[0], Measure.ANSWERED_LATE: answer[1], Measure.ANSWER_OVERDUE: answer[2],
        Measure.ANSWER_WAITING: answer[3], Measure.ANSWER_MISSED: answer[1] | answer[2],
    }  # fmt: skip


class Cut(StrEnum):
    """By what the petitions are told apart; the values are fields of ``Asked``."""

    CHANNEL = "channel"
    CATEGORY = "category"
    TOWN = "town"
    UNIT = "unit"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which petitions: received on these days, both included; whatever is empty doesn't narrow.

    ``category`` is a field's code (040000), ``town`` a town's or street's, ``NONE`` for those without; ``unit`` is who holds
    the matter, its desk where nobody does; ``outcome`` that of the matter.
    """

    first: date
    last: date
    channel: str = ""
    category: str = ""
    town: str = ""
    unit: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """So many: petitions, of them visits, people in them, collective visits, too high, done; and how their terms stand."""

    pieces: int = 0
    persons: int = 0
    batches: int = 0
    visitors: int = 0
    collective: int = 0
    collective_persons: int = 0
    overstepped: int = 0
    done: int = 0
    accepted: int = 0
    accepted_late: int = 0
    accept_overdue: int = 0
    accept_waiting: int = 0
    answered: int = 0
    answered_late: int = 0
    answer_overdue: int = 0
    answer_waiting: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in _FIELDS))

    @property
    def open(self) -> int:
        """Whose matter hasn't ended."""
        return self.pieces - self.done

    @property
    def accept_missed(self) -> int:
        """Taken up late, or overdue."""
        return self.accepted_late + self.accept_overdue

    @property
    def answer_missed(self) -> int:
        """Answered late, or overdue."""
        return self.answered_late + self.answer_overdue

    @property
    def part_done(self) -> Share:
        """办结率."""
        return Share(self.done, self.pieces)

    @property
    def part_accepted(self) -> Share:
        """及时受理率: of what was due."""
        return acceptance_share(self.accepted, self.accepted_late, self.accept_overdue)

    @property
    def part_answered(self) -> Share:
        """按期答复率, by the formula of the field: what isn't due yet counts in the whole."""
        return answer_share(self.answered, self.answered_late, self.answer_waiting, self.answer_overdue)


_FIELDS = tuple(spec.name for spec in fields(Counts))


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one question: the whole, and summed up by each cut, the codes with most petitions first."""

    total: Counts
    cuts: Mapping[Cut, Mapping[str, Counts]]


def tally(who: Actor, asked: Asked, *, today: date) -> Tally:
    """The figures of what the person may see. One statement: the rows are gone through once, then summed up by each cut."""
    try:
        text, params = _faced(asked_rows(who, asked), today).query.sql_with_params()
    except EmptyResultSet:
        return Tally(Counts(), {cut: {} for cut in Cut})
    sums = ", ".join(f"{_SUMS[name]} AS {name}" for name in _FIELDS)
    parts = (f"SELECT '{cut}', of_{cut}, {sums} FROM base GROUP BY of_{cut}" for cut in Cut)  # noqa: S608  our own names
    with connection.cursor() as cursor:
        cursor.execute(f"WITH base AS MATERIALIZED ({text}) {' UNION ALL '.join(parts)}", params)
        rows = cursor.fetchall()
    towns, found = town_of(), {cut: defaultdict[str, Counts](Counts) for cut in Cut}
    for cut, code, *numbers in rows:
        found[Cut(cut)][_told(Cut(cut), code, towns)] += Counts(*map(int, numbers))
    cuts = {
        cut: dict(sorted(listed.items(), key=lambda pair: (-pair[1].pieces, pair[0])))
        for cut, listed in found.items()
    }
    return Tally(sum(cuts[Cut.CHANNEL].values(), Counts()), cuts)


def _told(cut: Cut, code: str, towns: Mapping[str, str]) -> str:
    """The code by which a sum is told: of a place its town, of a category its field."""
    if cut is Cut.TOWN:
        return towns.get(code, NONE)
    return field_of(code) if cut is Cut.CATEGORY else code or NONE


def _faced(rows: QuerySet[Petition], today: date) -> QuerySet[Petition, Any]:
    """What is summed up of each petition."""
    conditions = _conditions(today)
    given = {
        "of_channel": F("channel"), "of_category": F("matter__category"), "of_town": F("matter__place"),
        "of_unit": Coalesce(F("matter__holder_id"), F("matter__desk_id")), "of_outcome": F("matter__outcome"),
        "people": F("persons"), **{f"is_{measure}": _one(conditions[measure]) for measure in _SUMMED},
    }  # fmt: skip
    return rows.order_by().values(**given)


def _one(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


#: What is counted of the petitions; the fields of ``Counts`` bear the same names.
_SUMMED = tuple(measure for measure in Measure if measure.value in _FIELDS and measure is not Measure.PIECES)
_SUMS: Mapping[str, str] = {
    "pieces": "COUNT(*)", "persons": "SUM(people)", "visitors": "SUM(people * is_batches)",
    "collective_persons": "SUM(people * is_collective)", **{measure.value: f"SUM(is_{measure})" for measure in _SUMMED},
}  # fmt: skip


def repeats_by_channel(who: Actor, asked: Asked) -> Mapping[str, int]:
    """How many of them are repeats (重件), by channel; whether one is, is asked of its whole matter. Three queries."""
    found: dict[str, int] = defaultdict(int)
    for channel in _repeated(asked_rows(who, asked)).values():
        found[channel] += 1
    return found


def _repeated(rows: QuerySet[Petition]) -> dict[str, str]:
    """The repeats among these, with the channel of each."""
    several = dict(rows.filter(matter__petitions_count__gt=1).order_by().values_list("number", "channel"))
    return (
        {one.key: several[one.key] for one in repeats_touching(rows) if one.key in several} if several else {}
    )


def by_month(who: Actor, asked: Asked) -> dict[str, tuple[int, int]]:
    """Petitions and people in them by month, as ``2026-11``; months without any aren't named. One statement."""
    rows = asked_rows(who, asked).order_by().annotate(month=_Month("received_at")).values_list("month")
    return {month: (n, people) for month, n, people in rows.annotate(n=Count("*"), people=Sum("persons"))}


def topics(who: Actor, asked: Asked) -> dict[tuple[str, str], int]:
    """Petitions by field and town at once. One statement."""
    rows = asked_rows(who, asked).order_by().values_list("matter__category", "matter__place")
    found: dict[tuple[str, str], int] = defaultdict(int)
    places = town_of()
    for category, place, n in rows.annotate(n=Count("*")):
        found[field_of(category), places.get(place, NONE)] += n
    return found


def topics_by_month(who: Actor, asked: Asked) -> dict[tuple[str, str], int]:
    """Petitions by field and month, as ``2026-11``, at once. One statement."""
    rows = asked_rows(who, asked).order_by().annotate(month=_Month("received_at"))
    found: dict[tuple[str, str], int] = defaultdict(int)
    for category, month, n in rows.values_list("matter__category", "month").annotate(n=Count("*")):
        found[field_of(category), month] += n
    return found


# -- the one condition ------------------------------------------------------------------------------------------------------


def asked_rows(who: Actor, asked: Asked) -> QuerySet[Petition]:
    """The petitions that are asked for, of those that the person may have counted for them."""
    return narrowed_rows(who, asked).filter(
        received_at__gte=midnight(asked.first), received_at__lt=midnight(asked.last + timedelta(days=1))
    )  # fmt: skip


def narrowed_rows(who: Actor, asked: Asked) -> QuerySet[Petition]:
    """The same of all times: what else is asked, without the days."""
    channels = (
        [asked.channel] if asked.channel else [one.value for one in Channel]
    )  # the index begins with it
    rows = petitions_for(who).filter(channel__in=channels).exclude(matter__in=_reviews())
    return rows.filter(_narrowed(asked))


def _reviews() -> QuerySet[Matter, Any]:
    """Reviews and rechecks. The empty text stands in the statement itself, so that the index of these few fits."""
    return Matter.objects.filter(~Q(about=RawSQL("''", ()))).values("pk")


def _narrowed(asked: Asked) -> Q:
    found = Q()
    if asked.category:
        found &= (
            Q(matter__category="")
            if asked.category == NONE
            else Q(matter__category__startswith=asked.category[:2])
        )
    if asked.town == NONE:
        found &= ~Q(matter__place__in=sorted(town_of()))
    elif asked.town:
        found &= Q(matter__place__in=subtree_codes(asked.town))
    if asked.unit:
        found &= Q(matter__holder=asked.unit) | Q(matter__holder=None, matter__desk=asked.unit)
    if asked.outcome:
        found &= Q(matter__outcome="" if asked.outcome == NONE else asked.outcome)
    return found


def behind(who: Actor, asked: Asked, measure: Measure, *, today: date) -> QuerySet[Petition]:
    """The rows of one number, in no order."""
    rows = asked_rows(who, asked)
    if measure in (Measure.REPEATS, Measure.FIRST):
        repeated = Q(number__in=list(_repeated(rows)))
        return rows.filter(repeated if measure is Measure.REPEATS else ~repeated)
    return rows.filter(_conditions(today)[measure])


class _Month(Func):
    """The local month of a moment, as ``2026-11``."""

    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite's own function: Django's is one in Python, called for every row."""
        return super().as_sql(
            compiler, connection, template="strftime('%%%%Y-%%%%m', %(expressions)s, '+8 hours')", **extra
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same there."""
        template = "to_char(%(expressions)s AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"
        return super().as_sql(compiler, connection, template=template, **extra)


# -- codes ------------------------------------------------------------------------------------------------------------------


def field_of(category: str) -> str:
    """The field of a category: the first two figures of its code stand for it."""
    return f"{category[:2]}0000" if category else NONE


def town_of() -> Mapping[str, str]:
    """Each place's town or street, closed places too; a town's own is itself."""
    known = snapshot()

    def made() -> Mapping[str, str]:
        places = (unit for unit in known.units.values() if unit.kind in PLACES)
        return {unit.code: unit.code if unit.kind in _HEADS else unit.parent for unit in places}

    found: Mapping[str, str] = known.kept(("town_of",), made)
    return found
