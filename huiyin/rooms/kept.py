"""Queries whose SQL is made once, for what pages ask again and again: making it costs Django more than SQLite's answer.

``make`` builds a query from what is asked. That must hold all that the query hangs on: who asks, and the county's version where
it reads the tree of units. A value that is always another isn't asked so: ``ASKED`` stands for it in what ``make`` builds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, Model, QuerySet
from django.db.models.expressions import RawSQL

Row = TypeVar("Row", bound=Model)
#: Stand for the value; no number of a matter and no key is one of them.
ASKED = "\x01the value asked for"
ASKED_PK = -7_203_685_477
ASKED_INDEX = b"\x01the index asked"
#: Stands for the moment in what ``KeptValues`` makes.
ASKED_SINCE = datetime(1, 1, 2, tzinfo=UTC)
#: A span of time: its first moment and the moment after it; and what stands for them in what ``KeptSpans`` makes.
Span = tuple[datetime, datetime]
ASKED_FROM = RawSQL("span.first", (), output_field=DateTimeField())
ASKED_UNTIL = RawSQL("span.past", (), output_field=DateTimeField())
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


class KeptValues:
    """Called, it gives the rows of ``values_list`` as the database has them, grouped counts too: text and whole numbers.

    One statement, none where nothing can be found. ``since``: the moment that ``ASKED_SINCE`` stands for.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._text: _Text[Any] = _Text(make)

    def __call__(self, *asked: Hashable, since: datetime | None = None) -> list[tuple[Any, ...]]:
        """All rows, in the query's order."""
        _model, text, params = self._text(*asked)
        if not text:
            return []
        if since is not None:
            adapted = connection.ops.adapt_datetimefield_value
            stands_in, moment = adapted(ASKED_SINCE), adapted(since)
            params = tuple(moment if one == stands_in else one for one in params)
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return list(cursor.fetchall())


class KeptSpans:
    """One question asked of several spans of time at once, each read from the index for itself: nothing is sorted by its month.

    Called, it gives for each span the rows with these of their columns: text and whole numbers, in no order. One statement.
    What else the question hangs on stands in it once.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *columns: str) -> None:
        self._columns = columns
        self._text: _Text[Any] = _Text(lambda *asked: make(*asked).order_by().values(*columns))

    def __call__(self, *asked: Hashable, spans: Sequence[Span]) -> list[list[list[Any]]]:
        """A list of rows for each span."""
        _model, text, params = self._text(*asked)
        if not text or not spans:
            return [[] for _ in spans]
        ends: list[Any] = []
        for n, span in enumerate(spans):
            ends += (n, *map(connection.ops.adapt_datetimefield_value, span))
        with connection.cursor() as cursor:
            cursor.execute(self._statement(text, len(spans)), [*ends, *params])
            return [_read(found) for _n, found in cursor.fetchall()]

    def _statement(self, text: str, spans: int) -> str:
        postgresql = connection.vendor == "postgresql"
        all_of, one = ("json_agg", "json_build_array") if postgresql else ("json_group_array", "json_array")
        named = ", ".join(f"q.{connection.ops.quote_name(column)}" for column in self._columns)
        listed = ", ".join(["(%s, %s, %s)"] * spans)
        return (
            f"WITH span (n, first, past) AS (VALUES {listed})"  # noqa: S608  Django's own text and ours
            f" SELECT span.n, (SELECT {all_of}({one}({named})) FROM ({text}) AS q) FROM span ORDER BY span.n"
        )


def _read(found: Any) -> list[list[Any]]:
    """SQLite gives text, PostgreSQL's driver what it says, or nothing where there are no rows."""
    rows: list[list[Any]] = json.loads(found) if isinstance(found, str) else found or []
    return rows
