"""The work list: what each choice shows, orders and their pages, views under a name, columns, files."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts import saved
from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions, following, protecting
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county.models import Change, Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import exporting
from huiyin.web.shared import county
from tests.rooms import cast
from tests.rooms.cast import at
from tests.web.conftest import Browser, page_of

Clock = Callable[[datetime], None]
LIST = "/desk/list/"


@pytest.fixture(autouse=True)
def on_monday(now: Clock, browser: Browser) -> None:
    """Monday afternoon; everybody has an account."""
    now(cast.START + timedelta(hours=12))


def shown(client: Client, query: str) -> list[str]:
    """The numbers of the rows, page after page."""
    found, url = [], LIST + query
    while url:
        page = page_of(client.get(url))
        found += re.findall(r'href="/desk/matter/([0-9-]+)/"', page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        url = unescape(more[1]) if more else ""
    return found


# -- choices and orders -----------------------------------------------------------------------------------------


def test_each_choice_shows_what_it_says(browser: Browser) -> None:
    call, urgent, sent = at(channel="call"), at(Verb.TRIAGE), at(Verb.FORWARD)
    Matter.objects.filter(pk=urgent).update(urgent=True)
    client = browser("dan")
    assert shown(client, "?channel=call") == [call]
    assert shown(client, "?urgent=1") == [urgent]
    assert shown(client, "?state=sent") == [sent]
    assert sorted(shown(client, "?category=040000")) == sorted(
        [urgent, sent]
    )  # a field with what lies below it
    assert sorted(shown(client, "?klass=appeal")) == sorted([urgent, sent])
    assert shown(client, f"?unit={cast.BUREAU}") == [sent]
    assert shown(client, f"?q={call}") == [call]
    assert len(shown(client, "?q=水")) == 3
    assert shown(client, "?q=没有这样的词") == []
    assert len(shown(client, "?new=1")) == 3
    assert shown(client, "?mine=1") == []


def test_no_number_is_torn_from_what_it_counts(browser: Browser) -> None:
    """Where the column is narrow the line ends before 9人, not within it."""
    at(persons=9)
    assert '<span class="hy-nowrap">9人</span>' in page_of(browser("dan").get(LIST))


def test_what_came_back_is_what_lies_at_the_desk_again(browser: Browser) -> None:
    at(Verb.TRIAGE)
    objected = at(Verb.FORWARD)
    actions.object_(objected, reason="不属于我局职责。", by=cast.BAO, now=cast.START + timedelta(hours=9))
    assert shown(browser("dan"), "?back=1") == [objected]


def test_mine_are_those_that_i_signed_for(browser: Browser, people: dict[str, User]) -> None:
    at(Verb.FORWARD)
    signed = at(Verb.SIGN)
    Matter.objects.filter(pk=signed).update(officer=people["bao"].key)
    assert shown(browser("bao"), "?mine=1") == [signed]
    assert shown(browser("bo"), "?mine=1") == []


@pytest.mark.parametrize("sort", ["", "new", "old", "silent"])
def test_every_order_has_pages_without_gap_or_repeat(browser: Browser, sort: str) -> None:
    numbers = [at() for _ in range(103)]
    found = shown(browser("dan"), f"?sort={sort}" if sort else "")
    assert sorted(found) == sorted(numbers)
    assert found == (sorted(numbers, reverse=True) if sort == "new" else sorted(numbers))


@pytest.mark.parametrize(
    "after", ["x", "2026-01-01", "2026-01-01_1", "2026-01-01T00:00:00_222424-20260302-00001-5", "_"]
)
@pytest.mark.parametrize("sort", ["", "new"])
def test_a_key_that_makes_no_sense_shows_the_beginning(browser: Browser, after: str, sort: str) -> None:
    number = at()
    assert number in page_of(browser("dan").get(LIST, {"after": after, "sort": sort}))


@pytest.mark.parametrize(
    "query", ["?urgent=2", "?unit=NOBODY", "?category=999999", "?sort=x", "?channel=%00", "?q=%00"]
)
def test_a_choice_that_nobody_offers_is_left_out(browser: Browser, query: str) -> None:
    number = at()
    assert shown(browser("dan"), query) == [number]


def test_a_unit_sees_no_others_whatever_it_asks_for(browser: Browser) -> None:
    at()
    sent = at(Verb.FORWARD)
    for query in ("", f"?unit={cast.DEPARTMENT}", f"?unit={cast.WATER}", "?sort=new", "?q=222424"):
        assert shown(browser("bao"), query) == [sent], query
    assert shown(browser("xia"), "") == []
    protecting.accuse(sent, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10))
    assert shown(browser("bao"), "") == []


@pytest.mark.parametrize(
    "query", ["", "?sort=silent&klass=appeal&category=040000&channel=visit&q=水&urgent=1&due=soon"]
)
def test_the_page_takes_eight_queries_at_most_for_one_row_and_for_fifty(browser: Browser, query: str) -> None:
    client = browser("dan")

    def asked() -> int:
        client.get(LIST + query)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST + query).status_code == 200
        return len(queries)

    at(Verb.TRIAGE)
    one = asked()
    for _ in range(50):
        at(Verb.TRIAGE)
    assert asked() == one <= 8


# -- views and columns ------------------------------------------------------------------------------------------


def test_a_view_is_kept_under_its_name_and_forgotten(browser: Browser) -> None:
    client = browser("dan")
    response = client.post(f"{LIST}views/", {"name": " 紧急  来电 ", "query": "channel=call&urgent=1&q=张三"})
    assert (response.status_code, "q=" in response["Location"]) == (303, True)
    view = saved.SavedView.objects.get()
    assert (view.name, view.query) == ("紧急 来电", "channel=call&urgent=1")  # nobody's name is kept in it
    page = page_of(client.get(f"{LIST}?channel=call&urgent=1"))
    assert 'urgent=1" aria-current="true">紧急 来电<' in page.replace("&amp;", "&")
    assert "紧急 来电" not in page_of(browser("liu").get(LIST))
    browser("liu").post(f"{LIST}views/{view.pk}/drop/", {"query": ""})
    assert saved.SavedView.objects.count() == 1  # it isn't theirs
    client.post(f"{LIST}views/{view.pk}/drop/", {"query": ""})
    assert not saved.SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "名" * 31])
def test_a_view_without_a_good_name_is_refused(browser: Browser, name: str) -> None:
    response = browser("dan").post(f"{LIST}views/", {"name": name, "query": "urgent=1"})
    assert response.status_code == 422
    box = re.search(r'<input[^>]* id="f-name"[^>]*>', page_of(response))
    assert box is not None
    assert f'value="{name.strip()}' in box[0]
    assert "autofocus" in box[0]
    assert 'class="hy-error" id="f-name-error"' in page_of(response)
    assert not saved.SavedView.objects.exists()


def test_so_many_views_and_no_more_but_the_same_name_again(browser: Browser) -> None:
    client = browser("dan")
    for n in range(saved.MOST_VIEWS):
        assert client.post(f"{LIST}views/", {"name": f"v{n}", "query": ""}).status_code == 303
    assert client.post(f"{LIST}views/", {"name": "one more", "query": ""}).status_code == 422
    assert client.post(f"{LIST}views/", {"name": "v3", "query": "urgent=1"}).status_code == 303
    assert saved.SavedView.objects.get(name="v3").query == "urgent=1"


def test_columns_are_chosen_and_kept(browser: Browser) -> None:
    at(Verb.TRIAGE)
    client = browser("dan", language="en")
    assert "Last act of the unit</th>" not in page_of(client.get(LIST))
    client.post(f"{LIST}columns/", {"column": ["silent", "category", "nonsense"], "query": ""})
    page = page_of(client.get(LIST))
    assert "Last act of the unit</th>" in page
    assert "Came in</th>" not in page
    assert "供水" in page


# -- files --------------------------------------------------------------------------------------------------------


def test_the_file_holds_the_rows_of_the_choice_and_is_noted(browser: Browser) -> None:
    call, _visit = at(channel="call"), at()
    response = browser("dan", language="en").get(f"{LIST}export.csv?channel=call&q=没有这样的词")
    text = b"".join(response).decode()
    assert text.startswith("\ufeffNumber,Title,State")
    assert "222424" not in text
    text = b"".join(browser("dan").get(f"{LIST}export.csv?channel=call")).decode()
    assert text.count("222424-") == 1
    assert call in text
    change = Change.objects.filter(verb="export").last()
    assert change is not None
    assert change.data == {"list": "channel=call", "as": "csv"}


def test_the_file_holds_the_rows_that_are_ticked_and_of_those_what_the_person_sees(browser: Browser) -> None:
    one, _two, hidden = at(), at(), at(by=cast.GU)
    picked = f"{LIST}export.csv?channel=visit&m={one}&m={hidden}"
    text = b"".join(browser("bao").get(picked)).decode()
    assert one not in text  # not this house's
    text = b"".join(browser("dan").get(f"{LIST}export.csv?channel=visit&m={one}&m=nonsense")).decode()
    assert text.count("222424-") == 1
    assert one in text
    assert Change.objects.filter(verb="export").last().data == {
        "list": "channel=visit",
        "as": "csv",
        "rows": 1,
    }  # type: ignore[union-attr]


def test_the_file_has_the_marks_of_its_rows(browser: Browser) -> None:
    """Whoever is handed the file knows as well what was told in confidence and what was taken back."""
    plain, told, back = at(), at(confidential=True), at()
    following.withdraw(back, petition=back, text="不反映了", by=cast.DAN, now=cast.START + timedelta(hours=1))
    text = b"".join(browser("dan", language="en").get(f"{LIST}export.csv")).decode()
    heads, *rows = csv.reader(text.removeprefix("\ufeff").splitlines())
    marks = {row[0]: (row[heads.index("In confidence")], row[heads.index("Taken back")]) for row in rows}
    assert marks[plain] == ("", "")
    assert marks[told] == ("yes", "")
    assert marks[back] == ("", "taken back, to be confirmed in writing")


@pytest.mark.parametrize("confidential", [False, True])
def test_the_preview_says_who_has_it_until_when_where_and_whose_it_is(
    browser: Browser, confidential: bool
) -> None:
    number = at(Verb.TRIAGE, confidential=confidential)
    page = page_of(browser("dan", language="en").get(f"{LIST}assign/?m={number}"))
    matter = Matter.objects.get(pk=number)
    assert county.unit_name(matter.owner_id or "") in page
    assert "hy-due" in page
    assert "金顺姬" not in page
    assert ("金**" in page) is not confidential


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_file_holds_what_the_guard_keeps_away(browser: Browser, kind: str) -> None:
    number, other = at(Verb.FORWARD), at(Verb.FORWARD)
    protecting.accuse(
        number, accused=cast.BUREAU, text="x", by=cast.DAN, now=cast.START + timedelta(hours=10)
    )
    whole = b"".join(browser("bao").get(f"{LIST}export.{kind}"))
    if kind == "xlsx":
        with ZipFile(BytesIO(whole)) as book:
            whole = book.read("xl/worksheets/sheet1.xml")
    assert other.encode() in whole
    assert number.encode() not in whole
    assert browser("xia").get(f"{LIST}export.{kind}").status_code == 403


def test_a_title_is_no_formula(browser: Browser) -> None:
    at(title="=cmd|' /C calc'!A0")
    text = b"".join(browser("dan").get(f"{LIST}export.csv")).decode()
    assert "'=cmd" in text
    with ZipFile(BytesIO(b"".join(browser("dan").get(f"{LIST}export.xlsx")))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=cmd" in sheet


def test_a_file_ends_at_its_bound_and_names_no_petitioner(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)
    for _ in range(5):
        at()
    text = b"".join(browser("dan").get(f"{LIST}export.csv")).decode()
    assert text.count("222424-") == 3
    assert "金顺姬" not in text


# -- components -------------------------------------------------------------------------------------------------------


def test_the_page_of_components_is_for_administrators_or_developers(browser: Browser, settings: Any) -> None:
    assert browser("dan").get("/desk/styleguide/").status_code == 403
    settings.DEBUG = True
    assert browser("dan").get("/desk/styleguide/").status_code == 200


def test_the_choice_of_light_or_dark_is_kept(browser: Browser) -> None:
    client = browser("dan")
    assert 'class="desk"' in page_of(client.get("/desk/"))
    assert client.post("/theme/", {"theme": "dark", "next": "/desk/"}).status_code == 303
    assert 'class="desk dark"' in page_of(client.get("/desk/"))
    client.post("/theme/", {"theme": "purple", "next": "/desk/"})
    assert 'class="desk"' in page_of(client.get("/desk/"))


def test_a_unit_that_was_closed_is_marked_wherever_it_has_something_in_hand(browser: Browser) -> None:
    number = at(Verb.SIGN)
    holder = Matter.objects.get(pk=number).owner_id
    pages = (LIST, f"/desk/matter/{number}/", f"{LIST}assign/?m={number}")
    dan = browser("dan", language="en")
    assert not any("(closed)" in page_of(dan.get(one)) for one in pages)
    Unit.objects.filter(pk=holder).update(is_active=False)
    forget()
    assert [one for one in pages if "(closed)" not in page_of(dan.get(one))] == []
    forget()
