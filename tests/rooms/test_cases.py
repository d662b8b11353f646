"""The verbs on real tables: what is written, what is refused and leaves nothing, who sees what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import ClockRun, DayCounter, Matter, Petition, Petitioner
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of, followed, matter_for, visible_to
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.cases.working import Sort, Wanted, key_of, rows
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rules.clocks import Clock
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Channel, Status, Verb
from tests.rooms.cast import (
    BAO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GU,
    JIN,
    PAK,
    START,
    TAO,
    TOWN,
    WU,
    XIA,
    comes_in,
    go,
)

pytestmark = pytest.mark.usefixtures("county")


def whole() -> bool:
    """Nothing is wrong anywhere."""
    return not [fault for _, found in number_faults(Tally()) for fault in found]


def refused(why: str, act, *args, **kwargs) -> NotDone:
    """The act is refused for this reason and writes nothing."""
    before = Entry.objects.count(), Petitioner.objects.count(), SealedText.objects.count()
    with pytest.raises(NotDone) as caught:
        act(*args, **kwargs)
    assert caught.value.refused.reason == why
    assert before == (Entry.objects.count(), Petitioner.objects.count(), SealedText.objects.count())
    return caught.value


def test_a_petition_gets_a_number_a_code_an_owner_and_a_clock() -> None:
    receipt = comes_in()
    parsed = parse_number(receipt.number)
    assert parsed is not None
    assert (parsed.county, parsed.day, parsed.serial) == ("222424", date(2026, 3, 2), 1)
    matter = Matter.objects.get(pk=receipt.number)
    assert (matter.owner_id, matter.next_due, matter.next_clock) == (DEPARTMENT, date(2026, 3, 17), "T1")
    assert receipt.code not in str(Petition.objects.values().get())
    assert whole()


def test_intake_costs_few_queries(django_assert_max_num_queries) -> None:
    comes_in()
    with django_assert_max_num_queries(13):  # ten of them and the savepoint of the test
        comes_in()


def test_personal_data_is_encrypted_and_never_in_the_dossier() -> None:
    comes_in()
    row = Petitioner.objects.get()
    assert (str(row.phone), str(row.id_number)) == ("19900001234", JIN.id_number)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_number, address, email FROM huiyin_petitioner")
        stored = " ".join(map(str, cursor.fetchone()))
    for secret in (JIN.phone, JIN.id_number, "河西村", "example.org"):
        assert secret not in stored
    dossier_words = " ".join(Entry.objects.values_list("data", flat=True))
    for secret in (JIN.name, JIN.phone, "没有水", "提不动桶"):
        assert secret not in dossier_words
    assert Petitioner.objects.filter(phone_index=row.phone_index).count() == 1


def test_the_same_form_sent_twice_is_one_petition_with_the_same_receipt() -> None:
    token = "one-time-token-of-a-form-0001"
    assert comes_in(token=token) == comes_in(token=token, title="改了几个字")
    assert Petition.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"text": ""}, "missing"), ({"text": "a\x00"}, "not_text"), ({"title": "长" * 201}, "too_long"),
     ({"text": "长" * 20_001}, "too_long"), ({"persons": 0}, "out_of_range"), ({"by": XIA}, "not_yours"),
     ({"received_at": START + timedelta(hours=1)}, "in_the_future")],
)  # fmt: skip
def test_what_cant_be_registered_uses_up_no_number(change: dict, reason: str) -> None:
    refused(reason, comes_in, **change)
    assert not DayCounter.objects.exists()


@pytest.mark.parametrize(
    "text", ["𠮷野家的油烟 😀", "물이 사흘째 안 나옵니다.", "Ｗａｔｅｒ\t\nline", "𰻝" * 20_000]
)
def test_rare_characters_emoji_and_korean_come_back_as_they_went_in(text: str) -> None:
    number = comes_in(text=text).number
    assert file_of(number).texts[1, "text"] == text
    assert whole()


def test_an_anonymous_petitioner_is_taken_like_any_other() -> None:
    comes_in(person=Person(), by=PAK, channel="mailbox")
    row = Petitioner.objects.get()
    assert (row.phone_index, row.id_number_index, row.email_index) == (None, None, None)
    assert whole()


def test_numbers_start_anew_each_local_day_and_never_repeat() -> None:
    late = START.replace(hour=15, minute=59)
    numbers = [comes_in(now=now).number for now in (START, late, late + timedelta(minutes=2))]
    days = [(parse_number(n).day.day, parse_number(n).serial) for n in numbers]
    assert days == [(2, 1), (2, 2), (3, 1)]


def test_a_full_day_says_so() -> None:
    DayCounter.objects.create(day=date(2026, 3, 2), last=99_999)
    refused("day_is_full", comes_in)
    assert DayCounter.objects.get().last == 99_999


def test_the_whole_way_is_written_in_tables_that_verify_believes() -> None:
    number = comes_in().number
    for verb in (Verb.FORWARD, Verb.APPROVE, Verb.CLOSE):
        other = comes_in().number
        go(other, verb)
    go(number, Verb.CLOSE)
    matter = Matter.objects.get(pk=number)
    assert (matter.status, matter.is_open, matter.owner_id, matter.outcome) == (
        "closed",
        False,
        None,
        "supported",
    )
    running = ClockRun.objects.filter(matter=number, stopped_at=None).values_list("code", flat=True)
    assert set(running) == {Clock.T8, Clock.L10}  # the petitioner's windows outlive the closing
    assert whole()


def test_two_officers_cant_both_act_on_what_they_saw() -> None:
    number = comes_in().number
    actions.triage(number, klass="appeal", category="1", by=DAN, now=START, seen=1)
    late = refused("stale", actions.triage, number, klass="tip_off", category="2", by=DAN, now=START, seen=1)
    assert late.refused.params == {"seen": 1, "now": 2}


def test_the_database_itself_refuses_a_second_entry_with_the_same_place() -> None:
    number = comes_in().number
    with transaction.atomic():
        one, two = Pen.take(number), Pen.take(number)
        for pen in (one, two):
            pen.write(Verb.NOTE, {"text": "x"}, by=DAN, now=START)
        one.put_down()
        with pytest.raises(IntegrityError), transaction.atomic():
            two.put_down()


def test_nothing_is_sent_to_a_unit_that_isnt_there_or_has_no_desk() -> None:
    number = comes_in().number
    actions.triage(number, klass="appeal", category="1", by=DAN, now=START)
    refused("no_such_unit", actions.forward, number, to="C-MOON", by=DAN, now=START)
    refused("no_such_unit", actions.assign, number, to="C", days=3, by=DAN, now=START)
    refused("no_such_matter", actions.note, "222424-20260302-00099-0", text="x", by=DAN, now=START)


def test_every_verb_that_a_person_chooses_has_its_function() -> None:
    chosen = {verb for verb, row in TRANSITIONS.items() if not row.follows}
    assert set(VERBS) == chosen - {
        Verb.REGISTER,
        Verb.ATTACH,
    }  # a new matter, and a file, aren't told in words alone


@pytest.mark.transition("link", "unlink", "join", "part")
def test_a_linked_petition_lives_on_in_the_other_matter_and_can_be_parted_again() -> None:
    first, second = comes_in().number, comes_in(title="还是没水", persons=2).number
    link(second, other=first, by=DAN, now=START)
    assert file_of(first).state.persons == 11
    assert Matter.objects.get(pk=second).linked_to == first
    assert [p.number for p in file_of(first).petitions] == [first, second]
    assert whole()
    unlink(second, reason="两回事", by=DAN, now=START)
    assert (file_of(first).state.persons, Matter.objects.get(pk=second).owner_id) == (9, DEPARTMENT)
    assert whole()


@pytest.mark.transition("link")
def test_nothing_is_linked_to_what_has_ended_or_isnt_there() -> None:
    ended, first, second = comes_in().number, comes_in().number, comes_in().number
    go(ended, Verb.CLOSE)
    refused("other_not_open", link, second, other=ended, by=DAN, now=START)
    refused("no_such_matter", link, second, other="222424-20260302-00099-0", by=DAN, now=START)
    refused("same_matter", link, second, other=second, by=DAN, now=START)
    refused("not_yours", link, second, other=first, by=GU, now=START)
    refused("not_in_this_state", unlink, second, reason="x", by=DAN, now=START)
    refused("no_such_matter", unlink, "222424-20260302-00099-0", reason="x", by=DAN, now=START)
    assert whole()


@pytest.mark.transition("link", "join")
def test_nobody_links_into_a_matter_that_they_may_not_see() -> None:
    hidden, own = comes_in().number, comes_in(by=TAO, desk=TOWN).number
    refused("no_such_matter", link, own, other=hidden, by=TAO, now=START)
    with pytest.raises(NotDone, match="not_yours"), transaction.atomic():
        Pen.take(hidden).write(
            Verb.JOIN,
            {"petition": {"number": own, "channel": "visit", "persons": 1, "received_at": START.isoformat()}},
            by=TAO,
            now=START,
        )


def test_who_sees_what() -> None:
    here, there = comes_in().number, comes_in(by=TAO, desk=TOWN).number
    go(here, Verb.FORWARD)
    sees = {
        who.name: {n for n in (here, there) if visible_to(who).filter(pk=n).exists()}
        for who in (DAN, GU, BAO, WU, TAO, XIA, PAK)
    }
    assert sees == {
        "dan": {here, there}, "gu": {here}, "bao": {here}, "wu": set(), "tao": {there}, "xia": set(), "": set(),
    }  # fmt: skip
    assert matter_for(BAO, here.replace("-", "")) is not None
    assert matter_for(BAO, there) is None
    assert matter_for(BAO, "nonsense") is None


def test_a_joined_petitions_number_leads_to_its_matter() -> None:
    first, second = comes_in().number, comes_in().number
    link(second, other=first, by=DAN, now=START)
    assert matter_for(DAN, second).pk == second
    go(first, Verb.FORWARD)
    assert matter_for(BAO, second).pk == first


def listed(actor: Actor, *units: str, **wanted: Any) -> list[str]:
    """Numbers of the work list's first page for these units, or for all that the person sees."""
    chosen = Wanted(units=frozenset(units) or None, **wanted)
    return [row.number for row in rows(actor, chosen)]


