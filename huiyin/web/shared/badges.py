"""The two badges, each made in one place: a term and a state, told by colour and word and shape together.

Made as strings, not as template partials: a work list shows a hundred of them.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.withdrawn import TakenBack
from huiyin.rooms.county.queries import terms
from huiyin.rules.clocks import Clock, Light, light_on
from huiyin.rules.vocabulary import Stage, Status
from huiyin.web.shared import when
from huiyin.web.shared.words import language, word

#: From so many days before the last day on, a term asks for attention.
SOON = 3

_TONES: dict[Status, str] = {
    Status.REGISTERED: "desk",
    Status.TRIAGED: "desk",
    Status.SENT: "unit",
    Status.HANDLING: "unit",
    Status.OBJECTED: "trouble",
    Status.DRAFTED: "unit",
    Status.APPROVED: "unit",
    Status.ISSUED: "answer",
    Status.DELIVERED: "answer",
    Status.CLOSED: "end",
    Status.LINKED: "end",
}


def tone_of(due: date, today: date) -> str:
    """How near the last day is: calm, soon, today or late."""
    days = (due - today).days
    return "late" if days < 0 else "today" if days == 0 else "soon" if days <= SOON else "calm"


def clock(due: date, today: date, *, since: date | None = None, provisional: bool = False) -> SafeString:
    """A running term: how many days are left or late; the day itself on pointing at it.

    It is amber three days before its end and red on the day before; where it is known since when the term runs, sooner by
    the share that is left (settings of the county).
    """
    return _clock(due, today, tone_for(due, today, since=since), provisional, language())


def tone_for(due: date, today: date, *, since: date | None) -> str:
    """How near it is: by the share that is left where it is known since when it runs, never calmer than its days say.

    A term of one day has all of itself left on the day before its last, one of sixty a sixtieth: for the eye tomorrow is
    tomorrow. So the share only raises what the days say.
    """
    tone = tone_of(due, today)
    if tone not in ("soon", "calm"):
        return tone
    found = [tone, "today" if (due - today).days <= 1 else "calm"]
    if since is not None:
        found.append(_BY_LIGHT[light_on(since, due, today, terms=terms())])
    return max(found, key=_RISING.index)


def nearest(matter: Matter, today: date) -> SafeString:
    """The nearest last day of whoever has the matter, as its own page has it; nothing where none runs."""
    if matter.next_due is None:
        return SafeString()
    return clock(matter.next_due, today, since=matter.next_since, provisional=matter.next_provisional)


def term(matter: Matter) -> str:
    """What is due on the nearest last day: of several terms that run at once each page says which one it shows."""
    return word(Clock(matter.next_clock)) if matter.next_clock else ""


def until(matter: Matter, today: date) -> str:
    """The nearest last day in little room and of which term it is; empty where none runs. Plain text."""
    if matter.next_due is None:
        return ""
    return " · ".join(filter(None, (when.short_day(matter.next_due, today), term(matter))))


_RISING = ("calm", "soon", "today")
#: Red has the form of a last day, amber that of one that is near.
_BY_LIGHT = {Light.GREEN: "calm", Light.AMBER: "soon", Light.RED: "today"}


@lru_cache(maxsize=4096)
def _clock(due: date, today: date, tone: str, provisional: bool, lang: str) -> SafeString:
    tone += " provisional" if provisional else ""
    text = when.distance(due, today)
    if provisional:
        text = _("%(left)s (may change)") % {"left": text}
    return mark_safe(f'<span class="hy-clock {tone}" title="{escape(when.day(due))}">{escape(text)}</span>')  # noqa: S308


def ended(due: date, stopped: date) -> SafeString:
    """A stopped term: in time, or so many days late."""
    if stopped <= due:
        return _span("hy-clock done", _("in time"))
    return _span("hy-clock missed", when.distance(due, stopped))


def taken_back() -> SafeString:
    """A term that ended because the matter was taken away: neither in time nor late."""
    return _span("hy-clock done", _("taken back"))


def lapsed() -> SafeString:
    """A window (a right, not a duty) that has ended, used or not."""
    return _span("hy-clock done", _("ended"))


def state(status: Status) -> SafeString:
    """Where a matter stands."""
    return _state(status, language())


@lru_cache(maxsize=64)
def _state(status: Status, lang: str) -> SafeString:
    return _span(f"hy-state {_TONES[status]}", word(status))


def urgent() -> SafeString:
    """The mark of what is grave or urgent."""
    return _span("hy-urgent", _("urgent"))


def kept() -> SafeString:
    """The mark of what is told in confidence or reports somebody: who speaks is for the house that took it in alone."""
    return _span("hy-state", _("petitioner's data kept"))


def in_confidence() -> SafeString:
    """The same in a row of a list, where there is little room."""
    return _span("hy-state", pgettext("mark", "in confidence"))


def fallen(said: str) -> SafeString:
    """The mark of an answer that doesn't hold any more, or not as it stands."""
    return _span("hy-state trouble", said)


def to_print(number: str, seq: int) -> SafeString:
    """The link to a numbered notice on paper, behind what a row says of it."""
    at = f"/desk/matter/{number}/notice/{seq}.pdf"
    return format_html(' · <a class="hy-noprint" href="{}" download>{}</a>', at, _("Print the notice (PDF)"))


def stage(of: Stage) -> SafeString:
    """The mark of a review or recheck; nothing at first handling."""
    return SafeString() if of is Stage.FIRST else _span("hy-state", word(of))


def withdrawn(how: TakenBack | None) -> SafeString:
    """The mark of what was taken back and waits to be confirmed; nothing where nobody took it back."""
    return SafeString() if how is None else _span("hy-state trouble", withdrawn_word(how))


def withdrawn_word(how: TakenBack) -> str:
    """That everybody took it back, or some of those who are in it."""
    return (
        _("taken back, to be confirmed in writing")
        if how is TakenBack.ALL
        else _("some petitioners took it back")
    )


def _span(classes: str, text: str) -> SafeString:
    return mark_safe(f'<span class="{classes}">{escape(text)}</span>')  # noqa: S308  our classes, text escaped
