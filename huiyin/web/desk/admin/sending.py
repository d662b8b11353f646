"""One form sent by an administrator: done once, refused beside its field, or overtaken by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases.pen import NotDone as NotWritten
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.trail import Overtaken, in_turn, last_change, last_line
from huiyin.web.desk.admin.sheet import Note, Trouble
from huiyin.web.desk.admin.trail_words import subject_name, told
from huiyin.web.shared import sayings, when
from huiyin.web.shared.fields import whole

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    from huiyin.rooms.county.models import Change
    from huiyin.rules.fields import Refused


def seen_now(*subjects: str) -> dict[str, str]:
    """The hidden field that tells how the thing stood when the page was made; without subjects, how all of the house stood."""
    return {"seen": str(last_change(*subjects) if subjects else last_line())}


def attempt(
    request: HttpRequest,
    form: forms.Form | None,
    do: Callable[[], object],
    *,
    subjects: tuple[str, ...],
    done: Callable[[], bool] = lambda: False,
) -> Trouble | None:
    """Do it in turn; None once it is done, or was done by the first of two clicks (``done`` says that it stands so).

    A refusal goes to its field of the form, or into a box where it has none.
    """
    seen = whole(request.POST.get("seen", ""), digits=12)
    try:
        with in_turn(*subjects, seen=seen):
            do()
    except Overtaken as other:
        return None if done() else Trouble(409, _overtaken(other.since))
    except (NotDone, NotWritten) as no:
        if done():
            return None
        return said_at(form, no.refused)
    return None


def said_at(form: forms.Form | None, refused: Refused) -> Trouble:
    """A refusal at its field of the form, or in a box where it has none."""
    sentence = sayings.say(refused)
    if form is not None and refused.field in form.fields:
        form.add_error(refused.field, sentence)
        return Trouble(422)
    return Trouble(422, Note(sentence, "bad"))


def _overtaken(since: list[Change]) -> Note:
    names = names_of(one.by for one in since)
    items = [f"{when.moment(one.at)} · {names.get(one.by, one.by)} · {told(one)}" for one in since]
    text = _("What you typed stands below. Please look at what changed, then send it again.")
    return Note(text, "care", _("Somebody has changed this meanwhile"), items, answers=True)


def overtaken_rows(since: list[Change]) -> Note:
    """What somebody has changed, of many things at once: each change says what it is about."""
    names = names_of({one.by for one in since} | {one.subject for one in since})
    items = [
        " · ".join(
            (when.moment(one.at), names.get(one.by, one.by), subject_name(one.subject, names), told(one))
        )
        for one in since
    ]
    text = _(
        "Nothing was imported. What would happen as it stands now is said below; please look at it once more."
    )
    return Note(text, "care", _("Somebody has changed this meanwhile"), items, answers=True)
