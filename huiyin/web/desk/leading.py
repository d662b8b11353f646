"""The leader's page, for a phone and two minutes: what waits for their word, whom they receive, what they own and wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.cases import leading, lists
from huiyin.rooms.cases.around import Instruction, Ownership, SupervisionNotice
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.unnaming import Words, quoted
from huiyin.rooms.cases.withdrawn import of_row as taken_back
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import NoticeLevel, NoticeReason, OwnerDuty, ReportStage
from huiyin.rules.roles import Actor
from huiyin.rules.serials import cited
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import menu, receiving
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.list_rows import before, joined, promise
from huiyin.web.desk.telling import done_line
from huiyin.web.desk.work_rows import marks, title_of
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.rota import day_named
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

#: An answered instruction stays in sight so long.
ANSWERED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four duties: how far it is, by shape and word; ``next`` is the one to go on with."""

    word: str
    state: str
    tone: str
    next: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One large button."""

    word: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One matter as a card: why it stands here, who has it until when, what was written, what can be done with a thumb."""

    url: str
    title: str
    lang: str
    why: str
    unit: str
    clock: SafeString
    day: str
    marks: SafeString
    quote: str = ""
    steps: tuple[Step, ...] = ()
    acts: tuple[Act, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Cards under one heading, with what is said where there are none; ``more`` leads to the whole list."""

    id: str
    word: str
    cards: tuple[Card, ...]
    empty: str
    more: str = ""


@require_safe
@staff
def leader_page(request: HttpRequest) -> HttpResponse:
    """The day of whoever holds a leader's post; ``?done=verb`` after a decision. Nobody else has this page (403)."""
    who, now = actor(request), timezone.now()
    if not menu.leads(who):
        raise PermissionDenied
    posts, today = lists.own_posts(who), local_date(now)
    context = {
        "at": "leader",
        "post": _("; ").join(county.unit_name(code) for code in posts),
        "day": day_named(today, today),
        "done": done_line(request.GET.get("done", "")),
        "today": receiving.today(who, posts, now),
        "sections": sections(who, posts, now),
    }
    return private(render(request, "desk/leader.html", context, frame=frame(request)))


def sections(who: Actor, posts: Sequence[str], now: datetime) -> list[Section]:
    """What waits comes first, then what they own, then what they wrote."""
    today = local_date(now)
    waiting = tuple(_waiting(who, today))
    owned = lists.owned(who, leaders=posts, size=leading.MOST)
    shown = owned[: leading.MOST]
    more = "/desk/owned/?whose=mine" if len(owned) > len(shown) else ""
    written = leading.written_by(who, posts, now - ANSWERED)
    return [
        Section("waits", _("Waits for your word"), waiting, _("Nothing waits for your decision.")),
        Section("owned", _("Owned by me"), tuple(_owned(shown, today)), _("You answer for no matter now."), more),
        Section("wrote", _("What you wrote"), tuple(_written(who, written, today)), _("No instruction of yours is open.")),
    ]  # fmt: skip


# -- what waits -----------------------------------------------------------------------------------------------------------


def _waiting(who: Actor, today: date) -> Iterator[Card]:
    for matter in leading.drafts(who):
        acts = (_act(matter, Verb.APPROVE, main=True), _act(matter, Verb.REWORK))
        yield _card(matter, today, _("The answer waits for your signature"), acts)
    grave = leading.grave(who)
    told = leading.reports_up(grave)
    words = quoted(who, ((matter, told[matter.number][0]) for matter in grave if matter.number in told))
    for matter in grave:
        yield _grave(matter, today, told.get(matter.number), words)
    for matter in leading.disputes(who):
        yield _card(
            matter, today, _("Units dispute who is competent"), (_act(matter, Verb.DESIGNATE, main=True), _write(matter))
        )  # fmt: skip
    notices = leading.escalated(who)
    terms = lists.running_for(notices, Clock.L6) if notices else {}
    for notice in notices:
        run = terms.get((notice.matter_id, notice.n))
        yield _escalated(notice, today, run.due_on if run else None)


def _grave(matter: Matter, today: date, told: tuple[int, datetime] | None, words: Words) -> Card:
    why, quote = _("Grave or urgent, and no leader answers for it yet"), ""
    if told is not None:
        seq, at = told
        why = joined(why, _("reported on %(day)s") % {"day": when.short_day(local_date(at), today)})
        quote = promise(words.get((matter.number, seq), {}))
    return _card(matter, today, why, (_act(matter, Verb.OWN, main=True), _write(matter)), quote=quote)


def _escalated(notice: SupervisionNotice, today: date, due: date | None) -> Card:
    fate = _("answered, and not good enough yet") if notice.answered_at else _("not answered yet")
    why = joined(
        _("Supervision was taken to you") if notice.level == NoticeLevel.LEADER else word(NoticeLevel(notice.level)),
        cited(notice.serial), word(NoticeReason(notice.reason)), fate,
        before(notice, lambda at: when.short_day(local_date(at), today)),
    )  # fmt: skip
    acts = (_write(notice.matter, main=True), _act(notice.matter, Verb.LIFT))
    return _card(notice.matter, today, why, acts, due=due, term=Clock.L6)


# -- what they own and wrote ------------------------------------------------------------------------------------------------


def _owned(rows: Sequence[Ownership], today: date) -> Iterator[Card]:
    told = leading.duties_told(rows)
    for own in rows:
        said = told.get((own.matter_id, own.n), {})
        duties, following = steps(said, today), next_duty(said)
        why = _("since %(day)s") % {"day": when.short_day(local_date(own.since), today)}
        chosen = {"item": str(own.n), **({"duty": following.value} if following else {})}
        report = Act(word(Verb.OWN_REPORT), _url(own.matter, Verb.OWN_REPORT, **chosen), main=True)
        yield _card(own.matter, today, why, (report, _write(own.matter)), steps=duties)


_FAR: Mapping[ReportStage, str] = {
    ReportStage.PLAN: "desk",
    ReportStage.PROGRESS: "unit",
    ReportStage.RESULT: "answer",
}


def next_duty(told: leading.Told) -> OwnerDuty | None:
    """The first of the four without a word, else the first without its result; None where all have it."""
    order = sorted(OwnerDuty, key=lambda duty: (duty in told, list(OwnerDuty).index(duty)))
    return next((duty for duty in order if duty not in told or told[duty][0] is not ReportStage.RESULT), None)


def steps(told: leading.Told, today: date) -> tuple[Step, ...]:
    """The four duties in their order, with the next of them marked."""
    following = next_duty(told)
    return tuple(_step(duty, told, today, duty is following) for duty in OwnerDuty)


def _step(duty: OwnerDuty, told: leading.Told, today: date, following: bool) -> Step:
    if duty not in told:
        return Step(word(duty), _("nothing reported yet"), "", following)
    stage, at = told[duty]
    said = joined(word(stage), when.short_day(local_date(at), today))
    return Step(word(duty), said, _FAR[stage], following)


def _written(who: Actor, rows: Sequence[Instruction], today: date) -> Iterator[Card]:
    terms = lists.running_for(rows, Clock.L15) if rows else {}
    asked = [(one.matter, one.text_seq) for one in rows]
    answers = [(one.matter, one.answer_seq) for one in rows if one.answer_seq]
    words = quoted(who, asked + answers)
    for one in rows:
        run = terms.get((one.matter_id, one.n))
        on = when.short_day(local_date(one.answered_at), today) if one.answered_at else ""
        state = _("answered on %(day)s") % {"day": on} if on else ""
        text = promise(words.get((one.matter_id, one.text_seq), {}))
        answer = promise(words.get((one.matter_id, one.answer_seq), {})) if one.answer_seq else ""
        yield _card(
            one.matter, today, text, (), quote=answer, due=run.due_on if run else None, state=state,
            unit=one.unit_id, of_its_own=True, term=Clock.L15,
        )  # fmt: skip


# -- a card -------------------------------------------------------------------------------------------------------------------


def _url(matter: Matter, verb: Verb, **preset: str) -> str:
    chosen = "".join(f"&{name}={value}" for name, value in preset.items())
    return f"/desk/matter/{matter.number}/decide/?do={verb.value}{chosen}"


_WORDS: Mapping[Verb, Callable[[], str]] = {
    Verb.APPROVE: lambda: _("Read and approve"),
    Verb.REWORK: lambda: _("Send back"),
    Verb.OWN: lambda: _("I take it on"),
    Verb.INSTRUCT: lambda: _("Write an instruction"),
    Verb.DESIGNATE: lambda: _("Decide who handles it"),
}


def _act(matter: Matter, verb: Verb, *, main: bool = False) -> Act:
    text = _WORDS[verb]() if verb in _WORDS else word(verb)
    return Act(text, _url(matter, verb), main)


def _write(matter: Matter, *, main: bool = False) -> Act:
    return _act(matter, Verb.INSTRUCT, main=main)


def _clock(matter: Matter, last: date | None, today: date) -> SafeString:
    if last == matter.next_due:
        return badges.nearest(matter, today)
    return badges.clock(last, today) if last else SafeString()


def _marks(matter: Matter) -> SafeString:
    """What stands beside the title, as in every list."""
    return SafeString(marks(matter, taken_back(matter)).strip())


def _card(
    matter: Matter, today: date, why: str, acts: tuple[Act, ...], *, quote: str = "", steps: tuple[Step, ...] = (),
    due: date | None = None, state: str = "", unit: str = "", of_its_own: bool = False,
    term: Clock | None = None,
) -> Card:  # fmt: skip
    """``due``: the last day of what the card is about, by the ``term``; else the matter's; ``of_its_own``: never that."""
    last = due if due is not None or of_its_own else matter.next_due
    called = word(term) if due is not None and term else badges.term(matter)
    title = title_of(matter)
    return Card(
        url=f"/desk/matter/{matter.number}/", title=title, lang=lang_of(title), why=why,
        unit=county.holder_name(unit or matter.owner_id or matter.holder_id or matter.desk_id),
        clock=_clock(matter, last, today), day=joined(when.short_day(last, today), called) if last else "",
        marks=_marks(matter), quote=quote, steps=steps, acts=acts, state=state,
    )  # fmt: skip
