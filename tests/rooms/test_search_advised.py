"""What a recommendation says is found by sender, addressee and county; for others it finds no matter and keeps none away."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection

from huiyin.rooms.cases import pressing
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.searching import PAGE, Where, best, newest
from huiyin.rooms.search.waiting import catch_up
from huiyin.rules.finding import parse
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, DAN, WATER, WEN, comes_in, go
from tests.rooms.duty_cast import SONG
from tests.rooms.guard_cast import HOUR

pytestmark = pytest.mark.usefixtures("county")
NOWHERE = Where()
SAID, ANSWERED = "建议追究分管副局长责任，涉嫌刁难勒卡。", "已约谈吴某某。"
#: On SQLite a search asks first whether new texts wait.
LOOK_UP = int(connection.vendor == "sqlite")


def sent(**change: Any) -> tuple[str, datetime]:
    """A matter that the bureau signed for, and when."""
    number = comes_in(**change).number
    return number, go(number, Verb.SIGN)


def advise(number: str, at: datetime, *, answer: bool = True) -> None:
    """The bureau is to be held responsible, as another house is told, and that house answers."""
    given = {"advice": "hold_responsible", "to": WATER, "text": SAID}
    pressing.recommend(number, **given, by=SONG, now=at + HOUR)
    if answer:
        pressing.adopt(number, item=1, adoption="adopted", text=ANSWERED, by=WEN, now=at + 2 * HOUR)


def told(actor: Actor, typed: str) -> list[Any]:
    """What both orders of the search tell this person."""
    pages = newest(actor, parse(typed), NOWHERE), best(actor, parse(typed), NOWHERE)
    return [([(hit.matter.number, hit.texts) for hit in one.hits], one.count, one.after) for one in pages]


def found(actor: Actor, typed: str) -> list[str]:
    """What both orders of the search find, which must be the same."""
    pages = [[number for number, _texts in hits] for hits, _count, _after in told(actor, typed)]
    assert sorted(pages[0]) == sorted(pages[1])
    return pages[0]


FINDING = "刁难勒卡", "副局长", "没有水 刁难勒卡", "吴某某"
KEEPING_AWAY = "没有水 -刁难勒卡", "没有水 -副局长", "没有水 -吴某某"


def test_its_words_tell_nothing_to_the_unit_that_is_to_be_held_responsible() -> None:
    number, at = sent()
    asked = *FINDING, *KEEPING_AWAY, "没有水"
    before = {typed: told(BO, typed) for typed in asked}
    advise(number, at)
    for typed in asked:
        assert told(BO, typed) == before[typed], typed
    for typed in FINDING:
        assert (found(BO, typed), found(BAO, typed), found(DAN, typed)) == ([], [], [number]), typed
    for typed in KEEPING_AWAY:
        assert (found(BO, typed), found(BAO, typed), found(DAN, typed)) == ([number], [number], []), typed


def test_sender_and_addressee_find_them() -> None:
    number, at = sent()
    advise(number, at, answer=False)
    for who in (SONG, WEN, DAN):
        for typed in ("刁难勒卡", "没有水 副局长"):
            assert found(who, typed) == [number], (who.key, typed)
        assert found(who, "没有水 -刁难勒卡") == []


def test_what_else_says_the_same_is_found_and_keeps_away() -> None:
    number, at = sent()
    advise(number, at)
    attach(number, upload=Upload("刁难勒卡录音.txt", 3, BytesIO(b"abc")), by=BAO, now=at + 3 * HOUR)
    assert found(BO, "刁难勒卡") == [number]
    assert found(BO, "没有水 -刁难勒卡") == [number]  # names of files keep nothing away
    assert found(BO, "没有水 -老人") == []
    other, at = sent(text="水管断了，物业刁难勒卡。")
    advise(other, at)
    assert found(BO, "没有水 刁难勒卡") == [other, number]
    assert found(BO, "没有水 -刁难勒卡") == [number]


def test_nor_does_it_in_a_matter_in_confidence() -> None:
    number, at = sent(confidential=True)
    advise(number, at)
    assert found(BO, "刁难勒卡") == []
    assert found(BO, "没有水 -刁难勒卡") == found(BO, "没有水") == [number]


def test_pages_are_as_long_as_without_it() -> None:
    for n in range(PAGE + 1):
        advise(*sent(now=datetime.fromisoformat("2026-03-02T01:00Z") + n * timedelta(minutes=1)))
    page = newest(BO, parse("没有水 -刁难勒卡"), NOWHERE)
    assert (len(page.hits), page.count, bool(page.after)) == (PAGE, PAGE + 1, True)
    page = newest(BO, parse("刁难勒卡"), NOWHERE)
    assert (page.hits, page.count, page.after) == ([], 0, "")


def test_asking_again_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        advise(*sent())
    catch_up()
    found(BO, "没有水")
    with django_assert_max_num_queries(LOOK_UP + 8):
        assert newest(BO, parse("没有水 -刁难勒卡"), NOWHERE).count == 3
