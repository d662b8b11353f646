"""Figures at the desk: each number is that of its rows, for each only what they may see; the report and what people say."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from html import unescape

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.asked import Asked, these
from huiyin.rooms.cases.counts import Counts
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.paragraph import paragraph
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.tally import Cut, Measure, behind, pieces, tally
from huiyin.rooms.county import places_map
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.models import Change
from huiyin.rooms.insight import voices
from huiyin.rooms.insight.month_words import MonthWords
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Channel, Verb
from tests.rooms import cast
from tests.web.conftest import VILLAGE, Browser, page_of

Clock = Callable[[datetime], None]
PAGE, REPORT, VOICES = "/desk/figures/", "/desk/figures/report/", "/desk/figures/voices/"
NOW = cast.START + timedelta(days=17)
MARCH = Asked(date(2026, 3, 1), date(2026, 3, 31))
LINK = re.compile(r'href="(/desk/figures/rows/[^"]+)"[^>]*>(\d+)<')


@pytest.fixture(autouse=True)
def later_that_month(now: Clock, browser: Browser) -> None:
    now(NOW)


def some_matters() -> list[str]:
    """One of nearly each: by channel, place, state, class; one late, one of last year, one a crowd, one brought again."""
    numbers = [cast.comes_in(persons=persons).number for persons in (1, 4, 5, 9)]
    for n, verb in enumerate((Verb.TRIAGE, Verb.NOTIFY, Verb.DELIVER, Verb.CLOSE)):
        cast.go(numbers[n], verb)
    numbers += [
        cast.comes_in(channel=way, persons=1, place=VILLAGE).number for way in ("letter", "call", "mailbox")
    ]
    at = cast.START - timedelta(days=360)
    numbers.append(cast.comes_in(received_at=at, now=at, persons=2).number)
    suggested = cast.comes_in(
        channel="mailbox", persons=1, title="建议修一条路", text="建议修一条路。"
    ).number
    actions.triage(
        suggested, klass="suggestion", category="040100", by=cast.DAN, now=cast.START + timedelta(hours=1)
    )
    return [*numbers, suggested]


def opened(client: Client, url: str) -> tuple[int, int, int]:
    """Rows on the page, what it says they are, and people in them."""
    page = page_of(client.get(unescape(url)))
    said = re.search(r'data-n="(\d+)" data-people="(\d+)"', page)
    assert said
    return page.count("data-row>"), int(said[1]), int(said[2])


@pytest.mark.parametrize("name", ["dan", "bo"])
def test_every_number_opens_exactly_its_rows(browser: Browser, name: str) -> None:
    some_matters()
    Matter.objects.filter(status="registered").update(accept_due=NOW.date() - timedelta(days=3))
    client = browser(name)
    seen, looked = 0, set[tuple[str, str]]()
    for query in ("?period=2026-03", "?period=2025&town=C-TOWN"):
        looked |= set(LINK.findall(page_of(client.get(PAGE + query))))
    for url, n in looked:
        rows, told, people = opened(client, url)
        assert int(n) == (people if "measure=persons" in url else told), url
        assert rows == told
        seen += int(n)
    assert seen > (60 if name == "dan" else 10)


def test_the_numbers_themselves(browser: Browser) -> None:
    some_matters()
    found = tally(cast.DAN, MARCH, today=NOW.date())
    total = found.total
    assert (total.pieces, total.persons, total.batches, total.visitors) == (8, 23, 4, 19)
    assert (total.collective, total.collective_persons, total.done, total.open) == (2, 14, 1, 7)
    assert (total.accepted, total.answered) == (3, 2)
    for measure in set(Measure) - {Measure.FIRST, Measure.REPEATS}:
        counted = behind(cast.DAN, MARCH, measure, today=NOW.date())
        rows = sum(one.persons for one in counted) if measure is Measure.PERSONS else counted.count()
        assert rows == getattr(total, measure.value), measure
    for cut, listed in found.cuts.items():
        assert sum(listed.values(), Counts()) == total, cut


def test_one_statement_tells_all_cuts(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    some_matters()
    whole = tally(cast.DAN, MARCH, today=NOW.date())
    with django_assert_num_queries(1):
        assert tally(cast.DAN, MARCH, today=NOW.date()) == whole
    with django_assert_num_queries(1):
        beside = pieces(cast.DAN, MARCH)
    told = {cut: [(code, one.pieces) for code, one in listed.items()] for cut, listed in whole.cuts.items()}
    assert {cut: list(listed.items()) for cut, listed in beside.cuts.items()} == told
    assert len(told[Cut.CATEGORY]) > 1


def test_numbers_behind_a_figure_are_one_parameter_however_many() -> None:
    numbers = [cast.comes_in().number for _ in range(2)]
    rows = Petition.objects.filter(number__in=these(numbers[:1]))
    assert [one.number for one in rows] == numbers[:1]
    assert [one.number for one in Petition.objects.exclude(number__in=these(numbers[:1]))] == numbers[1:]
    many = Petition.objects.filter(number__in=these(str(n) for n in range(300_000)))
    assert len(many.query.sql_with_params()[1]) == 1
    assert not many.exists()


def test_late_overdue_and_waiting_are_told_apart() -> None:
    number = cast.comes_in().number
    for due, done, measure in (
        (18, None, Measure.ACCEPT_OVERDUE), (19, None, Measure.ACCEPT_WAITING), (18, 19, Measure.ACCEPTED_LATE),
        (18, 18, Measure.ACCEPTED),
    ):  # fmt: skip
        ended = date(2026, 3, done) if done else None
        Matter.objects.filter(pk=number).update(accept_due=date(2026, 3, due), accept_done=ended)
        counts = tally(cast.DAN, MARCH, today=date(2026, 3, 19)).total
        named = [one.value for one in Measure if "accept" in one.value and getattr(counts, one.value)]
        missed = [Measure.ACCEPT_MISSED.value] if "overdue" in measure or "late" in measure else []
        whole = [Measure.ACCEPT_DUE.value] if measure is not Measure.ACCEPT_WAITING else []
        assert sorted(named) == sorted([measure.value, *missed, *whole])


def test_what_the_guard_keeps_away_is_in_no_number(browser: Browser) -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.NOTIFY)
    before = tally(cast.BO, MARCH, today=NOW.date()).total.pieces
    assert before == 1
    protecting.accuse(
        number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10)
    )
    assert tally(cast.BO, MARCH, today=NOW.date()).total == Counts()
    assert behind(cast.BO, MARCH, Measure.PIECES, today=NOW.date()).count() == 0
    page = page_of(browser("bo").get(f"{PAGE}?period=2026-03"))
    assert {n for _url, n in LINK.findall(page)} == {"0"}
    assert tally(cast.XIA, MARCH, today=NOW.date()).total.pieces == 1


def test_an_empty_month_the_first_of_a_year_and_a_unit_with_nothing(browser: Browser) -> None:
    some_matters()
    for name, query in (("dan", "?period=2026-02"), ("dan", "?period=2025-01"), ("wu", "?period=2026-03")):
        response = browser(name).get(PAGE + query)
        assert response.status_code == 200
        page = page_of(response)
        assert "NaN" not in page
        assert re.search(r'class="hy-told">[^<]+<', page)
    assert "2025年1月" in page_of(browser("dan").get(f"{PAGE}?period=2025-01"))


@pytest.mark.parametrize(
    ("query", "bad"),
    [("from=2026-03-09&to=2026-03-01", "to"), ("from=x&to=2026-03-01", "from"), ("from=2026-03-01", "to"),
     ("from=2010-01-01&to=2026-01-01", "to")],
)  # fmt: skip
def test_days_that_make_no_period_keep_what_was_typed(browser: Browser, query: str, bad: str) -> None:
    response = browser("dan").get(f"{PAGE}?{query}")
    page = page_of(response)
    assert response.status_code == 422
    field = re.search(rf'<input[^>]*name="{bad}"[^>]*>', page)
    assert field
    assert "autofocus" in field[0]
    assert 'aria-invalid="true"' in field[0] or f"f-{bad}-error" in field[0]
    assert query.split("=")[1].split("&")[0][:10] in page


@pytest.mark.parametrize(
    "query",
    ["?period=x", "?period=2026-13", "?unit=NOBODY", "?channel=pigeon", "?category=%00", "?outcome=x"],
)
def test_an_address_that_makes_no_sense_shows_this_month(browser: Browser, query: str) -> None:
    response = browser("dan").get(PAGE + query)
    assert response.status_code == 200
    assert "2026年3月" in page_of(response)


@pytest.mark.parametrize("month", ["x", "2026-13", "2026-04", "2026", "%00"])
def test_a_month_that_is_none_so_far_is_told_and_this_one_shown(browser: Browser, month: str) -> None:
    client = browser("dan", language="en")
    for path in (REPORT, VOICES):
        response = client.get(f"{path}?month={month}")
        assert response.status_code == 422
        assert "hasn’t begun" in (page := page_of(response))
        assert "2026-03" in page
        assert "hasn’t begun" not in page_of(client.get(path))
    assert client.get(f"{REPORT}report.xlsx?month={month}").status_code == 404


def test_a_number_that_isnt_ours_isnt_there(browser: Browser) -> None:
    for measure in ("", "heat", "silent", "unit-", "pieces "):
        assert browser("dan").get(f"{PAGE}rows/?period=2026-03&measure={measure}").status_code == 404


def test_whoever_counts_sees_no_words(browser: Browser) -> None:
    cast.comes_in(place=VILLAGE)
    query = f"{PAGE}rows/?period=2026-03&measure=pieces"
    assert "没有水" in page_of(browser("dan").get(query))
    assert "河西村" in page_of(browser("dan").get(query))
    page = page_of(browser("xia").get(query))
    assert "没有水" not in page
    assert "河西村" not in page
    assert "春阳镇" in page
    assert "/desk/matter/" not in page
    for path in (REPORT, VOICES):
        assert browser("xia").get(path).status_code == 200
        assert browser("bo").get(path).status_code == 403


def test_the_rows_are_paged_by_key(browser: Browser) -> None:
    for _ in range(3):
        cast.comes_in()
    client, url = browser("dan"), f"{PAGE}rows/?period=2026-03&measure=pieces"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huiyin.web.desk.figures.PAGE", 2)
        page = page_of(client.get(url))
        following = re.search(r'href="([^"]+after=[^"]+)"', page)
        assert following
        rest = page_of(client.get(unescape(following[1])))
    numbers = [*re.findall(r'hy-number">([^<]+)<', page), *re.findall(r'hy-number">([^<]+)<', rest)]
    assert sorted(numbers) == sorted(Petition.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 3


def test_it_costs_the_same_however_much_there_is(browser: Browser) -> None:
    client = browser("dan")

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    cast.comes_in()
    paths = (f"{PAGE}?period=2026-03", f"{REPORT}?month=2026-03")
    for path in paths:
        asked(path)
    before = [asked(path) for path in paths]
    some_matters()
    assert [asked(path) for path in paths] == before
    assert before[0] <= 9
    assert before[1] <= 20


def test_the_founding_paragraph_comes_of_the_numbers() -> None:
    lines = {
        Channel.VISIT: Counts(pieces=278, batches=278, persons=521, done=204), Channel.MAILBOX: Counts(pieces=402, done=379),
        Channel.CALL: Counts(pieces=103, done=99), Channel.PREFECTURE: Counts(pieces=5), Channel.PROVINCE: Counts(pieces=1),
        Channel.LETTER: Counts(),
    }  # fmt: skip
    for language in ("zh-hans", "ko", "en"):
        with override(language):
            said = paragraph(lines)
            assert re.findall(r"\d+", said) == ["278", "521", "204", "402", "379", "103", "99", "5", "1"]
            assert paragraph({})


def test_the_report_as_page_word_pdf_and_spreadsheet(browser: Browser) -> None:
    some_matters()
    client = browser("dan")
    assert "<svg" in page_of(client.get(f"{REPORT}?month=2026-03"))
    for kind, first in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        response = client.get(f"{REPORT}report.{kind}?month=2026-03")
        assert response.content.startswith(first)
        assert Change.objects.filter(verb="export", data={"report": "2026-03", "as": kind}).count() == 1
        assert browser("bo").get(f"{REPORT}report.{kind}?month=2026-03").status_code == 403
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{REPORT}report.xlsx?month=2026-03").content))
    channels = book.worksheets[1]
    rows = [[cell.value for cell in row] for row in channels.iter_rows()]
    total = tally(cast.DAN, MARCH, today=NOW.date()).total
    assert rows[-1][1:4] == [total.pieces, total.persons, total.done]  # numbers, not text
    assert rows[1][1] == total.batches
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huiyin.web.desk.monthly_parts.MOST", 0)
        assert client.get(f"{REPORT}?month=2026-02").status_code == 200  # an empty month


# -- what people say --------------------------------------------------------------------------------------------------------


def voice(n: int, text: str, name: str = "", **change: object) -> str:
    person = Person(name=name or f"高{'一二三四五六七八九十'[n]}", phone=f"1990000{n:04}")
    return cast.comes_in(person=person, persons=1, title="家里供暖不好", text=text, **change).number


def test_words_are_counted_by_persons_and_no_name_is_among_them() -> None:
    for n in range(6):
        voice(
            n,
            "李建国说供暖管道坏了，请打19900001234找顺姬家。光明来反映供暖。",
            name="赵光明" if n == 5 else "",
        )
    for _ in range(5):
        voice(0, "噪音噪音噪音。")  # one person, however often
    voices.count(now=NOW)
    row = MonthWords.objects.get(month=date(2026, 3, 1))
    assert row.persons == 6
    assert row.words["供暖"] == 6
    assert row.words.get("噪音", 1) == 1
    assert not any(part in word for word in row.words for part in ("建国", "顺姬", "光明", "199", "高一"))
    assert all(word in voices.known_words() for word in row.words)


def test_tip_offs_and_what_is_kept_from_somebody_say_nothing() -> None:
    numbers = [voice(n, "供暖管道坏了。") for n in range(3)]
    Matter.objects.filter(pk=numbers[0]).update(klass="tip_off")
    Petition.objects.filter(pk=numbers[1]).update(confidential=True)
    protecting.accuse(
        numbers[2], accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=2)
    )
    voices.count(now=NOW)
    assert MonthWords.objects.get(month=date(2026, 3, 1)).words == {}


def test_months_that_were_never_counted_are_caught_up_one_by_one() -> None:
    at = cast.START - timedelta(days=62)
    voice(0, "供暖管道坏了。", received_at=at, now=at)
    voices.count(now=NOW)
    steps = 0
    while voices.count_missing(now=NOW):
        steps += 1
    assert steps == MonthWords.objects.count() - 2 == 2
    assert voices.said(date(2026, 3, 1)).months == 3


def test_the_page_tells_words_suggestions_and_what_became_of_them(browser: Browser) -> None:
    some_matters()
    MonthWords.objects.create(
        month=date(2026, 2, 1), persons=100, words={"供暖": 4, "停水": 30}, counted_at=NOW
    )
    MonthWords.objects.create(
        month=date(2026, 3, 1), persons=100, words={"供暖": 40, "停水": 3, "油烟": 4}, counted_at=NOW
    )
    page = page_of(browser("dan").get(f"{VOICES}?month=2026-03"))
    assert "供暖" in page
    assert "停水" in page
    assert "油烟" not in page  # fewer persons than are told
    assert ">3<" not in page.split("停水")[1][:40]
    assert "建议修一条路" in page
    assert "建议修一条路" not in page_of(browser("xia").get(f"{VOICES}?month=2026-03"))
    for url, n in LINK.findall(page):
        assert opened(browser("dan"), url)[1] == int(n)


# -- the map --------------------------------------------------------------------------------------------------------------


def test_the_map_shows_towns_where_they_were_said_to_lie(browser: Browser, tmp_path: object) -> None:
    cast.comes_in(place=VILLAGE)
    assert 'class="hy-map"' not in page_of(browser("dan").get(f"{PAGE}?period=2026-03"))
    file = tmp_path / "towns.csv"  # type: ignore[operator]
    file.write_text("code,longitude,latitude\nC-TOWN,129.4,43.7\n", "utf-8")
    out = io.StringIO()
    call_command("map", "towns", str(file), stdout=out)
    page = page_of(browser("dan").get(f"{PAGE}?period=2026-03"))
    found = re.search(r'<a href="([^"]+)" aria-label="春阳镇 1">', page)
    assert found
    assert opened(browser("dan"), found[1])[1] == 1
    narrowed = page_of(browser("dan").get(f"{PAGE}?period=2026-03&town=C-TOWN"))
    assert 'class="hy-map"' not in narrowed, (
        "a bubble of another town would count nothing and open all of its rows"
    )
    file.write_text("code,longitude,latitude\nC-TOWN,43.7,129.4\n", "utf-8")
    for part in ("towns", "outline"):
        with pytest.raises(CommandError):
            call_command("map", part, str(file))
    with pytest.raises(CommandError):
        call_command("map", "outline", str(file) + "x")
    assert places_map.town_points() == {"C-TOWN": (129.4, 43.7)}
    with pytest.raises(NotDone):
        places_map.set_towns("code,longitude,latitude\nC-TOWN,129,43\n", by=cast.DAN, now=NOW)
    square = '{"type":"Polygon","coordinates":[[[129,43],[130,43],[130,44],[129,43]]]}'
    assert places_map.set_outline(square, by=SYSTEM, now=NOW) == 4
    assert 'class="hy-land"' in page_of(browser("dan").get(f"{PAGE}?period=2026-03"))


def test_the_menu_and_the_form_lead_to_the_desks_own_page(browser: Browser) -> None:
    page = page_of(browser("bao").get(PAGE))
    assert f'<a href="{PAGE}" aria-current="page">' in page
    assert f'action="{PAGE}"' in page
