"""The table of transitions as data: it names only what exists, leaves nobody stuck, and agrees with the table of clocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from huiyin.rules import (
    accusing,
    advising,
    asked_back,
    asking,
    extending,
    guards,
    inquiring,
    instructing,
    looking,
    openly,
    senders,
    surround_guards,
)
from huiyin.rules.clocks import RULES, Clock
from huiyin.rules.evolution import evolve
from huiyin.rules.fields import LIMIT, Kind, Refused
from huiyin.rules.guards import Guard
from huiyin.rules.lifecycle import allowed
from huiyin.rules.roles import GRANTS, Permission, Role
from huiyin.rules.state import Event
from huiyin.rules.transitions import (
    REACHED_STOPS,
    TRANSITIONS,
    Choose,
    Standing,
    Told,
    Transition,
)
from huiyin.rules.vocabulary import OPEN, ROUTE_ARTICLE, Route, Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    LAW,
    PAK,
    START,
    TAO,
    TOWN,
    XIA,
)  # fmt: skip
from tests.rules.played import PLAYED, registered
from tests.rules.test_clock_verbs import started, stopped

ENDED = frozenset(Status) - OPEN
ROWS = list(TRANSITIONS.values())
#: Where a verb may lead besides its target: to where the matter stood before (see ``huiyin.rules.evolution``).
BACK_TO: dict[Verb, frozenset[Status]] = {
    Verb.UNLINK: frozenset({Status.REGISTERED}),
    Verb.REFUSE_RETURN: frozenset({Status.HANDLING}),
    Verb.DELIVER: frozenset({Status.ISSUED}),
}


def named(row: object) -> str:
    """The row's verb, for the test's name."""
    return row.verb.value if isinstance(row, Transition) else str(row)


each_row = pytest.mark.parametrize("row", ROWS, ids=named)


def edges() -> set[tuple[Status, Status]]:
    """From where a verb leads where; a verb without a target stays."""
    return {
        (source, target)
        for row in ROWS
        for source in row.sources
        for target in {row.target or source, *BACK_TO.get(row.verb, ())}
    }


def reached_from(start: Status, steps: set[tuple[Status, Status]]) -> set[Status]:
    """Every status that can be reached."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        new = {target for source, target in steps if source is here} - found
        found |= new
        waiting += new
    return found


def test_every_verb_has_its_row() -> None:
    assert set(TRANSITIONS) == set(Verb)
    assert all(row.verb is verb for verb, row in TRANSITIONS.items())


@each_row
def test_a_row_names_only_what_exists(row: Transition) -> None:
    assert row.sources <= frozenset(Status)
    assert bool(row.sources) is (row.verb is not Verb.REGISTER)
    assert row.target in {None, *Status}
    assert row.stops <= set(RULES)
    assert all(isinstance(start, Choose) or start in RULES for start in row.starts)


@each_row
def test_somebody_may_do_it(row: Transition) -> None:
    assert row.who
    assert all(isinstance(standing, Standing) for standing, _ in row.who)
    granted = {permission for role in GRANTS.values() for permission in role}
    assert {permission for _, permission in row.who} <= granted
    standings = {standing for standing, _ in row.who}
    assert Standing.HOUSE not in standings or standings == {Standing.HOUSE}


@each_row
def test_fields_are_named_once_and_can_be_asked_for(row: Transition) -> None:
    names = [spec.name for spec in row.fields]
    assert len(names) == len(set(names))
    for spec in row.fields:
        assert (spec.choices is not None) is (spec.kind is Kind.CHOICE)
        assert spec.kind in Kind
        assert spec.limit == LIMIT.get(spec.kind, 0)


