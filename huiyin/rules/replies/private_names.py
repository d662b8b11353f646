"""Names of private persons in a text: behind a word for who somebody is (村民, 儿子), those in a list behind such a one.

Most surnames begin ordinary words as well (群众关注, 业主权益, 患者康复). A name is only taken for one where no word
begins with it, or where the signs behind it are such as people are called by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from huiyin.rules.replies.korean_names import korean_names
from huiyin.rules.replies.name_words import (
    CALLED,
    COMPOUND,
    COMPOUND_TOO,
    DOES,
    FOLLOWING,
    FREE,
    GIVEN,
    GIVEN_TOO,
    JOINING,
    LABEL,
    MANY,
    NEVER,
    NO_GIVEN,
    NO_NAMES,
    NOT_BEHIND,
    ONE,
    PLACES,
    SURNAMES,
    TAIL,
    THINGS,
    TITLES,
)
from huiyin.rules.word_begins import BEGINS

Place = tuple[int, int]


def _by_first_sign(words: str) -> str:
    """A pattern for these, the longest first, that a sign with which none begins leaves at once."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words.split("|")), key=len, reverse=True):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(rests.items()))


_HAN = "[\u4e00-\u9fff]"
_ONES = frozenset(ONE.split("|"))
#: Kin by one sign only where it heads a line of a form: 妻：李小超.
_LINE_CUE = r"[妻夫子女父母](?<![^\s（(，,；].)(?P<cue>)(?=[:：])"
_CUE = rf"(?P<cue>{_by_first_sign(f'{ONE}|{MANY}')})"
_ENDS = r"[，。、；：（(）)”\"」』》/·,.;:!?！？\s]|$"
_AFTER = rf"(?=[{FOLLOWING}]|{_ENDS}|[男女\d]|{TAIL})"
#: Behind the last of a list that only commas or blanks part.
_LAST = rf"(?=[的在系为是均都已因与和及]|{_ENDS}|{TAIL})"
_CLOSES = re.compile(rf"{_AFTER}|(?={DOES})")
_LISTED = re.compile(_LAST)
_STOPS = re.compile(_ENDS)
#: May end a name, where nothing follows that they join: 龙平和.
_MAY_END = frozenset(FOLLOWING) - NEVER
_AND = frozenset("和与同")
#: A surname that nearly always is the preposition: 由于生产.
_AT = "于"
#: "王某" and "李*" are masked already.
_TWO = f"(?:{COMPOUND}|{COMPOUND_TOO})"
_FIRST = "".join(sorted(set(SURNAMES) | {one[0] for one in f"{COMPOUND}|{COMPOUND_TOO}".split("|")}))
_BEGIN_BEHIND = rf"(?!某|氏|家|姓){_HAN}(?:(?<={_TWO})(?!某){_HAN}|(?<!{_TWO})(?<=[{SURNAMES}].))(?!某)"
_BEGIN = rf"[{_FIRST}]{_BEGIN_BEHIND}"
#: Not within a word, nor behind what is masked. Asked behind the first sign: so one that is no surname is left at once.
_BEGIN_FREE = rf"[{_FIRST}](?<![\u4e00-\u9fff*].){_BEGIN_BEHIND}"
#: What joins who somebody is and the name, where more than nothing does.
_LINK = r"(?P<link>[:：]\s*|\s+|\s*[（(“\"「『]\s*|(?:名叫|名为|叫做|为|是|叫|系)\s*)"
#: Behind the cue and not followed by more of a word.
_NAMES = tuple(
    re.compile(rf"{cue}(?:[:：]\s*)?(?P<name>{_BEGIN}(?:{_HAN}??)){_AFTER}") for cue in (_CUE, _LINE_CUE)
)
#: The same whatever follows: where something is hidden, a word too many does no harm. Nothing of the name is used up: a cue
#: may stand in what isn't one.
_WIDE = rf"(?P<name>{_BEGIN}(?:(?!{DOES}|[的在是把被将向对与从都没家]){_HAN})?)"
_NAMES_WIDE = tuple(re.compile(rf"{cue}{_LINK}?(?={_WIDE})") for cue in (_CUE, _LINE_CUE))
#: Behind a word for many the place where they live or go begins as a name does: 业主柳河小区.
_PLACE = re.compile(
    rf"{_HAN}{{2,4}}?(?:小区|花园|家园|公寓|大厦|新村|新城|社区|街道|广场|市场|医院|学校|[小中大]学|[一二三四五六]中(?!{_HAN}?[岁年])|公司|水泥厂)"
)
#: A name by what stands round it alone: its label, sex or birth behind it, what is agreed with whom or done by whom.
_SHORT = rf"{_BEGIN}{_HAN}??"
_FREE_SHORT = rf"{_BEGIN_FREE}{_HAN}??"
_BORN = (
    r"[，,、（(\s]{1,2}(?:[男女](?!儿|子|士|方|性|生|人|孩)|(?:现年)?\d{1,3}岁"
    r"|(?:19|20)\d\d年\d{0,2}月?\d{0,2}日?出?生|身份证|[\u4e00-\u9fff]{2,14}[村居]民)"
)
_AGREES = "签订|签了|签署|结婚|离婚|登记结婚|系夫|系父|系母|系邻|是夫|是邻|发生[争纠口矛冲]|协商|达成|共同|面谈|合伙"
_HOLDS = (
    rf"家住|现住|户籍|[原现]?系{_HAN}{{0,10}}(?:[村居]民|[村镇乡县市区]|职工|学生)|户(?:[^口籍主型外]|外)|先生|女士"
    r"|[\s:：，,]{0,2}(?:(?:联系)?(?:电话|手机)|1[3-9]\d{9})"
    "|的(?:车|房|土地|承包地|宅基地|耕地|林地|身份证|父|母|妻|丈夫|儿子|女儿|家)"
)
_KIN_OF = "之[妻夫子女父母兄弟姐妹]"
_ASKS = "反映|咨询|投诉|举报|信访|要求|申请|来信|来访|同志|户"
_WORKS = "承包|经营|耕种|种植|继承|购买|建造|出租|租用|租赁|居住|使用|出资|抚养|赡养|照顾"
_BLANKS = rf"[{SURNAMES}]\s{_HAN}(?:\s?{_HAN})?(?!\s?{_HAN}\s)"
_ROUND = tuple(re.compile(one) for one in (
    rf"(?:{_by_first_sign(ONE)})[:：\s]{{0,2}}(?P<name>{_BLANKS}){_AFTER}",
    rf"(?:{_by_first_sign(LABEL)})[:：\s“\"]{{0,2}}(?:[是为叫]\s?)?(?P<name>{_SHORT})(?={_ENDS}|家住|[是住系身电联手今原现男女\d])",
    rf"[有为是叫与和由对向男女中除查核](?P<name>{_SHORT})(?={_BORN}|户(?:[^口籍主型外]|外)|{_KIN_OF})",
    rf"(?P<name>{_FREE_SHORT})(?={_BORN}|{_HOLDS}|{_KIN_OF}|[与和]{_SHORT}(?:系|是|{_AGREES}))",
    rf"由(?P<name>{_SHORT})(?={_WORKS})",
    rf"关于(?P<name>{_SHORT})(?={_ASKS})",
    rf"[与和](?P<name>{_SHORT})(?={_AGREES})",
))  # fmt: skip
_SEVERAL = re.compile(
    rf"(?:(?P<name>{_FREE_SHORT})|(?<=[于对给向由是有为被让你我您出中])(?P<behind>{_SHORT}))(?=[、，,和与及])"
)
#: Behind somebody who is named, in full or not, the next one; not an official by the surname.
_HEAD = re.compile(rf"[{SURNAMES}](?:某{{1,2}}|[*＊×✱○〇]{{1,2}})")
_KIN = "(?:其?(?:妻子?|夫|丈夫|子|儿子|女|女儿|孙子|孙女|父亲?|母亲?))?"
_NEXT = re.compile(
    rf"(?:\s*(?:、|以?及|[和与])\s*|(?P<weak>\s*[，,；;/·]\s*|\s+)){_KIN}(?P<name>(?!.(?:{TITLES})){_SHORT}){_AFTER}"
)
_TWIN = re.compile(rf"(?P<name>{_SHORT}){_LAST}")


