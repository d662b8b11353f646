"""How letters begin before they say anything: whom they address, a greeting, who writes (尊敬的领导：您好！我是…村民。)."""

from __future__ import annotations

import re

_STOP = r"[，,。.！!？?：:；;、~～\s]"
_OFFICES = (
    "领导|县长|书记|镇长|乡长|局长|主任|部长|科长|市长|州长|同志|部门|单位|政府|人民政府|县委|县政府"
    "|群工部|群众工作部|信访局|信访办|住建局|工作人员"
)
#: Who writes, by what they are: 春阳镇的村民, 一名教师; not 我是被骗的.
_WHO = (
    r"[^，,。.！!？?：:；;\n]{1,30}?"
    "(?:村民|居民|市民|业主|家长|学生|职工|工人|农民|群众|老人|住户|户主|教师|老师|司机|人|者|户)"
)
_CHINESE = (
    rf"(?:尊敬|敬爱|亲爱)的[^，,。.！!？?：:；;\n]{{1,24}}{_STOP}+",
    rf"(?:各位|县|市|州|镇)?(?:{_OFFICES})(?:们)?(?:您|你们?)好{_STOP}*",
    rf"(?:各位|县|市|州|镇)?(?:{_OFFICES})(?:们)?[：:，,！!\s]+",
    rf"(?:您|你|大家|早上|上午|中午|下午|晚上)们?好{_STOP}*",
    rf"(?:打扰了|辛苦了|麻烦了|感谢百忙之中)[^，,。！!\n]{{0,12}}{_STOP}+",
    rf"(?:我|本人|我们)(?:名?叫|是|系)(?:[^的，,。.！!？?：:；;\n]{{2,3}}|{_WHO}){_STOP}+",
    rf"(?:信访人|反映人|来信人|投诉人)(?:是|[：:])?[^，,。.！!？?：:；;\n]{{1,30}}{_STOP}+",
)
_KOREAN = (
    rf"(?:존경하는|친애하는)[^,.!?:：，。\n]{{1,24}}{_STOP}+",
    rf"(?:안녕하십니까|안녕하세요|안녕하셨습니까|수고하십니다|수고 ?많으십니다|수고가 많으십니다){_STOP}*",
    rf"(?:저는|나는|우리는|저희는|신소인)[^,.!?:：，。\n]{{1,30}}(?:입니다|인데요?|라고 합니다){_STOP}+",
    rf"(?:[가-힣]{{1,6}} ?)?(?:현장|서기|국장|주임|진장|향장|지도자|령도)(?:님|동지|분들)*[께에]?{_STOP}+",
)
_ENGLISH = (
    r"(?:dear|hello|hi|good (?:morning|afternoon|day))\b[^,.!:\n]{0,30}[,.!:\s]+",
    r"my name is\b[^,.!:\n]{1,40}[,.!:]\s+",
)
_OPENING = re.compile("|".join((*_CHINESE, *_KOREAN, *_ENGLISH)), re.IGNORECASE)
#: So many such beginnings at most; who goes on longer is taken at their word.
_MOST = 6


def without_opening(text: str) -> str:
    """The text from where it begins to say something; as it is, but for blanks around it, where there is nothing else in it."""
    whole = left = text.strip()
    for _ in range(_MOST):
        found = _OPENING.match(left)
        if found is None:
            break
        left = left[found.end() :].lstrip()
    return left or whole
