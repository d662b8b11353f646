"""A leader with a phone, a work group in a village, a supervisor at the desk: each through the browser and the real server."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_places import RUN
from tests.e2e.test_way import act, speak_up, water_unit
from tests.house.laws import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

AXE = ROOT / "build/tools/axe.min.js"
#: A thumb's least target, in pixels (docs/design.md).
THUMB = 44
SMALL = """() => [...document.querySelectorAll('main .hy-thumbs .btn, main .hy-wide, main .hy-visitor > .btn')]
    .filter((b) => b.getBoundingClientRect().height < 44).map((b) => b.textContent.trim())"""


def clean(tab: Any) -> None:
    """Nothing for axe, nothing too wide, no large button too small for a thumb."""
    tab.evaluate(AXE.read_text("utf-8"))
    assert list(tab.evaluate(RUN)) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert tab.evaluate(SMALL) == []


def sent_on(page: Any, text: str, *, urgent: bool = False) -> tuple[str, Any]:
    """A matter that the water company has before it; its number and the dispatcher."""
    number, _code = speak_up(page(), text)
    dispatcher = page("dispatcher")
    dispatcher.goto(f"/desk/matter/{number}/?do=triage")
    dispatcher.check("#do [name=klass][value=appeal]")
    dispatcher.select_option("#do [name=category]", "040000")
    dispatcher.set_checked("#do [name=urgent]", urgent)
    dispatcher.click("#do button[type=submit]")
    dispatcher.wait_for_url("**done=*")
    act(dispatcher, number, "assign", to=water_unit(dispatcher, number), days="20")
    return number, dispatcher


@pytest.mark.parametrize(("language", "own"), [("zh-hans", "zh-Hans-CN"), ("ko", "ko-CN")])
def test_a_leader_takes_on_writes_and_reports_with_a_thumb(page: Any, language: str, own: str) -> None:
    number, _dispatcher = sent_on(page, "村里三天没有水，老人没法做饭。", urgent=True)
    tab = page("leader", language=language, width=390)
    tab.goto("/desk/leader/")
    assert tab.get_attribute("html", "lang") == own
    clean(tab)
    card = tab.locator(f"#main article:has(a[href='/desk/matter/{number}/'])")
    card.locator(".btn.main").click()
    tab.wait_for_url("**/decide/?do=own")
    clean(tab)
    tab.click(
        "main form button[type=submit]"
    )  # without a reason: the sentence beside the field, the focus there
    tab.wait_for_selector("#f-reason-error")
    assert tab.evaluate("document.activeElement.id") == "f-reason"
    tab.fill("[name=reason]", "由我包案，一周内解决。")
    tab.context.set_offline(True)
    tab.click("main form button[type=submit]")
    tab.wait_for_selector(".hy-unsent")
    assert tab.input_value("[name=reason]") == "由我包案，一周内解决。"
    tab.context.set_offline(False)
    tab.dblclick("main form button[type=submit]")
    tab.wait_for_url("**/desk/leader/?done=own")
    assert tab.locator(f"section[aria-labelledby=h-owned] a[href='/desk/matter/{number}/']").count() == 1
    tab.go_back()
    tab.wait_for_load_state()
    tab.goto(f"/desk/matter/{number}/decide/?do=instruct")
    tab.fill("[name=text]", "请自来水公司今天到现场，先送水。")
    tab.fill("[name=days]", "3")
    tab.click("main form button[type=submit]")
    tab.wait_for_url("**/desk/leader/?done=instruct")
    water = page("water", language=language, width=390)
    water.goto(f"/desk/matter/{number}/")
    assert "先送水" in water.inner_text(".hy-pinned")
    clean(water)
    act(water, number, "carry_out", text="已送水，水管今天修好。")
    assert water.locator(".hy-pinned").count() == 0
    tab.goto("/desk/leader/")
    assert "水管今天修好" in tab.inner_text("section[aria-labelledby=h-wrote]")


def test_a_work_group_writes_from_the_village_over_a_line_that_breaks(page: Any, picture: Path) -> None:
    number, _dispatcher = sent_on(page, "井干了，村口没有水。")
    tab = page("water", width=390)
    act(tab, number, "sign")
    tab.goto(f"/desk/matter/{number}/")
    tab.click("main .hy-acts a[href$='/field/']")
    tab.wait_for_url("**/field/")
    clean(tab)
    tab.fill("[name=text]", "井口干裂，水泵烧坏。")
    tab.fill("[name=spot]", "村口老井")
    big = tab.evaluate("""async () => {
        const canvas = new OffscreenCanvas(3000, 2200), pen = canvas.getContext('2d');
        const noise = pen.createImageData(3000, 2200);
        for (let i = 0; i < noise.data.length; i++) { noise.data[i] = i % 4 === 3 ? 255 : Math.random() * 255; }
        pen.putImageData(noise, 0, 0);
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: .95 });
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = '';
        for (let i = 0; i < bytes.length; i += 8192) { text += String.fromCharCode(...bytes.subarray(i, i + 8192)); }
        return btoa(text);
    }""")
    large = picture.parent / "大照片.jpg"
    large.write_bytes(b64decode(big))
    assert large.stat().st_size > 2_000_000
    tab.set_input_files("#f-camera", [str(picture)])
    tab.wait_for_selector("[data-photos] li")
    tab.set_input_files("#f-files", [str(large)])
    tab.locator("[data-photos] li").nth(1).wait_for()
    size = tab.evaluate("Math.max(...[...document.getElementById('f-files').files].map((f) => f.size))")
    assert size < large.stat().st_size / 1.5  # made smaller before it goes
    clean(tab)
    tab.context.set_offline(True)
    tab.click("main form button[type=submit]")
    tab.wait_for_selector(".hy-unsent")
    assert tab.input_value("[name=text]") == "井口干裂，水泵烧坏。"
    assert tab.evaluate("document.getElementById('f-files').files.length") == 2
    tab.context.set_offline(False)
    tab.click("main form button[type=submit]")
    tab.wait_for_url("**done=*")
    assert "村口老井" in tab.inner_text("main")
    assert tab.locator(".hy-files .hy-papers a").count() == 2
    plain = page("water", width=390, script=False)
    plain.goto(f"/desk/matter/{number}/field/")
    plain.fill("[name=text]", "下午又看了一次。")
    plain.set_input_files("#f-files", [str(picture)])
    plain.click("main form button[type=submit]")
    plain.wait_for_url("**done=*")
    assert "下午又看了一次" in plain.inner_text("main")


def test_a_supervisor_presses_several_and_the_rota_is_swapped_by_hand(page: Any) -> None:
    tab = page("supervisor")
    tab.goto("/desk/supervision/")
    clean(tab)
    tab.emulate_media(media="print")
    assert not tab.locator("[data-print]").is_visible(), "a button is no use on paper"
    heads = tab.locator("main h2").evaluate_all("all => all.map(one => getComputedStyle(one).breakAfter)")
    assert set(heads) == {"avoid"}, "no heading stays behind at the foot of a page"
    tab.emulate_media(media="screen")
    tab.goto("/desk/duty/weeks/")
    tab.fill("[name=weeks]", "6")
    tab.click("main form button[type=submit]")
    tab.wait_for_url(re.compile(r"/desk/duty/\?month="))
    tab.goto("/desk/duty/calendar/")
    month = tab.evaluate("new Date(Date.now() + 20 * 864e5).toISOString().slice(0, 7)")
    tab.goto(f"/desk/duty/calendar/?month={month}")
    clean(tab)
    bars = tab.locator("[data-shift]")
    assert bars.count() >= 2
    first, second = (bars.nth(n).locator("strong").inner_text() for n in (0, 1))
    assert first != second
    bars.nth(0).drag_to(bars.nth(1))
    tab.wait_for_url("**/desk/duty/swap/**")
    clean(tab)
    tab.click("main form button[type=submit]")
    tab.wait_for_url("**/desk/duty/calendar/**")
    tab.goto(f"/desk/duty/calendar/?month={month}")
    after = [tab.locator("[data-shift] strong").nth(n).inner_text() for n in (0, 1)]
    assert after == [second, first]
    for n in (0, 1):
        tab.locator("[data-shift] input").nth(n).check()
    tab.click("main form button[type=submit]")
    tab.wait_for_url("**/desk/duty/swap/**")
    tab.goto(f"/desk/duty/sheet/?month={month}&in=ko")
    clean(tab)
