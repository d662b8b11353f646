"""Who passes petitions on to the county (转送、交办): their lines, their numbers, their terms that run beside ours.

A transfer is passed on for handling; an assignment (交办) sets a term and wants the result back (Art. 22(3)). So a result
is owed to the sender exactly where the sender has set a last day.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from enum import StrEnum

from huiyin.rules.calendar import Calendar, local_date
from huiyin.rules.clocks import Clock, Terms, Unit, due_on
from huiyin.rules.duties import ReportedTo, Satellite
from huiyin.rules.fields import MOST_DAYS, Refused
from huiyin.rules.guards import Case
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Channel


class Sender(StrEnum):
    """Who passed it on. OTHER has a name beside it: an organ that isn't of these lines."""

    PREFECTURE = "prefecture"
    PROVINCE = "province"
    HOTLINE = "hotline"  # 12345
    OTHER = "other"


#: The channel that a transfer is counted in; another organ's paper is a letter.
CHANNEL_OF: dict[Sender, Channel] = {
    Sender.PREFECTURE: Channel.PREFECTURE, Sender.PROVINCE: Channel.PROVINCE, Sender.HOTLINE: Channel.CALL,
    Sender.OTHER: Channel.LETTER,
}  # fmt: skip
#: The line whose terms run beside ours.
SATELLITE_OF: dict[Sender, Satellite] = {
    Sender.PREFECTURE: Satellite.PREFECTURE, Sender.PROVINCE: Satellite.PROVINCE, Sender.HOTLINE: Satellite.HOTLINE,
    Sender.OTHER: Satellite.OTHER,
}  # fmt: skip
#: Channels that only transfers come down.
FROM_ABOVE: dict[Channel, Sender] = {Channel.PREFECTURE: Sender.PREFECTURE, Channel.PROVINCE: Sender.PROVINCE}
LONGEST_NUMBER = 80  # characters of a foreign number as it is known here
LONGEST_ORGAN = 40  # characters
#: With this begin keys that are no foreign number: the house tells by them what it has played itself.
OWN_MARK = "demo:"


def known_as(sender: Sender, organ: str, said: str) -> str:
    """The one key of a foreign number: width, case and blanks make no other number of it; another sender does."""
    number = "".join(unicodedata.normalize("NFKC", said).upper().split())
    whose = f"{sender.value}/{''.join(organ.split())}" if organ else sender.value
    return f"{whose}:{number}"


def as_given(key: str | None) -> str:
    """The number as its sender gave it, out of the key under which it is known here; "" for the house's own."""
    if not key or key.startswith(OWN_MARK):
        return ""
    before, _colon, number = key.partition(":")
    return number or before


def came_from_elsewhere(state: MatterState) -> bool:
    """Whether some organ passed it on: it came down a line of transfers, or another line's term was set."""
    lines = any(p.channel in FROM_ABOVE for p in state.petitions)
    return lines or any(run.source is not None for run in state.clocks)


def days_until(due: date, since: datetime, *, calendar: Calendar, terms: Terms) -> int | None:
    """The length in days of a term that ends on the sender's own last day, never later; None where no such term can be.

    Our clocks move a last day off a holiday; the sender's day stands as it was set, so the term is taken shorter where needed.
    """
    days = (due - local_date(since)).days
    while 1 <= days <= MOST_DAYS:
        last = due_on(Clock.F2, since, calendar=calendar, terms=terms, days=days, unit=Unit.DAYS).due_on
        if last <= due:
            return days
        days -= 1
    return None


def result_goes_to_its_sender(case: Case) -> Refused | None:
    """A result goes back to whoever passed it on, after the end as well; whatever else is reported is reported before it."""
    state = case.matter
    passed_on = came_from_elsewhere(state)
    if case.data is None:
        late = not state.is_open and not passed_on
        return Refused("not_in_this_state", "25", params={"status": state.status.value}) if late else None
    if case.data["whom"] == ReportedTo.SENDER:
        return None if passed_on else Refused("nobody_passed_it_on", "22(3)", "whom")
    if not state.is_open:
        return Refused("only_to_its_sender", "25", "whom")
    return None
