"""The form in which a petition is taken down: what it asks, what it refuses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from huiyin.rules.counting import Level
from huiyin.rules.fields import MOST_PERSONS
from huiyin.rules.identifiers import normal_email, normal_phone, valid_id_number
from huiyin.rules.vocabulary import Channel
from huiyin.web.desk.acting import moment_typed
from huiyin.web.desk.people_form import PeopleForm
from huiyin.web.shared import county
from huiyin.web.shared.forms import OneOf, Text, Whole, refusal
from huiyin.web.shared.page import LANGUAGES


class Moment(forms.Field):
    """A day and time on the county's wall clock, not in the future. None if it may be left open and is."""

    def clean(self, value: Any) -> datetime | None:
        """The moment, or what to do about it."""
        typed = str(value or "").strip()
        if not typed:
            if not self.required:
                return None
            raise refusal("missing")
        found = moment_typed(typed)
        if found is None:
            raise refusal("not_a_moment")
        return found


class RegisterForm(PeopleForm):
    """One petition. Who speaks may stay unnamed; what is named must be right."""

    channel = OneOf(lambda: {channel.value for channel in Channel})
    received_at = Moment()
    level = OneOf(lambda: {level.value for level in Level}, required=False)
    exchanged_at = Moment(required=False)
    source = Text(most=200, required=False)
    title = Text(most=200)
    text = Text(most=20_000)
    category = OneOf(county.category_codes, required=False, reason="unknown_category")
    place = OneOf(county.place_codes, required=False, reason="unknown_place")
    accused = OneOf(county.unit_codes, required=False, reason="no_such_unit")
    persons = Whole(most=MOST_PERSONS)
    name = Text(most=60, required=False)
    id_number = Text(most=40, required=False)
    phone = Text(most=40, required=False)
    address = Text(most=200, required=False)
    email = Text(most=254, required=False)
    spoken = OneOf(lambda: {code for code, _name in LANGUAGES}, required=False)
    confidential = forms.BooleanField(required=False)

    def clean_id_number(self) -> str:
        """The check character must be right: one wrong digit makes another person of it."""
        return _right(self.cleaned_data["id_number"], valid_id_number, "not_an_id")

    def clean_phone(self) -> str:
        """A telephone number, if one is given."""
        return _right(self.cleaned_data["phone"], normal_phone, "not_a_phone")

    def clean_email(self) -> str:
        """An e-mail address, if one is given."""
        return _right(self.cleaned_data["email"], normal_email, "not_an_email")


def _right(typed: str, good: Any, reason: str) -> str:
    if typed and not good(typed):
        raise refusal(reason)
    return typed
