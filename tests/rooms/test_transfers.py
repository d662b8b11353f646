"""Petitions that were passed on: the sender's term beside ours, numbers never twice, results reported back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.rooms.cases.actions import reopen
from huiyin.rooms.cases.models import ClockRun, Matter, Petition
from huiyin.rooms.cases.owning import report_up
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.cases.transfers import (
    Passed,
    Wanted,
    _matching,
    how_many,
    page_of,
    take_transfer,
    transfers_for,
)
from huiyin.rules.clocks import Clock
from huiyin.rules.senders import Sender
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.test_verify import faults

pytestmark = pytest.mark.django_db
NOW = cast.START


@pytest.fixture(autouse=True)
def county() -> None:
    cast.build_county()


def passed(number: str = "ZS-1", sender: Sender = Sender.PREFECTURE, **more: Any) -> Receipt:
    given = {
        "received_at": NOW, "exchanged_at": NOW - timedelta(days=1), "persons": 1, "title": "没有水", "text": "三天没有水。",
        "person": cast.JIN, "desk": cast.DEPARTMENT, "by": cast.DAN, "now": NOW,
    }  # fmt: skip
    how = {name: more.pop(name) for name in ("organ", "due_on") if name in more}
    return take_transfer(Passed(sender, number, **how), **{**given, **more})


def test_the_senders_term_runs_beside_ours_and_the_channel_is_its_line() -> None:
    receipt = passed(due_on=date(2026, 3, 31))
    petition, row = Petition.objects.get(), Transfer.objects.get()
    assert (petition.channel, petition.foreign_number) == ("prefecture", "prefecture:ZS-1")
    assert (row.pk, row.foreign, row.due_on) == (receipt.number, "ZS-1", date(2026, 3, 31))
    runs = ClockRun.objects.filter(matter=receipt.number, stopped_at=None)
    assert {run.code: run.due_on for run in runs}[Clock.F2] == date(2026, 3, 31)
    assert Clock.T1 in {run.code for run in runs}
    assert faults() == set()


def test_a_number_is_registered_once_and_the_refusal_names_ours() -> None:
    ours = passed(due_on=date(2026, 3, 31)).number
    with pytest.raises(NotDone) as no:
        passed("ｚｓ-1 ")
    assert (no.value.refused.reason, no.value.refused.params["number"]) == ("number_known", ours)
    passed("ZS-1", Sender.PROVINCE)
    assert Petition.objects.count() == Transfer.objects.count() == 2


def test_the_same_form_twice_is_one_petition() -> None:
    token = "t" * 40
    assert passed(token=token) == passed(token=token)
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize(
    ("sender", "more", "reason"),
    [
        (Sender.OTHER, {}, "missing"),
        (Sender.OTHER, {"organ": "长" * 41}, "too_long"),
        (Sender.PREFECTURE, {"due_on": date(2026, 3, 1)}, "term_not_ahead"),
        (Sender.PREFECTURE, {"due_on": date(2028, 3, 1)}, "term_not_ahead"),
    ],
)
def test_what_cant_be_passed_on_leaves_nothing(sender: Sender, more: dict[str, Any], reason: str) -> None:
    with pytest.raises(NotDone) as no:
        passed("ZS-1", sender, **more)
    assert no.value.refused.reason == reason
    assert Petition.objects.count() == Matter.objects.count() == 0


def test_what_is_owed_comes_late_ones_first_and_goes_once_it_is_reported() -> None:
    later, sooner = passed("A", due_on=date(2026, 4, 9)).number, passed("B", due_on=date(2026, 3, 9)).number
    passed("C")  # forwarded without a term: nothing is owed
    owed = Wanted(owed=True)
    assert [row.pk for row in transfers_for(cast.DAN, owed)] == [sooner, later]
    for day, late in (
        (date(2026, 3, 9), []),
        (date(2026, 3, 10), [sooner]),
        (date(2026, 5, 1), [sooner, later]),
    ):
        assert [row.pk for row in transfers_for(cast.DAN, Wanted(late=day))] == late
    assert [how_many(cast.DAN, owed, most=most) for most in (1, 5)] == [2, 2]  # one past the bound, not three
    assert how_many(cast.DAN, Wanted(), most=1) == 2
    first = page_of(cast.DAN, owed, after=None, size=1)
    assert [row.pk for row in page_of(cast.DAN, owed, after=(first[0].due_on, first[0].pk), size=1)] == [
        later
    ]
    everything = [row.foreign for row in transfers_for(cast.DAN, Wanted())]
    assert everything == ["C", "B", "A"]  # the newest first
    behind = page_of(cast.DAN, Wanted(), after=(None, sooner), size=9)
    assert [row.foreign for row in behind] == ["A"]
    report_up(sooner, whom="sender", text="已反馈。", by=cast.DAN, now=NOW + timedelta(hours=1))
    assert [row.pk for row in transfers_for(cast.DAN, owed)] == [later]
    assert [row.pk for row in transfers_for(cast.DAN, Wanted(reported=True))] == [sooner]


def test_other_reports_arent_the_result() -> None:
    number = passed(due_on=date(2026, 3, 9)).number
    report_up(number, whom="committee", text="已报告。", by=cast.DAN, now=NOW + timedelta(hours=1))
    assert Transfer.objects.get().reported_at is None


def test_nobody_sees_transfers_of_matters_that_arent_theirs() -> None:
    passed(due_on=date(2026, 3, 9))
    assert transfers_for(cast.DAN, Wanted()).count() == 1
    assert transfers_for(cast.BAO, Wanted()).count() == transfers_for(cast.XIA, Wanted()).count() == 0


def test_whom_it_accuses_never_sees_it_and_no_term_is_written_by_who_may_not() -> None:
    number = passed(due_on=date(2026, 3, 31), accused=cast.BUREAU).number
    assert Transfer.objects.get(pk=number).due_on == date(2026, 3, 31)
    assert transfers_for(cast.BO, Wanted()).count() == 0


def test_what_is_reopened_is_owed_anew() -> None:
    number = passed(due_on=date(2026, 5, 9)).number
    cast.go(number, Verb.CLOSE)
    then = NOW + timedelta(days=9)
    report_up(number, whom="sender", text="已反馈。", by=cast.DAN, now=then)
    assert list(transfers_for(cast.DAN, Wanted(owed=True))) == []
    reopen(number, reason="又停水了。", by=cast.DAN, now=then + timedelta(days=1))
    row = transfers_for(cast.DAN, Wanted(owed=True)).get()
    assert (row.reported_at, row.reported_reopened) == (None, 1)


def test_a_page_is_the_beginning_of_the_whole_and_one_statement(django_assert_num_queries: Any) -> None:
    for n in range(6):
        passed(f"P{n}", due_on=date(2026, 4, 20 - n) if n % 2 else None)
    for wanted in (
        Wanted(),
        Wanted(owed=True),
        Wanted(since=NOW - timedelta(days=9)),
        Wanted(sender="prefecture"),
    ):
        whole = list(transfers_for(cast.DAN, wanted))
        with django_assert_num_queries(1):
            page = page_of(cast.DAN, wanted, after=None, size=1)
            assert [row.petition.matter.title.text for row in page]
        assert page == whole[:2]
        assert page_of(cast.DAN, wanted, after=(page[0].due_on, page[0].pk), size=9) == whole[1:]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's plan")
@pytest.mark.parametrize(
    ("wanted", "index"), [(Wanted(owed=True), "transfer_owed"), (Wanted(), "huiyin_transfer")]
)
def test_it_is_the_transfers_that_are_gone_through(wanted: Wanted, index: str) -> None:
    plan = _matching(cast.DAN, wanted).values("pk")[:51].explain()
    first = plan.splitlines()[0]
    assert index in first
    assert "petition " not in first
    assert "TEMP B-TREE" not in plan
