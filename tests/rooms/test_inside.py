"""What stands inside attachments: read by a process of its own, found like all other words, behind the same guard."""

from __future__ import annotations

import io
import logging
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from docx import Document
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from huiyin.rooms.cases import inside
from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.papers import Upload, attach, attach_once
from huiyin.rooms.cases.searching import Where, best, newest
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.search import reader, reading
from huiyin.rooms.search.models import FileText, Reading
from huiyin.rooms.search.reader import MOST, Said, read
from huiyin.rooms.search.reading import read_file
from huiyin.rooms.search.rebuilding import reindex
from huiyin.rules.finding import parse
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, DAN, START, WU, comes_in, go

#: Word's own elements.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: A page of text as a PDF has it: each line placed by itself, the characters as four hexadecimal figures.
_PAGE = "BT /F1 12 Tf 72 700 Td 14 TL {lines} ET"


def pdf(*lines: str) -> bytes:
    """A PDF of one page, its font with a table that leads back to characters."""
    signs = sorted({sign for line in lines for sign in line})
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    table = "\n".join(f"<{ord(c):04x}> <{ord(c):04x}>" for c in signs)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(signs)} beginbfchar\n{table}\nendbfchar\nendcmap end end"
    )
    page = _PAGE.format(lines=shown)
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [7 0 R] >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement 0 >> >>",
    ]  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{part}\nendobj\n".encode("latin-1")
    start = len(out)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def docx(*lines: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "表格里的欠薪数额"
    document.save(out)
    return out.getvalue()


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    book.close()
    return out.getvalue()


def locked() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf("秘密的合同"))))
    writer.encrypt("a-password")
    writer.write(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


_DOC = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
_LAUGHS = b"<!DOCTYPE x [<!ENTITY a '%s'>" % (b"ha" * 500) + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>" + _DOC % b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p>"  # fmt: skip
BOMB = zipped(**{"[Content_Types].xml": b"<x/>", "word__document.xml": _DOC % (b"<w:p/>" * 12_000_000)})
READABLE = {
    ".pdf": pdf("关于自来水公司收费的", "协议书第三条"), ".docx": docx("协议书第三条", "Contract 第2号"),
    ".xlsx": xlsx(("姓名", "欠薪"), ("工人甲", 4625)), ".txt": "协议书第三条".encode("gb18030"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (".pdf", "收费的协议书第三条"), (".docx", "协议书第三条\nContract 第2号"), (".xlsx", "工人甲 4625"),
        (".txt", "协议书第三条"),
    ],
)  # fmt: skip
def test_each_kind_gives_its_words(ending: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(READABLE[ending])
    made = read(ending, file)
    assert made.reading == "whole"
    assert said in made.text
    assert read_file(f"合同{ending.upper()}", file) == made, "the child reads the same"
    assert logging.root.manager.disable == 0, "only the child's own log is shut"


def test_words_own_hyphens_are_dashes(tmp_path: Path) -> None:
    made, out = Document(), io.BytesIO()
    run = made.add_paragraph("编号").add_run("222424")
    for piece in ("20261124", "00042", "7"):
        run._r.append(run._r.makeelement(f"{W}noBreakHyphen"))
        run._r.append(run._r.makeelement(f"{W}t"))
        run._r[-1].text = piece
    made.save(out)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    assert "编号222424-20261124-00042-7" in read(".docx", tmp_path / "a.docx").text


def test_tables_are_read_and_marked_encodings(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(READABLE[".docx"])
    assert "表格里的欠薪数额" in read(".docx", file).text
    for encoding in ("utf-8-sig", "utf-16", "utf-8"):
        file.write_bytes("三天没有水".encode(encoding))
        assert read(".txt", file)[:2] == ("whole", "三天没有水")


@pytest.mark.parametrize(
    ("ending", "content", "what"),
    [
        (".pdf", b"%PDF-1.7\n1 0 obj\n", "unreadable"), (".pdf", locked(), "unreadable"), (".pdf", pdf(), "none"),
        (".docx", READABLE[".docx"][:-40], "unreadable"), (".docx", zipped(a=b"x"), "unreadable"),
        (".docx", zipped(word__document=b"x"), "unreadable"), (".docx", BOMB, "unreadable"),
        (".docx", zipped(**{"word__document.xml": _LAUGHS}), "unreadable"),
        (".docx", zipped(**{"word__document.xml": b"<w:p"}), "unreadable"),
        (".xlsx", zipped(**{"xl__workbook.xml": b"<x/>"}), "unreadable"),
        (".xlsx", zipped(**{"xl__workbook.xml": b" " * (reader.MOST_UNPACKED + 1)}), "unreadable"),
        (".txt", b"\xff\x81\xff\xff", "unreadable"), (".txt", b" \n", "none"),
        (".txt", ("水" * (MOST + 9)).encode(), "partly"), (".pdf", pdf("a\x00b")[:300], "unreadable"),
    ],
)  # fmt: skip
def test_broken_and_harmful_files_are_only_unreadable(
    ending: str, content: bytes, what: str, tmp_path: Path
) -> None:
    file = tmp_path / "a"
    file.write_bytes(content)
    made = read(ending, file)
    assert (made.reading, len(made.text) <= MOST) == (what, True)


def test_a_child_that_stalls_or_dies_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.2)
    for code in ("import time; time.sleep(9)", "raise MemoryError", "print('no JSON')", "print('{}')"):
        stand_in = tmp_path / "python"
        stand_in.write_text(f"#!{sys.executable}\n{code}\n")
        stand_in.chmod(0o700)
        monkeypatch.setattr("huiyin.rooms.search.reading.sys.executable", str(stand_in))
        began = time.monotonic()
        assert read_file("a.pdf", tmp_path / "nothing") == Said(Reading.UNREADABLE)
        assert time.monotonic() - began < 5


def test_sound_has_no_words_and_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.rooms.search.reading.subprocess", None)
    assert read_file("录音.mp3", Path("nowhere")) == Said(Reading.NONE)


# -- found -----------------------------------------------------------------------------------------------------------

here = pytest.mark.usefixtures("county")


@pytest.fixture(autouse=True)
def the_tests_connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker closes old connections between tasks; the test's own must not be among them."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def brought(name: str, content: bytes, **matter: object) -> str:
    """A matter with this file, read by the worker."""
    number = comes_in(**matter).number
    attach(number, upload=Upload(name, len(content), io.BytesIO(content)), by=DAN, now=START)
    work()
    return number


def work() -> None:
    """All tasks that wait."""
    call_command("work", once=True)


def found(typed: str, actor: Actor = DAN) -> list[str]:
    return [hit.matter.number for hit in newest(actor, parse(typed), Where()).hits]


@here
def test_words_in_files_are_found_with_the_piece_around_them() -> None:
    number = brought("合同.docx", docx("很长的前文" * 100, "违约金每日千分之三", "后文" * 200))
    other = comes_in(title="另一件", text="协议。").number
    assert found("违约金") == [number]
    assert found("違約金每日") == [number], "traditional characters find simplified ones"
    assert found("没有水 违约金") == [number], "words may stand in different texts"
    assert found('"千分之四"') == []
    (hit,) = newest(DAN, parse("违约金"), Where()).hits
    (_seq, kind, piece) = next(one for one in hit.texts if one[1] == "inside")
    assert (kind, "违约金每日千分之三" in piece, len(piece) < 400) == ("inside", True, True)
    assert best(DAN, parse("违约金"), Where()).hits[0].matter.number == number
    assert found("协议") == [other]


@here
def test_what_stands_in_a_file_keeps_nothing_away() -> None:
    number = brought("合同.txt", "违约金".encode())
    assert found("没有水 -违约金") == [number]


@here
def test_the_guard_holds_for_files_too() -> None:
    plain = brought("合同.txt", "违约金".encode())
    secret = brought("合同.txt", "违约金".encode(), confidential=True)
    assert found("违约金") == [secret, plain], "the department took it in"
    assert found("违约金", WU) == []
    assert found("违约金", BAO) == []
    for number in (plain, secret):
        go(number, Verb.SIGN)
    assert found("没有水", BAO) == [secret, plain]
    assert found("违约金", BAO) == [plain], "who speaks in confidence isn't found by what they sent in"


@here
def test_reading_anew_and_from_the_start_finds_the_same() -> None:
    number = brought("合同.txt", "违约金".encode())
    seq = Paper.objects.get().seq
    assert inside.read_inside.call(number, seq) == "whole"
    assert FileText.objects.count() == 1
    assert found("违约金") == [number]
    reindex(anew=True)
    assert found("违约金") == [number]
    FileText.objects.all().delete()
    assert found("违约金") == [], "what isn't kept isn't found"
    call_command("reindex")
    assert found("违约金") == [number]


@here
def test_files_of_an_older_edition_are_read_once_again(monkeypatch: pytest.MonkeyPatch) -> None:
    number = brought("合同.txt", "违约金".encode())
    assert inside.unread() == []
    later = reading.EDITION + 1
    monkeypatch.setattr(inside, "EDITION", later)
    monkeypatch.setattr(reading, "EDITION", later)
    monkeypatch.setattr(inside, "AT_ONCE", 1)
    assert [one for one, _ in inside.unread()] == [number]
    inside.read_the_rest.enqueue()
    work()
    assert inside.unread() == []
    assert FileText.objects.get().edition == later


@here
def test_erasing_a_file_by_law_takes_its_words_along() -> None:
    number = brought("合同.txt", "违约金".encode())
    seq = Paper.objects.get().seq
    SealedText.objects.filter(number=number, seq=seq, name="file").update(text=None)
    assert not FileText.objects.exists()
    assert found("违约金") == []
    assert found("没有水") == [number]
    assert inside.read_inside.call(number, seq) == "erased"
    assert inside.unread() == []


@here
def test_a_file_that_comes_twice_and_sound_are_read_once_and_never() -> None:
    number = comes_in().number
    for _ in range(2):
        content = io.BytesIO("违约金".encode())
        attach_once(number, upload=Upload("合同.txt", 9, content), by=DAN, now=START)
    sound = io.BytesIO(b"#!AMR\n\x00")
    attach_once(number, upload=Upload("录音.amr", 7, sound), by=DAN, now=START)
    assert DBTaskResult.objects.filter(task_path__endswith="read_inside").count() == 1


@here
def test_a_rolled_back_file_is_never_read() -> None:
    number = comes_in().number
    with transaction.atomic():
        attach(number, upload=Upload("a.txt", 6, io.BytesIO("合同".encode())), by=DAN, now=START)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.filter(task_path__endswith="read_inside").exists()


@here
def test_a_book_of_a_hundred_thousand_characters_fits_the_index() -> None:
    signs = [chr(n) for n in range(0x4E00, 0x9F00)]
    text = "".join(signs[(n * n + 7 * n) % len(signs)] for n in range(MOST))
    number = brought("书.txt", text.encode())
    assert FileText.objects.get().reading == "whole"
    assert found(text[5_000:5_006]) == [number]
