"""Each list of the county as a table: taken along, and taken in whole or not at all, with every bad line named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.management import tables
from huiyin.rooms.management.table_files import KINDS, MOST_BYTES, MOST_ROWS, Unreadable, read
from huiyin.rules.fields import Refused
from huiyin.rules.wordings import PIECES
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin.sending import attempt
from huiyin.web.desk.admin.sheet import (
    Cell,
    FormPart,
    Note,
    Part,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    home,
    said,
    shown,
)
from huiyin.web.shared import letters, sayings
from huiyin.web.shared.fields import FieldView, options
from huiyin.web.shared.forms import OneOf, view
from huiyin.web.shared.page import private, see

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

PATH = "/desk/admin/tables/"
TYPES = {
    "csv": "text/csv; charset=utf-8", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
MOST_SHOWN = 20  # bad lines on the page


def names() -> dict[str, tuple[str, str]]:
    """What each table is called, and what taking it in does."""
    return {
        "units": (_("Units"), _("Adds units, renames and describes them; it closes and moves none.")),
        "people": (_("People and posts"),
                   _("Adds accounts and posts, without passwords: each is set on its page. It ends nothing.")),
        "settings": (_("Terms, settings and languages"), _("Sets what is in the file.")),
        "categories": (_("Categories"), _("Writes into a draft edition, or begins one by the code in the file.")),
        "charges": (_("Duty list"), _("Adds lines; it takes none out.")),
        "calendar": (_("Working days"), _("Sets the county's own days.")),
        "texts": (_("Letters and texts"), _("Words what is in the file; an empty text gives it back to the house.")),
    }  # fmt: skip


class TakeIn(forms.Form):
    """Which table; the file comes beside it."""

    table = OneOf(lambda: set(tables.TABLES))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def tables_page(request: HttpRequest) -> HttpResponse:
    """The tables with their files, and the form that takes one in."""
    if request.method != "POST":
        return _page(request)
    form = TakeIn(request.POST)
    if not form.is_valid():
        return _page(request, form, Trouble(422))
    file = request.FILES.get("file")
    if file is None:
        return _page(request, form, Trouble(422), wrong=sayings.say(Refused("file_missing")))
    try:
        if (file.size or 0) > MOST_BYTES:
            raise Unreadable("table_too_large")
        rows = read(file.read(), str(file.name or ""))
    except Unreadable as no:
        said_ = sayings.say(Refused(no.reason, params={"most": MOST_ROWS, "size": MOST_BYTES // 10**6}))
        return _page(request, form, Trouble(422), wrong=said_)
    return _taken(request, form, rows)


def _taken(request: HttpRequest, form: forms.Form, rows: list[tuple[int, dict[str, str]]]) -> HttpResponse:
    table, by, now = form.cleaned_data["table"], actor(request), timezone.now()
    really = request.POST.get("what") != "look"
    found: list[tables.Taken] = []
    trouble = attempt(
        request, form, lambda: found.append(tables.take_in(table, rows, by=by, now=now, really=really)),
        subjects=(),
    )  # fmt: skip
    if trouble is not None:
        return _page(request, form, trouble)
    if found and found[0].bad:
        return _page(request, form, Trouble(422, _bad(found[0])))
    done = found[0] if found else tables.Taken()
    if not really:
        would = _counted(names()[table][0], done.added, done.changed, done.same)
        told = _("Nothing was taken in yet: choose the file once more to take it in.")
        return _page(request, form, Trouble(200, Note(told, "care", _("This would happen"), [would])))
    return see(address(PATH, table=table, added=done.added, changed=done.changed, same=done.same, done=1))


def _bad(taken: tables.Taken) -> Note:
    items = [
        _("Line %(line)s, column %(column)s: %(why)s")
        % {"line": bad.line, "column": bad.why.field, "why": sayings.say(bad.why)}
        if bad.why.field
        else _("Line %(line)s: %(why)s") % {"line": bad.line, "why": sayings.say(bad.why)}
        for bad in taken.bad[:MOST_SHOWN]
    ]
    if len(taken.bad) > MOST_SHOWN:
        items.append(_("And %(n)s more.") % {"n": len(taken.bad) - MOST_SHOWN})
    return Note(sayings.say(Refused("rows_bad")), "bad", "", items)


def _page(
    request: HttpRequest, form: forms.Form | None = None, trouble: Trouble | None = None, *, wrong: str = ""
) -> HttpResponse:
    known = names()
    rows: list[list[Cell]] = [
        [said(*known[table]), _links(table, known[table][0])] for table in tables.TABLES
    ]
    parts: list[Part] = [Table("", [_("Table"), _("Take it along")], rows, "")]
    shown_form = form or TakeIn()
    pairs = [(table, known[table][0]) for table in tables.TABLES]
    fields = [
        view(shown_form, "table", _("Table"), kind="select", listed=lambda v: options(pairs, v, empty=_("Please choose"))),
        FieldView("file", pgettext("table", "File"), kind="file", error=wrong, extra={"accept": ".csv,.xlsx,.json"},
                  help=_("CSV, XLSX or JSON, with the columns of the file that is taken along.")),
    ]  # fmt: skip
    lead = _("Whole or not at all: if one line is bad, nothing is taken in, and each bad line is named.")
    parts.append(
        FormPart(
            _("Take a table in"),
            fields,
            _("Take it in"),
            "take",
            lead,
            hidden={"seen": "0"},
            main=True,
            files=True,
            second=("look", _("Look at what would happen")),
        )
    )
    lead = _("A file that was taken along and is taken in again changes nothing.")
    sheet = Sheet(_("Import and export"), parts, lead=lead, back=home())
    return shown(request, sheet, trouble, told=_told(request, known))


def _told(request: HttpRequest, known: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """How many rows the table that was taken in has added, as the address says; nothing where it says something else."""
    table = request.GET.get("table", "")
    numbers = {n: request.GET.get(n, "0")[:6] for n in ("added", "changed", "same")}
    if table not in known or not all(number.isascii() and number.isdecimal() for number in numbers.values()):
        return {}
    return {"1": _counted(known[table][0], **numbers)}


def _counted(name: str, added: int | str, changed: int | str, same: int | str) -> str:
    done = _("%(table)s: %(added)s added, %(changed)s changed, %(same)s were so already.")
    return done % {"table": name, "added": added, "changed": changed, "same": same}


def _links(table: str, name: str) -> Cell:
    return format_html_join(
        " · ",
        '<a href="{}" download aria-label="{} {}">{}</a>',
        ((f"{PATH}{table}.{kind}", name, kind.upper(), kind.upper()) for kind in KINDS),
    )


def _house(row: Sequence[str]) -> str:
    """What a letter says where the county words nothing itself; the portal says nothing there."""
    piece, language = row[0], row[1]
    return letters.house_words(piece, language) if PIECES[piece].is_letter or PIECES[piece].is_message else ""


@require_safe
@administrators
def table_file(request: HttpRequest, table: str, kind: str) -> HttpResponse:
    """One table as a file; that it was taken along stands in the trail."""
    if table not in tables.TABLES or kind not in KINDS:
        raise Http404
    beside = _house if table == "texts" else None
    content = tables.taken_along(table, kind, by=actor(request), now=timezone.now(), beside=beside)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="huiyin-{table}.{kind}"'
    return private(response)
