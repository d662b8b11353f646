"""Notices: one for each step that the petitioner must hear of, bound to the step's transaction, carried by the worker."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone, translation
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.notices.actions import MOST_TRIES, carry, enqueue
from huiyin.rooms.notices.gateway import NullGateway, RealGateway, gateway
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.notices.words import text_of
from huiyin.rules.transitions import TRANSITIONS, Told
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BUREAU, DAN, JIN, START, comes_in, go

pytestmark = pytest.mark.usefixtures("county")

TOLD = [verb for verb, row in TRANSITIONS.items() if Told.PETITIONER in row.tells]


@pytest.fixture(autouse=True)
def nothing_is_configured(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No gateway unless a test sets one up; and the worker leaves the tests' connection open."""
    settings.HUIYIN_SMS_URL = settings.EMAIL_HOST = ""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def work() -> None:
    """The worker does what is due; what is put off comes due at once the next time."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
        run_after=timezone.now() - timedelta(days=1)
    )
    call_command("work", once=True)


def only() -> Notice:
    """The one notice."""
    return Notice.objects.get()


def waiting(**change: Any) -> Notice:
    """A notice in the outbox."""
    given = {"kind": "issue", "language": "zh-hans", "phone": JIN.phone, "email": JIN.email, "now": START}
    notice = enqueue("222424-20260302-00001-5", **{**given, **change})
    assert notice is not None
    return notice


# -- Enqueued -----------------------------------------------------------------------------------------------------------


def test_the_steps_that_the_petitioner_must_hear_of_each_put_a_notice_into_the_outbox() -> None:
    number = comes_in().number
    go(number, Verb.CLOSE)
    assert list(Notice.objects.order_by("id").values_list("number", "kind")) == [
        (number, "forward"), (number, "notify"), (number, "issue"),
    ]  # fmt: skip
    assert DBTaskResult.objects.count() == 3


def test_every_step_that_is_told_has_its_own_words() -> None:
    general = text_of("something", "N")
    texts = {text_of(verb.value, "N") for verb in TOLD}
    assert len(texts) == len(TOLD)
    assert general not in texts
    assert all("N" in text for text in texts)


def test_what_is_rolled_back_is_told_to_nobody() -> None:
    number = comes_in().number
    go(number, Verb.TRIAGE)
    with transaction.atomic():
        actions.forward(number, to=BUREAU, by=DAN, now=START + timedelta(hours=2))
        assert (Notice.objects.count(), DBTaskResult.objects.count()) == (1, 1)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_refused_step_is_told_to_nobody() -> None:
    number = comes_in().number
    go(number, Verb.TRIAGE)
    with pytest.raises(actions.NotDone):
        actions.forward(number, to=BUREAU, by=BAO, now=START + timedelta(hours=2))
    assert not Notice.objects.exists()


@pytest.mark.parametrize("person", [Person(), Person(name="金顺姬", address="春阳镇")])
def test_who_left_neither_phone_nor_mail_gets_no_notice(person: Person) -> None:
    go(comes_in(person=person).number, Verb.CLOSE)
    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("person", [Person(phone="19900001234"), Person(email="a@example.org")])
def test_one_of_the_two_is_enough(person: Person) -> None:
    go(comes_in(person=person).number, Verb.FORWARD)
    assert (str(only().phone), str(only().email)) == (person.phone, person.email)


def test_everybody_in_a_joined_matter_is_told_of_their_own_petition() -> None:
    first = comes_in().number
    second = comes_in(person=Person(phone="19900005678", language="ko")).number
    link(second, other=first, by=DAN, now=START)
    go(first, Verb.FORWARD)
    assert set(Notice.objects.values_list("number", "language")) == {(first, "zh-hans"), (second, "ko")}


def test_a_phone_number_lies_sealed_in_the_outbox_and_not_in_the_queue() -> None:
    go(comes_in().number, Verb.FORWARD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, email FROM huiyin_notice")
        stored = " ".join(map(str, cursor.fetchone()))
    assert JIN.phone not in stored
    assert JIN.email not in stored
    assert DBTaskResult.objects.get().args_kwargs == {"args": [only().pk], "kwargs": {}}


def test_a_notice_tells_its_step_and_state() -> None:
    assert str(waiting()) == "issue for 222424-20260302-00001-5: waiting"


# -- Carried ------------------------------------------------------------------------------------------------------------


def test_without_a_gateway_a_notice_is_kept_for_a_person_to_carry() -> None:
    waiting()
    assert isinstance(gateway(), NullGateway)
    work()
    assert (only().state, only().sent_at) == ("kept", None)
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


class Provider(HTTPServer):
    """A county's SMS provider on this machine: keeps what it was sent, answers as the test wishes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.got: list[dict[str, str]] = []
        self.answers: list[bytes] = []

    @property
    def url(self) -> str:
        """Where to POST."""
        return f"http://127.0.0.1:{self.server_port}/send"


