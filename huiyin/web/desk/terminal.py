"""What a terminal says: the pages' own words and sentences for the commands, in the language that was asked for.

The commands stand below the web and don't know it; the settings name this module for them (``HUIYIN_TERMINAL``), as they name
the addresses. ``huiyin.rooms.management.asking.Tongue`` says what it has to hold.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from huiyin.rules.backlog import Backlog, Finding
from huiyin.rules.clocks import Step
from huiyin.rules.fields import Refused
from huiyin.web.desk import stuck
from huiyin.web.shared import county, explain, sayings, when, words

__all__ = ["article", "category", "far", "kind", "refusal", "steps", "unit", "why", "word"]


def word(member: StrEnum) -> str:
    """A member of a closed list."""
    return words.word(member)


def kind(found: Backlog) -> str:
    """What a kind of stuck matter is called."""
    return stuck.kind_word(found)


def why(finding: Finding, today: date) -> str:
    """Why a matter is stuck."""
    return stuck.told([finding], today)


def steps(found: tuple[Step, ...]) -> list[str]:
    """How a last day was reached."""
    return explain.sentences(found)


def refusal(no: Refused) -> str:
    """Why something can't be done, with its article."""
    cited = f" ({sayings.article(no.article)})" if no.article else ""
    return sayings.say(no) + cited


def article(code: str) -> str:
    """An article as it is cited."""
    return sayings.article(code)


def far(due: date, today: date) -> str:
    """How far a last day is."""
    return when.distance(due, today)


def unit(code: str) -> str:
    """What a unit is called, with its code."""
    return f"{county.unit_name(code)} ({code})" if code else _("nobody")


def category(code: str) -> str:
    """What a category is called, with its code; nothing where none was given."""
    name = county.category_name(code)
    return f"{name} ({code})" if name != code else code
