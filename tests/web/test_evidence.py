"""Photos that show a commitment as carried out stand beside its words: on the page, in the list of those carried out."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import following, lists
from huiyin.rooms.cases.listing import key_of
from huiyin.rooms.cases.picturing import paint_all
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.evidence import files_of
from tests.rooms import cast, picture_cast
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import words_of

NOON = cast.START + timedelta(hours=12)


@pytest.fixture
def number(now: Any, browser: Browser) -> str:
    """A matter that is handled, with two commitments."""
    found = cast.comes_in().number
    cast.go(found, Verb.NOTIFY)
    now(NOON)
    for text in ("换新管道", "修好井盖"):
        due = (NOON + timedelta(days=9)).date()
        following.pledge(found, party="分局", text=text, due=due, by=cast.BAO, now=NOON)
    return found


def photo(name: str, width: int) -> SimpleUploadedFile:
    content = picture_cast.saved(picture_cast.two_halves(width, 60))
    return SimpleUploadedFile(name, content, "image/jpeg")


def carry_out(browser: Browser, number: str, item: int, *files: SimpleUploadedFile) -> int:
    given = {"item": str(item), "text": f"第{item}项已完成", "files": list(files)}
    return browser("bao").post(f"/desk/matter/{number}/field/fulfil/", given).status_code


def pledges(browser: Browser, number: str, who: str = "bao") -> str:
    page = page_of(browser(who, language="en").get(f"/desk/matter/{number}/"))
    return page[page.index('id="h-pledges"') :].split("</section>")[0]


def test_photos_stand_beside_the_words_of_their_own_commitment(browser: Browser, number: str) -> None:
    assert carry_out(browser, number, 1, photo("管道.jpg", 80), photo("验收.jpg", 90)) == 303
    assert (
        carry_out(browser, number, 1, photo("管道.jpg", 80), photo("验收.jpg", 90)) == 303
    )  # the line broke: again
    assert carry_out(browser, number, 2, photo("井盖.jpg", 100), photo("管道.jpg", 80)) == 303
    paint_all()
    file = file_of(number)
    attached = [
        json.loads(e.data)["pledge"]
        for e in Entry.objects.filter(number=number, verb="attach").order_by("seq")
    ]
    assert attached == [1, 1, 2, 2]
    assert {n: len(seqs) for n, seqs in files_of(file).items()} == {1: 2, 2: 2}
    shown = pledges(browser, number)
    first, second = shown[: shown.index("第2项已完成")], shown[shown.index("第2项已完成") :]
    assert first.count("small.jpg") == 2
    assert "验收.jpg" in first
    assert "井盖.jpg" not in first
    assert "井盖.jpg" in second
    story = page_of(browser("bao", language="en").get(f"/desk/matter/{number}/"))
    assert "Shows as carried out" in story


def test_the_whole_file_names_them_beside_the_words(browser: Browser, number: str) -> None:
    assert carry_out(browser, number, 1, photo("管道.jpg", 80), photo("验收.jpg", 90)) == 303
    told = words_of(browser("bao").get(f"/desk/matter/{number}/file.pdf").content)
    assert "附件1管道.jpg、附件2验收.jpg" in told


def test_a_photo_whose_name_was_erased_is_not_shown(browser: Browser, number: str) -> None:
    carry_out(browser, number, 1, photo("管道.jpg", 80))
    SealedText.objects.filter(number=number, name="file").update(text=None)
    assert "small.jpg" not in pledges(browser, number)
    assert files_of(file_of(number)) == {}


def test_the_list_of_those_carried_out_leads_to_what_shows_it(browser: Browser, number: str) -> None:
    carry_out(browser, number, 2, photo("井盖.jpg", 100))
    bao = browser("bao", language="en")
    page = page_of(bao.get("/desk/commitments/?which=done"))
    assert "修好井盖" in page
    assert "换新管道" not in page
    assert f'href="/desk/matter/{number}/#h-pledges"' in page
    assert "修好井盖" not in page_of(browser("wu", language="en").get("/desk/commitments/?which=done"))
    with CaptureQueriesContext(connection) as one:
        bao.get("/desk/commitments/?which=done")
    carry_out(browser, number, 1)
    with CaptureQueriesContext(connection) as two:
        assert "换新管道" in page_of(bao.get("/desk/commitments/?which=done"))
    assert len(one) == len(two)


def test_its_pages_follow_one_another(number: str, now: Any) -> None:
    for item in (1, 2):
        following.fulfil(number, item=item, text="好", by=cast.BAO, now=NOON + timedelta(minutes=item))
    (first, _) = lists.carried_out(cast.BAO, size=1)
    assert first.n == 2
    key = key_of(first, lists.CARRIED_OUT)
    assert [one.n for one in lists.carried_out(cast.BAO, after=key)] == [1]


def test_the_same_words_carry_out_another_commitment_and_none_that_isnt_there(
    browser: Browser, number: str
) -> None:
    def send(item: str, *files: SimpleUploadedFile) -> int:
        given = {"item": item, "text": "已完成，见照片", "files": list(files)}
        return browser("bao").post(f"/desk/matter/{number}/field/fulfil/", given).status_code

    assert send("1", photo("一.jpg", 80)) == 303
    assert send("2", photo("二.jpg", 90)) == 303
    assert not file_of(number).state.open_pledges
    attached = Entry.objects.filter(number=number, verb=Verb.ATTACH.value).count()
    assert send("99", photo("三.jpg", 95)) == 422
    assert Entry.objects.filter(number=number, verb=Verb.ATTACH.value).count() == attached


def test_the_same_words_of_another_day_are_said_anew(browser: Browser, number: str, now: Any) -> None:
    def notes() -> int:
        given = {"text": "家里没人", "spot": ""}
        assert browser("bao").post(f"/desk/matter/{number}/field/", given).status_code == 303
        return Entry.objects.filter(number=number, verb=Verb.NOTE.value).count()

    first = notes()
    assert notes() == first  # sent twice
    now(NOON + timedelta(days=1))
    assert notes() == first + 1
