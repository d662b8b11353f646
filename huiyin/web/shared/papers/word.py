"""A paper as Word (.docx), for whoever goes on writing in it. The same parts as in the PDF, in Word's own styles."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from huiyin.web.shared.papers.parts import Contents, Facts, Heading, Paper, Part, Picture, Table, Words
from huiyin.web.shared.papers.pdf import drawing, filled, filled_widths
from huiyin.web.shared.papers.words import PAGE, language, plain

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

#: By language: the face of the text, the face of headings, the language as Word writes it. Faces that Word brings.
_FACES: Mapping[str, tuple[str, str, str]] = {
    "zh": ("SimSun", "SimHei", "zh-CN"),
    "ko": ("Batang", "Malgun Gothic", "ko-KR"),
    "en": ("SimSun", "SimHei", "zh-CN"),
}
_LATIN = "Times New Roman"
_SOFT = "595959"
#: An empty line's height, by the letters' size; what stands behind the gaps between letters among a paragraph's traits.
_GAP = 0.6
_AFTER_SPACE = (
    "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr",
)  # fmt: skip
_AFTER_FRAME = ("w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN", *_AFTER_SPACE)
#: What stands in the file where others write the moment of making.
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001  Word's properties carry no zone
_MARGIN_MM = 22


def word(paper: Paper) -> bytes:
    """The paper as a Word file. The same paper gives the same bytes. Texts stay texts whatever they hold."""
    import docx

    code = language(paper.lang)
    made = docx.Document()
    _nothing_of_others(made)
    size = 13 if paper.large else 10.5  # points
    _styles(made, code, size)
    _page(made, paper)
    title = made.add_paragraph(_line(paper.title), style="Title")
    _spoken(title, _tongue(paper.title, "", code), code, head=True)
    if paper.sub:
        made.add_paragraph(_line(paper.sub), style="Subtitle")
    for part in paper.parts:
        _add(made, part, code, size)
    _foot(made, paper, code)
    return _without_clock(made)


def _nothing_of_others(made: Document) -> None:
    """Without the small picture of a page that the library's template brings along."""
    held = made.part.package.rels
    for key in [key for key, one in held.items() if one.reltype.endswith("/thumbnail")]:
        held.pop(key)


def _line(text: str) -> str:
    return " ".join(plain(text).split("\n"))


# -- the look -----------------------------------------------------------------------------------------------------


