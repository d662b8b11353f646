"""What one process knows of the county, kept in memory, because every page needs it and it hardly ever changes.

Each change writes a new random *version* into the settings. A process asks for it at most every ``CHECK_EVERY`` seconds, one
look-up by primary key, and reads the county again if it differs. So most requests ask nothing, the others one tiny
query, and a change is seen by every process within that time (by the process that made it: at once). The version is
random, not counted, so that a change rolled back and another one made can't bear the same name.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from huiyin.rooms.county.models import (
    CalendarDay,
    Category,
    CategoryScheme,
    Charge,
    PublishedYear,
    Setting,
    Unit,
    Wording,
)
from huiyin.rules.calendar import Calendar, Override, Reason, local_date
from huiyin.rules.calls import CallTerms
from huiyin.rules.clocks import Terms
from huiyin.rules.counting import CountingTerms
from huiyin.rules.rota import RotaTerms
from huiyin.rules.units import UnitKind
from huiyin.rules.yearly import YearlyTerms

#: How old knowledge may get before the version is looked up, in seconds.
CHECK_EVERY = 2.0
#: The setting that holds the version. It is no setting of the county's and can't be set as one.
VERSION = "county.version"
Owner = type[Terms] | type[RotaTerms] | type[CountingTerms] | type[YearlyTerms] | type[CallTerms]
#: Which class of the rules a setting by this name is a field of; its ``from_mapping`` says what fits.
SETTINGS: Mapping[str, Owner] = {
    **dict.fromkeys(Terms.__dataclass_fields__, Terms),
    **dict.fromkeys(RotaTerms.__dataclass_fields__, RotaTerms),
    **dict.fromkeys(CountingTerms.__dataclass_fields__, CountingTerms),
    **dict.fromkeys(YearlyTerms.__dataclass_fields__, YearlyTerms),
    **dict.fromkeys(CallTerms.__dataclass_fields__, CallTerms),
}


def fields_of(owner: Owner, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the settings that are fields of this class."""
    return {key: value for key, value in settings.items() if SETTINGS.get(key) is owner}


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One unit as everybody reads it."""

    code: str
    parent: str
    path: str
    kind: UnitKind
    name: str
    short: str
    name_ko: str
    name_en: str
    phone: str
    address: str
    duty: str
    duty_ko: str
    duty_en: str
    region_code: str
    is_active: bool
    successor: str
    depth: int
    twins: frozenset[str] = frozenset()  # names that another unit in use beside it bears as well

    def called(self, language: str) -> str:
        """What a list shows in this language; the Chinese name where there is no other.

        Two Chinese names may be one in Korean (新华社区, 新和社区: 신화사회구역): then the Chinese one stands behind it.
        """
        name = _in(language, self.short, self.name_ko, self.name_en)
        return f"{name}({self.short})" if name in self.twins else name

    def charge(self, language: str) -> str:
        """What it is in charge of, in this language; in Chinese where there is no other wording."""
        return _in(language, self.duty, self.duty_ko, self.duty_en)


@dataclass(frozen=True, slots=True)
class CategoryFact:
    """One category. ``parent`` is a code or empty, ``full`` the name as exports write it: 城乡建设_供水."""

    code: str
    parent: str
    name: str
    full: str
    name_ko: str
    name_en: str
    hints: str

    def called(self, language: str) -> str:
        """Its name in this language; the Chinese one where there is no other."""
        return _in(language, self.name, self.name_ko, self.name_en)


def _in(language: str, chinese: str, korean: str, english: str) -> str:
    if language.startswith("ko"):
        return korean or chinese
    if language.startswith("en"):
        return english or chinese
    return chinese


class Snapshot:
    """The county as of one version. Each part is read once, when first asked for."""

    def __init__(self, version: str | None) -> None:
        self.version = version
        self._kept: dict[tuple[str, ...], Any] = {}

    def kept(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """What ``make`` gave the first time; for what is derived from the parts below, as long as they hold."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @cached_property
    def units(self) -> Mapping[str, UnitFact]:
        """All units by code, closed ones too, in the tree's order: each before what lies below it."""
        rows = list(Unit.objects.all())
        place = {row.code: (row.sort, row.code) for row in rows}
        rows.sort(key=lambda row: [place[code] for code in row.path.rstrip("/").split("/")])
        listed = Counter(
            (row.parent_id, name)
            for row in rows
            if row.is_active
            for name in {row.name_ko, row.name_en} - {"", row.short}
        )
        return {row.code: _unit(row, listed) for row in rows}

    @cached_property
    def spans(self) -> Mapping[str, tuple[str, ...]]:
        """Each unit's code with the codes of everything below it."""
        found: dict[str, list[str]] = {code: [] for code in self.units}
        for code, unit in self.units.items():
            for above in unit.path.rstrip("/").split("/"):
                found[above].append(code)
        return {code: tuple(codes) for code, codes in found.items()}

    @cached_property
    def department(self) -> str | None:
        """The code of the petition department."""
        found = (u.code for u in self.units.values() if u.kind is UnitKind.DEPARTMENT and u.is_active)
        return next(found, None)

    @cached_property
    def schemes(self) -> Mapping[str, Mapping[str, CategoryFact]]:
        """The category lists by edition, oldest first, each by code; drafts aren't among them."""
        found: dict[str, dict[str, CategoryFact]] = {code: {} for code in self.editions}
        rows = {row.pk: row for row in Category.objects.order_by("code")}
        for row in rows.values():
            if row.scheme_id in found:
                found[row.scheme_id][row.code] = _category(row, rows)
        return found

    @cached_property
    def editions(self) -> Mapping[str, date]:
        """The editions of the category list by code with the day each is in force from, oldest first; no drafts."""
        rows = CategoryScheme.objects.filter(valid_from__isnull=False).order_by("valid_from", "code")
        return {row.code: row.valid_from for row in rows if row.valid_from is not None}

    def edition(self, today: date) -> str:
        """The edition in force: the latest whose day has come; empty where there is none."""
        return next((code for code, day in reversed(list(self.editions.items())) if day <= today), "")

    @cached_property
    def charges(self) -> Mapping[str, tuple[str, ...]]:
        """The official duty list: the units that a category goes to, in the order in which they were put down."""
        found: dict[str, list[str]] = {}
        for category, unit in Charge.objects.order_by("id").values_list("category", "unit_id"):
            found.setdefault(category, []).append(unit)
        return {category: tuple(units) for category, units in found.items()}

    @cached_property
    def wordings(self) -> Mapping[tuple[str, str], str]:
        """The county's own words by piece and language."""
        rows = Wording.objects.values_list("piece", "language", "text")
        return {(piece, language): text for piece, language, text in rows}

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The county's settings by name."""
        return dict(Setting.objects.exclude(key=VERSION).values_list("key", "value"))

    @cached_property
    def terms(self) -> Terms:
        """The county's terms; what isn't set keeps its default."""
        return Terms.from_mapping(fields_of(Terms, self.settings))

    @cached_property
    def rota_terms(self) -> RotaTerms:
        """What the county sets for its leaders' duty; what isn't set keeps its default."""
        return RotaTerms.from_mapping(fields_of(RotaTerms, self.settings))

    @cached_property
    def counting_terms(self) -> CountingTerms:
        """What the county sets for its counting; what isn't set keeps its default."""
        return CountingTerms.from_mapping(fields_of(CountingTerms, self.settings))

    @cached_property
    def yearly_terms(self) -> YearlyTerms:
        """By which days the county wants its yearly duties done; what isn't set keeps its default."""
        return YearlyTerms.from_mapping(fields_of(YearlyTerms, self.settings))

    @cached_property
    def call_terms(self) -> CallTerms:
        """What the county sets for its public telephone; what isn't set keeps its default."""
        return CallTerms.from_mapping(fields_of(CallTerms, self.settings))

    @cached_property
    def calendar(self) -> Calendar:
        """The working-day calendar with the county's table over the published notices."""
        days: dict[date, Override] = {
            row.day: Override(row.working, Reason(row.reason), row.name) for row in CalendarDay.objects.all()
        }
        return Calendar(days, PublishedYear.objects.values_list("year", flat=True))

    def categories(self, scheme: str | None = None) -> Mapping[str, CategoryFact]:
        """One edition's list by code; the one in force if none is named, empty if there is no such edition."""
        return self.schemes.get(self.edition(local_date(timezone.now())) if scheme is None else scheme, {})


