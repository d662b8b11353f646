"""Every reading of the county. All answers come from memory (see ``snapshot``) but for ``inside`` and ``changes_of``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.rooms.county.models import Change
from huiyin.rooms.county.snapshot import CategoryFact, UnitFact, settings_held, snapshot
from huiyin.rules.calendar import Calendar, local_date
from huiyin.rules.calls import CallTerms
from huiyin.rules.clocks import CalendarAlarm, Terms
from huiyin.rules.clocks import calendar_alarm as alarm_of
from huiyin.rules.counting import CountingTerms
from huiyin.rules.guards import Law
from huiyin.rules.rota import RotaTerms
from huiyin.rules.units import PLACES, RECEIVES, Node, Tree, UnitKind, codes_on, either_width, is_code

__all__ = [
    "CategoryFact",
    "NotLoaded",
    "Place",
    "UnitFact",
    "calendar",
    "calendar_alarm",
    "can_receive",
    "categories",
    "categories_by_name",
    "category_names",
    "changes_of",
    "charged",
    "counting_terms",
    "default_unit",
    "department",
    "desk_of",
    "edition",
    "every_category_name",
    "inside",
    "languages",
    "languages_held",
    "law",
    "leader_codes",
    "leaders",
    "leaders_office",
    "organ_called",
    "places",
    "receivers",
    "review_unit",
    "rota_terms",
    "subtree_codes",
    "terms",
    "tree",
    "unit",
    "unit_names",
    "unit_path",
    "unit_tree",
    "units_by_name",
    "upper_organs",
    "version",
    "wording",
]


#: What stands above a county where its settings name nothing: the prefecture and the province.
UPPER_ORGAN, TOP_ORGAN = "州", "省"


class NotLoaded(RuntimeError):
    """There is no county, or no petition department, in the database."""

    def __init__(self) -> None:
        super().__init__(_("No county is loaded. `huiyin init` loads it."))


def version() -> str | None:
    """A name for the county as it stands: another one after every change, None while nothing is loaded."""
    return snapshot().version


def calendar() -> Calendar:
    """The working-day calendar."""
    return snapshot().calendar


def calendar_alarm(today: date) -> CalendarAlarm | None:
    """Whether the published calendar runs out soon, and the next holiday notice has to be loaded."""
    return alarm_of(calendar(), today, terms())


def terms() -> Terms:
    """The county's own terms."""
    return snapshot().terms


def rota_terms() -> RotaTerms:
    """What the county has set for its leaders' duty."""
    return snapshot().rota_terms


def call_terms() -> CallTerms:
    """What the county has set for its public telephone."""
    return snapshot().call_terms


def counting_terms() -> CountingTerms:
    """What the county has set for its counting."""
    return snapshot().counting_terms


def leaders() -> tuple[UnitFact, ...]:
    """The leaders' posts in use (each a unit below the leaders' own), in the tree's order."""
    known = snapshot()
    found: tuple[UnitFact, ...] = known.kept(
        ("leaders",), lambda: tuple(u for u in unit_tree() if _is_post(u, known.units.get(u.parent)))
    )
    return found


def _is_post(one: UnitFact, above: UnitFact | None) -> bool:
    return one.kind is UnitKind.LEADERS and above is not None and above.kind is UnitKind.LEADERS


def leader_codes() -> frozenset[str]:
    """The codes of the leaders' posts in use."""
    return frozenset(one.code for one in leaders())


def department() -> str:
    """The code of the petition department. Refuses (NotLoaded) if there is none."""
    found = snapshot().department
    if found is None:
        raise NotLoaded
    return found


def law() -> Law:
    """What decisions about matters need of the county."""
    return Law(
        calendar=calendar(), terms=terms(), department=department(), leaders=leaders_office(), tree=tree()
    )


def tree() -> Tree:
    """The units as the rules need them: who stands above whom, who took over from whom."""
    known = snapshot()
    found: Tree = known.kept(
        ("tree",), lambda: Tree(Node(u.code, u.path, u.kind, u.successor) for u in known.units.values())
    )
    return found


