"""The administrator's day in the browser: a unit, a colleague with a post, a hand-over; and every page of it looked at."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e.places import ADMINISTRATION
from tests.e2e.test_places import looked_at, opened

pytestmark = pytest.mark.slow
MODES = [("ko", True, True)]  # in the others by `make screens`


@pytest.mark.parametrize(("language", "width", "n"), [("zh-hans", 1440, 1), ("ko", 390, 2)])
def test_a_unit_a_colleague_and_a_hand_over(page: Any, language: str, width: int, n: int) -> None:
    tab = page("admin", language=language, width=width)
    tab.goto("/desk/admin/units/222424-ENV/")
    tab.click('main .hy-bar a[href$="/new/"]')
    tab.select_option("[name=kind]", "group")
    tab.fill("[name=code]", f"222424-ENV-X{n}")
    tab.fill("[name=name]", f"大气科{n}")  # no two beside each other have one name
    tab.click("main form button.btn-primary")
    tab.wait_for_url(f"**/units/222424-ENV-X{n}/?done=add")
    assert "大气科" in tab.inner_text("h1")
    made = []
    for name, unit in ((f"first{n}", f"222424-ENV-X{n}"), (f"second{n}", "222424-ENV")):
        tab.goto("/desk/admin/people/new/")
        tab.fill("[name=username]", name)
        tab.fill("[name=name]", "张三丰")
        tab.select_option("[name=role]", "officer")
        tab.select_option("[name=unit]", unit)
        tab.click("main form button.btn-primary")
        tab.wait_for_selector("main code")
        assert re.fullmatch(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", tab.inner_text("main code"))
        made.append(tab.inner_text("main code"))
    assert made[0] != made[1]
    tab.goto(f"/desk/admin/people/?q=first{n}")
    tab.click("main table a")
    tab.click('main .hy-bar a[href$="/leave/"]')
    value = tab.locator("[name=successor] option", has_text=f"second{n}").get_attribute("value")
    tab.select_option("[name=successor]", value)
    tab.check("[name=posts]")
    tab.click('form:has(input[value="look"]) button')
    tab.wait_for_selector('input[name=what][value="do"]', state="attached")
    tab.click('form:has(input[value="do"]) button')
    tab.wait_for_url("**/?done=left")
    tab.goto(f"/desk/admin/people/?q=second{n}")
    assert "大气科" in tab.inner_text("main table")


def test_a_form_that_is_to_be_mended_keeps_what_was_typed_and_holds_the_focus(page: Any) -> None:
    tab = page("admin", width=390)
    tab.goto("/desk/admin/people/new/")
    tab.fill("[name=username]", "a b")
    tab.fill("[name=name]", "李四光")
    tab.click("main form button.btn-primary")
    tab.wait_for_selector(".hy-error")
    assert tab.input_value("[name=name]") == "李四光"
    assert tab.evaluate("document.activeElement.name") == "username"
    assert looked_at(tab) == []


@pytest.mark.parametrize("mode", MODES)
def test_every_page_of_it(page: Any, mode: tuple[str, bool, bool]) -> None:
    tab, wrong = opened(page, mode, "admin"), []
    for path in ADMINISTRATION:
        assert tab.goto(path).status == 200, path
        tab.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
        wrong += looked_at(tab)
    assert wrong == []
