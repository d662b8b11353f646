"""Refused looks: whoever asks for what isn't there for them gets nothing, and what the guard refused isn't forgotten. Art. 30.

A look writes the same one row whether the number is unknown, somebody else's or kept from who asks. What the guard refused is
found out later and by the worker, so that neither the answer nor the time that it takes tells anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiyin.rooms.cases.around import RefusedLook
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor

#: So many rows an hour for each person; whoever tries more often than that has told enough.
MOST_AN_HOUR = 60
HOUR = timedelta(hours=1)


def note_look(number: str, what: str, *, by: Actor, now: datetime) -> None:
    """Write down that somebody asked in vain for a number. Nothing for what can't be one, and for who holds no post.

    Two statements, and one when the hour's measure is full: the same for numbers that are there and that aren't.
    """
    parsed = parse_number(number)
    if parsed is None or not (by.posts or by.former):
        return
    if RefusedLook.objects.filter(actor=by.key, at__gt=now - HOUR).count() < MOST_AN_HOUR:
        RefusedLook.objects.create(actor=by.key, number=parsed.text, what=what, at=now)
