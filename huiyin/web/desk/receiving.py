"""Today's reception as the leader's page shows it: is it my day, who came, what I promised and took on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.cases.day import visits_on
from huiyin.rooms.cases.lists import owned_by
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import visible_to
from huiyin.rooms.county.queries import rota_terms
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rooms.duty.queries import promises_of, received_on, rota
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Actor
from huiyin.rules.rota import MOST_WEEKS
from huiyin.web.desk.work_rows import people, title_of
from huiyin.web.shared import badges, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.rota import day_named, span, usual_hours, usual_place
from huiyin.web.shared.words import word

#: So many visitors stand on the page; a day that brings more says so.
MOST = 12
#: What was taken on and isn't put down on the matter is asked for so long.
BACK = timedelta(days=60)
NEW = "/desk/duty/receptions/new/"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visit that was registered today; ``noted``: the leader has written down what was said."""

    title: str
    lang: str
    url: str
    line: str
    note_url: str
    noted: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised or taken on and isn't settled; ``own_url``: where taking it on is put down on the matter."""

    text: str
    lang: str
    clock: SafeString
    day: str
    url: str
    own_url: str


@dataclass(frozen=True, slots=True)
class Today:
    """The reception of the day: what shift it is (or when the next one comes), who came, what is to be kept."""

    mine: bool
    word: str
    place: str
    next: str
    visitors: tuple[Visitor, ...]
    more: bool
    note_url: str
    promises: tuple[Promised, ...]


def today(who: Actor, posts: Sequence[str], now: datetime) -> Today:
    """For these leaders' posts; visits only on a day of theirs. At most five queries."""
    day = local_date(now)
    shifts = [s for s in rota(day, day + timedelta(weeks=MOST_WEEKS // 2)) if s.receiver in posts]
    mine = sorted((s for s in shifts if s.first <= day <= s.last), key=lambda s: s.last - s.first)
    coming = next((s for s in shifts if s.first > day), None)
    visits, noted = _came(who, day, mine)
    shift = mine[0] if mine else None
    return Today(
        mine=bool(mine),
        word=_said(shift, day) if shift else "",
        place=" · ".join(filter(None, (_where(shift), usual_hours(rota_terms())))) if shift else "",
        next=_("Your next duty: %(days)s") % {"days": span(coming.first, coming.last, day)} if coming else "",
        visitors=tuple(_visitor(one, shift, noted, day) for one in visits[:MOST] if shift),
        more=len(visits) > MOST,
        note_url=f"{NEW}?{urlencode({'shift': shift.pk, 'from': 'leader'})}" if shift else "",
        promises=tuple(_promises(who, posts, day)),
    )


def _said(shift: Shift, day: date) -> str:
    kind = word(shift.fact().kind)
    if shift.first == shift.last:
        return kind
    return f"{kind} · " + _("until %(day)s") % {"day": day_named(shift.last, day)}


def _where(shift: Shift) -> str:
    return shift.place or usual_place(rota_terms())


def _came(who: Actor, day: date, mine: Sequence[Shift]) -> tuple[list[Petition], set[str]]:
    """The visits of the day, and the matters that were noted down at these duties; nothing where there is none today."""
    if not mine:
        return [], set()
    return visits_on(who, day), {row.matter for row in received_on(day, [s.pk for s in mine])}


def _visitor(one: Petition, shift: Shift, noted: Iterable[str], day: date) -> Visitor:
    title, number = title_of(one.matter), one.matter_id
    asked = {"matter": number, "shift": shift.pk, "from": "leader"}
    return Visitor(
        title, lang_of(title), f"/desk/matter/{number}/", f"{when.local(one.registered_at):%H:%M} · {people(one.persons)}",
        f"{NEW}?{urlencode(asked)}", number in noted,
    )  # fmt: skip


def _promises(who: Actor, posts: Sequence[str], day: date) -> Iterable[Promised]:
    """Promises to keep, and what was taken on but isn't owned yet, the nearest first; never what isn't open to them."""
    rows = promises_of(posts, since=day - BACK)
    numbers = {row.matter for row in rows} - {""}
    seen = (
        set(visible_to(who).filter(number__in=numbers).values_list("number", flat=True)) if numbers else set()
    )
    owned = owned_by({row.matter for row in rows if row.taken_on})
    for row in rows:
        if row.matter and row.matter not in seen:
            continue
        to_own = row.taken_on and (row.matter, row.shift.receiver) not in owned
        if row.due_on is None and not to_own:
            continue
        yield _promised(row, day, to_own)


def _promised(row: Reception, day: date, to_own: bool) -> Promised:
    text = row.note or _("Taken on at the reception")
    own = f"/desk/matter/{row.matter}/decide/?do=own&leader={row.shift.receiver}" if to_own else ""
    due = row.due_on if row.done_at is None else None
    return Promised(
        text, lang_of(text), badges.clock(due, day) if due else SafeString(), when.short_day(due, day) if due else "",
        f"/desk/duty/receptions/#reception-{row.pk}", own,
    )  # fmt: skip
