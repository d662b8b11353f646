"""More days asked for: seen by the head at once, decided on the matter or on the phone, and gone from the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import lists, protecting, together
from huiyin.rooms.cases.around import ExtensionAsk
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.letters import with_reason
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import english, statements

Clock = Callable[[datetime], None]
LIST = "/desk/extensions/"
REASON = "检测报告要二十天后才出来。"


def asked(by: Actor = cast.BAO) -> tuple[str, datetime]:
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY) + timedelta(hours=1)
    together.ask_extension(number, days=20, reason=REASON, by=by, now=at)
    return number, at + timedelta(hours=1)


def test_asked_for_granted_and_gone_from_the_list(browser: Browser) -> None:
    number, at = asked()
    page = english(browser, "bo", LIST)
    assert number in page
    assert "20 days more" in page
    assert REASON in page
    assert f'href="{LIST}"' in english(browser, "bo", "/desk/")
    together.extend(number, days=15, reason="情况复杂。", by=cast.BO, now=at)
    assert number not in english(browser, "bo", LIST)
    row = ExtensionAsk.objects.get(matter=number)
    assert (row.granted, row.ended_at) == (True, at)
    told = english(browser, "bao", f"/desk/matter/{number}/")
    assert "Extensions asked for" in told
    assert REASON in told


def test_the_head_opens_the_form_with_the_days_that_were_asked_for(browser: Browser, now: Clock) -> None:
    number, at = asked()
    now(at)
    page = english(browser, "bo", f"/desk/matter/{number}/")
    assert "asks for more days: 20" in page
    assert f"/desk/matter/{number}/?do=extend&amp;days=20" in page
    assert f"/desk/matter/{number}/?do=refuse_extension" in page
    form = english(browser, "bo", f"/desk/matter/{number}/?do=extend&days=20")
    assert 'name="days"' in form
    assert 'value="20"' in form
    assert "hy-suggested" not in form  # no unit is looked for here
    mine = english(browser, "bao", f"/desk/matter/{number}/")
    assert "asks for more days: 20" in mine
    assert "?do=extend" not in mine


@pytest.mark.parametrize("wanted", ["?do=extend", "?do=extend&days=20"])
def test_days_and_reason_that_were_asked_for_stand_in_the_heads_form(
    browser: Browser, now: Clock, wanted: str
) -> None:
    number, at = asked()
    now(at)
    form = page_of(browser("bo").get(f"/desk/matter/{number}/{wanted}"))
    assert re.search(r'<input[^>]*name="days"[^>]*value="20"|value="20"[^>]*name="days"', form)
    assert f"因{REASON.rstrip('。')}，难以在六十日内办结。" in form
    together.refuse_extension(number, reason="不必。", by=cast.BO, now=at)
    now(at + timedelta(hours=1))
    fresh = page_of(browser("bo").get(f"/desk/matter/{number}/?do=extend"))
    assert "因＿＿＿＿＿＿，难以在六十日内办结。" in fresh


def test_a_reason_stands_in_the_part_of_its_own_language() -> None:
    both = "因＿＿＿＿＿＿，难以办结。\n\n\n＿＿＿＿＿＿로 인하여 어렵습니다."
    chinese = with_reason(both, "因为检测\n没有完成。")
    assert chinese == "因检测 没有完成，难以办结。\n\n\n＿＿＿＿＿＿로 인하여 어렵습니다."
    assert with_reason(both, "검측 지연.").endswith("\n\n\n검측 지연으로 인하여 어렵습니다.")
    assert with_reason(both, "비가 온 관계").endswith("\n\n\n비가 온 관계로 인하여 어렵습니다.")
    assert with_reason(both, " ") == both
    assert with_reason("县里自己的话。", "检测。") == "县里自己的话。"


def test_refused_on_the_phone_and_whoever_asked_reads_why(browser: Browser, now: Clock) -> None:
    number, at = asked()
    now(at)
    page = english(browser, "bo", f"/desk/matter/{number}/decide/?do=refuse_extension")
    assert "Why more days are asked for" in page
    assert REASON in page
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    where = f"/desk/matter/{number}/decide/refuse_extension/"
    empty = browser("bo").post(where, {"seen": seen, "reason": " "})
    assert empty.status_code == 422
    done = browser("bo").post(where, {"seen": seen, "reason": "报告已经到了。"})
    assert done.status_code == 303
    again = browser("bo").post(where, {"seen": seen, "reason": "报告已经到了。"})
    assert again.status_code == 303, "the same tap twice is one refusal"
    told = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert "报告已经到了。" in told
    assert number not in english(browser, "bo", LIST)


def test_granted_on_the_phone_with_the_days_in_the_form_and_on_to_the_next_question(
    browser: Browser, now: Clock
) -> None:
    number, at = asked()
    now(at)
    page = english(browser, "bo", f"/desk/matter/{number}/decide/?do=extend")
    days = next(field for field in re.findall(r"<input[^>]*>", page) if 'name="days"' in field)
    assert 'value="20"' in days
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    where = f"/desk/matter/{number}/decide/extend/"
    done = browser("bo").post(where, {"seen": seen, "days": "20", "reason": "检测排期。"})
    assert (done.status_code, done["Location"]) == (303, f"{LIST}?done=extend")
    assert ExtensionAsk.objects.get(matter=number).granted


def test_taken_back_by_whoever_asked_and_gone_from_the_list(
    browser: Browser, people: dict[str, User], now: Clock
) -> None:
    number, at = asked(replace(cast.BAO, key=people["bao"].key))
    now(at)
    here = f"/desk/matter/{number}/?do=unask_extension"
    assert f'href="{here}#do"' in english(browser, "bo", f"/desk/matter/{number}/")
    assert f'href="{here}#do"' not in english(browser, "dan", f"/desk/matter/{number}/")
    page = english(browser, "bao", here)
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    where = f"/desk/matter/{number}/do/unask_extension/"
    assert browser("bao").post(where, {"seen": seen}).status_code == 303
    again = browser("bao", language="en").post(where, {"seen": seen})
    assert again["Location"] == f"/desk/matter/{number}/?done={int(seen) + 1}", (
        "the same tap twice is done once"
    )
    assert ExtensionAsk.objects.get(matter=number).taken_back
    told = english(browser, "bao", f"/desk/matter/{number}/")
    assert "taken back on" in told
    assert "?do=unask_extension" not in told
    assert number not in english(browser, "bo", LIST)


def test_days_beyond_what_may_be_asked_for_are_told_one_bound(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    now(cast.go(number, Verb.NOTIFY) + timedelta(hours=1))
    client = browser("bao", language="en")
    page = page_of(client.get(f"/desk/matter/{number}/?do=ask_extension"))
    seen = page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    for days in ("0", "31", "400"):
        given = {"seen": seen, "days": days, "reason": REASON}
        refused = page_of(client.post(f"/desk/matter/{number}/do/ask_extension/", given))
        assert "from 1 to 30" in refused, days


@pytest.mark.parametrize("name", ["wu", "tao", "xia"])
def test_strangers_see_nothing_of_it(browser: Browser, name: str) -> None:
    number, _at = asked()
    response = browser(name).get(LIST)
    assert response.status_code in (200, 403)
    assert number not in response.content.decode()


def test_a_barred_unit_loses_it_from_its_list(browser: Browser) -> None:
    number, at = asked()
    assert [row.matter_id for row in lists.extensions(cast.BO)] == [number]
    protecting.accuse(number, accused=cast.BUREAU, text="指该局。", by=cast.DAN, now=at)
    assert lists.extensions(cast.BO) == []


def test_a_row_costs_no_statement(browser: Browser) -> None:
    asked()
    one = statements(browser("bo"), LIST)
    for _n in range(3):
        asked()
    assert statements(browser("bo"), LIST) == one
