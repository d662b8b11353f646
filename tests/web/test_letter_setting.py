"""How a letter is set: each paragraph in its own script, the foot for whom it is addressed to, no heading alone on a page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import docx
import pytest
from pypdf import PdfReader

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared.papers import lawful, letter
from huiyin.web.shared.papers.parts import Paper, Words
from huiyin.web.shared.papers.pdf import pdf
from huiyin.web.shared.papers.word import word
from tests.rooms.cast import BAO, BO, comes_in, go

TITLE = "김치공장에서 일한 로임을 받지 못했습니다"
KIM = Person(name="김순희", phone="19900001235", language="ko")
OPENING = "您在3月2日来信中反映的拖欠工资一事，我们已经调查核实完毕，现答复如下："


def papers(text: str, person: Person | None = None) -> list[Paper]:
    """The letters of a matter whose title is Korean: that it is handled, and the answer."""
    number = comes_in(title=TITLE, persons=1, **({"person": person} if person else {})).number
    at = go(number, Verb.NOTIFY) + timedelta(hours=1)
    actions.draft(number, outcome="supported", text=text, by=BAO, now=at)
    actions.approve(number, by=BO, now=at)
    actions.issue(number, by=BAO, now=at)
    file = file_of(number)
    return [letter.paper(one, file, number=number) for one in letter.letters(file)]


def lines(text: str) -> dict[str, Words]:
    return {one.text: one for one in letter._body(text)}


@pytest.mark.django_db
def test_all_letters_to_one_petitioner_are_set_in_their_language(county: None) -> None:
    chinese = f"信访人：\n您反映的“{TITLE}”一事，现答复如下。\n一、请求：发放工资。"
    assert [one.lang for one in papers(chinese)] == ["zh-hans", "zh-hans"]
    made = papers(f"{chinese}\n\n귀하께서 제기하신 로임문제를 해결하였습니다.", KIM)
    assert [one.lang for one in made] == ["ko", "ko"]
    said = [one for paper in made for one in paper.parts if isinstance(one, Words) and one.text.strip()]
    assert {one.lang for one in said if "收悉" in one.text or "现答复" in one.text} == {"zh"}
    assert {one.lang for one in said if "귀하께서" in one.text} == {"ko"}


def test_a_paragraph_goes_by_its_own_script_and_not_by_what_it_quotes() -> None:
    said = lines(f"您反映的“{TITLE}”收悉。\n\n귀하께서 제기하신 “道路积水” 문제\n2026.3.5")
    assert [one.lang for text, one in said.items() if text] == ["zh", "ko", "ko"]


@pytest.mark.parametrize(
    ("text", "flush"),
    [
        (f"信访人：\n\n{OPENING}", ["信访人："]),
        (f"＿＿＿＿＿＿：\n{OPENING}\n一、请求：\n恢复供水。", ["＿＿＿＿＿＿："]),
        ("信访人：\n请携带下列材料前来办理。\n材料清单：\n身份证", ["信访人："]),
        ("黄明子：\n已修好了。\n\n黄明子 귀하:\n수리하였습니다.", ["黄明子：", "黄明子 귀하:"]),
        ("김순희：\n已修好了。\n\n김순희 귀하:\n수리하였습니다.", ["김순희：", "김순희 귀하:"]),
        ("信访人：\n已修好。\n\n신소인 귀하:\n수리하였습니다.", ["信访人：", "신소인 귀하:"]),
    ],
)
def test_only_whoever_is_addressed_stands_at_the_edge(text: str, flush: list[str]) -> None:
    assert [one.text for one in lines(text).values() if one.flush] == flush


@pytest.mark.parametrize("line", ["三、处理意见", "（二）事实", "3. 처리의견", "12．依据"])
def test_a_numbered_line_heads_what_follows(line: str) -> None:
    assert lawful.heads(line)
    assert not lawful.heads(f"{line}：予以支持，3月10日前修好。")
    assert not lawful.heads("2026年3月5日")


@pytest.mark.parametrize("between", [[], [""]])
def test_a_heading_does_not_stand_alone_at_a_pages_foot(between: list[str]) -> None:
    alone = []
    for n in range(26, 34):
        text = "\n".join([*["这是一行。"] * n, "三、处理意见", *between, "处理的第一段。" * 9])
        parts = tuple(letter._body(text))
        assert not torn(parts), n
        alone.append(torn(tuple(replace(one, heads=False) for one in parts)))
    assert any(alone), "one of these would have stood alone"


def torn(parts: tuple[Words, ...]) -> bool:
    pages = PdfReader(io.BytesIO(pdf(Paper("意见书", parts, "zh-hans", large=True)))).pages
    return any(
        "三、处理意见" in text and "第一段" not in text for text in (page.extract_text() for page in pages)
    )


def test_word_keeps_it_so_and_begins_each_language_in_its_way() -> None:
    parts = tuple(letter._body("您反映的问题已解决。\n三、处理意见\n予以支持。\n문제를 해결하였습니다."))
    made = docx.Document(io.BytesIO(word(Paper("意见书", parts, "ko", large=True))))
    found = {one.text: one for one in made.paragraphs}
    assert found["三、处理意见"].paragraph_format.keep_with_next
    assert not found["予以支持。"].paragraph_format.keep_with_next
    indents = {
        text: one._p.xml.split('firstLineChars="')[1].split('"')[0]
        for text, one in found.items()
        if "firstLineChars" in one._p.xml
    }
    assert (indents["予以支持。"], indents["문제를 해결하였습니다."]) == ("200", "100")
