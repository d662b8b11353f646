"""Candidates for the same matter (筛重) in the record, for somebody: what may be the same, and what speaks for it.

Only what the person may see is compared or named. Who speaks is evidence beside the words, told of no matter in which they
mustn't know who speaks; nobody is scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from huiyin.rooms.cases.finality import Known, brought_by
from huiyin.rooms.cases.models import Matter, Petition, Petitioner
from huiyin.rooms.cases.seeing import in_confidence, visible_to
from huiyin.rooms.county.queries import unit, unit_path
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.insight.alike import COMPARED, NEWEST, chosen
from huiyin.rooms.insight.models import Pair, PairState
from huiyin.rooms.insight.pair_weights import SMALLEST_PLACES, names, weights
from huiyin.rooms.search.holding import holding
from huiyin.rooms.search.rows import key_of, number_at
from huiyin.rules.likewords import Sketch, Weights, keys, sketch
from huiyin.rules.roles import Actor
from huiyin.rules.sameness import Likeness, compare, most_rank

#: So many are shown at a matter; below this rank and without a person in common nothing is shown at all.
SHOWN, LEAST_RANK = 5, 0.2
#: Matters of the same persons are looked at up to so many.
OF_PERSONS = 40
#: How much nearer a person in common brings a matter.
_NEARER = {None: 0.0, Known.PHONE: 0.1, Known.NAME_AND_PHONE: 0.4, Known.ID_NUMBER: 0.4}
#: Sums of the same numbers in another order differ by less than this.
_ROUNDED = 1e-9


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
    """One matter that may be the same. ``petition``: whose words are alike; ``known``: by what somebody is known again."""

    matter: Matter
    petition: str
    title: str
    text: str
    likeness: Likeness
    known: Known | None

    @property
    def percent(self) -> int:
        """How alike the words are, 0 to 100."""
        return round(100 * self.likeness.score)

    @property
    def nearness(self) -> float:
        """By what they are sorted: a person in common brings a matter nearer as much as a place does; it is no likeness."""
        return self.likeness.rank + _NEARER[self.known]


def candidates(asked: Asked, *, by: Actor, most: int = SHOWN) -> list[Candidate]:
    """The matters that may be the same, the likest first. Five queries, three more where persons are compared.

    Never the matter itself, nor what somebody has decided to be another one.
    """
    villages, weigh = names(), weights()  # asked once: each looks whether it is still the newest
    mine = sketch(asked.title, asked.text, villages)
    known = brought_by(asked.people) if asked.people else {}
    looked_for = keys(mine, weigh)
    posted = zip(looked_for.values(), holding(list(looked_for), newest=NEWEST), strict=True)
    petitions = [number_at(key) for key in chosen(posted, but=key_of(asked.number), most=COMPARED)]
    homes = _homes(petitions, list(known)[:OF_PERSONS])
    apart = _apart(asked.number) if asked.number else set()
    others = {*homes.values()} - {asked.number, ""} - apart
    rows = visible_to(by).filter(pk__in=others).select_related("title")
    matters = rows.in_bulk()
    texts = texts_of(number for number, home in homes.items() if home in matters)
    found = []
    for number, (title, text) in texts.items():
        matter, other = matters[homes[number]], sketch(title, text, villages)
        at_one = together(asked.place, matter.place)
        told = None if in_confidence(matter.confidential, matter.desk_id, by) else known.get(matter.number)
        found.append(_Found(matter, number, title, text, other, at_one, told))
    return _likest(mine, found, weigh, most)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is compared word by word only if it may still come among those shown."""

    matter: Matter
    petition: str
    title: str
    text: str
    sketch: Sketch
    together: bool | None
    known: Known | None

    def most(self, mine: Sketch, weigh: Weights) -> float:
        """How near it can come at most; copies come before everything."""
        if self.sketch.whole == mine.whole:
            return inf
        return most_rank(mine, self.sketch, weigh, together=self.together) + _NEARER[self.known]

    def compared(self, mine: Sketch, weigh: Weights) -> Candidate:
        """Word by word."""
        likeness = compare(mine, self.sketch, weigh, together=self.together)
        return Candidate(self.matter, self.petition, self.title, self.text, likeness, self.known)


def _likest(mine: Sketch, found: Iterable[_Found], weigh: Weights, most: int) -> list[Candidate]:
    """The likest of what is near enough to be shown, each matter by its nearest petition."""
    best: dict[str, Candidate] = {}
    shown: list[Candidate] = []
    rated = [(one.most(mine, weigh), one) for one in found]
    for nearest, one in sorted(rated, key=lambda pair: (pair[0], pair[1].petition), reverse=True):
        least = shown[-1].nearness if len(shown) == most else LEAST_RANK
        if nearest < least - _ROUNDED:
            break
        candidate = one.compared(mine, weigh)
        there = best.get(candidate.matter.number)
        if there is None or _order(candidate) < _order(there):
            best[candidate.matter.number] = candidate
            if _is_shown(candidate) and (len(shown) < most or _order(candidate) < _order(shown[-1])):
                shown = sorted(filter(_is_shown, best.values()), key=_order)[:most]
    return shown


def _is_shown(one: Candidate) -> bool:
    return one.likeness.rank >= LEAST_RANK or one.known not in (None, Known.PHONE)


def _order(one: Candidate) -> tuple[bool, float, str]:
    return (not one.likeness.copy, -one.nearness, one.matter.number)


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


def _homes(petitions: Sequence[str], of_persons: Sequence[str]) -> dict[str, str]:
    """By petition the matter that it belongs to; of the matters of the same persons the petition that began them."""
    rows = Petition.objects.filter(number__in=[*petitions, *of_persons])
    return dict(rows.values_list("number", "matter_id"))


def texts_of(numbers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and text of petitions as they were brought. One query."""
    rows = SealedText.objects.filter(number__in=list(numbers), seq=1, name__in=("title", "text"))
    found: dict[str, dict[str, str]] = {}
    for number, name, text in rows.values_list("number", "name", "text"):
        found.setdefault(number, {})[name] = text or ""
    return {number: (said.get("title", ""), said.get("text", "")) for number, said in found.items()}


def _apart(number: str) -> set[str]:
    """What somebody has decided to be another matter than this one."""
    rows = Pair.objects.filter(state=PairState.DIFFERENT.value)
    ones = rows.filter(one=number).values_list("other_id", flat=True)
    return {*ones, *rows.filter(other=number).values_list("one_id", flat=True)}
