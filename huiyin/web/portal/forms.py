"""What a citizen is asked: as little as the law needs (Art. 19: name, address, request, facts and reasons), in plain words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.rules.fields import MOST_PERSONS
from huiyin.web.shared import county
from huiyin.web.shared.fields import FieldView, focused
from huiyin.web.shared.forms import OneOf, Text, Whole, refusal, view

MOST_TEXT = 20_000  # characters
TITLE = 40  # characters of the first sentence that become the title
MOST_FILES = 5
#: Where a first sentence ends.
_ENDS = "。！？；!?;\n"


class SubmitForm(forms.Form):
    """One petition from the portal. Nobody has to name themselves."""

    text = Text(most=MOST_TEXT)
    place = OneOf(county.place_codes, required=False, reason="unknown_place")
    accused = OneOf(county.unit_codes, required=False, reason="no_such_unit")
    persons = Whole(most=MOST_PERSONS)
    name = Text(most=60, required=False)
    phone = Text(most=40, required=False)
    address = Text(most=200, required=False)

    def clean_phone(self) -> str:
        """A telephone number, if one is given at all: a notice to a mistyped one is lost without a sound."""
        phone: str = self.cleaned_data["phone"]
        if phone and county.phone(phone) is None:
            raise refusal("not_a_phone")
        return phone


class FollowForm(forms.Form):
    """Number and query code as they stand on the receipt."""

    number = Text(most=64)
    code = Text(most=64)


def title_of(text: str) -> str:
    """The first sentence as a title, cut at forty characters."""
    first = text.strip()
    ends = [at for at in (first.find(end) for end in _ENDS) if at > 0]
    if ends:
        first = first[: min(ends)]
    first = " ".join(first.split())
    return first if len(first) <= TITLE else first[: TITLE - 1] + "…"


def about_fields(form: SubmitForm, files: str = "") -> list[FieldView]:
    """What it is about; ``files`` says why the files weren't taken."""
    return [
        view(
            form,
            "text",
            _("What has happened, and what do you wish for?"),
            kind="long",
            rows=10,
            help=_("What, where, since when, who is affected, what you have tried already."),
        ),
        view(
            form,
            "place",
            _("Where"),
            kind="select",
            listed=lambda v: county.place_options(v, empty=_("Not sure, or not in the list")),
        ),
        view(
            form,
            "persons",
            _("How many people speak up together?"),
            kind="number",
            start="1",
            narrow=True,
            extra={"min": "1", "inputmode": "numeric"},
        ),
        view(
            form,
            "accused",
            _("Is it about a unit of the county?"),
            kind="select",
            listed=lambda v: county.any_unit_options(v, empty=_("No, or not sure")),
            help=_(
                "Choose a unit only if you report it or complain about it: then it will never see what you write, "
                "nor will the units over it that don't decide."
            ),
        ),
        FieldView(
            "files",
            _("Pictures or papers"),
            kind="file",
            required=False,
            error=files,
            help=ngettext("At most %(n)s file of 20 MB.", "At most %(n)s files of 20 MB each.", MOST_FILES)
            % {"n": MOST_FILES},
            extra={"multiple": "multiple", "accept": "image/*,.pdf,.doc,.docx,.xls,.xlsx,.txt"},
        ),
    ]


def you_fields(form: SubmitForm) -> list[FieldView]:
    """Who speaks and how to reach them."""
    return [
        view(form, "name", _("Your name"), extra={"autocomplete": "name"}),
        view(form, "phone", _("Phone"), kind="tel", narrow=True, extra={"autocomplete": "tel"}),
        view(form, "address", _("Address"), extra={"autocomplete": "street-address"}),
    ]


def follow_fields(form: FollowForm) -> list[FieldView]:
    """The two things on the receipt."""
    return focused(
        [
            view(
                form,
                "number",
                _("Number"),
                extra={
                    "autocomplete": "off",
                    "inputmode": "numeric",
                    "placeholder": "222424-20260305-00001-0",
                },
            ),
            view(
                form,
                "code",
                _("Query code"),
                extra={
                    "autocomplete": "off",
                    "autocapitalize": "characters",
                    "placeholder": "XXXX-XXXX-XXXX",
                },
            ),
        ]
    )
