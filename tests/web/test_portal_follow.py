"""What a petitioner does with their own matter: add, ask, take back; and what the page says of who has it until when."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.theirs import their_file
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rules.vocabulary import Status, Verb
from huiyin.web.portal import adding
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county")

ADDED = "补充：井盖也坏了。"


def known(browser: Browser, receipt: Any, language: str = "en") -> Client:
    """A browser in which number and code were given just now."""
    client = browser(language=language)
    assert client.post("/follow/", {"number": receipt.number, "code": receipt.code}).status_code == 303
    return client


@pytest.fixture
def receipt(now: Any) -> Any:
    """A petition of this morning."""
    now(cast.START + timedelta(minutes=5))
    return cast.comes_in()


# -- what it is about -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "review/", "rate/", "withdraw/", "add/", "answer/"])
def test_every_page_of_a_matter_says_what_it_is_about(browser: Browser, receipt: Any, path: str) -> None:
    page = page_of(known(browser, receipt).get(f"/follow/{path}"))
    head = page[: page.index("<h1")]
    assert f'<span class="hy-number">{receipt.number}</span>' in head
    assert "家里三天没有水了，老人提不动桶</span>" in head


def test_of_a_joined_one_its_own_words_are_named(browser: Browser, receipt: Any, now: Any) -> None:
    other = cast.comes_in(
        text="路灯不亮。", person=cast.Person(name="金某"), now=cast.START + timedelta(minutes=1)
    )
    link(other.number, other=receipt.number, by=cast.DAN, now=cast.START + timedelta(minutes=2))
    page = page_of(known(browser, other).get("/follow/add/"))
    assert "路灯不亮</span>" in page
    assert "没有水" not in page


def test_taking_back_doesnt_look_like_sending(browser: Browser, receipt: Any) -> None:
    page = page_of(known(browser, receipt).get("/follow/withdraw/"))
    assert 'class="btn btn-grave btn-big" type="submit">Take it back' in page


def test_clearing_what_the_browser_remembers_weighs_less_than_going_on(
    browser: Browser, receipt: Any
) -> None:
    page = page_of(known(browser, receipt).get("/follow/"))
    assert re.search(r'<button class="btn btn-quiet" type="submit">I.+?ve finished', page)


@pytest.mark.parametrize("verb", [None, Verb.FORWARD, Verb.SIGN, Verb.ISSUE, Verb.DELIVER, Verb.CLOSE])
def test_korean_headings_name_a_state_and_are_no_sentences(
    browser: Browser, receipt: Any, now: Any, verb: Verb | None
) -> None:
    if verb is not None:
        now(cast.go(receipt.number, verb) + timedelta(minutes=1))
    page = page_of(known(browser, receipt, "ko").get("/follow/"))
    said = re.findall(r"<h1>(.*?)</h1>", page)
    assert said
    assert not said[0].endswith("다"), said


# -- who has it ----------------------------------------------------------------------------------------------------


def test_the_page_says_who_has_it_until_when_and_why(browser: Browser, receipt: Any) -> None:
    page = page_of(known(browser, receipt).get("/follow/"))
    panel = page[page.index('aria-labelledby="h-who"') :].split("</section>")[0]
    run = file_of(receipt.number).state.running[0]
    assert f"{run.due_on.day} Mar 2026" in panel
    assert "Art. 22" in panel
    assert "15 days" in panel


def test_once_the_answer_has_arrived_nobody_owes_anything(browser: Browser, receipt: Any, now: Any) -> None:
    at = cast.go(receipt.number, Verb.CLOSE)
    now(at + timedelta(minutes=1))
    assert "h-who" not in page_of(known(browser, receipt).get("/follow/"))


# -- adding --------------------------------------------------------------------------------------------------------


def test_what_is_added_stands_in_the_file_and_on_the_page(browser: Browser, receipt: Any) -> None:
    client = known(browser, receipt)
    files = [SimpleUploadedFile("井盖.txt", "照片说明".encode())]
    assert client.post("/follow/add/", {"text": ADDED, "files": files})["Location"] == "/follow/"
    last = list(Entry.objects.filter(number=receipt.number).order_by("seq"))[-2:]
    assert [(entry.verb, entry.by, entry.unit) for entry in last] == [
        ("note", "petitioner", ""),
        ("attach", "petitioner", ""),
    ]
    page = page_of(client.get("/follow/"))
    assert ADDED in page
    assert "You added a paper" in page
    assert ADDED in page_of(browser("dan").get(f"/desk/matter/{receipt.number}/"))


def test_a_double_click_adds_once(browser: Browser, receipt: Any) -> None:
    client = known(browser, receipt)
    for _ in range(2):
        assert client.post("/follow/add/", {"text": ADDED}).status_code == 303
    assert SealedText.objects.filter(text=ADDED).count() == 1
    client.post("/follow/add/", {"text": "还有一点。"})
    client.post("/follow/add/", {"text": ADDED})
    assert SealedText.objects.filter(text=ADDED).count() == 2, "said again later it is said again"


def test_taken_back_twice_at_one_moment_is_once(
    browser: Browser, receipt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = known(browser, receipt)
    petition = Petition.objects.select_related("matter", "petitioner").get(number=receipt.number)
    before = their_file(petition)
    assert client.post("/follow/withdraw/", {"text": "不用了。"}).status_code == 303
    monkeypatch.setattr(
        adding, "proven", lambda _request: ((petition, before), "")
    )  # read before the other came in
    assert client.post("/follow/withdraw/", {"text": "不用了。"}).status_code == 303
    assert Entry.objects.filter(number=receipt.number, verb="withdraw").count() == 1


def test_adding_doesnt_change_how_it_stands_nor_who_answers(browser: Browser, receipt: Any, now: Any) -> None:
    now(cast.go(receipt.number, Verb.SIGN) + timedelta(minutes=1))
    before = file_of(receipt.number).state
    known(browser, receipt).post("/follow/add/", {"text": ADDED})
    after = file_of(receipt.number).state
    assert (after.status, after.owner, after.clocks, after.owner_at) == (
        before.status, before.owner, before.clocks, before.owner_at,
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/follow/add/", "/follow/withdraw/"])
def test_without_number_and_code_nothing_is_taken_and_all_stays_typed(
    browser: Browser, receipt: Any, path: str
) -> None:
    response = browser(language="en").post(path, {"text": ADDED})
    assert response.status_code == 422
    assert ADDED in page_of(response)
    assert 'name="code"' in page_of(response)
    assert page_of(response).count(" autofocus") == 1
    response = browser(language="en").post(
        path, {"text": ADDED, "number": receipt.number, "code": "AAAA-AAAA-AAAA"}
    )
    assert response.status_code == 422
    assert Entry.objects.filter(number=receipt.number).count() == 1
    given = {"text": ADDED, "number": receipt.number, "code": receipt.code}
    assert browser().post(path, given).status_code == 303


@pytest.mark.parametrize("path", ["/follow/add/", "/follow/withdraw/"])
def test_nothing_said_is_said_beside_the_field(browser: Browser, receipt: Any, path: str) -> None:
    page = page_of(known(browser, receipt).post(path, {"text": "  "}))
    assert re.search(r'id="f-text-error">[^<]+<', page)
    assert Entry.objects.filter(number=receipt.number).count() == 1


def test_a_file_that_lies_is_not_added_nor_the_words_beside_it(browser: Browser, receipt: Any) -> None:
    response = known(browser, receipt).post(
        "/follow/add/", {"text": ADDED, "files": [SimpleUploadedFile("照片.jpg", b"MZ\x90\x00 no")]}
    )
    assert response.status_code == 422
    assert ADDED in page_of(response)
    assert Entry.objects.filter(number=receipt.number).count() == 1


def test_of_a_joined_matter_nobody_reads_what_another_added(browser: Browser, receipt: Any, now: Any) -> None:
    second = cast.comes_in()
    actions.triage(second.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    link(second.number, other=receipt.number, by=cast.DAN, now=cast.START)
    for _ in range(2):
        known(browser, receipt).post(
            "/follow/add/", {"text": ADDED, "files": [SimpleUploadedFile("灯.txt", b"1")]}
        )
    mine = page_of(known(browser, receipt).get("/follow/"))
    assert (mine.count(ADDED), mine.count("You added a paper")) == (1, 1)
    assert ADDED not in page_of(known(browser, second).get("/follow/"))
    known(browser, second).post("/follow/add/", {"text": ADDED})  # the same words of another are theirs
    assert page_of(known(browser, second).get("/follow/")).count(ADDED) == 1
    desk = page_of(browser("dan").get(f"/desk/matter/{receipt.number}/")).split('id="e')
    told = [
        next((n for n in (receipt.number, second.number) if n in part), "") for part in desk if ADDED in part
    ]
    assert sorted(told) == sorted([receipt.number, second.number])
    known(browser, second).post("/follow/withdraw/", {"text": "我不反映了。"})
    assert "我不反映了。" in page_of(known(browser, second).get("/follow/"))
    assert "我不反映了。" not in page_of(known(browser, receipt).get("/follow/"))


# -- taking back ---------------------------------------------------------------------------------------------------


def test_taking_back_is_written_down_and_confirmed_by_the_office(
    browser: Browser, receipt: Any, now: Any
) -> None:
    client = known(browser, receipt)
    assert 'href="/follow/withdraw/' in page_of(client.get("/follow/"))
    for _ in range(2):
        assert client.post("/follow/withdraw/", {"text": "已经解决。"})["Location"] == "/follow/"
    assert Entry.objects.filter(number=receipt.number, verb="withdraw").count() == 1
    page = page_of(client.get("/follow/"))
    assert "<h1>You took it back</h1>" in page
    assert "confirms it to you in writing" in page
    assert 'href="/follow/withdraw/' not in page
    assert "You have taken it back already" in page_of(client.get("/follow/withdraw/"))
    other = client.post(
        "/follow/withdraw/", {"text": "我点错了，不想撤回。"}
    )  # the way back, and other words
    assert other.status_code == 422
    assert "我点错了，不想撤回。" in page_of(other)
    assert "You have taken it back already" in page_of(other)
    matter = Matter.objects.get(number=receipt.number)
    assert matter.is_open
    assert matter.owner_id == cast.DEPARTMENT
    at = cast.START + timedelta(hours=1)
    actions.triage(receipt.number, klass="appeal", category="040100", by=cast.DAN, now=at)
    text = "您已撤回,本件终结办理。"
    actions.decline(receipt.number, route="withdrawn", text=text, by=cast.DAN, now=at)
    assert Matter.objects.get(number=receipt.number).outcome == "withdrawn"
    assert text in page_of(client.get("/follow/"))


def test_too_late_to_take_back_keeps_the_words(browser: Browser, receipt: Any, now: Any) -> None:
    client = known(browser, receipt)
    now(cast.go(receipt.number, Verb.ISSUE) + timedelta(minutes=1))
    response = client.post("/follow/withdraw/", {"text": "已经解决。"})
    assert response.status_code == 422
    assert "已经解决。" in page_of(response)
    assert '<div class="hy-alert bad" role="alert" tabindex="-1" autofocus>' in page_of(response)
    assert page_of(response).count(" autofocus") == 1
    assert Matter.objects.get(number=receipt.number).status == Status.ISSUED


def test_the_receipts_code_opens_with_what_never_leaves_the_telephone(browser: Browser) -> None:
    client = browser()
    for path, given in (
        ("/submit/", {"text": "路灯坏了。"}), ("/submit/where/", {}), ("/submit/who/", {"manner": "anonymous", "persons": "1"}),
        ("/submit/check/", {}),
    ):  # fmt: skip
        response = client.post(path, given)
    page = page_of(client.get(response["Location"]))
    assert "<svg" in page
    assert 'class="hy-qr"' in page
    assert "style=" not in page
    assert "hy-qr" not in page_of(browser().get(response["Location"]))
