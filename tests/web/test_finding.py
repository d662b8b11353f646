"""Finding a unit or a colleague while typing: by name and by initials, nothing that the form itself wouldn't offer."""

from __future__ import annotations

import time
from typing import Any

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county.models import Setting, Unit
from huiyin.rooms.county.name_finding import MOST, called
from huiyin.rooms.county.snapshot import VERSION, forget
from huiyin.rules.roles import Role
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_desk import matter_at

pytestmark = pytest.mark.django_db
PAIRS = [
    ("a", "县生态环境分局"), ("b", "县自来水公司"), ("c", "金英姬 · 春阳镇"), ("d", "春阳镇"), ("e", "重庆路社区"),
    ("f", "현 교통국"), ("g", "Kim Li · 县信访局"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("环境", "a"), ("xsthjfj", "a"), ("hjfj", "a"), ("zls", "b"), ("jyj", "c"), ("金英", "c"), ("cyz", "dc"),
        ("春阳镇", "cd"), ("cqlsq", "e"), ("교통", "f"), ("kim", "g"), ("KIM LI", "g"), ("qqqq", ""), ("", ""),
        ("j", "c"), ("ｊｙｊ", "c"), ("ＫＩＭ　ＬＩ", "g"), ("\u1100\u116d\u1110\u1169\u11bc", "f"), ("<script>", ""),
    ],
)  # fmt: skip
def test_names_and_initials_find_the_best_first(typed: str, codes: str) -> None:
    assert sorted(code for code, _ in called(typed, PAIRS)) == sorted(codes)


def test_whole_names_come_before_beginnings_and_pieces() -> None:
    pairs = [("1", "县城水务局"), ("2", "水务局下属站"), ("3", "水务")]
    assert [code for code, _ in called("水务", pairs)] == ["3", "2", "1"]
    assert len(called("水", [(str(n), f"水{n}") for n in range(MOST + 9)])) == MOST


@pytest.fixture
def many(browser: Browser, now: Any) -> None:
    """Monday afternoon in a county with bureaus enough for a long list, and colleagues."""
    now(cast.START.replace(hour=9))
    for n in range(20):
        code = f"C-B{n}"
        Unit.objects.create(
            code=code,
            parent_id="C",
            path=f"C/{code}/",
            kind=UnitKind.BUREAU,
            name=f"测试{n}局",
            short=f"测试{n}局",
        )
    Unit.objects.create(
        code="C-TR", parent_id="C", path="C/C-TR/", kind=UnitKind.BUREAU, name="交通运输局", short="交通局"
    )
    Setting.objects.filter(key=VERSION).update(value="a county with many")  # lists are kept for each edition
    forget()


def asked(browser: Browser, number: str, path: str, typed: str, name: str = "dan") -> Any:
    field = path.rstrip("/").rsplit("/", 1)[1]
    return browser(name, language="en").post(f"/desk/matter/{number}/find/{path}", {f"find_{field}": typed})


def test_a_long_list_has_a_finder_and_the_only_one_is_chosen(browser: Browser, many: None) -> None:
    number = matter_at(Verb.TRIAGE)
    form = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/?do=assign"))
    assert f'hx-post="/desk/matter/{number}/find/assign/to/"' in form
    one = page_of(asked(browser, number, "assign/to/", "jtys"))
    assert '<option value="C-TR" selected>' in one
    assert "测试1局" not in one
    several = page_of(asked(browser, number, "assign/to/", "测试1"))
    assert several.startswith('<option value="">11 found: please choose</option>')
    assert "selected" not in several
    assert "is called so" in page_of(asked(browser, number, "assign/to/", "无此单位"))
    whole = page_of(asked(browser, number, "assign/to/", " "))
    assert "测试19局" in whole
    assert "交通运输局" in whole or "交通局" in whole


def test_colleagues_are_found_by_their_initials(browser: Browser, many: None) -> None:
    number = matter_at(Verb.SIGN)
    for n, name in enumerate(("金英姬", *(f"测试员{n}" for n in range(20)))):
        user = User.objects.create(username=f"u{n}", name=name, created_at=cast.START.replace(year=2020))
        Post.objects.create(
            user=user, unit_id=cast.BUREAU, role=Role.OFFICER, since=cast.START.replace(year=2020)
        )
    assert "金英姬" in page_of(asked(browser, number, "recuse/person/", "jyj"))
    assert "测试员" not in page_of(asked(browser, number, "recuse/person/", "jyj"))


def test_nobody_is_offered_whom_the_form_would_not_offer(browser: Browser, many: None) -> None:
    number = matter_at(Verb.TRIAGE)
    assert f'"{cast.DEPARTMENT}"' not in page_of(asked(browser, number, "assign/to/", "工作部")), (
        "the desk has it already"
    )
    assert asked(browser, number, "assign/to/", "交通", "tao").status_code == 404
    assert asked(browser, number, "sign/to/", "交通").status_code == 404, "no such field"
    assert asked(browser, number, "assign/remark/", "交通").status_code == 404, "not a list of names"
    assert asked(browser, number, "nothing/to/", "交通").status_code == 404
    assert asked(browser, matter_at(Verb.SIGN), "draft/to/", "交通").status_code == 404
    assert asked(browser, matter_at(Verb.SIGN), "assign/to/", "交通").status_code == 403, (
        "it is with the bureau now"
    )
    assert browser("dan").get(f"/desk/matter/{number}/find/assign/to/").status_code == 405


def test_several_at_once_find_their_unit_too(browser: Browser, many: None) -> None:
    answer = browser("dan", language="en").post("/desk/list/assign/find/", {"find_to": "jtys"})
    assert '<option value="C-TR" selected>' in page_of(answer)
    assert browser("bao").post("/desk/list/assign/find/", {"find_to": "jt"}).status_code == 403


def test_it_answers_while_one_types(browser: Browser, many: None) -> None:
    number = matter_at(Verb.TRIAGE)
    asked(browser, number, "assign/to/", "j")  # the dictionary of readings is loaded once
    took = []
    for typed in ("jt", "jty", "交", "交通", "ceshi", "c"):
        began = time.perf_counter()
        assert asked(browser, number, "assign/to/", typed).status_code == 200
        took.append(time.perf_counter() - began)
    assert sorted(took)[3] < 0.5, "milliseconds; the bound only finds a defect on the busiest machine"
