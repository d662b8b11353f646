"""Attachments: what a file says it is must be proven by its content; what is kept lies safely and is named behind a seal."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rooms.cases import papers
from huiyin.rooms.cases.kinds import ALLOWED, CHUNK, is_a
from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.papers import NotDone, Upload, attach, refused, stored
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.dossier.models import Entry, SealedText
from tests.rooms.cast import DAN, START, WU, comes_in

LATER = START + timedelta(hours=1)


def zipped(*names: str) -> bytes:
    """A zip that holds these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, f"<x>{name}</x>")
    return out.getvalue()


def ole(stream: str, *, far: int = 0) -> bytes:
    """The container of old office files, naming one stream in its directory."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504 + far)
        + f"{stream}\x00".encode("utf-16-le")
        + bytes(512)
    )


def boxes(brand: bytes, *also: bytes) -> bytes:
    """The beginning of an ISO media file of this brand."""
    inside = b"ftyp" + brand + bytes(4) + b"".join(also)
    return struct.pack(">I", len(inside) + 4) + inside + b"\x00\x00\x00\x08mdat" + bytes(99)


FRAME = b"\xff\xfb\x90\x64" + bytes(413)  # 128 kbit/s at 44.1 kHz: 417 bytes
LOW_FRAME = b"\xff\xf3\x44\xc4" + bytes(92)  # 32 kbit/s at 24 kHz: 96 bytes
TAG = b"ID3\x04\x00\x00\x00\x00\x02\x01" + bytes(257)

#: The smallest honest file of each kind; some kinds come in several forms.
HONEST: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-1.7\n1 0 obj\n", b"%PDF-2.0\r\n"),
    ".jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", b"\xff\xd8\xff\xe1\x00\x10Exif\x00"),
    ".png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",),
    ".gif": (b"GIF89a\x01\x00\x01\x00", b"GIF87a\x01\x00\x01\x00"),
    ".webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ",),
    ".heic": (boxes(b"heic", b"mif1", b"heic"), boxes(b"mif1", b"heic")),
    ".mp3": (FRAME * 2, TAG + FRAME * 2, TAG + bytes(100) + FRAME * 3, LOW_FRAME * 2),
    ".amr": (b"#!AMR\n\x3c", b"#!AMR-WB\n\x3c"),
    ".wav": (b"RIFF\x24\x00\x00\x00WAVEfmt ",),
    ".mp4": (boxes(b"isom", b"avc1"), boxes(b"mp42"), boxes(b"XAVC", b"mp42", b"iso2")),
    ".docx": (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"),),
    ".xlsx": (zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),),
    ".doc": (ole("WordDocument"), ole("WordDocument", far=CHUNK - 519)),
    ".xls": (ole("Workbook"), ole("Book")),
    ".txt": ("家里三天没有水了。\n".encode(), "물이 안 나옵니다".encode(), "没有水".encode("gb18030"),
             "没有水".encode("utf-16"),
             b"plain", b"\xef\xbb\xbfmarked", ("水" * CHUNK).encode()),
}  # fmt: skip
LIES: dict[str, bytes] = {
    "a page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a program": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200),
    "a program of another system": b"\x7fELF\x02\x01\x01" + bytes(200),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a zip": zipped("a.txt"),
    "a zip cut short": zipped("[Content_Types].xml", "word/document.xml", "xl/workbook.xml")[:-30],
    "a Word file with macros": zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "an Excel file with macros": zipped("[Content_Types].xml", "xl/workbook.xml", "xl/VBAproject.BIN"),
    "an installer": ole("Property"),
    "a sound film": b"RIFF\x24\x00\x00\x00AVI LIST",
    "another film": boxes(b"qt  "),
    "one byte": b"x\x00",
    "a tag without sound": TAG + b"<html>" * 99,
    "half a tag": b"ID3\x04\x00",
    "one frame": FRAME,
    "a frame of no known speed": b"\xff\xfb\xf0\x64" + bytes(999),
    "zeros": bytes(1_000),
    "noise": bytes(range(256)) * 3,
}
#: Files that are honestly two kinds by one test: text that anything readable is, and the twin ending of pictures.
TEXTUAL = {"a page", "a script"}


def upload(name: str, content: bytes) -> Upload:
    """A file on its way in."""
    return Upload(name, len(content), io.BytesIO(content))


@pytest.mark.parametrize("ending", ALLOWED)
def test_an_honest_file_of_each_kind_is_what_it_says(ending: str) -> None:
    for content in HONEST[".jpg" if ending == ".jpeg" else ending]:
        assert is_a(ending, io.BytesIO(content))
        assert refused(upload(f"文件{ending.upper()}", content)) is None


@pytest.mark.parametrize("ending", sorted(set(ALLOWED) - {".txt"}))
def test_no_kind_passes_for_another(ending: str) -> None:
    twins = {".jpg", ".jpeg"} if ending in (".jpg", ".jpeg") else {ending}
    for other, contents in HONEST.items():
        if other not in twins:
            assert not any(is_a(ending, io.BytesIO(content)) for content in contents), other


@pytest.mark.parametrize("what", LIES)
@pytest.mark.parametrize("ending", ALLOWED)
def test_a_file_that_lies_about_its_kind_is_refused(ending: str, what: str) -> None:
    if ending == ".txt" and what in TEXTUAL:
        assert is_a(ending, io.BytesIO(LIES[what]))  # a page as text is text, and handed out as such
        return
    no = refused(upload(f"照片{ending}", LIES[what]))
    assert no is not None
    assert (no.reason, no.field, no.params) == (
        "file_lies",
        "file",
        {"file": f"照片{ending}", "ending": ending},
    )


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"half \x81", b"x" * CHUNK + b"\x00", b"x" * CHUNK + b"\xff", "a\x00".encode("utf-16")],
)
def test_what_isnt_text_to_its_end_is_no_text(content: bytes) -> None:
    assert is_a(".txt", io.BytesIO(content)) is (content == b"\xff\xfe")  # nothing, in UTF-16


@given(content=st.binary(max_size=400), ending=st.sampled_from(sorted(ALLOWED)))
def test_no_content_breaks_the_proof(content: bytes, ending: str) -> None:
    for start in (
        b"",
        b"PK\x03\x04",
        b"ID3",
        b"\xff\xfb\x90\x64",
        b"\x00\x00\x00\x18ftyp",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        source = io.BytesIO(start + content)
        assert is_a(ending, source) in (True, False)
        assert source.tell() == 0


@given(content=st.binary(max_size=200), at=st.integers(0, 300), ending=st.sampled_from([".docx", ".xlsx"]))
def test_no_broken_zip_breaks_the_proof(content: bytes, at: int, ending: str) -> None:
    honest = bytearray(HONEST[ending][0])
    honest[at : at + len(content)] = content
    assert is_a(ending, io.BytesIO(bytes(honest))) in (True, False)


@pytest.mark.parametrize(
    "name",
    ["程序.exe", "图.svg", "页.html", "没有后缀", ".pdf", "", "照片.jpg.exe", "表\u202efdp.exe", "a.pdf.", "a.pdf/",
     "a.pdf\x00.exe", "a．pdf"],
)  # fmt: skip
def test_only_a_few_endings_are_taken(name: str) -> None:
    no = refused(upload(name, HONEST[".pdf"][0]))
    assert no is not None
    assert no.reason == "file_kind_not_allowed"


def test_an_empty_file_and_one_that_is_too_large_are_refused_whatever_they_claim(settings) -> None:
    assert refused(Upload("a.pdf", 999, io.BytesIO(b""))).reason == "file_empty"
    settings.HUIYIN_LARGEST_FILE = 2 * 1024**2
    exactly = HONEST[".pdf"][0].ljust(2 * 1024**2, b"x")
    assert refused(upload("a.pdf", exactly)) is None
    no = refused(Upload("a.pdf", 3, io.BytesIO(exactly + b"x")))
    assert (no.reason, no.params) == ("file_too_large", {"file": "a.pdf", "limit_mb": 2})


NAMES = {
    "照片.pdf": "照片.pdf",
    "../../etc/passwd/报告.pdf": "报告.pdf",
    "C:\\Users\\金\\报告.pdf": "报告.pdf",
    "/报告.pdf": "报告.pdf",
    "报\n告\x07\x1b[31m.pdf": "报告[31m.pdf",
    "报\u202e告\u200b.pdf": "报告.pdf",
    "  报告 .pdf ": "报告 .pdf",
    "长" * 300 + ".pdf": "长" * 116 + ".pdf",
    "照片.jpg.pdf": "照片.jpg.pdf",
    "보고서 😀.pdf": "보고서 😀.pdf",
    "报告.PDF": "报告.PDF",
    "\ud800报告.pdf": "报告.pdf",
}


# -- Kept ---------------------------------------------------------------------------------------------------------------

in_the_county = pytest.mark.usefixtures("county")


@in_the_county
@pytest.mark.parametrize("given_name", NAMES)
def test_a_name_is_the_last_part_of_the_path_without_what_cant_be_seen(given_name: str) -> None:
    number = comes_in().number
    state = attach(number, upload=upload(given_name, HONEST[".pdf"][0]), by=DAN, now=LATER)
    assert stored(number, state.seq).name == NAMES[given_name]


@in_the_county
def test_what_is_kept_lies_under_its_hash_outside_the_web_and_for_no_other_eyes() -> None:
    number, content = comes_in().number, HONEST[".png"][0] + bytes(200_000)
    state = attach(number, upload=Upload("照片.png", 3, io.BytesIO(content)), by=DAN, now=LATER)
    kept = stored(number, state.seq)
    digest = sha256(content).hexdigest()
    assert kept.path == Path(settings.HUIYIN_HOME) / "files" / digest[:2] / digest
    assert kept.path.read_bytes() == content
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    for folder in (kept.path.parent, kept.path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0
    for public in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS):
        assert not kept.path.is_relative_to(public)
    paper = Paper.objects.get()
    assert (paper.media_type, paper.size) == ("image/png", len(content))
    assert not [fault for _, found in number_faults(Tally()) for fault in found]


@in_the_county
def test_neither_name_nor_hash_stand_in_the_dossier_in_plain_words() -> None:
    number, content = comes_in().number, HONEST[".png"][0]
    attach(number, upload=upload("金顺姬的身份证.png", content), by=DAN, now=LATER)
    plain = Entry.objects.get(verb="attach").data
    assert "金顺姬" not in plain
    assert sha256(content).hexdigest() not in plain


@in_the_county
def test_the_same_file_twice_is_two_papers_and_lies_there_once() -> None:
    number = comes_in().number
    first = attach(number, upload=upload("一.png", HONEST[".png"][0]), by=DAN, now=LATER)
    second = attach(number, upload=upload("二.png", HONEST[".png"][0]), by=DAN, now=LATER)
    one, two = stored(number, first.seq), stored(number, second.seq)
    assert (one.name, two.name, one.path) == ("一.png", "二.png", two.path)
    assert len(second.papers) == 2


class Meter(io.BytesIO):
    """A file that notes how much of it is asked for at once."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size >= 0, "the whole file in one piece"
        self.most = max(self.most, size)
        return super().read(size)


