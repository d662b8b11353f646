"""What a petitioner took back, as the desk sees it: marked wherever it is listed, confirmed before anything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.saved import SavedView
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.protecting import accuse
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rules.roles import PETITIONER, Role
from huiyin.rules.vocabulary import Outcome, Verb
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, START, comes_in, go
from tests.web.conftest import Browser, page_of, untorn

pytestmark = pytest.mark.django_db
NOW = START + timedelta(hours=20)
MARK, SOME = "已撤回，待书面确认", "有信访人撤回"
TO_CONFIRM, CHOSEN = "撤回待确认", "/desk/list/?withdrawn=1"
CONFIRM = "?do=decline&amp;begin=withdrawn"


@pytest.fixture(autouse=True)
def at_work(county: None, now: Callable[[datetime], None]) -> None:
    now(NOW)


def taken_back(to: Verb | None = None, **change: Any) -> str:
    number = comes_in(**{"channel": "mailbox", "persons": 1, "by": PETITIONER, **change}).number
    if to is not None:
        go(number, to)
    withdraw(number, petition=number, text="已经和邻居说好了。", by=PETITIONER, now=NOW)
    return number


def read(browser: Browser, path: str, who: str = "dan") -> str:
    response = browser(who).get(path)
    assert response.status_code == 200, path
    return page_of(response)


def main_act(page: str) -> str:
    found = re.search(
        r'<a class="btn btn-primary" href="([^"]+)"[^>]*>([^<]+)</a>', page.split('id="h-next"')[1]
    )
    return found.group(1) + " " + found.group(2) if found else ""


@pytest.mark.parametrize(
    "path",
    [
        "/desk/list/",
        "/desk/mailbox/?show=open",
        "/desk/triage/",
        "/desk/triage/day/",
        "/desk/matter/{number}/",
        "/desk/search/?q=没有水",
        "/desk/due/?on=2026-12-31",
        "/desk/list/assign/?m={number}",
    ],
)
def test_it_is_marked_wherever_it_is_shown(browser: Browser, path: str) -> None:
    number = taken_back()
    assert f'<span class="hy-state trouble">{MARK}</span>' in read(browser, path.format(number=number)), path


def test_whoever_presses_units_is_told_before_they_do(
    browser: Browser, people: dict[str, User], now: Callable[[datetime], None]
) -> None:
    user = User.objects.create(username="song", name="Song", created_at=START)
    Post.objects.create(user=user, unit_id=DEPARTMENT, role=Role.SUPERVISOR, since=START)
    people["song"] = user
    number = taken_back(Verb.NOTIFY)
    now(START + timedelta(days=120))
    for path in ("/desk/supervision/", f"/desk/supervision/press/?m={number}"):
        assert f'<span class="hy-state trouble">{MARK}</span>' in read(browser, path, "song"), path


def test_nothing_is_marked_before_nor_once_it_is_confirmed(browser: Browser) -> None:
    number = comes_in(channel="mailbox", persons=1, by=PETITIONER).number
    go(number, Verb.TRIAGE)
    for path in ("/desk/list/", "/desk/mailbox/?show=open", f"/desk/matter/{number}/"):
        assert "撤回，待" not in read(browser, path), path
    withdraw(number, petition=number, text="不用了。", by=PETITIONER, now=NOW)
    actions.decline(number, route="withdrawn", text="您撤回的来信已经确认。", by=DAN, now=NOW)
    for path in ("/desk/list/", "/desk/mailbox/?show=open", f"/desk/matter/{number}/"):
        assert MARK not in read(browser, path), path


def test_confirming_it_is_the_main_act_and_taking_back_is_not_offered_again(browser: Browser) -> None:
    number = taken_back(Verb.TRIAGE)
    page = read(browser, f"/desk/matter/{number}/")
    assert main_act(page) == f"/desk/matter/{number}/{CONFIRM}#do 书面确认撤回"
    assert "?do=withdraw" not in page
    assert "?do=withdraw" in read(browser, f"/desk/matter/{comes_in().number}/")
    form = read(browser, f"/desk/matter/{number}/?do=decline&begin=withdrawn")
    assert '<input type="hidden" name="route" value="withdrawn">' in form


def test_before_it_is_sorted_that_comes_first_and_the_page_says_so(browser: Browser) -> None:
    number = taken_back()
    page = read(browser, f"/desk/matter/{number}/")
    assert "?do=triage" in main_act(page)
    assert "先梳理" in page
    assert "已经和邻居说好了。" in page.split('id="h-next"')[0]
    assert "信访人已撤回" in read(browser, "/desk/triage/")


def test_at_a_unit_its_head_confirms_and_its_officer_is_led_to_no_answer(browser: Browser) -> None:
    number = taken_back(Verb.NOTIFY)
    assert CONFIRM in main_act(read(browser, f"/desk/matter/{number}/", "bo"))
    page = read(browser, f"/desk/matter/{number}/", "bao")
    assert main_act(page) == ""
    assert "由承办单位负责审批的人" in page
    actions.decline(number, route="withdrawn", text="您撤回的来信已经确认。", by=BO, now=NOW)
    assert "?do=deliver" in main_act(read(browser, f"/desk/matter/{number}/", "bao"))


def test_of_several_the_others_are_still_answered(browser: Browser) -> None:
    number = go_with_two()
    page = read(browser, f"/desk/matter/{number}/")
    assert SOME in page
    assert MARK not in page
    assert SOME in read(browser, "/desk/list/")
    assert CONFIRM not in page
    form = read(browser, f"/desk/matter/{number}/?do=withdraw")
    offered = form.split('id="do"')[1].split("</form>")[0]
    assert f'<option value="{number}"' not in offered, "it was taken back already"
    assert offered.count(" selected>") == 1


def go_with_two() -> str:
    number = comes_in().number
    other = comes_in(persons=1)
    link(other.number, other=number, by=DAN, now=START + timedelta(hours=1))
    withdraw(number, petition=number, text="不用了。", by=DAN, now=NOW)
    return number


def test_who_took_it_back_and_was_parted_from_it_takes_the_mark_along(browser: Browser) -> None:
    number = comes_in().number
    other = comes_in(persons=1).number
    link(other, other=number, by=DAN, now=START + timedelta(hours=1))
    withdraw(number, petition=other, text="不用了。", by=DAN, now=NOW)
    assert SOME in read(browser, "/desk/list/")
    unlink(other, reason="不是一件事。", by=DAN, now=NOW)
    for path in ("/desk/list/", "/desk/triage/day/"):
        page = read(browser, path)
        assert (page.count(MARK), SOME in page) == (1, False), path
    assert MARK not in read(browser, f"/desk/matter/{number}/")
    assert MARK in read(browser, f"/desk/matter/{other}/")
    assert rows(read(browser, CHOSEN)) == [other]


# -- what waits to be confirmed -----------------------------------------------------------------------------------


def test_my_day_counts_what_everybody_took_back_and_opens_exactly_that(browser: Browser) -> None:
    assert TO_CONFIRM not in read(browser, "/desk/"), "nothing where nothing waits"
    comes_in()
    go_with_two()
    ours, theirs = taken_back(Verb.TRIAGE), taken_back(Verb.NOTIFY)
    for who, number, url in (
        ("dan", ours, f"/desk/list/?unit={DEPARTMENT}&amp;withdrawn=1"),
        ("bo", theirs, "/desk/list/?withdrawn=1"),
    ):
        assert tile(read(browser, "/desk/", who)) == ("1", url)
        assert rows(read(browser, url.replace("&amp;", "&"), who)) == [number]
    assert sorted(rows(read(browser, CHOSEN))) == sorted([ours, theirs]), "whoever sees the county has both"


@pytest.mark.parametrize("who", ["liu", "bao", "wu", "tao"])
def test_nobody_is_told_to_confirm_who_cant(browser: Browser, who: str) -> None:
    taken_back(Verb.TRIAGE), taken_back(Verb.NOTIFY)
    assert tile(read(browser, "/desk/", who)) is None


def test_once_it_is_confirmed_it_waits_no_more(browser: Browser) -> None:
    number = taken_back(Verb.TRIAGE)
    actions.decline(number, route="withdrawn", text="您撤回的来信已经确认。", by=DAN, now=NOW)
    assert tile(read(browser, "/desk/")) is None
    assert rows(read(browser, CHOSEN)) == []


def test_the_mark_of_the_list_is_a_chip_that_goes_into_views_and_files(browser: Browser) -> None:
    number, other = taken_back(), comes_in().number
    page = read(browser, CHOSEN)
    assert re.search(rf'<a [^>]*href="/desk/list/"[^>]*aria-current="true"[^>]*>{TO_CONFIRM}</a>', page)
    taken = b"".join(browser("dan").get("/desk/list/export.csv?withdrawn=1")).decode()
    assert number in taken
    assert other not in taken
    browser("dan").post("/desk/list/views/", {"name": "撤回", "query": "withdrawn=1&urgent=2"})
    assert SavedView.objects.get().query == "withdrawn=1"


def test_what_the_guard_keeps_away_isnt_counted(browser: Browser) -> None:
    number = taken_back(Verb.NOTIFY)
    accuse(number, accused=BUREAU, text="x", by=DAN, now=NOW)
    assert tile(read(browser, "/desk/", "bo")) is None
    assert rows(read(browser, CHOSEN, "bo")) == []


@pytest.mark.parametrize("path", ["/desk/", CHOSEN])
def test_which_were_taken_back_is_read_from_their_index(browser: Browser, path: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells its plan so")
    taken_back(Verb.TRIAGE)
    read(browser, path)
    with CaptureQueriesContext(connection) as queries:
        read(browser, path)
    asked = [one["sql"] for one in queries if '"taken_back" > ' in one["sql"]]
    assert asked
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            told = [row[3] for row in cursor.fetchall()]
            assert any("matter_taken_back" in one for one in told), told


def tile(page: str) -> tuple[str, str] | None:
    """Count and address of the number on My day."""
    figure = r'<span class="hy-figure">([0-9+]+)</span>'
    word = f'<span class="hy-tile-word">{TO_CONFIRM}<'
    found = re.search(rf'class="hy-tile care" href="([^"]+)">{figure} {word}', page)
    return (found[2], found[1]) if found else None


def rows(page: str) -> list[str]:
    """The numbers of the list's rows."""
    return re.findall(r'<a href="/desk/matter/([0-9-]+)/"', page.split('id="list"')[1])


