"""Numbered notices to units to be printed, signed and sent: supervision notices and recommendations, as PDF and Word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.queries import File
from huiyin.rules.roles import Actor
from huiyin.web.desk.access import actor, matter_or_404, staff
from huiyin.web.desk.confidence import masked, readable, without_who
from huiyin.web.desk.opened import Opened, opened, people_of
from huiyin.web.desk.whole_file import LetterLink
from huiyin.web.shared import county, when
from huiyin.web.shared.papers import order
from huiyin.web.shared.papers.sending import send

if TYPE_CHECKING:
    from django.http import HttpRequest


def links(read: Opened, who: Actor) -> list[LetterLink]:
    """The matter's numbered notices, each to be printed; of recommendations those that are for this person."""
    at = f"/desk/matter/{read.file.state.number}/notice/"
    return [
        LetterLink(
            f"{at}{one.seq}.pdf",
            f"{at}{one.seq}.docx",
            one.called,
            f"{county.unit_name_at(one.addressee, one.at)} · {when.moment(one.at)}",
        )
        for one in _theirs(read.file, who)
    ]


def _theirs(file: File, who: Actor) -> Iterator[order.Order]:
    hidden = {one.text_seq for one in file.state.recommendations if not readable(one, file, who)}
    yield from (one for one in order.orders(file) if one.seq not in hidden)


@require_safe
@staff
def notice_file(request: HttpRequest, number: str, seq: int, kind: str) -> HttpResponse:
    """One numbered notice as PDF, to be signed and sent, or as Word.

    404 where the entry is none, the matter isn't theirs, or the recommendation is for somebody else.

    It goes out of the house, so nobody's name or phone is on it: masked, and left out where it was told in confidence.
    """
    matter, who = matter_or_404(request, number), actor(request)
    file = opened(matter.number, who).file
    found = next((one for one in _theirs(file, who) if one.seq == seq), None)
    if found is None:
        raise Http404
    people = people_of(matter.number)
    hide = without_who if file.state.confidential else masked
    made = order.paper(found, hide(file, people))
    return send(made, kind, f"{found.called}-{matter.number}")
