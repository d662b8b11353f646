"""The switches of every page's head: they are kept, lead back to the page as it was asked for, and nowhere else."""

from __future__ import annotations

import pytest

from tests.web.conftest import Browser, page_of


def test_language_and_elder_mode_are_kept_and_lead_back(browser: Browser) -> None:
    client = browser()
    response = client.post("/language/", {"language": "ko", "next": "/submit/"})
    assert (response.status_code, response["Location"]) == (303, "/submit/")
    assert 'lang="ko-CN"' in page_of(client.get("/submit/"))
    client.post("/elder/", {"elder": "1", "next": "/"})
    assert 'class="portal elder"' in page_of(client.get("/"))
    client.post("/elder/", {"elder": "0", "next": "/"})
    assert 'class="portal"' in page_of(client.get("/"))


@pytest.mark.parametrize(
    ("came", "to"),
    [
        ("http://testserver/desk/search/?q=a&kind=b", "/desk/search/?q=a&kind=b"),
        ("http://testserver/desk/search/", "/desk/search/"),
        ("http://testserver/desk/list/?q=a", "/desk/search/"),
        ("https://evil.example/desk/search/?q=a", "/desk/search/"),
        ("http://[", "/desk/search/"),
    ],
)
def test_the_switches_ask_the_page_again_for_what_was_asked(browser: Browser, came: str, to: str) -> None:
    for path in ("/language/", "/elder/"):
        answer = browser().post(path, {"language": "ko", "next": "/desk/search/"}, headers={"Referer": came})
        assert answer["Location"] == to


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\x00"])
def test_the_switches_lead_nowhere_else(browser: Browser, to: str) -> None:
    assert browser().post("/elder/", {"elder": "1", "next": to})["Location"] == "/"


@pytest.mark.parametrize("code", ["xx", "", "\x00", "zh-hans; path=/", "../../etc"])
def test_an_unknown_language_changes_nothing(browser: Browser, code: str) -> None:
    response = browser().post("/language/", {"language": code, "next": "/"})
    assert response.status_code == 303
    assert "language" not in response.cookies
