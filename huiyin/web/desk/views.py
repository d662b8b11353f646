"""One matter: its page, its acts, its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.cases import papers
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.handing_out import Held, held_back
from huiyin.rooms.cases.looks import note_look
from huiyin.rooms.cases.queries import File, matter_for
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.queries import written_there
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Route, Status, Verb
from huiyin.web.desk import (
    acting,
    around,
    checking,
    confirming,
    drawing,
    hot_line,
    instructed,
    involved,
    pages,
    proof,
    same,
    scribing,
    shots,
    timeline,
    under_review,
    unit_papers,
    whole_file,
)
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.act_form import FormView
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.confidence import numbered
from huiyin.web.desk.ended import ended, fitted
from huiyin.web.desk.lettering import subject
from huiyin.web.desk.opened import Opened, opened
from huiyin.web.desk.parts import Names
from huiyin.web.desk.quoting import with_quote
from huiyin.web.desk.shots import Shot
from huiyin.web.desk.slip import to_slip
from huiyin.web.desk.suggesting import preset, suggestions
from huiyin.web.desk.telling import notice
from huiyin.web.shared import errors
from huiyin.web.shared.fields import printable, whole
from huiyin.web.shared.once import token_for
from huiyin.web.shared.page import kept_by_browser, private, render, see
from huiyin.web.shared.timeline import html
from huiyin.web.shared.uploads import upload_of

if TYPE_CHECKING:
    from django.http import HttpRequest


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

    The same form sent once more (a double click, a line that broke) leads where it led before.

    Asked for without sending (a reload after a refusal), it leads to the form on the matter's page.
    """
    chosen = Verb(verb) if verb in {v.value for v in Verb} else None
    if chosen is None or not acting.offered(chosen):
        raise Http404
    matter = matter_or_404(request, number)
    if request.method != "POST":
        return HttpResponseRedirect(f"/desk/matter/{matter.number}/?do={chosen.value}#do")
    seen = whole(request.POST.get("seen", ""))
    given, errors, typed = acting.read(chosen, request.POST)
    upload = request.FILES.get("file") if chosen is Verb.ATTACH else None
    if chosen is Verb.ATTACH and upload is None:
        errors["file"] = Refused("missing", field="file")
    if errors:
        return kept_by_browser(
            _page(request, matter.number, verb=chosen, typed=typed, errors=errors, status=422)
        )
    missing = _held_up(request, matter.number, chosen, given)
    if missing is not None:
        return _refused(request, matter.number, chosen, typed, missing, seen)
    try:
        state = _do(chosen, matter.number, given, upload, by=actor(request), seen=seen)
    except NotDone as no:
        if no.refused.reason == "stale" and _sent_before(
            actor(request), matter.number, chosen, given, upload, seen
        ):
            return see(f"/desk/matter/{matter.number}/?done={seen + 1}")
        return _refused(request, matter.number, chosen, typed, no.refused, seen)
    same.note(chosen, state, before=matter.linked_to, by=actor(request))
    if isinstance(state, Receipt):  # a review was asked for at the counter: its slip is handed over
        return to_slip(request, state, kept=True)
    if chosen is Verb.UNMASK:
        return private(_page(request, matter.number, full=True))
    return see(
        same.back_to(request, chosen, matter.number) or f"/desk/matter/{matter.number}/?done={state.seq}"
    )


def _held_up(request: HttpRequest, number: str, verb: Verb, given: dict[str, Any]) -> Refused | None:
    """What the desk asks for before the act: the parts of Art. 32, what is promised, a machine's words read by somebody."""
    if verb is Verb.APPROVE:
        return checking.lock(request, number)
    return checking.owed_lock(number, given) if verb is Verb.CLOSE else scribing.lock(number, given)


def _do(
    verb: Verb, number: str, given: dict[str, Any], upload: Any, *, by: Actor, seen: int
) -> MatterState | Receipt:
    now = timezone.now()
    if verb is Verb.ATTACH:
        return papers.attach(number, upload=upload_of(upload), by=by, now=now, seen=seen, **given)
    if verb is Verb.ASK_REVIEW:  # the same form twice hands over the same slip
        given = {**given, "token": token_for(by.key, number, str(seen), given["text"])}
    return VERBS[verb](number, **given, by=by, now=now, seen=seen)


