"""A matter's file opened for somebody: what of it they may know, the names in it, the words and people of joined petitions.

The page and whatever leaves it on paper open it here, so that neither shows more than the other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases import unnaming
from huiyin.rooms.cases.models import Party
from huiyin.rooms.cases.parties import parties_of
from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.cases.under_review import seen_of
from huiyin.rooms.cases.visits import known_to
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rules.hiding import Told
from huiyin.rules.roles import Actor
from huiyin.rules.routing import person_bars
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import timeline
from huiyin.web.desk.confidence import masked, without_advice, without_who
from huiyin.web.desk.parts import Names
from huiyin.web.desk.took_back import Gone, gone


@dataclass(frozen=True, slots=True)
class Opened:
    """``kept``: who speaks isn't this person's to know, and the file is without it (Art. 30).

    ``visits``: what was brought at the same visit, as far as they may know of it, with its matter. ``gone``: which of its
    petitions were taken back.
    """

    file: File
    kept: bool
    names: Names
    words: dict[str, str]
    along: dict[str, list[Party]]
    visits: dict[str, str]
    gone: dict[str, Gone]


def opened(number: str, who: Actor) -> Opened:
    """The file for ``who``, in six queries, one more if it belongs to a visit with others, six where ``kept``.

    And those of ``took_back.gone``, where a petition was taken back while the matter was joined to another.

    Ask ``matter_or_404`` first whether they may see the matter at all.
    """
    file = without_advice(file_of(number), who)
    kept = in_confidence(file.state.confidential, file.state.desk, who)
    joined = [petition.number for petition in file.petitions if petition.number != number]
    words = texts_named(joined, 1, "text")
    along = parties_of(petition.number for petition in file.petitions)
    back = gone(file)
    if kept:
        people = people_of(number)
        back = {of: replace(one, text=unnaming.unnamed(one.text, people)) for of, one in back.items()}
        file = without_who(file, people, who.units)
        words = {of: unnaming.unnamed(text, people) for of, text in words.items()}
    visits = {} if kept else known_to(who, (petition.visit for petition in file.petitions))
    return Opened(file, kept, names_in(file, who), words, along, visits, back)


def people_of(number: str) -> Told:
    """What the register knows of everybody who speaks in this matter, or did while joined; six queries at most."""
    return unnaming.known_in([number])[number]


def file_for(number: str, who: Actor) -> File:
    """The file alone as it may be shown to ``who``; six queries more where who speaks isn't theirs to know."""
    file = without_advice(file_of(number), who)
    if not in_confidence(file.state.confidential, file.state.desk, who):
        return file
    return without_who(file, people_of(number), who.units)


def for_paper(read: Opened) -> Opened:
    """The same with everybody's data masked in all its words: what is carried along tells nobody's name."""
    if read.kept:
        return read
    people = people_of(read.file.state.number)
    words = {of: unnaming.masked(text, people) for of, text in read.words.items()}
    back = {of: replace(one, text=unnaming.masked(one.text, people)) for of, one in read.gone.items()}
    return replace(read, file=masked(read.file, people), words=words, gone=back)


def names_in(file: File, who: Actor) -> Names:
    """The names for the codes in the file; one query, for the colleagues in it, another where reviews are named in it.

    Whoever may not see a review (it is kept from the unit that answered, or told in confidence) reads no number of it.
    """
    people = {entry.by for entry in file.entries} | {file.state.officer} | person_bars(file.state)
    known = names_of(people | timeline.named(file.entries))
    seen = seen_of(_others(file), who)
    return Names(
        person=lambda key: known.get(key, key), matter=lambda number: number if number in seen else ""
    )


def _others(file: File) -> set[str]:
    """The numbers of what is under review here, and of its reviews."""
    told = [
        json.loads(entry.data) for entry in file.entries if entry.verb in (Verb.ASK_REVIEW, Verb.REVIEWED)
    ]
    named = {str(data["review"]) for data in told if data.get("review")}
    return named | set(filter(None, (file.state.about, file.state.asked)))
