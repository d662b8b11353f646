"""What a revocation means on a review's or recheck's page: the matter is handled anew under its first number. Art. 35, 36."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.reviewing import first_number
from huiyin.rooms.county.queries import calendar, terms
from huiyin.rules import asking
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import is_late
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Outcome, Stage, Status
from huiyin.web.shared import when
from huiyin.web.shared.revoking import Became, became_of_first, revoked_by
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
    """What is said on a review's or recheck's page; None on a first matter's, and where the answer holds.

    No query for a first matter; else up to four.
    """
    state = file.state
    if state.stage is Stage.FIRST:
        return None
    decided = state.status in _DECIDED and state.outcome is not Outcome.WITHDRAWN
    became, heading = became_of_first(state), ""
    why = (_by_this(state) if decided else "") or _by_others(petition, state, became, decided=decided)
    if found := revoked_by(file.entries):  # of a review's decision: its recheck
        heading = _("Revoked by the recheck")
        why = _("On %(day)s the recheck revoked what the review had decided.") % _day(found.at)
    if not why:
        return None
    number = first_number(petition)
    said = (
        _("The matter is handled anew under number %(number)s, and the new answer comes under that number.")
        if became.again_at is not None
        else _(
            "The matter is to be handled anew under number %(number)s, and the new answer comes under that number."
        )
    )
    return Anew(why, said % {"number": number} if number else "", number, heading)


def of_earlier(state: MatterState) -> str:
    """What a request for recheck can still come to where the matter is handled anew already; empty where it isn't.

    It is decided in writing, about what was decided of the earlier answer; the new answer isn't bound by it (decision 0015).
    A query.
    """
    if state.stage is not Stage.REVIEW or became_of_first(state).again_at is None:
        return ""
    return _(
        "A recheck would decide about the earlier answer only. The new answer doesn't wait for it: if you don't agree with "
        "that one, you may ask for its review by itself."
    )


def ask_again(petition: Petition, state: MatterState, *, now: datetime, confirmed: bool) -> str:
    """That who took it back may speak up again: of a review until when it may be asked for anew, for the thirty days run on.

    Or under which number it was. ``confirmed``: the letter that confirms it is out; nobody has to wait for it. Some queries of
    a review that was taken back, else none.
    """
    at_any_time = _("If things change, you may speak up again at any time.")
    if state.stage is Stage.FIRST:
        return at_any_time
    became = became_of_first(state)
    if became.by_other is not None or became.again_at is not None:
        return ""  # what it was about doesn't hold any more: there is nothing to ask for
    under = file_of(state.about).state
    own = first_number(petition) if under.stage is Stage.FIRST else under.number
    again = asking.asked_now(under, own)
    if again not in ("", state.number):  # before it is taken back that is this one
        return _("You have asked anew since, number %(number)s.") % {"number": again}
    due = asking.window(under, own, calendar=calendar(), terms=terms())
    if due is None or is_late(due.due_on, now):
        return at_any_time
    words = (
        _("If you still want it, you may ask anew until %(day)s.")
        if confirmed
        else _("If you still want it, you may ask anew until %(day)s; you needn't wait for the confirmation.")
    )
    return words % {"day": when.day(due.due_on)}


def if_taken_back(petition: Petition, file: File, *, now: datetime) -> str:
    """What taking a request for review or recheck back would leave, before it is done; empty of a first matter."""
    state = file.state
    if state.stage is Stage.FIRST:
        return ""
    ends = _(
        "Then nothing is decided about your request. That is confirmed in writing, which you can read here, too."
    )
    again = anew(petition, file)
    became = became_of_first(state)
    if became.by_other is not None or (became.again_at is not None and became.revoked is None):
        return run_on(
            ends, _("The answer that it is about doesn't hold any more."), again.where if again else ""
        )
    stands = (
        _("What the review decided stays valid.")
        if state.stage is Stage.RECHECK
        else _("The answer that it is about stays valid.")
    )
    return run_on(ends, stands, ask_again(petition, state, now=now, confirmed=False))


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


def _by_others(petition: Petition, state: MatterState, became: Became, *, decided: bool) -> str:
    """What has become of the first answer otherwise, by now or while this is being decided."""
    if became.holds:
        return ""
    waits = not decided and state.outcome is not Outcome.WITHDRAWN and petition.number not in state.withdrawn
    back = _(
        "Your request is still answered in writing. If you don't need that any more, you may take it back."
    )
    if found := became.by_other:
        why = _("The answer that your request is about was revoked on %(day)s, upon somebody else's request.")
        return run_on(why % _day(found.at), back if waits else "")
    if became.again_at is None:  # their own review's: what is rechecked is that
        return ""
    if became.revoked is not None and not decided:
        why = (
            _("The review revoked the answer; on %(day)s the matter was taken up again, while the recheck goes on.")
            if waits
            else _("The review revoked the answer; on %(day)s the matter was taken up again.")
        )  # fmt: skip
        return why % _day(became.again_at)
    again = _("On %(day)s the matter was taken up again; the earlier answer doesn't hold any more.")
    only = _("What is decided here is about that earlier answer; the new one can be reviewed by itself.")
    return run_on(again % _day(became.again_at), *((only, back) if waits else ()))


def _day(at: datetime) -> dict[str, str]:
    return {"day": when.day(local_date(at))}
