"""Pieces that two texts share, trimmed to what people read: whole words as they stand in the text, no verb before a place.

What is compared goes by characters (``sameness``); here only what is shown of it is cut. The words of a text are handed in.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from huiyin.rules.likewords import EMPTY_WORDS, JOINING, is_only_korean_ending
from huiyin.rules.tokens import fold, spans

#: A name of a place has so many characters at least: two in common are often the end of one and the beginning of another.
LEAST_NAME, LEAST = 3, 2
_TOLD = """
导致 造成 致使 引起 落实 举报 投诉 反映 咨询 请问 请求 恳请 恳求 建议 希望 要求 求助 求问 位于 住在 来自 关于 对于 针对
此致敬礼 此致 敬礼 影响 严重影响
"""
#: What people do before they name a place, or what is done there: the place begins behind it.
VERBS = frozenset((*_TOLD.split(), "督促", "严查", "查处", "监督", "施工", "阻止", "制止", "找"))
_FORM_WORDS = """
加快 尽快 尽早 早日 赶快 抓紧 刻不容缓 迫在眉睫 请勿 急需 亟待 亟需 多次 再次 相关 有关 领导 迟迟 迟迟不 何时 什么时候 如何
怎样 能否 可否 能不能 需要 应该 应当 必须 存在 出现 不合理 乱象 加强 严重 一下 一名 一个 一些 这些 那些 这座 那座 该处 事宜
规定 这里 那里 那边 这边 里面 时候 今年 去年 明年 每天 每次 真的 还是 不是 就是 只有 只能 不要 不想 有何 何 未 已 后 等 等等
中间 路段 经常 公司 设置 设立 增加 办理 发展 无人 交汇处
"""
#: Words that say of no matter what it is about, besides those that weigh nothing.
FORM = frozenset(_FORM_WORDS.split())
_EMPTY = EMPTY_WORDS | FORM | frozenset(_TOLD.split())
_PERSON = (
    "业主|居民|村民|群众|市民|住户|老百姓|百姓|家长|学生|老师|乘客|商户|租户|车主|司机|工人|员工|农民|老人"
)
_PERSONS = re.compile(
    rf"(?:全体|广大|众多|许多|很多|所有|[一多几各]名?|[一二三四五六七八九十几]位)?(?:{_PERSON})们?$"
)
#: What ends a name of a place; by itself, or where the piece begins with it, it names none (一道[村进屯]那座桥).
_ENDING = frozenset("市区县州省镇乡村屯组街路巷弄道站")
_NAMED = (
    "小区|社区|街道|大道|公路|高速|花园|家园|公寓|大厦|广场|山庄|公馆|新村|新城|工业园|开发区|园区|景区|学校|小学|中学|大学|学院"
    "|医院|车站|[路街巷村屯镇乡县市区州苑府湾]"
)
_WIDE = frozenset("市县区州")
_KIND = re.compile("(?:小区|社区|街道|大道|公路|花园|学校|小学|中学|医院|车站|[市区县州镇乡村屯组街路])+")
_PLACE = re.compile(f"(?:.(?:{_NAMED})|[A-Za-z]\\d{{0,2}}市|[三二一四五六七八九十0-9]期)$")
_LATIN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+")
_SAID = re.compile(r"[^\W_]")
_LINE = re.compile(r"[0-9一二三四五六七八九十]+号")
#: Of what stands behind 那 and its like: 那座小桥 is a small bridge.
_POINTING, _MEASURES = frozenset("这那该一几每各两"), frozenset("座条个位名家间件次起处栋辆台段所片批项种")
_INTO = re.compile("[进出入回][村屯城乡镇]$")
#: A clause with the sign that ends it: no word goes over one.
_CLAUSES = re.compile("[^，。！？；：、\n]*[，。！？；：、\n]|[^，。！？；：、\n]+")
#: What belongs to the figure or letter before it: 805路, 5号线, A2区, 三期.
_COUNTED = frozenset("市区县州镇乡村路街号线期栋幢座楼户层组班届年月日点元")


def joined(cut: Iterable[str]) -> tuple[str, ...]:
    """Words as a dictionary cuts them, made whole: a figure or letter with what it counts, a name with its kind (东光+镇)."""
    words: list[str] = []
    for word in cut:
        last = words[-1] if words else ""
        if _LATIN.fullmatch(last) and word[0] in _COUNTED:
            counted = word[0]
            words[-1] += counted
            words += [word[len(counted) :]] if len(word) > len(counted) else []
        elif _ends_name(last, word):
            words[-1] += word
        else:
            words.append(word)
    return tuple(words)


def _ends_name(last: str, word: str) -> bool:
    """Whether the word is only the end of the one before it: 6号+线, 东光+镇."""
    if word == "线":
        return _LINE.fullmatch(last) is not None
    return word in _ENDING and len(last) > 1 and last.isalpha() and last not in _EMPTY and not is_kind(last)


def says_nothing(word: str) -> bool:
    """Whether the word says nothing of what a matter is about: a single joining sign, a plea, a verb of telling, no letters."""
    return word in _EMPTY or word in JOINING or is_only_korean_ending(word) or not _SAID.search(word)


def is_telling(word: str) -> bool:
    """Whether the word tells something by itself: of two signs or more, not empty, no mere figure."""
    return len(word) > 1 and not word.isdecimal() and not says_nothing(word)


def is_kind(word: str) -> bool:
    """Whether the word says which kind of place it is (小区, 村): the end of a name, by itself none."""
    return _KIND.fullmatch(word) is not None


def is_place(said: str) -> bool:
    """Whether this ends as a name of a place does (…小区, …村, A2区)."""
    return _PLACE.search(said) is not None


def is_wide(said: str) -> bool:
    """Whether this place is a county, a district or larger: it hardly says where."""
    return said[-1:] in _WIDE and not said.endswith(("小区", "社区", "园区", "景区", "开发区"))


@dataclass(frozen=True)
class Worded:
    """A text (``composed``) with its words, a clause cut (``joined``) only when it is asked for: little of a text is shown."""

    text: str
    cut: Callable[[str], Sequence[str]]

    @property
    def words(self) -> tuple[str, ...]:
        """All its words; together they are the text."""
        return tuple(self.within(0, len(self.text)))

    @cached_property
    def folded(self) -> str:
        """The text as texts are compared."""
        return fold(self.text)

    @cached_property
    def _clauses(self) -> list[str]:
        return _CLAUSES.findall(self.text)

    @cached_property
    def _begins(self) -> list[int]:
        return [0, *accumulate(map(len, self._clauses))]

    def within(self, start: int, end: int) -> list[str]:
        """The words of a stretch that begins and ends at borders."""
        at, words = self._near(start, end)
        return words[bisect_left(at, start) : bisect_left(at, end)]

    def _near(self, start: int, end: int) -> tuple[list[int], list[str]]:
        """The words of the clauses that the stretch touches and where they begin, with the end of the last."""
        first, last = bisect_right(self._begins, start) - 1, bisect_left(self._begins, end)
        words = [word for clause in self._clauses[first:last] for word in self.cut(clause)]
        return list(accumulate(map(len, words), initial=self._begins[first])), words

    def snapped(self, start: int, end: int, others: Sequence[Worded]) -> tuple[int, int]:
        """The stretch with whole words only; one that it cuts is taken whole where all the others have it so, else left out."""
        at, _words = self._near(start, end)
        far = at[bisect_right(at, start) - 1]
        whole = fold(self.text[far:end])
        start = far if all(whole in one.folded for one in others) else at[bisect_left(at, start)]
        far = at[bisect_left(at, end)]
        whole = fold(self.text[start:far])
        end = far if all(whole in one.folded for one in others) else at[bisect_right(at, end) - 1]
        return start, max(start, end)


def shown(passage: str, texts: Sequence[Worded], *, place: bool) -> str:
    """The folded passage as it stands in the first of these texts that has it in whole words, trimmed; else empty."""
    held = [one for one in texts if passage in one.folded]
    for one in held:
        for start, end in spans(one.text, [passage], most=1):
            others = [other for other in held if other is not one]
            if said := trimmed(one.within(*one.snapped(start, end, others)), place=place):
                return said
    return "" if held else trimmed((passage,), place=place)  # written in another script in both


def trimmed(words: Sequence[str], *, place: bool) -> str:
    """These neighbouring words without what says nothing at their ends; of a place only what names it."""
    left = list(words)
    if place:
        verbs = [n for n, word in enumerate(left) if word in VERBS]
        left = left[verbs[-1] + 1 :] if verbs else left
    while left and (says_nothing(left[0]) or (place and left[0] in _ENDING) or left[0] in _POINTING):
        pointed = left.pop(0) in _POINTING
        if pointed and len(left) > 1 and left[0] in _MEASURES:
            del left[0]
    while left and says_nothing(left[-1]) and not (place and is_kind(left[-1])):
        del left[-1]
    said = "".join(left).strip()
    if place:
        said = _INTO.sub("", _PERSONS.sub("", said))
        return said if len(said) >= LEAST_NAME and not is_kind(said) else ""
    whole = any(map(is_telling, left))
    return said if len(said) >= LEAST and not said.isdecimal() and (whole or len(said) > LEAST) else ""