def _styles(made: Document, code: str, size: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    face, head, tongue = _FACES[code]
    sizes = {
        "Normal": size,
        "Title": 18,
        "Subtitle": 10.5,
        "Heading 1": 14,
        "Heading 2": 12,
        "Heading 3": 11,
        "Caption": 9.5,
    }
    for name, points in sizes.items():
        style: Any = made.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(points), False, False
        _face(style.element, face if name == "Normal" else head, tongue)
        style.font.color.rgb = _colour(_SOFT if name in ("Subtitle", "Caption") else "000000")
    normal: Any = made.styles["Normal"]
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(0)
    for name in ("Title", "Subtitle"):
        style = made.styles[name]
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.space_after = Pt(8)
        for border in style.element.pPr.findall(_q("w:pBdr")):
            style.element.pPr.remove(border)


def _face(element: BaseOxmlElement, face: str, tongue: str) -> None:
    """The face for Chinese and Korean letters, another for Latin ones; themes would win over both and go."""
    traits: Any = element.get_or_add_rPr()
    for old in traits.findall(_q("w:rFonts")) + traits.findall(_q("w:lang")):
        traits.remove(old)
    fonts = _element("w:rFonts", {"w:ascii": _LATIN, "w:hAnsi": _LATIN, "w:cs": _LATIN, "w:eastAsia": face})
    traits.insert(0, fonts)
    traits.append(_element("w:lang", {"w:val": "en-US", "w:eastAsia": tongue}))


def _colour(code: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(code)


def _page(made: Document, paper: Paper) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = made.sections[0]
    sides = (Mm(297), Mm(210)) if paper.landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _foot(made: Document, paper: Paper, code: str) -> None:
    """The foot's words at the left, the page's number at the right; Word reckons both numbers itself."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    section = made.sections[0]
    foot = section.footer.paragraphs[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    style: Any = foot.style
    style.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    before, between, after = PAGE[code]
    foot.add_run(f"{_line(paper.foot)}\t{before}")
    _field(foot, "PAGE")
    foot.add_run(between)
    _field(foot, "NUMPAGES")
    foot.add_run(after)
    for run in foot.runs:
        run.font.size = Pt(8.5)


def _field(at: Paragraph, name: str) -> None:
    for kind in ("begin", name, "end"):
        run = at.add_run()._r
        if kind == name:
            told = _element("w:instrText", {"xml:space": "preserve"})
            told.text = name
        else:
            told = _element("w:fldChar", {"w:fldCharType": kind})
        run.append(told)


# -- the parts ----------------------------------------------------------------------------------------------------


def _add(made: Document, part: Part, code: str, size: float) -> None:
    match part:
        case Heading():
            made.add_paragraph(_line(part.text), style=f"Heading {min(max(part.level, 1), 3)}")
        case Words():
            _prose(made, part, code, size)
        case Facts():
            _grid(
                made, [(word, value) for word, value in part.pairs], (1.0, 4.0), lines=False, whole=part.short
            )
        case Table():
            _table(made, part)
        case Picture():
            _picture(made, part)
        case Contents():
            _contents(made, part)


def _contents(made: Document, part: Contents) -> None:
    """A list that Word itself keeps: it asks for the pages when the file is opened."""
    made.add_paragraph(_line(part.text), style="Heading 2")
    _field(made.add_paragraph(), 'TOC \\o "1-2" \\h')


def _prose(made: Document, part: Words, code: str, size: float) -> None:
    """Each line a paragraph; Chinese begins two characters further in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for line in plain(part.text).strip("\n").split("\n"):
        added = made.add_paragraph(line.rstrip())
        _spoken(added, _tongue(line, part.lang, code), code)
        if part.heads or (part.flush and not part.small) or not line.strip():
            added.paragraph_format.keep_with_next = True
        if part.mark:
            _framed(added)
        if not line.strip():  # a gap, no line of its own: what fits one page stays on one
            added.paragraph_format.line_spacing = Pt(size * _GAP)
        if part.small:
            for run in added.runs:
                run.font.size, run.font.color.rgb = Pt(9), _colour(_SOFT)
        elif part.right:
            added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif not part.flush and (part.lang or code) != "en":
            chars = (
                200 if (part.lang or code) == "zh" else 100
            )  # hundredths of a character, as Word counts them
            indent: Any = added._p.get_or_add_pPr().get_or_add_ind()
            indent.set(_q("w:firstLineChars"), str(chars))
            indent.set(
                _q("w:firstLine"), str(round(size * 20 * chars / 100))
            )  # the same for who counts no characters


def _framed(added: Paragraph) -> None:
    """A frame around the paragraph; neighbours in the same one stand in it together."""
    traits: Any = added._p.get_or_add_pPr()
    frame = _element("w:pBdr", {})
    for side in ("w:top", "w:left", "w:bottom", "w:right"):  # width in eighths of a point, room in points
        frame.append(_element(side, {"w:val": "single", "w:sz": "8", "w:space": "6", "w:color": "333333"}))
    traits.insert_element_before(frame, *_AFTER_FRAME)


def _tongue(text: str, lang: str, code: str) -> str:
    """The language that a line is set in: its own, or Chinese where a Korean paper has a line without Korean letters."""
    if lang or code != "ko":
        return lang or code
    return (
        "zh"
        if any("一" <= sign <= "鿿" for sign in text) and not any("가" <= sign <= "힣" for sign in text)
        else code
    )


def _spoken(added: Paragraph, lang: str, code: str, *, head: bool = False) -> None:
    """A line in another language than its paper has that one's face; in Korean no gap is set between figures and letters."""
    if lang != code and lang in _FACES:
        face, heads, tongue = _FACES[lang]
        for run in added.runs:
            _face(run._r, heads if head else face, tongue)
    if lang == "ko":
        traits: Any = added._p.get_or_add_pPr()
        for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
            traits.insert_element_before(_element(name, {"w:val": "0"}), *_AFTER_SPACE)


def _table(made: Document, part: Table) -> None:
    if part.caption:
        caption = made.add_paragraph(_line(part.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
    rows = [filled(row, len(part.head)) for row in part.rows]
    _grid(made, [part.head, *rows], filled_widths(part), right=part.numbers, head=True)


def _grid(
    made: Document,
    rows: Any,
    widths: Any,
    *,
    right: frozenset[int] = frozenset(),
    head: bool = False,
    lines: bool = True,
    whole: bool = False,
) -> None:
    """A table written element by element: python-docx's own cells take minutes where there are thousands.

    A head stays with the first two rows, and what is ``whole`` on one page.
    """
    table = made.add_table(rows=0, cols=len(widths))
    if lines:
        table._tbl.tblPr.find(_q("w:tblLook")).addprevious(_borders())  # Word minds the order
    section = made.sections[0]
    room = (
        int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) // 635
    )  # twips
    shares = [int(room * share / sum(widths)) for share in widths]
    for column, share in zip(table._tbl.tblGrid.gridCol_lst, shares, strict=True):
        column.set(_q("w:w"), str(share))
    for at, row in enumerate(rows):
        kept = at < len(rows) - 1 and (whole or (head and at < 2))
        table._tbl.append(_row(row, shares, right, head=head and at == 0, kept=kept))
    made.add_paragraph()


def _row(cells: Any, shares: list[int], right: frozenset[int], *, head: bool, kept: bool) -> Any:
    row = _element("w:tr", {})
    traits = _element("w:trPr", {})
    traits.append(_element("w:cantSplit", {}))  # one row stands on one page, as far as it fits there
    if head:
        traits.append(_element("w:tblHeader", {}))  # stands again on every page
    row.append(traits)
    for column, (text, share) in enumerate(zip(cells, shares, strict=True)):
        cell = _element("w:tc", {})
        traits = _element("w:tcPr", {})
        traits.append(_element("w:tcW", {"w:w": str(share), "w:type": "dxa"}))
        if head:
            traits.append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "F0F0F0"}))
        cell.append(traits)
        for line in plain(text).strip("\n").split("\n"):
            cell.append(_paragraph(line, right=column in right, kept=kept))
        row.append(cell)
    return row


