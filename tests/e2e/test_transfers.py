"""A batch file through the browser, from the form to the dossiers; the second screen in the visitor's hands."""

from __future__ import annotations

import pytest

from tests.e2e.test_places import looked_at

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

PASSED_ON = "2026-03-02"
BATCH = (
    "转送编号,转送日期,要求办结日期,信访人,身份证号,反映内容\n"
    f"E2E-1,{PASSED_ON},60天,金顺姬,999999195001010042,村里三天没有水。\n"
    f"E2E-2,{PASSED_ON},,朴,999999195001010041,门前的路塌了。\n"
)


def sent(tab, content: str) -> None:
    tab.goto("/desk/transfers/batch/")
    tab.set_input_files(
        "[name=file]", {"name": "转送.csv", "mimeType": "text/csv", "buffer": content.encode("gb18030")}
    )
    tab.click("main form .btn-primary")
    tab.wait_for_url("**/batch/*/")


def registered(tab, rows: int) -> None:
    """The worker's work, seen by the page that asks anew by itself."""
    tab.click("main form .btn-primary")
    tab.wait_for_selector("tbody tr:nth-child(1) .hy-clock.done", timeout=20_000)
    assert tab.locator("tbody .hy-clock.done").count() == rows


def test_a_dispatchers_batch_with_a_bad_row_that_comes_back_mended(page) -> None:
    tab = page("dispatcher")
    sent(tab, BATCH)
    assert tab.locator("tbody .hy-clock.calm").count() == tab.locator("tbody .hy-clock.missed").count() == 1
    assert looked_at(tab) == []
    tab.set_viewport_size({"width": 1440, "height": 900})
    registered(tab, 1)
    with tab.expect_download() as fetched:
        tab.click("a[href$='bad.csv']")
    mended = fetched.value.path().read_text("utf-8-sig").replace("999999195001010041", "999999195001010042")
    sent(tab, mended)
    registered(tab, 1)
    tab.goto("/desk/transfers/?show=all")
    assert "E2E-1" in tab.inner_text("main")
    assert "E2E-2" in tab.inner_text("main")
    assert looked_at(tab) == []


def test_the_visitor_reads_and_confirms_on_the_second_screen(page) -> None:
    clerk, visitor = page("dispatcher"), page(language="zh-hans", width=390)
    clerk.goto("/desk/counter/desk/")
    clerk.click("[value=code]")
    visitor.goto("/desk/counter/")
    visitor.fill("[name=code]", "12")
    visitor.click("main .btn-primary")
    assert visitor.locator(".hy-error").count() == 1
    assert looked_at(visitor) == []
    visitor.fill("[name=code]", clerk.inner_text("#code"))
    visitor.click("main .btn-primary")
    visitor.wait_for_selector(".hy-screen-blank")
    clerk.goto("/desk/register/")
    clerk.fill("[name=name]", "김순희")
    clerk.fill("[name=title]", "수도물이 나오지 않는다")
    clerk.fill("[name=text]", "사흘째 수도물이 나오지 않습니다.")
    clerk.evaluate("document.querySelector('#f-spoken').closest('details').open = true")
    clerk.select_option("#f-spoken", "ko")
    clerk.click("[hx-post='/desk/counter/desk/show/']")
    visitor.wait_for_selector("[value=right]")  # without a hand on the device
    assert "수도물" in visitor.inner_text("main")
    assert looked_at(visitor) == []
    assert visitor.url.endswith("/desk/counter/")
    visitor.dblclick("[value=right]")
    visitor.wait_for_selector(".hy-alert.good")
    clerk.wait_for_selector("#screen .hy-clock.done")
    clerk.click(".hy-send [type=submit]")
    clerk.wait_for_url("**/registered/*/")
    visitor.wait_for_selector(".hy-screen-blank")
    assert "수도물" not in visitor.content()
    clerk.goto("/desk/list/")
    clerk.click("text=수도물이 나오지 않는다")
    clerk.wait_for_selector("#e1")
    assert clerk.locator("#e1").inner_text().count("\n") >= 2
