"""Who may stand in one petition beside the first: representatives, co-signers, an agent and whom the agent acts for.

Two numbers that are easily mixed up: at most five may *represent* a crowd (Art. 20), and a visit is called *collective* from
five people on (``huiyin.rules.counting``). The first is a limit of the law, the second a way of counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import normal_id_number, normal_phone


class PartyRole(StrEnum):
    """As what somebody stands in a petition. Its first petitioner is one by themself and has no role written down."""

    PETITIONER = "petitioner"
    REPRESENTATIVE = "representative"
    COSIGNER = "cosigner"
    AGENT = "agent"
    PRINCIPAL = "principal"


#: Whom "the same person" is asked of, and who is among the persons of a petition: everybody but whoever acts for another.
COUNTED: frozenset[PartyRole] = frozenset(PartyRole) - {PartyRole.AGENT}

#: Who is told of each step besides the first petitioner: whoever speaks for others. Co-signers hear of it through them.
SPEAKING: frozenset[PartyRole] = frozenset({PartyRole.REPRESENTATIVE, PartyRole.AGENT})

#: At most so many speak for a crowd (Art. 20); everybody else may stand in the register as a co-signer.
MOST_REPRESENTATIVES = 5
#: At most so many beside the first are named in one petition: a bound for the machine. ``persons`` counts the others.
MOST_NAMED = 500


@dataclass(frozen=True, slots=True)
class Named:
    """What the rules need to know of one named person: the role, whether there is a name, whether a mandate was noted."""

    role: PartyRole
    has_name: bool
    has_mandate: bool = False


class Met:
    """Who was named so far, to tell whether somebody is named again: by the ID number, without one by name and phone."""

    def __init__(self) -> None:
        self._cards: set[str] = set()
        self._phones: dict[tuple[str, str], set[str]] = {}

    def again(self, name: str, id_number: str, phone: str) -> str:
        """Why this is somebody met before, as a reason; empty for a new face. Two cards are two people in any case."""
        card, called = normal_id_number(id_number) or "", ("".join(name.split()), normal_phone(phone) or "")
        cards = self._phones.setdefault(called, set()) if all(called) else set[str]()
        alike = cards if not card else cards & {""}
        reason = "named_twice" if card in self._cards else "person_twice" if alike else ""
        cards.add(card)
        self._cards |= {card} if card else set()
        return reason


def refuse_group(first_is_known: bool, others: Sequence[Named], persons: int) -> Refused | None:
    """Why these people can't stand in one petition of ``persons`` people; None if they can.

    Refused: more than five representatives (Art. 20); more than ``MOST_NAMED`` names; somebody without a name; an agent without
    a mandate or without anybody to act for (the first petitioner, or a principal, by name); a mandate of somebody who is no
    agent; a principal whom no agent acts for; more people named than there are persons. An agent isn't one of the persons.
    """
    if not others:
        return None
    if len(others) > MOST_NAMED:
        return Refused("too_many_named", field="cosigners", params={"most": MOST_NAMED, "named": len(others)})
    roles = [one.role for one in others]
    if (speak := roles.count(PartyRole.REPRESENTATIVE)) > MOST_REPRESENTATIVES:
        params = {"most": MOST_REPRESENTATIVES, "named": speak}
        return Refused("too_many_representatives", "20", "representatives", params)
    if not all(one.has_name for one in others):
        return Refused("missing", field=FIELD_OF[next(one.role for one in others if not one.has_name)])
    no = _refuse_agents(first_is_known, others)
    if no is not None:
        return no
    named = first_is_known + sum(role in COUNTED for role in roles)
    if named > persons:
        return Refused(
            "more_named_than_persons", field="persons", params={"named": named, "persons": persons}
        )
    return None


#: The field of a form in which people of a role are named.
FIELD_OF: dict[PartyRole, str] = {
    PartyRole.PETITIONER: "cosigners", PartyRole.REPRESENTATIVE: "representatives", PartyRole.COSIGNER: "cosigners",
    PartyRole.AGENT: "agent", PartyRole.PRINCIPAL: "agent",
}  # fmt: skip


def _refuse_agents(first_is_known: bool, others: Sequence[Named]) -> Refused | None:
    roles = {one.role for one in others}
    if any(one.has_mandate is not (one.role is PartyRole.AGENT) for one in others):
        return Refused("mandate_missing", field="mandate")
    if PartyRole.AGENT in roles and not first_is_known and PartyRole.PRINCIPAL not in roles:
        return Refused("agent_without_principal", field="agent")
    if PartyRole.PRINCIPAL in roles and PartyRole.AGENT not in roles:
        return Refused("principal_without_agent", field="agent")
    return None
