"""Queries whose SQL is made once, for what pages ask again and again: making it costs Django more than SQLite's answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
#: Stand for the value in the text that is kept; no number of a matter and no key is one of them.
ASKED = "\x01the value asked for"
ASKED_PK = -7_203_685_477


class Kept(Generic[Row]):
    """``make`` builds the query for one value, ``ASKED`` (or ``ASKED_PK``, for a number); called, it asks for another.

    Refuses (ValueError) a query that the value isn't in. Rows are whole: no ``only``, no ``select_related``.
    """

    def __init__(self, make: Callable[[], QuerySet[Row]]) -> None:
        self._make = make
        self._made: dict[str, tuple[type[Row], str, tuple[Any, ...]]] = {}

    def __call__(self, value: str | int) -> list[Row]:
        """All rows for this value."""
        model, text, params = self._made.get(connection.vendor) or self._compiled()
        return list(
            model._default_manager.raw(text, [value if p in (ASKED, ASKED_PK) else p for p in params])
        )

    def _compiled(self) -> tuple[type[Row], str, tuple[Any, ...]]:
        rows = self._make()
        text, params = rows.query.sql_with_params()
        if ASKED not in params and ASKED_PK not in params:
            raise ValueError(f"the value isn't asked for: {text}")
        made = self._made[connection.vendor] = rows.model, text, tuple(params)
        return made


class KeptCount:
    """``make`` builds a query from what is asked; called, it counts its rows, as far as ``most`` + 1.

    What is asked must hold all that the query hangs on, the county's version where it reads the tree of units.
    """

    def __init__(self, make: Callable[..., QuerySet[Any]], *, kept: int = 1_024) -> None:
        self._make = make
        self._compiled = lru_cache(maxsize=kept)(self._compile)

    def __call__(self, *asked: Hashable, most: int) -> int:
        """How many rows; one statement, none where nothing can be found."""
        text, params = self._compiled(connection.vendor, most, *asked)
        if not text:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({text}) AS counted", params)  # noqa: S608  Django's own text
            return int(cursor.fetchone()[0])

    def _compile(self, _vendor: str, most: int, *asked: Hashable) -> tuple[str, tuple[Any, ...]]:
        try:
            text, params = self._make(*asked).order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            return "", ()
        return text, tuple(params)
