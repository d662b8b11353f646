"""The line on a matter's pages which says that it belongs to a hot matter that is treated as a whole, and who leads that."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from huiyin.rooms.insight.hot_of_matter import Whole, whole_of
from huiyin.rules.roles import Actor
from huiyin.web.shared import county
from huiyin.web.shared.page import lang_of

#: So much of a result stands in the line.
_MOST_RESULT = 120


@dataclass(frozen=True, slots=True)
class Line:
    """What the line says: the hot matter's name, as a link for whoever may open it, and whether it has ended.

    ``result``: for whoever may open it; it may tell of petitions that others aren't to read.
    """

    title: SafeString
    unit: str
    ended: bool
    result: SafeString


def line(number: str, who: Actor) -> Line | None:
    """The line of this matter; None where it belongs to no hot matter that has a plan. One query.

    For pages of the desk that ask first whether the person may see the matter; never for the portal.
    """
    found = whole_of(number, who)
    if found is None:
        return None
    result = Truncator(" ".join(found.result.split())).chars(_MOST_RESULT) if found.may_open else ""
    shown = format_html('<span lang="{}">{}</span>', lang_of(result), result) if result else SafeString()
    return Line(_title(found), county.holder_name(found.lead), bool(found.result), shown)


def _title(found: Whole) -> SafeString:
    title = found.title or _("(no name)")
    if found.may_open:
        return format_html('<a href="/desk/hot/{}/" lang="{}">{}</a>', found.pk, lang_of(title), title)
    return format_html('<span lang="{}">{}</span>', lang_of(title), title)
