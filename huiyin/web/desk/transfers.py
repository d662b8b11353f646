"""What prefecture, province, 12345 and other organs passed on: what is owed to whom until when, and reporting it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.transfers import ANSWERED, Wanted, page_of, transfers_for
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier.queries import states, written_there
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import ReportedTo
from huiyin.rules.fields import LIMIT, YEARS, Kind, Refused, unfit
from huiyin.rules.identifiers import parse_number
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.senders import Sender
from huiyin.rules.vocabulary import Status, Verb
from huiyin.web.desk import acting, menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.batch import seen_of, ticked
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges, county, sayings, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, focused, printable
from huiyin.web.shared.forms import problems
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.words import labels, language, word

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "/desk/transfers/"
REPORT = f"{PATH}report/"
PAGE = 50
#: What the list shows: what is owed, what of it is past the sender's day, what could go back now, what went back, all.
SHOWS = ("owed", "late", "answered", "reported", "all")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for; nothing of anybody stands in it."""

    sender: str
    show: str
    since: date | None
    until: date | None
    today: date

    def carried(self, **change: str) -> dict[str, str]:
        """What of this choice stands in an address, with something changed."""
        given = {
            "sender": self.sender, "show": "" if self.show == "owed" else self.show,
            "from": self.since.isoformat() if self.since else "", "to": self.until.isoformat() if self.until else "",
            **change,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}

    def link(self, path: str = PATH, **change: str) -> str:
        """The address of this choice with something changed."""
        filled = self.carried(**change)
        return f"{path}?{urlencode(filled)}" if filled else path

    @property
    def narrowed(self) -> bool:
        """Whether sender or period leave something out."""
        return bool(self.sender or self.since or self.until)

    def wanted(self) -> Wanted:
        """The same as a condition."""
        flags: dict[str, Any] = {self.show: True} if self.show != "all" else {}
        if self.show == "late":
            flags = {"late": self.today}
        return Wanted(
            sender=self.sender,
            since=_begins(self.since),
            until=_begins(self.until, days=1),
            **flags,
        )


def _begins(day: date | None, *, days: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=days), time(0), tzinfo=LOCAL)


def choice_of(request: HttpRequest) -> Choice:
    """What is asked for; what can't be read is left open."""
    given = request.GET
    sender, show = given.get("sender", ""), given.get("show", "owed")
    return Choice(
        sender if sender in set(Sender) else "", show if show in SHOWS else "owed", day_of(given.get("from", "")),
        day_of(given.get("to", "")), local_date(timezone.now()),
    )  # fmt: skip


def day_of(text: str) -> date | None:
    """A day of an address; none for what is no day that can be reckoned with."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


@require_safe
@staff
def list_page(request: HttpRequest) -> HttpResponse:
    """Transfers by sender, what is owed and period; the nearest last day first, fifty a page."""
    who = actor(request)
    if not menu.passes_on(who):
        raise PermissionDenied
    chosen = choice_of(request)
    today = chosen.today
    found = page_of(who, chosen.wanted(), after=_after(request), size=PAGE)
    shown = found[:PAGE]
    more = {"after": f"{shown[-1].due_on or ''}~{shown[-1].pk}"} if len(found) > PAGE else {}
    rows = [_row(row, today) for row in shown]
    context = {
        "may_register": who.may(Permission.REGISTER),
        "rows": rows,
        "senders": _sender_chips(chosen),
        "shows": _show_chips(chosen),
        "choice": chosen,
        "from": chosen.since.isoformat() if chosen.since else "",
        "to": chosen.until.isoformat() if chosen.until else "",
        "files": [{"word": kind.upper(), "url": chosen.link(f"{PATH}report.{kind}")} for kind in ("xlsx", "csv")],
        "may_report": who.may(Permission.DISPATCH),
        "carried": chosen.carried().items(),
        "picks": who.may(Permission.DISPATCH) and any(row["pick"] for row in rows),
        "empty_text": _empty(chosen),
        "pager": {"first": chosen.link() if "after" in request.GET else "", "next": chosen.link(**more) if more else ""},
    }  # fmt: skip
    return private(render(request, "desk/transfers.html", context, frame=frame(request)))


def _empty(chosen: Choice) -> str:
    if chosen.since and chosen.until and chosen.until < chosen.since:
        return _("The last day lies before the first.")
    return _("No transfer fits this choice.") if chosen.narrowed else _EMPTY[chosen.show]()


_EMPTY = {
    "owed": lambda: _("No result is owed to anybody."),
    "late": lambda: _("No result is past the sender’s day."),
    "answered": lambda: _("No delivered answer waits to be reported."),
    "reported": lambda: _("No result was reported."),
    "all": lambda: _("Nothing was passed on to us."),
}


def _after(request: HttpRequest) -> tuple[date | None, str] | None:
    day, _sign, number = request.GET.get("after", "").partition("~")
    parsed = parse_number(number)
    return (day_of(day), parsed.text) if parsed is not None else None


def _sender_chips(chosen: Choice) -> Any:
    every = [
        ("", _("All senders")),
        *((sender.value, text) for sender, text in labels(Sender, language()).items()),
    ]
    return chip_row(
        {"word": text, "url": chosen.link(sender=value), "on": chosen.sender == value}
        for value, text in every
    )


def _show_chips(chosen: Choice) -> Any:
    words = {
        "owed": pgettext("transfers", "Result owed"), "late": pgettext("transfers", "Past the sender’s day"),
        "answered": pgettext("transfers", "Can be reported"), "reported": pgettext("transfers", "Reported"),
        "all": pgettext("transfers", "All"),
    }  # fmt: skip
    return chip_row(
        {
            "word": words[show],
            "url": chosen.link(show="" if show == "owed" else show),
            "on": chosen.show == show,
        }
        for show in SHOWS
    )


def _row(row: Transfer, today: date) -> dict[str, Any]:
    matter = row.petition.matter
    title = title_of(matter)
    reported = row.reported_at is not None
    again = not reported and row.reported_reopened > 0
    return {
        "number": matter.number, "title": title, "lang": lang_of(title), "foreign": row.foreign, "sender": sender_name(row),
        "clock": badges.clock(row.due_on, today) if row.due_on and not reported else "",
        "due": when.day(row.due_on) if row.due_on else "",
        "state": badges.state(Status(matter.status)), "unit": county.holder_name(matter.owner_id or ""),
        "reported": when.day(local_date(row.reported_at)) if reported and row.reported_at else "", "again": again,
        "next": _ours(matter, today), "pick": not reported and matter.status in ANSWERED,
        "came": when.short_day(local_date(row.petition.received_at), today),
    }  # fmt: skip


def _ours(matter: Matter, today: date) -> str:
    """The nearest of our own terms on it; the sender's stands in the first column."""
    return "" if matter.next_clock == Clock.F2 else badges.until(matter, today)


