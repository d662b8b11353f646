"""The acts of a matter as people see them: headings, choices, forms of every verb, letters' beginnings, what entries tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.queries import law
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.duties import (
    Advice,
    BarKind,
    NoticeKind,
    NoticeLevel,
    NoticeReason,
    Rated,
    Score,
)
from huiyin.rules.fields import Kind, Refused
from huiyin.rules.roles import Role
from huiyin.rules.state import MatterState
from huiyin.rules.surround import (
    Bar,
    ContactChange,
    Helper,
    Look,
    Notice,
    Ownership,
    Pledge,
    Rating,
    Recommendation,
)
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import MatterClass, Outcome, Status, Verb
from huiyin.web.desk import acting, drawing, grouping
from huiyin.web.desk.act_form import FormView
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.lettering import subject
from huiyin.web.desk.parts import Names, first_words
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

LEADER = "C-L-MAG"
Clock = Callable[[datetime], None]
OFFERED = [verb for verb in Verb if acting.offered(verb)]
LATER = cast.START + timedelta(hours=12)


@pytest.fixture(autouse=True)
def leaders(people: dict[str, User]) -> User:
    """The magistrate's post and who holds it."""
    for code, parent, path, name in (
        ("C-L", "C", "C/C-L/", "县领导"),
        (LEADER, "C-L", f"C/C-L/{LEADER}/", "县长"),
    ):
        Unit.objects.create(
            code=code, parent_id=parent, path=path, kind=UnitKind.LEADERS, name=name, short=name
        )
    forget()
    made = User.objects.create(username="an", name="安县长", created_at=cast.START)
    Post.objects.create(user=made, unit_id=LEADER, role=Role.LEADER, since=cast.START)
    return made


def everything(state: MatterState) -> MatterState:
    """The matter with one part of every kind, as if each had been written."""
    at, number = cast.START, state.number
    return replace(
        state,
        helpers=(Helper(1, cast.WATER, cast.BUREAU, at, 3),),
        notices=(
            Notice(1, NoticeKind.SUPERVISE, NoticeLevel.DEPARTMENT, NoticeReason.OVERDUE, cast.BUREAU, "督〔2026〕1号", at, 3,
                   answered_at=None),
        ),
        recommendations=(Recommendation(1, Advice.IMPROVE_WORK, cast.BUREAU, "建〔2026〕1号", at, 3),),
        ownerships=(Ownership(1, LEADER, at),),
        pledges=(Pledge(1, cast.BUREAU, at.date(), at, 3),),
        ratings=(Rating(1, number, Rated.UNIT, Score.DISSATISFIED, at, True),),
        looks=(Look(1, 1, at),),
        contact_changes=(ContactChange(1, number, "user:liu", at, 3),),
    )  # fmt: skip


def scene_of(number: str, *, actor=cast.DAN, **changes: object) -> Scene:
    file = file_of(number)
    names = Names(unit=str, place=str, category=str, person=str)
    texts = {
        **file.texts,
        (3, "text"): "请在十日内查清停水原因，\n并书面说明。",
        (3, "party"): "县自来水公司",
    }
    return Scene(replace(everything(file.state), **changes), actor, LATER, law(), names, texts)  # type: ignore[arg-type]


def rendered(form: FormView) -> str:
    context = {"form": form, "acts": acting.Acts((), (), (), frozenset()), "m": {"url": "/"}}
    return render_to_string("desk/parts/actions.html", context, RequestFactory().get("/"))


def a_matter(verb: Verb = Verb.SIGN) -> str:
    number = cast.comes_in().number
    cast.go(number, verb)
    return number


# -- headings -----------------------------------------------------------------------------------------------------


def test_every_act_has_its_heading_and_every_heading_its_words() -> None:
    assert set(grouping.GROUP_OF) == set(OFFERED)
    assert sum(len(verbs) for verbs in grouping._MEMBERS.values()) == len(grouping.GROUP_OF), (
        "an act stands once"
    )
    assert set(grouping.HEADINGS) == set(grouping.Group) == set(grouping._MEMBERS)


