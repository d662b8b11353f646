"""Somebody else's personal data in a text: ID numbers, mobile numbers, names of private persons, addresses down to the door.

What the petitioner told of themselves may stand in their own answer; offices' telephones and officials' names may stand in any.
The same places are masked where a text is shown to people whom it wasn't written for (``masked``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from huiyin.rules.identifiers import HIDDEN, mask_id, mask_name, mask_phone, normal_id_number, normal_phone
from huiyin.rules.replies.finding import Finding, Kind

#: Findings of one kind that are told.
MOST = 9
Place = tuple[int, int]
_ID = re.compile(r"(?<![\w])[1-9]\d{16}[\dXx](?![\w])", re.ASCII)
_MOBILE = re.compile(r"(?<![\d.-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d])")
SURNAMES = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹柏窦章苏潘葛范彭鲁韦马方俞任袁柳鲍史唐费薛雷贺倪汤罗毕郝安"
    "常于傅康余顾孟黄穆萧尹姚邵汪毛米贝成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪"
    "石崔龚程邢裴陆荣翁甄曲芮侯宁武符刘景詹龙叶幸司黎薄白蒲邰赖卓池乔闻谭冉桂牛边燕尚温庄晏柴瞿阎连习艾容向古易廖耿文寇欧沃关师聂"
    "敖冷辛那简饶曾沙丰查红游权盖岳佘全南玄朴奇"
)
_CUE = (
    r"村民|居民|业主|户主|住户|租户|房主|信访人|上访人|举报人|投诉人|被投诉人|被举报人|当事人|申请人|受害人|伤者|死者|患者|学生|职工|员工|"
    r"农户|群众|妻子|丈夫|儿子|女儿|父亲|母亲|其妻|其夫|其子|其女|其父|其母|邻居|嫌疑人|女士|男子"
)
_FOLLOWING = (
    "的在于称反认表向因与和及同等家已将未系为是属之该提作监证签到来去对所从以并也又曾现经确本不承要请购租"
    "种住持受被把让给出入打说问可能会愿当正"
)
_AFTER = rf"(?=[{_FOLLOWING}]|[，。、；：（(,.;:!?！？\s]|[男女\d]|$)"
#: Behind the cue and not followed by more of a word; "王某" and "李*" are masked already.
_NAME = re.compile(
    rf"(?:{_CUE})(?:[:：]\s*)?([{SURNAMES}](?!某|氏|家|姓)[\u4e00-\u9fff](?!某)(?:[\u4e00-\u9fff])??){_AFTER}"
)
#: The same whatever follows: where something is hidden, a word too many does no harm.
_NAME_WIDE = re.compile(
    rf"(?:{_CUE})(?:[:：]\s*)?([{SURNAMES}](?!某|氏|家|姓)[\u4e00-\u9fff](?!某)[\u4e00-\u9fff]?)"
)
DOOR = re.compile(
    r"(?:[\u4e00-\u9fff]{1,12}(?:村|社区|小区|花园|家园|街|路|巷|屯|镇)[\u4e00-\u9fff]{0,10})?"
    r"(?:[\dA-Za-z一二三四五六七八九十]{1,4}(?:组|队|号楼|号院|号|栋|幢|单元|楼|层)){1,5}"
    r"[\dA-Za-z一二三四五六七八九十-]{1,5}(?:室|号)"
)
#: Ordinary words that begin with a surname.
_WORDS = (
    "全体李家王家和平文化安全安置安装常年高度方面方便成员成立关于关心关系陈述毕业房屋房产权利权益连续易于查询查明温馨习惯"
    "白天金额马上马路石头江边游客全部文明万元常住任何许多应当时间古老向来容易应该单位纪律季度金融项目程序景区尚未何处连接符合"
)
_NO_NAMES = frozenset(_WORDS[n : n + 2] for n in range(0, len(_WORDS), 2))


@dataclass(frozen=True, slots=True)
class Own:
    """What may stand in this answer: the petitioner's own data and words, and telephones of offices.

    ``others``: names of other people in the same matter; they may not, wherever they stand.
    """

    phones: Collection[str] = ()
    id_numbers: Collection[str] = ()
    told: str = ""
    offices: Collection[str] = ()
    others: Collection[str] = ()


def foreign(text: str, own: Own) -> Iterator[Finding]:
    """Somebody else's data in the text, kind by kind, each in its order; at most ``MOST`` of a kind."""
    for kind, places in _places(text, own):
        yield from (Finding(kind, start, end) for start, end in islice(places, MOST))


def _places(text: str, own: Own) -> Iterator[tuple[Kind, Iterator[Place]]]:
    ids = {normal_id_number(one) for one in own.id_numbers}
    phones = {normal_phone(one) for one in (*own.phones, *own.offices)}
    yield Kind.ID_NUMBER, (m.span() for m in _ID.finditer(text) if normal_id_number(m[0]) not in ids)
    yield Kind.PHONE, (m.span() for m in _MOBILE.finditer(text) if normal_phone(m[0]) not in phones)
    yield Kind.NAME, _names(text, own)
    yield Kind.ADDRESS, (m.span() for m in DOOR.finditer(text) if m[0] not in own.told)


def _names(text: str, own: Own) -> Iterator[Place]:
    """Names behind a word for a private person that the petitioner didn't write; names of others in the matter anywhere."""
    found = {m.span(1) for m in _NAME.finditer(text) if m[1][:2] not in _NO_NAMES and m[1] not in own.told}
    for name in own.others:
        if len(name) > 1:
            found |= {m.span() for m in re.finditer(re.escape(name), text)}
    yield from apart(found)


def apart(places: Iterable[Place]) -> Iterator[Place]:
    """In order, without those that begin inside the one before."""
    last = 0
    for start, end in sorted(places):
        if start >= last:
            yield start, end
            last = end


def names_cued(text: str) -> Iterator[Place]:
    """Names behind a word for a private person, whatever follows them: where something is hidden."""
    return (m.span(1) for m in _NAME_WIDE.finditer(text) if m[1][:2] not in _NO_NAMES)


def masked(text: str, names: Collection[str] = ()) -> str:
    """The text for people whom it wasn't written for: no ID or mobile number, no door, no private person's name in full.

    ``names`` are hidden wherever they stand.
    """
    kinds = {place: kind for kind, places in _places(text, Own(others=names)) for place in places}
    taken = {start for start, _ in kinds}
    kinds |= {place: Kind.NAME for place in names_cued(text) if place[0] not in taken}
    made: list[str] = []
    at = 0
    for start, end in apart(kinds):
        made += [text[at:start], _MASKS[kinds[start, end]](text[start:end])]
        at = end
    return "".join(made) + text[at:]


def _no_door(_door: str) -> str:
    return HIDDEN


_MASKS: Mapping[Kind, Callable[[str], str]] = {
    Kind.ID_NUMBER: mask_id, Kind.PHONE: mask_phone, Kind.NAME: mask_name, Kind.ADDRESS: _no_door,
}  # fmt: skip
