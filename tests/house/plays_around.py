"""How the verbs of guard, terms, several units, supervision and leaders are played, each to the entry that it must leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions, owning, pressing, protecting, together
from huiyin.rooms.cases.pen import NotDone, commit
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import Role
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, ROOT, WATER, WU, holder_of, person

Play = tuple[Verb | None, Callable[[str, datetime], object]]
OFFICE, LEADER = "C-L", "C-L-A"
SUN = person("sun", Role.SUPERVISOR, DEPARTMENT)
LU = person("lu", Role.LEADER, OFFICE, LEADER)


def leaders_are_there() -> None:
    """The leaders' office and one leader's post, which somebody holds."""
    for code, parent, path in (
        (OFFICE, ROOT, f"{ROOT}/{OFFICE}/"),
        (LEADER, OFFICE, f"{ROOT}/{OFFICE}/{LEADER}/"),
    ):
        Unit.objects.create(
            code=code, parent_id=parent, path=path, kind=UnitKind.LEADERS, name=code, short=code
        )
    holder_of(LEADER)
    forget()


def _attempted(number: str, at: datetime) -> None:
    protecting.accuse(number, accused=BUREAU, text="生态环境分局", by=DAN, now=at)
    with pytest.raises(NotDone):
        actions.forward(number, to=BUREAU, by=DAN, now=at)


def _recused(number: str, at: datetime) -> None:
    cousin = User.objects.create(username="cousin", name="常", created_at=at)
    Post.objects.create(user=cousin, unit_id=DEPARTMENT, role=Role.OFFICER, since=at)
    protecting.recuse(number, person=cousin.key, reason="当事人亲属。", by=DAN, now=at)


def _contributed(number: str, at: datetime) -> None:
    together.co_handle(number, to=WATER, text="请查一下水压。", by=BAO, now=at)
    together.contribute(number, item=1, text="水压正常。", by=WU, now=at)


def _designated(number: str, at: datetime) -> None:
    leaders_are_there()
    actions.object_(number, reason="不属于我局职责", by=BAO, now=at)
    together.designate(number, to=WATER, reason="由供水单位负责。", by=LU, now=at)


def _fell_back(number: str, at: datetime) -> None:
    together.simplify(number, ground="clear", by=BAO, now=at)
    together.fall_back(number, reason="还要实地查看。", by=BAO, now=at)


def _supervised(then: Callable[[str, datetime], object]) -> Callable[[str, datetime], None]:
    def play(number: str, at: datetime) -> None:
        pressing.supervise(number, why="evasion", text="请书面说明。", by=SUN, now=at)
        then(number, at)

    return play


def _escalated(number: str, at: datetime) -> None:
    pressing.answer_notice(number, item=1, text="正在办。", by=BAO, now=at)
    pressing.escalate(number, item=1, level="leader", text="答复没有实质内容。", by=SUN, now=at)


def _adopted(number: str, at: datetime) -> None:
    pressing.recommend(number, advice="improve_work", to=BUREAU, text="建议当日签收。", by=SUN, now=at)
    pressing.adopt(number, item=1, adoption="adopted", text="已改。", by=BO, now=at)


def _owned(number: str, at: datetime) -> None:
    leaders_are_there()
    owning.own(number, leader=LEADER, reason="涉及九户饮水。", by=DAN, now=at)


def _owner_reported(number: str, at: datetime) -> None:
    _owned(number, at)
    owning.own_report(number, item=1, duty="resolve", stage="plan", text="先抢修。", by=DAN, now=at)


def _instructed(number: str, at: datetime) -> None:
    leaders_are_there()
    owning.instruct(number, text="请三日内修好。", by=LU, now=at)


def _carried_out(number: str, at: datetime) -> None:
    _instructed(number, at)
    owning.carry_out(number, item=1, text="已修好。", by=BAO, now=at)


def _asked_for_days(number: str, at: datetime) -> None:
    together.ask_extension(number, days=20, reason="要等检测。", by=BAO, now=at)


def _days_refused(number: str, at: datetime) -> None:
    _asked_for_days(number, at)
    together.refuse_extension(number, reason="检测已经完成。", by=BO, now=at)


def _days_taken_back(number: str, at: datetime) -> None:
    _asked_for_days(number, at)
    together.unask_extension(number, by=BAO, now=at)


def _released(number: str, at: datetime) -> None:
    _owned(number, at)
    owning.release(number, item=1, reason="已化解。", by=DAN, now=at)


AROUND: dict[Verb, Play] = {
    Verb.ACCUSE: (
        Verb.TRIAGE,
        lambda n, t: protecting.accuse(n, accused=BUREAU, text="生态环境分局", by=DAN, now=t),
    ),
    Verb.ATTEMPT: (Verb.TRIAGE, _attempted),
    Verb.RECUSE: (Verb.TRIAGE, _recused),
    Verb.CONFIDE: (Verb.TRIAGE, lambda n, t: protecting.confide(n, reason="来电要求保密。", by=DAN, now=t)),
    Verb.ASK_EXTENSION: (Verb.NOTIFY, _asked_for_days),
    Verb.REFUSE_EXTENSION: (Verb.NOTIFY, _days_refused),
    Verb.UNASK_EXTENSION: (Verb.NOTIFY, _days_taken_back),
    Verb.EXTEND: (Verb.NOTIFY, lambda n, t: together.extend(n, days=20, reason="要等检测。", by=BO, now=t)),
    Verb.SIMPLIFY: (Verb.SIGN, lambda n, t: together.simplify(n, ground="clear", by=BAO, now=t)),
    Verb.FALL_BACK: (Verb.SIGN, _fell_back),
    Verb.SATELLITE: (
        Verb.TRIAGE,
        lambda n, t: together.satellite(n, source="hotline", foreign="12345-1", received_at=t, by=DAN, now=t),
    ),
    Verb.RECKON: (Verb.FORWARD, lambda n, t: commit(n, Verb.RECKON, {}, by=DAN, now=t)),
    Verb.HAND_OVER: (
        Verb.SIGN,
        lambda n, t: commit(n, Verb.HAND_OVER, {"person": BO.key, "former": BAO.key}, by=DAN, now=t),
    ),
    Verb.CO_HANDLE: (
        Verb.SIGN,
        lambda n, t: together.co_handle(n, to=WATER, text="请查水压。", by=BAO, now=t),
    ),
    Verb.CONTRIBUTE: (Verb.SIGN, _contributed),
    Verb.DESIGNATE: (Verb.FORWARD, _designated),
    Verb.URGE: (Verb.SIGN, lambda n, t: pressing.urge(n, why="overdue", text="请抓紧。", by=SUN, now=t)),
    Verb.SUPERVISE: (Verb.SIGN, _supervised(lambda n, t: None)),
    Verb.ANSWER_NOTICE: (
        Verb.SIGN,
        _supervised(lambda n, t: pressing.answer_notice(n, item=1, text="正在办。", by=BAO, now=t)),
    ),
    Verb.ESCALATE: (Verb.SIGN, _supervised(_escalated)),
    Verb.LIFT: (
        Verb.SIGN,
        _supervised(lambda n, t: pressing.lift(n, item=1, reason="已办妥。", by=SUN, now=t)),
    ),
    Verb.RECOMMEND: (
        Verb.SIGN,
        lambda n, t: pressing.recommend(n, advice="improve_work", to=BUREAU, text="建议。", by=SUN, now=t),
    ),
    Verb.ADOPT: (Verb.SIGN, _adopted),
    Verb.OWN: (Verb.TRIAGE, _owned),
    Verb.OWN_REPORT: (Verb.TRIAGE, _owner_reported),
    Verb.RELEASE: (Verb.TRIAGE, _released),
    Verb.REPORT_UP: (
        Verb.TRIAGE,
        lambda n, t: owning.report_up(n, whom="committee", text="涉及九户饮水。", by=DAN, now=t),
    ),
    Verb.INSTRUCT: (Verb.SIGN, _instructed),
    Verb.CARRY_OUT: (Verb.SIGN, _carried_out),
}
