"""How papers are set: every part on the PDF and in the Word file, nothing read as markup, our own fonts, no clock."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from django.utils.html import format_html
from pypdf import PdfReader

from huiyin.web.shared.papers.parts import Facts, Heading, Paper, Picture, Table, Words
from huiyin.web.shared.papers.pdf import drawing, pdf, pngs
from huiyin.web.shared.papers.sending import unmarked
from huiyin.web.shared.papers.word import word
from huiyin.web.shared.papers.words import plain
from tests.web.paper_reading import bare, said_by, words_of

ATTACK = (
    "#set page(width: 1pt) $x^2$ \\ @ref `raw` *bold* _em_ <label> //c /*d*/ = H - l + n ~ [] {} #sys.inputs"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><rect width="120" height="20"/>'
    '<text x="5" y="50" font-family="Noto Sans SC" font-size="14">来访</text></svg>'
)


def paper(*parts: Any, lang: str = "zh-hans", **more: Any) -> Paper:
    return Paper("卷宗", parts, lang, **more)


EVERYTHING = paper(
    Heading("一、情况"), Heading("（一）细目", 2), Heading("1. 再细", 3), Facts([("编号", "7"), ("空", "")]),
    Words("第一行\n\n第二行"), Words("方法", small=True), Words("张某：", flush=True), Words("汪清县", right=True),
    Table(["甲", "乙"], [["一", "1"], ["二"], ["三", "3", "多"]], frozenset({1}), (2, 1), "表1"),
    Picture(SVG, "图1", "一条柱", 0.5), Words("续\n" * 60 + "完"), sub="小题", foot="页脚",
)  # fmt: skip


# -- setting ----------------------------------------------------------------------------------------------------------------


def test_every_part_stands_on_the_pdf() -> None:
    told = words_of(pdf(EVERYTHING))
    for said in (
        "卷宗",
        "小题",
        "一、情况",
        "细目",
        "再细",
        "编号7",
        "第一行",
        "第二行",
        "方法",
        "张某：",
        "汪清县",
        "表1",
        "图1",
        "页脚",
    ):
        assert said in told
    assert "第1页，共2页" in told
    assert "多" not in told  # a row is as long as its head
    assert told.index("完") > told.index("第1页")


@pytest.mark.parametrize("many", [1, 3, 18, 24, 29, 120])
def test_what_a_paper_closes_with_never_stands_on_a_page_by_itself(many: int) -> None:
    rows = [(f"第{n}行", str(n)) for n in range(many)]
    close = (Words("只列前几件。", small=True), Heading("统计口径", 2), Words("口径" * 200, small=True))
    made = paper(Words("甲\n" * 12), Table(["子", "丑"], rows), *close)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(made))).pages]
    assert "子" in pages[-1]
    assert pages[-1].count("行") >= min(many, 3)
    assert "统计口径" in pages[-1]
    assert sum(page.count("行") for page in pages) == many
    long = paper(Table(["子"], [("甲",)]), Words("口径" * 4_000, small=True))
    assert len(PdfReader(io.BytesIO(pdf(long))).pages) > 1, "what fits on no page is torn"


def test_every_part_stands_in_the_word_file() -> None:
    made = word(EVERYTHING)
    told = said_by(made)
    for said in (
        "卷宗",
        "小题",
        "一、情况",
        "细目",
        "编号7",
        "第一行",
        "第二行",
        "方法",
        "张某：",
        "表1",
        "图1",
        "完",
    ):
        assert said in told
    read = docx.Document(io.BytesIO(made))
    assert len(read.tables) == 2
    assert read.core_properties.author == ""
    assert "页脚" in read.sections[0].footer.paragraphs[0].text
    drawn = [node for node in read.element.iter() if node.tag.endswith("}docPr")]
    assert drawn[0].get("descr") == "一条柱"
    indented = {p.text for p in read.paragraphs if 'firstLineChars="200"' in p._p.xml}
    assert {"第一行", "第二行"} <= indented
    assert "张某：" not in indented


@pytest.mark.parametrize("make", [pdf, word])
def test_the_same_paper_gives_the_same_bytes(make: Any) -> None:
    assert make(EVERYTHING) == make(EVERYTHING)


@pytest.mark.parametrize("lang", ["zh-hans", "ko", "en", "fr"])
def test_our_own_fonts_are_embedded_and_no_other_is_needed(lang: str) -> None:
    made = pdf(paper(Words("汪清县㛃䶮𬭎 왕청현 신소 Wangqing ①℃"), lang=lang, foot="脚"))
    fonts = set()
    for page in PdfReader(io.BytesIO(made)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font["/DescendantFonts"][0]
            assert inner["/FontDescriptor"].get("/FontFile3") is not None
            fonts.add(re.sub(r"^/\w+\+|-.*", "", inner["/BaseFont"]))
    assert fonts == {"NotoSerifSC", "NotoSansSC", "NotoSerifKR"} | ({"NotoSansKR"} if lang == "ko" else set())


def test_nothing_written_is_read_as_markup() -> None:
    made = paper(
        Heading(ATTACK), Words(ATTACK), Facts([(ATTACK, ATTACK)]), Table([ATTACK], [[ATTACK]], caption=ATTACK),
        Picture(SVG, ATTACK, ATTACK), sub=ATTACK, foot=ATTACK,
    )  # fmt: skip
    told = words_of(pdf(made))
    assert told.count(bare("#set page(width: 1pt) $x^2$")) >= 9
    assert told.count("#sys.inputs") >= 9
    assert said_by(word(made)).count(bare(ATTACK)) >= 6


def test_what_no_page_can_carry_is_left_out() -> None:
    dirty = "a\x00b\x1fc\ud800d\u202ee\r\nf\u2028g\tمرحبا😀\uffff"
    assert plain(dirty) == "abcde\nf\ng مرحبا😀"
    made = paper(Words(dirty), Table([dirty], [[dirty]]), Facts([(dirty, dirty)]), Heading(dirty), foot=dirty)
    assert "abcde" in words_of(pdf(made))
    assert "abcde" in said_by(word(made))


def test_what_is_longer_than_a_line_is_broken_and_nothing_lost() -> None:
    long = "https://example.org/" + "0123456789" * 40
    made = pdf(paper(Words(long), Table(["甲", "乙"], [[long, "二"]])))
    assert words_of(made).count(long) == 2
    lines = PdfReader(io.BytesIO(made)).pages[0].extract_text().split("\n")
    assert max(map(len, lines)) < 100
    assert len([line for line in lines if "012345" in line]) > 10


def test_no_korean_word_is_torn_and_endless_ones_are_set_too() -> None:
    words = ["마을", "어구의", "2026년", "3월부터", "“처리하겠다”고", "李明이", "에돌아야", "합니다."]
    made = pdf(paper(Words(" ".join(words * 40)), Table(["말"], [["가" * 300]], widths=(1,)), lang="ko"))
    told = PdfReader(io.BytesIO(made)).pages[0].extract_text().split("\n")
    prose = [line.split() for line in told if "마을" in line]
    assert len(prose) > 8
    assert all(word in words for line in prose for word in line)
    assert "가" * 300 in words_of(pdf(paper(Words("가" * 20_000), lang="ko")))  # once too deep for the setter


def test_a_long_table_tells_its_head_on_every_page() -> None:
    rows = [[f"第{n}行", "字" * 30, str(n)] for n in range(3000)]
    read = PdfReader(io.BytesIO(pdf(paper(Table(["序", "内容", "数"], rows, frozenset({2}))))))
    assert len(read.pages) > 50
    for page in (read.pages[0], read.pages[len(read.pages) // 2], read.pages[-1]):
        assert "序内容数" in bare(page.extract_text())
    assert "第2999行" in bare(read.pages[-1].extract_text())


def test_pages_can_be_looked_at() -> None:
    assert len(pngs(EVERYTHING, ppi=20)) == 2


def test_a_table_without_rows_or_fitting_widths_is_set_all_the_same() -> None:
    made = paper(
        Table(["甲", "乙"], [], widths=(1,)), Table(["丙"], [[""]], widths=(0,)), Facts([]), Words("")
    )
    assert "甲乙丙" in words_of(pdf(made))
    assert docx.Document(io.BytesIO(word(made)))


def test_badges_become_words() -> None:
    assert unmarked(format_html('<a href="/x/">{}</a> <b>{}</b>', "甲 & 乙", "丙")) == "甲 & 乙 丙"
    assert unmarked("<b>这是字</b>") == "<b>这是字</b>"


def test_a_drawing_for_word_has_its_letters() -> None:
    def drawn(text: str) -> bytes:
        return drawing(f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
                       f'<text x="5" y="30" font-size="20">{text}</text></svg>')  # fmt: skip

    empty = drawn("")
    for text in ("12", "来访", "신소"):
        assert drawn(text) != empty


def test_no_row_of_a_word_table_is_parted_over_two_pages() -> None:
    read = docx.Document(io.BytesIO(word(EVERYTHING)))
    rows = [row for table in read.tables for row in table.rows]
    assert rows
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in rows)


def test_the_sign_between_facts_stays_with_what_precedes_it() -> None:
    assert plain("甲 · 乙\n· 丙") == "甲\u00a0· 乙\n· 丙"
    text = "，".join(["网上提交的信访件"] * 4)
    for n in range(12):  # wherever the line ends
        made = pdf(paper(Words(f"{'字' * n}{text} · 县水利局")))
        lines = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).splitlines()
        assert not [line for line in lines if line.lstrip().startswith("·")], n
    written = docx.Document(io.BytesIO(word(paper(Words("甲 · 乙"), Table(["甲 · 乙"], [["丙 · 丁"]])))))
    assert "甲\u00a0· 乙" in [one.text for one in written.paragraphs]
    assert [cell.text for row in written.tables[0].rows for cell in row.cells] == [
        "甲\u00a0· 乙",
        "丙\u00a0· 丁",
    ]
