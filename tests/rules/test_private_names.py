"""Names in others' texts: what is masked, what stays (invented people)."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.hiding import Told, hide
from huiyin.rules.identifiers import mask_name
from huiyin.rules.replies.korean_names import korean_names
from huiyin.rules.replies.name_words import COMPOUND, COMPOUND_TOO, MANY, ONE, SURNAMES
from huiyin.rules.replies.others import Own, foreign, masked
from huiyin.rules.replies.private_names import names_cued

_FIRST = frozenset(SURNAMES + "".join(one[0] for one in f"{COMPOUND}|{COMPOUND_TOO}".split("|")))
#: Nothing of it begins a name, nor is a number.
_PLAIN = (
    frozenset("的村民主妻子在是为叫和由同今天不很去他我们水电修好申请人，。：（）、 \n户儿女姓名") - _FIRST
)
_NO_SURNAME = st.text(st.sampled_from(sorted(_PLAIN)))
_WORDS = re.findall(
    "..",
    "康复林权杜绝宁可张贴柳树梅花桂花葛根胡闹叶子汪洋童车樊篱关注权益方面"
    "费用严重项目路灯高速安全时间石头黄金水费江边田地房屋文化连续马路牛羊单元",
)
_SURNAME = st.sampled_from(list("李王张刘陈杨赵吴周徐孙朱郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"))
_GIVEN = st.sampled_from(["国强", "建军", "桂兰", "秀英", "志明", "海龙", "玉珍", "春梅", "德福"])
_CUES = st.sampled_from(sorted({*ONE.split("|"), *MANY.split("|")} - {"第三人"}))


@pytest.mark.parametrize("text", [
    "患者康复出院。", "职工康复后上班", "伤者康复情况良好", "村民林权证已发", "村民林权纠纷", "农户杜绝烟火",
    "职工杜绝浪费", "村民宁可等", "业主宁可不要", "学生张贴海报", "村民柳树被砍", "居民童车丢失", "农户梅花开了",
    "农户桂花盛开", "农户葛根种植", "农户樊篱倒了", "学生胡闹", "学生叶子画", "业主汪洋大海", "邻居盖新房，挡光",
    "儿子那车是拉货的", "养老公司的服务", "村民林权证三年办不下来", "患者康复费用不给报销", "业主柳河小区停水",
    "村民康养中心的问题", "患者柳树的问题", "群众金银花的问题", "职工戴口罩的问题", "学生戴帽的问题", "旅客侯车的问题",
    "农户蒲公英的问题", "住户赖着不走", "业主玄关的问题", "居民梁上的问题", "居民梁断了", "患者古树的问题", "邻居凌晨三点",
    "邻居高铁的问题", "老人关爱的问题", "居民梁河社区", "业主肖像", "业主涂料脱落", "患者焦急等待", "关于高速反映的事",
    "关于金融、高度两人", "关好窗户", "由于生产经营需要", "患者方如期", "房主是房东", "请关了窗户", "确保安全生产",
    "保安全天值班", "有房有户和有房无户", "信访人向物业反映", "投诉人于当日来过", "信访人向铁路反映", "职工程序员",
    "业主任我行", "褚师傅和农民工褚师傅", "居民向铁路边走", "妇女儿童的女儿童装", "除30米内的土地", "居民尤其老人",
    "村民王庄村的路", "居民何同学", "业主方未提出", "患者高血压", "老板：时间不够", "业主代表：高度重视", "居民 关于修路",
    "村民为高速公路让地", "吴、龚两户", "居民东方红广场", "业主，高度关注", "张某，高中毕业", "村民李某某，任期满",
])  # fmt: skip
def test_words_are_no_names(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(("text", "told"), [
    ("被投诉人于海称，没有", "被投诉人于*称，没有"), ("户主 李国强", "户主 李**"), ("户主为李国强", "户主为李**"),
    ("户主叫李国强", "户主叫李**"), ("户主名叫李国强。", "户主名叫李**。"), ("户主（李国强）", "户主（李**）"),
    ("户主“李国强”", "户主“李**”"), ("邻居 刘能", "邻居 刘*"), ("信访人 朴 正 熙 反映", "信访人 朴** 反映"),
    ("李国强，男，1970年出生", "李**，男，1970年出生"), ("现有李国强，男", "现有李**，男"), ("姓名：李国强", "姓名：李**"),
    ("联系人：李国强 电话", "联系人：李** 电话"), ("由李国强承包", "由李**承包"), ("与李国强签订合同", "与李**签订合同"),
    ("李国强、王翠花夫妇", "李**、王**夫妇"), ("经查，李国强、王翠花、赵玉兰三人", "经查，李**、王**、赵**三人"),
    ("李国强，高度、王翠花", "李国强，高度、王翠花"), ("李国强、高度三人", "李国强、高度三人"),
    ("村民朴哲洙、李英淑、崔美玉三人", "村民朴**、李**、崔**三人"), ("村民李国强，李国富", "村民李**，李**"),
    ("村民李国强；李国富", "村民李**；李**"), ("村民李国强以及李国富", "村民李**以及李**"),
    ("村民李国强/李国富", "村民李**/李**"), ("村民李国强·李国富", "村民李**·李**"),
    ("村民李国强李国富兄弟", "村民李**李**兄弟"), ("村民 李国强 王翠花", "村民 李** 王**"),
    ("村民李国强，王平来过", "村民李**，王平来过"), ("住户欧阳修文反映", "住户欧阳**反映"),
    ("业主司马相如投诉", "业主司马**投诉"), ("邻居诸葛亮每天吵闹", "邻居诸葛*每天吵闹"),
    ("邻居诸葛明亮来过", "邻居诸葛**来过"), ("学生东方明说", "学生东方*说"), ("学生周一凡被打", "学生周**被打"),
    ("死者何全有的家属", "死者何**的家属"), ("父亲金正日、母亲李雪主", "父亲金**、母亲李**"), ("长子王大宝", "长子王**"),
    ("前夫张铁军", "前夫张**"), ("老人赵玉兰", "老人赵**"), ("低保户郑小花", "低保户郑**"), ("车主张飞", "车主张*"),
    ("被告孔明", "被告孔*"), ("法定代表人：吕明", "法定代表人：吕*"), ("村民代表李国强", "村民代表李**"),
    ("同村刘能", "同村刘*"), ("户主李国强之子李小强", "户主李**之子李**"), ("其中刘元柏户征地", "其中刘**户征地"),
    ("刘元柏户外墙", "刘**户外墙"), ("王才有，青山镇江边村民", "王**，青山镇江边村民"),
    ("村民余亮洪的地。余亮洪同意", "村民余**的地。余**同意"), ("当事人（邱林、龙平和）到场", "当事人（邱*、龙**）到场"),
    ("村民王子明提出", "村民王**提出"), ("业主许丽亚下达", "业主许**下达"), ("市民欧烨建议", "市民欧*建议"),
    ("村民王平。王平说", "村民王*。王*说"), ("邻居王正和同事", "邻居王*和同事"), ("当事人王同意思", "当事人王**思"),
    ("妻：李小超", "妻：李**"), ("业主肖钢被骗", "业主肖*被骗"), ("我姐李四娇在", "我姐李**在"),
    ("联系人：周兰艳联系电话", "联系人：周**联系电话"), ("人是名为“孙磊”的", "人是名为“孙*”的"),
    ("李国强电话：", "李**电话："), ("你妻子易文君来过", "你妻子易**来过"), ("老党员钱守业", "老党员钱**"),
    ("选出陈淼、易小纯和章华刚三人", "选出陈*、易**和章**三人"), ("业主于海和家人", "业主于*和家人"),
    ("关于李国强、王翠花两人的信", "关于李**、王**两人的信"), ("在你李国强、李国富三兄弟房前", "在你李**、李**三兄弟房前"),
    ("关于李国强反映低保", "关于李**反映低保"), ("经审核郭国强之子", "经审核郭**之子"),
    ("李国强家住春阳镇", "李**家住春阳镇"),
])  # fmt: skip
def test_names_are_masked_however_they_are_introduced(text: str, told: str) -> None:
    assert masked(text) == told


@pytest.mark.parametrize(("text", "told"), [
    ("신소인 김순희가 제기", "신소인 김**가 제기"), ("주민 김철수 씨", "주민 김** 씨"),
    ("리국강(남, 50세)", "리**(남, 50세)"), ("이국강, 남, 50세", "이**, 남, 50세"),
    ("촌민 림설매와 류동철은", "촌민 림**와 류**은"), ("주민 임설매의 집", "주민 임**의 집"),
    ("주민 유동철에게", "주민 유**에게"), ("김 철수씨의 집", "김**씨의 집"), ("村民김철수反映", "村民김**反映"),
    ("성명: 박영호", "성명: 박**"), ("저는 김순희입니다. 김순희의 집", "저는 김**입니다. 김**의 집"),
    ("이웃 남궁옥분이", "이웃 남궁**이"), ("주민 김철이 왔다", "주민 김*이 왔다"), ("주민 김 순희가", "주민 김**가"),
    ("신소인 : 최영희", "신소인 : 최**"), ("김영옥할머니가", "김**할머니가"),
])  # fmt: skip
def test_korean_names_are_masked_and_what_stands_behind_stays(text: str, told: str) -> None:
    assert masked(text) == told


@pytest.mark.parametrize("text", [
    "신소인이 모두 철회하였습니다.", "사용자 이름은 소문자입니다.", "이웃이 매주 찾아갑니다.", "주민 이 문제를 보십시오.",
    "남편은 세상을 떴습니다.", "주민 지원금이 늦습니다.", "학생 안전을 지킵니다.", "날씨가 좋습니다.",
    "주민 공동체가 말합니다.", "저는 조선족입니다.", "주민들은 정부에 말합니다.",
])  # fmt: skip
def test_korean_words_are_no_names(text: str) -> None:
    assert masked(text) == text


def test_for_another_machine_whatever_may_be_a_korean_name_is_taken() -> None:
    assert [text for text in ("이름은 해바라,",) for _ in korean_names(text)] == []
    hidden = hide("이름은 해바라, 마음 선생님", Told())
    assert sorted(hidden.table.values()) == ["마음", "해바라"]
    assert hide("주민 김순희가 왔다", Told()).text.startswith("주민 〔N")


def test_the_cue_in_a_longer_word_is_none() -> None:
    assert list(names_cued("妇女儿童")) == []
    assert list(foreign("妇女儿金明珠", Own())) == []


def test_a_long_list_takes_no_longer_than_its_length() -> None:
    begun = time.perf_counter()
    assert masked("李国强、" * 5_000).count("*") == 0
    assert masked("父亲李国强、" * 3_000).count("李**") == 3_000
    assert masked("주민 김순희" + "이라고" * 5_000 + "호").count("*") == 0
    assert time.perf_counter() - begun < 5


# -- properties -------------------------------------------------------------------------------------------------------------


@given(
    _CUES,
    st.sampled_from(["", " ", "：", "为", "叫", "（"]),
    _SURNAME,
    _GIVEN,
    st.sampled_from(["反映", "，", "的房屋", "）", ""]),
)
def test_a_name_behind_any_cue_is_masked_and_twice_is_once(
    cue: str, link: str, first: str, rest: str, behind: str
) -> None:
    hidden = masked(f"经查，{cue}{link}{first}{rest}{behind}")
    assert hidden == f"经查，{cue}{link}{mask_name(first + rest)}{behind}"
    assert masked(hidden) == hidden


@given(_NO_SURNAME)
def test_a_text_without_a_surname_stays(text: str) -> None:
    assert masked(text) == text


@given(st.lists(st.tuples(_CUES, st.sampled_from(_WORDS)), max_size=4))
def test_what_is_no_name_keeps_its_place(pairs: list[tuple[str, str]]) -> None:
    text = "。".join(f"{cue}{word}" for cue, word in pairs)
    assert len(masked(text)) == len(text)


@given(
    st.lists(
        st.one_of(
            _CUES, _SURNAME, _GIVEN, st.sampled_from([*_WORDS, "、", "，", "为", " ", "김순희가", "주민 "])
        ),
        max_size=9,
    )
)
def test_masked_is_idempotent(parts: list[str]) -> None:
    once = masked("".join(parts))
    assert masked(once) == once


@pytest.mark.parametrize(
    "place", ["柳河小区停水", "柳河花园停水", "景福小区反映", "梅园小区物业", "汪清一中食堂", "康宁医院收费"]
)
def test_where_many_live_or_go_is_no_name(place: str) -> None:
    for cue in ("业主", "居民", "学生"):
        assert masked(cue + place) == cue + place
    assert masked("业主李国强在小区门口") == "业主李**在小区门口"
