"""Until which day a term runs, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from huiyin.rules.calendar import Calendar, Override, Reason
from huiyin.rules.clocks import (
    RULES,
    Clock,
    Due,
    Terms,
    Unit,
    due_on,
    explain,
)
from tests.rules.times import at, d, given_with, naive, published_until

TERMS = Terms()
T1, T2, T3, T4, T5, T6 = Clock.T1, Clock.T2, Clock.T3, Clock.T4, Clock.T5, Clock.T6
T7, T11, F1, F3 = Clock.T7, Clock.T11, Clock.F1, Clock.F3
L1, L2, L3, L4, L5 = Clock.L1, Clock.L2, Clock.L3, Clock.L4, Clock.L5
#: Lengths that come with the event, and the longest that each takes.
GIVEN = {
    Clock.T5: 365,
    Clock.T7: 30,
    Clock.F1: 365,
    Clock.F2: 365,
    Clock.F3: 365,
    Clock.L6: 365,
    Clock.L15: 365,
}


@pytest.fixture(autouse=True, scope="module")
def known_until_2026() -> Iterator[None]:
    with published_until(2026):
        yield


def due(
    clock: Clock, start: str, days: int | None = None, *, calendar: Calendar | None = None, **terms
) -> Due:
    return due_on(clock, at(start), calendar=calendar or Calendar(), terms=replace(TERMS, **terms), days=days)


# clock, start, due, why. Weekdays and holidays are those of the notices; 2026 has nine days off for Spring
# Festival (15 to 23 Feb) and works on 4 Jan, 14 Feb, 28 Feb, 9 May, 20 Sep and 10 Oct.
CERTAIN = [
    # five working days, T4
    (T4, "2026-03-09", "2026-03-16", "Mon: Tue to Fri are four, Mon the fifth"),
    (T4, "2026-03-13", "2026-03-20", "Fri: the next whole week"),
    (T4, "2026-03-14", "2026-03-20", "Sat start isn't counted anyway: Mon to Fri"),
    (T4, "2026-03-15", "2026-03-20", "Sun likewise"),
    (T4, "2026-03-09T00:00", "2026-03-16", "first instant of the Monday"),
    (T4, "2026-03-09T23:59:59", "2026-03-16", "last second of the Monday"),
    (T4, "2026-03-10T00:00", "2026-03-17", "a second later it is Tuesday"),
    (T4, "2026-02-09", "2026-02-14", "Tue to Fri, and the make-up Saturday is the fifth"),
    (T4, "2026-02-12", "2026-02-26", "Fri 13, Sat 14 worked; then nine off; 24, 25, 26"),
    (T4, "2026-02-13", "2026-02-27", "Sat 14 worked; 24 to 27"),
    (T4, "2026-02-14", "2026-02-28", "start on a make-up day isn't counted; 24 to 27, make-up Sat 28"),
    (T4, "2026-02-15", "2026-02-28", "first day of the holiday: same"),
    (T4, "2026-02-23", "2026-02-28", "last day of the holiday: same"),
    (T4, "2026-02-24", "2026-03-02", "25, 26, 27, Sat 28 worked, Sunday off, Mon 2"),
    (T4, "2025-12-29", "2026-01-06", "30, 31; 1 to 3 off; Sun 4 worked, 5, 6"),
    (T4, "2025-12-31", "2026-01-08", "Sun 4 worked, 5, 6, 7, 8"),
    (T4, "2026-01-01", "2026-01-08", "New Year's Day: same"),
    (T4, "2026-01-04", "2026-01-09", "start on the make-up Sunday: 5 to 9"),
    (T4, "2026-04-02", "2026-04-10", "Fri 3; 4 to 6 off; 7 to 10"),
    (T4, "2026-04-29", "2026-05-09", "Thu 30; 1 to 5 off; 6, 7, 8, make-up Sat 9"),
    (T4, "2026-04-30", "2026-05-11", "6, 7, 8, Sat 9 worked, Sunday off, Mon 11"),
    (T4, "2026-05-05", "2026-05-11", "last day off: same"),
    (T4, "2026-05-08", "2026-05-14", "Sat 9 worked, Sunday off, 11 to 14"),
    (T4, "2026-06-18", "2026-06-26", "19 to 21 off; 22 to 26"),
    (T4, "2026-09-16", "2026-09-22", "17, 18, Saturday off, make-up Sun 20, 21, 22"),
    (T4, "2026-09-24", "2026-10-09", "25 to 27 off; 28, 29, 30; 1 to 7 off; 8, 9"),
    (T4, "2026-09-30", "2026-10-13", "1 to 7 off; 8, 9, Sat 10 worked, Sunday off, 12, 13"),
    (T4, "2026-10-05", "2026-10-13", "inside National Day: same"),
    (T4, "2026-12-21", "2026-12-28", "22 to 25, Mon 28: no notice to come reaches that far back"),
    (T4, "2018-12-26", "2019-01-03", "27, 28, make-up Sat 29; 30 to 1 off; 2, 3"),
    (T4, "2015-09-01", "2015-09-09", "2; 3 to 5 off, once only; make-up Sun 6, 7, 8, 9"),
    (T4, "2020-01-22", "2020-02-06", "23; off until 2 Feb, prolonged that year; 3 to 6"),
    (T4, "2009-09-28", "2009-10-12", "29, 30; 1 to 8 off; 9, make-up Sat 10, Sunday off, 12"),
    # fifteen days, T1, T2, T3, L5
    (T1, "2009-07-08", "2009-07-23", "the day the department was founded, a Wednesday; a Thursday"),
    (T1, "2026-03-02", "2026-03-17", "a Tuesday"),
    (T1, "2026-01-30", "2026-02-14", "a make-up Saturday is worked: it stays"),
    (T1, "2026-01-31", "2026-02-24", "15 Feb, first of nine days off: moves past them"),
    (T1, "2026-02-01", "2026-02-24", "16 Feb: same"),
    (T1, "2026-02-08", "2026-02-24", "23 Feb, the last day off: moves by one"),
    (T1, "2026-02-09", "2026-02-24", "falls on the 24th itself"),
    (T1, "2026-02-13", "2026-02-28", "make-up Saturday: stays"),
    (T1, "2026-02-14", "2026-03-02", "Sun 1 Mar: moves to Monday"),
    (T1, "2026-04-16", "2026-05-06", "1 May: moves past five days off"),
    (T1, "2026-04-20", "2026-05-06", "5 May: same"),
    (T1, "2026-04-24", "2026-05-09", "make-up Saturday: stays"),
    (T1, "2026-04-25", "2026-05-11", "Sun 10 May: the Saturday before was worked, the Sunday isn't"),
    (T2, "2026-06-04", "2026-06-22", "Dragon Boat Friday: moves to Monday"),
    (T3, "2026-03-20", "2026-04-07", "Sat 4 Apr, Tomb-sweeping: moves past Mon 6"),
    (T1, "2026-09-05", "2026-09-20", "make-up Sunday: stays"),
    (T1, "2026-09-10", "2026-09-28", "Mid-autumn Friday: moves to Monday"),
    (T1, "2026-09-16", "2026-10-08", "1 Oct: moves past seven days off"),
    (T1, "2026-09-25", "2026-10-10", "make-up Saturday: stays"),
    (T1, "2026-09-26", "2026-10-12", "Sun 11 Oct: moves to Monday"),
    (T1, "2025-12-17", "2026-01-04", "1 Jan: moves past 3 Jan onto the make-up Sunday, over the year end"),
    (T1, "2025-12-20", "2026-01-04", "falls on the make-up Sunday: stays"),
    (T1, "2026-12-12", "2026-12-28", "Sun 27 Dec: moves to Monday, still certain"),
    (T1, "2026-12-13", "2026-12-28", "the last certain day of 2026"),
    (T1, "2024-02-14", "2024-02-29", "leap day, a Thursday"),
    (T1, "2024-02-15", "2024-03-01", "one more: past the leap day"),
    (T1, "2023-02-14", "2023-03-01", "no leap day: the first of March at once"),
    (T1, "2024-02-29", "2024-03-15", "from the leap day"),
    (L5, "2026-03-02", "2026-03-17", "fifteen days, as T1"),
    # sixty days, T6 and by default L1
    (T6, "2023-01-01", "2023-03-02", "30 + 28 + 2"),
    (T6, "2024-01-01", "2024-03-01", "30 + 29 + 1: the leap day"),
    (T6, "2026-03-02", "2026-05-06", "29 + 30 + 1 is 1 May: moves past Labour Day"),
    (T6, "2026-08-02", "2026-10-08", "29 + 30 + 1 is 1 Oct: moves past National Day"),
    (T6, "2026-10-28", "2026-12-28", "3 + 30 + 27 is Sun 27 Dec: moves to Monday"),
    (L1, "2026-03-02", "2026-05-06", "the same sixty days"),
    # ten working days, L2 and L3; five, L4
    (L2, "2026-02-06", "2026-02-27", "9 to 13 and Sat 14 are six; 24 to 27"),
    (L3, "2026-09-21", "2026-10-12", "22 to 24, 28 to 30; 8, 9, Sat 10, Mon 12"),
    (L4, "2026-05-01", "2026-05-11", "6, 7, 8, Sat 9, Mon 11"),
]

UNCERTAIN = [
    (T4, "2026-12-22", "2026-12-29", "the notice for 2027 may still move the 29th, as it did in 2018"),
    (T4, "2026-12-25", "2027-01-01", "the plain week knows no New Year's Day"),
    (T4, "2027-02-08", "2027-02-15", "Spring Festival 2027 isn't known"),
    (T4, "2028-02-25", "2028-03-03", "28, Tue 29, 1, 2, 3: the leap day is counted"),
    (T1, "2026-12-16", "2026-12-31", "a Thursday today, perhaps a bridge day"),
    (T1, "2026-12-17", "2027-01-01", "a Friday of an unpublished year"),
    (T1, "2026-12-18", "2027-01-04", "Saturday, moves to Monday"),
    (T1, "2028-02-14", "2028-02-29", "leap day of an unpublished year"),
    (T6, "2026-10-30", "2026-12-29", "1 + 30 + 29"),
    (T6, "2026-11-23", "2027-01-22", "7 + 31 + 22, a Friday"),
    (L1, "2026-12-01", "2027-02-01", "30 + 30 is Sat 30 Jan: moves to Monday"),
    (L2, "2026-12-15", "2026-12-29", "16, 17, 18, 21 to 25, 28, 29"),
    (T1, "2003-12-01", "2003-12-16", "before the first notice that the package knows"),
]


@pytest.mark.parametrize(("clock", "start", "expected", "why"), CERTAIN)
def test_due(clock: Clock, start: str, expected: str, why: str) -> None:
    assert due(clock, start) == Due(d(expected), provisional=False), why


@pytest.mark.parametrize(("clock", "start", "expected", "why"), UNCERTAIN)
def test_due_provisional(clock: Clock, start: str, expected: str, why: str) -> None:
    assert due(clock, start) == Due(d(expected), provisional=True), why


@pytest.mark.parametrize(
    ("start", "days", "expected", "why"),
    [
        ("2026-03-05", 1, "2026-03-06", "the next day"),
        ("2026-03-06", 1, "2026-03-09", "Saturday: moves to Monday"),
        ("2026-04-05", 30, "2026-05-06", "5 May: moves past Labour Day"),
        ("2026-10-01", 7, "2026-10-08", "the first day after the holiday"),
        ("2025-03-02", 365, "2026-03-02", "the longest term"),
    ],
)
def test_due_of_an_assigned_matter(start: str, days: int, expected: str, why: str) -> None:
    assert due(T5, start, days) == Due(d(expected), provisional=False), why


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        ("2026-03-09T15:59:59", "2026-03-16"),  # 23:59:59 of Monday here
        ("2026-03-09T16:00:00", "2026-03-17"),  # midnight: Tuesday here, still Monday in UTC
        ("2026-02-13T16:00:00", "2026-02-28"),  # Saturday here, the make-up day isn't counted
        ("2025-12-31T16:00:00", "2026-01-08"),  # New Year here, still the old one in UTC
    ],
)
def test_the_local_day_counts_not_that_of_utc(utc: str, expected: str) -> None:
    start = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert due_on(T4, start, calendar=Calendar(), terms=TERMS).due_on == d(expected)


@pytest.mark.parametrize(
    ("clock", "start", "expected", "provisional"),
    [
        (T1, "2026-04-16", "2026-05-01", False),  # Labour Day stands
        (T1, "2026-02-14", "2026-03-01", False),  # a Sunday stands
        (T6, "2026-11-23", "2027-01-22", False),  # no calendar asked, so none can change it
        (T4, "2026-04-30", "2026-05-11", False),  # working days are never on a day off
    ],
)
def test_last_day_stands_where_the_county_says_so(
    clock: Clock, start: str, expected: str, provisional: bool
) -> None:
    assert due(clock, start, roll_last_day=False) == Due(d(expected), provisional)


@pytest.mark.parametrize(
    ("clock", "setting", "value", "start", "expected"),
    [
        (L1, "answer_days", 30, "2026-03-02", "2026-04-01"),
        (L2, "deliver_working_days", 1, "2026-03-06", "2026-03-09"),
        (L3, "close_working_days", 3, "2026-03-06", "2026-03-11"),
        (L4, "objection_working_days", 2, "2026-03-06", "2026-03-10"),
        (L5, "resend_days", 3, "2026-03-02", "2026-03-05"),
    ],
)
def test_local_terms_are_settings(clock: Clock, setting: str, value: int, start: str, expected: str) -> None:
    assert due(clock, start).due_on != d(expected)
    assert due(clock, start, **{setting: value}) == Due(d(expected), False)


LEAST = {spec.name: 1 for spec in fields(Terms) if spec.type == "int" and "percent" not in spec.name}


@pytest.mark.parametrize("clock", list(Clock))
def test_a_setting_changes_the_term_that_names_it_and_no_other(clock: Clock) -> None:
    """Above all none of the law's: with every number at its least they stay where they are."""
    own = RULES[clock].setting
    given = given_with(clock)
    asked = {"calendar": Calendar(), **given}
    plain = due_on(clock, at("2026-03-02"), terms=TERMS, **asked)
    others = Terms(**{name: 1 for name in LEAST if name != own})
    assert due_on(clock, at("2026-03-02"), terms=others, **asked) == plain
    if own:
        longest = next(spec.metadata["most"] for spec in fields(Terms) if spec.name == own)
        other = due_on(clock, at("2026-03-02"), terms=replace(TERMS, **{own: longest}), **asked)
        assert other.due_on > plain.due_on


