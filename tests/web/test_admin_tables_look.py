"""A table is looked at without holding anybody up; what changed meanwhile isn't overwritten; each line says what it does."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county.models import CalendarDay, Change, Charge, Setting, Unit, Wording
from huiyin.rooms.management import tables
from tests.rooms import cast
from tests.web.admin_cast import as_admin, sent
from tests.web.conftest import Browser, page_of

ROOT = "/desk/admin/"
PAGE = f"{ROOT}tables/"


@pytest.fixture
def admin(browser: Browser, people: dict[str, User]) -> Client:
    return as_admin(browser, people)


def table_of(table: str, *rows: str) -> SimpleUploadedFile:
    lines = (",".join(tables.TABLES[table].columns), *rows)
    return SimpleUploadedFile("x.csv", "\n".join(lines).encode())


def look(admin: Client, table: str, *rows: str) -> str:
    return page_of(sent(admin, PAGE, "look", table=table, file=table_of(table, *rows)))


def ready(page: str) -> dict[str, str]:
    """What the button that takes in sends."""
    form = re.search(r'name="what" value="take".*?</form>', page, re.DOTALL)
    assert form is not None
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {"what": "take", **{name: unescape(value) for name, value in hidden}}


def units(many: int) -> list[str]:
    return [f"C-N{n},C,bureau,第{n}局,,,,,,,," for n in range(many)]


LINES: dict[str, list[str]] = {
    "units": ["C-A,C,bureau,甲局,,,,,,,,", f"{cast.WATER},C,company,县水务公司,,,,,,,,"],
    "people": [f"new.one,新一,zh-hans,officer,{cast.BUREAU}", "bao,Bao Two,ko,,"],
    "settings": ["answer_days,55,", 'languages,"[""zh-hans"", ""en""]",'],
    "categories": ["2099,010000,农业,,,", "2099,010100,种子,,,"],
    "charges": [f"040100,{cast.WATER},管水"],
    "calendar": ["2026-09-03,0,local,州庆,"],
    "texts": ["thanks,zh-hans,谢谢您。"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(LINES))
def test_a_look_only_reads_and_takes_nobodys_turn(admin: Client, table: str) -> None:
    admin.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        look(admin, table, *LINES[table])
    told = [one["sql"] for one in asked if re.match(r"INSERT|UPDATE|DELETE|SAVEPOINT|BEGIN", one["sql"])]
    assert told == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(LINES))
def test_what_a_look_promises_is_done(admin: Client, table: str) -> None:
    page = look(admin, table, *LINES[table])
    answer = admin.post(PAGE, ready(page))
    assert answer.status_code == 303, page_of(answer)
    counts = {name: int(n) for name, n in re.findall(r"(added|changed)=(\d+)", answer["Location"])}
    assert sum(counts.values()) == len(LINES[table])
    again = look(admin, table, *LINES[table])
    assert "there is nothing to import" in again
    assert "Line by line" not in again
    assert Change.objects.filter(verb="import").count() == 1


@pytest.mark.django_db
def test_each_line_leaves_in_the_trail_what_its_verb_leaves(admin: Client) -> None:
    for table, rows in LINES.items():
        assert admin.post(PAGE, ready(look(admin, table, *rows))).status_code == 303
    told = list(Change.objects.exclude(verb="import").order_by("id").values_list("verb", "subject", "data"))
    new, bao = User.objects.get(username="new.one"), User.objects.get(username="bao")
    water = Change.objects.get(verb="rename", subject=f"unit:{cast.WATER}").data
    wanted = [
        ("add", "unit:C-A", {"parent": "C", "kind": "bureau", "name": "甲局"}),
        ("rename", f"unit:{cast.WATER}", {**water, "to": "县水务公司"}),
        ("create", new.key, {"username": "new.one"}),
        ("give_post", new.key, {"unit": cast.BUREAU, "role": "officer"}),
        ("rename", bao.key, {"from": {"name": "Bao", "language": "zh-hans"}, "to": {"name": "Bao Two", "language": "ko"}}),
        ("set", "setting:answer_days", {"from": None, "to": 55}),
        ("set", "setting:languages", {"from": None, "to": ["zh-hans", "en"]}),
        ("begin", "scheme:2099", {"name": "2099"}),
        ("charge", "charge:040100", {"to": cast.WATER, "note": "管水"}),
        ("set_day", "day:2026-09-03", {"working": False, "reason": "local", "name": "州庆"}),
        ("word", "wording:thanks", {"language": "zh-hans", "from": "", "to": "谢谢您。"}),
    ]  # fmt: skip
    assert [one for one in wanted if one not in told] == []
    assert [one[2]["code"] for one in told if one[0] == "category"] == ["010000", "010100"]
    assert Post.objects.filter(user=new, unit=cast.BUREAU, role="officer", until=None).exists()
    assert (bao.name, bao.language) == ("Bao Two", "ko")
    assert Charge.objects.filter(category="040100", unit=cast.WATER, note="管水").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["look", "take"])
def test_questions_dont_grow_with_the_lines(admin: Client, what: str) -> None:
    counts = []
    for n, many in enumerate((3, 40)):
        rows = [f"C-Q{n}{row},C,bureau,第{n}{row}局,,,,,,,," for row in range(many)]
        if what == "look":
            with CaptureQueriesContext(connection) as asked:
                look(admin, "units", *rows)
        else:
            sending = ready(look(admin, "units", *rows))
            with CaptureQueriesContext(connection) as asked:
                assert admin.post(PAGE, sending).status_code == 303
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1


@contextmanager
def elsewhere() -> Iterator[list[BaseException]]:
    """Somebody else's connection to the same database, which writes."""
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with transaction.atomic():
                Setting.objects.update_or_create(key="elsewhere", defaults={"value": 1})
        except DatabaseError as error:
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=write)
    other.start()
    other.join(timeout=20)
    yield failed


