"""The tables of matters: who speaks, what was brought, and the projection of each dossier.

Everything but personal data is folded from the dossier by ``huiyin.rooms.cases.projection``; the column names are the field
names of ``huiyin.rules.state``. ``Petitioner`` is where personal data lives, and nowhere else.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.rooms.county.models import Unit
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.vault.fields import BlindIndexField, EncryptedTextField
from huiyin.rules.clocks import Clock
from huiyin.rules.clocks import Unit as TermUnit
from huiyin.rules.counting import Level
from huiyin.rules.duties import Satellite
from huiyin.rules.groups import PartyRole
from huiyin.rules.vocabulary import (
    OPEN,
    Channel,
    DeliveryMethod,
    DeliveryResult,
    MatterClass,
    NoticeMethod,
    Outcome,
    RoundKind,
    Route,
    Stage,
    Status,
)


def choices_of(words: type) -> list[tuple[str, str]]:
    """The members of a closed list as Django wants them."""
    return [(word.value, word.value) for word in words]  # type: ignore[attr-defined]


class Petitioner(models.Model):
    """Who speaks (信访人). Identity and contact are encrypted by field; blind indexes find exact values only.

    ``account``: the account that they wrote from elsewhere, with where that was (``source:id``); of what came in from files.
    ``salt`` makes the commitment that stands for these fields in the dossier, so that an edited name is found.
    """

    name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    id_number = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    account = EncryptedTextField(blank=True, default="")
    id_number_index = BlindIndexField(null=True)
    phone_index = BlindIndexField(null=True)
    email_index = BlindIndexField(null=True)
    account_index = BlindIndexField(null=True)
    salt = models.BinaryField(max_length=16)

    blind_source: ClassVar[dict[str, tuple[str, str]]] = {
        "id_number_index": ("id_number", "id_number"),
        "phone_index": ("phone", "phone"),
        "email_index": ("email", "email"),
        "account_index": ("account", "account"),
    }

    def __str__(self) -> str:
        return f"petitioner {self.pk}"


#: What figures ask of a matter, beside its number in one index: reading it from the whole row takes twice as long.
COUNTED = (
    "owner", "holder", "desk", "klass", "category", "place", "outcome", "status",
    "accept_due", "accept_done", "answer_due", "answer_done",
)  # fmt: skip


#: As ``KeptSpans`` takes it.
FROM_INDEX = ("huiyin_matter", "matter_counted")


class Matter(models.Model):
    """What is to be resolved (信访事项), folded from its dossier.

    ``next_due`` is the last day of the nearest duty of whoever has it or answers for it. ``accept_due``, ``answer_due`` and
    when each was done (``rules.terms_kept``) are what figures count by.
    """

    number = models.CharField(max_length=24, primary_key=True)
    seq = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    status = models.CharField(max_length=12, choices=choices_of(Status))
    is_open = models.BooleanField()
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    stage = models.CharField(max_length=8, choices=choices_of(Stage), default=Stage.FIRST.value)
    about = models.CharField(max_length=24, blank=True, default="")
    asked = models.CharField(max_length=24, blank=True, default="")
    klass = models.CharField(max_length=12, choices=choices_of(MatterClass), blank=True)
    category = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=40, blank=True)
    urgent = models.BooleanField()
    simple = models.BooleanField(default=False)
    final = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    owner_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due = models.DateField(null=True)
    next_since = models.DateField(null=True)
    next_provisional = models.BooleanField(default=False)
    next_clock = models.CharField(max_length=4, choices=choices_of(Clock), blank=True)
    accept_due = models.DateField(null=True)
    accept_done = models.DateField(null=True)
    answer_due = models.DateField(null=True)
    answer_done = models.DateField(null=True)
    outcome = models.CharField(max_length=16, choices=choices_of(Outcome), blank=True)
    route = models.CharField(max_length=20, choices=choices_of(Route), blank=True)
    linked_to = models.CharField(max_length=24, blank=True)
    petitions_count = models.PositiveIntegerField()
    taken_back = models.PositiveIntegerField(default=0)  # of these
    persons = models.PositiveIntegerField()
    returns = models.PositiveIntegerField()
    rounds_count = models.PositiveIntegerField(default=0)
    units_count = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField()
    title = models.ForeignKey(SealedText, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "next_due", "number", "urgent"],
                name="open_by_owner",
                condition=Q(is_open=True),
            ),
            models.Index(fields=["next_due", "number"], name="open_by_due", condition=Q(is_open=True)),
            models.Index(
                fields=["status", "next_due", "number"], name="open_by_state", condition=Q(is_open=True)
            ),
            models.Index(fields=["desk", "number"], name="matter_by_desk"),
            models.Index(fields=["officer", "number"], name="open_by_officer", condition=Q(is_open=True)),
            models.Index(fields=["owner_at", "number"], name="open_by_silence", condition=Q(is_open=True)),
            models.Index(fields=["registered_at", "number"], name="open_by_age", condition=Q(is_open=True)),
            models.Index(fields=["-returns", "number"], name="open_by_returns", condition=Q(is_open=True)),
            models.Index(
                fields=["-rounds_count", "number"], name="open_by_rounds", condition=Q(is_open=True)
            ),
            models.Index(fields=["-reopened", "number"], name="open_by_reopened", condition=Q(is_open=True)),
            models.Index(fields=["about"], name="matter_by_about", condition=~Q(about="")),
            models.Index(
                fields=["holder", "number"], name="matter_by_holder", condition=Q(holder__isnull=False)
            ),
            models.Index(fields=["number"], name="matter_of_several", condition=Q(petitions_count__gt=1)),
            models.Index(fields=["number"], name="matter_taken_back", condition=Q(taken_back__gt=0)),
            # few: what is joined to one of them is asked by these, not by reading all matters
            models.Index(
                fields=["number", "desk"], name="matter_in_confidence", condition=Q(confidential=True)
            ),
            models.Index(fields=["number", *COUNTED], name="matter_counted"),
        ]
        constraints = [
            models.CheckConstraint(
                name="open_has_owner_and_clock",
                condition=Q(is_open=False) | Q(owner__isnull=False, next_due__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_has_outcome",
                condition=~Q(status="closed") | (~Q(outcome="") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="open_is_what_status_says",
                condition=Q(is_open=True, status__in=sorted(OPEN))
                | Q(is_open=False, status__in=["closed", "linked"]),
            ),
            models.CheckConstraint(
                name="linked_names_its_matter", condition=~Q(status="linked") | ~Q(linked_to="")
            ),
            models.CheckConstraint(
                name="received_before_registered", condition=Q(received_at__lte=F("registered_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Petition(models.Model):
    """One act of petitioning (信访件). Its first text lies sealed under its own number, entry 1, also after joining.

    ``level`` is where a visit was made (empty: not said), ``exchanged_at`` when a transfer was passed on between systems.
    ``visit``: the first petition of the same visit, with which the visit and its people are counted; empty: with this one.
    """

    number = models.CharField(max_length=24, primary_key=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="petitions")
    petitioner = models.ForeignKey(Petitioner, models.PROTECT, related_name="petitions")
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    persons = models.PositiveIntegerField()
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    code_hash = models.CharField(max_length=64)
    once = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  null: no form behind it
    #: The key under which the sender's number is known here, its line before it; ``rules.senders.as_given`` is what people see.
    foreign_number = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001  null: none given
    level = models.CharField(max_length=12, choices=choices_of(Level), blank=True, default="")
    exchanged_at = models.DateTimeField(null=True)
    confidential = models.BooleanField(default=False)
    visit = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "received_at", "persons", "matter", "level", "visit"],
                name="petition_by_channel",
            ),
            models.Index(fields=["registered_at"], name="petition_by_registration"),
            models.Index(
                fields=["exchanged_at"], name="petition_by_exchange", condition=Q(exchanged_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """Somebody in a petition besides its first petitioner, in the order ``n`` in which they were named, from 1.

    ``mandate`` is what an agent was empowered to do, as it stands in the written mandate: encrypted like the person's data.
    """

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="parties", db_index=False)
    petitioner = models.ForeignKey(Petitioner, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=16, choices=choices_of(PartyRole))
    n = models.PositiveSmallIntegerField()
    mandate = EncryptedTextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "n"], name="party_petition_n")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.role} {self.n}"


class DayCounter(models.Model):
    """The last serial given out on a local day; numbers are never reused and leave no gap."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class Projected(models.Model):
    """What the rows of a matter's nested values share: the matter and the place ``n`` among its kind."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="%(class)s_rows", db_index=False)
    n = models.PositiveIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.matter_id} {type(self).__name__} {self.n}"


def titled(rows: list[Matter]) -> list[Matter]:
    """These rows with their titles, from the ``words`` that were fetched beside them (``F("title__text")``)."""
    for row in rows:
        row.title = SealedText(pk=row.title_id, text=row.words)  # type: ignore[attr-defined]
    return rows


#: The petitioner's windows to ask for more and to rate. They stay open long after a matter's end, by the hundred thousand.
LINGERING = (Clock.T8, Clock.T10, Clock.L10)
#: What indexes of duties leave out; queries say the same, one clock at a time, so that both engines know the index fits.
STILL_OWED = (
    Q(stopped_at__isnull=True)
    & ~Q(code=LINGERING[0].value)
    & ~Q(code=LINGERING[1].value)
    & ~Q(code=LINGERING[2].value)
)


class ClockRun(Projected):
    """One running or stopped term."""

    code = models.CharField(max_length=4, choices=choices_of(Clock))
    party = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    due_on = models.DateField()
    provisional = models.BooleanField()
    days = models.PositiveIntegerField(null=True)
    stopped_at = models.DateTimeField(null=True)
    unit = models.CharField(max_length=12, choices=choices_of(TermUnit), blank=True, default="")
    source = models.CharField(max_length=12, choices=choices_of(Satellite), blank=True, default="")
    ref = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    paused_days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="clock_matter_n")]
        indexes = [
            models.Index(
                fields=["due_on", "code"], name="running_by_due", condition=Q(stopped_at__isnull=True)
            ),
            models.Index(fields=["due_on", "matter", "n"], name="duty_by_due", condition=STILL_OWED),
            models.Index(
                fields=["party", "due_on", "matter", "n"], name="duty_by_party", condition=STILL_OWED
            ),
            models.Index(
                fields=["started_at", "matter"],
                name="rating_window",
                condition=Q(code=Clock.L10.value, stopped_at__isnull=True),
            ),
            models.Index(
                fields=["code", "due_on", "matter", "n"],
                name="to_take_up",
                condition=Q(code=Clock.L13.value, stopped_at__isnull=True),
            ),
        ]


class Round(Projected):
    """One stay of the matter with a unit."""

    kind = models.CharField(max_length=12, choices=choices_of(RoundKind))
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    term_days = models.PositiveIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=40, blank=True)
    accepted_at = models.DateTimeField(null=True)
    notice = models.CharField(max_length=12, choices=choices_of(NoticeMethod), blank=True)
    objected_at = models.DateTimeField(null=True)
    returned = models.BooleanField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="round_matter_n")]
        indexes = [
            models.Index(
                fields=["signed_by", "matter"], name="round_by_signer", condition=Q(ended_at__isnull=True)
            )
        ]


class Opinion(Projected):
    """One written answer; its words lie sealed under entry ``text_seq``."""

    outcome = models.CharField(max_length=16, choices=choices_of(Outcome))
    route = models.CharField(max_length=20, choices=choices_of(Route), blank=True)
    drafted_by = models.CharField(max_length=40)
    drafted_at = models.DateTimeField()
    text_seq = models.PositiveIntegerField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="opinion_matter_n")]


class Delivery(Projected):
    """One attempt to bring the answer to one petition's petitioner."""

    opinion = models.PositiveIntegerField()
    petition = models.CharField(max_length=24)
    method = models.CharField(max_length=16, choices=choices_of(DeliveryMethod))
    result = models.CharField(max_length=12, choices=choices_of(DeliveryResult))
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="delivery_matter_n")]


class Paper(Projected):
    """One attachment: type and size here, name and content hash sealed, the content in HUIYIN_HOME/files."""

    seq = models.PositiveIntegerField()
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "n"], name="paper_matter_n")]
