"""The check of an answer to a matter: its words held against its petitions, its people and what the department knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from huiyin.rooms.cases.parties import parties_of
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.unnaming import known_in, unnamed
from huiyin.rooms.county.queries import unit_tree
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rooms.insight.knowledge import stale_in
from huiyin.rules.replies import parts
from huiyin.rules.replies.check import Answer, check
from huiyin.rules.replies.finding import Finding
from huiyin.rules.replies.others import Own
from huiyin.rules.replies.parts import Case
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Outcome

#: Petitions of one matter that an answer is held against; of a crowd's thousand letters the first say it all.
MOST_PETITIONS = 20


def found(file: File, text: str, outcome: Outcome | None, *, on: date, kept: bool) -> tuple[Finding, ...]:
    """What the check finds in this answer to the matter.

    ``kept``: who speaks isn't this reader's to know; so not even their own data may stand in it, as far as the reader can tell.
    """
    petitions = tuple(petitions_told(file, kept=kept))
    told = "\n".join(words for _, words in petitions)
    own = Own(told=told) if kept else _own(file, told)
    case = replace(case_of(file.state, outcome), on=on)
    return check(Answer(text, case, petitions, own, stale_in(text, on=on)))


def latest(file: File) -> tuple[str, Outcome | None]:
    """The words of the matter's latest answer and its outcome; empty where there is none, or its words were erased."""
    opinion = file.state.opinion
    if opinion is None:
        return "", None
    return file.texts.get((opinion.text_seq, "text")) or "", opinion.outcome


def legal_parts_missing(file: File) -> tuple[Finding, ...]:
    """What Art. 32 asks for and the latest answer doesn't have.

    Asked at the desk before a head approves. It isn't a guard of the rules: those never see sealed words of earlier entries,
    and what was answered elsewhere long ago is taken over as it was.
    """
    text, outcome = latest(file)
    found = parts.missing(text, case_of(file.state, outcome)) if text else ()
    return tuple(one for one in found if one.legal)


def case_of(state: MatterState, outcome: Outcome | None) -> Case:
    """What kind of answer the matter asks for."""
    return Case(state.klass, state.stage, outcome, state.simple, noted=bool(state.pledges))


def petitions_told(file: File, *, kept: bool) -> Iterator[tuple[str, str]]:
    """Number and words of the petitions of the matter, as the reader may know them; ``kept`` as above."""
    numbers = [petition.number for petition in file.petitions[:MOST_PETITIONS]]
    joined = [number for number in numbers if number != file.state.number]
    others = texts_named(joined, 1, "text") if joined else {}
    if kept and others:
        people = known_in([file.state.number])[file.state.number]
        others = {number: unnamed(words, people) for number, words in others.items()}
    for number in numbers:
        words = others.get(number, "") if number in others else file.texts.get((1, "text"))
        if words:
            yield number, words


def _own(file: File, told: str) -> Own:
    """What may stand in it: the data of the only petitioner. Several know no more of each other than strangers do."""
    people = [petition.petitioner for petition in file.petitions]
    offices = tuple(unit.phone for unit in unit_tree() if unit.phone)
    if len(people) == 1:
        one = people[0]
        names = frozenset(
            party.petitioner.name
            for listed in parties_of([file.petitions[0].number]).values()
            for party in listed
        )
        return Own(
            phones=(one.phone,), id_numbers=(one.id_number,), told=f"{told}\n{one.name}\n{one.address}", offices=offices,
            others=names - {one.name, ""},
        )  # fmt: skip
    return Own(told=told, offices=offices, others=frozenset(person.name for person in people) - {""})
