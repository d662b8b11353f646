"""What files hide from whoever reads them: looked for, not searched, and asked before a file goes to whoever mustn't know."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link

from huiyin.rooms.cases.handing_out import Held, held_back
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.searching import Where, newest
from huiyin.rooms.cases.stored import stored
from huiyin.rooms.search import hidden, notes
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reader import MOST, MOST_ROWS, Said, read
from huiyin.rooms.search.reading import read_file
from huiyin.rules.finding import parse
from tests.rooms.cast import BAO, DAN, START, comes_in
from tests.rooms.test_inside import docx, pdf, xlsx

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_GPS = {1: "N", 2: (43.0, 6.0, 30.0), 3: "E", 4: (128.0, 55.0, 12.0)}


def said(ending: str, content: bytes, tmp_path: Path) -> Said:
    file = tmp_path / f"a{ending}"
    file.write_bytes(content)
    return read(ending, file)


def with_parts(content: bytes, **parts: str | bytes) -> bytes:
    """The packed file with these parts added or put in place of others'."""
    out = io.BytesIO()
    names = {name.replace("__", "/"): text for name, text in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one not in names:
                new.writestr(one, old.read(one))
        for name, text in names.items():
            new.writestr(name, text)
    return out.getvalue()


def word(inner: str, root: str = "document") -> str:
    return f'<w:{root} xmlns:w="{_W}"><w:body>{inner}</w:body></w:{root}>'


def letter(**properties: str) -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph("水压很低。")
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉甲"
    section.footer.paragraphs[0].text = "页脚乙"
    document.add_comment(document.paragraphs[0].runs, text="批注丙", author="批注人丁", initials="丁")
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    document.save(out)
    return out.getvalue()


def book() -> bytes:
    made, out = Workbook(), io.BytesIO()
    sheet = made.active
    sheet.title = "水表明细"
    sheet["A1"] = "管径"
    sheet["A1"].comment = Comment("批注甲", "批注人乙")
    sheet["B1"] = '=IF(A1="公式丙",1,0)'
    sheet.oddHeader.center.text = "页眉丁"
    away = made.create_sheet("藏起来的戊")
    away.append(("名单己", 19900001234))
    away.sheet_state = "hidden"
    made.properties.creator = "作者庚"
    made.properties.lastModifiedBy = "修改人辛"
    made.save(out)
    return out.getvalue()


def paper() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf("水压很低"))))
    writer.add_metadata({"/Author": "作者甲", "/Title": "题目乙", "/Zi": "自定丙"})
    writer.add_annotation(0, FreeText(text="批注丁", rect=(10, 10, 90, 40)))
    writer.add_annotation(0, Link(rect=(10, 50, 90, 80), url="mailto:ji@example.org"))
    writer.add_outline_item(title="书签戊", page_number=0)
    writer.write(out)
    return out.getvalue()


def photo(kind: str, *, where: bool = False, artist: str = "", **save: object) -> bytes:
    exif = Image.Exif()
    if artist:
        exif[0x013B] = artist.encode()
        exif[0x9C9D] = artist.encode("utf-16-le")
    if where:
        exif[0x0110] = "K1"  # the camera: without a tag of its own no place is written
        exif.get_ifd(0x8825).update(_GPS)
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, kind, exif=exif, **save)
    return out.getvalue()


def test_a_letter_shows_its_headers_and_notes_and_hides_its_properties(tmp_path: Path) -> None:
    made = said(".docx", letter(author="作者戊", last_modified_by="修改人己", title="题目庚"), tmp_path)
    assert made.reading == "whole"
    assert made.text.split("\n") == ["水压很低。", "批注丙", "页脚乙", "页眉甲"]
    assert all(one in made.hidden.split("\n") for one in ("作者戊", "修改人己", "题目庚", "批注人丁", "丁"))
    assert "水压很低" not in made.hidden, "what is seen isn't kept twice"
    assert read_file("信.docx", tmp_path / "a.docx") == made, "the child reads the same"