@pytest.mark.django_db(transaction=True)
def test_another_connection_writes_while_a_table_is_looked_at(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[BaseException] = []
    entered = tables._Lines.settled

    def meanwhile(lines: tables._Lines) -> tables.Taken:
        with elsewhere() as failed:
            found.extend(failed)
        return entered(lines)

    monkeypatch.setattr(tables._Lines, "settled", meanwhile)
    assert "3 added" in look(admin, "units", *units(3))
    assert found == []
    assert Setting.objects.filter(key="elsewhere").exists()


MEANWHILE: dict[str, tuple[str, str]] = {
    "units": ("C-A,C,bureau,甲局,,,,,,,,", "C-A,C,bureau,乙局,,,,,,,,"),
    "people": ("bao,甲,zh-hans,,", "bao,乙,zh-hans,,"),
    "settings": ("answer_days,55,", "answer_days,50,"),
    "categories": ("2099,010000,甲,,,", "2099,010000,乙,,,"),
    "calendar": ("2026-09-03,0,local,甲,", "2026-09-03,0,local,乙,"),
    "texts": ("thanks,zh-hans,甲。", "thanks,zh-hans,乙。"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", list(MEANWHILE))
def test_what_somebody_changed_since_the_look_isnt_overwritten_unread(admin: Client, table: str) -> None:
    mine, theirs = MEANWHILE[table]
    seen = ready(look(admin, table, mine))
    assert admin.post(PAGE, ready(look(admin, table, theirs))).status_code == 303
    before = tables.TABLES[table].rows()
    late = admin.post(PAGE, seen)
    page = page_of(late)
    assert late.status_code == 409
    assert "Somebody has changed this meanwhile" in page
    assert re.search(r"<li>[^<]*Ada · [^<]+</li>", page), "who did what stands there"
    assert "乙" in page or "50 days → 55" in page
    assert tables.TABLES[table].rows() == before
    assert admin.post(PAGE, ready(page)).status_code == 303, "having read it, it can be taken in"
    assert tables.TABLES[table].rows() != before


@pytest.mark.django_db
def test_sent_twice_or_after_the_same_was_done_it_is_no_conflict(admin: Client) -> None:
    seen = ready(look(admin, "units", *units(2)))
    assert admin.post(PAGE, seen).status_code == 303
    again = admin.post(PAGE, seen)
    assert again.status_code == 303
    assert "same=2" in again["Location"]
    assert admin.post(PAGE, {**seen, "stood": "nonsense"}).status_code == 303


@pytest.mark.django_db
def test_nothing_is_taken_in_that_nobody_looked_at(admin: Client) -> None:
    given = {"what": "take", "seen": "0", "table": "units", "file": table_of("units", *units(1))}
    answer = admin.post(PAGE, given)
    assert answer.status_code == 409
    assert "1 added" in page_of(answer)
    assert not Unit.objects.filter(code="C-N0").exists()


@pytest.mark.django_db
def test_the_lines_are_shown_with_what_they_do(admin: Client) -> None:
    Wording.objects.create(piece="thanks", language="zh-hans", text="谢" * 70 + "您。")
    page = look(admin, "texts", f"thanks,zh-hans,{'谢' * 70}你们大家。")
    assert f"Words (text): …{'谢' * 12}您。 → …{'谢' * 12}你们大家。" in page
    Setting.objects.create(key="answer_days", value=50)
    assert "Value (value): 50 days → 55" in look(admin, "settings", "answer_days,55,")
    unit = Unit.objects.get(code=cast.WATER)
    rows = [
        "C-A,C,bureau,<b>甲局,,,,,,,,",
        f"{cast.WATER},C,company,县水司,{unit.short},{unit.name_ko},{unit.name_en},,,,,",
    ]
    assert sent(admin, PAGE, "look", table="units", file=table_of("units", rows[0])).status_code in (200, 422)
    page = look(admin, "units", "C-A,C,bureau,甲局,,,,,,,,", rows[1])
    assert re.search(r"Line 2<div[^>]*>New</div>", page)
    assert re.search(r"Line 3<div[^>]*>Changed</div>", page)
    assert f"Name (name): {unit.name} → 县水司" in page
    assert "Short name (short): 甲局" in page, "also what follows from the name"
    assert "&lt;b&gt;" not in page


@pytest.mark.django_db
def test_fifty_lines_are_shown_and_the_others_counted(admin: Client) -> None:
    page = look(admin, "units", *units(53))
    assert "Line 51<" in page
    assert "Line 52<" not in page
    assert "And 3 more lines." in page


@pytest.mark.django_db
def test_a_line_is_the_same_one_when_it_is_looked_at_and_when_it_is_taken_in(admin: Client) -> None:
    rows = ["C-A,C,bureau,甲局,,,,,,,,", ",,,,,,,,,,,", "C-B,C-A,bureau,乙局,,,,,,,,"]
    looked = look(admin, "units", *rows)
    said = "Line 4, column kind:"
    if said not in looked:
        rows[2] = "C-B,C,bureau,乙局,,,,,,,,"
        looked = look(admin, "units", *rows)
    seen = ready(looked) if ">Import<" in looked else None
    assert seen is not None
    Unit.objects.filter(code="C").update(is_active=False)
    page = page_of(admin.post(PAGE, seen))
    assert "Line 2, column parent:" in page
    assert "Line 4, column parent:" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        "{", "[]", "null", '{"columns":["code"],"rows":[[1]]}', '{"columns":["code"],"rows":[["1","C"]]}',
        '{"columns":["code"],"rows":[[1,2]]}', '{"columns":[1],"rows":[[1,"C"]]}', '{"columns":[[]],"rows":[[1,"C"]]}',
        '{"columns":["code"],"rows":[[true,"C"]]}', '{"columns":["code"],"rows":[1]}', '{"columns":["code"],"rows":[[]]}',
        "[" * 5000,
    ],
)  # fmt: skip
def test_rows_that_the_page_never_kept_are_refused(admin: Client, broken: str) -> None:
    answer = admin.post(PAGE, {"what": "take", "seen": "0", "table": "units", "rows": broken})
    assert answer.status_code == 422


def workbook(*rows: tuple[Any, ...], by: str) -> SimpleUploadedFile:
    """A spreadsheet with formulas: openpyxl stores no result, xlsxwriter the one that is given behind "|"."""
    out = BytesIO()
    if by == "openpyxl":
        plain = openpyxl.Workbook()
        for row in rows:
            plain.active.append(row)
        plain.save(out)
    else:
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                if str(cell).startswith("="):
                    formula, _bar, result = str(cell).partition("|")
                    sheet.write_formula(n, column, formula, None, result)
                else:
                    sheet.write(n, column, cell)
        book.close()
        out = as_excel_writes(out)
    return SimpleUploadedFile("u.xlsx", out.getvalue())


def as_excel_writes(book: BytesIO) -> BytesIO:
    """A result that is an empty text is said to be text: xlsxwriter forgets it."""
    out = BytesIO()
    with ZipFile(book) as packed, ZipFile(out, "w") as anew:
        for name in packed.namelist():
            part = re.sub(rb'<c r="(\w+)">(<f>[^<]*</f><v></v>)', rb'<c r="\1" t="str">\2', packed.read(name))
            anew.writestr(name, part)
    return out


@pytest.mark.django_db
def test_a_formula_without_its_result_is_refused_at_its_line(admin: Client) -> None:
    heading = ("code", "parent", "kind", "name", "short", "duty")
    good = ("C-A", "C", "bureau", "甲局", "", "")
    file = workbook(heading, good, ("C-B", "C", "bureau", "乙局", "=D3", ""), by="openpyxl")
    answer = sent(admin, PAGE, "look", table="units", file=file)
    assert answer.status_code == 422
    assert "Line 3, column short: This cell holds a formula whose result" in page_of(answer)
    with_results = ("C-B", "C", "bureau", '=CONCAT("乙","局")|乙局', '=IF(1,"","x")|', "")
    file = workbook(heading, good, with_results, by="xlsxwriter")
    page = page_of(sent(admin, PAGE, "look", table="units", file=file))
    assert "2 added" in page
    assert admin.post(PAGE, ready(page)).status_code == 303
    assert Unit.objects.get(code="C-B").name == "乙局"


@pytest.mark.django_db
def test_a_refused_list_is_shown_as_the_file_writes_it(admin: Client) -> None:
    file = json.dumps([
        {"key": "languages", "value": '["ko", "zh-hans", "en"]'},
        {"key": "rota_monthly_posts", "value": '["nowhere"]'},
    ]).encode()  # fmt: skip
    page = unescape(page_of(
        sent(admin, PAGE, "look", table="settings", file=SimpleUploadedFile("s.json", file))
    ))  # fmt: skip
    assert 'This setting can\'t be “["ko", "zh-hans", "en"]”: Chinese (zh-hans) stands first;' in page
    assert 'This setting can\'t be “["nowhere"]”.' in page
    assert "['" not in page


@pytest.mark.django_db
def test_a_days_words_are_as_short_as_their_column(admin: Client) -> None:
    page = look(admin, "calendar", f"2026-09-03,0,local,{'州' * 41},")
    assert "Line 2, column name: " in page
    assert not CalendarDay.objects.filter(day="2026-09-03").exists()


@pytest.mark.django_db
def test_a_day_that_is_written_in_two_ways_is_one_day(admin: Client) -> None:
    rows = ["2026-09-03,0,local,甲,", "20260903,0,local,乙,"]
    assert admin.post(PAGE, ready(look(admin, "calendar", *rows))).status_code == 303
    assert CalendarDay.objects.get(day="2026-09-03").name == "乙"


def as_excel_saves(content: bytes) -> bytes:
    """A CSV as a Chinese spreadsheet program saves it: what GBK can't hold becomes a question mark."""
    return content.decode("utf-8-sig").encode("gbk", "replace")


@pytest.mark.django_db
def test_korean_that_became_question_marks_is_refused_at_its_line(admin: Client) -> None:
    Wording.objects.create(piece="thanks", language="ko", text="왕청에 대한 관심과 지지에 감사드립니다.")
    spoilt = as_excel_saves(admin.get(f"{PAGE}texts.csv").content)
    answer = sent(admin, PAGE, "look", table="texts", file=SimpleUploadedFile("texts.csv", spoilt))
    assert answer.status_code == 422
    page = page_of(answer)
    assert re.search(r"Line \d+, column text: Question marks stand here in place of Korean", page)
    assert "CSV UTF-8" in page
    Unit.objects.filter(code=cast.WATER).update(name_ko="물회사", duty_ko="물")
    spoilt = as_excel_saves(admin.get(f"{PAGE}units.csv").content)
    page = page_of(sent(admin, PAGE, "look", table="units", file=SimpleUploadedFile("units.csv", spoilt)))
    assert "column name_ko: Question marks stand here" in page
    for table, bad in {
        "units": "C-A,C,bureau,甲局,,,,,?? ???,,,", "texts": "thanks,ko,???.",
        "settings": 'upper_organ_ko,"""??? ??""",',
    }.items():  # fmt: skip
        assert "Question marks stand here" in look(admin, table, bad)
    assert "Question marks stand" not in look(admin, "texts", "thanks,ko,왕청??", "thanks,zh-hans,什么??")


@pytest.mark.django_db
def test_a_look_says_which_file_goes_where_and_the_way_back_leads_to_it(admin: Client) -> None:
    file = SimpleUploadedFile("单位<b>.csv", table_of("units", *units(1)).read())
    answer = sent(admin, PAGE, "look", table="units", file=file)
    page = page_of(answer)
    assert "Imports “单位&lt;b&gt;.csv” into “Units”." in page
    assert "no-store" not in answer["Cache-Control"], "back from what was taken in, the browser has it still"
    Unit.objects.create(code="C-N0", parent_id="C", path="C/C-N0/", kind="bureau", name="别局", short="别局")
    late = admin.post(PAGE, ready(page))
    assert late.status_code == 409
    assert "Imports “单位&lt;b&gt;.csv” into “Units”." in page_of(late)
    assert admin.get(PAGE)["Cache-Control"] == "no-store, private"
