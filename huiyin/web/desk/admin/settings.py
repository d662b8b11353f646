"""Every setting of the county: what it means, what it comes from, what stands, who changed it; and changing it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases.foreseeing import RECKONED, reckon_soon
from huiyin.rooms.county import queries
from huiyin.rooms.county.actions import set_setting, unfit_setting
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rooms.county.trail import latest
from huiyin.rules.identifiers import is_area_code
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin import setting_words
from huiyin.web.desk.admin.people_forms import ticks
from huiyin.web.desk.admin.sending import attempt, said_at, seen_now
from huiyin.web.desk.admin.sheet import (
    Cell,
    Facts,
    FormPart,
    Note,
    Part,
    Sheet,
    Table,
    Trouble,
    administrators,
    home,
    link,
    said,
    shown,
    state,
)
from huiyin.web.desk.admin.trail import history
from huiyin.web.desk.admin.unit_forms import Sure, sure_field
from huiyin.web.shared import county, when
from huiyin.web.shared.fields import FieldView, radios
from huiyin.web.shared.forms import OneOf, Text, Whole, refusal, view
from huiyin.web.shared.page import LANGUAGES, see
from huiyin.web.shared.words import enumerated, language

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/admin/settings/"
_NAMES = (
    "upper_organ",
    "upper_organ_ko",
    "upper_organ_en",
    "top_organ",
    "top_organ_ko",
    "top_organ_en",
    "rota_hours",
    "rota_place",
    "rota_place_ko",
    "rota_place_en",
    "rota_phone",
    "report_by",
    "assessment_by",
    "call_area",
)
_ORDERS = ("zh-hans,ko,en", "zh-hans,en,ko", "zh-hans,ko", "zh-hans,en", "zh-hans")


@require_safe
@administrators
def list_page(request: HttpRequest) -> HttpResponse:
    """All settings by group; two queries."""
    known, last = setting_words.words(), latest("setting:")
    names = names_of(change.by for change in last.values())
    parts: list[Part] = []
    for group, heading in setting_words.groups().items():
        keys = [key for key in setting_words.every() if key in known and known[key].group == group]
        rows = [_row(key, known[key], last, names) for key in keys]
        columns = [_("Setting"), _("Present value"), _("Default"), _("Comes from"), _("Changed")]
        parts.append(Table(heading, columns, rows, ""))
    lead = _(
        "What no law fixes, the county decides. The defaults are our proposals; the department confirms them."
    )
    return shown(request, Sheet(_("Terms and settings"), parts, lead=lead, back=home()))


def _row(
    key: str, words: setting_words.SettingWords, last: dict[str, Any], names: dict[str, str]
) -> list[Cell]:
    change = last.get(f"setting:{key}")
    changed = (
        f"{names.get(change.by, change.by)} · {when.day(when.local(change.at).date())}"
        if change
        else pgettext("changed", "never")
    )
    own = snapshot().settings.get(key, setting_words.default(key))
    value: Cell = in_words(key, own)
    if own != setting_words.default(key):
        value = state(str(value), "answer")
    return [
        said(link(f"{LIST}{key}/", words.name), words.meaning), value, in_words(key, setting_words.default(key)),
        setting_words.source(key), changed,
    ]  # fmt: skip


def in_words(key: str, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return pgettext("setting", "yes") if value else pgettext("setting", "no")
    if isinstance(value, int):
        return _counted(key, value)
    if key == "languages":
        return enumerated(dict(LANGUAGES).get(code, code) for code in value)
    if isinstance(value, list | tuple):
        return enumerated(county.unit_name(code) for code in value) or _("nothing")
    if key in setting_words.UNITS:
        return county.unit_name(queries.review_unit() if value is None else value) or _("nothing")
    return str(value) if value != "" else _("nothing")


def _counted(key: str, n: int) -> str:
    """A number with what it counts, as the setting's name has it; of marks and heads the setting says it itself."""
    if key.endswith("_percent"):
        return f"{n}%"
    said = str(n)
    if key.endswith("_working_days"):
        said = ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
    elif key.endswith("_days"):
        said = ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
    elif key.endswith("_seconds"):
        said = ngettext("%(n)s second", "%(n)s seconds", n) % {"n": n}
    return said


