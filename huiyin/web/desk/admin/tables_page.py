"""Each list of the county as a table: taken along, and taken in whole or not at all, with every bad line named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.county.trail import last_line
from huiyin.rooms.management import tables
from huiyin.rooms.management.table_files import (
    KINDS,
    MOST_BYTES,
    MOST_ROWS,
    Rows,
    Unreadable,
    kept,
    read,
    read_kept,
)
from huiyin.rules.fields import Refused
from huiyin.rules.wordings import PIECES
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin import trail_words
from huiyin.web.desk.admin.sending import attempt, overtaken_rows
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
from huiyin.web.desk.admin.tables_look import steps
from huiyin.web.shared import letters, sayings
from huiyin.web.shared.fields import FieldView, options, whole
from huiyin.web.shared.forms import OneOf, view
from huiyin.web.shared.page import kept_by_browser, private, see

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

PATH = "/desk/admin/tables/"
TYPES = {
    "csv": "text/csv; charset=utf-8", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
MOST_SHOWN = 20  # bad lines on the page
LONGEST_NAME = 100  # characters of a file's name
#: So many bytes of rows that were looked at stay in the page until they are taken in.
KEPT_BYTES = MOST_BYTES


def names() -> dict[str, tuple[str, str]]:
    """What each table is called, and what taking it in does."""
    does = {
        "units": _("Adds units, renames and describes them; it closes and moves none."),
        "people": _("Adds accounts and posts, without passwords: each is set on its page. It ends nothing."),
        "settings": _("Sets what is in the file."),
        "categories": _("Writes into a draft edition, or begins one by the code in the file."),
        "charges": _("Adds lines; it takes none out."),
        "calendar": _("Sets the county's own days."),
        "texts": _("Words what is in the file; an empty text gives it back to the house."),
    }  # fmt: skip
    return {table: (name, does[table]) for table, name in trail_words.tables().items()}


class TakeIn(forms.Form):
    """Which table; the file comes beside it, or what was read of it when it was looked at."""

    table = OneOf(lambda: set(tables.TABLES))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def tables_page(request: HttpRequest) -> HttpResponse:
    """The tables with their files, and the form that takes one in: looked at first, then taken in as it was read."""
    if request.method != "POST":
        return _page(request)
    form = TakeIn(request.POST)
    if not form.is_valid():
        return _page(request, form, Trouble(422))
    try:
        rows = _read(request, form.cleaned_data["table"])
    except Unreadable as no:
        said_ = sayings.say(Refused(no.reason, params={"most": MOST_ROWS, "size": MOST_BYTES // 10**6}))
        return _page(request, form, Trouble(422), wrong=said_)
    if request.POST.get("what") == "look":
        return _looked(request, form, rows)
    return _taken(request, form, rows)


def _read(request: HttpRequest, table: str) -> Rows:
    """The rows of the file, or those that were read when it was looked at."""
    file, seen = request.FILES.get("file"), request.POST.get("rows", "")
    if file is None:
        if not seen:
            raise Unreadable("file_missing")
        return read_kept(seen)
    if (file.size or 0) > MOST_BYTES:
        raise Unreadable("table_too_large")
    return read(file.read(), str(file.name or ""), tables.TABLES[table].columns)


def _looked(request: HttpRequest, form: forms.Form, rows: Rows) -> HttpResponse:
    """What would happen, and the button that makes it so. It only reads: nobody waits for whoever looks."""
    looked = tables.look_at(form.cleaned_data["table"], rows, by=actor(request), now=timezone.now())
    if looked.taken.bad:
        return _page(request, form, Trouble(422, _bad(looked.taken)))
    return _offered(request, form, rows, looked.taken, since=looked.line)


def _taken(request: HttpRequest, form: forms.Form, rows: Rows) -> HttpResponse:
    """Taken in, in the writers' turn; or, where somebody was quicker, what they changed and what would happen now."""
    table, by, now = form.cleaned_data["table"], actor(request), timezone.now()
    stood = request.POST.get("stood", "")
    looked = tables.look_at(table, rows, by=by, now=now)
    found: list[tables.Taken] = []
    trouble = attempt(
        request, form, subjects=(),
        do=lambda: found.append(tables.take_in(table, rows, stood=stood, by=by, now=now, looked=looked)),
    )  # fmt: skip
    if trouble is not None:
        return _page(request, form, trouble)
    done = found[0]
    if done.bad:
        return _page(request, form, Trouble(422, _bad(done)))
    if done.meanwhile:
        seen, since = whole(request.POST.get("since", ""), digits=12), last_line()
        note = overtaken_rows(tables.changed_since(seen, done.about))
        return _offered(request, form, rows, done, since=since, overtaken=note)
    return see(address(PATH, table=table, added=done.added, changed=done.changed, same=done.same, done=1))


