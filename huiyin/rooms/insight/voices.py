"""Counting by how many persons each word is used, month by month, by night; and what that says of a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.figures import midnight
from huiyin.rooms.cases.models import Party, Petition, Petitioner
from huiyin.rooms.cases.people import MARKS, mark_of
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rooms.dossier.queries import first_words
from huiyin.rooms.insight.features import lexicon, parted
from huiyin.rooms.insight.month_words import MonthWords
from huiyin.rules.calendar import local_date
from huiyin.rules.periods import Period, PeriodKind, whole
from huiyin.rules.vocabulary import MatterClass, Stage
from huiyin.rules.voices import EMPTY, Change, apart_from, candidates, changes

#: Months that the usual is made of, and petitions read at once.
USUAL, BATCH = 12, 300
#: So many words of a month are kept, those that most persons used.
MOST_KEPT = 3_000
#: Kinds of words that may stand for what people say: things, doings, set phrases. No names of people or places.
_KINDS = frozenset({"n", "vn", "an", "l", "j"})


@dataclass(frozen=True, slots=True)
class Said:
    """One month: how many persons spoke, which words were used more and less than usual, when that was counted."""

    persons: int
    rising: tuple[Change, ...]
    falling: tuple[Change, ...]
    counted_at: datetime | None
    months: int


def said(month: date) -> Said:
    """What the words of a month say against up to twelve months before it. One query, two when something was counted since."""
    first = whole(PeriodKind.MONTH, month).first
    start = first.replace(year=first.year - 1)
    listed = MonthWords.objects.filter(month__gte=start, month__lte=first).order_by("month")
    counted = list(listed.values_list("month", "counted_at"))
    held: dict[date, tuple[list[tuple[date, datetime]], Said]] = snapshot().kept(("what people say",), dict)
    # thousands of words are compared, and they change once a night
    if first not in held or held[first][0] != counted:
        held[first] = (counted, _reckoned(first, [month for month, _ in counted]))
    return held[first][1]


def _reckoned(first: date, months: list[date]) -> Said:
    rows = MonthWords.objects.in_bulk(months)
    mine = rows.pop(first, None)
    if mine is None:
        return Said(0, (), (), None, len(rows))
    rising, falling = changes(mine.words, mine.persons, [(row.words, row.persons) for row in rows.values()])
    return Said(mine.persons, tuple(rising), tuple(falling), mine.counted_at, len(rows))


def count(*, now: datetime) -> None:
    """Count this month and the last anew."""
    this = whole(PeriodKind.MONTH, local_date(now))
    for one in (this.before, this):
        count_month(one, now=now)


def count_missing(*, now: datetime) -> bool:
    """Count one of the months before that was never counted, the latest first; whether there was one."""
    one = whole(PeriodKind.MONTH, local_date(now)).before
    oldest = Petition.objects.order_by("registered_at").values_list("received_at", flat=True).first()
    held = set(MonthWords.objects.values_list("month", flat=True))
    for _ in range(2 * USUAL):
        if oldest is None or one.last < local_date(oldest):
            return False
        if one.first not in held:
            count_month(one, now=now)
            return True
        one = one.before
    return False


def count_month(month: Period, *, now: datetime) -> MonthWords:
    """Count one month and keep it. Nobody's name is among the words: what is one is taken out at the end."""
    rows = _told_of(month)
    users: dict[str, set[str]] = defaultdict(set)
    persons = set[str]()
    for batch in _batches(rows):
        texts = first_words(number for number, *_ in batch)
        for number, *known in batch:
            mark = mark_of(*known)  # whom nobody knows counts as one person, all together
            persons.add(mark)
            for word in set(candidates(parted("\n".join(texts.get(number, ("", "")))), known_words())):
                users[word].add(mark)
    kept = apart_from(users, _names(rows))
    many = sorted(((len(users[word]), word) for word in kept), reverse=True)[:MOST_KEPT]
    found = {"persons": len(persons), "words": {word: n for n, word in many}, "counted_at": now}
    return MonthWords.objects.update_or_create(month=month.first, defaults=found)[0]


def _told_of(month: Period) -> QuerySet[Petition]:
    """The petitions that may be looked at for this: no tip-offs, nothing told in confidence, nothing kept from anybody."""
    end = month.after.first
    return Petition.objects.filter(
        ~Exists(Bar.objects.filter(matter=OuterRef("matter"))),
        received_at__gte=midnight(month.first), received_at__lt=midnight(end), confidential=False,
        matter__confidential=False, matter__stage=Stage.FIRST.value,
    ).exclude(matter__klass=MatterClass.TIP_OFF.value)  # fmt: skip


_Mark = bytes | memoryview | None
Row = tuple[str, _Mark, _Mark, _Mark]


def _batches(rows: QuerySet[Petition]) -> Iterator[list[Row]]:
    after = ""
    columns = ("number", *(f"petitioner__{mark}" for mark in MARKS))
    while True:
        page = list(rows.filter(number__gt=after).order_by("number").values_list(*columns)[:BATCH])
        if not page:
            return
        yield page
        after = page[-1][0]


def _names(rows: QuerySet[Petition]) -> set[str]:
    """The names of everybody in these petitions."""
    who = Petitioner.objects.filter(petitions__in=rows).values_list("name", flat=True)
    others = Party.objects.filter(petition__in=rows).values_list("petitioner__name", flat=True)
    return {name for listed in (who, others) for name in listed.iterator(2_000) if name}


@cache
def known_words() -> frozenset[str]:
    """The words that may be told: those of the field, and the parter's dictionary without names of people and places."""
    rows = (line.split(" ") for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines())
    return (frozenset(row[0] for row in rows if row[-1] in _KINDS) | lexicon()) - EMPTY
