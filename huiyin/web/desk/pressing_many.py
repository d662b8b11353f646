"""Many units urged or supervised at once: a preview that says which can be and why the others can't, then each by its own act.

As with assigning (``batch``): each act is the one of the matter's page, with its own transaction, entry and refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.cases.working import Wanted, rows
from huiyin.rooms.county.queries import law, terms
from huiyin.rooms.dossier.queries import states, written_there
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Case
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.state import MatterState
from huiyin.rules.surround_guards import urged_first
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import acting
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.batch import seen_of, ticked
from huiyin.web.desk.chosen_rows import Facts, facts_of
from huiyin.web.desk.filtering import given_in
from huiyin.web.desk.overseeing import PATH
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import county, letters, sayings
from huiyin.web.shared.fields import FieldView, focused, options, printable
from huiyin.web.shared.forms import problems
from huiyin.web.shared.page import kept_by_browser, private, render
from huiyin.web.shared.words import labels, language, word

if TYPE_CHECKING:
    from django.http import HttpRequest

_FIELDS: Mapping[Verb, tuple[str, ...]] = {
    Verb.URGE: ("why", "text"),
    Verb.SUPERVISE: ("why", "days", "text"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One of the chosen: may its unit be pressed, or why not. ``seen``: how far its dossier was when this was shown.

    ``again``: somebody acted meanwhile; with what was written it may be sent again once that was looked at. ``urge``: it
    can't be supervised for this reason before it was urged; for another it may be.
    """

    number: str
    seen: int
    now_at: int
    title: str
    unit: str
    facts: Facts
    why: str = ""
    done: bool = False
    again: bool = False
    urge: bool = False

    @property
    def waits(self) -> bool:
        """Whether it may be sent again from the page that says what was done."""
        return self.again or self.urge


@only(["GET", "HEAD", "POST"])
@staff
def press_page(request: HttpRequest) -> HttpResponse:
    """The preview of the chosen, which its address names, so that one may come back to it; and with ``step=do`` the acts.

    Refuses who doesn't supervise (403). At most one page of matters at once; what the person doesn't see isn't there. A reason
    that would need urging first is told in the preview once it is known. Sent once more it says the same.
    """
    who, now = actor(request), timezone.now()
    if not who.may(Permission.SUPERVISE):
        raise PermissionDenied
    asked = given_in(request)
    verb = Verb.SUPERVISE if asked.get("verb") == Verb.SUPERVISE.value else Verb.URGE
    typed = {name: printable(asked.get(name, "")) for name in _FIELDS[verb]}
    if request.POST.get("step") != "do":
        start = {
            "why": "overdue",
            "days": str(terms().supervise_days),
            "text": letters.order(verb),
            **{k: v for k, v in typed.items() if v},
        }
        return _page(request, verb, _lines(request, verb, who, now, {}), typed=start, errors={})
    values, errors, _typed = acting.read(verb, request.POST)
    lines = _lines(request, verb, who, now, values)
    if errors:
        return _page(request, verb, lines, typed=typed, errors=errors, status=422)
    at = {line.number: line.seen + 1 for line in lines}
    after = [_press(line, verb, values, who, now) if not line.why else line for line in lines]
    before = written_there(
        {line.number: at[line.number] for line in after if not line.done}, verb, values, by=who.key
    )
    after = [
        replace(line, why="", again=False, urge=False, done=True) if line.number in before else line
        for line in after
    ]
    present = {line.number: line.facts for line in _lines(request, verb, who, now, values)}
    after = [replace(line, facts=present.get(line.number, line.facts)) for line in after]
    return _page(request, verb, after, typed=typed, errors={}, finished=True)


def _lines(
    request: HttpRequest, verb: Verb, who: Actor, now: datetime, given: Mapping[str, Any]
) -> list[Line]:
    """The chosen ones that the person sees, each with the answer of the rules as it stands now."""
    numbers = ticked(request, most=PAGE)
    if not numbers:
        return []
    shown = rows(who, Wanted(numbers=numbers), size=PAGE)[:PAGE]
    known = states(matter.number for matter in shown)
    facts = facts_of(shown, who, local_date(now), known)
    return [
        _line(request, verb, who, now, given, matter, known.get(matter.number), facts[matter.number])
        for matter in shown
    ]


def _line(
    request: HttpRequest, verb: Verb, who: Actor, now: datetime, given: Mapping[str, Any], matter: Matter,
    state: MatterState | None, facts: Facts,
) -> Line:  # fmt: skip
    no = _no(verb, who, now, given, state)
    seen = seen_of(request, matter)
    unit = county.holder_name(state.holder) if state is not None and state.holder else ""
    return Line(
        matter.number,
        seen,
        matter.seq,
        title_of(matter),
        unit,
        facts,
        acting.because(no) if no is not None else "",
        urge=no is not None and no.reason == "urge_first",
    )


