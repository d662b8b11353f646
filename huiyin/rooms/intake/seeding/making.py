"""One batch of matters made in memory: each verb decided and folded by the rules, the rows ready to be written.

Writes nothing, and asks the database nothing: ``staff`` holds all that it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from operator import attrgetter
from random import Random
from typing import Any

from django.db import connection, models

from huiyin.rooms.cases.models import Matter, Petition, Petitioner
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.people import new_petitioner
from huiyin.rooms.cases.projection import NESTED, matter_columns, nested_columns
from huiyin.rooms.dossier.actions import sealed_entry
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.intake.seeding import lives
from huiyin.rooms.intake.seeding.plan import Batch
from huiyin.rooms.intake.seeding.staff import Staff
from huiyin.rooms.intake.seeding.telling import Telling
from huiyin.rooms.vault.codes import derive_query_code, query_code_hash
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.chain import START, slip
from huiyin.rules.evolution import evolve
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import matter_number
from huiyin.rules.lifecycle import decide
from huiyin.rules.senders import FROM_ABOVE, Sender
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb

#: Tables in the order in which they can be written.
TABLES: tuple[type[models.Model], ...] = (
    Petitioner, SealedText, Entry, Matter, *(table for _, _, table in NESTED), Petition, Transfer,
)  # fmt: skip
_OPENS, _OPEN_FOR = 8.5, 8.5  # office hours: from when, how long
_SENDERS_DAYS = timedelta(days=45)  # from when it came to the last day that a sender sets
_COMING = 0.98  # of the first day's hours: what comes in later is tomorrow's


@dataclass(slots=True)
class Made:
    """A batch as rows by table; petitioners and texts are numbered within it, from 1. ``last``: the last serial of each day."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {t.__name__: [] for t in TABLES})
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    last: dict[date, int] = field(default_factory=dict)
    matters: int = 0
    entries: int = 0
    open: int = 0

    def add(self, table: type[models.Model], names: Iterable[str], values: Iterable[Any]) -> int:
        """One row as it is stored; every row of a table has the same names. Gives its place among them, from 1."""
        rows = self.rows[table.__name__]
        if not rows:
            self.columns[table.__name__] = tuple(names)
        rows.append(tuple(values))
        return len(rows)


def token_of(number: str) -> str:
    """The form's one-time token behind a made petition. It tells nothing without the installation's code key."""
    return sha256(f"seeded {number}".encode()).hexdigest()


def code_of(number: str) -> str:
    """The query code of a made petition: what its petitioner would have on paper."""
    return derive_query_code(token_of(number))


def make(batch: Batch, staff: Staff) -> Made:
    """All matters of a batch. The same batch gives the same lives and words; salts, nonces and keys differ."""
    rng, made = Random(batch.seed), Made()  # noqa: S311  nothing secret here, and it must come out the same
    store = _as_text if connection.vendor == "sqlite" else _as_it_is
    for one in batch.slices:
        made.last[one.day] = one.first + one.count - 1
        age = float((batch.today - one.day).days)
        came = sorted(_COMING * rng.random() for _ in range(one.count))
        for serial, moment in enumerate(came, one.first):
            number = matter_number(staff.county, one.day, serial)
            life, times = _drawn_life(rng, moment, age, is_open=rng.random() < one.open_chance)
            dossier = _Dossier(number, staff)
            telling = Telling(rng, staff, life)
            petitioner = dossier.play(life, telling, [_moment(one.day, min(at, age - 0.001)) for at in times])
            _keep(made, dossier, petitioner, store)
    return made


def _drawn_life(rng: Random, came: float, age: float, *, is_open: bool) -> tuple[lives.Life, list[float]]:
    if is_open:
        life, still = lives.opened(rng, age)
        return life, lives.open_times(rng, life.stages, still, came, age)
    life = lives.closed(rng)
    return life, lives.closed_times(rng, life.stages, came, age)


def _moment(day: date, days: float) -> datetime:
    """So many days after the day's midnight, the fraction laid into office hours; never a moment of today."""
    whole = int(days)
    hours = 24 * whole + _OPENS + _OPEN_FOR * (days - whole)
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    return (midnight + timedelta(seconds=int(3600 * hours))).astimezone(UTC)


