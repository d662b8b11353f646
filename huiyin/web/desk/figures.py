"""Figures at the desk (数据统计): a period's petitions by channel, category, town, unit, month; every number opens its rows."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.asked import narrowed_rows, town_of
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.paragraph import paragraph
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.cases.satisfaction import Ratings, mostly_counts
from huiyin.rooms.cases.tally import (
    Cut,
    Measure,
    Pieces,
    Tally,
    behind,
    by_month,
    counted,
    pieces,
    rated,
    repeats_by_channel,
    tally,
)
from huiyin.rooms.cases.visits import people
from huiyin.rooms.cases.working import Sort
from huiyin.rules.calendar import local_date
from huiyin.rules.counting import Share, repeat_share
from huiyin.rules.periods import Period, months_to
from huiyin.rules.vocabulary import Channel, Status
from huiyin.web.desk import figures_map, figures_tables, menu
from huiyin.web.desk import figures_words as words
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.figures_asked import Wanted, days_named, period_named, wanted
from huiyin.web.desk.filtering import key_in, key_text, own_units
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.fields import FieldView
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

MONTHS = 12


@require_safe
@staff
def figures_page(request: HttpRequest) -> HttpResponse:
    """The figures of one period, this month's unless another is asked for; days that make none are told (422)."""
    asked = _asked(request)
    who, today, so_far = asked.who, asked.today, asked.so_far
    last = so_far.year_before
    now = tally(who, asked.asked(), today=today)
    before = pieces(who, asked.asked(last))
    months = months_to(min(asked.period.last, today), MONTHS)
    counts = by_month(
        who, asked.asked(), [*months, *(one.year_before for one in months)], known=counted(now, before)
    )
    said = rated(who, asked.asked())
    repeats = repeats_by_channel(who, asked.asked())
    by_town = figures_tables.by_cut(Cut.TOWN, now, before, asked, last)
    tables = [
        figures_tables.trend(months, counts, asked),
        figures_tables.by_cut(Cut.CHANNEL, now, before, asked, last),
        figures_tables.by_cut(Cut.CATEGORY, now, before, asked, last),
        figures_tables.by_cut(Cut.UNIT, now, before, asked, last),
        figures_tables.by_cut(Cut.OUTCOME, now, before, asked, last),
    ]
    context = {
        **_frame(asked),
        "paragraph": _sentence(asked, now),
        "tiles": _tiles(asked, now, before, sum(repeats.values()), said, last),
        "tables": [one for one in tables if one.rows],
        "town": by_town,
        "map": figures_map.drawn({code: one.pieces for code, one in now.cuts[Cut.TOWN].items()}, asked),
        "terms": figures_tables.terms(now, asked),
        "ratings": figures_tables.ratings(said, asked),
        "charts": {one.key: one.chart for one in (*tables, by_town) if one.chart},
    }
    status = 422 if asked.wrong else 200
    return private(render(request, "desk/figures.html", context, status=status, frame=frame(request)))


def _sentence(asked: Wanted, now: Tally) -> SafeString:
    """The period in one sentence, each number a link to its rows."""

    def number(channel: Channel, name: str, n: int) -> str:
        return _opens(asked.rows(name, channel=channel.value), n)

    lines = {Channel(code): line for code, line in now.cuts[Cut.CHANNEL].items()}
    return mark_safe(paragraph(lines, number))  # noqa: S308  our own words, escaped numbers


def _opens(url: str, n: int) -> str:
    """A number within words as a link to its rows."""
    return f'<a href="{escape(url)}">{n}</a>'


def _asked(request: HttpRequest) -> Wanted:
    who = actor(request)
    if not menu.sees_figures(who):
        raise PermissionDenied
    return wanted(request.GET.dict(), who, local_date(timezone.now()))


def _frame(asked: Wanted) -> dict[str, Any]:
    """What stands above the figures: whose they are, of when, and what else may be asked."""
    wide = menu.counts_county(asked.who)
    fields = [
        FieldView(
            name, label, kind="date", value=asked.typed.get(name, str(getattr(asked.period, end))),
            error=asked.wrong.get(name, ""), focus=name in asked.wrong, extra={"form": "narrow"},
        )
        for name, label, end in (("from", pgettext("period", "From"), "first"), ("to", pgettext("period", "To"), "last"))
    ]  # fmt: skip
    return {
        "at": "figures",
        "asked": asked,
        "period": period_named(asked.period),
        "days": days_named(asked.so_far),
        "before": asked.link(asked.period.before),
        "after": asked.link(asked.period.after) if asked.period.last < asked.today else "",
        "scope": _scope(asked, wide=wide),
        "narrowed": asked.narrowed(),
        "plain": asked.link(**dict.fromkeys(asked.filters, "")),
        "fields": fields,
        "problems": [one for one in fields if one.error],
        "units": county.narrowing_options(asked.filters.get("unit", ""), empty=_("All units")) if wide else "",
        "wide": wide,
        "as_of": when.moment(timezone.now()),
        "last_year": days_named(asked.so_far.year_before),
        "method": words.method(),
        "rating_method": words.rating_method(),
    }  # fmt: skip


def _scope(asked: Wanted, *, wide: bool) -> str:
    return (
        _("The whole county")
        if wide
        else _("; ").join(county.unit_name(code) for code in own_units(asked.who))
    )


