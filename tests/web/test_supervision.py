"""The supervision board: each number is that of its rows, nobody sees what is kept from them; many pressed at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest

from huiyin.rooms.cases import actions, overseeing, pressing, protecting
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.duty_cast import SONG
from tests.web.conftest import Browser, page_of, untorn
from tests.web.duty_pages import english, on_monday, statements

Clock = Callable[[datetime], None]
BOARD, PRESS = "/desk/supervision/", "/desk/supervision/press/"
LATE = cast.START + timedelta(days=120)
__all__ = ["on_monday"]


def late_ones(now: Clock, n: int = 1) -> list[str]:
    """Matters that the bureau told the petitioner of and never answered; it is summer."""
    numbers = []
    for _ in range(n):
        numbers.append(cast.comes_in().number)
        cast.go(numbers[-1], Verb.NOTIFY)
    now(LATE)
    return numbers


def test_the_board_is_for_who_supervises(browser: Browser) -> None:
    for name in ("dan", "liu", "bao", "bo", "xia"):
        assert browser(name).get(BOARD).status_code == 403
        assert browser(name).post(PRESS).status_code == 403
    for name in ("song", "lee"):
        assert browser(name).get(BOARD).status_code == 200
    assert "/desk/supervision/" in english(browser, "song", "/desk/")
    assert "/desk/supervision/" not in english(browser, "dan", "/desk/")


def cells(page: str, unit: str) -> list[int]:
    row = next(part for part in page.split("<tr") if f"unit={unit}" in part)
    return [int(n) for n in re.findall(r'class="hy-n [a-z]*" href="[^"]+">(\d+)<', row)]


def test_what_each_unit_owes_is_counted_from_its_rows(browser: Browser, now: Clock) -> None:
    one, other, third = late_ones(now, 3)
    pressing.urge(one, why="overdue", text="请抓紧", by=SONG, now=LATE)
    pressing.supervise(one, why="overdue", days=5, text="请说明", by=SONG, now=LATE)
    pressing.supervise(other, why="evasion", days=5, text="请说明", by=SONG, now=LATE)
    pressing.answer_notice(other, item=1, text="在办", by=cast.BAO, now=LATE)
    pressing.recommend(third, advice="improve_work", to=cast.BUREAU, text="建议", by=SONG, now=LATE)
    page = english(browser, "song", BOARD)
    assert cells(page, cast.BUREAU) == [3, 1, 2, 1, 0, 1, 0]
    now(LATE + timedelta(days=9))
    page = english(browser, "song", BOARD)
    assert cells(page, cast.BUREAU) == [3, 1, 2, 1, 1, 1, 0]
    link = re.search(r'href="(/desk/list/\?unit=[^"]+due=late)"', page)
    assert link
    assert english(browser, "song", unescape(link[1])).count('class="hy-title"') == 3
    narrowed = english(browser, "song", f"{BOARD}?unit={cast.BUREAU}")
    urged = narrowed.split('id="h-urged"')[1].split("<h2")[0]
    assert one in urged
    assert other not in urged
    for only in ("unanswered", "overdue"):
        url = re.search(rf'href="([^"]+only={only}#h-notices)"', page)
        assert url
        below = english(browser, "song", unescape(url[1])).split('id="h-notices"')[1].split("<h2")[0]
        assert one in below
        assert other not in below
    assert "Only those" not in english(browser, "song", f"{BOARD}?only=<x>")
    for number in (one, other, third):
        assert number in narrowed
    assert one not in english(browser, "song", f"{BOARD}?unit={cast.WATER}").split('id="h-late"')[1]
    assert browser("song").get(f"{BOARD}?unit=<x>").status_code == 200


def test_what_was_taken_higher_is_there_however_many_others_wait(
    browser: Browser, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    *others, high = late_ones(now, 3)
    for number in (*others, high):
        pressing.supervise(number, why="evasion", days=5, text="请说明", by=SONG, now=LATE)
    pressing.answer_notice(high, item=1, text="在办", by=cast.BAO, now=LATE)
    assert 'id="h-high"' not in english(browser, "song", BOARD)
    pressing.escalate(high, item=1, level="leader", text="请县领导督办", by=SONG, now=LATE)
    pressing.answer_notice(high, item=1, text="在办", by=cast.BAO, now=LATE)
    monkeypatch.setattr(overseeing, "MOST", 1)
    page = english(browser, "song", BOARD)
    below = page.split('id="h-notices"')[1].split('id="h-advice"')[0]
    assert high not in below, "the unanswered ones come first"
    assert high in page.split('id="h-high"')[1].split('id="h-notices"')[0]
    elsewhere = english(browser, "song", f"{BOARD}?unit={cast.WATER}")
    assert 'id="h-high"' not in elsewhere


def test_what_was_answered_before_a_notice_was_taken_higher_stays_in_sight(
    browser: Browser, now: Clock
) -> None:
    (number,) = late_ones(now, 1)
    pressing.supervise(number, why="evasion", days=5, text="请说明", by=SONG, now=LATE)
    pressing.answer_notice(number, item=1, text="下周动工，已经备料。", by=cast.BAO, now=LATE)
    pressing.escalate(number, item=1, level="leader", text="请县领导督办", by=SONG, now=LATE)
    said = "answered on 30 Jun to the step “Petition department”"
    assert said in untorn(english(browser, "song", BOARD))
    page = english(browser, "song", f"/desk/matter/{number}/")
    assert "Answer of the unit to the step “Petition department”" in page
    assert "not answered at this step yet" in page
    card = page.split("Answer of the unit to the step")[1][:600]
    assert "下周动工，已经备料。" in card
    pressing.escalate(
        number, item=1, level="conference", text="提请联席会议", by=SONG, now=LATE + timedelta(days=30)
    )
    assert said in untorn(english(browser, "song", BOARD)), (
        "a step without an answer leaves the last one standing"
    )
    assert not [fault for _, faults in number_faults(Tally()) for fault in faults]


def test_what_went_to_and_fro_is_counted(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.FORWARD)
    actions.object_(number, reason="不属于我局", by=cast.BAO, now=at)
    actions.agree_return(number, by=cast.DAN, now=at)
    page = english(browser, "song", BOARD)
    assert cells(page, cast.DEPARTMENT)[-1] == 1
    assert number in page.split('id="h-fro"')[1]


def test_what_is_kept_from_the_supervisor_counts_nowhere(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    pressing.supervise(number, why="evasion", text="请说明", by=SONG, now=LATE)
    key = f"user:{page_user(browser, 'song')}"
    protecting.recuse(number, person=key, reason="亲属", by=cast.DAN, now=LATE)
    page = english(browser, "song", BOARD)
    assert number not in page
    assert f"unit={cast.BUREAU}" not in page
    sent = browser("song", language="en").post(PRESS, {"m": [number], "verb": "urge"})
    assert number not in page_of(sent)


def page_user(browser: Browser, name: str) -> int:
    from huiyin.rooms.accounts.models import User

    return User.objects.get(username=name).pk


def test_many_are_urged_at_once_after_a_preview(browser: Browser, now: Clock) -> None:
    one, other = late_ones(now, 2)
    fresh = cast.comes_in().number  # nobody holds it: nobody to press
    client = browser("song", language="en")
    preview = page_of(client.post(PRESS, {"m": [one, other, fresh], "verb": "urge"}))
    assert not Entry.objects.filter(verb="urge").exists()
    assert preview.count('class="hy-clock calm"') == 2
    assert "Urge in 2 matters" in preview
    sent = {"m": [one, other, fresh], "verb": "urge", "step": "do", "why": "overdue", "text": " "}
    refused = client.post(PRESS, sent)
    assert (refused.status_code, refused["Cache-Control"]) == (422, "no-cache, private")
    sent |= {"text": "请三天内答复", **dict(re.findall(r'name="(seen-[\d-]+)" value="(\d+)"', preview))}
    done = page_of(client.post(PRESS, sent))
    assert "2 of 3 done." in done
    assert Entry.objects.filter(verb="urge").count() == 2
    again = page_of(
        client.post(PRESS, sent)
    )  # a double click: what it did is told, and nothing is offered again
    assert "2 of 3 done." in again
    assert 'type="submit">Urge' not in again
    assert Entry.objects.filter(verb="urge").count() == 2
    assert "urged 1 time" in english(browser, "song", BOARD)


def test_supervising_many_says_who_was_to_be_urged_first(browser: Browser, now: Clock) -> None:
    one, other = late_ones(now, 2)
    pressing.urge(one, why="overdue", text="请抓紧", by=SONG, now=LATE)
    client = browser("song", language="en")
    preview = page_of(client.post(PRESS, {"m": [one, other], "verb": "supervise"}))
    assert (preview.count('class="hy-clock calm"'), preview.count('class="hy-clock missed"')) == (1, 1)
    sent = {
        "m": [one, other],
        "verb": "supervise",
        "step": "do",
        "why": "evasion",
        "days": "7",
        "text": "书面说明",
    }
    assert "2 of 2 done." in page_of(client.post(PRESS, sent))  # evasion doesn't get better by waiting
    serials = Matter.objects.get(pk=one).supervisionnotice_rows.exclude(serial="").count()
    assert serials == 1
    assert 'name="m"' not in page_of(client.get(PRESS))
    assert f'name="m" value="{one}"' in page_of(client.get(PRESS, {"m": one, "verb": "urge"})), (
        "its address names them"
    )


def test_what_is_to_be_urged_first_is_urged_from_there_and_stays_chosen(browser: Browser, now: Clock) -> None:
    one, other, ready = late_ones(now, 3)
    pressing.urge(ready, why="overdue", text="请抓紧", by=SONG, now=LATE)
    client = browser("song", language="en")
    preview = page_of(client.get(PRESS, {"m": [one, other, ready], "verb": "supervise"}))
    assert "2 matters of these 3 are to be urged first. The others stay chosen." in preview
    offered = re.search(r'href="(\?verb=urge[^"]+)"', preview)
    assert offered
    urging = page_of(client.get(f"{PRESS}{unescape(offered[1])}"))
    assert sorted(re.findall(r'name="m" value="([^"]+)"', urging)) == sorted([one, other])
    assert re.findall(r'name="also" value="([^"]+)"', urging) == [ready]
    assert "Urge in 2 matters" in urging
    sent = {
        "m": [one, other],
        "also": [ready],
        "verb": "urge",
        "step": "do",
        "why": "overdue",
        "text": "请抓紧",
    }
    done = page_of(client.post(PRESS, sent))
    assert "2 of 2 done." in done
    back = re.search(rf'href="({BOARD}\?m=[^"]+)"', done)
    assert back
    board = page_of(client.get(unescape(back[1])))
    assert sorted(re.findall(r'name="m" value="([^"]+)" aria-label="[^"]*" checked', board)) == sorted(
        [one, other, ready]
    )
    assert " checked" not in page_of(client.get(BOARD))
    assert "to be urged first" not in page_of(
        client.get(PRESS, {"m": [one, other, ready], "verb": "supervise"})
    )


def test_none_urged_yet_may_still_be_supervised_for_a_reason_that_cant_wait(
    browser: Browser, now: Clock
) -> None:
    one, other = late_ones(now, 2)
    client = browser("song", language="en")
    preview = page_of(client.get(PRESS, {"m": [one, other], "verb": "supervise"}))
    assert 'name="why"' in preview
    assert "The others stay chosen." not in preview
    sent = {
        "m": [one, other],
        "verb": "supervise",
        "step": "do",
        "why": "overdue",
        "days": "7",
        "text": "书面说明",
    }
    refused = page_of(client.post(PRESS, sent))
    assert "0 of 2 done." in refused
    assert "2 matters of these 2 are to be urged first." in refused
    assert "书面说明" in refused
    assert sorted(re.findall(r'name="m" value="([^"]+)"', refused)) == sorted([one, other])
    assert not Entry.objects.filter(verb="supervise").exists()
    assert "2 of 2 done." in page_of(client.post(PRESS, {**sent, "why": "evasion"}))


def test_what_a_second_tab_wrote_is_kept_and_may_be_sent_once_looked_at(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now, 1)
    client = browser("song", language="en")
    preview = page_of(client.get(f"{PRESS}?verb=urge&m={number}"))
    seen = re.search(rf'name="seen-{number}" value="(\d+)"', preview)
    assert seen is not None
    sent = {"step": "do", "verb": "urge", "m": number, f"seen-{number}": seen[1], "why": "overdue"}
    assert "1 of 1 done" in page_of(client.post(PRESS, {**sent, "text": "第一个窗口。"}))
    second = page_of(client.post(PRESS, {**sent, "text": "第二个窗口写的话。"}))
    assert "0 of 1 done" in second
    assert "第二个窗口写的话。" in second
    again = re.search(rf'name="seen-{number}" value="(\d+)"', second)
    assert again is not None
    assert "1 of 1 done" in page_of(
        client.post(PRESS, {**sent, f"seen-{number}": again[1], "text": "第二次。"})
    )


def test_nothing_chosen_is_said(browser: Browser) -> None:
    page = page_of(browser("song", language="en").post(PRESS, {"m": ["nonsense"], "verb": "urge"}))
    assert "Nothing is chosen" in page


def test_the_board_costs_the_same_for_one_and_for_many(browser: Browser, now: Clock) -> None:
    def more(n: int) -> None:
        for number in late_ones(now, n):
            pressing.supervise(number, why="evasion", text="请说明", by=SONG, now=LATE)
            pressing.recommend(number, advice="improve_work", to=cast.BUREAU, text="建议", by=SONG, now=LATE)

    more(1)
    client = browser("song")
    one = statements(client, BOARD)
    more(3)
    assert statements(client, BOARD) == one <= 22


@pytest.mark.parametrize(
    "slug", ["commitments/?which=late", "backlog/?kind=drawer", "backlog/?kind=bone", "backlog/?kind=tail"]
)
def test_lists_of_what_is_stuck_can_be_narrowed_to_a_unit(browser: Browser, now: Clock, slug: str) -> None:
    from huiyin.rooms.cases import following

    mine, theirs = cast.comes_in().number, cast.comes_in().number
    ends = {"commitments/?which=late": Verb.NOTIFY, "backlog/?kind=drawer": Verb.NOTIFY, "backlog/?kind=bone": Verb.NOTIFY,
            "backlog/?kind=tail": Verb.CLOSE}  # fmt: skip
    at = cast.go(mine, ends[slug])
    following.pledge(mine, party="分局", text="修好", due=at.date() + timedelta(days=3), by=cast.BAO, now=at)
    following.pledge(
        theirs, party="群工部", text="回访", due=at.date() + timedelta(days=3), by=cast.DAN, now=at
    )
    now(cast.START + timedelta(days=400))
    page = english(browser, "dan", f"/desk/{slug}")
    joint = f"/desk/{slug}&unit={cast.BUREAU}"
    if slug.endswith("tail"):
        assert mine in page
        assert mine in english(browser, "dan", joint)
        return
    assert (mine in page, theirs in page) == (True, True)
    assert joint in unescape(page)
    narrowed = english(browser, "dan", joint)
    assert (mine in narrowed, theirs in narrowed) == (True, False)
    assert theirs in english(
        browser, "dan", f"/desk/{slug}&unit=C-NOWHERE"
    )  # a unit that isn't offered narrows nothing


def test_what_was_urged_long_ago_is_counted_no_longer(browser: Browser, now: Clock) -> None:
    (number,) = late_ones(now)
    pressing.urge(number, why="overdue", text="请抓紧", by=SONG, now=LATE)
    for days, urged in ((0, 1), (30, 1), (31, 0), (29, 1)):
        now(LATE + timedelta(days=days))
        assert cells(english(browser, "song", BOARD), cast.BUREAU)[1] == urged


def test_whatever_stands_in_a_title_is_text(browser: Browser, now: Clock) -> None:
    number = cast.comes_in(title='<b>"路灯"</b>').number
    cast.go(number, Verb.NOTIFY)
    now(LATE)
    page = english(browser, "song", BOARD)
    assert "<b>" not in page
    assert page.count("&lt;b&gt;&quot;路灯&quot;&lt;/b&gt;") == 2  # the link and the name of its box


def test_what_is_told_in_confidence_is_marked_among_the_late(browser: Browser, now: Clock) -> None:
    late_ones(now)
    mark = '<span class="hy-state">in confidence</span>'
    assert mark not in english(browser, "song", BOARD)
    Matter.objects.update(confidential=True)
    assert mark in english(browser, "song", BOARD)
