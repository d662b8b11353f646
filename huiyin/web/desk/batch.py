"""Many matters assigned at once: a preview that says which can be and why the others can't, then each by its own act.

Each act is the one of the matter's page: its own transaction, its own entry, its own refusal. What was not done is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.checking import receiver_is_there
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.cases.working import Wanted, rows
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.queries import states, written_there
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Kind, Refused
from huiyin.rules.identifiers import parse_number
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Status, Verb
from huiyin.web.desk import acting
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.chosen_rows import Facts, facts_of
from huiyin.web.desk.filtering import carried, given_in
from huiyin.web.desk.finders import with_finder
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges, county, sayings
from huiyin.web.shared.fields import FieldView, focused, printable, whole
from huiyin.web.shared.forms import problems
from huiyin.web.shared.page import private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

_FIELDS = ("to", "days", "remark")


@dataclass(frozen=True, slots=True)
class Line:
    """One of the chosen: may it be assigned, or why not. ``seen``: how far its dossier was when this was shown.

    ``again``: somebody acted meanwhile, or the unit was closed; it may be sent again once that was looked at.
    """

    matter: Matter
    seen: int
    title: str
    state: Any
    facts: Facts
    why: str = ""
    done: bool = False
    again: bool = False


@only(["GET", "HEAD", "POST"])
@staff
def assign_page(request: HttpRequest) -> HttpResponse:
    """The preview of the chosen, which its address names, so that one may come back to it; and with ``step=do`` the acts.

    Refuses who sends nothing out (403). At most one page of matters at once; what the person doesn't see isn't there. Sent once
    more it says the same.
    """
    who = actor(request)
    if not who.may(Permission.DISPATCH):
        raise PermissionDenied
    now = timezone.now()
    lines = _lines(request, who, now)
    typed = {name: printable(request.POST.get(name, "")) for name in _FIELDS}
    if request.POST.get("step") != "do":
        return _page(request, lines, typed={"days": "30"}, errors={})
    values, errors, _typed = acting.read(Verb.ASSIGN, request.POST)
    errors = errors or _no_receiver(values["to"])
    if errors:
        return _page(request, lines, typed=typed, errors=errors, status=422)
    left = ticked(request, most=PAGE, name="left")
    after = [_acted(line, left, values, who, now) for line in lines]
    before = written_there(
        {line.matter.number: line.seen + 1 for line in after if not line.done},
        Verb.ASSIGN,
        values,
        by=who.key,
    )
    after = [
        replace(line, why="", again=False, done=True) if line.matter.number in before else line
        for line in after
    ]
    closed = _no_receiver(values["to"]) if any(line.again for line in after) else {}
    after = _as_they_are(after, _lines(request, who, now))
    return _page(request, after, typed=typed, errors=closed, finished=True)


def _no_receiver(code: str) -> dict[str, Refused]:
    """What is to be mended where this unit takes nothing, whichever matter it is; also where it was closed meanwhile."""
    try:
        receiver_is_there(code)
    except NotDone as no:
        return {"to": no.refused}
    return {}


def ticked(request: HttpRequest, *, most: int, name: str = "m") -> frozenset[str]:
    """The numbers of the matters that were ticked in a list, of the first ``most``; what is no number isn't there."""
    parsed = (parse_number(text) for text in given_in(request).getlist(name)[:most])
    return frozenset(one.text for one in parsed if one is not None)


def _lines(request: HttpRequest, who: Actor, now: datetime) -> list[Line]:
    """The chosen ones that the person sees, each with the answer of the rules as it stands now."""
    numbers = ticked(request, most=PAGE) | ticked(request, most=PAGE, name="left")
    if not numbers:
        return []
    ruling, found = law(), []
    shown = rows(who, Wanted(numbers=numbers), size=PAGE)[:PAGE]
    known = states(matter.number for matter in shown)
    facts = facts_of(shown, who, local_date(now), known)
    for matter in shown:
        state = known.get(matter.number)
        no = (
            barred(state, Verb.ASSIGN, actor=who, now=now, law=ruling) if state else Refused("no_such_matter")
        )
        seen = seen_of(request, matter)
        badge = badges.state(Status(matter.status))
        found.append(
            Line(
                matter,
                seen,
                title_of(matter),
                badge,
                facts[matter.number],
                _why(no, matter),
            )
        )
    return sorted(found, key=lambda line: bool(line.why))  # what can be assigned stands together, on top


