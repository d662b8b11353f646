"""The desk in a browser: a walk-in without a mouse and with few keys, the list by keyboard, what refreshes, what is kept."""

from __future__ import annotations

import pytest

from tests.house.laws import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

ID = "999999195001010042"
TEXT = "楼道水管又漏了，这次是三楼。"
MOST_KEYS = 12
AXE = ROOT / "build/tools/axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`)"""
PAGES = (
    "",
    "list/",
    "list/?channel=visit",
    "register/",
    "triage/",
    "triage/day/",
    "board/",
    "calendar/",
    "due/",
    "duty/",
)


class Keys:
    """A keyboard that counts what is pressed beside the text itself; Ctrl+Enter counts two."""

    def __init__(self, tab) -> None:
        self.tab, self.pressed = tab, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.pressed += key.count("+") + 1
            self.tab.keyboard.press(key)

    def type(self, text: str) -> None:
        self.tab.keyboard.type(text)


def first_visit(tab, title: str = "楼道水管漏水") -> None:
    tab.goto("/desk/register/")
    for name, value in {
        "id_number": ID,
        "name": "金顺姬",
        "phone": "199 0000 1234",
        "title": title,
        "text": "漏水三天了。",
    }.items():
        tab.fill(f"[name={name}]", value)
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")


def test_a_returning_petitioner_with_a_known_matter_takes_twelve_keys_at_most(page) -> None:
    tab = page("dispatcher")
    first_visit(tab)
    tab.goto("/desk/register/")
    tab.wait_for_selector("[name=id_number]:focus")  # the cursor stands there
    keys = Keys(tab)
    keys.type(ID)
    tab.wait_for_selector("#known input[type=radio]")
    keys.press("ArrowDown", "Enter")
    keys.type(TEXT)
    assert tab.input_value("[name=title]") == "楼道水管漏水"
    keys.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    assert keys.pressed <= MOST_KEYS
    assert keys.pressed == 4  # as docs/design.md says
    assert "已并入" in tab.inner_text("main") or "Joined" in tab.inner_text("main")
    assert tab.locator("svg.hy-qr").count() == 1


def test_a_new_petitioner_is_registered_without_a_mouse(page) -> None:
    tab = page("clerk")
    tab.goto("/desk/register/")
    tab.wait_for_selector("[name=id_number]:focus")
    keys = Keys(tab)
    keys.press("Tab")  # no card at hand
    keys.type("19900001111")
    keys.press("Tab")
    keys.type("朴永哲")
    for _ in range(12):  # past the address and what is folded away
        keys.press("Tab")
        if tab.evaluate("document.activeElement.name") == "title":
            break
    keys.type("路灯不亮")
    keys.press("Tab")
    keys.type("广场东侧路灯坏了一周。")
    keys.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    assert keys.pressed <= 16


def test_a_wrong_card_number_is_said_at_once_and_enter_sends_nothing(page) -> None:
    tab = page("clerk")
    tab.goto("/desk/register/")
    tab.wait_for_selector("[name=id_number]:focus")
    tab.keyboard.type(ID[:-1] + "7")
    tab.wait_for_selector("#known .hy-error")
    tab.keyboard.press("Enter")
    assert tab.url.endswith("/desk/register/")


def test_a_closed_browser_loses_no_draft(page) -> None:
    tab = page("clerk")
    tab.goto("/desk/register/")
    tab.fill("[name=title]", "邻居噪音")
    with tab.expect_response("**/register/draft/"):
        tab.fill("[name=text]", "每天半夜装修，写到一半。")
    tab.context.close()
    again = page("clerk")
    again.goto("/desk/register/")
    folded = again.locator("details:not([open]):has(.hy-drafts) > summary")
    if folded.count():  # other drafts of the same clerk
        folded.click()
    again.click(".hy-drafts a")
    assert again.input_value("[name=text]") == "每天半夜装修，写到一半。"
    assert again.input_value("[name=title]") == "邻居噪音"