# -- extension, another line's terms, hearings ---------------------------------------------------------------


@pytest.mark.parametrize("days", [1, 15, 30])
def test_an_extension_is_counted_on_top_of_the_sixty_and_rolls_once(days: int) -> None:
    """Not from the sixtieth day rolled: that would give the handling organ days that the law doesn't."""
    start = "2026-08-02"  # the sixtieth day is 1 Oct, rolled to 8 Oct
    stands = due(T7, start, days, roll_last_day=False).due_on
    assert (stands - d("2026-08-02")).days == 60 + days
    assert due(T7, start, days).due_on == Calendar().working_day_from(stands)


@pytest.mark.parametrize("clock", [Clock.F1, Clock.F2, Clock.F3])
def test_another_lines_term_is_counted_in_its_own_unit(clock: Clock) -> None:
    asked = {"calendar": Calendar(), "terms": TERMS, "days": 5}
    friday = at("2026-03-06")
    assert due_on(clock, friday, unit=Unit.DAYS, **asked).due_on == d("2026-03-11")
    assert due_on(clock, friday, unit=Unit.WORKING_DAYS, **asked).due_on == d("2026-03-13")


def test_days_of_a_hearing_do_not_count() -> None:
    asked = {"calendar": Calendar(), "terms": TERMS}
    start = at("2026-03-02")
    assert due_on(T11, start, **asked).due_on == d("2026-04-01")
    assert due_on(T11, start, extra=9, **asked).due_on == d("2026-04-10")
    assert due_on(T11, start, extra=10, **asked).due_on == d("2026-04-13")  # Saturday: Monday