def _tiles(
    asked: Wanted, now: Tally, before: Pieces, repeats: int, said: tuple[Ratings, Ratings], last: Period
) -> list[dict[str, Any]]:
    """The numbers that are asked for first, each with the same time of last year or what it is a part of."""
    total, then = now.total, before.cuts[Cut.CHANNEL]
    recorded = any(then.values())  # before the record begins there is no number, not even 0

    def counted(measure: Measure, word: str, n: int, old: int) -> dict[str, Any]:
        return {
            "word": word, "n": n, "url": asked.rows(measure), "old": old if recorded else "–",
            "old_url": asked.rows(measure, last) if recorded else "",
            "change": words.change(n, old),
        }  # fmt: skip

    def part(measure: str, word: str, share: Share, of: str) -> dict[str, Any]:
        return {
            "word": word, "n": share.numerator, "url": asked.rows(measure), "percent": words.percent(share),
            "of": mark_safe(_opens(asked.rows(of), share.denominator)),  # noqa: S308  escaped there
        }  # fmt: skip

    came = _opens(asked.rows(Measure.PERSONS, channel=Channel.VISIT.value), total.visitors)

    satisfied = said[1].part_satisfied(mostly_counts=mostly_counts())
    return [
        counted(Measure.PIECES, str(words.MEASURES[Measure.PIECES]), total.pieces, sum(then.values())),
        {**counted(Measure.BATCHES, str(words.MEASURES[Measure.BATCHES]), total.batches, before.batches),
         "beside": mark_safe(_("%(n)s people in them") % {"n": came})},  # noqa: S308  our own words
        part(Measure.DONE, str(words.MEASURES[Measure.DONE]), total.part_done, Measure.PIECES),
        part(Measure.REPEATS, str(words.MEASURES[Measure.REPEATS]), repeat_share(repeats, total.pieces), Measure.PIECES),
        part(Measure.ACCEPTED, str(words.MEASURES[Measure.ACCEPTED]), total.part_accepted, Measure.ACCEPT_DUE),
        part(Measure.ANSWERED, str(words.MEASURES[Measure.ANSWERED]), total.part_answered, Measure.ANSWER_DUE),
        part("unit-rated", _("Rated, of those that may"), said[1].part_rated, words.RATABLE),
        part(f"unit-{words.GOOD}", _("Satisfied with the unit"), satisfied, f"unit-{words.COUNTED}"),
    ]  # fmt: skip


# -- the rows behind a number ---------------------------------------------------------------------------------------------


@require_safe
@staff
def rows_page(request: HttpRequest) -> HttpResponse:
    """Exactly the petitions of one number, the newest first, a page at a time; 404 for a number that isn't ours.

    Whoever has figures but no matters before them sees what was counted, not what it is about.
    """
    asked = _asked(request)
    measure = request.GET.get("measure", "")
    found = _behind(asked, measure)
    after = key_in(request.GET.get("after", ""), Sort.NEW)
    sums = found.aggregate(n=Count("pk"), people=Sum(people()))
    page = _page(found, after)
    shown, reads = page[:PAGE], menu.works(asked.who)
    here = asked.rows(measure)
    context = {
        "at": "figures",
        "heading": words.named(measure),
        "period": period_named(asked.period),
        "narrowed": asked.narrowed(),
        "n": sums["n"],
        "people": sums["people"] or 0,
        "as_of": when.moment(timezone.now()),
        "back": asked.link(),
        "rows": [_row(one, asked.today, reads=reads) for one in shown],
        "reads": reads,
        "pager": {
            "first": here if after else "",
            "next": f"{here}&after={key_text((shown[-1].received_at, shown[-1].number))}".replace("+", "%2B")
            if len(page) > PAGE
            else "",
        },
    }
    return private(render(request, "desk/figures_rows.html", context, frame=frame(request)))


def _behind(asked: Wanted, measure: str) -> QuerySet[Petition]:
    if measure in words.MEASURES:
        return behind(asked.who, asked.asked(), Measure(measure), today=asked.today)
    if not words.named(measure):
        raise Http404
    return figures_tables.rated_rows(narrowed_rows(asked.who, asked.asked()), asked.asked().span, measure)


def _page(found: QuerySet[Petition], after: Any) -> list[Petition]:
    if after is not None:
        found = found.filter(received_at__lte=after[0]).exclude(received_at=after[0], number__gte=after[1])
    rows = found.select_related("matter", "matter__title").order_by("-received_at", "-number")
    return list(rows[: PAGE + 1])


def _row(one: Petition, today: date, *, reads: bool) -> dict[str, Any]:
    matter = one.matter
    title = title_of(matter) if reads else ""
    return {
        "number": one.number,
        "url": f"/desk/matter/{matter.number}/" if reads else "",
        "title": title,
        "lang": lang_of(title) if title else "",
        "day": when.short_day(local_date(one.received_at), today),
        "channel": word(Channel(one.channel)),
        "persons": one.persons,
        "category": county.category_name(matter.category) if matter.category else "",
        "place": _place(matter.place, reads=reads),
        "unit": county.holder_name(matter.holder_id or matter.desk_id),
        "state": badges.state(Status(matter.status)),
    }


def _place(code: str, *, reads: bool) -> str:
    """Where it happened: to whoever doesn't read matters the town alone, since in a village somebody might be guessed."""
    if not code:
        return ""
    return county.place_name(code) if reads else county.unit_name(town_of().get(code, ""))
