"""The receipt as a paper to keep: number, query code, when it came in, how to follow it, where to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.rooms.county.queries import wording
from huiyin.rules.vocabulary import Stage
from huiyin.web.shared.office import Office, office
from huiyin.web.shared.papers.parts import Heading, Paper, Part, Picture, Words
from huiyin.web.shared.qr import printed
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Taken:
    """What a receipt says beside number and code: the moment it came in, as it is shown, and what comes ``next``."""

    received: str = ""
    next: str = ""


def what_next(stage: Stage) -> str:
    """What happens to it now. A review is decided by who got it (Art. 35, 36); all else is sent on within 15 days (Art. 22)."""
    if stage is Stage.FIRST:
        return _(
            "Within 15 days it goes to the office that deals with it. With number and query code you can see which one "
            "it is, and how it stands."
        )
    return _(
        "The answer is looked at anew, and you get the decision in writing. With number and query code you can see who "
        "decides, and until when."
    )


def paper(request: HttpRequest, number: str, code: str, taken: Taken) -> Paper:
    """The receipt set for printing, in the reader's language."""
    asks = office()
    told = [
        *([taken.next] if taken.next else []),
        _("Keep the query code to yourself: who has it can read the answer. It can't be looked up later."),
    ]
    told += [line for line in wording("portal_receipt", language()).split("\n") if line]
    parts: list[Part] = [
        Heading("  ".join((_("Number"), number))),
        Heading("  ".join((_("Query code"), code))),
        *(
            [Words(_("Received on %(received)s.") % {"received": taken.received}, flush=True)]
            if taken.received
            else []
        ),
        *(Words(line, flush=True) for line in told),
        Picture(
            printed(request, number, code),
            _("This code opens the page that asks for number and query code, already filled in."),
            _("Code to follow the matter"),
            width=0.32,
        ),
        *(Words(f"{label}  {value}", flush=True) for label, value in _asked_at(asks) if value),
    ]
    return Paper(_("Receipt of a petition"), parts, language(), foot=number, large=True)


def _asked_at(asks: Office) -> list[tuple[str, str]]:
    return [(_("Office"), asks.name), (_("Phone"), asks.phone), (_("Address"), asks.address)]
