"""Personal data in a text changed for signs like 〔N1〕, and put back: so a text is made ready for another machine.

Hidden is what the register knows of people, and whatever looks like a name, number, address or plate. A word too many does no
harm here: each comes back where its sign stands in the answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huiyin.rules.doors import Door, doors_in, doors_of
from huiyin.rules.guises import Guises, Kind, guises_in, guises_of
from huiyin.rules.identifiers import BETWEEN, IN_WORDS
from huiyin.rules.pinyin import forms_of, places_in
from huiyin.rules.readings import is_hangul, is_read
from huiyin.rules.replies.name_words import SURNAMES
from huiyin.rules.replies.others import DOOR
from huiyin.rules.replies.private_names import names_cued
from huiyin.rules.tokens import composed, letters
from huiyin.rules.written import As, Written, comparable, with_zeros, written


class Sign(StrEnum):
    """What a sign stands for; its letter is all that the other machine learns of it."""

    NAME = "N"
    NUMBER = "T"
    ADDRESS = "A"
    EMAIL = "E"
    PLATE = "P"


_SIGNS = {Kind.NAME: Sign.NAME, Kind.NUMBER: Sign.NUMBER, Kind.EMAIL: Sign.EMAIL}
#: What is looked for: what it stands for, in the form in which it is compared, and how.
_Asked = tuple[Sign, str, As]


@dataclass(frozen=True, slots=True)
class Told:
    """What the register knows of the people in a matter.

    ``crowded``: they told more numbers than are looked for one by one; whatever looks like one counts as theirs.
    """

    names: Collection[str] = ()
    numbers: Collection[str] = ()
    addresses: Collection[str] = ()
    emails: Collection[str] = ()
    crowded: bool = False
    looked_for: tuple[_Asked, ...] = field(init=False, repr=False, compare=False)
    #: The sounds of the names that are known in Korean letters: looked for in Chinese ones and in the South's spelling.
    korean: frozenset[str] = field(init=False, repr=False, compare=False)
    doors: frozenset[Door] = field(init=False, repr=False, compare=False)
    pinyin: frozenset[str] = field(init=False, repr=False, compare=False)
    guises: Guises = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "looked_for", tuple(dict.fromkeys(_looked_for(self))))
        korean = (sounds for one in self.names if (sounds := _sounds(one)) and _in_korean(one))
        object.__setattr__(self, "korean", frozenset(korean))
        object.__setattr__(self, "doors", frozenset[Door]().union(*map(doors_of, self.addresses)))
        object.__setattr__(self, "pinyin", forms_of(self.names))
        object.__setattr__(self, "guises", guises_of(self.names, self.numbers, self.emails))


#: What a character is compared as: full width as half; in numbers figures in words as figures. One for one: places stay.
_ALIKE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
#: Seven figures or more however they are written: telephones, identity, bank and matter numbers. A plain date is none.
_NUMBER = re.compile(rf"(?<![A-Za-z\d])\+?\d(?:{BETWEEN}\d){{6,}}{BETWEEN}[\dXx]?(?!\d)")
_DATE = re.compile(r"(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])")
_HANDLE = re.compile(
    r"(?:QQ|微信号?|wechat|vx|抖音号?)(?:号)?[\s:：为是]{0,3}([A-Za-z\d_-]{5,20})", re.IGNORECASE
)
_EMAIL = re.compile(r"[A-Za-z\d._%+-]{1,64}\s?@\s?[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63})+")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][·.\s-]?(?:[A-HJ-NP-Z\d]{6}|[A-HJ-NP-Z\d]{4,5}[A-HJ-NP-Z\d挂学警港澳])(?![A-Za-z\d])"
)
#: "I am …", and whoever is called by surname and title.
_SELF = re.compile(
    r"(?:我叫|我是|本人(?:叫|是|姓名)?|姓名|名叫|名字(?:是|叫)?|联系人|收件人|户名)[:：\s]{0,2}"
    rf"([{SURNAMES}][\u4e00-\u9fff]{{1,3}})(?=[，。、；：（(,.;:!?！？\s\d]|是|住|系|身|电|今|男|女|$)"
)
_CALLED = re.compile(
    rf"([{SURNAMES}](?:某{{1,2}}|[\u4e00-\u9fff]{{1,2}}?)?)"
    r"(?=先生|女士|小姐|阿姨|大爷|大妈|大叔|师傅|老师|校长|医生|主任|局长|书记|镇长|乡长|县长|村长|站长|所长|经理|老板|队长|会计|警官)"
)
_PLAIN: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    (Sign.EMAIL, _EMAIL), (Sign.PLATE, _PLATE), (Sign.NUMBER, _HANDLE), (Sign.ADDRESS, DOOR), (Sign.NAME, _SELF),
    (Sign.NAME, _CALLED),
)  # fmt: skip
_CROWD = _PLAIN[0], _PLAIN[2]
#: A sign as another machine may write it back.
_BACK = re.compile(r"[〔\[【［(（]\s{0,2}([NTAEP])\s{0,2}(\d{1,4})\s{0,2}[〕\]】］)）]")

#: Fewer figures aren't taken for a number that is known.
LEAST_FIGURES = 7
#: One of so many stands in longer figures by chance (a sum of 88199810): it is known only where the figures end with it.
MOST_FIGURES_WITHIN = 8
_WHOLE_ID = 18
#: Shorter mailboxes are taken for words, shorter names for ordinary sounds.
LEAST_MAILBOX, LEAST_SYLLABLES = 6, 3

#: Where something to be hidden stands: its sign, its beginning and its end.
Found = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text with signs in it, and what each stands for."""

    text: str
    table: Mapping[str, str]

    def back(self, answer: str) -> str:
        """The answer with every known sign changed back; one that was never given stays as it is."""
        return _BACK.sub(lambda m: self.table.get(f"〔{m[1]}{int(m[2])}〕", m[0]), answer)


