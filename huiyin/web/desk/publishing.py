"""Publishing an answer: what was said on the left, what everybody will read on the right, one beside the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.publishing import publish, recognised_by, told_of
from huiyin.rooms.cases.queries import File
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.queries import written_there
from huiyin.rules.fields import LIMIT, Kind, Refused
from huiyin.rules.lifecycle import barred
from huiyin.rules.openly import kinds_found, telling
from huiyin.rules.tokens import letters
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.opened import file_for
from huiyin.web.shared import sayings
from huiyin.web.shared.fields import FieldView, focused, whole
from huiyin.web.shared.forms import Text, problems, view
from huiyin.web.shared.page import kept_by_browser, lang_of, render, see
from huiyin.web.shared.words import language, run_on

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

LEFT_OUT = "（略）"


class PublishForm(forms.Form):
    """The words for everybody."""

    title = Text(most=LIMIT[Kind.TEXT])
    question = Text(most=LIMIT[Kind.LONG])
    text = Text(most=LIMIT[Kind.LONG])


@staff
@only(["GET", "HEAD", "POST"])
def publish_page(request: HttpRequest, number: str) -> HttpResponse:
    """Both texts side by side; the right one begins as the left one without what the register knows of the people in it.

    303 back to the matter once it is published, the same form sent once more too; where it may not be, to the matter's page,
    which says why. What was written while somebody else acted stays (409, or 422 where it may not be published any more).
    """
    matter, now, who = matter_or_404(request, number), timezone.now(), actor(request)
    file = file_for(matter.number, who)
    back = f"/desk/matter/{matter.number}/"
    said = _said(file)
    if request.method != "POST":
        if barred(file.state, Verb.PUBLISH, actor=who, now=now, law=law()) is not None:
            return HttpResponseRedirect(f"{back}?do={Verb.PUBLISH.value}")
        known = list(told_of(matter.number))
        return _page(
            request, file, PublishForm({name: _without(text, known) for name, text in said.items()}), said
        )
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, file, form, said, status=422)
    seen = whole(request.POST.get("seen", ""))
    try:
        state = publish(matter.number, **form.cleaned_data, by=who, now=now, seen=seen)
    except NotDone as no:
        stale = no.refused.reason == "stale"
        if stale and written_there({matter.number: seen + 1}, Verb.PUBLISH, form.cleaned_data, by=who.key):
            return see(f"{back}?done={seen + 1}")
        refused = sayings.say(no.refused)
        if no.refused.field in form.fields:
            form.add_error(no.refused.field, run_on(refused, *_in_all(form, matter.number, no.refused)))
            refused = ""
        file = file_for(matter.number, who)
        return _page(request, file, form, said, refused=refused, status=409 if stale else 422)
    return see(f"{back}?done={state.seq}")


#: What is found, by kind; the data itself isn't said again.
_KINDS: Mapping[str, _StrPromise] = {
    "number": pgettext_lazy("found", "telephone, ID or card numbers"),
    "email": pgettext_lazy("found", "e-mail addresses"),
    "plate": pgettext_lazy("found", "number plates"),
    "messenger": pgettext_lazy("found", "names in messengers"),
    "door": pgettext_lazy("found", "doors of a house"),
    "name": pgettext_lazy("found", "people who give their name"),
    "people": pgettext_lazy("found", "names, numbers or addresses of people in this matter"),
}


def _in_all(form: PublishForm, number: str, no: Refused) -> list[str]:
    """What else is to be left out, so that it isn't refused piece by piece; each of the other fields says it itself."""
    if no.reason != "tells_of_somebody":
        return []
    known, told = set(told_of(number)), []
    for name in form.fields:
        found = _kinds(form.cleaned_data[name], known)
        pieces = [_("%(kind)s: %(n)s") % {"kind": _KINDS[kind], "n": n} for kind, n in found.items()]
        listed = ("，" if language().startswith("zh") else ", ").join(pieces)
        if name == no.field and sum(found.values()) > 1:
            told.append(_("Found here in all: %(found)s.") % {"found": listed})
        elif name != no.field and found:
            form.add_error(name, _("This tells who somebody is, too: %(found)s.") % {"found": listed})
    return told


def _kinds(text: str, known: set[str]) -> Counter[str]:
    """How many pieces of each kind; what somebody of the matter told and what looks like it anyway is one piece."""
    words, found = letters(text), kinds_found(text)
    there = {
        one for one in known if any(part in words for part in recognised_by(one)) and not kinds_found(one)
    }
    return found + Counter({"people": len(there)})


def _said(file: File) -> dict[str, str]:
    """Title, request and answer as they stand in the file; empty where they were erased by law."""
    opinion = file.state.opinion
    answer = file.texts.get((opinion.text_seq, "text")) if opinion is not None else ""
    asked = {"title": file.texts.get((1, "title")), "question": file.texts.get((1, "text")), "text": answer}
    return {name: text or "" for name, text in asked.items()}


def _without(text: str, known: list[str]) -> str:
    """The text without what the people in the matter told of themselves, and without what looks like a number of somebody's."""
    for one in sorted(known, key=len, reverse=True):
        text = text.replace(one, LEFT_OUT)
    return telling.sub(LEFT_OUT, re.sub(r"[ \t]+\n", "\n", text))


def _page(
    request: HttpRequest,
    file: File,
    form: PublishForm,
    said: dict[str, str],
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    labels = {
        "title": (_("Title"), _("Title for everybody"), "text", 1),
        "question": (_("What was asked"), _("What was asked, without anybody's data"), "long", 12),
        "text": (_("The answer"), _("What was answered, without anybody's data"), "long", 14),
    }
    fields: list[FieldView] = focused(
        [view(form, name, label, kind=kind, rows=rows) for name, (_left, label, kind, rows) in labels.items()]
    )
    context = {
        "number": file.state.number,
        "seen": file.state.seq,
        "pairs": [
            (labels[field.name][0], said[field.name], lang_of(said[field.name]), field) for field in fields
        ],
        "refused": refused,
        "problems": problems(fields),
    }
    return kept_by_browser(render(request, "desk/publish.html", context, status=status, frame=frame(request)))
