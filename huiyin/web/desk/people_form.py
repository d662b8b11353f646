"""The part of the register form that names people besides the first petitioner: representatives, co-signers, an agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huiyin.rooms.cases.parties import MOST_MANDATE, Other
from huiyin.rules.fields import Refused
from huiyin.rules.groups import MOST_REPRESENTATIVES, Met, Named, PartyRole, refuse_group
from huiyin.web.desk.name_lines import NameLine, WrongLine, read, told
from huiyin.web.shared import sayings
from huiyin.web.shared.fields import FieldView, printable
from huiyin.web.shared.forms import Text, refusal, view
from huiyin.web.shared.words import run_on


class Names(forms.Field):
    """People, one to a line: the name, then a phone or ID number. ``one``: one person only."""

    def __init__(self, *, one: bool = False) -> None:
        super().__init__(required=False)
        self.one = one

    def clean(self, value: Any) -> tuple[NameLine, ...]:
        """The people, or each wrong line by its number."""
        text = str(value or "")
        if printable(text) != text:
            raise refusal("not_text")
        good, wrong = read(text)
        if self.one and len(good) + len(wrong) > 1:
            raise refusal("one_line_only")
        if wrong:
            raise ValidationError(sayings.say(wrong[0].no) if self.one else told(wrong), code="lines")
        return tuple(good)


class PeopleForm(forms.Form):
    """Everybody who is named besides the first petitioner."""

    representatives = Names()
    cosigners = Names()
    agent = Names(one=True)
    mandate = Text(most=MOST_MANDATE, required=False)

    def clean(self) -> dict[str, Any]:
        """Nobody is named twice; an agent and the mandate come together; the group as a whole is one that can be registered."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self._refuse_twice(said)
        self._refuse_group(said)
        if "agent" in said and said.get("mandate") and not said["agent"]:
            self.add_error("agent", refusal("missing"))
        return said

    def _refuse_twice(self, said: Mapping[str, Any]) -> None:
        met = Met()
        met.again(*(said.get(name) or "" for name in ("name", "id_number", "phone")))
        for name in ("representatives", "cosigners"):
            found = ((line, line.person) for line in said.get(name, ()))
            told_of = [(line.line, met.again(who.name, who.id_number, who.phone)) for line, who in found]
            if twice := [WrongLine(line, Refused(reason)) for line, reason in told_of if reason]:
                self.add_error(name, ValidationError(told(twice), code="lines"))

    def _refuse_group(self, said: Mapping[str, Any]) -> None:
        """Told with what else is to be mended, not after it: a line that is wrong names somebody all the same."""
        lines = {name: _named_in(str(self.data.get(name, ""))) for name, _role in _ROLES}
        agents = [Named(PartyRole.AGENT, True, bool(said.get("mandate")))] * lines["agent"]
        speakers = [Named(PartyRole.REPRESENTATIVE, True)] * lines["representatives"]
        counted = [Named(PartyRole.COSIGNER, True)] * (lines["representatives"] + lines["cosigners"])
        known = any(str(self.data.get(name, "")).strip() for name in ("name", "id_number", "phone"))
        persons = said.get("persons") or len(counted) + 1
        for some, many in ((speakers, len(speakers) + 1), (agents, persons), (counted, persons)):
            no = refuse_group(known, some, many)
            if no is not None and no.field not in self.errors:
                self.add_error(no.field, sayings.say(no))


def _named_in(text: str) -> int:
    good, wrong = read(printable(text))
    return len(good) + len(wrong)


_ROLES = (
    ("representatives", PartyRole.REPRESENTATIVE),
    ("cosigners", PartyRole.COSIGNER),
    ("agent", PartyRole.AGENT),
)


def others_of(said: Mapping[str, Any]) -> list[Other]:
    """The people of a clean form, in the order in which they were named."""
    return [
        Other(role, line.person, said["mandate"] if role is PartyRole.AGENT else "")
        for name, role in _ROLES
        for line in said[name]
    ]


def people_fields(form: PeopleForm) -> list[list[FieldView]]:
    """Two rows: representatives and co-signers, agent and mandate."""
    off = {"autocomplete": "off", "spellcheck": "false"}
    one_a_line = _("One a line: name, then ID number, phone or both.")
    five = _("At most %(n)s speak for a group (Art. 20).") % {"n": MOST_REPRESENTATIVES}
    return [
        [
            view(
                form, "representatives", _("Representatives"), kind="long", rows=5, extra=off,
                help=run_on(one_a_line, five),
            ),
            view(
                form, "cosigners", _("Co-signers"), kind="long", rows=5, extra=off,
                help=run_on(one_a_line, _("They stand in the register; the number of people counts them too.")),
            ),
        ],
        [
            view(
                form, "agent", _("Agent"), extra=off,
                help=_("Who acts for the petitioner: name, then ID number, phone or both."),
            ),
            view(
                form, "mandate", _("Written mandate"), kind="long", rows=3,
                help=_("What the agent may do, from when until when, as the paper says."),
            ),
        ],
    ]  # fmt: skip
