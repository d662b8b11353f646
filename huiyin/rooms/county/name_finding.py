"""Names by what somebody types: characters of a name, or the initials of its pinyin. For lists of units and of colleagues.

环境分局 is found by 环境, 境分, hjfj; 金英姬 by jyj. A label may have several parts: "金英姬 · 春阳镇".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice, product

#: So many are enough to choose from; whoever sees more types on.
MOST = 40
#: Readings of one name that are looked at, all its characters' readings taken together.
_MOST_READINGS = 16
#: What names of offices begin with and nobody types: 县环境卫生管理处 is looked for by its 环.
_COUNTY = re.compile("^.{0,4}?[县市州]")
_PARTS = re.compile(r"[·、,，()（）\s]+")

Pair = tuple[str, str]


def called(typed: str, pairs: Iterable[Pair], also: Callable[[str], str] = lambda _: "") -> list[Pair]:
    """The pairs (code, label) whose label may be meant, the best first: whole, then beginnings, then whatever holds it.

    ``also``: further names of a code. At most ``MOST``; nothing for nothing typed. Between equals the list's own order stays.
    """
    wanted = "".join(narrow(typed).split()).lower()
    if not wanted:
        return []
    named = ((n, pair, narrow(f"{pair[1]} · {also(pair[0])}")) for n, pair in enumerate(pairs))
    ranked = [(rank, n, pair) for n, pair, names in named if (rank := _rank(names, wanted)) is not None]
    return [pair for _rank_, _n, pair in sorted(ranked)[:MOST]]


def narrow(text: str) -> str:
    """The text as a keyboard set to half width would have written it: ｚｊ is zj, a Korean syllable is one sign."""
    return unicodedata.normalize("NFKC", text)


def _rank(label: str, wanted: str) -> int | None:
    words = _words(label)
    if wanted in words:
        return 0
    if any(word.startswith(wanted) for word in words):
        return 1
    if wanted in "".join(label.split()).lower():
        return 2
    if not (wanted.isascii() and wanted.isalpha()):
        return None
    return 3 if any(wanted in word for word in words if word.isascii() and len(wanted) > 1) else None


@lru_cache(maxsize=8_000)
def _words(label: str) -> tuple[str, ...]:
    """The parts of a label and the initials of each, small letters."""
    wholes = label.lower().split(" · ")
    parts = {part for whole in wholes for part in (*_PARTS.split(whole), "".join(whole.split())) if part}
    parts |= {rest for part in parts if (rest := _COUNTY.sub("", part))}
    return tuple(dict.fromkeys(word for part in parts for word in (part, *initials(part))))


@lru_cache(maxsize=8_000)
def initials(name: str) -> tuple[str, ...]:
    """The first letters of all readings of a name; a character with two readings gives both."""
    from pypinyin import Style, pinyin

    each = [dict.fromkeys(of_one) for of_one in pinyin(name, style=Style.FIRST_LETTER, heteronym=True)]
    return tuple({"".join(letters).lower() for letters in islice(product(*each), _MOST_READINGS)})
