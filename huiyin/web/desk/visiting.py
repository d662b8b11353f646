"""From the site, by phone: a note with its place and photos, or what shows that a commitment was carried out.

One form, sent whole; the words are written first, then each photo, and sending it again writes nothing twice. Photos are
checked by their content; script makes large ones smaller before they are sent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone, note
from huiyin.rooms.cases.following import fulfil
from huiyin.rooms.cases.papers import attach_once
from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.county.queries import law
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import LIMIT, Kind
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import acting, choosing, scribing
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.opened import file_for
from huiyin.web.desk.parts import Names
from huiyin.web.shared import sayings
from huiyin.web.shared.fields import FieldView, focused, whole
from huiyin.web.shared.forms import Text, problems, view
from huiyin.web.shared.page import kept_by_browser, lang_of, render, see
from huiyin.web.shared.uploads import megabytes, megabytes_together, refusals, upload_of
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

#: So many photos go with one note.
MOST_PHOTOS = 9
#: What is written here, by the address's last word.
_VERBS = {"": Verb.NOTE, Verb.FULFIL.value: Verb.FULFIL}


class NoteForm(forms.Form):
    """What was seen, and where."""

    text = Text(most=LIMIT[Kind.LONG])
    spot = Text(most=LIMIT[Kind.TEXT], required=False)


class EvidenceForm(forms.Form):
    """Which commitment was carried out, and what shows it."""

    item = Text(most=6)
    text = Text(most=LIMIT[Kind.LONG])


@dataclass(frozen=True, slots=True)
class Site:
    """What the page is made from: the matter's file, who writes what."""

    file: File
    who: Actor
    verb: Verb

    @property
    def url(self) -> str:
        """The address of the matter's page."""
        return f"/desk/matter/{self.file.state.number}/"


