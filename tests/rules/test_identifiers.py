"""Matter numbers, ID numbers, telephones and masks. All persons and numbers here are invented (area 999999, 199 0000 xxxx)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from huiyin.rules import identifiers as ids

counties = st.from_regex(r"[0-9]{6}", fullmatch=True)
numbers = st.builds(ids.matter_number, counties, st.dates(), st.integers(1, ids.LAST_SERIAL))
ID_BODY = "99999919900101001"
ID = "999999199001010016"  # ID_BODY and its check character


def id_with_check(body: str) -> str:
    """Seventeen digits and the character that GB 11643 wants, reckoned the other way round: sum of digit * 2**(17-i)."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body))
    return body + "0123456789X"[(12 - total % 11) % 11]


bodies = st.builds(
    lambda day, sequence: f"999999{day:%Y%m%d}{sequence:03d}",
    st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)),
    st.integers(0, 999),
)

# -- matter numbers -------------------------------------------------------------------------------------------------


def test_a_matter_number_is_shown_with_its_check_digit() -> None:
    assert ids.matter_number("222424", date(2026, 11, 24), 42) == "222424-20261124-00042-7"
    assert ids.check_digit("222424-20261124-00042") == ids.check_digit("2224242026112400042") == "7"


def test_the_check_table_is_a_totally_antisymmetric_quasigroup() -> None:
    table = [[row[digit] for digit in sorted(row)] for row in ids._DAMM]
    every = set(range(10))
    assert all(set(row) == every for row in table)
    assert all({row[column] for row in table} == every for column in every)
    assert all(table[digit][digit] == 0 for digit in every)
    for interim in every:
        for one in every:
            for other in every - {one}:
                assert table[table[interim][one]][other] != table[table[interim][other]][one]


@given(counties, st.dates(), st.integers(1, ids.LAST_SERIAL))
def test_a_number_is_read_back(county: str, day: date, serial: int) -> None:
    parsed = ids.parse_number(ids.matter_number(county, day, serial))
    assert parsed == ids.ParsedNumber(county, day, serial)
    assert parsed.text == ids.matter_number(county, day, serial)


@given(numbers, st.integers(0, 19), st.integers(1, 9))
def test_every_wrong_digit_is_caught(number: str, place: int, shift: int) -> None:
    digits = number.replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert ids.parse_number(wrong) is None
    assert ids.check_digit(wrong) != "0"  # by the check digit itself, not by a date that doesn't exist


@given(numbers, st.integers(0, 18))
def test_every_swap_of_neighbours_is_caught(number: str, place: int) -> None:
    digits = number.replace("-", "")
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assume(swapped != digits)
    assert ids.parse_number(swapped) is None
    assert ids.check_digit(swapped) != "0"


@pytest.mark.parametrize(
    "typed",
    [
        "22242420261124000427",
        " 222424 20261124 00042 7 ",
        "２２２４２４－２０２６１１２４－０００４２－７",
        "222424—20261124—00042—7",
        "222424–20261124–00042–7",
        "222424　20261124　00042　7",
        "222424~20261124_00042~7\n",
        "\u202d222424-20261124-00042-7\u202c",
        "222424\u201120261124\u201100042\u20117",
        "222424\x1e20261124\x1e00042\x1e7",
    ],
)
def test_a_number_may_be_typed_in_many_ways(typed: str) -> None:
    parsed = ids.parse_number(typed)
    assert parsed is not None
    assert parsed.text == "222424-20261124-00042-7"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "222424-20261124-00042",
        "222424-20261124-00042-77",
        "222424-20261124-00042-x",
        "222424-20261124-0004②-7",
        "٢٢٢٤٢٤20261124000427",
        "222424-20261124-00042-7" + " " * 64,
        "7" * 10_000_000,
        "222424-20261324-00042-" + ids.check_digit("222424-20261324-00042"),
        "222424-20260230-00042-" + ids.check_digit("222424-20260230-00042"),
        "222424-00001124-00042-" + ids.check_digit("222424-00001124-00042"),
        "222424-20261124-00000-" + ids.check_digit("222424-20261124-00000"),
    ],
)
def test_what_is_no_matter_number(typed: str) -> None:
    assert ids.parse_number(typed) is None


