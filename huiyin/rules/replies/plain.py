"""Hints for plain language: sentences too long to be read at once, and words of offices for which there are plainer ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.rules.replies.finding import Finding, Kind

#: Characters of a sentence that are read at one go; names of laws, titles and what stands in brackets don't count.
LONGEST = 90
MOST = 5
#: What offices say, and what everybody would say; empty: say it without.
PLAINER = {
    "高度重视": "", "切实": "", "狠抓": "抓", "特此答复": "", "特此回复": "", "兹": "现在",
    "鉴于": "因为", "依规依纪": "按规定", "进一步加强": "写明做什么", "进一步加大": "写明做什么",
    "加大力度": "写明做什么", "不断完善": "写明改什么", "适时": "写明什么时候", "酌情": "写明按什么",
    "尽快": "写明哪一天前", "条件成熟": "写明什么条件", "研判": "研究", "悉知": "知道", "贵方": "您",
    "该同志": "他（她）", "上述": "这些", "有关规定": "写明哪条规定", "相关规定": "写明哪条规定",
    "有关部门": "写明哪个部门", "相关部门": "写明哪个部门", "有权机关": "写明哪个机关",
}  # fmt: skip
_OFFICE = re.compile("|".join(sorted(map(re.escape, PLAINER), key=len, reverse=True)))
_SENTENCE = re.compile(r"(?:[^。！？!?；;\n.]|\.(?!\s|$))+")
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|（[^（）]*）|\([^()]*\)")
#: The section that repeats what was asked: its words are the petitioner's.
_ASKED = re.compile(
    r"^[ \t　]*(?:[一1][、.．]\s*)?(?:您的|你的|귀하의 )?(?:信访)?(?:请求|诉求|要求|요구)[^\n。]{0,8}\n"
    r"(?:(?![ \t　]*(?:[二三四五六]、|[2-6][.．、])).*(?:\n|$))*",
    re.MULTILINE,
)


def hints(text: str) -> Iterator[Finding]:
    """Long sentences, then officialese, each word once, in their order."""
    long = (m for m in _SENTENCE.finditer(text) if len(_QUOTED.sub("", m[0]).strip()) > LONGEST)
    for n, found in enumerate(long):
        if n == MOST:
            break
        yield Finding(Kind.LONG_SENTENCE, found.start(), found.end(), (str(len(found[0].strip())),))
    seen: dict[str, tuple[int, int]] = {}
    own = _ASKED.sub(lambda section: " " * len(section[0]), text)
    for found in _OFFICE.finditer(own):
        seen.setdefault(found[0], found.span())
    for word, (start, end) in list(seen.items())[:MOST]:
        yield Finding(Kind.OFFICIALESE, start, end, (PLAINER[word],) if PLAINER[word] else ())
