"""What the house that knows who speaks wrote of them, wherever and in whoever's name: its numbers are theirs. Art. 30."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.rooms.cases import actions, contacts, protecting
from huiyin.rooms.cases.asked_back import answer_question, ask_back
from huiyin.rooms.cases.following import follow_up, rate
from huiyin.rooms.cases.handing_out import Held, held_back
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.stored import Stored
from huiyin.rooms.cases.unnaming import known_in
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reading import EDITION
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.duty_cast import add_leaders
from tests.web.confidence_cast import AT, PAK, secret
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("people")


def read_by(browser: Browser, user: str, number: str, *, among: tuple[str, ...]) -> list[str]:
    page = page_of(browser(user).get(f"/desk/matter/{number}/"))
    return [one for one in among if one in page]


def sent(number: str) -> None:
    for verb, step in cast.WAY[:4]:
        step(number, AT)
        assert verb


def test_an_office_of_the_house_notes_it(browser: Browser) -> None:
    number = secret()
    actions.note(number, text="来电说改打19900003333", by=cast.GU, now=AT)
    sent(number)
    assert read_by(browser, "bao", number, among=("19900003333", "来电说改打")) == ["来电说改打"]
    assert read_by(browser, "dan", number, among=("19900003333",)) == ["19900003333"]


def test_whatever_the_house_writes_on_the_way(browser: Browser) -> None:
    number = secret()
    end = cast.go(number, Verb.DELIVER)
    told = ("19900003331", "19900003332")
    follow_up(
        number, petition=number, contact="phone", confirmed="not_said", reached=True,
        text=f"改打了{told[0]}", by=cast.DAN, now=end,
    )  # fmt: skip
    rate(
        number,
        petition=number,
        rated="unit",
        score="satisfied",
        remark=f"用{told[1]}说的",
        by=cast.DAN,
        now=end,
    )
    actions.note(number, text="本单位值班19900003334", by=cast.BO, now=end)
    assert read_by(browser, "bao", number, among=told) == []
    assert read_by(browser, "dan", number, among=told) == list(told)
    assert "19900003334" not in known_in([number])[number].numbers, "a unit's words tell no petitioner"


def test_how_the_house_looked_made_sure_and_found_the_same(browser: Browser) -> None:
    told = ("19900003341", "19900003342", "19900003343", "19900003344")
    number, other = secret(), secret()
    actions.unmask(number, reason=f"核对{told[0]}", by=cast.DAN, now=AT)
    contacts.change_contact(
        number,
        petition=number,
        phone="19900003340",
        reason=f"用{told[1]}打来说的",
        by=cast.DAN,
        now=AT,
    )
    contacts.confirm_contact(number, item=1, reason=f"打{told[2]}核实", by=cast.GU, now=AT)
    link(other, other=number, remark=f"同一人，都用{told[3]}", by=cast.DAN, now=AT)
    sent(number)
    assert read_by(browser, "bao", number, among=told) == []
    assert read_by(browser, "dan", number, among=told[:3]) == list(told[:3])
    assert set(told) <= known_in([number])[number].numbers


def test_the_house_that_had_it_before_knew_it_as_well() -> None:
    add_leaders()
    number = secret()
    actions.note(number, text="来电说改打19900003333", by=cast.DAN, now=AT)
    protecting.accuse(number, accused=cast.DEPARTMENT, text="我们自己回避。", by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=number).desk_id != cast.DEPARTMENT
    assert "19900003333" in known_in([number])[number].numbers


def test_what_the_house_writes_for_everybody_to_read_keeps_its_telephones() -> None:
    number = secret()
    actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=AT)
    actions.decline(number, route="court", text="请打19900003335", by=cast.DAN, now=AT)
    assert "19900003335" not in known_in([number])[number].numbers


def test_a_paper_that_a_clerk_takes_in_at_the_counter_is_theirs(browser: Browser) -> None:
    number = secret()
    sent(number)
    assert 'name="petition"' not in page_of(browser("bao").get(f"/desk/matter/{number}/?do=attach"))
    form = page_of(browser("dan").get(f"/desk/matter/{number}/?do=attach"))
    assert 'name="petition"' in form
    for whose in (number, ""):
        file = SimpleUploadedFile("信.txt", f"电话19900008824{whose}".encode())
        given = {"file": file, "petition": whose, "seen": str(Matter.objects.get(pk=number).seq)}
        assert browser("dan").post(f"/desk/matter/{number}/do/attach/", given).status_code == 303
    matter, paper = Matter.objects.get(pk=number), Stored("信.txt", Path("x"))
    made = list(
        Entry.objects.filter(number=number, verb="attach").order_by("seq").values_list("seq", flat=True)
    )
    for seq in made:
        FileText.objects.update_or_create(
            number=number,
            seq=seq,
            defaults={"reading": "whole", "edition": EDITION, "text": "19900008824", "hidden": ""},
        )
    FileText.objects.update(text="电话19900008824")
    assert [held_back(cast.BAO, matter, seq, paper) for seq in made] == [Held.NAMES_THEM, None]


def test_what_the_house_orders_or_answers_keeps_its_telephones() -> None:
    number = secret()
    for verb, step in cast.WAY[:1]:
        step(number, AT)
        assert verb
    ask_back(number, petition=number, text="找谁？", by=PETITIONER, now=AT)
    answer_question(number, item=1, text="请打抢修队电话8823457", by=cast.DAN, now=AT)
    actions.forward(number, to=cast.BUREAU, remark="抢修队电话8823456", by=cast.DAN, now=AT)
    assert {"8823456", "8823457"}.isdisjoint(known_in([number])[number].numbers)


def test_bare_numbers_are_handed_on_whatever_stands_before_them(browser: Browser) -> None:
    among = ("jiayao888", "8823456", "6222021001112345678")
    number = secret(text="卖药的微信jiayao888，电话8823456，付到卡号6222021001112345678。")
    sent(number)
    assert read_by(browser, "bao", number, among=among) == []
    actions.note(
        number, text="JIAYAO888\n0433-8823456\n6222021001112345678", others=True, by=cast.DAN, now=AT
    )
    assert read_by(browser, "bao", number, among=among) == list(among)


def test_what_was_handed_on_by_mistake_is_taken_back_by_a_note_that_says_so(browser: Browser) -> None:
    among = ("19900006661", "19900007777")
    number = secret(text="卖药的电话19900006661。打我19900007777。")
    actions.note(number, text="卖药的19900006661、19900007777", others=True, by=cast.DAN, now=AT)
    sent(number)
    actions.note(number, text="打了19900006661、19900007777，没人接", by=cast.DAN, now=AT)
    assert read_by(browser, "bao", number, among=among) == list(among), (
        "what is noted by the way changes nothing"
    )
    given = {
        "text": "更正：19900007777是信访人的",
        "theirs": "on",
        "others": "on",
        "seen": str(Matter.objects.get(pk=number).seq),
    }
    both = browser("dan").post(f"/desk/matter/{number}/do/note/", given)
    assert both.status_code == 422
    assert "更正：19900007777是信访人的" in page_of(both)
    del given["others"]
    with pytest.raises(NotDone, match="kept_in_confidence"):
        actions.note(number, text="19900006661", theirs=True, by=cast.BAO, now=AT)
    assert browser("dan").post(f"/desk/matter/{number}/do/note/", given).status_code == 303
    assert read_by(browser, "bao", number, among=among) == [among[0]]
    assert "是信访人的" in page_of(browser("dan").get(f"/desk/matter/{number}/"))


def test_a_note_from_before_it_was_secret_hands_nothing_on_unless_the_house_wrote_it() -> None:
    home = cast.comes_in(person=PAK)
    sent(home.number)
    actions.note(home.number, text="19900007777 19900007778", others=True, by=cast.BAO, now=AT)
    number = secret(text="水管漏水，打我19900007777。")
    link(number, other=home.number, by=cast.DAN, now=AT)
    assert "19900007777" in known_in([home.number])[home.number].numbers
