"""What is owed to a petitioner next, in their words: the desk's own terms say what offices owe each other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.rules.clocks import Clock


def owed(code: Clock) -> str:
    """What comes by the day that this clock names; KeyError for a clock that isn't a matter's own duty."""
    decided = _("It is decided who deals with it")
    answer = _("You get the written answer")
    return {
        Clock.T1: decided,
        Clock.T2: decided,
        Clock.L4: decided,
        Clock.L5: decided,
        Clock.T3: _("You are told who deals with it, and how it goes on"),
        Clock.T5: _("The office reports what it has found and done"),
        Clock.T6: answer,
        Clock.T7: answer,
        Clock.L1: answer,
        Clock.S2: answer,
        Clock.L2: _("The answer is brought to you"),
        Clock.L3: _("The matter is closed"),
        Clock.T9: _("The review is decided"),
        Clock.T11: _("The recheck is decided"),
    }[code]
