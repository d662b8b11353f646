"""The pieces that a letter is put together from; each language fills them in (``letters_zh``, ``letters_ko``).

Places in braces: ``number``, ``received``, ``title``, ``law``, ``organ``, ``why``, ``way``, ``head``, ``opinion``; of a review
also ``act`` and ``answered``, when ``organ`` gave the answer that is reviewed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.rules.vocabulary import Outcome, Route, Stage

#: What is to be filled in by hand.
GAP = "＿＿＿＿＿＿"


class Kind(StrEnum):
    """Which letter a paper is; each has its title."""

    ACCEPTED = "accepted"
    OPINION = "opinion"
    REVIEW = "review"
    RECHECK = "recheck"
    SUGGESTION = "suggestion"
    TIP_OFF = "tip_off"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Tongue:
    """All pieces in one language. ``routes``: for each why it isn't handled here, and which way is open.

    ``hello_request`` answers a request for review that isn't decided upon; ``hello_withdrawn`` and
    ``hello_request_withdrawn`` confirm that a petition or such a request was taken back and has ended, ``withdrawn``
    says what that leaves. ``acts``: what a review and a recheck are called, ``anew_…`` when what they revoke is taken up
    again. ``accepted`` is
    the whole notice of acceptance, ``hold_to`` its sentence on the last day; ``titles`` and ``number`` stand at the head of
    a printed letter, ``printed`` at its foot; ``addressee``, ``organ_next`` and the three of an extension (``extended``…)
    are what a letter says where its own words don't (``papers/lawful.py``); ``press_urge`` and ``press_supervise`` begin a
    notice to a unit; ``paper_supervise``, ``paper_escalate`` and ``paper_advise`` stand above its words on paper, ``unit``
    addresses it, ``unsaid`` stands for a subject that the unit mustn't read, ``papers`` are the titles, by ``supervise``,
    ``escalate`` or which advice it is.
    """

    code: str
    hello: str
    hello_tip_off: str
    hello_review: str
    hello_request: str
    hello_withdrawn: str
    hello_request_withdrawn: str
    request: str
    facts: str
    heads: Mapping[Stage, str]
    acts: Mapping[Stage, str]
    anew_until: str
    anew_within: str
    opinion: str
    basis: str
    opinions: Mapping[Outcome, str]
    suggestion: str
    thanks: str
    confidence: str
    review: str
    recheck: str
    recheck_declined: str
    final: str
    organ_above: str
    organ_next: str
    addressee: str
    government: str
    declined: str
    withdrawn: str
    withdrawn_above: str
    withdrawn_revoked: str
    withdrawn_anew: str
    anew_since: str
    withdrawn_again: str
    withdrawn_asked: str
    first_step: str
    routes: Mapping[Route, tuple[str, str]]
    extension: str
    extended: str
    extended_law: str
    extended_why: str
    accepted: str
    press_urge: str
    press_supervise: str
    paper_supervise: str
    paper_escalate: str
    paper_advise: str
    unit: str
    unsaid: str
    papers: Mapping[str, str]
    hold_to: str
    titles: Mapping[Kind, str]
    number: str
    printed: str
