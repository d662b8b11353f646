"""The leader's page and the decisions on it: whose it is, what stands there, done once, and what keeps it from others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions, owning, pressing, protecting
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.duty.models import Reception
from huiyin.rules.roles import PETITIONER, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.duty_cast import DAY, LAW, LEE, MONDAY, SONG, at, planned
from tests.web.conftest import PASSWORD, Browser, page_of
from tests.web.duty_pages import english, on_monday, statements

Clock = Callable[[datetime], None]
PAGE = "/desk/leader/"
__all__ = ["on_monday"]


def matter(to: Verb | None = None) -> str:
    number = cast.comes_in().number
    if to is not None:
        cast.go(number, to)
    return number


def later(now: Clock, hours: int = 20) -> datetime:
    moment = cast.START + timedelta(hours=hours)
    now(moment)
    return moment


def section(page: str, name: str) -> str:
    """The part of the page under one heading."""
    return page.split(f'aria-labelledby="h-{name}"', 1)[1].split("</section>", 1)[0]


def test_the_page_is_for_leaders_alone_and_first_in_their_menu(browser: Browser) -> None:
    for name in ("dan", "liu", "bao", "bo", "tao", "xia", "song"):
        assert browser(name).get(PAGE).status_code == 403
    assert browser().get(PAGE).status_code == 302
    page = english(browser, "lee", "/desk/")
    assert re.search(r'<ul><li><a href="/desk/leader/">', page)
    assert "/desk/leader/" not in english(browser, "dan", "/desk/")


@pytest.mark.parametrize(
    ("agent", "name", "place"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Mobile Safari", "lee", PAGE),
        ("Mozilla/5.0 (X11; Linux x86_64)", "lee", "/desk/"),
        ("Mozilla/5.0 (Linux; Android 14) Mobile Safari", "bao", "/desk/"),
    ],
)
def test_with_a_phone_a_leader_lands_there(browser: Browser, agent: str, name: str, place: str) -> None:
    client = browser()
    sent = {"username": name, "password": PASSWORD}
    assert client.post("/desk/login/", sent, headers={"user-agent": agent})["Location"] == place
    wanted = browser().post("/desk/login/?next=/desk/list/", sent, headers={"user-agent": agent})
    assert wanted["Location"] == "/desk/list/"


def test_what_waits_for_the_leader_is_there_and_what_is_settled_isnt(browser: Browser, now: Clock) -> None:
    grave, disputed, pressed, calm = matter(), matter(Verb.FORWARD), matter(Verb.NOTIFY), matter(Verb.NOTIFY)
    moment = later(now)
    actions.triage(grave, klass="appeal", category="040100", urgent=True, by=cast.DAN, now=moment)
    owning.report_up(grave, whom="committee", text="三百多人断水", by=cast.DAN, now=moment)
    first = matter(Verb.FORWARD)
    actions.object_(
        first, reason="不属于我局职责", by=cast.BAO, now=moment
    )  # the desk's to answer: no dispute yet
    actions.object_(disputed, reason="不属于我局职责", by=cast.BAO, now=moment)
    actions.agree_return(disputed, by=cast.DAN, now=moment)
    actions.forward(disputed, to=cast.BUREAU, by=cast.DAN, now=moment)
    actions.object_(disputed, reason="还是不属于我局职责", by=cast.BAO, now=moment)
    pressing.supervise(pressed, why="evasion", text="请说明", by=SONG, now=moment)
    pressing.answer_notice(pressed, item=1, text="在办", by=cast.BAO, now=moment)
    pressing.escalate(pressed, item=1, level="leader", text="没有措施", by=SONG, now=moment)
    waits = section(english(browser, "lee", PAGE), "waits")
    for number in (grave, disputed, pressed):
        assert f"/desk/matter/{number}/decide/" in waits
    assert calm not in waits
    assert first not in waits
    assert "三百多人断水" in waits
    pressing.lift(pressed, item=1, reason="办妥", by=SONG, now=moment + timedelta(minutes=1))
    actions.refuse_return(disputed, reason="属于", by=cast.DAN, now=moment + timedelta(minutes=1))
    waits = section(english(browser, "lee", PAGE), "waits")
    assert (pressed in waits, disputed in waits, grave in waits) == (False, False, True)


def test_a_card_says_that_its_matter_was_taken_back(browser: Browser, now: Clock) -> None:
    number, moment = matter(), later(now)
    actions.triage(number, klass="appeal", category="040100", urgent=True, by=cast.DAN, now=moment)
    mark = '<span class="hy-state trouble">taken back, to be confirmed in writing</span>'
    assert mark not in english(browser, "lee", PAGE)
    withdraw(number, petition=number, text="已经和邻居说好了。", by=PETITIONER, now=moment)
    card = section(english(browser, "lee", PAGE), "waits")
    assert f'<span class="hy-urgent">urgent</span> {mark}' in card


def test_each_page_says_which_term_its_day_is_of(browser: Browser, now: Clock) -> None:
    pressed, moment = matter(Verb.NOTIFY), later(now)
    pressing.supervise(pressed, why="evasion", text="请说明", days=3, by=SONG, now=moment)
    pressing.escalate(
        pressed, item=1, level="leader", text="没有措施", by=SONG, now=moment + timedelta(days=5)
    )
    card = section(english(browser, "lee", PAGE), "waits")
    assert re.search(r'<span class="hy-small hy-soft">[^<]+ · Answer the supervision</span>', card)
    rows = english(browser, "lee", "/desk/list/")
    assert re.search(r'<span class="hy-due">[^<]+ · Answer the supervision</span>', rows)
    decide = english(browser, "lee", f"/desk/matter/{pressed}/decide/?do=instruct")
    assert re.search(r"Answer <span[^>]*>until [^<]+</span> <span", decide)


def test_taking_a_matter_on_with_the_thumb(browser: Browser, now: Clock) -> None:
    number = matter()
    moment = later(now)
    actions.triage(number, klass="appeal", category="040100", urgent=True, by=cast.DAN, now=moment)
    client = browser("lee", language="en")
    url = f"/desk/matter/{number}/decide/"
    form = page_of(client.get(f"{url}?do=own"))
    assert f'<input type="hidden" name="leader" value="{LAW}">' in form
    seen = re.search(r'name="seen" value="(\d+)"', form)
    assert seen
    wrong = client.post(f"{url}own/", {"seen": seen[1], "leader": LAW, "reason": " "})
    assert (wrong.status_code, 'id="f-reason-error"' in page_of(wrong)) == (422, True)
    sent = {"seen": seen[1], "leader": LAW, "reason": "由我包案"}
    for _twice in range(2):  # a second tap, or the way back and again
        done = client.post(f"{url}own/", sent)
        assert (done.status_code, done["Location"]) == (303, "/desk/leader/?done=own")
    assert Entry.objects.filter(number=number, verb="own").count() == 1
    page = english(browser, "lee", "/desk/leader/?done=own")
    assert "Done: Given to a leader." in page
    assert number in section(page, "owned")
    other = client.post(f"{url}own/", {**sent, "reason": "别的话"})
    assert other.status_code == 409  # not what was done: it says that it is, and offers nothing to send again
    told = page_of(other)
    assert ("This step is done already" in told, 'name="seen"' in told) == (True, False)
    assert "别的话" in told, "what was typed stays"
    page = page_of(client.get(f"{url}?do=own"))
    assert (page.count("This step is done already"), 'name="seen"' in page) == (1, False)
    assert not re.search(r"<h2>[^<]+</h2><p></p>", page), "no heading with nothing under it"
    fresh = Matter.objects.get(pk=number).seq
    again = client.post(f"{url}own/", {**sent, "seen": str(fresh)})
    assert (again.status_code, "This step is done already" in page_of(again)) == (422, True)
    assert Entry.objects.filter(number=number, verb="own").count() == 1


def test_a_leader_with_another_post_takes_it_on_for_the_leaders_post(browser: Browser, now: Clock) -> None:
    number, user = matter(), User.objects.get(username="lee")
    moment = later(now)
    actions.triage(number, klass="appeal", category="040100", urgent=True, by=cast.DAN, now=moment)
    Post.objects.filter(user=user).delete()
    for role, unit in ((Role.HEAD, cast.BUREAU), (Role.LEADER, LAW)):  # the older post is no leader's
        Post.objects.create(user=user, unit_id=unit, role=role, since=cast.START)
    form = english(browser, "lee", f"/desk/matter/{number}/decide/?do=own")
    assert f'<input type="hidden" name="leader" value="{LAW}">' in form


def test_the_four_duties_stand_on_the_card_with_the_next_of_them(browser: Browser, now: Clock) -> None:
    number = matter(Verb.NOTIFY)
    moment = later(now)
    owning.own(number, leader=LAW, reason="包案", by=LEE, now=moment)
    owned = section(english(browser, "lee", PAGE), "owned")
    assert owned.count("nothing reported yet") == 4
    assert re.search(
        r'<li class="next"><span class="hy-state">Know what it is about|<li class="next">', owned
    )
    for duty, stage in (("know", "plan"), ("explain", "progress")):
        owning.own_report(number, item=1, duty=duty, stage=stage, text="说", by=LEE, now=moment)
    owned = section(english(browser, "lee", PAGE), "owned")
    assert owned.count("nothing reported yet") == 2
    assert owned.count('class="next"') == 1
    words = re.findall(r'<li( class="next")?><span class="hy-state[^"]*">([^<]+)<', owned)
    assert [bool(mark) for mark, _word in words] == [False, False, True, False]  # the first without a word
    form = english(browser, "lee", f"/desk/matter/{number}/decide/?do=own_report&item=1&duty=resolve")
    assert re.search(r'name="duty" value="resolve"[^>]* checked', form)
    for duty in ("resolve", "settle", "know", "explain"):
        owning.own_report(number, item=1, duty=duty, stage="result", text="说", by=LEE, now=moment)
    assert 'class="next"' not in section(english(browser, "lee", PAGE), "owned")


def test_an_instruction_reaches_the_unit_and_stays_until_it_is_answered(browser: Browser, now: Clock) -> None:
    number = matter(Verb.NOTIFY)
    later(now)
    client = browser("lee", language="en")
    url = f"/desk/matter/{number}/decide/instruct/"
    seen = Matter.objects.get(pk=number).seq
    assert client.post(url, {"seen": seen, "text": "", "days": "3"}).status_code == 422
    done = client.post(url, {"seen": seen, "text": "三天内到现场解决", "days": "3"})
    assert done["Location"] == "/desk/leader/?done=instruct"
    assert client.post(url, {"seen": seen, "text": "三天内到现场解决", "days": "3"}).status_code == 303
    assert Entry.objects.filter(number=number, verb="instruct").count() == 1
    unit = english(browser, "bao", f"/desk/matter/{number}/")
    assert unit.index("hy-pinned") < unit.index("<h1")
    assert f"/desk/matter/{number}/?do=carry_out&amp;item=1" in unit
    day = page_of(browser("bao", language="en").get("/desk/"))
    assert re.search(r'href="/desk/instructions/"><span class="hy-figure">1<', day)
    assert "三天内到现场解决" in english(browser, "bao", "/desk/instructions/")
    assert "三天内到现场解决" in english(browser, "dan", "/desk/instructions/")  # the desk is told
    assert "三天内到现场解决" not in english(browser, "wu", "/desk/instructions/")
    assert "?do=carry_out" not in english(browser, "dan", f"/desk/matter/{number}/")
    answer = {"seen": seen + 1, "item": "1", "text": "已到现场，当天修好"}
    assert browser("bao").post(f"/desk/matter/{number}/do/carry_out/", answer).status_code == 303
    after = english(browser, "bao", f"/desk/matter/{number}/")
    assert "hy-pinned" not in after
    for said in (
        "Leader&#x27;s instruction",
        "Instruction answered",
        'id="h-wrote"',
        "三天内到现场解决",
        "已到现场，当天修好",
    ):
        assert said in after
    wrote = section(english(browser, "lee", PAGE), "wrote")
    assert "已到现场，当天修好" in wrote
    assert "answered on" in wrote


def test_who_isnt_the_leader_writes_no_instruction(browser: Browser, now: Clock) -> None:
    number = matter(Verb.NOTIFY)
    later(now)
    seen = Matter.objects.get(pk=number).seq
    for name in ("dan", "bao", "bo", "song"):
        sent = browser(name).post(f"/desk/matter/{number}/decide/instruct/", {"seen": seen, "text": "办"})
        assert sent.status_code == 422, name
    assert browser("wu").post(f"/desk/matter/{number}/decide/instruct/", {"text": "办"}).status_code == 404
    assert browser("lee").get(f"/desk/matter/{number}/decide/sign/").status_code == 404  # no decision
    assert not Entry.objects.filter(number=number, verb="instruct").exists()


def test_what_is_kept_from_the_leader_is_nowhere_on_the_page(browser: Browser, now: Clock) -> None:
    number = matter(Verb.NOTIFY)
    moment = later(now)
    owning.own(number, leader=LAW, reason="包案", by=LEE, now=moment)
    owning.instruct(number, text="批示的话", by=LEE, now=moment)
    assert number in english(browser, "lee", PAGE)
    protecting.accuse(number, accused=LAW, text="举报领导", by=cast.DAN, now=moment)
    page = english(browser, "lee", PAGE)
    assert number not in page
    assert "批示的话" not in page
    assert browser("lee").get(f"/desk/matter/{number}/decide/").status_code == 404


def test_a_head_approves_or_sends_back_on_the_same_page(browser: Browser, now: Clock) -> None:
    number = matter(Verb.DRAFT)
    later(now)
    client = browser("bo", language="en")
    url = f"/desk/matter/{number}/decide/"
    page = page_of(client.get(url))
    assert [f"?do={verb}#do" in page for verb in ("approve", "rework", "instruct")] == [True, True, False]
    seen = Matter.objects.get(pk=number).seq
    assert client.post(f"{url}rework/", {"seen": seen, "reason": ""}).status_code == 422
    for _twice in range(2):
        done = client.post(f"{url}rework/", {"seen": seen, "reason": "依据没有写明"})
        assert (done.status_code, done["Location"]) == (303, "/desk/list/?state=drafted&done=rework")
    assert "Done: " in page_of(client.get(done["Location"]))
    assert "没有水" in page.split("What was brought", 1)[1], "what was brought stands below the answer"
    assert Entry.objects.filter(number=number, verb="rework").count() == 1


def test_what_isnt_possible_any_more_says_why(browser: Browser, now: Clock) -> None:
    number = matter(Verb.NOTIFY)
    later(now)
    page = english(browser, "lee", f"/desk/matter/{number}/decide/?do=approve")
    assert "<form" not in page.split("<main", 1)[1]
    assert 'class="hy-alert care"' in page


def test_the_reception_of_the_day(browser: Browser, now: Clock) -> None:
    number = matter()
    assert "Today another leader receives." in english(browser, "lee", PAGE)
    shift = planned()
    page = section(english(browser, "lee", PAGE), "today")
    assert f"/desk/duty/receptions/new/?matter={number}&amp;shift={shift.pk}&amp;from=leader" in page
    address = f"/desk/duty/receptions/new/?matter={number}&shift={shift.pk}&from=leader"
    form = english(browser, "lee", address)
    assert f'value="{number}"' in form
    assert f'<option value="{shift.pk}" selected>' in form
    sent = {
        "shift": shift.pk,
        "day": MONDAY.isoformat(),
        "matter": number,
        "taken_on": "1",
        "note": "由我包案",
    }
    done = browser("lee").post(address, sent)
    assert (done.status_code, done["Location"]) == (
        303,
        f"/desk/matter/{number}/decide/?do=own&leader={LAW}&noted=1#do",
    )
    assert Reception.objects.get().taken_on
    page = section(english(browser, "lee", PAGE), "today")
    assert "noted down" in page
    assert f"/desk/matter/{number}/decide/?do=own&amp;leader={LAW}" in page
    owning.own(number, leader=LAW, reason="包案", by=LEE, now=at(MONDAY, 10))
    assert "decide/?do=own" not in section(english(browser, "lee", PAGE), "today")
    assert english(browser, "lee", "/desk/duty/receptions/new/?matter=nonsense&shift=x")


def test_another_days_duty_is_told(browser: Browser) -> None:
    planned(first=MONDAY + DAY * 7)
    assert "Your next duty: 9 Mar" in english(browser, "lee", PAGE)


def test_the_page_costs_the_same_for_one_and_for_many(browser: Browser, now: Clock) -> None:
    planned()

    def more() -> None:
        number = matter(Verb.NOTIFY)
        moment = cast.START + timedelta(hours=10)
        owning.own(number, leader=LAW, reason="包案", by=LEE, now=moment)
        owning.own_report(number, item=1, duty="know", stage="plan", text="说", by=LEE, now=moment)
        owning.instruct(number, text="批示", by=LEE, now=moment)
        grave = matter()
        actions.triage(grave, klass="appeal", category="040100", urgent=True, by=cast.DAN, now=moment)

    more()
    now(cast.START + timedelta(hours=12))
    client = browser("lee")
    one = statements(client, PAGE)
    for _ in range(3):
        more()
    assert statements(client, PAGE) == one <= 26
