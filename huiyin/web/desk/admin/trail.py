"""The trail: who changed what of the house, from what to what; and who signed in when.

No petitioner's data stands in it; of the staff, what they were called before and after they were renamed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.accounts import signins
from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.county.models import Change
from huiyin.rooms.county.trail import AREAS, PAGE, listed
from huiyin.web.desk.admin.sheet import (
    Cell,
    Sheet,
    Table,
    administrators,
    chosen,
    home,
    link,
    pages,
    said,
    shown,
    state,
)
from huiyin.web.desk.admin.trail_words import difference, in_history, people_in, subject_name, verbs
from huiyin.web.shared import when
from huiyin.web.shared.fields import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

TRAIL = "/desk/admin/trail/"
SIGN_INS = "/desk/admin/signins/"


@require_safe
@administrators
def trail_page(request: HttpRequest) -> HttpResponse:
    """All changes, newest first, by area; two queries."""
    after = whole(request.GET.get("after", ""), digits=12)
    area = request.GET.get("area", "")
    area = area if area in AREAS else ""
    rows = listed(area, after=after)
    columns = [_("What"), _("About"), _("By"), _("When")]
    sheet = Sheet(
        _("Trail of changes"), [Table("", columns, _lines(rows[:PAGE]), _("Nothing was changed yet."))],
        lead=_("Who changed what of the house, from what to what. It is only ever added to."), back=home(),
        chips=chosen(TRAIL, "area", _areas(), area), buttons=[(SIGN_INS, _("Sign-ins"), False)],
        more=pages(TRAIL, rows, PAGE, lambda row: row.pk, after=after, area=area),
    )  # fmt: skip
    return shown(request, sheet)


def _areas() -> list[tuple[str, str]]:
    return [
        ("", _("All")), ("people", _("People and posts")), ("units", _("Units")), ("settings", _("Settings")),
        ("categories", _("Categories")), ("calendar", _("Calendar")), ("texts", _("Letters and texts")),
    ]  # fmt: skip


def _lines(rows: Sequence[Change]) -> list[list[Cell]]:
    names = names_of([key for one in rows for key in (one.by, one.subject, *people_in(one.data))])
    words = verbs()
    return [
        [said(words.get(one.verb, one.verb), difference(one.data, names, subject=one.subject)), _about(one, names),
         whole_name(names.get(one.by, one.by)), when.moment(one.at)]
        for one in rows
    ]  # fmt: skip


def _about(one: Change, names: dict[str, str]) -> Cell:
    kind, _colon, key = one.subject.partition(":")
    word = subject_name(one.subject, names)
    if kind == "unit":
        return link(f"/desk/admin/units/{key}/", word)
    if kind == "user":
        return link(f"/desk/admin/people/{key}/", word)
    if kind == "setting":
        return link(f"/desk/admin/settings/{key}/", word)
    if kind == "wording":
        return link(f"/desk/admin/texts/{key}/", word)
    return word


def whole_name(name: str) -> Cell:
    """A name that isn't broken at a line's end."""
    return format_html('<span class="hy-nowrap" lang="zh-Hans-CN">{}</span>', name)


def change_rows(changes: Sequence[Change], subject: str = "") -> list[list[Cell]]:
    """Changes as rows: when, what, by whom; in the history of ``subject`` if one is given. One query."""
    names = names_of(key for one in changes for key in (one.by, *people_in(one.data)))
    return [
        [
            when.moment(one.at),
            said(*in_history(one, subject or one.subject, names)),
            whole_name(names.get(one.by, one.by)),
        ]
        for one in changes
    ]


def history(subject: str) -> Table:
    """What was changed of one thing, the last ten times; of a unit also what it took over. Two queries."""
    changes = listed(subject=subject, size=10)[:10]
    columns = [_("When"), _("What"), _("By")]
    return Table(_("What was changed"), columns, change_rows(changes, subject), _("Nothing was changed yet."))


@require_safe
@administrators
def sign_ins_page(request: HttpRequest) -> HttpResponse:
    """Who signed in when, and who was refused; no address and nothing that was typed."""
    after = whole(request.GET.get("after", ""), digits=12)
    rows = signins.sign_ins(after=after)
    cells: list[list[Cell]] = [
        [link(f"/desk/admin/people/{one.user_id}/", one.user.name) if one.user else _("no such account"),
         state(_("signed in"), "answer") if one.opened else state(pgettext("sign-in", "refused"), "trouble"),
         when.moment(one.at)]
        for one in rows[: signins.PAGE]
    ]  # fmt: skip
    sheet = Sheet(
        _("Sign-ins"), [Table("", [_("Who"), _("How it ended"), _("When")], cells, _("Nobody has signed in yet."))],
        lead=_("Kept for a year, without addresses and without anything that was typed."),
        back=(TRAIL, _("Trail of changes")),
        more=pages(SIGN_INS, rows, signins.PAGE, lambda row: row.pk, after=after),
    )  # fmt: skip
    return shown(request, sheet)
