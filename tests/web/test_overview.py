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

from huiyin.rooms.cases import asked_back, following, pressing, protecting, together
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.clocks import Clock as Code
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import calendar_terms
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

Clock = Callable[[datetime], None]
SUN = cast.person("sun", Role.SUPERVISOR, cast.DEPARTMENT)
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
    numbers = [at(Verb.NOTIFY) for _ in range(5)]
    due = Matter.objects.get(pk=numbers[0]).next_due
    path, client = f"{CALENDAR}?month={due:%Y-%m}", browser("bao", language="en")
    boxes = page_of(client.get(path)).split("</table>")[0]
    named = re.findall(
        r'<li><span class="hy-clock [a-z ]+">[^<]+</span><a href="/desk/matter/([0-9-]+)/"', boxes
    )
    assert len(named) == calendar_terms.MOST_A_DAY
    assert set(named) < set(numbers)
    assert "No term ends" not in page_of(client.get(path))
    assert "No term ends" in page_of(client.get(f"{CALENDAR}?month=2026-12"))
    monkeypatch.setattr(calendar_terms, "MOST_NAMED", 3)
    full = page_of(client.get(path))
    assert "hy-month-named" not in full
    assert "hy-clock" in full


def test_a_units_calendar_has_each_term_of_a_matter_and_what_it_contributes_and_promised(
    browser: Browser,
) -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.NOTIFY)
    now = cast.START + timedelta(days=16)
    pressing.supervise(number, why="evasion", text="请说明。", days=20, by=SUN, now=now)
    owed = (now + timedelta(days=12)).date()
    following.pledge(number, party="分局", text="换管", due=owed, by=cast.BAO, now=now)
    asked_back.ask_back(number, petition=number, text="何时修？", by=cast.PAK, now=now)
    together.co_handle(number, to=cast.WATER, text="请查。", by=cast.BAO, now=now)
    bao, wu = browser("bao", language="en"), browser("wu", language="en")
    words = set[str]()
    for month in ("2026-03", "2026-04", "2026-05"):
        page = page_of(bao.get(f"{CALENDAR}?month={month}"))
        words |= set(re.findall(r'<li><span class="hy-clock [a-z ]+">([^<]+)</span>', page))
    assert words == {"Answer", "Answer the supervision", "Answer the question", "Carry out what was promised"}
    (run,) = (run for run in file_of(number).state.running if run.code is Code.L8)
    page = page_of(wu.get(f"{CALENDAR}?month={run.due_on:%Y-%m}"))
    assert re.findall(r'<li><span class="hy-clock [a-z ]+">([^<]+)</span>', page) == ["Contribute"]
    opened = page_of(bao.get(f"/desk/due/?on={owed}&only=1"))
    assert "换管" in opened
    assert opened.count('class="hy-title"') == 1
    assert "hy-agenda" in page_of(bao.get(f"{CALENDAR}?month={owed:%Y-%m}"))


def test_the_county_looks_at_one_unit_in_the_same_way(browser: Browser) -> None:
    number = at(Verb.NOTIFY)
    due = Matter.objects.get(pk=number).next_due
    assert due is not None
    dan = browser("dan", language="en")
    page = page_of(dan.get(f"{CALENDAR}?month={due:%Y-%m}&unit={cast.BUREAU}"))
    assert "hy-month-named" in page
    assert f"/desk/due/?on={due}&amp;only=1&amp;unit={cast.BUREAU}" in page
    assert f"&amp;unit={cast.BUREAU}" in page.split('rel="next"')[0].rsplit("href=", 1)[1]
    elsewhere = page_of(dan.get(f"{CALENDAR}?month={due:%Y-%m}&unit={cast.WATER}"))
    assert f'href="/desk/matter/{number}/"' not in elsewhere


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


def test_a_units_calendar_costs_the_same_however_much_there_is(browser: Browser) -> None:
    client = browser("bao")

    def asked() -> int:
        client.get(CALENDAR)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(CALENDAR).status_code == 200
        return len(queries)

    at(Verb.NOTIFY)
    one = asked()
    for _ in range(10):
        at(Verb.NOTIFY)
    assert asked() == one <= 8


@pytest.mark.parametrize("query", ["?on=2026-03-1", "?on=x", "?on=20260301"])
def test_a_day_that_is_none_is_left_out_of_the_list(browser: Browser, query: str) -> None:
    number = at()
    assert number in page_of(browser("dan").get(f"/desk/list/{query}"))


def test_where_a_closed_unit_has_something_in_hand_it_is_said_who_goes_on(browser: Browser) -> None:
    number = at(Verb.SIGN)
    holder = Matter.objects.get(pk=number).owner_id
    assert holder is not None
    between, last = Unit.objects.filter(is_active=True).exclude(pk=holder).order_by("-pk")[:2]
    Unit.objects.filter(pk=holder).update(is_active=False, successor=between)
    Unit.objects.filter(pk=between.pk).update(is_active=False, successor=last)
    forget()
    dan = browser("dan", language="en")
    said = f"(closed; {last.name_en or last.short} goes on)"
    pages = ("/desk/list/", f"/desk/matter/{number}/", f"/desk/list/assign/?m={number}", BOARD)
    assert [one for one in pages if said not in page_of(dan.get(one))] == []
    at()  # another's
    numbers = re.findall(r'class="hy-n [a-z]*" href="([^"]+)">(\d+)<', page_of(dan.get(BOARD)))
    assert [rows_of(dan, url) for url, _n in numbers] == [int(n) for _url, n in numbers]
    forget()


def test_a_unit_that_was_closed_while_the_form_was_open_is_named_with_who_goes_on(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    Unit.objects.filter(pk=cast.WATER).update(is_active=False, successor=cast.BUREAU)
    forget()
    dan, words = browser("dan", language="en"), {"to": cast.WATER, "days": "10", "remark": "soon"}
    seen = str(file_of(number).state.seq)
    answer = dan.post(f"/desk/matter/{number}/do/assign/", {**words, "seen": seen})
    assert answer.status_code == 422
    heir = Unit.objects.get(pk=cast.BUREAU)
    assert f"has been closed; {heir.name_en or heir.short} goes on with its work" in page_of(answer)
    forget()
