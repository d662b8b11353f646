"""The county's own tables: its units, its categories, its calendar, its settings, and who changed what of them."""

from __future__ import annotations

from django.db import models

from huiyin.rules.calendar import Reason
from huiyin.rules.units import LONGEST_CODE, LONGEST_PATH, UnitKind
from huiyin.rules.yearly import Yearly


class Unit(models.Model):
    """One node of the county's tree (单位 / 工作组). Codes and paths never change; a closed unit stays, for what it did.

    ``path`` holds the codes from the root, each with a "/" behind it; ``short`` is what a list shows.
    """

    code = models.CharField(max_length=LONGEST_CODE, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=LONGEST_PATH)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in UnitKind])
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=40)
    name_ko = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    sort = models.PositiveIntegerField(default=0)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=120, blank=True)
    duty = models.TextField(blank=True)
    duty_ko = models.TextField(blank=True)
    duty_en = models.TextField(blank=True)
    region_code = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        # One index for both engines: SQLite ignores the operator class, PostgreSQL needs it for a prefix search.
        indexes = [models.Index(fields=["path"], name="unit_by_path", opclasses=["text_pattern_ops"])]
        constraints = [
            models.CheckConstraint(
                name="successor_only_of_closed",
                condition=models.Q(is_active=False) | models.Q(successor__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CategoryScheme(models.Model):
    """One edition of the category list (内容分类). Matters keep the code they were given under theirs.

    Without ``valid_from`` it is a draft, which nobody is offered; the one in force is that with the latest day that has come.
    """

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    valid_from = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """What a matter is about: six digits, the first two name the field, the next two the kind."""

    scheme = models.ForeignKey(CategoryScheme, models.PROTECT, related_name="categories", db_index=False)
    code = models.CharField(max_length=6)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=40)
    name_ko = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    hints = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="category_once_per_scheme")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Charge(models.Model):
    """One line of the official duty list (派单目录): what is about this goes to this unit. A code, as editions come and go."""

    category = models.CharField(max_length=6)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "unit"], name="charge_once")]

    def __str__(self) -> str:
        return f"{self.category}: {self.unit_id}"


class Wording(models.Model):
    """The county's own words in place of the house's, in one language, for a piece of a letter or a text of the portal."""

    piece = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["piece", "language"], name="wording_once")]

    def __str__(self) -> str:
        return f"{self.piece} {self.language}"


class CalendarDay(models.Model):
    """A day that the county's table sets, over the published notices that the package knows. ``name`` as in the notice."""

    day = models.DateField(primary_key=True)
    working = models.BooleanField()
    reason = models.CharField(max_length=12, choices=[(reason.value, reason.value) for reason in Reason])
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {'worked' if self.working else 'free'}"


class PublishedYear(models.Model):
    """A year whose whole holiday notice was loaded into CalendarDay: its days are certain from then on."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=200, blank=True)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)


class YearlyDuty(models.Model):
    """The annual report or the assessment of one year, once it is done (Art. 41, 39); ``by`` is an actor's key."""

    code = models.CharField(max_length=4, choices=[(duty.value, duty.value) for duty in Yearly])
    year = models.PositiveSmallIntegerField()
    done_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="yearly_duty_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


class Setting(models.Model):
    """A number or choice that is the county's own (a term, a share of the traffic light), by name."""

    key = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.key


class Change(models.Model):
    """One change to the house itself: units, calendar, settings, accounts, posts. Only ever added to.

    ``data`` holds codes and plain values, never a password and nobody's personal data but what an account was called before
    and after it was renamed; ``by`` is an actor's key.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    verb = models.CharField(max_length=24)
    subject = models.CharField(max_length=60)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="change_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"
