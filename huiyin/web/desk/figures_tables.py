"""Tables of figures as ready HTML, and what the charts beside them are drawn from: the same numbers, the same addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.counts import Counts
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.satisfaction import Ratings, mostly_counts, ratable
from huiyin.rooms.cases.tally import Cut, Measure, Pieces, Tally
from huiyin.rooms.kept import Span
from huiyin.rules.counting import Share
from huiyin.rules.duties import Rated, Score
from huiyin.rules.periods import Period
from huiyin.web.desk import figures_words as words
from huiyin.web.desk.figures_asked import Wanted, period_named, told

#: So many bars are drawn; the table beside has them all, and shows so many before it is opened wholly.
MOST_BARS, IN_SIGHT = 10, 9


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, or a share as ``text``, with the address of its rows; none where there is nothing to open."""

    n: int = 0
    url: str = ""
    text: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is about, then its cells."""

    word: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """A table with its heading; ``chart``: what is drawn beside it, empty for nothing."""

    key: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Row]
    chart: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def legend(self) -> list[str]:
        """What the lines of the chart are, in the order of their dashes and marks; none where there are no lines."""
        return [line["label"] for line in self.chart.get("lines", ())]

    @property
    def more(self) -> int:
        """How many rows there are, if that is more than are in sight."""
        return len(self.rows) if len(self.rows) > IN_SIGHT else 0

    @property
    def html(self) -> SafeString:
        """The table. Numbers that stand for rows are links; all text is escaped here."""
        heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in self.head)
        body = "\n".join(f"<tr>{_heading(row)}{''.join(map(_cell, row.cells))}</tr>" for row in self.rows)
        caption = f'<caption class="visually-hidden">{escape(self.caption)}</caption>'
        return mark_safe(  # noqa: S308  escaped piece by piece
            f'<table class="hy-board">{caption}<thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table>'
        )


def _heading(row: Row) -> str:
    text = escape(row.word)
    return f'<th scope="row">{f"""<a href="{escape(row.url)}">{text}</a>""" if row.url else text}</th>'


def _cell(cell: Cell) -> str:
    if not cell.url:
        return f"<td>{escape(cell.text)}</td>"
    if cell.text:
        return f'<td><a class="hy-n" href="{escape(cell.url)}">{escape(cell.text)}</a></td>'
    tone = f" {cell.tone}" if cell.tone and cell.n else "" if cell.n else " none"
    return f'<td><a class="hy-n{tone}" href="{escape(cell.url)}">{cell.n}</a></td>'


# -- by channel, category, town, unit, outcome ------------------------------------------------------------------------------


def cut_word(cut: Cut) -> str:
    """What the figures are told apart by."""
    return {
        Cut.CHANNEL: pgettext("figures by", "Channel"), Cut.CATEGORY: pgettext("figures by", "Category"),
        Cut.TOWN: pgettext("figures by", "Town or street"), Cut.UNIT: pgettext("figures by", "Unit"),
        Cut.OUTCOME: pgettext("figures by", "Outcome"),
    }[cut]  # fmt: skip


def by_cut(cut: Cut, now: Tally, before: Pieces, asked: Wanted, last: Period) -> FiguresTable:
    """One cut's table with the same time of last year beside it; ``last`` is that time. Codes with most petitions first."""
    mine, theirs = now.cuts[cut], before.cuts[cut]
    codes = [*mine, *(code for code in theirs if code not in mine)]
    rows = [
        _cut_row(cut, code, mine.get(code, Counts()), a_year_ago(theirs, code), asked, last) for code in codes
    ]
    head = [cut_word(cut), str(words.MEASURES[Measure.PIECES])]
    head += [pgettext("figure", "People")] if cut is not Cut.OUTCOME else []
    head += [str(words.MEASURES[Measure.DONE])] if cut is not Cut.OUTCOME else []
    if cut is Cut.UNIT:
        head += [str(words.MEASURES[Measure.ACCEPT_MISSED]), str(words.MEASURES[Measure.ANSWER_MISSED])]
    head += [_("Last year")]
    bars = [code for code in codes if mine.get(code)][:MOST_BARS]
    chart = {
        "kind": "bars", "names": [told(cut, code) for code in bars], "label": str(words.MEASURES[Measure.PIECES]),
        "values": [mine[code].pieces for code in bars],
        "urls": [asked.rows(Measure.PIECES, **{cut.value: code}) for code in bars],
    }  # fmt: skip
    return FiguresTable(cut.value, cut_word(cut), head, rows, chart if bars else {})


