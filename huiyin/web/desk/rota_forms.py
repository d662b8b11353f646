"""What planning a duty, changing it, and noting a reception ask for: the forms and how their fields stand on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.county.queries import leader_codes, leaders, rota_terms
from huiyin.rooms.duty.actions import MOST_NOTE, MOST_PHONE, MOST_PLACE, MOST_REASON
from huiyin.rules.fields import YEARS
from huiyin.rules.rota import MOST_WEEKS, ShiftKind
from huiyin.web.shared.fields import FieldView, options, radios
from huiyin.web.shared.forms import OneOf, Text, Whole, refusal, view
from huiyin.web.shared.rota import usual_place
from huiyin.web.shared.words import labels, language

Pairs = Sequence[tuple[str, str]]


class Day(forms.Field):
    """A day as date inputs write it."""

    def clean(self, value: Any) -> date | None:
        """The day, nothing where nothing is asked for, or what to do about it."""
        typed = str(value or "").strip()
        if not typed:
            if self.required:
                raise refusal("missing")
            return None
        try:
            found = date.fromisoformat(typed[:20])
        except ValueError:
            raise refusal("not_a_day") from None
        if found.year not in YEARS:
            raise refusal("not_a_day")
        return found


class Leaders(forms.Field):
    """Some of the leaders' posts, in the county's order."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[str]:
        """Their codes, or what to do about it."""
        chosen = set(value or ())
        if not chosen:
            raise refusal("missing")
        if not chosen <= leader_codes():
            raise refusal("not_a_leader")
        return [one.code for one in leaders() if one.code in chosen]


class PlanForm(forms.Form):
    """One duty; without a last day it is the one day."""

    unit = OneOf(leader_codes, reason="not_a_leader")
    kind = OneOf(lambda: {kind.value for kind in ShiftKind})
    first = Day()
    last = Day(required=False)
    place = Text(most=MOST_PLACE, required=False)
    place_ko = Text(most=MOST_PLACE, required=False)
    phone = Text(most=MOST_PHONE, required=False)


class WeeksForm(forms.Form):
    """Weeks for some leaders in turn."""

    leaders = Leaders()
    begin = OneOf(leader_codes, required=False, reason="not_a_leader")
    first = Day()
    weeks = Whole(most=MOST_WEEKS)
    place = Text(most=MOST_PLACE, required=False)
    place_ko = Text(most=MOST_PLACE, required=False)
    phone = Text(most=MOST_PHONE, required=False)

    def clean(self) -> dict[str, Any]:
        """The leaders in the order of their turns, beginning with whom the planner wants first."""
        said: dict[str, Any] = super().clean() or {}
        turn, begin = said.get("leaders"), said.get("begin")
        if turn and begin:
            if begin not in turn:
                self.add_error("begin", refusal("not_a_leader"))
            else:
                at = turn.index(begin)
                said["leaders"] = turn[at:] + turn[:at]
        return said


class CancelForm(forms.Form):
    """Which days of a duty don't take place; all of it where none is named."""

    since = Day(required=False)
    until = Day(required=False)


class SubstituteForm(CancelForm):
    """Who stands in, why, on which days of the duty."""

    unit = OneOf(leader_codes, reason="not_a_leader")
    reason = Text(most=MOST_REASON)


class ReceptionForm(forms.Form):
    """Who came to whom: a matter's number, a note or both, and what was promised until when."""

    def __init__(self, duties: Pairs, *given: Any) -> None:
        super().__init__(*given)
        self.fields["shift"] = OneOf(lambda: {code for code, _name in duties}, reason="no_such_shift")
        self.fields["day"] = Day()
        self.fields["matter"] = Text(most=64, required=False)
        self.fields["taken_on"] = forms.BooleanField(required=False)
        self.fields["note"] = Text(most=MOST_NOTE, required=False)
        self.fields["due_on"] = Day(required=False)


# -- how they stand on the page -----------------------------------------------------------------------------------


def leader_pairs() -> Pairs:
    """The leaders' posts for a list to choose from."""
    return [(one.code, one.called(language())) for one in leaders()]


def _select(pairs: Pairs, empty: str) -> Callable[[str], SafeString]:
    return lambda value: options(pairs, value, empty=empty)


def plan_fields(form: PlanForm, today: date) -> list[FieldView]:
    """One duty."""
    kinds = [(kind.value, text) for kind, text in labels(ShiftKind, language()).items()]
    day = {"min": today.isoformat()}
    return [
        view(form, "unit", pgettext("who receives", "Leader"), kind="select",
             listed=_select(leader_pairs(), _("Please choose"))),
        view(form, "kind", pgettext("duty", "Kind"), kind="radio", start=ShiftKind.MONTHLY.value,
             listed=lambda v: radios("kind", kinds, v)),
        view(form, "first", _("First day"), kind="date", narrow=True, extra=day),
        view(form, "last", _("Last day"), kind="date", narrow=True, extra=day,
             help=_("Leave open if it is one day.")),
        *_where(form),
    ]  # fmt: skip