def test_the_usual_acts_are_in_sight_and_the_rest_is_folded_by_heading() -> None:
    state = file_of(a_matter()).state
    found = acting.acts(state, actor=cast.BAO, now=LATER, law=law(), chosen=Verb.PLEDGE)
    usual = [button.verb for button in found.usual]
    assert usual[0] is Verb.NOTIFY
    assert found.usual[0].main
    assert usual[-2:] == [Verb.NOTE, Verb.ATTACH]
    folded = {button.verb for group in found.groups for button in group.buttons}
    assert Verb.PLEDGE in folded
    assert not folded & set(usual)
    assert folded | set(usual) | {Verb.UNMASK} == found.possible
    assert [group.open for group in found.groups if Verb.PLEDGE in {b.verb for b in group.buttons}] == [True]
    assert sum(group.open for group in found.groups) == 1


def test_who_is_waited_for_has_the_act_in_sight() -> None:
    state = everything(file_of(a_matter()).state)
    found = acting.acts(state, actor=cast.WU, now=LATER, law=law())
    assert [button.verb for button in found.usual if button.main] == [Verb.CONTRIBUTE]


def test_a_tip_offs_next_step_is_to_name_the_accused() -> None:
    state = replace(file_of(a_matter(Verb.TRIAGE)).state, klass=MatterClass.TIP_OFF)
    found = acting.acts(state, actor=cast.DAN, now=LATER, law=law())
    assert [button.verb for button in found.usual if button.main] == [Verb.ACCUSE]


def test_reasons_stand_under_their_headings_each_once() -> None:
    state = file_of(a_matter()).state
    found = acting.acts(state, actor=cast.BAO, now=LATER, law=law())
    rows = [row for group in found.barred for row in group.rows]
    with override("zh-hans"):
        barred = acting.acts(state, actor=cast.BAO, now=LATER, law=law()).barred
    assert all(row.reason for row in rows)
    assert len({(group.word, row.reason) for group in found.barred for row in group.rows}) == len(rows)
    assert any("请先告知信访人" in row.reason for row in barred[0].rows)


# -- forms --------------------------------------------------------------------------------------------------------


def test_what_is_chosen_isnt_asked_to_be_written() -> None:
    scene = scene_of(a_matter())
    with override("ko"):
        errors = {name: Refused("missing", field=name) for name in ("klass", "category")}
        made = drawing.form(scene, Verb.TRIAGE, typed={}, errors=errors)
        assert {one.error for one in made.problems} == {"하나를 선택하여주십시오."}
        empty = drawing.form(scene, Verb.NOTE, typed={}, errors={"text": Refused("missing", field="text")})
        assert {one.error for one in empty.problems} == {"이 항목을 적어주십시오."}


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
@pytest.mark.parametrize("verb", OFFERED, ids=lambda verb: verb.value)
def test_the_form_of_every_verb_is_drawn_with_and_without_errors(verb: Verb, language: str) -> None:
    owed = {"outcome": Outcome.SUPPORTED, "pledges": ()} if verb is Verb.CLOSE else {}
    scene, row = scene_of(a_matter(), **owed), TRANSITIONS[verb]
    with override(language):
        fresh = rendered(drawing.form(scene, verb))
        errors = {spec.name: Refused("missing", field=spec.name) for spec in row.fields}
        wrong = rendered(
            drawing.form(scene, verb, typed={spec.name: "x" for spec in row.fields}, errors=errors)
        )
    for spec in drawing.asked_fields(verb, scene):
        assert f'name="{spec.name}"' in fresh
        assert f'id="f-{spec.name}-error"' in wrong
    assert "%(" not in fresh + wrong
    assert not row.fields or "autofocus" in wrong


def field(scene: Scene, verb: Verb, name: str, typed: dict[str, str] | None = None) -> str:
    """One field's choices as HTML, or its kind."""
    form = drawing.form(scene, verb, typed=typed)
    found = next(view for view in form.fields if view.name == name)
    return f"{found.kind} {found.options}"


