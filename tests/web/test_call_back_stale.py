"""A call-back on a page from before: who noted what is said, and what was typed finds its way to it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.rooms.intake.calls.models import CallBack
from huiyin.rules.calls import CallBackState
from tests.web.conftest import Browser, page_of
from tests.web.test_calls import NOW, PHONE, Clock

pytestmark = pytest.mark.django_db
SAID = "已告知明天修水管。"
MESSAGE = r'<div class="hy-alert \w+" role="alert" tabindex="-1" autofocus><div><p>([^<]+)<'


@pytest.fixture(autouse=True)
def at_nine(now: Clock) -> None:
    now(NOW)


def owed(client: Client) -> str:
    """The address of a call-back that the person has in hand."""
    sent = {"phone": PHONE, "about": "停水", "due_at": "2026-03-02T12:00", "token": "t" * 32}
    assert client.post("/desk/calls/back/new/", sent).status_code == 303
    at = f"/desk/calls/back/{CallBack.objects.get().pk}/"
    assert client.post(f"{at}take/").status_code == 303
    return at


def test_reached_on_an_old_page_says_what_was_noted_and_takes_the_words_along(browser: Browser) -> None:
    liu = browser("liu", language="en")
    at = owed(liu)
    assert liu.post(f"{at}rang/").status_code == 303
    empty = liu.post(f"{at}reached/", {"note": ""})
    assert empty.status_code == 409
    assert "You noted the end of this call-back already" in re.findall(MESSAGE, page_of(empty))[0]
    late = liu.post(f"{at}reached/", {"note": SAID})
    page = page_of(late)
    assert late.status_code == 409
    assert "They rang themselves" in re.findall(MESSAGE, page)[0]
    assert f'action="{at}add/"' in page
    assert SAID in page
    for _twice in range(2):
        assert liu.post(f"{at}add/", {"note": SAID, "reached": "1"})["Location"] == at
    back = CallBack.objects.get()
    assert [(one.reached, one.note) for one in back.tries.all()] == [(True, ""), (True, SAID)]
    assert back.state == CallBackState.REACHED
    nothing = liu.post(f"{at}add/", {"note": " ", "reached": "1"})
    assert nothing.status_code == 422
    assert 'id="f-note-error"' in page_of(nothing)


def test_whom_a_colleague_noted_is_named_and_reached_after_all_is_not_given_up(
    browser: Browser, now: Clock
) -> None:
    liu, dan = browser("liu", language="en"), browser("dan", language="en")
    at = owed(liu)
    for n in range(3):
        now(NOW + n * timedelta(minutes=31))
        liu.post(f"{at}take/")
        assert liu.post(f"{at}missed/", {"note": ""}).status_code == 303
    assert liu.post(f"{at}give-up/").status_code == 303
    late = dan.post(f"{at}reached/", {"note": SAID})
    assert (late.status_code, "was given up already" in page_of(late)) == (409, True)
    assert dan.post(f"{at}add/", {"note": SAID, "reached": "1"}).status_code == 303
    assert CallBack.objects.get().state == CallBackState.REACHED
    again = liu.post(f"{at}reached/", {"note": "又说了一遍。"})
    assert "Dan noted the end of this call-back already" in page_of(again)


def test_what_was_typed_when_the_half_hour_was_over_is_kept(browser: Browser, now: Clock) -> None:
    liu, dan = browser("liu", language="en"), browser("dan", language="en")
    at = owed(liu)
    now(NOW + timedelta(minutes=31))
    late = liu.post(f"{at}reached/", {"note": SAID})
    assert late.status_code == 409
    assert re.findall(MESSAGE, page_of(late))
    taking = page_of(late).split(f'action="{at}take/"')[1].split("</form>")[0]
    assert SAID in taking, "the button takes it along"
    taken = liu.post(f"{at}take/", {"note": SAID})
    assert taken.status_code == 200
    assert SAID in page_of(taken).split(f'action="{at}reached/"')[1].split("</form>")[0]
    now(NOW + timedelta(minutes=62))
    assert dan.post(f"{at}take/").status_code == 303
    held = page_of(liu.post(f"{at}reached/", {"note": SAID}))
    assert re.findall(MESSAGE, held)
    assert "to copy from" in held
    assert SAID in held
    assert liu.post(f"{at}add/", {"note": SAID, "reached": "1"}).status_code == 409, "it isn't over"
    mine = page_of(dan.get(at))
    assert "(needed if you reached them)" in mine
    assert not re.search(r'for="f-note">[^<]*<span[^>]*>\(optional\)', mine)
