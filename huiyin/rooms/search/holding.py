"""Which matters' first words hold each of some pairs of characters: what candidates for the same matter are gathered from."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from huiyin.rooms.search.held import lay_by
from huiyin.rooms.search.rows import BITS, FIRST_WORDS
from huiyin.rooms.search.waiting import catch_up


def holding(pairs: Sequence[str], *, newest: int) -> list[list[int]]:
    """For each folded pair the places (``rows.key_of``) of the ``newest`` texts that hold it. One statement.

    They are petitions' places: one that was joined to another matter is found under its own.
    """
    if not pairs:
        return []
    if connection.vendor == "sqlite":
        catch_up()
    else:
        lay_by()
    found: list[list[int]] = [[] for _ in pairs]
    statement, values = (_sqlite if connection.vendor == "sqlite" else _postgres)(pairs, newest)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if connection.vendor == "sqlite":
            # a row a pair: thousands of rows cost more to fetch than to find
            for n, places in cursor.fetchall():
                found[n] = json.loads(places)
        else:
            for n, rows in cursor.fetchall():
                found[n] = [row >> BITS for row in rows or ()]
    return found


def _sqlite(pairs: Sequence[str], newest: int) -> tuple[str, list[str]]:
    kept = FIRST_WORDS.format(row="rowid")
    one = (
        f"SELECT {{n}}, json_group_array(rowid >> {BITS}) FROM (SELECT rowid FROM huiyin_found"  # noqa: S608  ours
        f" WHERE huiyin_found MATCH %s AND {kept} ORDER BY rowid DESC LIMIT {newest:d})"
    )
    return " UNION ALL ".join(one.format(n=n) for n in range(len(pairs))), [f'"{pair}"' for pair in pairs]


def _postgres(pairs: Sequence[str], newest: int) -> tuple[str, list[list[str]]]:
    # read from the newest list on until there are enough: within eight days those that came in last come first
    one = (
        f"SELECT unnest(ids) AS id FROM huiyin_held WHERE pair = q.asked ORDER BY span DESC LIMIT {newest:d}"  # noqa: S608  ours
    )
    statement = (
        "SELECT (q.n - 1)::int, f.ids FROM unnest(%s::text[]) WITH ORDINALITY AS q (asked, n)"  # noqa: S608  ours
        f" CROSS JOIN LATERAL (SELECT array_agg(id) AS ids FROM ({one}) AS g) AS f"
    )
    return statement, [list(pairs)]
