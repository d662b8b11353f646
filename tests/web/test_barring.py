"""Every act that isn't possible says why in particular: from which state on, up to which, whose it is, for whom it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from huiyin.rooms.cases import asked_back, together
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link
from huiyin.rooms.county.queries import law
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor, Role
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Stage, Status, Verb
from huiyin.web.desk import acting, barring
from tests.rooms import cast
from tests.rooms.cast import BAO, DAN, TAO, WATER, WU
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county")
LATER = cast.START + timedelta(hours=12)
#: What a code alone would say, without the place where it stands.
GENERIC = (
    "Not possible while",
    "Your post doesn",
    "Nothing is asked of your unit, or",
    "or it isn't yours to report",
)


def state_at(verb: Verb | None = None) -> MatterState:
    number = cast.comes_in().number
    if verb is not None:
        cast.go(number, verb)
    return file_of(number).state


def told(state: MatterState, who: Actor, verb: Verb, language: str = "en") -> str:
    no = barred(state, verb, actor=who, now=LATER, law=law())
    assert no is not None
    with override(language):
        return barring.why(no, verb, state, law())


@pytest.mark.parametrize(
    "at",
    [
        None,
        Verb.TRIAGE,
        Verb.FORWARD,
        Verb.SIGN,
        Verb.NOTIFY,
        Verb.DRAFT,
        Verb.APPROVE,
        Verb.ISSUE,
        Verb.DELIVER,
        Verb.CLOSE,
    ],
)
@pytest.mark.parametrize("who", [DAN, BAO, WU])
def test_at_no_state_is_anybody_left_to_guess(at: Verb | None, who: Actor) -> None:
    state = state_at(at)
    with override("en"):
        groups = acting.acts(state, actor=who, now=LATER, law=law()).barred
    rows = [row for group in groups for row in group.rows]
    assert rows
    assert [row for row in rows if any(said in row.reason for said in GENERIC)] == []


def test_from_which_state_on_and_up_to_which() -> None:
    fresh, done = state_at(), state_at(Verb.CLOSE)
    assert told(fresh, BAO, Verb.APPROVE).startswith("Possible while the matter stands at: To approve")
    assert told(fresh, DAN, Verb.UNLINK).startswith("Only possible with a matter that was joined")
    late = told(done, DAN, Verb.ASK_SENDER)
    assert late.startswith("Possible up to “")
    assert "Whoever took the matter in can take it up again." in late
    early = told(fresh, DAN, Verb.FOLLOW_UP)
    assert "Now it stands at" in early


def test_a_joined_matter_leads_to_the_other() -> None:
    first, second = cast.comes_in().number, cast.comes_in().number
    link(first, other=second, by=DAN, now=cast.START + timedelta(hours=1))
    assert second in told(file_of(first).state, DAN, Verb.TRIAGE)


def test_whose_it_is_by_unit_and_post() -> None:
    sent = state_at(Verb.FORWARD)
    said = told(sent, DAN, Verb.SIGN)
    with override("en"):
        unit = barring.county.unit_name(cast.BUREAU)
    assert said.startswith(f"This is done by: {unit} (")
    assert "Officer" in said
    assert "Dispatcher" not in said, "a bureau has none"
    assert told(state_at(), TAO, Verb.TRIAGE, "zh-hans").startswith("由下列人员办：")
    nobody = replace(sent, holder="", status=Status.SENT)
    assert told(nobody, DAN, Verb.SIGN).startswith("Nobody can do this yet")


def test_only_posts_that_may_do_the_act_here_are_named() -> None:
    """A review isn't ended by who only sorts: its confirmation takes the organ's head."""
    review = replace(state_at(Verb.SIGN), stage=Stage.REVIEW, holder=cast.DEPARTMENT)
    said = told(review, DAN, Verb.DECLINE)
    assert said.startswith("It is with ")
    assert "Head" in said
    assert "Dispatcher" not in said
    officer = Actor("o", "", (replace(DAN.posts[0], role=Role.OFFICER),))
    said = told(review, officer, Verb.DECLINE)
    assert said.startswith("This is done by: ")
    assert "Head" in said
    assert "Dispatcher" not in said
    assert "Dispatcher" in told(state_at(Verb.TRIAGE), BAO, Verb.DECLINE), "what isn't sent yet the desk ends"


def test_who_answered_isnt_named_among_those_who_write_down_a_review() -> None:
    answered = state_at(Verb.CLOSE)
    with override("en"):
        unit = barring.county.unit_name(cast.BUREAU)
    said = told(answered, WU, Verb.ASK_REVIEW)
    assert said.startswith("This is done by: ")
    assert "Dispatcher" in said
    assert unit not in said
    assert told(answered, BAO, Verb.ASK_REVIEW).startswith("Your unit gave the answer")


def test_the_departments_head_is_named_for_another_desks_matter() -> None:
    number = cast.comes_in(desk=cast.TOWN, by=cast.person("ting", Role.CLERK, cast.TOWN)).number
    said = told(file_of(number).state, BAO, Verb.WITHDRAW)
    with override("en"):
        department, town = (barring.county.unit_name(unit) for unit in (cast.DEPARTMENT, cast.TOWN))
    assert f"{department} (Head)" in said
    assert f"{town} (" in said
    assert said.count(department) == 1


def test_for_whom_it_waits() -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY)
    state = file_of(number).state
    assert told(state, BAO, Verb.CARRY_OUT).startswith("No leader has written")
    assert told(state, BAO, Verb.ANSWER_QUESTION).startswith("The petitioner has asked nothing")
    asked_back.ask_back(number, petition=number, text="何时？", by=DAN, now=at)
    together.co_handle(number, to=WATER, text="请查。", by=BAO, now=at)
    state = file_of(number).state
    with override("en"):
        bureau = barring.county.unit_name(cast.BUREAU)
    assert told(state, DAN, Verb.ANSWER_QUESTION).startswith(f"It waits for: {bureau}.")


def test_where_nobody_stands_so_to_the_matter_it_is_said_what_isnt_there() -> None:
    state = state_at(Verb.NOTIFY)
    assert told(state, BAO, Verb.CONTRIBUTE).startswith("No unit is asked to contribute.")
    assert told(state, BAO, Verb.ANSWER_NOTICE).startswith("No supervision notice waits")
    said = told(state, BAO, Verb.SUPERVISE)
    assert said.count("Supervisor") == 1, "those of the whole county are named once"


def test_what_is_anothers_turn_names_the_unit_and_its_posts() -> None:
    said = told(state_at(Verb.NOTIFY), DAN, Verb.DECLINE)
    with override("en"):
        unit = barring.county.unit_name(cast.BUREAU)
    assert said.startswith(f"It is with {unit} now: done there by Head")


def test_an_old_link_says_the_same_above_the_page(browser: Browser) -> None:
    number = cast.comes_in().number
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=approve"))
    assert "Possible while the matter stands at: To approve" in page
