"""At the desk: that an answer was revoked and who takes the matter up again, and which reviews and rechecks go on meanwhile.

The revocation is in force until something else is decided, so nobody waits; but nobody is surprised either (decision 0015).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import ClockRun as Run
from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.under_review import UnderWay, asked_elsewhere, seen_of, under_way
from huiyin.rooms.dossier.queries import entries_of
from huiyin.rules import asking
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.roles import Actor
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import Stage, Status, Verb
from huiyin.web.desk.confirming import only_to_confirm
from huiyin.web.desk.instructed import Pinned
from huiyin.web.desk.list_rows import Line, Today, due, joined
from huiyin.web.desk.reviewing import linked
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.revoking import (
    Became,
    Decided,
    Revoked,
    became_of,
    became_of_first,
    decided_after,
    decided_since,
    requests,
    revoked_by,
)
from huiyin.web.shared.words import decided, run_on, word

_ANSWERED = frozenset({Status.ISSUED, Status.DELIVERED, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Standing:
    """How the answer that the page is about stands.

    ``run``: the desk's term to take the matter up again. ``revoked``: by what. ``shown``: the numbers that the person may know.
    ``ways``: what isn't decided yet. ``since``: what was decided of the earlier answer since the matter was taken up again.
    ``first``: on a review's page, what has become of the first matter's answer; on the page of what has parted from another
    matter, of the answer that was given there, in ``given_in``. ``anew``: of a request that was taken back and waits to be
    confirmed, the one that came after it.
    """

    run: ClockRun | None = None
    revoked: Revoked | None = None
    shown: frozenset[str] = frozenset()
    ways: tuple[UnderWay, ...] = ()
    since: tuple[Decided, ...] = ()
    first: Became | None = None
    given_in: str = ""
    anew: Anew | None = None


@dataclass(frozen=True, slots=True)
class Anew:
    """That the same petitioner has asked anew since they took this request back; ``number``: empty for who may not see it."""

    number: str


def standing(file: File, by: Actor) -> Standing:
    """Of a matter's page. No query where nobody has asked for a review, else up to four; three more of what has parted."""
    state = file.state
    if state.stage is not Stage.FIRST:
        return replace(_decided(file, by) or _above(state, by), anew=_asked_anew(state, by))
    run, asked = again(state), requests(file.entries, state.number)
    if not asked:
        return _parted(file, by) or Standing(run)
    here = {one.number for one in state.petitions}
    gone = {review for review, petition in asked.items() if petition not in here}  # they go on elsewhere
    revoked = revoked_by(file.entries)
    since = tuple(
        one
        for one in decided_since(file.entries)
        if one.through not in gone and state.status not in _ANSWERED
    )
    shown = seen_of([one.review for one in (revoked, *since) if one], by)
    ways = under_way([state.number], by).get(state.number, ())
    return Standing(run, revoked, shown, tuple(one for one in ways if one.review not in gone), since)


def _parted(file: File, by: Actor) -> Standing | None:
    """Of a matter that has parted from another one whose answer it had: what reviews of that answer have come to or go on.

    Only what its own petitioners asked for. None where they asked for nothing, or have a new answer.
    """
    asked = asked_elsewhere(file) if file.state.status not in _ANSWERED else {}
    if not asked:
        return None
    entries = entries_of(asked.values())
    became = [became_of(entries.get(about, ()), review) for review, about in asked.items()]
    since = [
        decided
        for one in became
        for decided in (
            decided_after(entries[asked[one.review]], one.review, one.again_at) if one.again_at else ()
        )
    ]
    before = [one for one in became if one.revoked and one.again_at and one.revoked.at <= one.again_at]
    first = before[-1] if before else None
    ways = [one for found in under_way(asked.values(), by).values() for one in found if one.review in asked]
    shown = seen_of([*asked.values(), *(one.review for one in (first and first.revoked, *since) if one)], by)
    given_in = asked[first.review] if first else ""
    return Standing(shown=shown, ways=tuple(ways), since=tuple(since), first=first, given_in=given_in)


def _decided(file: File, by: Actor) -> Standing | None:
    """Of a review that was decided: what its recheck has made of it, if it revoked it."""
    revoked = revoked_by(file.entries)
    if revoked is None:
        return None
    first = became_of_first(file.state)
    return Standing(revoked=revoked, shown=seen_of([revoked.review, first.where], by), first=first)


def _above(state: MatterState, by: Actor) -> Standing:
    """Of a review or recheck: what has become of the first answer otherwise, meanwhile or since."""
    first = became_of_first(state)
    if first.by_other is None and first.again_at is None:  # it holds, or what is rechecked is just that
        return Standing()
    shown = seen_of([first.where, *([first.revoked.review] if first.revoked else ())], by)
    return Standing(shown=shown, first=first)


