"""The department's knowledge: policy texts and frequent answers, for all who work on matters; the department keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.trail import last_change
from huiyin.rooms.insight import knowledge
from huiyin.rooms.insight.knowledge import (
    MOST_SOURCE,
    MOST_TEXT,
    MOST_TITLE,
    PAGE,
    Knowledge,
    KnowledgeKind,
    Said,
)
from huiyin.rules.calendar import local_date
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.rota_forms import Day
from huiyin.web.shared import county, sayings, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, focused, radios, whole
from huiyin.web.shared.forms import OneOf, Text, problems, view
from huiyin.web.shared.page import kept_by_browser, lang_of, private, render, see

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

LIST = "/desk/knowledge/"


class EntryForm(forms.Form):
    """One entry of the knowledge."""

    kind = OneOf(lambda: {kind.value for kind in KnowledgeKind})
    title = Text(most=MOST_TITLE)
    source = Text(most=MOST_SOURCE, required=False)
    category = OneOf(county.category_codes, required=False, reason="unknown_category")
    text = Text(most=MOST_TEXT)
    valid_from = Day()
    valid_until = Day(required=False)


def _words() -> dict[str, str]:
    return {
        KnowledgeKind.POLICY.value: pgettext("knowledge", "Policy text"),
        KnowledgeKind.ANSWER.value: pgettext("knowledge", "Frequent answer"),
    }


@require_safe
@staff
def list_page(request: HttpRequest) -> HttpResponse:
    """Entries by words, thirty a page, the newest first; ``?show=stale`` those whose last day is past."""
    who, today = actor(request), local_date(timezone.now())
    if not knowledge.may_read(who):
        raise PermissionDenied
    typed, stale = request.GET.get("q", "")[:100].strip(), request.GET.get("show") == "stale"
    after = request.GET.get("after", "")
    key = whole(after, digits=9)
    rows = knowledge.listed(typed, on=today, only_stale=stale, after=key)
    shown = rows[:PAGE]
    context = {
        "typed": typed,
        "stale": stale,
        "may_keep": knowledge.may_keep(who),
        "chips": chip_row(
            [
                {"word": _("All"), "url": _address(typed), "on": not stale},
                {"word": _("No longer in force"), "url": _address(typed, show="stale"), "on": stale},
            ]
        ),
        "rows": [_row(row, today) for row in shown],
        "empty_heading": _("Nothing here"),
        "empty_text": _("No entry fits.") if typed or stale else _("Nothing has been written down yet."),
        "pager": {
            "first": _address(typed, show="stale" if stale else "") if key else "",
            "next": _address(typed, show="stale" if stale else "", after=str(shown[-1].pk))
            if len(rows) > PAGE
            else "",
        },
    }
    return private(render(request, "desk/knowledge.html", context, frame=frame(request)))


def _address(typed: str, **more: str) -> str:
    given = {name: value for name, value in {"q": typed, **more}.items() if value}
    return f"{LIST}?{urlencode(given)}" if given else LIST


def _row(row: Knowledge, today: date) -> dict[str, Any]:
    return {
        "url": f"{LIST}{row.pk}/",
        "reference": row.reference,
        "title": row.title,
        "lang": lang_of(row.title),
        "kind": _words()[row.kind],
        "source": row.source,
        "category": county.category_name(row.category) if row.category else "",
        "from": when.day(row.valid_from),
        "until": when.day(row.valid_until) if row.valid_until else "",
        "stale": row.valid_until is not None and row.valid_until < today,
        "later": row.valid_from > today,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new_page(request: HttpRequest) -> HttpResponse:
    """Add an entry: the department only."""
    return _entry(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def entry_page(request: HttpRequest, entry: int) -> HttpResponse:
    """One entry: to be read by whoever works on matters, to be changed by the department."""
    if not knowledge.may_read(actor(request)):
        raise PermissionDenied
    row = knowledge.one(entry)
    if row is None:
        raise Http404
    return _entry(request, row)


def _entry(request: HttpRequest, row: Knowledge | None) -> HttpResponse:
    who, may = actor(request), knowledge.may_keep(actor(request))
    if not may and (row is None or request.method == "POST"):
        raise PermissionDenied
    form = EntryForm(request.POST) if request.method == "POST" else EntryForm()
    if request.method != "POST" or not form.is_valid():
        return _sheet(request, form, row, may=may, status=422 if request.method == "POST" else 200)
    said = Said(**{**form.cleaned_data, "kind": KnowledgeKind(form.cleaned_data["kind"])})
    try:
        seen = whole(request.POST["seen"], digits=12) if "seen" in request.POST else None
        kept = knowledge.keep(said, by=who, now=timezone.now(), pk=row.pk if row else None, seen=seen)
    except NotDone as no:
        if no.refused.reason == "stale" and row is not None:
            return _sheet(request, form, knowledge.one(row.pk), may=may, status=409)
        form.add_error(no.refused.field or "title", sayings.say(no.refused))
        return _sheet(request, form, row, may=may, status=422)
    return see(f"{LIST}{kept.pk}/?done=1")


def _sheet(
    request: HttpRequest, form: EntryForm, row: Knowledge | None, *, may: bool, status: int
) -> HttpResponse:
    fields = focused(_fields(form, row)) if may else []
    today = local_date(timezone.now())
    context = {
        "row": _row(row, today) if row else None,
        "text": row.text if row else "",
        "text_lang": lang_of(row.text) if row else "",
        "cited": row.cited() if row and row.kind == KnowledgeKind.POLICY else "",
        "fields": fields,
        "problems": problems(fields),
        "seen": last_change(f"knowledge:{row.pk}") if row and may else None,
        "stale": status == 409,
        "done": request.method != "POST" and request.GET.get("done") == "1",
        "may": may,
    }
    return kept_by_browser(
        render(request, "desk/knowledge_entry.html", context, status=status, frame=frame(request))
    )


def _fields(form: EntryForm, row: Knowledge | None) -> list[FieldView]:
    start = (
        {name: getattr(row, name) or "" for name in form.fields}
        if row
        else {"kind": KnowledgeKind.POLICY.value}
    )
    pairs = list(_words().items())

    def one(name: str, label: str, **more: Any) -> FieldView:
        return view(form, name, label, start=str(start.get(name, "")), **more)

    return [
        one("kind", _("Kind of entry"), kind="radio", listed=lambda value: radios("kind", pairs, value, required=True)),
        one("title", _("Name of the rule, or the question"), extra={"autocomplete": "off"}),
        one("source", _("Who issued it, and its number"), extra={"autocomplete": "off"}),
        one("category", _("Category"), kind="select",
            listed=lambda value: county.category_options(value, empty=_("Leave open"))),
        one("text", _("What it says, in words that can be quoted"), kind="long", rows=12,
            help=_("No personal data: it is seen by everybody who works on matters.")),
        one("valid_from", _("In force from"), kind="date", narrow=True),
        one("valid_until", _("Last day in force"), kind="date", narrow=True, help=_("Leave open if none is set.")),
    ]  # fmt: skip
