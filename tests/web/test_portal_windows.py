"""One letter open in two windows: neither writes over the other's newer words; both are shown, and the citizen chooses."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.intake import unsent
from huiyin.rooms.intake.unsent import Kept, Sheet, Unsent
from huiyin.web.portal.remembering import UNSENT_COOKIE
from tests.rooms import cast
from tests.web.conftest import VILLAGE, Browser, page_of
from tests.web.test_portal import LETTER, hidden, under_way_until_sent

pytestmark = pytest.mark.usefixtures("county")

NEWER, OLDER = LETTER + "昨天有人摔倒了。", LETTER + "是去年坏的。"


def two_windows(client: Client, path: str = "/submit/") -> list[dict[str, str]]:
    """What each of two windows carries, both opened on what is kept."""
    return [hidden(page_of(client.get(path))) for _ in range(2)]


def test_a_stale_window_loses_nothing_and_says_both(browser: Browser) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    first, second = two_windows(client)
    assert client.post("/submit/", {**first, "text": NEWER}).status_code == 303
    response = client.post("/submit/", {**second, "text": OLDER})
    page = page_of(response)
    assert response.status_code == 409
    assert NEWER in page.split("<form class", 1)[0], "what stands now is shown"
    assert f"\n{OLDER}</textarea>" in page, "what was typed here stands in the form"
    assert re.search(r"<h2 [^>]*autofocus>This page was filled in differently", page)
    assert "data-keep" not in page, "nothing is kept by itself before it is decided"
    kept = page_of(client.get("/submit/"))
    assert f"\n{NEWER}</textarea>" in kept
    assert OLDER in kept, "closed undecided, it is shown beside what is kept"


def test_the_one_that_wrote_last_goes_on_and_comes_back_without_being_asked(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    only, _other = two_windows(client)
    assert client.post("/submit/", {**only, "text": NEWER, "keep": "1"}).status_code == 204
    assert client.post("/submit/", {**only, "text": OLDER}).status_code == 303, "its own words were kept"
    assert client.post("/submit/", {**only, "text": NEWER}).status_code == 303, "the way back"
    assert client.post("/submit/", {**_other, "text": NEWER}).status_code == 303, "says the same"


@pytest.mark.parametrize("choice", ["form", "leave", "join"])
def test_what_is_chosen_counts_and_the_rest_is_gone(browser: Browser, choice: str) -> None:
    client = browser()
    under_way_until_sent(client)
    first, second = two_windows(client)
    client.post("/submit/", {**first, "text": NEWER})
    shown = hidden(page_of(client.post("/submit/", {**second, "text": OLDER})))
    given = {**shown, "text": OLDER} | ({} if choice == "form" else {choice: "1"})
    response = client.post("/submit/", given)
    assert response["Location"] == ("/submit/where/" if choice == "form" else "/submit/")
    page = page_of(client.get("/submit/"))
    held = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert held is not None
    both = f"{OLDER}\n\n{NEWER}"
    assert held[1] == {"form": OLDER, "leave": NEWER, "join": both}[choice]
    assert "weighed" not in page
    assert client.post("/submit/check/", hidden(page_of(client.get("/submit/check/")))).status_code == 303
    assert SealedText.objects.get(name="text").text == held[1]
    assert Unsent.objects.count() == 0


def test_what_is_kept_by_itself_writes_over_nothing(browser: Browser) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    first, second = two_windows(client)
    client.post("/submit/", {**first, "text": NEWER})
    assert client.post("/submit/", {**second, "text": OLDER, "keep": "1"}).status_code == 204
    page = page_of(client.get("/submit/"))
    assert f"\n{NEWER}</textarea>" in page
    assert OLDER in page
    assert "Written in another window" in page
    assert client.get("/submit/check/")["Location"] == "/submit/", "decided before it is sent"


@pytest.mark.parametrize(
    ("path", "newer", "older"),
    [
        ("/submit/where/", {"place": VILLAGE, "accused": cast.BUREAU}, {"place": "", "accused": ""}),
        (
            "/submit/who/",
            {"manner": "named", "name": "金顺姬", "phone": "199 0000 9999", "persons": "1"},
            {"manner": "named", "name": "金顺姬", "phone": "199 0000 1111", "persons": "2"},
        ),
    ],
)
def test_the_other_steps_are_compared_as_well(
    browser: Browser, path: str, newer: dict[str, str], older: dict[str, str]
) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    first, second = two_windows(client, path)
    assert client.post(path, {**first, **newer}).status_code == 303
    response = client.post(path, {**second, **older})
    page = page_of(response)
    assert response.status_code == 409
    assert "hy-pairs" in page
    assert ("199 0000 9999" in page.split("<form class", 1)[0]) == (path == "/submit/who/")
    assert 'name="join"' not in page
    broken = client.post(path, {**hidden(page), **older, "manner": "loud", "place": "nowhere"})
    assert broken.status_code == 422
    assert "hy-quote" in page_of(broken), "still beside it while something is to be mended"
    assert client.post(path, {**hidden(page_of(broken)), **older}).status_code == 303


def test_what_was_read_before_it_was_changed_is_not_sent(browser: Browser) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    read = hidden(page_of(client.get("/submit/check/")))
    client.post("/submit/", {**hidden(page_of(client.get("/submit/"))), "text": NEWER})
    response = client.post("/submit/check/", read)
    page = page_of(response)
    assert response.status_code == 409
    assert Petition.objects.count() == 0
    assert NEWER in page.split("<form class", 1)[0]
    assert f"\n{LETTER}</textarea>" in page
    assert client.post("/submit/", {**hidden(page), "text": NEWER}).status_code == 303
    sent = hidden(page_of(client.get("/submit/check/")))
    assert client.post("/submit/check/", sent).status_code == 303
    assert SealedText.objects.get(name="text").text == NEWER


def test_without_proof_of_origin_a_stale_window_is_still_one(browser: Browser) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    first, second = two_windows(client)
    client.post("/submit/", {**first, "text": NEWER})
    shown = hidden(page_of(client.post("/submit/", {**second, "text": OLDER})))
    client.handler.enforce_csrf_checks = True
    response = client.post("/submit/", {**shown, "text": OLDER})
    assert response.status_code == 403
    assert hidden(page_of(response)) == shown
    assert "h-versions" not in page_of(response)


def test_a_switch_in_a_stale_window_writes_over_nothing(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    first, second = two_windows(client)
    client.post("/submit/", {**first, "text": NEWER})
    page = page_of(client.post("/submit/", {**second, "text": OLDER, "elder": "1"}, follow=True))
    assert f"\n{NEWER}</textarea>" in page
    assert OLDER in page


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_the_same_moment_lose_nothing(on_disk: None) -> None:
    key = unsent.new_key()

    def write(n: int) -> dict[str, Any]:
        try:
            sheet = Sheet("L" * 20, f"{n}" * 20, "T" * 20) if n else Sheet("L" * 20, "T" * 20)
            unsent.keep_part(key, "submit", {"text": f"窗口{n}"}, sheet=sheet, now=cast.START)
            return unsent.under_way(key, now=cast.START)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as windows:
        windows.submit(write, 0).result()
        list(windows.map(write, range(1, 5)))
        kept = windows.submit(write, 5).result()
    lying = {one["text"] for one in kept[unsent.ASIDE]["submit"].values()}
    assert lying | {kept["text"]} == {f"窗口{n}" for n in range(1, 6)}


def test_words_that_come_with_other_line_ends_are_the_same(browser: Browser) -> None:
    client = browser()
    client.post("/submit/", {"text": "一\n二"})
    under_way_until_sent(client, text="一\n二")
    carried = hidden(page_of(client.get("/submit/check/")))
    assert client.post("/submit/check/", {**carried, "text": "一\r\n二"}).status_code == 303
    assert Unsent.objects.count() == 0


def test_nobody_else_begins_another_letter_by_it(now: Any) -> None:
    key = unsent.new_key()
    unsent.keep_part(key, "submit", {"text": "一"}, sheet=Sheet("L" * 20, "T" * 20), now=cast.START)
    other = Sheet("M" * 20, "U" * 20)
    assert unsent.keep_part(key, "submit", {"text": "二"}, sheet=other, now=cast.START) is Kept.ANOTHER
    assert unsent.under_way(key, now=cast.START)["text"] == "一"


def reloaded(first: dict[str, str], typed: int) -> dict[str, str]:
    """What the page that was loaded anew carries, its forerunner's words taken up."""
    return {**first, "tab": "R" * 32, "carried": f"{first['tab']}.{typed}"}


