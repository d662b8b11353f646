"""Queries whose SQL is made once: the same answers as the query itself, for any value."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.county.models import Unit
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import entries, first_words, texts, words_at
from huiyin.rooms.kept import (
    ASKED,
    ASKED_FROM,
    ASKED_INDEX,
    ASKED_PAST,
    ASKED_SINCE,
    ASKED_UNTIL,
    Kept,
    KeptCount,
    KeptSpans,
    KeptThere,
    KeptValues,
)
from huiyin.rooms.vault.marks import blind_indexes
from huiyin.rules.roles import Role
from tests.rooms.cast import BUREAU, DEPARTMENT, START, comes_in
from tests.rooms.guard_cast import hire

pytestmark = pytest.mark.usefixtures("county")


def test_every_value_gets_its_own_rows_by_one_query() -> None:
    asked = Kept(lambda: Entry.objects.filter(number=ASKED).order_by("seq"))
    for number in (comes_in().number, comes_in().number, "222424-20260302-09999-0", "'; --"):
        with CaptureQueriesContext(connection) as queries:
            found = asked(value=number)
        assert len(queries) == 1
        assert found == list(Entry.objects.filter(number=number).order_by("seq"))


def test_what_is_joined_on_is_there_too() -> None:
    asked = Kept(lambda: Unit.objects.filter(parent=ASKED).annotate(above=F("parent__name")).order_by("code"))
    for code in Unit.objects.values_list("code", flat=True):
        expected = Unit.objects.filter(parent=code).annotate(above=F("parent__name")).order_by("code")
        assert [(one.code, one.above) for one in asked(value=code)] == [
            (one.code, one.above) for one in expected
        ]


def test_a_query_that_asks_for_no_value_is_refused() -> None:
    with pytest.raises(ValueError, match="isn't asked for"):
        Kept(Post.objects.all)(value="5")


def test_words_are_those_of_the_places_asked_for_and_no_others() -> None:
    one, other = comes_in().number, comes_in(title="另一件", text="写了别的").number
    with CaptureQueriesContext(connection) as queries:
        found = words_at([(other, 1), (one, 2), ("'; --", 1), (other, 1)])
    assert len(queries) == 1
    assert found == {(other, 1): {name: text for (seq, name), text in texts(other).items() if seq == 1}}
    assert found[other, 1]["title"] == "另一件"
    assert first_words([other, one, "'; --"]) == {
        number: (texts(number)[1, "title"], texts(number)[1, "text"]) for number in (one, other)
    }
    with CaptureQueriesContext(connection) as queries:
        assert words_at([]) == {}
    assert len(queries) == 0


def test_the_record_is_read_whole() -> None:
    number = comes_in(title="没有水", text="三天没有水了。").number
    assert [entry.seq for entry in entries(number)] == [1]
    assert texts(number) == {(1, "title"): "没有水", (1, "text"): "三天没有水了。"}
    assert entries("nothing") == []
    assert texts("nothing") == {}


def test_what_is_asked_makes_a_text_of_its_own_and_nothing_asks_nothing() -> None:
    made: list[str] = []

    def make(kind: str, _county: str | None) -> QuerySet[Unit]:
        made.append(kind)
        return Unit.objects.filter(kind=kind) if kind else Unit.objects.none()

    asked, counted = Kept(make), KeptCount(make)
    for _ in range(2):
        for kind in Unit.objects.values_list("kind", flat=True).distinct():
            assert asked(kind, None) == list(Unit.objects.filter(kind=kind))
            assert counted(kind, None, most=1) == min(2, Unit.objects.filter(kind=kind).count())
        with CaptureQueriesContext(connection) as queries:
            assert asked("", None) == []
            assert counted("", None, most=9) == 0
        assert len(queries) == 0
    assert len(made) == 2 * len(set(made))


def test_a_blind_index_is_asked_for_like_any_value() -> None:
    number = comes_in().number
    asked = Kept(lambda: Petition.objects.filter(petitioner__phone_index__in=[ASKED_INDEX]).only("number"))
    (mark,) = blind_indexes("phone", str(Petition.objects.get(number=number).petitioner.phone))
    assert [one.pk for one in asked(value=mark)] == [number]
    assert asked(value=bytes(len(mark))) == []


def _numbers(since: datetime) -> QuerySet[Petition, Any]:
    rows = Petition.objects.filter(received_at__gte=since).values("channel").annotate(n=Count("*"))
    return rows.values_list("channel", "n").order_by("channel")


def test_plain_values_are_those_of_the_query_for_any_moment() -> None:
    counted = KeptValues(lambda: _numbers(ASKED_SINCE))
    for channel, days in (("letter", 0), ("visit", 3), ("letter", 5)):
        comes_in(channel=channel, received_at=START + timedelta(days=days), now=START + timedelta(days=9))
    for days in (0, 1, 4, 6):
        with CaptureQueriesContext(connection) as queries:
            found = counted(since=START + timedelta(days=days))
        assert len(queries) == 1
        assert found == list(_numbers(START + timedelta(days=days)))
    assert [len(counted(since=START + timedelta(days=days))) for days in (0, 4, 6)] == [2, 1, 0]
    between = KeptValues(lambda: _numbers(ASKED_SINCE).filter(received_at__lt=ASKED_PAST))
    assert between(since=START, past=START + timedelta(days=4)) == [("letter", 1), ("visit", 1)]
    assert KeptValues(lambda: Petition.objects.none().values_list("number"))() == []


def test_each_span_has_its_own_rows_by_one_query() -> None:
    def rows(kind: str, *when: Any) -> QuerySet[Petition, Any]:
        found = Petition.objects.filter(received_at__gte=when[0], received_at__lt=when[1])
        found = found.filter(channel=kind) if kind else found.none()
        return found.values("channel").annotate(n=Count("*"), people=Sum("persons"))

    asked = KeptSpans(lambda kind: rows(kind, ASKED_FROM, ASKED_UNTIL), "channel", "n", "people")
    for days in (0, 0, 1, 5):
        at = START + timedelta(days=days)
        comes_in(channel="letter", persons=2, received_at=at, now=START + timedelta(days=9))
    for edges in ((0, 1, 2, 5, 6), (0, 9), (7, 8, 9)):
        moments = [START + timedelta(days=days) for days in edges]
        spans = list(pairwise(moments))
        with CaptureQueriesContext(connection) as queries:
            found = list(asked("letter", spans=spans))
        assert len(queries) == 1
        told = [[list(row) for row in zip(*columns, strict=True)] for columns in found]
        assert told == [[list(row.values()) for row in rows("letter", *span)] for span in spans]
        assert sum(n for _channel, ns, _people in found for n in ns) == {0: 4, 7: 0}[edges[0]]
    assert list(asked("", spans=[(START, START)])) == [[[], [], []]]
    assert list(asked("letter", spans=[])) == []


def _there(kind: str) -> QuerySet[Unit]:
    return Unit.objects.filter(kind=kind, code=ASKED)


def test_what_stands_under_a_column_is_found_as_by_the_query_itself() -> None:
    hire("wu", (Role.HEAD, DEPARTMENT), (Role.OFFICER, DEPARTMENT))
    hire("bo", (Role.OFFICER, BUREAU))
    there = KeptThere(_there)
    for kind in {*Unit.objects.values_list("kind", flat=True), "none such", "'; --"}:
        meant = Exists(Unit.objects.filter(kind=kind, code=OuterRef("unit_id")))
        for rows in (Post.objects.all(), Post.objects.exclude(role="head").select_related("unit")):
            assert set(rows.filter(there("unit_id", kind))) == set(rows.filter(meant))
            assert set(rows.exclude(there("unit_id", kind))) == set(rows.exclude(meant))
            assert (
                rows.filter(there("unit_id", kind) | Q(role="head")).count()
                == rows.filter(meant | Q(role="head")).count()
            )


def test_nothing_can_stand_there_where_nothing_can_be_found() -> None:
    hire("wu", (Role.HEAD, DEPARTMENT))
    nothing = KeptThere(lambda: Unit.objects.filter(kind__in=[], code=ASKED))
    assert not Post.objects.filter(nothing("unit_id")).exists()
    assert Post.objects.exclude(nothing("unit_id")).count() == 1


def test_a_condition_may_stand_on_its_own_table_and_inside_itself() -> None:
    below = KeptThere(lambda: Unit.objects.filter(parent=ASKED))
    above = KeptThere(lambda: Unit.objects.filter(below("code"), parent=ASKED))
    with_any = {unit.parent_id for unit in Unit.objects.exclude(parent=None)}
    with_two = {unit.parent_id for unit in Unit.objects.filter(code__in=with_any).exclude(parent=None)}
    assert set(Unit.objects.filter(below("code")).values_list("code", flat=True)) == with_any
    assert set(Unit.objects.filter(above("code")).values_list("code", flat=True)) == with_two
    inside = Unit.objects.filter(code__in=Unit.objects.filter(above("code")).values("code"))
    assert set(inside.values_list("code", flat=True)) == with_two < with_any


def test_a_condition_on_no_column_or_without_a_value_is_refused() -> None:
    hire("wu", (Role.HEAD, DEPARTMENT))
    with pytest.raises(ValueError, match="no column"):
        list(Unit.objects.annotate(n=Count("code")).filter(KeptThere(_there)("n", "town")))
    with pytest.raises(ValueError, match="isn't asked for"):
        list(Post.objects.filter(KeptThere(Unit.objects.all)("unit_id")))
