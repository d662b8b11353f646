"""How wide words look where every sign has one column or two, and in which lines they fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def wide(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


#: Behind these a line may end, behind those it doesn't; with the last none begins.
_ENDS, _OPENS = frozenset("，。；：、）》」”’"), frozenset("（《「“‘(`")
_STAYS = frozenset("，。；：、！？）》」”’,.;:!?)%")


def lines_of(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns, as far as it can be parted: at blanks, and between Chinese characters."""
    lines, line = list[str](), ""
    for piece in _pieces(text):
        if line and wide(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece.lstrip() if not line else piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str) -> Iterator[str]:
    """What stays together: a word with the blank behind it, a Chinese character with the signs behind it."""
    piece = ""
    for sign in text:
        last = piece[-1:]
        may_part = last == " " or _behind(last) or (_is_ideograph(sign) and last not in _OPENS)
        if piece and may_part and sign != " " and sign not in _STAYS:
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _is_ideograph(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _behind(sign: str) -> bool:
    """Whether a line may end behind it."""
    return _is_ideograph(sign) or sign in _ENDS
