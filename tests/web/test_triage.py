"""Daily sorting: one after another, one key each, nothing chosen by itself; and the sheet of the day with its sums."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions, protecting, registering
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county.models import Charge
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.calendar import LOCAL
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import day_sheet
from huiyin.web.shared import county
from tests.rooms import cast
from tests.rooms.cast import at
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import words_of

Clock = Callable[[datetime], None]
TRIAGE, SHEET = "/desk/triage/", "/desk/triage/day/"
GOOD = {"klass": "appeal", "category": "040100", "place": "", "urgent": ""}


@pytest.fixture(autouse=True)
def on_monday(now: Clock, browser: Browser) -> None:
    """Monday afternoon; everybody has an account."""
    now(cast.START + timedelta(hours=12))


def shown(page: str) -> str:
    """The matter that is before the person."""
    found = re.search(r'name="number" value="([0-9-]+)"', page)
    return found[1] if found else ""


def sort(client: Client, number: str, **said: str) -> Any:
    seen = str(Matter.objects.get(pk=number).seq)
    return client.post(TRIAGE, {"number": number, "seen": seen, **GOOD, **said})


def test_they_come_one_after_another_until_none_is_left(browser: Browser) -> None:
    numbers = [at() for _ in range(3)]
    at(Verb.TRIAGE)
    client = browser("dan", language="en")
    page = page_of(client.get(TRIAGE))
    found = []
    while number := shown(page):
        found.append(number)
        response = sort(client, number)
        assert response.status_code == 303
        page = page_of(client.get(response["Location"]))
        assert "Sorted:" in page
    assert found == numbers
    assert "All sorted" in page
    assert set(Matter.objects.values_list("status", flat=True)) == {"triaged"}


def test_no_line_of_its_facts_begins_with_a_separator(browser: Browser) -> None:
    """A place goes to the next line as a whole; what follows isn't held to such a box by a blank, so its separator is in it."""
    at(place=cast.TOWN)
    facts = re.search(
        r'<p class="hy-soft">(<span class="hy-clock.*?)</p>', page_of(browser("dan").get(TRIAGE))
    )
    assert facts
    assert re.search(r'<span class="hy-whole">[^<]+·</span> <a class="hy-number"', facts[1])
    assert not re.search(r"\s{2}·", unescape(facts[1])), "nothing was taken back: no gap is left for it"


def test_what_is_left_for_later_is_skipped_and_comes_again_at_the_start(browser: Browser) -> None:
    one, two = at(), at()
    client = browser("dan")
    response = client.post(TRIAGE, {"number": one, "skip": "1"})
    assert shown(page_of(client.get(response["Location"]))) == two
    assert shown(page_of(client.get(TRIAGE))) == one
    assert Entry.objects.filter(verb="triage").count() == 0


def test_what_was_put_off_isnt_called_sorted_and_is_gone_through_again(browser: Browser) -> None:
    one, two = at(), at()
    client = browser("dan", language="en")
    response = client.post(TRIAGE, {"number": one, "skip": "1"})
    assert shown(page_of(client.get(response["Location"]))) == two
    page = page_of(client.get(sort(client, two)["Location"]))
    assert "Put off for later: 1" in page
    assert "All sorted" not in page
    assert f'href="{TRIAGE}" data-key="Enter"' in page
    assert "All sorted" in page_of(client.get(sort(client, one)["Location"]))


def test_a_suggestion_is_taken_by_its_key_and_only_then(browser: Browser) -> None:
    number = at(title="自来水没有水", text="供水管道坏了，三天没有自来水。")
    client = browser("dan")
    page = page_of(client.get(TRIAGE))
    picks = re.findall(r'name="pick" value="(\d+)" data-key="(\d)"', page)
    assert picks
    assert picks[0][1] == "1"
    assert (
        "selected"
        not in page[page.index('name="category"') : page.index('name="place"')].split("</select>")[0]
    )
    assert sort(client, number, category="", pick=picks[0][0]).status_code == 303
    assert Matter.objects.get().category == picks[0][0]


def test_without_a_category_it_is_refused_and_nothing_is_lost(browser: Browser) -> None:
    number = at()
    response = sort(browser("dan"), number, category="", klass="suggestion", urgent="1")
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-cache, private"
    page = page_of(response)
    assert 'class="hy-error"' in page
    assert re.search(r'<select[^>]* name="category"[^>]* autofocus', page)
    assert re.search(r'value="suggestion"[^>]* checked', page)
    assert re.search(r'name="urgent"[^>]* checked', page)
    assert Matter.objects.get().status == "registered"