#: What may be left out; everything else has to be told.
MAY_BE_LEFT_OUT = {
    Verb.REGISTER: {"place", "category", "source", "confirmed"}, Verb.LINK: {"remark"},
    Verb.TRIAGE: {"place", "urgent", "confidential", "remark"},
    Verb.ACCEPT: {"remark"}, Verb.FORWARD: {"remark"}, Verb.ASSIGN: {"remark"}, Verb.NOTIFY: {"remark"},
    Verb.AGREE_RETURN: {"remark"}, Verb.DECLINE: {"of"}, Verb.APPROVE: {"remark"}, Verb.DELIVER: {"petition"},
    Verb.CLOSE: {"nothing_owed", "remark"}, Verb.ACCUSE: {"accused", "person"}, Verb.SATELLITE: {"days"},
    Verb.SUPERVISE: {"days"},
    Verb.ESCALATE: {"days"}, Verb.INSTRUCT: {"days"}, Verb.NOTE: {"spot", "others", "theirs"}, Verb.ATTACH: {"petition"},
    Verb.FOLLOW_UP: {"reached"},
    Verb.RATE: {"remark"},
    Verb.CHANGE_CONTACT: {"phone", "address", "email"}, Verb.ASK_REVIEW: {"petition", "how", "received_at"},
    Verb.HAND_OVER: {"person"},
}  # fmt: skip


@each_row
def test_what_may_be_left_out(row: Transition) -> None:
    assert {spec.name for spec in row.fields if not spec.required} == MAY_BE_LEFT_OUT.get(row.verb, set())


@each_row
def test_free_words_are_sealed_and_nothing_else_is(row: Transition) -> None:
    for spec in row.fields:
        plain = (row.verb, spec.name) == (
            Verb.REGISTER,
            "source",
        )  # the name of a file's profile, no person's words
        assert spec.sealed is (spec.kind in (Kind.TEXT, Kind.LONG, Kind.FILE) and not plain)


@each_row
def test_guards_are_asked_once_and_stand_in_their_module(row: Transition) -> None:
    assert len(row.guards) == len(set(row.guards))
    assert all(home_of(guard) for guard in row.guards)
    assert all(guard.__doc__ or factory_of(guard).__doc__ for guard in row.guards)


def home_of(guard: Guard) -> bool:
    """Whether a module of guards has it under its name, or the factory that made it for one field of the row."""
    found = (
        getattr(module, guard.__name__, None)
        for module in (
            guards,
            surround_guards,
            accusing,
            advising,
            asked_back,
            asking,
            openly,
            senders,
            instructing,
            inquiring,
            extending,
            looking,
        )
    )
    return guard in found or factory_of(guard) is not None


def factory_of(guard: Guard) -> Any:
    """The function of ``guards`` that made it, if one did."""
    maker = guard.__qualname__.split(".")[0]
    return getattr(guards, maker, None) if "<locals>" in guard.__qualname__ else None


@each_row
def test_a_guard_about_a_field_stands_where_the_field_is(row: Transition) -> None:
    to = [guard for guard in row.guards if factory_of(guard) is guards.not_the_accused]
    names = {spec.name for spec in row.fields if spec.kind in (Kind.UNIT, Kind.LEADER)}
    names |= {"to"} if row.verb is Verb.RECOMMEND else set()
    assert len(to) == len(names), "whatever names an addressee asks whether it is barred (Art. 30)"


@each_row
def test_no_clock_is_started_and_stopped_by_the_same_act(row: Transition) -> None:
    started = {start for start in row.starts if isinstance(start, Clock)}
    # whom the superior designates has the fifteen days anew; whoever disputed it has them no more
    anew = {Clock.T3} if row.verb is Verb.DESIGNATE else set()
    assert started & row.stops == anew
    assert len(row.starts) == len(set(row.starts))


#: Of what the petitioner hears: where it went, that it was taken, led elsewhere, answered, extended, heard or taken up again.
TOLD = {
    Verb.FORWARD, Verb.ASSIGN, Verb.DESIGNATE, Verb.ACCEPT, Verb.NOTIFY, Verb.DECLINE, Verb.ISSUE, Verb.EXTEND,
    Verb.OPEN_HEARING, Verb.REOPEN, Verb.ASK_SENDER, Verb.ANSWER_QUESTION,
}  # fmt: skip


def test_the_petitioner_hears_of_what_the_regulation_says_and_of_nothing_else() -> None:
    assert {row.verb for row in ROWS if row.tells} == TOLD
    to_one = {row.verb for row in ROWS if row.tells == (Told.ASKED,)}
    assert to_one == {Verb.ASK_SENDER, Verb.ANSWER_QUESTION}, (
        "a question, and an answer, is for whom it names"
    )
    assert all(row.tells == (Told.PETITIONER,) for row in ROWS if row.tells and row.verb not in to_one)


