"""One line of the trail in words: what was done, to what, from what to what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.county import queries
from huiyin.rooms.county.places_map import OUTLINE, TOWNS
from huiyin.rules.calendar import Reason
from huiyin.rules.roles import Role
from huiyin.web.desk.admin import setting_words, text_words
from huiyin.web.desk.admin.unit_forms import kinds
from huiyin.web.shared import when
from huiyin.web.shared.page import LANGUAGES
from huiyin.web.shared.words import enumerated, language, word

if TYPE_CHECKING:
    from huiyin.rooms.county.models import Change


#: Characters of a value that a line shows; a letter's text is longer.
LONGEST = 80


def verbs() -> dict[str, str]:
    """What each verb of the trail is called."""
    return {
        "add": pgettext("trail", "Unit added"), "rename": pgettext("trail", "Renamed"),
        "describe": pgettext("trail", "Described"), "close": pgettext("trail", "Unit closed"),
        "set": pgettext("trail", "Setting changed"), "notice": pgettext("trail", "Holiday notice loaded"),
        "set_day": pgettext("trail", "Day set"), "clear_day": pgettext("trail", "Day left to the notice"),
        "create": pgettext("trail", "Account made"), "set_password": pgettext("trail", "Password set"),
        "give_post": pgettext("trail", "Post given"), "end_post": pgettext("trail", "Post ended"),
        "deactivate": pgettext("trail", "Account closed"), "lock": pgettext("trail", "Account locked"),
        "unlock": pgettext("trail", "Account unlocked"), "hand_over": pgettext("trail", "Work handed over"),
        "export": pgettext("trail", "List exported"), "load": pgettext("trail", "County loaded"),
        "demo": pgettext("trail", "Demonstration accounts"),
        "begin": pgettext("trail", "Edition begun"), "category": pgettext("trail", "Category written"),
        "drop_category": pgettext("trail", "Category left out"),
        "put_in_force": pgettext("trail", "Edition put in force"),
        "throw_away": pgettext("trail", "Draft thrown away"), "charge": pgettext("trail", "Duty list: line added"),
        "drop_charge": pgettext("trail", "Duty list: line taken out"),
        "word": pgettext("trail", "Wording changed"), "unword": pgettext("trail", "Wording given back"),
        "set_map": pgettext("trail", "Map changed"), "import": pgettext("trail", "Table imported"),
        "take_table": pgettext("trail", "Table exported"),
    }  # fmt: skip


def names() -> dict[str, str]:
    """What the fields of a line's data, and the things that a line is about, are called."""
    return {
        "name": pgettext("trail", "Name"), "short": _("Short name"), "name_ko": _("Name in Korean"),
        "name_en": _("Name in English"),
        "phone": _("Phone"), "address": _("Address"), "duty": _("In charge of"),
        "duty_ko": _("In charge of, in Korean"), "duty_en": _("In charge of, in English"),
        "unit": _("Unit"), "role": _("Role"), "language": _("Language"),
        "parent": _("Below"), "kind": _("Kind of unit"), "successor": _("Goes on with it"),
        "username": _("User name"), "working": _("Worked"), "reason": _("Reason"), "source": _("Source"),
        "days": _("Days"), "matters": _("Matters"), "to_unit": _("To the unit's people"), "forms": _("Forms not sent"),
        "posts": _("Posts"), "code": _("Code"), "hints": _("Words that point to it"), "note": pgettext("trail", "Note"),
        "rows": _("Rows"), "table": _("Table"), "as": pgettext("trail", "Kind of file"),
        "fields": _("Changed"), "people": _("People"),
        "units": _("Units"), "categories": _("Categories"), "settings": _("Settings"), "accounts": _("Accounts"),
        "points": _("Points"), "towns": _("Towns"),
        "added": _("Added"), "changed": _("Changed"), "list": _("List"), "same": pgettext("trail", "So already"),
        "charges": _("Duty list"), "calendar": _("Working days"), "texts": _("Letters and texts"),
        "sheet": _("Sheet of the day"), "report": _("Monthly report"),
    }  # fmt: skip


def subject_name(subject: str, people: Mapping[str, str]) -> str:
    """What a line is about, as people call it."""
    kind, _colon, key = subject.partition(":")
    if kind == "unit":
        return queries.unit_names(language()).get(key, key)
    if kind == "user":
        return people.get(subject, subject)
    if kind == "day":
        return _day(key)
    if kind == "charge":
        return queries.every_category_name(language()).get(key, key)
    if kind == "setting":
        known = setting_words.words().get(key)
        return known.name if known else key
    if kind == "wording":
        return text_words.names().get(key, (key, ""))[0]
    if subject in (OUTLINE, TOWNS):
        return _("The county's outline") if subject == OUTLINE else _("Where the towns lie")
    return key or names().get(subject, subject)


