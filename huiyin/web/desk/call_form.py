"""A call beside the register form: its facts, and what can be answered at once from the knowledge.

The form is the one of the register; here is only what a call adds to it. Whoever only asked is informed on the line, with the
entry that it came from; whoever wants something done is registered, and what they were told stands in the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases.actions import NotDone, note
from huiyin.rooms.county.telephones import to_call
from huiyin.rooms.insight import knowledge, precedents
from huiyin.rooms.intake.calls import queries
from huiyin.rooms.intake.calls.models import Call
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import LIMIT, Kind, Refused
from huiyin.rules.roles import Actor
from huiyin.rules.tokens import fold
from huiyin.rules.vocabulary import Channel
from huiyin.web.desk import call_words
from huiyin.web.desk.access import frame, staff
from huiyin.web.desk.acting import when_typed
from huiyin.web.desk.calls import operator
from huiyin.web.desk.front import CALL_FIELDS
from huiyin.web.desk.register_form import RegisterForm
from huiyin.web.shared import sayings
from huiyin.web.shared.fields import FieldView, printable, whole
from huiyin.web.shared.page import lang_of, private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What every question holds says nothing of what it is about.
_ASKING = frozenset((
    "怎么", "么办", "怎样", "么样", "哪里", "在哪", "什么", "是什", "多少", "可以", "请问", "如何", "办理", "时候", "能不",
    "不能", "是不", "不是", "几点", "어떻", "떻게", "어디",
))  # fmt: skip
#: Entries and solved matters that stand beside the form, and characters of each.
MOST_ENTRIES, MOST_SOLVED, MOST_SHOWN = 4, 3, 160


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the form. ``noted``: what a colleague noted meanwhile, so that nothing is left to note."""

    id: int
    facts: tuple[tuple[str, Any], ...]
    owed: tuple[dict[str, str], ...]
    asked: FieldView
    told: FieldView
    question: FieldView
    found: dict[str, Any]
    back_url: str
    noted: str = ""


def number_of(request: HttpRequest, form_data: Any = None) -> int:
    """The number of the call that the form is about, as it was sent; 0 for none."""
    given = form_data or (request.POST if request.method == "POST" else request.GET)
    return whole(str(given.get("call", "")), digits=15)


def call_of(request: HttpRequest, who: Actor, form_data: Any = None) -> Call | None:
    """The call that the form is about and that isn't noted yet; None where there is none for this person."""
    pk = number_of(request, form_data)
    found = queries.one(who, pk) if pk else None
    return found if found is not None and not found.outcome and not found.erased else None


def begun(call: Call, as_of: str = "") -> tuple[RegisterForm, str]:
    """A fresh register form with what the call tells; a short number (110, 12345) is nobody's own, so it isn't filled in."""
    phone = to_call(str(call.phone)) or ""
    initial = {
        "channel": Channel.CALL.value, "phone": phone, "received_at": when_typed(call.began_at),
        **({"as_of": as_of} if as_of else {}),
    }  # fmt: skip
    return RegisterForm(initial=initial), new_form_token()


def panel(
    call: Call | None, who: Actor, given: Mapping[str, Any], no: Refused | None = None, noted: str = ""
) -> Panel | None:
    """The call's panel with what was typed into it; nothing for a form without a call."""
    if call is None:
        return None
    now, phone = timezone.now(), str(call.phone)
    typed = {name: printable(str(given.get(name, ""))) for name in CALL_FIELDS}
    wrong = {no.field: sayings.say(no)} if no is not None else {}
    owed = tuple(
        {
            "about": call_words.about(back, now),
            "url": f"/desk/calls/back/{back.pk}/",
            "lang": lang_of(str(back.about)),
        }
        for back in queries.owed_to(who, phone)
    )
    return Panel(
        call.pk, _facts(call, phone, who, now), owed,
        _asked(typed["asked"]),
        FieldView("told", _("What they asked and were told"), kind="long", rows=4, value=typed["told"], required=False,
                  limit=LIMIT[Kind.LONG], error=wrong.get("told", ""), focus="told" in wrong,
                  help=_("No name, number or address: it is kept with the call only.")),
        FieldView("only_a_question", _("It was a question only; they want nothing done"), kind="check",
                  value=typed["only_a_question"], error=wrong.get("only_a_question", ""), required=False,
                  focus="only_a_question" in wrong),
        found(who, typed["asked"] or str(given.get("title", "")), typed["entry"]),
        f"/desk/calls/back/new/?call={call.pk}",
        noted,
    )  # fmt: skip


