"""What a table's file doesn't say: a column that isn't there changes nothing, one account isn't called two names."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from huiyin.rooms.accounts.models import User
from huiyin.rooms.county.models import Setting, Unit
from huiyin.rooms.management import tables
from tests.rooms import cast
from tests.web.admin_cast import as_admin, sent
from tests.web.conftest import Browser, page_of
from tests.web.test_admin_tables_look import PAGE, ready


@pytest.fixture
def admin(browser: Browser, people: dict[str, User]) -> Client:
    return as_admin(browser, people)


def look(admin: Client, table: str, *lines: str) -> str:
    file = SimpleUploadedFile("x.csv", "\n".join(lines).encode())
    return page_of(sent(admin, PAGE, "look", table=table, file=file))


def test_a_column_that_isnt_in_the_file_changes_nothing(admin: Client) -> None:
    User.objects.filter(username="bao").update(language="ko")
    assert admin.post(PAGE, ready(look(admin, "people", "username,name", "bao,Bao Two"))).status_code == 303
    one = User.objects.get(username="bao")
    assert (one.name, one.language) == ("Bao Two", "ko")
    Unit.objects.filter(pk=cast.BUREAU).update(phone="0433-1990000", duty="管住房")
    row = Unit.objects.get(pk=cast.BUREAU)
    line = f"{row.code},{row.parent_id},{row.kind},新名局"
    assert admin.post(PAGE, ready(look(admin, "units", "code,parent,kind,name", line))).status_code == 303
    row.refresh_from_db()
    assert (row.name, row.phone, row.duty) == ("新名局", "0433-1990000", "管住房")


@pytest.mark.parametrize("second", ["new.one,新二,zh-hans", "New.One,新二,zh-hans", "new.one,新一,ko"])
def test_two_people_of_one_user_name_in_a_file_are_refused_at_the_second(admin: Client, second: str) -> None:
    first = f"new.one,新一,zh-hans,officer,{cast.BUREAU}"
    page = look(admin, "people", "username,name,language,role,unit", first, f"{second},head,{cast.WATER}")
    assert "Two people need two user names" in page or "两个人要用两个用户名" in page
    assert 'value="take"' not in page
    assert not User.objects.filter(username="new.one").exists()


def test_two_posts_of_one_person_are_two_lines(admin: Client) -> None:
    lines = (f"new.one,新一,zh-hans,officer,{cast.BUREAU}", f"new.one,新一,zh-hans,officer,{cast.WATER}")
    assert (
        admin.post(PAGE, ready(look(admin, "people", "username,name,language,role,unit", *lines))).status_code
        == 303
    )
    assert User.objects.get(username="new.one").posts.count() == 2


@pytest.mark.parametrize(("line", "reckoned"), [("roll_last_day,false", 1), ("amber_percent,60", 0)])
def test_terms_are_reckoned_anew_where_a_setting_asks_for_it(
    admin: Client, monkeypatch: pytest.MonkeyPatch, line: str, reckoned: int
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tables, "reckon_soon", lambda: asked.append(1))
    assert admin.post(PAGE, ready(look(admin, "settings", "key,value", line))).status_code == 303
    assert len(asked) == reckoned


@pytest.mark.parametrize(
    "lines", [("red_percent,50", "amber_percent,60"), ("amber_percent,60", "red_percent,50")]
)
def test_settings_of_a_file_are_judged_together(admin: Client, lines: tuple[str, str]) -> None:
    assert admin.post(PAGE, ready(look(admin, "settings", "key,value", *lines))).status_code == 303
    assert dict(Setting.objects.filter(key__endswith="_percent").values_list("key", "value")) == {
        "red_percent": 50, "amber_percent": 60,
    }  # fmt: skip


def test_settings_that_dont_fit_together_are_refused_where_the_file_says_so(admin: Client) -> None:
    page = look(admin, "settings", "key,value", "red_percent,50", "answer_days,50")
    assert page.count("Red must begin below amber") == 1, "the other line is good"
    assert "Line 2, column value: Red must begin below amber" in page
    page = look(admin, "settings", "key,value", "red_percent,70", "answer_days,50", "amber_percent,60")
    assert [f"Line {n}, column value: Red must begin" in page for n in (2, 3, 4)] == [True, False, True]
    assert not Setting.objects.filter(key__endswith="_percent").exists()


@pytest.mark.parametrize(
    ("table", "heading", "line", "column"),
    [
        ("people", "username,name,role,unit", f"ada,Ada,head,{cast.BUREAU}", "username"),
        ("categories", "edition,code,name", "!,010000,农业", "edition"),
        ("texts", "piece,language,text", "no_such,zh-hans,谢谢", "piece"),
        ("texts", "piece,language,text", "thanks,xx,谢谢", "language"),
    ],
)
def test_a_refusal_names_the_files_own_column(
    admin: Client, table: str, heading: str, line: str, column: str
) -> None:
    assert f"Line 2, column {column}: " in look(admin, table, heading, line)


def test_a_look_tells_columns_units_and_roles_in_the_readers_language(
    browser: Browser, people: dict[str, User]
) -> None:
    admin = as_admin(browser, people, "zh-hans")
    name = Unit.objects.get(pk=cast.BUREAU).short
    page = look(admin, "people", "username,name,language,role,unit", f"new.one,新一,ko,officer,{cast.BUREAU}")
    for told in (
        "姓名（name）：新一",
        f"单位（unit）：{name}（{cast.BUREAU}）",
        "角色（role）：承办人",
        "（language）：조선어",
    ):
        assert told in page
    lines = ("C-A,C,bureau,甲局,갑국", "C-A-1,C-A,group,甲局一科,")
    page = look(admin, "units", "code,parent,kind,name,name_ko", *lines)
    assert ">甲局（C-A）<" in page
    for told in (
        "上级（parent）：甲局（C-A）",
        "单位性质（kind）：科室、工作组",
        "朝鲜文名称（name_ko）：갑국",
    ):
        assert told in page
    page = look(admin, "settings", "key,value", "mostly_counts,false")
    assert "（mostly_counts）" in page
    assert "（value）：是 → 否" in page
    page = look(admin, "calendar", "day,working,reason,name", "2026-09-03,0,local,州庆")
    assert "（working）：否" in page
    page = look(as_admin(browser, people, "ko"), "charges", "category,unit", f"040100,{cast.WATER}")
    assert re.search(rf">[^<]+ \(040100\) · [^<]+ \({cast.WATER}\)<", page)


PEOPLE = "username,name,language,role,unit"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("박영애", "cp949"), ("이영희", "cp949"), ("林淑芬", "big5"), ("Müller", "latin-1")],
)
def test_a_file_that_may_be_read_in_two_ways_is_refused(admin: Client, name: str, encoding: str) -> None:
    file = SimpleUploadedFile("x.csv", f"username,name\nnew.one,{name}\n".encode(encoding))
    answer = sent(admin, PAGE, "look", table="people", file=file)
    assert answer.status_code == 422
    assert "how this file writes its characters" in page_of(answer)


@pytest.mark.parametrize(
    "names",
    [
        ("金海波", "李明珠", "朴成浩"),
        ("崔龍國", "金吉光"),
        ("金吉光",),
        ("김영수", "李明珠", "과장 박영애", "金海波"),
    ],
)
def test_korean_names_in_hanja_arent_taken_for_chinese(admin: Client, names: tuple[str, ...]) -> None:
    lines = "".join(f"new.{n},{name}\n" for n, name in enumerate(names))
    file = SimpleUploadedFile("x.csv", f"username,name\n{lines}".encode("cp949"))
    answer = sent(admin, PAGE, "look", table="people", file=file)
    assert answer.status_code == 422
    assert "how this file writes its characters" in page_of(answer)


def book(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    made = BytesIO()
    whole = Workbook()
    for row in rows:
        whole.active.append(row)
        for cell in whole.active[whole.active.max_row]:
            if cell.value == "#N/A":
                cell.data_type = "e"
    whole.save(made)
    return SimpleUploadedFile("x.xlsx", made.getvalue())


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("#N/A", "Line 2, column name: This cell holds the error value “#N/A”"),
        (True, "Line 2, column name: This cell holds TRUE or FALSE. Please put words"),
        (
            "金\ufffd姬",
            "Line 2, column name: The sign “\ufffd” stands here in place of a character that got lost",
        ),
    ],
)
def test_a_cell_that_says_nothing_is_named_and_refused(admin: Client, cell: object, said: str) -> None:
    answer = sent(admin, PAGE, "look", table="people", file=book(("username", "name"), ("new.one", cell)))
    assert answer.status_code == 422
    assert said in page_of(answer)


def test_an_error_value_in_a_csv_is_named_too(admin: Client) -> None:
    page = look(admin, "people", "username,name", "new.one,#N/A")
    assert "Line 2, column name: This cell holds the error value “#N/A”" in page


def test_an_error_that_a_formula_came_to_is_named_too(admin: Client) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as whole:
        sheet = whole.add_worksheet()
        sheet.write_row(0, 0, ["username", "name"])
        sheet.write_formula(1, 1, "=NA()", value="#N/A")
        sheet.write_string(1, 0, "new.one")
    answer = sent(admin, PAGE, "look", table="people", file=SimpleUploadedFile("x.xlsx", made.getvalue()))
    assert "column name: This cell holds the error value “#N/A”" in page_of(answer)


def test_a_file_without_headings_says_so(admin: Client) -> None:
    page = look(admin, "people", f"new.one,新一,zh-hans,officer,{cast.BUREAU}")
    assert "The file&#x27;s first line holds no column&#x27;s name." in page
    assert "no line below" not in page


@pytest.mark.parametrize("name", ["朱镕基", "县信访局干部", "박영애", "县信访局赵喆"])
def test_chinese_as_spreadsheets_write_it_is_read(admin: Client, name: str) -> None:
    file = SimpleUploadedFile("x.csv", f"username,name\nnew.one,{name}\n".encode("gb18030"))
    assert f"Name (name): {name}" in page_of(sent(admin, PAGE, "look", table="people", file=file))


@pytest.mark.parametrize("lines", [("username,name",), ("username,name", ",")])
def test_a_file_of_headings_alone_says_that_there_is_no_line(admin: Client, lines: tuple[str, ...]) -> None:
    page = look(admin, "people", *lines)
    assert "There is no line below the file&#x27;s headings." in page
    assert "columns" not in page.partition("<main")[2].partition("<table")[0]


def test_a_unit_without_a_role_is_refused_as_a_role_without_a_unit_is(admin: Client) -> None:
    assert "Line 2, column role: " in look(admin, "people", PEOPLE, f"new.one,新一,,,{cast.BUREAU}")
    assert "Line 2, column unit: " in look(admin, "people", PEOPLE, "new.one,新一,,officer,")


def test_a_blank_language_says_nothing(admin: Client) -> None:
    User.objects.filter(username="bao").update(language="ko")
    page = look(admin, "people", PEOPLE, "bao,Bao Two,,,", "bao,Bao Two,ko,,")
    assert "(language)" not in page
    assert admin.post(PAGE, ready(page)).status_code == 303
    one = User.objects.get(username="bao")
    assert (one.name, one.language) == ("Bao Two", "ko")
    lines = (f"new.one,新一,,officer,{cast.BUREAU}", f"new.one,新一,ko,head,{cast.WATER}", "new.one,新一,,,")
    assert admin.post(PAGE, ready(look(admin, "people", PEOPLE, *lines))).status_code == 303
    assert User.objects.get(username="new.one").language == "ko"


def test_a_setting_that_stood_as_it_came_is_changed_and_not_new(admin: Client) -> None:
    page = look(admin, "settings", "key,value", "answer_days,61")
    assert "0 added, 1 changed" in page
    assert "Value (value): 60 days → 61" in page


@pytest.mark.parametrize("written", ["FALSE", "False", "false"])
def test_a_spreadsheets_false_is_one(admin: Client, written: str) -> None:
    assert (
        admin.post(PAGE, ready(look(admin, "settings", "key,value", f"roll_last_day,{written}"))).status_code
        == 303
    )
    assert Setting.objects.get(key="roll_last_day").value is False


def test_a_table_says_what_is_wrong_with_a_place(admin: Client) -> None:
    row = Unit.objects.get(pk=cast.BUREAU)
    head = "code,parent,kind,name"
    page = look(admin, "units", head, f"{row.code},C-NOWHERE,{row.kind},{row.name}")
    assert "Line 2, column parent: There is no such unit" in page
    page = look(admin, "units", head, f"{row.code},{cast.WATER},{row.kind},{row.name}")
    assert (
        f"Line 2, column parent: A table moves no unit and changes no unit&#x27;s kind: “{row.parent_id}” stands"
        in page
    )
    page = look(admin, "units", head, f"{row.code},{row.parent_id},company,{row.name}")
    assert (
        f"Line 2, column kind: A table moves no unit and changes no unit&#x27;s kind: “{row.kind}” stands"
        in page
    )


def test_the_trail_calls_a_table_as_the_page_does(browser: Browser, people: dict[str, User]) -> None:
    admin = as_admin(browser, people, "zh-hans")
    assert admin.get(f"{PAGE}people.csv").status_code == 200
    assert "表格：人员和岗位" in page_of(admin.get("/desk/admin/trail/"))


def test_a_spreadsheet_in_an_encoding_that_nobody_knows_is_refused(admin: Client) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write_row(0, 0, ["key", "value"])
    spoilt = BytesIO()
    with ZipFile(made) as whole, ZipFile(spoilt, "w") as other:
        for name in whole.namelist():
            other.writestr(name, whole.read(name).replace(b'encoding="UTF-8"', b'encoding="UTF-0"'))
    file = SimpleUploadedFile("x.xlsx", spoilt.getvalue())
    assert sent(admin, PAGE, "look", table="settings", file=file).status_code == 422