def test_the_work_list_goes_page_by_page_by_due_date(django_assert_num_queries) -> None:
    numbers = [comes_in(received_at=START - timedelta(days=d % 3)).number for d in range(7)]
    seen, after = [], None
    while True:
        with django_assert_num_queries(1):
            page = rows(DAN, Wanted(units=frozenset({DEPARTMENT})), after=after, size=3)
        seen += [row.number for row in page[:3]]
        if len(page) <= 3:
            break
        after = key_of(page[2], Sort.DUE)
    assert sorted(seen) == sorted(numbers)
    assert seen == [m.number for m in Matter.objects.order_by("next_due", "number")]


def test_the_work_list_shows_a_unit_only_to_those_who_may_see_it() -> None:
    number = comes_in().number
    assert listed(DAN) == [number]
    assert listed(BAO, DEPARTMENT) == listed(BAO) == listed(XIA, DEPARTMENT) == []
    go(number, Verb.FORWARD)
    assert [m.title.text for m in rows(BAO, Wanted())] == ["没有水"]
    assert listed(DAN, DEPARTMENT) == []
    assert listed(BAO, BUREAU, statuses=frozenset({Status.HANDLING})) == []
    assert listed(BAO, BUREAU, due_until=date(2026, 3, 16)) == []
    assert listed(BAO, BUREAU, due_until=date(2026, 3, 17), statuses=frozenset({Status.SENT})) == [number]


