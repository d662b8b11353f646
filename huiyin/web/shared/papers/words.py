"""What every printed word passes: what a page can't carry is taken out, what wouldn't break is given places to break."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What stands before, between and after the page's number and the number of pages.
PAGE: Mapping[str, tuple[str, str, str]] = {
    "zh": ("第 ", " 页，共 ", " 页"),
    "ko": ("제", "페지, 총 ", "페지"),
    "en": ("Page ", " of ", ""),
}
#: Letters without any place to break; what is longer than this may break anywhere.
LONGEST = 24
#: Korean words up to so many letters aren't torn at a line's end; in a table, whose columns may be narrow, shorter ones.
LONGEST_WORD, LONGEST_IN_TABLE = 15, 7
#: A line as it is, or its pieces in order; what stands in a list of its own is kept together.
Line = str | list[str | list[str]]
_EVERY = 8
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")
# Controls but tab and new line, halves of surrogates, marks that turn the direction of what follows, non-characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_UNBROKEN = re.compile(rf"[!-~\u00a1-\u02af\u0400-\u04ff]{{{LONGEST + 1},}}")


def language(code: str) -> str:
    """``zh``, ``ko`` or ``en``: what the paper is set in."""
    short = code.split("-")[0]
    return short if short in PAGE else "en"


def plain(text: str) -> str:
    """The text as paper carries it: one kind of line break, tabs as blanks, nothing that can't be seen.

    The sign that parts facts (·) stays with what precedes it: no line begins with it.
    """
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\t", " ")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    return _UNPRINTABLE.sub("", text).replace(" · ", "\u00a0· ")


def one_line(text: str) -> Line:
    """The text in one line, ready to be set."""
    return ready(" ".join(plain(text).split("\n")))


def lines(text: str, most: int = LONGEST_WORD) -> list[Line]:
    """The text's lines, each ready to be set; blank lines stay, but none at either end. ``most`` as for ``ready``."""
    return [ready(line.rstrip(), most) for line in plain(text).strip("\n").split("\n")]


def ready(line: str, most: int = LONGEST_WORD) -> Line:
    """The line as it is set.

    In pieces where something in it must be kept together, each such in a list of its own: Korean words of up to ``most``
    letters, and every few letters of what is longer than any column (an address, a number, a key held down), so that it
    breaks between them.
    """
    if not _HANGUL.search(line) and not _UNBROKEN.search(line):
        return line
    pieces: list[str | list[str]] = []
    for piece in re.split(r"(\s+)", line):
        if len(piece) <= most and _HANGUL.search(piece):
            pieces.append([piece])
        else:
            pieces += _broken(piece)
    return pieces


def _broken(run: str) -> list[str | list[str]]:
    pieces: list[str | list[str]] = []
    at = 0
    for found in _UNBROKEN.finditer(run):
        pieces.append(run[at : found.start()])
        pieces += [[run[n : min(n + _EVERY, found.end())]] for n in range(found.start(), found.end(), _EVERY)]
        at = found.end()
    return [*pieces, run[at:]]
