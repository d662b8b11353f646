"""A town or street answers and signs as its organ, also where the list of units has it by the place's name alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county import queries as county
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.queries import law
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import Role
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Outcome, Verb
from huiyin.web.desk.lettering import subject
from huiyin.web.shared import letters, letters_ko, letters_zh
from huiyin.web.shared.papers import letter
from tests.rooms import cast

pytestmark = pytest.mark.usefixtures("county")
HOUR = timedelta(hours=1)


def answered_by_the_town() -> tuple[Receipt, datetime]:
    """A matter that the town has answered; the answer has arrived."""
    officer, head = cast.person("yan", Role.OFFICER, cast.TOWN), cast.TAO
    receipt = cast.comes_in()
    number, at = receipt.number, cast.go(receipt.number, Verb.TRIAGE) + HOUR
    actions.forward(number, to=cast.TOWN, by=cast.DAN, now=at)
    actions.sign(number, by=officer, now=at)
    actions.notify(number, notice="written", by=officer, now=at)
    actions.draft(number, outcome="supported", text="水管已经修好。", by=officer, now=at)
    actions.approve(number, by=head, now=at)
    actions.issue(number, by=officer, now=at)
    actions.deliver(
        number, method="hand", result="received", delivered_at=at, proof="本人签字", by=officer, now=at
    )
    return receipt, at


def test_a_town_signs_as_its_government_and_the_review_names_it_so() -> None:
    Unit.objects.filter(code=cast.TOWN).update(name_ko="춘양진", name_en="Chunyang Town")
    forget()
    first, at = answered_by_the_town()
    file = file_of(first.number)
    found = letter.answer(file)
    assert found is not None
    assert letter.signs(found, file) == {"zh-hans": "春阳镇人民政府", "ko": "춘양진인민정부"}
    review = ask_review(first.number, text="请复查", by=cast.PAK, now=at)
    text = letters.beginning(Verb.DRAFT, subject(file_of(review.number), law(), at), Outcome.REVOKED)
    assert "您不服春阳镇人民政府于" in text
    assert "由春阳镇人民政府以编号" in text


@pytest.mark.parametrize(
    ("kind", "names", "signed"),
    [
        (
            UnitKind.TOWN,
            ("春阳镇", "춘양진", "Chunyang Town"),
            ("春阳镇人民政府", "춘양진인민정부", "People's Government of Chunyang Town"),
        ),
        (
            UnitKind.TOWN,
            ("鸡冠乡", "계관향", "Jiguan Township"),
            ("鸡冠乡人民政府", "계관향인민정부", "People's Government of Jiguan Township"),
        ),
        (
            UnitKind.STREET,
            ("大川街道", "대천가두", "Dachuan Street"),
            ("大川街道办事处", "대천가두판사처", "Subdistrict Office of Dachuan Street"),
        ),
        (  # the county has named the organ itself
            UnitKind.TOWN,
            ("中共春阳镇委员会、春阳镇人民政府", "춘양진정부", "Chunyang Town Government"),
            ("中共春阳镇委员会、春阳镇人民政府", "춘양진정부", "Chunyang Town Government"),
        ),
        (
            UnitKind.BUREAU,
            ("县生态环境分局", "현생태환경분국", "Branch Bureau"),
            ("县生态环境分局", "현생태환경분국", "Branch Bureau"),
        ),
        (UnitKind.TOWN, ("春阳镇", "", ""), ("春阳镇人民政府",) * 3),
    ],
)
def test_each_language_has_the_organs_name(
    kind: UnitKind, names: tuple[str, str, str], signed: tuple[str, str, str]
) -> None:
    unit = county.unit(cast.TOWN)
    assert unit is not None
    chinese, korean, english = names
    unit = replace(unit, kind=kind, name=chinese, short=chinese, name_ko=korean, name_en=english)
    tongues = (letters_zh.TONGUE, letters_ko.TONGUE)
    assert tuple(letters.full_name(unit, tongue) for tongue in tongues) == signed[:2]
    for language, name in zip(("zh-hans", "ko", "en"), signed, strict=True):
        with override(language):
            assert letters.name_in(unit, language) == name
