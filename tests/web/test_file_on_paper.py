"""A matter's whole file on paper: what stands where at its front, every letter as it went out, its pictures, all bounded."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from huiyin.rooms.cases import actions
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.pictures.keeping import path_of
from huiyin.rooms.pictures.sizes import Size
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import file_pictures
from huiyin.web.shared.papers.parts import Contents, Heading, Paper, Words
from huiyin.web.shared.papers.word import word
from tests.rooms import cast, picture_cast
from tests.web.conftest import Browser
from tests.web.paper_reading import words_of

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def number(now: Any) -> str:
    """A matter that went all the way, and the clock a minute later."""
    number = cast.comes_in().number
    now(cast.go(number, Verb.CLOSE) + timedelta(minutes=1))
    return number


def sent(number: str, content: bytes | None = None, name: str = "水管.jpg") -> int:
    """One more picture behind the matter's last entry."""
    at = Entry.objects.filter(number=number).latest("seq").at
    return picture_cast.sent(number, content, name, at=at)


def taken(browser: Browser, number: str, who: str = "dan") -> bytes:
    return browser(who).get(f"/desk/matter/{number}/file.pdf").content


def pictures(made: bytes) -> list[tuple[int, int]]:
    """The sizes of the pictures in it."""
    return [one.image.size for page in PdfReader(io.BytesIO(made)).pages for one in page.images if one.image]


def test_its_front_says_what_stands_on_which_page(browser: Browser, number: str) -> None:
    front = PdfReader(io.BytesIO(taken(browser, number))).pages[0].extract_text()
    assert "目录" in front
    lines = front[front.index("目录") :].split("\n")
    for said in ("来件内容", "文书和答复", "信访事项受理告知书", "涉及人员和单位", "办理经过", "卷宗校验"):
        assert any(said in line and line.rstrip()[-1].isdigit() for line in lines), said


def test_every_letter_stands_in_it_as_it_went_out_and_in_its_order(browser: Browser, number: str) -> None:
    told = words_of(taken(browser, number))
    told = told[told.index("本单位决定予以受理") - 400 :]
    assert told.index("本单位决定予以受理") < told.index("水管已经修好。")
    assert told.count("水管已经修好。") == 1


def test_pictures_are_printed_with_name_day_and_checksum(browser: Browser, number: str) -> None:
    seq = sent(number, name="水管.jpg")
    made = taken(browser, number)
    assert len(pictures(made)) == 1
    digest = json.loads(SealedText.objects.get(number=number, seq=seq, name="file").text or "")["sha256"]
    told = words_of(made)
    assert f"SHA-256{digest[:16]}" in told
    assert "水管.jpg" in told[told.index("SHA-256") - 60 :]


def test_a_note_names_nobody_in_full_on_paper(browser: Browser, now: Any) -> None:
    number = cast.comes_in(text="我是金顺姬，没有水。").number
    actions.note(number, text="金顺姬（电话199 0000 1234）和邻居李大山来过。", by=cast.DAN, now=cast.START)
    now(cast.START + timedelta(minutes=1))
    told = words_of(taken(browser, number))
    assert "金顺姬" not in told
    assert "0000" not in told.split("办理经过")[-1].split("李大山")[0]
    assert told.count("金**") >= 3
    assert "李大山来过" in told


def test_in_confidence_a_picture_has_no_name(browser: Browser, now: Any) -> None:
    secret = cast.comes_in(confidential=True).number
    now(cast.go(secret, Verb.NOTIFY) + timedelta(minutes=1))
    sent(secret, name="金顺姬家.jpg")
    made = taken(browser, secret, "bao")
    assert len(pictures(made)) == 1
    assert "顺姬" not in words_of(made)
    assert "SHA-256" not in words_of(made)


def test_there_are_only_so_many_of_them_and_so_many_bytes(
    browser: Browser, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        sent(number, picture_cast.from_a_phone(320 + n), name=f"{n}.jpg")
    monkeypatch.setattr(file_pictures, "MOST_PICTURES", 3)
    made = taken(browser, number)
    assert len(pictures(made)) == 3
    assert "另有1张图片随卷保存" in words_of(made)
    size = (
        path_of(number, Entry.objects.filter(number=number, verb="attach").latest("seq").seq, Size.LARGE)
        .stat()
        .st_size
    )
    monkeypatch.setattr(file_pictures, "MOST_BYTES", size * 2 + size // 2)
    assert len(pictures(taken(browser, number))) == 2


def test_a_preview_that_is_gone_from_the_disk_leaves_the_file_readable(browser: Browser, number: str) -> None:
    seq = sent(number)
    path_of(number, seq, Size.LARGE).unlink()
    made = taken(browser, number)
    assert pictures(made) == []
    assert "水管.jpg" in words_of(made)


def test_a_very_tall_picture_stays_on_its_page(browser: Browser, number: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 1500), "#336699").save(out, "JPEG")
    sent(number)  # the heading of the pictures and the entry in the story are there already
    before = len(PdfReader(io.BytesIO(taken(browser, number))).pages)
    sent(number, out.getvalue(), name="长图.jpg")
    assert len(PdfReader(io.BytesIO(taken(browser, number))).pages) <= before + 1


def test_in_word_the_index_is_a_field_that_word_fills_in() -> None:
    paper = Paper("卷宗", (Contents("目录"), Heading("来件内容"), Words("没有水")), "zh-hans")
    made = zipfile.ZipFile(io.BytesIO(word(paper))).read("word/document.xml").decode()
    assert 'TOC \\o "1-2"' in made
    assert "目录" in made
