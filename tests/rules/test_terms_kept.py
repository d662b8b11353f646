"""Which term tells whether a matter was taken up and answered in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huiyin.rules.calendar import LOCAL
from huiyin.rules.state import ClockRun
from huiyin.rules.terms import RULES, Clock, Kind
from huiyin.rules.terms_kept import ACCEPTING, ANSWERING, Kept, worst

DUE = date(2026, 3, 17)


def run(
    n: int, due: date = DUE, ended: date | None = None, *, hour: int = 12, code: Clock = Clock.T1
) -> ClockRun:
    start = datetime(2026, 3, 2, tzinfo=LOCAL)
    stopped = datetime(ended.year, ended.month, ended.day, hour, tzinfo=LOCAL) if ended else None
    return ClockRun(n, code, "C", start, due, False, stopped_at=stopped)


@pytest.mark.parametrize(
    ("runs", "kept"),
    [
        ((), Kept()),
        ((run(1),), Kept(DUE)),
        ((run(1, ended=DUE, hour=23),), Kept(DUE, DUE)),  # until the local day ends
        ((run(1, ended=DUE + timedelta(days=1), hour=0),), Kept(DUE, DUE + timedelta(days=1))),
        ((run(1, DUE + timedelta(days=3)), run(2)), Kept(DUE)),  # of two that run the nearer one
        ((run(1, ended=DUE), run(2, DUE + timedelta(days=9))), Kept(DUE + timedelta(days=9))),
        (
            (run(1, ended=DUE + timedelta(days=2)), run(2)),
            Kept(DUE, DUE + timedelta(days=2)),
        ),  # late stays late
        ((run(1, ended=DUE + timedelta(days=2)), run(2, ended=DUE)), Kept(DUE, DUE + timedelta(days=2))),
        ((run(1, code=Clock.T6),), Kept()),
    ],
)
def test_the_term_that_tells(runs: tuple[ClockRun, ...], kept: Kept) -> None:
    assert worst(runs, ACCEPTING) == kept


def test_both_kinds_are_duties_and_none_is_in_both() -> None:
    assert not ACCEPTING & ANSWERING
    assert {RULES[code].kind for code in ACCEPTING | ANSWERING} == {Kind.DUTY}
