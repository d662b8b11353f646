"""Lists and counts give no answer to the question whether somebody speaks in confidence: they are the same for a stranger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.people import Person
from huiyin.rooms.insight import same
from tests.rooms import cast
from tests.web.confidence_cast import PAK, a_leader, secret
from tests.web.conftest import Browser, page_of

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