def test_many_that_were_taken_back_cost_no_more_than_one(browser: Browser) -> None:
    dan = browser("dan")

    def asked(path: str) -> int:
        dan.get(path)
        with CaptureQueriesContext(connection) as queries:
            dan.get(path)
        return len(queries)

    pages = (
        "/desk/", "/desk/list/", CHOSEN, "/desk/mailbox/?show=open", "/desk/triage/day/", "/desk/search/?q=没有水",
        "/desk/due/?on=2026-12-31",
    )  # fmt: skip
    taken_back()
    few = {path: asked(path) for path in pages}
    for _ in range(5):
        taken_back()
    assert {path: asked(path) for path in pages} == few


def test_the_mark_tells_nobody_who_may_not_see_it(browser: Browser) -> None:
    taken_back(Verb.FORWARD)
    assert MARK in read(browser, "/desk/list/", "bao")
    assert MARK not in read(browser, "/desk/list/", "wu")


def test_of_several_petitions_the_matter_says_which_was_taken_back_and_when(browser: Browser) -> None:
    one, other, third = taken_back(), comes_in().number, taken_back()
    link(other, other=one, by=DAN, now=NOW + timedelta(days=2))
    page = read(browser, f"/desk/matter/{one}/")
    pinned = untorn(page).split('id="h-pinned-1"')[1].split("</section>")[0]
    assert f"{one}已撤回，2026年3月3日" in pinned
    assert "已经和邻居说好了。" in pinned
    assert page.count("<dt>撤回</dt>") == 1
    link(third, other=one, by=DAN, now=NOW + timedelta(days=3))
    page = read(browser, f"/desk/matter/{one}/")
    assert page.count("<dt>撤回</dt>") == 2
    assert page.count(f"{third}已撤回，并入前") == 1
    assert page.count("已经和邻居说好了。") >= 1


