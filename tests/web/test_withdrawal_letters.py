"""The letter that confirms a withdrawal, as the petitioner reads it: to them by name, from the house that signs it."""

from __future__ import annotations

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.county.queries import law, unit
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Route, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared import letters
from huiyin.web.shared.papers import letter as papers
from tests.rooms import cast
from tests.web.conftest import Browser
from tests.web.paper_reading import words_of
from tests.web.test_after_answer import DAY, Clock, looking

pytestmark = pytest.mark.usefixtures("county")


def by_name(browser: Browser, receipt: Receipt) -> tuple[str, str]:
    """How the last letter begins on the petitioner's page, and on the desk's own print of it."""
    page = looking(browser, receipt, "zh-hans")[1].partition('id="h-answer"')[2]
    seq = papers.letters(file_of(receipt.number))[-1].seq
    print_of = browser("dan", language="zh-hans").get(f"/desk/matter/{receipt.number}/letter/{seq}.pdf")
    return page, words_of(print_of.content)


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize("which", ["answer", "own words", "declined", "confirmed"])
def test_every_letter_greets_by_name_whoever_may_be_named_on_page_and_paper(
    browser: Browser, now: Clock, which: str, secret: bool
) -> None:
    home = cast.comes_in(person=Person(name="朴成浩"), confidential=secret)
    if which in ("answer", "own words"):
        text = "信访人：\n\n水管已经修好。" if which == "own words" else "水管已经修好。"
        at = cast.go(home.number, Verb.NOTIFY)
        actions.draft(home.number, outcome="supported", text=text, by=cast.BAO, now=at)
        actions.approve(home.number, by=cast.BO, now=at)
        actions.issue(home.number, by=cast.BAO, now=at)
    else:
        route = "withdrawn" if which == "confirmed" else "court"
        if which == "confirmed":
            withdraw(home.number, petition=home.number, text="不用了。", by=PETITIONER, now=cast.START)
        actions.triage(home.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
        actions.decline(home.number, route=route, text="请向法院起诉。", by=cast.DAN, now=cast.START)
    now(cast.START + DAY)
    for read in by_name(browser, home):
        assert ("朴成浩：" in read) is not secret
        assert ("信访人：" in read) is secret


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
