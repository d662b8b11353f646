"""The register form at the counter: what may be the same is in sight while one writes, and so is what is to be mended."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

TITLE, TEXT = "幸福家园漏水", "幸福家园三号楼地下室供水管道漏水，积水已经没过脚面，要求抢修。"
SEEN = """(box) => { const r = box.getBoundingClientRect(), top = document.elementFromPoint(r.left + 20, r.top + 10);
    return r.top >= 0 && r.bottom <= innerHeight && box.contains(top); }"""


def in_sight(tab, css: str) -> None:
    """Waits until the first of these is wholly in sight and lies under nothing; smooth scrolling takes its time."""
    tab.wait_for_function(
        f"(css) => {{ const box = document.querySelector(css); return !!box && ({SEEN})(box); }}", arg=css
    )


def written(tab) -> None:
    """The form with a text that is another's, while the keys are in the text."""
    tab.goto("/desk/register/")
    tab.fill("[name=title]", TITLE)
    tab.click("[name=text]")
    with tab.expect_response("**/register/same/"):
        tab.keyboard.type(TEXT)


def registered(tab) -> None:
    tab.goto("/desk/register/")
    tab.fill("[name=title]", TITLE)
    tab.fill("[name=text]", TEXT)
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/desk/registered/*/")


def test_what_may_be_the_same_stands_beside_the_text_on_a_desk_s_screen(page) -> None:
    tab = page("clerk")
    registered(tab)
    written(tab)
    tab.wait_for_selector("#same li")
    in_sight(tab, "#same li")
    in_sight(tab, "[name=text]")  # and covers nothing of the form
    assert not tab.locator("#same-note a").is_visible()
    tab.keyboard.press("F7")
    assert tab.evaluate("document.activeElement.closest('#same') !== null")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.name") == "text"


@pytest.mark.parametrize("width", [900, 390])
def test_on_a_smaller_screen_a_line_in_the_bar_leads_there(page, width: int) -> None:
    tab = page("clerk", width=width)
    registered(tab)
    written(tab)
    tab.wait_for_selector("#same-note a")
    in_sight(tab, "#same-note a")
    tab.click("#same-note a")
    in_sight(tab, "#same li strong")
    tab.keyboard.press("F7")
    assert tab.evaluate("document.activeElement.name") == "text"


@pytest.mark.parametrize(
    ("width", "wrong"), [(1440, "persons"), (768, "text"), (390, "title"), (390, "text")]
)
def test_what_is_to_be_mended_is_in_sight_with_what_is_wrong(page, width: int, wrong: str) -> None:
    tab = page("clerk", width=width)
    tab.goto("/desk/register/")
    for name, value in {"title": "路灯不亮", "text": "广场东侧路灯坏了。", wrong: ""}.items():
        tab.fill(f"[name={name}]", value)
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".hy-bad :focus")
    assert tab.evaluate("document.activeElement.name") == wrong
    in_sight(tab, ".hy-bad .hy-error")
    in_sight(tab, ".hy-bad :focus")


def test_many_people_are_asked_who_speaks_for_them(page) -> None:
    tab = page("clerk")
    tab.goto("/desk/register/")
    tab.fill("[name=persons]", "4")
    tab.keyboard.press("Tab")
    assert not tab.is_visible("[name=representatives]")
    tab.fill("[name=persons]", "9")
    tab.keyboard.press("Tab")
    tab.wait_for_selector("[name=representatives]")
