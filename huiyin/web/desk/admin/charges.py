"""The official duty list: which unit a category goes to. It stands above what was learnt, wherever a unit is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.rooms.county import queries
from huiyin.rooms.county.charges import MOST_NOTE, add_charge, drop_charge
from huiyin.rooms.county.models import Charge
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin.sending import attempt
from huiyin.web.desk.admin.sheet import (
    NOTHING_SENT,
    Cell,
    FormPart,
    Part,
    Sent,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    home,
    pages,
    said,
    shown,
)
from huiyin.web.shared import county
from huiyin.web.shared.fields import options
from huiyin.web.shared.forms import OneOf, Text, view
from huiyin.web.shared.page import see
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/admin/charges/"
PAGE = 60


class Line(forms.Form):
    """One line of the list."""

    category = OneOf(county.category_codes, reason="unknown_category")
    unit = OneOf(lambda: {u.code for u in queries.receivers()}, reason="no_such_unit")
    note = Text(most=MOST_NOTE, required=False)


class Gone(forms.Form):
    """The line that is taken out."""

    line = OneOf(
        lambda: {f"{c}|{u}" for c, u in Charge.objects.values_list("category", "unit_id")}, required=True
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def list_page(request: HttpRequest) -> HttpResponse:
    """The list by category, sixty lines a page, with the forms that add and take out a line."""
    if request.method != "POST":
        return _page(request)
    what = "drop" if request.POST.get("what") == "drop" else "add"
    form: forms.Form = Gone(request.POST) if what == "drop" else Line(request.POST)
    if not form.is_valid():
        gone_already = what == "drop" and "|" in request.POST.get("line", "")
        if gone_already:
            return see(address(LIST, done=what))
        return _page(request, Sent(what, form, Trouble(422)))
    data, by, now = form.cleaned_data, actor(request), timezone.now()
    category, unit = data["line"].split("|") if what == "drop" else (data["category"], data["unit"])
    there = Charge.objects.filter(category=category, unit=unit)
    if what == "drop":
        do: Any = lambda: drop_charge(category, unit=unit, by=by, now=now)  # noqa: E731
        done: Any = lambda: not there.exists()  # noqa: E731
    else:
        do = lambda: add_charge(category, unit=unit, note=data["note"], by=by, now=now)  # noqa: E731
        done = lambda: there.filter(note=data["note"].strip()).exists()  # noqa: E731
    trouble = attempt(request, form, do, subjects=(), done=done)
    return _page(request, Sent(what, form, trouble)) if trouble else see(address(LIST, done=what))


def _page(request: HttpRequest, sent: Sent = NOTHING_SENT) -> HttpResponse:
    after = request.GET.get("after", "")[:60]
    rows = _lines()
    keys = [f"{row.category}|{row.unit_id}" for row in rows]
    start = keys.index(after) + 1 if after in keys else 0
    here = rows[start : start + PAGE + 1]
    cells: list[list[Cell]] = [
        [
            said(county.category_name(row.category), row.category),
            said(county.unit_name(row.unit_id), row.note),
        ]
        for row in here[:PAGE]
    ]
    parts: list[Part] = [_add(sent.of("add", Line())), *_drop(rows, sent.of("drop", Gone()))]
    parts.append(
        Table(
            "",
            [_("Category"), _("Goes to")],
            cells,
            _("No line was put down yet; suggestions come from what was learnt."),
        )
    )
    sheet = Sheet(
        _("Duty list"), parts, lead=_("Which unit a category goes to, by the official list."), back=home(),
        more=pages(LIST, here, PAGE, lambda row: f"{row.category}|{row.unit_id}", after=after if start else ""),
    )  # fmt: skip
    return shown(request, sheet, sent.trouble, told=dict.fromkeys(("add", "drop"), _("Kept.")))


def _lines() -> list[Charge]:
    return list(Charge.objects.order_by("category", "id")[:2_000])


def _add(form: forms.Form) -> FormPart:
    fields = [
        view(form, "category", _("Category"), kind="select",
             listed=lambda value: county.category_options(value, empty=_("Please choose"))),
        view(form, "unit", _("Goes to"), kind="select",
             listed=lambda value: county.unit_options(value, empty=_("Please choose"))),
        view(form, "note", _("By which paper"), extra={"autocomplete": "off"}),
    ]  # fmt: skip
    return FormPart(_("Add a line"), fields, _("Add it"), "add", hidden={"seen": "0"}, folded=True)


def _drop(rows: list[Charge], form: forms.Form) -> list[FormPart]:
    if not rows:
        return []
    names = queries.unit_names(language())
    pairs = [
        (
            f"{row.category}|{row.unit_id}",
            f"{county.category_name(row.category)} → {names.get(row.unit_id, row.unit_id)}",
        )
        for row in rows
    ]
    field = view(
        form,
        "line",
        _("Line"),
        kind="select",
        listed=lambda value: options(pairs, value, empty=_("Please choose")),
    )
    return [
        FormPart(_("Take a line out"), [field], _("Take it out"), "drop", hidden={"seen": "0"}, folded=True)
    ]
