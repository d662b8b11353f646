"""The mails to petitioners: what happened, who has it until when and why, whom to call; nothing that opens it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.notices.models import Notice
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast

pytestmark = pytest.mark.usefixtures("county")

PERSON = {"name": "金顺姬", "email": "jin@example.org"}


@pytest.fixture(autouse=True)
def a_mail_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails can be sent; Django's test runner keeps them in a list."""
    settings.EMAIL_HOST, settings.HUIYIN_SMS_URL = "mail.example.org", ""
    settings.HUIYIN_SITE = "https://huiyin.example.org"
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def told(to: Verb, now: Any, **more: Any) -> tuple[str, list[Any]]:
    """Number and mails of a matter that went the ordinary way so far, carried a minute after the last step."""
    receipt = cast.comes_in(person=Person(**PERSON, language=more.pop("language", "zh-hans")), **more)
    now(cast.go(receipt.number, to) + timedelta(minutes=1))
    call_command("work", once=True)
    return receipt.number, mail.outbox


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ("汪清县", "编号：", "县生态环境分局", "（周", "第二十三条", "查询码", "您好")),
        ("ko", ("왕청현", "번호: ", "년 ", "(월)", "제23조", "조회번호", "안녕")),
        ("en", ("Wangqing County", "Number: ", "Mar 2026 (", "Art. 23", "query code", "Hello")),
    ],
)
def test_a_mail_says_who_has_it_until_when_and_why(now: Any, language: str, said: tuple[str, ...]) -> None:
    number, (sent,) = told(Verb.FORWARD, now, language=language)
    for words in (number, "https://huiyin.example.org/follow/", *said):
        assert words in sent.body, words
    assert number in sent.subject
    assert "\n" not in sent.subject
    assert "\n\n\n" not in sent.body
    for secret in ("金顺姬", "jin@example.org", "?number", "没有水"):
        assert secret not in sent.body + sent.subject


def test_the_delivery_is_told_by_mail_alone_with_what_may_follow(now: Any) -> None:
    _number, sent = told(Verb.DELIVER, now, language="en")
    last = sent[-1]
    assert "has been delivered to you" in last.subject
    assert "for a review" in last.body
    assert "You may rate until" in last.body
    assert list(Notice.objects.filter(kind="deliver").values_list("state", flat=True)) == ["sent"]
    assert Notice.objects.filter(kind="deliver").exclude(phone="").count() == 0


def test_what_came_back_undelivered_is_told_to_nobody(now: Any) -> None:
    receipt = cast.comes_in(person=Person(**PERSON))
    at = cast.go(receipt.number, Verb.ISSUE)
    actions.deliver(
        receipt.number, method="post", result="returned", delivered_at=at, proof="退回", by=cast.BAO, now=at
    )
    assert not Notice.objects.filter(kind="deliver").exists()


def test_of_a_joined_matter_only_whom_it_reached_is_told() -> None:
    first, second = (cast.comes_in(person=Person(**PERSON)) for _ in range(2))
    actions.triage(second.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    link(second.number, other=first.number, by=cast.DAN, now=cast.START)
    at = cast.go(first.number, Verb.ISSUE)
    actions.deliver(
        first.number, method="hand", result="received", delivered_at=at, proof="签字", by=cast.BAO, now=at,
        petition=second.number,
    )  # fmt: skip
    assert list(Notice.objects.filter(kind="deliver").values_list("number", flat=True)) == [second.number]


@pytest.mark.parametrize("how", ["confidential", "reports"])
def test_what_was_told_in_confidence_names_no_office(now: Any, how: str) -> None:
    more: dict[str, Any] = {"confidential": True} if how == "confidential" else {"accused": cast.WATER}
    _number, (sent,) = told(Verb.FORWARD, now, **more)
    assert "环境" not in sent.body
    assert "水" not in sent.body
    assert "查询码" in sent.body


def test_without_a_name_of_the_site_no_address_is_told(now: Any, settings: Any) -> None:
    settings.HUIYIN_SITE = ""
    _number, (sent,) = told(Verb.FORWARD, now)
    assert "http" not in sent.body
