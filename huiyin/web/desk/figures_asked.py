"""Which figures are asked for: the period, what narrows them, and the addresses of numbers. No names, no secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.asked import NONE, Asked, town_of
from huiyin.rooms.county import queries
from huiyin.rules.periods import Period, PeriodKind, named, whole
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Channel, Outcome
from huiyin.web.shared import county, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import options
from huiyin.web.shared.rota import month_named
from huiyin.web.shared.words import language, word

PATH, ROWS = "/desk/figures/", "/desk/figures/rows/"
#: What narrows the figures, in the order of an address.
FILTERS = ("channel", "category", "town", "unit", "outcome")

#: A page of figures has hundreds of addresses and few values.
_quoted = lru_cache(maxsize=4_096)(quote_plus)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question, by somebody, on a day. ``typed`` and ``wrong``: days that make no period, and what is wrong with each."""

    who: Actor
    today: date
    period: Period
    filters: Mapping[str, str]
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def asked(self, period: Period | None = None, /, **narrower: str) -> Asked:
        """As the tally asks."""
        of = period or self.period
        return Asked(of.first, of.last, **{**self.filters, **narrower})

    @property
    def so_far(self) -> Period:
        """What has passed of the period: a running month is compared with as many days of last year's."""
        return self.period.until(self.today)

    def link(self, period: Period | None = None, /, **changes: str) -> str:
        """The address of these figures with some of it changed."""
        return f"{PATH}?{self._query(period, changes)}"

    def rows(self, measure: str, period: Period | None = None, /, **narrower: str) -> str:
        """The address of one number's rows."""
        return self.opened_by(period, **narrower)(measure)

    def opened_by(self, period: Period | None = None, /, **narrower: str) -> Callable[[str], str]:
        """The addresses of several numbers of one question, by the number's name."""
        question = f"{ROWS}?{self._query(period, narrower)}&measure="
        return lambda measure: question + _quoted(measure)

    def _query(self, period: Period | None, changes: Mapping[str, str]) -> str:
        kept = {**self.filters, **changes}
        pairs = {"period": (period or self.period).name, **{name: kept.get(name, "") for name in FILTERS}}
        return "&".join(f"{name}={_quoted(value)}" for name, value in pairs.items() if value)

    # -- to choose from ---------------------------------------------------------------------------------------------------

    def periods(self) -> SafeString:
        """The periods that are asked for most, and this one's neighbours."""
        month, quarter, year = (
            whole(kind, self.today) for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
        )
        listed = [
            (_("This month"), month), (_("Last month"), month.before), (_("This quarter"), quarter),
            (_("Last quarter"), quarter.before), (_("This year"), year), (pgettext("period", "Last year"), year.before),
        ]  # fmt: skip
        return chip_row(
            {"word": text, "url": self.link(one), "on": one == self.period} for text, one in listed
        )

    def channels(self) -> SafeString:
        """How it came in."""
        now = self.filters.get("channel", "")
        listed = [("", _("All")), *((one.value, word(one)) for one in Channel)]
        return chip_row(
            {"word": text, "url": self.link(channel=value), "on": value == now} for value, text in listed
        )

    def fields(self) -> SafeString:
        """The fields of the list of categories, as options."""
        listed = [(one.code, one.called(language())) for one in queries.categories() if not one.parent]
        return options(
            [*listed, (NONE, told("category", NONE))],
            self.filters.get("category", ""),
            empty=_("All categories"),
        )

    def towns(self) -> SafeString:
        """Towns and streets, as options."""
        listed, chosen = {code: county.unit_name(code) for code in towns()}, self.filters.get("town", "")
        if chosen:  # one that was closed meanwhile
            listed.setdefault(chosen, county.holder_name(chosen))
        listed[NONE] = told("town", NONE)
        return options(listed.items(), chosen, empty=_("All towns"))

    def narrowed(self) -> list[str]:
        """What narrows the figures, in words."""
        return [told(name, self.filters[name]) for name in FILTERS if name in self.filters]


def towns() -> list[str]:
    """The codes of the towns and streets in use, in the tree's order."""
    heads = set(town_of().values())
    return [one.code for one in queries.unit_tree() if one.code in heads]


def told(name: str, code: str) -> str:
    """What a code of one of the cuts is called; of a unit that was closed, with who goes on with its work."""
    if code == NONE:
        nothing = {
            "category": _("Not sorted yet"), "town": _("No place given"), "outcome": _("No outcome yet"),
        }  # fmt: skip
        return nothing.get(name, code)
    if name == "channel":
        return word(Channel(code))
    if name == "outcome":
        return word(Outcome(code))
    if name == "category":
        return county.category_name(code)
    return county.holder_name(code) if name == "unit" else county.unit_name(code)


def wanted(given: Mapping[str, str], who: Actor, today: date) -> Wanted:
    """What an address asks for; this month where it names no period. Days that make none are told, and this month is shown."""
    period, wrong = named(given.get("period", "")), dict[str, str]()
    typed = {name: given.get(name, "")[:20] for name in ("from", "to")}
    if any(typed.values()):
        found = named(f"{typed['from']}..{typed['to']}")
        period = found or period
        wrong = {} if found else _wrong(typed)
    filters = {name: given[name] for name in FILTERS if _known(name, given.get(name, ""))}
    return Wanted(
        who, today, period or whole(PeriodKind.MONTH, today), filters, typed if wrong else {}, wrong
    )


def _wrong(typed: Mapping[str, str]) -> dict[str, str]:
    """Which of the two days is wrong, and how."""
    days: dict[str, date] = {}
    for name, text in typed.items():
        try:
            days[name] = date.fromisoformat(text)
        except ValueError:
            return {name: _("Please give this day as 2026-11-01.")}
    if days["to"] < days["from"]:
        return {"to": _("The last day is before the first.")}
    return {"to": _("At most four years at once, and none too far away.")}


def _known(name: str, code: str) -> bool:
    if not code:
        return False
    if name == "channel":
        return code in set(Channel)
    if name == "outcome":
        return code == NONE or code in set(Outcome)
    if name == "category":
        return code == NONE or (len(code) == 6 and code.isascii() and code.isdecimal())
    return (name == "town" and code == NONE) or queries.unit(code) is not None


def period_named(one: Period) -> str:
    """A period in words: 2026年11月, 2026年第4季度, 2026年, from day to day."""
    if one.kind is PeriodKind.MONTH:
        return month_named(one.first)
    if one.kind is PeriodKind.QUARTER:
        n = (one.first.month + 2) // 3
        return pgettext("period", "quarter %(n)s of %(year)s") % {"n": n, "year": one.first.year}
    if one.kind is PeriodKind.YEAR:
        return pgettext("period", "the year %(year)s") % {"year": one.first.year}
    return days_named(one)


def days_named(one: Period) -> str:
    """From day to day."""
    if one.first == one.last:
        return when.day(one.first)
    said = {"first": when.day(one.first), "last": when.day(one.last)}
    return pgettext("period", "%(first)s to %(last)s") % said
