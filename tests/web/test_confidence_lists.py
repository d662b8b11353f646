"""Words quoted in lists name nobody who speaks in confidence; whoever wrote them reads them as they are. New contacts, too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions, asked_back, contacts, owning, together
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.duty_cast import LEE
from tests.web.confidence_cast import HIDDEN, WHOLE, a_leader, names_in
from tests.web.conftest import Browser, page_of

NAMED = "金顺姬家三天内解决，电话19900001234。"
ANSWER, ASKED, REASON = "已到金顺姬家。", "我是金顺姬，何时修？", "金 顺 姬不在家，另约时间。"


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=30))


def told(**change: Any) -> str:
    """A matter in which a leader, the unit and the petitioner wrote; not at its last words yet."""
    number = cast.comes_in(**change).number
    cast.go(number, Verb.NOTIFY)
    at = cast.START + timedelta(hours=20)
    owning.instruct(number, text=NAMED, by=LEE, now=at)
    owning.carry_out(number, item=1, text=ANSWER, by=cast.BAO, now=at)
    owning.instruct(number, text=NAMED, by=LEE, now=at)
    asked_back.ask_back(number, petition=number, text=ASKED, by=PETITIONER, now=at)
    together.ask_extension(number, days=20, reason=REASON, by=cast.BAO, now=at)
    return number


def test_quoted_words_name_nobody_who_speaks_in_confidence(browser: Browser) -> None:
    told(confidential=True)
    assert names_in(browser, "bao", "/desk/instructions/") == HIDDEN
    assert names_in(browser, "bao", "/desk/questions/") == HIDDEN
    assert names_in(browser, "dan", "/desk/instructions/") == WHOLE
    assert names_in(browser, "dan", "/desk/questions/") == WHOLE
    assert names_in(browser, "dan", "/desk/extensions/") == WHOLE
    # the unit's own reason and the leader's own words stay: hiding them would tell which word is the name
    assert names_in(browser, "bo", "/desk/extensions/") == WHOLE
    leader = page_of(browser("lee").get("/desk/leader/"))
    assert ("金顺姬家三天内解决" in leader, "已到金顺姬家" in leader, "已到×××家" in leader) == (
        True,
        False,
        True,
    )


def test_without_a_wish_for_confidence_words_are_quoted_as_they_are_written(browser: Browser) -> None:
    told()
    for path in ("/desk/instructions/", "/desk/questions/", "/desk/extensions/"):
        assert names_in(browser, "bo", path) == (True, False), path


def test_what_a_leader_is_told_of_an_urgent_matter_names_nobody_either(browser: Browser) -> None:
    number, at = cast.comes_in(confidential=True).number, cast.START + timedelta(hours=20)
    actions.triage(number, klass="appeal", category="040100", urgent=True, by=cast.DAN, now=at)
    owning.report_up(number, whom="committee", text=NAMED, by=cast.DAN, now=at)
    assert names_in(browser, "lee", "/desk/leader/") == (False, True)


def test_many_matters_in_confidence_cost_no_more_than_one(browser: Browser) -> None:
    costs = []
    bao = browser("bao")
    for _ in range(3):
        told(confidential=True)
        with CaptureQueriesContext(connection) as queries:
            bao.get("/desk/instructions/")
        costs.append(len(queries))
    assert costs[1] == costs[2]


def test_a_contact_that_is_asked_for_is_as_secret_as_the_one_in_force(browser: Browser) -> None:
    number, at = cast.comes_in(confidential=True).number, cast.START + timedelta(hours=20)
    cast.go(number, Verb.FORWARD)
    new = {"phone": "199-0000-7777", "address": "春阳镇河西村八组", "email": "shun@example.org"}
    contacts.change_contact(number, petition=number, reason="搬了家。", **new, by=cast.DAN, now=at)
    text = "新号码199 0000 7777，搬到河西村八组，邮箱shun@example.org，水管没修。"
    actions.note(number, text=text, by=cast.DAN, now=at)
    told = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    found = page_of(browser("bao").get("/desk/search/", {"q": "水管没修"}))
    for page in (told, found):
        shown = [secret for secret in ("7777", "河西村八组", "shun@") if secret in page]
        assert (shown, "水管没修" in page or "<mark>水管没修</mark>" in page) == ([], True)
    assert number not in page_of(browser("bao").get("/desk/search/", {"q": "河西村八组"}))
    assert "新号码199 0000 7777" in page_of(browser("dan").get(f"/desk/matter/{number}/"))
