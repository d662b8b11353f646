"""What the pages of units ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.county import queries
from huiyin.rooms.county.snapshot import UnitFact
from huiyin.rules.units import BELOW, LONGEST_CODE, UnitKind
from huiyin.web.desk.admin.people_forms import unit_field
from huiyin.web.shared import county
from huiyin.web.shared.fields import FieldView, options
from huiyin.web.shared.forms import Confirmed, OneOf, Text, view
from huiyin.web.shared.words import language

_OFF = {"autocomplete": "off"}
_KO = {**_OFF, "lang": "ko-CN"}


def kinds() -> dict[str, str]:
    """What each kind of unit is called."""
    return {
        UnitKind.COUNTY.value: pgettext("unit", "County"), UnitKind.LEADERS.value: pgettext("unit", "Leaders"),
        UnitKind.DEPARTMENT.value: pgettext("unit", "Petition department"),
        UnitKind.GROUP.value: pgettext("unit", "Office or work group"),
        UnitKind.BUREAU.value: pgettext("unit", "Bureau"), UnitKind.TOWN.value: pgettext("unit", "Town"),
        UnitKind.STREET.value: pgettext("unit", "Street"), UnitKind.VILLAGE.value: pgettext("unit", "Village"),
        UnitKind.COMMUNITY.value: pgettext("unit", "Community"),
        UnitKind.FORESTRY.value: pgettext("unit", "Forestry bureau"),
        UnitKind.COMPANY.value: pgettext("unit", "Public company"),
        UnitKind.OUTSIDE.value: pgettext("unit", "Outside the county's tree"),
    }  # fmt: skip


class NewUnit(forms.Form):
    """A unit below another one."""

    def __init__(self, below: UnitFact, *given: Any) -> None:
        super().__init__(*given)
        allowed = {kind.value for kind in BELOW[below.kind]}
        self.fields["kind"] = OneOf(lambda: allowed)
        self.fields["code"] = Text(most=LONGEST_CODE)
        self.fields["name"] = Text(most=80)
        self.fields["short"] = Text(most=40, required=False)
        self.fields["name_ko"] = Text(most=120, required=False)
        self.fields["name_en"] = Text(most=120, required=False)


class Rename(forms.Form):
    """Another name; what is left empty follows the new one or falls away."""

    name = Text(most=80)
    short = Text(most=40, required=False)
    name_ko = Text(most=120, required=False)
    name_en = Text(most=120, required=False)


class Describe(forms.Form):
    """What people need to know of it."""

    phone = Text(most=40, required=False)
    address = Text(most=120, required=False)
    duty = Text(most=2_000, required=False)
    duty_ko = Text(most=2_000, required=False)
    duty_en = Text(most=2_000, required=False)


class Close(forms.Form):
    """Who goes on with its work, and whether its people go along."""

    successor = OneOf(county.unit_codes, required=False, reason="no_such_unit")
    people = forms.BooleanField(required=False)


class Sure(forms.Form):
    """What was looked at is confirmed."""

    sure = Confirmed()


class Move(forms.Form):
    """Below which unit, under which code."""

    parent = OneOf(county.unit_codes, reason="no_such_unit")
    new_code = Text(most=LONGEST_CODE)


def new_fields(form: forms.Form, below: UnitFact) -> list[FieldView]:
    """A unit below another one."""
    words = kinds()
    pairs = [(kind.value, words[kind.value]) for kind in UnitKind if kind in BELOW[below.kind]]
    return [
        view(form, "kind", _("Kind of unit"), kind="select", start=pairs[0][0] if len(pairs) == 1 else "",
             listed=lambda value: options(pairs, value, empty=_("Please choose"))),
        view(form, "code", _("Code"), narrow=True, start=f"{below.code}-", extra=_OFF,
             help=_("Capital letters, digits and hyphens; villages take the statistical code. It stays for ever.")),
        *name_fields(form),
    ]  # fmt: skip


def name_fields(form: forms.Form, unit: UnitFact | None = None) -> list[FieldView]:
    """The names in the languages."""
    return [
        view(form, "name", _("Full name"), start=unit.name if unit else "", extra=_OFF),
        view(form, "short", _("Short name"), narrow=True, start=unit.short if unit else "", extra=_OFF,
             help=_("As lists show it; left open it follows the full name.")),
        view(form, "name_ko", _("Name in Korean"), start=unit.name_ko if unit else "", extra=_KO),
        view(form, "name_en", _("Name in English"), start=unit.name_en if unit else "", extra={**_OFF, "lang": "en"}),
    ]  # fmt: skip


def describe_fields(form: forms.Form, unit: UnitFact) -> list[FieldView]:
    """What people need to know of it."""
    return [
        view(form, "phone", _("Phone"), kind="tel", narrow=True, start=unit.phone, extra=_OFF,
             help=_("The petition department's stands on the public contact page.")),
        view(form, "address", _("Address"), start=unit.address, extra=_OFF),
        view(form, "duty", _("In charge of"), kind="long", rows=4, start=unit.duty,
             help=_("The official words; suggestions of units are made from them.")),
        view(form, "duty_ko", _("In charge of, in Korean"), kind="long", rows=3, start=unit.duty_ko, extra={"lang": "ko-CN"}),
        view(form, "duty_en", _("In charge of, in English"), kind="long", rows=3, start=unit.duty_en, extra={"lang": "en"}),
    ]  # fmt: skip


def close_fields(form: forms.Form, unit: UnitFact) -> list[FieldView]:
    """Who goes on."""
    return [
        *unit_field(form, "successor", _("The unit that goes on with its work"), without={unit.code}),
        _people(form),
    ]


def sure_field(form: forms.Form, word: str) -> FieldView:
    """What the person confirms."""
    return view(form, "sure", word, kind="check")


def _people(form: forms.Form) -> FieldView:
    return view(
        form, "people", _("Its people get the same posts there"), kind="check", start="1", required=False
    )


def move_fields(form: forms.Form, unit: UnitFact) -> list[FieldView]:
    """Where to, under which code."""
    above = [
        (u.code, u.called(language()))
        for u in queries.unit_tree()
        if unit.kind in BELOW[u.kind] and u.code not in (unit.parent, unit.code)
    ]
    return [
        view(form, "parent", _("Below which unit"), kind="select",
             listed=lambda value: options(above, value, empty=_("Please choose"))),
        view(form, "new_code", _("Its code there"), narrow=True, extra=_OFF,
             help=_("A code never changes its place: the unit gets a new one, and old dossiers keep naming the old.")),
    ]  # fmt: skip
