"""The rota's forms sent once more, and sent from a page that was opened before somebody else changed the duty."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from huiyin.rooms.county.models import Change
from huiyin.rooms.duty.actions import substitute
from huiyin.rooms.duty.models import Shift
from tests.rooms.cast import START
from tests.rooms.duty_cast import DAN, DAY, LAW, MAG, MONDAY, SEC, planned
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import on_monday

__all__ = ["on_monday"]
TUESDAY = (MONDAY + DAY).isoformat()
PLAN = {"unit": LAW, "kind": "monthly", "first": TUESDAY, "place": "一楼大厅"}
WEEKS = {"leaders": [LAW, MAG], "first": TUESDAY, "weeks": "3"}
STAND_IN = {"unit": MAG, "reason": "出差"}


def seen(client: Client, path: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page_of(client.get(path)))
    assert found
    return found[1]


def twice(client: Client, path: str, said: dict[str, Any]) -> None:
    first, lines, rows = client.post(path, said), Change.objects.count(), list(Shift.objects.values())
    again = client.post(path, said)
    assert (first.status_code, again.status_code, again["Location"]) == (303, 303, first["Location"])
    assert (Change.objects.count(), list(Shift.objects.values())) == (lines, rows), "it is done once"


@pytest.mark.parametrize(("path", "said"), [("/desk/duty/plan/", PLAN), ("/desk/duty/weeks/", WEEKS)])
def test_what_is_planned_twice_is_planned_once(browser: Browser, path: str, said: dict[str, Any]) -> None:
    client = browser("dan")
    twice(client, path, said)
    assert client.post(path, {**said, "phone": "0433-8800001"}).status_code == 422, (
        "another plan is in the way"
    )


@pytest.mark.parametrize("what", ["substitute", "cancel"])
@pytest.mark.parametrize("days", [(0, 6), (2, 3), (0, 1)])
def test_what_is_changed_twice_is_changed_once(browser: Browser, what: str, days: tuple[int, int]) -> None:
    path, client = f"/desk/duty/{planned().pk}/{what}/", browser("dan")
    since, until = ((MONDAY + DAY * n).isoformat() for n in days)
    said = {"since": since, "until": until, "seen": seen(client, path), **STAND_IN}
    twice(client, path, said)


@pytest.mark.parametrize("what", ["substitute", "cancel"])
def test_what_somebody_changed_meanwhile_isnt_written_over_unread(browser: Browser, what: str) -> None:
    shift, client = planned(), browser("dan", language="en")
    path = f"/desk/duty/{shift.pk}/{what}/"
    said = {"since": "", "until": "", "seen": seen(client, path), **STAND_IN}
    substitute(shift.pk, unit=SEC, reason="开会", by=DAN, now=START)
    answer = client.post(path, said)
    assert answer.status_code == 409
    assert "Somebody has changed this duty meanwhile" in page_of(answer)
    assert ("出差" in page_of(answer)) == (what == "substitute")
    shift.refresh_from_db()
    assert (shift.substitute_id, shift.cancelled_at) == (SEC, None)
    assert client.post(path, {**said, "seen": seen(client, path)}).status_code == 303


def test_a_duty_that_was_cancelled_meanwhile_gives_back_what_was_typed(browser: Browser) -> None:
    path, client = f"/desk/duty/{planned().pk}/substitute/", browser("dan")
    said = {"since": "", "until": "", "seen": seen(client, path), **STAND_IN}
    Shift.objects.update(cancelled_at=START)
    answer = client.post(path, said)
    assert answer.status_code == 422
    assert "出差" in page_of(answer)
