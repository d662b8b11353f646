"""What is known in a guise: 金某某, 金女士, 199****1234, 尾号1234, jin（at）example点org, a birthday of an ID number.

Such words are looked for in the text and then held against what is known: however many people are known, a text is read once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from huiyin.rules.identifiers import is_compound
from huiyin.rules.readings import is_hangul, is_read, sound
from huiyin.rules.replies.korean_names import SURNAMES as KOREAN_SURNAMES
from huiyin.rules.replies.name_words import SURNAMES
from huiyin.rules.surnamed import CALLED, called_by
from huiyin.rules.tokens import letters
from huiyin.rules.written import FIGURES, in_figures


class Kind(Enum):
    """Whose guise it is."""

    NAME = "name"
    NUMBER = "number"
    EMAIL = "email"


Guise = tuple[Kind, tuple[int, int]]
#: A number of which the middle is hidden, and one of which only the end is told.
_STARRED = re.compile(
    r"(?<!\d)(\d{0,14})[ -]?(?:[*＊×xX✱•●○]{2,14}|…{1,2}|\.{3,6})[ -]?(\d{2,8}[xX]?)(?![\dxX])"
)
_TAIL = re.compile(
    r"(?:尾号|尾號|尾数|尾數|末[三四五六3-6]位|[后後][三四五六3-6]位|끝\s?번호|끝자리|뒷자리|뒤\s?[네4]\s?자리"
    r"|last\s(?:\w{1,5}\s)?digits|ending(?:\sin|\swith)?)"
    r"(?:数|号码?|는|은|가|이)?\s?(?:是|为|為|are|is|of)?\s?[:：]?\s?(\d{3,6}[xX]?)(?![\dxX])",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d|\d\d(?=\s?[年년]))\s?[-年년./]\s?(\d{1,2})\s?[-月월./]\s?(\d{1,2})(?!\d)(?:\s?[日号일])?"
    r"|(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"
)
_WORD = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
_AT = r"\s{0,3}(?:[@＠#＃]|[(（\[【{<〔]\s?(?:at|@|艾特)\s?[)）\]】}>〕]|艾特|圈a|小老鼠|골뱅이|(?<=\s)at(?=\s))\s{0,3}"
_DOT = r"\s{0,3}(?:[.．。]|[(（\[【]\s?(?:dot|点|點)\s?[)）\]】]|点|點|닷|쩜|(?<=\s)dot(?=\s))\s{0,3}"
_EMAIL = re.compile(
    rf"(?<![{_WORD}._+-])([{_WORD}._+-]{{1,64}}){_AT}([{_WORD}-]{{1,63}}(?:{_DOT}[{_WORD}-]{{1,63}}){{1,4}})",
    re.IGNORECASE,
)
_ID = re.compile(r"\d{6}((?:19|20)\d{6})\d{3}[\dX]")
_LEAST_FIGURES, _LEAST_SHOWN, _LEAST_END = 7, 5, 4
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)}
_LONGEST_NAME = 5


def _by_sound() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for sign in (*sorted(KOREAN_SURNAMES), *SURNAMES):
        found.setdefault(sound(sign), []).append(sign)
    return {said: tuple(signs) for said, signs in found.items()}


_SURNAMES_BY_SOUND = _by_sound()


#: A name of one sign stands in every text as part of a word. Where one of these is before it and the words end behind it, or
#: where it is a line of its own (signed), it is the name.
_CUE = (
    "我叫|我是|我姓|本人(?:叫|是|姓名|姓)?|姓名|名叫|名字(?:是|叫)?|外号|小名|又名|曾用名|叫做?|联系人|收件人|户名|户主|落款|签名|此致|敬礼"
    "|反映人|投诉人|举报人|信访人|来信人|来访人|来电人|申请人"
)
_CUE_KOREAN = "저는|나는|본인은|이름은|성명[은:：]?|련락인[은:：]?"
_ENDS = r"(?=\s*(?:[，。、；：（(）),.;:!?！？“”\"'》】\n]|$)|\s)"
#: Signs that make an ordinary word with 阿 before them.
_NOT_WITH_A = "姨里胶富拉尔莫飞訇片"
_ENDS_KOREAN = r"(?=\s|[,.:;!?]|이고|이라|라고|입니다|이며|$)"


@dataclass(frozen=True, slots=True)
class Guises:
    """What is known, as it is held against a text."""

    surnames: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()  # names of one sign
    numbers: frozenset[str] = frozenset()
    born: frozenset[tuple[int, int, int]] = frozenset()
    emails: frozenset[str] = frozenset()


def guises_of(names: Iterable[str], numbers: Iterable[str], emails: Iterable[str]) -> Guises:
    """The guises of these people."""
    plain = {one for number in numbers if len(one := letters(number).upper()) >= _LEAST_FIGURES}
    plain_names = {letters(name) for name in names}
    births = [m[1] for one in plain if (m := _ID.fullmatch(one))]
    return Guises(
        frozenset(surname for name in plain_names for surname in _surnames(name)),
        frozenset(name for name in plain_names if len(name) == 1 and (is_read(name) or is_hangul(name))),
        frozenset(plain),
        frozenset((int(one[:4]), int(one[4:6]), int(one[6:])) for one in births),
        frozenset(one for email in emails if "@" in email and (one := letters(email))),
    )


def _surnames(name: str) -> tuple[str, ...]:
    """The surname of a Chinese or Korean name, in both scripts; nothing for what is no such name."""
    if not 0 < len(name) <= _LONGEST_NAME or not all(is_read(sign) or is_hangul(sign) for sign in name):
        return ()
    if is_compound(name[:2]):
        return (name[:2],)
    first = name[0]
    if first not in (KOREAN_SURNAMES if is_hangul(first) else SURNAMES):
        return ()
    alike = _SURNAMES_BY_SOUND[sound(first)]
    return alike if is_hangul(first) else (first, *filter(is_hangul, alike))


def guises_in(text: str, known: Guises) -> Iterator[Guise]:
    """Where one of these stands in a text in a guise."""
    if known.surnames:
        yield from ((Kind.NAME, m.span()) for m in called_by(known.surnames).finditer(text))
    if known.single:
        yield from ((Kind.NAME, m.span(m.lastindex or 0)) for m in _alone(known.single).finditer(text))
    if known.emails:
        yield from ((Kind.EMAIL, m.span()) for m in _EMAIL.finditer(text) if _is_email(m, known.emails))
    if not known.numbers:
        return
    counted, at = in_figures(text)
    plain = counted.translate(FIGURES).translate(_WIDE)
    for low, high in _numbers_in(plain, known):
        yield Kind.NUMBER, ((low, high) if at is None else (at[low][0], at[high - 1][1]))


@lru_cache(64)
def _alone(single: frozenset[str]) -> re.Pattern[str]:
    chinese, korean = (
        "".join(sorted(one for one in single if is_hangul(one) is hangul)) for hangul in (False, True)
    )
    ways = [rf"^[ \t\u3000]*([{''.join(sorted(single))}])[ \t\u3000]*\r?$"]
    if chinese:
        ways.append(rf"(?:{_CUE})[:：为是\s]{{0,3}}([{chinese}]){_ENDS}")
        ways.append(rf"(?<![\u4e00-\u9fff])([{chinese}])(?:{CALLED})|阿(?![{_NOT_WITH_A}])([{chinese}])")
    if korean:
        ways.append(rf"(?:{_CUE_KOREAN})\s{{0,2}}([{korean}]){_ENDS_KOREAN}")
    return re.compile("|".join(ways), re.MULTILINE)


def _numbers_in(plain: str, known: Guises) -> Iterator[tuple[int, int]]:
    for m in _STARRED.finditer(plain):
        if len(m[1]) + len(m[2]) >= (_LEAST_SHOWN if m[1] else _LEAST_END) and any(
            one.startswith(m[1]) and one.endswith(m[2].upper()) for one in known.numbers
        ):
            yield m.span()
    for m in _TAIL.finditer(plain):
        if any(one.endswith(m[1].upper()) for one in known.numbers):
            yield m.span(1)
    for m in _DATE.finditer(plain) if known.born else ():
        year, month, day = (int(one) for one in m.groups() if one is not None)
        if any((year in (y, y % 100), month, day) == (True, mon, d) for y, mon, d in known.born):
            yield m.span()


def _is_email(m: re.Match[str], emails: Collection[str]) -> bool:
    parts = re.split(_DOT, m[2], flags=re.IGNORECASE)
    said = letters(m[1]) + letters("".join(parts))
    return any(said[:end] in emails for end in range(1, len(said) + 1))
