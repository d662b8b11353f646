"""The demo played on real tables: the stories through the verbs, the founding figures, the command around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from huiyin.rooms.accounts.models import User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.around import Bar, Look, Rating
from huiyin.rooms.cases.asked import NONE, Asked
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.papers import stored
from huiyin.rooms.cases.parties import parties_of
from huiyin.rooms.cases.queries import file_of, followed
from huiyin.rooms.cases.registering import register
from huiyin.rooms.cases.repeats import repeats_in
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.county.places_map import town_points
from huiyin.rooms.county.queries import department
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.seals import seal_file
from huiyin.rooms.intake.demo import player
from huiyin.rooms.intake.demo.plan import plan
from huiyin.rooms.intake.demo.shape import (
    BATCHES,
    DEPARTMENT,
    DONE_REPEATS,
    FIGURES,
    OPEN_REPEATS,
    DemoMatter,
    Seat,
    Who,
)
from huiyin.rooms.management.commands import demo as command
from huiyin.rooms.notices.models import Notice
from huiyin.rules.calendar import LOCAL
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Channel, Status, Verb
from tests.rooms.cast import JIN
from tests.rooms.figures_naive import differences, narrowed

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=LOCAL)


@pytest.fixture
def wangqing(db: None) -> None:
    """The real county, nobody in it yet."""
    load_county(NOW)
    seal_file().unlink(missing_ok=True)


@pytest.fixture(scope="module")
def planned() -> tuple[DemoMatter, ...]:
    return tuple(plan(NOW))


def whole() -> bool:
    """Nothing is wrong anywhere."""
    return not [fault for _, found in number_faults(Tally()) for fault in found]


def told(planned: tuple[DemoMatter, ...], *keys: str) -> dict[str, Any]:
    """Play these matters alone; their receipts."""
    stage = player.Stage(player.Cast(min(m.received_at for m in planned), NOW, "huiyin-demo"))
    for _ in stage.run([m for m in planned if m.key in keys]):
        pass
    return stage.receipts


def test_the_main_is_mended_and_both_the_nine_and_the_old_woman_hear_of_it(
    wangqing: None, planned: tuple[DemoMatter, ...]
) -> None:
    receipts = told(planned, "story-water-visit", "story-water-call")
    visit, call = receipts["story-water-visit"].number, receipts["story-water-call"].number
    file = file_of(visit)
    assert file.state.status is Status.CLOSED
    assert [(p.channel, p.persons) for p in file.state.petitions] == [(Channel.VISIT, 9), (Channel.CALL, 1)]
    assert [d.petition for d in file.state.deliveries] == [visit, call]
    assert Matter.objects.get(number=call).linked_to == visit
    assert {p.petitioner.language for p in file.petitions} == {"ko"}
    along = parties_of([visit, call])
    assert list(along) == [visit]
    assert [row.role for row in along[visit]] == ["representative"] * 4 + ["cosigner"] * 4
    assert [row.petitioner.name for row in along[visit]][:4] == ["王桂珍", "孙有田", "李占山", "赵玉兰"]
    assert any("물이 잘 나옵니다" in (text or "") for text in file.texts.values())
    paper = next(entry for entry in file.entries if entry.verb == Verb.ATTACH)
    kept = stored(visit, paper.seq)
    assert kept is not None
    assert "测压记录" in kept.path.read_text(encoding="utf-8")
    assert whole()


def test_the_fumes_come_back_until_all_four_restaurants_are_put_right(
    wangqing: None, planned: tuple[DemoMatter, ...]
) -> None:
    receipts = told(planned, "story-fumes-letter", "story-fumes-visit")
    file = file_of(receipts["story-fumes-letter"].number)
    assert (file.state.status, file.state.reopened) == (Status.CLOSED, 1)
    assert [stay.holder for stay in file.state.rounds] == ["222424-ENV", "222424-MWD-G7"]
    notes = [text or "" for text in file.texts.values()]
    assert all(any(f"第{n}家" in note for note in notes) for n in "一二三四")
    assert any("延吉" in note for note in notes)
    assert len(file.petitions) == 2
    promised = file.state.pledges
    parties = [file.texts[pledge.text_seq, "party"] for pledge in promised]
    assert parties == ["李记冷面", "林家小炒", "阿里郎饭馆", "大通饺子馆"]
    assert all(pledge.done_at and pledge.done_at.date() <= pledge.due_on for pledge in promised)
    assert all("合格" in (file.texts[pledge.evidence_seq, "text"] or "") for pledge in promised)
    assert file.state.carried_out
    assert whole()


def test_the_two_overlooked_workers_are_looked_after_by_group_nine(
    wangqing: None, planned: tuple[DemoMatter, ...]
) -> None:
    number = told(planned, "story-workers-visit")["story-workers-visit"].number
    file = file_of(number)
    assert file.state.status is Status.CLOSED
    assert file.state.rounds[0].holder == "222424-MWD-G9"
    words = " ".join(text or "" for text in file.texts.values())
    assert all(bureau in words for bureau in ("交通运输局", "人社局", "社保局"))
    assert file.state.persons == 2
    assert whole()


def test_a_handful_gives_their_own_figures_and_tells_nobody_now(
    wangqing: None, planned: tuple[DemoMatter, ...]
) -> None:
    some = [m for m in planned if not any(s.verb is Verb.LINK for s in m.steps) and m.template][::60]
    told(planned, *(m.key for m in some))
    lines = {line.channel: line for line in figures(date(2026, 6, 1), date(2026, 11, 24))}
    for channel, line in lines.items():
        mine = [m for m in some if m.channel is channel]
        assert line.pieces == len(mine)
        assert line.persons == sum(m.persons for m in mine)
        assert line.done == sum(m.status is Status.CLOSED for m in mine)
    assert {m.status for m in some} == {Status(s) for s in Matter.objects.values_list("status", flat=True)}
    assert not Notice.objects.exists()
    assert Entry.objects.count() == sum(len(m.steps) for m in some)
    assert whole()


def test_the_acts_are_in_order_and_a_run_is_one_matters(planned: tuple[DemoMatter, ...]) -> None:
    found = player.runs(planned)
    assert [run.steps[0].at for run in found] == sorted(run.steps[0].at for run in found)
    again = Counter(run.matter.key for run in found)
    assert 5 <= sum(many > 1 for many in again.values()) <= 40
    assert sum(len(run.steps) for run in found) == sum(len(m.steps) for m in planned)
    assert [r.matter.key for r in player.runs(reversed(planned))] == [r.matter.key for r in found]


def test_whoever_acts_holds_the_post_and_an_empty_post_is_refused(
    wangqing: None, planned: tuple[DemoMatter, ...]
) -> None:
    cast = player.Cast(NOW, NOW, "huiyin-demo")
    call = next(m for m in planned if m.channel is Channel.CALL and m.korean)
    assert [p.unit for p in cast.actor(Who(Seat.CLERK, DEPARTMENT), call).posts] == ["222424-MWD-HOT"]
    assert cast.actor(Who(Seat.DISPATCHER, DEPARTMENT), call).name == "全哲浩"
    assert cast.actor(Who(Seat.PETITIONER), call) is PETITIONER
    with pytest.raises(LookupError, match="nobody is clerk"):
        cast.actor(Who(Seat.CLERK, "自来水公司"), call)
    for matter in planned:
        for step in matter.steps:
            assert cast.actor(step.who, matter)


def test_a_demo_that_is_broken_off_leaves_nothing(wangqing: None) -> None:
    playing = player.play(NOW, password="huiyin-demo")
    next(playing)
    next(playing)
    assert player.is_there()
    playing.close()
    assert not player.is_there()
    assert not User.objects.exists()


# -- the command --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def quiet(wangqing: None, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """The command without a real init and without a server: what it would have called."""
    called: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(command, "call_command", lambda name, **options: called.append((name, options)))
    return called


def say(**options: Any) -> str:
    out = StringIO()
    call_command(command.Command(), stdout=out, **options)
    return out.getvalue()


def test_what_a_broken_off_making_left_out_is_done_the_next_time(
    quiet: list[tuple[str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.player, "is_there", lambda: True)
    assert "中断了" in say(no_serve=True)
    assert town_points()
    assert [name for name, _ in quiet] == ["init", "same"]
    assert "中断了" not in say(no_serve=True)
    assert [name for name, _ in quiet] == ["init", "same", "init"]


def every_readers_figures_are_those_of_their_rows() -> None:
    """The whole county's and those of units; a month, a year, days that cut months; narrowed by everything."""
    today, year = NOW.date(), Asked(date(2026, 1, 1), date(2026, 12, 31))
    days = replace(year, first=date(2026, 9, 11), last=date(2026, 11, 5))
    narrow = {"channel": "visit", "category": "040000", "town": NONE, "unit": "222424-ENV", "outcome": NONE}
    asked = [days, *(replace(year, **{name: code}) for name, code in narrow.items())]  # type: ignore[arg-type]
    town = replace(year, first=date(2026, 11, 1), last=date(2026, 11, 30), town="222424100", category=NONE)
    rightly = {"opened_at": NOW, "ended_at": NOW, "verdict": "answered_rightly"}
    looks = [
        Look(matter_id=one.matter_id, n=900 + one.n, rating=one.n, **rightly)
        for one in Rating.objects.filter(rated="unit")[::2]
    ]
    Look.objects.bulk_create(looks)
    repeated = {one.key for one in repeats_in(list(Matter.objects.values_list("pk", flat=True)))}
    counted = 0
    for username, questions in (
        ("dispatcher", [year, town, *asked]), ("env-head", [year, days]), ("clerk", [year, *asked[3:5]]),
        ("analyst", [year, town]), ("wangqing-head", [year]),
    ):  # fmt: skip
        who = actor_of(User.objects.get(username=username), now=NOW)
        seen = {one.matter_id for one in narrowed(who, year)}
        away = [
            Bar(matter_id=one, n=900 + counted, kind="person", subject=who.key, seq=1)
            for one in sorted(seen)[::7]
        ]
        Bar.objects.bulk_create(away)
        for one in questions:
            assert list(differences(who, one, repeated=repeated, today=today)) == [], (username, one)
        assert seen - {one.matter_id for one in narrowed(who, year)} == {one.matter_id for one in away}
        counted += len(seen)
    assert counted > 3 * 700
    assert looks
    Bar.objects.filter(n__gte=900).delete()
    Look.objects.filter(n__gte=900).delete()


