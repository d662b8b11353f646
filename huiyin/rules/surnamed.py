"""Somebody called by the surname: 金女士, 金某某, 金**, 老金, 姓金, 김씨.

Most surnames are signs of ordinary words, and what people are called by begins others: 养老金, 由于家里, 工程老板, 向老人说明.
A blot within a word spoils a letter and tells the surname of who asked for confidence. So a surname that ends words counts only
where a name can begin: behind a sign that is no Chinese one, behind who somebody is (村民), or behind a word that people stand
after (告知, 询问) if both together make none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from huiyin.rules.readings import is_hangul

#: Surnames that hardly any word ends in: they count wherever they stand. Whole surnames of two signs do, too.
_RARE_ENDS = frozenset(
    "王李张刘陈赵孙吴郑冯蒋沈韩杨朱秦吕曹姜邹柏窦潘彭俞袁鲍薛郝傅孟萧姚邵舒董杜阮闵颜郭徐邱骆蔡柯卢莫邓崔龚邢裴甄芮侯詹蒲邰卓乔谭"
    "冉桂燕晏瞿阎艾廖聂敖佘玄朴戴宋唐魏罗丁鲁柴饶吴穆贺熊葛樊庞柳贾韦倪尹霍胡汪耿黎梁"
)
#: Surnames that are words by themselves (于, 任, 那): whoever is called by a common noun then (于老人) may be anybody.
_WORDS = frozenset("于何成常全万查连任许顾费易习游闻那幸简盖屈祝谢关应和时")
#: "To": only with a word that nobody else is called by, and where the sentence goes on as with a name.
_TO = "向"
_TITLES = (
    "(?:女士|先生(?![产產态態活效长長火育疏])|小姐|太太(?!平)|大娘|大爷|大妈|大叔|大嫂|大姐|大哥|大婶|大伯|老伯|阿姨|奶奶|爷爷|叔叔|婶婶"
    "|嫂子|老太(?!平)|老汉|老爷子|老头)(?!们)"
)
_NOUNS = (
    "(?:同志|老人|师傅|老板)(?!们)|氏(?![度温])|姓(?![名氏])|[姐嫂婶姨哥叔](?![妹们夫俩仨牌伯])|伯(?!乐)|爷(?![庙府爷])"
    "|奶(?!牛|粉|站|源|农|奶|制|业|子|酒)"
)
#: Whatever somebody is called by whose name is no part of a word.
CALLED = f"{_TITLES}|{_NOUNS}"
#: Whose house it is: 万家 and 全家 are none's.
_HOUSE = "家(?=[的里人门在也说那，。、；！？])"
#: … or as one who is older or younger (老金, 小金), where no word goes on behind it; the words that look so.
_BY_AGE = "(?=$|[^\u4e00-\u9fff]|[的说和也在去来是把给让跟与他她您反称住已要提等及被同])"
_OLD, _YOUNG = "房路边牛师毛汤童成高马庄窑", "于时叶夏季容房景曲池汤牛石童米费路边钱项权车区龙沙康学麦区方"
_STARS = r"(?:[*＊✱○〇×](?!\d)[*＊✱○〇×]{0,2}|[xX]{2,3})"
#: 某些 and 某种 are no name.
_SOME = (
    "某(?:某{1,2}|(?![些种個个项項一几类日月天年时地处村镇乡县市省区局公单部事条段路小社街方原企户工住业领]))"
)
_KOREAN = r"\s?(?:모\s?)?씨(?![앗름족])|\s?[*＊○]{1,3}|모모|(?:여사|녀사|선생|할머니|할아버지|아주머니|아저씨|어르신)"
#: Who somebody is whose name comes next, by the last two signs.
_WHO = re.findall(
    "..",
    "村民居民业主户主住户租户房主访人信人电人映人诉人报人请人事人托人系人群众邻居家长学生职工员工工人农户农民司机患者"
    "妻子丈夫儿子女儿父亲母亲其妻其夫其子其女其父其母男子女子代表老人店主商户用户乘客车主原告被告",
)
#: Words that people stand behind, by the last sign, each with the surnames that make another word with it.
_BEFORE = {
    "问": "安程", "知": "方", "系": "史", "访": "查古", "复": "习查叶方权", "诉": "权方", "请": "安戴", "找": "钱",
    "给": "于钱", "对": "于方白", "与": "方权", "和": "田龙易", "及": "于", "跟": "", "同": "安方温路江项盖于",
    "由": "于权", "让": "路方", "被": "", "把": "关", "为": "何师常", "替": "", "叫": "安屈", "是": "", "的": "权",
    "据": "查闻", "经": "费纪常查史文营", "劝": "", "助": "于金", "帮": "", "代": "谢金", "约": "方金", "见": "习于",
    "谓": "何", "了": "", "接": "", "称": "", "说": "",
}  # fmt: skip


@lru_cache(64)
def called_by(surnames: frozenset[str]) -> re.Pattern[str]:
    """Finds whoever is called by one of these surnames, Chinese or Korean ones in their own scripts."""
    korean = "".join(sorted(one for one in surnames if is_hangul(one[0])))
    chinese = {one for one in surnames if not is_hangul(one[0])}
    free = {one for one in chinese if one in _RARE_ENDS or len(one) > 1}
    words, others = chinese & _WORDS, chinese - free - _WORDS - {_TO}
    behind = rf"(?:{_anywhere()}|{_after_who()}|{_after_word()})"
    called = f"(?:{CALLED}|{_SOME})"
    ways = [
        (free, "", called, ""), (free, "(?<![*×])", _STARS, ""), (others, behind, f"(?:{called}|{_STARS})", ""),
        (free, "", _HOUSE, ""), (others, rf"(?:{_anywhere()}|{_after_who()})", _HOUSE, ""),
        (words, _after_who(), f"(?:{called}|{_STARS})", ""), (words, _anywhere(), f"(?:{_TITLES}|{_SOME}|{_STARS})", ""),
        (chinese & {_TO}, f"(?:{_anywhere()}|{_after_who()})", _TITLES, "(?=[反的称来，。、；：（\\s]|$)"),
        (chinese, "(?<=姓)(?<!百姓)", "", ""),
        (free, "[老小]", _BY_AGE, ""), (others - set(_OLD), rf"{behind}老", _BY_AGE, ""),
        (others - set(_YOUNG), rf"{behind}小", _BY_AGE, ""),
    ]  # fmt: skip
    found = [f"{before}(?:{_either(of)}){as_}{then}" for of, before, as_, then in ways if of]
    if korean:
        found.append(rf"(?<![가-힣])[{korean}](?:{_KOREAN})")
    return re.compile("|".join(found) or "(?!)")


def _either(surnames: Iterable[str]) -> str:
    return "|".join(sorted(surnames))


def _anywhere() -> str:
    """Where no Chinese sign and no figure stands before."""
    return "(?<![\u4e00-\u9fff\\d])"


def _after_who() -> str:
    return f"(?:{'|'.join(f'(?<={who})' for who in _WHO)})"


def _after_word() -> str:
    plain = "".join(sign for sign, none in _BEFORE.items() if not none)
    ways = [f"(?<=[{plain}])", *(f"(?<={sign})(?![{none}])" for sign, none in _BEFORE.items() if none)]
    return f"(?:{'|'.join(ways)})"
