"""A letter that was thrown away stays so: a window that was left open doesn't begin it again, nor keep what stood there."""

from __future__ import annotations

import pytest

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.intake.unsent import Unsent
from tests.web.conftest import VILLAGE, Browser, page_of
from tests.web.test_portal import LETTER, hidden, receipts_of

pytestmark = pytest.mark.usefixtures("county")
WHO = {"manner": "named", "name": "金顺姬", "phone": "19900001234", "persons": "1"}


@pytest.mark.parametrize(("path", "typed"), [("/submit/where/", {"place": VILLAGE}), ("/submit/who/", WHO)])
def test_a_later_step_of_a_letter_thrown_away_keeps_nothing_and_says_so(
    browser: Browser, path: str, typed: dict[str, str]
) -> None:
    client = browser(language="en")
    first = hidden(page_of(client.get("/submit/")))
    client.post("/submit/", {**first, "text": LETTER})
    left_open = hidden(page_of(client.get(path)))
    client.post("/submit/throw-away/")
    late = client.post(path, {**left_open, **typed})
    page = page_of(late)
    assert late.status_code == 409
    assert "was thrown away in another window" in page
    assert all(value in page for value in typed.values()), "what was typed still stands there"
    assert "data-keep" not in page
    for more in ({"keep": "1"}, {"map": "1"}, {"language": "ko"}):
        client.post(path, {**left_open, **typed, **more})
    assert (Unsent.objects.count(), Petition.objects.count()) == (0, 0)
    assert client.get("/submit/who/")["Location"] == "/submit/?gone=1"


def test_its_first_page_begins_again_when_somebody_presses_next_and_not_by_itself(browser: Browser) -> None:
    client = browser()
    first = hidden(page_of(client.get("/submit/")))
    client.post("/submit/", {**first, "text": LETTER})
    client.post("/submit/throw-away/")
    assert client.post("/submit/", {**first, "text": LETTER, "keep": "1"}).status_code == 204
    assert Unsent.objects.count() == 0
    assert client.post("/submit/", {**first, "text": LETTER})["Location"] == "/submit/where/"
    client.post("/submit/where/", {**hidden(page_of(client.get("/submit/where/"))), "place": VILLAGE})
    client.post("/submit/who/", {**hidden(page_of(client.get("/submit/who/"))), **WHO})
    assert client.post("/submit/check/", hidden(page_of(client.get("/submit/check/"))))[
        "Location"
    ] in receipts_of(client)


def test_another_letter_is_not_touched_and_only_some_are_remembered(browser: Browser) -> None:
    client = browser()
    letters = []
    for _n in range(6):
        letters.append(hidden(page_of(client.get("/submit/"))))
        client.post("/submit/", {**letters[-1], "text": LETTER})
        client.post("/submit/throw-away/")
    assert client.cookies["huiyin_thrown"].value.split(".") == [one["letter"] for one in letters[:1:-1]]
    new = hidden(page_of(client.get("/submit/")))
    client.post("/submit/", {**new, "text": LETTER})
    assert client.post("/submit/who/", {**letters[-1], **WHO}).status_code == 409
    assert (
        client.post(
            "/submit/where/", {**hidden(page_of(client.get("/submit/where/"))), "place": ""}
        ).status_code
        == 303
    )
    assert "name" not in Unsent.objects.get().body
