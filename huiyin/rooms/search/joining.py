"""The index's pieces joined (SQLite): what is laid in is a piece of its own, and each look-up visits every piece.

Joining all at once would keep writers out for seconds, so it goes in steps; whose turn comes between them writes. Pieces of one
size are joined in pairs, so that a text is rewritten once each time the index doubles. PostgreSQL sees to it itself.
"""

from __future__ import annotations

from django.db import connection

#: Pages of the index that a step writes, about 800 kB: a writer waits some 12 ms for it.
PAGES = 200
#: Steps at a time beside the county's work: some seconds' writing. What is left then is joined an hour later.
STEPS = 500
_STEP = f"INSERT INTO huiyin_found (huiyin_found, rank) VALUES ('merge', {PAGES})"  # noqa: S608  our own number


def join_pieces(most: int | None = STEPS) -> int:
    """Join pieces in at most so many steps (None: until none is left to join); how many steps wrote, none on PostgreSQL.

    Each is a transaction of its own, unless the caller has one.
    """
    if connection.vendor != "sqlite":
        return 0
    done = 0
    with connection.cursor() as cursor:
        while most is None or done < most:
            before = connection.connection.total_changes
            cursor.execute(_STEP)
            if connection.connection.total_changes - before <= 1:  # the statement itself counts as one
                break
            done += 1
    return done
