"""Lists and counts give no answer to the question whether somebody speaks in confidence: they are the same for a stranger."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.people import Person
from huiyin.rooms.insight import same
from huiyin.rooms.insight.deciding import propose
from huiyin.rooms.insight.proposing import proposals
from huiyin.rooms.intake.calls import backs
from huiyin.rooms.intake.calls.models import Call
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.duty_cast import LEE
from tests.web.confidence_cast import AT, PAK, a_leader, secret, sorts_elsewhere
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import words_of

WORDS = "家里水管漏水三天了没人修，老人提不动桶。"


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=60))


@pytest.fixture
def old_secret(monkeypatch: pytest.MonkeyPatch) -> str:
    """What Jin told another house, so long ago that newer petitions on the same words stand before it."""
    monkeypatch.setattr(same, "NEWEST", 10)
    monkeypatch.setattr(same, "COMPARED", 5)
    number = secret(desk=cast.WATER, by=cast.WU, text=WORDS, title="漏水")
    for n in range(15):
        words = f"家里水管漏水三天了没人修，桶漏，第{n}户也要求赔偿道路修整和路灯照明费用。"
        cast.comes_in(person=Person(name=f"王{n}", phone=f"1990{n:07}"), text=words, title=f"赔偿{n}")
    return number


def test_whose_telephone_it_is_finds_no_old_secret_at_the_register(browser: Browser, old_secret: str) -> None:
    asked = {"title": "漏水", "text": WORDS + "尽快处理。"}
    pages = [
        page_of(browser(user).post("/desk/register/same/", asked | {"phone": phone}))
        for user in ("dan", "wu") for phone in (cast.JIN.phone, PAK.phone)
    ]  # fmt: skip
    assert [old_secret in page for page in pages] == [False, False, True, False]


def test_whose_matter_it_is_finds_no_old_secret_at_the_desk(browser: Browser, old_secret: str) -> None:
    here = [
        cast.comes_in(person=person, text=WORDS + "尽快处理。", title="漏水").number
        for person in (cast.JIN, PAK)
    ]
    pages = [page_of(browser("dan").get(f"/desk/matter/{number}/same/")) for number in here]
    assert [old_secret in page for page in pages] == [False, False]


def test_a_caller_and_what_became_a_tip_off_elsewhere_stand_in_no_row_together(browser: Browser) -> None:
    number, now = cast.comes_in(desk=cast.WATER, by=cast.WU, text="漏水").number, timezone.now()
    wish = backs.Wish("19900001234", "金顺姬问漏水的事", now + timedelta(hours=5), number)
    row = backs.ask(wish, token="t" * 30, by=cast.DAN, now=now)
    Call.objects.create(
        desk_id=cast.DEPARTMENT, rang_at=now, began_at=now, answered_at=now, ended_at=now, by_hand=True,
        phone="19900001234", petition_id=number, outcome="registered", noted_at=now,
    )  # fmt: skip
    paths = ("/desk/calls/back/", f"/desk/calls/back/{row.pk}/", "/desk/calls/")

    def shown() -> list[bool]:
        return [number in page_of(browser("dan").get(path)) for path in paths]

    assert shown() == [True] * 3
    actions.triage(number, klass="tip_off", category="040100", by=cast.WEN, now=AT)
    assert shown() == [False] * 3
    # what the house noted itself stands, and they are called back
    assert "金顺姬问漏水的事" in page_of(browser("dan").get("/desk/calls/back/"))
    assert backs.take(row.pk, by=cast.DAN, now=now).taken_by == cast.DAN.key


SAME = "村里水管漏水，没人修，老人提不动桶，请派人看看水压。"
NEAR = "水管漏水两天，希望供水公司尽快处理水压问题和收费。"


@pytest.mark.parametrize(
    ("words", "percent", "listed"),
    [
        (NEAR, 25, False),  # the night proposed it for the same person
        ("我叫金顺姬，电话19900001234，" + NEAR, 50, False),  # alike by the name that both begin with
        (SAME, 90, True),
    ],
)
def test_a_pair_of_the_night_tells_of_no_person_in_common(
    browser: Browser, words: str, percent: int, listed: bool
) -> None:
    begins = words.partition("水管")[0] if percent == 50 else ""
    one, two = (cast.comes_in(text=text).number for text in (begins + SAME, words))
    propose(one, two, percent=percent, now=AT)
    sorts_elsewhere()
    assert two in page_of(browser("lee").get("/desk/same/"))
    actions.triage(two, klass="tip_off", category="040100", by=cast.DAN, now=AT)
    assert (two in page_of(browser("lee").get("/desk/same/"))) is listed
    assert two in page_of(browser("dan").get("/desk/same/"))  # who speaks is theirs to know


def test_pairs_behind_those_that_are_left_out_are_still_listed() -> None:
    told = [cast.comes_in(text=SAME).number for _ in range(3)]
    for n in range(3):
        propose(told[0], secret(text=NEAR, title="别的"), percent=90 - n, now=AT)
    propose(told[1], told[2], percent=40, now=AT)
    assert [row.percent for row in proposals(LEE, size=1)] == [40]
    assert [row.percent for row in proposals(cast.DAN, size=3)] == [90, 89, 88, 40]


@pytest.mark.parametrize("confidential", [True, False])
def test_no_letter_tells_in_which_language_somebody_speaks_in_confidence(
    browser: Browser, confidential: bool
) -> None:
    told = []
    for language in ("zh-hans", "ko"):
        person = replace(cast.JIN, language=language)
        number = secret(person=person, confidential=confidential)
        at = cast.go(number, Verb.NOTIFY)
        actions.draft(number, outcome="supported", text="修好了。", by=cast.BAO, now=at)
        actions.approve(number, by=cast.BO, now=at)
        actions.issue(number, by=cast.BAO, now=at)
        page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
        urls = sorted(set(re.findall(rf"/desk/matter/{number}/letter/\d+.pdf", page)))
        papers = [words_of(browser("bao").get(url).getvalue()) for url in urls]
        told.append([bool(re.search("[가-힣]", words)) for words in papers])
    assert told == ([[False, False]] * 2 if confidential else [[False, False], [True, True]])


def test_whoever_wrote_in_korean_in_confidence_is_answered_in_both(browser: Browser) -> None:
    number = secret(text="수도물이 사흘째 나오지 않습니다. 고쳐주십시오.")
    cast.go(number, Verb.NOTIFY)
    page = page_of(browser("bao").get(f"/desk/matter/{number}/"))
    (url,) = set(re.findall(rf"/desk/matter/{number}/letter/\d+.pdf", page))
    assert re.search("[가-힣]", words_of(browser("bao").get(url).getvalue()))
