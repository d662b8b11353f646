"""One decision on one matter, for a phone: what it is about, two or three large buttons, then the one form with its button.

The choice of a button is a link, so nothing is done by a slip of the thumb; the form behind it does it once. The same acts as
on the matter's page, by the same rules: only what leads there and back is another way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.cases import lists
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.queries import written_there
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Kind, Refused
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Status, Verb
from huiyin.web.desk import acting, checking, drawing, menu, pages, scribing
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.desk.act_form import FormView
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.list_rows import days_more
from huiyin.web.desk.opened import file_for, names_in
from huiyin.web.desk.parts import Names
from huiyin.web.desk.telling import notice
from huiyin.web.desk.work_rows import people_of
from huiyin.web.shared import when
from huiyin.web.shared.fields import whole
from huiyin.web.shared.page import kept_by_browser, lang_of, render, see
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What is decided here, in the order of the buttons.
DECISIONS = (
    Verb.APPROVE, Verb.REWORK, Verb.DESIGNATE, Verb.AGREE_RETURN, Verb.REFUSE_RETURN, Verb.EXTEND, Verb.REFUSE_EXTENSION,
    Verb.OWN, Verb.OWN_REPORT, Verb.INSTRUCT, Verb.LIFT, Verb.ESCALATE,
)  # fmt: skip
_BY_VALUE = {verb.value: verb for verb in DECISIONS}


@dataclass(frozen=True, slots=True)
class Said:
    """What the decision is about, in the words of whoever wrote it."""

    head: str
    line: str
    text: str
    lang: str


@require_safe
@staff
def decide_page(request: HttpRequest, number: str) -> HttpResponse:
    """What can be decided on the matter; ``?do=verb`` with its form, the choices in the address filled in."""
    matter = matter_or_404(request, number)
    if matter.number != number:
        return HttpResponseRedirect(f"/desk/matter/{matter.number}/decide/")
    verb = _BY_VALUE.get(request.GET.get("do", ""))
    return kept_by_browser(_page(request, matter.number, verb=verb))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def decided(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Decide: 303 back to where one came from, 422 with what is to be mended, 409 if somebody acted meanwhile.

    The same decision by the same person sent twice (two taps, the way back) is done once and answered as done.
    """
    chosen = _BY_VALUE.get(verb)
    if chosen is None:
        raise Http404
    matter, who = matter_or_404(request, number), actor(request)
    if request.method != "POST":
        return HttpResponseRedirect(f"/desk/matter/{matter.number}/decide/?do={chosen.value}")
    seen = whole(request.POST.get("seen", ""))
    given, errors, typed = acting.read(chosen, request.POST)
    if errors:
        return kept_by_browser(
            _page(request, matter.number, verb=chosen, typed=typed, errors=errors, status=422)
        )
    missing = (
        checking.lock(request, matter.number)
        if chosen is Verb.APPROVE
        else scribing.lock(matter.number, given)
    )
    if missing is not None:
        return _refused(request, matter.number, chosen, typed, given, missing, seen)
    try:
        VERBS[chosen](matter.number, **given, by=who, now=timezone.now(), seen=seen)
    except NotDone as no:
        return _refused(request, matter.number, chosen, typed, given, no.refused, seen)
    return see(_back(who, chosen))


def _back(who: Actor, verb: Verb) -> str:
    """Where one goes on: the leader's page, else the list that the decision was one of."""
    if menu.leads(who):
        return f"/desk/leader/?done={verb.value}"
    asked = verb in (Verb.EXTEND, Verb.REFUSE_EXTENSION)
    return f"/desk/extensions/?done={verb.value}" if asked else f"/desk/list/?state=drafted&done={verb.value}"


def _refused(
    request: HttpRequest, number: str, verb: Verb, typed: dict[str, str], given: dict[str, Any], no: Refused, seen: int
) -> HttpResponse:  # fmt: skip
    if no.reason == "stale":
        if written_there({number: seen + 1}, verb, given, by=actor(request).key):
            return see(_back(actor(request), verb))
        return kept_by_browser(_page(request, number, verb=verb, typed=typed, stale_since=seen, status=409))
    return kept_by_browser(
        _page(request, number, verb=verb, typed=typed, errors={no.field or "": no}, status=422)
    )


