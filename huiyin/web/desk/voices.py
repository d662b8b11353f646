"""What people say (社情民意): topics by month and town, words more or less usual, suggestions and what became of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.around import Recommendation
from huiyin.rooms.cases.reported import Suggestion, policies, suggestions
from huiyin.rooms.cases.tally import Measure, topics, topics_by_month
from huiyin.rooms.insight.voices import said
from huiyin.rules.calendar import local_date
from huiyin.rules.duties import Adoption
from huiyin.rules.periods import PeriodKind, months_to, named, whole
from huiyin.rules.serials import cited
from huiyin.rules.vocabulary import Outcome, Status
from huiyin.rules.voices import FEWEST, Change, told
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.figures_asked import Wanted, period_named, wanted
from huiyin.web.desk.figures_asked import told as code_told
from huiyin.web.desk.figures_tables import Cell, FiguresTable, Row, from_the_first, of_month_cell
from huiyin.web.desk.work_rows import said_title
from huiyin.web.shared import county, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "/desk/figures/voices/"
#: Fields and towns of the table, months beside each other, suggestions and recommendations listed.
FIELDS, TOWNS, MONTHS, LISTED = 12, 12, 6, 50


@require_safe
@staff
def voices_page(request: HttpRequest) -> HttpResponse:
    """One month's page, this one's unless another is asked for; for whoever's figures are the county's."""
    asked = month_asked(request)
    found, now = said(asked.period.first), topics(asked.who, asked.asked())
    reads, listed = menu.works(asked.who), suggestions(asked.who, asked.asked(), most=LISTED)
    context = {
        "at": "voices",
        "period": period_named(asked.period),
        "wrong": asked.wrong.get("month", ""),
        "months": month_chips(asked, PATH),
        "report": f"/desk/figures/report/?month={asked.period.name}",
        "figures": asked.link(),
        "by_town": by_town(asked, now),
        "by_month": by_month(asked, now),
        "persons": found.persons,
        "counted": when.moment(found.counted_at) if found.counted_at else "",
        "usual_months": found.months,
        "rising": [changed(one) for one in found.rising],
        "falling": [changed(one) for one in found.falling],
        "fewest": FEWEST,
        "suggestions": [suggestion(one, reads=reads) for one in listed[:LISTED]],
        "reads": reads,
        "advice": [advice(one, reads=reads) for one in policies(asked.who, asked.asked(), most=LISTED)],
        "as_of": when.moment(timezone.now()),
    }
    status = 422 if asked.wrong else 200
    return private(render(request, "desk/voices.html", context, status=status, frame=frame(request)))


def month_asked(request: HttpRequest) -> Wanted:
    """The month of the address; this one where it names none, and one that hasn't begun or isn't any is told as ``wrong``.

    403 for whoever's figures aren't the county's.
    """
    who, today = actor(request), local_date(timezone.now())
    if not menu.counts_county(who):
        raise PermissionDenied
    typed = request.GET.get("month", "")
    month, this = named(typed), whole(PeriodKind.MONTH, today)
    found = wanted({"period": this.name}, who, today)
    if month is not None and month.kind is PeriodKind.MONTH and month.first <= today:
        return replace(found, period=month)
    said = _("The month in the address doesn’t exist or hasn’t begun. This is the current month up to today.")
    return replace(found, wrong={"month": said} if typed else {})


def month_chips(asked: Wanted, path: str) -> Any:
    """This month and the eleven before it to choose from."""
    listed = reversed(months_to(asked.today, 12))
    return chip_row(
        {"word": period_named(one), "url": f"{path}?month={one.name}", "on": one == asked.period}
        for one in listed
    )


#: Petitions of the month by field and town.
Topics = dict[tuple[str, str], int]


def by_town(asked: Wanted, found: Topics) -> FiguresTable:
    """Fields down, towns across: each with most petitions first, as many as a page has room for."""
    fields, across = _most(found, 0, FIELDS), _most(found, 1, TOWNS)
    rows = [
        Row(
            code_told("category", field),
            [
                Cell(found.get((field, town), 0), asked.rows(Measure.PIECES, category=field, town=town))
                for town in across
            ],
            asked.link(category=field),
        )
        for field in fields
    ]
    head = [pgettext("figures by", "Category"), *(code_told("town", town) for town in across)]
    return FiguresTable("topics", _("Topics by town"), head, rows)


def by_month(asked: Wanted, now: Topics) -> FiguresTable:
    """Fields down, the last months across; of the month itself what is known by town. Dashes before the record begins."""
    months = months_to(asked.period.first, MONTHS)
    found = topics_by_month(asked.who, replace(asked.asked(), first=months[0].first, last=months[-2].last))
    for (field, _town), n in now.items():
        found[field, asked.period.name] = found.get((field, asked.period.name), 0) + n
    of_month = [sum(n for (_field, name), n in found.items() if name == one.name) for one in months]
    record = dict(zip((one.name for one in months), from_the_first(of_month), strict=True))
    rows = [
        Row(
            code_told("category", field),
            [
                of_month_cell(
                    record,
                    one,
                    found.get((field, one.name), 0),
                    asked.rows(Measure.PIECES, one, category=field),
                )
                for one in months
            ],
            asked.link(category=field),
        )
        for field in _most(found, 0, FIELDS)
    ]
    head = [pgettext("figures by", "Category"), *(period_named(one) for one in months)]
    return FiguresTable("months", _("Topics by month"), head, rows)


def _most(found: dict[tuple[str, str], int], place: int, most: int) -> list[str]:
    sums: dict[str, int] = {}
    for pair, n in found.items():
        sums[pair[place]] = sums.get(pair[place], 0) + n
    return sorted(sums, key=lambda code: (-sums[code], code))[:most]


def changed(one: Change) -> dict[str, str]:
    """A word as it is told; few persons are told as few."""
    now = told(one.now)
    few = _("fewer than %(n)s") % {"n": FEWEST}
    return {"word": one.word, "now": few if now is None else str(now), "usual": f"{one.usual:g}"}


def suggestion(one: Suggestion, *, reads: bool) -> dict[str, Any]:
    """One suggestion in words: what it is about for whoever reads matters, and what became of it."""
    title = said_title(one.title) if reads else ""
    return {
        "number": one.number, "url": f"/desk/matter/{one.matter}/" if reads else "", "title": title,
        "lang": lang_of(title) if title else "", "place": county.place_name(one.place) if reads and one.place else "",
        "category": county.category_name(one.category) if one.category else "",
        "unit": county.holder_name(one.unit),
        "became": word(Outcome(one.outcome) if one.outcome else Status(one.status)),
    }  # fmt: skip


def advice(one: Recommendation, *, reads: bool) -> dict[str, str]:
    """One recommendation in words."""
    return {
        "serial": cited(one.serial), "url": f"/desk/matter/{one.matter_id}/" if reads else "",
        "unit": county.holder_name(one.addressee_id), "day": when.day(local_date(one.at)),
        "answer": word(Adoption(one.adoption)) if one.adoption else _("no answer yet"),
    }  # fmt: skip
