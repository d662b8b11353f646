"""The head of the petition department reads what the department's own people read; another unit's head doesn't."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.rooms.accounts.models import User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.duty.models import Shift
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.admin_cast import hire
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
#: What dispatchers and supervisors of the department both open.
READ = (
    "board", "day_sheet", "desk_figures", "monthly", "voices", "hot", "hot_sheet", "duty_rota", "duty_month", "receptions",
    "yearly", "list_owned", "list_looks",
)  # fmt: skip


@pytest.fixture
def people(people: dict[str, User]) -> dict[str, User]:
    people["zheng"] = hire("zheng", Role.HEAD, cast.DEPARTMENT)
    people["song"] = hire("song", Role.SUPERVISOR, cast.DEPARTMENT)
    people["wen"] = hire("wen", Role.HEAD, cast.WATER)
    people["kong"] = hire("kong", Role.HEAD, cast.GROUP)
    return people


def test_the_departments_head_reads_what_the_department_reads(
    browser: Browser, people: dict[str, User]
) -> None:
    for name in READ:
        found = {who: browser(who).get(reverse(name)).status_code for who in ("dan", "song", "zheng")}
        assert found == {"dan": 200, "song": 200, "zheng": 200}, name
    menu = page_of(browser("zheng").get("/desk/"))
    for name in (
        "board",
        "monthly",
        "voices",
        "hot",
        "duty_rota",
        "receptions",
        "yearly",
        "list_owned",
        "list_looks",
    ):
        assert f'href="{reverse(name)}"' in menu


@pytest.mark.parametrize("who", ["wen", "kong"])
def test_no_other_head_does(browser: Browser, people: dict[str, User], who: str) -> None:
    for name in ("board", "hot", "voices", "duty_rota", "receptions", "yearly", "list_owned", "list_looks"):
        assert browser(who).get(reverse(name)).status_code == 403, name


def test_their_day_waits_for_what_lies_with_their_own_house(
    browser: Browser, people: dict[str, User]
) -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.FORWARD)
    zheng = browser("zheng")
    tiles = dict(
        re.findall(
            r'href="/desk/list/\?([^"]*state=sent[^"]*)"[^>]*>\s*<[^>]*>(\d+)<', page_of(zheng.get("/desk/"))
        )
    )
    assert tiles == {"own=1&amp;state=sent": "0"}
    assert number in page_of(zheng.get("/desk/list/?state=sent"))
    assert number not in page_of(zheng.get("/desk/list/?own=1&state=sent"))


def test_it_reads_and_plans_no_duty_and_presses_nobody(browser: Browser, people: dict[str, User]) -> None:
    zheng = browser("zheng")
    page = page_of(zheng.get(reverse("duty_rota")))
    assert reverse("duty_plan") not in page
    assert zheng.get(reverse("duty_plan")).status_code == 403
    assert zheng.get(reverse("supervision")).status_code == 403
    assert Shift.objects.count() == 0


def test_it_sees_every_matter_but_those_that_it_is_kept_from(people: dict[str, User]) -> None:
    number = cast.comes_in().number
    Matter.objects.filter(pk=number).update(desk=cast.TOWN, holder=cast.TOWN, owner=cast.TOWN)
    zheng = actor_of(people["zheng"], cast.START)
    assert visible_to(zheng).filter(pk=number).exists()
    Bar.objects.create(matter_id=number, n=1, seq=1, kind="person", subject=people["zheng"].key)
    assert not visible_to(zheng).filter(pk=number).exists()
