"""The desk when things go wrong: a line that breaks, the back button, keys pressed twice, a whole page chosen at once."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


def written(tab, title: str, text: str) -> None:
    tab.goto("/desk/register/")
    tab.fill("[name=title]", title)
    tab.fill("[name=text]", text)


def found(tab, title: str) -> int:
    """How many matters of this title are open; asked in a tab of its own, so that the other's history stays."""
    beside = tab.context.new_page()
    beside.goto("/desk/list/?sort=new")
    n = beside.locator(f"tr[data-row]:has-text('{title}')").count()
    beside.close()
    return n


def test_a_lost_line_and_the_way_back_lose_nothing_and_register_nothing_twice(page) -> None:
    tab = page("dispatcher")
    written(tab, "断网登记", "写到一半断了网。")
    tab.fill("[name=name]", "金英姬")
    tab.context.set_offline(True)
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".hy-unsent")
    with tab.expect_event("requestfailed", lambda failed: failed.url.endswith("/register/draft/")):
        tab.fill("[name=text]", "写到一半断了网，又写了一句。")
    tab.wait_for_selector("#draft-note.hy-error")  # that nothing is kept now is said
    with tab.expect_response("**/register/draft/"):
        tab.context.set_offline(False)  # and it is kept as soon as there is a line again
    tab.keyboard.press("Control+Enter")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    slip = tab.inner_text(".hy-ticket")
    assert found(tab, "断网登记") == 1
    tab.go_back()
    tab.wait_for_function("() => document.querySelector('[name=text]').value")
    assert tab.input_value("[name=text]") == "写到一半断了网，又写了一句。"
    assert tab.input_value("[name=name]") == "", "who it was isn't kept by the browser"
    assert "/desk/registered/" in str(tab.get_attribute("form > [role=status] a", "href"))
    tab.focus("[name=text]")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    assert tab.inner_text(".hy-ticket") == slip
    tab.go_back()
    tab.wait_for_function("() => document.querySelector('[name=text]').value")
    tab.fill("[name=text]", "另一件事。")  # other words are another petition: it is taken, not lost
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    assert tab.inner_text(".hy-ticket") != slip
    assert found(tab, "断网登记") == 2


def test_what_is_to_be_mended_comes_in_place_with_its_keys(page) -> None:
    tab = page("dispatcher")
    written(tab, "", "没写标题。")
    tab.fill("[name=phone]", "abc")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".hy-bad")
    assert tab.evaluate("document.activeElement.name") == "phone"
    assert tab.input_value("[name=text]") == "没写标题。"
    tab.fill("[name=phone]", "")
    tab.fill("[name=title]", "补上标题")
    tab.keyboard.press("Enter")  # a stray one sends nothing here either
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    assert found(tab, "补上标题") == 1


def test_a_page_is_chosen_at_once_and_back_finds_it_chosen(page) -> None:
    tab = page("dispatcher")
    for n in range(2):
        written(tab, f"全选{n}", "全选。")
        tab.keyboard.press("Control+Enter")
        tab.wait_for_url("**/desk/registered/*/")
    tab.goto("/desk/list/?state=registered")
    boxes, rows = tab.locator(".hy-pick input"), tab.locator("tr[data-row]").count()
    tab.keyboard.press("X")
    assert tab.locator(".hy-pick input:checked").count() == boxes.count() == rows >= 2
    tab.click("[data-all]")
    assert tab.locator(".hy-pick input:checked").count() == 0
    tab.keyboard.press("X")
    tab.keyboard.press("a")
    tab.wait_for_url("**/desk/list/assign/?*")
    assert tab.locator("tbody tr").count() == rows
    assert tab.get_attribute(".hy-bar a", "href") == "/desk/list/?state=registered"
    tab.go_back()
    tab.wait_for_selector(".hy-pick input:checked")
    assert tab.locator(".hy-pick input:checked").count() == rows


def test_an_act_that_wasnt_sent_keeps_its_words(page) -> None:
    tab = page("dispatcher")
    written(tab, "断网备注", "要写备注。")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    address = tab.get_attribute("a[href^='/desk/matter/']", "href")
    tab.goto(f"{address}?do=note#do")
    tab.wait_for_function(
        "() => document.activeElement.name === 'text'"
    )  # led there by a link it has the focus, too
    tab.keyboard.type("已电话告知。")
    tab.context.set_offline(True)
    tab.click("#do [type=submit]")
    tab.wait_for_selector(".hy-unsent")
    assert tab.input_value("#do [name=text]") == "已电话告知。"
    tab.context.set_offline(False)
    tab.click("#do [type=submit]")
    tab.wait_for_url("**done=*")
    assert tab.locator("text=已电话告知。").count() == 1


def test_a_list_that_nothing_was_chosen_in_says_so_and_stops_when_it_is(page) -> None:
    tab = page("dispatcher")
    written(tab, "没选单位", "转送时没选单位。")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    tab.goto(tab.get_attribute("a[href^='/desk/matter/']", "href") + "?do=report_up#do")
    tab.click("#do [type=submit]")
    tab.wait_for_selector("#do .hy-bad [name=whom]")
    assert tab.locator("#do .hy-bad .hy-error").count() == tab.locator("main .hy-alert.bad li").count() >= 1
    tab.select_option("#do [name=whom]", index=1)
    assert tab.locator("#do .hy-bad [name=whom]").count() == 0


