"""Figures for somebody: one period's petitions, cut by channel, category, town, unit and outcome, and which terms were kept.

Numbers and the rows behind them come from the same conditions, and both begin with ``petitions_for``: what the guard keeps from
a person is in no number of theirs, and a number that is opened shows exactly its rows. A request for review or recheck is no
new petition. Which terms were kept is told by the worst of a matter's clocks: late stays late whatever came after.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial, reduce
from operator import add
from struct import Struct
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable

from huiyin.rooms.cases.asked import (
    NONE,
    UNIT,
    Asked,
    asked_rows,
    field_of,
    moments,
    narrowed_rows,
    received,
    these,
    town_of,
)
from huiyin.rooms.cases.counts import FIELDS, Counts
from huiyin.rooms.cases.figures import went_too_high
from huiyin.rooms.cases.models import FROM_INDEX, Petition
from huiyin.rooms.cases.repeats import SEVERAL, repeated_among, several
from huiyin.rooms.cases.satisfaction import Ratings, lines, told
from huiyin.rooms.cases.visits import alone, people, visits
from huiyin.rooms.county.queries import counting_terms, version
from huiyin.rooms.kept import (
    ASKED_FROM,
    ASKED_PAST,
    ASKED_SINCE,
    ASKED_UNTIL,
    KeptSpans,
    KeptValues,
)
from huiyin.rules.periods import Period
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Channel, Status


class Measure(StrEnum):
    """What of a period's petitions is counted."""

    PIECES = "pieces"
    PERSONS = "persons"  # the petitions whose people are counted: of one visit one
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
    ACCEPT_DUE = "accept_due"  # in time, late or overdue
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    ANSWER_OVERDUE = "answer_overdue"
    ANSWER_WAITING = "answer_waiting"
    ANSWER_MISSED = "answer_missed"
    ANSWER_DUE = "answer_due"


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
    accept, answer = _stands("accept", today), _stands("answer", today)
    return {
        Measure.PIECES: Q(),
        Measure.PERSONS: alone(),
        Measure.BATCHES: visits(),
        Measure.COLLECTIVE: visits() & Q(persons__gte=counting_terms().collective_from),
        Measure.OVERSTEPPED: went_too_high(),
        Measure.DONE: Q(matter__status=Status.CLOSED.value),
        Measure.OPEN: ~Q(matter__status=Status.CLOSED.value),
        Measure.ACCEPTED: accept[0], Measure.ACCEPTED_LATE: accept[1], Measure.ACCEPT_OVERDUE: accept[2],
        Measure.ACCEPT_WAITING: accept[3], Measure.ACCEPT_MISSED: accept[1] | accept[2],
        Measure.ACCEPT_DUE: accept[0] | accept[1] | accept[2],
        Measure.ANSWERED: answer[0], Measure.ANSWERED_LATE: answer[1], Measure.ANSWER_OVERDUE: answer[2],
        Measure.ANSWER_WAITING: answer[3], Measure.ANSWER_MISSED: answer[1] | answer[2],
        Measure.ANSWER_DUE: answer[0] | answer[1] | answer[2] | answer[3],
    }  # fmt: skip


class Cut(StrEnum):
    """By what the petitions are told apart; the values are fields of ``Asked``."""

    CHANNEL = "channel"
    CATEGORY = "category"
    TOWN = "town"
    UNIT = "unit"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one question: the whole, and summed up by each cut, the codes with most petitions first.

    ``months``: petitions and people in them of each month that was asked for as a whole, as ``2026-11``.
    """

    total: Counts
    cuts: Mapping[Cut, Mapping[str, Counts]]
    months: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Petitions alone, by each cut, the codes with most first; of them ``batches`` visits; ``months`` as in ``Tally``."""

    cuts: Mapping[Cut, Mapping[str, int]]
    months: Mapping[str, int]
    batches: int = 0


def tally(who: Actor, asked: Asked, *, today: date) -> Tally:
    """The figures of what the person may see. One statement: each petition is read once, and summed up by each cut."""
    months: dict[str, tuple[int, int]] = {}
    read = _marked(who, asked.whenever, version(), today, spans=asked.spans)
    counted = {cut: Counter[tuple[str, int]]() for cut in Cut}
    for month, (*codes, marks) in zip(asked.months, read, strict=True):
        for cut, column in zip(Cut, codes, strict=True):
            counted[cut].update(zip(column, marks, strict=True))
        if asked.holds(month):
            months[month.name] = len(marks), sum(one >> len(_MARKED) for one in marks)
    cuts = {}
    for cut, found in counted.items():
        sums: dict[str, int] = defaultdict(int)
        for (code, what), n in found.items():
            sums[code] += n * _line(what)
        listed = {code: _unpacked(one) for code, one in _by_told(cut, sums).items()}
        cuts[cut] = dict(sorted(listed.items(), key=lambda pair: (-pair[1].pieces, pair[0])))
    return Tally(sum(cuts[Cut.CHANNEL].values(), Counts()), cuts, months)


