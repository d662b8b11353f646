"""What was said as lines to read; and what two windows of one browser said differently, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from huiyin.rooms.intake import unsent
from huiyin.web.portal import forms
from huiyin.web.shared import county
from huiyin.web.shared.page import lang_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Said = dict[str, Any]
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Other:
    """Another window's words for a page: a text with its language, or lines. ``standing``: they are what is kept now."""

    text: str = ""
    lang: str = ""
    lines: tuple[Line, ...] = ()
    standing: bool = False


def others(said: Said, step: str, given: Mapping[str, str], *, own: str) -> list[Other]:
    """What other windows wrote for this page: what lies aside, and before it what is kept where the form holds ``given``."""
    lying = said.get(unsent.ASIDE, {}).get(step, {})
    aside = [one for tab, one in lying.items() if not given or tab != own]
    return [*([_other(said, step, standing=True)] if given else []), *(_other(one, step) for one in aside)]


def _other(said: Said, step: str, *, standing: bool = False) -> Other:
    if step == "submit":
        text = said.get("text", "")
        return Other(text, lang_of(text), standing=standing)
    lines = where_lines(said) if step == "submit_where" else who_lines(said)
    return Other(lines=tuple(lines), standing=standing)


def joined(text: str, said: Said, step: str, weighed: Iterable[str]) -> str:
    """The words in the box, then those of the other windows that aren't in it yet."""
    lying = said.get(unsent.ASIDE, {}).get(step, {})
    whole = [text]
    for one in (said, *(lying[tab] for tab in weighed if tab in lying)):
        words = one.get("text", "")
        if words and not any(_bare(words) in _bare(there) for there in whole):
            whole.append(words)
    return "\n\n".join(part for part in whole if part.strip())


def _bare(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def where_lines(said: Said) -> list[Line]:
    """The place, and the unit that is complained of."""
    place, accused = said.get("place", ""), said.get("accused", "")
    told = [(_("Where"), county.place_name(place) if place else _("Not sure, or not in the list"))]
    if accused:
        told.append((_("Will not see it"), county.unit_name(accused)))
    return told


def who_lines(said: Said) -> list[Line]:
    """Who speaks, and how to reach them."""
    words = forms.manner_words().get(said.get("manner", ""), ("", ""))[0]
    told = [(_("How you speak"), words)] if words else []
    asked = (
        (_("Your name"), "name"),
        (_("Phone"), "phone"),
        (_("Address"), "address"),
        (_("E-mail"), "email"),
        (_("People"), "persons"),
    )
    return told + [(label, str(said[name])) for label, name in asked if said.get(name)]
