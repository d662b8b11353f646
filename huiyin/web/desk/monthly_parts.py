"""What the monthly report consists of, section by section, in the order in which the department reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.rooms.cases import lists, reported
from huiyin.rooms.cases.counts import Counts
from huiyin.rooms.cases.paragraph import paragraph
from huiyin.rooms.cases.satisfaction import mostly_counts
from huiyin.rooms.cases.tally import (
    Cut,
    Measure,
    Pieces,
    Tally,
    by_channel,
    by_month,
    counted,
    pieces,
    rated,
    repeats_by_channel,
    tally,
)
from huiyin.rooms.insight import hot, hot_leading
from huiyin.rooms.insight.voices import said as words_said
from huiyin.rules.backlog import Backlog
from huiyin.rules.counting import repeat_share
from huiyin.rules.duties import Advice, NoticeKind
from huiyin.rules.periods import Period, months_to
from huiyin.rules.vocabulary import Channel
from huiyin.web.desk import figures_map, figures_tables, figures_words, menu, voices
from huiyin.web.desk.figures_asked import Wanted, days_named, period_named, told
from huiyin.web.desk.figures_tables import a_year_ago, cut_word
from huiyin.web.desk.stuck import kind_word
from huiyin.web.shared import town_map
from huiyin.web.shared.papers import charts
from huiyin.web.shared.papers.parts import Facts, Heading, Part, Picture, Table, Words
from huiyin.web.shared.words import word

#: Bars of the drawing by town, hot matters, words, suggestions; counts of what is stuck end at the last.
MOST, HOT, SUGGESTIONS, MOST_COUNTED = 15, 5, 20, 500
#: The lists of what is stuck that are counted together.
_STUCK = {
    Backlog.DRAWER: ("drawer",), Backlog.TAIL: ("tail promised", "tail again"), Backlog.BONE: ("bone old", "bone moved"),
}  # fmt: skip


def parts(asked: Wanted, suggested: int = SUGGESTIONS) -> list[Part]:
    """The whole report, with so many of the public's suggestions at most."""
    last, month_before = asked.so_far.year_before, _as_long_before(asked)
    now = tally(asked.who, asked.asked(), today=asked.today)
    then, before = pieces(asked.who, asked.asked(last)), by_channel(asked.who, asked.asked(month_before))
    made: list[Part] = []
    for section in (
        _whole(asked, now, before, then), _trend(asked, counted(now, then)), _towns(now, then), _cut(Cut.CATEGORY, now, then),
        _cut(Cut.UNIT, now, then), _kept(asked, now), _pressed(asked), _stuck(asked), _hot(asked), _people(asked, suggested),
        _method(asked),
    ):  # fmt: skip
        made.extend(section)
    return made


def _as_long_before(asked: Wanted) -> Period:
    """The month before; of a running month as many days of it."""
    before, passed = asked.period.before, asked.so_far.last - asked.period.first
    return before.until(min(before.first + passed, before.last))


def _whole(asked: Wanted, now: Tally, before: Mapping[str, int], then: Pieces) -> Iterator[Part]:
    then_by = then.cuts[Cut.CHANNEL]
    yield Heading(_("The month in brief"))
    yield Words(paragraph({Channel(code): line for code, line in now.cuts[Cut.CHANNEL].items()}))
    rows = []
    for channel in Channel:
        mine = now.cuts[Cut.CHANNEL].get(channel.value, Counts())
        old, year = before.get(channel.value, 0), a_year_ago(then_by, channel.value)
        if mine.pieces or old or year:
            rows.append((word(channel), *_line(mine, old, year)))
    rows.append((_("All"), *_line(now.total, sum(before.values()), sum(then_by.values()) or None)))
    more = pgettext("figures", "Change")
    head = (
        cut_word(Cut.CHANNEL), str(figures_words.MEASURES[Measure.PIECES]), pgettext("figure", "People"),
        str(figures_words.MEASURES[Measure.DONE]), pgettext("figures", "Month before"), more, _("Last year"), more,
    )  # fmt: skip
    yield Table(
        head, rows, frozenset(range(1, 8)), (1.7, 0.9, 0.9, 0.9, 1.1, 1.35, 1.1, 1.5), _("By channel")
    )
    said = _("Compared with %(last)s and %(before)s.") % {
        "last": days_named(asked.so_far.year_before), "before": days_named(_as_long_before(asked)),
    }  # fmt: skip
    yield Words(said, small=True)


