"""Random lives on the real tables: many hands do lawful and unlawful things to several matters at once, and whatever they
did, the tables say what the dossiers say, no promise is broken and ``verify`` believes every word.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huiyin.rooms.cases.actions import SIMPLE_VERBS, NotDone
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.projection import NESTED, matter_columns, nested_columns
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier import seals
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import folded
from huiyin.rules.lifecycle import allowed
from huiyin.rules.promises import broken
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Channel, Outcome, Route, Verb
from tests.rooms.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GROUP,
    GU,
    PAK,
    START,
    TAO,
    TOWN,
    WATER,
    WEN,
    WU,
    XIA,
    comes_in,
)

HANDS = (DAN, GU, BAO, BO, WU, WEN, TAO, XIA, PAK)
PNG = b"\x89PNG\r\n\x1a\n"
#: What each verb is told if nothing else is said; every value may be exchanged for a drawn one.
USUAL: dict[Verb, dict[str, Any]] = {
    Verb.TRIAGE: {"klass": "appeal", "category": "040100"}, Verb.ACCEPT: {"notice": "on_the_spot"},
    Verb.FORWARD: {"to": BUREAU}, Verb.ASSIGN: {"to": WATER, "days": 20}, Verb.NOTIFY: {"notice": "written"},
    Verb.OBJECT: {"reason": "不属于我局职责。"}, Verb.REFUSE_RETURN: {"reason": "属于你局职责。"},
    Verb.DECLINE: {"route": "court", "text": "请向法院起诉。"}, Verb.NOTE: {"text": "打过电话。"},
    Verb.UNMASK: {"reason": "上门前联系。"}, Verb.DRAFT: {"outcome": "supported", "text": "已修好。"},
    Verb.REWORK: {"reason": "依据没有写明。"}, Verb.REOPEN: {"reason": "又停水了。"},
    Verb.DELIVER: {"method": "hand", "result": "received", "proof": "本人签字。"},
}  # fmt: skip
DRAWN = st.fixed_dictionaries(
    {},
    optional={
        "klass": st.sampled_from(["appeal", "suggestion", "tip_off", "nonsense"]),
        "to": st.sampled_from([BUREAU, WATER, GROUP, DEPARTMENT, "C-MOON"]),
        "days": st.sampled_from([1, 20, 365, 0]),
        "outcome": st.sampled_from([o.value for o in Outcome]),
        "route": st.sampled_from([r.value for r in Route]),
        "result": st.sampled_from(["received", "refused", "published", "returned"]),
        "text": st.sampled_from(["好。", "", "a\x00", "𠮷😀 물"]),
        "urgent": st.booleans(),
    },
)
which = st.integers(0, 99)
hands = st.sampled_from(HANDS)


class Lives(RuleBasedStateMachine):
    """Several matters, nine people, a moving clock, one database."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        seals.seal_file().unlink(missing_ok=True)
        self.now: datetime = START
        self.numbers: list[str] = []
        self.touched: set[str] = set()

    def teardown(self) -> None:
        try:
            self.verify_believes_every_word()
        finally:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    def one(self, choice: int) -> str:
        """One of the matters."""
        return self.numbers[choice % len(self.numbers)]

    def do(self, act: Any, *numbers: str, **told: Any) -> None:
        """Done, or refused with a reason and without a trace."""
        before = Entry.objects.count()
        try:
            act(*numbers, now=self.now, **told)
            done = True
        except NotDone:
            done = False
        assert (Entry.objects.count() > before) is done
        self.touched |= set(numbers) | {told.get("other", numbers[0])}

    def play(self, verb: Verb, number: str, by: Actor, given: dict[str, Any]) -> None:
        """One verb with its usual words, some of them exchanged."""
        usual = USUAL.get(verb, {})
        told = {
            **usual,
            **{
                name: value
                for name, value in given.items()
                if name in usual or (name == "urgent" and verb is Verb.TRIAGE)
            },
        }
        if verb is Verb.DELIVER:
            told["delivered_at"] = self.now
        self.do(SIMPLE_VERBS[verb], number, by=by, **told)

    @initialize()
    def the_first_comes_in(self) -> None:
        self.numbers.append(comes_in().number)

    @rule(
        by=st.sampled_from([DAN, GU, TAO, PAK]),
        channel=st.sampled_from(Channel),
        persons=st.integers(1, 30),
        token=which,
    )
    def another_comes_in(self, by: Actor, channel: Channel, persons: int, token: int) -> None:
        """Now and then the same form comes twice."""
        receipt = comes_in(
            by=by, desk=TOWN if by is TAO else DEPARTMENT, channel=channel.value, persons=persons, now=self.now,
            received_at=self.now - timedelta(days=token % 9), token=f"the one-time token of form {token:03d}",
        )  # fmt: skip
        if receipt.number not in self.numbers:
            self.numbers.append(receipt.number)
        self.touched.add(receipt.number)

    @rule(verb=st.sampled_from(sorted(SIMPLE_VERBS)), choice=which, by=hands, given=DRAWN)
    def somebody_tries_something(self, verb: Verb, choice: int, by: Actor, given: dict[str, Any]) -> None:
        self.play(verb, self.one(choice), by, given)

    @rule(choice=which, way=which, given=DRAWN)
    def somebody_does_something_that_may_be_done(self, choice: int, way: int, given: dict[str, Any]) -> None:
        """Blind tries alone would hardly ever bring a matter to its end."""
        number = self.one(choice)
        state = folded(number)[0]
        assert state is not None
        idle = {Verb.NOTE, Verb.UNMASK}
        ways = [
            (verb, by)
            for by in HANDS
            for verb in allowed(state, actor=by, now=self.now, law=law())
            if verb in SIMPLE_VERBS and verb not in idle
        ]
        if ways:
            self.play(*_with(ways[way % len(ways)], number), given)

    @rule(choice=which, hours=st.sampled_from([1, 30]))
    def the_ordinary_way_is_gone_to_its_end(self, choice: int, hours: int) -> None:
        number = self.one(choice)
        for verb, by in (
            (Verb.TRIAGE, DAN), (Verb.FORWARD, DAN), (Verb.SIGN, BAO), (Verb.NOTIFY, BAO), (Verb.DRAFT, BAO),
            (Verb.APPROVE, BO), (Verb.ISSUE, BAO), (Verb.DELIVER, BAO), (Verb.CLOSE, BAO),
        ):  # fmt: skip
            self.now += timedelta(hours=hours)
            self.play(verb, number, by, {})

    @rule(choice=which, other=which, by=st.sampled_from([DAN, TAO, BAO]))
    def one_is_linked_to_another(self, choice: int, other: int, by: Actor) -> None:
        self.do(link, self.one(choice), other=self.one(other), by=by)

    @rule(choice=which, by=st.sampled_from([DAN, TAO, BAO]))
    def one_is_parted_again(self, choice: int, by: Actor) -> None:
        number = self.one(choice)
        self.touched.add(Matter.objects.get(pk=number).linked_to or number)
        self.do(unlink, number, reason="弄错了。", by=by)

    @rule(choice=which, by=hands, content=st.sampled_from([PNG, PNG + b"x", b"<html>", b""]))
    def a_paper_is_attached(self, choice: int, by: Actor, content: bytes) -> None:
        self.do(attach, self.one(choice), upload=Upload("照片.png", len(content), io.BytesIO(content)), by=by)

    @rule(choice=which, by=hands, seen=st.integers(1, 9))
    def somebody_acts_on_what_they_saw_a_while_ago(self, choice: int, by: Actor, seen: int) -> None:
        self.do(SIMPLE_VERBS[Verb.NOTE], self.one(choice), text="记一笔。", by=by, seen=seen)

    @rule(hours=st.sampled_from([-1, 1, 30, 24 * 8, 24 * 70]))
    def time_passes(self, hours: int) -> None:
        """Or a machine's clock is set back."""
        self.now += timedelta(hours=hours)

    @rule()
    def a_seal_is_set(self) -> None:
        seals.seal(now=self.now)

    @invariant()
    def the_tables_say_what_the_dossier_says(self) -> None:
        for number in self.touched:
            state, head = folded(number)
            assert state is not None
            assert broken(state) == ()
            row = Matter.objects.get(pk=number)
            for column, value in matter_columns(state, head).items():
                stored = getattr(row, column)
                assert (bytes(stored) if column == "head" else stored) == value, (number, column)
            for name, _, table in NESTED:
                rows = table._default_manager.filter(matter=number).order_by("n")
                wanted = [nested_columns(value) for value in getattr(state, name)]
                assert [{c: getattr(r, c) for c in w} for r, w in zip(rows, wanted, strict=True)] == wanted
            joined = set(Petition.objects.filter(matter=number).values_list("number", flat=True))
            assert joined == (set() if state.linked_to else {p.number for p in state.petitions})
        self.touched = set()
        connection.check_constraints()

    def verify_believes_every_word(self) -> None:
        """At the end of every life."""
        tally = Tally()
        assert not [fault for _, found in number_faults(tally) for fault in found]
        assert not list(seals.faults())
        assert tally.matters == len(self.numbers)
        assert set(tally.kept.values()) <= {len(self.numbers)}


def _with(way: tuple[Verb, Actor], number: str) -> tuple[Verb, str, Actor]:
    verb, by = way
    return verb, number, by


@pytest.mark.slow
def test_no_life_brings_tables_and_dossiers_apart(county: None) -> None:
    few = settings(
        max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shorten a failing life would take many minutes
    )  # fmt: skip
    run_state_machine_as_test(Lives, settings=few)
