"""The public page: whom one meets, where and when, and what each leader is in charge of."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from huiyin.rooms.accounts.models import Post
from huiyin.rooms.county.models import Setting, Unit
from huiyin.rooms.county.snapshot import VERSION, forget
from huiyin.web.shared import rota as shown
from tests.rooms.duty_cast import DAY, LAW, MAG, MONDAY, SEC, at, planned
from tests.web.conftest import Browser, spoken_of
from tests.web.duty_pages import Clock, english, on_monday
from tests.web.test_house import check_page

__all__ = ["on_monday"]


def test_everybody_sees_whom_they_meet_where_and_when(browser: Browser) -> None:
    planned(phone="0433-8800001")
    planned(SEC, MONDAY + DAY, 1, kind="monthly")
    page = english(browser, "", "/duty/")
    today, weeks, portfolios = re.split(r"<h2>", page)
    assert '>Today&nbsp;·</span> <span class="hy-nowrap">Mon 2 Mar<' in today
    assert "LAW" in today
    assert "Lee" in today
    assert 'href="tel:0433-8800001"' in today
    assert "常委值班室" in today  # the usual place
    assert "8:30\u2060–\u206011:30, 13:30\u2060–\u206017:00" in today
    assert "SEC" not in today
    assert "Tue 3 Mar" in weeks
    assert "Nobody is planned yet: 9 Mar – 13 Mar" in weeks
    assert "政法、信访" in portfolios
    assert "30 Mar" not in page
    check_page(page)


def test_the_korean_page_has_the_countys_korean_wording_and_falls_back_to_the_chinese(
    browser: Browser,
) -> None:
    Unit.objects.filter(code=LAW).update(duty_ko="정법, 신소")
    Setting.objects.create(key="rota_place_ko", value="상무위원 당직실")
    Setting.objects.filter(key=VERSION).update(value="in Korean")
    forget()
    planned()
    planned(SEC, MONDAY + DAY, 1, kind="monthly", place="县信访局二楼", place_ko="현신방국 2층")
    planned(MAG, MONDAY + 2 * DAY, 1, kind="monthly", place="县政府一楼")
    page = spoken_of(browser(language="ko").get("/duty/"))
    for words in ("정법, 신소", "상무위원 당직실", "현신방국 2층", "县政府一楼", "主持县委工作"):
        assert words in page, words
    assert "县信访局二楼" not in page
    chinese = spoken_of(browser(language="zh-hans").get("/duty/"))
    for words in ("政法、信访", "常委值班室", "县信访局二楼"):
        assert words in chinese, words
    assert "당직실" not in chinese


def test_on_a_day_off_one_is_told_of_the_next_working_day(browser: Browser, now: Clock) -> None:
    planned()
    now(at(MONDAY + DAY * 6))
    page = english(browser, "", "/duty/")
    assert '>Next working day&nbsp;·</span> <span class="hy-nowrap">Mon 9 Mar<' in page
    assert "No leader is on duty on this day." in page


def test_what_is_over_this_week_isnt_published_any_more(browser: Browser, now: Clock) -> None:
    planned(SEC, MONDAY, 1, kind="monthly")
    now(at(MONDAY + DAY * 2))
    assert "SEC</strong>" not in english(browser, "", "/duty/")
    assert "<strong>SEC</strong>" in english(browser, "dan", "/desk/duty/")


def test_a_county_without_leaders_has_a_page_all_the_same(browser: Browser) -> None:
    from huiyin.rooms.county.models import Unit
    from huiyin.rooms.county.snapshot import forget

    Unit.objects.filter(code__in=[SEC, MAG]).update(is_active=False)
    Post.objects.filter(unit_id=LAW).delete()
    Unit.objects.filter(code=LAW).update(is_active=False)
    forget()
    assert "Who is in charge of what" not in english(browser, "", "/duty/")


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_the_public_page_needs_neither_script_nor_session(browser: Browser, language: str) -> None:
    planned()
    response = browser(language=language).get("/duty/")
    assert response.status_code == 200
    assert set(response.cookies) <= {"csrftoken"}  # of the language switch
    assert "<form" in spoken_of(response)  # language and large type alone
    assert 'href="/duty/"' in spoken_of(browser(language=language).get("/"))
    assert browser().post("/duty/").status_code == 405


@pytest.mark.parametrize(
    ("language", "one", "two", "month"),
    [
        ("zh-hans", "3月2日（周一）", "3月2日—3月8日、3月10日（周二）", "2026年3月"),
        ("ko", "3월 2일(월)", "3월 2일~3월 8일, 3월 10일(화)", "2026년 3월"),
        ("en", "Mon 2 Mar", "2 Mar – 8 Mar, Tue 10 Mar", "Mar 2026"),
    ],
)
def test_days_are_written_as_each_language_does(language: str, one: str, two: str, month: str) -> None:
    some = [MONDAY + DAY * n for n in (*range(7), 8)]
    with override(language):
        assert shown.span(MONDAY, MONDAY, MONDAY) == one
        assert shown.spans(some, MONDAY) == two
        assert shown.month_named(MONDAY) == month


def test_the_english_page_has_the_countys_english_wording_and_marks_what_is_chinese(browser: Browser) -> None:
    planned()
    page = spoken_of(browser(language="en").get("/duty/"))
    assert '<bdi lang="zh-Hans-CN">常委值班室</bdi>' in page
    assert "政法" in page
    Setting.objects.create(key="rota_place_en", value="Duty room, first floor")
    Unit.objects.filter(code=LAW).update(duty_en="Law, petitions")
    Setting.objects.filter(key=VERSION).update(value="in English")
    forget()
    page = spoken_of(browser(language="en").get("/duty/"))
    assert "Duty room, first floor" in page
    assert "常委值班室" not in page
    assert ("Law, petitions" in page, "政法" in page) == (True, False)
    assert "常委值班室" in spoken_of(browser(language="zh-hans").get("/duty/"))
