"""Who had to do with a matter stands on its page: units with their time, posts, masked petitioners; no query for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from huiyin.rooms.cases import actions, owning, together
from huiyin.rooms.county.renames import formerly
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import involved
from huiyin.web.desk.opened import opened
from tests.rooms import cast
from tests.rooms.cast import BAO, DAN, WATER
from tests.rooms.duty_cast import LAW, add_leaders
from tests.web.conftest import Browser, page_of, untorn

pytestmark = pytest.mark.usefixtures("county")


def panel(browser: Browser, who: str, number: str) -> str:
    page = page_of(browser(who, language="en").get(f"/desk/matter/{number}/"))
    return page[page.index('id="h-involved"') :].split("</section>")[0]


def test_who_had_it_when_and_what_each_did(browser: Browser, now: Any) -> None:
    add_leaders()
    cast.holder_of(LAW)
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY)
    together.co_handle(number, to=WATER, text="请提供图纸。", by=BAO, now=at)
    owning.own(number, leader=LAW, reason="包案", by=DAN, now=at)
    now(at + timedelta(minutes=1))
    shown = panel(browser, "dan", number)
    for role in (
        "Registered by", "Taken in by", "Sorted by", "Sent on by", "Handled by", "Signed for by", "Officer now", "Contributes",
        "Leader who answers for it",
    ):  # fmt: skip
        assert f"<dt>{role}</dt>" in shown, role
    assert "nothing contributed yet" in shown
    assert "since 2 Mar 2026" in untorn(shown)
    ended = cast.comes_in().number
    now(cast.go(ended, Verb.CLOSE) + timedelta(minutes=1))
    shown = panel(browser, "dan", ended)
    for role in ("Drafted by", "Approved by", "Issued by", "Delivered by", "Closed by"):
        assert f"<dt>{role}</dt>" in shown, role
    assert "2 Mar 2026 to" in untorn(shown)


def test_who_was_asked_to_contribute_and_never_did_is_said_so_when_its_term_is_over(
    browser: Browser, now: Any
) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY)
    together.co_handle(number, to=WATER, text="请提供图纸。", by=BAO, now=at)
    for verb, step in cast.WAY[[verb for verb, _ in cast.WAY].index(Verb.NOTIFY) + 1 :]:
        at += timedelta(hours=1)
        step(number, at)
        if verb is Verb.DELIVER:
            break
    now(at + timedelta(minutes=1))
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/"))
    card = page[page.index("Units that contribute") :].split("</section>")[0]
    assert "nothing contributed" in card.split("</li>")[0]


def test_who_speaks_is_masked_or_kept_in_confidence(browser: Browser, now: Any) -> None:
    plain = cast.comes_in().number
    shown = panel(browser, "dan", plain)
    assert cast.JIN.name not in shown
    secret = cast.comes_in(confidential=True).number
    now(cast.go(secret, Verb.NOTIFY) + timedelta(minutes=1))
    assert "kept in confidence" in panel(browser, "bao", secret)
    assert "kept in confidence" not in panel(browser, "dan", secret)


def test_it_asks_the_database_nothing_and_says_each_once(now: Any) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.DRAFT)
    for n in range(3):
        actions.draft(number, outcome="supported", text=f"第{n}稿", by=BAO, now=at + timedelta(minutes=n))
    read = opened(number, DAN)
    formerly()  # what units were called before is read once a process
    with translation.override("en"), CaptureQueriesContext(connection) as asked:
        found = involved.people(read)
    assert len(asked) == 0
    assert [one.role for one in found].count("Drafted by") == 1
