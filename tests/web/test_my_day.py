"""My day: each number is that of the rows behind it, nobody counts what they don't see, and the cost is bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions, following, protecting, together, transfers, working
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import Role
from huiyin.rules.senders import Sender
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import my_day
from tests.rooms import cast
from tests.rooms.duty_cast import LAW, add_leaders
from tests.web.conftest import PASSWORD, Browser, page_of

Clock = Callable[[datetime], None]
TILE = re.compile(
    r'class="hy-tile [a-z]*" href="([^"]+)"><span class="hy-figure">([0-9+]+)</span> <span class="hy-tile-word">([^<]+)<'
)
EVERYBODY = ("dan", "liu", "bao", "bo", "wu", "tao", "xia", "lee", "song")


@pytest.fixture(autouse=True)
def three_weeks_on(now: Clock, browser: Browser, people: dict[str, User]) -> None:
    """A leader and a supervisor have accounts too; it is a Thursday later that month."""
    add_leaders()
    long_ago = cast.START.replace(year=2020)
    for name, role, unit in (("lee", Role.LEADER, LAW), ("song", Role.SUPERVISOR, cast.DEPARTMENT)):
        user = User(username=name, name=name.title(), created_at=long_ago)
        user.set_password(PASSWORD)
        user.save()
        Post.objects.create(user=user, unit_id=unit, role=role, since=long_ago)
        people[name] = user
    now(cast.START + timedelta(days=24))


def at(verb: Verb | None = None) -> str:
    number = cast.comes_in().number
    if verb is not None:
        cast.go(number, verb)
    return number


def a_full_house() -> None:
    """Matters in every open state, one that came back, one with a promise, one that is co-handled."""
    for verb in (
        None,
        Verb.TRIAGE,
        Verb.FORWARD,
        Verb.SIGN,
        Verb.NOTIFY,
        Verb.DRAFT,
        Verb.APPROVE,
        Verb.ISSUE,
        Verb.DELIVER,
    ):
        at(verb)
    number = at(Verb.NOTIFY)
    together.co_handle(
        number, to=cast.WATER, text="请提供管网图。", by=cast.BAO, now=cast.START + timedelta(hours=10)
    )
    following.pledge(
        number, party="环境局", text="接通管道。", due=(cast.START + timedelta(days=9)).date(), by=cast.BAO,
        now=cast.START + timedelta(hours=11),
    )  # fmt: skip


def tiles(client: Client) -> dict[str, tuple[str, str]]:
    """Word: count and address."""
    page = page_of(client.get("/desk/"))
    return {word: (count, unescape(url)) for url, count, word in TILE.findall(page)}


def rows_of(client: Client, url: str) -> int:
    """How many rows the list has, page after page."""
    found, at_page = 0, url
    while at_page:
        page = page_of(client.get(at_page))
        found += page.count('class="hy-title"')
        more = re.search(r'href="([^"]+)" rel="next"', page)
        at_page = unescape(more[1]) if more else ""
    return found


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_number_is_that_of_the_rows_it_opens(browser: Browser, name: str) -> None:
    a_full_house()
    client = browser(name)
    found = tiles(client)
    assert bool(found) is (name != "xia")
    for word, (count, url) in found.items():
        assert rows_of(client, url) == int(count), word


def test_each_is_told_what_waits_for_their_posts(browser: Browser) -> None:
    a_full_house()
    words = {name: set(tiles(browser(name, language="en"))) for name in EVERYBODY}
    assert {"To sort", "To send on", "To close"} <= words["dan"]
    assert "To approve" not in words["dan"]
    assert "To approve" in words["bo"] & words["lee"]
    assert "To sign for" in words["bao"]
    assert "To approve" not in words["bao"]
    assert "To sort" not in words["lee"] | words["song"] | words["liu"]
    assert "Owned by me" in words["lee"]
    assert "Asked for more days" not in words["lee"]


def test_a_leader_counts_what_waits_for_their_own_signature(browser: Browser) -> None:
    at(Verb.DRAFT)
    assert tiles(browser("bo", language="en"))["To approve"][0] == "1"
    count, url = tiles(browser("lee", language="en"))["To approve"]
    assert (count, url) == ("0", "/desk/leader/#h-waits")


def test_what_the_desk_owes_on_matters_that_others_have_is_late_at_the_desk(browser: Browser) -> None:
    number = cast.comes_in().number
    actions.triage(
        number,
        klass="appeal",
        category="040100",
        urgent=True,
        by=cast.DAN,
        now=cast.START + timedelta(hours=1),
    )
    actions.forward(number, to=cast.BUREAU, by=cast.DAN, now=cast.START + timedelta(hours=2))
    found = tiles(browser("dan", language="en"))
    count, url = found["Our own duties past their day"]
    assert int(count) >= 1
    assert rows_of(browser("dan"), url) == int(count)
    assert "Our own duties past their day" not in tiles(browser("bao", language="en"))


def test_results_that_are_owed_to_a_sender_are_counted(browser: Browser) -> None:
    """Of three: one past its sender's day, one answered and past it, one that has time."""
    for foreign, days, verb in (("A", 10, None), ("B", 12, Verb.DELIVER), ("C", 90, Verb.SIGN)):
        number = transfers.take_transfer(
            transfers.Passed(Sender.PREFECTURE, foreign, "", (cast.START + timedelta(days=days)).date()),
            received_at=cast.START, exchanged_at=None, persons=1, title="没有水", text="没有水。", person=cast.JIN,
            desk=cast.DEPARTMENT, by=cast.DAN, now=cast.START,
        ).number  # fmt: skip
        if verb is not None:
            cast.go(number, verb)
    client = browser("dan", language="en")
    found = tiles(client)
    for word, rows in (("Results to report back", 1), ("Results past the sender’s day", 2)):
        count, url = found[word]
        assert (int(count), rows_of(client, url)) == (rows, rows), word
    assert "Results to report back" not in tiles(browser("lee", language="en"))