# -- the county's table --------------------------------------------------------------------------------------


def test_local_holiday_moves_both_kinds() -> None:
    yanbian = Calendar({d("2026-09-03"): Override(False, Reason.LOCAL, "Yanbian Day")})
    assert due(T1, "2026-08-19") == Due(d("2026-09-03"), False)
    assert due(T1, "2026-08-19", calendar=yanbian) == Due(d("2026-09-04"), False)
    assert due(T4, "2026-08-31", calendar=yanbian) == Due(d("2026-09-08"), False)  # 1, 2, 4, 7, 8


def test_notice_loaded_late() -> None:
    """Nothing is known of Spring Festival 2027; once the notice comes the date is reckoned again."""
    rows = {d(f"2027-02-{n:02}"): Override(False, Reason.HOLIDAY, "Spring Festival") for n in range(5, 13)}
    rows |= {d("2027-02-13"): Override(True, Reason.MAKEUP, "Spring Festival")}
    loaded = Calendar(rows, published_years=[2027])
    assert due(T1, "2027-01-28") == Due(d("2027-02-12"), True)
    assert due(T1, "2027-01-28", calendar=loaded) == Due(d("2027-02-13"), False)
    assert due(T4, "2027-02-03", calendar=loaded) == Due(d("2027-02-17"), False)  # 4, Sat 13, 15, 16, 17
    assert due(T4, "2027-12-24", calendar=loaded) == Due(
        d("2027-12-31"), True
    )  # the notice for 2028 is to come


