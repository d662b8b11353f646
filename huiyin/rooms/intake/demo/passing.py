"""What prefecture and province passed on in the demonstration county: number and term; the older results went back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.owning import report_up
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.together import satellite
from huiyin.rooms.county.queries import law
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Actor
from huiyin.rules.senders import FROM_ABOVE, SATELLITE_OF, Sender, days_until
from huiyin.rules.vocabulary import OPEN, Channel, Status

#: The senders set sixty days, and less where it presses.
_TERMS = (60, 30, 45)
_LETTERS = {Sender.PREFECTURE: "YB", Sender.PROVINCE: "JL"}


def pass_on(now: datetime, numbers: Iterable[str], *, by: Actor) -> None:
    """Number and term for each petition among these that came down a line of transfers, in their order."""
    rows = Petition.objects.filter(
        number__in=list(numbers), channel__in=[c.value for c in FROM_ABOVE], transfer=None
    )
    for n, row in enumerate(rows.select_related("matter").order_by("received_at", "number")):
        sender = FROM_ABOVE[Channel(row.channel)]
        foreign = f"{_LETTERS[sender]}{row.received_at.year}{n * 37 + 1204:06d}"
        due = local_date(row.received_at) + timedelta(days=_TERMS[n % len(_TERMS)])
        Transfer.objects.create(petition=row, sender=sender.value, foreign=foreign, due_on=due)
        status, ruling = Status(row.matter.status), law()
        days = days_until(due, row.received_at, calendar=ruling.calendar, terms=ruling.terms)
        if status in OPEN - {Status.DELIVERED} and days:
            satellite(
                row.matter_id, source=SATELLITE_OF[sender].value, foreign=foreign, received_at=row.received_at, days=days,
                by=by, now=now,
            )  # fmt: skip
        elif status is Status.CLOSED and n % 2 == 0:
            report_up(row.matter_id, whom="sender", text="办理结果已随反馈表报送。", by=by, now=now)
