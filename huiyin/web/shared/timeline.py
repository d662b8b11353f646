"""A timeline, at the desk and in the portal alike: entries with what, when, who, the facts and the words.

Made as one string, not as a template partial: a dossier has thirty entries, and a template's loop takes milliseconds for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.web.shared.page import days_whole

#: A label and its value; a SafeString (a link, a badge) goes in as it is.
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """Words behind an entry; ``erased`` if they were erased by law."""

    label: str
    text: str
    lang: str
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. ``tone``: step (moves the matter on), trouble, or nothing; " new" behind it marks what just came.

    ``picture``: what it attached, as a SafeString.
    """

    word: str
    at: str = ""
    iso: str = ""
    tone: str = "step"
    who: str = ""
    facts: tuple[Fact, ...] = ()
    texts: tuple[Said, ...] = ()
    id: str = ""
    picture: SafeString | str = ""


def html(items: Iterable[Item]) -> SafeString:
    """The list; everything in it is escaped here but for SafeStrings among the facts."""
    return mark_safe(f'<ol class="hy-timeline">{"".join(map(_item, items))}</ol>')  # noqa: S308  escaped below


def _item(item: Item) -> str:
    name = f' id="{item.id}"' if item.id else ""
    when = f' <time datetime="{item.iso}">{escape(item.at)}</time>' if item.at else ""
    who = f'<p class="hy-small hy-soft">{escape(item.who)}</p>' if item.who else ""
    facts = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{_value(value)}</dd></div>" for label, value in item.facts
    )
    listed = f'<dl class="hy-facts">{facts}</dl>' if facts else ""
    words = "".join(map(_said, item.texts))
    return f'<li{name} class="{item.tone}"><h3>{escape(item.word)}{when}</h3>{who}{listed}{_value(item.picture)}{words}</li>'


def _value(value: str) -> str:
    return value if isinstance(value, SafeString) else days_whole(escape(value))


def _said(said: Said) -> str:
    label = f'<div class="hy-small hy-soft">{escape(said.label)}</div>' if said.label else ""
    if said.erased:
        told = _("Erased as the law provides; the seal still proves that it stood here.")
        return f'<div class="hy-quote">{label}<span class="hy-erased">{escape(told)}</span></div>'
    text = f'<div class="hy-prose" lang="{said.lang}">{escape(said.text)}</div>'
    return f'<div class="hy-quote">{label}{text}</div>'
