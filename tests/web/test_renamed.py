"""A unit that was renamed: what was written until then names it as it was called, what comes after by its new name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.county.models import Change, Unit
from huiyin.rooms.county.renames import unit_at
from huiyin.rooms.county.reorganising import rename_unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import bare, words_of

pytestmark = pytest.mark.django_db
ADMIN = cast.person("ann", Role.ADMIN, cast.DEPARTMENT)
OLD, NEW, OLD_KO, NEW_KO = "县生态环境分局", "汪清县城市环境服务中心", "생태환경분국", "환경봉사중심"


@pytest.fixture
def renamed(county: None, people: Any, now: Callable[[datetime], None]) -> tuple[str, datetime]:
    """A matter answered by the bureau before it was renamed, a note of the bureau's after it; and when that was."""
    Unit.objects.filter(code=cast.BUREAU).update(name_ko=OLD_KO)
    forget()
    number = cast.comes_in().number
    at = cast.go(number, Verb.ISSUE) + timedelta(hours=1)
    rename_unit(cast.BUREAU, name=NEW, name_ko=NEW_KO, by=ADMIN, now=at)
    actions.note(number, text="改名后的记录。", by=cast.BAO, now=at + timedelta(hours=1))
    now(at + timedelta(hours=2))
    return number, at


def test_what_happened_before_names_the_unit_as_it_was_called(
    browser: Browser, renamed: tuple[str, datetime]
) -> None:
    number, _at = renamed
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    after, before = page.split('id="h-timeline"')[1].split("</section>")[0].split("改名后的记录。")
    assert (NEW in after, OLD in after) == (True, False)
    assert OLD in before
    assert NEW not in before
    people = page.split('id="h-involved"')[1].split("</section>")[0] if 'id="h-involved"' in page else ""
    assert not people or OLD in people, "who signed for it, signed as it was called then"
    in_korean = page_of(browser("dan", language="ko").get(f"/desk/matter/{number}/")).split(
        'id="h-timeline"'
    )[1]
    assert OLD_KO in in_korean.split("改名后的记录。")[1]
    assert NEW_KO in in_korean.split("改名后的记录。")[0]


def test_papers_keep_who_signed_them(browser: Browser, renamed: tuple[str, datetime]) -> None:
    number, _at = renamed
    seq = next(e.seq for e in file_of(number).entries if e.verb == Verb.ISSUE)
    letter = words_of(browser("dan").get(f"/desk/matter/{number}/letter/{seq}.pdf").content)
    assert OLD in letter
    assert bare(NEW) not in letter
    whole = words_of(browser("dan").get(f"/desk/matter/{number}/file.pdf").content)
    assert whole.count(OLD) > 4


def test_each_name_holds_until_the_next(renamed: tuple[str, datetime]) -> None:
    _number, at = renamed
    later = at + timedelta(days=3)
    rename_unit(cast.BUREAU, name="第三个名称", by=ADMIN, now=later)
    names = [
        unit_at(cast.BUREAU, moment)
        for moment in (at - timedelta(days=9), at, later, later + timedelta(days=9))
    ]
    assert [unit and (unit.name, unit.name_ko) for unit in names] == [
        (OLD, OLD_KO), (NEW, NEW_KO), ("第三个名称", ""), ("第三个名称", ""),
    ]  # fmt: skip
    assert unit_at("NONE", at) is None


def test_of_one_renamed_before_the_other_names_were_noted_the_chinese_one_is_known(county: None) -> None:
    data = {"from": "汪清县老名字局", "to": OLD}
    Change.objects.create(
        verb="rename", subject=f"unit:{cast.BUREAU}", data=data, by="user:ann", at=cast.START
    )
    Unit.objects.filter(code=cast.BUREAU).update(name_ko=OLD_KO)
    forget()
    unit = unit_at(cast.BUREAU, cast.START - timedelta(hours=1))
    assert unit
    assert (unit.name, unit.called("zh-hans"), unit.called("ko")) == ("汪清县老名字局",) * 3


def test_the_trail_says_from_what_to_what(
    browser: Browser, renamed: tuple[str, datetime], people: Any
) -> None:
    from tests.web.admin_cast import as_admin

    page = page_of(as_admin(browser, people).get("/desk/admin/trail/"))
    assert f"{OLD} → {NEW}" in page
    assert "beside" not in page


def test_a_page_costs_one_query_a_process_more_at_most(
    browser: Browser, renamed: tuple[str, datetime], django_assert_num_queries: Any
) -> None:
    number, _at = renamed
    client = browser("dan")
    client.get(f"/desk/matter/{number}/")
    with django_assert_num_queries(9):
        client.get(f"/desk/matter/{number}/")
