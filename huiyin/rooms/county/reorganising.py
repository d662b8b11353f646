"""Changes to the tree of units: a unit is added, renamed, described, closed (merged or abolished, Art. 24 para. 2).

Codes and places in the tree never change, so that old dossiers always name who acted. What a closed unit holds is handed to
its successor by the cases; its people can finish what lies there until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Max

from huiyin.rooms.county.actions import NotDone, insist, note_change, tell_everybody
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.queries import inside
from huiyin.rooms.county.telephones import of_a_unit
from huiyin.rules.fields import Refused
from huiyin.rules.public_names import first_unreadable
from huiyin.rules.roles import Actor
from huiyin.rules.tokens import fold
from huiyin.rules.units import BELOW, UnitKind, is_inside, path_of, short_name

_STEP = 10  # between two siblings' sort numbers, so that one fits between


class Among(Protocol):
    """The units that there are, as the checks below ask for them: one by one, or all read at once for a whole table."""

    def find(self, code: str) -> Unit | None:
        """The unit of this code, closed or not."""

    def is_borne(self, name: str, parent: str, *, without: str = "") -> bool:
        """Whether another open unit below the same one bears a name that reads like this one."""

    def last_sort(self, parent: str) -> int:
        """The last sort number below it; 0 where nothing is."""

    def has_department(self) -> bool:
        """Whether the county has a petition department."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Each asked from the database. ``lock``: a unit that was found stays as it is until the transaction's end."""

    lock: bool = False

    def find(self, code: str) -> Unit | None:
        """See Among."""
        rows = Unit.objects.select_for_update() if self.lock else Unit.objects
        return rows.filter(code=code).first()

    def is_borne(self, name: str, parent: str, *, without: str = "") -> bool:
        """See Among."""
        others = Unit.objects.filter(parent_id=parent, is_active=True).exclude(code=without)
        return fold(name) in map(fold, others.values_list("name", flat=True))

    def last_sort(self, parent: str) -> int:
        """See Among."""
        return Unit.objects.filter(parent_id=parent).aggregate(last=Max("sort"))["last"] or 0

    def has_department(self) -> bool:
        """See Among."""
        return Unit.objects.filter(kind=UnitKind.DEPARTMENT.value, is_active=True).exists()


_ASKED, _LOCKED = Stored(), Stored(lock=True)


def add_unit(
    code: str, *, parent: str, kind: str, name: str, by: Actor, now: datetime, short: str = "", name_ko: str = "",
    name_en: str = "", duty: str = "", duty_ko: str = "", duty_en: str = "", phone: str = "", address: str = "",
    region_code: str = "", carried: bool = False, name_later: bool = False,
) -> Unit:  # fmt: skip
    """A new unit below an existing one. Refuses a code that is taken or malformed, and a kind that can't stand there.

    Refuses names that can't be read, a telephone that can't be dialled and a name that a unit beside it bears, unless they are
    ``carried`` over from a unit that has them already. ``name_later``: whoever asks calls ``insist_alone`` once all is written.
    """
    with transaction.atomic():
        unit = planned_unit(
            code, parent=parent, kind=kind, name=name, by=by, short=short, name_ko=name_ko, name_en=name_en, duty=duty,
            duty_ko=duty_ko, duty_en=duty_en, phone=phone, address=address, region_code=region_code, carried=carried,
            name_later=name_later, among=_LOCKED,
        )  # fmt: skip
        unit.save(force_insert=True)
        note_change("add", f"unit:{code}", added(unit), by=by, now=now)
        tell_everybody()
    return unit