def test_number_and_code_together_open_the_story_and_neither_alone() -> None:
    receipt, other = comes_in(), comes_in()
    petition, file = followed(receipt.number, receipt.code.lower().replace("-", " "))
    assert (petition.number, file.state.status) == (receipt.number, Status.REGISTERED)
    assert followed(receipt.number, other.code) is None
    assert followed("222424-20260302-00099-0", receipt.code) is None
    assert followed("", "") is None


def test_figures_count_pieces_batches_persons_and_what_is_done() -> None:
    go(comes_in().number, Verb.CLOSE)
    comes_in(channel="call", persons=1)
    comes_in(channel="mailbox", persons=1, received_at=START - timedelta(days=1))
    lines = {line.channel: line for line in figures(date(2026, 3, 2), date(2026, 3, 2))}
    visit, call = lines[Channel.VISIT], lines[Channel.CALL]
    assert (visit.pieces, visit.batches, visit.persons, visit.done) == (1, 1, 9, 1)
    assert (call.pieces, call.batches, call.persons, call.done) == (1, 0, 1, 0)
    assert lines[Channel.MAILBOX].pieces == 0
    with pytest.raises(ValueError, match="before"):
        figures(date(2026, 3, 2), date(2026, 3, 1))


def test_a_petition_received_at_midnight_counts_on_the_day_that_begins() -> None:
    midnight = START.replace(hour=16, minute=0) - timedelta(days=1)
    comes_in(received_at=midnight)
    assert sum(line.pieces for line in figures(date(2026, 3, 2), date(2026, 3, 2))) == 1
    assert sum(line.pieces for line in figures(date(2026, 3, 1), date(2026, 3, 1))) == 0


def test_a_whole_matter_is_read_in_three_queries(django_assert_num_queries) -> None:
    number = comes_in().number
    go(number, Verb.CLOSE)
    with django_assert_num_queries(3):
        file_of(number)
    with pytest.raises(LookupError):
        file_of("222424-20260302-00099-0")
    assert WU.name not in {e.by for e in Entry.objects.all()}
