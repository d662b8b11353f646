"""What surrounds a matter, made ready for its page: who answers, who helps, what was pressed, promised, said, reviewed, barred.

Everything comes from the folded state and its words, so that it costs the page no query; only who holds the owning posts now is
asked for, where there are any. A section with nothing in it isn't there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.accounts.queries import holders
from huiyin.rooms.cases.queries import File, Texts
from huiyin.rooms.duty.queries import taken_on_in
from huiyin.rules.backlog import backlog
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import BarKind, NoticeKind, OwnerDuty, Rated
from huiyin.rules.guards import Law
from huiyin.rules.roles import Role
from huiyin.rules.serials import cited
from huiyin.rules.state import MatterState
from huiyin.rules.surround import Notice, OwnerReport, Ownership, Pledge
from huiyin.rules.vocabulary import Route
from huiyin.web.desk import evidence, reviewing, stuck
from huiyin.web.desk.list_rows import days_more
from huiyin.web.desk.parts import Names, contributed
from huiyin.web.desk.shots import Shot
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.papers.letter import answer
from huiyin.web.shared.papers.void import Why, void
from huiyin.web.shared.words import word


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, under its label."""

    label: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in a section: its head, a badge, a line of facts, what was written."""

    head: str
    badge: str = ""
    line: str = ""
    words: tuple[Words, ...] = ()
    files: str = ""  # pictures and files that belong to it, ready
    named: tuple[str, ...] = ()  # the same files by their names, for paper


@dataclass(frozen=True, slots=True)
class Section:
    """One card."""

    id: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the sections are made from."""

    file: File
    names: Names
    now: datetime
    seen: Mapping[int, Shot]

    @property
    def state(self) -> MatterState:
        """The matter."""
        return self.file.state

    @property
    def today(self) -> date:
        """The county's day."""
        return local_date(self.now)

    def written(self, seq: int, label: str, name: str = "text") -> tuple[Words, ...]:
        """What was written with an entry; nothing where there is no such entry."""
        texts: Texts = self.file.texts
        if not seq or (seq, name) not in texts:
            return ()
        said = texts[seq, name]
        text = _("(erased as the law provides)") if said is None else said
        return (Words(label, text, lang_of(text)),) if text else ()

    def until(self, clock: Clock, ref: int) -> str:
        """The badge of the running term of one part; nothing where none runs."""
        run = next((run for run in self.state.running if run.code is clock and run.ref == ref), None)
        if run is None:
            return ""
        return badges.clock(
            run.due_on, self.today, since=local_date(run.started_at), provisional=run.provisional
        )


def sections(
    file: File, names: Names, *, now: datetime, seen: Mapping[int, Shot] = MappingProxyType({})
) -> list[Section]:  # fmt: skip
    """The cards that have something in them, in the order in which they matter; ``seen``: the file's pictures."""
    view = View(file, names, now, seen)
    made = (
        ("owners", _("Leaders who answer for it"), _owners(view)),
        ("wrote", _("Leaders' instructions"), _instructions(view)),
        ("more-days", _("Extensions asked for"), _extensions(view)),
        ("notices", _("Supervision"), _notices(view)),
        ("advice", _("Recommendations"), _recommendations(view)),
        ("helpers", _("Units that contribute"), _helpers(view)),
        ("pledges", _("Commitments"), _pledges(view)),
        ("after", _("Answered, carried out, confirmed"), _after(view)),
        ("review", _("Review and recheck"), _review(view)),
        ("hearings", pgettext("of a matter", "Hearing"), _hearings(view)),
        ("bars", _("Kept from"), _bars(view)),
    )
    found = (Section(f"h-{key}", heading, tuple(pieces)) for key, heading, pieces in made)
    return [section for section in found if section.pieces]


def why_stuck(state: MatterState, law: Law, *, now: datetime) -> list[tuple[str, str]]:
    """The kinds of backlog that the matter is of, each with its reasons."""
    findings = backlog(state, now, calendar=law.calendar, terms=law.terms)
    kinds = dict.fromkeys(finding.kind for finding in findings)
    today = local_date(now)
    return [
        (stuck.kind_word(kind), stuck.told([f for f in findings if f.kind is kind], today)) for kind in kinds
    ]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _day(moment: datetime) -> str:
    return when.day(local_date(moment))


# -- leaders ------------------------------------------------------------------------------------------------------------


def _owners(view: View) -> Iterator[Piece]:
    state = view.state
    held = holders(Role.LEADER, view.now) if state.owning else {}
    promised = _promised(state.number) if state.ownerships else {}
    for own in sorted(state.ownerships, key=lambda own: (own.until is not None, own.n)):
        since = _("since %(day)s") % {"day": _day(own.since)}
        until = _("until %(day)s") % {"day": _day(own.until)} if own.until else ""
        who = held.get(own.leader) or (_("post not filled") if own.until is None else "")
        yield Piece(
            view.names.unit(own.leader), line=_joined(who, since, until, *promised.get(own.leader, ()))
        )
        yield from _duties(own, view)


