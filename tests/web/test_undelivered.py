"""Messages that failed: who sees which, why, and sending one again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from huiyin.rooms.notices.models import Notice
from tests.rooms.cast import START, WATER, comes_in
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
PHONE = "19900001234"


@pytest.fixture(autouse=True)
def at_nine(county: None, now: Any) -> None:
    now(START)


def failed(number: str, **change: Any) -> Notice:
    given = {
        "kind": "issue",
        "language": "zh-hans",
        "phone": PHONE,
        "state": "failed",
        "why": "refused",
        "tries": 5,
    }
    return Notice.objects.create(number=number, created_at=START, **{**given, **change})


def test_who_sees_the_matter_sees_what_failed_and_why(browser: Browser) -> None:
    mine, kept = comes_in(title="路灯").number, comes_in(accused=WATER).number
    failed(mine, why="http 503")
    failed(kept)
    failed(mine, state="sent", why="")
    page = page_of(browser("dan").get("/desk/undelivered/"))
    assert page.count("hy-state trouble") == 2
    assert "http 503" in page
    assert "199****1234" in page
    assert PHONE not in page
    assert mine not in page_of(browser("bao").get("/desk/undelivered/"))
    assert kept not in page_of(browser("wu").get("/desk/undelivered/"))
    assert browser("xia").get("/desk/undelivered/").status_code == 403


def test_a_notice_is_sent_again_and_a_slip_isnt(browser: Browser) -> None:
    number = comes_in().number
    notice, slip = failed(number), failed(number, kind="receipt")
    dan = browser("dan")
    assert browser("bao").post(f"/desk/undelivered/{notice.pk}/again/").status_code == 404
    assert dan.post(f"/desk/undelivered/{notice.pk}/again/").status_code == 303
    notice.refresh_from_db()
    assert (notice.state, notice.tries, notice.why) == ("waiting", 0, "")
    assert DBTaskResult.objects.count() == 1
    assert dan.post(f"/desk/undelivered/{notice.pk}/again/").status_code == 303, "a double click"
    assert DBTaskResult.objects.count() == 1
    assert dan.post(f"/desk/undelivered/{slip.pk}/again/").status_code == 422
    assert f"/desk/undelivered/{slip.pk}/again/" not in page_of(dan.get("/desk/undelivered/"))


def test_a_page_is_bounded_and_asks_the_same(browser: Browser) -> None:
    number, dan = comes_in().number, browser("dan")

    def counted() -> int:
        with CaptureQueriesContext(connection) as found:
            assert dan.get("/desk/undelivered/?after=x").status_code == 200
        return len(found)

    failed(number)
    dan.get("/desk/undelivered/")
    few = counted()
    for _ in range(40):
        failed(number)
    assert counted() == few <= 8
    page = page_of(dan.get("/desk/undelivered/"))
    assert page.count("hy-state trouble") == 30
    following = page[page.index("/desk/undelivered/?after=") :].split('"')[0]
    assert page_of(dan.get(following)).count("hy-state trouble") == 11


def test_what_nobody_sends_is_said_not_to_have_gone_out(browser: Browser) -> None:
    dan = browser("dan", language="en")
    assert "Every message has gone out" in page_of(dan.get("/desk/undelivered/"))
    failed(comes_in().number, state="kept", why="")
    page = page_of(dan.get("/desk/undelivered/"))
    assert "Not sent in the last sixty days: 1." in page
    assert "nothing is set up to send it" not in page
    which = page_of(dan.get("/desk/undelivered/?kept=1"))
    assert "nothing is set up to send it" in which
    assert "Send again" not in which
    head = which[which.index("<h1>") : which.index('<div class="card">')]
    assert "<h1>Messages that nothing is set up to send</h1>" in head
    assert "Not sent in the last sixty days: 1." in head
    assert "send it again" not in head
    assert 'href="/desk/undelivered/">To the messages that failed and can be sent again<' in head
    nothing = page_of(browser("wu", language="en").get("/desk/undelivered/?kept=1"))
    assert "hy-state trouble" not in nothing
    assert "No message lies here because nothing is set up to send it." in nothing
    assert "Not sent" not in nothing
    assert "Every message has gone out" not in page
    assert "Not sent" not in page_of(browser("wu", language="en").get("/desk/undelivered/"))
