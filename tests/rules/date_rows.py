"""The proof of the clocks, row by row: dates worked out by hand from the published notices, not asked from the code.

A row: its name, the term, the moment that starts it, the last day in time, the article, one sentence of reasoning. Where it
matters: ``given`` ("20" days told with the event, "7d" or "5w" of another line in days or working days, "+9" days that a
hearing took), the calendar (see ``CALENDARS``), whether last days move off days off, whether the date is certain.

Days off and make-up days, as the notices have them (the year's holidays; "+": weekend days worked):
2023: 31 Dec to 2 Jan; 21 to 27 Jan + 28, 29 Jan; 5 Apr; 29 Apr to 3 May + 23 Apr, 6 May; 22 to 24 Jun + 25 Jun;
      29 Sep to 6 Oct + 7, 8 Oct
2024: 1 Jan; 10 to 17 Feb + 4, 18 Feb; 4 to 6 Apr + 7 Apr; 1 to 5 May + 28 Apr, 11 May; 10 Jun; 15 to 17 Sep + 14 Sep;
      1 to 7 Oct + 29 Sep, 12 Oct
2025: 1 Jan; 28 Jan to 4 Feb + 26 Jan, 8 Feb; 4 to 6 Apr; 1 to 5 May + 27 Apr; 31 May to 2 Jun; 1 to 8 Oct + 28 Sep, 11 Oct
2026: 1 to 3 Jan + 4 Jan; 15 to 23 Feb + 14, 28 Feb; 4 to 6 Apr; 1 to 5 May + 9 May; 19 to 21 Jun; 25 to 27 Sep + 20 Sep;
      1 to 7 Oct + 10 Oct
2027: not published. ``LOADED`` is an invention in the shape of a notice: 1 to 3 Jan; 5 to 11 Feb + 31 Jan, 13 Feb;
      3 to 5 Apr; 1 to 5 May + 8 May; 1 to 7 Oct + 26 Sep, 9 Oct
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from huiyin.rules.calendar import Calendar, Override, Reason
from huiyin.rules.terms import Clock
from tests.rules.times import d

C = Clock


class Row(NamedTuple):
    """One date computation; see above."""

    name: str
    clock: Clock
    start: str
    last: str
    article: str
    why: str
    given: str = ""
    calendar: str = "2026"
    roll: bool = True
    sure: bool = True


def _free(name: str, first: str, days: int) -> dict[date, Override]:
    return {d(first) + timedelta(days=n): Override(False, Reason.HOLIDAY, name) for n in range(days)}


def _worked(name: str, *days: str) -> dict[date, Override]:
    return {d(day): Override(True, Reason.MAKEUP, name) for day in days}


LOADED: Mapping[date, Override] = {
    **_free("New Year's Day", "2027-01-01", 3),
    **_free("Spring Festival", "2027-02-05", 7),
    **_worked("Spring Festival", "2027-01-31", "2027-02-13"),
    **_free("Tomb-sweeping Day", "2027-04-03", 3),
    **_free("Labour Day", "2027-05-01", 5),
    **_worked("Labour Day", "2027-05-08"),
    **_free("National Day", "2027-10-01", 7),
    **_worked("National Day", "2027-09-26", "2027-10-09"),
}
CALENDARS: Mapping[str, Calendar] = {
    "2026": Calendar(),
    "2027": Calendar(LOADED, [2027]),
    "local": Calendar({d("2026-09-03"): Override(False, Reason.LOCAL, "Yanbian Day")}),  # a Thursday
    "snow": Calendar(
        {d("2026-03-04"): Override(False), d("2026-03-07"): Override(True)}
    ),  # Wed free, Sat worked
    "flood": Calendar({d("2026-10-05"): Override(True)}),  # worked in the middle of National Day
}
OFF, TO_COME = (
    False,
    False,
)  # roll=OFF: last days stay where they fall; sure=TO_COME: a notice may still move it

# fmt: off
ROWS: tuple[Row, ...] = (
    # Spring Festival 2024
    Row("sf24-1", C.T4, "2024-02-05", "2024-02-18", "23", "Tue 6 to Fri 9 are four; 10 to 17 off; make-up Sun 18."),
    Row("sf24-2", C.T4, "2024-02-09", "2024-02-22", "23", "The holiday lies between; make-up Sun 18, then 19 to 22."),
    Row("sf24-3", C.T4, "2024-02-02", "2024-02-08", "23", "Sat 3 off, Sun 4 worked is the first, Mon 5 to Thu 8 the others."),
    Row("sf24-4", C.T4, "2024-02-04", "2024-02-09", "23", "A start on a make-up Sunday isn't counted: Mon 5 to Fri 9."),
    Row("sf24-5", C.T4, "2024-02-10", "2024-02-22", "23", "A start inside the holiday: Sun 18, 19 to 22."),
    Row("sf24-6", C.T1, "2024-01-26", "2024-02-18", "22", "Sat 10 Feb, the first off: moves to the make-up Sunday."),
    Row("sf24-7", C.T1, "2024-02-02", "2024-02-18", "22", "Sat 17 Feb, the last off: moves by one, onto a worked Sunday."),
    Row("sf24-8", C.T1, "2024-02-03", "2024-02-18", "22", "Falls on the make-up Sunday itself and stays."),
    Row("sf24-9", C.T8, "2024-01-19", "2024-02-18", "35", "12 and 18 days: the make-up Sunday, a day like any."),
    # Spring Festival 2025
    Row("sf25-1", C.T4, "2025-01-22", "2025-02-05", "23", "23, 24, make-up Sun 26, 27 are four; eight off; Wed 5 Feb."),
    Row("sf25-2", C.T4, "2025-01-24", "2025-02-07", "23", "Make-up Sun 26, Mon 27; then 5, 6, 7 Feb."),
    Row("sf25-3", C.T4, "2025-01-27", "2025-02-10", "23", "5, 6, 7, make-up Sat 8 are four; Sun 9 off; Mon 10."),
    Row("sf25-4", C.T4, "2025-01-28", "2025-02-10", "23", "The first day off changes nothing: 5, 6, 7, Sat 8, Mon 10."),
    Row("sf25-5", C.T1, "2025-01-13", "2025-02-05", "22", "The 15th day is the first of eight days off: moves past them."),
    Row("sf25-6", C.T3, "2025-01-24", "2025-02-08", "23", "Falls on the make-up Saturday and stays."),
    Row("sf25-7", C.T2, "2025-01-25", "2025-02-10", "23", "Sun 9 Feb is an ordinary Sunday: moves to Monday."),
    Row("sf25-8", C.L2, "2025-01-20", "2025-02-08", "", "21 to 24, Sun 26, 27 are six; 5, 6, 7, make-up Sat 8 make ten."),
    # Spring Festival 2026
    Row("sf26-1", C.T4, "2026-02-09", "2026-02-14", "23", "Tue 10 to Fri 13 are four, the make-up Saturday the fifth."),
    Row("sf26-2", C.T4, "2026-02-12", "2026-02-26", "23", "Fri 13, Sat 14; nine off; Tue 24, 25, 26."),
    Row("sf26-3", C.T4, "2026-02-13", "2026-02-27", "23", "Sat 14; nine off; 24 to 27."),
    Row("sf26-4", C.T4, "2026-02-14", "2026-02-28", "23", "The make-up start isn't counted; 24 to 27 and make-up Sat 28."),
    Row("sf26-5", C.T4, "2026-02-23", "2026-02-28", "23", "From the last day off: 24 to 27, make-up Sat 28."),
    Row("sf26-6", C.T4, "2026-02-24", "2026-03-02", "23", "25, 26, 27, make-up Sat 28; Sun off; Mon 2 March."),
    Row("sf26-7", C.T1, "2026-01-30", "2026-02-14", "22", "The 15th day is the make-up Saturday and stays."),
    Row("sf26-8", C.T1, "2026-01-31", "2026-02-24", "22", "The 15th day is the first of nine days off: moves past all."),
    Row("sf26-9", C.T1, "2026-02-08", "2026-02-24", "22", "23 Feb is the last day off: moves by one."),
    Row("sf26-10", C.T1, "2026-02-14", "2026-03-02", "22", "Sun 1 March: moves to Monday, the worked Saturday lies before it."),
    Row("sf26-11", C.L2, "2026-02-06", "2026-02-27", "", "9 to 13 and Sat 14 are six; 24 to 27 make ten."),
    # other holidays, make-up days worked and not
    Row("qm24-1", C.T4, "2024-04-01", "2024-04-09", "23", "2, 3; 4 to 6 off; make-up Sun 7, 8, 9."),
    Row("qm24-2", C.T1, "2024-03-21", "2024-04-07", "22", "5 April is off: moves to the make-up Sunday, not to Monday."),
    Row("qm25-1", C.T1, "2025-03-20", "2025-04-07", "22", "Fri 4 April is off with its weekend: moves to Monday."),
    Row("qm26-1", C.T3, "2026-03-20", "2026-04-07", "23", "Sat 4 April, Tomb-sweeping: moves past Mon 6."),
    Row("ld24-1", C.T4, "2024-04-26", "2024-05-07", "23", "Make-up Sun 28, 29, 30; 1 to 5 off; 6, 7."),
    Row("ld24-2", C.T4, "2024-05-06", "2024-05-11", "23", "7 to 10 and the make-up Saturday."),
    Row("ld24-3", C.T1, "2024-04-13", "2024-04-28", "22", "Falls on the make-up Sunday before the holiday and stays."),
    Row("ld25-1", C.T4, "2025-04-25", "2025-05-06", "23", "Make-up Sun 27, 28, 29, 30; five off; Tue 6."),
    Row("ld26-1", C.T4, "2026-04-30", "2026-05-11", "23", "6, 7, 8, make-up Sat 9; Sun off; Mon 11."),
    Row("ld26-2", C.T1, "2026-04-16", "2026-05-06", "22", "1 May: moves past five days off."),
    Row("ld26-3", C.L5, "2026-04-24", "2026-05-09", "", "The make-up Saturday: stays."),
    Row("ld26-4", C.L4, "2026-05-01", "2026-05-11", "", "From a day off: 6, 7, 8, make-up Sat 9, Mon 11."),
    Row("db25-1", C.T4, "2025-05-28", "2025-06-05", "23", "29, 30; 31 May to 2 June off; 3, 4, 5."),
    Row("db25-2", C.T1, "2025-05-16", "2025-06-03", "22", "31 May is off with Sunday and Monday: Tue 3 June."),
    Row("db26-1", C.T2, "2026-06-04", "2026-06-22", "23", "Dragon Boat Friday: moves to Monday."),
    Row("ma24-1", C.T4, "2024-09-12", "2024-09-20", "23", "Fri 13, make-up Sat 14; 15 to 17 off; 18, 19, 20."),
    Row("ma26-1", C.T3, "2026-09-10", "2026-09-28", "23", "Mid-autumn Friday: moves to Monday."),
    Row("ma26-2", C.T2, "2026-09-05", "2026-09-20", "23", "The make-up Sunday for National Day: stays."),
    Row("ma26-3", C.T4, "2026-09-16", "2026-09-22", "23", "17, 18; Sat off; make-up Sun 20, 21, 22."),
    # National Day
    Row("nd23-1", C.T4, "2023-09-28", "2023-10-11", "23", "Eight off; make-up Sat 7 and Sun 8 both count, 9, 10, 11."),
    Row("sf23-1", C.T4, "2023-01-20", "2023-02-01", "23", "Seven off; make-up Sat 28 and Sun 29 both count, 30, 31, 1."),
    Row("nd24-1", C.T4, "2024-09-26", "2024-10-09", "23", "Fri 27; Sat off; make-up Sun 29, 30; seven off; 8, 9."),
    Row("nd24-2", C.T4, "2024-09-30", "2024-10-12", "23", "8, 9, 10, 11 and make-up Sat 12."),
    Row("nd24-3", C.T6, "2024-08-03", "2024-10-08", "34", "28 days of August, 30 of September, two: 2 Oct moves to Tue 8."),
    Row("nd25-1", C.T4, "2025-09-26", "2025-10-10", "23", "Make-up Sun 28, 29, 30; eight off; 9, 10."),
    Row("nd25-2", C.T4, "2025-09-30", "2025-10-14", "23", "9, 10, make-up Sat 11; Sun off; 13, 14."),
    Row("nd25-3", C.T1, "2025-09-23", "2025-10-09", "22", "8 Oct was off in 2025 (Mid-autumn fell in it): moves by one."),
    Row("nd25-4", C.T6, "2025-08-02", "2025-10-09", "34", "29 and 30 days, the sixtieth is 1 Oct: moves past eight."),
    Row("nd26-1", C.T4, "2026-09-30", "2026-10-13", "23", "8, 9, make-up Sat 10; Sun off; 12, 13."),
    Row("nd26-2", C.T4, "2026-10-05", "2026-10-13", "23", "A start inside the holiday gives the same."),
    Row("nd26-3", C.T3, "2026-09-16", "2026-10-08", "23", "1 Oct: moves past seven days off."),
    Row("nd26-4", C.L3, "2026-09-21", "2026-10-12", "", "22 to 24, 28 to 30 are six; 8, 9, make-up Sat 10, Mon 12."),
    # year ends
    Row("ye18-1", C.T4, "2018-12-26", "2019-01-03", "23", "27, 28, make-up Sat 29; 30 to 1 off, a bridge in December; 2, 3."),
    Row("ye24-1", C.T4, "2024-12-26", "2025-01-03", "23", "27, 30, 31; Wed 1 off; 2, 3."),
    Row("ye24-2", C.T1, "2024-12-17", "2025-01-02", "22", "New Year's Day 2025 stood alone: moves to Thursday."),
    Row("ye25-1", C.T4, "2025-12-29", "2026-01-06", "23", "30, 31; 1 to 3 off; make-up Sun 4, 5, 6."),
    Row("ye25-2", C.T4, "2025-12-31", "2026-01-08", "23", "Make-up Sun 4, 5, 6, 7, 8."),
    Row("ye25-3", C.T1, "2025-12-17", "2026-01-04", "22", "1 Jan: moves past 3 Jan onto the make-up Sunday."),
    Row("ye25-4", C.T2, "2025-12-20", "2026-01-04", "23", "Falls on the make-up Sunday and stays."),
    Row("ye26-1", C.T1, "2026-12-13", "2026-12-28", "22", "A Monday that no notice to come reaches: the last certain day."),
    Row("ye26-2", C.T1, "2026-12-14", "2026-12-29", "22", "A Tuesday that the next notice may still bridge.", sure=TO_COME),
    Row("ye26-3", C.L11, "2026-12-14", "2026-12-28", "", "15 to 18, 21 to 25, Mon 28 make ten, all certain."),
    # leap days
    Row("leap-1", C.T1, "2024-02-14", "2024-02-29", "22", "Fifteen days on is the leap day, a Thursday."),
    Row("leap-2", C.T6, "2023-12-31", "2024-02-29", "34", "31 days of January and 29 of February."),
    Row("leap-3", C.T8, "2024-01-30", "2024-02-29", "35", "One day of January and 29."),
    Row("leap-4", C.T9, "2024-01-31", "2024-03-01", "35", "29 days of February and one of March, a Friday."),
    Row("leap-5", C.T4, "2024-02-27", "2024-03-05", "23", "28, 29, 1; weekend; 4, 5: the leap day is worked."),
    Row("leap-6", C.T4, "2024-02-29", "2024-03-07", "23", "The leap day as start isn't counted: 1, 4 to 7."),
    Row("leap-7", C.T5, "2024-02-29", "2025-02-28", "22(3)", "365 days from the leap day, a Friday.", "365"),
    Row("leap-8", C.T5, "2023-02-28", "2024-02-28", "22(3)", "365 days that hold no leap day yet.", "365"),
    Row("leap-9", C.T7, "2023-12-01", "2024-02-29", "34", "30, 31 and 29 days are ninety.", "30"),
    Row("leap-10", C.T1, "2028-02-14", "2028-02-29", "22", "The leap day of a year not published, a Tuesday.", sure=TO_COME),
    Row("leap-11", C.T4, "2028-02-25", "2028-03-03", "23", "28, Tue 29, 1, 2, 3 by the plain week.", sure=TO_COME),
    Row("leap-12", C.T5, "2027-03-01", "2028-02-29", "22(3)", "365 days, for 1 March is the 366th.", "365", sure=TO_COME),
    # the sixty days and their extension: counted from acceptance, moved once at the end
    Row("ext-1", C.T6, "2026-03-02", "2026-05-06", "34", "29, 30 and one: 1 May moves past five days off."),
    Row("ext-2", C.T7, "2026-03-02", "2026-05-06", "34", "The 61st day is Sat 2 May; the day is the one of the sixty.", "1"),
    Row("ext-3", C.T7, "2026-03-02", "2026-05-06", "34", "The 65th day is Wed 6 May itself: nothing moves.", "5"),
    Row("ext-4", C.T7, "2026-03-02", "2026-05-18", "34", "The 75th day is Sat 16 May, an ordinary one: Monday.", "15"),
    Row("ext-5", C.T7, "2026-03-02", "2026-06-01", "34", "The 90th day is Sun 31 May, not 30 days after 6 May.", "30"),
    Row("ext-6", C.T6, "2026-08-02", "2026-10-08", "34", "29, 30 and one: 1 Oct moves past seven days off."),
    Row("ext-7", C.T7, "2026-08-02", "2026-10-08", "34", "The 67th day is Thu 8 Oct: seven days more gain none.", "7"),
    Row("ext-8", C.T7, "2026-08-02", "2026-10-10", "34", "The 69th day is the make-up Saturday and stays.", "9"),
    Row("ext-9", C.T7, "2026-08-02", "2026-10-12", "34", "The 70th day is an ordinary Sunday: Monday.", "10"),
    Row("ext-10", C.T7, "2025-11-03", "2026-02-02", "34", "27, 31, 31 and one: Sun 1 Feb moves to Monday.", "30"),
    Row("ext-11", C.T7, "2025-11-17", "2026-02-24", "34", "13, 31, 31, 15: 15 Feb moves past nine days off.", "30"),
    Row("ext-12", C.T7, "2026-03-02", "2026-05-31", "34", "The 90th day stays on its Sunday.", "30", roll=OFF),
    # days given with the event
    Row("own-1", C.T5, "2026-03-05", "2026-03-06", "22(3)", "One day is the next day.", "1"),
    Row("own-2", C.T5, "2026-03-06", "2026-03-09", "22(3)", "One day from Friday is Saturday: Monday.", "1"),
    Row("own-3", C.T5, "2026-04-05", "2026-05-06", "22(3)", "Thirty days end on 5 May: moves by one.", "30"),
    Row("own-4", C.T5, "2026-10-01", "2026-10-08", "22(3)", "Seven days end just behind the holiday.", "7"),
    Row("own-5", C.T5, "2025-03-02", "2026-03-02", "22(3)", "The longest term, over two years' notices, to a Monday.", "365"),
    Row("own-6", C.L6, "2026-03-02", "2026-03-12", "40", "Ten days of a supervision notice end on a Thursday.", "10"),
    Row("own-7", C.L6, "2026-04-17", "2026-05-06", "40", "Fifteen days end on 2 May: moves behind the holiday.", "15"),
    # review and recheck: windows of the petitioner, terms of the organ, days of a hearing
    Row("win-1", C.T8, "2026-04-15", "2026-05-15", "35", "15 days of April and 15: a Friday."),
    Row("win-2", C.T8, "2026-04-01", "2026-05-06", "35", "The petitioner's right, too, moves behind the holiday."),
    Row("win-3", C.T8, "2026-08-21", "2026-09-20", "35", "Ten days of August and twenty: the make-up Sunday."),
    Row("win-4", C.T10, "2026-01-16", "2026-02-24", "36", "15 and 15: 15 Feb moves past nine days off."),
    Row("win-5", C.T10, "2026-09-02", "2026-10-08", "36", "28 and two: 2 Oct moves behind the holiday."),
    Row("win-6", C.T10, "2026-08-26", "2026-09-28", "36", "Five and 25: Mid-autumn Friday moves to Monday."),
    Row("rev-1", C.T9, "2026-03-02", "2026-04-01", "35", "29 days of March and one: a Wednesday."),
    Row("rev-2", C.T9, "2026-03-05", "2026-04-07", "35", "26 and four: Sat 4 April moves past Mon 6."),
    Row("rev-3", C.T9, "2026-05-20", "2026-06-22", "35", "11 and 19: Dragon Boat Friday moves to Monday."),
    Row("hear-1", C.T11, "2026-03-02", "2026-04-01", "36", "Without a hearing thirty days."),
    Row("hear-2", C.T11, "2026-03-02", "2026-04-07", "36", "33 days end on Sat 4 April: moves past Mon 6.", "+3"),
    Row("hear-3", C.T11, "2026-03-02", "2026-04-10", "36", "39 days end on a Friday.", "+9"),
    Row("hear-4", C.T11, "2026-03-02", "2026-05-11", "36", "70 days: 29, 30 and 11 are a Monday.", "+40"),
    Row("hear-5", C.T11, "2026-09-01", "2026-10-10", "36", "39 days end on the make-up Saturday and stay.", "+9"),
    Row("hear-6", C.T11, "2026-09-01", "2026-10-12", "36", "Forty days end on the Sunday behind it: Monday.", "+10"),
    Row("hear-7", C.T11, "2025-12-15", "2026-01-19", "36", "35 days: 16 of December and 19, a Monday.", "+5"),
    # simple handling
    Row("simple-1", C.S1, "2026-03-06", "2026-03-11", "", "Three working days from a Friday: 9, 10, 11."),
    Row("simple-2", C.S1, "2026-04-30", "2026-05-08", "", "1 to 5 May off; 6, 7, 8."),
    Row("simple-3", C.S1, "2026-02-12", "2026-02-24", "", "Fri 13, make-up Sat 14; nine off; 24."),
    Row("simple-4", C.S2, "2026-03-02", "2026-03-16", "", "3 to 6, 9 to 13, 16 are ten."),
    Row("simple-5", C.S2, "2026-02-02", "2026-02-14", "", "3 to 6, 9 to 13 are nine, the make-up Saturday the tenth."),
    Row("simple-6", C.S2, "2026-09-24", "2026-10-15", "", "28 to 30; 8, 9, make-up Sat 10; 12 to 15."),
    # terms of other lines, in their own units
    Row("line-1", C.F1, "2026-03-06", "2026-03-09", "", "12345: sign within one working day, Friday to Monday.", "1w"),
    Row("line-2", C.F1, "2026-09-30", "2026-10-08", "", "One working day, with the holiday between.", "1w"),
    Row("line-3", C.F1, "2026-04-16", "2026-05-06", "", "Environment platform: fifteen days end on 1 May: moves.", "15d"),
    Row("line-4", C.F2, "2026-03-02", "2026-03-09", "", "12345: seven calendar days, Monday to Monday.", "7d"),
    Row("line-5", C.F2, "2026-02-10", "2026-02-24", "", "Seven calendar days end on 17 Feb: moves past the holiday.", "7d"),
    Row("line-6", C.F2, "2026-02-12", "2026-02-26", "", "Five working days: 13, Sat 14; 24, 25, 26.", "5w"),
    Row("line-7", C.F2, "2026-04-28", "2026-05-11", "", "Mailbox, seven working days: 29, 30; 6, 7, 8, Sat 9, 11.", "7w"),
    Row("line-8", C.F2, "2026-03-02", "2026-03-30", "", "Twenty working days are four whole weeks.", "20w"),
    Row("line-9", C.F2, "2026-10-31", "2026-12-30", "", "30 and 30 days end where a bridge may come.", "60d", sure=TO_COME),
    Row("line-10", C.F3, "2026-02-13", "2026-02-14", "", "Hand back within one working day: the make-up Saturday.", "1w"),
    Row("line-11", C.F3, "2026-02-13", "2026-02-24", "", "Two working days: Sat 14, then behind the holiday.", "2w"),
    # the county's own
    Row("own-county-1", C.L1, "2026-03-02", "2026-05-06", "", "Sixty days by default, as the Regulation's: 1 May moves."),
    Row("own-county-2", C.L7, "2026-05-20", "2026-06-22", "40", "Thirty days for a recommendation end on 19 June."),
    Row("own-county-3", C.L8, "2026-04-29", "2026-05-15", "", "30; 6, 7, 8, make-up Sat 9; 11 to 15 make ten."),
    Row("own-county-4", C.L9, "2026-02-14", "2026-02-24", "", "From the make-up Saturday: behind the holiday."),
    Row("own-county-5", C.L9, "2026-09-19", "2026-09-20", "", "From a Saturday off to the make-up Sunday."),
    Row("own-county-6", C.L10, "2026-02-10", "2026-04-13", "21", "18, 31 and 11 days: Sat 11 April moves to Monday."),
    Row("own-county-7", C.L12, "2026-10-09", "2026-10-10", "25", "At once is the next working day: the make-up Saturday."),
    # a holiday of the prefecture on Thu 3 September; a day lost to snow; a day worked in a flood
    Row("local-1", C.T2, "2026-08-19", "2026-09-03", "23", "Without the county's table 3 September is a Thursday."),
    Row("local-2", C.T2, "2026-08-19", "2026-09-04", "23", "With it the last day moves to Friday.", calendar="local"),
    Row("local-3", C.T4, "2026-08-31", "2026-09-08", "23", "1, 2; 3 off; 4, 7, 8.", calendar="local"),
    Row("local-4", C.T8, "2026-08-04", "2026-09-04", "35", "27 and three: moves to Friday.", calendar="local"),
    Row("local-5", C.S1, "2026-09-01", "2026-09-07", "", "2; 3 off; 4, 7.", calendar="local"),
    Row("local-6", C.T1, "2026-08-19", "2026-09-03", "22", "A last day that stays where it is.", calendar="local", roll=OFF),
    Row("snow-1", C.T4, "2026-02-27", "2026-03-06", "23", "Make-up Sat 28, 2, 3; Wed 4 lost; 5, 6.", calendar="snow"),
    Row("snow-2", C.T1, "2026-02-17", "2026-03-05", "22", "4 March is lost: moves to Thursday.", calendar="snow"),
    Row("snow-3", C.T1, "2026-02-20", "2026-03-07", "22", "The Saturday worked for it: stays.", calendar="snow"),
    Row("snow-4", C.L9, "2026-03-03", "2026-03-05", "", "The next working day is Thursday.", calendar="snow"),
    Row("flood-1", C.T1, "2026-09-16", "2026-10-05", "22", "1 Oct moves to the day that the county works.", calendar="flood"),
    Row("flood-2", C.T4, "2026-09-30", "2026-10-12", "23", "5; 8, 9, make-up Sat 10, Mon 12.", calendar="flood"),
    # first and last minute; moments told elsewhere
    Row("min-1", C.T4, "2026-03-09T00:00", "2026-03-16", "23", "The first minute of Monday: Tue 10 to Mon 16."),
    Row("min-2", C.T4, "2026-03-09T23:59", "2026-03-16", "23", "Its last minute gives the same."),
    Row("min-3", C.T4, "2026-03-10T00:00", "2026-03-17", "23", "A minute later it is Tuesday."),
    Row("min-4", C.T6, "2026-03-02T23:59:59", "2026-05-06", "34", "The last second of the day of acceptance."),
    Row("utc-1", C.T4, "2026-03-09T15:59:59Z", "2026-03-16", "23", "One second to midnight here: still Monday."),
    Row("utc-2", C.T4, "2026-03-09T16:00Z", "2026-03-17", "23", "Midnight here: Tuesday, though Monday in UTC."),
    Row("utc-3", C.T1, "2025-12-31T16:00Z", "2026-01-16", "22", "New Year here: fifteen days from 1 January."),
    Row("utc-4", C.T4, "2026-02-13T16:00Z", "2026-02-28", "23", "Already the make-up Saturday, which isn't counted."),
    Row("utc-5", C.T9, "2024-02-28T16:30Z", "2024-04-01", "35", "The leap day here: Sat 30 March moves to Monday."),
    Row("utc-6", C.T4, "2026-10-07T17:00Z", "2026-10-14", "23", "Thu 8 Oct here: 9, Sat 10, 12, 13, 14."),
    Row("utc-7", C.T4, "2026-03-10T00:30+09:00", "2026-03-16", "23", "Half past eleven on Monday evening here."),
    # where the county leaves last days alone
    Row("stay-1", C.T1, "2026-04-16", "2026-05-01", "22", "1 May stands.", roll=OFF),
    Row("stay-2", C.T5, "2026-03-05", "2026-03-07", "22(3)", "Two days end on a Saturday that stands.", "2", roll=OFF),
    Row("stay-3", C.T6, "2026-11-23", "2027-01-22", "34", "7, 31, 22: certain, for no notice is asked.", roll=OFF),
    Row("stay-4", C.L1, "2026-12-01", "2027-01-30", "", "30 and 30: a Saturday that no notice can move.", roll=OFF),
    Row("stay-5", C.T4, "2026-04-30", "2026-05-11", "23", "Working days never end on a day off.", roll=OFF),
    Row("stay-6", C.F2, "2026-02-10", "2026-02-17", "", "Seven days of another line stand, too.", "7d", roll=OFF),
    # taken up again, heard
    Row("again-1", C.L13, "2026-04-29", "2026-05-09", "", "30; 1 to 5 off; 6, 7, 8, make-up Saturday 9."),
    Row("again-2", C.L13, "2026-03-06", "2026-03-13", "", "From a Friday: Monday to Friday."),
    Row("heard-1", C.L14, "2026-03-02", "2026-04-01", "", "29 days to the end of March and one."),
    Row("heard-2", C.L14, "2026-04-01", "2026-05-06", "", "1 May opens five days off: the sixth."),
    Row("wrote-1", C.L15, "2026-04-23", "2026-05-06", "", "Ten days end on 3 May, which is off: the sixth.", "10"),
    Row("wrote-2", C.L15, "2026-03-02", "2026-03-05", "", "Three days of a leader end on a Thursday.", "3"),
    Row("asked-1", C.L16, "2026-04-29", "2026-05-09", "", "30; 1 to 5 off; 6, 7, 8, make-up Saturday 9."),
    # the notice for 2027, before and after it is loaded
    Row("late-1/before", C.T4, "2026-12-22", "2026-12-29", "23", "23, 24, 25, 28, 29.", sure=TO_COME),
    Row("late-1/after", C.T4, "2026-12-22", "2026-12-29", "23", "No bridge came: the same, and certain.", calendar="2027"),
    Row("late-2/before", C.T4, "2026-12-25", "2027-01-01", "23", "The plain week knows no New Year's Day.", sure=TO_COME),
    Row("late-2/after", C.T4, "2026-12-25", "2027-01-04", "23", "28 to 31; 1 to 3 off; Mon 4.", calendar="2027"),
    Row("late-3/before", C.T4, "2026-12-31", "2027-01-07", "23", "Fri 1; 4 to 7.", sure=TO_COME),
    Row("late-3/after", C.T4, "2026-12-31", "2027-01-08", "23", "4 to 8.", calendar="2027"),
    Row("late-4/before", C.T4, "2027-01-29", "2027-02-05", "23", "1 to 5 February.", sure=TO_COME),
    Row("late-4/after", C.T4, "2027-01-29", "2027-02-04", "23", "Earlier now: make-up Sun 31, 1 to 4.", calendar="2027"),
    Row("late-5/before", C.T4, "2027-02-01", "2027-02-08", "23", "2 to 5, 8.", sure=TO_COME),
    Row("late-5/after", C.T4, "2027-02-01", "2027-02-13", "23", "2, 3, 4; seven off; 12, make-up Sat 13.", calendar="2027"),
    Row("late-6/before", C.T1, "2027-01-21", "2027-02-05", "22", "A Friday like any.", sure=TO_COME),
    Row("late-6/after", C.T1, "2027-01-21", "2027-02-12", "22", "The first of seven days off: Friday after.", calendar="2027"),
    Row("late-7/before", C.T1, "2027-01-29", "2027-02-15", "22", "Sat 13 Feb moves to Monday.", sure=TO_COME),
    Row("late-7/after", C.T1, "2027-01-29", "2027-02-13", "22", "A make-up Saturday now: stays.", calendar="2027"),
    Row("late-8/before", C.T6, "2026-12-08", "2027-02-08", "34", "23, 31, 6: Sat 6 Feb moves to Monday.", sure=TO_COME),
    Row("late-8/after", C.T6, "2026-12-08", "2027-02-12", "34", "Inside seven days off: Friday behind them.", calendar="2027"),
    Row("late-9/before", C.T7, "2026-10-28", "2027-01-26", "34", "The ninetieth day is a Tuesday.", "30", sure=TO_COME),
    Row("late-9/after", C.T7, "2026-10-28", "2027-01-26", "34", "Still a Tuesday, certain now.", "30", "2027"),
    Row("late-10/before", C.T11, "2026-11-20", "2027-01-04", "36", "45 days: 10, 31 and four, a Monday.", "+15", sure=TO_COME),
    Row("late-10/after", C.T11, "2026-11-20", "2027-01-04", "36", "Worked, and certain now.", "+15", "2027"),
    Row("late-11/before", C.T8, "2026-12-01", "2026-12-31", "35", "A Thursday that may become a bridge.", sure=TO_COME),
    Row("late-11/after", C.T8, "2026-12-01", "2026-12-31", "35", "It did not.", calendar="2027"),
    Row("late-12/before", C.F3, "2026-12-30", "2027-01-01", "", "Two working days: 31, 1.", "2w", sure=TO_COME),
    Row("late-12/after", C.F3, "2026-12-30", "2027-01-04", "", "31; 1 to 3 off; Mon 4.", "2w", "2027"),
    Row("late-13/before", C.L12, "2026-12-31", "2027-01-01", "25", "The next weekday.", sure=TO_COME),
    Row("late-13/after", C.L12, "2026-12-31", "2027-01-04", "25", "The next day that is worked.", calendar="2027"),
    Row("late-14/before", C.T4, "2027-09-24", "2027-10-01", "23", "27 to 30, Fri 1.", sure=TO_COME),
    Row("late-14/after", C.T4, "2027-09-24", "2027-09-30", "23", "Make-up Sun 26, 27 to 30.", calendar="2027"),
    Row("next-1", C.T4, "2027-12-20", "2027-12-27", "23", "21 to 24, Mon 27: certain.", calendar="2027"),
    Row("next-2", C.T4, "2027-12-22", "2027-12-29", "23", "The notice for 2028 may reach here.", calendar="2027", sure=TO_COME),
    Row("next-3", C.T1, "2027-12-17", "2028-01-03", "22", "Sat 1 Jan 2028 moves to Monday.", calendar="2027", sure=TO_COME),
    Row("before-1", C.T1, "2003-12-01", "2003-12-16", "22", "Before the first notice that is known.", sure=TO_COME),
)
# fmt: on
