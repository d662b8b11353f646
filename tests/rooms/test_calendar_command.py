"""``huiyin calendar``: what it prints, what it takes in, with which status it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from huiyin.config import cli
from huiyin.rooms.cases import reckoning
from huiyin.rooms.cases.models import ClockRun
from huiyin.rooms.cases.reckoning import Reckoned
from huiyin.rooms.county.actions import load_calendar_notice
from huiyin.rooms.county.models import CalendarDay, Change, PublishedYear, Unit
from huiyin.rooms.county.notice import NoticeDay
from huiyin.rooms.county.queries import calendar
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.management.commands import calendar as command
from huiyin.rules.roles import SYSTEM
from huiyin.rules.wide import wide
from tests.rooms import cast
from tests.rules.date_rows import LOADED
from tests.rules.times import at, d, published_until

NOW = at("2027-01-22")
CSV = "day,kind,name\n" + "".join(
    f"{day},{'work' if row.working else 'off'},{row.name}\n" for day, row in LOADED.items()
)


@pytest.fixture(autouse=True)
def known_until_2026(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)  # they are the tests' own
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    with published_until(2026):
        forget()
        yield
    forget()


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def huiyin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Status, what was printed, what was complained of."""

    def run(*words: str, now: datetime = NOW, language: str = "en") -> tuple[int, str, str]:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        try:
            status = cli.run(["calendar", *words, "--lang", language])
        except SystemExit as ended:
            status = int(str(ended.code))
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def notice(tmp_path: Path) -> Callable[[str], str]:
    """A file with this text."""

    def written(text: str) -> str:
        file = tmp_path / "notice.csv"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return written


# -- show ---------------------------------------------------------------------------------------------------------


def test_show_a_published_year(huiyin: Run) -> None:
    status, out, _ = huiyin("show", "--year", "2025")
    assert status == 0
    lines = [line.split("  ") for line in out.splitlines()]
    assert [part.strip() for part in lines[0] if part] == ["2025-01-01", "off", "New Year's Day"]
    assert "2025-01-26                worked in exchange  Spring Festival" in out
    assert "2025-01-28 to 2025-02-04  off                 Spring Festival" in out
    assert out.splitlines()[-1] == "2025: 248 working days"


def test_show_says_what_may_change(huiyin: Run) -> None:
    assert huiyin("show", "--year", "2026")[1].splitlines()[-1] == (
        "3 days from 2026-12-29 on may still change: their notice isn't loaded."
    )
    assert huiyin("show", "--year", "2027")[1] == (
        "2027: 261 working days\n365 days from 2027-01-01 on may still change: their notice isn't loaded.\n"
    )


def test_show_the_countys_own_days(huiyin: Run) -> None:
    for day, working, reason, name in (
        ("2026-09-03", False, "local", "州庆"),
        ("2026-03-04", False, "override", "大雪"),
        ("2026-03-07", True, "override", "大雪"),
    ):
        CalendarDay.objects.create(day=day, working=working, reason=reason, name=name)
    forget()
    out = huiyin("show", "--year", "2026")[1]
    assert "2026-09-03                off here            州庆" in out
    assert "2026-03-04                set by the county, off  大雪" in out
    assert "2026-03-07                set by the county, worked  大雪" in out


@pytest.mark.parametrize("year", ["27", "2003", "2200", "abcd", "２０２６", "-2026"])
def test_a_year_is_a_year(huiyin: Run, year: str) -> None:
    status, _, err = huiyin("show", f"--year={year}")
    assert status == 2
    assert "isn't a year; write it as 2027" in err


@pytest.mark.parametrize("words", [(), ("show",), ("load", "x.csv"), ("load", "--year", "2027"), ("melt",)])
def test_a_wrong_command_line_ends_with_two(huiyin: Run, words: tuple[str, ...]) -> None:
    assert huiyin(*words)[0] == 2


# -- load ---------------------------------------------------------------------------------------------------------


def test_load_sets_the_days_and_reckons_anew(huiyin: Run, notice: Callable[[str], str]) -> None:
    number = cast.comes_in(received_at=at("2027-01-21"), now=at("2027-01-21")).number
    status, out, err = huiyin("load", notice(CSV), "--year", "2027", "--source", "国办发明电〔2026〕7号")
    assert (status, err) == (0, "")
    assert out == (
        f"The notice for 2027 sets {len(LOADED)} days. Certain until 2027-12-28.\n"
        "Reckoned anew: 1 matters, 1 with another date.\n"
    )
    assert PublishedYear.objects.get(year=2027).source == "国办发明电〔2026〕7号"
    assert ClockRun.objects.get(matter=number).due_on == d("2027-02-12")
    assert Change.objects.get(verb="notice").by == SYSTEM.key


