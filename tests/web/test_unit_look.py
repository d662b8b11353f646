"""What renaming, closing or moving a unit would change is looked at first; nothing is written until it is confirmed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.county.models import Change, Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.duty.queries import missing_in
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.admin_cast import as_admin, hire, looked, sent
from tests.web.conftest import Browser, page_of
from tests.web.test_desk import matter_at

pytestmark = pytest.mark.django_db
People = dict[str, User]
ENV = f"/desk/admin/units/{cast.BUREAU}/"
NAMES = {"name": "生态环境分局", "short": "", "name_ko": "생태환경분국", "name_en": ""}
CLOSE = {"successor": cast.WATER, "people": "1"}


@pytest.fixture
def admin(browser: Browser, people: People) -> Client:
    return as_admin(browser, people)


def form_of(page: str, what: str) -> dict[str, str]:
    """The confirming form of a look, as it stands there."""
    form = re.search(
        rf'<form[^>]*method="post"(?:(?!</form>).)*?name="what" value="{what}".*?</form>', page, re.DOTALL
    )
    assert form, page[:400]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in hidden}


def written() -> tuple[int, list[Any]]:
    return Change.objects.count(), list(Unit.objects.order_by("code").values_list())


def test_a_look_shows_each_name_and_writes_nothing(admin: Client) -> None:
    old, before = Unit.objects.get(code=cast.BUREAU).name, written()
    page = page_of(admin.get(ENV, {"what": "rename", **NAMES}))
    for word in (
        old,
        "生态环境分局",
        "생태환경분국",
        "keep the old name",
        "Nothing has been written yet",
        'name="sure"',
    ):
        assert word in page
    assert written() == before


@pytest.mark.parametrize(
    ("what", "typed"),
    [
        ("rename", NAMES), ("rename", {**NAMES, "name": "zz<b>"}), ("close", CLOSE), ("close", {"successor": ""}),
        ("move", {"parent": cast.TOWN, "new_code": "C-ENV-2"}),
    ],
)  # fmt: skip
def test_a_look_only_reads_and_takes_no_turn(admin: Client, what: str, typed: dict[str, str]) -> None:
    matter_at(Verb.SIGN)
    admin.get(ENV)
    forget()
    with CaptureQueriesContext(connection) as asked:
        admin.get(ENV, {"what": what, **typed})
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
    with CaptureQueriesContext(connection) as sending:
        admin.post(ENV, {"what": what, **typed, "sure": "1"})
    assert "SAVEPOINT" in {query["sql"].split()[0] for query in sending} or what == "rename", (
        "a transaction shows here"
    )


def test_without_sure_nothing_is_done_and_what_was_typed_stays(admin: Client) -> None:
    before = written()
    answer = looked(admin, ENV, "rename", sure="", **NAMES)
    assert answer.status_code == 422
    assert "then tick this box" in page_of(answer)
    assert form_of(page_of(answer), "rename")["name"] == NAMES["name"]
    assert admin.post(ENV, {"what": "rename", **NAMES}).status_code == 422, "a form made before this step was"
    assert written() == before


def test_a_second_click_does_nothing_twice(admin: Client) -> None:
    for what, typed in (("rename", NAMES), ("close", CLOSE)):
        form = form_of(page_of(admin.get(ENV, {"what": what, **typed})), what) | {"sure": "1"}
        answers = [admin.post(ENV, form), admin.post(ENV, form)]
        assert [one.status_code for one in answers] == [303, 303]
        assert Change.objects.filter(verb=what, subject=f"unit:{cast.BUREAU}").count() == 1


def test_a_name_changed_meanwhile_is_shown_again_with_what_was_typed(admin: Client) -> None:
    form = form_of(page_of(admin.get(ENV, {"what": "rename", **NAMES})), "rename") | {"sure": "1"}
    assert looked(admin, ENV, "rename", name="另一个局").status_code == 303
    answer = admin.post(ENV, form)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "另一个局" in page
    again = form_of(page, "rename")
    assert (again["name"], again["name_ko"]) == (NAMES["name"], NAMES["name_ko"])
    assert Unit.objects.get(code=cast.BUREAU).name == "另一个局"
    assert admin.post(ENV, again | {"sure": "1"}).status_code == 303


def test_work_that_came_meanwhile_is_looked_at_again(admin: Client) -> None:
    form = form_of(page_of(admin.get(ENV, {"what": "close", **CLOSE})), "close") | {"sure": "1"}
    matter_at(Verb.SIGN)
    answer = admin.post(ENV, form)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "has changed since you looked" in page
    assert Unit.objects.get(code=cast.BUREAU).is_active
    again = form_of(page, "close")
    assert again["successor"] == cast.WATER
    assert admin.post(ENV, again | {"sure": "1"}).status_code == 303


def test_a_look_at_closing_says_what_goes_where_and_moves_nobody(admin: Client) -> None:
    number, before = matter_at(Verb.SIGN), written()
    posts = list(Post.objects.order_by("pk").values_list())
    page = page_of(admin.get(ENV, {"what": "close", **CLOSE}))
    assert number not in page
    for word in ("Open matters", "Running terms", "People with posts", "Who goes on with it"):
        assert word in page
    assert "Days of duty" not in page, "what there is none of isn't listed"
    assert Unit.objects.get(code=cast.WATER).name in page
    assert written() == before
    assert list(Post.objects.order_by("pk").values_list()) == posts


def test_people_who_dont_follow_are_said_to_stay(admin: Client) -> None:
    page = page_of(admin.get(ENV, {"what": "close", "successor": cast.WATER}))
    assert "They keep their posts in the closed unit" in page
    assert form_of(page, "close")["people"] == ""


def test_what_cant_be_done_is_said_before_the_look(admin: Client) -> None:
    bad = admin.get(ENV, {"what": "rename", "name": "zz<b>"})
    assert bad.status_code == 422
    assert "f-name-error" in page_of(bad)
    assert "zz&lt;b&gt;" in page_of(bad)
    old = Unit.objects.get(code=cast.BUREAU)
    same = {"name": old.name, "short": old.short, "name_ko": old.name_ko, "name_en": old.name_en}
    assert admin.get(ENV, {"what": "rename", **same}).status_code == 422


def test_a_unit_with_an_old_name_that_cant_be_read_still_moves(admin: Client) -> None:
    new = {"kind": "group", "code": "C-ENV-A", "name": "大气科", "short": "", "name_ko": "", "name_en": ""}
    assert sent(admin, f"{ENV}new/", "new", **new).status_code == 303
    Unit.objects.filter(code="C-ENV-A").update(name="zz<b>")
    forget()
    place = {"parent": cast.WATER, "new_code": "C-WATER-A"}
    assert looked(admin, "/desk/admin/units/C-ENV-A/", "move", **place).status_code == 303
    assert Unit.objects.get(code="C-WATER-A").name == "zz<b>"


def test_a_closed_unit_is_looked_at_no_more(admin: Client) -> None:
    assert looked(admin, ENV, "close", **CLOSE).status_code == 303
    page = page_of(admin.get(ENV, {"what": "rename", **NAMES}))
    assert 'name="sure"' not in page
    assert admin.post(ENV, {"what": "rename", **NAMES, "sure": "1"}).status_code in (409, 422)


@pytest.mark.parametrize("what", ["rename", "close"])
def test_a_look_asks_the_same_however_many_people_there_are(admin: Client, what: str) -> None:
    typed = NAMES if what == "rename" else CLOSE
    admin.get(ENV, {"what": what, **typed})
    counts = []
    for names in ((), tuple(f"p{n}" for n in range(12))):
        for name in names:
            hire(name, Role.OFFICER, cast.BUREAU)
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(ENV, {"what": what, **typed}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 60, counts


@pytest.mark.parametrize("name", ["dan", "bo", "xia"])
def test_others_are_refused(browser: Browser, people: People, name: str) -> None:
    assert browser(name).get(ENV, {"what": "close", **CLOSE}).status_code == 403


def test_a_unit_that_isnt_there_is_said_in_words(admin: Client) -> None:
    answer = admin.get(ENV, {"what": "close", "successor": "222424-NONE"})
    assert answer.status_code == 422
    assert "There is no such unit in use" in page_of(answer)


def test_a_setting_that_names_the_unit_is_told(admin: Client) -> None:
    assert "These settings name the unit" not in page_of(admin.get(ENV, {"what": "close", **CLOSE}))
    set_setting("review_unit", cast.BUREAU, by=SYSTEM, now=cast.START)
    forget()
    page = page_of(admin.get(ENV, {"what": "close", **CLOSE}))
    assert "These settings name the unit" in page
    assert "Review office" in page
    assert "These settings" not in page_of(admin.get(ENV, {"what": "rename", **NAMES}))


def test_who_cant_go_along_is_named_before_the_look(admin: Client, people: People) -> None:
    one = hire("lin", Role.OFFICER, cast.BUREAU)
    Post.objects.filter(user=one).update(role=Role.DISPATCHER)
    before = written()
    answer = admin.get(ENV, {"what": "close", **CLOSE})
    page = page_of(answer)
    assert answer.status_code == 422
    assert f"{one.name} can&#x27;t go along as “Dispatcher”" in page
    assert 'id="f-people-error"' in page
    assert written() == before
    assert admin.get(ENV, {"what": "close", "successor": cast.WATER}).status_code == 200, "they may stay"
    Post.objects.filter(user=one).delete()
    me = User.objects.get(pk=admin.session["_auth_user_id"])
    Post.objects.create(user=me, unit_id=cast.BUREAU, role=Role.OFFICER, since=cast.START)
    own = admin.get(ENV, {"what": "close", **CLOSE})
    assert own.status_code == 422
    assert "nobody gives a post to themselves" in page_of(own)


def test_a_setting_that_lists_the_unit_is_told(admin: Client) -> None:
    from tests.rooms.duty_cast import LAW, add_leaders

    add_leaders()
    forget()
    set_setting("rota_monthly_posts", [LAW], by=SYSTEM, now=cast.START)
    beside = Unit.objects.filter(parent=Unit.objects.get(code=LAW).parent).exclude(code=LAW)
    heir = beside.values_list("code", flat=True)[0]
    page = page_of(admin.get(f"/desk/admin/units/{LAW}/", {"what": "close", "successor": heir}))
    assert "These settings name the unit" in page
    assert "Receive once a month" in page
    assert missing_in([], cast.START.date()) == [LAW]
    assert looked(admin, f"/desk/admin/units/{LAW}/", "close", successor=heir).status_code == 303
    assert missing_in([], cast.START.date()) == []


def test_two_units_beside_each_other_have_no_one_name(admin: Client) -> None:
    taken = Unit.objects.get(code=cast.WATER).name
    answer = admin.get(ENV, {"what": "rename", **NAMES, "name": taken})
    assert answer.status_code == 422
    assert "bears this name already" in page_of(answer)
    new = {"kind": "company", "code": "C-NEW", "name": taken, "short": "", "name_ko": "", "name_en": ""}
    answer = sent(admin, f"/desk/admin/units/{cast.ROOT}/new/", "new", **new)
    assert (answer.status_code, "f-name-error" in page_of(answer)) == (422, True)
    assert looked(admin, ENV, "close", **CLOSE).status_code == 303
    old = {**NAMES, "name": Unit.objects.get(code=cast.BUREAU).name}
    assert looked(admin, f"/desk/admin/units/{cast.WATER}/", "rename", **old).status_code == 303, (
        "closed ones lend theirs"
    )


def test_a_telephone_that_nobody_can_dial_is_refused_beside_the_field(admin: Client) -> None:
    seen = {"phone": "😀", "address": "", "duty": "", "duty_ko": "", "duty_en": ""}
    answer = sent(admin, ENV, "describe", **seen)
    assert (answer.status_code, "f-phone-error" in page_of(answer)) == (422, True)
    assert sent(admin, ENV, "describe", **{**seen, "phone": "0433-2200001 转 8"}).status_code == 303


def test_who_goes_on_with_a_closed_unit_is_said_where_its_matters_are(
    admin: Client, browser: Browser
) -> None:
    number = matter_at(Verb.SIGN)
    heir = Unit.objects.get(code=cast.WATER).short
    assert looked(admin, ENV, "close", **CLOSE).status_code == 303
    forget()
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    assert f"（已撤销，由{heir}接续）" in page