@in_the_county
@pytest.mark.parametrize("ending", [".pdf", ".txt", ".doc", ".mp3"])
def test_a_large_file_is_never_held_as_a_whole(ending: str) -> None:
    content = HONEST[ending][0] + b"x" * 3_000_000
    if ending == ".doc":
        content = content[:8] + bytes(2_900_000) + content[8:]
    source = Meter(content)
    source.seek(5)  # somebody looked into it before
    state = attach(comes_in().number, upload=Upload(f"a{ending}", 9, source), by=DAN, now=LATER)
    assert source.most <= CHUNK
    assert state.papers[0].size == len(content)


REFUSED: dict[str, tuple[dict, str]] = {
    "a file that lies": ({"upload": ("a.png", LIES["a page"])}, "file_lies"),
    "somebody who has nothing to do with it": ({"by": WU}, "not_yours"),
    "somebody who looked too long": ({"seen": 7}, "stale"),
    "a matter that isn't there": ({"number": "222424-20260302-00099-0"}, "no_such_matter"),
}


@in_the_county
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_leaves_no_entry(what: str) -> None:
    change, reason = REFUSED[what]
    told = {
        "number": comes_in().number,
        "upload": ("a.png", HONEST[".png"][0]),
        "by": DAN,
        "now": LATER,
        **change,
    }
    with pytest.raises(NotDone) as no:
        attach(told.pop("number"), upload=upload(*told.pop("upload")), **told)
    assert no.value.refused.reason == reason
    assert (Entry.objects.count(), Paper.objects.count()) == (1, 0)
    assert not SealedText.objects.filter(name="file").exists()


