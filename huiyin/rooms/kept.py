"""Queries whose SQL is made once, for what pages ask again and again: making it costs Django more than SQLite's answer.

``make`` builds a query from what is asked. That must hold all that the query hangs on: who asks, and the county's version where
it reads the tree of units. A value that is always another isn't asked so: ``ASKED`` stands for it in what ``make`` builds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import count
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, DateTimeField, F, Func, Model, QuerySet
from django.db.models.expressions import Col, RawSQL

Row = TypeVar("Row", bound=Model)
#: Stand for the value; no number of a matter and no key is one of them.
ASKED = "\x01the value asked for"
ASKED_PK = -7_203_685_477
ASKED_INDEX = b"\x01the index asked"
#: Stand for the moments in what ``KeptValues`` makes.
ASKED_SINCE, ASKED_PAST = datetime(1, 1, 2, tzinfo=UTC), datetime(1, 1, 3, tzinfo=UTC)
#: A span of time: its first moment and the moment after it; and what stands for them in what ``KeptSpans`` makes.
Span = tuple[datetime, datetime]
ASKED_FROM = RawSQL("span.first", (), output_field=DateTimeField())
ASKED_UNTIL = RawSQL("span.past", (), output_field=DateTimeField())
_KEPT = 1_024  # texts of one query, the latest asked for


def listed(values: str, *, keys: bool = False) -> RawSQL:
    """For ``filter(field__in=…)``: the texts of a JSON list, however many, or the ``keys``, which are whole numbers.

    ``ASKED`` stands for the list, too.
    """
    read = "SELECT value FROM json_each(%s)"
    if connection.vendor == "postgresql":
        value = "value::bigint" if keys else "value"
        read = f"SELECT {value} FROM json_array_elements_text(%s::json)"  # noqa: S608  our own words
    return RawSQL(read, (values,))  # noqa: S611  our own words


def listed_pairs(table: str, text: str, number: str, values: str) -> RawSQL:
    """For ``filter``: whether a table's two columns, a text and a whole number, are one of the pairs of a JSON list."""
    pairs = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s)"
    if connection.vendor == "postgresql":
        pairs = "SELECT value->>0, (value->>1)::int FROM json_array_elements(%s::json)"
    held = f'("{table}"."{text}", "{table}"."{number}") IN ({pairs})'
    return RawSQL(held, (values,), output_field=BooleanField())  # noqa: S611  our own words


class _Text(Generic[Row]):
    """The model, the SQL and its parameters for what is asked; no SQL where nothing can be found."""

    def __init__(self, make: Callable[..., QuerySet[Row]], joined_by: tuple[str, str] = ("", "")) -> None:
        self._make = make
        self._table, self._index = joined_by
        self._kept = lru_cache(maxsize=_KEPT)(self._compiled)

    def __call__(self, *asked: Hashable) -> tuple[type[Row], str, tuple[Any, ...]]:
        return self._kept(connection.vendor, *asked)

    def _compiled(self, _vendor: str, *asked: Hashable) -> tuple[type[Row], str, tuple[Any, ...]]:
        rows = self._make(*asked)
        try:
            text, params = rows.query.sql_with_params()
        except EmptyResultSet:
            return rows.model, "", ()
        if self._index and connection.vendor == "sqlite":
            text = text.replace(
                f'JOIN "{self._table}" ON', f'JOIN "{self._table}" INDEXED BY "{self._index}" ON'
            )
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
            params = _put(value, params, text)
        return list(model._default_manager.raw(text, params))


def _put(value: str | int | bytes, params: tuple[Any, ...], text: str) -> tuple[Any, ...]:
    if not any(map(_stands_in, params)):
        raise ValueError(f"the value isn't asked for: {text}")
    return tuple(value if _stands_in(one) else one for one in params)


def _stands_in(param: Any) -> bool:
    """Whether it stands for the value; PostgreSQL's driver wraps bytes."""
    return getattr(param, "obj", param) in (ASKED, ASKED_PK, ASKED_INDEX)


