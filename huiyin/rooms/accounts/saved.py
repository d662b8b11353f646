"""Views of the work list that somebody keeps under a name of their own. Choices only: never what was searched for."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from huiyin.rooms.accounts.models import User
from huiyin.rooms.county.actions import NotDone
from huiyin.rules.fields import Refused

#: So many views a person keeps; more than that nobody finds again.
MOST_VIEWS = 20
LONGEST_NAME, LONGEST_QUERY = 30, 500  # characters


class SavedView(models.Model):
    """One view: its name, unique to its person, and the query of its address."""

    user = models.ForeignKey(User, models.CASCADE, related_name="views")
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="view_named_once")]

    def __str__(self) -> str:
        return f"view {self.pk}"


def views_of(user: User) -> list[SavedView]:
    """The person's views in the order in which they were made; one query."""
    return list(SavedView.objects.filter(user=user).order_by("id")[:MOST_VIEWS])


def save_view(user: User, *, name: str, query: str, now: datetime) -> SavedView:
    """Keep a view; under a name that is there already it takes the other's place.

    Refused: no name, one that is too long, a query that no list has, more than ``MOST_VIEWS``.
    """
    name = " ".join(name.split())
    if not name:
        raise NotDone(Refused("missing", field="name"))
    if len(name) > LONGEST_NAME:
        raise NotDone(Refused("too_long", field="name", params={"limit": LONGEST_NAME, "length": len(name)}))
    if not name.isprintable() or len(query) > LONGEST_QUERY:
        raise NotDone(Refused("not_text", field="name"))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        there = SavedView.objects.filter(user=user)
        if not there.filter(name=name).exists() and there.count() >= MOST_VIEWS:
            raise NotDone(Refused("too_many_views", field="name", params={"most": MOST_VIEWS}))
        made, _new = SavedView.objects.update_or_create(
            user=user,
            name=name,
            defaults={"query": query},
            create_defaults={"query": query, "created_at": now},
        )
    return made


def drop_view(user: User, view: int) -> None:
    """Forget one of the person's views; nothing happens if it isn't theirs or isn't there."""
    SavedView.objects.filter(user=user, pk=view).delete()
