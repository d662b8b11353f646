"""The county's lists as pages need them: names by code in the page's language, and the choices of selects as ready strings."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.rooms.county import queries
from huiyin.rooms.county.heirs import closed_namesakes, heir_of
from huiyin.rooms.county.renames import formerly, unit_at
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rules.units import UnitKind
from huiyin.web.shared.fields import Group, grouped, options
from huiyin.web.shared.words import language

#: Towns and streets head their villages and communities in the list of places.
_HEADS = frozenset(set(UnitKind) - {UnitKind.VILLAGE, UnitKind.COMMUNITY})


def unit_name(code: str) -> str:
    """What a unit is called; its code if nobody knows it any more. A closed one that a unit in use is called like is marked."""
    name = queries.unit_names(language()).get(code, code)
    return _("%(unit)s (closed)") % {"unit": name} if code in closed_namesakes(language()) else name


def unit_name_at(code: str, at: datetime) -> str:
    """What it was called at this moment."""
    if code not in formerly():
        return unit_name(code)
    unit = unit_at(code, at)
    return unit.called(language()) if unit and unit is not queries.unit(code) else unit_name(code)


def public_name(code: str, at: datetime | None = None) -> str:
    """What citizens are told that handles or answers: an office or work group by its house, since 七组 says nothing outside.

    ``at``: as it was called at this moment; now if left out. Papers sign by the house's full name (``papers.letter.signs``).
    """
    house = queries.desk_of(code)
    return unit_name_at(house, at) if at else unit_name(house)


def in_hand(code: str) -> str:
    """What citizens are told that has their matter now: of a unit that was closed, who goes on with its work."""
    return public_name(heir_of(code) or code)


def holder_name(code: str) -> str:
    """The same where it has something in hand; a unit that was closed is marked, with who goes on with its work."""
    unit = queries.unit(code)
    if unit is None or unit.is_active:
        return unit_name(code)
    name = unit.called(language())
    heir = heir_of(code)
    if not heir:
        return _("%(unit)s (closed)") % {"unit": name}
    return _("%(unit)s (closed; %(heir)s goes on)") % {"unit": name, "heir": unit_name(heir)}


def issuer() -> list[str]:
    """Who issues a paper of the department's: county and department, each by its whole name where the language has one."""
    units = filter(None, map(queries.unit, (settings.HUIYIN_COUNTY, queries.law().department)))
    named = (one.name if language().startswith("zh") else one.called(language()) for one in units)
    return [name for name in named if name]


def organ_name(name: str) -> str:
    """What an organ above the county is called, whose name in Chinese stands in an entry or a setting."""
    return queries.organ_called(name, language())


def place_name(code: str) -> str:
    """What a place is called, with its town where it is a village or community."""
    unit = queries.unit(code)
    if unit is None:
        return code
    name = unit_name(code)
    if unit.kind in _HEADS:
        return name
    return f"{unit_name(unit.parent)} {name}"


def category_name(code: str) -> str:
    """What a category is called; its code if no list ever had one such."""
    return queries.every_category_name(language()).get(code, code)


def place_codes() -> frozenset[str]:
    """The codes that a form may name as a place."""
    found: frozenset[str] = _kept("place_codes", lambda: frozenset(place.code for place in queries.places()))
    return found


def unit_codes() -> frozenset[str]:
    """The codes that a form may name as an accused unit: of all units in use."""
    found: frozenset[str] = _kept("unit_codes", lambda: frozenset(unit.code for unit in queries.unit_tree()))
    return found


def category_codes() -> frozenset[str]:
    """The codes that a form may name as a category."""
    edition = queries.edition()
    found: frozenset[str] = _kept(
        f"category_codes {edition}", lambda: frozenset(c.code for c in queries.categories())
    )
    return found


def unit_options(chosen: str = "", *, empty: str, without: Container[str] = ()) -> SafeString:
    """The units that a matter may be sent to, but for those in ``without``."""
    listed = _unit_list(without) if without else _kept("units", _unit_list)
    return _chosen(listed, chosen, empty)


