"""``verify`` finds every kind of tampering that we could think of, and nothing in an honest record."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import override

from huiyin.rooms.cases import papers
from huiyin.rooms.cases.actions import note
from huiyin.rooms.cases.models import (
    ClockRun,
    DayCounter,
    Delivery,
    Matter,
    Opinion,
    Petition,
    Petitioner,
    Round,
)
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier import seals
from huiyin.rooms.dossier.models import Entry, Seal, SealedText
from huiyin.rules.chain import entry_hash_of_text
from huiyin.rules.promises import Promise
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BUREAU, DAN, START, WATER, comes_in, go

pytestmark = pytest.mark.usefixtures("county")


def faults() -> set[str]:
    """The codes of all that is wrong."""
    return {fault.code for _, found in number_faults(Tally()) for fault in found} | set(seals.faults())


def unguarded() -> None:
    """An intruder with the database in hand drops the triggers first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table in ("huiyin_entry", "huiyin_sealedtext", "huiyin_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.fixture
def closed() -> str:
    """A matter at its end, with another one beside it and a third joined to that."""
    number = comes_in().number
    go(number, Verb.CLOSE)
    second, third = comes_in(title="路灯不亮").number, comes_in(title="路灯还是不亮").number
    link(third, other=second, by=DAN, now=START + timedelta(hours=1))
    assert faults() == set()
    return number


@pytest.mark.parametrize("table", [Entry, Seal])
def test_the_database_refuses_to_change_or_delete_the_record(table: type, closed: str) -> None:
    seals.seal(now=timezone.now())
    for tamper in (
        lambda: table.objects.update(at=START),
        lambda: table.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            tamper()


def test_the_database_lets_words_be_erased_but_never_changed_or_deleted(closed: str) -> None:
    words = SealedText.objects.filter(number=closed, seq=1, name="text")
    with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
        words.update(text="一切都好。")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        words._raw_delete("default")
    words.update(text=None)
    assert faults() == {"text_missing"}


def _swap(number: str) -> None:
    first, second = (Entry.objects.get(number=number, seq=seq) for seq in (3, 4))
    columns = ("verb", "at", "by", "unit", "data", "hash", "mac")
    one, two = ({c: getattr(row, c) for c in columns} for row in (first, second))
    Entry.objects.filter(pk=first.pk).update(**two)
    Entry.objects.filter(pk=second.pk).update(**one)


def _insert(number: str) -> None:
    """A whole matter copied under a number of its own, chained rightly but without the key."""
    from huiyin.rooms.dossier.queries import as_event
    from huiyin.rules.chain import START as BEGIN
    from huiyin.rules.identifiers import matter_number

    row = Entry.objects.get(number=number, seq=1)
    row.pk, row.number = None, matter_number("222424", START.date(), 77)
    row.hash = entry_hash_of_text(BEGIN, as_event(row), row.data)
    row.save(force_insert=True)


def _rechained(number: str) -> None:
    """An entry rewritten with all hashes after it reckoned anew, as somebody would who knows the code but not the key."""
    from huiyin.rooms.dossier.queries import as_event
    from huiyin.rules.chain import START as BEGIN

    link_ = BEGIN
    for row in Entry.objects.filter(number=number).order_by("seq"):
        if row.seq == 3:
            row.by = "user:somebody-else"
        link_ = entry_hash_of_text(link_, as_event(row), row.data)
        Entry.objects.filter(pk=row.pk).update(by=row.by, hash=link_)
    Matter.objects.filter(pk=number).update(head=link_)


def _last_entry_gone(number: str) -> None:
    Entry.objects.filter(number=number, verb="close").delete()


TAMPERINGS: dict[str, tuple[Callable[[str], object], str]] = {
    "an entry's words in the record": (lambda n: Entry.objects.filter(number=n, seq=2).update(by="user:9"), "entry_changed"),
    "an entry's data": (lambda n: Entry.objects.filter(number=n, seq=3).update(data="{}"), "entry_changed"),
    "data that isn't even JSON": (lambda n: Entry.objects.filter(number=n, seq=3).update(data="{"), "entry_changed"),
    "a verb that doesn't exist": (lambda n: Entry.objects.filter(number=n, seq=3).update(verb="bury"), "entry_changed"),
    "an entry's time": (lambda n: Entry.objects.filter(number=n, seq=9).update(at=START), "entry_changed"),
    "an entry rewritten and chained anew": (_rechained, "entry_forged"),
    "the last entry removed": (_last_entry_gone, "table_differs"),
    "an entry in the middle removed": (lambda n: Entry.objects.filter(number=n, seq=5).delete(), "entry_missing"),
    "the first entry removed": (lambda n: Entry.objects.filter(number=n, seq=1).delete(), "entry_missing"),
    "the whole dossier removed": (lambda n: Entry.objects.filter(number=n).delete(), "matter_without_dossier"),
    "two entries swapped": (_swap, "entry_changed"),
    "a matter put in": (_insert, "entry_forged"),
    "a matter's status in the table": (lambda n: Matter.objects.filter(pk=n).update(outcome="not_supported"), "table_differs"),
    "a matter's title pointing elsewhere": (
        lambda n: Matter.objects.filter(pk=n).update(title=SealedText.objects.exclude(number=n).first()), "table_differs"),
    "a due date moved": (lambda n: ClockRun.objects.filter(matter=n, n=1).update(due_on="2030-01-01"), "table_differs"),
    "a clock removed": (lambda n: ClockRun.objects.filter(matter=n, n=1).delete(), "table_differs"),
    "a round changed": (lambda n: Round.objects.filter(matter=n).update(signed_by="user:9"), "table_differs"),
    "an approval made up": (lambda n: Opinion.objects.filter(matter=n).update(approved_by="user:9"), "table_differs"),
    "a delivery made up": (lambda n: Delivery.objects.filter(matter=n).update(result="refused"), "table_differs"),
    "the text of the petition": (
        lambda n: SealedText.objects.filter(number=n, name="text", seq=1).update(text="没有意见。"), "text_changed"),
    "a text removed": (lambda n: SealedText.objects.filter(number=n, name="text", seq=1).delete(), "text_missing"),
    "a text put in": (
        lambda n: SealedText.objects.create(number=n, seq=2, name="remark", salt=b"1" * 16, text="x"), "text_unknown"),
    "the petitioner's name": (
        lambda n: Petitioner.objects.filter(petitions=n).update(name="王五"), "petitioner_changed"),
    "the petitioner exchanged for another": (
        lambda n: Petition.objects.filter(pk=n).update(petitioner=Petitioner.objects.last()), "petitioner_changed"),
    "the number of persons": (lambda n: Petition.objects.filter(pk=n).update(persons=1), "table_differs"),
    "the query code exchanged": (lambda n: Petition.objects.filter(pk=n).update(code_hash="0" * 64), "table_differs"),
    "the foreign number": (lambda n: Petition.objects.filter(pk=n).update(foreign_number="x:1"), "table_differs"),
    "a petition moved to another matter": (
        lambda n: Petition.objects.filter(pk=n).update(matter=Matter.objects.exclude(pk=n).filter(is_open=True).get()),
        "petition_missing"),
    "a petition removed": (lambda n: Petition.objects.filter(pk=n).delete(), "petition_missing"),
    "the day's counter turned back": (lambda n: DayCounter.objects.update(last=1), "numbers_missing"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found(what: str, closed: str) -> None:
    tamper, code = TAMPERINGS[what]
    unguarded()
    tamper(closed)
    assert code in faults()


def _whole_matter_gone(number: str) -> None:
    """Everything of the last matter vanishes and the counter says that it never was."""
    last = Petition.objects.latest("number").number
    for table in (ClockRun, Round, Opinion, Delivery):
        table.objects.filter(matter=last).delete()
    for table, column in ((Petition, "pk"), (Matter, "pk"), (SealedText, "number"), (Entry, "number")):
        table.objects.filter(**{column: last}).delete()
    DayCounter.objects.update(last=3)


def test_a_matter_that_vanished_without_a_trace_is_missed_by_the_seals(closed: str) -> None:
    comes_in(title="第四件")
    seals.seal(now=timezone.now())
    assert faults() == set()
    unguarded()
    _whole_matter_gone(closed)
    assert faults() == {"entries_under_seal_changed"}
    Seal.objects.all()._raw_delete("default")
    assert "entries_under_seal_changed" in faults()  # the copy in the file still knows


def test_a_matter_rolled_back_to_an_earlier_day_with_its_tables_is_missed_by_the_seals(closed: str) -> None:
    before = Matter.objects.filter(pk=closed).values().get()
    note(closed, text="后来又问过一次。", by=DAN, now=START + timedelta(days=1))
    seals.seal(now=timezone.now())
    unguarded()
    Entry.objects.filter(number=closed, verb="note").delete()
    SealedText.objects.filter(number=closed, seq=before["seq"] + 1).delete()
    Matter.objects.filter(pk=closed).update(**before)
    assert faults() == {"entries_under_seal_changed"}


def test_a_forged_seal_is_found(closed: str) -> None:
    seals.seal(now=timezone.now())
    assert seals.seal(now=timezone.now()) is None
    unguarded()
    Seal.objects.update(entries=3)
    assert faults() >= {"seal_forged", "seal_missing_from_database"}


def test_lines_of_the_seal_file_that_cant_be_read_accuse_nobody(closed: str) -> None:
    seals.seal(now=timezone.now())
    with seals.seal_file().open("a") as file:
        file.write('{"last_entry": 3, "entr\n{"last_entry": 1, "entries": 1, "digest": "00", "mac": "00"}\n')
    assert faults() == set()


def test_an_attached_file_that_was_changed_or_lost_is_found(closed: str) -> None:
    content = b"\x89PNG\r\n\x1a\n" + b"0" * 100
    upload = papers.Upload("照片.png", len(content), io.BytesIO(content))
    seq = papers.attach(closed, upload=upload, by=DAN, now=START + timedelta(days=1)).seq
    assert faults() == set()
    path = papers.stored(closed, seq).path
    path.write_bytes(b"something else")
    assert faults() == {"file_changed"}
    path.unlink()
    assert faults() == {"file_missing"}


def test_a_broken_promise_is_found_even_if_chain_and_tables_agree(
    closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.rules import evolution, promises

    monkeypatch.setattr(promises, "owner_broken", lambda state: ("open_without_owner",))
    assert {"promise_owner"} <= faults()
    assert evolution is not None


def test_the_command_prints_the_promises_and_tells_by_its_exit(closed: str, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("verify", stdout=out)
    assert "共3件事项" in out.getvalue()
    assert "事事有回音：3件中3件\n" in out.getvalue()
    said = io.StringIO()
    with override("en"):
        call_command("verify", stdout=said)
    assert "every voice an echo: 3 of 3" in said.getvalue()
    unguarded()
    Matter.objects.filter(pk=closed).update(outcome="declined")
    out = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("verify", stdout=out)
    assert stop.value.code == 1
    assert f"{closed}  table_differs" in out.getvalue()
    assert "table_differs  数据表与卷宗不一致" in out.getvalue()
    assert "发现1处问题" in out.getvalue()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reckons under its lock")
def test_what_is_written_while_a_seal_is_reckoned_lies_under_it(monkeypatch: pytest.MonkeyPatch) -> None:
    comes_in()
    reckon, asked = seals.digest_from, list[int]()

    def and_one_more(last: Seal | None, top: int) -> tuple[bytes, int]:
        found = reckon(last, top)
        asked.append(top)
        if len(asked) == 1:
            comes_in()
        return found

    monkeypatch.setattr(seals, "digest_from", and_one_more)
    made = seals.seal(now=timezone.now())
    assert made is not None
    entries = Entry.objects.count()
    assert (made.entries, made.last_entry) == (entries, asked[1])
    assert asked[0] < asked[1]
    assert (bytes(made.digest), entries) == reckon(None, made.last_entry), "the same as reckoned at once"
    assert list(seals.faults()) == []


def test_an_open_matter_of_a_closed_unit_has_no_owner_unless_somebody_goes_on() -> None:
    number = comes_in().number
    go(number, Verb.SIGN)
    assert not faults()
    Unit.objects.filter(pk=BUREAU).update(is_active=False)
    forget()
    tally = Tally()
    found = [fault for _, some in number_faults(tally) for fault in some]
    assert [(fault.code, fault.where) for fault in found] == [("promise_owner", "owner_closed")]
    assert tally.kept[Promise.OWNER] == 0
    Unit.objects.filter(pk=BUREAU).update(successor=WATER)
    forget()
    assert not faults()
