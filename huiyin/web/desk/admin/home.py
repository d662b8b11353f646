"""The administration's first page: what there is to look after, what calls for attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county import queries
from huiyin.rooms.county.defaults import default
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rooms.county.trail import listed
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Role
from huiyin.web.desk.admin.settings import in_words
from huiyin.web.desk.admin.sheet import Cell, Note, Part, Sheet, Table, administrators, link, said, shown
from huiyin.web.desk.admin.trail import change_rows
from huiyin.web.shared import when

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@administrators
def home_page(request: HttpRequest) -> HttpResponse:
    """The places, the alarms, the last changes."""
    changes = listed(size=8)[:8]
    parts: list[Part] = [
        *_alarms(),
        Table("", [pgettext("administration", "Place"), _("Now")], _places(), ""),
    ]
    parts.append(
        Table(
            _("Changed last"),
            [_("When"), _("What"), _("By")],
            change_rows(changes),
            _("Nothing was changed yet."),
        )
    )
    sheet = Sheet(
        _("Administration"),
        parts,
        lead=_("The county's people, units, lists, days and words. No matter is seen here."),
    )
    return shown(request, sheet)


def _alarms() -> list[Part]:
    found: list[Part] = []
    alarm = queries.calendar_alarm(local_date(timezone.now()))
    if alarm is not None:
        text = _("The calendar is certain until %(day)s only. Load the next holiday notice.")
        found.append(Note(text % {"day": when.day(alarm.last_certain)}, "care"))
    admins = (
        Post.objects.filter(role=Role.ADMIN.value, until=None, user__is_active=True)
        .values("user")
        .distinct()
        .count()
    )
    if admins < 2:
        found.append(
            Note(_("There is one administrator only. A second one can help if the first is away."), "care")
        )
    return found


def _languages() -> str:
    return in_words("languages", snapshot().settings.get("languages", default("languages")))


def _places() -> list[list[Cell]]:
    people = User.objects.filter(is_active=True).count()
    units, alarm = len(queries.unit_tree()), queries.calendar().certain_until
    known = [
        ("people/", _("People and posts"), _("accounts, posts, passwords, locks, hand-over"),
         ngettext("%(n)s open account", "%(n)s open accounts", people) % {"n": people}),
        ("units/", _("Units"), _("the tree, names, telephones, closing and merging"),
         ngettext("%(n)s unit in use", "%(n)s units in use", units) % {"n": units}),
        ("settings/", _("Terms and settings"), _("what the county decides itself"), ""),
        ("settings/languages/", _("Languages"), _("which there are, and in what order"), _languages()),
        ("categories/", _("Categories"), _("editions of the list"), queries.edition()),
        ("charges/", _("Duty list"), _("which unit a category goes to"), ""),
        ("calendar/", _("Working days"), _("holidays, days worked in exchange, local days"),
         _("certain until %(day)s") % {"day": when.day(alarm)} if alarm else ""),
        ("map/", pgettext("administration", "Map"), _("where the towns lie, the county's outline"), ""),
        ("texts/", _("Letters and texts"), _("the county's own words"), ""),
        ("tables/", _("Import and export"), _("each list as a table"), ""),
        ("trail/", _("Trail of changes"), _("who changed what"), ""),
    ]  # fmt: skip
    return [[said(link(f"/desk/admin/{path}", word), more), now] for path, word, more, now in known]
