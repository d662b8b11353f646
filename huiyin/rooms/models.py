"""Every table of the one app, gathered so that Django finds them; the rooms define them."""

from huiyin.rooms.accounts.models import Post, SignInAttempt, User
from huiyin.rooms.accounts.saved import SavedView
from huiyin.rooms.accounts.signins import SignIn
from huiyin.rooms.cases.around import (
    AskedBack,
    Bar,
    ExtensionAsk,
    FollowUp,
    Helper,
    Instruction,
    Look,
    Ownership,
    Pledge,
    Question,
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
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.shown import Publication
from huiyin.rooms.county.models import (
    CalendarDay,
    Category,
    CategoryScheme,
    Change,
    Charge,
    PublishedYear,
    Setting,
    Unit,
    Wording,
    YearlyDuty,
)
from huiyin.rooms.dossier.models import Entry, Seal, SealedText
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.insight.models import Hot, HotPetition, HotPlan, Pair, ScribeUse
from huiyin.rooms.insight.month_words import MonthWords
from huiyin.rooms.insight.precedents import Precedent, PrecedentPair
from huiyin.rooms.intake.calls.models import Call, CallBack, CallBackTry, Seat
from huiyin.rooms.intake.counter import CounterScreen
from huiyin.rooms.intake.transfers.models import TransferBatch, TransferRow
from huiyin.rooms.intake.unsent import Unsent
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.pictures.models import Preview
from huiyin.rooms.search.models import FileText

__all__ = [
    "AskedBack",
    "Bar",
    "CalendarDay",
    "Call",
    "CallBack",
    "CallBackTry",
    "Category",
    "CategoryScheme",
    "Change",
    "Charge",
    "ClockRun",
    "CounterScreen",
    "DayCounter",
    "Delivery",
    "Draft",
    "Entry",
    "ExtensionAsk",
    "FileText",
    "FollowUp",
    "Helper",
    "Hot",
    "HotPetition",
    "HotPlan",
    "Instruction",
    "Knowledge",
    "Look",
    "Matter",
    "MonthWords",
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
    "Preview",
    "Publication",
    "PublishedYear",
    "Question",
    "Rating",
    "Reception",
    "Recommendation",
    "RefusedLook",
    "Round",
    "SavedView",
    "ScribeUse",
    "Seal",
    "SealedText",
    "Seat",
    "Setting",
    "Shift",
    "SignIn",
    "SignInAttempt",
    "SupervisionNotice",
    "Transfer",
    "TransferBatch",
    "TransferRow",
    "Unit",
    "Unsent",
    "User",
    "Wording",
    "YearCounter",
    "YearlyDuty",
]
