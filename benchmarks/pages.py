"""`python -m benchmarks.pages`: every page of the desk and the portal on a full county: server time, weight, first paint.

The addresses come from the program's own table, so a new page is measured without being named here; those of single things (a
hot matter, a person's account) from the links of the pages before. Each is opened by the first person who may see it, what a
petitioner sees by the petitioner of an answered matter. The night's pass over what may be the same is made first. Server times
are of one client, one request after the other. With Chromium on the machine, weight and first paint are what a browser counts
on a fresh profile, its processor slowed four times.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.place import PASSWORD, WORK, Place, django_at, say
from benchmarks.run import RESULTS
from benchmarks.sample import sample
from benchmarks.server import Server, huiyin
from benchmarks.visits import Visitor, anybody, following, signed_in
from tools.chromium import CHROMIUM, NONE

_LINK = re.compile(r'href="(/[^"?#]+)["?#]')
#: Which of the posts opens a page, tried in this order.
ROLES = ("officer", "head", "dispatcher", "clerk", "supervisor", "leader", "analyst", "admin")
#: Addresses that are no pages to be opened: parts of pages, ways out. Files are told by what they are.
NO_PAGES = (
    "export",
    "sign_out",
    "draft",
    "register_known",
    "register_places",
    "register_same",
    "healthz",
    "readyz",
    "theme",
)
SLOWER = 4  # times
MATTERS = 20  # a matter's pages are asked of so many in turn: one alone says little
MOST_MS = {
    True: 150.0,
    False: 25.0,
}  # the figures, with the report and what people say of a month, may take longer
FIRST, LATER = 100 * 1024, 15 * 1024


def addresses(matters: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Name and addresses of every page: those without a variable part, those of some matters; figures of a whole year, too."""
    from django.urls import URLPattern, URLResolver, get_resolver, reverse

    def walk(patterns: list[Any]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    for pattern in walk(get_resolver().url_patterns):
        name, needs = pattern.name or "", set(pattern.pattern.converters)
        if not name or name.startswith(NO_PAGES) or needs - {"number"}:
            continue
        yield name, [reverse(name, kwargs={"number": one}) for one in matters] if needs else [reverse(name)]
    yield "desk_figures_year", [f"{reverse('desk_figures')}?period={datetime.now(UTC):%Y}"]


def people(busiest: str) -> dict[str, str]:
    """For each role somebody who holds it; the officer is the one with most open work."""
    from huiyin.rooms.accounts.models import Post

    held = Post.objects.filter(until=None).order_by("id").values_list("role", "user__username")
    found = {"officer": busiest}
    for role, username in held:
        found.setdefault(role, username)
    return found


def linked(page: bytes) -> Iterator[tuple[str, str]]:
    """Name and address of each page of ours that this one leads to."""
    from django.urls import Resolver404, resolve

    for path in dict.fromkeys(_LINK.findall(page.decode())):
        try:
            name = resolve(path).url_name or ""
        except Resolver404:
            continue
        if name and not name.startswith(NO_PAGES):
            yield name, path


def timed(
    visitor: Visitor, paths: Sequence[str], times: int
) -> tuple[list[str], list[float], int, dict[str, list[str]]]:
    """Those of the addresses that are pages for this visitor, milliseconds of asking them in turn, bytes of the longest.

    And where they lead to, by name. Each is opened once before it is timed: what is measured is a server at work.
    """
    connection = HTTPConnection(*visitor.address, timeout=60)
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in visitor.cookies.items()), "Accept-Encoding": "gzip"}

    def opened(path: str) -> bytes:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        return body if html and answer.status == 200 else b""

    shown, spent, longest, ways = [], [], 0, dict[str, list[str]]()
    for path in paths:
        if body := opened(path):
            shown.append(path)
            for name, link in linked(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body):
                ways.setdefault(name, []).append(link)
    for path in islice(cycle(shown), times):
        begin = time.perf_counter()
        longest = max(longest, len(opened(path)))
        spent.append(1000 * (time.perf_counter() - begin))
    connection.close()
    return shown, spent, longest, ways


