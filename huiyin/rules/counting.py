"""How petitions are counted: pieces, batches, persons, repeats, levels, and the rates that are made of counts.

Pure arithmetic. Where the Regulation is silent the practice of the field is followed and said so. A share is never given
without the two numbers that it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from huiyin.rules.fields import Refused
from huiyin.rules.ranges import insist_on_whole
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Channel

# -- pieces, batches, persons -------------------------------------------------------------------------------------

#: From so many people on a visit is called collective (集体访). A county may set it; five by practice. Not the limit of five
#: representatives (``huiyin.rules.groups``).
COLLECTIVE_FROM = 5
MOST_COLLECTIVE_FROM = 1_000


@dataclass(frozen=True, slots=True)
class CountingTerms:
    """What a county sets for its counting: ``collective_from``, in people. Refuses (ValueError) what is no such number."""

    collective_from: int = COLLECTIVE_FROM

    def __post_init__(self) -> None:
        insist_on_whole("collective_from", self.collective_from, least=2, most=MOST_COLLECTIVE_FROM)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> CountingTerms:
        """From settings by field name; what isn't named keeps its default. Refuses unknown names and bad values."""
        unknown = sorted(values.keys() - {spec.name for spec in fields(cls)})
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        return cls(**values)


class DateBasis(StrEnum):
    """Which day decides whether a petition falls into a period; the values are the names of the dates."""

    RECEIVED = "received_at"  # 信访日期: when it was brought, sent or said
    REGISTERED = "registered_at"  # 登记日期: when it was taken down
    EXCHANGED = "exchanged_at"  # 交换日期: when it was passed on between systems; only transfers have one


@dataclass(frozen=True, slots=True)
class Counts:
    """``pieces`` (件次), ``batches`` (批次: visits only), ``persons`` (人次: each time counted), and the collective visits."""

    pieces: int = 0
    batches: int = 0
    persons: int = 0
    collective: int = 0
    collective_persons: int = 0


def is_collective(persons: int, least: int = COLLECTIVE_FROM) -> bool:
    """Whether a visit by so many people is a collective one; ``least`` is the county's threshold in people."""
    return persons >= least


def counted(pieces: Iterable[tuple[Channel, int]], least: int = COLLECTIVE_FROM) -> Counts:
    """The counts of pieces given as channel and number of people. Refuses (ValueError) a piece with nobody in it."""
    found = list(pieces)
    if any(persons < 1 for _, persons in found):
        raise ValueError("A petition has at least one person.")
    visits = [persons for channel, persons in found if channel is Channel.VISIT]
    crowds = [persons for persons in visits if is_collective(persons, least)]
    return Counts(len(found), len(visits), sum(n for _, n in found), len(crowds), sum(crowds))


def another_of_visit(
    first: tuple[Channel, date, int] | None, further: tuple[str, date, int]
) -> Refused | None:
    """Why a petition can't be another matter of a visit; both told as channel, day received and people. None if it can.

    Refused: there is no such visit; one of the two didn't come in as a visit; on another day; by more people than came.
    """
    if first is None or first[0] is not Channel.VISIT:
        return Refused("no_such_visit", field="visit")
    if further[0] != Channel.VISIT:
        return Refused("visit_only", field="channel")
    if further[1] != first[1]:
        return Refused("visit_on_one_day", field="received_at")
    if further[2] > first[2]:
        return Refused("more_than_came", field="persons", params={"came": first[2]})
    return None


class Band(StrEnum):
    """How big a collective visit was, in people (the bands of the national forms)."""

    TO_10 = "5-10"
    TO_20 = "11-20"
    TO_50 = "21-50"
    TO_100 = "51-100"
    MORE = "100+"


_UP_TO: tuple[tuple[int, Band], ...] = (
    (10, Band.TO_10), (20, Band.TO_20), (50, Band.TO_50), (100, Band.TO_100),
)  # fmt: skip


def band(persons: int) -> Band | None:
    """The band of a visit by so many people; None below five, where there is none. A hundred are still "51-100"."""
    if persons < COLLECTIVE_FROM:
        return None
    return next((found for most, found in _UP_TO if persons <= most), Band.MORE)


