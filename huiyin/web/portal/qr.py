"""The code on a receipt that opens the page of one's matter with a telephone's camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest


def opening(request: HttpRequest, number: str, code: str) -> SafeString:
    """A drawing of the address under which number and query code are filled in already, as on the counter's slip.

    The code stands behind the "#": that part of an address never leaves the telephone, so no log on the way holds it.
    """
    address = f"{request.build_absolute_uri(reverse('follow'))}?number={number}#{code}"
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=4, svgclass="hy-qr", title=_("Code to follow the matter")))  # noqa: S308
