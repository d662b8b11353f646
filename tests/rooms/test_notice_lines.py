"""The lines of a holiday notice as people write them, or copy them from a table; what is wrong in each is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from huiyin.rooms.county.notice import NoticeDay, parse
from huiyin.rules.fields import Refused
from huiyin.web.shared import sayings


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


@pytest.mark.parametrize(
    "span",
    [
        "2027/2/5-2027/2/11", "2027-2-5-2027-2-11", "2027年2月5日至11日", "2027年2月5日至2月11日",
        "2027年2月5日（周五）至11日（星期四）",
        "2027-02-05~2027-02-11", "2027年2月5日—11日", "2027년 2월 5일~11일",
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", [",", "\t", " "])
def test_a_span_is_each_of_its_days(span: str, between: str) -> None:
    if between == " " and "년 " in span:
        span = span.replace("년 ", "년").replace("월 ", "월")
    expected = [NoticeDay(date(2027, 2, 5 + n), working=False, name="春节") for n in range(7)]
    assert parse(between.join((span, "休", "春节"))) == expected


def test_blanks_beside_the_sign_of_a_span_part_no_columns() -> None:
    for line in (
        "2027/2/5 - 2027/2/11 休 春节",
        "2027年2月5日 至 11日 休 春节",
        "2027/2/5 ～ 2027/2/11,休,春节",
    ):
        rows = parse(line)
        assert isinstance(rows, list), line
        assert len(rows) == 7


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("2027年2月29日,休,x", "day"), ("2027-13-01,休", "day"), ("2027/2/11-2027/2/5,休", "span_order"),
        ("2027年2月20日至11日,休", "span_order"), ("2027-12-30至2027-01-02,休", "span_order"),
        ("2027/2/5-2028/2/5,休", "span_long"), ("2027-06-01至2027-08-01,休", "span_long"),
        ("2027年12月30日至1月2日,休", "span_year"),
        ("2027年1月1日（周一）,休", "weekday"), ("2027年2月5日至11日（周三）,休", "weekday"),
        ("2027년1월1일(월),休", "weekday"),
        ("2027年1月1日周末愉快,休", "day"),
    ],
)  # fmt: skip
def test_a_first_line_is_told_like_any_other(line: str, column: str) -> None:
    for lines in (line, f"2027-01-02,休\n{line}"):
        no = parse(lines)
        assert isinstance(no, Refused)
        assert [one[1] for one in no.params["wrong"]] == [column]


def test_a_span_over_the_years_end_is_taken_where_it_names_both_years() -> None:
    rows = parse("2027年12月30日至2028年1月2日,休,元旦")
    assert isinstance(rows, list)
    assert [row.day for row in rows] == [date(2027, 12, 30) + timedelta(days=n) for n in range(4)]


def test_what_is_wrong_with_a_span_is_said_in_words() -> None:
    no = parse("2027年2月20日至11日,休\n2027-06-01至2027-08-01,休\n2027年12月30日至1月2日,休")
    assert isinstance(no, Refused)
    with override("zh-hans"):
        said = sayings.say(no)
    assert "不是日期" not in said
    assert "“2027年2月20日至11日”的结束日期早于开始日期" in said
    assert "“2027-06-01至2027-08-01”超过31天" in said
    assert "“2027年12月30日至1月2日”跨年" in said


def test_a_weekday_that_fits_is_taken() -> None:
    for line in (
        "2027年1月1日（周五）,休",
        "2027年1月1日 星期五,休",
        "2027年1月1日 （星期五） 休",
        "2027년1월1일(금),休",
        "2027-01-01(元旦),休",
    ):
        assert parse(line) == [NoticeDay(date(2027, 1, 1), working=False)]
