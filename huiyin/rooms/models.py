"""Every table of the one app, gathered so that Django finds them; the rooms define them."""

from huiyin.rooms.accounts.models import Post, SignInAttempt, User
from huiyin.rooms.cases.models import (
    ClockRun,
    DayCounter,
    Delivery,
    Matter,
    Opinion,
    Paper,
    Petition,
    Petitioner,
    Round,
)
from huiyin.rooms.county.models import (
    CalendarDay,
    Category,
    CategoryScheme,
    Change,
    PublishedYear,
    Setting,
    Unit,
)
from huiyin.rooms.dossier.models import Entry, Seal, SealedText
from huiyin.rooms.notices.models import Notice

__all__ = [
    "CalendarDay",
    "Category",
    "CategoryScheme",
    "Change",
    "ClockRun",
    "DayCounter",
    "Delivery",
    "Entry",
    "Matter",
    "Notice",
    "Opinion",
    "Paper",
    "Petition",
    "Petitioner",
    "Post",
    "PublishedYear",
    "Round",
    "Seal",
    "SealedText",
    "Setting",
    "SignInAttempt",
    "Unit",
    "User",
]
