"""A citizen's form loaded anew on a slow line: what was typed last stands there, and nobody speaks of another window."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.slow
NOTE = "sessionStorage.getItem('huiyin-unsent')"


#: What a page sends by itself is held up. A route of Playwright's doesn't see what is sent while a page goes.
HOLD = """navigator.sendBeacon = (url, data) => {
    localStorage.held = JSON.stringify([...JSON.parse(localStorage.held || '[]'), [String(url), String(data)]]);
    return true;
};"""


def slow_keeping(tab) -> None:
    """Each thing that the page sends by itself arrives when ``arrive`` lets it, and not before."""
    tab.add_init_script(HOLD)
    tab.on("dialog", lambda dialog: dialog.accept())  # leaving asks first


def arrive(tab) -> int:
    """What was held up reaches the server, in its order; how many."""
    held = tab.evaluate("JSON.parse(localStorage.held || '[]')")
    tab.evaluate("delete localStorage.held")
    for url, data in held:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Referer": url}
        assert tab.context.request.post(url, data=data, headers=kind).status == 204
    return len(held)


@pytest.mark.parametrize("when", ["after the page", "after the next page", "never"])
def test_a_reload_that_overtakes_what_is_kept_loses_nothing(page, when: str) -> None:
    tab = page(width=390)
    slow_keeping(tab)
    tab.goto("/submit/")
    tab.fill("[name=text]", "桥边的护栏断了，昨天有人摔倒。")
    tab.reload()
    assert tab.locator("[name=text]").input_value() == "桥边的护栏断了，昨天有人摔倒。"
    assert tab.evaluate(NOTE) is None
    if when == "after the page":
        assert arrive(tab) == 1
    tab.locator("[name=text]").press_sequentially("请修。")
    tab.reload()
    assert tab.locator("[name=text]").input_value().replace("请修。", "") == "桥边的护栏断了，昨天有人摔倒。"
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/submit/where/")
    if when == "after the next page":
        assert arrive(tab) == 2
    tab.goto("/submit/")
    assert "另一个窗口" not in tab.inner_text("main")
    assert "请修。" in tab.locator("[name=text]").input_value()
    for path in ("where/", "who/", "check/"):
        tab.click("main .btn-primary[type=submit]")
        tab.wait_for_url(f"**/submit/{path}")
        if path == "who/":
            tab.check("[name=manner][value=named]")
            tab.fill("[name=name]", "金顺姬")
            tab.fill("[name=phone]", "199 0000 1234")
            tab.reload()
            assert tab.locator("[name=phone]").input_value() == "199 0000 1234"
            assert tab.locator("[name=manner][value=named]").is_checked()
    assert "昨天有人摔倒" in tab.inner_text("main")
    tab.click("main form[data-online] button[type=submit]")
    tab.wait_for_url("**/receipt/*/")


def test_nothing_of_it_stays_in_the_tab(page) -> None:
    tab = page(width=390)
    slow_keeping(tab)
    tab.goto("/submit/")
    tab.fill("[name=text]", "村口的路灯坏了。")
    tab.goto("/contact/")
    assert tab.evaluate(NOTE) is None, "another page takes it away"
    tab.goto("/submit/")
    tab.fill("[name=text]", "村口的路灯坏了。")
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/submit/where/")
    assert tab.evaluate(NOTE) is None
    tab.goto("/submit/")
    tab.fill("[name=text]", "村口的路灯又坏了。")
    tab.click(".hy-away button")
    tab.wait_for_url(lambda address: address.endswith("/"))
    assert tab.evaluate("Object.keys(sessionStorage)") == []
    tab.goto("/submit/")
    assert tab.locator("[name=text]").input_value() == ""


@pytest.mark.parametrize("arrives", [True, False])
def test_what_a_reload_took_up_can_be_thrown_away_at_once(page, arrives: bool) -> None:
    tab = page(width=390)
    slow_keeping(tab)
    tab.goto("/submit/")
    assert not tab.locator(".hy-away button").is_visible(), "nothing is written yet"
    tab.fill("[name=text]", "邻居家夜里很吵。")
    assert tab.locator(".hy-away button").is_visible()
    assert not tab.locator("[data-unwritten]").is_visible()
    tab.reload()
    assert tab.locator("[name=text]").input_value() == "邻居家夜里很吵。"
    if arrives:
        arrive(tab)
    tab.click(".hy-away button")
    tab.wait_for_url(lambda address: address.endswith("/") and "/submit" not in address)
    tab.goto("/submit/")
    assert tab.locator("[name=text]").input_value() == ""
    assert not tab.locator(".hy-away button").is_visible()


@pytest.mark.parametrize("change", [{"at": 0}, {"of": "/submit/who/"}, {"forgot": True}])
def test_what_is_old_or_was_thrown_away_is_taken_up_by_nobody(page, change: dict) -> None:
    tab = page(width=390)
    tab.goto("/submit/")
    note = {"of": "/submit/", "typed": "text=%E6%97%A7%E7%9A%84", "marks": {}}
    now = tab.evaluate("Date.now()")
    left = json.dumps({**note, "at": now, **change})
    forgot = "localStorage.setItem('huiyin-forgot', Date.now() + 5);" if "forgot" in change else ""
    tab.add_init_script(
        f"if (!window.name) {{ window.name = 'x'; sessionStorage.setItem('huiyin-unsent', {json.dumps(left)}); {forgot} }}"
    )
    tab.goto("/submit/?again=1")
    assert tab.locator("[name=text]").input_value() == ""
    assert tab.evaluate(NOTE) is None
