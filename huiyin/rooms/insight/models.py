"""What was proposed as the same matter and what people decided; which petitions are one hot matter, and its treatment."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.county.models import Unit


class PairState(StrEnum):
    """Where a pair of matters stands: proposed by the night's pass, or decided by a person."""

    PROPOSED = "proposed"
    SAME = "same"
    DIFFERENT = "different"


def ordered(one: str, other: str) -> tuple[str, str]:
    """The two numbers as a pair holds them: the older one first."""
    return (one, other) if one < other else (other, one)


class Pair(models.Model):
    """Two matters that may be the same, the older one first, and what a person decided: a label for what comes.

    ``percent``: how alike the words were. Nothing of who speaks stands here.
    """

    one = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in PairState])
    percent = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(name="pair_older_first", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(
                name="pair_decided_by_somebody",
                condition=Q(state="proposed", decided_at__isnull=True, decided_by="")
                | Q(~Q(state="proposed"), ~Q(decided_by=""), decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["-percent", "-id"], name="pair_proposed", condition=Q(state="proposed"))
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id} {self.state}"


class Hot(models.Model):
    """A group of petitions on the same matter (热点). Figures are reckoned when it is looked at, of what the reader may see.

    ``lead``, ``plan``, ``result``: treated as a whole (每月一题), by which unit, how, and what came of it.
    """

    began_on = models.DateField()
    last_on = models.DateField()
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    plan = models.TextField(blank=True)
    planned_at = models.DateTimeField(null=True)
    planned_by = models.CharField(max_length=40, blank=True)
    result = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hot_ends_after_it_began", condition=Q(last_on__gte=F("began_on"))),
            models.CheckConstraint(
                name="hot_planned_whole",
                condition=Q(lead__isnull=True, plan="", planned_at__isnull=True, ended_at__isnull=True)
                | (Q(lead__isnull=False, planned_at__isnull=False) & ~Q(plan="")),
            ),
            models.CheckConstraint(
                name="hot_ended_with_result",
                condition=Q(ended_at__isnull=True, result="") | (Q(ended_at__isnull=False) & ~Q(result="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-last_on", "-id"], name="hot_by_last"),
            models.Index(
                fields=["planned_at", "id"], name="hot_planned", condition=Q(planned_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"hot {self.pk}"


class HotPlan(models.Model):
    """A plan of a hot matter that another one has replaced; the one that stands is the hot matter's own. Never changed."""

    hot = models.ForeignKey(Hot, models.PROTECT, related_name="earlier", db_index=False)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    plan = models.TextField()
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hot", "planned_at"], name="hot_plan_once")]

    def __str__(self) -> str:
        return f"plan of {self.hot_id} until another"


class HotPetition(models.Model):
    """A petition in its group. Each is in one at most; ``day`` is the one on which it was received."""

    hot = models.ForeignKey(Hot, models.PROTECT, related_name="petitions", db_index=False)
    petition = models.OneToOneField(Petition, models.PROTECT, related_name="+", primary_key=True)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["hot", "-day", "petition"], name="hot_petitions")]

    def __str__(self) -> str:
        return f"{self.petition_id} in {self.hot_id}"


class Work(StrEnum):
    """What the machine is asked for."""

    SUMMARY = "summary"
    DRAFT = "draft"
    TRANSLATION = "translation"


class UseState(StrEnum):
    """How a use ended; ``asked`` stays where the process died meanwhile."""

    ASKED = "asked"
    ANSWERED = "answered"
    FAILED = "failed"


class ScribeUse(models.Model):
    """That somebody had a machine work on a matter's words: what, who, when. Never the words.

    ``mark``: SHA-256 over the answer's letters, so that an answer taken over word for word is known again; no way leads back.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    work = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Work])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in UseState])
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    mark = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [models.Index(fields=["matter", "-id"], name="scribe_by_matter")]

    def __str__(self) -> str:
        return f"{self.work} of {self.matter_id}: {self.state}"
