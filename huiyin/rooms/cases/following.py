"""What petitioners and the department do around the answer: withdrawals, commitments, call-backs, ratings. Art. 19, 21, 32."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.rooms.cases.contacts import given_contacts
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import NotDone, Pen, commit
from huiyin.rooms.cases.results import taken_back_below
from huiyin.rules.duties import Contact
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def pledge(
    number: str, *, party: str, text: str, due: date, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Write down what somebody commits to until when (承诺); each party its own. Art. 32."""
    return commit(number, Verb.PLEDGE, {"party": party, "text": text, "due": due}, by=by, now=now, seen=seen)


def fulfil(
    number: str, *, item: int, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """A commitment was carried out; ``text`` is the evidence. Art. 32."""
    return commit(number, Verb.FULFIL, {"item": item, "text": text}, by=by, now=now, seen=seen)


def waive(
    number: str, *, item: int, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """A commitment falls away, with the reason."""
    return commit(number, Verb.WAIVE, {"item": item, "reason": reason}, by=by, now=now, seen=seen)


def follow_up(
    number: str,
    *,
    petition: str,
    contact: str,
    confirmed: str,
    text: str,
    by: Actor,
    now: datetime,
    reached: bool = False,
    seen: int | None = None,
) -> MatterState:
    """Call back (回访) by a contact that the register holds; never by who handled it. Art. 21.

    The register holds what was given at registration, and what two people have changed since (``contacts``).
    """
    given = {
        "petition": petition, "contact": contact, "confirmed": confirmed, "text": text, "reached": reached,
    }  # fmt: skip
    return commit(
        number, Verb.FOLLOW_UP, given, by=by, now=now, seen=seen, add=lambda pen: _by_what_was_given(pen, given)
    )  # fmt: skip


def _by_what_was_given(pen: Pen, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Adds nothing; refuses a contact that the register doesn't hold for this petitioner."""
    rows = Petition.objects.filter(number=given["petition"], matter_id=pen.number).select_related(
        "petitioner"
    )
    found = rows.first()
    if found is not None and given["contact"] in set(Contact) - given_contacts(found):
        raise NotDone(Refused("contact_not_given", "21", "contact"), pen.state)
    return {}


def rate(
    number: str,
    *,
    petition: str,
    rated: str,
    score: str,
    by: Actor,
    now: datetime,
    remark: str = "",
    seen: int | None = None,
) -> MatterState:
    """What a petitioner says of department or unit (评价); nothing is ever filled in for them. Art. 21."""
    return commit(
        number,
        Verb.RATE,
        {"petition": petition, "rated": rated, "score": score, "remark": remark},
        by=by,
        now=now,
        seen=seen,
    )


def look_into(
    number: str, *, item: int, verdict: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """What a look into a low rating found; an unfounded demand answered rightly doesn't count against the unit."""
    return commit(
        number, Verb.LOOK_INTO, {"item": item, "verdict": verdict, "text": text}, by=by, now=now, seen=seen
    )


def withdraw(
    number: str, *, petition: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """A petitioner takes their petition back, with why; others in the matter aren't touched by it. Art. 19.

    It ends nothing: whoever answers for the matter confirms it with a letter (``Route.WITHDRAWN``), or answers all the same.
    A request for review is only confirmed then; the matter below learns of it at once, so that it can be asked anew (Art. 35).
    Refused once the answer is out, and a second time.
    """
    return commit(
        number, Verb.WITHDRAW, {"petition": petition, "text": text}, by=by, now=now, seen=seen,
        then=lambda pen: taken_back_below(pen, by=by, now=now),
    )  # fmt: skip
