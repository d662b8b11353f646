"""What the department knows: who keeps it, what is refused, what is in force, what is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.models import Change
from huiyin.rooms.insight import knowledge
from huiyin.rooms.insight.knowledge import (
    Knowledge,
    KnowledgeKind,
    Said,
    about,
    keep,
    listed,
    may_keep,
    stale_in,
)
from huiyin.rules.roles import Actor
from tests.rooms.cast import BAO, BO, DAN, START, TAO, XIA

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
HEAT = Said(
    KnowledgeKind.POLICY,
    "汪清县城镇供热办法",
    "室内温度不低于二十度。",
    date(2024, 10, 1),
    date(2027, 4, 30),
    "汪政发〔2024〕3号",
)


def kept(said: Said = HEAT, **change: object) -> Knowledge:
    return keep(replace(said, **change), by=DAN, now=START)  # type: ignore[arg-type]


def refused(said: Said, by: Actor = DAN, **more: int) -> tuple[str, str]:
    with pytest.raises(NotDone) as no:
        keep(said, by=by, now=START, **more)
    return no.value.refused.reason, no.value.refused.field


@pytest.fixture(autouse=True)
def small(county: None) -> None:
    """The small county for each of these."""


def test_the_department_keeps_it_and_nobody_else() -> None:
    assert may_keep(DAN)
    for other in (BAO, BO, TAO, XIA):
        assert not may_keep(other)
        assert refused(HEAT, by=other) == ("not_yours", "")
    assert not Knowledge.objects.exists()


def test_keeping_and_changing_leave_a_line_each() -> None:
    row = kept()
    again = keep(replace(HEAT, title="供热办法"), by=DAN, now=START, pk=row.pk)
    assert (again.pk, Knowledge.objects.get().title) == (row.pk, "供热办法")
    lines = Change.objects.filter(subject=f"knowledge:{row.pk}").order_by("id")
    assert [line.verb for line in lines] == ["add_knowledge", "change_knowledge"]
    assert all("温度" not in str(line.data) for line in lines), "the text itself isn't told"


@pytest.mark.parametrize(("change", "no"), [
    ({"title": " "}, ("missing", "title")), ({"text": ""}, ("missing", "text")),
    ({"title": "热" * 121}, ("too_long", "title")), ({"text": "\x00"}, ("not_text", "text")),
    ({"valid_until": date(2024, 9, 30)}, ("ends_before_it_begins", "valid_until")),
    ({"text": "找村民李大山，电话19900001234"}, ("personal_data", "text")),
])  # fmt: skip
def test_what_is_refused(change: dict[str, object], no: tuple[str, str]) -> None:
    assert refused(replace(HEAT, **change)) == no  # type: ignore[arg-type]


def test_a_number_that_isnt_there_is_no_entry() -> None:
    assert refused(HEAT, pk=99) == ("not_on_list", "")


def test_what_is_cited_and_out_of_force_is_told() -> None:
    old = kept(title="旧供热办法", valid_until=date(2026, 3, 1))
    new, coming = kept(), kept(title="新办法", valid_from=date(2026, 4, 1), valid_until=None)
    text = (
        f"《旧供热办法》《{new.title}》《新办法》〔{old.reference}〕〔{new.reference}〕〔问答99〕《别的法》"
    )
    assert stale_in(text, on=TODAY) == {"旧供热办法", "新办法", old.reference}
    assert stale_in(f"〔{coming.reference}〕", on=date(2026, 4, 1)) == frozenset()


def test_the_last_day_itself_is_in_force_and_a_new_edition_saves_the_name() -> None:
    old = kept(valid_until=TODAY)
    assert old.holds_on(TODAY)
    assert not old.holds_on(date(2026, 3, 3))
    assert stale_in("《汪清县城镇供热办法》", on=date(2026, 3, 3)) == {"汪清县城镇供热办法"}
    kept(valid_from=date(2026, 3, 3), valid_until=None)
    assert stale_in("《汪清县城镇供热办法》", on=date(2026, 3, 3)) == frozenset()


def test_a_text_that_cites_nothing_costs_no_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert stale_in("已修好。", on=TODAY) == frozenset()


def test_listing_by_words_by_force_and_by_pages() -> None:
    rows = [kept(title=f"办法{n}", text="供水" if n % 2 else "供热") for n in range(knowledge.PAGE + 5)]
    page = listed(on=TODAY)
    assert (len(page), page[0].pk) == (knowledge.PAGE + 1, rows[-1].pk)
    rest = listed(on=TODAY, after=page[knowledge.PAGE - 1].pk)
    assert {row.pk for row in page[: knowledge.PAGE]} | {row.pk for row in rest} == {row.pk for row in rows}
    assert all("供水" in row.text for row in listed("供水", on=TODAY))
    assert listed("供水 供热", on=TODAY) == []
    assert listed(on=TODAY, only_stale=True) == []
    assert len(listed(on=date(2028, 1, 1), only_stale=True)) == knowledge.PAGE + 1


def test_what_is_about_a_title_is_in_force_and_shares_two_words() -> None:
    row = kept()
    kept(title="旧供热办法", valid_until=date(2026, 3, 1))
    kept(title="供水办法", text="水压")
    assert [one.pk for one in about(("供热", "温度"), on=TODAY)] == [row.pk]
    assert about((), on=TODAY) == []


def test_an_answer_is_cited_by_its_words_and_a_policy_by_its_name() -> None:
    policy, answer = kept(), kept(kind=KnowledgeKind.ANSWER, title="停暖怎么办", text="请拨打供热公司电话。")
    assert policy.cited() == f"《汪清县城镇供热办法》（汪政发〔2024〕3号）〔政策{policy.pk}〕"
    assert answer.cited() == f"请拨打供热公司电话。〔问答{answer.pk}〕"
