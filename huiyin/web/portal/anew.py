"""What a revocation means on a review's or recheck's page: the matter is handled anew under its first number. Art. 35, 36."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.reviewing import first_number
from huiyin.rules.calendar import local_date
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Outcome, Stage, Status
from huiyin.web.shared import when
from huiyin.web.shared.revoking import Revoked, became_of_first, revoked_by
from huiyin.web.shared.words import run_on

_DECIDED = frozenset({Status.DELIVERED, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Anew:
    """Why the matter is handled anew, and where: the petitioner's own number in the first matter, with the sentence about it.

    ``heading``: for a review whose decision the recheck revoked, what its page is headed by.
    """

    why: str
    where: str
    number: str
    heading: str = ""


def anew(petition: Petition, file: File) -> Anew | None:
    """What is said on a review's or recheck's page; None on a first matter's, and where no answer was revoked.

    No query for a first matter and for a decision that others didn't touch; else up to three.
    """
    state = file.state
    if state.stage is Stage.FIRST or state.outcome is Outcome.WITHDRAWN:
        return None
    heading, why = "", _by_this(state) if state.status in _DECIDED else _meanwhile(state)
    if found := revoked_by(file.entries):  # of a review's decision: its recheck
        heading = _("Revoked by the recheck")
        why = _("On %(day)s the recheck revoked what the review had decided.") % _day(found)
    if not why:
        return None
    number = first_number(petition)
    said = _(
        "The matter is handled anew under number %(number)s, and the new answer comes under that number."
    )
    return Anew(why, said % {"number": number} if number else "", number, heading)


def _by_this(state: MatterState) -> str:
    """What this decision left of the first answer; nothing where it stands, or a recheck has put another in its place."""
    overturned = any(ask.outcome is Outcome.CHANGED for ask in state.asks)
    if state.outcome is Outcome.REVOKED and not overturned:
        if state.stage is Stage.RECHECK:
            return _("This decision revoked what the review had decided.")
        return _("This decision revoked the answer.")
    if state.stage is Stage.RECHECK and state.outcome is Outcome.UPHELD:
        below = Matter.objects.filter(number=state.about).values_list("outcome", flat=True).first()
        return _("The recheck upheld the review: the answer is revoked.") if below == Outcome.REVOKED else ""
    return ""


def _meanwhile(state: MatterState) -> str:
    """What has become of the first answer while this is still being decided. A query, two for a recheck."""
    found, review = became_of_first(state)
    if found is None:
        return ""
    if found.review == review:  # their own review's: what is rechecked is that
        if found.again_at is None:
            return ""
        day = {"day": when.day(local_date(found.again_at))}
        return (
            _("The review revoked the answer; on %(day)s the matter was taken up again, while the recheck goes on.") % day
        )  # fmt: skip
    return run_on(
        _("The answer that your request is about was revoked on %(day)s, upon somebody else's request.") % _day(found),
        _("Your request is still answered in writing. If you don't need that any more, you may take it back."),
    )  # fmt: skip


def _day(found: Revoked) -> dict[str, str]:
    return {"day": when.day(local_date(found.at))}
