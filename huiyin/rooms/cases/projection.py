"""From the folded matter to its rows, one way only: written by the verbs, compared by ``verify``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from huiyin.rooms.cases import around
from huiyin.rooms.cases.models import ClockRun, Delivery, Matter, Opinion, Paper, Projected, Round
from huiyin.rooms.county.models import Unit
from huiyin.rules import state as values
from huiyin.rules import surround
from huiyin.rules.calendar import local_date
from huiyin.rules.promises import LISTED
from huiyin.rules.state import MatterState
from huiyin.rules.terms_kept import ACCEPTING, ANSWERING, worst

#: Field of the state, the value's class, its table.
NESTED: tuple[tuple[str, type, type[Projected]], ...] = (
    ("clocks", values.ClockRun, ClockRun),
    ("rounds", values.Round, Round),
    ("opinions", values.Opinion, Opinion),
    ("deliveries", values.Delivery, Delivery),
    ("papers", values.Paper, Paper),
    ("bars", surround.Bar, around.Bar),
    ("helpers", surround.Helper, around.Helper),
    ("notices", surround.Notice, around.SupervisionNotice),
    ("recommendations", surround.Recommendation, around.Recommendation),
    ("ownerships", surround.Ownership, around.Ownership),
    ("instructions", surround.Instruction, around.Instruction),
    ("extension_asks", surround.ExtensionAsk, around.ExtensionAsk),
    ("pledges", surround.Pledge, around.Pledge),
    ("questions", surround.Question, around.Question),
    ("asked_back", surround.AskedBack, around.AskedBack),
    ("follow_ups", surround.FollowUp, around.FollowUp),
    ("ratings", surround.Rating, around.Rating),
    ("looks", surround.Look, around.Look),
)

_MAYBE_EMPTY = frozenset(
    {"klass", "outcome", "route", "notice", "source", "adoption", "verdict", "before_level"}
)
#: Columns that point to a unit, as the tables say.
_UNITS: dict[type, frozenset[str]] = {
    value: frozenset(f.name for f in table._meta.fields if f.related_model is Unit)
    for _, value, table in NESTED
}
_COLUMNS: dict[type, tuple[tuple[str, str], ...]] = {
    value: tuple((f.name, f"{f.name}_id" if f.name in _UNITS[value] else f.name) for f in fields(value))
    for _, value, _ in NESTED
}
_SAME = (
    "seq", "status", "is_open", "officer", "channel", "klass", "category", "place", "urgent", "registered_at",
    "received_at", "touched_at", "closed_at", "outcome", "route", "linked_to", "persons", "returns", "reopened",
    "stage", "about", "asked", "simple", "final", "confidential", "owner_at",
)  # fmt: skip


def matter_columns(state: MatterState, head: bytes) -> dict[str, Any]:
    """Every column of the matter's row but its number and title."""
    row: dict[str, Any] = {name: _plain(name, getattr(state, name)) for name in _SAME}
    nearest = _nearest(state)
    row.update(
        head=head,
        owner_id=state.owner or None,
        desk_id=state.desk,
        holder_id=state.holder or None,
        next_due=nearest.due_on if nearest else None,
        next_since=local_date(nearest.started_at) if nearest else None,
        next_provisional=nearest is not None and nearest.provisional,
        next_clock=nearest.code.value if nearest else "",
        petitions_count=len(state.petitions),
        rounds_count=len(state.rounds),
        units_count=len(state.units),
        taken_back=state.taken_back,
        **_kept(state),
    )
    return row


def _nearest(state: MatterState) -> values.ClockRun | None:
    """The nearest duty of whoever has the matter or answers for it. What the desk still owes doesn't make a bureau late."""
    listed = [run for run in state.running if run.code in LISTED]
    own = [run for run in listed if run.party in (state.owner, state.holder)]
    return min(own or listed, key=lambda run: run.due_on, default=None)


def _kept(state: MatterState) -> dict[str, Any]:
    """Until when it had to be taken up and answered, and when that was done: what figures count by."""
    accepted, answered = worst(state.clocks, ACCEPTING), worst(state.clocks, ANSWERING)
    return {
        "accept_due": accepted.due, "accept_done": accepted.done, "answer_due": answered.due, "answer_done": answered.done,
    }  # fmt: skip


def nested_columns(value: Any) -> dict[str, Any]:
    """The columns of one nested value's row but its matter."""
    return {column: _plain(name, getattr(value, name)) for name, column in _COLUMNS[type(value)]}


def changes(before: MatterState | None, after: MatterState) -> Iterator[tuple[type[Projected], Any, bool]]:
    """Which nested rows to write: table, value, whether it is new. Values are only ever added or changed in place."""
    for name, _, table in NESTED:
        new = getattr(after, name)
        old = getattr(before, name) if before else ()
        if new is old:
            continue
        for i, value in enumerate(new):
            if i >= len(old):
                yield table, value, True
            elif value != old[i]:
                yield table, value, False


def write(
    before: MatterState | None, after: MatterState, head: bytes, *, title_id: int | None = None
) -> None:
    """Bring the tables to the new state; one statement for the matter, one for each table with new rows, one a change.

    ``title_id``: the words that are its title from now on.
    """
    row = matter_columns(after, head)
    if before is None:
        assert title_id is not None, "a new matter has a title"
        Matter(number=after.number, title_id=title_id, **row).save(force_insert=True)
    else:
        old = matter_columns(before, b"")
        changed = {column: value for column, value in row.items() if value != old[column]}
        if title_id is not None:
            changed["title_id"] = title_id
        Matter.objects.filter(number=after.number).update(**changed)
    added: dict[type[Projected], list[Projected]] = {}
    for table, value, new in changes(before, after):
        columns = nested_columns(value)
        if new:
            added.setdefault(table, []).append(table(matter_id=after.number, **columns))
        else:
            table._default_manager.filter(matter_id=after.number, n=value.n).update(**columns)
    for table, rows in added.items():
        table._default_manager.bulk_create(rows)


def _plain(name: str, value: Any) -> Any:
    if value is None and name in _MAYBE_EMPTY:
        return ""
    return value.value if hasattr(value, "value") else value
