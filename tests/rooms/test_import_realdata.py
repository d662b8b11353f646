"""Thousands of real messages through the real verbs: all of them in, the record whole, the counts adding up.

Those with replies are in test_replied_realdata.py.

The files are nobody's to copy and aren't part of the project. HUIYIN_REAL_DATA names the folder that holds them
(``messages/replied.csv`` and so on); beside a checkout it is looked for in ../shared/data.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.verification import Tally, number_faults
from tests.rooms.import_cast import refused, run

FOLDER = (
    Path(os.environ.get("HUIYIN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
    / "messages"
)

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.usefixtures("county"),
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="no real messages: HUIYIN_REAL_DATA names no folder with messages/"
    ),
]
COUNTS = re.compile(
    r"(\d+) rows read: (\d+) taken in \((\d+) answered, (\d+) open, (\d+) with a reply but no time of it, kept open\), "
    r"(\d+) known already, (\d+) refused"
)


def counts(said: str) -> tuple[int, ...]:
    """The numbers of the last line but the path of the refused rows."""
    found = COUNTS.search(said)
    assert found is not None, said
    return tuple(map(int, found.groups()))


def records(name: str) -> int:
    """How many records Python's own reader finds in the file."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as source:
        return sum(1 for _ in csv.reader(source)) - 1


def whole() -> Tally:
    """Verify finds nothing; what it looked at."""
    tally = Tally()
    assert not [fault for _, found in number_faults(tally) for fault in found]
    return tally


@pytest.mark.parametrize("name", ["stream", "liuyanban"])
def test_the_messages_without_replies_come_in_and_stay_open(name: str) -> None:
    read, taken, answered, open_, untimed, known, bad = counts(run(FOLDER / f"{name}.csv"))
    assert read == records(f"{name}.csv")
    assert (taken + bad, answered, open_, untimed, known) == (read, 0, taken, 0, 0)
    assert bad == len(refused(name))
    assert bad <= read // 1_000 + 1
    assert Petition.objects.count() == Matter.objects.filter(is_open=True).count() == taken
    assert whole().matters == taken
