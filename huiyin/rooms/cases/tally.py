"""Figures for somebody: one period's petitions, cut by channel, category, town, unit and outcome, and which terms were kept.

Numbers and the rows behind them come from the same conditions, and both begin with ``petitions_for``: what the guard keeps from
a person is in no number of theirs, and a number that is opened shows exactly its rows. A request for review or recheck is no
new petition. Which terms were kept is told by the worst of a matter's clocks: late stays late whatever came after.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, reduce
from itertools import islice
from operator import add
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Coalesce

from huiyin.rooms.cases.counts import FIELDS, Counts
from huiyin.rooms.cases.figures import midnight, went_too_high
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.repeats import repeats_touching
from huiyin.rooms.cases.seeing import petitions_for
from huiyin.rooms.county.queries import counting_terms, subtree_codes, version
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rooms.kept import ASKED_FROM, ASKED_UNTIL, KeptSpans, Span
from huiyin.rules.periods import PeriodKind, whole
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
    """Done in time, done late, over and not done, running: by the term that tells (``rules.terms_kept``)."""
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
class Tally:
    """The figures of one question: the whole, and summed up by each cut, the codes with most petitions first."""

    total: Counts
    cuts: Mapping[Cut, Mapping[str, Counts]]


#: Petitions by each cut, the codes with most first.
Pieces = Mapping[Cut, Mapping[str, int]]


def tally(who: Actor, asked: Asked, *, today: date) -> Tally:
    """The figures of what the person may see. One statement: each petition is read once, and summed up by each cut."""
    counted = _counted(asked_rows(who, asked).values_list(*_CODES, "persons", _marks(today)))
    cuts, line = {}, cache(_line)
    for cut, found in counted.items():
        sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(FIELDS))
        for (code, *what), n in found.items():
            sums[code] = [old + n * one for old, one in zip(sums[code], line(*what), strict=True)]
        listed = {code: Counts(*numbers) for code, numbers in sums.items()}
        cuts[cut] = dict(sorted(listed.items(), key=lambda pair: (-pair[1].pieces, pair[0])))
    return Tally(sum(cuts[Cut.CHANNEL].values(), Counts()), cuts)


def pieces(who: Actor, asked: Asked) -> Pieces:
    """How many petitions there are, by each cut alone: what stands beside a tally of another time. One statement."""
    counted = _counted(asked_rows(who, asked).values_list(*_CODES))
    return {
        cut: dict(sorted(((code, n) for (code,), n in found.items()), key=lambda pair: (-pair[1], pair[0])))
        for cut, found in counted.items()
    }


def _counted(rows: QuerySet[Petition, Any]) -> Mapping[Cut, Counter[tuple[Any, ...]]]:
    """How often each code of a cut stands in the rows together with what follows the codes; so many rows are held at once.

    Not by the database: it would sort the rows anew for each cut.
    """
    towns = town_of()
    found = {cut: Counter[tuple[Any, ...]]() for cut in Cut}
    read = rows.order_by().iterator(chunk_size=_AT_ONCE)
    while some := list(islice(read, _AT_ONCE)):
        columns = list(zip(*some, strict=True))
        codes, rest = columns[: len(Cut)], columns[len(Cut) :]
        for cut, column in zip(Cut, codes, strict=True):
            told = {code: _told(cut, code, towns) for code in set(column)}
            found[cut].update(zip(map(told.__getitem__, column), *rest, strict=True))
    return found


def _told(cut: Cut, code: str, towns: Mapping[str, str]) -> str:
    """The code by which a sum is told: of a place its town, of a category its field."""
    if cut is Cut.TOWN:
        return towns.get(code, NONE)
    return field_of(code) if cut is Cut.CATEGORY else code or NONE


#: The codes of each petition, in the order of ``Cut``; so many petitions are held at once.
_CODES = (
    "channel", "matter__category", "matter__place", Coalesce("matter__holder_id", "matter__desk_id"), "matter__outcome",
)  # fmt: skip
_AT_ONCE = 2_000
#: What is asked of each petition by its condition: a bit each, in this order. The fields of ``Counts`` bear the same names.
_MARKED = tuple(measure for measure in Measure if measure.value in FIELDS and measure is not Measure.PIECES)


def _marks(today: date) -> Combinable:
    """Which of the conditions hold of a petition, as one number."""
    conditions = _conditions(today)
    bits = (
        Case(When(conditions[measure], then=Value(1 << n)), default=Value(0), output_field=IntegerField())
        for n, measure in enumerate(_MARKED)
    )
    return reduce(add, bits)


def _line(persons: int, marks: int) -> tuple[int, ...]:
    """What one petition adds to each field of ``Counts``."""
    found = {measure.value: marks >> n & 1 for n, measure in enumerate(_MARKED)}
    found |= {
        "pieces": 1, "persons": persons, "visitors": persons * found[Measure.BATCHES],
        "collective_persons": persons * found[Measure.COLLECTIVE],
    }  # fmt: skip
    return tuple(found[name] for name in FIELDS)


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
    months = _months(asked)
    counted = _by_span(who, _whenever(asked), version(), spans=list(months.values()))
    return {
        month: (n, people) for month, found in zip(months, counted, strict=True) for n, people in found if n
    }


def topics(who: Actor, asked: Asked) -> dict[tuple[str, str], int]:
    """Petitions by field and town at once. One statement."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    places = town_of()
    (counted,) = _by_place(who, _whenever(asked), version(), spans=[_span(asked.first, asked.last)])
    for category, place, n in counted:
        found[field_of(category), places.get(place, NONE)] += n
    return found


