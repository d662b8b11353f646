"""A paper as PDF. Typst sets it, with our own fonts; no font of the machine is needed (decision 0019)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from huiyin.web.shared.papers.parts import Contents, Facts, Heading, Paper, Part, Picture, Table, Words
from huiyin.web.shared.papers.words import LONGEST_IN_TABLE, PAGE, Line, language, lines, one_line, plain

if TYPE_CHECKING:
    import typst

_HERE = Path(__file__).parent
_FORM = (_HERE / "paper.typ").read_bytes()
#: What closes a paper stays together with so many rows of the table before it, if it is no longer than so many signs.
_KEPT_ROWS, _LONGEST_CLOSING = 3, 1_500
#: For how many papers typst remembers.
_REMEMBERS = 10
#: A drawing's letters are of the text's face: without one there are none.
_DRAWING = b"""#set page(width: 166mm, height: auto, margin: 0pt)
#set text(font: ("Noto Serif SC", "Noto Serif KR"))
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""


def pdf(paper: Paper) -> bytes:
    """The paper as one PDF on A4. The same paper gives the same bytes: nothing in it tells when it was made.

    Whatever a text holds, it is shown as it is and never read as markup. Letters that our fonts lack are taken from
    the machine's own, where it has them.
    """
    made = _set(_FORM, "pdf", {"paper": _told(paper)})
    assert isinstance(made, bytes)
    return made


def pngs(paper: Paper, *, ppi: float = 110) -> list[bytes]:
    """The paper's pages as pictures; for looking at it and for pictures within Word."""
    made = _set(_FORM, "png", {"paper": _told(paper)}, ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made or [])


def drawing(svg: str) -> bytes:
    """An SVG drawing as a PNG of many points, for programs that read no SVG."""
    made = _set(_DRAWING, "png", {"svg": svg}, ppi=220)
    assert isinstance(made, bytes)
    return made


def _set(
    form: bytes, kind: Literal["pdf", "png"], given: dict[str, str], *, ppi: float | None = None
) -> bytes | list[bytes] | None:
    """Typst's work.

    Typst remembers what it reckoned through ten further papers, hundreds of megabytes where they are long: as many
    empty ones, a millisecond each, make it forget.
    """
    import typst

    compiler = typst.Compiler(root=_HERE, font_paths=_fonts())
    try:
        return compiler.compile(form, format=kind, ppi=ppi, sys_inputs=given, timestamp=0)
    finally:
        for _ in range(_REMEMBERS + 1):
            compiler.compile(b"", format="pdf")


@cache
def _fonts() -> typst.Fonts:
    """Our fonts, then the machine's for letters that ours lack; looked for once a process."""
    import pylopdf_fonts_ko
    import pylopdf_fonts_zh_cn
    import typst

    ours = [pylopdf_fonts_zh_cn.serif_path().parent, pylopdf_fonts_ko.serif_path().parent]
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=ours)


def _told(paper: Paper) -> str:
    """The paper as JSON, as ``paper.typ`` reads it."""
    code = language(paper.lang)
    closing = _closing(paper.parts)
    kept = closing - 1 if closing < len(paper.parts) else -1
    return json.dumps(
        {
            "lang": code,
            "name": " ".join(plain(paper.title).split("\n")),
            "title": one_line(paper.title),
            "sub": one_line(paper.sub),
            "foot": one_line(paper.foot),
            "landscape": paper.landscape,
            "large": paper.large,
            "page": PAGE[code],
            "closing": closing,
            "parts": [_part(part, code, tail=_KEPT_ROWS * (n == kept)) for n, part in enumerate(paper.parts)],
        }
    )


def _closing(parts: Sequence[Part]) -> int:
    """Where the remarks begin that a paper closes with after its last table; its end where it closes otherwise.

    They don't stand on a page by themselves: without what they are about they say nothing.
    """
    table = max((n for n, part in enumerate(parts) if isinstance(part, Table)), default=len(parts))
    after = parts[table + 1 :]
    if not all(
        isinstance(part, Heading) or (isinstance(part, Words) and (part.small or part.right))
        for part in after
    ):
        return len(parts)
    signs = sum(len(part.text) for part in after if isinstance(part, Heading | Words))
    return table + 1 if 0 < signs <= _LONGEST_CLOSING else len(parts)


def _part(part: Part, code: str, *, tail: int) -> dict[str, Any]:
    match part:
        case Heading():
            return {"kind": "heading", "text": one_line(part.text), "level": min(max(part.level, 1), 3)}
        case Words():
            return {
                "kind": "words", "lines": lines(part.text), "small": part.small, "right": part.right,
                "flush": part.flush or part.small or part.right, "lang": part.lang or code, "heads": part.heads,
                "mark": part.mark,
            }  # fmt: skip
        case Facts():
            pairs = [(lines(word), lines(value)) for word, value in part.pairs]
            return {"kind": "facts", "pairs": pairs, "short": part.short}
        case Contents():
            return {"kind": "contents", "text": one_line(part.text)}
        case Table():
            return _table(part, min(tail, len(part.rows)))
        case Picture():
            return {
                "kind": "picture", "svg": part.svg, "caption": one_line(part.caption), "told": plain(part.told),
                "width": min(max(part.width, 0.05), 1.0),
            }  # fmt: skip


def _table(part: Table, tail: int) -> dict[str, Any]:
    """Every row as long as the head: what is missing stays empty, what is too much is left out.

    ``tail``: so many of the last rows stay with what closes the paper.
    """
    count = len(part.head)
    return {
        "kind": "table",
        "head": [lines(cell, LONGEST_IN_TABLE) for cell in part.head],
        "cells": [_cell(cell) for row in part.rows for cell in filled(row, count)],
        "flush": [column in part.numbers for column in range(count)],
        "widths": list(filled_widths(part)),
        "caption": one_line(part.caption),
        "tail": tail,
    }


def _cell(text: str) -> str | list[Line]:
    """A cell's lines; where it is one plain line, that alone: there are thousands."""
    found = lines(text, LONGEST_IN_TABLE)
    return found[0] if len(found) == 1 and isinstance(found[0], str) else found


def filled(row: Sequence[str], count: int) -> list[str]:
    """The row with exactly ``count`` cells."""
    return [*row, *[""] * count][:count]


def filled_widths(part: Table) -> list[float]:
    """Each column's share of the width; all alike where the table tells none, or not one for each."""
    given = list(part.widths)
    return (
        given
        if len(given) == len(part.head) and all(share > 0 for share in given)
        else [1.0] * len(part.head)
    )
