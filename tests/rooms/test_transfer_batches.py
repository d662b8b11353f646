"""Batch files: what is read out of them, what is refused, and that nothing of them happens twice or gets lost."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.county.models import Category, CategoryScheme, Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.intake.rows import Unreadable
from huiyin.rooms.intake.transfers import reading, taking
from huiyin.rooms.intake.transfers.checking import moment_of
from huiyin.rooms.intake.transfers.models import RowState, TransferBatch, TransferRow
from huiyin.rules.roles import Role
from huiyin.rules.senders import Sender
from huiyin.rules.units import UnitKind
from tests.rooms import cast
from tests.rooms.test_verify import faults

HEAD = [
    "转送编号",
    "转送日期",
    "要求办结日期",
    "信访人",
    "身份证号",
    "联系电话",
    "人数",
    "反映内容",
    "问题属地",
    "内容分类",
]
GOOD = [
    "ZS-1",
    "2026-03-02",
    "30天",
    "金顺姬",
    "999999195001010042",
    "19900001234",
    "3人",
    "三天没有水。",
    "河西村",
    "供水",
]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.START.replace(day=20))
    return timezone.now()


@pytest.fixture
def dan(db: None) -> User:
    cast.build_county()
    Unit.objects.create(
        code="V1",
        parent_id=cast.TOWN,
        path=f"C/{cast.TOWN}/V1/",
        kind=UnitKind.VILLAGE,
        name="河西村",
        short="河西村",
    )
    scheme = CategoryScheme.objects.create(code="2023", name="2023", valid_from="2023-01-01")
    Category.objects.create(scheme=scheme, code="040100", name="供水")
    forget()
    user = User.objects.create(username="dan", name="Dan", created_at=cast.START.replace(year=2020))
    Post.objects.create(
        user=user, unit_id=cast.DEPARTMENT, role=Role.DISPATCHER, since=cast.START.replace(year=2020)
    )
    return user


def csv_of(*rows: list[str], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(row) for row in [HEAD, *rows]).encode(encoding)


def book_of(*rows: list[Any], merge: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(content: bytes, user: User, sender: Sender = Sender.PREFECTURE) -> TransferBatch:
    return taking.receive(
        io.BytesIO(content),
        name="转送.xlsx",
        size=len(content),
        sender=sender,
        organ="",
        user=user,
        now=timezone.now(),
    )


def told(batch: TransferBatch) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = taking.rows_of(batch)
    return [(row.state, [(p.column, p.reason) for p in taking.problems_of(row)]) for row in rows]


def registered(batch: TransferBatch) -> None:
    taking.confirm(batch, now=timezone.now())
    taking.take_until(batch.pk, lambda: False)


# -- reading -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_either_encoding(encoding: str) -> None:
    content = csv_of(GOOD, encoding=encoding)
    table = reading.read(io.BytesIO(content), len(content))
    assert [line.cells for line in table.lines] == [GOOD]
    assert len(table.columns) == len(HEAD)


def test_lines_that_end_in_a_bare_carriage_return_are_lines() -> None:
    content = csv_of(GOOD, GOOD).replace(b"\r\n", b"\r")
    table = reading.read(io.BytesIO(content), len(content))
    assert [(line.line, line.cells, line.problem) for line in table.lines] == [(2, GOOD, ""), (3, GOOD, "")]


def test_a_carriage_return_in_a_line_above_the_heading_harms_nothing() -> None:
    content = "转送件一览\r（三月）,\r\n".encode() + csv_of(GOOD)
    table = reading.read(io.BytesIO(content), len(content))
    assert [line.cells for line in table.lines] == [GOOD]


def test_a_title_above_blank_rows_and_merged_cells_are_read_as_people_mean_them() -> None:
    content = book_of(
        ["州信访局转送件一览表"], ["（2026年3月）"], ["序号", "信访件编号*", "交办 日期", "内容（摘要）", ""],
        [1, "A-1", date(2026, 3, 2), "没有水"], [], [2, 20260302001, None, "路坏了"], [],
        ["序号", "信访件编号*", "交办 日期", "内容（摘要）"],
        [3, "A-3", 46083, "灯坏了"], merge=("A1:D1", "C4:C6"),
    )  # fmt: skip
    table = reading.read(io.BytesIO(content), len(content))
    assert [(line.line, line.cells[1:4]) for line in table.lines] == [
        (4, ["A-1", "2026-03-02", "没有水"]), (6, ["20260302001", "2026-03-02", "路坏了"]),
        (9, ["A-3", "46083", "灯坏了"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-02",
        "2026/3/2",
        "2026.3.2",
        "2026年3月2日",
        "20260302",
        "46083",
        "2026-03-02T08:30",
        "2026年3月2日8时30分",
        "２０２６-3-2",
    ],
)
def test_days_in_all_their_spellings(typed: str) -> None:
    assert moment_of(typed) == datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-13-02", "昨天", "3月2日", "2026-02-30", "1", "202603", "46083x"])
def test_what_is_no_day(typed: str) -> None:
    assert moment_of(typed) is None


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.MOST_UNPACKED + 1))
    return out.getvalue()


def many(part: str, what: bytes) -> bytes:
    out = io.BytesIO(book_of(HEAD, GOOD))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(part, b"<a>" + what * 1_000_001 + b"</a>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file_empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "batch_old_excel"),
        (b"PK\x03\x04 no zip", "batch_no_table"),
        (b"%PDF-1.7\n1 0 obj", "batch_columns_missing"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\r,\x08\x06\n", "batch_no_table"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\r\x04\n,\r\x82", "batch_no_table"),
        ("姓名,电话\n金,1".encode(), "batch_columns_missing"),
        (csv_of(), "batch_without_rows"),
        (bomb(), "batch_too_large"),
        (many("xl/worksheets/sheet9.xml", b"<row/>"), "batch_too_large"),
        (many("xl/x/sharedStrings.xml", b"<si/>"), "batch_too_large"),
        (csv_of(*([GOOD] * 5_001)), "batch_too_long"),
    ],
    ids=[
        "empty",
        "xls",
        "broken",
        "pdf",
        "png",
        "jpg",
        "columns",
        "rows",
        "bomb",
        "empty rows",
        "texts",
        "long",
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as no:
        reading.read(io.BytesIO(content), len(content))
    assert no.value.args[0] == reason


def test_a_file_over_the_limit_isnt_even_opened() -> None:
    with pytest.raises(Unreadable, match="batch_too_large"):
        reading.read(io.BytesIO(), reading.LARGEST + 1)


# -- looking through -----------------------------------------------------------------------------------------------------------


def test_each_row_says_what_is_wrong_in_which_cell(dan: User) -> None:
    def but(**change: str) -> list[str]:
        return [change.get(name, value) for name, value in zip(HEAD, GOOD, strict=True)]

    batch = sent(
        csv_of(
            GOOD, but(转送编号="ZS-2", 身份证号="999999195001010041"), but(转送编号="", 转送日期="昨天"), but(转送编号="ZS-1"),
            but(转送编号="ZS-5", 联系电话="110119", 人数="许多", 要求办结日期="2026-03-01"), but(转送编号="ZS-6", 反映内容=""),
            but(转送编号="ZS-7", 转送日期="2026-04-01"), but(转送编号="2.22424E+17"),
            but(转送编号="ZS-9", 身份证号="9.99999E+17"),
            but(转送编号="ZS-10", 问题属地="月球", 内容分类="无此类", 联系电话="无", 身份证号="—"), ["ZS-11", "2026-03-02"],
        ),
        dan,
    )  # fmt: skip
    assert told(batch) == [
        ("ready", []), ("bad", [("id_number", "not_an_id")]),
        ("bad", [("foreign", "missing"), ("passed_on", "not_a_day_in_file")]),
        ("bad", [("foreign", "number_twice_in_file")]),
        ("bad", [("due", "term_not_ahead"), ("phone", "not_a_phone"), ("persons", "not_a_count")]),
        ("bad", [("text", "missing")]), ("bad", [("passed_on", "in_the_future")]), ("bad", [("foreign", "digits_lost")]),
        ("bad", [("id_number", "digits_lost")]), ("ready", []), ("bad", [("", "wrong_number_of_cells")]),
    ]  # fmt: skip
    kept = taking.seen(batch, taking.rows_of(batch)[9], taking.columns_of(batch), now=timezone.now())
    assert ([note.reason for note in kept.notes], kept.place, kept.category) == (
        ["place_left_open", "category_left_open"], "", "",
    )  # fmt: skip
    assert "月球" in kept.text
    assert "无此类" in kept.text


def test_what_a_spreadsheet_couldnt_reckon_is_nobodys_words(dan: User) -> None:
    content = csv_of([*GOOD[:3], "#REF!", *GOOD[4:7], "#VALUE!", *GOOD[8:]])
    assert told(sent(content, dan)) == [("bad", [("name", "cell_faulty"), ("text", "cell_faulty")])]


def test_nothing_is_registered_before_it_is_confirmed_and_all_is_sealed(dan: User) -> None:
    batch = sent(csv_of(GOOD), dan)
    assert taking.take_until(batch.pk, lambda: False) == 0
    assert Petition.objects.count() == 0
    raw = str(list(TransferRow.objects.values())) + str(list(TransferBatch.objects.values()))
    assert "没有水" not in raw
    assert "19900001234" not in raw


# -- registering ---------------------------------------------------------------------------------------------------------------


def test_what_is_confirmed_is_registered_as_it_was_written(dan: User) -> None:
    batch = sent(csv_of(GOOD), dan)
    registered(batch)
    petition, row = Petition.objects.select_related("petitioner", "matter").get(), Transfer.objects.get()
    assert (petition.channel, petition.persons, petition.petitioner.name) == ("prefecture", 3, "金顺姬")
    assert petition.received_at == petition.exchanged_at == datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    assert (petition.matter.place, petition.matter.category, petition.matter.desk_id) == (
        "V1",
        "040100",
        cast.DEPARTMENT,
    )
    assert (row.foreign, row.due_on) == ("ZS-1", date(2026, 4, 1))
    done = taking.rows_of(batch)[0]
    assert (done.state, done.number, done.cells) == (RowState.TAKEN, petition.number, "")
    assert taking.batches_of(dan, now=timezone.now())[0].ended_at is not None
    assert faults() == set()


def test_the_same_file_twice_and_a_mended_one_register_nothing_twice(dan: User) -> None:
    bad = ["ZS-2", "2026-03-03", "", "朴", "999999195001010041", "", "", "路坏了。", "", ""]
    first = sent(csv_of(GOOD, bad), dan)
    registered(first)
    assert sent(csv_of(GOOD, bad), dan) == first
    registered(first)
    mended = [*bad]
    mended[4] = "999999195001010042"
    second = sent(csv_of(GOOD, mended), dan)
    assert [state for state, _ in told(second)] == ["known", "ready"]
    registered(second)
    assert sorted(Transfer.objects.values_list("foreign", flat=True)) == ["ZS-1", "ZS-2"]
    assert taking.rows_of(first)[1].state == RowState.BAD  # still there to be mended


def test_killed_in_the_middle_it_goes_on_where_it_was(dan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"K-{n}", *GOOD[1:]] for n in range(45)]
    batch = sent(csv_of(*rows), dan)
    taking.confirm(batch, now=timezone.now())
    real, count = taking.take_transfer, [0]

    def dies(*args: Any, **more: Any) -> Any:
        count[0] += 1
        if count[0] == 30:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(taking, "take_transfer", dies)
    with pytest.raises(KeyboardInterrupt):
        taking.take_until(batch.pk, lambda: False)
    assert Petition.objects.count() == taking.AT_ONCE  # the broken portion left nothing
    assert taking.take_until(batch.pk, lambda: True) == taking.AT_ONCE  # a turn that is soon over
    taking.take_until(batch.pk, lambda: False)
    assert Petition.objects.count() == 45
    assert taking.counts(batch) == taking.Counts(taken=45)
    assert faults() == set()


def test_what_somebody_else_registered_meanwhile_is_known(dan: User) -> None:
    batch = sent(csv_of(GOOD), dan)
    other = sent(csv_of(GOOD, ["ZS-2", *GOOD[1:]]), dan)
    registered(other)
    registered(batch)
    assert told(batch) == [("known", [])]
    assert Petition.objects.count() == 2


def test_whoever_lost_their_post_registers_nothing_more(dan: User) -> None:
    batch = sent(csv_of(GOOD), dan)
    Post.objects.update(until=cast.START)
    registered(batch)
    assert told(batch) == [("bad", [("", "not_yours")])]
    assert Petition.objects.count() == 0


def test_a_batch_is_its_owners_alone_and_gone_after_a_week(dan: User) -> None:
    other = User.objects.create(username="gu", name="Gu", created_at=cast.START)
    batch = sent(csv_of(GOOD), dan)
    assert taking.batch_of(dan, batch.pk, now=timezone.now()) == batch
    assert taking.batch_of(other, batch.pk, now=timezone.now()) is None
    taking.forget_old(now=timezone.now() + taking.KEPT_FOR)
    assert TransferRow.objects.count() == TransferBatch.objects.count() == 0
