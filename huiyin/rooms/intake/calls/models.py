"""Calls on the public telephone, the seats that operators take, and whom to call back.

Numbers and words are sealed and go after the county's days (``CallTerms.call_keep_days``); times and outcome stay and are
counted. There is no list of people: a number is looked for only while it is calling.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.models import Petition, choices_of
from huiyin.rooms.county.models import Unit
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.vault.fields import BlindIndexField, EncryptedTextField
from huiyin.rules.calls import CallBackState, CallOutcome

#: Characters of a telephone system's own name for a call, and of an extension.
LONGEST_ID, LONGEST_EXTENSION = 64, 20


class Seat(models.Model):
    """Who sits at which extension: one person a seat, one seat a person."""

    extension = models.CharField(max_length=LONGEST_EXTENSION, unique=True)
    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.extension


class Call(models.Model):
    """One call. ``outside_id`` is the telephone system's name for it, or the form's token of one written down by hand.

    ``operator`` is an actor's key, ``noted_by`` that of who noted what became of it; ``began_at`` the earliest of its moments,
    ``waited`` and ``talked`` are seconds. ``told`` is what a caller who only asked was told; ``knowledge`` the entry that it
    came from.
    """

    outside_id = models.CharField(max_length=LONGEST_ID + 1)
    by_hand = models.BooleanField(default=False)
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    phone = EncryptedTextField(blank=True)
    phone_index = BlindIndexField(null=True)
    extension = models.CharField(max_length=LONGEST_EXTENSION, blank=True)
    operator = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    waited = models.PositiveIntegerField(null=True)
    talked = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=12, choices=choices_of(CallOutcome), blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.CharField(max_length=40, blank=True)
    petition = models.ForeignKey(Petition, models.PROTECT, null=True, related_name="+")
    knowledge = models.ForeignKey(Knowledge, models.PROTECT, null=True, related_name="+")
    told = EncryptedTextField(blank=True)
    erased = models.BooleanField(default=False)

    blind_source: ClassVar[dict[str, tuple[str, str]]] = {"phone_index": ("phone", "phone")}

    class Meta:
        indexes = [
            models.Index(fields=["desk", "-began_at", "-id"], name="call_by_desk"),
            models.Index(fields=["desk", "began_at"], name="call_going_on", condition=Q(ended_at__isnull=True)),
            models.Index(
                fields=["desk", "-began_at", "-id"], name="call_not_noted",
                condition=Q(outcome="", answered_at__isnull=False),
            ),
            models.Index(fields=["began_at"], name="call_to_erase", condition=Q(erased=False)),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["outside_id", "by_hand"], name="call_told_once"),
            models.CheckConstraint(
                name="call_registered_has_petition",
                condition=~Q(outcome=CallOutcome.REGISTERED.value) | Q(petition__isnull=False),
            ),
            models.CheckConstraint(
                name="call_noted_with_moment",
                condition=Q(outcome="", noted_at__isnull=True) | (~Q(outcome="") & Q(noted_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class CallBack(models.Model):
    """Whom to call back, until when and about what. ``petition``: about which, if it is about one.

    ``taken_by`` has it in hand now and sees the number; ``once`` is the form's token: a double click asks for one call.
    """

    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="backs")
    petition = models.ForeignKey(Petition, models.PROTECT, null=True, related_name="+")
    phone = EncryptedTextField(blank=True)
    phone_index = BlindIndexField(null=True)
    about = EncryptedTextField(blank=True)
    due_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    taken_by = models.CharField(max_length=40, blank=True)
    taken_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=8, choices=choices_of(CallBackState), default=CallBackState.OPEN.value
    )
    ended_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=64, unique=True)
    erased = models.BooleanField(default=False)

    blind_source: ClassVar[dict[str, tuple[str, str]]] = {"phone_index": ("phone", "phone")}

    class Meta:
        indexes = [
            models.Index(
                fields=["desk", "due_at", "id"], name="call_back_open",
                condition=Q(state=CallBackState.OPEN.value),
            ),
            models.Index(fields=["desk", "-ended_at", "-id"], name="call_back_done"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="call_back_ended_with_moment",
                condition=Q(state=CallBackState.OPEN.value, ended_at__isnull=True)
                | (~Q(state=CallBackState.OPEN.value) & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"call-back {self.pk}"


class CallBackTry(models.Model):
    """One try to reach somebody: when, by whom, whether they were reached, what was said."""

    call_back = models.ForeignKey(CallBack, models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    reached = models.BooleanField()
    note = EncryptedTextField(blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"try {self.pk}"

    @property
    def rang(self) -> bool:
        """They rang themselves: whoever calls and reaches somebody says what was said."""
        return self.reached and not self.note
