"""What a letter says stays what it says, in whoever's copy: only what names another petition is turned into one's own."""

from __future__ import annotations

import pytest

from huiyin.rooms.cases.registering import link
from tests.rooms.cast import DAN, START, comes_in
from tests.web.confidence_cast import PAK
from tests.web.conftest import Browser, page_of
from tests.web.test_letters_to_several import LATER, answered, at_work, follows, two

__all__ = ["at_work"]
pytestmark = pytest.mark.django_db


def read_by_the_other(
    browser: Browser, said: str, title: str = "水管冻裂", own: str = "老屋没有自来水"
) -> str:
    """The answer with this line in it, as whoever brought the second petition reads it."""
    one = comes_in(title=title)
    other = comes_in(title=own, person=PAK, received_at=LATER, text="家里没有水。")
    link(other.number, other=one.number, by=DAN, now=START)
    answered(one.number, first=lambda text: f"{text}\n{said}")
    page = page_of(follows(browser, other).get("/follow/"))
    return page.split('id="h-answer"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    "said",
    [
        "经查，“老屋没有自来水”一事，2026年3月2日我局工作人员到现场查看，2026年3月2日下午已修复。",
        "老屋没有自来水的，2026年3月2日起由水车送水。",
        "经查，您的养老金，已于本月补发。养老金在15日前到账，补偿金家里人可以代领。",
        "水管冻裂的处理，已派工。",
        "春阳镇河西村三组的管网已更换，三组其余住户下月施工。",
    ],
)
def test_what_happened_and_where_stays_as_it_was_written(browser: Browser, said: str) -> None:
    assert said in read_by_the_other(browser, said)


@pytest.mark.parametrize(
    ("title", "own", "said", "read"),
    [
        ("自来水公司", "老屋没有自来水", "请拨打自来水公司电话。", "请拨打自来水公司电话。"),
        ("小区停水问题", "停水", "小区停水问题由来已久。", "小区停水问题由来已久。"),
        ("停水", "没有水", "2026年3月2日停水后，于2026年3月2日18时恢复。", "2026年3月2日停水后，于2026年3月2日18时恢复。"),
        ("水管冻裂三天没水我家老人八十", "水管冻裂", "“水管冻裂三天没水我家老人八十”一事已办结。", "“水管冻裂”一事已办结。"),
        ("我家停水三天没人管", "停水", "关于“我家停水三天没人管”一事。", "关于“停水”一事。"),
        ("我是矿上唯一的女会计食堂水", "没有水", "我是矿上唯一的女会计食堂水一事。", "没有水一事。"),
        ("停水", "没有水", "您2026年3月2日反映的“停水”，已派工。", "您2026年2月27日反映的“没有水”，已派工。"),
    ],
)  # fmt: skip
def test_a_title_is_one_between_quotes_and_a_day_where_it_came(
    browser: Browser, title: str, own: str, said: str, read: str
) -> None:
    assert read in read_by_the_other(browser, said, title, own)


def test_a_longer_number_isnt_taken_for_a_petitions(browser: Browser) -> None:
    one, other = two()
    answered(one.number, first=lambda text: f"{text}\n货号1{one.number}已到。")
    page = page_of(follows(browser, other).get("/follow/"))
    assert f"222424-{other.number}" not in page


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("经查“水管冻裂”，2026年3月2日收到施工方材料，已登记。", "经查“老屋没有自来水”，2026年3月2日收到施工方材料，已登记。"),
        ("“水管冻裂”问题，{one}号于2026年3月2日收悉。", "{other}号于2026年2月27日收悉。"),
        ("原件\"水管冻裂\"、『水管冻裂』已办结。", "原件&quot;老屋没有自来水&quot;、『老屋没有自来水』已办结。"),
        ("原件“水管冻裂问题”已办结。", "原件“老屋没有自来水问题”已办结。"),
    ],
)  # fmt: skip
def test_what_else_came_in_that_day_keeps_it_and_every_quote_counts(
    browser: Browser, said: str, read: str
) -> None:
    one, other = two()
    answered(one.number, first=lambda text: f"{text}\n{said.format(one=one.number)}")
    page = page_of(follows(browser, other).get("/follow/"))
    assert read.format(other=other.number) in page.replace("&#x27;", "'")


def test_the_first_petitioner_doesnt_read_the_others_day_for_their_own(browser: Browser) -> None:
    one, other = two()
    said = f"{one.number}号于2026年3月2日收悉，{other.number}号于2026年2月27日收悉。"
    answered(one.number, first=lambda text: f"{text}\n{said}")
    page = page_of(follows(browser, one).get("/follow/"))
    assert "2026年2月27日" not in page


def test_two_numbers_joined_by_a_dash_are_two(browser: Browser) -> None:
    one, other = two()
    answered(one.number, first=lambda text: f"{text}\n{one.number}—{other.number}已办结。")
    for receipt, strange in ((one, other), (other, one)):
        page = page_of(follows(browser, receipt).get("/follow/"))
        assert strange.number not in page.split('id="h-answer"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026年03月02日", "2026年02月27日"), ("2026-03-02", "2026-02-27"), ("2026.3.2", "2026.2.27"),
        ("2026/3/2", "2026/2/27"), ("2026年 3月 2日", "2026年 2月 27日"), ("2026.03.02", "2026.02.27"),
    ],
)  # fmt: skip
def test_a_day_is_ones_own_however_it_is_written_and_one_of_facts_stays(
    browser: Browser, said: str, read: str
) -> None:
    page = read_by_the_other(
        browser,
        f"您{said}反映的“水管冻裂”，已派工。\n“水管冻裂”已登记，{said}我局到现场查看。\n水管{said}起停水。",
    )
    assert f"您{read}反映的“老屋没有自来水”，已派工。" in page
    assert f"已登记，{said}我局到现场查看。" in page
    assert f"水管{said}起停水。" in page


def test_an_opening_keeps_the_form_in_which_its_day_was_written(browser: Browser) -> None:
    one, other = two()
    answered(one.number, first=lambda text: text.replace("您于2026年3月2日", "您于2026-03-02"))
    page = page_of(follows(browser, other).get("/follow/"))
    assert "您于2026-02-27提出的“老屋没有自来水”" in page