def test_footnotes_boxes_deletions_and_own_properties_are_looked_at(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>水</w:t></w:r><w:r><w:t>表</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>金</w:delText></w:r></w:del><w:r><w:t>哲洙</w:t></w:r></w:p>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里甲</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
        '<w:sdt><w:sdtPr><w:alias w:val="栏名丁"/></w:sdtPr></w:sdt>'
    )
    notes_ = word("<w:p><w:r><w:t>脚注乙</w:t></w:r></w:p>", "footnotes")
    own = '<Properties xmlns:vt="u:v"><property name="属性丙"><vt:lpwstr>值丙</vt:lpwstr></property></Properties>'
    parts = {"word__document.xml": word(body), "word__footnotes.xml": notes_, "docProps__custom.xml": own}
    made = said(".docx", with_parts(docx("a"), **parts), tmp_path)
    assert made.reading == "whole"
    assert made.text.split() == ["水表", "哲洙", "框里甲", "脚注乙"]
    assert {"金哲洙", "值丙", "属性丙", "栏名丁"} <= set(made.hidden.split("\n")), (
        "a name half struck out is whole"
    )


def test_a_book_shows_what_is_seen_and_hides_the_rest(tmp_path: Path) -> None:
    made = said(".xlsx", book(), tmp_path)
    assert made.reading == "whole"
    assert all(one in made.text for one in ("水表明细", "管径", "批注甲", "页眉丁"))
    assert not any(one in made.text for one in ("名单己", "戊", "作者庚", "公式丙"))
    hides = ("藏起来的戊", "名单己", "19900001234", "作者庚", "修改人辛", "批注人乙", "公式丙")
    assert all(one in made.hidden for one in hides)


def test_a_paper_hides_properties_notes_and_marks(tmp_path: Path) -> None:
    made = said(".pdf", paper(), tmp_path)
    assert (made.reading, made.text) == ("whole", "水压很低")
    assert all(
        one in made.hidden for one in ("作者甲", "题目乙", "自定丙", "批注丁", "书签戊", "ji@example.org")
    )


@pytest.mark.parametrize(
    ("ending", "kind"), [(".jpg", "JPEG"), (".jpeg", "JPEG"), (".png", "PNG"), (".webp", "WEBP")]
)
def test_a_picture_says_who_took_it_and_where(ending: str, kind: str, tmp_path: Path) -> None:
    made = said(ending, photo(kind, artist="金顺姬"), tmp_path)
    assert (made.reading, made.text, made.tells_where) == ("none", "", False)
    assert "金顺姬" in made.hidden
    assert said(ending, photo(kind, where=True), tmp_path).tells_where
    assert said(ending, photo(kind), tmp_path) == Said("none")


def test_comments_and_packets_of_pictures_are_looked_at(tmp_path: Path) -> None:
    packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>金顺姬</dc:creator><e GPSLatitude="43,6N"/></x:xmpmeta>'
    info = PngInfo()
    info.add_text("Author", "金顺姬", zip=True)
    info.add_itxt("Ort", "朴大成", zip=True)
    assert {"金顺姬", "朴大成"} <= set(said(".png", photo("PNG", pnginfo=info), tmp_path).hidden.split())
    made = said(".jpg", photo("JPEG", comment="金顺姬拍".encode(), xmp=packet.encode()), tmp_path)
    assert ("金顺姬拍" in made.hidden, "creator>金顺姬" in made.hidden, made.tells_where) == (
        True,
        True,
        True,
    )
    assert "金顺姬" in said(".gif", photo("GIF", comment="金顺姬".encode("gb18030")), tmp_path).hidden
    brought = b"\0\0\0\x18ftypheic" + photo("JPEG", artist="金顺姬", where=True)
    made = said(".heic", brought, tmp_path)
    assert ("金顺姬" in made.hidden, made.tells_where) == (True, True), "whatever holds them"