def hide(text: str, told: Told) -> Hidden:
    """The text without anybody's data as far as it can be known. The same words get the same sign wherever they stand."""
    alike = text.translate(_ALIKE)
    kinds: dict[Found, Sign] = {}
    for sign, place in (*_known(text, told), *_seen(alike)):
        kinds.setdefault(place, sign)
    places, ordered = list(_merged(kinds)), sorted(kinds)
    table, signs, made, at = dict[str, str](), dict[str, str](), [], 0
    first = _free(text)
    for start, end in places:
        words = text[start:end]
        if words not in signs:
            kind = kinds[ordered[bisect_left(ordered, (start, 0))]]
            signs[words] = f"〔{kind.value}{first + len(signs)}〕"
            table[signs[words]] = words
        made += [text[at:start], signs[words]]
        at = end
    return Hidden("".join(made) + text[at:], table)


def blotted(text: str, told: Told, shown: Callable[[Sign, str], str]) -> str:
    """The text with what the register knows of people as ``shown`` shows it, however it is written; all else as it is.

    Unlike ``hide`` it takes nothing for somebody's data because it looks so: a person reads this, and needs the rest. Only
    where they told too many numbers, numbers are taken so.
    """
    kinds: dict[Found, Sign] = {}
    for sign, place in _known(text, told):
        kinds.setdefault(place, sign)
    made, at, ordered = list[str](), 0, sorted(kinds)
    for start, end in _merged(kinds):
        sign = kinds[ordered[bisect_left(ordered, (start, 0))]]
        made += [text[at:start], shown(sign, text[start:end])]
        at = end
    return "".join(made) + text[at:]


def _free(text: str) -> int:
    """A number above every sign that somebody wrote themself."""
    return 1 + max((int(m[2]) for m in _BACK.finditer(text)), default=0)


def _known(text: str, told: Told) -> Iterator[tuple[Sign, Found]]:
    """What the register knows, however it is written."""
    forms: dict[As, Written] = {}
    for sign, word, how in told.looked_for:
        if how not in forms:
            forms[how] = written(text, how)
        if word not in forms[how].letters:  # of most that are known nothing stands there
            continue
        ends = sign is Sign.NUMBER and len(word) <= MOST_FIGURES_WITHIN
        for place in forms[how].find(word, name=sign is Sign.NAME, ends=ends):
            if how is not As.SOUNDS or _in_korean(text[slice(*place)]) or word in told.korean:
                yield sign, place
    yield from ((Sign.ADDRESS, place) for place in doors_in(text, told.doors))
    yield from ((Sign.NAME, place) for place in places_in(text, told.pinyin))
    yield from ((_SIGNS[kind], place) for kind, place in guises_in(text, told.guises))
    if told.crowded:
        alike = with_zeros(text.translate(_ALIKE))
        yield from _matched(alike, _CROWD)
        yield from _figures_in(alike)


