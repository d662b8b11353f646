"""Rotation: everything sealed again, whoever kills it and whoever writes meanwhile; and the command's own words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from huiyin.rooms.management.commands.keys import USES, Command
from huiyin.rooms.vault import boxes, keys, rotation
from huiyin.rooms.vault.cipher import key_id_of
from huiyin.rooms.vault.marks import blind_index
from huiyin.rules.calendar import LOCAL
from tests.rooms.vault_cast import Nickname, Person, make_table, stored

pytestmark = pytest.mark.usefixtures("in_english")

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + keys.QUIET


@pytest.fixture(autouse=True)
def table(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HUIYIN_HOME = tmp_path
    settings.HUIYIN_CIPHER = boxes.AES
    keys.make()
    installed = SimpleNamespace(get_models=lambda **_: [Person, Nickname])
    monkeypatch.setattr(rotation, "apps", installed)
    monkeypatch.setattr(rotation, "BATCH", 3)
    make_table()


@pytest.fixture
def people() -> list[Person]:
    made = [
        Person(name=str(n), phone=f"1990000000{n}", note=f"note {n}" if n % 2 else None) for n in range(8)
    ]
    return Person.objects.bulk_create([*made, Person(name="nobody")])


def plain() -> list[tuple[str, str, str | None]]:
    return [(person.name, person.phone, person.note) for person in Person.objects.order_by("pk")]


def key_ids() -> set[str]:
    return {key_id_of(str(token)) for token in [*stored("phone"), *stored("note")] if token}


def run(*words: str) -> str:
    out = StringIO()
    call_command(Command(), *words, stdout=out, stderr=out)
    return out.getvalue()


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "QUIET", timedelta(0))


@pytest.mark.parametrize("algorithm", [boxes.AES, boxes.SM4])
def test_every_value_is_sealed_again(people: list[Person], algorithm: str) -> None:
    before, indexes = plain(), stored("phone_index")
    old = keys.ring().field
    new, _ = keys.begin_rotation("field", now=NOW, algorithm=algorithm)
    tally = rotation.renew()
    assert tally.rows == {"huiyin.Person": 9}
    assert tally.resealed == {"huiyin.Person": 12}
    assert tally.reindexed == {"huiyin.Person": 0}
    assert key_ids() == {new.id}
    assert all(str(token).startswith(boxes.SHORT[algorithm]) for token in stored() if token)
    assert plain() == before
    assert stored("phone_index") == indexes
    assert rotation.count_uses(old) == 0
    assert rotation.count_uses(new) == 12


def test_killed_and_started_again_it_does_the_rest(people: list[Person]) -> None:
    before = plain()
    new, _ = keys.begin_rotation("field", now=NOW)

    class Killed(BaseException):
        pass

    def kill(label: str, done: int, total: int) -> None:
        assert (label, total) == ("huiyin.Person", 9)
        if done == 6:
            raise Killed

    with pytest.raises(Killed):
        rotation.renew(report=kill)
    counts = rotation.count_by_key()
    assert 0 < counts[new.id] < 12
    assert keys.begin_rotation("field", now=LATER) == (new, False)
    assert rotation.renew().resealed == {"huiyin.Person": 12 - counts[new.id]}
    assert key_ids() == {new.id}
    assert plain() == before


def test_an_officer_who_saves_meanwhile_wins(people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    old = keys.ring().field
    new, _ = keys.begin_rotation("field", now=NOW)
    seal, done = rotation.seal, []

    def slow(text: str, context: str) -> str:
        if text == "19900000004" and not done:
            done.append(text)
            person = Person.objects.get(name="4")
            person.phone = "19900009999"
            monkeypatch.setattr("huiyin.rooms.vault.cipher.keys.ring", lambda: ring_with(old))
            person.save()
            monkeypatch.setattr("huiyin.rooms.vault.cipher.keys.ring", now_ring)
        return seal(text, context)

    now_ring = keys.ring
    ring = keys.ring()

    def ring_with(key: keys.Key) -> keys.Ring:
        return keys.Ring(ring.keys, key, ring.index, ring.chain, ring.code)

    monkeypatch.setattr(rotation, "seal", slow)
    tally = rotation.renew()
    assert done
    assert Person.objects.get(name="4").phone == "19900009999"
    assert key_ids() == {new.id}  # the second pass did the row that was written with the old key meanwhile
    assert tally.resealed == {"huiyin.Person": 12}


def test_passes_come_to_an_end_though_somebody_never_stops_writing(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "PASSES", 1)
    keys.begin_rotation("field", now=NOW)
    assert rotation.renew().resealed == {"huiyin.Person": 12}


def test_a_row_that_can_not_be_opened_is_left_and_named(people: list[Person]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_test_person SET phone = 'aes.00000000.AAAA' WHERE name = '3'")
        cursor.execute("UPDATE vault_test_person SET phone = 'plain text' WHERE name = '5'")
    keys.begin_rotation("field", now=NOW)
    tally = rotation.renew()
    assert {pk for _, pk in tally.faults} == {person.pk for person in people if person.name in "35"}
    assert rotation.count_by_key() == {
        keys.ring().field.id: 8,
        "00000000": 1,
        "": 1,
        keys.ring().field.id: 8,
    } | {next(key.id for key in keys.ring().keys.values() if key.use == "field" and key.retired): 2}


def test_the_wrong_ring_is_noticed_soon(
    people: list[Person], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.HUIYIN_HOME = Path(settings.HUIYIN_HOME) / "other"
    keys.make()
    monkeypatch.setattr(rotation, "MOST_FAULTS", 4)
    before = stored()
    with pytest.raises(CommandError, match=r"More than 4 rows can't be opened.*right key file"):
        run("rotate")
    assert stored() == before
    assert keys.ring().unfinished == {"field"}


def test_blind_indexes_are_renewed(people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    old = keys.ring().index
    new, _ = keys.begin_rotation("index", now=NOW)
    assert rotation.count_uses(old) == 8
    tally = rotation.renew()
    assert tally.reindexed == {"huiyin.Person": 8}
    assert tally.resealed == {"huiyin.Person": 0}
    assert rotation.count_uses(old) == 0
    assert rotation.count_uses(new) == 8
    keys.end_rotation("index")
    keys.drop(old.id, now=LATER)
    assert [None if index is None else bytes(index) for index in stored("phone_index")] == [  # type: ignore[call-overload]
        blind_index("phone", phone) for _, phone, _ in plain()
    ]
    assert Person.objects.get(phone_index="199 0000 0003").name == "3"


def test_only_tables_of_their_own_are_renewed() -> None:
    assert rotation.sealed_models() == [Person]
    assert rotation.sealed_models([]) == []


# -- the command ----------------------------------------------------------------------------------------------------


def test_show_tells_no_secret(people: list[Person]) -> None:
    ring = keys.ring()
    said = run("show", "--count")
    raw = keys.path().read_text()
    for key in ring.keys.values():
        line = next(line for line in said.splitlines() if line.startswith(key.id))
        assert re.split(" {2,}", line)[1:3] == [USES[key.use], key.algorithm]
        assert "in use" in line
    assert next(line for line in said.splitlines() if " personal data " in line).endswith(" 12")
    secrets = [part for part in raw.split('"') if part.endswith("=")]
    assert len(secrets) == 4
    assert not any(secret in said for secret in secrets)


def test_show_tells_the_countys_time() -> None:
    made = min(key.created for key in keys.ring().keys.values())
    out = run("show")
    assert f"{made.astimezone(LOCAL):%Y-%m-%d %H:%M}" in out
    assert "UTC" not in out


def test_show_reads_no_table_unless_asked(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert "values" not in run("show")


def test_show_names_what_can_not_be_opened(people: list[Person]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_test_person SET phone = 'aes.00000000.AAAA' WHERE name = '3'")
        cursor.execute("UPDATE vault_test_person SET phone = 'plain text' WHERE name = '5'")
    out = StringIO()
    with pytest.raises(CommandError, match="can be opened"):
        call_command(Command(), "show", "--count", stdout=out)
    assert "1 values are sealed with key 00000000, which is not on the ring." in out.getvalue()
    assert "1 values are stored unsealed." in out.getvalue()


def test_show_tells_when_the_settings_want_another_cipher(settings: Any) -> None:
    run("show")
    settings.HUIYIN_CIPHER = boxes.SM4
    assert "The settings ask for SM4-GCM" in run("show")
    assert "SM4-GCM" in run("rotate")
    assert "The settings ask" not in run("show")


def test_rotate_and_forget(people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    before, old = plain(), keys.ring()
    said = run("rotate", "--algorithm", boxes.SM4, "--index")
    assert "huiyin.Person: 9 of 9 rows" in said
    assert "9 rows, 12 values sealed again, 8 blind indexes renewed." in said
    assert f"huiyin keys forget {old.field.id}" in said
    assert plain() == before
    assert keys.ring().unfinished == frozenset()
    with pytest.raises(CommandError, match="less than 10 minutes ago"):
        run("forget", old.field.id)
    later(monkeypatch)
    for key in (old.field, old.index):
        assert run("forget", key.id) == f"Key {key.id} is forgotten.\n"
        with pytest.raises(CommandError, match="no key"):
            run("forget", key.id)
    assert plain() == before
    assert Person.objects.get(phone_index="19900000003").name == "3"
    assert len(keys.ring().keys) == 4


def test_forget_refuses_while_a_row_uses_the_key(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    old = keys.ring()
    token = str(stored()[3])
    run("rotate", "--index")
    with connection.cursor() as cursor:  # a row restored from somewhere
        cursor.execute("UPDATE vault_test_person SET phone = %s WHERE name = '3'", [token])
        index = connection.Database.Binary(keys_index(old.index, "19900000003"))
        cursor.execute("UPDATE vault_test_person SET phone_index = %s WHERE name = '3'", [index])
    for key in (old.field, old.index):
        with pytest.raises(CommandError, match=f"1 stored values still use key {key.id}"):
            run("forget", key.id)
    assert "1 values sealed again" not in run("rotate")  # a new key: all of them
    for key in (old.field, old.index):
        run("forget", key.id)


def keys_index(key: keys.Key, phone: str) -> bytes:
    found = rotation.blind_under(key, "phone", phone)
    assert found
    return found


def test_an_interrupted_rotation_is_told_and_continued(people: list[Person]) -> None:
    new, _ = keys.begin_rotation("field", now=NOW)
    keys.begin_rotation("index", now=NOW)
    assert "The rotation of the blind index key isn't finished" in run("show")
    with pytest.raises(CommandError, match="isn't finished"):
        run("rotate", "--algorithm", boxes.SM4)
    said = run("rotate")
    assert f"Going on with the rotation that was interrupted: key {new.id} (personal data" in said
    assert "12 values sealed again, 8 blind indexes renewed" in said
    assert keys.ring().field.id == new.id


def test_rotate_names_the_rows_that_it_left(people: list[Person]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_test_person SET phone = 'plain text' WHERE name = '5'")
    out = StringIO()
    with pytest.raises(CommandError, match="1 rows can't be opened"):
        call_command(Command(), "rotate", stdout=out, stderr=out)
    assert (
        f"huiyin.Person {people[5].pk}: What is stored in huiyin.person.phone is not a sealed value."
        in out.getvalue()
    )
    assert keys.ring().unfinished == frozenset()


def test_in_a_pipe_there_is_a_line_for_each_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    Person.objects.bulk_create([Person(name=str(n), phone=f"1990000{n:04d}") for n in range(30)])
    monkeypatch.setattr(rotation, "BATCH", 1)
    lines = [line for line in run("rotate").splitlines() if line.endswith("of 30 rows")]
    assert lines == [f"huiyin.Person: {n} of 30 rows" for n in range(3, 31, 3)]


def test_on_a_terminal_there_is_a_bar(people: list[Person], capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    call_command(Command(), "rotate", stdout=out, stderr=out)
    assert "of 9 rows" not in out.getvalue()
    assert "9/9" in capsys.readouterr().out


def test_without_tables_the_command_says_what_to_do() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE vault_test_person")
    for words in (["rotate"], ["show", "--count"]):
        with pytest.raises(CommandError, match="huiyin init"):
            run(*words)
    assert keys.ring().unfinished == frozenset()


def test_a_word_is_needed() -> None:
    for words in ([], ["explode"], ["forget"]):
        with pytest.raises(CommandError):
            run(*words)