def _sent_before(
    by: Actor, number: str, verb: Verb, given: Mapping[str, Any], upload: Any, seen: int
) -> bool:
    """Whether just this is what they did next."""
    if verb is Verb.ATTACH:
        return papers.is_at(number, seen + 1, upload_of(upload), by=by)
    return verb is not Verb.UNMASK and bool(written_there({number: seen + 1}, verb, given, by=by.key))


def _refused(
    request: HttpRequest, number: str, verb: Verb, typed: dict[str, str], no: Refused, seen: int | None
) -> HttpResponse:
    if no.reason == "stale":
        return kept_by_browser(
            _page(request, number, verb=verb, typed=typed, stale_since=seen or 0, status=409)
        )
    if no.field == "of" and matter_for(actor(request), typed["of"]) is None:
        note_look(typed["of"], verb.value, by=actor(request), now=timezone.now())
    errors = {no.field or "": no}
    return kept_by_browser(_page(request, number, verb=verb, typed=typed, errors=errors, status=422))


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
    read, ruling = opened(number, who), law()
    file, kept, names, along = read.file, read.kept, read.names, read.along
    acts = acting.acts(file.state, actor=who, now=now, law=ruling, chosen=verb)
    seen, answer = shots.of_file(file, names), under_review.standing(file, who)
    pinned = _pinned(read, answer, acts.possible, now)
    possible, may_unmask = acts.possible, Verb.UNMASK in acts.possible
    scene = Scene(file.state, who, now, ruling, names, file.texts)
    head = pages.head(file, names, now=now, may_unmask=may_unmask and not full and pages.names_somebody(read))
    context = {
        "m": head,
        "hot": hot_line.line(number, who),
        "ended": [] if kept else ended(file, along, acts.possible, by=who),
        "same_url": same.url_of(file.state, acts.possible),
        **_acts(acts, pinned, file.state.status),
        "form": _form(request, scene, file, answer, verb, typed, errors)
        if verb in possible and verb
        else None,
        "suggested": suggestions(scene, file, verb, request.GET) if verb in possible else None,
        "check": checking.panel(scene, file, verb, typed, kept=kept) if verb in possible else None,
        "petitions": pages.petitions(read, full=full),
        "clocks": pages.running_clocks(file, names, ruling, now=now),
        "past_clocks": pages.past_clocks(file, names),
        "papers": pages.papers(file, timeline.paper_names(file.texts)),
        "shots": shots.row(seen.values()),
        "letters": [*whole_file.links(read), *unit_papers.links(read, who)],
        "scribe": scribing.panel(file.state, acts.possible),
        "involved": involved.people(read),
        "around": around.sections(file, names, now=now, seen=seen),
        **_addresses(number, possible, who),
        "pinned": pinned,
        "stuck": around.why_stuck(file.state, ruling, now=now),
        "timeline": _story(file, names, seen, head.url, stale_since or 0, full=full),
        "notice": notice(
            scene, file, verb, possible, typed=typed, stale_since=stale_since, done_seq=done_seq
        ),
    }
    return render(request, "desk/matter.html", context, status=status, frame=frame(request))


def _acts(acts: acting.Acts, pinned: list[instructed.Pinned], status: Status) -> dict[str, object]:
    """The acts below, without those that an objection offers on top; ``main_above``: which of these is the next step."""
    above = {url for one in pinned for _word, url in one.acts if status is Status.OBJECTED}
    main = next((one.url for one in acts.usual if one.main and one.url in above), "")
    return {"acts": acts.without(above), "main_above": main}


def _pinned(
    read: Opened, answer: under_review.Standing, possible: Set[Verb], now: datetime
) -> list[instructed.Pinned]:
    """What stands above the page: that the answer doesn't hold any more, then what waits for somebody's word."""
    revoked = under_review.pinned(answer, read.file, possible, now=now)
    return [*revoked, *instructed.pinned(read, possible, now=now)]


