"""The county's tree of units: going down it level by level, searching it, adding, renaming, closing, moving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.accounts.queries import posts_in
from huiyin.rooms.cases.closing import UnitWork, close_with, move_unit, unit_work
from huiyin.rooms.county import queries
from huiyin.rooms.county.queries import unit as unit_fact
from huiyin.rooms.county.reorganising import add_unit, describe_unit, rename_unit
from huiyin.rooms.county.snapshot import UnitFact, snapshot
from huiyin.rules.units import BELOW, UnitKind
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
    link,
    pages,
    said,
    shown,
    state,
)
from huiyin.web.desk.admin.trail import history
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import lang_of, see
from huiyin.web.shared.words import enumerated, language

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/admin/units/"
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


def unit_or_404(code: str) -> UnitFact:
    """The unit with this code, closed or not."""
    found = unit_fact(code)
    if found is None:
        raise Http404
    return found


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
        return there is not None and (there.name, there.parent) == (data["name"], below.code)

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
    """One unit: what it is, what lies below it, who has posts there, and what can be done."""
    unit = unit_or_404(code)
    if request.method != "POST":
        return _unit(request, unit)
    what = request.POST.get("what", "")
    form = _form(what, request)
    if not form.is_valid():
        return _unit(request, unit, Sent(what, form, Trouble(422)))
    to, trouble = _did(request, unit, what, form)
    if trouble is not None:
        return _unit(request, unit_or_404(code), Sent(what, form, trouble))
    return see(address(f"{LIST}{to}/", done=what))


def _form(what: str, request: HttpRequest) -> forms.Form:
    made: dict[str, type[forms.Form]] = {
        "rename": ask.Rename, "describe": ask.Describe, "close": ask.Close, "move": ask.Move,
    }  # fmt: skip
    if what not in made:
        raise Http404
    return made[what](request.POST)


def _did(request: HttpRequest, unit: UnitFact, what: str, form: forms.Form) -> tuple[str, Trouble | None]:
    data, by, now, code = form.cleaned_data, actor(request), timezone.now(), unit.code
    acts: dict[str, tuple[Any, Any]] = {
        "rename": (
            lambda: rename_unit(code, by=by, now=now, **data),
            lambda: unit_or_404(code).name == data["name"],
        ),
        "describe": (
            lambda: describe_unit(code, by=by, now=now, **data),
            lambda: all(getattr(unit_or_404(code), name) == text for name, text in data.items()),
        ),
        "close": (
            lambda: close_with(
                code, successor=data["successor"], people_follow=data["people"], by=by, now=now
            ),
            lambda: _closed(code, data["successor"]),
        ),
        "move": (
            lambda: move_unit(code, parent=data["parent"], new_code=data["new_code"], by=by, now=now),
            lambda: _closed(code, data["new_code"]),
        ),
    }
    do, done = acts[what]
    trouble = attempt(request, form, do, subjects=(f"unit:{code}",), done=done)
    return (data["new_code"] if what == "move" else code), trouble


def _closed(code: str, successor: str) -> bool:
    now = unit_or_404(code)
    return not now.is_active and now.successor == successor


def _unit(request: HttpRequest, unit: UnitFact, sent: Sent = NOTHING_SENT) -> HttpResponse:
    parts: list[Part] = [_facts(unit)]
    below = [u for u in queries.unit_tree() if u.parent == unit.code]
    if BELOW[unit.kind]:
        parts.append(_below(request, unit, below))
    parts.append(_people(unit))
    if unit.is_active:
        parts += _forms(unit, below, sent)
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
    seen = seen_now(f"unit:{unit.code}")
    rename, describe = sent.of("rename", ask.Rename()), sent.of("describe", ask.Describe())
    made = [
        FormPart(_("Phone, address, what it is in charge of"), ask.describe_fields(describe, unit), _("Keep it"),
                 "describe", hidden=seen, folded=True),
        FormPart(_("Rename"), ask.name_fields(rename, unit), _("Rename it"), "rename",
                 _("Papers written until now keep the old name."), hidden=seen, folded=True),
    ]  # fmt: skip
    if unit.kind in (UnitKind.COUNTY, UnitKind.DEPARTMENT) or below:
        return made
    work = _work(unit_work(unit.code, now=timezone.now()))
    close, move = sent.of("close", ask.Close()), sent.of("move", ask.Move())
    made.append(FormPart(_("Close or merge"), ask.close_fields(close, unit), _("Close the unit"), "close", work,
                         hidden=seen, folded=True))  # fmt: skip
    if unit.depth > 1:
        made.append(FormPart(_("Move below another unit"), ask.move_fields(move, unit), _("Move it"), "move", work,
                             hidden=seen, folded=True))  # fmt: skip
    return made


def _work(work: UnitWork) -> str:
    """What lies there, said before it is closed."""
    counts = [
        (_("open matters: %(n)s"), work.matters), (_("running terms: %(n)s"), work.terms),
        (_("contributions: %(n)s"), work.helping), (_("commitments: %(n)s"), work.pledges),
        (_("matters owned: %(n)s"), work.owned), (_("days of duty: %(n)s"), work.duties),
        (_("posts: %(n)s"), work.people), (_("lines of the duty list: %(n)s"), work.charges),
    ]  # fmt: skip
    listed_ = enumerated(word % {"n": n} for word, n in counts if n)
    if not listed_:
        return _("Nothing lies with it. It stays in old papers.")
    return _("With it lie: %(work)s. Whoever goes on sees and handles all of it; its terms run on.") % {
        "work": listed_
    }
