"""Candidates for the same matter (筛重) in the record, for somebody: what may be the same, and what speaks for it.

Only what the person may see is compared or named. Who speaks is evidence beside the words, told of no matter in which they
mustn't know who speaks, nor is such a one found by it; nobody is scored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from django.db.models import F, Q, QuerySet

from huiyin.rooms.cases.finality import Known, brought_by
from huiyin.rooms.cases.models import Matter, Petitioner, titled
from huiyin.rooms.cases.seeing import in_confidence, visible_to
from huiyin.rooms.cases.unnaming import Reader, known_in
from huiyin.rooms.county.queries import unit, unit_path, version
from huiyin.rooms.dossier.queries import first_words
from huiyin.rooms.insight.alike import COMPARED, NEWEST, chosen
from huiyin.rooms.insight.models import Pair, PairState
from huiyin.rooms.insight.pair_weights import SMALLEST_PLACES, names, weights
from huiyin.rooms.kept import ASKED, Kept, KeptValues, listed
from huiyin.rooms.search.holding import holding
from huiyin.rooms.search.rows import key_of, number_at
from huiyin.rules.likewords import NO_WORDS, Sketch, Weights, keys, sketch
from huiyin.rules.roles import Actor
from huiyin.rules.sameness import Likeness, Most, compare
from huiyin.rules.vocabulary import Stage

#: So many are shown at a matter; below this rank and without a person in common nothing is shown at all, nor what has hardly
#: a word of what is wrong in common, however near the place.
SHOWN, LEAST_RANK, LEAST_SCORE = 5, 0.2, 0.1
#: Matters of the same persons are looked at up to so many.
OF_PERSONS = 40
#: How much nearer a person in common brings a matter.
_NEARER = {None: 0.0, Known.PHONE: 0.1, Known.NAME_AND_PHONE: 0.4, Known.ACCOUNT: 0.4, Known.ID_NUMBER: 0.4}
#: Sums of the same numbers in another order differ by less than this; what is equal up to so many figures is equal.
_FIGURES = 9
_ROUNDED = 2 * 10.0**-_FIGURES


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared with the record. ``number``: its own, empty before it is registered; ``place``: the unit's code.

    ``people``: everybody named in it; none where whoever asks mustn't know who speaks.
    """

    title: str
    text: str
    number: str = ""
    place: str = ""
    people: Sequence[Petitioner] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One matter that may be the same. ``petition``: whose words are alike; ``known``: by what somebody is known again.

    ``sketch``: its words as they were compared; ``together``: whether both are of one village or community, by the register.
    """

    matter: Matter
    petition: str
    title: str
    text: str
    likeness: Likeness
    known: Known | None
    sketch: Sketch = NO_WORDS
    together: bool | None = None

    @property
    def percent(self) -> int:
        """How alike the words are, 0 to 100."""
        return round(100 * self.likeness.score)


def candidates(asked: Asked, *, by: Actor, most: int = SHOWN) -> list[Candidate]:
    """The matters that may be the same, the likest first. Six queries, three more where persons are compared.

    Never the matter itself, a review or a recheck, nor what somebody has decided to be another one. Who mustn't know who speaks
    in one compares its words without them.
    """
    villages, weigh = names(), weights()  # asked once: each looks whether it is still the newest
    mine = sketch(asked.title, asked.text, villages)
    known = brought_by(asked.people) if asked.people else {}
    looked_for = keys(mine, weigh)
    posted = zip(looked_for.values(), holding(list(looked_for), newest=NEWEST), strict=True)
    petitions = [
        number_at(int(place)) for place in chosen(posted, but=str(key_of(asked.number) or ""), most=COMPARED)
    ]
    apart = {asked.number, *(_apart(asked.number) if asked.number else ())}
    # of the matters of the same persons the petition that began them
    wanted = {*petitions, *list(known)[:OF_PERSONS]}
    seen, by_words = {}, frozenset(petitions)
    for number, home, place, confidential, desk in _may_see(by, version(), value=json.dumps(sorted(wanted))):
        # found only because of its person: that it is among the candidates would tell who speaks in it
        if number in by_words or not in_confidence(bool(confidential), desk, by):
            seen[number] = home, place, confidential, desk
    texts = first_words(number for number, (home, *_) in seen.items() if home not in apart)
    kept = {
        home for home, _, confidential, desk in seen.values() if in_confidence(bool(confidential), desk, by)
    }
    reader, found = Reader(by, known_in(sorted(kept))), []
    for number, said in texts.items():
        home, place, _confidential, _desk = seen[number]
        told = None if home in kept else known.get(home)
        title, text = (reader.read(home, words) for words in said)
        other = sketch(title, text, villages)
        found.append(_Found(home, number, title, text, other, together(asked.place, place), told))
    return _whole([(one, one.likeness(mine, weigh, told=True)) for one in _likest(mine, found, weigh, most)])


def _where(by: Actor, _county: str | None) -> QuerySet[Matter, tuple[Any, ...]]:
    # a review or recheck goes its own way: nothing is joined to it, and what it is about says so itself
    rows = visible_to(by).filter(petitions__in=listed(ASKED), stage=Stage.FIRST.value)
    return rows.values_list("petitions", "number", "place", "confidential", "desk_id")


#: Of the petitions asked for those whose matters somebody may see, with what comparing them needs.
_may_see = KeptValues(_where)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is compared word by word only if it may still come among those shown. ``home``: the matter's number."""

    home: str
    petition: str
    title: str
    text: str
    sketch: Sketch
    together: bool | None
    known: Known | None

    def most(self, mine: Sketch, promised: Most) -> float:
        """How near it can come at most; copies come before everything."""
        if self.sketch.whole == mine.whole:
            return inf
        return promised.rank(self.sketch, together=self.together) + _NEARER[self.known]

    def compared(self, mine: Sketch, weigh: Weights) -> _Compared:
        """Word by word; by which passages is told of what is shown."""
        return _Compared(self, self.likeness(mine, weigh, told=False))

    def likeness(self, mine: Sketch, weigh: Weights, *, told: bool) -> Likeness:
        """As ``compare`` has it."""
        return compare(mine, self.sketch, weigh, together=self.together, told=told)


