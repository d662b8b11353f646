"""The citizens' pages where things go wrong: the line breaks, no script, the back button, the page goes out of sight."""

from __future__ import annotations

import re

import pytest

from tests.e2e.test_places import looked_at, opened
from tests.e2e.test_way import CODE, NUMBER, act, follow, speak_up, water_unit, write_until_check
from tests.web.paper_reading import words_of

pytestmark = pytest.mark.slow

RECEIPT = re.compile(f"/receipt/{NUMBER.pattern}/$")
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
    tab.wait_for_url("**/receipt/*/")
    number = NUMBER.search(tab.inner_text("main")).group()
    assert picture.name in follow(tab, number, CODE.search(tab.inner_text("main")).group())


def test_an_answer_that_never_came_is_found_by_going_back(page) -> None:
    tab = page(width=360)
    write_until_check(tab, "桥边的护栏断了。")
    form = tab.query_selector("main form[data-online]")
    form.evaluate(
        "form => fetch(form.action, {method: 'POST', body: new FormData(form), redirect: 'manual'}).then(() => 1)"
    )
    tab.context.clear_cookies(name=re.compile("^huiyin_receipt_"))
    tab.goto("/submit/check/")
    assert RECEIPT.search(tab.url)
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
    assert RECEIPT.search(tab.url), "what was sent is shown, not asked for again"
    follow(tab, number, code)
    tab.click("main a[href^='/follow/add/']")
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


def test_after_done_the_way_back_shows_nothing_of_it(page) -> None:
    tab = page(width=390)
    other = tab.context.new_page()
    other.goto("/submit/")
    write_until_check(tab, "桥边的护栏断了。", name="金顺姬", phone="199 0000 1234")
    other.fill("[name=text]", "路灯坏了。")
    other.click("main .btn-primary[type=submit]")
    other.wait_for_selector(".hy-alert [name=instead]")  # neither letter writes over the other one
    assert other.locator("[name=text]").input_value() == "路灯坏了。"
    assert looked_at(other) == []
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/receipt/*/")
    assert looked_at(tab) == []
    tab.click("main form[action='/follow/done/'] button")
    tab.wait_for_url(lambda address: address.endswith("/"))
    assert not [one["name"] for one in tab.context.cookies() if "receipt" in one["name"]]
    for _ in range(5):
        tab.go_back()
        tab.wait_for_function("!document.documentElement.dataset.forgotten")
        shown = tab.inner_text("main") + "".join(box.input_value() for box in tab.locator("textarea").all())
        assert not NUMBER.search(shown)
        assert "护栏" not in shown
    assert tab.url.endswith("/submit/"), "as far back as it goes"


@pytest.mark.parametrize("path", ["/submit/", "/submit/who/"])
def test_a_broken_line_leaves_what_was_written_where_it_is(page, path: str) -> None:
    tab = page(width=390)
    write_until_check(tab, "村口的路灯坏了。", name="金顺姬", phone="199 0000 1234")
    tab.goto(path)
    box = "[name=text]" if path == "/submit/" else "[name=address]"
    tab.fill(box, "新林村三组")
    tab.context.set_offline(True)
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_selector(".hy-unsent")
    assert tab.input_value(box) == "新林村三组"
    tab.context.set_offline(False)
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url(lambda url: not url.endswith(path))
    tab.goto(path)
    assert tab.input_value(box) == "新林村三组"


SPEECH = """
window.said = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => ["zh-CN", "ko-KR"].map((lang) => ({ lang: lang, localService: true })), cancel: () => {},
  speak: (one) => { window.said.push([one.lang, one.text]); setTimeout(one.onend, 0); } } });
"""


@pytest.mark.parametrize("path", ["/", "/submit/who/", "/how/"])
def test_reading_aloud_leaves_no_words_out(page, path: str) -> None:
    tab = opened(page, ("ko", True, True))
    write_until_check(tab, "村口的路灯坏了。")
    tab.add_init_script(SPEECH)
    tab.goto(path)
    tab.click("[data-aloud]")
    tab.wait_for_selector("[data-aloud][aria-pressed=false]")
    said = "".join(text for _lang, text in tab.evaluate("window.said")).replace(" ", "")
    shown = tab.evaluate(
        """() => { const all = [], walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
          const one = walk.currentNode, box = one.parentElement, kept = "svg, option, textarea, .visually-hidden";
          if (one.data.trim() && box.offsetParent && !box.closest(kept)) { all.push(one.data); } }
        return all; }"""
    )
    lost = [one for one in shown if "".join(one.split()) not in "".join(said.split())]
    assert lost == []


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_nothing_stays_folded(page, script: bool) -> None:
    tab = page(script=script, width=390)
    said = "桥边的护栏断了。"
    number, code = speak_up(tab, said)
    follow(tab, number, code)
    assert not tab.locator("details", has_text=said).first.evaluate("one => one.open")
    assert said in words_of(tab.pdf())
    assert not tab.locator("details", has_text=said).first.evaluate("one => one.open")


#: Where a thing's words begin and in which height their middle is, px.
WORDS = """(one) => { const range = document.createRange(); range.selectNodeContents(one);
  const box = range.getBoundingClientRect(); return [box.left, (box.top + box.bottom) / 2]; }"""


def test_small_links_on_a_phone_stand_in_line_with_what_they_belong_to(page) -> None:
    tab = page(width=390, huiyin_elder="1")
    write_until_check(tab, "井盖没了。")
    change, heading = (tab.locator(f"#h-what{more}").evaluate(WORDS) for more in (" + a", ""))
    assert abs(change[1] - heading[1]) < 3
    begins = tab.locator(".hy-away").evaluate("one => one.getBoundingClientRect().left")
    assert tab.locator(".hy-foot .hy-nav a").first.evaluate(WORDS)[0] == pytest.approx(begins, abs=1)
    tab.locator(".hy-away button").evaluate("one => one.before(document.createElement('br'))")
    assert tab.locator(".hy-away button").evaluate(WORDS)[0] == pytest.approx(begins, abs=1)


def test_in_large_type_on_a_phone_a_facts_value_stands_below_its_label(page) -> None:
    tab = page(width=390, huiyin_elder="1", language="ko")
    number, code = speak_up(tab, "물이 나오지 않습니다.")
    desk = page("dispatcher")
    act(desk, number, "triage", klass="appeal", category="040000")
    act(desk, number, "assign", to=water_unit(desk, number), days="20")
    follow(tab, number, code)
    pairs = tab.locator(".hy-timeline .hy-facts > div")
    assert pairs.count()
    for pair in pairs.all():
        label, value = (pair.locator(name).bounding_box() for name in ("dt", "dd"))
        assert value["y"] >= label["y"] + label["height"] - 1
