"""``huiyin verify``: fold every dossier again and compare it with everything that the tables, the seals and the files say.

Works through the record in ranges of matter numbers, so that memory stays the same for a hundred matters and a million.
Faults are codes with the matter's number; the command words them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from huiyin.rooms.cases.models import DayCounter, Matter, Party, Petition, Petitioner
from huiyin.rooms.cases.nested import nested_of, within
from huiyin.rooms.cases.papers import content_hash, path_of
from huiyin.rooms.cases.parties import party_commitment, told_and_there
from huiyin.rooms.cases.projection import NESTED, matter_columns, nested_columns
from huiyin.rooms.cases.registering import said_beside
from huiyin.rooms.county.heirs import nobody_goes_on
from huiyin.rooms.county.queries import tree
from huiyin.rooms.dossier.actions import MAC_BYTES
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.dossier.queries import as_event
from huiyin.rooms.vault.cipher import CannotOpenError
from huiyin.rooms.vault.marks import blind_indexes, chain_mac
from huiyin.rules.chain import START, commitment, entry_hash_of_text, slip
from huiyin.rules.evolution import evolve
from huiyin.rules.identifiers import parse_number
from huiyin.rules.promises import Promise, broken
from huiyin.rules.routing import faults, unit_barred
from huiyin.rules.state import Event, MatterState
from huiyin.rules.vocabulary import Verb

RANGE = 400
#: What reading an entry that no verb wrote may end in.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the matter's number (or a day, or "record"), a code, and where in it."""

    number: str
    code: str
    where: str = ""


@dataclass(slots=True)
class Tally:
    """What was looked at, for the closing lines: matters, entries, and for each promise how many matters keep it.

    ``barred`` matters are kept from somebody, and so many are ``guarded``: with nobody whom they are kept from.
    """

    matters: int = 0
    entries: int = 0
    kept: Counter[Promise] = field(default_factory=Counter)
    closed: int = 0
    barred: int = 0
    guarded: int = 0


def number_faults(tally: Tally, *, files: bool = True) -> Iterator[tuple[int, list[Fault]]]:
    """Go through all matters in ranges; yields how many were done and what was wrong in the range."""
    serials: Counter[str] = Counter()
    low = ""
    while True:
        numbers = list(
            Matter.objects.filter(number__gt=low).order_by("number").values_list("number", flat=True)[:RANGE]
        )
        high = numbers[-1] if len(numbers) == RANGE else None
        faults = list(_range_faults(low, high, tally, serials, files=files))
        yield tally.matters, faults
        if high is None:
            break
        low = high
    yield tally.matters, list(_counter_faults(serials))


def faults_of(number: str, *, files: bool = True) -> list[Fault]:
    """What is wrong with one matter: the same questions, asked of it alone."""
    return list(_range_faults(number, number, Tally(), Counter(), files=files))


def _range_faults(
    low: str, high: str | None, tally: Tally, serials: Counter[str], *, files: bool
) -> Iterator[Fault]:
    matters = {
        row.number: row
        for row in Matter.objects.filter(**within(low, high, "number")).select_related("title")
    }
    dossiers: dict[str, list[Entry]] = defaultdict(list)
    for row in Entry.objects.filter(**within(low, high, "number")).order_by("number", "seq").iterator(2_000):
        dossiers[row.number].append(row)
    words: dict[str, dict[tuple[int, str], SealedText]] = defaultdict(dict)
    for text in SealedText.objects.filter(**within(low, high, "number")).iterator(2_000):
        words[text.number][text.seq, text.name] = text
    own, here = _petitions_of(low, high)
    nested, parties = nested_of(low, high), _parties_of(low, high)
    elsewhere = _confirmed_elsewhere(dossiers)
    known = (matters, dossiers, words, nested, own, parties)
    for number in sorted({number for rows_of in known for number in rows_of}):
        tally.matters += 1
        tally.entries += len(dossiers[number])
        parsed = parse_number(number)
        if parsed is None:
            yield Fault(number, "number_malformed")
        elif dossiers[number]:
            serials[parsed.day.isoformat()] += 1
        rows = Rows(
            matters.get(number),
            dossiers[number],
            words[number],
            own.get(number),
            here[number],
            nested[number],
            parties[number],
            elsewhere.get(number, []),
        )
        yield from _matter_faults(number, rows, tally, files)


def _petitions_of(low: str, high: str | None) -> tuple[dict[str, Petition], dict[str, list[Petition]]]:
    """Petitions by their own number, and by the matter that they belong to now."""
    own = Petition.objects.filter(**within(low, high, "number")).select_related("petitioner")
    here: dict[str, list[Petition]] = defaultdict(list)
    for row in Petition.objects.filter(**within(low, high, "matter_id")).iterator(2_000):
        here[row.matter_id].append(row)
    return {row.number: row for row in own.iterator(2_000)}, here


