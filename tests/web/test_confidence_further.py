"""Who speaks in confidence two steps away: a recheck, chains of joinings and partings, contacts asked for elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions, contacts, reviewing
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, link, unlink
from huiyin.rooms.cases.unnaming import known_in
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rules.roles import PETITIONER, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.confidence_cast import AT, HIDDEN, PAK, a_leader, names_in, secret
from tests.web.conftest import Browser, page_of

LI = Person(name="李大山", phone="19900003333")
NAMED = "金顺姬（19900001234）"


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=60))


def other(person: Person = PAK) -> Receipt:
    return cast.comes_in(person=person, text="水管漏水。")


def answered(number: str, at: datetime, *, text: str = "维持。") -> None:
    """Its desk answers a review, and the answer arrives."""
    desk = Matter.objects.get(pk=number).desk_id
    officer, head = cast.person("of", Role.OFFICER, desk), cast.person("he", Role.HEAD, desk)
    actions.draft(number, outcome="upheld", text=text, by=officer, now=at)
    actions.approve(number, by=head, now=at)
    actions.issue(number, by=officer, now=at)
    given = {"method": "hand", "result": "received", "delivered_at": at, "proof": "本人签字"}
    actions.deliver(number, **given, by=officer, now=at)


def test_a_recheck_knows_who_spoke_below_the_review(browser: Browser) -> None:
    home, neighbour = secret(), other().number
    link(neighbour, other=home, by=cast.DAN, now=cast.START)
    end = cast.go(home, Verb.DELIVER)
    given = {"by": PETITIONER, "now": end}
    review = reviewing.ask_review(home, petition=neighbour, text="不服。", token="r" * 32, **given).number
    answered(review, end)
    told = f"和{NAMED}一样不服，她住春阳镇河西村三组。"
    recheck = reviewing.ask_review(review, text=told, token="s" * 32, **given).number
    assert Matter.objects.get(pk=recheck).confidential
    assert names_in(browser, "lee", f"/desk/matter/{recheck}/") == HIDDEN


def test_what_lay_in_what_was_joined_to_a_secret_keeps_it_after_parting(browser: Browser) -> None:
    inner, between, kept = other().number, other(LI).number, secret()
    link(inner, other=between, by=cast.DAN, now=AT)
    link(between, other=kept, by=cast.DAN, now=AT)
    unlink(between, reason=f"{NAMED}说不是", by=cast.DAN, now=AT)
    unlink(inner, reason=f"{NAMED}说也不是", by=cast.DAN, now=AT)
    actions.note(inner, text=f"又问过{NAMED}。", by=cast.DAN, now=AT)
    for number in (between, inner):
        assert names_in(browser, "lee", f"/desk/matter/{number}/") == HIDDEN, number


def test_a_matter_without_any_other_costs_six_queries_and_each_step_one() -> None:
    def cost(number: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            known_in([number])
        return len(queries)

    alone, inner, between, home = secret(), other().number, other(LI).number, secret()
    assert cost(alone) == 6
    link(inner, other=between, by=cast.DAN, now=AT)
    assert cost(between) == 5
    link(between, other=home, by=cast.DAN, now=AT)
    unlink(between, reason="弄错了", by=cast.DAN, now=AT)
    assert cost(inner) == 8
    assert {"金顺姬", "朴大成", "李大山"} <= set(known_in([inner, alone])[inner].names)
    assert set(known_in([inner, alone])[alone].names) == {"金顺姬"}, "its own alone"


def follows(browser: Browser, receipt: Receipt) -> str:
    client = browser("")
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    return page_of(client.get("/follow/"))


def answer(home: str, text: str) -> None:
    end = cast.go(home, Verb.NOTIFY)
    actions.draft(home, outcome="supported", text=text, by=cast.BAO, now=end)
    actions.approve(home, by=cast.BO, now=end)
    actions.issue(home, by=cast.BAO, now=end)


@pytest.mark.parametrize("name", ["金顺姬", ""])
def test_a_neighbour_of_the_same_name_reads_nothing_else_of_who_speaks(browser: Browser, name: str) -> None:
    kept = Person(name=name, phone="19900001234", address="春阳镇河西村三组")
    neighbour = other(Person(name=name, phone="19900005678", address="春阳镇石灰村2组"))
    home = secret(person=kept)
    link(neighbour.number, other=home, by=cast.DAN, now=cast.START)
    answer(home, f"已为{name or '您'}修好：春阳镇河西村三组（19900001234）和石灰村2组（19900005678）。")
    page = follows(browser, neighbour)
    assert not [one for one in ("19900001234", "河西村三组") if one in page]
    assert ("19900005678" in page, "石灰村2组" in page, (name or "您") in page) == (True, True, True)


def test_a_neighbour_reads_their_own_changed_contact_and_nobody_elses(browser: Browser) -> None:
    home, neighbour = secret(), other()
    link(neighbour.number, other=home, by=cast.DAN, now=cast.START)
    given = {"reason": "搬家", "by": cast.DAN, "now": cast.START}
    contacts.change_contact(home, petition=home, phone="19900007777", address="春阳镇河西村八组", **given)
    contacts.change_contact(home, petition=neighbour.number, phone="19900008888", **given)
    answer(home, "已到春阳镇河西村八组修好，联系电话19900007777、19900008888。")
    page = follows(browser, neighbour)
    assert [one in page for one in ("19900007777", "河西村八组", "19900008888")] == [False, False, True]


def test_who_asks_for_a_review_reads_their_own_telephone_there(browser: Browser) -> None:
    home = secret()
    end = cast.go(home, Verb.DELIVER)
    asked = reviewing.ask_review(home, text="不服。", by=PETITIONER, now=end, token="r" * 32)
    answered(asked.number, end, text="维持。有事请用19900001234联系我们，金顺姬同志。")
    page = follows(browser, asked)
    assert ("19900001234" in page, "金顺姬" in page) == (True, True)


def test_a_contact_asked_for_before_joining_is_as_secret_there(browser: Browser) -> None:
    home, kept = other().number, secret()
    new = {"phone": "19900007777", "address": "春阳镇河西村八组9号"}
    contacts.change_contact(kept, petition=kept, reason="搬家", **new, by=cast.DAN, now=AT)
    link(kept, other=home, by=cast.DAN, now=AT)
    actions.note(home, text="新号码19900007777，搬到河西村八组9号。", by=cast.DAN, now=AT)
    page = page_of(browser("lee").get(f"/desk/matter/{home}/"))
    assert not [one for one in ("19900007777", "八组9号") if one in page]


def test_a_contact_asked_for_below_is_as_secret_at_the_review(browser: Browser) -> None:
    home = secret()
    end = cast.go(home, Verb.DELIVER)
    contacts.change_contact(home, petition=home, reason="搬家", phone="19900007777", by=cast.DAN, now=end)
    text = "不服，请打新号码19900007777。"
    review = reviewing.ask_review(home, text=text, by=PETITIONER, now=end, token="r" * 32).number
    assert "19900007777" not in page_of(browser("lee").get(f"/desk/matter/{review}/"))


def test_a_secret_matters_title_that_names_who_joins_it_is_worded_anew() -> None:
    home = secret(person=PAK, title="金顺姬家漏水", text="邻居漏水。")
    link(secret(), other=home, by=cast.DAN, now=AT)
    assert Matter.objects.get(pk=home).title.text == "×××家漏水"


def test_a_title_with_the_new_address_is_worded_anew_when_that_is_confirmed() -> None:
    number = secret(title="长荣街八组77号漏水")
    given = {"by": cast.DAN, "now": AT, "reason": "搬家"}
    contacts.change_contact(number, petition=number, address="长荣街八组77号", **given)
    contacts.confirm_contact(number, item=1, reason="核实", by=cast.GU, now=AT)
    title = Matter.objects.get(pk=number).title
    assert (title.text, title.seq) == ("****漏水", 3)
    contacts.change_contact(number, petition=number, phone="19900007777", **given)
    contacts.confirm_contact(number, item=2, reason="核实", by=cast.GU, now=AT)
    assert Matter.objects.get(pk=number).title_id == title.pk, "what tells nobody stays"
    assert not [fault for _, faults in number_faults(Tally()) for fault in faults]
