"""Finding a unit or a colleague in a form's list while typing: the choices become those that are called so.

Without script the whole list is there as ever. Nothing is offered that the list wouldn't hold: the same code draws it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huiyin.rooms.county import queries
from huiyin.rooms.county.name_finding import called
from huiyin.rooms.county.queries import law
from huiyin.rules.fields import Field
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Permission
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import drawing
from huiyin.web.desk.access import actor, matter_or_404, staff
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.finders import CLOSED, LONGEST
from huiyin.web.desk.opened import file_for, names_in
from huiyin.web.shared import county
from huiyin.web.shared.fields import options, printable
from huiyin.web.shared.page import private

if TYPE_CHECKING:
    from django.http import HttpRequest

_OPTION = re.compile(r'<option value="([^"]*)"[^>]*>([^<]*)</option>')


@require_POST
@staff
def find_page(request: HttpRequest, number: str, verb: str, name: str) -> HttpResponse:
    """The choices of one field of an act's form for what is typed; only for whoever may do the act now."""
    matter, who, now = matter_or_404(request, number), actor(request), timezone.now()
    chosen = Verb(verb) if verb in {one.value for one in Verb} else None
    spec = _field(chosen, name) if chosen is not None else None
    if chosen is None or spec is None:
        raise Http404
    file, ruling = file_for(matter.number, who), law()
    if barred(file.state, chosen, actor=who, now=now, law=ruling) is not None:
        raise PermissionDenied
    scene = Scene(file.state, who, now, ruling, names_in(file, who), file.texts)
    return found(request, name, drawing.choices_of(spec, chosen, scene))


@require_POST
@staff
def receivers_page(request: HttpRequest) -> HttpResponse:
    """The units that matters may be sent to, for what is typed; for several matters at once."""
    if not actor(request).may(Permission.DISPATCH):
        raise PermissionDenied
    return found(request, "to", county.unit_options(empty=""))


def _field(verb: Verb, name: str) -> Field | None:
    specs = (spec for spec in TRANSITIONS[verb].fields if spec.name == name and spec.kind in CLOSED)
    return next(specs, None)


def found(request: HttpRequest, name: str, choices: SafeString) -> HttpResponse:
    """Of several the person chooses, the only one is chosen; all of them where nothing is typed."""
    typed = printable(request.POST.get(f"find_{name}", ""))[:LONGEST].strip()
    listed = list(dict.fromkeys(_pairs(choices)))
    those = called(typed, listed, _names) if typed else listed
    if typed and len(those) == 1:
        return private(HttpResponse(options(those, those[0][0], empty=_("Please choose"))))
    first = ngettext("%(n)s found: please choose", "%(n)s found: please choose", len(those)) % {
        "n": len(those)
    }
    empty = _("Please choose") if not typed else first if those else _("Nobody and nothing is called so")
    return private(HttpResponse(options(those, empty=empty)))


def _names(code: str) -> str:
    """All names of a unit: the list has the short one in the page's language."""
    unit = queries.unit(code)
    return f"{unit.called('zh-hans')} · {unit.name} · {unit.called('ko')}" if unit is not None else ""


def _pairs(choices: SafeString) -> Iterator[tuple[str, str]]:
    """The choices of a ready list, without the empty one."""
    return ((unescape(code), unescape(label)) for code, label in _OPTION.findall(choices) if code)
