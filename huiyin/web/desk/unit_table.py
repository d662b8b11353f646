"""Rows of the tables that count something of every unit, each number opening its rows: panel and supervision board."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

from huiyin.web.shared import county

#: Gives the address of a unit's rows; its code is fit for an address already.
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """What is counted: its heading, the tone of a number that isn't nought, where the rows are."""

    head: str
    tone: str
    url: Address


def html(
    rows: Iterable[tuple[str, Sequence[int]]],
    columns: Sequence[Column],
    *,
    own: Address | None = None,
    chosen: str = "",
) -> SafeString:
    """A row for each unit, given with its numbers in the columns' order; ready HTML, all text is escaped here.

    ``own``: where the unit's name leads; ``chosen``: the unit to which the page is narrowed.
    """
    cells = [
        (f'<td role="cell" data-word="{escape(one.head)}"><a class="hy-n ', one.tone, one.url)
        for one in columns
    ]
    return mark_safe("".join(_row(unit, numbers, cells, own, on=unit == chosen) for unit, numbers in rows))  # noqa: S308


def _row(
    unit: str, numbers: Sequence[int], cells: Sequence[tuple[str, str, Address]], own: Address | None, *, on: bool
) -> str:  # fmt: skip
    code, name = quote(unit), escape(county.holder_name(unit))
    told = "".join(
        f'{begin}{tone if n else "none"}" href="{escape(url(code))}">{n}</a></td>'
        for (begin, tone, url), n in zip(cells, numbers, strict=True)
    )
    marked, current = (' class="on"', ' aria-current="true"') if on else ("", "")
    if own is not None:
        name = f'<a href="{escape(own(code))}"{current}>{name}</a>'
    return f'<tr role="row"{marked}><th scope="row" role="rowheader">{name}</th>{told}</tr>\n'
