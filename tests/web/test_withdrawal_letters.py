"""The letter that confirms a withdrawal, as the petitioner reads it: to them by name, from the house that signs it."""

from __future__ import annotations

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.county.queries import law, unit
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Route, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared import letters
from tests.rooms import cast
from tests.web.conftest import Browser
from tests.web.test_after_answer import Clock, looking

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize("secret", [False, True])
def test_it_greets_by_name_whoever_may_be_named_and_says_who_signs(
    browser: Browser, now: Clock, secret: bool
) -> None:
    home = cast.comes_in(person=Person(name="朴成浩"), confidential=secret)
    withdraw(home.number, petition=home.number, text="不用了。", by=PETITIONER, now=cast.START)
    actions.triage(home.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    begun = letters.beginning(Verb.DECLINE, subject(file_of(home.number), law(), cast.START), Route.WITHDRAWN)
    actions.decline(home.number, route="withdrawn", text=begun, by=cast.DAN, now=cast.START)
    now(cast.START)
    page = looking(browser, home, "zh-hans")[1]
    letter = page.partition('id="h-answer"')[2]
    assert ("朴成浩：" in letter) is not secret
    assert ("信访人：" in letter) is secret
    house = unit(cast.DEPARTMENT)
    assert house is not None
    assert f"{house.name} · 2026年3月2日出具" in letter
