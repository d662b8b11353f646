"""The search page: hits are marked, nothing that people wrote is markup, the guard holds to the byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import pressing, searching
from huiyin.rules import identifiers as ids
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.cast import WATER, comes_in, go
from tests.rooms.duty_cast import SONG
from tests.rooms.guard_cast import accused, add_units
from tests.web.conftest import Browser, page_of

NOW = cast.START + timedelta(hours=12)


@pytest.fixture(autouse=True)
def evening(now: Callable[[datetime], None]) -> None:
    """Monday evening."""
    now(NOW)


def asked(browser: Browser, who: str = "dan", **given: str) -> str:
    """The page for these words."""
    response = browser(who).get("/desk/search/", given)
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page_of(response))


def rows(page: str) -> list[str]:
    """The numbers that the rows lead to."""
    return re.findall(r'<a href="/desk/matter/([0-9-]+)/"', page)


def test_hits_are_marked_and_whatever_people_wrote_is_escaped(browser: Browser) -> None:
    number = comes_in(
        title="<b>自來水</b>", text="前" * 100 + "我家<script>自来水</script>&停了" + "后" * 200
    ).number
    page = asked(browser, q="自来水")
    assert rows(page) == [number]
    assert "&lt;b&gt;<mark>自來水</mark>&lt;/b&gt;" in page
    assert ">…" + "前" * 20 + "我家" in page
    assert "&lt;script&gt;<mark>自来水</mark>&lt;/script&gt;&amp;停了" in page
    assert "<script>自来水" not in page
    assert 'value="自来水"' in page


def test_the_box_stands_on_every_page_of_whoever_sees_matters(browser: Browser) -> None:
    assert 'action="/desk/search/"' in page_of(browser("dan").get("/desk/"))
    assert 'action="/desk/search/"' not in page_of(browser("xia").get("/desk/"))
    assert browser("xia").get("/desk/search/?q=没有水").status_code == 403


def test_the_number_of_a_paper_leads_to_its_matter_for_whoever_may_see_it(browser: Browser) -> None:
    number = comes_in().number
    at = go(number, Verb.SIGN)
    pressing.supervise(number, why="evasion", days=5, text="请说明", by=SONG, now=at)
    pressing.recommend(number, advice="improve_work", to=WATER, text="请改进", by=SONG, now=at)
    for typed in ("督〔2026〕1号", "督[2026]1", "建〔2026〕1号", "recommend-2026-0001"):
        assert browser("dan").get("/desk/search/", {"q": typed})["Location"] == f"/desk/matter/{number}/"
    for who, typed in (("dan", "督〔2026〕2号"), ("tao", "督〔2026〕1号")):
        assert "has a paper of this number" in page_of(
            browser(who, language="en").get("/desk/search/", {"q": typed})
        )


def test_a_number_leads_to_its_matter(browser: Browser) -> None:
    number = comes_in().number
    for typed in (number, number.replace("-", ""), f" {number} "):
        response = browser("dan").get("/desk/search/", {"q": typed})
        assert (response.status_code, response.headers["Location"]) == (302, f"/desk/matter/{number}/")


@pytest.mark.parametrize("dash", ["\u2011", "\u2010", "\u2013"])
def test_a_number_copied_from_a_letter_leads_to_its_matter(browser: Browser, dash: str) -> None:
    number = comes_in().number
    found = browser("dan").get("/desk/search/", {"q": number.replace("-", dash)})
    assert found["Location"] == f"/desk/matter/{number}/"
    end = browser("dan").get("/desk/search/", {"q": number[-7:].replace("-", dash)})
    assert end["Location"] == f"/desk/matter/{number}/"


def test_the_end_of_a_number_leads_to_its_matter_whoever_may_see_it(browser: Browser) -> None:
    number = comes_in().number
    for typed in (number[-7:], number[-16:], f"-{number[-7:]}", number[-7:].replace("-", "－")):
        response = browser("dan").get("/desk/search/", {"q": typed})
        assert (response.status_code, response.headers.get("Location")) == (302, f"/desk/matter/{number}/"), (
            typed
        )
    assert rows(asked(browser, "bao", q=number[-7:])) == [], "nothing of ours"


def test_the_end_of_a_number_tells_nobody_of_what_is_kept_from_them(browser: Browser) -> None:
    add_units()
    number = accused()
    assert rows(asked(browser, "bo", q=number[-7:])) == []


def test_several_numbers_with_one_end_are_listed_the_newest_first(
    browser: Browser, now: Callable[[datetime], None]
) -> None:
    first = comes_in().number
    days = [NOW + timedelta(days=n) for n in range(1, 99)]
    later = next(day for day in days if ids.matter_number("222424", day.date(), 1)[-7:] == first[-7:])
    now(later)
    second = comes_in(now=later, received_at=later).number
    page = asked(browser, q=first[-7:])
    assert rows(page) == [second, first]
    assert "order=best" not in page, "nothing to weigh"
    response = browser("dan").get("/desk/search/", {"q": first[-7:], "until": f"{NOW.date()}"})
    assert response.headers["Location"] == f"/desk/matter/{first}/"


def test_many_numbers_with_one_end_have_pages(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [comes_in().number for _ in range(3)]
    monkeypatch.setattr(searching, "PAGE", 2)
    monkeypatch.setattr(searching, "numbers_ending", lambda *_given, **_days: numbers)
    page = asked(browser, q="00001-5")
    assert rows(page) == sorted(numbers, reverse=True)[:2]
    more = re.search(r'href="([^"]+)" rel="next"', page)
    assert more is not None
    last = page_of(browser("dan").get(more[1].replace("&amp;", "&")))
    assert rows(last) == [min(numbers)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("水 费", "Every word needs at least two characters"), ("99999-1", "by the end of it with the dashes"),
     ("", "What are you looking for?"), ("水", "Too short"), ("-油烟", "What are you looking for?"),
     ("没有这个词", "Try fewer words"), ("没有这个很长的词", "Put blanks between the words"),
     ("？", "Too short"), ('"><script>', "Nothing found")],
)  # fmt: skip
def test_what_is_said_where_nothing_is_shown(browser: Browser, typed: str, said: str) -> None:
    comes_in()
    page = page_of(browser("dan", language="en").get("/desk/search/", {"q": typed}))
    assert said in page
    assert rows(page) == []
    assert "<script>" not in page


def test_signs_between_words_part_them_where_nothing_is_found_as_it_stands(browser: Browser) -> None:
    both = comes_in(title="路灯不亮", text="路口的灯箱坏了，很暗。").number
    literal = comes_in(title="路灯、灯箱都坏了", text="晚上看不见。").number
    assert rows(asked(browser, q="路灯、灯箱")) == [literal], "what stands so comes first"
    parted = asked(browser, q="路灯/灯箱？")
    assert set(rows(parted)) == {both, literal}
    assert "<mark>路灯</mark>" in parted
    assert 'value="路灯/灯箱？"' in parted, "what was typed stays"
    assert rows(asked(browser, q="“路灯/灯箱”")) == []
    assert set(rows(asked(browser, q="路灯/灯箱", order="best"))) == {both, literal}


def test_it_says_so_where_the_newest_isnt_looked_through_yet(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_in()
    assert "Much has just come in" not in page_of(browser("dan", language="en").get("/desk/search/?q=没有水"))
    monkeypatch.setattr(searching, "catch_up", lambda: 1)
    assert "Much has just come in" in page_of(browser("dan", language="en").get("/desk/search/?q=没有水"))


def test_an_answer_is_quoted_where_it_says_more(browser: Browser) -> None:
    number = comes_in().number
    go(number, Verb.CLOSE)
    page = asked(browser, q="水管已经")
    assert "<mark>水管已经</mark>修好。" in page
    assert rows(page) == [number]


def test_the_choice_is_kept_from_page_to_page(browser: Browser) -> None:
    numbers = [comes_in(channel="letter").number for _ in range(23)]
    comes_in(channel="call")
    page = asked(browser, q="没有水", channel="letter", unit="nonsense", since="x", state="open")
    assert rows(page) == numbers[:2:-1]
    (more,) = re.findall(r'href="(/desk/search/[^"]+)" rel="next"', page)
    rest = page_of(browser("dan").get(more.replace("&amp;", "&")))
    assert rows(rest) == numbers[2::-1]
    assert "channel=letter" in more
    best = asked(browser, q="没有水", channel="letter", order="best")
    assert len(rows(best)) == 23


@pytest.mark.parametrize(
    "given",
    [
        {"q": "没有水"},
        {"q": "没有水", "order": "best"},
        {"q": "反映的就是"},
        {"q": "没有水 -反映", "unit": "C-MWD"},
    ],
)
def test_for_whoever_is_kept_away_the_page_is_the_same_to_the_byte(
    browser: Browser, given: dict[str, str]
) -> None:
    add_units()
    for _ in range(21):
        go(comes_in().number, Verb.FORWARD)
    before = asked(browser, "bo", **given)
    number = accused()
    assert asked(browser, "bo", **given) == before
    if "-" not in given["q"]:
        assert number in rows(asked(browser, **given))


def test_the_page_costs_few_queries(browser: Browser) -> None:
    from django.db import connection

    for _ in range(25):
        comes_in()
    client = browser("dan")
    client.get("/desk/search/", {"q": "没有水"})
    with CaptureQueriesContext(connection) as queries:
        client.get("/desk/search/", {"q": "没有水"})
    assert len(queries) <= 8