def test_load_names_the_file_where_no_source_is_told(huiyin: Run, notice: Callable[[str], str]) -> None:
    assert (
        huiyin("load", notice("\ufeff" + CSV.replace("work", "班").replace("off", "休")), "--year", "2027")[0]
        == 0
    )
    assert PublishedYear.objects.get(year=2027).source == "notice.csv"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "notice.csv is empty."),
        (
            "date,what\n2027-01-01,off\n",
            "The first line (“date, what”) neither begins with a day nor names the columns day and kind (and name).",
        ),
        (
            CSV + "2027-13-01,off,\n",
            f"Line {len(LOADED) + 2}: day is “2027-13-01”. A day is written as 2027-01-01",
        ),
        (CSV + "2027-06-09,free,\n", f"Line {len(LOADED) + 2}: kind is “free”."),
        (CSV + "2028-01-01,off,\n", "2028-01-01 isn't a day of 2027."),
        (CSV + "2027-01-01,off,\n", "2027-01-01 stands in the file twice."),
        (CSV + "2027-06-09,work,\n", "2027-06-09 is no weekend day, so nobody can work it in exchange."),
        ("day,kind\n2027-01-01,off\n", "2027-05-01 isn't off: this is not the whole notice of the year."),
    ],
)
def test_load_refuses_what_is_no_notice(
    huiyin: Run, notice: Callable[[str], str], text: str, sentence: str
) -> None:
    status, out, err = huiyin("load", notice(text), "--year", "2027")
    assert (status, out) == (1, "")
    assert sentence in err
    assert not PublishedYear.objects.exists()
    assert not CalendarDay.objects.exists()


def test_load_refuses_what_is_no_text(huiyin: Run, tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00day")
    (tmp_path / "large.csv").write_bytes(b"x" * (command.MOST_BYTES + 1))
    for name, sentence in (
        ("binary.csv", "binary.csv isn't UTF-8 text."),
        ("large.csv", "large.csv is too large for a holiday notice."),
        ("none.csv", f"Can't read {tmp_path / 'none.csv'}: there is no such file."),
        (".", f"Can't read {tmp_path}: it is a folder."),
    ):
        status, _, err = huiyin("load", str(tmp_path / name), "--year", "2027")
        assert (status, sentence in err) == (1, True), err


def test_a_refusal_without_a_sentence_of_its_own_is_told_by_its_code() -> None:
    from huiyin.rules.fields import Refused

    with override("en"):
        assert command._refusal(Refused("something_new")) == "The notice was refused (something_new)."


def test_it_speaks_the_countys_languages_and_stands_in_columns(
    huiyin: Run, notice: Callable[[str], str]
) -> None:
    CalendarDay.objects.create(day="2025-09-03", working=False, reason="local", name="州庆")
    forget()
    out = huiyin("show", "--year", "2025", language="zh")[1]
    lines = out.splitlines()
    assert lines[0] == "2025-01-01                放假                元旦"
    assert "2025-01-26                调休上班            春节" in lines
    assert "2025-01-28至2025-02-04    放假                春节" in lines
    assert "2025-09-03                本地放假            州庆" in lines
    assert {wide(line[: line.index("春节")]) for line in lines if "春节" in line} == {46}
    assert lines[-1] == "2025年：247个工作日"
    assert "근무일 247일" in huiyin("show", "--year", "2025", language="ko")[1]
    said = huiyin("load", notice(CSV + "2027-06-09,free,\n"), "--year", "2027", language="zh")[2]
    assert f"第{len(LOADED) + 2}行：类别是“free”。" in said
    assert "휴가통지를 올려주십시오" in huiyin("alarm", now=at("2026-10-29"), language="ko")[2]


def test_load_says_which_matters_refused(
    huiyin: Run, notice: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "reckon_all", lambda **_: Reckoned(3, 1, ("222424-20270121-00001-1",)))
    status, out, err = huiyin("load", notice(CSV), "--year", "2027")
    assert status == 1
    assert "Reckoned anew: 3 matters, 1 with another date." in out
    assert err == "These could not be reckoned anew: 222424-20270121-00001-1\n"
    assert PublishedYear.objects.exists()  # the notice itself is in
    assert reckoning.BATCH


def test_without_a_county_it_says_so(huiyin: Run) -> None:
    Unit.objects.update(is_active=False)
    forget()
    status, _, err = huiyin("alarm")
    assert (status, err) == (1, "No county is loaded. `huiyin init` loads it.\n")


# -- alarm --------------------------------------------------------------------------------------------------------


def test_alarm_is_silent_while_there_is_time(huiyin: Run) -> None:
    assert huiyin("alarm", now=at("2026-10-28")) == (0, "The calendar is certain until 2026-12-28.\n", "")


def test_alarm_rings_in_time_and_stops_when_the_notice_is_in(
    huiyin: Run, notice: Callable[[str], str]
) -> None:
    status, out, err = huiyin("alarm", now=at("2026-10-29"))
    assert (status, out) == (1, "")
    assert err == (
        "The calendar is certain only until 2026-12-28 (days left: 60). "
        "Load the next holiday notice: huiyin calendar load FILE --year 2027\n"
    )
    huiyin("load", notice(CSV), "--year", "2027", now=at("2026-10-29"))
    assert huiyin("alarm", now=at("2026-10-29"))[0] == 0


# -- loading again ------------------------------------------------------------------------------------------------


def days(year: int, *more: NoticeDay) -> list[NoticeDay]:
    return [*(NoticeDay(d(f"{year}-{day}"), working=False) for day in ("01-01", "05-01", "10-01")), *more]


def load(year: int, *more: NoticeDay) -> None:
    load_calendar_notice(year, days=days(year, *more), source="x", by=SYSTEM, now=NOW)


def test_a_corrected_notice_takes_back_the_bridge_days_of_the_first() -> None:
    load(2027, NoticeDay(d("2026-12-31"), working=False))
    assert not calendar().is_working(d("2026-12-31"))
    load(2027)
    assert calendar().is_working(d("2026-12-31"))


def test_loading_a_year_again_leaves_the_next_years_bridge_days() -> None:
    load(2027)
    load(2028, NoticeDay(d("2027-12-31"), working=False))
    load(2027)
    assert not calendar().is_working(d("2027-12-31"))
    assert not calendar().is_working(d("2027-05-01"))
