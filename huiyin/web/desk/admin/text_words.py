"""What the pieces of the county's own texts are called."""

from __future__ import annotations

from django.utils.translation import gettext as _


def names() -> dict[str, tuple[str, str]]:
    """What each piece is called, and where it stands."""
    return {
        "hello": (_("Beginning of an answer"), _("Letters about requests and suggestions.")),
        "hello_tip_off": (_("Beginning of an answer to a tip-off"), _("It quotes nothing.")),
        "suggestion": (_("What was suggested"), _("Answers to suggestions.")),
        "thanks": (_("Thanks"), _("Answers to suggestions.")),
        "confidence": (_("Confidentiality"), _("Answers to tip-offs.")),
        "review": (_("How to ask for review"), _("The remedy below an opinion.")),
        "recheck": (_("How to ask for a recheck"), _("The remedy below a review's opinion.")),
        "final": (_("The end of the line"), _("Below a recheck's opinion.")),
        "declined": (_("Not handled here"), _("The letter that names the lawful way.")),
        "first_step": (_("The first step"), _("The same letter: where to go, what to bring.")),
        "extension": (_("Longer than sixty days"), _("The notice that a term was extended.")),
        "portal_notice": (_("Notice on the first page"), _("Portal; nothing stands there without one.")),
        "portal_contact": (_("Paragraph on the contact page"), _("Portal; below telephone and hours.")),
        "portal_how": (_("Paragraph on how it works"), _("Portal; above what happens to what one writes.")),
    }  # fmt: skip
