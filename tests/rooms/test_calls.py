"""Calls in the database: events told twice and out of order, seats, who sees what, calling back, what is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county import actions as county
from huiyin.rooms.intake.calls import actions, backs, queries
from huiyin.rooms.intake.calls.actions import Told
from huiyin.rooms.intake.calls.backs import Wish
from huiyin.rooms.intake.calls.erasing import erase_old
from huiyin.rooms.intake.calls.models import Call, CallBack, CallBackTry, Seat
from huiyin.rules.calls import CallBackState, CallEvent, CallOutcome, CallState
from huiyin.rules.roles import SYSTEM, Actor, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BUREAU, DEPARTMENT, START, TOWN, WATER, build_county, comes_in, go
from tests.rooms.guard_cast import add_units

pytestmark = pytest.mark.django_db
PHONE = "19900001234"
SOON = START + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def house() -> None:
    build_county()


def hired(name: str, role: Role = Role.CLERK, unit: str = DEPARTMENT) -> User:
    user = User.objects.create(username=name, name=name.title(), created_at=START.replace(year=2020))
    Post.objects.create(user=user, unit_id=unit, role=role, since=START.replace(year=2020))
    return user


def who(user: User) -> Actor:
    return actor_of(User.objects.get(pk=user.pk), START)


def told(event: str = "ringing", call_id: str = "a-1", after: float = 0, **more: str) -> Told:
    return Told(CallEvent(event), call_id, START + timedelta(seconds=after), **more)


def refusal(act: Callable[..., object], *args: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(NotDone) as no:
        act(*args, **given)
    return no.value.refused.reason, no.value.refused.field


def test_a_call_is_one_row_whatever_is_told_twice_and_late() -> None:
    liu = hired("liu")
    actions.sit_down("8001", user=liu, now=START)
    for event, after in (("ended", 190), ("ringing", 0), ("answered", 9), ("ringing", 5), ("ended", 500)):
        row, new = actions.hear(
            told(event, after=after, caller=PHONE, extension="8001"), now=SOON + timedelta(minutes=9)
        )
        assert new is (after not in (5, 500))
    assert Call.objects.count() == 1
    assert (row.waited, row.talked, row.operator, row.desk_id) == (9, 181, liu.key, DEPARTMENT)
    assert queries.state_of(row, now=SOON) is CallState.ENDED
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM huiyin_call")
        assert PHONE not in str(cursor.fetchone()[0])


def test_what_no_telephone_system_can_mean_is_refused() -> None:
    assert refusal(actions.hear, told(caller="DROP TABLE"), now=START) == ("not_a_phone", "caller")
    assert refusal(actions.hear, told(caller="12"), now=START) == ("not_a_phone", "caller")
    assert refusal(actions.hear, told(call_id=""), now=START) == ("bad_name", "call_id")
    assert refusal(actions.hear, told(call_id="x" * 65), now=START) == ("bad_name", "call_id")
    assert refusal(actions.hear, told(extension="8 0"), now=START) == ("bad_name", "extension")
    assert refusal(actions.hear, told(after=3_600), now=START) == ("in_the_future", "at")
    assert refusal(actions.hear, told(after=-90_000), now=START) == ("too_long_ago", "at")
    assert not Call.objects.exists()


def test_a_call_goes_to_whoever_sits_there_and_to_nobody_who_doesnt_register() -> None:
    liu, xia, bao = hired("liu"), hired("xia", Role.ANALYST), hired("bao", Role.OFFICER, BUREAU)
    actions.sit_down("8001", user=liu, now=START)
    actions.sit_down("8001", user=bao, now=START)  # took it from her
    assert actions.hear(told(extension="8001"), now=SOON)[0].desk_id == BUREAU
    actions.sit_down("8001", user=xia, now=START)
    nobodys = actions.hear(told(call_id="b", extension="8001"), now=SOON)[0]
    assert (nobodys.operator, nobodys.desk_id) == ("", DEPARTMENT)
    assert actions.hear(told(call_id="c", operator="LIU "), now=SOON)[0].operator == liu.key
    assert actions.hear(told(call_id="d", operator="who"), now=SOON)[0].operator == ""
    actions.sit_down("", user=xia, now=START)
    assert not Seat.objects.filter(user=xia).exists()
    late = START + queries.SEAT_FOR + timedelta(minutes=1)
    actions.sit_down("8002", user=liu, now=START)
    assert queries.seat_of(who(liu), now=late) == ""
    assert refusal(actions.sit_down, "8 2", user=liu, now=START) == ("bad_name", "extension")


def test_each_house_sees_its_own_calls_only() -> None:
    liu, bao = hired("liu"), hired("bao", Role.OFFICER, BUREAU)
    call = actions.take_by_hand(PHONE, token="t" * 32, by=who(liu), now=START)
    assert queries.one(who(liu), call.pk) is not None
    assert queries.one(who(bao), call.pk) is None
    assert queries.page(who(bao)) == []
    assert refusal(actions.nothing, call.pk, by=who(bao), now=SOON) == ("not_found", "")
    assert (
        refusal(actions.take_by_hand, PHONE, token="x" * 32, by=who(hired("xia", Role.ANALYST)), now=START)[0]
        == "not_yours"
    )


def test_a_call_that_accuses_the_house_leaves_its_list() -> None:
    add_units()
    liu = hired("liu")
    call = actions.take_by_hand(PHONE, token="t" * 32, by=who(liu), now=START)
    about = comes_in(accused=DEPARTMENT).number
    back = backs.ask(Wish(PHONE, "回话", SOON + timedelta(hours=1)), token="b" * 32, by=who(liu), now=SOON)
    CallBack.objects.filter(pk=back.pk).update(petition=about)
    assert actions.note_registered(call.pk, number=about, by=who(liu), now=SOON)
    assert queries.one(who(liu), call.pk) is None
    assert queries.page(who(liu)) == []
    assert queries.open_backs(who(liu)) == []
    assert queries.owed_to(who(liu), PHONE) == []
    counted = queries.shares(who(liu), START, SOON, now=SOON)
    assert (counted.by_hand, counted.registered) == (1, 1)  # a count tells nothing of it


def test_a_call_by_hand_is_taken_once_and_ends_when_it_is_noted() -> None:
    liu = hired("liu")
    call = actions.take_by_hand("199 0000 1234", token="t" * 32, by=who(liu), now=START)
    assert actions.take_by_hand(PHONE, token="t" * 32, by=who(liu), now=SOON).pk == call.pk
    assert queries.going_on(who(liu), now=SOON) == [call]
    number = comes_in().number
    assert actions.note_registered(call.pk, number=number, by=who(liu), now=SOON)
    assert not actions.note_registered(
        call.pk, number=comes_in().number, by=who(liu), now=SOON
    )  # the first stays
    call.refresh_from_db()
    assert (call.outcome, call.talked, call.petition.number) == (CallOutcome.REGISTERED, 60, number)
    assert refusal(actions.nothing, call.pk, by=who(liu), now=SOON) == ("noted_before", "")
    assert not actions.note_registered(99, number=number, by=who(liu), now=SOON)


def test_a_question_is_answered_on_the_line_and_counted_apart() -> None:
    liu = hired("liu")
    call = actions.take_by_hand(PHONE, token="t" * 32, by=who(liu), now=START)
    informed = {"told": "问低保办理地点，已告知。", "entry": None, "by": who(liu), "now": SOON}
    assert refusal(actions.inform, call.pk, **informed, only_a_question=False) == (
        "register_it_then",
        "only_a_question",
    )
    wrong = {**informed, "entry": 99}
    assert refusal(actions.inform, call.pk, **wrong, only_a_question=True) == ("not_on_list", "entry")
    assert actions.inform(call.pk, **informed, only_a_question=True).outcome == CallOutcome.INFORMED
    assert refusal(actions.inform, call.pk, **informed, only_a_question=True) == ("noted_before", "")
    counted = queries.shares(who(liu), START, SOON, now=SOON)
    assert (counted.informed, counted.registered, counted.came) == (1, 0, 0)
    assert actions.note_registered(
        call.pk, number=comes_in().number, by=who(liu), now=SOON
    )  # it was more after all


def test_shares_are_of_what_the_telephone_system_told() -> None:
    liu = hired("liu")
    for n, (answered, ended) in enumerate(((9, 100), (20, 60), (None, 30), (None, None))):
        actions.hear(told(call_id=f"c{n}", operator="liu"), now=START)
        for event, after in (("answered", answered), ("ended", ended)):
            if after is not None:
                actions.hear(told(event, f"c{n}", after), now=SOON + timedelta(minutes=1))
    early = queries.shares(who(liu), START, SOON, now=SOON)
    assert (early.came, early.answered, early.in_time, early.mean_wait, early.mean_talk) == (3, 2, 1, 14, 66)
    later = queries.shares(who(liu), START, SOON, now=START + timedelta(hours=1))
    assert later.came == 4  # it rings no more: nobody answered
    assert queries.not_noted(who(liu)) == 2
    assert len(queries.page(who(liu), show="missed")) == 2
    assert [row.outside_id for row in queries.page(who(liu), show="open")] == ["c1", "c0"]


def test_pages_follow_one_another_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    liu = hired("liu")
    for n in range(5):
        actions.take_by_hand(PHONE, token=f"{n}" * 32, by=who(liu), now=START)
        wish = Wish(PHONE, f"{n}", SOON + timedelta(hours=1))
        backs.ask(wish, token=f"b{n}" * 16, by=who(liu), now=START)
    for listed, moment in (
        (queries.page, "began_at"),
        (lambda by, after: queries.open_backs(by, after=after, size=2), "due_at"),
    ):
        seen: list[int] = []
        after = None
        while found := listed(who(liu), after=after):
            seen += [row.pk for row in found[:2]]
            after = (getattr(found[:2][-1], moment), found[:2][-1].pk)
        assert len(seen) == len(set(seen)) == 5
    due = SOON + timedelta(hours=1)
    for moment, n in ((due, 0), (due + timedelta(minutes=1), 5)):  # the number on My day and its rows
        assert (
            len(queries.open_backs(who(liu), late=moment, size=9))
            == n
            == queries.late_backs(who(liu), now=moment)
        )


def test_calling_back_takes_it_in_hand_and_keeps_every_try() -> None:
    liu, mei = hired("liu"), hired("mei")
    call = actions.take_by_hand(PHONE, token="t" * 32, by=who(liu), now=START)
    wish = Wish("199-0000-1234", "问卫生所几点开门", START + timedelta(hours=4), call=call.pk)
    back = backs.ask(wish, token="b" * 32, by=who(liu), now=SOON)
    assert backs.ask(wish, token="b" * 32, by=who(liu), now=SOON).pk == back.pk
    call.refresh_from_db()
    assert call.outcome == CallOutcome.CALL_BACK
    assert [row.pk for row in queries.owed_to(who(mei), PHONE)] == [back.pk]
    assert refusal(backs.tried, back.pk, reached=False, note="", by=who(liu), now=SOON) == (
        "take_it_first",
        "",
    )
    backs.take(back.pk, by=who(liu), now=SOON)
    assert refusal(backs.take, back.pk, by=who(mei), now=SOON) == ("in_other_hands", "")
    later = SOON + timedelta(minutes=31)
    assert backs.take(back.pk, by=who(mei), now=later).taken_by == mei.key
    assert refusal(backs.tried, back.pk, reached=True, note=" ", by=who(mei), now=later) == (
        "missing",
        "note",
    )
    for _ in range(2):
        backs.take(back.pk, by=who(mei), now=later)
        backs.tried(back.pk, reached=False, note="", by=who(mei), now=later)
        assert refusal(backs.give_up, back.pk, by=who(mei), now=later) == ("tried_too_seldom", "")
    backs.take(back.pk, by=who(mei), now=later)
    done = backs.tried(back.pk, reached=True, note="已告知八点开门", by=who(mei), now=later)
    assert done.state == CallBackState.REACHED
    assert [one.reached for one in done.tries.all()] == [False, False, True]
    assert refusal(backs.take, back.pk, by=who(mei), now=later) == ("called_back_before", "")
    assert queries.owed_to(who(mei), PHONE) == []


def test_three_tries_and_then_it_may_be_given_up_or_they_ring_themselves() -> None:
    liu = hired("liu")
    first, second = (
        backs.ask(Wish(PHONE, "回话", SOON + timedelta(hours=1)), token=t * 32, by=who(liu), now=START)
        for t in "ab"
    )
    for at in (START - timedelta(hours=2), START - timedelta(hours=1), START - timedelta(minutes=59)):
        backs.take(first.pk, by=who(liu), now=at)
        backs.tried(first.pk, reached=False, note="", by=who(liu), now=at)
    no = refusal(backs.give_up, first.pk, by=who(liu), now=START)
    assert no == ("tried_too_seldom", ""), "right after the second it was no third try"
    mei = who(hired("mei"))
    for row in (first, second):
        backs.take(row.pk, by=mei, now=START)
        for act in (backs.give_up, backs.rang_again):
            assert refusal(act, row.pk, by=who(liu), now=START) == ("in_other_hands", "")
    backs.tried(first.pk, reached=False, note="", by=mei, now=START)
    backs.tried(second.pk, reached=False, note="", by=mei, now=START)
    assert backs.give_up(first.pk, by=who(liu), now=START).state == CallBackState.GIVEN_UP
    assert backs.rang_again(second.pk, by=who(liu), now=START).state == CallBackState.REACHED
    assert [one.rang for one in second.tries.all()] == [False, True]
    assert len(queries.open_backs(who(liu), ended=True)) == 2
    assert queries.late_backs(who(liu), now=SOON) == 0


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"phone": "12"}, "not_a_phone", "phone"),
        ({"about": " "}, "missing", "about"),
        ({"about": "x" * 201}, "too_long", "about"),
        ({"due_at": START}, "is_past", "due_at"),
        ({"due_at": START.replace(year=9999)}, "promised_too_far", "due_at"),
        ({"petition": "222424-20260302-00001-5"}, "no_such_matter", "petition"),
        ({"call": 99}, "not_found", ""),
    ],
)
def test_a_call_back_needs_all_that_it_takes(changed: dict[str, Any], reason: str, field: str) -> None:
    given = {"phone": PHONE, "about": "回话", "due_at": SOON, **changed}
    assert refusal(backs.ask, Wish(**given), token="b" * 32, by=who(hired("liu")), now=START) == (
        reason,
        field,
    )
    assert not CallBack.objects.exists()


def test_what_was_told_in_confidence_or_is_kept_takes_no_call_back_here() -> None:
    liu, tao = hired("liu"), hired("tao", Role.HEAD, TOWN)
    secret = comes_in(confidential=True).number
    wish = Wish(PHONE, "回话", SOON, petition=secret)
    assert refusal(backs.ask, wish, token="b" * 32, by=who(liu), now=START) == (
        "told_in_confidence",
        "petition",
    )
    assert refusal(backs.ask, wish, token="b" * 32, by=who(tao), now=START) == ("no_such_matter", "petition")
    accusing = Wish(PHONE, "回话", SOON, petition=comes_in(accused=WATER).number)
    told = refusal(backs.ask, accusing, token="c" * 32, by=who(liu), now=START)
    assert told == ("told_in_confidence", "petition")  # until it is sorted as something else than a tip-off
    go(accusing.petition, Verb.TRIAGE)
    assert backs.ask(accusing, token="c" * 32, by=who(liu), now=START).petition is not None


def test_numbers_and_words_are_forgotten_and_times_stay() -> None:
    liu = hired("liu")
    county.set_setting("call_keep_days", 30, by=SYSTEM, now=START)
    call = actions.take_by_hand(PHONE, token="t" * 32, by=who(liu), now=START)
    actions.inform(call.pk, told="已告知", entry=None, only_a_question=True, by=who(liu), now=SOON)
    done, owed = (
        backs.ask(Wish(PHONE, "回话", SOON + timedelta(hours=1)), token=t * 32, by=who(liu), now=START)
        for t in "ab"
    )
    backs.take(done.pk, by=who(liu), now=START)
    backs.tried(done.pk, reached=True, note="说了", by=who(liu), now=START)
    assert erase_old(now=START + timedelta(days=29)) == 0
    assert erase_old(now=START + timedelta(days=31)) == 2
    assert erase_old(now=START + timedelta(days=31)) == 0
    call.refresh_from_db()
    assert (call.phone, call.told, call.phone_index, call.talked, call.outcome) == (
        "",
        "",
        None,
        60,
        "informed",
    )
    done.refresh_from_db()
    owed.refresh_from_db()
    assert (done.phone, done.about, CallBackTry.objects.get().note) == ("", "", "")
    assert owed.phone == PHONE, "whom we owe a call isn't forgotten"
    again = actions.hear(told("ringing", "late", caller=PHONE), now=SOON)[0]
    assert queries.page(who(liu))[0].pk == again.pk
