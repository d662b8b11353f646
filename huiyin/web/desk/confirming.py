"""The letter that confirms a withdrawal, as an act of its own: by the same verb as a refusal, called and asked as what it is.

Only where everybody in the matter took it back: then nothing else is left to be chosen, and nothing is refused to anybody.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.withdrawn import TakenBack
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Route, Stage, Verb
from huiyin.web.desk.act_form import FormView
from huiyin.web.shared import county
from huiyin.web.shared.fields import FieldView
from huiyin.web.shared.words import word

#: What is the same in every such letter: it stands in the form unseen, or not at all.
_SETTLED = frozenset({"route", "of"})
#: The paper of a review or recheck has a name of its own.
_DRAFTS = {
    Stage.REVIEW: lambda: pgettext("verb", "Draft the review's opinion"),
    Stage.RECHECK: lambda: pgettext("verb", "Draft the recheck's opinion"),
}


def only_to_confirm(state: MatterState) -> bool:
    """Whether everybody in the matter took it back, and nothing was confirmed yet."""
    return withdrawn.of(state) is TakenBack.ALL


def confirms(verb: Verb, state: MatterState) -> bool:
    """Whether this act would be the letter that confirms a withdrawal."""
    return verb is Verb.DECLINE and only_to_confirm(state)


def called(verb: Verb, state: MatterState) -> str:
    """What the act is called on this matter."""
    if confirms(verb, state):
        return _("Confirm it in writing")
    return _DRAFTS[state.stage]() if verb is Verb.DRAFT and state.stage in _DRAFTS else word(verb)


def instead(state: MatterState) -> str:
    """Beside the act that brings an ordinary answer on its way although everybody took it back; empty where they didn't."""
    if not only_to_confirm(state):
        return ""
    return _(
        "Everybody in this matter took it back. Instead of this answer whoever approves the answers of %(unit)s may write the "
        "letter that confirms it. Whether the answer goes out all the same is for you to decide."
    ) % {"unit": county.unit_name(state.owner)}


def address(number: str) -> str:
    """Where the letter is written."""
    return f"/desk/matter/{number}/?do={Verb.DECLINE.value}&begin={Route.WITHDRAWN.value}"


def narrowed(form: FormView, state: MatterState) -> FormView:
    """The form of the refusal as the confirmation that it would be here: its words alone are asked; other forms as they are."""
    if not confirms(form.verb, state):
        return form
    lost = next((field.error for field in form.fields if field.name in _SETTLED and field.error), "")
    fields = [_explained(field) for field in form.fields if field.name not in _SETTLED]
    return replace(
        form,
        word=called(form.verb, state),
        article="",  # the Regulation says nothing of a withdrawal
        fields=fields,
        problems=[field for field in fields if field.error],
        refused=form.refused or lost,
        beginnings=(),
        settled=(("route", Route.WITHDRAWN.value),),
    )


def _explained(field: FieldView) -> FieldView:
    told = _("Say that it was taken back and that it ends with that. The petitioner reads this.")
    return replace(field, help=told) if field.name == "text" else field
