"""The desk's lists and what surrounds a matter on its page: who sees which, what stands on each row, at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions, following, owning, pressing, protecting, together
from huiyin.rooms.cases.models import Matter
from huiyin.rules.roles import PETITIONER, Role
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import list_rows
from huiyin.web.desk.lists import PAGES
from tests.rooms import cast
from tests.rooms.duty_cast import LAW, SONG, add_leaders
from tests.web.conftest import PASSWORD, Browser, page_of, untorn

Clock = Callable[[datetime], None]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = date(2026, 3, 2)
LEAD = "政法委书记"


@pytest.fixture(autouse=True)
def three_weeks_on(now: Clock, browser: Browser, people: dict[str, User]) -> None:
    """A Thursday later that month; a leader and a supervisor have accounts too."""
    add_leaders()
    long_ago = cast.START.replace(year=2020)
    for name, role, unit in (("lee", Role.LEADER, LAW), ("song", Role.SUPERVISOR, cast.DEPARTMENT)):
        user = User(username=name, name=name.title(), created_at=long_ago)
        user.set_password(PASSWORD)
        user.save()
        Post.objects.create(user=user, unit_id=unit, role=role, since=long_ago)
        people[name] = user
    now(cast.START + 24 * DAY)


def matter(to: Verb = Verb.NOTIFY, **change: Any) -> str:
    number = cast.comes_in(**change).number
    cast.go(number, to)
    return number


def everything() -> str:
    """One matter with all that can surround it."""
    number, at = matter(), cast.START + 10 * HOUR
    pressing.urge(number, why="overdue", text="请抓紧办理。", by=SONG, now=at)
    pressing.supervise(number, why="evasion", text="限期书面说明。", by=SONG, now=at)
    pressing.answer_notice(number, item=1 + 1, text="已派人到场。", by=cast.BAO, now=at)
    pressing.recommend(number, advice="improve_work", to=cast.WATER, text="公开停水安排。", by=SONG, now=at)
    owning.own(number, leader=LAW, reason="久拖未决。", by=cast.DAN, now=at)
    report = {"item": 1, "duty": "know", "stage": "plan", "text": "已到村里了解。"}
    owning.own_report(number, **report, by=cast.DAN, now=at)
    together.co_handle(number, to=cast.WATER, text="请提供管网图。", by=cast.BAO, now=at)
    together.contribute(number, item=1, text="管网图已交。", by=cast.WU, now=at)
    following.pledge(number, party="四号楼物业", text="换新管道。", due=MONDAY + 5 * DAY, by=cast.BAO, now=at)
    following.fulfil(number, item=1, text="验收单在卷。", by=cast.BAO, now=at + DAY)
    protecting.recuse(number, person=_key("liu"), reason="亲属。", by=cast.DAN, now=at + DAY)
    return number


def _key(name: str) -> str:
    return User.objects.get(username=name).key


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


# -- who sees which -----------------------------------------------------------------------------------------------------

COUNTY_ONLY = {"owned", "looks"}


@pytest.mark.parametrize("slug", list(PAGES))
def test_a_stranger_is_asked_to_sign_in_and_an_analyst_is_refused(browser: Browser, slug: str) -> None:
    assert browser().get(f"/desk/{slug}/").status_code == 302
    assert browser("xia").get(f"/desk/{slug}/").status_code == 403


@pytest.mark.parametrize("slug", list(PAGES))
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_every_list_opens_empty_and_full_in_every_language(
    browser: Browser, slug: str, language: str
) -> None:
    client = browser("dan", language=language)
    assert 'class="hy-empty"' in page_of(client.get(f"/desk/{slug}/"))
    everything()
    assert client.get(f"/desk/{slug}/").status_code == 200


@pytest.mark.parametrize("slug", list(PAGES))
def test_a_unit_sees_its_own_lists_and_no_link_to_the_others(browser: Browser, slug: str) -> None:
    client = browser("bao")
    assert client.get(f"/desk/{slug}/").status_code == (403 if slug in COUNTY_ONLY else 200)
    row = re.search(r"<nav aria-label=.*?</nav>", page_of(client.get("/desk/due/")), re.DOTALL)
    assert row is not None
    assert (f'href="/desk/{slug}/"' in row[0]) is (slug not in COUNTY_ONLY)


def test_the_frame_leads_to_the_lists_and_they_only_read(browser: Browser) -> None:
    assert 'href="/desk/due/"' in page_of(browser("bao").get("/desk/list/"))
    assert 'href="/desk/due/"' not in page_of(browser("xia").get("/desk/password/"))
    assert browser("dan").post("/desk/due/").status_code == 405


# -- what stands there --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("due?on=2027-01-01", ("县自来水公司", "第四十条")),
        ("supervised", ("督〔2026〕1号", "推诿", "县生态环境分局")),
        ("recommendations", ("建〔2026〕1号", "改进工作", "县自来水公司")),
        ("owned", (LEAD, "Lee")),
        ("cohandled", ("县自来水公司", "县生态环境分局")),
    ],
)
def test_each_row_tells_why_it_stands_there(browser: Browser, slug: str, words: tuple[str, ...]) -> None:
    number = everything()
    path, _gap, query = slug.partition("?")
    page = page_of(browser("dan").get(f"/desk/{path}/?{query}"))
    row = re.search(rf'<tr role="row">(?:(?!</tr>).)*{number}.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert f'href="/desk/matter/{number}/"' in row[0]
    for word in words:
        assert word in row[0], (word, row[0])


def test_a_leader_sees_their_own_first_and_may_see_all(browser: Browser) -> None:
    mine, others = everything(), matter()
    cast.holder_of("C-LD-MAG")
    owning.own(others, leader="C-LD-MAG", reason="x", by=cast.DAN, now=cast.START + DAY)
    client = browser("lee")
    page = page_of(client.get("/desk/owned/"))
    assert (mine in page, others in page) == (True, False)
    page = page_of(client.get("/desk/owned/?whose=all"))
    assert (mine in page, others in page) == (True, True)
    assert "whose=mine" not in page_of(browser("dan").get("/desk/owned/"))


def test_a_post_without_anybody_is_told(browser: Browser) -> None:
    number, held = matter(), cast.holder_of("C-LD-MAG")
    owning.own(number, leader="C-LD-MAG", reason="x", by=cast.DAN, now=cast.START + DAY)
    held.until = cast.START + 2 * DAY
    held.save(update_fields=["until"])
    assert number in page_of(browser("dan").get("/desk/owned/"))


def test_commitments_are_read_in_their_own_words_and_cut(browser: Browser) -> None:
    number = matter()
    following.pledge(
        number,
        party="李记冷面",
        text="装净化器。" * 60,
        due=MONDAY + 5 * DAY,
        by=cast.BAO,
        now=cast.START + DAY,
    )
    page = page_of(browser("dan").get("/desk/commitments/?which=late"))
    assert "李记冷面 · 装净化器。" in page
    assert "…</div>" in page
    assert "装净化器。" * 40 not in page


def test_the_backlog_says_since_when_and_how_long(browser: Browser) -> None:
    number = matter()
    page = untorn(page_of(browser("dan", language="en").get("/desk/backlog/")))
    assert number in page
    assert "Nothing from the owner since 2 Mar 2026: 17 working days" in page
    assert number not in page_of(browser("dan").get("/desk/backlog/?kind=bone"))


def test_a_tail_has_two_parts_on_one_list(browser: Browser) -> None:
    closed, again = matter(Verb.CLOSE), matter(Verb.CLOSE)
    following.pledge(
        closed, party="局", text="公开。", due=MONDAY + DAY, by=cast.BAO, now=cast.START + 12 * HOUR
    )
    actions.reopen(again, reason="又停水了。", by=cast.DAN, now=cast.START + 12 * HOUR)
    page = page_of(browser("dan").get("/desk/backlog/?kind=tail"))
    assert page.index(closed) < page.index(again)


def test_what_was_handed_back_tells_how_often(browser: Browser) -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.FORWARD)
    actions.object_(number, reason="不属我局。", by=cast.BAO, now=cast.START + 5 * HOUR)
    actions.agree_return(number, by=cast.DAN, now=cast.START + 6 * HOUR)
    page = page_of(browser("dan", language="en").get("/desk/returned/"))
    assert number in page
    assert "Handed back 1 time · 1 unit has had it" in page


def test_a_low_rating_names_what_was_rated(browser: Browser) -> None:
    number = matter(Verb.CLOSE)
    rated = {"petition": number, "rated": "unit", "score": "dissatisfied"}
    following.rate(number, **rated, by=PETITIONER, now=cast.START + 12 * HOUR)
    assert number in page_of(browser("song").get("/desk/looks/"))


@pytest.mark.parametrize(
    "query", ["after=garbage", "after=9_x", "after=0_x_y_z", "after=0_2026-03-02", "on=x&kind=x&whose=x&which=x", "after=%00",
              "after=0_2026-03-02T00:00:00_222424-20260302-00001-5_1", "after=0_99999999_222424-20260302-00001-5"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_plain_list(browser: Browser, query: str) -> None:
    everything()
    client = browser("dan")
    for slug in PAGES:
        assert client.get(f"/desk/{slug}/?{query}").status_code == 200


def test_script_in_what_was_promised_is_only_text(browser: Browser) -> None:
    number = matter(title="<script>x</script>")
    following.pledge(
        number, party="<b>谁</b>", text="<i>做</i>", due=MONDAY + DAY, by=cast.BAO, now=cast.START + 12 * HOUR
    )
    client = browser("dan")
    page = page_of(client.get("/desk/commitments/")) + page_of(client.get(f"/desk/matter/{number}/"))
    assert not {"<script>x", "<b>谁", "<i>做"} & set(re.findall(r"<\w+>\w", page))
    assert "&lt;b&gt;谁" in page


# -- cost ---------------------------------------------------------------------------------------------------------------


def promised() -> str:
    number = matter()
    following.pledge(
        number, party="局", text="公开。", due=MONDAY + DAY, by=cast.BAO, now=cast.START + 12 * HOUR
    )
    return number


#: What each row is made by, and the lists that then have it.
MAKERS: dict[Callable[[], str], tuple[str, ...]] = {
    matter: ("due/?on=2027-01-01", "backlog/"), promised: ("commitments/",),
    everything: ("supervised/", "owned/", "cohandled/", "recommendations/"),
}  # fmt: skip


@pytest.mark.parametrize("make", list(MAKERS))
def test_fifty_rows_cost_no_more_queries_than_one(browser: Browser, make: Callable[[], str]) -> None:
    paths, client = MAKERS[make], browser("dan")
    make()
    one = {path: queries_of(client, f"/desk/{path}") for path in paths}
    for _ in range(50):
        make()
    for path in paths:
        assert queries_of(client, f"/desk/{path}") == one[path], path
        assert one[path] <= 8, path
        assert page_of(client.get(f"/desk/{path}")).count('class="hy-title"') == 50, path


@pytest.mark.parametrize("name", ["dan", "bao"])
def test_pages_of_a_list_follow_without_gap_or_repeat(browser: Browser, name: str) -> None:
    numbers = {matter() for _ in range(53)}
    client, address, seen = browser(name), "/desk/due/?on=2027-01-01", list[str]()
    for _ in range(5):
        page = page_of(client.get(address))
        seen += re.findall(r'href="/desk/matter/([0-9-]+)/"', page)
        link = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page)
        if link is None:
            break
        address = link[1].replace("&amp;", "&")
    assert sorted(seen) == sorted(numbers)


def test_a_page_that_ends_with_its_first_part_goes_on_in_the_second(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.web.desk.lists.PAGE", 1)
    closed, again = promised_and_closed(), matter(Verb.CLOSE)
    actions.reopen(again, reason="又停水了。", by=cast.DAN, now=cast.START + 12 * HOUR)
    client = browser("dan")
    first = page_of(client.get("/desk/backlog/?kind=tail"))
    link = re.search(r'href="([^"]*after=[^"]*)" rel="next"', first)
    assert link is not None
    second = page_of(client.get(link[1].replace("&amp;", "&")))
    assert (closed in first, again in first) == (True, False)
    assert (closed in second, again in second) == (False, True)
    assert 'rel="next"' not in second


def promised_and_closed() -> str:
    number = matter(Verb.CLOSE)
    following.pledge(
        number, party="局", text="公开。", due=MONDAY + DAY, by=cast.BAO, now=cast.START + 12 * HOUR
    )
    return number


# -- the matter's page --------------------------------------------------------------------------------------------------


def test_the_page_shows_what_surrounds_the_matter(browser: Browser) -> None:
    number = everything()
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    for words in (
        LEAD, "Lee", "已到村里了解。", "督〔2026〕1号", "限期书面说明。", "已派人到场。", "建〔2026〕1号", "公开停水安排。",
        "请提供管网图。", "管网图已交。", "四号楼物业", "换新管道。", "验收单在卷。", "Liu",
    ):  # fmt: skip
        assert words in page, words


def test_a_plain_matter_has_none_of_these_sections(browser: Browser) -> None:
    assert "hy-around" not in page_of(browser("dan").get(f"/desk/matter/{matter()}/"))


def test_answered_carried_out_confirmed_are_three_facts(browser: Browser) -> None:
    number = matter(Verb.CLOSE)
    call = {
        "petition": number,
        "contact": "phone",
        "reached": True,
        "confirmed": "partly",
        "text": "还差一户。",
    }
    following.follow_up(number, **call, by=cast.DAN, now=cast.START + 12 * HOUR)
    rated = {"petition": number, "rated": "unit", "score": "dissatisfied"}
    following.rate(number, **rated, by=PETITIONER, now=cast.START + 12 * HOUR)
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{number}/"))
    for words in (
        "Answered",
        "no commitment is noted",
        "Partly carried out",
        "还差一户。",
        "still to be looked into",
    ):
        assert words in page, words


def test_review_hearing_and_an_ended_ownership_are_told(browser: Browser) -> None:
    from dataclasses import replace

    from huiyin.rooms.cases.queries import file_of
    from huiyin.rules.duties import Rated, Score, Verdict
    from huiyin.rules.surround import Hearing, Look, Rating
    from huiyin.web.desk import around
    from huiyin.web.desk.parts import Names

    number = everything()
    owning.release(number, item=1, reason="已化解。", by=cast.DAN, now=cast.START + 3 * DAY)
    pressing.lift(number, item=2, reason="已办。", by=SONG, now=cast.START + 3 * DAY)
    file = file_of(number)
    held = (Hearing(1, cast.START, cast.START + DAY), Hearing(2, cast.START + DAY))
    ended = replace(file.state.helpers[0], contributed_at=None, text_seq=0, ended_at=cast.START + DAY)
    state = replace(
        file.state, about="222424-20260101-00001-1", asked="222424-20260201-00001-1", final=True, hearings=held,
        helpers=(ended,),
    )  # fmt: skip
    names = Names(unit=str, place=str, category=str, person=str)
    made = around.sections(replace(file, state=state), names, now=cast.START + 4 * DAY)
    found = {section.id: section for section in made}
    links = [piece.line for piece in found["h-review"].pieces]
    assert 'href="/desk/matter/222424-20260101-00001-1/"' in links[0]
    assert len(found["h-hearings"].pieces) == 2
    assert found["h-owners"].pieces[0].head == LAW
    assert found["h-helpers"].pieces[0].words[0].text == "请提供管网图。"
    rated = replace(
        state,
        ratings=(Rating(1, number, Rated.UNIT, Score.DISSATISFIED, cast.START, True),),
        looks=(Look(1, 1, cast.START, Verdict.MANNER, cast.START),),
    )
    assert len(list(around._ratings(rated))) == 1


def test_the_page_tells_why_the_matter_is_stuck(browser: Browser) -> None:
    page = page_of(browser("dan", language="en").get(f"/desk/matter/{matter()}/"))
    assert "Drawer case" in page
    assert "17 working days" in page


def test_a_surrounded_matter_costs_the_page_no_more_than_twelve_queries(browser: Browser) -> None:
    number, client = everything(), browser("dan")
    assert queries_of(client, f"/desk/matter/{number}/") <= 12


def test_a_row_without_a_last_day_begins_at_the_edge() -> None:
    """On a phone an empty cell is left out; one with a blank or an empty element in it would be a gap."""
    number = cast.comes_in().number
    matter = Matter.objects.select_related("title").get(pk=number)
    bare = list_rows.html([list_rows.Line(matter, "x", "y")])
    assert '<td role="cell" class="hy-nowrap"></td>' in bare
    dated = list_rows.html([list_rows.Line(matter, "x", "y", "<b>1</b>", "3月9日")])
    assert '<b>1</b> <span class="hy-due">3月9日</span></td>' in dated
