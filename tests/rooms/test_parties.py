"""Representatives, co-signers, agents: who is taken in, what stands in the dossier, and what ``verify`` finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases.models import DayCounter, Party, Petition, Petitioner
from huiyin.rooms.cases.parties import MOST_MANDATE, Other, parties_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.vault.fields import Sealed
from huiyin.rules.chain import canonical
from huiyin.rules.groups import PartyRole
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import DAN, JIN, START, comes_in, go

pytestmark = pytest.mark.usefixtures("county")

BAI = Person(name="白永浩", phone="19900002001")
AN = Person(name="安春子", id_number="999999195001020048", phone="19900002002")
HUI = Person(name="惠律师", phone="19900002003")
SPEAKS = Other(PartyRole.REPRESENTATIVE, BAI)
SIGNS = Other(PartyRole.COSIGNER, AN)
ACTS = Other(PartyRole.AGENT, HUI, "代为提出、代收答复，二〇二六年内有效。")


def faults() -> set[tuple[str, str]]:
    """What is wrong and where."""
    return {(fault.code, fault.where) for _, found in number_faults(Tally()) for fault in found}


def refused(reason: str, field: str, **change: Any) -> NotDone:
    """The petition is refused for this reason and leaves nothing, not even a number."""
    with pytest.raises(NotDone) as caught:
        comes_in(**change)
    assert (caught.value.refused.reason, caught.value.refused.field) == (reason, field)
    assert not Petitioner.objects.exists()
    assert not DayCounter.objects.exists()
    return caught.value


# -- taking in ----------------------------------------------------------------------------------------------------


def test_everybody_named_is_kept_encrypted_and_stands_in_the_dossier_as_a_mark_only() -> None:
    number = comes_in(others=[SPEAKS, SIGNS, ACTS]).number
    rows = parties_of([number])[number]
    assert [(row.n, row.role, row.petitioner.name) for row in rows] == [
        (1, "representative", "白永浩"), (2, "cosigner", "安春子"), (3, "agent", "惠律师"),
    ]  # fmt: skip
    assert [str(row.petitioner.phone) for row in rows] == ["19900002001", "19900002002", "19900002003"]
    assert rows[2].mandate == ACTS.mandate
    entry = Entry.objects.get(number=number)
    people = canonical_data(entry)["people"]
    assert [one["role"] for one in people] == ["representative", "cosigner", "agent"]
    assert all(set(one) == {"role", "mark"} and len(one["mark"]) == 64 for one in people)
    for secret in ("白永浩", "19900002002", AN.id_number, "代收答复"):
        assert secret not in entry.data
    assert Petitioner.objects.filter(phone_index="199 0000 2001").count() == 1
    assert faults() == set()


def canonical_data(entry: Entry) -> dict[str, Any]:
    import json

    data: dict[str, Any] = json.loads(entry.data)
    assert canonical(data) == entry.data
    return data


def test_personal_data_and_the_mandate_lie_sealed_in_the_tables() -> None:
    comes_in(others=[SPEAKS, ACTS])
    stored = [str(value) for row in Petitioner.objects.values_list("phone", "address") for value in row]
    stored += [str(value) for value in Party.objects.values_list("mandate", flat=True)]
    assert all(type(value) is Sealed for value in Party.objects.filter(n=2).values_list("mandate", flat=True))
    for secret in ("19900002001", "19900002003", "代收答复"):
        assert secret not in " ".join(stored)


def test_one_petitioner_costs_as_many_queries_as_before() -> None:
    comes_in()
    with CaptureQueriesContext(connection) as alone:
        comes_in()
    writes = [query["sql"] for query in alone if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    searched = connection.vendor != "sqlite"  # there it waits
    assert len(writes) == 7 + searched, (
        "number, petitioner, entry, words (and the index), matter, clock, petition"
    )
    with CaptureQueriesContext(connection) as several:
        comes_in(persons=90, others=[SPEAKS, SIGNS, *[Other(PartyRole.COSIGNER, Person(name="某"))] * 60])
    assert len(several) - len(alone) == 2, "all petitioners at once, all parties at once"


def test_an_entry_of_one_petitioner_says_nothing_of_people() -> None:
    data = canonical_data(Entry.objects.get(number=comes_in().number))
    assert not {"people", "level", "exchanged_at", "confidential"} & set(data)


def test_five_hundred_sign_and_verify_believes_it() -> None:
    signers = [Other(PartyRole.COSIGNER, Person(name=f"联名人{n}")) for n in range(500)]
    number = comes_in(persons=600, others=signers).number
    assert [row.n for row in parties_of([number])[number]] == list(range(1, 501))
    assert faults() == set()


def test_a_joined_petition_takes_its_people_along() -> None:
    first, second = comes_in().number, comes_in(others=[SIGNS]).number
    link(second, other=first, by=DAN, now=START)
    assert list(parties_of([first, second])) == [second]
    assert faults() == set()


def test_confidence_goes_along_when_a_petition_joins_another_matter() -> None:
    first, second = comes_in().number, comes_in(confidential=True).number
    assert not file_of(first).state.confidential
    link(second, other=first, by=DAN, now=START)
    assert file_of(first).state.confidential
    assert faults() == set()


# -- refused ------------------------------------------------------------------------------------------------------


def test_a_sixth_representative_is_refused_by_article_20_and_a_fifth_is_not() -> None:
    five = [Other(PartyRole.REPRESENTATIVE, Person(name=f"代表{n}")) for n in range(5)]
    no = refused("too_many_representatives", "representatives", persons=90, others=[*five, SPEAKS])
    assert no.refused.article == "20"
    comes_in(persons=90, others=five)


@pytest.mark.parametrize(
    ("reason", "field", "change"),
    [
        ("too_many_named", "cosigners", {"persons": 900, "others": [SIGNS] * 501}),
        ("more_named_than_persons", "persons", {"persons": 2, "others": [SPEAKS, SIGNS]}),
        ("missing", "cosigners", {"others": [Other(PartyRole.COSIGNER, Person(phone="19900002001"))]}),
        ("mandate_missing", "mandate", {"others": [Other(PartyRole.AGENT, HUI, "  ")]}),
        ("mandate_missing", "mandate", {"others": [Other(PartyRole.COSIGNER, AN, "x")]}),
        ("agent_without_principal", "agent", {"others": [ACTS], "person": Person()}),
        ("principal_without_agent", "agent", {"others": [Other(PartyRole.PRINCIPAL, AN)]}),
        ("named_twice", "representatives", {"others": [SIGNS, Other(PartyRole.REPRESENTATIVE, AN)]}),
        ("named_twice", "cosigners", {"others": [Other(PartyRole.COSIGNER, JIN)]}),
        ("person_twice", "representatives", {"others": [SPEAKS], "person": BAI}),
        ("too_long", "cosigners", {"others": [Other(PartyRole.COSIGNER, Person(name="长" * 61))]}),
        ("not_text", "representatives", {"others": [Other(PartyRole.REPRESENTATIVE, Person(name="a\x00"))]}),
        ("too_long", "mandate", {"others": [Other(PartyRole.AGENT, HUI, "长" * (MOST_MANDATE + 1))]}),
        ("not_on_list", "level", {"level": "village"}),
        ("in_the_future", "exchanged_at", {"exchanged_at": START + timedelta(seconds=1)}),
        ("not_a_moment", "exchanged_at", {"exchanged_at": datetime(2026, 3, 1, 1)}),  # noqa: DTZ001  that is the point
    ],
)
def test_who_cant_stand_in_a_petition_is_refused_with_the_field(
    reason: str, field: str, change: dict[str, Any]
) -> None:
    refused(reason, field, **change)


def test_an_agent_may_sign_for_themself_too() -> None:
    comes_in(others=[SIGNS, Other(PartyRole.AGENT, AN, "受托代办")])
    assert faults() == set()


def test_level_exchange_and_confidentiality_stand_in_row_and_dossier() -> None:
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    number = comes_in(channel="prefecture", level="prefecture", exchanged_at=moment, confidential=True).number
    row = Petition.objects.get(pk=number)
    assert (row.level, row.exchanged_at, row.confidential) == ("prefecture", moment, True)
    data = canonical_data(Entry.objects.get(number=number))
    assert (data["level"], data["exchanged_at"], data["confidential"]) == (
        "prefecture",
        moment.isoformat(),
        True,
    )
    assert faults() == set()


# -- tampering ----------------------------------------------------------------------------------------------------


def _moved(other: str) -> None:
    Party.objects.filter(n=3).update(petition=Petition.objects.exclude(pk=other).get())


def _put_in(number: str) -> None:
    who = Petitioner.objects.create(name="王五", salt=b"1" * 16)
    Party.objects.create(petition_id=number, petitioner=who, role="cosigner", n=4)


def _swapped(number: str) -> None:
    for old, new in ((1, 9), (2, 1), (9, 2)):
        Party.objects.filter(petition=number, n=old).update(n=new)


TAMPERINGS: dict[str, tuple[Callable[[str], object], set[tuple[str, str]]]] = {
    "a co-signer's name edited": (
        lambda n: Petitioner.objects.filter(parties__n=2).update(name="王五"), {("person_changed", "2")}),
    "a co-signer's phone edited with its index": (
        lambda n: _saved(Petitioner.objects.get(parties__n=2), phone="19900002009"), {("person_changed", "2")}),
    "a co-signer's index alone": (
        lambda n: Petitioner.objects.filter(parties__n=2).update(phone_index=b"0" * 16), {("person_changed", "2")}),
    "a co-signer made a representative": (
        lambda n: Party.objects.filter(n=2).update(role="representative"), {("person_changed", "2")}),
    "a mandate edited": (
        lambda n: _saved(Party.objects.get(n=3), mandate="代领一切款项"), {("person_changed", "3")}),
    "a mandate that can't be opened": (
        lambda n: Party.objects.filter(n=3).update(mandate=Sealed("hy1.nonsense")), {("person_changed", "3")}),
    "the last co-signer removed": (lambda n: Party.objects.filter(n=3).delete(), {("person_missing", "3")}),
    "one in the middle removed": (lambda n: Party.objects.filter(n=2).delete(), {("person_missing", "2")}),
    "all removed": (
        lambda n: Party.objects.all().delete(), {("person_missing", "1"), ("person_missing", "2"), ("person_missing", "3")}),
    "one put in": (_put_in, {("person_unknown", "4")}),
    "two swapped": (_swapped, {("person_changed", "1"), ("person_changed", "2")}),
    "one moved to another petition": (_moved, {("person_missing", "3"), ("person_unknown", "3")}),
    "the level": (lambda n: Petition.objects.filter(pk=n).update(level="national"), {("table_differs", "beside")}),
    "the date of exchange": (
        lambda n: Petition.objects.filter(pk=n).update(exchanged_at=START), {("table_differs", "beside")}),
    "the confidentiality": (
        lambda n: Petition.objects.filter(pk=n).update(confidential=True), {("table_differs", "beside")}),
}  # fmt: skip


def _saved(row: Any, **change: Any) -> None:
    for name, value in change.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize("what", TAMPERINGS)
def test_whoever_tampers_with_the_people_is_found(what: str) -> None:
    comes_in(title="另一件")
    number = comes_in(others=[SPEAKS, SIGNS, ACTS]).number
    assert faults() == set()
    tamper, expected = TAMPERINGS[what]
    tamper(number)
    assert {(code, where.rpartition(" ")[2]) for code, where in faults()} == expected


def test_a_row_names_itself_without_a_word_about_anybody() -> None:
    number = comes_in(others=[SPEAKS]).number
    assert str(Party.objects.get()) == f"{number} representative 1"


# -- told ---------------------------------------------------------------------------------------------------------


def test_whoever_speaks_for_others_is_told_of_each_step_and_nobody_twice() -> None:
    twin = Other(PartyRole.REPRESENTATIVE, Person(name="金明", phone=JIN.phone, email=JIN.email))
    number = comes_in(others=[SPEAKS, twin, SIGNS, ACTS]).number
    go(number, Verb.FORWARD)
    phones = [str(one.phone) for one in Notice.objects.order_by("id")]
    assert phones == [JIN.phone, BAI.phone, HUI.phone]
    assert {one.number for one in Notice.objects.all()} == {number}
