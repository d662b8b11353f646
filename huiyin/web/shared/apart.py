"""Chinese or Korean on a page in another language says that it is: voices read it so, signs get the shapes of its script.

Names, titles and words of people come from the record and stand anywhere in a page. Templates that know their text's language
say it themselves (``lang_of``, ``marked``); what they leave, or say of too much, is marked here, once for the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CHINESE, KOREAN = "zh-Hans-CN", "ko-CN"

_HAN, _HANGUL = "\u3400-\u9fff\uf900-\ufaff", "\u3130-\u318f\uac00-\ud7a3"
#: A text between two tags with Chinese or Korean in it.
_TEXT = re.compile(rf">([^<>]*[{_HAN}{_HANGUL}][^<>]*)(?=<)")
#: Runs of each, with the digits and marks inside: no letter of another script, nothing that stands for a sign (&amp;).
_RUNS = {
    CHINESE: re.compile(rf"[{_HAN}](?:[^A-Za-z{_HANGUL}<>&]*[{_HAN}])?\d*[*。！？，、；：）》”〕]*"),
    KOREAN: re.compile(rf"[{_HANGUL}](?:[^A-Za-z{_HAN}<>&]*[{_HANGUL}])?\d*[.!?,;:)》”]*"),
}
_HAS = {CHINESE: re.compile(f"[{_HAN}]"), KOREAN: re.compile(f"[{_HANGUL}]")}
_SAYS = re.compile(r'<([a-z][a-z0-9]*)\b[^<>]*\slang="([^"<>]*)"[^<>]*>')
_SHUT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
_DRAWN = re.compile(r"<(svg)\b.*?</svg>", re.DOTALL)
#: These hold text alone: the element itself says it.
_TEXT_ALONE = re.compile(r"<(?:option|textarea|title|text|tspan)\b[^<>]*")
_EMPTY = frozenset({"input", "img", "br", "hr", "meta", "link"})

#: The sign between facts of one line, in a text: what stands in a tag is followed by its end.
_SEPARATOR = re.compile(r" · (?=[^<>]*<)")
#: What is sent or read by a script as it stands.
_KEPT = re.compile(r"(<(?:script|style|textarea|select)\b.*?</(?:script|style|textarea|select)>)", re.DOTALL)

#: A text between two tags with a matter's number in it, and the tag before it; only where an element may stand.
NUMBER = re.compile(r"(?<![A-Za-z0-9-])\d{6}-\d{8}-\d{5}-\d(?![A-Za-z0-9-])")
_NUMBERED = re.compile(r"(<[^<>]*>)([^<>]*\d{6}-\d{8}-\d{5}-\d[^<>]*)(?=<)")
_NO_ELEMENTS = re.compile(
    r"(<(?:script|style|textarea|select|option|title|svg)\b.*?</(?:script|style|textarea|select|option|title|svg)>)",
    re.DOTALL,
)

Span = tuple[int, int, str]


def kept_behind(page: str) -> str:
    """The page's HTML with each " · " kept behind what precedes it: a line ends with it and never begins with it."""
    parts = _KEPT.split(page)
    parts[::2] = [_SEPARATOR.sub("\u00a0· ", part) for part in parts[::2]]
    return "".join(parts)


def numbers_whole(page: str) -> str:
    """The page's HTML with each matter's number in a text kept on one line: torn at its dashes it can't be compared.

    A text with more in it than the number becomes one element: in a row of boxes it stays one box. What is marked as a number
    already (``hy-number``, ``hy-run``) stays as it is.
    """
    parts = _NO_ELEMENTS.split(page)
    parts[::2] = [_NUMBERED.sub(_with_runs, part) for part in parts[::2]]
    return "".join(parts)


def _with_runs(found: re.Match[str]) -> str:
    tag, text = found[1], found[2]
    if "hy-number" in tag or "hy-run" in tag:
        return found[0]
    bare = text.strip()
    said = NUMBER.sub(r'<span class="hy-run">\g<0></span>', bare)
    if said != bare and not NUMBER.fullmatch(bare) and not tag.startswith("<bdi"):
        said = f"<bdi>{said}</bdi>"
    start = text.index(bare)
    return f"{tag}{text[:start]}{said}{text[start + len(bare) :]}"


def told_apart(page: str) -> str:
    """The page's HTML with every Chinese or Korean text marked whose element says another language; all else as it was.

    A text that is mixed becomes one element around its parts: in a row of boxes it stays one box.
    """
    places = _Places(sorted([*_says(page), *_spans(_SHUT, page), *_spans(_DRAWN, page)]))
    made, done = list[str](), 0
    for found in _TEXT.finditer(page):
        text, (lang, inside) = found[1], places.at(found.start(1))
        wanted = [code for code, has in _HAS.items() if lang[:2] != code[:2] and has.search(text)]
        if not wanted or inside in ("script", "style"):
            continue
        alone = _TEXT_ALONE.fullmatch(page, page.rfind("<", 0, found.start()), found.start())
        if alone is not None:
            if ' lang="' not in alone[0] and not all(has.search(text) for has in _HAS.values()):
                made += (page[done : found.start()], f' lang="{wanted[0]}"')
                done = found.start()
        elif inside != "svg":
            made += (page[done : found.start(1)], _marked(text, wanted))
            done = found.end(1)
    return "".join((*made, page[done:]))


def _marked(text: str, wanted: list[str]) -> str:
    """The text, which is HTML already, with its runs of these languages marked."""
    bare = text.strip()
    said = bare
    for code in wanted:
        said = _RUNS[code].sub(rf'<bdi lang="{code}">\g<0></bdi>', said)
    whole = said.startswith("<bdi ") and said.endswith("</bdi>") and said.count("<bdi ") == 1
    start = text.index(bare)
    return f"{text[:start]}{said if whole else f'<bdi>{said}</bdi>'}{text[start + len(bare) :]}"


class _Places:
    """What holds for one place of the page after the other: the language said last, a script, style or drawing around it."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans, self._next, self._open = spans, 0, list[Span]()

    def at(self, place: int) -> tuple[str, str]:
        """For a place behind the one that was asked for before."""
        while self._next < len(self._spans) and self._spans[self._next][0] <= place:
            self._open.append(self._spans[self._next])
            self._next += 1
        self._open = [one for one in self._open if place < one[1]]
        said = [one[2] for one in self._open]
        shut = [one for one in said if one in ("script", "style", "svg")]
        return next((one for one in reversed(said) if one not in shut), ""), shut[-1] if shut else ""


def _spans(pattern: re.Pattern[str], page: str) -> Iterator[Span]:
    for found in pattern.finditer(page):
        yield found.start(), found.end(), found[1]


def _says(page: str) -> Iterator[Span]:
    """From where to where the elements reach that say their language."""
    for found in _SAYS.finditer(page):
        if found[1] not in _EMPTY:
            yield found.start(), _end(page, found[1], found.end()), found[2]


def _end(page: str, name: str, start: int) -> int:
    """Where the element ends whose first tag ends at ``start``."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b").finditer(page, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(page)
