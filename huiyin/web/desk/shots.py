"""Attached pictures as they are seen at the desk: a row of small ones, each a link to the page with the large one.

Made as strings, not by a template's loop: a mailbox page may show two hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import File
from huiyin.rooms.pictures.keeping import previews_of
from huiyin.rooms.pictures.sizes import KINDS, MOST, Size, fit
from huiyin.web.desk import timeline
from huiyin.web.desk.parts import Names
from huiyin.web.shared import when


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the address of its file, what it is called to who can't see it, its small preview's size in pixels."""

    url: str
    alt: str
    width: int
    height: int


def shot(number: str, seq: int, size: tuple[int, int], *said: str) -> Shot:
    """One picture. ``size``: of its large preview; ``said``: its name, who brought it, when."""
    width, height = fit(*size, MOST[Size.SMALL])
    return Shot(f"/desk/matter/{number}/file/{seq}/", " · ".join(one for one in said if one), width, height)


def of_file(file: File, names: Names | None = None) -> Mapping[int, Shot]:
    """The pictures of an opened file by entry; one query, and none where no picture is attached.

    Without ``names`` it isn't said who brought them.
    """
    papers = {paper.seq: paper for paper in file.state.papers if paper.media_type in KINDS}
    called = timeline.paper_names(file.texts)
    if not papers.keys() & called.keys():
        return {}
    number, sizes = file.state.number, previews_of([file.state.number])
    return {
        entry.seq: shot(
            number, entry.seq, sizes[number, entry.seq],
            called[entry.seq], timeline.who(entry, names) if names else "", when.moment(entry.at),
        )
        for entry in file.entries
        if entry.seq in papers and entry.seq in called and (number, entry.seq) in sizes
    }  # fmt: skip


def small(one: Shot) -> SafeString:
    """One small picture that leads to the large one. Its size stands in the page: nothing jumps when it comes."""
    return format_html(
        '<a href="{}look/"><img src="{}small.jpg" alt="{}" width="{}" height="{}" loading="lazy" decoding="async"></a>',
        one.url, one.url, one.alt, one.width, one.height,
    )  # fmt: skip


def each(shots: Mapping[int, Shot]) -> dict[int, SafeString]:
    """Each by itself, by the entry that keeps it: for the timeline."""
    return {seq: format_html('<div class="hy-shots">{}</div>', small(one)) for seq, one in shots.items()}


def row(shots: Iterable[Shot]) -> SafeString | str:
    """All of them, one beside the other; nothing where there are none."""
    made: list[Any] = [(small(one),) for one in shots]
    if not made:
        return ""
    label = _("Pictures")
    return format_html(
        '<ul class="hy-shots" aria-label="{}">{}</ul>', label, format_html_join("", "<li>{}</li>", made)
    )
