"""A numbered notice to a unit as a paper to sign and send: a supervision notice (督办), one of the three recommendations.

In the county's first language, as its words are begun (``letters.order``). The words are those of the dossier; above them
stands what it is about, by which article and until when it is answered. Art. 40.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.rooms.cases.queries import File
from huiyin.rooms.county.queries import desk_of
from huiyin.rooms.county.renames import unit_at
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Advice, NoticeKind, NoticeReason
from huiyin.rules.serials import cited
from huiyin.rules.surround import Notice, Recommendation
from huiyin.rules.vocabulary import MatterClass
from huiyin.web.shared import letters, when
from huiyin.web.shared.letters_parts import GAP, Tongue
from huiyin.web.shared.papers.parts import Paper, Part, Words
from huiyin.web.shared.words import word

_SUPERVISE = "supervise"


@dataclass(frozen=True, slots=True)
class Order:
    """One numbered notice of a matter: its entry, number, moment, who sends it to whom, why or what is advised.

    ``until``: the last day of its answer, as it was set with it; None where no term was.
    """

    seq: int
    serial: str
    at: datetime
    unit: str
    addressee: str
    about: NoticeReason | Advice
    until: date | None

    @property
    def key(self) -> str:
        """Which title it has."""
        return self.about.value if isinstance(self.about, Advice) else _SUPERVISE

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
    return tuple(sorted(found, key=lambda one: one.seq))


def _order(
    one: Notice | Recommendation, about: NoticeReason | Advice, clock: Clock, file: File, unit: str
) -> Order:
    runs = (
        run for run in file.state.clocks
        if run.code is clock and run.ref == one.n and run.started_at == one.at
    )  # fmt: skip
    run = next(runs, None)
    return Order(
        one.text_seq, one.serial, one.at, unit, one.addressee, about, run.due_on if run else None
    )  # fmt: skip


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
        Words(tongue.unit.format(unit=_name(order.addressee, order.at, tongue)), flush=True),
        Words(_above(order, tongue, title=title, number=number)),
        *(Words(line) for line in asked.splitlines() if line.strip()),
        *_signed(order, tongue),
    ]
    made: list[Part] = list(parts)
    return Paper(tongue.papers[order.key], made, tongue.code, cited(order.serial), foot=number, large=True)


def made_up(piece: str, language: str, text: str) -> str:
    """The text of a made-up notice in this language: a look before the county words it so."""
    about = NoticeReason.EVASION if piece == "paper_supervise" else Advice.HOLD_RESPONSIBLE
    with override(language):
        return text.format(
            number="222424-20260302-00001-5", title="没有水", law=letters.cited(letters.with_words(language, {}), "40"),
            until=when.day(date(2026, 3, 16)), why=word(about), advice=word(about),
        )  # fmt: skip


def _secret(file: File) -> bool:
    return file.state.confidential or file.state.klass is MatterClass.TIP_OFF


def _above(order: Order, tongue: Tongue, *, title: str, number: str) -> str:
    advises = isinstance(order.about, Advice)
    piece = tongue.paper_advise if advises else tongue.paper_supervise
    with override(tongue.code):
        said, until = word(order.about), when.day(order.until) if order.until else GAP
    law = letters.cited(tongue, "40")
    return piece.format(title=title, number=number, law=law, until=until, why=said, advice=said)


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
