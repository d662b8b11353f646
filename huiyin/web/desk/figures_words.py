"""What each number is called, how it was counted, how two are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from huiyin.rooms.cases.satisfaction import mostly_counts
from huiyin.rooms.cases.tally import Measure
from huiyin.rooms.county.queries import counting_terms
from huiyin.rules.counting import Share
from huiyin.rules.duties import Rated, Score
from huiyin.web.shared.words import run_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

MEASURES: Mapping[str, _StrPromise] = {
    Measure.PIECES: pgettext_lazy("figure", "Petitions"),
    Measure.PERSONS: pgettext_lazy("figure", "People in the petitions"),
    Measure.BATCHES: pgettext_lazy("figure", "Visits"),
    Measure.COLLECTIVE: pgettext_lazy("figure", "Collective visits"),
    Measure.OVERSTEPPED: pgettext_lazy("figure", "Visits too high up"),
    Measure.DONE: pgettext_lazy("figure", "Ended"),
    Measure.OPEN: pgettext_lazy("figure", "Not ended"),
    Measure.FIRST: pgettext_lazy("figure", "For the first time"),
    Measure.REPEATS: pgettext_lazy("figure", "Repeats"),
    Measure.ACCEPTED: pgettext_lazy("figure", "Taken up in time"),
    Measure.ACCEPTED_LATE: pgettext_lazy("figure", "Taken up late"),
    Measure.ACCEPT_OVERDUE: pgettext_lazy("figure", "Overdue, not taken up"),
    Measure.ACCEPT_WAITING: pgettext_lazy("figure", "Taking up not due yet"),
    Measure.ACCEPT_MISSED: pgettext_lazy("figure", "Taken up late or overdue"),
    Measure.ACCEPT_DUE: pgettext_lazy("figure", "Taking up due"),
    Measure.ANSWERED: pgettext_lazy("figure", "Answered in time"),
    Measure.ANSWERED_LATE: pgettext_lazy("figure", "Answered late"),
    Measure.ANSWER_OVERDUE: pgettext_lazy("figure", "Overdue, not answered"),
    Measure.ANSWER_WAITING: pgettext_lazy("figure", "Answer not due yet"),
    Measure.ANSWER_MISSED: pgettext_lazy("figure", "Answered late or overdue"),
    Measure.ANSWER_DUE: pgettext_lazy("figure", "With a term for the answer"),
}
RATABLE, TAKEN_OUT = "ratable", "taken_out"
#: Satisfied as the county counts it: with or without those who are mostly so.
GOOD = "good"
#: Of whom these are a part: rated, without those whose answer was looked into and found right.
COUNTED = "counted"
OBJECTS = {
    Rated.DEPARTMENT: pgettext_lazy("rated", "Petition department"), Rated.UNIT: pgettext_lazy("rated", "Unit in charge"),
}  # fmt: skip
SCORES: Mapping[str, _StrPromise] = {
    "rated": pgettext_lazy("rating", "Rated"), "silent": pgettext_lazy("rating", "Not rated"),
    Score.SATISFIED: pgettext_lazy("rating", "Satisfied"), Score.MOSTLY: pgettext_lazy("rating", "Mostly satisfied"),
    Score.DISSATISFIED: pgettext_lazy("rating", "Dissatisfied"),
}  # fmt: skip
#: Numbers of ratings by the name that an address gives them: object and score.
RATINGS: Mapping[str, tuple[Rated, str]] = {
    f"{which}-{score}": (which, score) for which in Rated for score in (*SCORES, GOOD, COUNTED)
}
_METHOD = (
    gettext_lazy(
        "Petitions: those registered, by the day on which they were received, both days of the period included."
    ),
    gettext_lazy(
        "Visits: one each however many people came and however many matters they brought; a visit and its people are "
        "counted with the first of its matters; people: all who came or signed, each time."
    ),
    gettext_lazy("Requests for review or recheck are no new petitions and aren't counted."),
    gettext_lazy("Ended: answered with reasons, delivered and closed, whatever the answer was."),
    gettext_lazy(
        "Repeat: one person in common came again with the same matter; of an agent's petition the principal counts."
    ),
    gettext_lazy(
        "Told in confidence, tip-offs: repeats are counted only for the office that took them in, and each petition of a "
        "visit counts for itself."
    ),
    gettext_lazy(
        "Taken up in time: sent on, accepted and told within 15 days (Art. 22, 23), of those whose term is over; "
        "answered in time: within 60 days, the extended term (Art. 34) or the county's own, of all with such a term."
    ),
    gettext_lazy("Late stays late, whatever was done in time later."),
    gettext_lazy(
        "Town: where the matter happened. Unit: who handles it, before that the desk that took it in."
    ),
)
_RATINGS = gettext_lazy(
    "Ratings: of answers that arrived in the period. Who says nothing is counted as not rated, never as satisfied. "
    "Dissatisfied with the unit but found to have been answered rightly: told apart, and not in the unit's share."
)


def named(measure: str) -> str:
    """What a number is called, by the name that an address gives it; empty for none of ours."""
    if measure in MEASURES:
        return str(MEASURES[measure])
    if measure in RATINGS:
        which, score = RATINGS[measure]
        shares = {
            GOOD: pgettext("rating", "Counted as satisfied"), COUNTED: pgettext("rating", "Rated, counted in the share"),
        }  # fmt: skip
        said = shares[score] if score in shares else str(SCORES[score])
        return f"{OBJECTS[which]} · {said}"
    others = {
        RATABLE: pgettext("figure", "May be rated"),
        TAKEN_OUT: pgettext("figure", "Looked into, answered rightly"),
    }
    return others.get(measure, "")


def method() -> str:
    """How it was counted."""
    least = _("Collective visit: %(n)s people or more.") % {"n": counting_terms().collective_from}
    return run_on(*map(str, _METHOD), least)


def rating_method() -> str:
    """How ratings were counted."""
    mostly = (
        _("Mostly satisfied counts as satisfied here.")
        if mostly_counts()
        else _("Mostly satisfied doesn't count as satisfied here.")
    )
    return run_on(str(_RATINGS), mostly)


def percent(share: Share) -> str:
    """A share in percent; a dash of nothing."""
    value = share.value
    return "–" if value is None else f"{float(value):.1%}"


def change(now: int, before: int) -> str:
    """How much more or less than before, in percent; in words where there is nothing to compare with."""
    if now == before:
        return _("the same")
    if not before:
        return _("none before")
    part = abs(now - before) / before
    return f"{'+' if now > before else '−'}{part:.1%}"
