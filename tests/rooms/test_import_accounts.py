"""An account of a message board is one person, over all imports from there; a name that many may have is a person a row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection

from huiyin.rooms.cases.finality import Known, brought_by, people_in, same_person
from huiyin.rooms.cases.models import Petition, Petitioner
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.repeats import repeats_in
from huiyin.rooms.insight.hot import group
from huiyin.rooms.insight.models import Hot, HotPetition
from huiyin.rooms.insight.voices import count_month
from huiyin.rooms.intake import profiles
from huiyin.rules.periods import PeriodKind
from huiyin.rules.periods import whole as whole_period
from tests.rooms.cast import DAN, comes_in
from tests.rooms.import_cast import STREAM, message, table, take, whole

pytestmark = pytest.mark.usefixtures("county")
DAY = date(2025, 3, 3)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACCOUNT = "A00012345"


def board(number: object, user: str = ACCOUNT) -> dict[str, str]:
    """One row of a message board without a reply."""
    return message(number, 留言用户=user)


def imported(folder: Path, *rows: dict[str, str], heading: tuple[str, ...] = STREAM) -> list[str]:
    """The numbers of all that is here after these rows came in, in their order."""
    take(folder, table(rows, heading))
    return list(Petition.objects.order_by("pk").values_list("pk", flat=True))


def persons_of(numbers: list[str]) -> int:
    """How many persons a hot matter of these petitions has."""
    hot = Hot.objects.create(began_on=DAY, last_on=DAY)
    HotPetition.objects.bulk_create(HotPetition(hot=hot, petition_id=number, day=DAY) for number in numbers)
    found = group(DAN, hot.pk, today=DAY)
    assert found is not None
    return found.heat.persons


def spoke() -> int:
    """How many persons said what was said in that month."""
    return count_month(whole_period(PeriodKind.MONTH, DAY), now=NOW).persons


def test_two_rows_of_one_account_are_one_person(tmp_path: Path) -> None:
    numbers = imported(tmp_path, board(1), board(2), board(3, "A00067890"))
    assert persons_of(numbers) == 2
    assert spoke() == 2
    assert same_person(numbers[0], numbers[1])
    assert not same_person(numbers[0], numbers[2])
    assert brought_by(people_in(numbers[0])) == {numbers[1]: Known.ACCOUNT}
    assert whole()


@pytest.mark.parametrize("written", [" A00012345 ", "a00012345", "A 00012345", "Ａ０００１２３４５"])
def test_an_account_is_the_same_over_all_imports_however_it_is_written(written: str, tmp_path: Path) -> None:
    imported(tmp_path, board(1))
    numbers = imported(tmp_path, board(2, written), board(3))
    assert persons_of(numbers) == 1


def test_the_same_account_of_another_board_is_another_person(tmp_path: Path) -> None:
    one, two = imported(tmp_path, board(1), board(2))
    other = comes_in(person=Person(name=ACCOUNT, account=f"other:{ACCOUNT}")).number
    assert same_person(one, two)
    assert not same_person(one, other)


def test_two_profiles_of_one_board_know_one_message_and_one_account(tmp_path: Path) -> None:
    numbers = imported(tmp_path, board(90001))
    said = take(tmp_path, table([board(90001), board(90002)]))  # with replies: the other profile
    assert "1 taken in" in said
    assert "1 known already" in said
    found = list(Petition.objects.order_by("pk").values_list("pk", flat=True))
    assert found[:1] == numbers
    assert len(found) == 2
    assert same_person(*found)


def test_what_an_earlier_edition_took_in_goes_on_as_it_is_kept(tmp_path: Path) -> None:
    person = Person(name=ACCOUNT, account=f"replied:{ACCOUNT}")
    old = comes_in(person=person).number
    Petition.objects.filter(pk=old).update(foreign_number="replied:90001")
    take(tmp_path, table([board(90001), board(90002)]))
    take(tmp_path, table([board(90001), board(90003)], STREAM))
    found = list(Petition.objects.order_by("pk").values_list("pk", flat=True))
    assert len(found) == 3
    assert same_person(found[0], found[1])
    assert same_person(found[1], found[2])


@pytest.mark.parametrize("name", ["UU008582", "匿名", "网友", "热心市民", "A12", "张三"])
def test_a_name_that_many_may_have_is_a_person_a_row(name: str, tmp_path: Path) -> None:
    numbers = imported(tmp_path, *(board(n, name) for n in range(3)))
    assert persons_of(numbers) == 3
    assert not same_person(numbers[0], numbers[1])
    assert not Petitioner.objects.filter(account_index__isnull=False).exists()


def test_the_same_account_with_the_same_matter_is_a_repeat(tmp_path: Path) -> None:
    imported(tmp_path, board(1))
    one, two, three = imported(tmp_path, board(2), board(3, "A00067890"))
    Petition.objects.filter(pk__in=[two, three]).update(matter=one)  # as `link` leaves them
    assert [(found.key, found.of) for found in repeats_in([one])] == [(two, one)]


def test_an_account_counts_where_no_number_says_who_it_is() -> None:
    person = Person(name="A00012345", account="stream:A00012345")
    one, two = (comes_in(person=person).number for _ in range(2))
    link(two, other=one, by=DAN, now=NOW)
    (found,) = repeats_in([one])
    assert (found.key, found.of) == (two, one)


def test_a_second_import_adds_nothing(tmp_path: Path) -> None:
    imported(tmp_path, board(1), board(2))
    before = Petitioner.objects.count()
    assert "0 taken in" in take(tmp_path, table([board(1), board(2)], STREAM))
    assert Petitioner.objects.count() == before == 2
    assert spoke() == 1


def test_the_account_is_sealed_and_the_record_tells_if_it_is_changed(tmp_path: Path) -> None:
    imported(tmp_path, board(1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT account, account_index FROM huiyin_petitioner")
        ((sealed, index),) = cursor.fetchall()
    assert ACCOUNT not in sealed
    assert ACCOUNT.encode() not in bytes(index)
    Petitioner.objects.update(account="", account_index=None)
    with pytest.raises(AssertionError):
        whole()


@pytest.mark.parametrize(("name", "account"), [("stream", True), ("replied", True), ("liuyanban", False)])
def test_which_profiles_know_accounts(name: str, account: bool) -> None:
    assert bool(profiles.load(name).account(ACCOUNT)) is account
