"""Any tree, any accusation, any actor: the condition of the query says what the rules say, and nobody barred ever sees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.seeing import barring, petitions_for
from huiyin.rooms.county.actions import tell_everybody
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.queries import tree
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.duties import BarKind
from huiyin.rules.roles import Actor, Role
from huiyin.rules.roles import Post as HeldPost
from huiyin.rules.routing import actor_barred
from huiyin.rules.surround import Bar as BarValue
from huiyin.rules.units import UnitKind
from tests.rooms import cast
from tests.rooms.cast import BUREAU, DAN, START, WATER, comes_in
from tests.rooms.guard_cast import (
    HOUR,
    LONG_AGO,
    OFFICE,
    accused,
    add_units,
    hire,
    sees,
    who,
)


@pytest.fixture(autouse=True)
def county(county: None) -> None:
    """The small county with leaders and a sub-bureau."""
    add_units()


# -- any tree, any accusation, any actor -----------------------------------------------------------------------------


CODES = [f"T{n}" for n in range(8)]


@st.composite
def counties(draw: st.DrawFn) -> list[tuple[str, int | None, bool, int | None]]:
    """Units: code, place of the one above, whether an office, place of the heir."""
    made: list[tuple[str, int | None, bool, int | None]] = []
    for n, code in enumerate(CODES):
        above = draw(st.one_of(st.none(), st.integers(0, n - 1))) if n else None
        heir = draw(st.one_of(st.none(), st.none(), st.integers(0, len(CODES) - 1)))
        made.append((code, above, draw(st.booleans()), heir if heir != n else None))
    return made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    county_=counties(),
    bars=st.lists(
        st.tuples(st.sampled_from(list(BarKind)), st.sampled_from([*CODES, "user:0", "user:1"])),
        min_size=1,
        max_size=4,
    ),
    posts=st.lists(st.sampled_from(CODES), max_size=3),
    former=st.lists(st.sampled_from(CODES), max_size=2),
    key=st.sampled_from(["user:0", "user:1"]),
    role=st.sampled_from([Role.DISPATCHER, Role.HEAD]),
)
def test_the_query_says_of_any_tree_what_the_rules_say(
    county_: Any, bars: Any, posts: Any, former: Any, key: str, role: Role
) -> None:
    from django.db import transaction

    with transaction.atomic():
        paths = _planted(county_)
        number = comes_in(by=cast.PAK).number
        rows = [BarValue(n, kind, subject, 1) for n, (kind, subject) in enumerate(bars, 1)]
        Bar.objects.bulk_create(
            Bar(matter_id=number, n=b.n, kind=b.kind.value, subject=b.subject, seq=1) for b in rows
        )
        actor = Actor(
            key,
            key,
            tuple(HeldPost(role, c, paths[c]) for c in posts),
            tuple(HeldPost(role, c, paths[c]) for c in former),
        )
        kept = actor_barred(rows, actor, tree())
        assert Bar.objects.filter(barring(actor), matter=number).exists() is kept
        if kept:
            assert not sees(actor, number)
            assert not petitions_for(actor).exists()
        elif posts and role is Role.DISPATCHER:
            assert sees(actor, number)
        transaction.set_rollback(True)
    forget()


def _planted(county_: Any) -> dict[str, str]:
    paths: dict[str, str] = {}
    for code, above, office, _ in county_:
        parent = CODES[above] if above is not None else "C"
        paths[code] = f"{paths.get(parent, 'C/')}{code}/"
        kind = UnitKind.GROUP if office else UnitKind.BUREAU
        Unit.objects.create(code=code, parent_id=parent, path=paths[code], kind=kind, name=code, short=code)
    for code, _, _, heir in county_:
        if heir is not None:
            Unit.objects.filter(pk=code).update(successor=CODES[heir], is_active=False)
    tell_everybody()  # as whoever changes units does: what is kept by version is another one's now
    return paths


def test_users_of_one_unit_are_told_apart_by_their_former_posts() -> None:
    assert User.objects.count() == 0
    number = accused(BUREAU)
    clean, moved = hire("a", (Role.OFFICER, WATER)), hire("b", (Role.OFFICER, WATER))
    Post.objects.create(user=moved, unit_id=OFFICE, role=Role.OFFICER, since=LONG_AGO, until=LONG_AGO + HOUR)
    actions.forward(number, to=WATER, by=DAN, now=START + HOUR)
    assert (sees(who(clean), number), sees(who(moved), number)) == (True, False)
