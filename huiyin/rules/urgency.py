"""What in a text may not wait: danger to life, a supply cut off, children in danger, by words that anybody can read here.

A hint and no more: a person decides whether a matter is urgent. It looks at what is told, never at who tells it. Each hint says
which words it stands on, so that a wrong one is seen to be wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

#: Characters of a text that are looked at; the facts stand at its beginning.
LOOKED_AT = 20_000
#: At most so many different words are shown for one hint.
MOST_WORDS = 4


class Danger(StrEnum):
    """What may not wait, the gravest first."""

    LIFE = "life"
    POISON = "poison"
    COLLAPSE = "collapse"
    FIRE = "fire"
    CHILDREN = "children"
    WATER = "water"
    POWER = "power"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class Hint:
    """One danger with the words of the text that it stands on, in their order."""

    danger: Danger
    words: tuple[str, ...]


# A cut is told as "停水" or as "没有水"; what stops a gap is the end of a sentence.
_CUT = {
    Danger.WATER: r"[停断](?:了)?(?:自来)?水(?![泥平果沟库管])|"
    r"没有?(?:自来)?水[吃喝用]|没水|没有水(?![平准分])|단수|물이 (?:안|끊)",
    Danger.POWER: r"[停断](?:了)?电(?![视梯影话动脑])|没有?电[用了]|没电|정전",
    Danger.HEAT: r"[停断](?:了)?(?:暖|供热|供暖|气(?![车味]))|没有?(?:暖气|供暖|供热)|暖气(?:不热|冰凉)|난방이? (?:중단|안)",
}
_RULES: dict[Danger, str] = {
    Danger.LIFE: r"生命危险|危及生命|人命|要出人命|轻生|自杀|跳楼|跳河|喝药|活不下去|命危|病危|生命垂危|触电|漏电|溺水|被困|"
                 r"走失|家暴|砍人|爆炸|생명이? 위험|자살",
    Danger.POISON: r"中毒|毒气|有毒气体|投毒|食物中毒|煤气泄漏|燃气泄漏|天然气泄漏|瓦斯泄漏|毒奶粉|중독|가스 ?누출",
    Danger.COLLAPSE: r"坍塌|倒塌|塌方|垮塌|塌陷|危房|滑坡|泥石流|决堤|溃坝|山洪|洪水|붕괴|산사태",
    Danger.FIRE: r"火灾|起火|失火|着火|화재",
    Danger.CHILDREN: r"(?:孩子|小孩|儿童|幼儿|婴儿|学生|未成年人)[^。！？!?\n]{0,20}"
                     r"(?:危险|受伤|摔伤|出事|被打|猥亵|性侵|虐待|失踪|生病|呕吐|发烧|流鼻血)|"
                     r"(?:危险|猥亵|性侵|虐待|拐卖)[^。！？!?\n]{0,12}(?:孩子|小孩|儿童|幼儿|婴儿|学生)|拐卖儿童|"
                     r"(?:아이|어린이|학생)[^.!?\n]{0,20}(?:위험|다쳤)",
    **_CUT,
}  # fmt: skip
_FOUND = {danger: re.compile(_RULES[danger]) for danger in Danger}
#: What takes the danger back where it stands right before the words: "没有生命危险", "不会倒塌".
_TAKEN_BACK = re.compile(r"(?:没有?|无|未|不会|并未|不存在|避免|防止|预防)(?:发生|出现|任何)?$")
_REACH = 8


def hints(text: str) -> tuple[Hint, ...]:
    """The dangers that the text tells of, the gravest first; empty for most texts, and for an empty one."""
    seen = text[:LOOKED_AT]
    found = ((danger, _words(seen, danger)) for danger in Danger)
    return tuple(Hint(danger, words) for danger, words in found if words)


def _words(text: str, danger: Danger) -> tuple[str, ...]:
    words: dict[str, None] = {}
    for match in _FOUND[danger].finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if not _TAKEN_BACK.search(before):
            words[match[0]] = None
        if len(words) == MOST_WORDS:
            break
    return tuple(words)
