"""The page of the two yearly duties: until when, whose, how they stand; for whoever sees the county."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from huiyin.rooms.county.yearly import fulfil_yearly_duty
from huiyin.web.shared import words
from tests.rooms.duty_cast import SONG
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import Clock, english, on_monday, statements
from tests.web.test_house import check_page

__all__ = ["on_monday"]
PAGE = "/desk/yearly/"


def test_what_the_county_owes_each_year_stands_there_with_its_day(browser: Browser, now: Clock) -> None:
    page = english(browser, "dan", PAGE)
    rows = page.split("<tr role")[2:]
    assert [("Yearly assessment" in row, "Annual report" in row) for row in rows] == [
        (True, False), (False, True), (True, False), (False, True),
    ]  # fmt: skip
    assert ("31 Dec 2025" in rows[0], "61 days late" in rows[0]) == (True, True)
    assert "committee and government" in rows[0]
    assert "31 Jan 2026" in rows[1]
    assert "names no day for it" in rows[1]
    check_page(page)


def test_what_is_done_says_when(browser: Browser) -> None:
    moment = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    fulfil_yearly_duty("T13", year=2025, by=SONG, now=moment, note="已报州信访局")
    page = english(browser, "song", PAGE)
    assert "done on 2 Mar 2026" in page
    assert "已报州信访局" in page
    assert page.count("days late") == 1


@pytest.mark.parametrize(("name", "status"), [("dan", 200), ("song", 200), ("bao", 403), ("", 302)])
def test_it_is_for_whoever_sees_the_county(browser: Browser, name: str, status: int) -> None:
    assert browser(name).get(PAGE).status_code == status


def test_the_menu_leads_there_and_it_costs_little(browser: Browser) -> None:
    assert f'href="{PAGE}"' in page_of(browser("dan").get("/desk/list/"))
    assert f'href="{PAGE}"' not in page_of(browser("bao").get("/desk/list/"))
    assert statements(browser("dan"), PAGE) <= 6


def test_both_duties_have_a_word() -> None:
    from huiyin.rules.yearly import Yearly

    assert set(words.labels(Yearly, "en")) == set(Yearly)


def test_whoever_supervises_notes_it_as_done_once(browser: Browser, now: Clock) -> None:
    assert "Note it as done" in english(browser, "song", PAGE)
    assert "Note it as done" not in english(browser, "dan", PAGE)
    client, address = browser("song", language="en"), f"{PAGE}T13/2025/done/"
    sent = client.post(address, {"note": "已报州信访局"})
    assert (sent.status_code, sent["Location"]) == (303, PAGE)
    assert "已报州信访局" in page_of(client.get(PAGE))
    again = client.post(address, {"note": "又一次"})
    assert again.status_code == 422
    assert "noted as done" in page_of(again)
    assert "又一次" in page_of(again), "what was typed isn't lost"
    twice = client.post(address, {"note": "已报州信访局"})
    assert (twice.status_code, twice["Location"]) == (303, PAGE), "a double click"
    assert browser("dan").post(address, {}).status_code == 422
    assert browser("bao").post(address, {}).status_code == 403
    assert client.get(address).status_code == 405


def test_what_was_typed_stays_where_it_is_refused(browser: Browser, now: Clock) -> None:
    page = page_of(browser("song", language="en").post(f"{PAGE}T14/2025/done/", {"note": "长" * 201}))
    assert "201 characters" in page
    assert "长" * 201 in page
    assert re.search(r'name="note" value="长{201}"[^>]* aria-invalid="true"[^>]* autofocus', page)
    assert page.count("201 characters") == 1, "said beside its field"
    nul = browser("song", language="en").post(f"{PAGE}T14/2025/done/", {"note": "已报\x00州"})
    assert nul.status_code == 422, "a database of the county may not keep it"
    assert 'value="已报州"' in page_of(nul)
    check_page(page_of(nul))


def test_no_code_of_ours_stands_beside_a_duty(browser: Browser) -> None:
    rows = english(browser, "dan", PAGE).split("<tbody")[1]
    assert not re.search(r">\s*T1[34]\s*<", rows)