def _facts(call: Call, phone: str, who: Actor, now: Any) -> tuple[tuple[str, Any], ...]:
    other = call.operator if call.operator != who.key else ""
    facts = (
        (pgettext("phone", "Number"), phone or _("number withheld")), (_("State"), call_words.badge(call, now=now)),
        (_("Came in"), call_words.at(call.began_at, now)), (_("Times"), call_words.times(call)),
        (_("Extension"), call.extension), (pgettext("call", "Taken by"), names_of({other}).get(other, "") if other else ""),
    )  # fmt: skip
    return tuple((word, value) for word, value in facts if value)


def _asked(value: str) -> FieldView:
    return FieldView(
        "asked", _("What is it about?"), kind="search", value=value[:100], required=False,
        extra={
            "autocomplete": "off", "maxlength": "100", "hx-post": "/desk/calls/known/",
            "hx-trigger": "input changed delay:300ms, search", "hx-target": "#call-known", "hx-sync": "this:replace",
            "hx-include": "#call-known, .hy-register [name=csrfmiddlewaretoken]",
            "hx-params": "asked,entry,csrfmiddlewaretoken",
        },
    )  # fmt: skip


def found(who: Actor, asked: str, chosen: str = "") -> dict[str, Any]:
    """Entries in force and solved matters that are about these words; the chosen entry stays in sight whatever is typed."""
    asked, today = asked.strip()[:200], local_date(timezone.now())
    entries: list[knowledge.Knowledge] = []
    if len(asked) >= 2 and knowledge.may_read(who):
        entries = _entries(precedents.telling(asked, ""), today)
    kept = knowledge.one(whole(chosen, digits=9)) if chosen else None
    if kept is not None and kept.pk not in {row.pk for row in entries}:
        entries = [kept, *entries]
    solved = precedents.own(who, asked, "", but="")[:MOST_SOLVED] if len(asked) >= 4 else []
    return {
        "entries": [
            {"id": row.pk, "title": row.title, "reference": row.reference, "source": row.source, "text": _short(row.text),
             "lang": lang_of(row.text), "url": f"/desk/knowledge/{row.pk}/", "on": str(row.pk) == chosen}
            for row in entries
        ],
        "solved": [
            {"title": one.title, "number": one.number, "url": f"/desk/matter/{one.number}/", "text": _short(one.solution),
             "lang": lang_of(one.solution)}
            for one in solved
        ],
        "asked": asked,
    }  # fmt: skip


def _entries(words: Sequence[str], today: date) -> list[knowledge.Knowledge]:
    """Entries that hold several of the words; of a question of few words those that hold its most telling one."""
    found = knowledge.about(words, on=today, most=MOST_ENTRIES)
    for word in (one for one in words if one not in _ASKING):
        if found:
            break
        held = knowledge.about([word], on=today, most=3 * MOST_ENTRIES)
        found = sorted(held, key=lambda row: word not in fold(row.title))[:MOST_ENTRIES]
    return found


def _short(text: str) -> str:
    return text[:MOST_SHOWN] + ("…" if len(text) > MOST_SHOWN else "")


@require_POST
@staff
def known_part(request: HttpRequest) -> HttpResponse:
    """What the department knows of the words that were typed. By POST: a caller's words stand in no address and no log."""
    who = operator(request)
    asked, chosen = (printable(request.POST.get(name, "")) for name in ("asked", "entry"))
    return private(
        render(
            request, "desk/parts/call_known.html", {"found": found(who, asked, chosen)}, frame=frame(request)
        )
    )


def note_told(number: str, given: QueryDict, *, by: Actor) -> None:
    """What the caller was told already, into the dossier of the petition that was taken down; nothing if nothing was said."""
    known = knowledge.one(whole(given.get("entry", ""), digits=9)) if given.get("entry") else None
    told = printable(given.get("told", "")).strip()
    said = "\n".join(part for part in (told, known.cited() if known else "") if part)[
        : LIMIT[Kind.LONG] - 100
    ]
    if said:
        try:
            note(number, text=_("Told on the line: %(said)s") % {"said": said}, by=by, now=timezone.now())
        except NotDone:
            return  # it is kept from this person by now; the petition is in all the same