def pieces(who: Actor, asked: Asked) -> Pieces:
    """How many petitions there are, by each cut alone: what stands beside a tally of another time. One statement."""
    months: dict[str, int] = {}
    read = _coded(who, asked.whenever, version(), spans=asked.spans)
    counted = {cut: Counter[str]() for cut in Cut}
    for month, codes in zip(asked.months, read, strict=True):
        for cut, column in zip(Cut, codes, strict=True):
            counted[cut].update(column)
        if asked.holds(month):
            months[month.name] = len(codes[0])
    cuts = {
        cut: dict(sorted(_by_told(cut, found).items(), key=lambda pair: (-pair[1], pair[0])))
        for cut, found in counted.items()
    }
    return Pieces(cuts, months, counted[Cut.CHANNEL][Channel.VISIT.value])


def _by_told(cut: Cut, sums: Mapping[str, int]) -> dict[str, int]:
    """The same by the codes that sums are told by: of places their town, of categories their field."""
    towns, found = town_of(), defaultdict[str, int](int)
    for code, n in sums.items():
        found[_called(cut, code, towns)] += n
    return found


def _called(cut: Cut, code: str, towns: Mapping[str, str]) -> str:
    """The code by which a sum is told: of a place its town, of a category its field."""
    if cut is Cut.TOWN:
        return towns.get(code, NONE)
    if cut is Cut.CHANNEL and code == _AGAIN:
        return Channel.VISIT.value
    return field_of(code) if cut is Cut.CATEGORY else code or NONE


#: What is asked of each petition by its condition: a bit each, in this order. The fields of ``Counts`` bear the same names.
_MARKED = tuple(
    measure
    for measure in Measure
    if measure.value in FIELDS and measure not in (Measure.PIECES, Measure.PERSONS)
)
#: Of these one at most holds of a petition.
_ONE_OF = (
    (Measure.ACCEPTED, Measure.ACCEPTED_LATE, Measure.ACCEPT_OVERDUE, Measure.ACCEPT_WAITING),
    (Measure.ANSWERED, Measure.ANSWERED_LATE, Measure.ANSWER_OVERDUE, Measure.ANSWER_WAITING),
)


def _marks(today: date) -> Combinable:
    """Which of the conditions hold of a petition, as one number, and above them how many people stand in it."""
    conditions = _conditions(today)
    grouped = {measure for group in _ONE_OF for measure in group}
    bits = (
        Case(
            *(When(conditions[measure], then=Value(1 << _MARKED.index(measure))) for measure in group),
            default=Value(0), output_field=IntegerField(),
        )
        for group in (*_ONE_OF, *((one,) for one in _MARKED if one not in grouped))
    )  # fmt: skip
    return reduce(add, bits, people() * Value(1 << len(_MARKED)))


#: The sums of one code are one whole number, so many bits to each field of ``Counts``: added up in one go.
_BITS = 64
_FIELDS = Struct(f"<{len(FIELDS)}Q")


@lru_cache(maxsize=4_096)
def _line(what: int) -> int:
    """What one petition adds to the sums, by its ``_marks``."""
    persons, marks = what >> len(_MARKED), what & (1 << len(_MARKED)) - 1
    found = {measure.value: marks >> n & 1 for n, measure in enumerate(_MARKED)}
    found |= {
        "pieces": 1, "persons": persons, "visitors": persons * found[Measure.BATCHES],
        "collective_persons": persons * found[Measure.COLLECTIVE],
    }  # fmt: skip
    return sum(found[name] << n * _BITS for n, name in enumerate(FIELDS))


def _unpacked(sums: int) -> Counts:
    return Counts(*_FIELDS.unpack(sums.to_bytes(_FIELDS.size, "little")))


def repeats_by_channel(who: Actor, asked: Asked) -> Mapping[str, int]:
    """How many of them are repeats (重件), by channel; whether one is, is asked of its whole matter. At most three queries.

    None in a matter in which who speaks isn't the person's to know: it would tell them that two petitions are one person's.
    """
    (columns,) = _several(who, asked.whenever, version(), spans=[asked.span])
    return Counter(repeated_among(zip(*columns, strict=True), who=who).values())


def rated(who: Actor, asked: Asked) -> tuple[Ratings, Ratings]:
    """``ratings`` of these petitions: what is said where the answer arrived on these days. One statement."""
    since, past = asked.span
    return lines(_told(who, asked.whenever, version(), since=since, past=past))


