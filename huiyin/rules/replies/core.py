"""What solved it: the part of an answer that says what was decided and done, to be quoted in another one."""

from __future__ import annotations

import re

#: Characters of a core; more is no passage to quote. Where the rest was left out this stands.
LONGEST = 600
LEFT_OUT = "[……]"
_END = re.compile(r"[。！？；!?;\n]+[”’」』）)]?|\.(?=\s)")
_CLAUSE = re.compile(r"[，,]")
_HEAD = re.compile(
    r"(?:^|\n)[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．:：]?[ \u3000]*)?"
    r"(?:处理|办理|复查|复核|答复|解决|整改)(?:意见|情况|结果|措施|方案)[:：\n。 ]*"
)
_NEXT = re.compile(
    r"\n[ \u3000]*(?:[（(]?[一二三四五六七八九十]{1,2}[）)、.．])|\n[^\n]{0,8}(?:依据|法律救济)|"
    r"(?:^|\n|。)[^\n。]{0,12}(?:如不服|如对本意见不服|如对[^。\n]{0,12}不服)"
)
_GREETING = re.compile(
    r"^[\s\S]{0,160}(?:答复如下|回复如下|说明如下|反馈如下|收悉)[!！:：。，,\s]*|^[^。！!，,：:]{0,24}(?:您好|你好)[!！。，,：:\s]*"
)
_BYE = re.compile(r"[^。！\n]*(?:感谢您|特此(?:答复|回复)|祝您)[\s\S]*$")


def core(text: str) -> str:
    """The section under a heading of the opinion; without one, the text between greeting and thanks.

    At most ``LONGEST``: cut behind a sentence, with a mark for the rest.
    """
    text = text.strip()
    head = _HEAD.search(text)
    body = text[head.end() :] if head else _GREETING.sub("", text)
    following = _NEXT.search(body, 1)
    if following:
        body = body[: following.start() + (body[following.start()] == "。")]
    if not head:
        body = _BYE.sub("", body)
    body = body.strip() or text
    return body if len(body) <= LONGEST else _cut(body[: LONGEST - len(LEFT_OUT)]) + LEFT_OUT


def _cut(text: str) -> str:
    """The text to the end of its last whole sentence; of a clause, if that is half of it or less; as it is without either."""
    for sign in (_END, _CLAUSE):
        last = max((one.end() for one in sign.finditer(text)), default=0)
        if 2 * last > len(text):
            return text[:last]
    return text
