"""`python -m benchmarks.indexing`: what the index of words adds to registering petitions, on a full county.

Groups of petitions are registered with and without the index, in turns, in one transaction that is taken back at the end, so
without the commit's own time: that would make the share smaller. Two shares are told: what whoever registers waits for, and
with that what is done later (SQLite: laid in by the hundred; PostgreSQL: its list of what waits, and ours of first words).
"""

from __future__ import annotations

import json
import os
import statistics
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any

from benchmarks.county import asked_county, county
from benchmarks.place import say

#: Petitions of a group, and pairs of groups.
GROUP, PAIRS = 50, 12
#: PostgreSQL's indexes that keep what is new in a list of their own first.
GIN = ("huiyin_found_pairs", "huiyin_found_titles")


def main() -> None:
    """Prepare, measure, print, write the file."""
    parser = asked_county(__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="groups with the index, and as many without")
    options = parser.parse_args()
    with county(options) as size:
        told = {
            "day": datetime.now(UTC).date().isoformat(), "matters": options.matters, "engine": size["engine"],
            "cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1), **measured(options),
        }  # fmt: skip
    name = f"{told['day']}-indexing-{told['engine']}-{options.matters}.json"
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / name).write_text(json.dumps(told, indent=1) + "\n")
    for line in ("bare_ms", "waits_ms", "later_ms"):
        say(f"{line:<10}{told[line]:>8.2f} ms a petition")
    say(f"The index adds {told['adds_waiting']:.0%} to what is waited for, {told['adds']:.0%} in all. {name}")


def measured(options: Namespace) -> dict[str, Any]:
    """Milliseconds a petition, the median of the groups: registered bare, with the index, and what is done for it later."""
    from django.db import transaction

    words, rng = _words(options.seed), Random(options.seed)
    bare, waits, later = [], [], []
    with transaction.atomic():
        _group(words, rng)  # warms up
        _later()
        for _ in range(options.pairs):
            with _no_index():
                bare.append(_timed(lambda: _group(words, rng)))
                _later()  # nothing waits of it
            waits.append(_timed(lambda: _group(words, rng)))
            later.append(_timed(_later))
        transaction.set_rollback(True)
    one, two, three = (statistics.median(times) / GROUP for times in (bare, waits, later))
    return {
        "groups": options.pairs, "group": GROUP, "bare_ms": round(one, 3), "waits_ms": round(two, 3),
        "later_ms": round(three, 3), "adds_waiting": round(two / one - 1, 3),
        "adds": round((two + three) / one - 1, 3),
    }  # fmt: skip


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _words(seed: int) -> list[tuple[str, str]]:
    """Titles and texts of the county's own newest matters, in an order of chance."""
    from huiyin.rooms.cases.models import Matter
    from huiyin.rooms.dossier.queries import texts_named

    numbers = list(Matter.objects.order_by("-number").values_list("number", flat=True)[:2_000])
    titles, texts = texts_named(numbers, 1, "title"), texts_named(numbers, 1, "text")
    found = [(titles[number], texts[number]) for number in numbers if number in titles and number in texts]
    Random(seed).shuffle(found)
    return found


def _group(words: list[tuple[str, str]], rng: Random) -> None:
    from django.utils import timezone

    from huiyin.rooms.cases.people import Person
    from huiyin.rooms.cases.registering import register
    from huiyin.rooms.county.queries import department
    from huiyin.rules.roles import PETITIONER

    now = timezone.now()
    for _ in range(GROUP):
        title, text = rng.choice(words)
        phone = f"199{rng.randrange(10**8):08}"
        register(
            channel="mailbox", received_at=now, persons=1, title=title, text=text, by=PETITIONER, now=now,
            person=Person(name="金顺姬", id_number="", phone=phone, address="", email=""), desk=department(),
        )  # fmt: skip


def _later() -> None:
    """What the worker, or PostgreSQL's own, does of it afterwards."""
    from django.db import connection

    from huiyin.rooms.search.held import lay_by
    from huiyin.rooms.search.waiting import catch_up

    if connection.vendor == "sqlite":
        catch_up()
        return
    lay_by()
    with connection.cursor() as cursor:
        for index in GIN:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])


@contextmanager
def _no_index() -> Iterator[None]:
    """The record as it would be without one."""
    from huiyin.rooms.dossier.models import SealedText
    from huiyin.rooms.search import actions, waiting

    kept, actions_put = waiting.put, actions.put
    waiting.put = actions.put = lambda texts: len(list(texts))
    try:
        yield
    finally:
        waiting.put, actions.put = kept, actions_put
        waiting._mark(SealedText.objects.order_by("-pk").values_list("pk", flat=True)[0])


if __name__ == "__main__":
    main()
