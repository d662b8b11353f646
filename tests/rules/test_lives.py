"""Random lives: several actors do lawful and unlawful things to one matter while time passes; no promise is ever broken."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from huiyin.rules.evolution import fold
from huiyin.rules.fields import Refused
from huiyin.rules.lifecycle import allowed, barred
from huiyin.rules.promises import broken
from huiyin.rules.state import Event
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Outcome, Route, Status, Verb
from tests.rules.cast import BAO, BO, BUREAU, DAN, GE, GROUP, GU, LAW, PAK, TAO, WATER, WEN, WU, XIA, Life

ACTORS = (DAN, GU, GE, BAO, BO, WU, WEN, TAO, XIA, PAK)
verbs = st.sampled_from(sorted(set(Verb) - {Verb.REGISTER, Verb.LINK, Verb.JOIN, Verb.PART, Verb.UNLINK}))
given = st.fixed_dictionaries(
    {},
    optional={
        "klass": st.sampled_from(["appeal", "suggestion", "tip_off"]),
        "to": st.sampled_from([BUREAU, WATER, GROUP]),
        "outcome": st.sampled_from([o.value for o in Outcome]),
        "route": st.sampled_from([r.value for r in Route]),
        "result": st.sampled_from(["received", "refused", "published", "returned"]),
    },
)


class Lives(RuleBasedStateMachine):
    """One matter, ten people, a moving clock."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()
        self.joined = 0

    @rule(verb=verbs, by=st.sampled_from(ACTORS), given=given)
    def somebody_tries_something(self, verb: Verb, by: object, given: dict) -> None:
        before = self.life.matter
        answer = self.life.try_(verb, by, **given)
        if isinstance(answer, Refused):
            assert self.life.matter is before

    @rule(choice=st.integers(0, 200), given=given)
    def somebody_does_something_lawful(self, choice: int, given: dict) -> None:
        """Unlawful tries alone would hardly ever get a matter to its end."""
        ways = [
            (verb, by)
            for by in ACTORS
            for verb in allowed(self.life.matter, actor=by, now=self.life.now, law=LAW)
            if verb not in (Verb.LINK, Verb.UNLINK, Verb.NOTE, Verb.UNMASK, Verb.ATTACH)
        ]
        if ways:
            verb, by = ways[choice % len(ways)]
            self.life.try_(verb, by, **given)

    @rule()
    def another_petition_joins(self) -> None:
        number = f"222424-20260302-{self.joined + 2:05d}-0"
        petition = {
            "number": number,
            "channel": "call",
            "persons": 1,
            "received_at": self.life.now.isoformat(),
        }
        if not isinstance(self.life.try_(Verb.JOIN, DAN, petition=petition), Refused):
            self.joined += 1

    @rule()
    def it_is_linked_and_maybe_unlinked(self) -> None:
        if self.life.matter.status is Status.LINKED:
            self.life.do(Verb.UNLINK, DAN)
        else:
            self.life.try_(Verb.LINK, DAN)

    @rule(hours=st.sampled_from([1, 30, 24 * 8, 24 * 70]))
    def time_passes(self, hours: int) -> None:
        self.life.now += timedelta(hours=hours)

    @invariant()
    def the_three_promises_hold(self) -> None:
        assert broken(self.life.matter) == ()

    @invariant()
    def the_dossier_tells_the_same_story(self) -> None:
        assert fold(self.life.events) == self.life.matter

    @invariant()
    def an_open_matter_can_always_go_on(self) -> None:
        """Somebody may do something that moves it; no state is a dead end."""
        if not self.life.matter.is_open:
            return
        moving = [
            v for v, row in TRANSITIONS.items() if row.target is not None and v is not Verb.REGISTER
        ] + [Verb.NOTIFY]
        assert any(
            barred(self.life.matter, verb, actor=by, now=self.life.now, law=LAW) is None
            for verb in moving
            for by in ACTORS
        )


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_an_entry_out_of_order_is_no_dossier() -> None:
    life = Life()
    first = life.events[0]
    for wrong in ([first, first], [Event(first.number, 1, Verb.NOTE, first.at, "", "", {})]):
        try:
            fold(wrong)
        except ValueError:
            continue
        raise AssertionError("a broken order was believed")
