"""The slip's button: by text message to the petitioner's own mobile, and what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.rooms.notices.models import Notice
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
PHONE = "19900001234"
FORM = {
    "channel": "call", "received_at": "2026-03-02T09:00", "persons": "1", "title": "路灯不亮", "text": "坏了一周。",
    "phone": PHONE, "token": "t" * 32,
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_nine(now: Any, settings: Any) -> None:
    now(cast.START.replace(hour=2))
    settings.HUIYIN_SMS_URL = "http://127.0.0.1:9/"


def registered(browser: Browser, **change: str) -> tuple[Any, str]:
    """Liu's browser and the slip's address."""
    client = browser("liu")
    return client, client.post("/desk/register/", {**FORM, **change})["Location"]


def test_the_slip_is_sent_once_and_says_how_it_stands(browser: Browser) -> None:
    liu, slip = registered(browser)
    first = page_of(liu.get(slip))
    assert "199****1234" in first
    assert PHONE not in first
    assert liu.post(f"{slip}sms/")["Location"] == slip
    liu.post(f"{slip}sms/")
    notice = Notice.objects.get()
    assert (notice.kind, notice.phone) == ("receipt", PHONE)
    assert str(notice.code) in page_of(liu.get(slip))
    waiting = page_of(liu.get(slip))
    assert 'hx-trigger="load delay:2s"' in waiting
    assert f'action="{slip}sms/"' not in waiting
    Notice.objects.update(state="failed", code="")
    failed = page_of(liu.get(slip))
    assert "hy-state trouble" in failed
    assert f'action="{slip}sms/"' in failed
    Notice.objects.update(state="sent")
    assert "hy-state end" in page_of(liu.get(slip))


def test_a_slip_of_another_tab_isnt_sent_in_its_place(browser: Browser) -> None:
    liu, slip = registered(browser)
    other = liu.post("/desk/register/", {**FORM, "title": "停水", "token": "u" * 32})["Location"]
    first, second = page_of(liu.get(slip)), page_of(liu.get(other))
    assert "<strong>路灯不亮</strong>" in first  # whoever hands it over sees whose it is
    assert "<strong>停水</strong>" in second
    assert liu.post(f"{slip}sms/")["Location"] == slip
    assert str(Notice.objects.get().code) in first
    assert str(Notice.objects.get().code) not in second


@pytest.mark.parametrize(
    ("change", "reason"), [({"confidential": "1"}, "paper_only"), ({"phone": ""}, "no_mobile")]
)
def test_what_goes_on_paper_only_says_why(browser: Browser, change: dict[str, str], reason: str) -> None:
    liu, slip = registered(browser, **change)
    assert f'action="{slip}sms/"' not in page_of(liu.get(slip))
    to = liu.post(f"{slip}sms/")["Location"]
    assert to == f"{slip}?sms={reason}"
    assert liu.get(to).status_code == 200
    assert not Notice.objects.exists()


def test_without_a_slip_or_a_gateway_nothing_is_sent(browser: Browser, settings: Any) -> None:
    assert (
        browser("liu").post("/desk/registered/222424-20260302-00001-5/sms/")["Location"] == "/desk/register/"
    )
    liu, slip = registered(browser)
    settings.HUIYIN_SMS_URL = ""
    assert 'id="sms"' not in page_of(liu.get(slip))
    assert liu.post(f"{slip}sms/")["Location"] == f"{slip}?sms=no_sms_here"
    assert not Notice.objects.exists()
