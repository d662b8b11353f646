"""A short version of benchmarks/kill.py: the server is killed in the middle of intake, and nothing acknowledged is missing.

Runs on SQLite whatever the other tests run on: there the server's processes are also the database's.
"""

from __future__ import annotations

import pytest

from benchmarks.kill import Count, kill_again_and_again, scratch

KILLS = 3


@pytest.mark.slow
def test_what_was_acknowledged_outlives_sigkill() -> None:
    with scratch() as home:
        count = kill_again_and_again(home, KILLS, seed=7)
    assert count.kills == KILLS
    assert count.verified, count.said
    assert count.missing == []
    assert len(count.acknowledged) > KILLS, "the kills came before the first petition: nothing was tested"
    # what a client still waited for may have been written or not; more than one for each client and kill can't be
    assert len(count.acknowledged) <= count.stored <= len(count.acknowledged) + 4 * KILLS


def test_the_check_can_fail() -> None:
    missing = Count(kills=1, acknowledged={"1": "a"}, verified=True, missing=["1"])
    assert not missing.good
    assert not Count(kills=1, acknowledged={"1": "a"}, verified=False).good
    assert not Count(kills=1, verified=True).good
    assert Count(kills=1, acknowledged={"1": "a"}, verified=True).good
