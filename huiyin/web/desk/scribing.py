"""A machine's words beside a matter: summary, draft, translation; there only where the administrator has switched it on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.county.queries import law
from huiyin.rooms.insight import scribe
from huiyin.rooms.insight.gateway import Unanswered
from huiyin.rooms.insight.models import Work
from huiyin.rules.fields import Refused
from huiyin.rules.lifecycle import allowed
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.access import actor, frame, matter_or_404, staff
from huiyin.web.shared import when
from huiyin.web.shared.page import lang_of, private, render

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """The buttons of a matter's panel: works with their words, and where they are sent."""

    url: str
    works: tuple[tuple[str, str], ...]


def panel(state: MatterState, possible: Collection[Verb]) -> Panel | None:
    """The panel for whoever may handle this matter; None where it is off, or the matter isn't to be given to a machine."""
    if not scribe.is_on() or Verb.NOTE not in possible or not scribe.may_be_given(state):
        return None
    words = {
        Work.SUMMARY: pgettext("machine", "Summarise"), Work.DRAFT: pgettext("machine", "Draft an answer"),
        Work.TRANSLATION: pgettext("machine", "Translate"),
    }  # fmt: skip
    fitting = [work for work in Work if work is not Work.DRAFT or Verb.DRAFT in possible]
    return Panel(f"/desk/matter/{state.number}/scribe/", tuple((work.value, words[work]) for work in fitting))


@require_POST
@staff
def scribe_page(request: HttpRequest, number: str) -> HttpResponse:
    """What the machine made of the matter's words, marked as such; or why there is nothing. Nothing of it is kept."""
    matter = matter_or_404(request, number)
    who, now = actor(request), timezone.now()
    file = file_of(matter.number)
    shown = panel(file.state, allowed(file.state, actor=who, now=now, law=law()))
    work = request.POST.get("work", "")
    if shown is None or work not in {value for value, _word in shown.works}:
        raise PermissionDenied
    context: dict[str, Any] = {
        "number": matter.number,
        "url": f"/desk/matter/{matter.number}/",
        "scribe": shown,
        "asked": work,
    }
    try:
        made = scribe.made(file, Work(work), language=_other_language(file), by=who, now=now)
        context |= {"made": made.text, "lang": lang_of(made.text[-400:]), "is_draft": made.work is Work.DRAFT}
    except Unanswered as no:
        context["failed"] = _failed(no.reason)
    context["uses"] = _uses(matter.number)
    return private(render(request, "desk/scribe.html", context, frame=frame(request)))


def lock(number: str, given: Mapping[str, Any]) -> Refused | None:
    """Why what was filled in can't be stored: it is a machine's answer, letter for letter."""
    texts = (name for name, value in given.items() if isinstance(value, str) and len(value) > _SHORT)
    field = next((name for name in texts if scribe.untouched(number, given[name])), "")
    return Refused("machine_untouched", field=field) if field else None


#: Characters; codes and numbers are no longer, and no machine is asked for less.
_SHORT = 40


def _other_language(file: File) -> str:
    """What it is translated into: Korean into Chinese, everything else into Korean."""
    return "zh-hans" if lang_of(file.texts.get((1, "text")) or "").startswith("ko") else "ko"


def _uses(number: str) -> list[str]:
    """Who had it work on this matter before, one line each."""
    rows, words = scribe.uses(number), _works()
    people = names_of({row.by for row in rows})
    return [f"{when.moment(row.at)} · {people.get(row.by, row.by)} · {words[row.work]}" for row in rows]


def _works() -> dict[str, str]:
    return {
        Work.SUMMARY.value: pgettext("machine's work", "summary"),
        Work.DRAFT.value: pgettext("machine's work", "draft"),
        Work.TRANSLATION.value: pgettext("machine's work", "translation"),
    }


def _failed(reason: str) -> str:
    """What didn't work, and what to do instead."""
    sentences = {
        "busy": _("It is working for others just now. Try again in a minute."),
        "slow": _("It took too long. Try again later, or write it yourself."),
        "no_key": _("Its key can't be read. Please tell the administrator."),
        "refused": _("It refused the request. Please tell the administrator."),
        "nonsense": _("Its answer couldn't be understood. Try again, or write it yourself."),
        "not_hidden": _("Somebody's data couldn't be hidden in this text, so nothing was sent. Please write it yourself."),
    }  # fmt: skip
    return sentences.get(
        reason, _("It can't be reached. Write it yourself for now, and tell the administrator.")
    )
