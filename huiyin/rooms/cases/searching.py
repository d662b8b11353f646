"""Finding matters by their words, for somebody: what the index names, and of that what this person may see.

The guard is asked before anything is counted or shown, so that a barred matter changes no page and no number. By time a page is
read from where the last one ended; by relevance the best of the newest are shown on one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from django.conf import settings
from django.db.models import Q, QuerySet

from huiyin.rooms.cases.advised import not_theirs
from huiyin.rooms.cases.around import Recommendation, SupervisionNotice
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.seeing import in_confidence, visible_to
from huiyin.rooms.cases.unnaming import Reader, known_in
from huiyin.rooms.cases.withdrawn import TakenBack, of_row
from huiyin.rooms.county.queries import categories, subtree_codes
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.dossier.queries import units_at
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.queries import Reach, candidates, unwanted_in, wanted_in
from huiyin.rooms.search.reading import KIND as INSIDE
from huiyin.rooms.search.rows import KINDS, said
from huiyin.rooms.search.waiting import catch_up
from huiyin.rules.finding import Query, answers
from huiyin.rules.identifiers import numbers_ending
from huiyin.rules.roles import Actor
from huiyin.rules.tokens import composed, fold, spans

PAGE = 20
#: Hits are counted up to here; more are "more than".
COUNTED = 200
#: By relevance the newest hits are compared, and the newest of those that say it in their title.
COMPARED, COMPARED_TITLES, SHOWN_BEST = 400, 200, 50
_TITLE_WEIGHT = 5
#: Days of which the end of a number is looked for: ten years, some four hundred numbers.
DAYS_BACK = 3_653
#: Of the files of one matter so many are shown with what they say, and of each so much around the hit.
_FILES_SHOWN, _AROUND = 3, 150

#: A text as it is shown: entry, kind of words, the words.
Said = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Where:
    """What a matter must be besides: empty says nothing. ``state``: a status or "open"; places, units with all below."""

    unit: str = ""
    channel: str = ""
    category: str = ""
    place: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None

    def narrowed(self, rows: QuerySet[Matter]) -> QuerySet[Matter]:
        """The matters that are so; the days are the index's to keep."""
        if self.unit:
            units = _below(self.unit)
            rows = rows.filter(Q(owner__in=units) | Q(holder__in=units) | Q(desk__in=units))
        if self.place:
            rows = rows.filter(place__in=_below(self.place))
        if self.category:
            kinds = [one.code for one in categories() if one.parent == self.category]
            rows = rows.filter(category__in=[self.category, *kinds])
        if self.channel:
            rows = rows.filter(channel=self.channel)
        if self.state:
            rows = rows.filter(is_open=True) if self.state == "open" else rows.filter(status=self.state)
        return rows


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter that was found, and its texts in the order in which they are looked through."""

    matter: Matter
    texts: tuple[Said, ...]

    @property
    def title(self) -> str | None:
        """As it may be shown: as the text of the register entry, which is without who speaks where that is hidden."""
        said = (text for seq, name, text in self.texts if (seq, name) == (1, "title"))
        return next(said, self.matter.title.text)

    @property
    def back(self) -> TakenBack | None:
        """Whether it was taken back and waits to be confirmed."""
        return of_row(self.matter)


@dataclass(frozen=True, slots=True)
class Found:
    """One page. ``count``: all hits up to ``COUNTED`` (one above says more), None on later pages; ``after`` leads on.

    ``behind``: not all of the newest texts were looked through (after an import); how many is nobody's to know.
    """

    hits: list[Hit] = field(default_factory=list)
    count: int | None = 0
    after: str = ""
    behind: bool = False


def newest(actor: Actor, query: Query, where: Where, *, after: str = "") -> Found:
    """A page of what was found, the newest matters first. ``after``: the last number of the page before."""
    behind = catch_up() > 0
    answering = _answering(actor, query, where, after=after)
    numbers = [number for number, _kept in islice(answering, (PAGE if after else COUNTED) + 1)]
    more = numbers[PAGE - 1] if len(numbers) > PAGE else ""
    return Found(_hits(actor, query, numbers[:PAGE]), None if after else len(numbers), more, behind)


def ending(actor: Actor, typed: str, where: Where, today: date, *, after: str = "") -> Found:
    """A page of the matters whose numbers end as was typed, of the last years, the newest first. By the key alone.

    ``after``: the last number of the page before.
    """
    first, last = where.since or date.min, where.until or date.max
    ending_so = numbers_ending(typed, settings.HUIYIN_COUNTY, today, days=DAYS_BACK)
    numbers = [number for number in ending_so if first <= date.fromisoformat(number[7:15]) <= last]
    if not numbers:
        return Found()
    rows = where.narrowed(visible_to(actor)).filter(pk__in=numbers).order_by("-number")
    seen = list(rows.values_list("number", flat=True))
    page = [number for number in seen if not after or number < after]
    more = page[PAGE - 1] if len(page) > PAGE else ""
    return Found(_hits(actor, Query(), page[:PAGE]), None if after else len(seen), more)


def numbered(actor: Actor, serial: str) -> str:
    """The matter that a numbered paper of this serial is about; empty for none that this person may see. One query."""
    if not serial:
        return ""
    about = Q()
    for paper in (SupervisionNotice, Recommendation):
        about |= Q(pk__in=paper.objects.filter(serial=serial).values("matter"))
    return visible_to(actor).filter(about).values_list("number", flat=True).first() or ""


def best(actor: Actor, query: Query, where: Where) -> Found:
    """The hits that speak most of it, on one page: titles weigh more than texts, of equals the newer goes first."""
    behind = catch_up() > 0
    listed = list(islice(_answering(actor, query, where), COMPARED + 1))
    titled = islice(_answering(actor, query, where, titles=True), COMPARED_TITLES)
    weights = _weights(actor, query, dict([*listed[:COMPARED], *titled]))
    order = sorted(sorted(weights, reverse=True), key=lambda number: -weights[number])
    return Found(_hits(actor, query, order[:SHOWN_BEST]), min(len(listed), COUNTED + 1), behind=behind)


def _answering(
    actor: Actor, query: Query, where: Where, *, after: str = "", titles: bool = False
) -> Iterator[tuple[str, bool]]:
    """Every matter that answers and that this person may see, the newest first; whether who speaks in it is kept from them.

    Asked of nothing, too: else the time taken would tell that there was something to ask the guard about.
    """
    rows = where.narrowed(visible_to(actor)).order_by("-number")
    batches = candidates(query, Reach(where.since, where.until, after), titles=titles)
    for batch in chain([next(batches, [""])], batches):
        found = list(rows.filter(pk__in=batch).values_list("number", "confidential", "desk_id"))
        kept = [number for number, confidential, desk in found if in_confidence(confidential, desk, actor)]
        silent = set(kept) - _still_answering(actor, query, kept) if kept else set()
        silent |= _silent(actor, query, [number for number, *_ in found if number not in kept], titles=titles)
        yield from ((number, number in kept) for number, _, _ in found if number not in silent)


def _silent(actor: Actor, query: Query, numbers: list[str], *, titles: bool) -> set[str]:
    """Which of these matters, the newest first, don't answer by what is this person's to read; who speaks in them is.

    Words of recommendations for sender and addressee alone neither find a matter nor keep it away: tried one by one, they'd be
    read. A recommendation has no title, so that by ``titles`` it finds nothing.
    """
    apart = not_theirs(actor, numbers)
    advised = {number for number, _seq in apart}
    asked = [number for number in numbers if number in advised]
    silent = advised - wanted_in(query, asked, but=apart) if asked and not titles else set()
    return silent | unwanted_in(query, numbers, but=apart) if query.unwanted else silent


def _still_answering(actor: Actor, query: Query, numbers: list[str]) -> set[str]:
    """Which of these matters answer by what is shown of them to somebody who mustn't know who speaks."""
    texts = _texts(numbers, Reader(actor, known_in(numbers)))
    return {
        number for number, listed in texts.items() if answers(query, (fold(text) for _, _, text in listed))
    }