def names_told(text: str) -> Iterator[Place]:
    """Names behind a word for a private person, where the sentence goes on as behind a name."""
    for found in (one for pattern in _NAMES for one in pattern.finditer(text)):
        if _is_cue(found, text) and _is_name(found["name"], one=_is_one(found), closes=True):
            yield found.span("name")


def names_cued(text: str) -> Iterator[Place]:
    """All that may be a name behind a word for a private person, and those enumerated there: nothing of it may go out."""
    for pattern in _NAMES_WIDE:
        named = (
            m.span("name")
            for m in pattern.finditer(text)
            if _is_cue(m, text) and m["name"][:2] not in NO_NAMES
        )
        yield from _and_beside(text, named)
    yield from _by_what_is_round(text)
    yield from korean_names(text, wide=True)


def names_masked(text: str) -> Iterator[Place]:
    """Names behind a word for a private person whatever follows, those enumerated there, and each where it stands again."""
    told: set[str] = set()
    for place in (*_behind_cues(text), *_by_what_is_round(text)):
        yield place
        told.add(text[slice(*place)])
    yield from korean_names(text)
    if told:
        yield from (one.span() for one in re.finditer(_again(told), text))


def _behind_cues(text: str) -> Iterator[Place]:
    for pattern in _NAMES_WIDE:
        named = ((found.start("name"), _cued(found, text)) for found in pattern.finditer(text))
        yield from _and_beside(text, ((start, start + len(name)) for start, name in named if name))


