"""Nothing that somebody typed into a form reaches a log or an error report."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.exceptions import TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.urls import path
from django.views.debug import get_exception_reporter_class

from huiyin.config.logs import JsonLines, PlainFormatter, describe, logging_settings

# Put together here, since an error report quotes the lines of this file.
PHONE, NAME, ID = "139" + "00001234", "金" + "明淑", "222424" + "196001011234"
SECRETS = (PHONE, NAME, ID, "查询码" + "9876")


def crash(request: HttpRequest) -> HttpResponse:
    phone = request.POST["phone"]
    try:
        int(phone + NAME)
    except ValueError as error:
        raise RuntimeError(f"{request.POST['name']} {ID}") from error
    return HttpResponse()


urlpatterns = [path("crash", crash)]
handler500 = "huiyin.config.errors.server_error"


class Written(io.StringIO):
    def __init__(self, tty: bool) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


@pytest.fixture(params=[JsonLines, PlainFormatter])
def style(request: pytest.FixtureRequest) -> type[logging.Formatter]:
    found: type[logging.Formatter] = request.param
    return found


@pytest.fixture
def log(style: type[logging.Formatter]) -> Iterator[io.StringIO]:
    """What the log would show: every logger, every level."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(style())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.urls(__name__)
def test_a_crashing_view_leaves_no_value_in_the_log(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    form = {"phone": PHONE, "name": NAME, "scan": SimpleUploadedFile(f"{NAME}.txt", b"x")}
    answer = client.post(f"/crash?code={SECRETS[3]}", form)
    text = log.getvalue()
    assert answer.status_code == 500
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text, "the cause as well"
    assert "test_engine_logs.py" in text, "the places in the code"
    assert "/crash" in text
    for secret in SECRETS:
        assert secret not in text
        assert json.dumps(secret)[1:-1] not in text
        assert secret not in answer.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("style", [JsonLines])
def test_json_lines_hold_the_names_of_the_fields(log: io.StringIO) -> None:
    Client(raise_request_exception=False).post("/crash", {"phone": PHONE, "name": NAME})
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    entry = next(line for line in found if line["logger"] == "django.request")
    assert entry["fields"] == ["name", "phone"]
    assert entry["method"] == "POST"
    assert entry["path"] == "/crash"
    assert entry["level"] == "ERROR"
    assert "request" not in entry


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("style", [JsonLines])
def test_a_name_that_is_not_like_ours_is_not_logged(log: io.StringIO) -> None:
    form = {"phone": "1", PHONE: "1", NAME: "1", f"a{PHONE}": "1", "a b": "1", "-a": "1", "a" * 25: "1"}
    Client(raise_request_exception=False).post("/crash", {**form, "id_number": "1", "a" * 24: "1"})
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    entry = next(line for line in found if line["logger"] == "django.request")
    assert entry["fields"] == ["a" * 24, "id_number", "phone"]
    assert PHONE not in log.getvalue()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("style", [JsonLines])
@pytest.mark.parametrize("files", [False, True])
def test_too_many_fields_are_one_line_of_warning(log: io.StringIO, settings: Any, files: bool) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    form = {name: SimpleUploadedFile("a.txt", b"x") if files else "1" for name in ("a", "b", "c")}
    answer = Client(raise_request_exception=False).post("/crash", form)
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    (entry,) = [line for line in found if line["logger"].startswith("django.security.TooMany")]
    assert answer.status_code == 400
    assert entry["level"] == "WARNING"
    assert "error" not in entry


def caught(act: Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as info:  # noqa: PT011
        act()
    return info.value


def raising(error: BaseException) -> Callable[[], object]:
    def act() -> None:
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ValueError(PHONE), False),
        (KeyError(PHONE), False),
        (RuntimeError(PHONE), False),
        (AttributeError("'Matter' object has no attribute 'x'"), True),
        (TemplateDoesNotExist("a.html"), True),
        (ImportError("no module named x"), True),
    ],
)
def test_messages_are_shown_only_where_they_name_the_program(error: BaseException, shown: bool) -> None:
    assert (str(error) in describe(caught(raising(error)))) is shown


def test_a_suppressed_cause_stays_suppressed() -> None:
    def act() -> None:
        try:
            raise KeyError(PHONE)
        except KeyError:
            raise ValueError from None

    assert "KeyError" not in describe(caught(act))


def test_an_exception_that_causes_itself_ends() -> None:
    error = ValueError()
    error.__context__ = other = KeyError()
    other.__context__ = error
    assert describe(error).count("ValueError") == 1


def test_a_record_with_nothing_raised() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "word", (), (None, None, None))
    assert "word" in PlainFormatter().format(record)


@pytest.mark.parametrize(("tty", "style"), [(True, PlainFormatter), (False, JsonLines)])
def test_plain_on_a_terminal_json_in_a_pipe(monkeypatch: pytest.MonkeyPatch, tty: bool, style: type) -> None:
    monkeypatch.setattr(sys, "stderr", Written(tty))
    assert logging_settings()["formatters"]["line"]["()"] is style


@pytest.mark.parametrize("debug", [True, False])
def test_the_error_report_shows_names_and_no_values(settings: Any, debug: bool) -> None:
    settings.DEBUG = debug
    request = RequestFactory().post(
        f"/crash?code={SECRETS[3]}",
        {"phone": PHONE, "name": NAME, "scan": SimpleUploadedFile(f"{NAME}.txt", b"x")},
        headers={"referer": f"http://x/{ID}"},
    )
    request.COOKIES["session"] = ID
    request.user = NAME  # type: ignore[assignment]
    try:
        crash(request)
    except RuntimeError as error:
        error.add_note(PHONE)
        info = (type(error), error, error.__traceback__)
    reporter = get_exception_reporter_class(request)(request, *info)
    for text in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert "phone" in text
        assert "RuntimeError" in text
        for secret in SECRETS:
            assert secret not in text
