"""The rows of the desk's lists: when, which matter and why it stands here, how it stands, who has it. Ready HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.rooms.accounts.queries import holders, names_of
from huiyin.rooms.cases import lists
from huiyin.rooms.cases.around import (
    AskedBack,
    ExtensionAsk,
    Helper,
    Instruction,
    Look,
    Ownership,
    Pledge,
    Recommendation,
    SupervisionNotice,
)
from huiyin.rooms.cases.models import ClockRun, Matter
from huiyin.rooms.cases.unnaming import quoted
from huiyin.rooms.cases.withdrawn import TakenBack
from huiyin.rooms.county.queries import calendar, terms, tree
from huiyin.rules import backlog
from huiyin.rules.advising import may_read
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import RULES, Clock
from huiyin.rules.duties import Advice, NoticeKind, NoticeLevel, NoticeReason, Rated, Satellite
from huiyin.rules.roles import Actor, Role
from huiyin.rules.serials import cited
from huiyin.rules.vocabulary import Status
from huiyin.web.desk import stuck
from huiyin.web.desk.work_rows import marks
from huiyin.web.shared import badges, county, sayings, when
from huiyin.web.shared.page import days_whole, lang_of
from huiyin.web.shared.words import word

#: Longer words of a commitment are cut: the matter has them whole.
_IN_A_ROW = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the matter, a badge and a day, why it stands here, whose it is."""

    matter: Matter
    why: str
    who: str
    clock: str = ""
    day: str = ""
    more: SafeString | str = ""


_ROW = (
    '<tr role="row"><td role="cell" class="hy-nowrap">{when}</td>'
    '<td role="cell" class="hy-title"><a href="/desk/matter/{number}/"{lang}>{title}</a>{marks}'
    '<div class="hy-small">{why}{more}</div><div class="hy-small hy-soft"><span class="hy-number">{number}</span></div></td>'
    '<td role="cell">{state}</td><td role="cell" class="hy-small">{who}</td></tr>\n'
)


def html(rows: Iterable[Line], back: Mapping[str, TakenBack] | None = None) -> SafeString:
    """The rows as HTML; whatever people wrote or named is escaped here. ``back``: which matters were taken back."""
    held = back or {}
    return mark_safe("".join(_row(line, held.get(line.matter.number)) for line in rows))  # noqa: S308  see _row


def _row(line: Line, back: TakenBack | None) -> str:
    matter = line.matter
    title = _("(erased as the law provides)") if matter.title.text is None else matter.title.text
    return _ROW.format(
        when=f'{line.clock} <span class="hy-due">{escape(line.day)}</span>' if line.clock or line.day else "",
        number=escape(matter.number),
        title=escape(title),
        lang=' lang="ko-CN"' if lang_of(title) == "ko-CN" else "",
        marks=marks(matter, back),
        why=days_whole(escape(line.why)),
        more=line.more,
        state=badges.state(Status(matter.status)),
        who=escape(line.who),
    )


def joined(*parts: str) -> str:
    """Facts of one row, one behind the other."""
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Today:
    """The moment by which a page is made, and for whom."""

    now: datetime
    who: Actor

    @property
    def day(self) -> date:
        """The county's day."""
        return local_date(self.now)

    def clock(self, due: date) -> tuple[SafeString, str]:
        """Badge and short day of a last day."""
        return badges.clock(due, self.day), when.short_day(due, self.day)

    def run(self, run: ClockRun | None, *, named: bool = True) -> tuple[SafeString, str]:
        """Likewise of a running term, in the same colour and with the same doubt as on the matter's page.

        ``named``: with which term it is, unless the row says that already.
        """
        if run is None:
            return SafeString(), ""
        since = local_date(run.started_at)
        badge = badges.clock(run.due_on, self.day, since=since, provisional=run.provisional)
        return badge, joined(when.short_day(run.due_on, self.day), word(Clock(run.code)) if named else "")

    def nearest(self, matter: Matter) -> tuple[SafeString, str]:
        """Likewise of the nearest duty of whoever has a matter, with which it is."""
        return badges.nearest(matter, self.day), badges.until(matter, self.day)

    def said(self, moment: datetime) -> str:
        """A moment's day in little room."""
        return when.short_day(local_date(moment), self.day)


