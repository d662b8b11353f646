"""Random lives: everybody does lawful and unlawful things to one matter while time passes; no promise is ever broken.

Every draw is one number from which the rest is derived; the seeds are fixed.
``HUIYIN_LIVES`` adds to them and so leads into other lives.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from huiyin.rules.evolution import fold
from huiyin.rules.fields import Field, Kind, Refused
from huiyin.rules.lifecycle import allowed, barred
from huiyin.rules.looking import to_be_handled_again
from huiyin.rules.promises import broken
from huiyin.rules.roles import SYSTEM, Actor
from huiyin.rules.routing import faults, is_barred
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, OUTCOMES_OF, MatterClass, Route, Stage, Status, Verb
from tests.rules.cast import (
    BAO,
    BUREAU,
    CLOSED,
    DAN,
    DEPARTMENT,
    EVERYBODY,
    GROUP,
    GU,
    LAW,
    LEADER_A,
    LEADER_B,
    LEADERS,
    LI,
    NOTICED,
    OFFICE,
    PAK,
    ROOT,
    SPARE,
    STATION,
    TAO,
    TOWN,
    TREE,
    VERBS,
    VILLAGE,
    WATER,
    WU,
    Life,
)  # fmt: skip

ACTORS = (*EVERYBODY, *SPARE)
#: People who may be accused or recused; for each a colleague is left, as in a house where posts are filled.
NAMED = (BAO, DAN, GU, LI, TAO, WU)
TAKES = (BUREAU, WATER, GROUP, TOWN, STATION, OFFICE)
UNITS = (*TAKES, DEPARTMENT, VILLAGE, CLOSED, LEADERS, LEADER_A, LEADER_B, ROOT)
HOUSE = {
    Verb.JOIN, Verb.PART, Verb.ATTEMPT, Verb.RECKON, Verb.REVIEWED, Verb.HAND_OVER, Verb.LINK, Verb.UNLINK,
}  # fmt: skip
CHOSEN = [verb for verb in Verb if verb not in {Verb.REGISTER, *HOUSE}]
#: What leads a matter on is done more often than what ends it or bars everybody from it.
_ON = (
    Verb.FORWARD, Verb.ASSIGN, Verb.ACCEPT, Verb.SIGN, Verb.NOTIFY, Verb.DRAFT, Verb.APPROVE, Verb.ISSUE, Verb.DELIVER,
    Verb.ASK_REVIEW, Verb.RATE, Verb.DESIGNATE, Verb.CONTRIBUTE, Verb.OBJECT,
    Verb.AGREE_RETURN, Verb.REFUSE_RETURN, Verb.ANSWER_NOTICE, Verb.ESCALATE, Verb.EXTEND, Verb.ASK_EXTENSION,
    Verb.OPEN_HEARING,
    Verb.CO_HANDLE, Verb.SIMPLIFY, Verb.LOOK_INTO,
)  # fmt: skip
_SELDOM = {Verb.NOTE, Verb.ATTACH, Verb.UNMASK, Verb.ACCUSE, Verb.RECUSE, Verb.CONFIDE}
OFTEN = [verb for verb in (*CHOSEN, *(_ON * 6)) if verb not in _SELDOM]
#: The shortest lawful way to an end, best first.
HOMEWARD = (
    Verb.CLOSE, Verb.DELIVER, Verb.ISSUE, Verb.END_HEARING, Verb.FALL_BACK, Verb.APPROVE, Verb.REWORK, Verb.DRAFT, Verb.NOTIFY,
    Verb.SIGN, Verb.REFUSE_RETURN, Verb.DECLINE, Verb.TRIAGE, Verb.REOPEN,
)  # fmt: skip
OTHER_BARS: tuple[list[list[str]], ...] = ([], [["unit", WATER]], [["unit", VILLAGE], ["line", TOWN]])
HOURS = (1, 30, 24 * 8, 24 * 70)
numbers = st.integers(0, 2**40)


class Lives(RuleBasedStateMachine):
    """One matter, everybody, a moving clock, and a notice of holidays that is loaded some day."""

    steps = 0
    seen: Counter[str] = Counter()

    @initialize(number=numbers)
    def it_begins(self, number: int) -> None:
        dice = Random(number)
        desk, by = dice.choice(
            [(DEPARTMENT, DAN), (DEPARTMENT, PAK), (TOWN, TAO), (GROUP, GU), (LEADERS, DAN)]
        )
        register: dict[str, Any] = {"desk": desk, "by": by, "confidential": dice.random() < 0.2}
        if dice.random() < 0.25:
            register |= {
                "stage": dice.choice(["review", "recheck"]),
                "about": "222424-20260201-00001-1",
                "klass": "appeal",
            }
        elif desk == LEADERS:
            register["desk"] = DEPARTMENT
        if dice.random() < 0.1:
            register["bars"] = [["unit", WATER]]
        self.life = Life(**register)
        self.joined = 0
        self.turn = 0
        self.bars = self.life.matter.bars
        self.read, self.klass, self.told = 0, "", False

    def _given(self, verb: Verb, dice: Random) -> dict[str, Any]:
        """What this verb may be told: mostly what fits, sometimes what doesn't, sometimes the usual."""
        told = {spec.name: self._value(spec, dice) for spec in TRANSITIONS[verb].fields}
        if verb is Verb.ASK_REVIEW:
            told["review"] = f"222424-20260401-{self.turn:05d}-1"
        return {name: value for name, value in told.items() if value is not None}

    def _value(self, spec: Field, dice: Random) -> Any:
        state = self.life.matter
        if spec.name == "outcome":
            return dice.choice(sorted(OUTCOMES_OF[state.klass or MatterClass.APPEAL] | OUTCOMES_ABOVE)).value
        if spec.name == "urgent":
            return dice.random() < 0.3
        if spec.name == "petition":
            return dice.choice([p.number for p in state.petitions]) if state.petitions else None
        if spec.kind is Kind.ITEM:
            return dice.randint(1, max(1, len(getattr(state, spec.of)) + 1))
        if spec.kind is Kind.DAYS:
            return dice.choice([1, 15, 30, 31])
        if spec.kind is Kind.STAFF:
            return dice.choice([None, *(person.key for person in NAMED)])
        if spec.kind in (Kind.UNIT, Kind.ANY_UNIT):
            return dice.choice(TAKES if spec.kind is Kind.UNIT else (None, *UNITS))
        if spec.kind is Kind.LEADER:
            return dice.choice([LEADER_A, LEADER_B])
        if spec.choices is not None and dice.random() < 0.8:
            return dice.choice(list(spec.choices)).value
        return None  # the usual of the cast

    def _try(self, verb: Verb, by: Actor, given: dict[str, Any]) -> None:
        before = self.life.matter
        answer = self.life.try_(verb, by, **given)
        if isinstance(answer, Refused):
            assert self.life.matter is before
            if verb is not Verb.REGISTER and is_barred(before, by, TREE):
                assert answer.reason == "no_such_matter"
        else:
            assert not is_barred(before, by, TREE)
            type(self).seen[verb.value] += 1

    def _dice(self, number: int) -> Random:
        """The numbers drawn are often small or the same; each turn throws differently."""
        return Random(number * 1_009 + self.turn)

    def _count(self) -> None:
        type(self).steps += 1
        self.turn += 1

    @rule(number=numbers)
    def somebody_tries_something(self, number: int) -> None:
        self._count()
        dice = self._dice(number)
        verb = dice.choice(CHOSEN)
        self._try(verb, dice.choice(ACTORS), self._given(verb, dice))

    @rule(number=numbers, acts=st.integers(1, 4))
    def somebody_does_something_lawful(self, number: int, acts: int) -> None:
        """Unlawful tries alone would hardly ever get a matter to its end."""
        for _ in range(acts):
            self._count()
            dice = self._dice(number)
            for verb in dice.sample(OFTEN, 16):
                able = self._able(verb, dice.randrange(len(ACTORS)))
                if able is not None:
                    self._try(verb, able, self._given(verb, dice))
                    self._check()
                    break

    @rule(number=numbers, acts=st.integers(1, 4))
    def others_do_something_lawful(self, number: int, acts: int) -> None:
        self.somebody_does_something_lawful(number=number + 1, acts=acts)

    @rule(number=numbers)
    def it_goes_homeward(self, number: int) -> None:
        self._count()
        self._homeward(self._dice(number))

    @rule(number=numbers)
    def a_name_is_named(self, number: int) -> None:
        self._count()
        dice = self._dice(number)
        if dice.random() > 0.1:
            return
        verb = dice.choice([Verb.ACCUSE, Verb.ACCUSE, Verb.RECUSE, Verb.CONFIDE])
        able = self._able(verb, dice.randrange(len(ACTORS)))
        if able is not None:
            self._try(verb, able, self._given(verb, dice))

    @rule(number=numbers)
    def the_house_does_its_part(self, number: int) -> None:
        """What follows from verbs on other matters: petitions come and go, a review's result, the calendar."""
        self._count()
        dice = self._dice(number)
        state, verb = self.life.matter, dice.choice(sorted(HOUSE))
        given: dict[str, Any] = {}
        if verb is Verb.JOIN:
            petition = {
                "number": f"222424-20260302-{self.joined + 2:05d}-0",
                "channel": "call",
                "persons": 1,
                "received_at": self.life.now.isoformat(),
                "confidential": dice.random() < 0.1,
            }
            given = {"petition": petition, "bars": dice.choice(OTHER_BARS)}
            self.joined += 1
        elif verb is Verb.PART:
            if len(state.petitions) < 2:
                return
            given = {"petition": {"number": state.petitions[-1].number}}
        elif verb is Verb.LINK:
            given = {"bars": dice.choice(OTHER_BARS)}
        elif verb is Verb.REVIEWED:
            given = {
                "stage": dice.choice(["review", "recheck"]),
                "outcome": dice.choice(sorted(OUTCOMES_ABOVE)).value,
            }
            if not state.asked:
                return
        if verb is Verb.RECKON and dice.random() < 0.3:
            self.life.law = replace(LAW, calendar=NOTICED)
        if verb in (Verb.ATTEMPT, Verb.RECKON, Verb.REVIEWED, Verb.HAND_OVER):
            self.life.do(verb, dice.choice(ACTORS), **given)  # whoever sets it off
            type(self).seen[verb.value] += 1
            return
        by = DAN if verb in (Verb.JOIN, Verb.PART) else self._able(verb, dice.randrange(len(ACTORS)))
        if by is not None:
            self._try(verb, by, given)

    @rule(hours=st.sampled_from(HOURS))
    def time_passes(self, hours: int) -> None:
        self._count()
        self.life.now += timedelta(hours=hours)

    def _able(self, verb: Verb, first: int) -> Actor | None:
        """Somebody who may do it now, sought from a random place on."""
        row = TRANSITIONS[verb]
        if self.life.matter.status not in row.sources:
            return None
        people = (*ACTORS[first:], *ACTORS[:first])
        now, law = self.life.now, self.life.law
        return next(
            (by for by in people if barred(self.life.matter, verb, actor=by, now=now, law=law) is None), None
        )

    def _homeward(self, dice: Random) -> bool:
        """One step of the shortest lawful way to an end; False if there is none."""
        state = self.life.matter
        if state.klass is MatterClass.TIP_OFF and not state.accused_known and state.status is Status.TRIAGED:
            self.life.do(Verb.ACCUSE, next(by for by in ACTORS if self._may(Verb.ACCUSE, by)), accused="")
            return True
        if to_be_handled_again(state) and any(ask.outcome is None for ask in state.asks):
            return self._review_ends()
        for verb in HOMEWARD:
            able = self._able(verb, dice.randrange(len(ACTORS)))
            if able is not None:
                given: dict[str, Any] = {}
                if verb is Verb.DRAFT:
                    fits = OUTCOMES_ABOVE if state.stage is not Stage.FIRST else OUTCOMES_OF[state.klass]
                    given["outcome"] = min(fits).value
                if verb is Verb.DECLINE and state.stage is not Stage.FIRST and state.withdrawn_by_all:
                    given["route"] = Route.WITHDRAWN.value  # what was taken back is confirmed, not answered
                self.life.do(verb, able, **given)
                type(self).seen[verb.value] += 1
                return True
        return False

    def _review_ends(self) -> bool:
        """Nobody acts on an answer under review; its own matter comes to an end within its own term."""
        waits = next(ask for ask in self.life.matter.asks if ask.outcome is None)
        told = {"stage": "review", "outcome": "upheld", "review": waits.review}
        self.life.do(Verb.REVIEWED, SYSTEM, **told)
        return True

    def _may(self, verb: Verb, by: Actor) -> bool:
        return barred(self.life.matter, verb, actor=by, now=self.life.now, law=self.life.law) is None

    def _check(self) -> None:
        """What holds after each step, for steps within one rule."""
        self.the_three_promises_hold_and_nobody_has_what_is_kept_from_them()
        self.bars_only_grow()
        self.who_is_kept_away_learns_nothing()
        self.an_open_review_is_never_lost()
        self.what_was_written_in_confidence_stays_so()

    @invariant()
    def the_three_promises_hold_and_nobody_has_what_is_kept_from_them(self) -> None:
        state = self.life.matter
        assert broken(state) == ()
        assert faults(state, TREE) == ()

    @invariant()
    def bars_only_grow(self) -> None:
        bars = self.life.matter.bars
        assert bars[: len(self.bars)] == self.bars
        assert len({(bar.kind, bar.subject) for bar in bars}) == len(bars)
        self.bars = bars

    @invariant()
    def what_was_written_in_confidence_stays_so(self) -> None:
        """In a tip-off, whatever it is sorted as later; and what accuses somebody is kept until it is sorted."""
        for event in self.life.events[self.read :]:
            self.told |= self.klass == MatterClass.TIP_OFF and event.verb is not Verb.TRIAGE
            self.klass = event.data.get("klass", self.klass)
        self.read = len(self.life.events)
        state = self.life.matter
        assert state.confidential or not (self.told or (state.klass is None and state.accused_known))

    @invariant()
    def who_is_kept_away_learns_nothing(self) -> None:
        """A verb or two for each barred person after each step; all of them at the end."""
        if not self.bars:
            return
        state, now, law = self.life.matter, self.life.now, self.life.law
        for by in ACTORS:
            if is_barred(state, by, TREE):
                verb = VERBS[(self.turn * 7) % len(VERBS)]
                assert barred(state, verb, actor=by, now=now, law=law) == Refused(
                    "no_such_matter", *((TRANSITIONS[verb].article,) if verb is Verb.REGISTER else ())
                )

    @invariant()
    def an_open_review_is_never_lost(self) -> None:
        last = next(
            (e for e in reversed(self.life.events) if e.verb in (Verb.ASK_REVIEW, Verb.REVIEWED)), None
        )
        if last is not None and last.verb is Verb.ASK_REVIEW:
            assert self.life.matter.asked == last.data["review"]

    @invariant()
    def nobody_is_satisfied_who_didnt_say_so(self) -> None:
        assert len(self.life.matter.ratings) == sum(e.verb is Verb.RATE for e in self.life.events)

    def teardown(self) -> None:
        """The dossier tells the same story, barred people see nothing, and an open matter can go on to its end."""
        if not hasattr(self, "life"):
            return
        life = self.life
        assert fold(life.events) == life.matter
        for by in ACTORS:
            if is_barred(life.matter, by, TREE):
                assert allowed(life.matter, actor=by, now=life.now, law=life.law) == ()
        dice = Random(self.turn)
        for _ in range(25):
            if not life.matter.is_open:
                break
            assert self._homeward(dice), (life.matter.status, life.matter.holder, life.matter.desk)
            assert broken(life.matter) == ()
        assert not life.matter.is_open, life.matter.status
