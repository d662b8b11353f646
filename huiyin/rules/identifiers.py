"""Numbers of matters, of persons, of organisations and of telephones: made, checked, made comparable, and masked.

Everything here takes what people type (spaces, full-width digits, missing or Chinese dashes) and looks at no more of a
text than such a number can have, so that a text of ten megabytes costs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

# -- matter numbers -----------------------------------------------------------------------------------------------

LAST_SERIAL = 99_999
_LONGEST = 64  # characters of typed text that are looked at
_DASHES = "-‐‑‒–—―−－﹣﹘~～_"
_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060\ufeff"  # pasted from contacts and chats, nobody sees them
#: Where a number stands in a text: what people put between its figures (of a pattern), and figures that they write in words.
BETWEEN = r"[\s.·•‐-―−_-]{0,3}"
IN_WORDS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_GAPS = re.compile(rf"[\s{re.escape(_DASHES)}{_UNSEEN}]+")
# a quasigroup of order ten, totally anti-symmetric, zeros on the diagonal (H. M. Damm, 2004): with it every wrong digit
# and every swap of two neighbours changes the check digit
_DAMM = tuple(dict(zip("0123456789", map(int, row), strict=True)) for row in (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
))  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class ParsedNumber:
    """A matter number taken apart."""

    county: str
    day: date
    serial: int

    @property
    def text(self) -> str:
        """Put together again, as it is stored and shown: 222424-20261124-00042-7."""
        return matter_number(self.county, self.day, self.serial)


def check_digit(body: str) -> str:
    """The check digit of a matter number's 19 digits (dashes are ignored); ValueError for anything but digits."""
    digits = body.replace("-", "")
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValueError("A matter number is made of digits.")
    return str(_damm(digits))


def _damm(digits: str, interim: int = 0) -> int:
    for digit in digits:
        interim = _DAMM[interim][digit]
    return interim


def matter_number(county: str, day: date, serial: int) -> str:
    """The number of the ``serial``-th matter (1 to 99,999) that the county registered on the day.

    Refuses a county that isn't six digits (GB/T 2260) and a serial out of range: a number is never reused or widened.
    """
    begins, interim = _day_part(county, day)
    if not 1 <= serial <= LAST_SERIAL:
        raise ValueError(f"The serial of a matter lies between 1 and {LAST_SERIAL}; {serial} doesn't.")
    digits = f"{serial:05d}"
    return f"{begins}{digits}-{_damm(digits, interim)}"


@lru_cache(maxsize=4_096)
def _day_part(county: str, day: date) -> tuple[str, int]:
    """How all numbers of the day begin, and how far that brings the check digit: lists are made of many of them."""
    if not re.fullmatch(r"[0-9]{6}", county):
        raise ValueError("A county code has six digits.")
    digits = f"{county}{day.isoformat().replace('-', '')}"
    return f"{digits[:6]}-{digits[6:]}-", _damm(digits)


def parse_number(text: str) -> ParsedNumber | None:
    """The matter number that someone typed, or None: wrong length, no such day, serial 0 or a wrong check digit."""
    digits = _compact(text)
    if not re.fullmatch(r"[0-9]{20}", digits) or _damm(digits) != 0:
        return None
    day, serial = _day(digits[6:14]), int(digits[14:19])
    return ParsedNumber(digits[:6], day, serial) if day and serial else None


_TAIL = re.compile(r"-?(?:([0-9]{8})-)?([0-9]{5})-([0-9])")


def numbers_ending(text: str, county: str, until: date, *, days: int) -> list[str]:
    """The county's numbers that end as was typed (00005-6, 20261104-00005-6), of the ``days`` up to ``until``, newest first.

    The check digit leaves one day of ten. None for what isn't typed as such an end, with its dashes.
    """
    typed = re.sub(rf"\s*[{re.escape(_DASHES)}]\s*", "-", text[:_LONGEST].translate(_HALF_WIDTH).strip())
    found = _TAIL.fullmatch(typed)
    if found is None or not int(found[2]):
        return []
    said = [_day(found[1])] if found[1] else [until - timedelta(days=n) for n in range(days)]
    made = (matter_number(county, day, int(found[2])) for day in said if day is not None)
    return [number for number in made if number[-1] == found[3]]


_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}


def _compact(text: str) -> str:
    """Full-width letters, digits and signs made plain, gaps and dashes taken out; "" for a text far too long."""
    return _GAPS.sub("", text.translate(_HALF_WIDTH)) if len(text) <= _LONGEST else ""


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


# -- persons and organisations -------------------------------------------------------------------------------------