class Ranged(Whole):
    """A whole number of which every refusal says the range."""

    def clean(self, value: Any) -> int:
        """The number, or from where to where it may go."""
        try:
            return super().clean(value)
        except forms.ValidationError:
            raise refusal("setting_range", least=1, most=self.biggest) from None


class Choice(forms.Form):
    """One value, by what the setting is."""

    def __init__(self, key: str, *given: Any) -> None:
        super().__init__(*given)
        self.key = key
        if isinstance(setting_words.default(key), bool):
            self.fields["value"] = OneOf(lambda: {"1", "0"})
        elif key in setting_words.UNITS:
            self.fields["value"] = OneOf(county.unit_codes, required=False, reason="no_such_unit")
        elif key == "languages":
            self.fields["value"] = OneOf(lambda: set(_ORDERS))
        elif key == "rota_monthly_posts":
            self.fields["value"] = forms.Field(required=False, widget=forms.SelectMultiple)
        elif key in _NAMES:
            self.fields["value"] = Text(
                most=120, required=not key.startswith(("rota_", "call_")) and key[-3:] != "_ko"
            )
        else:
            self.fields["value"] = Ranged(most=setting_words.most(key))
        self.fields["note"] = Text(most=200, required=False)

    def said(self) -> Any:
        """The value as it is kept."""
        value = self.cleaned_data["value"]
        if isinstance(setting_words.default(self.key), bool):
            return value == "1"
        if self.key == "languages":
            return str(value).split(",")
        return list(value or []) if self.key == "rota_monthly_posts" else value

    def clean(self) -> dict[str, Any]:
        """What can be told beside the field before the county's own rules are asked."""
        data: dict[str, Any] = super().clean() or {}
        value, terms = data.get("value"), queries.terms()
        if value is None:
            return data
        wrong = {
            "amber_percent": isinstance(value, int) and value <= terms.red_percent,
            "red_percent": isinstance(value, int) and value >= terms.amber_percent,
            "report_by": not _is_day(str(value)), "assessment_by": not _is_day(str(value)),
            "call_area": value != "" and not is_area_code(str(value)),
        }  # fmt: skip
        if wrong.get(self.key):
            words = {"call_area": _("An area code begins with 0 and has three or four digits, as 0433.")}
            percent = _("Red must lie below amber.") if self.key.endswith("_percent") else ""
            day = _("Please write a day that every year has, as 01-31.")
            self.add_error("value", words.get(self.key, percent or day))
        return data


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(f"2023-{text}").strftime("%m-%d") == text
    except ValueError:
        return False


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def setting_page(request: HttpRequest, key: str) -> HttpResponse:
    """One setting: read it, look at what would change, change it. 404 for what is none; what stands already writes nothing."""
    if key not in setting_words.words():
        raise Http404
    form = Choice(key, request.POST) if request.method == "POST" else Choice(key)
    if request.method != "POST":
        return _page(request, key, form)
    if not form.is_valid():
        return _page(request, key, form, Trouble(422))
    value, by, now = form.said(), actor(request), timezone.now()
    sure, asked = Sure(request.POST), request.POST.get("what") == "set"
    if value == snapshot().settings.get(key, setting_words.default(key)):
        return _stands(request, key, form, twice=asked and sure.is_valid() and _changed_by(key, by.key))
    if not asked or not sure.is_valid():
        return _look(request, key, form, sure if asked else Sure(), asked=asked)

    def do() -> None:
        set_setting(key, value, by=by, now=now, note=form.cleaned_data["note"])
        if key in RECKONED:
            reckon_soon()

    trouble = attempt(
        request, form, do, subjects=(f"setting:{key}",), done=lambda: snapshot().settings.get(key) == value
    )
    if trouble is not None:
        return _page(request, key, form, trouble)
    return see(f"{LIST}{key}/?done=1")


def _changed_by(key: str, person: str) -> bool:
    """Whether they themselves changed it last."""
    last = latest(f"setting:{key}").get(f"setting:{key}")
    return last is not None and last.by == person


def _stands(request: HttpRequest, key: str, form: Choice, *, twice: bool) -> HttpResponse:
    """What stands already: nothing is written. ``twice``: the same person's change was sent once more, and is told again."""
    if form.cleaned_data["note"] and not twice:
        form.add_error("value", _("It is so already. A note is kept with a change only."))
        return _page(request, key, form, Trouble(422))
    return see(f"{LIST}{key}/?done={1 if twice else 'same'}")


