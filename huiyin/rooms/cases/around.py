"""The tables of what surrounds a matter, folded from its dossier like the others; column names as in ``rules.surround``."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiyin.rooms.cases.models import Projected, choices_of
from huiyin.rooms.county.models import Unit
from huiyin.rules.duties import (
    Adoption,
    Advice,
    BarKind,
    Confirmed,
    Contact,
    NoticeKind,
    NoticeLevel,
    NoticeReason,
    Rated,
    Score,
    Verdict,
)


class Bar(Projected):
    """One unit or person that the matter is kept from; ``subject`` is a unit's code or a person's key."""

    kind = models.CharField(max_length=8, choices=choices_of(BarKind))
    subject = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="bar_matter_n")]
        indexes = [models.Index(fields=["subject", "kind"], name="bar_by_subject")]


class Helper(Projected):
    """One unit that contributes (协办)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    task_seq = models.PositiveIntegerField()
    contributed_at = models.DateTimeField(null=True)
    text_seq = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="helper_matter_n")]
        indexes = [
            models.Index(fields=["unit", "matter"], name="helping", condition=Q(ended_at__isnull=True))
        ]


class SupervisionNotice(Projected):
    """One time the unit was urged (催办) or supervised (督办)."""

    kind = models.CharField(max_length=12, choices=choices_of(NoticeKind))
    level = models.CharField(max_length=12, choices=choices_of(NoticeLevel))
    reason = models.CharField(max_length=16, choices=choices_of(NoticeReason))
    addressee = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()
    answered_at = models.DateTimeField(null=True)
    answer_seq = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    before_at = models.DateTimeField(null=True)
    before_seq = models.PositiveIntegerField(default=0)
    before_level = models.CharField(max_length=12, choices=choices_of(NoticeLevel), blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "n"], name="supervision_matter_n"),
            models.UniqueConstraint(fields=["serial"], name="supervision_serial", condition=~Q(serial="")),
        ]
        indexes = [
            models.Index(fields=["at", "matter"], name="supervised", condition=Q(ended_at__isnull=True)),
            models.Index(
                fields=["addressee", "at"], name="supervised_unit", condition=Q(ended_at__isnull=True)
            ),
        ]


class Recommendation(Projected):
    """One of the three recommendations (三项建议) and its written answer."""

    kind = models.CharField(max_length=20, choices=choices_of(Advice))
    addressee = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()
    adoption = models.CharField(max_length=8, choices=choices_of(Adoption), blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_seq = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "n"], name="recommendation_matter_n"),
            models.UniqueConstraint(fields=["serial"], name="recommendation_serial", condition=~Q(serial="")),
        ]
        indexes = [
            models.Index(fields=["at", "matter"], name="recommendation_by_time"),
            models.Index(fields=["at", "matter", "n"], name="recommendation_waits", condition=Q(adoption="")),
        ]


class Ownership(Projected):
    """One leader's post that answers for the matter (包案)."""

    leader = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="ownership_matter_n")]
        indexes = [models.Index(fields=["leader", "matter"], name="owned", condition=Q(until__isnull=True))]


class Instruction(Projected):
    """What a leader wrote on a matter (批示), until its unit answers; the words lie sealed under entry ``text_seq``."""

    leader = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()
    answered_at = models.DateTimeField(null=True)
    answer_seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="instruction_matter_n")]
        indexes = [
            models.Index(fields=["at", "matter"], name="instructed", condition=Q(answered_at__isnull=True)),
            models.Index(fields=["leader", "-at"], name="instructed_by"),
        ]


class AskedBack(Projected):
    """What a petitioner asked about their matter (询问), until its unit answers; the words lie sealed under their entries."""

    petition = models.CharField(max_length=24)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()
    answered_at = models.DateTimeField(null=True)
    answer_seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="asked_back_matter_n")]
        indexes = [
            models.Index(
                fields=["at", "matter"], name="asked_back_open", condition=Q(answered_at__isnull=True)
            )
        ]


class ExtensionAsk(Projected):
    """An officer's question for more days (申请延期), until the head decides; reasons lie sealed under their entries."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.CharField(max_length=40)
    days = models.PositiveIntegerField()
    at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    granted = models.BooleanField()
    refusal_seq = models.PositiveIntegerField()
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="extension_ask_matter_n")]
        indexes = [
            models.Index(fields=["at", "matter"], name="extension_asked", condition=Q(ended_at__isnull=True))
        ]


class Pledge(Projected):
    """One commitment (承诺事项); its words lie sealed under entry ``text_seq``."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)
    evidence_seq = models.PositiveIntegerField()
    waived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="pledge_matter_n")]
        indexes = [
            models.Index(
                fields=["due_on", "matter"],
                name="pledge_by_due",
                condition=Q(done_at__isnull=True, waived_at__isnull=True),
            ),
            models.Index(
                fields=["-done_at", "-matter"], name="pledge_done", condition=Q(done_at__isnull=False)
            ),
        ]


class Question(Projected):
    """What one petitioner was asked (补充询问) and whether they answered; ``seen_at`` empty: nobody has acted since."""

    petition = models.CharField(max_length=24)
    asked_by = models.CharField(max_length=40)
    at = models.DateTimeField()
    due_on = models.DateField()
    text_seq = models.PositiveIntegerField()
    answered_at = models.DateTimeField(null=True)
    answer_seq = models.PositiveIntegerField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="question_matter_n")]
        indexes = [
            models.Index(fields=["due_on", "matter"], name="question_open", condition=Q(answered_at__isnull=True)),
            models.Index(
                fields=["matter"], name="question_came_back", condition=Q(answered_at__isnull=False, seen_at__isnull=True)
            ),
        ]  # fmt: skip


class FollowUp(Projected):
    """One call-back (回访)."""

    petition = models.CharField(max_length=24)
    contact = models.CharField(max_length=12, choices=choices_of(Contact))
    reached = models.BooleanField()
    confirmed = models.CharField(max_length=8, choices=choices_of(Confirmed))
    at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="followup_matter_n")]


class Rating(Projected):
    """One rating of one of the two objects (评价) for one answer; no row, no rating."""

    petition = models.CharField(max_length=24)
    rated = models.CharField(max_length=12, choices=choices_of(Rated))
    score = models.CharField(max_length=12, choices=choices_of(Score))
    at = models.DateTimeField()
    by_call = models.BooleanField()
    opinion = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "n"], name="rating_matter_n"),
            models.UniqueConstraint(fields=["matter", "petition", "rated", "opinion"], name="rated_once"),
        ]
        indexes = [models.Index(fields=["at"], name="rating_by_time")]


class Look(Projected):
    """A look into one low rating."""

    rating = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, choices=choices_of(Verdict), blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="look_matter_n")]
        indexes = [
            models.Index(fields=["opened_at", "matter"], name="look_open", condition=Q(ended_at__isnull=True))
        ]


class YearCounter(models.Model):
    """The last serial given out in a year for one series of numbered papers (notices, recommendations)."""

    series = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="counter_series_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class RefusedLook(models.Model):
    """Somebody asked for a number that wasn't there for them: unknown, not theirs, or kept from them.

    The same row for each, and no foreign key, so that not even the database's work tells which it was. The worker writes those
    that the guard refused into the dossiers (``attempts.carry_looks``); rows live some hours.
    """

    actor = models.CharField(max_length=40)
    number = models.CharField(max_length=24)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["actor", "at"], name="look_by_actor")]

    def __str__(self) -> str:
        return f"{self.actor} {self.what} {self.at:%H:%M}"
