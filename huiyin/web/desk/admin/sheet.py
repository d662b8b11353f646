"""What a page of the administration is put together from: facts, tables, forms, notes; and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.county.snapshot import look_again
from huiyin.rules.roles import Permission
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, focused
from huiyin.web.shared.forms import problems
from huiyin.web.shared.page import lang_of, private, render

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from huiyin.web.desk.access import View

Cell = str | SafeString
ROOT = "/desk/admin/"


def administrators(view: View) -> View:
    """Only for who may administer the county; everybody else gets one answer whatever they ask for, found or not.

    These pages know of every change at once, whichever process made it.
    """

    @staff
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not actor(request).may(Permission.ADMINISTER):
            raise PermissionDenied
        look_again()
        return view(request, *args, **kwargs)

    return guarded


@dataclass(frozen=True, slots=True)
class Note:
    """A box with a sentence; ``kind``: good, care, bad or nothing. ``answers``: it says what came of what was just sent."""

    text: str
    kind: str = ""
    heading: str = ""
    items: Sequence[Cell] = ()
    part: str = "note"
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of word and value."""

    heading: str
    pairs: Sequence[tuple[str, Cell]]
    part: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the first cell of each names it."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str
    part: str = "table"

    @property
    def drawn(self) -> list[SafeString]:
        """The rows' cells as ready HTML; on a narrow page each but the first says which column it is of."""
        return [
            format_html_join("", "{}", ((self._cell(n, cell),) for n, cell in enumerate(row)))
            for row in self.rows
        ]

    def _cell(self, n: int, cell: Cell) -> SafeString:
        if n == 0:
            return format_html('<td role="cell" class="hy-who">{}</td>', cell)
        return format_html(
            '<td role="cell" data-word="{}">{}</td>', self.columns[n] if n < len(self.columns) else "", cell
        )


@dataclass(frozen=True, slots=True)
class FormPart:
    """One form, sent to the page itself; ``what`` goes along as the hidden field that says which form it was.

    ``second``: another button, by the ``what`` that it sends and its word. ``asks``: it only looks, so that its address names
    all of it and one may come back to what it showed.
    """

    heading: str
    fields: Sequence[FieldView]
    button: str
    what: str
    lead: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    repeated: Sequence[tuple[str, str]] = ()
    main: bool = False
    folded: bool = False
    files: bool = False
    second: tuple[str, str] = ("", "")
    asks: bool = False
    part: str = "form"

    @property
    def wrong(self) -> list[FieldView]:
        """What is to be mended in it."""
        return problems(self.fields)


Part = Note | Facts | Table | FormPart


@dataclass(frozen=True, slots=True)
class Finder:
    """The search box of a list."""

    typed: str
    label: str
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its title, what leads back, its buttons, its parts."""

    title: str
    parts: Sequence[Part]
    lead: str = ""
    back: tuple[str, str] | None = None
    buttons: Sequence[tuple[str, str, bool]] = ()
    chips: SafeString | str = ""
    finder: Finder | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it wasn't done: the status of the answer, and the box above the form."""

    status: int
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in and wasn't done: which of a page's forms it was, as it was filled in, and why."""

    what: str = ""
    form: forms.Form | None = None
    trouble: Trouble | None = None

    def of(self, what: str, fresh: forms.Form) -> forms.Form:
        """The form of this name: as it came in, if it is the one that did, so that nothing typed is lost."""
        return self.form if self.what == what and self.form is not None else fresh


NOTHING_SENT = Sent()


def shown(
    request: HttpRequest,
    sheet: Sheet,
    trouble: Trouble | None = None,
    *,
    told: Mapping[str, str | Note] | None = None,
) -> HttpResponse:
    """The page; never kept by a cache. First on it stands why something wasn't done, or what was.

    ``told``: the sentence for each ``done`` that the address may name once something was sent and done.
    """
    parts = [*_opening(request, trouble, told or {}), *sheet.parts]
    status = trouble.status if trouble else 200
    undone = request.POST.get("what", "") if trouble is not None else ""
    context = {
        "sheet": sheet, "parts": _one_focus(parts, undone), "pager": sheet.more, "fields_wrong": _wrong(parts),
    }  # fmt: skip
    return private(render(request, "desk/admin/sheet.html", context, status=status, frame=frame(request)))


def _opening(request: HttpRequest, trouble: Trouble | None, told: Mapping[str, str | Note]) -> list[Part]:
    if trouble is not None and trouble.note is not None:
        return [trouble.note]
    done = told.get(request.GET.get("done", "")) if request.method != "POST" else None
    return [Note(done, "good") if isinstance(done, str) else done] if done else []


def _wrong(parts: Sequence[Part]) -> list[FieldView]:
    return [one for part in parts if isinstance(part, FormPart) for one in part.wrong]


def _one_focus(parts: Sequence[Part], undone: str) -> list[Part]:
    """The first field in need of mending holds the focus, in whichever form it stands; its form is unfolded.

    So is the form that was sent and wasn't done (``undone``): what was typed is in sight.
    """
    found: list[Part] = []
    given = False
    for part in parts:
        first = isinstance(part, FormPart) and bool(part.wrong) and not given
        given = given or first
        if first and isinstance(part, FormPart):
            found.append(replace(part, fields=focused(part.fields), folded=False))
        elif isinstance(part, FormPart) and undone and part.what == undone:
            found.append(replace(part, folded=False))
        else:
            found.append(part)
    return found


def left_over(parts: Sequence[FormPart], what: str) -> list[Facts]:
    """What was typed into the form of this name, to be copied, where the page has no such form any more."""
    fields = [one for part in parts if part.what == what for one in part.fields if not one.options]
    pairs: list[tuple[str, Cell]] = [(one.label, one.value) for one in fields if one.value.strip()]
    return [Facts(_("What you typed"), pairs)] if pairs else []


def link(url: str, word: str, *, lang: str = "") -> SafeString:
    """A link in a cell."""
    if lang:
        return format_html('<a href="{}" lang="{}">{}</a>', url, lang, word)
    return format_html('<a href="{}">{}</a>', url, word)


def said(word: str, small: str = "") -> SafeString:
    """A word with a smaller line below it."""
    if not small:
        return format_html("{}", word)
    if any(c > "\u2e7f" for c in small):  # in a script of its own, whatever the page's language
        return format_html('{}<div class="hy-small hy-soft" lang="{}">{}</div>', word, lang_of(small), small)
    return format_html('{}<div class="hy-small hy-soft">{}</div>', word, small)


def state(word: str, tone: str = "") -> SafeString:
    """A state, as everywhere at the desk."""
    return format_html('<span class="hy-state {}">{}</span>', tone, word)


def address(path: str, **given: str | int) -> str:
    """The path with what is given in its query; nothing for what is empty."""
    kept = {name: str(value) for name, value in given.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def chosen(path: str, name: str, pairs: Sequence[tuple[str, str]], on: str, **kept: str) -> SafeString:
    """A row of chips that chooses one value; the first pair stands for all."""
    return chip_row(
        {"word": word, "url": address(path, **{**kept, name: value}), "on": value == on}
        for value, word in pairs
    )


def pages(
    path: str, rows: Sequence[Any], size: int, key: Callable[[Any], Any], *, after: object, **kept: str
) -> dict[str, str]:
    """The links to the beginning and to the next page; ``rows`` hold one more than ``size`` if there is one."""
    further = len(rows) > size
    return {
        "first": address(path, **kept) if after else "",
        "next": address(path, **kept, after=str(key(rows[size - 1]))) if further else "",
    }


def home() -> tuple[str, str]:
    """The way back to the administration's first page."""
    return ROOT, _("Administration")
