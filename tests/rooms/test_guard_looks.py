"""Refused looks: the same answer and the same work for what is barred and what isn't there; what the guard costs."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.actions import deactivate
from huiyin.rooms.cases import actions, looks, protecting
from huiyin.rooms.cases.around import RefusedLook
from huiyin.rooms.cases.attempts import carry_looks
from huiyin.rooms.cases.queries import matter_for
from huiyin.rooms.cases.registering import link
from huiyin.rooms.cases.working import Wanted, rows
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import Role
from tests.rooms import cast
from tests.rooms.cast import BAO, BUREAU, DAN, DEPARTMENT, START, TOWN, WU, comes_in
from tests.rooms.guard_cast import (
    HOUR,
    STEP,
    SUB,
    UNKNOWN,
    accused,
    add_units,
    faults,
    hire,
    refused,
    who,
)


@pytest.fixture(autouse=True)
def county(county: None) -> None:
    """The small county with leaders and a sub-bureau."""
    add_units()


# -- looks ---------------------------------------------------------------------------------------------------------


def attempts(number: str) -> list[tuple[str, str]]:
    """Who tried what, as the dossier tells it."""
    rows = Entry.objects.filter(number=number, verb="attempt").order_by("seq")
    return [(row.by, json.loads(row.data)["what"]) for row in rows]


@pytest.mark.transition("attempt")
def test_refused_looks_become_one_entry_a_day_and_only_where_the_guard_refused() -> None:
    bo, tao = hire("bo", (Role.HEAD, BUREAU)), hire("tao", (Role.HEAD, TOWN))
    number, day = accused(BUREAU), timedelta(days=1)
    for user in (bo, tao):
        for what in ("look", "look", "file"):
            looks.note_look(number, what, by=who(user), now=START + HOUR)
        looks.note_look(UNKNOWN, "look", by=who(user), now=START + HOUR)
    looks.note_look(number, "look", by=who(bo), now=START + day)
    assert carry_looks(now=START + day + HOUR) == 3
    assert attempts(number) == [(bo.key, "look"), (bo.key, "file"), (bo.key, "look")]
    tried = [json.loads(e.data)["tried_at"] for e in Entry.objects.filter(verb="attempt").order_by("seq")]
    assert tried[0] == (START + HOUR).isoformat()
    assert carry_looks(now=START + day + HOUR) == 0
    assert not RefusedLook.objects.exists()
    assert faults() == set()


def test_carrying_again_after_a_crash_writes_nothing_twice() -> None:
    bo, number = hire("bo", (Role.HEAD, BUREAU)), accused(BUREAU)
    looks.note_look(number, "look", by=who(bo), now=START + HOUR)
    for _ in range(3):
        carry_looks(now=START + HOUR + STEP)  # the row is still within the hour that is measured
    assert attempts(number) == [(bo.key, "look")]


def test_who_looked_before_the_accusation_has_tried_nothing() -> None:
    bo = hire("bo", (Role.HEAD, BUREAU))
    number = comes_in().number
    looks.note_look(number, "look", by=who(bo), now=START + STEP)
    protecting.accuse(number, accused=BUREAU, text="x", by=DAN, now=START + HOUR)
    assert carry_looks(now=START + 2 * HOUR) == 0


def test_a_look_is_carried_after_the_account_is_closed_and_by_a_joined_number() -> None:
    ada = who(hire("ada", (Role.ADMIN, DEPARTMENT)))
    bo = hire("bo", (Role.HEAD, BUREAU))
    first, second = accused(BUREAU), comes_in().number
    link(second, other=first, by=DAN, now=START + STEP)
    looks.note_look(second, "look", by=who(bo), now=START + HOUR)
    deactivate(bo, by=ada, now=START + 2 * HOUR)
    assert carry_looks(now=START + 3 * HOUR) == 1
    assert attempts(first) == [(bo.key, "look")]


def test_a_flood_of_looks_is_bounded_and_nonsense_leaves_nothing() -> None:
    bo = who(hire("bo", (Role.HEAD, BUREAU)))
    for _ in range(looks.MOST_AN_HOUR + 5):
        looks.note_look(UNKNOWN, "look", by=bo, now=START)
    assert RefusedLook.objects.count() == looks.MOST_AN_HOUR
    looks.note_look(UNKNOWN, "look", by=bo, now=START + HOUR + STEP)
    assert RefusedLook.objects.count() == looks.MOST_AN_HOUR + 1
    looks.note_look("nonsense", "look", by=WU, now=START)
    looks.note_look(UNKNOWN, "look", by=cast.PAK, now=START)
    assert not RefusedLook.objects.exclude(actor=bo.key).exists()


@pytest.mark.parametrize("full", [False, True])
def test_an_act_on_a_barred_matter_costs_and_says_what_an_unknown_number_does(full: bool) -> None:
    bo, number = who(hire("bo", (Role.HEAD, BUREAU))), accused(BUREAU)
    if full:
        for _ in range(looks.MOST_AN_HOUR):
            looks.note_look(UNKNOWN, "look", by=bo, now=START)
    costs, said = [], []
    for target in (number, UNKNOWN):
        with CaptureQueriesContext(connection) as asked:
            said.append(refused("no_such_matter", actions.note, target, text="x", by=bo, now=START + STEP))
        costs.append([query["sql"].split()[0] for query in asked])
    assert costs[0] == costs[1]
    assert said[0].refused == said[1].refused
    assert RefusedLook.objects.filter(what="note").count() == (0 if full else 2)


def test_a_matter_is_found_by_its_number_and_not_by_reading_all_of_them() -> None:
    for _ in range(300):
        comes_in(by=cast.PAK)
    number = accused(SUB)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for actor in (WU, DAN):
            with CaptureQueriesContext(connection) as asked:
                matter_for(actor, number)
            plan = _plan(cursor, asked[-1]["sql"])
            if connection.vendor == "sqlite":
                assert "SCAN huiyin_matter" not in plan
            else:
                assert re.search(r"Scan using \S+ on huiyin_matter .*\n\s+Index Cond", plan)
                assert "Seq Scan on huiyin_matter " not in plan


def test_the_work_list_is_read_in_its_order_with_the_guard_asked_row_by_row() -> None:
    for _ in range(300):
        comes_in(by=cast.PAK)
    accused(SUB)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for actor, unit in ((DAN, None), (BAO, BUREAU)):
            with CaptureQueriesContext(connection) as asked:
                rows(actor, Wanted(units=unit and frozenset({unit})))
            plan = _plan(cursor, asked[-1]["sql"])
            if connection.vendor == "sqlite":
                assert "TEMP B-TREE" not in plan
                assert re.search("open_by_(due|owner)", plan)
            else:
                assert "Anti Join" in plan


def _plan(cursor: Any, query: str) -> str:
    cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + query)
    return "\n".join(str(row[-1]) for row in cursor.fetchall())
