"""What a citizen is asked: as little as the law needs (Art. 19: name, address, request, facts and reasons), in plain words."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.rooms.cases.people import LIMITS
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.notices.gateway import sends_mail
from huiyin.rules.fields import MOST_PERSONS
from huiyin.rules.identifiers import normal_email
from huiyin.rules.opening import without_opening
from huiyin.rules.replies.others import masked
from huiyin.web.shared import county
from huiyin.web.shared.fields import FieldView, focused
from huiyin.web.shared.forms import OneOf, Text, Whole, refusal, view
from huiyin.web.shared.uploads import megabytes

MOST_TEXT = 20_000  # characters
TITLE = 40  # characters of the first sentence that become the title
MOST_FILES: int = settings.HUIYIN_MOST_FILES
#: Where a first sentence ends; a full stop alone behind a Korean word, as 3.5 and www.example.cn have one inside.
_END = re.compile(r"[。！？；!?;\n]|(?<=[가-힣])\.(?=\s|$)")


class Manner(StrEnum):
    """How a petitioner wants to be known."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class WhatForm(forms.Form):
    """The first step: what has happened. All that anybody has to say."""

    text = Text(most=MOST_TEXT)


class WhereForm(forms.Form):
    """The second: where, and whether a unit of the county is complained of. Both may stay open."""

    place = OneOf(county.place_codes, required=False, reason="unknown_place")
    accused = OneOf(county.unit_codes, required=False, reason="no_such_unit")


class WhoForm(forms.Form):
    """The third: who speaks. Nobody has to name themselves; what an anonymous one typed of themselves isn't kept."""

    manner = OneOf(lambda: {manner.value for manner in Manner})
    name = Text(most=60, required=False)
    phone = Text(most=40, required=False)
    address = Text(most=200, required=False)
    email = Text(most=LIMITS["email"], required=False)
    persons = Whole(most=MOST_PERSONS)

    def clean_phone(self) -> str:
        """A telephone number, if one is given at all: a notice to a mistyped one is lost without a sound."""
        phone: str = self.cleaned_data["phone"]
        if phone and whole_number(phone) is None and self.data.get("manner") != Manner.ANONYMOUS:
            raise refusal("not_a_phone")
        return phone

    def clean_email(self) -> str:
        """An e-mail address, if one is given at all."""
        email: str = self.cleaned_data["email"]
        if email and normal_email(email) is None and self.data.get("manner") != Manner.ANONYMOUS:
            raise refusal("not_an_email")
        return email

    def clean(self) -> dict[str, Any]:
        """With one's name means with a name, and a way to be reached by."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("manner") == Manner.ANONYMOUS:
            return {**said, "name": "", "phone": "", "address": "", "email": ""}
        if said.get("manner") and "name" in said and not said["name"]:
            self.add_error(
                "name",
                ValidationError(_("With your name, we need to know it. Or choose “without my name” above.")),
            )
        if (
            said.get("manner")
            and {"phone", "email"} <= set(said)
            and not (said["phone"] or said.get("address") or said.get("email"))
        ):
            self.add_error(
                "phone", ValidationError(_("A phone number or an address, so that we can reach you."))
            )
        return said


class FollowForm(forms.Form):
    """Number and query code as they stand on the receipt."""

    number = Text(most=64)
    code = Text(most=64)


def title_of(text: str, name: str = "") -> str:
    """The first sentence that says something as a title, cut at forty characters: no greeting, nor who writes.

    For lists: who speaks, numbers and doors are hidden.
    """
    first = without_opening(text)
    end = _END.search(first, 1)
    if end:
        first = first[: end.start()]
    first = " ".join(masked(first, [name] if name else []).split())
    return first if len(first) <= TITLE else first[: TITLE - 1] + "…"


def what_fields(form: WhatForm) -> list[FieldView]:
    """The one box of the first step."""
    return [
        view(
            form, "text", _("What has happened, and what do you wish for?"), kind="long", rows=10,
            help=_("What, where, since when, who is affected, what you have tried already."),
        )
    ]  # fmt: skip


def where_fields(form: WhereForm) -> list[FieldView]:
    """Place and unit, each from the county's own list."""
    return [
        view(
            form, "place", _("Where"), kind="select",
            listed=lambda v: county.place_options(v, empty=_("Not sure, or not in the list")),
            help=_("Your village or community, or the town if you don't find it."),
        ),
        view(
            form, "accused", _("Is it about a unit of the county?"), kind="select",
            listed=lambda v: county.any_unit_options(v, empty=_("No, or not sure")),
            help=_(
                "Choose a unit only if you report it or complain about it: then it will never see what you write, "
                "nor will the units over it that don't decide."
            ),
        ),
    ]  # fmt: skip


