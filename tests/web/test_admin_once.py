"""The administration: what a colleague has changed meanwhile isn't written over, a form sent once more loses no word of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county.models import CalendarDay, Category, CategoryScheme, Change, PublishedYear, Unit
from huiyin.rules.roles import Role
from tests.rooms import cast
from tests.web.admin_cast import ROOT, _sent, as_admin, hire, looked, sent
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
People = dict[str, User]
UNIT = {"kind": "group", "code": "C-ENV-A", "name": "大气科", "short": "", "name_ko": "", "name_en": ""}
WRITTEN = {"category": "040300", "named": "路", "name_ko": "", "name_en": "", "hints": ""}
NOTICE = "2027-01-01,off,元旦\n2027-05-01,off,劳动节\n2027-10-01,off,国庆节\n2027-01-02,work,补班\n"


@pytest.fixture
def ada(browser: Browser, people: People) -> Client:
    return as_admin(browser, people)


@pytest.fixture
def ben(browser: Browser, people: People) -> Client:
    people["ben"] = hire("ben", Role.ADMIN, cast.DEPARTMENT)
    return browser("ben", language="en")


def test_a_day_that_a_colleague_has_set_meanwhile_is_not_set_over(ada: Client, ben: Client) -> None:
    url = f"{ROOT}calendar/?year=2026"
    page = page_of(ada.get(url))
    flood = {"day": "2026-09-03", "working": "0", "name": "洪水", "source": ""}
    assert sent(ben, url, "set", **flood).status_code == 303
    late = _sent(ada, url, "set", page, {**flood, "working": "1", "name": "补班"})
    assert late.status_code == 409
    assert "Somebody has changed this meanwhile" in page_of(late)
    form = re.search(r"<details(?:(?!</details>).)*补班", page_of(late), re.DOTALL)
    assert form is None, "what was typed is in sight, and not folded away"
    assert 'value="补班"' in page_of(late)
    assert CalendarDay.objects.get(day="2026-09-03").name == "洪水"
    assert _sent(ada, url, "set", page, flood).status_code == 303  # just so it stands already
    assert _sent(ada, url, "clear", page_of(ada.get(url)), {"cleared": "2026-09-03"}).status_code == 303
    assert Change.objects.filter(verb="set_day").count() == 1


def test_a_day_is_set_over_by_whoever_has_seen_it(ada: Client, ben: Client) -> None:
    url = f"{ROOT}calendar/?year=2026"
    flood = {"day": "2026-09-03", "working": "0", "name": "洪水", "source": ""}
    assert sent(ben, url, "set", **flood).status_code == 303
    assert sent(ada, url, "set", **{**flood, "name": "抗洪"}).status_code == 303
    assert CalendarDay.objects.get(day="2026-09-03").name == "抗洪"


def test_a_notice_that_a_colleague_has_loaded_since_the_form_was_opened_stays(
    ada: Client, ben: Client
) -> None:
    url = f"{ROOT}calendar/"
    page = page_of(ada.get(url))
    given = {"year": "2027", "paper": "国办发明电〔2026〕9号", "text": NOTICE}
    assert _sent(ben, url, "load", page_of(sent(ben, url, "look", **given)), {}).status_code == 303
    other = {**given, "paper": "国办发明电〔2026〕10号"}
    late = _sent(ada, url, "load", page_of(_sent(ada, url, "look", page, other)), {})
    assert late.status_code == 409
    assert other["paper"] in page_of(late)
    assert NOTICE.splitlines()[3] in page_of(late)
    assert PublishedYear.objects.get(year=2027).source == given["paper"]


def test_going_back_to_a_new_account_and_changing_it_is_told(ada: Client) -> None:
    url = f"{ROOT}people/new/"
    page = page_of(ada.get(url))
    given = {"username": "li.na", "name": "李娜", "language": "ko", "role": "", "unit": ""}
    assert _sent(ada, url, "new", page, given).status_code == 200
    assert "The account is made" in page_of(_sent(ada, url, "new", page, given))  # the second click
    for other in ({"name": "李那"}, {"language": "en"}, {"role": "officer", "unit": cast.BUREAU}):
        again = _sent(ada, url, "new", page, {**given, **other})
        assert again.status_code == 422, other
        assert 'id="f-username-error"' in page_of(again)
    assert User.objects.get(username="li.na").name == "李娜"
    given = {**given, "username": "ＬＩ.Mei", "role": "officer", "unit": cast.BUREAU}
    assert [_sent(ada, url, "new", page, given).status_code for _ in range(2)] == [200, 200]
    assert Post.objects.filter(user__username="li.mei").count() == 1


def test_going_back_to_a_new_unit_and_adding_a_name_is_told(ada: Client) -> None:
    url = f"{ROOT}units/{cast.BUREAU}/new/"
    page = page_of(ada.get(url))
    assert [_sent(ada, url, "new", page, UNIT).status_code for _ in range(2)] == [303, 303]
    again = _sent(ada, url, "new", page, {**UNIT, "name_ko": "대기과"})
    assert again.status_code == 422
    assert "대기과" in page_of(again)
    assert Unit.objects.get(code=UNIT["code"]).name_ko == ""


def test_what_was_typed_of_a_unit_that_is_closed_by_now_is_shown(ada: Client, ben: Client) -> None:
    assert sent(ada, f"{ROOT}units/{cast.BUREAU}/new/", "new", **UNIT).status_code == 303
    url = f"{ROOT}units/{UNIT['code']}/"
    page = page_of(ada.get(url))
    assert looked(ben, url, "close", successor=cast.BUREAU, people="").status_code == 303
    late = _sent(ada, url, "describe", page, {"duty": "管大气污染和扬尘", "phone": "0433-2512345"})
    assert late.status_code == 409
    assert "管大气污染和扬尘" in page_of(late)


def draft(client: Client) -> str:
    """The address of a fresh draft of the category list."""
    given = {"code": "2027", "name": "2027年版", "source": ""}
    assert sent(client, f"{ROOT}categories/", "begin", **given).status_code == 303
    return f"{ROOT}categories/2027/"


def test_another_source_of_an_edition_is_not_told_as_kept(ada: Client) -> None:
    draft(ada)
    given = {"code": "2027", "name": "2027年版", "source": ""}
    assert sent(ada, f"{ROOT}categories/", "begin", **given).status_code == 303
    other = sent(ada, f"{ROOT}categories/", "begin", **{**given, "source": "省局"})
    assert other.status_code == 422
    assert CategoryScheme.objects.get(code="2027").source == ""


def test_another_name_in_korean_is_not_told_as_written(ada: Client, ben: Client) -> None:
    url = draft(ada)
    assert sent(ada, url, "write", **{**WRITTEN, "category": "040000", "named": "交通"}).status_code == 303
    page = page_of(ada.get(url))
    assert (
        sent(
            ben,
            url,
            "write",
            **WRITTEN,
        ).status_code
        == 303
    )
    late = _sent(ada, url, "write", page, {**WRITTEN, "name_ko": "도로"})
    assert late.status_code == 409
    assert "도로" in page_of(late)
    assert Category.objects.get(scheme="2027", code="040300").name_ko == ""
    assert _sent(ada, url, "write", page, WRITTEN).status_code == 303
    page = page_of(ada.get(url))
    hinted = {**WRITTEN, "hints": " 路灯　 路面 "}
    assert [_sent(ada, url, "write", page, hinted).status_code for _ in range(2)] == [303, 303]
    page = page_of(ada.get(url))
    assert sent(ben, url, "force", day="2099-01-01").status_code == 303
    late = _sent(ada, url, "write", page, {**WRITTEN, "name_ko": "도로"})
    assert late.status_code == 409
    assert "도로" in page_of(late), "the form is there no more; what was typed is"


def test_a_draft_is_thrown_away_once(ada: Client) -> None:
    url = draft(ada)
    page = page_of(ada.get(url))
    answers = [_sent(ada, url, "away", page, {"sure": "1"}) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"{ROOT}categories/?done=away"] * 2
    late = _sent(ada, url, "write", page, {**WRITTEN, "name_ko": "도로"})
    assert late.status_code == 409
    assert "도로" in page_of(late)
    assert "Somebody has changed this meanwhile" in page_of(late)
    assert ada.get(url).status_code == 404
    assert ada.post(f"{ROOT}categories/none/", {"what": "away", "sure": "1"}).status_code == 404
