"""The check of one matter's record, for whoever sees the county: whole, or broken at which entry; said in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.fault_words import WORDS
from huiyin.rooms.cases.proving import Proof, prove
from huiyin.rooms.cases.verification import Fault
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import when
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.words import run_on

if TYPE_CHECKING:
    from django.http import HttpRequest

    from huiyin.rules.roles import Actor

#: More faults than this are counted, not told.
MOST = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What is shown: whether it is whole, the sentence, what was looked at, each fault."""

    whole: bool
    said: str
    looked: str
    seal: str
    faults: tuple[str, ...]
    more: int


def may_check(who: Actor) -> bool:
    """Whether the person may have the record checked: whoever sees the whole county."""
    return menu.sees_county(who)


@require_safe
@staff
def proof_page(request: HttpRequest, number: str) -> HttpResponse:
    """The matter's record checked now, with what ``huiyin verify`` asks. It changes nothing. 403 for whoever mayn't."""
    matter, who, now = matter_or_404(request, number), actor(request), timezone.now()
    if not may_check(who):
        raise PermissionDenied
    title = title_of(matter)
    context = {
        "number": matter.number,
        "title": title,
        "lang": lang_of(title),
        "url": f"/desk/matter/{matter.number}/",
        "proof": result(prove(matter.number)),
        "moment": when.moment(now),
    }
    return private(render(request, "desk/proof.html", context, frame=frame(request)))


def result(proof: Proof) -> Result:
    """The proof in words."""
    told = tuple(_fault(one) for one in proof.faults[:MOST])
    return Result(
        proof.whole,
        _said(proof),
        _looked(proof),
        proof.head.hex()[-12:],
        told,
        max(0, len(proof.faults) - MOST),
    )


def _said(proof: Proof) -> str:
    if proof.whole:
        return _("The record is whole: nothing in it was changed, taken out or put in.")
    at = min((n for one in proof.faults if (n := _entry(one))), default=0)
    if at:
        return _("The record is broken at entry %(n)s.") % {"n": at}
    return _("The record is not whole.")


def _looked(proof: Proof) -> str:
    said = _("Entries read from the first to the last: %(n)s. Under seals that hold: %(sealed)s.") % {
        "n": proof.entries, "sealed": proof.sealed,
    }  # fmt: skip
    if proof.sealed < proof.entries and proof.whole:
        said = run_on(said, _("The newest are sealed within the hour."))
    if proof.files is None:
        return run_on(said, _("Its files are too large to be read here; “huiyin verify” reads them."))
    return run_on(said, _("Files read again: %(n)s.") % {"n": proof.files}) if proof.files else said


def _entry(fault: Fault) -> int:
    """The entry that a fault names; 0 where it is about something else."""
    first = fault.where.split(" ")[0]
    named = fault.code.startswith(("entry_", "text_", "file_"))
    return int(first) if named and first.isdecimal() else 0


def _fault(fault: Fault) -> str:
    words = str(WORDS.get(fault.code, fault.code))
    n = _entry(fault)
    if n:
        return _("Entry %(n)s: %(words)s") % {"n": n, "words": words}
    return _("%(words)s (%(where)s)") % {"words": words, "where": fault.where} if fault.where else words
