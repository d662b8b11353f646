"""Calls in words: where one is, what became of it, how long it took."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.intake.calls.models import Call, CallBack, CallBackTry
from huiyin.rooms.intake.calls.queries import state_of
from huiyin.rules.calls import CallBackState, CallOutcome, CallState
from huiyin.rules.roles import Actor
from huiyin.web.shared import when

OUTCOMES: Mapping[CallOutcome, Callable[[], str]] = {
    CallOutcome.REGISTERED: lambda: pgettext("call", "Registered"),
    CallOutcome.INFORMED: lambda: pgettext("call", "Answered on the line"),
    CallOutcome.CALL_BACK: lambda: pgettext("call", "To be called back"),
    CallOutcome.NOTHING: lambda: pgettext("call", "Wrong number or silence"),
}
_STATES: Mapping[CallState, tuple[str, Callable[[], str]]] = {
    CallState.RINGING: ("desk", lambda: pgettext("call", "Ringing")),
    CallState.TALKING: ("unit", lambda: pgettext("call", "On the line")),
    CallState.MISSED: ("trouble", lambda: pgettext("call", "Missed")),
    CallState.ENDED: ("desk", lambda: pgettext("call", "Not noted yet")),
}
_BACKS: Mapping[CallBackState, tuple[str, Callable[[], str]]] = {
    CallBackState.OPEN: ("desk", lambda: pgettext("call-back", "To call")),
    CallBackState.REACHED: ("end", lambda: pgettext("call-back", "Reached")),
    CallBackState.GIVEN_UP: ("trouble", lambda: pgettext("call-back", "Not reached, given up")),
}


def badge(call: Call, *, now: datetime) -> SafeString:
    """Where the call is, or what became of it, by word, shape and colour."""
    if call.outcome:
        tone = "end" if call.outcome != CallOutcome.CALL_BACK else "answer"
        return _badge(tone, OUTCOMES[CallOutcome(call.outcome)]())
    tone, said = _STATES[state_of(call, now=now)]
    return _badge(tone, said())


def noted(call: Call, who: Actor, *, now: datetime) -> str:
    """Who noted what became of it, and when: for whoever was about to note something else, or in another window."""
    key = call.noted_by or call.operator
    said = {
        "name": names_of({key}).get(key, "") or _("A colleague"),
        "at": at(call.noted_at or call.began_at, now), "what": OUTCOMES[CallOutcome(call.outcome)](),
    }  # fmt: skip
    if key == who.key:
        return _(
            "You noted this call already (%(at)s): %(what)s. Nothing was noted now; what you typed stands here still. "
            "If they want something else done, send it again."
        ) % said  # fmt: skip
    return _(
        "%(name)s noted this call already (%(at)s): %(what)s. Nothing was noted now; what you typed stands here still. "
        "If they want something done, register it."
    ) % said  # fmt: skip


def ended(back: CallBack, last: CallBackTry | None, who: Actor, *, now: datetime) -> str:
    """Who noted a call-back's end, what and when, for whoever noted something else on a page from before."""
    over = CallBackState(back.state)
    if last is None or over is CallBackState.GIVEN_UP:
        moment = at(back.ended_at or back.asked_at, now)
        return _("This call-back was given up already (%(at)s).") % {"at": moment}
    said = {
        "name": names_of({last.by}).get(last.by, "") or _("A colleague"), "at": at(last.at, now),
        "what": _("They rang themselves") if last.rang else _BACKS[CallBackState.REACHED][1](),
    }  # fmt: skip
    if last.by == who.key:
        return _("You noted the end of this call-back already (%(at)s): %(what)s.") % said
    return _("%(name)s noted the end of this call-back already (%(at)s): %(what)s.") % said


def back_badge(state: str) -> SafeString:
    """Where a call-back is."""
    tone, said = _BACKS[CallBackState(state)]
    return _badge(tone, said())


def about(back: CallBack, now: datetime) -> str:
    """What a call-back is about: what was written, or the call that nobody answered."""
    if back.erased:
        return _("(erased as the law provides)")
    return str(back.about) or _("Missed call, %(at)s") % {"at": at(back.asked_at, now)}


def _badge(tone: str, said: str) -> SafeString:
    return format_html('<span class="hy-state {}">{}</span>', tone, said)


def seconds(n: int | None) -> str:
    """A length in words: 45 seconds, 3 minutes 20; nothing for what isn't known."""
    if n is None:
        return ""
    if n < 60:
        return ngettext("%(n)s second", "%(n)s seconds", n) % {"n": n}
    if n < 3600:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": n // 60, "seconds": f"{n % 60:02}"}
    return _("%(hours)s h %(minutes)s min") % {"hours": n // 3600, "minutes": f"{n % 3600 // 60:02}"}


def times(call: Call) -> str:
    """How long the caller waited and how long it lasted, as far as that is known."""
    waited, talked = seconds(call.waited), seconds(call.talked)
    parts = [_("waited %(time)s") % {"time": waited} if waited else ""]
    parts.append(_("lasted %(time)s") % {"time": talked} if talked else "")
    return " · ".join(part for part in parts if part)


def at(moment: datetime, now: datetime) -> str:
    """The time of day; with its day if that isn't today."""
    here, today = when.local(moment), when.local(now).date()
    if here.date() == today:
        return f"{here:%H:%M}"
    return f"{when.short_day(here.date(), today)} {here:%H:%M}"


def percent(share: float | None) -> str:
    """A share as a whole per cent; a dash where there was nothing to share."""
    return "–" if share is None else f"{round(share * 100)}%"
