"""The history of one thing in the administration: a person's names, what a unit took over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import User
from huiyin.rooms.county.models import Change, Unit
from huiyin.rooms.county.reorganising import close_unit
from huiyin.rules.roles import SYSTEM
from tests.rooms import cast
from tests.web.admin_cast import as_admin, looked, sent
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
People = dict[str, User]
UNITS, PEOPLE, TRAIL = "/desk/admin/units/", "/desk/admin/people/", "/desk/admin/trail/"


@pytest.fixture
def admin(browser: Browser, people: People) -> Client:
    return as_admin(browser, people)


@pytest.mark.parametrize("name", ["谷雨晴", "officer", cast.WATER])
def test_a_persons_rename_says_the_old_name_and_the_new_one(admin: Client, people: People, name: str) -> None:
    wu = people["wu"]
    before, page = wu.name, f"{PEOPLE}{wu.pk}/"
    assert sent(admin, page, "name", name=name, language=wu.language).status_code == 303
    change = Change.objects.get(subject=wu.key, verb="rename")
    assert change.data == {"from": {"name": before}, "to": {"name": name}}
    for shown in (page, TRAIL):
        text = page_of(admin.get(shown))
        assert "Renamed" in text
        assert f"Name: {before} → {name}" in text


def test_a_language_alone_is_no_rename_and_nothing_changed_is_no_line(admin: Client, people: People) -> None:
    wu = people["wu"]
    page = f"{PEOPLE}{wu.pk}/"
    assert sent(admin, page, "name", name=wu.name, language=wu.language).status_code == 303
    assert not Change.objects.filter(subject=wu.key).exists()
    assert sent(admin, page, "name", name=wu.name, language="ko").status_code == 303
    assert "name" not in Change.objects.get(subject=wu.key, verb="describe").data["to"]
    assert f"{wu.name} →" not in page_of(admin.get(page))


def test_a_line_from_before_the_names_were_noted_is_still_told(admin: Client, people: People) -> None:
    wu = people["wu"]
    Change.objects.create(
        at=cast.START, by="system", verb="describe", subject=wu.key, data={"fields": ["name"]}
    )
    assert "Changed: Name" in page_of(admin.get(f"{PEOPLE}{wu.pk}/"))


def test_who_goes_on_with_a_unit_has_that_in_its_history(admin: Client) -> None:
    closed = Unit.objects.get(pk=cast.BUREAU)
    assert (
        looked(admin, f"{UNITS}{cast.BUREAU}/", "close", successor=cast.WATER, people="1").status_code == 303
    )
    said = f"Took over from {closed.name_en or closed.short}"
    heir, own = (page_of(admin.get(f"{UNITS}{code}/")) for code in (cast.WATER, cast.BUREAU))
    assert said in heir
    assert said not in own
    assert "Unit closed" in own
    assert "Unit closed" not in heir
    assert page_of(admin.get(TRAIL)).count("Unit closed") == 1


def test_another_units_history_says_nothing_and_it_costs_no_query(admin: Client) -> None:
    def asked() -> int:
        admin.get(f"{UNITS}{cast.WATER}/")
        with CaptureQueriesContext(connection) as queries:
            admin.get(f"{UNITS}{cast.WATER}/")
        return len(queries)

    before = asked()
    close_unit(cast.BUREAU, successor=cast.WATER, by=SYSTEM, now=cast.START + timedelta(days=1))
    assert asked() == before
    assert "Took over" not in page_of(admin.get(f"{UNITS}{cast.TOWN}/"))