def test_pictures_inside_documents_are_looked_at(tmp_path: Path) -> None:
    parts = {"word__media__image1.jpeg": photo("JPEG", artist="金顺姬", where=True)}
    made = said(".docx", with_parts(letter(), **parts), tmp_path)
    assert ("金顺姬" in made.hidden, made.tells_where) == (True, True)


_TENFOLD = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
_LAUGHS = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 500}">{_TENFOLD}]><x>&j;</x>'


@pytest.mark.parametrize(
    "parts",
    [
        {"docProps__core.xml": _LAUGHS}, {"docProps__core.xml": "<cp:x"}, {"word__header1.xml": _LAUGHS},
        {"word__comments.xml": "x"}, {"word__embeddings__a.xlsx": "PK"}, {"docProps__app.xml": "<a>" + "甲" * MOST + "乙</a>"},
        {"word__a.xml": " " * (hidden.MOST_UNPACKED + 1)},
    ],
)  # fmt: skip
def test_what_is_hidden_and_broken_or_too_much_leaves_the_words_but_not_whole(
    parts: dict[str, str], tmp_path: Path
) -> None:
    made = said(".docx", with_parts(letter(), **parts), tmp_path)
    assert made.reading == "partly"
    assert made.text.startswith("水压很低。")
    assert len(made.hidden) <= MOST


def test_what_lies_behind_the_last_page_and_row_that_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.rooms.search.reader.MOST_ROWS", 2)
    assert said(".xlsx", xlsx((1,), (2,), (3,)), tmp_path).reading == "partly"
    monkeypatch.setattr("huiyin.rooms.search.reader.MOST_PAGES", 0)
    assert said(".pdf", pdf("a"), tmp_path).reading == "partly"
    assert MOST_ROWS > 2


def test_a_paper_with_a_file_in_it_is_not_looked_through(tmp_path: Path) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf("水压很低"))))
    writer.add_attachment("身份证.txt", b"x")
    writer.write(out)
    assert said(".pdf", out.getvalue(), tmp_path).reading == "partly"


@pytest.mark.parametrize(
    ("ending", "kind"), [(".jpg", "JPEG"), (".png", "PNG"), (".gif", "GIF"), (".webp", "WEBP")]
)
def test_a_large_noisy_picture_hides_nothing(ending: str, kind: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((900, 900), 90).convert("RGB").save(out, kind)
    assert len(out.getvalue()) > 200_000
    assert said(ending, out.getvalue(), tmp_path) == Said("none")


@pytest.mark.parametrize("ending", [".jpg", ".png", ".gif", ".webp", ".heic"])
def test_broken_pictures_harm_nothing(ending: str, tmp_path: Path) -> None:
    bomb = (
        b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x10\x00zTXt" + b"a\x00\x00x\x9c" + b"\xff" * 99 + b"II*\x00" * 999
    )
    assert said(ending, bomb, tmp_path).reading == "partly", "more notes begin in it than are opened"
    for content in (
        b"",
        b"\xff\xd8\xff\xfe\xff\xff",
        b"GIF89a!\xfe\x09a",
        photo("JPEG", artist="甲乙")[:60],
    ):
        assert said(ending, content, tmp_path).reading == "none"
    long = b"GIF89a" + bytes(7) + b"\x21\xfe" + b"\xff" * 3_000_000
    began = time.process_time()
    assert said(ending, long, tmp_path).reading in ("none", "partly")
    assert time.process_time() - began < 5
    assert notes.notes_of(b"MM\x00*" * 9_999).pieces == []


# -- handed out --------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def the_tests_connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def held(name: str, content: bytes) -> tuple[Held | None, str]:
    """What happens to a file of a confidential matter, and the matter's number."""
    number = comes_in(confidential=True, text="水压很低。").number
    attach(number, upload=Upload(name, len(content), io.BytesIO(content)), by=DAN, now=START)
    kept = stored(number, 2)
    assert kept is not None
    matter = Matter.objects.get(pk=number)
    assert held_back(BAO, matter, 2, kept) is Held.NOT_READ_YET
    call_command("work", once=True)
    assert held_back(DAN, matter, 2, kept) is None, "the house that took it in"
    return held_back(BAO, matter, 2, kept), number


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("信.docx", letter(author="金顺姬"), Held.NAMES_THEM), ("信.docx", letter(author="某人"), None),
        ("照片.jpg", photo("JPEG", artist="金顺姬"), Held.NAMES_THEM), ("照片.jpg", photo("JPEG"), None),
        ("照片.jpg", photo("JPEG", where=True), Held.TELLS_WHERE),
        ("信.docx", with_parts(letter(), **{"docProps__core.xml": "<x"}), Held.CANT_BE_READ),
        ("表.xlsx", with_parts(xlsx((1,)), **{"docProps__app.xml": "<x/>"}), None),
    ],
)  # fmt: skip
def test_a_file_that_hides_who_speaks_is_held_back(name: str, content: bytes, why: Held | None) -> None:
    found, number = held(name, content)
    assert found is why
    hits = [one.matter.number for one in newest(DAN, parse("某人"), Where()).hits]
    assert number not in hits, "nobody searches what a reader doesn't see"