@given(st.text(max_size=80))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (
        ids.parse_number,
        ids.normal_id_number,
        ids.normal_phone,
        ids.normal_email,
        ids.normal_credit_code,
    ):
        assert read(text) is None or read(text)


@pytest.mark.parametrize("serial", [0, -1, ids.LAST_SERIAL + 1])
def test_a_serial_out_of_range_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 99999"):
        ids.matter_number("222424", date(2026, 11, 24), serial)


@pytest.mark.parametrize("county", ["", "22242", "2224244", "22242a", "２２２４２４"])
def test_a_county_is_six_digits(county: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        ids.matter_number(county, date(2026, 11, 24), 1)


@pytest.mark.parametrize("body", ["", "-", "22242a", "２２２４２４"])
def test_only_digits_have_a_check_digit(body: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        ids.check_digit(body)


# -- resident ID numbers and credit codes ---------------------------------------------------------------------------


@given(bodies)
def test_an_id_number_with_the_right_check_is_valid(body: str) -> None:
    number = id_with_check(body)
    assert ids.valid_id_number(number)
    assert ids.normal_id_number(f" {number[:6]} {number[6:14]} {number[14:].lower()}") == number
    born, sex = ids.birth_and_sex(number) or (None, None)
    assert f"{born:%Y%m%d}" == number[6:14]
    assert sex is (ids.Sex.MALE if int(number[16]) % 2 else ids.Sex.FEMALE)


@given(bodies, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_an_id_number_with_one_wrong_character_is_refused(body: str, place: int, sign: str) -> None:
    number = id_with_check(body)
    assume(number[place] != sign)
    assert not ids.valid_id_number(number[:place] + sign + number[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        ID[:-1],
        ID + "0",
        "999999900101001",  # fifteen digits
        id_with_check("99999919900230001"),
        id_with_check("99999920230229001"),
        id_with_check("09999919900101001"),
        "X" + ID[1:],
        ID.replace("9999991990", "99999919９0②"),
    ],
)
def test_what_is_no_id_number(text: str) -> None:
    assert not ids.valid_id_number(text)
    assert ids.birth_and_sex(text) is None


def test_full_width_id_numbers_are_read() -> None:
    assert id_with_check(ID_BODY) == ID
    assert ids.normal_id_number("".join(chr(ord(sign) + 0xFEE0) for sign in ID)) == ID
    assert ids.valid_id_number(id_with_check("99999920240229001"))
    assert ids.valid_id_number("11010519491231002X")  # the two examples that GB 11643-1999 itself prints
    assert ids.valid_id_number("440524188001010014")


def test_credit_codes() -> None:
    code = "91999999M000100Y4"
    right = [code + sign for sign in ids._CREDIT_SIGNS if ids.valid_credit_code(code + sign)]
    assert len(right) == 1
    assert ids.valid_credit_code("91350100M000100Y43")  # the example that GB 32100-2015 itself prints
    assert ids.normal_credit_code("9135 0100 m000100y43") == "91350100M000100Y43"
    for wrong in ("", "91350100M000100Y4", "91350100M000100Y433", "9135O100M000100Y43", "91350100M000100Y42"):
        assert ids.normal_credit_code(wrong) is None


# -- telephones and e-mail ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("19900001234", "19900001234"),
        (" 199 0000-1234 ", "19900001234"),
        ("１９９００００１２３４", "19900001234"),
        ("+86 199 0000 1234", "19900001234"),
        ("+86-019900001234", "19900001234"),
        ("0086 19900001234", "19900001234"),
        ("8619900001234", "19900001234"),
        ("019900001234", "19900001234"),
        ("19900001234转5", "19900001234-5"),
        ("0433-2200001", "0433-2200001"),
        ("（0433）2200001", "0433-2200001"),
        ("04332200001", "0433-2200001"),
        ("+86 433 2200001", "0433-2200001"),
        ("+86 (0433) 2200001", "0433-2200001"),
        ("0433-2200001 转 801", "0433-2200001-801"),
        ("0433-2200001-8", "0433-2200001-8"),
        ("0433-2200001 — 8", "0433-2200001-8"),
        ("1990000-1234", "19900001234"),
        ("0433220-0001", "0433-2200001"),
        ("400 800 8888", "400-8008888"),
        ("800-810-8888转5", "800-8108888-5"),
        ("0433-2200001 ext. 801", "0433-2200001-801"),
        ("010 6660 0001", "010-66600001"),
        ("+86 10 6660 0001", "010-66600001"),
        ("021-66600001", "021-66600001"),
        ("+82 10-1234-5678", "+821012345678"),
        ("0082 10 1234 5678", "+821012345678"),
        ("+7 (423) 200-00-01", "+74232000001"),
    ],
)
def test_telephones(typed: str, normal: str) -> None:
    assert ids.normal_phone(typed) == normal
    assert ids.normal_phone(normal) == normal, "what is stored is read again as the same number"


@pytest.mark.parametrize(
    "typed",
    ["", "12345", "110", "12900001234", "1990000123", "199000012345", "2200001", "0433-1200001", "+86 12345678901",
     "+86", "+", "00", "转8", "电话", "+1234567", "1990000123a", "1" * 10_000_000],
)  # fmt: skip
def test_what_is_no_telephone(typed: str) -> None:
    assert ids.normal_phone(typed) is None


@given(st.from_regex(r"(\+8[0-9]|00|0433|1[3-9]|400)?[-– ]?[0-9]{7,11}([-转#][0-9]{1,4})?", fullmatch=True))
def test_a_number_is_made_comparable_once_and_for_all(typed: str) -> None:
    normal = ids.normal_phone(typed, area="0433")
    assert normal is None or ids.normal_phone(normal, area="0433") == normal


def test_a_local_number_needs_its_area() -> None:
    assert (
        ids.normal_phone("2200001转8", area="0433")
        == ids.normal_phone("2200001-8", area="0433")
        == "0433-2200001-8"
    )
    assert ids.normal_phone("2200001-8") is None
    assert ids.normal_phone("220 0001", area="0433") == "0433-2200001"
    assert ids.normal_phone("12345", area="0433") is None
    assert ids.normal_phone("010-66600001", area="0433") == "010-66600001"


def test_email() -> None:
    assert ids.normal_email(" Kim@Example.ORG ") == "kim@example.org"
    assert ids.normal_email("ｋｉｍ＠example.org") == "kim@example.org"
    for wrong in ("", "kim", "kim@", "@example.org", "kim@example", "a b@example.org", "a@b@example.org",
                  "kim@example..org", "a" * 250 + "@example.org"):  # fmt: skip
        assert ids.normal_email(wrong) is None


# -- masks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (ids.mask_phone, "199 0000 1234", "199****1234"),
        (ids.mask_phone, "0433-2200123", "0433-****123"),
        (ids.mask_phone, "0433-2200123转801", "0433-****123"),
        (ids.mask_phone, "+82 10-1234-5678", "+****5678"),
        (ids.mask_phone, "12345", "****"),
        (ids.mask_phone, "打电话到村部找我", "****"),
        (ids.mask_phone, " ", ""),
        (ids.mask_id, ID, "999999********0016"),
        (ids.mask_id, "99999919900101001x", "999999********001X"),
        (ids.mask_id, "999999900101001", "****"),
        (ids.mask_id, "护照 E12345678", "****"),
        (ids.mask_id, "", ""),
        (ids.mask_name, "张三", "张*"),
        (ids.mask_name, " 张 小三 ", "张**"),
        (ids.mask_name, "欧阳小三", "欧阳**"),
        (ids.mask_name, "欧阳修", "欧阳*"),
        (ids.mask_name, "欧阳", "欧*"),
        (ids.mask_name, "張", "張*"),
        (ids.mask_name, "김철수", "김**"),
        (ids.mask_name, "남궁철수", "남궁**"),
        (ids.mask_name, "남궁민", "남**"),
        (ids.mask_name, "김철수".encode().decode(), "김**"),
        (ids.mask_name, "Kim Chol Su", "K***"),
        (ids.mask_name, "𠮷田三", "𠮷**"),
        (ids.mask_name, "", ""),
        (ids.mask_email, "zhang@example.com", "z****@example.com"),
        (ids.mask_email, "zs@example.com", "****@example.com"),
        (ids.mask_email, "no address", "****"),
        (ids.mask_email, "", ""),
        (
            ids.mask_address,
            "吉林省延边州汪清县汪清镇长荣社区3号楼2单元501",
            "吉林省延边州汪清县汪清镇长荣社区****",
        ),
        (ids.mask_address, "汪清县 大兴沟镇 和信村 二组", "汪清县大兴沟镇和信村****"),
        (ids.mask_address, "汪清县大川街道12号幸福村饭店", "汪清县大川街道****"),
        (ids.mask_address, "汪清镇三号楼李家村", "汪清镇****"),
        (ids.mask_address, "汪清县新民路3号", "汪清县****"),
        (ids.mask_address, "新民路3号", "****"),
        (ids.mask_address, "汪清县新民路三号张家镇上", "汪清县****"),
        (ids.mask_address, "汪清县汪清镇政府家属楼三楼", "汪清县汪清镇****"),
        (ids.mask_address, "왕청현 대흥구진 3호", "****"),
        (ids.mask_address, "3号楼汪清镇长荣社区", "****"),
        (ids.mask_address, " ", ""),
    ],
)
def test_masks(mask: object, text: str, shown: str) -> None:
    assert mask(text) == shown  # type: ignore[operator]


