"""Figures tell nobody who speaks in confidence: repeats, hot matters, visits are counted alike whoever it is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.asked import Asked
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.tally import tally
from huiyin.rooms.insight.hot import group
from huiyin.rooms.insight.models import Hot, HotPetition
from huiyin.rules.roles import Actor
from tests.rooms import cast
from tests.rooms.duty_cast import LEE
from tests.web.confidence_cast import AT, PAK, a_leader, secret
from tests.web.conftest import Browser, page_of

MONTH = "from=2026-03-01&to=2026-03-31"
ROWS = f"/desk/figures/rows/?{MONTH}&measure="


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=60))


def counted(browser: Browser, user: str, measure: str) -> set[str]:
    """The petitions behind one number, and the matters that they are in."""
    return set(re.findall(r"222424-\d+-\d+-\d", page_of(browser(user).get(ROWS + measure))))


def joined_to_a_secret(person: Person) -> tuple[str, str]:
    home, other = secret(), cast.comes_in(person=person, text="漏水").number
    link(other, other=home, by=cast.DAN, now=AT)
    return home, other


def test_a_repeat_in_confidence_is_one_for_its_own_house_alone(browser: Browser) -> None:
    home, other = joined_to_a_secret(cast.JIN)
    assert counted(browser, "dan", "repeats") == {home, other}  # with the matter that it is in
    assert (counted(browser, "lee", "repeats"), counted(browser, "lee", "first")) == (set(), {home, other})
    shares = [
        re.findall(r'measure=repeats[^"]*"[^>]*>\s*([^<]*)<', page_of(browser(user).get(f"/desk/figures/?{MONTH}")))
        for user in ("dan", "lee")
    ]  # fmt: skip
    assert shares[0] != shares[1]


@pytest.mark.parametrize("path", [ROWS + "repeats", ROWS + "first", f"/desk/figures/?{MONTH}"])
def test_figures_are_the_same_whoever_speaks_in_confidence(browser: Browser, path: str) -> None:
    told = []
    for person in (PAK, cast.JIN):
        joined_to_a_secret(person)
        page = page_of(browser("lee").get(path))
        told.append(len(re.findall(r"222424-\d+-\d+-\d", page)))
        told.append(re.findall(r'measure=repeats[^"]*"[^>]*>\s*([^<]*)<', page))
    assert told[0] * 2 == told[2]
    assert told[1] == told[3]


@pytest.mark.parametrize("by", [LEE, cast.DAN], ids=["leader", "department"])
def test_the_people_of_a_hot_matter_are_as_many_whoever_speaks_in_confidence(by: Actor) -> None:
    day, told = cast.START.date(), []
    for person in (cast.JIN, PAK):
        hot = Hot.objects.create(began_on=day, last_on=day)
        numbers = [secret(), *(cast.comes_in(person=one, text="漏水").number for one in (PAK, PAK, person))]
        HotPetition.objects.bulk_create(HotPetition(hot=hot, petition_id=n, day=day) for n in numbers)
        found = group(by, hot.pk, today=day)
        assert found is not None
        told.append(found.heat.persons)
    assert told == [3, 2]  # who speaks in confidence counts as one more, also where Jin is there twice


def test_a_further_matter_in_confidence_is_missing_among_no_visits(browser: Browser) -> None:
    first = cast.comes_in(persons=3).number
    kept = secret(persons=3, visit=first)
    assert {first, kept} <= counted(browser, "lee", "batches")
    assert {first, kept} <= counted(browser, "lee", "persons")


def test_a_visits_first_that_becomes_a_tip_off_takes_no_other_one_along(browser: Browser) -> None:
    first = cast.comes_in(persons=3).number
    second, other = (cast.comes_in(persons=3, visit=first).number for _ in range(2))
    assert counted(browser, "lee", "batches") == {first}
    actions.triage(first, klass="tip_off", category="040100", by=cast.DAN, now=AT)
    for measure in ("batches", "persons"):
        assert counted(browser, "lee", measure) == {first, second, other}
    total = tally(LEE, Asked(cast.START.date(), cast.START.date()), today=cast.START.date()).total
    assert (total.pieces, total.batches, total.persons) == (3, 3, 9)
    (line,) = (one for one in figures(cast.START.date(), cast.START.date()) if one.pieces)
    assert (line.batches, line.persons) == (3, 9)
