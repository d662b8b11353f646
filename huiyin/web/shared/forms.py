"""Django forms in the house's manner: plain sentences, NULs refused but given back clean, drawn by our own field partial."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from huiyin.rules.fields import Refused, is_blank
from huiyin.web.shared import sayings
from huiyin.web.shared.fields import FieldView, printable


def refusal(reason: str, **params: Any) -> ValidationError:
    """A validation error worded by the house's sentences."""
    return ValidationError(sayings.say(Refused(reason, params=params)), code=reason)


class Text(forms.CharField):
    """Text of at most ``most`` characters (code points), NULs and broken surrogates refused, blanks at the ends taken off."""

    def __init__(self, *, most: int, required: bool = True) -> None:
        super().__init__(required=required, strip=True)
        self.validators = []  # Django's own speaks of "null characters"
        self.most = most

    def clean(self, value: Any) -> str:
        """The text, or what to do about it."""
        text = super().to_python(value) or ""
        if is_blank(text):
            if self.required:
                raise refusal("missing")
            return ""
        if printable(text) != text:
            raise refusal("not_text")
        if len(text) > self.most:
            raise refusal("too_long", limit=self.most, length=len(text))
        return text


class Whole(forms.Field):
    """A whole number from 1 to ``most``; full-width digits are taken too."""

    def __init__(self, *, most: int) -> None:
        super().__init__(required=True)
        self.biggest = most

    def clean(self, value: Any) -> int:
        """The number, or what to do about it."""
        typed = str(value or "").strip()
        if not typed:
            raise refusal("missing")
        if not typed.isdecimal() or len(typed) > 9:
            raise refusal("not_a_number")
        number = int(typed)
        if not 1 <= number <= self.biggest:
            raise refusal("out_of_range", most=self.biggest)
        return number


class Confirmed(forms.BooleanField):
    """A box that is ticked by whoever has looked at what will happen."""

    def validate(self, value: bool) -> None:
        """Refuses what isn't ticked."""
        if not value:
            raise refusal("not_confirmed")


class OneOf(forms.Field):
    """One of the values that ``known`` tells at the time of asking."""

    def __init__(self, known: Any, *, required: bool = True, reason: str = "not_on_list") -> None:
        super().__init__(required=required)
        self.known, self.reason = known, reason

    def clean(self, value: Any) -> str:
        """The value, or what to do about it."""
        chosen = str(value or "").strip()
        if not chosen:
            if self.required:
                raise refusal("not_chosen")
            return ""
        if chosen not in self.known():
            raise refusal(self.reason)
        return chosen


def view(
    form: forms.Form,
    name: str,
    label: str,
    *,
    start: str = "",
    listed: Callable[[str], SafeString] | None = None,
    **more: Any,
) -> FieldView:
    """The field with what was typed (``start`` in a fresh form) and what is to be mended.

    ``listed`` makes the choices of a select or radio group, given the chosen value.
    """
    value = printable(str(form.data.get(name, ""))) if form.is_bound else start
    errors = form.errors.get(name) if form.is_bound else None
    if listed is not None:
        more["options"] = listed(value)
    more.setdefault("required", form.fields[name].required)
    more.setdefault("limit", getattr(form.fields[name], "most", 0))
    return FieldView(name=name, label=label, value=value, error=str(errors[0]) if errors else "", **more)


def problems(views: Iterable[FieldView]) -> list[FieldView]:
    """The fields that are to be mended."""
    return [field for field in views if field.error]
