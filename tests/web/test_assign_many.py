"""Many matters assigned at once from the work list: the preview, each by its own act, what came of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.county.reorganising import close_unit
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import batch
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


def preview(client: Client, *numbers: str) -> tuple[str, dict[str, str]]:
    """The preview's page, and the hidden fields of its form."""
    page = page_of(client.post(f"{LIST}assign/", {"m": list(numbers)}))
    return page, dict(re.findall(r'name="(seen-[0-9-]+)" value="(\d+)"', page))


def test_the_preview_says_which_can_be_assigned_and_changes_nothing(browser: Browser) -> None:
    ready, fresh = at(Verb.TRIAGE), at()
    before = Entry.objects.count()
    page, seen = preview(browser("dan"), ready, fresh)
    assert list(seen) == [f"seen-{ready}"]
    assert fresh in page
    assert Entry.objects.count() == before


def test_the_preview_costs_as_much_for_twenty_as_for_one(browser: Browser) -> None:
    client, counts = browser("dan"), []
    numbers = [at(Verb.TRIAGE) for _ in range(20)]
    preview(client, *numbers)
    for chosen in (numbers[:1], numbers):
        with CaptureQueriesContext(connection) as asked:
            preview(client, *chosen)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


def test_forty_are_assigned_each_by_its_own_act(browser: Browser) -> None:
    numbers = [at(Verb.TRIAGE) for _ in range(40)]
    client = browser("dan", language="en")
    _page, seen = preview(client, *numbers)
    said = {"m": numbers, **seen, "step": "do", "to": cast.BUREAU, "days": "30", "remark": ""}
    page = page_of(client.post(f"{LIST}assign/", said))
    assert "40 of 40 assigned." in page
    assert set(Matter.objects.values_list("status", "owner_id")) == {("sent", cast.BUREAU)}
    assert Entry.objects.filter(verb="assign").count() == 40
    again = page_of(
        client.post(f"{LIST}assign/", said)
    )  # the same form twice does nothing twice, and says the same
    assert "40 of 40 assigned." in again
    other = page_of(client.post(f"{LIST}assign/", said | {"days": "20"}))
    assert "0 of 40 assigned." in other
    assert Entry.objects.filter(verb="assign").count() == 40


def test_those_that_could_not_be_are_told_with_the_others_and_who_has_them_now(browser: Browser) -> None:
    ready, fresh = at(Verb.TRIAGE), at()
    client = browser("dan", language="en")
    page, seen = preview(client, ready, fresh)
    assert f'name="left" value="{fresh}"' in page
    actions.triage(fresh, klass="appeal", category="10-01", by=cast.DAN, now=cast.START + timedelta(hours=3))
    said = {
        "m": [ready],
        "left": [fresh],
        **seen,
        "step": "do",
        "to": cast.BUREAU,
        "days": "30",
        "remark": "",
    }
    page = page_of(client.post(f"{LIST}assign/", said))
    assert "1 of 2 assigned." in page
    assert "What came of it" in page
    assert "Choose it again." in page
    assert Matter.objects.get(pk=fresh).status == "triaged"
    row = page[page.index(ready) :]
    assert "Tell petitioner" in row[: row.index("</tr>")], "until when whoever has it now acts"


def test_where_none_can_be_assigned_there_is_no_button(browser: Browser) -> None:
    page, _seen = preview(browser("dan", language="en"), at())
    assert "None of these can be assigned" in page
    assert 'name="to"' not in page


def test_what_somebody_overtook_stays_and_says_so(browser: Browser) -> None:
    one, two = at(Verb.TRIAGE), at(Verb.TRIAGE)
    client = browser("dan", language="en")
    _page, seen = preview(client, one, two)
    actions.note(one, text="x", by=cast.DAN, now=cast.START + timedelta(hours=11))
    said = {"m": [one, two], **seen, "step": "do", "to": cast.BUREAU, "days": "30", "remark": ""}
    assert "1 of 2 assigned." in page_of(client.post(f"{LIST}assign/", said))
    assert Matter.objects.get(pk=one).status == "triaged"


