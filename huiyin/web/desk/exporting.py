"""The work list as CSV or XLSX: what stands in its rows, never more than the person sees; noted as taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.working import Wanted, every
from huiyin.rooms.county.actions import note_change
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Channel, MatterClass, Status
from huiyin.web.desk.filtering import PATH, Choice
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges, county
from huiyin.web.shared.sheets import sheet
from huiyin.web.shared.words import word

#: Most rows of one file; who needs more asks for less at a time.
MOST_ROWS = 20_000
_WIDTHS = (24, 48, 10, 12, 18, 12, 22, 16, 12, 18, 8, 8, 8, 8, 18)  # characters


def links(chosen: Choice) -> list[dict[str, str]]:
    """The two files of this choice."""
    return [{"word": kind.upper(), "url": f"{PATH}export.{kind}{chosen.query()}"} for kind in ("xlsx", "csv")]


def file(chosen: Choice, kind: str, *, picked: frozenset[str], now: datetime) -> HttpResponseBase:
    """The file: of the rows that are ``picked``, else of the whole choice.

    That somebody took it along, with what choice or how many rows of it, stands among the county's changes.
    """
    wanted = Wanted(numbers=picked) if picked else chosen.wanted()
    rows: Iterable[Matter] = every(chosen.who, wanted, sort=chosen.sort, most=MOST_ROWS)
    noted: dict[str, str | int] = {"list": chosen.saved(), "as": kind}
    if picked:  # what was asked for beside what the person sees is neither given nor counted
        rows = list(rows)
        noted["rows"] = len(rows)
    note_change("export", chosen.who.key, noted, by=chosen.who, now=now)
    return sheet(kind, f"huiyin-{chosen.today:%Y%m%d}", _headings(), map(_row, rows), widths=_WIDTHS)


def _headings() -> list[str]:
    return [
        _("Number"), _("Title"), _("State"), pgettext("column", "Due"), _("Term"), _("Came in"), _("Unit in charge"),
        _("Category"), pgettext("of a matter", "Class"), _("Place"), _("Petitions"), _("People"), _("Urgent"),
        pgettext("column", "In confidence"), pgettext("column", "Taken back"),
    ]  # fmt: skip


def _row(matter: Matter) -> list[str | int | date]:
    """One matter, with the marks of its row. No name, no telephone, no address: these are shown one by one, with a reason."""
    back = withdrawn.of_row(matter)
    return [
        matter.number, title_of(matter), word(Status(matter.status)), matter.next_due or "", badges.term(matter),
        f"{local_date(matter.received_at)} {word(Channel(matter.channel))}", county.holder_name(matter.owner_id or ""),
        county.category_name(matter.category) if matter.category else "",
        word(MatterClass(matter.klass)) if matter.klass else "",
        county.place_name(matter.place) if matter.place else "", matter.petitions_count, matter.persons,
        _("yes") if matter.urgent else "", _("yes") if matter.confidential else "",
        badges.withdrawn_word(back) if back else "",
    ]  # fmt: skip
