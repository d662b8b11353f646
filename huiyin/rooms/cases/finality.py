"""The lock after a recheck: the same facts and reasons aren't taken up again (不再受理, Art. 36 para. 3).

Nothing locks by itself. Who registers or sorts a petition is shown what has ended after rechecking and was brought by the same
persons, with what the texts have in common; a person decides, and names the matter that it is the same as.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from django.db.models import Q

from huiyin.rooms.cases.likeness import likeness, passages
from huiyin.rooms.cases.models import Matter, Party, Petition, Petitioner
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import MARKS
from huiyin.rooms.cases.queries import matter_for, visible_to
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import first_words, texts_named
from huiyin.rooms.kept import ASKED, Kept, KeptValues, listed
from huiyin.rooms.vault.marks import blind_indexes
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Route, Stage, Verb

#: So many are shown; somebody with more of them is known to the desk.
MOST = 5
_Mark = bytes | memoryview | None


class Known(IntEnum):
    """By what somebody is known again, the surest last; a phone alone may be a household's and tells no person."""

    PHONE = 0
    NAME_AND_PHONE = 1
    ACCOUNT = 2
    ID_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """By what persons are known again: blind indexes of ID numbers, phones and accounts, and of phones with the name."""

    ids: frozenset[bytes]
    phones: frozenset[bytes]
    named: frozenset[tuple[bytes, str]]
    accounts: frozenset[bytes]

    def __bool__(self) -> bool:
        return bool(self.ids or self.phones or self.accounts)

    def surely_share(self, other: Marks) -> bool:
        """Whether somebody is in both: by ID number, by account, or by phone and name together."""
        return bool(self.ids & other.ids or self.named & other.named or self.accounts & other.accounts)


def marks_of(people: Iterable[Petitioner]) -> Marks:
    """The marks of these persons, under every index key that rows may carry."""
    ids: set[bytes] = set()
    phones: set[bytes] = set()
    named: set[tuple[bytes, str]] = set()
    accounts: set[bytes] = set()
    for one in people:
        mine, name = blind_indexes("phone", str(one.phone)), _plain_name(one.name)
        ids.update(blind_indexes("id_number", str(one.id_number)))
        accounts.update(blind_indexes("account", str(one.account)))
        phones.update(mine)
        named.update((phone, name) for phone in mine if name)
    return Marks(frozenset(ids), frozenset(phones), frozenset(named), frozenset(accounts))


def _plain_name(name: str) -> str:
    """The name made comparable: width, case, blanks and dots between its parts don't matter; empty where nobody gave one."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


def people_in(number: str) -> list[Petitioner]:
    """Everybody named in the petitions of a matter: petitioners, representatives, co-signers, agents and principals."""
    return [*_first(value=number), *_others(value=number)]


_first: Kept[Petitioner] = Kept(lambda: Petitioner.objects.filter(petitions__matter=ASKED))
_others: Kept[Petitioner] = Kept(lambda: Petitioner.objects.filter(parties__petition__matter=ASKED))


@dataclass(frozen=True, slots=True)
class Ended:
    """One matter that ended after rechecking and may have been brought by somebody of the same persons, with the evidence.

    ``percent`` of the texts' pairs of characters are in both, ``shared`` are the longest passages.
    """

    number: str
    title: str
    ended_at: datetime
    known: Known
    percent: int
    shared: tuple[str, ...]

    @property
    def may_be_named(self) -> bool:
        """Whether a refusal may refer to it: the same person, and the facts have something in common."""
        return self.known is not Known.PHONE and self.percent > 0


def ended_after_recheck(people: Sequence[Petitioner], words: str, *, by: Actor, but: str = "") -> list[Ended]:
    """What these persons have had rechecked, the likest first. One query as a rule, else six.

    Only what ``by`` may see; not what was told in confidence to another house, for that these persons spoke there is kept.
    """
    sure = brought_by(people)
    if not sure:
        return []
    finals = visible_to(by).filter(final=True, stage=Stage.FIRST.value).exclude(number=but)
    rows = [
        row for row in finals.filter(number__in=sure).select_related("title")
        if not in_confidence(row.confidential, row.desk_id, by)
    ]  # fmt: skip
    numbers = [row.number for row in rows]
    texts, ends = texts_named(numbers, 1, "text"), _ends(numbers)
    found = [
        _ended(row, texts.get(row.number, ""), words, known=sure[row.number], at=ends.get(row.number)) for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.percent, -one.known, one.number))[:MOST]


def brought_by(people: Sequence[Petitioner]) -> dict[str, Known]:
    """The matters in whose petitions one of these persons is named again, and by what. One query for nobody, else three."""
    known = _known_again(marks_of(people), [one.pk for one in people])
    if not known:
        return {}
    those = json.dumps(list(known))
    sure: dict[str, Known] = {}
    for matter, person in [*_named(value=those), *_along(value=those)]:
        sure[matter] = max(sure.get(matter, Known.PHONE), known[person])
    return sure


_named = KeptValues(
    lambda: Petition.objects.filter(petitioner__in=listed(ASKED, keys=True)).values_list(
        "matter_id", "petitioner_id"
    )
)
_along = KeptValues(
    lambda: Party.objects.filter(petitioner__in=listed(ASKED, keys=True))
    .values_list("petition__matter_id", "petitioner_id")
)  # fmt: skip


def _known_again(marks: Marks, own: Sequence[int]) -> dict[int, Known]:
    """The other rows that may be the same persons': by key, what is the same."""
    if not marks:
        return {}
    same = Q(id_number_index__in=sorted(marks.ids)) | Q(phone_index__in=sorted(marks.phones))
    same |= Q(account_index__in=sorted(marks.accounts))
    rows = Petitioner.objects.filter(same).exclude(pk__in=list(own))
    found = rows.values_list("pk", *MARKS, "name")
    return {pk: _known_by(marks, card, phone, account, name) for pk, card, phone, account, name in found}


