"""What people say (社情民意): which words may stand for it, and which are said more or less than usual.

Reckoned of how many persons used a word, never of who. A word said by fewer than ``FEWEST`` persons is never told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log, sqrt

#: A word is told from so many distinct persons on.
FEWEST = 5
#: More or less than usual is told from so many standard errors on.
SURE = 1.96
#: So many persons who speak as usual stand behind both sides, so that a few make no wild change (a Dirichlet prior).
PRIOR = 20.0
#: So many words are told on each side.
MOST = 12
SHORTEST, LONGEST = 2, 6
#: Signs that stand alone before a given name. Not those that are everyday words by themselves (于, 向, 和, 方, 时, 应, 都).
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋田杜丁沈姜范"
    "江傅钟卢汪戴崔任陆廖姚邱金夏谭韦贾邹熊孟秦阎薛侯雷龙段郝孔邵史毛顾赖武康贺严尹钱施牛洪龚朴申安玄池尚"
    "元全俞柳南宫玉卞"
)

_EMPTY = """
问题 情况 领导 群众 部门 老百姓 百姓 政府 村民 居民 业主 时候 时间 地方 事情 原因 结果
办法 方面 现在 目前 今年 去年 家里 家人 家庭 父亲 母亲 孩子 老人 老伴 邻居 大家 电话
打电话 答复 回复 解决 处理 反映 要求 请求 希望 建议 工作人员 有关部门 相关部门 年轻人
没人 下文 人家 同志 县里 县城 村里 镇里 乡里 小时 问一下 没办 东西 说法 附近 门口 周围
早上 晚上 下午 上午 中午 白天 半夜 夜里 心里 话说
"""
#: What stands in petitions whatever they are about.
EMPTY = frozenset(_EMPTY.split())


def candidates(tokens: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    """The words of a text that may be told: of the dictionary, of Han characters, none that follows a lone surname."""
    after_surname = False
    for token in tokens:
        if not after_surname and SHORTEST <= len(token) <= LONGEST and token in known and is_han(token):
            yield token
        after_surname = token in SURNAMES


def is_han(word: str) -> bool:
    """Nothing but Han characters: no figure, no letter, no sign, so no number and no address of anybody."""
    return all("\u4e00" <= sign <= "\u9fff" for sign in word)


def apart_from(words: Iterable[str], names: Iterable[str]) -> set[str]:
    """The words without those that are somebody's name, or its part behind the surname, or hold one."""
    parts = {part for name in names for part in (name, name[1:]) if len(part) >= SHORTEST}
    return {
        word
        for word in words
        if word not in parts and not any(len(part) > 2 and part in word for part in parts)
    }


@dataclass(frozen=True, slots=True)
class Change:
    """One word: persons who used it now, and in an ordinary month of those before; ``sure``: standard errors."""

    word: str
    now: int
    usual: float
    sure: float


def changes(
    now: Mapping[str, int], persons: int, months: Iterable[tuple[Mapping[str, int], int]]
) -> tuple[list[Change], list[Change]]:
    """What is said more than usual, and less, the surest first.

    By the log-odds of using a word, now against the months before, with a prior of as many as usual (Monroe, Colaresi, Quinn
    2008). Nothing without any month before: there is no usual yet.
    """
    before = list(months)
    old: dict[str, int] = {}
    for words, _ in before:
        for word, n in words.items():
            old[word] = old.get(word, 0) + n
    spoke = sum(many for _, many in before)
    if not before or not spoke or not persons:
        return [], []
    used = [word for word in {*now, *old} if now.get(word, 0) + old.get(word, 0)]
    found = [_change(word, now.get(word, 0), persons, old.get(word, 0), spoke, len(before)) for word in used]
    rising = [one for one in found if one.sure >= SURE and one.now >= FEWEST]
    falling = [one for one in found if one.sure <= -SURE and one.usual >= FEWEST]
    return (
        sorted(rising, key=lambda one: (-one.sure, one.word))[:MOST],
        sorted(falling, key=lambda one: (one.sure, one.word))[:MOST],
    )


def _change(word: str, now: int, persons: int, old: int, spoke: int, months: int) -> Change:
    usual = PRIOR * (now + old) / (persons + spoke)
    odds = [
        log((n + usual) / (max(many - n, 0) + PRIOR - usual + 0.5))
        for n, many in ((now, persons), (old, spoke))
    ]
    error = sqrt(1 / (now + usual) + 1 / (old + usual))
    return Change(word, now, round(old / months, 1), (odds[0] - odds[1]) / error)


def told(n: int) -> int | None:
    """A number of persons as it may be told: None for a few, from whom somebody might be guessed."""
    return n if n == 0 or n >= FEWEST else None