def _no(
    verb: Verb, who: Actor, now: datetime, given: Mapping[str, Any], state: MatterState | None
) -> Refused | None:
    """Why this one can't be pressed: by its state, and by the reason once one is named."""
    if state is None:
        return Refused("no_such_matter")
    ruling = law()
    no = barred(state, verb, actor=who, now=now, law=ruling)
    if no is None and verb is Verb.SUPERVISE:
        no = urged_first(Case(state, {"why": given.get("why", "overdue")}, who, now, ruling))
    return no


def _press(line: Line, verb: Verb, given: Mapping[str, Any], who: Actor, now: datetime) -> Line:
    try:
        VERBS[verb](line.number, **given, by=who, now=now, seen=line.seen)
    except NotDone as no:
        stale = no.refused.reason == "stale"
        return replace(
            line, why=acting.because(no.refused), again=stale, seen=line.now_at if stale else line.seen
        )
    return replace(line, done=True)


def _page(
    request: HttpRequest, verb: Verb, lines: list[Line], *, typed: Mapping[str, str], errors: Mapping[str, Refused],
    finished: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    can = [line for line in lines if (line.again or not line.why) and not line.done]
    done, first = [line for line in lines if line.done], [line for line in lines if line.urge]
    chosen = _chosen(request, lines)
    fields = _fields(verb, typed, errors)
    urging = verb is Verb.URGE
    button = (
        ngettext("Urge in %(n)s matter", "Urge in %(n)s matters", len(can)) if urging
        else ngettext("Supervise %(n)s matter", "Supervise %(n)s matters", len(can))
    ) % {"n": len(can)}  # fmt: skip
    context = {
        "at": "supervision",
        "verb": verb.value,
        "heading": word(verb),
        "lines": lines,
        "finished": finished,
        "fields": fields,
        "problems": problems(fields),
        "can": len(can) or first or status == 422,
        "ready": bool(can) or not first,  # else the way on is to urge first
        "again": any(line.waits for line in lines),
        "button": button if can else word(verb),
        **_urged_first(first, lines, chosen),
        "others": sorted(chosen - {line.number for line in lines}),
        "result": _("%(done)s of %(all)s done.") % {"done": len(done), "all": len(lines)},
        "failed": len(done) < len(lines),
        "back": f"{PATH}?{urlencode({'m': sorted(chosen)}, doseq=True)}" if chosen else PATH,
    }
    response = render(request, "desk/press.html", context, status=status, frame=frame(request))
    return private(response) if status == 200 else kept_by_browser(response)


def _chosen(request: HttpRequest, lines: list[Line]) -> frozenset[str]:
    """All that were ticked on the board and that the person sees: these lines and what waits for them, a query for those."""
    also = ticked(request, most=PAGE, name="also")
    seen = rows(actor(request), Wanted(numbers=also), size=PAGE)[:PAGE] if also else ()
    return frozenset(line.number for line in lines) | frozenset(matter.number for matter in seen)


def _urged_first(first: list[Line], lines: list[Line], chosen: frozenset[str]) -> dict[str, Any]:
    """The way on for those that are to be urged before: which page urges them; the others stay chosen there."""
    if not first:
        return {}
    mine = [line.number for line in first]
    asked = {"verb": Verb.URGE.value, "m": mine, "also": sorted(chosen - set(mine))}
    said = ngettext(
        "%(n)s matter of these %(all)s is to be urged first.",
        "%(n)s matters of these %(all)s are to be urged first.", len(first),
    ) % {"n": len(first), "all": len(lines)}  # fmt: skip
    button = ngettext("Urge in %(n)s matter", "Urge in %(n)s matters", len(first)) % {"n": len(first)}
    return {
        "first_url": f"?{urlencode(asked, doseq=True)}",
        "first_said": said,
        "first_others": len(chosen) > len(first),
        "first_button": button,
    }


def _fields(verb: Verb, typed: Mapping[str, str], errors: Mapping[str, Refused]) -> list[FieldView]:
    from_rules = {spec.name: spec for spec in TRANSITIONS[verb].fields}

    def one(name: str) -> FieldView:
        spec, value = from_rules[name], typed.get(name, "")
        error = sayings.say(errors[name]) if name in errors else ""
        label, help_text = sayings.label(name, verb), sayings.help_text(name, verb)
        if spec.choices is not None:
            pairs = [(member.value, text) for member, text in labels(spec.choices, language()).items()]
            return FieldView(name, label, kind="select", value=value, error=error, help=help_text,
                             options=options(pairs, value, empty=_("Please choose")))  # fmt: skip
        if name == "days":
            extra = {"min": "1", "inputmode": "numeric"}
            return FieldView(
                name, label, kind="number", value=value, error=error, narrow=True, required=False, extra=extra
            )
        return FieldView(
            name, label, kind="long", rows=3, value=value, error=error, limit=spec.limit, help=help_text
        )

    return focused([one(name) for name in _FIELDS[verb]])
