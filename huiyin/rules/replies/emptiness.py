"""Whether an answer says nothing: received, passed on, will be studied, ask elsewhere, and not a word of what was asked.

The text is cut at its stops; a clause that is a formula from the lists below says nothing, whatever is left is substance. Few
characters of substance make an empty answer. How often that is right is measured (docs/evaluation.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

#: So many characters of substance make an answer of it.
LEAST = 5
#: An answer longer than this is read to here only; by then it has said something or never will.
LOOKED_AT = 20_000
MOST_SHOWN = 6
#: No formula is longer.
LONGEST = 120


class Formula(StrEnum):
    """What a clause without substance does."""

    COURTESY = "courtesy"
    RECEIVED = "received"
    PASSED_ON = "passed_on"
    PROMISED = "promised"
    SENT_AWAY = "sent_away"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and its place; ``formula`` None: it says something."""

    start: int
    end: int
    text: str
    formula: Formula | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the answer is empty, how many characters of it say something, and its formulas but for courtesies."""

    empty: bool
    substance: int
    formulas: tuple[Clause, ...]


_CUT = re.compile(r"[^，。！？；：,!?;:\n]+")
_SIGNS = re.compile(r"[\W_]+")
_DAY = re.compile(r"(?:19|20)\d\d\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*[日号]?|\d{1,2}月\d{1,2}日")
_ADDRESSED = re.compile(
    r"[“\"‘]?(?:UU|[AB]0)\d{3,}[”\"’]?|尊敬的|亲爱的|网友|网民(?:朋友)?|市民(?:朋友)?|来信人|写信人|同志|先生|女士|信访人|"
    r"您好|你好|존경하는|안녕하십니까|[“\"][^“”\"]{1,12}[”\"](?=网友|：|:|$|您好|你好)"
)
_UNITS = r"(?:部门|单位|科室|局|委|办|镇|乡|街道|政府|县|市|区|队|所|会|中心|电力)"
_DO = r"处理|核实|办理|答复|回复|调查|核查|核处|办复|查处|研究|反馈|关注|参考|解决|处置|落实|阅处|跟进"
_LOOK = r"调查|研究|论证|处理|核实|考虑|协调|关注|解决|落实|改进|反馈|回复|答复|告知|通报|重视|收集|吸纳"
_RULES: tuple[tuple[Formula, tuple[str, ...]], ...] = (
    (Formula.RECEIVED, (
        r"(?:收悉|收到|获悉|知悉|已阅|阅悉|接悉|已接纳|접수(?:되였|하였|했)습니다)(?:了|后)?$", r"^(?:收悉|知悉)",
        r"已经?受理$", r"编号",
    )),
    (Formula.RECEIVED, (
        r"^(?:关于|对于|就|针对)?(?:你|您)?们?所?(?:反映|咨询|提出|来信|留言|留言反映|关心)[^。]{0,40}(?:问题|情况|建议|意见|留言|事项|事宜)$",
        r"^(?:关于|对于|针对)[你您][^。]{0,12}(?:意见|建议|问题)$", r"^(?:目前|现|据了解|关于此事)$",
    )),
    (Formula.ALREADY, (
        r"(?:已经?|均已|进行过)(?:作出|进行过?)?(?:了)?(?:答复|回复)(?:过)?$", r"^链接", r"详情请?点击",
    )),
    (Formula.PASSED_ON, (
        rf"(?:转交|转至|转送|转办|交办|转给|转发|发函|呈送|(?:已|现|并|立即|拟)[^。]{{0,20}}(?:上报|转|交))[^。]{{0,40}}(?:{_DO}|{_UNITS})[了。]?$",
    )),
    (Formula.PASSED_ON, (
        r"(?:已|正在)(?:被)?(?:转交|转办|交办)中?[了]?$", r"迅速向有关部门反馈", r"作出批示",
        r"交由[^。]{0,20}(?:办理|处理)$", r"送相关单位$", r"하였으니", r"전달(?:하였|했)습니다",
    )),
    (Formula.PROMISED, (
        r'正在(?:组织)?(?:编制|修编|开展|进行)[^。]{0,30}(?:规划|研究|调研|论证|协调)[》”\"]?$',
    )),
    (Formula.PROMISED, (
        rf"(?:将|会|予以|给予|尽快|及时|进一步|正|正在|积极|认真|充分|组织|开展|拿出方案后)[^。]{{0,28}}(?:{_LOOK}|调研)(?:当中|中|之中)?(?:给您|予您|与您|您)?$",
    )),
    (Formula.PROMISED, (
        r"(?:敬请|请)(?:您)?(?:耐心)?(?:留意|关注|等待|期待)", r"处理情况[^。]{0,10}(?:反馈|回复)", r"办理结果",
        r"待(?:调查)?核实(?:后)?", r"查明(?:后|情况后)", r"如有(?:情况|进展)", r"(?:高度|非常|十分)重视$", r"第一时间",
        r"加强[^。]{0,16}(?:管理|监督|监管|工作)$", r"提高[^。]{0,10}(?:水平|效率)$", r"尽力",
        r"不断(?:完善|提高|改进)", r"검토하겠습니다", r"처리하겠습니다", r"노력하겠습니다",
    )),
    (Formula.SENT_AWAY, (
        r"(?:请|建议|可以?|欢迎|需|具体)[^。]{0,24}(?:咨询|拨打|联系|致电|来电|登[陆录]|查询|了解|反映)",
        r"(?:电话|热线|联系方式|咨询)$", r"联系电话", r"^[\d\-\s—－（）()、或]{5,}$", r"문의하(?:십시오|시기)",
    )),
    (Formula.COURTESY, (
        r"感谢", r"谢谢", r"祝您", r"祝你", r"祝好", r"祝愿", r"生活愉快", r"事事顺心", r"天天开心", r"帮助到",
        r"支持与?(?:理解|监督|配合)", r"希望能?对[^。]{0,12}帮助", r"敬请谅解", r"请(?:予以?)?(?:理解|谅解)",
        r"特此(?:回复|答复|说明)", r"此复", r"问政", r"留言板", r"(?:答复|回复|反馈|说明|解释)(?:如下)?$", r"如下$",
        r"为了更好地", r"为进一步了解", r"如有(?:问题|疑问|其他|更多|需要|新的)", r"如需", r"勿重复", r"热忱",
        r"한다?면", r"감사합니다",
    )),
)  # fmt: skip
_FOUND = tuple((formula, re.compile("|".join(words))) for formula, words in _RULES)


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of an answer in order, each with the formula that it is or None."""
    for found in _CUT.finditer(text[:LOOKED_AT]):
        said = found[0].strip()
        if said:
            start = found.start() + found[0].index(said)
            yield Clause(start, start + len(said), said, _formula(said))


def _formula(said: str) -> Formula | None:
    bare = _ADDRESSED.sub("", _DAY.sub("", said)).strip(" \u3000“”\"'‘’（）()、.…")
    if len(_SIGNS.sub("", bare)) < 2:
        return Formula.COURTESY
    if len(bare) > LONGEST:
        return None
    return next((formula for formula, pattern in _FOUND if pattern.search(bare)), None)


def judged(text: str) -> Verdict:
    """Whether the answer is empty. An empty text is."""
    listed = list(clauses(text))
    substance = sum(len(_SIGNS.sub("", _DAY.sub("", one.text))) for one in listed if one.formula is None)
    told = [one for one in listed if one.formula not in (None, Formula.COURTESY)]
    return Verdict(substance < LEAST, substance, tuple(told[:MOST_SHOWN]))
