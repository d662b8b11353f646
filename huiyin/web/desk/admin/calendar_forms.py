"""What the page of the working days asks for: one day, a day left to the notice again, a year's notice."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.county import queries
from huiyin.rooms.county.models import CalendarDay
from huiyin.web.desk.admin.sending import seen_now
from huiyin.web.desk.admin.sheet import FormPart, Sent
from huiyin.web.desk.rota_forms import Day
from huiyin.web.shared import when
from huiyin.web.shared.fields import FieldView, options, radios
from huiyin.web.shared.forms import OneOf, Text, Whole, view

_OFF = {"autocomplete": "off"}


class SetDay(forms.Form):
    """One day made free or worked."""

    day = Day()
    working = OneOf(lambda: {"0", "1"})
    name = Text(most=40)
    source = Text(most=200, required=False)


class Clear(forms.Form):
    """A day left to the notice again."""

    cleared = Day()


class Notice(forms.Form):
    """A year's holiday notice, as text once it was read from the file."""

    year = Whole(most=2199)
    paper = Text(most=200)
    text = Text(most=20_000, required=False)


def calendar_forms(year: int, sent: Sent) -> list[FormPart]:
    """The forms, one of them perhaps as it was sent."""
    days = CalendarDay.objects.filter(day__year=year).order_by("day").values_list("day", flat=True)
    pairs = [(day.isoformat(), when.day(day)) for day in days]
    seen = seen_now()
    made = [
        FormPart(
            _("Set one day"),
            _day_fields(sent.of("set", SetDay())),
            _("Set it"),
            "set",
            hidden=seen,
            folded=True,
        )
    ]
    if pairs:
        heading, fields = (
            _("Leave a day to the notice again"),
            _clear_fields(sent.of("clear", Clear()), pairs),
        )
        made.append(FormPart(heading, fields, _("Leave it"), "clear", hidden=seen, folded=True))
    lead = _(
        "A file, or lines copied from a table: the day or a span of days, free or worked (off or work), and its name. "
        "Headings may stand above. "
        "Nothing is set before you have looked."
    )
    fields = _notice_fields(sent.of("look", Notice()))
    button = _("Look at what would change")
    made.append(
        FormPart(
            _("Load a year's notice"), fields, button, "look", lead, hidden=seen, folded=True, files=True
        )
    )
    return made


def _day_fields(form: forms.Form) -> list[FieldView]:
    kinds = [("0", _("free")), ("1", _("worked"))]
    return [
        view(form, "day", _("Day"), kind="date", narrow=True),
        view(form, "working", _("What it is"), kind="radio", start="0", listed=lambda v: radios("working", kinds, v)),
        view(form, "name", _("Why"), narrow=True, extra=_OFF,
             help=_("Such as the prefecture's founding day, or a flood.")),
        view(form, "source", _("By which paper"), extra=_OFF),
    ]  # fmt: skip


def _clear_fields(form: forms.Form, pairs: list[tuple[str, str]]) -> list[FieldView]:
    return [
        view(
            form,
            "cleared",
            _("Day"),
            kind="select",
            listed=lambda v: options(pairs, v, empty=_("Please choose")),
        )
    ]


def _notice_fields(form: forms.Form) -> list[FieldView]:
    return [
        view(
            form,
            "year",
            _("Year"),
            kind="number",
            narrow=True,
            start=str(queries.calendar().last_published + 1),
        ),
        view(form, "paper", _("Number or address of the notice"), extra=_OFF),
        FieldView(
            "file", pgettext("table", "File"), kind="file", required=False, extra={"accept": ".csv,text/csv"}
        ),
        view(
            form,
            "text",
            _("Or its lines"),
            kind="long",
            rows=5,
            help=_("2027-01-01, off, New Year's Day"),
            limit=0,
        ),
    ]
