"""Where something known stands in a text, however it is written: in other widths or characters, with signs between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from huiyin.rules.readings import sound
from huiyin.rules.tokens import letters

#: Figures in words, as people write them and as they stand on cheques.
FIGURES = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
_FIGURE = "一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_UNITS = frozenset("廿卅十拾百佰千仟")
_NUMERAL = re.compile(f"[零〇两{''.join(sorted(_UNITS))}{_FIGURE}]+")
_COUNTED = re.compile(
    f"(?:([{_FIGURE}两])[千仟])?(?:[零〇]?([{_FIGURE}两])[百佰])?(?:[零〇]?([{_FIGURE}]?)([十拾廿卅]))?(?:[零〇]?([{_FIGURE}]))?"
)
_TENS = {"廿": 20, "卅": 30}
#: So many signs may stand between two of its characters, a run of one sign or of blanks counted once; within a name these.
MOST_BETWEEN = 3
#: What isn't seen: joiners, marks of direction, forms of drawing, tags.
_UNSEEN = (
    (0x34F, 0x350), (0x180E, 0x180F), (0x2000, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0x2800, 0x2801), (0xFE00, 0xFE10),
    (0xE0000, 0xE01F0),
)  # fmt: skip
_WITHIN_NAME = frozenset(" \t\u00a0\u3000·・•‧．.-－_\u00ad\u061c\ufeff") | {
    chr(code) for low, high in _UNSEEN for code in range(low, high)
}
#: Within a longer one also these; between two characters they part words too often.
_WITHIN_LONG_NAME = _WITHIN_NAME | frozenset("\n\r\u2028\u202f\u205f—–―、，,;；:：/\\|*~+()（）[]【】\"'“”‘’")
_LONG = 3
_RUN = re.compile(r"([^\w\s])\1+|[^\S\r\n]+|[\r\n]+")
_OVER_A_LINE = re.compile(r"[^\S\r\n]*\r?\n[^\S\r\n]*")
#: What is put in beside or between the characters of a name: 金（女）顺姬, 姓金，名顺姬.
_ASIDE = re.compile(
    r"[（(\[【]\s?(?:女|男|여|남|音|同音|谐音|化名|女士|先生)\s?[)）\]】]"
    r"|(?<=姓[\u4e00-\u9fff])[，,、。\s]{0,2}名(?:字)?(?:叫|是|为)?[:：]?"
)
_COUNTS = f"\\d０-９零〇{_FIGURE}{''.join(sorted(_UNITS))}"
#: What a door's number is written with or without: 第12号, 街的12号, 三小组.
_FILLED = re.compile(rf"的?第(?=[{_COUNTS}])|的(?=[{_COUNTS}])|(?<=[{_COUNTS}])小(?=[组組队隊])")
#: Letters that stand for figures between figures.
_MEANT = re.compile(r"(?<=\d)[OoＯｏ]|[OoＯｏ](?=\d)|(?<=\d)[lI](?=\d)|(?<![A-Za-z])[lI](?=\d{3})")
#: Circles that stand for 〇 beside figures: 一九九○○.
_CIRCLES = re.compile(rf"(?<=[\d０-９零〇幺{_FIGURE}])[○◯]+|[○◯]+(?=[\d０-９零〇幺{_FIGURE}])")
#: Characters of the neighbours, and such that are taken for each other in names; beside those of ``simplified``.
_VARIANTS = str.maketrans("姫峯恵徳桜沢浜広竜斉斎嶋", "姬峰惠德樱泽滨广龙齐斋岛")


def counted(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a number stands in counting words (十二, 二十一, 四百零二), and its figures.

    What is no such number stays out: 三五十, and figures that only follow each other (四〇二).
    """
    for run in _NUMERAL.finditer(text):
        if not _UNITS.isdisjoint(run[0]) and (of := _COUNTED.fullmatch(run[0])) is not None:
            thousands, hundreds, some, ten, ones = (part or "" for part in of.groups())
            tens = _TENS.get(ten, 10 * _worth(some, 1)) if ten else 0
            number = 1000 * _worth(thousands) + 100 * _worth(hundreds) + tens + _worth(ones)
            yield run.start(), run.end(), str(number)


