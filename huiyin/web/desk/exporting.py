"""The work list as CSV or XLSX: what stands in its rows, never more than the person sees; noted as taken."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.working import every
from huiyin.rooms.county.actions import note_change
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Channel, MatterClass, Status
from huiyin.web.desk.filtering import PATH, Choice
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import county
from huiyin.web.shared.words import word

#: Most rows of one file; who needs more asks for less at a time.
MOST_ROWS = 20_000
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A cell that begins with one of these would be reckoned by the program that opens it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = (24, 48, 10, 12, 12, 22, 16, 12, 18, 8, 8, 8)  # characters


def links(chosen: Choice) -> list[dict[str, str]]:
    """The two files of this choice."""
    return [{"word": kind.upper(), "url": f"{PATH}export.{kind}{chosen.query()}"} for kind in ("xlsx", "csv")]


def file(chosen: Choice, kind: str, *, now: datetime) -> HttpResponseBase:
    """The file. That somebody took it along, with what choice, stands among the county's changes."""
    note_change("export", chosen.who.key, {"list": chosen.saved(), "as": kind}, by=chosen.who, now=now)
    if kind == "csv":
        response: Any = StreamingHttpResponse(_csv(chosen), content_type=_TYPES[kind])
    else:
        response = FileResponse(_xlsx(chosen), content_type=_TYPES[kind])
    name = f"huiyin-{chosen.today:%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response  # type: ignore[no-any-return]


def _headings() -> list[str]:
    return [
        _("Number"), _("Title"), _("State"), _("Due"), _("Came in"), _("Unit in charge"), _("Category"),
        pgettext("of a matter", "Class"), _("Place"), _("Petitions"), _("People"), _("Urgent"),
    ]  # fmt: skip


def _cells(chosen: Choice) -> Iterator[list[str | int | date]]:
    for matter in every(chosen.who, chosen.wanted(), sort=chosen.sort, most=MOST_ROWS):
        yield _row(matter)


def _row(matter: Matter) -> list[str | int | date]:
    """One matter. No name, no telephone, no address: these are shown one by one, with a reason."""
    return [
        matter.number, title_of(matter), word(Status(matter.status)), matter.next_due or "",
        f"{local_date(matter.received_at)} {word(Channel(matter.channel))}", county.unit_name(matter.owner_id or ""),
        county.category_name(matter.category) if matter.category else "",
        word(MatterClass(matter.klass)) if matter.klass else "",
        county.place_name(matter.place) if matter.place else "", matter.petitions_count, matter.persons,
        _("yes") if matter.urgent else "",
    ]  # fmt: skip


def harmless(value: Any) -> Any:
    """The value as a cell that no program reckons as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class _Line:
    """Where ``csv`` writes to: gives each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def _csv(chosen: Choice) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # so that spreadsheets read Chinese
    yield writer.writerow(_headings())
    for row in _cells(chosen):
        yield writer.writerow(map(harmless, row))


def _xlsx(chosen: Choice) -> IO[bytes]:
    """The sheet, written row by row; text stays text whatever it begins with."""
    out: IO[bytes] = TemporaryFile()  # noqa: SIM115  the response closes it
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, _headings(), bold)
    for n, row in enumerate(_cells(chosen), start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(n, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            else:
                sheet.write(n, column, value)
    book.close()
    out.seek(0)
    return out
