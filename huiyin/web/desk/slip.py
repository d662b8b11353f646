"""The slip that the petitioner takes home: number, query code and a QR code that leads to how it stands.

Each slip has an address of its own, by the petition's number: a second one registered in another tab changes nothing at it.
What opens it is a signed cookie that only this address gets; the query code stands in no address and in no table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.cases import receipts
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.queries import matter_for
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.county.queries import wording
from huiyin.rooms.notices.gateway import sends_sms
from huiyin.rooms.notices.models import Notice
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import mask_phone
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import sayings, when
from huiyin.web.shared.office import office
from huiyin.web.shared.page import lang_of, private, render, see
from huiyin.web.shared.qr import opening
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

SLIP_COOKIE = "huiyin_slip"  # and the number
SLIP_PATH = "/desk/registered/"
SLIP_FOR = 10 * 60  # seconds
#: Where the session keeps the numbers of the last slips, so that signing out forgets them; older ones have ended meanwhile.
_SLIPS, _MOST_SLIPS = "slips", 12


def path_of(number: str) -> str:
    """The address of a petition's slip."""
    return f"{SLIP_PATH}{number}/"


def to_slip(request: HttpRequest, receipt: Receipt, *, kept: bool = False, said: str = "") -> HttpResponse:
    """303 to the slip with number and query code. ``kept``: whoever registered it may not be one to see it afterwards.

    ``said``: what else became of it, one of ``joined``, ``noted``, ``unjoined``.
    """
    number = receipt.number
    before = [one for one in request.session.get(_SLIPS, []) if one != number]
    request.session[_SLIPS] = [*before, number][-_MOST_SLIPS:]
    response = see(path_of(number))
    response.set_signed_cookie(
        _name(number),
        " ".join(filter(None, (receipt.code, "kept" if kept else "", said))),
        salt=_salt(request),
        max_age=SLIP_FOR,
        path=path_of(number),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def slips_of(request: HttpRequest) -> list[str]:
    """The numbers of the last slips that were shown in this session."""
    return list(request.session.get(_SLIPS, []))


def forget(response: HttpResponse, numbers: Iterable[str]) -> None:
    """Have the browser forget these slips."""
    for number in numbers:
        response.delete_cookie(_name(number), path=path_of(number), samesite="Strict")


def _name(number: str) -> str:
    return f"{SLIP_COOKIE}_{number}"


def _salt(request: HttpRequest) -> str:
    """A slip opens only for whoever registered: at a shared computer the next one in sees nothing of it."""
    return f"{SLIP_COOKIE}.{request.user.pk}"


def _slip(request: HttpRequest, number: str) -> tuple[str, list[str]]:
    """Query code and flags of what was registered just now; empty if it wasn't, or by somebody else."""
    try:
        kept = request.get_signed_cookie(_name(number), default="", salt=_salt(request), max_age=SLIP_FOR)
    except signing.BadSignature:
        kept = ""
    code, *flags = str(kept).split(" ")
    return code, flags


@require_safe
@staff
def registered_page(request: HttpRequest, number: str) -> HttpResponse:
    """The slip for the petitioner: number and query code, for ten minutes in this browser."""
    code, flags = _slip(request, number)
    if not code:
        return HttpResponseRedirect("/desk/register/")
    matter = matter_for(actor(request), number)
    hidden = "kept" in flags and matter is None
    petition = receipts.find(number)
    refused = request.GET.get("sms", "") if request.GET.get("sms", "") in _NOT_SENT else ""
    context = {
        "at": "register",
        "number": number,
        "code": code,
        "title": (title := title_of(matter) if matter is not None else ""),
        "title_lang": lang_of(title),
        "paper_title": "" if petition is None or receipts.kept_quiet(petition) else title,
        "office": office(),
        "url": "" if hidden else f"/desk/matter/{number}/",
        "more": "" if matter is None else f"/desk/register/?same={number}",
        "qr": opening(request, number, code),
        "own": wording("portal_receipt", language()),
        "where": request.build_absolute_uri(reverse("follow")),
        "day": when.moment(timezone.now()),
        "kind": "care" if "unjoined" in flags else "good",
        "said": _said(flags),
        "sms": _sms(number, refused),
    }
    return private(render(request, "desk/registered.html", context, frame=frame(request)))


#: What may be the matter with a text message when it is asked for.
_NOT_SENT = frozenset({"no_sms_here", "paper_only", "no_mobile", "no_such_matter"})


@require_POST
@staff
def by_sms(request: HttpRequest, number: str) -> HttpResponse:
    """Send the slip to the petitioner's own mobile: 303 back to it. Sent twice it is one message."""
    code, _flags = _slip(request, number)
    if not code:
        return see("/desk/register/")
    try:
        receipts.send(number, code=code, now=timezone.now())
    except NotDone as no:
        return see(f"{path_of(number)}?sms={no.refused.reason}")
    return see(path_of(number))


def _sms(number: str, refused: str) -> dict[str, str | bool]:
    """Whether the slip can go by text message, to which number (masked), and what became of it; empty where none are set up."""
    if not sends_sms():
        return {}
    petition, last = receipts.find(number), receipts.sent(number)
    no = Refused(refused) if refused else receipts.why_not(petition)
    phone = mask_phone(receipts.mobile_of(petition)) if petition is not None and no is None else ""
    state = last.state if last is not None else ""
    words = {
        Notice.State.WAITING.value: _("On its way to %(phone)s."), Notice.State.SENT.value: _("Sent to %(phone)s."),
        Notice.State.FAILED.value: _("It didn't reach %(phone)s. Please hand over the slip on paper, or send it again."),
        Notice.State.KEPT.value: _("No text messages are set up here. Please hand over the slip on paper."),
    }  # fmt: skip
    return {
        "no": sayings.say(no) if no is not None else "", "phone": phone, "state": state,
        "said": words[state] % {"phone": phone} if state else "",
        "may": no is None and state in ("", Notice.State.FAILED.value), "waits": state == Notice.State.WAITING.value,
    }  # fmt: skip


def _said(flags: list[str]) -> str:
    words = {
        "joined": _("Joined to the matter that it belongs to."),
        "noted": _("Noted for whoever sorts it: the petitioner says that it belongs to an earlier matter."),
        "unjoined": _(
            "It couldn't be joined to the earlier matter; it stands as a matter of its own. See its page."
        ),
    }
    return next((words[flag] for flag in flags if flag in words), "")
