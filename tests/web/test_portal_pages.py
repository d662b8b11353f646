"""What everybody may read: how it works, how to reach us, what is done."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.county.models import Setting, Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import SYSTEM
from huiyin.web.portal.forms import title_of
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn

pytestmark = pytest.mark.usefixtures("county")

PAGES = ["/", "/how/", "/contact/", "/done/figures/", "/duty/"]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Each test counts for itself."""
    cache.clear()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_every_page_opens_and_asks_little(browser: Browser, path: str, language: str) -> None:
    client = browser(language=language)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == 200
    assert len(asked) <= 4, [query["sql"] for query in asked]
    assert not client.cookies.get("session"), "nobody is followed"


def test_the_three_doors(browser: Browser) -> None:
    page = page_of(browser(language="en").get("/"))
    doors = re.findall(r'class="hy-door[^"]*" href="([^"]+)"', page)
    assert doors == ["/submit/", "/follow/", "/done/"]


def test_behind_each_right_stands_its_article(browser: Browser) -> None:
    page = page_of(browser().get("/how/"))
    said = re.findall(r"<li><strong>.*?</li>", page)
    assert len(said) == 15
    assert all(re.search(r"<small>《信访工作条例》第.+条</small>", one) for one in said)


def test_how_to_reach_us_says_what_the_county_has_set(browser: Browser) -> None:
    Unit.objects.filter(code=cast.DEPARTMENT).update(phone="0433-1234567", address="汪清镇1号")
    Setting.objects.create(key="rota_hours", value="9:00–11:00")
    forget()
    page = page_of(browser(language="en").get("/contact/"))
    assert 'href="tel:0433-1234567"' in page
    assert "汪清镇1号" in page
    assert "9:00\u2060–\u206011:00" in page


def test_the_organ_above_has_its_korean_name_on_korean_pages(browser: Browser) -> None:
    set_setting("upper_organ", "延边州人民政府", by=SYSTEM, now=cast.START)
    assert "延边州人民政府" in page_of(browser(language="ko").get("/contact/"))
    set_setting("upper_organ_ko", "연변주인민정부", by=SYSTEM, now=cast.START)
    page = page_of(browser(language="ko").get("/contact/"))
    assert "연변주인민정부" in page
    assert "延边州" not in page
    assert "延边州人民政府" in page_of(browser().get("/contact/"))
    set_setting("upper_organ_en", "Prefecture of Yanbian", by=SYSTEM, now=cast.START)
    assert "Prefecture of Yanbian" in page_of(browser(language="en").get("/contact/"))


def test_without_a_number_none_is_shown(browser: Browser) -> None:
    assert "tel:" not in page_of(browser().get("/contact/"))


def test_the_figures_of_a_month_are_counted_once(browser: Browser, now: Any) -> None:
    moment = cast.START + timedelta(days=3)
    now(moment)
    cast.comes_in()
    client = browser(language="en")
    page = page_of(client.get(f"/done/figures/?month={moment:%Y-%m}"))
    assert "1 matters came in; 0 of them" in page
    cast.comes_in()
    with CaptureQueriesContext(connection) as asked:
        again = page_of(client.get(f"/done/figures/?month={moment:%Y-%m}"))
    assert "1 matters came in" in again, "ten minutes old at most, and it says when it was counted"
    assert not [q for q in asked if "huiyin_petition" in q["sql"]]
    cache.clear()
    assert "2 matters came in" in page_of(client.get("/done/figures/"))


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "9999-12", "1999-01", "x", "2026-1", "2026-00"])
def test_a_month_that_is_not_shown_is_this_one(browser: Browser, now: Any, month: str) -> None:
    now(cast.START)
    page = page_of(browser(language="en").get(f"/done/figures/?month={month}"))
    assert re.search(rf"<h1>.+ ·</span> <span class=.hy-nowrap.>{cast.START:%b %Y}</span></h1>", page)


@pytest.mark.parametrize(
    ("language", "begins", "none"),
    [
        ("zh-hans", "记录从2026年3月开始", "没有收到来信、来电和来访"), ("en", "The record begins in Mar 2026", "Nobody wrote"),
        ("ko", "기록은 2026년 3월부터", "들어온 편지, 전화, 래방이 없었습니다"),
    ],
)  # fmt: skip
def test_no_figures_are_told_of_before_the_record_begins(
    browser: Browser, now: Any, language: str, begins: str, none: str
) -> None:
    cast.comes_in()
    now(cast.START + timedelta(days=62))
    client = browser(language=language)
    page = page_of(client.get("/done/figures/?month=2026-04"))
    assert none in untorn(page)
    assert "本月还没有" not in page
    assert begins in untorn(page)
    assert "?month=2026-03" in page
    assert "?month=2026-02" not in page
    before = untorn(page_of(client.get("/done/figures/?month=2026-02")))
    assert begins in before
    assert "<table" not in before
    assert none not in before


def test_read_aloud_is_offered_in_large_type_alone(browser: Browser) -> None:
    client = browser()
    assert "data-aloud" not in page_of(client.get("/"))
    client.cookies["huiyin_elder"] = "1"
    page = page_of(client.get("/"))
    assert re.search(r"<button[^>]*data-aloud[^>]*hidden>", page), "without a script nothing reads"


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "第十七条、第十九条"), ("ko", "제17조, 제19조"), ("en", "Art. 17, Art. 19")],
)
def test_several_articles_name_the_regulation_once(browser: Browser, language: str, said: str) -> None:
    page = page_of(browser(language=language).get("/how/")).split("<main", 1)[1]
    first = re.search(r"<small>([^<]+)</small>", page)
    assert first is not None
    assert first[1].endswith(said)


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("河西村三组停水三天了。老人提不动。", "", "河西村三组停水三天了"),
        ("我叫李测信，电话19900008801，家里没有水。", "李测信", "家里没有水"),
        ("家里没有水，李测信，19900008801。", "李测信", "家里没有水，李**，199****8801"),
        ("尊敬的领导：您好！我们小区停水三天了。", "", "我们小区停水三天了"),
        ("新林社区3栋2单元502室漏水。", "", "****漏水"),
        ("村民林权证三年办不下来，跑了五趟。请解决。", "", "村民林权证三年办不下来，跑了五趟"),
        ("患者康复费用不给报销。去年住院。", "", "患者康复费用不给报销"),
        ("业主柳河小区停水三天了。", "", "业主柳河小区停水三天了"),
        ("邻居李国强占了我家的地。", "", "邻居李**占了我家的地"),
        ("가로등이 켜지지 않습니다. 저녁이면 어두워서 무섭습니다.", "", "가로등이 켜지지 않습니다"),
        ("길이 3.5메터 패였습니다. 고쳐주십시오", "", "길이 3.5메터 패였습니다"),
    ],
)
def test_a_title_tells_of_nobody(text: str, name: str, title: str) -> None:
    assert title_of(text, name) == title
