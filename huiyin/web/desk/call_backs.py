"""Call-backs: who is owed a call until when, taken in hand one at a time; every try is kept.

The list shows numbers masked. Whoever takes a call-back sees the number, and has it alone for half an hour.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county.telephones import to_call
from huiyin.rooms.intake.calls import backs, missed, queries
from huiyin.rooms.intake.calls.backs import MOST_ABOUT, Wish
from huiyin.rooms.intake.calls.models import CallBack
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules import calls as rules
from huiyin.rules.calendar import local_date
from huiyin.rules.calls import LEAST_TRIES, TRIES_APART, CallBackState
from huiyin.rules.fields import LIMIT, Kind, Refused
from huiyin.rules.identifiers import mask_phone
from huiyin.rules.roles import SYSTEM, Actor, Permission
from huiyin.web.desk import call_words
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.acting import moment_typed, when_typed
from huiyin.web.shared import badges, sayings
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, focused, printable, whole
from huiyin.web.shared.forms import Text, problems, refusal, view
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import kept_by_browser, lang_of, private, render, see
from huiyin.web.shared.words import run_on

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/calls/back/"
#: How long a call-back may take where nothing else is said.
USUAL = timedelta(hours=24)


class Until(forms.Field):
    """A moment on the county's wall clock; that it is still to come is the room's to say."""

    def clean(self, value: Any) -> datetime:
        """The moment, or what to do about it."""
        typed = str(value or "").strip()
        if not typed:
            raise refusal("missing")
        found = moment_typed(typed)
        if found is None:
            raise refusal("not_a_moment")
        return found


class BackForm(forms.Form):
    """Whom to call back."""

    phone = Text(most=40)
    about = Text(most=MOST_ABOUT)
    due_at = Until()
    petition = Text(most=40, required=False)


def _operator(request: HttpRequest) -> Actor:
    who = actor(request)
    if not who.may(Permission.REGISTER):
        raise PermissionDenied
    return who


def key_in(text: str) -> queries.Key | None:
    """The place in a list that an address holds: microseconds since 1970 and a row's number; None for anything else."""
    moment, _gap, row = text.partition("_")
    fits = moment.isascii() and moment.isdecimal() and len(moment) <= 17 and row.isascii() and row.isdecimal()
    if not fits or len(row) > 15:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(moment)), int(row)


def key_text(moment: datetime, row: int) -> str:
    """The same as text."""
    return f"{(moment - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)}_{row}"


def rows(who: Actor, found: list[CallBack], now: datetime) -> list[dict[str, Any]]:
    """Call-backs in words, numbers masked."""
    tried = queries.tries_of(found)
    return [
        {
            "id": row.pk, "url": f"{LIST}{row.pk}/", "about": call_words.about(row, now),
            "lang": lang_of(str(row.about)), "number": mask_phone(str(row.phone)),
            "badge": call_words.back_badge(row.state),
            "clock": _clock(row, now) if row.state == CallBackState.OPEN.value else "",
            "until": call_words.at(row.due_at, now), "petition": queries.petition_of(row),
            "tries": _tried(tried.get(row.pk, 0)), "ended": call_words.at(row.ended_at, now) if row.ended_at else "",
        }
        for row in found
    ]  # fmt: skip


def _clock(row: CallBack, now: datetime) -> SafeString:
    """How near its moment is; past it, late on the same day already."""
    if row.due_at < now:
        return format_html('<span class="hy-clock late">{}</span>', _("past its time"))
    return badges.clock(local_date(row.due_at), local_date(now))


def _tried(n: int) -> str:
    return ngettext("tried %(n)s time", "tried %(n)s times", n) % {"n": n} if n else ""


