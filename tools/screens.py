"""docs/screens: every main screen of the demonstration county, as the people in it see it.

`make screens` makes the county in build/screens, serves it, opens each screen in Chromium and keeps one picture of it for a
computer (1440 px, Chinese), one for a phone (390 px, Korean) and, of citizens' pages, one in large type. On the way each is
looked at by axe-core in every mode and at 320 px; what is wrong is printed, and the command ends with 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tools.chromium import CHROMIUM, NONE

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screens"
HOME = ROOT / "build" / "screens"
AXE = ROOT / "build" / "tools" / "axe.min.js"
PASSWORD = "huiyin-demo"
TALLEST = 1800  # px of a page that a picture shows
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
  v => v.nodes.map(n => `${v.id}: ${n.target}`))"""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: the picture's name, what it shows, who is signed in (nobody: a citizen), where.

    ``follow`` is a selector of the link to follow from there, for pages whose address holds a number; what stands after a bar
    is added to the link's address.
    """

    name: str
    told: str
    who: str
    path: str
    follow: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """How a page is looked at; ``kept`` names the picture's ending, empty if none is kept."""

    lang: str
    width: int
    elder: bool = False
    dark: bool = False
    kept: str = ""


MATTER = "main a[href^='/desk/matter/']"
HOT = "main .card a[href^='/desk/hot/']"
SHOT = ".hy-shots a"
SCREENS = (
    Screen("home", "a citizen's three doors", "", "/"),
    Screen("submit", "speaking up, first step", "", "/submit/"),
    Screen("follow", "following one's matter", "", "/follow/"),
    Screen("done", "answers published for everybody", "", "/done/"),
    Screen("public-figures", "what the county did, in figures", "", "/done/figures/"),
    Screen("public-duty", "which leader receives visitors when", "", "/duty/"),
    Screen("how", "how it works and what one may ask for", "", "/how/"),
    Screen("contact", "where to go and whom to ring", "", "/contact/"),
    Screen("sign-in", "staff sign in", "", "/desk/login/"),
    Screen("my-day", "a dispatcher's day", "dispatcher", "/desk/"),
    Screen("work-list", "the work list", "dispatcher", "/desk/list/"),
    Screen("register", "the counter", "clerk", "/desk/register/"),
    Screen("triage", "daily sorting", "dispatcher", "/desk/triage/"),
    Screen("day-sheet", "the sheet of the day before", "dispatcher", "/desk/triage/day/", '[rel="prev"]'),
    Screen("deadlines", "last days of a unit on a calendar", "health-head", "/desk/calendar/"),
    Screen("unit-day", "an officer's day", "health", "/desk/"),
    Screen("group-day", "a work group's day", "group7", "/desk/"),
    Screen("matter", "a matter's page", "dispatcher", "/desk/list/", MATTER),
    Screen("search", "search over all words", "dispatcher", "/desk/search/?q=供水"),
    Screen("hot", "hot matters", "supervisor", "/desk/hot/"),
    Screen("hot-matter", "one hot matter, to be treated as a whole", "supervisor", "/desk/hot/", HOT),
    Screen("hot-sheet", "hot matters of the week, for the leader", "supervisor", "/desk/hot/sheet/"),
    Screen("clocks", "how each last day is reckoned", "dispatcher", "/desk/list/", MATTER + "|clocks/"),
    Screen("alike", "how the like was solved", "dispatcher", "/desk/list/", MATTER + "|alike/"),
    Screen("same-matter", "what may be the same matter", "dispatcher", "/desk/list/", MATTER + "|same/"),
    Screen("same", "proposed as the same", "dispatcher", "/desk/same/"),
    Screen("board", "units at a glance", "supervisor", "/desk/board/"),
    Screen("due", "what is due", "supervisor", "/desk/due/"),
    Screen("supervised", "what is supervised", "supervisor", "/desk/supervised/"),
    Screen("extensions", "more days asked for", "supervisor", "/desk/extensions/"),
    Screen("owned", "what leaders answer for", "supervisor", "/desk/owned/"),
    Screen("instructions", "what leaders wrote", "supervisor", "/desk/instructions/"),
    Screen("returned", "what units handed back", "supervisor", "/desk/returned/"),
    Screen("cohandled", "what several units handle", "supervisor", "/desk/cohandled/"),
    Screen("recommendations", "what units were advised", "supervisor", "/desk/recommendations/"),
    Screen("looks", "low ratings to be looked into", "supervisor", "/desk/looks/"),
    Screen("undelivered", "what reached nobody", "dispatcher", "/desk/undelivered/"),
    Screen("commitments", "what was promised", "supervisor", "/desk/commitments/"),
    Screen("backlog", "drawer, tail and bone cases", "supervisor", "/desk/backlog/"),
    Screen("duty", "the duty rota", "dispatcher", "/desk/duty/"),
    Screen("receptions", "what leaders took on", "leader", "/desk/duty/receptions/"),
    Screen("reception-new", "a reception is noted", "leader", "/desk/duty/receptions/new/"),
    Screen("duty-plan", "a duty is planned", "dispatcher", "/desk/duty/plan/"),
    Screen("knowledge", "the department's knowledge", "dispatcher", "/desk/knowledge/"),
    Screen("yearly", "yearly duties", "supervisor", "/desk/yearly/"),
    Screen("leader", "a leader's page", "leader", "/desk/leader/"),
    Screen("field", "a work group's visit in the village", "group7", "/desk/list/", MATTER + "|field/"),
    Screen("supervision", "the supervision board", "supervisor", "/desk/supervision/"),
    Screen("duty-month", "the rota by month", "dispatcher", "/desk/duty/calendar/"),
    Screen("duty-sheet", "the rota for the notice board", "dispatcher", "/desk/duty/sheet/"),
    Screen("calls", "the hotline desk", "hotline", "/desk/calls/"),
    Screen("call-figures", "the hotline in figures", "hotline", "/desk/calls/figures/"),
    Screen("call-backs", "who is to be called back", "hotline", "/desk/calls/back/"),
    Screen("mailbox", "the magistrate's mailbox", "dispatcher", "/desk/mailbox/"),
    Screen("picture", "one picture that came with a letter", "dispatcher", "/desk/mailbox/?show=open", SHOT),
    Screen("transfers", "what others passed on", "dispatcher", "/desk/transfers/"),
    Screen("transfer-report", "results to be reported back", "dispatcher", "/desk/transfers/?show=answered"),
    Screen("transfer-batch", "a file of transfers", "dispatcher", "/desk/transfers/batch/"),
    Screen("counter-desk", "the counter's second screen, at the clerk", "clerk", "/desk/counter/desk/"),
    Screen("figures", "figures", "analyst", "/desk/figures/"),
    Screen("voices", "what people say", "analyst", "/desk/figures/voices/"),
    Screen("monthly", "the monthly report", "analyst", "/desk/figures/report/"),
    Screen("password", "another password", "clerk", "/desk/password/"),
    Screen("admin", "administration", "admin", "/desk/admin/"),
    Screen("admin-people", "people and their posts", "admin", "/desk/admin/people/"),
    Screen("admin-units", "the county's units", "admin", "/desk/admin/units/"),
    Screen(
        "admin-unit-look",
        "a look before a unit is renamed",
        "admin",
        "/desk/admin/units/222424-ENV/?what=rename&name=生态环境分局&name_ko=생태환경분국",
    ),
    Screen("admin-settings", "the county's settings", "admin", "/desk/admin/settings/"),
    Screen("admin-categories", "categories by version", "admin", "/desk/admin/categories/"),
    Screen("admin-charges", "who is in charge of what", "admin", "/desk/admin/charges/"),
    Screen("admin-calendar", "the working calendar", "admin", "/desk/admin/calendar/"),
    Screen("admin-texts", "letters and texts", "admin", "/desk/admin/texts/"),
    Screen("admin-tables", "in and out as tables", "admin", "/desk/admin/tables/"),
    Screen("admin-trail", "who changed what", "admin", "/desk/admin/trail/"),
)
MODES = (
    Mode("zh-hans", 1440, kept="zh"),
    Mode("ko", 390, kept="ko-phone"),
    Mode("zh-hans", 390, elder=True, kept="elder"),
    Mode("ko", 1440, dark=True),
    Mode("en", 1440, elder=True, dark=True),
)