def test_kinds_are_drawn_as_what_they_are() -> None:
    scene = scene_of(a_matter())
    assert field(scene, Verb.PLEDGE, "due").startswith("date")
    assert field(scene, Verb.FOLLOW_UP, "reached").startswith("check")
    assert "安县长" in field(replace(scene, state=replace(scene.state, ownerships=())), Verb.OWN, "leader")
    assert "C-TOWN-V1" in field(scene, Verb.ACCUSE, "accused")
    assert "Dan" in field(scene, Verb.RECUSE, "person")
    assert f'value="{scene.state.number}" selected' in field(scene, Verb.RATE, "petition")
    assert field(scene, Verb.LINK, "other").startswith("text")
    assert field(scene, Verb.DECLINE, "of").startswith("text")


def test_parts_are_offered_by_what_people_know_of_them() -> None:
    scene = scene_of(a_matter())
    with override("zh-hans"):
        pledge = field(scene, Verb.FULFIL, "item")
        assert "县自来水公司" in pledge
        assert "请在十日内查清停水原因" in pledge
        assert "督〔2026〕1号" in field(scene, Verb.LIFT, "item")
        assert "不满意" in field(scene, Verb.LOOK_INTO, "item")
        bare = field(replace(scene, texts={}), Verb.FULFIL, "item")
        other = field(scene, Verb.FULFIL, "item", {"item": "2"})
    assert cast.BUREAU in bare, "without the words there is still the unit"
    assert 'type="radio" name="item" value="1" id="f-item" checked' in pledge, (
        "the only one is chosen and told whole"
    )
    assert "checked" not in other, "words for one that was settled meanwhile aren't put to what is left"


def test_only_what_waits_for_this_person_is_offered() -> None:
    number = a_matter()
    assert 'value="1"' in field(scene_of(number, actor=cast.WU), Verb.CONTRIBUTE, "item")
    assert 'value="1"' not in field(scene_of(number, actor=cast.BAO), Verb.CONTRIBUTE, "item")
    assert 'value="1"' in field(scene_of(number, actor=cast.BAO), Verb.ANSWER_NOTICE, "item")
    assert 'value="1"' not in field(scene_of(number, actor=cast.BAO), Verb.ESCALATE, "item")


def test_a_barred_unit_is_not_offered() -> None:
    number = a_matter(Verb.TRIAGE)
    barred = scene_of(number, bars=(Bar(1, BarKind.UNIT, cast.WATER, 2),), helpers=())
    for verb in (Verb.FORWARD, Verb.ASSIGN, Verb.CO_HANDLE, Verb.DESIGNATE, Verb.RECOMMEND):
        assert cast.WATER not in field(barred, verb, "to"), verb
        assert cast.TOWN in field(barred, verb, "to"), verb
    assert cast.WATER in field(barred, Verb.ACCUSE, "accused"), "the accused are chosen from all"
    owned = scene_of(number, bars=(Bar(1, BarKind.LINE, LEADER, 2),), ownerships=())
    assert LEADER not in field(owned, Verb.OWN, "leader")


def test_a_form_offers_no_unit_that_has_it_already() -> None:
    scene = scene_of(a_matter())
    assert cast.WATER not in field(scene, Verb.CO_HANDLE, "to")
    assert cast.BUREAU not in field(scene, Verb.CO_HANDLE, "to")
    assert f'value="{cast.DEPARTMENT}"' not in field(scene, Verb.FORWARD, "to")
    assert LEADER not in field(scene, Verb.OWN, "leader")


def test_a_notice_goes_only_higher() -> None:
    assert 'value="department"' not in field(scene_of(a_matter()), Verb.ESCALATE, "level")


def test_first_words_are_one_line() -> None:
    assert first_words("一\n二  三") == "一 二 三"
    assert first_words("长" * 60) == "长" * 24 + "…"
    assert first_words(None) == ""


# -- letters' beginnings ------------------------------------------------------------------------------------------


def begun(number: str, verb: Verb, begin: str = "", **said: str) -> FormView:
    scene = scene_of(number)
    return drawing.form(
        scene, verb, subject=subject(file_of(number), law(), scene.now), begin=begin, typed=said or None
    )


