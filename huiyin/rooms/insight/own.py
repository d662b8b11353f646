"""The county's own decided matters as what is learnt from: first words, category, last holder.

What the guard keeps from the department isn't learnt from, nor what was brought in confidence; erased words teach nothing.
Nor does what a file was taken in with because it said nothing: nobody has decided that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.dossier.queries import last_by, texts_named
from huiyin.rooms.insight.features import LOOKED_AT, Text
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import MatterClass, Status, Verb

#: The newest so many matters are looked at.
MOST = 100_000
BATCH = 500
#: Who has written what was taken in from a file; and who gave a category where the file named none.
IMPORT, UNSORTED = "import", "import-unsorted:"
#: What profiles give to rows whose category the file doesn't name. Earlier editions wrote these as the file's own word.
UNNAMED = "990000"
_SENT = (Verb.FORWARD, Verb.ASSIGN, Verb.DESIGNATE)


@dataclass(frozen=True, slots=True)
class Decided:
    """One matter with what was decided: its category as six digits, the unit that holds or held it last.

    ``unit`` is empty where nobody sent it there: a file was taken in for that unit as a whole.
    """

    number: str
    text: Text
    category: str
    unit: str


def decided(by: Actor, *, most: int = MOST) -> Iterator[Decided]:
    """Sorted matters, the newest first, with a fixed number of queries for each batch."""
    rows = (
        visible_to(by)
        .exclude(category="")
        .exclude(klass=MatterClass.TIP_OFF.value)
        .filter(confidential=False)
    )
    rows = rows.exclude(status=Status.LINKED.value).order_by("-number").select_related("title")
    rows = rows.only("number", "category", "holder", "desk", "is_open", "title__text")
    after = ""
    left = most
    while left > 0:
        page = list((rows.filter(number__lt=after) if after else rows)[: min(BATCH, left)])
        if not page:
            return
        yield from _with_words(page)
        after, left = page[-1].number, left - len(page)


def _with_words(page: Sequence[Matter]) -> Iterator[Decided]:
    numbers = [matter.number for matter in page]
    words, sorted_by, sent_by = (
        texts_named(numbers, 1, "text"),
        last_by(numbers, (Verb.TRIAGE,)),
        last_by(numbers, _SENT),
    )
    for matter in page:
        text = Text(matter.title.text or "", words.get(matter.number, "")[: 2 * LOOKED_AT])
        if not (text.title or text.body) or _nobodys(matter.category, sorted_by.get(matter.number, "")):
            continue
        sent = not sent_by.get(matter.number, "").startswith(IMPORT)
        yield Decided(matter.number, text, matter.category, (matter.holder_id or "") if sent else "")


def _nobodys(category: str, sorted_by: str) -> bool:
    """Whether nobody decided on that category: the import gave it to a row that named none."""
    return sorted_by.startswith(UNSORTED) or (sorted_by.startswith(IMPORT) and category == UNNAMED)