def test_a_place_is_found_by_its_initials(page) -> None:
    tab = page("clerk")
    tab.goto("/desk/register/")
    with tab.expect_response("**/register/places/**"):
        tab.fill("[name=find_place]", "dxg")
    tab.wait_for_function("document.querySelector('[name=place]').options.length < 60")
    assert "大兴沟镇" in tab.locator("[name=place]").inner_text()


def test_the_list_goes_by_keys(page) -> None:
    tab = page("dispatcher")
    first_visit(tab, "清单快捷键")
    tab.goto("/desk/list/")
    tab.keyboard.press("j")
    assert tab.locator("tr[aria-selected=true]").count() == 1
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "find"
    tab.keyboard.type("jk?")  # typing is typing
    assert tab.input_value("#find") == "jk?"
    tab.keyboard.press("Tab")
    tab.keyboard.press("?")
    assert tab.locator("#keys[open]").count() == 1
    tab.keyboard.press("j")
    tab.keyboard.press("a")
    tab.wait_for_url("**/desk/list/assign/?*")
    assert tab.locator("tbody tr").count() == 1
    tab.click("tbody td a")
    tab.wait_for_url("**/desk/matter/**")
    tab.go_back()  # to the preview, without being asked to send anything again
    assert tab.locator("tbody tr").count() == 1
    tab.go_back()
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk/matter/**")
    opened = tab.url.rstrip("/").rsplit("/", 1)[1]
    tab.go_back()
    assert opened in tab.inner_text("tr[aria-selected=true]")  # the keys go on where one left off


def test_what_changes_waits_until_it_is_asked_for(page) -> None:
    tab, other = page("dispatcher"), page("dispatcher2")
    tab.goto("/desk/list/?sort=new")
    before = tab.locator("tr[data-row]").count()
    first_visit(other, "新来的一件")
    tab.evaluate("document.dispatchEvent(new Event('huiyin:look'))")
    tab.wait_for_selector(".hy-fresh button")
    assert tab.locator("tr[data-row]").count() == before
    tab.click(".hy-fresh button")
    assert tab.locator("tr[data-row]").count() == before + 1
    assert "新来的一件" in tab.locator("tr[data-row]").first.inner_text()
    tab.context.set_offline(True)
    tab.evaluate("document.dispatchEvent(new Event('huiyin:look'))")
    tab.wait_for_selector(".hy-fresh")
    tab.context.set_offline(False)


def test_the_menu_is_a_drawer_on_a_phone_without_script(page) -> None:
    tab = page("dispatcher", width=390, script=False)
    assert not tab.locator(".hy-side nav").is_visible()
    tab.click(".hy-head .hy-burger")
    assert tab.locator(".hy-side nav").is_visible()
    tab.click(".hy-side a[href='/desk/list/']")
    assert tab.url.endswith("/desk/list/")


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
@pytest.mark.parametrize("user", ["dispatcher", "clerk", "leader"])
def test_nothing_scrolls_sideways(page, language: str, user: str) -> None:
    tab = page(user, language=language, width=320)
    for path in ("/desk/", "/desk/list/", "/desk/register/"):
        tab.goto(path)
        assert (
            tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        ), path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_choice_of_light_or_dark_holds(page, theme: str) -> None:
    tab = page("dispatcher", huiyin_theme=theme)
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(246, 245, 241)", "dark": "rgb(18, 23, 24)"}[theme]


def test_a_day_is_sorted_by_single_keys(page) -> None:
    tab = page("dispatcher")
    first_visit(tab, "自来水供水管道坏了")
    tab.goto("/desk/triage/")
    number = tab.input_value("[name=number]")
    tab.keyboard.press("u")
    assert tab.is_checked("[name=urgent]")
    tab.keyboard.press("u")
    tab.keyboard.press("t")
    assert tab.is_checked("[name=klass][value=tip_off]")
    tab.keyboard.press("p")
    tab.keyboard.press("n")
    tab.wait_for_url("**/triage/?after=*")
    assert tab.locator("[name=number]").count() == 0 or tab.input_value("[name=number]") != number
    tab.goto("/desk/triage/")
    # what is chosen by hand goes by Enter, from the list and from a box alike: no suggestion takes its place
    tab.select_option("[name=category]", "040200")
    tab.check("[name=urgent]")
    assert tab.locator("[name=klass]:checked").count() == 0  # a class is chosen by nobody but the person
    tab.keyboard.press("p")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**done=*")
    assert "供热" in tab.inner_text("main .hy-alert")
    assert tab.locator("[data-key=r]").count() == 1  # the way to its report to a leader
    tab.go_back()
    if tab.locator("[name=category]").count():  # the next one's form holds nothing of the former's
        assert tab.input_value("[name=category]") != "040200"
        assert not tab.is_checked("[name=urgent]")
    tab.goto(f"/desk/triage/?after=&done={number}")
    tab.keyboard.press("z")
    tab.wait_for_url(f"**number={number}")
    assert tab.input_value("[name=category]") == "040200"


