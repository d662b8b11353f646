"""The rows of the work list as ready HTML: last day, matter, and the columns that the person chose.

Fifty rows of eleven fields cost a template five milliseconds, ``str.format`` a third of one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.withdrawn import TakenBack
from huiyin.rules.calendar import local_date
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Channel, MatterClass, Status
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.words import word


@dataclass(frozen=True, slots=True)
class Column:
    """One column that may be shown: its heading, and what stands in it."""

    heading: Callable[[], str]
    cell: Callable[[Matter, date], str]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading (none: all in one); ``rows`` is ready HTML."""

    word: str
    rows: SafeString


def came(matter: Matter, today: date) -> SafeString:
    """How, when and by how many it came in. Ready HTML: in a narrow column no number is torn from what it counts."""
    found = [word(Channel(matter.channel)), when.short_day(local_date(matter.received_at), today)]
    if matter.persons > 1 and matter.petitions_count < 2:
        return format_html('{} · <span class="hy-nowrap">{}</span>', " · ".join(found), people_of(matter))
    if matter.persons > 1:  # too long for one line
        found.append(people_of(matter))
    return format_html("{}", " · ".join(found))


def people(n: int) -> str:
    """A number of people."""
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}


def people_of(matter: Matter | MatterState) -> str:
    """The people of a matter; of several petitions whoever came again is counted again, and it says so (人次)."""
    many = matter.petitions_count if isinstance(matter, Matter) else len(matter.petitions)
    if many < 2:
        return people(matter.persons)
    said = _("%(petitions)s petitions, %(persons)s people counted each time")
    return said % {"petitions": many, "persons": matter.persons}


def _klass(matter: Matter, today: date) -> str:
    return word(MatterClass(matter.klass)) if matter.klass else ""


def _silent(matter: Matter, today: date) -> str:
    days = (today - local_date(matter.owner_at)).days
    return _("today") if days <= 0 else ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


#: All columns beside last day and matter, in their order on the page.
COLUMNS: Mapping[str, Column] = {
    "state": Column(lambda: _("State"), lambda m, today: badges.state(Status(m.status))),
    "came": Column(lambda: _("Came in"), came),
    "charge": Column(lambda: _("In charge"), lambda m, today: escape(county.holder_name(m.owner_id or ""))),
    "category": Column(
        lambda: _("Category"), lambda m, today: escape(county.category_name(m.category)) if m.category else ""
    ),
    "klass": Column(lambda: pgettext("of a matter", "Class"), lambda m, today: escape(_klass(m, today))),
    "petitions": Column(lambda: _("Petitions"), lambda m, today: str(m.petitions_count)),
    "silent": Column(lambda: _("Last act of the unit"), lambda m, today: escape(_silent(m, today))),
}
USUAL = ("state", "came", "charge")
_NARROW = frozenset({"state"})

_ROW = (
    '<tr role="row" data-row>{pick}<td role="cell" class="hy-nowrap">{clock} <span class="hy-due">{due}</span></td>'
    '<td role="cell" class="hy-title"{lang}><a href="/desk/matter/{number}/">{title}</a>{marks}'
    '<div class="hy-small hy-soft"><span class="hy-number">{number}</span> {place}</div></td>{cells}</tr>\n'
)
_PICK = (
    '<td role="cell" class="hy-pick">'
    '<input type="checkbox" autocomplete="off" name="m" value="{number}" aria-label="{label}"></td>'
)


def columns_in(text: str) -> tuple[str, ...]:
    """The columns that a cookie names; the usual ones if it names none."""
    named = text.split(".")
    return tuple(name for name in COLUMNS if name in named) or USUAL


def groups(
    matters: Sequence[Matter], *, today: date, columns: Sequence[str], by_term: bool, pick: bool
) -> list[Group]:
    """The rows; ``by_term``: under the headings late, today, soon, later, those that have rows. ``pick``: with a box each."""
    found: dict[str, list[str]] = {}
    back = withdrawn.among(matters)
    for matter in matters:
        due = matter.next_due
        assert due is not None, "an open matter has a term running"
        tone = badges.tone_of(due, today) if by_term else ""
        found.setdefault(tone, []).append(_row(matter, today, columns, back.get(matter.number), pick=pick))
    headings = {
        "": "", "late": _("Late"), "today": _("Due today"), "calm": _("Later"),
        "soon": ngettext("Due within %(n)s day", "Due within %(n)s days", badges.SOON) % {"n": badges.SOON},
    }  # fmt: skip
    return [Group(headings[tone], mark_safe("".join(rows))) for tone, rows in found.items()]  # noqa: S308  see _row


def title_of(matter: Matter) -> str:
    """The matter's title, or why there is none any more."""
    return said_title(matter.title.text)


def said_title(text: str | None) -> str:
    """A title as it is kept, or why there is none any more."""
    return _("(erased as the law provides)") if text is None else text


def _row(matter: Matter, today: date, columns: Sequence[str], back: TakenBack | None, *, pick: bool) -> str:
    """One matter; whatever people wrote or named is escaped here."""
    title, number = title_of(matter), escape(matter.number)
    label = _("Choose %(number)s") % {"number": number}
    cells = (
        f'<td role="cell"{"" if name in _NARROW else " class=hy-small"}>{COLUMNS[name].cell(matter, today)}</td>'
        for name in columns
    )
    return _ROW.format(
        pick=_PICK.format(number=number, label=label) if pick else "",
        clock=badges.nearest(matter, today),
        due=escape(badges.until(matter, today)),
        number=number,
        title=escape(title),
        lang=' lang="ko-CN"' if lang_of(title) == "ko-CN" else "",
        marks=marks(matter, back),
        place=escape(county.place_name(matter.place)) if matter.place else "",
        cells="".join(cells),
    )


def marks(matter: Matter, back: TakenBack | None) -> str:
    """What stands behind a matter's title in every list: urgent, in confidence, taken back. Ready HTML."""
    found = (
        badges.urgent() if matter.urgent else "",
        badges.in_confidence() if matter.confidential else "",
        badges.withdrawn(back),
    )
    return "".join(f" {badge}" for badge in found if badge)
