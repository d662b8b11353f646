"""What a register's field may hold besides one name or one number: who writes for whom, two people, two telephones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from huiyin.rules.identifiers import is_compound
from huiyin.rules.readings import is_hangul
from huiyin.rules.replies.korean_names import SURNAMES as KOREAN_SURNAMES
from huiyin.rules.replies.name_words import SURNAMES
from huiyin.rules.tokens import letters

#: What is written where somebody gave no name, and what many are called together: ordinary words of every text.
NOBODY = frozenset({
    "匿名", "佚名", "无名", "无名氏", "不详", "未知", "信访人", "来信人", "来访人", "来电人", "群众", "业主", "村民",
    "居民", "市民", "职工", "员工", "工人", "农民", "农民工", "家长", "学生", "住户", "商户", "用户", "乘客", "患者",
    "家属", "邻居", "老人", "社员", "村民代表", "业主代表", "职工代表", "居民代表", "全体村民", "全体业主", "代理人",
    "代表", "委托人", "本人", "女士", "先生", "同志", "老师", "阿姨", "大爷", "大妈", "大叔", "残疾人", "低保户",
    "学生家长", "小区", "保密", "处理", "反映人", "投诉人", "举报人", "妻子", "丈夫", "儿子", "女儿", "父亲", "母亲",
    "代笔", "户主", "无", "某", "男", "女", "他", "她", "익명", "무명", "주민", "촌민", "군중", "anonymous", "Anonymous",
})  # fmt: skip
_BRACKETED = re.compile(r"[（(\[【〔<《]([^）)\]】〕>》]{0,40})[）)\]】〕>》]?")
_HAN, _HANGUL = "\u4e00-\u9fff", "\uac00-\ud7a3"
#: Who somebody is to the one whose name stands before.
_KIN = (
    "丈夫|妻子|爱人|老公|老婆|老伴|配偶|儿子|女儿|儿媳|媳妇|女婿|孙子|孙女|外孙|父亲|母亲|父母|父女|父子|母女|母子|哥哥|弟弟|"
    "姐姐|妹妹|兄弟|姐妹|兄妹|侄子|侄女|外甥|亲属|家属|家人|夫|妻|子|女|父|母|兄|弟|姐|妹"
)
_BESIDE = re.compile(
    r"[、,，;；:：/／|&＆+＋和与及跟\n]|(?:等)(?:\s*[\d一二三四五六七八九十]+\s*(?:人|户|位|名))?\s*$"
    rf"|(?<=[{_HAN}]{{2}})(?:之|的|其)(?:{_KIN})(?=[{_HAN}]{{2}})"
    rf"|(?<=[{_HANGUL}]{{3}})(?:이랑|하고|와|과|랑)(?=\s*[{_HANGUL}]{{2,4}}\s*$)|(?<=[{_HANGUL}])\s+및\s+"
)
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\s·•]+")
_NAME = re.compile(rf"[{_HAN}]{{2,5}}|[{_HANGUL}]{{2,5}}|[A-Za-z][A-Za-z .'-]{{2,40}}")
#: What stands before a name in the field for it, or says what it is to the first one there.
_BEFORE = re.compile(
    r"(?:户主|业主|村民|居民|职工|退休职工|家长|又名|曾用名|原名|姓名|代)[:：]?"
    rf"|其?(?:{_KIN})[:：]?(?=[{SURNAMES}])|(?:Mrs?|Ms|Miss|Mme|Dr|Prof)\b\.?\s*",
    re.IGNORECASE,
)
#: What stands behind it: how somebody is called, whose house it is, who they are to it.
_BEHIND = re.compile(
    r"(?:[\s\d-]+"
    r"|女士|先生|小姐|同志|老师|阿姨|大爷|大妈|大叔|大娘|大嫂|大姐|大哥|奶奶|爷爷|叔叔|婶婶|婶子|嫂子|嫂|老太太?|老人|师傅|医生|"
    r"书记|村长|队长|主任|老板|经理|残疾人|低保户|贫困户|本人|[女男](?=$)"
    r"|夫妇|夫妻|[两俩]口子?|一家[一二三四五六七八九十两\d]*口?人?|全家人?|家里人?|家中|户|家"
    rf"|(?:之|的)?(?:{_KIN})"
    r"|의?\s*(?:선생님?|할머니|할아버지|어르신|아주머니|아주머님|아저씨|아버지|어머니|남편|아내|안해|녀사|여사|동지|부부|가족|일가|댁|씨|님)"
    rf"|(?<=[{_HANGUL}]{{3}})네)$"
)
_FOR = re.compile(rf"(?<=[{_HAN}]{{2}})代(?=[{_HAN}]{{2,4}}$)")
_LEAST_PHONE, _LONGEST_NAME = 7, 4
_PHONES = re.compile(r"[、,，;；/／|或和\n]+")
_FIGURES = re.compile(r"\+?\d[\d-]{5,40}")
_RUN = re.compile(rf"[{_HAN}]+|[{_HANGUL}]+|[A-Za-z][A-Za-z.'-]+(?:\s+[A-Za-z][A-Za-z.'-]+)+")
#: What begins with a surname and is nobody's name: places and houses, and ordinary words.
_HOUSE = re.compile("[村镇乡县市区社厂局校院店街路桥园城团组司]")
_FACT = re.compile("[证号码疾话址岁级族组村镇县市省局]")
_WORDS = (
    "高中高校高层高速高龄高山高温黄河黄金黄土石灰石油石头石门金色金属金城农民车主马路水管温泉时代方案方便路边路口路灯常住"
    "全体全部全村全家全县单位安置安居和平白天金融项目文化关于古老平安平房平时成人成年长期"
)
_NO_NAMES = frozenset(_WORDS[n : n + 2] for n in range(0, len(_WORDS), 2)) | NOBODY
_NO_KOREAN_NAMES = (
    "주민", "이웃", "마을", "전체", "촌민", "주택", "신고", "제보", "민원", "방문", "소유", "대표", "익명", "무명", "기업",
    "회사",
)  # fmt: skip
#: So many words round one name are taken away.
_MOST_ROUND = 4


def names_in(field: str) -> Iterator[str]:
    """The names that a register's field holds: as it stands, without what is in brackets, each of several.

    Where more than a name stands there (金顺姬 女 1950年生, 金顺姬老太婆), also what it begins with.
    """
    yield field
    inside = [one.strip() for one in _BRACKETED.findall(field)]
    outside = _BRACKETED.sub("、", field)
    inside = [one for one in map(_bare, inside) if one and _may_be_a_name(one)]
    for piece in (*_BESIDE.split(_FOR.sub("、", outside)), *inside):
        yield from _names_of(_bare((piece or "").strip()))


def _names_of(name: str) -> Iterator[str]:
    yield from (part for part in re.split("[·•‧]", name) if len(part) > 1 and part != name)
    several = name.split() if _HAN_OR_HANGUL.fullmatch(name) else [name]
    for one in map(_bare, several if all(len(part) > 1 for part in several) else [name]):
        if (_NAME.fullmatch(letters(one)) or _NAME.fullmatch(one)) and not _is_fact(one):
            yield one
        if len(letters(one)) >= _LONGEST_NAME:
            yield from _beginnings(one)


def _is_fact(words: str) -> bool:
    return words[0] not in SURNAMES and _FACT.search(words) is not None


def _bare(piece: str) -> str:
    """The piece without what is written round a name: 金顺姬夫妇, Mr. 金顺姬. A name of two signs at least stays."""
    for _ in range(_MOST_ROUND):
        shorter = _BEHIND.sub("", _BEFORE.sub("", piece, count=1) if _BEFORE.match(piece) else piece).strip()
        if shorter == piece or len(letters(shorter)) <= 1:
            break
        piece = shorter
    return piece


def _beginnings(piece: str) -> Iterator[str]:
    """Names that may stand in words that are no plain name: each run of one script, or what it begins with."""
    for run in map(_bare, _RUN.findall(piece)):
        if run[0].isascii():
            yield run
        elif is_hangul(run[0]):
            plain = len(run) < _LONGEST_NAME
            if len(run) > 1 and run[0] in KOREAN_SURNAMES and not run.startswith(_NO_KOREAN_NAMES):
                yield run if plain else run[: _LONGEST_NAME - 1]
        elif run[0] in SURNAMES or is_compound(run[:2]):
            yield from _chinese_beginnings(run)


def _chinese_beginnings(run: str) -> Iterator[str]:
    most = _LONGEST_NAME if is_compound(run[:2]) else _LONGEST_NAME - 1
    if len(run) <= most:
        lengths: Collection[int] = (len(run),)
    else:
        lengths = range(2 if len(run) > _LONGEST_NAME else most, _LONGEST_NAME + 1)
    if len(run) > 1 and run[:2] not in _NO_NAMES and not _HOUSE.search(run[1:_LONGEST_NAME]):
        yield from (run[:n] for n in lengths if run[:n] not in _NO_NAMES and not is_compound(run[:n]))


def _may_be_a_name(inside: str) -> bool:
    """What stands in brackets is more often a word (代笔, 户主) than the name in other letters or of somebody beside."""
    return not re.match(rf"[{_HAN}]", inside) or (inside[0] in SURNAMES and len(inside) <= _LONGEST_NAME)


def numbers_in(field: str) -> Iterator[str]:
    """The telephone numbers that a register's field holds: as it stands, and each of several, without words beside."""
    yield field
    for piece in _PHONES.split(field):
        if sum(sign.isdigit() for sign in piece) >= _LEAST_PHONE:
            yield piece.strip()
            yield from (one for one in figures_in(piece) if one != piece.strip())


def figures_in(field: str) -> Iterator[str]:
    """Runs of figures long enough to be a number, also beside words: 手机19900001234."""
    for run in _FIGURES.findall(field):
        if sum(sign.isdigit() for sign in run) >= _LEAST_PHONE:
            yield run
