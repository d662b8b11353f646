"""Somebody called by the surname: 金女士, 金某某, 金**, 老金, 姓金, 김씨.

Most surnames are signs of ordinary words, and what people are called by begins others: 养老金, 由于家里, 工程老板, 向老人说明.
A blot within a word spoils a letter and tells the surname of who asked for confidence. So a surname doesn't count behind a sign
with which it ends a word (``word_ends``). Where words are made with it at will (供水方), or others are called so, it counts
only where a name can begin: behind a sign that is no Chinese one, behind who somebody is (村民), or behind a word that people
stand after (告知, 询问).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from huiyin.rules.readings import is_hangul
from huiyin.rules.word_ends import ENDS

#: Surnames that few words end in: whatever their bearers are called, it is they. Whole surnames of two signs are such, too.
_RARE_ENDS = frozenset(
    "王李张刘陈赵孙吴郑冯蒋沈韩杨朱秦吕曹姜邹柏窦潘彭俞袁鲍薛郝傅孟萧姚邵舒董杜阮闵颜郭徐邱骆蔡柯卢莫邓崔龚邢裴甄芮侯詹蒲邰卓乔谭"
    "冉桂燕晏瞿阎艾廖聂敖佘玄朴戴宋唐魏罗丁鲁柴饶吴穆贺熊葛樊庞柳贾韦倪尹霍胡汪耿黎梁"
)
#: Surnames that are words by themselves (于, 任, 那): whoever is called by a common noun then (于老人) may be anybody.
_WORDS = frozenset("于何成常全万查连任许顾费易习游闻那幸简盖屈祝谢关应和时车")
#: Surnames with which words are made at will, and words that stand before names.
_ENDINGS = frozenset("方费权师房路项章程史温关成常查那连全时车")
#: "To": only with a word that nobody else is called by, and where the sentence goes on as with a name.
_TO = "向"
_TITLES = (
    "(?:女士|先生(?![产產态態活效长長火育疏])|小姐|太太(?!平)|大娘|大爷|大妈|大叔|大嫂|大姐|大哥|大婶|大伯|老伯|阿姨|奶奶|爷爷|叔叔|婶婶"
    "|嫂子|老太(?!平)|老汉|老爷子|老头)(?!们)"
)
_NOUNS = (
    "(?:(?:同志|老人|师傅|老板)(?![们娘])|氏(?![度温家])|[姐嫂婶姨哥叔](?![妹们夫俩仨牌伯父])|伯(?!乐)|爷(?![庙府爷])"
    "|奶(?!牛|粉|站|源|农|奶|制|业|子|酒))"
)
#: Whatever somebody is called by whose name is no part of a word.
CALLED = f"(?:{_TITLES}|{_NOUNS})"
#: Whose house it is: 万家 and 全家 are none's, 王家沟 is a village.
_HOUSE = "家(?=[的里人门在也说那，。、；！？水三两四五已有没停漏])(?!里[堡屯沟村]|的[村屯])"
#: … or as one who is older or younger (老金, 小金), where no word goes on behind it; the words that look so.
_BY_AGE = "(?=$|[^\u4e00-\u9fff]|[的说和也在去来是把给让跟与他她您反称住已要提等及被同]|家(?![屯沟村店街]))"
_OLD, _YOUNG = (
    frozenset("房路边牛师毛汤童成高马庄窑太车姜"),
    frozenset("于时叶夏季容房景曲池汤牛石童米费路边钱项权车区龙沙康学麦区方姜"),
)
_STARS = r"(?:[*＊✱○〇×](?!\d|[*＊✱○〇×]?[高宽长深厚])[*＊✱○〇×]{0,2}|[xX]{2,3})"
#: 某些 and 某种 are no name; nor is 某 before a house or a time, where the surname may be another word.
_SOME = "某(?:某{1,2}|(?![些种個个项項几](?!人原)))"
_NO_NAME = (
    "些种個个项項几类日月天年时地处村镇乡县市省区局公单部事条段路小社街方原企户工住业领校厂院店站所厅室栋款只台次晚夜早届号网银学超"
    "平群周"
)
_SOME_BUT_PLACE = f"{_SOME}(?<!某(?=[街路村镇乡县市省区段局]))"
_SOME_ONE = f"某(?:某{{1,2}}|(?![{_NO_NAME}]|一(?![家户行])))"
#: Of whom it is said which surname they have; not of a change of it.
_SAID = "(?=[的，。、；：（）)\\s某**男女人户氏也和名一]|名|叫|$)"
_IN_KOREAN = "여사|녀사|선생|할머니|할아버지|아주머니|아저씨|어르신|동지|로인|노인|아바이|아매|아무개"
_KOREAN = rf"\s?(?:모\s?)?씨(?![앗름족])|\s?[*＊○]{{1,3}}|모모|(?:{_IN_KOREAN})"
#: Korean surnames that are no other word: also with a blank behind them (김 여사, but 이 할머니).
_SURE_KOREAN = frozenset("김박최강윤권황홍송류량림백허엄곽")
#: Who somebody is whose name comes next, by the last two signs.
_WHO = re.findall(
    "..",
    "村民居民业主户主住户租户房主访人信人电人映人诉人报人请人事人托人系人群众邻居家长学生职工员工工人农户农民司机患者"
    "妻子丈夫儿子女儿父亲母亲其妻其夫其子其女其父其母男子女子代表老人店主商户用户乘客车主原告被告",
)
#: Words that people stand behind, by the last sign.
_BEFORE = (
    "问知系访复诉请找给对与和及跟同由让被把为替叫是的据经劝助帮代约见谓了接称说排望到向求将调实意付偿户长因按以使令派邀陪扶慰送交还赔告"
    "示醒促寻听"
)


@lru_cache(64)
def called_by(surnames: frozenset[str]) -> re.Pattern[str]:
    """Finds whoever is called by one of these surnames, Chinese or Korean ones in their own scripts."""
    korean = "".join(sorted(one for one in surnames if is_hangul(one[0])))
    chinese = {one for one in surnames if not is_hangul(one[0])}
    ways = [way for one in sorted(chinese) for way in _ways(one)]
    by_shape: dict[tuple[str, str], list[str]] = {}
    for one, before, behind in ways:
        by_shape.setdefault((before, behind), []).append(one)
    found = [f"{before}(?:{'|'.join(of)}){behind}" for (before, behind), of in by_shape.items()]
    if korean:
        found.append(rf"(?<![가-힣])[{korean}](?:{_KOREAN})")
    if sure := "".join(one for one in korean if one in _SURE_KOREAN):
        found.append(rf"(?<![가-힣])[{sure}]\s(?:{_IN_KOREAN})")
    return re.compile("|".join(found) or "(?!)")


def _ways(one: str) -> Iterator[tuple[str, str, str]]:
    """How whoever has this Chinese surname may be called: the surname, what stands before it, what behind."""
    whole, near = _unworded(one), _near(one)
    begins = f"(?:{_ANYWHERE}|{_AFTER_WHO})"
    yield one, "(?<=姓)(?<![百改同随母父跟夫]姓)", "" if one in _RARE_ENDS or len(one) > 1 else _SAID
    yield one, whole, "姓(?=[村居业信群住男女老户])"
    yield one, whole, r"\s?(?:씨|여사|녀사|선생)"
    if one == _TO:
        yield one, begins, rf"{_TITLES}(?=[反的称来，。、；：（\s]|$)"
    elif one in _WORDS or one in _ENDINGS:
        yield one, near if one in _ENDINGS else whole, f"(?:{_TITLES}|{_SOME_ONE}|{_STARS})"
        yield one, near if one in _ENDINGS - _WORDS else _AFTER_WHO, _NOUNS
    elif one in _RARE_ENDS or len(one) > 1:
        yield one, whole, f"(?:{CALLED}|{_SOME}|{_STARS}|{_HOUSE})"
    else:
        yield one, whole, f"(?:{_TITLES}|{_SOME_BUT_PLACE}|{_STARS})"
        yield one, near, f"(?:{_NOUNS}|{_HOUSE})"
    ages = "".join(age for age, none in (("老", _OLD), ("小", _YOUNG)) if one not in none)
    if ages and one not in _WORDS and one != _TO:
        yield one, f"{'(?<![敬养])' if one in _RARE_ENDS or len(one) > 1 else _near('')}[{ages}]", _BY_AGE


#: Where no Chinese sign and no figure stands before; where who somebody is does.
_ANYWHERE = "(?<![\u4e00-\u9fff\\d])"
_AFTER_WHO = f"(?:{'|'.join(f'(?<={who})' for who in _WHO)})"
#: Whoever is a side of a contract: 业主方 is no name.
_SIDES, _SIDE = ("业主", "用户", "商户", "租户", "住户", "原告", "被告"), "方"


def _near(surname: str) -> str:
    """Where a name can begin; ``surname``: not behind a sign with which it ends a word. Before 老 or 小 for none."""
    signs = "".join(sign for sign in _BEFORE if sign not in ENDS.get(surname, ()))
    apart = "".join(f"(?<!{side})" for side in _SIDES) if surname == _SIDE else ""
    return f"{apart}(?:{_ANYWHERE}|{_AFTER_WHO}|(?<=[{signs}]))"


def _unworded(surname: str) -> str:
    """Where the surname ends no word, nor is counted."""
    return f"(?<![\\d{''.join(sorted(ENDS.get(surname, ())))}])"
