"""What the guard refused is carried into the dossiers: who looked at or tried what, once a day a person and kind. Art. 30.

The worker's part of ``looks``. Run twice, or after it broke off, it writes nothing twice.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from django.db import transaction

from huiyin.rooms.accounts.queries import user_of, was
from huiyin.rooms.cases.around import Bar, RefusedLook
from huiyin.rooms.cases.looks import HOUR
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.cases.seeing import barring
from huiyin.rooms.county.queries import tree
from huiyin.rooms.dossier.queries import as_event, entries
from huiyin.rules.calendar import local_date
from huiyin.rules.evolution import fold
from huiyin.rules.roles import Actor
from huiyin.rules.routing import is_barred
from huiyin.rules.vocabulary import Verb

Kind = tuple[str, str, str, date]


def carry_looks(*, now: datetime) -> int:
    """Write what the guard refused into the dossiers; how many entries. Rows older than the hour that is measured go.

    What was refused for another reason (no such number, another unit's matter) leaves nothing.
    """
    done, written = set[Kind](), 0
    rows = RefusedLook.objects.filter(at__lte=now).order_by("at", "id")
    for row in rows.iterator(500):
        kind = (row.actor, row.number, row.what, local_date(row.at))
        if kind not in done:
            done.add(kind)
            written += _carried(row, now=now)
    RefusedLook.objects.filter(at__lte=now - HOUR).delete()
    return written


def _carried(row: RefusedLook, *, now: datetime) -> bool:
    """Whether this look became an entry: the person was barred at that moment, and it isn't written yet."""
    number = Petition.objects.filter(number=row.number).values_list("matter_id", flat=True).first()
    user = user_of(row.actor) if number else None
    if number is None or user is None:
        return False
    who = was(user, row.at)
    if not Bar.objects.filter(barring(who), matter=number).exists():
        return False
    with transaction.atomic():
        pen = Pen.take(number)
        if not _refused_then(number, who, row) or pen.state is None:
            return False
        given = {"what": row.what, "tried_at": row.at.astimezone(UTC).isoformat()}
        pen.write(Verb.ATTEMPT, given, by=who, now=max(now, pen.state.touched_at))
        pen.put_down()
    return True


def _refused_then(number: str, who: Actor, row: RefusedLook) -> bool:
    """Whether it was the guard that refused at that moment, and no entry of that day says so yet."""
    rows = entries(number)
    for entry in rows:
        if entry.verb == Verb.ATTEMPT and entry.by == who.key:
            said = json.loads(entry.data)
            tried = datetime.fromisoformat(said["tried_at"]) if "tried_at" in said else entry.at
            if said["what"] == row.what and local_date(tried) == local_date(row.at):
                return False
    then = fold(as_event(entry) for entry in rows if entry.at <= row.at)
    return then is not None and is_barred(then, who, tree())
