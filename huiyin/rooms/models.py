"""Every table of the one app, gathered so that Django finds them; the rooms define them."""

from huiyin.rooms.accounts.models import Post, SignInAttempt, User
from huiyin.rooms.accounts.saved import SavedView
from huiyin.rooms.cases.around import (
    Bar,
    FollowUp,
    Helper,
    Look,
    Ownership,
    Pledge,
    Rating,
    Recommendation,
    RefusedLook,
    SupervisionNotice,
    YearCounter,
)
from huiyin.rooms.cases.drafts import Draft
from huiyin.rooms.cases.models import (
    ClockRun,
    DayCounter,
    Delivery,
    Matter,
    Opinion,
    Paper,
    Party,
    Petition,
    Petitioner,
    Round,
)
from huiyin.rooms.cases.shown import Publication
from huiyin.rooms.county.models import (
    CalendarDay,
    Category,
    CategoryScheme,
    Change,
    PublishedYear,
    Setting,
    Unit,
    YearlyDuty,
)
from huiyin.rooms.dossier.models import Entry, Seal, SealedText
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.insight.models import Hot, HotPetition, Pair
from huiyin.rooms.insight.precedents import Precedent, PrecedentPair
from huiyin.rooms.intake.unsent import Unsent
from huiyin.rooms.notices.models import Notice

__all__ = [
    "Bar",
    "CalendarDay",
    "Category",
    "CategoryScheme",
    "Change",
    "ClockRun",
    "DayCounter",
    "Delivery",
    "Draft",
    "Entry",
    "FollowUp",
    "Helper",
    "Hot",
    "HotPetition",
    "Knowledge",
    "Look",
    "Matter",
    "Notice",
    "Opinion",
    "Ownership",
    "Pair",
    "Paper",
    "Party",
    "Petition",
    "Petitioner",
    "Pledge",
    "Post",
    "Precedent",
    "PrecedentPair",
    "Publication",
    "PublishedYear",
    "Rating",
    "Reception",
    "Recommendation",
    "RefusedLook",
    "Round",
    "SavedView",
    "Seal",
    "SealedText",
    "Setting",
    "Shift",
    "SignInAttempt",
    "SupervisionNotice",
    "Unit",
    "Unsent",
    "User",
    "YearCounter",
    "YearlyDuty",
]