def test_what_somebody_overtook_says_so(browser: Browser) -> None:
    number = at()
    actions.note(number, text="x", by=cast.DAN, now=cast.START + timedelta(hours=9))
    response = sort(browser("dan"), number, seen="1")
    assert response.status_code == 409
    assert Matter.objects.get().status == "registered"
    told = re.findall(
        r'role="alert" tabindex="-1" autofocus><div><h2>[^<]+</h2><ul><li>([^<]+)<', page_of(response)
    )
    assert "18:00 · 工作记录 · " in told[0]


def test_the_same_sorting_twice_is_one_and_another_one_is_asked_about(browser: Browser) -> None:
    number, other = at(), at()
    client = browser("dan", language="en")
    assert sort(client, number, seen="1").status_code == 303
    again = sort(client, number, seen="1")  # a second tap, or the way back and sent once more
    assert again.status_code == 303
    assert shown(page_of(client.get(again["Location"]))) == other
    assert Entry.objects.filter(verb="triage").count() == 1
    changed = sort(client, number, seen="1", klass="suggestion")
    assert changed.status_code == 409
    page = page_of(changed)
    assert "Sorted already:" in page
    assert re.search(r'value="suggestion"[^>]* checked', page)
    assert Entry.objects.filter(verb="triage").count() == 1


def test_what_a_colleague_sorted_the_same_way_is_told(browser: Browser) -> None:
    number, colleague = at(), cast.person("dora", Role.DISPATCHER, cast.DEPARTMENT)
    actions.triage(
        number, klass="appeal", category="040100", by=colleague, now=cast.START + timedelta(hours=9)
    )
    assert sort(browser("dan"), number, seen="1").status_code == 409


def test_a_slip_of_a_key_is_sorted_again(browser: Browser) -> None:
    number = at()
    client = browser("dan", language="en")
    page = page_of(client.get(sort(client, number, klass="suggestion", urgent="1")["Location"]))
    assert f'href="/desk/triage/?number={number}" data-key="z"' in page
    again = page_of(client.get(f"{TRIAGE}?number={number}"))
    assert "Sorted already:" in again
    assert re.search(r'value="suggestion"[^>]* checked', again)
    assert re.search(r'name="urgent"[^>]* checked', again)
    assert sort(client, number).status_code == 303
    state = Matter.objects.get()
    assert (state.klass, state.urgent) == ("appeal", False)


def test_the_unit_that_it_points_to_is_one_key_away_and_never_the_accused(browser: Browser) -> None:
    number = at()
    Charge.objects.create(category="040100", unit_id=cast.WATER)
    forget()
    client = browser("dan", language="en")
    page = page_of(client.get(sort(client, number)["Location"]))
    assert f'href="/desk/matter/{number}/?do=forward&amp;to={cast.WATER}#do" data-key="f"' in page
    form = page_of(client.get(f"/desk/matter/{number}/?do=forward&to={cast.WATER}"))
    assert re.search(rf'value="{cast.WATER}" selected', form)
    other = at(Verb.TRIAGE)
    protecting.accuse(other, accused=cast.WATER, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10))
    again = page_of(client.get(f"{TRIAGE}?done={other}"))
    assert f"to={cast.WATER}" not in again
    assert Entry.objects.filter(verb="forward").count() == 0


def test_early_in_the_morning_the_day_is_the_countys(browser: Browser, now: Clock) -> None:
    at()
    due = Matter.objects.get().next_due
    assert due
    now(datetime.combine(due, time(7, 30), LOCAL))  # the world's clock still has the day before
    assert 'class="hy-clock today"' in page_of(browser("dan", language="en").get(TRIAGE))


