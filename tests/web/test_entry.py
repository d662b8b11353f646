"""Coming in and going out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from huiyin.rooms.accounts.models import User
from tests.web.conftest import PASSWORD, Browser, page_of


def sign_in(client: Client, name: str = "dan", password: str = PASSWORD, **more: str) -> Any:
    """Try to sign in."""
    return client.post("/desk/login/", {"username": name, "password": password, **more})


def test_the_right_word_opens_the_desk(browser: Browser) -> None:
    client = browser()
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200


def test_signing_in_leads_back_to_where_one_wanted_to_go(browser: Browser) -> None:
    assert sign_in(browser(), next="/desk/register/")["Location"] == "/desk/register/"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(browser: Browser, to: str) -> None:
    assert sign_in(browser(), next=to)["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("name", "password"),
    [("dan", "not-this-one"), ("nobody", PASSWORD), ("dan\x00", PASSWORD), ("d" * 5000, "not-the-word")],
)
def test_what_is_wrong_is_not_told_and_the_name_stays(browser: Browser, name: str, password: str) -> None:
    response = sign_in(browser(), name, password)
    assert response.status_code == 422
    assert "用户名或密码不对" in page_of(response)
    assert re.findall(r"<(\w+)[^>]* autofocus", page_of(response)) == ["div"], "the message has the focus"
    assert password not in page_of(response)
    assert f'value="{name.replace(chr(0), "")}"' in page_of(response)


def test_missing_words_are_said_beside_their_fields(browser: Browser) -> None:
    page = page_of(sign_in(browser(), "", ""))
    assert page.count("这一项要填") == 2


def test_a_closed_account_is_refused_like_a_wrong_word(browser: Browser, people: dict[str, User]) -> None:
    User.objects.filter(username="dan").update(is_active=False)
    response = sign_in(browser())
    assert response.status_code == 422
    assert "用户名或密码不对" in page_of(response)


def test_the_sixth_try_waits_even_with_the_right_word(browser: Browser) -> None:
    client = browser()
    for _ in range(5):
        assert sign_in(client, password="wrong").status_code == 422
    response = sign_in(client)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 15 * 60
    assert "试的次数太多" in page_of(response)


def test_a_try_without_a_password_does_not_count(browser: Browser) -> None:
    client = browser()
    for _ in range(6):
        assert sign_in(client, password="").status_code == 422
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("https", "tried_from", "again_from", "status"),
    [
        (True, "10.0.0.1", "10.0.0.2", 302),
        (True, "10.0.0.1", "10.0.0.1", 429),
        (True, "10.0.0.1", "10.9.9.9, 10.0.0.1", 429),  # what the visitor wrote before it counts for nothing
        (False, "10.0.0.1", "10.0.0.2", 429),  # no proxy: anybody may have written it
    ],
)
def test_behind_the_proxy_the_visitor_waits_not_the_proxy(
    browser: Browser, settings: Any, https: bool, tried_from: str, again_from: str, status: int
) -> None:
    settings.HUIYIN_HTTPS = https
    client, form = browser(), {"username": "dan", "password": "wrong"}
    for _ in range(5):
        client.post("/desk/login/", form, headers={"x-forwarded-for": tried_from})
    form["password"] = PASSWORD
    again = client.post("/desk/login/", form, headers={"x-forwarded-for": again_from})
    assert again.status_code == status


def test_signing_out_needs_a_post_and_ends_the_session(browser: Browser) -> None:
    client = browser("dan")
    assert client.get("/desk/logout/").status_code == 405
    assert client.get("/desk/").status_code == 200
    assert client.post("/desk/logout/").status_code == 303
    assert client.get("/desk/").status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(
    browser: Browser, people: dict[str, User]
) -> None:
    User.objects.filter(username="dan").update(must_change_password=True)
    client = browser("dan")
    assert client.get("/desk/")["Location"] == "/desk/password/"
    good = {"old": PASSWORD, "new": "another-long-word-27", "again": "another-long-word-27"}
    for wrong in (
        {"old": "x"},
        {"again": "y"},
        {"new": "123", "again": "123"},
        {"new": PASSWORD, "again": PASSWORD},
    ):
        response = client.post("/desk/password/", {**good, **wrong})
        assert response.status_code == 422
        assert "hy-error" in page_of(response)
    assert client.post("/desk/password/", good)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
