"""Precedents: what was solved before and how, own matters first, then cases that others published.

Own matters are found by the search index and shown only to whoever may see them. Imported cases are masked when they come in;
both are masked once more when they are shown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, QuerySet

from huiyin.rooms.cases.around import Pledge, Rating
from huiyin.rooms.cases.models import Matter, Opinion, Petition, titled
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.cases.shown import overturned
from huiyin.rooms.county.queries import version
from huiyin.rooms.dossier.queries import texts_named, words_at
from huiyin.rooms.insight.alike import NEWEST, chosen
from huiyin.rooms.insight.pair_weights import weights
from huiyin.rooms.insight.wording import phrases
from huiyin.rooms.kept import ASKED, Kept, KeptValues, listed
from huiyin.rooms.search.holding import holding
from huiyin.rooms.search.rows import number_at
from huiyin.rules.duties import Score
from huiyin.rules.likewords import Sketch, Weights, keys, sketch
from huiyin.rules.replies.core import core
from huiyin.rules.replies.emptiness import judged
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
#: So many times the next ones are taken where an answer says nothing.
_ROUNDS = 3
#: Commitments of one matter that are shown, and words that stand in both.
MOST_DONE, MOST_BECAUSE = 3, 5


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

    Nothing of tip-offs, of what was brought in confidence, of what was only sent elsewhere or whose answer says nothing.
    """
    asked = sketch(title, text)
    found = _solved(actor, _candidates(asked))
    found.pop(but, None)
    words, asked_for, told = _words(found), (title, text), list[Solved]()
    for _ in range(_ROUNDS):
        near = _nearest(asked, words, weights())
        told = _told(
            [(found[number], _because(likeness, asked_for, words[number])) for number, likeness in near]
        )
        nothing = {number for number, _ in near} - {one.number for one in told}
        if not nothing:
            break
        words = {number: said for number, said in words.items() if number not in nothing}
    return told


def imported(title: str, text: str) -> list[Solved]:
    """The most alike of the cases of others; four queries, one where there are none.

    A pair that few of the cases have says more.
    """
    many = Precedent.objects.count()
    if not many:
        return []
    asked = sketch(title, text)
    rare = Weights(many, dict(_rarity(value=json.dumps(list(asked.pairs)))))
    looked_for = keys(asked, rare, most=LOOKED_FOR, unknown=0)
    rows = Precedent.objects.in_bulk([pk for (pk,) in _holding(value=json.dumps(list(looked_for)))])
    words, asked_for = {str(pk): (row.title, row.text) for pk, row in rows.items()}, (title, text)
    near = _nearest(asked, words, rare)
    return [_foreign(rows[int(pk)], _because(likeness, asked_for, words[pk])) for pk, likeness in near]


def _with_pairs() -> QuerySet[PrecedentPair]:
    return PrecedentPair.objects.filter(pair__in=listed(ASKED)).order_by()


#: In how many of the cases each pair of a text stands: what the words weigh among them.
_rarity = KeptValues(lambda: _with_pairs().values("pair").annotate(n=Count("id")).values_list("pair", "n"))
#: The cases in which most of some pairs stand, at least two.
_holding = KeptValues(
    lambda: _with_pairs().values("precedent").annotate(n=Count("pair")).filter(n__gte=2).order_by("-n", "-precedent")
    .values_list("precedent")[:COMPARED]
)  # fmt: skip


def telling(title: str, text: str) -> list[str]:
    """The pairs of characters that say most of what a text is about."""
    return list(keys(sketch(title, text), weights(), most=LOOKED_FOR))


def quoted(actor: Actor, *, number: str = "", pk: int = 0) -> str:
    """What solved an own matter or an imported case, to be put into an answer; empty where the person may not see it."""
    if pk:
        row = Precedent.objects.filter(pk=pk).first()
        return masked(core(row.solution)) if row is not None else ""
    rows = _solved(actor, [number])  # its first petition has its number
    told = _told([(row, ()) for row in rows.values()])
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
    seen: list[Any] = titled(_may_see(actor, version(), value=json.dumps(petitions)))
    rows = {one.petition: one for one in seen}
    return {rows[number].pk: rows[number] for number in petitions if number in rows}


