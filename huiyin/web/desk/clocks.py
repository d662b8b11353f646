"""The page that proves a matter's dates: every term, running and ended, with its article and each step to its last day.

And the line on the work list when the published calendar is about to run out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.county.queries import calendar_alarm, law
from huiyin.rooms.dossier import queries as record
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import RULES, Kind, Light, Step, Unit, explain, light
from huiyin.rules.evolution import fold
from huiyin.rules.guards import Law
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.state import ClockRun
from huiyin.rules.terms import Party
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.access import frame, matter_or_404, staff
from huiyin.web.desk.clock_facts import foreign_numbers, taken_back
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.explain import count_of, sentences
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.sayings import article, label
from huiyin.web.shared.words import run_on, word

if TYPE_CHECKING:
    from django.http import HttpRequest

Fact = tuple[str, str]
#: Each light is told by a colour and a shape (of the style sheet) and by a word (see ``_light``).
_TONES = {Light.GREEN: "calm", Light.AMBER: "soon", Light.RED: "late"}


@dataclass(frozen=True, slots=True)
class ClockCard:
    """One term: what it is, how near its end, the facts of it, and how its last day was reached."""

    n: int
    code: str
    word: str
    badge: SafeString
    facts: tuple[Fact, ...]
    steps: tuple[str, ...]


@require_safe
@staff
def clocks_page(request: HttpRequest, number: str) -> HttpResponse:
    """Every term of one matter."""
    matter = matter_or_404(request, number)
    if matter.number != number:
        return HttpResponseRedirect(f"/desk/matter/{matter.number}/clocks/")
    entries, now = record.entries(matter.number), timezone.now()
    state = fold(map(record.as_event, entries))
    assert state is not None, "a matter without a dossier"
    moved, ruling, title = _moved(entries), law(), title_of(matter)
    texts = record.texts(matter.number) if any(run.source for run in state.clocks) else {}
    foreign, taken = foreign_numbers(entries, texts), taken_back(state, entries)

    def drawn(run: ClockRun) -> ClockCard:
        return card(
            run, ruling, moved.get(run.n, ()), now=now, foreign=foreign.get(run.n, ""), taken=run.n in taken
        )

    over = [run for run in state.clocks if is_over(run, local_date(now))]
    running = sorted((run for run in state.clocks if run not in over), key=lambda run: (run.due_on, run.n))
    context = {
        "number": matter.number,
        "title": title,
        "lang": lang_of(title),
        "running": [drawn(run) for run in running],
        "ended": [drawn(run) for run in reversed(over)],
    }
    return private(render(request, "desk/clocks.html", context, frame=frame(request)))


def card(
    run: ClockRun,
    ruling: Law,
    moved: Iterable[tuple[datetime, date]],
    *,
    now: datetime,
    foreign: str = "",
    taken: bool = False,
) -> ClockCard:
    """One term made ready for the page.

    ``moved``: when its last day was reckoned anew, and to which; ``foreign``: its number on the other line; ``taken``: it ended
    because the matter was taken away.
    """
    again = [
        _("Reckoned anew on %(moment)s: last day %(day)s.")
        % {"moment": when.moment(at), "day": when.day(due)}
        for at, due in moved
    ]
    return ClockCard(
        n=run.n,
        code=run.code.value,
        word=word(run.code),
        badge=badge(run, ruling, now=now, taken=taken),
        facts=(*_facts(run, ruling), *_line(run, foreign)),
        steps=(*reached(run, ruling), *again),
    )


def is_over(run: ClockRun, today: date) -> bool:
    """Whether a term has ended: stopped, or a right that lapsed."""
    return not run.running or (RULES[run.code].kind is Kind.WINDOW and run.due_on < today)


def _facts(run: ClockRun, ruling: Law) -> tuple[Fact, ...]:
    rule = RULES[run.code]
    steps = explain_run(run, ruling)
    window = rule.kind is Kind.WINDOW
    whose = (
        pgettext("party", "Petitioner") if rule.party is Party.PETITIONER else county.holder_name(run.party)
    )
    facts = [
        (_("Rule"), article(rule.article) if rule.article else _no_article(run)),
        (_("Whose"), whose),
        (_("Kind"), _("a right, which lapses") if window else _("a duty")),
        (_("Began"), when.moment(run.started_at)),
        (_("Length"), count_of(int(str(steps[0].params["length"])), str(steps[0].params["unit"]))),
        (_("Last day"), when.day(run.due_on)),
    ]
    if run.stopped_at is not None:
        facts.append((_("Ended on"), when.moment(run.stopped_at)))
    return tuple(facts)


def _line(run: ClockRun, foreign: str) -> tuple[Fact, ...]:
    """Which other line the term is of, and the number there."""
    source = ((label("source", Verb.SATELLITE), word(run.source)),) if run.source else ()
    return (*source, (label("foreign", Verb.SATELLITE), foreign)) if foreign else source


def _no_article(run: ClockRun) -> str:
    return _("another line's own") if run.unit else _("the county's own")


def over(run: ClockRun, stopped: date, *, taken: bool = False) -> SafeString:
    """How a term that was stopped ended: a right, taken away, in time or late."""
    if RULES[run.code].kind is Kind.WINDOW:
        return badges.lapsed()
    return badges.taken_back() if taken else badges.ended(run.due_on, stopped)


def badge(run: ClockRun, ruling: Law, *, now: datetime, taken: bool = False) -> SafeString:
    """How near the end is, or how it ended: colour, shape and word together."""
    today = local_date(now)
    if run.stopped_at is not None:
        return over(run, local_date(run.stopped_at), taken=taken)
    if run.paused_at is not None:
        return format_html('<span class="hy-clock done">{}</span>', _("stands still during the hearing"))
    if is_over(run, today):
        return badges.lapsed()
    return _light(run, ruling, now=now)


def _light(run: ClockRun, ruling: Law, *, now: datetime) -> SafeString:
    found, today = light(local_date(run.started_at), run.due_on, now, terms=ruling.terms), local_date(now)
    near = {Light.GREEN: _("time enough"), Light.AMBER: _("getting short"), Light.RED: _("very short")}[found]
    said = when.distance(run.due_on, today)
    if run.due_on >= today:
        said = f"{near} · {said}"
    if run.provisional:
        said = _("%(left)s (may change)") % {"left": said}
    classes = _TONES[found] + (" provisional" if run.provisional else "")
    return format_html('<span class="hy-clock {}">{}</span>', classes, said)


def explain_run(run: ClockRun, ruling: Law) -> tuple[Step, ...]:
    """The rules' explanation of a term of a dossier, by today's calendar."""
    return explain(
        run.code,
        run.started_at,
        calendar=ruling.calendar,
        terms=ruling.terms,
        days=run.days,
        unit=Unit(run.unit) if run.unit else None,
        extra=run.paused_days,
    )


def reached(run: ClockRun, ruling: Law) -> list[str]:
    """The explanation by today's calendar; if that says another day than the dossier, both are told."""
    steps = explain_run(run, ruling)
    said = sentences(steps)
    last = steps[-1].params["day"]
    if last != run.due_on:
        said.append(
            _("The dossier says %(day)s: it was reckoned by the calendar and terms of that time.")
            % {"day": when.day(run.due_on)}
        )
    return said


