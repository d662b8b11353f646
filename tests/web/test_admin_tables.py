"""The county's lists as tables: out and in again changes nothing, a look first, bad lines named, nothing half done."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county import queries
from huiyin.rooms.county.models import (
    CalendarDay,
    Category,
    CategoryScheme,
    Change,
    Charge,
    Setting,
    Unit,
    Wording,
)
from huiyin.rooms.county.snapshot import VERSION
from huiyin.rooms.management import tables
from huiyin.rules.wordings import PIECES
from huiyin.web.desk.admin import setting_words, tables_page
from tests.rooms import cast
from tests.web.admin_cast import as_admin, put, sent
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.django_db
ROOT = "/desk/admin/"


@pytest.fixture
def admin(browser: Browser, people: dict[str, User]) -> Client:
    return as_admin(browser, people)


@pytest.fixture
def furnished(admin: Client) -> Client:
    put(admin, f"{ROOT}settings/deliver_working_days/", value="7", note="=1+1")
    sent(admin, f"{ROOT}charges/", "add", category="040100", unit=cast.WATER, note="-1")
    sent(admin, f"{ROOT}calendar/?year=2026", "set", day="2026-09-03", working="0", name="州庆", source="")
    sent(admin, f"{ROOT}texts/thanks/", "word", text="谢谢您，\n再见。")
    return admin


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("table", list(tables.TABLES))
def test_out_and_in_again_changes_nothing(furnished: Client, table: str, kind: str) -> None:
    answer = furnished.get(f"{ROOT}tables/{table}.{kind}")
    assert answer.status_code == 200
    before = _everything()
    file = SimpleUploadedFile(f"{table}.{kind}", answer.content)
    looked = sent(furnished, f"{ROOT}tables/", "look", table=table, file=file)
    assert "there is nothing to import" in page_of(looked)
    file.seek(0)
    back = furnished.post(f"{ROOT}tables/", {"what": "take", "seen": "0", "table": table, "file": file})
    assert back.status_code == 303, page_of(back)
    assert "added=" not in back["Location"]
    assert "changed=" not in back["Location"]
    assert _everything() == before


def took(admin: Client, **given: Any) -> Any:
    """Looked at, and then taken in as it was read; what the look said where it offers nothing."""
    looked = sent(admin, f"{ROOT}tables/", "look", **given)
    form = re.search(r'name="what" value="take".*?</form>', page_of(looked), re.DOTALL)
    if form is None:
        return looked
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return admin.post(f"{ROOT}tables/", {"what": "take", **{name: unescape(value) for name, value in hidden}})


def test_what_is_too_long_to_be_kept_is_chosen_once_more(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_page, "KEPT_BYTES", 20)
    row = "C-A,C,bureau,甲局,,,,,,,"
    page = page_of(sent(admin, f"{ROOT}tables/", "look", table="units", file=_file("units", row)))
    assert "choose the file once more" in page
    form = page[page.index('name="what" value="take"') :].split("</form>")[0]
    assert 'type="file"' in form
    assert ">Import<" in form
    assert 'name="rows"' not in form
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    what = {"what": "take", **hidden, "table": "units"}
    assert admin.post(f"{ROOT}tables/", {**what, "file": _file("units", row)}).status_code == 303
    for broken in ("{", "[1]", "x" * 10):
        assert admin.post(f"{ROOT}tables/", {**what, "rows": broken}).status_code == 422


def test_a_look_first_takes_nothing_in(admin: Client) -> None:
    before = _everything()
    row = "C-A,C,bureau,甲局,,,,,,,"
    answer = sent(admin, f"{ROOT}tables/", "look", table="units", file=_file("units", row))
    page = page_of(answer)
    assert answer.status_code == 200
    assert "1 added, 0 changed" in page
    assert "Nothing was imported yet" in page
    assert queries.unit("C-A") is None
    assert _everything() == before
    unknown = _file("units", "C-B,NONE,bureau,乙局,,,,,,,")
    assert sent(admin, f"{ROOT}tables/", "look", table="units", file=unknown).status_code == 422
    assert took(admin, table="units", file=_file("units", row)).status_code == 303
    assert queries.unit("C-A") is not None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("answer_days,-5,", "Line 2, column value: Please write a whole number from 1 to 365."),
        ("upper_organ,7,", "Line 2, column value: This setting can&#x27;t be “7”."),
        ("answer_days,soon,", "Line 2, column value: This setting can&#x27;t be “soon”."),
        ("no_such,1,", "Line 2, column key: There is no setting called “no_such”."),
    ],
)
def test_a_setting_that_doesnt_fit_is_told_in_words(admin: Client, row: str, said: str) -> None:
    file = _file("settings", row)
    assert said in page_of(sent(admin, f"{ROOT}tables/", "look", table="settings", file=file))


def test_what_another_process_changed_is_seen_at_once(admin: Client) -> None:
    url = f"{ROOT}settings/answer_days/"
    assert "<dd>60 days</dd>" in page_of(admin.get(url))
    Setting.objects.update_or_create(key="answer_days", defaults={"value": 51})
    Setting.objects.update_or_create(key=VERSION, defaults={"value": "as another process writes it"})
    assert "<dd>51 days</dd>" in page_of(admin.get(url))


def test_a_bad_line_is_named_with_its_column(admin: Client) -> None:
    bad = _file("units", "C-B,NONE,bureau,乙局,,,,,,,")
    page = page_of(sent(admin, f"{ROOT}tables/", "look", table="units", file=bad))
    assert "Line 2, column parent: " in page


def test_a_day_that_moves_last_days_is_looked_at_first_and_then_set(admin: Client) -> None:
    due = Matter.objects.get(pk=cast.comes_in().number).next_due
    assert due is not None
    day = {"day": due.isoformat(), "working": "0", "name": "停电", "source": ""}
    far = sent(admin, f"{ROOT}calendar/", "set", **{**day, "day": "2031-03-04"})
    assert far.status_code == 303  # what moves nothing is set at once
    answer = sent(admin, f"{ROOT}calendar/", "set", **day)
    page = page_of(answer)
    assert answer.status_code == 200
    assert "<dt>Matters with another last day</dt><dd>1</dd>" in page
    assert "Last days that would move" in page
    assert not CalendarDay.objects.filter(day=due).exists()
    assert 'name="sure" value="1"' in page
    assert sent(admin, f"{ROOT}calendar/", "set", **day, sure="1").status_code == 303
    assert CalendarDay.objects.get(day=due).name == "停电"


def test_the_trail_names_the_persons_that_its_lines_speak_of(admin: Client, people: dict[str, User]) -> None:
    one = people["dan"]
    Change.objects.create(
        verb="hand_over", subject=one.key, data={"successor": one.key}, by=one.key, at=cast.START
    )
    page = page_of(admin.get(f"{ROOT}trail/"))
    assert one.name in page
    assert one.key not in page


def test_the_files_name_also_what_the_county_left_as_it_came(admin: Client) -> None:
    settings = admin.get(f"{ROOT}tables/settings.csv").content.decode()
    assert (
        re.findall(r"^([\w.]+),", settings, re.MULTILINE) == setting_words.every()
    )  # and none of the house's own
    texts = json.loads(admin.get(f"{ROOT}tables/texts.json").content)
    assert {(row["piece"], row["language"]) for row in texts} == {
        (key, language) for key, piece in PIECES.items() for language in piece.languages
    }
    thanks = next(row for row in texts if (row["piece"], row["language"]) == ("thanks", "zh-hans"))
    assert thanks["text"] == ""
    assert thanks["standard"]


def test_a_text_of_the_file_is_worded_and_given_back(admin: Client) -> None:
    same = took(admin, table="texts", file=_file("texts", "thanks,ko,"))
    assert "1 were so already" in page_of(same)
    worded = took(admin, table="texts", file=_file("texts", "thanks,zh-hans,谢谢您。"))
    assert "added=1" in worded["Location"]
    assert Wording.objects.get().text == "谢谢您。"
    back = took(admin, table="texts", file=_file("texts", "thanks,zh-hans,"))
    assert "changed=1" in back["Location"]
    assert not Wording.objects.exists()
    for bad in ("nothing,zh-hans,", "thanks,fr,", "review,zh-hans,随便写写"):
        assert took(admin, table="texts", file=_file("texts", bad)).status_code == 422
    assert not Wording.objects.exists()


def _everything() -> list[Any]:
    models = (Unit, User, Post, Setting, Category, CategoryScheme, Charge, CalendarDay, Wording, Change)
    return [list(model.objects.order_by("pk").values()) for model in models]


def _file(table: str, *rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.csv", "\n".join((",".join(tables.TABLES[table].columns), *rows)).encode())


def test_a_bad_line_is_named_and_nothing_is_half_done(admin: Client) -> None:
    before = _everything()
    rows = [
        "C-A,C,bureau,甲局,,,,,,,",
        "C-B,NONE,bureau,乙局,,,,,,,",
        "c-c,C,bureau,丙局,,,,,,,",
        "C-D,C,bureau,,,,,,,,",
    ]
    answer = took(admin, table="units", file=_file("units", *rows))
    page = page_of(answer)
    assert answer.status_code == 422
    for line in ("Line 3, column parent:", "Line 4, column code:", "Line 5, column "):
        assert line in page
    assert "Line 2" not in page
    assert queries.unit("C-A") is None  # not for a moment either
    assert _everything() == before


def test_a_table_adds_and_changes_through_the_same_verbs(admin: Client) -> None:
    rows = [
        "C-A,C,bureau,甲局,,,,,,,",
        f"{cast.WATER},C,company,县自来水公司,县自来水公司,,,,,,0433-8800001,",
    ]
    answer = took(admin, table="units", file=_file("units", *rows))
    assert "added=1&changed=1" in answer["Location"]
    assert "1 added, 1 changed" in page_of(admin.get(answer["Location"]))
    people = [
        "new.one,新一,zh-hans,officer,C-ENV",
        "new.one,新一,zh-hans,head,C-WATER",
        "bao,Bao,zh-hans,officer,C-ENV",
    ]
    answer = took(admin, table="people", file=_file("people", *people))
    assert "added=1&changed=1" in answer["Location"]
    made = User.objects.get(username="new.one")
    assert made.must_change_password
    assert not made.has_usable_password()
    assert "new.one" in str(Change.objects.filter(verb="create").values_list("data", flat=True))


def test_two_units_swap_their_names_in_one_file(admin: Client) -> None:
    rows = [f"{code},C,bureau,{name},,,,,,,," for code, name in (("C-A", "甲局"), ("C-B", "乙局"))]
    took(admin, table="units", file=_file("units", *rows))
    rows = [f"{code},C,bureau,{name},,,,,,,," for code, name in (("C-A", "乙局"), ("C-B", "甲局"))]
    answer = took(admin, table="units", file=_file("units", *rows))
    assert "changed=2" in answer.get("Location", "")
    assert [Unit.objects.get(code=code).name for code in ("C-A", "C-B")] == ["乙局", "甲局"]


def test_a_file_that_leaves_two_units_with_one_name_is_refused(admin: Client) -> None:
    before = _everything()
    rows = ["C-A,C,bureau,甲局,,,,,,,,", "C-B,C,bureau,甲局,,,,,,,,", "C-D,C,bureau,丁局,,,,,,,,"]
    page = page_of(took(admin, table="units", file=_file("units", *rows)))
    for line in (2, 3):
        assert f"Line {line}, column name: A unit beside it bears this name already" in page
    assert "Line 4" not in page
    assert _everything() == before


@pytest.mark.parametrize(
    ("table", "rows", "column"),
    [
        (
            "units",
            ["C-A,C,bureau,甲局,,,,,,,,", "C-D,C,bureau,丁局,,,,,,,,", "C-A,C,bureau,乙局,,,,,,,,"],
            "code",
        ),
        ("settings", ["answer_days,50,", "deliver_working_days,5,", "answer_days,55,"], "key"),
        ("calendar", ["2026-09-03,0,local,州庆,", "2026-09-04,0,local,州庆,", "2026-09-03,1,,,"], "day"),
    ],
)
def test_what_stands_in_two_lines_is_refused_with_both(
    admin: Client, table: str, rows: list[str], column: str
) -> None:
    before = _everything()
    page = page_of(took(admin, table=table, file=_file(table, *rows)))
    assert f"Line 4, column {column}: The same stands in line 2 already" in page
    assert "Line 2," not in page
    assert _everything() == before


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no zip", b"\xff\xfe\x00", b'{"a": 1}', b"[[1]]", b"code\nx", b"a,a\n1,2"]
)
def test_a_file_that_is_no_table(admin: Client, content: bytes) -> None:
    answer = took(admin, table="units", file=SimpleUploadedFile("x.csv", content))
    assert answer.status_code == 422
    assert took(admin, table="units").status_code == 422
    assert took(admin, table="none", file=BytesIO(b"x")).status_code == 422
    assert admin.get(f"{ROOT}tables/none.csv").status_code == 404
    assert admin.get(f"{ROOT}tables/units.pdf").status_code == 404


@pytest.mark.parametrize("what", ["look", "take"])
@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"code": "\ud800"}, "code", "This holds characters that can&#x27;t be stored. Please take them out in the file."),
        ({"phone": "19900000000\x00"}, "phone", "This holds characters that can&#x27;t be stored."),
        ({"name": True}, "name", "Words or a whole number belong here."),
        ({"name": False}, "name", "Words or a whole number belong here."),
        ({"phone": 1.5}, "phone", "Words or a whole number belong here."),
        ({"phone": 12.0}, "phone", "Words or a whole number belong here."),
        ({"name": ["甲局"]}, "name", "Words or a whole number belong here."),
        ({"duty": {"zh": "水"}}, "duty", "Words or a whole number belong here."),
    ],
)  # fmt: skip
def test_json_that_no_csv_could_hold_is_refused_at_its_line(
    admin: Client, cells: dict[str, Any], column: str, said: str, what: str
) -> None:
    before = _everything()
    good = {"code": "C-A", "parent": "C", "kind": "bureau", "name": "甲局"}
    file = SimpleUploadedFile(
        "units.json", json.dumps([good, {**good, "code": "C-B", "name": "乙局", **cells}]).encode()
    )
    answer = admin.post(f"{ROOT}tables/", {"what": what, "seen": "0", "table": "units", "file": file})
    assert answer.status_code == 422
    assert f"Line 2, column {column}: {said}" in page_of(answer)
    assert _everything() == before


def test_a_whole_number_and_nothing_are_as_in_a_csv_and_unknown_columns_are_left_alone(admin: Client) -> None:
    row = {"code": "C-A", "parent": "C", "kind": "bureau", "name": "甲局", "phone": 12345, "address": None,
           "\ud801": "\ud800", "remark": True}  # fmt: skip
    file = SimpleUploadedFile("units.json", json.dumps([row]).encode())
    assert took(admin, table="units", file=file).status_code == 303
    unit = Unit.objects.get(code="C-A")
    assert (unit.phone, unit.address) == ("12345", "")


def test_a_spreadsheets_true_is_no_name_either(admin: Client) -> None:
    import openpyxl

    book, out = openpyxl.Workbook(), BytesIO()
    book.active.append(["code", "parent", "kind", "name"])
    book.active.append(["C-A", "C", "bureau", True])
    book.save(out)
    answer = sent(
        admin, f"{ROOT}tables/", "look", table="units", file=SimpleUploadedFile("u.xlsx", out.getvalue())
    )
    assert answer.status_code == 422
    assert "Line 2, column name: This cell holds TRUE or FALSE." in page_of(answer)
