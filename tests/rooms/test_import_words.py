"""What `huiyin import` says, in which language, and which files it refuses as a whole."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from huiyin.config.cli import run as huiyin
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.intake import profiles
from huiyin.rooms.management.asking import why_not
from tests.rooms.cast import DEPARTMENT
from tests.rooms.import_cast import STREAM, message, refused, run, table, take

pytestmark = pytest.mark.usefixtures("county")

WRONG_FILES = {
    "there is none": (None, "Can't read .*: there is no such file."),
    "a folder": ("folder", "Can't read .*: it is a folder."),
    "nothing in it": (b"", "no heading row"),
    "blank lines only": (b"\n\r\n  \n", "no heading row"),
    "a heading of nothing": (b",,,\n1,2,3,4\n", "no heading row"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        "is no CSV table in UTF-8 or GB 18030; it may be a picture",
    ),
    "a paper": (b"%PDF-1.7\n1 0 obj\n", "is no CSV table"),
    "UTF-16": ("留言编号,留言主题\n".encode("utf-16"), "is no CSV table in UTF-8 or GB 18030"),
    "one endless line": (b"x" * 2_500_000, "is no CSV table"),
    "a heading that never ends": (b'"a,b\n1,2\n', "is no CSV table"),
    "columns that no profile knows": (
        b"id,words\n1,hello\n",
        "The first row holds no headings that are known here",
    ),
    "a column twice": (
        "留言编号,留言主题,留言编号\n1,2,3\n".encode(),
        "Columns 1, 3 of the first row have the same name",
    ),
}


@pytest.mark.parametrize("what", WRONG_FILES)
def test_a_file_that_is_none_is_refused_with_one_sentence(what: str, tmp_path: Path) -> None:
    content, sentence = WRONG_FILES[what]
    file = tmp_path / "信件.csv"
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run(file)
    assert not Petition.objects.exists()


def test_a_heading_and_nothing_else_is_no_mistake(tmp_path: Path) -> None:
    assert take(tmp_path, table([])) == "The file has a heading and no rows; there is nothing to take in.\n"


def test_blank_lines_above_the_heading_are_passed_over(tmp_path: Path) -> None:
    assert "1 taken in" in take(tmp_path, "\n\n" + table([message(1)]))


def test_a_file_that_the_named_profile_doesnt_fit_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no column 答复意见, 答复时间, which profile “replied” needs"):
        take(tmp_path, table([message(1)], STREAM), "--profile", "replied")


def test_a_profile_or_unit_that_isnt_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'nonsense'"):
        take(tmp_path, table([message(1)]), "--profile", "nonsense")
    with pytest.raises(profiles.BadProfile, match=r"no_such_profile.*\.\./x.*liuyanban, replied, stream"):
        profiles.load("../x")
    for unit in ("C-MOON", "C"):
        with pytest.raises(CommandError, match=f"There is no open unit with the code “{unit}”"):
            take(tmp_path, table([message(1)]), "--unit", unit)
    with pytest.raises(CommandError, match="takes messages in and passes them on"):
        take(tmp_path, table([message(1)]), "--unit", DEPARTMENT)


def test_a_profile_must_name_number_text_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "short.toml").write_text('source = "s"\n[columns]\ntext = "t"\n')
    monkeypatch.setattr(profiles.resources, "files", lambda _: tmp_path)
    with pytest.raises(profiles.BadProfile, match=r"profile_without_columns.*foreign_number, received_at"):
        profiles.load("short")


def test_without_a_county_nothing_is_imported(tmp_path: Path) -> None:
    from huiyin.rooms.county.models import Setting, Unit
    from huiyin.rooms.county.snapshot import forget

    Unit.objects.all()._raw_delete("default")
    Setting.objects.all().delete()
    forget()
    with pytest.raises(CommandError, match="No county is loaded"):
        take(tmp_path, table([message(1)]))


def test_the_command_line_tells_by_one_line_and_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connections

    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's transaction hangs on it
    file = tmp_path / "信件.csv"
    file.write_text(table([message(1)]))
    assert huiyin(["import", "messages", str(file), "--lang", "en"]) == 0
    assert huiyin(["import", "messages", str(tmp_path / "nowhere.csv"), "--lang", "en"]) == 1
    told = capsys.readouterr()
    assert "1 taken in" in told.out
    assert told.err == f"Can't read {tmp_path / 'nowhere.csv'}: there is no such file.\n"
    for wrong in (["--profile", "nonsense"], ["--what"]):
        with pytest.raises(SystemExit) as stop:
            huiyin(["import", "messages", str(file), *wrong])
        assert stop.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_of_which_no_row_can_be_taken_ends_with_a_fault(tmp_path: Path) -> None:
    bad, file = table([message(1, 留言时间=""), message(2, 留言时间="")]), tmp_path / "信件.csv"
    file.write_text(bad)
    for options in ([], ["--dry-run"]):
        with (
            translation.override("en"),
            pytest.raises(CommandError, match="No row of the file can be taken in"),
        ):
            call_command("import", "messages", str(file), *options, stdout=io.StringIO())
    assert len(refused()) == 2
    file.write_text(bad + table([message(3)]).split("\n", 1)[1])
    for _ in range(2):  # the second time the good row is known already, and that is no fault
        call_command("import", "messages", str(file), stdout=io.StringIO())


SPOKEN = {
    "zh-hans": (
        "读了 3 行：导入 1 件（已答复 1 件", "时间无法识别", "没有一个模板适合", "stream：留言编号, 留言用户", "不是 UTF-8",
        "文件只有表头",
    ),
    "ko": (
        "3행을 읽었습니다", "시각을 알아볼수 없습니다", "맞는 양식이 없습니다", "stream: 留言编号, 留言用户", "표가 아닙니다",
        "머리행만 있고",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", SPOKEN)
def test_everything_is_said_in_the_language_asked_for(language: str, tmp_path: Path) -> None:
    sums, reason, none_fits, needed, no_csv, empty = SPOKEN[language]
    out = take(tmp_path, table([message(1), message(2, 留言时间=""), message(1)]), language=language)
    assert sums in out
    assert "rows" not in out
    told = (Path(settings.HUIYIN_HOME) / "imports" / "信件.refused.csv").read_text("utf-8-sig").splitlines()
    assert reason in told[1]
    assert "line" not in told[0]
    with pytest.raises(CommandError) as no:
        take(tmp_path, "tid,words\n1,hello\n", language=language)
    assert none_fits in str(no.value)
    assert needed in str(no.value)
    with pytest.raises(CommandError, match=no_csv):
        take(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)), language=language)
    assert empty in take(tmp_path, table([]), language=language)


def test_which_columns_each_profile_needs_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as no:
        take(tmp_path, "留言编号,标题\n1,x\n")
    first, *needed = str(no.value).splitlines()
    assert (
        first
        == "No profile fits the columns 留言编号, 标题. A file needs the columns of one of these profiles:"
    )
    assert needed == [
        f"  {name}: {', '.join(profiles.load(name).columns.values())}" for name in profiles.names()
    ]


@pytest.mark.parametrize("kind", ["messages", "precedents"])
@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "第一行不是系统认得的表头"), ("ko", "아는 머리글이 없습니다")]
)
def test_of_a_file_without_headings_nobodys_words_are_told(
    kind: str, language: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "信件.csv"
    for first in ("X1,朴成浩,路灯不亮,2025-03-03", "X1,朴成浩,朴成浩,路灯不亮"):
        file.write_text(f"{first}\nX2,金哲,没有水,2025-03-04\n")
        with translation.override(language), pytest.raises(CommandError) as no:
            call_command("import", kind, str(file), stdout=io.StringIO())
        assert not {"X1", "朴成浩", "路灯不亮"} & set(str(no.value).replace(",", " ").split())
        assert "朴成浩" not in str(no.value)
        if first.count("朴成浩") == 1:
            assert said in str(no.value)
            assert "留言编号" in str(no.value)


def test_what_the_system_says_of_a_file_is_said_in_the_language(tmp_path: Path) -> None:
    for language, said in (("zh-hans", "：没有这个文件。"), ("ko", ": 그런 파일이 없습니다.")):
        with translation.override(language), pytest.raises(CommandError) as no:
            call_command("import", "messages", str(tmp_path / "nowhere.csv"))
        assert str(no.value).endswith(said)
    with translation.override("zh-hans"):
        assert why_not(OSError(errno.ENOSPC, "No space left")) == "磁盘已满"
    assert why_not(OSError(errno.EIO, "Input/output error")) == "Input/output error"
    assert why_not(OSError("strange")) == "strange"


def test_a_title_made_of_the_text_ends_before_a_number_that_it_would_cut(tmp_path: Path) -> None:
    text = f"{'新民街第七号门前的路灯坏了半个月没有人来修' * 2}"[:30] + "请回电199 0000 1234谢谢"
    take(tmp_path, table([message(1, 留言主题="", 留言详情=text)]))
    assert Matter.objects.get().title.text == text[:33]