def weeks_fields(form: WeeksForm, first: date, turn: Sequence[str], begin: str) -> list[FieldView]:
    """Weeks in turn; ``turn`` are the leaders ticked in a fresh form, ``begin`` the one whose turn it is."""
    ticked = form.data.getlist("leaders") if form.is_bound else list(turn)  # type: ignore[attr-defined]
    chosen = view(form, "leaders", pgettext("who receives", "Leaders"), kind="radio", options=_ticks(ticked),
                  help=_("One after the other, in this order."))  # fmt: skip
    return [
        chosen,
        view(form, "begin", _("Begin with"), kind="select", start=begin,
             listed=_select(leader_pairs(), _("The first of them"))),
        view(form, "first", _("From the week of"), kind="date", narrow=True, start=first.isoformat(),
             help=_("Weeks run from Monday to Sunday; one without a working day costs nobody their turn.")),
        view(form, "weeks", _("Number of weeks"), kind="number", narrow=True, start="12",
             extra={"min": "1", "max": str(MOST_WEEKS), "inputmode": "numeric"}),
        *_where(form),
    ]  # fmt: skip


def _ticks(ticked: Sequence[str]) -> SafeString:
    """A box to tick for each leader; the first carries the field's id, as with radio groups."""
    parts = []
    for i, (code, name) in enumerate(leader_pairs()):
        marks = (' id="f-leaders"' if i == 0 else "") + (" checked" if code in ticked else "")
        parts.append(
            f'<label><input type="checkbox" name="leaders" value="{escape(code)}"{marks}> {escape(name)}</label>'
        )
    return mark_safe("".join(parts))  # noqa: S308  escaped piece by piece


def _where(form: forms.Form) -> list[FieldView]:
    terms, off = rota_terms(), {"autocomplete": "off"}
    usual = _("Leave open for the usual: %(text)s")
    return [
        view(form, "place", _("Where"), extra=off,
             help=usual % {"text": usual_place(terms)} if terms.rota_place else ""),
        view(form, "place_ko", _("Where, in Korean"), extra={**off, "lang": "ko-CN"},
             help=_("Shown on the Korean page; without it the Chinese wording is.")),
        view(form, "phone", _("Duty phone"), kind="tel", narrow=True, extra=off,
             help=usual % {"text": terms.rota_phone} if terms.rota_phone else ""),
    ]  # fmt: skip


def cancel_fields(form: CancelForm, since: date, until: date) -> list[FieldView]:
    """The days that a change is about."""
    ends = {"min": since.isoformat(), "max": until.isoformat()}
    return [
        view(form, "since", _("First day"), kind="date", narrow=True, start=since.isoformat(), extra=ends, required=True),
        view(form, "until", _("Last day"), kind="date", narrow=True, start=until.isoformat(), extra=ends, required=True,
             help=_("The days of this duty before and after stay as they are.")),
    ]  # fmt: skip


def substitute_fields(form: SubstituteForm, since: date, until: date, own: str) -> list[FieldView]:
    """Who stands in for whom."""
    others = [(code, name) for code, name in leader_pairs() if code != own]
    return [
        view(form, "unit", _("Who stands in"), kind="select", listed=_select(others, _("Please choose"))),
        view(form, "reason", _("Reason"), extra={"autocomplete": "off"},
             help=_("Only for staff; it isn't published.")),
        *cancel_fields(form, since, until),
    ]  # fmt: skip


def reception_fields(
    form: ReceptionForm,
    duties: Pairs,
    chosen: str,
    today: date,
    *,
    matter: str,
    matters: Pairs,
    finder: FieldView,
) -> list[FieldView]:
    """Who came, what was said and promised; ``matter`` is the number that a fresh form begins with, of ``matters``."""
    return [
        view(form, "shift", _("Duty"), kind="select", start=chosen, listed=_select(duties, _("Please choose"))),
        view(form, "day", _("Day"), kind="date", narrow=True, start=today.isoformat(), extra={"max": today.isoformat()}),
        finder,
        view(form, "matter", _("Matter"), kind="select", start=matter, listed=_select(matters, _("No matter of ours")),
             help=_("Register the visit first; then it stands here on top.")),
        view(form, "taken_on", _("The leader takes this matter on personally"), kind="check"),
        view(form, "note", _("What was said and promised"), kind="long", rows=5,
             help=_("In the leader's own words; needed where something was promised.")),
        view(form, "due_on", _("Promised until"), kind="date", narrow=True, extra={"min": today.isoformat()}),
    ]  # fmt: skip
