"""A running server with the whole county, and a browser: what the people in the stories have before them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.laws import ROOT
from tests.rooms.scribe_stub import Machine, machine_running
from tools.chromium import CHROMIUM

PASSWORD = "huiyin-demo"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
CAST = """
import django; django.setup()
from django.utils import timezone
from huiyin.rooms.accounts.demo import demo_cast
demo_cast(timezone.now(), password={password!r})
"""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """The county's machine that writes texts, as a stub."""
    with machine_running() as running:
        yield running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, machine: Machine) -> Iterator[str]:
    """The production server on a fresh home; its address."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "HUIYIN_TEST_DB")}
    env |= {"HUIYIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tests.e2e.settings", "PORT": str(port)}
    env |= {"PYTHONPATH": str(ROOT), "HUIYIN_SCRIBE_URL": machine.url}
    huiyin = [sys.executable, "-m", "huiyin.config.cli"]
    subprocess.run([*huiyin, "init", "--no-admin"], env=env, check=True, capture_output=True, timeout=120)
    subprocess.run([sys.executable, "-c", CAST.format(password=PASSWORD)], env=env, check=True, timeout=60)
    log = (home / "server.log").open("w")
    running = subprocess.Popen([*huiyin, "serve", "--workers", "1"], env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/readyz")
        yield address
        verified = subprocess.run(
            [*huiyin, "verify"], env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert verified.returncode == 0, verified.stdout
    finally:
        running.terminate()
        running.wait(timeout=30)
        log.close()


def wait_for(address: str, seconds: float = 40) -> None:
    """Until the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer within {seconds} s")


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """Debian's Chromium, driven by Playwright.

    Ended with the file that uses it: as long as it runs, its event loop bars later tests of this process from the database.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium (CI does)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def signed_in(context: Any, user: str) -> None:
    """Sign in without drawing the form, a hundred times in all these tests; `test_places` does it by hand."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', context.request.get("/desk/login/").text())
    assert token, "the form has no proof of origin"
    given = {"csrfmiddlewaretoken": token[1], "username": user, "password": PASSWORD}
    answer = context.request.post("/desk/login/", form=given, max_redirects=0)
    assert answer.status in (302, 303), f"{user} isn't let in: {answer.status}"


@pytest.fixture
def page(server: str, chromium, request: pytest.FixtureRequest) -> Iterator[Callable]:
    """Open a page as somebody, in a language, at a width; with script or without. Errors on the page fail the test."""
    contexts, troubles = [], []

    def opened(
        user: str = "", *, language: str = "zh-hans", width: int = 1440, script: bool = True, **cookies: str
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            base_url=server,
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.add_cookies(
            [{"name": k, "value": v, "url": server} for k, v in {"language": language, **cookies}.items()]
        )
        tab = context.new_page()
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on(
            "request", lambda r: troubles.append(r.url) if not r.url.startswith((server, "data:")) else None
        )
        tab.on("console", lambda m: troubles.append(m.text) if "Content Security Policy" in m.text else None)
        if user:
            signed_in(context, user)
            tab.goto("/desk/")
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A small PNG."""
    path = tmp_path / "水管.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    return path
