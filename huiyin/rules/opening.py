"""How letters begin before they say anything: whom they address, a greeting, who writes (尊敬的领导：您好！我是…村民。).

Only what can be nothing else is passed over: 晚上好多车乱停 greets nobody, and 反映人行道破损 says what is wrong.
"""

from __future__ import annotations

import re

from huiyin.rules.replies.name_words import SURNAMES

_STOP = r"[，,。.！!？?：:；;、~～\s]"
_NO_STOP = r"[^，,。.！!？?：:；;、~～\s]"
#: Behind a greeting: a stop, the end, or who speaks.
_THEN = rf"(?:{_STOP}+|$|(?=我|本人|俺))"
_PERSONS = "领导|县长|书记|镇长|乡长|局长|主任|部长|科长|市长|州长|同志|先生|女士|老师"
_OFFICES = f"{_PERSONS}|部门|单位|政府|人民政府|县委|县政府|群工部|群众工作部|信访局|信访办|住建局|工作人员"
#: Who writes, by what they are: 春阳镇的村民, 一名教师; not 我是被骗的.
_WHO = (
    r"[^，,。.！!？?：:；;\n]{1,30}?"
    "(?:村民|居民|市民|业主|家长|学生|职工|工人|农民|群众|老人|住户|户主|教师|老师|司机|人|者|户)"
)
_CHINESE = (
    rf"(?:尊敬|敬爱|亲爱)的{_NO_STOP}{{0,12}}?(?:{_OFFICES})们?(?:(?:您|你)们?好)?{_THEN}",
    rf"(?:各位|县|市|州|镇)?(?:{_OFFICES})们?(?:您|你)们?好{_THEN}",
    rf"(?:[{SURNAMES}])?(?:{_PERSONS})们?好(?:{_STOP}+|$)",
    rf"[{SURNAMES}](?:{_PERSONS})[：:！!]{_STOP}*",
    rf"(?:各位|县|市|州|镇)?(?:{_OFFICES})们?(?:[：:！!]{_STOP}*|\n\s*)",
    rf"各位(?:{_OFFICES})们?{_STOP}+",
    rf"(?:您|你)好{_THEN}",
    rf"(?:您们|你们|大家|早上|上午|中午|下午|晚上)好(?:{_STOP}+|$)",
    rf"(?:打扰|辛苦|麻烦)(?:您|你|大家|各位)?们?了{_STOP}+",
    rf"感谢[^，,。！!\n]{{0,6}}百忙之中[^，,。！!\n]{{0,12}}{_STOP}+",
)
_SELF = re.compile(
    rf"(?:我|本人|我们)(?:名?叫|是|系)(?:[^的，,。.！!？?：:；;\n]{{2,3}}|{_WHO}){_STOP}+"
    rf"|(?:信访人|反映人|来信人|投诉人)(?:是|[：:]\s*)[^，,。.！!？?：:；;\n]{{1,30}}{_STOP}+"
)
#: What goes on behind it of who writes: 男，52岁，汉族，春阳镇人，电话…。现反映：
_FURTHER = re.compile(
    rf"(?:[男女]性?|(?:今年|现年)?\d{{1,3}}周?岁|[\u4e00-\u9fff]{{1,3}}族|(?:是|系){_NO_STOP}{{2,20}}?(?:人|村民|居民|业主|职工|户)|{_NO_STOP}{{1,8}}[省市州县镇乡村屯]人"
    rf"|(?:身份证|联系|电话|手机|微信){_NO_STOP}{{0,6}}[:：是为]?\s?[\dXx*\s-]{{6,24}}|(?:家?住|现住|住址){_NO_STOP}{{2,30}}){_STOP}+"
    rf"|(?:现|兹)(?:向{_NO_STOP}{{1,8}})?反映(?:如下)?(?:情况|问题)?(?:如下)?[：:，,]\s*"
)
_TITLES = "현장|서기|국장|주임|진장|향장|지도자|령도"
#: Nothing happened to whoever speaks before the sentence ends.
_NOTHING_YET = r"(?![^,.!?:：，。\n]*(?:못|않|없|받|당한|당하|밀린|빼앗))"
_KOREAN = (
    rf"(?:존경하는|친애하는) ?[^,.!?:：，。\n]{{1,24}}[,!:：，\n]{_STOP}*",
    rf"(?:안녕하십니까|안녕하세요|안녕하셨습니까|수고하십니다|수고 ?많으십니다|수고가 많으십니다){_STOP}*",
    rf"(?:저는|나는|우리는|저희는|신소인){_NOTHING_YET}[^,.!?:：，。\n0-9]{{1,30}}(?:입니다|인데요?|라고 합니다){_STOP}+",
    # 현장 is a magistrate and a site: it is someone only where they are called so
    rf"(?:[가-힣]{{1,6}} ?)?(?:{_TITLES})(?:님|동지|분들|께서|께)+{_STOP}+",
    rf"(?:{_TITLES})[:：!\n]{_STOP}*",
)
_ENGLISH = (
    r"dear\b[^,.!:\n]{0,30}[,:]\s*",
    r"(?:hello|hi|good (?:morning|afternoon|day))(?: (?:sir|madam|all|there|everyone)\b[^,.!:\n]{0,20})?(?:[,.!:]\s+|$)",
    r"my name is\b[^,.!:\n]{1,40}[,.!:]\s+",
)
_OPENING = re.compile("|".join((*_CHINESE, *_KOREAN, *_ENGLISH)), re.IGNORECASE)
#: What asks for help without saying in what.
_PLEA = re.compile(
    rf"(?:请|求|谢谢|感谢|帮忙|帮帮我?们?|救救我?们?|拜托|求助|解决|处理|一下|도와주세요|도와주십시오|부탁드립니다|감사합니다"
    rf"|please|help|thank you|{_STOP})*",
    re.IGNORECASE,
)
#: So many such beginnings at most; who goes on longer is taken at their word.
_MOST = 12


def without_opening(text: str) -> str:
    """The text from where it begins to say something; as it is, but for blanks around it, where nothing is left but a plea."""
    whole = left = text.strip()
    introduced = False
    for _ in range(_MOST):
        own = _SELF.match(left)
        found = own or _OPENING.match(left) or (_FURTHER.match(left) if introduced else None)
        if found is None or not found.end():
            break
        introduced = introduced or own is not None
        left = left[found.end() :].lstrip()
    return whole if _PLEA.fullmatch(left) else left