def test_a_wrong_answer_keeps_the_chosen_and_does_nothing(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    client = browser("dan")
    response = client.post(
        f"{LIST}assign/", {"m": number, "step": "do", "to": "", "days": "x", "remark": "请抓紧"}
    )
    assert response.status_code == 422
    assert f'value="{number}"' in page_of(response)
    assert "请抓紧" in page_of(response)
    assert Matter.objects.get().status == "triaged"


def test_the_way_back_leads_to_the_list_one_came_from(browser: Browser) -> None:
    client, number = browser("dan"), cast.comes_in().number
    cast.go(number, Verb.TRIAGE)
    assert 'name="query" value="due=late&amp;state=triaged"' in page_of(
        client.get(f"{LIST}?state=triaged&due=late")
    )
    said = {"m": number, "query": "state=triaged&due=late&nonsense=1", "step": "do", "to": "", "days": "30"}
    page = page_of(client.post(f"{LIST}assign/", said, follow=True))
    assert f'href="{LIST}?due=late&amp;state=triaged"' in page
    assert 'name="query" value="due=late&amp;state=triaged"' in page
    assert f'href="{LIST}"' in page_of(client.post(f"{LIST}assign/", {"m": number, "query": "x" * 9999}))


def test_nobody_assigns_what_they_dont_see_or_without_the_post(browser: Browser) -> None:
    number = at(Verb.TRIAGE)
    assert browser("bao").post(f"{LIST}assign/", {"m": number}).status_code == 403
    assert number not in page_of(browser("tao").post(f"{LIST}assign/", {"m": number}))
    assert number not in page_of(browser("tao").get(f"{LIST}assign/", {"m": number}))
    assert number in page_of(browser("dan").get(f"{LIST}assign/", {"m": number})), (
        "its address names what was chosen"
    )
    assert "hy-pick" not in page_of(browser("bao").get(LIST))


def close_bureau() -> None:
    close_unit(cast.BUREAU, by=SYSTEM, now=cast.START, successor=cast.WATER)


@pytest.mark.parametrize("to", [cast.BUREAU, "nonsense"])
def test_a_unit_that_takes_nothing_leaves_the_form_with_what_was_typed(browser: Browser, to: str) -> None:
    numbers = [at(Verb.TRIAGE), at(Verb.TRIAGE)]
    client = browser("dan", language="en")
    _page, seen = preview(client, *numbers)
    close_bureau()
    said = {"m": numbers, **seen, "step": "do", "to": to, "days": "17", "remark": "请抓紧"}
    response = client.post(f"{LIST}assign/", said)
    assert response.status_code == 422
    page = page_of(response)
    field = page[page.index('id="f-to-error"') :].split("</p>")[0]
    assert ("has been closed" in field) if to == cast.BUREAU else ("no such unit in use" in field)
    assert 'value="17"' in page
    assert "请抓紧" in page
    assert "Assign 2 matters" in page
    assert all(f'name="m" value="{number}"' in page for number in numbers)
    assert set(Matter.objects.values_list("status", flat=True)) == {"triaged"}
    assert "2 of 2 assigned." in page_of(client.post(f"{LIST}assign/", said | {"to": cast.WATER}))


def test_a_unit_that_is_closed_between_two_of_them_leaves_the_form_for_the_rest(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [at(Verb.TRIAGE), at(Verb.TRIAGE)]
    client = browser("dan", language="en")
    _page, seen = preview(client, *numbers)
    real = actions.assign

    def then_closed(*given: Any, **more: Any) -> Any:
        done = real(*given, **more)
        monkeypatch.setitem(VERBS, Verb.ASSIGN, real)
        close_bureau()
        return done

    monkeypatch.setitem(VERBS, Verb.ASSIGN, then_closed)
    said = {"m": numbers, **seen, "step": "do", "to": cast.BUREAU, "days": "17", "remark": "请抓紧"}
    page = page_of(client.post(f"{LIST}assign/", said))
    assert "1 of 2 assigned." in page
    assert "Assign 1 matter<" in page
    assert 'id="f-to-error"' in page
    assert 'value="17"' in page


def test_what_somebody_else_assigned_at_that_moment_stands_as_it_is_and_isnt_offered_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, noted = at(Verb.TRIAGE), at(Verb.TRIAGE)
    client = browser("dan", language="en")
    _page, seen = preview(client, taken, noted)
    real, moment = batch._lines, cast.START + timedelta(hours=11)

    def then_overtaken(*given: Any) -> Any:
        lines = real(*given)
        monkeypatch.setattr(batch, "_lines", real)
        actions.assign(taken, to=cast.WATER, days=9, by=cast.DAN, now=moment)
        actions.note(noted, text="x", by=cast.DAN, now=moment)
        return lines

    monkeypatch.setattr(batch, "_lines", then_overtaken)
    said = {"m": [taken, noted], **seen, "step": "do", "to": cast.BUREAU, "days": "30", "remark": "请抓紧"}
    page = page_of(client.post(f"{LIST}assign/", said))
    assert "0 of 2 assigned." in page
    row = page[page.index(f">{taken}<") :].split("</tr>")[0]
    assert county.holder_name(cast.WATER) in row
    assert "Sort" not in row
    assert "Someone acted on this matter meanwhile." in row
    assert f'name="m" value="{taken}"' not in page
    assert f'name="m" value="{noted}"' in page
    assert "Assign 1 matter<" in page
    assert "stay as they were" not in page
    fresh = dict(re.findall(r'name="(seen-[0-9-]+)" value="(\d+)"', page))
    assert "1 of 1 assigned." in page_of(client.post(f"{LIST}assign/", {**said, "m": [noted], **fresh}))
