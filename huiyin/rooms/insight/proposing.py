"""The night's proposals, for somebody: pairs of matters both of which they may see, with what speaks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.seeing import told_elsewhere, visible_to
from huiyin.rooms.cases.unnaming import Reader
from huiyin.rooms.county.queries import version
from huiyin.rooms.dossier.queries import first_words
from huiyin.rooms.insight.deciding import joinable
from huiyin.rooms.insight.models import Pair, PairState
from huiyin.rooms.insight.pair_weights import names, weights
from huiyin.rooms.insight.same import together, with_titles
from huiyin.rooms.kept import Kept
from huiyin.rules.likewords import sketch
from huiyin.rules.roles import Actor
from huiyin.rules.sameness import LINK, Likeness, compare
from huiyin.rules.vocabulary import Stage

PAGE = 10


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ends."""

    percent: int
    row: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two with its first words."""

    matter: Matter
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two matters that may be the same; ``likeness`` as it is found now."""

    key: int
    percent: int
    older: Side
    newer: Side
    likeness: Likeness


def proposals(by: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Proposal]:
    """The likest first, one more than ``size`` if there is a next page. Three queries of a page.

    Only where one of the two can still be joined to the other; no reviews.

    Up to five more where who speaks in one of them isn't theirs to know: what is compared and shown is without it. Such a pair
    is there for them only if these words alone make it one: else it would tell that the same person brought both. Where some
    aren't, the next ones are asked for as well.
    """
    found: list[Proposal] = []
    while True:
        rows = _first(by, after, size, version())
        found += _told(rows, by)
        if len(found) > size or len(rows) <= size:
            return found[: size + 1]
        after = Key(rows[-1].percent, rows[-1].pk)


def _pairs(by: Actor, after: Key | None) -> QuerySet[Pair]:
    seen, apart = visible_to(by, only_open=True).filter(stage=Stage.FIRST.value), told_elsewhere(by)
    both = [Exists(seen.filter(pk=OuterRef(side))) for side in ("one_id", "other_id")]
    kept = Exists(apart.filter(pk=OuterRef("one_id"))) | Exists(apart.filter(pk=OuterRef("other_id")))
    rows = Pair.objects.filter(joinable(), *both, state=PairState.PROPOSED.value)
    rows = rows.exclude(Q(percent__lt=round(100 * LINK)) & Q(kept))
    if after is not None:
        rows = rows.filter(Q(percent__lt=after.percent) | Q(percent=after.percent, pk__lt=after.row))
    return rows.order_by("-percent", "-pk")


_first = Kept(lambda by, after, size, _county: _pairs(by, after)[: size + 1])


def _told(rows: Sequence[Pair], by: Actor) -> Iterator[Proposal]:
    """Those of these pairs that tell nobody who speaks."""
    known = with_titles(pk for row in rows for pk in _sides(row))
    for row in rows:
        row.one, row.other = known[row.one_id], known[row.other_id]
    reader = Reader.of(by, known.values())
    words = first_words(known)
    texts = {
        number: (reader.read(number, title), reader.read(number, text))
        for number, (title, text) in words.items()
    }
    for row in rows:
        found = _proposal(row, texts)
        if found.likeness.may_be_same or not set(_sides(row)) & reader.kept.keys():
            yield found


def _sides(row: Pair) -> tuple[str, str]:
    return row.one_id, row.other_id


def _proposal(row: Pair, texts: dict[str, tuple[str, str]]) -> Proposal:
    older, newer = texts.get(row.one_id, ("", "")), texts.get(row.other_id, ("", ""))
    at_one = together(row.one.place, row.other.place)
    likeness = compare(sketch(*newer, names()), sketch(*older, names()), weights(), together=at_one)
    return Proposal(row.pk, row.percent, Side(row.one, *older), Side(row.other, *newer), likeness)
