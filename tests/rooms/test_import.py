"""`huiyin import messages`: other people's files become matters with their own dates, once, whole, and told to nobody."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import ClockRun, Matter, Petition, Petitioner
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.intake import messages, profiles
from huiyin.rooms.notices.models import Notice
from huiyin.rules.calendar import LOCAL
from huiyin.rules.vocabulary import Channel
from tests.rooms.cast import BUREAU, GROUP
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
    assert Petition.objects.get().foreign_number == "stream:AB-7"


def test_the_same_number_of_another_source_is_another_message(tmp_path: Path) -> None:
    take(tmp_path, table([message(1)]))
    row = {
        "tid": "1",
        "date": "2025-03-03",
        "title": "建议",
        "content": "在河边多种些树。",
        "type": "建言",
        "domain": "环保",
    }
    assert "1 taken in" in take(tmp_path, table([row], BOARD))
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

    def blind_at_first(numbers: list[str], profile: profiles.Profile) -> set[str]:
        asked.append(numbers)
        return set() if len(asked) == 1 else real(numbers, profile)

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
