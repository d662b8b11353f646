"""One petition's whole way through the browser alone: the citizen speaks, six officers act, the citizen hears the answer."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow

NUMBER = re.compile(r"222424-\d{8}-\d{5}-\d")
CODE = re.compile(r"[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}")

#: With all that the Regulation asks of an opinion.
ANSWER = (
    "您反映的漏水一事，经现场核查，情况属实。处理意见：漏水的接头已经换好，水费按减少的用水量退还。"
    "依据：《城市供水条例》。如不服本意见，可自收到之日起三十日内请求复查。"
)


def speak_up(tab, text: str, *, photo: bytes = b"", **more: str) -> tuple[str, str]:
    """Go through the citizens' steps, with a JPEG along; number and query code from the receipt."""
    write_until_check(tab, text, **more)
    if photo:
        file = {"name": "水管.jpg", "mimeType": "image/jpeg", "buffer": photo}
        tab.set_input_files("[name=files]", file)
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/receipt/*/")
    words = tab.inner_text("main")
    return NUMBER.search(words).group(), CODE.search(words).group()


def write_until_check(tab, text: str, **more: str) -> None:
    """All steps but the last."""
    tab.goto("/submit/")
    tab.fill("[name=text]", text)
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/where/")
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/who/")
    tab.check(f"[name=manner][value={'named' if more else 'anonymous'}]")
    for name, value in more.items():
        tab.fill(f"[name={name}]", value)
    tab.click("main .btn-primary[type=submit]")
    tab.wait_for_url("**/check/")


def act(tab, number: str, verb: str, **fields: str) -> str:
    """Choose an act on the matter's page, fill in its form, send it; what the page says afterwards."""
    tab.goto(f"/desk/matter/{number}/")
    link = tab.locator(f".hy-acts a[href*='{verb}']").first
    if not link.is_visible():  # under one of the headings that are folded up
        link.locator("xpath=ancestor::details/summary").first.click()
    link.click()
    tab.wait_for_selector("#do form")
    for name, value in fields.items():
        box = tab.locator(f"#do [name={name}]").first
        if box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        elif box.get_attribute("type") == "checkbox":
            box.check()
        elif box.get_attribute("type") == "radio":
            tab.check(f"#do [name={name}][value='{value}']")
        else:
            box.fill(value)
    without_leaving = tab.locator("#do form[data-online]").count() > 0
    tab.click("#do button[type=submit]")
    if without_leaving:  # sent by script, which goes on only once it has arrived
        tab.wait_for_url("**done=*")
    tab.wait_for_load_state()
    assert tab.locator(".hy-error").count() == 0, tab.inner_text("#do")
    return tab.inner_text("main")


def follow(tab, number: str, code: str) -> str:
    """Look the petition up as the citizen does."""
    tab.goto("/follow/")
    if tab.locator("[name=number]").count():  # else this browser asked before and is shown the story again
        tab.fill("[name=number]", number)
        tab.fill("[name=code]", code)
        tab.click("main button[type=submit]")
        tab.wait_for_load_state()
    return tab.inner_text("main")


@pytest.mark.parametrize(("language", "width", "script"), [("zh-hans", 1440, True), ("ko", 390, False)])
def test_from_the_first_word_to_the_answer(page, language: str, width: int, script: bool) -> None:
    citizen = page(language=language, width=width, script=script)
    number, code = speak_up(
        citizen, "楼道里的水管漏了三天，地上全是水。", name="金顺姬", phone="199 0000 1234"
    )
    assert "199" not in follow(citizen, number, code)

    dispatcher, water, head = page("dispatcher"), page("water"), page("water-head")
    act(dispatcher, number, "triage", klass="appeal", category="040000")
    act(dispatcher, number, "assign", to=water_unit(dispatcher, number), days="20")
    act(water, number, "sign")
    act(water, number, "notify", notice="sms")
    act(water, number, "draft", outcome="supported", text=ANSWER)
    assert "起草" in act(head, number, "approve")
    act(water, number, "issue")
    assert "接头已经换好" in follow(citizen, number, code)
    act(water, number, "deliver", method="phone", result="received", proof="电话告知，本人表示已收到。")
    act(water, number, "close", nothing_owed="1")
    told = follow(citizen, number, code)
    assert "接头已经换好" in told


def water_unit(tab, number: str) -> str:
    """The water company's code, from the list that the dispatcher chooses from."""
    tab.goto(f"/desk/matter/{number}/do/assign/")
    return tab.locator("[name=to] option", has_text="自来水公司").first.get_attribute("value")


def test_a_form_that_somebody_overtook_says_so_and_keeps_the_words(page) -> None:
    number, _ = speak_up(page(), "路灯坏了。")
    one, two = page("dispatcher"), page("dispatcher2")
    for tab in (one, two):
        tab.goto(f"/desk/matter/{number}/do/note/")
        tab.fill("#do [name=text]", "打过电话，说下午去看。")
    for tab in (one, two):
        tab.click("#do button[type=submit]")
        tab.wait_for_load_state()
    assert two.locator("#do [name=text]").input_value() == "打过电话，说下午去看。"


def test_a_wrong_form_keeps_what_was_typed_and_goes_to_the_place(page) -> None:
    tab = page(script=False)
    write_until_check(tab, "路灯坏了。")
    tab.goto("/submit/who/")
    tab.check("[name=manner][value=named]")
    tab.fill("[name=name]", "金顺姬")
    tab.fill("[name=phone]", "12")
    tab.click("main .btn-primary[type=submit]")
    assert tab.locator("[name=name]").input_value() == "金顺姬"
    assert tab.locator("[name=phone]").get_attribute("aria-invalid") == "true"
    assert tab.locator("[name=phone]").get_attribute("autofocus") is not None


def test_a_photo_goes_in_and_comes_out_the_same(page, picture) -> None:
    citizen = page()
    write_until_check(citizen, "水管裂了，看照片。")
    citizen.set_input_files("[name=files]", picture)
    citizen.click("main .btn-primary[type=submit]")
    citizen.wait_for_url("**/receipt/*/")
    number = NUMBER.search(citizen.inner_text("main")).group()
    officer = page("dispatcher")
    officer.goto(f"/desk/matter/{number}/")
    with officer.expect_download() as download:
        officer.click("a[href*='/file/']")
    assert download.value.suggested_filename == "水管.png"
    assert download.value.path().read_bytes() == picture.read_bytes()


PAGES = ["/", "/submit/", "/follow/", "/desk/login/"]
DESK_PAGES = ["/desk/", "/desk/register/"]


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_nothing_scrolls_sideways_on_the_narrowest_phone(page, language: str) -> None:
    for tab, paths in (
        (page(width=320, language=language), PAGES),
        (page("env", width=320, language=language), DESK_PAGES),
    ):
        for path in paths:
            tab.goto(path)
            over = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{path} is {over} px too wide"