def _and_beside(text: str, named: Iterable[Place]) -> Iterator[Place]:
    """These, in their order, and those enumerated behind each; a list is read once, whoever of it is found as well."""
    reached = 0
    for start, end in named:
        yield start, end
        if end > reached:
            reached = end
            for place in _enumerated(text, end, text[start:end]):
                yield place
                reached = place[1]


def _cued(found: re.Match[str], text: str) -> str:
    """The name behind this cue, or nothing."""
    link, one = (found["link"] or "").strip(), _is_one(found)
    if not one and not link and _PLACE.match(text, found.start("name")):
        return ""
    strict = link not in ("", ":", "：") or (bool(found["link"]) and not link and not one)
    if not _is_cue(found, text):
        return ""
    for name in _shortened(found["name"], text, found.start("name")):
        closes = _CLOSES.match(text, found.start("name") + len(name)) is not None
        if (closes or not strict) and _is_name(name, one=one, closes=closes):
            return name
    return ""


def _is_cue(found: re.Match[str], text: str) -> bool:
    """Whether the word stands for itself: not in 妇女儿童."""
    before = NOT_BEHIND.get(found["cue"])
    return before is None or text[found.start() - 1 : found.start()] != before


def _is_one(found: re.Match[str]) -> bool:
    return found["cue"] in _ONES or not found["cue"]


def _shortened(name: str, text: str, start: int) -> tuple[str, ...]:
    """The name, or where its last sign begins what somebody does, the one without it."""
    short = name[:-1]
    if len(short) < 2 + _is_compound(name):
        return (name,)
    closes = _CLOSES.match(text, start + len(name))
    if name[-1] not in FOLLOWING:
        return (short,) if _is_compound(name) and not closes and name[-1] not in GIVEN_TOO else (name,)
    if name[-1] in NEVER:
        return (short,)
    if name[-1] in _AND:
        closes = _STOPS.match(text, start + len(name))
    return (name, short) if closes else (short, name)


def _is_compound(name: str) -> bool:
    return name[:2] in _COMPOUNDS