def _where(actor: Actor, _county: str | None) -> QuerySet[Matter]:
    rows = visible_to(actor).filter(
        petitions__in=listed(ASKED), status=Status.CLOSED.value, stage=Stage.FIRST.value, route="", confidential=False
    )  # fmt: skip
    rows = rows.exclude(klass=MatterClass.TIP_OFF.value).exclude(outcome="").filter(~overturned("pk"))
    return rows.annotate(petition=F("petitions"), words=F("title__text")).only(
        "outcome", "closed_at", "title_id"
    )


#: With the petition that each was found by.
_may_see: Kept[Any] = Kept(_where)


def _words(found: Mapping[str, Matter]) -> dict[str, tuple[str, str]]:
    """Titles and texts of the first of them; one query."""
    some = list(found)[:COMPARED]
    said = texts_named(some, 1, "text")
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


def _because(found: Likeness, *texts: tuple[str, str]) -> tuple[str, ...]:
    """What stands in both texts (title, body), in whole words."""
    shown = phrases(found.passages, *("\n".join(text) for text in texts))
    return tuple(one.words for one in shown[:MOST_BECAUSE])


def _foreign(row: Precedent, because: tuple[str, ...]) -> Solved:
    return Solved(
        title=masked(row.title), solution=masked(core(row.solution)), because=because, pk=row.pk, place=row.place,
        solved_on=row.solved_on, rating=row.rating,
    )  # fmt: skip


def _told(near: list[tuple[Matter, tuple[str, ...]]]) -> list[Solved]:
    """With answers, commitments, ratings and the names to be hidden: five queries however many there are.

    Those whose answer says nothing are left out.
    """
    numbers = [row.pk for row, _ in near]
    if not numbers:
        return []
    asked = json.dumps(numbers)
    opinions = dict(_answered(value=asked))
    pledges = _carried_out(value=asked)
    words = words_at([*opinions.items(), *pledges])
    names, scores = _names(asked), _scores(asked)
    made = []
    for row, because in near:
        hide = names.get(row.pk, set())
        answer = _said(words, row.pk, opinions.get(row.pk))
        if judged(answer).empty:
            continue
        done = [_said(words, number, seq) for number, seq in pledges if number == row.pk]
        made.append(Solved(
            title=masked(row.title.text or "", hide), solution=masked(core(answer), hide), because=because,
            number=row.pk, outcome=Outcome(row.outcome), solved_on=row.closed_at.date() if row.closed_at else None,
            done=tuple(masked(text, hide) for text in done[:MOST_DONE] if text), ratings=scores.get(row.pk),
        ))  # fmt: skip
    return made


#: Where the words of answers that went out and hold stand, a matter's last one last.
_answered = KeptValues(
    lambda: Opinion.objects.filter(matter__in=listed(ASKED), issued_at__isnull=False, withdrawn_at__isnull=True)
    .order_by("n").values_list("matter", "text_seq")
)  # fmt: skip
#: Likewise of the commitments that were carried out.
_carried_out = KeptValues(
    lambda: Pledge.objects.filter(matter__in=listed(ASKED), done_at__isnull=False)
    .order_by("matter", "n").values_list("matter", "text_seq")
)  # fmt: skip
_brought_by = KeptValues(
    lambda: Petition.objects.filter(matter__in=listed(ASKED)).values_list("matter", "petitioner__name")
)
_scored = KeptValues(lambda: Rating.objects.filter(matter__in=listed(ASKED)).values_list("matter", "score"))


def _said(words: Mapping[tuple[str, int], Mapping[str, str | None]], number: str, seq: int | None) -> str:
    return words.get((number, seq), {}).get("text") or "" if seq is not None else ""


def _names(numbers: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for matter, name in _brought_by(value=numbers):
        if name:
            found.setdefault(matter, set()).add(name)
    return found


def _scores(numbers: str) -> dict[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = {}
    for number, score in _scored(value=numbers):
        found.setdefault(number, Counter())[Score(score).value] += 1
    return dict(found)
