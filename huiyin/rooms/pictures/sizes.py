"""How large a preview is, and of which files there are any. Plain values: the child that draws reads them, too."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Size(StrEnum):
    """A preview in a list, and one that fills the page."""

    SMALL = "small"
    LARGE = "large"


#: Pixels of the longer side.
MOST: Mapping[Size, int] = {Size.SMALL: 320, Size.LARGE: 1600}
#: Media types (proven when the file was attached) that previews are made of, and what the library calls them. Not HEIC: no
#: decoder of it comes with the library, and phones send JPEG where a page asks for pictures.
KINDS: Mapping[str, str] = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}


def fit(width: int, height: int, most: int) -> tuple[int, int]:
    """Width and height in pixels with the longer side at ``most``; nothing is made larger, nothing smaller than one."""
    longer = max(width, height)
    if longer <= most:
        return width, height
    return max(1, round(width * most / longer)), max(1, round(height * most / longer))