@only(["GET", "HEAD", "POST"])
@staff
def visit_page(request: HttpRequest, number: str, what: str = "") -> HttpResponse:
    """The form, and its sending: 303 back to the matter, 422 with what was typed and what is to be mended.

    Who may not write it is led to the matter's page, which says why.
    """
    verb = _VERBS.get(what)
    if verb is None:
        raise Http404
    matter, who = matter_or_404(request, number), actor(request)
    site = Site(file_for(matter.number, who), who, verb)
    form = _form(verb, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return _sent(request, site, form)
    no = barred(site.file.state, verb, actor=who, now=timezone.now(), law=law())
    if no is not None:
        return HttpResponseRedirect(f"{site.url}?do={verb.value}")
    return _page(request, site, form)


def _form(verb: Verb, given: Any) -> forms.Form:
    return NoteForm(given) if verb is Verb.NOTE else EvidenceForm(given)


def _sent(request: HttpRequest, site: Site, form: forms.Form) -> HttpResponse:
    photos = [one for one in request.FILES.getlist("files") if one.name]
    wrong = refusals(photos, most=MOST_PHOTOS) if photos else ""
    if not form.is_valid() or wrong:
        return _page(request, site, form, photos=wrong, status=422)
    try:
        unmended = scribing.lock(site.file.state.number, form.cleaned_data)
        if unmended is not None:
            raise NotDone(unmended)
        _write(site, form.cleaned_data)
        had = _keep(site, photos, form.cleaned_data)
    except NotDone as no:
        sentence = acting.because(no.refused)
        if no.refused.field in form.fields:
            form.add_error(no.refused.field, sentence)
            sentence = ""
        return _page(request, site, form, refused=sentence, status=422)
    told = f"-{had}" if had else ""
    return see(f"{site.url}?done={_written(file_of(site.file.state.number), site)}{told}")


def _written(file: File, site: Site) -> str:
    """From the words to the last photo: what the matter's page says was done."""
    last = file.state.seq
    mine = (e.seq for e in reversed(file.entries) if e.by == site.who.key and e.verb == site.verb.value)
    return f"{next(mine, last)}-{last}"


def _write(site: Site, said: dict[str, Any]) -> None:
    """The words, unless the person's own last ones were just these: sent twice, also at one moment, it is written once."""
    state, who, now = site.file.state, site.who, timezone.now()
    if _said_last(site, said):
        return
    try:
        if site.verb is Verb.NOTE:
            note(state.number, text=said["text"], spot=said["spot"], by=who, now=now, seen=state.seq)
        else:
            fulfil(state.number, item=whole(said["item"]), text=said["text"], by=who, now=now, seen=state.seq)
    except NotDone as no:
        if no.refused.reason != "stale":
            raise
        # who acted meanwhile may have been they themselves
        _write(replace(site, file=file_of(state.number)), said)


def _said_last(site: Site, said: dict[str, Any]) -> bool:
    """Whether today's last words of this person were just these, of the same commitment; another day they are said anew."""
    today = local_date(timezone.now())
    mine = [
        e for e in site.file.entries
        if e.by == site.who.key and e.verb == site.verb.value and local_date(e.at) == today
    ]  # fmt: skip
    if not mine:
        return False
    if site.verb is Verb.FULFIL and json.loads(mine[-1].data)["item"] != whole(said["item"]):
        return False
    texts = site.file.texts
    # the way back gives the text back and not always the place
    names = ("text", "spot") if site.verb is Verb.NOTE and said["spot"] else ("text",)
    return all((texts.get((mine[-1].seq, name)) or "") == said[name] for name in names)


def _keep(site: Site, photos: Sequence[UploadedFile], said: dict[str, Any]) -> int:
    """Each photo, once; what shows that a commitment was carried out stands with it. How many were there already.

    Of a matter whose petitioner is kept in confidence only what the person's own units brought is told of.
    """
    pledge, state = whole(said["item"]) if site.verb is Verb.FULFIL else 0, site.file.state
    held = [
        attach_once(state.number, upload=upload_of(one), by=site.who, now=timezone.now(), pledge=pledge)
        for one in photos
    ]
    if any(held) and in_confidence(state.confidential, state.desk, site.who):
        own = {e.seq for e in file_of(state.number).entries if e.unit in site.who.units}
        held = [seq for seq in held if seq in own]
    return sum(seq > 0 for seq in held)


def _page(
    request: HttpRequest, site: Site, form: forms.Form, *, photos: str = "", refused: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    fields = focused([*_fields(site, form, request.GET.get("item", "")), *_photos(photos)])
    title = site.file.texts.get((1, "title")) or _("(erased as the law provides)")
    context = {
        "at": "visit",
        "heading": _("Note from the site") if site.verb is Verb.NOTE else _("Commitment carried out"),
        "number": site.file.state.number,
        "title": title,
        "lang": lang_of(title),
        "action": f"{site.url}field/" + (f"{site.verb.value}/" if site.verb is not Verb.NOTE else ""),
        "fields": fields,
        "problems": problems(fields),
        "files_lost": bool(request.FILES) and not request.headers.get("X-Huiyin-Kept"),
        "refused": refused,
    }
    return kept_by_browser(render(request, "desk/visit.html", context, status=status, frame=frame(request)))


def _fields(site: Site, form: forms.Form, item: str) -> list[FieldView]:
    if site.verb is Verb.NOTE:
        return [
            view(form, "text", _("What you saw and what was said"), kind="long", rows=6),
            view(form, "spot", sayings.label("spot"), extra={"autocomplete": "off", "enterkeyhint": "done"},
                 help=_("Village, house, spot: as you would tell a colleague.")),
        ]  # fmt: skip
    return [
        view(form, "item", sayings.label("item", Verb.FULFIL), kind="select", start=item,
             listed=lambda value: _pledges(site, value)),
        view(form, "text", sayings.label("text", Verb.FULFIL), kind="long", rows=5,
             help=_("Day, receipt, who confirms it. Photos below.")),
    ]  # fmt: skip


def _pledges(site: Site, value: str) -> Any:
    scene = Scene(site.file.state, site.who, timezone.now(), law(), Names(), site.file.texts)
    spec = next(spec for spec in TRANSITIONS[Verb.FULFIL].fields if spec.name == "item")
    return choosing.items(spec, Verb.FULFIL, scene, value, _("Please choose"))


def _photos(error: str) -> list[FieldView]:
    """Two ways to the same: the camera, and what was taken before. One of them carries what is to be mended."""
    most = ngettext(
        "At most %(n)s photo of %(mb)s MB.",
        "At most %(n)s photos of %(mb)s MB each, %(all)s MB together.",
        MOST_PHOTOS,
    )
    gap = "" if language().startswith("zh") else " "
    limits = {"n": MOST_PHOTOS, "mb": megabytes(), "all": megabytes_together()}
    smaller = _("If one is too large, set the camera to a smaller picture, or send the photos one by one.")
    return [
        FieldView(
            "files", _("Photos taken before"), kind="file", required=False, error=error,
            help=gap.join((most % limits, smaller)), extra={"multiple": "multiple", "accept": "image/*,.pdf"},
        )
    ]  # fmt: skip
