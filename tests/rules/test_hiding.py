"""What is hidden from another machine, and that it comes back where its sign stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.hiding import Sign, Told, blotted, hide

KIM = Told(
    names=("金顺姬", "박철수"), numbers=("19900001234", "999999195001010042"), addresses=("春阳镇河西村三组12号",),
    emails=("jin@example.org",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("金顺姬反映没有水", "金顺姬"), ("金 顺 姬 反映", "顺 姬"), ("电话１９９００００１２３４", "１９９００００１２３４"),
        ("电话一九九〇〇〇〇一二三四", "〇〇〇〇一二三四"), ("打199-0000-5678找我", "5678"), ("打199 0000 5678", "0000"),
        ("身份证999999195001010042", "195001"), ("卡号6222 9999 0000 1111 222", "1111"), ("座机0433-8812345", "8812345"),
        ("邮箱 someone@example.org", "someone"), ("写信给JIN@example.org", "JIN"), ("车牌吉H·A1234警察", "A1234"),
        ("吉HD12345新能源车", "D12345"), ("住在春阳镇 河西村三组12号", "三组12号"), ("金顺姬家3号楼2单元401室漏水", "401"),
        ("村民李大山可以作证", "李大山"), ("我叫王小明，今年40岁", "王小明"), ("姓名：赵六一 电话", "赵六一"),
        ("张主任不理人", "张"), ("王某某先生说", "王某某"), ("저는 김영희입니다", "김영희"), ("박철수가 말했다", "박철수"),
        ("최영수씨가 보았다", "최영수"), ("微信号abc_12345", "abc_12345"), ("QQ：123456", "123456"),
        ("编号222424-20260302-00001-5", "20260302"),
    ],
)  # fmt: skip
def test_what_tells_of_somebody_is_hidden_and_comes_back(text: str, private: str) -> None:
    hidden = hide(text, KIM)
    assert private not in hidden.text
    assert hidden.back(hidden.text) == text


@pytest.mark.parametrize(
    "text", ["2026-03-05停水，3天没有修", "2026/3/5", "自来水公司多收0.5元，共462,500元", "水压0.3兆帕", ""]
)  # fmt: skip
def test_days_amounts_and_the_matter_itself_stay(text: str) -> None:
    assert hide(text, KIM).text == text


def test_the_same_words_have_the_same_sign() -> None:
    hidden = hide("金顺姬说，李女士和金顺姬都没有水。", KIM)
    assert hidden.text.count("〔N1〕") == 2
    assert hidden.back("〔N1〕家没有水") == "金顺姬家没有水"


def test_an_answer_may_write_signs_its_own_way_and_unknown_ones_stay() -> None:
    hidden = hide("金顺姬，电话19900001234", KIM)
    assert hidden.back("[N1]，( T2 )，【N1】") == "金顺姬，19900001234，金顺姬"
    assert hidden.back("〔N9〕〔T1〕") == "〔N9〕〔T1〕"


def test_signs_that_somebody_wrote_themself_are_not_taken_for_ours() -> None:
    hidden = hide("合同〔N1〕条，金顺姬", KIM)
    assert hidden.text == "合同〔N1〕条，〔N2〕"
    assert hidden.back(hidden.text) == "合同〔N1〕条，金顺姬"


def test_what_overlaps_is_hidden_as_one() -> None:
    hidden = hide("住春阳镇河西村三组12号3单元402室。", KIM)
    assert hidden.text == "〔A1〕。"


def test_a_word_of_one_sign_hides_nothing() -> None:
    assert hide("王来过", Told(names=("王", ""))).text == "王来过"


@given(st.text(alphabet="金顺姬19一〇-〔N1〕 @a.住室号李女士가씨", max_size=60))
def test_whatever_is_hidden_comes_back_whole(text: str) -> None:
    hidden = hide(text, KIM)
    assert hidden.back(hidden.text) == text
    assert "金顺姬" not in hidden.text


def marked(sign: Sign, words: str) -> str:
    return f"<{sign.value}{len(words)}>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("金顺姬来过，金 顺 姬还会来。", "<N3>来过，<N5>还会来。"),
        ("打１９９ ００００ １２３４或一九九〇〇〇〇一二三四", "打<T13>或<T11>"),
        ("身份证999999195001010042，写给JIN@example.org", "身份证<T18>，写给<E15>"),
        ("家住春阳镇河西村三组12号。", "家住<A11>。"),
        ("村民李大山和0433-8812345可以作证", "村民李大山和0433-8812345可以作证"),
        ("", ""),
    ],
)
def test_only_what_the_register_knows_is_blotted(text: str, shown: str) -> None:
    assert blotted(text, KIM, marked) == shown


@given(st.text(max_size=80))
def test_blotting_nobody_changes_nothing(text: str) -> None:
    assert blotted(text, Told(), marked) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("赔偿88199810元", "赔偿88199810元"),
        ("编号８８１９９８１２号", "编号８８１９９８１２号"),
        ("八八一九九八一二", "八八一九九八一二"),
        ("请打8819981。", "请打[T]。"),
        ("请打04338819981", "请打0433[T]"),
        ("8819981、2200001", "[T]、2200001"),
        ("8819981 0433", "[T] 0433"),
        ("打881-9981转3", "打[T]转3"),
        ("19900001234567", "[T]567"),
    ],
)
def test_a_short_number_within_longer_figures_is_another_one(text: str, shown: str) -> None:
    known = Told(numbers=["8819981", "19900001234"])
    assert blotted(text, known, lambda sign, _words: f"[{sign.value}]") == shown
