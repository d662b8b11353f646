"""The form in which a petition is taken down: what it asks, what it refuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from huiyin.rooms.county.queries import law
from huiyin.rooms.county.telephones import whole_number
from huiyin.rules.counting import Level
from huiyin.rules.duties import Confirmation
from huiyin.rules.fields import MOST_PERSONS, Refused
from huiyin.rules.identifiers import normal_email, valid_id_number
from huiyin.rules.senders import FROM_ABOVE, LONGEST_NUMBER, LONGEST_ORGAN, Sender, days_until
from huiyin.rules.vocabulary import Channel
from huiyin.web.desk.acting import moment_typed
from huiyin.web.desk.people_form import PeopleForm
from huiyin.web.desk.rota_forms import Day
from huiyin.web.shared import county, sayings
from huiyin.web.shared.forms import OneOf, Text, Whole, refusal
from huiyin.web.shared.page import LANGUAGES

#: What came in longer ago is asked about once more: a slip of the keys would head every list as years late.
LONG_AGO, LONG_AGO_MONTHS = timedelta(days=92), 3
#: What is said to be older than this is no petition that comes in now.
TOO_LONG_AGO, TOO_LONG_AGO_YEARS = timedelta(days=30 * 365 + 8), 30


class Moment(forms.Field):
    """A day and time on the county's wall clock, in the last thirty years. None if it may be left open and is."""

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
        now = timezone.now()
        if found > now:
            raise refusal("in_the_future")
        if found < now - TOO_LONG_AGO:
            raise refusal("years_ago", years=TOO_LONG_AGO_YEARS)
        return found


class RegisterForm(PeopleForm):
    """One petition. Who speaks may stay unnamed; what is named must be right."""

    channel = OneOf(lambda: {channel.value for channel in Channel})
    received_at = Moment()
    long_ago = forms.BooleanField(required=False)
    level = OneOf(lambda: {level.value for level in Level}, required=False)
    exchanged_at = Moment(required=False)
    sender = OneOf(lambda: {sender.value for sender in Sender}, required=False)
    organ = Text(most=LONGEST_ORGAN, required=False)
    source = Text(most=LONGEST_NUMBER - 20, required=False)
    due_on = Day(required=False)
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
    visit = forms.BooleanField(required=False)
    came_with = Text(most=40, required=False)
    confirmed = OneOf(
        lambda: {c.value for c in Confirmation} - {Confirmation.ON_SCREEN.value}, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Who passed it on goes with the last day and with another organ's name; a line from above tells it itself.

        What was received long ago is taken where that was confirmed; imports and the API aren't asked.
        """
        said = super().clean()
        received = said.get("received_at")
        if received and received < timezone.now() - LONG_AGO and not said.get("long_ago"):
            self.add_error("received_at", refusal("received_long_ago", months=LONG_AGO_MONTHS))
        line = FROM_ABOVE.get(Channel(said["channel"])) if said.get("channel") else None
        if not said.get("sender") and line is not None:
            said["sender"] = line.value
        if line is not None and "sender" in said and said["sender"] != line:
            self.add_error("sender", refusal("sender_contradicts"))
        if said.get("sender") == Sender.OTHER and not said.get("organ"):
            self.add_error("organ", refusal("missing"))
        if not said.get("place") and "place" not in self.errors and self.data.get("find_place", "").strip():
            self.add_error("place", refusal("place_not_chosen"))
        if not said.get("sender") and said.get("due_on"):
            self.add_error("sender", refusal("missing"))
        self._refuse_term(said)
        self._refuse_visit(said)
        return said

    def _refuse_visit(self, said: dict[str, Any]) -> None:
        """A visit that is no number is told beside the mark, which alone is seen; without the mark it says nothing."""
        self.errors.pop("came_with", None)
        carried = said.setdefault("came_with", "")
        if said.get("visit") and self.data.get("came_with") and not carried:
            self.add_error("visit", refusal("no_such_visit"))

    def _refuse_term(self, said: dict[str, Any]) -> None:
        """The sender's last day lies ahead of the day on which it was passed on."""
        due, began, ruling = said.get("due_on"), said.get("exchanged_at") or said.get("received_at"), law()
        if not due or not began or not said.get("sender"):
            return
        if days_until(due, began, calendar=ruling.calendar, terms=ruling.terms) is None:
            self.add_error("due_on", sayings.say(Refused("term_not_ahead", "22(3)", "due_on")))

    @property
    def asks_long_ago(self) -> bool:
        """Whether the page asks for the word that it was received so long ago."""
        return self.is_bound and (
            self.has_error("received_at", "received_long_ago") or bool(self.data.get("long_ago"))
        )

    def clean_id_number(self) -> str:
        """The check character must be right: one wrong digit makes another person of it."""
        return _right(self.cleaned_data["id_number"], valid_id_number, "not_an_id")

    def clean_phone(self) -> str:
        """A telephone number, if one is given."""
        return _right(self.cleaned_data["phone"], whole_number, "not_a_phone")

    def clean_email(self) -> str:
        """An e-mail address, if one is given."""
        return _right(self.cleaned_data["email"], normal_email, "not_an_email")


def _right(typed: str, good: Any, reason: str) -> str:
    if typed and not good(typed):
        raise refusal(reason)
    return typed
