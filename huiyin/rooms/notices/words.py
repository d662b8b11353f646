"""What a notice says, in the petitioner's language: which petition, what happened, nothing of its content."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.rooms.county.queries import wording
from huiyin.rules.wordings import MESSAGE, PIECES, unworded

#: The kind of a receipt: number and query code, once, to whoever brought it.
RECEIPT = "receipt"
#: The letter that confirms a withdrawal: it names no way to go, as others that decline do.
CONFIRMED = "withdrawn"


def text_of(kind: str, number: str, *, code: str = "") -> str:
    """The words for one step of one petition; number and, in a receipt, query code are all that points to anybody.

    The county's own words where it has some that still fit.
    """
    key, language = f"{MESSAGE}{kind}", get_language() or ""
    own = wording(key, language) if key in PIECES else ""
    if own and unworded(key, language, own) is None:
        return own.format(number=number, code=code)
    return _house(kind) % {"number": number, "code": code}


def house_words(kind: str) -> str:
    """The house's own text, with its places in braces as the county writes them."""
    return _house(kind) % {"number": "{number}", "code": "{code}"}


def _house(kind: str) -> str:
    if kind == RECEIPT:
        return _(
            "Your petition is registered. Number %(number)s, query code %(code)s. Keep both to yourself: with them you see"
            " how it stands and read the answer."
        )
    return {
        "forward": _("Your petition %(number)s has been passed to the unit in charge."),
        "assign": _(
            "Your petition %(number)s has been given to the unit in charge, with a term to answer in."
        ),
        "accept": _("Your petition %(number)s has been accepted and is being handled."),
        "notify": _("The unit in charge has accepted your petition %(number)s and is handling it."),
        "decline": _(
            "A letter about your petition %(number)s has been issued. It names the lawful way to go."
        ),
        CONFIRMED: _(
            "It is confirmed in writing that you took your petition %(number)s back. "
            "The letter can be read with the query code."
        ),
        "issue": _("The written answer to your petition %(number)s has been issued."),
        "deliver": _("The written answer to your petition %(number)s has been delivered to you."),
        "extend": _(
            "The term for your petition %(number)s was extended. Reason and new date can be read with its query code."
        ),
        "open_hearing": _(
            "A hearing about your petition %(number)s is going to be held. You will be invited."
        ),
        "designate": _("It was decided which unit handles your petition %(number)s."),
        "ask_sender": _(
            "There is a question about your petition %(number)s. Please read and answer it with its query code."
        ),
        "answer_question": _(
            "Your question about petition %(number)s is answered. Please read the answer with its query code."
        ),
        "reopen": _("Your petition %(number)s has been taken up again."),
    }.get(kind, _("There is news about your petition %(number)s."))
