"""The sheet of the day (日报): what came in, how, by how many; what was sorted and where it went; what is left to sort."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.day import (
    COUNTED,
    MOST,
    OfDay,
    SortedOut,
    left_count,
    left_on,
    own_titles,
    registered_on,
    sorted_on,
    taken_back,
)
from huiyin.rooms.county.actions import note_change
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Channel, Stage, Status, Verb
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.work_rows import people, said_title
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.papers.parts import Facts, Heading, Paper, Part, Table, Words
from huiyin.web.shared.papers.sending import send
from huiyin.web.shared.words import done, language, word

if TYPE_CHECKING:
    from django.http import HttpRequest

_FILES = (("pdf", "PDF"), ("docx", "Word"))


@require_safe
@staff
def sheet_page(request: HttpRequest) -> HttpResponse:
    """One day's sheet, today's unless another day is asked for. For whoever sorts and whoever sees the county."""
    sheet, today = _sheet(request), local_date(timezone.now())
    day = sheet.day
    context = {
        "at": "day_sheet",
        "day": when.day(day),
        "sums": sums(sheet),
        "rows": [_row(row, sheet.titles) for row in sheet.rows],
        "sorted": [{"unit": unit, "rows": rows} for unit, rows in by_unit(sheet)],
        "left": [_row(row, sheet.titles) for row in sheet.left],
        "more": sheet.more,
        "most": MOST,
        "before": f"?on={day - timedelta(days=1)}",
        "after": f"?on={day + timedelta(days=1)}" if day < today else "",
        "files": [{"word": name, "url": f"sheet.{kind}?on={day}"} for kind, name in _FILES],
        "method": _method() % {"made": when.moment(timezone.now())},
    }
    return private(render(request, "desk/day_sheet.html", context, frame=frame(request)))


@require_safe
@staff
def sheet_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same sheet to take along, as PDF or Word; that somebody took it stands among the county's changes."""
    sheet, who, now = _sheet(request), actor(request), timezone.now()
    note_change("export", who.key, {"sheet": str(sheet.day), "as": kind}, by=who, now=now)
    return send(paper(sheet, now=now), kind, f"huiyin-{sheet.day:%Y%m%d}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One day as somebody may see it: what came in, what was sorted, what is left. ``more``: there is more than it lists.

    Its numbers are of all: ``every`` that came in, so many ``sorted`` and so many to be ``sorted_later``.
    """

    day: date
    rows: Sequence[OfDay]
    done: Sequence[SortedOut]
    left: Sequence[OfDay]
    titles: Mapping[str, str]
    every: Sequence[OfDay]
    sorted: int
    sorted_later: int

    @property
    def more(self) -> bool:
        """Whether something isn't listed."""
        return max(len(self.every), self.sorted, self.sorted_later) > MOST


def _sheet(request: HttpRequest) -> Sheet:
    """The sheet that was asked for. Refuses whoever neither sorts nor sees the county."""
    who = actor(request)
    if not menu.reads_the_day(who):
        raise PermissionDenied
    day = _day(request.GET.get("on", ""), local_date(timezone.now()))
    came, done, left = registered_on(who, day), sorted_on(who, day), left_on(who, day)
    titles = own_titles([*came[:MOST], *(one.petition for one in done[:MOST])])
    return Sheet(
        day, came[:MOST], done[:MOST], left[:MOST], titles,
        every=came if len(came) <= MOST else registered_on(who, day, most=COUNTED),
        sorted=len(done if len(done) <= MOST else sorted_on(who, day, most=COUNTED)),
        sorted_later=len(left) if len(left) <= MOST else left_count(who, day),
    )  # fmt: skip


def paper(sheet: Sheet, *, now: datetime) -> Paper:
    """The sheet as a paper: the page's sums and rows."""
    head = (_("Number"), _("Matter"), _("Channel"), _("People"), _("Category"), _("In charge"), _("State"))
    method = Words(_method() % {"made": when.moment(now)}, small=True)
    parts: list[Part] = [Facts(sums(sheet)), method, Heading(_("What was sorted"))]
    lines = [
        (unit, one["number"], one["title"], one["did"], one["category"])
        for unit, rows in by_unit(sheet)
        for one in rows
    ]
    if lines:
        of_unit = (_("Unit"), _("Number"), _("Matter"), _("What was done"), _("Category"))
        parts.append(Table(of_unit, lines, widths=(2.2, 3.2, 4.4, 2.8, 1.8)))
    else:
        parts.append(Words(_("On this day nothing was sorted.")))
    for heading, found, none in (
        (_("Left to sort"), sheet.left, _("Nothing waits to be sorted.")),
        (_("What came in"), sheet.rows, _("On this day nothing was taken down.")),
    ):
        rows = [_line(row, sheet.titles) for row in found]
        table = Table(head, rows, frozenset({3}), widths=(3.3, 4.3, 1.3, 1, 1.8, 2.1, 1.5))
        parts += [Heading(heading), table if rows else Words(none)]
    if sheet.more:
        parts.append(Words(_("Only the first %(most)s are shown.") % {"most": MOST}, small=True))
    name, whose = _("Sheet of the day"), " · ".join(county.issuer())
    told = " · ".join(filter(None, (whose, when.day(sheet.day))))
    foot = " · ".join(filter(None, (whose, name, when.day(sheet.day))))
    return Paper(name, parts, language(), told, foot=foot, landscape=True)


def _method() -> str:
    return _(
        "As of %(made)s. Sorted, sent on or answered: of what came in on this day. Sorted on this day: whenever it came in. "
        "Left to sort is what came by its end and still waits; one visit and its people count once."
    )


def by_unit(sheet: Sheet) -> list[tuple[str, list[dict[str, Any]]]]:
    """What was sorted, under the units that have it by that, those with most first."""
    units: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in sheet.done:
        drawn = _row(one.petition, sheet.titles)
        # what was only sorted hasn't gone anywhere yet
        did = word(Status.TRIAGED) if one.verb is Verb.TRIAGE else done(one.verb)
        if one.confirms:
            did = pgettext("done", "Confirmed that it was taken back")
        told = f"{did}: {one.other}" if one.other else did
        units[one.unit].append({**drawn, "did": told})
    listed = sorted(units.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(county.holder_name(unit), rows) for unit, rows in listed]


def _line(row: OfDay, titles: Mapping[str, str]) -> tuple[str, ...]:
    drawn, how, stage = _row(row, titles), taken_back(row), Stage(row.stage)
    marks = [
        *([] if stage is Stage.FIRST else [word(stage)]),
        *([_("urgent")] if row.urgent else ()),
        *([badges.withdrawn_word(how)] if how else ()),
    ]
    titled = drawn["title"] + "".join(f" [{mark}]" for mark in marks)
    return (
        drawn["number"], "\n".join(filter(None, (titled, drawn["place"], drawn["joined"]))), drawn["channel"],
        str(row.persons), drawn["category"], drawn["unit"], word(Status(row.status)),
    )  # fmt: skip


def _day(text: str, today: date) -> date:
    """The day of the address; today if it isn't one, or is still to come."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if date(2000, 1, 1) < found <= today else today


def sums(sheet: Sheet) -> list[tuple[str, str]]:
    """What the day brought, in pairs of word and number: all, by channel, urgent, sorted, sent on; what was sorted, left."""
    rows = sheet.every
    by = Counter(row.channel for row in rows)
    told = {row.number for row in rows if row.confidential}  # as ``visits.alone`` counts them
    persons = sum(row.persons for row in rows if not row.visit or told & {row.number, row.visit})
    every = ngettext("%(n)s petition", "%(n)s petitions", len(rows)) % {"n": len(rows)}
    found = [(_("Came in"), f"{every} · {people(persons)}")]
    found += [(word(channel), str(by[channel.value])) for channel in Channel if by[channel.value]]
    states = [row.status for row in rows]
    waiting = sum(state == Status.REGISTERED.value for state in states)
    at_desk = sum(state in (Status.REGISTERED.value, Status.TRIAGED.value) for state in states)
    return [
        *found,
        (_("Urgent"), str(sum(row.urgent for row in rows))),
        (_("Sorted"), str(len(rows) - waiting)),
        (_("Sent on or answered"), str(len(rows) - at_desk)),
        (_("Sorted on this day"), str(sheet.sorted)),
        (_("Left to sort"), str(sheet.sorted_later)),
    ]


def _row(row: OfDay, titles: Mapping[str, str]) -> dict[str, Any]:
    """One petition under its own title, also where it was joined to another matter."""
    title = said_title(row.title if row.number == row.matter else titles.get(row.number) or None)
    return {
        "number": row.number, "url": f"/desk/matter/{row.matter}/", "title": title, "lang": lang_of(title),
        "channel": word(Channel(row.channel)), "persons": row.persons, "people": people(row.persons),
        "place": county.place_name(row.place) if row.place else "",
        "category": county.category_name(row.category) if row.category else "",
        "unit": county.holder_name(row.owner or ""), "state": badges.state(Status(row.status)),
        "urgent": badges.urgent() if row.urgent else "", "back": badges.withdrawn(taken_back(row)),
        "stage": badges.stage(Stage(row.stage)),
        "joined": "" if row.number == row.matter else _("joined to %(number)s") % {"number": row.matter},
    }  # fmt: skip
