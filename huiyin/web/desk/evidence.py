"""What shows that a commitment was carried out: the files that were attached with the words, each shown beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import File
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import shots, timeline
from huiyin.web.desk.shots import Shot


def files_of(file: File) -> dict[int, list[int]]:
    """The entries that attached something to each commitment, by its place; what was erased is left out. No query."""
    found: dict[int, list[int]] = {}
    for entry in file.entries:
        if entry.verb == Verb.ATTACH and file.texts.get((entry.seq, "file")):
            n = json.loads(entry.data).get("pledge")
            if n:
                found.setdefault(int(n), []).append(entry.seq)
    return found


def names_of(file: File, pledge: int) -> tuple[str, ...]:
    """What the files of one commitment are called, each with its place among the attachments."""
    names, places = timeline.paper_names(file.texts), {paper.seq: paper.n for paper in file.state.papers}
    told = ((_("File %(n)s") % {"n": places[seq]}, names[seq]) for seq in files_of(file).get(pledge, ()))
    return tuple(name if name.startswith(place) else f"{place} {name}" for place, name in told)


def shown(file: File, seen: Mapping[int, Shot]) -> dict[int, SafeString]:
    """By commitment: its small pictures in a row, then the names of its files, each to be fetched."""
    names, url = timeline.paper_names(file.texts), f"/desk/matter/{file.state.number}/file/"
    return {n: mark_safe(_row(seqs, seen) + _links(seqs, names, url)) for n, seqs in files_of(file).items()}  # noqa: S308


def _row(seqs: list[int], seen: Mapping[int, Shot]) -> SafeString:
    return SafeString(shots.row(seen[seq] for seq in seqs if seq in seen))


def _links(seqs: list[int], names: Mapping[int, str], url: str) -> SafeString:
    listed = format_html_join(
        "", '<li><a href="{}{}/" download>{}</a></li>', ((url, seq, names[seq]) for seq in seqs)
    )
    return format_html('<ul class="hy-papers hy-small">{}</ul>', listed)
