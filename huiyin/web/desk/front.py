"""The front desk's help while a visit is taken down: who this is, what they brought before, which place, and the draft kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.cases import drafts, returning
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county.place_finding import places_called
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import Sex, birth_and_sex, mask_name, valid_id_number
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Channel, Status
from huiyin.web.desk.access import actor, staff
from huiyin.web.desk.acting import when_typed
from huiyin.web.desk.register_form import RegisterForm
from huiyin.web.shared import badges, when
from huiyin.web.shared.fields import FieldView, options, printable
from huiyin.web.shared.forms import view
from huiyin.web.shared.once import known_token
from huiyin.web.shared.page import lang_of, private, render, see
from huiyin.web.shared.words import language, run_on

if TYPE_CHECKING:
    from django.http import HttpRequest

#: What a call adds to the form; kept with its draft.
CALL_FIELDS = ("call", "asked", "entry", "told", "only_a_question")
#: What stands in a form that nobody has written in, or is only ticked there: a draft of these alone is one of nothing.
_SET_OUT = frozenset({
    "channel", "received_at", "long_ago", "level", "sender", "persons", "spoken", "confidential", "visit", "came_with",
    "confirmed", "as_of", "call", "entry", "only_a_question",
})  # fmt: skip
#: Before the number of an earlier petition: the same person, another matter.
ANOTHER = "new:"


@dataclass(frozen=True, slots=True)
class Known:
    """What the ID number and the phone tell: how the ID reads (or that it is wrong), and what was brought before."""

    line: str = ""
    wrong: str = ""
    rows: tuple[dict[str, Any], ...] = ()
    another: str = ""
    name: str = ""
    chosen: str = ""


def known(who: Actor, id_number: str, phone: str, chosen: str = "") -> Known:
    """What is known of whoever gives these; birth and sex are shown, not kept. Nothing for half a number."""
    born = birth_and_sex(id_number)
    wrong = ""
    if len("".join(id_number.split())) >= 18 and not valid_id_number(id_number):
        wrong = _("This isn't a valid ID number; please compare it with the card.")
    found = returning.earlier(who, id_number=id_number, phone=phone)
    rows = tuple(
        {
            "petition": one.petition, "matter": one.matter, "title": one.title or _("(erased as the law provides)"),
            "lang": lang_of(one.title or ""), "state": badges.state(Status(one.status)), "category": one.category,
            "place": one.place, "day": when.day(local_date(one.received_at)), "on": one.petition == chosen,
        }
        for one in found
    )  # fmt: skip
    another = f"{ANOTHER}{found[0].petition}" if found else ""
    name = mask_name(found[0].name) if found and found[0].name else ""
    return Known(_reads(born) if born else "", wrong, rows, another, name, chosen)


def _reads(born: Any) -> str:
    day, sex = born
    today = local_date(timezone.now())
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    age = ngettext("%(n)s year old", "%(n)s years old", years) % {"n": years}
    said = _("male") if sex is Sex.MALE else _("female")
    return f"{when.day(day)} · {said} · {age}"


def known_of(form: RegisterForm, who: Actor) -> Known:
    """The same for a form that comes back; for a fresh one that carries on a visit, the choice that it was opened with."""
    data = form.data if form.is_bound else form.initial
    found = known(who, str(data.get("id_number", "")), str(data.get("phone", "")), str(data.get("as_of", "")))
    said = form.is_bound and "id_number" in form.errors  # beside the field already
    return replace(found, wrong="") if said else found


@require_POST
@staff
def known_page(request: HttpRequest) -> HttpResponse:
    """The part of the form under ID number and phone. By POST: what is typed stands in no address and no log."""
    who = actor(request)
    if not who.may(Permission.REGISTER):
        raise PermissionDenied
    typed = (printable(request.POST.get(name, ""))[:40] for name in ("id_number", "phone", "as_of"))
    return private(render(request, "desk/parts/known.html", {"known": known(who, *typed)}))


@require_safe
@staff
def places_page(request: HttpRequest) -> HttpResponse:
    """The choices of the place field for what is typed: the only one is chosen, of several the person chooses."""
    typed = printable(request.GET.get("find_place", ""))[:40]
    found = [(place.code, place.label) for place in places_called(typed, language())]
    if len(found) == 1:
        content = options(found, found[0][0], empty=_("Leave open"))
    elif found:
        first = ngettext("%(n)s place: please choose", "%(n)s places: please choose", len(found))
        content = options(found, empty=first % {"n": len(found)})
    else:
        content = options([], empty=_("No place is called so") if typed else _("Leave open"))
    return private(HttpResponse(content))


# -- drafts -----------------------------------------------------------------------------------------------------------------


@require_POST
@staff
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the form so far; the answer says when, for the line beside the button. Of nothing nothing is kept."""
    if not actor(request).may(Permission.REGISTER):
        raise PermissionDenied
    user: Any = request.user
    now = timezone.now()
    given = {
        name: request.POST.getlist(name)
        for name in (*RegisterForm.base_fields, "as_of", "find_place", *CALL_FIELDS)
    }
    said = {name: values for name, values in given.items() if any(values)}
    if not any(value.strip() for name in said.keys() - _SET_OUT for value in said[name]):
        return private(HttpResponse("", content_type="text/plain; charset=utf-8"))
    token = known_token(request.POST.get("token", ""))
    if drafts.sent_lately(user, token, now=now):
        text = _("This form was sent already: no draft of it is kept.")
    elif drafts.keep(user, token, said, now=now):
        text = _("Draft kept at %(time)s") % {"time": f"{when.local(now):%H:%M}"}
    else:
        text = _("Too long to be kept")
    return private(HttpResponse(text, content_type="text/plain; charset=utf-8"))


