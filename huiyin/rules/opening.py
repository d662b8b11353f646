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
#: Whose desk a letter goes to, and nobody else: 衡花书记, 张县长, 各位领导, 市委书记领导.
_HEAD = "书记|县长|市长|区长|州长|镇长|乡长|局长|主任|部长|领导"
_WHOM = (
    rf"(?:(?:尊敬|敬爱|亲爱|尊重|最敬)的?)?(?:各位|各级|相关|有关|上级|的|{_NO_STOP}{{1,6}}?[县市区州镇乡委]的?|政府|[\u4e00-\u9fff]{{1,3}}?)?"
    rf"(?:{_HEAD})(?:先生|大人|同志|领导|干部)?们?"
)
_HELLO = rf"(?:您|你)们?好(?:{_STOP}+|$|(?=我|本人|俺)|(?<=您好)(?=请|关于|反映))"
_TO_A_HEAD = re.compile(
    rf"{_WHOM}{_STOP}{{0,3}}(?:大家好{_STOP}+|{_HELLO})"
    rf"|(?:您|你)好{_STOP}{{0,2}}[{SURNAMES}]?(?:{_HEAD})们?[，,：:！!]{_STOP}*"
    rf"|(?:尊敬的?)?(?:各位|各级|相关|有关|上级|县|市|区|州|镇|乡)(?:{_HEAD})(?:干部)?们?(?:大家)?好(?:{_STOP}+|$)"
    r"|(?:各位|各级|上级|县|市)?领导(?:大家)?好(?=我是|我们是|我叫|本人)"
    rf"|(?:尊敬|敬爱)(?:各位|各级|上级|相关)?(?:{_HEAD})们?(?:[：:！!]{_STOP}*|$)"
    rf"|(?!举报|投诉|控告|检举|反映|关于|实名|对|请){_NO_STOP}{{1,6}}[县市区州镇乡](?:政府|委)?的?领导们?[：:]{_STOP}*"
    rf"|(?:政府|各级|上级|有关|相关)领导们?(?:[：:！!。]{_STOP}*|[，,]\s*(?=我|本人|请问))"
    rf"|(?:{_HEAD})(?:同志)?[，,]\s*(?=我|本人|请问)"
    rf"|(?:请问|请教)(?:各位|一下)?(?:{_HEAD})[，,：:。]{_STOP}*"
)
#: How the words for heads end: most letters begin without any, and needn't be looked at further.
_ENDS_OF_HEADS = frozenset("记长任导")
_CHINESE = (
    rf"(?:谢谢|感谢|感恩)(?:您|你|领导|大家)?们?了?(?:{_STOP}+)",
    rf"(?:敬?请)?查收{_STOP}+",
    rf"(?:半夜三更|深夜|又|再次|冒昧)打扰(?:您|你|大家)?们?了{_STOP}+",
    rf"(?:尊敬|敬爱|亲爱)的{_NO_STOP}{{0,12}}?(?:{_OFFICES})们?(?:(?:您|你)们?好)?{_THEN}",
    rf"(?:各位|县|市|州|镇)?(?:{_OFFICES})们?(?:您|你)们?好{_THEN}",
    rf"(?:[{SURNAMES}])?(?:{_PERSONS})们?好(?:{_STOP}+|$)",
    rf"[{SURNAMES}](?:{_PERSONS})[：:！!]{_STOP}*",
    rf"(?:各位|县|市|州|镇)?(?:{_OFFICES})们?(?:[：:！!]{_STOP}*|\n\s*)",
    rf"(?:[\u4e00-\u9fff]{{1,4}}[县市州区镇])?(?:县长|委?书记|市长|州长|领导)信箱(?:[：:，,！!]{_STOP}*|\n\s*|(?=您好|你好))",
    rf"各位(?:{_OFFICES})们?{_STOP}+",
    rf"(?:您|你)好{_THEN}",
    rf"(?:您们|你们|大家|早上|上午|中午|下午|晚上)好(?:{_STOP}+|$)",
    rf"(?:打扰|辛苦|麻烦)(?:您|你|大家|各位)?们?了{_STOP}+",
    rf"感谢[^，,。！!\n]{{0,6}}百忙之中[^，,。！!\n]{{0,12}}{_STOP}+",
)
#: What whoever writes is called on paper: 申诉人：…, 控告人潘**，….
_WRITERS = "信访人|反映人|来信人|投诉人|申诉人|控告人|举报人|上访人|申请人|检举人|留言人|写信人|本人姓名|姓名"
#: A name of three signs by a surname that begins few words; none that ends as places, offices and things do.
_A_NAME = (
    "(?=[赵钱孙李周吴郑王冯陈沈韩杨朱秦许吕张孔曹魏陶姜谢邹苏潘葛彭鲁俞袁柳薛贺罗郝傅孟萧姚邵汪宋庞熊董梁杜阮贾郭徐邱蔡樊胡卢邓崔龚邢裴刘朴金])"
    "(?!许[可多]|周[边围末转一二三四五六日]|孙[子女]|李子|杨[树梅]|韩[国元服]|陈[旧年述列]|苏[州联]|汪清|王[府牌国]|贺[年卡]|熊[孩猫]|柳[树条]"
    "|董事|胡[同乱]|郑重|谢[谢绝]|宋体|徐州|张[贴家]|吴江|罗[马列]|杜绝|孔[子洞]|梁山|陶瓷|刘海|朴[实素]|沈阳|钱[包款财])(?:[^金]"
    "|金(?![手戒项耳银融店饰品额属达鹰色]))[\u4e00-\u9fff*＊×]"
    "[^，,。.！!？?：:；;、~～\\s路街区村镇乡县市州店厂园校院局处桥楼城苑司部长任记员师人家说问称的是在了不\\da-zA-Z]"
)
_SELF = re.compile(
    rf"(?:我|本人|我们)(?:名?叫|是|系)(?:[^的，,。.！!？?：:；;\n]{{2,3}}|{_WHO}(?:(?:名?叫|[：:])?{_A_NAME}|[{SURNAMES}][*＊×某]{{1,2}})?){_STOP}+"
    rf"|(?:信访人|反映人|来信人|投诉人)是[^，,。.！!？?：:；;\n]{{1,30}}{_STOP}+"
    rf"|(?:{_WRITERS})[：:]\s*(?:{_A_NAME}(?=被举报|被投诉)|[^，,。.！!？?：:；;\n]{{1,30}}{_STOP}+)"
    rf"|(?:{_WRITERS})(?:{_A_NAME}|[{SURNAMES}][*＊×某]{{1,2}})[，,。]{_STOP}*"
    rf"|{_A_NAME}(?:[：:]{_STOP}*|[，,]\s*(?=[男女]性?{_STOP}|[今现]年|家?住|身份证|电话|手机|\d{{1,2}}岁))"
    rf"|(?:我|本人){_A_NAME}[，,：:]{_STOP}*"
    rf"|(?:신소인|신청인|성명|이름)[:：]\s*[가-힣]{{2,4}}{_STOP}+"
)
#: What goes on behind it of who writes: 男，52岁，汉族，春阳镇人，电话…。现反映：
_FURTHER = re.compile(
    rf"(?:[男女]性?|(?:今年|现年)?\d{{1,3}}周?岁|[\u4e00-\u9fff]{{1,3}}族|(?:是|系){_NO_STOP}{{2,20}}?(?:人|村民|居民|业主|职工|户)|{_NO_STOP}{{1,8}}[省市州县镇乡村屯]人"
    rf"|(?:同时)?[也又还]是{_NO_STOP}{{1,20}}?(?:市民|业主|村民|居民|家长|职工|党员)"
    rf"|在{_NO_STOP}{{1,10}}?(?:生活|居住|住)了?近?[\d一二三四五六七八九十几]{{1,3}}多?年多?了?"
    rf"|位于{_NO_STOP}{{1,14}}[路街道巷号栋旁边]"
    rf"|户籍(?:所在)?地?(?:[：:]|(?![被没未不迁登问无错])){_NO_STOP}{{1,20}}?[省市州县镇乡村组号屯区]|(?:民族|性别|职业|籍贯|住址)[：:]{_NO_STOP}{{1,20}}"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:出生|生人?)|(?:出生|生)于?(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?"
    rf"|(?:身份证|联系|电话|手机|微信){_NO_STOP}{{0,6}}[:：是为]?\s?[\dXx*\s-]{{6,24}}|(?:家?住|现住|住址){_NO_STOP}{{2,30}}){_STOP}+"
    rf"|(?:现|兹)(?:向{_NO_STOP}{{1,8}})?反映(?:如下)?(?:情况|问题)?(?:如下)?[：:，,]\s*"
)
_TITLES = "현장|서기|국장|주임|진장|향장|지도자|령도"
#: Nothing happened to whoever speaks before the sentence ends.
_NOTHING_YET = r"(?![^,.!?:：，。\n]*(?:못|않|없|받|당한|당하|밀린|빼앗))"
_KOREAN = (
    rf"(?:존경하는|친애하는) ?[^,.!?:：，。\n]{{1,24}}[,!:：，\n]{_STOP}*",
    rf"(?:안녕하십니까|안녕하세요|안녕하셨습니까|수고하십니다|수고 ?많으십니다|수고가 많으십니다){_STOP}*",
    (
        rf"(?:저는|나는|우리는|저희는|신소인){_NOTHING_YET}(?:[^,.!?:：，。\n0-9]|\d{{1,3}}(?=조"
        rf"|호|동|반|번지|살|세)){{1,30}}(?:입니다|인데요?|라고 합니다){_STOP}+"
    ),
    # 현장 is a magistrate and a site: it is someone only where they are called so
    # and 서기님께서 is who did something: whoever is called has a sign behind them, or a greeting
    rf"(?:[가-힣]{{1,6}} ?)?(?:{_TITLES})(?:님|동지|분들|께)+(?:[,，.!！?？:：\n]{_STOP}*|\s+(?=안녕|수고|저는))",
    rf"(?:존경하는 )?(?:[가-힣]{{1,6}} )?(?:{_TITLES})(?:님|동지|분)?들?(?:께|에게) (?:편지를? )?(?:올립니다|드립니다){_STOP}*",
    rf"[김박최리림윤황류허홍][가-힣](?:[가-힣]이|(?!이)[가-힣])라고 (?:합니다|부릅니다){_STOP}+",
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
        found = (
            own or _to_a_head(left) or _OPENING.match(left) or (_FURTHER.match(left) if introduced else None)
        )
        if found is None or not found.end():
            break
        introduced = introduced or own is not None
        left = left[found.end() :].lstrip()
    return whole if _PLEA.fullmatch(left) else left


def _to_a_head(text: str) -> re.Match[str] | None:
    return None if _ENDS_OF_HEADS.isdisjoint(text[:24]) else _TO_A_HEAD.match(text)
