"""A look at what renaming, closing or moving a unit would change, before it is done; nothing is written until then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiyin.rooms.cases.closing import (
    UnitWork,
    close_with,
    look_at_closing,
    look_at_moving,
    move_unit,
    unit_work,
)
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.queries import unit as unit_fact
from huiyin.rooms.county.reorganising import renamable, rename_unit
from huiyin.rooms.county.snapshot import UnitFact, forget, snapshot
from huiyin.rules.units import short_name
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin import setting_words
from huiyin.web.desk.admin import unit_forms as ask
from huiyin.web.desk.admin.sending import attempt, said_at, seen_now
from huiyin.web.desk.admin.sheet import (
    Cell,
    FormPart,
    Note,
    Part,
    Sheet,
    Table,
    Trouble,
    address,
    shown,
)
from huiyin.web.shared.page import lang_of, see
from huiyin.web.shared.words import enumerated, language

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/admin/units/"
#: What is looked at first.
LOOKED_AT = frozenset({"rename", "close", "move"})


class Stale(Exception):
    """What the person saw isn't so any more. Nothing was written."""


def unit_or_404(code: str) -> UnitFact:
    """The unit with this code, closed or not."""
    found = unit_fact(code)
    if found is None:
        raise Http404
    return found


def look(request: HttpRequest, unit: UnitFact, what: str, form: forms.Form) -> HttpResponse | Trouble:
    """What would change; done if it was sent with ``sure``. Gives the trouble where what was typed can't be done at all.

    ``form`` is valid. A look is an address of its own, so that the way back leads to it; it only reads, and takes no turn.
    """
    if request.method == "POST":
        return _sent(request, unit, what, form)
    if what == "rename" and _stands(unit.code, what, form.cleaned_data):
        return Trouble(422, Note(_("The unit has these names already. Nothing would change."), "care"))
    try:
        _looks(request, unit.code, what, form.cleaned_data)
    except NotDone as no:
        return said_at(form, no.refused)
    return _page(request, unit, what, form)


def _looks(request: HttpRequest, code: str, what: str, data: Any) -> None:
    """Refuses what the act would refuse."""
    by, now = actor(request), timezone.now()
    if what == "rename":
        renamable(code, by=by, **data)
    elif what == "close":
        look_at_closing(code, successor=data["successor"], people_follow=data["people"], by=by, now=now)
    else:
        look_at_moving(code, parent=data["parent"], new_code=data["new_code"], by=by, now=now)


def _sent(request: HttpRequest, unit: UnitFact, what: str, form: forms.Form) -> HttpResponse | Trouble:
    data, code = form.cleaned_data, unit.code

    def done() -> bool:
        return _stands(code, what, data)

    to = data["new_code"] if what == "move" else code
    if done() and not unit.is_active:
        return see(address(f"{LIST}{to}/", done=what))  # the second of two clicks
    sure = ask.Sure(request.POST)
    if not sure.is_valid():
        return _page(request, unit, what, form, Trouble(422), sure)
    act = _acts(request, code, what, data)

    def do() -> None:
        if request.POST.get("stood", "") != _stood(unit_or_404(code), what, data):
            raise Stale
        act()

    try:
        trouble = attempt(request, form, do, subjects=(f"unit:{code}",), done=done)
    except Stale:
        trouble = Trouble(409, _moved_on())
    if trouble is None:
        return see(address(f"{LIST}{to}/", done=what))
    forget()
    now = unit_or_404(code)
    return _page(request, now, what, form, trouble) if trouble.status == 409 and now.is_active else trouble


def _acts(request: HttpRequest, code: str, what: str, data: Any) -> Callable[[], object]:
    by, now = actor(request), timezone.now()
    acts: dict[str, Callable[[], object]] = {
        "rename": lambda: rename_unit(code, by=by, now=now, **data),
        "close": lambda: close_with(
            code, successor=data["successor"], people_follow=data["people"], by=by, now=now
        ),
        "move": lambda: move_unit(code, parent=data["parent"], new_code=data["new_code"], by=by, now=now),
    }
    return acts[what]


def _stands(code: str, what: str, data: Any) -> bool:
    """Whether it is done already."""
    unit = unit_or_404(code)
    if what == "rename":
        short = data["short"] or short_name(data["name"])
        wanted = (data["name"], short, data["name_ko"], data["name_en"])
        return (unit.name, unit.short, unit.name_ko, unit.name_en) == wanted
    return not unit.is_active and unit.successor == data["successor" if what == "close" else "new_code"]


def _stood(unit: UnitFact, what: str, data: Any) -> str:
    """A mark of all that the look shows: another mark, and it shows something else."""
    shows: list[object] = [what, unit.name, unit.short, unit.name_ko, unit.name_en, unit.is_active]
    if what != "rename":
        other = unit_fact(data["successor" if what == "close" else "parent"])
        shows += [
            unit_work(unit.code, now=timezone.now()),
            other and (other.code, other.name, other.is_active),
            _named_by(unit.code),
        ]
    return hashlib.sha256(repr((shows, sorted(data.items()))).encode()).hexdigest()[:32]


def _moved_on() -> Note:
    text = _("What you chose stands below. Please look again, then confirm it.")
    return Note(text, "care", _("What lies with the unit has changed since you looked"), answers=True)