def told(change: Change) -> str:
    """The verb and what changed, in one line."""
    return " · ".join(
        part
        for part in (verbs().get(change.verb, change.verb), difference(change.data, subject=change.subject))
        if part
    )


def in_history(change: Change, subject: str, people: Mapping[str, str]) -> tuple[str, str]:
    """What a line says in the history of one thing: the verb, and what changed.

    In the history of the unit that goes on, another's closing is a takeover.
    """
    if change.verb == "close" and change.subject != subject and subject.startswith("unit:"):
        return pgettext("trail", "Took over from %(unit)s") % {
            "unit": subject_name(change.subject, people)
        }, ""
    return verbs().get(change.verb, change.verb), difference(change.data, people, subject=change.subject)


def people_in(data: Mapping[str, Any]) -> set[str]:
    """The keys of the persons that a line's data speaks of."""
    found: set[str] = set()
    for value in data.values():
        if isinstance(value, dict):
            found |= people_in(value)
        several = value if isinstance(value, list) else [value]
        found |= {one for one in several if isinstance(one, str) and _PERSON.fullmatch(one)}
    return found


def difference(data: Mapping[str, Any], people: Mapping[str, str] | None = None, *, subject: str = "") -> str:
    """What a line's data says: each field from what to what, then what else was noted. ``people``: names by key.

    Of a setting (its ``subject``) that the county had not set, what stood without it is said.
    """
    said = _difference(_with_default(data, subject))
    return _PERSON.sub(lambda key: (people or {}).get(key[0], key[0]), said)


def _with_default(data: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
    head, _colon, key = subject.partition(":")
    if head != "setting" or data.get("from", "") is not None or key not in setting_words.every():
        return data
    stood = setting_words.default(key)
    if stood in ("", None):
        return data
    return {**data, "from": _("%(value)s (default)") % {"value": _value(stood)}}


def _difference(data: Mapping[str, Any]) -> str:
    before, after = data.get("from"), data.get("to")
    parts = []
    if isinstance(before, dict) and isinstance(after, dict):
        parts = [_pair(f, f"{_field(f, before.get(f))} → {_field(f, after.get(f))}") for f in after]
    elif "from" in data or "to" in data:
        parts = [" → ".join(_value(data[side]) for side in ("from", "to") if side in data)]
    parts += [
        _noted(name, value)
        for name, value in data.items()
        if name not in ("from", "to", "matter", "beside") and value not in ("", None)
    ]
    return "；".join(parts) if language().startswith("zh") else "; ".join(parts)


def _field(name: str, value: Any) -> str:
    """What a field holds. A name is a name, even one that is the code of a unit or the word for a role."""
    return str(value) if name == "name" and value else _value(value)


def _noted(name: str, value: Any) -> str:
    """One thing that was noted. Of which matter a file was taken along isn't for whoever looks after the county to know."""
    if name == "file":
        return _("File of the matter")
    words = {"kind": kinds, "reason": reasons, "list": _lists, "table": tables}.get(name, dict)()
    said = (words.get(value) if isinstance(value, str) else None) or _value(value)
    return _pair(name, said)


def _pair(name: str, said: str) -> str:
    """A field and what is said of it, with the colon that the language has."""
    return f"{names().get(name, name)}{'：' if language().startswith('zh') else ': '}{said}"


def tables() -> dict[str, str]:
    """What the tables are called that are taken along and taken in."""
    return {
        "units": _("Units"), "people": _("People and posts"), "settings": _("Terms, settings and languages"),
        "categories": _("Categories"), "charges": _("Duty list"), "calendar": _("Working days"),
        "texts": _("Letters and texts"),
    }  # fmt: skip


def _lists() -> dict[str, str]:
    """Lists that are no list of matters with what it was narrowed by."""
    return {"transfers_bad": _("Rows of transfers that weren't registered")}


def reasons() -> dict[str, str]:
    """Why a day is worked or free, as the county said when it set it."""
    return {
        Reason.HOLIDAY: _("published notice"), Reason.MAKEUP: _("published notice"),
        Reason.LOCAL: _("holiday of the county alone"), Reason.OVERRIDE: _("another cause"),
    }  # fmt: skip


_PERSON = re.compile(r"user:\d+")
_ROLES = {role.value: role for role in Role}


def _value(value: Any) -> str:
    if value in ("", None, [], ()):
        return _("nothing")
    if isinstance(value, bool):
        return pgettext("setting", "yes") if value else pgettext("setting", "no")
    if isinstance(value, list | tuple):
        return enumerated(_value(one) for one in value)
    if not isinstance(value, str):
        return str(value)
    if len(value) > LONGEST:
        return f"{value[:LONGEST]}…"
    if value in _ROLES:
        return word(_ROLES[value])
    if value in dict(LANGUAGES):
        return dict(LANGUAGES)[value]
    return queries.unit_names(language()).get(value) or names().get(value) or _day(value)


def _day(text: str) -> str:
    try:
        return when.day(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text