def leaders_office() -> str:
    """The unit that the leaders' posts lie in; empty where the county has none."""
    known = snapshot()
    found: str = known.kept(
        ("leaders_office",),
        lambda: next(
            (u.code for u in known.units.values() if u.kind is UnitKind.LEADERS and u.depth == 1), ""
        ),
    )
    return found


def unit(code: str) -> UnitFact | None:
    """One unit, closed or not."""
    return snapshot().units.get(code)


def unit_path(code: str) -> str:
    """The unit's place in the tree. Refuses (LookupError) a code that isn't there."""
    found = snapshot().units.get(code)
    if found is None:
        raise LookupError(f"no such unit: {code}")
    return found.path


def unit_tree() -> tuple[UnitFact, ...]:
    """All units that aren't closed, each before what lies below it; ``depth`` says how deep."""
    known = snapshot()
    tree: tuple[UnitFact, ...] = known.kept(
        ("unit_tree",), lambda: tuple(u for u in known.units.values() if u.is_active)
    )
    return tree


def unit_names(language: str = "zh-hans") -> Mapping[str, str]:
    """Names of all units by code, closed ones too (old matters name them)."""
    known = snapshot()
    names: Mapping[str, str] = known.kept(
        ("unit_names", language), lambda: {u.code: u.called(language) for u in known.units.values()}
    )
    return names


def units_by_name() -> Mapping[str, str]:
    """Codes by full and short name, brackets of either width, of units in use; a name that several share isn't in it."""
    codes: Mapping[str, str] = snapshot().kept(
        ("units_by_name",),
        lambda: _once((name, u.code) for u in unit_tree() for name in either_width(u.name, u.short)),
    )
    return codes


def subtree_codes(code: str) -> tuple[str, ...]:
    """The unit's code and those of everything below it, closed units too; empty for a code that isn't there."""
    return snapshot().spans.get(code, ())


def desk_of(code: str) -> str:
    """The house that the unit belongs to: itself, or what an office or work group is part of."""
    units = snapshot().units
    found = units.get(code)
    while found is not None and found.kind is UnitKind.GROUP:
        found = units.get(found.parent)
    return found.code if found is not None else code


def can_receive(code: str) -> bool:
    """Whether a matter may be sent there: a unit in use that has a desk of its own in this system."""
    found = snapshot().units.get(code)
    return found is not None and found.is_active and found.kind in RECEIVES


def receivers() -> tuple[UnitFact, ...]:
    """The units that a matter may be sent to, in the tree's order."""
    found: tuple[UnitFact, ...] = snapshot().kept(
        ("receivers",), lambda: tuple(u for u in unit_tree() if u.kind in RECEIVES)
    )
    return found


def default_unit() -> str:
    """Who handles what comes without any hint (an import): as the setting says, else the department's first office.

    Refuses (NotLoaded) if there is neither.
    """
    wished = snapshot().settings.get("default_unit")
    if isinstance(wished, str) and can_receive(wished):
        return wished
    below = [code for code in subtree_codes(department())[1:] if can_receive(code)]
    if not below:
        raise NotLoaded
    return below[0]


def review_unit() -> str:
    """The county's review office (复查复核), as the setting says, else the department; empty: reviews go above the county."""
    wished = snapshot().settings.get("review_unit")
    if wished == "" or (isinstance(wished, str) and can_receive(wished)):
        return wished
    return department()


def upper_organs() -> tuple[str, str]:
    """The names of the organ above the county and of the one above that, which recheck (and review) what it can't itself."""
    known = snapshot().settings
    return str(known.get("upper_organ") or UPPER_ORGAN), str(known.get("top_organ") or TOP_ORGAN)


def organ_called(name: str, language: str) -> str:
    """An organ above the county in the page's language; as it is where its name there isn't known or it is none of today's."""
    known, (upper, top), code = snapshot().settings, upper_organs(), language[:2]
    own = {upper: known.get(f"upper_organ_{code}"), top: known.get(f"top_organ_{code}")}
    return str(own.get(name) or name)


