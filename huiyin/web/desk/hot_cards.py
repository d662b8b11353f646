"""The list's cards of hot matters: what it is, how hot and why, where, who leads it. Ready HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_CARD = (
    '<section class="card mb-3"><div class="card-body"><div class="hy-bar">'
    '<h2 class="card-title mt-0 mb-1" lang="{lang}"><a href="{url}">{title}</a></h2>'
    "<span>{alarm}<strong>{heat}</strong></span></div>\n"
    '<p class="hy-small hy-soft mb-1">{facts}</p>\n<p class="hy-small mb-1">{pace}</p>{lead}</div></section>\n'
)


def html(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """A card for each group as ``hot`` words it; all text is escaped here."""
    grows, heat, whole = _("Grows faster than usual"), _("Heat %(n)s"), escape(_("Treated as a whole"))
    alarm = f'<span class="hy-state trouble">{escape(grows)}</span> '
    pace = _("%(fresh)s in the last 7 days, %(usual)s in a usual week")
    cards = (
        _CARD.format(
            lang=row["lang"], url=escape(row["url"]), title=escape(row["title"]), alarm=alarm if row["alarm"] else "",
            heat=escape(heat % {"n": row["index"]}), pace=escape(pace % row),
            facts=" · ".join(escape(row[name]) for name in ("span", "places", "petitions", "persons", "open") if row[name]),
            lead=_lead(row, whole) if row["lead"] else "",
        )
        for row in rows
    )  # fmt: skip
    return mark_safe("".join(cards))  # noqa: S308  escaped above


def _lead(row: Mapping[str, Any], whole: str) -> str:
    lead, planned = escape(row["lead"]), escape(row["planned"])
    return f'\n<p class="hy-small mb-0"><strong>{whole}</strong> {lead} · {planned}</p>'
