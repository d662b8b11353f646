"""Whom leaders received: noting it down, the list, and the promises that are to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.rooms.cases.lists import owned_by
from huiyin.rooms.cases.looks import note_look
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import matter_for, visible_to
from huiyin.rooms.cases.unnaming import Reader
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.queries import states
from huiyin.rooms.duty.actions import NotDone, finish_promise, record_reception
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rooms.duty.queries import PAGE, Key, last_reception, may_record, open_promises, receptions, rota
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import parse_number
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import matter_finding, menu, rota_forms
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.rota import Sheet, answer, said
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import printable, whole
from huiyin.web.shared.page import html_lang, lang_of, private, render, see
from huiyin.web.shared.rota import day_named, span
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/duty/receptions/"
#: A reception can be noted down so many days later.
BACK = timedelta(days=60)


@require_safe
@staff
def list_page(request: HttpRequest) -> HttpResponse:
    """Promises to keep by due day, or with ``?show=all`` every reception, newest first; fifty a page."""
    return _list(request)


def _list(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    who, today = actor(request), local_date(timezone.now())
    if not menu.sees_duty(who):
        raise PermissionDenied
    every = request.GET.get("show") == "all"
    after = _key(request.GET.get("after", ""))
    rows = receptions(after=after) if every else open_promises(after=after)
    shown, more = rows[:PAGE], len(rows) > PAGE
    here = LIST + ("?show=all" if every else "")
    last = shown[-1] if more else None
    reader, known = _open_to(who, shown)
    owned = owned_by({row.matter for row in shown if row.taken_on})
    ends = f"after={(last.day if every else last.due_on)}_{last.pk}" if last else ""
    context = {
        "at": "duty",
        "refused": refused,
        "may_record": who.may(Permission.RECEIVE),
        "chips": chip_row(
            [
                {"word": _("Promises to keep"), "url": LIST, "on": not every},
                {"word": _("All receptions"), "url": f"{LIST}?show=all", "on": every},
            ]
        ),
        "rows": [
            _row(
                row, reader, today, open_=row.matter in known, owned=(row.matter, row.shift.receiver) in owned
            )
            for row in shown
        ],
        "empty_heading": _("Nothing here"),
        "empty_text": _("No reception has been noted down yet.") if every else _("No promise is open."),
        "pager": {
            "first": here if after else "",
            "next": f"{here}{'&' if every else '?'}{ends}" if last else "",
        },
    }
    return private(render(request, "desk/receptions.html", context, status=status, frame=frame(request)))


def _key(text: str) -> Key | None:
    day, _gap, number = text.partition("_")
    try:
        return Key(date.fromisoformat(day), int(number[:18]))
    except ValueError:
        return None


def _open_to(who: Actor, rows: Sequence[Reception]) -> tuple[Reader, set[str]]:
    """What this person may read of the matters, and the numbers of those that they may see, and none; one query."""
    numbers = {row.matter for row in rows} - {""}
    seen = list(visible_to(who).filter(number__in=numbers).only("number", "confidential", "desk_id"))
    return Reader.of(who, seen), {"", *(matter.number for matter in seen)}


def _own_url(row: Reception, who: Actor) -> str:
    """Where what the leader took on is put down on the matter (包案), the leader filled in; for whoever may do that."""
    may = who.may(Permission.OWN) or who.may(Permission.DISPATCH)
    return f"/desk/matter/{row.matter}/?do=own&leader={row.shift.receiver}#do" if may else ""


def _row(row: Reception, reader: Reader, today: date, *, open_: bool, owned: bool) -> dict[str, Any]:
    """One reception in words. A kept promise says so, an open one how far its day is.

    What was said of a matter that isn't ``open_`` to the person is kept from them like the matter itself.
    """
    due = row.due_on
    owed = due is not None and row.done_at is None
    who = reader.who
    # not even without the name: whoever wrote a list of names there would learn which one it is
    note = _("kept in confidence") if row.matter in reader.kept and row.note else row.note
    note = note if open_ else _("Not open to you")
    return {
        "id": row.pk,
        "day": day_named(row.day, today),
        "leader": county.unit_name(row.shift.receiver),
        "matter": row.matter if open_ else "",
        "url": f"/desk/matter/{row.matter}/",
        "done_url": f"{LIST}{row.pk}/done/",
        "taken_on": row.taken_on,
        "owned": owned or not open_,
        "own_url": _own_url(row, who) if row.taken_on and open_ and not owned else "",
        "note": note,
        "lang": lang_of(note) if open_ else html_lang(language()),
        "clock": badges.clock(due, today) if due and owed else "",
        "due": when.day(due) if due else "",
        "kept": when.day(local_date(row.done_at)) if row.done_at else "",
        "may": owed and open_ and may_record(who, row.shift),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def record_page(request: HttpRequest) -> HttpResponse:
    """Note down who came to a leader on duty in the last sixty days."""
    who, now = actor(request), timezone.now()
    if not who.may(Permission.RECEIVE):
        raise PermissionDenied
    today = local_date(now)
    duties = [s for s in reversed(rota(today - BACK, today)) if may_record(who, s)]
    pairs = [(str(s.pk), f"{span(s.first, s.last, today)} · {county.unit_name(s.receiver)}") for s in duties]
    form = rota_forms.ReceptionForm(pairs, *([request.POST] if request.method == "POST" else []))
    typed = printable(request.POST.get("find_matter", "")).strip()
    last = whole(request.POST.get("last", ""), last_reception(), digits=18)
    sheet = Sheet(_("Note a reception"), _("Note it down"), LIST,
                  lambda: rota_forms.reception_fields(
                      form, pairs, _wanted(request, pairs) or _now(duties, today), today,
                      matter=(asked := _number(request.GET.get("matter", ""))), finder=matter_finding.finder(typed),
                      matters=matter_finding.pairs(who, today, also=_number(request.POST.get("matter", "")) or asked),
                  ), hidden=(("last", str(last)),))  # fmt: skip

    def do(given: dict[str, Any]) -> Shift | None:
        number = given["matter"] or matter_finding.meant(who, typed, today)
        if typed and not number:
            raise NotDone(Refused("choose_the_matter", field="matter"))
        matter = matter_for(who, number) if number else None
        if number and matter is None:
            note_look(number, "look", by=who, now=now)
            raise NotDone(Refused("no_such_matter", field="matter"))
        record_reception(
            int(given["shift"]), day=given["day"], matter=matter.number if matter else "", taken_on=given["taken_on"],
            note=given["note"], due_on=given["due_on"], by=who, now=now, last=last,
        )  # fmt: skip
        if matter is not None and given["taken_on"] and (on := _to_own(matter, given["shift"], duties, who)):
            then.append(on)
        return None

    then: list[str] = []
    back = "/desk/leader/" if request.GET.get("from") == "leader" and menu.leads(who) else f"{LIST}?show=all"
    return answer(request, form, sheet, do, to=lambda _row: then[0] if then else back)


def _to_own(matter: Matter, shift: str, duties: Sequence[Shift], who: Actor) -> str:
    """Where what the leader took on is put down on the matter, right after it was noted; empty where it can't be, or is."""
    leader = next((s.receiver for s in duties if str(s.pk) == str(shift)), "")
    if not leader or (matter.number, leader) in owned_by({matter.number}):
        return ""
    state = states([matter.number]).get(matter.number)
    if state is None or barred(state, Verb.OWN, actor=who, now=timezone.now(), law=law()) is not None:
        return ""
    return f"/desk/matter/{matter.number}/decide/?do=own&leader={leader}&noted=1#do"


def _wanted(request: HttpRequest, pairs: Sequence[tuple[str, str]]) -> str:
    """The duty that the address names, if the person may write for it."""
    wanted = request.GET.get("shift", "")
    return wanted if wanted in {code for code, _name in pairs} else ""


def _number(text: str) -> str:
    """The matter's number that the address names; nothing where it is none."""
    parsed = parse_number(text)
    return parsed.text if parsed else ""


def _now(duties: Sequence[Shift], today: date) -> str:
    """The duty that is on today, if there is one that the person may write for."""
    return next((str(s.pk) for s in duties if s.first <= today <= s.last), "")


@require_POST
@staff
def done(request: HttpRequest, reception: int) -> HttpResponse:
    """A promise was kept; 303 back to the list, 422 with the list where it can't be ticked off."""
    try:
        finish_promise(reception, by=actor(request), now=timezone.now())
    except NotDone as no:
        return _list(request, refused=said(no.refused), status=422)
    return see(LIST)