def test_the_same_matter_is_joined_by_its_button_and_the_next_one_comes(browser: Browser) -> None:
    old, new, third = at(), at(), at()
    client = browser("dan", language="en")
    panel = page_of(client.get(f"/desk/matter/{new}/same/?back=triage", headers={"HX-Request": "true"}))
    assert "<form" not in panel  # it stands within the sorting form
    assert f'name="join" value="{old}" data-key="m"' in panel
    assert "hx-target" not in panel  # there is no place for the matter's form here
    done = sort(client, new, join=old)
    assert done.status_code == 303
    page = page_of(client.get(done["Location"]))
    assert "Joined:" in page
    assert shown(page) == third
    assert Matter.objects.get(pk=new).linked_to == old
    left = page_of(client.get(f"/desk/matter/{new}/"))
    assert "What was brought stands in the matter" in left
    assert "?do=unmask" not in left
    assert "Whatwasbroughtstandsin" in words_of(client.get(f"/desk/matter/{new}/file.pdf").content)
    assert sort(client, new, join=old).status_code == 303  # sent twice
    assert sort(client, third, join="222424-20260302-00777-7").status_code == 422
    assert sort(client, third, join="rubbish").status_code == 422
    assert sort(client, third, join=old, seen="0").status_code == 409
    assert Matter.objects.get(pk=third).status == "registered"


def test_not_the_same_leads_back_to_sorting(browser: Browser) -> None:
    old, new = at(), at()
    answer = browser("dan").post(f"/desk/matter/{new}/same/{old}/apart/", {"back": "triage"})
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/triage/?number={new}")


def test_nothing_has_a_class_until_somebody_reads_it_and_words_may_speak_of_a_tip_off(
    browser: Browser,
) -> None:
    at(text="村主任贪污低保款，我要举报。")
    page = page_of(browser("dan", language="en").get(TRIAGE))
    assert "A tip-off?" in page
    assert not re.search(r'name="klass"[^>]* checked', page)
    Matter.objects.all().update(status="triaged")
    at()
    page = page_of(browser("dan", language="en").get(TRIAGE))
    assert "A tip-off?" not in page
    assert not re.search(r'name="klass"[^>]* checked', page)


@pytest.mark.parametrize(("chosen", "said"), [("", "it belongs to"), ("new:", "it is another matter than")])
def test_what_was_said_at_the_counter_stands_below_the_text_with_who_noted_it(
    browser: Browser, chosen: str, said: str
) -> None:
    first, clerk = at(), browser("liu", language="en")
    token = new_form_token()
    for _ in range(2):  # the same form twice notes it once
        given = {
            "token": token, "channel": "visit", "received_at": "2026-03-02T20:10", "persons": "1", "title": "还是没有水",
            "text": "三天了。", "id_number": cast.JIN.id_number, "spoken": "zh-hans", "as_of": f"{chosen}{first}",
        }  # fmt: skip
        assert clerk.post("/desk/register/", given).status_code == 303
    new = Matter.objects.exclude(pk=first).get().pk
    page = page_of(browser("dan", language="en").get(f"{TRIAGE}?number={new}"))
    assert page.count(f"The petitioner says that {said} {first}.") == 1
    assert re.search(rf"{said} {first}\.</span> <span[^>]*>\S+ 2 Mar \d\d:\d\d", page)
    assert "Noted when it was taken in" not in page_of(
        browser("dan", language="en").get(f"{TRIAGE}?number={first}")
    )


def test_what_is_urgent_leads_to_its_report(browser: Browser) -> None:
    number = at()
    client = browser("dan", language="en")
    page = page_of(client.get(sort(client, number, urgent="1")["Location"]))
    assert f"/desk/matter/{number}/?do=report_up" in page
    assert Matter.objects.get().urgent


def test_only_who_sorts_and_only_what_they_see(browser: Browser) -> None:
    number = at()
    for name in ("liu", "xia"):
        assert browser(name).get(TRIAGE).status_code == 403
        assert sort(browser(name), number).status_code == 403
    assert shown(page_of(browser("tao").get(TRIAGE))) == ""
    assert sort(browser("tao"), number).status_code == 404
    assert browser("tao").get(f"{TRIAGE}?number={number}").status_code == 404
    assert Matter.objects.get().status == "registered"


@pytest.mark.parametrize("query", ["?after=x", "?after=_", "?done=x", "?done=222424-20260302-00777-7"])
def test_an_address_that_makes_no_sense_shows_the_first(browser: Browser, query: str) -> None:
    number = at()
    assert shown(page_of(browser("dan").get(TRIAGE + query))) == number


# -- the sheet ----------------------------------------------------------------------------------------------------------------


def said(client: Client, query: str = "") -> dict[str, str]:
    page = page_of(client.get(SHEET + query))
    return {unescape(k): unescape(v) for k, v in re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page)}


