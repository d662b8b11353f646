"""A paper as a spreadsheet, and the charts of papers: numbers stay numbers, text stays text."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.web.shared.papers.charts import bars, lines
from huiyin.web.shared.papers.parts import Facts, Heading, Paper, Picture, Table, Words
from huiyin.web.shared.papers.sheets import xlsx


def read(*parts: object) -> openpyxl.Workbook:
    made = xlsx(Paper("月报", parts, "zh-hans", "副题", foot="页脚"), words="月报")  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(made))


def test_numbers_are_numbers_and_text_is_text() -> None:
    told = [("=1+1", "12", "53.8%", "12"), ("@x", "–", "-3", "'"), ("变", "\u221212.0%", "0.2", "")]
    table = Table(("项", "数", "率", "字"), told, frozenset({1, 2}))
    book = read(
        Heading("第一/节"), Words("话"), Facts([("甲", "乙")]), table, Picture("<svg/>", "图", "说明")
    )
    assert book.sheetnames == ["月报", "第一 节"]
    rows = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows()]
    assert rows[1] == ["=1+1", 12, 0.538, "12"]
    assert rows[2] == ["@x", "–", -3, "'"]
    assert rows[3][1:3] == [-0.12, 0.2]
    assert [cell.number_format for cell in book.worksheets[1][4]][1] == "+0.0%;\u22120.0%;0.0%"
    assert book.worksheets[1]["A2"].data_type == "s"  # no formula
    said = [row[0].value for row in book.worksheets[0].iter_rows()]
    assert said == ["月报", "副题", "第一/节", "话", "甲: 乙", "页脚"]


def test_sheets_of_one_name_are_told_apart() -> None:
    table = Table(("项",), [("甲",)], caption="[名]:*?/\\" + "长" * 40)
    names = read(table, table, Heading("月报"), Table(("项",), [])).sheetnames
    assert len(names) == len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 for name in names)


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(0, 10**6)), min_size=1, max_size=20))
def test_bars_are_a_drawing_whatever_they_are_called(pairs: list[tuple[str, int]]) -> None:
    named = [("".join(sign for sign in name if sign.isprintable()), n) for name, n in pairs]
    drawing = ElementTree.fromstring(bars(named))
    assert len(drawing.findall("{*}rect")) == len(pairs)


def test_lines_need_as_many_values_as_names() -> None:
    drawing = lines(["1", "2"], [0, 0], [3, 4], ("今", "昔"))
    assert ElementTree.fromstring(drawing).findall("{*}path")
    assert not ElementTree.fromstring(lines(["1", "2"], [None, None], [None, None], ("今", "昔"))).findall(
        "{*}circle"
    )
    for bad in (([], [], []), (["1"], [1, 2], [1])):
        with pytest.raises(ValueError, match="nothing to draw"):
            lines(*bad, ("今", "昔"))
    with pytest.raises(ValueError, match="nothing to draw"):
        bars([])


def test_a_month_without_data_is_a_gap_and_the_axis_counts_in_wholes() -> None:
    drawing = lines(list("123456"), [None, None, 191, 0, 4, 5], [None] * 5 + [7], ("今", "昔"))
    root = ElementTree.fromstring(drawing)
    ways = [path.get("d", "") for path in root.findall("{*}path") if path.get("stroke") != "#dddcd4"]
    assert [way.count("L") + 1 for way in ways] == [4]  # the gaps aren't drawn at nought
    assert len(root.findall("{*}circle")) == 1
    marks = [text.text or "" for text in root.findall("{*}text") if text.get("text-anchor") == "end"]
    assert marks == ["0", "50", "100", "150", "200"]


@given(st.integers(0, 10**6))
def test_an_axis_has_few_whole_marks_and_holds_the_most(most: int) -> None:
    drawing = ElementTree.fromstring(lines(["1"], [most], [0], ("今", "昔")))
    marks = [int(text.text or "") for text in drawing.findall("{*}text") if text.get("text-anchor") == "end"]
    assert 3 <= len(marks) <= 5
    assert marks[-1] >= most
