"""Which numbers in somebody's own words lead to a person, and which are needed."""

from __future__ import annotations

import pytest

from huiyin.rules.own_numbers import emails_told, numbers_told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我的电话19900007777，白天打", {"19900007777"}),
        ("手机 199 0000-7777", {"19900007777"}),
        ("１９９００００７７７７", {"19900007777"}),
        ("一九九零零零零七七七七", {"19900007777"}),
        ("+86 199 0000 7777", {"19900007777"}),
        ("家里0433-2200001", {"0433-2200001"}),
        ("（0433）2200001", {"0433-2200001"}),
        ("座机2200001", {"2200001"}),
        ("儿子在韩国：+82 10-1234-5678", {"+821012345678"}),
        ("身份证999999195001010042", {"999999195001010042"}),
        ("999999 19500101 004x", {"99999919500101004X"}),
        ("卡号6222 0000 0000 0000 123", {"6222000000000000123"}),
        ("QQ：1234567890", {"1234567890"}),
        ("전화 2200001", {"2200001"}),
        ("请打12345，或者110，公司热线400-800-8888", set()),
        ("信访件222424-20261129-00021-2", set()),
        ("2026年11月29日交了1234567元，合同20260001号", set()),
        ("住夜施路三号，7栋3单元402室", set()),
        ("", set()),
    ],
)
def test_what_leads_to_a_person_is_found_and_nothing_else(text: str, found: set[str]) -> None:
    assert numbers_told(text) == found


def test_long_runs_of_figures_are_no_number_and_cost_little() -> None:
    assert numbers_told("1" * 200_000) == set()


def test_email_addresses_however_the_sign_is_written() -> None:
    assert emails_told("写到 jin@example.org 或 kim ＠ example.org。") == {
        "jin@example.org",
        "kim@example.org",
    }
    assert emails_told("没有") == set()
