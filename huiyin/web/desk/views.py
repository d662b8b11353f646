"""The work list, and one matter: its page, its acts, its files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases import papers
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.looks import note_look
from huiyin.rooms.cases.parties import parties_of
from huiyin.rooms.cases.queries import PAGE, File, Key, file_of, matter_for, work_list
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.county.queries import desk_of, law
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.routing import person_bars
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import OPEN, Status, Verb
from huiyin.web.desk import acting, around, drawing, lists, pages, timeline
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.clocks import alarm_line
from huiyin.web.desk.confidence import numbered, without_who
from huiyin.web.desk.ended import ended, fitted
from huiyin.web.desk.lettering import subject
from huiyin.web.desk.parts import Names
from huiyin.web.desk.register import to_slip
from huiyin.web.desk.suggesting import preset, suggestions
from huiyin.web.desk.telling import notice
from huiyin.web.shared import badges, county
from huiyin.web.shared.fields import printable
from huiyin.web.shared.once import token_for
from huiyin.web.shared.page import kept_by_browser, private, render
from huiyin.web.shared.timeline import html
from huiyin.web.shared.uploads import upload_of
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest


# -- work list ----------------------------------------------------------------------------------------------------


@require_safe
@staff
def work_list_page(request: HttpRequest) -> HttpResponse:
    """Open matters by due date, fifty a page."""
    who, today = actor(request), local_date(timezone.now())
    asked = _Asked(request, who)
    rows = work_list(
        who, unit=asked.unit, status=asked.status, late_on=asked.late_on(today), after=asked.after, size=PAGE
    )
    shown, more = rows[:PAGE], len(rows) > PAGE
    names = _names(who, {})
    last = shown[-1] if more else None
    context = {
        "at": "list",
        "lists": lists.links(who),
        "scope": _("The whole county") if asked.unit is None else county.unit_name(asked.unit),
        "unit_chips": asked.unit_chips(),
        "due_chips": asked.due_chips(),
        "state_chips": asked.state_chips(),
        "alarm": alarm_line(who, timezone.now()),
        "groups": pages.groups(shown, names, today=today),
        "empty_heading": _("Nothing here"),
        "empty_text": _("No open matter fits this choice."),
        "pager": {
            "first": asked.link() if asked.after else "",
            "next": asked.link(after=f"{last.next_due:%Y-%m-%d}_{last.number}") if last else "",
        },
    }
    return private(render(request, "desk/work_list.html", context, frame=frame(request)))


class _Asked:
    """What the address asks for; whatever it doesn't understand it leaves out."""

    def __init__(self, request: HttpRequest, who: Actor) -> None:
        given = request.GET
        own = [post.unit for post in who.posts_with(Permission.SEE_UNIT)]
        self.units = list(dict.fromkeys((*own, *map(desk_of, own))))  # the house's desk after the own office
        self.county = who.may(Permission.SEE_COUNTY)
        wanted = given.get("unit", "")
        first = None if self.county else (self.units[0] if self.units else "")
        self.unit = wanted if wanted in self.units else first
        state = given.get("state", "")
        self.status = Status(state) if state in {s.value for s in OPEN} else None
        self.due = given.get("due", "") if given.get("due") in ("late", "soon") else ""
        self.after = _key(given.get("after", ""))

    def late_on(self, today: date) -> date | None:
        """Only what is due before this day."""
        if self.due == "late":
            return today
        return today + timedelta(days=badges.SOON + 1) if self.due == "soon" else None

    def link(self, **changes: str) -> str:
        """The address of this list with some of it changed."""
        now = {"unit": self.unit or "", "state": self.status or "", "due": self.due, "after": ""}
        kept = {k: v for k, v in {**now, **changes}.items() if v}
        return "/desk/" + (f"?{urlencode(kept)}" if kept else "")

    def unit_chips(self) -> list[dict[str, Any]]:
        """Which unit's list; none where there is no choice."""
        chips = [
            {"word": county.unit_name(u), "url": self.link(unit=u), "on": u == self.unit} for u in self.units
        ]
        if self.county:
            chips.insert(
                0, {"word": _("The whole county"), "url": self.link(unit=""), "on": self.unit is None}
            )
        return chips if len(chips) > 1 else []

    def due_chips(self) -> list[dict[str, Any]]:
        """All, soon, late."""
        soon = ngettext("Due within %(n)s day", "Due within %(n)s days", badges.SOON) % {"n": badges.SOON}
        known = {"": _("All"), "soon": soon, "late": _("Late")}
        return [{"word": w, "url": self.link(due=due), "on": due == self.due} for due, w in known.items()]

    def state_chips(self) -> list[dict[str, Any]]:
        """All open states in the order of a matter's way."""
        chips = [{"word": _("All"), "url": self.link(state=""), "on": self.status is None}]
        return chips + [
            {"word": word(s), "url": self.link(state=s.value), "on": s is self.status}
            for s in Status
            if s in OPEN
        ]


