"""The administration of people and posts, each act through its page, with what is refused there."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.accounts.saved import SavedView
from huiyin.rooms.accounts.signins import KEPT_FOR, SignIn, forget_old
from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.drafts import Draft
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.models import Change
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.admin_cast import as_admin, hire, sent
from tests.web.conftest import PASSWORD, Browser, page_of

pytestmark = pytest.mark.django_db
LIST = "/desk/admin/people/"
NEW = {
    "username": "gu.yuqing",
    "name": "谷雨晴",
    "language": "zh-hans",
    "role": "officer",
    "unit": cast.BUREAU,
}
People = dict[str, User]


@pytest.fixture
def admin(browser: Browser, people: People) -> Client:
    return as_admin(browser, people)


def at(user: User) -> str:
    return f"{LIST}{user.pk}/"


# -- who may ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dan", "liu", "bao", "bo", "tao", "xia"])
def test_others_get_one_answer_found_or_not(browser: Browser, people: People, name: str) -> None:
    client = browser(name)
    pages = ["", "people/", "people/new/", f"people/{people['wu'].pk}/", "people/99999/", f"people/{people['wu'].pk}/leave/",
             "units/", f"units/{cast.BUREAU}/", "units/NONE/", f"units/{cast.ROOT}/new/", "settings/", "settings/answer_days/",
             "settings/none/", "trail/", "signins/"]  # fmt: skip
    for path in pages:
        for answer in (
            client.get(f"/desk/admin/{path}"),
            client.post(f"/desk/admin/{path}", {"what": "lock"}),
        ):
            assert answer.status_code in (403, 405), path
    assert "/desk/admin/" not in page_of(client.get("/desk/"))
    assert User.objects.get(username="wu").is_active


def test_an_administrator_sees_no_matter(admin: Client) -> None:
    number = cast.comes_in().number
    assert admin.get(f"/desk/matter/{number}/").status_code == 404
    assert number not in page_of(admin.get("/desk/"))


# -- accounts -----------------------------------------------------------------------------------------------------------


def test_an_account_with_its_first_post_and_its_password_shown_once(admin: Client, client: Client) -> None:
    answer = sent(admin, f"{LIST}new/", "new", **NEW)
    page = page_of(answer)
    found = re.search(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", page)
    assert answer.status_code == 200
    assert found
    user = User.objects.get(username="gu.yuqing")
    assert user.must_change_password
    assert user.check_password(found[0])
    assert [(p.role, p.unit_id) for p in user.posts.all()] == [("officer", cast.BUREAU)]
    assert found[0] not in page_of(admin.get(at(user)))
    assert found[0] not in str(list(Change.objects.values()))
    assert "no-store" in answer["Cache-Control"]


def test_two_clicks_make_one_account_and_show_one_password(admin: Client) -> None:
    page = page_of(admin.get(f"{LIST}new/"))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    first, second = (page_of(admin.post(f"{LIST}new/", {**hidden, **NEW})) for _ in range(2))
    password = re.search(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", first)
    assert password
    assert password[0] in second
    assert Change.objects.filter(verb="create").count() == 1
    assert Post.objects.filter(user__username="gu.yuqing").count() == 1


@pytest.mark.parametrize(("change", "field"), [
    ({"username": "wu"}, "username"), ({"username": "a b"}, "username"), ({"name": ""}, "name"),
    ({"language": "fr"}, "language"),
    ({"role": "dispatcher"}, "role"), ({"unit": ""}, "unit"), ({"role": ""}, "role"), ({"unit": "NONE"}, "unit"),
    ({"role": "king"}, "role"), ({"name": "x" * 41}, "name"),
])  # fmt: skip
def test_what_is_to_be_mended_stands_at_its_field_and_nothing_is_made(
    admin: Client, change: dict[str, str], field: str
) -> None:
    before = User.objects.count(), Change.objects.count()
    answer = sent(admin, f"{LIST}new/", "new", **{**NEW, **change})
    page = page_of(answer)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in page
    assert "autofocus" in page
    if field != "name":
        assert "谷雨晴" in page
    assert (User.objects.count(), Change.objects.count()) == before


def test_the_list_is_searched_chosen_and_paged(admin: Client) -> None:
    for n in range(60):
        User.objects.create(username=f"u{n:02}", name=f"组员{n:02}", created_at=cast.START)
    admin.get(LIST)
    with CaptureQueriesContext(connection) as few:
        page = page_of(admin.get(LIST))
    assert len(few) <= 7
    found = set(re.findall(r'href="/desk/admin/people/(\d+)/"', page))
    assert len(found) == 50
    after = re.search(r'href="([^"]+)" rel="next"', page)
    assert after
    rest = set(
        re.findall(r'href="/desk/admin/people/(\d+)/"', page_of(admin.get(after[1].replace("&amp;", "&"))))
    )
    assert not found & rest
    assert len(found | rest) == User.objects.count()
    assert "组员07" in page_of(admin.get(f"{LIST}?q=U07"))
    assert "组员07" not in page_of(admin.get(f"{LIST}?q=U08"))
    idle = page_of(admin.get(f"{LIST}?show=idle"))
    assert "组员07" in idle
    assert "Wu" not in re.findall(r'lang="zh-Hans-CN">([^<]+)<', idle)
    there = re.findall(r'lang="zh-Hans-CN">([^<]+)<', page_of(admin.get(f"{LIST}?unit={cast.BUREAU}")))
    assert there == ["中文", "Bao", "Bo"]
    for odd in ("?q=%00", "?after=%FF", "?show=x", "?unit=x", "?q=" + "水" * 100):
        assert admin.get(LIST + odd).status_code == 200


# -- one person ---------------------------------------------------------------------------------------------------------


def test_posts_are_given_and_end_and_the_history_stays(admin: Client, people: People) -> None:
    wu = people["wu"]
    assert sent(admin, at(wu), "give", role="head", unit=cast.WATER).status_code == 303
    post = Post.objects.get(user=wu, role="head")
    assert sent(admin, at(wu), "end", post=str(post.pk)).status_code == 303
    post.refresh_from_db()
    assert post.until is not None
    page = page_of(admin.get(at(wu)))
    assert "Post given" in page
    assert "Post ended" in page


def test_a_second_click_gives_no_second_post(admin: Client, people: People) -> None:
    wu = people["wu"]
    page = page_of(admin.get(at(wu)))
    seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
    given = {"what": "give", "seen": seen, "role": "head", "unit": cast.WATER}
    assert [admin.post(at(wu), given).status_code for _ in range(2)] == [303, 303]
    assert Change.objects.filter(verb="give_post").count() == 1


def test_a_stale_form_is_refused_with_what_changed_and_what_was_typed(
    admin: Client, browser: Browser, people: People
) -> None:
    wu = people["wu"]
    people["ben"] = hire("ben", Role.ADMIN, cast.DEPARTMENT)
    seen = re.findall(r'name="seen" value="(\d+)"', page_of(admin.get(at(wu))))[0]
    assert sent(browser("ben"), at(wu), "give", role="head", unit=cast.WATER).status_code == 303
    answer = admin.post(at(wu), {"what": "name", "seen": seen, "name": "吴海", "language": "ko"})
    page = page_of(answer)
    assert answer.status_code == 409
    assert "Somebody has changed this meanwhile" in page
    assert "Ben" in page
    assert 'value="吴海"' in page
    assert User.objects.get(pk=wu.pk).name == "Wu"
    again = dict(re.findall(r'name="(seen)" value="(\d+)"', page))
    assert admin.post(at(wu), {"what": "name", **again, "name": "吴海", "language": "ko"}).status_code == 303
    for path in (at(wu), "/desk/admin/", "/desk/admin/trail/"):
        assert "Name: Wu → 吴海" in page_of(admin.get(path)), path


def test_a_lock_ends_sessions_and_an_unlock_brings_none_back(
    admin: Client, browser: Browser, people: People
) -> None:
    theirs = browser("wu")
    assert theirs.get("/desk/").status_code == 200
    before = Session.objects.count()
    assert sent(admin, at(people["wu"]), "lock").status_code == 303
    assert Session.objects.count() == before - 1
    assert theirs.get("/desk/").status_code == 302
    assert sent(admin, at(people["wu"]), "unlock").status_code == 303
    assert theirs.get("/desk/").status_code == 302
    assert browser("wu").get("/desk/").status_code == 200
    assert Post.objects.filter(user=people["wu"], until=None).exists()


def test_a_new_password_is_shown_once_ends_sessions_and_must_change(
    admin: Client, browser: Browser, people: People
) -> None:
    theirs = browser("wu")
    page = page_of(sent(admin, at(people["wu"]), "password"))
    found = re.search(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", page)
    assert found
    user = User.objects.get(username="wu")
    assert user.check_password(found[0])
    assert user.must_change_password
    assert theirs.get("/desk/").status_code == 302


def test_nobody_does_it_to_themselves_and_the_last_administrator_stays(admin: Client, people: People) -> None:
    ada = people["ada"]
    page = page_of(admin.get(at(ada)))
    assert 'value="lock"' not in page
    seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
    for what, more in (("lock", {}), ("password", {}), ("give", {"role": "head", "unit": cast.BUREAU}),
                       ("end", {"post": str(Post.objects.get(user=ada).pk)})):  # fmt: skip
        assert admin.post(at(ada), {"what": what, "seen": seen, **more}).status_code == 422, what
    assert admin.post(f"{at(ada)}leave/", {"what": "do", "seen": seen}).status_code == 422
    assert admin.get("/desk/admin/").status_code == 200


def test_nothing_else_can_be_done_there(admin: Client, people: People) -> None:
    assert admin.post(at(people["wu"]), {"what": "promote", "seen": "0"}).status_code == 404
    assert admin.post(at(people["wu"]), {}).status_code == 404
    assert admin.get(f"{LIST}99999/").status_code == 404


# -- sign-ins -----------------------------------------------------------------------------------------------------------


def test_sign_ins_are_kept_without_what_was_typed(admin: Client, client: Client, people: People) -> None:
    client.post("/desk/login/", {"username": "wu", "password": PASSWORD})
    client.post("/desk/logout/")
    client.post("/desk/login/", {"username": "Wu", "password": "wrong"})
    client.post("/desk/login/", {"username": "mypassword1", "password": "wrong"})
    client.post("/desk/login/", {"username": "", "password": ""})
    found = list(SignIn.objects.order_by("pk").values_list("user__username", "opened"))
    assert found == [("wu", True), ("wu", False), (None, False)]
    page = page_of(admin.get("/desk/admin/signins/"))
    assert "mypassword1" not in page
    assert page.count("refused") >= 2
    assert "signed in" in page_of(admin.get(at(people["wu"])))
    SignIn.objects.filter(opened=True).update(at=cast.START - KEPT_FOR - timedelta(days=1))
    assert forget_old(now=cast.START) == 1
    assert not SignIn.objects.filter(opened=True).exists()


# -- somebody leaves ----------------------------------------------------------------------------------------------------


@pytest.fixture
def leaving(admin: Client, people: People) -> tuple[str, User, User]:
    """Bao has signed for a matter, begun a form, kept a view; Bea has the same post."""
    number = cast.comes_in().number
    cast.go(number, Verb.SIGN)
    bao = people["bao"]
    second = cast.comes_in(title="路灯不亮").number
    actions.triage(second, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    actions.forward(second, to=cast.BUREAU, by=cast.DAN, now=cast.START)
    actions.sign(second, by=actor_of(bao, cast.START), now=cast.START)
    Draft.objects.create(user=bao, token="t" * 20, body="{}", at=cast.START + timedelta(days=900))
    SavedView.objects.create(user=bao, name="急的", query="", created_at=cast.START)
    return second, bao, hire("bea", Role.OFFICER, cast.BUREAU)


def test_what_waits_is_shown_tried_and_handed_over(
    admin: Client, browser: Browser, leaving: tuple[str, User, User]
) -> None:
    number, bao, bea = leaving
    url = f"{at(bao)}leave/"
    page = page_of(admin.get(url))
    assert "Matters signed for" in page
    assert number not in page
    with CaptureQueriesContext(connection) as asked:
        look = admin.get(
            url, {"what": "look", "successor": str(bea.pk)}
        )  # an address: one may come back to it
    for query in asked:
        assert query["sql"].startswith("SELECT"), "a look only reads"
        assert "FOR UPDATE" not in query["sql"]
    assert look.status_code == 200
    assert (
        admin.get(url, {"what": "do", "successor": str(bea.pk)}).status_code == 200
    )  # an address does nothing
    assert "This would happen" in page_of(look)
    assert Matter.objects.get(number=number).officer == bao.key
    assert User.objects.get(pk=bao.pk).is_active
    done = admin.post(url, _confirm(page_of(look)))
    assert done.status_code == 303
    assert Matter.objects.get(number=number).officer == bea.key
    entry = Entry.objects.filter(number=number, verb="hand_over").get()
    assert json.loads(entry.data) == {"former": bao.key, "person": bea.key}
    assert (Draft.objects.get().user, SavedView.objects.get().user) == (bea, bea)
    gone = User.objects.get(pk=bao.pk)
    assert not gone.is_active
    assert not Post.objects.filter(user=gone, until=None).exists()
    dossier = page_of(browser("bo", language="en").get(f"/desk/matter/{number}/"))
    assert "Handed over to a colleague" in dossier
    assert "Bea" in dossier
    assert admin.post(url, _confirm(page_of(look))).status_code == 303  # the second click
    assert Entry.objects.filter(verb="hand_over").count() == 1
    assert not [fault for _, faults in number_faults(Tally()) for fault in faults]


def _confirm(page: str) -> dict[str, Any]:
    form = re.search(r'<form(?:(?!</form>).)*?name="what" value="do".*?</form>', page, re.DOTALL)
    assert form
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


def test_what_the_successor_is_kept_from_goes_to_the_unit(
    admin: Client, leaving: tuple[str, User, User]
) -> None:
    number, bao, bea = leaving
    protecting.recuse(
        number,
        person=bea.key,
        reason="是我家的事",
        by=actor_of(bea, cast.START),
        now=cast.START + timedelta(hours=30),
    )
    answer = sent(admin, f"{at(bao)}leave/", "look", successor=str(bea.pk))
    admin.post(f"{at(bao)}leave/", _confirm(page_of(answer)))
    assert Matter.objects.get(number=number).officer == ""
    assert json.loads(Entry.objects.get(number=number, verb="hand_over").data) == {"former": bao.key}


def test_nothing_stays_with_nobody(admin: Client, people: People, leaving: tuple[str, User, User]) -> None:
    _number, bao, bea = leaving
    url = f"{at(bao)}leave/"
    assert "sent yet (1)" in page_of(sent(admin, url, "look", successor=""))  # forms wait
    for other in (bea, people["bo"]):
        Post.objects.filter(user=other).update(until=cast.START + timedelta(days=1))
    wu = people["wu"]
    answer = sent(admin, url, "look", successor=str(wu.pk))
    assert answer.status_code == 422
    assert "Nobody else could go on" in page_of(answer)
    assert User.objects.get(pk=bao.pk).is_active
    post = Post.objects.get(user=bao, until=None)
    look = sent(admin, url, "look", successor=str(wu.pk), posts=[str(post.pk)])
    assert look.status_code == 200
    assert admin.post(url, _confirm(page_of(look))).status_code == 303
    assert Post.objects.filter(user=wu, unit=cast.BUREAU, role="officer", until=None).exists()
    assert Matter.objects.get(number=_number).officer == wu.key


def test_a_post_with_work_for_nobody_doesnt_end(
    admin: Client, people: People, leaving: tuple[str, User, User]
) -> None:
    _number, bao, bea = leaving
    Post.objects.filter(user__in=[bea, people["bo"]]).update(until=cast.START + timedelta(days=1))
    post = Post.objects.get(user=bao, until=None)
    answer = sent(admin, at(bao), "end", post=str(post.pk))
    assert answer.status_code == 422
    assert "f-post-error" in page_of(answer)
