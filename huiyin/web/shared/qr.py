"""The code on a receipt that opens the page of one's matter with a telephone's camera."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest


def opening(request: HttpRequest, number: str, code: str) -> SafeString:
    """A drawing of the address under which number and query code are filled in already, as an SVG of our own making.

    The code stands behind the "#": that part of an address never leaves the telephone, so no log on the way holds it.
    """
    return drawn(f"{request.build_absolute_uri(reverse('follow'))}?number={number}#{code}")


def printed(request: HttpRequest, number: str, code: str) -> str:
    """The same code as a drawing that stands by itself, for papers."""
    address = f"{request.build_absolute_uri(reverse('follow'))}?number={number}#{code}"
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=4)
    return out.getvalue().decode()


def drawn(address: str) -> SafeString:
    """The address as a QR code with the quiet zone that scanners want."""
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(
        border=4, omitsize=True, svgclass="hy-qr", lineclass=None, title=_("Code to follow the matter")
    )
    return mark_safe(svg)  # noqa: S308  made by us
