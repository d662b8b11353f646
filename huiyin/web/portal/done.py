"""What is being done: published answers, and the county's figures month by month, counted as the desk counts them."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.figures import Figures, earliest, figures
from huiyin.rooms.cases.shown import PAGE, Publication, one, page
from huiyin.rooms.county.queries import counting_terms
from huiyin.rules.calendar import local_date
from huiyin.web.portal.reading import in_tongues
from huiyin.web.portal.remembering import FOLLOW_FOR, LOOK_COOKIE, remember, remembered
from huiyin.web.shared import when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.county import public_name
from huiyin.web.shared.errors import not_found
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import chrome, lang_of, render, see
from huiyin.web.shared.rota import month_named
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FRESH = 600  # seconds that a month's count is shown before it is counted again: everybody may ask, counting isn't free
MONTHS_BACK, MONTHS_OFFERED = 24, 12
_MONTH = re.compile(r"(\d{4})-(\d{2})")


MOST_WORDS, MOST_LOOKS = 60, 4  # characters that are looked for, searches that are remembered


@only(["GET", "HEAD", "POST"])
def done_page(request: HttpRequest) -> HttpResponse:
    """Published answers, the latest first, a page at a time. What somebody looks for stands in no address, but in a cookie.

    The search leads on with 303, so that the way back from an answer leads to what was found.
    """
    if request.method == "POST":
        return _look(request)
    look = request.GET.get("look", "")
    words = dict(_looks(request)).get(look, "")
    mark = request.GET.get("after", "")
    rows = page(words=words, after=_after(mark))
    shown, more = rows[:PAGE], len(rows) > PAGE
    context = {
        "at": "done",
        "rows": [_row(row) for row in shown],
        "words": words,
        "look": look if words else "",
        "next": f"{shown[-1].at.timestamp():.6f}-{shown[-1].pk}" if more else "",
        "later": bool(mark),
    }
    frame = chrome(request)
    if words:  # the mark tells nothing: the switches lead back to what was found
        frame = replace(frame, here=f"{request.path}?look={look}")
    return render(request, "portal/done.html", context, frame=frame)


#: Looking for something does no harm: it isn't refused where the proof of origin is old or the browser keeps no cookies.
done_page.unproven = done_page  # type: ignore[attr-defined]


def _look(request: HttpRequest) -> HttpResponse:
    """303 to what is found, by a mark that says nothing; the words of the last few searches are this browser's own."""
    words = printable(" ".join(request.POST.get("words", "").split()))[:MOST_WORDS]
    if not words:
        return see(reverse("done"))
    mark = secrets.token_urlsafe(6)
    looks = json.dumps([*_looks(request), (mark, words)][-MOST_LOOKS:])
    response = see(f"{reverse('done')}?look={mark}")
    remember(request, response, LOOK_COOKIE, looks, reverse("done"), FOLLOW_FOR)
    return response


def _looks(request: HttpRequest) -> list[tuple[str, str]]:
    return [(mark, words) for mark, words in json.loads(remembered(request, LOOK_COOKIE, FOLLOW_FOR) or "[]")]


def _after(mark: str) -> tuple[datetime, int] | None:
    """Where the page before ended; None for the first page and for what isn't a mark of ours."""
    found = re.fullmatch(r"(\d{1,11}\.\d{6})-(\d{1,18})", mark)
    if found is None:
        return None
    try:
        return datetime.fromtimestamp(float(found[1]), UTC), int(found[2])
    except (OverflowError, ValueError):
        return None


def _row(row: Publication) -> dict[str, str]:
    return {
        "url": f"/done/{row.pk}/",
        "title": row.title,
        "lang": lang_of(row.title),
        "line": " · ".join(filter(None, (public_name(row.unit), when.day(local_date(row.at))))),
    }


@require_safe
def answer_page(request: HttpRequest, publication: int) -> HttpResponse:
    """One published answer: what was asked, what was answered, by whom and when. 404 once it is taken back."""
    row = one(publication)
    if row is None:
        return not_found(request)
    context = {
        "at": "done",
        "row": row,
        "lang": lang_of(row.title),
        "question_lang": lang_of(row.question),
        "answer": in_tongues(row.answer),
        "unit": public_name(row.unit),
        "day": when.day(local_date(row.at)),
    }
    return render(request, "portal/answer.html", context)


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """One month's figures by channel, with how they were counted and when; no matter can be told from them."""
    today = local_date(timezone.now())
    first, began = _asked(request.GET.get("month", ""), today), _record_began()
    lines, counted_at = _counted(first, today)
    offered, before = _offered(began, today), began is not None and first < began
    shown = [line for line in lines if line.pieces]
    context: dict[str, Any] = {
        "at": "done",
        "month": month_named(first),
        "before": before,
        "began": month_named(began) if began and (before or len(offered) < MONTHS_OFFERED) else "",
        "lines": [(word(line.channel), line.pieces, line.persons, line.done, line.repeats) for line in shown],
        "all": tuple(
            sum(getattr(line, name) for line in lines) for name in ("pieces", "persons", "done", "repeats")
        ),
        "counted_at": when.moment(counted_at),
        "least": counting_terms().collective_from,
        "months": chip_row(
            {"word": month_named(one), "url": f"?month={one:%Y-%m}", "on": one == first} for one in offered
        ),
        "sentence": _sentence(lines, past=first < today.replace(day=1)),
    }
    return render(request, "portal/figures.html", context)


def _asked(month: str, today: date) -> date:
    """The first day of the month that is asked for; of this month where none is, or one that isn't shown."""
    this, found = today.replace(day=1), _MONTH.fullmatch(month)
    if found and 1 <= int(found[2]) <= 12:
        first = date(max(int(found[1]), 1), int(found[2]), 1)
        if _back(this, MONTHS_BACK) < first <= this:
            return first
    return this


def _back(first: date, months: int) -> date:
    at = first.year * 12 + first.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)


def _counted(first: date, today: date) -> tuple[list[Figures], datetime]:
    """The month's lines and when they were counted; at most ten minutes old."""
    key = f"public-figures-{first}"
    kept: tuple[list[Figures], datetime] | None = cache.get(key)
    if kept is None:
        last = min(_back(first, -1) - timedelta(days=1), today)
        kept = figures(first, last), timezone.now()
        cache.set(key, kept, FRESH)
    return kept


def _record_began() -> date | None:
    """The first day of the month in which the first petition came; None before there is one. Kept ten minutes."""
    key = "public-figures-began"
    kept: date | None = cache.get(key)
    if kept is None:
        came = earliest()
        kept = local_date(came).replace(day=1) if came else None
        cache.set(key, kept, FRESH)
    return kept


def _offered(began: date | None, today: date) -> list[date]:
    """The last twelve months to choose from, none from before the record begins: nothing was counted then."""
    this = today.replace(day=1)
    return [one for n in range(MONTHS_OFFERED) if (one := _back(this, n)) >= (began or this)]


def _sentence(lines: list[Figures], *, past: bool) -> str:
    """The month in one sentence."""
    pieces, done = sum(line.pieces for line in lines), sum(line.done for line in lines)
    if not pieces:
        return (
            _("Nobody wrote, called or came in this month.")
            if past
            else _("Nobody has written, called or come yet.")
        )
    return _("%(pieces)s matters came in; %(done)s of them are answered and closed by now.") % {
        "pieces": pieces, "done": done,
    }  # fmt: skip
