"""When a petition was received: what lies in the future or a lifetime back is refused, what is old is asked about once more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.cases.models import Petition
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_register import TEXT, register

Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def in_march(now: Clock, browser: Browser) -> None:
    """The day on which the registered examples came in; everybody has an account."""
    now(cast.START + timedelta(hours=12))


def test_what_was_received_long_ago_is_asked_about_and_taken_when_it_is_confirmed(browser: Browser) -> None:
    client = browser("liu")
    assert 'name="long_ago"' not in page_of(client.get("/desk/register/"))
    asked = register(client, received_at="2025-11-20T09:00", long_ago="")
    assert asked.status_code == 422
    page = page_of(asked)
    assert "这个时间已过去3个多月" in page
    assert re.search(r'name="received_at"[^>]*autofocus', page)
    assert re.search(r'name="long_ago" value="1"(?! checked)', page)
    assert TEXT in page
    assert not Petition.objects.exists()
    assert register(client, received_at="2025-11-20T09:00", long_ago="1").status_code == 303
    assert Petition.objects.get().received_at.year == 2025


def test_the_confirmation_stays_ticked_when_something_else_is_to_be_mended(browser: Browser) -> None:
    response = register(browser("liu"), received_at="2025-11-20T09:00", long_ago="1", title="")
    assert response.status_code == 422
    assert re.search(r'name="long_ago" value="1" checked', page_of(response))
    assert 'id="f-received_at-error"' not in page_of(response)


def test_three_months_back_nothing_is_asked(browser: Browser) -> None:
    assert register(browser("liu"), received_at="2025-12-10T09:00", long_ago="").status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1948-05-01T09:00", "30多年以前"),
        ("0001-01-01T00:00", "30多年以前"),
        ("1996-01-01T09:00", "30多年以前"),
        ("2026-03-03T09:00", "不能晚于现在"),
    ],
)
def test_a_year_that_was_mistyped_is_refused_whatever_is_ticked(
    browser: Browser, typed: str, said: str
) -> None:
    response = register(browser("liu"), received_at=typed, long_ago="1", title="")
    assert response.status_code == 422
    page = page_of(response)
    assert said in re.findall(r'id="f-received_at-error">([^<]+)<', page)[0]
    assert 'id="f-title-error"' in page  # all at once
