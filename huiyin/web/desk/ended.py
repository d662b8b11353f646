"""At the matter's page: what has ended after rechecking and may be the same, and forms fitted to what the register holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from huiyin.rooms.cases.contacts import given_contacts
from huiyin.rooms.cases.finality import Ended, Known, ended_after_recheck
from huiyin.rooms.cases.models import Party, Petition
from huiyin.rooms.cases.queries import File
from huiyin.rules.calendar import local_date
from huiyin.rules.duties import Contact
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Route, Stage, Verb
from huiyin.rules.way import AT_DESK
from huiyin.web.desk.act_form import FormView
from huiyin.web.desk.confirming import only_to_confirm
from huiyin.web.desk.same import how_alike
from huiyin.web.shared import when
from huiyin.web.shared.fields import FieldView, printable, radios
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.words import labels, language

#: The forms that refer to another matter, and the field that names it.
_REFERS = {Verb.DECLINE: "of", Verb.LINK: "other"}


@dataclass(frozen=True, slots=True)
class EndedView:
    """One ended matter with the evidence; ``decline_url`` opens the refusal with it filled in, where that may be done now."""

    number: str
    url: str
    title: str
    lang: str
    why: str
    likeness: str
    shared: str
    decline_url: str


def ended(
    file: File, along: Mapping[str, Sequence[Party]], possible: frozenset[Verb], *, by: Actor
) -> list[EndedView]:
    """What ended after rechecking and may be these persons', for whoever sorts it: shown, never decided by itself."""
    state = file.state
    sorts = possible & {Verb.TRIAGE, Verb.DECLINE}
    if state.status not in AT_DESK or state.stage is not Stage.FIRST or not sorts:
        return []
    people = [petition.petitioner for petition in file.petitions]
    people += [party.petitioner for parties in along.values() for party in parties]
    words = "\n".join(file.texts.get((1, name)) or "" for name in ("title", "text"))
    found = ended_after_recheck(people, words, by=by, but=state.number)
    may = Verb.DECLINE in possible and not only_to_confirm(state)
    return [_view(one, state.number, may=may) for one in found]


def _view(one: Ended, here: str, *, may: bool) -> EndedView:
    title = one.title or _("(erased as the law provides)")
    day = {"day": when.day(local_date(one.ended_at))}
    known = {
        Known.ID_NUMBER: _("the same ID number, ended on %(day)s"),
        Known.ACCOUNT: _("the same account elsewhere, ended on %(day)s"),
        Known.NAME_AND_PHONE: _("the same name and phone, ended on %(day)s"),
        Known.PHONE: _("possibly the same petitioner (the same phone), ended on %(day)s"),
    }[one.known]
    may = may and one.may_be_named
    decline = f"/desk/matter/{here}/?do={Verb.DECLINE}&begin={Route.FINAL}&of={one.number}" if may else ""
    return EndedView(
        one.number,
        f"/desk/matter/{one.number}/",
        title,
        lang_of(title),
        known % day,
        how_alike(one.percent),
        " · ".join(one.shared),
        decline,
    )


def fitted(form: FormView, petitions: Sequence[Petition], *, of: str = "") -> FormView:
    """The form with what only this page knows: which contacts the register holds, which matter it refers to."""
    if form.verb is Verb.FOLLOW_UP:
        held = frozenset[Contact]().union(*(given_contacts(petition) for petition in petitions))
        return replace(form, fields=[_only(field, held) for field in form.fields])
    if form.verb in _REFERS and of:
        return replace(form, fields=[_filled(field, of, _REFERS[form.verb]) for field in form.fields])
    return form


def _only(field: FieldView, held: frozenset[Contact]) -> FieldView:
    if field.name != "contact":
        return field
    known = labels(Contact, language())
    pairs = [(contact.value, text) for contact, text in known.items() if contact in held]
    drawn = radios("contact", pairs, field.value, required=field.required, focus=field.focus)
    return replace(field, kind="radio", options=drawn)


def _filled(field: FieldView, of: str, name: str) -> FieldView:
    return replace(field, value=printable(of)[:64]) if field.name == name and not field.value else field
