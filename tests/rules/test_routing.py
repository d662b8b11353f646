"""The routing guard by itself: who stands above, below and in the place of whom, over every tree that could be (Art. 30)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.duties import BarKind
from huiyin.rules.roles import Actor, Permission, Role
from huiyin.rules.routing import (
    actor_barred,
    acts_for,
    authority_over,
    begins_at,
    faults,
    heads,
    is_barred,
    new_bars,
    person_bars,
    serves,
    sits_in,
    unit_barred,
)
from huiyin.rules.state import MatterState
from huiyin.rules.surround import Bar, Helper, Ownership
from huiyin.rules.units import RECEIVES, SEATS, Node, Tree, UnitKind
from tests.rules.cast import (
    BAO,
    BUREAU,
    CLOSED,
    CUN,
    DAN,
    DEPARTMENT,
    GROUP,
    LEADER_A,
    LEADERS,
    LI,
    LUO,
    OFFICE,
    OLD,
    PAK,
    ROOT,
    SHI,
    START,
    STATION,
    TAO,
    TOWN,
    TREE,
    TU,
    VILLAGE,
    WATER,
    WU,
    Life,
    post,
)  # fmt: skip

KINDS = st.sampled_from(sorted(UnitKind))


def bar(kind: BarKind, subject: str) -> Bar:
    return Bar(1, kind, subject, 1)


def bars(unit: str, authority: str = DEPARTMENT) -> tuple[Bar, ...]:
    return tuple(
        Bar(n, kind, code, 1) for n, (kind, code) in enumerate(new_bars(unit, "", authority, TREE), 1)
    )


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Any tree of up to a dozen units under one root, with heirs wherever they fall, loops included."""
    paths, nodes = ["R/"], [Node("R", "R/", UnitKind.COUNTY)]
    for n in range(draw(st.integers(1, 11))):
        path = f"{draw(st.sampled_from(paths))}U{n}/"
        paths.append(path)
        nodes.append(Node(f"U{n}", path, draw(KINDS)))
    codes = st.sampled_from([node.code for node in nodes])
    return Tree(replace(node, heir=draw(codes) if draw(st.booleans()) else "") for node in nodes)


@pytest.mark.slow
@given(trees())
def test_the_organ_above_is_nearer_to_the_root_so_nobody_goes_in_circles(tree: Tree) -> None:
    for code in tree.nodes:
        above, seen = tree.next_up(code), [code]
        while above:
            assert above not in seen
            assert above in tree.above(seen[-1])[:-1]
            assert tree.nodes[above].kind in RECEIVES - {UnitKind.GROUP}
            seen.append(above)
            above = tree.next_up(above)


@pytest.mark.slow
@given(trees(), st.data())
def test_the_accused_all_below_it_and_its_heirs_are_always_barred_and_the_authority_beside_it_never(
    tree: Tree, data: st.DataObject
) -> None:
    accused = data.draw(st.sampled_from(sorted(tree.nodes)))
    authority = data.draw(st.sampled_from(sorted(tree.nodes)))
    found = [Bar(1, kind, code, 1) for kind, code in new_bars(accused, "", authority, tree)]
    for code in tree.nodes:
        if accused in tree.above(code):
            assert unit_barred(found, code, tree)
        if tree.nodes[code].heir and tree.nodes[code].code == accused:
            assert unit_barred(found, tree.nodes[code].heir, tree)
    line = {b.subject for b in found if b.kind is BarKind.LINE}
    assert not line & set(tree.above(authority))
    assert not {code for code in line if tree.nodes[code].kind is UnitKind.COUNTY}
    assert line <= set(tree.above(accused)[:-1])


@pytest.mark.slow
@given(trees(), st.data())
def test_more_bars_never_let_anybody_in(tree: Tree, data: st.DataObject) -> None:
    codes = st.sampled_from(sorted(tree.nodes))
    some = data.draw(
        st.lists(st.builds(bar, st.sampled_from([BarKind.UNIT, BarKind.LINE]), codes), max_size=3)
    )
    more = [*some, *data.draw(st.lists(st.builds(bar, st.sampled_from(BarKind), codes), max_size=3))]
    for code in tree.nodes:
        assert unit_barred(some, code, tree) <= unit_barred(more, code, tree)


@pytest.mark.parametrize(
    ("accused", "authority", "barred"),
    [
        (STATION, DEPARTMENT, {(BarKind.UNIT, STATION), (BarKind.LINE, BUREAU)}),
        (VILLAGE, DEPARTMENT, {(BarKind.UNIT, VILLAGE), (BarKind.LINE, TOWN)}),
        (BUREAU, DEPARTMENT, {(BarKind.UNIT, BUREAU)}),
        (GROUP, LEADERS, {(BarKind.UNIT, GROUP), (BarKind.LINE, DEPARTMENT)}),
        (GROUP, DEPARTMENT, {(BarKind.UNIT, GROUP)}),
        (LEADER_A, LEADERS, {(BarKind.UNIT, LEADER_A)}),
        (LEADER_A, DEPARTMENT, {(BarKind.UNIT, LEADER_A), (BarKind.LINE, LEADERS)}),
        ("C-GONE", DEPARTMENT, {(BarKind.UNIT, "C-GONE")}),
        ("", DEPARTMENT, set()),
    ],
)
def test_the_line_of_command_ends_below_whoever_decides(accused: str, authority: str, barred: set) -> None:
    assert set(new_bars(accused, "", authority, TREE)) == barred
    named = set(new_bars(accused, BAO.key, authority, TREE))
    assert named == barred | {(BarKind.PERSON, BAO.key)}


