"""Measure the production server over HTTP. `make bench` runs this; README.md in this folder tells how to read the numbers."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from benchmarks import floors, visits
from benchmarks.client import Outcome, drive
from benchmarks.place import PASSWORD, WORK, Place, django_at, megabytes, say
from benchmarks.sample import Sample, sample
from benchmarks.server import Server

RESULTS = Path(__file__).parent / "results"
WARM_SECONDS = 2.0
LOOKED_UP = 200  # petitions whose page is looked at, each by a browser of its own
FLOOR_SECONDS = 5.0
NOISY = 0.1  # share of the machine that something else may use before the numbers are called noisy
COLUMNS = {
    "clients": "clients", "a_second": "/s", "p50_ms": "p50 ms", "p95_ms": "p95", "p99_ms": "p99", "max_ms": "max",
    "server_cpu_ms": "cpu ms", "queries": "queries", "of_empty_view": "of empty", "of_bare_commits": "of bare",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of visit. ``requests`` makes what is sent for so many seconds; ``again``: it may be sent more than once."""

    name: str
    clients: int
    requests: Callable[[float], list[bytes]]
    good: int = 200
    again: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it. ``cpu``: the server's processor seconds; ``others``: share of the machine that somebody else used."""

    kind: Kind
    outcome: Outcome
    cpu: float
    others: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.outcome.times) / self.outcome.seconds


def main() -> None:
    """Prepare, measure, print, write the file."""
    options = _options()
    place = Place(options.matters, options.work)
    say(f"Preparing {options.matters} matters …")
    note = place.prepare()
    with django_at(place.home):
        found = sample(options.seed)
        queries = floors.queries_by_page(found)
    server = Server(place.home, workers=options.workers)
    server.start()
    try:
        measured = [_quietest(server, kind, options) for kind in _kinds(server, found, options)]
        memory = server.memory()
    finally:
        server.stop()
    result = _about(options, note, place, memory)
    bare = floors.bare_commits(place.database, min(FLOOR_SECONDS, options.seconds))
    result["bare_commits"] = _figures(bare)
    result["pages"] = _pages(measured, queries, len(bare.times) / bare.seconds)
    options.results.mkdir(parents=True, exist_ok=True)
    path = options.results / f"{datetime.now(UTC):%Y-%m-%d}-{options.matters}.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    _print(result)
    say(f"Written: {path.name}")


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--matters", type=int, default=100_000, help="how many are stored (default: %(default)s)"
    )
    text = "the first for everything, all of them for intake (default: %(default)s)"
    parser.add_argument("--clients", default="4,16", help=text)
    parser.add_argument(
        "--seconds", type=float, default=15.0, help="for each measurement (default: %(default)s)"
    )
    parser.add_argument(
        "--workers", type=int, default=2, help="web processes of the server (default: %(default)s)"
    )
    text = "measure again, at most so often in all, while something else keeps the machine busy (default: %(default)s)"
    parser.add_argument("--tries", type=int, default=3, help=text)
    parser.add_argument("--seed", type=int, default=1, help="which visits are drawn (default: %(default)s)")
    text = "folder of the seeded databases (default: work, beside this program)"
    parser.add_argument("--work", type=Path, default=WORK, metavar="FOLDER", help=text)
    text = "folder of the result's file (default: results, beside this program)"
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help=text)
    return parser.parse_args()


def _kinds(server: Server, found: Sample, options: Namespace) -> list[Kind]:
    address = server.address
    guest, asker = visits.anybody(address), visits.anybody(address, "/follow/")
    officer = visits.signed_in(address, found.username, PASSWORD)
    first, *others = [int(number) for number in options.clients.split(",")]
    pages = [officer.get(f"/desk/matter/{number}/") for number in found.matters]
    asked = [asker.post("/follow/", {"number": number, "code": code}) for number, code in found.followed]
    shown = [
        visits.following(asker, number, code).get("/follow/") for number, code in found.followed[:LOOKED_UP]
    ]
    seeds = count(options.seed)

    def forms(seconds: float) -> list[bytes]:
        return visits.petitions(guest, int(seconds * visits.ENOUGH_A_SECOND), found.places, next(seeds))

    return [
        Kind("empty", first, lambda _: [guest.get("/healthz")]),
        Kind("day", first, lambda _: [officer.get("/desk/")]),
        Kind("list", first, lambda _: [officer.get("/desk/list/")]),
        Kind("matter", first, lambda _: pages),
        Kind("prove", first, lambda _: asked, good=303),
        Kind("follow", first, lambda _: shown),
        Kind("intake", first, forms, good=303, again=False),
        *(Kind(f"intake_{number}", number, forms, good=303, again=False) for number in others),
    ]


