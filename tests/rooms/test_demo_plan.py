"""The demo's plan, without a database: the founding figures, every state, and every life lawful by the rules' own table."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huiyin.rooms.intake.demo.corpus import (
    LONGEST,
    SHORTEST,
    BadCorpus,
    places,
    template_of,
    templates,
)
from huiyin.rooms.intake.demo.people import id_number
from huiyin.rooms.intake.demo.plan import plan
from huiyin.rooms.intake.demo.shape import (
    BATCHES,
    CROOKED,
    DEPARTMENT,
    FIGURES,
    MOST_REPRESENTATIVES,
    DemoMatter,
    Seat,
    Step,
)
from huiyin.rules.calendar import LOCAL, Calendar, local_date
from huiyin.rules.clocks import Terms, is_late
from huiyin.rules.fields import LIMIT, Kind, Refused
from huiyin.rules.guards import Law
from huiyin.rules.identifiers import birth_and_sex, normal_phone, valid_id_number
from huiyin.rules.lifecycle import decide, evolve
from huiyin.rules.promises import DUTIES, broken
from huiyin.rules.roles import PETITIONER, Actor, Post, Role
from huiyin.rules.state import Event, MatterState
from huiyin.rules.vocabulary import OPEN, Channel, Status, Verb

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=LOCAL)
LAW = Law(calendar=Calendar(), terms=Terms(), department="C-MWD")
ROLES = {
    Seat.CLERK: Role.CLERK, Seat.DISPATCHER: Role.DISPATCHER, Seat.OFFICER: Role.OFFICER, Seat.HEAD: Role.HEAD,
    Seat.LEADER: Role.LEADER,
}  # fmt: skip


@cache
def planned(now: datetime = NOW) -> tuple[DemoMatter, ...]:
    return tuple(plan(now))


def actor(step: Step) -> Actor:
    """Somebody with just the post that the plan names; the department's groups lie inside it."""
    if step.who.seat is Seat.PETITIONER:
        return PETITIONER
    unit = step.who.unit
    path = {DEPARTMENT: "C/C-MWD/", "七组": "C/C-MWD/七组/", "九组": "C/C-MWD/九组/"}.get(unit, f"C/{unit}/")
    return Actor(f"{step.who.seat}:{unit}", "", (Post(ROLES[step.who.seat], path.split("/")[-2], path),))


class Play:
    """The plan played on the rules alone: every act decided and folded."""

    def __init__(self, matters: tuple[DemoMatter, ...]) -> None:
        self.states: dict[str, MatterState] = {}
        acts = [(step.at, m.key, n, m, step) for m in matters for n, step in enumerate(m.steps)]
        for _, _, _, matter, step in sorted(acts, key=lambda act: act[:3]):
            self.act(matter, step)

    def act(self, matter: DemoMatter, step: Step) -> None:
        given = {k: "C-MWD" if k == "to" and v == DEPARTMENT else v for k, v in step.data.items()}
        if step.verb is Verb.REGISTER:
            given = {
                "channel": matter.channel.value, "received_at": matter.received_at, "persons": matter.persons,
                "title": matter.title, "text": matter.text, "place": matter.place.code, "desk": "C-MWD",
            }  # fmt: skip
        if step.verb is Verb.TRIAGE:
            given["category"] = "010000"
        if step.verb is Verb.ATTACH:
            given = {"file": given["name"], "paper": {"type": "text/plain", "size": len(given["content"])}}
        self.write(matter.key, step.verb, given, actor(step), step.at)
        if step.verb is Verb.LINK:
            came = {
                "number": matter.key, "channel": matter.channel.value, "received_at": matter.received_at.isoformat(),
                "persons": matter.persons,
            }  # fmt: skip
            self.write(given["other"], Verb.JOIN, {"petition": came}, actor(step), step.at)

    def write(self, key: str, verb: Verb, given: dict[str, Any], by: Actor, at: datetime) -> None:
        state = self.states.get(key)
        decision = decide(state, verb, given, actor=by, now=at, law=LAW)
        assert not isinstance(decision, Refused), (key, verb, decision)
        event = Event(
            key, state.seq + 1 if state else 1, verb, decision.at, decision.by, decision.unit, decision.data
        )
        self.states[key] = evolve(state, event)


