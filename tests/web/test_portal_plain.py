"""A form that can't be taken, too large or without proof of origin; words in another language; the way on from nowhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.web.portal import forms
from huiyin.web.shared.page import marked
from tests.rooms import cast
from tests.web.conftest import Browser, spoken_of
from tests.web.test_portal import LETTER, ask, hidden, under_way_until_sent

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/follow/", {"number": "222424", "code": "AAAA"}),
        ("/follow/add/", {"text": LETTER, "code": "AAAA"}),
        ("/follow/withdraw/", {"text": LETTER}),
        ("/follow/review/", {"text": LETTER}),
        ("/follow/rate/", {"unit": "satisfied", "unit_words": "谢谢"}),
        ("/follow/answer/", {"text": LETTER}),
    ],
)
def test_a_form_without_proof_of_origin_comes_back_filled_in_with_a_fresh_one(
    browser: Browser, path: str, typed: dict[str, str]
) -> None:
    client = browser(csrf=True, language="en")
    response = client.post(path, {**typed, "of": "222424-1"})
    page = spoken_of(response)
    assert response.status_code == 403
    assert 'id="say"' in page
    assert "csrfmiddlewaretoken" in page
    assert re.search(r"<h2 [^>]*autofocus>Not sent yet", page)
    assert page.count(" autofocus") == 1
    assert "hy-error" not in page
    assert "check and send again" in page
    for value in typed.values():
        assert re.search(rf'value="{value}"( checked|)|>\s*{re.escape(value)}', page), value
    assert client.cookies["csrftoken"].value


def test_as_many_of_the_largest_files_as_are_promised_are_taken(browser: Browser, settings: Any) -> None:
    settings.HUIYIN_LARGEST_FILE = 200_000
    room = settings.HUIYIN_LARGEST_REQUEST - forms.MOST_FILES * 20 * 1024 * 1024
    settings.HUIYIN_LARGEST_REQUEST = forms.MOST_FILES * settings.HUIYIN_LARGEST_FILE + room
    assert room > settings.DATA_UPLOAD_MAX_MEMORY_SIZE, "the words have their own room"
    client = browser()
    under_way_until_sent(client)
    carried = hidden(spoken_of(client.get("/submit/check/")))
    files = [SimpleUploadedFile(f"{n}.txt", f"{n}".encode() * 200_000) for n in range(forms.MOST_FILES)]
    assert client.post("/submit/check/", {**carried, "files": files}).status_code == 303


def test_too_large_a_form_says_so_and_leads_back_to_what_is_kept(browser: Browser, settings: Any) -> None:
    settings.HUIYIN_LARGEST_REQUEST = 10_000
    client = browser(language="en")
    under_way_until_sent(client)
    answer = client.post("/submit/check/", {"files": SimpleUploadedFile("a.txt", b"x" * 20_000)})
    page = spoken_of(answer)
    assert answer.status_code == 413
    assert "What you wrote is kept" in page
    assert 'class="btn btn-primary" href="/submit/check/"' in page
    assert LETTER in spoken_of(client.get("/submit/check/"))
    other = spoken_of(client.post("/follow/add/", {"files": SimpleUploadedFile("a.txt", b"x" * 20_000)}))
    assert "your browser" in other
    assert "What you wrote is kept" not in other


def test_the_promise_of_files_comes_from_the_settings(browser: Browser, settings: Any) -> None:
    settings.HUIYIN_LARGEST_FILE = 7 * 1024 * 1024
    client = browser(language="en")
    under_way_until_sent(client)
    assert "At most 5 files of 7 MB each." in spoken_of(client.get("/submit/check/"))


@pytest.mark.parametrize("elder", [False, True])
def test_where_there_is_nothing_the_menu_leads_on(browser: Browser, elder: bool) -> None:
    client = browser(language="en")
    if elder:
        client.cookies["huiyin_elder"] = "1"
    answer = client.get("/nowhere/")
    page = spoken_of(answer)
    assert answer.status_code == 404
    for path in ("/submit/", "/follow/", "/done/", "/duty/", "/contact/"):
        assert f'href="{path}"' in page, path
    assert 'href="/submit/"' not in spoken_of(browser("dan").get("/desk/nowhere/"))


def test_of_two_ways_to_be_reached_neither_is_called_optional(browser: Browser) -> None:
    client = browser(language="en")
    under_way_until_sent(client)
    page = spoken_of(client.get("/submit/who/"))
    for name in ("phone", "address"):
        label = re.search(rf'<label for="f-{name}">(.*?)</label>', page)
        assert label is not None
        assert "at least one of these" in label[1]
        assert "(optional)" not in label[1]


def test_chinese_words_within_another_language_say_so(browser: Browser) -> None:
    Unit.objects.filter(code=cast.DEPARTMENT).update(address="汪清镇1号楼")
    forget()
    receipt = cast.comes_in()
    client = browser(language="en")
    assert '<bdi lang="zh-Hans-CN">汪清镇1号楼</bdi>' in spoken_of(client.get("/contact/"))
    page = spoken_of(ask(client, receipt.number, receipt.code))
    assert '<bdi lang="zh-Hans-CN">县委群众工作部</bdi> decides who handles it' in page
    assert "<bdi" not in spoken_of(browser().get("/contact/"))


def test_marking_escapes_and_leaves_what_is_safe() -> None:
    from django.utils.translation import override

    with override("en"):
        assert marked("<b>at 春阳镇 & 3号</b>") == (
            '&lt;b&gt;at <bdi lang="zh-Hans-CN">春阳镇</bdi> &amp; 3<bdi lang="zh-Hans-CN">号</bdi>&lt;/b&gt;'
        )
        assert marked(marked("水")) == marked("水")
    with override("zh-hans"):
        assert marked("<水>") == "&lt;水&gt;"
