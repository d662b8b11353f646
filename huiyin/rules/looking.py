"""What follows where a look into a low rating finds that the matter is to be handled again: it is taken up, not closed.

Only while the rated answer is the present one. As long as a review of it goes on the organ above decides about it (Art. 35,
36); after a recheck the same facts and reasons aren't taken up again (Art. 36 para. 3), whatever a look finds.
"""

from __future__ import annotations

from huiyin.rules import asking
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Verdict
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Case
from huiyin.rules.state import MatterState
from huiyin.rules.surround import Look
from huiyin.rules.vocabulary import Outcome, Stage, Status

_ANSWERED = frozenset({Status.DELIVERED, Status.CLOSED})


def to_be_handled_again(state: MatterState) -> bool:
    """Whether a look into a rating of the present answer found so, and nobody has taken the matter up yet."""
    found = any(look.verdict is Verdict.HANDLE_AGAIN and of_present(state, look) for look in state.looks)
    return found and not state.final


def taken_up_soon(state: MatterState) -> bool:
    """Whether the desk is asked already to take the matter up again (L13)."""
    return any(run.code is Clock.L13 for run in state.running)


def of_present(state: MatterState, look: Look) -> bool:
    """Whether the look is into a rating of the answer that the petitioners have now."""
    opinion = state.opinion
    if opinion is None or state.status not in _ANSWERED:
        return False
    return state.ratings[look.rating - 1].opinion == opinion.n


def found_now(case: Case) -> bool:
    """Whether the filled-in form says that the present answer's matter is to be handled again."""
    if (
        case.data is None or case.data.get("verdict") != Verdict.HANDLE_AGAIN
    ):  # the form asks of each rating first
        return False
    return of_present(case.matter, case.matter.looks[int(case.data["item"]) - 1])


def may_be_handled_again(case: Case) -> Refused | None:
    """Not while the answer is under review, nor after a recheck (Art. 35, 36); asked once it is known which rating is meant."""
    if not found_now(case):
        return None
    if case.matter.final:
        return Refused("final_already", "36", "verdict")
    return Refused("review_goes_on", "35", "verdict") if asking.review_over(case) is not None else None


def revoked(state: MatterState) -> bool:
    """Whether a review or recheck has revoked the answer of a first matter, and nobody has taken it up yet (Art. 35, 36)."""
    return state.stage is Stage.FIRST and any(ask.outcome is Outcome.REVOKED for ask in state.asks)


def not_to_be_handled_again(case: Case) -> Refused | None:
    """What is to be handled again isn't closed before it was (Art. 35, 38)."""
    if revoked(case.matter):
        return Refused("revoked_first", "35")
    return Refused("handle_again_first", "38") if to_be_handled_again(case.matter) else None


def answer_in_force(case: Case) -> Refused | None:
    """Nothing is promised upon an answer that was revoked: the new one says what is carried out (Art. 32, 35)."""
    return Refused("revoked_no_promise", "35") if revoked(case.matter) else None


def closed_or_to_be_handled_again(case: Case) -> Refused | None:
    """What was answered is closed first; only what is to be handled again, or was revoked, is taken up without that.

    While it is still being brought to some, only what was revoked: nobody is brought an answer that doesn't hold.
    """
    if revoked(case.matter):
        return None
    if case.matter.status is Status.ISSUED:
        return Refused("reopen_later", "34")
    open_yet = case.matter.status is Status.DELIVERED and not to_be_handled_again(case.matter)
    return Refused("close_first", "34") if open_yet else None