def test_what_the_guard_keeps_away_isnt_counted(browser: Browser) -> None:
    number = at(Verb.FORWARD)
    before = tiles(browser("bao", language="en"))["To sign for"][0]
    protecting.accuse(
        number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10)
    )
    after = tiles(browser("bao", language="en"))["To sign for"][0]
    assert (before, after) == ("1", "0")
    assert tiles(browser("dan", language="en"))["Came back or answered"][0] == "0"


def test_a_count_ends_where_it_no_longer_matters(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_day, "MOST_COUNTED", 2)
    monkeypatch.setattr(working.count, "__kwdefaults__", {"most": 2})
    for _ in range(4):
        at()
    assert tiles(browser("dan", language="en"))["To sort"][0] == "2+"


@pytest.mark.parametrize("name", ["dan", "bo", "lee"])
def test_the_day_costs_the_same_however_much_there_is(browser: Browser, name: str) -> None:
    client = browser(name)

    def asked() -> int:
        client.get("/desk/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/").status_code == 200
        return len(queries)

    a_full_house()
    one = asked()
    for _ in range(3):
        a_full_house()
    assert asked() == one <= 25


def test_whoever_has_no_matters_is_told_so_and_sees_who_is_on_duty(browser: Browser) -> None:
    page = page_of(browser("xia", language="en").get("/desk/"))
    assert "Nothing waits here" in page
    assert "On duty today" in page
    assert 'href="/desk/list/"' not in page


def test_a_matter_of_a_closed_unit_that_nobody_goes_on_for_is_the_dispatchers_to_place(
    browser: Browser,
) -> None:
    at(Verb.SIGN)
    word = "Needs a unit: "
    assert not [one for one in tiles(browser("dan", language="en")) if one.startswith(word)]
    Unit.objects.filter(pk=cast.BUREAU).update(is_active=False)
    forget()
    found = {one: told for one, told in tiles(browser("dan", language="en")).items() if one.startswith(word)}
    [(said, (count, url))] = found.items()
    assert said.endswith(" (closed)")
    assert count == "1" == str(rows_of(browser("dan"), url))
    assert not [one for one in tiles(browser("bo", language="en")) if one.startswith(word)]
    Unit.objects.filter(pk=cast.BUREAU).update(successor=cast.WATER)
    forget()
    assert not [one for one in tiles(browser("dan", language="en")) if one.startswith(word)]