def test_a_name_in_separate_jamo_is_put_together_first() -> None:
    assert ids.mask_name("\u1100\u1175\u11b7\u110e\u1165\u11af\u1109\u116e") == "김**"


@given(st.text(max_size=60))
@example("199 0000 1234")
@example(ID)
def test_masks_reveal_no_more_than_they_say(text: str) -> None:
    for mask, most in ((ids.mask_phone, 8), (ids.mask_id, 10), (ids.mask_name, 2)):
        shown = [sign for sign in mask(text) if sign not in "*+-"]
        assert len(shown) <= most
    assert not any(sign.isdigit() for sign in ids.mask_address(text))
    assert ids.mask_address(text).removesuffix("****") in "".join(text.split())
    assert ids.mask_email(text).partition("@")[0].replace("*", "") in ("", text.strip()[:1].lower())


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_the_middle_of_a_mobile_number_never_shows(number: str) -> None:
    assert ids.mask_phone(number) == f"{number[:3]}****{number[-4:]}"


@given(bodies)
def test_the_birthday_never_shows(body: str) -> None:
    number = id_with_check(body)
    assert ids.mask_id(number) == f"{number[:6]}********{number[-4:]}"


places = st.sampled_from(["汪清县汪清镇", "吉林省汪清县大兴沟镇", "汪清县大川街道", "汪清县鸡冠乡"])
communities = st.sampled_from(["", "长荣社区", "和信村", "第三社区"])
doors = st.from_regex(r"[1-9][0-9]{0,2}号[楼院](?:[1-9]单元)?[1-9][0-9]{2}室?(?:王家村饭店)?", fullmatch=True)


@given(places, communities, doors)
def test_the_door_never_shows(town: str, community: str, door: str) -> None:
    assert ids.mask_address(town + community + door) == f"{town}{community}****"


@pytest.mark.parametrize(
    "mask",
    [ids.mask_phone, ids.mask_id, ids.mask_name, ids.mask_email, ids.mask_address],
    ids=lambda mask: mask.__name__,
)
def test_ten_megabytes_are_masked_at_once(mask: object) -> None:
    assert len(mask("汪" * 10_000_000)) <= 5  # type: ignore[operator]