def test_a_line_above_the_accused_that_the_tree_doesnt_know_is_barred_too() -> None:
    tree = Tree([replace(TREE.nodes[STATION], path="C/C-LOST/C-ENV-ST/")])
    assert set(new_bars(STATION, "", "", tree)) == {
        (BarKind.UNIT, STATION), (BarKind.LINE, "C"), (BarKind.LINE, "C-LOST"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("accused", "decides"),
    [
        (BUREAU, DEPARTMENT),
        (GROUP, LEADERS),
        (DEPARTMENT, LEADERS),
        (LEADERS, DEPARTMENT),
        (ROOT, LEADERS),
        ("", DEPARTMENT),
    ],
)
def test_who_decides_about_whom(accused: str, decides: str) -> None:
    assert authority_over(accused, department=DEPARTMENT, leaders=LEADERS, tree=TREE) == decides
    assert authority_over(accused, department=DEPARTMENT, leaders="", tree=TREE) == DEPARTMENT


@pytest.mark.parametrize(
    ("accused", "desk", "begins"),
    [
        (BUREAU, DEPARTMENT, DEPARTMENT), (VILLAGE, TOWN, DEPARTMENT), (GROUP, DEPARTMENT, LEADERS), (GROUP, TOWN, TOWN),
        (LEADERS, DEPARTMENT, DEPARTMENT), (DEPARTMENT, LEADERS, LEADERS), (ROOT, DEPARTMENT, None), (ROOT, LEADERS, None),
    ],
)  # fmt: skip
def test_where_a_petition_against_a_unit_begins(accused: str, desk: str, begins: str | None) -> None:
    found = begins_at(accused, desk, department=DEPARTMENT, leaders=LEADERS, tree=TREE)
    if begins is None:
        assert found is None
        return
    assert found is not None
    assert found[0] == begins
    assert found[1][0] == (BarKind.UNIT, accused)
    life = Life(desk=begins, bars=[[kind.value, subject] for kind, subject in found[1]])
    assert faults(life.matter, TREE) == ()


@pytest.mark.parametrize(
    ("accused", "kept_away", "not_kept_away"),
    [
        (STATION, {STATION, BUREAU}, {WATER, DEPARTMENT, ROOT}),
        (BUREAU, {STATION, BUREAU}, {CLOSED, WATER}),
        (CLOSED, {CLOSED, BUREAU, STATION}, {WATER}),
        (OFFICE, {OFFICE, TOWN}, {VILLAGE, DEPARTMENT}),
        (TOWN, {TOWN, OFFICE, VILLAGE}, {DEPARTMENT}),
    ],
)
def test_which_units_are_kept_away(accused: str, kept_away: set[str], not_kept_away: set[str]) -> None:
    found = bars(accused)
    assert all(unit_barred(found, code, TREE) for code in kept_away)
    assert not any(unit_barred(found, code, TREE) for code in {*not_kept_away, ""})


def test_an_office_of_a_house_in_the_line_is_that_house() -> None:
    """Who sits in an office of the town is of the town; who sits in a village below it isn't."""
    line = [bar(BarKind.LINE, TOWN)]
    assert unit_barred(line, OFFICE, TREE)
    assert not unit_barred(line, VILLAGE, TREE)


def test_a_unit_that_the_tree_doesnt_know_is_judged_by_its_place() -> None:
    found = [bar(BarKind.UNIT, BUREAU)]
    assert unit_barred(found, "C-NEW", TREE, "C/C-ENV/C-NEW/")
    assert not unit_barred(found, "C-NEW", TREE, "C/C-NEW/")
    assert not unit_barred(found, "C-NEW", TREE)


def test_a_persons_posts_now_and_before_and_the_person_themself() -> None:
    found = bars(BUREAU)
    moved = replace(WU, former=(post(Role.OFFICER, BUREAU),))
    assert [actor_barred(found, by, TREE) for by in (BAO, SHI, moved, WU, DAN, OLD, PAK)] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    person = [bar(BarKind.PERSON, WU.key)]
    assert [actor_barred(person, by, TREE) for by in (WU, BAO)] == [True, False]
    assert not actor_barred(person, Actor("", ""), TREE)
    assert not actor_barred([], WU, TREE)
    assert not is_barred(Life().matter, BAO, TREE)


def test_a_unit_bar_isnt_a_persons_and_the_other_way_round() -> None:
    odd = [bar(BarKind.PERSON, BUREAU), bar(BarKind.UNIT, BAO.key)]
    assert not unit_barred(odd, BUREAU, TREE)
    assert not actor_barred([bar(BarKind.UNIT, LI.key)], LI, TREE)


def test_where_somebody_sits() -> None:
    assert sits_in(SHI, BUREAU)
    assert sits_in(TU, TOWN, Permission.APPROVE, Permission.HANDLE)
    assert not sits_in(TU, TOWN, Permission.APPROVE)
    assert not sits_in(BAO, STATION)
    assert not sits_in(BAO, "")
    assert not sits_in(PAK, BUREAU)


@pytest.mark.parametrize(
    ("by", "unit", "acts", "approves"),
    [
        (BAO, BUREAU, True, True), (SHI, BUREAU, False, False), (BAO, STATION, False, False), (TU, TOWN, True, True),
        (TU, OFFICE, True, True), (TAO, OFFICE, False, True), (TAO, VILLAGE, False, False), (CUN, TOWN, False, False),
        (BAO, CLOSED, True, True), (LI, LEADERS, True, True), (LI, LEADER_A, True, True), (LUO, LEADER_A, False, False),
        (TU, ROOT, False, False), (BAO, "", False, False), (BAO, WATER, False, False),
    ],
)  # fmt: skip
def test_who_acts_and_approves_for_whom(by: Actor, unit: str, acts: bool, approves: bool) -> None:
    (held,) = by.posts
    assert (acts_for(held, unit, TREE), heads(held, unit, TREE)) == (acts, approves)
    assert serves(by, unit, TREE, Permission.NOTE, Permission.ROTA) is acts
    assert not serves(by, unit, TREE, Permission.ADMINISTER)


def test_without_a_tree_a_posts_place_says_for_whom_it_acts() -> None:
    (held,) = TU.posts
    assert acts_for(held, TOWN, Tree())
    assert not acts_for(held, WATER, Tree())
    assert not acts_for(held, "", Tree())


FAULTY: dict[str, MatterState] = {
    "holder_is_barred": replace(Life().matter, holder=BUREAU, desk=TOWN),
    "desk_is_barred": replace(Life().matter, desk=STATION, holder=TOWN),
    "co_handler_is_barred": replace(Life().matter, helpers=(Helper(1, BUREAU, TOWN, START, 1),)),
    "leader_is_barred": replace(Life().matter, ownerships=(Ownership(1, BUREAU, START),)),
    "officer_is_barred": replace(Life().matter, officer=BAO.key),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_every_fault_is_called_by_its_name(fault: str) -> None:
    barred = (bar(BarKind.UNIT, BUREAU), bar(BarKind.PERSON, BAO.key))
    state = replace(FAULTY[fault], bars=barred)
    found = set(faults(state, TREE))
    assert found - {"owner_is_barred"} == {fault}
    assert ("owner_is_barred" in found) is (fault == "holder_is_barred")
    assert faults(FAULTY[fault], TREE) == ()
    assert person_bars(state) == {BAO.key}


def test_what_has_ended_with_a_barred_one_is_no_fault() -> None:
    ended = (Helper(1, BUREAU, TOWN, START, 1, ended_at=START),)
    over = (Ownership(1, BUREAU, START, until=START),)
    state = replace(Life().matter, bars=(bar(BarKind.UNIT, BUREAU),), helpers=ended, ownerships=over)
    assert faults(state, TREE) == ()


@pytest.mark.parametrize(
    ("code", "above"),
    [(VILLAGE, TOWN), (STATION, BUREAU), (OFFICE, ""), (GROUP, ""), (BUREAU, ""), (TOWN, ""), (ROOT, ""), (LEADER_A, ""),
     ("C-GONE", "")],
)  # fmt: skip
def test_the_organ_above(code: str, above: str) -> None:
    assert TREE.next_up(code) == above


def test_an_office_below_an_office_is_of_the_same_house_and_heirs_in_a_ring_end() -> None:
    deep = Tree([
        *TREE.nodes.values(), Node("C-TOWN-OF-1", "C/C-TOWN/C-TOWN-OF/C-TOWN-OF-1/", UnitKind.GROUP),
        Node("A", "A/", UnitKind.GROUP, "B"), Node("B", "B/", UnitKind.BUREAU, "A"),
    ])  # fmt: skip
    assert deep.house_of("C-TOWN-OF-1") == {"C-TOWN-OF-1", OFFICE, TOWN}
    assert deep.house_of("A") == deep.stands_for("B") == {"A", "B"}
    assert TREE.stands_for(STATION) == {STATION, BUREAU, CLOSED, ROOT}


def test_somebody_can_work_on_what_the_leaders_office_decides_itself() -> None:
    for role in (Role.CLERK, Role.OFFICER, Role.LEADER):
        assert UnitKind.LEADERS in SEATS[role]
    assert UnitKind.LEADERS not in SEATS[Role.DISPATCHER]
