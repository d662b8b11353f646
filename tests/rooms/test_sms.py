"""Text messages: what a provider gets, how it proves who we are, what counts as a yes; and the slip to one's own mobile."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from huiyin.rooms.cases import actions, receipts
from huiyin.rooms.cases.inquiring import ask_sender
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.notices.actions import RECEIPT_TRIES
from huiyin.rooms.notices.gateway import body
from huiyin.rooms.notices.models import Notice
from tests.rooms.cast import DAN, JIN, START, WATER, build_county, comes_in

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
GET: list[dict[str, Any]] = []


class Desk(BaseHTTPRequestHandler):
    """One request to the provider."""

    answer = b'{"code":0}'

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        GET.append({"said": said, "secret": self.headers["X-Key"]})
        self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + self.answer)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(autouse=True)
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A county's provider on this machine, set up in its own manner."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    build_county()
    GET.clear()
    server = HTTPServer(("127.0.0.1", 0), Desk)
    secret = tmp_path / "sms.header"
    secret.write_text("X-Key: geheim\n")
    settings.HUIYIN_SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.HUIYIN_SMS_BODY = '{"mobiles": ["{to}"], "sign": "回音", "content": "【回音】{text}", "type": 1}'
    settings.HUIYIN_SMS_HEADER_FILE = str(secret)
    settings.HUIYIN_SMS_OK = '"code":0'
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def work() -> None:
    """The worker does what is due; what is put off comes due at once the next time."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
        run_after=timezone.now() - timedelta(days=1)
    )
    call_command("work", once=True)


def refusal(number: str, code: str = "x") -> str:
    with pytest.raises(NotDone) as no:
        receipts.send(number, code=code, now=START)
    return no.value.refused.reason


def test_a_slip_goes_out_once_in_the_providers_own_form_and_leaves_no_code_behind() -> None:
    slip = comes_in()
    receipts.send(slip.number, code=slip.code, now=START)
    receipts.send(slip.number, code=slip.code, now=START)  # a double click
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, phone FROM huiyin_notice")
        stored = str(cursor.fetchall())
    assert slip.code not in stored
    assert JIN.phone not in stored
    work()
    (got,) = GET
    assert got["secret"] == "geheim"
    assert got["said"]["mobiles"] == [JIN.phone]
    assert got["said"]["type"] == 1
    content = got["said"]["content"]
    assert content.startswith("【回音】")
    assert slip.number in content
    assert slip.code in content
    assert JIN.name not in content
    notice = Notice.objects.get()
    assert (notice.state, notice.code) == ("sent", "")
    assert receipts.sent(slip.number) == notice


def test_a_provider_that_says_no_is_tried_three_times_and_the_code_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Desk, "answer", b'{"code":7}')
    slip = comes_in()
    receipts.send(slip.number, code=slip.code, now=START)
    for _ in range(RECEIPT_TRIES + 1):
        work()
    notice = Notice.objects.get()
    assert (notice.state, notice.why, notice.code, len(GET)) == ("failed", "refused", "", RECEIPT_TRIES)
    monkeypatch.setattr(Desk, "answer", b'{"code":0}')
    receipts.send(slip.number, code=slip.code, now=START)  # the clerk asks again
    work()
    assert receipts.sent(slip.number).state == "sent"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"HUIYIN_SMS_HEADER_FILE": "/nowhere"}, "unreachable"),
        ({"HUIYIN_SMS_BODY": '{"to": "{to}"}'}, "settings"),
        ({"HUIYIN_SMS_URL": "http://127.0.0.1:9/"}, "unreachable"),
    ],
)
def test_what_is_set_wrongly_is_seen(settings: Any, change: dict[str, str], why: str) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    slip = comes_in()
    receipts.send(slip.number, code=slip.code, now=START)
    work()
    assert Notice.objects.get().why == why
    assert GET == []


def test_whom_no_text_message_should_reach(settings: Any) -> None:
    slip = comes_in()
    assert refusal(slip.number, "AAAA-BBBB-CCCC") == "no_such_matter"
    assert refusal("222424-20260302-09999-5") == "no_such_matter"
    assert refusal(comes_in(confidential=True).number) == "paper_only"
    assert refusal(comes_in(accused=WATER).number) == "paper_only"
    tip = comes_in().number
    actions.triage(tip, klass="tip_off", category="040100", by=DAN, now=START)
    assert refusal(tip) == "paper_only"
    assert refusal(comes_in(person=Person(phone="0433-8812345")).number) == "no_mobile"
    assert refusal(comes_in(person=Person()).number) == "no_mobile"
    settings.HUIYIN_SMS_URL = ""
    assert refusal(slip.number, slip.code) == "no_sms_here"
    assert not Notice.objects.exists()


def test_a_question_is_told_to_whom_it_asks_and_to_nobody_else() -> None:
    first, second = comes_in().number, comes_in(person=Person(phone="19900005678", language="ko")).number
    link(second, other=first, by=DAN, now=START)
    ask_sender(first, petition=second, text="是哪一栋楼？", days=7, by=DAN, now=START)
    work()
    (got,) = GET
    assert got["said"]["mobiles"] == ["19900005678"]
    assert second in got["said"]["content"]
    assert "哪一栋" not in got["said"]["content"]


def test_no_word_of_a_text_breaks_the_body() -> None:
    said = json.loads(body('{"a": ["{to}: {text}"], "n": 1}', to="1", text='"}{to}\\ \n'))
    assert said == {"a": ['1: "}{to}\\ \n'], "n": 1}
    with pytest.raises(ValueError, match="must hold"):
        body('{"a": "{text}"}', to="1", text="x")
    with pytest.raises(ValueError, match="Expecting"):
        body("{to} {text}", to="1", text="x")
