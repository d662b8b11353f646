"""`python -m benchmarks.search`: searching, finding names while typing, and candidates for the same matter, on a full county.

Whole pages through the program's own client in one process, without a server: what the server adds is in the other figures.
SQLite on a fresh copy of the seeded county that `make bench` uses, or PostgreSQL (``--postgres``: one from pip, filled first).
"""

from __future__ import annotations

import json
import os
import statistics
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import quote

from benchmarks.county import asked_county, county
from benchmarks.place import say

#: How many matters a word is wished to be in, and times that each page is asked for.
HITS, TIMES = (10, 1_000, 100_000), 40
LOOKED_AT = 4_000  # matters whose words are drawn from
TYPED = ("h", "hj", "hjf", "环", "环境", "c", "cy", "cyz", "春阳", "zls", "大兴", "dxg", "j", "jt", "qqqq")


def main() -> None:
    """Prepare, measure, print, write the file."""
    options = _options()
    with county(options) as size:
        told = {
            "day": datetime.now(UTC).date().isoformat(), "matters": options.matters, "engine": size["engine"],
            "cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 1), "database_mb": size["mb"],
            "pages": _measured(options),
        }  # fmt: skip
    told["load_after"] = round(os.getloadavg()[0], 1)
    name = f"{told['day']}-search-{told['engine']}-{options.matters}.json"
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / name).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    for line, row in told["pages"].items():
        say(
            f"{line:<46}{row['n']:>5}  p50 {row['p50_ms']:>8.1f}  p95 {row['p95_ms']:>8.1f}  cpu {row['cpu_ms']:>7.1f} ms"
        )
    say(f"Load {told['load_before']} before, {told['load_after']} after. Written: {name}")


def _options() -> Namespace:
    parser = asked_county(__doc__)
    parser.add_argument("--times", type=int, default=TIMES)
    return parser.parse_args()


# -- what is measured ------------------------------------------------------------------------------------------------


def _measured(options: Namespace) -> dict[str, dict[str, Any]]:
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    rng, pages = Random(options.seed), dict[str, dict[str, Any]]()
    client, who = _dispatcher()
    for wish, words in _words(rng).items():
        for order in ("", "best"):
            urls = [f"/desk/search/?q={quote(w)}&order={order}" for w, _ in words]
            row = _timed(lambda n, urls=urls: _ok(client.get(urls[n % len(urls)])), options.times)
            about = f"search, about {wish} hits, {'by relevance' if order else 'by time'}"
            pages[about] = {**row, "hits": sorted(hits for _, hits in words)}
    for name, ask in _typing(client).items():
        pages[name] = _timed(ask, options.times)
    for name, texts in _texts(rng).items():
        pages[name] = _timed(
            lambda n, texts=texts: _candidates(texts[n % len(texts)], who), max(options.times, len(texts))
        )
    return pages


def _dispatcher() -> tuple[Any, Any]:
    from django.test import Client
    from django.utils import timezone

    from huiyin.rooms.accounts.models import Post
    from huiyin.rooms.accounts.queries import actor_of
    from huiyin.rules.roles import Role

    user = Post.objects.filter(role=Role.DISPATCHER.value, until=None).order_by("id")[0].user
    type(user).objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    client = Client()
    client.force_login(user)
    return client, actor_of(user, timezone.now())


def _timed(ask: Callable[[int], object], times: int) -> dict[str, Any]:
    """Milliseconds of so many askings after three that warm up, and of processor time."""
    for n in range(3):
        ask(n)
    took, busy = [], time.process_time()
    for n in range(times):
        began = time.perf_counter()
        ask(n)
        took.append(1000 * (time.perf_counter() - began))
    cuts = statistics.quantiles(took, n=20, method="inclusive")
    cpu = 1000 * (time.process_time() - busy) / times
    return {
        "n": times,
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(cuts[18], 1),
        "cpu_ms": round(cpu, 1),
    }


