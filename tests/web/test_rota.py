"""The duty rota's pages: who may see and plan, what is said of gaps, what a mistake keeps; and what everybody may read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from huiyin.rooms.county.models import Change, Setting
from huiyin.rooms.county.snapshot import VERSION, forget
from huiyin.rooms.duty.actions import record_reception, substitute
from huiyin.rooms.duty.models import Shift
from tests.rooms import cast
from tests.rooms.duty_cast import DAN, DAY, LAW, MAG, MONDAY, SEC, at, planned
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import Clock, english, on_monday, statements
from tests.web.test_house import check_page

__all__ = ["on_monday"]
PAGES = (
    "/desk/duty/",
    "/desk/duty/plan/",
    "/desk/duty/weeks/",
    "/desk/duty/receptions/",
    "/desk/duty/receptions/new/",
)
# -- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(browser: Browser, path: str) -> None:
    response = browser().get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/desk/login/?next={path}"


@pytest.mark.parametrize(
    ("name", "open_"),
    [("dan", "11111"), ("song", "11110"), ("lee", "10011"), ("bo", "00000"), ("xia", "00000")],
)
def test_each_sees_what_their_post_is_for(browser: Browser, name: str, open_: str) -> None:
    client = browser(name)
    assert "".join("01"[client.get(path).status_code == 200] for path in PAGES) == open_
    assert {client.get(path).status_code for path in PAGES} <= {200, 403}
    assert ("/desk/duty/" in page_of(client.get("/desk/"))) == (open_[0] == "1")


def test_who_may_not_plan_has_no_buttons_and_no_way_around_them(browser: Browser) -> None:
    shift = planned()
    assert f"/desk/duty/{shift.pk}/cancel/" in english(browser, "dan", "/desk/duty/")
    assert f"/desk/duty/{shift.pk}/cancel/" not in english(browser, "lee", "/desk/duty/")
    for path in (*PAGES[1:3], f"/desk/duty/{shift.pk}/cancel/", f"/desk/duty/{shift.pk}/substitute/"):
        assert browser("lee").post(path, {}).status_code == 403
    assert Shift.objects.get().cancelled_at is None


# -- the month ----------------------------------------------------------------------------------------------------


def test_the_month_shows_weeks_leaders_and_gaps_in_words(browser: Browser) -> None:
    planned(place="六楼会议室", phone="0433-8800001")
    page = english(browser, "dan", "/desk/duty/?month=2026-03")
    assert page.index("23 Feb – 1 Mar") < page.index("2 Mar – 8 Mar") < page.index("30 Mar – 5 Apr")
    assert re.search(r"<strong>LAW</strong> <span[^>]*>Lee</span>", page)
    assert "六楼会议室" in page
    assert "Gap: on 15 working days no leader receives" in page
    assert "9 Mar – 13 Mar, 16 Mar – 20 Mar, 23 Mar – 27 Mar" in page
    assert "SEC has no reception day in Mar 2026 yet." in page
    # a week gone by without a leader is told more quietly than one to come
    assert re.search(r'hy-clock missed">No leader</span> 24 Feb – 28 Feb', page)
    assert re.search(r'hy-clock late">No leader</span> 9 Mar – 13 Mar', page)
    check_page(page)


def test_no_gap_is_said_too(browser: Browser) -> None:
    planned(days=40)
    planned(SEC, MONDAY, 1, kind="monthly")
    page = english(browser, "dan", "/desk/duty/")
    assert "No gap" in page
    assert "until Sun 29 Mar" in page
    assert "Gap:" not in page
    assert "has no reception day" not in page
    assert page.count(f'id="shift-{Shift.objects.first().pk}"') == 1  # type: ignore[union-attr]  one id, five weeks
    check_page(page)


def test_who_stands_in_is_named_with_the_reason_for_staff_alone(browser: Browser) -> None:
    substitute(planned().pk, unit=MAG, reason="赴州里开会", by=DAN, now=cast.START)
    desk, public = english(browser, "dan", "/desk/duty/"), english(browser, "", "/duty/")
    for page in (desk, public):
        assert "<strong>MAG</strong>" in page
        assert "stands in for: LAW" in page
    assert "赴州里开会" in desk
    assert "赴州里开会" not in public


@pytest.mark.parametrize("month", ["", "2026-13", "0001-01", "9999-12", "2026", "x\x00", "2026-03-01'"])
def test_an_address_that_means_no_month_shows_todays_or_its_own(browser: Browser, month: str) -> None:
    page = english(browser, "dan", f"/desk/duty/?month={month}")
    assert re.search(r'<h2 id="h-month">Mar 2026</h2>', page)


def test_another_month_leads_back_to_todays(browser: Browser) -> None:
    page = english(browser, "dan", "/desk/duty/?month=2027-01")
    assert re.findall(r"/desk/duty/\?month=([\d-]+)", page)[:4] == [
        "2026-03",
        "2026-12",
        "2027-01",
        "2027-02",
    ]
    assert 'href="/desk/duty/?month=2027-01" aria-current="true"' in page


def test_promises_stand_beside_the_rota(browser: Browser) -> None:
    shift = planned()
    for n in range(7):
        record_reception(shift.pk, day=MONDAY, note="答应了", due_on=MONDAY + DAY * n, by=DAN, now=cast.START)
    page = english(browser, "dan", "/desk/duty/")
    assert page.count("#reception-") == 5
    assert "due today" in page
    assert "答应了" not in page


def test_a_full_month_costs_no_more_queries_than_an_empty_one(browser: Browser) -> None:
    desk, public = browser("dan"), browser()
    empty = statements(desk, "/desk/duty/"), statements(public, "/duty/")
    for n in range(60):
        planned(LAW if n % 2 else MAG, MONDAY + DAY * n, 1, kind="daily")
        planned(SEC, MONDAY + DAY * n, 1, kind="outreach")
    full = statements(desk, "/desk/duty/"), statements(public, "/duty/")
    assert full == empty
    assert full[1] <= 3
    assert full[0] <= 9


# -- planning -----------------------------------------------------------------------------------------------------

ONE = {"unit": LAW, "kind": "weekly", "first": "2026-03-02", "last": "2026-03-08", "place": "", "phone": ""}
WEEKS = {
    "leaders": [SEC, LAW, MAG],
    "begin": MAG,
    "first": "2026-03-04",
    "weeks": "3",
    "place": "",
    "phone": "",
}


def test_a_duty_is_planned_and_shown_in_its_month(browser: Browser) -> None:
    client = browser("song", language="en")
    response = client.post("/desk/duty/plan/", ONE)
    shift = Shift.objects.get()
    assert (response.status_code, response["Location"]) == (
        303,
        f"/desk/duty/?month=2026-03#shift-{shift.pk}",
    )
    assert (shift.unit_id, shift.last) == (LAW, date(2026, 3, 8))
    assert f'id="shift-{shift.pk}"' in page_of(client.get("/desk/duty/?month=2026-03"))
    client.post(
        "/desk/duty/plan/", {**ONE, "unit": SEC, "kind": "monthly", "first": "2026-03-20", "last": ""}
    )
    assert Shift.objects.filter(first="2026-03-20", last="2026-03-20").count() == 1
    assert Change.objects.filter(verb="plan_shift").count() == 2


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"unit": ""}, "unit", "Please choose one of these."),
        ({"unit": cast.BUREAU}, "unit", "no such leader"),
        ({"kind": "yearly"}, "kind", "Please choose one from the list."),
        ({"first": "tomorrow"}, "first", "Please give a day"),
        ({"first": "1066-10-14"}, "first", "Please give a day"),
        ({"first": "2026-03-01", "last": "2026-03-01"}, "first", "These days are over"),
        ({"last": "2026-03-01"}, "last", "The last day lies before the first."),
        ({"last": "2027-03-03"}, "last", "A duty lasts a year at most."),
        ({"first": "2027-04-01", "last": ""}, "first", "more than a year ahead"),
        ({"place": "x" * 121}, "place", "at most 120 fit"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_stands_beside_the_field(
    browser: Browser, change: dict[str, str], field: str, sentence: str
) -> None:
    response = browser("dan", language="en").post(
        "/desk/duty/plan/", {**ONE, "phone": "0433-8800001", **change}
    )
    page = page_of(response)
    assert response.status_code == 422
    assert 'value="0433-8800001"' in page
    assert sentence in re.findall(rf'id="f-{field}-error">([^<]*)<', page)[0].replace("&#x27;", "'")
    assert not Shift.objects.exists()
    check_page(page)


def test_a_taken_day_is_told_with_day_and_leader(browser: Browser) -> None:
    planned()
    page = page_of(browser("dan", language="en").post("/desk/duty/plan/", {**ONE, "unit": MAG}))
    assert "On 2 Mar 2026 a duty of this kind is planned already: LAW." in page


def test_weeks_in_turn_begin_with_whom_one_wants(browser: Browser) -> None:
    response = browser("dan").post("/desk/duty/weeks/", WEEKS)
    assert response.status_code == 303
    assert list(Shift.objects.order_by("first").values_list("unit_id", flat=True)) == [MAG, LAW, SEC]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"leaders": []}, "leaders", "Please fill this in."),
        ({"leaders": [LAW, cast.BUREAU]}, "leaders", "no such leader"),
        ({"leaders": [LAW]}, "begin", "no such leader"),
        ({"weeks": "54"}, "weeks", "from 1 to 53"),
        ({"first": "2026-02-28"}, "first", "These days are over"),
    ],
)
def test_weeks_with_a_mistake_keep_what_was_ticked(
    browser: Browser, change: dict[str, Any], field: str, sentence: str
) -> None:
    response = browser("dan", language="en").post("/desk/duty/weeks/", {**WEEKS, **change})
    page = page_of(response)
    assert response.status_code == 422
    assert sentence in re.findall(rf'id="f-{field}-error">([^<]*)<', page)[0].replace("&#x27;", "'")
    ticked = re.findall(r'name="leaders" value="([\w-]+)"[^>]* checked', page)
    assert set(ticked) == set(change.get("leaders", WEEKS["leaders"])) - {cast.BUREAU}
    assert not Shift.objects.exists()
    check_page(page)


def test_a_fresh_form_goes_on_where_the_rota_ends(browser: Browser) -> None:
    page = english(browser, "dan", "/desk/duty/weeks/")
    assert page.count(" checked") == 3
    assert 'value="2026-03-02"' in page
    planned(LAW)
    planned(MAG, MONDAY + DAY * 7)
    page = english(browser, "dan", "/desk/duty/weeks/")
    assert page.count(" checked") == 2
    assert 'value="2026-03-16"' in page
    assert f'<option value="{LAW}" selected>' in page  # after the magistrate the turn begins anew


def test_weeks_of_nothing_but_holiday_lead_back_to_the_rota(browser: Browser, now: Clock) -> None:
    now(at(date(2026, 2, 13)))
    response = browser("dan").post("/desk/duty/weeks/", {**WEEKS, "first": "2026-02-16", "weeks": "1"})
    assert (response.status_code, response["Location"]) == (303, "/desk/duty/")


# -- changing -----------------------------------------------------------------------------------------------------


def test_somebody_stands_in_for_two_days(browser: Browser) -> None:
    shift, client = planned(), browser("dan", language="en")
    path = f"/desk/duty/{shift.pk}/substitute/"
    page = page_of(client.get(path))
    assert "LAW · 2 Mar – 8 Mar" in page
    assert f'value="{LAW}"' not in page  # nobody stands in for themselves
    check_page(page)
    said = {"unit": MAG, "reason": "开会", "since": "2026-03-03", "until": "2026-03-04"}
    assert client.post(path, said).status_code == 303
    assert list(Shift.objects.order_by("first").values_list("substitute", flat=True)) == [None, MAG, None]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"unit": ""}, "unit", "Please choose one of these."),
        ({"unit": LAW}, "unit", "own duty"),
        ({"reason": ""}, "reason", "Please fill this in."),
        ({"until": "2026-03-09"}, "until", "one of the days of this duty"),
        ({"since": "x"}, "since", "Please give a day"),
    ],
)
def test_standing_in_with_a_mistake_keeps_what_was_typed(
    browser: Browser, change: dict[str, str], field: str, sentence: str
) -> None:
    said = {"unit": MAG, "reason": "赴州里开会", "since": "2026-03-03", "until": "2026-03-04", **change}
    response = browser("dan", language="en").post(f"/desk/duty/{planned().pk}/substitute/", said)
    page = page_of(response)
    assert response.status_code == 422
    assert sentence in re.findall(rf'id="f-{field}-error">([^<]*)<', page)[0].replace("&#x27;", "'")
    assert ("赴州里开会" in page) == ("reason" not in change)
    assert Shift.objects.get().substitute_id is None


def test_a_duty_is_cancelled_and_then_is_not_there(browser: Browser) -> None:
    shift, client = planned(), browser("dan", language="en")
    path = f"/desk/duty/{shift.pk}/cancel/"
    check_page(page_of(client.get(path)))
    assert client.post(path, {"since": "", "until": ""}).status_code == 303
    assert Shift.objects.get().cancelled_at is not None
    assert (client.get(path).status_code, client.post(path, {}).status_code) == (404, 422)
    assert client.get("/desk/duty/99999999999999999999999999/cancel/").status_code == 404


def test_a_duty_that_is_over_says_so(browser: Browser, now: Clock) -> None:
    shift = planned()
    now(at(MONDAY + DAY * 10))
    assert f"/desk/duty/{shift.pk}/cancel/" not in english(browser, "dan", "/desk/duty/")
    response = browser("dan", language="en").post(f"/desk/duty/{shift.pk}/cancel/", {})
    assert response.status_code == 422
    assert "These days are over" in page_of(response)


def test_a_post_that_nobody_holds_is_told_before_the_rota_is_printed(browser: Browser, now: Clock) -> None:
    planned(LAW)
    planned(MAG, MONDAY + DAY * 7)
    cast.holder_of(LAW, name="沈长林")
    page = english(browser, "dan", "/desk/duty/")
    assert "The rota names nobody for these posts" in page
    assert "MAG. Give each post to its holder" in page
    cast.holder_of(MAG, name="闵建勋")
    assert "names nobody" not in english(browser, "dan", "/desk/duty/")
    now(at(MONDAY + DAY * 20))
    assert "names nobody" not in english(browser, "dan", "/desk/duty/"), (
        "what is over is told to nobody any more"
    )


def test_the_usual_place_is_told_in_the_pages_language(browser: Browser, now: Clock) -> None:
    Setting.objects.update_or_create(key="rota_place", defaults={"value": "县委群众工作部值班室"})
    Setting.objects.create(key="rota_place_ko", value="상무위원 당직실")
    Setting.objects.filter(key=VERSION).update(value="in Korean")
    forget()
    page = page_of(browser("dan", language="ko").get("/desk/duty/plan/"))
    assert "상무위원 당직실" in page
    assert "县委群众工作部值班室" not in page
    assert "县委群众工作部值班室" in page_of(browser("dan").get("/desk/duty/plan/"))
