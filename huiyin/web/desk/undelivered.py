"""Messages to petitioners that didn't go out, with why; to be sent again, or to be told some other way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.undelivered import (
    MOST_COUNTED,
    PAGE,
    kept_here,
    send_again,
    told_in_confidence,
    undelivered,
)
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.notices.words import RECEIPT
from huiyin.rules.identifiers import mask_email, mask_phone
from huiyin.rules.roles import Permission
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import call_words, menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.call_backs import key_in, key_text
from huiyin.web.shared import sayings
from huiyin.web.shared.page import private, render, see
from huiyin.web.shared.words import done

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

LIST = "/desk/undelivered/"
_WHY: Mapping[str, Callable[[], str]] = {
    "refused": lambda: _("the provider refused it"), "unreachable": lambda: _("the provider didn't answer"),
    "settings": lambda: _("set up wrongly, or no such address"),
}  # fmt: skip


@require_safe
@staff
def list_page(request: HttpRequest) -> HttpResponse:
    """The last sixty days, the newest first, thirty a page; ``?kept=1``: those which nothing is set up to send."""
    return _list(request, kept_ones=request.GET.get("kept") == "1")


def _list(
    request: HttpRequest, *, refused: str = "", status: int = 200, kept_ones: bool = False
) -> HttpResponse:
    who, now = actor(request), timezone.now()
    if not menu.works(who):
        raise PermissionDenied
    after = key_in(request.GET.get("after", ""))
    found = undelivered(who, now=now, after=after, kept=kept_ones)
    shown = found[:PAGE]
    hidden = told_in_confidence(who, shown)
    last = key_text(shown[-1].created_at, shown[-1].pk) if len(found) > PAGE else ""
    kept, first = kept_here(who, now=now), f"{LIST}?kept=1" if kept_ones else LIST
    context = {
        "heading": _("Messages that nothing is set up to send") if kept_ones else _("Messages that failed"),
        "lead": _lead(kept, kept_ones=kept_ones) if shown else "",
        "kept_url": f"{LIST}?kept=1" if kept and not kept_ones else "",
        "failed_url": LIST if kept_ones else "",
        "kept": _kept(kept) if kept and not kept_ones else "",
        "rows": [_row(row, now, may=who.may(Permission.NOTE), hidden=row.number in hidden) for row in shown],
        "refused": refused,
        "again": request.method != "POST" and request.GET.get("done") == "1",
        "pager": {
            "first": first if after else "",
            "next": f"{LIST}?{'kept=1&' if kept_ones else ''}after={last}" if last else "",
        },
        "empty_heading": _("Nothing here"),
        "empty_text": _empty(kept, kept_ones=kept_ones),
    }
    return private(render(request, "desk/undelivered.html", context, status=status, frame=frame(request)))


def _lead(kept: int, *, kept_ones: bool) -> str:
    """What is to be done about those in the list: what nothing is set up to send can't be sent again either."""
    if kept_ones:
        return _kept(kept) if kept else ""
    return _("These petitioners weren't told. Call or write to them, or send it again.")


def _empty(kept: int, *, kept_ones: bool) -> str:
    if kept_ones:
        return _("No message lies here because nothing is set up to send it.")
    return _("No message failed.") if kept else _("Every message has gone out, or is on its way.")


def _kept(n: int) -> str:
    """That messages stay here because nothing is set up to carry them, and what to do."""
    shown = f"{MOST_COUNTED}+" if n > MOST_COUNTED else str(n)
    return _(
        "Not sent in the last sixty days: %(n)s. For the telephone or e-mail address no way of sending is set up. Tell these "
        "petitioners by phone or letter; they read everything with number and query code, too."
    ) % {"n": shown}


def _row(row: Notice, now: datetime, *, may: bool, hidden: bool) -> dict[str, Any]:
    slip = row.kind == RECEIPT
    what = pgettext("message", "Slip with query code") if slip else done(Verb(row.kind))
    why = _WHY[row.why]() if row.why in _WHY else row.why
    if row.state == Notice.State.KEPT:
        why = _("nothing is set up to send it")
    ways = (mask_phone(str(row.phone)), mask_email(str(row.email)))
    return {
        "id": row.pk, "at": call_words.at(row.created_at, now), "what": what, "number": row.number, "why": why,
        "to": _("kept in confidence") if hidden else " · ".join(part for part in ways if part),
        "may": may and not slip and row.state == Notice.State.FAILED,
    }  # fmt: skip


@require_POST
@staff
def again(request: HttpRequest, notice: int) -> HttpResponse:
    """Send it once more: 303 back to the list, 422 with why not."""
    try:
        send_again(notice, by=actor(request))
    except NotDone as no:
        if no.refused.reason == "not_found":
            raise Http404 from no
        return _list(request, refused=sayings.say(no.refused), status=422)
    return see(f"{LIST}?done=1")
