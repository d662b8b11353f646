"""What the department knows and answers may cite: policy texts and frequent answers, each with the days of its force.

Nobody's personal data belongs here; the texts stand open in the database. Who changed what stands in ``county.Change``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import connection, models, transaction
from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from huiyin.rooms.county.actions import NotDone, note_change
from huiyin.rooms.county.queries import department, tree
from huiyin.rooms.county.trail import last_change
from huiyin.rooms.kept import ASKED, Kept
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.finding import parse
from huiyin.rules.replies.check import citations
from huiyin.rules.replies.others import Own, foreign
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.routing import acts_for
from huiyin.rules.tokens import fold

MOST_TITLE, MOST_SOURCE, MOST_TEXT = 120, 120, 20_000
PAGE = 30
#: Rows that are looked through for what is cited.
MOST_CITED = 200


class KnowledgeKind(StrEnum):
    """A rule that holds, or an answer that is given often."""

    POLICY = "policy"
    ANSWER = "answer"


#: How each is referred to in an answer, before its number.
REFERENCE: Mapping[KnowledgeKind, str] = {KnowledgeKind.POLICY: "政策", KnowledgeKind.ANSWER: "问答"}


class Knowledge(models.Model):
    """One entry. ``source``: who issued it, its number; ``valid_until``: its last day, empty: none is set.

    ``folded`` is what it is found by. Entries are never deleted: answers cite them.
    """

    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in KnowledgeKind])
    title = models.CharField(max_length=MOST_TITLE)
    source = models.CharField(max_length=MOST_SOURCE, blank=True)
    text = models.TextField()
    category = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    folded = models.TextField()
    changed_by = models.CharField(max_length=40)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["title"], name="knowledge_by_title")]
        constraints = [
            models.CheckConstraint(
                name="knowledge_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How an answer refers to it: 政策12."""
        return f"{REFERENCE[KnowledgeKind(self.kind)]}{self.pk}"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def cited(self) -> str:
        """How it is put into an answer: a policy by its name and number, an answer by its words; both with the reference."""
        if self.kind == KnowledgeKind.ANSWER:
            return f"{self.text}〔{self.reference}〕"
        number = f"（{self.source}）" if self.source else ""
        return f"《{self.title}》{number}〔{self.reference}〕"


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry is to say."""

    kind: KnowledgeKind
    title: str
    text: str
    valid_from: date
    valid_until: date | None = None
    source: str = ""
    category: str = ""


def may_keep(actor: Actor) -> bool:
    """Whether the person adds and changes entries: whoever dispatches in the petition department."""
    return any(acts_for(post, department(), tree()) for post in actor.posts_with(Permission.DISPATCH))


def may_read(actor: Actor) -> bool:
    """Whether the person reads them: whoever works on matters."""
    return actor.may(Permission.SEE_UNIT) or actor.may(Permission.SEE_COUNTY)


def keep(
    said: Said, *, by: Actor, now: datetime, pk: int | None = None, seen: int | None = None
) -> Knowledge:
    """Add an entry, or change the one with this number; what stands there just so already is written once.

    ``seen``: its last change (``last_change``) when the form was opened. Refuses (NotDone) who may not, empty and too long
    texts, days the wrong way round, personal data, a number that isn't there, what somebody has changed since.
    """
    no = _refused(said, by)
    if no is not None:
        raise NotDone(no)
    with transaction.atomic():
        row = Knowledge() if pk is None else Knowledge.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise NotDone(Refused("not_on_list"))
        stale = seen is not None and pk is not None and last_change(f"knowledge:{pk}") != seen
        if (pk is None or stale) and (before := _just_so(said, pk)) is not None:
            return before
        if stale:
            raise NotDone(Refused("stale"))
        for name in ("title", "text", "source", "category", "valid_from", "valid_until"):
            setattr(row, name, getattr(said, name))
        row.kind, row.changed_by, row.changed_at = said.kind.value, by.key, now
        row.folded = fold(f"{said.title}\n{said.source}\n{said.text}")
        row.save()
        verb = "add_knowledge" if pk is None else "change_knowledge"
        note_change(verb, f"knowledge:{row.pk}", _told(said), by=by, now=now)
    return row


def _just_so(said: Said, pk: int | None) -> Knowledge | None:
    """The entry, or the one with this number, that says all of this: the form was sent twice."""
    same = {
        name: getattr(said, name)
        for name in ("title", "text", "source", "category", "valid_from", "valid_until")
    }
    return Knowledge.objects.filter(kind=said.kind.value, **same, **({"pk": pk} if pk else {})).first()


def _told(said: Said) -> dict[str, Any]:
    until = said.valid_until.isoformat() if said.valid_until else ""
    return {
        "title": said.title,
        "from": said.valid_from.isoformat(),
        "until": until,
        "characters": len(said.text),
    }


def _refused(said: Said, by: Actor) -> Refused | None:
    if not may_keep(by):
        return Refused("not_yours")
    limits = (
        ("title", said.title, MOST_TITLE),
        ("text", said.text, MOST_TEXT),
        ("source", said.source, MOST_SOURCE),
    )
    for name, text, limit in limits:
        if name != "source" and not text.strip():
            return Refused("missing", field=name)
        no = unfit(name, text, limit)
        if no is not None:
            return no
    if said.valid_until is not None and said.valid_until < said.valid_from:
        return Refused("ends_before_it_begins", field="valid_until")
    if next(foreign(f"{said.title}\n{said.text}", Own()), None) is not None:
        return Refused("personal_data", field="text")
    return None


def listed(typed: str = "", *, on: date, only_stale: bool = False, after: int = 0) -> list[Knowledge]:
    """A page of entries, the newest number first, one more than ``PAGE`` if there are more.

    ``typed``: words that are all in it; ``only_stale``: those whose last day is past on ``on``.
    """
    rows: QuerySet[Knowledge] = Knowledge.objects.order_by("-pk")
    for word in parse(typed).wanted:
        rows = rows.filter(folded__contains=word)
    if only_stale:
        rows = rows.filter(valid_until__lt=on)
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows[: PAGE + 1])


def one(pk: int) -> Knowledge | None:
    """One entry by its number."""
    return Knowledge.objects.filter(pk=pk).first()


def about(words: Collection[str], *, on: date, most: int = 5) -> list[Knowledge]:
    """Entries in force that hold most of these folded words, at least two of them (or the only one); one query."""
    if not words:
        return []
    rows = _with_any(on, value=json.dumps(list(words)))
    counted = [(sum(word in row.folded for word in words), row) for row in rows]
    least = min(2, len(words))
    best = sorted((pair for pair in counted if pair[0] >= least), key=lambda pair: (-pair[0], -pair[1].pk))
    return [row for _, row in best[:most]]


def _in_force(on: date) -> QuerySet[Knowledge]:
    held = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    any_of = RawSQL(_HOLDS[connection.vendor], (ASKED,), BooleanField())  # noqa: S611  our own words
    return Knowledge.objects.filter(held, any_of).order_by("-pk")[:MOST_CITED]


#: Whether an entry holds any word of a JSON list.
_HOLDS = {
    "sqlite": "EXISTS (SELECT 1 FROM json_each(%s) WHERE instr(folded, value))",
    "postgresql": "EXISTS (SELECT 1 FROM json_array_elements_text(%s::json) WHERE strpos(folded, value) > 0)",
}
#: Entries in force on a day that hold any of some folded words, the newest first.
_with_any = Kept(_in_force)


def stale_in(text: str, *, on: date) -> frozenset[str]:
    """Which of the text's citations are of entries not in force on the day; no query for a text that cites nothing.

    A title of which another entry is in force isn't stale.
    """
    cited = citations(text)
    if not cited:
        return frozenset()
    numbers = [int(name[2:]) for name in cited if name[:2] in REFERENCE.values() and name[2:].isdecimal()]
    rows = Knowledge.objects.filter(Q(title__in=cited) | Q(pk__in=numbers))
    names: dict[str, bool] = {}
    for row in rows.only("kind", "title", "valid_from", "valid_until")[:MOST_CITED]:
        holds = row.holds_on(on)
        names[row.title] = names.get(row.title, False) or holds
        names[row.reference] = holds
    return _not_held(names, cited)


def _not_held(names: Mapping[str, bool], cited: Collection[str]) -> frozenset[str]:
    return frozenset(name for name, holds in names.items() if not holds and name in cited)
