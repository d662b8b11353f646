"""The small county of the rooms' tests, its people with accounts, and a browser for each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county import snapshot
from huiyin.rooms.county.models import Category, CategoryScheme, Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import Role
from huiyin.rules.units import UnitKind
from tests.rooms import cast

PASSWORD = "a-long-enough-word-26"
SEATS = {
    "dan": (Role.DISPATCHER, cast.DEPARTMENT), "liu": (Role.CLERK, cast.DEPARTMENT), "bao": (Role.OFFICER, cast.BUREAU),
    "bo": (Role.HEAD, cast.BUREAU), "wu": (Role.OFFICER, cast.WATER), "tao": (Role.HEAD, cast.TOWN),
    "xia": (Role.ANALYST, cast.DEPARTMENT),
}  # fmt: skip
VILLAGE = "C-TOWN-V1"

Browser = Callable[..., Client]


@pytest.fixture(autouse=True)
def the_county_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it has changed is asked every two seconds: on a busy machine in the midst of counting queries."""
    monkeypatch.setattr(snapshot, "CHECK_EVERY", 3_600.0)


@pytest.fixture
def county(db: None) -> Iterator[None]:
    """The units of the small county, one village, two categories."""
    forget()
    cast.build_county()
    Unit.objects.create(
        code=VILLAGE, parent_id=cast.TOWN, path=f"C/C-TOWN/{VILLAGE}/", kind=UnitKind.VILLAGE, name="河西村",
        short="河西村", name_ko="하서촌",
    )  # fmt: skip
    scheme = CategoryScheme.objects.create(code="2023", name="2023", valid_from="2023-01-01")
    field = Category.objects.create(scheme=scheme, code="040000", name="城乡建设")
    Category.objects.create(scheme=scheme, code="040100", name="供水", parent=field)
    yield
    forget()


@pytest.fixture
def people(county: None) -> dict[str, User]:
    """Accounts for the cast, by user name."""
    long_ago = cast.START.replace(year=2020)
    password = make_password(PASSWORD)
    made = User.objects.bulk_create(
        User(username=name, name=name.title(), created_at=long_ago, password=password) for name in SEATS
    )
    Post.objects.bulk_create(
        Post(user=user, unit_id=unit, role=role, since=long_ago)
        for user, (role, unit) in zip(made, SEATS.values(), strict=True)
    )
    return {user.username: user for user in made}


@pytest.fixture
def browser(people: dict[str, User]) -> Browser:
    """A browser, signed in as somebody if a name is given, in a language."""

    def opened(name: str = "", *, language: str = "zh-hans", csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=csrf)
        client.cookies["language"] = language
        if name:
            client.force_login(people[name])
        return client

    return opened


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock that the pages go by."""

    def stands_at(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return stands_at


def page_of(response: object) -> str:
    """The page's HTML, without what only says a text's language or keeps a separator or a number whole (``shared.apart``)."""
    page = re.sub(r"</?bdi\b[^>]*>", "", spoken_of(response)).replace("\u00a0· ", " · ")
    page = re.sub(r'<span class="hy-run">([^<]*)</span>', r"\1", page)
    return re.sub(r'(<option\b[^>]*?) lang="[^"]*"', r"\1", page)


def spoken_of(response: object) -> str:
    """The page's HTML as it is."""
    content: bytes = response.getvalue()  # type: ignore[attr-defined]  # whole, streamed or not
    return content.decode()


def untorn(page: str) -> str:
    """The page's HTML without what keeps its dates on one line and makes numbers links: for sentences that hold them."""
    page = re.sub(r'<a class="hy-number" href="[^"]*">([^<]*)</a>', r"\1", page)
    return re.sub(r'<span class="hy-nowrap">([^<]*)</span>', r"\1", page)
