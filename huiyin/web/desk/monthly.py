"""The monthly report (月报): on a page, and to take along as Word, PDF and spreadsheet. One paper, printed four ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.county.actions import note_change
from huiyin.web.desk import voices
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.figures_asked import Wanted, days_named, period_named
from huiyin.web.desk.monthly_parts import SUGGESTIONS, parts
from huiyin.web.shared import county, when
from huiyin.web.shared.page import private, render
from huiyin.web.shared.papers.parts import Facts, Heading, Paper, Part, Picture, Table, Words
from huiyin.web.shared.papers.sending import send
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PATH = "/desk/figures/report/"
#: A spreadsheet is to work with: it has all suggestions of any month that there was, up to so many.
MOST_SUGGESTED = 2_000
_FILES = (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "XLSX"))


def paper(asked: Wanted, *, now: datetime, suggested: int = SUGGESTIONS) -> Paper:
    """The month's report as the person may have it: what is kept from them is in none of its numbers.

    ``suggested``: so many of the public's suggestions at most.
    """
    name, month = _("Monthly report"), period_named(asked.period)
    until = _("as of %(moment)s") % {"moment": when.moment(now)}
    whose = " · ".join(county.issuer())
    told = " · ".join(
        filter(
            None,
            (whose, _("%(words)s (%(where)s)") % {"words": month, "where": days_named(asked.so_far)}, until),
        )
    )
    return Paper(
        name, [*parts(asked, suggested), _signed()], language(), told, foot=f"{whose} · {name} · {month}"
    )


def _signed() -> Words:
    """Where whoever made the report, whoever checked it and the day are written by hand."""
    line, gap = ("_" * 14, "   ") if language() == "en" else ("＿＿＿＿＿＿", "　")
    told = (_("Prepared by:"), _("Checked by:"), pgettext("signature", "Date:"))
    return Words(gap.join(f"{word} {line}" for word in told), right=True)


@require_safe
@staff
def report_page(request: HttpRequest) -> HttpResponse:
    """One month's report, this month's so far unless another is asked for."""
    asked, now = voices.month_asked(request), timezone.now()
    made = paper(asked, now=now)
    context = {
        "at": "monthly",
        "paper": made,
        "wrong": asked.wrong.get("month", ""),
        "parts": list(_shown(made.parts)),
        "months": voices.month_chips(asked, PATH),
        "files": [
            {"word": word, "url": f"{PATH}report.{kind}?month={asked.period.name}"} for kind, word in _FILES
        ],
        "figures": asked.link(),
        "voices": f"{voices.PATH}?month={asked.period.name}",
    }
    status = 422 if asked.wrong else 200
    return private(render(request, "desk/monthly.html", context, status=status, frame=frame(request)))


@require_safe
@staff
def report_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to take along; that somebody took it stands among the county's changes. 404 for what is no month so far."""
    asked, now, who = voices.month_asked(request), timezone.now(), actor(request)
    if asked.wrong:
        raise Http404
    made = paper(asked, now=now, suggested=MOST_SUGGESTED if kind == "xlsx" else SUGGESTIONS)
    name = f"huiyin-{asked.period.name}"
    note_change("export", who.key, {"report": asked.period.name, "as": kind}, by=who, now=now)
    return send(made, kind, name)


#: How a paragraph stands on the page: small, or at the right edge.
_KINDS = {(True, False): "hy-small hy-soft", (False, True): "hy-signed"}


def _shown(parts: Iterable[Part]) -> Iterator[dict[str, Any]]:
    """The parts as the page's template takes them. A table without a caption of its own is called as its section is."""
    heading = ""
    for part in parts:
        if isinstance(part, Heading):
            heading = part.text
            yield {"heading": part.text, "level": part.level}
        elif isinstance(part, Words):
            yield {"words": part.text, "kind": _KINDS.get((part.small, part.right), "")}
        elif isinstance(part, Facts):
            yield {"pairs": part.pairs}
        elif isinstance(part, Table):
            caption = part.caption or heading
            yield {"table": _table(part, caption), "caption": caption}
        elif isinstance(part, Picture):
            drawn = mark_safe(part.svg)  # noqa: S308  our own drawing
            yield {"svg": drawn, "caption": part.caption, "told": part.told}


def _table(one: Table, caption: str) -> SafeString:
    """Ready HTML: a report has hundreds of cells."""
    kinds = ["" if n in one.numbers else ' class="hy-told-cell"' for n in range(len(one.head))]
    heads = "".join(
        f'<th scope="col"{kind}>{escape(text)}</th>' for text, kind in zip(one.head, kinds, strict=True)
    )
    body = "\n".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        f"{''.join(f'<td{kinds[n]}>{escape(text)}</td>' for n, text in enumerate(texts, start=1))}</tr>"
        for name, *texts in one.rows
    )
    said = f'<caption class="visually-hidden">{escape(caption)}</caption>'
    return mark_safe(  # noqa: S308  escaped piece by piece
        f'<table class="hy-board">{said}<thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table>'
    )
