"""The supervision board (督办): who has what late, urged, supervised; notices with their answers; many urged at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases import overseeing, withdrawn
from huiyin.rooms.cases.around import SupervisionNotice
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.overseeing import MOST, UnitPressed
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.cases.withdrawn import TakenBack
from huiyin.rules.calendar import local_date
from huiyin.rules.duties import NoticeKind
from huiyin.rules.roles import Permission
from huiyin.rules.units import is_code
from huiyin.web.desk import list_rows, unit_table
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.batch import ticked
from huiyin.web.desk.list_rows import Today, joined
from huiyin.web.desk.unit_table import Column
from huiyin.web.desk.work_rows import marks, title_of
from huiyin.web.shared import badges, county
from huiyin.web.shared.page import lang_of, private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "/desk/supervision/"
#: Urging counts on the board for so long.
URGED = timedelta(days=30)


#: One late matter that may be chosen: how late, whose, how often it was pressed.
_LATE = (
    '<tr role="row"><td role="cell" class="hy-pick">'
    '<input type="checkbox" autocomplete="off" name="m" value="{number}" aria-label="{title}"{ticked}>'
    '</td><td role="cell" class="hy-nowrap">{clock} <span class="hy-due">{day}</span></td>\n'
    '<td role="cell" class="hy-title"><a href="/desk/matter/{number}/" lang="{lang}">{title}</a>{marks}'
    '<div class="hy-small hy-soft hy-number">{number}</div></td><td role="cell" class="hy-small">{unit}</td>'
    '<td role="cell" class="hy-small">{pressed}</td></tr>\n'
)


@require_safe
@staff
def board_page(request: HttpRequest) -> HttpResponse:
    """The board, narrowed to one unit with ``?unit=``. For whoever may supervise; others have no such page (403)."""
    who, now = actor(request), timezone.now()
    if not who.may(Permission.SUPERVISE):
        raise PermissionDenied
    today, told = local_date(now), request.GET.get("unit", "")
    unit = told if is_code(told) else ""
    rows = overseeing.by_unit(who, today, now - URGED)
    late = overseeing.to_press(who, today, unit)
    only = request.GET.get("only", "") if request.GET.get("only", "") in _ONLY else ""
    notices, advice = overseeing.notices(who, today, unit, only=only), overseeing.advice(who, unit)
    higher = overseeing.notices(who, today, unit, higher=True)[:MOST]
    urges = overseeing.urged(who, unit, now - URGED)[:MOST] if unit else []
    made = Today(now, who)
    columns = [Column(head(), tone, url) for head, _name, tone, url in _COLUMNS]
    context = {
        "at": "supervision",
        "sums": _sums(rows),
        "heads": [one.head for one in columns],
        "units": unit_table.html(_numbers(rows), columns, own=_here(), chosen=unit),
        "unit": county.holder_name(unit) if unit else "",
        "all": PATH,
        "late": late_rows(late[:MOST], today, ticked(request, most=PAGE)),
        "late_more": len(late) > MOST,
        "late_beside": "" if unit or len(late) > MOST else _beside(sum(row.late for row in rows) - len(late)),
        "only": _ONLY[only]() if only else "",
        "whole": _here("h-notices")(unit) if unit else f"{PATH}#h-notices",
        "urges": list_rows.html(list_rows.urged(urges, made)) if urges else "",
        "notices": list_rows.html(list_rows.supervised(notices[:MOST], made)),
        "high": list_rows.html(list_rows.supervised(higher, made)) if higher else "",
        "advice": list_rows.html(list_rows.recommendations(advice[:MOST], made)),
        "to_and_fro": list_rows.html(list_rows.returned(overseeing.to_and_fro(who, unit), made)),
        "most": MOST,
    }
    return private(render(request, "desk/supervision.html", context, frame=frame(request)))


def _beside(n: int) -> str:
    """Why the column above counts more than are listed; empty where it doesn't."""
    return "" if n <= 0 else ngettext(
        "%(n)s more is late at the house that took it in: the board counts it, nobody is pressed for it here.",
        "%(n)s more are late at the houses that took them in: the board counts them, nobody is pressed for them here.", n,
    ) % {"n": n}  # fmt: skip


