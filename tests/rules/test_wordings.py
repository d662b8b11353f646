"""What a county may word itself, and what it can't leave out."""

from __future__ import annotations

import pytest

from huiyin.rules.wordings import EN, KO, PIECES, ZH, unworded

GOOD = "您对处理意见不服的，可在收到之日起三十日内向{organ}申请复查（{law}）。"


def test_a_text_with_all_that_the_law_asks_for_may_stand() -> None:
    assert unworded("review", ZH, GOOD) is None
    assert unworded("portal_how", EN, "Braces {are} fine here.") is None
    assert unworded("first_step", ZH, "先到＿＿＿＿办理。") is None


@pytest.mark.parametrize(
    ("key", "language", "text", "reason"),
    [
        ("nothing", ZH, GOOD, "no_such_piece"),
        ("review", EN, GOOD, "not_in_language"),
        ("review", ZH, " \n ", "missing"),
        ("review", ZH, GOOD * 200, "too_long"),
        ("review", ZH, GOOD + "{", "braces"),
        ("review", ZH, GOOD.replace("{law}", "{law!r}"), "braces"),
        ("review", ZH, GOOD.replace("{law}", "{law:>9}"), "braces"),
        ("review", ZH, GOOD.replace("{organ}", "上级"), "holder_missing"),
        ("review", ZH, GOOD + "{name}", "holder_unknown"),
        ("review", ZH, GOOD.replace("三十日", "十日"), "law_needs"),
        ("review", KO, GOOD, "law_needs"),
        ("first_step", ZH, "先到窗口办理。", "gaps_missing"),
    ],
)
def test_what_is_wrong_is_said(key: str, language: str, text: str, reason: str) -> None:
    refused = unworded(key, language, text)
    assert refused is not None
    assert refused.reason == reason
    assert refused.field == "text"


def test_letters_are_told_from_the_portal() -> None:
    assert PIECES["review"].is_letter
    assert not PIECES["portal_how"].is_letter
