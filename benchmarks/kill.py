"""Kill the server with SIGKILL in the middle of intake, again and again: nothing that was acknowledged may be missing.

`python -m benchmarks.kill --times 50`. Each round starts the server, lets four clients send petitions, and kills all its
processes at a moment that nobody knows. At the end every number that a citizen was given is looked up, with its query
code, and `huiyin verify` goes over the whole record.

SIGKILL takes the program away, not the machine: what the kernel has been given to write it still writes. That a commit also
outlives a power cut is the matter of ``synchronous=FULL`` and of the disk.
"""

from __future__ import annotations

import multiprocessing
import re
import shutil
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from benchmarks import visits
from benchmarks.client import Address, run
from benchmarks.place import django_at, say
from benchmarks.server import Server, huiyin

CLIENTS = 4
SOONEST, LATEST = 0.15, 1.6  # seconds of intake before the kill
ENOUGH_A_ROUND = 3_000  # petitions made beforehand
# the receipt's cookie has the number in its name and the query code in plain sight, signed
_RECEIPT = re.compile(rb'set-cookie: *huiyin_receipt_([0-9-]{20,30})="?([A-Z0-9-]{14})', re.IGNORECASE)


@dataclass(slots=True)
class Count:
    """What happened: kills, the numbers acknowledged with their codes, connections that broke in the middle of a request."""

    kills: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    stored: int = 0
    missing: list[str] = field(default_factory=list)
    verified: bool = False
    said: str = ""

    @property
    def good(self) -> bool:
        """Whether everything that was promised is there."""
        return self.verified and not self.missing and bool(self.acknowledged)


def kill_again_and_again(home: Path, times: int, seed: int) -> Count:
    """So many rounds on a prepared home, then the look-up and the verification."""
    rng, count = Random(seed), Count()
    for n in range(times):
        server = Server(home)
        server.start()
        try:
            guest = visits.anybody(server.address)
            forms = visits.petitions(guest, ENOUGH_A_ROUND, [], seed * 1000 + n)
            _round(server, forms, rng.uniform(SOONEST, LATEST), count)
        finally:
            server.kill()
        say(
            f"  kill {count.kills:>3} of {times}: {len(count.acknowledged)} acknowledged, {count.cut} cut off in the middle"
        )
    _look_up(home, count)
    verify = huiyin(home, "verify", capture=True)
    count.verified, count.said = verify.returncode == 0, verify.stdout + verify.stderr
    return count


def _round(server: Server, forms: list[bytes], seconds: float, count: Count) -> None:
    """One round of intake, ended by the kill."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    load = context.Process(target=drive_into_the_dark, args=(server.address, forms, there))
    load.start()
    here.recv()  # it stands ready; only now the clock runs
    time.sleep(seconds)
    server.kill()
    count.kills += 1
    heads, cut = here.recv()
    load.join()
    here.close()
    there.close()
    count.cut += cut
    for head in heads:
        receipt = _RECEIPT.search(head)
        if receipt is not None and head[9:12] == b"303":
            count.acknowledged[receipt[1].decode()] = receipt[2].decode()


def drive_into_the_dark(address: Address, forms: list[bytes], pipe: Connection) -> None:
    """Send until the server is gone; tell the heads of the answers, and how many clients waited for one that never came."""
    pipe.send("ready")
    outcome = run(address, forms, CLIENTS, 60.0, heads=True)
    pipe.send((outcome.heads, outcome.broken))


def _look_up(home: Path, count: Count) -> None:
    """Every acknowledged number must lead to its petition, with the code on its receipt. Runs in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        count.stored, count.missing = pool.apply(look_up, (home, count.acknowledged))


def look_up(home: Path, acknowledged: dict[str, str]) -> tuple[int, list[str]]:
    """How many petitions are stored, and which of these numbers aren't there with their code and words."""
    with django_at(home):
        from huiyin.rooms.cases.models import Petition
        from huiyin.rooms.cases.queries import followed

        found = {number: followed(number, code) for number, code in acknowledged.items()}
        missing = [
            number for number, pair in found.items() if pair is None or not pair[1].texts.get((1, "text"))
        ]
        return Petition.objects.count(), missing


@contextmanager
def scratch() -> Iterator[Path]:
    """A prepared home that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-kill-"))
    try:
        if huiyin(folder / "home", "init", "--no-admin", capture=True).returncode:
            raise RuntimeError("`huiyin init` failed")
        yield folder / "home"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Run, tell, and end with 1 if a promise was broken."""
    parser = ArgumentParser(
        prog="python -m benchmarks.kill", description=__doc__.partition("\n")[0] if __doc__ else ""
    )
    parser.add_argument("--times", type=int, default=50, help="how often (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (default: %(default)s)")
    options = parser.parse_args()
    with scratch() as home:
        count = kill_again_and_again(home, options.times, options.seed)
    say(
        f"{count.kills} kills: {len(count.acknowledged)} petitions acknowledged, {len(count.missing)} of them missing; "
        f"{count.stored} stored; {count.cut} requests cut off in the middle."
    )
    say(count.said.strip())
    raise SystemExit(0 if count.good else 1)


if __name__ == "__main__":  # the load's process imports this module, too
    main()
