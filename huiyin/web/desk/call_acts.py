"""How a call ends without a petition: a question answered on the line, or nothing that anybody wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huiyin.rooms.cases import drafts
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.intake.calls import actions, queries
from huiyin.rules.fields import Refused
from huiyin.web.desk.access import actor, staff
from huiyin.web.desk.calls import operator
from huiyin.web.desk.register import form_again
from huiyin.web.shared.fields import printable, whole
from huiyin.web.shared.page import see

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_POST
@staff
def inform(request: HttpRequest, call: int) -> HttpResponse:
    """The caller only asked and knows now: 303 to the desk; 422 with the form as it was. Sent twice it is noted once."""
    who, given = operator(request), request.POST
    entry = given.get("entry", "")
    try:
        actions.inform(
            call, told=printable(given.get("told", "")), entry=whole(entry, digits=9) if entry else None,
            only_a_question=bool(given.get("only_a_question")), by=who, now=timezone.now(),
        )  # fmt: skip
    except NotDone as no:
        return _not_done(request, call, no.refused)
    _drop_draft(request)
    return see("/desk/calls/?done=informed")


@require_POST
@staff
def nothing(request: HttpRequest, call: int) -> HttpResponse:
    """Wrong number, silence: 303 to the desk."""
    try:
        actions.nothing(call, by=operator(request), now=timezone.now())
    except NotDone as no:
        return _not_done(request, call, no.refused)
    _drop_draft(request)
    return see("/desk/calls/?done=nothing")


def _drop_draft(request: HttpRequest) -> None:
    """What was typed meanwhile isn't needed any more."""
    user: Any = request.user
    drafts.was_sent(user, request.POST.get("token", ""), now=timezone.now())


def _not_done(request: HttpRequest, call: int, no: Refused) -> HttpResponse:
    """The form again with everything typed; or the desk, where the call isn't open any more (sent twice, noted by another)."""
    row = queries.one(actor(request), call)
    if row is None or row.outcome:
        return see("/desk/calls/")
    return form_again(request, row, no)
