"""One attached picture, large, with the way to the next; and the previews themselves. Behind the same guard as the download.

What the browser is sent was drawn anew by us (decision 0024): never the file itself, which is handed out as a download only.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases import papers
from huiyin.rooms.cases.picturing import Picture, pictures_of
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.pictures.keeping import path_of
from huiyin.rooms.pictures.sizes import Size
from huiyin.web.desk import pages, timeline
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.confidence import numbered
from huiyin.web.desk.parts import Names
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import when
from huiyin.web.shared.page import lang_of, private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

    from huiyin.rooms.cases.models import Matter


_SIZES = frozenset(one.value for one in Size)


@require_safe
@staff
def look_page(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """One picture of a matter, and links to the one before and the one behind. 404 for what is no picture, or erased."""
    matter = matter_or_404(request, number)
    if matter.number != number:
        return HttpResponseRedirect(f"/desk/matter/{matter.number}/file/{seq}/look/")
    found = pictures_of(matter.number)
    at = next((place for place, one in enumerate(found) if one.seq == seq), None)
    if at is None:
        raise Http404
    before, after = found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None
    kept = in_confidence(matter.confidential, matter.desk_id, actor(request))
    title = title_of(matter)
    context = {
        "number": matter.number, "title": title, "lang": lang_of(title), "p": _shown(matter, found[at], kept=kept),
        "place": _("Picture %(n)s of %(of)s") % {"n": at + 1, "of": len(found)},
        "before": _address(matter, before) + "look/" if before else "",
        "after": _address(matter, after) + "look/" if after else "",
    }  # fmt: skip
    return private(render(request, "desk/look.html", context, frame=frame(request)))


def _address(matter: Matter, one: Picture) -> str:
    return f"/desk/matter/{matter.number}/file/{one.seq}/"


def _shown(matter: Matter, one: Picture, *, kept: bool) -> dict[str, Any]:
    """The picture as the page has it. ``kept``: who speaks isn't this person's to know, and names of files might tell it."""
    known = names_of({one.entry.by})
    who = timeline.who(one.entry, Names(person=lambda key: known.get(key, key)))
    width, height = one.size or (0, 0)
    return {
        "url": _address(matter, one), "name": numbered(one.n, one.name) if kept else one.name,
        "line": " · ".join((who, when.moment(one.at), pages.size(one.bytes))),
        "width": width, "height": height, "entry": f"/desk/matter/{matter.number}/#e{one.seq}",
    }  # fmt: skip


@require_safe
@staff
def picture(request: HttpRequest, number: str, seq: int, size: str) -> HttpResponse | FileResponse:
    """A preview, ``small`` or ``large``. The browser may keep it, and asks each time whether the person may still see it."""
    matter = matter_or_404(request, number)
    if size not in _SIZES or papers.stored(matter.number, seq) is None:
        raise Http404
    try:
        source = path_of(matter.number, seq, Size(size)).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    about = os.fstat(source.fileno())
    said = {"ETag": f'"{about.st_mtime_ns:x}-{about.st_size:x}"', "Cache-Control": "no-cache, private"}
    if request.headers.get("If-None-Match") == said["ETag"]:
        source.close()
        return HttpResponseNotModified(headers=said)
    response = FileResponse(source, content_type="image/jpeg", headers=said)
    response["Content-Disposition"] = "inline"  # without the file's name, which FileResponse would tell
    return response
