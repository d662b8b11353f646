"""What a row of the table of transitions is made of.

The rows stand in ``way`` (a matter's own way) and ``around`` (what surrounds it); ``transitions`` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huiyin.rules.clocks import Clock
from huiyin.rules.fields import Field
from huiyin.rules.guards import Guard
from huiyin.rules.roles import Permission
from huiyin.rules.vocabulary import Status, Verb


class Standing(StrEnum):
    """How the actor's unit stands to the matter. "Inside" is ``rules.routing.acts_for``: the unit itself or an office of it."""

    ANYONE_HERE = (
        "anyone_here"  # a post in the unit that takes the petition in, or the petitioner at the portal
    )
    DESK = "desk"  # inside the unit that took it in and sorts it
    HOLDER = "holder"  # inside the unit that handles it now
    SENDER = "sender"  # inside the unit that sent it to the holder
    CO_HANDLER = "co_handler"  # inside a unit that is asked to contribute now
    SUPERVISED = "supervised"  # inside the addressee of a notice that isn't lifted
    ADVISED = "advised"  # inside the addressee of a recommendation that isn't answered
    OWNING = "owning"  # holds a leader's post that owns the matter
    DEPARTMENT = "department"  # inside the petition department
    INVOLVED = "involved"  # any of desk, holder, sender, co-handler, owning leader, or whoever may see the whole county
    HOUSE = "house"  # no person: follows from another verb in the same transaction


class Choose(StrEnum):
    """A clock that depends on the matter: which desk took it in, which class it has, what a return brings back."""

    DESK = "desk_clock"  # T1 for the department (Art. 22), T2 for another organ (Art. 23), T9 for a review, T11 for a recheck
    ANSWER = "answer_clock"  # T6 for what Art. 31(6) covers (Art. 34), else the county's own term L1; S2 if handled simply
    ORDINARY = "ordinary_clock"  # the answer's clock after falling back from simple handling, counted from acceptance
    FOREIGN = "foreign_clocks"  # the terms of another line
    GRAVE = "grave_clocks"  # L9 and L12 for what is grave or urgent (Art. 25)
    RECEIPT = "windows_from_receipt"  # T8 or T10, and L10, from the day on which the answer arrived
    LOOK = "look_clock"  # L11 for a low rating
    TAKEN_BACK = "taken_back_clock"  # L5 where naming the accused moved the matter
    REVOKED = "revoked_clock"  # L13 where a review or recheck revokes the answer
    AGAIN = "again_clock"  # L13 where a look into a low rating finds that it is to be handled again
    RESUMED = "resumed_clock"  # the desk's clock goes on where it was: a return never restarts a term


class Told(StrEnum):
    """Who hears of it; each is a task enqueued with the entry."""

    PETITIONER = "petitioner"
    ASKED = "asked"  # the one petitioner whom the entry names


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. ``target`` None: the status stays. ``stops`` None: nothing; empty set of sources only for REGISTER."""

    verb: Verb
    sources: frozenset[Status]
    target: Status | None
    who: tuple[tuple[Standing, Permission], ...]
    fields: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    starts: tuple[Clock | Choose, ...] = ()
    stops: frozenset[Clock] = frozenset()
    tells: tuple[Told, ...] = ()
    article: str = ""
    follows: bool = False  # never chosen by a person on this matter: it follows from a verb on another one
