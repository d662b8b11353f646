"""What surrounds the demo's matters: pressed, helped, owned, promised, rated low, stuck; on whatever day it is planned."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.intake.demo.plan import plan
from huiyin.rooms.intake.demo.surrounding import Surrounding
from huiyin.rules.backlog import Backlog, backlog
from huiyin.rules.calendar import LOCAL
from huiyin.rules.duties import NoticeLevel, OwnerDuty, ReportStage
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status, Verb
from tests.rooms.demo_stage import LAW, NOW, Play, planned, played


def states() -> list[MatterState]:
    return list(played().values())


def test_one_unit_is_urged_supervised_answers_and_isnt_believed_another_hasnt_answered() -> None:
    pressed = [state for state in states() if state.notices]
    assert len(pressed) == 2
    standing = sorted(
        (notice.level, notice.answered_at is None) for s in pressed for notice in s.open_notices
    )
    assert standing == [(NoticeLevel.DEPARTMENT, True), (NoticeLevel.LEADER, True)]
    verbs = Counter(step.verb for m in planned() for step in m.steps)
    assert (verbs[Verb.URGE], verbs[Verb.ANSWER_NOTICE], verbs[Verb.ESCALATE]) == (2, 1, 1)


def test_one_unit_contributed_another_still_owes_it() -> None:
    helpers = [helper for state in states() for helper in state.helpers]
    assert sorted(helper.contributed_at is None for helper in helpers) == [False, True]


def test_a_leader_owns_one_with_plan_progress_and_result() -> None:
    owned, begun = sorted((s for s in states() if s.owning), key=lambda s: -len(s.owner_reports))
    assert [(r.duty, r.stage) for r in begun.owner_reports] == [(OwnerDuty.KNOW, ReportStage.PLAN)]
    told = {(report.duty, report.stage) for report in owned.owner_reports}
    assert told == {
        (OwnerDuty.KNOW, ReportStage.PLAN), (OwnerDuty.RESOLVE, ReportStage.PROGRESS), (OwnerDuty.SETTLE, ReportStage.RESULT),
    }  # fmt: skip


def test_one_instruction_was_answered_and_one_waits() -> None:
    written = [one for state in states() for one in state.instructions]
    assert sorted(one.answered_at is None for one in written) == [False, True]


def test_promises_recommendations_and_a_low_rating_are_there() -> None:
    pledges = [pledge for state in states() for pledge in state.pledges]
    assert len(pledges) == 6
    assert sum(pledge.is_open for pledge in pledges) == 1
    advice = [one.adoption for state in states() for one in state.recommendations]
    assert sorted(one is None for one in advice) == [False, True]
    looks = [look for state in states() for look in state.looks]
    assert [look.verdict for look in looks] == [None]


def test_every_kind_of_backlog_is_there_and_something_sent_to_and_fro() -> None:
    found = [
        (finding.kind, state)
        for state in states()
        for finding in backlog(state, NOW, calendar=LAW.calendar, terms=LAW.terms)
    ]
    kinds = Counter(kind for kind, _ in found)
    assert set(kinds) == set(Backlog)
    assert any(kind is Backlog.TAIL and state.status is Status.CLOSED for kind, state in found)
    assert kinds[Backlog.DRAWER] <= 15
    assert sorted(state.returns for state in states() if state.is_open and state.returns) == [1, 2]


@pytest.mark.slow
@pytest.mark.unmeasured
@pytest.mark.parametrize("days", range(0, 360, 45))
def test_it_can_be_planned_on_any_day_of_the_year(days: int) -> None:
    now = datetime(2026, 1, 20, 10, tzinfo=LOCAL) + timedelta(days=days)
    found = Play(tuple(plan(now))).states.values()
    assert sum(bool(state.notices) for state in found) == 2


def test_a_wish_that_no_matter_fulfils_is_refused() -> None:
    with pytest.raises(LookupError, match="no matter of the demo fits"):
        Surrounding(None, {}).choose(1, lambda matter: True)  # type: ignore[arg-type]