# -- the page -------------------------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest, unit: UnitFact, what: str, form: forms.Form, trouble: Trouble | None = None,
    sure: forms.Form | None = None,
) -> HttpResponse:  # fmt: skip
    name, data = unit.called(language()), form.cleaned_data
    titles = {
        "rename": _("Rename %(unit)s"), "close": _("Close or merge %(unit)s"), "move": _("Move %(unit)s"),
    }  # fmt: skip
    work = unit_work(unit.code, now=timezone.now()) if what != "rename" else None
    parts: list[Part] = [_names(unit, data)] if work is None else [_goes(work, unit, what, data)]
    parts += [
        *(_settings(unit.code) if what != "rename" else ()),
        _stays(what),
        _confirm(request, unit, what, form, sure),
        asked(unit, what, form, heading=_("Change it")),
    ]
    sheet = Sheet(titles[what] % {"unit": name}, parts, lead=_("Nothing has been written yet."),
                  back=(f"{LIST}{unit.code}/", name))  # fmt: skip
    return shown(request, sheet, trouble)


def _names(unit: UnitFact, data: Any) -> Table:
    """Each name as it is and as it would be."""
    pairs = [
        (_("Full name"), unit.name, data["name"]),
        (_("Short name"), unit.short, data["short"] or short_name(data["name"])),
        (_("Name in Korean"), unit.name_ko, data["name_ko"]), (_("Name in English"), unit.name_en, data["name_en"]),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for word, old, new in pairs:
        then = _named(new) if new else _("none; the Chinese name is shown")
        rows.append([word, _named(old), _("stays as it is") if old == new else then])
    return Table(_("This would change"), [_("Which name"), _("As it is"), _("As it would be")], rows, "")


def _named(name: str) -> Cell:
    """A name in the script that it is written in."""
    return format_html('<span lang="{}">{}</span>', lang_of(name), name) if name else "–"


def _goes(work: UnitWork, unit: UnitFact, what: str, data: Any) -> Table:
    """What lies with the unit, how much of it, and where it would go."""
    to = unit.called(language()) if what == "move" else ""
    heir = unit_fact(data["successor"]) if what == "close" else None
    if what == "move":
        above = unit_fact(data["parent"])
        to = _("%(unit)s (%(code)s), below %(above)s") % {
            "unit": to, "code": data["new_code"], "above": above.called(language()) if above else "–",
        }  # fmt: skip
    elif heir is not None:
        to = heir.called(language())
    to = to or _("nobody")
    follow = what == "move" or data["people"]
    posts = to if follow else _("They keep their posts in the closed unit.")
    counts = [
        (_("Open matters"), work.matters, to), (_("Running terms"), work.terms, to),
        (_("Contributions"), work.helping, to), (_("Commitments"), work.pledges, to),
        (_("Matters owned by its leader"), work.owned, to), (_("Days of duty"), work.duties, to),
        (_("People with posts"), work.people, posts), (_("Categories of the duty list"), work.charges, to),
    ]  # fmt: skip
    rows: list[list[Cell]] = [[word, str(n), where] for word, n, where in counts if n]
    return Table(
        _("What lies with it, and where it goes"),
        [_("What"), _("How many"), _("Who goes on with it")],
        rows,
        _("Nothing lies with it. It stays in old papers."),
    )


def _named_by(code: str) -> list[str]:
    held = snapshot().settings
    return [key for key in setting_words.UNITS if code in _codes(held.get(key))]


def _codes(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _settings(code: str) -> list[Part]:
    """Which settings name the unit: none of them goes along, each falls back to what stands without it, or the rest of it."""
    known = setting_words.words()
    names: list[Cell] = [known[key].name for key in _named_by(code)]
    text = _("These settings name the unit. Afterwards they count as not set, so please set them anew.")
    return [Note(text, "care", items=names)] if names else []


def _stays(what: str) -> Note:
    if what == "rename":
        text = _(
            "Papers and dossiers written until now keep the old name: they say what was so when they were written."
        )
    else:
        text = _(
            "Old dossiers and papers keep naming this unit: they say who acted. Terms run on, none begins anew."
        )
    return Note(text)


def _confirm(
    request: HttpRequest, unit: UnitFact, what: str, form: forms.Form, sure: forms.Form | None
) -> FormPart:
    buttons = {"rename": _("Rename it"), "close": _("Close the unit"), "move": _("Move it")}
    data = form.cleaned_data
    typed = {name: ("1" if value is True else value or "") for name, value in data.items()}
    hidden = {**typed, **seen_now(f"unit:{unit.code}"), "stood": _stood(unit, what, data)}
    words = {
        "rename": _("I have looked at it: everybody sees the new name at once."),
        "close": _("I have looked at what lies there. A unit that is closed isn't opened again."),
        "move": _("I have looked at what lies there. The old code is closed and isn't opened again."),
    }
    field = ask.sure_field(sure or ask.Sure(), words[what])
    return FormPart("", [field], buttons[what], what, hidden=hidden, main=True)


def asked(unit: UnitFact, what: str, form: forms.Form, heading: str = "", lead: str = "") -> FormPart:
    """The form that asks for it; it only leads to the look."""
    made = {
        "rename": (_("Rename"), ask.name_fields), "close": (_("Close or merge"), ask.close_fields),
        "move": (_("Move below another unit"), ask.move_fields),
    }  # fmt: skip
    word, fields = made[what]
    return FormPart(
        heading or word,
        fields(form, unit),
        _("Look at what would change"),
        what,
        lead,
        folded=True,
        asks=True,
    )


def work_told(work: UnitWork) -> str:
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
