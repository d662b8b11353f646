"""Numbers of the sentence, wholes and percentages open their rows; a long table says that more follows and how to see it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import figures_tables
from huiyin.web.desk.figures_tables import a_year_ago
from tests.rooms import cast
from tests.rooms.test_satisfaction import five
from tests.web.conftest import Browser, page_of

PAGE = "/desk/figures/?period=2026-03"
LINK = re.compile(
    r'<a[^>]* href="(/desk/figures/rows/[^"]+)"[^>]*>(\d+)</a>|<a href="(/desk/figures/rows/[^"]+)">(\d+)</a>'
)


@pytest.fixture(autouse=True)
def later_that_month(now: Callable[[datetime], None], browser: Browser) -> None:
    now(cast.START + timedelta(days=17))
    for n, verb in enumerate((Verb.TRIAGE, Verb.NOTIFY, Verb.DELIVER, Verb.CLOSE)):
        cast.go(cast.comes_in(persons=n + 3).number, verb)
    cast.comes_in(channel="mailbox", persons=2)


def opened(client: Client, url: str) -> tuple[int, int]:
    """What the page behind a number says: petitions, people in them."""
    said = re.search(r'data-n="(\d+)" data-people="(\d+)"', page_of(client.get(unescape(url))))
    assert said
    return int(said[1]), int(said[2])


def rows_behind(client: Client, part: str) -> dict[str, int]:
    found = {}
    for one, n, other, m in LINK.findall(part):
        url, number = (one, n) if one else (other, m)
        petitions, people = opened(client, url)
        assert int(number) == (people if "measure=persons" in url else petitions), url
        found[url] = int(number)
    return found


def test_each_number_of_the_sentence_opens_its_rows(browser: Browser) -> None:
    client = browser("dan")
    sentence = page_of(client.get(PAGE)).split('<p class="hy-told">')[1].split("</p>")[0]
    found = rows_behind(client, sentence)
    assert len(found) == len(re.findall(r"\d+", re.sub(r"<[^>]+>", "", sentence))) == 5
    assert sorted(found.values()) == [0, 1, 1, 4, 18]


def test_wholes_and_shares_open_their_rows_too(browser: Browser) -> None:
    client = browser("dan")
    page = page_of(client.get(PAGE))
    tiles = page.split('<ul class="hy-tiles hy-numbers">')[1].split("</ul>")[0]
    assert len(rows_behind(client, tiles)) >= 12
    for tile in tiles.split("<li")[1:]:
        if "%<" in tile:
            share, part, whole = (n for n in re.findall(r">([\d.]+%?)</a>", tile))
            assert share == f"{int(part) / int(whole):.1%}"
    told = re.findall(r'<td><a class="hy-n" href="([^"]+)">([\d.]+)%</a></td>', page)
    assert told
    for url, _share in told:
        assert opened(client, url)[0] >= 0
    assert not re.search(r"<td>[\d.]+%</td>", page), "a share that opens nothing"


def test_a_table_with_more_rows_than_in_sight_says_so(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser("dan", language="en")
    assert "show all of them" not in page_of(client.get(PAGE)).split('id="rows-channel"')[1]
    monkeypatch.setattr(figures_tables, "IN_SIGHT", 1)
    page = page_of(client.get(PAGE))
    assert '2 rows; scroll within the table, or <a href="#rows-channel">show all of them</a>' in page
    assert re.search(r'id="rows-channel" role="region" tabindex="0" aria-label="Channel"', page)


def test_the_lines_of_the_chart_are_told_in_words_with_their_marks(browser: Browser) -> None:
    page = page_of(browser("dan", language="en").get(PAGE))
    legend = page.split('<ul class="hy-legend" hidden>')[1].split("</ul>")[0]
    words = [re.sub(r"<[^>]+>", "", one).strip() for one in legend.split("<li>")[1:]]
    assert words == ["Petitions", "Same month last year"]
    assert ("<circle" in legend.split("<li>")[1], "<circle" in legend.split("<li>")[2]) == (True, False)


def test_months_before_the_first_petition_have_a_dash_and_no_point(browser: Browser) -> None:
    page = page_of(browser("dan", language="en").get("/desk/figures/?period=2026-03"))
    table = page.split('id="rows-month"')[1].split("</table>")[0]
    march, february, *_rest = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
    assert re.findall(r">([\d–]+)</", march) == ["5", "20", "–"]
    assert re.findall(r">([\d–]+)</", february) == ["–", "–", "–"]
    chart = json.loads(page.split('id="charts" type="application/json">')[1].split("</script>")[0])["month"]
    assert [line["values"] for line in chart["lines"]] == [[None] * 11 + [5], [None] * 12]


def test_what_the_records_are_too_young_for_is_a_dash_and_no_zero() -> None:
    assert a_year_ago({}, "040100") is None
    assert a_year_ago({"040100": 0}, "040100") is None
    assert a_year_ago({"010000": 2}, "040100") == 0
    assert a_year_ago({"010000": 2}, "010000") == 2


def test_before_the_record_begins_a_tile_has_a_dash_as_the_tables_have(browser: Browser) -> None:
    cast.comes_in()
    page = page_of(browser("dan", language="en").get("/desk/figures/?period=2026-03"))
    assert re.search(r"last year\s+–", page)
    assert not re.search(r"last year\s+(<a[^>]*>)?0<", page)
    assert len(re.findall(r"last year\s+<a", page)) == 0


def test_whole_of_the_satisfied_leaves_out_whose_answer_was_found_right(browser: Browser) -> None:
    five()
    client = browser("dan")
    page = page_of(client.get(PAGE))
    tiles = page.split('<ul class="hy-tiles hy-numbers">')[1].split("</ul>")[0]
    wholes = {url: n for url, n in rows_behind(client, tiles).items() if "measure=unit-counted" in url}
    assert list(wholes.values()) == [2]