class _Dossier:
    """One matter being played in memory."""

    def __init__(self, number: str, staff: Staff) -> None:
        self.number, self._law, self._head = number, staff.law, START
        self.state: MatterState | None = None
        self.entries: list[Entry] = []
        self.texts: list[SealedText] = []

    def play(self, life: lives.Life, telling: Telling, moments: list[datetime]) -> Petitioner:
        """Every stage through ``decide`` and ``evolve``; gives the petitioner's row."""
        petitioner, mark = new_petitioner(telling.person)
        for stage, at in zip(life.stages, moments, strict=True):
            given = (
                telling.coming(at, mark) | {"slip": slip(**_kept(self.number))}
                if stage.verb is Verb.REGISTER
                else telling.said(stage, at)
            )
            decision = decide(
                self.state, stage.verb, given, actor=telling.actor(stage.who), now=at, law=self._law
            )
            if isinstance(decision, Refused):
                raise AssertionError(f"{self.number} {stage.verb}: {decision.reason} {decision.field}")
            event, row, texts = sealed_entry(self.number, self.state, self._head, decision)
            self.state, self._head = evolve(self.state, event), bytes(row.hash)
            self.entries.append(row)
            self.texts += texts
        return petitioner


Store = Callable[[Any], Any]


def _as_text(value: Any) -> Any:
    """SQLite keeps moments and days as text, as Django writes them."""
    if type(value) is datetime:
        return str(value.astimezone(UTC).replace(tzinfo=None))
    return value.isoformat() if type(value) is date else value


def _as_it_is(value: Any) -> Any:
    return value


_ENTRY = ("number", "seq", "verb", "at", "by", "unit", "data", "hash", "mac")
_TEXT = ("number", "seq", "name", "salt", "text")
_entry_values, _text_values = attrgetter(*_ENTRY), attrgetter(*_TEXT)


def _keep(made: Made, dossier: _Dossier, petitioner: Petitioner, store: Store) -> None:
    """The matter's rows into the batch."""
    state, number = dossier.state, dossier.number
    assert state is not None, "a life begins with register"
    saved = _saved(petitioner)
    who = made.add(Petitioner, ("id", *saved), (len(made.rows["Petitioner"]) + 1, *saved.values()))
    title = 0
    for text in dossier.texts:
        place = made.add(SealedText, ("id", *_TEXT), (len(made.rows["SealedText"]) + 1, *_text_values(text)))
        title = title or (place if text.name == "title" else 0)
    for row in dossier.entries:
        made.add(Entry, _ENTRY, map(store, _entry_values(row)))
    values = matter_columns(state, bytes(dossier.entries[-1].hash))
    made.add(Matter, ("number", "title_id", *values), (number, title, *map(store, values.values())))
    for name, _, table in NESTED:
        for value in getattr(state, name):
            values = nested_columns(value)
            made.add(table, ("matter_id", *values), (number, *map(store, values.values())))
    values = _petition(state, who)
    made.add(Petition, values, map(store, values.values()))
    if (channel := state.petitions[0].channel) in FROM_ABOVE:
        values = _transfer(state, FROM_ABOVE[channel])
        made.add(Transfer, values, map(store, values.values()))
    made.matters += 1
    made.entries += len(dossier.entries)
    made.open += state.is_open


def _saved(petitioner: Petitioner) -> dict[str, Any]:
    """The row as its fields store it: sealed, with its blind indexes."""
    fields = [f for f in Petitioner._meta.concrete_fields if not f.primary_key]
    saved = {f.column: f.get_db_prep_save(f.pre_save(petitioner, True), connection) for f in fields}
    # a memoryview can't be sent to another process
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in saved.items()}


def _kept(number: str) -> dict[str, Any]:
    token = token_of(number)
    return {
        "code_hash": query_code_hash(derive_query_code(token)),
        "once": sha256(token.encode()).hexdigest(),
        "foreign_number": None,
    }


def _petition(state: MatterState, petitioner: int) -> dict[str, Any]:
    first = state.petitions[0]
    return {
        "number": state.number, "matter_id": state.number, "petitioner_id": petitioner, "channel": first.channel.value,
        "received_at": first.received_at, "registered_at": state.registered_at, "persons": first.persons,
        "desk_id": state.desk, **_kept(state.number), "level": "", "exchanged_at": None, "confidential": False,
        "visit": "",
    }  # fmt: skip


def _transfer(state: MatterState, sender: Sender) -> dict[str, Any]:
    """What came from above with its sender. Nothing has been reported back, so a term is with what is open and few others."""
    owed = state.is_open or state.number.endswith("0")
    due = local_date(state.petitions[0].received_at + _SENDERS_DAYS)
    return {
        "petition_id": state.number, "sender": sender.value, "organ": "", "foreign": f"{sender.value}-{state.number}",
        "due_on": due if owed else None, "reported_at": None, "reported_reopened": 0,
    }  # fmt: skip