def test_the_sheet_of_the_day_calls_the_confirming_letter_that(browser: Browser) -> None:
    number = taken_back(Verb.TRIAGE)
    actions.decline(number, route="withdrawn", text="您已撤回。", by=DAN, now=NOW)
    sheet = read(browser, "/desk/triage/day/?on=2026-03-03") + read(
        browser, "/desk/triage/day/?on=2026-03-02"
    )
    assert "书面确认撤回" in sheet
    assert "不予受理" not in sheet


# -- the act that confirms it --------------------------------------------------------------------------------------


def form_of(page: str) -> str:
    return page.split('<form class="mt-3')[1].split("</form>")[0]


@pytest.mark.parametrize(
    "asked", ["?do=decline&begin=withdrawn", "?do=decline", "?do=decline&begin=court&of=1"]
)
def test_the_form_that_confirms_it_asks_for_its_words_alone(browser: Browser, asked: str) -> None:
    number = taken_back(Verb.TRIAGE)
    form = form_of(read(browser, f"/desk/matter/{number}/{asked}"))
    assert '<h3 id="h-do">书面确认撤回</h3>' in form
    assert 'type="submit">书面确认撤回</button>' in form
    assert re.findall(r'name="(\w+)"', form) == ["csrfmiddlewaretoken", "seen", "route", "text"]
    assert '<input type="hidden" name="route" value="withdrawn">' in form
    assert "撤回" in form.split("<textarea")[1].split("</textarea>")[0], "the letter stands in it"
    assert "不予受理" not in form
    assert "data-beginnings" not in form


