"""My day: how much is due, late, back, waiting for this person; each number opens exactly its rows. And who is on duty.

What waits for whom follows from the posts: sorting and sending for those who dispatch, signing for and answering for those who
handle, approving for those who approve. Every number is of matters that the person may see, by the work list's own condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.accounts.queries import holders
from huiyin.rooms.cases import leading, lists, transfers
from huiyin.rooms.cases.working import MOST_COUNTED, count, owners_gone
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import promised
from huiyin.rooms.duty.queries import today as on_duty
from huiyin.rooms.insight.hot import how_many_led
from huiyin.rooms.intake.calls import queries as calls
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Actor, Permission, Role
from huiyin.rules.vocabulary import Status
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.clocks import alarm_line
from huiyin.web.desk.filtering import choice, withdrawn_word
from huiyin.web.desk.hot import LED, led_word
from huiyin.web.desk.rota import alarms
from huiyin.web.shared import county, when
from huiyin.web.shared.page import private, render
from huiyin.web.shared.rota import day_named
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Lists that aren't of matters but of notices, commitments and the like are counted to here: two pages.
MOST_LISTED = 99


@dataclass(frozen=True, slots=True)
class Tile:
    """One number, what it counts, where its rows are."""

    word: str
    count: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Numbers that belong together."""

    word: str
    tiles: tuple[Tile, ...]


@require_safe
@staff
def my_day_page(request: HttpRequest) -> HttpResponse:
    """The day of whoever is signed in."""
    who, now = actor(request), timezone.now()
    today = local_date(now)
    context = {
        "at": "day",
        "greeting": _hello(who),
        "day": day_named(today, today),
        "boards": boards(who, today),
        "leads": menu.leads(who),
        "duty": duty_lines(on_duty(today), now),
        "alarm": alarm_line(who, now),
        "duty_alarms": duty_alarms(who, today),
    }
    return private(render(request, "desk/my_day.html", context, frame=frame(request)))


def _listed(n: int) -> str:
    return f"{MOST_LISTED}+" if n > MOST_LISTED else str(n)


def _hello(who: Actor) -> str:
    posts = dict.fromkeys(f"{county.unit_name(post.unit)} · {word(post.role)}" for post in who.posts)
    between = _("; ")
    return between.join(posts)


def boards(who: Actor, today: date) -> list[Board]:
    """The person's numbers. What counts nothing stays: that there is nothing late is news, too."""
    if not menu.works(who):
        return []
    made = [
        Board(pgettext("my day", "Terms"), tuple(_terms(who, today))),
        Board(_("Waits for you"), tuple(_waiting(who, today))),
        Board(_("What else waits"), tuple(_around(who, today))),
    ]
    return [board for board in made if board.tiles]


def _matters(who: Actor, today: date, text: str, tone: str = "", **given: str) -> Tile:
    """A number of matters, and the work list with the same choice."""
    chosen = choice(given, who, today)
    found = count(who, chosen.wanted())
    shown = f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found)
    return Tile(text, shown, chosen.link(), tone if found else "none")


def _terms(who: Actor, today: date) -> Iterator[Tile]:
    yield _matters(who, today, _("Late"), "late", due="late")
    yield _matters(who, today, _("Due today"), "today", due="today")
    yield from _of_the_desk(who, today)
    yield _matters(who, today, pgettext("filter", "Urgent"), "care", urgent="1")
    yield _matters(who, today, pgettext("filter", "Came back or answered"), "care", back="1")
    if who.may(Permission.REGISTER) or who.may(
        Permission.DISPATCH
    ):  # a unit's matters came in at the desk, on another day
        yield _matters(who, today, pgettext("filter", "New today"), new="1")


def _of_the_desk(who: Actor, today: date) -> Iterator[Tile]:
    """What the house that sends out owes itself on matters that others have by now; no unit is late by it."""
    yesterday = today - timedelta(days=1)
    for unit in sorted({post.unit for post in who.posts if post.role is Role.DISPATCHER}):
        n = lists.how_many_due(who, yesterday, unit=unit, most=MOST_LISTED)
        if n:
            shown = _listed(n)
            yield Tile(
                _("Our own duties past their day"), shown, f"/desk/due/?on={yesterday}&unit={unit}", "late"
            )


