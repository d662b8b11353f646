"""Two addresses for a supervisor or a proxy: is the process alive, and can it do its work?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.rooms.management.readiness import keys_fault, missing_migrations


class Known:
    """What this process has found out already. What fits stays so: a new version comes with a new process."""

    tables_are_current = False


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return _line("alive")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 if the database answers, has all tables and fits the keys, else 503 and which of these fails."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not Known.tables_are_current:
            if missing_migrations():
                return _line("the tables are not up to date: run `huiyin init`", 503)
            if keys_fault():
                return _line("the keys are not those of this database: `huiyin serve` tells more", 503)
            Known.tables_are_current = True
    except DatabaseError:
        return _line("the database does not answer", 503)
    return _line("ready")


def _line(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