def _why(no: Refused | None, matter: Matter) -> str:
    """Why it can't be assigned, or what is to be done before."""
    if no is None:
        return ""
    unsorted = no.reason == "not_in_this_state" and matter.status == Status.REGISTERED
    return _("Sort it first, then assign it.") if unsorted else acting.because(no)


def seen_of(request: HttpRequest, matter: Matter) -> int:
    """The entry that the person had before their eyes; the present one on the way to the preview."""
    return whole(request.POST.get(f"seen-{matter.number}", ""), matter.seq)


def _assign(line: Line, given: Mapping[str, Any], who: Actor, now: datetime) -> Line:
    number = line.matter.number
    try:
        state: Any = VERBS[Verb.ASSIGN](number, **given, by=who, now=now, seen=line.seen)
    except NotDone as no:
        again = no.refused.reason == "stale" or bool(_no_receiver(given["to"]))
        return replace(line, why=acting.because(no.refused), again=again)
    return replace(line, seen=state.seq, done=True)


def _acted(line: Line, left: frozenset[str], given: Mapping[str, Any], who: Actor, now: datetime) -> Line:
    """The line after the act. One that couldn't be assigned when it was looked at isn't, even if it could be by now."""
    if line.why:
        return line
    if line.matter.number in left:
        return replace(line, why=_("It couldn't be assigned when you looked. Choose it again."))
    return _assign(line, given, who, now)


def _as_they_are(after: list[Line], present: list[Line]) -> list[Line]:
    """The same with state, holder and term as they stand after the acts, also of what somebody else has acted on meanwhile.

    Only what can still be assigned is offered again, and the form then speaks of the entry that is shown now.
    """
    here = {line.matter.number: line for line in present}
    return [_as_it_is(line, here.get(line.matter.number, line)) for line in after]


def _as_it_is(line: Line, now: Line) -> Line:
    again = line.again and not now.why
    seen = now.matter.seq if again else line.seen
    return replace(now, why=line.why, done=line.done, again=again, seen=seen)


def _page(
    request: HttpRequest,
    lines: list[Line],
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, Refused],
    finished: bool = False,
    status: int = 200,
) -> HttpResponse:
    can = [line for line in lines if (line.again or not line.why) and not line.done]
    done = [line for line in lines if line.done]
    fields = _fields(typed, errors)
    chosen = carried(request, actor(request))
    context = {
        "at": "list",
        "back": chosen.link(),
        "query": chosen.saved(),
        "lines": lines,
        "finished": finished,
        "fields": fields,
        "problems": problems(fields),
        "can": len(can),
        "again": any(line.again for line in lines),
        "button": ngettext("Assign %(n)s matter", "Assign %(n)s matters", len(can)) % {"n": len(can)},
        "result": _("%(done)s of %(all)s assigned.") % {"done": len(done), "all": len(lines)},
        "failed": len(done) < len(lines),
    }
    return private(render(request, "desk/assign.html", context, status=status, frame=frame(request)))


def _fields(typed: Mapping[str, str], errors: Mapping[str, Refused]) -> list[FieldView]:
    def view(name: str, **more: Any) -> FieldView:
        error = sayings.say(errors[name]) if name in errors else ""
        return FieldView(
            name, sayings.label(name, Verb.ASSIGN), value=typed.get(name, ""), error=error, **more
        )

    to = view("to", kind="select", options=county.unit_options(typed.get("to", ""), empty=_("Choose")))
    first, *rest = with_finder(to, Kind.UNIT, "/desk/list/assign/find/")
    return focused(
        [
            replace(first, focus=not errors),
            *rest,
            view("days", kind="number", narrow=True, extra={"min": "1", "inputmode": "numeric"}),
            view("remark", kind="long", rows=2, required=False, limit=2000),
        ]
    )  # fmt: skip
