"""A device that others use, too: “Done” asks about a letter that was begun and not sent."""

from __future__ import annotations

import pytest

from tests.web.conftest import Browser, page_of
from tests.web.test_portal import LETTER, hidden

pytestmark = pytest.mark.django_db


def test_done_asks_about_a_letter_that_was_begun_here(browser: Browser) -> None:
    client = browser(language="en")
    assert client.get("/submit/begun/")["Location"] == "/", "nothing was begun"
    letter = hidden(page_of(client.get("/submit/")))
    client.post("/submit/", {**letter, "text": LETTER})
    asked = client.post("/follow/done/", follow=True)
    assert asked.redirect_chain == [("/submit/begun/", 303)]
    assert (LETTER in page_of(asked), asked["Cache-Control"]) == (False, "no-store, private")
    assert "A letter was begun here" in page_of(asked)
    assert client.post("/submit/throw-away/")["Location"] == "/"
    assert client.post("/follow/done/", follow=True).redirect_chain == [("/submit/begun/", 303), ("/", 303)]
