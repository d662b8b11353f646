"""The figures counted once more, the slow way: every petition is read and asked in Python. For tests that compare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import add

from huiyin.rooms.cases.around import Bar, Look, Rating
from huiyin.rooms.cases.asked import NONE, Asked, field_of, town_of
from huiyin.rooms.cases.counts import Counts
from huiyin.rooms.cases.figures import _town_organs
from huiyin.rooms.cases.models import ClockRun, Petition
from huiyin.rooms.cases.satisfaction import Ratings
from huiyin.rooms.cases.seeing import barring, visible_to
from huiyin.rooms.cases.tally import Cut, Measure, behind, by_month, pieces, rated, repeats_by_channel, tally
from huiyin.rooms.county.queries import counting_terms, subtree_codes
from huiyin.rules.calendar import local_date
from huiyin.rules.counting import Level, too_high
from huiyin.rules.duties import Rated, Score
from huiyin.rules.roles import Actor, Permission


def told_apart(one: Petition) -> dict[Cut, str]:
    """The codes by which a petition is told."""
    matter = one.matter
    return {
        Cut.CHANNEL: one.channel, Cut.CATEGORY: field_of(matter.category),
        Cut.TOWN: town_of().get(matter.place, NONE), Cut.UNIT: matter.holder_id or matter.desk_id,
        Cut.OUTCOME: matter.outcome or NONE,
    }  # fmt: skip


def seen(who: Actor) -> list[Petition]:
    """What the person may have counted for them, of all times."""
    rows = Petition.objects.select_related("matter")
    away = set(Bar.objects.filter(barring(who)).values_list("matter_id", flat=True))
    county = who.may(Permission.SEE_COUNTY) or (
        who.may(Permission.FIGURES) and not who.may(Permission.SEE_UNIT)
    )
    near = None if county else set(visible_to(who).values_list("pk", flat=True))
    return [
        one for one in rows
        if one.matter_id not in away and (near is None or one.matter_id in near) and not one.matter.about
    ]  # fmt: skip


def narrowed(who: Actor, asked: Asked) -> list[Petition]:
    """What is asked, of all times."""
    return [one for one in seen(who) if _fits(one, asked)]


def _fits(one: Petition, asked: Asked) -> bool:
    codes = told_apart(one)
    town = not asked.town or (
        codes[Cut.TOWN] == NONE if asked.town == NONE else one.matter.place in subtree_codes(asked.town)
    )
    others = (Cut.CHANNEL, Cut.CATEGORY, Cut.UNIT, Cut.OUTCOME)
    return town and all(getattr(asked, cut.value) in ("", codes[cut]) for cut in others)


def by_itself(one: Petition) -> bool:
    """Whether it is counted with no other one of the same visit."""
    if not one.visit or one.matter.confidential:
        return True
    return Petition.objects.select_related("matter").get(pk=one.visit).matter.confidential


def line(one: Petition, today: date) -> Counts:
    """What one petition adds."""
    matter, persons = one.matter, one.persons if by_itself(one) else 0
    came = one.channel == "visit"
    visit = came and by_itself(one)
    crowd = visit and one.persons >= counting_terms().collective_from
    level = Level.TOWN if matter.holder_id in _town_organs() else Level.COUNTY
    high = came and matter.holder_id is not None and one.level in {kind.value for kind in too_high(level)}

    def stands(due: date | None, done: date | None) -> list[int]:
        if due is None or (done is None and due >= today):
            return [0, 0, 0, int(due is not None)]
        late = done is not None and done > due
        return [int(done is not None and not late), int(late), int(done is None), 0]

    return Counts(
        1, persons, int(visit), persons * visit, int(crowd), persons * crowd, int(high),
        int(matter.status == "closed"), *stands(matter.accept_due, matter.accept_done),
        *stands(matter.answer_due, matter.answer_done),
    )  # fmt: skip


def said(rows: list[Petition], first: date, last: date) -> tuple[Ratings, Ratings]:
    """The ratings of these petitions, answered on these days."""
    windows = ClockRun.objects.filter(code="L10", stopped_at=None).values_list("matter_id", "started_at")
    answered = {matter for matter, at in windows if first <= local_date(at) <= last}
    home = {one.number: one.matter_id for one in rows if one.matter_id in answered}
    rightly = set(Look.objects.filter(verdict="answered_rightly").values_list("matter_id", "rating"))
    latest: dict[tuple[str, str], Rating] = {}
    for one in Rating.objects.order_by("n"):
        if home.get(one.petition) == one.matter_id and local_date(one.at) >= first:
            latest[one.petition, one.rated] = one

    def of(which: Rated) -> Ratings:
        mine = [one for (_, object_), one in latest.items() if object_ == which]
        scores = Counter(one.score for one in mine)
        out = sum((one.matter_id, one.n) in rightly for one in mine) if which is Rated.UNIT else 0
        satisfied, mostly, dissatisfied = (scores[score] for score in Score)
        return Ratings(which, len(home), satisfied, mostly, dissatisfied, out)

    return of(Rated.DEPARTMENT), of(Rated.UNIT)


def differences(who: Actor, asked: Asked, *, repeated: Container[str], today: date) -> Iterator[str]:
    """Where the figures of the house aren't those of the rows. ``repeated``: the numbers of all repeated petitions."""
    every = narrowed(who, asked)
    rows = [one for one in every if asked.first <= local_date(one.received_at) <= asked.last]
    found, alone = tally(who, asked, today=today), pieces(who, asked)
    for cut in Cut:
        sums: dict[str, Counts] = defaultdict(Counts)
        for one in rows:
            sums[told_apart(one)[cut]] += line(one, today)
        order = sorted(sums, key=lambda code: (-sums[code].pieces, code))
        if list(found.cuts[cut].items()) != [(code, sums[code]) for code in order]:
            yield f"{cut}: {found.cuts[cut]}"
        if list(alone.cuts[cut].items()) != [(code, sums[code].pieces) for code in order]:
            yield f"pieces by {cut}"
    if found.total != reduce(add, (line(one, today) for one in rows), Counts()):
        yield "total"
    yield from _by_month(who, asked, every, found.months, alone.months)
    again = Counter(one.channel for one in rows if one.number in repeated)
    if Counter(repeats_by_channel(who, asked)) != again:
        yield "repeats"
    if rated(who, asked) != said(every, asked.first, asked.last):
        yield f"ratings: {rated(who, asked)}"
    for measure in Measure:
        many = {Measure.REPEATS: again.total(), Measure.FIRST: len(rows) - again.total()}
        n = many[measure] if measure in many else getattr(found.total, measure.value)
        opened = behind(who, asked, measure, today=today)
        if (sum(one.persons for one in opened) if measure is Measure.PERSONS else opened.count()) != n:
            yield f"rows behind {measure}"


def _by_month(who: Actor, asked: Asked, every: list[Petition], known: object, alone: object) -> Iterator[str]:
    months = replace(asked, first=date(asked.first.year - 1, asked.first.month, 1)).months
    sums = {one.name: (0, 0) for one in months}
    for one in every:
        name = f"{local_date(one.received_at):%Y-%m}"
        if name in sums:
            sums[name] = (sums[name][0] + 1, sums[name][1] + (one.persons if by_itself(one) else 0))
    if by_month(who, asked, months, people=False) != {name: (n, 0) for name, (n, _) in sums.items()}:
        yield "by_month without people"
    if by_month(who, asked, months) != sums:
        yield "by month"
    whole = {one.name: sums[one.name] for one in asked.months if asked.holds(one)}
    if known != whole or alone != {name: n for name, (n, _) in whole.items()}:
        yield "months of the tally"
