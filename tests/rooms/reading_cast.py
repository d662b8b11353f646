"""The stage of the commands that read: a matter on its way, the day by which they go, what they print."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override

from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import comes_in, go


def standing(monkeypatch: pytest.MonkeyPatch, day: str = "2026-03-26") -> Callable[[str], None]:
    """Set the day by which the commands go, and give back what sets it again."""

    def stands(day: str) -> None:
        moment = datetime.fromisoformat(f"{day}T12:00:00+08:00")
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    stands(day)
    return stands


def said(*words: str, lang: str = "en") -> str:
    """What a command printed, in English where no other language is asked for."""
    out = io.StringIO()
    with override(lang):
        call_command(*words, stdout=out)
    return out.getvalue()


def told(*words: str) -> Any:
    """What it printed for a machine."""
    return json.loads(said(*words, "--json"))


def matter(to: Verb = Verb.NOTIFY, **change: Any) -> str:
    """A matter that has gone its way up to and with the verb."""
    number = comes_in(**change).number
    go(number, to)
    return number
