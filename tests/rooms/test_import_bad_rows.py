"""Every way in which a row can be bad: it is told with line, number and reason, and its neighbours are taken in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from huiyin.rooms.cases.models import Matter, Petition, Petitioner
from huiyin.rooms.cases.queries import file_of
from tests.rooms.import_cast import REPLIED, STREAM, here, message, refused, table, take, whole

pytestmark = pytest.mark.usefixtures("county")

HEADING = ",".join(REPLIED)
GOOD_QUOTED = message(8, 留言详情='他说："等着。"\n又等了一周，\n还是"等着"。')


def lines(*rows: str) -> str:
    """A file of these lines below the heading."""
    return "\n".join([HEADING, *rows]) + "\n"


def row(number: object, **change: str) -> str:
    """One good row as a line of text."""
    return table([message(number, **change)]).split("\n", 1)[1].rstrip("\n")


def said(number: object) -> str:
    """The text of an imported message."""
    matter = Petition.objects.get(foreign_number=f"stream:{number}").matter_id
    return file_of(matter).texts[1, "text"]


BAD_ROWS: dict[str, tuple[str, str, str]] = {
    "no number": (row(""), "", "has no number of its own"),
    "a number of blanks": (row("  "), "", "has no number of its own"),
    "an endless number": (row("9" * 90), "9" * 80, "its number has more than 70 characters"),
    "neither title nor text": (row(5, 留言主题="", 留言详情=" "), "5", "has neither title nor text"),
    "a text of 20,001 characters": (row(5, 留言详情="长" * 20_001), "5", "the text has more than 20,000 characters"),
    "a reply of 20,001 characters": (row(5, 答复意见="长" * 20_001), "5", "the reply has more than 20,000 characters"),
    "an endless name": (row(5, 留言用户="金" * 61), "5", "the sender's name has more than 60 characters"),
    "no time": (row(5, 留言时间=""), "5", "a time can't be read"),
    "a time in words": (row(5, 留言时间="去年三月"), "5", "a time can't be read"),
    "the thirtieth of February": (row(5, 留言时间="2025-02-30 09:00:00"), "5", "a time can't be read"),
    "a reply at no readable time": (row(5, 答复时间="bald"), "5", "a time can't be read"),
    "a time to come": (row(5, 留言时间="2199-01-01 00:00:00"), "5", "a time lies in the future"),
    "a reply to come": (row(5, 答复时间="2199-01-01 00:00:00"), "5", "a time lies in the future"),
    "the year one": (row(5, 留言时间="0001-01-01 00:00:00"), "5", "a time lies before 1950"),
    "a reply before the message": (row(5, 答复时间="2025-03-03 08:59:59"), "5", "the reply is older than the message"),
    "too few cells": ("5,U0007,路灯", "5", "has more or fewer cells than the heading"),
    "too many cells": (row(5) + ",x", "5", "has more or fewer cells than the heading"),
    "a NUL": (row(5, 留言详情="水\x00管"), "5", "holds a NUL byte"),
    "a stray quote": ('5,U0007,"路灯"坏了,2025-03-03 09:00:00,x,y,2025-03-04', "5", "isn't a row of a table: a quotation"),
    "a stray carriage return": (row(5).replace("U0007", "U\r7"), "", "isn't a row of a table: a quotation"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_ROWS)
def test_a_bad_row_is_told_and_its_neighbours_are_taken_in(what: str, tmp_path: Path) -> None:
    bad, number, reason = BAD_ROWS[what]
    out = take(tmp_path, table([message(1), GOOD_QUOTED]) + bad + "\n" + row(9) + "\n")
    assert "4 rows read: 3 taken in" in out
    assert "1 refused" in out
    (told,) = refused()
    assert told[:2] == ("6", number)
    assert told[2].startswith(reason)
    assert here() == {"1", "8", "9"}
    assert whole()


OPEN_QUOTES = {
    "in the last row": ([row(1), '5,U0007,"路灯坏了,2025-03-03 09:00:00,很暗'], {"1"}, "3"),
    "with good rows behind it": ([row(1), '5,U0007,"路灯坏了,2025-03-03 09:00:00,很暗,好,2025-03-04', row(2), row(3)],
                                 {"1", "2", "3"}, "3"),
    "with quoted rows behind it": (
        ['5,U0007,"路灯坏了,2025-03-03 09:00:00,很暗,好,2025-03-04',
         *(f'{n},U1,"路灯","2025-03-03","很暗","好","2025-03-04"' for n in (1, 2))],
        {"1", "2"}, "2"),
    "with a row of several lines behind it": (
        [row(1), '5,U0007,路灯,2025-03-03 09:00:00,"很暗,好,2025-03-04',
         *row(8, 留言详情="第一行\n第二行").split("\n"), row(9)],
        {"1", "8", "9"}, "3"),
    "with an empty quoted cell behind it": (
        ['5,U0007,路灯,2025-03-03 09:00:00,"很暗,好,2025-03-04', '1,U1,"",2025-03-03,很暗,好,2025-03-04', row(2)],
        {"1", "2"}, "2"),
    "in every row but one": (
        ['4,U,"a,2025-03-03,x,y,2025-03-04', row(1), '5,U,"b,2025-03-03,x,y,2025-03-04', '6,U,c,2025-03-03,"x,y,2025-03-04'],
        {"1"}, "2"),
    "in the last cell of a row that is quoted throughout": (
        ['"5","U","t","2025-03-03","x","y","2025-03-04', '"1","U","t","2025-03-03","x","y","2025-03-04"'], {"1"}, "2"),
    "with its own lines behind it": (
        [row(1), '5,U0007,路灯,2025-03-03 09:00:00,"很暗', "而且很滑", "请快来修,好,2025-03-04", row(2)], {"1", "2"}, "3-5"),
    "closed by a later row so that both make one with too many cells": (
        ['5,U0007,"路灯坏了,2025-03-03', "1,U1,路灯,2025-03-03,很暗,好,2025-03-04", '",x,2025-03-03,y,z,1,2,3', row(2)],
        {"1", "2"}, "2"),
}  # fmt: skip


@pytest.mark.parametrize("where", OPEN_QUOTES)
def test_a_quote_never_closed_costs_the_row_that_it_stands_in(where: str, tmp_path: Path) -> None:
    content, good, line = OPEN_QUOTES[where]
    take(tmp_path, lines(*content))
    assert here() == good
    told = refused()
    assert told[0][0] == line
    assert told[0][2] == "a quotation mark is opened and never closed"
    assert whole()


def test_quotes_commas_and_lines_inside_a_cell_come_in_as_they_were_written(tmp_path: Path) -> None:
    take(tmp_path, table([GOOD_QUOTED, message(9)], quoting=csv.QUOTE_ALL).replace("\n", "\r\n"))
    assert said(8) == GOOD_QUOTED["留言详情"].replace("\n", "\r\n")
    assert here() == {"8", "9"}


@pytest.mark.parametrize(
    "text",
    [
        "물이 사흘째 안 나옵니다.",
        "𠮷野家的油烟 😀👨‍👩‍👧",
        "𰻝𰻝面馆",
        "Ｗａｔｅｒ\tpipe",
        "长" * 20_000,
        "a,b;c|d",
    ],
)
def test_every_script_comes_in_whole(text: str, tmp_path: Path) -> None:
    take(tmp_path, table([message(1, 留言详情=text, 留言主题="", 答复意见=text)]))
    assert said(1) == text
    assert whole()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_offices_are_told_apart_by_themselves(encoding: str, tmp_path: Path) -> None:
    take(tmp_path, table([message(1), message(2, 留言详情="镕基𠮷")]).encode(encoding))
    assert said(2) == "镕基𠮷"
    assert refused() == []


def test_a_mark_at_the_start_of_a_gb18030_file_is_no_part_of_the_heading(tmp_path: Path) -> None:
    take(tmp_path, ("\ufeff" + table([message(1)])).encode("gb18030"))
    assert here() == {"1"}


@pytest.mark.parametrize(
    ("encoding", "broken"),
    [("utf-8", b"\xff\xfe"), ("utf-8", "路灯".encode("gb18030")), ("utf-8", "路".encode()[:2]), ("gb18030", b"\xff")],
)  # fmt: skip
def test_one_row_with_wrong_bytes_is_told_and_the_others_are_taken_in(
    encoding: str, broken: bytes, tmp_path: Path
) -> None:
    content = table([message(n) for n in (1, 5, 2)]).encode(encoding)
    content = content.replace("新民街第5号".encode(encoding), broken)
    take(tmp_path, content)
    assert here() == {"1", "2"}
    assert refused() == [("3", "5", "not readable as text in the file's encoding")]


def test_a_number_that_stands_in_the_file_twice_counts_once_and_is_told(tmp_path: Path) -> None:
    content = table(
        [message(1), message(2), message(1, 留言详情="另一件事"), message("２", 留言详情="又一件")]
    )
    for first in (True, False):
        out = take(tmp_path, content)
        assert ("2 taken in" if first else "2 known already") in out
        assert [told[:2] for told in refused()] == [("4", "1"), ("5", "２")]
        assert refused()[0][2].startswith("its number stands in the file twice")
    assert said(1) == "新民街第1号门前的路灯坏了半个月。"


@pytest.mark.unmeasured
@pytest.mark.parametrize("breaks", ["", "\n"])
def test_a_cell_of_ten_megabytes_is_one_bad_row(breaks: str, tmp_path: Path) -> None:
    giant = ("很" * 33 + breaks) * 100_000
    take(tmp_path, table([message(1), message(5, 留言详情=giant), message(2)]))
    assert here() == {"1", "2"}
    reasons = [reason for _, _, reason in refused()]
    assert reasons[0] == (
        "a quotation mark is opened and never closed" if breaks else "longer than a megabyte"
    )
    assert len(reasons) <= 2


def test_empty_rows_are_no_rows(tmp_path: Path) -> None:
    out = take(tmp_path, lines(row(1), "", ",,,,,,", "  ", row(2), "", ""))
    assert "2 rows read: 2 taken in" in out


def test_a_long_title_is_kept_whole_in_front_of_the_text(tmp_path: Path) -> None:
    title = "关于新民街路灯的几点意见" * 20
    take(tmp_path, table([message(1, 留言主题=title), message(2, 留言主题="", 留言详情="没有\n标题" * 20)]))
    assert said(1) == f"{title}\n新民街第1号门前的路灯坏了半个月。"
    titles = {m.title.text for m in Matter.objects.select_related("title")}
    assert titles == {title[:199] + "…", ("没有 标题" * 20)[:40]}


def test_a_message_that_is_all_title_is_taken_with_its_title_as_text(tmp_path: Path) -> None:
    take(tmp_path, table([message(1, 留言详情="")]))
    assert said(1) == "路灯不亮"


def test_numbers_in_the_list_of_bad_rows_hold_no_tricks(tmp_path: Path) -> None:
    take(tmp_path, table([message("7\u202e\x1b[31m8", 留言时间="")], STREAM))
    assert refused()[0][1] == "7[31m8"


def test_a_bad_row_leaves_nothing_of_itself(tmp_path: Path) -> None:
    take(tmp_path, table([message(1, 答复意见="长" * 20_001), message(2, 留言时间="")]))
    assert (Petition.objects.count(), Petitioner.objects.count(), Matter.objects.count()) == (0, 0, 0)