_COMPOUNDS = frozenset(f"{COMPOUND}|{COMPOUND_TOO}".split("|"))
_NO_GIVEN = PLACES | NO_GIVEN
_WORDS_TOO = frozenset(COMPOUND_TOO.split("|"))


def _is_name(name: str, *, one: bool, closes: bool, listed: bool = False) -> bool:
    """Whether it is a name rather than the beginning of a word.

    ``one``: the word before it is said of one person; ``closes``: the sentence goes on as behind a name; ``listed``: it
    stands in a list of names.
    """
    if name[:2] in NO_NAMES or name[1:] in CALLED or name in THINGS or not _NO_GIVEN.isdisjoint(name[1:]):
        return False
    given = all(sign in GIVEN for sign in name[1:])
    if _is_compound(name) and len(name) > 2:
        return name[:2] not in _WORDS_TOO or (closes and name[2] in GIVEN)
    if name[1] in BEGINS.get(name[0], ()):
        if given and ((one or closes) if len(name) > 2 else (one and closes)):
            return True
        return len(name) > 2 and closes and GIVEN_TOO.issuperset(name[1:])
    if name[0] not in FREE and name[0] not in JOINING:
        return True
    likely = name[2:3] in GIVEN or (len(name) > 2 and GIVEN_TOO.issuperset(name[1:]))
    called = name[1] in GIVEN and (one or closes)
    if name[0] in JOINING:
        longer = likely or listed or (called and closes and name[0] != _AT)
        return longer if len(name) > 2 else (given and closes)
    return given or listed or likely or called or (one and closes)


def _by_what_is_round(text: str) -> Iterator[Place]:
    """Names without a word for who they are: by a label, birth or contract; those beside somebody named in part."""
    for pattern in _ROUND:
        named = (m.span("name") for m in pattern.finditer(text) if _is_name(m["name"], one=True, closes=True))
        yield from _and_beside(text, named)
    for found in _HEAD.finditer(text):
        yield from _enumerated(text, found.end(), "")
    yield from _counted(text)


def _counted(text: str) -> Iterator[Place]:
    """Lists that say how many they name, or what these are to each other: 李国强、王翠花夫妇. None is begun twice."""
    at = 0
    while found := _SEVERAL.search(text, at):
        start, at = found.span("name" if found["name"] else "behind")
        if not _is_name(text[start:at], one=True, closes=True):
            continue
        places = [(start, at), *_enumerated(text, at, text[start:at])]
        at = places[-1][1]
        if len(places) > 1 and _COUNTED.match(text, at):
            yield from places


_COUNTED = re.compile(TAIL)


def _enumerated(text: str, at: int, first: str) -> Iterator[Place]:
    """Those behind somebody: after a comma or a blank only behind somebody named in full, and as far as a list goes."""
    while True:
        found = _NEXT.match(text, at)
        if found and found["weak"] and not (first and _LISTED.match(text, found.end("name"))):
            return
        if not found and first and text[at : at + 1] == first[0]:
            found = _TWIN.match(text, at)
        if not found or not _is_name(found["name"], one=True, closes=True, listed=True):
            return
        at = _whole(text, found)
        yield found.start("name"), at


def _whole(text: str, found: re.Match[str]) -> int:
    """The end of the name, with a sign that could begin what follows where nothing does: 龙平和）."""
    end = found.end("name")
    more = len(found["name"]) == 2 and text[end : end + 1] in _MAY_END and _STOPS.match(text, end + 1)
    return end + 1 if more else end


def _again(names: set[str]) -> str:
    """Where these stand again: one of two signs only where a word can begin and end."""
    long = "|".join(sorted((one for one in names if len(one) > 2), key=len, reverse=True))
    short = "|".join(sorted(one for one in names if len(one) == 2))
    return "|".join(
        [long] * bool(long) + [rf"(?<![\u4e00-\u9fff*])(?:{short})(?=[{FOLLOWING}]|{_ENDS})"] * bool(short)
    )