def _moved(entries: list[Entry]) -> dict[int, list[tuple[datetime, date]]]:
    """For each term by its place in the dossier: when its last day was reckoned anew, and to which day."""
    found: dict[int, list[tuple[datetime, date]]] = {}
    for entry in entries:
        for new in json.loads(entry.data).get("clocks", {}).get("redue", ()):
            found.setdefault(new["n"], []).append((entry.at, date.fromisoformat(new["due"])))
    return found


# -- the calendar's alarm -----------------------------------------------------------------------------------------


def alarm_line(who: Actor, now: datetime) -> str:
    """What whoever sends matters out or administers is told when the published calendar runs out; else empty."""
    if not (who.may(Permission.DISPATCH) or who.may(Permission.ADMINISTER)):
        return ""
    ringing = calendar_alarm(local_date(now))
    if ringing is None:
        return ""
    said = (
        _("The published calendar ended on %(day)s: last days behind it may still change.")
        if ringing.days_left < 0
        else _("The published calendar ends on %(day)s: last days behind it may still change.")
    )
    whose = (
        _("Have the new holiday notice loaded.")
        if who.may(Permission.ADMINISTER)
        else _("The administrator loads the new holiday notice once it is published.")
    )
    return run_on(said % {"day": when.day(ringing.last_certain)}, whose)
