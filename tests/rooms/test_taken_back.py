"""What was taken back stays with the petition when it is joined and parted, and ends when the matter is taken up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.actions import decline, reopen, triage
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.verification import faults_of
from huiyin.rooms.cases.withdrawn import TakenBack, waiting
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import DAN, START, comes_in, go

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
NOW = START + timedelta(hours=1)


def took_back(number: str, home: str = "") -> None:
    withdraw(home or number, petition=number, text="不用了。", by=PETITIONER, now=NOW)


def marks(*numbers: str) -> list[TakenBack | None]:
    """As lists have it, and as the matter's own page; both say the same."""
    rows = Matter.objects.in_bulk(numbers)
    listed = [withdrawn.among(rows.values()).get(number) for number in numbers]
    assert listed == [withdrawn.of(file_of(number).state) for number in numbers]
    alone = {row.number for row in Matter.objects.filter(waiting())}
    assert alone >= {n for n, how in zip(numbers, listed, strict=True) if how is TakenBack.ALL}
    return listed


def two() -> tuple[str, str]:
    return comes_in().number, comes_in(received_at=START - timedelta(minutes=5)).number


def test_taken_back_before_it_was_joined_it_is_so_there() -> None:
    one, other = two()
    took_back(other)
    link(other, other=one, by=DAN, now=NOW)
    assert marks(one) == [TakenBack.SOME]
    took_back(one)
    assert marks(one) == [TakenBack.ALL]


def test_taken_back_while_it_was_joined_it_goes_along_when_parted() -> None:
    one, other = two()
    link(other, other=one, by=DAN, now=NOW)
    took_back(other, one)
    assert marks(one) == [TakenBack.SOME]
    unlink(other, reason="不是同一件事。", by=DAN, now=NOW)
    assert marks(one, other) == [None, TakenBack.ALL]
    assert faults_of(one) == faults_of(other) == []


def test_joined_and_parted_nothing_is_taken_back_that_wasnt() -> None:
    one, other = two()
    took_back(one)
    link(other, other=one, by=DAN, now=NOW)
    unlink(other, reason="不是同一件事。", by=DAN, now=NOW)
    assert marks(one, other) == [TakenBack.ALL, None]


def test_nobody_is_joined_to_a_letter_that_says_they_took_it_back() -> None:
    one, other = two()
    took_back(one)
    triage(one, klass="appeal", category="040100", by=DAN, now=NOW)
    decline(one, route="withdrawn", text="您已撤回，本机关不再办理。", by=DAN, now=NOW)
    with pytest.raises(NotDone, match="other_confirmed"):
        link(other, other=one, by=DAN, now=NOW)
    assert file_of(other).state.linked_to == ""
    took_back(other)
    link(other, other=one, by=DAN, now=NOW)
    assert faults_of(one) == faults_of(other) == []


def test_taken_up_again_it_is_an_ordinary_matter() -> None:
    number = comes_in().number
    took_back(number)
    go(number, Verb.CLOSE)
    reopen(number, reason="又来反映，还没有清运。", by=DAN, now=NOW + timedelta(days=90))
    assert marks(number) == [None]
    assert Matter.objects.get(pk=number).taken_back == 0
    assert faults_of(number) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the plan is SQLite's")
def test_the_few_are_found_by_their_index() -> None:
    plan = Matter.objects.filter(waiting()).values("number").explain()
    assert "matter_taken_back" in plan, plan
    assert connection.vendor == "sqlite"
