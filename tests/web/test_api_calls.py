"""``POST /api/calls``: who is let in, what is said to whom isn't, nothing of anybody in answers and logs."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.rooms.intake.calls import signing
from huiyin.rooms.intake.calls.models import Call
from huiyin.web.api import calls as api
from huiyin.web.api.bounded import Bound

pytestmark = pytest.mark.django_db
PHONE = "19900001234"
Post = Callable[..., Any]


@pytest.fixture
def key(county: None) -> Iterator[str]:
    """A key as `huiyin calls key` makes it."""
    api.bound.clear()
    yield signing.make_key()
    signing.path().unlink()


@pytest.fixture
def post(key: str) -> Post:
    """Send an event, signed; what is changed of it or of its envelope by name."""

    def sent(
        raw: bytes | None = None, *, signed_with: str = key, signed_at: float | None = None, kind: str = "application/json",
        signature: str = "", **change: Any,
    ) -> Any:  # fmt: skip
        said = {
            "event": "ringing",
            "call_id": "a-1",
            "caller": PHONE,
            "at": datetime.now(UTC).isoformat(),
            **change,
        }
        body = json.dumps({k: v for k, v in said.items() if v is not None}).encode() if raw is None else raw
        moment = str(int(time.time() if signed_at is None else signed_at))
        return Client(enforce_csrf_checks=True).generic(
            "POST", "/api/calls", body, content_type=kind,
            headers={"Huiyin-Timestamp": moment, "Huiyin-Signature": signature or signing.sign(signed_with, moment, body)},
        )  # fmt: skip

    return sent


def test_an_event_is_news_once(post: Post) -> None:
    first, again = post(), post()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "call_id": "a-1",
        "event": "ringing",
        "new": True,
        "state": "ringing",
        "at_a_seat": False,
    }
    assert again.json()["new"] is False
    assert post(event="answered").json()["state"] == "talking"
    assert post(event="ended").json()["state"] == "ended"
    assert Call.objects.get().phone == PHONE
    assert first["Cache-Control"] == "no-store"


def test_whoever_doesnt_sign_rightly_is_told_nothing_else(post: Post, key: str) -> None:
    now = time.time()
    wrong = [
        post(signed_with="0" * 64), post(signature="v1=00"), post(signature="é"), post(signed_at=now - 360),
        post(signed_at=now + 360),
        Client().post("/api/calls", b"{", content_type="text/plain"),
        Client().post("/api/calls", b"{}", content_type="application/json",
                      headers={"Huiyin-Timestamp": "9" * 40, "Huiyin-Signature": signing.sign(key, "9" * 40, b"{}")}),
    ]  # fmt: skip
    assert [(one.status_code, one.json()["error"]) for one in wrong] == [(401, "not_signed")] * 7
    assert not Call.objects.exists()
    assert post(signed_at=now - 290).status_code == 201


def test_another_bodys_signature_and_an_old_key_let_nobody_in(post: Post, key: str) -> None:
    moment = str(int(time.time()))
    assert post(b'{"event":"ended"}', signature=signing.sign(key, moment, b"{}")).status_code == 401
    signing.make_key()
    assert post().status_code == 401
    signing.path().unlink()
    assert post().status_code == 401
    assert post(signed_with="").status_code == 401, "without a key nobody is let in, an empty one included"
    signing.make_key()


@pytest.mark.parametrize(
    ("change", "status", "error", "field"),
    [
        ({"event": None}, 422, "missing", "event"), ({"event": "busy"}, 422, "bad_event", "event"),
        ({"event": ["ringing"]}, 422, "bad_event", "event"), ({"call_id": None}, 422, "missing", "call_id"),
        ({"call_id": 7}, 422, "bad_text", "call_id"), ({"call_id": "x" * 65}, 422, "bad_text", "call_id"),
        ({"call_id": "号"}, 422, "bad_name", "call_id"), ({"caller": "abc"}, 422, "not_a_phone", "caller"),
        ({"caller": "1\n2"}, 422, "bad_text", "caller"), ({"at": None}, 422, "missing", "at"),
        ({"at": "2026-03-05T09:30:00"}, 422, "bad_moment", "at"), ({"at": 5}, 422, "bad_moment", "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, 422, "bad_moment", "at"),
        ({"at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}, 422, "in_the_future", "at"),
        ({"at": (datetime.now(UTC) - timedelta(days=2)).isoformat()}, 422, "too_long_ago", "at"),
        ({"sound": "x"}, 422, "unknown_field", "sound"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_field(
    post: Post, change: dict[str, Any], status: int, error: str, field: str
) -> None:
    answer = post(**change)
    assert (answer.status_code, answer.json()["error"], answer.json()["field"]) == (status, error, field)
    assert len(answer.json()["detail"]) > 8
    assert not Call.objects.exists()


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b"null", b"[" * 2_000])
def test_a_body_that_isnt_one_object_is_refused(post: Post, body: bytes) -> None:
    assert (post(body).status_code, post(body).json()["error"]) == (400, "bad_json")


def test_method_kind_and_size_have_their_codes(post: Post) -> None:
    got = Client().get("/api/calls")
    assert (got.status_code, got["Allow"], got.json()["error"]) == (405, "POST", "method")
    assert post(kind="text/plain").status_code == 415
    assert post(b"x" * 4_097).status_code == 413


def test_more_than_a_minute_takes_waits(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "bound", Bound(2))
    assert [post(call_id=f"c{n}").status_code for n in range(3)] == [201, 201, 429]
    assert 1 <= int(post()["Retry-After"]) <= 60
    assert Call.objects.count() == 2


def test_a_minute_goes_by() -> None:
    bound = Bound(2)
    assert [bound.wait(moment) for moment in (0.0, 30.0, 59.5, 60.0, 61.0)] == [0, 0, 1, 0, 29]


def test_no_number_is_in_an_answer_or_a_log(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [post(), post(event="busy"), post(caller=f"{PHONE}x"), post(signed_with="1")]
    assert all(PHONE not in answer.content.decode() for answer in answers)
    assert PHONE not in caplog.text


def test_the_key_is_for_its_owner_only(key: str) -> None:
    assert len(key) == 64
    assert signing.path().stat().st_mode & 0o777 == 0o600
    assert signing.key() == key
