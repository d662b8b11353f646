"""What a petitioner reads and may do once the answer is there: three facts, the way to a review, how it was done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.county.queries import calendar, terms
from huiyin.rules import asking, looking
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock, Due, is_late
from huiyin.rules.duties import Confirmed, Rated, Verdict
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.surround import Ask, Rating
from huiyin.rules.surround_guards import is_ratable
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, Outcome, Stage, Status, Verb
from huiyin.web.portal.anew import anew, of_earlier
from huiyin.web.shared import county, sayings, when
from huiyin.web.shared.organs import would_decide
from huiyin.web.shared.revoking import became_of_first, requests
from huiyin.web.shared.words import run_on, word

Line = tuple[str, str]
_OUT = (Status.ISSUED.value, Status.DELIVERED.value, Status.CLOSED.value)


@dataclass(frozen=True, slots=True)
class Review:
    """The way to a review or recheck: what is said of it, and what the button says while it may be asked for."""

    sentence: str
    button: str = ""


@dataclass(frozen=True, slots=True)
class Rates:
    """What this petitioner said of department and unit, and whether something can still be said."""

    lines: tuple[Line, ...]
    sentence: str
    open: bool


@dataclass(frozen=True, slots=True)
class After:
    """All three; empty parts aren't shown."""

    facts: tuple[Line, ...] = ()
    review: Review | None = None
    rates: Rates | None = None


def after(petition: Petition, file: File, *, now: datetime) -> After:
    """What comes after the answer, for this petition; nothing while there is no answer."""
    state = file.state
    if state.opinion is None or state.opinion.issued_at is None:
        return After()
    return After(_of_answer(petition, file), review(petition, file, now=now), rates(petition, state, now=now))


def _only_confirms(state: MatterState) -> bool:
    """Whether the letter says no more than that everything was taken back: nothing is to be carried out or confirmed."""
    return state.opinion is not None and state.opinion.outcome is Outcome.WITHDRAWN


# -- three facts ------------------------------------------------------------------------------------------------------


def _of_answer(petition: Petition, file: File) -> tuple[Line, ...]:
    """The facts of an answer that holds; of one that a review changed, only how far what was promised is carried out.

    Changed upon whoever's request. What the changed answer grants is carried out as commitments, too; nobody is asked to
    confirm the one that it replaced.
    """
    state = file.state
    if state.stage is not Stage.FIRST or _only_confirms(state) or looking.revoked(state):
        return ()
    if not counts(petition, file) and changed_by_others(petition, file) is None:
        return _facts(petition, state)
    promised = any(pledge.waived_at is None for pledge in state.pledges)
    return ((pgettext("fact", "Carried out"), _carried_out(state)),) if promised else ()


def _facts(petition: Petition, state: MatterState) -> tuple[Line, ...]:
    """Answered, carried out, confirmed: three things, for an answer alone resolves nothing. Only own calls count."""
    answered = (
        _("Yes: it has reached you")
        if petition.number not in state.unreached
        else _("Issued, not yet brought to you")
    )
    calls = [f for f in state.follow_ups if f.petition == petition.number and f.reached]
    said = [f.confirmed for f in calls if f.confirmed is not Confirmed.NOT_SAID]
    return (
        (pgettext("fact", "Answered"), answered),
        (pgettext("fact", "Carried out"), _carried_out(state)),
        (
            pgettext("fact", "Confirmed by you"),
            word(said[-1]) if said else _by_rating(petition, state),
        ),
    )


def _by_rating(petition: Petition, state: MatterState) -> str:
    """What the petitioner said of it online, where nobody has called them back: the unit's rating, else the department's."""
    mine = {one.rated: one.score for one in present(petition, state)}
    score = mine.get(Rated.UNIT, mine.get(Rated.DEPARTMENT))
    if score is None:
        return _("You haven't said anything of it yet")
    return _("You rated it: %(score)s") % {"score": word(score)}


def _carried_out(state: MatterState) -> str:
    counted = [pledge for pledge in state.pledges if pledge.waived_at is None]
    if not counted:
        return (
            _("Nothing is to be carried out, says the office")
            if state.nothing_owed
            else _("No commitment has been noted")
        )
    done = sum(pledge.done_at is not None for pledge in counted)
    if done == len(counted):
        return _("Yes")
    return _("Not yet: %(done)s of %(all)s promised") % {"done": done, "all": len(counted)}


# -- review -----------------------------------------------------------------------------------------------------------


def review(petition: Petition, file: File, *, now: datetime) -> Review | None:
    """Whether and until when this petitioner may ask for a review or recheck, or why not; None where there is no such way.

    The thirty days are each petitioner's own, and so is the request: another one's takes nothing from it.
    """
    state = file.state
    own = _own(petition, state)
    due = asking.window(state, petition.number, calendar=calendar(), terms=terms())
    in_time = own is None and due is not None and not is_late(due.due_on, now)
    revoked = any(ask.outcome is Outcome.REVOKED for ask in state.asks)
    if (state.final and not in_time) or state.stage is Stage.RECHECK:
        told = _rechecked(state)
        ended = told and not state.unreached and anew(petition, file) is None
        return Review(run_on(counts(petition, file), told, _cited("36"))) if ended else None
    if own is None and revoked and state.stage is Stage.FIRST:
        back = any(ask.petition == petition.number for ask in state.asks)
        return Review(run_on(_("You took your own request back.") if back else "", _revoked_by_other()))
    if own is not None or revoked:
        told = _asked(petition, file, holds=not revoked)
        if not revoked or state.stage is not Stage.FIRST:  # of a review the head says what follows
            return Review(told)
        by_other = own is not None and own.outcome is not Outcome.REVOKED
        return Review(run_on(told, _revoked_by_other() if by_other else _anew()))
    return _may_ask(petition, file, due, in_time=in_time) if due is not None else None


