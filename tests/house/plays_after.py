"""How each verb that follows an answer, and each about a review or a contact, comes about; for the test of the audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiyin.rooms.cases import (
    actions,
    asked_back,
    contacts,
    following,
    hearings,
    inquiring,
    publishing,
    reviewing,
    together,
)
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, DAN, DEPARTMENT, person

Play = tuple[Verb | None, Callable[[str, datetime], object]]
MEI, MO = person("mei", Role.OFFICER, DEPARTMENT), person("mo", Role.HEAD, DEPARTMENT)
LIU = person("liu", Role.CLERK, DEPARTMENT)


def _reviewed(number: str, at: datetime) -> None:
    review = reviewing.ask_review(number, text="请复查", how="visit", by=DAN, now=at).number
    actions.draft(review, outcome="upheld", text="维持", by=MEI, now=at)
    actions.approve(review, by=MO, now=at)
    actions.issue(review, by=MEI, now=at)
    actions.deliver(
        review, method="hand", result="received", delivered_at=at, proof="签收", by=MEI, now=at
    )  # fmt: skip


def _heard(number: str, at: datetime) -> None:
    hearings.open_hearing(number, text="三楼会议室", by=BO, now=at)
    hearings.end_hearing(number, text="听证记录", by=BO, now=at)


def _asked_to_change(number: str, at: datetime) -> None:
    contacts.change_contact(number, petition=number, phone="19900005678", reason="换号", by=LIU, now=at)


def _changed(number: str, at: datetime) -> None:
    _asked_to_change(number, at)
    contacts.confirm_contact(number, item=1, reason="核实", by=DAN, now=at)


def _asked_back(number: str, at: datetime) -> None:
    asked_back.ask_back(number, petition=number, text="什么时候来修？", by=DAN, now=at)


def _answered_back(number: str, at: datetime) -> None:
    _asked_back(number, at)
    asked_back.answer_question(number, item=1, text="明天来修。", by=BAO, now=at)


def _called(number: str, at: datetime) -> None:
    following.follow_up(
        number, petition=number, contact="phone", confirmed="yes", text="已通水", reached=True, by=DAN, now=at
    )


def _rated(number: str, at: datetime) -> None:
    _called(number, at)
    following.rate(number, petition=number, rated="unit", score="dissatisfied", by=DAN, now=at)


def _looked(number: str, at: datetime) -> None:
    _rated(number, at)
    following.look_into(number, item=1, verdict="manner", text="查了", by=DAN, now=at)


def _promised(number: str, at: datetime) -> None:
    following.pledge(number, party="分局", text="修好", due=local_date(at), by=DAN, now=at)


def _kept(number: str, at: datetime) -> None:
    _promised(number, at)
    following.fulfil(number, item=1, text="照片", by=DAN, now=at)


def _let_go(number: str, at: datetime) -> None:
    _promised(number, at)
    following.waive(number, item=1, reason="不再需要", by=DAN, now=at)


def _published(number: str, at: datetime) -> None:
    publishing.publish(number, title="停水", question="停水三天。", text="已修好。", by=DAN, now=at)


def _retracted(number: str, at: datetime) -> None:
    _published(number, at)
    publishing.retract(number, reason="改写", by=DAN, now=at)


def _told_more(number: str, at: datetime) -> None:
    inquiring.ask_sender(number, petition=number, text="是哪栋楼？", days=7, by=DAN, now=at)
    inquiring.sender_answers(number, item=1, text="三号楼。", by=DAN, now=at)


AFTER: dict[Verb, Play] = {
    Verb.ASK_BACK: (Verb.SIGN, _asked_back),
    Verb.ANSWER_QUESTION: (Verb.SIGN, _answered_back),
    Verb.ASK_SENDER: (
        None,
        lambda n, t: inquiring.ask_sender(n, petition=n, text="是哪栋楼？", days=7, by=DAN, now=t),
    ),
    Verb.SENDER_ANSWERS: (None, _told_more),
    Verb.WITHDRAW: (
        Verb.NOTIFY,
        lambda n, t: following.withdraw(n, petition=n, text="不反映了", by=DAN, now=t),
    ),
    Verb.PUBLISH: (Verb.CLOSE, _published),
    Verb.RETRACT: (Verb.CLOSE, _retracted),
    Verb.ASK_REVIEW: (
        Verb.CLOSE,
        lambda n, t: reviewing.ask_review(n, text="请复查", how="visit", by=DAN, now=t),
    ),
    Verb.REVIEWED: (Verb.CLOSE, _reviewed),
    Verb.OPEN_HEARING: (Verb.NOTIFY, lambda n, t: hearings.open_hearing(n, text="三楼", by=BO, now=t)),
    Verb.END_HEARING: (Verb.NOTIFY, _heard),
    Verb.CHANGE_CONTACT: (None, _asked_to_change),
    Verb.CONFIRM_CONTACT: (None, _changed),
    Verb.FOLLOW_UP: (Verb.DELIVER, _called),
    Verb.RATE: (Verb.DELIVER, _rated),
    Verb.LOOK_INTO: (Verb.DELIVER, _looked),
    Verb.PLEDGE: (Verb.DELIVER, _promised),
    Verb.FULFIL: (Verb.DELIVER, _kept),
    Verb.WAIVE: (Verb.DELIVER, _let_go),
    Verb.EXTEND: (Verb.NOTIFY, lambda n, t: together.extend(n, days=20, reason="情况复杂", by=BO, now=t)),
}