#: What waits for whoever holds the permission: the state in which a matter waits for it.
_WAITS: tuple[tuple[Permission, Status, Callable[[], str]], ...] = (
    (Permission.TRIAGE, Status.REGISTERED, lambda: _("To sort")),
    (Permission.DISPATCH, Status.TRIAGED, lambda: _("To send on")),
    (Permission.DISPATCH, Status.OBJECTED, lambda: _("Objections to answer")),
    (Permission.APPROVE, Status.DRAFTED, lambda: _("To approve")),
    (Permission.HANDLE, Status.SENT, lambda: _("To sign for")),
    (Permission.HANDLE, Status.APPROVED, lambda: _("To issue")),
    (Permission.DELIVER, Status.ISSUED, lambda: _("To deliver")),
    (Permission.CLOSE, Status.DELIVERED, lambda: _("To close")),
)


#: Who writes the letter that confirms a withdrawal, before a unit has it and then.
_CONFIRMING = frozenset({Role.DISPATCHER, Role.HEAD})


def _waiting(who: Actor, today: date) -> Iterator[Tile]:
    if who.may(Permission.HANDLE):
        yield _matters(who, today, pgettext("filter", "Signed for by me"), mine="1")
    only_leads = _only_leads(who)
    # who heads the department sees the county's, and waits for what lies with their own house
    own = {"own": "1"} if any(post.department and post.role is Role.HEAD for post in who.posts) else {}
    for permission, status, text in _WAITS:
        if permission is Permission.APPROVE and only_leads:
            n = len(leading.drafts(who))
            yield Tile(text(), str(n), "/desk/leader/#h-waits", "care" if n else "none")
        elif _waits(who, permission):
            closing = {"done": "1"} if status is Status.DELIVERED else {}
            yield _matters(who, today, text(), "care", state=status.value, **closing, **own)
    yield from _taken_back(who, today)
    if who.may(Permission.REGISTER):
        yield from _telephone(who, timezone.now())
    if any(post.role is Role.DISPATCHER for post in who.posts):
        yield from _with_nobody(who, today)
        yield from _to_take_up(who)
        yield from _passed_on(who, today)


def _taken_back(who: Actor, today: date) -> Iterator[Tile]:
    """What everybody in it took back and who is to confirm it: the desk that has it, else the unit's head. Art. 19.

    Nothing where nothing waits, for most days have none. Whoever sees the county counts what their own units have.
    """
    units = sorted({post.unit for post in who.posts if post.role in _CONFIRMING})
    for unit in units if who.may(Permission.SEE_COUNTY) else [""][: len(units)]:
        tile = _matters(who, today, withdrawn_word(), "care", withdrawn="1", unit=unit)
        if tile.tone != "none":
            yield tile


def _with_nobody(who: Actor, today: date) -> Iterator[Tile]:
    """Open matters of a unit that was closed and that nobody goes on for; no query where there is no such unit."""
    for unit in owners_gone(who):
        text = _("Needs a unit: %(unit)s") % {"unit": county.holder_name(unit)}
        yield _matters(who, today, text, "late", unit=unit)


def _to_take_up(who: Actor) -> Iterator[Tile]:
    """Whose answer a review has revoked, or a look found wrong: their desk takes them up again. Nothing where there is none."""
    n = len(lists.to_take_up(who, units=sorted({post.unit for post in who.posts}), size=MOST_LISTED))
    if n:
        shown = _listed(n)
        yield Tile(_("To take up again"), shown, "/desk/due/?again=1", "care")


def _passed_on(who: Actor, today: date) -> Iterator[Tile]:
    """Whoever passed a petition on to us waits for its result: what can go back now, and what is past the sender's day.

    It goes back from the house that sends out; nothing where nothing is owed.
    """
    for show, wanted, text, tone in (
        ("answered", transfers.Wanted(answered=True), _("Results to report back"), "care"),
        ("late", transfers.Wanted(late=today), _("Results past the sender’s day"), "late"),
    ):
        n = transfers.how_many(who, wanted, most=MOST_LISTED)
        if n:
            shown = _listed(n)
            yield Tile(text, shown, f"/desk/transfers/?show={show}", tone)