class Desk(BaseHTTPRequestHandler):
    """One request to the provider."""

    server: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(json.loads(body) | {"type": self.headers["Content-Type"]})
        self.wfile.write(self.server.answers.pop(0) if self.server.answers else b"HTTP/1.0 200 OK\r\n\r\n{}")

    def do_GET(self) -> None:
        self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\nwelcome")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """Listening, and set up as the gateway."""
    server = Provider()
    settings.HUIYIN_SMS_URL = server.url
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


loopback = pytest.mark.enable_socket


@loopback
@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "书面答复"), ("ko", "회답"), ("en", "The written answer"), ("fr", "书面答复"), ("", "书面答复")],
)  # fmt: skip
def test_a_text_message_goes_out_in_the_petitioners_language(
    provider: Provider, language: str, words: str
) -> None:
    with translation.override("zh-hans"):
        waiting(language=language)
        work()
    (got,) = provider.got
    assert (got["to"], got["type"]) == (JIN.phone, "application/json")
    assert words in got["text"]
    assert "222424-20260302-00001-5" in got["text"]
    assert only().state == "sent"
    assert only().sent_at is not None


@loopback
def test_nothing_of_the_matter_or_the_person_is_in_the_text(provider: Provider) -> None:
    go(comes_in().number, Verb.CLOSE)
    work()
    assert len(provider.got) == 3
    for got in provider.got:
        for secret in (
            JIN.name,
            JIN.id_number,
            JIN.phone,
            JIN.address,
            JIN.email,
            "没有水",
            "水管",
            "环境",
            "C-ENV",
        ):
            assert secret not in got["text"]


FAILING = {
    "an error": b"HTTP/1.0 500 Oh\r\n\r\n",
    "a refusal": b"HTTP/1.0 403 No\r\n\r\n",
    "no HTTP": b"SMS/9 hello\r\n\r\n",
    "nothing": b"",
    "half a word": b"HTT",
    "a redirection that would lose the text": b"HTTP/1.0 302 There\r\nLocation: /elsewhere\r\n\r\n",
}


@loopback
@pytest.mark.parametrize("what", FAILING)
def test_a_gateway_that_answers_with_anything_but_yes_is_tried_again(what: str, provider: Provider) -> None:
    provider.answers = [FAILING[what]] * 2
    waiting()
    work()
    assert (only().state, only().tries) == ("waiting", 1)
    work()
    work()
    assert (only().state, only().tries, len(provider.got)) == ("sent", 2, 3)


@loopback
def test_nobody_there_is_tried_five_times_with_longer_and_longer_waits_and_then_left_to_a_person(
    settings: Any, provider: Provider
) -> None:
    settings.HUIYIN_SMS_URL = "http://127.0.0.1:9/"  # the port of discarding: nobody listens
    waiting()
    waits = []
    for _ in range(MOST_TRIES + 2):
        work()
        later = DBTaskResult.objects.filter(status=TaskResultStatus.READY).first()
        if later is not None:
            waits.append(later.run_after - timezone.now())
    assert (only().state, only().tries, only().sent_at) == ("failed", MOST_TRIES, None)
    assert len(waits) == MOST_TRIES - 1
    assert waits[0] > timedelta(minutes=10)
    assert all(later > 3 * sooner for sooner, later in pairwise(waits))
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL}


def test_a_gateway_that_is_written_wrongly_fails_in_sight_and_not_in_silence(settings: Any) -> None:
    settings.HUIYIN_SMS_URL = "sms.example.org/send"  # no scheme
    waiting()
    for _ in range(MOST_TRIES):
        work()
    assert only().state == "failed"


def test_a_notice_that_waits_is_not_due_before_its_time(settings: Any) -> None:
    settings.HUIYIN_SMS_URL = "nonsense"
    waiting()
    call_command("work", once=True)
    call_command("work", once=True)
    assert only().tries == 1


def test_a_notice_goes_by_mail_where_there_is_no_phone_or_no_provider(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"  # Django's test runner keeps the mails in a list
    waiting()
    waiting(phone="", language="ko", email="b@example.org")
    waiting(email="")
    work()
    assert [(m.to, JIN.name in m.body) for m in mail.outbox] == [
        ([JIN.email], False),
        (["b@example.org"], False),
    ]
    assert mail.outbox[0].subject != mail.outbox[0].body
    assert "222424-20260302-00001-5" in mail.outbox[1].subject
    assert list(Notice.objects.order_by("id").values_list("state", flat=True)) == ["sent", "sent", "kept"]


def test_an_address_with_more_in_it_than_an_address_carries_nothing_anywhere(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    waiting(phone="", email="a@example.org\nBcc: everybody@example.org")
    for _ in range(MOST_TRIES):
        work()
    assert only().state == "failed"
    assert mail.outbox == []


@loopback
def test_a_notice_is_carried_once_however_often_its_task_is_offered(provider: Provider) -> None:
    notice = waiting()
    carry.enqueue(notice.pk)
    carry.enqueue(notice.pk)
    work()
    assert len(provider.got) == 1
    assert DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).count() == 3


@loopback
def test_with_both_set_up_the_phone_is_first(settings: Any, provider: Provider) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    assert isinstance(gateway(), RealGateway)
    waiting()
    waiting(phone="")
    work()
    assert (len(provider.got), len(mail.outbox)) == (1, 1)
