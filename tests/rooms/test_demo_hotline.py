"""The demo's telephone: the same for the same day, alive on its last day, nothing still to come, nobody's real number."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.accounts.demo import demo_cast
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.around import Question
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.withdrawn import waiting
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.intake.calls import queries
from huiyin.rooms.intake.calls.models import Call, CallBack
from huiyin.rooms.intake.demo.corpus import read
from huiyin.rooms.intake.demo.hotline import ASKED, KNOWN_FILE, MISSED, OWED, play_hotline
from huiyin.rooms.notices.models import Notice
from huiyin.rules.calendar import LOCAL
from tests.rooms.cast import JIN, comes_in

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=LOCAL)


def play(now: datetime = NOW) -> Any:
    load_county(now - timedelta(days=170))
    people = demo_cast(now - timedelta(days=170), password="huiyin-demo")
    keeper, operator = actor_of(people["dispatcher"], now), actor_of(people["hotline"], now)
    at = now - timedelta(days=2)
    desk = "222424-MWD"
    numbers = [
        comes_in(channel=channel, desk=desk, by=keeper, now=at, received_at=at, persons=1).number
        for channel in ("call", "mailbox", "mailbox", "mailbox", "visit")
    ]
    play_hotline(now, operator=operator, keeper=keeper, numbers=numbers)
    return operator


@pytest.mark.django_db
def test_every_kind_of_call_is_there_and_all_is_past() -> None:
    operator = play()
    outcomes = list(Call.objects.values_list("outcome", flat=True))
    assert {"registered", "informed", "nothing", "call_back", ""} == set(outcomes)
    assert outcomes.count("informed") == len(ASKED)
    assert Knowledge.objects.count() == len(read(KNOWN_FILE)["known"])
    assert queries.not_noted(operator) == 1
    assert len(queries.page(operator, show="missed")) == 3
    assert CallBack.objects.count() == len(OWED) + len(MISSED)
    assert CallBack.objects.filter(state="open").count() == len(OWED) + 1  # yesterday's missed call
    assert queries.late_backs(operator, now=NOW) == 1
    assert not Call.objects.filter(ended_at__gt=NOW).exists()
    assert {str(row.phone)[:7] for row in Call.objects.all() if row.phone} == {JIN.phone[:7]}


@pytest.mark.django_db
def test_two_senders_were_asked_one_has_answered_and_nobody_is_told() -> None:
    play()
    assert [(one.answered_at is None) for one in Question.objects.order_by("matter")] == [False, True]
    assert not Notice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [0, 7, 23])
def test_it_is_possible_at_any_hour(hour: int) -> None:
    play(NOW.replace(hour=hour, minute=1))
    assert Call.objects.exists()


@pytest.mark.django_db
def test_a_visitor_took_it_back_before_it_was_sorted_and_waits_for_the_letter() -> None:
    play()
    (matter,) = Matter.objects.filter(waiting())
    assert (matter.channel, matter.status) == ("visit", "registered")
    assert not Notice.objects.exists()
