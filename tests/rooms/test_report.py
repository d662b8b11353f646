"""What the record says of itself: figures of a period, the proof of the whole, the seal; for people and for machines."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from huiyin.config.cli import run as huiyin
from huiyin.rooms.cases import verification
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.people import LIMITS, Person
from huiyin.rooms.cases.projection import NESTED
from huiyin.rooms.cases.registering import link
from huiyin.rooms.dossier import seals
from huiyin.rooms.dossier.models import Seal
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rooms.management.commands import verify
from huiyin.rules.vocabulary import Channel, Verb
from huiyin.rules.wide import wide
from tests.conftest import record_unlocked
from tests.rooms.cast import DAN, JIN, START, comes_in, go

pytestmark = pytest.mark.usefixtures("county")
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


def said(*words: str, lang: str = "en") -> str:
    """What the command printed, in English where no other language is asked for."""
    out = io.StringIO()
    with override(lang):
        call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def three() -> list[str]:
    """A visit of nine that is done, a call, and a letter of the day before."""
    visit = comes_in().number
    go(visit, Verb.CLOSE)
    call = comes_in(channel="call", persons=1).number
    letter = comes_in(channel="letter", persons=2, received_at=START - timedelta(days=1)).number
    return [visit, call, letter]


# -- Figures ------------------------------------------------------------------------------------------------------------


def test_figures_for_a_person_stand_in_a_table_with_sums_and_method(three: list[str]) -> None:
    out = said("report", "figures", *MARCH)
    lines = {line.split("  ")[0]: re.split(" {2,}", line)[1:10] for line in out.splitlines()}
    assert lines["Visit"] == ["1", "1", "9", "1", "1", "0", "1", "9", "0"]
    assert lines["Call"] == ["1", "0", "1", "0", "1", "0", "0", "0", "0"]
    assert lines["Letter"] == ["1", "0", "2", "0", "1", "0", "0", "0", "0"]
    assert lines["Total"] == ["3", "1", "12", "1", "3", "0", "1", "9", "0"]
    assert "Repeats among the petitions: 0/3 (0.0%)" in lines
    (sentence,) = (
        line for line in out.splitlines() if re.findall(r"\d+", line) == ["1", "9", "1", "1", "0", "1", "0"]
    )
    assert sentence
    assert {"Channel", "Call", "Mailbox", "From prefecture", "From province"} <= set(lines)
    assert "Petitions from 2026-03-01 to 2026-03-31, by date of receipt; counted until " in out
    assert "whatever the answer was" in out


@pytest.mark.parametrize(
    ("lang", "heading", "row", "head"),
    [
        ("zh-hans", ["来源渠道", "件次", "来访批次"], ["来访", "1", "1", "9", "1"], "2026-03-01 至 2026-03-31（按信访日期，"),
        ("ko", ["접수경로", "건수", "래방차수"], ["래방", "1", "1", "9", "1"], "2026-03-01부터 2026-03-31까지(신소날자 기준,"),
    ],
)  # fmt: skip
def test_the_table_stands_in_columns_in_every_language(
    three: list[str], lang: str, heading: list[str], row: list[str], head: str
) -> None:
    out = said("report", "figures", *MARCH, lang=lang).splitlines()
    assert head in out[0]
    assert re.split(" {2,}", out[1])[:3] == heading
    assert re.split(" {2,}", out[2])[:5] == row
    assert {wide(line) for line in out[1:9]} == {wide(out[1])}  # the last column ends where its heading does


def test_figures_for_a_machine_say_what_they_are(three: list[str]) -> None:
    told = json.loads(said("report", "figures", *MARCH, "--json"))
    assert {key: told[key] for key in ("from", "to", "basis", "timezone")} == {
        "from": "2026-03-01", "to": "2026-03-31", "basis": "received_at", "timezone": "Asia/Shanghai",
    }  # fmt: skip
    assert [line["channel"] for line in told["channels"]] == [channel.value for channel in Channel]
    assert told["channels"][0] == {
        "channel": "visit", "pieces": 1, "batches": 1, "persons": 9, "done": 1, "first": 1, "repeats": 0, "collective": 1,
        "collective_persons": 9, "overstepped": 0,
    }  # fmt: skip
    assert told["cut_off"].startswith(timezone.localdate().isoformat())
    assert "Collective visits: of 5 people or more" in told["method"]


def test_a_day_that_is_none_and_a_period_that_runs_backwards_are_refused() -> None:
    with pytest.raises(CommandError, match="“gestern” isn't a day; write it as 2026-01-31"):
        said("report", "figures", "--from", "gestern", "--to", "2026-03-31")
    with pytest.raises(CommandError, match="ends before it starts"):
        said("report", "figures", "--from", "2026-03-31", "--to", "2026-03-01")
    with pytest.raises(CommandError, match="required"):
        said("report", "figures", "--from", "2026-03-31")


@pytest.mark.parametrize(
    ("start", "end"), [(date.min, date.max), (date(1, 1, 1), date(2026, 3, 2)), (date(2026, 3, 2), date.max)]
)
def test_a_period_without_end_counts_everything(start: date, end: date) -> None:
    comes_in()
    assert sum(line.pieces for line in figures(start, end)) == 1


def test_a_period_wholly_outside_time_counts_nothing() -> None:
    comes_in()
    assert sum(line.pieces for line in figures(date.min, date(99, 1, 1))) == 0
    assert sum(line.pieces for line in figures(date(9998, 1, 1), date.max)) == 0


def test_figures_may_be_asked_among_a_part(three: list[str]) -> None:
    calls = Petition.objects.filter(channel="call")
    assert sum(line.pieces for line in figures(date(2026, 3, 1), date(2026, 3, 31), among=calls)) == 1


def test_a_joined_petition_is_done_with_the_matter_that_it_joined() -> None:
    first, second = comes_in().number, comes_in(persons=1).number
    link(second, other=first, by=DAN, now=START)
    go(first, Verb.CLOSE)
    (visit,) = (line for line in figures(date(2026, 3, 2), date(2026, 3, 2)) if line.pieces)
    assert (visit.pieces, visit.persons, visit.done) == (2, 10, 2)


@pytest.mark.parametrize("many", [1, 30])
def test_figures_cost_two_queries_however_many_there_are(many: int) -> None:
    for _ in range(many):
        comes_in()
    with CaptureQueriesContext(connection) as queries:
        figures(date(2026, 3, 1), date(2026, 3, 31))
    assert len(queries) == 2  # the counts, and whether any matter has more than one petition


# -- Verify and seal ----------------------------------------------------------------------------------------------------


def test_every_fault_that_verify_can_find_is_said_in_words() -> None:
    import inspect

    source = inspect.getsource(verification) + inspect.getsource(seals)
    named = set(re.findall(r'Fault\([^"]*"([a-z_]+)"', source)) | set(
        re.findall(r'yield "([a-z_]+)"', source)
    )
    assert len(named) > 15
    assert named - {"record"} <= set(verify.WORDS)
    spoken = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source)) | {
        f"promise_{p.value}" for p in verification.Promise
    }
    assert set(verify.WORDS) <= spoken, "words for what can't be found"


@pytest.mark.parametrize("words", [("verify",), ("verify", "--no-files"), ("verify", "--most", "3")])
def test_a_whole_record_is_called_whole(words: tuple[str, ...], three: list[str]) -> None:
    out = said(*words)
    assert "3 matters, 12 entries, 1 ended." in out
    assert out.endswith("The record is whole.\n")


def test_an_empty_record_is_whole_too() -> None:
    assert "0 matters, 0 entries, 0 ended." in said("verify")


def test_many_faults_are_shown_in_part_and_counted_in_full(three: list[str]) -> None:
    Matter.objects.update(persons=99)
    out = io.StringIO()
    with pytest.raises(SystemExit) as stop, override("en"):
        call_command("verify", "--most", "1", stdout=out)
    assert stop.value.code == 1
    assert out.getvalue().count("table_differs") == 1
    assert "… and 2 more." in out.getvalue()
    assert "3 faults found." in out.getvalue()


def test_on_a_terminal_verify_draws_a_bar(three: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    call_command("verify", stdout=out)
    assert "记录完整" in out.getvalue()


def test_verify_costs_the_same_few_queries_for_one_matter_and_for_many(three: list[str]) -> None:
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert not [f for _, found in verification.number_faults(verification.Tally()) for f in found]
        costs.append(len(queries))
        for _ in range(20):
            comes_in()
    assert costs[0] == costs[1] <= len(NESTED) + 8  # each projected table once


def test_verify_goes_through_the_record_in_ranges_and_misses_nothing_at_their_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = [comes_in().number for _ in range(7)]
    link(numbers[1], other=numbers[6], by=DAN, now=START)
    for size in (1, 2, 3, 6, 7, 8):
        monkeypatch.setattr(verification, "RANGE", size)
        tally = verification.Tally()
        steps = [(done, found) for done, found in verification.number_faults(tally)]
        assert tally.matters == 7
        assert not [fault for _, found in steps for fault in found]
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_sealing_says_what_it_sealed_and_that_nothing_new_came(three: list[str]) -> None:
    first = said("seal")
    digest = bytes(Seal.objects.get().digest).hex()
    assert first == f"Sealed 12 entries: {digest}  ({seals.seal_file()})\n"
    assert said("seal") == "Nothing came since the last seal.\n"
    assert json.loads(seals.seal_file().read_text())["digest"] == digest
    comes_in()
    assert said("seal").startswith("Sealed 13 entries")
    assert not list(seals.faults())
    assert str(Seal.objects.latest("pk")) == "seal over 13 entries"


def test_verify_tells_what_the_seals_found(three: list[str]) -> None:
    said("seal")
    with record_unlocked():
        Seal.objects.update(entries=3)
    out = io.StringIO()
    with pytest.raises(SystemExit), override("en"):
        call_command("verify", stdout=out)
    assert "record  seal_forged  a seal wasn't set by this installation\n" in out.getvalue()


def test_nothing_is_sealed_before_anything_was_written() -> None:
    assert said("seal") == "Nothing came since the last seal.\n"


def test_a_seal_that_never_came_to_be_leaves_no_line_that_accuses(
    three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(Seal, "save", fails)
    with pytest.raises(IntegrityError), transaction.atomic():
        seals.seal(now=timezone.now())
    assert not seals.seal_file().exists()


def test_a_seal_file_with_rubbish_in_it_accuses_nobody(three: list[str]) -> None:
    said("seal")
    with seals.seal_file().open("ab") as file:
        file.write(b"\xff\xfe\x00rubbish\n[1, 2]\n{}\n" + b'{"last_entry": "x", "mac": "zz"}\n')
    assert not list(seals.faults())


def test_the_command_line_tells_by_its_status(
    three: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connections

    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's transaction hangs on it
    assert huiyin(["report", "figures", *MARCH]) == 0
    assert huiyin(["verify"]) == 0
    assert huiyin(["report", "figures", "--from", "2026-03-31", "--to", "2026-03-01"]) == 1
    assert capsys.readouterr().err == "截止日早于起始日。\n"
    Matter.objects.update(persons=99)
    with pytest.raises(SystemExit) as stop:
        huiyin(["verify"])
    assert stop.value.code == 1
    assert "发现3处问题。" in capsys.readouterr().out


# -- Words and people ---------------------------------------------------------------------------------------------------


def test_the_same_words_of_several_matters_are_read_at_once(three: list[str]) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = texts_named(three, 1, "title")
    assert found == dict.fromkeys(three, "没有水")
    assert len(queries) == 1


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(
    ("bad", "reason"), [("长" * 300, "too_long"), ("a\x00b", "not_text"), ("a\ud800", "not_text")]
)
def test_what_cant_be_kept_of_a_person_is_refused_with_the_field_and_uses_up_no_number(
    name: str, bad: str, reason: str
) -> None:
    from huiyin.rooms.cases.actions import NotDone
    from huiyin.rooms.cases.models import DayCounter, Petitioner

    with pytest.raises(NotDone) as no:
        comes_in(person=Person(**{name: bad}))
    assert (no.value.refused.reason, no.value.refused.field) == (reason, name)
    assert not DayCounter.objects.exists()
    assert not Petitioner.objects.exists()


def test_the_longest_that_fits_is_kept_on_both_engines() -> None:
    comes_in(person=Person(**{name: "长" * most for name, most in LIMITS.items()}))
    assert not [fault for _, found in verification.number_faults(verification.Tally()) for fault in found]


def test_rows_name_themselves_without_a_word_about_anybody() -> None:
    from huiyin.rooms.cases.models import ClockRun, DayCounter, Petitioner
    from huiyin.rooms.dossier.models import Entry, SealedText

    number = comes_in().number
    told = [
        str(model.objects.order_by("pk").first())
        for model in (Petitioner, Matter, Petition, DayCounter, ClockRun, Entry, SealedText)
    ]
    assert told[1:] == [
        number, number, "2026-03-02: 1", f"{number} ClockRun 1", f"{number}/1 register", f"{number}/1 text",
    ] or told[6] == f"{number}/1 title"  # fmt: skip
    assert not any(JIN.name in text or JIN.phone in text for text in told)
