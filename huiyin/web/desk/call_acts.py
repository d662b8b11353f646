"""How a call ends without a petition: a question answered on the line, or nothing that anybody wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huiyin.rooms.cases import drafts
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.intake.calls import actions, queries
from huiyin.rules.calls import CallOutcome
from huiyin.rules.fields import Refused
from huiyin.web.desk import call_words
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
        return _not_done(request, call, no.refused, CallOutcome.INFORMED)
    _drop_draft(request)
    return see("/desk/calls/?done=informed")


@require_POST
@staff
def nothing(request: HttpRequest, call: int) -> HttpResponse:
    """Wrong number, silence: 303 to the desk."""
    try:
        actions.nothing(call, by=operator(request), now=timezone.now())
    except NotDone as no:
        return _not_done(request, call, no.refused, CallOutcome.NOTHING)
    _drop_draft(request)
    return see("/desk/calls/?done=nothing")


def _drop_draft(request: HttpRequest) -> None:
    """What was typed meanwhile isn't needed any more."""
    user: Any = request.user
    drafts.was_sent(user, request.POST.get("token", ""), now=timezone.now())


def _not_done(request: HttpRequest, call: int, no: Refused, meant: CallOutcome) -> HttpResponse:
    """The form again with everything typed, 409 where it was noted otherwise meanwhile; to the desk what was sent twice."""
    who = actor(request)
    row = queries.one(who, call)
    if row is None or row.erased:
        return see("/desk/calls/")
    if not row.outcome:
        return form_again(request, row, no)
    told = printable(request.POST.get("told", "")).strip() if meant is CallOutcome.INFORMED else ""
    if row.noted_by == who.key and row.outcome == meant and str(row.told) == told:
        return see(f"/desk/calls/?done={meant}")
    return form_again(request, row, no, meanwhile=call_words.noted(row, who, now=timezone.now()))