def test_rows_before_the_whole_notice_settle_only_themselves() -> None:
    partly = Calendar({d("2027-01-01"): Override(False, Reason.HOLIDAY, "New Year's Day")})
    assert due(T1, "2026-12-17", calendar=partly) == Due(
        d("2027-01-04"), True
    )  # the 2nd to 4th aren't certain
    assert due(T5, "2026-12-31", 4, calendar=Calendar({d("2027-01-04"): Override(True)})) == Due(
        d("2027-01-04"), False
    )


def test_settled_last_day_does_not_settle_the_days_before_it() -> None:
    sure_of_the_8th = Calendar({d("2027-03-08"): Override(True)})
    assert due(T4, "2027-03-01", calendar=sure_of_the_8th) == Due(d("2027-03-08"), True)
    sure_of_the_4th = Calendar({d("2027-01-04"): Override(True)})
    # Sunday 3 Jan may still become a make-up day
    assert due(T5, "2026-12-31", 3, calendar=sure_of_the_4th) == Due(d("2027-01-04"), True)


def test_december_bridge_moves_a_due_date() -> None:
    bridge = Calendar(
        {d("2026-12-31"): Override(False, Reason.HOLIDAY), d("2027-01-01"): Override(False)}, [2027]
    )
    assert due(T1, "2026-12-16") == Due(d("2026-12-31"), True)
    assert due(T1, "2026-12-16", calendar=bridge) == Due(d("2027-01-04"), False)


