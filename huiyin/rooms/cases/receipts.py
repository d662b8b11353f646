"""The slip by text message: number and query code to the telephone that the petitioner left, where that is safe enough.

The law wants the code sent by text message, and on paper to whoever has no mobile. A message stays on a telephone that others
may read: so nothing that was told in confidence or reports somebody goes this way (Art. 30 para. 3).
"""

from __future__ import annotations

import hmac
from datetime import datetime

from django.db import transaction

from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.notices.actions import send_receipt
from huiyin.rooms.notices.gateway import sends_sms
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.notices.words import RECEIPT
from huiyin.rooms.vault.codes import query_code_hash
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import normal_phone
from huiyin.rules.vocabulary import MatterClass

#: Digits of a mobile number; nothing else gets text messages.
MOBILE = 11


def mobile_of(petition: Petition) -> str:
    """The mobile that the petitioner left; empty if none, or only a landline."""
    found = normal_phone(str(petition.petitioner.phone)) or ""
    return found if len(found) == MOBILE and found.startswith("1") and found.isdecimal() else ""


def why_not(petition: Petition | None) -> Refused | None:
    """Why this petition's slip doesn't go by text message; None if it may."""
    if not sends_sms():
        return Refused("no_sms_here")
    if petition is None:
        return Refused("no_such_matter")
    if kept_quiet(petition):
        return Refused("paper_only", "30")
    return None if mobile_of(petition) else Refused("no_mobile")


def kept_quiet(petition: Petition) -> bool:
    """Whether it was told in confidence or reports somebody: then nothing of it goes where others may read it (Art. 30)."""
    matter = petition.matter
    told = petition.confidential or matter.confidential or matter.klass == MatterClass.TIP_OFF.value
    return told or Bar.objects.filter(matter=matter).exists()


def find(number: str) -> Petition | None:
    """The petition with its matter and who brought it."""
    return Petition.objects.filter(number=number).select_related("matter", "petitioner").first()


def send(number: str, *, code: str, now: datetime) -> Notice:
    """Send the slip to the petitioner's own mobile; sent again it stays one message, unless the last one failed.

    Refused: no SMS set up; told in confidence or reporting somebody; no mobile left; a code that isn't this petition's.
    """
    petition = find(number)
    no = why_not(petition)
    if no is not None or petition is None:
        raise NotDone(no if no is not None else Refused("no_such_matter"))
    if not hmac.compare_digest(petition.code_hash, query_code_hash(code)):
        raise NotDone(Refused("no_such_matter"))
    with transaction.atomic():
        Petition.objects.select_for_update().filter(pk=petition.pk).values_list(
            "pk"
        ).first()  # two clicks at once
        return send_receipt(
            number, code=code, language=petition.petitioner.language, phone=mobile_of(petition), now=now
        )


def sent(number: str) -> Notice | None:
    """The last slip that went by text message, or tried to."""
    return Notice.objects.filter(number=number, kind=RECEIPT).order_by("-id").first()
