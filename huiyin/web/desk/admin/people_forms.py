"""What the pages of people and posts ask for."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.rooms.accounts.models import Post, same_name
from huiyin.rooms.county import queries
from huiyin.rules.fields import Kind
from huiyin.rules.roles import Role
from huiyin.web.desk.finders import with_finder
from huiyin.web.shared import county
from huiyin.web.shared.fields import FieldView, options, radios
from huiyin.web.shared.forms import OneOf, Text, view
from huiyin.web.shared.page import LANGUAGES
from huiyin.web.shared.words import labels, language, word

_OFF = {"autocomplete": "off"}


def _roles() -> set[str]:
    return {role.value for role in Role}


def _languages() -> set[str]:
    return {code for code, _name in settings.LANGUAGES}


class NewPerson(forms.Form):
    """A new account, with its first post if it is known already."""

    username = Text(most=32)
    name = Text(most=40)
    language = OneOf(_languages)
    role = OneOf(_roles, required=False)
    unit = OneOf(county.unit_codes, required=False, reason="no_such_unit")

    def clean_username(self) -> str:
        """As it is kept, so that a second click finds what the first has made."""
        return same_name(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        """A role wants its unit and a unit its role."""
        said: dict[str, Any] = super().clean() or {}
        for name, other in (("unit", "role"), ("role", "unit")):
            if said.get(other) and not said.get(name) and name not in self.errors:
                self.add_error(name, _("Please fill this in."))
        return said


class Naming(forms.Form):
    """What somebody is called, and their language."""

    name = Text(most=40)
    language = OneOf(_languages)


class GivePost(forms.Form):
    """A role in a unit."""

    role = OneOf(_roles)
    unit = OneOf(county.unit_codes, reason="no_such_unit")


class EndPost(forms.Form):
    """One of the person's posts."""

    def __init__(self, posts: list[Post], *given: Any) -> None:
        super().__init__(*given)
        self.fields["post"] = OneOf(lambda: {str(post.pk) for post in posts})


class Leaving(forms.Form):
    """Who goes on, and with which posts."""

    def __init__(self, candidates: set[str], *given: Any) -> None:
        super().__init__(*given)
        self.fields["successor"] = OneOf(lambda: candidates, required=False)
        self.fields["posts"] = forms.Field(required=False, widget=forms.SelectMultiple)


def role_pairs() -> list[tuple[str, str]]:
    """The roles for a list to choose from."""
    return [(role.value, text) for role, text in labels(Role, language()).items()]


def _role_options(value: str) -> SafeString:
    return options(role_pairs(), value, empty=_("Please choose"))


def unit_field(
    form: forms.Form, name: str, label: str, *, start: str = "", without: Container[str] = ()
) -> list[FieldView]:
    """A unit of the county, villages too: hundreds, so there is a finder above the list."""

    def listed(value: str) -> SafeString:
        return county.any_unit_options(value, empty=_("Please choose"), without=without)

    chosen = view(form, name, label, kind="select", start=start, listed=listed)
    return with_finder(chosen, Kind.ANY_UNIT, f"/desk/admin/find/{name}/")


def new_fields(form: forms.Form, unit: str = "") -> list[FieldView]:
    """A new account."""
    return [
        view(form, "username", _("User name"), narrow=True, extra={**_OFF, "autocapitalize": "none"},
             help=_("Small letters, digits, dots and hyphens; it stays for ever.")),
        view(form, "name", _("Name"), narrow=True, extra=_OFF),
        _language_field(form, "zh-hans"),
        view(form, "role", _("Role"), kind="select", listed=_role_options, help=_("May be given later.")),
        *unit_field(form, "unit", _("Unit"), start=unit),
    ]  # fmt: skip


def _language_field(form: forms.Form, start: str) -> FieldView:
    return view(form, "language", _("Language of the pages"), kind="radio", start=start,
                listed=lambda value: radios("language", LANGUAGES, value))  # fmt: skip


def naming_fields(form: forms.Form, name: str, lang: str) -> list[FieldView]:
    """Name and language."""
    return [view(form, "name", _("Name"), narrow=True, start=name, extra=_OFF), _language_field(form, lang)]


def post_fields(form: forms.Form) -> list[FieldView]:
    """A role and a unit."""
    return [
        view(form, "role", _("Role"), kind="select", listed=_role_options),
        *unit_field(form, "unit", _("Unit")),
    ]


def post_name(role: str, unit: str) -> str:
    """A post in words: 承办人 · 县生态环境分局."""
    return f"{word(Role(role))} · {queries.unit_names(language()).get(unit, unit)}"


def end_fields(form: forms.Form, posts: list[Post]) -> list[FieldView]:
    """Which post ends."""
    pairs = [(str(post.pk), post_name(post.role, post.unit_id)) for post in posts]
    return [
        view(form, "post", _("Post"), kind="select",
             listed=lambda value: options(pairs, value, empty=_("Please choose"))),
    ]  # fmt: skip


def ticks(name: str, pairs: list[tuple[str, str]], ticked: set[str]) -> SafeString:
    """Boxes to tick; the first carries the field's id."""
    parts = []
    for i, (value, text) in enumerate(pairs):
        marks = (f' id="f-{name}"' if i == 0 else "") + (" checked" if value in ticked else "")
        parts.append(
            f'<label><input type="checkbox" name="{name}" value="{escape(value)}"{marks}> {escape(text)}</label>'
        )
    return mark_safe("".join(parts))  # noqa: S308  escaped piece by piece
