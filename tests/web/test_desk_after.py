"""At the desk: what ended is shown before it is taken up again, a review's slip is handed over, calls go by what is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of, followed
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Status, Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("people")

DAY = timedelta(days=1)
Clock = Callable[[datetime], None]
MEI = cast.person("mei", Role.OFFICER, cast.DEPARTMENT)
MO = cast.person("mo", Role.HEAD, cast.DEPARTMENT)


def decided(number: str, at: datetime) -> datetime:
    actions.draft(number, outcome="upheld", text="维持。", by=MEI, now=at + DAY)
    actions.approve(number, by=MO, now=at + DAY)
    actions.issue(number, by=MEI, now=at + DAY)
    actions.deliver(
        number, method="hand", result="received", delivered_at=at + DAY, proof="签收", by=MEI, now=at + DAY
    )
    return at + DAY


def rechecked(now: Clock) -> tuple[str, datetime]:
    """A matter that has ended after rechecking."""
    number = cast.comes_in().number
    at = cast.go(number, Verb.CLOSE)
    review = ask_review(number, text="请复查", by=cast.PAK, now=at).number
    at = decided(review, at)
    at = decided(ask_review(review, text="请复核", by=cast.PAK, now=at).number, at)
    now(at + DAY)
    return number, at


def test_what_ended_is_shown_with_the_evidence_and_opens_the_refusal(browser: Browser, now: Clock) -> None:
    first, at = rechecked(now)
    again = cast.comes_in(now=at, received_at=at).number
    dan = browser("dan", language="en")
    page = page_of(dan.get(f"/desk/matter/{again}/"))
    assert "Ended after rechecking" in page
    assert f'href="/desk/matter/{first}/"' in page
    assert "the same ID number" in page
    assert "Very alike · words 100% alike" in page
    assert "家里三天没有水了" in page
    assert "of=" not in page  # it isn't sorted yet
    actions.triage(again, klass="appeal", category="040100", by=cast.DAN, now=at)
    url = re.search(r'href="(/desk/matter/[^"]+of=[^"#]+)#do"', page_of(dan.get(f"/desk/matter/{again}/")))
    assert url is not None
    form = page_of(dan.get(url[1].replace("&amp;", "&")))
    assert f'value="{first}"' in form
    assert re.search(r'<option value="final" selected>|value="final" checked', form)
    assert Matter.objects.get(number=again).status == Status.TRIAGED  # a person confirms
    seen = re.search(r'name="seen" value="(\d+)"', form)
    assert seen is not None
    sent = {"seen": seen[1], "route": "final", "of": first, "text": "复核已结束，不再受理。"}
    assert dan.post(f"/desk/matter/{again}/do/decline/", sent).status_code == 303
    assert Matter.objects.get(number=again).outcome == "declined"


def test_a_phone_alone_is_a_hint_and_opens_no_refusal(browser: Browser, now: Clock) -> None:
    first, at = rechecked(now)
    neighbour = Person(name="崔英姬", phone="19900001234")
    number = cast.comes_in(person=neighbour, now=at, received_at=at).number
    actions.triage(number, klass="appeal", category="040100", by=cast.DAN, now=at)
    page = page_of(browser("dan", language="zh-hans").get(f"/desk/matter/{number}/"))
    assert f'href="/desk/matter/{first}/"' in page
    assert "可能是同一信访人（电话相同）" in page
    assert "同一信访人的以下事项" not in page
    assert "of=" not in page


def test_a_refusal_that_names_the_wrong_matter_is_mended_beside_the_field(
    browser: Browser, now: Clock
) -> None:
    now(cast.START + DAY)
    number = cast.comes_in().number
    other = cast.comes_in(title="别的").number
    cast.go(number, Verb.TRIAGE)
    dan = browser("dan", language="en")
    for of in ("", other, "222424-20260302-09999-9"):
        sent = {"seen": "2", "route": "final", "of": of, "text": "不再受理。"}
        response = dan.post(f"/desk/matter/{number}/do/decline/", sent)
        assert response.status_code == 422
        assert 'id="f-of-error"' in page_of(response)
        assert "不再受理。" in page_of(response)
    assert not Entry.objects.filter(verb="decline").exists()


def test_who_comes_with_something_new_sees_no_such_card_and_it_costs_one_query(
    browser: Browser, now: Clock
) -> None:
    now(cast.START + DAY)
    number = cast.comes_in(person=Person(name="赵六", phone="19900009999")).number
    dan = browser("dan", language="en")
    dan.get(f"/desk/matter/{number}/")
    with CaptureQueriesContext(connection) as asked:
        page = page_of(dan.get(f"/desk/matter/{number}/"))
    assert "Ended after rechecking" not in page
    assert sum("petitioner" in q["sql"] and "_index" in q["sql"] for q in asked) <= 3
    assert len(asked) <= 14, "\n".join(q["sql"] for q in asked)


def test_a_review_asked_for_at_the_counter_hands_over_a_slip(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.CLOSE)
    now(at + DAY)
    liu = browser("liu", language="en")
    seen = str(file_of(number).state.seq)
    sent = {"seen": seen, "text": "本人到场，要求复查。"}
    refused = liu.post(f"/desk/matter/{number}/do/ask_review/", sent)
    assert refused.status_code == 422
    assert 'id="f-how-error"' in page_of(refused)
    assert "本人到场" in page_of(refused)
    sent["how"] = "visit"
    response = liu.post(f"/desk/matter/{number}/do/ask_review/", sent)
    assert response.status_code == 303
    address = response["Location"]
    slip = page_of(liu.get(address))
    new, code = re.findall(r'<dd class="hy-number">([^<]+)</dd>', slip)
    assert followed(new, code) is not None
    assert address == f"/desk/registered/{new}/"
    assert "How they asked for it" in page_of(liu.get(f"/desk/matter/{number}/"))
    again = liu.post(f"/desk/matter/{number}/do/ask_review/", sent)  # a double click
    assert (again.status_code, again["Location"]) == (303, address)
    assert page_of(liu.get(address)).count(new) >= 1
    assert Matter.objects.filter(about=number).count() == 1
    response = liu.post(f"/desk/matter/{number}/do/ask_review/", {**sent, "text": "还要"})
    assert response.status_code == 409
    assert "还要" in page_of(response)


def test_who_answered_is_told_why_the_review_isnt_asked_for_there(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    now(cast.go(number, Verb.CLOSE) + DAY)
    bao = browser("bao", language="en")
    sent = {"seen": str(file_of(number).state.seq), "how": "visit", "text": "要求复查。"}
    response = bao.post(f"/desk/matter/{number}/do/ask_review/", sent)
    assert response.status_code == 422
    assert "Your unit gave the answer" in page_of(response)
    assert not Matter.objects.filter(about=number).exists()


def test_call_backs_are_offered_only_by_what_the_register_holds(browser: Browser, now: Clock) -> None:
    number = cast.comes_in(person=Person(name="朴", phone="19900004321")).number
    at = cast.go(number, Verb.DELIVER)
    now(at + DAY)
    dan = browser("dan", language="en")
    form = page_of(dan.get(f"/desk/matter/{number}/?do=follow_up"))
    assert set(re.findall(r'name="contact" value="(\w+)"', form)) == {"phone", "in_person"}
    seen = str(file_of(number).state.seq)
    sent = {"seen": seen, "petition": number, "contact": "email", "confirmed": "not_said", "text": "没打通"}
    response = dan.post(f"/desk/matter/{number}/do/follow_up/", sent)
    assert response.status_code == 422
    assert 'id="f-contact-error"' in page_of(response)
    assert not Entry.objects.filter(verb="follow_up").exists()


def test_a_changed_contact_says_who_asked_and_who_confirmed(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    now(cast.START + DAY)
    liu, dan = browser("liu", language="en"), browser("dan", language="en")
    sent: dict[str, Any] = {"seen": "1", "petition": number, "phone": "19900005678", "reason": "来电更换"}
    assert liu.post(f"/desk/matter/{number}/do/change_contact/", sent).status_code == 303
    assert str(Petition.objects.get().petitioner.phone) == "19900001234"
    told = {"seen": "2", "item": "1", "reason": "当面核实"}
    assert liu.post(f"/desk/matter/{number}/do/confirm_contact/", told).status_code == 422
    assert dan.post(f"/desk/matter/{number}/do/confirm_contact/", told).status_code == 303
    assert str(Petition.objects.get().petitioner.phone) == "19900005678"
    page = page_of(dan.get(f"/desk/matter/{number}/"))
    timeline = page[page.index('class="hy-timeline"') :]
    assert "Liu" in timeline
    assert "Dan" in timeline
    assert "19900005678" not in timeline


def test_the_organ_above_is_named_at_the_desk(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.CLOSE)
    review = ask_review(number, text="请复查", by=cast.PAK, now=at).number
    recheck = ask_review(review, text="请复核", by=cast.PAK, now=decided(review, at)).number
    now(at + 3 * DAY)
    dan = browser("dan", language="en")
    assert "州; this office passes it on" in page_of(dan.get(f"/desk/matter/{recheck}/"))
    assert "passes it on" not in page_of(dan.get(f"/desk/matter/{review}/"))