def test_the_visitors_word_survives_a_lost_line_and_a_word_changed_is_told_at_once(page) -> None:
    tab = page("clerk")
    tab.goto("/desk/counter/desk/")
    tab.click("button[value=code]")
    code = tab.inner_text("#code")
    screen = page(width=1024)
    screen.goto("/desk/counter/")
    screen.fill("[name=code]", code)
    screen.keyboard.press("Enter")
    written(tab, "副屏断网", "请看一看对不对。")
    tab.click("[hx-post='/desk/counter/desk/show/']")
    screen.wait_for_selector("button[value=right]")
    screen.context.set_offline(True)
    screen.click("button[value=right]")
    screen.wait_for_selector(".hy-unsent")
    screen.context.set_offline(False)
    screen.click("button[value=right]")
    screen.wait_for_selector(".hy-alert.good")
    tab.wait_for_selector("#screen .hy-clock.done")
    tab.press("[name=text]", "End")
    tab.keyboard.type("又添一句")  # without leaving the field
    tab.wait_for_selector("#screen .hy-clock.today")


def told_on_the_way_back(tab) -> bool:
    """Whether the way back from a slip says that this was registered, and sent again untouched only leads there."""
    tab.wait_for_url("**/desk/registered/*/")
    slip = tab.url
    tab.go_back()
    tab.wait_for_selector("form > [role=status] a")
    tab.focus("[name=text]")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")
    return tab.url == slip


def test_the_way_back_says_it_also_after_a_refusal_and_for_another_matter_of_a_visit(page) -> None:
    tab = page("dispatcher")
    written(tab, "", "退回再看。")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".hy-bad [name=title]")
    tab.fill("[name=title]", "退回再看")
    tab.keyboard.press("Control+Enter")
    assert told_on_the_way_back(tab)
    tab.goto(tab.get_attribute("a[href*='same=']", "href"))
    tab.fill("[name=title]", "同一次来访")
    tab.fill("[name=text]", "还有一件事。")
    tab.keyboard.press("Control+Enter")
    assert told_on_the_way_back(tab)
    assert found(tab, "退回再看") == found(tab, "同一次来访") == 1


def test_what_broke_on_our_side_is_never_called_a_lost_line(page) -> None:
    tab = page("dispatcher")
    written(tab, "出错登记", "服务器出错时写的。")
    tab.route("**/desk/register/", lambda route: route.fulfill(status=500, body="<main><h1>500</h1></main>"))
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".hy-unsent")
    assert tab.inner_text(".hy-unsent").startswith("这次是系统出了错，不是网络断了")
    assert tab.evaluate("document.activeElement.className").startswith("hy-alert hy-unsent")
    assert tab.input_value("[name=text]") == "服务器出错时写的。"
    tab.unroute("**/desk/register/")
    tab.focus("[name=text]")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")


def test_what_was_refused_and_then_mended_is_not_red_any_more(page) -> None:
    tab = page("dispatcher")
    written(tab, "", "没写标题。")
    tab.fill("[name=phone]", "abc")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".hy-bad [name=phone]")
    tab.focus("[name=phone]")
    tab.fill("[name=phone]", "19900001234")
    assert tab.locator(".hy-bad [name=phone]").count() == 0
    assert tab.locator(".hy-bad [name=title]").count() == 1, "the other one is to be mended still"
    assert tab.locator("main .hy-alert.bad li").count() == 1
    tab.fill("[name=title]", "补上标题")
    assert tab.locator("main .hy-alert.bad, .hy-bad, .hy-error").count() == 0
    tab.context.set_offline(True)
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".hy-unsent")
    assert tab.locator(".hy-bad").count() == 0


def test_signed_out_meanwhile_the_form_stays_with_words_and_photos_and_is_sent_after_signing_in_beside_it(
    page,
) -> None:
    tab = page("clerk", width=390)
    written(tab, "夜里停电", "从昨天夜里停电到现在。")
    photo = {"name": "电表.txt", "mimeType": "text/plain", "buffer": "照片".encode()}
    tab.set_input_files("form.hy-register input[type=file]", photo)
    tab.context.clear_cookies(name="session")
    tab.click("main form.hy-register button.btn-primary[type=submit]")
    tab.wait_for_selector(".hy-unsent a")
    assert tab.input_value("[name=text]") == "从昨天夜里停电到现在。"
    assert tab.evaluate("document.querySelector('form.hy-register input[type=file]').files.length") == 1
    assert tab.evaluate("document.activeElement.classList.contains('hy-unsent')")
    with tab.context.expect_page() as opened:
        tab.click(".hy-unsent a")
    beside = opened.value
    beside.fill("[name=username]", "clerk")
    beside.fill("[name=password]", "huiyin-demo")
    beside.click("main button[type=submit]")
    beside.wait_for_url("**/desk/**")
    beside.close()
    tab.click("main form.hy-register button.btn-primary[type=submit]")
    tab.wait_for_url("**/desk/registered/*/")
    assert found(tab, "夜里停电") == 1


def test_the_way_back_to_a_refused_form_finds_what_was_typed_without_script(page) -> None:
    tab = page("dispatcher", script=False)
    written(tab, "无脚本退回", "要写备注。")
    tab.click("main form button.btn-primary")
    tab.wait_for_url("**/desk/registered/*/")
    number = tab.url.rstrip("/").rsplit("/", 1)[1]
    tab.goto(f"/desk/matter/{number}/?do=note")
    tab.locator("[name=text]").evaluate("box => box.removeAttribute('maxlength')")
    tab.fill("[name=text]", "长" * 30_000)
    tab.click("form[action$='/do/note/'] button")
    tab.wait_for_selector(".hy-error")
    tab.fill("[name=text]", "改短了。")
    tab.click("a[href='/desk/']")
    tab.wait_for_url("**/desk/")
    tab.go_back()  # a page that nothing keeps would have expired: net::ERR_CACHE_MISS
    assert tab.input_value("[name=text]") == "改短了。"
