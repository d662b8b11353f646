"""Too much, too busy, too broken: each a page that says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from huiyin.web.shared import errors


def busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def broken(request: HttpRequest) -> HttpResponse:
    raise OperationalError("no such table: matter")


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} fields")


urlpatterns = [
    path("busy", busy),
    path("broken", broken),
    path("read", read),
    path("language", read, name="language"),
    path("elder", read, name="elder"),
    path("", read, name="home"),
    path("submit", read, name="submit"),
    path("follow", read, name="follow"),
    *(path(name, read, name=name) for name in ("done", "duty", "how", "contact")),
    path("desk", read, name="sign_in"),
    path("list", read, name="work_list"),
]
handler400 = "huiyin.web.shared.errors.bad_request"
handler500 = "huiyin.config.errors.server_error"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_a_writer_whose_turn_did_not_come_is_asked_to_come_again(visitor: Client) -> None:
    answer = visitor.post("/busy")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "<html" in answer.content.decode().lower()


def test_another_database_error_is_ours(visitor: Client) -> None:
    answer = visitor.post("/broken")
    assert answer.status_code == 500
    assert "Retry-After" not in answer
    assert "matter" not in answer.content.decode()


def test_a_page_that_fails_itself_becomes_a_line(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> HttpResponse:
        raise KeyError("template")

    monkeypatch.setattr(errors, "page", fail)
    for address in ("/busy", "/broken"):
        answer = visitor.post(address)
        assert answer.status_code == 500
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "系统出错" in answer.content.decode()


@pytest.mark.parametrize("enforce", [True, False])
def test_a_text_of_ten_megabytes_is_too_much(enforce: bool) -> None:
    visitor = Client(raise_request_exception=False, enforce_csrf_checks=enforce)
    answer = visitor.post(
        "/read", "text=" + "x" * 10_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    answer = visitor.post("/read", {"text": "字" * 3_500_000})
    assert answer.status_code == 413


def test_a_form_that_announces_more_than_we_take_is_not_read(settings: Any, visitor: Client) -> None:
    settings.HUIYIN_LARGEST_REQUEST = 1000
    assert visitor.post("/read", {"text": "x" * 100}).content == b"1 fields"
    assert visitor.post("/read", {"text": "x" * 1000}).status_code == 413
    request = RequestFactory().post("/read", {"text": "x" * 1000})
    with pytest.raises(RequestDataTooBig):
        len(request.POST)