def _hits(actor: Actor, query: Query, numbers: list[str]) -> list[Hit]:
    asked = Matter.objects.filter(pk__in=numbers)
    rows = asked.select_related("title").in_bulk() if numbers else {}
    reader = Reader.of(actor, rows.values())
    texts = _texts(numbers, reader) if numbers else {}
    _add_inside(query, texts, [number for number in numbers if number not in reader.kept])
    return [Hit(rows[number], tuple(texts.get(number, ()))) for number in numbers]


def _texts(numbers: list[str], reader: Reader) -> dict[str, list[Said]]:
    """What the matters say, in the order of their entries; without names where who speaks is kept from the reader.

    And without the words of recommendations that are for sender and addressee alone.
    """
    silent = not_theirs(reader.who, numbers)
    rows = SealedText.objects.filter(number__in=numbers, name__in=KINDS, text__isnull=False)
    found: dict[str, list[Said]] = {}
    for number, seq, name, text in rows.values_list("number", "seq", "name", "text"):
        if text and (number, seq) not in silent and not (name == "file" and number in reader.kept):
            found.setdefault(number, []).append((seq, name, said(name, text)))
    kept = found.keys() & reader.kept.keys()
    units = units_at((number, seq) for number in kept for seq, _, _ in found[number])
    for number in kept:
        found[number] = [
            (seq, name, reader.read(number, text, unit=units[number, seq]))
            for seq, name, text in found[number]
        ]
    for listed in found.values():
        listed.sort(key=lambda one: (one[0], KINDS[one[1]]))
    return found