def a_year_ago(counts: Mapping[str, int], code: str) -> int | None:
    """One of last year's numbers; None where there is nothing to compare with, because the records are younger."""
    return counts.get(code, 0) if any(counts.values()) else None


def _cut_row(cut: Cut, code: str, now: Counts, before: int | None, asked: Wanted, last: Period) -> Row:
    rows = asked.opened_by(**{cut.value: code})
    cells = [Cell(now.pieces, rows(Measure.PIECES))]
    if cut is not Cut.OUTCOME:
        cells += [Cell(now.persons, rows(Measure.PERSONS)), Cell(now.done, rows(Measure.DONE))]
    if cut is Cut.UNIT:
        cells += [
            Cell(now.accept_missed, rows(Measure.ACCEPT_MISSED), tone="late"),
            Cell(now.answer_missed, rows(Measure.ANSWER_MISSED), tone="late"),
        ]
    url = asked.rows(Measure.PIECES, last, **{cut.value: code})
    cells.append(Cell(text="–") if before is None else Cell(before, url))
    return Row(told(cut, code), cells, asked.link(**{cut.value: code}))


# -- by month, terms, ratings -------------------------------------------------------------------------------------------------


def from_the_first(counts: Sequence[int]) -> list[int | None]:
    """Counts of months that follow each other; None before the first with anything in it: there is nothing to tell."""
    first = next((n for n, count in enumerate(counts) if count), len(counts))
    return [count if n >= first else None for n, count in enumerate(counts)]


def of_month_cell(told: Mapping[str, int | None], one: Period, n: int, url: str) -> Cell:
    """A month's number; a dash that opens nothing before the first month with anything in it."""
    return Cell(text="–") if told[one.name] is None else Cell(n, url)


def trend(months: Sequence[Period], counts: Mapping[str, tuple[int, int]], asked: Wanted) -> FiguresTable:
    """Month by month beside the same months of the year before; no number and no point before the first, as in the report."""
    both = sorted({*months, *(one.year_before for one in months)}, key=lambda one: one.first)
    found = [counts.get(one.name, (0, 0)) for one in both]
    told = dict(zip((one.name for one in both), from_the_first([n for n, _people in found]), strict=True))

    def cell(one: Period, measure: Measure) -> Cell:
        n = counts.get(one.name, (0, 0))[measure is Measure.PERSONS]
        return of_month_cell(told, one, n, asked.rows(measure, one))

    rows = [
        Row(
            period_named(one),
            [cell(one, Measure.PIECES), cell(one, Measure.PERSONS), cell(one.year_before, Measure.PIECES)],
            asked.link(one),
        )
        for one in reversed(months)
    ]  # fmt: skip
    pieces_word = str(words.MEASURES[Measure.PIECES])
    chart = {
        "kind": "lines", "names": [f"{one.first:%Y-%m}" for one in months],
        "lines": [
            {"label": pieces_word, "values": [told[one.name] for one in months],
             "urls": [asked.rows(Measure.PIECES, one) for one in months]},
            {"label": _("Same month last year"), "values": [told[one.year_before.name] for one in months],
             "urls": [asked.rows(Measure.PIECES, one.year_before) for one in months]},
        ],
    }  # fmt: skip
    head = [
        pgettext("figures by", "Month"),
        pieces_word,
        pgettext("figure", "People"),
        _("Same month last year"),
    ]
    return FiguresTable("month", pgettext("figures by", "Month"), head, rows, chart)


