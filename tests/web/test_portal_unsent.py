"""What a citizen is writing and hasn't sent yet: nothing is lost, nothing seen by others, nothing stays longer than needed."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.intake.unsent import Unsent, forget_old
from huiyin.web.portal import forms, submitting
from tests.rooms import cast
from tests.web.conftest import VILLAGE, Browser, page_of
from tests.web.test_portal import LETTER, hidden, receipt_of, send, under_way_until_sent

pytestmark = pytest.mark.usefixtures("county")


def test_a_closed_browser_loses_nothing(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client, manner="confidential")
    cookie = client.cookies["huiyin_unsent"]
    assert cookie["httponly"]
    assert cookie["path"] == "/submit/"
    again = browser(language="en")
    again.cookies["huiyin_unsent"] = cookie.value
    assert LETTER in page_of(again.get("/submit/"))
    assert f'value="{VILLAGE}" selected' in page_of(again.get("/submit/where/"))
    page = page_of(again.get("/submit/who/"))
    assert 'value="confidential" checked' in page
    assert "199 0000 1234" in page
    assert "hy-error" not in page
    page = page_of(again.get("/submit/check/"))
    assert all(words in page for words in (LETTER, "河西村", "金顺姬", "in confidence"))
    assert Petition.objects.count() == 0


def test_what_is_kept_is_sealed_and_found_by_nobody_else(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark, body FROM huiyin_unsent")
        ((mark, body),) = cursor.fetchall()
    assert client.cookies["huiyin_unsent"].value not in (mark, body)
    assert "路灯" not in body
    for key in ("", mark, "x" * 32):
        other = browser()
        other.cookies["huiyin_unsent"] = key
        assert other.get("/submit/check/")["Location"] == "/submit/?gone=1"
        assert LETTER not in page_of(other.get("/submit/"))


def test_throwing_away_leaves_nothing(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    assert client.get("/submit/throw-away/").status_code == 405
    # with an old page, too; but not where the browser sent no key along
    client.handler.enforce_csrf_checks = True
    assert "huiyin_unsent" not in browser(csrf=True).post("/submit/throw-away/").cookies
    assert Unsent.objects.count() == 1
    assert client.post("/submit/throw-away/")["Location"] == "/"
    assert Unsent.objects.count() == 0
    assert client.cookies["huiyin_unsent"].value == ""


def test_after_three_days_it_is_gone(browser: Browser, now: Any) -> None:
    client = browser()
    now(cast.START)
    under_way_until_sent(client)
    now(cast.START + timedelta(days=3, seconds=1))
    assert LETTER not in page_of(client.get("/submit/"))
    assert forget_old(now=cast.START + timedelta(days=3)) == 0
    assert forget_old(now=cast.START + timedelta(days=3, seconds=1)) == 1
    assert Unsent.objects.count() == 0


@pytest.mark.parametrize("path", ["/submit/where/", "/submit/who/", "/submit/check/"])
def test_a_step_without_the_first_leads_to_the_first_which_says_why(browser: Browser, path: str) -> None:
    page = page_of(browser(language="en").get(path, follow=True))
    assert "isn't kept in this browser any more" in page
    assert "Tell us what has happened" in page
    assert "browser any more" not in page_of(browser(language="en").get("/submit/"))


def test_without_a_name_nothing_typed_of_oneself_is_kept(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client, manner="anonymous")
    assert "金顺姬" not in page_of(client.get("/submit/check/"))
    assert client.post("/submit/check/").status_code == 303
    petitioner = Petition.objects.get().petitioner
    assert (petitioner.name, petitioner.phone, petitioner.address) == ("", "", "")


@pytest.mark.parametrize("manner", ["named", "confidential"])
def test_with_a_name_needs_a_name_and_a_way_to_be_reached(browser: Browser, manner: str) -> None:
    page = page_of(send(browser(language="en"), manner=manner, name="", phone="", address=""))
    assert "we need to know it" in page
    assert "so that we can reach you" in page
    assert send(browser(), manner=manner, address="").status_code == 303
    assert send(browser(), manner=manner, phone="").status_code == 303


def test_in_confidence_is_written_into_the_record(browser: Browser) -> None:
    send(browser(), manner="confidential")
    assert Matter.objects.get().confidential
    send(browser(), manner="named")
    assert Matter.objects.filter(confidential=True).count() == 1


def test_a_village_that_closed_overnight_is_asked_for_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    under_way_until_sent(client)
    monkeypatch.setattr(forms.WhereForm.base_fields["place"], "known", frozenset)
    response = client.post("/submit/check/")
    assert response.status_code == 422
    assert "没有这个地点" in page_of(response)
    assert Petition.objects.count() == 0


# -- pictures and papers, with the last step ---------------------------------------------------------------------------


def test_files_come_with_the_letter(browser: Browser) -> None:
    files = [
        SimpleUploadedFile("说明.txt", "路灯编号 12".encode()),
        SimpleUploadedFile("a.pdf", b"%PDF-1.7\n"),
    ]
    assert send(browser(), files=files).status_code == 303
    assert Matter.objects.get().seq == 3


def test_a_file_that_lies_stops_the_letter_before_anything_is_written(browser: Browser) -> None:
    response = send(browser(), files=[SimpleUploadedFile("照片.jpg", b"MZ\x90\x00 not a picture")])
    assert response.status_code == 422
    assert "照片.jpg" in page_of(response)
    assert "不能保留选好的文件" in page_of(response)
    assert LETTER in page_of(response)
    assert Petition.objects.count() == 0


def test_each_refused_file_is_named_once_on_a_line_of_its_own(browser: Browser) -> None:
    lies = [SimpleUploadedFile(f"{name}.jpg", b"MZ") for name in ("前门", "后门")]
    page = page_of(send(browser(language="en"), files=[*lies, SimpleUploadedFile("a.txt", b"x")]))
    error = page.split('id="f-files-error">')[1].split("</p>")[0]
    assert [line.count("门.jpg") for line in error.splitlines()] == [1, 1]
    assert "a.txt" not in error


def test_too_many_files_are_refused(browser: Browser) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(6)]
    assert send(browser(), files=files).status_code == 422
    assert Petition.objects.count() == 0


def sent_with(client: Client, page: dict[str, str], *contents: bytes) -> Any:
    """The last click on this page with files of these contents, all of one name."""
    return client.post(
        "/submit/check/", {**page, "files": [SimpleUploadedFile("灯.txt", content) for content in contents]}
    )


def last_page(client: Client) -> dict[str, str]:
    """What the last page carries along, everything said."""
    under_way_until_sent(client)
    return hidden(page_of(client.get("/submit/check/")))


def digests() -> list[str]:
    """Of the files that lie in the record, in their order."""
    held = SealedText.objects.filter(name="file").order_by("seq").values_list("text", flat=True)
    return [json.loads(text)["sha256"] for text in held if text]


def test_a_form_sent_twice_keeps_each_file_once(browser: Browser) -> None:
    client = browser()
    page = last_page(client)
    for _ in range(2):
        assert sent_with(client, page, b"one", b"two", b"one").status_code == 303
    assert Petition.objects.count() == 1
    assert digests() == [sha256(content).hexdigest() for content in (b"one", b"two")]
    sent_with(client, last_page(client), b"one")
    assert Petition.objects.count() == 2


def test_a_retry_keeps_what_a_crash_left_out(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    page = last_page(client)
    with monkeypatch.context() as patched:
        patched.setattr(submitting, "attach_once", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sent_with(client, page, b"one")
    assert digests() == []
    sent_with(client, page, b"one", b"two")
    assert Petition.objects.count() == 1
    assert digests() == [sha256(content).hexdigest() for content in (b"one", b"two")]


def test_the_last_page_carries_all_and_is_taken_without_the_cookie(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client, text=LETTER + '\n"第二段" <b>&amp;')
    carried = hidden(page_of(client.get("/submit/check/")))
    assert carried["text"] == LETTER + '\n"第二段" <b>&amp;'
    other = browser()
    assert other.post("/submit/check/", carried).status_code == 303
    assert client.post("/submit/check/", carried).status_code == 303
    assert receipt_of(client) == receipt_of(other)
    assert Petition.objects.count() == 1
    assert Unsent.objects.count() == 0


def test_what_is_begun_in_another_tab_stays(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    first_tab = hidden(page_of(client.get("/submit/check/")))
    letter = {"letter": "L" * 32, "instead": "1"}  # thrown away for this one, in a tab that was opened before
    client.post("/submit/", {"text": "另一件事:河边的树要倒了。", **letter})
    client.post("/submit/who/", {"manner": "anonymous", "persons": "1"})
    assert client.post("/submit/check/", first_tab).status_code == 303
    assert "另一件事" in page_of(client.get("/submit/"))
    assert client.post("/submit/check/").status_code == 303
    assert Petition.objects.count() == 2


def test_a_step_to_be_mended_goes_on_from_there(browser: Browser) -> None:
    client = browser()
    client.post("/submit/", {"text": LETTER})
    assert client.get("/submit/check/")["Location"] == "/submit/who/"
    under_way_until_sent(client)
    carried = hidden(page_of(client.get("/submit/check/")))
    other = browser(language="en")
    page = page_of(other.post("/submit/check/", {**carried, "place": "nowhere"}))
    assert 'action="/submit/where/"' in page
    assert other.post("/submit/where/", {"place": VILLAGE, "accused": ""})["Location"] == "/submit/who/"
    assert LETTER in page_of(other.get("/submit/check/"))


@pytest.mark.parametrize("sent", [{"token": "x" * 32}, {"token": "x" * 32, "text": "字", "manner": "zz"}])
def test_an_unproven_page_that_says_too_little_begins_anew(sent: dict[str, str]) -> None:
    response = Client(enforce_csrf_checks=True).post("/submit/check/", sent)
    assert response["Location"] == "/submit/"


def test_a_page_that_was_tampered_with_comes_back_to_be_mended(browser: Browser) -> None:
    client = browser()
    under_way_until_sent(client)
    carried = hidden(page_of(client.get("/submit/check/")))
    for change in ({"place": "nowhere"}, {"persons": "0"}, {"manner": "loud"}, {"text": ""}, {"phone": "1"}):
        response = client.post("/submit/check/", {**carried, **change})
        assert response.status_code == 422, change
    assert Petition.objects.count() == 0
