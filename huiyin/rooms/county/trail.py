"""The trail of changes to the house itself, as an administrator reads it; and the turn in which changes are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from django.db import transaction
from django.db.models import Max, Q

from huiyin.rooms.county.models import Change, Setting
from huiyin.rooms.county.snapshot import VERSION, forget

PAGE = 50
#: What a change can be about, and how its subject begins.
AREAS: dict[str, tuple[str, ...]] = {
    "units": ("unit:", "county:", "map."), "people": ("user:", "accounts"), "settings": ("setting:",),
    "categories": ("scheme:", "charge:"), "calendar": ("day:", "year:"), "texts": ("wording:",),
}  # fmt: skip


class Overtaken(Exception):
    """Somebody has changed it since the person looked; ``since`` are those changes, newest first. Nothing was written."""

    def __init__(self, since: list[Change]) -> None:
        super().__init__("overtaken")
        self.since = since


def listed(area: str = "", *, subject: str = "", after: int = 0, size: int = PAGE) -> list[Change]:
    """The changes of one area, of one subject or of all areas, newest first; one more than ``size`` if there is a next page.

    What others note about duties and receptions isn't among them: it names matters, which an administrator doesn't see.
    A unit's changes are also the closings of those whose work it goes on with.
    """
    rows = Change.objects.order_by("-id")
    if subject:
        wanted = Q(subject=subject)
        kind, _colon, code = subject.partition(":")
        if kind == "unit":
            wanted |= Q(verb="close", subject__startswith="unit:", data__successor=code)
        rows = rows.filter(wanted)
    else:
        wanted = Q()
        for head in AREAS[area] if area in AREAS else chain.from_iterable(AREAS.values()):
            wanted |= Q(subject__startswith=head)
        rows = rows.filter(wanted)
    if after:
        rows = rows.filter(id__lt=after)
    return list(rows[: size + 1])


def last_change(*subjects: str) -> int:
    """The key of the last change to any of these; 0 for what was never changed."""
    found = Change.objects.filter(subject__in=subjects).aggregate(last=Max("id"))["last"]
    return int(found or 0)


def last_line() -> int:
    """The key of the last line of the trail; 0 while it is empty."""
    return int(Change.objects.aggregate(last=Max("id"))["last"] or 0)


def latest(head: str) -> dict[str, Change]:
    """The last change of each subject that begins so; two queries. For what there are dozens of, like settings."""
    ids = Change.objects.filter(subject__startswith=head).values("subject").annotate(last=Max("id"))
    rows = Change.objects.filter(pk__in=[row["last"] for row in ids])
    return {row.subject: row for row in rows}


@contextmanager
def in_turn(*subjects: str, seen: int) -> Iterator[None]:
    """One administrator at a time: within it nobody else changes the house.

    Refuses (Overtaken) if one of the subjects was changed since the person saw it, ``seen`` being its last change then, or
    the trail's last line.
    """
    try:
        with transaction.atomic():
            Setting.objects.select_for_update().filter(key=VERSION).first()
            if last_change(*subjects) > seen:
                since = Change.objects.filter(subject__in=subjects, id__gt=seen).order_by("-id")
                raise Overtaken(list(since[:5]))
            yield
    except BaseException:
        forget()  # what was read of the county in between may never have come to be
        raise