class Sex(StrEnum):
    """As the 17th digit of a resident ID number tells it."""

    FEMALE = "female"
    MALE = "male"


_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def normal_id_number(text: str) -> str | None:
    """A resident ID number (GB 11643) as 18 characters with a capital X, or None if it isn't one.

    The area is not looked up: areas are abolished, numbers live on. The old numbers of 15 digits, invalid since
    2013-01-01 (Resident Identity Card Law, amended 2011), are refused.
    """
    number = _compact(text).upper()
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) or _day(number[6:14]) is None:
        return None
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return number if _ID_CHECKS[total % 11] == number[17] else None


def valid_id_number(text: str) -> bool:
    """Whether this is a resident ID number: 18 characters, a birthday that exists, the right check character."""
    return normal_id_number(text) is not None


def birth_and_sex(text: str) -> tuple[date, Sex] | None:
    """Birthday and sex that a resident ID number states; None if it isn't one."""
    number = normal_id_number(text)
    if number is None:
        return None
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return born, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def normal_credit_code(text: str) -> str | None:
    """A unified social credit code (GB 32100) as 18 capitals and digits, or None if it isn't one."""
    code = _compact(text).upper()
    if not re.fullmatch(rf"[{_CREDIT_SIGNS}]{{2}}[0-9]{{6}}[{_CREDIT_SIGNS}]{{10}}", code):
        return None
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return code if _CREDIT_SIGNS[-total % 31] == code[17] else None


def valid_credit_code(text: str) -> bool:
    """Whether this is a unified social credit code with the right check character."""
    return normal_credit_code(text) is not None


# -- telephones and e-mail -----------------------------------------------------------------------------------------

_EXTENSION = re.compile(r"(.+?)(?:转|轉|分机|ext\.?|#)([0-9]{1,6})", re.IGNORECASE)
_MOBILE = re.compile(r"(?:0|86)?(1[3-9][0-9]{9})")
_SOME_AREA = "010"
_AREA = r"010|02[0-9]|0[3-9][0-9]{2}"
_LANDLINE = re.compile(rf"({_AREA})([2-8][0-9]{{6,7}})")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_ABROAD = re.compile(r"\+(?!86)([1-9][0-9]{7,14})")
#: What a company pays for is dialled without an area code.
_SERVICE = re.compile(r"([48]00)([0-9]{7})")
#: What stands behind a whole number is its extension, as we write it ourselves.
_BEHIND = re.compile(rf"(.*[0-9]{{7}})\s*[{re.escape(_DASHES)}]\s*([0-9]{{1,6}})")
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_EMAIL_LONGEST = 254  # RFC 5321, 4.5.3.1.3


def is_area_code(text: str) -> bool:
    """Whether this is how an area code of the mainland is dialled: 010, 0433."""
    return re.fullmatch(_AREA, text) is not None


def normal_phone(text: str, *, area: str = "") -> str | None:
    """A telephone number in the one way we compare it, or None; what comes out is left as it is.

    Mobile: 19900001234. Landline: 0433-2200001, with its extension 0433-2200001-8; ``area`` ("0433") completes one typed
    without area code. A company's: 400-8008888. Abroad, where many of the county work: +821012345678. +86, 0086, brackets and
    spaces go.
    """
    bare = _dialled(text)
    if split := _EXTENSION.fullmatch(bare):
        number = _whole_phone(split[1], area)
        return f"{number}-{split[2]}" if number else None
    behind = _BEHIND.fullmatch(text.translate(_HALF_WIDTH).strip()) if bare else None
    number = _whole_phone(_dialled(behind[1]), area) if behind else None
    return f"{number}-{behind[2]}" if behind and number else _whole_phone(bare, area)


def local_phone(text: str) -> str | None:
    """A landline number without its area code, which only who sits in the same area can dial: 2200001, 2200001-8; or None."""
    found = None if normal_phone(text) else normal_phone(text, area=_SOME_AREA)
    return found.removeprefix(f"{_SOME_AREA}-") if found else None


def _dialled(text: str) -> str:
    return re.sub(r"[()\[\].·]", "", _compact(text))


def _whole_phone(bare: str, area: str) -> str | None:
    """A number without signs and without its extension, in the one way."""
    if bare.startswith("00"):
        bare = f"+{bare[2:]}"
    if abroad := _ABROAD.fullmatch(bare):
        return f"+{abroad[1]}"
    if bare.startswith("+86"):
        bare = bare[3:] if bare[3:4] == "0" or _MOBILE.fullmatch(bare[3:]) else f"0{bare[3:]}"
    if mobile := _MOBILE.fullmatch(bare):
        return mobile[1]
    if service := _SERVICE.fullmatch(bare):
        return f"{service[1]}-{service[2]}"
    landline = _LANDLINE.fullmatch(f"{area}{bare}" if _LOCAL.fullmatch(bare) else bare)
    return f"{landline[1]}-{landline[2]}" if landline else None


