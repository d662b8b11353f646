"""A unit that was closed, wherever it has something in hand or in the figures: named with who goes on, at no further cost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from huiyin.rooms.cases import pressing
from huiyin.rooms.county import queries
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.reorganising import close_unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared import county
from tests.rooms import cast
from tests.rooms.duty_cast import SONG
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import on_monday
from tests.web.paper_reading import bare, said_by

__all__ = ["on_monday"]

LATE = cast.START + timedelta(days=120)
MONTH = "2026-03"
FIGURES, REPORT = f"/desk/figures/?period={MONTH}", f"/desk/figures/report/?month={MONTH}"
BOARD, PRESS = "/desk/supervision/", "/desk/supervision/press/"


@pytest.fixture
def numbers(now: Callable[[datetime], None], browser: Browser) -> Iterator[list[str]]:
    """Three late matters of the bureau's, each urged and supervised."""
    found = [_late_one() for _ in range(3)]
    now(LATE)
    yield found
    forget()


def _late_one() -> str:
    number = cast.comes_in().number
    cast.go(number, Verb.NOTIFY)
    pressing.urge(number, why="overdue", text="请抓紧", by=SONG, now=LATE)
    pressing.supervise(number, why="overdue", days=5, text="请说明", by=SONG, now=LATE)
    return number


def close_the_bureau() -> str:
    """Closes it in favour of another; what is said where it stands."""
    close_unit(cast.BUREAU, successor=cast.WATER, by=SYSTEM, now=LATE)
    heir = Unit.objects.get(pk=cast.WATER)
    return f"(closed; {heir.name_en or heir.short} goes on)"


def asked(client: Client, path: str) -> int:
    """Queries of the page once the county has been read."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("dan", FIGURES), ("dan", f"{FIGURES}&unit={cast.BUREAU}"), ("dan", REPORT),
        ("dan", f"/desk/figures/rows/?period={MONTH}&measure=pieces"), ("song", BOARD),
        ("song", f"{BOARD}?unit={cast.BUREAU}"), ("song", PRESS),
        ("dan", f"/desk/list/?unit={cast.BUREAU}"), ("dan", f"/desk/search/?unit={cast.BUREAU}&q=x"),
    ],
)  # fmt: skip
def test_pages_say_who_goes_on_and_ask_no_more_for_it(
    browser: Browser, numbers: list[str], name: str, path: str
) -> None:
    client = browser(name, language="en")
    path = f"{PRESS}?{'&'.join(f'm={one}' for one in numbers)}" if path == PRESS else path
    before = asked(client, path)
    said = close_the_bureau()
    assert asked(client, path) == before
    assert said in page_of(client.get(path))


def test_every_row_of_the_pressed_says_it(browser: Browser, numbers: list[str]) -> None:
    said = close_the_bureau()
    client = browser("song", language="en")
    page = page_of(client.get(f"{PRESS}?{'&'.join(f'm={one}' for one in numbers)}"))
    assert page.count(said) >= len(numbers)
    notices = page_of(client.get(f"/desk/matter/{numbers[0]}/")).split('id="h-notices"')[1]
    assert said in notices


def test_the_report_says_it_on_paper_and_in_the_table(browser: Browser, numbers: list[str]) -> None:
    said = close_the_bureau()
    client = browser("dan", language="en")
    head, query = REPORT.split("?")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{head}report.xlsx?{query}").content))
    cells = [str(row[0].value) for sheet in book.worksheets for row in sheet.iter_rows()]
    assert any(said in cell for cell in cells)
    assert bare(said) in bare(said_by(client.get(f"{head}report.docx?{query}").content))


def chosen_in(page: str, name: str) -> str:
    """What the select of this name has chosen; empty for nothing."""
    select = re.search(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.DOTALL)
    assert select is not None
    found = re.search(r'<option value="[^"]*" selected>([^<]*)', select[1])
    return found[1] if found else ""


@pytest.mark.parametrize("path", ["/desk/list/?", f"{FIGURES}&", "/desk/search/?q=x&"])
def test_the_select_holds_the_closed_unit_that_the_page_is_narrowed_to(
    browser: Browser, numbers: list[str], path: str
) -> None:
    client = browser("dan", language="en")
    said = close_the_bureau()
    assert said in chosen_in(page_of(client.get(f"{path}unit={cast.BUREAU}")), "unit")
    assert chosen_in(page_of(client.get(f"{path}unit=nonsense")), "unit") == ""
    assert said not in page_of(client.get(path)).split("</form>")[0].split("<select")[-1]
    assert chosen_in(page_of(client.get(f"{path}unit={cast.WATER}")), "unit") != ""


def test_the_figures_of_a_closed_town_keep_it_in_their_select(browser: Browser) -> None:
    town = Unit.objects.filter(kind="town").order_by("pk")[0]
    Unit.objects.filter(pk=town.pk).update(is_active=False)
    forget()
    page = page_of(browser("dan", language="en").get(f"{FIGURES}&town={town.pk}"))
    assert "(closed)" in chosen_in(page, "town")
    forget()


def test_an_heir_of_the_same_name_and_the_closed_unit_are_told_apart(
    browser: Browser, numbers: list[str]
) -> None:
    close_the_bureau()
    name = Unit.objects.get(pk=cast.BUREAU).short
    with override("zh-hans"):
        assert county.unit_name(cast.BUREAU) == name, "one of its own"
        heir = Unit.objects.get(pk=cast.WATER).short
        Unit.objects.filter(pk=cast.BUREAU).update(short=heir)
        forget()
        assert county.unit_name(cast.WATER) == county.unit_name_at(cast.WATER, LATE) == heir
        assert county.unit_name(cast.BUREAU) == county.unit_name_at(cast.BUREAU, LATE) == f"{heir}（已撤销）"
        assert county.holder_name(cast.BUREAU) == f"{heir}（已撤销，由{heir}接续）"
        code = next(
            place for place in county.place_codes() if queries.unit(place).parent in county.place_codes()
        )  # type: ignore[union-attr]
        above = queries.unit(code).parent  # type: ignore[union-attr]
        Unit.objects.filter(pk=code).update(is_active=False)
        twin = Unit.objects.get(pk=code)
        Unit.objects.filter(pk=cast.WATER).update(short=twin.short)
        forget()
        assert county.place_name(code) == f"{county.unit_name(above)} {twin.short}（已撤销）"
