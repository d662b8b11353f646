"""Which matters' first words hold each of some pairs of characters: what candidates for the same matter are gathered from."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from huiyin.rooms.search.held import lay_by
from huiyin.rooms.search.rows import BITS, FIRST_WORDS
from huiyin.rooms.search.waiting import catch_up


def holding(pairs: Sequence[str], *, newest: int) -> list[list[str]]:
    """For each folded pair the places (``rows.key_of``) of the ``newest`` texts that hold it, in figures. One statement.

    They are petitions' places: one that was joined to another matter is found under its own. Many thousands are counted and
    few looked at, so none is made a number here.
    """
    if not pairs:
        return []
    if connection.vendor == "sqlite":
        catch_up()
    else:
        lay_by()
    found: list[list[str]] = [[] for _ in pairs]
    statement, values = (_sqlite if connection.vendor == "sqlite" else _postgres)(pairs, newest)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        # a row a pair: thousands of rows cost more to fetch than to find
        for n, places in cursor.fetchall():
            found[n] = places.split(",") if places else []
    return found


def _sqlite(pairs: Sequence[str], newest: int) -> tuple[str, list[str]]:
    kept = FIRST_WORDS.format(row="rowid")
    one = (
        f"SELECT {{n}}, group_concat(rowid >> {BITS}) FROM (SELECT rowid FROM huiyin_found"  # noqa: S608  ours
        f" WHERE huiyin_found MATCH %s AND {kept} ORDER BY rowid DESC LIMIT {newest:d})"
    )
    return " UNION ALL ".join(one.format(n=n) for n in range(len(pairs))), [f'"{pair}"' for pair in pairs]


def _postgres(pairs: Sequence[str], newest: int) -> tuple[str, list[list[str]]]:
    # read from the newest list on until there are enough: within eight days those that came in last come first
    one = (
        f"SELECT unnest(ids) AS id FROM huiyin_held WHERE pair = q.asked ORDER BY span DESC LIMIT {newest:d}"  # noqa: S608  ours
    )
    statement = (
        "SELECT (q.n - 1)::int, f.places FROM unnest(%s::text[]) WITH ORDINALITY AS q (asked, n)"  # noqa: S608  ours
        f" CROSS JOIN LATERAL (SELECT string_agg((id >> {BITS})::text, ',') AS places FROM ({one}) AS g) AS f"
    )
    return statement, [list(pairs)]
