"""Units at a glance and the calendar of last days: each number is that of its rows, for each only what they see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import protecting
from huiyin.rooms.cases.models import Matter
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import overview
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

Clock = Callable[[datetime], None]
BOARD, CALENDAR = "/desk/board/", "/desk/calendar/"


@pytest.fixture(autouse=True)
def later_that_month(now: Clock, browser: Browser) -> None:
    """A Thursday, so that some are late."""
    now(cast.START + timedelta(days=17))


def at(verb: Verb | None = None) -> str:
    number = cast.comes_in().number
    if verb is not None:
        cast.go(number, verb)
    return number


def rows_of(client: Client, url: str) -> int:
    return page_of(client.get(unescape(url))).count('class="hy-title"')


def test_every_number_of_the_board_is_that_of_its_rows(browser: Browser) -> None:
    for verb in (None, None, Verb.TRIAGE, Verb.FORWARD, Verb.NOTIFY, Verb.NOTIFY):
        at(verb)
    Matter.objects.filter(status="triaged").update(urgent=True)
    client = browser("dan")
    cells = re.findall(r'class="hy-n [a-z]*" href="([^"]+)">(\d+)<', page_of(client.get(BOARD)))
    assert len(cells) == 2 * 5  # two units
    assert sum(int(n) for _url, n in cells[0::5]) == 6
    assert sum(int(n) for _url, n in cells[1::5]) > 0
    for url, n in cells:
        assert rows_of(client, url) == int(n), url


def test_the_board_is_for_who_sees_the_county(browser: Browser) -> None:
    for name in ("liu", "bao", "bo", "tao", "xia"):
        assert browser(name).get(BOARD).status_code == 403


@pytest.mark.parametrize("name", ["dan", "bao"])
def test_every_day_of_the_calendar_opens_its_rows(browser: Browser, name: str) -> None:
    for verb in (None, Verb.FORWARD, Verb.NOTIFY, Verb.NOTIFY):
        at(verb)
    client = browser(name)
    seen = 0
    for month in ("2026-03", "2026-04", "2026-05"):
        page = page_of(client.get(f"{CALENDAR}?month={month}"))
        for url, n in re.findall(r'class="hy-clock [a-z]+" href="([^"]+)" aria-label="[^"]+">(\d+)<', page):
            assert rows_of(client, url) == int(n)
            seen += int(n)
    assert seen >= (3 if name == "dan" else 2)


def test_a_units_month_names_its_matters_and_a_full_one_only_counts(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [at(Verb.NOTIFY) for _ in range(4)]
    due = Matter.objects.get(pk=numbers[0]).next_due
    path, client = f"{CALENDAR}?month={due:%Y-%m}", browser("bao", language="en")
    named = re.findall(r'<li><a href="/desk/matter/([0-9-]+)/"', page_of(client.get(path)))
    assert len(named) == overview.MOST_A_DAY
    assert set(named) < set(numbers)
    assert "No term ends" not in page_of(client.get(path))
    assert "No term ends" in page_of(client.get(f"{CALENDAR}?month=2026-12"))
    monkeypatch.setattr(overview, "MOST_NAMED", 3)
    full = page_of(client.get(path))
    assert "hy-month-named" not in full
    assert "hy-clock" in full


def test_what_the_guard_keeps_away_is_on_no_day(browser: Browser) -> None:
    number = at(Verb.NOTIFY)
    due = Matter.objects.get(pk=number).next_due
    assert due is not None
    path = f"{CALENDAR}?month={due:%Y-%m}"
    assert "hy-clock" in page_of(browser("bao").get(path))
    protecting.accuse(
        number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10)
    )
    assert "hy-clock" not in page_of(browser("bao").get(path))
    assert number not in page_of(browser("bao").get(path))
    assert browser("xia").get(CALENDAR).status_code == 403


@pytest.mark.parametrize(
    "query", ["?month=x", "?month=2026-13", "?month=1900-01", "?unit=NOBODY", "?month=%00"]
)
def test_an_address_that_makes_no_sense_shows_this_month(browser: Browser, query: str) -> None:
    page = page_of(browser("dan").get(CALENDAR + query))
    assert "2026年3月" in page
    assert page.count('aria-current="date"') == 1


@pytest.mark.parametrize("month", ["2026-02", "2026-03", "2026-05", "2026-08", "2026-11", "2027-02"])
def test_a_month_is_whole_weeks_that_hold_all_its_days(browser: Browser, month: str) -> None:
    page = page_of(browser("dan").get(f"{CALENDAR}?month={month}"))
    days = [
        int(d)
        for d in re.findall(r'<td class="(?![^"]*beside)[^"]*"[^>]*><span class="hy-small">(\d+)', page)
    ]
    assert days == list(range(1, max(days) + 1))
    assert len(days) in (28, 30, 31)
    assert page.count("<td ") % 7 == 0


@pytest.mark.parametrize("path", [BOARD, CALENDAR])
def test_it_costs_the_same_however_much_there_is(browser: Browser, path: str) -> None:
    client = browser("dan")

    def asked() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    at()
    one = asked()
    for _ in range(10):
        at(Verb.FORWARD)
    assert asked() == one <= 6


@pytest.mark.parametrize("query", ["?on=2026-03-1", "?on=x", "?on=20260301"])
def test_a_day_that_is_none_is_left_out_of_the_list(browser: Browser, query: str) -> None:
    number = at()
    assert number in page_of(browser("dan").get(f"/desk/list/{query}"))
