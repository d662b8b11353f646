"""In which language the command line speaks: before Django is there, and where argparse speaks for it."""

from __future__ import annotations

import gettext
import os
from argparse import ArgumentTypeError, HelpFormatter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from huiyin.rules.wide import lines_of

#: ``--lang`` of every command of ours, and what may stand in the environment instead.
LANGUAGES = {"zh": "zh-hans", "ko": "ko", "en": "en"}
LANGUAGE = "HUIYIN_LANG"
#: What is spoken where nobody asks for another language; as ``LANGUAGE_CODE`` of the settings, which aren't read yet.
USUAL = "zh"
#: The folders of ``huiyin/locale``; English is what stands in the code.
_FOLDERS = {"zh": "zh_Hans", "ko": "ko", "en": "en"}
_LOCALE, _DOMAIN = Path(__file__).resolve().parents[1] / "locale", "django"
Sayer = Callable[[str], str]


def gettext_noop(text: str) -> str:
    """Marks a text that is translated when it is said."""
    return text


#: What argparse says by itself; it asks for these by gettext.
ARGPARSE = (
    gettext_noop("usage: "),
    gettext_noop("positional arguments"),
    gettext_noop("options"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at least one argument"),
)


def whole_number(text: str) -> int:
    """What was typed for a whole number. Refuses (ArgumentTypeError) all else in the language in which is parsed."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(gettext.gettext("“%(text)s” is no whole number") % {"text": text}) from None


def number(text: str) -> float:
    """The same for a number."""
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(gettext.gettext("“%(text)s” is no number") % {"text": text}) from None


#: How numbers are read: argparse would name the types of the code.
READ: dict[object, Callable[[str], object]] = {int: whole_number, float: number}


def language(text: str) -> str:
    """What the environment asks for: ``zh``, ``ko`` or ``en``, as in ``--lang``; empty for nothing. Refuses others."""
    if text and text not in LANGUAGES:
        raise ValueError(f"“{text}” is none of {', '.join(sorted(LANGUAGES))}.")
    return text


def language_first(words: Sequence[str]) -> list[str]:
    """``--lang`` may stand anywhere, behind the kind of a report as well: argparse takes it only before."""
    for n, word in enumerate(words):
        if word == "--lang" or word.startswith("--lang="):
            end = n + (2 if word == "--lang" else 1)
            return [*words[n:end], *words[:n], *words[end:]]
    return list(words)


def wanted(words: Sequence[str]) -> str:
    """The language that a command line asks for, else the environment, else the usual one; what is none of ours asks for none.

    Nothing is refused here: whoever is told that there is no such language is told so in one that there is.
    """
    said = language_first(words)[:2]
    asked = said[0].partition("=")[2] or "".join(said[1:]) if said and said[0].startswith("--lang") else ""
    for one in (asked, os.environ.get(LANGUAGE, "")):
        if one in LANGUAGES:
            return one
    return USUAL


def sayer(code: str) -> Sayer:
    """How a text is said in this language, without Django; in English where a translation isn't there."""
    return gettext.translation(_DOMAIN, _LOCALE, [_FOLDERS[code]], fallback=True).gettext


@contextmanager
def parsing_in(code: str) -> Iterator[None]:
    """Within, argparse says its own words in this language: it asks gettext, which is told our catalogue."""
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(_DOMAIN, str(_LOCALE))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = _FOLDERS[code]
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if before is not None:
            os.environ["LANGUAGE"] = before


class Formatter(HelpFormatter):
    """Help whose lines are as wide as they look: a Chinese character takes two columns, and a line may end behind one."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return lines_of(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in lines_of(" ".join(text.split()), width - len(indent)))
