"""Two tabs, a broken line, a page left open for days, a switch pressed in the midst: nothing is lost, nothing goes astray."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.intake.unsent import Unsent
from huiyin.rules.clocks import Clock
from huiyin.rules.promises import DUTIES
from huiyin.rules.vocabulary import Verb
from huiyin.web.portal.owing import owed
from huiyin.web.shared.papers.lawful import by_language
from tests.rooms import cast
from tests.web.conftest import VILLAGE, Browser, page_of
from tests.web.paper_reading import words_of
from tests.web.test_portal import LETTER, ask, hidden, receipt_of, receipts_of, send, under_way_until_sent

pytestmark = pytest.mark.usefixtures("county")

GOOD = {"rate": {"unit": "satisfied"}}


def focused(page: str) -> str:
    """The name of the field that holds the focus."""
    found = re.findall(r'name="(\w+)"[^>]* autofocus', page)
    assert len(found) == 1
    return str(found[0])


# -- two tabs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["add", "withdraw", "review", "rate", "answer"])
def test_what_was_written_for_one_matter_never_goes_to_another(browser: Browser, now: Any, what: str) -> None:
    first, second = cast.comes_in(), cast.comes_in()
    at = (
        max(cast.go(one.number, Verb.CLOSE) for one in (first, second))
        if what in ("review", "rate")
        else cast.START
    )
    now(at + timedelta(minutes=5))
    client, path = browser(language="en"), f"/follow/{what}/"
    ask(client, first.number, first.code)
    of = re.findall(r'name="of" value="([^"]+)"', page_of(client.get(path)))
    assert of == ([first.number] if what != "answer" else []), "nothing is asked there yet"
    ask(client, second.number, second.code)  # in another tab
    before = Entry.objects.count()
    given = {"of": first.number, "text": "这是第一件事的话。", **GOOD.get(what, {})}
    response = client.post(path, given)
    page = page_of(response)
    assert response.status_code == 422
    assert Entry.objects.count() == before
    assert "Another matter was opened in this browser meanwhile" in page
    assert f'value="{first.number}"' in page
    assert what == "rate" or given["text"] in page
    if what == "answer":
        return
    client.post(path, {**given, "number": first.number, "code": first.code})
    assert (
        Entry.objects.filter(number=second.number).count() + Entry.objects.filter(number=first.number).count()
        == before + 1
    )


def test_a_link_never_leads_to_the_matter_of_another_tab(browser: Browser) -> None:
    first, second = cast.comes_in(), cast.comes_in()
    client = browser()
    links = re.findall(r'href="(/follow/[^"]*)\?of=([^"]+)"', page_of(ask(client, first.number, first.code)))
    assert {("/follow/add/", first.number), ("/follow/withdraw/", first.number)} <= set(links)
    ask(client, second.number, second.code)  # in another tab
    for path in ("add/", "answer/", "withdraw/", "review/", "rate/", ""):
        page = page_of(client.get(f"/follow/{path}?of={first.number}"))
        assert second.number not in page, path
        assert f'value="{first.number}"' in page, path
        assert 'name="code"' in page, path
    assert client.get(f"/follow/letter.pdf?of={first.number}")["Location"] == f"/follow/?of={first.number}"


def test_two_letters_in_two_tabs_dont_write_over_each_other(browser: Browser) -> None:
    client, other = browser(language="en"), {"text": "桥断了。"}
    # both opened before anything was written
    letters = [hidden(page_of(client.get("/submit/"))) for _ in range(2)]
    assert letters[0] != letters[1]
    client.post("/submit/", {**letters[0], "text": LETTER})
    assert client.post("/submit/", {**letters[1], **other, "keep": "1"}).status_code == 204
    response = client.post("/submit/", {**letters[1], **other})
    page = page_of(response)
    assert response.status_code == 422
    assert "a letter was begun that isn" in page
    assert hidden(page) == letters[1]
    assert other["text"] in page
    assert LETTER in page_of(client.get("/submit/"))
    # the way back in the first tab is the same letter still
    mended = {**letters[0], "text": LETTER + "快一点。"}
    assert client.post("/submit/", mended)["Location"] == "/submit/where/"
    assert client.post("/submit/where/", {**letters[1], "place": VILLAGE}).status_code == 422
    client.post("/submit/who/", {**letters[0], "manner": "anonymous", "persons": "1"})
    client.post("/submit/check/", hidden(page_of(client.get("/submit/check/"))))
    assert Unsent.objects.count() == 0
    assert client.post("/submit/", {**letters[1], **other}).status_code == 303
    client.post("/submit/", {**letters[0], "text": LETTER, "instead": "1"})
    assert LETTER in page_of(client.get("/submit/"))


# -- the way back ------------------------------------------------------------------------------------------------------


def test_number_and_code_lead_on_so_that_every_browser_finds_back(browser: Browser) -> None:
    receipt = cast.comes_in()
    response = browser().post("/follow/", {"number": receipt.number, "code": receipt.code})
    assert (response.status_code, response["Location"]) == (303, "/follow/")


def test_a_wrong_code_is_said_beside_the_code_which_holds_the_focus(browser: Browser) -> None:
    receipt = cast.comes_in()
    page = page_of(
        browser(language="en").post("/follow/", {"number": receipt.number, "code": "AAAA-AAAA-AAAA"})
    )
    assert re.search(r'id="f-code-error">Number and query code don', page)
    assert focused(page) == "code"


def test_who_wrote_for_longer_than_half_an_hour_is_led_to_what_is_asked(browser: Browser) -> None:
    receipt = cast.comes_in()
    page = page_of(browser(language="en").post("/follow/add/", {"text": "还有一点。", "of": receipt.number}))
    assert focused(page) == "number"
    assert f'value="{receipt.number}"' in page
    assert "还有一点。" in page


def test_what_has_arrived_is_said_once(browser: Browser, now: Any) -> None:
    now(cast.START + timedelta(minutes=5))
    receipt = cast.comes_in()
    client = browser(language="en")
    ask(client, receipt.number, receipt.code)
    page = page_of(client.post("/follow/add/", {"text": "还有一点。"}, follow=True))
    assert re.search(r'role="status"[^>]*autofocus><div><p>It has arrived', page)
    assert "It has arrived" not in page_of(client.get("/follow/"))
    page = page_of(client.post("/follow/withdraw/", {"text": "不用了。"}, follow=True))
    assert "We have received that you take it back." in page


# -- the line breaks ---------------------------------------------------------------------------------------------------


def with_cookies(browser: Browser, client: Client) -> Client:
    """The same browser as it was at this moment."""
    other = browser(language="en")
    for name, morsel in client.cookies.items():
        other.cookies[name] = morsel.value
    return other


def test_who_lost_the_answer_on_the_line_finds_the_receipt(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    carried = hidden(page_of(client.get("/submit/check/")))
    lost = with_cookies(browser, client)
    path = client.post("/submit/check/", carried)["Location"]  # it arrived; the answer didn't
    assert lost.get("/submit/check/")["Location"] == path
    assert receipt_of(lost) == receipt_of(client)
    stranger = browser()
    stranger.cookies["huiyin_sending"] = carried["token"]
    assert stranger.get("/submit/check/")["Location"] == "/submit/?gone=1"


def test_what_never_arrived_has_no_receipt(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    client.get("/submit/check/")
    client.post("/submit/throw-away/")
    assert client.get("/submit/check/")["Location"] == "/submit/?gone=1"


def test_after_half_an_hour_or_when_done_no_receipt_is_found_that_way(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    under_way_until_sent(client)
    path = client.post("/submit/check/", hidden(page_of(client.get("/submit/check/"))))["Location"]
    assert client.get("/submit/check/")["Location"] == path
    later = with_cookies(browser, client)
    with monkeypatch.context() as patched:
        import time

        soon = time.time() + 1801
        patched.setattr("django.core.signing.time.time", lambda: soon)
        assert later.get("/submit/check/")["Location"] == "/submit/?gone=1"
        assert "hy-ticket" not in page_of(later.get(path))
    assert "hy-ticket" in page_of(later.get(path))
    client.post("/follow/done/")
    assert client.cookies["huiyin_sending"].value == ""
    assert receipts_of(client) == []


def test_a_page_left_open_for_days_keeps_the_step_and_says_what_is_gone(browser: Browser, now: Any) -> None:
    client = browser(language="en")
    now(cast.START)
    client.post("/submit/", {"text": LETTER})
    now(cast.START + timedelta(days=4))
    assert client.post("/submit/where/", {"place": VILLAGE}).status_code == 303
    client.post("/submit/who/", {"manner": "anonymous", "persons": "1"})
    assert client.get("/submit/check/")["Location"] == "/submit/"
    assert "any more" in page_of(client.get("/submit/"))
    client.post("/submit/", {"text": LETTER})
    assert "any more" not in page_of(client.get("/submit/"))
    assert f'value="{VILLAGE}" selected' in page_of(client.get("/submit/where/"))
    assert client.post("/submit/check/")["Location"] == receipts_of(client)[-1]


# -- switches in the midst ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/submit/", {"text": LETTER}),
        ("/submit/where/", {"place": VILLAGE}),
        ("/submit/who/", {"manner": "named", "name": "金顺姬", "phone": "12"}),
        ("/follow/", {"number": "222424", "code": "AAAA"}),
        ("/follow/add/", {"text": LETTER}),
        ("/follow/withdraw/", {"text": LETTER}),
        ("/follow/review/", {"text": LETTER}),
        ("/follow/rate/", {"unit": "satisfied", "unit_words": "谢谢"}),
        ("/follow/answer/", {"text": LETTER}),
    ],
)
@pytest.mark.parametrize("switch", [{"language": "ko"}, {"elder": "1"}])
def test_a_switch_in_the_midst_of_a_form_loses_nothing(
    browser: Browser, path: str, typed: dict[str, str], switch: dict[str, str]
) -> None:
    client = browser()
    shown = page_of(client.get(path, follow=True))
    assert shown.count(' id="say"') == 1
    assert len(re.findall(r'<button[^>]* form="say"[^>]* data-switch', shown)) == 4
    first = re.search(r'<button[^>]* form="say"[^>]*>', shown)
    assert first is not None
    assert "name=" not in first[0], "Enter in a field sends the form and presses no switch"
    if path.startswith("/submit/") and path != "/submit/":
        client.post("/submit/", {"text": LETTER})
    response = client.post(path, {**typed, **switch})
    assert response.status_code == 303, "a page that was sent for isn't found again by the way back"
    assert not any(value in response["Location"] for value in typed.values())
    page = page_of(client.get(response["Location"]))
    assert "hy-error" not in page
    assert ('<html lang="ko-CN"' in page) == ("language" in switch)
    assert ('class="portal elder"' in page) == ("elder" in switch)
    for value in typed.values():
        assert re.search(rf'value="{value}"( selected| checked|)|>\s*{re.escape(value)}', page), value
    assert (
        'lang="ko-CN"' in page_of(client.get("/"))
        if "language" in switch
        else client.cookies["huiyin_elder"].value
    )
    assert Entry.objects.count() == Petition.objects.count() == 0
    client.post("/follow/done/")
    if path.startswith("/follow/"):
        assert Unsent.objects.count() == 0


def test_an_unknown_switch_changes_nothing_and_sends_nothing(browser: Browser) -> None:
    client = browser()
    page = page_of(client.post("/submit/", {"text": LETTER, "language": "xx"}, follow=True))
    assert '<html lang="zh-Hans-CN"' in page
    assert LETTER in page
    client.post("/submit/", {"text": LETTER, "elder": "1"})
    assert 'class="portal"' in page_of(client.post("/submit/", {"text": LETTER, "elder": "0"}, follow=True))
    assert Petition.objects.count() == 0


# -- the receipt as a file, e-mail -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "回执"), ("ko", "접수증")])
def test_the_receipt_can_be_kept_as_a_file(browser: Browser, language: str, said: str) -> None:
    client = browser(language=language)
    path = send(client)["Location"]
    number, code = receipt_of(client)
    page = page_of(client.get(path))
    assert f'href="{path}receipt.pdf"' in page
    assert f"{timezone.now():%Y}" in page.split("<main", 1)[1].split("hy-code")[0].replace(number, "")
    response = client.get(f"{path}receipt.pdf")
    assert response["Cache-Control"] == "no-store, private"
    told = words_of(response.content)
    assert all(one in told for one in (number, code, said))
    assert "金顺姬" not in told


def test_an_email_is_asked_for_only_where_one_can_be_sent(browser: Browser, settings: Any) -> None:
    client = browser(language="en")
    client.post("/submit/", {"text": LETTER})
    assert 'name="email"' not in page_of(client.get("/submit/who/"))
    settings.EMAIL_HOST = "mail.example"
    assert 'name="email"' in page_of(client.get("/submit/who/"))
    client.post("/submit/where/", {})
    who = {"manner": "named", "name": "金顺姬", "persons": "1"}
    page = page_of(client.post("/submit/who/", {**who, "email": "jin at example"}))
    assert re.search(r'id="f-email-error">This doesn', page)
    assert focused(page) == "email"
    assert client.post("/submit/who/", {**who, "email": "jin@example.org"}).status_code == 303
    assert "jin@example.org" in page_of(client.get("/submit/check/"))
    client.post("/submit/check/")
    assert Petition.objects.get().petitioner.email == "jin@example.org"
    client.post("/submit/", {"text": LETTER + "再说一次。"})
    client.post("/submit/who/", {**who, "manner": "anonymous", "email": "jin@"})
    client.post("/submit/check/")
    assert Petition.objects.latest("registered_at").petitioner.email == ""


def test_the_story_names_the_papers_one_added(browser: Browser, now: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    now(cast.START + timedelta(minutes=5))
    receipt = cast.comes_in()
    client = browser(language="en")
    ask(client, receipt.number, receipt.code)
    client.post("/follow/add/", {"text": "见照片。", "files": SimpleUploadedFile("井盖.txt", b"x")})
    assert "井盖.txt" in page_of(client.get("/follow/"))
    assert file_of(receipt.number).entries[-1].verb == Verb.ATTACH


# -- out of sight ------------------------------------------------------------------------------------------------------


def test_what_goes_out_of_sight_is_kept_as_far_as_it_is_right(browser: Browser) -> None:
    client = browser()
    response = client.post("/submit/", {"text": LETTER, "keep": "1"})
    assert (response.status_code, response.content) == (204, b"")
    assert LETTER in page_of(client.get("/submit/"))
    who = {"manner": "named", "name": "金顺姬", "phone": "12", "persons": "1", "keep": "1"}
    assert client.post("/submit/who/", who).status_code == 204
    page = page_of(client.get("/submit/who/"))
    assert "金顺姬" in page
    assert 'value="12"' not in page
    assert LETTER in page_of(client.get("/submit/"))
    assert Unsent.objects.count() == 1
    stranger = browser()
    assert stranger.post("/submit/", {"text": "  ", "keep": "1"}).status_code == 204
    assert stranger.post("/submit/", {"text": "长" * 20_001, "keep": "1"}).status_code == 204
    assert Unsent.objects.count() == 1
    assert Petition.objects.count() == 0


def test_a_letter_in_two_languages_is_read_in_both() -> None:
    text = "您好：\n\n水管已换好。\n110\n수도관을 바꾸었습니다.\n이상입니다."
    assert by_language(text) == (
        ("zh-Hans-CN", "您好：\n\n水管已换好。\n110"),
        ("ko-CN", "수도관을 바꾸었습니다.\n이상입니다."),
    )
    assert by_language("") == (("zh-Hans-CN", ""),)


def test_every_duty_is_told_in_the_petitioners_words_and_no_other_is() -> None:
    theirs = DUTIES - {Clock.T5}  # that one is between offices
    told = {code: owed(code) for code in theirs}
    assert all(told.values())
    assert "objection" not in " ".join(told.values())
    for code in set(Clock) - theirs:
        with pytest.raises(KeyError):
            owed(code)


def test_what_is_to_be_mended_stands_in_the_title_and_with_the_group(browser: Browser) -> None:
    client = browser(language="en")
    page = page_of(client.post("/submit/", {"text": ""}))
    assert "<title>Please mend · Tell us what has happened" in page
    page = page_of(client.post("/submit/who/", {"persons": "1"}))
    assert re.search(r'<fieldset[^>]* aria-describedby="f-manner-error"', page)


@pytest.mark.parametrize("stands", [Verb.SIGN, Verb.CLOSE])
def test_the_switches_belong_to_a_form_only_where_there_is_one(
    browser: Browser, now: Any, stands: Verb
) -> None:
    receipt = cast.comes_in()
    now(cast.go(receipt.number, stands) + timedelta(days=400 if stands is Verb.CLOSE else 0, minutes=1))
    client = browser()
    ask(client, receipt.number, receipt.code)
    for name in ("", "add/", "answer/", "withdraw/", "review/", "rate/"):
        page = page_of(client.get(f"/follow/{name}"))
        assert ('form="say"' in page) == ('id="say"' in page), name
        assert ('action="/language/"' in page) != ('form="say"' in page), name
