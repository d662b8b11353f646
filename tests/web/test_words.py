"""Every text is there in Chinese and Korean, every word of the rules has a label, every refusal a sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum

import pytest
from django.utils.translation import override

from huiyin.rules import duties
from huiyin.rules.clocks import StepCode
from huiyin.rules.fields import Kind, Refused
from huiyin.rules.roles import Role
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Stage, Status, Verb
from huiyin.web.shared import explain, sayings, words
from tools.messages import PACKAGE, translated

HAN, HANGUL = re.compile(r"[一-鿿]"), re.compile(r"[가-힣]")
#: Texts that may be without a letter of the language: signs, and names that are the same everywhere.
SIGNS = re.compile(r"^[\W\d_]*$")
HOLDERS = re.compile(r"%\(\w+\)[sd]|%%")


def translations(language: str) -> list[str]:
    """All that is said in one language; that nothing is missing is tests/house's business."""
    messages = [message for message in translated(language) if message.id]
    return [form for m in messages for form in ([m.string] if isinstance(m.string, str) else m.string)]


@pytest.mark.parametrize(("language", "letters"), [("zh_Hans", HAN), ("ko", HANGUL)])
def test_translations_are_in_their_language(language: str, letters: re.Pattern[str]) -> None:
    assert len(translations(language)) > 300
    for text in translations(language):
        plain = HOLDERS.sub("", text)
        assert letters.search(plain) or SIGNS.match(plain), text


def test_chinese_is_set_with_chinese_signs() -> None:
    for text in translations("zh_Hans"):
        assert not re.search(r"[一-鿿][,;:?!(]|[,;:?!)][一-鿿]", text), text


def test_whoever_petitions_has_one_name() -> None:
    for text in translations("zh_Hans"):
        assert not re.search("来信人|写信人|来信者", text), text


def test_no_text_hides_from_the_collector_in_an_f_string() -> None:
    for path in PACKAGE.rglob("*.py"):
        hidden = re.findall(r"f[\"'][^\"'\n]*\{[^{}\n]*\b_\(", path.read_text(encoding="utf-8"))
        assert hidden == [], f"{path}: Babel can't read a text inside an f-string"


@pytest.mark.parametrize("kind", words._WORDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_every_word_of_the_rules_has_its_own_label(kind: type[StrEnum], language: str) -> None:
    labels = words.labels(kind, language)
    assert set(labels) == set(kind)
    assert len(set(labels.values())) == len(labels)


def test_the_lists_that_pages_show_are_all_there() -> None:
    shown = {kind.__name__ for kind in words._WORDS}
    assert shown >= {"Channel", "MatterClass", "Status", "Verb", "Outcome", "Route", "NoticeMethod", "Clock"}
    assert {"DeliveryMethod", "DeliveryResult", "Role", Stage.__name__} <= shown
    around = {kind for kind in vars(duties).values() if isinstance(kind, type) and issubclass(kind, StrEnum)}
    assert around - {StrEnum} <= set(words._WORDS)
    assert set(words._DONE) == set(Verb)
    assert len(words.labels(Role, "ko")) == len(Role)


def refusals() -> Iterator[tuple[str, frozenset[str], str]]:
    """Every refusal in the source: its reason, the names of what is filled in, where it stands."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                given = frozenset(
                    key.value
                    for part in (*node.args, *(word.value for word in node.keywords))
                    for inner in ast.walk(part)
                    if isinstance(inner, ast.Dict)
                    for key in inner.keys
                    if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
                for reason in ast.walk(node.args[0]) if node.args else ():
                    if isinstance(reason, ast.Constant) and isinstance(reason.value, str):
                        yield reason.value, given, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def of_forms() -> Iterator[str]:
    """The reasons that forms refuse by: said there, or given to a field."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                said = node.args[:1] if node.func.id == "refusal" else []
                said += [
                    word.value for word in node.keywords if word.arg == "reason" and node.func.id == "OneOf"
                ]
                yield from (str(one.value) for one in said if isinstance(one, ast.Constant))


def test_every_refusal_of_a_form_has_a_sentence() -> None:
    found = set(of_forms())
    assert len(found) > 10
    assert sorted(found - set(sayings.REASONS)) == []


def test_every_refusal_has_a_sentence() -> None:
    found = list(refusals())
    assert len({reason for reason, _given, _where in found}) > 100
    assert sorted({reason for reason, _given, _where in found} - set(sayings.REASONS)) == []


def test_what_a_sentence_fills_in_is_given() -> None:
    for reason, given, where in refusals():
        wanted = set(re.findall(r"%\((\w+)\)s", str(sayings.REASONS[reason])))
        assert wanted <= given or not given, f"{where}: {reason} fills in {sorted(wanted)}"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_every_sentence_can_be_said(language: str) -> None:
    for reason, sentence in sayings.REASONS.items():
        places = re.findall(r"%\((\w+)\)s", str(sentence))
        given = {"status": Status.SENT.value, "role": Role.HEAD.value}
        params = {name: given.get(name, "3") for name in places}
        with override(language):
            assert "%(" not in sayings.say(Refused(reason, params=params)), reason


def test_every_field_of_every_verb_has_a_label() -> None:
    for verb, row in TRANSITIONS.items():
        for spec in row.fields:
            assert sayings.label(spec.name, verb) != spec.name, (verb, spec.name)
            if spec.kind is Kind.ITEM:
                assert sayings.label("item", verb) != sayings.label("item"), f"{verb}: which?"


def test_a_refusal_without_a_sentence_is_still_told() -> None:
    with override("zh-hans"):
        assert sayings.say(Refused("something_new")) == "现在不能办（something_new）。"


def test_a_refusal_tells_its_last_day_and_status() -> None:
    with override("zh-hans"):
        closed = sayings.say(Refused("objection_window_closed", params={"due_on": "2026-03-09"}))
        assert closed == "五个工作日的异议期已过。（最后一天：2026年3月9日）"
        here = sayings.say(Refused("not_in_this_state", params={"status": Status.SENT.value}))
        assert "“待签收”" in here


@pytest.mark.parametrize(
    ("code", "zh", "ko"),
    [
        ("22", "《信访工作条例》第二十二条", "《신소사업조례》 제22조"),
        ("31(6)", "《信访工作条例》第三十一条第（六）项", "《신소사업조례》 제31조 제(6)항"),
        ("9", "《信访工作条例》第九条", "《신소사업조례》 제9조"),
        ("10", "《信访工作条例》第十条", "《신소사업조례》 제10조"),
        ("民法典", "民法典", "民法典"),
    ],
)
def test_articles_are_cited_as_each_language_does(code: str, zh: str, ko: str) -> None:
    with override("zh-hans"):
        assert sayings.article(code) == zh
    with override("ko"):
        assert sayings.article(code) == ko


def test_every_step_of_an_explanation_has_a_sentence() -> None:
    assert set(explain._SAY) == set(StepCode)


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "甲、乙"), ("ko", "甲, 乙"), ("en", "甲, 乙")])
def test_things_are_enumerated_as_the_language_divides_them(language: str, told: str) -> None:
    with override(language):
        assert words.enumerated(["甲", "乙"]) == told