@contextmanager
def county(home: Path = HOME) -> Iterator[str]:
    """The demonstration county, made anew in that folder and served; its address."""
    shutil.rmtree(home, ignore_errors=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"HUIYIN_HOME": str(home), "PORT": str(port)}
    huiyin = [sys.executable, "-m", "huiyin.config.cli"]
    subprocess.run([*huiyin, "demo", "--no-serve"], env=env, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*huiyin, "serve", "--workers", "1"], env=env, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


class Walk:
    """One browser over all screens, one sign-in for each person and mode."""

    def __init__(self, browser: Any, address: str, *, keep: bool) -> None:
        self.browser, self.address, self.keep = browser, address, keep
        self.tabs: dict[tuple[str, Mode], Any] = {}
        self.signed: dict[str, list[Any]] = {}

    def tab(self, who: str, mode: Mode) -> Any:
        """The person's tab in this mode, signed in."""
        if (who, mode) not in self.tabs:
            phone = mode.width < 600
            context = self.browser.new_context(
                base_url=self.address, viewport={"width": mode.width, "height": 844 if phone else 900},
                color_scheme="dark" if mode.dark else "light", device_scale_factor=1,
            )  # fmt: skip
            cookies = {"language": mode.lang} | ({"huiyin_elder": "1"} if mode.elder else {})
            context.add_cookies([{"name": k, "value": v, "url": self.address} for k, v in cookies.items()])
            context.add_cookies(self.signed.get(who, []))
            tab = context.new_page()
            if who and who not in self.signed:
                self._sign_in(tab, who)
                self.signed[who] = [c for c in context.cookies() if c["name"] not in cookies]
            self.tabs[who, mode] = tab
        return self.tabs[who, mode]

    def _sign_in(self, tab: Any, who: str) -> None:
        tab.goto("/desk/login/")
        tab.fill("[name=username]", who)
        tab.fill("[name=password]", PASSWORD)
        tab.press("[name=password]", "Enter")
        tab.wait_for_url(lambda url: "/login/" not in url)

    def look(self, screen: Screen, mode: Mode) -> list[str]:
        """Open it, keep its picture, and say what is wrong with it."""
        tab = self.tab(screen.who, mode)
        answer = tab.goto(screen.path)
        if screen.follow:
            link, _, further = screen.follow.partition("|")
            for _n in range(40):  # a picture's link is there once the worker has drawn it
                if tab.locator(link).count():
                    break
                time.sleep(0.5)
                tab.reload()
            if not tab.locator(link).count():
                return [f"nothing to follow on {screen.path}: this day's county has no {link}"]
            answer = tab.goto(tab.locator(link).first.evaluate("a => a.href") + further)
        if answer is None or answer.status != 200:
            return [f"status {answer.status if answer else '?'}"]
        tab.wait_for_load_state("networkidle")
        if self.keep and mode.kept and not (mode.elder and screen.who):
            self._keep(tab, PICTURES / f"{screen.name}-{mode.kept}.jpg", mode)
        tab.evaluate(AXE.read_text("utf-8"))
        wrong = list(tab.evaluate(RUN))
        tab.set_viewport_size({"width": 320, "height": 640})
        if (
            over := tab.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        ) > 0:
            wrong.append(f"{over} px too wide at 320 px")
        tab.set_viewport_size({"width": mode.width, "height": 900})
        return wrong

    def _keep(self, tab: Any, path: Path, mode: Mode) -> None:
        """As tall as the page is: what sticks to the window's edge would lie across the middle otherwise."""
        height = min(TALLEST, max(844, tab.evaluate("document.documentElement.scrollHeight")))
        tab.set_viewport_size({"width": mode.width, "height": height})
        tab.screenshot(path=path, type="jpeg", quality=70, animations="disabled")


