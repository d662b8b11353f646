"""The pictures of a matter's whole file on paper: the previews that the page shows, each with what it is and its checksum.

Bounded: what a hundred photos would weigh, nobody prints. How many are left out is said. A picture whose preview isn't drawn
is a file with its name, as on the page.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.rooms.pictures.keeping import path_of
from huiyin.rooms.pictures.sizes import MOST, Size, fit
from huiyin.web.desk import shots, timeline
from huiyin.web.desk.opened import Opened
from huiyin.web.shared import when
from huiyin.web.shared.papers.parts import Heading, Part, Picture, Words

#: So many pictures, and so many bytes of them, go into one file.
MOST_PICTURES, MOST_BYTES = 24, 8 * 1024**2
#: A picture's share of the page's width at most, and its height at most as a share of that width: two fit on a page.
_WIDE, _HIGH = 0.62, 0.56


@dataclass(frozen=True, slots=True)
class Print:
    """One picture to be printed: its preview and the size of that, its caption."""

    content: bytes
    size: tuple[int, int]
    caption: str


def parts(read: Opened) -> Iterator[Part]:
    """The pictures in the order in which they came, then how many more there are; nothing where there are none."""
    seen = shots.of_file(read.file, read.names)
    if not seen:
        return
    yield Heading(_("Pictures"))
    room, left = MOST_BYTES, 0
    for n, seq in enumerate(seen):
        found = _print(read, seq, seen) if n < MOST_PICTURES and room > 0 else None
        if found is None or len(found.content) > room:
            left += 1
            continue
        room -= len(found.content)
        yield _picture(found)
    if left:
        said = _("Pictures that are kept with the file and not printed here: %(n)s")
        yield Words(said % {"n": left}, small=True)


def _print(read: Opened, seq: int, seen: Mapping[int, shots.Shot]) -> Print | None:
    """The large preview; None where it is gone from the disk."""
    number = read.file.state.number
    try:
        content = path_of(number, seq, Size.LARGE).read_bytes()
    except OSError:
        return None
    shot = seen[seq]
    size = fit(shot.width * 100, shot.height * 100, MOST[Size.LARGE])
    return Print(content, size, caption(read, seq))


def caption(read: Opened, seq: int) -> str:
    """Which file, when it came, the beginning of its checksum; in confidence a file has neither name nor checksum."""
    file = read.file
    paper = next(paper for paper in file.state.papers if paper.seq == seq)
    name = timeline.paper_names(file.texts).get(seq, "")
    said = [_("File %(n)s") % {"n": paper.n}, name, when.moment(paper.at)]
    digest = json.loads(file.texts.get((seq, "file")) or "{}").get("sha256", "")
    if digest:
        said.append(f"SHA-256 {digest[:16]}…")
    return " · ".join(dict.fromkeys(one for one in said if one))


def _picture(one: Print) -> Picture:
    width, height = one.size
    data = base64.b64encode(one.content).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    )
    return Picture(svg, one.caption, one.caption, min(_WIDE, _HIGH * width / height))
