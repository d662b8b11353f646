"""The lock after a recheck: the same facts and reasons aren't taken up again (不再受理, Art. 36 para. 3).

Nothing locks by itself. Who registers or sorts a petition is shown what has ended after rechecking and was brought by the same
persons, with what the texts have in common; a person decides, and names the matter that it is the same as.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.rooms.cases.likeness import likeness, passages
from huiyin.rooms.cases.models import Matter, Party, Petition, Petitioner
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.queries import matter_for, visible_to
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.vault.marks import blind_indexes
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Route, Stage, Verb

#: So many are shown; somebody with more of them is known to the desk.
MOST = 5


@dataclass(frozen=True, slots=True)
class Marks:
    """By what persons are known again: blind indexes of ID numbers and of phones."""

    ids: frozenset[bytes]
    phones: frozenset[bytes]

    def __bool__(self) -> bool:
        return bool(self.ids or self.phones)


def marks_of(people: Iterable[Petitioner]) -> Marks:
    """The marks of these persons, under every index key that rows may carry."""
    ids: set[bytes] = set()
    phones: set[bytes] = set()
    for one in people:
        ids.update(blind_indexes("id_number", str(one.id_number)))
        phones.update(blind_indexes("phone", str(one.phone)))
    return Marks(frozenset(ids), frozenset(phones))


def people_in(number: str) -> list[Petitioner]:
    """Everybody named in the petitions of a matter: petitioners, representatives, co-signers, agents and principals."""
    first = Petitioner.objects.filter(petitions__matter=number)
    others = Petitioner.objects.filter(parties__petition__matter=number)
    return [*first, *others]


@dataclass(frozen=True, slots=True)
class Ended:
    """One matter that ended after rechecking and was brought by somebody of the same persons, with the evidence.

    ``same_id``: known by an ID number, else by a phone only, which a household may share. ``percent`` of the texts' pairs of
    characters are in both, ``shared`` are the longest passages.
    """

    number: str
    title: str
    ended_at: datetime
    same_id: bool
    percent: int
    shared: tuple[str, ...]


def ended_after_recheck(people: Sequence[Petitioner], words: str, *, by: Actor, but: str = "") -> list[Ended]:
    """What these persons have had rechecked, the likest first; only what ``by`` may see. One query as a rule, else six."""
    marks = marks_of(people)
    known = _known_again(marks, [one.pk for one in people])
    if not known:
        return []
    finals = visible_to(by).filter(final=True, stage=Stage.FIRST.value).exclude(number=but)
    named = Petition.objects.filter(petitioner__in=known).values_list("matter_id", "petitioner_id")
    along = Party.objects.filter(petitioner__in=known).values_list("petition__matter_id", "petitioner_id")
    sure: dict[str, bool] = {}
    for matter, person in [*named, *along]:
        sure[matter] = sure.get(matter, False) or known[person]
    rows = list(finals.filter(number__in=sure).select_related("title"))
    numbers = [row.number for row in rows]
    texts, ends = _texts(numbers), _ends(numbers)
    found = [
        _ended(row, texts.get(row.number, ""), words, same_id=sure[row.number], at=ends.get(row.number)) for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.percent, not one.same_id, one.number))[:MOST]


def _known_again(marks: Marks, own: Sequence[int]) -> dict[int, bool]:
    """The other rows of the same persons: by key, whether the ID number is the same."""
    if not marks:
        return {}
    same = Q(id_number_index__in=sorted(marks.ids)) | Q(phone_index__in=sorted(marks.phones))
    rows = Petitioner.objects.filter(same).values_list("pk", "id_number_index")
    return {
        pk: index is not None and bytes(index) in marks.ids for pk, index in rows.exclude(pk__in=list(own))
    }


def _texts(numbers: Sequence[str]) -> dict[str, str]:
    rows = SealedText.objects.filter(number__in=numbers, seq=1, name="text").values_list("number", "text")
    return {number: text or "" for number, text in rows}


def _ends(numbers: Sequence[str]) -> dict[str, datetime]:
    """When the recheck reached everybody: the last entry that tells of a result."""
    rows = Entry.objects.filter(number__in=numbers, verb=Verb.REVIEWED.value).order_by("seq")
    return dict(rows.values_list("number", "at"))


def _ended(row: Matter, text: str, words: str, *, same_id: bool, at: datetime | None) -> Ended:
    title = row.title.text or ""
    theirs = f"{title}\n{text}"
    return Ended(
        row.number, title, at or row.touched_at, same_id, likeness(words, theirs), passages(words, theirs)
    )  # fmt: skip


def same_person(one: str, other: str) -> bool:
    """Whether somebody is named in the petitions of both matters, by ID number or phone."""
    mine, theirs = marks_of(people_in(one)), marks_of(people_in(other))
    return bool(mine.ids & theirs.ids or mine.phones & theirs.phones)


def checked_reference(number: str, route: str, of: str, *, by: Actor) -> str:
    """The matter that a refusal refers to, by its number; empty for the routes that refer to none.

    Refused: "ended after rechecking" without a final matter of the same person (Art. 36), "already being handled" without an
    open one (Art. 19); what ``by`` may not see isn't there for them.
    """
    if route not in (Route.FINAL, Route.ALREADY_HANDLED):
        return ""
    found = matter_for(by, of) if of else None
    final = route == Route.FINAL
    fits = found is not None and found.number != number and (found.final if final else found.is_open)
    if found is not None and fits and same_person(number, found.number):
        return found.number
    raise NotDone(Refused("not_final", "36", "of") if final else Refused("not_being_handled", "19", "of"))
