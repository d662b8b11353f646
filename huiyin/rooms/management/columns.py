"""Tables on a terminal, whose columns are as wide as they look in every script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import get_language

from huiyin.rules.counting import Share
from huiyin.rules.wide import wide

_GAP = "  "


def at_least(text: str, columns: int) -> str:
    """The text with blanks behind it, so that it takes so many columns."""
    return text + " " * (columns - wide(text))


def table(heading: Sequence[str], rows: Iterable[Sequence[object]], *, left: int = 1) -> Iterator[str]:
    """Heading and rows, a line each: the first ``left`` columns begin at the left, the others end at the right."""
    lines = [[str(cell) for cell in row] for row in (heading, *rows)]
    widths = [max(map(wide, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            at_least(cell, width) if n < left else " " * (width - wide(cell)) + cell
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield _GAP.join(cells).rstrip()


def part(share: Share) -> str:
    """A share with its percent, in the brackets of the language that is spoken."""
    if share.value is None:
        return str(share)
    shown = f"{float(share.value):.1%}"
    behind = f"（{shown}）" if (get_language() or "").startswith("zh") else f" ({shown})"
    return f"{share.numerator}/{share.denominator}{behind}"


def indented(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a part, below its heading."""
    return (f"  {line}" for line in lines)