class KeptCounts:
    """Several counts by name. Called, it counts of each name asked for the rows, as far as ``most`` + 1.

    One statement, none where nothing can be found.
    """

    def __init__(self, makes: Mapping[str, Callable[..., QuerySet[Any]]]) -> None:
        self._texts: Mapping[str, _Text[Any]] = {
            name: _Text(partial(_bounded, make)) for name, make in makes.items()
        }

    def __call__(self, names: Sequence[str], *asked: Hashable, most: int) -> dict[str, int]:
        """How many of each, in the names' order."""
        found = [self._texts[name](most, *asked)[1:] for name in names]
        if not any(text for text, _ in found):
            return dict.fromkeys(names, 0)
        counted = "(SELECT COUNT(*) FROM ({text}) AS counted)"
        wanted = ", ".join(counted.format(text=text) if text else "0" for text, _ in found)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {wanted}", [one for _, params in found for one in params])
            return dict(zip(names, map(int, cursor.fetchone()), strict=True))


def _bounded(make: Callable[..., QuerySet[Any]], most: int, *asked: Hashable) -> QuerySet[Any]:
    return make(*asked).order_by().values("pk")[: most + 1]


class KeptCount:
    """``KeptCounts`` of one question alone."""

    def __init__(self, make: Callable[..., QuerySet[Any]]) -> None:
        self._counts = KeptCounts({"rows": make})

    def __call__(self, *asked: Hashable, most: int) -> int:
        """How many."""
        return self._counts(["rows"], *asked, most=most)["rows"]


class KeptValues:
    """Called, it gives the rows of ``values_list`` as the database has them, grouped counts too: text and whole numbers.

    One statement, none where nothing can be found. ``since`` and ``past``: the moments that ``ASKED_SINCE`` and ``ASKED_PAST``
    stand for; ``value``: as in ``Kept``; ``joined_by``: as in ``KeptSpans``.
    """

    def __init__(
        self, make: Callable[..., QuerySet[Any, Any]], *, joined_by: tuple[str, str] = ("", "")
    ) -> None:
        self._text: _Text[Any] = _Text(make, joined_by)

    def __call__(
        self,
        *asked: Hashable,
        since: datetime | None = None,
        past: datetime | None = None,
        value: str | None = None,
    ) -> list[tuple[Any, ...]]:
        """All rows, in the query's order."""
        _model, text, params = self._text(*asked)
        if not text:
            return []
        adapted = connection.ops.adapt_datetimefield_value
        for stands_in, moment in ((ASKED_SINCE, since), (ASKED_PAST, past)):
            if moment is not None:
                params = tuple(adapted(moment) if one == adapted(stands_in) else one for one in params)
        if value is not None:
            params = _put(value, params, text)
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return list(cursor.fetchall())


#: A text in pieces, and its parameters.
_Cut = tuple[tuple[str, ...], tuple[Any, ...]]


class KeptThere:
    """``Exists`` whose SQL is made once: a condition for ``filter``, that something stands under a column's value.

    ``make`` builds what is looked for, with ``ASKED`` for the value in its own conditions. Refuses (ValueError) what isn't a
    column, and a query without the value.
    """

    def __init__(self, make: Callable[..., QuerySet[Any]]) -> None:
        self._text: _Text[Any] = _Text(lambda *asked: _renamed(make(*asked).order_by().values("pk")))
        self._kept = lru_cache(maxsize=_KEPT)(self._cut)

    def __call__(self, column: str, *asked: Hashable) -> Func:
        """The condition; what is asked as in ``Kept``."""
        return _There(F(column), held=self._kept(connection.vendor, *asked))

    def _cut(self, _vendor: str, *asked: Hashable) -> _Cut:
        """The text cut where the value stands, with the other parameters; nothing where nothing can be found."""
        _model, text, params = self._text(*asked)
        if not text:
            return (), ()
        here = [_stands_in(param) for param in params]
        if not any(here):
            raise ValueError(f"the value isn't asked for: {text}")
        pieces = [""]
        for part, is_value in zip(text.split("%s"), (*here, False), strict=True):
            pieces[-1] += part
            if is_value:
                pieces.append("")
            else:
                pieces[-1] += "%s"
        pieces[-1] = pieces[-1].removesuffix("%s")  # behind the last part stands none
        return tuple(pieces), tuple(one for one, is_value in zip(params, here, strict=True) if not is_value)