def _unit(row: Unit, listed: Mapping[tuple[str | None, str], int]) -> UnitFact:
    return UnitFact(
        code=row.code,
        parent=row.parent_id or "",
        path=row.path,
        kind=UnitKind(row.kind),
        name=row.name,
        short=row.short,
        name_ko=row.name_ko,
        name_en=row.name_en,
        phone=row.phone,
        address=row.address,
        duty=row.duty,
        duty_ko=row.duty_ko,
        duty_en=row.duty_en,
        region_code=row.region_code,
        is_active=row.is_active,
        successor=row.successor_id or "",
        depth=row.path.count("/") - 1,
        twins=frozenset(
            name for name in (row.name_ko, row.name_en) if listed.get((row.parent_id, name), 0) > 1
        ),
    )


def _category(row: Category, rows: Mapping[int, Category]) -> CategoryFact:
    parent = rows[row.parent_id] if row.parent_id else None
    return CategoryFact(
        code=row.code,
        parent=parent.code if parent else "",
        name=row.name,
        full=f"{parent.name}_{row.name}" if parent else row.name,
        name_ko=row.name_ko,
        name_en=row.name_en,
        hints=row.hints,
    )


class _Memory:
    """The one place where this process keeps its snapshot; ``held`` is replaced whole, so threads need no lock."""

    held: tuple[Snapshot, float] | None = None


_memory = _Memory()


def snapshot() -> Snapshot:
    """The county as this process knows it, at most ``CHECK_EVERY`` seconds behind."""
    held, moment = _memory.held, time.monotonic()
    if held is not None and moment - held[1] < CHECK_EVERY:
        return held[0]
    version = Setting.objects.filter(key=VERSION).values_list("value", flat=True).first()
    if version is None:
        return Snapshot(
            None
        )  # nothing loaded yet; not kept, so that the county is seen as soon as it is there
    fresh = held[0] if held is not None and held[0].version == version else Snapshot(version)
    _memory.held = fresh, moment
    return fresh


def settings_held() -> Mapping[str, Any]:
    """The settings as far as this process happens to know them: asks nobody, and may be empty or old."""
    held = _memory.held
    known: Mapping[str, Any] = vars(held[0]).get("settings", {}) if held is not None else {}
    return known


def look_again() -> None:
    """Ask for the version with the next question, however new what is known is: who changes something sees it at once."""
    held = _memory.held
    if held is not None:
        _memory.held = held[0], float("-inf")


def forget() -> None:
    """Know nothing any more: the next question reads the county again."""
    _memory.held = None
