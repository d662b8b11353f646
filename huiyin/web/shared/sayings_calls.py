"""Sentences for what the hotline's desk refuses: calls, seats, call-backs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

REASONS: Mapping[str, _StrPromise] = {
    "bad_name": _("Please use letters, digits and signs without blanks, at most %(limit)s."),
    "no_sms_here": _("No text messages are set up here. Please hand over the slip on paper."),
    "paper_only": _("What was told in confidence or reports somebody gets its slip on paper only."),
    "no_mobile": _("The petitioner left no mobile number. Please hand over the slip on paper."),
    "slip_is_gone": _(
        "The query code of a slip isn't kept. Please hand over a new slip on paper, at the counter."
    ),
    "too_long_ago": _("This is more than a day old."),
    "register_it_then": _(
        "If they want something done, register it. If it was a question only, say so here."
    ),
    "noted_before": _("What became of this call is noted already."),
    "is_past": _("This moment is past. Please choose a later one."),
    "told_in_confidence": _(
        "This was told in confidence: not every operator may know who speaks. Call from the matter's page."
    ),
    "waits_already": _("This number waits for a call already: it stands on the list."),
    "in_other_hands": _("A colleague has this call-back in hand now."),
    "take_it_first": _("Take the call-back in hand first; half an hour is over, or it was never yours."),
    "called_back_before": _("This call-back is over already."),
    "taken_by_colleague": _("A colleague has taken this call already."),
    "promised_too_far": _("That is more than a year ahead. Please check the year."),
    "tried_too_seldom": _(
        "Nobody is given up before %(least)s tries, each at least %(minutes)s minutes after the one before. "
        "Of these there were %(tries)s."
    ),
}