def test_a_draft_begins_with_the_letter_for_its_outcome() -> None:
    number = a_matter(Verb.NOTIFY)
    text = begun(number, Verb.DRAFT).fields[1]
    assert text.value == ""
    form = begun(number, Verb.DRAFT, "not_supported")
    assert "不予支持" in form.fields[1].value
    assert 'value="not_supported" checked' in form.fields[0].options
    assert [b.on for b in form.beginnings].count(True) == 1
    assert "三十日内，请求汪清县人民政府复查" in form.fields[1].value
    assert begun(number, Verb.DRAFT, "fed_back").fields[1].value == "", (
        "an outcome of another class begins nothing"
    )


def test_what_was_typed_is_never_replaced() -> None:
    form = begun(a_matter(Verb.NOTIFY), Verb.DRAFT, "supported", text="我自己写的", outcome="explained")
    assert form.fields[1].value == "我自己写的"
    assert form.beginnings == ()


def test_an_extension_begins_with_its_reason() -> None:
    form = begun(a_matter(Verb.NOTIFY), Verb.EXTEND)
    assert "第三十四条" in form.fields[1].value
    assert form.beginnings == ()


def test_nobodys_name_is_in_a_beginning() -> None:
    number = a_matter(Verb.NOTIFY)
    for outcome in ("supported", "explained", "not_supported", "settled"):
        assert cast.JIN.name not in begun(number, Verb.DRAFT, outcome).fields[1].value


def test_the_page_offers_letters_and_opens_one(browser) -> None:
    number = a_matter(Verb.NOTIFY)
    page = browser("bao").get(f"/desk/matter/{number}/?do=draft&begin=supported").content.decode()
    assert "begin=explained" in page
    assert re.search(r"<textarea[^>]*>\s*＿", page)


def test_kinds_of_fields_are_all_known() -> None:
    """A new kind of field must be drawn on purpose, not as a line of text by accident."""
    typed_as_text = {Kind.TEXT, Kind.PETITION, Kind.CHOICE}
    assert {*drawing._KINDS, *drawing._SELECTS, *typed_as_text} == set(Kind)


def test_closed_matters_have_no_main_act() -> None:
    state = replace(file_of(a_matter(Verb.CLOSE)).state, status=Status.LINKED)
    assert not any(b.main for b in acting.acts(state, actor=cast.BAO, now=LATER, law=law()).usual)


def test_an_objection_stands_on_top_for_whoever_decides_it(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.SIGN) + timedelta(hours=1)
    actions.object_(number, reason="内部管道归物业管。", by=cast.BAO, now=at)
    now(at)
    here = f"/desk/matter/{number}/"
    for name, may in (("dan", True), ("bao", False)):
        page = page_of(browser(name, language="en").get(here))
        top = page[page.index("hy-pinned") : page.index("<h1")]
        assert "内部管道归物业管。" in top
        assert (f"{here}?do=agree_return#do" in top, f"{here}?do=refuse_return#do" in top) == (may, may)
    actions.refuse_return(number, reason="主管道漏水，归你局。", by=cast.DAN, now=at)
    assert "hy-pinned" not in page_of(browser("dan", language="en").get(here))


def test_a_link_to_what_cant_be_done_any_more_says_why(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    now(cast.go(number, Verb.SIGN))
    page = page_of(browser("bao", language="en").get(f"/desk/matter/{number}/?do=sign"))
    assert 'role="status"><div><h2>Sign for</h2><p>' in page
    page = page_of(browser("bao", language="en").get(f"/desk/matter/{number}/?do=notify"))
    assert 'role="status"' not in page


def test_what_is_chosen_is_asked_to_be_chosen() -> None:
    posted = QueryDict("text=x")
    assert acting.read(Verb.OWN_REPORT, posted)[1]["stage"] == Refused("not_chosen", field="stage")
    assert acting.read(Verb.OWN_REPORT, QueryDict("stage=plan"))[1]["text"].reason == "missing"