def planned_unit(
    code: str, *, parent: str, kind: str, name: str, by: Actor, short: str = "", name_ko: str = "", name_en: str = "",
    duty: str = "", duty_ko: str = "", duty_en: str = "", phone: str = "", address: str = "", region_code: str = "",
    carried: bool = False, name_later: bool = False, among: Among = _ASKED,
) -> Unit:  # fmt: skip
    """The unit that ``add_unit`` would add, unsaved: refuses what that refuses and writes nothing."""
    insist(by)
    above = _open_unit(parent, "parent", among)
    if not name.strip():
        raise NotDone(Refused("missing", field="name"))
    if not carried:
        told = {"duty": duty, "duty_ko": duty_ko, "duty_en": duty_en, "address": address}
        _readable({"name": name.strip(), "short": short, "name_ko": name_ko, "name_en": name_en} | told, {})
        _dialled(phone.strip())
    _fits(kind, above, among)
    try:
        path = path_of(code, above.path)
    except ValueError:
        raise NotDone(Refused("bad_code", field="code")) from None
    if among.find(code) is not None:
        raise NotDone(Refused("unit_exists", "24", "code", {"code": code}))
    if not (carried or name_later):
        _alone(name.strip(), parent, among)
    return Unit(
        code=code, parent=above, path=path, kind=kind, name=name.strip(), short=short or short_name(name.strip()),
        name_ko=name_ko, name_en=name_en, sort=among.last_sort(parent) + _STEP, duty=duty, duty_ko=duty_ko, duty_en=duty_en,
        phone=phone, address=address, region_code=region_code,
    )  # fmt: skip


def added(unit: Unit) -> dict[str, Any]:
    """What the trail tells of a unit that was added."""
    return {"parent": unit.parent_id, "kind": unit.kind, "name": unit.name}


#: Texts of several lines.
_LONG = ("duty", "duty_ko", "duty_en")
_ONE_LINE = str.maketrans(dict.fromkeys("\r\n\t", " "))


