"""What a petitioner asks at the portal is answered by whoever answers for the matter, and read under the question."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import asked_back
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.notices.models import Notice
from huiyin.rules.asked_back import MOST_WAITING
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from huiyin.web.portal import adding
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county")

QUESTION, ANSWER = "什么时候来修？", "后天上午来修。"


@pytest.fixture
def receipt(now: Any) -> Any:
    """A petition that the bureau handles."""
    receipt = cast.comes_in()
    now(cast.go(receipt.number, Verb.NOTIFY) + timedelta(minutes=1))
    return receipt


def known(browser: Browser, receipt: Any, language: str = "en") -> Client:
    client = browser(language=language)
    assert client.post("/follow/", {"number": receipt.number, "code": receipt.code}).status_code == 303
    return client


def asks(client: Client, text: str = QUESTION) -> int:
    return client.post("/follow/add/", {"text": text, "asks": "1"}).status_code


def test_what_is_added_is_bounded_by_the_day(browser: Browser, receipt: Any, now: Any) -> None:
    client = known(browser, receipt)
    for n in range(adding.MOST_A_DAY):
        assert client.post("/follow/add/", {"text": f"第{n}次"}).status_code == 303
    again = {"text": f"第{adding.MOST_A_DAY - 1}次"}
    assert client.post("/follow/add/", again).status_code == 303, "a double click says it once"
    refused = client.post("/follow/add/", {"text": "还有一次"})
    assert refused.status_code == 422
    assert "You have added to it 10 times" in page_of(refused)
    assert "还有一次" in page_of(refused)
    now(Entry.objects.latest("at").at + timedelta(days=1, minutes=1))
    assert client.post("/follow/add/", {"text": "还有一次"}).status_code == 303


def paper(n: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"单据{n}.txt", f"水费单{n}".encode(), "text/plain")


def papers_of(number: str) -> int:
    return Entry.objects.filter(number=number, verb=Verb.ATTACH.value).count()


@pytest.mark.parametrize("asks", [{}, {"asks": "1"}])
def test_the_same_words_carry_no_papers_without_end(
    browser: Browser, receipt: Any, now: Any, monkeypatch: pytest.MonkeyPatch, asks: dict[str, str]
) -> None:
    monkeypatch.setattr(adding, "MOST_PAPERS_A_DAY", 3)
    client, said = known(browser, receipt), {"text": "补充。", **asks}
    assert client.post("/follow/add/", {**said, "files": [paper(1), paper(2)]}).status_code == 303
    assert client.post("/follow/add/", {**said, "files": [paper(2), paper(3)]}).status_code == 303
    assert client.post("/follow/add/", {**said, "files": [paper(2), paper(3)]}).status_code == 303, (
        "nothing new"
    )
    kept = {one for one in Path(settings.HUIYIN_HOME, "files").rglob("*") if one.is_file()}
    for text in ("补充。", "还有。"):
        refused = client.post("/follow/add/", {"text": text, **asks, "files": [paper(4)]})
        assert refused.status_code == 422
        page = page_of(refused)
        assert "More than 3 papers in 24 hours" in page
        assert 'id="f-files-error"' in page
        assert text in page
    assert papers_of(receipt.number) == 3
    assert {one for one in Path(settings.HUIYIN_HOME, "files").rglob("*") if one.is_file()} == kept, (
        "nor kept unnamed"
    )
    assert "还有。" not in file_of(receipt.number).texts.values(), "nothing of the form was taken"
    now(Entry.objects.latest("at").at + timedelta(days=1, minutes=1))
    assert client.post("/follow/add/", {**said, "files": [paper(4)]}).status_code == 303
    assert papers_of(receipt.number) == 4


def test_papers_that_come_in_at_one_moment_dont_pass_the_bound(
    browser: Browser, receipt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_PAPERS_A_DAY", 1)
    client = known(browser, receipt)
    assert client.post("/follow/add/", {"text": "补充。", "files": [paper(1)]}).status_code == 303
    monkeypatch.setattr(adding, "papers_fit", lambda *_: None)  # both asked before either was kept
    assert client.post("/follow/add/", {"text": "补充。", "files": [paper(2)]}).status_code == 422
    assert papers_of(receipt.number) == 1


def test_what_is_added_at_one_moment_doesnt_pass_the_bound(
    browser: Browser, receipt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_A_DAY", 2)
    client = known(browser, receipt)
    assert client.post("/follow/add/", {"text": "第一次"}).status_code == 303
    before, real = file_of(receipt.number), adding.proven

    def all_read_first(request: Any) -> Any:
        who, wrong = real(request)
        return (who[0], before), wrong

    monkeypatch.setattr(adding, "proven", all_read_first)
    assert [client.post("/follow/add/", {"text": f"同时{n}"}).status_code for n in range(3)] == [
        303,
        422,
        422,
    ]
    assert Entry.objects.filter(number=receipt.number, verb=Verb.NOTE.value).count() == 2


def test_a_question_reaches_the_unit_and_its_answer_the_petitioner(browser: Browser, receipt: Any) -> None:
    client, number = known(browser, receipt), receipt.number
    assert asks(client) == 303
    assert asks(client) == 303, "a double click asks once"
    told = page_of(client.get("/follow/"))
    assert "Your question has arrived" in told
    assert "answers you by 9 Mar 2026" in told
    page = page_of(browser("bao", language="en").get(f"/desk/matter/{number}/"))
    assert "The petitioner asks" in page
    url = "?do=answer_question&amp;item=1"
    assert url in page
    assert QUESTION in page_of(browser("bao", language="en").get("/desk/questions/"))
    assert QUESTION not in page_of(browser("wu", language="en").get("/desk/questions/"))
    given = {"item": "1", "text": ANSWER, "seen": file_of(number).state.seq}
    assert browser("bao").post(f"/desk/matter/{number}/do/answer_question/", given).status_code == 303
    assert QUESTION not in page_of(browser("bao", language="en").get("/desk/questions/"))
    page = page_of(client.get("/follow/"))
    assert page.count(ANSWER) == 2  # among their questions, and where it happened
    assert page.index(QUESTION) < page.index(ANSWER)
    assert ANSWER in page_of(browser("dan").get(f"/desk/matter/{number}/"))
    assert Notice.objects.filter(number=number, kind="answer_question").count() == 1


def test_what_isnt_ticked_is_added_and_owes_nothing(browser: Browser, receipt: Any) -> None:
    client = known(browser, receipt)
    assert client.post("/follow/add/", {"text": QUESTION}).status_code == 303
    assert file_of(receipt.number).state.open_asked_back == ()
    assert "answers you by" not in page_of(client.get("/follow/"))


def test_a_sixth_question_waits_and_what_was_typed_stays(browser: Browser, receipt: Any) -> None:
    client = known(browser, receipt)
    for n in range(MOST_WAITING):
        assert asks(client, f"{QUESTION}{n}") == 303
    response = client.post("/follow/add/", {"text": "第六问", "asks": "1"})
    assert response.status_code == 422
    page = page_of(response)
    assert "第六问" in page
    assert "wait for their answers already" in page
    assert 'value="1" checked' in page


def test_one_petitioners_question_is_read_by_nobody_else_of_the_matter(browser: Browser, now: Any) -> None:
    first, second = cast.comes_in(), cast.comes_in()
    at = cast.go(second.number, Verb.TRIAGE)
    link(first.number, other=second.number, by=cast.DAN, now=at)
    now(at + timedelta(minutes=1))
    assert asks(known(browser, first)) == 303
    assert QUESTION in page_of(known(browser, first).get("/follow/"))
    assert QUESTION not in page_of(known(browser, second).get("/follow/"))
    (one,) = file_of(second.number).state.asked_back
    assert one.petition == first.number
    with pytest.raises(NotDone) as no:
        unlink(first.number, reason="弄错了", by=cast.DAN, now=at + timedelta(minutes=2))
    assert no.value.refused.reason == "question_waits_there"
    asked_back.answer_question(second.number, item=1, text=ANSWER, by=cast.DAN, now=at + timedelta(minutes=3))
    assert set(Notice.objects.filter(kind="answer_question").values_list("number", flat=True)) == {
        first.number
    }
    unlink(first.number, reason="弄错了", by=cast.DAN, now=at + timedelta(minutes=4))
    assert Petition.objects.get(number=first.number).matter_id == first.number


def test_a_matter_isnt_joined_while_a_question_waits(receipt: Any, now: Any) -> None:
    first, second = cast.comes_in(), cast.comes_in()
    at = cast.START + timedelta(days=9)
    asked_back.ask_back(first.number, petition=first.number, text=QUESTION, by=PETITIONER, now=at)
    with pytest.raises(NotDone) as no:
        link(first.number, other=second.number, by=cast.DAN, now=at)
    assert no.value.refused.reason == "question_waits"
    assert Entry.objects.filter(number=first.number).count() == 2


def test_my_day_counts_what_waits_and_the_list_costs_no_more_for_many(browser: Browser, receipt: Any) -> None:
    client, bao = known(browser, receipt), browser("bao", language="en")
    asks(client)
    day = page_of(bao.get("/desk/"))
    assert 'href="/desk/questions/"><span class="hy-figure">1</span>' in day
    bao.get("/desk/questions/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        bao.get("/desk/questions/")
    for n in range(4):
        asks(client, f"{QUESTION}{n}")
    with CaptureQueriesContext(connection) as many:
        assert page_of(bao.get("/desk/questions/")).count("<tr role=") == 6  # five and their heading
    assert len(many) == len(few)


def answered(browser: Browser, number: str) -> None:
    given = {"item": "1", "text": ANSWER, "seen": file_of(number).state.seq}
    assert browser("dan").post(f"/desk/matter/{number}/do/answer_question/", given).status_code == 303


def test_an_answer_stays_with_its_petitioner_when_the_matter_is_joined_and_parted(
    browser: Browser, now: Any
) -> None:
    at = cast.START + timedelta(hours=1)
    first, receipt = cast.comes_in(), cast.comes_in()
    now(at)
    client = known(browser, receipt)
    assert asks(client) == 303
    answered(browser, receipt.number)
    link(receipt.number, other=first.number, by=cast.DAN, now=at)
    page = page_of(client.get("/follow/"))
    assert ANSWER in page
    assert QUESTION in page
    other = page_of(known(browser, first).get("/follow/"))
    assert QUESTION not in other
    assert asks(client, "那修好了吗？") == 303
    given = {"item": "1", "text": "修好了。", "seen": file_of(first.number).state.seq}
    assert browser("dan").post(f"/desk/matter/{first.number}/do/answer_question/", given).status_code == 303
    unlink(receipt.number, reason="不是一回事", by=cast.DAN, now=at)
    page = page_of(client.get("/follow/"))
    assert all(words in page for words in (QUESTION, ANSWER, "那修好了吗？", "修好了。"))


def test_a_question_that_is_refused_leaves_none_of_its_papers(browser: Browser, receipt: Any) -> None:
    client = known(browser, receipt)
    for n in range(MOST_WAITING):
        assert asks(client, f"第{n}问") == 303
    paper = SimpleUploadedFile("单据.txt", "水费单".encode(), "text/plain")
    sent = client.post("/follow/add/", {"text": "还有一问", "asks": "1", "files": [paper]})
    assert sent.status_code == 422
    assert not Entry.objects.filter(number=receipt.number, verb=Verb.ATTACH.value).exists()


def test_two_that_come_in_at_one_moment_ask_once(
    browser: Browser, receipt: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = known(browser, receipt)
    before, real = file_of(receipt.number), adding.proven

    def both_read_first(request: Any) -> Any:
        who, wrong = real(request)
        return (who[0], before), wrong

    assert asks(client) == 303
    monkeypatch.setattr(adding, "proven", both_read_first)
    assert asks(client) == 303
    assert len(file_of(receipt.number).state.asked_back) == 1


def test_taking_back_while_the_desk_joins_it_goes_on_where_it_is_now(
    browser: Browser, county: None, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now(cast.START)
    receipt, other = cast.comes_in(), cast.comes_in(title="别的").number
    client = known(browser, receipt)
    real = adding.proven

    def read_before_it_was_joined(request: Any) -> Any:
        who, wrong = real(request)
        link(receipt.number, other=other, by=cast.DAN, now=cast.START)
        return who, wrong

    monkeypatch.setattr(adding, "proven", read_before_it_was_joined)
    assert client.post("/follow/withdraw/", {"text": "撤回"}).status_code == 303
    assert receipt.number in file_of(other).state.withdrawn


def test_a_query_code_isnt_held_for_whoever_comes_next(browser: Browser, receipt: Any) -> None:
    client = browser(language="en")
    given = {"number": receipt.number, "code": receipt.code, "language": "ko"}
    assert client.post("/follow/", given).status_code == 303
    assert receipt.code in page_of(client.get("/follow/"))  # the page that follows the switch
    page = page_of(client.get("/follow/"))
    assert receipt.code not in page
    assert receipt.number not in page
