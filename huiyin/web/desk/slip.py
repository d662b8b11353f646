"""The slip that the petitioner takes home: number, query code and a QR code that leads to how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.queries import matter_for
from huiyin.rooms.cases.registering import Receipt
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.shared import when
from huiyin.web.shared.page import private, render, see
from huiyin.web.shared.qr import opening

if TYPE_CHECKING:
    from django.http import HttpRequest

SLIP_COOKIE = "huiyin_slip"
SLIP_PATH = "/desk/registered/"
SLIP_FOR = 10 * 60  # seconds


def to_slip(request: HttpRequest, receipt: Receipt, *, kept: bool = False, said: str = "") -> HttpResponse:
    """303 to the slip with number and query code. ``kept``: whoever registered it may not be one to see it afterwards.

    ``said``: what else became of it, one of ``joined``, ``noted``, ``unjoined``.
    """
    response = see(SLIP_PATH)
    response.set_signed_cookie(
        SLIP_COOKIE,
        " ".join(filter(None, (receipt.number, receipt.code, "kept" if kept else "", said))),
        salt=_salt(request),
        max_age=SLIP_FOR,
        path=SLIP_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def _salt(request: HttpRequest) -> str:
    """A slip opens only for whoever registered: at a shared computer the next one in sees nothing of it."""
    return f"{SLIP_COOKIE}.{request.user.pk}"


@require_safe
@staff
def registered_page(request: HttpRequest) -> HttpResponse:
    """The slip for the petitioner: number and query code, for ten minutes in this browser."""
    try:
        slip = str(request.get_signed_cookie(SLIP_COOKIE, default="", salt=_salt(request), max_age=SLIP_FOR))
    except signing.BadSignature:
        slip = ""
    if not slip:
        return HttpResponseRedirect("/desk/register/")
    number, code, *flags = slip.split(" ")
    matter = matter_for(actor(request), number)
    hidden = "kept" in flags and matter is None
    context = {
        "at": "register",
        "number": number,
        "code": code,
        "url": "" if hidden else f"/desk/matter/{number}/",
        "more": "" if matter is None else f"/desk/register/?same={number}",
        "qr": opening(request, number, code),
        "day": when.moment(timezone.now()),
        "kind": "care" if "unjoined" in flags else "good",
        "said": _said(flags),
    }
    return private(render(request, "desk/registered.html", context, frame=frame(request)))


def _said(flags: list[str]) -> str:
    words = {
        "joined": _("Joined to the matter that it belongs to."),
        "noted": _("Noted for whoever sorts it: the petitioner says that it belongs to an earlier matter."),
        "unjoined": _(
            "It couldn't be joined to the earlier matter; it stands as a matter of its own. See its page."
        ),
    }
    return next((words[flag] for flag in flags if flag in words), "")