@require_POST
@staff
def drop_draft(request: HttpRequest) -> HttpResponse:
    """Throw a draft away."""
    user: Any = request.user
    drafts.throw_away(user, request.POST.get("token", ""))
    return see("/desk/register/")


def open_drafts(request: HttpRequest) -> list[dict[str, Any]]:
    """What the person began and didn't send, by the moment; the title if there is one yet, never a name."""
    user: Any = request.user
    found = []
    for draft in drafts.drafts_of(user, now=timezone.now()):
        title = (draft.said.get("title") or draft.said.get("text") or [""])[0][:40]
        found.append({"id": draft.pk, "token": draft.token, "at": when.moment(draft.at), "title": title})
    return found


def begun(request: HttpRequest) -> tuple[RegisterForm, str]:
    """The form to begin with: a draft, another issue of the same visit, or an empty one; with its token."""
    user: Any = request.user
    now = timezone.now()
    wanted = request.GET.get("draft", "")
    for draft in drafts.drafts_of(user, now=now) if wanted else ():
        if str(draft.pk) == wanted:
            data = QueryDict(mutable=True)
            for name, values in draft.said.items():
                data.setlist(name, values)
            form = RegisterForm(data)
            form.errors.clear()  # a draft is looked through when it is sent, not when it is opened
            return form, draft.token
    passed = {"channel": "prefecture", "sender": "prefecture"} if request.GET.get("transfer") else None
    return _same_visit(request) or RegisterForm(initial=passed), new_form_token()


def _same_visit(request: HttpRequest) -> RegisterForm | None:
    number = request.GET.get("same", "")
    before = (
        returning.one_of(actor(request), number, id_number="", phone="", now=timezone.now())
        if number
        else None
    )
    if before is None:
        return None
    row = before[0]
    return RegisterForm(
        initial={
            "as_of": f"{ANOTHER}{row.number}", "channel": row.channel, "received_at": when_typed(row.received_at),
            "persons": str(row.persons), "same": mask_name(row.petitioner.name) or _("the same visitor"),
            **({"came_with": row.number, "visit": "1"} if row.channel == Channel.VISIT else {}),
        }
    )  # fmt: skip


def of_visit(form: RegisterForm) -> FieldView | None:
    """Whether the petition is counted with the visit that was just taken down; None where none is carried on."""
    said = form.data if form.is_bound else form.initial
    if not said.get("came_with"):
        return None
    return view(
        form, "visit", _("Belongs to the same visit as %(number)s") % {"number": printable(said["came_with"])[:40]},
        kind="check", start=form.initial.get("visit", ""),
        help=run_on(
            _("One visit counts once, and its people once, however many matters it brings."),
            _(
                "Where no representative and no co-signer is entered, those of the first matter are taken over, unless "
                "somebody else brings this one or fewer people came for it."
            ),
        ),
    )  # fmt: skip


def visit_of(said: Mapping[str, Any], who: Actor) -> str:
    """The visit that a clean form belongs to; empty for none. Refuses (NotDone) one that this person didn't just take down."""
    if not said["visit"] or not said["came_with"]:
        return ""
    found = returning.one_of(who, said["came_with"], id_number="", phone="", now=timezone.now())
    if found is None:
        raise NotDone(Refused("no_such_visit", field="visit"))
    return str(found[0].number)
