"""`huiyin calls`: the key, and the scripted caller when something is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from huiyin.rooms.intake.calls import signing


@pytest.fixture(autouse=True)
def no_key() -> Iterator[None]:
    signing.path().unlink(missing_ok=True)
    yield
    signing.path().unlink(missing_ok=True)


def said(capsys: pytest.CaptureFixture[str], *words: str, **options: object) -> str:
    call_command("calls", *words, **options)
    return capsys.readouterr().out.strip()


def test_the_key_is_made_once_and_anew_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    made = said(capsys, "key")
    assert len(made) == 64
    assert said(capsys, "key") == made
    fresh = said(capsys, "key", "--new")
    assert fresh not in ("", made)
    assert signing.key() == fresh


@pytest.mark.enable_socket
def test_the_caller_says_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="huiyin calls key"):
        call_command("calls", "try")
    signing.make_key()
    with pytest.raises(CommandError, match=r"127\.0\.0\.1:9"):
        call_command("calls", "try", "--url", "http://127.0.0.1:9", "--ring", "0", "--talk", "0")
    with pytest.raises(CommandError, match=r"小时|hour"):
        call_command("calls", "try", "--ring", "1e9")


def test_what_isnt_a_moment_or_a_signature_is_none() -> None:
    key = signing.make_key()
    body = b"{}"
    right = signing.sign(key, "100", body)
    assert signing.is_signed(key, "100", right, body, now=100)
    assert signing.is_signed(key, "100", right, body, now=400)
    assert not signing.is_signed(key, "100", right, body, now=401)
    assert not signing.is_signed(key, "100", right, b"{} ", now=100)
    assert not signing.is_signed(key, "101", right, body, now=100)
    assert not signing.is_signed(None, "100", right, body, now=100)
    for moment in ("", "-1", "1.5", "٣", "9" * 13):
        assert not signing.is_signed(key, moment, signing.sign(key, moment, body), body, now=100)
