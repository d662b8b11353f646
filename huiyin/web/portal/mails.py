"""The e-mail that tells a petitioner of a step: what happened, who has it until when and why, whom to ask, how to follow it.

Plain text in the petitioner's language. Nothing of what they wrote stands in it and no query code; of one told in confidence
or against somebody not even the office (Art. 30): mail is read on the way. The notices stand below the web and don't know this
module; the settings name it for them (``HUIYIN_MAILS``).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.receipts import find, kept_quiet
from huiyin.rooms.notices.words import text_of
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Verb
from huiyin.web.portal.after import after
from huiyin.web.portal.standing import standing
from huiyin.web.shared import county
from huiyin.web.shared.office import office
from huiyin.web.shared.rota import full_day
from huiyin.web.shared.words import run_on

Line = tuple[str, str]


def mail(kind: str, number: str, *, at: datetime, now: datetime) -> tuple[str, str]:
    """Subject and body for one step of one petition; ``at``: when it happened. How it stands is told as it stands ``now``."""
    what = text_of(kind, number)
    petition = find(number)
    file = file_of(petition.matter_id) if petition is not None else None
    asks = office()
    happened = [
        (_("Number"), number),
        (pgettext("in a mail", "What happened"), what),
        (_("Day"), full_day(local_date(at))),
    ]
    stands = _stands(petition, file, now=now) if petition is not None and file is not None else []
    more = _more(kind, petition, file, now=now) if petition is not None and file is not None else ""
    blocks = [
        _("Hello,"),
        _lines(happened),
        _lines(stands),
        more,
        _follow(number),
        _lines(
            [
                (label, said)
                for label, said in ((_("Questions? Call"), asks.phone), (_("Address"), asks.address))
                if said
            ]
        ),
        "\n".join((_("Wangqing County"), asks.name)),
        _("This mail is sent by the system. Please don't answer it: nobody reads what comes back."),
    ]
    return " · ".join((_("Wangqing County"), what)), "\n\n".join(block for block in blocks if block) + "\n"


def _lines(pairs: list[Line]) -> str:
    between = pgettext("before what a field says", ": ")
    return "\n".join(f"{label}{between}{said}" for label, said in pairs)


def _stands(petition: Petition, file: File, *, now: datetime) -> list[Line]:
    """Who has it, what comes next, until when and why; nothing of who has it where that must be told to nobody else."""
    if kept_quiet(petition):
        return []
    return standing(petition, file, county.in_hand, now=now)


def _more(kind: str, petition: Petition, file: File, *, now: datetime) -> str:
    """What can be done about an answer that has arrived: a review, a rating, each with its last day."""
    if kind != Verb.DELIVER:
        return ""
    come = after(petition, file, now=now)
    said = [come.review.sentence if come.review and come.review.button else ""]
    said.append(come.rates.sentence if come.rates and come.rates.open else "")
    return run_on(*(one for one in said if one)) if any(said) else ""


def _follow(number: str) -> str:
    how = _(
        "To see how it stands and read the answer, you need this number and the query code of your receipt."
    )
    if not settings.HUIYIN_SITE:
        return how
    return f"{how}\n{settings.HUIYIN_SITE}/follow/"
