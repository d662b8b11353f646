"""What the check of an answer finds: which kind, where in the text, by which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What may be amiss with an answer, in the order in which it is told."""

    EMPTY = "empty"
    GAP = "gap"
    LEFTOVER = "leftover"
    NO_REQUEST = "no_request"
    NO_FACTS = "no_facts"
    NO_OPINION = "no_opinion"
    NO_BASIS = "no_basis"
    NO_REMEDY = "no_remedy"
    NO_REMEDY_TERM = "no_remedy_term"
    UNANSWERED = "unanswered"
    OTHER_LANGUAGE = "other_language"
    NO_TERM = "no_term"
    NO_COMMITMENT = "no_commitment"
    STALE = "stale"
    NO_SUCH_ARTICLE = "no_such_article"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    LONG_SENTENCE = "long_sentence"
    OFFICIALESE = "officialese"


#: Parts of an answer, each told where it isn't found.
PARTS = frozenset({
    Kind.NO_REQUEST, Kind.NO_FACTS, Kind.NO_OPINION, Kind.NO_BASIS, Kind.NO_REMEDY, Kind.NO_REMEDY_TERM,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``start`` and ``end`` (behind the last character) are its place in the answer; both 0 for what isn't there.

    ``words``: what it stands on: the passage, the words looked for, the plainer word. ``source``: the petition's number for
    what somebody asked there, else empty. ``legal``: the Regulation asks for what is missing; everything else is advice.
    """

    kind: Kind
    start: int = 0
    end: int = 0
    words: tuple[str, ...] = ()
    source: str = ""
    legal: bool = False