def who_fields(form: WhoForm) -> list[FieldView]:
    """How one wants to be known, how to be reached, how many speak."""
    return [
        view(form, "manner", _("How do you want to speak?"), kind="radio", listed=manners),
        view(form, "name", _("Your name"), required=True, extra={"autocomplete": "name"}),
        view(
            form,
            "phone",
            _("Phone"),
            kind="tel",
            narrow=True,
            note=_("(at least one of these)"),
            help=_("Phone or address: one of the two is enough."),
            extra={"autocomplete": "tel"},
        ),
        view(
            form, "address", _("Address"), note=_("(at least one of these)"),
            extra={"autocomplete": "street-address"},
        ),
        *_email_field(form),
        view(
            form, "persons", _("How many people speak up together?"), kind="number", start="1", narrow=True,
            extra={"min": "1", "inputmode": "numeric"},
        ),
    ]  # fmt: skip


def _email_field(form: WhoForm) -> list[FieldView]:
    """An e-mail address is asked for only where e-mails can be sent: else nobody would ever write to it."""
    if not sends_mail():
        return []
    told = _("If you leave one, news of your matter can come here.")
    return [
        view(
            form,
            "email",
            _("E-mail"),
            kind="email",
            note=_("(at least one of these)"),
            help=told,
            extra={"autocomplete": "email"},
        )
    ]


def files_field(error: str = "") -> FieldView:
    """Pictures and papers, chosen last: a browser can't keep them from step to step. ``error``: why they weren't taken."""
    most = ngettext("At most %(n)s file of %(mb)s MB.", "At most %(n)s files of %(mb)s MB each.", MOST_FILES)
    limits = {"n": MOST_FILES, "mb": megabytes()}
    return FieldView(
        "files", _("Pictures or papers"), kind="file", required=False, error=error, help=most % limits,
        extra={"multiple": "multiple", "accept": "image/*,.pdf,.doc,.docx,.xls,.xlsx,.txt"},
    )  # fmt: skip


def manner_words() -> dict[str, tuple[str, str]]:
    """What each manner is called, and what it means."""
    return {
        Manner.NAMED.value: (
            _("With my name"),
            _("The office that deals with it knows you and can call you or write to you."),
        ),
        Manner.CONFIDENTIAL.value: (
            _("With my name, in confidence"),
            _("Only the office that takes it in knows you. Who deals with it isn't told who you are."),
        ),
        Manner.ANONYMOUS.value: (
            _("Without my name"),
            _(
                "Nobody knows who you are, so nobody can ask back, call or write to you. You read the answer here with number "
                "and query code; keep both well."
            ),
        ),
    }


def manners(chosen: str) -> SafeString:
    """The choices with what each means."""
    return format_html_join(
        "",
        '<label class="hy-manner"><input type="radio" name="manner" value="{}"{}{} required>'
        "<span><strong>{}</strong>{}</span></label>",
        (
            (
                value,
                mark_safe(' id="f-manner"') if n == 0 else "",
                mark_safe(" checked") if value == chosen else "",
                *said,
            )
            for n, (value, said) in enumerate(manner_words().items())
        ),
    )


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
