"""Figures of a period: repeats by person, collective visits by the county's threshold, three date bases."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.figures import Figures, figures
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.parties import Other
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.repeats import repeats_in
from huiyin.rooms.county.actions import NotDone, set_setting
from huiyin.rules.counting import DateBasis, Ground
from huiyin.rules.groups import PartyRole
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Channel
from tests.rooms.cast import BUREAU, DAN, JIN, START, TOWN, comes_in

pytestmark = pytest.mark.usefixtures("county")

DAY = timedelta(days=1)
MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 1)
BAI = Person(name="白永浩", phone="19900002001")
AN = Person(name="安春子", id_number="999999195001020048", phone="19900002002")
NOBODY = Person()


def brought(*pieces: dict[str, Any]) -> list[str]:
    """Petitions one hour after the other, all joined to the first: one matter. Their numbers."""
    numbers: list[str] = []
    for hour, piece in enumerate(pieces):
        at = piece.pop("received_at", START + timedelta(hours=hour))
        numbers.append(
            comes_in(**{"received_at": at, "now": START + 2 * DAY + timedelta(hours=hour), **piece}).number
        )
        if hour:
            link(numbers[-1], other=numbers[0], by=DAN, now=START + 2 * DAY + timedelta(hours=hour))
    return numbers  # fmt: skip


def found() -> list[tuple[str, str]]:
    """All repeats as (the repeat, of which)."""
    return [(one.key, one.of) for one in repeats_in(_matters())]


def _matters() -> list[str]:
    return list(Petition.objects.values_list("matter_id", flat=True))


def visits(start: date = MONDAY, end: date = MONDAY, **how: Any) -> Figures:
    """The line of the visits."""
    return next(line for line in figures(start, end, **how) if line.channel is Channel.VISIT)


# -- repeats ------------------------------------------------------------------------------------------------------


def test_who_comes_again_in_the_same_matter_repeats_the_first_time() -> None:
    one, two, three = brought({"person": JIN}, {"person": AN}, {"person": JIN})
    assert found() == [(three, one)]
    line = visits()
    assert (line.pieces, line.first, line.repeats) == (3, 2, 1)
    assert two not in dict(found())


def test_the_same_person_with_another_matter_is_no_repeat() -> None:
    comes_in()
    comes_in()
    assert (visits().first, visits().repeats) == (2, 0)
    assert found() == []


def test_the_id_number_says_who_it_is_and_the_phone_only_without_one() -> None:
    household = replace(JIN, name="金哲", id_number="999999195001010069")
    one, two, three = brought(
        {"person": JIN}, {"person": household}, {"person": replace(JIN, phone="19900003000")}
    )
    assert found() == [(three, one)], "two people of one household are two; a new phone makes nobody new"
    assert two


def test_whoever_left_only_a_phone_is_known_when_they_show_their_card() -> None:
    one, two = brought({"person": replace(JIN, id_number="")}, {"person": JIN})
    assert found() == [(two, one)]


def test_a_households_phone_alone_tells_nobody_apart() -> None:
    other = replace(JIN, name="金哲", id_number="999999195001010069")
    brought({"person": JIN}, {"person": other}, {"person": replace(JIN, id_number="")})
    assert found() == []


@pytest.mark.parametrize("role", [PartyRole.COSIGNER, PartyRole.REPRESENTATIVE, PartyRole.PETITIONER])
def test_one_co_signer_in_common_is_enough(role: PartyRole) -> None:
    one, two = brought({"person": JIN, "others": [Other(role, BAI)]}, {"person": BAI, "persons": 1})
    assert found() == [(two, one)]


def test_of_an_agents_petition_the_principal_counts_and_not_the_agent() -> None:
    acts = Other(PartyRole.AGENT, BAI, "代为提出")
    one, two, three = brought(
        {"person": JIN, "others": [acts]}, {"person": BAI}, {"person": AN, "others": [acts]}
    )
    assert found() == []
    (again,) = brought({"person": NOBODY, "others": [acts, Other(PartyRole.PRINCIPAL, JIN)]})
    link(again, other=one, by=DAN, now=START + 3 * DAY)
    assert found() == [(again, one)]
    assert two
    assert three


def test_anonymous_tip_offs_count_by_whom_they_accuse() -> None:
    numbers = brought({"person": NOBODY}, {"person": JIN}, {"person": NOBODY})
    assert found() == [], "nobody knows who that was"
    actions.triage(numbers[0], klass="tip_off", category="040100", by=DAN, now=START + 3 * DAY)
    (one,) = repeats_in(_matters())
    assert (one.key, one.of, one.ground) == (numbers[2], numbers[0], Ground.SAME_ACCUSED)


def test_a_repeat_counts_in_its_own_period_though_the_first_time_lies_before() -> None:
    brought({"person": JIN, "received_at": START - 40 * DAY}, {"person": JIN, "channel": "call"})
    lines = {line.channel: line for line in figures(MONDAY, MONDAY)}
    assert (lines[Channel.CALL].pieces, lines[Channel.CALL].repeats) == (1, 1)
    assert lines[Channel.VISIT].pieces == 0
    before = visits(SUNDAY - 60 * DAY, SUNDAY)
    assert (before.first, before.repeats) == (1, 0)


def test_what_somebody_may_see_is_counted_and_the_whole_matter_asked() -> None:
    brought({"person": JIN}, {"person": JIN, "channel": "call"})
    calls = Petition.objects.filter(channel="call")
    lines = {line.channel: line for line in figures(MONDAY, MONDAY, among=calls)}
    assert (lines[Channel.CALL].repeats, lines[Channel.VISIT].pieces) == (1, 0)


# -- collective visits --------------------------------------------------------------------------------------------


def test_a_visit_of_five_is_collective_and_a_letter_of_fifty_is_not() -> None:
    for persons, channel in ((4, "visit"), (5, "visit"), (18, "visit"), (50, "letter")):
        comes_in(persons=persons, channel=channel)
    line = visits()
    assert (line.batches, line.persons, line.collective, line.collective_persons) == (3, 27, 2, 23)
    letters = next(line for line in figures(MONDAY, MONDAY) if line.channel is Channel.LETTER)
    assert (letters.pieces, letters.collective, letters.collective_persons) == (1, 0, 0)


def test_the_county_says_from_how_many_on() -> None:
    comes_in(persons=9)
    assert visits().collective == 1
    set_setting("collective_from", 10, by=SYSTEM, now=START)
    assert visits().collective == 0


@pytest.mark.parametrize("value", [1, 0, -5, 5.0, "5", True, None, 1_001])
def test_a_threshold_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(NotDone, match="setting_range"):
        set_setting("collective_from", value, by=SYSTEM, now=START)


# -- date bases ---------------------------------------------------------------------------------------------------


def test_each_basis_asks_its_own_date() -> None:
    comes_in(received_at=START - 10 * DAY, now=START, exchanged_at=START - 5 * DAY)
    counts = {
        basis: [day for day in (1, 20, 25) if visits(*[_day(day)] * 2, basis=basis).pieces]
        for basis in DateBasis
    }
    assert counts == {DateBasis.RECEIVED: [20], DateBasis.EXCHANGED: [25], DateBasis.REGISTERED: []}
    assert visits(basis=DateBasis.REGISTERED).pieces == 1


def _day(number: int) -> date:
    return date(2026, 2, number)


def test_what_was_never_exchanged_isnt_counted_by_exchange() -> None:
    comes_in()
    assert visits(date.min, date.max, basis=DateBasis.EXCHANGED).pieces == 0


@pytest.mark.parametrize("basis", DateBasis)
def test_days_end_at_the_countys_midnight(basis: DateBasis) -> None:
    midnight = START.replace(hour=16, minute=0) - DAY
    comes_in(received_at=midnight, exchanged_at=midnight, now=midnight)
    assert visits(MONDAY, MONDAY, basis=basis).pieces == 1
    assert visits(SUNDAY, SUNDAY, basis=basis).pieces == 0


# -- cost ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 12])
def test_four_queries_whatever_the_period_holds(many: int) -> None:
    for _ in range(many):
        brought({"person": JIN}, {"person": JIN, "others": [Other(PartyRole.COSIGNER, BAI)]})
    with CaptureQueriesContext(connection) as asked:
        assert visits().repeats == many
    assert len(asked) == 4


def test_what_lies_outside_the_period_is_not_read() -> None:
    for _ in range(3):
        brought(
            {"person": JIN, "received_at": START - 90 * DAY}, {"person": JIN, "received_at": START - 80 * DAY}
        )
    with CaptureQueriesContext(connection) as asked:
        figures(MONDAY, MONDAY)
    assert len(asked) == 1, "nothing came that day"  # fmt: skip


def test_the_index_of_each_date_is_used() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever index there is")
    for basis, index in (
        (DateBasis.RECEIVED, "petition_by_channel"), (DateBasis.REGISTERED, "petition_by_registration"),
        (DateBasis.EXCHANGED, "petition_by_exchange"),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            figures(MONDAY, MONDAY, basis=basis)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[-1]['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert f"huiyin_petition USING INDEX {index}" in plan, plan


# -- the command --------------------------------------------------------------------------------------------------


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("report", "figures", "--from", "2026-03-01", "--to", "2026-03-31", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("basis", "word"), [("received", "按信访日期"), ("registered", "按登记日期"), ("exchanged", "按交换日期")]
)
def test_the_sheet_names_its_basis_method_and_cut_off(basis: str, word: str) -> None:
    comes_in()
    out = said("--basis", basis)
    assert word in out
    assert "统计截至" in out
    assert "集体访=一批5人及以上" in out
    assert ("没有交换日期的信访件不计入" in out) is (basis == "exchanged")
    told = json.loads(said("--basis", basis, "--json"))
    assert told["basis"] == f"{basis}_at"
    assert datetime.fromisoformat(told["cut_off"]).tzinfo is not None
    assert told["channels"][0]["pieces"] == (0 if basis == "exchanged" else 1)


def test_another_basis_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        said("--basis", "closed")


def test_the_share_of_repeats_is_told_with_its_whole() -> None:
    brought({"person": JIN}, {"person": JIN}, {"person": AN})
    assert "重复信访率 1/3（33.3%）" in said()


@pytest.mark.parametrize(
    ("level", "to", "high"),
    [
        ("", TOWN, 0), ("town", TOWN, 0), ("county", TOWN, 0), ("prefecture", TOWN, 1), ("national", TOWN, 1),
        ("county", BUREAU, 0), ("prefecture", BUREAU, 0), ("province", BUREAU, 1),
    ],
)  # fmt: skip
def test_a_visit_higher_than_one_above_the_organ_that_handles_it_overstepped(
    level: str, to: str, high: int
) -> None:
    """Art. 20: own level or one up; while nobody holds it, nothing is said."""
    number = comes_in(level=level).number
    assert visits().overstepped == 0
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=START + DAY)
    actions.forward(number, to=to, by=DAN, now=START + DAY)
    assert visits().overstepped == high


def test_a_letter_never_oversteps() -> None:
    number = comes_in(level="national", channel="letter").number
    actions.triage(number, klass="appeal", category="040100", by=DAN, now=START + DAY)
    actions.forward(number, to=TOWN, by=DAN, now=START + DAY)
    assert all(line.overstepped == 0 for line in figures(MONDAY, MONDAY))
