"""What is owed to a petitioner next, in their words: the desk's own terms say what offices owe each other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.rules.clocks import Clock

#: The terms by which a petitioner has the written answer, or the decision about it.
ANSWERS = frozenset({Clock.T6, Clock.T7, Clock.T9, Clock.T11, Clock.L1, Clock.S2})


def owed(code: Clock) -> str:
    """What comes by the day that this clock names; KeyError for one that is none of theirs, as between offices (T5)."""
    decided = _("It is decided who deals with it")
    answer = _("You get the written answer")
    return {
        Clock.T1: decided,
        Clock.T2: decided,
        Clock.L4: decided,
        Clock.L5: decided,
        Clock.T3: _("You are told who deals with it, and how it goes on"),
        Clock.T6: answer,
        Clock.T7: answer,
        Clock.L1: answer,
        Clock.S2: answer,
        Clock.L2: _("The answer is brought to you"),
        Clock.L3: _("The matter is closed"),
        Clock.T9: _("The review is decided"),
        Clock.T11: _("The recheck is decided"),
    }[code]