def due(rows: Sequence[ClockRun], today: Today) -> list[Line]:
    """Running duties."""
    found = []
    for run in rows:
        clock, day = today.run(run, named=False)
        code = Clock(run.code)
        source = word(Satellite(run.source)) if run.source else ""
        article = sayings.article(RULES[code].article) if RULES[code].article else ""
        why = joined(word(code), source, article)
        found.append(Line(run.matter, why, county.holder_name(run.party_id), clock, day))
    return found


def supervised(rows: Sequence[SupervisionNotice], today: Today) -> list[Line]:
    """Numbered notices, with the day by which the unit answers."""
    running, raised = lists.running_for(rows, Clock.L6), lists.raised(rows)
    found = []
    for notice in rows:
        run = running.get((notice.matter_id, notice.n))
        clock, day = today.run(run)
        answered = (
            _("answered on %(day)s") % {"day": today.said(notice.answered_at)}
            if notice.answered_at
            else _("not answered at this step yet")
            if notice.before_at
            else _("not answered yet")
        )
        kind = cited(notice.serial) or word(NoticeKind(notice.kind))
        why = joined(
            kind, word(NoticeReason(notice.reason)), word(NoticeLevel(notice.level)), answered, before(notice, today.said)
        )  # fmt: skip
        who, paper = (
            county.holder_name(notice.addressee_id),
            badges.to_print(notice.matter_id, raised.get((notice.matter_id, notice.n), notice.text_seq)),
        )
        found.append(Line(notice.matter, why, who, clock, day or today.said(notice.at), paper))
    return found


def before(notice: SupervisionNotice, said: Callable[[datetime], str]) -> str:
    """What the unit answered before the notice was taken higher, and to which step; empty for nothing."""
    if notice.before_at is None:
        return ""
    told = {"day": said(notice.before_at), "level": word(NoticeLevel(notice.before_level))}
    return _("before: answered on %(day)s to the step “%(level)s”") % told


def urged(rows: Sequence[SupervisionNotice], today: Today) -> list[Line]:
    """What was urged, and when; urging has no answer and no last day."""
    found = []
    for one in rows:
        why = joined(_("urged on %(day)s") % {"day": today.said(one.at)}, word(NoticeReason(one.reason)))
        found.append(Line(one.matter, why, county.holder_name(one.addressee_id)))
    return found


def recommendations(rows: Sequence[Recommendation], today: Today) -> list[Line]:
    """Recommendations that wait for an answer."""
    running = lists.running_for(rows, Clock.L7)
    found = []
    for one in rows:
        run = running.get((one.matter_id, one.n))
        clock, day = today.run(run)
        sent = _("sent on %(day)s") % {"day": today.said(one.at)}
        why = joined(cited(one.serial), word(Advice(one.kind)), sent)
        theirs = may_read("", one.addressee_id, today.who, tree())  # who sends one sees the county
        paper = badges.to_print(one.matter_id, one.text_seq) if theirs else SafeString()
        found.append(Line(one.matter, why, county.holder_name(one.addressee_id), clock, day, paper))
    return found


def instructions(rows: Sequence[Instruction], today: Today) -> list[Line]:
    """What leaders wrote, in their own words, with the day by which it is answered."""
    running = lists.running_for(rows, Clock.L15)
    words = quoted(today.who, ((one.matter, one.text_seq) for one in rows))
    found = []
    for one in rows:
        run = running.get((one.matter_id, one.n))
        clock, day = today.run(run)
        wrote = joined(county.holder_name(one.leader_id), today.said(one.at))
        why = joined(wrote, promise(words.get((one.matter_id, one.text_seq), {})))
        found.append(Line(one.matter, why, county.holder_name(one.unit_id), clock, day))
    return found


