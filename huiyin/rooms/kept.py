"""Queries whose SQL is made once, for what pages ask again and again: making it costs Django more than SQLite's answer.

``make`` builds a query from what is asked. That must hold all that the query hangs on: who asks, and the county's version where
it reads the tree of units. A value that is always another isn't asked so: ``ASKED`` stands for it in what ``make`` builds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
#: Stand for the value; no number of a matter and no key is one of them.
ASKED = "\x01the value asked for"
ASKED_PK = -7_203_685_477
ASKED_INDEX = b"\x01the index asked"
_KEPT = 1_024  # texts of one query, the latest asked for


class _Text(Generic[Row]):
    """The model, the SQL and its parameters for what is asked; no SQL where nothing can be found."""

    def __init__(self, make: Callable[..., QuerySet[Row]]) -> None:
        self._make = make
        self._kept = lru_cache(maxsize=_KEPT)(self._compiled)

    def __call__(self, *asked: Hashable) -> tuple[type[Row], str, tuple[Any, ...]]:
        return self._kept(connection.vendor, *asked)

    def _compiled(self, _vendor: str, *asked: Hashable) -> tuple[type[Row], str, tuple[Any, ...]]:
        rows = self._make(*asked)
        try:
            text, params = rows.query.sql_with_params()
        except EmptyResultSet:
            return rows.model, "", ()
        return rows.model, text, tuple(params)


class Kept(Generic[Row]):
    """Called, it gives all rows for what is asked and the ``value`` in it; one statement, none where nothing can be found.

    Rows hold what ``only`` and ``annotate`` name, nothing by ``select_related``. Refuses (ValueError) a value not asked for.
    """

    def __init__(self, make: Callable[..., QuerySet[Row]]) -> None:
        self._text = _Text(make)

    def __call__(self, *asked: Hashable, value: str | int | bytes | None = None) -> list[Row]:
        """All rows, in the query's order."""
        model, text, params = self._text(*asked)
        if not text:
            return []
        if value is not None:
            if not any(map(_stands_in, params)):
                raise ValueError(f"the value isn't asked for: {text}")
            params = tuple(value if _stands_in(one) else one for one in params)
        return list(model._default_manager.raw(text, params))


def _stands_in(param: Any) -> bool:
    """Whether it stands for the value; PostgreSQL's driver wraps bytes."""
    return getattr(param, "obj", param) in (ASKED, ASKED_PK, ASKED_INDEX)


class KeptCount:
    """Called, it counts the rows for what is asked, as far as ``most`` + 1; one statement, none where nothing can be found."""

    def __init__(self, make: Callable[..., QuerySet[Any]]) -> None:
        self._text: _Text[Any] = _Text(lambda most, *asked: make(*asked).order_by().values("pk")[: most + 1])

    def __call__(self, *asked: Hashable, most: int) -> int:
        """How many."""
        _model, text, params = self._text(most, *asked)
        if not text:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({text}) AS counted", params)  # noqa: S608  Django's own text
            return int(cursor.fetchone()[0])
