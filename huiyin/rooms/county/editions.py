"""New editions of the category list: begun as a copy, worked on, compared with the one in force, put in force on a day.

An edition in force isn't changed any more: matters keep the codes that they were given under theirs, and a code that an edition
leaves out keeps its name for them. What people are offered comes from the edition in force alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db import transaction

from huiyin.rooms.county.actions import NotDone, insist, note_change, tell_everybody
from huiyin.rooms.county.models import Category, CategoryScheme
from huiyin.rooms.county.queries import edition
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.roles import Actor

_EDITION = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,11}")
_CODE = re.compile(r"[0-9]{6}")
LONGEST = {"name": 40, "name_ko": 80, "name_en": 80, "hints": 200}
MOST = 2_000  # categories in one edition


@dataclass(frozen=True, slots=True)
class Difference:
    """One category that isn't the same in two editions; ``was`` or ``is_now`` empty where it isn't in the one."""

    code: str
    was: str
    is_now: str


def begin_edition(
    code: str, *, name: str, by: Actor, now: datetime, source: str = "", copied: bool = True
) -> CategoryScheme:
    """A draft of a new edition, with what the one in force holds if it is ``copied``.

    Refuses a code that is taken or can't be one.
    """
    with transaction.atomic():
        taken = CategoryScheme.objects.filter(code=code).exists()
        made = planned_edition(code, name=name, source=source, taken=taken, by=by)
        made.save(force_insert=True)
        if copied:
            _copy(edition(), made)
        note_change("begin", f"scheme:{code}", {"name": made.name}, by=by, now=now)
        tell_everybody()
    return made


def planned_edition(
    code: str, *, name: str, by: Actor, source: str = "", taken: bool = False
) -> CategoryScheme:
    """The draft that ``begin_edition`` would begin, unsaved: refuses what that refuses and writes nothing."""
    insist(by)
    if not _EDITION.fullmatch(code):
        raise NotDone(Refused("bad_edition", field="code"))
    if not name.strip():
        raise NotDone(Refused("missing", field="name"))
    _fits(name=name.strip(), most=80)
    if taken:
        raise NotDone(Refused("edition_exists", field="code"))
    return CategoryScheme(code=code, name=name.strip(), source=source.strip())


def _copy(old: str, new: CategoryScheme) -> None:
    rows = list(Category.objects.filter(scheme=old).order_by("code"))
    fields = [_like(row, new, None) for row in rows if row.parent_id is None]
    Category.objects.bulk_create(fields)
    made = {row.code: row for row in fields}
    kinds = [_like(row, new, made[f"{row.code[:2]}0000"]) for row in rows if row.parent_id is not None]
    Category.objects.bulk_create(kinds)


def _like(row: Category, scheme: CategoryScheme, parent: Category | None) -> Category:
    return Category(
        scheme=scheme, code=row.code, parent=parent, name=row.name, name_ko=row.name_ko, name_en=row.name_en,
        hints=row.hints,
    )  # fmt: skip


def set_category(
    edition: str, code: str, *, name: str, by: Actor, now: datetime, name_ko: str = "", name_en: str = "",
    hints: str = "",
) -> Category:  # fmt: skip
    """Put a category into a draft, or change it there. Refuses an edition in force, a malformed code, a kind without field."""
    said = {"name": name, "name_ko": name_ko, "name_en": name_en, "hints": hints}
    with transaction.atomic():
        row, told = planned_category(edition, code, said, among=StoredCategories(), by=by)
        if told:
            row.save()
            note_change("category", f"scheme:{edition}", {"code": code, **told}, by=by, now=now)
            tell_everybody()
    return row


class Among(Protocol):
    """The editions and their categories, as the checks ask for them: one by one, or all read at once for a whole table."""

    def edition(self, code: str) -> CategoryScheme | None:
        """The edition of this code."""

    def find(self, edition: str, code: str) -> Category | None:
        """The category of this code in it."""

    def count(self, edition: str) -> int:
        """How many categories it holds."""


class StoredCategories:
    """Each asked from the database; a draft that was found stays one until the transaction's end."""

    def edition(self, code: str) -> CategoryScheme | None:
        """See Among."""
        return CategoryScheme.objects.select_for_update().filter(code=code).first()

    def find(self, edition: str, code: str) -> Category | None:
        """See Among."""
        return Category.objects.filter(scheme=edition, code=code).first()

    def count(self, edition: str) -> int:
        """See Among."""
        return Category.objects.filter(scheme=edition).count()


