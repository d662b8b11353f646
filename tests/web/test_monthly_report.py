"""The monthly report says whose it is, of when and until when, who signs it; and leaves no row out, in any of its forms."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import openpyxl
import pytest

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county import queries
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import bare, said_by, words_of

REPORT = "/desk/figures/report/"


@pytest.fixture(autouse=True)
def later_that_month(now: Callable[[datetime], None], browser: Browser) -> None:
    now(cast.START + timedelta(days=17))
    for channel in ("visit", "letter", "mailbox"):
        cast.comes_in(channel=channel, persons=1)


def told(browser: Browser) -> dict[str, str]:
    """The words of each form, without blanks."""
    client = browser("dan")
    page = page_of(client.get(f"{REPORT}?month=2026-03"))
    found = {"page": re.sub(r"<[^>]+>", "", page.split("<h1>")[1])}
    for kind in ("docx", "pdf", "xlsx"):
        made = client.get(f"{REPORT}report.{kind}?month=2026-03").content
        if kind == "xlsx":
            first = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
            found[kind] = "".join(str(cell.value) for (cell,) in first.iter_rows(max_col=1))
        else:
            found[kind] = said_by(made) if kind == "docx" else words_of(made)
    return {kind: bare(text) for kind, text in found.items()}


def test_it_says_whose_it_is_of_when_and_who_signs(browser: Browser) -> None:
    for kind, text in told(browser).items():
        for word in ("2026年3月", "2026年3月1日至2026年3月19日", "截至", "制表", "审核", "日期"):
            assert bare(word) in text, (kind, word)
        department = queries.unit(queries.law().department)
        assert department is not None
        assert bare(department.name) in text, kind


def test_no_row_is_left_out_of_any_form(browser: Browser) -> None:
    for n in range(20, 40):
        number = cast.comes_in(channel="letter", persons=1).number
        Matter.objects.filter(pk=number).update(category=f"{n}0100")
    client = browser("dan")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{REPORT}report.xlsx?month=2026-03").content))
    codes = {str(row[0].value) for sheet in book.worksheets[1:] for row in sheet.iter_rows()}
    wanted = {f"{n}0000" for n in range(20, 40)}
    assert wanted <= codes
    for kind, text in told(browser).items():
        if kind != "xlsx":
            assert all(code in text for code in wanted), kind


def test_months_before_the_first_petition_say_nothing(browser: Browser) -> None:
    page = page_of(browser("dan", language="en").get(f"{REPORT}?month=2026-03"))
    rows = re.findall(r'<th scope="row">(\w+ 202\d)</th><td>([^<]+)</td><td>([^<]+)</td>', page)
    told = {month: (now, before) for month, now, before in rows}
    assert told["Mar 2026"] == ("3", "–")
    assert told["Feb 2026"] == told["Apr 2025"] == ("–", "–")
