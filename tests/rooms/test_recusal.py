"""Recusal at the tables: a superior names people of the own unit alone, and somebody is left who can act. Art. 28."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases import protecting, reviewing
from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.pen import NotDone
from huiyin.rules.roles import PETITIONER, Actor, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BUREAU, DEPARTMENT, START, comes_in, go

pytestmark = pytest.mark.usefixtures("county")
LATER = START + timedelta(days=1)


def staff(name: str, role: Role, unit: str) -> Actor:
    """Somebody with an account and one post."""
    user = User.objects.create(username=name, name=name, created_at=START)
    Post.objects.create(user=user, unit_id=unit, role=role.value, since=START)
    return actor_of(user, LATER)


@pytest.fixture
def people() -> dict[str, Actor]:
    return {
        "head": staff("head", Role.HEAD, BUREAU),
        "officer": staff("officer", Role.OFFICER, BUREAU),
        "dispatcher": staff("dispatcher", Role.DISPATCHER, DEPARTMENT),
        "supervisor": staff("supervisor", Role.SUPERVISOR, DEPARTMENT),
    }


def at_the_bureau() -> str:
    number = comes_in().number
    go(number, Verb.SIGN)
    return number


def refused(number: str, person: Actor, by: Actor) -> str:
    """Why the recusal was refused."""
    with pytest.raises(NotDone) as no:
        protecting.recuse(number, person=person.key, reason="亲属。", by=by, now=LATER)
    return no.value.refused.reason


def test_a_head_keeps_nobody_away_but_their_own_people(people: dict[str, Actor]) -> None:
    number = at_the_bureau()
    for other in ("dispatcher", "supervisor"):
        assert refused(number, people[other], people["head"]) == "not_your_colleague"
    protecting.recuse(number, person=people["officer"].key, reason="亲属。", by=people["head"], now=LATER)


def test_somebody_is_left_at_the_unit_and_at_the_desk(people: dict[str, Actor]) -> None:
    number = at_the_bureau()
    protecting.recuse(number, person=people["officer"].key, reason="亲属。", by=people["head"], now=LATER)
    assert refused(number, people["head"], people["head"]) == "nobody_left_to_act"
    assert refused(number, people["dispatcher"], people["dispatcher"]) == "nobody_left_to_act"
    staff("second", Role.DISPATCHER, DEPARTMENT)
    protecting.recuse(
        number, person=people["dispatcher"].key, reason="亲属。", by=people["dispatcher"], now=LATER
    )


def test_naming_the_last_one_as_accused_leaves_somebody_as_well(people: dict[str, Actor]) -> None:
    number = at_the_bureau()
    protecting.accuse(number, text="点名。", person=people["officer"].key, by=people["supervisor"], now=LATER)
    with pytest.raises(NotDone) as no:
        protecting.accuse(
            number, text="点名。", person=people["head"].key, by=people["supervisor"], now=LATER
        )
    assert no.value.refused.reason == "nobody_left_to_act"


def reviewed_at_the_desk() -> tuple[str, str]:
    """A closed matter and the review that was opened of it."""
    number = comes_in().number
    go(number, Verb.CLOSE)
    return number, reviewing.ask_review(number, text="不服。", by=PETITIONER, now=LATER).number


def kept_from(number: str) -> set[str]:
    return set(Bar.objects.filter(matter=number, kind="person").values_list("subject", flat=True))


def test_a_recusal_reaches_the_reviews_that_were_opened_before_it_and_what_they_review(
    people: dict[str, Actor],
) -> None:
    first, review = reviewed_at_the_desk()
    staff("second", Role.DISPATCHER, DEPARTMENT)
    officer, dispatcher = people["officer"], people["dispatcher"]
    protecting.recuse(first, person=officer.key, reason="亲属。", by=officer, now=LATER)
    assert kept_from(review) == {officer.key}
    protecting.recuse(review, person=dispatcher.key, reason="亲属。", by=dispatcher, now=LATER)
    assert kept_from(first) == kept_from(review) == {officer.key, dispatcher.key}


def test_a_recusal_that_would_leave_a_review_with_nobody_is_refused_whole(people: dict[str, Actor]) -> None:
    first, review = reviewed_at_the_desk()
    with pytest.raises(NotDone) as no:
        protecting.recuse(
            first, person=people["dispatcher"].key, reason="亲属。", by=people["dispatcher"], now=LATER
        )
    assert no.value.refused.reason == "nobody_left_to_act"
    assert kept_from(first) == kept_from(review) == set()


def test_whoever_is_kept_away_learns_nothing_from_trying(people: dict[str, Actor]) -> None:
    number = at_the_bureau()
    protecting.recuse(number, person=people["officer"].key, reason="亲属。", by=people["head"], now=LATER)
    assert refused(number, people["head"], people["officer"]) == "no_such_matter"
