"""Numbers that lead to a person, in what somebody wrote themself: telephones, ID and account numbers, QQ, e-mail addresses.

For who speaks in confidence: the register may know another number than the one that they wrote down. Short numbers (12345),
companies' 400 numbers, sums, days and the numbers of matters are none. Where they live stays: the matter needs its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.rules.doors import plain
from huiyin.rules.identifiers import BETWEEN, normal_phone

_DAY = (
    rf"(?:19|20){BETWEEN}\d{BETWEEN}\d{BETWEEN}(?:0{BETWEEN}[1-9]|1{BETWEEN}[0-2]){BETWEEN}[0-3]{BETWEEN}\d"
)
_ID = re.compile(
    rf"(?<![\dA-Za-z])[1-9](?:{BETWEEN}\d){{5}}{BETWEEN}{_DAY}(?:{BETWEEN}\d){{3}}{BETWEEN}[\dXx](?![\dA-Za-z])"
)
_MOBILE = re.compile(rf"(?<!\d)1{BETWEEN}[3-9](?:{BETWEEN}\d){{9}}(?![\dXx])")
_LANDLINE = re.compile(rf"(?<!\d)[(（]?0\d{{2,3}}[)）]?{BETWEEN}[2-8]\d{{6,7}}(?!\d)")
_ABROAD = re.compile(rf"\+(?!86)[1-9](?:{BETWEEN}\d){{7,14}}(?!\d)")
#: Without its area code, a card's or an account's number: only where the words say that it is one.
_LOCAL = re.compile(
    r"(?:电话|電話|手机|手機|座机|号码|联系|전화|핸드폰|련락|tel|phone)[^\d\n]{0,8}([2-8]\d{6,7})(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    rf"(?:卡号|账号|帐号|账户|帐户|银行卡|存折|카드|구좌|계좌)[^\d\n]{{0,8}}(\d(?:{BETWEEN}\d){{11,19}})(?!\d)"
)
_HANDLE = re.compile(r"(?:QQ|微信|wechat|vx)(?:号码?)?[\s:：为是]{0,3}(\d{7,12})(?!\d)", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z\d._%+-]{1,64}\s?[@＠]\s?[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63})+")


def numbers_told(text: str) -> frozenset[str]:
    """The numbers in these words, each as the register would have it; written in words or full width, too."""
    return frozenset(_numbers(plain(text)))


def emails_told(text: str) -> frozenset[str]:
    """The e-mail addresses in these words."""
    return frozenset("".join(m[0].split()).replace("＠", "@") for m in _EMAIL.finditer(text))


def _numbers(words: str) -> Iterator[str]:
    for pattern in (_MOBILE, _LANDLINE, _ABROAD):
        yield from (found for m in pattern.finditer(words) if (found := normal_phone(m[0])))
    yield from (_figures(m[0]) for m in _ID.finditer(words))
    for pattern in (_LOCAL, _ACCOUNT, _HANDLE):
        yield from (_figures(m[1]) for m in pattern.finditer(words))


def _figures(run: str) -> str:
    return "".join(sign for sign in run.upper() if sign.isdigit() or sign == "X")
