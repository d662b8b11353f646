"""Taking back, and showing to everybody (Art. 18, 19, 30)."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.rules.openly import kinds_found
from huiyin.rules.promises import broken
from huiyin.rules.vocabulary import OPEN, Outcome, Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    GE,
    GIVEN,
    GROUP,
    GU,
    LI,
    NUMBER,
    PAK,
    SUN,
    WATER,
    WU,
    Life,
    reasons,
    refused,
    review,
    tip_off,
)

transition = pytest.mark.transition
OTHER = "222424-20260302-00002-9"


# -- taking back ---------------------------------------------------------------------------------------------------


@transition("withdraw")
def test_a_petitioner_takes_back_and_the_matter_goes_on_until_it_is_confirmed() -> None:
    life = Life().to(Verb.NOTIFY)
    before = life.matter
    life.do(Verb.WITHDRAW, PAK)
    after = life.matter
    assert after.withdrawn == (NUMBER,)
    assert (after.status, after.owner, after.running) == (before.status, before.owner, before.running)
    assert broken(after) == ()
    life.do(Verb.DECLINE, BO, route="withdrawn")
    assert life.matter.outcome is Outcome.WITHDRAWN
    life.do(Verb.DELIVER, BAO)
    life.do(Verb.CLOSE, BAO)
    assert life.matter.status is Status.CLOSED
    assert broken(life.matter) == ()


@transition("withdraw")
def test_nobody_takes_back_twice_nor_for_others() -> None:
    life = Life().did(Verb.WITHDRAW, PAK)
    refused(life.try_(Verb.WITHDRAW, PAK), "withdrawn_already", "petition")
    refused(life.try_(Verb.WITHDRAW, PAK, petition=OTHER), "not_on_list", "petition")
    refused(life.try_(Verb.WITHDRAW, PAK, petition=None), "missing", "petition")
    refused(Life().try_(Verb.WITHDRAW, PAK, text=" "), "missing", "text")


@transition("withdraw")
def test_what_is_said_on_the_telephone_is_noted_by_who_deals_with_it() -> None:
    assert Life().do(Verb.WITHDRAW, DAN).withdrawn == (NUMBER,)
    assert reasons(Life(), Verb.WITHDRAW, WU, SUN, LI) == {"not_yours"}


@transition("withdraw")
def test_once_the_answer_is_out_there_is_nothing_to_take_back() -> None:
    for verb in (Verb.ISSUE, Verb.DELIVER, Verb.CLOSE):
        refused(Life().to(verb).try_(Verb.WITHDRAW, PAK), "not_in_this_state")


@pytest.mark.parametrize("step", [Verb.DRAFT, Verb.APPROVE])
@transition("withdraw", "decline")
def test_while_an_answer_is_under_way_only_what_all_took_back_is_confirmed(step: Verb) -> None:
    life = Life().to(step)
    refused(life.try_(Verb.DECLINE, BO, route="court"), "answer_under_way")
    refused(life.try_(Verb.DECLINE, BO, route="withdrawn"), "answer_under_way")
    life.do(Verb.WITHDRAW, PAK)
    refused(life.try_(Verb.DECLINE, BO, route="court"), "answer_under_way")
    life.do(Verb.DECLINE, BO, route="withdrawn")
    assert life.matter.outcome is Outcome.WITHDRAWN


@transition("withdraw", "decline")
def test_the_letter_that_confirms_it_waits_until_all_have_withdrawn() -> None:
    life = Life().to(Verb.NOTIFY)
    life.do(Verb.JOIN, DAN)
    refused(life.try_(Verb.DECLINE, BO, route="withdrawn"), "not_withdrawn", "route")
    life.do(Verb.WITHDRAW, PAK)
    refused(life.try_(Verb.DECLINE, BO, route="withdrawn"), "not_withdrawn", "route")
    life.do(Verb.WITHDRAW, PAK, petition=OTHER)
    life.do(Verb.DECLINE, BO, route="withdrawn")


@transition("withdraw", "draft", "approve", "issue", "decline")
def test_a_request_for_review_that_was_taken_back_is_confirmed_and_not_decided() -> None:
    """It may have been asked anew since: two decisions on one request would stand beside each other (Art. 35)."""
    gone = review(desk=GROUP).did(Verb.WITHDRAW, PAK)
    refused(gone.try_(Verb.DRAFT, GU, outcome="upheld"), "request_taken_back")
    refused(gone.try_(Verb.DECLINE, GE, route="court"), "request_taken_back", "route")
    assert gone.do(Verb.DECLINE, GE, route="withdrawn").outcome is Outcome.WITHDRAWN
    drafted = review(desk=GROUP).did(Verb.DRAFT, GU, outcome="upheld").did(Verb.WITHDRAW, PAK)
    refused(drafted.try_(Verb.APPROVE, GE), "request_taken_back")
    approved = (
        review(desk=GROUP).did(Verb.DRAFT, GU, outcome="upheld").did(Verb.APPROVE, GE).did(Verb.WITHDRAW, PAK)
    )
    refused(approved.try_(Verb.ISSUE, GU), "request_taken_back")
    assert approved.do(Verb.DECLINE, GE, route="withdrawn").outcome is Outcome.WITHDRAWN


@transition("join", "part")
def test_what_was_taken_back_goes_where_the_petition_goes() -> None:
    life, came = Life().to(Verb.NOTIFY), GIVEN[Verb.JOIN]["petition"]
    life.do(Verb.WITHDRAW, PAK)
    assert life.do(Verb.JOIN, DAN, petition={**came, "withdrawn": True}).withdrawn_by_all
    assert (life.matter.withdrawn, life.matter.taken_back) == ((NUMBER, came["number"]), 2)
    gone = life.do(Verb.PART, DAN, petition=came)
    assert (gone.withdrawn, gone.taken_back) == ((NUMBER,), 1)


@transition("join")
def test_who_upholds_theirs_gets_no_letter_that_says_it_was_taken_back() -> None:
    life, came = Life().to(Verb.NOTIFY).did(Verb.WITHDRAW, PAK), GIVEN[Verb.JOIN]["petition"]
    life.do(Verb.DECLINE, BO, route="withdrawn")
    refused(life.try_(Verb.JOIN, DAN), "other_confirmed", "other")
    assert life.do(Verb.JOIN, DAN, petition={**came, "withdrawn": True}).withdrawn_by_all
    answered_otherwise = Life().to(Verb.NOTIFY)
    answered_otherwise.do(Verb.DECLINE, BO, route="court")
    answered_otherwise.do(Verb.JOIN, DAN)


@transition("unlink")
def test_parted_again_it_is_as_it_was_known_where_it_was_joined() -> None:
    upheld = Life().did(Verb.LINK, DAN).do(Verb.UNLINK, DAN)
    assert upheld.withdrawn == ()
    assert Life().did(Verb.LINK, DAN).do(Verb.UNLINK, DAN, withdrawn=[NUMBER]).withdrawn_by_all
    kept = Life().did(Verb.WITHDRAW, PAK).did(Verb.LINK, DAN)
    assert kept.do(Verb.UNLINK, DAN).withdrawn_by_all


@transition("reopen")
def test_taken_up_again_everybody_is_owed_an_answer_and_may_take_it_back_again() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.WITHDRAW, PAK)
    life.do(Verb.DECLINE, BO, route="withdrawn")
    life.did(Verb.DELIVER, BAO).did(Verb.CLOSE, BAO)
    assert life.do(Verb.REOPEN, DAN).withdrawn == ()
    assert life.do(Verb.WITHDRAW, PAK).withdrawn == (NUMBER,)


# -- for everybody -------------------------------------------------------------------------------------------------


@transition("publish", "retract")
def test_an_answer_is_published_and_taken_back_by_the_department() -> None:
    life = Life().to(Verb.CLOSE)
    clocks = life.matter.clocks
    assert life.do(Verb.PUBLISH, DAN).published
    refused(life.try_(Verb.PUBLISH, DAN), "public_already")
    assert not life.do(Verb.RETRACT, DAN).published
    refused(life.try_(Verb.RETRACT, DAN), "not_public")
    assert life.do(Verb.PUBLISH, DAN).published
    assert life.matter.clocks == clocks
    assert reasons(life, Verb.PUBLISH, BAO, BO, SUN, PAK) == {"not_yours"}
    assert reasons(life, Verb.RETRACT, BAO, BO, SUN, PAK) == {"not_yours"}


@transition("publish")
def test_nothing_is_published_before_the_answer_has_arrived() -> None:
    early = [Status.REGISTERED, *sorted(OPEN - {Status.REGISTERED, Status.DELIVERED, Status.OBJECTED})]
    for verb in (Verb.TRIAGE, Verb.FORWARD, Verb.SIGN, Verb.DRAFT, Verb.APPROVE, Verb.ISSUE):
        life = Life().to(verb)
        assert life.matter.status in early
        refused(life.try_(Verb.PUBLISH, DAN), "not_in_this_state")


def answered(life: Life, klass: str = "appeal") -> Life:
    """Sorted already, then answered by the bureau."""
    outcome = {"tip_off": "fed_back"}.get(klass, "supported")
    for verb, by, given in (
        (Verb.FORWARD, DAN, {}), (Verb.SIGN, BAO, {}), (Verb.NOTIFY, BAO, {}), (Verb.DRAFT, BAO, {"outcome": outcome}),
        (Verb.APPROVE, BO, {}), (Verb.ISSUE, BAO, {}), (Verb.DELIVER, BAO, {}),
    ):  # fmt: skip
        life.do(verb, by, **given)
    return life


@transition("publish")
def test_what_is_guarded_is_never_published() -> None:
    tip = tip_off().did(Verb.ACCUSE, DAN, accused=WATER)
    refused(answered(tip, "tip_off").try_(Verb.PUBLISH, DAN), "not_for_everybody")
    secret = Life(confidential=True).did(Verb.TRIAGE, DAN)
    refused(answered(secret).try_(Verb.PUBLISH, DAN), "not_for_everybody")
    kept = Life().did(Verb.TRIAGE, DAN).did(Verb.ACCUSE, DAN, accused=WATER)
    refused(answered(kept).try_(Verb.PUBLISH, DAN), "not_for_everybody")
    above = review()
    assert above.matter.stage != "first"
    refused(Life().to(Verb.NOTIFY).did(Verb.DECLINE, BO, route="already_handled").did(Verb.DELIVER, BAO).try_(
        Verb.PUBLISH, DAN), "nothing_to_publish")  # fmt: skip


@transition("publish")
@pytest.mark.parametrize("field", ["title", "question", "text"])
@pytest.mark.parametrize(
    "words",
    [
        "电话19900001234", "电话 199 0000 1234", "199-0000-1234", "0433-8812345 转", "8812345", "身份证999999195001010042",
        "99999919500101004X", "写信到 jin@example.org。",
        "199.0000.1234", "199 - 0000 - 1234", "199—0000—1234",
        "卡号6222021234567890123", "车牌吉H12345", "微信号wxid_abc123", "我叫王小明，", "住3栋2单元502室", "3单元502室",
        "一九九零零零零一二三四", "１９９００００１２３４", "jin＠example.org",
    ],
)  # fmt: skip
def test_no_number_leads_to_anybody(field: str, words: str) -> None:
    refused(Life().to(Verb.CLOSE).try_(Verb.PUBLISH, DAN, **{field: words}), "tells_of_somebody", field)


def test_all_that_tells_of_somebody_is_counted_by_its_kind() -> None:
    words = (
        "我叫王小明，住3栋2单元502室，电话19900001234、一九九零零零零一二三四，jin@example.org，吉H12345，"
    )
    words += "微信号wxid_abc123。"
    assert kinds_found(words) == {"name": 1, "door": 1, "number": 2, "email": 1, "plate": 1, "messenger": 1}
    assert not kinds_found("投入125000元，更换1320米水管")


@transition("publish")
@pytest.mark.parametrize(
    "words",
    ["2026年3月5日停水三天，涉及120户", "投入125000元，更换1320米水管", "《条例》第12条第3项，2026年"],
)
def test_dates_and_sums_may_stand(words: str) -> None:
    given: dict[str, Any] = {**GIVEN[Verb.PUBLISH], "text": words}
    assert Life().to(Verb.CLOSE).do(Verb.PUBLISH, DAN, **given).published
    assert BUREAU