@pytest.mark.usefixtures("county")
def test_what_an_older_edition_read_waits_for_this_one() -> None:
    _found, number = held("信.docx", letter(author="某人"))
    FileText.objects.update(hidden=None, edition=1)
    kept = stored(number, 2)
    assert kept is not None
    assert held_back(BAO, Matter.objects.get(pk=number), 2, kept) is Held.NOT_READ_YET


def test_a_picture_that_is_made_to_stall_its_reader_is_looked_at_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "MOST_SECONDS", 0.3)
    file = tmp_path / "made.jpg"
    file.write_bytes(
        b"\xff\xd8\xff\xe0" + b"II*\x00\x08\x00\x00\x00" * 200_000
    )  # each head begins 18,761 tags
    assert read(".jpg", file).reading == "partly"


def _commented(n: int) -> bytes:
    said = b"\xff\xfe\x00\x08simple" * n + b"\xff\xfe\x00\x0e" + "甲乙丙丁".encode()
    return b"\xff\xd8" + said + b"\xff\xd9"


def test_what_stands_behind_the_last_note_that_is_opened_is_told(tmp_path: Path) -> None:
    assert "甲乙丙丁" in said(".jpg", _commented(150), tmp_path).hidden
    assert said(".jpg", _commented(250), tmp_path).reading == "partly"


@pytest.mark.parametrize(("zeros", "reading"), [(1_000, "none"), (notes.MOST_UNPACKED + 9, "partly")])
def test_a_packed_note_that_is_too_long_is_told(zeros: int, reading: str, tmp_path: Path) -> None:
    body = b"Comment\x00\x00" + zlib.compress(bytes(zeros) + "甲乙丙丁".encode())
    chunk = len(body).to_bytes(4) + b"zTXt" + body + zlib.crc32(b"zTXt" + body).to_bytes(4)
    png = photo("PNG")
    assert said(".png", png[:33] + chunk + png[33:], tmp_path).reading == reading


def test_tags_that_begin_behind_what_is_opened_are_told(tmp_path: Path) -> None:
    far = b"II*\x00" + (notes.MOST_BYTES + 8).to_bytes(4, "little") + bytes(notes.MOST_BYTES + 99)
    assert said(".jpg", b"\xff\xd8\xff\xe1" + far, tmp_path).reading == "partly"


def test_a_comment_that_is_too_long_is_told(tmp_path: Path) -> None:
    long = b"GIF89a" + bytes(7) + b"\x21\xfe" + (b"\xff" + b"a" * 255) * 1_100 + b"\x00;"
    assert said(".gif", long, tmp_path).reading == "partly"