@pytest.mark.parametrize("begun", [True, False])
def test_a_page_loaded_anew_before_its_words_arrived_is_no_other_window(
    browser: Browser, begun: bool
) -> None:
    client = browser(language="en")
    if begun:
        under_way_until_sent(client)
    first = hidden(page_of(client.get("/submit/")))
    page = page_of(client.get("/submit/"))  # overtakes what was kept
    assert NEWER not in page
    assert client.post("/submit/", {**first, "text": NEWER, "typed": "5", "keep": "1"}).status_code == 204
    answer = client.post("/submit/", {**reloaded(first, 5), "text": NEWER + "还有。", "typed": "9"})
    assert answer.status_code == 303
    shown = page_of(client.get("/submit/"))
    assert f"\n{NEWER}还有。</textarea>" in shown
    assert "another window" not in shown


def test_what_arrives_after_later_words_of_its_window_is_in_them_already(browser: Browser) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    first = hidden(page_of(client.get("/submit/")))
    late = {**first, "text": NEWER, "typed": "5", "keep": "1"}
    assert client.post("/submit/", {**reloaded(first, 5), "text": LETTER, "typed": "9"}).status_code == 303
    assert client.post("/submit/", late).status_code == 204
    shown = page_of(client.get("/submit/"))
    assert f"\n{LETTER}</textarea>" in shown
    assert "another window" not in shown
    later = {**late, "text": OLDER, "typed": "6"}
    assert client.post("/submit/", later).status_code == 204, (
        "the page before lives on and says something new"
    )
    shown = page_of(client.get("/submit/"))
    assert f"\n{LETTER}</textarea>" in shown
    assert OLDER in shown, "beside it"


