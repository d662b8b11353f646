"""Confidence where matters are joined to confidential ones, reviewed, accused, checked, and in lists of guesses."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions, asked_back, protecting, reviewing
from huiyin.rooms.cases.actions import note
from huiyin.rooms.cases.handing_out import Held, held_back
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.papers import Upload, attach, attach_once
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.stored import Stored
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reading import EDITION
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.duty_cast import LEE
from tests.web.confidence_cast import AT, HIDDEN, PAK, SECRET, TOLD, a_leader, names_in, secret
from tests.web.conftest import Browser, page_of


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=60))


def test_what_is_joined_to_a_tip_off_is_found_only_through_it(browser: Browser) -> None:
    joined, home = cast.comes_in(title="金顺姬反映水表", text=TOLD).number, cast.comes_in(person=PAK).number
    link(joined, other=home, by=cast.DAN, now=AT)
    assert "金顺姬反映" in page_of(browser("lee").get("/desk/search/", {"q": "水表"}))
    actions.triage(home, klass="tip_off", category="040100", by=cast.DAN, now=AT)
    lee = browser("lee")
    assert (
        "水表"
        not in page_of(lee.get("/desk/search/", {"q": "水表"})).split("<main", 1)[1].split("</form>", 1)[1]
    )
    assert lee.get(f"/desk/matter/{joined}/", follow=True).redirect_chain[-1][0].endswith(f"{home}/")
    for path in ("/desk/list/?state=all", "/desk/triage/day/", f"/desk/matter/{home}/"):
        assert not names_in(browser, "lee", path)[0], path
    assert "金顺姬反映" in page_of(browser("dan").get("/desk/search/", {"q": "水表"}))


def test_the_half_that_was_joined_keeps_what_was_written_of_the_other(browser: Browser) -> None:
    joined, home = cast.comes_in(person=PAK, text="水管漏水。").number, secret()
    link(joined, other=home, remark="与金顺姬（19900001234）同一件。", by=cast.DAN, now=AT)
    unlink(joined, reason="金顺姬说不是同一件。", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=joined).confidential
    actions.triage(joined, klass="appeal", category="040100", by=cast.DAN, now=AT)
    actions.forward(joined, to=cast.BUREAU, by=cast.DAN, now=AT)
    for user in ("lee", "bao"):
        assert names_in(browser, user, f"/desk/matter/{joined}/") == HIDDEN
    assert joined not in page_of(browser("lee").get("/desk/search/", {"q": "金顺姬"}))


def test_a_title_that_tells_who_joins_is_worded_anew() -> None:
    home = cast.comes_in(title="金顺姬反映水压低").number
    link(secret(), other=home, by=cast.DAN, now=AT)
    row = Matter.objects.get(pk=home)
    assert (row.title.text, row.confidential) == ("×××反映水压低", True)
    other = cast.comes_in(title="朴大成：路灯", person=PAK).number
    link(other, other=home, by=cast.DAN, now=AT)
    unlink(other, reason="弄错了", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=other).title.text == "×××：路灯"


def test_a_review_of_a_confidential_matter_is_confidential_and_knows_who_else_spoke(browser: Browser) -> None:
    home, neighbour = secret(), cast.comes_in(person=PAK, text="漏水。").number
    link(neighbour, other=home, by=cast.DAN, now=cast.START)
    end = cast.go(home, Verb.DELIVER)
    receipt = reviewing.ask_review(
        home,
        petition=neighbour,
        text="和金顺姬一样不服，她住春阳镇河西村三组。",
        by=PETITIONER,
        now=end,
        token="r" * 32,
    )
    assert Matter.objects.get(pk=receipt.number).confidential
    assert names_in(browser, "lee", f"/desk/matter/{receipt.number}/") == HIDDEN


def test_who_gains_by_it_does_not_send_a_confidential_matter_to_another_house() -> None:
    number = secret()
    with pytest.raises(NotDone) as no:
        protecting.accuse(number, accused=cast.DEPARTMENT, text="反映该部门。", by=LEE, now=AT)
    assert no.value.refused.reason == "told_that_house"
    protecting.accuse(number, accused=cast.BUREAU, text="反映该局。", by=LEE, now=AT)
    protecting.accuse(number, accused=cast.DEPARTMENT, text="我们自己回避。", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=number).desk_id != cast.DEPARTMENT


def test_the_check_of_an_answer_quotes_nobody_and_confirms_no_guess(browser: Browser) -> None:
    home = cast.comes_in(person=PAK, text="路灯坏了。").number
    link(
        secret(text="请求修复金顺姬家门口的路灯，地址春阳镇河西村三组。"),
        other=home,
        by=cast.DAN,
        now=cast.START,
    )
    cast.go(home, Verb.NOTIFY)
    said = {"text": "已答复。", "outcome": "supported"}
    page = page_of(browser("bao").post(f"/desk/matter/{home}/check/", said))
    assert not any(word in page for word in SECRET)


def test_a_neighbours_own_guesses_stay_as_they_are_written(browser: Browser) -> None:
    home, neighbour = secret(), cast.comes_in(person=PAK, text="漏水。")
    link(neighbour.number, other=home, by=cast.DAN, now=cast.START)
    end = cast.go(home, Verb.NOTIFY)
    guess = "我猜是王大力、金顺姬、赵长青，电话19900001234。"
    asked_back.ask_back(home, petition=neighbour.number, text=guess, by=PETITIONER, now=end)
    asked_back.answer_question(home, item=1, text="金顺姬先反映的。", by=cast.BAO, now=end)
    client = browser("")
    client.post("/follow/", {"number": neighbour.number, "code": neighbour.code})
    page = page_of(client.get("/follow/"))
    assert (guess in page, "×××先反映的" in page) == (True, True)


@pytest.mark.parametrize(
    ("name", "reading", "held"),
    [
        ("信.docx", "partly", Held.CANT_BE_READ), ("信.docx", "unreadable", Held.CANT_BE_READ),
        ("信.doc", "", Held.CANT_BE_READ),
        ("信.docx", "", Held.NOT_READ_YET), ("信.docx", "whole", None), ("扫描.pdf", "none", None),
        ("照片.jpg", "none", None), ("照片.jpg", "", Held.NOT_READ_YET), ("录音.mp3", "", None),
    ],
)  # fmt: skip
def test_documents_that_cannot_be_looked_through_stay_in_the_house(
    name: str, reading: str, held: Held | None
) -> None:
    number = secret()
    attach(number, upload=Upload("信.txt", 3, BytesIO(b"abc")), by=cast.DAN, now=cast.START)
    if reading:
        FileText.objects.create(
            number=number, seq=2, reading=reading, edition=EDITION, text="管径一百", hidden=""
        )
    matter, paper = Matter.objects.get(pk=number), Stored(name, Path("x"))
    assert held_back(cast.BAO, matter, 2, paper) is held
    assert held_back(cast.DAN, matter, 2, paper) is None


def test_a_petitioners_own_paper_with_their_number_stays_in_the_house() -> None:
    number = secret()
    for by, petition in ((PETITIONER, number), (cast.DAN, number), (cast.DAN, "")):
        said = f"电话19900008824，{by.key}{petition}".encode()
        upload = Upload("信.txt", len(said), BytesIO(said))
        attach_once(number, upload=upload, petition=petition, by=by, now=cast.START)
    for seq in (2, 3, 4):
        FileText.objects.create(
            number=number, seq=seq, reading="whole", edition=EDITION, text="电话19900008824", hidden=""
        )
    matter, paper = Matter.objects.get(pk=number), Stored("信.txt", Path("x"))
    found = [held_back(cast.BAO, matter, seq, paper) for seq in (2, 3, 4)]
    assert found == [Held.NAMES_THEM, Held.NAMES_THEM, None], "the house's own paper holds its telephones"
    note(number, text="店主电话19900008824", others=True, by=cast.DAN, now=cast.START)
    assert held_back(cast.BAO, matter, 2, paper) is None


def test_a_korean_number_with_dashes_breaks_nothing(browser: Browser) -> None:
    number = secret(
        person=Person(name="김순희", phone="+82-10-9900-1234"), text="전화 010-9900-1234로 주십시오."
    )
    cast.go(number, Verb.NOTIFY)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert ("9900-1234" in page, "****" in page) == (False, True)