@pytest.mark.slow
def test_the_founding_figures_come_out_of_real_lives(
    quiet: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = say(no_serve=True)
    assert "278 件、521 人次，办结 204 件" in words
    assert "402 件，办结 379 件" in words
    assert "103 件，办结 99 件" in words
    assert "已生成 789 件信访件中的 200 件" in words
    counted = {line.channel: line for line in figures(date(2020, 1, 1), date(2040, 1, 1))}
    assert {c: (line.pieces, line.done) for c, line in counted.items() if line.pieces} == dict(FIGURES)
    visits = counted[Channel.VISIT]
    crowds = [size for size, many in BATCHES.items() if size >= 5 for _ in range(many)]
    assert (visits.persons, visits.collective, visits.collective_persons) == (521, len(crowds), sum(crowds))
    asked_again = sum(OPEN_REPEATS.values()) + sum(DONE_REPEATS.values()) + 1  # and a story's own
    assert sum(line.repeats for line in counted.values()) == asked_again
    every_readers_figures_are_those_of_their_rows()
    assert {Status(s) for s in Matter.objects.values_list("status", flat=True)} == set(Status)
    assert not Notice.objects.exists()
    assert whole()
    receipt = player.receipt_of(command.EXAMPLE)
    assert receipt is not None
    assert receipt.code in words
    assert followed(receipt.number, receipt.code) is not None
    second = say(no_serve=False, port=8123)
    assert "已经建好" in second
    assert "huiyin train" in words
    monkeypatch.setattr(command, "file_of", lambda what: Path(__file__))
    assert "huiyin train" not in say(no_serve=True), "once it has learnt"
    assert receipt.code in second
    assert [name for name, _ in quiet] == ["init", "same", "init", "serve", "init"]
    assert quiet[-2][1] == {"port": 8123}


def test_a_demo_that_was_worked_in_is_served_as_it_stands(
    quiet: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player, "is_there", lambda: True)
    monkeypatch.setattr(player, "others_are_there", lambda: True)
    assert "已经建好" in say(no_serve=False, port=8123)
    assert quiet[-1] == ("serve", {"port": 8123})


def test_a_county_at_work_is_left_alone(quiet: list[Any]) -> None:
    register(
        channel="mailbox", received_at=NOW, persons=1, title="路灯", text="路灯不亮。", person=JIN, desk=department(),
        by=PETITIONER, now=NOW,
    )  # fmt: skip
    with pytest.raises(CommandError, match="已有自己的信访件"):
        say(no_serve=True)
    assert Petition.objects.count() == 1
    assert not User.objects.exists()


def test_another_county_has_another_story(db: None, settings: Any) -> None:
    settings.HUIYIN_COUNTY = "110101"
    with pytest.raises(CommandError, match="演示讲的是汪清"):
        say(no_serve=True)


def test_what_is_not_there_has_no_receipt(wangqing: None) -> None:
    assert player.receipt_of("nothing") is None


def test_served_on_the_usual_port_unless_told_otherwise(
    quiet: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def two(now: datetime, *, password: str) -> Iterator[player.Progress]:
        yield player.Progress(1, 2, {})
        yield player.Progress(2, 2, {})

    monkeypatch.setattr(player, "play", two)
    words = say()
    assert quiet[-1] == ("serve", {})
    assert "2 件信访件" in words
    assert "look up number" not in words