def questions(rows: Sequence[AskedBack], today: Today) -> list[Line]:
    """What petitioners ask, in their own words, with the day by which they are answered."""
    running = lists.running_for(rows, Clock.L16)
    words = quoted(today.who, ((one.matter, one.text_seq) for one in rows))
    found = []
    for one in rows:
        clock, day = today.run(running.get((one.matter_id, one.n)))
        why = joined(today.said(one.at), promise(words.get((one.matter_id, one.text_seq), {})))
        found.append(Line(one.matter, why, county.holder_name(one.unit_id), clock, day))
    return found


def extensions(rows: Sequence[ExtensionAsk], today: Today) -> list[Line]:
    """Who asks for how many days more and why, with the last day as it is."""
    running = lists.running_for(rows, Clock.T6)
    words = quoted(today.who, ((one.matter, one.text_seq) for one in rows))
    people = names_of({one.asked_by for one in rows}) if rows else {}
    found = []
    for one in rows:
        run = running.get((one.matter_id, 0))
        clock, day = today.run(run)
        asked = joined(days_more(one.days), people.get(one.asked_by, one.asked_by), today.said(one.at))
        reason = words.get((one.matter_id, one.text_seq), {}).get("reason")
        found.append(
            Line(
                one.matter,
                joined(asked, promise({"text": reason})),
                county.holder_name(one.unit_id),
                clock,
                day,
            )
        )
    return found


def owned(rows: Sequence[Ownership], today: Today) -> list[Line]:
    """Matters with the post that answers for them and whoever holds it now."""
    names = holders(Role.LEADER, today.now) if rows else {}
    reported = lists.last_reports(rows) if rows else {}
    found = []
    for own in rows:
        clock, day = today.nearest(own.matter)
        since = _("since %(day)s") % {"day": today.said(own.since)}
        at = reported.get((own.matter_id, own.n))
        last = _("last report %(day)s") % {"day": today.said(at)} if at else _("nothing reported yet")
        why = joined(
            county.holder_name(own.leader_id), names.get(own.leader_id) or _("post not filled"), since, last
        )
        found.append(Line(own.matter, why, county.holder_name(own.matter.owner_id or ""), clock, day))
    return found


def co_handled(rows: Sequence[Helper], today: Today) -> list[Line]:
    """What units were asked to contribute."""
    running = lists.running_for(rows, Clock.L8)
    found = []
    for helper in rows:
        run = running.get((helper.matter_id, helper.n))
        clock, day = today.run(run)
        asked = _("asked on %(day)s") % {"day": today.said(helper.asked_at)}
        done = (
            _("contributed on %(day)s") % {"day": today.said(helper.contributed_at)}
            if helper.contributed_at
            else _("nothing contributed yet")
        )
        lead = _("Lead: %(unit)s") % {"unit": county.holder_name(helper.matter.owner_id or "")}
        found.append(
            Line(helper.matter, joined(lead, asked, done), county.holder_name(helper.unit_id), clock, day)
        )
    return found


def looks(rows: Sequence[Look], today: Today) -> list[Line]:
    """Low ratings to look into."""
    running, rated = lists.running_for(rows, Clock.L11), lists.rated_in(rows)
    found = []
    for look in rows:
        run, rating = running.get((look.matter_id, look.n)), rated.get((look.matter_id, look.rating))
        clock, day = today.run(run)
        what = word(Rated(rating.rated)) if rating else ""
        since = _("since %(day)s") % {"day": today.said(look.opened_at)}
        unit = look.matter.holder_id or look.matter.desk_id
        found.append(
            Line(look.matter, joined(_("Low rating"), what, since), county.holder_name(unit), clock, day)
        )
    return found