def normal_email(text: str) -> str | None:
    """An e-mail address in small letters, or None if it can't be one. Whether it exists only a letter to it shows."""
    address = unicodedata.normalize("NFKC", text[: 2 * _EMAIL_LONGEST]).strip().lower()
    return address if len(address) <= _EMAIL_LONGEST and _EMAIL.fullmatch(address) else None


# -- masks: what a screen shows of personal data to whoever needn't see it -------------------------------------------

HIDDEN = "****"
# surnames of two characters, one after the other, in the shapes that people write
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳歐陽司马司馬上官诸葛諸葛东方東方皇甫尉迟尉遲公孙公孫慕容令狐宇文长孙長孫司徒司空夏侯端木南宫南宮独孤"
        "轩辕呼延赫连澹台公冶宗政濮阳淳于单于太叔申屠仲孙钟离闻人万俟东郭西门鲜于拓跋完颜第五左丘公羊",
    )
)
_COMPOUND_KOREAN = frozenset(re.findall("..", "남궁황보제갈사공선우서문독고동방"))
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_STREET = "号號路街巷楼樓栋棟幢室组組院弄门門店厂廠院园園"  # past one of these begins what leads to a door
_PLACE = rf"(?:(?![{_STREET}])[{_HAN}])"
_TOWN = re.compile(rf"{_PLACE}{{1,30}}?(?:街道|镇|鎮|乡|鄉)")
_COMMUNITY = re.compile(rf"{_PLACE}{{1,8}}?(?:社区|社區|村)")
_COUNTY = re.compile(rf"{_PLACE}{{1,20}}?(?:县|縣|市|区|區|旗|州)")


def is_compound(surname: str) -> bool:
    """Whether this is a Chinese surname of two characters."""
    return surname in _COMPOUND


def mask_phone(text: str) -> str:
    """Mobile: first three and last four digits (199****1234). Landline, company: first part and last three. Abroad: last four.

    What is no telephone number is hidden whole; so is an extension.
    """
    number = normal_phone(text)
    if number is None:
        return HIDDEN if text.strip() else ""
    if number.startswith("+"):
        return f"+{HIDDEN}{number.partition('-')[0][-4:]}"
    area, _, local = number.partition("-")
    if local and len(area) <= 4:
        return f"{area}-{HIDDEN}{local.partition('-')[0][-3:]}"
    return f"{area[:3]}{HIDDEN}{area[-4:]}"


def mask_id(text: str) -> str:
    """Area and last four characters of a resident ID number (222424********1234); anything else is hidden whole."""
    number = _compact(text).upper()
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return f"{number[:6]}********{number[-4:]}"
    return HIDDEN if text.strip() else ""


def mask_name(text: str) -> str:
    """The surname, a star for each further character, three at most: 张*, 欧阳**, 김**, K***.

    Of a name in letters the first letter stays; of a Korean one of four syllables, a surname of two.
    """
    name = "".join(unicodedata.normalize("NFC", text[:_LONGEST]).split())
    if not name:
        return ""
    compound = (len(name) >= 3 and name[:2] in _COMPOUND) or (len(name) >= 4 and name[:2] in _COMPOUND_KOREAN)
    shown = 2 if compound else 1
    return name[:shown] + "*" * min(max(len(name) - shown, 1), 3)


def mask_email(text: str) -> str:
    """The first character of a mailbox that has three or more, and the domain: z****@example.com."""
    address = normal_email(text)
    if address is None:
        return HIDDEN if text.strip() else ""
    box, _, domain = address.rpartition("@")
    return f"{box[0] if len(box) >= 3 else ''}{HIDDEN}@{domain}"


def mask_address(text: str) -> str:
    """As far as the town and the community or village; without a town, the county; else nothing. Never a digit.

    Where the words are unclear less is shown, not more: a village name after a road or a house is not looked for.
    """
    address = "".join(text[:200].split())
    if not address:
        return ""
    if town := _TOWN.match(address):
        community = _COMMUNITY.match(address, town.end())
        return address[: (community or town).end()] + HIDDEN
    county = _COUNTY.match(address)
    return (county[0] if county else "") + HIDDEN