# -- refusals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [due_on, explain])
@pytest.mark.parametrize("clock", list(Clock))
def test_start_without_zone_is_refused(ask, clock: Clock) -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        ask(clock, naive("2026-03-02T09:00"), calendar=Calendar(), terms=TERMS, **given_with(clock))


@pytest.mark.parametrize("ask", [due_on, explain])
@pytest.mark.parametrize("clock", GIVEN)
@pytest.mark.parametrize("days", [None, 0, -1, 366, True, 1.5, "10"])
def test_a_given_term_must_be_days(ask, clock: Clock, days) -> None:
    asked = {"calendar": Calendar(), "terms": TERMS, **given_with(clock), "days": days}
    with pytest.raises(ValueError, match=f"{clock} needs a term of 1 to {GIVEN[clock]} days"):
        ask(clock, at("2026-03-02"), **asked)


@pytest.mark.parametrize("clock", GIVEN)
def test_a_given_term_has_its_longest(clock: Clock) -> None:
    asked = {"calendar": Calendar(), "terms": TERMS, **given_with(clock, GIVEN[clock])}
    assert due_on(clock, at("2026-03-02"), **asked).due_on > d("2026-03-02")
    with pytest.raises(ValueError, match=f"1 to {GIVEN[clock]} days: {GIVEN[clock] + 1}"):
        due_on(clock, at("2026-03-02"), **(asked | {"days": GIVEN[clock] + 1}))


