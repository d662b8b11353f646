"""The demo's plan, without a database: the founding figures, every state, and every life lawful by the rules' own table."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huiyin.rooms.intake.demo.plan import plan
from huiyin.rooms.intake.demo.player import came_along
from huiyin.rooms.intake.demo.shape import (
    BATCHES,
    CROOKED,
    FIGURES,
    MOST_REPRESENTATIVES,
)
from huiyin.rules.calendar import LOCAL, Calendar, local_date
from huiyin.rules.clocks import is_late
from huiyin.rules.promises import DUTIES, broken
from huiyin.rules.vocabulary import OPEN, Channel, Status, Verb
from tests.rooms.demo_stage import NOW, Play, planned, played

# -- the figures --------------------------------------------------------------------------------------------------------------


def test_as_many_came_by_each_channel_as_the_founding_report_says() -> None:
    assert Counter(m.channel for m in planned()) == {c: count.came for c, count in FIGURES.items()}
    assert (FIGURES[Channel.VISIT], FIGURES[Channel.MAILBOX]) == ((278, 204), (402, 379))
    assert (FIGURES[Channel.CALL].came, FIGURES[Channel.CALL].done) == (103, 99)
    assert (FIGURES[Channel.PREFECTURE].came, FIGURES[Channel.PROVINCE].came) == (5, 1)


def test_as_many_are_done() -> None:
    states = played()
    done = Counter(
        m.channel for m in planned() if states[states[m.key].linked_to or m.key].status is Status.CLOSED
    )
    assert done == {c: count.done for c, count in FIGURES.items()}


def test_521_people_came_in_278_batches() -> None:
    visits = [m for m in planned() if m.channel is Channel.VISIT]
    assert Counter(m.persons for m in visits) == BATCHES
    assert sum(m.persons for m in visits) == 521


def test_at_most_five_speak_for_a_crowd() -> None:
    crowds = [m for m in planned() if m.persons >= 5 and m.channel is Channel.VISIT]
    assert len(crowds) >= 10
    assert {len(m.citizens) for m in crowds} == {MOST_REPRESENTATIVES}
    assert all(1 <= len(m.citizens) <= min(m.persons, MOST_REPRESENTATIVES) for m in planned())
    for crowd in crowds:
        words = " ".join(str(step.data.get("text", "")) for step in crowd.steps if step.verb is Verb.NOTE)
        assert all(citizen.name in words for citizen in crowd.citizens)


def test_some_of_those_behind_the_five_have_signed() -> None:
    behind = {m.key: m.persons - len(m.citizens) for m in planned() if m.channel is Channel.VISIT}
    assert {m.key: len(m.signers) for m in planned() if m.signers} == {
        key: min(many, 6) for key, many in behind.items() if many
    }
    phones = [one.phone for m in planned() for one in m.signers]
    assert len(set(phones)) == len(phones) >= 20
    assert not set(phones) & {one.phone for m in planned() for one in m.citizens}


def test_two_of_one_id_number_stand_in_a_petition_once() -> None:
    crowd = next(m for m in planned() if len(m.citizens) > 2 and m.citizens[0].id_number)
    twins = replace(
        crowd, citizens=(crowd.citizens[0], replace(crowd.citizens[0], name="双"), *crowd.citizens[1:])
    )
    named = [twins.citizens[0].id_number, *(one.person.id_number for one in came_along(twins))]
    assert len({number for number in named if number}) == len([number for number in named if number])


def test_about_eight_in_a_hundred_write_in_korean() -> None:
    korean = [m for m in planned() if m.korean]
    assert 0.07 <= len(korean) / len(planned()) <= 0.09
    assert all(any("\uac00" <= letter <= "\ud7a3" for letter in m.text) for m in korean)
    assert not any("\uac00" <= letter <= "\ud7a3" for m in planned() if not m.korean for letter in m.text)
    assert all(m.citizens[0].language == "ko" for m in korean)


# -- the lives ----------------------------------------------------------------------------------------------------------------


def test_every_act_is_allowed_and_ends_where_the_plan_says() -> None:
    states = played()
    for matter in planned():
        assert states[matter.key].status is matter.status, matter.key
        assert not broken(states[matter.key]), matter.key


def test_every_state_is_there_at_the_end() -> None:
    found = Counter(state.status for state in played().values())
    assert set(found) == set(Status)
    assert (
        sum(found[status] for status in OPEN) == sum(c.came - c.done for c in FIGURES.values()) - 6
    )  # 6 hang on others


def test_some_are_late_and_some_due_today() -> None:
    today = local_date(NOW)
    late, due = [], []
    for state in played().values():
        runs = [run for run in state.running if run.code in DUTIES]
        late += [state.status] if any(is_late(run.due_on, NOW) for run in runs) else []
        due += [state.status] if any(run.due_on == today for run in runs) else []
    assert {Status.REGISTERED, Status.SENT, Status.HANDLING, Status.OBJECTED, Status.ISSUED} <= set(late)
    assert 12 <= len(late) <= 30
    assert {Status.REGISTERED, Status.HANDLING} <= set(due)
    assert 5 <= len(due) <= 20


def test_some_go_crooked_ways() -> None:
    verbs = Counter(step.verb for m in planned() for step in m.steps)
    assert verbs[Verb.AGREE_RETURN] == CROOKED["agreed"] + 3  # one was sent to two wrong units, one to one
    assert verbs[Verb.REFUSE_RETURN] == CROOKED["refused"]
    assert verbs[Verb.REWORK] == CROOKED["reworked"]
    assert verbs[Verb.REOPEN] >= CROOKED["again"] + 2
    assert verbs[Verb.LINK] >= 15
    assert verbs[Verb.DECLINE] >= 40
    routes = {step.data["route"] for m in planned() for step in m.steps if step.verb is Verb.DECLINE}
    assert len(routes) >= 9
    results = {step.data["result"] for m in planned() for step in m.steps if step.verb is Verb.DELIVER}
    assert results == {"received", "refused", "published", "returned"}


def test_no_step_comes_before_the_one_before_it_nor_on_the_day_itself() -> None:
    midnight = datetime(2026, 11, 24, tzinfo=LOCAL)
    for matter in planned():
        moments = [matter.received_at, *(step.at for step in matter.steps)]
        assert moments == sorted(moments), matter.key
        assert all(a < b for a, b in pairwise(moments[1:])), matter.key
        assert moments[-1] < midnight, matter.key
        assert matter.steps[0].verb is Verb.REGISTER


def test_visitors_come_on_working_days_in_office_hours() -> None:
    calendar = Calendar()
    for matter in planned():
        if matter.channel is Channel.VISIT:
            assert calendar.is_working(matter.received_at.date()), matter.key
            assert 8 <= matter.received_at.hour < 17, matter.key
    letters = [m.received_at for m in planned() if m.channel is Channel.MAILBOX]
    assert any(not calendar.is_working(moment.date()) for moment in letters)
    assert any(moment.hour >= 20 for moment in letters)


def test_whoever_drafted_does_not_approve() -> None:
    for matter in planned():
        drafted = [step.who for step in matter.steps if step.verb is Verb.DRAFT]
        approved = [step.who for step in matter.steps if step.verb is Verb.APPROVE]
        assert not set(drafted) & set(approved)


def works(now: datetime) -> None:
    """Of the two units whose people are named first: one has something to sign, one to handle, one to approve."""
    open_ones = Counter((m.unit, m.status) for m in plan(now))
    for status in (Status.SENT, Status.HANDLING, Status.DRAFTED):
        assert open_ones["自来水公司", status], now
    assert open_ones["卫健局", Status.SENT] or open_ones["卫健局", Status.DRAFTED], now


@pytest.mark.parametrize("month", range(1, 13))
def test_whoever_signs_in_as_an_officer_finds_something_to_do_in_any_month(month: int) -> None:
    works(datetime(2027, month, 11, 9, tzinfo=LOCAL))


# -- the same every time ------------------------------------------------------------------------------------------------------


def test_the_same_day_gives_the_same_plan_and_another_seed_another() -> None:
    evening = NOW.replace(hour=23, minute=59)
    night = NOW.replace(hour=0, minute=0).astimezone(UTC)
    assert tuple(plan(evening)) == planned() == tuple(plan(night))
    assert tuple(plan(NOW, seed=1)) != planned()
    assert tuple(plan(NOW + timedelta(days=1))) != planned()


def holds(now: datetime) -> None:
    matters = tuple(plan(now))
    states = Play(matters).states
    assert {state.status for state in states.values()} == set(Status)
    done = Counter(
        m.channel for m in matters if states[states[m.key].linked_to or m.key].status is Status.CLOSED
    )
    assert done == {c: count.done for c, count in FIGURES.items()}
    assert all(states[m.key].status is m.status for m in matters)
    assert max(step.at for m in matters for step in m.steps) < now
    assert any(is_late(r.due_on, now) for s in states.values() for r in s.running if r.code in DUTIES)


@pytest.mark.slow
@pytest.mark.parametrize("day", [(2025, 3, 31), (2026, 10, 8), (2026, 2, 24), (2027, 1, 1), (2028, 2, 29)])
def test_the_plan_holds_after_holidays_and_beyond_the_published_calendar(day: tuple[int, int, int]) -> None:
    holds(datetime(*day, 9, tzinfo=LOCAL))


@pytest.mark.slow
@settings(
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(st.dates(date(2024, 6, 1), date(2029, 6, 30)))
def test_the_plan_holds_on_any_day(day: date) -> None:
    holds(datetime(day.year, day.month, day.day, 0, 1, tzinfo=LOCAL))
