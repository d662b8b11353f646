"""The previews of one picture, drawn in a process of its own: a file that is made to do harm, or is only broken, ends that.

``python -m huiyin.rooms.pictures.painter JPEG FILE`` writes a line of JSON (width and height of the large one, bytes of the
small one), then both as JPEG. It loads no settings, gets no keys, may write no file, and has bounds for memory and time. What
goes wrong ends it: whoever asked learns no more than that there is no preview.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image

from huiyin.rooms.bounded import bound
from huiyin.rooms.pictures.sizes import MOST, Size, fit

#: Pixels of a picture that is opened at all: twice the largest that phones make by themselves.
MOST_PIXELS = 100_000_000
#: How well each is kept, as JPEG counts it.
_QUALITY = {Size.SMALL: 72, Size.LARGE: 80}
_ORIENTATION = 0x0112
#: How a camera was held (TIFF 6.0, tag 274), and what sets it upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


class TooLargeError(ValueError):
    """More pixels than are opened, whatever the file weighs."""


def painted(kind: str, file: Path) -> tuple[int, int, bytes, bytes]:
    """Width and height of the large preview, the small and the large one as JPEG: upright, on white, the first of moving ones.

    Only pixels come over: no place, camera, date, comment or colour profile of the original. Raises whatever a file that isn't
    of this ``kind``, is broken or too large makes the library raise.
    """
    Image.MAX_IMAGE_PIXELS = None  # ours is asked instead: theirs warns first and refuses at twice as many
    with Image.open(file, formats=(kind,)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooLargeError
        most = MOST[Size.LARGE]
        picture.draft(None, (most, most))  # a JPEG is read at a half, a quarter, an eighth
        picture.load()  # before its notes are asked for: they may lie behind the pixels, and broken pixels are told only once
        held = _held(picture)
        large = _on_white(_shrunk(_plain(picture), most))
    if held in _UPRIGHT:
        large = large.transpose(_UPRIGHT[held])
    small = _shrunk(large, MOST[Size.SMALL])
    return large.width, large.height, _jpeg(small, Size.SMALL), _jpeg(large, Size.LARGE)


def _held(picture: Image.Image) -> int:
    """How the camera was held; upright where its notes are broken."""
    with suppress(OSError, ValueError, TypeError, LookupError, SyntaxError, ArithmeticError):
        return int(picture.getexif().get(_ORIENTATION, 1))
    return 1


def _plain(picture: Image.Image) -> Image.Image:
    """The same in eight bits of grey or colour, with what can be seen through where there is any."""
    if picture.mode[0] in "IF":  # a scan in sixteen bits of grey
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _shrunk(picture: Image.Image, most: int) -> Image.Image:
    size = fit(picture.width, picture.height, most)
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(picture: Image.Image) -> Image.Image:
    """A new picture that has nothing of the old one but its pixels."""
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return clean


def _jpeg(picture: Image.Image, size: Size) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY[size], optimize=True, progressive=True)
    return out.getvalue()


if __name__ == "__main__":
    bound()
    width, height, small, large = painted(sys.argv[1], Path(sys.argv[2]))
    head = json.dumps({"width": width, "height": height, "small": len(small)}).encode()
    sys.stdout.buffer.write(head + b"\n" + small + large)
