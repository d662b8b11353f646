"""What is to be handled again, as the desk says it: why not now, why not closed, and who takes it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.cases.following import look_into, rate
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import DAN, START, comes_in, go
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=20)


@pytest.fixture(autouse=True)
def at_work(county: None, now: Callable[[datetime], None]) -> None:
    now(NOW)


def seen(number: str) -> int:
    """The dossier's length, as a form that was just opened has it."""
    return file_of(number).state.seq


def rated_low() -> str:
    return brought().number


def brought() -> Receipt:
    receipt = comes_in(channel="mailbox", persons=1, by=PETITIONER)
    number = receipt.number
    go(number, Verb.DELIVER)
    rate(number, petition=number, rated="unit", score="dissatisfied", by=PETITIONER, now=NOW)
    return receipt


def test_while_a_review_goes_on_the_form_says_why_not_and_keeps_what_was_typed(browser: Browser) -> None:
    number = rated_low()
    ask_review(number, text="请复查。", by=PETITIONER, now=NOW)
    given = {"item": "1", "verdict": "handle_again", "text": "答复与事实不符。", "seen": seen(number)}
    said = browser("dan").post(f"/desk/matter/{number}/do/look_into/", given)
    assert said.status_code == 422
    page = page_of(said)
    assert "正在复查复核" in page
    assert "答复与事实不符。" in page


def test_what_is_to_be_handled_again_is_taken_up_by_the_desk_and_not_closed(browser: Browser) -> None:
    number = rated_low()
    look_into(number, item=1, verdict="handle_again", text="答复与事实不符。", by=DAN, now=NOW)
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    assert 'class="btn btn-primary" href="/desk/matter/' + number + "/?do=reopen" in page
    assert "重新办理之前不能办结" in page
    assert "待重新办理" in page_of(browser("dan").get("/desk/"))
    assert number in page_of(browser("dan").get("/desk/due/?again=1"))
    closed = browser("bao").post(
        f"/desk/matter/{number}/do/close/", {"nothing_owed": "1", "seen": seen(number)}
    )
    assert closed.status_code == 422
    assert "重新办理之前不能办结" in page_of(closed)
    done = browser("dan").post(
        f"/desk/matter/{number}/do/reopen/", {"reason": "重新查明。", "seen": seen(number)}
    )
    assert done.status_code == 303
    assert number not in page_of(browser("dan").get("/desk/due/?again=1"))


def test_the_petitioner_reads_it_first(browser: Browser) -> None:
    receipt = brought()
    client = browser()
    told = {"number": receipt.number, "code": receipt.code}
    assert "需要重新办理" not in page_of(client.post("/follow/", told, follow=True))
    look_into(receipt.number, item=1, verdict="handle_again", text="答复与事实不符。", by=DAN, now=NOW)
    page = page_of(client.get("/follow/"))
    assert page.index("需要重新办理") < page.index("您会收到新的书面答复") < page.index('id="h-')
