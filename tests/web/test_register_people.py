"""Naming people at the desk: lines in a box, an agent with a mandate; and the matter's page that shows them masked."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rooms.cases.models import Matter, Party, Petition, Petitioner
from huiyin.rooms.cases.parties import Other
from huiyin.rooms.cases.people import Person
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.fields import Refused
from huiyin.rules.groups import PartyRole
from huiyin.web.desk.name_lines import read, read_one
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

CARD = "999999195001020048"
TEXT = "九十户三天没有水了。"


def register(client: Client, **change: Any) -> Any:
    """Fill in the form and send it."""
    given = {
        "token": new_form_token(), "channel": "visit", "received_at": "2026-03-02T09:10", "long_ago": "1", "persons": "9",
        "title": "没有水", "text": TEXT, "name": "金顺姬", "spoken": "ko",
    }  # fmt: skip
    return client.post("/desk/register/", {**given, **change})


def beside(page: str, field: str) -> str:
    """What is said beside the field."""
    found = re.search(rf'id="f-{field}-error">([^<]+)<', page)
    assert found is not None, field
    return unescape(found[1])


def typed_in(page: str, field: str) -> str:
    """What stands in the box."""
    found = re.search(rf'<textarea[^>]*name="{field}"[^>]*>\n([^<]*)</textarea>', page)
    assert found is not None
    return found[1]


# -- lines --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name", "phone", "id_number"),
    [
        ("白永浩", "白永浩", "", ""),
        ("白永浩，19900002001", "白永浩", "19900002001", ""),
        ("白永浩,199 0000 2001", "白永浩", "199 0000 2001", ""),
        ("白永浩 19900002001", "白永浩", "19900002001", ""),
        ("白永浩\t+8619900002001", "白永浩", "+8619900002001", ""),
        (f"安春子；{CARD}", "安春子", "", CARD),
        (f"安春子、{CARD}、19900002002", "安春子", "19900002002", CARD),
        (f"安春子 {CARD} 19900002002", "安春子", "19900002002", CARD),
        (f"安春子 199 0000 2002 {CARD}", "安春子", "199 0000 2002", CARD),
        (f"安春子，{CARD} 0433-8812345", "安春子", "0433-8812345", CARD),
        (f"안춘자, 19900002002, {CARD}，", "안춘자", "19900002002", CARD),
        ("Kim Chol Su 19900002001", "Kim Chol Su", "19900002001", ""),
        ("安春子, 0433-8812345", "安春子", "0433-8812345", ""),
    ],
)
def test_a_line_is_a_name_and_what_can_follow(line: str, name: str, phone: str, id_number: str) -> None:
    assert read_one(line) == Person(name=name, phone=phone, id_number=id_number)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("19900002001", "name_first"),
        (",19900002001", "name_first"),
        ("19900002001 白永浩", "name_first"),
        ("白永浩, 110119", "neither_phone_nor_id"),
        ("白永浩 1990000", "neither_phone_nor_id"),
        (f"安春子, {CARD[:-1]}1", "neither_phone_nor_id"),
        ("白永浩, 19900002001, 19900002002", "two_of_a_kind"),
        ("白永浩, 河西村", "neither_phone_nor_id"),
        ("长" * 61, "too_long"),
        ("长" * 201, "too_long"),
    ],
)
def test_a_line_that_makes_nobody_says_why(line: str, reason: str) -> None:
    no = read_one(line)
    assert isinstance(no, Refused)
    assert no.reason == reason


def test_a_local_number_is_a_telephone_too() -> None:
    assert read_one("安春子, 2512345转8") == Person(name="安春子", phone="2512345转8")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_line_by_line(text: str) -> None:
    good, wrong = read(text)
    filled = [n for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    assert sorted([*(line.line for line in good), *(line.line for line in wrong)]) == filled
    assert all(line.person.name for line in good)


def test_a_long_line_of_blanks_costs_nothing() -> None:
    assert isinstance(read_one("白" + " " * 1_000_000 + "1"), Refused)


# -- the form -----------------------------------------------------------------------------------------------------


def test_everybody_named_is_in_the_register(browser: Browser) -> None:
    response = register(
        browser("liu"), representatives="白永浩，19900002001\r\n\r\n崔顺玉", cosigners=f"安春子 {CARD}",
        agent="惠律师 19900002003", mandate="代为提出。", level="county", exchanged_at="2026-03-02T08:00", confidential="1",
    )  # fmt: skip
    assert response.status_code == 303
    rows = [
        (row.role, row.petitioner.name) for row in Party.objects.select_related("petitioner").order_by("n")
    ]
    assert rows == [
        ("representative", "白永浩"), ("representative", "崔顺玉"), ("cosigner", "安春子"), ("agent", "惠律师"),
    ]  # fmt: skip
    assert Party.objects.get(role="agent").mandate == "代为提出。"
    petition = Petition.objects.get()
    assert (petition.level, petition.confidential, petition.persons) == ("county", True, 9)
    assert petition.exchanged_at is not None
    assert petition.exchanged_at.isoformat() == "2026-03-02T00:00:00+00:00"


def test_nothing_more_is_asked_of_who_comes_alone(browser: Browser) -> None:
    assert register(browser("liu"), persons="1").status_code == 303
    assert not Party.objects.exists()
    petition = Petition.objects.get()
    assert (petition.level, petition.exchanged_at, petition.confidential) == ("", None, False)


def test_everything_that_the_form_can_know_is_told_at_once(browser: Browser) -> None:
    response = register(
        browser("liu"), persons="1", title="", received_at="2090-01-01T09:00", phone="abc", id_number="1", email="x",
        cosigners="白永浩 19900002001\n崔顺玉, 12345", representatives="李占山\n孙有田", agent="김철수", mandate="",
    )  # fmt: skip
    assert response.status_code == 422
    page = page_of(response)
    told = set(re.findall(r'id="f-(\w+)-error"', page))
    assert told == {"received_at", "title", "phone", "id_number", "email", "cosigners", "persons", "mandate"}
    assert "具名的有5人" in beside(page, "persons")


@pytest.mark.parametrize(("persons", "open_"), [("4", False), ("5", True)])
def test_a_collective_visit_that_comes_back_asks_who_speaks_for_it(
    browser: Browser, persons: str, open_: bool
) -> None:
    page = page_of(register(browser("liu"), persons=persons, title="", representatives="", cosigners=""))
    assert ('<details class="hy-fold" data-persons="5" open>' in page) is open_


def test_wrong_lines_are_named_by_number_and_nothing_typed_is_lost(browser: Browser) -> None:
    typed = "白永浩 19900002001\n崔顺玉, 12345\n\n19900002009\n孙有田"
    response = register(
        browser("liu", language="en"), cosigners=typed, representatives="李占山", level="county"
    )
    page = page_of(response)
    assert response.status_code == 422
    said = beside(page, "cosigners")
    assert said.startswith("Line 2: The number is neither a telephone nor a valid ID number.")
    assert "Line 4: Please write the name first" in said
    assert "Line 1" not in said
    assert typed_in(page, "cosigners") == typed
    assert typed_in(page, "representatives") == "李占山"
    assert TEXT in page
    assert re.search(r'<option value="county" selected>', page)
    assert page.count(" autofocus") == 1
    assert re.search(r'name="cosigners"[^>]* autofocus', page)
    assert Matter.objects.count() == Petitioner.objects.count() == 0


def test_of_many_wrong_lines_five_are_named_and_the_rest_counted(browser: Browser) -> None:
    page = page_of(register(browser("liu", language="en"), cosigners="\n".join(["1"] * 9)))
    said = beside(page, "cosigners")
    assert said.count("Line ") == 5
    assert said.endswith("And 4 more lines.")


@pytest.mark.parametrize(
    ("field", "change", "said"),
    [
        (
            "representatives",
            {"representatives": "\n".join(f"代表{n}" for n in "甲乙丙丁戊己")},
            "at most 5 speak",
        ),
        ("persons", {"persons": "2", "cosigners": "甲\n乙"}, "3 people are named"),
        ("cosigners", {"cosigners": "甲\n" * 501, "persons": "600"}, "at most 500 fit"),
        (
            "cosigners",
            {"cosigners": f"安春子 {CARD}\n安春子 {CARD}"},
            "Line 2: This ID number stands here twice.",
        ),
        (
            "cosigners",
            {"cosigners": f"安春子 {CARD}", "representatives": f"安春子 {CARD}"},
            "Line 1: This ID number",
        ),
        (
            "representatives",
            {"representatives": f"安春子 {CARD}", "id_number": CARD},
            "Line 1: This ID number",
        ),
        (
            "representatives",
            {"representatives": "安春子 19900002002", "name": "安 春子", "phone": "199 0000 2002"},
            "Line 1: This person is named already",
        ),
        ("cosigners", {"cosigners": f"甲 19900002002 {CARD}\n乙 {CARD}"}, "Line 2: This ID number"),
        ("cosigners", {"cosigners": "甲\x00"}, "characters that can't be stored"),
        ("mandate", {"agent": "惠律师"}, "needs a written mandate"),
        ("mandate", {"agent": "惠律师", "mandate": "长" * 2_001}, "at most 2000 fit"),
        ("agent", {"mandate": "代为提出"}, "Please fill this in"),
        ("agent", {"agent": "甲\n乙", "mandate": "x"}, "one person only"),
        ("agent", {"agent": "12345", "mandate": "x"}, "Please write the name first"),
        ("agent", {"agent": "惠律师", "mandate": "x", "name": ""}, "acts for somebody"),
        ("level", {"level": "village"}, "choose one from the list"),
        ("exchanged_at", {"exchanged_at": "2035-01-01T10:00"}, "lies in the future"),
        ("exchanged_at", {"exchanged_at": "gestern"}, "give day and time"),
    ],
)
def test_what_is_wrong_with_the_people_is_said_beside_the_field(
    browser: Browser, field: str, change: dict[str, str], said: str
) -> None:
    response = register(browser("liu", language="en"), **change)
    assert response.status_code == 422
    assert said in beside(page_of(response), field)
    assert Matter.objects.count() == 0
    assert Petitioner.objects.count() == 0


def test_a_double_click_names_everybody_once(browser: Browser) -> None:
    client, token = browser("liu"), new_form_token()
    for _ in range(2):
        register(client, token=token, cosigners="安春子\n白永浩")
    assert (Petition.objects.count(), Party.objects.count()) == (1, 2)


# -- the matter's page --------------------------------------------------------------------------------------------

AN = Person(name="安春子", id_number=CARD, phone="19900002002", address="春阳镇河西村九组")
ACTS = Other(PartyRole.AGENT, Person(name="惠律师", phone="19900002003"), "代为提出、代收答复。")


@pytest.fixture
def monday(now: Any) -> None:
    now(cast.START + timedelta(hours=12))


def page(client: Client, number: str) -> str:
    return page_of(client.get(f"/desk/matter/{number}/"))


def test_the_others_are_masked_like_the_first_and_shown_for_a_reason(monday: None, browser: Browser) -> None:
    number = cast.comes_in(
        others=[Other(PartyRole.COSIGNER, AN), ACTS], level="county", confidential=True
    ).number
    client = browser("dan", language="en")
    masked = page(client, number)
    for secret in ("安春子", "19900002002", CARD, "九组", "惠律师", "代收答复"):
        assert secret not in masked
    for shown in (
        "2 more people named",
        "Co-signer",
        "安**",
        "199****2002",
        "A written mandate is noted.",
        "Confidential",
    ):
        assert shown in masked
    answer = client.post(f"/desk/matter/{number}/do/unmask/", {"seen": 1, "reason": "核对联名人"})
    full = page_of(answer)
    for secret in ("安春子", "19900002002", CARD, "九组", "惠律师", "代收答复"):
        assert secret in full


def test_of_nobody_known_nothing_is_offered_to_be_shown(monday: None, browser: Browser) -> None:
    unknown = cast.comes_in(person=Person()).number
    assert "do=unmask" not in page(browser("dan"), unknown)
    somebody = cast.comes_in(person=Person(phone="19900002009")).number
    assert "do=unmask" in page(browser("dan"), somebody)


def test_names_are_escaped(monday: None, browser: Browser) -> None:
    evil = Other(PartyRole.AGENT, Person(name="<b>x</b>"), "<script>alert(1)</script>")
    number = cast.comes_in(others=[evil]).number
    client = browser("dan")
    full = page_of(client.post(f"/desk/matter/{number}/do/unmask/", {"seen": 1, "reason": "核对"}))
    assert "<script>alert" not in full
    assert "<b>x" not in full
    assert "&lt;b&gt;x" in full


def test_a_long_list_is_folded_and_costs_no_more_queries(monday: None, browser: Browser) -> None:
    alone = cast.comes_in().number
    many = [Other(PartyRole.COSIGNER, Person(name=f"联名人{n}")) for n in range(300)]
    crowd = cast.comes_in(persons=400, others=many).number
    client, counts = browser("dan", language="en"), []
    for number in (alone, crowd):
        client.get(f"/desk/matter/{number}/")
        with CaptureQueriesContext(connection) as asked:
            shown = page(client, number)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13
    assert '<details class="hy-named"><summary>300 more people named' in shown
    assert "hy-named" not in page(client, alone)


def test_the_people_of_a_joined_petition_stand_with_it(monday: None, browser: Browser) -> None:
    from huiyin.rooms.cases.registering import link

    first, second = cast.comes_in().number, cast.comes_in(others=[Other(PartyRole.REPRESENTATIVE, AN)]).number
    link(second, other=first, by=cast.DAN, now=cast.START)
    shown = page(browser("dan", language="en"), first)
    assert shown.count("hy-named") == 1
    assert shown.index("1 more person named") > shown.index(second)
