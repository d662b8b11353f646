"""A numbered notice to a unit as a paper to sign and send: supervision (督办), also taken higher (提级), or advice (三项建议).

In the county's first language, as its words are begun (``letters.order``). The words are those of the dossier; above them
stands what it is about, by which article and until when it is answered. Art. 40.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.rooms.cases.queries import File
from huiyin.rooms.county.queries import desk_of, unit
from huiyin.rooms.county.renames import unit_at
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Advice, NoticeKind, NoticeLevel, NoticeReason
from huiyin.rules.serials import cited
from huiyin.rules.surround import Notice, Recommendation
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import MatterClass, Verb
from huiyin.web.shared import letters, when
from huiyin.web.shared.letters_parts import GAP, Tongue
from huiyin.web.shared.papers.parts import Paper, Part, Words
from huiyin.web.shared.words import word

_SUPERVISE, _ESCALATE = "supervise", "escalate"


@dataclass(frozen=True, slots=True)
class Order:
    """One numbered notice of a matter: its entry, number, moment, who sends it to whom, why or what is advised.

    ``until``: the last day of its answer, as it was set with it; None where no term was. ``level``: who supervises now, where
    the notice was taken higher by this entry; it keeps its number.
    """

    seq: int
    serial: str
    at: datetime
    unit: str
    addressee: str
    about: NoticeReason | Advice
    until: date | None
    level: NoticeLevel | None = None

    @property
    def key(self) -> str:
        """Which title it has."""
        if isinstance(self.about, Advice):
            return self.about.value
        return _ESCALATE if self.level else _SUPERVISE

    @property
    def called(self) -> str:
        """Title and number, in the county's first language."""
        return f"{letters.first_tongue().papers[self.key]} {cited(self.serial)}"


def orders(file: File) -> tuple[Order, ...]:
    """The matter's numbered notices, the oldest first; urging has no number and isn't among them."""
    senders = {entry.seq: entry.unit for entry in file.entries}
    pressed = [one for one in file.state.notices if one.kind is NoticeKind.SUPERVISE]
    found = [_order(one, one.reason, Clock.L6, file, senders[one.text_seq]) for one in pressed]
    found += [
        _order(one, one.kind, Clock.L7, file, senders[one.text_seq]) for one in file.state.recommendations
    ]
    found += [_raised(entry, file) for entry in file.entries if entry.verb == Verb.ESCALATE]
    return tuple(sorted(found, key=lambda one: one.seq))


def _raised(entry: Entry, file: File) -> Order:
    """The notice as it was taken higher by this entry: with its own words and term."""
    data = json.loads(entry.data)
    one = file.state.notices[int(data["item"]) - 1]
    until = _until(Clock.L6, one.n, entry.at, file)
    level = NoticeLevel(data["level"])
    return Order(entry.seq, one.serial, entry.at, entry.unit, one.addressee, one.reason, until, level)


def _order(
    one: Notice | Recommendation, about: NoticeReason | Advice, clock: Clock, file: File, unit: str
) -> Order:
    until = _until(clock, one.n, one.at, file)
    return Order(one.text_seq, one.serial, one.at, unit, one.addressee, about, until)


def _until(clock: Clock, n: int, at: datetime, file: File) -> date | None:
    """The last day that was set at this moment."""
    runs = (run for run in file.state.clocks if run.code is clock and run.ref == n and run.started_at == at)
    return next((run.due_on for run in runs), None)


def paper(order: Order, file: File) -> Paper:
    """The notice set for printing. ``file``: with nobody's data in it, for the unit needn't be one that may know who speaks.

    The subject of what was told in confidence stands on it only for the unit that has the matter. Art. 30.
    """
    tongue, number = letters.first_tongue(), file.state.number
    with override(tongue.code):
        title = file.texts.get((1, "title")) or _("(erased as the law provides)")
        asked = file.texts.get((order.seq, "text")) or _("(erased as the law provides)")
    if _secret(file) and order.addressee != file.state.holder:
        title = tongue.unsaid
    parts = [
        Words(tongue.unit.format(unit=_addressed(order.addressee, order.at, tongue)), flush=True),
        Words(_above(order, tongue, title=title, number=number)),
        *(Words(line) for line in asked.splitlines() if line.strip()),
        *_signed(order, tongue),
    ]
    made: list[Part] = list(parts)
    return Paper(tongue.papers[order.key], made, tongue.code, cited(order.serial), foot=number, large=True)


def made_up(piece: str, language: str, text: str) -> str:
    """The text of a made-up notice in this language: a look before the county words it so."""
    about = Advice.HOLD_RESPONSIBLE if piece == "paper_advise" else NoticeReason.EVASION
    with override(language):
        return text.format(
            number="222424-20260302-00001-5", title="没有水", law=letters.cited(letters.with_words(language, {}), "40"),
            until=when.day(date(2026, 3, 16)), why=word(about), advice=word(about), serial=cited("supervise-2026-0001"),
            level=word(NoticeLevel.LEADER),
        )  # fmt: skip


def _secret(file: File) -> bool:
    return file.state.confidential or file.state.klass is MatterClass.TIP_OFF


def _above(order: Order, tongue: Tongue, *, title: str, number: str) -> str:
    pieces = {_SUPERVISE: tongue.paper_supervise, _ESCALATE: tongue.paper_escalate}
    with override(tongue.code):
        # "other" tells nobody anything: the words below do
        said = _("as set out below") if order.about is NoticeReason.OTHER else word(order.about)
        until = when.day(order.until) if order.until else GAP
        level = word(order.level) if order.level else ""
    return pieces.get(order.key, tongue.paper_advise).format(
        title=title, number=number, law=letters.cited(tongue, "40"), until=until, why=said, advice=said, level=level,
        serial=cited(order.serial),
    )  # fmt: skip


def _signed(order: Order, tongue: Tongue) -> Iterator[Words]:
    """Who sends it, as it was called then, and the day."""
    yield Words("")
    with override(tongue.code):
        day = when.day(local_date(order.at))
    # a work group is no organ: its house signs, as it does letters
    for line in (_name(desk_of(order.unit), order.at, tongue), day):
        if line:
            yield Words(line, right=True)


def _name(unit: str, at: datetime, tongue: Tongue) -> str:
    found = unit_at(unit, at) if unit else None
    return letters.full_name(found, tongue) if found else ""


def _addressed(code: str, at: datetime, tongue: Tongue) -> str:
    """Whom it goes to: the county's leaders together are no organ, so it goes to the government that they are the head of."""
    found = unit(code)
    house = unit(found.parent) if found and found.parent else None
    together = (
        found is not None
        and found.kind is UnitKind.LEADERS
        and house is not None
        and house.kind is not found.kind
    )
    return (together and letters.county_government().get(tongue.code)) or _name(code, at, tongue)