def _addresses(number: str, possible: Set[Verb], who: Actor) -> dict[str, str]:
    """Where the page leads on to: a note from the site, the check of the record, the decision; empty where it doesn't."""
    on_site = Verb.NOTE in possible and who.may(Permission.HANDLE)
    return {
        "site_url": f"/desk/matter/{number}/field/" if on_site else "",
        "proof_url": f"/desk/matter/{number}/proof/" if proof.may_check(who) else "",
        "decide_url": _decide_url(number, possible),
    }


def _decide_url(number: str, possible: Set[Verb]) -> str:
    """Where the person decides on the matter; empty where nothing waits for that."""
    decides = possible & {Verb.APPROVE, Verb.DESIGNATE, Verb.REFUSE_EXTENSION}
    return f"/desk/matter/{number}/decide/" if decides else ""


def _story(
    file: File, names: Names, seen: Mapping[int, Shot], url: str, new_after: int, *, full: bool
) -> SafeString:
    """What happened, with the pictures that were attached."""
    shown = shots.each(seen)
    return html(timeline.items(file, names, url=url, new_after=new_after, full=full, pictures=shown))


def _form(
    request: HttpRequest,
    scene: Scene,
    file: File,
    answer: under_review.Standing,
    verb: Verb,
    typed: dict[str, str] | None,
    errors: dict[str, Refused] | None,
) -> FormView:
    """The form of an act; the address may say which letter it begins with and which matter it refers to."""
    begin = Route.WITHDRAWN.value if confirming.confirms(verb, scene.state) else request.GET.get("begin", "")
    made = drawing.form(
        scene,
        verb,
        typed=typed,
        errors=errors,
        subject=subject(file, scene.law, scene.now),
        begin=begin,
        preset=preset(verb, request.GET),
    )
    made = with_quote(made, request.GET.get("quote", ""), scene.actor, fresh=typed is None)
    made = replace(made, care=_care(verb, scene.state, answer), settled=same.settled(request, verb))
    return confirming.narrowed(fitted(made, file.petitions, of=request.GET.get("of", "")), scene.state)


def _care(verb: Verb, state: MatterState, answer: under_review.Standing) -> str:
    """What is to be known before the act."""
    if verb is Verb.REOPEN:
        return under_review.meanwhile(answer.ways)
    return confirming.instead(state) if verb in (Verb.APPROVE, Verb.ISSUE) else ""


_HELD: Mapping[Held, Callable[[], str]] = {
    Held.NAMES_THEM: lambda: _(
        "Who speaks is kept in confidence, and this file tells it. The unit that took the matter in has it: ask there for "
        "what you need, or for a copy without the name."
    ),
    Held.CANT_BE_READ: lambda: _(
        "Who speaks is kept in confidence, and this file can't be looked through. The unit that took the matter in has it: ask "
        "there for what you need, or for a copy without the name."
    ),
    Held.NOT_READ_YET: lambda: _(
        "Who speaks is kept in confidence, and this file hasn't been looked through yet. Please try again in a minute."
    ),
    Held.TELLS_WHERE: lambda: _(
        "Who speaks is kept in confidence, and this file says where a picture in it was taken. If the matter's page shows the "
        "picture, look at it there. The unit that took the matter in has the file: ask there for a copy without the place."
    ),
}


@require_safe
@staff
def download(request: HttpRequest, number: str, seq: int) -> HttpResponseBase:
    """One attachment, streamed and always saved, never shown inside our pages; 403 where its words tell what is kept."""
    matter = matter_or_404(request, number)
    found = papers.stored(matter.number, seq)
    if found is None or not found.path.is_file():
        raise Http404
    name, who = found.name, actor(request)
    if (why := held_back(who, matter, seq, found)) is not None:
        return errors.page(request, 403, because=_HELD[why]())
    if in_confidence(matter.confidential, matter.desk_id, who):
        name = numbered(papers.place_of(matter.number, seq), name)
    response = FileResponse(found.path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(printable(name))}"
    response["Cache-Control"] = "no-store, private"
    return response