def test_of_one_page_what_was_typed_last_counts_whatever_arrives_last(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    first = hidden(page_of(client.get("/submit/")))
    assert client.post("/submit/", {**first, "text": NEWER, "typed": "9"}).status_code == 303
    assert client.post("/submit/", {**first, "text": OLDER, "typed": "5", "keep": "1"}).status_code == 204
    assert f"\n{NEWER}</textarea>" in page_of(client.get("/submit/"))
    assert client.post("/submit/", {**first, "text": OLDER, "typed": "3"}).status_code == 303, (
        "asked for by hand"
    )
    assert f"\n{OLDER}</textarea>" in page_of(client.get("/submit/"))


def test_a_page_loaded_anew_never_writes_over_a_true_other_window(browser: Browser) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    first, second = two_windows(client)
    assert client.post("/submit/", {**second, "text": NEWER}).status_code == 303
    answer = client.post("/submit/", {**reloaded(first, 5), "text": OLDER, "typed": "9"})
    page = page_of(answer)
    assert answer.status_code == 409
    assert NEWER in page.split("<form class", 1)[0]
    assert hidden(page)["carried"] == f"{first['tab']}.5", "still known when it is sent again"
    assert client.post("/submit/", {**first, "text": OLDER, "typed": "5", "keep": "1"}).status_code == 204
    assert page_of(client.get("/submit/")).count("Written in another window") == 1


@pytest.mark.parametrize(
    "carried", ["x", "." * 50, f"{'T' * 32}.{'9' * 40}", ",".join([f"{'T' * 32}.1"] * 99), "\x00.1"]
)
def test_marks_that_arent_ours_change_nothing(browser: Browser, carried: str) -> None:
    client = browser()
    under_way_until_sent(client)
    first, second = two_windows(client)
    client.post("/submit/", {**first, "text": NEWER})
    given = {**second, "text": OLDER, "carried": carried, "typed": carried}
    assert client.post("/submit/", given).status_code == 409


def test_what_a_page_sends_late_brings_its_key_and_gives_none_back(browser: Browser) -> None:
    client = browser()
    first = hidden(page_of(client.get("/submit/")))
    key = client.cookies[UNSENT_COOKIE].value
    late, slow = {**first, "text": NEWER, "typed": "5", "keep": "1"}, Client()
    slow.cookies[UNSENT_COOKIE] = key  # as it was when the page went
    assert client.post("/submit/", {**reloaded(first, 5), "text": OLDER, "typed": "9"}).status_code == 303
    assert client.cookies[UNSENT_COOKIE].value == key
    assert slow.post("/submit/", late).cookies.output() == ""
    assert f"\n{OLDER}</textarea>" in page_of(client.get("/submit/"))
    client.post("/submit/throw-away/", hidden(page_of(client.get("/submit/"))))
    assert slow.post("/submit/", late).cookies.output() == ""
    assert NEWER not in page_of(client.get("/submit/")), "thrown away it doesn't come back to this browser"