def _quietest(server: Server, kind: Kind, options: Namespace) -> Measured:
    """The first undisturbed measurement, or the least disturbed of so many."""
    tries = []
    for _ in range(max(1, options.tries)):
        tries.append(one := _measure(server, kind, options.seconds))
        noise = f"   (others used {one.others:.0%} of the machine)" if one.others > NOISY else ""
        say(f"  {kind.name:<10} {one.rate:8.1f} a second{noise}")
        if not noise:
            break
    return min(tries, key=lambda one: one.others)


def _measure(server: Server, kind: Kind, seconds: float) -> Measured:
    """One kind, after a short warming up. RuntimeError for any answer but the good one: a fast refusal is no result."""

    def driven(span: float) -> Outcome:
        return drive(
            server.address, kind.requests(span), clients=kind.clients, seconds=span, again=kind.again
        )

    driven(min(WARM_SECONDS, seconds))
    cpu, busy = server.cpu(), _busy()
    outcome = driven(seconds)
    cpu, busy = server.cpu() - cpu, _busy() - busy
    wrong = {status: number for status, number in outcome.statuses.items() if status != kind.good}
    if wrong or outcome.broken:
        raise RuntimeError(
            f"{kind.name}: answered {dict(outcome.statuses)}, {outcome.broken} connections broken"
        )
    others = (busy - cpu - outcome.cpu) / (outcome.seconds * (os.cpu_count() or 1))
    return Measured(kind, outcome, cpu, max(0.0, others))


def _busy() -> float:
    """Processor seconds that the whole machine has worked."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)


def _figures(outcome: Outcome) -> dict[str, Any]:
    """Requests a second, and times in milliseconds."""
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    times = {f"{name}_ms": round(1000 * outcome.at(share), 2) for name, share in shares.items()}
    return {
        "requests": len(outcome.times),
        "a_second": round(len(outcome.times) / outcome.seconds, 1),
        **times,
    }


def _pages(measured: list[Measured], queries: dict[str, int], commits: float) -> dict[str, Any]:
    empty = next(one.rate for one in measured if one.kind.name == "empty")
    pages = {}
    for one in measured:
        name, answers = one.kind.name, len(one.outcome.times)
        page = {"clients": one.kind.clients, **_figures(one.outcome), "bytes": one.outcome.longest}
        page |= {"server_cpu_ms": round(1000 * one.cpu / answers, 2), "others_used": round(one.others, 3)}
        if name != "empty":
            page |= {"queries": queries[name.partition("_")[0]], "of_empty_view": round(one.rate / empty, 3)}
        if name.startswith("intake"):
            page["of_bare_commits"] = round(one.rate / commits, 3)
        pages[name] = page
    return pages


def _about(
    options: Namespace, note: dict[str, Any], place: Place, memory: dict[str, float]
) -> dict[str, Any]:
    """What was measured, with what; nothing that tells where."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "matters": options.matters, "workers": options.workers,
        "seconds": options.seconds, "python": platform.python_version(), "django": version("django"),
        "granian": version("granian"), "sqlite": sqlite3.sqlite_version, "cores": os.cpu_count(),
        "seeded": {"seconds": note["seconds"], "a_second": note["a_second"]},
        "database_mb": megabytes(place.database), "memory_mb": memory,
    }  # fmt: skip


def _print(result: dict[str, Any]) -> None:
    size, workers, cores = result["database_mb"], result["workers"], result["cores"]
    say(f"\n{result['matters']} matters, {size} MB, {workers} workers on {cores} cores")
    say(f"{'':<10}" + "".join(f"{head:>9}" for head in COLUMNS.values()))
    for name, page in {**result["pages"], "bare": {"clients": 1, **result["bare_commits"]}}.items():
        say(f"{name:<10}" + "".join(f"{page.get(column, ''):>9}" for column in COLUMNS))
    memory = result["memory_mb"]
    say(f"Memory of {memory['processes']:.0f} processes: {memory['pss']} MB, shared pages counted once.")
    noisy = [name for name, page in result["pages"].items() if page["others_used"] > NOISY]
    if noisy:
        say(f"The machine was not quiet while these were measured: {', '.join(noisy)}.")


if __name__ == "__main__":  # the load's process imports this module, too
    main()
