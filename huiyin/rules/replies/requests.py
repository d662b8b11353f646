"""What a petition asks for, sentence by sentence, and whether the answer comes back to it by its words.

A hint: an answer in other words is no worse. The words that were looked for are told with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.rules.likewords import Weights, pairs_in, runs
from huiyin.rules.replies.finding import Finding, Kind

#: Requests of one petition that are looked at.
MOST = 9
#: Shorter sentences say too little to be looked for.
LEAST_PAIRS = 6
#: From so many of a request's pairs on, or such a share of them, the answer comes back to it.
ENOUGH, SHARE = 2, 0.1
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_ASKS = re.compile(
    r"请求|恳请|恳求|要求|希望|盼望|请问|咨询|建议|望(?:领导|政府|有关|相关|尽快|予以|给予|能)|能否|能不能|可否|是否|应不应该|"
    r"怎么(?:办|申请|处理|回事)|多少|什么时候|何时|哪里|为什么|为何|请(?:有关|相关|政府|领导|尽快|帮|给)|[吗呢么]?[？?]|"
    r"바랍니다|주십시오|부탁|요구|언제|어떻게"
)
#: Said to who reads it, so that the sentence asks whatever else stands in it.
_DIRECT = re.compile(
    r"恳[请求]|希望|盼望|请求|请问|望(?:领导|政府|有关|相关|尽快|予以|给予|能)|请(?:有关|相关|政府|领导|尽快|帮|给)|能否|可否|能不能"
)
#: What somebody did or demanded once: telling, no asking.
_TOLD = re.compile(
    r"(?:打(?:了|过)?电话|致电|拨打|曾经?|多次|反复|每次|当时|后来|[我他她]们?(?:还|又|就)?想)[^，。！？；]{0,10}?"
    r"(?:咨询|要求|建议|询问|请问|请求|恳求|恳请)"
    r"|(?:物业|开发商|公司|老师|学校|工作人员|对方|医院|银行|[他她]们?|村里|单位)[^，。！？；]{0,8}?(?:要求|建议|请)(?:我们?|业主|村民|居民|家长|学生|大家)"
)
#: Somebody else's words are told, not asked.
_REPORTED = re.compile(r"(?:告诉|通知)[了过]?我|[跟对和]我们?[说讲]|(?:回复|答复)(?:我们?|说|称)")
#: Asked so that nobody answers.
_RHETORICAL = re.compile(
    r"难道|岂|何在|对得起|忍心|天理|王法|(?:你们|您们|领导们?|各位|官员们?)[^。？?]{0,20}(?:看到|看见|听到|听见|想过|考虑过|知道|明白)[^。？?]*[吗么]"
)
_THANKS = re.compile(r"谢谢|感谢|百忙|此致|敬礼|尊敬的|감사")
#: Words of asking itself, which stand in every request.
_ASKING = re.compile(
    r"请求|恳请|恳求|要求|希望|盼望|请问|咨询|建议|能否|能不能|可否|是否|尽快|予以|给予|有关部门|相关部门|领导|政府|帮忙|帮助|解决|处理|"
    r"怎么办|什么时候|为什么|答复|回复|核实|调查|督促|责令|对此|我们|本人|바랍니다|주십시오|부탁"
)
_HANGUL = re.compile(r"[가-힣]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EVEN = Weights()


@dataclass(frozen=True, slots=True)
class Request:
    """One sentence that asks for something, with its place in the petition."""

    text: str
    start: int
    end: int


def requests(text: str) -> tuple[Request, ...]:
    """The sentences that ask, in their order, each once; empty for a text that only tells.

    What somebody asked or demanded once, questions that nobody is to answer and what stands behind a dash are none.
    """
    found: dict[str, Request] = {}
    for part in _SENTENCE.finditer(text):
        said = part[0].strip()
        if _asks(said) and not (_THANKS.search(said) and len(said) < 24):
            start = part.start() + part[0].index(said)
            found.setdefault(said, Request(said, start, start + len(said)))
        if len(found) == MOST:
            break
    return tuple(found.values())


def _asks(said: str) -> bool:
    bare = _TOLD.sub(" ", said)
    if not _ASKS.search(bare) or said.startswith(("——", "--")):
        return False
    return bool(_DIRECT.search(bare)) or not (_REPORTED.search(bare) or _RHETORICAL.search(bare))


def unanswered(petition: str, answer: str, *, number: str = "") -> Iterator[Finding]:
    """Requests of the petition to which no word of the answer comes back; nothing where the two are in different languages.

    ``number`` is the petition's. The place is that in the petition.
    """
    said = frozenset(pairs_in(runs(answer)))
    for request in requests(petition):
        if is_korean(request.text) and not _HANGUL.search(answer):
            continue
        words = _telling(request.text)
        pairs = {pair for pair in pairs_in(words) if _EVEN.of(pair) > 0}
        if len(pairs) >= LEAST_PAIRS and _few(len(pairs & said), len(pairs)):
            yield Finding(Kind.UNANSWERED, request.start, request.end, (request.text[:80],), number)


def _few(shared: int, pairs: int) -> bool:
    return shared < ENOUGH and shared < SHARE * pairs


def _telling(text: str) -> tuple[str, ...]:
    return runs(_ASKING.sub(" ", text))


def is_korean(text: str) -> bool:
    """More Hangul than Chinese characters."""
    return len(_HANGUL.findall(text)) > len(_HAN.findall(text))


def has_korean(text: str) -> bool:
    """Any Hangul at all."""
    return _HANGUL.search(text) is not None


def other_language(petition: str, answer: str, *, number: str = "") -> Iterator[Finding]:
    """Somebody wrote Korean and there is none in the answer."""
    if is_korean(petition) and not has_korean(answer):
        yield Finding(Kind.OTHER_LANGUAGE, source=number)
