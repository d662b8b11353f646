"""In the browser: a machine's draft is taken over, refused unread and mended; a unit is found by its initials."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route

from huiyin.rules.fields import MACHINE
from tests.e2e.test_places import looked_at
from tests.e2e.test_way import act, speak_up, water_unit
from tests.rooms.scribe_stub import Machine

pytestmark = pytest.mark.slow
#: The third sign is the name in the text: the title has it, and the telephone, with stars already.
DRAFT = "一、反映的问题：〔N3〕家水管漏水。二、查明的情况：【待补充】。三、处理意见：【待补充】。"


def test_a_machines_draft_is_mended_before_it_is_kept(page, machine: Machine) -> None:
    number, _ = speak_up(
        page(), "楼道里的水管漏了三天，我是金顺姬，电话199 0000 1234。", name="金顺姬", phone="199 0000 1234"
    )
    dispatcher, water = page("dispatcher"), page("water", width=390)
    act(dispatcher, number, "triage", klass="appeal", category="040000")
    act(dispatcher, number, "assign", to=water_unit(dispatcher, number), days="20")
    act(water, number, "sign")
    act(water, number, "notify", notice="sms")
    machine.answer = DRAFT
    water.goto(f"/desk/matter/{number}/")
    assert water.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    water.click("#scribe button[value=draft]")
    water.wait_for_selector("#scribe-text")
    assert looked_at(water) == []
    assert "金顺姬家水管漏水" in water.inner_text("#scribe-text")
    for private in ("金顺姬", "0000 1234"):
        assert private not in machine.everything
    water.click("#scribe [data-take]")
    water.wait_for_selector("#do [name=text]")
    box = water.locator("#do [name=text]")
    water.wait_for_selector("#do [name=text]:focus")
    assert "水管漏水" in box.input_value()
    assert MACHINE in box.input_value()
    water.check("#do [name=outcome][value=supported]")
    water.click("#do button[type=submit].btn-primary")
    water.wait_for_selector("#do .hy-error")
    assert water.locator("#do .hy-error").count() == 1
    assert "水管漏水" in water.locator("#do [name=text]").input_value(), "what was typed stays"
    mended = "您家水管漏水，接头已于三月五日换好。依据：《城市供水条例》。"
    water.fill("#do [name=text]", mended)
    water.click("#do button[type=submit].btn-primary")
    water.wait_for_url("**done=*")
    assert water.locator(".hy-error").count() == 0


def test_a_unit_is_found_while_one_types(page) -> None:
    number, _ = speak_up(page(), "路灯坏了。")
    tab = page("dispatcher")
    act(tab, number, "triage", klass="appeal", category="040000")
    tab.goto(f"/desk/matter/{number}/?do=assign")
    tab.locator("#do [name=find_to]").press_sequentially("zls", delay=20)
    tab.wait_for_selector("#do [name=to] option:nth-child(6)", state="detached")
    assert looked_at(tab) == []
    assert "自来水" in tab.locator("#do [name=to]").inner_text()
    tab.keyboard.press("Enter")  # sends nothing: it goes on to what was found
    assert tab.evaluate("document.activeElement.name") == "to"
    assert tab.locator("#do .hy-bad").count() == 0


def drafting(page: Any) -> Page:
    """An officer's page with a fresh draft of the answer to a matter that was handed to them."""
    number, _ = speak_up(page(), "水管漏水。")
    dispatcher, water = page("dispatcher"), page("water")
    act(dispatcher, number, "triage", klass="appeal", category="040000")
    act(dispatcher, number, "assign", to=water_unit(dispatcher, number), days="20")
    act(water, number, "sign")
    act(water, number, "notify", notice="sms")
    water.goto(f"/desk/matter/{number}/?do=draft")
    return water


def test_another_beginning_keeps_what_was_written(page) -> None:
    water = drafting(page)
    box = water.locator("#do [name=text]")
    box.fill("接头已经换好。")
    for n in (0, 1, 1):
        with water.expect_response("**do=draft**"):
            water.locator("#do [data-beginnings] a").nth(n).click()
        water.wait_for_load_state("networkidle")
        assert box.input_value().count("接头已经换好。") == 1
        assert box.input_value().endswith("接头已经换好。")
    assert box.input_value() != "接头已经换好。", "the beginning stands above it"


def test_another_beginning_keeps_what_is_written_until_it_comes(page) -> None:
    water = drafting(page)
    box = water.locator("#do [name=text]")
    box.fill("接头已经换好。")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    water.route(lambda url: "do=draft" in url and "/check/" not in url, hold)
    water.locator("#do [data-beginnings] a").first.click()
    with water.expect_response(
        "**/check/**"
    ):  # something else is asked for while the beginning is on its way
        water.locator("#do [hx-select='#check']").click()
    box.press_sequentially("水压正常。")
    assert held
    held[0].continue_()
    water.wait_for_function("() => document.querySelector('#do [name=text]').value.startsWith('＿')")
    assert box.input_value().endswith("\n\n接头已经换好。水压正常。")


def test_signed_out_meanwhile_another_beginning_takes_no_words_away(page) -> None:
    water = drafting(page)
    water.locator("#do [name=text]").fill("接头已经换好。")
    water.context.clear_cookies()
    water.locator("#do [data-beginnings] a").first.click()
    water.wait_for_selector("#do [data-signed-out]")
    assert water.locator("#do [name=text]").input_value() == "接头已经换好。"
    assert water.locator("#do [data-signed-out]").inner_text()


def test_a_unit_is_found_in_the_administration(page) -> None:
    tab = page("admin")
    tab.goto("/desk/admin/people/new/")
    with tab.expect_response("**/desk/admin/find/unit/"):
        tab.locator("[name=find_unit]").press_sequentially("zls", delay=20)
    tab.wait_for_function("document.querySelector('[name=unit]').options.length < 20")
    assert "自来水" in tab.locator("[name=unit]").inner_text()
    assert looked_at(tab) == []


@pytest.mark.parametrize("how", ["cut", "failed"])
def test_a_beginning_that_doesnt_come_is_told_and_isnt_chosen(page, how: str) -> None:
    water = drafting(page)
    box = water.locator("#do textarea[name=text]")
    box.fill("接头已经换好。")
    chip = water.locator("#do [data-beginnings] a").first
    if how == "cut":
        water.context.set_offline(True)
    else:
        water.route("**/matter/**", lambda route: route.fulfill(status=500, body="<main><h1>500</h1></main>"))
    chip.click()
    note = water.locator("#do [data-not-begun][role=alert]")
    note.wait_for()
    assert note.inner_text().startswith("没能换上这个开头")
    assert box.input_value() == "接头已经换好。"
    assert chip.get_attribute("aria-current") is None
    assert "hy-not-come" in str(chip.get_attribute("class"))
    chip.click()
    water.wait_for_timeout(300)
    assert note.count() == 1
    water.context.set_offline(False)
    water.unroute_all()
    chip.click()
    water.wait_for_selector("#do [data-beginnings] a[aria-current] >> nth=0")
    note.wait_for(state="detached")
    assert box.input_value().endswith("接头已经换好。")
