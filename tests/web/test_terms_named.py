"""Wherever a list shows a last day it says of which term: several run at once, and each has its own day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from huiyin.rooms.cases import owning, pressing
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.transfers import Passed, take_transfer
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import PETITIONER
from huiyin.rules.senders import Sender
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared import badges
from tests.rooms import cast
from tests.rooms.duty_cast import LAW, SONG
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import on_monday

Clock = Callable[[datetime], None]
NOW = cast.START + timedelta(days=24)
__all__ = ["on_monday"]


@pytest.fixture(autouse=True)
def later_that_month(on_monday: None, now: Clock) -> None:
    now(NOW)


def at(verb: Verb | None = None, **change: object) -> Matter:
    number = cast.comes_in(**change).number
    if verb is not None:
        cast.go(number, verb)
    return Matter.objects.get(pk=number)


def said(matter: Matter) -> str:
    """The nearest last day with its term, as every list says it."""
    matter.refresh_from_db()
    with override("zh-hans"):  # the browser's; a test before may have left another
        text, term = badges.until(matter, local_date(NOW)), badges.term(matter)
    assert " · " in text, "day and term"
    assert term in text
    return text


def page(browser: Browser, who: str, path: str) -> str:
    return re.sub(r'<span class="hy-nowrap">([^<]*)</span>', r"\1", page_of(browser(who).get(path)))


@pytest.mark.parametrize(
    ("who", "path", "verb"),
    [
        ("dan", "/desk/list/", Verb.TRIAGE),
        ("dan", "/desk/search/?q=没有水", Verb.NOTIFY),
        ("dan", "/desk/list/assign/?m={number}", Verb.TRIAGE),
        ("song", "/desk/supervision/press/?m={number}", Verb.NOTIFY),
        ("bao", "/desk/list/", Verb.FORWARD),
    ],
)
def test_a_list_names_the_term_of_the_day_that_it_shows(
    browser: Browser, who: str, path: str, verb: Verb
) -> None:
    matter = at(verb)
    assert said(matter) in page(browser, who, path.format(number=matter.number)), path


@pytest.mark.parametrize("path", ["/desk/mailbox/?show=open", "/desk/triage/"])
def test_so_do_the_mailbox_and_daily_sorting(browser: Browser, path: str) -> None:
    matter = at(channel="mailbox", persons=1, by=PETITIONER)
    assert said(matter) in page(browser, "dan", path)


def test_so_do_lists_of_what_is_owned_or_lies_in_a_drawer(browser: Browser, now: Clock) -> None:
    matter = at(Verb.NOTIFY)
    owning.own(matter.number, leader=LAW, reason="久拖未决。", by=cast.DAN, now=NOW)
    assert said(matter) in page(browser, "dan", "/desk/owned/")
    late = cast.START + timedelta(days=200)
    now(late)
    drawer = page(browser, "dan", "/desk/backlog/")
    matter.refresh_from_db()
    assert badges.until(matter, local_date(late)) in drawer


def test_so_does_the_supervision_board_of_what_is_late(browser: Browser, now: Clock) -> None:
    matter = at(Verb.NOTIFY)
    late = cast.START + timedelta(days=120)
    now(late)
    row = next(
        one for one in page(browser, "song", "/desk/supervision/").split("</tr>") if matter.number in one
    )
    assert badges.until(matter, local_date(late)) in row
    assert str(badges.nearest(matter, local_date(late))) in row


def test_a_list_of_one_kind_names_that_term_not_the_nearest(browser: Browser) -> None:
    matter = at(Verb.NOTIFY)
    pressing.supervise(matter.number, why="evasion", days=5, text="请说明。", by=SONG, now=NOW)
    listed = page(browser, "dan", "/desk/supervised/")
    (row,) = [row for row in listed.split("</tr>") if matter.number in row]
    assert "· 答复督办</span>" in row
    (row,) = [
        row for row in page(browser, "bao", "/desk/due/?on=2026-12-31").split("</tr>") if "答复督办" in row
    ]
    assert row.count("答复督办") == 1, (
        "the list of all terms has each once, as the reason why it stands there"
    )


def test_the_countys_calendar_names_the_term_beside_the_title(browser: Browser) -> None:
    matter = at(Verb.NOTIFY)
    matter.refresh_from_db()
    assert matter.next_due is not None
    shown = page(browser, "dan", f"/desk/calendar/?month={matter.next_due:%Y-%m}")
    named = shown.split('class="hy-month-named"')[1].split("</ul>")[0]
    assert f">{badges.term(matter)}</span>" in named


def test_what_was_passed_on_names_the_senders_term_and_the_nearest_of_ours(browser: Browser) -> None:
    number = take_transfer(
        Passed(Sender.PREFECTURE, "州信〔2026〕7号", "", local_date(NOW) + timedelta(days=9)),
        received_at=cast.START, exchanged_at=None, persons=1, title="没有水", text="没有水。", person=cast.JIN,
        desk=cast.DEPARTMENT, by=cast.DAN, now=cast.START,
    ).number  # fmt: skip
    matter = Matter.objects.get(pk=number)
    shown = page(browser, "dan", "/desk/transfers/")
    assert 'data-word="要求反馈日期"' in shown, "on a phone, where the heading isn't"
    assert said(matter) in shown


def test_the_file_of_the_work_list_has_the_term_beside_its_day(browser: Browser) -> None:
    matter = at(Verb.TRIAGE)
    text = b"".join(browser("dan").get("/desk/list/export.csv")).decode()
    heading, row = text.splitlines()[:2]
    column = heading.split(",").index("时限")
    assert row.split(",")[column] == badges.term(matter)


def test_no_date_is_torn_by_the_badge_beside_it(browser: Browser) -> None:
    number = cast.comes_in().number
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    owner = page.split('aria-labelledby="h-owner"')[1].split("</section>")[0]
    assert re.search(r'<span class="hy-nowrap">至2026年\d+月\d+日</span> <span class="hy-clock', owner)
