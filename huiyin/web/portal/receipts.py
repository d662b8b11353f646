"""The receipt of what this browser has just sent: number, query code, a code for the camera, and its forgetting.

Each receipt has an address of its own, by the petition's number: another one sent from another tab changes nothing at it.
The number opens nothing. What opens it is a signed cookie that only this address gets; the query code stands in no address,
in no table and in no log. Without that cookie the page is the same whether there is such a number or not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.county.queries import wording
from huiyin.rules.vocabulary import Stage
from huiyin.web.portal import holding, keeping
from huiyin.web.portal.keeping import Taken
from huiyin.web.portal.remembering import (
    FOLLOW_COOKIE,
    LOOK_COOKIE,
    RECEIPT_FOR,
    SAID_COOKIE,
    SENDING_COOKIE,
    forgotten,
    remember,
    remembered,
)
from huiyin.web.shared import when
from huiyin.web.shared.page import private, render, see
from huiyin.web.shared.papers.sending import send
from huiyin.web.shared.qr import opening
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from huiyin.rooms.cases.registering import Receipt

#: And the number. Each ends after ``RECEIPT_FOR``, so that no more pile up than one browser sends in half an hour, and an
#: address gets only its own. Browsers hold some 150 of a site, then drop old ones: such a receipt is gone sooner, no more.
RECEIPT_COOKIE = "huiyin_receipt_"
#: Tells the button that forgets which receipts there are; a browser sends it to no other address. One for each receipt, so
#: that of two that are sent at the same moment neither is left out.
FORGET_COOKIE = "huiyin_forget_"  # and the number
FORGET_PATH = "/follow/done/"
_NUMBER = re.compile(r"[0-9-]{20,30}", re.ASCII)


def path_of(number: str) -> str:
    """The address of a petition's receipt."""
    return f"/receipt/{number}/"


def to_receipt(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """303 to the receipt, which this browser may look at for half an hour or until it is told to forget."""
    number = receipt.number
    response = private(see(path_of(number)))
    remember(request, response, RECEIPT_COOKIE + number, receipt.code, path_of(number), RECEIPT_FOR)
    remember(request, response, FORGET_COOKIE + number, "1", FORGET_PATH, RECEIPT_FOR)
    return response


def forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have the browser forget every receipt, what was looked up, and the letter on the last page. Asked at ``FORGET_PATH``."""
    for cookie in request.COOKIES:
        number = cookie.removeprefix(FORGET_COOKIE)
        if number != cookie and _NUMBER.fullmatch(number):
            response.delete_cookie(RECEIPT_COOKIE + number, path=path_of(number), samesite="Lax")
            response.delete_cookie(cookie, path=FORGET_PATH, samesite="Lax")
    for cookie, path in (
        (FOLLOW_COOKIE, "/follow/"),
        (SAID_COOKIE, "/follow/"),
        (SENDING_COOKIE, "/submit/check/"),
        (LOOK_COOKIE, "/done/"),
    ):
        response.delete_cookie(cookie, path=path, samesite="Lax")
    holding.forget(request, response)
    return forgotten(response)


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Number and query code of what this browser has just sent; a page that says so where there is nothing to show."""
    code = _code(request, number)
    told = _told(number) if code else Taken()
    context = {
        "number": number if code else "",
        "code": code,
        "qr": opening(request, number, code) if code else "",
        "received": told.received,
        "next": told.next,
        "own": wording("portal_receipt", language()),
    }
    return private(render(request, "portal/receipt.html", context))


@require_safe
def receipt_file(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as a file to keep or print, for the browser that has just sent; others are led to the page that says so."""
    code = _code(request, number)
    if not code:
        return see(reverse("receipt", args=[number]))
    name = pgettext("file name", "Receipt")
    return send(keeping.paper(request, number, code, _told(number)), "pdf", f"{name}-{number}")


def _code(request: HttpRequest, number: str) -> str:
    """The query code, if this browser sent the petition; the cookie is signed for this number alone."""
    return remembered(request, RECEIPT_COOKIE + number, RECEIPT_FOR)


def _told(number: str) -> Taken:
    """When it came in and what comes next; empty for what isn't there."""
    found = Petition.objects.filter(number=number).values_list("received_at", "matter__stage").first()
    if found is None:
        return Taken()
    return Taken(when.moment(found[0]), keeping.what_next(Stage(found[1])))
