"""``huiyin explain``, ``due``, ``backlog`` and ``report annual``: lines for people, JSON for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.management.base import CommandError
from django.utils.translation import override

from huiyin.config.cli import COMMANDS
from huiyin.rooms.cases import actions, following, owning, pressing, protecting
from huiyin.rooms.cases.registering import link
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.county.yearly import fulfil_yearly_duty
from huiyin.rooms.management import asking
from huiyin.rules.backlog import Why
from huiyin.rules.fields import Refused
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, START, WATER, comes_in, holder_of
from tests.rooms.duty_cast import LAW, SONG, add_leaders
from tests.rooms.reading_cast import matter, said, standing, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def with_leaders(county: None) -> None:
    add_leaders()
    holder_of(LAW)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """It is the 26th of March until another day is set."""
    return standing(monkeypatch)


@pytest.mark.parametrize("name", ["explain", "due", "backlog", "report"])
def test_the_overview_names_each_command(name: str) -> None:
    assert name in COMMANDS


@pytest.mark.parametrize("words", [("due",), ("backlog",), ("explain", "222424-20260302-00001-5")])
def test_without_a_county_there_is_nothing_to_read(words: tuple[str, ...]) -> None:
    Unit.objects.filter(kind="department").update(kind="bureau")
    forget()
    with pytest.raises(CommandError, match="No county is loaded"):
        said(*words)


# -- explain ------------------------------------------------------------------------------------------------------------


def test_a_matter_is_explained_down_to_each_step_of_its_dates(on: Callable[[str], None]) -> None:
    number = matter()
    owning.own(number, leader=LAW, reason="久拖。", by=DAN, now=START + 5 * HOUR)
    out = said("explain", number)
    for words in (
        f"{number}  Being handled, Appeal, 040100", "Owner: 县生态环境分局 (C-ENV), last did something on 2026-03-02.",
        "县生态环境分局 (C-ENV) (Regulation on Petition Work, Art. 34): 2026-05-06", "Art. 34: 60 days.",
        "Last day: 6 May 2026.",
        "Terms ended:", "Stuck: Drawer case (Nothing from the owner since 2 Mar 2026: 17 working days)",
        "Art. 32): 县生态环境分局 (C-ENV) Officer / Head", "The petitioner has been told already that this unit handles it.",
    ):  # fmt: skip
        assert words in out, (words, out)


def test_no_word_and_no_name_is_printed(on: Callable[[str], None]) -> None:
    out = said("explain", matter()) + said("due", "--on", "2027-01-01") + said("backlog")
    assert not any(word in out for word in ("没有水", "金顺姬", "19900001234", "河西村"))


def test_a_machine_gets_the_same(on: Callable[[str], None]) -> None:
    number = matter()
    found = told("explain", number)
    assert (found["number"], found["status"], found["owner"]) == (number, "handling", BUREAU)
    assert [(one["kind"], one["why"]) for one in found["backlog"]] == [("drawer", "silent")]
    running = [one for one in found["clocks"] if one["stopped"] is None]
    assert [(one["clock"], one["party"], one["article"]) for one in running] == [("T6", BUREAU, "34")]
    assert {"role": "officer", "unit": BUREAU} in next(
        one for one in found["next"] if one["verb"] == "draft"
    )["by"]
    assert {one["verb"] for one in found["next"]} & {one["verb"] for one in found["barred"]} == set()


def test_a_petitions_number_leads_to_its_matter_and_a_joined_one_says_where_it_goes_on(
    on: Callable[[str], None],
) -> None:
    home, joined = matter(Verb.TRIAGE), comes_in(persons=1).number
    link(joined, other=home, by=DAN, now=START + 5 * HOUR)
    assert home in said("explain", home.replace("-", " "))
    assert f"Goes on in {home}." in said("explain", joined)


def test_what_ended_has_no_owner_and_its_rights_still_run(on: Callable[[str], None]) -> None:
    out = said("explain", matter(Verb.CLOSE))
    assert "Owner:" not in out
    assert "T8 " in out


def test_whoever_is_accused_is_counted_and_not_named(on: Callable[[str], None]) -> None:
    number = matter(Verb.TRIAGE)
    protecting.accuse(number, text="信中点名。", accused=WATER, by=DAN, now=START + 5 * HOUR)
    out = said("explain", number)
    assert "Kept from 1 unit or person" in out
    assert "县自来水公司" not in out


def test_what_is_kept_from_the_department_is_kept_from_its_machine(on: Callable[[str], None]) -> None:
    number = matter(Verb.TRIAGE)
    protecting.accuse(number, text="信中点名。", accused=DEPARTMENT, by=DAN, now=START + 5 * HOUR)
    with pytest.raises(CommandError, match="no matter with the number"):
        said("explain", number)
    assert number not in said("due", "--on", "2027-01-01") + said("backlog", "--on", "2027-12-01")


@pytest.mark.parametrize("number", ["222424-20260302-00777-7", "nonsense", "%00"])
def test_an_unknown_number_is_said(number: str) -> None:
    with pytest.raises(CommandError, match="no matter with the number"):
        said("explain", number)


def test_a_date_of_another_calendar_says_so(on: Callable[[str], None]) -> None:
    from huiyin.rooms.county.models import CalendarDay

    number = matter()
    CalendarDay.objects.create(day=date(2026, 5, 6), working=False, reason="local", name="州庆")
    from huiyin.rooms.county.models import Setting
    from huiyin.rooms.county.snapshot import VERSION

    Setting.objects.filter(key=VERSION).update(value="another day off")
    forget()
    assert "The dossier says 2026-05-06" in said("explain", number)


# -- due ----------------------------------------------------------------------------------------------------------------


def test_what_is_due_is_listed_the_longest_overdue_first(on: Callable[[str], None]) -> None:
    early, later = comes_in(persons=1).number, matter()
    out = said("due", "--on", "2026-05-06")
    lines = [line for line in out.splitlines() if line.startswith("2026-0") and "T14" not in line]
    assert [line.split()[1:3] for line in lines if len(line.split()[2]) > 20] == [
        ["T1", early],
        ["T6", later],
    ]
    assert "9 days late" in lines[0]
    assert "Art. 22" in lines[0]
    assert "2 duties due on or before 2026-05-06." in out
    assert "0 duties due on or before 2026-03-01." in said("due", "--on", "2026-03-01")


def test_one_units_duties_are_its_own_and_the_countys_are_left_out(on: Callable[[str], None]) -> None:
    comes_in(persons=1)
    number = matter()
    out = said("due", "--on", "2026-05-06", "--unit", BUREAU)
    assert out.splitlines()[0].split()[2] == number
    assert out.splitlines()[1:] == ["1 duty due on or before 2026-05-06."]
    with pytest.raises(CommandError, match="no unit with the code “C-NONE”"):
        said("due", "--unit", "C-NONE")


def test_the_county_owes_its_report_its_rota_and_its_calendar(on: Callable[[str], None]) -> None:
    on("2026-11-30")
    found = told("due", "--on", "2027-02-01")
    assert [(one["code"], one["year"]) for one in found["yearly"]] == [("T14", 2026), ("T13", 2026)]
    assert found["rota_gaps"][0] == "2026-11-30"
    assert found["calendar"]["last_certain"] == "2026-12-28"
    out = said("due", "--on", "2027-02-01")
    for words in (
        "T13 Annual report for 2026 isn't done yet  Regulation on Petition Work, Art. 41",
        "2026-11-30  no leader on duty",
        "certain only until 2026-12-28",
    ):
        assert words in out
    now = datetime.fromisoformat("2026-11-30T12:00:00+08:00")
    fulfil_yearly_duty("T14", year=2026, by=SONG, now=now)
    assert [one["code"] for one in told("due", "--on", "2027-02-01")["yearly"]] == ["T13"]


def test_a_day_gone_by_has_no_gap_ahead(on: Callable[[str], None]) -> None:
    assert told("due", "--on", "2026-03-01")["rota_gaps"] == []


@pytest.mark.parametrize(
    "words", [("due", "--on", "gestern"), ("due", "--on", "0001-01-01"), ("backlog", "--on", "x")]
)
def test_a_day_that_is_none_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        said(*words)


def test_long_lists_are_read_in_batches(on: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "BATCH", 2)
    numbers = {matter() for _ in range(5)}
    assert {one["number"] for one in told("due", "--on", "2026-05-06")["duties"]} == numbers
    assert {one["number"] for one in told("backlog")["drawer"]} == numbers


# -- backlog ------------------------------------------------------------------------------------------------------------


def test_every_kind_is_listed_with_its_reasons(on: Callable[[str], None]) -> None:
    drawer, closed, again = matter(), matter(Verb.CLOSE), matter(Verb.CLOSE)
    following.pledge(closed, party="局", text="公开。", due=date(2026, 3, 5), by=BAO, now=START + 10 * HOUR)
    actions.reopen(again, reason="又停水了。", by=DAN, now=START + 10 * HOUR)
    out = said("backlog")
    assert (
        f"Drawer case  {drawer}  县生态环境分局 (C-ENV)  Nothing from the owner since 2 Mar 2026: 17 working days"
        in out
    )
    assert (
        f"Tail case  {closed}  县生态环境分局 (C-ENV)  Closed, but a commitment is open: due 5 Mar 2026, 21 days late"
        in out
    )
    assert f"Tail case  {again}" in out
    assert "Bone case: 0 on 2026-03-26." in out
    found = told("backlog", "--on", "2027-04-01")
    assert {one["number"] for one in found["bone"]} == {drawer, again}
    assert found["bone"][0]["why"][0]["code"] == "old"


# -- report annual ------------------------------------------------------------------------------------------------------


def test_the_year_in_figures(on: Callable[[str], None]) -> None:
    number = matter(Verb.CLOSE)
    tip = comes_in(channel="letter", persons=1).number
    actions.triage(tip, klass="tip_off", category="190000", by=DAN, now=START + HOUR)
    protecting.accuse(tip, text="信中点名。", accused=WATER, by=DAN, now=START + HOUR)
    actions.forward(tip, to=BUREAU, by=DAN, now=START + 2 * HOUR)
    comes_in(channel="call", persons=1)
    busy = matter()
    pressing.urge(busy, why="overdue", text="请抓紧。", by=SONG, now=START + 5 * HOUR)
    pressing.supervise(busy, why="overdue", text="限期。", by=SONG, now=START + 6 * HOUR)
    for _ in range(2):
        pressing.recommend(
            number, advice="improve_work", to=BUREAU, text="公开。", by=SONG, now=START + 20 * HOUR
        )
    pressing.adopt(number, item=1, adoption="partly", text="部分采纳。", by=BO, now=START + 21 * HOUR)
    found = told("report", "annual", "--year", "2026")
    assert {one["channel"]: one["pieces"] for one in found["channels"] if one["pieces"]} == {
        "visit": 2,
        "letter": 1,
        "call": 1,
    }
    assert found["categories"] == [["040000", 2], ["", 1], ["190000", 1]]
    assert (found["units"], found["tip_offs"]) == (
        [[BUREAU, 2]],
        1,
    )  # the tip-off's holder isn't counted against it
    assert found["sent"] == {"accept": 0, "forward": 3, "assign": 0, "designate": 0}
    assert found["pressed"] == {"urge": 1, "supervise": 1}
    assert found["advice"]["improve_work"] == {"adopted": 0, "partly": 1, "not": 0, "waiting": 1}
    assert found["reviews"] == {"review": {}, "recheck": {}}
    out = said("report", "annual", "--year", "2026")
    for words in (
        "Tip-offs: 1",
        "Forwarded 3",
        "Urged 1; Supervised 1",
        "Improve the work: 2 made (Adopted 0; Partly adopted 1; Not adopted 0; no answer yet 1)",
        "not sorted yet",
    ):
        assert words in out
    assert "县自来水公司" not in out
    assert WATER not in json.dumps(found)


def test_reviews_stand_with_their_outcome(on: Callable[[str], None]) -> None:
    from huiyin.rooms.cases.models import Matter

    number = matter()
    Matter.objects.filter(number=number).update(stage="review", outcome="upheld")
    assert told("report", "annual", "--year", "2026")["reviews"]["review"] == {"upheld": 1}
    assert "Review: 1 asked for (Opinion upheld 1)" in said("report", "annual", "--year", "2026")


@pytest.mark.parametrize("year", ["2021", "x", "20260", "²²²²", "9999"])
def test_a_year_without_the_regulation_is_refused(year: str) -> None:
    with pytest.raises(CommandError):
        said("report", "annual", "--year", year)


# -- languages ----------------------------------------------------------------------------------------------------------


def test_a_terminal_speaks_the_countys_language_unless_asked_for_another(on: Callable[[str], None]) -> None:
    number, late = matter(), matter(Verb.CLOSE)
    following.pledge(late, party="局", text="公开。", due=date(2026, 3, 5), by=BAO, now=START + 10 * HOUR)
    out = said("explain", number, lang="zh-hans")
    for words in (
        "正在计算的时限",
        "县生态环境分局 (C-ENV)",
        "《信访工作条例》第三十四条",
        "起草",
        "2026年5月6日",
    ):
        assert words in out, (words, out)
    assert not any(word in out for word in ("Owner", "Terms", "Next", "Last day", "officer", "handling"))
    assert "条例》第三十四条" in said("due", "--on", "2026-05-06", lang="zh-hans")
    assert "抽屉案" in said("backlog", lang="zh-hans")
    assert "《신소사업조례》 제34조" in said("explain", number, lang="ko")


@pytest.mark.parametrize("lang", ["zh-hans", "ko"])
def test_no_english_is_left_in_what_the_commands_say(on: Callable[[str], None], lang: str) -> None:
    on("2026-11-30")
    number = matter()
    protecting.accuse(number, text="信中点名。", accused=WATER, by=DAN, now=START + 5 * HOUR)
    march = ("report", "terms", "--from", "2026-03-01", "--to", "2026-03-31")
    for words in (("explain", number), ("due", "--on", "2027-02-01"), ("backlog",), march):
        english = re.findall(r"\b[a-z]{3,}\b", said(*words, lang=lang))
        assert not english, (words, english)


# -- sentences ----------------------------------------------------------------------------------------------------------


def test_every_word_that_the_commands_need_is_there() -> None:
    from huiyin.web.desk import stuck, terminal

    assert set(stuck._SAY) == set(Why)
    named = {name for name in vars(asking.Tongue) if not name.startswith("_")}
    assert named == set(terminal.__all__)
    with override("en"):
        assert terminal.refusal(Refused("final_already", "36")).endswith("Art. 36)")
        assert "(" not in terminal.refusal(Refused("stale"))


def test_lengths_and_distances_are_said_in_the_right_number() -> None:
    today = date(2026, 3, 2)
    with override("en"):
        say = asking.tongue()
        assert [say.far(today + n * DAY, today) for n in (0, 1, 2, -1, -3)] == [
            "due today", "1 day left", "2 days left", "1 day late", "3 days late",
        ]  # fmt: skip
        assert (say.unit(""), say.category("")) == ("nobody", "")
