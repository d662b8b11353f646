"""Somebody who sees the whole county and isn't of the house that took a matter in, and words that tell who speaks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases.people import Person
from huiyin.rules.roles import Role
from tests.rooms import cast
from tests.rooms.duty_cast import LAW, add_leaders
from tests.web.conftest import PASSWORD, Browser, page_of

SECRET = ("顺姬", "顺 姬", "19900001234", "河西村三组")
TOLD = "我叫金顺姬，电话19900001234，住春阳镇河西村三组。水管漏水。"


def a_leader(people: dict[str, User]) -> None:
    """Lee holds a leader's post and signs in as ``lee``."""
    add_leaders()
    long_ago = cast.START.replace(year=2020)
    user = User(username="lee", name="Lee", created_at=long_ago)
    user.set_password(PASSWORD)
    user.save()
    Post.objects.create(user=user, unit_id=LAW, role=Role.LEADER, since=long_ago)
    people["lee"] = user


def sorts_elsewhere(name: str = "lee") -> None:
    """Somebody sorts at a town's desk as well: they have the list of what may be the same, not who speaks elsewhere."""
    post = {"unit_id": cast.TOWN, "role": Role.DISPATCHER, "since": cast.START.replace(year=2020)}
    Post.objects.create(user=User.objects.get(username=name), **post)


def names_in(browser: Browser, user: str, path: str) -> tuple[bool, bool]:
    """Whether the page tells who speaks, and whether it shows that something was taken out."""
    page = page_of(browser(user).get(path))
    return any(secret in page for secret in SECRET), "×××" in page


PAK = Person(name="朴大成", phone="19900005678", address="春阳镇石灰村")
AT = cast.START + timedelta(hours=2)


def secret(**change: Any) -> str:
    """The number of a matter in which Jin asked for confidence and tells who she is."""
    return cast.comes_in(**{"confidential": True, "text": TOLD, **change}).number


HIDDEN, WHOLE = (False, True), (True, False)
