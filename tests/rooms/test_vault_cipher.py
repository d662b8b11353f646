"""Sealing, blind indexes, query codes, the chain's MAC. No database."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huiyin.rooms.vault import boxes, codes, keys, marks
from huiyin.rooms.vault.cipher import CannotOpenError, key_id_of, open_, seal

pytestmark = pytest.mark.usefixtures("in_english")

PHONE = "huiyin.petitioner.phone"
EMAIL = "huiyin.petitioner.email"
PLAIN = "199 0000 1234 汪清 🙂 𠮷 김 \x00"
shared = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True, params=[boxes.AES, boxes.SM4])
def home(request: Any, settings: Any, tmp_path: Path) -> str:
    settings.HUIYIN_HOME = tmp_path
    settings.HUIYIN_CIPHER = request.param
    keys.make()
    return str(request.param)


def test_what_is_sealed_opens_again(home: str) -> None:
    token = seal(PLAIN, PHONE)
    short, key_id, body = token.split(".")
    assert short == boxes.SHORT[home]
    assert key_id == key_id_of(token) == keys.ring().field.id
    assert set(body) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert "199" not in token.replace(key_id, "")
    assert open_(token, PHONE) == PLAIN


@shared
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_opens_again(text: str) -> None:
    assert open_(seal(text, PHONE), PHONE) == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert len({seal(PLAIN, PHONE) for _ in range(50)}) == 50


def test_moved_to_another_column_it_stays_shut() -> None:
    with pytest.raises(CannotOpenError, match=r"huiyin\.petitioner\.email was altered"):
        open_(seal(PLAIN, PHONE), EMAIL)


@shared
@given(st.data())
def test_every_altered_character_is_found(data: st.DataObject) -> None:
    token = seal("19900001234", PHONE)
    place = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.sampled_from("abcdefABCDEF0123456789-_.="))
    altered = token[:place] + sign + token[place + 1 :]
    if altered == token:
        return
    with pytest.raises(CannotOpenError) as caught:
        open_(altered, PHONE)
    assert "1990000" not in str(caught.value)


@pytest.mark.parametrize("cut", [1, 5, 20, 1000])
def test_a_cut_token_is_refused(cut: int) -> None:
    token = seal("19900001234", PHONE)
    with pytest.raises(CannotOpenError):
        open_(token[:-cut], PHONE)
    with pytest.raises(CannotOpenError):
        open_(token + "A" * cut, PHONE)


@pytest.mark.parametrize("stored", ["19900001234", "aes", "aes.", "rot.12345678.AAAA", "", "199.0000.1234"])
def test_what_is_no_token_is_named_so(stored: str) -> None:
    with pytest.raises(CannotOpenError, match="not a sealed value"):
        open_(stored, PHONE)


def test_a_token_of_another_ring_names_its_key(settings: Any, tmp_path: Path) -> None:
    token = seal(PLAIN, PHONE)
    settings.HUIYIN_HOME = tmp_path / "other"
    keys.make()
    with pytest.raises(CannotOpenError, match=f"key {key_id_of(token)}, which is not on the key ring"):
        open_(token, PHONE)


def test_only_field_keys_open() -> None:
    head, _, body = seal(PLAIN, PHONE).split(".")
    with pytest.raises(CannotOpenError, match="not on the key ring"):
        open_(f"{head}.{keys.ring().chain.id}.{body}", PHONE)


def test_half_a_character_can_not_be_sealed() -> None:
    with pytest.raises(UnicodeEncodeError):
        seal("\ud800", PHONE)


# -- blind indexes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "199 0000 1234", "+86-１９９００００１２３４"),
        ("phone", "(0433) 220-0001", "04332200001"),
        ("phone", "220 0001", "2200001"),
        ("id_number", "99999919900101001x", " ９９９９９９ 19900101 001X"),
        ("id_number", "E 1234-5678", "e12345678"),
        ("email", "Kim@Example.org ", "kim@example.org"),
        ("word", "  长荣　社区 ", "长荣 社区"),
    ],
)
def test_the_same_value_typed_otherwise_has_the_same_index(kind: str, one: str, other: str) -> None:
    index = marks.blind_index(kind, one)
    assert index == marks.blind_index(kind, other)
    assert index is not None
    assert len(index) == marks.BLIND


def test_different_values_kinds_and_rings_have_different_indexes(settings: Any, tmp_path: Path) -> None:
    here = {
        marks.blind_index(kind, value)
        for kind in ("phone", "word")
        for value in ("19900001234", "19900001235")
    }
    settings.HUIYIN_HOME = tmp_path / "other"
    keys.make()
    there = marks.blind_index("phone", "19900001234")
    assert len(here | {there}) == 5


@pytest.mark.parametrize("nothing", [None, "", "  ", "-", "\t—\n"])
def test_nothing_has_no_index(nothing: str | None) -> None:
    assert marks.blind_index("phone", nothing) is None
    assert marks.blind_indexes("phone", nothing) == ()


def test_the_index_is_keyed() -> None:
    text = b"phone\x0019900001234"
    assert (
        marks.blind_index("phone", "19900001234")
        == hmac.digest(keys.ring().index.secret, text, "sha256")[:16]
    )


# -- the chain ------------------------------------------------------------------------------------------------------


def test_the_chain_is_keyed() -> None:
    assert len(marks.chain_key()) == 32
    assert marks.chain_key() != keys.ring().field.secret
    assert marks.chain_mac(b"link") == hmac.digest(marks.chain_key(), b"link", "sha256")
    assert marks.chain_mac(b"link") != marks.chain_mac(b"Link")


# -- query codes ----------------------------------------------------------------------------------------------------


def test_a_code_belongs_to_its_form() -> None:
    one, other = codes.new_form_token(), codes.new_form_token()
    assert codes.derive_query_code(one) == codes.derive_query_code(one) != codes.derive_query_code(other)
    assert len(one) == 32


def test_codes_can_be_read_aloud_and_hold_enough_chance() -> None:
    made = [codes.derive_query_code(codes.new_form_token()) for _ in range(200)]
    for code in made:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert set(code) <= {*codes.ALPHABET, "-"}
    assert {sign for code in made for sign in code} == {*codes.ALPHABET, "-"}  # every character does come
    assert len(set(made)) == 200
    assert not set("01OILQZSGBU") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) ** codes.LENGTH > 2**55


@pytest.mark.parametrize("token", ["", "short", "a" * (codes.TOKEN_LEAST - 1)])
def test_a_short_token_has_no_code(token: str) -> None:
    with pytest.raises(ValueError, match="at least 16"):
        codes.derive_query_code(token)


def test_a_code_needs_the_key(settings: Any, tmp_path: Path) -> None:
    token = codes.new_form_token()
    here = codes.derive_query_code(token)
    kept = codes.query_code_hash(here)
    settings.HUIYIN_HOME = tmp_path / "other"
    keys.make()
    assert codes.derive_query_code(token) != here
    assert codes.query_code_hash(here) != kept


@pytest.mark.parametrize(
    "typed",
    [
        "2582-6VAC-9WXY",
        "25826vac9wxy",
        " 2582 6VAC 9WXY\n",
        "２５８２—６ＶＡＣ—９ｗｘｙ",
        "ZSBZ-GUAC-9WXY",
        "2582·6VAC·9WXY",
    ],
)
def test_a_citizen_may_type_a_code_as_they_read_it(typed: str) -> None:
    assert codes.query_code_hash(typed) == codes.query_code_hash("2582-6VAC-9WXY")
    assert len(codes.query_code_hash(typed)) == 64


@shared
@given(st.text())
def test_any_text_has_a_hash_but_not_that_of_a_code(text: str) -> None:
    code = codes.derive_query_code("a" * 32)
    same = codes.normal_query_code(text) == code.replace("-", "")
    assert (codes.query_code_hash(text) == codes.query_code_hash(code)) is same


def test_a_long_text_costs_nothing() -> None:
    assert len(codes.normal_query_code("汪" * 10_000_000)) == 200
