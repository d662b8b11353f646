"""The county's own words: pieces of letters, looked at in a made-up letter, and texts of the portal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.county import queries
from huiyin.rooms.county.wording import drop_wording, set_wording
from huiyin.rules.vocabulary import MatterClass, Outcome, Route, Stage, Verb
from huiyin.rules.wordings import MOST, PIECES, Piece, unworded
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin.sending import attempt, seen_now
from huiyin.web.desk.admin.sheet import (
    Cell,
    Facts,
    FormPart,
    Part,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    chosen,
    home,
    link,
    said,
    shown,
    state,
)
from huiyin.web.desk.admin.text_words import names, places
from huiyin.web.desk.admin.trail import history
from huiyin.web.shared import letters, sayings, when
from huiyin.web.shared.forms import Text, view
from huiyin.web.shared.page import LANGUAGES, html_lang, see
from huiyin.web.shared.papers import order
from huiyin.web.shared.words import enumerated

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/admin/texts/"


@require_safe
@administrators
def list_page(request: HttpRequest) -> HttpResponse:
    """All pieces with the languages in which the county has its own words; no query."""
    letter, message, portal = list[list[Cell]](), list[list[Cell]](), list[list[Cell]]()
    known = names()
    for key, piece in PIECES.items():
        word, where = known[key]
        own = [dict(LANGUAGES)[code] for code in piece.languages if queries.wording(key, code)]
        standing: Cell = state(enumerated(own), "answer") if own else _("the house's words")
        row: list[Cell] = [said(link(f"{LIST}{key}/", word), where), standing]
        (letter if piece.is_letter else message if piece.is_message else portal).append(row)
    columns = [pgettext("wording", "Text"), _("The county's own words")]
    parts: list[Part] = [
        Table(_("Letters and notices"), columns, letter, ""), Table(_("Messages to petitioners"), columns, message, ""),
        Table(_("Portal"), columns, portal, ""),
    ]  # fmt: skip
    lead = _(
        "What the law asks for in a letter stays, however it is worded. Hours, place and telephone are settings and units."
    )
    return shown(request, Sheet(_("Letters and texts"), parts, lead=lead, back=home()))


class Words(forms.Form):
    """The text of a piece."""

    text = Text(most=MOST)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def piece_page(request: HttpRequest, piece: str) -> HttpResponse:
    """One piece in one language: write it, look at it in a made-up letter, give it back to the house."""
    known = PIECES.get(piece)
    if known is None:
        raise Http404
    language = request.GET.get("language", known.languages[0])
    if language not in known.languages:
        raise Http404
    if request.method != "POST":
        return _page(request, known, language)
    what, by, now = request.POST.get("what", ""), actor(request), timezone.now()
    if what == "back":
        trouble = attempt(
            request, None, lambda: drop_wording(piece, language, by=by, now=now), subjects=(f"wording:{piece}",),
            done=lambda: not queries.wording(piece, language),
        )  # fmt: skip
        return (
            _page(request, known, language, None, trouble)
            if trouble
            else see(_at(piece, language, done="back"))
        )
    form = Words(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n").strip()
        no = unworded(piece, language, text)
        if no is not None:
            form.add_error("text", sayings.say(no))
    if not form.is_valid():
        return _page(request, known, language, form, Trouble(422))
    if what == "look":
        return _page(request, known, language, form, looked=text)
    trouble = attempt(
        request, form, lambda: set_wording(piece, language, text, by=by, now=now), subjects=(f"wording:{piece}",),
        done=lambda: queries.wording(piece, language) == text,
    )  # fmt: skip
    return (
        _page(request, known, language, form, trouble) if trouble else see(_at(piece, language, done="word"))
    )


def _at(piece: str, language: str, **more: str) -> str:
    return address(f"{LIST}{piece}/", language=language, **more)


def _page(
    request: HttpRequest, piece: Piece, language: str, form: forms.Form | None = None, trouble: Trouble | None = None,
    looked: str = "",
) -> HttpResponse:  # fmt: skip
    own, house = queries.wording(piece.key, language), _house(piece, language)
    fit = own if own and unworded(piece.key, language, own) is None else house  # as letters do
    told = {"word": _("The county's own words stand from now on; letters begun before keep theirs."),
            "back": _("The house's words stand again.")}  # fmt: skip
    parts: list[Part] = [Facts("", _facts(piece, language, house))]
    if looked or piece.is_letter or piece.is_message:
        parts.append(
            Facts(
                _("A made-up message") if piece.is_message else _("A made-up letter"),
                [(_("Text"), _preview(piece, language, looked or fit))],
            )
        )
    shown_form = form or Words()
    field = view(shown_form, "text", _("The county's own words"), kind="long", rows=6, start=own or house,
                 extra={"lang": html_lang(language)})  # fmt: skip
    seen = seen_now(f"wording:{piece.key}")
    look = (
        ("look", _("Look at it as it is sent"))
        if piece.is_message
        else ("look", _("Look at it in a letter"))
        if piece.is_letter
        else ("", "")
    )
    parts.append(
        FormPart(_("Word it"), [field], _("Keep these words"), "word", hidden=seen, main=True, second=look)
    )
    if own:
        parts.append(
            FormPart(
                _("Give it back"), (), _("Let the house's words stand"), "back", hidden=seen, folded=True
            )
        )
    parts.append(history(f"wording:{piece.key}"))
    pairs = [(code, dict(LANGUAGES)[code]) for code in piece.languages]
    sheet = Sheet(names()[piece.key][0], parts, lead=names()[piece.key][1], back=(LIST, _("Letters and texts")),
                  chips=chosen(f"{LIST}{piece.key}/", "language", pairs, language))  # fmt: skip
    return shown(request, sheet, trouble, told=told)


def _house(piece: Piece, language: str) -> str:
    return letters.house_words(piece.key, language) if piece.is_letter or piece.is_message else ""


def _facts(piece: Piece, language: str, house: str) -> list[tuple[str, Cell]]:
    filled = places()
    holders = enumerated(f"{{{name}}} {filled[name]}" for name in sorted(piece.holders))
    asked = enumerated(piece.must.get(language, ()))
    pairs: list[tuple[str, Cell]] = []
    if piece.is_letter or piece.is_message:
        pairs = [
            (_("Places that must stand in it"), holders), (_("Words that the law asks for"), asked),
            (_("Article"), sayings.article(piece.article) if piece.article else ""),
            (_("Characters at most"), str(piece.most)),
            (_("The house's words"), format_html('<span lang="{}">{}</span>', html_lang(language), house)),
        ]  # fmt: skip
    return pairs or [(_("The house's words"), "")]


#: A made-up matter for each piece: the verb whose letter it stands in, its class, stage and choice.
_LETTERS: dict[str, tuple[Verb, MatterClass, Stage, Outcome | Route | None]] = {
    "suggestion": (Verb.DRAFT, MatterClass.SUGGESTION, Stage.FIRST, Outcome.ADOPTED),
    "thanks": (Verb.DRAFT, MatterClass.SUGGESTION, Stage.FIRST, Outcome.ADOPTED),
    "hello_tip_off": (Verb.DRAFT, MatterClass.TIP_OFF, Stage.FIRST, Outcome.FED_BACK),
    "confidence": (Verb.DRAFT, MatterClass.TIP_OFF, Stage.FIRST, Outcome.FED_BACK),
    "hello_review": (Verb.DRAFT, MatterClass.APPEAL, Stage.REVIEW, Outcome.UPHELD),
    "recheck": (Verb.DRAFT, MatterClass.APPEAL, Stage.REVIEW, Outcome.UPHELD),
    "final": (Verb.DRAFT, MatterClass.APPEAL, Stage.RECHECK, Outcome.UPHELD),
    "declined": (Verb.DECLINE, MatterClass.APPEAL, Stage.FIRST, Route.COURT),
    "first_step": (Verb.DECLINE, MatterClass.APPEAL, Stage.FIRST, Route.COURT),
    "extension": (Verb.EXTEND, MatterClass.APPEAL, Stage.FIRST, None),
}


#: What stands in the places of a message that is only looked at.
_MADE_UP = {"number": "222424-20260302-00001-5", "code": "ABCD-2345-EFGH"}


def _accepted(piece: Piece, language: str, text: str) -> str:
    """The notice of acceptance of a made-up matter with this text in its place."""
    with override(language):
        days = when.day(date(2026, 3, 2)), when.day(date(2026, 5, 6))
    tongue = letters.with_words(language, {**letters.worded(), (piece.key, language): text})
    return letters.acceptance(
        tongue, received=days[0], title="没有水", number=_MADE_UP["number"], until=days[1]
    )


def _preview(piece: Piece, language: str, text: str) -> Cell:
    """The letter of a made-up matter with this text in its place, in the piece's language alone."""
    if not piece.is_letter or piece.is_order or piece.key == "printed":
        shown_as = text.format(**_MADE_UP) if piece.is_message else text
        return format_html('<div class="hy-quote hy-prose" lang="{}">{}</div>', html_lang(language), shown_as)
    if piece.key in ("accepted", "hold_to"):
        return format_html(
            '<div class="hy-quote hy-prose" lang="{}">{}</div>',
            html_lang(language),
            _accepted(piece, language, text),
        )
    if piece.is_unit_paper:
        return format_html(
            '<div class="hy-quote hy-prose" lang="{}">{}</div>',
            html_lang(language),
            order.made_up(piece.key, language, text),
        )
    verb, klass, stage, choice = _LETTERS.get(
        piece.key, (Verb.DRAFT, MatterClass.APPEAL, Stage.FIRST, Outcome.SUPPORTED)
    )
    subject = letters.Subject(
        number="222424-20260302-00001-5", received={"zh-hans": "2026年3月2日", "ko": "2026년 3월 2일"}, title="没有水",
        stage=stage, klass=klass, own=letters.worded(), above=letters.county_government(),
        below=letters.Below(letters.county_government(), {"zh-hans": "2026年2月9日", "ko": "2026년 2월 9일"}),
    )  # fmt: skip
    letter = letters.preview(piece.key, language, text, verb, subject, choice)
    return format_html('<div class="hy-quote hy-prose" lang="{}">{}</div>', html_lang(language), letter)
