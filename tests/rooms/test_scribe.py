"""A machine's words: nobody's data leaves the process, whatever it answers is told, each use leaves a trace without words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.core.exceptions import ImproperlyConfigured

from huiyin.config import settings as installation
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.protecting import accuse
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.insight import gateway as way
from huiyin.rooms.insight import scribe
from huiyin.rooms.insight.gateway import NullGateway, Unanswered, gateway
from huiyin.rooms.insight.scribe import ScribeUse, Work, made
from huiyin.rules.fields import MACHINE
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BUREAU, DAN, JIN, START, comes_in, go
from tests.rooms.scribe_stub import Machine, machine_running

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

#: As people write: with their own data, a neighbour's, a plate, a bank card.
TOLD = (
    "我是金顺姬，住春阳镇河西村三组，电话199 0000 1234，身份证999999195001010042。楼下李女士（19900005678）的饭店油烟直排，"
    "老板开吉H·A1234警车停在门口，退款请打到6222 9999 0000 1111 222。邮箱jin@example.org，微信jin_shunji。"
)
PRIVATE = (
    "金顺姬", "河西村三组", "199 0000 1234", "19900001234", "999999195001010042", "李女士", "19900005678", "A1234",
    "6222", "jin@example.org", "jin_shunji", "사람",
)  # fmt: skip


@pytest.fixture
def machine(county: None, settings: Any) -> Iterator[Machine]:
    """Running, and named by the administrator."""
    with machine_running() as running:
        settings.HUIYIN_SCRIBE_URL = running.url
        settings.HUIYIN_SCRIBE_MODEL = "county-1"
        settings.HUIYIN_SCRIBE_SECONDS = 5
        yield running


def matter(**change: str) -> str:
    number = comes_in(**{"title": "金顺姬反映油烟", "text": TOLD, **change}).number
    at = go(number, Verb.NOTIFY)
    actions.note(number, text="现场核查，金顺姬在场，联系人张三丰。", by=BAO, now=at)
    return number


def ask(number: str, work: Work = Work.SUMMARY, language: str = "ko") -> scribe.Made:
    return made(file_of(number), work, language=language, by=BAO, now=START)


@pytest.mark.parametrize("work", list(Work))
def test_nobodys_data_leaves_the_process_and_all_comes_back(machine: Machine, work: Work) -> None:
    machine.echo = True
    answer = ask(matter(), work)
    for private in (*PRIVATE, JIN.name, JIN.phone, JIN.id_number, JIN.address, JIN.email, "张三丰"):
        assert private not in machine.everything, private
    assert "饭店油烟直排" in machine.everything, "the matter itself is what it works on"
    assert TOLD in answer.text, "an echo gives everything back, whole"
    assert answer.text.startswith(MACHINE)
    assert ("现场核查" in answer.text) is (work is not Work.TRANSLATION)
    (got,) = machine.got
    assert (got["model"], got["path"], got["stream"]) == ("county-1", "/v1/chat/completions", False)


def test_a_trace_tells_what_and_who_and_no_words(machine: Machine) -> None:
    number = matter()
    ask(number, Work.DRAFT)
    use = ScribeUse.objects.get()
    assert (use.matter_id, use.work, use.state, use.by, use.at) == (
        number,
        "draft",
        "answered",
        BAO.key,
        START,
    )
    words = [field.name for field in ScribeUse._meta.fields if field.get_internal_type() == "TextField"]
    assert words == []


def test_a_translation_says_into_what(machine: Machine) -> None:
    number = matter()
    ask(number, Work.TRANSLATION, "ko")
    ask(number, Work.TRANSLATION, "zh-hans")
    first, second = (got["messages"][0]["content"] for got in machine.got)
    assert "朝鲜文" in first
    assert "简体中文" in second


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"HTTP/1.0 500 Oops\r\n\r\n{}", "refused"), (b"HTTP/1.0 401 No\r\n\r\n{}", "refused"),
        (b"HTTP/1.0 302 Found\r\nLocation: http://192.0.2.1/\r\n\r\n", "refused"),
        (b"HTTP/1.0 200 OK\r\n\r\nnot json", "nonsense"), (b"HTTP/1.0 200 OK\r\n\r\n[]", "nonsense"),
        (b'HTTP/1.0 200 OK\r\n\r\n{"choices": []}', "nonsense"),
        (b'HTTP/1.0 200 OK\r\n\r\n{"choices": [{"message": {"content": null}}]}', "nonsense"),
        (b'HTTP/1.0 200 OK\r\n\r\n{"choices": [{"message": {"content": " "}}]}', "nonsense"),
        (b"HTTP/1.0 200 OK\r\n\r\n" + b"[" * 90_000, "nonsense"),
        (b"HTTP/1.0 200 OK\r\n\r\n" + b" " * (way.LARGEST + 9), "nonsense"), (b"smtp ready\r\n", "unreachable"),
    ],
)  # fmt: skip
def test_a_machine_that_answers_wrongly_is_told_of(machine: Machine, raw: bytes, reason: str) -> None:
    machine.raw = raw
    with pytest.raises(Unanswered) as no:
        ask(matter())
    assert no.value.reason == reason
    assert ScribeUse.objects.get().state == "failed"


def test_one_that_drips_is_given_up_in_time(machine: Machine, settings: Any) -> None:
    machine.drip, settings.HUIYIN_SCRIBE_SECONDS = 0.05, 0.3
    number, began = matter(), time.monotonic()
    with pytest.raises(Unanswered, match="slow"):
        ask(number)
    assert time.monotonic() - began < 3


def test_nobody_there(machine: Machine, settings: Any) -> None:
    settings.HUIYIN_SCRIBE_URL = "http://127.0.0.1:9/v1"
    with pytest.raises(Unanswered, match="unreachable"):
        ask(matter())


def test_only_so_many_at_a_time(machine: Machine) -> None:
    number = matter()
    for _ in range(way.AT_ONCE):
        way._places.acquire()
    try:
        with pytest.raises(Unanswered, match="busy"):
            ask(number)
    finally:
        for _ in range(way.AT_ONCE):
            way._places.release()
    assert machine.got == []


def test_the_key_is_read_from_its_file_and_nowhere_else(
    machine: Machine, settings: Any, tmp_path: Path
) -> None:
    number, file = matter(), tmp_path / "key"
    settings.HUIYIN_SCRIBE_KEY_FILE = str(file)
    for content in (None, "", "两个字", "a\nb"):
        if content is not None:
            file.write_text(content, "utf-8")
        with pytest.raises(Unanswered, match="no_key"):
            ask(number)
    assert machine.got == []
    file.write_text("s3cret\n")
    ask(number)
    assert machine.headers[0]["Authorization"] == "Bearer s3cret"


def test_what_cannot_be_hidden_is_not_sent(machine: Machine) -> None:
    number = matter(
        text="金 ~ | ~ 顺 ~ | ~ 姬反映油烟"
    )  # torn far apart: no rule finds it, the last look does
    with pytest.raises(Unanswered, match="not_hidden"):
        ask(number)
    assert machine.got == []


def test_off_nothing_is_asked_or_written(county: None) -> None:
    number = matter()
    assert isinstance(gateway(), NullGateway)
    with pytest.raises(Unanswered, match="off"):
        ask(number)
    with pytest.raises(Unanswered, match="off"):
        gateway().ask("", "")
    assert not ScribeUse.objects.exists()
    assert not scribe.untouched(number, "好的。")


def test_guarded_and_unsorted_matters_are_never_given_away(machine: Machine) -> None:
    unsorted = comes_in().number
    confidential = comes_in(confidential=True).number
    actions.triage(confidential, klass="appeal", category="040100", by=DAN, now=START)
    accused = comes_in().number
    actions.triage(accused, klass="appeal", category="040100", by=DAN, now=START)
    accuse(accused, accused=BUREAU, text="反映的就是他们。", by=DAN, now=START)
    tip = comes_in().number
    actions.triage(tip, klass="tip_off", category="040100", by=DAN, now=START)
    for number in (unsorted, confidential, accused, tip):
        with pytest.raises(Unanswered, match="off"):
            ask(number)
    assert machine.got == []


def test_no_verb_stores_a_machines_words_unread(machine: Machine) -> None:
    machine.answer = "查明的情况：油烟直排属实，已责令整改，金女士可以随时来看。"
    number = matter()
    answer = ask(number, Work.DRAFT)
    with pytest.raises(NotDone) as no:
        actions.draft(number, outcome="supported", text=answer.text, by=BAO, now=START.replace(hour=9))
    assert (no.value.refused.reason, no.value.refused.field) == ("machine_words", "text")
    only_without_mark = answer.text.replace(MACHINE, "")
    assert scribe.untouched(number, f" {only_without_mark} \n")
    assert not scribe.untouched(number, only_without_mark + "经再次核查。")


@pytest.mark.parametrize(
    "url", ["ftp://10.0.0.5/", "http://", "http://u:p@10.0.0.5/v1", "http://x:y/", "http://h/v1?k=1"]
)
def test_an_address_that_is_none_stops_the_start(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_SCRIBE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="HUIYIN_SCRIBE_URL can't be understood"):
        installation._scribe_url()
    monkeypatch.setenv("HUIYIN_SCRIBE_SECONDS", "0")
    with pytest.raises(ImproperlyConfigured, match="from 1 to 300"):
        installation._seconds("HUIYIN_SCRIBE_SECONDS", 60, 300)
    monkeypatch.setenv("HUIYIN_SCRIBE_URL", "https://machine.example.org/v1")
    assert installation._scribe_url() == "https://machine.example.org/v1"
    assert installed.HUIYIN_SCRIBE_URL == "", "off unless somebody names one"