def test_every_route_out_names_its_article_and_a_withdrawal_none() -> None:
    assert set(ROUTE_ARTICLE) == set(Route) - {Route.WITHDRAWN}


def test_every_status_can_be_reached_from_registration() -> None:
    first = TRANSITIONS[Verb.REGISTER].target
    assert first is not None
    assert reached_from(first, edges()) == set(Status)


def test_every_verb_can_be_done_some_day() -> None:
    first = TRANSITIONS[Verb.REGISTER].target
    assert first is not None
    reachable = reached_from(first, edges())
    assert all(row.sources & reachable for row in ROWS if row.verb is not Verb.REGISTER)


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_open_matter_has_a_way_to_an_end(status: Status) -> None:
    assert reached_from(status, edges()) & ENDED


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_open_matter_has_a_way_to_being_answered_and_closed(status: Status) -> None:
    """Joining it to another is an end too, but nobody must be forced to it."""
    assert Status.CLOSED in reached_from(status, edges())


@pytest.mark.parametrize("status", sorted(ENDED))
def test_no_end_is_for_ever(status: Status) -> None:
    assert reached_from(status, edges()) & OPEN


def test_a_dead_end_would_be_found() -> None:
    shut = {(source, target) for source, target in edges() if source is not Status.OBJECTED}
    assert not reached_from(Status.OBJECTED, shut) & ENDED


@pytest.mark.parametrize("code", list(Clock))
def test_every_clock_is_started_by_some_verb_and_stopped_by_another(code: Clock) -> None:
    starts, stops = set(started(code)), set(stopped(code))
    stops |= {"deliver"} if code in REACHED_STOPS else set()
    assert starts
    assert stops - starts


@pytest.mark.parametrize("verb", list(Verb))
def test_a_verb_leads_where_its_row_says(verb: Verb) -> None:
    before, by = PLAYED[verb]
    life, row = before(), TRANSITIONS[verb]
    if life is None:
        assert registered().matter.status is row.target
        return
    source = life.matter.status
    assert source in row.sources
    after = life.do(verb, by).status
    assert after in {row.target or source, *BACK_TO.get(verb, ())}


def test_what_only_follows_from_another_verb_is_offered_to_nobody() -> None:
    house = {row.verb for row in ROWS if row.follows}
    assert house == {Verb.JOIN, Verb.PART, Verb.ATTEMPT, Verb.RECKON, Verb.REVIEWED, Verb.HAND_OVER}
    life = registered()
    assert not house & set(allowed(life.matter, actor=DAN, now=START, law=LAW))


def test_a_person_may_what_any_of_their_posts_may_and_nobody_may_without_one() -> None:
    both = replace(XIA, posts=(*XIA.posts, *BO.posts))
    assert both.may(Permission.APPROVE)
    assert both.may(Permission.FIGURES)
    assert not XIA.may(Permission.APPROVE)
    assert not PAK.may(Permission.NOTE)
    assert [post.role for post in both.posts_with(Permission.FIGURES)] == [Role.ANALYST, Role.HEAD]


def test_even_a_matter_that_was_bent_to_look_delivered_doesnt_close_before_everybody_heard() -> None:
    life = registered().to(Verb.DELIVER)
    second = replace(life.matter.petitions[0], number="222424-20260302-00002-9")
    life.state = replace(life.matter, petitions=(*life.matter.petitions, second))
    no = life.try_(Verb.CLOSE, BAO)
    assert isinstance(no, Refused)
    assert (no.reason, no.params) == ("not_everybody_reached", {"petitions": second.number})


def test_a_term_goes_on_only_where_a_desk_had_one() -> None:
    life = registered()
    resumed = Event(life.matter.number, 2, Verb.NOTE, START, "", "", {"clocks": {"resume": True}})
    assert evolve(life.matter, resumed).clocks == life.matter.clocks
    with pytest.raises(ValueError, match="max"):
        evolve(replace(life.matter, clocks=()), resumed)


def test_a_town_that_took_it_in_is_its_desk_and_the_department_isnt() -> None:
    life = registered(TAO, TOWN)
    assert isinstance(life.try_(Verb.TRIAGE, DAN), Refused)
    life.do(Verb.TRIAGE, TAO)
    assert life.do(Verb.FORWARD, TAO, to=BUREAU).owner == BUREAU