def _ok(response: Any) -> None:
    if response.status_code != 200:
        raise RuntimeError(f"answered {response.status_code}")


def _words(rng: Random) -> dict[int, list[tuple[str, int]]]:
    """For each wished number of hits the words of two to four characters that come nearest to it, drawn from matters' texts."""
    from huiyin.rooms.dossier.models import SealedText
    from huiyin.rules.tokens import fold

    last = SealedText.objects.order_by("-pk").values_list("pk", flat=True)[0]
    drawn = rng.sample(range(1, last + 1), min(LOOKED_AT, last))
    seen = Counter[str]()
    for start in range(0, len(drawn), 500):
        rows = SealedText.objects.filter(pk__in=drawn[start : start + 500], name__in=("title", "text"))
        for text in rows.values_list("text", flat=True):
            folded = fold(text or "")
            seen.update(
                {folded[at : at + size] for size in (2, 3, 4) for at in range(0, len(folded) - size, 3)}
            )
    words = [word for word, _ in seen.most_common() if word.isalpha()]
    tried = [*words[:40], *rng.sample(words, min(300, len(words))), *_rare(rng)]
    counted = [(word, _hits(word)) for word in dict.fromkeys(tried)]
    found = {}
    for wish in HITS:
        near = sorted((w for w in counted if w[1]), key=lambda one: abs(one[1] - wish) / wish)
        found[wish] = near[:5]
    return found


def _rare(rng: Random) -> list[str]:
    """Words that few matters hold: a figure that stands in one text and others by chance."""
    return [str(rng.randint(1000, 9999)) for _ in range(200)]


def _hits(word: str) -> int:
    """In how many texts the index holds the word."""
    from django.db import connection

    from huiyin.rooms.search import queries

    asked, values = (queries._sqlite if connection.vendor == "sqlite" else queries._postgres)(word)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM huiyin_found WHERE {asked}", values)
        return int(cursor.fetchone()[0])


def _typing(client: Any) -> dict[str, Callable[[int], object]]:
    """What is asked while somebody types, by name."""
    from huiyin.rooms.cases.models import Matter
    from huiyin.rules.vocabulary import Status

    sorted_ = (
        Matter.objects.filter(status=Status.TRIAGED.value)
        .order_by("-number")
        .values_list("number", flat=True)
    )
    find = f"/desk/matter/{sorted_[0]}/find"

    def typed(n: int) -> str:
        return TYPED[n % len(TYPED)]

    return {
        "typing: place": lambda n: _ok(client.get("/desk/register/places/", {"find_place": typed(n)})),
        "typing: unit to assign to": lambda n: _ok(client.post(f"{find}/assign/to/", {"find_to": typed(n)})),
        "typing: unit, several matters": lambda n: _ok(
            client.post("/desk/list/assign/find/", {"find_to": typed(n)})
        ),
        "typing: colleague": lambda n: _ok(client.post(f"{find}/recuse/person/", {"find_person": typed(n)})),
    }


def _texts(rng: Random) -> dict[str, list[tuple[str, str]]]:
    """New texts: rewordings that the county doesn't hold, and the county's own."""
    from huiyin.rooms.cases.models import Matter
    from huiyin.rooms.dossier.queries import texts_named
    from huiyin.rooms.insight.planting import planted

    reworded = [words for _, _, words in planted().rewordings]
    newest = list(Matter.objects.order_by("-number").values_list("number", flat=True)[:2_000])
    numbers = rng.sample(newest, min(100, len(newest)))
    titles, texts = texts_named(numbers, 1, "title"), texts_named(numbers, 1, "text")
    own = [(titles.get(number, ""), texts.get(number, "")) for number in numbers]
    return {
        "same matter: new text": rng.sample(reworded, min(100, len(reworded))),
        "same matter: the county's own text": own,
    }


def _candidates(words: tuple[str, str], who: Any) -> None:
    from huiyin.rooms.insight.same import Asked, candidates

    candidates(Asked(*words), by=who)


if __name__ == "__main__":
    main()