def _telephone(who: Actor, now: datetime) -> Iterator[Tile]:
    """What the telephone still owes; nothing where nobody rang, for most houses have no hotline."""
    for n, word_, url, tone in (
        (calls.not_noted(who), _("Calls not noted yet"), "/desk/calls/?show=open#all", "care"),
        (
            calls.late_backs(who, now=now),
            _("Call-backs past their time"),
            "/desk/calls/back/?show=late",
            "late",
        ),
    ):
        if n:
            yield Tile(word_, _listed(n), url, tone)


def _waits(who: Actor, permission: Permission) -> bool:
    """A leader sorts and sends only where the department itself is accused: no part of their day."""
    return any(post.role is not Role.LEADER for post in who.posts_with(permission))


def _only_leads(who: Actor) -> bool:
    """Whether the person has leaders' posts alone: they sign what their own house writes, not what units write."""
    return bool(who.posts) and all(post.role is Role.LEADER for post in who.posts)


def _around(who: Actor, today: date) -> Iterator[Tile]:
    def listed(slug: str, n: int, tone: str = "care", query: str = "", text: str = "") -> Tile:
        shown = _listed(n)
        place = menu.LISTS[slug]
        return Tile(text or place.word(), shown, f"/desk/{slug}/{query}", tone if n else "none")

    only_leads = _only_leads(who)
    approves = who.may(Permission.APPROVE) and not only_leads
    named = [
        "questions",
        "instructions",
        "supervised",
        "late commitments",
        *["cohandled"] * (not only_leads),
        *["extensions"] * approves,
    ]
    counted = lists.how_many(who, named, today, most=MOST_LISTED)
    if lists.own_posts(who):
        mine = lists.owned(who, leaders=lists.own_posts(who), size=MOST_LISTED)
        yield listed("owned", len(mine), "", "?whose=mine", _("Owned by me"))
    yield listed("questions", counted["questions"])
    yield listed("instructions", counted["instructions"])
    if approves:
        yield listed("extensions", counted["extensions"])
    yield listed("supervised", counted["supervised"])
    late = counted["late commitments"]
    yield listed("commitments", late, "late", "?which=late", _("Commitments of matters past their day"))
    if not only_leads:
        yield listed("cohandled", counted["cohandled"], "")
        yield from _led(who, today)
    if who.may(Permission.FOLLOW_UP):
        yield listed("looks", len(lists.looks(who, size=MOST_LISTED)))


def _led(who: Actor, today: date) -> Iterator[Tile]:
    """Which hot matters their units lead, or led to a result: so a unit learns that it does, and finds what came of it.

    Nothing where there is none, for most lead none.
    Whoever sees the county has all of them in the menu: one query less.
    """
    going, ended = how_many_led(who, today=today) if who.may(Permission.HANDLE) else (0, 0)
    if going:
        yield Tile(led_word(), _listed(going), LED, "care")
    elif ended:
        yield Tile(_("Hot matters that your unit led, with a result"), _listed(ended), LED)


def duty_alarms(who: Actor, today: date) -> list[dict[str, str]]:
    """What is missing of the leaders' duty: to whoever plans it its gaps, to whoever has to do with it late promises."""
    found = []
    if who.may(Permission.ROTA):
        found = [
            {"kind": one.kind, "heading": one.heading, "text": one.text, "url": "/desk/duty/", "word": _("To the rota")}
            for one in alarms(today) if one.kind == "bad"
        ]  # fmt: skip
    late = promised(today, most=MOST_LISTED)[1] if menu.sees_duty(who) else 0
    if late:
        shown = _listed(late)
        found.append({
            "kind": "care", "heading": _("Promises at receptions past their day: %(n)s") % {"n": shown}, "text": "",
            "url": "/desk/duty/receptions/", "word": _("To the promises"),
        })  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Who receives today, where and how to reach them."""

    leader: str
    person: str
    kind: str
    place: str
    phone: str
    until: str


def duty_lines(shifts: list[Shift], now: datetime) -> list[DutyLine]:
    """Today's duties in words, the shortest first; one query for the people's names."""
    people = holders(Role.LEADER, now) if shifts else {}
    return [
        DutyLine(
            county.unit_name(shift.receiver), people.get(shift.receiver, ""), word(shift.fact().kind), shift.place,
            shift.phone, "" if shift.last - shift.first < timedelta(days=1) else when.short_day(shift.last, local_date(now)),
        )
        for shift in shifts
    ]  # fmt: skip
