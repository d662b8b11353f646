"""Every page in every mode: nothing a screen reader stumbles over, nothing too wide, nothing from elsewhere, nothing heavy."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.places import DESK, MODES, OWN, PICTURED, PORTAL, STEPS
from tests.e2e.test_way import ANSWER, act, speak_up, water_unit, write_until_check
from tests.house.laws import ROOT
from tests.rooms.picture_cast import from_a_phone

pytestmark = pytest.mark.slow

AXE = ROOT / "build/tools/axe.min.js"
FIRST, LATER = 100 * 1024, 15 * 1024  # bytes on the line
#: What axe finds, as lines that say where.
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
  v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))"""


def looked_at(tab: Any) -> list[str]:
    """What is wrong with the page as it stands: violations that axe finds, and a page wider than its window.

    Asked of the narrowest phone, of the narrowest table that isn't cards, and of the narrowest page beside the desk's menu.
    """
    tab.evaluate(AXE.read_text("utf-8"))
    wrong = list(tab.evaluate(RUN))
    for width in (320, 770, 1060):
        tab.set_viewport_size({"width": width, "height": 640})
        over = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wrong.append(f"{over} px too wide at {width} px")
    tab.set_viewport_size({"width": 390, "height": 844})
    return [f"{tab.url}: {line}" for line in wrong]


@pytest.fixture(scope="session")
def made() -> dict[str, tuple[str, str]]:
    """What ``answered`` has made on this server: tests of other files between these end the browser, not the matter."""
    return {}


@pytest.fixture
def answered(server: str, chromium: Any, made: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """Number and query code of a matter that was answered a moment ago: it may be rated, and its review asked for."""
    if server not in made:
        made[server] = _answered(server, chromium)
    return made[server]


def _answered(server: str, chromium: Any) -> tuple[str, str]:
    context = chromium.new_context(base_url=server, locale="zh-CN")

    def person(name: str) -> Any:
        tab = chromium.new_context(base_url=server, locale="zh-CN").new_page()
        tab.goto("/desk/login/")
        tab.fill("[name=username]", name)
        tab.fill("[name=password]", "huiyin-demo")
        tab.press("[name=password]", "Enter")
        tab.wait_for_url("**/desk/")
        return tab

    photo = from_a_phone(800, 600)
    number, code = speak_up(context.new_page(), "楼道里的水管漏了三天,地上全是水。", photo=photo)
    dispatcher, water, head = person("dispatcher"), person("water"), person("water-head")
    act(dispatcher, number, "triage", klass="appeal", category="040000")
    act(dispatcher, number, "assign", to=water_unit(dispatcher, number), days="20")
    act(water, number, "sign")
    act(water, number, "notify", notice="sms")
    act(water, number, "draft", outcome="supported", text=ANSWER)
    act(head, number, "approve")
    act(water, number, "issue")
    act(water, number, "deliver", method="phone", result="received", proof="电话告知,本人表示已收到。")
    dispatcher.goto(f"/desk/matter/{number}/publish/")
    assert looked_at(dispatcher) == []
    dispatcher.click("main form button[type=submit]")
    dispatcher.wait_for_url("**done=*")
    context.close()
    return number, code


def opened(page: Any, mode: tuple[str, bool, bool], user: str = "") -> Any:
    language, elder, dark = mode
    tab = page(user, language=language, width=390, **({"huiyin_elder": "1"} if elder else {}))
    tab.context.set_default_timeout(30_000)  # axe keeps a busy machine busier
    tab.emulate_media(color_scheme="dark" if dark else "light")
    return tab


@pytest.mark.parametrize("mode", MODES)
def test_everybodys_pages(page: Any, mode: tuple[str, bool, bool]) -> None:
    tab, wrong = opened(page, mode), []
    for path in PORTAL:
        tab.goto(path)
        wrong += looked_at(tab)
    assert wrong == []


@pytest.mark.parametrize("mode", MODES)
def test_ones_own_matter(page: Any, answered: tuple[str, str], mode: tuple[str, bool, bool]) -> None:
    tab, wrong = opened(page, mode), []
    write_until_check(tab, "村口的路灯坏了。", name="金顺姬", phone="199 0000 1234")
    for path in STEPS:
        tab.goto(path)
        wrong += looked_at(tab)
    tab.goto("/submit/who/")
    tab.fill("[name=phone]", "1")
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_selector(".hy-error")
    assert tab.locator(".hy-error").count() == 1
    wrong += looked_at(tab)
    speak_up(tab, "村口的路灯坏了。")
    wrong += looked_at(tab)
    tab.goto("/follow/?other=1")
    tab.fill("[name=number]", answered[0])
    tab.fill("[name=code]", answered[1])
    tab.click("main form button[type=submit]")
    tab.wait_for_load_state()
    for path in OWN:
        tab.goto(path)
        assert answered[0] in tab.inner_text("main"), path
        wrong += looked_at(tab)
    tab.goto("/done/")
    tab.click(".hy-answers a")
    tab.wait_for_url("**/done/*/")
    wrong += looked_at(tab)
    assert wrong == []


@pytest.mark.parametrize("mode", MODES[1:4])  # in all five by `make screens`
def test_the_desks_pages(page: Any, answered: tuple[str, str], mode: tuple[str, bool, bool]) -> None:
    wrong = []
    places = [*DESK, *((who, path.format(number=answered[0])) for who, path in PICTURED)]
    for user in dict.fromkeys(user for user, _ in places):
        tab = opened(page, mode, user)
        for path in (path for who, path in places if who == user):
            response = tab.goto(path)
            assert response.status == 200, path
            wrong += looked_at(tab)
    assert wrong == []


def test_the_walk_finds_what_is_wrong(page: Any) -> None:
    tab = page(width=390)
    tab.goto("/")
    tab.evaluate("""() => {
        document.querySelector('main').innerHTML = '<input><p>看不清的字</p>';
        Object.assign(document.querySelector('main p').style, {width: '900px', color: '#ddd', background: '#fff'});
    }""")
    wrong = " ".join(looked_at(tab))
    assert "label" in wrong
    assert "color-contrast" in wrong
    assert "too wide" in wrong


def test_pages_are_light_on_the_line(page: Any) -> None:
    heavy = []
    for path in PORTAL:
        tab = page(width=390)
        first = weight(tab, path)
        later = weight(tab, path)
        if first > FIRST or later > LATER:
            heavy.append(f"{path}: {first} bytes at first, {later} after")
        assert first > later > 0, path
    assert heavy == []


def weight(tab: Any, path: str) -> int:
    """The bytes that a visit brings over the line, as the browser's network counts them; a wide line is the same."""
    session = tab.context.new_cdp_session(tab)
    session.send("Network.enable")
    got: list[float] = []
    session.on("Network.loadingFinished", lambda e: got.append(e["encodedDataLength"]))
    tab.goto(path)
    tab.wait_for_load_state("networkidle")
    session.detach()
    return int(sum(got))