def topics_by_month(who: Actor, asked: Asked) -> dict[tuple[str, str], int]:
    """Petitions by field and month, as ``2026-11``, at once. One statement."""
    months = _months(asked)
    found: dict[tuple[str, str], int] = defaultdict(int)
    counted = _by_category(who, _whenever(asked), version(), spans=list(months.values()))
    for month, rows in zip(months, counted, strict=True):
        for category, n in rows:
            found[field_of(category), month] += n
    return found


def _months(asked: Asked) -> dict[str, Span]:
    """What is asked, cut at the ends of months."""
    found, month = {}, whole(PeriodKind.MONTH, asked.first)
    while month.first <= asked.last:
        found[month.name] = _span(max(asked.first, month.first), min(asked.last, month.last))
        month = month.after
    return found


def _span(first: date, last: date) -> Span:
    return midnight(first), midnight(last + timedelta(days=1))


def _whenever(asked: Asked) -> Asked:
    """The same question without its days."""
    return replace(asked, first=date.min, last=date.min)


def _in_span(who: Actor, asked: Asked, *columns: str) -> QuerySet[Petition, Any]:
    """The same rows as ``asked_rows``, received in a span; grouped by these columns, as one row without any."""
    rows = narrowed_rows(who, asked).filter(received_at__gte=ASKED_FROM, received_at__lt=ASKED_UNTIL)
    named: dict[str, F | Value] = {column.removeprefix("matter__"): F(column) for column in columns}
    named = named or {"all": Value(1)}
    return rows.values(**named).annotate(n=Count("*"), people=Sum("persons"))


_by_span = KeptSpans(lambda who, asked, _county: _in_span(who, asked), "n", "people")
_by_category = KeptSpans(
    lambda who, asked, _county: _in_span(who, asked, "matter__category"), "category", "n"
)
_by_place = KeptSpans(
    lambda who, asked, _county: _in_span(who, asked, "matter__category", "matter__place"), "category", "place", "n"
)  # fmt: skip


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
        repeated = Q(number__in=these(_repeated(rows)))
        return rows.filter(repeated if measure is Measure.REPEATS else ~repeated)
    return rows.filter(_conditions(today)[measure])


def these(numbers: Iterable[str]) -> RawSQL:
    """These numbers for ``number__in``, as one parameter: a statement takes only so many, and a period may have more."""
    postgresql = connection.vendor == "postgresql"
    read = "SELECT json_array_elements_text(%s::json)" if postgresql else "SELECT value FROM json_each(%s)"
    return RawSQL(read, (json.dumps(list(numbers)),))  # noqa: S611  our own words


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
