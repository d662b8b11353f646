"""What a table's columns and cells are called in the reader's language, with the file's own word behind it to mend the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.county import queries
from huiyin.rules.roles import Role
from huiyin.web.desk.admin import setting_words, settings, text_words, trail_words
from huiyin.web.desk.admin.unit_forms import kinds
from huiyin.web.shared.page import LANGUAGES
from huiyin.web.shared.words import language, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from huiyin.rooms.management.table_ledger import Cells


def heading(column: str, told: Cells) -> str:
    """A column in words, and as the file calls it; ``told``: a line of that file."""
    own = {
        "category": _("Category"), "day": _("Day"), "edition": _("Edition"), "key": pgettext("table", "Setting"),
        "piece": pgettext("table", "Text"), "text": pgettext("table", "Words"), "value": pgettext("table", "Value"),
    }  # fmt: skip
    if "username" in told:
        own["name"] = _("Name")  # a person's
    return _with_code(own.get(column) or trail_words.names().get(column, column), column)


def cell(column: str, text: str, told: Cells, new_names: Mapping[str, str]) -> str:
    """A cell in words: a unit, a category, a setting, a text by its name and the code behind it, what is chosen by its word.

    ``told``: the line in which it stands. ``new_names``: what units are called that the same file adds.
    """
    if not text:
        return ""
    if column == "value":
        return _setting(told.get("key", ""), text)
    if column in ("unit", "parent") or (column == "code" and "parent" in told):
        return _with_code({**new_names, **queries.unit_names(language())}.get(text, ""), text)
    words = _WORDS.get(column)
    return words(text) if words is not None else text


def _with_code(name: str, code: str) -> str:
    """A name with its code behind it, in the brackets of the page's language; the code alone where there is no name."""
    if not name or name == code:
        return code
    return f"{name}（{code}）" if language().startswith("zh") else f"{name} ({code})"


def _setting(key: str, text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return settings.in_words(key, value) if key in setting_words.every() else text


def _role(text: str) -> str:
    return word(Role(text)) if text in set(Role) else text


def _working(text: str) -> str:
    return pgettext("setting", "yes") if text == "1" else pgettext("setting", "no") if text == "0" else text


def _setting_name(key: str) -> str:
    known = setting_words.words().get(key)
    return _with_code(known.name if known else "", key)


_WORDS: Mapping[str, Callable[[str], str]] = {
    "role": _role,
    "kind": lambda text: kinds().get(text, text),
    "language": lambda text: dict(LANGUAGES).get(text, text),
    "working": _working,
    "reason": lambda text: trail_words.reasons().get(text, text),
    "category": lambda text: _with_code(queries.every_category_name(language()).get(text, ""), text),
    "key": _setting_name,
    "piece": lambda text: _with_code(text_words.names().get(text, ("", ""))[0], text),
}
