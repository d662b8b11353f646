"""The category list by edition: the one in force, those before it, and drafts until they are put in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from huiyin.rooms.county import editions, queries
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.models import Category, CategoryScheme
from huiyin.rooms.county.trail import latest
from huiyin.rules.calendar import local_date
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin.sending import attempt, seen_now
from huiyin.web.desk.admin.sheet import (
    NOTHING_SENT,
    Cell,
    Facts,
    Finder,
    FormPart,
    Part,
    Sent,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    home,
    left_over,
    link,
    pages,
    said,
    shown,
    state,
)
from huiyin.web.desk.rota_forms import Day
from huiyin.web.shared import when
from huiyin.web.shared.fields import FieldView, printable
from huiyin.web.shared.forms import Confirmed, Text, view
from huiyin.web.shared.page import see

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

LIST = "/desk/admin/categories/"
PAGE = 60
_OFF = {"autocomplete": "off"}


class NewEdition(forms.Form):
    """A draft of a new edition."""

    code = Text(most=12)
    name = Text(most=80)
    source = Text(most=500, required=False)


class OneCategory(forms.Form):
    """One line of a draft."""

    category = Text(most=6)
    named = Text(most=40)
    name_ko = Text(most=80, required=False)
    name_en = Text(most=80, required=False)
    hints = Text(most=200, required=False)

    def clean_hints(self) -> str:
        """As they are kept, so that a second click finds what the first has written."""
        return " ".join(self.cleaned_data["hints"].split())


class Away(forms.Form):
    """Whether the draft is really to be thrown away."""

    sure = Confirmed()


class InForce(forms.Form):
    """From which day."""

    day = Day()


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def list_page(request: HttpRequest) -> HttpResponse:
    """All editions, and the form that begins another; three queries."""
    form = NewEdition(request.POST) if request.method == "POST" else NewEdition()
    if request.method != "POST" or not form.is_valid():
        return _list(request, form, Trouble(422) if request.method == "POST" else None)
    data, by, now = form.cleaned_data, actor(request), timezone.now()
    trouble = attempt(
        request, form,
        lambda: editions.begin_edition(data["code"], name=data["name"], source=data["source"], by=by, now=now),
        subjects=(), done=lambda: CategoryScheme.objects.filter(**data, valid_from=None).exists(),
    )  # fmt: skip
    return _list(request, form, trouble) if trouble else see(f"{LIST}{data['code']}/?done=begin")


def _list(
    request: HttpRequest, form: forms.Form, trouble: Trouble | None = None, left: Sequence[Part] = ()
) -> HttpResponse:
    """``left``: what was typed into a draft that somebody else has thrown away meanwhile."""
    today = local_date(timezone.now())
    rows = list(CategoryScheme.objects.order_by("-valid_from", "-code")[:60])
    drafts = [row for row in rows if row.valid_from is None]
    cells = [_row(row, today) for row in (*drafts, *(row for row in rows if row.valid_from is not None))]
    columns = [_("Edition"), _("State"), _("In force from")]
    parts: list[Part] = [*left, Table("", columns, cells, _("There is no edition yet.")), _begin(form)]
    lead = _("Matters keep the code that they were given; people are offered the edition in force.")
    sheet = Sheet(_("Categories"), parts, lead=lead, back=home())
    return shown(request, sheet, trouble, told={"away": _("The draft is thrown away.")})


def _row(row: CategoryScheme, today: Any) -> list[Cell]:
    since = when.day(row.valid_from) if row.valid_from else ""
    return [
        said(link(f"{LIST}{row.code}/", row.name, lang="zh-Hans-CN"), row.code),
        _standing(row, today),
        since,
    ]


def _standing(row: CategoryScheme, today: Any) -> Cell:
    if row.valid_from is None:
        return state(_("draft"), "desk")
    if row.code == queries.edition():
        return state(_("in force"), "answer")
    return state(_("in force later"), "unit") if row.valid_from > today else state(_("retired"), "end")


def _begin(form: forms.Form) -> FormPart:
    fields = [
        view(form, "code", _("Code of the edition"), narrow=True, extra=_OFF, help=_("Such as its year.")),
        view(form, "name", _("Its name"), extra=_OFF),
        view(form, "source", _("Who issued it, and its number"), extra=_OFF),
    ]
    lead = _("It begins as a copy of the edition in force. Nobody is offered it before it is put in force.")
    return FormPart(
        _("Begin a new edition"), fields, _("Begin it"), "begin", lead, hidden={"seen": "0"}, folded=True
    )


# -- one edition ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def edition_page(request: HttpRequest, code: str) -> HttpResponse:
    """One edition: its categories, what differs from the one in force, and for a draft the work on it."""
    row = CategoryScheme.objects.filter(code=code).first()
    if row is None and not (request.method == "POST" and _thrown_away(code)):
        raise Http404
    if request.method != "POST" and row is not None:
        return _edition(request, row)
    what = request.POST.get("what", "")
    form = _form(what, request)
    fits = form is None or form.is_valid()
    trouble = _did(request, code, what, form) if fits else Trouble(422)
    if trouble is None:
        return see(f"{LIST}?done=away" if what == "away" else address(f"{LIST}{code}/", done=what))
    again, sent = CategoryScheme.objects.filter(code=code).first(), Sent(what, form, trouble)
    if again is not None:
        return _edition(request, again, sent)
    left = left_over(_work(CategoryScheme(code=code), request, sent), what)
    return _list(request, NewEdition(), trouble, left)


def _thrown_away(code: str) -> bool:
    """Whether there was such a draft, and throwing it away is the last that was done to it."""
    last = latest(f"scheme:{code}").get(f"scheme:{code}")
    return last is not None and last.verb == "throw_away"


def _form(what: str, request: HttpRequest) -> forms.Form | None:
    if what == "write":
        return OneCategory(request.POST)
    if what == "force":
        return InForce(request.POST)
    if what == "away":
        return Away(request.POST)
    if what == "drop":
        return None
    raise Http404


def _did(request: HttpRequest, code: str, what: str, form: forms.Form | None) -> Trouble | None:
    by, now = actor(request), timezone.now()
    data: dict[str, Any] = form.cleaned_data if form is not None else {}
    gone = request.POST.get("drop", "")[:6]
    mine = Category.objects.filter(scheme=code)

    said = {"name" if name == "named" else name: text for name, text in data.items() if name != "category"}

    def write() -> None:
        try:
            editions.set_category(code, data["category"], by=by, now=now, **said)
        except NotDone as no:
            raise NotDone(_at_our_fields(no)) from no

    acts: dict[str, tuple[Any, Any]] = {
        "write": (write, lambda: mine.filter(code=data["category"], **said).exists()),
        "drop": (
            lambda: editions.drop_category(code, gone, by=by, now=now), lambda: not mine.filter(code=gone).exists()
        ),
        "force": (
            lambda: editions.put_in_force(code, day=data["day"], by=by, now=now),
            lambda: CategoryScheme.objects.filter(code=code, valid_from=data.get("day")).exists(),
        ),
        "away": (
            lambda: editions.throw_away(code, by=by, now=now),
            lambda: not CategoryScheme.objects.filter(code=code).exists(),
        ),
    }  # fmt: skip
    do, done = acts[what]
    return attempt(request, form, do, subjects=(f"scheme:{code}",), done=done)


def _at_our_fields(no: Any) -> Any:
    return replace(
        no.refused, field={"code": "category", "name": "named"}.get(no.refused.field, no.refused.field)
    )


def _edition(request: HttpRequest, row: CategoryScheme, sent: Sent = NOTHING_SENT) -> HttpResponse:
    today, draft = local_date(timezone.now()), row.valid_from is None
    typed, after = printable(request.GET.get("q", ""))[:40].strip(), request.GET.get("after", "")[:6]
    listed = Category.objects.filter(scheme=row.code).order_by("code")
    total = listed.count()
    if typed:
        listed = listed.filter(name__contains=typed) | listed.filter(code__startswith=typed)
    rows = list(listed.filter(code__gt=after)[: PAGE + 1])
    parts: list[Part] = [_facts(row, today, total)]
    if row.code != queries.edition():
        parts.append(_differences(row.code))
    if draft:
        parts += _work(row, request, sent)
    elif sent.form is not None:  # put in force by somebody else meanwhile
        parts += left_over(_work(row, request, sent), sent.what)
    cells = [_category(one, draft) for one in rows[:PAGE]]
    columns = [_("Category"), _("Code"), _("Words that point to it")]
    parts.append(Table(_("The list"), columns, cells, _("No category fits.")))
    path = f"{LIST}{row.code}/"
    sheet = Sheet(
        row.name, parts, lead=row.code, back=(LIST, _("Categories")), finder=Finder(typed, _("Name or code")),
        more=pages(path, rows, PAGE, lambda one: one.code, after=after, q=typed),
    )  # fmt: skip
    return shown(request, sheet, sent.trouble, told=_told())


def _told() -> dict[str, str]:
    return {
        "begin": _("The draft is begun, with what is in force."), "write": _("The category is written."),
        "drop": _("The category is left out."), "force": _("The day is set: from then on it is the list."),
    }  # fmt: skip


def _facts(row: CategoryScheme, today: Any, total: int) -> Facts:
    pairs: list[tuple[str, Cell]] = [
        (_("State"), _standing(row, today)), (_("In force from"), when.day(row.valid_from) if row.valid_from else ""),
        (_("Comes from"), row.source), (_("Categories"), str(total)),
    ]  # fmt: skip
    return Facts("", pairs)


def _differences(code: str) -> Table:
    found = editions.compared(code, queries.edition())
    rows: list[list[Cell]] = [
        [one.code, one.was or state(_("new"), "answer"), one.is_now or state(_("left out"), "trouble")]
        for one in found[:100]
    ]
    heading = ngettext(
        "%(n)s difference from the edition in force",
        "%(n)s differences from the edition in force",
        len(found),
    )
    columns = [_("Code"), pgettext("edition", "In force"), _("Here")]
    return Table(heading % {"n": len(found)}, columns, rows, _("It is the same as the edition in force."))


def _category(one: Category, draft: bool) -> list[Cell]:
    name: Cell = one.name
    if draft:
        name = link(address(f"{LIST}{one.scheme_id}/", edit=one.code) + "#f-category", one.name)
    small = " · ".join(word for word in (one.name_ko, one.name_en) if word)
    return [said(name, small), one.code, one.hints]


def _work(row: CategoryScheme, request: HttpRequest, sent: Sent) -> list[FormPart]:
    seen = seen_now(f"scheme:{row.code}")
    edited = Category.objects.filter(scheme=row.code, code=request.GET.get("edit", "")[:6]).first()
    write, force = sent.of("write", OneCategory()), sent.of("force", InForce())
    made = [
        FormPart(_("Write a category"), _category_fields(write, edited), _("Write it"), "write",
                 _("A code that is there is changed, another one is added. A code is never used again for something else."),
                 hidden=seen, folded=edited is None),
    ]  # fmt: skip
    if edited is not None:
        lead = _(
            "It is offered no more from the day on which this edition is in force; matters that have it keep it."
        )
        made.append(
            FormPart(_("Leave %(name)s out") % {"name": edited.name}, (), _("Leave it out"), "drop", lead,
                     hidden={**seen, "drop": edited.code}, folded=True)
        )  # fmt: skip
    day = view(force, "day", _("In force from"), kind="date", narrow=True)
    lead = _("From this day on people are offered this list. It isn't changed any more.")
    made.append(
        FormPart(_("Put it in force"), [day], _("Put it in force"), "force", lead, hidden=seen, folded=True)
    )
    sure = view(
        sent.of("away", Away()), "sure", _("All that was written into this draft is lost."), kind="check"
    )
    made.append(
        FormPart(_("Throw the draft away"), [sure], _("Throw it away"), "away", hidden=seen, folded=True)
    )
    return made


def _category_fields(form: forms.Form, edited: Category | None) -> list[FieldView]:
    def of(name: str) -> str:
        return str(getattr(edited, name)) if edited else ""

    return [
        view(form, "category", _("Code"), narrow=True, start=of("code"), extra={**_OFF, "inputmode": "numeric"},
             help=_("Six digits: two for the field, two for the kind, 00.")),
        view(form, "named", pgettext("category", "Name"), narrow=True, start=of("name"), extra=_OFF),
        view(form, "name_ko", _("Name in Korean"), narrow=True, start=of("name_ko"), extra={**_OFF, "lang": "ko-CN"}),
        view(form, "name_en", _("Name in English"), narrow=True, start=of("name_en"), extra={**_OFF, "lang": "en"}),
        view(form, "hints", _("Words that point to it"), start=of("hints"), extra=_OFF,
             help=_("With blanks between them; suggestions are made from them.")),
    ]  # fmt: skip