def index(shown: tuple[Screen, ...]) -> str:
    """docs/screens/README.md: the pictures, one under the other."""
    lines = [
        "# Screens",
        "",
        "Made by `make screens` from the demonstration county; every person in it is invented.",
        "",
    ]
    for screen in shown:
        by = f" ({screen.who})" if screen.who else ""
        lines += [f"## {screen.told}{by}", "", f"![{screen.told}, Chinese]({screen.name}-zh.jpg)", ""]
        lines += [f"[on a phone, in Korean]({screen.name}-ko-phone.jpg)"]
        lines += ([f" · [in large type]({screen.name}-elder.jpg)"] if not screen.who else []) + [""]
    return "\n".join(lines)


def main() -> int:
    """Walk over all screens, or over those whose names are given."""
    parser = argparse.ArgumentParser(description="Pictures of every main screen, and what is wrong with it.")
    parser.add_argument("names", nargs="*", help="only these screens")
    names = parser.parse_args().names
    shown = tuple(screen for screen in SCREENS if not names or screen.name in names)
    PICTURES.mkdir(parents=True, exist_ok=True)
    if CHROMIUM is None:
        print(NONE, file=sys.stderr)
        return 2
    wrong = 0
    with county() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        walk = Walk(browser, address, keep=True)
        for screen in shown:
            for mode in MODES:
                for line in walk.look(screen, mode):
                    wrong += 1
                    print(
                        f"{screen.name} {mode.lang} {mode.width}{' elder' * mode.elder}{' dark' * mode.dark}: {line}"
                    )
        browser.close()
    if not names:
        (PICTURES / "README.md").write_text(index(SCREENS), "utf-8")
    print(f"{len(shown)} screens, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
