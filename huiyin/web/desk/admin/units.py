"""The county's tree of units: going down it level by level, searching it, adding, renaming, closing, moving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.accounts.queries import posts_in
from huiyin.rooms.cases.closing import unit_work
from huiyin.rooms.county import queries
from huiyin.rooms.county.queries import unit as unit_fact
from huiyin.rooms.county.reorganising import add_unit, describe_unit
from huiyin.rooms.county.snapshot import UnitFact, snapshot
from huiyin.rules.units import BELOW, UnitKind, short_name
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin import unit_forms as ask
from huiyin.web.desk.admin.people_forms import post_name
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
    chosen,
    home,
    left_over,
    link,
    pages,
    said,
    shown,
    state,
)
from huiyin.web.desk.admin.trail import history
from huiyin.web.desk.admin.unit_look import LIST, LOOKED_AT, asked, look, unit_or_404, work_told
from huiyin.web.desk.filtering import given_in
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import lang_of, see
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE = 50


def _all() -> tuple[UnitFact, ...]:
    return tuple(snapshot().units.values())


@require_safe
@administrators
def list_page(request: HttpRequest) -> HttpResponse:
    """One level of the tree, or what a search finds in all of it; fifty a page, from memory, no query of its own."""
    typed, after = printable(request.GET.get("q", ""))[:60].strip(), request.GET.get("after", "")[:40]
    show = "closed" if request.GET.get("show") == "closed" else ""
    wanted = [unit for unit in _all() if _fits(unit, typed, show)]
    codes = [unit.code for unit in wanted]
    start = codes.index(after) + 1 if after in codes else 0
    rows = wanted[start : start + PAGE + 1]
    sheet = Sheet(
        _("Units"), [Table("", [_("Unit"), _("Kind of unit"), _("Below"), _("Code")], [_row(u) for u in rows[:PAGE]],
                           _("No unit fits this choice."))],
        lead=_("The county's tree. A unit opens the level below it."), back=home(),
        chips=chosen(LIST, "show", [("", _("In use")), ("closed", pgettext("unit", "Closed"))], show, q=typed),
        finder=Finder(typed, _("Name or code"), {"show": show} if show else {}),
        more=pages(LIST, rows, PAGE, lambda unit: unit.code, after=after if start else "", q=typed, show=show),
    )  # fmt: skip
    return shown(request, sheet)


def _fits(unit: UnitFact, typed: str, show: str) -> bool:
    if unit.is_active == (show == "closed"):
        return False
    if typed:
        known = f"{unit.name}\n{unit.short}\n{unit.name_ko}\n{unit.name_en}\n{unit.code}".casefold()
        return typed.casefold() in known
    return show == "closed" or unit.depth <= 1


def _row(unit: UnitFact) -> list[Cell]:
    above = unit_fact(unit.parent)
    name = unit.called(language())
    full = unit.name if unit.name != name else ""
    return [
        said(link(f"{LIST}{unit.code}/", name, lang=lang_of(name)), full),
        ask.kinds()[unit.kind.value], above.called(language()) if above else "", unit.code,
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def new_page(request: HttpRequest, code: str) -> HttpResponse:
    """Add a unit below this one."""
    below = unit_or_404(code)
    if not BELOW[below.kind] or not below.is_active:
        raise Http404
    form = ask.NewUnit(below, request.POST) if request.method == "POST" else ask.NewUnit(below)
    if request.method != "POST" or not form.is_valid():
        return _new(request, form, below, Trouble(422) if request.method == "POST" else None)
    data, by, now = form.cleaned_data, actor(request), timezone.now()

    def done() -> bool:
        there = unit_fact(data["code"])
        wanted = {**data, "short": data["short"] or short_name(data["name"]), "parent": below.code}
        return there is not None and all(getattr(there, name) == said for name, said in wanted.items())

    trouble = attempt(
        request, form, lambda: add_unit(parent=below.code, by=by, now=now, **data), subjects=(), done=done
    )
    if trouble is not None:
        return _new(request, form, below, trouble)
    return see(address(f"{LIST}{data['code']}/", done="add"))


def _new(request: HttpRequest, form: forms.Form, below: UnitFact, trouble: Trouble | None) -> HttpResponse:
    fields, name = ask.new_fields(form, below), below.called(language())
    part = FormPart("", fields, _("Add the unit"), "new", hidden={"seen": "0"}, main=True)
    sheet = Sheet(
        _("Add a unit below %(unit)s") % {"unit": name}, [part], back=(f"{LIST}{below.code}/", name)
    )
    return shown(request, sheet, trouble)


# -- one unit -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: what it is, what lies below it, who has posts there, and what can be done.

    Other names, closing and moving are looked at first (``?what=…`` with what was typed), then sent.
    """
    unit = unit_or_404(code)
    what = given_in(request).get("what", "")
    if request.method != "POST" and not (what in LOOKED_AT and unit.is_active):
        return _unit(request, unit)
    form = _form(what, request)
    if not form.is_valid():
        return _unit(request, unit, Sent(what, form, Trouble(422)))
    if what in LOOKED_AT:
        answer = look(request, unit, what, form)
        if isinstance(answer, HttpResponse):
            return answer
        return _unit(request, unit_or_404(code), Sent(what, form, answer))
    trouble = _described(request, unit, form)
    if trouble is not None:
        return _unit(request, unit_or_404(code), Sent(what, form, trouble))
    return see(address(f"{LIST}{code}/", done=what))


