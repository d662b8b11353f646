"""The working days: what is set, days of the county's own, a year's notice with the last days that it would move."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from huiyin.rooms.cases.foreseeing import Foreseen, foreseen, reckon_soon, with_day, with_notice
from huiyin.rooms.county import queries
from huiyin.rooms.county.actions import clear_day, load_calendar_notice, set_day, settable_years
from huiyin.rooms.county.holidays import holiday
from huiyin.rooms.county.models import CalendarDay, PublishedYear
from huiyin.rooms.county.notice import check, parse
from huiyin.rooms.management.table_files import Unreadable, decoded
from huiyin.rules.calendar import DayFact, Reason, local_date
from huiyin.rules.fields import Refused
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin.calendar_forms import Clear, Notice, SetDay, calendar_forms
from huiyin.web.desk.admin.sending import attempt
from huiyin.web.desk.admin.sheet import (
    NOTHING_SENT,
    Cell,
    Facts,
    FormPart,
    Note,
    Part,
    Sent,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    chosen,
    home,
    shown,
    state,
)
from huiyin.web.shared import sayings, when
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import see
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from huiyin.rooms.county.notice import NoticeDay

PATH = "/desk/admin/calendar/"
MOST_BYTES = 200_000  # of a notice: it is a page of text


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A year's days that aren't an ordinary week, and the forms; what moves last days is looked at first, then done."""
    if request.method != "POST":
        return _page(request)
    what = request.POST.get("what", "")
    if what in ("look", "load"):
        return _notice(request, really=what == "load")
    form: forms.Form = Clear(request.POST) if what == "clear" else SetDay(request.POST)
    if not form.is_valid():
        return _page(request, Sent(what, form, Trouble(422)))
    return _day(request, what, form)


def _day(request: HttpRequest, what: str, form: forms.Form) -> HttpResponse:
    data, by, now = form.cleaned_data, actor(request), timezone.now()
    day: date = data["cleared"] if what == "clear" else data["day"]
    rows = CalendarDay.objects.filter(day=day)
    said = (
        {"working": data["working"] == "1", "name": data["name"], "source": data["source"]}
        if what != "clear"
        else {}
    )
    if request.POST.get("sure") != "1":
        found = foreseen(with_day(day, said.get("working"), name=data.get("name", "")), now=now)
        if found.matters:  # nothing is set before one has seen which last days move
            names = ("cleared",) if what == "clear" else ("day", "working", "name", "source")
            hidden = {"sure": "1", **{name: request.POST.get(name, "") for name in ("seen", *names)}}
            button = _("Leave it") if what == "clear" else _("Set it")
            return _page(request, Sent(what, form), _would(found, (), button, what, hidden))

    def do() -> None:
        if what == "clear":
            clear_day(day, by=by, now=now)
        else:
            if rows.filter(**said).exists():
                return  # the second click
            reason = Reason.OVERRIDE if said["working"] else Reason.LOCAL
            set_day(day, reason=reason.value, by=by, now=now, **said)
        reckon_soon()

    about = f"day:{day.isoformat()}", f"year:{day.year}", f"year:{day.year + 1}"

    def done() -> bool:
        return rows.filter(**said).exists() if said else not rows.exists()

    trouble = attempt(request, form, do, subjects=about, done=done)
    if trouble is not None:
        return _page(request, Sent(what, form, trouble))
    return see(address(PATH, year=day.year, done=what))


# -- a year's notice ------------------------------------------------------------------------------------------------------


def _notice(request: HttpRequest, *, really: bool) -> HttpResponse:
    form, now = Notice(request.POST), timezone.now()
    text, wrong = _text(request)
    rows = parse(text)
    if isinstance(rows, Refused):
        wrong = wrong or sayings.say(rows)
    if not form.is_valid() or wrong or isinstance(rows, Refused):
        if wrong:  # all at once: nobody corrects the number to learn of the lines then
            form.add_error("text", wrong)
        return _page(request, Sent("look", form, Trouble(422)))
    year, by = form.cleaned_data["year"], actor(request)
    no = check(year, rows)
    if year not in (years := settable_years(local_date(now))):
        no = Refused("year_out_of_range", field="year", params={"first": years[0], "last": years[-1]})
    if no is not None:
        form.add_error("year" if no.field == "year" else "text", sayings.say(no))
        return _page(request, Sent("look", form, Trouble(422)))
    if not really:
        found = foreseen(with_notice(year, rows), now=now)
        return _page(
            request, Sent("look", form), _confirm(form, found, text, len(rows), request.POST.get("seen", ""))
        )

    paper = form.cleaned_data["paper"]

    def do() -> None:
        if _loaded(year, rows, paper):
            return  # the second click
        load_calendar_notice(year, days=rows, source=paper, by=by, now=now)
        reckon_soon()

    trouble = attempt(request, form, do, subjects=(f"year:{year}",), done=lambda: _loaded(year, rows, paper))
    if trouble is not None:
        return _page(request, Sent("look", form, trouble))
    return see(address(PATH, year=year, done="load"))


def _loaded(year: int, rows: Sequence[NoticeDay], paper: str) -> bool:
    known = CalendarDay.objects.filter(day__in=[row.day for row in rows]).values_list("day", "working")
    same = set(known) == {(row.day, row.working) for row in rows}
    return same and PublishedYear.objects.filter(year=year, source=paper).exists()