@in_the_county
def test_a_transaction_that_fails_leaves_no_entry_and_a_file_without_a_name() -> None:
    number, content = comes_in().number, HONEST[".gif"][0] + b"rolled back"
    with transaction.atomic():
        attach(number, upload=upload("a.gif", content), by=DAN, now=LATER)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 1
    assert stored(number, 2) is None
    assert papers.path_of(sha256(content).hexdigest()).exists()
    assert not [fault for _, found in number_faults(Tally()) for fault in found]


@in_the_county
def test_a_disk_that_fails_leaves_neither_entry_nor_scraps(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    number, folder = comes_in().number, Path(settings.HUIYIN_HOME) / "files"
    folder.mkdir(exist_ok=True)
    before = set(folder.rglob("*"))
    monkeypatch.setattr(papers.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        attach(number, upload=upload("a.gif", HONEST[".gif"][0] + b"full"), by=DAN, now=LATER)
    assert set(folder.rglob("*")) == before
    assert Entry.objects.count() == 1


@in_the_county
def test_a_paper_that_isnt_there_isnt_found() -> None:
    number = comes_in().number
    assert stored(number, 1) is None
    assert stored("nonsense", 1) is None


@pytest.mark.parametrize("digest", ["", "../../keys", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_hash_becomes_part_of_a_path(digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        papers.path_of(digest)
