"""What everybody may read: published answers, a page at a time or by words."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.models import Matter, Opinion
from huiyin.rules.bilingual import chinese_for, has_korean
from huiyin.rules.vocabulary import Outcome, Status

PAGE = 20
_STANDS = (Status.DELIVERED.value, Status.CLOSED.value)


class Publication(models.Model):
    """One published answer; public words only, nothing that leads back to who asked. Taken back, its words are gone."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="publication")
    title = models.CharField(max_length=200)
    question = models.TextField()
    answer = models.TextField()
    unit = models.CharField(max_length=40)
    category = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-at", "-id"], name="public_by_time", condition=models.Q(retracted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"


def overturned(column: str) -> models.Exists:
    """Whether a review or recheck has changed or revoked the answer of the matter that ``column`` of the outer query names."""
    gone = [Outcome.CHANGED.value, Outcome.REVOKED.value]
    issued = Opinion.objects.filter(matter=models.OuterRef("pk"), issued_at__isnull=False, outcome__in=gone)
    above = _about("pk").filter(models.Exists(issued))
    return models.Exists(_about(column).filter(models.Exists(issued) | models.Exists(above)))


def _about(column: str) -> models.QuerySet[Matter]:
    """The reviews and rechecks of a matter. The empty text stands in the statement itself, so that the index of these fits."""
    return Matter.objects.filter(~models.Q(about=RawSQL("''", ())), about=models.OuterRef(column))


def public() -> models.QuerySet[Publication]:
    """What everybody may read now: not taken back, nobody kept from it, no newer answer, none that a review has overturned."""
    kept_away = Bar.objects.filter(matter=models.OuterRef("matter_id"))
    newer = Opinion.objects.filter(matter=models.OuterRef("matter_id"), issued_at__gt=models.OuterRef("at"))
    rows = Publication.objects.filter(
        retracted_at__isnull=True, matter__status__in=_STANDS, matter__confidential=False
    )
    return rows.filter(~models.Exists(kept_away), ~models.Exists(newer), ~overturned("matter_id"))


def page(*, words: str = "", after: tuple[datetime, int] | None = None) -> list[Publication]:
    """The latest first, one more than a page if there is a next; ``words`` all occur in title, question or answer.

    Answers are published in Chinese, most of them: for what is looked for in Korean its Chinese words do as well.
    """
    rows = public()
    for word in words.split()[:5]:
        holds = models.Q()
        for said in (word, *(chinese_for(word) if has_korean(word) else ())):
            for field in ("title", "question", "answer"):
                holds |= models.Q(**{f"{field}__icontains": said})
        rows = rows.filter(holds)
    if after is not None:
        moment, pk = after
        rows = rows.filter(at__lte=moment).exclude(at=moment, pk__gte=pk)
    return list(rows.order_by("-at", "-id")[: PAGE + 1])


def one(pk: int) -> Publication | None:
    """One that is public, or None."""
    return public().filter(pk=pk).first()
