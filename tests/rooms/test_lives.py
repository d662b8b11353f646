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

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.projection import NESTED, matter_columns, nested_columns
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier import seals
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import folded
from huiyin.rules.lifecycle import allowed
from huiyin.rules.promises import broken
from huiyin.rules.roles import Actor, Role
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
    person,
)

#: Of the department itself: who reviews, who approves that, who calls back and presses.
MEI, MO = person("mei", Role.OFFICER, DEPARTMENT), person("mo", Role.HEAD, DEPARTMENT)
SUN = person("sun", Role.SUPERVISOR, DEPARTMENT)
HANDS = (DAN, GU, BAO, BO, WU, WEN, TAO, XIA, PAK, MEI, MO, SUN)
PNG = b"\x89PNG\r\n\x1a\n"
#: What each verb is told if nothing else is said; every value may be exchanged for a drawn one.
USUAL: dict[Verb, dict[str, Any]] = {
    Verb.ASK_SENDER: {"text": "是哪栋楼？", "days": 7}, Verb.SENDER_ANSWERS: {"item": 1, "text": "三号楼。"},
    Verb.ASK_BACK: {"text": "什么时候来修？"}, Verb.ANSWER_QUESTION: {"item": 1, "text": "明天来修。"},
    Verb.WITHDRAW: {"text": "水来了，不用再办。"}, Verb.RETRACT: {"reason": "有人要求。"},
    Verb.PUBLISH: {"title": "三天没有水", "question": "没有水。", "text": "水管已经修好。"},
    Verb.TRIAGE: {"klass": "appeal", "category": "040100"}, Verb.ACCEPT: {"notice": "on_the_spot"},
    Verb.FORWARD: {"to": BUREAU}, Verb.ASSIGN: {"to": WATER, "days": 20}, Verb.NOTIFY: {"notice": "written"},
    Verb.OBJECT: {"reason": "不属于我局职责。"}, Verb.REFUSE_RETURN: {"reason": "属于你局职责。"},
    Verb.DECLINE: {"route": "court", "text": "请向法院起诉。"}, Verb.NOTE: {"text": "打过电话。"},
    Verb.UNMASK: {"reason": "上门前联系。"}, Verb.DRAFT: {"outcome": "supported", "text": "已修好。"},
    Verb.REWORK: {"reason": "依据没有写明。"}, Verb.REOPEN: {"reason": "又停水了。"},
    Verb.DELIVER: {"method": "hand", "result": "received", "proof": "本人签字。"},
    Verb.ACCUSE: {"text": "指水公司。", "accused": WATER}, Verb.RECUSE: {"person": BAO.key, "reason": "亲属。"},
    Verb.CONFIDE: {"reason": "怕报复。"},
    Verb.ASK_EXTENSION: {"days": 20, "reason": "等检测。"}, Verb.REFUSE_EXTENSION: {"reason": "不必。"},
    Verb.EXTEND: {"days": 20, "reason": "情况复杂。"}, Verb.SIMPLIFY: {"ground": "clear"},
    Verb.FALL_BACK: {"reason": "不宜简易。"}, Verb.SATELLITE: {"source": "hotline", "foreign": "12345-1"},
    Verb.CO_HANDLE: {"to": WATER, "text": "请查管网。"}, Verb.CONTRIBUTE: {"item": 1, "text": "已查。"},
    Verb.DESIGNATE: {"to": WATER, "reason": "指定。"}, Verb.URGE: {"why": "overdue", "text": "请办。"},
    Verb.SUPERVISE: {"why": "evasion", "text": "督办。"}, Verb.ANSWER_NOTICE: {"item": 1, "text": "已改。"},
    Verb.ESCALATE: {"item": 1, "level": "leader", "text": "报领导。"}, Verb.LIFT: {"item": 1, "reason": "已办。"},
    Verb.RECOMMEND: {"advice": "improve_work", "to": BUREAU, "text": "改进。"},
    Verb.ADOPT: {"item": 1, "adoption": "adopted", "text": "采纳。"}, Verb.OWN: {"leader": "C-L", "reason": "包案。"},
    Verb.OWN_REPORT: {"item": 1, "duty": "know", "stage": "plan", "text": "方案。"},
    Verb.INSTRUCT: {"text": "请三日内解决。"}, Verb.CARRY_OUT: {"item": 1, "text": "已解决。"},
    Verb.RELEASE: {"item": 1, "reason": "调离。"}, Verb.REPORT_UP: {"whom": "committee", "text": "报告。"},
    Verb.PLEDGE: {"party": "水公司", "text": "换泵。"}, Verb.FULFIL: {"item": 1, "text": "照片。"},
    Verb.WAIVE: {"item": 1, "reason": "不需要。"},
    Verb.FOLLOW_UP: {"contact": "phone", "confirmed": "yes", "reached": True, "text": "已通水。"},
    Verb.RATE: {"rated": "unit", "score": "dissatisfied"},
    Verb.LOOK_INTO: {"item": 1, "verdict": "manner", "text": "查过。"}, Verb.ASK_REVIEW: {"text": "请复查。"},
    Verb.OPEN_HEARING: {"text": "三楼。"}, Verb.END_HEARING: {"text": "记录。"},
    Verb.CHANGE_CONTACT: {"phone": "19900005678", "reason": "换号。"}, Verb.CONFIRM_CONTACT: {"item": 1, "reason": "核实。"},
}  # fmt: skip
#: Everything that a person chooses on one matter; joining and parting concern two and have rules of their own below.
CHOSEN = sorted(set(VERBS) - {Verb.LINK, Verb.UNLINK})
_OF_A_PETITION = frozenset(
    {Verb.FOLLOW_UP, Verb.RATE, Verb.CHANGE_CONTACT, Verb.WITHDRAW, Verb.ASK_SENDER, Verb.ASK_BACK}
)
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
        "accused": st.sampled_from([BUREAU, WATER, DEPARTMENT, TOWN, ""]),
        "item": st.integers(1, 3),
        "score": st.sampled_from(["satisfied", "mostly", "dissatisfied"]),
        "verdict": st.sampled_from(["answered_rightly", "handle_again", "manner"]),
        "phone": st.sampled_from(["19900005679", "", "1"]),
        "why": st.sampled_from(["overdue", "evasion"]),
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
        self.seqs: dict[str, int] = {}

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
        """Done, or refused with a reason and without a trace but for what the guard writes down of a try."""
        last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        try:
            act(*numbers, now=self.now, **told)
            done = True
        except NotDone:
            done = False
        left = set(Entry.objects.filter(id__gt=last).values_list("verb", flat=True))
        assert left if done else left <= {Verb.ATTEMPT.value}
        self.look()

    def look(self) -> None:
        """Which matters there are now, and which were written about since the last look."""
        there = dict(Matter.objects.values_list("number", "seq"))
        self.touched |= {number for number, seq in there.items() if self.seqs.get(number) != seq}
        self.numbers, self.seqs = sorted(there), there

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
        if verb is Verb.SATELLITE:
            told["received_at"] = self.now
        if verb is Verb.PLEDGE:
            told["due"] = self.now.date() + timedelta(days=9)
        if verb in _OF_A_PETITION:
            told["petition"] = (
                Petition.objects.filter(matter=number).values_list("number", flat=True).last() or number
            )
        self.do(VERBS[verb], number, by=by, **told)

    @initialize()
    def the_first_comes_in(self) -> None:
        comes_in()
        self.look()

    @rule(
        by=st.sampled_from([DAN, GU, TAO, PAK]),
        channel=st.sampled_from(Channel),
        persons=st.integers(1, 30),
        token=which,
    )
    def another_comes_in(self, by: Actor, channel: Channel, persons: int, token: int) -> None:
        """Now and then the same form comes twice."""
        comes_in(
            by=by, desk=TOWN if by is TAO else DEPARTMENT, channel=channel.value, persons=persons, now=self.now,
            received_at=self.now - timedelta(days=token % 9), token=f"the one-time token of form {token:03d}",
        )  # fmt: skip
        self.look()

    @rule(verb=st.sampled_from(CHOSEN), choice=which, by=hands, given=DRAWN)
    def somebody_tries_something(self, verb: Verb, choice: int, by: Actor, given: dict[str, Any]) -> None:
        self.play(verb, self.one(choice), by, given)

    @rule(choice=which, way=which, given=DRAWN)
    def somebody_does_something_that_may_be_done(self, choice: int, way: int, given: dict[str, Any]) -> None:
        """Blind tries alone would hardly ever bring a matter to its end."""
        number = self.one(choice)
        state = folded(number)[0]
        assert state is not None
        idle = {Verb.NOTE, Verb.UNMASK, Verb.CHANGE_CONTACT, Verb.RECUSE, Verb.CONFIDE, Verb.OWN}
        ways = [
            (verb, by)
            for by in HANDS
            for verb in allowed(state, actor=by, now=self.now, law=law())
            if verb in CHOSEN and verb not in idle
        ]
        if ways:
            self.play(*_with(ways[way % len(ways)], number), given)

    @rule(choice=which, hours=st.sampled_from([1, 30]))
    def the_ordinary_way_is_gone_to_its_end(self, choice: int, hours: int) -> None:
        self.the_ordinary_way(self.one(choice), hours=hours)

    def the_ordinary_way(self, number: str, *, hours: int) -> None:
        """Each step with its usual words, whether or not it may be done."""
        for verb, by in (
            (Verb.TRIAGE, DAN), (Verb.FORWARD, DAN), (Verb.SIGN, BAO), (Verb.NOTIFY, BAO), (Verb.DRAFT, BAO),
            (Verb.APPROVE, BO), (Verb.ISSUE, BAO), (Verb.DELIVER, BAO), (Verb.CLOSE, BAO),
        ):  # fmt: skip
            self.now += timedelta(hours=hours)
            self.play(verb, number, by, {})

    @rule(
        days=st.sampled_from([1, 29, 40]),
        outcome=st.sampled_from(["upheld", "revoked"]),
        up=st.integers(0, 2),
    )
    def one_is_answered_rated_reviewed_and_rechecked(self, days: int, outcome: str, up: int) -> None:
        """What nobody would come to by chance; a late request is refused and leaves the matter as it is."""
        number = comes_in(now=self.now, received_at=self.now).number
        self.look()
        self.the_ordinary_way(number, hours=1)
        self.play(Verb.FOLLOW_UP, number, DAN, {})
        self.play(Verb.RATE, number, PAK, {"score": "dissatisfied" if up else "mostly"})
        for _ in range(up):
            self.now += timedelta(days=days)
            self.play(Verb.ASK_REVIEW, number, PAK, {})
            number = Matter.objects.get(pk=number).asked or number
            self.play(Verb.OPEN_HEARING, number, MO, {})
            for verb, by in (
                (Verb.END_HEARING, MEI), (Verb.DRAFT, MEI), (Verb.APPROVE, MO), (Verb.ISSUE, MEI), (Verb.DELIVER, MEI),
            ):  # fmt: skip
                self.play(verb, number, by, {"outcome": outcome})

    @rule(choice=which, phone=st.sampled_from(["19900005678", "19900005679"]))
    def a_contact_is_changed_by_two(self, choice: int, phone: str) -> None:
        number = self.one(choice)
        state = folded(number)[0]
        assert state is not None
        self.play(Verb.CHANGE_CONTACT, number, MEI, {"phone": phone})
        self.play(Verb.CONFIRM_CONTACT, number, DAN, {"item": len(state.contact_changes) + 1})

    @rule(choice=which, other=which, by=st.sampled_from([DAN, TAO, BAO]))
    def one_is_linked_to_another(self, choice: int, other: int, by: Actor) -> None:
        self.do(link, self.one(choice), other=self.one(other), by=by)

    @rule(choice=which, by=st.sampled_from([DAN, TAO, BAO]))
    def one_is_parted_again(self, choice: int, by: Actor) -> None:
        number = self.one(choice)
        self.do(unlink, number, reason="弄错了。", by=by)

    @rule(choice=which, by=hands, content=st.sampled_from([PNG, PNG + b"x", b"<html>", b""]))
    def a_paper_is_attached(self, choice: int, by: Actor, content: bytes) -> None:
        self.do(attach, self.one(choice), upload=Upload("照片.png", len(content), io.BytesIO(content)), by=by)

    @rule(choice=which, by=hands, seen=st.integers(1, 9))
    def somebody_acts_on_what_they_saw_a_while_ago(self, choice: int, by: Actor, seen: int) -> None:
        self.do(VERBS[Verb.NOTE], self.one(choice), text="记一笔。", by=by, seen=seen)

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
