"""Precedents: what was solved before and how, own matters first, then cases that others published.

Own matters are found by the search index and shown only to whoever may see them. Imported cases are masked when they come in;
both are masked once more when they are shown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, QuerySet, prefetch_related_objects

from huiyin.rooms.cases.around import Pledge, Rating
from huiyin.rooms.cases.models import Matter, Opinion, Petition
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.cases.shown import overturned
from huiyin.rooms.county.queries import version
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.insight.alike import NEWEST, chosen
from huiyin.rooms.insight.pair_weights import weights
from huiyin.rooms.kept import ASKED, Kept, listed
from huiyin.rooms.search.holding import holding
from huiyin.rooms.search.rows import number_at
from huiyin.rules.duties import Score
from huiyin.rules.likewords import Sketch, Weights, keys, sketch
from huiyin.rules.replies.core import core
from huiyin.rules.replies.others import masked
from huiyin.rules.roles import Actor
from huiyin.rules.sameness import Likeness, Most, compare
from huiyin.rules.vocabulary import MatterClass, Outcome, Stage, Status

#: Pairs that are looked for, matters that are compared word by word, and how many of each kind are shown.
LOOKED_FOR, COMPARED, SHOWN = 32, 80, 5
#: Of so many that speak of the same, solved or not, the solved ones are taken.
FOUND = 400
#: Of what was solved by others, so many pairs are kept to find it by.
KEPT_PAIRS = 160
#: What is less alike isn't shown: it shares some common words and nothing else.
LEAST = 0.38
#: Sums of the same numbers in another order differ by less than this.
_ROUNDED = 1e-9
#: Commitments of one matter that are shown.
MOST_DONE = 3


class Precedent(models.Model):
    """One solved case of another county, masked. ``foreign_number`` with its source keeps it from coming in twice."""

    foreign_number = models.CharField(max_length=80, unique=True)
    place = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    solution = models.TextField()
    rating = models.CharField(max_length=40, blank=True)
    solved_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"precedent {self.pk}"


class PrecedentPair(models.Model):
    """A pair of characters by which a case is found."""

    precedent = models.ForeignKey(Precedent, models.CASCADE, related_name="pairs", db_index=False)
    pair = models.CharField(max_length=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "precedent"], name="precedent_by_pair")]

    def __str__(self) -> str:
        return self.pair


@dataclass(frozen=True, slots=True)
class Solved:
    """One precedent as it is shown. ``number``: of an own matter; ``pk``: of an imported case; the other one is empty.

    ``done``: commitments that were carried out; ``ratings``: what petitioners said, nothing where nobody has said anything;
    ``because``: passages that stand in both.
    """

    title: str
    solution: str
    because: tuple[str, ...]
    number: str = ""
    pk: int = 0
    place: str = ""
    outcome: Outcome | None = None
    solved_on: date | None = None
    done: tuple[str, ...] = ()
    ratings: Mapping[str, int] | None = None
    rating: str = ""


def own(actor: Actor, title: str, text: str, *, but: str) -> list[Solved]:
    """The most alike of the county's solved matters that this person may see, the likest first. ``but``: the matter itself.

    Nothing of tip-offs, of what was brought in confidence, or of what was only sent elsewhere.
    """
    asked = sketch(title, text)
    found = _solved(actor, _candidates(asked))
    found.pop(but, None)
    near = _nearest(asked, _words(found), weights())
    return _told([(found[number], likeness) for number, likeness in near])


def imported(title: str, text: str) -> list[Solved]:
    """The most alike of the cases of others; four queries. A pair that few of the cases have says more."""
    asked = sketch(title, text)
    rare = _rarity(asked)
    looked_for = list(keys(asked, rare, most=LOOKED_FOR, unknown=0))
    counted = (
        PrecedentPair.objects.filter(pair__in=looked_for)
        .values("precedent")
        .annotate(n=Count("pair"))
        .filter(n__gte=2)
        .order_by("-n", "-precedent")
    )
    rows = Precedent.objects.in_bulk([row["precedent"] for row in counted[:COMPARED]])
    near = _nearest(asked, {str(pk): (row.title, row.text) for pk, row in rows.items()}, rare)
    return [_foreign(rows[int(pk)], likeness) for pk, likeness in near]


def _rarity(asked: Sketch) -> Weights:
    """In how many of the cases each pair of the text stands: what the words weigh among them."""
    counted = PrecedentPair.objects.filter(pair__in=list(asked.pairs)).values("pair").annotate(n=Count("id"))
    seen = dict(counted.values_list("pair", "n"))
    return Weights(Precedent.objects.count(), seen)


def telling(title: str, text: str) -> list[str]:
    """The pairs of characters that say most of what a text is about."""
    return list(keys(sketch(title, text), weights(), most=LOOKED_FOR))


def quoted(actor: Actor, *, number: str = "", pk: int = 0) -> str:
    """What solved an own matter or an imported case, to be put into an answer; empty where the person may not see it."""
    if pk:
        row = Precedent.objects.filter(pk=pk).first()
        return masked(core(row.solution)) if row is not None else ""
    rows = _solved(actor, [number])  # its first petition has its number
    told = _told([(row, None) for row in rows.values()])
    return told[0].solution if told else ""


def _candidates(asked: Sketch) -> list[str]:
    """Petitions of which most speaks, as candidates for the same matter are found; two queries."""
    looked_for = keys(asked, weights(), most=LOOKED_FOR)
    posted = zip(looked_for.values(), holding(list(looked_for), newest=NEWEST), strict=True)
    return [number_at(int(place)) for place in chosen(posted, most=FOUND)]


def _solved(actor: Actor, petitions: list[str]) -> dict[str, Matter]:
    """By number, in this order: those matters of the petitions that are solved, set an example, and are the person's to see.

    One query.
    """
    rows = {one.petition: one for one in _may_see(actor, version(), value=json.dumps(petitions))}
    return {rows[number].pk: rows[number] for number in petitions if number in rows}


def _where(actor: Actor, _county: str | None) -> QuerySet[Matter]:
    rows = visible_to(actor).filter(
        petitions__in=listed(ASKED), status=Status.CLOSED.value, stage=Stage.FIRST.value, route="", confidential=False
    )  # fmt: skip
    rows = rows.exclude(klass=MatterClass.TIP_OFF.value).exclude(outcome="").filter(~overturned("pk"))
    return rows.annotate(petition=F("petitions")).only("outcome", "closed_at", "title_id")


#: With the petition that each was found by.
_may_see: Kept[Any] = Kept(_where)


def _words(found: Mapping[str, Matter]) -> dict[str, tuple[str, str]]:
    """Titles and texts of the first of them; two queries."""
    some = list(found)[:COMPARED]
    prefetch_related_objects([found[number] for number in some], "title")
    texts = SealedText.objects.filter(number__in=some, seq=1, name="text").values_list("number", "text")
    said = {number: text or "" for number, text in texts}
    return {number: (found[number].title.text or "", said.get(number, "")) for number in some}


def _nearest(
    asked: Sketch, words: Mapping[str, tuple[str, str]], rare: Weights
) -> list[tuple[str, Likeness]]:
    """The likest by what is wrong, not by the place: what solved it there may solve it here.

    Compared word by word is only what may still come among those shown, the most promising first.
    """
    others = {key: sketch(*said) for key, said in words.items()}
    promised = Most(asked, rare)
    most = {key: promised.thing(other) for key, other in others.items()}
    near: list[tuple[str, Likeness]] = []
    for key in sorted(others, key=lambda key: (most[key], key), reverse=True):
        other = others[key]
        if len(near) == SHOWN and most[key] < near[-1][1].thing - _ROUNDED:
            break
        if most[key] < LEAST - _ROUNDED and other.whole != asked.whole:
            continue
        found = compare(asked, other, rare)
        if found.thing >= LEAST or found.copy:
            near.append((key, found))
            near.sort(key=lambda row: (row[1].thing, row[0]), reverse=True)
            del near[SHOWN:]
    return near


def _because(likeness: Likeness | None) -> tuple[str, ...]:
    return tuple(passage.words for passage in likeness.passages[:5]) if likeness is not None else ()


def _foreign(row: Precedent, likeness: Likeness) -> Solved:
    return Solved(
        title=masked(row.title), solution=masked(core(row.solution)), because=_because(likeness), pk=row.pk, place=row.place,
        solved_on=row.solved_on, rating=row.rating,
    )  # fmt: skip


def _told(near: list[tuple[Matter, Likeness | None]]) -> list[Solved]:
    """With answers, commitments, ratings and the names to be hidden: five queries however many there are."""
    numbers = [row.pk for row, _ in near]
    if not numbers:
        return []
    opinions = {
        one.matter_id: one
        for one in Opinion.objects.filter(
            matter__in=numbers, issued_at__isnull=False, withdrawn_at__isnull=True
        ).order_by("n")
    }
    pledges = list(Pledge.objects.filter(matter__in=numbers, done_at__isnull=False).order_by("matter", "n"))
    places = {(n, one.text_seq) for n, one in opinions.items()} | {
        (one.matter_id, one.text_seq) for one in pledges
    }
    words = _texts(places)
    names = _names(numbers)
    scores = _scores(numbers)
    made = []
    for row, likeness in near:
        opinion, hide = opinions.get(row.pk), names.get(row.pk, set())
        answer = words.get((row.pk, opinion.text_seq), "") if opinion else ""
        if not answer:
            continue
        done = [words.get((one.matter_id, one.text_seq), "") for one in pledges if one.matter_id == row.pk]
        made.append(Solved(
            title=masked(row.title.text or "", hide), solution=masked(core(answer), hide), because=_because(likeness),
            number=row.pk, outcome=Outcome(row.outcome), solved_on=row.closed_at.date() if row.closed_at else None,
            done=tuple(masked(text, hide) for text in done[:MOST_DONE] if text), ratings=scores.get(row.pk),
        ))  # fmt: skip
    return made


def _texts(places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    wanted = set(places)
    rows = SealedText.objects.filter(
        number__in={number for number, _ in wanted}, seq__in={seq for _, seq in wanted}, name="text"
    )
    said = rows.values_list("number", "seq", "text")
    return {(number, seq): text for number, seq, text in said if text and (number, seq) in wanted}


def _names(numbers: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in Petition.objects.filter(matter__in=numbers).select_related("petitioner"):
        if row.petitioner.name:
            found.setdefault(row.matter_id, set()).add(row.petitioner.name)
    return found


def _scores(numbers: list[str]) -> dict[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = {}
    for number, score in Rating.objects.filter(matter__in=numbers).values_list("matter", "score"):
        found.setdefault(number, Counter())[Score(score).value] += 1
    return dict(found)