def _readable(told: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Refuses what can't be read or is longer than its column; what stood so before stays."""
    for name, text in told.items():
        most = getattr(Unit._meta.get_field(name), "max_length", None)
        if most and len(text) > most and text != before.get(name):
            raise NotDone(Refused("too_long", field=name, params={"length": len(text), "limit": most}))
    flat = {
        field: text.translate(_ONE_LINE) if field in _LONG and text != before.get(field) else text
        for field, text in told.items()
    }
    if (field := first_unreadable(flat, before)) is not None:
        raise NotDone(Refused("unreadable_name", field=field))


def _dialled(phone: str) -> None:
    """Refuses a telephone that nobody can dial: the public reads it."""
    if phone and not of_a_unit(phone):
        raise NotDone(Refused("phone_to_publish", field="phone"))


def _alone(name: str, parent: str, among: Among, *, without: str = "") -> None:
    """Refuses a name that another open unit below the same one bears: in every list the two would read alike."""
    if among.is_borne(name, parent, without=without):  # other widths and blanks read alike
        raise NotDone(Refused("unit_name_taken", field="name"))


def insist_alone(unit: Unit, among: Among) -> None:
    """Refuses the name that the unit has now where another open unit beside it bears it: for names written together."""
    _alone(unit.name, unit.parent_id or "", among, without=unit.code)


def _fits(kind: str, above: Unit, among: Among) -> None:
    if kind not in {k.value for k in BELOW[UnitKind(above.kind)]}:
        raise NotDone(Refused("unit_not_below", field="kind", params={"kind": kind, "parent": above.kind}))
    if kind == UnitKind.DEPARTMENT.value and among.has_department():
        raise NotDone(Refused("one_department", field="kind"))


def rename_unit(
    code: str, *, name: str, by: Actor, now: datetime, short: str = "", name_ko: str = "", name_en: str = "",
    name_later: bool = False,
) -> Unit:  # fmt: skip
    """Give a unit another name; names left empty follow the new one or fall away, they don't keep the old word.

    Refuses a new name that can't be read, or that a unit beside it bears; one that stood so before may stay.
    ``name_later``: whoever asks calls ``insist_alone`` once all is written, so that two units can swap their names.
    """
    names = {"name": name, "short": short, "name_ko": name_ko, "name_en": name_en}
    with transaction.atomic():
        unit = renamable(code, by=by, name_later=name_later, among=_LOCKED, **names)
        told = renamed(unit, **names)
        unit.save(update_fields=["name", "short", "name_ko", "name_en"])
        note_change("rename", f"unit:{code}", told, by=by, now=now)
        tell_everybody()
    return unit


def renamed(unit: Unit, *, name: str, short: str, name_ko: str, name_en: str) -> dict[str, Any]:
    """Give it the names, unsaved; what the trail tells of it."""
    before, beside = unit.name, {field: getattr(unit, field) for field in ("short", "name_ko", "name_en")}
    unit.name, unit.short = name.strip(), short or short_name(name.strip())
    unit.name_ko, unit.name_en = name_ko, name_en
    return {"from": before, "to": unit.name, "beside": beside}


def renamable(
    code: str, *, name: str, by: Actor, short: str = "", name_ko: str = "", name_en: str = "",
    name_later: bool = False, among: Among = _ASKED,
) -> Unit:  # fmt: skip
    """The unit that ``rename_unit`` would rename: refuses what that refuses and writes nothing."""
    insist(by)
    unit = _open_unit(code, "code", among)
    if not name.strip():
        raise NotDone(Refused("missing", field="name"))
    given = {"name": name.strip(), "short": short, "name_ko": name_ko, "name_en": name_en}
    _readable(given, {field: getattr(unit, field) for field in given})
    if given["name"] != unit.name and not name_later:
        _alone(given["name"], unit.parent_id or "", among)
    return unit


def describe_unit(
    code: str,
    *,
    by: Actor,
    now: datetime,
    phone: str | None = None,
    address: str | None = None,
    duty: str | None = None,
    duty_ko: str | None = None,
    duty_en: str | None = None,
) -> Unit:
    """Set what people need to know of a unit; what is None stays as it is. Refuses what can't be read or dialled."""
    told = {"phone": phone, "address": address, "duty": duty, "duty_ko": duty_ko, "duty_en": duty_en}
    given = {field: value for field, value in told.items() if value is not None}
    with transaction.atomic():
        unit = describable(code, given, by=by, among=_LOCKED)
        said = described(unit, given)
        unit.save(update_fields=list(said["to"]))
        note_change("describe", f"unit:{code}", said, by=by, now=now)
        tell_everybody()
    return unit


def describable(code: str, given: Mapping[str, str], *, by: Actor, among: Among = _ASKED) -> Unit:
    """The unit that ``describe_unit`` would describe: refuses what that refuses and writes nothing."""
    insist(by)
    unit = _open_unit(code, "code", among)
    before = {field: getattr(unit, field) for field in given}
    changed = {field: value for field, value in given.items() if before[field] != value}
    _readable({field: text for field, text in changed.items() if field != "phone"}, before)
    _dialled(changed.get("phone", "").strip())
    return unit


def described(unit: Unit, given: Mapping[str, str]) -> dict[str, Any]:
    """Set what is given and another than before, unsaved; what the trail tells of it."""
    to = {field: value for field, value in given.items() if getattr(unit, field) != value}
    before = {field: getattr(unit, field) for field in to}
    for field, value in to.items():
        setattr(unit, field, value)
    return {"from": before, "to": to}


def close_unit(code: str, *, by: Actor, now: datetime, successor: str | None = None) -> Unit:
    """Close a unit, naming its successor if it has one. Art. 24 para. 2.

    Refused for the county and the department, while units below it are open, and for a successor that is closed or below it.
    """
    with transaction.atomic():
        unit, heir = closable(code, by=by, successor=successor, lock=True)
        unit.is_active, unit.successor = False, heir
        unit.save(update_fields=["is_active", "successor"])
        data: dict[str, Any] = {"successor": successor}
        note_change("close", f"unit:{code}", data, by=by, now=now)
        tell_everybody()
    return unit


def closable(
    code: str, *, by: Actor, successor: str | Unit | None = None, lock: bool = False
) -> tuple[Unit, Unit | None]:
    """The unit that ``close_unit`` would close, and its successor: refuses what that refuses and writes nothing.

    A successor may be one that is only planned.
    """
    insist(by)
    among = Stored(lock)
    unit = _open_unit(code, "code", among)
    if unit.kind in (UnitKind.COUNTY.value, UnitKind.DEPARTMENT.value):
        raise NotDone(Refused("unit_stays", field="code"))
    if Unit.objects.filter(inside(unit.path), is_active=True).exclude(code=code).exists():
        raise NotDone(Refused("units_below_open", "24", "code"))
    if not successor:
        return unit, None
    heir = successor if isinstance(successor, Unit) else _open_unit(successor, "successor", among)
    if is_inside(heir.path, code):
        raise NotDone(Refused("successor_is_inside", "24", "successor"))
    return unit, heir


def _open_unit(code: str, field: str, among: Among) -> Unit:
    unit = among.find(code)
    if unit is None:
        raise NotDone(Refused("no_such_unit", "24", field, {"code": code}))
    if not unit.is_active:
        raise NotDone(Refused("unit_closed", "24", field, {"code": code}))
    return unit
