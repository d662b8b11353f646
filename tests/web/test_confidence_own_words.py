"""Numbers that who speaks in confidence wrote themselves, other than the register has: not for who answers. Art. 30."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.asked_back import ask_back
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.inquiring import ask_sender, sender_answers
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.own_numbers import MOST
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.confidence_cast import AT, PAK, secret
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("people")
OWN = ("19900007777", "2345678", "999999195001010026", "kim@example.org", "1234567890")
WORDS = (
    "我家住夜施路三号，水管漏水。打199 0000 7777，或者座机2345678，身份证999999195001010026，kim@example.org，QQ1234567890。"
    "打过12345，也打过水务公司0433-2200001。"
)


def told(page: str) -> list[str]:
    plain = page.replace("199 0000 7777", "19900007777")
    return [one for one in OWN if one in plain]


def sent(number: str) -> None:
    for verb, step in cast.WAY[:4]:
        step(number, AT)
        assert verb


def test_the_unit_that_answers_reads_no_number_that_was_written_in_confidence(browser: Browser) -> None:
    number = secret(text=WORDS)
    Unit.objects.filter(code=cast.WATER).update(phone="0433-2200001")
    forget()
    sent(number)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert told(page) == []
    assert "夜施路三号" in page, "the matter needs its place"
    assert "12345" in page
    assert "0433-2200001" in page, "a unit's telephone leads to nobody"
    assert told(page_of(browser("dan").get(f"/desk/matter/{number}/"))) == list(OWN)


def test_without_confidence_all_stays(browser: Browser) -> None:
    number = cast.comes_in(text=WORDS).number
    sent(number)
    assert told(page_of(browser("bao").get(f"/desk/matter/{number}/"))) == list(OWN)


def test_what_a_clerk_repeats_of_it_is_taken_out_as_well(browser: Browser) -> None:
    number = secret(text=WORDS)
    actions.note(number, text="打了19900007777，没人接。", by=cast.DAN, now=AT)
    sent(number)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert "没人接" in page
    assert told(page) == []


def test_what_they_add_later_and_ask_to_be_reviewed(browser: Browser) -> None:
    number = secret()
    end = cast.go(number, Verb.DELIVER)
    actions.note(number, text="我的新号码是19900007777。", by=PETITIONER, now=end)
    review = ask_review(number, text="不服。电话19900008888，住夜施路三号。", by=PETITIONER, now=end).number
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert ("19900007777" in page, "19900008888" in page) == (False, False)
    assert "我的新号码是" in page
    assert "19900008888" in page_of(browser("dan").get(f"/desk/matter/{number}/"))
    withdraw(review, petition=review, text="撤回", by=PETITIONER, now=end)


def test_what_they_told_a_clerk_later(browser: Browser) -> None:
    number = secret()
    other = cast.comes_in(person=PAK)
    link(other.number, other=number, by=cast.DAN, now=cast.START)
    end = cast.go(number, Verb.NOTIFY)
    ask_sender(number, petition=other.number, text="修了吗？", days=3, by=cast.BAO, now=end)
    sender_answers(number, item=1, text="没有，打19900004444。", by=cast.DAN, now=end)
    ask_sender(number, petition=number, text="几点漏水？", days=3, by=cast.BAO, now=end)
    sender_answers(number, item=2, text="夜里，打19900005555。", by=cast.DAN, now=end)
    ask_back(number, petition=number, text="几时修？我电话19900006666。", by=cast.DAN, now=end)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert "夜里，打" in page
    assert [one for one in ("19900004444", "19900005555", "19900006666") if one in page] == []
    assert "19900006666" not in page_of(browser("bao").get("/desk/questions/"))
    assert "19900005555" in page_of(browser("dan").get(f"/desk/matter/{number}/"))


def test_the_other_sides_numbers_are_handed_on_by_who_knows_whose_they_are(browser: Browser) -> None:
    number = secret(text="卖假药的电话19900006661，微信jiayao888。打我19900007777。")
    sent(number)
    assert told_of(browser, "bao", number) == ""
    page = page_of(browser("bao").get(f"/desk/matter/{number}/?do=note"))
    assert 'name="others"' not in page
    with pytest.raises(NotDone, match="kept_in_confidence"):
        actions.note(number, text="19900007777", others=True, by=cast.BAO, now=AT)
    assert 'name="others"' in page_of(browser("dan").get(f"/desk/matter/{number}/?do=note"))
    seen = str(Entry.objects.filter(number=number).count())
    wrote = {"text": "卖药的：199 0000 6661，微信jiayao888", "others": "on", "seen": seen}
    assert browser("dan").post(f"/desk/matter/{number}/do/note/", wrote).status_code == 303
    assert told_of(browser, "bao", number) == "19900006661 jiayao888"
    assert "不是信访人的" in page_of(browser("dan").get(f"/desk/matter/{number}/"))


def told_of(browser: Browser, who: str, number: str) -> str:
    page = page_of(browser(who).get(f"/desk/matter/{number}/"))
    return " ".join(one for one in ("19900006661", "jiayao888", "19900007777") if one in page)


def test_the_search_finds_nothing_by_such_a_number(browser: Browser) -> None:
    number = secret(text=WORDS)
    sent(number)
    assert number in page_of(browser("bao").get("/desk/search/?q=水管漏水"))
    assert number not in page_of(browser("bao").get("/desk/search/?q=1990000 7777"))
    assert number not in page_of(browser("bao").get("/desk/search/?q=19900007777"))


def test_who_is_joined_to_them_reads_their_own_numbers(browser: Browser) -> None:
    neighbour = cast.comes_in(person=PAK, text="电话19900009999。")
    home = secret(text=WORDS)
    link(neighbour.number, other=home, by=cast.DAN, now=cast.START)
    end = cast.go(home, Verb.NOTIFY)
    text = "已修好，联系过19900007777和19900009999。"
    actions.draft(home, outcome="supported", text=text, by=cast.BAO, now=end)
    actions.approve(home, by=cast.BO, now=end)
    actions.issue(home, by=cast.BAO, now=end + timedelta(minutes=1))
    client = browser("")
    client.post("/follow/", {"number": neighbour.number, "code": neighbour.code})
    page = page_of(client.get("/follow/"))
    assert ("19900007777" in page, "19900009999" in page) == (False, True)


def test_a_nameless_tip_is_read_without_its_number(browser: Browser) -> None:
    number = secret(person=Person(), text=WORDS)
    sent(number)
    assert told(page_of(browser("bao").get(f"/desk/matter/{number}/"))) == []


def test_a_letter_full_of_numbers_is_read_without_any(browser: Browser) -> None:
    many = "、".join(f"1990000{n:04d}" for n in range(5_000, 5_000 + 2 * MOST))
    number = secret(text=f"水管漏水。{many}，kim@example.org。")
    sent(number)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert "水管漏水" in page
    assert ("1990000" in page, "kim@example.org" in page) == (False, False)
