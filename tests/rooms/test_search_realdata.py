"""Search over thousands of real messages with their answers: a thousand random pieces, exactly what a scan finds."""

from __future__ import annotations

import pytest

from huiyin.rooms.cases.searching import Where, _numbers
from huiyin.rooms.search.waiting import catch_up
from huiyin.rules.finding import Query
from huiyin.rules.tokens import fold
from tests.rooms.cast import DAN
from tests.rooms.import_cast import run
from tests.rooms.search_cast import pieces, scanned, scanned_as_written, texts
from tests.rooms.test_import_realdata import FOLDER

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.usefixtures("county"),
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="no real messages: HUIYIN_REAL_DATA names no folder with messages/"
    ),
]


def test_a_thousand_pieces_of_real_messages_are_found_exactly() -> None:
    run(FOLDER / "replied.csv")
    while catch_up():
        pass
    known = texts()
    assert len(known) > 3 * 1_900
    for piece in pieces([text for _, text, _ in known], 1_000, seed=11):
        numbers = list(_numbers(DAN, Query((fold(piece),)), Where()))
        assert len(numbers) == len(set(numbers)), piece
        assert set(numbers) == scanned(piece, known), piece
        assert set(numbers) >= scanned_as_written(piece, known), piece
