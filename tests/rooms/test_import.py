"""`huiyin import messages`: other people's files become matters with their own dates, once, whole, and told to nobody."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from huiyin.config.cli import run as huiyin
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import ClockRun, Matter, Petition, Petitioner
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.intake import messages, profiles
from huiyin.rooms.notices.models import Notice
from huiyin.rules.calendar import LOCAL
from huiyin.rules.vocabulary import Channel
from tests.rooms.cast import BUREAU, DEPARTMENT, GROUP
from tests.rooms.import_cast import BOARD, STREAM, here, message, refused, run, table, take, whole

pytestmark = pytest.mark.usefixtures("county")


def written() -> tuple[int, ...]:
    """How much stands in the tables."""
    return tuple(model.objects.count() for model in (Matter, Petition, Petitioner, Entry, SealedText, Notice))


def test_an_answered_message_lives_its_whole_life_with_its_own_dates(tmp_path: Path) -> None:
    out = take(tmp_path, table([message(1)]))
    assert "1 rows read: 1 taken in (1 answered, 0 open, 0 with" in out
    matter = Matter.objects.get()
    assert (matter.status, matter.outcome, matter.holder_id) == ("closed", "explained", GROUP)
    assert matter.received_at == datetime(2025, 3, 3, 9, 0, tzinfo=LOCAL)
    assert matter.closed_at == datetime(2025, 3, 20, 16, 30, tzinfo=LOCAL)
    assert matter.number.startswith("222424-20250303-")
    file = file_of(matter.number)
    assert [entry.verb for entry in file.entries] == [
        "register", "triage", "forward", "sign", "notify", "draft", "approve", "issue", "deliver", "close",
    ]  # fmt: skip
    assert file.texts[1, "text"] == "新民街第1号门前的路灯坏了半个月。"
    assert file.texts[6, "text"] == "已更换灯泡，感谢来信。"
    assert Petitioner.objects.get().name == "U0007"
    assert whole()


def test_lateness_is_that_which_the_citizen_lived_through(tmp_path: Path) -> None:
    take(tmp_path, table([message(1, 答复时间="2025-04-30 08:00:00")]))
    told = ClockRun.objects.get(code="T3")
    assert (told.due_on, told.stopped_at.astimezone(LOCAL).date()) == (date(2025, 3, 18), date(2025, 4, 30))


def test_a_message_without_reply_stays_open_and_owes_what_it_owed(tmp_path: Path) -> None:
    out = take(tmp_path, table([message(1, 答复意见="", 答复时间="")]))
    assert "1 taken in (0 answered, 1 open" in out
    matter = Matter.objects.get()
    assert (matter.status, matter.owner_id, matter.next_due) == ("sent", GROUP, date(2025, 3, 18))
    assert whole()


def test_a_reply_without_its_time_is_kept_as_a_note_and_the_matter_open(tmp_path: Path) -> None:
    out = take(tmp_path, table([message(1, 答复时间="")]))
    assert "1 taken in (0 answered, 0 open, 1 with a reply but no time of it, kept open)" in out
    number = Matter.objects.get(status="sent").number
    assert file_of(number).texts[4, "text"] == "已更换灯泡，感谢来信。"


def test_a_time_of_reply_without_its_words_says_so(tmp_path: Path) -> None:
    take(tmp_path, table([message(1, 答复意见="")]))
    assert file_of(Matter.objects.get().number).texts[6, "text"] == "（答复原文未提供）"


def test_nobody_is_told_of_what_happened_long_ago(tmp_path: Path) -> None:
    take(tmp_path, table([message(n) for n in range(3)]))
    from django_tasks_db.models import DBTaskResult

    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("name", ["replied", "stream", "liuyanban"])
def test_each_profile_is_recognised_by_the_columns_it_names(name: str) -> None:
    profile = profiles.load(name)
    assert profiles.recognise([*profile.columns.values(), "something else"]).name == name


def test_a_stream_of_messages_without_replies(tmp_path: Path) -> None:
    out = take(tmp_path, table([message(n) for n in range(3)], STREAM))
    assert "3 taken in (0 answered, 3 open" in out
    assert set(Petition.objects.values_list("foreign_number", flat=True)) == {f"stream:{n}" for n in range(3)}


def test_a_message_board_that_knows_only_the_day(tmp_path: Path) -> None:
    row = {
        "tid": "7",
        "date": "2025-03-03",
        "title": "建议",
        "content": "在河边多种些树。",
        "type": "建言",
        "domain": "环保",
    }
    out = take(tmp_path, table([row, {**row, "tid": "8", "type": "投诉/求助"}], BOARD))
    assert "2 taken in" in out
    assert {(m.klass, m.received_at) for m in Matter.objects.all()} == {
        (klass, datetime(2025, 3, 2, 16, 0, tzinfo=UTC)) for klass in ("suggestion", "appeal")
    }


def test_the_unit_that_answers_can_be_named(tmp_path: Path) -> None:
    take(tmp_path, table([message(1)]), "--unit", BUREAU)
    assert Matter.objects.get().holder_id == BUREAU


def told(out: str) -> list[str]:
    """The closing lines; a slow run tells of its progress before them."""
    lines = out.splitlines()
    return lines[next(i for i, line in enumerate(lines) if "taken in" in line) :]


def test_a_dry_run_says_what_the_real_run_does_and_writes_nothing(tmp_path: Path) -> None:
    rows = [
        message(1),
        message(2, 答复时间=""),
        message(3, 留言时间="gestern"),
        message(1),
        message("", 留言详情="x"),
    ]
    before = written()
    dry = told(take(tmp_path, table(rows), "--dry-run"))
    assert written() == before
    assert refused() == []
    real = told(take(tmp_path, table(rows)))
    assert dry[0] == real[0].replace("taken in", "would be taken in")
    assert "5 rows read: 2 taken in (1 answered, 0 open, 1 with" in real[0]
    assert "0 known already, 3 refused" in real[0]
    assert [line.split()[1].rstrip(":") for line in dry[1:]] == [line for line, _, _ in refused()]


def test_a_dry_run_shows_the_first_bad_rows_and_counts_the_rest(tmp_path: Path) -> None:
    out = take(tmp_path, table([message(n, 留言时间="") for n in range(25)]), "--dry-run")
    assert out.count("a time can't be read") == 20
    assert "… and 5 more." in out


def test_a_second_run_adds_nothing_and_a_longer_file_only_what_is_new(tmp_path: Path) -> None:
    take(tmp_path, table([message(n) for n in range(4)]))
    before = written()
    again = take(tmp_path, table([message(n) for n in range(4)]))
    assert "0 taken in" in again
    assert "4 known already, 0 refused" in again
    assert written() == before
    assert "2 taken in" in take(tmp_path, table([message(n) for n in range(6)]))
    assert whole()


@pytest.mark.parametrize("other", ["ab-7", " AB-7 ", "ＡＢ－７", "Ab-7\u3000", "aＢ-７"])
def test_width_case_and_blanks_make_no_other_number(other: str, tmp_path: Path) -> None:
    take(tmp_path, table([message("AB-7")]))
    assert "1 known already" in take(tmp_path, table([message(other)]))
    assert Petition.objects.get().foreign_number == "replied:AB-7"


def test_the_same_number_of_another_source_is_another_message(tmp_path: Path) -> None:
    take(tmp_path, table([message(1)]))
    assert "1 taken in" in take(tmp_path, table([message(1)], STREAM))
    assert Petition.objects.count() == 2


class Killed(BaseException):
    """As when somebody pulls the plug."""


@pytest.mark.parametrize("at", [1, 7, 50, 51, 58])
def test_killed_in_the_middle_and_run_again_everything_is_there_once(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "信件.csv"
    file.write_text(table([message(n) for n in range(60)]))
    real, count = messages._known_life, 0

    def dies(*given: object) -> None:
        nonlocal count
        count += 1
        real(*given)  # type: ignore[arg-type]
        if count == at:
            raise Killed

    monkeypatch.setattr(messages, "_known_life", dies)
    with pytest.raises(Killed):
        run(file)
    assert Petition.objects.count() == (at - 1) // messages.CHUNK * messages.CHUNK
    assert whole()
    monkeypatch.setattr(messages, "_known_life", real)
    run(file)
    assert here() == {str(n) for n in range(60)}
    assert Petition.objects.count() == 60
    assert whole()
    assert "60 known already" in run(file)


def test_another_import_of_the_same_file_at_the_same_time_makes_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(tmp_path, table([message(1)]))
    real, asked = messages._known, []

    def blind_at_first(numbers: list[str]) -> set[str]:
        asked.append(numbers)
        return set() if len(asked) == 1 else real(numbers)

    monkeypatch.setattr(messages, "_known", blind_at_first)
    assert "1 taken in (1 answered, 0 open, 0 with a reply but no time of it, kept open), 1 known" in take(
        tmp_path, table([message(1), message(2)])
    )
    assert whole()


def test_a_database_that_is_broken_otherwise_isnt_taken_for_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise IntegrityError("something else")

    monkeypatch.setattr(messages, "_live", broken)
    with pytest.raises(IntegrityError):
        take(tmp_path, table([message(1)]))


def test_the_rules_own_refusals_are_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huiyin.rooms.cases.models import DayCounter

    DayCounter.objects.create(day=date(2025, 3, 3), last=99_999)
    out = take(tmp_path, table([message(1), message(2, 留言时间="2025-03-04 09:00:00")]))
    assert "1 taken in" in out
    assert refused() == [("2", "1", "no number is left on that day")]


def test_each_row_costs_a_bounded_number_of_queries(tmp_path: Path) -> None:
    costs = []
    for first, many in ((0, 10), (100, 40)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take(tmp_path, table([message(n) for n in range(first, first + many)]))
        costs.append(len(queries) / many)
    assert max(costs) <= 20
    assert costs[1] <= costs[0]


def test_a_second_run_costs_one_query_for_many_rows(tmp_path: Path) -> None:
    take(tmp_path, table([message(n) for n in range(50)]))
    with CaptureQueriesContext(connection) as queries:
        take(tmp_path, table([message(n) for n in range(50)]))
    assert len(queries) <= 6


def test_figures_count_what_was_imported(tmp_path: Path) -> None:
    take(tmp_path, table([message(1), message(2, 答复意见="", 答复时间="")]))
    line = {line.channel: line for line in figures(date(2025, 3, 1), date(2025, 3, 31))}[Channel.MAILBOX]
    assert (line.pieces, line.persons, line.done) == (2, 2, 1)


WRONG_FILES = {
    "there is none": (None, "Can't read .*: No such file or directory."),
    "a folder": ("folder", "Can't read .*: Is a directory."),
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
    "columns that no profile knows": (b"id,words\n1,hello\n", "No profile fits the columns id, words"),
    "a column twice": ("留言编号,留言主题,留言编号\n1,2,3\n".encode(), "more than one column 留言编号"),
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
    assert told.err == f"Can't read {tmp_path / 'nowhere.csv'}: No such file or directory.\n"
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
        "3행을 읽었습니다", "시각을 알아볼 수 없습니다", "맞는 서식이 없습니다", "stream: 留言编号, 留言用户", "표가 아닙니다",
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
        take(tmp_path, b"id,words\n1,hello\n", language=language)
    assert none_fits in str(no.value)
    assert needed in str(no.value)
    with pytest.raises(CommandError, match=no_csv):
        take(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)), language=language)
    assert empty in take(tmp_path, table([]), language=language)


def test_which_columns_each_profile_needs_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as no:
        take(tmp_path, "编号,标题\n1,x\n")
    first, *needed = str(no.value).splitlines()
    assert (
        first == "No profile fits the columns 编号, 标题. A file needs the columns of one of these profiles:"
    )
    assert needed == [
        f"  {name}: {', '.join(profiles.load(name).columns.values())}" for name in profiles.names()
    ]


def test_a_long_import_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1000 rows read\n" in take(tmp_path, table([message(n, 留言时间="") for n in range(1_200)]))


def test_on_a_terminal_there_is_a_bar_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", screen)
    out = take(tmp_path, table([message(n, 留言时间="") for n in range(1_200)]))
    assert "1000 rows read\n" not in out
    assert "\x1b" in screen.getvalue()


def test_a_later_run_without_bad_rows_takes_the_old_list_away(tmp_path: Path) -> None:
    take(tmp_path, table([message(1, 留言时间="")]))
    assert len(refused()) == 1
    take(tmp_path, table([message(1)]))
    assert refused() == []


def test_the_command_that_everybody_will_type_has_help() -> None:
    with pytest.raises(SystemExit) as stop:
        call_command("import", "messages", "--help")
    assert stop.value.code == 0


def test_verify_finds_nothing_after_a_mixed_file(tmp_path: Path) -> None:
    rows = [
        message(n, 留言时间=f"2025-0{1 + n % 9}-11 08:0{n % 10}:00", 答复时间="2025-11-03 10:00")
        for n in range(30)
    ]
    rows += [message(100 + n, 答复意见="", 答复时间="") for n in range(5)]
    take(tmp_path, table(rows))
    tally = Tally()
    assert not [fault for _, found in number_faults(tally) for fault in found]
    assert (tally.matters, tally.closed) == (35, 30)
    assert Matter.objects.filter(received_at__gt=datetime.now(UTC) - timedelta(days=1)).count() == 0