def categories(scheme: str | None = None) -> tuple[CategoryFact, ...]:
    """One edition's categories by code, each field before its kinds; the edition in force if none is named."""
    known, scheme = snapshot(), edition() if scheme is None else scheme
    found: tuple[CategoryFact, ...] = known.kept(
        ("categories", scheme), lambda: tuple(known.categories(scheme).values())
    )
    return found


def category_names(language: str = "zh-hans") -> Mapping[str, str]:
    """Names of the categories in force by code."""
    known = snapshot()
    names: Mapping[str, str] = known.kept(
        ("category_names", edition(), language),
        lambda: {c.code: c.called(language) for c in categories()},
    )
    return names


def every_category_name(language: str = "zh-hans") -> Mapping[str, str]:
    """Names of all categories that there are or were: what old matters bear is called as it last was."""
    known = snapshot()
    names: Mapping[str, str] = known.kept(
        ("every_category_name", edition(), language),
        lambda: {
            c.code: c.called(language)
            for code in (*known.editions, edition())
            if code
            for c in known.categories(code).values()
        },
    )
    return names


def languages() -> tuple[str, ...]:
    """The languages that pages are offered in, in their order; all that the house speaks where nothing is set."""
    given = snapshot().settings.get("languages")
    return tuple(given) if given else tuple(code for code, _name in settings.LANGUAGES)


def languages_held() -> tuple[str, ...]:
    """The same from what this process knows already, without asking the database: each page that is shown asks again."""
    given = settings_held().get("languages")
    return tuple(given) if given else tuple(code for code, _name in settings.LANGUAGES)


def edition() -> str:
    """The code of the category list in force today; empty where there is none."""
    return snapshot().edition(local_date(timezone.now()))


def charged(category: str) -> tuple[str, ...]:
    """The units that the official duty list names for the category, or for the field that it belongs to."""
    known = snapshot().charges
    found = known.get(category) or known.get(f"{category[:2]}0000") or ()
    return tuple(code for code in found if can_receive(code))


def wording(piece: str, language: str) -> str:
    """The county's own words for a piece in this language; empty where the house's stand."""
    return snapshot().wordings.get((piece, language), "")


def categories_by_name() -> Mapping[str, str]:
    """Codes of the edition in force by name (城乡建设) and by full name (城乡建设_供水); a name used twice isn't in it."""
    codes: Mapping[str, str] = snapshot().kept(
        ("categories_by_name", edition()),
        lambda: _once((name, c.code) for c in categories() for name in {c.name, c.full}),
    )
    return codes


def _once(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, str | None] = {}
    for name, code in pairs:
        found[name] = None if name in found else code
    return {name: code for name, code in found.items() if code is not None}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the county. ``label`` names it beyond doubt: five village names occur in more than one town."""

    code: str
    kind: UnitKind
    town: str
    label: str


def places(language: str = "zh-hans") -> tuple[Place, ...]:
    """Towns, streets, villages and communities in the tree's order."""
    found: tuple[Place, ...] = snapshot().kept(("places", language), lambda: _places(language))
    return found


def _places(language: str) -> tuple[Place, ...]:
    between = "" if language.startswith("zh") else " "
    found = []
    town = ""
    for u in unit_tree():
        if u.kind not in PLACES:
            continue
        name = u.called(language)
        if u.kind in (UnitKind.VILLAGE, UnitKind.COMMUNITY):
            found.append(Place(u.code, u.kind, u.parent, f"{town}{between}{name}"))
        else:
            town = name
            found.append(Place(u.code, u.kind, u.code, name))
    return tuple(found)


def inside(path: str, column: str = "path") -> Q:
    """The condition "lies at or below this place", so that both engines use the index on paths.

    SQLite uses no index for LIKE, PostgreSQL's prefix index none for a range: hence one form for each. "0" follows "/".
    """
    if not path.endswith("/") or not all(map(is_code, codes_on(path))):
        raise ValueError(f"not a path: {path!r}")
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": path, f"{column}__lt": path[:-1] + "0"})
    return Q(**{f"{column}__startswith": path})


def changes_of(subject: str, most: int = 50) -> list[Change]:
    """The last changes to one unit, setting, day or account, newest first."""
    return list(Change.objects.filter(subject=subject).order_by("-id")[:most])
