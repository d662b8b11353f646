"""What the pieces of the county's own texts are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.rules.vocabulary import Verb
from huiyin.rules.wordings import TOLD_OF
from huiyin.web.shared.words import word


def places() -> dict[str, str]:
    """What is filled into each place, by its name in the text."""
    return {
        "received": _("the day on which it came in"), "title": _("the matter's title"), "number": _("its number"),
        "organ": _("the organ that decides, or decided"), "answered": _("the day of the answer"),
        "opinion": _("the name of the paper that was answered with"), "act": _("review or recheck"),
        "law": _("the articles that it rests on"), "why": _("the reason"), "way": _("the lawful way"),
        "until": _("the last day"), "serial": _("the notice's number"), "level": _("the step that it is taken to"),
        "advice": _("which of the three recommendations it is"), "code": _("the query code"),
    }  # fmt: skip


def names() -> dict[str, tuple[str, str]]:
    """What each piece is called, and where it stands."""
    return {
        "hello": (_("Beginning of an answer"), _("Letters about requests and suggestions.")),
        "hello_tip_off": (_("Beginning of an answer to a tip-off"), _("It quotes nothing.")),
        "hello_review": (_("Beginning of a review\u2019s answer"), _("Reviews and rechecks: whose answer, of when.")),
        "suggestion": (_("What was suggested"), _("Answers to suggestions.")),
        "thanks": (_("Thanks"), _("Answers to suggestions.")),
        "confidence": (_("Confidentiality"), _("Answers to tip-offs.")),
        "review": (_("How to ask for review"), _("The remedy below an opinion.")),
        "recheck": (_("How to ask for a recheck"), _("The remedy below a review's opinion.")),
        "final": (_("The end of the line"), _("Below a recheck's opinion.")),
        "declined": (_("Not handled here"), _("The letter that names the lawful way.")),
        "first_step": (_("The first step"), _("The same letter: where to go, what to bring.")),
        "extension": (_("Longer than sixty days"), _("The notice that a term was extended.")),
        "accepted": (_("Notice of acceptance"), _("Printed for the petitioner once a unit has accepted the matter.")),
        "hold_to": (_("Last day in the notice of acceptance"), _("Stands at its end where a term runs.")),
        "printed": (_("Foot of a printed letter"), _("Below every letter that is printed here.")),
        "press_urge": (_("Beginning of urging a unit"), _("In the form; whoever urges goes on from there.")),
        "press_supervise": (_("Beginning of a supervision notice"), _("In the form; whoever supervises goes on from there.")),
        "paper_supervise": (_("Printed supervision notice"), _("On paper, above the words of whoever supervises.")),
        "paper_escalate": (
            _("Printed notice of supervision taken higher"),
            _("On paper, above the words of whoever takes it higher."),
        ),
        "paper_advise": (_("Printed recommendation"), _("On paper, above the words of whoever recommends.")),
        "sms_receipt": (_("Receipt"), _("Message with number and query code.")),
        **{f"sms_{kind}": (word(Verb(kind)), _("Message when this was done.")) for kind in TOLD_OF},
        "portal_receipt": (_("Paragraph on the receipt"), _("Portal, the printed slip; below number and query code.")),
        "portal_notice": (_("Notice on the first page"), _("Portal; nothing stands there without one.")),
        "portal_contact": (_("Paragraph on the contact page"), _("Portal; below telephone and hours.")),
        "portal_how": (_("Paragraph on how it works"), _("Portal; above what happens to what one writes.")),
        "portal_address": (
            _("The department's address"),
            _("Portal, receipt, slip; without it the Chinese one that stands with the unit."),
        ),
    }  # fmt: skip
