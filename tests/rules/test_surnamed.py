"""Who is called by the surname is found; a word that a surname ends, before what people are called by, stays a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.hiding import Told, blotted
from huiyin.rules.surnamed import called_by


def blot(text: str, name: str) -> str:
    return blotted(text, Told(names=[name]), lambda _sign, _words: "×××")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("金顺姬", "养老金。养老金，已补发。养老金在15日前到账，养老金也要查，补偿金家里人代领，押金先生效，公积金同志"),
        ("金顺姬", "老金矿，金某些，3金先生产，奖金**，五金师傅上门"),
        ("于海波", "不小于10米，小于您的，由于家里无人，关于老人优待，位于某村，由于老板失联，对于某公司，应于某日前"),
        ("成国栋", "您已成家，应单独立户；造成家里进水；形成家校合力，完成某项，组成某某小组"),
        ("程志远", "工程老板欠薪，工程师傅到场，流程先生成编号，课程老师傅，过程某某"),
        ("关凤琴", "机关同志已回访，机关老人多，有关某某公司，相关女士，海关同志，把关先生"),
        ("何秀兰", "任何老板不得拖欠，任何同志，如何老人才能，为何女士洗手间少，任何先生产后办证"),
        ("向桂英", "向老人说明，向老板发出通知，业主向老板讨薪，向同志们说明，已向女士们发放，向某某公司发函，居民向某企业"),
        ("周玉梅", "上周家里没水，每周老人活动，四周老板，一周某日"),
        ("高丽华", "提高老人待遇，提高同志们，新高先生，小高层，老高速路"),
        ("方淑芬", "对方先生，施工方先生产，甲方女士，对方某某公司，地方某领导，老方法，小方桌"),
        ("万春生", "一万家的补贴，3万家的，千家万家里，全县三万家也"),
        ("温玉堂", "测温师傅，高温家里，摄氏温氏度"),
        ("时玉梅", "24小时在线，2小时在现场，半小时的，当时老人，临时某处"),
        ("王翠英", "王爷庙，王家沟，老王八，小王子，国王，百姓王"),
        ("房桂芝", "老房的水管，小房也漏，住房老人"),
        ("马玉兰", "罗马同志，老马识途，马奶酒，马氏温度"),
    ],
)  # fmt: skip
def test_a_word_that_ends_in_a_surname_stays(name: str, text: str) -> None:
    assert blot(text, name) == text


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("金顺姬", "村民金大娘说，金某某也在", "村民×××说，×××也在"),
        ("金顺姬", "已告知金女士，并由金师傅上门", "已告知×××，并由×××上门"),
        ("金顺姬", "和老金说过，小金也来了", "和×××说过，×××也来了"),
        ("金顺姬", "金家的水，姓金的，金姓村民，金*", "×××的水，姓×××的，×××村民，×××"),
        ("于海波", "于女士来电，户主于某已签字", "×××来电，户主×××已签字"),
        ("方淑芬", "联系方女士，方老板欠薪", "联系×××，×××欠薪"),
        ("向桂英", "向女士反映，邻居向大娘，", "×××反映，邻居×××，"),
        ("何秀兰", "何女士，村民何老人", "×××，村民×××"),
        ("王翠英", "昨天王姐、王老汉和老王来过，施工方王某未到", "昨天×××、×××和×××来过，施工方×××未到"),
        ("欧阳雪", "找欧阳女士", "找×××"),
        ("周玉梅", "老周反映，小周的车，周老爷子", "×××反映，×××的车，×××"),
    ],
)
def test_who_is_called_by_the_surname_is_taken_out(name: str, text: str, shown: str) -> None:
    assert blot(text, name) == shown


def test_of_no_surname_nothing_is_found() -> None:
    assert called_by(frozenset()).search("王女士") is None


@given(
    st.sampled_from("王金于方向何周"), st.text("王金于方向何周女士先生某老小家里的，。养对由", max_size=30)
)
def test_whatever_is_found_holds_the_surname(surname: str, text: str) -> None:
    for found in called_by(frozenset({surname})).finditer(text):
        assert surname in found[0]