def _worth(figure: str, empty: int = 0) -> int:
    return 2 if figure == "两" else int(figure.translate(FIGURES)) if figure else empty


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is compared: its letters and figures in one form, each with where it stands in the text."""

    letters: str
    places: tuple[tuple[int, int], ...]
    text: str

    def find(self, word: str, *, name: bool, ends: bool = False) -> Iterator[tuple[int, int]]:
        """Every place of a comparable ``word``. ``name``: only signs that are written within names may stand between.

        ``ends``: only where no further figure follows it at once.
        """
        at = self.letters.find(word)
        while at >= 0:
            run = self.places[at : at + len(word)]
            if (not ends or self._ends_at(at + len(word))) and self._holds(run, word, name=name):
                yield run[0][0], run[-1][1]
            at = self.letters.find(word, at + 1)

    def _holds(self, run: tuple[tuple[int, int], ...], word: str, *, name: bool) -> bool:
        """Whether the characters of a word that stand there belong together."""
        within = (_WITHIN_LONG_NAME if len(word) >= _LONG else _WITHIN_NAME) if name else None
        joined = all(self._may_join(one[1], other[0], within) for one, other in pairwise(run))
        return joined or (name and len(word) < _LONG and self._goes_on_below(run))

    def _ends_at(self, n: int) -> bool:
        """Whether the n-th letter isn't a figure that stands right behind the one before it."""
        behind = self.letters[n : n + 1]
        return not behind.isdigit() or self.places[n][0] > self.places[n - 1][1]

    def _may_join(self, end: int, start: int, within: frozenset[str] | None) -> bool:
        between = self.text[end:start]
        if len(between) > MOST_BETWEEN:
            between = _RUN.sub(lambda m: m[1] or m[0][0], between)
        return len(between) <= MOST_BETWEEN and (within is None or within.issuperset(between))

    def _goes_on_below(self, run: tuple[tuple[int, int], ...]) -> bool:
        """Whether a short name ends on the next line and nothing goes on there: 朴/哲，but not 老王/强烈."""
        end = run[-1][1]
        return not self.text[end : end + 1].isalnum() and all(
            _OVER_A_LINE.fullmatch(self.text, one[1], other[0]) for one, other in pairwise(run)
        )


class As(IntEnum):
    """How letters are compared: as they are, figures in words as figures, or by how they sound in Korean."""

    THEY_ARE = 0
    FIGURES = 1
    SOUNDS = 2


def written(text: str, how: As = As.THEY_ARE) -> Written:
    """The text as it is compared."""
    found, places, text = list[str](), list[tuple[int, int]](), _meant(text, how)
    numbers = {start: (end, said) for start, end, said in counted(text)} if how is As.FIGURES else {}
    if not numbers and not _JOINING.search(text):  # nearly every text, and far faster
        forms = [_letters(sign, how) for sign in text]
        within = tuple((at, at + 1) for at, form in enumerate(forms) for _ in form)
        return Written("".join(forms), within, text)
    at = 0
    while at < len(text):
        if at in numbers:
            end, said = numbers[at]
            found += said
            places += [(at, end)] * len(said)
            at = end
            continue
        end = at + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        for letter in _letters(text[at:end], how):
            found.append(letter)
            places.append((at, end))
        at = end
    return Written("".join(found), tuple(places), text)


def comparable(word: str, how: As = As.THEY_ARE) -> str:
    """Something known in the form in which it is looked for."""
    word = _meant(word, how)
    if how is As.FIGURES:
        return letters(in_figures(word)[0]).translate(FIGURES)
    plain = letters(word).translate(_VARIANTS)
    return "".join(map(sound, plain)) if how is As.SOUNDS else plain


def _meant(text: str, how: As) -> str:
    """The text, as long as it is, with dots for what is only put in, and figures for letters that stand for them."""
    text = _ASIDE.sub(_dots, text)
    if how is not As.FIGURES:
        return text
    return in_digits(_FILLED.sub(_dots, with_zeros(text)))


def in_digits(text: str) -> str:
    """The text, as long as it is, with figures for letters and circles that are written for them beside figures."""
    return _MEANT.sub(lambda m: "0" if m[0] in "OoＯｏ" else "1", with_zeros(text))


def with_zeros(text: str) -> str:
    """The text, as long as it is, with 〇 for the circles that are written for it beside figures."""
    return _CIRCLES.sub(lambda m: "〇" * len(m[0]), text)


def _dots(m: re.Match[str]) -> str:
    return "·" * len(m[0])


def in_figures(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """The text with numbers in counting words as figures; where each of its signs stood, or None if nothing is changed."""
    made, places, at = list[str](), list[tuple[int, int]](), 0
    for start, end, said in counted(text):
        made += [text[at:start], said]
        places += [*((n, n + 1) for n in range(at, start)), *[(start, end)] * len(said)]
        at = end
    if not at:
        return text, None
    return "".join([*made, text[at:]]), [*places, *((n, n + 1) for n in range(at, len(text)))]


#: Whatever may belong to the sign before it stands in one of these ranges: accents, vowels of many scripts, Korean in parts.
_JOINING = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f\U000101fd-\U0001ffff]"
)


def _joins(sign: str) -> bool:
    """Whether it belongs to the sign before it: an accent, or a part of a Korean syllable written in parts."""
    return "\u1160" <= sign <= "\u11ff" or unicodedata.combining(sign) != 0


@lru_cache(8_192)
def _letters(piece: str, how: As) -> str:
    """The letters and figures of one sign as they are compared; nothing for a gap or a dash."""
    return letters(piece).translate(FIGURES) if how is As.FIGURES else comparable(piece, how)