def narrowing_options(chosen: str = "", *, empty: str, every: bool = False) -> SafeString:
    """The units that a list or figure is narrowed to: those that matters are sent to, or ``every`` unit in use.

    The chosen one stands there even if it was closed: else the page would be narrowed to what its select doesn't name.
    """
    listed = _kept("whole_tree", _whole_tree) if every else _kept("units", _unit_list)
    if chosen and f'value="{escape(chosen)}"' not in listed and queries.unit(chosen) is not None:
        listed = mark_safe(options([(chosen, holder_name(chosen))]) + listed)  # noqa: S308  both parts are escaped
    return _chosen(listed, chosen, empty)


def any_unit_options(chosen: str = "", *, empty: str, without: Container[str] = ()) -> SafeString:
    """All units in use, each house with its offices and villages below it, but for those in ``without``."""
    listed = _whole_tree(without) if without else _kept("whole_tree", _whole_tree)
    return _chosen(listed, chosen, empty)


def place_options(chosen: str = "", *, empty: str) -> SafeString:
    """Towns and streets, each with its villages and communities; the town itself stands first under its heading."""
    return _chosen(_kept("places", _place_list), chosen, empty)


def category_options(chosen: str = "", *, empty: str) -> SafeString:
    """The categories under their fields."""
    return _chosen(_kept(f"categories {queries.edition()}", _category_list), chosen, empty)


_made: dict[tuple[str, str, str], Any] = {}
_MOST_MADE = 60  # some editions of the county, six lists, three languages


def _kept(what: str, make: Callable[[], Any]) -> Any:
    """What ``make`` makes, once for each edition of the county and each language."""
    version = snapshot().version
    if version is None:
        return make()
    key = (version, what, language())
    if key not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        _made[key] = make()
    return _made[key]


def _unit_list(without: Container[str] = ()) -> SafeString:
    found = (unit for unit in queries.receivers() if unit.code not in without)
    return options((unit.code, unit.called(language())) for unit in found)


def _whole_tree(without: Container[str] = ()) -> SafeString:
    lang, groups = language(), dict[str, list[tuple[str, str]]]()
    house = ""
    for unit in queries.unit_tree():
        if unit.depth <= 1:
            house = unit.called(lang)
        if unit.code not in without:
            named = unit.called(lang) if unit.depth <= 1 else f"{house} · {unit.called(lang)}"
            groups.setdefault(house, []).append((unit.code, named))
    return grouped(list(groups.items()))


def _place_list() -> SafeString:
    groups: dict[str, list[tuple[str, str]]] = {}
    headings: dict[str, str] = {}
    for place in queries.places(language()):
        if place.code == place.town:
            headings[place.town] = place.label
        groups.setdefault(place.town, []).append((place.code, place.label))
    made: list[Group] = [(headings.get(town, town), pairs) for town, pairs in groups.items()]
    return grouped(made)


def _category_list() -> SafeString:
    lang, listed = language(), queries.categories()
    fields = {c.code: c.called(lang) for c in listed if not c.parent}
    groups: dict[str, list[tuple[str, str]]] = {code: [(code, name)] for code, name in fields.items()}
    for c in listed:
        if c.parent:
            groups.setdefault(c.parent, []).append((c.code, f"{fields[c.parent]} · {c.called(lang)}"))
    return grouped([(fields[code], pairs) for code, pairs in groups.items()])


def _chosen(listed: SafeString, chosen: str, empty: str) -> SafeString:
    """The ready list with the empty choice before it and the chosen one marked."""
    if chosen:
        mark = f'value="{escape(chosen)}"'
        listed = mark_safe(listed.replace(mark, mark + " selected", 1))  # noqa: S308  both parts are escaped
    return mark_safe(options([], empty=empty) + listed)  # noqa: S308  both parts are escaped
