"""What the check of an answer finds, as sentences; which findings stand together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.rules.identifiers import mask_id, mask_phone
from huiyin.rules.replies.finding import PARTS, Finding, Kind

#: Characters of a passage that are shown.
_LONG = 48


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that stand under one heading; ``legal`` ones have their own."""

    word: Callable[[], str]
    kinds: frozenset[Kind]
    legal: bool = False

    def holds(self, one: Finding) -> bool:
        """Whether the finding stands here."""
        return one.legal == self.legal and one.kind in self.kinds


_ANSWERING = frozenset(
    {
        Kind.GAP,
        Kind.LEFTOVER,
        Kind.EMPTY,
        Kind.UNANSWERED,
        Kind.OTHER_LANGUAGE,
        Kind.NO_TERM,
        Kind.NO_COMMITMENT,
        Kind.STALE,
        Kind.NO_SUCH_ARTICLE,
    }
)
_PERSONAL = frozenset({Kind.ID_NUMBER, Kind.PHONE, Kind.NAME, Kind.ADDRESS})
GROUPS = (
    Group(lambda: _("The Regulation asks for this, and it is missing"), PARTS, legal=True),
    Group(lambda: _("Does it answer?"), _ANSWERING | PARTS),
    Group(lambda: _("Somebody else's personal data?"), _PERSONAL),
    Group(lambda: _("Easier to read"), frozenset({Kind.LONG_SENTENCE, Kind.OFFICIALESE})),
)


def part(kind: Kind) -> str:
    """A part of an answer, in a word or two."""
    return {
        Kind.NO_REQUEST: _("the petitioner's request"),
        Kind.NO_FACTS: _("facts and reasons"),
        Kind.NO_OPINION: _("the opinion"),
        Kind.NO_BASIS: _("the legal or policy basis"),
        Kind.NO_REMEDY: _("the way of review"),
        Kind.NO_REMEDY_TERM: _("the thirty days for asking for a review"),
    }[kind]


def said(one: Finding, text: str) -> tuple[str, str]:
    """The sentence, and the passage that it is about; personal data are shown masked."""
    if one.kind in PARTS:
        return _("Not found: %(part)s.") % {"part": part(one.kind)}, ""
    return _SAID[one.kind](one), _quote(one, text)


def _officialese(one: Finding) -> str:
    if one.words:
        return _("An office's word. Plainer: %(plain)s") % {"plain": one.words[0]}
    return _("An office's word that says nothing to the petitioner; leave it out.")


def _stale(one: Finding) -> str:
    if len(one.words) > 1:
        return _("This is no longer in force; %(new)s stands in its place.") % {"new": one.words[1]}
    return _("This isn't in force today, as the department's knowledge says.")


_SAID: dict[Kind, Callable[[Finding], str]] = {
    Kind.EMPTY: lambda one: _(
        "It only says that the matter was received, passed on or will be looked at: nothing that was found, decided or done."
    ),
    Kind.GAP: lambda one: _("A place that is still to be filled in:"),
    Kind.LEFTOVER: lambda one: _(
        "From a case that was quoted: something was hidden or left out here. Say it in your own words, or leave it out."
    ),
    Kind.UNANSWERED: lambda one: _("No word of this request comes back in the answer:"),
    Kind.OTHER_LANGUAGE: lambda one: _("The petitioner wrote Korean; the text has no Korean."),
    Kind.NO_TERM: lambda one: _("It promises something and names no day or term."),
    Kind.NO_COMMITMENT: lambda one: _(
        "It supports what was asked, and no commitment is noted. Note each with its day (“Note a commitment”), so that nobody "
        "forgets it; or say at closing that nothing is to be carried out."
    ),
    Kind.STALE: _stale,
    Kind.NO_SUCH_ARTICLE: lambda one: (
        _("The Regulation has no such article; its last one is Art. %(last)s.") % {"last": one.words[0]}
    ),
    Kind.ID_NUMBER: lambda one: _("An ID number that isn't the petitioner's."),
    Kind.PHONE: lambda one: _("A mobile number that is neither the petitioner's nor an office's."),
    Kind.NAME: lambda one: _("Probably a private person's name."),
    Kind.ADDRESS: lambda one: _("An address down to the door."),
    Kind.LONG_SENTENCE: lambda one: (
        _("A sentence of %(n)s characters; two or three would read easier.") % {"n": one.words[0]}
    ),
    Kind.OFFICIALESE: _officialese,
}


def _quote(one: Finding, text: str) -> str:
    if one.kind in (Kind.UNANSWERED, Kind.EMPTY):
        return " · ".join(one.words)
    passage = " ".join(text[one.start : one.end].split())
    if one.kind is Kind.ID_NUMBER:
        return mask_id(passage)
    if one.kind is Kind.PHONE:
        return mask_phone(passage)
    return passage if len(passage) <= _LONG else passage[:_LONG] + "…"