@require_safe
@staff
def list_page(request: HttpRequest) -> HttpResponse:
    """Who is to be called back, the first due first; ``?show=done`` what is over, the last first; thirty a page.

    ``?show=late``: only what is past its moment.
    """
    who, now = _operator(request), timezone.now()
    show = request.GET.get("show", "")
    over, late = show == "done", show == "late"
    after = key_in(request.GET.get("after", ""))
    found = queries.open_backs(who, after=after, ended=over, late=now if late else None)
    shown, last = found[: queries.PAGE], None
    if len(found) > queries.PAGE:
        last = key_text(shown[-1].ended_at or shown[-1].due_at if over else shown[-1].due_at, shown[-1].pk)
    here = {"show": show} if over or late else {}
    context = {
        "rows": rows(who, shown, now),
        "over": over,
        "done": request.GET.get("done") == "1",
        "chips": chip_row(
            [
                {"word": _("To call"), "url": LIST, "on": not here},
                {"word": _("past its time"), "url": f"{LIST}?show=late", "on": late},
                {"word": _("Over"), "url": f"{LIST}?show=done", "on": over},
            ]
        ),
        "pager": {
            "first": (f"{LIST}?{urlencode(here)}" if here else LIST) if after else "",
            "next": f"{LIST}?{urlencode({**here, 'after': last})}" if last else "",
        },
        "empty_heading": _("Nobody waits"),
        "empty_text": _("No call-back is over yet.") if over else _("Nobody waits for a call."),
    }
    return private(render(request, "desk/call_backs.html", context, frame=frame(request)))


@only(["GET", "HEAD", "POST"])
@staff
def new_page(request: HttpRequest) -> HttpResponse:
    """Put somebody on the list: 303 back; ``?call=`` takes number and matter from that call. Sent twice it is one.

    With other words it is another: whoever went back to it and writes down the next one loses neither.
    """
    who, now = _operator(request), timezone.now()
    given = request.POST if request.method == "POST" else request.GET
    pk = whole(given.get("call", ""), digits=15)
    call = queries.one(who, pk) if pk else None
    if pk and call is None:
        raise Http404
    if request.method != "POST":
        waits = (
            missed.waiting(call) if call is not None and not call.outcome and not call.answered_at else None
        )
        if waits is not None:  # it is on the list already
            return see(f"{LIST}{waits.pk}/")
        start = {"due_at": when_typed(now + USUAL)}
        if call is not None and not call.outcome:  # what is noted shows no number any more
            start |= {"phone": to_call(str(call.phone)) or ""}
        start["petition"] = queries.petition_of(call) if call is not None else ""
        return _form_page(request, BackForm(), start, new_form_token(), pk)
    token, form = known_token(request.POST.get("token", "")), BackForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, {}, token, pk, status=422)
    once = token_for(token, *(str(said) for said in form.cleaned_data.values()))
    try:
        backs.ask(Wish(**form.cleaned_data, call=pk or None), token=once, by=who, now=now)
    except NotDone as no:
        form.add_error(
            no.refused.field if no.refused.field in form.fields else "about", sayings.say(no.refused)
        )
        return _form_page(request, form, {}, token, pk, status=422)
    return see(f"{LIST}?done=1")


def _form_page(
    request: HttpRequest, form: BackForm, start: dict[str, str], token: str, call: int, *, status: int = 200
) -> HttpResponse:
    off = {"autocomplete": "off"}
    fields: list[FieldView] = focused([
        view(form, "phone", _("Number to call"), kind="tel", start=start.get("phone", ""), narrow=True, extra=off,
             focus=not form.is_bound and not start.get("phone")),
        view(form, "about", _("What about, in a line"), extra=off, focus=not form.is_bound and bool(start.get("phone"))),
        view(form, "due_at", _("Until when"), kind="datetime-local", start=start.get("due_at", ""), narrow=True),
        view(form, "petition", _("About which petition"), start=start.get("petition", ""), narrow=True, extra=off,
             help=_("Its number, if it is about one.")),
    ])  # fmt: skip
    context = {"fields": fields, "problems": problems(fields), "token": token, "call": call or ""}
    return kept_by_browser(
        render(request, "desk/call_back_new.html", context, status=status, frame=frame(request))
    )


@require_safe
@staff
def back_page(request: HttpRequest, back: int) -> HttpResponse:
    """One call-back with its tries; the number for whoever has it in hand."""
    return _sheet(request, back)