def _paragraph(text: str, *, right: bool, kept: bool) -> Any:
    made = _element("w:p", {})
    traits = _element("w:pPr", {})
    if kept:
        traits.append(_element("w:keepNext", {}))  # Word minds the order
    traits.append(_element("w:spacing", {"w:line": "276", "w:lineRule": "auto", "w:after": "0"}))
    if right:
        traits.append(_element("w:jc", {"w:val": "right"}))
    made.append(traits)
    run = _element("w:r", {})
    small = _element("w:rPr", {})
    small.append(_element("w:sz", {"w:val": "19"}))  # half points
    run.append(small)
    told = _element("w:t", {"xml:space": "preserve"})
    told.text = text
    run.append(told)
    made.append(run)
    return made


def _borders() -> Any:
    made = _element("w:tblBorders", {})
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "4")):  # eighths of a point
        made.append(
            _element(f"w:{side}", {"w:val": "single", "w:sz": size, "w:space": "0", "w:color": "808080"})
        )
    return made


def _picture(made: Document, part: Picture) -> None:
    """Word reads no SVG everywhere: the drawing comes as a picture of many points, what it shows as its other text."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = made.sections[0]
    room = int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))
    shape = made.add_picture(io.BytesIO(drawing(part.svg)), width=int(room * min(max(part.width, 0.05), 1.0)))
    shape._inline.docPr.set("descr", _line(part.told))
    made.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    if part.caption:
        made.add_paragraph(_line(part.caption), style="Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER


# -- the file -----------------------------------------------------------------------------------------------------


def _without_clock(made: Document) -> bytes:
    """The file's bytes with one and the same moment wherever one must stand."""
    about = made.core_properties
    about.author, about.last_modified_by, about.comments = "", "", ""
    about.created = about.modified = _NEVER
    about.title = made.paragraphs[0].text
    first, out = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(
                zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), read.read(name), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _q(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _element(name: str, given: Mapping[str, str]) -> Any:
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(name)
    for key, value in given.items():
        made.set("{http://www.w3.org/XML/1998/namespace}space" if key == "xml:space" else _q(key), value)
    return made
