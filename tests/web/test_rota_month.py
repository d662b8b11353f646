"""The rota as a calendar, two duties swapped with and without a mouse, the sheet for the notice board."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from huiyin.rooms.duty.actions import substitute
from huiyin.rooms.duty.models import Shift
from tests.rooms.cast import START
from tests.rooms.duty_cast import DAN, DAY, LAW, MAG, MONDAY, SEC, planned
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import english, on_monday, statements

Clock = Callable[[datetime], None]
MONTH, SWAP, SHEET = "/desk/duty/calendar/", "/desk/duty/swap/", "/desk/duty/sheet/"
WEEK = DAY * 7
__all__ = ["on_monday"]


def pair() -> tuple[Shift, Shift]:
    return planned(LAW, MONDAY + WEEK), planned(MAG, MONDAY + WEEK * 2)


def test_weeks_are_rows_with_leaders_on_their_days_and_gaps_in_sight(browser: Browser) -> None:
    one, _other = pair()
    day = planned(SEC, MONDAY + WEEK + DAY * 2, 1, kind="monthly")
    page = english(browser, "dan", MONTH)
    assert re.search(rf'<li class="c1 s7" id="shift-{one.pk}" data-shift="{one.pk}">', page)
    assert re.search(rf'<li class="c3 s1" id="shift-{day.pk}"', page)
    weeks = page.split('<section class="hy-wk')[1:]
    assert len(weeks) == 6  # 23 Feb to 5 April
    assert weeks[1].count("gap") == 5  # this week nobody receives: five working days
    assert weeks[2].count(" gap") == 0
    assert "Gap: on" in page
    assert weeks[1].count('class=" now') + weeks[1].count(" now") >= 1


def test_a_duty_over_two_weeks_is_chosen_once_and_what_cant_be_swapped_not_at_all(browser: Browser) -> None:
    long = planned(LAW, MONDAY + WEEK, 14)
    begun = planned(MAG, MONDAY, 7)
    later = planned(SEC, MONDAY + WEEK * 3)
    part = substitute(later.pk, unit=MAG, reason="开会", by=DAN, now=START)
    page = english(browser, "dan", MONTH)
    assert page.count(f'name="shift" value="{long.pk}"') == 1
    assert f'name="shift" value="{begun.pk}"' in page  # it begins today
    assert f'name="shift" value="{part.pk}"' not in page
    assert 'name="shift"' not in english(browser, "lee", MONTH)  # who doesn't plan


def test_who_may_see_it(browser: Browser) -> None:
    for name in ("bao", "xia", "tao"):
        for path in (MONTH, SHEET):
            assert browser(name).get(path).status_code == 403
    assert browser("lee").get(SWAP).status_code == 403
    assert browser("dan").get(MONTH + "?month=nonsense").status_code == 200


def test_two_chosen_are_shown_and_swapped_once(browser: Browser) -> None:
    one, other = pair()
    client = browser("dan", language="en")
    shown = page_of(client.get(f"{SWAP}?shift={one.pk}&shift={other.pk}"))
    units = re.findall(r'name="unit-\d" value="([^"]+)"', shown)
    assert units == [LAW, MAG]
    assert Shift.objects.get(pk=one.pk).unit_id == LAW  # looking does nothing
    sent = {"shift": [one.pk, other.pk], "unit-0": LAW, "unit-1": MAG}
    for _twice in range(2):
        done = client.post(SWAP, sent)
        assert (done.status_code, done["Location"]) == (303, f"{MONTH}?month=2026-03#shift-{one.pk}")
    assert (Shift.objects.get(pk=one.pk).unit_id, Shift.objects.get(pk=other.pk).unit_id) == (MAG, LAW)
    stale = client.post(SWAP, {**sent, "unit-0": SEC})
    assert stale.status_code == 422
    assert "Somebody has changed one of the two meanwhile" in page_of(stale)


@pytest.mark.parametrize(
    "query", ["", "?shift=1", "?shift=1&shift=2&shift=3", "?shift=x&shift=y", "?shift=998&shift=999"]
)
def test_anything_but_two_is_told_and_does_nothing(browser: Browser, query: str) -> None:
    page = browser("dan", language="en").get(SWAP + query)
    assert page.status_code == 422
    assert 'role="alert"' in page_of(page)
    assert '<button class="btn btn-primary btn-big"' not in page_of(page)


def test_what_the_rules_refuse_is_said_before_the_button(browser: Browser) -> None:
    one = planned(LAW, MONDAY + WEEK)
    day = planned(SEC, MONDAY + WEEK, 1, kind="monthly")
    page = browser("dan", language="en").get(f"{SWAP}?shift={one.pk}&shift={day.pk}")
    assert page.status_code == 422
    assert "Only duties of the same kind can be swapped" in page_of(page)


@pytest.mark.parametrize(
    ("wanted", "lang", "charge"), [("zh-hans", "zh-Hans-CN", "政法、信访"), ("ko", "ko-CN", "政法")]
)
def test_the_sheet_has_what_the_notice_board_needs(
    browser: Browser, wanted: str, lang: str, charge: str
) -> None:
    planned(LAW, MONDAY, phone="0433-8800009")
    page = english(browser, "dan", f"{SHEET}?month=2026-03&in={wanted}")
    assert f'<article class="card hy-notice" lang="{lang}">' in page
    row = page.split("<tbody", 1)[1].split("</tr>", 1)[0]
    for said in ("Lee", "0433-8800009", charge):
        assert said in row
    assert row.count("<td") == row.count("data-word=") == 4  # a card on a phone: each with its label
    assert "开会" not in page


def test_the_sheet_never_says_why_somebody_stands_in(browser: Browser) -> None:
    shift = planned(MAG, MONDAY)
    substitute(shift.pk, unit=LAW, reason="家里有事", by=DAN, now=START)
    page = english(browser, "lee", f"{SHEET}?month=2026-03&in=zh-hans")
    assert "家里有事" not in page
    assert "Lee" in page


def test_a_month_costs_the_same_with_few_and_many(browser: Browser) -> None:
    client = browser("dan")
    pair()
    few = statements(client, MONTH)
    planned(SEC, MONDAY + WEEK * 3)
    planned(SEC, MONDAY + DAY, 1, kind="monthly")
    assert statements(client, MONTH) == few <= 8


def test_the_sheet_has_no_column_that_says_nothing(browser: Browser) -> None:
    planned(MAG, MONDAY + WEEK)  # nobody with an account holds that post
    sheet = page_of(browser("dan").get(f"{SHEET}?month=2026-03"))
    assert sheet.count('<th scope="col"') == 4
    assert "8:30\u2060–\u206011:30，13:30\u2060–\u206017:00" in sheet  # no line ends inside a span
    planned(LAW, MONDAY)
    assert page_of(browser("dan").get(f"{SHEET}?month=2026-03")).count('<th scope="col"') == 5