def _sheet(
    request: HttpRequest,
    pk: int,
    *,
    refused: Refused | None = None,
    note: str = "",
    reached: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; after a refusal with what was typed and a way on for it. ``reached``: whether they were, as it was sent."""
    who, now = _operator(request), timezone.now()
    row = queries.one_back(who, pk)
    if row is None:
        raise Http404
    tries = list(row.tries.all())
    people = names_of({row.asked_by, row.taken_by, *(one.by for one in tries)} - {""})
    in_hand, open_ = backs.has_in_hand(row, who, now=now), row.state == CallBackState.OPEN.value
    wrong = sayings.say(refused) if refused is not None else ""
    if refused is not None and refused.reason == "called_back_before":
        wrong = call_words.ended(row, tries[-1] if tries else None, who, now=now)
        wrong = run_on(wrong, _still_here(note))
    field = _note_field(note, wrong if refused is not None and refused.field == "note" else "")
    held = "" if in_hand else _held(row, people, now)
    context = {
        "b": rows(who, [row], now)[0], "open": open_, "in_hand": in_hand,
        "phone": str(row.phone) if in_hand else "", "held": held,
        "asked": _("%(name)s, %(at)s") % {
            "name": _("By itself, for a missed call") if row.asked_by == SYSTEM.key else people.get(row.asked_by, ""),
            "at": call_words.at(row.asked_at, now),
        },
        "tries": [
            {"at": call_words.at(one.at, now), "who": people.get(one.by, ""), "reached": one.reached, "note": one.note,
             "lang": lang_of(str(one.note)), "rang": one.rang}
            for one in tries
        ],
        "note": field, "refused": "" if field.error and not held else wrong, "late": status == 409, "reached": reached,
        "kept": [(field.label, note)] if note and open_ and not in_hand else [],
        "may_give_up": open_ and rules.may_give_up(one.at for one in tries) is None,
        "give_up_help": _give_up_help() if open_ and tries else "",
    }  # fmt: skip
    return private(render(request, "desk/call_back.html", context, status=status, frame=frame(request)))


def _note_field(note: str, error: str) -> FieldView:
    return FieldView(
        "note", pgettext("call-back", "What was said"), kind="long", rows=4, value=note, required=False, limit=LIMIT[Kind.LONG],
        error=error, focus=bool(error), note=_("(needed if you reached them)"),
    )  # fmt: skip


def _still_here(note: str) -> str:
    if note.strip():
        return _("Nothing of yours was noted now. What you typed stands below: add it if it belongs here.")
    return _("Nothing was noted a second time.")


def _give_up_help() -> str:
    return _("After %(least)s tries, each at least %(minutes)s minutes after the one before, it may be given up.") % {
        "least": LEAST_TRIES, "minutes": TRIES_APART // timedelta(minutes=1),
    }  # fmt: skip


def _held(row: CallBack, people: dict[str, str], now: datetime) -> str:
    """Who has it in hand, if a colleague has."""
    if (
        not row.taken_by
        or row.taken_at is None
        or not backs.has_in_hand(row, Actor(row.taken_by, ""), now=now)
    ):
        return ""
    return people.get(row.taken_by, "")


#: What somebody else did before, or this person in another window.
_MEANWHILE = frozenset({"called_back_before", "in_other_hands", "take_it_first"})


@require_POST
@staff
def act(request: HttpRequest, back: int, what: str) -> HttpResponse:
    """Take it, note a try, give it up, note that they rang themselves, add to what is over: 303 back, 422 with why not.

    409 if others were quicker. The same try sent twice is one. What was typed before it was taken is there afterwards.
    """
    who, now = _operator(request), timezone.now()
    note = printable(request.POST.get("note", ""))
    reached = what in ("reached", "rang") or (what == "add" and request.POST.get("reached") == "1")
    try:
        if what == "take":
            backs.take(back, by=who, now=now)
        elif what in ("reached", "missed"):
            backs.tried(back, reached=what == "reached", note=note, by=who, now=now)
        elif what == "give-up":
            backs.give_up(back, by=who, now=now)
        elif what == "rang":
            backs.rang_again(back, by=who, now=now)
        elif what == "add":
            backs.add(back, reached=reached, note=note, by=who, now=now)
        else:
            raise Http404
    except NotDone as no:
        if no.refused.reason == "not_found":
            raise Http404 from no
        if not _sent_before(back, what, note, who, now):
            status = 409 if no.refused.reason in _MEANWHILE else 422
            return _sheet(request, back, refused=no.refused, note=note, reached=reached, status=status)
    if what == "take" and note.strip():
        return _sheet(request, back, note=note)
    return see(f"{LIST}{back}/" if what in ("take", "missed", "add") else LIST)


def _sent_before(back: int, what: str, note: str, who: Actor, now: datetime) -> bool:
    """Whether it is this person's last word on it, sent once more. Reached without a word isn't that they rang themselves."""
    if what not in ("reached", "missed", "rang") or (what == "reached" and not note.strip()):
        return False
    return backs.told_before(back, reached=what != "missed", note=note, by=who, now=now)