def test_the_sums_are_those_of_the_day(browser: Browser, now: Clock) -> None:
    at(persons=3)
    at(Verb.TRIAGE, channel="call", persons=1)
    at(Verb.FORWARD, persons=5)
    client = browser("dan", language="en")
    assert said(client) == {
        "Came in": "3 petitions · 9 people", "Visit": "2", "Call": "1", "Urgent": "0", "Sorted": "2",
        "Sent on or answered": "1", "Sorted on this day": "2", "Left to sort": "1",
    }  # fmt: skip
    now(cast.START + timedelta(days=1, hours=2))
    assert said(browser("dan", language="en"))["Came in"].startswith("0 ")
    assert said(browser("dan", language="en"), "?on=2026-03-02")["Came in"].startswith("3 ")
    for query in ("?on=2026-03-09", "?on=x", "?on=1900-01-01"):
        assert said(browser("dan", language="en"), query)["Came in"].startswith("0 ")


def test_the_sheet_keeps_what_the_guard_keeps(browser: Browser) -> None:
    number = at(Verb.FORWARD)
    assert number in page_of(browser("bo").get(SHEET))
    protecting.accuse(
        number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10)
    )
    assert number not in page_of(browser("bo").get(SHEET))
    assert browser("liu").get(SHEET).status_code == 403
    assert browser("xia").get(SHEET).status_code == 403


def test_a_full_day_is_bounded_and_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_sheet, "MOST", 2)
    client = browser("dan", language="en")

    def asked() -> int:
        client.get(SHEET)
        with CaptureQueriesContext(connection) as queries:
            client.get(SHEET)
        return len(queries)

    for _ in range(2):
        at()
    one = asked()
    for _ in range(4):
        at()
    assert one <= 6
    assert asked() <= one + 2, "its numbers are of all"
    told = said(client)
    assert (told["Came in"], told["Visit"], told["Left to sort"]) == ("6 petitions · 54 people", "6", "6")
    page = page_of(client.get(SHEET))
    assert "Only the first 2 are shown." in page
    came = page.split("<h2>What came in</h2>")[1]
    assert came.count('class="hy-title"') == 2
    assert page.split("<h2>Left to sort</h2>")[1].split("<h2>")[0].count('class="hy-title"') == 2


def test_what_was_sorted_on_the_day_stands_there_by_unit_with_what_is_left(
    browser: Browser, now: Clock
) -> None:
    old, sent, waiting = at(title="前天的路灯"), at(title="前天的水管"), at(title="前天的院墙")
    now(cast.START + timedelta(days=2, hours=2))
    start = cast.START + timedelta(days=2)
    cast.go(old, Verb.TRIAGE, start=start)
    cast.go(sent, Verb.FORWARD, start=start)
    fresh = cast.comes_in(title="今天的井盖", now=start).number
    page = page_of(browser("dan", language="en").get(SHEET))
    done, rest = page.split("<h2>What was sorted</h2>")[1].split("<h2>Left to sort</h2>")
    left, came = rest.split("<h2>What came in</h2>")
    assert (old in done, sent in done, fresh in done, waiting in done) == (True, True, False, False)
    bureau = done.split(f"{county.unit_name(cast.BUREAU)} · 1</caption>")[1].split("</table>")[0]
    assert sent in bureau
    assert "Forwarded" in bureau
    assert (waiting in left, fresh in left, old in left) == (True, True, False)
    assert (fresh in came, old in came) == (True, False)
    found = said(browser("dan", language="en"))
    assert (found["Sorted on this day"], found["Left to sort"]) == ("2", "2")


def test_a_joined_petition_stands_under_its_own_title(browser: Browser, now: Clock) -> None:
    other = at(title="河西村没有水")
    mine = at(title="三组自来水停了")
    cast.go(other, Verb.TRIAGE)
    registering.link(mine, other=other, by=cast.DAN, now=cast.START + timedelta(hours=9))
    now(cast.START + timedelta(hours=12))
    page = page_of(browser("dan", language="en").get(SHEET))
    for part in page.split("<h2>")[1:]:
        for row in part.split("<tr")[1:]:
            if f'class="hy-number">{mine}<' in row:
                assert "三组自来水停了" in row
                assert f"joined to {other}" in row
    assert page.count("三组自来水停了") == 2


def test_a_day_on_which_nothing_came_says_it_once(browser: Browser) -> None:
    page = page_of(browser("dan", language="en").get(f"{SHEET}?on=2026-03-01"))
    told = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    assert len(re.findall(r"[Nn]othing", told)) <= 3  # the heading, and its one sentence
    assert "What was sorted" not in told
    assert "Left to sort" not in page.split("</dl>")[1].split("<details")[0]