def sender_name(row: Transfer) -> str:
    """Who passed it on: another organ by its name."""
    return row.organ or word(Sender(row.sender))


# -- reporting back ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One of the chosen matters: may its result be noted as reported, or why not."""

    row: Transfer
    title: str
    state: Any
    seen: int
    why: str = ""
    done: bool = False


@only(["GET", "HEAD", "POST"])
@staff
def report_page(request: HttpRequest) -> HttpResponse:
    """The preview of the chosen, and with ``step=do`` the notes in their dossiers, each by its own act.

    The address names the chosen, so that one may come back to them, and the choice of the list from which one came.
    Refuses who sends nothing out (403). At most one page at once; what the person doesn't see isn't there. Sent once more it
    says the same. Art. 22(3).
    """
    who = actor(request)
    if not who.may(Permission.DISPATCH):
        raise PermissionDenied
    now = timezone.now()
    lines = _lines(request, who, now)
    sent = request.POST.get("text", "").strip()
    typed = printable(sent).strip()
    if request.POST.get("step") != "do":
        return _report(request, lines, typed=_("The result was reported back to the sender as a file."))
    no = unfit("text", sent, LIMIT[Kind.LONG]) if typed else Refused("missing")
    if no is not None:
        return _report(request, lines, typed=typed, error=sayings.say(no), status=422)
    given = {"whom": ReportedTo.SENDER.value, "text": typed}
    after = [_note(line, given, who, now) if not line.why else line for line in lines]
    at = {line.row.petition.matter_id: line.seen + 1 for line in after if not line.done}
    before = written_there(at, Verb.REPORT_UP, given, by=who.key)
    after = [
        replace(one, why="", done=True) if one.row.petition.matter_id in before else one for one in after
    ]
    return _report(request, after, typed=typed, finished=True)


def _lines(request: HttpRequest, who: Actor, now: datetime) -> list[Line]:
    numbers = tuple(ticked(request, most=PAGE))
    if not numbers:
        return []
    rows = {row.petition.matter_id: row for row in transfers_for(who, Wanted(matters=numbers))[: 4 * PAGE]}
    ruling, known = law(), states(rows)
    lines = []
    for number, row in rows.items():
        state = known.get(number)
        no = (
            barred(state, Verb.REPORT_UP, actor=who, now=now, law=ruling)
            if state
            else Refused("no_such_matter")
        )
        if not no and state and state.status.value not in ANSWERED:
            no = Refused("nothing_to_report")
        matter = row.petition.matter
        why = acting.because(no) if no is not None else ""
        if not why and row.reported_at is not None:
            why = _("It was reported already on %(day)s.") % {"day": when.day(local_date(row.reported_at))}
        state_badge = badges.state(Status(matter.status))
        lines.append(Line(row, title_of(matter), state_badge, seen_of(request, matter), why))
    return lines


def _note(line: Line, given: Mapping[str, Any], who: Actor, now: datetime) -> Line:
    try:
        VERBS[Verb.REPORT_UP](line.row.petition.matter_id, **given, by=who, now=now, seen=line.seen)
    except NotDone as no:
        return replace(line, why=acting.because(no.refused))
    return replace(line, done=True)


def _report(
    request: HttpRequest,
    lines: list[Line],
    *,
    typed: str,
    error: str = "",
    finished: bool = False,
    status: int = 200,
) -> HttpResponse:
    can = [line for line in lines if not line.why and not line.done]
    done = [line for line in lines if line.done]
    chosen = choice_of(request)
    fields = focused(
        [
            FieldView(
                "text",
                sayings.label("text", Verb.REPORT_UP),
                kind="long",
                rows=2,
                value=typed,
                error=error,
                limit=2000,
            )
        ]
    )
    context = {
        "lines": [
            {
                "number": line.row.petition.matter_id, "title": line.title, "lang": lang_of(line.title), "state": line.state,
                "sender": sender_name(line.row), "foreign": line.row.foreign, "why": line.why, "done": line.done,
                "seen": line.seen,
            }
            for line in lines
        ],
        "back": chosen.link(), "url": chosen.link(REPORT),
        "finished": finished, "fields": fields, "problems": problems(fields), "can": len(can),
        "button": ngettext("Note %(n)s as reported", "Note %(n)s as reported", len(can)) % {"n": len(can)},
        "result": _("%(done)s of %(all)s noted as reported.") % {"done": len(done), "all": len(lines)},
        "failed": len(done) < len(lines),
    }  # fmt: skip
    return private(render(request, "desk/transfer_report.html", context, status=status, frame=frame(request)))