@pytest.mark.parametrize("clock", [c for c in Clock if c not in GIVEN and not RULES[c].setting])
def test_no_clock_of_the_law_is_given_a_term(clock: Clock) -> None:
    with pytest.raises(ValueError, match=f"{clock} has its own term"):
        due(clock, "2026-03-02", 15)


@pytest.mark.parametrize("clock", [clock for clock in Clock if RULES[clock].setting])
def test_a_countys_term_stays_what_it_was_when_it_began(clock: Clock) -> None:
    """The length that the entry holds counts, whatever the setting says by now."""
    name = RULES[clock].setting
    asked = {"calendar": Calendar(), "terms": TERMS}
    long_ago = Terms.from_mapping({name: 4})
    found = due_on(clock, at("2026-03-02"), **asked, days=4)
    assert found == due_on(clock, at("2026-03-02"), calendar=Calendar(), terms=long_ago)
    for nonsense in (0, 366, True, "7"):
        with pytest.raises(ValueError, match=f"{clock} needs a term of 1 to 365 days"):
            due_on(clock, at("2026-03-02"), **asked, days=nonsense)


@pytest.mark.parametrize("ask", [due_on, explain])
@pytest.mark.parametrize("unit", [None, "days"])
def test_another_lines_term_needs_its_unit(ask, unit) -> None:
    with pytest.raises(ValueError, match="F1 has no unit of its own"):
        ask(F1, at("2026-03-02"), calendar=Calendar(), terms=TERMS, days=5, unit=unit)


@pytest.mark.parametrize("clock", [clock for clock in Clock if RULES[clock].unit is not None])
def test_no_other_clock_is_given_a_unit(clock: Clock) -> None:
    asked = {"calendar": Calendar(), "terms": TERMS, **given_with(clock), "unit": Unit.DAYS}
    with pytest.raises(ValueError, match=f"{clock} has its own unit"):
        due_on(clock, at("2026-03-02"), **asked)


@pytest.mark.parametrize("ask", [due_on, explain])
@pytest.mark.parametrize("extra", [-1, 366, True, 1.5, None, "3"])
def test_a_hearing_takes_whole_days(ask, extra) -> None:
    with pytest.raises(ValueError, match="a hearing takes 0 to 365 days"):
        ask(T11, at("2026-03-02"), calendar=Calendar(), terms=TERMS, extra=extra)


@pytest.mark.parametrize("clock", [clock for clock in Clock if clock is not T11])
def test_a_hearing_stops_no_other_clock(clock: Clock) -> None:
    """Art. 36 para. 2 speaks of the term of its own para. 1 and of no other."""
    asked = {"calendar": Calendar(), "terms": TERMS, **given_with(clock), "extra": 3}
    with pytest.raises(ValueError, match=f"no hearing stops {clock}: 3"):
        due_on(clock, at("2026-03-02"), **asked)


@pytest.mark.parametrize("clock", [T1, T4, T7, F3])
def test_the_end_of_time_is_refused(clock: Clock) -> None:
    asked = {"calendar": Calendar(), "terms": TERMS, **given_with(clock)}
    with pytest.raises(ValueError, match="no calendar"):
        due_on(clock, at("9999-12-30"), **asked)
