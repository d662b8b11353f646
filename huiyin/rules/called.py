"""What a register's field may hold besides one name or one number: who writes for whom, two people, two telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.rules.replies.others import SURNAMES
from huiyin.rules.tokens import letters

#: What is written where somebody gave no name, and what many are called together: ordinary words of every text.
NOBODY = frozenset({
    "匿名", "佚名", "无名", "无名氏", "不详", "未知", "信访人", "来信人", "来访人", "来电人", "群众", "业主", "村民",
    "居民", "市民", "职工", "员工", "工人", "农民", "农民工", "家长", "学生", "住户", "商户", "用户", "乘客", "患者",
    "家属", "邻居", "老人", "社员", "村民代表", "业主代表", "职工代表", "居民代表", "全体村民", "全体业主", "代理人",
    "代表", "委托人", "本人", "女士", "先生", "同志", "老师", "阿姨", "大爷", "大妈", "大叔", "残疾人", "低保户",
    "学生家长", "小区", "保密", "处理", "反映人", "投诉人", "举报人", "妻子", "丈夫", "儿子", "女儿", "父亲", "母亲",
    "代笔", "户主", "익명", "무명", "주민", "촌민", "군중", "anonymous", "Anonymous",
})  # fmt: skip
_BRACKETED = re.compile(r"[（(\[【〔<《]([^）)\]】〕>》]{0,40})[）)\]】〕>》]?")
_BESIDE = re.compile(
    r"[、,，;；/／|&＆+＋和与及\n]|(?:等)(?:\s*[\d一二三四五六七八九十]+\s*(?:人|户|位|名))?\s*$"
)
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\s·•]+")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,5}|[\uac00-\ud7a3]{2,5}|[A-Za-z][A-Za-z .'-]{2,40}")
#: What stands before and behind a name in the field for it, or says what the next name is to the first.
_ROUND = re.compile(
    r"^(?:户主|业主|村民|居民|职工|退休职工|家长|又名|曾用名|原名|代)[:：]?|[\s\d-]+$"
    r"|(?:女士|先生|同志|老师|阿姨|大爷|大妈|(?:之|的)(?:夫|妻|子|女|父|母|丈夫|妻子|儿子|女儿|父亲|母亲)|씨|님)$"
)
_FOR = re.compile(r"(?<=[\u4e00-\u9fff]{2})代(?=[\u4e00-\u9fff]{2,4}$)")
_LEAST_PHONE, _LONGEST_NAME = 7, 4
_PHONES = re.compile(r"[、,，;；/／|或和\n]+")


def names_in(field: str) -> Iterator[str]:
    """The names that a register's field holds: as it stands, without what is in brackets, each of several."""
    yield field
    inside = [one.strip() for one in _BRACKETED.findall(field)]
    outside = _BRACKETED.sub("、", field)
    inside = [one for one in (_ROUND.sub("", one) for one in inside) if one and _may_be_a_name(one)]
    for piece in (*_BESIDE.split(_FOR.sub("、", outside)), *inside):
        name = _ROUND.sub("", _ROUND.sub("", (piece or "").strip())).strip()
        yield from (part for part in re.split("[·•‧]", name) if len(part) > 1 and part != name)
        several = name.split() if _HAN_OR_HANGUL.fullmatch(name) else [name]
        for one in several if all(len(part) > 1 for part in several) else [name]:
            if _NAME.fullmatch(letters(one)) or _NAME.fullmatch(one):
                yield one


def _may_be_a_name(inside: str) -> bool:
    """What stands in brackets is more often a word (代笔, 户主) than the name in other letters or of somebody beside."""
    return not re.match(r"[\u4e00-\u9fff]", inside) or (
        inside[0] in SURNAMES and len(inside) <= _LONGEST_NAME
    )


def numbers_in(field: str) -> Iterator[str]:
    """The telephone numbers that a register's field holds: as it stands, and each of several."""
    yield field
    for piece in _PHONES.split(field):
        if sum(sign.isdigit() for sign in piece) >= _LEAST_PHONE:
            yield piece.strip()