def _line(now: Counts, before: int, then: int | None) -> tuple[str, ...]:
    return (
        str(now.pieces), str(now.persons), str(now.done), str(before),
        figures_words.change(now.pieces, before), _counted(then), figures_words.change(now.pieces, then or 0),
    )  # fmt: skip


def _trend(asked: Wanted, known: Mapping[str, tuple[int, int]]) -> Iterator[Part]:
    months = months_to(asked.period.first, 12)
    both = [*months, *(one.year_before for one in months)]
    counts = by_month(asked.who, asked.asked(), both, known=known, people=False)
    now, before = ([counts[one.name][0] for one in part] for part in (months, both[len(months) :]))
    words = (str(figures_words.MEASURES[Measure.PIECES]), _("Same month last year"))
    told = figures_tables.from_the_first([*before, *now])
    line_before, line_now = told[: len(months)], told[len(months) :]
    drawn = charts.lines([f"{one.first:%Y-%m}" for one in months], line_now, line_before, words)
    yield Heading(_("Twelve months"), 2)
    said = "; ".join(f"{one.name}: {_counted(n)}" for one, n in zip(months, line_now, strict=True))
    yield Picture(drawn, _("Petitions by month"), said, 0.9)
    head = (pgettext("figures by", "Month"), *words)
    rows = [
        (period_named(one), _counted(n), _counted(m))
        for one, n, m in zip(months, line_now, line_before, strict=True)
    ]
    yield Table(head, rows, frozenset({1, 2}), (2, 1, 1))


def _counted(count: int | None) -> str:
    return "–" if count is None else str(count)


def _towns(now: Tally, then: Pieces) -> Iterator[Part]:
    yield from _cut(Cut.TOWN, now, then)
    many = {code: one.pieces for code, one in now.cuts[Cut.TOWN].items()}
    sheet = town_map.laid(many) if many else None
    if sheet is not None:
        drawn = figures_map.svg(sheet, many, {}, plain=True)
        yield Picture(drawn, _("Petitions by town"), _said(Cut.TOWN, many), 0.7)
    elif many:
        pairs = [(told("town", code), n) for code, n in list(many.items())[:MOST]]
        yield Picture(charts.bars(pairs), _("Petitions by town"), _said(Cut.TOWN, many), 0.8)


def _said(cut: Cut, many: Mapping[str, int]) -> str:
    return "; ".join(f"{told(cut, code)}: {n}" for code, n in many.items())


def _cut(cut: Cut, now: Tally, then: Pieces) -> Iterator[Part]:
    name = _("By %(cut)s") % {"cut": cut_word(cut)}
    yield Heading(name, 2)
    mine, theirs = now.cuts[cut], then.cuts[cut]
    if not mine:
        yield Words(_("Nothing came in."))
        return
    rows = []
    for code, one in mine.items():
        missed = (str(one.accept_missed), str(one.answer_missed)) if cut is Cut.UNIT else ()
        rows.append(
            (
                told(cut, code),
                str(one.pieces),
                str(one.persons),
                str(one.done),
                *missed,
                _counted(a_year_ago(theirs, code)),
            )
        )
    named = figures_words.MEASURES
    late = (str(named[Measure.ACCEPT_MISSED]), str(named[Measure.ANSWER_MISSED])) if cut is Cut.UNIT else ()
    head = (
        cut_word(cut),
        str(named[Measure.PIECES]),
        pgettext("figure", "People"),
        str(named[Measure.DONE]),
        *late,
        _("Last year"),
    )
    yield Table(head, rows, frozenset(range(1, len(head))), (2.4, *[1.0] * (len(head) - 1)))


def _kept(asked: Wanted, now: Tally) -> Iterator[Part]:
    total = now.total
    yield Heading(_("Terms kept and ratings"), 2)
    told = figures_tables.terms(now, asked)
    rows = [(row.word, *(cell.text or str(cell.n) for cell in row.cells)) for row in told.rows]
    yield Table(told.head, rows, frozenset(range(1, 6)), (2.6, 1, 1, 1, 1, 1.2), told.caption)
    yield Words(told.note, small=True)
    repeats = repeat_share(sum(repeats_by_channel(asked.who, asked.asked()).values()), total.pieces)
    pairs = [
        (str(figures_words.MEASURES[Measure.DONE]), f"{total.part_done}"),
        (str(figures_words.MEASURES[Measure.REPEATS]), f"{repeats}"),
    ]
    for line in rated(asked.who, asked.asked()):
        name = figures_words.OBJECTS[line.rated_object]
        spoke, satisfied = pgettext("rating", "Share rated"), pgettext("rating", "Share satisfied")
        pairs.append((f"{name} · {spoke}", str(line.part_rated)))
        share = line.part_satisfied(mostly_counts=mostly_counts())
        pairs.append((f"{name} · {satisfied}", str(share)))
    yield Facts(pairs)


