"""Which texts hold a pair of characters: asked of the index for candidates, the newest first, on both engines."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.search.held import lay_by
from huiyin.rooms.search.holding import _postgres, holding
from huiyin.rooms.search.rows import key_of
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import comes_in, go
from tests.rooms.test_same import LAMPS, LOOK_UP, OIL, OIL_AGAIN

pytestmark = pytest.mark.usefixtures("county")


def place(number: str) -> str:
    return str(key_of(number))


def test_holding_finds_the_first_words_alone_the_newest_first() -> None:
    first, second = comes_in(**OIL).number, comes_in(**OIL_AGAIN).number
    comes_in(**LAMPS)
    go(comes_in(title="x", text="y").number, Verb.TRIAGE)
    holding(["烧"], newest=1)  # what waits is laid in
    with CaptureQueriesContext(connection) as queries:
        found = holding(["烧烤", "路灯", "没这"], newest=10)
    assert len(queries) == LOOK_UP + 1
    assert list(dict.fromkeys(found[0])) == [place(second), place(first)]
    assert len(set(found[1])) == 1
    assert found[2] == []
    assert holding(["烧烤"], newest=1)[0] == [place(second)]
    assert holding([], newest=10) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's own index gives the newest first")
def test_on_postgresql_lists_are_read_from_the_newest_on_and_forget_what_is_erased() -> None:
    numbers_of = [comes_in(**OIL).number for _ in range(3)]
    assert lay_by(2) == 2
    comes_in(**OIL)
    assert lay_by() == 6
    assert lay_by() == 0
    assert holding(["烧烤"], newest=2)[0] == [str(int(place(max(numbers_of))) + 1)] * 2
    statement, values = _postgres(["烧烤"], 10)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")  # of so few rows the planner doesn't care
        cursor.execute(f"EXPLAIN {statement}", values)
        assert "Index Scan Backward using huiyin_held_pkey" in "\n".join(row[0] for row in cursor.fetchall())
    waiting = comes_in(**OIL).number
    for gone in (numbers_of[1], waiting):
        SealedText.objects.filter(number=gone).update(text=None)
    keys_left = set(holding(["烧烤"], newest=20)[0])
    assert not keys_left & {place(numbers_of[1]), place(waiting)}
    assert {place(numbers_of[0]), place(numbers_of[2])} <= keys_left
