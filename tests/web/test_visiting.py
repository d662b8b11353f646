"""From the site: a note with place and photos, evidence of a commitment; nothing lost, nothing twice, nothing that lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.rooms.cases import actions, following
from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import visiting
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

Clock = Callable[[datetime], None]
NOON = cast.START + timedelta(hours=12)


@pytest.fixture
def number(now: Clock, browser: Browser) -> str:
    found = cast.comes_in().number
    cast.go(found, Verb.NOTIFY)
    now(NOON)
    return found


def photo(name: str = "井口.png", fill: bytes = b"\0") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + fill * 64, "image/png")


def count(number: str, verb: str) -> int:
    return Entry.objects.filter(number=number, verb=verb).count()


def test_a_note_with_its_place_and_several_photos(browser: Browser, number: str) -> None:
    client, url = browser("bao", language="en"), f"/desk/matter/{number}/field/"
    form = page_of(client.get(url))
    assert 'capture="environment"' in form
    assert 'enctype="multipart/form-data"' in form
    sent = {"text": "井口水位下降", "spot": "河西村三组", "files": [photo(), photo("管道.png", b"\1")]}
    done = client.post(url, sent)
    assert done.status_code == 303
    assert (count(number, "note"), Paper.objects.filter(matter=number).count()) == (1, 2)
    texts = file_of(number).texts
    seq = Entry.objects.get(number=number, verb="note").seq
    assert (texts[seq, "text"], texts[seq, "spot"]) == ("井口水位下降", "河西村三组")
    page = page_of(client.get(done["Location"]))
    assert "河西村三组" in page
    assert "管道.png" in page
    assert "Done: Note, File attached." in page
    assert "Done:" not in page_of(client.get(f"/desk/matter/{number}/?done=1-{seq}")), "more was done since"


def test_sent_twice_it_is_written_once(browser: Browser, number: str) -> None:
    client, url = browser("bao"), f"/desk/matter/{number}/field/"
    for _twice in range(2):
        assert client.post(url, {"text": "看过了", "spot": "", "files": [photo()]}).status_code == 303
    assert (count(number, "note"), count(number, "attach")) == (1, 1)
    client.post(url, {"text": "又去看了一次", "files": [photo(), photo("新.png", b"\2")]})
    assert (count(number, "note"), count(number, "attach")) == (2, 2)
    client.post(url, {"text": "第三次", "spot": "村口"})
    client.post(
        url, {"text": "第三次", "spot": ""}
    )  # the way back gives the words back and not always the place
    assert count(number, "note") == 3


def test_two_taps_at_one_moment_write_it_once_and_a_colleague_in_between_keeps_nothing_away(
    browser: Browser, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, url, sent = browser("bao"), f"/desk/matter/{number}/field/", {"text": "看过了", "spot": "村口"}
    before = file_of(number)
    assert client.post(url, sent).status_code == 303
    read = [before]
    monkeypatch.setattr(visiting, "file_of", lambda one: read.pop() if read else file_of(one))
    assert client.post(url, sent).status_code == 303  # it read the file before the first tap was written
    assert (count(number, "note"), read) == (1, [])
    read.append(file_of(number))
    actions.note(number, text="同事的记录", by=cast.DAN, now=NOON)
    assert client.post(url, {"text": "又看过了", "spot": ""}).status_code == 303
    assert count(number, "note") == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": ""}, "f-text-error"),
        ({"text": "好", "files": [SimpleUploadedFile("坏.png", b"MZ\x90\x00")]}, "f-files-error"),
        ({"text": "好", "files": [SimpleUploadedFile("空.png", b"")]}, "f-files-error"),
        ({"text": "好", "files": [SimpleUploadedFile("页.html", b"<script>")]}, "f-files-error"),
        ({"text": "好", "files": [photo(f"{n}.png", bytes([n])) for n in range(10)]}, "f-files-error"),
        ({"text": "好", "spot": "长" * 201}, "f-spot-error"),
    ],
)
def test_what_isnt_right_is_told_and_what_was_typed_stays(
    browser: Browser, number: str, given: dict, said: str
) -> None:
    sent = browser("bao").post(f"/desk/matter/{number}/field/", {"spot": "村口", **given})
    page = page_of(sent)
    assert (sent.status_code, f'id="{said}"' in page) == (422, True)
    assert given["text"] in page
    assert (count(number, "note"), count(number, "attach")) == (0, 0)


def test_a_photo_that_is_too_large_says_what_to_do(browser: Browser, number: str, settings) -> None:
    settings.HUIYIN_LARGEST_FILE = 60
    page = page_of(
        browser("bao", language="en").post(
            f"/desk/matter/{number}/field/", {"text": "好", "files": [photo()]}
        )
    )
    assert "too large" in page
    assert "set the camera to a smaller picture" in page


def test_with_script_the_photos_are_kept_and_nobody_is_asked_to_choose_again(
    browser: Browser, number: str
) -> None:
    client, url = browser("bao", language="en"), f"/desk/matter/{number}/field/"
    again = "Please choose them again"
    assert again in page_of(client.post(url, {"text": "", "files": [photo()]}))
    assert again not in page_of(
        client.post(url, {"text": "", "files": [photo()]}, headers={"x-huiyin-kept": "1"})
    )


def test_who_may_and_who_maynt(browser: Browser, number: str) -> None:
    url = f"/desk/matter/{number}/field/"
    assert browser("wu").get(url).status_code == 404
    assert browser("wu").post(url, {"text": "好"}).status_code == 404
    assert browser("bao").get(f"/desk/matter/{number}/field/sign/").status_code == 404
    assert browser("bao").get(f"/desk/matter/{number}/field/fulfil/")["Location"].endswith("?do=fulfil")
    offered = f'href="/desk/matter/{number}/field/"'
    assert offered in page_of(browser("bao").get(f"/desk/matter/{number}/"))
    assert offered not in page_of(browser("liu").get(f"/desk/matter/{number}/"))
    assert count(number, "note") == 0


def test_a_commitments_evidence_with_a_photo(browser: Browser, number: str) -> None:
    due = (NOON + timedelta(days=9)).date()
    following.pledge(number, party="分局", text="换新管道", due=due, by=cast.BAO, now=NOON)
    client, url = browser("bao", language="en"), f"/desk/matter/{number}/field/fulfil/"
    assert f'href="{url}"' in page_of(client.get(f"/desk/matter/{number}/"))
    form = page_of(client.get(url))
    assert re.search(r'<option value="1" selected>', form)
    assert client.post(url, {"item": "7", "text": "已换"}).status_code == 422
    assert client.post(url, {"item": "", "text": "已换"}).status_code == 422
    for _twice in range(2):
        assert (
            client.post(url, {"item": "1", "text": "已换，村民验收", "files": [photo()]}).status_code == 303
        )
    assert (count(number, "fulfil"), count(number, "attach")) == (1, 1)
    assert file_of(number).state.carried_out is True