def _share(share: Share, url: str) -> Cell:
    """A share in percent, which opens what it is a share of the whole by."""
    return Cell(text=words.percent(share), url=url if share.denominator else "")


def terms(now: Tally, asked: Wanted) -> FiguresTable:
    """Which terms were kept, with their shares."""
    total, rows_of = now.total, asked.opened_by()

    def row(word: str, share: Share, *measures: Measure) -> Row:
        cells = [
            Cell(getattr(total, one.value), rows_of(one), tone="late" if n in (1, 2) else "")
            for n, one in enumerate(measures)
        ]
        return Row(word, [*cells, _share(share, rows_of(measures[0]))])

    rows = [
        row(
            _("Taking up (15 days)"), total.part_accepted, Measure.ACCEPTED, Measure.ACCEPTED_LATE,
            Measure.ACCEPT_OVERDUE, Measure.ACCEPT_WAITING,
        ),
        row(
            _("Answering (60 days or the term given)"), total.part_answered, Measure.ANSWERED,
            Measure.ANSWERED_LATE, Measure.ANSWER_OVERDUE, Measure.ANSWER_WAITING,
        ),
    ]  # fmt: skip
    head = [
        pgettext("figures", "Term"), pgettext("term", "In time"), pgettext("term", "Late"), pgettext("term", "Overdue"),
        pgettext("term", "Not due yet"), pgettext("figures", "Kept in time"),
    ]  # fmt: skip
    note = _(
        "Taking up: of what was due. Answering, by the field's formula: of all; what isn't due yet counts too."
    )
    return FiguresTable("terms", _("Terms kept"), head, rows, note=note)


def ratings(lines: Sequence[Ratings], asked: Wanted) -> FiguresTable:
    """What petitioners say of the department and of the unit. Silence stands by itself."""
    rows = []
    for line in lines:
        which = line.rated_object
        numbers = {
            "rated": line.rated, "silent": line.silent, Score.SATISFIED: line.satisfied, Score.MOSTLY: line.mostly,
            Score.DISSATISFIED: line.dissatisfied,
        }  # fmt: skip
        cells = [Cell(line.ratable, asked.rows(words.RATABLE))]
        cells += [Cell(n, asked.rows(f"{which}-{score}")) for score, n in numbers.items()]
        cells.append(
            Cell(line.taken_out, asked.rows(words.TAKEN_OUT)) if which is Rated.UNIT else Cell(text="–")
        )
        cells.append(_share(line.part_rated, asked.rows(f"{which}-rated")))
        satisfied = line.part_satisfied(mostly_counts=mostly_counts())
        cells.append(_share(satisfied, asked.rows(f"{which}-{words.GOOD}")))
        rows.append(Row(str(words.OBJECTS[which]), cells))
    head = [
        pgettext("rating", "Of whom"), words.named(words.RATABLE), *map(str, words.SCORES.values()),
        pgettext("rating", "Answered rightly"), pgettext("rating", "Share rated"), pgettext("rating", "Share satisfied"),
    ]  # fmt: skip
    return FiguresTable("ratings", _("Ratings"), head, rows)


def rated_rows(rows: QuerySet[Petition], span: Span, measure: str) -> QuerySet[Petition]:
    """The petitions behind a number of the ratings."""
    found = ratable(rows, *span)
    if measure == words.RATABLE:
        return found
    if measure == words.TAKEN_OUT:
        return found.filter(Q(("rightly", True)))
    which, score = words.RATINGS[measure]
    if score in ("silent", "rated"):
        return found.filter(**{f"{which}__isnull": score == "silent"})
    if score == words.COUNTED:
        of = found.filter(**{f"{which}__isnull": False})
        return of.exclude(Q(("rightly", True))) if which is Rated.UNIT else of
    mostly = [Score.MOSTLY] if mostly_counts() else []
    return found.filter(**{f"{which}__in": [Score.SATISFIED, *mostly] if score == words.GOOD else [score]})