def _key(text: str) -> Key | None:
    day, _gap, number = text.partition("_")
    parsed = parse_number(number)
    try:
        return Key(date.fromisoformat(day), parsed.text) if parsed else None
    except ValueError:
        return None


def _names(who: Actor, people: dict[str, str]) -> Names:
    return Names(
        unit=county.unit_name,
        place=county.place_name,
        category=county.category_name,
        person=lambda key: people.get(key, key),
    )


# -- matter -------------------------------------------------------------------------------------------------------


@require_safe
@staff
def matter_page(request: HttpRequest, number: str) -> HttpResponse:
    """One matter; ``?do=verb`` with the form of an act, ``?done=seq`` after one."""
    matter = matter_or_404(request, number)
    if matter.number != number:
        return HttpResponseRedirect(f"/desk/matter/{matter.number}/")
    wanted = request.GET.get("do", "")
    verb = Verb(wanted) if wanted in {v.value for v in Verb} and acting.offered(Verb(wanted)) else None
    return kept_by_browser(_page(request, matter.number, verb=verb, done_seq=request.GET.get("done", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one act: 303 back to the page, 422 with the form and what is to be mended, 409 if somebody acted meanwhile.

    Asked for without sending (a reload after a refusal), it leads to the form on the matter's page.
    """
    chosen = Verb(verb) if verb in {v.value for v in Verb} else None
    if chosen is None or not acting.offered(chosen):
        raise Http404
    matter = matter_or_404(request, number)
    if request.method != "POST":
        return HttpResponseRedirect(f"/desk/matter/{matter.number}/?do={chosen.value}#do")
    seen = _whole(request.POST.get("seen", ""))
    given, errors, typed = acting.read(chosen, request.POST)
    upload = request.FILES.get("file") if chosen is Verb.ATTACH else None
    if chosen is Verb.ATTACH and upload is None:
        errors["file"] = Refused("missing", field="file")
    if errors:
        return private(_page(request, matter.number, verb=chosen, typed=typed, errors=errors, status=422))
    try:
        state = _do(chosen, matter.number, given, upload, by=actor(request), seen=seen)
    except NotDone as no:
        return _refused(request, matter.number, chosen, typed, no.refused, seen)
    if isinstance(state, Receipt):  # a review was asked for at the counter: its slip is handed over
        return to_slip(request, state, kept=True)
    if chosen is Verb.UNMASK:
        return private(_page(request, matter.number, full=True))
    response = HttpResponseRedirect(f"/desk/matter/{matter.number}/?done={state.seq}")
    response.status_code = 303
    return response


def _do(
    verb: Verb, number: str, given: dict[str, Any], upload: Any, *, by: Actor, seen: int
) -> MatterState | Receipt:
    now = timezone.now()
    if verb is Verb.ATTACH:
        return papers.attach(number, upload=upload_of(upload), by=by, now=now, seen=seen)
    if verb is Verb.ASK_REVIEW:  # the same form twice hands over the same slip
        given = {**given, "token": token_for(by.key, number, str(seen), given["text"])}
    return VERBS[verb](number, **given, by=by, now=now, seen=seen)


def _refused(
    request: HttpRequest, number: str, verb: Verb, typed: dict[str, str], no: Refused, seen: int | None
) -> HttpResponse:
    if no.reason == "stale":
        return private(_page(request, number, verb=verb, typed=typed, stale_since=seen or 0, status=409))
    if no.field == "of" and matter_for(actor(request), typed["of"]) is None:
        note_look(typed["of"], verb.value, by=actor(request), now=timezone.now())
    errors = {no.field or "": no}
    return private(_page(request, number, verb=verb, typed=typed, errors=errors, status=422))


def _whole(text: str) -> int:
    """The entry that the person saw last; 0, which is never right, if the form lost it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _page(
    request: HttpRequest,
    number: str,
    *,
    verb: Verb | None = None,
    typed: dict[str, str] | None = None,
    errors: dict[str, Refused] | None = None,
    stale_since: int | None = None,
    full: bool = False,
    done_seq: str = "",
    status: int = 200,
) -> HttpResponse:
    now, who = timezone.now(), actor(request)
    file, ruling = file_of(number), law()
    kept = in_confidence(file.state.confidential, file.state.desk, who)
    if kept:
        file = without_who(file)
    people = {e.by for e in file.entries} | {file.state.officer} | person_bars(file.state)
    names = _names(who, names_of(people))
    acts = acting.acts(file.state, actor=who, now=now, law=ruling, chosen=verb)
    possible, may_unmask = acts.possible, Verb.UNMASK in acts.possible
    scene = Scene(file.state, who, now, ruling, names, file.texts)
    joined = [p.number for p in file.petitions if p.number != number]
    along = parties_of(p.number for p in file.petitions)
    head = pages.head(file, names, now=now, may_unmask=may_unmask and not full)
    context = {
        "m": head,
        "ended": [] if kept else ended(file, along, acts.possible, by=who),
        "acts": acts,
        "form": _form(request, scene, file, verb, typed, errors) if verb in possible and verb else None,
        "suggested": suggestions(scene, file, verb, request.GET) if verb in possible else None,
        "petitions": pages.petitions(
            file.petitions,
            file.texts,
            texts_named(joined, 1, "text") if joined else {},
            along,
            full=full,
            kept=kept,
        ),
        "clocks": pages.running_clocks(file, names, ruling, now=now),
        "past_clocks": pages.past_clocks(file, names),
        "papers": pages.papers(file, timeline.paper_names(file.texts)),
        "around": around.sections(file, names, now=now),
        "stuck": around.why_stuck(file.state, ruling, now=now),
        "timeline": html(timeline.items(file, names, url=head.url, new_after=stale_since or 0, full=full)),
        "notice": notice(
            scene, file, verb, possible, typed=typed, stale_since=stale_since, done_seq=done_seq
        ),
    }
    return render(request, "desk/matter.html", context, status=status, frame=frame(request))


def _form(
    request: HttpRequest,
    scene: Scene,
    file: File,
    verb: Verb,
    typed: dict[str, str] | None,
    errors: dict[str, Refused] | None,
) -> drawing.FormView:
    """The form of an act; the address may say which letter it begins with and which matter it refers to."""
    made = drawing.form(
        scene,
        verb,
        typed=typed,
        errors=errors,
        subject=subject(file, scene.law),
        begin=request.GET.get("begin", ""),
        preset=preset(verb, request.GET),
    )
    return fitted(made, file.petitions, of=request.GET.get("of", ""))


@require_safe
@staff
def download(request: HttpRequest, number: str, seq: int) -> FileResponse:
    """One attachment, streamed and always saved, never shown inside our pages."""
    matter = matter_or_404(request, number)
    found = papers.stored(matter.number, seq)
    if found is None or not found.path.is_file():
        raise Http404
    name = found.name
    if in_confidence(matter.confidential, matter.desk_id, actor(request)):
        name = numbered(papers.place_of(matter.number, seq), name)
    response = FileResponse(found.path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(printable(name))}"
    response["Cache-Control"] = "no-store, private"
    return response