def _file_name(request: HttpRequest) -> str:
    """What the file is called, as the browser says or as the look sent it along; nothing of it is believed but its signs."""
    file = request.FILES.get("file")
    name = str(file.name or "") if file is not None else request.POST.get("name", "")
    return "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME]


def _offered(
    request: HttpRequest, form: forms.Form, rows: Rows, would: tables.Taken, *, since: int, overtaken: Note | None = None
) -> HttpResponse:  # fmt: skip
    """What would happen and the form for it: with what was read, as nobody likes to choose a file twice.

    ``since``: the last line of the trail when it was looked at. ``overtaken``: this is no look but a refusal, and why.
    """
    table = form.cleaned_data["table"]
    counted = _counted(names()[table][0], would.added, would.changed, would.same)
    kept_rows = kept(rows, tables.TABLES[table].columns)
    fits, nothing = len(kept_rows.encode()) <= KEPT_BYTES, not would.steps
    told = (
        _("Everything in the file is so already; there is nothing to import.")
        if nothing
        else _("Nothing was imported yet.")
        if fits
        else _("Nothing was imported yet: choose the file once more to import it.")
    )
    note = Note(told, "care", _("This would happen"), [counted])
    trouble = Trouble(409, overtaken) if overtaken is not None else Trouble(200, note)
    name = _file_name(request)
    marks = {"seen": "0", "stood": would.stood, "since": str(since), "name": name}
    shown_ = Looked(steps(table, would), marks, note if overtaken is not None else None)
    if nothing or not fits:
        return _page(request, form, trouble, looked=shown_, again=not nothing)
    # sent as it is (files), else each Chinese sign would count nine times
    hidden = {**marks, "table": table, "rows": kept_rows}
    said_ = _("Imports “%(file)s” into “%(table)s”.") % {"file": name, "table": names()[table][0]}
    ready = FormPart("", [], pgettext("table", "Import"), "take", said_, hidden=hidden, main=True, files=True)
    return _page(request, form, trouble, looked=shown_, ready=ready)


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


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look shows beside its first box: the lines, what the form for taking in sends along, the count after a refusal."""

    lines: Table | None
    marks: Mapping[str, str]
    note: Note | None = None


def _page(
    request: HttpRequest,
    form: forms.Form | None = None,
    trouble: Trouble | None = None,
    *,
    wrong: str = "",
    looked: Looked | None = None,
    ready: FormPart | None = None,
    again: bool = False,
) -> HttpResponse:
    """``ready``: the form that takes in what was looked at. ``again``: that is too long to be kept, the file is chosen anew."""
    known = names()
    rows: list[list[Cell]] = [
        [said(*known[table]), _links(table, known[table][0])] for table in tables.TABLES
    ]
    seen = [looked.note, looked.lines] if looked is not None else []
    parts: list[Part] = [part for part in (*seen, ready) if part is not None]
    parts.append(Table("", [_("Table"), pgettext("table", "Export")], rows, ""))
    shown_form = form or TakeIn()
    pairs = [(table, known[table][0]) for table in tables.TABLES]
    fields = [
        view(shown_form, "table", _("Table"), kind="select", listed=lambda v: options(pairs, v, empty=_("Please choose"))),
        FieldView("file", pgettext("table", "File"), kind="file", error=wrong, extra={"accept": ".csv,.xlsx,.json"},
                  help=_("CSV, XLSX or JSON, with the columns of the file that is exported.")),
    ]  # fmt: skip
    lead = _("Whole or not at all: if one line is bad, nothing is imported, and each bad line is named.")
    word = pgettext("table", "Import") if again else _("Look at what would happen")
    parts.append(
        FormPart(
            _("Import a table"), fields, word, "take" if again else "look", lead,
            hidden=looked.marks if again and looked is not None else {"seen": "0"}, main=ready is None, files=True,
        )
    )  # fmt: skip
    lead = _("A file that was exported and is imported again changes nothing.")
    sheet = Sheet(_("Import and export"), parts, lead=lead, back=home())
    answer = shown(request, sheet, trouble, told=_told(request, known))
    return (
        kept_by_browser(answer) if request.method == "POST" else answer
    )  # the way back leads to the look again


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
