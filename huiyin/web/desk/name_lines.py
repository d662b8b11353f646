"""Names typed one to a line, with a phone or an ID number behind each: read, or told by line number what is wrong.

Lines are counted as the person sees them, empty ones too. Commas of any width, semicolons and tabs part a name from its
numbers; without them a blank before the first digit does, and a blank between an ID number and a phone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.rooms.cases.people import LIMITS, Person
from huiyin.rules.fields import Refused
from huiyin.rules.groups import MOST_NAMED
from huiyin.rules.identifiers import local_phone, normal_phone, valid_id_number
from huiyin.web.shared import sayings
from huiyin.web.shared.words import run_on

MOST_LINE = 200  # characters of a line that are looked at
MOST_TOLD = 5  # wrong lines that are named; the rest are counted
_PARTS = re.compile(r"[,，;；、\t]")
_BLANK_BEFORE_NUMBER = re.compile(r"([^\d+]+)\s+([+\d].*)")


@dataclass(frozen=True, slots=True)
class NameLine:
    """One line that could be read."""

    line: int
    person: Person


@dataclass(frozen=True, slots=True)
class WrongLine:
    """One that couldn't: which, and why."""

    line: int
    no: Refused


def read(text: str) -> tuple[list[NameLine], list[WrongLine]]:
    """The people of all lines, and the lines that nobody can be made of. Refuses more than ``MOST_NAMED`` lines as a whole."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1)]
    filled = [(n, line) for n, line in lines if line]
    if len(filled) > MOST_NAMED:
        params = {"most": MOST_NAMED, "named": len(filled)}
        return [], [WrongLine(filled[MOST_NAMED][0], Refused("too_many_named", params=params))]
    good, wrong = [], []
    for n, line in filled:
        person = read_one(line)
        if isinstance(person, Refused):
            wrong.append(WrongLine(n, person))
        else:
            good.append(NameLine(n, person))
    return good, wrong


def read_one(line: str) -> Person | Refused:
    """One person. Refused: no name in front, a number that is neither phone nor ID number, two of a kind, an over-long line."""
    if len(line) > MOST_LINE:
        return Refused("too_long", params={"limit": MOST_LINE, "length": len(line)})
    name, *numbers = _parts(line)
    if not name or any(sign.isdigit() for sign in name):
        return Refused("name_first")
    if len(name) > LIMITS["name"]:
        return Refused("too_long", params={"limit": LIMITS["name"], "length": len(name)})
    found = [_number(one) for number in numbers for one in _both(number)]
    if None in found:
        return Refused("neither_phone_nor_id")
    said = dict(filter(None, found))
    if len(said) < len(found):
        return Refused("two_of_a_kind")
    return Person(name=name, **said)


def _number(text: str) -> tuple[str, str] | None:
    """Which of the two it is, and the number."""
    if valid_id_number(text):
        return "id_number", text
    return ("phone", text) if normal_phone(text) or local_phone(text) else None


def _both(text: str) -> list[str]:
    """An ID number and a phone with nothing but a blank between; as it is where it is one number, or none."""
    words = text.split()
    cuts = ([" ".join(words[:n]), " ".join(words[n:])] for n in range(1, len(words)))
    return next((cut for cut in cuts if all(map(_number, cut))), [text]) if _number(text) is None else [text]


def _parts(line: str) -> list[str]:
    first, *more = [part.strip() for part in _PARTS.split(line)]
    if not more and (found := _BLANK_BEFORE_NUMBER.fullmatch(first)):
        return [found[1].strip(), found[2]]
    return [first, *(part for part in more if part)]


def told(wrong: Sequence[WrongLine]) -> str:
    """Which lines are wrong and why, in one text that stands beside the field."""
    parts = [
        _("Line %(line)s: %(what)s") % {"line": w.line, "what": sayings.say(w.no)} for w in wrong[:MOST_TOLD]
    ]
    if (rest := len(wrong) - MOST_TOLD) > 0:
        parts.append(ngettext("And %(n)s more line.", "And %(n)s more lines.", rest) % {"n": rest})
    return run_on(*parts)
