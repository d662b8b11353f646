"""Two leaders change their duties: whole or not at all, once however often it is sent, and never over what was received."""

from __future__ import annotations

import pytest

from huiyin.rooms.county.models import Change
from huiyin.rooms.duty.actions import NotDone, cancel_shift, record_reception, substitute, swap_shifts
from huiyin.rooms.duty.models import Shift
from tests.rooms.cast import START
from tests.rooms.duty_cast import (
    DAN,
    DAY,
    LAW,
    LEE,
    MAG,
    MONDAY,
    SEC,
    SONG,
    XIA,
    add_leaders,
    at,
    planned,
    refused,
)

WEEK = DAY * 7


@pytest.fixture(autouse=True)
def leaders(county: None) -> None:
    add_leaders()


def pair() -> tuple[Shift, Shift]:
    return planned(LAW, MONDAY + WEEK), planned(MAG, MONDAY + WEEK * 2, phone="0433-1")


def swap(one: Shift, other: Shift, by=DAN, expected=(LAW, MAG)) -> tuple[Shift, Shift]:
    return swap_shifts(one.pk, other.pk, expected=expected, by=by, now=START)


@pytest.mark.django_db
@pytest.mark.parametrize("by", [DAN, SONG])
def test_the_leaders_change_places_and_all_else_stays(by) -> None:
    one, other = pair()
    swap(one, other, by)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.unit_id, one.first, one.phone) == (MAG, MONDAY + WEEK, "")
    assert (other.unit_id, other.first, other.phone) == (LAW, MONDAY + WEEK * 2, "0433-1")
    change = Change.objects.order_by("-id").first()
    assert change is not None
    assert (change.verb, [one["unit"] for one in change.data["shifts"]]) == ("swap_shifts", [MAG, LAW])


@pytest.mark.django_db
def test_sent_twice_it_is_done_once_and_back_is_another_decision() -> None:
    one, other = pair()
    swap(one, other)
    changes = Change.objects.count()
    swap(one, other)
    assert Change.objects.count() == changes
    assert Shift.objects.get(pk=one.pk).unit_id == MAG
    swap(one, other, expected=(MAG, LAW))
    assert Shift.objects.get(pk=one.pk).unit_id == LAW


@pytest.mark.django_db
def test_what_is_refused_leaves_both_as_they_were() -> None:
    one, other = pair()
    assert refused(lambda: swap(one, other, by=XIA)) == ("not_yours", "")
    assert refused(lambda: swap(one, other, by=LEE)) == ("not_yours", "")
    assert refused(lambda: swap(one, one)) == ("same_leader_twice", "")
    assert refused(lambda: swap(one, other, expected=(LAW, SEC))) == ("changed_meanwhile", "")
    assert refused(lambda: swap_shifts(one.pk, 999, expected=(LAW, MAG), by=DAN, now=START)) == (
        "no_such_shift",
        "shift",
    )
    assert refused(
        lambda: swap_shifts(one.pk, other.pk, expected=(LAW, MAG), by=DAN, now=at(MONDAY + WEEK + DAY))
    ) == ("shift_begun", "")
    day = planned(SEC, MONDAY + WEEK, 1, kind="monthly")
    assert refused(lambda: swap(one, day, expected=(LAW, SEC))) == ("kinds_differ", "")


@pytest.mark.django_db
def test_nothing_is_swapped_over_a_stand_in_a_reception_or_a_cancelled_one() -> None:
    one, other = pair()
    part = substitute(other.pk, unit=SEC, reason="开会", by=DAN, now=START)
    assert refused(lambda: swap(one, part)) == ("stand_in_there", "")
    third = planned(SEC, MONDAY)
    record_reception(third.pk, day=MONDAY, note="来访", by=DAN, now=at(MONDAY, 10))
    assert refused(lambda: swap(one, third, expected=(LAW, SEC))) == ("received_already", "")
    cancel_shift(one.pk, by=DAN, now=START)
    with pytest.raises(NotDone):
        swap(one, third, expected=(LAW, SEC))