def _known_by(marks: Marks, card: _Mark, phone: _Mark, account: _Mark, name: str) -> Known:
    if card is not None and bytes(card) in marks.ids:
        return Known.ID_NUMBER
    if account is not None and bytes(account) in marks.accounts:
        return Known.ACCOUNT
    named = phone is not None and (bytes(phone), _plain_name(name)) in marks.named
    return Known.NAME_AND_PHONE if named else Known.PHONE


def _ends(numbers: Sequence[str]) -> dict[str, datetime]:
    """When the recheck reached everybody: the last entry that tells of a result."""
    rows = Entry.objects.filter(number__in=numbers, verb=Verb.REVIEWED.value).order_by("seq")
    return dict(rows.values_list("number", "at"))


def _ended(row: Matter, text: str, words: str, *, known: Known, at: datetime | None) -> Ended:
    title = row.title.text or ""
    theirs = f"{title}\n{text}"
    return Ended(
        row.number, title, at or row.touched_at, known, likeness(words, theirs), passages(words, theirs)
    )  # fmt: skip


def same_person(one: str, other: str) -> bool:
    """Whether somebody is named in the petitions of both matters: by ID number, account, or by phone and name together."""
    return marks_of(people_in(one)).surely_share(marks_of(people_in(other)))


def _same_facts(one: str, other: str) -> bool:
    """Whether the texts of both matters have anything in common; whether that makes the facts the same a person decides."""
    words = first_words((one, other))
    mine, theirs = ("\n".join(words.get(number, ())) for number in (one, other))
    return likeness(mine, theirs) > 0


def checked_reference(number: str, route: str, of: str, *, by: Actor) -> str:
    """The matter that a refusal refers to, by its number; empty for the routes that refer to none.

    Refused: "ended after rechecking" without a final matter of the same person or about other facts (Art. 36), "already being
    handled" without an open one (Art. 19); what ``by`` may not see isn't there for them. Who mustn't know who speaks in one of
    the two isn't told whether it is the same person, by no answer (Art. 30): the house that took it in says so.
    """
    if route not in (Route.FINAL, Route.ALREADY_HANDLED):
        return ""
    found = matter_for(by, of) if of else None
    both = (one for one in (matter_for(by, number), found) if one is not None)
    if any(in_confidence(one.confidential, one.desk_id, by) for one in both):
        raise NotDone(Refused("kept_in_confidence", "30", "of"))
    final = route == Route.FINAL
    fits = found is not None and found.number != number and (found.final if final else found.is_open)
    if found is not None and fits and same_person(number, found.number):
        if final and not _same_facts(number, found.number):
            raise NotDone(Refused("other_facts", "36", "of"))
        return found.number
    raise NotDone(Refused("not_final", "36", "of") if final else Refused("not_being_handled", "19", "of"))
