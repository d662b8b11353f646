"""What the tests of the duty pages share: the leaders, two people more, a page in English, what a page costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rules.roles import Role
from tests.rooms import cast
from tests.rooms.duty_cast import LAW, add_leaders
from tests.web.conftest import PASSWORD, Browser, page_of

Clock = Callable[[datetime], None]
#: Who besides the cast has to do with duty: a supervisor, who plans, and the leader on duty.
SEATS = {"song": (Role.SUPERVISOR, cast.DEPARTMENT), "lee": (Role.LEADER, LAW)}


@pytest.fixture(autouse=True)
def on_monday(now: Clock, people: dict[str, User]) -> None:
    """Monday morning; the leaders are there, one of them with an account."""
    now(cast.START)
    add_leaders()
    for name, (role, unit) in SEATS.items():
        user = User(username=name, name=name.title(), created_at=cast.START)
        user.set_password(PASSWORD)
        user.save()
        Post.objects.create(user=user, unit_id=unit, role=role, since=cast.START)
        people[name] = user


def english(browser: Browser, name: str, path: str) -> str:
    response = browser(name, language="en").get(path)
    assert response.status_code == 200
    return page_of(response)


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    # whether the county has changed is asked every two seconds, whoever asks for what
    return sum('"huiyin_setting"' not in query["sql"] for query in asked)
