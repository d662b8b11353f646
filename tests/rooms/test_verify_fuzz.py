"""Nonsense written into the record by hand: whatever it is, ``verify`` names it, and goes on with the next matter."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huiyin.rooms.cases.models import DayCounter, Matter, Petition, Petitioner
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.vault.marks import blind_index
from huiyin.rules.vocabulary import Verb
from tests.conftest import record_unlocked
from tests.rooms.cast import DAN, START, comes_in, go

pytestmark = pytest.mark.usefixtures("county")


def faults() -> dict[str, set[str]]:
    """What is wrong, by number."""
    found: dict[str, set[str]] = {}
    for _, some in number_faults(Tally()):
        for fault in some:
            found.setdefault(fault.number, set()).add(fault.code)
    return found


@pytest.fixture
def two() -> tuple[str, str]:
    """A matter at its end and another one, both whole."""
    closed, other = comes_in().number, comes_in(title="路灯不亮").number
    go(closed, Verb.CLOSE)
    assert faults() == {}
    return closed, other


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**20) | st.floats() | st.text(max_size=9).filter(lambda t: "\x00" not in t),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text("abct", max_size=3), inside, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = (
    "texts", "clocks", "channel", "received_at", "persons", "desk", "petitioner", "klass", "category", "to", "notice",
    "outcome", "method", "result", "petitions", "delivered_at", "start", "stop", "resume",
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seq=st.integers(1, 10), key=st.sampled_from(KEYS), value=anything, whole=st.booleans())
@example(seq=1, key="texts", value=[], whole=False)
@example(seq=3, key="clocks", value={"start": [{"code": "T1"}]}, whole=False)
@example(seq=2, key="", value=[], whole=True)
@example(seq=9, key="petitions", value=[[1]], whole=False)
@example(seq=1, key="persons", value="x", whole=False)
def test_nonsense_in_an_entry_is_named_and_the_next_matter_still_looked_at(
    two: tuple[str, str], seq: int, key: str, value: Any, whole: bool
) -> None:
    closed, other = two
    with record_unlocked(), transaction.atomic():
        row = Entry.objects.get(number=closed, seq=seq)
        data = value if whole else {**json.loads(row.data), key: value}
        if data != json.loads(row.data):
            Entry.objects.filter(pk=row.pk).update(data=json.dumps(data))
            SealedText.objects.filter(number=other, seq=1, name="text").update(text="x")
            found = faults()
            assert "entry_changed" in found[closed]
            assert found[other] == {"text_changed"}
        transaction.set_rollback(True)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seq=st.integers(1, 10), verb=st.sampled_from([*Verb, "bury", ""]))
def test_another_verb_in_an_entry_is_named(two: tuple[str, str], seq: int, verb: str) -> None:
    with record_unlocked(), transaction.atomic():
        changed = Entry.objects.filter(number=two[0], seq=seq).exclude(verb=str(verb)).update(verb=str(verb))
        assert ("entry_changed" in faults().get(two[0], set())) is bool(changed)
        transaction.set_rollback(True)


def token_cut_short(number: str) -> None:
    """The sealed phone number loses its last letters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE huiyin_petitioner SET phone = substr(phone, 1, length(phone) - 3) "
            "WHERE id = (SELECT petitioner_id FROM huiyin_petition WHERE number = %s)", [number],
        )  # fmt: skip


def token_in_plain(number: str) -> None:
    """Somebody wrote the phone number where its seal belongs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE huiyin_petitioner SET phone = '19900001234' "
            "WHERE id = (SELECT petitioner_id FROM huiyin_petition WHERE number = %s)", [number],
        )  # fmt: skip


def people(number: str) -> Any:
    """The petitioner's row."""
    return Petitioner.objects.filter(petitions__number=number)


def moved_here(number: str) -> None:
    """Another matter's petition is said to belong here."""
    Petition.objects.exclude(number=number).update(matter=number)


def renumbered(number: str) -> None:
    """A text under a number that is none of ours."""
    SealedText.objects.create(number="222424-2026-1", seq=1, name="text", salt=b"0" * 16, text="x")


PLANTED: dict[str, tuple[Callable[[str], object], str, str]] = {
    "a sealed phone number cut short": (token_cut_short, "closed", "petitioner_changed"),
    "a phone number in plain": (token_in_plain, "closed", "petitioner_changed"),
    "a phone number that finds somebody else": (
        lambda n: people(n).update(phone_index=blind_index("phone", "19900009999")), "closed", "petitioner_changed"),
    "a phone number that can't be found any more": (
        lambda n: people(n).update(phone_index=None), "closed", "petitioner_changed"),
    "an ID number that finds somebody who gave none": (
        lambda n: people(n).update(id_number="", id_number_index=blind_index("id_number", "x")),
        "closed", "petitioner_changed"),
    "another matter's petition": (moved_here, "closed", "petition_unknown"),
    "the petition's desk": (lambda n: Petition.objects.filter(pk=n).update(desk="C-ENV"), "closed", "table_differs"),
    "the petition's channel": (lambda n: Petition.objects.filter(pk=n).update(channel="call"), "closed", "table_differs"),
    "data without a bottom": (
        lambda n: Entry.objects.filter(number=n, seq=2).update(data="[" * 99_999), "closed", "dossier_unreadable"),
    "a number that is none": (renumbered, "222424-2026-1", "number_malformed"),
    "a day's counter that nobody used": (
        lambda _: DayCounter.objects.create(day=START.date().replace(day=1), last=1), "2026-03-01", "numbers_missing"),
    "a day's counter removed": (lambda _: DayCounter.objects.all().delete(), "2026-03-02", "numbers_missing"),
    "the row of a joined petition's matter": (
        lambda n: Matter.objects.filter(pk=n).update(linked_to="222424-20260302-00002-9"), "closed", "table_differs"),
}  # fmt: skip


@pytest.mark.parametrize("what", PLANTED)
def test_what_was_planted_in_the_tables_is_named(what: str, two: tuple[str, str]) -> None:
    plant, where, code = PLANTED[what]
    with record_unlocked():
        plant(two[0])
    assert code in faults()[two[0] if where == "closed" else where]


def test_a_matter_taken_out_of_the_tables_and_left_in_the_record_is_named(two: tuple[str, str]) -> None:
    from huiyin.rooms.cases.models import ClockRun

    _, other = two
    with record_unlocked():
        for table, column in ((ClockRun, "matter"), (Petition, "number"), (Matter, "number")):
            table.objects.filter(**{column: other})._raw_delete("default")
    assert faults() == {other: {"dossier_without_matter"}}


def test_a_joined_petition_that_went_home_by_itself_is_named(two: tuple[str, str]) -> None:
    _, other = two
    third = comes_in().number
    link(third, other=other, by=DAN, now=START)
    Petition.objects.filter(pk=third).update(matter=third)
    assert faults() == {other: {"petition_missing"}, third: {"petition_unknown"}}
