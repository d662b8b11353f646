"""What the lists of the desk can be narrowed to, and what leaders last said of what they own."""

from __future__ import annotations

import pytest

from huiyin.rooms.cases import owning
from tests.rooms import cast
from tests.rooms.duty_cast import LAW
from tests.web.conftest import Browser, page_of, untorn
from tests.web.test_lists import DAY, everything, matter, three_weeks_on

__all__ = ["three_weeks_on"]


def test_what_leaders_own_says_when_they_last_reported(browser: Browser) -> None:
    everything()
    silent = matter()
    owning.own(silent, leader=LAW, reason="x", by=cast.DAN, now=cast.START + DAY)
    page = page_of(browser("lee", language="en").get("/desk/owned/"))
    assert untorn(page).count("last report 2 Mar") == 1
    assert page.count("nothing reported yet") == 1


def test_what_is_due_can_be_narrowed_to_one_unit(browser: Browser) -> None:
    at_bureau, at_desk = matter(), cast.comes_in().number
    client = browser("dan", language="en")
    page = page_of(client.get("/desk/due/?on=2026-05-06"))
    assert (at_bureau in page, at_desk in page) == (True, True)
    link = f"on=2026-05-06&amp;unit={cast.BUREAU}"
    assert link in page
    page = page_of(client.get(f"/desk/due/?on=2026-05-06&unit={cast.BUREAU}"))
    assert (at_bureau in page, at_desk in page) == (True, False)
    page = page_of(client.get("/desk/due/?on=2026-05-06&unit=C-NONE"))  # no such: all of them
    assert (at_bureau in page, at_desk in page) == (True, True)
    assert "unit=" not in page_of(browser("bao").get("/desk/due/?on=2026-05-06"))  # their own alone


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59+00:00"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/desk/list/?sort=new", "/desk/list/?sort=old", "/desk/mailbox/", "/desk/triage/", "/desk/owned/", "/desk/notices/",
        "/desk/figures/rows/?period=2026-03&channel=visit&measure=batches", "/desk/backlog/", "/desk/commitments/",
    ],
)  # fmt: skip
def test_a_key_of_no_moment_that_can_be_shown_is_no_key(browser: Browser, path: str, moment: str) -> None:
    number = cast.comes_in().number
    answer = browser("dan").get(path, {"after": f"{moment}_{number}"})
    assert answer.status_code in (200, 400, 403, 404), path