def _may_ask(petition: Petition, file: File, due: Due, *, in_time: bool) -> Review:
    """Until when they may, or until when they might have; who took a request back may ask anew."""
    state = file.state
    recheck = asking.window_code(state) is Clock.T10
    article = _cited("36" if recheck else "35")
    day = {"day": when.day(due.due_on)}
    asked = any(ask.petition == petition.number for ask in state.asks)
    back = _back(state) if asked else ""
    if not in_time:
        why = _("They run from the day on which the answer reached you.")
        over = (
            _("The thirty days to ask for a recheck ended on %(day)s.")
            if recheck
            else _("The thirty days to ask for a review ended on %(day)s.")
        )
        return Review(run_on(back, over % day, why, article))
    how = (
        _("Until %(day)s you may ask %(organ)s, the organ above the one that reviewed it, for a recheck.")
        if recheck
        else _("Until %(day)s you may ask %(organ)s, the organ above the one that answered, for a review.")
    )
    return Review(
        run_on(
            back, how % (day | {"organ": would_decide(file)}), article, of_earlier(state) if recheck else ""
        ),
        _("Ask for a recheck") if recheck else _("Ask for a review"),
    )


def _rechecked(state: MatterState) -> str:
    """What the recheck means for whoever asked: only an answer that stands ends it."""
    outcome = state.outcome if state.stage is Stage.RECHECK else state.reviewed
    if outcome is Outcome.CHANGED:
        return _(
            "The recheck changed the answer. The changed answer counts and is carried out; with it the matter has ended."
        )
    if outcome is not Outcome.UPHELD:
        return ""
    return _("It was rechecked and has ended; the same facts and reasons aren't taken up again.")


def _revoked_by_other() -> str:
    return _("Upon somebody else's request the answer was revoked; the matter is to be handled anew.")


def _anew() -> str:
    return _("The answer was revoked; the matter is to be handled anew.")


def _asked(petition: Petition, file: File, *, holds: bool) -> str:
    """``holds``: no other review has revoked the answer meanwhile, so that what came of theirs is what counts."""
    asked = [e for e in reversed(file.entries) if e.verb == Verb.ASK_REVIEW]
    own = _own(petition, file.state)
    entry = next((e for e in asked if own and json.loads(e.data)["review"] == own.review), asked[0])
    recheck = file.state.stage is Stage.REVIEW
    day = {"day": when.day(local_date(entry.at))}
    told = (
        _("A recheck was asked for on %(day)s.") if recheck else _("A review was asked for on %(day)s.")
    ) % day
    if own is None:
        return told
    return run_on(
        told,
        _("It has its own number and query code; the number is %(number)s.") % {"number": own.review},
        _result(petition, file, holds=holds),
    )


def _result(petition: Petition, file: File, *, holds: bool) -> str:
    """What came of their request; nothing while it goes on, and of a revoked answer what follows is told beside.

    A query while nothing is decided and brought: it may have been declined or taken back, or its decision is on its way.
    """
    mine = _own(petition, file.state)
    if mine is None or mine.outcome is Outcome.REVOKED:
        return ""
    if mine.outcome is None:
        return _ended_without(mine.review, file.state)
    if not holds and mine.outcome is Outcome.CHANGED:
        return _("It was decided: the answer was changed.")
    return counts(petition, file) or _("It was decided: the answer is upheld.")


def _ended_without(review: str, state: MatterState) -> str:
    """That the request was taken back, or declined, or decided and not brought yet; nothing while it goes on. A query."""
    row = (
        Matter.objects.only("status", "outcome", "petitions_count", "taken_back")
        .filter(number=review)
        .first()
    )
    if row is None:
        return ""
    if row.status not in _OUT:
        back = _(
            "You took the request back. Once that is confirmed in writing you may ask anew, within the same thirty days."
        )
        return back if withdrawn.of_row(row) else ""
    if row.outcome == Outcome.WITHDRAWN:
        return _back(state)
    if row.outcome in OUTCOMES_ABOVE:  # the result stands on this matter once it has reached whoever asked
        return _(
            "It has been decided and is being delivered; with that number and its query code you can read it already."
        )
    return _("It was declined; the letter under that number says why.")


def _back(state: MatterState) -> str:
    if state.stage is Stage.REVIEW:
        return _("You took the request for a recheck back; what the review decided stands.")
    return _("You took the request for a review back; the answer stands.")


