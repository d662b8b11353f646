"""The register form on the page: how it came, who speaks, what it is about. What is seldom needed is folded away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.rooms.county.queries import counting_terms
from huiyin.rules.counting import Level
from huiyin.rules.duties import Confirmation
from huiyin.rules.senders import Sender
from huiyin.rules.vocabulary import Channel, Verb
from huiyin.web.desk.acting import when_typed
from huiyin.web.desk.people_form import people_fields
from huiyin.web.desk.register_form import RegisterForm
from huiyin.web.shared import county, sayings
from huiyin.web.shared.fields import FieldView, focused, options, radios, whole
from huiyin.web.shared.forms import view
from huiyin.web.shared.page import LANGUAGES
from huiyin.web.shared.words import labels, language

Rows = list[list[FieldView]]


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows of fields behind a word; ``open`` where something stands in them or is to be mended.

    ``persons``: from so many people on they are asked for, too; 0 for never.
    """

    word: str
    rows: Rows
    open: bool
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One card: rows of fields in sight, then those folded away. ``key`` names the card."""

    key: str
    word: str
    rows: Rows
    folds: tuple[Fold, ...] = ()


def parts(form: RegisterForm, files: str) -> tuple[list[Part], list[FieldView]]:
    """The cards in their order, and every field of them, the first in need of mending holding the focus."""
    came, who, about = _came(form), _who(form), _about(form, files)
    group, agent = people_fields(form)
    rows = [*came, *who, group, agent, *about]
    fresh = focused([field for row in rows for field in row])
    again = iter(fresh)
    laid = [[next(again) for _field in row] for row in rows]
    c, w = len(came), len(came) + len(who)
    cards = [
        Part("came", _("Came in"), laid[: c - 1], (_fold(_("Transfer and level"), laid[c - 1 : c]),)),
        Part(
            "who", _("Who speaks"), laid[c : w - 1],
            (
                _fold(_("Letters, confidence, confirmation"), laid[w - 1 : w]),
                _group_fold(form, laid[w : w + 1]),
                _fold(_("Agent"), laid[w + 1 : w + 2]),
            ),
        ),
        Part("about", _("What it is about"), laid[w + 2 :]),
    ]  # fmt: skip
    return cards, fresh


def _fold(word: str, rows: Rows) -> Fold:
    usual = {"spoken": "zh-hans"}
    said = any(f.error or (f.value and f.value != usual.get(f.name)) for row in rows for f in row)
    return Fold(word, rows, said)


def _group_fold(form: RegisterForm, rows: Rows) -> Fold:
    """Open for as many as make a visit a collective one: somebody has to speak for them (Art. 20)."""
    fold, least = _fold(_("Group: representatives and co-signers"), rows), counting_terms().collective_from
    came = whole(str(form.data.get("persons", "") if form.is_bound else form.initial.get("persons", "")))
    return replace(fold, open=fold.open or came >= least, persons=least)


def _came(form: RegisterForm) -> Rows:
    channels = [(channel.value, text) for channel, text in labels(Channel, language()).items()]
    levels = [(level.value, text) for level, text in labels(Level, language()).items()]
    senders = [(sender.value, text) for sender, text in labels(Sender, language()).items()]
    now = when_typed(timezone.now())
    counted = _("A visit by several people is one visit with that many people.")
    asked = [view(form, "long_ago", sayings.label("long_ago"), kind="check")] if form.asks_long_ago else []
    return [
        [
            view(
                form, "channel", sayings.label("channel"), kind="radio", start=form.initial.get("channel", Channel.VISIT.value),
                listed=lambda v: radios("channel", channels, v),
            ),
            view(
                form, "received_at", sayings.label("received_at"), kind="datetime-local",
                start=form.initial.get("received_at", now), narrow=True,
                extra={"max": now},
            ),
            view(
                form, "persons", sayings.label("persons"), kind="number", start=form.initial.get("persons", "1"), narrow=True,
                extra={"min": "1", "inputmode": "numeric", "title": counted},
            ),
        ],
        *([asked] if asked else []),
        [
            view(
                form, "level", sayings.label("level"), kind="select",
                listed=lambda v: options(levels, v, empty=_("Leave open")),
            ),
            view(
                form, "sender", sayings.label("sender"), kind="select", start=str(form.initial.get("sender", "")),
                listed=lambda v: options(senders, v, empty=_("Nobody: it came to us directly")),
            ),
            view(form, "organ", sayings.label("organ"), narrow=True, help=_("Only for another organ.")),
            view(
                form, "source", sayings.label("source"), narrow=True,
                help=_("Only for transfers: the number it has there."),
            ),
            view(
                form, "exchanged_at", sayings.label("exchanged_at"), kind="datetime-local", narrow=True, extra={"max": now},
                help=_("Only for transfers: when it was passed on to us."),
            ),
            view(
                form, "due_on", sayings.label("due_on"), kind="date", narrow=True,
                help=_("Only if the sender set a day: its term then runs beside ours."),
            ),
        ],
    ]  # fmt: skip


def _asks_back(where: str) -> dict[str, str]:
    """What makes a field ask who this is while it is being typed: sent in the body, never in an address."""
    return {
        "autocomplete": "off", "hx-post": where, "hx-trigger": "input changed delay:350ms", "hx-target": "#known",
        "hx-include": "#f-id_number, #f-phone, #known input:checked, .hy-register [name=csrfmiddlewaretoken]",
        "hx-params": "id_number,phone,as_of,csrfmiddlewaretoken",
        "hx-sync": "#known:replace",
    }  # fmt: skip


def _who(form: RegisterForm) -> Rows:
    off, asks = {"autocomplete": "off"}, _asks_back("/desk/register/known/")
    fresh = not form.is_bound
    return [
        [
            view(form, "id_number", _("ID number"), extra={**asks, "maxlength": "40", "spellcheck": "false"}, focus=fresh),
            view(form, "phone", _("Phone"), kind="tel", start=str(form.initial.get("phone", "")), extra=asks),
            view(form, "name", _("Name"), extra={**off, "placeholder": _("Leave open if it is anonymous.")}),
        ],
        [view(form, "address", _("Address"), extra=off)],
        [
            view(
                form, "spoken", _("Letters to them in"), kind="select", start="zh-hans",
                listed=lambda v: options(LANGUAGES, v),
            ),
            view(form, "email", _("E-mail"), kind="email", extra=off),
            view(form, "confidential", sayings.label("confidential"), kind="check"),
            view(
                form, "confirmed", sayings.label("confirmed", Verb.REGISTER), kind="select",
                listed=lambda v: options(_confirmations(), v, empty=_("Leave open")),
                help=_("What is said on the second screen is noted by itself."),
            ),
        ],
    ]  # fmt: skip


def _confirmations() -> list[tuple[str, str]]:
    found = labels(Confirmation, language()).items()
    return [(one.value, text) for one, text in found if one is not Confirmation.ON_SCREEN]


def _about(form: RegisterForm, files: str) -> Rows:
    finder = FieldView(
        "find_place", _("Find the place"), required=False,
        value=form.data.get("find_place", "")[:40] if form.is_bound else "",
        extra={
            "autocomplete": "off", "placeholder": _("Name or initials: 大兴 or dxg"), "maxlength": "40",
            "hx-get": "/desk/register/places/", "hx-trigger": "input changed delay:150ms", "hx-target": "#f-place",
            "hx-sync": "this:replace",
        },
    )  # fmt: skip
    return [
        [
            view(form, "title", sayings.label("title"), extra={"placeholder": _("Who wants what, in one line.")}),
            view(
                form, "text", sayings.label("text"), kind="long", rows=7,
                help=_("As it was said or written; the petitioner confirms it."),
            ),
        ],
        [
            finder,
            view(
                form, "place", sayings.label("place"), kind="select",
                listed=lambda v: county.place_options(v, empty=_("Leave open")),
            ),
            view(
                form, "category", sayings.label("category"), kind="select",
                listed=lambda v: county.category_options(v, empty=_("Leave open")),
            ),
            view(
                form, "accused", sayings.label("accused"), kind="select",
                listed=lambda v: county.any_unit_options(v, empty=_("Nobody here is accused")),
                help=_(
                    "This unit, all below it and its line of command never see the petition; nor do you if you work there."
                ),
            ),
            FieldView(
                "files", sayings.label("file"), kind="file", required=False, error=files,
                extra={"multiple": "multiple"},
            ),
        ],
    ]  # fmt: skip
