"""The way back without script, two windows, the map: every page of the normal way is found again, and nothing typed is lost."""

from __future__ import annotations

import pytest

from tests.e2e.test_places import looked_at
from tests.e2e.test_way import NUMBER, speak_up, write_until_check

pytestmark = pytest.mark.slow


def no_question(tab) -> None:
    """The page is one of ours, not the browser's "send the form again?"."""
    assert tab.locator("main#main").count() == 1, tab.url


def test_without_script_the_way_back_never_asks_to_send_again(page) -> None:
    tab = page(script=False, width=390)
    tab.goto("/submit/")
    tab.fill("[name=text]", "村口的路灯坏了。")
    tab.click("button[name=language][value=ko]")
    tab.click("button[name=elder]")
    assert tab.input_value("[name=text]") == "村口的路灯坏了。"
    tab.click("main .btn-primary")
    tab.wait_for_url("**/where/")
    for path in ("/submit/", "/submit/", "/submit/"):
        tab.go_back()
        no_question(tab)
        assert tab.url.endswith(path)
    tab.goto("/done/")
    tab.fill("[name=words]", "路灯")
    tab.press("[name=words]", "Enter")
    tab.wait_for_url("**/done/?look=*")
    tab.goto("/how/")
    tab.go_back()
    no_question(tab)
    assert tab.input_value("[name=words]") == "路灯"


def test_without_script_from_the_receipt_to_ones_matter_and_back(page) -> None:
    tab = page(script=False, width=390)
    number, code = speak_up(tab, "路灯坏了，请修。")
    tab.click("main form[action='/follow/'] button")
    tab.wait_for_url("**/follow/")
    assert number in tab.inner_text("main")
    assert code not in tab.url
    tab.click("main a[href^='/follow/add/']")
    tab.fill("[name=text]", "还有一点。")
    tab.click("button[name=elder]")
    assert tab.input_value("[name=text]") == "还有一点。"
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/follow/")
    for _ in range(4):
        tab.go_back()
        no_question(tab)
    assert NUMBER.search(tab.inner_text("main")), "the receipt"


@pytest.mark.parametrize("script", [True, False])
def test_of_two_windows_both_are_shown(page, script: bool) -> None:
    tab = page(script=script, width=390)
    write_until_check(tab, "村口的路灯坏了。")
    other = tab.context.new_page()
    for one in (tab, other):
        one.goto("/submit/")
    other.fill("[name=text]", "村口的路灯坏了半年。")
    other.click("main .btn-primary[type=submit]")
    other.wait_for_url("**/where/")
    tab.fill("[name=text]", "村口的路灯坏了，有人摔倒。")
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_selector("#h-versions")
    assert "坏了半年" in tab.inner_text(".hy-quote")
    assert tab.input_value("[name=text]") == "村口的路灯坏了，有人摔倒。"
    assert not script or tab.evaluate("document.activeElement.id") == "h-versions"
    assert not script or looked_at(tab) == [], "axe waits for ever where no script may run"
    tab.click("[name=join]")
    tab.wait_for_selector("#h-versions", state="detached")
    assert tab.input_value("[name=text]").split() == ["村口的路灯坏了，有人摔倒。", "村口的路灯坏了半年。"]
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/where/")


def test_large_type_says_when_the_browser_has_no_voice(page) -> None:
    tab = page(width=320, huiyin_elder="1", language="ko")
    tab.add_init_script("speechSynthesis.getVoices = () => [];")
    tab.goto("/")
    tab.wait_for_selector("[data-aloud]:visible")
    assert tab.evaluate("document.querySelector('.hy-head').offsetHeight") <= 160, (
        "a quarter of a small screen"
    )
    assert tab.locator("[data-voiceless]:visible").count() == 0, "told to whoever asks for it alone"
    tab.click("[data-aloud]")
    tab.wait_for_selector("[data-voiceless]:visible")
    assert tab.get_attribute("[data-aloud]", "aria-pressed") == "false"
    assert looked_at(tab) == []
