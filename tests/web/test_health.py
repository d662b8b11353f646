"""The two addresses for machines."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from huiyin.config import health


@pytest.fixture(autouse=True)
def not_yet_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.Known, "tables_are_current", False)


def test_alive_needs_no_database(client: Client) -> None:
    """pytest-django would refuse a query here."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nothing_can_be_sent_there(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_ready(client: Client, django_assert_num_queries: Any) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert not answer.cookies, "no session"
    with django_assert_num_queries(1):  # the tables were asked for once
        assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_while_tables_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "missing_migrations", lambda: 1)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"huiyin init" in answer.content


def test_not_ready_without_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("secret address of the server")

    monkeypatch.setattr(health.connection, "cursor", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")