# -- repeats ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """One petition as the question of repeats sees it.

    ``marks`` are opaque identities of everybody who counts: petitioner, representatives, co-signers; of an agent's petition the
    principal, never the agent. ``accused`` stands for the unit that a tip-off accuses; it counts only where nobody is known.
    """

    key: str
    marks: frozenset[str] = frozenset()
    accused: str = ""


class Ground(StrEnum):
    """Why a petition is a repeat."""

    SAME_PERSON = "same_person"
    SAME_ACCUSED = "same_accused"


@dataclass(frozen=True, slots=True)
class Repeat:
    """``key`` repeats the earlier ``of``; ``shared`` are the identities in both (the accused unit for an anonymous one)."""

    key: str
    of: str
    ground: Ground
    shared: frozenset[str]


def repeats(pieces: Sequence[Piece]) -> list[Repeat]:
    """Which pieces of one matter, given in the order of time, repeat which earlier one: the earliest with the same person.

    重复信访 is the same person with the same matter; one person in common is enough. Anonymous pieces repeat each other if they
    accuse the same unit; an anonymous one never repeats one with a name. Each piece is told once.
    """
    found: list[Repeat] = []
    before: list[tuple[Piece, frozenset[str]]] = []
    first: dict[tuple[Ground, str], int] = {}
    for piece in pieces:
        ground, marks = _asked_of(piece)
        places = [first[ground, mark] for mark in marks if (ground, mark) in first]
        if places:
            earlier, theirs = before[min(places)]
            found.append(Repeat(piece.key, earlier.key, ground, marks & theirs))
        for mark in marks:
            first.setdefault((ground, mark), len(before))
        before.append((piece, marks))
    return found


def _asked_of(piece: Piece) -> tuple[Ground, frozenset[str]]:
    if piece.marks:
        return Ground.SAME_PERSON, piece.marks
    return Ground.SAME_ACCUSED, frozenset({piece.accused} if piece.accused else ())


# -- levels -------------------------------------------------------------------------------------------------------


class Level(StrEnum):
    """The levels of government at which a petition can be brought, lowest first. A village is no level: it has no organ."""

    TOWN = "town"
    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    NATIONAL = "national"


_RANK: dict[Level, int] = {level: rank for rank, level in enumerate(Level)}


#: Whose level an organ is of; an office counts as the house that it is part of, and what isn't named here is the county's.
LEVEL_OF: Mapping[UnitKind, Level] = {UnitKind.TOWN: Level.TOWN, UnitKind.STREET: Level.TOWN}


def too_high(competent_level: Level) -> frozenset[Level]:
    """The levels at which a visit about a matter of this level went too high."""
    return frozenset(level for level in Level if overstepped(level, competent_level))


def overstepped(at_level: Level, competent_level: Level) -> bool:
    """Whether a visit went too high (越级走访): above the competent organ's own level and the one over it. Art. 20."""
    return _RANK[at_level] > _RANK[competent_level] + 1


# -- rates --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. Refuses (ValueError) negative numbers and a part that is more than the whole."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is no share.")

    @property
    def value(self) -> Fraction | None:
        """Exactly, from 0 to 1; None of nothing."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def __str__(self) -> str:
        value = self.value
        part = "" if value is None else f" ({float(value):.1%})"
        return f"{self.numerator}/{self.denominator}{part}"


def acceptance_share(in_time: int, late: int, overdue: int) -> Share:
    """及时受理率: accepted in time, of all that were due (in time, late, and overdue without acceptance)."""
    return Share(in_time, in_time + late + overdue)


def answer_share(in_time: int, late: int, waiting: int, overdue: int) -> Share:
    """按期答复率: answered in time, of all (in time, late, not answered yet, not answered and overdue)."""
    return Share(in_time, in_time + late + waiting + overdue)


def repeat_share(repeated: int, pieces: int) -> Share:
    """重复信访率: repeats among all pieces."""
    return Share(repeated, pieces)


def rated_share(rated: int, ratable: int) -> Share:
    """参评率: rated, of those that could be."""
    return Share(rated, ratable)


def satisfied_share(satisfied: int, mostly: int, dissatisfied: int, *, mostly_counts: bool) -> Share:
    """满意率: satisfied, of all rated. Whether 基本满意 counts as satisfied no rule says, so the county must."""
    return Share(satisfied + (mostly if mostly_counts else 0), satisfied + mostly + dissatisfied)
