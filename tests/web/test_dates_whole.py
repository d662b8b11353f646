"""No line ends within a date: torn after its month, "28日" on the next line reads as another day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.together import extend
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.page import dated
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

DAY = re.compile(r"\d{4}[年년]|\d{1,2} [A-Z][a-z]{2} \d{4}")


@pytest.mark.parametrize(
    ("language", "text", "whole"),
    [
        ("zh-hans", "请在2026年11月28日前回复。", "2026年11月28日"),
        ("ko", "2026년 11월 28일까지 답합니다.", "2026년 11월 28일"),
        ("en", "Next step by 28 Nov 2026.", "28 Nov 2026"),
    ],
)
def test_a_day_stays_on_one_line(language: str, text: str, whole: str) -> None:
    with override(language):
        assert dated(text) == text.replace(whole, f'<span class="hy-nowrap">{whole}</span>')
        assert dated(f"<b>{text}").startswith("&lt;b&gt;"), "it is escaped"
    assert dated(mark_safe("<b>2026年1月2日</b>")) == "<b>2026年1月2日</b>"


@pytest.mark.usefixtures("county", "people")
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_in_the_lead_line_of_ones_own_page(
    browser: Browser, now: Callable[[datetime], None], language: str
) -> None:
    receipt = cast.comes_in()
    now(cast.go(receipt.number, Verb.NOTIFY) + timedelta(hours=1))
    client = browser(language=language)
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    lead = page_of(client.get("/follow/")).split('<p class="hy-lead">')[1].split("</p>")[0]
    assert '<span class="hy-nowrap">' in lead


@pytest.mark.usefixtures("county", "people")
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_among_what_happened_and_who_has_it(
    browser: Browser, now: Callable[[datetime], None], language: str
) -> None:
    receipt = cast.comes_in()
    end = cast.go(receipt.number, Verb.NOTIFY)
    extend(receipt.number, days=20, reason="管网改造未完。", by=cast.BO, now=end)
    now(end + timedelta(hours=1))
    client = browser(language=language)
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    page = page_of(client.get("/follow/"))
    for part in ("h-who", "h-way"):
        told = page.split(f'id="{part}"')[1].split("</section>")[0]
        values = "".join(re.findall(r"<dd>.*?</dd>", told))
        assert DAY.search(values), part
        assert not DAY.search(re.sub(r'<span class="hy-nowrap">[^<]*</span>', "", values)), part


@pytest.mark.parametrize(
    ("language", "text", "whole"),
    [
        ("zh-hans", "11月4日发出", "11月4日"),
        ("ko", "11월 4일 발송", "11월 4일"),
        ("en", "sent on 4 Nov · 2", "4 Nov"),
    ],
)
def test_a_day_without_its_year_stays_on_one_line_too(language: str, text: str, whole: str) -> None:
    with override(language):
        assert dated(text) == text.replace(whole, f'<span class="hy-nowrap">{whole}</span>')


@pytest.mark.usefixtures("county", "people")
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_beside_a_matter_at_the_desk(
    browser: Browser, now: Callable[[datetime], None], language: str
) -> None:
    number = cast.comes_in().number
    now(cast.go(number, Verb.NOTIFY) + timedelta(days=40))
    page = page_of(browser("dan", language=language).get(f"/desk/matter/{number}/"))
    for part in ("h-owner", "h-clocks", "h-involved"):
        told = re.sub(r"<[^>]*title=[^>]*>", "", page.split(f'id="{part}"')[1].split("</section>")[0])
        assert DAY.search(told), part
        assert not DAY.search(re.sub(r'<span class="hy-nowrap">[^<]*</span>', "", told)), part


@pytest.mark.usefixtures("county", "people")
def test_on_the_desks_timeline(browser: Browser) -> None:
    number = cast.comes_in().number
    extend(number, days=20, reason="管网改造未完。", by=cast.BO, now=cast.go(number, Verb.NOTIFY))
    told = page_of(browser("dan").get(f"/desk/matter/{number}/")).split('id="h-timeline"')[1]
    values = "".join(re.findall(r"<dd>.*?</dd>", told))
    assert DAY.search(values)
    assert not DAY.search(re.sub(r'<span class="hy-nowrap">[^<]*</span>', "", values))


@pytest.mark.usefixtures("county", "people")
def test_a_heading_in_columns_stays_one_column(browser: Browser) -> None:
    """What stands above a matter is laid out in columns: a date by itself would be one of them."""
    number = cast.comes_in(channel="mailbox", persons=1, by=PETITIONER).number
    end = cast.go(number, Verb.NOTIFY)
    withdraw(number, petition=number, text="不用了。", by=PETITIONER, now=end)
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    head = page.split('id="h-pinned-1">')[1].split("</h2>")[0]
    assert re.fullmatch(r'<span>[^<]*<span class="hy-nowrap">[^<]*</span>[^<]*</span>\s*', head), head
