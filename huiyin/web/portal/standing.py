"""How a matter stands for its petitioner: the head of the page, and who has it until when.

The terms that offices set each other (T5) aren't a petitioner's: they are told the last day of what they get.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.county.queries import calendar, terms
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock, Unit, explain
from huiyin.rules.looking import to_be_handled_again
from huiyin.rules.promises import DUTIES
from huiyin.rules.state import ClockRun, MatterState, Opinion
from huiyin.rules.vocabulary import OPEN, Outcome, Stage, Status, Verb
from huiyin.web.portal.after import changed_by_others, counts, decided_for
from huiyin.web.portal.anew import Anew, anew, ask_again
from huiyin.web.portal.asked_back import UnitName
from huiyin.web.portal.belonging import came, inside, left, took_back
from huiyin.web.portal.owing import owed
from huiyin.web.portal.own import in_reach
from huiyin.web.portal.requested import under_review
from huiyin.web.shared import badges, when
from huiyin.web.shared.explain import sentences
from huiyin.web.shared.organs import decides, itself
from huiyin.web.shared.revoking import Revoked, revoked_by
from huiyin.web.shared.rota import full_day
from huiyin.web.shared.words import run_on

_OUT = frozenset({Status.ISSUED, Status.DELIVERED, Status.CLOSED})
#: What offices owe each other.
_INNER = frozenset({Clock.T5})
#: What isn't due any more once a petition was taken back: that somebody is told who handles it.
_NOT_TAKEN_BACK = _INNER | {Clock.T3, Clock.L4}


@dataclass(frozen=True, slots=True)
class Head:
    """Headline and sentence, how near the next day is, and with what else it goes on or went on."""

    headline: str
    sentence: str
    badge: SafeString
    beside: str = ""
    anew: Anew | None = None


def head(
    petition: Petition, file: File, unit: UnitName, others: Sequence[File] = (), *, now: datetime
) -> Head:
    """The top of the page; ``others``: the files of the other matters that the petition lay in (``elsewhere``)."""
    (headline, sentence), again = _standing(petition, file, unit, others, now=now), anew(petition, file)
    if again is not None:
        headline, sentence = again.heading or headline, run_on("" if again.heading else sentence, again.why)
    sentence = run_on(sentence, under_review(petition, (file, *others)))
    run, badge = _next(petition, file), SafeString()
    if run is not None and not _reached(petition, file.state) and not taken_back(petition, file.state):
        sentence = run_on(sentence, _("Next step by %(day)s.") % {"day": when.day(run.due_on)})
        badge = badges.clock(run.due_on, local_date(now), since=local_date(run.started_at))
    return Head(headline, sentence, badge, _beside(petition, file), again)


def standing(petition: Petition, file: File, unit: UnitName, *, now: datetime) -> list[tuple[str, str]]:
    """Who has it now, what they owe next, until when and how that day was reached; nothing once the answer has arrived."""
    state = file.state
    if not state.owner or _reached(petition, state):
        return []
    own = state.stage is not Stage.FIRST and state.owner == state.desk and itself(file)
    told, run = [(_("Office"), decides(file) if own else unit(state.owner))], _next(petition, file)
    back = taken_back(petition, state) and state.withdrawn_by_all
    if back:
        told.append((pgettext("of a term", "Next"), _("You get the letter that confirms it")))
    elif run is not None:
        told.append((pgettext("of a term", "Next"), owed(run.code)))
    if run is None:
        return told
    told.append((_("Until"), full_day(run.due_on)))
    steps = explain(
        run.code, run.started_at, calendar=calendar(), terms=terms(), days=run.days, unit=Unit(run.unit) if run.unit else None,
        extra=run.paused_days,
    )  # fmt: skip
    if steps[-1].params.get("day") == run.due_on:  # a day that was set otherwise isn't explained by counting
        why = (_until_confirmed() if back else "", _from_before(petition, file, run), *sentences(steps))
        told.append((_("Why this day"), run_on(*why)))
    return told


def taken_back(petition: Petition, state: MatterState) -> bool:
    """Whether this petitioner took it back and no letter about it is out yet."""
    return petition.number in state.withdrawn and not _is_out(state)


def taken_up_again(petition: Petition, file: File, others: Iterable[File] = ()) -> bool:
    """Whether an answer that went out while this petition was in the matter doesn't hold any more, and no new one is out.

    ``others``: where it lay before it parted, too.
    """
    return not _is_out(file.state) and bool(earlier(petition, file, others))


def earlier(petition: Petition, file: File, others: Iterable[File]) -> list[tuple[File, Opinion]]:
    """The answers that went out while this petition was in a matter and don't hold for it any more, the last one first.

    Each with the file that it stands in: this one, where it was revoked, or of the ``others`` that it was in (``elsewhere``).
    """
    found = [
        (opinion.issued_at, there, opinion)
        for there in (file, *others)
        for opinion in there.state.opinions
        if opinion.issued_at
        and (opinion.withdrawn_at or there is not file)
        and _was_told(petition, there, opinion)
    ]
    return [(there, opinion) for _at, there, opinion in sorted(found, key=lambda one: one[0], reverse=True)]


def _was_told(petition: Petition, file: File, opinion: Opinion) -> bool:
    """Whether it went out while the petition was in the matter, or was brought to this petitioner who came later."""
    own = inside(petition, file)
    issued = any(entry.at == opinion.issued_at and entry.seq in own for entry in file.entries)
    return issued or any(
        one.opinion == opinion.n and one.petition == petition.number for one in file.state.deliveries
    )


def revoked(state: MatterState) -> bool:
    """Whether a review has revoked the answer that went out last, and nobody has taken the matter up again yet."""
    return state.status in _OUT and any(one.outcome is Outcome.REVOKED for one in state.asks)


def takes_up_again(entry: Entry) -> bool:
    """Whether this entry took the answer's force away: opened again, or revoked by a review; one that upholds it doesn't."""
    if entry.verb == Verb.REVIEWED:
        return bool(json.loads(entry.data).get("outcome") == Outcome.REVOKED)
    return entry.verb == Verb.REOPEN


def _is_out(state: MatterState) -> bool:
    return state.opinion is not None and state.opinion.issued_at is not None


def _reached(petition: Petition, state: MatterState) -> bool:
    """Whether the answer has reached this petitioner; of a joined matter others may be reached sooner or later."""
    return state.status in _OUT and petition.number not in state.unreached


def _next(petition: Petition, file: File) -> ClockRun | None:
    """The nearest day by which this petitioner gets something."""
    ends = taken_back(petition, file.state) or file.state.outcome is Outcome.WITHDRAWN
    not_told = _NOT_TAKEN_BACK if ends else _INNER
    duties = (run for run in file.state.running if run.code in DUTIES - not_told)
    return min(duties, key=lambda run: run.due_on, default=None)


def _until_confirmed() -> str:
    """By which day a withdrawal is confirmed, as it is: the law names no term for that, and the county has set none."""
    return _(
        "No article says by when it is confirmed that you took it back; the office goes by the term that was running already."
    )


def _from_before(petition: Petition, file: File, run: ClockRun) -> str:
    """Why a day may lie nearer than one's own letter explains: the other petition's term was running already."""
    join = came(petition, file)
    if join is None or run.started_at >= join.at:
        return ""
    return _("It counts from the step that the petition before yours had come to already.")


def _beside(petition: Petition, file: File) -> str:
    """That it goes on together with another one, or doesn't any more; nothing of whose that is, nor its number."""
    join, parted = came(petition, file), left(petition, file)
    if join is not None:
        day = {"day": when.day(local_date(join.at))}
        together = _("Since %(day)s it goes on together with another petition about the same matter.") % day
        numbers = _("Your own number and query code go on working.")
        owed = not _reached(petition, file.state) and not _all_took_back(file.state)
        return run_on(together, numbers, _("Everybody in it gets the answer.") if owed else "")
    if parted is not None and file.state.status in OPEN:
        day = {"day": when.day(local_date(parted))}
        return _("It was joined to another petition; since %(day)s it is handled on its own again.") % day
    return ""


