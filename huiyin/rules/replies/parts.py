"""Which parts an answer has: request, facts and reasons, opinion, basis (Art. 32), way of review and its term (Art. 35, 36).

Art. 32 asks for the first four in an opinion on an appeal. The way of review it doesn't name, but whoever isn't told it can't
go it. Reviews and rechecks have the same parts by custom. A suggestion (Art. 29) and a tip-off (Art. 30) are answered in their
own way, simple handling needs no opinion. A part counts as there where any of its words stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from huiyin.rules.replies.finding import Finding, Kind
from huiyin.rules.vocabulary import MatterClass, Outcome, Stage

_REQUEST = re.compile(r"请求|诉求|要求|反映|提出|来信|来访|咨询|信访事项|希望|요구|요청|신소|제기")
_FACTS = re.compile(
    r"经(?:我[局办单位县镇]{1,2}|本单位)?[^。，]{0,16}(?:查|核实|调查|勘[察查]|调取|走访|了解|检测|鉴定)|查明|查实|核查|核实|"
    r"事实(?:和|与|及)?理由|情况属实|现场(?:查看|核查|勘查|检查)|调查(?:情况|结果|了解)|理由[:：]|因为|由于|原因|"
    r"조사|사실|확인|리유"
)
_OPINION = re.compile(
    r"(?:处理|复查|复核|办理|答复|调解)意见|予以支持|不予支持|解释(?:说明)?|维持|变更|撤销|调解|和解|协议|决定|办理措施|"
    r"처리의견|지지|설명|유지|결정|화해|조해|조정"
)
_BASIS = re.compile(
    r"《[^《》\n]{2,60}》|(?:根据|依据|依照|按照)[^。\n]{2,60}(?:法|条例|规定|办法|规则|文件|通知|合同|政策|标准|号|第[^。]{1,8}条)|"
    r"依据\s*[\n:：]\s*\S|근거|규정|조례|〔(?:政策|问答)\d+〕"
)
_REVIEW = re.compile(r"复查|재심사|복사신청|재조사")
_RECHECK = re.compile(r"复核|재심의|재확인|복핵")
_FINAL = re.compile(r"不再受理|더는 접수하지|다시 접수하지")
_THIRTY = re.compile(r"(?:三十|30|３０)\s*(?:个?日|天)|30일|삼십일|서른 날")
_TERM = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号])?|\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]|底|份|中旬|上旬|下旬|前|之?内|以?前)|(?:本|下|上)月|年底|年内|月底|[今明]年|"
    r"(?:[一二三四五六七八九十两\d]+)\s*个?(?:工作日|日|天|周|月|年)(?:之?内|以内|前)|当(?:日|天|场|即)|今后|每(?:天|周|月|年|季)|"
    r"已(?:经|于)?[^，。]{0,20}(?:完成|完毕|修复|修好|整改|拆除|清理|清除|解决|更换|换好|发放|退还|支付|办结|到位|恢复|兑现|停工|关闭)|"
    r"\d{1,2}월|년말|\d+일 (?:안|내)|완료|해결되였"
)
#: That the petition has come: its day is none that is promised.
_RECEIVED = re.compile(
    r"(?:您|你|귀하|당신)[^。\n]{0,60}(?:提出|反映|来信|来访|来电|제기하신|반영하신)[^。\n]*"
    r"(?:收悉|收到|如下|접수|다음과 같이)"
)
#: What Art. 32 asks of an opinion.
_OF_ARTICLE_32 = frozenset({Kind.NO_REQUEST, Kind.NO_FACTS, Kind.NO_OPINION, Kind.NO_BASIS})
#: Outcomes that promise something, so that the answer says until when.
PROMISING = frozenset({Outcome.SUPPORTED, Outcome.SETTLED, Outcome.ADOPTED, Outcome.PARTLY_ADOPTED})


@dataclass(frozen=True, slots=True)
class Case:
    """What kind of answer it is. ``simple``: handled simply, without a formal opinion; ``noted``: what it promises.

    ``on``: the answer's day, if that is known.
    """

    klass: MatterClass | None = None
    stage: Stage = Stage.FIRST
    outcome: Outcome | None = None
    simple: bool = False
    noted: bool = True
    on: date | None = None


def missing(text: str, case: Case) -> tuple[Finding, ...]:
    """The parts that the answer doesn't have, those of Art. 32 as legal; nothing for suggestions, tip-offs, simple handling."""
    above = case.stage is not Stage.FIRST
    if not above and (case.klass is not MatterClass.APPEAL or case.simple):
        return ()
    parts = (
        (Kind.NO_REQUEST, _REQUEST), (Kind.NO_FACTS, _FACTS), (Kind.NO_OPINION, _OPINION), (Kind.NO_BASIS, _BASIS),
        (Kind.NO_REMEDY, {Stage.FIRST: _REVIEW, Stage.REVIEW: _RECHECK, Stage.RECHECK: _FINAL}[case.stage]),
    )  # fmt: skip
    plain = _without_way(text)
    found = [
        Finding(kind, legal=not above and kind in _OF_ARTICLE_32)
        for kind, words in parts
        if not words.search(plain if kind in (Kind.NO_REQUEST, Kind.NO_OPINION, Kind.NO_BASIS) else text)
    ]
    way = not any(one.kind is Kind.NO_REMEDY for one in found)
    if way and case.stage is not Stage.RECHECK and not _THIRTY.search(text):
        found.append(Finding(Kind.NO_REMEDY_TERM))
    return tuple(found)


def _without_way(text: str) -> str:
    """The text without its sentences about review: their "opinion", "request" and law are of another thing."""
    return "".join(part for part in re.split(r"(?<=[。\n])", text) if not _of_review(part))


def _of_review(sentence: str) -> bool:
    return bool(_REVIEW.search(sentence) and _THIRTY.search(sentence)) or "不再受理" in sentence


def _promised(text: str) -> str:
    """The text with blanks for the way of review and for the sentence that says when the petition came."""
    parts = re.split(r"(?<=[。\n])", text)
    return "".join(" " * len(one) if _of_review(one) or _RECEIVED.search(one) else one for one in parts)


def no_term(text: str, case: Case) -> tuple[Finding, ...]:
    """An answer that promises something names no day, no term and nothing that is done already."""
    promising = case.outcome in PROMISING
    return (Finding(Kind.NO_TERM),) if promising and not _TERM.search(_promised(text)) else ()


def no_commitment(text: str, case: Case) -> tuple[Finding, ...]:
    """An answer that supports what was asked, with no commitment noted; its place is the day or term that it names first.

    A day before the answer's is none that is promised, nor is the one that it is signed on.
    """
    if case.noted or case.outcome not in PROMISING:
        return ()
    said = _promised(text)
    term = next((one for one in _TERM.finditer(said) if not _is_past(one, said, case.on)), None)
    return (Finding(Kind.NO_COMMITMENT, *term.span()) if term else Finding(Kind.NO_COMMITMENT),)


def _is_past(term: re.Match[str], text: str, on: date | None) -> bool:
    """Whether it is a month or day before ``on``, or the day at the text's end with which it is signed."""
    if not term["year"]:
        return False
    if term["day"] and re.search(r"[\n。]\s*$", text[: term.start()]) and not text[term.end() :].strip():
        return True
    named = (int(term["year"]), int(term["month"]), int(term["day"] or 31))
    return on is not None and named < (on.year, on.month, on.day)