def _confirmed_elsewhere(dossiers: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
    """Changes of contact that were confirmed while a petition was joined to another matter, by the petition's number."""
    linked = [_told(row) for rows in dossiers.values() for row in rows if row.verb == Verb.LINK]
    others = {str(said.get("other", "")) for said in linked}
    found: dict[str, list[Entry]] = defaultdict(list)
    if not others:
        return found
    rows = Entry.objects.filter(verb=Verb.CONFIRM_CONTACT.value, number__in=sorted(others)).order_by("id")
    for row in rows:
        found[str(_told(row).get("petition", ""))].append(row)
    return found


def _told(row: Entry) -> dict[str, Any]:
    """What an entry says; nothing where somebody wrote nonsense (its seals tell that)."""
    try:
        said = json.loads(row.data)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _parties_of(low: str, high: str | None) -> dict[str, list[Party]]:
    """Everybody else in the petitions, by the petitions' own numbers."""
    found: dict[str, list[Party]] = defaultdict(list)
    rows = Party.objects.filter(**within(low, high, "petition_id")).select_related("petitioner")
    for row in rows.iterator(2_000):
        found[row.petition_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """All that the tables hold of one matter."""

    matter: Matter | None
    entries: list[Entry]
    words: dict[tuple[int, str], SealedText]
    own: Petition | None
    petitions: list[Petition]
    nested: dict[str, list[Any]]
    parties: list[Party]
    elsewhere: list[Entry]


def _matter_faults(number: str, rows: Rows, tally: Tally, files: bool) -> Iterator[Fault]:
    if not rows.entries:
        yield Fault(number, "matter_without_dossier")
        return
    yield from _chain_faults(number, rows.entries)
    try:
        found = list(_content_faults(number, rows, tally, files))
    except UNREADABLE as error:  # somebody wrote nonsense where a verb would have written sense
        found = [Fault(number, "dossier_unreadable", type(error).__name__)]
    yield from found


def _content_faults(number: str, rows: Rows, tally: Tally, files: bool) -> Iterator[Fault]:
    events = [as_event(row) for row in rows.entries]
    state = _folded(events)
    yield from _word_faults(number, events, rows.words, files)
    if rows.matter is None:
        yield Fault(number, "dossier_without_matter")
        return
    yield from _table_faults(state, bytes(rows.entries[-1].hash), rows.matter, rows.nested)
    yield from _petition_faults(state, events, rows)
    yield from _promise_faults(state, tally)
    yield from _guard_faults(state, rows.matter, tally)


def _folded(events: list[Event]) -> MatterState:
    state: MatterState | None = None
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state


def _chain_faults(number: str, entries: list[Entry]) -> Iterator[Fault]:
    link = START
    for place, row in enumerate(entries, 1):
        where = str(row.seq)
        if row.seq != place:
            yield Fault(number, "entry_missing", str(place))
            return
        try:
            event = as_event(row)
        except (ValueError, RecursionError):
            yield Fault(number, "entry_changed", where)
            return
        if entry_hash_of_text(link, event, row.data) != bytes(row.hash):
            yield Fault(number, "entry_changed", where)
        link = bytes(row.hash)
        if chain_mac(link)[:MAC_BYTES] != bytes(row.mac):
            yield Fault(number, "entry_forged", where)


def _word_faults(
    number: str, events: list[Event], words: dict[tuple[int, str], SealedText], files: bool
) -> Iterator[Fault]:
    expected = {(e.seq, name): mark for e in events for name, mark in e.data.get("texts", {}).items()}
    for (seq, name), mark in expected.items():
        row = words.get((seq, name))
        where = f"{seq} {name}"
        if row is None or row.text is None:
            yield Fault(number, "text_missing", where)
        elif commitment(bytes(row.salt), row.text) != mark:
            yield Fault(number, "text_changed", where)
        elif name == "file" and files:
            yield from _file_faults(number, where, row.text)
    for seq, name in words.keys() - expected.keys():
        yield Fault(number, "text_unknown", f"{seq} {name}")


def _file_faults(number: str, where: str, said: str) -> Iterator[Fault]:
    digest = json.loads(said)["sha256"]
    path = path_of(digest)
    if not path.is_file():
        yield Fault(number, "file_missing", where)
    elif content_hash(path) != digest:
        yield Fault(number, "file_changed", where)


def _table_faults(
    state: MatterState, head: bytes, matter: Matter, nested: dict[str, list[Any]]
) -> Iterator[Fault]:
    for column, value in matter_columns(state, head).items():
        if _differs(getattr(matter, column), value):
            yield Fault(state.number, "table_differs", f"matter.{column}")
    if (matter.title.number, matter.title.seq, matter.title.name) != (state.number, state.title_seq, "title"):
        yield Fault(state.number, "table_differs", "matter.title")
    for name, _, table in NESTED:
        rows, values = nested[name], getattr(state, name)
        kind = table.__name__.lower()
        if len(rows) != len(values):
            yield Fault(state.number, "table_differs", f"{kind} count")
            continue
        for row, value in zip(rows, values, strict=True):
            for column, said in nested_columns(value).items():
                if _differs(getattr(row, column), said):
                    yield Fault(state.number, "table_differs", f"{kind} {value.n} {column}")


def _differs(stored: Any, told: Any) -> bool:
    return bool((bytes(stored) if isinstance(stored, memoryview) else stored) != told)


def _petition_faults(state: MatterState, events: list[Event], rows: Rows) -> Iterator[Fault]:
    own = rows.own
    if own is None:
        yield Fault(state.number, "petition_missing", state.number)
    else:
        if not _is_whom(own, _last_mark(state.number, events[0].data.get("petitioner"), rows)):
            yield Fault(state.number, "petitioner_changed")
        yield from _party_faults(state.number, events[0].data.get("people"), rows.parties)
        if slip(own.code_hash, own.once, own.foreign_number) != events[0].data.get("slip"):
            yield Fault(state.number, "table_differs", f"petition {state.number} slip")
        if (own.desk_id, own.registered_at) != (events[0].data.get("desk"), state.registered_at):
            yield Fault(state.number, "table_differs", f"petition {state.number}")
        beside = said_beside(own.level, own.exchanged_at, own.confidential, own.visit)
        if beside != {name: events[0].data[name] for name in _BESIDE if name in events[0].data}:
            yield Fault(state.number, "table_differs", f"petition {state.number} beside")
    here = {row.number: row for row in rows.petitions}
    told = {} if state.linked_to else {p.number: p for p in state.petitions}
    for number in sorted(here.keys() ^ told.keys()):
        yield Fault(state.number, "petition_missing" if number in told else "petition_unknown", number)
    for number in sorted(here.keys() & told.keys()):
        row, joined = here[number], told[number]
        if (row.channel, row.received_at, row.persons) != (
            joined.channel.value,
            joined.received_at,
            joined.persons,
        ):
            yield Fault(state.number, "table_differs", f"petition {number}")


def _last_mark(number: str, first: Any, rows: Rows) -> Any:
    """What stands for the petitioner now: the mark of the last confirmed change of contact, else that of the registration."""
    entries = {row.pk: row for row in (*rows.entries, *rows.elsewhere) if row.verb == Verb.CONFIRM_CONTACT}
    said = [_told(entries[key]) for key in sorted(entries)]
    return next((one.get("mark") for one in reversed(said) if one.get("petition") == number), first)


_BESIDE = ("level", "exchanged_at", "confidential", "visit")


def _party_faults(number: str, told: Any, rows: list[Party]) -> Iterator[Fault]:
    """One of the people was edited, taken out or put in: role and commitment of each stand in the register entry."""
    for n, said, row in told_and_there(told, rows):
        if row is None:
            yield Fault(number, "person_missing", str(n))
        elif said is None:
            yield Fault(number, "person_unknown", str(n))
        elif row.role != said.get("role") or not _is_whom(row, said.get("mark")):
            yield Fault(number, "person_changed", str(n))


def _is_whom(row: Petition | Party, mark: Any) -> bool:
    """Whether the person's row says what was committed to, and can be found by it."""
    petitioner = row.petitioner
    try:
        if party_commitment(petitioner, row.mandate if isinstance(row, Party) else "") != mark:
            return False
        return all(
            getattr(petitioner, column) in (blind_indexes(kind, str(getattr(petitioner, source))) or (None,))
            for column, (source, kind) in Petitioner.blind_source.items()
        )
    except CannotOpenError:
        return False


def _promise_faults(state: MatterState, tally: Tally) -> Iterator[Fault]:
    found = broken(state, nobody_goes_on())
    for promise in Promise:
        tally.kept[promise] += all(which is not promise for which, _ in found)
    tally.closed += not state.is_open
    for promise, code in found:
        yield Fault(state.number, f"promise_{promise.value}", code)


def _guard_faults(state: MatterState, matter: Matter, tally: Tally) -> Iterator[Fault]:
    """A matter with somebody it is kept from: as its dossier tells it, and as the tables do."""
    if not state.bars:
        return
    known = tree()
    found = [*faults(state, known)]
    found += [
        f"matter.{column}"
        for column in ("owner_id", "holder_id", "desk_id")
        if unit_barred(state.bars, getattr(matter, column) or "", known)
    ]
    tally.barred += 1
    tally.guarded += not found
    for where in dict.fromkeys(found):
        yield Fault(state.number, "guard_broken", where)


def _counter_faults(serials: Counter[str]) -> Iterator[Fault]:
    counters = {row.day.isoformat(): row.last for row in DayCounter.objects.all().iterator()}
    for day in sorted(counters.keys() | serials.keys()):
        if counters.get(day, 0) != serials.get(day, 0):
            yield Fault(day, "numbers_missing", f"{serials.get(day, 0)} of {counters.get(day, 0)}")