def planned_category(
    edition: str, code: str, given: Mapping[str, str], *, among: Among, by: Actor
) -> tuple[Category, dict[str, Any]]:
    """The category with what ``set_category`` would write, unsaved, and from what to what; nothing where it is so already.

    Refuses what that refuses and writes nothing.
    """
    insist(by)
    said = {field: text.strip() for field, text in given.items()} | {
        "hints": " ".join(given["hints"].split())
    }
    if not _CODE.fullmatch(code) or code.startswith("00") or not code.endswith("00"):
        raise NotDone(Refused("bad_category", field="code"))
    if not said["name"]:
        raise NotDone(Refused("missing", field="name"))
    for field, text in said.items():
        no = unfit(field, text, LONGEST[field])
        if no is not None:
            raise NotDone(no)
    scheme = _as_draft(among.edition(edition))
    row = among.find(edition, code)
    before = {field: getattr(row, field) for field in said} if row else {}
    if row is not None and before == said:
        return row, {}
    if row is None and among.count(edition) >= MOST:
        raise NotDone(Refused("too_many_categories", field="code", params={"most": MOST}))
    row = row or Category(scheme=scheme, code=code, parent=_field_of(edition, code, among))
    for field, text in said.items():
        setattr(row, field, text)
    return row, _changed(before, said)


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, Any]:
    fields = [field for field, text in after.items() if before.get(field, "") != text]
    return {"from": {f: before.get(f, "") for f in fields}, "to": {f: after[f] for f in fields}}


def _field_of(edition: str, code: str, among: Among) -> Category | None:
    if code.endswith("0000"):
        return None
    field = among.find(edition, f"{code[:2]}0000")
    if field is None:
        raise NotDone(Refused("no_field", field="code", params={"field": f"{code[:2]}0000"}))
    return field


def drop_category(edition: str, code: str, *, by: Actor, now: datetime) -> None:
    """Leave a category out of a draft: from then on it is retired. Refuses a field with kinds, and what isn't there."""
    insist(by)
    with transaction.atomic():
        scheme = _draft(edition)
        row = Category.objects.filter(scheme=scheme, code=code).first()
        if row is None:
            raise NotDone(Refused("unknown_category", field="code"))
        if row.children.exists():
            raise NotDone(Refused("field_has_kinds", field="code"))
        name = row.name
        row.delete()
        note_change("drop_category", f"scheme:{edition}", {"code": code, "from": name}, by=by, now=now)
        tell_everybody()


def put_in_force(edition: str, *, day: date, by: Actor, now: datetime) -> CategoryScheme:
    """The draft is the list from this day on. Refuses a day that is over, an empty list, and a day that another one has."""
    insist(by)
    if day < local_date(now):
        raise NotDone(Refused("day_is_over", field="day"))
    with transaction.atomic():
        scheme = _draft(edition)
        if not scheme.categories.exists():
            raise NotDone(Refused("edition_empty", field="day"))
        if CategoryScheme.objects.filter(valid_from__gte=day).exists():
            raise NotDone(Refused("edition_later", field="day"))
        scheme.valid_from = day
        scheme.save(update_fields=["valid_from"])
        note_change("put_in_force", f"scheme:{edition}", {"to": day.isoformat()}, by=by, now=now)
        tell_everybody()
    return scheme


def throw_away(edition: str, *, by: Actor, now: datetime) -> None:
    """Forget a draft. Refuses an edition in force."""
    insist(by)
    with transaction.atomic():
        scheme = _draft(edition)
        Category.objects.filter(scheme=scheme, parent__isnull=False).delete()
        Category.objects.filter(scheme=scheme).delete()
        scheme.delete()
        note_change("throw_away", f"scheme:{edition}", {}, by=by, now=now)
        tell_everybody()


def _draft(edition: str) -> CategoryScheme:
    return _as_draft(StoredCategories().edition(edition))


def _as_draft(scheme: CategoryScheme | None) -> CategoryScheme:
    if scheme is None:
        raise NotDone(Refused("no_such_edition", field="code"))
    if scheme.valid_from is not None:
        raise NotDone(Refused("edition_in_force", field="code"))
    return scheme


def _fits(*, name: str, most: int) -> None:
    no = unfit("name", name, most)
    if no is not None:
        raise NotDone(no)


def compared(new: str, old: str) -> list[Difference]:
    """What is new, named otherwise or left out in one edition against another, by code. Two queries."""
    names = dict(Category.objects.filter(scheme=new).values_list("code", "name"))
    before = dict(Category.objects.filter(scheme=old).values_list("code", "name"))
    codes = sorted(names.keys() | before.keys())
    found = [Difference(code, before.get(code, ""), names.get(code, "")) for code in codes]
    return [one for one in found if one.was != one.is_now]
