"""The mailbox's desk, and a question to a sender: asked at the desk, answered at the portal, back on My day."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.inquiring import ask_sender, sender_answers
from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.publishing import publish
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.notices.models import Notice
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.cast import DAN, START, WATER, comes_in, go
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=20)
QUESTION = "请问是哪一栋楼？"


@pytest.fixture(autouse=True)
def at_work(county: None, now: Callable[[datetime], None]) -> None:
    now(NOW)


def message(**change: Any) -> Receipt:
    return comes_in(**{"channel": "mailbox", "persons": 1, "by": PETITIONER, **change})


def asked(number: str, petition: str = "") -> None:
    ask_sender(number, petition=petition or number, text=QUESTION, days=7, by=DAN, now=START)


def shown(browser: Browser, show: str = "sort", who: str = "dan") -> str:
    return page_of(browser(who).get(f"/desk/mailbox/?show={show}"))


def test_messages_stand_with_their_words_and_files_and_nothing_else_does(browser: Browser) -> None:
    number = message(title="路灯不亮", text="广场东侧的路灯坏了一周。" * 30).number
    attach(
        number,
        upload=Upload("路灯.png", 8, io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 9)),
        by=PETITIONER,
        now=START,
    )
    comes_in(title="来访的一件")
    page = shown(browser)
    assert "路灯不亮" in page
    assert "路灯.png" in page
    assert f"/desk/matter/{number}/file/{Paper.objects.get().seq}/" in page
    assert "来访的一件" not in page
    assert f"/desk/triage/?number={number}" in page
    assert "路灯不亮" not in shown(browser, who="bao"), "another house's message"
    assert browser("xia").get("/desk/mailbox/").status_code == 403


def test_what_the_guard_keeps_away_is_in_no_tab(browser: Browser) -> None:
    kept = message(title="举报自来水公司", accused=WATER).number
    asked(kept)
    for show in ("sort", "asked", "open"):
        assert kept in shown(browser, show)
        assert kept not in shown(browser, show, who="wu"), show


def test_the_names_of_files_told_in_confidence_are_numbers_to_other_houses(browser: Browser) -> None:
    number = message(confidential=True).number
    attach(number, upload=Upload("金顺姬.txt", 4, io.BytesIO("水".encode())), by=PETITIONER, now=START)
    go(number, Verb.NOTIFY)
    assert "金顺姬" in shown(browser, "open")
    page = shown(browser, "open", who="bao")
    assert number in page
    assert "金顺姬" not in page


def test_a_question_goes_out_comes_back_and_is_new_until_somebody_acts(browser: Browser) -> None:
    slip, dan, citizen = message(), browser("dan"), browser()
    number = slip.number
    form = {"petition": number, "text": QUESTION, "days": "7", "seen": "1"}
    assert dan.post(f"/desk/matter/{number}/do/ask_sender/", form).status_code == 303
    assert Notice.objects.get().kind == "ask_sender"
    assert number in shown(browser, "asked")
    page = page_of(citizen.post("/follow/", {"number": number, "code": slip.code}, follow=True))
    assert QUESTION in page
    assert "/follow/answer/" in page
    answer = {"text": "三号楼二单元", "files": SimpleUploadedFile("楼.txt", "楼".encode())}
    assert citizen.post("/follow/answer/", answer).headers["Location"] == "/follow/"
    again = {"text": "三号楼二单元"}
    assert citizen.post("/follow/answer/", again).status_code == 303  # a double click
    assert Entry.objects.filter(number=number, verb="sender_answers").count() == 1
    assert Paper.objects.count() == 1
    after = page_of(citizen.get("/follow/"))
    assert "三号楼二单元" in after
    assert "/follow/answer/" not in after
    assert number in shown(browser, "back")
    assert number not in shown(browser, "asked")
    assert 'href="/desk/list/?back=1"' in page_of(dan.get("/desk/"))
    assert number in page_of(dan.get("/desk/list/?back=1"))
    assert "三号楼二单元" in page_of(dan.get(f"/desk/matter/{number}/"))
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=NOW)
    assert number not in shown(browser, "back")
    assert number not in page_of(dan.get("/desk/list/?back=1"))


def test_nobody_answers_what_another_was_asked(browser: Browser) -> None:
    first, second = message(), message(person=Person(phone="19900005678"))
    link(second.number, other=first.number, by=DAN, now=START)
    asked(first.number, second.number)
    citizen = browser()
    page = page_of(citizen.post("/follow/", {"number": first.number, "code": first.code}, follow=True))
    assert QUESTION not in page
    no = citizen.post("/follow/answer/", {"text": "不是我"})
    assert no.status_code == 422
    assert "不是我" in page_of(no)
    assert not Entry.objects.filter(verb="sender_answers").exists()
    with pytest.raises(actions.NotDone):
        sender_answers(first.number, item=1, text="x", petition=first.number, by=PETITIONER, now=NOW)
    citizen.post("/follow/", {"number": second.number, "code": second.code})
    assert citizen.post("/follow/answer/", {"text": "是我"}).status_code == 303


def test_a_mistake_keeps_the_words_and_a_stranger_gives_number_and_code(browser: Browser) -> None:
    slip = message()
    asked(slip.number)
    citizen = browser()
    stranger = citizen.post("/follow/answer/", {"text": "三号楼"})
    assert stranger.status_code == 422
    assert "三号楼" in page_of(stranger)
    assert QUESTION not in page_of(stranger)
    given = {"number": slip.number, "code": slip.code}
    bad = citizen.post(
        "/follow/answer/", {**given, "text": "三号楼", "files": SimpleUploadedFile("x.exe", b"MZ")}
    )
    assert bad.status_code == 422
    assert "三号楼" in page_of(bad)
    assert citizen.post("/follow/answer/", {**given, "text": "三号楼"}).status_code == 303
    assert SealedText.objects.filter(number=slip.number, text="三号楼").exists()


def test_once_the_answer_is_out_no_question_waits(browser: Browser) -> None:
    slip = message()
    asked(slip.number)
    go(slip.number, Verb.ISSUE)
    page = page_of(browser().post("/follow/", {"number": slip.number, "code": slip.code}, follow=True))
    assert "/follow/answer/" not in page


def test_what_could_be_published_is_offered_until_it_is(browser: Browser) -> None:
    number, other = message(title="停水").number, message(accused=WATER).number
    for one in (number, other):
        go(one, Verb.CLOSE)
    page = shown(browser, "publish")
    assert f"/desk/matter/{number}/publish/" in page
    assert other not in page
    assert number not in shown(browser, "publish", who="liu"), "a clerk publishes nothing"
    publish(number, title="停水", question="停水。", text="已修好。", by=DAN, now=NOW)
    assert number not in shown(browser, "publish")


def test_what_is_published_twice_is_once_and_what_was_written_meanwhile_stays(browser: Browser) -> None:
    number = message(title="停水").number
    go(number, Verb.CLOSE)
    seen = str(Entry.objects.filter(number=number).count())
    form = {"seen": seen, "title": "停水", "question": "停水。", "text": "已修好。"}
    client, url = browser("dan"), f"/desk/matter/{number}/publish/"
    first = client.post(url, form)
    again = client.post(url, form)
    assert (first.status_code, again.status_code, again["Location"]) == (303, 303, first["Location"])
    assert Entry.objects.filter(number=number, verb=Verb.PUBLISH.value).count() == 1
    other = client.post(url, {**form, "text": "另一个窗口写的话。"})
    assert other.status_code == 409
    assert "另一个窗口写的话。" in page_of(other)
    late = client.post(url, {**form, "seen": str(int(seen) + 1), "text": "另一个窗口写的话。"})
    assert late.status_code == 422
    assert "另一个窗口写的话。" in page_of(late)


def test_a_page_asks_the_same_however_many_messages_there_are(browser: Browser) -> None:
    dan = browser("dan")

    def counted() -> int:
        with CaptureQueriesContext(connection) as found:
            assert dan.get("/desk/mailbox/?after=nonsense").status_code == 200
        return len(found)

    message()
    dan.get("/desk/mailbox/")
    few = counted()
    for n in range(25):
        message(title=f"第{n}件", now=START + timedelta(minutes=n))
    assert counted() == few <= 15
    first = page_of(dan.get("/desk/mailbox/"))
    assert "after=" in first
    assert cast.DEPARTMENT not in first
