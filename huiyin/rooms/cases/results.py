"""What a review or recheck comes to is written on the matter below, and a recheck's down to the first one. Art. 35, 36."""

from __future__ import annotations

import json
from datetime import datetime

from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, Outcome, Stage, Status, Verb


def told_below(pen: Pen, *, by: Actor, now: datetime) -> None:
    """Write the result on the matters below once it has reached every petitioner; in the delivery's transaction.

    A request that was declined has decided nothing, so nothing is written and nothing ends.
    """
    above = pen.state
    if above is None or above.stage is Stage.FIRST or above.status is not Status.DELIVERED:
        return
    if above.outcome not in OUTCOMES_ABOVE:
        return
    said = {"stage": above.stage.value, "outcome": above.outcome.value, "review": above.number}
    number, through, unit = above.about, above.number, pen.entries[-1].unit
    while number:
        below = Pen.take(number)
        state = below.write(Verb.REVIEWED, {**said, "through": through}, by=by, now=now, unit=unit)
        below.put_down()
        number, through = _goes_on(above, state), number


def taken_back_below(pen: Pen, *, by: Actor, now: datetime) -> None:
    """Write on the matter below that a request for review was taken back, at once: it may be asked for anew (Art. 35).

    Asked again when the letter that confirms it goes out, for what was taken back while only that letter told it.
    """
    above = pen.state
    if above is None or above.stage is Stage.FIRST or not above.withdrawn_by_all:
        return
    below = Pen.take(above.about)
    if _told_already(above):
        return
    said = {"stage": above.stage.value, "outcome": Outcome.WITHDRAWN.value, "review": above.number}
    below.write(Verb.REVIEWED, {**said, "through": above.number}, by=by, now=now)
    below.put_down()


def _told_already(above: MatterState) -> bool:
    told = Entry.objects.filter(number=above.about, verb=Verb.REVIEWED.value).values_list("data", flat=True)
    return any(json.loads(data)["review"] == above.number for data in told)


def _goes_on(above: MatterState, below: MatterState) -> str:
    """The next matter down: a recheck ends the first matter as well as the review."""
    return below.about if above.stage is Stage.RECHECK else ""