@dataclass(frozen=True, slots=True)
class _Compared:
    """One of them with its likeness."""

    found: _Found
    likeness: Likeness

    @property
    def nearness(self) -> float:
        """By what they are sorted: a person in common brings a matter nearer as much as a place does; it is no likeness."""
        return self.likeness.rank + _NEARER[self.found.known]

    @property
    def is_shown(self) -> bool:
        """Whether it is near enough, or brought by the same person."""
        near = self.likeness.rank >= LEAST_RANK and self.likeness.score >= LEAST_SCORE
        return near or self.likeness.copy or self.found.known not in (None, Known.PHONE)

    @property
    def order(self) -> tuple[bool, float, str]:
        """The least is shown first: copies, then the likest, of equal ones the first, which the others may be joined to."""
        return (not self.likeness.copy, -round(self.nearness, _FIGURES), self.found.home)


def _likest(mine: Sketch, found: Iterable[_Found], weigh: Weights, most: int) -> list[_Found]:
    """The likest of what is near enough to be shown, each matter by its nearest petition."""
    best: dict[str, _Compared] = {}
    shown: list[_Compared] = []
    promised = Most(mine, weigh)
    rated = [(one.most(mine, promised), one) for one in found]
    # of a form that went round the county hundreds promise the same: the first ones, and none behind the few that are shown
    for nearest, one in sorted(rated, key=lambda pair: (-pair[0], pair[1].home, pair[1].petition)):
        last = shown[-1] if len(shown) == most else None
        least = last.nearness if last else LEAST_RANK
        if nearest < least - _ROUNDED:
            break
        if last and nearest < least + _ROUNDED and one.home > last.found.home:
            continue
        candidate, there = one.compared(mine, weigh), best.get(one.home)
        if there is None or candidate.order < there.order:
            best[one.home] = candidate
            if candidate.is_shown and (len(shown) < most or candidate.order < shown[-1].order):
                others = (other for other in shown if other.found.home != one.home)
                shown = sorted((*others, candidate), key=lambda other: other.order)[:most]
    return [one.found for one in shown]


def _whole(shown: Sequence[tuple[_Found, Likeness]]) -> list[Candidate]:
    """With the matters themselves: many are compared, few are shown."""
    matters = with_titles(one.home for one, _ in shown)
    return [
        Candidate(
            matters[one.home],
            one.petition,
            one.title,
            one.text,
            likeness,
            one.known,
            one.sketch,
            one.together,
        )
        for one, likeness in shown
    ]


_matters: Kept[Matter] = Kept(
    lambda: Matter.objects.filter(pk__in=listed(ASKED)).annotate(words=F("title__text"))
)


def with_titles(numbers: Iterable[str]) -> dict[str, Matter]:
    """These matters with their titles, by number. One query."""
    return {row.pk: row for row in titled(_matters(value=json.dumps(sorted(set(numbers)))))}


def together(one: str, other: str) -> bool | None:
    """Whether two places are one village or community, or different; None where one is open or lies in the other."""
    if not one or not other:
        return None
    if one == other:
        return True if (found := unit(one)) is not None and found.kind in SMALLEST_PLACES else None
    try:
        mine, theirs = unit_path(one), unit_path(other)
    except LookupError:
        return None
    return None if mine.startswith(theirs) or theirs.startswith(mine) else False


def _apart(number: str) -> set[str]:
    """What somebody has decided to be another matter than this one."""
    return {key for pair in _decided_apart(value=number) for key in pair}


_decided_apart = KeptValues(
    lambda: Pair.objects.filter(Q(one=ASKED) | Q(other=ASKED), state=PairState.DIFFERENT.value)
    .values_list("one_id", "other_id")
)  # fmt: skip
