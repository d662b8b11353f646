"""Loading a county from the package's data files: its units, the category lists, its first settings.

Loading again adds what is missing and changes nothing that is there: what the county has renamed, closed or set stays so.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.rooms.county.actions import note_change, tell_everybody
from huiyin.rooms.county.models import Category, CategoryScheme, Setting, Unit
from huiyin.rules.public_names import first_unreadable
from huiyin.rules.roles import SYSTEM
from huiyin.rules.units import BELOW, UnitKind, path_of, short_name

DATA = Path(__file__).parent / "data"
_STEP = 10  # between two siblings' sort numbers


class BadData(ValueError):
    """A data file of a county contradicts itself; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added."""

    units: int
    categories: int
    settings: int


def load_county(now: datetime, folder: Path | None = None) -> Loaded:
    """Load the county that HUIYIN_COUNTY names, from the package's data or from ``folder``; safe to repeat.

    Refuses (BadData) a county without data and files that contradict themselves; then nothing is loaded.
    """
    folder = folder or DATA / settings.HUIYIN_COUNTY
    if not (folder / "units.csv").is_file():
        said = _("no data of county %(county)s: %(file)s is missing")
        raise BadData(said % {"county": settings.HUIYIN_COUNTY, "file": folder / "units.csv"})
    with transaction.atomic():
        loaded = Loaded(_load_units(folder), _load_categories(), _load_settings(folder))
        if any((loaded.units, loaded.categories, loaded.settings)):
            counts = {"units": loaded.units, "categories": loaded.categories, "settings": loaded.settings}
            note_change("load", f"county:{folder.name}", counts, by=SYSTEM, now=now)
            tell_everybody()
    return loaded


def _load_units(folder: Path) -> int:
    known: dict[str, Unit] = {unit.code: unit for unit in Unit.objects.all()}
    new: list[Unit] = []
    for order, (where, row) in enumerate(_rows(folder), start=1):
        if row["code"] in known:
            if any(unit.code == row["code"] for unit in new):
                raise BadData(f"{where}: {row['code']} is there twice")
            continue
        unit = _unit(where, row, known, order * _STEP)
        known[unit.code] = unit
        new.append(unit)
    Unit.objects.bulk_create(new)
    return len(new)


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for name in ("units.csv", "places.csv"):
        if not (folder / name).is_file():
            continue
        with (folder / name).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for row in reader:
                if None in row or None in row.values():
                    raise BadData(
                        f"{name}, line {reader.line_num}: another number of columns than the heading"
                    )
                yield f"{name}, line {reader.line_num}", row


def _unit(where: str, row: dict[str, str], known: dict[str, Unit], sort: int) -> Unit:
    above = known.get(row["parent"])
    if row["parent"] and above is None:
        raise BadData(f"{where}: the parent {row['parent']} must stand before it")
    try:
        kind = UnitKind(row["kind"])
        path = path_of(row["code"], above.path if above else "")
    except ValueError as error:
        raise BadData(f"{where}: {error}") from None
    fits = kind in BELOW[UnitKind(above.kind)] if above else kind is UnitKind.COUNTY
    if not fits:
        raise BadData(f"{where}: no {kind.value} can stand there")
    names = {field: row[field] for field in ("name", "short", "name_ko", "name_en")}
    if (field := first_unreadable(names, {})) is not None:
        raise BadData(f"{where}: {field} can't be read: it has no letter, or < > or signs that aren't seen")
    is_place = bool(row["code"].isdigit())  # the statistical office's code
    return Unit(
        code=row["code"], parent=above, path=path, kind=kind.value, name=row["name"],
        short=row["short"] or short_name(row["name"]), name_ko=row["name_ko"], name_en=row["name_en"], duty=row["duty"],
        duty_ko=row.get("duty_ko", ""), duty_en=row.get("duty_en", ""), sort=sort, region_code=row["code"] if is_place else "",
    )  # fmt: skip


def _load_categories() -> int:
    return sum(_load_scheme(path) for path in sorted(DATA.glob("categories-*.toml")))


def _load_scheme(path: Path) -> int:
    said = _toml(path)
    scheme, _made = CategoryScheme.objects.get_or_create(
        code=said["code"],
        defaults={"name": said["name"], "valid_from": said["valid_from"], "source": said["source"]},
    )
    known = {row.code: row for row in scheme.categories.all()}
    before = len(known)
    for code, name, name_ko, name_en, hints in said["categories"]:
        field = f"{code[:2]}0000"
        if code in known:
            continue
        if code != field and field not in known:
            raise BadData(f"{path.name}: the field {field} must stand before {code}")
        row = Category(scheme=scheme, code=code, name=name, name_ko=name_ko, name_en=name_en, hints=hints)
        row.parent = known[field] if code != field else None
        known[code] = row
    # the fields first: their kinds need their keys
    new = [row for row in known.values() if row.pk is None]
    Category.objects.bulk_create([row for row in new if row.parent is None])
    kinds = [row for row in new if row.parent is not None]
    for row in kinds:
        row.parent = known[f"{row.code[:2]}0000"]
    Category.objects.bulk_create(kinds)
    return len(known) - before


def _load_settings(folder: Path) -> int:
    path = folder / "settings.toml"
    said = _toml(path) if path.is_file() else {}
    known = set(Setting.objects.values_list("key", flat=True))
    new = [
        Setting(key=key, value=row["value"], note=row.get("note", ""))
        for key, row in said.items()
        if key not in known
    ]
    Setting.objects.bulk_create(new)
    return len(new)


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
