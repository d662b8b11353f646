"""A hundred thousand random steps, and a few that Hypothesis steers (lives.py)."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, seed, settings

from huiyin.rules.evolution import fold
from huiyin.rules.state import Event
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import Life
from tests.rules.lives import HOURS, Lives

ACTS = (
    Lives.somebody_tries_something, Lives.somebody_does_something_lawful, Lives.others_do_something_lawful,
    Lives.it_goes_homeward, Lives.a_name_is_named, Lives.the_house_does_its_part,
)  # fmt: skip
INVARIANTS = (
    Lives.the_three_promises_hold_and_nobody_has_what_is_kept_from_them, Lives.bars_only_grow,
    Lives.who_is_kept_away_learns_nothing, Lives.an_open_review_is_never_lost, Lives.nobody_is_satisfied_who_didnt_say_so,
)  # fmt: skip


def live(number: int, lives: int, length: int) -> type[Lives]:
    """So many lives of so many steps each, from this seed alone; it has counted the steps and what was done.

    Hypothesis would draw numbers that it found in the modules loaded so far: another life in each process.
    """

    class These(Lives):
        steps = 0
        seen = Counter()

    dice = Random(int(os.environ.get("HUIYIN_LIVES", "0")) * 1_000 + number)
    for _ in range(lives):
        life = These()
        life.it_begins(number=dice.getrandbits(40))
        for _ in range(length):
            act = dice.choice((*ACTS, None))
            if act is None:
                life.time_passes(hours=dice.choice(HOURS))
            elif act in (Lives.somebody_does_something_lawful, Lives.others_do_something_lawful):
                act(life, number=dice.getrandbits(40), acts=dice.randint(1, 4))
            else:
                act(life, number=dice.getrandbits(40))
            for holds in INVARIANTS:
                holds(life)
        life.teardown()
    return These


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 21))
def test_a_hundred_thousand_steps_break_nothing(number: int) -> None:
    """Twenty times five thousand, so that they can be shared out among processes."""
    lived = live(number, lives=92, length=40)
    assert lived.steps >= 5_000
    assert len(lived.seen) >= 40, "most verbs were done"


@seed(1)
class SomeLives(Lives):
    """The same with Hypothesis at the helm, which shortens a life that breaks something to what is needed for it."""


SomeLives.TestCase.settings = settings(
    max_examples=6,
    stateful_step_count=30,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestSomeLives = SomeLives.TestCase


def test_an_entry_out_of_order_is_no_dossier() -> None:
    life = Life()
    first = life.events[0]
    for wrong in ([first, first], [Event(first.number, 1, Verb.NOTE, first.at, "", "", {})]):
        with pytest.raises(ValueError, match=r"follows|begins"):
            fold(wrong)
    assert fold([]) is None
