"""What each step of a matter is called where its petitioner reads it, with the facts that are theirs to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.rooms.cases.withdrawn import Step
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.vocabulary import Outcome, Route, Stage, Verb
from huiyin.web.portal.asked_back import UnitName
from huiyin.web.shared import when
from huiyin.web.shared.timeline import Fact
from huiyin.web.shared.words import decided, word

Telling = tuple[str, tuple[Fact, ...]]


def _sent(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    """To whom; in how many days it is to be reported on is between the offices."""
    return _("Passed on"), ((_("To"), unit(data["to"])),)


def _by_unit(words: Callable[[], str]) -> Callable[[dict[str, Any], UnitName, Entry], Telling]:
    def tell(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
        return words(), ((_("Office"), unit(entry.unit)),) if entry.unit else ()

    return tell


def _declined(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    confirms = data.get("route") == Route.WITHDRAWN
    words = (
        _("A letter confirms that you took it back") if confirms else _("A letter shows the lawful way to go")
    )
    return words, ((_("Office"), unit(entry.unit)),) if entry.unit else ()


def _delivered(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    return (
        _("The answer could not be brought to you")
        if data["result"] == "returned"
        else _("The answer was brought to you")
    ), ()


def _extended(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    facts = [(_("Days more"), str(data["days"]))]
    started = data.get("clocks", {}).get("start", ())
    if started:
        facts.append((_("Answer by"), when.day(date.fromisoformat(started[0]["due"]))))
    return _("The term was extended"), tuple(facts)


def _designated(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    return _("It was decided which office handles it"), ((_("Office"), unit(data["to"])),)


def _review_asked(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    number = str(data.get("review", ""))
    return _("You asked for a review"), ((_("Number"), number),) if number else ()


def _reviewed(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    outcome = data.get("outcome")
    stage = Stage(data["stage"])
    facts = ((word(stage), decided(Outcome(outcome), stage)),) if outcome else ()
    if stage is Stage.RECHECK:
        return _("The recheck of the answer was decided"), facts
    return _("The review of the answer was decided"), facts


def of_request(step: Step, stage: Stage, *, brought: bool) -> str:
    """What was done about this petitioner's own request for review or recheck, in its own dossier; empty of what isn't told.

    ``brought``: its decision has reached them.
    """
    recheck = stage is Stage.RECHECK
    if step.verb is Verb.WITHDRAW:
        return (
            _("You took your request for a recheck back")
            if recheck
            else _("You took your request for a review back")
        )
    if step.verb is Verb.DECLINE:
        confirms = step.route == Route.WITHDRAWN
        return _("It is confirmed that you took your request back") if confirms else ""
    if brought:
        return _("The recheck was decided") if recheck else _("The review was decided")
    return (
        _("The recheck was decided; the decision is on its way to you")
        if recheck
        else _("The review was decided; the decision is on its way to you")
    )


def _plain(words: Callable[[], str]) -> Callable[[dict[str, Any], UnitName, Entry], Telling]:
    return lambda data, unit, entry: (words(), ())


#: How each step is told; what isn't here, isn't told.
TELL: dict[Verb, Callable[[dict[str, Any], UnitName, Entry], Telling]] = {
    Verb.ACCEPT: _by_unit(lambda: _("Taken up")),
    Verb.FORWARD: _sent,
    Verb.ASSIGN: _sent,
    Verb.SIGN: _by_unit(lambda: _("The office has received it")),
    Verb.NOTIFY: _by_unit(lambda: _("The office deals with it")),
    Verb.AGREE_RETURN: _by_unit(lambda: _("Another office is being found for it")),
    Verb.DECLINE: _declined,
    Verb.ISSUE: _by_unit(lambda: _("The answer was issued")),
    Verb.DELIVER: _delivered,
    Verb.CLOSE: _by_unit(lambda: _("Closed")),
    Verb.REOPEN: _by_unit(lambda: _("Taken up again")),
    Verb.EXTEND: _extended,
    Verb.DESIGNATE: _designated,
    Verb.OPEN_HEARING: _by_unit(lambda: _("A hearing is held")),
    Verb.END_HEARING: _by_unit(lambda: _("The hearing has ended")),
    Verb.ASK_REVIEW: _review_asked,
    Verb.REVIEWED: _reviewed,
    Verb.CONFIDE: _plain(lambda: _("Who you are is kept in confidence from now on")),
    Verb.CONFIRM_CONTACT: _plain(lambda: _("How we reach you was changed")),
}