def _form(what: str, request: HttpRequest) -> forms.Form:
    made: dict[str, type[forms.Form]] = {
        "rename": ask.Rename, "describe": ask.Describe, "close": ask.Close, "move": ask.Move,
    }  # fmt: skip
    if what not in made:
        raise Http404
    return made[what](given_in(request))


def _described(request: HttpRequest, unit: UnitFact, form: forms.Form) -> Trouble | None:
    data, by, now, code = form.cleaned_data, actor(request), timezone.now(), unit.code
    return attempt(
        request, form, lambda: describe_unit(code, by=by, now=now, **data), subjects=(f"unit:{code}",),
        done=lambda: all(getattr(unit_or_404(code), name) == text for name, text in data.items()),
    )  # fmt: skip


def _unit(request: HttpRequest, unit: UnitFact, sent: Sent = NOTHING_SENT) -> HttpResponse:
    parts: list[Part] = [_facts(unit)]
    below = [u for u in queries.unit_tree() if u.parent == unit.code]
    if BELOW[unit.kind]:
        parts.append(_below(request, unit, below))
    parts.append(_people(unit))
    if unit.is_active:
        parts += _forms(unit, below, sent)
    elif sent.form is not None:  # closed by somebody else meanwhile
        parts += left_over(_forms(unit, below, sent), sent.what)
    parts.append(history(f"unit:{unit.code}"))
    buttons = []
    if unit.is_active and BELOW[unit.kind]:
        buttons.append((f"{LIST}{unit.code}/new/", _("Add a unit below"), True))
    buttons.append((f"/desk/admin/people/?unit={unit.code}", _("Its people"), False))
    above = unit_fact(unit.parent)
    back = (
        (f"{LIST}{above.code}/", above.called(language()))
        if above and above.kind is not UnitKind.COUNTY
        else (LIST, _("Units"))
    )
    sheet = Sheet(unit.called(language()), parts, lead=unit.code, back=back, buttons=buttons)
    return shown(request, sheet, sent.trouble, told=_told())


def _told() -> dict[str, str]:
    return {
        "add": _("The unit is added."), "rename": _("The unit has its new name; old papers keep the old one."),
        "describe": _("Kept."), "close": _("The unit is closed; its successor goes on with the work."),
        "move": _("The unit is in its new place and goes on with its work."),
    }  # fmt: skip


def _facts(unit: UnitFact) -> Facts:
    standing: Cell = (
        state(_("in use"), "answer") if unit.is_active else state(pgettext("unit", "closed"), "end")
    )
    heir = unit_fact(unit.successor)
    pairs: list[tuple[str, Cell]] = [
        (_("Full name"), unit.name), (_("Name in Korean"), unit.name_ko), (_("Kind of unit"), ask.kinds()[unit.kind.value]),
        (_("State"), standing), (_("Phone"), unit.phone), (_("Address"), unit.address),
        (_("In charge of"), unit.charge(language())),
    ]  # fmt: skip
    if heir is not None:
        pairs.append((_("Goes on with it"), link(f"{LIST}{heir.code}/", heir.called(language()))))
    return Facts("", pairs)


def _below(request: HttpRequest, unit: UnitFact, below: list[UnitFact]) -> Table:
    after = request.GET.get("after", "")
    codes = [u.code for u in below]
    start = codes.index(after) + 1 if after in codes else 0
    rows = [[*_row(u)[:2], u.code] for u in below[start : start + PAGE]]
    if len(below) > start + PAGE:
        further = address(f"{LIST}{unit.code}/", after=below[start + PAGE - 1].code)
        rows.append([link(further, _("Next page")), "", ""])
    return Table(_("Below it"), [_("Unit"), _("Kind of unit"), _("Code")], rows, _("No unit lies below it."))


def _people(unit: UnitFact) -> Table:
    posts = posts_in(unit.code, timezone.now())[:50]
    rows: list[list[Cell]] = [
        [
            link(f"/desk/admin/people/{post.user_id}/", post.user.name, lang="zh-Hans-CN"),
            post_name(post.role, unit.code),
        ]
        for post in posts
    ]
    return Table(_("Who has a post there"), [_("Name"), _("Post")], rows, _("Nobody has a post there."))


def _forms(unit: UnitFact, below: list[UnitFact], sent: Sent) -> list[FormPart]:
    rename, describe = sent.of("rename", ask.Rename()), sent.of("describe", ask.Describe())
    made = [
        FormPart(_("Phone, address, what it is in charge of"), ask.describe_fields(describe, unit), _("Keep it"),
                 "describe", hidden=seen_now(f"unit:{unit.code}"), folded=True),
        asked(unit, "rename", rename, lead=_("Papers written until now keep the old name.")),
    ]  # fmt: skip
    if unit.kind in (UnitKind.COUNTY, UnitKind.DEPARTMENT) or below:
        return made
    work = work_told(unit_work(unit.code, now=timezone.now()))
    made.append(asked(unit, "close", sent.of("close", ask.Close()), lead=work))
    if unit.depth > 1:
        made.append(asked(unit, "move", sent.of("move", ask.Move()), lead=work))
    return made
