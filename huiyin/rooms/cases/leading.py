"""What a leader has before them, for the posts they hold: what they own, what waits for their word, what they wrote.

Nothing here that ``visible_to`` keeps from the person; every reading is bounded, because two minutes are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiyin.rooms.cases.around import Instruction, Ownership, SupervisionNotice
from huiyin.rooms.cases.models import Matter, titled
from huiyin.rooms.cases.seeing import of_seen, visible_to
from huiyin.rooms.county.queries import law, version
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import Kept
from huiyin.rules.duties import OF_CADRES, NoticeLevel, OwnerDuty, ReportStage
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Status, Verb

#: So many of each kind stand on the page; what more there is stands in the lists.
MOST = 20


def drafts(actor: Actor) -> list[Matter]:
    """Answers that wait for this person's signature, of the county's leaders or their own house; the nearest last day first."""
    houses = {law().leaders, *(post.unit for post in actor.posts)} - {""}
    return titled(_drafts(actor, tuple(sorted(houses)), version()))


def disputes(actor: Actor) -> list[Matter]:
    """Matters over which units dispute who is competent: objected to or handed back for the second time (Art. 24).

    A first objection is the desk's to answer, and what was handed back once is its to send on.
    """
    return titled(_disputes(actor, version()))


def grave(actor: Actor) -> list[Matter]:
    """Grave or urgent matters that no leader answers for yet (Art. 25), the nearest last day first."""
    return titled(_grave(actor, version()))


#: What a card shows of a matter; with the title's words beside.
_SHOWN = (
    "number",
    "status",
    "urgent",
    "confidential",
    "owner",
    "holder",
    "desk",
    "next_due",
    "next_since",
    "next_provisional",
    "next_clock",
    "petitions_count",
    "taken_back",
    "title",
)


def _shown(actor: Actor, wanted: Q) -> QuerySet[Matter]:
    rows = visible_to(actor, only_open=True).filter(wanted).order_by("next_due", "number")
    return rows.annotate(words=F("title__text")).only(*_SHOWN)[:MOST]


_UNOWNED = ~Exists(Ownership.objects.filter(matter=OuterRef("pk"), until__isnull=True))
_APART = Q(status=Status.OBJECTED.value, returns__gte=1) | Q(status=Status.TRIAGED.value, returns__gte=2)
_drafts = Kept(
    lambda actor, houses, _county: _shown(actor, Q(status=Status.DRAFTED.value, holder__in=houses))
)
_disputes = Kept(lambda actor, _county: _shown(actor, _APART))
_grave = Kept(lambda actor, _county: _shown(actor, Q(_UNOWNED, urgent=True)))


def escalated(actor: Actor) -> list[SupervisionNotice]:
    """Supervision that was taken to a leader or higher and stands (Art. 39), the oldest first."""
    above = [level.value for level in NoticeLevel if level is not NoticeLevel.DEPARTMENT]
    rows = SupervisionNotice.objects.filter(ended_at__isnull=True, level__in=above)
    rows = rows.filter(of_seen(actor))
    return list(rows.select_related("matter__title").order_by("at", "matter", "n")[:MOST])


def reports_up(rows: Iterable[Matter]) -> dict[str, tuple[int, datetime]]:
    """When each of these was last reported upwards (Art. 25), and by which entry; one query."""
    found: dict[str, tuple[int, datetime]] = {}
    for number, seq, data, at in _entries((row.number for row in rows), Verb.REPORT_UP):
        if json.loads(data)["whom"] not in OF_CADRES:
            found[number] = (seq, at)
    return found


Told = Mapping[OwnerDuty, tuple[ReportStage, datetime]]


def duties_told(rows: Sequence[Ownership]) -> dict[tuple[str, int], Told]:
    """What was last reported on each of the four duties, by matter and the ownership's place; one query."""
    found: dict[tuple[str, int], dict[OwnerDuty, tuple[ReportStage, datetime]]] = {}
    for number, _seq, data, at in _entries((row.matter_id for row in rows), Verb.OWN_REPORT):
        said = json.loads(data)
        told = found.setdefault((number, said["item"]), {})
        told[OwnerDuty(said["duty"])] = (ReportStage(said["stage"]), at)
    return dict(found)


def _entries(numbers: Iterable[str], verb: Verb) -> list[tuple[str, int, str, datetime]]:
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    rows = Entry.objects.filter(number__in=wanted, verb=verb.value).order_by("number", "seq")
    return list(rows.values_list("number", "seq", "data", "at"))


def written_by(actor: Actor, leaders: Sequence[str], since: datetime) -> list[Instruction]:
    """What these posts wrote and is open, or was answered since then; newest first."""
    rows = Instruction.objects.filter(leader__in=list(leaders)).filter(
        Q(answered_at__isnull=True) | Q(answered_at__gte=since), of_seen(actor)
    )
    return list(rows.select_related("matter__title").order_by("-at", "matter", "n")[:MOST])
