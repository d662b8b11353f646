"""The citizens' pages where things go wrong: the line breaks, no script, the back button, the page goes out of sight."""

from __future__ import annotations

import pytest

from tests.e2e.test_way import CODE, NUMBER, follow, speak_up, write_until_check

pytestmark = pytest.mark.slow

HIDE = """() => {
    Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_line_that_breaks_in_the_midst_loses_neither_words_nor_pictures(page, picture) -> None:
    tab = page(width=360)
    write_until_check(tab, "桥边的护栏断了，看照片。")
    tab.set_input_files("[name=files]", picture)
    tab.wait_for_selector(".hy-photos canvas")
    tab.route("**/submit/check/", lambda route: route.abort())
    tab.click("main form[data-online] button[type=submit]")
    tab.wait_for_selector(".hy-unsent[role=alert]")
    assert tab.evaluate("document.activeElement.className").startswith("hy-alert")
    assert tab.locator(".hy-photos canvas").count() == 1
    tab.unroute("**/submit/check/")
    tab.click("main form[data-online] button[type=submit]")
    tab.wait_for_url("**/receipt/")
    number = NUMBER.search(tab.inner_text("main")).group()
    assert picture.name in follow(tab, number, CODE.search(tab.inner_text("main")).group())


def test_an_answer_that_never_came_is_found_by_going_back(page) -> None:
    tab = page(width=360)
    write_until_check(tab, "桥边的护栏断了。")
    form = tab.query_selector("main form[data-online]")
    form.evaluate(
        "form => fetch(form.action, {method: 'POST', body: new FormData(form), redirect: 'manual'}).then(() => 1)"
    )
    tab.context.clear_cookies(name="huiyin_receipt")
    tab.goto("/submit/check/")
    assert tab.url.endswith("/receipt/")
    assert NUMBER.search(tab.inner_text("main"))


def test_without_script_larger_type_and_another_language_lose_nothing(page) -> None:
    tab = page(script=False, width=390)
    tab.goto("/submit/")
    tab.fill("[name=text]", "우리 마을의 물이 끊겼습니다.")
    tab.click("button[name=elder]")
    assert tab.locator("html.elder").count() == 1
    tab.click("button[name=language][value=ko]")
    assert tab.locator("html[lang=ko-CN]").count() == 1
    assert tab.locator("[name=text]").input_value() == "우리 마을의 물이 끊겼습니다."
    tab.click("main .btn-primary")
    tab.click("main .btn-primary")
    tab.check("[name=manner][value=named]")
    tab.fill("[name=phone]", "199 0000 1234")
    tab.fill("[name=name]", "김순희")
    tab.press("[name=name]", "Enter")
    tab.wait_for_url("**/check/")
    assert "물이 끊겼습니다" in tab.inner_text("main")
    assert tab.locator("html.elder[lang=ko-CN]").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_the_back_button_leads_from_a_form_to_ones_matter(page, script: bool) -> None:
    tab = page(script=script, width=390)
    number, code = speak_up(tab, "路灯坏了，请修。")
    tab.go_back()
    assert tab.url.endswith("/receipt/"), "what was sent is shown, not asked for again"
    follow(tab, number, code)
    tab.click("main a[href='/follow/add/']")
    tab.go_back()
    assert number in tab.inner_text("main")
    tab.reload()
    assert number in tab.inner_text("main")


def test_what_is_typed_is_kept_when_the_page_goes_out_of_sight(page) -> None:
    tab = page(width=360)
    tab.goto("/submit/")
    tab.fill("[name=text]", "正写着，来了个电话。")
    with tab.expect_response(lambda answer: answer.request.method == "POST") as kept:
        tab.evaluate(HIDE)
    assert kept.value.status == 204
    other = tab.context.new_page()
    other.goto("/submit/")
    assert other.locator("[name=text]").input_value() == "正写着，来了个电话。"
    other.click(".hy-away button")
    other.goto("/submit/")
    assert other.locator("[name=text]").input_value() == ""
