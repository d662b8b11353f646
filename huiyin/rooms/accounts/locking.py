"""Locking an account for a while, unlocking it, giving it its right name.

A lock takes nothing away for good: the posts stay, but count for nothing while it lasts. Whoever leaves is another matter:
``cases.handing_over``.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiyin.rooms.accounts.actions import NotDone, administered_without, of_another, right_name
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.visits import end_sessions
from huiyin.rooms.county.actions import Told, insist, note_change
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor


def lock(user: User, *, by: Actor, now: datetime) -> None:
    """Nobody signs in with it any more, and whoever is in is out at once.

    Refused for oneself, an account that is locked or closed already, and the last administrator's.
    """
    of_another(user, by)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if not person.is_active:
            raise NotDone(Refused("locked_already", field="user"))
        held = Post.objects.filter(user=person, until=None).values_list("pk", flat=True)
        administered_without(list(held))
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sessions(person.pk)
        note_change("lock", user.key, {}, by=by, now=now)
    user.is_active, user.held = False, None


def unlock(user: User, *, by: Actor, now: datetime) -> None:
    """The account is open again, with the posts that haven't ended. Refused for oneself and for one that is open."""
    of_another(user, by)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if person.is_active:
            raise NotDone(Refused("open_already", field="user"))
        person.is_active = True
        person.save(update_fields=["is_active"])
        note_change("unlock", user.key, {}, by=by, now=now)
    user.is_active, user.held = True, None


def set_name(user: User, *, name: str, language: str, by: Actor, now: datetime) -> None:
    """What the person is called, and the language that their pages begin with.

    The trail holds the old name and the new one, as it does a unit's: who was called otherwise when they acted can be found.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        told = renamed(person, name=name, language=language, by=by)
        if told is None:
            return
        person.save(update_fields=["name", "language"])
        note_change(told.verb, told.subject, told.data, by=by, now=now)
    user.name, user.language = person.name, person.language


def renamed(person: User, *, name: str, language: str, by: Actor) -> Told | None:
    """Give the person the two, unsaved; the trail's line, None where they are so already. Refuses what ``set_name`` refuses."""
    insist(by)
    name, language = right_name(name, language, person.name)
    told = {"name": name, "language": language}
    to = {field: text for field, text in told.items() if getattr(person, field) != text}
    if not to:
        return None
    data = {"from": {field: getattr(person, field) for field in to}, "to": to}
    person.name, person.language = name, language
    return Told("rename" if "name" in to else "describe", person.key, data)