def _asked_anew(state: MatterState, by: Actor) -> Anew | None:
    """Some queries of a request that was taken back and isn't confirmed yet, else none."""
    if not only_to_confirm(state):
        return None
    below = file_of(state.about).state
    whose = next((ask.petition for ask in below.asks if ask.review == state.number), "")
    number = asking.asked_now(below, whose)
    if number in ("", state.number):
        return None
    return Anew(number if number in seen_of([number], by) else "")


# -- on the matter's page -------------------------------------------------------------------------------------------


def pinned(at: Standing, file: File, possible: Set[Verb], *, now: datetime) -> list[Pinned]:
    """What stands above the page; the numbers in it are links."""
    return [replace(one, line=linked(one.line)) for one in _pinned(at, file, possible, now=now)]


def _pinned(at: Standing, file: File, possible: Set[Verb], *, now: datetime) -> list[Pinned]:
    state = file.state
    if state.stage is not Stage.FIRST:
        found = [_anew(at.anew)] if at.anew else []
        if at.first is None:
            return found
        return [*found, _overturned(at.revoked, at) if at.revoked else _meanwhile(at.first, at.shown, state)]
    if at.run is not None:
        run, today = at.run, local_date(now)
        clock = badges.clock(run.due_on, today, since=local_date(run.started_at), provisional=run.provisional)
        return [_to_take_up(at, run, state, possible, clock)]
    if state.status in _ANSWERED:
        return []
    found = [_came(one, at.shown) for one in at.since]
    if at.first is not None and at.first.revoked is not None:
        found.append(_revoked_there(at.first.revoked, at))
    if at.ways:
        line = run_on(going_on(at.ways), _("Look at what it decides before the new answer goes out."))
        found.append(Pinned(_("The earlier answer is still under review"), line, SafeString(), "", "", ()))
    return found


def _anew(anew: Anew) -> Pinned:
    """On the page of a request that was taken back: that the same petitioner has asked again, and what is left to do here."""
    line = _(
        "Here only the letter is left that confirms it; it doesn't wait for the new request, nor that one for it."
    )
    by = _("That request has number %(number)s.") % {"number": anew.number} if anew.number else ""
    return Pinned(_("The petitioner has asked anew since"), run_on(by, line), SafeString(), "", "", ())


def _came(one: Decided, shown: Set[str]) -> Pinned:
    """What came back after the matter was taken up again: it holds, so the new answer has to go by it (Art. 35, 36)."""
    told = {
        "stage": word(one.stage),
        "day": when.day(local_date(one.at)),
        "outcome": decided(one.outcome, one.stage),
    }
    head = _("%(stage)s of the earlier answer, decided on %(day)s: %(outcome)s") % told
    said = {"stage": word(one.stage), "number": one.review}
    by = _("Decided by %(stage)s %(number)s.") % said if one.review in shown else ""
    line = _(
        "The matter had been taken up again by then. Look at what this leaves to be answered before the new answer goes out."
    )
    return Pinned(head, run_on(by, line), SafeString(), "", "", ())


def _to_take_up(
    at: Standing, run: ClockRun, state: MatterState, possible: Set[Verb], clock: SafeString
) -> Pinned:
    head = (
        _("The answer was revoked on %(day)s") % {"day": when.day(local_date(at.revoked.at))}
        if at.revoked
        else _("A look into a low rating found that it is to be handled again")
    )
    who = {"unit": county.holder_name(run.party), "day": when.day(run.due_on)}
    line = run_on(
        _by_what(at.revoked, at.shown) if at.revoked else "",
        _("%(unit)s is to take the matter up again by %(day)s.") % who,
        meanwhile(at.ways),
    )
    act = ((word(Verb.REOPEN), f"/desk/matter/{state.number}/?do={Verb.REOPEN.value}"),)
    return Pinned(head, line, clock, "", "", act if Verb.REOPEN in possible else ())


def _by_what(revoked: Revoked, shown: Set[str]) -> str:
    """By which number, for whoever may know it."""
    said = {"stage": word(revoked.stage), "number": revoked.review}
    return _("Decided by %(stage)s %(number)s.") % said if revoked.review in shown else ""


def _revoked_there(revoked: Revoked, at: Standing) -> Pinned:
    """On the page of what has parted: that the answer which it had in the other matter was revoked."""
    head = _("The first answer was revoked on %(day)s") % {"day": when.day(local_date(revoked.at))}
    given = (
        _(
            "It was given in %(number)s, from which this petition has parted since; the new answer is given here."
        )
        % {"number": at.given_in}
        if at.given_in in at.shown
        else ""
    )
    return Pinned(head, run_on(_by_what(revoked, at.shown), given), SafeString(), "", "", ())


