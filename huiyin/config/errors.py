"""What a visitor sees when a view has failed."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from django.db import OperationalError
from django.http import HttpResponse

from huiyin.web.shared import errors

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger(__name__)
RETRY_SECONDS = 5  # a writer has waited 10 s for its turn in vain; a moment later the queue is usually short
LAST_RESORT = "500 系统出错，请稍后再试。"


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 with Retry-After if a writer's turn did not come in time, for then nothing is broken.

    If the page fails too (the database or the templates may be what broke), a plain line.
    """
    try:
        if _too_busy(sys.exc_info()[1]):
            return errors.page(request, 503, retry_after=RETRY_SECONDS)
        return errors.server_error(request)
    except Exception:
        log.exception("The error page itself failed")
        return HttpResponse(LAST_RESORT, status=500, content_type="text/plain; charset=utf-8")


def _too_busy(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError) and "database is locked" in str(error)
