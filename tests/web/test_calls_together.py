"""Two operators at one call, and numbers as a county's people type them."""

from __future__ import annotations

import re

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.models import Petitioner
from huiyin.rooms.county import actions as county
from huiyin.rooms.intake.calls.models import Call, CallBack
from huiyin.rules.roles import SYSTEM
from tests.web.conftest import Browser, page_of
from tests.web.test_calls import NOW, PHONE, Clock, registers, ring

pytestmark = pytest.mark.django_db
ASKED = {"told": "问低保，已告知去便民中心。", "only_a_question": "1", "title": "低保", "token": "a" * 32}


@pytest.fixture(autouse=True)
def at_nine(now: Clock) -> None:
    now(NOW)


def test_who_was_slower_is_told_who_has_the_call(browser: Browser, people: dict[str, User]) -> None:
    call = ring(caller=PHONE)
    liu, dan = browser("liu", language="en"), browser("dan", language="en")
    for _twice in range(2):
        assert liu.post(f"/desk/calls/{call.pk}/pick-up/").status_code == 303
    late = dan.post(f"/desk/calls/{call.pk}/pick-up/")
    assert late.status_code == 409
    assert "Liu has taken this call already." in page_of(late)
    assert Call.objects.get().operator == people["liu"].key
    shown = page_of(dan.get(f"/desk/register/?call={call.pk}"))
    assert "Taken by</dt><dd>Liu" in shown
    assert "Taken by" not in page_of(liu.get(f"/desk/register/?call={call.pk}"))


def test_an_answer_that_came_too_late_stays_and_says_who_noted_what(
    browser: Browser, people: dict[str, User]
) -> None:
    call = ring("answered", caller=PHONE)
    liu, dan = browser("liu", language="en"), browser("dan", language="en")
    assert dan.post(f"/desk/calls/{call.pk}/nothing/").status_code == 303
    assert Call.objects.get().noted_by == people["dan"].key
    late = liu.post(f"/desk/calls/{call.pk}/inform/", ASKED)
    page = page_of(late)
    assert late.status_code == 409
    assert "Dan noted this call already" in page
    assert "Wrong number or silence" in page
    assert "call-acts" not in page, "nothing is left to note"
    unticked = liu.post(f"/desk/calls/{call.pk}/inform/", {**ASKED, "only_a_question": ""})
    for told in (page, page_of(unticked)):
        assert "hy-error" not in told, "nothing is left to mend"
        assert re.findall(r"<(\w+)[^>]* autofocus", told) == ["div"], "the message has the focus"
    assert ASKED["told"] in page
    assert (Call.objects.get().outcome, Call.objects.get().told) == ("nothing", "")
    assert dan.post(f"/desk/calls/{call.pk}/nothing/")["Location"] == "/desk/calls/?done=nothing", (
        "sent twice"
    )
    assert liu.post("/desk/register/", registers(call)).status_code == 303, "it was more after all"
    assert Call.objects.get().noted_by == people["liu"].key


def test_the_same_answer_sent_twice_is_noted_once_and_another_one_is_not_lost(browser: Browser) -> None:
    call, liu = ring("answered", caller=PHONE), browser("liu", language="en")
    for _twice in range(2):
        assert liu.post(f"/desk/calls/{call.pk}/inform/", ASKED)["Location"] == "/desk/calls/?done=informed"
    again = liu.post(f"/desk/calls/{call.pk}/inform/", {**ASKED, "told": "又问医保。"})
    assert again.status_code == 409
    assert "又问医保。" in page_of(again)
    assert Call.objects.get().told == ASKED["told"]


@pytest.mark.parametrize(
    ("typed", "area", "kept"),
    [
        ("2512345转8", "0433", "0433-2512345-8"), ("400-800-8888", "", "400-8008888"), ("2512345", "", "2512345"),
    ],
)  # fmt: skip
def test_what_is_typed_as_people_write_it_is_dialled_and_fills_the_form(
    browser: Browser, typed: str, area: str, kept: str
) -> None:
    county.set_setting("call_area", area, by=SYSTEM, now=NOW)
    liu = browser("liu", language="en")
    form = liu.post("/desk/calls/take/", {"phone": typed, "token": "n" * 32}, follow=True)
    assert Call.objects.get().phone == kept
    assert re.search(rf'<input[^>]* value="{kept}" id="f-phone"', page_of(form))


def test_the_desk_completes_a_local_number_or_says_that_its_area_is_missing(browser: Browser) -> None:
    liu, call = browser("liu", language="en"), ring("answered", caller=PHONE)
    without = liu.post("/desk/register/", registers(call, phone="2512345"))
    assert without.status_code == 422
    assert "A landline needs its area code" in page_of(without)
    county.set_setting("call_area", "0433", by=SYSTEM, now=NOW)
    assert liu.post("/desk/register/", registers(call, phone="2512345")).status_code == 303
    assert Petitioner.objects.get().phone == "0433-2512345"
    portal = browser(language="en")
    portal.post("/submit/", {"text": "路灯坏了三天。"})
    who = {"manner": "named", "name": "金顺姬", "phone": "251 2345", "persons": "1"}
    assert portal.post("/submit/who/", who).status_code == 303


def test_a_number_that_only_we_can_dial_is_called_back_and_110_is_not(browser: Browser) -> None:
    liu = browser("liu", language="en")
    for n, caller in enumerate(("2512345", "110")):
        ring(call_id=f"m{n}", caller=caller)
        ring("ended", call_id=f"m{n}", seconds=9)
    back = CallBack.objects.get()
    assert back.phone == "2512345"
    rows = page_of(liu.get("/desk/calls/?show=missed")).split('id="all"')[1]
    assert rows.count(">To be called back<") == 1
    assert "/desk/calls/back/new/" not in rows
    liu.post(f"/desk/calls/back/{back.pk}/take/")
    assert "tel:2512345" in page_of(liu.get(f"/desk/calls/back/{back.pk}/"))


def test_a_call_that_a_colleague_registered_is_registered_again_only_on_purpose(browser: Browser) -> None:
    call = ring("answered", caller=PHONE)
    liu, dan = browser("liu", language="en"), browser("dan", language="en")
    assert dan.post("/desk/register/", registers(call)).status_code == 303
    mine = registers(call, token="m" * 32, title="停水", text="停水第三天。")
    late = liu.post("/desk/register/", mine)
    assert late.status_code == 409
    assert "Dan noted this call already" in page_of(late)
    assert "停水第三天。" in page_of(late)
    assert Petitioner.objects.count() == 1
    assert liu.post("/desk/register/", {**mine, "again": "1"}).status_code == 303
    assert Petitioner.objects.count() == 2
    assert liu.post("/desk/register/", mine).status_code == 303, "sent twice it is the same receipt"
    assert Petitioner.objects.count() == 2


def test_a_call_that_one_registered_in_another_window_is_told_as_well(browser: Browser) -> None:
    call = ring("answered", caller=PHONE)
    dan = browser("dan", language="en")
    assert dan.post("/desk/register/", registers(call)).status_code == 303
    other = registers(call, token="n" * 32, title="路灯", text="还有路灯。")
    told = dan.post("/desk/register/", other)
    assert (told.status_code, "You noted this call already" in page_of(told)) == (409, True)
    assert "还有路灯。" in page_of(told)
    assert Petitioner.objects.count() == 1
    assert dan.post("/desk/register/", {**other, "again": "1"}).status_code == 303, (
        "a call may hold several matters"
    )
    assert Petitioner.objects.count() == 2