def _late(unit: str) -> str:
    return f"/desk/list/?unit={unit}&due=late"


def _here(anchor: str = "", only: str = "") -> unit_table.Address:
    behind = (f"&only={only}" if only else "") + (f"#{anchor}" if anchor else "")
    return lambda unit: f"{PATH}?unit={unit}{behind}"


#: How the notices that stand may be narrowed, and in what words.
_ONLY: dict[str, Callable[[], str]] = {
    "unanswered": lambda: _("Only those that are not answered"),
    "overdue": lambda: _("Only those whose answer is late"),
}


#: Heading, number, tone, where its rows are.
_COLUMNS: tuple[tuple[Callable[[], str], str, str, unit_table.Address], ...] = (
    (lambda: _("Late"), "late", "late", _late),
    (lambda: _("Urged in 30 days"), "urged", "", _here("h-urged")),
    (lambda: _("Notices that stand"), "supervised", "care", _here("h-notices")),
    (lambda: _("of these unanswered"), "unanswered", "care", _here("h-notices", "unanswered")),
    (lambda: _("past their day"), "overdue", "late", _here("h-notices", "overdue")),
    (lambda: _("Recommendations unanswered"), "advised", "care", _here("h-advice")),
    (lambda: _("Passed to and fro"), "returned", "", _here("h-fro")),
)  # fmt: skip


def _numbers(rows: Sequence[UnitPressed]) -> Iterator[tuple[str, list[int]]]:
    return ((row.unit, [getattr(row, name) for _head, name, _tone, _url in _COLUMNS]) for row in rows)


def _sums(rows: Sequence[UnitPressed]) -> list[tuple[str, int, str]]:
    """What the county has of each, and where the rows are."""
    return [
        (_("Late"), sum(row.late for row in rows), "/desk/list/?due=late"),
        (_("Notices that stand"), sum(row.supervised for row in rows), f"{PATH}#h-notices"),
        (_("of these unanswered"), sum(row.unanswered for row in rows), f"{PATH}?only=unanswered#h-notices"),
        (_("past their day"), sum(row.overdue for row in rows), f"{PATH}?only=overdue#h-notices"),
        (_("Recommendations unanswered"), sum(row.advised for row in rows), f"{PATH}#h-advice"),
    ]


def late_rows(matters: Sequence[Matter], today: date, chosen: Container[str] = ()) -> SafeString:
    """Late matters as rows of ready HTML, all text escaped here; a query for what was pressed, one for what was taken back.

    ``chosen``: those that are ticked from the beginning, for whoever comes back from pressing them.
    """
    before = overseeing.pressed_in(matter.number for matter in matters) if matters else {}
    back = withdrawn.among(matters)
    rows = (
        _late_row(one, before.get(one.number, []), back.get(one.number), today, chosen=one.number in chosen)
        for one in matters
    )
    return mark_safe("".join(rows))  # noqa: S308  escaped there


def _late_row(
    matter: Matter, before: Sequence[SupervisionNotice], back: TakenBack | None, today: date, *, chosen: bool
) -> str:
    title = title_of(matter)
    return _LATE.format(
        number=escape(matter.number), title=escape(title), lang=lang_of(title), clock=badges.nearest(matter, today),
        day=escape(badges.until(matter, today)), marks=marks(matter, back),
        unit=escape(county.holder_name(matter.holder_id or "")), pressed=escape(_pressed(before)),
        ticked=" checked" if chosen else "",
    )  # fmt: skip


def _pressed(notices: Sequence[SupervisionNotice]) -> str:
    urged = sum(one.kind == NoticeKind.URGE for one in notices)
    stand = sum(one.kind == NoticeKind.SUPERVISE and one.ended_at is None for one in notices)
    said = []
    if urged:
        said.append(ngettext("urged %(n)s time", "urged %(n)s times", urged) % {"n": urged})
    if stand:
        said.append(ngettext("%(n)s notice stands", "%(n)s notices stand", stand) % {"n": stand})
    return joined(*said) or pgettext("pressed", "not urged yet")
