"""Review, recheck and what they end: who decides, what is taken over, what is written below, and what nobody gets past."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.hearings import end_hearing, open_hearing
from huiyin.rooms.cases.models import Matter, Party, Petition
from huiyin.rooms.cases.parties import Other
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.protecting import accuse
from huiyin.rooms.cases.queries import file_of, followed
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rooms.cases.reviewing import above_of, ask_review
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.actions import NotDone as NotSet
from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.groups import PartyRole
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.state import MatterState
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Channel, Stage, Status, Verb
from tests.rooms.cast import (
    BAO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GROUP,
    PAK,
    ROOT,
    START,
    TAO,
    WU,
    comes_in,
    go,
    person,
)

pytestmark = pytest.mark.usefixtures("county")

MEI = person("mei", Role.OFFICER, DEPARTMENT)
MO = person("mo", Role.HEAD, DEPARTMENT)
DAY = timedelta(days=1)
TEXT = "水压还是不够，三楼以上没有水，请复查。"


def faults() -> list[Any]:
    return [fault for _, found in number_faults(Tally()) for fault in found]


def answered(**change: Any) -> tuple[str, datetime]:
    """A matter that the bureau has answered and closed."""
    number = comes_in(**change).number
    return number, go(number, Verb.CLOSE)


def asks(number: str, at: datetime, **change: Any) -> Receipt:
    return ask_review(number, **{"text": TEXT, "by": PAK, "now": at, **change})


def state_of(number: str) -> MatterState:
    return file_of(number).state


def decides(
    number: str, at: datetime, outcome: str = "upheld", *, by: Any = MEI, head: Any = MO,
    text: str = "经复查，维持原处理意见。",
) -> datetime:  # fmt: skip
    """The organ that reviews drafts, approves, issues, delivers; the moment of the delivery."""
    actions.draft(number, outcome=outcome, text=text, by=by, now=at)
    actions.approve(number, by=head, now=at)
    actions.issue(number, by=by, now=at)
    actions.deliver(
        number, method="hand", result="received", delivered_at=at, proof="本人签收", by=by, now=at + DAY / 24
    )
    return at + DAY / 24


def finished() -> tuple[str, str, str, datetime]:
    """A first matter, its review and its recheck, all decided."""
    first, at = answered()
    review = asks(first, at + DAY).number
    at = decides(review, at + 2 * DAY)
    recheck = asks(review, at + DAY).number
    return first, review, recheck, decides(recheck, at + 2 * DAY)


# -- asking -------------------------------------------------------------------------------------------------------


@pytest.mark.transition("ask_review")
def test_a_review_is_a_matter_of_its_own_with_the_organ_above_from_its_first_entry() -> None:
    number, at = answered(confidential=True, others=[Other(PartyRole.COSIGNER, Person(name="李四"))])
    receipt = asks(number, at + DAY)
    below, above = state_of(number), state_of(receipt.number)
    assert below.asked == receipt.number != number
    assert (above.stage, above.about, above.status) == (Stage.REVIEW, number, Status.HANDLING)
    assert (above.desk, above.holder, above.channel) == (DEPARTMENT, DEPARTMENT, Channel.MAILBOX)
    assert (above.klass, above.category, above.persons) == (below.klass, below.category, 9)
    assert above.confidential
    assert [run.code for run in above.running] == [Clock.T9]
    assert above_of(receipt.number) == ""
    mine, theirs = Petition.objects.get(number=receipt.number), Petition.objects.get(number=number)
    assert mine.petitioner_id == theirs.petitioner_id
    assert [p.petitioner.name for p in Party.objects.filter(petition=mine)] == ["李四"]
    assert file_of(receipt.number).texts[1, "text"] == TEXT
    assert file_of(receipt.number).texts[1, "title"] == "没有水"
    found = followed(receipt.number, receipt.code)
    assert found is not None
    assert found[1].state.number == receipt.number
    assert not faults()


def test_the_same_form_sent_twice_is_one_review_with_one_receipt() -> None:
    number, at = answered()
    token = "the one-time token of the form"
    first = asks(number, at + DAY, token=token)
    assert asks(number, at + DAY, token=token) == first
    with pytest.raises(NotDone) as no:
        asks(number, at + DAY, token="another one-time token")
    assert no.value.refused.reason == "review_asked_before"
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(("days", "taken"), [(30, True), (31, False)])
def test_thirty_days_from_the_receipt_of_the_answer_and_not_one_more(days: int, taken: bool) -> None:
    number, _ = answered()
    received = next(d.at for d in state_of(number).deliveries)
    window = next(run for run in state_of(number).running if run.code is Clock.T8)
    assert window.due_on == local_date(received + 30 * DAY)
    late = received + days * DAY
    before = Entry.objects.count()
    if taken:
        assert asks(number, late)
        return
    with pytest.raises(NotDone) as no:
        asks(number, late)
    assert (no.value.refused.reason, no.value.refused.article) == ("review_window_closed", "35")
    assert Entry.objects.count() == before
    assert Matter.objects.count() == 1


def test_who_asks_must_belong_to_the_matter() -> None:
    number, at = answered()
    strange = comes_in(title="别的").number
    for wrong in (strange, "222424-20260302-99999-9"):
        with pytest.raises(NotDone) as no:
            asks(number, at + DAY, petition=wrong)
        assert no.value.refused.reason == "not_on_list"
    assert state_of(number).asked == ""


def test_whoever_joined_may_ask_with_their_own_name() -> None:
    home, joined = comes_in().number, comes_in(title="我家也没有水", person=Person(name="朴成浩")).number
    link(joined, other=home, by=DAN, now=START)
    at = go(home, Verb.DELIVER)
    receipt = asks(home, at + DAY, petition=joined)
    assert Petition.objects.get(number=receipt.number).petitioner.name == "朴成浩"
    assert json.loads(Entry.objects.get(number=home, verb="ask_review").data)["petition"] == joined
    assert not faults()


def test_a_stranger_at_another_unit_asks_for_nobody() -> None:
    number, at = answered()
    with pytest.raises(NotDone) as no:
        asks(number, at + DAY, by=WU)
    assert no.value.refused.reason == "not_yours"
    with pytest.raises(NotDone) as no:
        asks(number, at + DAY, by=BAO, how="visit")
    assert no.value.refused.reason == "not_by_who_answered"
    review = Petition.objects.get(number=asks(number, at + DAY, by=DAN, how="call").number)
    assert review.channel == Channel.CALL, "the way in which this was asked, not the matter's"
    said = json.loads(Entry.objects.get(number=number, verb="ask_review").data)
    assert said["how"] == "call"
    assert state_of(state_of(number).asked).channel is Channel.CALL


# -- who decides --------------------------------------------------------------------------------------------------


def test_what_lies_below_an_organ_is_reviewed_by_that_organ() -> None:
    Unit.objects.create(
        code="C-ENV-SUB", parent_id=BUREAU, path="C/C-ENV/C-ENV-SUB/", kind=UnitKind.BUREAU, name="监察大队", short="监察大队"
    )  # fmt: skip
    forget()
    sub = person("su", Role.OFFICER, BUREAU, "C-ENV-SUB")
    boss = person("se", Role.HEAD, BUREAU, "C-ENV-SUB")
    number = comes_in().number
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=START)
    actions.forward(number, to="C-ENV-SUB", by=DAN, now=START)
    actions.sign(number, by=sub, now=START)
    actions.notify(number, notice="written", by=sub, now=START)
    decides(number, START, "not_supported", by=sub, head=boss)
    review = asks(number, START + DAY).number
    assert (state_of(review).desk, above_of(review)) == (BUREAU, "")
    at = decides(review, START + 2 * DAY, by=BAO, head=person("bo", Role.HEAD, BUREAU))
    recheck = asks(review, at + DAY).number
    assert (state_of(recheck).desk, above_of(recheck)) == (DEPARTMENT, "")
    assert [run.code for run in state_of(recheck).running] == [Clock.T11]


def test_nobody_reviews_their_own_answer() -> None:
    number = comes_in().number
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=START)
    actions.forward(number, to=GROUP, by=DAN, now=START)
    gu, boss = person("gu", Role.OFFICER, DEPARTMENT, GROUP), person("ge", Role.HEAD, DEPARTMENT, GROUP)
    actions.sign(number, by=gu, now=START)
    actions.notify(number, notice="written", by=gu, now=START)
    decides(number, START, "explained", by=gu, head=boss)
    review = asks(number, START + DAY).number
    assert (state_of(review).desk, above_of(review)) == (DEPARTMENT, "州")


def test_a_recheck_of_the_countys_review_goes_above_and_what_was_reviewed_there_higher_still() -> None:
    number, at = answered()
    set_setting("review_unit", "", by=SYSTEM, now=START)
    set_setting("upper_organ", "延边州人民政府", by=SYSTEM, now=START)
    review = asks(number, at + DAY).number
    assert (state_of(review).desk, above_of(review)) == (DEPARTMENT, "延边州人民政府")
    at = decides(review, at + 2 * DAY)
    recheck = asks(review, at + DAY).number
    assert (state_of(recheck).desk, above_of(recheck)) == (DEPARTMENT, "省")


def test_who_is_accused_reviews_nothing() -> None:
    number, at = answered()
    set_setting("review_unit", "C-TOWN", by=SYSTEM, now=START)
    accuse(number, text="镇里有人包庇。", accused="C-TOWN", by=DAN, now=at)
    review = asks(number, at + DAY).number
    state = state_of(review)
    assert (state.desk, above_of(review)) == (DEPARTMENT, "州")
    assert [(bar.kind.value, bar.subject) for bar in state.bars] == [("unit", "C-TOWN")]
    assert state.accused_known
    with pytest.raises(NotDone) as no:
        actions.note(review, text="看一眼", by=TAO, now=at + DAY)
    assert no.value.refused.reason == "no_such_matter"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("review_unit", "C-MOON"),
        ("review_unit", 5),
        ("upper_organ", ""),
        ("upper_organ", "x" * 81),
        ("top_organ", None),
        ("upper_organ_ko", "x" * 81),
    ],
)
def test_a_setting_that_fits_nothing_is_refused(key: str, value: Any) -> None:
    with pytest.raises(NotSet):
        set_setting(key, value, by=SYSTEM, now=START)


# -- what it comes to ---------------------------------------------------------------------------------------------


@pytest.mark.transition("reviewed")
def test_a_recheck_ends_the_review_and_the_first_matter() -> None:
    first, review, recheck, at = finished()
    assert state_of(review).final
    assert state_of(first).final
    said = [json.loads(e.data) for e in Entry.objects.filter(number=first, verb="reviewed").order_by("seq")]
    assert [(one["stage"], one["outcome"], one["review"]) for one in said] == [
        ("review", "upheld", review), ("recheck", "upheld", recheck),
    ]  # fmt: skip
    for number in (first, review, recheck):
        with pytest.raises(NotDone) as no:
            asks(number, at + DAY)
        assert no.value.refused.reason in {"final_already", "review_asked_before"}
    with pytest.raises(NotDone) as no:
        actions.reopen(first, reason="又来了", by=DAN, now=at + DAY)
    assert no.value.refused.reason == "final_already"
    assert not faults()


def test_nothing_is_written_below_before_everybody_is_reached() -> None:
    number, at = answered()
    review = asks(number, at + DAY).number
    actions.draft(review, outcome="upheld", text="维持。", by=MEI, now=at + DAY)
    actions.approve(review, by=MO, now=at + DAY)
    actions.issue(review, by=MEI, now=at + DAY)
    tell = {"method": "post", "proof": "退回", "by": MEI, "now": at + 2 * DAY, "delivered_at": at + 2 * DAY}
    actions.deliver(review, result="returned", **tell)
    assert not Entry.objects.filter(verb="reviewed").exists()
    actions.deliver(review, result="received", **tell)
    assert Entry.objects.get(verb="reviewed").number == number
    assert not state_of(number).final


@pytest.mark.parametrize("outcome", ["changed", "revoked"])
def test_a_review_that_changes_the_answer_lets_the_desk_take_it_up_again(outcome: str) -> None:
    number, at = answered()
    review = asks(number, at + DAY).number
    at = decides(review, at + 2 * DAY, outcome)
    state = actions.reopen(number, reason="复查意见改变了原意见。", by=DAN, now=at)
    assert (state.status, state.asked) == (Status.TRIAGED, "")
    with pytest.raises(NotDone):
        actions.reopen(review, reason="复查也再来", by=MEI, now=at)
    assert not faults()


def test_a_request_that_is_declined_decides_nothing() -> None:
    number, at = answered()
    review = asks(number, at + DAY).number
    actions.decline(review, route="court", text="请向法院起诉。", by=MO, now=at + DAY)
    actions.deliver(
        review,
        method="hand",
        result="received",
        delivered_at=at + 2 * DAY,
        proof="签收",
        by=MEI,
        now=at + 2 * DAY,
    )
    assert not Entry.objects.filter(verb="reviewed").exists()
    assert not state_of(number).final


def test_a_review_is_no_new_petition_in_the_figures() -> None:
    number, at = answered()
    asks(number, at + DAY)
    day = local_date(START)
    lines = {line.channel: line.pieces for line in figures(day, day + 90 * DAY)}
    assert {channel: n for channel, n in lines.items() if n} == {Channel.VISIT: 1}


# -- hearings -----------------------------------------------------------------------------------------------------


@pytest.mark.transition("open_hearing")
@pytest.mark.transition("end_hearing")
def test_the_days_of_a_hearing_lengthen_the_recheck_and_nothing_else() -> None:
    first, at = answered()
    review = asks(first, at + DAY).number
    before = state_of(review).running[0].due_on
    open_hearing(review, text="三月十二日上午九时，三楼会议室。", by=MO, now=at + 2 * DAY)
    end_hearing(review, text="听证记录：到会八人。", by=MEI, now=at + 5 * DAY)
    assert state_of(review).running[0].due_on == before
    at = decides(review, at + 6 * DAY)
    recheck = asks(review, at + DAY).number
    term = state_of(recheck).running[0]
    open_hearing(recheck, text="听证通知。", by=MO, now=at + 2 * DAY)
    assert state_of(recheck).running[0].paused_at is not None
    with pytest.raises(NotDone) as no:
        open_hearing(recheck, text="再开一次。", by=MO, now=at + 2 * DAY)
    assert no.value.refused.reason == "hearing_goes_on"
    end_hearing(recheck, text="听证记录。", by=MEI, now=at + 5 * DAY)
    after = state_of(recheck).running[0]
    assert (after.paused_days, after.paused_at) == (4, None)
    assert after.due_on > term.due_on
    assert file_of(recheck).texts[3, "text"] == "听证记录。"
    assert "听证" not in "".join(Entry.objects.filter(number=recheck).values_list("data", flat=True))
    with pytest.raises(NotDone):
        end_hearing(recheck, text="没有了", by=MEI, now=at + 6 * DAY)
    assert not faults()


def test_the_root_of_the_county_is_no_organ_of_this_system() -> None:
    number, at = answered()
    assert state_of(asks(number, at + DAY).number).desk != ROOT