def _pressed(asked: Wanted) -> Iterator[Part]:
    yield Heading(_("Supervision and recommendations"), 2)
    notices, advice = reported.pressed(asked.who, asked.asked())
    yield Facts([*_answered(NoticeKind, notices), *_answered(Advice, advice)])


def _answered(kinds: type[StrEnum], found: reported.Answered) -> Iterator[tuple[str, str]]:
    """How many of each kind there were, and how many were answered."""
    for kind in kinds:
        n, done = found.get(kind, (0, 0))
        # nobody answers to being urged
        told = str(n) if kind is NoticeKind.URGE else _("%(n)s, answered %(done)s") % {"n": n, "done": done}
        yield word(kind), told


def _stuck(asked: Wanted) -> Iterator[Part]:
    who, today = asked.who, asked.today
    if not menu.sees_county(who):
        return
    most = MOST_COUNTED
    found = lists.how_many(who, [part for of_kind in _STUCK.values() for part in of_kind], today, most=most)
    counts = {kind: sum(found[part] for part in of_kind) for kind, of_kind in _STUCK.items()}
    yield Heading(_("What is stuck"), 2)
    yield Facts([(kind_word(kind), f"{most}+" if n > most else str(n)) for kind, n in counts.items()])
    yield Words(_("As it stands today, whatever the month."), small=True)


def _hot(asked: Wanted) -> Iterator[Part]:
    if not hot_leading.may_see(asked.who):
        return
    yield Heading(_("Hot matters"), 2)
    found = hot.groups(asked.who, today=min(asked.period.last, asked.today), most=HOT)
    if not found:
        yield Words(_("Nothing is brought by many at the moment."))
        return
    rows = [
        (one.title or _("(erased as the law provides)"), str(one.heat.petitions), str(one.heat.persons), str(one.heat.open),
         str(one.heat.index))
        for one in found
    ]  # fmt: skip
    head = (
        _("Matter"),
        str(figures_words.MEASURES[Measure.PIECES]),
        pgettext("figure", "People"),
        _("Open"),
        _("Heat"),
    )
    yield Table(head, rows, frozenset(range(1, 5)), (4, 1, 1, 1, 1))


def _people(asked: Wanted, suggested: int) -> Iterator[Part]:
    yield Heading(_("What people say"), 2)
    found = words_said(asked.period.first)
    for name, changes in ((_("More than usual"), found.rising), (_("Less than usual"), found.falling)):
        if changes:
            said = [voices.changed(one) for one in changes]
            rows = [(one["word"], one["now"], one["usual"]) for one in said]
            head = (pgettext("voices", "Word"), _("Persons this month"), _("In an ordinary month"))
            yield Table(head, rows, frozenset({1, 2}), (2, 1, 1), name)
    if not found.rising and not found.falling:
        yield Words(_("No word stands out."))
    yield from _suggested(asked, suggested)


def _suggested(asked: Wanted, most: int) -> Iterator[Part]:
    yield Heading(_("Suggestions from the public"), 2)
    listed = reported.suggestions(asked.who, asked.asked(), most=most)
    if not listed:
        yield Words(_("Nobody made a suggestion in this month."))
        return
    reads = menu.works(asked.who)
    drawn = [voices.suggestion(one, reads=reads) for one in listed[:most]]
    rows = [(row["title"] or row["number"], row["category"], row["unit"], row["became"]) for row in drawn]
    first = pgettext("voices", "Suggestion") if reads else _("Number")
    head = (first, _("Category"), _("Unit"), _("What became of it"))
    yield Table(head, rows, frozenset(), (3.2, 1.8, 2.1, 1.7))
    if len(listed) > most:
        yield Words(_("Only the first %(most)s are shown.") % {"most": most}, small=True)


def _method(asked: Wanted) -> Iterator[Part]:
    yield Heading(_("How it was counted"), 2)
    yield Words(figures_words.method(), small=True)
    yield Words(figures_words.rating_method(), small=True)
    many = (asked.so_far.last - asked.so_far.first).days + 1
    days = ngettext("%(n)s day", "%(n)s days", many) % {"n": many}
    said = _("%(month)s, %(days)s of it: %(span)s.") % {
        "month": period_named(asked.period), "span": days_named(asked.so_far),
        "days": days,
    }  # fmt: skip
    yield Words(said, small=True)
