"""The work list's chips and files: exactly what is chosen is dark, and no two columns are called the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

LIST = "/desk/list/"


@pytest.fixture(autouse=True)
def on_monday(now: Callable[[datetime], None], browser: Browser) -> None:
    """Monday afternoon; everybody has an account."""
    now(cast.START + timedelta(hours=12))


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", ["All"]), ("?withdrawn=1", ["Taken back, to confirm"]), ("?due=late", ["Late"]), ("?on=2026-03-04", ["4 Mar"]),
     ("?urgent=1&due=late", ["Late", "Urgent"])],
)  # fmt: skip
def test_all_is_chosen_only_where_nothing_else_of_its_row_is(
    browser: Browser, query: str, chosen: list[str]
) -> None:
    page = page_of(browser("dan", language="en").get(LIST + query))
    row = page.split('id="by-due"')[1].split('id="by-state"')[0]
    assert re.findall(r'aria-current="true">([^<]+)<', row) == chosen
    everything = re.search(r'<a href="([^"]+)"[^>]*>All<', row)
    assert everything is not None
    assert everything[1] == LIST


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_no_two_columns_of_the_file_are_called_the_same(browser: Browser, language: str) -> None:
    cast.comes_in()
    sent = browser("dan", language=language).get(f"{LIST}export.csv").getvalue().decode("utf-8-sig")
    head = sent.splitlines()[0].split(",")
    assert len(set(head)) == len(head), head


def test_what_can_be_assigned_stands_on_top_and_the_unsorted_say_what_to_do(browser: Browser) -> None:
    unsorted, ready, gone = (cast.comes_in().number for _ in range(3))
    cast.go(ready, Verb.TRIAGE)
    cast.go(gone, Verb.FORWARD)
    url = "/desk/list/assign/?" + "&".join(f"m={one}" for one in (gone, unsorted, ready))
    page = page_of(browser("dan").get(url))
    at = [page.index(f"/desk/matter/{one}/") for one in (ready, unsorted, gone)]
    assert at[0] == min(at)
    assert page.count("先梳理，再交办。") == 1