@cache
def played() -> dict[str, MatterState]:
    return Play(planned()).states


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
    assert verbs[Verb.AGREE_RETURN] == CROOKED["agreed"]
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
@pytest.mark.parametrize("day", [(2026, 10, 8), (2026, 2, 24), (2027, 1, 1), (2028, 2, 29)])
def test_the_plan_holds_after_holidays_and_beyond_the_published_calendar(day: tuple[int, int, int]) -> None:
    holds(datetime(*day, 9, tzinfo=LOCAL))


@pytest.mark.slow
@settings(
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(st.dates(date(2024, 6, 1), date(2029, 6, 30)))
def test_the_plan_holds_on_any_day(day: date) -> None:
    holds(datetime(day.year, day.month, day.day, 0, 1, tzinfo=LOCAL))


# -- words and people ---------------------------------------------------------------------------------------------------------


def test_there_are_enough_texts_of_the_right_length_in_every_field() -> None:
    assert len(templates()) >= 150
    assert all(SHORTEST <= len(t.text) <= LONGEST for t in templates())
    assert len({t.category.partition("_")[0] for t in templates()}) == 20
    used = {m.template for m in planned() if m.template}
    assert len(used) > 0.9 * len(templates())


def test_no_words_are_over_the_limits_and_no_slot_is_left_open() -> None:
    for matter in planned():
        assert 0 < len(matter.title) <= LIMIT[Kind.TEXT]
        assert "{" not in matter.title + matter.text, matter.key
        for step in matter.steps:
            words = [str(value) for value in step.data.values()]
            assert all("{" not in word and len(word) <= LIMIT[Kind.LONG] for word in words), (
                matter.key,
                step.verb,
            )


def test_answers_say_what_was_asked_what_was_found_what_is_done_and_on_what_ground() -> None:
    for matter in planned():
        for step in matter.steps:
            if step.verb is Verb.DRAFT and matter.template:
                said = step.data["text"]
                assert matter.title in said
                assert all(part in said for part in ("一、查明的情况", "二、处理意见", "三、依据"))
                assert ("复查" in said) >= (matter.klass == "appeal")


def test_nobody_real_is_named_and_no_number_belongs_to_anybody() -> None:
    citizens = {c.phone: c for m in planned() for c in m.citizens}
    assert all(phone.startswith("1990000") and normal_phone(phone) == phone for phone in citizens)
    numbers = [c.id_number for c in citizens.values() if c.id_number]
    assert all(valid_id_number(number) and number[14:17] in ("998", "999") for number in numbers)
    assert all(number.startswith("222424") and int(number[6:10]) > 1935 for number in numbers)
    of_the_report = {"谢志君", "徐义林", "高峰", "蒋京革", "李恩华"}
    assert not of_the_report & {c.name for c in citizens.values()}
    everything = "".join(m.text + "".join(map(str, (s.data for s in m.steps))) for m in planned())
    assert not any(name in everything for name in of_the_report - {"高峰"})  # also the word for a rush hour


def test_an_invented_identity_number_tells_birth_and_sex() -> None:
    born = date(1958, 3, 2)
    assert birth_and_sex(id_number(born, "F")) == (born, "female")
    assert birth_and_sex(id_number(born, "M")) == (born, "male")


def test_places_are_the_countys() -> None:
    assert len(places()) > 200
    assert {m.place for m in planned()} <= set(places())


# -- a slip in the files is refused -------------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    "id": "x", "category": "教育", "unit": "教育局", "class": "appeal", "who": "one", "title": "题目", "text": "字" * 80,
    "outcome": "supported", "facts": "事实", "basis": "依据", "opinion": "意见",
}  # fmt: skip


def test_a_good_row_is_taken() -> None:
    assert template_of(GOOD).id == "x"


@pytest.mark.parametrize(
    "change",
    [
        {"text": "太短"},
        {"text": "字" * 251},
        {"outcome": "adopted"},
        {"route": "court", "letter": "信"},
        {"facts": ""},
        {"who": "nobody"},
        {"where": "moon"},
        {"lang": "ko"},
    ],
)
def test_a_bad_row_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadCorpus):
        template_of({**GOOD, **change})


def test_a_route_needs_its_letter() -> None:
    row = {k: v for k, v in GOOD.items() if k != "outcome"} | {"route": "court"}
    with pytest.raises(BadCorpus):
        template_of(row)
    assert template_of(row | {"letter": "信"}).route == "court"
