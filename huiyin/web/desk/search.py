"""Search at the desk: by words, narrowed by unit, time, channel, category, place and state. A number leads to its matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.searching import COMPARED, COUNTED, Found, Where, best, ending, newest, numbered
from huiyin.rooms.county import queries
from huiyin.rules.calendar import local_date
from huiyin.rules.finding import LONGEST, Query, parse, parted
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.serials import uncited
from huiyin.rules.vocabulary import OPEN, Channel, Status
from huiyin.web.desk import search_rows
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.shared import county
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, options
from huiyin.web.shared.page import private, render
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What looks like a number or a piece of one.
_DIGITS = re.compile(r"[\d\s\-—－]{3,}")

#: From so many signs on it is more than one word.
_LONG = 6


@require_safe
@staff
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, twenty a page by time, the best fifty by relevance. An address that makes no sense narrows nothing."""
    who, asked = actor(request), _Asked(request.GET)
    if not (who.may(Permission.SEE_UNIT) or who.may(Permission.SEE_COUNTY)):
        raise PermissionDenied
    number = parse_number(asked.typed)
    leads_to = number.text if number else numbered(who, asked.serial)
    if leads_to:
        return HttpResponseRedirect(f"/desk/matter/{leads_to}/")
    today = local_date(timezone.now())
    found = ending(who, asked.typed, asked.where, today, after=asked.after)
    by_end = bool(found.hits)
    if len(found.hits) == 1 and not asked.after:
        return HttpResponseRedirect(f"/desk/matter/{found.hits[0].matter.number}/")
    if not found.hits:
        found = _by_words(who, asked, found)
    if not found.hits and asked.part():
        found = _by_words(who, asked, found)
    heading, text = ("", "") if found.hits else _nothing(asked)
    context = {
        "at": "search",
        "typed": asked.typed,
        "fields": asked.fields(),
        "by_weight": asked.by_weight,
        "narrowed": asked.where != Where(),
        "orders": asked.orders() if found.hits and not by_end else "",
        "count": _count(found, asked) if found.hits else "",
        "behind": found.behind,
        "rows": search_rows.html(found.hits, asked.query, today=today),
        "empty_heading": heading,
        "empty_text": text,
        "pager": {
            "first": asked.link() if asked.after else "",
            "next": asked.link(after=found.after) if found.after else "",
        },
    }
    return private(render(request, "desk/search.html", context, frame=frame(request)))


def _by_words(who: Actor, asked: _Asked, found: Found) -> Found:
    """What says the words; ``found`` stays where they can't be looked for."""
    if not asked.can_be_found:
        return found
    if asked.by_weight:
        return best(who, asked.query, asked.where)
    return newest(who, asked.query, asked.where, after=asked.after)


class _Asked:
    """What the address asks for; whatever it doesn't understand it leaves out."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.typed = given.get("q", "")[:LONGEST].strip()
        self.query: Query = parse(self.typed)
        self.serial = uncited(self.typed)
        self.by_weight = given.get("order") == "best"
        after = parse_number(given.get("after", ""))
        self.after = after.text if after and not self.by_weight else ""
        states = {"open", *(status.value for status in Status)}
        unit = given.get("unit", "")  # one that was closed, too: what it had is found by it
        self.where = Where(
            unit=unit if queries.unit(unit) is not None else "",
            channel=_known(given.get("channel", ""), {one.value for one in Channel}),
            category=_known(given.get("category", ""), county.category_codes()),
            place=_known(given.get("place", ""), county.place_codes()),
            state=_known(given.get("state", ""), states),
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
        )

    @property
    def can_be_found(self) -> bool:
        """There is a word, and one of two characters or more."""
        return not self.query.is_empty and not self.query.is_short

    def part(self) -> bool:
        """Take the signs between the words for blanks; whether that asks for anything else."""
        query = parse(parted(self.typed))
        differs = not query.is_empty and query != self.query
        self.query = query if differs else self.query
        return differs

    def link(self, **changes: str) -> str:
        """The address of this search with some of it changed; the first page unless it says which."""
        where = {name: _plain(getattr(self.where, name)) for name in Where.__dataclass_fields__}
        now = {"q": self.typed, "order": "best" if self.by_weight else "", **where, **changes}
        return "/desk/search/?" + urlencode({name: value for name, value in now.items() if value})

    def orders(self) -> SafeString:
        """By time or by relevance."""
        return chip_row(
            [
                {
                    "word": pgettext("order", "Newest first"),
                    "url": self.link(order=""),
                    "on": not self.by_weight,
                },
                {
                    "word": pgettext("order", "Most relevant first"),
                    "url": self.link(order="best"),
                    "on": self.by_weight,
                },
            ]
        )

    def fields(self) -> list[FieldView]:
        """What the search can be narrowed by."""
        where, any_ = self.where, pgettext("filter", "Any")
        channels = options([(one.value, word(one)) for one in Channel], where.channel, empty=any_)
        opened = [("open", pgettext("filter", "All open ones"))]
        states = options(
            [*opened, *((s.value, word(s)) for s in Status if s in OPEN or s.value in ("closed", "linked"))],
            where.state,
            empty=any_,
        )
        lists = {
            "unit": (_("Unit"), county.narrowing_options(where.unit, empty=any_, every=True)),
            "channel": (_("Channel"), channels),
            "category": (_("Category"), county.category_options(where.category, empty=any_)),
            "place": (_("Place"), county.place_options(where.place, empty=any_)),
            "state": (_("State"), states),
        }
        made = [
            FieldView(name, label, "select", options=listed, required=False)
            for name, (label, listed) in lists.items()
        ]
        days = (("since", _("Registered from"), where.since), ("until", _("Registered until"), where.until))
        return [*made, *(FieldView(n, label, "date", _plain(day), required=False) for n, label, day in days)]


def _known(given: str, known: set[str] | frozenset[str]) -> str:
    return given if given in known else ""


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _count(found: Found, asked: _Asked) -> str:
    """How many there are."""
    if found.count is None:
        return ""
    if found.count > COUNTED:
        text = _("More than %(n)s matters") % {"n": COUNTED}
        return f"{text} · " + _("the newest %(n)s compared") % {"n": COMPARED} if asked.by_weight else text
    return ngettext("%(n)s matter", "%(n)s matters", found.count) % {"n": found.count}


def _nothing(asked: _Asked) -> tuple[str, str]:
    """What is said instead of rows."""
    if asked.query.is_empty:
        text = _('Several words must all be there. "Words in quotes" stand together, -word leaves out.')
        files = _(
            "PDF, Word, Excel and text files are looked through, too; photos, scans and sound are found by their names."
        )
        return _("What are you looking for?"), f"{text} {files}"
    if asked.query.is_short:
        one = len(asked.query.wanted) == 1
        return _("Too short"), _("Type at least two characters.") if one else _(
            "Every word needs at least two characters. What stands between blanks is a word of its own."
        )  # fmt: skip
    if asked.after:
        return _("Nothing here"), _("There are no more.")
    if asked.serial:
        return _("Nothing found"), _("No matter that you may see has a paper of this number.")
    if _DIGITS.fullmatch(asked.typed):
        return _("Nothing found"), _(
            "A matter is found by its whole number, or by the end of it with the dashes: 00005-6."
        )
    if len(asked.query.wanted) == 1 and len(asked.query.wanted[0]) >= _LONG and not asked.query.unwanted:
        return _("Nothing found"), _(
            "No matter that you may see says all this in one piece. Put blanks between the words, or try fewer."
        )
    return _("Nothing found"), _("No matter that you may see says this. Try fewer words or a wider choice.")
