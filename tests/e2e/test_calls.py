"""A call in a browser: rung by a script over HTTP, its form opens, the operator answers or registers it."""

from __future__ import annotations

import secrets

import pytest

from huiyin.rooms.intake.calls.caller import Answered, event, tell
from tests.e2e.test_desk_day import AXE, RUN, first_visit

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


@pytest.fixture(scope="module")
def key(server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The running server's key, written where `huiyin calls key` writes it."""
    home = max(tmp_path_factory.getbasetemp().glob("home*/secrets"), key=lambda path: path.stat().st_mtime)
    made = secrets.token_hex(32)
    (home / "calls.key").write_text(made)
    return made


class Telephone:
    """A telephone system: one call after another at one extension."""

    def __init__(self, server: str, key: str, extension: str, caller: str = "19900001234") -> None:
        self.url, self.key, self.extension, self.caller = f"{server}/api/calls", key, extension, caller
        self.call_id = f"e2e-{secrets.token_hex(6)}"

    def tell(self, name: str) -> Answered:
        said = event(
            name, self.call_id, caller=self.caller if name == "ringing" else "", extension=self.extension
        )
        return tell(self.url, self.key, said)


def sit(tab, extension: str) -> None:
    tab.goto("/desk/calls/")
    tab.locator("details:has([name=extension])").evaluate("box => { box.open = true }")
    tab.fill("[name=extension]", extension)
    tab.click("form[action$='/seat/'] button")
    tab.wait_for_load_state()


def look(tab) -> None:
    """Not wait for the next two seconds and a half."""
    tab.evaluate("document.dispatchEvent(new Event('huiyin:look'))")


@pytest.mark.parametrize(
    ("language", "width", "seat"), [("zh-hans", 1440, "8001"), ("ko", 1440, "8002"), ("zh-hans", 390, "8003")]
)
def test_from_the_ring_to_the_slip(page, server: str, key: str, language: str, width: int, seat: str) -> None:
    tab = page("hotline", language=language, width=width)
    sit(tab, seat)
    line = Telephone(server, key, seat)
    assert line.tell("ringing").status == 201
    assert line.tell("ringing").status == 200
    look(tab)
    tab.wait_for_selector(".hy-ringing")
    assert "199****1234" in tab.inner_text(".hy-ringing")
    assert line.tell("answered").said["at_a_seat"] is True
    look(tab)
    tab.wait_for_url("**/desk/register/?call=*")
    assert "19900001234" not in tab.url
    assert tab.input_value("[name=phone]") == "19900001234"
    assert tab.is_checked("[name=channel][value=call]")
    tab.fill("[name=title]", "路灯不亮")
    tab.fill("[name=text]", "广场东侧的路灯坏了一周，晚上看不见。")
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    assert line.tell("ended").status == 201
    tab.goto("/desk/calls/")
    assert tab.locator("#all ~ .card tbody tr").first.locator(".hy-number").count() == 1
    assert "19900001234" not in tab.content()


def test_a_known_caller_and_a_question_answered_from_the_knowledge(page, server: str, key: str) -> None:
    keeper = page("dispatcher")
    keeper.goto("/desk/knowledge/new/")
    keeper.check("[name=kind][value=answer]")
    keeper.fill("[name=title]", "低保在哪里办理")
    keeper.fill("[name=text]", "到户籍所在乡镇便民服务中心办理。")
    keeper.fill("[name=valid_from]", "2026-01-01")
    keeper.click("main form button[type=submit]")
    tab = page("clerk")
    first_visit(tab, "路灯不亮")  # of this number
    tab.goto("/desk/calls/")
    if tab.locator(".hy-ringing").count():  # a call of another test; the cursor doesn't go past it
        tab.focus("[name=phone]")
    tab.wait_for_selector("main input:focus")  # the cursor stands there
    tab.keyboard.type("19900001234")
    tab.wait_for_selector("#known input[type=radio]")
    tab.keyboard.press("ArrowDown")  # as the page says
    assert tab.is_checked("#known input[type=radio] >> nth=0")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk/register/?call=*&as_of=*")
    tab.fill("[name=asked]", "低保怎么办")
    tab.check("#call-known input[name=entry]")
    tab.click("button[formaction$='/inform/']")  # it isn't said yet that nothing is wanted
    tab.wait_for_selector(".hy-call .hy-error")
    assert tab.evaluate("document.activeElement.name") == "only_a_question"
    assert tab.is_checked("#call-known input[name=entry]")
    tab.check("[name=only_a_question]")
    tab.click("button[formaction$='/inform/']")
    tab.wait_for_url("**/desk/calls/?done=informed")
    assert tab.locator(".hy-alert.good").count() == 1
    tab.go_back()
    tab.wait_for_load_state()
    assert tab.locator("text=已登记").count() == 0  # nothing was registered, and nothing says so


def test_what_rings_at_the_seat_is_seen_on_every_page_of_the_desk(page, server: str, key: str) -> None:
    tab, other = page("hotline"), page("clerk")
    sit(tab, "8011")
    for one in (tab, other):
        one.goto("/desk/list/")
    assert other.locator("#ringing").count() == 0
    line = Telephone(server, key, "8011")
    line.tell("ringing")
    look(tab)
    tab.wait_for_selector("#ringing a")
    assert "199****1234" in tab.inner_text("[role=status] > #ringing")
    line.tell("answered")
    look(tab)
    tab.wait_for_selector("#ringing .hy-state.unit")
    assert tab.url.endswith("/desk/list/")  # nobody is led away from what they do
    tab.keyboard.press("F8")
    tab.wait_for_url("**/desk/register/?call=*")
    look(tab)
    tab.wait_for_timeout(500)
    assert tab.locator("#ringing a").count() == 0  # its form is open
    line.tell("ended")
    sit(tab, "")
    tab.goto("/desk/list/")
    assert tab.locator("#ringing").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1440, 768), (900, 900), (768, 900), (390, 800)])
