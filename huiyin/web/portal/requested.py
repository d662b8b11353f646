"""A petitioner's reviews and rechecks without a result yet: which goes on, was taken back, is decided and on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.under_review import asked_about
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, Stage, Status
from huiyin.web.shared import when
from huiyin.web.shared.revoking import requests
from huiyin.web.shared.words import run_on

_BROUGHT = (Status.DELIVERED, Status.CLOSED)


def asked_by(petition: Petition, file: File) -> list[str]:
    """The reviews or rechecks of this matter's answers that this petitioner asked for."""
    asked = requests(file.entries, file.state.number)
    return [ask for ask, by in asked.items() if by == petition.number]


def under_review(petition: Petition, files: Sequence[File]) -> str:
    """That a review or recheck which this petitioner asked for goes on, is decided and being delivered, or was taken back.

    Of one that was taken back only while that isn't confirmed yet.

    No query where they asked for none, else four at most. Read from the entries of all matters that they lay in (the first is
    where they are now): the state forgets who asked once the matter is opened again.
    """
    asked = [ask for one in files for ask in asked_by(petition, one)]
    if not asked:
        return ""
    if files[0].state.stage is not Stage.FIRST:
        return _all_told(_open(asked), Stage.RECHECK)
    reviews = _open(asked)
    goes_on = any(withdrawn.of_row(row) is None for row in reviews)
    return run_on(
        _all_told(reviews, Stage.REVIEW), "" if goes_on else _all_told(_rechecks(asked), Stage.RECHECK)
    )


def _open(numbers: Iterable[str]) -> list[Matter]:
    """Those of these reviews or rechecks whose result hasn't been brought, the last first: one that was taken back, too.

    None that was declined, or whose withdrawal is confirmed: once that letter is out nothing is decided any more.
    """
    rows = Matter.objects.filter(number__in=list(numbers)).exclude(status__in=[s.value for s in _BROUGHT])
    decided = Q(outcome__in=[outcome.value for outcome in OUTCOMES_ABOVE])
    open_yet = rows.filter(decided | ~Q(status=Status.ISSUED.value))
    return list(open_yet.only("number", "status", "petitions_count", "taken_back").order_by("-number"))


def _rechecks(reviews: Iterable[str]) -> list[Matter]:
    """The same of the rechecks of these reviews."""
    asked = [
        number for number, _review, status in asked_about(list(reviews)) if Status(status) not in _BROUGHT
    ]
    return _open(asked) if asked else []


def _all_told(rows: Iterable[Matter], stage: Stage) -> str:
    return run_on(*(_told(row, stage) for row in rows))


def _told(row: Matter, stage: Stage) -> str:
    recheck, told = stage is Stage.RECHECK, {"number": row.number}
    if row.status == Status.ISSUED:
        return _decided(recheck=recheck) % told
    if withdrawn.of_row(row) is None:
        words = (
            _("A recheck that you asked for is under way, number %(number)s.")
            if recheck
            else _("A review that you asked for is under way, number %(number)s.")
        )
        return words % told
    words = (
        _("You took your request for a recheck (number %(number)s) back on %(day)s; that isn't confirmed in writing yet.")
        if recheck
        else _("You took your request for a review (number %(number)s) back on %(day)s; that isn't confirmed in writing yet.")
    )  # fmt: skip
    at = withdrawn.taken_back_at([row.number])[row.number]
    return words % (told | {"day": when.day(local_date(at))})


def _decided(*, recheck: bool) -> str:
    """That the decision is on its way; what it says is read under its own number."""
    if recheck:
        return _(
            "The recheck that you asked for has been decided; the decision is being delivered, number %(number)s. "
            "With its query code you can read it already."
        )
    return _(
        "The review that you asked for has been decided; the decision is being delivered, number %(number)s. "
        "With its query code you can read it already."
    )