def _add_inside(query: Query, texts: dict[str, list[Said]], numbers: Iterable[str]) -> None:
    """Add what the files say to the matters in which no other text says all the words; one query if there are such."""
    lacking = {number: _lacking(query, texts.get(number, ())) for number in numbers}
    wanted = [number for number, words in lacking.items() if words]
    rows = FileText.objects.filter(number__in=wanted).exclude(text="").order_by("number", "seq")
    for row in rows.iterator(chunk_size=20) if wanted else ():
        listed = texts.setdefault(row.number, [])
        if sum(name == INSIDE for _, name, _ in listed) >= _FILES_SHOWN:
            continue
        folded = fold(row.text)
        word = next((word for word in lacking[row.number] if word in folded), "")
        if word:
            listed.append((row.seq, INSIDE, _around(row.text, folded, word)))


def _lacking(query: Query, texts: Iterable[Said]) -> list[str]:
    """The words that none of these texts holds; no more texts are folded than it takes."""
    left = list(query.wanted)
    for _seq, _name, text in texts:
        if not left:
            break
        folded = fold(text)
        left = [word for word in left if word not in folded]
    return left


def _around(text: str, folded: str, word: str) -> str:
    """A piece of the text around the word. Folding moves places little; where it moved them far, they are looked up."""
    at = folded.find(word)
    near = text[max(0, at - _AROUND) : at + _AROUND + len(word)]
    if word in fold(near):
        return near
    at = spans(composed(text), [word], most=1)[0][0]
    return composed(text)[max(0, at - _AROUND) : at + _AROUND + len(word)]


def _weights(actor: Actor, query: Query, found: Mapping[str, bool]) -> dict[str, int]:
    """How often each says what was looked for, in what was brought and as this person may read it: order tells, too."""
    weights = dict.fromkeys(found, 0)
    reader = Reader(actor, known_in([number for number, kept in found.items() if kept]))
    rows = SealedText.objects.filter(number__in=list(weights), seq=1, name__in=["title", "text"])
    for number, name, text in rows.values_list("number", "name", "text"):
        folded = fold(reader.read(number, text or ""))
        times = sum(folded.count(word) for word in query.wanted)
        weights[number] += times * (_TITLE_WEIGHT if name == "title" else 1)
    return weights


def _below(code: str) -> list[str]:
    return [code, *subtree_codes(code)]
