"""An administrator in the small county, and what the administration's pages are sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from huiyin.rooms.accounts.models import Post, User
from huiyin.rules.roles import Role
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

ROOT = "/desk/admin/"


def hire(name: str, role: Role, unit: str) -> User:
    """Somebody with an account and one post since long ago."""
    since = cast.START.replace(year=2020)
    user, _ = User.objects.get_or_create(username=name, defaults={"name": name.title(), "created_at": since})
    Post.objects.create(user=user, unit_id=unit, role=role, since=since)
    return user


def as_admin(browser: Browser, people: dict[str, User], language: str = "en") -> Client:
    """Ada's browser: she administers and does nothing else."""
    if "ada" not in people:
        people["ada"] = hire("ada", Role.ADMIN, cast.DEPARTMENT)
    return browser("ada", language=language)


def sent(client: Client, url: str, what: str, /, **fields: Any) -> Any:
    """The form of this name on the page, sent as it stands there with these fields filled in."""
    return _sent(client, url, what, page_of(client.get(url)), fields)


def put(client: Client, url: str, /, **fields: Any) -> Any:
    """A setting: looked at, then confirmed; the answer to the look where that refuses it or finds that it stands already."""
    look = sent(client, url, "look", **fields)
    return look if look.status_code != 200 else _sent(client, url, "set", page_of(look), {"sure": "1"})


def _sent(client: Client, url: str, what: str, page: str, fields: dict[str, Any]) -> Any:
    form = re.search(
        rf'<form class="card-body"(?:(?!</form>).)*?name="what" value="{what}".*?</form>', page, re.DOTALL
    )
    assert form, f"no form {what} at {url}"
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return client.post(url, {**hidden, **fields})


def looked(client: Client, url: str, what: str, /, sure: str = "1", **typed: str) -> Any:
    """Looked at first, then confirmed: the form of the look, sent as it stands there."""
    return sent(client, f"{url}?{urlencode({'what': what, **typed})}", what, sure=sure)


Sent = Callable[..., Any]
pytestmark = pytest.mark.django_db