def commitments(rows: Sequence[Pledge], today: Today) -> list[Line]:
    """Commitments with their own words."""
    words = quoted(today.who, ((pledge.matter, pledge.text_seq) for pledge in rows))
    found = []
    for pledge in rows:
        clock, day = today.clock(pledge.due_on)
        why = promise(words.get((pledge.matter_id, pledge.text_seq), {}))
        found.append(Line(pledge.matter, why, county.holder_name(pledge.unit_id), clock, day))
    return found


def carried_out(rows: Sequence[Pledge], today: Today) -> list[Line]:
    """Commitments that were carried out, with the way to what shows it."""
    words = quoted(today.who, ((pledge.matter, pledge.text_seq) for pledge in rows))
    found = []
    for pledge in rows:
        assert pledge.done_at is not None, "asked for with a moment"
        done = local_date(pledge.done_at)
        why = promise(words.get((pledge.matter_id, pledge.text_seq), {}))
        link = format_html(
            ' <a href="/desk/matter/{}/#h-pledges">{}</a>', pledge.matter_id, _("What shows it")
        )
        clock, day = badges.ended(pledge.due_on, done), when.short_day(done, today.day)
        found.append(Line(pledge.matter, why, county.holder_name(pledge.unit_id), clock, day, link))
    return found


def days_more(days: int) -> str:
    """How many days an officer asks for."""
    return ngettext("%(n)s day more", "%(n)s days more", days) % {"n": days}


def promise(words: dict[str, str | None]) -> str:
    """Who committed to what, cut to a row."""
    said = words.get("text")
    text = _("(erased as the law provides)") if said is None else said
    text = joined(words.get("party") or "", " ".join(text.split()))
    return text if len(text) <= _IN_A_ROW else text[: _IN_A_ROW - 1] + "…"


def returned(rows: Sequence[Matter], today: Today) -> list[Line]:
    """Matters that units handed back."""
    found = []
    for matter in rows:
        n = matter.returns
        back = ngettext("Handed back %(n)s time", "Handed back %(n)s times", n) % {"n": n}
        clock, day = today.nearest(matter)
        why = joined(back, stuck.units(matter.units_count))
        found.append(Line(matter, why, county.holder_name(matter.owner_id or ""), clock, day))
    return found


def drawer(rows: Sequence[Matter], today: Today) -> list[Line]:
    """Matters whose owner is silent."""
    known = {"calendar": calendar(), "terms": terms()}
    return [_stuck(m, backlog.silent(m.owner_at, today.day, **known), today) for m in rows]  # type: ignore[arg-type]


def bone(rows: Sequence[Matter], today: Today) -> list[Line]:
    """Matters that are old or were passed around; every reason is told."""
    own = terms()
    return [
        _stuck(
            m,
            [
                *backlog.old(m.registered_at, today.day, terms=own),
                *backlog.moved_about(m.rounds_count, m.units_count, terms=own),
            ],
            today,
        )
        for m in rows
    ]


def again(rows: Sequence[Matter], today: Today) -> list[Line]:
    """Matters that were closed before."""
    return [_stuck(m, backlog.taken_up_again(m.reopened), today) for m in rows]


def _stuck(matter: Matter, findings: Iterable[backlog.Finding], today: Today) -> Line:
    clock, day = today.nearest(matter)
    who = county.holder_name(matter.owner_id or "")
    return Line(matter, stuck.told(findings, today.day), who, clock, day)


def overdue(rows: Sequence[Pledge], today: Today) -> list[Line]:
    """Commitments of closed matters that are open past their day."""
    words = quoted(today.who, ((pledge.matter, pledge.text_seq) for pledge in rows))
    found = []
    for pledge in rows:
        clock, day = today.clock(pledge.due_on)
        late = stuck.told(backlog.promise_overdue(pledge.n, pledge.due_on, today.day), today.day)
        why = joined(late, promise(words.get((pledge.matter_id, pledge.text_seq), {})))
        found.append(Line(pledge.matter, why, county.holder_name(pledge.unit_id), clock, day))
    return found
