"""Names of private persons in a text: behind a word for who somebody is (村民, 儿子), and those in a list behind such a one.

Most surnames begin ordinary words as well (群众关注, 业主权益, 居民向政府反映). A name is only taken for one where no word
begins with it, or where the signs behind it are such as people are called by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.rules.word_begins import BEGINS

Place = tuple[int, int]
SURNAMES = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹柏窦章苏潘葛范彭鲁韦马方俞任袁柳鲍史唐费薛雷贺倪汤罗毕郝安"
    "常于傅康余顾孟黄穆萧尹姚邵汪毛米贝成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪"
    "石崔龚程邢裴陆荣翁甄曲芮侯宁武符刘景詹龙叶幸司黎薄白蒲邰赖卓池乔闻谭冉桂牛边燕尚温庄晏柴瞿阎连习艾容向古易廖耿文寇欧沃关师聂"
    "敖冷辛那简饶曾沙丰查红游权盖岳佘全南玄朴奇"
)
#: Words for one person, and for people of whom much else is said.
_ONE = (
    "户主|房主|信访人|上访人|被举报人|举报人|被投诉人|投诉人|当事人|申请人|受害人|伤者|死者|患者|妻子|丈夫|儿子|(?<!妇)女儿(?!童)|孙子|孙女|"
    r"女婿|儿媳|父亲|母亲|其妻|其夫|其子|其女(?!儿)|其父|其母|邻居|嫌疑人|女士|男子|(?<=[\s（(，,；])[妻夫子女父母](?=[:：])"
)
_MANY = "村民|居民|业主|住户|租户|学生|职工|员工|农户|群众"
_CUE = f"(?:(?P<one>{_ONE})|{_MANY})"
_FOLLOWING = (
    "的在于称反认表向因与和及同等家已将未系为是属之该提作监证签到来去对所从以并也又曾现经确本不承要请购租"
    "种住持受被把让给出入打说问可能会愿当正没都"
)
_AFTER = rf"(?=[{_FOLLOWING}]|[，。、；：（(,.;:!?！？\s]|[男女\d]|$)"
_HAN = "[\u4e00-\u9fff]"
_BEGIN = rf"[{SURNAMES}](?!某|氏|家|姓){_HAN}"
#: Behind the cue and not followed by more of a word; "王某" and "李*" are masked already.
_NAME = re.compile(rf"{_CUE}(?:[:：]\s*)?(?P<name>{_BEGIN}(?!某)(?:{_HAN}??)){_AFTER}")
#: What a person does, where the name before it has two signs: 王平反映.
_DOES = "反映|提出|要求|表示|投诉|来信|来电|来访|咨询|认为|诉求|申请|家中|等人"
#: The same whatever follows: where something is hidden, a word too many does no harm.
_NAME_WIDE = re.compile(
    rf"{_CUE}(?:[:：]\s*)?(?P<name>{_BEGIN}(?!某)(?:(?!{_DOES}|[的在是把被将向对与从都没家]){_HAN})?)"
)
#: Behind somebody who is named, in full or not, the next one; not an official by the surname.
_SOMEBODY = rf"[{SURNAMES}](?:某{{1,2}}|[*＊×✱○〇]{{1,2}})"
_KIN = "(?:其?(?:妻子?|夫|丈夫|子|儿子|女|女儿|孙子|孙女|父亲?|母亲?))?"
_TITLES = "主任|书记|[局镇县处科队院校所站村组]长|老师|医生|律师|经理|先生|女士|法官|警官|某"
_NEXT = re.compile(rf"\s*[、和与及]\s*{_KIN}(?P<name>(?!.(?:{_TITLES})){_BEGIN}{_HAN}??){_AFTER}")
_HEAD = re.compile(_SOMEBODY)
#: Signs that people are called by, where a word could begin with the surname.
_GIVEN = frozenset(
    "国明军文华建平伟红英梅玲强志东海云春玉秀金福荣德林永新生成龙山江桂兰凤芳丽萍霞敏静娟艳莉燕琴珍珠淑慧兴忠义仁礼智勇刚斌涛波鹏飞"
    "辉晖光亮宝庆祥瑞泰康宁杰俊豪雄浩宇轩涵雨雪雷晨阳晓佳嘉怡欣悦思梦琪瑶颖婷倩洁莹晶丹娜凯超凡峰磊松柏树森根才贵昌盛胜喜善良贤孝"
    "廷守继振启书诗哲彬炳琳琼瑛珊瑾璐媛娥娇妍妮巧翠青素香花菊莲荷萱蓉芝芬茂秋冬夏元奎魁坤淼鑫锋锐铭钧钢铁银钰彪虎麟鸿鹤仙世顺子"
    "姬淑顺哲浩男星植镇锡善爱"
)
#: Surnames that stand as words of their own, or before others at will.
_FREE = frozenset(
    "于何成常全万查连任许顾费易习游闻那幸简盖屈祝谢关应和时车方权师房路项章程史温向曾尚金高安边白石马牛江池田毛米余钱红古沙洪段冷"
)
#: Ordinary words that begin with a surname.
_WORDS = (
    "全体李家王家和平文化安全安置安装常年高度方面方便成员成立关于关心关系陈述毕业房屋房产权利权益连续易于查询查明温馨习惯"
    "孙女孙子白天金额马上马路石头江边游客全部文明万元常住任何许多应当时间古老向来容易应该单位纪律季度金融项目程序景区尚未何处连接符合"
)
_NO_NAMES = frozenset(_WORDS[n : n + 2] for n in range(0, len(_WORDS), 2))


def names_told(text: str) -> Iterator[Place]:
    """Names behind a word for a private person, where the sentence goes on as behind a name."""
    for found in _NAME.finditer(text):
        if _is_name(found["name"], one=bool(found["one"])):
            yield found.span("name")


def names_cued(text: str) -> Iterator[Place]:
    """All that may be a name behind a word for a private person, and those enumerated there: nothing of it may go out."""
    for found in _NAME_WIDE.finditer(text):
        if found["name"][:2] not in _NO_NAMES:
            yield found.span("name")
            yield from _enumerated(text, found.end())
    yield from _beside(text)


def names_masked(text: str) -> Iterator[Place]:
    """Names behind a word for a private person whatever follows, those enumerated there, and each where it stands again."""
    again: set[str] = set()
    for found in _NAME_WIDE.finditer(text):
        if name := next(
            (one for one in _shortened(found["name"]) if _is_name(one, one=bool(found["one"]))), ""
        ):
            start = found.start("name")
            yield start, start + len(name)
            yield from _enumerated(text, start + len(name))
            again |= {name} if len(name) > 2 else set()
    yield from _beside(text)
    for name in again:
        yield from (one.span() for one in re.finditer(name, text))


def _shortened(name: str) -> tuple[str, ...]:
    """The name, and where its third sign may begin what somebody does, the one without it."""
    return (name, name[:2]) if len(name) > 2 and name[2] in _FOLLOWING else (name,)


def _is_name(name: str, *, one: bool, listed: bool = False) -> bool:
    """Whether it is a name rather than the beginning of a word.

    ``one``: the word before it is said of one person; ``listed``: it stands in a list of names.
    """
    if name[:2] in _NO_NAMES:
        return False
    given = all(sign in _GIVEN for sign in name[1:])
    if name[1] in BEGINS.get(name[0], ()):
        return given and (one or len(name) > 2)
    likely = name[2:3] in _GIVEN or (one and name[1] in _GIVEN)
    return given or listed or likely or name[0] not in _FREE


def _beside(text: str) -> Iterator[Place]:
    """Those who are named in full beside somebody who isn't: 张某某、李四."""
    for found in _HEAD.finditer(text):
        yield from _enumerated(text, found.end())


def _enumerated(text: str, at: int) -> Iterator[Place]:
    while (found := _NEXT.match(text, at)) and _is_name(found["name"], one=True, listed=True):
        yield found.span("name")
        at = found.end("name")