def _promised(number: str) -> dict[str, list[str]]:
    """At which receptions each leader took the matter on, in words."""
    found: dict[str, list[str]] = {}
    for row in taken_on_in(number):
        said = _("taken on at the reception of %(day)s") % {"day": when.day(row.day)}
        found.setdefault(row.shift.receiver, []).append(said)
    return found


def _instructions(view: View) -> Iterator[Piece]:
    """What was answered; what still waits stands at the top of the page."""
    for one in reversed(view.state.instructions):
        if one.answered_at is None:
            continue
        said = _("answered on %(day)s") % {"day": _day(one.answered_at)}
        yield Piece(
            view.names.unit(one.leader),
            line=_joined(view.names.unit(one.unit), said),
            words=(
                *view.written(one.text_seq, _day(one.at)),
                *view.written(one.answer_seq, _("Answer of the unit")),
            ),
        )


def _extensions(view: View) -> Iterator[Piece]:
    """What was decided on; a question that waits stands at the top of the page."""
    for one in reversed(view.state.extension_asks):
        if one.ended_at is None:
            continue
        day = _day(one.ended_at)
        if one.granted:
            said = _("extended on %(day)s") % {"day": day}
        elif one.taken_back:
            said = _("taken back on %(day)s") % {"day": day}
        else:
            said = (_("not extended, %(day)s") if one.refusal_seq else _("lapsed on %(day)s")) % {"day": day}
        yield Piece(
            view.names.person(one.asked_by),
            line=_joined(days_more(one.days), said),
            words=(
                *view.written(one.text_seq, _day(one.at), "reason"),
                *view.written(one.refusal_seq, _("The head\u2019s answer"), "reason"),
            ),
        )


def _duties(own: Ownership, view: View) -> Iterator[Piece]:
    """The four duties with what was reported on each; one that nothing was reported on says so."""
    mine = [report for report in view.state.owner_reports if report.ownership == own.n]
    if own.until is not None and not mine:
        return
    for duty in OwnerDuty:
        told = [report for report in mine if report.duty is duty]
        words = tuple(said for report in told for said in _report(report, view))
        yield Piece(word(duty), line="" if told else _("nothing reported yet"), words=words)


def _report(report: OwnerReport, view: View) -> tuple[Words, ...]:
    return view.written(report.text_seq, _joined(word(report.stage), _day(report.at)))


# -- units, notices, recommendations ------------------------------------------------------------------------------------


def _helpers(view: View) -> Iterator[Piece]:
    for helper in view.state.helpers:
        asked = _("asked on %(day)s") % {"day": _day(helper.asked_at)}
        ended = _("until %(day)s") % {"day": _day(helper.ended_at)} if helper.ended_at else ""
        yield Piece(
            county.holder_name(helper.unit),
            view.until(Clock.L8, helper.n),
            _joined(asked, ended, "" if helper.contributed_at else contributed(helper)),
            (
                *view.written(helper.task_seq, _("Asked for")),
                *(view.written(helper.text_seq, contributed(helper)) if helper.contributed_at else ()),
            ),
        )


def _notices(view: View) -> Iterator[Piece]:
    for notice in reversed(view.state.notices):
        yield Piece(
            _joined(cited(notice.serial), word(notice.kind)),
            view.until(Clock.L6, notice.n) if notice.serial else "",
            _joined(
                word(notice.reason), county.holder_name(notice.addressee), _level(notice), *_fate(notice)
            ),
            (
                *view.written(notice.text_seq, _day(notice.at)),
                *_earlier(view, notice),
                *view.written(notice.answer_seq, _("Answer of the unit")),
            ),
        )


def _earlier(view: View, notice: Notice) -> tuple[Words, ...]:
    """What the unit answered before the notice was taken higher, to which step."""
    if notice.before_at is None or notice.before_level is None:
        return ()
    told = {"day": _day(notice.before_at), "level": word(notice.before_level)}
    return view.written(notice.before_seq, _("Answer of the unit to the step “%(level)s”, on %(day)s") % told)


def _level(notice: Notice) -> str:
    return word(notice.level) if notice.kind is NoticeKind.SUPERVISE else ""


def _fate(notice: Notice) -> Iterator[str]:
    if notice.kind is NoticeKind.URGE:
        return
    if notice.answered_at:
        yield _("answered on %(day)s") % {"day": _day(notice.answered_at)}
    elif notice.ended_at is None:
        yield _("not answered at this step yet") if notice.before_at else _("not answered yet")
    if notice.ended_at:
        yield _("lifted on %(day)s") % {"day": _day(notice.ended_at)}