def _page(
    request: HttpRequest,
    number: str,
    *,
    verb: Verb | None,
    typed: dict[str, str] | None = None,
    errors: dict[str, Refused] | None = None,
    stale_since: int | None = None,
    status: int = 200,
) -> HttpResponse:
    now, who, ruling = timezone.now(), actor(request), law()
    file = file_for(number, who)
    names = names_in(file, who)
    scene = Scene(file.state, who, now, ruling, names, file.texts)
    possible = frozenset(
        v
        for v in DECISIONS
        if barred(file.state, v, actor=who, now=now, law=ruling) is None and not _has_it(scene, v)
    )
    form = None
    if verb in possible and verb is not None:
        form = drawing.form(
            scene, verb, typed=typed, errors=errors, preset=_preset(request, verb, who, file.state)
        )
    # said once: below what it is about
    asked = (
        None if verb is not None and typed is None and stale_since is None and _has_it(scene, verb) else verb
    )
    hidden = _settled(verb, form, who)
    kept = in_confidence(file.state.confidential, file.state.desk, who)
    context = {
        "at": "decide",
        "m": pages.head(file, names, now=now, may_unmask=False),
        "said": said(file, names, verb),
        "brought": _brought(file) if _beside_it(file) else None,
        "form": form,
        "fields": [field for field in form.fields if not hidden or field.name == "reason"] if form else [],
        "hidden": hidden,
        "action": f"/desk/matter/{number}/decide/{verb.value}/" if verb else "",
        "acts": [(word(v), f"?do={v.value}#do", v is verb) for v in DECISIONS if v in possible],
        "check": checking.panel(scene, file, verb, typed, kept=kept) if form else None,
        "why_not": _why_not(scene, verb) if verb and form is None and stale_since is None else "",
        "notice": notice(scene, file, asked, possible, typed=typed, stale_since=stale_since, done_seq=""),
        "noted": verb is Verb.OWN and form is not None and request.GET.get("noted") == "1",
        "back": "/desk/leader/" if menu.leads(who) else "/desk/",
    }
    return render(request, "desk/decide.html", context, status=status, frame=frame(request))


def _settled(verb: Verb | None, form: FormView | None, who: Actor) -> str:
    """The post for which a leader with one post takes a matter on: nothing to choose, so it isn't asked."""
    own = lists.own_posts(who)
    if verb is not Verb.OWN or form is None or len(own) != 1:
        return ""
    chosen = next((field for field in form.fields if field.name == "leader"), None)
    return chosen.value if chosen is not None and not chosen.error and chosen.value in own else ""


def _why_not(scene: Scene, verb: Verb) -> str:
    if _has_it(scene, verb):
        return _("This step is done already. It was not done a second time.")
    no = barred(scene.state, verb, actor=scene.actor, now=scene.now, law=scene.law)
    return acting.because(no) if no is not None else ""


def _has_it(scene: Scene, verb: Verb) -> bool:
    """Whether a leader answers for the matter already by every post of theirs; to another it is given on the matter's page."""
    own = set(lists.own_posts(scene.actor)) if verb is Verb.OWN else set()
    return bool(own) and own <= {one.leader for one in scene.state.owning}


def _preset(request: HttpRequest, verb: Verb, who: Actor, state: MatterState) -> dict[str, str]:
    """The choices that the address names, the days that were asked for, the leader's own post; never a text."""
    given = {
        spec.name: request.GET[spec.name]
        for spec in TRANSITIONS[verb].fields
        if not spec.sealed
        and spec.kind in (Kind.ITEM, Kind.LEADER, Kind.CHOICE, Kind.DAYS)
        and spec.name in request.GET
    }
    if verb is Verb.EXTEND and (asks := state.open_extension_asks):
        given = {"days": str(asks[0].days), **given}
    own = lists.own_posts(who)
    return {"leader": own[0], **given} if verb is Verb.OWN and own else given


def _beside_it(file: File) -> bool:
    """Whether something else than what was brought is decided on, so that it stands below."""
    state = file.state
    written = state.opinion is not None and state.status in (Status.DRAFTED, Status.APPROVED)
    return written or bool(state.open_extension_asks) or state.status is Status.OBJECTED


def said(file: File, names: Names, verb: Verb | None = None) -> Said:
    """What the decision is about: the answer that waits, why a unit objects, else what was brought.

    ``verb``: what is decided; of more days it is the reason why they are asked for, whatever else waits.
    """
    state = file.state
    of_days = verb in (Verb.EXTEND, Verb.REFUSE_EXTENSION) and bool(state.open_extension_asks)
    if not of_days and state.opinion is not None and state.status in (Status.DRAFTED, Status.APPROVED):
        return _answer(file, state, names)
    if asks := state.open_extension_asks:
        line = " · ".join((days_more(asks[0].days), names.person(asks[0].asked_by)))
        return _in_words(file, _("Why more days are asked for"), line, asks[0].text_seq, "reason")
    if state.status is Status.OBJECTED:
        entry = next(one for one in reversed(file.entries) if one.verb == Verb.OBJECT)
        return _in_words(file, _("Why the unit objects"), names.unit(entry.unit), entry.seq, "reason")
    return _brought(file)


def _brought(file: File) -> Said:
    state = file.state
    brought = " · ".join((word(state.channel), when.day(local_date(state.received_at)), people_of(state)))
    return _in_words(file, _("What was brought"), brought, 1, "text")


def _answer(file: File, state: MatterState, names: Names) -> Said:
    assert state.opinion is not None
    line = " · ".join((word(state.opinion.outcome), names.person(state.opinion.drafted_by)))
    return _in_words(file, _("The answer"), line, state.opinion.text_seq, "text")


def _in_words(file: File, head: str, line: str, seq: int, name: str) -> Said:
    text = file.texts.get((seq, name))
    text = _("(erased as the law provides)") if text is None else text
    return Said(head, line, text, lang_of(text))
