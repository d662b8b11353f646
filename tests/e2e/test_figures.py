"""The analyst's way before the monthly meeting: figures, one number opened, the report taken along, what people say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.test_way import speak_up

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

#: Chips that are narrower than their words.
CUT = "[...document.querySelectorAll('.hy-chips a')].filter(a => a.scrollWidth > a.clientWidth + 1).map(a => a.textContent)"

#: Chips that reach over the edge of their row, and tables wider than their place that don't say so.
OVER = "[...document.querySelectorAll('.hy-chips')].filter(a => a.scrollWidth > a.clientWidth + 1).map(a => a.textContent)"
UNSAID = (
    "[...document.querySelectorAll('.hy-across')].filter(a => a.scrollWidth > a.clientWidth + 1).map(a =>"
    " a.classList.contains('hy-further'))"
)


@pytest.mark.parametrize("language", ["zh-hans", "ko"])
def test_on_a_phone_no_chip_is_cut_and_a_wide_table_says_so(page: Any, language: str) -> None:
    tab = page("analyst", language=language, width=390)
    for path in ("/desk/figures/", "/desk/figures/report/"):
        tab.goto(path)
        tab.wait_for_load_state("networkidle")
        assert tab.evaluate(OVER) == []
        assert all(tab.evaluate(UNSAID))
    assert tab.locator(".hy-further").count() > 0, "the monthly report's first table"


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("ko", 390)])
def test_the_analysts_way(page: Any, language: str, width: int) -> None:
    citizen = page("", language="zh-hans", width=390)
    speak_up(citizen, "供暖管道漏水，家里很冷。")
    tab = page("analyst", language=language, width=width)
    tab.goto("/desk/figures/")
    tab.wait_for_selector("[data-chart=month] canvas")
    assert tab.locator("[data-chart] canvas").count() >= 4
    assert tab.evaluate(CUT) == []
    number = tab.locator("table:has(caption) .hy-n:not(.none)").first
    n = int(number.inner_text())
    number.click()
    tab.wait_for_url("**/desk/figures/rows/**")
    said = tab.locator("[data-n]")
    assert n in (int(said.get_attribute("data-n")), int(said.get_attribute("data-people")))
    assert tab.locator("tr[data-row]").count() == min(50, int(said.get_attribute("data-n")))
    tab.go_back()
    tab.locator(".hy-fold > summary").click()
    tab.fill("[name=from]", "2026-03-09")
    tab.fill("[name=to]", "2026-03-01")
    tab.click("#narrow button[type=submit]")
    assert tab.input_value("[name=to]") == "2026-03-01"
    assert tab.evaluate("document.activeElement.name") == "to"
    tab.goto("/desk/figures/report/")
    with tab.expect_download() as taken:
        tab.click("a[href*='report.pdf']")
    assert taken.value.suggested_filename.endswith(".pdf")
    assert tab.evaluate(CUT) == []
    tab.goto("/desk/figures/voices/")
    assert tab.evaluate(CUT) == []
    assert tab.locator("table").count() >= 2
