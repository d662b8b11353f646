"""What the address of the work list asks for, and the chips and links that change it. What it doesn't understand it leaves out.

The same words are written by My day and by saved views, so that a number there and the list that it opens are one condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.rooms.accounts.saved import LONGEST_QUERY
from huiyin.rooms.cases.seeing import units_seen
from huiyin.rooms.cases.working import Key, Sort, Wanted
from huiyin.rooms.county import queries
from huiyin.rooms.county.queries import desk_of
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import OPEN, Channel, MatterClass, Status
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import printable
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

PATH = "/desk/list/"
LONGEST_WORDS = 60  # characters of what is looked for
#: What an address may hold, in its order; ``q`` and ``after`` are never part of a saved view.
NAMES = (
    "unit",
    "own",
    "due",
    "on",
    "state",
    "channel",
    "klass",
    "category",
    "urgent",
    "back",
    "withdrawn",
    "mine",
    "new",
    "done",
    "sort",
    "q",
)
_FLAGS = ("own", "urgent", "back", "withdrawn", "mine", "new", "done")
_DUES = ("late", "today", "soon")
_KNOWN: Mapping[str, frozenset[str]] = {
    "due": frozenset(_DUES),
    "state": frozenset(status.value for status in OPEN),
    "channel": frozenset(channel.value for channel in Channel),
    "klass": frozenset(klass.value for klass in MatterClass),
    "sort": frozenset(sort.value for sort in Sort) - {Sort.DUE.value},
    **{flag: frozenset({"1"}) for flag in _FLAGS},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the list: what each name of the address is set to, by somebody, on a day."""

    who: Actor
    today: date
    given: Mapping[str, str]

    def link(self, **changes: str) -> str:
        """The address of this list with some of it changed; always from its beginning."""
        return PATH + self.query(**changes)

    def query(self, **changes: str) -> str:
        """The query of that address, with its question mark; empty for the plain list."""
        given = {**self.given, **changes}
        kept = {name: value for name in NAMES if (value := given.get(name))}
        return f"?{urlencode(kept)}" if kept else ""

    def saved(self) -> str:
        """The query as a saved view keeps it: without what was searched for, which may be somebody's name."""
        return self.query(q="").lstrip("?")

    @property
    def sort(self) -> Sort:
        """The order."""
        return Sort(self.given.get("sort", Sort.DUE.value))

    def _units(self) -> frozenset[str] | None:
        """Those that answer for it: the one that is asked for, else with ``own`` the person's own with all below."""
        if "unit" in self.given:
            return frozenset({self.given["unit"]})
        return units_seen(self.who) if "own" in self.given else None

    def wanted(self) -> Wanted:
        """The condition."""
        given, today = self.given, self.today
        until = {
            "late": today - timedelta(days=1),
            "today": today,
            "soon": today + timedelta(days=badges.SOON),
        }
        on = date.fromisoformat(given["on"]) if "on" in given else None
        state, channel, klass = (given.get(name) for name in ("state", "channel", "klass"))
        return Wanted(
            units=self._units(),
            statuses=frozenset({Status(state)}) if state else frozenset(),
            channels=frozenset({Channel(channel)}) if channel else frozenset(),
            classes=frozenset({MatterClass(klass)}) if klass else frozenset(),
            categories=_with_below(given["category"]) if "category" in given else frozenset(),
            urgent="urgent" in given,
            due_from=on or (today if given.get("due") == "today" else None),
            due_until=on or until.get(given.get("due", "")),
            since=datetime.combine(today, time.min, LOCAL) if "new" in given else None,
            back="back" in given,
            withdrawn="withdrawn" in given,
            done="done" in given,
            officer=self.who.key if "mine" in given else "",
            words=given.get("q", ""),
        )

    # -- chips --------------------------------------------------------------------------------------------------------

    def dues(self) -> SafeString:
        """By the last day, then what may stand beside it. All is chosen where neither a day nor a mark is."""
        free = dict.fromkeys(("due", "on", *_FLAGS), "")
        soon = ngettext("Due within %(n)s day", "Due within %(n)s days", badges.SOON) % {"n": badges.SOON}
        words = {"late": _("Late"), "today": _("Due today"), "soon": soon}
        everything: dict[str, str | bool] = {
            "word": _("All"),
            "url": self.link(**free),
            "on": not free.keys() & self.given.keys(),
        }
        chips = [everything]
        chips += [
            {"word": text, "url": self.link(due=due, on=""), "on": self.given.get("due") == due}
            for due, text in words.items()
        ]
        if "on" in self.given:  # a day from the calendar stands beside them until another is chosen
            day = when.short_day(date.fromisoformat(self.given["on"]), self.today)
            chips.append({"word": day, "url": self.link(), "on": True})
        return chip_row(chips)

    def flags(self) -> SafeString:
        """Marks that are put on and taken off one by one."""
        words = {
            "urgent": pgettext("filter", "Urgent"), "back": pgettext("filter", "Came back or answered"),
            "withdrawn": withdrawn_word(), "new": pgettext("filter", "New today"),
        }  # fmt: skip
        if self.who.may(Permission.HANDLE):
            words["mine"] = pgettext("filter", "Signed for by me")
        if "own" in self.given:  # what My day opens, as the next
            words["own"] = pgettext("filter", "With our own units")
        if "done" in self.given:
            words["done"] = pgettext("filter", "Not to be handled again")
        return chip_row(
            {
                "word": text,
                "url": self.link(**{name: "" if name in self.given else "1"}),
                "on": name in self.given,
            }
            for name, text in words.items()
        )

    def states(self) -> SafeString:
        """All open states in the order of a matter's way."""
        return self._chips("state", [("", _("All")), *((s.value, word(s)) for s in Status if s in OPEN)])

    def channels(self) -> SafeString:
        """How it came in."""
        return self._chips("channel", [("", _("All")), *((c.value, word(c)) for c in Channel)])

    def classes(self) -> SafeString:
        """The three classes of the law."""
        return self._chips("klass", [("", _("All")), *((c.value, word(c)) for c in MatterClass)])

    def units(self) -> SafeString:
        """The person's own units; none where there is no choice, and none for whoever sees the county (a select)."""
        own = own_units(self.who)
        if self.who.may(Permission.SEE_COUNTY) or len(own) < 2:
            return chip_row(())
        return self._chips("unit", [("", _("All")), *((code, county.holder_name(code)) for code in own)])

    def sorts(self) -> SafeString:
        """The orders."""
        words = {
            "": _("Nearest last day"), Sort.NEW.value: _("Newest"), Sort.OLD.value: _("Oldest"),
            Sort.SILENT.value: _("Longest silent"),
        }  # fmt: skip
        return self._chips("sort", words.items())

    def _chips(self, name: str, pairs: Iterable[tuple[str, str]]) -> SafeString:
        now = self.given.get(name, "")
        return chip_row(
            {"word": text, "url": self.link(**{name: value}), "on": value == now} for value, text in pairs
        )


