"""Which day is worked, why, and how sure that is."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules import calendar as module
from huiyin.rules.calendar import (
    LOCAL,
    PACKAGE_YEARS,
    Calendar,
    DayFact,
    Override,
    Reason,
    local_date,
    whole_years,
)
from tests.rules.times import d, naive, published_until


@pytest.fixture(autouse=True, scope="module")
def known_until_2026() -> Iterator[None]:
    with published_until(2026):
        yield


def span(first: str, last: str) -> list[date]:
    return [d(first) + timedelta(days=n) for n in range((d(last) - d(first)).days + 1)]


# The notice for 2026, typed in from the notice itself and not from the package.
OFF_2026 = [
    *span("2026-01-01", "2026-01-03"), *span("2026-02-15", "2026-02-23"), *span("2026-04-04", "2026-04-06"),
    *span("2026-05-01", "2026-05-05"), *span("2026-06-19", "2026-06-21"), *span("2026-09-25", "2026-09-27"),
    *span("2026-10-01", "2026-10-07"),
]  # fmt: skip
MAKEUP_2026 = [d(f"2026-{day}") for day in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")]

# A made-up notice for 2027, in the shape of a real one.
NOTICE_2027 = {
    d("2027-01-01"): Override(False, Reason.HOLIDAY, "New Year's Day"),
    **{day: Override(False, Reason.HOLIDAY, "Spring Festival") for day in span("2027-02-05", "2027-02-11")},
    d("2027-02-13"): Override(True, Reason.MAKEUP, "Spring Festival"),
    **{day: Override(False, Reason.HOLIDAY, "National Day") for day in span("2027-10-01", "2027-10-07")},
}


def test_the_whole_of_2026_is_as_the_notice_says() -> None:
    calendar = Calendar()
    for day in span("2026-01-01", "2026-12-31"):
        worked = day in MAKEUP_2026 or (day.weekday() < 5 and day not in OFF_2026)
        assert calendar.is_working(day) is worked, day


@pytest.mark.parametrize(
    ("day", "working", "reason", "name"),
    [
        ("2026-03-02", True, Reason.WEEKDAY, ""),
        ("2026-03-07", False, Reason.WEEKEND, ""),
        ("2026-02-17", False, Reason.HOLIDAY, "Spring Festival"),
        (
            "2026-02-21",
            False,
            Reason.HOLIDAY,
            "Spring Festival",
        ),  # a Saturday inside the holiday belongs to it
        ("2026-02-14", True, Reason.MAKEUP, "Spring Festival"),
        ("2026-09-20", True, Reason.MAKEUP, "National Day"),  # eleven days ahead, and a Sunday
        ("2015-09-03", False, Reason.HOLIDAY, "Anti-Fascist 70th Day"),  # once only
        ("2004-01-22", False, Reason.HOLIDAY, "Spring Festival"),  # the first year that the package knows
    ],
)
def test_fact(day: str, working: bool, reason: Reason, name: str) -> None:
    assert Calendar().fact(d(day)) == DayFact(d(day), working, reason, name, provisional=False)


def test_unpublished_year_is_the_plain_week_and_provisional() -> None:
    calendar = Calendar()
    assert calendar.fact(d("2027-10-01")) == DayFact(d("2027-10-01"), True, Reason.WEEKDAY, "", True)
    assert calendar.fact(d("2027-10-02")) == DayFact(d("2027-10-02"), False, Reason.WEEKEND, "", True)


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        ("2003-12-31", True),  # before the first notice that the package knows
        ("2004-01-01", False),
        ("2018-12-31", False),  # the notice for 2019 is out and made it a holiday
        ("2026-12-28", False),
        ("2026-12-29", True),  # the notice for 2027 may still bridge to New Year's Day, as that for 2019 did
        ("2026-12-31", True),
        ("2027-01-01", True),
        ("2030-06-05", True),
    ],
)
def test_provisional(day: str, provisional: bool) -> None:
    assert Calendar().is_provisional(d(day)) is provisional


def test_late_loaded_notice_settles_its_year_and_the_december_before() -> None:
    calendar = Calendar(NOTICE_2027, published_years=[2027])
    assert calendar.last_published == 2027
    assert calendar.fact(d("2027-02-13")) == DayFact(
        d("2027-02-13"), True, Reason.MAKEUP, "Spring Festival", False
    )
    assert not calendar.is_provisional(d("2026-12-31"))
    assert not calendar.is_provisional(d("2027-06-01"))
    assert calendar.is_provisional(d("2027-12-29"))
    assert calendar.is_provisional(d("2028-01-03"))


def test_several_notices_loaded_late() -> None:
    rows = {date(year, 10, 1): Override(False, Reason.HOLIDAY, "National Day") for year in (2027, 2028, 2029)}
    calendar = Calendar(rows, published_years=[2029, 2027, 2028])
    assert calendar.last_published == 2029
    assert not calendar.any_provisional(d("2026-12-01"), d("2029-12-28"))


def test_rows_alone_do_not_publish_a_year() -> None:
    calendar = Calendar(NOTICE_2027)
    assert calendar.last_published == 2026
    assert calendar.is_provisional(d("2027-06-01"))
    assert not calendar.is_provisional(d("2027-10-01"))  # what the county has set itself stands


def test_year_declared_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="no day of it is in the table: 2027"):
        Calendar(published_years=[2027])
    with pytest.raises(ValueError, match="2028"):
        Calendar(NOTICE_2027, published_years=[2027, 2028])


def test_year_that_the_package_knows_needs_no_rows() -> None:
    assert Calendar(published_years=[2025, 2026]) == Calendar()


def test_gap_stays_provisional() -> None:
    calendar = Calendar({d("2028-01-03"): Override(False, Reason.HOLIDAY)}, published_years=[2028])
    assert calendar.last_published == 2026
    assert calendar.is_provisional(d("2027-06-01"))
    assert not calendar.is_provisional(d("2028-06-01"))


@pytest.mark.parametrize("year", sorted(PACKAGE_YEARS))
def test_every_published_year_has_its_holidays(year: int) -> None:
    calendar = Calendar()
    first_of_october = calendar.fact(date(year, 10, 1))
    assert (first_of_october.working, first_of_october.reason) == (False, Reason.HOLIDAY)
    assert 245 <= sum(calendar.is_working(day) for day in span(f"{year}-01-01", f"{year}-12-31")) <= 255


def test_published_years_have_no_gap() -> None:
    assert sorted(PACKAGE_YEARS) == list(range(2004, max(PACKAGE_YEARS) + 1))
    assert max(PACKAGE_YEARS) >= 2026


def test_a_bridge_day_alone_publishes_no_year() -> None:
    assert whole_years({d("2026-10-01"): "National Day", d("2027-01-01"): "New Year's Day"}) == {2026}


def test_newer_package_is_known_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE_YEARS", PACKAGE_YEARS | {max(PACKAGE_YEARS) + 1})
    assert Calendar().last_published == max(PACKAGE_YEARS) + 1


# -- the county's table --------------------------------------------------------------------------------------

YANBIAN_DAY = Override(False, Reason.LOCAL, "Yanbian Day")


def test_local_holiday() -> None:
    day = d("2026-09-03")  # a Thursday
    assert Calendar().is_working(day)
    assert Calendar({day: YANBIAN_DAY}).fact(day) == DayFact(day, False, Reason.LOCAL, "Yanbian Day", False)


@pytest.mark.parametrize(
    ("day", "override"),
    [
        ("2026-10-01", Override(True)),  # over a holiday
        ("2026-10-10", Override(False)),  # over a make-up day
        ("2026-03-02", Override(False, name="Storm")),  # over a weekday
        ("2026-03-07", Override(True, Reason.MAKEUP)),  # over a weekend
        ("2027-03-02", YANBIAN_DAY),  # in an unpublished year
    ],
)
def test_override_wins(day: str, override: Override) -> None:
    fact = Calendar({d(day): override}).fact(d(day))
    assert fact == DayFact(d(day), override.working, override.reason, override.name, False)


@pytest.mark.parametrize(
    ("working", "reason"),
    [
        (True, Reason.HOLIDAY), (True, Reason.LOCAL), (False, Reason.MAKEUP),
        (True, Reason.WEEKDAY), (False, Reason.WEEKDAY), (True, Reason.WEEKEND), (False, Reason.WEEKEND),
    ],
)  # fmt: skip
def test_override_that_contradicts_itself_is_refused(working: bool, reason: Reason) -> None:
    with pytest.raises(
        ValueError, match=f"{'worked' if working else 'free'} with the reason '{reason.value}'"
    ):
        Override(working, reason)


def test_calendar_keeps_no_hold_of_the_callers_table() -> None:
    table = {d("2026-09-03"): YANBIAN_DAY}
    calendar = Calendar(table)
    table.clear()
    assert not calendar.is_working(d("2026-09-03"))
    with pytest.raises(TypeError):
        calendar.overrides[d("2026-09-04")] = YANBIAN_DAY  # type: ignore[index]


def test_equal_calendars() -> None:
    one, same = Calendar(NOTICE_2027, [2027]), Calendar(dict(NOTICE_2027), {2027})
    assert one == same
    assert hash(one) == hash(same)
    assert one != Calendar(NOTICE_2027)
    assert one != Calendar()
    assert one != "a calendar"


def test_calendar_travels_between_processes() -> None:
    calendar = Calendar(NOTICE_2027, [2027])
    calendar.add_working_days(d("2026-03-02"), 5)
    assert pickle.loads(pickle.dumps(calendar)) == calendar


# -- counting ------------------------------------------------------------------------------------------------


def test_counting_by_hand() -> None:
    calendar = Calendar()
    assert calendar.add_working_days(d("2026-02-13"), 1) == d("2026-02-14")  # make-up Saturday
    assert calendar.add_working_days(d("2026-02-13"), 2) == d("2026-02-24")  # past the nine days
    assert calendar.add_working_days(d("2026-02-13"), 0) == d("2026-02-13")
    assert calendar.add_working_days(d("2026-02-17"), 0) == d("2026-02-17")  # none counted: not moved
    assert calendar.add_working_days(d("2025-12-31"), 1) == d("2026-01-04")  # over the year end to a Sunday
    # 248 are worked in 2026, the start is one of them and not counted; 261 Mondays to Fridays in 2027
    assert calendar.add_working_days(d("2026-01-04"), 247 + 261) == d("2027-12-31")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-02-15", "2026-02-24"),
        ("2026-02-28", "2026-02-28"),
        ("2022-12-31", "2023-01-03"),  # nothing worked is left in the year: 31 Dec to 2 Jan were off
    ],
)
def test_working_day_from(day: str, expected: str) -> None:
    assert Calendar().working_day_from(d(day)) == d(expected)


@pytest.mark.parametrize("n", [-1, 10_001])
def test_absurd_numbers_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="working days must be 0 to 10000"):
        Calendar().add_working_days(d("2026-03-02"), n)


def test_the_end_of_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no calendar after the year 9999"):
        Calendar().add_working_days(date(9999, 12, 31), 1)
    with pytest.raises(ValueError, match="no calendar after the year 9999"):
        Calendar({day: Override(False) for day in span("9999-12-31", "9999-12-31")}).working_day_from(
            date(9999, 12, 31)
        )


def test_moment_instead_of_a_day_is_refused() -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    calendar = Calendar()
    asked = (
        calendar.fact,
        calendar.is_working,
        calendar.working_day_from,
        lambda m: calendar.add_working_days(m, 1),
    )
    for ask in (*asked, lambda m: Calendar({m: YANBIAN_DAY})):
        with pytest.raises(TypeError, match="a day is wanted"):
            ask(moment)


def test_any_provisional_looks_at_both_ends_and_between() -> None:
    calendar = Calendar({d("2027-03-01"): YANBIAN_DAY})
    assert not calendar.any_provisional(d("2026-01-01"), d("2026-12-28"))
    assert calendar.any_provisional(d("2026-12-01"), d("2026-12-29"))
    assert calendar.any_provisional(d("2003-12-31"), d("2004-01-05"))
    assert not calendar.any_provisional(d("2027-03-01"), d("2027-03-01"))
    assert calendar.any_provisional(d("2027-03-01"), d("2027-03-02"))


# -- local days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (
            datetime(2026, 3, 9, 15, 59, 59, 999999, tzinfo=UTC),
            "2026-03-09",
        ),  # the last instant of the local day
        (datetime(2026, 3, 9, 16, 0, tzinfo=UTC), "2026-03-10"),
        (datetime(2026, 3, 9, 0, 0, tzinfo=LOCAL), "2026-03-09"),
        (datetime(2026, 3, 9, 12, 0, tzinfo=timezone(timedelta(hours=-12))), "2026-03-10"),
        (datetime(1988, 7, 1, 15, 30, tzinfo=UTC), "1988-07-01"),  # no summer time, though China had it then
    ],
)
def test_local_date(moment: datetime, expected: str) -> None:
    assert local_date(moment) == d(expected)


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone: 2026-03-09T08:00:00"):
        local_date(naive("2026-03-09T08:00"))


def test_moment_past_the_end_of_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no calendar day"):
        local_date(datetime.max.replace(tzinfo=UTC))


def test_zone() -> None:
    assert LOCAL.utcoffset(None) == timedelta(hours=8)
    assert str(LOCAL) == "Asia/Shanghai"


# -- laws ----------------------------------------------------------------------------------------------------

days = st.dates(d("2003-06-01"), d("2030-12-31"))
settings_of_a_day = st.sampled_from(
    [Override(True), Override(False), YANBIAN_DAY, Override(True, Reason.MAKEUP)]
)
tables = st.dictionaries(st.dates(d("2026-01-01"), d("2027-12-31")), settings_of_a_day, max_size=30)


def naive_count(calendar: Calendar, start: date, n: int) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        n -= calendar.fact(day).working
    return day


@given(start=days, n=st.integers(0, 300), table=tables)
def test_counting_equals_counting_day_by_day(start: date, n: int, table: dict[date, Override]) -> None:
    calendar = Calendar(table)
    assert calendar.add_working_days(start, n) == naive_count(calendar, start, n)


@given(start=days, n=st.integers(1, 300), table=tables)
def test_counting_only_grows(start: date, n: int, table: dict[date, Override]) -> None:
    calendar = Calendar(table)
    reached = calendar.add_working_days(start, n)
    assert start < reached < calendar.add_working_days(start, n + 1)
    assert reached <= calendar.add_working_days(start + timedelta(days=1), n)
    assert calendar.is_working(reached)


@given(day=days, table=tables)
def test_override_wins_everywhere(day: date, table: dict[date, Override]) -> None:
    fact, plain = Calendar(table).fact(day), Calendar().fact(day)
    if day in table:
        assert (fact.working, fact.reason, fact.name, fact.provisional) == (
            table[day].working, table[day].reason, table[day].name, False,
        )  # fmt: skip
    else:
        assert fact == plain


@given(first=days, length=st.integers(0, 400), table=tables)
def test_short_cut_of_any_provisional(first: date, length: int, table: dict[date, Override]) -> None:
    calendar = Calendar(table)
    between = [first + timedelta(days=n) for n in range(length + 1)]
    assert calendar.any_provisional(first, between[-1]) == any(map(calendar.is_provisional, between))


@given(day=days, table=tables)
def test_working_day_from_is_the_first_worked(day: date, table: dict[date, Override]) -> None:
    calendar = Calendar(table)
    reached = calendar.working_day_from(day)
    assert calendar.is_working(reached)
    assert not any(calendar.is_working(day + timedelta(days=n)) for n in range((reached - day).days))


@given(moment=st.datetimes(naive("2004-01-01"), naive("2030-01-01")), hours=st.integers(-14, 14))
def test_the_zone_that_a_moment_is_told_in_changes_nothing(moment: datetime, hours: int) -> None:
    there = moment.replace(tzinfo=LOCAL).astimezone(timezone(timedelta(hours=hours)))
    assert local_date(there) == moment.date()