def _recommendations(view: View) -> Iterator[Piece]:
    for one in view.state.recommendations:
        fate = word(one.adoption) if one.adoption else _("not answered yet")
        yield Piece(
            _joined(cited(one.serial), word(one.kind)),
            view.until(Clock.L7, one.n),
            _joined(county.holder_name(one.addressee), fate),
            (
                *view.written(one.text_seq, _day(one.at)),
                *view.written(one.answer_seq, _("Answer of the unit")),
            ),
        )


# -- afterwards ---------------------------------------------------------------------------------------------------------


def _pledges(view: View) -> Iterator[Piece]:
    files = evidence.shown(view.file, view.seen) if view.state.pledges else {}
    for pledge in view.state.pledges:
        party = view.written(pledge.text_seq, "", "party")
        yield Piece(
            party[0].text if party else view.names.unit(pledge.unit),
            _pledge_badge(pledge, view.today),
            _joined(county.holder_name(pledge.unit), _("until %(day)s") % {"day": when.day(pledge.due_on)}),
            (
                *view.written(pledge.text_seq, _("Committed to")),
                *view.written(pledge.evidence_seq, _("Evidence")),
            ),
            files.get(pledge.n, ""),
            evidence.names_of(view.file, pledge.n),
        )


def _pledge_badge(pledge: Pledge, today: date) -> str:
    if pledge.done_at:
        return badges.ended(pledge.due_on, local_date(pledge.done_at))
    return badges.lapsed() if pledge.waived_at else badges.clock(pledge.due_on, today)


def _after(view: View) -> Iterator[Piece]:
    """Three facts that are never taken for each other: answered, carried out, confirmed by the petitioner."""
    state = view.state
    if state.opinion is None or state.opinion.issued_at is None or state.opinion.route is Route.WITHDRAWN:
        return  # a letter that confirms a withdrawal answers nothing and promises nothing
    gone = void(found, view.file, below=False) if (found := answer(view.file)) else None
    told = _("yes") if state.answered else _("not everybody has the answer yet")
    yield Piece(
        pgettext("fact", "Answered"),
        badges.fallen(gone.brief()) if gone else "",
        reviewing.fallen(gone, view.names) if gone else told,
    )
    if gone is None or gone.why is Why.CHANGED:
        yield from _carried(state)
    if gone is None or state.confirmed or state.ratings:
        yield from _confirmed(state)
    for call in state.follow_ups:
        reached = word(call.confirmed) if call.reached else _("not reached")
        yield Piece(
            _("Call-back"),
            line=_joined(_day(call.at), word(call.contact), reached),
            words=view.written(call.text_seq, ""),
        )
    yield from _ratings(state)


def _carried(state: MatterState) -> Iterator[Piece]:
    carried = {True: _("yes"), False: _("not yet"), None: _("no commitment is noted")}[state.carried_out]
    if state.carried_out is None and state.nothing_owed:
        carried = _("said at closing: nothing is to be carried out")
    yield Piece(pgettext("fact", "Carried out"), line=carried)


def _confirmed(state: MatterState) -> Iterator[Piece]:
    confirmed = word(state.confirmed) if state.confirmed else _rated(state)
    yield Piece(_("Confirmed by the petitioner"), line=confirmed)


def _rated(state: MatterState) -> str:
    """What they said of the present answer by rating it, where nobody has called them back; as the petitioner's page has it."""
    opinion = state.opinion.n if state.opinion else 0
    said = [one for one in state.ratings if one.opinion == opinion]
    of_unit = [one for one in said if one.rated is Rated.UNIT] or said
    if not of_unit:
        return _("nobody has said anything yet")
    return _("not asked yet; rated: %(score)s") % {"score": word(of_unit[-1].score)}


def _ratings(state: MatterState) -> Iterator[Piece]:
    looks = {look.rating: look for look in state.looks}
    for rating in state.ratings:
        look = looks.get(rating.n)
        said = "" if look is None else word(look.verdict) if look.verdict else _("still to be looked into")
        how = _("asked by phone or in person") if rating.by_call else _("online, by themselves")
        yield Piece(
            _joined(pgettext("noun", "Rating"), word(rating.rated)),
            line=_joined(word(rating.score), _day(rating.at), how, said),
        )


def _review(view: View) -> Iterator[Piece]:
    for head, line in reviewing.lines(view.file, view.names):
        yield Piece(head, line=line)


def _hearings(view: View) -> Iterator[Piece]:
    for hearing in view.state.hearings:
        end = _("until %(day)s") % {"day": _day(hearing.ended_at)} if hearing.ended_at else _("goes on")
        yield Piece(_("from %(day)s") % {"day": _day(hearing.opened_at)}, line=end)


def _bars(view: View) -> Iterator[Piece]:
    for bar in view.state.bars:
        who = view.names.person(bar.subject) if bar.kind is BarKind.PERSON else view.names.unit(bar.subject)
        yield Piece(who, line=word(bar.kind))