def _all_took_back(state: MatterState) -> bool:
    """Whether no answer comes any more because everybody took it back, confirmed or not."""
    return state.withdrawn_by_all and (not _is_out(state) or state.outcome is Outcome.WITHDRAWN)


def _back_on(petition: Petition, file: File, others: Sequence[File]) -> str:
    """On which day this petitioner took it back, here or before it was joined; empty where that isn't known."""
    found = took_back(petition, (file, *others))
    return _("You took it back on %(day)s.") % {"day": when.day(local_date(found.at))} if found else ""


# -- headline and sentence ----------------------------------------------------------------------------------------------


def _standing(
    petition: Petition, file: File, unit: UnitName, others: Sequence[File], *, now: datetime
) -> tuple[str, str]:
    state, reached = file.state, _reached(petition, file.state)
    if taken_back(petition, state):
        told = _to_be_confirmed(petition, file, unit, now=now)
        return pgettext("state", "You took it back"), run_on(_back_on(petition, file, others), told)
    if state.status in _OUT and state.outcome is Outcome.WITHDRAWN and petition.number in state.withdrawn:
        told = run_on(_back_on(petition, file, others), _confirmed(petition, file, unit, now=now))
        return _("It is confirmed in writing that you took it back"), told
    if revoked(state):
        return _("It is to be handled again"), _to_be_taken_up(petition, file, others, unit)
    if to_be_handled_again(state):
        found = _("Looking into a rating found that it has to be handled again.")
        again = run_on(found, _taken_up_by(state, unit), _("You get a new answer in writing."))
        return _("It is to be handled again"), again
    if state.status in _OUT:
        return _changed(petition, file) or _answered(petition, file, unit, reached=reached)
    if taken_up_again(petition, file, others):
        return _("Taken up again"), run_on(_again(petition, file, others), _who(state, unit))
    if state.stage is not Stage.FIRST:
        words = _("Being reviewed") if state.stage is Stage.REVIEW else _("Being rechecked")
        return words, _reviewing(file, unit)
    if state.status in (Status.REGISTERED, Status.TRIAGED):
        return pgettext("state", "We have received it"), _who(state, unit)
    if state.status in (Status.SENT, Status.OBJECTED):
        return _("Passed on"), _who(state, unit)
    return _("Being handled"), _who(state, unit)


