"""A changed contact takes two people, holds from the second's word on, and nobody gets past them unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from huiyin.rooms.cases.actions import NotDone, accept, triage
from huiyin.rooms.cases.contacts import change_contact, confirm_contact, given_contacts
from huiyin.rooms.cases.following import follow_up
from huiyin.rooms.cases.models import Petition, Petitioner
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import folded, texts
from huiyin.rooms.notices.models import Notice
from huiyin.rules.duties import Contact
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Verb
from tests.conftest import record_unlocked
from tests.rooms.cast import BAO, DAN, DEPARTMENT, PAK, START, comes_in, go, person

pytestmark = pytest.mark.usefixtures("county")

LIU = person("liu", Role.CLERK, DEPARTMENT)
HOUR = timedelta(hours=1)
NEW = "199 0000 5678"


def faults() -> set[str]:
    return {fault.code for _, found in number_faults(Tally()) for fault in found}


def asked(number: str, **change: Any) -> None:
    given = {"petition": number, "phone": NEW, "reason": "来电说换了号码。", "by": LIU, "now": START + HOUR}
    change_contact(number, **{**given, **change})


def phone_of(number: str) -> str:
    return str(Petition.objects.get(number=number).petitioner.phone)


@pytest.mark.transition("change_contact")
def test_until_a_second_person_confirms_nothing_changes() -> None:
    number = comes_in().number
    asked(number)
    assert phone_of(number) == "19900001234"
    triage(number, klass="appeal", category="040100", by=DAN, now=START + HOUR)
    accept(number, notice="sms", by=DAN, now=START + HOUR)
    assert {str(n.phone) for n in Notice.objects.all()} == {"19900001234"}
    assert NEW not in "".join(Entry.objects.values_list("data", flat=True))
    assert texts(number)[2, "phone"] == NEW
    assert not faults()


@pytest.mark.transition("confirm_contact")
def test_the_second_persons_word_changes_row_index_and_mark_and_says_who() -> None:
    number = comes_in().number
    before = Petitioner.objects.get()
    triage(number, klass="appeal", category="040100", by=DAN, now=START + HOUR)
    accept(number, notice="sms", by=DAN, now=START + HOUR)
    asked(number, address=" 春阳镇新街2号 ")
    confirm_contact(number, item=1, reason="对照身份证当面核实。", by=DAN, now=START + 2 * HOUR)
    row = Petitioner.objects.get()
    assert (str(row.phone), str(row.address), str(row.email)) == (
        "19900005678",
        "春阳镇新街2号",
        "jin@example.org",
    )
    assert bytes(row.salt) != bytes(before.salt)
    assert Petitioner.objects.filter(phone_index=NEW).count() == 1
    assert not Petitioner.objects.filter(phone_index="19900001234").exists()
    said = json.loads(Entry.objects.get(verb="confirm_contact").data)
    assert said["petition"] == number
    assert len(said["mark"]) == 64
    state = folded(number)[0]
    assert state is not None
    change = state.contact_changes[0]
    assert (change.asked_by, change.confirmed_by) == (LIU.key, DAN.key)
    assert {str(n.phone) for n in Notice.objects.all()} == {
        "19900001234"
    }  # what was on its way keeps the old one
    assert not faults()


def test_who_asked_cannot_confirm_and_nothing_is_confirmed_twice() -> None:
    number = comes_in().number
    with pytest.raises(NotDone) as no:
        confirm_contact(number, item=1, reason="核实", by=DAN, now=START + HOUR)
    assert no.value.refused.reason == "no_change_waits"
    asked(number)
    with pytest.raises(NotDone) as no:
        confirm_contact(number, item=1, reason="核实", by=LIU, now=START + HOUR)
    assert no.value.refused.reason == "own_change"
    with pytest.raises(NotDone) as no:
        confirm_contact(number, item=7, reason="核实", by=DAN, now=START + HOUR)
    assert no.value.refused.reason == "not_on_list"
    confirm_contact(number, item=1, reason="核实", by=DAN, now=START + HOUR)
    with pytest.raises(NotDone):
        confirm_contact(number, item=1, reason="核实", by=DAN, now=START + HOUR)
    assert Entry.objects.filter(verb="confirm_contact").count() == 1


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"phone": "12345"}, "not_a_phone", "phone"), ({"phone": "", "email": "nonsense"}, "not_an_email", "email"),
        ({"phone": ""}, "missing", "phone"), ({"phone": "", "address": "长" * 201}, "too_long", "address"),
        ({"reason": ""}, "missing", "reason"), ({"petition": "222424-20260302-09999-9"}, "not_on_list", "petition"),
        ({"by": BAO}, "not_yours", ""),
    ],
)  # fmt: skip
def test_what_is_no_contact_is_refused(change: dict[str, Any], reason: str, field: str) -> None:
    number = comes_in().number
    with pytest.raises(NotDone) as no:
        asked(number, **change)
    assert (no.value.refused.reason, no.value.refused.field) == (reason, field)
    assert Entry.objects.count() == 1


def _put(number: str, **new: str) -> None:
    row = Petition.objects.get(number=number).petitioner
    for name, value in new.items():
        setattr(row, name, value)
    row.save()


def _old_row_back(number: str) -> None:
    """Whoever puts the former contact back, salt and all, is found: the last mark counts, not the first."""
    row = Petition.objects.get(number=number).petitioner
    row.phone, row.salt = "19900001234", _FIRST_SALT[0]
    row.save()


_FIRST_SALT: list[bytes] = []
TAMPERINGS: dict[str, Callable[[str], None]] = {
    "another phone": lambda n: _put(n, phone="19900009999"),
    "no phone": lambda n: _put(n, phone=""),
    "another e-mail": lambda n: _put(n, email="x@example.org"),
    "the former contact": _old_row_back,
}


@pytest.mark.parametrize(
    ("what", "confirmed"),
    [(what, True) for what in TAMPERINGS]
    + [(what, False) for what in TAMPERINGS if what != "the former contact"],
)
def test_a_contact_changed_past_the_two_is_found(what: str, confirmed: bool) -> None:
    number = comes_in().number
    _FIRST_SALT[:] = [bytes(Petitioner.objects.get().salt)]
    asked(number)
    if confirmed:
        confirm_contact(number, item=1, reason="核实", by=DAN, now=START + 2 * HOUR)
    assert not faults()
    TAMPERINGS[what](number)
    assert faults() == {"petitioner_changed"}


def test_a_forged_confirmation_convinces_nobody() -> None:
    number = comes_in().number
    asked(number)
    confirm_contact(number, item=1, reason="核实", by=DAN, now=START + 2 * HOUR)
    with record_unlocked():
        Entry.objects.filter(verb="confirm_contact").update(data='{"petition": 5}')
    assert "entry_changed" in faults()


def test_a_joined_petition_takes_its_change_along_when_it_parts_again() -> None:
    home, other = (
        comes_in().number,
        comes_in(title="另一家", person=Person(name="朴", phone="19900004321")).number,
    )
    link(other, other=home, by=DAN, now=START)
    asked(home, petition=other)
    confirm_contact(home, item=1, reason="核实", by=DAN, now=START + 2 * HOUR)
    assert (phone_of(other), phone_of(home)) == ("19900005678", "19900001234")
    assert not faults()
    unlink(other, reason="两回事", by=DAN, now=START + 3 * HOUR)
    assert not faults()
    _put(other, phone="19900004321")
    assert faults() == {"petitioner_changed"}


def test_a_petition_that_has_parted_is_not_changed_from_its_former_matter() -> None:
    home, other = comes_in().number, comes_in(title="另一家").number
    link(other, other=home, by=DAN, now=START)
    asked(home, petition=other)
    unlink(other, reason="两回事", by=DAN, now=START + 2 * HOUR)
    with pytest.raises(NotDone) as no:
        confirm_contact(home, item=1, reason="核实", by=DAN, now=START + 3 * HOUR)
    assert no.value.refused.reason == "not_on_list"
    assert phone_of(other) == "19900001234"


def test_a_review_and_its_first_matter_change_each_by_their_own_dossier() -> None:
    number = comes_in().number
    at = go(number, Verb.CLOSE)
    review = ask_review(number, text="请复查。", by=PAK, now=at).number
    asked(review, now=at, petition=review)
    confirm_contact(review, item=1, reason="核实", by=DAN, now=at)
    assert (phone_of(review), phone_of(number)) == ("19900005678", "19900001234")
    assert Petitioner.objects.filter(id_number_index="999999195001010042").count() == 2
    asked(number, now=at, phone="", email="new@example.org")
    confirm_contact(number, item=1, reason="核实", by=DAN, now=at)
    assert not faults()


def test_call_backs_go_only_by_what_the_register_holds() -> None:
    number = comes_in(person=Person(name="朴", phone="19900004321")).number
    at = go(number, Verb.DELIVER)
    assert given_contacts(Petition.objects.get()) == {Contact.PHONE, Contact.IN_PERSON}
    tell = {"petition": number, "confirmed": "not_said", "text": "打了电话。", "by": DAN, "now": at}
    for contact in ("email", "address"):
        with pytest.raises(NotDone) as no:
            follow_up(number, contact=contact, **tell)
        assert (no.value.refused.reason, no.value.refused.field) == ("contact_not_given", "contact")
    follow_up(number, contact="phone", **tell)
    asked(number, now=at, phone="", email="park@example.org")
    with pytest.raises(NotDone):
        follow_up(number, contact="email", **tell)
    confirm_contact(number, item=1, reason="核实", by=DAN, now=at)
    follow_up(number, contact="email", **tell)
    with pytest.raises(NotDone) as no:
        follow_up(number, contact="pigeon", **tell)
    assert no.value.refused.reason == "not_on_list"
