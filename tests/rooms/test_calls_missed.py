"""A missed call is called back: its number stands on the list once, until somebody has called it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county import actions as county
from huiyin.rooms.intake.calls import actions, backs, missed, queries
from huiyin.rooms.intake.calls.actions import Told
from huiyin.rooms.intake.calls.models import Call, CallBack
from huiyin.rules.calls import MISSED_BACK, CallEvent
from huiyin.rules.roles import SYSTEM, Actor, Role
from tests.rooms.cast import DEPARTMENT, START, build_county

pytestmark = pytest.mark.django_db
PHONE = "19900001234"


@pytest.fixture(autouse=True)
def house() -> None:
    build_county()


def clerk() -> Actor:
    user = User.objects.create(username="liu", name="Liu", created_at=START.replace(year=2020))
    Post.objects.create(user=user, unit_id=DEPARTMENT, role=Role.CLERK, since=START.replace(year=2020))
    return actor_of(user, START)


def tell(event: str, name: str = "a", *, after: float = 0, caller: str = PHONE) -> Call:
    at: datetime = START + timedelta(seconds=after)
    return actions.hear(Told(CallEvent(event), name, at, caller), now=at)[0]


def miss(name: str, *, after: float = 0, caller: str = PHONE) -> Call:
    tell("ringing", name, after=after, caller=caller)
    return tell("ended", name, after=after + 20, caller=caller)


def test_a_missed_call_is_on_the_list_once_with_its_number_sealed() -> None:
    call = miss("a")
    miss("a")  # told again
    miss("b", after=60)  # and they rang again
    row = CallBack.objects.get()
    assert (row.call_id, str(row.phone), row.asked_by) == (call.pk, PHONE, "system")
    assert row.due_at == row.asked_at + MISSED_BACK
    assert PHONE not in str(CallBack.objects.values_list("phone_index").get())
    assert missed.waiting(call) == row
    assert queries.open_backs(clerk()) == [row]


def test_who_was_called_back_and_is_missed_again_is_owed_another_call() -> None:
    liu, row = clerk(), None
    for n in range(2):
        miss(f"a{n}", after=3600 * n)
        row = CallBack.objects.get(state="open")
        at = START + timedelta(seconds=3600 * n + 600)
        backs.take(row.pk, by=liu, now=at)
        backs.tried(row.pk, reached=True, note="已回话", by=liu, now=at)
    assert CallBack.objects.count() == 2
    assert {call.outcome for call in Call.objects.exclude(noted_at=None)} == {"call_back"}
    assert not Call.objects.filter(noted_at=None).exists()


def test_a_local_number_is_completed_and_called_back() -> None:
    miss("a", caller="8200123")
    assert CallBack.objects.get().phone == "8200123", (
        "without the area code it can be dialled from here all the same"
    )
    CallBack.objects.all().delete()
    county.set_setting("call_area", "0433", by=SYSTEM, now=START)
    call = miss("b", after=60, caller="8200123")
    assert str(call.phone) == str(CallBack.objects.get().phone) == "0433-8200123"
    for wrong in ("433", "04333", "abc", 433):
        with pytest.raises(county.NotDone):
            county.set_setting("call_area", wrong, by=SYSTEM, now=START)


@pytest.mark.parametrize("caller", ["", "110"])
def test_a_withheld_or_short_number_is_nobody_s_to_call(caller: str) -> None:
    miss("a", caller=caller)
    assert not CallBack.objects.exists()


def test_an_answer_that_is_told_late_takes_it_off_unless_somebody_has_begun() -> None:
    miss("a")
    tell("answered", "a", after=5)
    assert not CallBack.objects.exists()
    liu = clerk()
    miss("b", after=60)
    backs.take(CallBack.objects.get().pk, by=liu, now=START + timedelta(seconds=90))
    tell("answered", "b", after=65)
    assert CallBack.objects.count() == 1


def test_a_call_that_something_was_noted_of_owes_nothing() -> None:
    liu, call = clerk(), miss("a")  # its telephone system doesn't tell that it was answered
    actions.nothing(call.pk, by=liu, now=START + timedelta(seconds=30))
    assert not CallBack.objects.exists()
    ringing = tell("ringing", "b", after=60)
    actions.nothing(ringing.pk, by=liu, now=START + timedelta(seconds=70))
    tell("ended", "b", after=80)
    assert not CallBack.objects.exists(), "nor when its end is told afterwards"
    taken = miss("c", after=120)
    backs.take(CallBack.objects.get().pk, by=liu, now=START + timedelta(seconds=150))
    actions.nothing(taken.pk, by=liu, now=START + timedelta(seconds=160))
    assert CallBack.objects.count() == 1, "somebody is calling already"


def test_an_answered_call_owes_nothing() -> None:
    tell("ringing")
    tell("answered", after=5)
    tell("ended", after=60)
    assert not CallBack.objects.exists()


def test_a_number_that_waits_is_not_asked_for_again_from_its_call() -> None:
    liu, call = clerk(), miss("a")
    wish = backs.Wish(PHONE, "停水的事", START + timedelta(days=1), call=call.pk)
    with pytest.raises(NotDone) as no:
        backs.ask(wish, token="another form", by=liu, now=START + timedelta(minutes=5))
    assert no.value.refused.reason == "waits_already"
    assert CallBack.objects.count() == 1


def test_what_somebody_asks_for_takes_the_place_of_the_missed_calls_row() -> None:
    liu, call = clerk(), miss("a")
    now, due = START + timedelta(minutes=5), START + timedelta(days=1)
    for _ in range(2):  # a double click
        row = backs.ask(backs.Wish(PHONE, "停水的事", due), token="a form", by=liu, now=now)
    assert (CallBack.objects.get(), row.call_id, row.asked_by, row.due_at) == (row, call.pk, liu.key, due)
    tell("ended", "a", after=21)  # the telephone system tells it again
    miss("b", after=600)
    tell("answered", "a", after=5)  # told late: what somebody asked for stays
    assert str(CallBack.objects.get().about) == "停水的事"
    other = backs.ask(backs.Wish(PHONE, "修路的事", due), token="another form", by=liu, now=now)
    assert CallBack.objects.count() == 2, "a second thing to call about is a second call-back"
    assert other.call is None


def test_a_missed_call_that_was_tried_is_what_somebody_asks_for_unless_it_is_in_hand() -> None:
    liu, back = clerk(), CallBack.objects.get(call=miss("a"))
    at, due = START + timedelta(minutes=5), START + timedelta(days=1)
    backs.take(back.pk, by=liu, now=at)
    other = backs.ask(backs.Wish(PHONE, "修路的事", due), token="first form", by=liu, now=at)
    assert other.pk != back.pk, "a colleague is calling just now"
    other.delete()
    backs.tried(back.pk, reached=False, note="", by=liu, now=at)
    row = backs.ask(backs.Wish(PHONE, "停水的事", due), token="a form", by=liu, now=at)
    assert (row.pk, CallBack.objects.count(), row.tries.count()) == (back.pk, 1, 1)


def test_a_call_that_was_called_back_is_not_owed_again_when_its_end_is_told_once_more() -> None:
    liu, _ = clerk(), miss("a")
    row = backs.ask(
        backs.Wish(PHONE, "停水的事", START + timedelta(days=1)),
        token="a form",
        by=liu,
        now=START + timedelta(minutes=5),
    )
    backs.take(row.pk, by=liu, now=START + timedelta(minutes=6))
    backs.tried(row.pk, reached=True, note="已回话", by=liu, now=START + timedelta(minutes=7))
    tell("ended", "a", after=25)
    tell("ended", "a", after=15)
    assert CallBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_calls_of_one_number_that_are_missed_at_once_are_one_call_back(on_disk: None) -> None:
    at_once = Barrier(6)

    def end(n: int) -> None:
        at_once.wait(10)
        tell("ended", f"a{n}", after=20)

    with ThreadPoolExecutor(6) as telephones:
        list(telephones.map(_alone(lambda n: tell("ringing", f"a{n}")), range(6)))
        list(telephones.map(_alone(end), range(6)))
        count = _alone(lambda _: (Call.objects.count(), CallBack.objects.count()))
        assert telephones.submit(count, 0).result() == (6, 1)


def _alone(act: Callable[[int], Any]) -> Callable[[int], Any]:
    """Done by a thread of its own, which leaves no connection open."""

    def done(n: int) -> Any:
        try:
            return act(n)
        finally:
            connection.close()

    return done