def test_how_the_call_ends_is_in_sight_while_knowledge_is_shown(
    page, server: str, key: str, width: int, height: int
) -> None:
    tab = page("clerk", width=width)
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto("/desk/register/")
    with tab.expect_response("**/draft/**"):  # begun and left: its note may push nothing out of sight
        tab.fill("[name=title]", "路灯")
    tab.goto("/desk/calls/")
    tab.fill("[name=phone]", "19900001239")
    tab.click("#take button")
    tab.wait_for_url("**/desk/register/?call=*")
    tab.fill("[name=asked]", "低保怎么办")
    tab.wait_for_selector("#call-known > *")
    tab.focus("[name=told]")
    tab.wait_for_function("""() => [...document.querySelectorAll(".hy-call-acts > *")].every((box) => {
        const r = box.getBoundingClientRect();
        return r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight
            && box.contains(document.elementFromPoint(r.left + 8, r.top + 8)); })""")


@pytest.mark.parametrize(("language", "width", "mode"), [("ko", 390, "dark"), ("en", 320, "elder")])
def test_axe_finds_nothing_while_it_rings_and_beside_the_form(
    page, server: str, key: str, language: str, width: int, mode: str
) -> None:
    chosen = {"huiyin_elder": "1"} if mode == "elder" else {"huiyin_theme": mode}
    tab = page("dispatcher", language=language, width=width, **chosen)
    line = Telephone(server, key, "")
    line.tell("ringing")
    tab.goto("/desk/calls/")
    assert wrong_on(tab) == []
    tab.click(".hy-ringing button, .hy-ringing .btn")
    tab.wait_for_url("**/desk/register/?call=*")
    assert wrong_on(tab) == []
    line.tell("ended")


def wrong_on(tab) -> list[str]:
    """What axe finds, and a page wider than its window."""
    tab.evaluate(AXE.read_text("utf-8"))
    wrong = list(tab.evaluate(RUN))
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*wrong, f"{wide} px too wide"] if wide > 0 else wrong


def test_who_has_no_key_rings_nowhere(server: str, key: str) -> None:
    stranger = Telephone(server, "0" * 64, "8001")
    answer = stranger.tell("ringing")
    assert (answer.status, answer.said["error"]) == (401, "not_signed")


@pytest.mark.parametrize(("width", "seat"), [(1440, "8012"), (390, "8013")])
def test_what_rings_while_a_visit_is_taken_down_lies_over_no_field(
    page, server: str, key: str, width: int, seat: str
) -> None:
    tab = page("hotline", width=width)
    sit(tab, seat)
    tab.goto("/desk/register/")
    line = Telephone(server, key, seat)
    line.tell("ringing")
    look(tab)
    tab.wait_for_selector(".hy-rings a")
    tab.set_viewport_size({"width": width, "height": 520})
    below = """document.querySelector('main').getBoundingClientRect().top
        - document.querySelector('.hy-rings').getBoundingClientRect().bottom"""
    assert tab.evaluate(below) >= 0, "it has a place of its own"
    for name in (
        "text",
        "phone",
        "text",
        "name",
        "id_number",
        "received_at",
    ):  # upwards it comes to lie below the head
        tab.focus(f"[name={name}]")
        tab.wait_for_function(
            """(name) => { const box = document.querySelector(`[name=${name}]`).getBoundingClientRect();
            const line = document.querySelector('.hy-rings').getBoundingClientRect();
            return line.top >= 0 && line.left >= 0 && line.right <= innerWidth && box.top >= line.bottom; }""",
            arg=name,
        )
    line.tell("ended")
    sit(tab, "")