def withdrawn_word() -> str:
    """What was taken back and waits for the letter that confirms it, as a mark of the list and a number of My day."""
    return pgettext("filter", "Taken back, to confirm")


def own_units(who: Actor) -> list[str]:
    """The units of the person's posts, then the desks of their houses."""
    own = [post.unit for post in who.posts_with(Permission.SEE_UNIT)]
    return list(dict.fromkeys((*own, *map(desk_of, own))))


def _had_matters(code: str) -> bool:
    """Whether matters may lie with it: of a unit that was closed some may be open still."""
    unit = queries.unit(code)
    return unit is not None and (not unit.is_active or queries.can_receive(code))


def choice(given: Mapping[str, str], who: Actor, today: date) -> Choice:
    """What an address asks for."""
    found = {name: given.get(name, "") for name in _KNOWN if given.get(name, "") in _KNOWN[name]}
    if _is_day(given.get("on", "")):
        found["on"] = given["on"]
        found.pop("due", None)
    unit, category = given.get("unit", ""), given.get("category", "")
    county_wide = who.may(Permission.SEE_COUNTY)
    if unit and (_had_matters(unit) if county_wide else unit in units_seen(who)):
        found["unit"] = unit
    if category in county.category_codes():
        found["category"] = category
    words = " ".join(printable(given.get("q", "")).split())[:LONGEST_WORDS]
    if words:
        found["q"] = words
    return Choice(who, today, found)


def given_in(request: HttpRequest) -> QueryDict:
    """What a page that is both asked for and sent was given: the form, else the address."""
    return request.POST if request.method == "POST" else request.GET


def carried(request: HttpRequest, who: Actor) -> Choice:
    """The choice that a form carries along as its query, so that the way back leads to the same list."""
    query = dict(parse_qsl(given_in(request).get("query", "")[:LONGEST_QUERY]))
    return choice(query, who, local_date(timezone.now()))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _with_below(code: str) -> frozenset[str]:
    """A category with those below it."""
    return frozenset(c.code for c in queries.categories() if code in (c.code, c.parent))


def key_text(key: Key) -> str:
    """A key as an address holds it."""
    value = key[0]
    return f"{value.isoformat()}_{key[1]}"


def key_in(text: str, sort: Sort) -> Key | None:
    """The key of an address; None if it isn't one of this order."""
    first, _gap, number = text.rpartition("_")
    parsed = parse_number(number)
    if parsed is None:
        return None
    if sort is not Sort.DUE:
        return None if (moment := when.moment_in(first)) is None else (moment, parsed.text)
    try:
        return date.fromisoformat(first), parsed.text
    except ValueError:
        return None
