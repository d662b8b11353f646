"""The leaders' duty rota, and what came of receiving: which days, which visitors' matters, what was promised."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huiyin.rooms.county.models import Unit
from huiyin.rooms.vault.fields import EncryptedTextField
from huiyin.rules import rota
from huiyin.rules.rota import ShiftKind


class Shift(models.Model):
    """Days on which a leader's post receives visitors (领导接访值班). Belongs to the post, whoever holds it.

    A cancelled one stays as a row. ``reason`` says why another stands in: people's own affairs, so it is sealed and not public.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ShiftKind])
    place = models.CharField(max_length=120, blank=True)
    place_ko = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    substitute = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = EncryptedTextField(blank=True)
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["first"], name="shift_by_first")]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_began", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="substitute_is_another",
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("unit")),
            ),
            models.CheckConstraint(
                name="substitute_with_reason",
                condition=Q(substitute__isnull=True, reason="")
                | (Q(substitute__isnull=False) & ~Q(reason="")),
            ),
            # The net below the verb's own check: the same plan sent twice at the same moment.
            models.UniqueConstraint(
                fields=["kind", "first"],
                name="shift_begins_once",
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.first} to {self.last}"

    @property
    def receiver(self) -> str:
        """Code of the post that really receives."""
        return self.substitute_id or self.unit_id

    def fact(self) -> rota.Shift:
        """As the rules read it."""
        return rota.Shift(self.unit_id, self.first, self.last, ShiftKind(self.kind), self.substitute_id or "")


class Reception(models.Model):
    """Visitors received on a day of duty. ``matter`` is a number, no key: this room lies below the cases.

    ``taken_on``: the leader took the matter upon themself (包案). ``note`` is what was said and promised, sealed like other
    personal words; a promise has the day it is due on, and once kept the moment it was.
    """

    day = models.DateField()
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="receptions")
    matter = models.CharField(max_length=24, blank=True)
    taken_on = models.BooleanField(default=False)
    note = EncryptedTextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-day", "-id"], name="reception_by_day"),
            models.Index(fields=["matter"], name="taken_on_by_matter", condition=Q(taken_on=True)),
            models.Index(
                fields=["due_on", "id"],
                name="promise_open",
                condition=Q(due_on__isnull=False, done_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="promise_due_after_reception",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("day")),
            ),
            models.CheckConstraint(
                name="done_only_if_promised",
                condition=Q(done_at__isnull=True) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(name="taken_on_has_a_matter", condition=Q(taken_on=False) | ~Q(matter="")),
            models.CheckConstraint(name="reception_says_something", condition=~Q(matter="") | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"reception {self.pk} on {self.day}"