def _in_korean(words: str) -> bool:
    return any(map(is_hangul, composed(words)))


def _looked_for(told: Told) -> Iterator[_Asked]:
    for sign, words in ((Sign.EMAIL, told.emails), (Sign.ADDRESS, told.addresses), (Sign.NAME, told.names)):
        hows = (As.THEY_ARE, As.FIGURES) if sign is Sign.ADDRESS else (As.THEY_ARE,)
        yield from (
            (sign, word, how) for how in hows for one in words if len(word := comparable(one, how)) > 1
        )
    yield from ((Sign.EMAIL, comparable(one), As.THEY_ARE) for one in map(_mailbox, told.emails) if one)
    yield from ((Sign.NAME, sounds, As.SOUNDS) for one in told.names if (sounds := _sounds(one)))
    yield from (
        (Sign.NUMBER, form, As.FIGURES)
        for one in told.numbers
        for form in _forms(one)
        if len(form) >= LEAST_FIGURES
    )


def _mailbox(email: str) -> str:
    """The part before the @, where it is long or odd enough to be nobody else's; else nothing."""
    name = email.partition("@")[0]
    odd = any(sign.isdigit() for sign in name)
    return name if len(name) >= (LEAST_MAILBOX if odd else LEAST_MAILBOX + 2) else ""


def _sounds(name: str) -> str:
    """How a name sounds in Korean, if it is one of three syllables or more; a shorter one sounds like ordinary words."""
    plain = letters(name)
    fits = len(plain) >= LEAST_SYLLABLES and all(is_hangul(sign) or is_read(sign) for sign in plain)
    return comparable(name, As.SOUNDS) if fits else ""


def _forms(number: str) -> Iterator[str]:
    """How a number that is known may be written: whole, without its extension, its area code or its country."""
    whole = comparable(number, As.FIGURES)
    first, *rest = [comparable(part) for part in number.split("-")]
    if rest and first.isdigit() and len(first) <= 4:
        yield from (first + rest[0], rest[0])
    if number.startswith("+82"):
        yield from (f"0{whole[2:]}", whole[2:])
    if rest:
        yield first
    if len(whole) == _WHOLE_ID:  # as it was until 1999: two figures of the year, nothing to check by
        yield whole[:6] + whole[8:17]
    if not rest and whole.startswith("0"):  # its area code without a dash behind it
        yield from (whole[3:], whole[4:])
    yield whole


def _seen(alike: str) -> Iterator[tuple[Sign, Found]]:
    """What looks like somebody's data."""
    yield from _matched(alike, _PLAIN)
    yield from ((Sign.NAME, place) for place in names_cued(alike))
    yield from _figures_in(alike)


def _matched(alike: str, patterns: Iterable[tuple[Sign, re.Pattern[str]]]) -> Iterator[tuple[Sign, Found]]:
    for sign, pattern in patterns:
        for m in pattern.finditer(alike):
            yield sign, m.span(next((n for n in range(1, pattern.groups + 1) if m[n]), 0))


def _figures_in(alike: str) -> Iterator[tuple[Sign, Found]]:
    for m in _NUMBER.finditer(alike.translate(IN_WORDS)):
        if not _DATE.fullmatch(m[0].strip()):
            yield Sign.NUMBER, (m.start(), m.start() + len(m[0].rstrip()))


def _merged(kinds: Mapping[Found, Sign]) -> Iterator[Found]:
    """The places in order, overlapping ones made one: half of somebody's address is theirs, too."""
    start = end = -1
    for low, high in sorted(kinds):
        if low < end:
            end = max(end, high)
            continue
        if end > start:
            yield start, end
        start, end = low, high
    if end > start:
        yield start, end