@pytest.mark.parametrize(
    ("language", "width", "mode"), [("zh-hans", 1440, "light"), ("ko", 390, "dark"), ("en", 1440, "elder")]
)
def test_axe_finds_nothing_on_any_page_of_the_day(page, language: str, width: int, mode: str) -> None:
    chosen = {"huiyin_elder": "1"} if mode == "elder" else {"huiyin_theme": mode}
    tab = page("dispatcher", language=language, width=width, **chosen)
    first_visit(tab)
    found = {}
    for path in PAGES:
        tab.goto(f"/desk/{path}")
        tab.evaluate(AXE.read_text("utf-8"))
        if wrong := tab.evaluate(RUN):
            found[path] = wrong
    assert found == {}


BROKEN = """() => [...document.querySelectorAll('.hy-notice td .hy-nowrap, .hy-notice td > span')].flatMap((box) => {
    const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), range = document.createRange(), broken = [];
    for (let node; (node = walk.nextNode());) for (const word of node.data.matchAll(/[가-힣0-9-]{2,}/g)) {
        range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1) broken.push(word[0]); }
    return broken; })"""


DUTY_ROW = (
    '<tr><th scope="row">10월 26일~11월 1일</th><td data-word="접방 지도자" class="hy-unbroken"><span>안지도자</span></td>'
    '<td data-word="직위" class="hy-unbroken"><span>조직부 부장</span></td>'
    '<td data-word="당직전화"><span><span class="hy-nowrap">0433-8800009</span><br>'
    '<span class="hy-small">현당위 군중사업부 상무위원 당직실</span></span></td>'
    '<td data-word="분담사업"><span>조직인사, 민족종교사무</span></td></tr>'
)


@pytest.mark.parametrize(("width", "elder"), [(390, False), (390, True), (320, True)])
def test_the_sheet_for_the_notice_board_breaks_no_word_on_a_phone(page, width: int, elder: bool) -> None:
    tab = page("dispatcher", language="ko", width=width)
    if elder:
        tab.context.add_cookies([{"name": "huiyin_elder", "value": "1", "url": tab.url.split("/desk")[0]}])
    tab.goto("/desk/duty/sheet/?in=ko")
    tab.locator(".hy-notice tbody").evaluate("(body, row) => { body.innerHTML = row; }", DUTY_ROW)
    assert tab.evaluate(BROKEN) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_views_long_name_and_a_share_stay_within_a_phone_in_large_type(page) -> None:
    tab = page("dispatcher", language="ko", width=320)
    tab.context.add_cookies([{"name": "huiyin_elder", "value": "1", "url": tab.url.split("/desk")[0]}])
    tab.goto("/desk/list/")
    tab.locator("details:has(#f-name) > summary").click()
    tab.fill("#f-name", "가나다라마바사아자차카타파하" * 2 + "거너")
    tab.click("form:has(#f-name) button")
    tab.wait_for_selector(".hy-views .hy-chips a")
    tab.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert tab.evaluate(fits)
    tab.goto("/desk/figures/")
    figure = tab.locator(".hy-numbers .hy-figure").first
    figure.evaluate("(box) => { box.innerHTML = '<a href=\"#\">49.5%</a>'; }")
    assert figure.locator("a").evaluate("(a) => a.getClientRects().length") == 1
    assert tab.evaluate(fits)