def by_month(
    who: Actor,
    asked: Asked,
    months: Sequence[Period],
    *,
    known: Mapping[str, tuple[int, int]] | None = None,
    people: bool = True,
) -> dict[str, tuple[int, int]]:
    """Petitions and people in them of other months, otherwise as asked, by the month's name. One statement at most.

    ``known``: what needn't be asked again, since a tally has counted it. Without ``people`` theirs are left at 0.
    """
    known = known or {}
    wanted = [one for one in months if one.name not in known]
    spans = [moments(one.first, one.last) for one in wanted]
    read = (_by_month if people else _pieces_by_month)(who, asked.whenever, version(), spans=spans)
    found = {
        month.name: (sum(n), sum(map(sum, more))) for month, (n, *more) in zip(wanted, read, strict=True)
    }
    return {**known, **found}


def counted(now: Tally, before: Pieces) -> dict[str, tuple[int, int]]:
    """The months that these two have counted, as ``by_month`` knows them; of the time before the people aren't told."""
    return {**{month: (n, 0) for month, n in before.months.items()}, **now.months}


def by_channel(who: Actor, asked: Asked) -> dict[str, int]:
    """Petitions by channel alone. One statement."""
    (columns,) = _by_channel(who, asked.whenever, version(), spans=[asked.span])
    return dict(zip(*columns, strict=True))


def topics(who: Actor, asked: Asked) -> dict[tuple[str, str], int]:
    """Petitions by field and town at once. One statement."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    places = town_of()
    for columns in _by_place(who, asked.whenever, version(), spans=[asked.span]):
        for (category, place), n in Counter(zip(*columns, strict=True)).items():
            found[field_of(category), places.get(place, NONE)] += n
    return found


def topics_by_month(who: Actor, asked: Asked) -> dict[tuple[str, str], int]:
    """Petitions by field and month, as ``2026-11``, at once. One statement."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    counted = _by_category(who, asked.whenever, version(), spans=asked.spans)
    for month, (categories,) in zip([one.name for one in asked.months], counted, strict=True):
        for category, n in Counter(categories).items():
            found[field_of(category), month] += n
    return found


# -- the questions, their SQL made once -------------------------------------------------------------------------------------


def _came(who: Actor, asked: Asked) -> QuerySet[Petition]:
    """The same rows as ``asked_rows``, received in a span."""
    return received(narrowed_rows(who, asked), ASKED_FROM, ASKED_UNTIL)


def _summed(rows: QuerySet[Petition], *columns: str) -> QuerySet[Petition, Any]:
    """How many there are and how many people in them, by these columns; as one row without any."""
    grouped = rows.values(*columns) if columns else rows.values(all=Value(1))
    return grouped.annotate(n=Count("*"), people=Sum(people(), default=0))


#: The codes of each petition, in the order of ``Cut``.
_CODES = ("channel", "matter__category", "matter__place", "handler", "matter__outcome")
#: Of a matter they ask nothing that doesn't stand in this index.
_spans = partial(KeptSpans, joined_by=FROM_INDEX)
#: What stands for the channel of a visit's further matters.
_AGAIN = "visit+"
_coded = _spans(
    lambda who, asked, _county: _came(who, asked).annotate(
        handler=UNIT, came=Case(When(alone(), then=F("channel")), default=Value(_AGAIN))
    ),
    "came", *_CODES[1:],
)  # fmt: skip
_marked = _spans(
    lambda who, asked, _county, today: _came(who, asked).annotate(handler=UNIT, marks=_marks(today)),
    *_CODES, "marks",
)  # fmt: skip
_by_month = _spans(lambda who, asked, _county: _summed(_came(who, asked)), "n", "people")
_pieces_by_month = _spans(
    lambda who, asked, _county: _came(who, asked).values(all=Value(1)).annotate(n=Count("*")), "n"
)
_by_channel = _spans(lambda who, asked, _county: _summed(_came(who, asked), "channel"), "channel", "n")
# counted here: grouping them costs SQLite more than handing them out
_by_category = _spans(lambda who, asked, _county: _came(who, asked), "matter__category")
_by_place = _spans(lambda who, asked, _county: _came(who, asked), "matter__category", "matter__place")
_several = _spans(lambda who, asked, _county: several(_came(who, asked)), *SEVERAL)
_told = KeptValues(
    lambda who, asked, _county: told(narrowed_rows(who, asked), ASKED_SINCE, ASKED_PAST),
    joined_by=FROM_INDEX,
)


# -- the rows behind a number -----------------------------------------------------------------------------------------------


def behind(who: Actor, asked: Asked, measure: Measure, *, today: date) -> QuerySet[Petition]:
    """The rows of one number, in no order."""
    rows = asked_rows(who, asked)
    if measure in (Measure.REPEATS, Measure.FIRST):
        repeated = Q(number__in=these(repeated_among(several(rows).values_list(*SEVERAL), who=who)))
        return rows.filter(repeated if measure is Measure.REPEATS else ~repeated)
    return rows.filter(_conditions(today)[measure])
