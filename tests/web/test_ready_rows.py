"""Rows that are put together without a template: what people wrote or named is escaped, numbers open their rows."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.web.desk import month_days, unit_table
from huiyin.web.desk.month_days import Day, Ending
from huiyin.web.desk.unit_table import Column

HOSTILE = '<b onload="x">&'
ON = date(2026, 11, 3)


def test_a_title_is_escaped_in_the_month_and_in_the_list() -> None:
    one = Ending(ON, "222424-20261103-00001-1", HOSTILE, "zh-CN", HOSTILE, "soon", HOSTILE)
    box = Day(ON, 1, "/desk/due/?on=2026-11-03&only=1", "soon", (one,), off=False, beside=True, today=True)
    for page in (month_days.weeks([box]), month_days.in_list([one], ON)):
        assert "<b" not in page
        assert "&lt;b onload=&quot;x&quot;&gt;&amp;" in page


def test_a_day_with_nothing_has_no_number_and_no_list() -> None:
    page = month_days.weeks([Day(ON, 0, "/", "", (), off=True, beside=False, today=False)] * 8)
    assert "<a" not in page
    assert "<ul" not in page
    assert page.count("<tr>") == 2


@pytest.mark.django_db
def test_numbers_of_a_unit_open_its_rows_and_the_code_cannot_break_out() -> None:
    columns = [
        Column(HOSTILE, "late", lambda unit: f"/desk/list/?unit={unit}&due=late"),
        Column("n", "care", lambda _u: "/"),
    ]
    page = unit_table.html([('"><b', (3, 0))], columns, own=lambda unit: f"?unit={unit}", chosen='"><b')
    assert "<b" not in page
    assert 'class="hy-n late" href="/desk/list/?unit=%22%3E%3Cb&amp;due=late">3</a>' in page
    assert 'class="hy-n none" href="/">0</a>' in page
    assert 'class="on"' in page
    assert 'aria-current="true"' in page
