"""The second screen: paired by a short code, shows one desk's record; what is said of it goes into the register entry."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.intake import counter
from huiyin.rooms.intake.counter import CounterScreen
from huiyin.rooms.vault.codes import new_form_token
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_register import TEXT, register

SCREEN, SHOW, STATE = "/desk/counter/", "/desk/counter/desk/show/", "/desk/counter/desk/state/"
FORM = {
    "name": "金顺姬",
    "persons": "9",
    "title": "没有水",
    "text": TEXT,
    "spoken": "ko",
    "id_number": "999999195001010042",
}


@pytest.fixture
def device(browser: Browser) -> Callable[[], Client]:
    """A device that is paired to Liu's desk."""

    def paired() -> Client:
        page = page_of(browser("liu").post("/desk/counter/desk/", {"step": "code"}))
        code = re.search(r'id="code">([\d ]+)<', page)
        assert code is not None
        client = browser()
        assert client.post(SCREEN + "pair/", {"code": code[1]}).status_code == 303
        return client

    return paired


def version(page: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def confirmation() -> str | None:
    return json.loads(Entry.objects.get(verb="register").data).get("confirmed")


def test_what_the_visitor_confirms_stands_in_the_register_entry(browser: Browser, device: Any) -> None:
    liu, screen = browser("liu"), device()
    blank = page_of(screen.get(SCREEN))
    assert TEXT not in blank
    assert 'lang="zh-Hans-CN"' in blank
    liu.post(SHOW, FORM)
    page = page_of(screen.get(SCREEN))
    assert 'lang="ko-CN"' in page
    assert TEXT in page
    assert FORM["id_number"] not in page
    for said in (
        "right",
        "right",
        "wrong",
    ):  # pressed twice, and another one behind it: the first word counts
        screen.post(SCREEN + "say/", {"version": version(page), "said": said})
    assert CounterScreen.objects.get().said == "right"
    register(liu, **FORM)
    assert confirmation() == "on_screen"
    assert TEXT not in page_of(screen.get(SCREEN))
    number = Entry.objects.get(verb="register").number
    assert "在屏上" in page_of(liu.get(f"/desk/matter/{number}/")) or "Read it on the screen" in page_of(
        liu.get(f"/desk/matter/{number}/")
    )


def test_a_word_changed_since_is_no_longer_confirmed(browser: Browser, device: Any) -> None:
    liu, screen = browser("liu"), device()
    liu.post(SHOW, FORM)
    screen.post(SCREEN + "say/", {"version": version(page_of(screen.get(SCREEN))), "said": "right"})
    changed = {**FORM, "text": TEXT + "还要赔偿。"}
    assert "today" in page_of(liu.post(STATE, changed))
    assert "today" not in page_of(liu.post(STATE, FORM))
    register(liu, **changed)
    assert confirmation() is None


@pytest.mark.parametrize("said", ["read_aloud", "not_confirmed", ""])
def test_without_the_screen_the_clerk_notes_it(browser: Browser, said: str) -> None:
    register(browser("liu"), confirmed=said)
    assert (confirmation() or "") == said


def test_nobody_claims_in_the_form_that_it_was_read_on_the_screen(browser: Browser) -> None:
    assert register(browser("liu"), confirmed="on_screen").status_code == 422


def test_what_is_wrong_is_told_to_the_clerk_and_shown_again_mended(browser: Browser, device: Any) -> None:
    liu, screen = browser("liu"), device()
    liu.post(SHOW, FORM)
    old = version(page_of(screen.get(SCREEN)))
    screen.post(SCREEN + "say/", {"version": old, "said": "wrong"})
    assert "today" in page_of(liu.post(STATE, FORM))
    assert 'name="said"' not in page_of(screen.get(SCREEN))
    liu.post(SHOW, {**FORM, "title": "没有水三天"})
    assert "没有水三天" in page_of(screen.get(SCREEN))
    screen.post(SCREEN + "say/", {"version": old, "said": "right"})  # a stale page confirms nothing
    assert CounterScreen.objects.get().said == ""


def test_the_screen_goes_blank_by_itself(
    browser: Browser, device: Any, now: Callable[[datetime], None]
) -> None:
    now(cast.START)
    liu, screen = browser("liu"), device()
    liu.post(SHOW, FORM)
    then = version(page_of(screen.get(SCREEN)))
    now(cast.START + counter.SHOWN_FOR)
    assert TEXT not in page_of(screen.get(SCREEN))
    screen.post(SCREEN + "say/", {"version": then, "said": "right"})
    assert CounterScreen.objects.get().said == ""
    counter.forget_old(now=cast.START + counter.SHOWN_FOR)
    assert CounterScreen.objects.get().shown == ""
    now(cast.START + counter.PAIRED_FOR)
    assert 'name="code"' in page_of(screen.get(SCREEN))


def test_a_code_is_good_once_for_five_minutes_and_guessing_is_braked(
    browser: Browser, now: Callable[[datetime], None]
) -> None:
    now(cast.START)

    def fresh() -> str:
        page = page_of(browser("liu").post("/desk/counter/desk/", {"step": "code"}))
        return re.findall(r'id="code">([\d ]+)<', page)[0]

    code = fresh()
    now(cast.START + counter.CODE_FOR)
    assert browser().post(SCREEN + "pair/", {"code": code}).status_code == 422
    code = fresh()
    assert browser().post(SCREEN + "pair/", {"code": code.replace(" ", "")}).status_code == 303
    assert browser().post(SCREEN + "pair/", {"code": code}).status_code == 422
    for wrong in ("", "1", "22", "333"):
        browser().post(SCREEN + "pair/", {"code": wrong})
    assert browser().post(SCREEN + "pair/", {"code": fresh()}).status_code == 422
    now(cast.START + timedelta(hours=1))
    assert browser().post(SCREEN + "pair/", {"code": fresh()}).status_code == 303


def test_a_code_may_be_typed_full_width_and_a_wrong_one_stays_typed(browser: Browser) -> None:
    page = page_of(browser("liu").post("/desk/counter/desk/", {"step": "code"}))
    code = re.findall(r'id="code">([\d ]+)<', page)[0]
    wrong = browser().post(SCREEN + "pair/", {"code": "12 34"})
    assert wrong.status_code == 422
    assert 'value="12 34"' in page_of(wrong)
    wide = code.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    assert browser().post(SCREEN + "pair/", {"code": wide}).status_code == 303


def test_a_device_shows_one_desk_and_a_strangers_device_nothing(browser: Browser, device: Any) -> None:
    screen = device()
    browser("dan").post(SHOW, FORM)
    assert TEXT not in page_of(screen.get(SCREEN))
    browser("liu").post(SHOW, FORM)
    assert TEXT not in page_of(browser().get(SCREEN))
    assert browser().get(SCREEN + "words/").status_code == 204
    assert TEXT in page_of(browser("liu").get(SCREEN))  # a second window of the clerk's own browser
    assert TEXT not in page_of(browser("bao").get(SCREEN))
    browser("liu").post("/desk/counter/desk/", {"step": "part"})
    assert 'name="code"' in page_of(screen.get(SCREEN))
    assert CounterScreen.objects.get(user__username="liu").shown == ""


def test_the_part_that_asks_every_two_seconds_answers_only_with_news(browser: Browser, device: Any) -> None:
    screen = device()
    browser("liu").post(SHOW, FORM)
    page = page_of(screen.get(SCREEN))
    where = re.findall(r'hx-get="([^"]+)"', page)[0]
    assert not re.search(r"[一-鿿]|%E", where)
    assert screen.get(where).status_code == 204
    browser("liu").post("/desk/counter/desk/", {"step": "blank"})
    assert screen.get(where).status_code == 200


def test_what_stands_there_is_sealed_and_only_who_registers_shows_anything(browser: Browser) -> None:
    assert browser("xia").post(SHOW, FORM).status_code == 403
    assert browser("xia").get("/desk/counter/desk/").status_code == 403
    browser("liu").post(SHOW, FORM)
    raw = str(list(CounterScreen.objects.values()))
    assert TEXT not in raw
    assert "没有水" not in raw
    assert "today" in page_of(browser("liu").post(SHOW, {**FORM, "text": " ", "token": new_form_token()}))
