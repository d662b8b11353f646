"""The lines of a holiday notice as people write them, or copy them from a table; what is wrong in each is said."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.rooms.county.notice import NoticeDay, parse
from huiyin.rules.fields import Refused


@pytest.mark.parametrize(
    "day",
    [
        "2027-01-01",
        "2027-1-1",
        "2027/1/1",
        "2027.1.1",
        "2027年1月1日",
        "2027年01月1日（周五）",
        "２０２７－１－１",
        "2027년 1월 1일",
    ],
)
@pytest.mark.parametrize(
    "kind", ["休", "休息", "放假", "off", "OFF", "班", "上班", "补班", "调休上班", "work"]
)
def test_days_and_kinds_as_people_write_them(day: str, kind: str) -> None:
    expected = [NoticeDay(date(2027, 1, 1), kind in ("班", "上班", "补班", "调休上班", "work"), "元旦")]
    for between in (",", "\t", "，", " "):
        if between == " " and " " in day:
            continue
        plain = between.join((day, kind, "元旦"))
        assert parse(plain) == expected
        assert parse(between.join(("日期", "类别", "名称")) + "\r\n\r\n" + plain + "\r\n") == expected


def test_every_wrong_line_is_named_with_what_stood_there() -> None:
    rows = ["2027年2月30日\t休\t春节", "2027-01-01,休,元旦", "2027-05-01,也许,劳动节", "2027-10-01"]
    no = parse("\n".join(["日期,类别,名称", *rows]))
    assert isinstance(no, Refused)
    wrong = ((2, "day", "2027年2月30日"), (4, "kind", "也许"), (5, "kind", ""))
    assert no.params == {"line": 2, "wrong": wrong, "more": 0}
    many = parse("day,kind\n" + "x,off\n" * 15)
    assert isinstance(many, Refused)
    assert (len(many.params["wrong"]), many.params["more"]) == (10, 5)
