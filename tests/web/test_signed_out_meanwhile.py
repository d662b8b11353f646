"""Signed out while a form was written: a page that sends by script is told so and stays; without script the words are shown."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county")
WORDS = {"title": "停电", "text": "从昨天夜里停电到现在。"}


@pytest.mark.parametrize(
    "path",
    [
        "/desk/register/",
        "/desk/matter/222424-20260302-00001-5/field/note/",
        "/desk/duty/plan/",
        "/desk/knowledge/new/",
    ],
)
def test_a_page_that_keeps_its_form_is_told_what_to_do(browser: Browser, path: str) -> None:
    answer = browser(language="en").post(path, WORDS, headers={"X-Huiyin-Kept": "1"})
    assert answer.status_code == 401
    page = page_of(answer)
    assert "All you wrote and chose is still on this page" in page
    assert '<a href="/desk/login/" data-unsent>' in page
    assert WORDS["text"] not in page  # it stands where it was written


def test_an_old_proof_of_origin_is_told_the_same_way(browser: Browser) -> None:
    answer = browser(csrf=True, language="en").post("/desk/register/", WORDS, headers={"X-Huiyin-Kept": "1"})
    assert answer.status_code == 403
    assert "<p data-unsent>" in page_of(answer)


def test_without_script_the_words_are_shown_to_be_copied(browser: Browser) -> None:
    answer = browser(language="en").post("/desk/register/", WORDS)
    assert answer.status_code == 403
    assert WORDS["text"] in page_of(answer)


def test_nothing_of_the_page_itself_is_shown_and_no_field_by_its_name_in_the_machine(
    browser: Browser,
) -> None:
    sent = {"what": "new", "seen": "12", "name_ko": "대기과", "due_at": "2026-03-02T12:00"}
    page = page_of(browser().post("/desk/admin/units/X/new/", sent))
    assert "대기과" in page
    assert "2026-03-02T12:00" in page
    assert not {"what", "name_ko", "due_at"} & set(re.findall(r"<label[^>]*>([^<]+)<", page))