class Browser:
    """Chromium, for weight and first paint; a fresh profile for each page."""

    def __init__(self, driver: Any, address: tuple[str, int]) -> None:
        self.origin = "http://{}:{}".format(*address)
        self.chromium = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu"],
        )

    def visit(self, path: str, cookies: dict[str, str]) -> dict[str, float]:
        """Bytes of the first visit and of one after it, and the first paint of each in ms on the slowed processor."""
        context = self.chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        context.add_cookies([{"name": k, "value": v, "url": self.origin} for k, v in cookies.items()])
        tab = context.new_page()
        session = context.new_cdp_session(tab)
        session.send("Network.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        got: list[float] = []
        session.on("Network.loadingFinished", lambda e: got.append(e["encodedDataLength"]))
        found: dict[str, float] = {}
        for which in ("first", "later"):
            got.clear()
            tab.goto(self.origin + path)
            tab.wait_for_load_state("networkidle")
            paint = "(performance.getEntriesByName('first-contentful-paint')[0] || {startTime: -1}).startTime"
            found |= {f"{which}_bytes": int(sum(got)), f"{which}_paint_ms": round(tab.evaluate(paint))}
        context.close()
        return found


def petitioner(server: Server, guest: Visitor, found: Any) -> Visitor:
    """Who follows a petition whose matter was answered last: the longest of their pages."""
    from huiyin.rooms.cases.models import Petition

    codes = dict(found.followed)
    answered = Petition.objects.filter(number__in=list(codes)[:500], matter__outcome__gt="").order_by(
        "-number"
    )
    number = answered.values_list("number", flat=True)[0]
    return following(guest, number, codes[number])


def measure(server: Server, found: Any, names: dict[str, str], options: Namespace) -> dict[str, Any]:
    """All pages, each by the first who may open it; then those of single things that the others lead to."""
    visitors = {role: signed_in(server.address, names[role], PASSWORD) for role in ROLES if role in names}
    guest = anybody(server.address)
    visitors |= {"petitioner": petitioner(server, guest, found), "": guest}
    pages: dict[str, Any] = {}
    left = dict(addresses(found.matters[:MATTERS]))
    while left:
        ways: dict[str, list[str]] = {}
        for name, paths in left.items():
            desk = paths[0].startswith("/desk/")
            for role in (*ROLES, "petitioner", "") if desk else ("petitioner", ""):
                if role in visitors and (page := _measured(visitors[role], role, paths, options.times, ways)):
                    pages[name] = page
                    say(f"  {name:<22} {role:<11} p50 {page['p50_ms']:>7} ms  p95 {page['p95_ms']:>7} ms")
                    break
        tried = {*pages, *left}
        left = {
            name: list(dict.fromkeys(links))[:MATTERS] for name, links in ways.items() if name not in tried
        }
    _paint(server, pages, visitors, guest)
    for page in pages.values():
        page["path"] = re.sub(r"/\d{6}-[\d-]+/", "/…/", page["path"])
    return pages


def _measured(
    visitor: Visitor, role: str, paths: Sequence[str], times: int, ways: dict[str, list[str]]
) -> dict[str, Any]:
    """One page with its times; empty for who may not open it. ``ways`` gets what it leads to."""
    shown, spent, length, links = timed(visitor, paths, times)
    for name, found in links.items():
        ways.setdefault(name, []).extend(found)
    if not shown:
        return {}
    cut = statistics.quantiles(spent, n=20)
    return {
        "path": shown[0], "who": role, "html_gzip": length,
        "p50_ms": round(statistics.median(spent), 1), "p95_ms": round(cut[18], 1),
    }  # fmt: skip


def _paint(server: Server, pages: dict[str, Any], visitors: dict[str, Visitor], guest: Visitor) -> None:
    if CHROMIUM is None:
        say(f"{NONE}. Weight and first paint are left out.")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = Browser(driver, server.address)
        for page in pages.values():
            cookies = visitors.get(page["who"], guest).cookies
            page.update(browser.visit(page["path"], dict(cookies)))


def beyond(name: str, page: dict[str, Any]) -> list[str]:
    """Which of the aims a page misses."""
    most = MOST_MS["/figures/" in page["path"]]
    found = [f"p50 {page['p50_ms']} ms"] if page["p50_ms"] > most else []
    if "first_bytes" in page:
        charts = "figures" in name
        found += (
            [f"{page['first_bytes']} bytes at first"] if page["first_bytes"] > FIRST and not charts else []
        )
        found += [f"{page['later_bytes']} bytes later"] if page["later_bytes"] > LATER else []
        found += [f"first paint {page['first_paint_ms']} ms"] if page["first_paint_ms"] > 1000 else []
    return found


def main() -> None:
    """Prepare, measure, print what misses its aim, write the file."""
    parser = ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--matters", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=40, help="requests for each page")
    parser.add_argument("--work", type=Path, default=WORK, metavar="FOLDER")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER")
    options = parser.parse_args()
    place = Place(options.matters, options.work)
    note = place.prepare()
    say("The night's pass over what may be the same: some minutes.")
    huiyin(place.home, "same")
    server = Server(place.home)
    with django_at(place.home):
        found = sample(1)
        names = people(found.username)
        server.start()
        try:
            pages = measure(server, found, names, options)
        finally:
            server.stop()
    for name, page in pages.items():
        for line in beyond(name, page):
            say(f"beyond the aim: {name}: {line}")
    options.results.mkdir(parents=True, exist_ok=True)
    path = options.results / f"{datetime.now(UTC):%Y-%m-%d}-pages-{options.matters}.json"
    path.write_text(json.dumps({"matters": options.matters, "seeded": note, "pages": pages}, indent=1) + "\n")
    say(f"Written: {path.name}")


if __name__ == "__main__":
    main()
