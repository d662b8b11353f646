"""What the desk's pages show, made ready in plain Python before the template runs: its loops only fill in strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import RULES, Clock, Kind
from huiyin.rules.counting import Level
from huiyin.rules.guards import Law
from huiyin.rules.identifiers import mask_address, mask_email, mask_id, mask_name, mask_phone
from huiyin.rules.promises import DUTIES
from huiyin.rules.senders import as_given
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import Channel, MatterClass, Outcome, Stage, Status, Verb
from huiyin.web.desk import clock_facts, clocks, confirming, named, under_review
from huiyin.web.desk.opened import Opened
from huiyin.web.desk.parts import Names
from huiyin.web.desk.work_rows import people, people_of
from huiyin.web.shared import badges, county, sayings, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.words import decided, word

Fact = tuple[str, Any]


# -- matter -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six stages of a matter's way."""

    word: str
    past: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The top of the matter page and its side: what it is, where it stands, who answers until when, the seal."""

    number: str
    url: str
    title: str
    title_lang: str
    urgent: SafeString
    kept: SafeString
    back: SafeString
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    owner: str
    officer: str
    until: SafeString
    seq: int
    seal: str
    seal_tail: str
    unmask_url: str


_STAGE: dict[Status, int] = {
    Status.REGISTERED: 1, Status.TRIAGED: 1, Status.SENT: 2, Status.OBJECTED: 2, Status.HANDLING: 2,
    Status.DRAFTED: 3, Status.APPROVED: 3, Status.ISSUED: 4, Status.DELIVERED: 5, Status.CLOSED: 6,
}  # fmt: skip


def steps(state: MatterState) -> tuple[Step, ...]:
    """The six stages; a closed matter has all behind it. What was joined to another goes no further here.

    What is to be taken up again has one more before it: nothing is done while its answer doesn't hold.
    """
    if state.status is Status.LINKED:
        behind = (pgettext("step", "Register"), *((pgettext("step", "Sort"),) if state.klass else ()))
        gone = Step(pgettext("step", "Joined"), past=False, now=True)
        return (*(Step(stage, past=True, now=False) for stage in behind), gone)
    stages = (
        pgettext("step", "Register"),
        pgettext("step", "Sort"),
        pgettext("step", "Handle"),
        pgettext("step", "Answer"),
        pgettext("step", "Deliver"),
        pgettext("step", "Close"),
    )
    here = _STAGE[state.status]
    if under_review.again(state) is not None:
        anew = Step(pgettext("step", "Handle again"), past=False, now=True)
        return (*(Step(stage, n < here, now=False) for n, stage in enumerate(stages)), anew)
    return tuple(Step(stage, n < here, n == here) for n, stage in enumerate(stages))


def head(file: File, names: Names, *, now: datetime, may_unmask: bool) -> Head:
    """The head from the folded file."""
    state, today = file.state, local_date(now)
    title = file.texts.get((1, "title"))
    title = _("(erased as the law provides)") if title is None else title
    url = f"/desk/matter/{state.number}/"
    duties = [run for run in state.running if run.code in DUTIES]
    nearest = under_review.again(state) or min(duties, key=lambda run: run.due_on, default=None)
    seal = bytes(file.entries[-1].hash).hex()
    return Head(
        number=state.number,
        url=url,
        title=title,
        title_lang=lang_of(title),
        urgent=badges.urgent() if state.urgent else SafeString(),
        kept=badges.kept() if state.confidential else SafeString(),
        back=badges.withdrawn(withdrawn.of(state)),
        facts=_head_facts(state, names),
        steps=steps(state),
        owner=_owner(state),
        officer=_("Officer: %(name)s") % {"name": names.person(state.officer)} if state.officer else "",
        until=_until(nearest, state, today) if nearest else SafeString(),
        seq=state.seq,
        seal=seal,
        seal_tail=seal[-12:],
        unmask_url=f"{url}?do=unmask" if may_unmask else "",
    )


def _owner(state: MatterState) -> str:
    if owed := under_review.owed_by(state):
        return owed
    if state.owner:
        return county.holder_name(state.owner)
    return (
        _("It goes on in the matter that it was joined to") if state.linked_to else _("Nobody: it has ended")
    )


def _until(run: ClockRun, state: MatterState, today: date) -> SafeString:
    """What is owed by when; of what everybody took back that it is confirmed, by the term that was running already."""
    back = confirming.only_to_confirm(state)
    return format_html(
        '{} <span class="hy-nowrap">{}</span> {}',
        confirming.called(Verb.DECLINE, state) if back else word(Clock(run.code)),
        _("until %(day)s") % {"day": when.day(run.due_on)},
        _running_badge(run, today),
    )


def _head_facts(state: MatterState, names: Names) -> tuple[Fact, ...]:
    facts: list[Fact] = [
        (_("State"), badges.state(state.status)),
        *(((_("Stage"), word(state.stage)),) if state.stage is not Stage.FIRST else ()),
        (_("Number"), format_html('<span class="hy-number">{}</span>', state.number)),
        (_("Came in"), f"{word(state.channel)} · {when.moment(state.received_at)}"),
        (_("People"), people_of(state)),
    ]
    if state.klass:
        facts.append((_("Class"), word(MatterClass(state.klass))))
    if state.category:
        facts.append((_("Category"), names.category(state.category)))
    if state.place:
        facts.append((_("Place"), names.place(state.place)))
    if state.outcome:
        facts.append((_("Outcome"), decided(Outcome(state.outcome), state.stage)))
    if state.reviewed and state.stage is Stage.FIRST:
        facts.append((_("Review and recheck"), word(Outcome(state.reviewed))))
    if state.linked_to:
        link = format_html('<a class="hy-number" href="/desk/matter/{0}/">{0}</a>', state.linked_to)
        facts.append((_("Goes on in"), link))
    if state.reopened:
        facts.append((_("Reopened"), str(state.reopened)))
    if state.returns:
        facts.append((_("Handed back"), str(state.returns)))
    return tuple(facts)


@dataclass(frozen=True, slots=True)
class ClockView:
    """One term with its badge and how its date was reached."""

    word: str
    badge: SafeString
    line: str
    steps: tuple[str, ...] = ()


def running_clocks(file: File, names: Names, law: Law, *, now: datetime) -> list[ClockView]:
    """The terms that run, the nearest first."""
    today, foreign = local_date(now), clock_facts.foreign_numbers(file.entries, file.texts)
    runs = sorted(file.state.running, key=lambda run: (run.due_on, run.n))
    return [
        ClockView(
            word=word(run.code),
            badge=_running_badge(run, today),
            line=" · ".join(
                (
                    county.holder_name(run.party),
                    *clock_facts.line_of(run, foreign),
                    _("until %(day)s") % {"day": when.day(run.due_on)},
                )
            ),
            steps=tuple(clocks.reached(run, law)),
        )
        for run in runs
    ]


def _running_badge(run: ClockRun, today: date) -> SafeString:
    if RULES[Clock(run.code)].kind is Kind.WINDOW and run.due_on < today:
        return badges.lapsed()
    return badges.clock(run.due_on, today, since=local_date(run.started_at), provisional=run.provisional)


def past_clocks(file: File, names: Names) -> list[ClockView]:
    """The terms that have ended, the latest first."""
    foreign = clock_facts.foreign_numbers(file.entries, file.texts)
    taken, result = clock_facts.taken_back(file.state, file.entries), []
    for run in reversed(file.state.clocks):
        if run.stopped_at is None:
            continue
        stopped = local_date(run.stopped_at)
        badge = clocks.over(run, stopped, taken=run.n in taken)
        line = _("%(unit)s · due %(due)s, ended %(end)s") % {
            "unit": " · ".join(
                (names.at(run.stopped_at).unit(run.party), *clock_facts.line_of(run, foreign))
            ),
            "due": when.day(run.due_on),
            "end": when.day(stopped),
        }
        result.append(ClockView(word(run.code), badge, line))
    return result


@dataclass(frozen=True, slots=True)
class PetitionView:
    """One petition of the matter: how it came, its words, who speaks (masked unless shown for a reason)."""

    facts: tuple[Fact, ...]
    text: str
    lang: str
    person: tuple[Fact, ...]
    people: SafeString


def petitions(read: Opened, *, full: bool) -> list[PetitionView]:
    """The petitions in the order in which they came, with whoever else is named in each; ``full``: unmasked."""
    result, own, kept = [], read.file.texts, read.kept
    for row in read.file.petitions:
        text = own.get((1, "text")) if row.number == row.matter_id else read.words.get(row.number)
        text = _("(erased as the law provides)") if text is None else text
        facts: tuple[Fact, ...] = (
            (word(Channel(row.channel)), when.moment(row.received_at)),
            (_("Number"), format_html('<span class="hy-number">{}</span>', row.number)),
            (_("People"), people(row.persons)),
        )
        facts += _visit(row, read.visits) + _beside(row)
        if row.number in read.gone:
            facts += ((pgettext("petition", "Taken back"), read.gone[row.number].day),)
        people_named = SafeString() if kept else named.people(read.along.get(row.number, ()), full=full)
        person = ((_("Name"), _("kept in confidence")),) if kept else _person(row, full=full)
        result.append(PetitionView(facts, text, lang_of(text), person, people_named))
    return result


def names_somebody(read: Opened) -> bool:
    """Whether anything is known of who speaks; of a wholly anonymous matter there is nothing to show in full."""
    return any(read.along.values()) or any(
        who.name or any(map(str, (who.id_number, who.phone, who.address, who.email)))
        for who in (row.petitioner for row in read.file.petitions)
    )


def _visit(row: Petition, visits: Mapping[str, str]) -> tuple[Fact, ...]:
    """With which petition its visit is counted, as far as the person may know of that."""
    if row.visit not in visits:
        return ()
    link = format_html('<a class="hy-number" href="/desk/matter/{}/">{}</a>', visits[row.visit], row.visit)
    return ((_("Same visit, counted with"), link),)


def _beside(row: Petition) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    passed_on = getattr(row, "transfer", None)  # joined by ``file_of``; most have none
    if number := (passed_on.foreign if passed_on else "") or as_given(row.foreign_number):
        facts.append((_("Number at the sender"), number))
    if row.level:
        facts.append((_("Level"), word(Level(row.level))))
    if row.exchanged_at:
        facts.append((sayings.label("exchanged_at"), when.moment(row.exchanged_at)))
    if row.confidential:
        facts.append((_("Confidential"), _("yes")))
    return tuple(facts)


def _person(row: Petition, *, full: bool) -> tuple[Fact, ...]:
    who = row.petitioner
    said = [
        (_("Name"), who.name, mask_name),
        (_("Phone"), str(who.phone), mask_phone),
        (_("ID number"), str(who.id_number), mask_id),
        (_("Address"), str(who.address), mask_address),
        (_("E-mail"), str(who.email), mask_email),
    ]
    facts = tuple((label, value if full else mask(value)) for label, value, mask in said if value)
    return facts or ((_("Name"), _("anonymous")),)


@dataclass(frozen=True, slots=True)
class PaperView:
    """One attachment."""

    url: str
    name: str
    line: str


def papers(file: File, names_by_seq: dict[int, str]) -> list[PaperView]:
    """The attachments; ``names_by_seq`` holds their names from behind the seals."""
    return [
        PaperView(
            f"/desk/matter/{file.state.number}/file/{paper.seq}/",
            names_by_seq.get(paper.seq, _("File")),
            f"{size(paper.size)} · {when.moment(paper.at)}",
        )
        for paper in file.state.papers
    ]


def size(n: int) -> str:
    """A file's size for people: 840 KB, 2.4 MB."""
    return f"{max(1, round(n / 1024))} KB" if n < 1024 * 1000 else f"{n / 1024**2:.1f} MB"
