"""Numbers that lead to a person, in what somebody wrote themself: telephones, IDs, passports, accounts, handles, e-mail.

For who speaks in confidence: the register may know another number than the one that they wrote down. Short numbers (12345),
companies' 400 numbers, sums, days and the numbers of matters are none. Where they live stays: the matter needs its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from huiyin.rules.doors import plain
from huiyin.rules.identifiers import BETWEEN, normal_phone
from huiyin.rules.written import in_digits

_DAY = (
    rf"(?:19|20){BETWEEN}\d{BETWEEN}\d{BETWEEN}(?:0{BETWEEN}[1-9]|1{BETWEEN}[0-2]){BETWEEN}[0-3]{BETWEEN}\d"
)
#: Two more figures behind it: a disability card's, for its kind and grade.
_ID = re.compile(
    rf"(?<![\dA-Za-z])[1-9](?:{BETWEEN}\d){{5}}{BETWEEN}{_DAY}(?:{BETWEEN}\d){{3}}{BETWEEN}[\dXx](?:[1-7][1-4])?(?![\dA-Za-z])"
)
#: As it was until 1999: the year in two figures, nothing to check by.
_OLD_ID = re.compile(r"(?<![\dA-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z])")
#: Who is registered in the South, natives and foreigners: born on, sex and century, the rest (650101-5123456).
_BORN_ON = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_RESIDENT = re.compile(
    rf"(?<![\dA-Za-z-])({_BORN_ON}\s?[‐-―−-]\s?[1-8]\d{{6}})(?![\d-])|(?:등록번호|등록증|주민번호)[^\d\n]{{0,4}}({_BORN_ON}[1-8]\d{{6}})(?!\d)"
)
_PASSPORT = re.compile(
    r"(?:护照|통행증|通行证|여권|passport)(?:\s{0,2}(?:no|number|is)\b\.?){0,2}[^\dA-Za-z\n]{0,8}"
    r"([A-Za-z]{1,2}\d{7,8}|[A-Za-z]\d{3}[A-Za-z]\d{4})(?!\d)",
    re.IGNORECASE,
)
_A_MOBILE = rf"[(（]?1{BETWEEN}[3-9]{BETWEEN}\d[)）]?(?:{BETWEEN}\d){{8}}(?![\dXx])"
#: Its three parts by signs that elsewhere part two numbers: 199,0000,7777.
_PARTED = re.compile(
    r"(?<!\d)1[3-9]\d(?:(?P<by>\s?[,，、;；/／*＊。]{1,2}\s?)\d{4}(?P=by)|\s?[（(【\[]\s?\d{4}\s?[)）】\]]\s?)\d{4}(?!\d)"
)
#: How the figures of a landline are grouped: 2200001, 220-0001, 22-00-001.
_GAP = r"[\s.·‐-―−-]{1,2}"
_A_LOCAL = rf"[2-8](?:\d{{6,7}}|\d{{2,3}}{_GAP}\d{{4}}|\d{_GAP}\d\d{_GAP}\d{{3}})(?!\d)"
_A_LANDLINE = rf"[(（]?0(?:10|[2-9]\d{{1,2}})[)）]?(?:{BETWEEN}|\s?[/／]\s?){_A_LOCAL}"
_MOBILE = re.compile(rf"(?<!\d)(?:0086)?({_A_MOBILE})")
_LANDLINE = re.compile(rf"(?<!\d){_A_LANDLINE}")
#: A landline with its country instead of its 0: +86 433 220 0001.
_FROM_ABROAD = re.compile(rf"(?<!\d)(?:\+|00)?86{BETWEEN}((?:10|2\d|[3-9]\d\d){BETWEEN}{_A_LOCAL})")
#: A mobile of the South, with or without its country: 010-1234-5678, 82-10-1234-5678, 0082(0)10….
_KOREAN = re.compile(
    rf"(?<!\d)(?:(?:00)?82{BETWEEN}(?:[(（]?0[)）]?)?{BETWEEN}|0)(10{BETWEEN}\d{{4}}{BETWEEN}\d{{4}})(?!\d)"
)
#: A landline or an old mobile there; its parts have signs between them, and aren't a day: 02-1234-5678, 031-123-4567.
_KOREAN_LINE = re.compile(
    r"(?<![\dA-Za-z-])[(（]?0(?P<area>2|[3-6][1-5]|70|1[16-9])(?:[)）]\s?|[\s.‐-―−-])"
    r"(?!(?:19|20)\d\d\D(?:0\d|1[0-2])[0-3]\d)(?P<line>\d{3,4}[\s.‐-―−-]\d{4})(?![\d-])"
)
_ABROAD = re.compile(rf"\+(?!86)[1-9](?:{BETWEEN}\d){{7,14}}(?!\d)")
#: Another one's last figures behind a number: 199 0000 1111/2222.
_TAIL = r"\s?[/／]\s?(\d{2,4})(?!\d)"
_SHORTENED = re.compile(rf"(?<!\d)({_A_MOBILE}|{_A_LANDLINE}){_TAIL}")
#: Without its area code, a card's or an account's number: only where the words say that it is one.
_ONE = rf"(?:{_A_MOBILE}|{_A_LANDLINE}|{_A_LOCAL})(?:{_TAIL.replace('(', '(?:', 1)})?"
_ASIDE = r"\s{0,2}(?:[（(][^\d\n（()）]{1,6}[)）])?"
_AND = rf"{_ASIDE}\s{{0,2}}(?:[、，,;；/／]|或者?|和|与|及|还有|또는|혹은|및|와|과|하고|or|and)?\s{{0,2}}"
_CALLED = re.compile(
    r"(?:(?:电话|電話|手机|手機|座机|固话|传真|小灵通|(?:我的|我|本人|新|老|旧|这个|常用)号码|联系|전화|핸드폰|손전화|련락|연락|팩스"
    r"|tel|phone|fax|mobile|cell|reach me|my number|[☎☏📞📱])(?!费|費)[^\d\n]{0,8}"
    rf"|(?:打(?:给我?)?|请拨|拨打|call(?:\s?me|我)?(?:\s(?:at|on))?)[\s:：]{{0,2}})({_ONE}(?:{_AND}{_ONE}){{0,9}})",
    re.IGNORECASE,
)
_EACH = re.compile(rf"(?<!\d)(?:{_A_MOBILE}|{_A_LANDLINE}|({_A_LOCAL})(?:{_TAIL})?)")
_ACCOUNT = re.compile(
    rf"(?:卡号|账号|帐号|账户|帐户|银行卡|存折|折号|카드|구좌|계좌|통장|[Aa]ccount(?: number)?)"
    rf"(?!余额|餘額)[^\d\n]{{0,8}}(\d(?:{BETWEEN}\d){{11,21}})(?!\d)"
)
_BANK = re.compile(
    r"(?:银行|农行|工行|建行|中行|交行|邮储|邮政|信用社|农商行?|村镇|卡|은행)"
    rf"[^\d\n]{{0,8}}(\d(?:{BETWEEN}\d){{15,21}})(?!\d)"
)
#: An account in the South as it is written there, in groups: 국민은행 123-456789-01-234.
_KOREAN_ACCOUNT = re.compile(
    r"(?:은행|농협|수협|신협|새마을금고|우체국|뱅크)[^\d\n]{0,8}(?=(?:\d-?){10,14}(?![\d-]))(\d{2,6}(?:-\d{2,7}){2,3})(?![\d-])"
)
#: A card of the country's banks by itself; it is one if its last figure fits.
_CARD = re.compile(rf"(?<![\d-])62(?:{BETWEEN}\d){{14,17}}(?![\dXx])")
_BY_NAME = (
    r"(?:QQ|扣扣|企鹅|微信|薇信|威信|加我\s?v|(?<![A-Za-z])(?:wechat|weixin|vx|wx|v信|kakao(?:\s?talk)?|telegram|whatsapp)"
    r"|카톡|카카오톡|위챗|웨이신|텔레그램|抖音|快手|小红书)"
)
_ITS = r"(?:(?:用户)?号码?|名|账号|아이디|번호|ID)"
#: What stands between such a name and the number: 就是, is, a colon, a bracket, the endings of Korean.
_BEING = r"(?:[\s:：为是就搜는은이가（(【\[「\"“'@]|\bis\b){0,5}"
_HANDLE = re.compile(rf"{_BY_NAME}(?:\s?{_ITS})?{_BEING}(\d{{7,12}})(?!\d)", re.IGNORECASE)
#: One of letters alone only where the words say that it is one: 微信号kimhanul, 加我微信kimhanul, not 微信group.
_NICKNAME = re.compile(
    rf"(?:(?:我的|加我的?|本人)微信[\s是为：:]{{0,2}}(?!group|account|pay|moments)|{_BY_NAME}(?:(?:\s?(?:号码?|아이디|번호)|ID)[是为:：就는은이가\s]{{0,4}}|\s?[:：]\s?"
    r"|\sID(?:\s?[:：]\s?|\s(?:is\s)?(?![a-z]+(?:ed|en)\b)(?=[\w-]{5,20}\s?(?:[,.;!)]|\Z)))"
    rf"|(?:\s?(?:{_ITS}|account))?{_BEING}(?=[A-Za-z_-]{{0,19}}[\d_-])))"
    r"([A-Za-z][\w-]{4,19})(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_EMAIL = re.compile(
    r"([A-Za-z\d._%+-]{1,64})(?:\s?[@＠]\s?|\s?[(（\[]\s?(?:at|艾特)\s?[)）\]]\s?|\s?艾特\s?|\sat\s(?=[A-Za-z\d.点-]{1,80}[.点](?:com|cn|net|org|edu|gov|info|io|me|kr|jp|ru|hk|tw|uk|de|fr)(?![A-Za-z\d-])))"
    r"([A-Za-z\d-]{1,63}(?:(?:\.|点)[A-Za-z\d-]{1,63})*(?:\.|点)[A-Za-z][A-Za-z\d-]{1,62})"
)
#: Where a number's label says that it is something else's: 流水号, 快递单号, 规划编号, 住院号; not 账户号, 客户号.
_OTHERS = re.compile(
    r"(?:(?:流水|合同|订单)(?:编?号码?)?|(?:[单编表批]|住院|病历|门诊|病案|就诊|学籍|发票|(?<![账帐开储客用])户)编?号码?)[\s:：是为]{0,3}\Z"
)
#: Behind figures: that they are a sum or a quantity.
_SUM = re.compile(
    r"\s?[多余]?\s?[万亿千百]{0,2}\s?(?:元|块|圆|度|吨|户|人|次|斤|公|平|米|亩|件|笔|股|美元|韩元|立方|[wW]\b|yuan|원|만|도|톤|명|호|kg|km|kwh|㎡)",
    re.IGNORECASE,
)
#: Behind a mobile only money: 人 and 户 may begin what is said next, so may 원 (원하다, 원래, 원장) and 元, a surname.
_YUAN = re.compile(r"\s?(?:元(?![旦月宵先女士老某])|원(?:[을이은에의과도](?![가-힣])|입니다|[^가-힣]|\Z))")
#: So many figures at least, so near to each other, has every one of these numbers: most letters have none.
_SEVEN = re.compile(r"(?:\d\D{0,10}){6}\d")
_A_DAY = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


#: So many of somebody's own numbers are looked for one by one, and so many addresses: a letter full of them costs no more.
MOST = 200


def all_told(texts: Iterable[str]) -> tuple[set[str], set[str], bool]:
    """The numbers and the e-mail addresses in these texts, and whether there are more than so many; then not all of them."""
    numbers, emails = set[str](), set[str]()
    for text in texts:
        numbers |= numbers_told(text, MOST + 1)
        emails |= emails_told(text, MOST + 1)
        if max(len(numbers), len(emails)) > MOST:
            return numbers, emails, True
    return numbers, emails, False


def numbers_told(text: str, most: int | None = None) -> frozenset[str]:
    """The numbers in these words, each as the register would have it; written in words or full width, too."""
    return frozenset(islice(_numbers(plain(in_digits(text))), most))


def emails_told(text: str, most: int | None = None) -> frozenset[str]:
    """The e-mail addresses in these words, and the names under which somebody is found in 微信, 카톡 and their like."""
    text = unicodedata.normalize("NFKC", text)
    emails = (f"{m[1]}@{m[2]}" for m in _EMAIL.finditer(text))
    names = (m[1] for m in _NICKNAME.finditer(text))
    return frozenset([*islice(emails, most), *islice(names, most)])


def _numbers(words: str) -> Iterator[str]:
    if not _SEVEN.search(words):
        return
    yield from _phones(words)
    yield from (card for m in _CARD.finditer(words) if _fits(card := _figures(m[0])))
    for pattern in (_ID, _OLD_ID):
        yield from (_figures(m[0]) for m in pattern.finditer(words))
    yield from (_figures(m[1] or m[2]) for m in _RESIDENT.finditer(words))
    yield from (m[1].upper() for m in _PASSPORT.finditer(words))
    for pattern in (_ACCOUNT, _BANK, _KOREAN_ACCOUNT, _HANDLE):
        for m in pattern.finditer(words):
            if not _SUM.match(words, m.end()) and not _is_others(words, m.start(1)):
                yield _figures(m[1])


def _phones(words: str) -> Iterator[str]:
    mobiles = (m[1] for m in _MOBILE.finditer(words) if not _YUAN.match(words, m.end()))
    lines = (m[0] for m in _LANDLINE.finditer(words) if not (m[0].isdigit() and _is_others(words, m.start())))
    abroad = (m[0] for m in _ABROAD.finditer(words))
    home = (f"0{m[1]}" for m in _FROM_ABROAD.finditer(words))
    for written in chain(mobiles, lines, abroad, home):
        if found := normal_phone(written.replace("/", "-")):
            yield found
    yield from (_figures(m[0]) for m in _PARTED.finditer(words))
    yield from (f"+82{_figures(m[1])}" for m in _KOREAN.finditer(words))
    yield from (f"+82{m['area']}{_figures(m['line'])}" for m in _KOREAN_LINE.finditer(words))
    yield from (one for m in _SHORTENED.finditer(words) for one in _both(m[1], m[2]))
    for m in _CALLED.finditer(words):
        yield from _local(words, *m.span(1))


def _is_others(words: str, start: int) -> bool:
    """Whether the label before a number says that it is no person's."""
    return _OTHERS.search(words, max(0, start - 10), start) is not None


def _local(words: str, start: int, end: int) -> Iterator[str]:
    """Those without area code of the numbers that follow each other here; no sum and no day."""
    for m in _EACH.finditer(words, start, end):
        number = _figures(m[1] or "")
        if not number or _A_DAY.fullmatch(number) or _SUM.match(words, m.end()):
            continue
        yield number
        if m[2]:
            yield from _both(number, m[2])


def _both(number: str, tail: str) -> Iterator[str]:
    """The other number, and the two as they stand one behind the other."""
    figures = _figures(number)
    yield figures[: -len(tail)] + tail
    yield figures + tail


def _fits(card: str) -> bool:
    """Whether a card's last figure fits the others (H. P. Luhn, 1954)."""
    doubled = (int(sign) * (1 + n % 2) for n, sign in enumerate(reversed(card)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _figures(run: str) -> str:
    return "".join(sign for sign in run.upper() if sign.isdigit() or sign == "X")