def _look(request: HttpRequest, key: str, form: Choice, sure: Sure, *, asked: bool) -> HttpResponse:
    """What would change, before it is done; refuses what the act would refuse. ``asked``: it was sent without the tick."""
    words, value = setting_words.words()[key], form.said()
    standing = snapshot().settings.get(key, setting_words.default(key))
    if (no := unfit_setting(key, value, dict(snapshot().settings))) is not None:
        return _page(request, key, form, said_at(form, no))
    row: list[Cell] = [words.name, in_words(key, standing), in_words(key, value)]
    hidden = {"note": form.cleaned_data["note"], **seen_now(f"setting:{key}")}
    typed = [("value", one) for one in request.POST.getlist("value")]
    field = sure_field(sure, _("I have looked at it. It counts as said above."))
    parts: list[Part] = [
        Table(_("This would change"), [_("Setting"), _("As it is"), _("As it would be")], [row], ""),
        Facts("", [(_("A change counts"), setting_words.effect(key)), (_("Why, by which paper"), hidden["note"] or "–")]),
        FormPart("", [field], _("Change the setting"), "set", hidden=hidden, repeated=typed, main=True),
    ]  # fmt: skip
    sheet = Sheet(
        words.name, parts, lead=_("Nothing has been written yet."), back=(f"{LIST}{key}/", words.name)
    )
    return shown(request, sheet, Trouble(422) if asked else None)


def _page(request: HttpRequest, key: str, form: Choice, trouble: Trouble | None = None) -> HttpResponse:
    words = setting_words.words()[key]
    value = snapshot().settings.get(key, setting_words.default(key))
    pairs: list[tuple[str, Cell]] = [
        (_("What it means"), words.meaning), (_("Present value"), in_words(key, value)),
        (_("Default"), in_words(key, setting_words.default(key))), (_("Comes from"), setting_words.source(key)),
        (_("A change counts"), setting_words.effect(key)), (_("Name in files"), key),
    ]  # fmt: skip
    fields = [
        _field(form, key, value),
        view(form, "note", _("Why, by which paper"), extra={"autocomplete": "off"}),
    ]
    parts: list[Part] = [
        Facts("", pairs),
        FormPart(_("Change it"), fields, _("Look at what would change"), "look", hidden=seen_now(f"setting:{key}"), main=True),
        history(f"setting:{key}"),
    ]  # fmt: skip
    sheet = Sheet(words.name, parts, back=(LIST, _("Terms and settings")))
    done = Note(setting_words.effect(key), "good", _("The setting is changed"))
    same = Note(_("This value stands already."), "", _("Nothing is changed"))
    return shown(request, sheet, trouble, told={"1": done, "same": same})


def _field(form: Choice, key: str, value: Any) -> FieldView:
    word = _("New value")
    if isinstance(setting_words.default(key), bool):
        pairs = [("1", pgettext("setting", "yes")), ("0", pgettext("setting", "no"))]
        return view(form, "value", word, kind="radio", start="1" if value else "0",
                    listed=lambda v: radios("value", pairs, v))  # fmt: skip
    if key in setting_words.UNITS:
        return view(form, "value", word, kind="select", start=str(queries.review_unit() if value is None else value),
                    listed=lambda v: county.unit_options(v, empty=_("Leave open")))  # fmt: skip
    if key == "languages":
        pairs = [(order, in_words(key, order.split(","))) for order in _ORDERS]
        return view(
            form,
            "value",
            word,
            kind="radio",
            start=",".join(value),
            listed=lambda v: radios("value", pairs, v),
        )
    if key == "rota_monthly_posts":
        ticked = set(form.data.getlist("value")) if form.is_bound else set(value)  # type: ignore[attr-defined]
        return view(form, "value", word, kind="radio", options=ticks("value", _posts(), ticked))
    if key in _NAMES:
        return view(
            form,
            "value",
            word,
            start=str(value),
            narrow=key.endswith(("_by", "_area")),
            extra={"autocomplete": "off"},
        )
    extra = {"min": "1", "max": str(setting_words.most(key)), "inputmode": "numeric"}
    most = _("A whole number from 1 to %(most)s.") % {"most": setting_words.most(key)}
    return view(form, "value", word, kind="number", narrow=True, start=str(value), extra=extra, help=most)


def _posts() -> list[tuple[str, str]]:
    return [(one.code, one.called(language())) for one in queries.leaders()]