def counts(petition: Petition, file: File) -> str:
    """Which decision counts instead of the answer of this matter, after reviews that changed it; empty if none."""
    holds = ""
    # of the present answer only: what was decided of an earlier one is over
    present_asks = {ask.review for ask in file.state.asks if ask.petition == petition.number}
    for entry in file.entries:
        data = json.loads(entry.data) if entry.verb == Verb.REVIEWED else {}
        mine = bool(data) and data.get("through", data["review"]) in present_asks
        if mine and data["outcome"] in (Outcome.CHANGED, Outcome.REVOKED):
            told = {"day": when.day(local_date(entry.at)), "number": data["review"]}
            holds = _instead(file.state) % told if data["outcome"] == Outcome.CHANGED else ""
    return holds


def _instead(state: MatterState) -> str:
    """That a decision counts instead of this one; of a review's decision a query: the matter may be handled anew since."""
    if state.stage is Stage.FIRST:
        return _("The answer was changed: what counts is the decision of %(day)s, number %(number)s.")
    if became_of_first(state).again_at is None:
        return _(
            "What the review decided was changed: what counts is the decision of %(day)s, number %(number)s."
        )
    return _("What the review decided was changed by the decision of %(day)s, number %(number)s.")


def changed_by_others(petition: Petition, file: File) -> datetime | None:
    """When a review that somebody else asked for changed the present answer last; None where none did."""
    theirs = {ask.review for ask in file.state.asks if ask.petition != petition.number}
    found = None
    for entry in file.entries:
        data = json.loads(entry.data) if entry.verb == Verb.REVIEWED else {}
        if data and data.get("through", data["review"]) in theirs and data["outcome"] == Outcome.CHANGED:
            found = entry.at
    return found


def decided_for(petition: Petition, file: File, data: Mapping[str, Any]) -> bool:
    """Whether a result that was written on the matter is that of this petitioner's own request, of whichever answer."""
    # as the entries tell: the state forgets who asked once the matter is opened again
    asked = requests(file.entries, file.state.number)
    return asked.get(data.get("through", data.get("review"))) == petition.number


def _cited(article: str) -> str:
    return _("(%(article)s)") % {"article": sayings.article(article)}


def _own(petition: Petition, state: MatterState) -> Ask | None:
    """This petitioner's request for the review of the present answer; none that was taken back since."""
    mine = (ask for ask in state.asks if ask.petition == petition.number)
    return next((ask for ask in mine if ask.outcome is not Outcome.WITHDRAWN), None)


def _window(state: MatterState, *codes: Clock) -> ClockRun | None:
    return next((run for run in state.running if run.code in codes), None)


# -- rating -----------------------------------------------------------------------------------------------------------


def rates(petition: Petition, state: MatterState, *, now: datetime) -> Rates | None:
    """What was said and what can still be said; None where this isn't rated. Silence is called silence."""
    window = _window(state, Clock.L10)
    if not is_ratable(state) or window is None:
        return None
    mine = {r.rated: r for r in present(petition, state)}
    over, day = is_late(window.due_on, now), {"day": when.day(window.due_on)}
    if looking.revoked(state):  # what was said stays; nobody is asked to rate an answer that doesn't hold
        said = tuple((called(rated, state), _rated(one, state, open_=False)) for rated, one in mine.items())
        why = _("This answer doesn't hold any more; the new one is rated by itself.")
        return Rates(said, why, open=False) if said else None
    lines = tuple((called(rated, state), _rated(mine.get(rated), state, open_=not over)) for rated in Rated)
    if len(mine) == len(Rated):
        return Rates(lines, "", open=False)
    sentence = _("The time to rate ended on %(day)s.") if over else _("You may rate until %(day)s.")
    return Rates(lines, sentence % day, open=not over)


def present(petition: Petition, state: MatterState) -> tuple[Rating, ...]:
    """What this petitioner said of the present answer; a new answer is rated anew."""
    opinion = state.opinion.n if state.opinion else 0
    return tuple(r for r in state.ratings if r.petition == petition.number and r.opinion == opinion)


def called(rated: Rated, state: MatterState, at: datetime | None = None) -> str:
    """The rated office as people know it: the unit in charge by its name. ``at``: who it was then; now if left out."""
    stays = [stay for stay in state.rounds if at is not None and stay.sent_at <= at]
    unit = stays[-1].holder if stays else state.holder or state.desk
    return f"{word(rated)} · {county.public_name(unit, at)}" if rated is Rated.UNIT and unit else word(rated)


def _rated(rating: Rating | None, state: MatterState, *, open_: bool) -> str:
    if rating is None:
        return _("You have not rated yet") if open_ else _("You have not rated")
    look = next((look for look in state.looks if look.rating == rating.n), None)
    if look is None:
        return word(rating.score)
    become = {
        None: _("It is being looked into."),
        Verdict.ANSWERED_RIGHTLY: _("It was looked into: the answer was right."),
        Verdict.HANDLE_AGAIN: _("It was looked into: your matter is to be handled again."),
        Verdict.MANNER: _("It was looked into: right in substance, not in the manner or the time."),
    }[look.verdict]
    return _("%(score)s. %(become)s") % {"score": word(rating.score), "become": become}