def _overturned(revoked: Revoked, at: Standing) -> Pinned:
    """On the page of a review whose decision the recheck has revoked: nothing is done in it any more."""
    head = _("The recheck revoked this decision on %(day)s") % {"day": when.day(local_date(revoked.at))}
    where = at.first.where if at.first else ""
    anew = (
        _("The matter is handled anew under number %(number)s; nothing is done here any more.")
        % {"number": where}
        if where in at.shown
        else ""
    )
    return Pinned(head, run_on(_by_what(revoked, at.shown), anew), SafeString(), "", "", ())


def _meanwhile(first: Became, shown: Set[str], state: MatterState) -> Pinned:
    """On the page of a review or recheck: what it is about doesn't hold any more, and what comes next."""
    revoked, decided = first.revoked, state.status in _ANSWERED
    own = first.by_other is None
    waits = not decided and not state.withdrawn_by_all
    if revoked is None or (own and decided):
        return _handled_anew(first, shown, waits=waits)
    article = _(
        "The request is answered in writing all the same; that the answer doesn't hold any more may be all it says."
    )
    owed = (article, _("The petitioner may take the request back.")) if waits else ()
    head = _("The first answer was revoked on %(day)s") % {"day": when.day(local_date(revoked.at))}
    return Pinned(
        head, run_on(_by_what(revoked, shown), _since(first, shown), *owed), SafeString(), "", "", ()
    )


def _handled_anew(first: Became, shown: Set[str], *, waits: bool) -> Pinned:
    """That the matter was taken up again without this being the reason, or after it; what can still be decided here."""
    assert first.again_at is not None, "else the answer holds"
    head = _("The matter was taken up again on %(day)s") % {"day": when.day(local_date(first.again_at))}
    about = _(
        "This is about the earlier answer, which doesn't hold any more; the new one can be reviewed by itself."
    )
    owed = (
        _("The request is answered in writing all the same."),
        _("The petitioner may take the request back."),
    )
    return Pinned(
        head, run_on(_since(first, shown), about, *(owed if waits else ())), SafeString(), "", "", ()
    )


def _since(first: Became, shown: Set[str]) -> str:
    """Since when the matter is handled anew, and where, for whoever may know it."""
    if first.again_at is None:
        return _("The matter is to be handled anew.")
    day = {"day": when.day(local_date(first.again_at))}
    if first.where not in shown:
        return _("Since %(day)s the matter is handled anew.") % day
    return _("Since %(day)s the matter is handled anew under number %(number)s.") % {
        **day,
        "number": first.where,
    }


def again(state: MatterState) -> ClockRun | None:
    """The desk's term to take the matter up again, if it runs."""
    return next((run for run in state.running if run.code is Clock.L13), None)


def owed_by(state: MatterState) -> str:
    """Who is to take up a matter whose answer doesn't hold any more; empty where nobody is."""
    run = again(state)
    if run is None:
        return ""
    return _("To be taken up again by %(unit)s") % {"unit": county.holder_name(run.party)}


# -- beside the form, in the list -----------------------------------------------------------------------------------


def going_on(ways: Iterable[UnderWay]) -> str:
    """Which reviews and rechecks are under way, with the numbers that the person may know."""
    told = []
    for one in ways:
        if one.number:
            words = (
                _("A recheck is under way, number %(number)s.")
                if one.stage is Stage.RECHECK
                else _("A review is under way, number %(number)s.")
            )
            told.append(words % {"number": one.number})
        else:
            told.append(
                _("A recheck is under way.") if one.stage is Stage.RECHECK else _("A review is under way.")
            )
    return run_on(*told) if told else ""


def meanwhile(ways: Sequence[UnderWay]) -> str:
    """The same to whoever takes the matter up again; empty where nothing is under way."""
    if not ways:
        return ""
    rule = _(
        "Taking it up again doesn't wait for that: the revocation is in force until something else is decided."
    )
    return run_on(going_on(ways), rule)


def to_take_up(rows: Sequence[Run], today: Today) -> list[Line]:
    """Rows of matters that are to be taken up again, with what of their reviews and rechecks is under way."""
    ways = under_way([run.matter_id for run in rows], today.who)
    told = [going_on(ways.get(run.matter_id, ())) for run in rows]
    return [
        replace(line, why=joined(line.why, more)) for line, more in zip(due(rows, today), told, strict=True)
    ]