def test_once_it_is_sent_the_page_says_what_was_done(browser: Browser) -> None:
    number = taken_back(Verb.TRIAGE)
    dan, seen = (
        browser("dan"),
        re.search(r'name="seen" value="(\d+)"', read(browser, f"/desk/matter/{number}/?do=decline")),
    )
    assert seen
    given = {"seen": seen[1], "route": "withdrawn", "text": ""}
    missing = dan.post(f"/desk/matter/{number}/do/decline/", given)
    assert missing.status_code == 422
    assert '<h3 id="h-do">书面确认撤回</h3>' in form_of(page_of(missing))
    sent = dan.post(f"/desk/matter/{number}/do/decline/", {**given, "text": "您已撤回，予以终结。"})
    assert sent.status_code == 303
    page = page_of(dan.get(sent["Location"]))
    assert "操作完成：书面确认撤回。" in page
    assert "不予受理" not in page.split('id="h-next"')[0]
    assert "尚无人表态" not in page, "nothing was answered"
    assert "没有登记承诺事项" not in page


def test_where_others_uphold_theirs_a_refusal_is_a_refusal(browser: Browser) -> None:
    number = go_with_two()
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=NOW)
    form = form_of(read(browser, f"/desk/matter/{number}/?do=decline"))
    assert "书面确认撤回" not in form
    assert 'name="route"' in form


@pytest.mark.parametrize("until", [Verb.DRAFT, Verb.APPROVE])
def test_an_answer_that_isnt_out_yet_stands_in_nobodys_way(browser: Browser, until: Verb) -> None:
    number = taken_back(until)
    assert CONFIRM in main_act(read(browser, f"/desk/matter/{number}/", "bo"))
    assert "书面确认撤回" in form_of(read(browser, f"/desk/matter/{number}/?do=decline", "bo"))
    state = actions.decline(number, route="withdrawn", text="您已撤回，予以终结。", by=BO, now=NOW)
    assert (state.outcome, len(state.opinions)) == (Outcome.WITHDRAWN, 2)
    assert state.opinions[0].withdrawn_at == NOW, "the answer that nobody waits for any more"
    assert "?do=deliver" in main_act(read(browser, f"/desk/matter/{number}/", "bao"))


def test_while_the_unit_objects_that_is_decided_first(browser: Browser) -> None:
    number = taken_back(Verb.SIGN)
    actions.object_(number, reason="不归我们管。", by=BAO, now=NOW)
    assert "请先处理异议" in read(browser, f"/desk/matter/{number}/").split('id="h-next"')[0]


def test_parted_again_the_page_says_when_it_was_taken_back_and_in_which_words(browser: Browser) -> None:
    one, other, third = comes_in().number, comes_in(persons=1).number, comes_in(title="停水").number
    link(other, other=one, by=DAN, now=START + timedelta(hours=1))
    link(one, other=third, by=DAN, now=START + timedelta(hours=2))
    withdraw(third, petition=other, text="已经和金顺姬说好了。", by=DAN, now=NOW)
    later = NOW + timedelta(days=2)
    unlink(one, reason="不是一件事。", by=DAN, now=later)
    unlink(other, reason="不是一件事。", by=DAN, now=later)
    page = read(browser, f"/desk/matter/{other}/")
    pinned = untorn(page).split('id="h-pinned-1"')[1].split("</section>")[0]
    assert "信访人已撤回，2026年3月3日" in pinned
    assert "已经和金顺姬说好了。" in pinned
    assert re.search(r"<dt>撤回</dt><dd>2026年3月3日</dd>", page)


def test_whose_name_is_kept_from_somebody_stands_in_no_words_of_a_withdrawal(browser: Browser) -> None:
    one, other = comes_in(confidential=True).number, comes_in(persons=1).number
    link(other, other=one, by=DAN, now=START + timedelta(hours=1))
    withdraw(one, petition=other, text="已经和金顺姬说好了。", by=DAN, now=NOW)
    unlink(other, reason="不是一件事。", by=DAN, now=NOW + timedelta(hours=1))
    go(other, Verb.SIGN, start=NOW + timedelta(hours=2))
    pinned = (
        untorn(read(browser, f"/desk/matter/{other}/", "bao"))
        .split('id="h-pinned-1"')[1]
        .split("</section>")[0]
    )
    assert "2026年3月3日" in pinned
    assert "顺姬" not in pinned