#: One for each kept text: it stands inside others, whose tables may be the same.
_NAMES = count()


def _renamed(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """With names of its own for its tables, so that a column from outside is never taken for one of them."""
    rows.query.get_initial_alias()
    name = f"k{next(_NAMES)}_"
    rows.query.change_aliases({alias: f"{name}{n}" for n, alias in enumerate(rows.query.alias_map)})
    return rows


class _There(Func):
    output_field = BooleanField()

    def __init__(self, *expressions: Any, held: _Cut) -> None:
        super().__init__(*expressions)
        self._pieces, self._params = held

    def as_sql(self, compiler: Any, connection: Any, *_how: Any, **_more: Any) -> tuple[str, list[Any]]:
        """The text with the column where the value was."""
        (column,) = self.get_source_expressions()
        if not isinstance(column, Col):
            raise ValueError(f"no column: {column}")
        if not self._pieces:
            raise EmptyResultSet
        named, _none = compiler.compile(column)
        return f"EXISTS({named.join(self._pieces)})", list(self._params)


class KeptSpans:
    """One question asked of several spans of time at once, each read from the index for itself: nothing is sorted by its month.

    Called, it gives span by span what was found in these columns, a list for each: text and whole numbers, in no order, but the
    same in all. One statement. What else the question hangs on stands in it once.

    ``joined_by``: a table, and the index that SQLite is to read it from where it is joined; by itself it takes the key's own.
    """

    def __init__(
        self,
        make: Callable[..., QuerySet[Any, Any]],
        *columns: str,
        joined_by: tuple[str, str] = ("", ""),
    ) -> None:
        self._columns = columns
        self._text: _Text[Any] = _Text(lambda *asked: make(*asked).order_by().values(*columns), joined_by)

    def __call__(self, *asked: Hashable, spans: Sequence[Span]) -> Iterator[list[list[Any]]]:
        """The columns of each span, one span after the other: only one is held at a time."""
        _model, text, params = self._text(*asked)
        if not text or not spans:
            yield from ([[] for _ in self._columns] for _ in spans)
            return
        ends: list[Any] = []
        for n, span in enumerate(spans):
            ends += (n, *map(connection.ops.adapt_datetimefield_value, span))
        with connection.cursor() as cursor:
            cursor.execute(self._statement(text, len(spans)), [*ends, *params])
            for _n, found in cursor:
                yield _read(found)

    def _statement(self, text: str, spans: int) -> str:
        postgresql = connection.vendor == "postgresql"
        all_of, one = ("json_agg", "json_build_array") if postgresql else ("json_group_array", "json_array")
        named = ", ".join(f"{all_of}(q.{connection.ops.quote_name(column)})" for column in self._columns)
        values = ", ".join(["(%s, %s, %s)"] * spans)
        return (
            f"WITH span (n, first, past) AS (VALUES {values})"  # noqa: S608  Django's own text and ours
            f" SELECT span.n, (SELECT {one}({named}) FROM ({text}) AS q) FROM span ORDER BY span.n"
        )


def _read(found: Any) -> list[list[Any]]:
    """SQLite gives text, PostgreSQL's driver what it says, and nothing for a column without rows."""
    columns: list[list[Any] | None] = json.loads(found) if isinstance(found, str) else found
    return [column or [] for column in columns]