def _who(state: MatterState, unit: UnitName) -> str:
    """Who has it now."""
    owner = {"unit": unit(state.owner) if state.owner else ""}
    if state.status in (Status.REGISTERED, Status.TRIAGED):
        return _("%(unit)s decides who handles it.") % owner
    if state.status in (Status.SENT, Status.OBJECTED):
        return _("%(unit)s is to take it up.") % owner
    return _("%(unit)s is dealing with it.") % owner


def _again(petition: Petition, file: File, others: Sequence[File]) -> str:
    """Why there is to be a new answer, and since when. What the desk wrote of it may tell of others: it stands in the file."""
    found = next(filter(None, (_revoked(petition, one) for one in (file, *reversed(others)))), None)
    last = next((e for e in reversed(file.entries) if e.verb == Verb.REOPEN), None)
    if found is not None:
        why = _("The answer was revoked on %(day)s; it is handled anew.") % {
            "day": when.day(local_date(found.at))
        }
    elif last is not None:
        why = _("The matter was opened again on %(day)s and is handled anew.") % {
            "day": when.day(local_date(last.at))
        }
    else:  # taken back on its way, before it had reached everybody
        why = _("It is handled anew.")
    return run_on(why, _("You get a new answer in writing; the earlier one can be read further down."))


def _to_be_taken_up(petition: Petition, file: File, others: Sequence[File], unit: UnitName) -> str:
    """That the answer doesn't hold any more while nobody has taken the matter up yet, and who does so by when."""
    found = next(filter(None, (_revoked(petition, one) for one in (file, *reversed(others)))), None)
    why = (
        _("The answer was revoked on %(day)s; the matter is to be handled anew.")
        % {"day": when.day(local_date(found.at))}
        if found is not None
        else _("The matter is to be handled anew.")
    )
    later = _("You get a new answer in writing; the earlier one can be read further down.")
    return run_on(why, _taken_up_by(file.state, unit), later)


def _taken_up_by(state: MatterState, unit: UnitName) -> str:
    """Who takes up what is to be handled anew, by which day (L13); empty where no such term runs."""
    run = next((one for one in state.running if one.code is Clock.L13), None)
    if run is None:
        return ""
    return _("%(unit)s takes it up again by %(day)s.") % {
        "unit": unit(run.party),
        "day": when.day(run.due_on),
    }


