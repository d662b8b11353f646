"""A picture that the matter has already is kept once, and the page says so instead of dropping it without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.rooms.cases.inquiring import ask_sender
from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import DAN, START, comes_in, go
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=20)
HAD = "张照片（文件）已经有了"


@pytest.fixture(autouse=True)
def at_work(county: None, now: Callable[[datetime], None]) -> None:
    now(NOW)


def photo(fill: bytes = b"\0") -> SimpleUploadedFile:
    return SimpleUploadedFile("井口.png", b"\x89PNG\r\n\x1a\n" + fill * 64, "image/png")


def sends(
    browser: Browser, receipt: Receipt, *photos: SimpleUploadedFile, path: str = "add/", text: str = "补充。"
) -> str:
    client = browser()
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    sent = client.post(f"/follow/{path}", {"text": text, "files": list(photos)})
    assert sent.status_code == 303
    return page_of(client.get("/follow/"))


def test_whoever_adds_a_photo_again_is_told(browser: Browser) -> None:
    receipt = comes_in()
    assert HAD not in sends(browser, receipt, photo())
    page = sends(browser, receipt, photo(), photo(b"\1"), text="再补充。")
    assert "有1张照片（文件）已经有了" in page
    assert Paper.objects.filter(matter=receipt.number).count() == 2
    assert HAD not in sends(browser, receipt, photo(b"\2"), text="第三次。")


def test_whoever_answers_with_one_is_told(browser: Browser) -> None:
    receipt = comes_in()
    sends(browser, receipt, photo())
    ask_sender(receipt.number, petition=receipt.number, text="哪一栋？", days=7, by=DAN, now=NOW)
    assert "有1张照片（文件）已经有了" in sends(browser, receipt, photo(), path="answer/", text="三栋。")


def test_nobody_learns_what_somebody_else_brought(browser: Browser) -> None:
    first, second = comes_in(), comes_in(person=Person(name="李明", phone="19900001239"))
    link(second.number, other=first.number, by=DAN, now=START + timedelta(hours=1))
    sends(browser, first, photo())
    assert HAD not in sends(browser, second, photo())


def noted(browser: Browser, number: str, *photos: SimpleUploadedFile, text: str) -> str:
    client = browser("bao")
    done = client.post(f"/desk/matter/{number}/field/", {"text": text, "spot": "", "files": list(photos)})
    assert done.status_code == 303
    return page_of(client.get(done["Location"]))


def test_a_note_from_the_site_says_so(browser: Browser) -> None:
    receipt = comes_in()
    go(receipt.number, Verb.NOTIFY)
    sends(browser, receipt, photo())
    page = noted(browser, receipt.number, photo(), photo(b"\1"), text="到了现场。")
    assert "有1张照片（文件）已经有了" in page
    assert HAD not in noted(browser, receipt.number, photo(b"\2"), text="又去了。")


def test_in_confidence_only_what_the_unit_brought_itself(browser: Browser) -> None:
    receipt = comes_in(confidential=True)
    go(receipt.number, Verb.NOTIFY)
    sends(browser, receipt, photo())
    assert HAD not in noted(browser, receipt.number, photo(), text="到了现场。")
    noted(browser, receipt.number, photo(b"\1"), text="又去了。")
    assert HAD in noted(browser, receipt.number, photo(b"\1"), text="第三次。")