def _text(request: HttpRequest) -> tuple[str, str]:
    """The notice's text from the file or the field, and what is wrong with it."""
    file = request.FILES.get("file")
    if file is None:
        text = printable(request.POST.get("text", ""))[:20_000]
        return text, "" if text.strip() else sayings.say(Refused("notice_missing"))
    if (file.size or 0) > MOST_BYTES:
        return "", sayings.say(Refused("table_too_large", params={"most": 400, "size": "0.2"}))
    try:
        return decoded(file.read()), ""
    except Unreadable as no:
        return "", sayings.say(Refused(no.reason))


# -- the page -------------------------------------------------------------------------------------------------------------


def _page(request: HttpRequest, sent: Sent = NOTHING_SENT, would: Sequence[Part] = ()) -> HttpResponse:
    today = local_date(timezone.now())
    given = request.GET.get("year", "")
    year = (
        int(given)
        if given.isascii() and given.isdecimal() and len(given) == 4 and int(given) in settable_years(today)
        else today.year
    )
    parts = [_certain(today), *would, *calendar_forms(year, sent), _days(year)]
    own = {day.year for day in CalendarDay.objects.dates("day", "year")}
    years = [(str(y), str(y)) for y in sorted(own | set(range(today.year - 1, today.year + 3)))]
    sheet = Sheet(
        _("Working days"), parts, lead=_("What the State Council's notices and the county itself set, over the plain week."),
        back=home(), chips=chosen(PATH, "year", years, str(year)),
    )  # fmt: skip
    done = _("It is set. Running terms are reckoned again in the background.")
    return shown(request, sheet, sent.trouble, told=dict.fromkeys(("set", "clear", "load"), done))


def _certain(today: date) -> Note:
    certain, alarm = queries.calendar().certain_until, queries.calendar_alarm(today)
    text = _("The calendar is certain until %(day)s.") % {"day": when.day(certain)}
    if alarm is not None:
        text = _("The calendar is certain until %(day)s only. Load the next holiday notice.") % {
            "day": when.day(certain)
        }
    return Note(text, "care" if alarm else "")


def _days(year: int) -> Table:
    known = queries.calendar()
    own = dict(CalendarDay.objects.filter(day__year=year).values_list("day", "source"))
    every = (
        known.fact(date(year, 1, 1) + timedelta(days=n))
        for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    )
    wanted = [fact for fact in every if fact.reason not in (Reason.WEEKDAY, Reason.WEEKEND)]
    runs = [list(group) for _key, group in groupby(enumerate(wanted), lambda pair: _run(*pair))]
    rows = [_run_row([fact for _n, fact in run], own) for run in runs]
    columns = [_("Days"), _("Day of the week"), _("State"), pgettext("holiday", "Name"), _("Comes from")]
    heading = _("Days of %(year)s that aren't an ordinary week") % {"year": year}
    return Table(heading, columns, rows, _("None is known yet."))


def _run(n: int, fact: DayFact) -> tuple[Any, ...]:
    """Neighbouring days that are alike stand in one row."""
    return fact.day - timedelta(days=n), fact.working, fact.reason, fact.name


def _run_row(run: list[DayFact], own: dict[date, str]) -> list[Cell]:
    first, last = run[0], run[-1]
    days = (
        when.day(first.day)
        if first is last
        else f"{when.day(first.day)} – {when.short_day(last.day, first.day)}"
    )
    week = _weekday(first.day) if first is last else f"{_weekday(first.day)} – {_weekday(last.day)}"
    worked = state(_("worked"), "unit") if first.working else state(_("free"), "answer")
    return [
        days,
        week,
        worked,
        holiday(first.name),
        own.get(first.day, "") or _reason(first.reason),
    ]


def _weekday(day: date) -> str:
    return [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ][day.weekday()]


def _reason(reason: Reason) -> str:
    return {
        Reason.HOLIDAY: _("published notice"), Reason.MAKEUP: _("published notice"), Reason.LOCAL: _("the county itself"),
        Reason.OVERRIDE: _("the county itself"),
    }.get(reason, "")  # fmt: skip


def _confirm(form: forms.Form, found: Foreseen, text: str, days: int, seen: str) -> list[Part]:
    given = form.cleaned_data
    hidden = {"text": text, "year": str(given["year"]), "paper": given["paper"], "seen": seen}
    return _would(found, [(_("Days in the notice"), str(days))], _("Load the notice"), "load", hidden)


def _would(
    found: Foreseen, first: Sequence[tuple[str, Cell]], button: str, what: str, hidden: dict[str, str]
) -> list[Part]:
    """Which last days would move, how many and by how much; then the button that does it.

    It says how the calendar stood when the form was opened: what a colleague has set since isn't in the look.
    """
    said = ngettext(
        "%(n)s matter would get another last day.", "%(n)s matters would get another last day.", found.matters
    ) % {"n": found.matters}  # fmt: skip
    pairs: list[tuple[str, Cell]] = [
        *first, (_("Matters with another last day"), str(found.matters)),
        (_("Terms with another last day"), str(found.terms)), (_("Terms that only become certain"), str(found.certain)),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [word(move.clock), when.day(move.was), when.day(move.will_be), str(move.terms)]
        for move in found.moves
    ]
    return [
        Facts(_("This would happen"), pairs),
        Table(
            _("Last days that would move"),
            [_("Term"), _("Until now"), _("Then"), pgettext("how many terms", "Terms")],
            rows,
            said,
        ),
        FormPart("", (), button, what, hidden=hidden, main=True),
    ]