def _revoked(petition: Petition, file: File) -> Revoked | None:
    """What has revoked the answer that this petition got in this matter: while it lay there, or upon its own request since.

    What a recheck put in its place once they had parted says nothing of their matter, which goes on anew (decision 0015).
    """
    own = inside(petition, file)

    def counts_for(entry: Entry) -> bool:
        if entry.seq in own or entry.verb != Verb.REVIEWED:
            return entry.seq in own
        data = json.loads(entry.data)
        return data["outcome"] != Outcome.CHANGED and decided_for(petition, file, data)

    return revoked_by(entry for entry in file.entries if counts_for(entry))


def _reviewing(file: File, unit: UnitName) -> str:
    """Who decides, and who deals with the request where that is another one."""
    owner = file.state.owner
    said = {"organ": decides(file), "unit": unit(owner) if owner else ""}
    if not owner or (owner == file.state.desk and itself(file)):
        return _("%(organ)s decides about it.") % said
    return _("%(organ)s decides about it; %(unit)s deals with the request.") % said


def _to_be_confirmed(petition: Petition, file: File, unit: UnitName, *, now: datetime) -> str:
    """Who confirms it, how, by which day; that others go on; that it can be said anew."""
    state = file.state
    again = ask_again(petition, state, now=now, confirmed=False)
    if not state.withdrawn_by_all:
        others = _("Others go on with the matter; you may read its answer here, too.")
        return run_on(others, again)
    run = _next(petition, file)
    named = {"unit": unit(state.owner), "day": when.day(run.due_on) if run else ""}
    if in_reach(petition, file):
        words = (
            _("%(unit)s confirms it to you in writing by %(day)s.")
            if run
            else _("%(unit)s confirms it to you in writing.")
        )
        return run_on(words % named, again)
    words = _(
        "%(unit)s confirms it in writing; you left no address, so you read it here with number and query code."
    )
    day = _("It is done by %(day)s.") % named if run else ""
    return run_on(words % named, day, again)


def _confirmed(petition: Petition, file: File, unit: UnitName, *, now: datetime) -> str:
    """Whether the letter that confirms it has come, and that it can be said anew."""
    state = file.state
    again = ask_again(petition, state, now=now, confirmed=True)
    if _reached(petition, state):
        return run_on(_("The letter that confirms it has reached you."), again)
    owner = {"unit": unit(state.owner) if state.owner else ""}
    if not in_reach(petition, file):
        return run_on(_("You can read the letter here."), again)
    return run_on(_("%(unit)s brings the letter to you. You can read it here already.") % owner, again)


def _changed(petition: Petition, file: File) -> tuple[str, str] | None:
    """That another decision counts instead of the answer, since when and under which number; None while the answer counts."""
    told = counts(petition, file) or _changed_by_others(petition, file)
    if not told:
        return None
    closed = _("The matter is closed.") if file.state.status is Status.CLOSED else ""
    if file.state.stage is Stage.REVIEW:
        return _("The review's decision was changed"), run_on(told, closed)
    return _("The answer was changed"), run_on(told, closed)


def _changed_by_others(petition: Petition, file: File) -> str:
    """That somebody else's review changed what they read, and since when; nothing of who asked, nor that one's number."""
    at = changed_by_others(petition, file)
    if at is None:
        return ""
    told = _("The answer was changed on %(day)s, upon somebody else's request for review.")
    return run_on(
        told % {"day": when.day(local_date(at))},
        _("What counts is what was decided then. What that means for you, you may ask further down."),
    )


def _answered(petition: Petition, file: File, unit: UnitName, *, reached: bool) -> tuple[str, str]:
    """Read by one whom the answer has ``reached`` or not."""
    state = file.state
    if state.status is Status.CLOSED:
        closed = _("The answer has reached you and the matter is closed.") if reached else ""
        return _("Closed"), closed or _("The matter is closed.")
    if reached:
        return _("Answered"), _("The answer has reached you.")
    words = _("%(unit)s brings it to you. You can read it here already.")
    return _("The answer is there"), words % {"unit": unit(state.owner) if state.owner else ""}
