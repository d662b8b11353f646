"""Every row of the date table (``date_rows``): last day, certainty, article, and what the explanation says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from huiyin.rules.calendar import LOCAL
from huiyin.rules.clocks import RULES, Clock, Due, StepCode, Terms, Unit, due_on, explain
from tests.rules.date_rows import CALENDARS, LOADED, ROWS, Row
from tests.rules.times import d, published_until


@pytest.fixture(autouse=True, scope="module")
def known_until_2026() -> Iterator[None]:
    with published_until(2026):
        yield


def given_of(row: Row) -> dict[str, Any]:
    """ "20" days, "7d" and "5w" in another line's unit, "+9" of a hearing."""
    if not row.given:
        return {}
    if row.given.startswith("+"):
        return {"extra": int(row.given)}
    if row.given[-1] in "dw":
        unit = Unit.DAYS if row.given[-1] == "d" else Unit.WORKING_DAYS
        return {"days": int(row.given[:-1]), "unit": unit}
    return {"days": int(row.given)}


def asked(row: Row) -> dict[str, Any]:
    moment = datetime.fromisoformat(row.start if "T" in row.start else f"{row.start}T09:00")
    start = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
    terms = Terms(roll_last_day=row.roll)
    return {"start": start, "calendar": CALENDARS[row.calendar], "terms": terms, **given_of(row)}


def wrong(row: Row) -> str:
    """What stands wrong in this row, with its reasoning; empty if nothing does."""
    found, told = due_on(row.clock, **asked(row)), explain(row.clock, **asked(row))
    said = told[0].params["article"], told[-1].params["day"]
    sure = StepCode.PROVISIONAL not in {step.code for step in told}
    if (found, said, sure) == (Due(d(row.last), not row.sure), (row.article, d(row.last)), row.sure):
        return ""
    state = "certain" if row.sure else "provisional"
    return (
        f"{row.name}: {row.clock} from {row.start} {row.given} ends on {row.last} ({state}, Art. {row.article or 'none'}): "
        f"{row.why} The code says {found.due_on}, provisional {found.provisional}, article {said[0] or 'none'}, "
        f"and its explanation {said[1]}."
    )


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_row(row: Row) -> None:
    assert not wrong(row), wrong(row)


@pytest.mark.parametrize(
    "change",
    [{"last": "2026-05-07"}, {"sure": False}, {"article": "35"}, {"roll": False}, {"calendar": "snow", "start": "2026-01-04"}],
)  # fmt: skip
def test_a_wrong_row_is_found_and_prints_its_sentence(change: dict[str, Any]) -> None:
    right = next(row for row in ROWS if row.name == "ext-1")
    assert wrong(right) == ""
    assert right.why in wrong(right._replace(**change))


def test_the_table_is_whole() -> None:
    assert len(ROWS) >= 120
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert {row.clock for row in ROWS} == set(Clock)
    assert {row.article for row in ROWS} == {rule.article for rule in RULES.values()}
    assert {row.calendar for row in ROWS} == set(CALENDARS)
    assert {row.roll for row in ROWS} == {row.sure for row in ROWS} == {True, False}
    assert all(row.why.endswith(".") and len(row.why) > 5 for row in ROWS)


def test_rows_before_and_after_the_notice_differ_only_in_what_it_changes() -> None:
    """The same term, start and length; certain only once the notice is loaded."""
    pairs = {row.name.partition("/")[0] for row in ROWS if "/" in row.name}
    rows = {row.name: row for row in ROWS}
    assert len(pairs) >= 10
    for name in pairs:
        before, after = rows[f"{name}/before"], rows[f"{name}/after"]
        assert (before.clock, before.start, before.given) == (after.clock, after.start, after.given)
        assert (before.sure, after.sure) == (False, True)
    moved = {name for name in pairs if rows[f"{name}/before"].last != rows[f"{name}/after"].last}
    assert moved
    assert pairs - moved
    assert any(rows[f"{name}/after"].last < rows[f"{name}/before"].last for name in pairs)


def test_the_invented_notice_is_a_possible_one() -> None:
    """Weekend days are worked, and holidays are free: else it would prove nothing of a real one."""
    for day, override in LOADED.items():
        assert day.year == 2027
        assert override.working is (override.reason.value == "makeup")
        assert day.weekday() >= 5 or not override.working
